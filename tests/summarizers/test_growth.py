"""Every room is linear: twice as much of anything costs about twice the work, counted, not timed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizers.brief import BriefOptions, brief
from summarizers.cleaning import read_text
from summarizers.errors import NoArticle
from tests.summarizers.helpers import DAY
from tests.summarizers.hostile import MARKS, OPENING, SHAPES, SPECIAL, UNITS, work
from tests.summarizers.meter import Meter, counted_text

#: Most work at twice the length, as a multiple; what a short text costs more than its share is left aside.
GROWTH = 2.6
#: Code points of the shorter text, and steps that prove nothing.
LENGTH, TRIFLE = 1_500, 3_000


def counted(raw: str) -> int:
    """Steps of reading a text and making its brief; caches are warm, as they are in a process that lives."""
    work(raw)
    meter = Meter()
    try:
        with meter.counting():
            article = read_text(raw, date=DAY)
            brief(replace(article, text=counted_text(article.text, meter)), BriefOptions(interests=("Norway",)))
    except NoArticle:
        pass
    return meter.steps


def growth(short: str, long: str) -> tuple[int, int]:
    """Steps of a text and of one twice as long."""
    return counted(short), counted(long)


def assert_linear(short: str, long: str) -> None:
    before, after = growth(short, long)
    assert after <= GROWTH * before + TRIFLE, f"{before} steps, twice as long {after}"


@pytest.mark.parametrize("name", [*SPECIAL, *MARKS, *UNITS])
def test_twice_the_text_is_twice_the_work(name: str) -> None:
    """No shape is worse than linear."""
    assert_linear(OPENING + SHAPES[name](LENGTH), OPENING + SHAPES[name](2 * LENGTH))
