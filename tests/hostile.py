"""Words, addresses, briefs and digests as somebody would make them who wants more than to be read."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from bot.digest.edition import Edition, ShownQuote, Source, StoryEntry
from summarizers.model import (
    Article,
    Brief,
    Official,
    Paragraph,
    Person,
    Quote,
    QuoteKind,
    Span,
    Speaker,
    SummarySentence,
)
from tests.briefs import span_between

#: What means something to Slack, a terminal, Markdown, HTML or a reader's eye.
PIECES = [
    *"<!channel> <@U012AB3CD> <#C012AB3CD> <!subteam^S012AB3CD> <https://evil.example|bank> @channel @here &lt;!here&gt; &amp; "
    "](https://evil.example) [x](javascript:alert(1)) ![i](https://evil.example/p.png) [r]: <x> a)b (c ** __ _e_ ` ``` ~~~ ~s~ "
    "<script>alert(1)</script> <img/src=x/onerror=alert(1)> <!-- --> \" ' <b> &#60;i&#62; "
    "javascript:alert(1) data:text/html,x https://evil.example/x www.evil.example a@evil.example <https://evil.example> "
    "# ## - + * 1. 2) --- === | :-- > \\ \\\\ ! : $x$ [[ ]] {a} [^1] - [ ] plain words Reyes U.S. 3.5 מלך ملك 😀".split(
        " "
    ),
    "\x1b[31m",
    "\x1b]8;;https://evil.example\x07click\x1b]8;;\x07",
    "\x1b]0;title\x07",
    "\x9b2J",
    "\x90q\x9c",
    "\x00",
    "\x7f",
    "\x08\x08\x08",
    "\r",
    "\u202egpj.exe",
    "\u2066x",
    "\u2069",
    "\u200f",
    "\u061c",
    "\u2028# Heading",
    "\u2029",
    "\x85",
    "\x0b",
    "\x1c",
    "\n# Heading",
    "\n\n- item",
    "\n    code",
    "\n---\n",
    "\n> said",
    "\n2026-11-02T00:00:00Z [error] forged",
    "\t",
    "�",
    "�",
    "\ufffe",
    "\ufdd0",
    "",
]
WORDS = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=8).map(
    lambda parts: " ".join(parts)
) | st.lists(st.sampled_from(PIECES), max_size=5).map("".join)
ADDRESSES = (
    st.sampled_from(
        [
            "https://a.example/x",
            "https://a.example/wiki/Talks_(2026)",
            "https://a.example/x)y[z](https://evil.example)",
            "https://a.example/\x1b[31m",
            'https://a.example/"onmouseover="alert(1)',
            "https://a.example/<script>",
            "https://a.example/a|b>c",
            "https://a.example/x#:~:text=y",
            "https://a.example/\n[x](https://evil.example)",
            "https://a.example/\u202ex\ud800",
            "https://[bad",
            "https://",
            "http://a.example\\@evil.example/",
            "javascript:alert(1)",
            "JavaScript:alert(1)//https://a.example",
            "data:text/html,<script>alert(1)</script>",
            "//evil.example",
            "vbscript:x",
            "",
        ]
    )
    | WORDS.map(lambda words: f"https://a.example/{words}")
    | WORDS.map(lambda words: words.replace("evil", "good"))
)
_MAYBE = st.none() | WORDS
SPEAKERS = st.builds(Speaker, WORDS, _MAYBE, _MAYBE | st.just("Spain"), _MAYBE)
_DAYS = st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1))


def _quote(span: Span, kind: QuoteKind, who: list[Speaker], said: Span | None, utterance: int) -> Quote:
    return Quote(span.start, span.end, kind, tuple(who), said, "said", 0.9, True, utterance)


def _sentence(span: Span, display: str) -> SummarySentence:
    return SummarySentence(span.start, span.end, display)


@st.composite
def briefs(draw: st.DrawFn) -> Brief:
    """Any brief over any text."""
    text = draw(WORDS) + "\n\n" + draw(WORDS)
    ends = st.integers(0, len(text))
    spans = st.tuples(ends, ends).map(span_between)
    quotes = st.builds(
        _quote,
        spans,
        st.sampled_from(["direct", "partial"]),
        st.lists(SPEAKERS, max_size=3),
        st.none() | spans,
        st.integers(-1, 3),
    )
    officials = st.builds(
        Official,
        WORDS,
        _MAYBE,
        _MAYBE,
        _MAYBE,
        st.sampled_from(["current", "former", "acting", "designate", "deceased"]),
        st.sampled_from(["text", "directory", None]),
        st.integers(0, 9),
        st.booleans(),
    )
    paper = Article(
        text, (Paragraph(0, len(text)),), draw(st.none() | ADDRESSES), draw(_MAYBE), draw(_MAYBE), published=draw(_DAYS)
    )
    return Brief(
        article=paper,
        words=len(text.split()),
        summary=tuple(draw(st.lists(st.builds(_sentence, spans, WORDS), max_size=4))),
        quotes=tuple(draw(st.lists(quotes, max_size=4))),
        people=tuple(Person(draw(WORDS), ()) for _ in range(draw(st.integers(0, 3)))),
        officials=tuple(draw(st.lists(officials, max_size=8))),
        countries=tuple(draw(st.lists(WORDS | st.just("Spain"), max_size=4))),
        notices=tuple(draw(st.lists(WORDS, max_size=3))),
    )


TODAY = dt.date(2026, 11, 3)
ENTRIES = st.builds(
    StoryEntry,
    title=WORDS,
    url=ADDRESSES,
    site=WORDS,
    published=st.none() | st.just(TODAY),
    sentences=st.lists(WORDS, max_size=2).map(tuple),
    basis=st.sampled_from(["brief", "headline"]),
    quote=st.none()
    | st.builds(
        ShownQuote,
        st.lists(WORDS, min_size=1, max_size=3).map(tuple),
        st.lists(SPEAKERS, min_size=1, max_size=2).map(tuple),
        WORDS,
        ADDRESSES,
    ),
    others=st.lists(st.builds(Source, WORDS, ADDRESSES), max_size=3).map(tuple),
    articles=st.integers(1, 9),
    told_before=st.none() | st.just(TODAY),
    countries=st.just(()),
    spoke=st.just(()),
    interests=st.just(()),
    shared=st.booleans(),
    importance=st.just(1.0),
)


@st.composite
def editions(draw: st.DrawFn) -> Edition:
    """Any digest."""
    until = dt.datetime(2026, 11, 3, 6, tzinfo=dt.UTC)
    stories, rest = draw(st.lists(ENTRIES, max_size=3)), draw(st.lists(ENTRIES, max_size=3))
    return Edition(
        TODAY,
        until - dt.timedelta(days=1),
        until,
        tuple(stories),
        tuple(rest),
        tuple(draw(st.lists(SPEAKERS, max_size=2))),
        tuple(draw(st.lists(WORDS, max_size=2))),
        len(stories),
        1,
    )


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)
