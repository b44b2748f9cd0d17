"""Briefs as blocks: ten kinds held in golden files, and every other kind held to Slack's rules."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.presentation import DateStyle
from bot.slack import blocks, home_tab, messages, quote_search, views
from bot.store.briefs import BriefLine
from bot.store.channels import Preferences
from bot.store.quotes import QuoteLine
from local_slack.block_kit import check, check_view
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
    Status,
    SummarySentence,
)
from tests.briefs import TEXT, article, brief, span_between, span_of

GOLDEN = Path(__file__).with_name("golden")
#: Set to write the golden files anew; look at the difference before you commit it.
WRITE = bool(os.environ.get("ATTACHE_WRITE_GOLDEN"))

REYES = Speaker("Ana Reyes", "Foreign Minister", "Spain")
MORITA = Speaker("Kenji Morita", "Foreign Minister", "Japan")
LONG = "The talks about the sea, its fish and its cables went on without a break until the early morning. " * 12


def joint() -> Brief:
    """A quote with two speakers."""
    return brief(quotes=(Quote(*span_of("“Nobody leaves this table.”"), "direct", (REYES, MORITA), key=True),))


def standings() -> Brief:
    """Officials of every standing, an organisation's, and one whose office has the word already."""
    people: list[tuple[str, str | None, str | None, str | None, Status]] = [
        ("Ada Holm", "President", "Norway", None, "former"),
        ("Ben Okafor", "Foreign Minister", "Nigeria", None, "acting"),
        ("Carla Duarte", "Ambassador to Japan", "Portugal", None, "designate"),
        ("Dan Petrov", "Prime Minister", "Bulgaria", None, "deceased"),
        ("Eva Lindt", "High Representative", None, "European Union", "current"),
        ("Fay Moss", "Acting Governor", None, None, "acting"),
        ("Gus Roe", None, "Atlantis", None, "former"),
    ]
    return brief(officials=tuple(Official(n, o, c, g, s, "text", 1, False) for n, o, c, g, s in people))


def long() -> Brief:
    """Far too much of everything."""
    text = f"“{LONG}”"
    made = article(text, title="A headline that goes on and on " * 10)
    many = tuple(
        Official(
            f"Official Number {n}", "Minister of Fisheries and Agriculture", "Spain", None, "current", "text", 1, True
        )
        for n in range(20)
    )
    quotes = tuple(Quote(0, len(text), "direct", (REYES,), key=True, utterance=n) for n in range(6))
    sentence = SummarySentence(0, len(text), LONG)
    return brief(article=made, summary=(sentence,) * 6, quotes=quotes, officials=many, notices=(LONG,) * 5)


KINDS: dict[str, Brief] = {
    "plain": brief(),
    "two speakers": joint(),
    "no quotes": brief(quotes=()),
    "no officials": brief(officials=(), countries=()),
    "nothing but a sentence": brief(quotes=(), officials=(), people=(), countries=(), summary=brief().summary[:1]),
    "pasted text": brief(article=article(url=None, site=None, title=None, published=None)),
    "standings": standings(),
    "notices": brief(notices=("This page is for subscribers: the brief is made from the visible part.",)),
    "hostile": brief(
        article=article(title="<!channel> *bold* <https://evil.example|click> &amp; \u202e:tada:", site="a<b>.example"),
        summary=(SummarySentence(0, 4, "<@U123> & <!here|x>"),),
        countries=("<!everyone>", "Spain"),
        officials=(Official("<@U1>", "<!subteam^S1>", "<#C1>", "&lt;", "current", "text", 1, False),),
    ),
    "too long": long(),
}


@pytest.mark.parametrize("kind", KINDS)
def test_golden(kind: str) -> None:
    """The message is the one that was looked at and found good."""
    look = blocks.Look(buttons=blocks.brief_buttons("b1"), judging=blocks.judging("b1", "U1"))
    made = json.dumps(blocks.brief_message(KINDS[kind], look).payload(), ensure_ascii=False, indent=1) + "\n"
    path = GOLDEN / f"{kind.replace(' ', '_')}.json"
    if WRITE:
        path.write_text(made)
    assert made == path.read_text()


def accepted(payload: dict[str, Any]) -> None:
    """Slack's own library, and the local Slack, take the blocks; nothing in them is live but links of ours."""
    parsed = Block.parse_all(payload.get("blocks", []))
    assert len(parsed) == len(payload.get("blocks", []))
    for block in parsed:
        block.validate_json()
    checked = check(payload.get("blocks", []))
    assert checked.errors == []
    assert [token for token in checked.tokens if token.kind != "link"] == []
    assert check([{"type": "section", "text": {"type": "mrkdwn", "text": payload["text"]}}]).tokens == []
    json.dumps(payload, ensure_ascii=False).encode()


hostile = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["<!channel>", "<@U123>", "<https://evil.example|click>", "&lt;!here&gt;", "@here", "\ud800", "”", ""]
    ),
    st.builds(lambda s, n: s * n, st.sampled_from(["word ", "<!here> ", "“No.” ", "x"]), st.integers(1, 400)),
)


def key_quote(span: Span, kind: QuoteKind, who: list[Speaker], said: Span | None, utterance: int) -> Quote:
    """A quote that is shown."""
    return Quote(span.start, span.end, kind, tuple(who), said, key=True, utterance=utterance)


def summary_sentence(span: Span, display: str) -> SummarySentence:
    """A sentence of the summary."""
    return SummarySentence(span.start, span.end, display)


@st.composite
def hostile_briefs(draw: st.DrawFn) -> Brief:
    """Any brief at all over any text."""
    text = draw(hostile) + draw(hostile)
    ends = st.integers(0, len(text))
    spans = st.tuples(ends, ends).map(span_between)
    maybe = st.none() | hostile
    speakers = st.builds(Speaker, hostile, maybe, maybe | st.just("Spain"), maybe)
    day = st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1))
    quotes = st.builds(
        key_quote,
        spans,
        st.sampled_from(["direct", "partial"]),
        st.lists(speakers, max_size=3),
        st.none() | spans,
        st.integers(-1, 3),
    )
    officials = st.builds(
        Official,
        hostile,
        maybe,
        maybe | st.just("Japan"),
        maybe,
        st.sampled_from(["current", "former", "acting", "designate", "deceased"]),
        st.sampled_from(["text", "directory", None]),
        st.integers(0, 9),
        st.booleans(),
    )
    url = st.none() | st.just("https://a.example/x") | hostile.map(lambda s: f"https://a.example/{s}") | hostile
    paper = Article(
        text, (Paragraph(0, len(text)),), draw(url), draw(maybe), draw(maybe), published=draw(day), language="en"
    )
    return Brief(
        article=paper,
        words=len(text.split()),
        summary=tuple(draw(st.lists(st.builds(summary_sentence, spans, hostile), max_size=6))),
        quotes=tuple(draw(st.lists(quotes, max_size=6))),
        people=tuple(Person(draw(hostile), ()) for _ in range(draw(st.integers(0, 3)))),
        officials=tuple(draw(st.lists(officials, max_size=12))),
        countries=tuple(draw(st.lists(hostile | st.just("Spain"), max_size=5))),
        notices=tuple(draw(st.lists(hostile, max_size=4))),
    )


@settings(max_examples=80, deadline=None)
@given(hostile_briefs(), st.sampled_from(["en-GB", "en-US", "iso"]))
def test_any_brief_is_taken_and_pings_nobody(made: Brief, dates: DateStyle) -> None:
    """However hostile the article: valid blocks, inside the budget, no live mention."""
    message = blocks.brief_message(
        made, blocks.Look(quotes=6, dates=dates, buttons=blocks.brief_buttons("b1"), judging=blocks.judging("b1", "U1"))
    )
    assert len(message.blocks) <= blocks.BRIEF_BLOCKS
    assert blocks.characters(list(message.blocks)) <= blocks.BRIEF_CHARACTERS
    accepted(message.payload())
    accepted({"text": "preview", "blocks": list(blocks.preview_blocks(made))})
    view = views.more_view(made, dates)
    assert check_view(view).errors == []
    View(**view).validate_json()


@settings(max_examples=60, deadline=None)
@given(st.lists(hostile, min_size=1, max_size=5), st.text(max_size=30))
def test_other_messages_are_taken(texts: list[str], name: str) -> None:
    """Quotes found, the Home tab and failures hold whatever is in them."""
    lines = [
        QuoteLine(text, name, text, "Spain", text, "2026-11-02", "https://a.example/x", text, text) for text in texts
    ]
    for line in lines:
        accepted({"text": "x", "blocks": quote_search._quote_blocks(line, named=True)})
    rows = [(BriefLine("b", None, text, text, None, 0.0), "https://w.example/archives/C1/p1") for text in texts]
    view = home_tab.home_view(
        {
            "C1": home_tab.ChannelLine(Preferences(mode="sites", sites=tuple(texts)), "No digest"),
            "C2": home_tab.ChannelLine(Preferences(), "No digest"),
        },
        rows,
        3,
    )
    checked = check_view(view)
    assert checked.errors == []
    assert {token.kind for token in checked.tokens} <= {"link", "channel"}
    accepted(
        blocks.failure_message(
            messages.say("not_understood", given=name, nearest=name), blocks.again_button("k")
        ).payload()
    )


def test_flags_stand_beside_names() -> None:
    """A flag is never the only sign of a country."""
    for block in blocks.brief_message(brief()).blocks:
        shown = json.dumps(block, ensure_ascii=False)
        for country in ("Spain", "Japan"):
            if f"flag-{ {'Spain': 'es', 'Japan': 'jp'}[country] }" in shown:
                assert country in shown


def test_unnamed_speakers_are_shown_as_the_article_says() -> None:
    """Words of the article, or that it is not plain; never a name."""
    shown = json.dumps(blocks.brief_message(brief()).payload(), ensure_ascii=False)
    assert '— "' in shown or "A senior official" in shown
    nobody = brief(quotes=(Quote(*span_of("“the mood is good”"), "partial", (), None, key=True),))
    assert messages.plain("unattributed") in json.dumps(blocks.brief_message(nobody).payload(), ensure_ascii=False)


def test_stretches_of_one_utterance_stand_together() -> None:
    """A split quote is one block quote with one speaker line, "…" where the reporter's words stood."""
    message = blocks.brief_message(brief())
    quotes = [e for b in message.blocks for e in b.get("elements", []) if e.get("type") == "rich_text_quote"]
    assert [q["elements"][0]["text"] for q in quotes] == [
        "“We will stay as long as it takes,”\n… “Nobody leaves this table.”",
        "“the mood is good”",
    ]


def test_every_shown_quote_is_verbatim() -> None:
    """Shortened or not, its words are the article's."""
    for made in KINDS.values():
        for block in blocks.brief_message(made).blocks:
            for item in block.get("elements", []):
                if item.get("type") == "rich_text_quote":
                    for line in item["elements"][0]["text"].split("\n"):
                        assert line.removeprefix("… ").removesuffix("…").rstrip() in made.article.text


def test_offsets_of_the_sample_hold() -> None:
    """The hand-made brief quotes its text."""
    assert all(TEXT[q.start : q.end].startswith("“") for q in brief().quotes)
