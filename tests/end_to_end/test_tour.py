"""The demo's tour of two days: by Socket Mode on SQLite and by HTTP on PostgreSQL, and clicked through on the page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.demo_run import take_steps
from bot.demo_tour import PERSON, TourSteps
from bot.slack.plain_fallback import plain_text_of
from local_slack.errors import Refused
from local_slack.slack import GENERAL
from local_slack.tour import Step
from tests.databases import emptied_database
from tests.end_to_end.world import WAYS, world

JsonDict = dict[str, Any]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
#: The order of the steps.
PASTE, MORE, QUOTES, FOLLOW, DIGEST, SECOND_DAY = range(6)


@pytest.mark.parametrize("way", WAYS)
def test_two_days_of_a_desk(way: tuple[str, str], tmp_path: Path) -> None:
    """Six steps: brief, all its quotes, what a person said, whom to follow, the digest, and what a day later is new in it."""
    mode, kind = way
    with emptied_database(kind) as database, world(tmp_path, database=database, mode=mode, http_port=0) as here:
        steps = TourSteps(here.slack, here.bot.store)
        tour = here.slack.offer_tour(steps.steps())
        steps.prepare()
        words = [words_of(tour.take(number)) for number in range(len(tour.steps))]
        with pytest.raises(Refused):
            tour.take(PASTE)
        shown = [m for m in here.slack.messages(GENERAL) if m.get("user") == here.slack.bot_user_id]
        shown += here.slack.ephemerals()
    assert tour.shown()["done"] == len(tour.steps)
    assert "The Halden Courier" in words[PASTE]
    for step in (PASTE, MORE, QUOTES, FOLLOW):
        assert PERSON in words[step]
    assert_followed_comes_first(words[DIGEST])
    assert_update(words[SECOND_DAY])
    assert not [text for message in shown for text in _shown_texts(message) if "127.0.0.1" in text]


def assert_followed_comes_first(digest: str) -> None:
    """The story with the person followed is the first of the digest, which holds each story once."""
    assert digest.index(PERSON) < digest.index("harbour fees")
    assert "Also: " in digest
    assert "sign mackerel accord" not in digest


def assert_update(digest: str) -> None:
    """The story that goes on is marked; three outlets told it."""
    first = digest[: digest.index("Nile forecast centre")]
    for words in ("Update", "sign mackerel accord", "Northgate Wire", "The Brussels Ledger"):
        assert words in first


def words_of(answer: JsonDict) -> str:
    """All words of an answer."""
    return plain_text_of(answer.get("blocks") or ()) or str(answer.get("text"))


def _shown_texts(value: Any) -> Iterator[str]:
    """Words a person reads in a message, without the addresses behind them."""
    if isinstance(value, list):
        for item in value:
            yield from _shown_texts(item)
    elif isinstance(value, dict):
        blocks = value.get("blocks") or [part for key, part in value.items() if isinstance(part, dict | list)]
        if isinstance(value.get("text"), str) and not value.get("blocks"):
            yield value["text"]
        yield from _shown_texts(blocks)


def test_a_script_says_whether_every_answer_came() -> None:
    """The exit status, and what came; a step without an answer ends it."""
    said: list[str] = []

    def answers() -> JsonDict:
        return {"text": "Here it is."}

    def hangs() -> JsonDict:
        raise TimeoutError("the local Slack waited in vain")

    good = Step("Ask", "Look at it.", "Press", "channel", answers)
    bad = Step("Ask", "Look at it.", "Press", "channel", hangs)
    assert take_steps([good, good], said.append) == 0
    assert any("Here it is." in line for line in said)
    assert take_steps([bad, good], said.append) == 1
    assert "No answer came" in said[-1]


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Debian's Chromium is not installed")
def test_the_tour_is_clicked_through_on_the_page(tmp_path: Path) -> None:
    """Six clicks on a phone; each answer is seen where the step says, and the last leaves the tour at its end."""
    playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with world(tmp_path) as here, playwright_api.sync_playwright() as player:
        steps = TourSteps(here.slack, here.bot.store)
        here.slack.offer_tour(steps.steps())
        steps.prepare()
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-quic"])
        page = browser.new_page(viewport={"width": 390, "height": 800})
        page.goto(here.slack.page_url)
        wide = "document.documentElement.scrollWidth <= window.innerWidth"
        for number, step in enumerate(steps.steps()):
            page.get_by_role("button", name=step.button).last.click()
            done = "That was the tour" if number == SECOND_DAY else f"step {number + 2} of"
            page.locator(".tour-at", has_text=done).wait_for()
            assert page.evaluate(wide)
            if step.seen_in == "window":
                page.get_by_text("All quotes").wait_for()
                page.keyboard.press("Escape")
                page.locator("dialog").wait_for(state="detached")
            else:
                seen = "#thread" if step.seen_in == "thread" else "#timeline"
                page.locator(f"{seen}:visible").get_by_text(PERSON).last.wait_for()
        browser.close()
