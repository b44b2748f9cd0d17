"""Choosing a set of sentences by the model's value: only such as stand alone, none too short."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from summarizers.coreference.standalone import Standing
from summarizers.summary import sets
from summarizers.summary.features import FEATURES, Ranked
from summarizers.summary.sets import Sets

#: Shortest sentence chosen, in words, and shortest one of a text whose first sentences are all it has to give.
SHORTEST, SHORTEST_FIRST = 8, 5
#: Shortest one from behind the opening: what is short there says little without its place.
SHORTEST_LATE = 12
#: Most back-references of the lesser kind a shown sentence may hold.
MOST_LEANS = 2
#: Most of what else ties it to its neighbours.
MOST_MILD = 4
#: How many of the first sentences that may be shown are combined with how many others: the best valued, or the most central.
OPENING, BEST, CENTRAL = 8, 6, 3
_CENTROID = FEATURES.index("centroid")
#: From so many sentences on, one fewer may be shown where the last would add little; not in an article that is so much about
#: foreign affairs, which has more to tell.
FEWER_FROM, FOREIGN_ENOUGH = 3, 0.25
#: Sets that are all looked at; of more, some.
_MOST_SETS = 4000
#: Most exchanges that improve one set; a few do.
_MOST_EXCHANGES = 1000


def eligible(ranked: Ranked, standing: Sequence[Standing], shortest: int = SHORTEST) -> list[int]:
    """Places of the sentences that may be shown: such as stand, of ``shortest`` words or more; none goes on from nothing."""
    able = [
        k
        for k, how in enumerate(standing)
        if not how.hangs and how.leans <= MOST_LEANS and how.mild <= MOST_MILD and ranked.terms[k].count >= shortest
    ]
    return list(itertools.dropwhile(lambda k: standing[k].continues, able))


def first(ranked: Ranked, standing: Sequence[Standing], count: int) -> list[int]:
    """The first ``count`` places that stand best; the very first where none may be shown."""
    able = [k for k in eligible(ranked, standing, SHORTEST_FIRST) if standing[k].leans < MOST_LEANS]
    able = list(itertools.dropwhile(lambda k: standing[k].continues, able))
    return able[:count] or list(range(min(1, len(standing))))


def candidates(ranked: Ranked, able: Sequence[int], count: int, values: Sequence[float] | None = None) -> list[int]:
    """Of the places that may be shown, the first ones and the best valued others, rising.

    Before there are ``values``, in fitting, the others are the most central ones.
    """
    opening = able[: max(OPENING, count)]
    late = [k for k in able[len(opening) :] if ranked.terms[k].count >= SHORTEST_LATE]
    if values is None:
        late = sorted(late, key=lambda k: -ranked.rows[k][_CENTROID])[:CENTRAL]
    else:
        late = sorted(late, key=lambda k: -values[k])[:BEST]
    return sorted([*opening, *late])


def choose(
    ranked: Ranked, values: Sequence[float], standing: Sequence[Standing], table: dict[str, float], count: int
) -> list[int]:
    """The best set of ``count`` places, rising: every set is looked at, or where they are too many, exchanges improve one."""
    able = eligible(ranked, standing)
    if len(able) <= count:
        return first(ranked, standing, count)
    pool = candidates(ranked, able, count, values)
    judge = Sets(ranked, pool)
    own = np.array([values[p] for p in pool])
    weights = np.array([table.get(name, 0.0) for name in sets.FEATURES])
    goes_on = np.array([standing[p].continues for p in pool])

    def best(options: Any) -> tuple[float, list[int]]:
        worth = own[options].sum(1) + judge.features(options, count) @ weights
        worth[goes_on[options[:, 0]]] = -math.inf  # a summary never opens with a continuation
        at = int(np.argmax(worth))
        return float(worth[at]), [int(k) for k in options[at]]

    if math.comb(len(pool), count) <= _MOST_SETS:
        fewer = count >= FEWER_FROM and ranked.foreign < FOREIGN_ENOUGH
        sizes = [count, count - 1] if fewer else [count]
        found = [best(np.array(list(itertools.combinations(range(len(pool)), size)))) for size in sizes]
        return [pool[k] for k in max(found, key=lambda f: f[0])[1]]
    worth, chosen = best(np.arange(count).reshape(1, count))
    for _ in range(_MOST_EXCHANGES):
        others = [k for k in range(len(pool)) if k not in chosen]
        options = [sorted([*(c for c in chosen if c != out), new]) for out in chosen for new in others]
        better, exchanged = best(np.array(options))
        if not better > worth + 1e-9:
            break
        worth, chosen = better, exchanged
    return [pool[k] for k in chosen]
