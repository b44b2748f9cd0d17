"""Feeds of every shape, and hostile ones: plain items out, or a kind refusal."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.feeds import (
    DESCRIPTION_LIMIT,
    MAX_BYTES,
    MAX_ITEMS,
    TITLE_LIMIT,
    NotAFeed,
    ParsedFeed,
    parse_feed,
    plain,
)
from tests.digest.shapes import ENTRIES, NOW, Entry, atom, json_feed, page, rdf, rss

URL = "https://news.example/feed.xml"


def parse(body: str | bytes, content_type: str | None = "application/xml") -> ParsedFeed:
    """Read a feed as of NOW."""
    data = body.encode() if isinstance(body, str) else body
    return parse_feed(data, url=URL, content_type=content_type, now=NOW)


@pytest.mark.parametrize("body", [rss(), rdf(), atom(), atom(old=True), json_feed()])
def test_every_format_gives_the_same_items(body: str) -> None:
    """RSS 2.0, RDF, both Atoms and JSON Feed: headline, address, words and instant."""
    feed = parse(body)
    assert (feed.title, feed.site_url) == ("The Courier", "https://news.example/")
    assert [(i.title, i.url, i.description, i.published) for i in feed.items] == [
        (e.title, e.link, e.text, e.at) for e in ENTRIES
    ]


@pytest.mark.parametrize("version", ["0.91", "0.92"])
def test_old_feeds_without_dates(version: str) -> None:
    """RSS of 1999 has neither dates nor guids: items are known by what they say."""
    feed = parse(rss(version=version))
    assert [i.title for i in feed.items] == [e.title for e in ENTRIES]
    assert all(i.published is None for i in feed.items)
    assert len({i.guid for i in feed.items}) == 3
    assert [i.guid for i in parse(rss(version=version)).items] == [i.guid for i in feed.items]


@pytest.mark.parametrize(
    ("encoding", "words", "declared", "content_type"),
    [
        ("iso-8859-1", "Café à Genève", True, "application/xml"),
        ("windows-1251", "Переговоры в Женеве", True, "text/xml"),
        ("windows-1251", "Переговоры в Женеве", False, "application/xml; charset=windows-1251"),
        ("utf-16", "ジュネーブ協議", True, "application/xml"),
        ("utf-8-sig", "Genève", True, "application/xml"),
        ("koi8-r", "Встреча", True, "application/xml"),
    ],
)
def test_encodings(encoding: str, words: str, declared: bool, content_type: str) -> None:
    """Declared in the document or in the header, an encoding is heeded."""
    name = "utf-8" if encoding == "utf-8-sig" else encoding
    body = rss([Entry(words, "https://news.example/a")])
    body = body.replace('version="1.0"', f'version="1.0" encoding="{name}"', 1) if declared else body
    assert parse(body.encode(encoding), content_type).items[0].title == words


def test_broken_xml_is_read_as_far_as_it_goes() -> None:
    """An unescaped "&", a wrong nesting, a cut in the middle: what came before is kept."""
    whole = rss()
    assert [i.url for i in parse(whole.replace("&amp;", "&")).items] == [e.link for e in ENTRIES]
    cut = whole[: whole.index("Łukasz")]
    assert [i.url for i in parse(cut).items][:2] == [e.link for e in ENTRIES[:2]]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   \n",
        b"hello",
        page("https://news.example/feed").encode(),
        b"<html><body><p>Not found</p></body></html>",
        b"{}",
        b'{"version": "https://jsonfeed.org/version/1"',
        b"[1, 2]",
        b"%PDF-1.7",
        b"<",
        b"<?xml version='1.0'?><svg/>",
        b"<rss>" + b"x" * MAX_BYTES,
    ],
)
def test_what_is_no_feed_is_refused(body: bytes) -> None:
    """Pages, files, nothing, too much: one kind sentence."""
    with pytest.raises(NotAFeed) as caught:
        parse(body, None)
    assert str(caught.value) == "That address does not lead to a feed."


@pytest.mark.parametrize("body", [b"/etc/hostname", b"http://127.0.0.1:9/feed", b"file:///etc/hostname", b"."])
def test_a_body_is_never_taken_for_an_address(body: bytes) -> None:
    """A feed whose body reads like a path or an address is no way to open it."""
    with pytest.raises(NotAFeed):
        parse(body, "text/plain")


def test_outside_entities_are_not_read() -> None:
    """A document type cannot pull in files of this machine, nor blow itself up."""
    head = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    body = rss([Entry("A title", "https://news.example/a")], head=head).replace("A title", "A &x; title")
    secret = Path("/etc/hostname").read_text().strip()
    assert all(secret not in item.title for item in parse(body).items)
    bomb = "".join(f'<!ENTITY l{n} "{(f"&l{n - 1};" if n else "ha") * 10}">' for n in range(9))
    body = rss([Entry("Boom", "https://news.example/a")], head=f"<!DOCTYPE r [{bomb}]>")
    items = parse(body.replace("Boom", "&l8;")).items
    assert all(len(item.title) <= TITLE_LIMIT for item in items)


def test_addresses() -> None:
    """Relative links are resolved, tracking falls, anything that is no web address leaves its item out."""
    links = [
        "/a?utm_source=rss",
        "javascript:alert(1)",
        "ftp://x.example/a",
        "",
        "http://[::1",
        "https://o.example/b",
    ]
    feed = parse(rss([Entry(f"Title {n}", link) for n, link in enumerate(links)]))
    assert [i.url for i in feed.items] == ["https://news.example/a", "https://o.example/b"]


def test_dates_that_cannot_be() -> None:
    """Far ahead or from the last century a date is none; a few hours ahead it is now."""
    stamps = [NOW + dt.timedelta(days=3), NOW + dt.timedelta(hours=5), dt.datetime(1970, 1, 1, tzinfo=dt.UTC), NOW]
    feed = parse(rss([Entry(f"T{n}", f"https://o.example/{n}", at=at) for n, at in enumerate(stamps)]))
    assert [i.published for i in feed.items] == [None, NOW, None, NOW]
    broken = rss(ENTRIES[:1]).replace("<pubDate>", "<pubDate>99 Smarch 2026 ")
    assert parse(broken).items[0].published is None


def test_an_item_without_words_or_twice() -> None:
    """Without a headline the description serves; with neither it is left out; the same guid counts once."""
    feed = parse(
        rss(
            [
                Entry("", "https://o.example/1", "Envoys met in Halvik."),
                Entry("", "https://o.example/2"),
                Entry("A", "https://o.example/3", guid="g"),
                Entry("B", "https://o.example/4", guid="g"),
            ]
        )
    )
    assert [i.title for i in feed.items] == ["Envoys met in Halvik.", "A"]


def test_bounds() -> None:
    """Two hundred items of a feed, three hundred characters of a headline, a bounded description."""
    many = [Entry("T " * 400, f"https://o.example/{n}", "word " * 1_200) for n in range(220)]
    items = parse(rss(many)).items
    assert len(items) == MAX_ITEMS
    assert all(len(i.title) <= TITLE_LIMIT and len(i.description) <= DESCRIPTION_LIMIT + 1 for i in items)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>One.</p><p>Two &amp; three</p>", "One. Two & three"),
        ("<span>T</span>he <b>old</b>est treaty", "The oldest treaty"),
        ("AT&amp;amp;T signs", "AT&T signs"),
        ("3 < 4 & x <3", "3 < 4 & x <3"),
        ("<script>alert(1)</script>Talks<style>p{}</style> <!-- secret -->go on", "Talks go on"),
        ("&lt;p&gt;Escaped &lt;i&gt;twice&lt;/i&gt;&lt;/p&gt;", "Escaped twice"),
        ("line\n\tbreak\x00\u202e", "line break"),
    ],
)
def test_markup_falls_and_words_stay(markup: str, expected: str) -> None:
    """Tags go, blocks part words, emphasis does not, scripts and comments are no words."""
    assert plain(markup) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Envoys met. [&hellip;]", "Envoys met."),
        ("Envoys met. Continue reading…", "Envoys met."),
        ("Envoys met. The post Talks go on appeared first on The Courier.", "Envoys met."),
        ("Envoys met. Read more »", "Envoys met."),
        ("He will read more books.", "He will read more books."),
    ],
)
def test_ends_that_say_nothing_are_cut(text: str, expected: str) -> None:
    """What feeds hang on a description goes; the same words inside a sentence stay."""
    assert parse(rss([Entry("T", "https://o.example/1", text)])).items[0].description == expected


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400)
    | st.text(max_size=300).map(lambda s: rss([Entry(s, "https://o.example/a", s)]).encode("utf-8", "ignore"))
    | st.tuples(
        st.sampled_from([rss(), rdf(), atom(), json_feed()]), st.integers(0, 3_000), st.binary(max_size=20)
    ).map(lambda t: t[0].encode()[: t[1]] + t[2] + t[0].encode()[t[1] :])
)
def test_any_bytes_give_plain_items_or_a_refusal(body: bytes) -> None:
    """Nothing but NotAFeed is raised; what comes out is bounded, one line, without control characters."""
    try:
        feed = parse(body, "application/xml")
    except NotAFeed:
        return
    for item in feed.items:
        assert item.url.startswith(("http://", "https://"))
        assert 0 < len(item.title) <= TITLE_LIMIT
        for text in (item.title, item.description):
            assert "\n" not in text and "\0" not in text
            assert text == text.strip()
        assert item.published is None or item.published <= NOW


@pytest.mark.parametrize(
    "filler",
    [b"<b ", b"<", b"&lt;div&gt;", b"<div>", b"&amp", b"<![CDATA[", b"<!--", b"<item/>", b'<a href="', b"\xff\xfe"],
)
def test_hostile_feeds_come_to_an_end(filler: bytes) -> None:
    """A hundred kilobytes of the worst: a feed with bounded titles or a kind sentence, and no endless work."""
    body = b'<rss version="2.0"><channel><item><title>x</title><description>' + filler * (100_000 // len(filler))
    try:
        assert all(len(item.title) <= TITLE_LIMIT for item in parse(body).items)
    except NotAFeed as error:
        assert str(error) == "That address does not lead to a feed."
