"""Live pages are read: their entries in page order, each under its time."""

from __future__ import annotations

import json

import pytest

from bot.articles import PageState, Unreadable, extract
from bot.articles.states import NOTICE_LIVE
from tests.articles.pages import STORY, json_ld, page, paragraphs

URL = "https://www.harborpost.example/world/live/2026/nov/30/convoy-leaves-vardo"


def posting(count: int, **more: str) -> str:
    """A LiveBlogPosting with entries an hour apart, the newest first."""
    updates = [
        {
            "@type": "BlogPosting",
            "headline": f"Ship {k} leaves",
            "datePublished": f"2026-11-30T{20 - k:02d}:05:00+01:00",
            "articleBody": f"Ship number {k} has left the port.\nIts crew waved to the <b>families</b>.",
            **more,
        }
        for k in range(count)
    ]
    return json_ld(json.dumps({"@type": "LiveBlogPosting", "liveBlogUpdate": updates}))


def timed(count: int, clock: str = "{}.05 GMT") -> str:
    """The same as blocks of the page."""
    return "".join(
        f'<div class="e"><header><time datetime="2026-11-30T{20 - k:02d}:05:00Z">{clock.format(20 - k)}</time><h2>Ship {k} leaves</h2></header>'
        f"<div><p>Ship number {k} has left the port of Vardo with grain for the islands.</p></div></div>"
        for k in range(count)
    )


def test_the_entries_of_a_live_posting() -> None:
    """Time in UTC, headline and paragraphs of each entry; a notice says what was read."""
    article = extract(page(paragraphs("What we know so far."), head=posting(4)), url=URL)
    lines = article.text.split("\n\n")
    assert lines[:4] == ["19:05 UTC", "Ship 0 leaves", "Ship number 0 has left the port.", "Its crew waved to the"]  # fmt: skip
    assert [line for line in lines if "UTC" in line] == ["19:05 UTC", "18:05 UTC", "17:05 UTC", "16:05 UTC"]
    assert article.notices == (NOTICE_LIVE,)


@pytest.mark.parametrize(("clock", "first"), [("{}.05 GMT", "20.05 GMT"), ("{}:05", "20:05"), ("{} minutes ago", "20:05 UTC")])  # fmt: skip
def test_the_entries_of_a_page_with_times(clock: str, first: str) -> None:
    """Blocks with one time each; a time that is not shown as a clock is read from its attribute."""
    article = extract(page(timed(4, clock)), url=URL)
    assert article.text.split("\n\n")[:3] == [
        first,
        "Ship 0 leaves",
        "Ship number 0 has left the port of Vardo with grain for the islands.",
    ]
    assert article.notices == (NOTICE_LIVE,)


def test_a_live_address_over_one_report_is_an_article() -> None:
    """Text without entries is read as it stands."""
    article = extract(page(paragraphs(*STORY, *(f"{text} Again." for text in STORY))), url=URL)
    assert STORY[0] in article.text
    assert article.notices == (NOTICE_LIVE,)


@pytest.mark.parametrize("body", [timed(2), paragraphs(STORY[0])])
def test_too_few_entries_and_no_text_are_refused(body: str) -> None:
    """A live page that has hardly anything says so."""
    with pytest.raises(Unreadable) as refused:
        extract(page(body), url=URL)
    assert refused.value.state is PageState.LIVE_BLOG


@pytest.mark.parametrize("more", [{"datePublished": "soon"}, {"articleBody": ""}, {"articleBody": "   "}])
def test_entries_without_a_time_or_words_are_none(more: dict[str, str]) -> None:
    """What such updates hold is not shown as entries."""
    with pytest.raises(Unreadable):
        extract(page(paragraphs(STORY[0]), head=posting(4, **more)), url=URL)


def test_times_of_an_ordinary_article_make_no_live_page() -> None:
    """Comments and teasers with times do not count where nothing says that the page is live."""
    article = extract(
        page(paragraphs(*STORY) + timed(5)), url="https://www.harborpost.example/world/harbor-talks-go-on"
    )
    assert STORY[0] in article.text
    assert article.notices == ()
