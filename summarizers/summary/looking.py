"""Judging how sentences stand only where it can matter: those a summary may choose from, by what the others could at best be worth."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence

from summarizers.coreference.standalone import Standing
from summarizers.summary import features, select
from summarizers.summary.features import Ranked

#: How a sentence counts that was not looked at: it is not shown.
UNSEEN = Standing(True, rules=("not looked at",))


def judged(
    ranked: Ranked,
    bare: Sequence[float],
    judge: Callable[[int], Standing],
    weights: Mapping[str, float],
    count: int,
) -> tuple[list[Standing], list[float]]:
    """How each place stands and what it is worth, as far as :func:`select.choose` can tell a difference.

    ``bare`` are the values of places that nothing ties to others, and ``judge`` tells how a place stands.
    """
    standing, values = [UNSEEN] * len(bare), list(bare)

    def look(place: int) -> None:
        standing[place] = judge(place)
        values[place] += features.tied(standing[place], weights, ranked.foreign)

    place = -1
    for place in range(len(bare)):
        look(place)
        if place + 1 >= count and len(select.eligible(ranked, standing[: place + 1])) >= max(select.OPENING, count):
            break
    enough = _best(ranked, values, standing, look, place + 1, features.most_tied(weights, ranked.foreign))
    if not enough:
        for late in range(place + 1, len(bare)):
            if standing[late] is UNSEEN:
                look(late)
    return standing, values


def _best(
    ranked: Ranked,
    values: Sequence[float],
    standing: Sequence[Standing],
    look: Callable[[int], None],
    start: int,
    most: float,
) -> bool:
    """Look at the places from ``start`` on, the best first, until no other can be among the best; whether so many were found."""
    late = [k for k in range(start, len(values)) if ranked.terms[k].count >= select.SHORTEST_LATE]
    found: list[float] = []
    for place, bound in _by_bound(values, late, most):
        if len(found) >= select.BEST and sorted(found, reverse=True)[select.BEST - 1] > bound:
            return True
        look(place)
        if select.stands(ranked, standing, place):
            found.append(values[place])
    return False


def _by_bound(values: Sequence[float], places: Sequence[int], most: float) -> Iterator[tuple[int, float]]:
    """The places by the most each may be worth, with that, falling."""
    bounds = [(values[k] + most if most < math.inf else math.inf, k) for k in places]
    for bound, place in sorted(bounds, key=lambda pair: (-pair[0], pair[1])):
        yield place, bound
