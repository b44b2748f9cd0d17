"""Pages to articles: text, kinds, quotation marks, metadata."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.articles import Unreadable, extract
from bot.articles.charset import decode
from summarizers.model import Article
from tests.articles.pages import STORY, json_ld, page, paragraphs

URL = "https://www.harborpost.example/world/2024/05/06/norland-sudria-talks"


def blocks(article: Article) -> list[tuple[str, str]]:
    return [(p.kind, article.text[p.start : p.end]) for p in article.paragraphs]


def read(body: str = "", **parts: str) -> Article:
    return extract(page(body, **parts), url=URL)


def test_the_story_comes_out_whole_and_alone() -> None:
    """The article's paragraphs and nothing else: no navigation, no footer, no repeated headline."""
    article = read()
    assert article.text.split("\n\n") == list(STORY)
    assert article.title == "Norland and Sudria to resume harbor talks"
    assert (article.url, article.site, article.language) == (URL, "www.harborpost.example"[4:], "en")


def test_paragraphs_cover_the_text() -> None:
    """Spans cover the text except the joints, in order."""
    article = read(paragraphs(*STORY[:3]) + "<h2>Background</h2>" + paragraphs(*STORY[3:]))
    assert "\n\n".join(article.text[p.start : p.end] for p in article.paragraphs) == article.text
    assert all(a.end + 2 == b.start for a, b in zip(article.paragraphs, article.paragraphs[1:], strict=False))


def test_kinds() -> None:
    """Headings, block quotes and list items keep their kind."""
    body = (
        paragraphs(*STORY[:3])
        + "<h2>What was agreed</h2>"
        + "<ul><li>A working group will meet in the port every month.</li><li>Observers may attend.</li></ul>"
        + "<blockquote><p>The strait belongs to nobody, and to both of us at once.</p></blockquote>"
        + paragraphs(*STORY[3:])
    )
    kinds = {text: kind for kind, text in blocks(read(body))}
    assert kinds["What was agreed"] == "heading"
    assert kinds["A working group will meet in the port every month."] == "item"
    assert kinds["The strait belongs to nobody, and to both of us at once."] == "quote"
    assert kinds[STORY[0]] == "paragraph"


def test_inline_quotations_keep_their_marks() -> None:
    """<q> shows marks in a browser, so the text has them; nested ones are single, existing ones are not doubled."""
    body = paragraphs(
        "The envoy said <q>we will come back <em>next week</em></q> and left the hall with her two advisers.",
        "Her aide recalled <q>a voice that called <q>stop the boats</q> across the water</q> during that long night.",
        "The minister spoke of <q>“a good day”</q> for the coast, and then she thanked the crews one by one.",
        *STORY,
    )
    text = read(body).text
    assert "said “we will come back next week” and left" in text
    assert "recalled “a voice that called ‘stop the boats’ across the water” during" in text
    assert "spoke of “a good day” for" in text


def test_line_breaks_part_speakers() -> None:
    """Transcripts set with <br> keep one speaker a paragraph."""
    body = (
        "<p><strong>QUESTION:</strong> Will the ministers meet before the summer recess, as was announced in March?<br>"
        "<strong>MS OLANDER:</strong> I have nothing to announce today, but the channel is open, as it was before.</p>"
        "<p><strong>QUESTION:</strong> And the detained crews, have our diplomats been able to see any of them yet?</p>"
        "<p><strong>MS OLANDER:</strong> We saw them on Sunday. They are well, and we ask for their swift return.</p>"
    )
    openings = [text.split(":")[0] for _, text in blocks(read(body))]
    assert openings == ["QUESTION", "MS OLANDER", "QUESTION", "MS OLANDER"]


def test_government_pages_lose_their_banner() -> None:
    """The "official website" banner goes, the statement stays."""
    banner = (
        '<div class="usa-banner"><p>An official website of the Norland government</p><p>Here’s how you know</p></div>'
        "<p>Official websites use .gov. A .gov website belongs to an official government organization.</p>"
    )
    text = extract(page(before=banner), url="https://www.foreign.gov/briefings/harbor-talks-statement").text
    assert text.split("\n\n") == list(STORY)


def test_people_widgets_are_cut_and_learnt_from() -> None:
    """The Hill's people widgets go with their headlines; the full name stays as an alias of the one shown."""
    widget = (
        '<span class="rollover-people"><a class="rollover-people-link" href="/p">Relk</a>'
        '<span class="rollover-people-block"><span class="rollover-block"><span><a class="name" href="/p">Tomas Arvid '
        'Relk</a></span><a class="people-articles" href="/1">Relk shelves ferry plan</a> <a class="people-articles" '
        'href="/2">Poll: Voters like Relk</a> <a class="more" href="/m">MORE<span></span></a></span></span></span>'
    )
    body = paragraphs(f"Sudria’s minister, Tomas {widget}, arrived on Friday with a delegation of nine.", *STORY)
    article = extract(page(body), url="https://thehill.com/policy/international/9-harbor-talks")
    assert "Sudria’s minister, Tomas Relk, arrived on Friday" in article.text
    assert "MORE" not in article.text and "ferry plan" not in article.text
    assert article.aliases == (("Relk", "Tomas Arvid Relk"),)


def test_teasers_between_paragraphs_go() -> None:
    """Paragraphs that are nothing but a link to another article, and their labels, are not part of this one."""
    body = paragraphs(
        *STORY[:2],
        '<a href="/x">Ferry crews end their strike after nine days at the quay</a>',
        'Read more: <a href="/y">What the strait means to Norland</a>',
        "ADVERTISEMENT",
        "Photo: Harbor Post/Getty Images",
        *STORY[2:],
    )
    assert read(body).text.split("\n\n") == list(STORY)


def test_a_heading_with_nothing_below_it_goes() -> None:
    """The label over a list of other articles is not the article's last paragraph."""
    body = paragraphs(*STORY) + "<h3>Most read in world news</h3><h3>Elsewhere on the coast</h3>"
    assert read(body).text.split("\n\n") == list(STORY)


def test_a_body_cut_in_parts_is_joined() -> None:
    """Containers parted by advertisements make one article; a second article of the same make stays out."""
    long = [
        f"On day {n} of the talks, {text[0].lower()}{text[1:]} Nothing else was said."
        for n, text in enumerate(STORY * 3)
    ]
    parts = "".join(
        f'<div class="row"><div class="body__container">{paragraphs(*long[i : i + 6])}</div></div><hr>'
        for i in range(0, 18, 6)
    )
    assert read(f'<div class="chunks">{parts}</div>').text.split("\n\n") == long
    container = '<div class="body__container">{}</div>'
    other = f"<article><h1>Another story</h1>{container.format(paragraphs(*long[6:12]))}</article>"
    first = container.format(paragraphs(*long[:6]))
    assert "On day 9" not in read(first, after=other).text


def test_prose_tables_are_read_and_figures_are_items() -> None:
    """Layout tables hold prose; a row of figures is one item, not a sentence."""
    row = "<tr><td>Cod</td><td>120</td><td>tonnes</td></tr><tr><td>Herring</td><td>340</td><td>tonnes</td></tr>"
    got = blocks(read(paragraphs(*STORY) + f"<table>{row}</table>"))
    assert ("item", "Cod 120 tonnes") in got
    assert [t for k, t in got if k == "paragraph"] == list(STORY)


@pytest.mark.parametrize(
    ("html", "day", "instant"),
    [
        (
            json_ld(json.dumps({"@type": "NewsArticle", "datePublished": "2024-05-06T08:15:00+02:00"})),
            dt.date(2024, 5, 6),
            dt.datetime(2024, 5, 6, 8, 15, tzinfo=dt.timezone(dt.timedelta(hours=2))),
        ),
        (
            '<meta property="article:published_time" content="2024-05-06T08:15:00Z">',
            dt.date(2024, 5, 6),
            dt.datetime(2024, 5, 6, 8, 15, tzinfo=dt.UTC),
        ),
        ('<meta property="article:published_time" content="2024-05-06">', dt.date(2024, 5, 6), None),
        (json_ld('{"@type": "NewsArticle", "datePublished": "not a day"}'), dt.date(2024, 5, 6), None),
        (json_ld('{"@type": "NewsArticle", "datePublished": "0001-01-01T00:00:00Z"}'), dt.date(2024, 5, 6), None),
    ],
)
def test_publication_time(html: str, day: dt.date, instant: dt.datetime | None) -> None:
    """The hour is taken where the page gives it with its zone; else the day, from the address if need be."""
    article = read(head=html)
    assert (article.published, article.published_at) == (day, instant)


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ({"@type": "Person", "name": "Nora Felt"}, ("Nora Felt",)),
        ([{"name": "Nora Felt"}, {"name": "By Jon Aas, Staff Writer"}], ("Nora Felt", "Jon Aas")),
        ("https://harborpost.example/nora", ()),
        ({"name": None}, ()),
        (["Nora Felt", 7, None, {"name": ["Jon Aas"]}], ("Nora Felt", "Jon Aas")),
    ],
)
def test_authors(author: object, names: tuple[str, ...]) -> None:
    """Authors are names: no "By", no job, no address."""
    head = json_ld(json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", "author": author}))
    assert read(head=head).authors == names


def test_title_without_the_sites_name() -> None:
    """The outlet's name is not part of the headline; a bar inside a headline is."""
    assert read(title="Talks to resume in the spring | Harbor Post").title == "Talks to resume in the spring"
    headline = "Opinion | The strait is not for sale"
    assert (
        read(head=json_ld(json.dumps({"@type": "NewsArticle", "headline": headline})), title=headline).title == headline
    )


def test_canonical_link() -> None:
    """The page's own canonical address is taken on its own domain only."""
    good = '<link rel="canonical" href="https://harborpost.example/world/talks">'
    assert read(head=good).url == "https://harborpost.example/world/talks"
    assert read(head='<link rel="canonical" href="https://evil.test/x">').url == URL


def test_short_pages_fall_back_on_json_ld() -> None:
    """Where the page's own markup holds next to nothing, the article body in its JSON-LD is read."""
    head = json_ld(json.dumps({"@type": "NewsArticle", "headline": "Talks", "articleBody": "\n\n".join(STORY)}))
    article = extract(page("<div id=app></div>", head=head), url=URL)
    assert article.text.split("\n\n") == list(STORY)


def test_locked_json_ld_is_left_alone() -> None:
    """The hidden text of a subscriber page is not ours to read: only what the page shows is."""
    value = {"@type": "NewsArticle", "isAccessibleForFree": "False", "articleBody": "\n\n".join(STORY)}
    article = extract(page(paragraphs(*STORY[:2]), head=json_ld(json.dumps(value))), url=URL)
    assert article.text.split("\n\n") == list(STORY[:2])
    assert article.notices == ("subscriber page: brief made from the visible part",)


@pytest.mark.parametrize(
    ("data", "header", "expected"),
    [
        ("“café”".encode(), None, "“café”"),
        ("“café”".encode(), "text/html; charset=iso-8859-1", "“café”"),
        ("“café”".encode("cp1252"), "text/html; charset=ISO-8859-1", "“café”"),
        ("“café”".encode("cp1252"), None, "“café”"),
        ("“café”".encode("utf-16"), None, "“café”"),
        (b"\xef\xbb\xbf" + "café".encode(), None, "café"),
        ('<meta charset="windows-1251">Переговоры'.encode("cp1251"), None, '<meta charset="windows-1251">Переговоры'),
        ('<meta charset="utf-8">Переговоры'.encode("cp1251"), "text/html; charset=windows-1251", None),
        ("café".encode("cp1252"), "text/html; charset=no-such", "café"),
        ("a talk " * 50 + "café and naïve ".encode().decode() * 20 + "\ud800", None, None),
    ],
)
def test_charsets(data: bytes | str, header: str | None, expected: str | None) -> None:
    """Bytes are read as browsers read them; a wrong or unknown declaration does no harm."""
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    text = decode(raw, header)
    assert text == expected if expected is not None else text.encode("utf-8", "replace")


@given(st.binary(max_size=400), st.none() | st.text(max_size=40))
def test_any_bytes_decode(data: bytes, header: str | None) -> None:
    """No bytes and no header make decoding fail."""
    assert isinstance(decode(data, header), str)


_TAGS = [
    "p",
    "div",
    "q",
    "blockquote",
    "table",
    "tr",
    "td",
    "ul",
    "li",
    "a",
    "br",
    "script",
    "h1",
    "article",
    "span",
    "b",
]
_PIECES = st.one_of(
    st.sampled_from(_TAGS).map("<{}>".format),
    st.sampled_from(_TAGS).map("</{}>".format),
    st.text(max_size=30),
    st.sampled_from(
        [
            "&amp;",
            "&#0;",
            "&#x110000;",
            "\x00",
            "<!--",
            "-->",
            "]]>",
            "MORE",
            '<a href="',
            "<script type=application/ld+json>",
        ]
    ),
    st.sampled_from(STORY),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_PIECES, max_size=40).map("".join))
def test_garbage_gives_an_article_or_a_state(body: str) -> None:
    """No markup makes the extractor fail in any other way than by saying what is the matter."""
    try:
        article = extract(f"<html><body>{body}</body></html>".encode("utf-8", "replace"), url=URL)
    except Unreadable:
        return
    assert "\n\n".join(article.text[p.start : p.end] for p in article.paragraphs) == article.text


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_random_bytes_give_an_article_or_a_state(data: bytes) -> None:
    """No bytes make the extractor fail with a traceback."""
    try:
        extract(data, url=None)
    except Unreadable as error:
        assert str(error)


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    ["@type", "@graph", "author", "name", "datePublished", "headline", "articleBody", "item"]
                ),
                inner,
                max_size=5,
            )
        ),
        max_leaves=20,
    )
)
def test_json_ld_of_any_shape(value: object) -> None:
    """JSON-LD of any shape is harmless."""
    article = read(head=json_ld(json.dumps(value).replace("</", "<\\/")))
    assert article.text.split("\n\n")[:1]
