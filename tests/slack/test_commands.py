"""What is typed behind /brief and /quotes."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles import links_in_slack_text
from bot.slack.commands import (
    BadDay,
    BriefCommand,
    NotUnderstood,
    PlainCommand,
    QuotesCommand,
    parse_brief,
    parse_quotes,
    read_day,
)

TODAY = dt.date(2026, 11, 24)
LINK = "https://a.example/x"


@pytest.mark.parametrize(
    ("typed", "meaning"),
    [
        ("", PlainCommand("ask")),
        ("help", PlainCommand("help")),
        (" Settings ", PlainCommand("settings")),
        (LINK, BriefCommand((LINK,))),
        (f"<{LINK}|a.example> short", BriefCommand((LINK,), (2, 2))),
        (f"long private {LINK}", BriefCommand((LINK,), (6, 6), private=True)),
        (f"{LINK} https://b.example/y short", BriefCommand((LINK, "https://b.example/y"), (2, 2))),
        ("setings", NotUnderstood("setings", "/brief settings")),
        ("hlep", NotUnderstood("hlep", "/brief help")),
        ("a.example/x", NotUnderstood("a.example/x", "/brief https://a.example/x")),
        (f"{LINK} shrot", NotUnderstood(f"{LINK} shrot", f"/brief {LINK} short")),
        ("what is this", NotUnderstood("what is this", "/brief https://…")),
    ],
)
def test_brief(typed: str, meaning: object) -> None:
    """Words in any order; what is not understood gets the nearest command that works."""
    assert parse_brief(typed, links_in_slack_text) == meaning


@pytest.mark.parametrize(
    ("typed", "meaning"),
    [
        ("Ana Reyes", QuotesCommand("Ana Reyes")),
        ("Reyes about steel sanctions", QuotesCommand("Reyes", "steel sanctions")),
        ("@Reyes SINCE 2026-10-01 ABOUT steel", QuotesCommand("Reyes", "steel", "2026-10-01")),
        ("Reyes since last week", QuotesCommand("Reyes", None, "2026-11-17")),
        ("Reyes since someday", BadDay("someday")),
        ("", None),
        ("about steel", QuotesCommand("", "steel")),
        ("since 2026", None),
    ],
)
def test_quotes(typed: str, meaning: object) -> None:
    """PERSON [about WORDS] [since DAY]."""
    assert parse_quotes(typed, TODAY) == meaning


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-10-01", "2026-10-01"),
        ("1 October 2026", "2026-10-01"),
        ("Oct 1, 2026", "2026-10-01"),
        ("01.10.2026", "2026-10-01"),
        ("October 2026", "2026-10-01"),
        ("2025", "2025-01-01"),
        ("yesterday", "2026-11-23"),
        ("3 days ago", "2026-11-21"),
        ("last month", "2026-10-25"),
    ],
)
def test_days(typed: str, day: str) -> None:
    """As people type them."""
    assert read_day(typed, TODAY) == dt.date.fromisoformat(day)


@given(st.text())
def test_anything_can_be_typed(typed: str) -> None:
    """No input breaks the readers."""
    parse_brief(typed, links_in_slack_text)
    parse_quotes(typed, TODAY)
    read_day(typed, TODAY)
