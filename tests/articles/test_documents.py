"""Files that hold a text: PDF, Word and mail, read as they are printed, and told kindly where they cannot be."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from lxml import etree

from bot.articles import ArticleReader, FetchSettings, PageState, Unreadable
from bot.articles.documents import read_document
from bot.articles.states import NOTICE_ATTACHMENTS, NOTICE_PICTURES
from bot.workers import WorkerPool
from summarizers.model import Article
from tests.articles.conftest import PageServer
from tests.articles.documents import LEFT, Piece, mail, pdf, set_in_type, word_file
from tests.articles.net import PUBLIC_V4, Net
from tests.articles.pages import STORY, page
from tests.hung import HUNG

TITLE = "Norland and Sudria to resume harbor talks"
LONG = " ".join(STORY)


def read(data: bytes, declared: str = "") -> Article:
    return read_document(data, declared=declared)


def body(article: Article) -> list[str]:
    """The text's paragraphs that are no headings."""
    return [article.text[p.start : p.end] for p in article.paragraphs if p.kind != "heading"]


def state_of(data: bytes, declared: str = "") -> PageState:
    with pytest.raises(Unreadable) as caught:
        read(data, declared)
    return caught.value.state


def headed(pieces: list[Piece], *, number: int = 1, pages: int = 1) -> list[Piece]:
    """A page with its running head and its number."""
    head = (LEFT + 120, 800.0, 8.0, "Ministry of Foreign Affairs of Norland")
    return [head, *pieces, (LEFT + 180, 40.0, 8.0, f"Page {number} of {pages}")]


# -- PDF -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "layout",
    [
        {"gap": 8.0},
        {"gap": 0.0, "indent": 24.0},
        {"gap": 14.0, "step": 22.0},
        {"gap": 5.0, "columns": 44, "size": 11.0, "step": 13.5},
    ],
)
def test_printed_lines_become_paragraphs(layout: dict[str, float]) -> None:
    """Gaps and indents part paragraphs, in wide spacing and narrow columns too; all words are there."""
    columns = int(layout.pop("columns", 70))
    pieces = [(LEFT, 740.0, 16.0, TITLE), *set_in_type(STORY, columns=columns, **layout)]
    article = read(pdf([headed(pieces)]))
    assert article.title == TITLE
    assert body(article) == list(STORY)


def test_running_heads_and_page_numbers_are_no_text() -> None:
    """What comes back on every page, with other numbers in it, is left out, and a paragraph goes on over the page."""
    lines = set_in_type([LONG * 2], gap=0, top=760)
    half = len(lines) // 2
    later = [(left, height + 12 * half, size, text) for left, height, size, text in lines[half:]]
    article = read(pdf([headed(lines[:half], number=1, pages=2), headed(later, number=2, pages=2)]))
    assert article.text == LONG * 2


def test_columns_are_read_one_after_the_other() -> None:
    """The text goes on at the head of the next column, in the same paragraph."""
    lines = set_in_type([LONG], columns=34, size=9, step=11)
    half = len(lines) // 2
    right = [(left + 240, height + 11 * half, size, text) for left, height, size, text in lines[half:]]
    assert read(pdf([lines[:half] + right])).text == LONG


def test_words_parted_at_a_lines_end_are_made_whole() -> None:
    """By how the document writes them elsewhere; a name's hyphen, and that of a compound, stay."""
    lines = [
        "The long-term agreement of the two governments on fishing was signed by Minis-",
        "ter Ana Al-Reyes, and the gov-",
        "ernments will review the long-",
        "term plan. Minister Al-",
        "Reyes said that it would be “a good agreement for the fishing towns of both coasts”.",
    ]
    pieces = [(LEFT, 700.0 - 12 * n, 9.0, line) for n, line in enumerate(lines)]
    text = read(pdf([pieces])).text.replace("\n\n", " ")
    assert (
        "signed by Minister Ana Al-Reyes, and the governments will review the long-term plan. Minister Al-Reyes" in text
    )


def test_notes_are_left_out_with_their_marks() -> None:
    """A raised number behind a word and the small type it leads to at the page's foot are no part of the text."""
    pieces = set_in_type([*STORY[:3]], gap=8)
    last = pieces[-1]
    mark = (last[0] + 6.0 * len(last[3]), last[1] + 3, 6.0, "4")
    note = (LEFT, 90.0, 7.0, "4 See the note of the Norland embassy of 3 March, paragraph 12.")
    assert body(read(pdf([[*pieces, mark, note]]))) == list(STORY[:3])


def test_numbered_paragraphs_are_prose_without_their_numbers() -> None:
    """Communiqués number their paragraphs; a list of short points stays a list."""
    numbered = [f"{n}. {text}" for n, text in enumerate(STORY, start=1)]
    assert body(read(pdf([set_in_type(numbered)]))) == list(STORY)
    points = ["• Fish", "• Ports", "• Pilots"]
    article = read(pdf([set_in_type([*STORY, *points])]))
    assert [p.kind for p in article.paragraphs][-3:] == ["item"] * 3


@pytest.mark.parametrize(
    ("head", "title", "day"),
    [
        (
            [("Ministry of Foreign Affairs", 20), ("PRESS RELEASE", 14), (TITLE, 14), ("12 May 2026", 10)],
            TITLE,
            (2026, 5, 12),
        ),
        (
            [("Norland Embassy in Sudria", 18), ("No. 12/2026", 10), ("Oslo, March 3, 2026", 10), (TITLE, 13)],
            TITLE,
            (2026, 3, 3),
        ),
        ([(TITLE, 10)], TITLE, None),
        ([("For immediate release", 16)], None, None),
        (
            [("Security Council Press Statement on Harbor Talks", 15)],
            "Security Council Press Statement on Harbor Talks",
            None,
        ),
    ],
)
def test_headline_and_day_are_found(
    head: list[tuple[str, float]], title: str | None, day: tuple[int, int, int] | None
) -> None:
    """Not the letterhead, nor the kind or number of paper; the day stands on a line of its own."""
    pieces: list[Piece] = [(LEFT, 790.0 - 26 * n, float(size), text) for n, (text, size) in enumerate(head)]
    article = read(pdf([[*pieces, *set_in_type(STORY, top=640)]], title="Microsoft Word - draft3.docx"))
    assert article.title == title
    assert article.published == (dt.date(*day) if day else None)
    assert body(article)[-6:] == list(STORY)


def test_a_dateline_gives_the_day() -> None:
    """As in any other text."""
    article = read(pdf([set_in_type(["OSLO, 4 March 2026 — " + STORY[0], *STORY[1:]])]))
    assert article.published == dt.date(2026, 3, 4)


def test_pdfs_that_cannot_be_read_are_told_apart() -> None:
    """A password, pictures of pages, no page at all, damage, a book."""
    text = set_in_type(STORY)
    assert state_of(pdf([text], locked=True)) is PageState.LOCKED_FILE
    assert state_of(pdf([[], []])) is PageState.SCANNED_FILE
    assert state_of(pdf([[(LEFT, 20.0, 8.0, "Scanned by desk 4")], []])) is PageState.SCANNED_FILE
    assert state_of(b"%PDF-1.7\n%\xe2\xe3 nothing else") is PageState.DAMAGED_FILE
    assert state_of(pdf([[]] * 401)) is PageState.TOO_LARGE
    german = "Die Außenminister haben sich am Montag in der Hauptstadt getroffen, um über die Grenze zu sprechen. " * 4
    assert state_of(pdf([set_in_type([german])])) is PageState.NOT_ENGLISH


def test_pages_that_are_pictures_are_told_of() -> None:
    """The others are briefed, and the brief says so."""
    assert read(pdf([set_in_type(STORY), []])).notices == (NOTICE_PICTURES,)
    assert read(pdf([set_in_type(STORY)])).notices == ()


# -- Word ------------------------------------------------------------------------------------------------------------


def test_a_word_file_is_read_by_its_styles() -> None:
    """Title, headings, lists and quotations have their kinds; the header is none of the text, a table's cells are."""
    data = word_file(
        ("Title", TITLE),
        ("", "12 May 2026"),
        *(("", text) for text in STORY),
        ("Heading 2", "What comes next"),
        ("List Bullet", "Ports"),
        ("Quote", "We will stay at the table."),
        header="Ministry of Foreign Affairs of Norland",
        table=["Signed by both governments in March"],
    )
    article = read(data)
    assert (article.title, article.published) == (TITLE, dt.date(2026, 5, 12))
    kinds = {article.text[p.start : p.end]: p.kind for p in article.paragraphs}
    assert kinds["What comes next"] == "heading" and kinds["Ports"] == "item"
    assert kinds["We will stay at the table."] == "quote" and kinds[STORY[0]] == "paragraph"
    assert "Signed by both governments in March" in article.text
    assert "Ministry of Foreign Affairs of Norland" not in article.text


def test_tracked_changes_are_read_as_accepted() -> None:
    """Inserted words are text, deleted ones are not."""
    document = docx.Document()
    for text in STORY:
        document.add_paragraph(text)
    changed = document.add_paragraph("The talks will ")._p
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    changed.append(etree.fromstring(f"<w:ins {space}><w:r><w:t>begin in May</w:t></w:r></w:ins>"))
    changed.append(etree.fromstring(f"<w:del {space}><w:r><w:delText>fail</w:delText></w:r></w:del>"))
    changed.append(etree.fromstring(f"<w:r {space}><w:t>, she said.</w:t></w:r>"))
    out = io.BytesIO()
    document.save(out)
    assert read(out.getvalue()).text.endswith("The talks will begin in May, she said.")


def test_word_files_that_cannot_be_read_are_told_apart() -> None:
    """A password, nothing in it, other packages, damage, a bomb, the format before 2007."""
    whole = word_file(*(("", text) for text in STORY))
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 99
    other, bomb = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(other, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 70_000_000)
    assert state_of(locked) is PageState.LOCKED_FILE
    assert state_of(word_file()) is PageState.EMPTY_FILE
    assert state_of(other.getvalue()) is PageState.NOT_HTML
    assert state_of(bomb.getvalue()) is PageState.TOO_LARGE
    assert state_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600) is PageState.NOT_HTML
    assert state_of(whole[:-400]) in (PageState.DAMAGED_FILE, PageState.NOT_HTML)


# -- mail ------------------------------------------------------------------------------------------------------------


def test_a_mail_is_its_words_its_subject_and_its_day() -> None:
    """Without signature and without what mailing lists put before the subject."""
    text = "\n\n".join(STORY) + "\n\n-- \nPress Office\nHarbour Street 4"
    article = read(mail(text, subject=f"[press-list] Fwd: {TITLE}"))
    assert (article.title, article.published) == (TITLE, dt.date(2026, 3, 3))
    assert article.text.split("\n\n") == list(STORY)


def test_a_mail_whose_text_says_nothing_is_read_as_a_page_or_by_its_file() -> None:
    """“View this in your browser” beside HTML, and a covering note over a PDF; otherwise a file is only told of."""
    assert body(read(mail("View this in your browser.", subject="News", html=page().decode()))) == list(STORY)
    paper = ("statement.pdf", "application/pdf", pdf([[(LEFT, 740.0, 16.0, TITLE), *set_in_type(STORY)]]))
    enclosed = read(mail("Please find the statement enclosed.", subject="Statement", files=[paper]))
    assert (enclosed.title, body(enclosed)) == (TITLE, list(STORY))
    assert read(mail("\n\n".join(STORY), subject=TITLE, files=[paper])).notices == (NOTICE_ATTACHMENTS,)


@pytest.mark.parametrize(
    "data",
    [
        b"From: a@b.example\nSubject: =?x-nothing?b?!!?=\nDate: never\n\n" + LONG.encode(),
        b"From: a@b.example\nSubject: talks\nContent-Type: text/plain; charset=x-none\n\n" + LONG.encode(),
        b"From: a@b.example\nSubject: talks\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\n" + LONG.encode(),
    ],
)
def test_broken_mails_are_read_as_far_as_they_go(data: bytes) -> None:
    """A subject, a day, a charset or a boundary that is none hides no words."""
    assert LONG in read(data).text


def test_an_empty_mail_is_told() -> None:
    assert state_of(mail(" ", subject="Nothing")) is PageState.EMPTY_FILE


# -- kinds, workers, links ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("declared", ["", "application/pdf", "text/html", "story.docx"])
def test_bytes_tell_more_than_what_is_declared(declared: str) -> None:
    """A PDF under a wrong name or media type is a PDF; text and pages are read the same way."""
    assert body(read(pdf([set_in_type(STORY)]), declared)) == list(STORY)
    assert body(read(page())) == list(STORY)
    assert body(read("\n\n".join(STORY).encode(), "text/plain")) == list(STORY)


@pytest.fixture(scope="module")
def reader() -> Iterator[ArticleReader]:
    with WorkerPool(1) as pool:
        yield ArticleReader(FetchSettings(extract_seconds=2.0, extract_megabytes=200), pool=pool)


def _bomb() -> bytes:
    """A page whose content unpacks to 300 MB of drawing."""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(b"0 0 m 9 9 l S " * 71_500) for _ in range(300)) + packer.flush()
    whole = pdf([[(LEFT, 700.0, 10.0, "word")]])
    start, end = whole.index(b"<< /Length"), whole.index(b"endstream")
    return whole[:start] + b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\n" % (len(packed), packed) + whole[end:]


def _endless_paragraphs() -> bytes:
    """A Word file of a few kilobytes that unpacks to a million paragraphs."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(word_file(("", "x")))) as whole,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb,
    ):
        for name in whole.namelist():
            data = whole.read(name)
            bomb.writestr(
                name,
                data.replace(b"<w:p>", b"<w:p>" + b"</w:p><w:p>" * 1_500_000) if name == "word/document.xml" else data,
            )
    return out.getvalue()


def _nested_mail() -> bytes:
    """A mail of parts inside parts inside parts."""
    parts = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3_000))
    return b"From: a@b.example\nSubject: talks\n" + parts


@pytest.mark.parametrize("make", [_bomb, _endless_paragraphs, _nested_mail])
def test_hostile_files_cost_their_worker_alone(make: object, reader: ArticleReader) -> None:
    """One kind state, and the next file is read as if nothing had been."""
    assert callable(make)
    with pytest.raises(Unreadable) as caught:
        reader.document(make())
    assert caught.value.state in {
        PageState.TOO_HEAVY,
        PageState.TOO_LARGE,
        PageState.DAMAGED_FILE,
        PageState.EMPTY_FILE,
    }
    assert body(reader.document(pdf([set_in_type(STORY)]), declared="a.pdf")) == list(STORY)


def test_damaged_files_of_every_kind_are_told(reader: ArticleReader) -> None:
    """Cut and with holes in them, they give an article or a state, never anything else."""
    for whole in (pdf([set_in_type(STORY)]), word_file(*(("", text) for text in STORY)), mail(LONG, subject=TITLE)):
        for share in (0.1, 0.5, 0.9):
            cut = int(len(whole) * share)
            for data in (whole[:cut], whole[:cut] + b"\0" * 40 + whole[cut + 40 :]):
                try:
                    assert reader.document(data).text
                except Unreadable as error:
                    assert str(error)


def test_links_to_files_are_read(page_server: PageServer, reader: ArticleReader) -> None:
    """A PDF behind a link is read under its address; one that no reader knows is told; a page stays a page."""
    paper = pdf([[(LEFT, 740.0, 16.0, TITLE), *set_in_type(STORY)]])
    page_server.routes["/statement.pdf"] = lambda handler: handler.answer(200, paper, "application/pdf")
    page_server.routes["/download"] = lambda handler: handler.answer(200, paper, "application/octet-stream")
    page_server.routes["/mislabelled"] = lambda handler: handler.answer(200, paper, "text/html")
    page_server.routes["/picture"] = lambda handler: handler.answer(200, b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "image/png")
    net = Net({"public.test": [[PUBLIC_V4]]}, page_server.address)
    settings = FetchSettings(host_gap_seconds=0.0, fetch_seconds=HUNG, read_seconds=HUNG, connect_seconds=HUNG)
    with WorkerPool(1) as pool:
        linked = ArticleReader(settings, fetcher=net.fetcher(settings), pool=pool)
        for path in ("/statement.pdf", "/download", "/mislabelled"):
            article = linked.read(f"http://public.test{path}?utm_source=mail")
            assert (article.title, article.url, article.site) == (TITLE, f"http://public.test{path}", "public.test")
        with pytest.raises(Unreadable) as caught:
            linked.read("http://public.test/picture")
        assert caught.value.state is PageState.NOT_HTML


def test_the_read_file_is_the_same_in_a_worker(reader: ArticleReader, tmp_path: Path) -> None:
    """The article comes through the pipe whole."""
    data = pdf([headed([(LEFT, 740.0, 16.0, TITLE), *set_in_type(STORY)])])
    assert reader.document(data, declared="a.pdf") == read(data)
