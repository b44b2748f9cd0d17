"""Short ways to brief a text in tests."""

from __future__ import annotations

import datetime as dt
from typing import TypedDict, Unpack

from summarizers.model import Brief, Official, Quote
from summarizers.pipeline import BriefOptions, brief
from summarizers.text.cleaning import read_text

#: The day the test articles are from, unless they say otherwise.
DAY = dt.date(2021, 3, 14)


class Wishes(TypedDict, total=False):
    """See :class:`BriefOptions`."""

    sentences: int
    max_quotes: int
    method: str
    interests: tuple[str, ...]


def brief_of(text: str, *, title: str | None = None, date: dt.date | None = DAY, **options: Unpack[Wishes]) -> Brief:
    """The brief of a plain text."""
    return brief(read_text(text, title=title, date=date), BriefOptions(**options))


def quote_with(made: Brief, words: str) -> Quote:
    """The quote that holds some words."""
    for quote in made.quotes:
        if words in made.article.text[quote.start : quote.end]:
            return quote
    raise AssertionError(f"no quote holds {words!r}: {[made.article.text[q.start : q.end] for q in made.quotes]}")


def speakers(made: Brief, words: str) -> list[str]:
    """Names of the speakers of the quote that holds some words."""
    return [s.name for s in quote_with(made, words).speakers]


def mention(made: Brief, words: str) -> str | None:
    """The speaker's mention in the article of the quote that holds some words."""
    span = quote_with(made, words).speaker_span
    return made.article.text[span.start : span.end] if span else None


def official(made: Brief, name: str) -> Official:
    """The official of a name."""
    for found in made.officials:
        if found.name == name:
            return found
    raise AssertionError(f"{name} is no official: {[o.name for o in made.officials]}")
