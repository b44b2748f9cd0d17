"""Page debris out of text: what goes, and that everything else stays as it is."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizers.errors import NoArticle
from summarizers.model import Article
from summarizers.text.cleaning import clean_blocks, cut_widgets, host_of, is_furniture, read_text
from summarizers.text.language import guess_language
from tests.hung import HUNG

ROOT = Path(__file__).resolve().parents[2]
STORY = (
    "Foreign Minister Ilsa Brandvold of Norland said on Monday that the harbor talks would resume in the spring.",
    "“We have not left the table, and we do not intend to leave it,” Brandvold told reporters in the capital.",
    "Her counterpart from Sudria, Tomas Relk, called the announcement “a welcome first step” after months of silence.",
)
TEXT = "\n\n".join(STORY)


def blocks(article: Article) -> list[str]:
    return [article.text[p.start : p.end] for p in article.paragraphs]


def heads(article: Article) -> list[str]:
    return [article.text[p.start : p.body_start] for p in article.paragraphs]


# --- link widgets -------------------------------------------------------------------------------------------------

# (text, clean, what is learnt)
WIDGETS = [
    (
        "Norland Gov. Maren HolmMaren Astrid HolmGovernor stands by 'frost' drive Norland shelves fee MORE (R) is in.",
        "Norland Gov. Maren Holm (R) is in.",
        [("Maren Holm", "Maren Astrid Holm")],
    ),
    (
        "President Relk Tomas RelkPoll: Voters split on ferry Relk to meet envoys MORE’s term began.",
        "President Relk’s term began.",
        [("Relk", "Tomas Relk")],
    ),
    (
        "Sen. Ewan McTaverRobert (Ewan) Ian McTaverEnvoys leave the port without a textPoll: Voters splitMORE said so.",
        "Sen. Ewan McTaver said so.",
        [("Ewan McTaver", "Robert (Ewan) Ian McTaver")],
    ),
    (
        "Talks with Hadi al-Rasul Hadi al-RasulAides weigh a summer summit: report MORE, who is away, went on.",
        "Talks with Hadi al-Rasul, who is away, went on.",
        [("Hadi al-Rasul", "Hadi al-Rasul")],
    ),
    (
        "It was Arne Lund Jr.Arne (Arn) Olav Lund$2B port loan raises alarms in capital MORE who came.",
        "It was Arne Lund Jr. who came.",
        [("Arne Lund Jr.", "Arne (Arn) Olav Lund")],
    ),
    (
        "Mina Van der Weyden Wilhelmina (Mina) Van der Weyden‘We were not told,’ ally says MORE (by phone) agreed.",
        "Mina Van der Weyden (by phone) agreed.",
        [("Mina Van der Weyden", "Wilhelmina (Mina) Van der Weyden")],
    ),
    (
        "Both Tae Ki-nam Tae Ki-namEU, Norland near data accord MORE and RelkTomas Arvid RelkThree takeaways MORE.",
        "Both Tae Ki-nam and Relk.",
        [("Tae Ki-nam", "Tae Ki-nam"), ("Relk", "Tomas Arvid Relk")],
    ),
    (
        "Under Çelik Deniz ÇelikiPhone makers leave the port MORE, trade fell.",
        "Under Çelik, trade fell.",
        [("Çelik", "Deniz Çelik")],
    ),
    (
        "Relk Tomas Relkde facto leader speaks at last MORE spoke.",
        "Relk spoke.",
        [("Relk", "Tomas Relk")],
    ),
]

# Capital words, repeated names and glued words that are no widgets.
CLEAN = [
    "Boutros Boutros-Ghali led the U.N. in those years, and MORE was expected of him by everybody.",
    "Sirhan Sirhan and Major Major were named. READ MORE: the list of names in the long report",
    "“MORE, MORE, MORE,” the crowd at the quay shouted at Relk. Relk waved to all of them from the boat.",
    "The MORE Act passed after Relk Relk said nothing about it in the whole of the long debate.",
    "MORE in Common, a group that studies what people share, wrote to Tomas Relk III and Tomas Relk Jr. twice.",
    "Narendra Relk and Relk government officials asked for MORE money; McTaver TaversonSmith did not.",
    "DO MORE became the slogan of the Norland-born Relk, and Relk’s party used it for MORE than a year.",
    "No MORE. The minister left. Kim Kim-Lee chaired. Once MORE, no vote was held by the committee.",
]


@pytest.mark.parametrize(("text", "clean", "learnt"), WIDGETS)
def test_widgets_are_cut_and_learnt_from(text: str, clean: str, learnt: list[tuple[str, str]]) -> None:
    """SHOWN + FULL + headlines + MORE becomes SHOWN, and FULL is kept as its alias."""
    assert cut_widgets(text) == (clean, learnt)


@pytest.mark.parametrize("text", CLEAN)
def test_look_alikes_stay(text: str) -> None:
    """A repeated name or a capital MORE alone is no widget."""
    assert cut_widgets(text) == (text, [])


NAMES = [
    ("Maren Holm", "Maren Astrid Holm"),
    ("Holm", "Maren Holm"),
    ("Ewan McTaver", "Robert (Ewan) Ian McTaver"),
    ("Tae Ki-nam", "Tae Ki-nam"),
    ("Hadi al-Rasul", "Hadi al-Rasul"),
    ("Mina Van der Weyden", "Wilhelmina (Mina) Van der Weyden"),
    ("Arne Lund Jr.", "Arne Olav Lund"),
    ("Siobhan O’Dara", "Siobhan Mary O’Dara"),
    ("Zoë Ångström", "Zoë Ångström"),
]
HEADLINES = [
    "Poll: Voters split on sanctions",
    "‘We were not told,’ ally says of plan",
    "$2B port loan raises alarms",
    "EU, Norland near data accord",
    "The Memo: A quiet week for the border bill",
    "Night briefing: Storm over visit | House sets date",
    "5 takeaways from the vote",
]


@given(
    st.sampled_from(NAMES),
    st.lists(st.sampled_from(HEADLINES), min_size=1, max_size=3, unique=True),
    st.sampled_from(["", " "]),
    st.sampled_from(["", " "]),
    st.sampled_from([" said so.", "’s aides left.", ", who is away, agreed.", " (R) voted no."]),
)
def test_widgets_of_every_make(
    name: tuple[str, str], headlines: list[str], joint: str, before_more: str, after: str
) -> None:
    """Names with particles, hyphens, nicknames and suffixes, one to three headlines, with and without spaces."""
    shown, full = name
    text = f"On Monday {shown}{joint}{full}{' '.join(headlines)}{before_more}MORE{after}"
    assert cut_widgets(text)[0] == f"On Monday {shown}{after}"


def test_hostile_capitals_cost_little() -> None:
    """Text made of capital words and end marks is read; with work that grew by the square this would take an hour."""
    for text in ("Word MORE " * 60_000, "A" * 600_000, "Aa " * 200_000 + "MORE", "X-" * 300_000 + "MORE"):
        assert read_text(text).text


# --- furniture ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "ADVERTISEMENT",
        "Advertisement",
        "Story continues below advertisement",
        "Read more: What the strait means to Norland",
        "READ MORE: Relk to visit the capital?",
        "Related: Ferry crews end their strike",
        "Sign up for our daily newsletter and get the news from the coast",
        "© Harbor Post",
        "© Getty Images",
        "Photo: Nora Felt/AFP",
        "Nora Felt/Getty Images",
        "AP Photo/Nora Felt",
        "(Photo by Nora Felt/AFP via Getty Images)",
        "Image credit: Norland Navy",
        "An official website of the Norland government",
        "Here’s how you know",
        "An official website of the Norland governmentHere's how you know",
        "We use cookies to improve your experience; read our policy and accept.",
        "View the discussion thread.",
        "pic.twitter.com/abc123",
        "https://bit.ly/3abcd",
        "Share this article",
    ],
)
def test_furniture_lines_go(line: str) -> None:
    """Lines that scraping leaves between paragraphs are dropped wherever they stand inside the text."""
    assert blocks(read_text("\n\n".join([STORY[0], line, *STORY[1:]]))) == list(STORY)


@pytest.mark.parametrize(
    "line",
    [
        "Read more about it in the annex, the minister said.",
        "READ MORE: the full text of the accord.",
        "Advertisement is what he called the speech, and worse.",
        "Share prices fell on Monday.",
        "Print media were not invited.",
        "Photo-opportunities were refused by both sides.",
        "Watch what happens next, he said.",
        "Related talks on grain go on.",
        "Video of the scene showed two boats.",
        "Copyright law was not discussed.",
        "More than a year has passed.",
        "We use cookies as a figure of speech.",
        "(Reporting by Nora Felt; Editing by Jon Aas)",
        "An official website was hacked on Sunday, the ministry said.",
        "— Tomas Relk (@relk) May 6, 2024",
    ],
)
def test_sentences_that_look_like_furniture_stay(line: str) -> None:
    """A sentence of the article is not furniture because it begins like it."""
    assert line in blocks(read_text("\n\n".join([STORY[0], line, *STORY[1:]])))


def test_the_last_line_may_be_the_sign_off() -> None:
    """A rights or credit line at the very end is the text's own; inside it belonged to a picture."""
    assert blocks(read_text(f"{TEXT}\n\n© Harbor Post"))[-1] == "© Harbor Post"


def test_advert_marks_inside_paragraphs() -> None:
    """Placeholders of advertisements are cut out of paragraphs; the paragraph is parted there."""
    text = f"{STORY[0]}{{mosads}}”We are about to vote,” she said.\n\nADVERTISEMENT{STORY[2]}"
    assert blocks(read_text(text)) == [STORY[0], "”We are about to vote,” she said.", STORY[2]]


def test_never_everything() -> None:
    """What is nothing but furniture stays as it was: a wrong rule must not leave an empty page."""
    assert read_text("ADVERTISEMENT").text == "ADVERTISEMENT"


def test_rules_for_pages_do_not_hold_for_text() -> None:
    """Date lines and contact lines go from web pages only; in a pasted text they may be the point."""
    for line in ("May 6, 2024", "Follow Nora Felt on Twitter @nfelt", "https://harborpost.example/a"):
        assert not is_furniture(line)
        assert is_furniture(line, page=True)


# --- titles -------------------------------------------------------------------------------------------------------


def test_doubled_titles() -> None:
    """A headline printed twice is kept once, as a heading, and known as the title."""
    article = read_text(f"Norland and Sudria to talk again\nNorland and Sudria to talk again\n\n{TEXT}")
    assert blocks(article) == ["Norland and Sudria to talk again", *STORY]
    assert (article.paragraphs[0].kind, article.title) == ("heading", "Norland and Sudria to talk again")


def test_a_known_title_at_the_top_is_a_heading() -> None:
    """In plain text the headline stays, as a heading, so that no sentence of a summary is made of it."""
    article = read_text(f"Talks to begin again in spring.\n\n{TEXT}", title="Talks to begin again in spring")
    assert article.paragraphs[0].kind == "heading" and blocks(article)[1:] == list(STORY)
    page = clean_blocks(
        [("heading", "Talks to begin again in spring"), ("paragraph", TEXT)], title="Talks to begin again in spring"
    )
    assert page.text == TEXT


# --- plain text ---------------------------------------------------------------------------------------------------


def test_header_line() -> None:
    """The header line of scraped files is data; what the caller knows better wins."""
    raw = f" date 2021-03-14 https://www.harborpost.example/a/1-talks\n\n{TEXT}\n"
    article = read_text(raw)
    assert (article.published, article.url) == (dt.date(2021, 3, 14), "https://www.harborpost.example/a/1-talks")
    assert (article.site, article.text) == ("harborpost.example", TEXT)
    known = read_text(raw, url="https://b.example/x", date=dt.date(2020, 1, 1), site="c.example")
    assert (known.published, known.url, known.site) == (dt.date(2020, 1, 1), "https://b.example/x", "c.example")


@pytest.mark.parametrize(
    "line", ["date 2021-13-45 https://a.example/x", " date 2021-03-14", "date 2021-03-14T10:00:00Z https://a.example/"]
)
def test_header_line_forms(line: str) -> None:
    """A header with an impossible day or without address is still no text."""
    assert read_text(f"{line}\n{TEXT}").text == TEXT


def test_a_sentence_about_a_date_is_no_header() -> None:
    """Only the header's own form is metadata."""
    first = "date 2021-03-14 was the day when the talks began in the capital of Norland."
    assert blocks(read_text(f"{first}\n\n{TEXT}"))[0] == first


@pytest.mark.parametrize("joint", ["\n", "\n\n", "\r\n", "\n \n", "\n\n\n\n", "\u2028", "\r"])
def test_lines_are_paragraphs(joint: str) -> None:
    """However paragraphs are parted, they are joined by one blank line."""
    assert read_text(joint.join(STORY)).text == TEXT


@given(st.lists(st.text(alphabet="abc .,“”’\u00a0  é—", min_size=1, max_size=40), min_size=1, max_size=8))
def test_inner_characters_are_not_touched(lines: list[str]) -> None:
    """Double blanks, no-break spaces and curly marks inside paragraphs stay; spans cover the text."""
    try:
        article = read_text("\n\n".join(lines))
    except NoArticle:
        assert not any(line.strip() for line in lines)
        return
    assert "\n\n".join(blocks(article)) == article.text
    known = {line.strip() for line in lines}
    assert all(block in known for block in blocks(article))
    assert all(p.start <= p.body_start < p.end for p in article.paragraphs)


@given(st.text(max_size=300))
def test_any_text_is_an_article_or_nothing(raw: str) -> None:
    """No text makes reading fail; reading its result again changes nothing but kinds."""
    try:
        article = read_text(raw)
    except NoArticle:
        return
    assert article.text.strip()
    assert all(a.end + 2 == b.start for a, b in zip(article.paragraphs, article.paragraphs[1:], strict=False))


def test_characters_nobody_sees_go() -> None:
    """Soft hyphens, zero-width spaces and marks of direction stand inside names and hide them; joiners of other scripts stay."""
    made = read_text(
        "The ambas\u00adsador of Nor\u200bway, Ana\u2060 Rey\u200des, \u202aspoke\u202c.\n\nمی\u200cخواهم is Persian."
    )
    assert made.text == "The ambassador of Norway, Ana Reyes, spoke.\n\nمی\u200cخواهم is Persian."


@pytest.mark.parametrize("raw", ["", " \n\t\n", "\ufeff", "\x00\x00", " date 2021-03-14 https://a.example/x \n"])
def test_nothing_to_read(raw: str) -> None:
    """Empty text says so."""
    with pytest.raises(NoArticle):
        read_text(raw)


@pytest.mark.parametrize("width", [60, 65, 72, 80])
def test_hard_wrapped_text_is_unwrapped(width: int) -> None:
    """Line breaks of a mail or a wire text are not paragraphs."""
    assert read_text("\n\n".join(textwrap.fill(p, width) for p in STORY)).text == TEXT


def test_hard_wrapped_paragraphs_with_indents() -> None:
    """Where no blank line parts wrapped paragraphs, an indent does."""
    raw = "\n".join(textwrap.fill(p, 64, initial_indent="   ") for p in STORY)
    assert read_text(raw).text == TEXT


def test_hyphens_at_the_end_of_a_wrapped_line() -> None:
    """A compound broken at its hyphen is joined without a space."""
    raw = (
        "The ministers of both states met for what officials called a high-\n"
        "level round of talks on the harbor and on the grain that is to\n"
        "leave it in the spring of the coming year, officials said."
    )
    assert "a high-level round" in read_text(raw).text


def test_short_lines_are_not_unwrapped() -> None:
    """One sentence a line, and speakers' lines, stay as they are."""
    lines = [
        "QUESTION: Will the ministers meet in the spring?",
        "MS OLANDER: I have nothing to announce today.",
        "QUESTION: Has anybody seen the crews?",
        "MS OLANDER: We saw them on Sunday. They are well.",
    ]
    assert blocks(read_text("\n".join(lines))) == lines


def test_kinds_of_lines() -> None:
    """Bullets are items, short lines without a full stop headings; a lone line is text."""
    article = read_text(f"{STORY[0]}\n\nWhat was agreed\n\n- a working group\n• monthly meetings\n\n{STORY[2]}")
    assert [p.kind for p in article.paragraphs] == ["paragraph", "heading", "item", "item", "paragraph"]
    assert read_text("Talks resume").paragraphs[0].kind == "paragraph"


# --- datelines ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "dateline",
    [
        "WASHINGTON — ",
        "WASHINGTON (Reuters) - ",
        "WASHINGTON, May 6 (Reuters) - ",
        "BEIRUT, Lebanon — ",
        "KYIV, Ukraine (AP) — ",
        "UNITED NATIONS (AP) — ",
        "PARIS/BERLIN (Reuters) - ",
        "SANTA FE, N.M. (AP) — ",
        "Geneva (AFP) – ",
        "Hong Kong (CNN Business)",
        "(CNN)",
        "(Reuters) - ",
        "May 6 (UPI) -- ",
        "WASHINGTON—",
        "NEW DELHI: ",
        "LONDON -- ",
        "BERGEN (Northgate) - ",
        "ADDIS ABABA (ENA) – ",
        "KUALA LUMPUR (Bernama) -- ",
        "MANILA, Philippines (PNA) — ",
        "COLOMBO (Daily Mirror) – ",
        "LA PAZ (ABI) - ",
        "LIMA (Andina) - ",
        "N’DJAMENA (ATPE) – ",
        "PORT MORESBY (Post-Courier) — ",
        "ULAANBAATAR (Montsame) -- ",
        "GABORONE (BOPA) — ",
    ],
)
def test_datelines_stay_in_the_text_and_out_of_the_sentence(dateline: str) -> None:
    """The first sentence begins behind the dateline; the dateline itself is kept."""
    article = read_text(f"{dateline}{TEXT}")
    assert article.text == f"{dateline}{TEXT}"
    assert heads(article) == [dateline, "", ""]


@pytest.mark.parametrize(
    "opening",
    [
        "NATO said (AP) that ",
        "A new dawn — so it seemed to the crews — broke, and ",
        "The European Union (EU) — or what is left of it — ",
        "THEY SAID THAT NOBODY WOULD EVER COME — and yet ",
        "U.S. officials — two of them — ",
        "Monday — a holiday — ",
        "UN (United Nations) – ",
        "UAE (Gulf) – ",
        "OPEC (Organization of the Petroleum Exporting Countries) — ",
        "ASEAN (founded in 1967) — ",
        "The Bergen (Northgate) - ",
        "KENYA (pop. 55 million) – ",
        "TALKS (and more talks) — ",
    ],
)
def test_openings_that_are_no_datelines(opening: str) -> None:
    """A dash or a bracket near the beginning makes no dateline."""
    assert heads(read_text(f"{opening}{TEXT}"))[0] == ""


def test_speakers_of_a_transcript_are_no_places() -> None:
    """One capital word and a colon may open a story; several are speakers."""
    article = read_text(
        "QUESTION: Any news of the talks?\n\nOLANDER: None that I could share today, sorry.\n\nQUESTION: Thank you."
    )
    assert heads(article) == ["", "", ""]


# --- language and hosts -------------------------------------------------------------------------------------------


def test_language() -> None:
    """English is told by its function words; short or foreign text is not guessed."""
    assert guess_language(TEXT) == "en"
    assert guess_language("Talks resume") is None
    assert guess_language("De to regeringer har siden 2019 været uenige om retten til at fiske i det stræde.") is None
    assert (
        guess_language("Die Minister sagten am Montag, dass die Gespräche im Frühjahr fortgesetzt werden sollen.", "en")
        is None
    )


@pytest.mark.parametrize(
    ("url", "host"), [("https://www.a.example/x", "a.example"), (None, None), ("http://[bad", None), ("text", None)]
)
def test_hosts(url: str | None, host: str | None) -> None:
    """The site is the host without www."""
    assert host_of(url) == host


def test_reading_text_needs_no_parser_library() -> None:
    """A text file is read without HTML parsers, HTTP or trafilatura being loaded."""
    code = (
        "import sys, summarizers.text.cleaning as c; c.read_text('The ministers met. ' * 9)\n"
        "print([m for m in ('lxml', 'trafilatura', 'requests', 'sumy', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=HUNG)
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize(
    ("dateline", "day"),
    [
        ("LISBON, 3 March 2027 — ", dt.date(2027, 3, 3)),
        ("Vienna, 3 March 2027 – ", dt.date(2027, 3, 3)),
        ("NAIROBI (3 March 2027) – ", dt.date(2027, 3, 3)),
        ("NEW YORK, March 3, 2027 -- ", dt.date(2027, 3, 3)),
        ("Muscat, March 3 (ONA) - ", None),
        ("N’DJAMENA — ", None),
        ("KYOTO, Japan ", None),
        ("ANKARA ", None),
    ],
)
def test_a_place_and_a_day_open_the_text(dateline: str, day: dt.date | None) -> None:
    """They stand off the first sentence; a full date is the day of publication where nothing better is known."""
    article = read_text(f"{dateline}{TEXT}")
    assert article.text[: article.paragraphs[0].body_start] == dateline
    assert article.published == day
    assert read_text(f"{dateline}{TEXT}", date=dt.date(2020, 1, 2)).published == dt.date(2020, 1, 2)


@pytest.mark.parametrize(
    "opening",
    [
        "On Friday, 3 March 2027 – a cold day – ",
        "Friday, 3 March 2027 – nobody knew – ",
        "NATO Secretary General Ulla Brandt said: ",
        "Lisbon, Vienna and Nairobi agreed: ",
        "IMF staff met on 3 March 2027 – for a day: ",
    ],
)
def test_a_day_or_capitals_alone_are_no_dateline(opening: str) -> None:
    """A sentence that begins with a day or with a body's letters begins where it stands."""
    article = read_text(f"{opening}{TEXT}")
    assert article.paragraphs[0].body_start == 0


BELOW = "\n\nNorway opened the pier at Vardo on Monday after nine years of work.\n\nThe ministry gave no details."


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Norway opens pier at Vardo", "Norway opens pier at Vardo"),
        ("# Norway opens pier at Vardo", "Norway opens pier at Vardo"),
        ("Norway, Fiji settle quota row\nBy Ana Reyes\n3 May 2027", "Norway, Fiji settle quota row"),
        (
            "Sweden’s envoy says talks on fish will go on in spring",
            "Sweden’s envoy says talks on fish will go on in spring",
        ),
        ("Vardo", None),
        ("Story highlights", None),
        ("3 May 2027", None),
        ("By Ana Reyes", None),
        ("Read more:", None),
        ("The minister of ports spoke in Vardo.", None),
        ("“We open the pier in Vardo”", None),
    ],
)
def test_the_headline_of_a_pasted_text(head: str, title: str | None) -> None:
    """A first line without an end mark, of some words, above whole sentences."""
    made = read_text(head + BELOW)
    assert made.title == title
    assert made.text.endswith("gave no details.")
