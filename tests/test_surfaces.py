"""Words of strangers on every surface: none of them steers it, opens a link of its own, or calls anybody."""

from __future__ import annotations

import io
import json
import logging
import re
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from rich.console import Console

from bot import rendering as terminal_briefs
from bot.digest import rendering as digests
from bot.ops.logs import set_up_logging
from bot.slack import blocks, views
from bot.slack.digest import blocks as digest_blocks
from bot.surfaces import (
    clean,
    escape,
    fit,
    html_text,
    isolated,
    json_text,
    keepable,
    line,
    log_text,
    markdown_link,
    markdown_text,
    shorten,
    terminal,
    web_address,
)
from local_slack.block_kit import check, check_view
from summarizers.model import Brief
from tests import hostile

FSI, PDI = "\u2068", "\u2069"
#: Control characters, surrogates, and what turns the direction of writing around but our own isolates.
LIVE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u2028-\u202e\u2066\u2067\u206a-\u206f]")


def is_calm(text: str) -> None:
    """No character steers anything, and what is isolated is closed again on its line."""
    assert not LIVE.search(text), ascii(text)
    for part in text.split("\n"):
        depth = 0
        for character in part:
            depth += (character == FSI) - (character == PDI)
            assert depth in (0, 1), ascii(part)
        assert depth == 0, ascii(part)
    text.encode()


def without_isolates(text: str) -> str:
    return text.replace(FSI, "").replace(PDI, "")


# -- words -----------------------------------------------------------------------------------------------------------


@given(hostile.WORDS | st.text())
def test_words_are_left_as_they_are(text: str) -> None:
    """Cleaning takes no letter, mark, digit or sign away, and is done after once."""
    kept = clean(text)
    is_calm(isolated(kept))
    assert clean(kept) == kept and clean(isolated(kept)) == kept
    shown = [c for c in text if unicodedata.category(c)[0] in "LMNPS"]
    assert [c for c in kept if unicodedata.category(c)[0] in "LMNPS"] == shown


@given(hostile.WORDS | st.text(), st.integers(8, 60))
def test_a_field_fits(text: str, limit: int) -> None:
    """A field is never longer than asked for, isolates included, and begins as the words do."""
    made = fit(text, limit)
    assert len(made) <= limit
    is_calm(made)
    assert clean(text).strip().startswith(without_isolates(made).removesuffix("…").rstrip())


@given(st.text(), st.integers(2, 60))
def test_shortened_text_fits_and_is_a_beginning(text: str, limit: int) -> None:
    """Never longer than asked for; what is shown is the text's own beginning, a mark where something is missing."""
    short = shorten(text, limit)
    assert len(short) <= max(limit, 0)
    assert text.strip().startswith(short.removesuffix("…").rstrip()) or short == text.strip()


def test_cuts_come_after_a_sentence() -> None:
    """Where a sentence ends late enough, closing marks included."""
    assert shorten("One is here. “Two is here.” Three is too long.", 33) == "One is here. “Two is here.” …"
    assert shorten("No end in sight for this one at all", 20) == "No end in sight for…"
    assert shorten("Short.", 20) == "Short."


def test_text_cannot_disguise_text() -> None:
    """Marks that turn the direction of writing around and control characters are left out; line ends are line ends."""
    assert clean("a\u202eb\u2066c\x00d\x1be\ud800f\u200fg\x9bh") == "abcdefgh"
    assert clean("a\r\nb\rc\x85d\u2028e\x0bf\tg") == "a\nb\nc\nd\ne\nf\tg"
    assert line("a\nb\tc") == "a b c"
    assert isolated("no\nמלך said\nyes") == f"no\n{FSI}מלך said{PDI}\nyes"


# -- addresses -------------------------------------------------------------------------------------------------------


@given(hostile.ADDRESSES)
def test_an_address_is_the_webs_or_none(url: str) -> None:
    """Only http and https, of the host that was given, in plain ASCII."""
    made = web_address(url)
    if made is not None:
        assert re.fullmatch(r"https?://[!-~]+", made)
        assert not re.search(r"[<>\"|\\^`{}\s]", made)
        assert "@" not in urlsplit(made).netloc


@pytest.mark.parametrize(
    ("url", "made"),
    [
        ("https://a.example/x?y=1&z#w", "https://a.example/x?y=1&z#w"),
        ("https://a.example:8080", "https://a.example:8080"),
        ("https://[2606:2800::1]/x", "https://[2606:2800::1]/x"),
        ("https://münchen.example/ü", "https://xn--mnchen-3ya.example/%C3%BC"),
        ("https://münchen.example:8080/", "https://xn--mnchen-3ya.example:8080/"),
        ("https://a.example/a b|c", "https://a.example/a%20b%7Cc"),
        ("https://a.example@evil.example/", None),
        ("https://a.example\\@evil.example/", None),
        ("https://a.example%2f@evil.example/", None),
        ("https://a b.example/", None),
        ("https:///x", None),
        ("https://[bad/", None),
        ("ftp://a.example/", None),
        (None, None),
    ],
)
def test_addresses(url: str | None, made: str | None) -> None:
    """Links go where they seem to go."""
    assert web_address(url) == made


# -- Slack -----------------------------------------------------------------------------------------------------------


@given(hostile.WORDS | st.text())
def test_nothing_escaped_is_markup(text: str) -> None:
    """No "<" or ">" is left and every "&" begins one of three entities: Slack finds no token in it. It reads as it was."""
    escaped = escape(text)
    assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", escaped)
    is_calm(escaped)
    read = escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert without_isolates(read) == clean(text)


def texts(value: Any) -> Iterator[str]:
    """Every text in a payload but our own names of things."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in ("type", "action_id", "block_id", "value", "callback_id", "private_metadata"):
                yield from texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str):
        yield value


def calls_nobody(payload: dict[str, Any]) -> None:
    """Valid blocks without a live mention, without a link that is none of the web's, and nothing Slack is told to parse."""
    assert set(payload) <= {"text", "blocks"}
    checked = check(list(payload["blocks"]))
    assert checked.errors == []
    plain = check([{"type": "section", "text": {"type": "mrkdwn", "text": payload["text"] or "x"}}])
    for token in (*checked.tokens, *plain.tokens):
        assert token.kind == "link" and token.target.startswith(("https://", "http://")), token
    for text in texts(payload):
        is_calm(text)


@settings(max_examples=50, deadline=None)
@given(hostile.briefs())
def test_a_brief_in_slack(brief: Brief) -> None:
    """The brief, its preview and its window."""
    made = blocks.brief_message(brief, blocks.Look(quotes=6))
    calls_nobody({"text": made.text, "blocks": made.blocks})
    calls_nobody({"text": "preview", "blocks": blocks.preview_blocks(brief)})
    view = views.more_view(brief)
    assert check_view(view).errors == []
    for text in texts(view):
        is_calm(text)


@settings(max_examples=30, deadline=None)
@given(hostile.editions())
def test_a_digest_in_slack(edition: Any) -> None:
    """Every message of a digest."""
    made = digest_blocks.digest_messages(edition, zone="UTC")
    for message in (made.main, *made.thread):
        calls_nobody({"text": message.text, "blocks": message.blocks})


# -- terminal --------------------------------------------------------------------------------------------------------


def printed(show: Any, *values: Any) -> str:
    """What reaches a terminal of 80 columns; rich adds no sequence of its own here."""
    out = io.StringIO()
    show(Console(file=out, width=80, highlight=False, color_system=None), *values)
    return out.getvalue()


@given(hostile.WORDS | st.text())
def test_a_field_on_the_terminal(text: str) -> None:
    """One line, calm, with all its words."""
    made = terminal(text)
    is_calm(made)
    assert "\n" not in made
    assert without_isolates(made) == line(text)


@settings(max_examples=30, deadline=None)
@given(hostile.briefs())
def test_a_brief_on_the_terminal(brief: Brief) -> None:
    """The brief and the table of its quotes."""
    for show in (terminal_briefs.show_brief, terminal_briefs.show_quotes):
        shown = printed(show, brief)
        assert not LIVE.search(shown), ascii(shown)
        shown.encode()


@settings(max_examples=30, deadline=None)
@given(hostile.editions())
def test_a_digest_on_the_terminal(edition: Any) -> None:
    """The digest."""
    shown = printed(digests.show, edition, "UTC")
    assert not LIVE.search(shown), ascii(shown)
    shown.encode()


# -- Markdown --------------------------------------------------------------------------------------------------------

#: CommonMark with the tables and strikethrough of GitHub's.
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
OURS = {
    "heading",
    "paragraph",
    "text",
    "link",
    "blockquote",
    "bullet_list",
    "list_item",
    "softbreak",
    "hardbreak",
    "inline",
}


def tokens(document: str) -> Iterator[Token]:
    for token in PARSER.parse(document):
        yield token
        yield from token.children or ()


def reads_as_ours(document: str, *, marks: frozenset[str] = frozenset()) -> None:
    """Only the parts we write, and no link that leaves the sites the document is about."""
    assert not LIVE.search(document), ascii(document)
    for token in tokens(document):
        kind = token.type.removesuffix("_open").removesuffix("_close")
        assert kind in OURS | marks, (token.type, document)
        if token.type == "link_open":
            assert urlsplit(str(token.attrs["href"])).hostname != "evil.example", document
            assert str(token.attrs["href"]).startswith(("https://", "http://")), document


def read(document: str) -> str:
    """The words a reader of a rendered document sees."""
    return "".join(t.content for t in tokens(document) if t.type in ("text", "text_special", "code_inline"))


@given(hostile.WORDS | st.text())
def test_a_field_in_markdown(text: str) -> None:
    """Rendered, the words are there as they were, as one paragraph, list item, quotation or heading, without a link."""
    words = line(text).strip()
    for before in ("", "- ", "> ", "> — ", "## "):
        document = before + markdown_text(text)
        reads_as_ours(document)
        assert not any(token.type == "link_open" for token in tokens(document))
        if words:
            assert " ".join(without_isolates(read(document)).split()) == " ".join(
                (before[2:] * (before == "> — ") + words).split()
            )


@given(hostile.WORDS, hostile.ADDRESSES)
def test_a_link_in_markdown(text: str, url: str) -> None:
    """One link with these words and this address, or the words alone."""
    links = [token for token in tokens(markdown_link(text, url)) if token.type == "link_open"]
    address = web_address(url)
    assert len(links) == (address is not None)
    if address is not None:
        assert unquote(str(links[0].attrs["href"])) == unquote(address)


@settings(max_examples=50, deadline=None)
@given(hostile.briefs())
def test_a_brief_in_markdown(brief: Brief) -> None:
    """The brief as Markdown; the words quoted inside a sentence are bold, nothing else is."""
    reads_as_ours(terminal_briefs.markdown(brief), marks=frozenset({"strong"}))


@settings(max_examples=30, deadline=None)
@given(hostile.editions())
def test_a_digest_in_markdown(edition: Any) -> None:
    """The digest as Markdown."""
    reads_as_ours(digests.markdown(edition, "UTC"), marks=frozenset({"em", "strong"}))


# -- HTML ------------------------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.links: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        self.tags.add("!--")


TAGS = set("html head meta title style body h1 h2 p span b i ul li a blockquote br".split())
ATTRIBUTES = {"lang", "charset", "name", "content", "class", "href", "rel"}


def page(document: str) -> Page:
    assert not LIVE.search(document), ascii(document)
    parser = Page()
    parser.feed(document)
    parser.close()
    return parser


@given(hostile.WORDS | st.text())
def test_a_field_in_html(text: str) -> None:
    """Words stay words, between tags and in attributes."""
    made = page(f'<p title="{html_text(text)}">{html_text(text)}</p>')
    assert (made.tags, made.names) == ({"p"}, {"title"})
    assert without_isolates(made.words) == clean(text)


@settings(max_examples=30, deadline=None)
@given(hostile.editions())
def test_a_digest_in_html(edition: Any) -> None:
    """The page has our tags alone and links to the web alone."""
    made = page(digests.html(edition, "UTC"))
    assert made.tags <= TAGS and made.names <= ATTRIBUTES
    assert all(link.startswith(("https://", "http://")) for link in made.links)
    assert all(urlsplit(link).hostname != "evil.example" for link in made.links)


# -- JSON and the log ------------------------------------------------------------------------------------------------


@given(hostile.JSON, st.sampled_from([None, 2]))
def test_json_reads_back_the_same(value: Any, indent: int | None) -> None:
    """Verbatim as a value, calm as a text, and always in one encoding."""
    made = json_text(value, indent=indent)
    assert json.loads(made) == value
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u2028-\u202e\u2066-\u2069]", made)
    made.encode()


@given(hostile.JSON)
def test_what_is_kept_can_be_kept(value: Any) -> None:
    """What comes in loses null characters and lone surrogates, and nothing else."""
    kept = keepable(value)
    text = json.dumps(kept, ensure_ascii=False)
    assert "\\u0000" not in text
    text.encode()
    assert keepable(kept) == kept


@pytest.fixture
def _put_back() -> Iterator[None]:
    """Leave logging as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


@pytest.mark.usefixtures("_put_back")
def test_the_log_has_one_line_for_each_call() -> None:
    """Words of strangers end no line and steer no terminal: as event, as value, and from libraries."""

    @settings(max_examples=50, deadline=None)
    @given(hostile.WORDS, st.sampled_from(["text", "json"]))
    def property_(words: str, form: str) -> None:
        stream = io.StringIO()
        set_up_logging("info", form, stream)
        structlog.get_logger("attache.x").warning(f"seen {words}", words=words, more=[words])
        logging.getLogger("library").warning("seen %s", words)
        shown = stream.getvalue()
        assert shown.count("\n") == 2
        assert not LIVE.search(shown), ascii(shown)
        shown.encode()

    property_()


def test_a_traceback_keeps_its_lines() -> None:
    """What is unsafe can be seen; line ends stay where they are asked for."""
    assert log_text("a\x1b[31m\nb\u202e") == "a\\x1b[31m\\nb\\u202e"
    assert log_text("a\nb\x9b", lines=True) == "a\nb\\x9b"
