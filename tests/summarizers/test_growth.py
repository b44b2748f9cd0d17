"""Every room is linear: twice as much of anything costs about twice the work, counted, not timed."""

from __future__ import annotations

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


#: Shapes counted at every run, beside the special ones; of the others some are drawn.
CHOSEN = (
    "dots", "ellipses", "straight quotes", "opening quotes", "single open", "round open", "em dashes", "spaces", "newlines", "no-break spaces",
    "zero-width spaces", "capitals", "combining accents", "emoji", "arabic", "digits", "initials", "deputy", "titles and", "names and", "Mr.", "he", "They said",
    "he said stops", "saying", "the talks", "of the", "MORE", "countries", "glued stops", "Word-hyphen chain", "possessive chain", "party", "nicknames", "year-old",
)  # fmt: skip


@pytest.mark.parametrize("name", [*SPECIAL, *CHOSEN])
def test_twice_the_text_is_twice_the_work(name: str) -> None:
    """No shape is worse than linear."""
    assert_linear(OPENING + SHAPES[name](LENGTH), OPENING + SHAPES[name](2 * LENGTH))


@settings(max_examples=12, deadline=None)
@given(st.sampled_from([*MARKS, *UNITS]), st.sampled_from(list(SETTINGS)))
def test_wherever_it_stands(name: str, setting: str) -> None:
    """Nor in a quote, as paragraphs of its own, or between sentences."""
    assert_linear(SETTINGS[setting](SHAPES[name], LENGTH), SETTINGS[setting](SHAPES[name], 2 * LENGTH))


PIECES = st.sampled_from([*MARKS.values(), *UNITS.values(), "\n\n", ". ", ", ", " and ", "\n"])


@settings(max_examples=12, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=5).map("".join))
def test_whatever_is_repeated(unit: str) -> None:
    """Nor any few pieces together, over and over."""
    times = max(1, LENGTH // len(unit))
    assert_linear(OPENING + unit * times, OPENING + unit * (2 * times))


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
