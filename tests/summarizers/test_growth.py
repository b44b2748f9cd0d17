"""Every room is linear: twice as much of anything costs about twice the work, counted, not timed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizers.errors import NoArticle
from summarizers.pipeline import BriefOptions, brief
from summarizers.text.cleaning import clean_blocks, read_text
from tests.summarizers.helpers import DAY
from tests.summarizers.hostile import MARKS, OPENING, SETTINGS, SHAPES, SPECIAL, UNITS, work
from tests.summarizers.meter import Meter, counted_text

#: Most work at twice the length, as a multiple; what a short text costs more than its share is left aside.
GROWTH = 2.6
#: Code points of the shorter text, and steps that prove nothing.
LENGTH, TRIFLE = 1_000, 3_000
#: The shorter text where most windows are full, and where all are.
LONGER, LONGEST = 2_500, 6_000


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


def assert_linear(text: Callable[[int], str]) -> None:
    """``text`` gives a text by its length. Windows of a fixed length are full in long texts only: those decide."""
    for length in (LENGTH, LONGER, LONGEST):
        before, after = counted(text(length)), counted(text(2 * length))
        if after <= GROWTH * before + TRIFLE:
            return
    raise AssertionError(f"{before} steps at {LONGEST}, twice as long {after}")


#: Shapes counted at every run, beside the special ones; of the others some are drawn.
CHOSEN = (
    "dots", "ellipses", "straight quotes", "opening quotes", "single open", "round open", "em dashes", "spaces", "newlines", "no-break spaces",
    "zero-width spaces", "capitals", "combining accents", "emoji", "arabic", "digits", "initials", "deputy", "titles and", "names and", "Mr.", "he", "They said",
    "he said stops", "saying", "the talks", "of the", "MORE", "countries", "glued stops", "Word-hyphen chain", "possessive chain", "party", "nicknames", "year-old",
)  # fmt: skip


@pytest.mark.parametrize("name", [*SPECIAL, *CHOSEN[::2]])
def test_twice_the_text_is_twice_the_work(name: str) -> None:
    """No shape is worse than linear."""
    assert_linear(lambda length: OPENING + SHAPES[name](length))


@settings(max_examples=6, deadline=None)
@given(st.sampled_from([*MARKS, *UNITS]), st.sampled_from(list(SETTINGS)))
def test_wherever_it_stands(name: str, setting: str) -> None:
    """Nor in a quote, as paragraphs of its own, or between sentences."""
    assert_linear(lambda length: SETTINGS[setting](SHAPES[name], length))


PIECES = st.sampled_from([*MARKS.values(), *UNITS.values(), "\n\n", ". ", ", ", " and ", "\n"])


@settings(max_examples=6, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=5).map("".join))
def test_whatever_is_repeated(unit: str) -> None:
    """Nor any few pieces together, over and over."""
    assert_linear(lambda length: OPENING + unit * max(1, length // len(unit)))


@pytest.mark.parametrize("setting", ["alone", "as paragraphs"])
@pytest.mark.parametrize(
    "name", ["newsletter", "cookies", "follow", "MORE", "open quote only", "capital words", "advertisement"]
)
def test_pages_are_cleaned_in_linear_work(name: str, setting: str) -> None:
    """The rules of web pages, too."""

    def cleaned(size: int) -> int:
        blocks = SETTINGS[setting](SHAPES[name], size).split("\n\n")
        meter = Meter()
        with meter.counting():
            clean_blocks([("paragraph", block) for block in blocks], title="Talks in Oslo go on")
        return meter.steps

    cleaned(LENGTH)  # reads the rules
    assert cleaned(2 * LENGTH) <= GROWTH * cleaned(LENGTH) + TRIFLE


def test_the_count_sees_what_is_quadratic() -> None:
    """A search from every place to the end of the text, and a slice of all that is left, are counted."""
    meter = Meter()

    def careless(size: int) -> int:
        meter.steps = 0
        text = counted_text("word " * size, meter)
        for k in range(0, len(text), 5):
            text.find("x", k)
            text[k:]
        return meter.steps

    assert careless(400) > 3 * careless(200)


@pytest.mark.parametrize("unit", ["word Mohammed bin William “Bill” ", "„word“ Mr. President told the "])
def test_units_that_fill_windows_late(unit: str) -> None:
    """Found by hypothesis: more than linear while windows fill, linear behind."""
    assert_linear(lambda length: OPENING + unit * (length // len(unit)))
