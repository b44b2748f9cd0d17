"""Why a digest's stories stand where they do, and why others were left out: kept with the digest, told when asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.digest.edition import Edition, LeftOut, LeftOutWhy
from bot.digest.subjects import table

#: Reasons told of one story.
MOST_REASONS = 6
#: Weight below which a part is not worth telling.
LEAST = 0.1


@dataclass(frozen=True, slots=True)
class Placed:
    """A story told in full, with why it stands where it does."""

    #: Headline of its lead article.
    title: str
    #: Address of its lead article.
    url: str
    #: How important it is.
    importance: float
    #: The parts of that in words, the weightiest first, with what each adds or takes.
    reasons: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Reasons:
    """What is remembered of a digest's choices."""

    #: The local date it was for.
    date: dt.date
    #: Stories told in full, most important first.
    placed: tuple[Placed, ...]
    #: Stories left out.
    left_out: tuple[LeftOut, ...]


def in_words(parts: Sequence[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    """Parts of importance as a person is told them: the weightiest first, those that say the same added up."""
    added: dict[str, float] = {}
    for name, value in parts:
        words = _words().get(name, name)
        added[words] = added.get(words, 0.0) + value
    telling = [(words, value) for words, value in added.items() if abs(value) >= LEAST]
    return tuple(sorted(telling, key=lambda part: -abs(part[1]))[:MOST_REASONS])


def reasons_of(edition: Edition) -> Reasons:
    """What to remember of a digest."""
    placed = tuple(Placed(e.title, e.url, e.importance, in_words(e.parts)) for e in edition.stories)
    return Reasons(edition.date, placed, edition.left_out)


def reasons_to_dict(reasons: Reasons) -> dict[str, Any]:
    """As JSON values."""
    return {
        "date": reasons.date.isoformat(),
        "placed": [[p.title, p.url, round(p.importance, 2), [list(r) for r in p.reasons]] for p in reasons.placed],
        "left_out": [
            [s.title, s.url, s.site, s.why, s.told_before.isoformat() if s.told_before else None]
            for s in reasons.left_out
        ],
    }


def reasons_from_dict(values: Mapping[str, Any]) -> Reasons:
    """What :func:`reasons_to_dict` wrote."""
    return Reasons(
        dt.date.fromisoformat(values["date"]),
        tuple(
            Placed(title, url, importance, tuple((words, value) for words, value in reasons))
            for title, url, importance, reasons in values["placed"]
        ),
        tuple(_left_out(*story) for story in values["left_out"]),
    )


def _left_out(title: str, url: str, site: str, why: LeftOutWhy, told_before: str | None) -> LeftOut:
    return LeftOut(title, url, site, why, dt.date.fromisoformat(told_before) if told_before else None)


@cache
def _words() -> Mapping[str, str]:
    return dict(table("feature_words.tsv"))
