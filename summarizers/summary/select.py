"""Choosing a set of sentences by the model's value: only such as stand alone, none too short."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from summarizers.coreference.standalone import Standing
from summarizers.summary import sets
from summarizers.summary.columns import vector
from summarizers.summary.features import Ranked
from summarizers.summary.sets import Sets

#: Shortest sentence chosen, in words, and shortest one of a text whose first sentences are all it has to give.
SHORTEST, SHORTEST_FIRST = 8, 5
#: Shortest one from behind the opening: what is short there says little without its place.
SHORTEST_LATE = 12
#: Most back-references of the lesser kind a shown sentence may hold, and one of a short text: of sentences with two a reader asks
#: in three of ten what is meant, of those with one in one of eight.
MOST_LEANS, FEW_LEANS = 2, 1
#: Most of what else ties it to its neighbours.
MOST_MILD = 4
#: How many of the first sentences that may be shown are combined with how many others: the best valued, or the most central.
OPENING, BEST, CENTRAL = 8, 6, 3
#: From so many sentences on, one fewer may be shown where the last would add little; not in an article that is so much about
#: foreign affairs, which has more to tell.
FEWER_FROM, FOREIGN_ENOUGH = 3, 0.25
#: Fewer sentences than this that stand well are no summary: such as lean are shown too.
_FEW = 2
#: How much more a set must be worth than such an article's opening, how many of its sentences may point back to the one before,
#: and the rules by which a sentence has no place in one.
BETTER, MOST_HANGING = 0.8, 1
UNFIT = frozenset({"endless", "furniture", "no words", "announces what follows", "question", "bare speech"})
#: Sets that are all looked at; of more, some.
_MOST_SETS = 4000
#: Most exchanges that improve one set; a few do.
_MOST_EXCHANGES = 1000


def eligible(ranked: Ranked, standing: Sequence[Standing], shortest: int = SHORTEST) -> list[int]:
    """Places of the sentences that may be shown: such as stand, of ``shortest`` words or more; none goes on from nothing."""
    able = [k for k in range(len(standing)) if stands(ranked, standing, k, shortest)]
    return list(itertools.dropwhile(lambda k: standing[k].continues, able))


def stands(ranked: Ranked, standing: Sequence[Standing], place: int, shortest: int = SHORTEST) -> bool:
    """Whether the sentence of a place may be shown somewhere: it stands, with ``shortest`` words or more."""
    how = standing[place]
    fits = not how.hangs and how.leans <= MOST_LEANS and how.mild <= MOST_MILD
    return fits and ranked.terms[place].count >= shortest


def first(ranked: Ranked, standing: Sequence[Standing], count: int, most: int = FEW_LEANS) -> list[int]:
    """The first ``count`` places that stand best, of ``most`` leans each; the very first where none may be shown."""
    all_able = eligible(ranked, standing, SHORTEST_FIRST)
    able = [k for k in all_able if standing[k].leans <= most]
    if len(able) < _FEW:
        able = all_able[:_FEW]
    able = list(itertools.dropwhile(lambda k: standing[k].continues, able))
    return able[:count] or list(range(min(1, len(standing))))


def candidates(ranked: Ranked, able: Sequence[int], count: int, values: Sequence[float] | None = None) -> list[int]:
    """Of the places that may be shown, the first ones and the best valued others, rising.

    Before there are ``values``, in fitting, the others are the most central ones.
    """
    opening = able[: max(OPENING, count)]
    late = [k for k in able[len(opening) :] if ranked.terms[k].count >= SHORTEST_LATE]
    if values is None:
        late = sorted(late, key=lambda k: -ranked.central[k])[:CENTRAL]
    else:
        late = sorted(late, key=lambda k: -values[k])[:BEST]
    return sorted([*opening, *late])


class _Search:
    """Looks for the best set of places of a pool."""

    def __init__(
        self,
        ranked: Ranked,
        values: Sequence[float],
        standing: Sequence[Standing],
        weights: Mapping[str, float],
        pool: Sequence[int],
        asked: int,
    ) -> None:
        self._judge = Sets(ranked, pool)
        self._own = np.array([values[p] for p in pool])
        self._weights = vector(sets.FEATURES, weights)
        self._goes_on = np.array([standing[p].continues for p in pool])
        self._size, self._asked = len(pool), asked

    def worth(self, options: Any) -> Any:
        """What each of some sets (indices into the pool, one set a row) is worth."""
        return self._own[options].sum(1) + self._judge.features(options, self._asked) @ self._weights

    def best(self, options: Any) -> tuple[float, list[int]]:
        """The worth of the best of some sets (indices into the pool, one set a row), and the set."""
        worth = self.worth(options)
        worth[self._goes_on[options[:, 0]]] = -math.inf  # a summary never opens with a continuation
        at = int(np.argmax(worth))
        return float(worth[at]), [int(k) for k in options[at]]

    def of_all(self, sizes: Sequence[int]) -> list[int]:
        """The best of all sets of some sizes."""
        options = (np.array(list(itertools.combinations(range(self._size), size))) for size in sizes)
        return max((self.best(o) for o in options), key=lambda found: found[0])[1]

    def by_exchanges(self) -> list[int]:
        """The first places, bettered by exchanging one at a time until none betters."""
        worth, chosen = self.best(np.arange(self._asked).reshape(1, self._asked))
        for _ in range(_MOST_EXCHANGES):
            others = [k for k in range(self._size) if k not in chosen]
            options = [sorted([*(c for c in chosen if c != out), new]) for out in chosen for new in others]
            better, exchanged = self.best(np.array(options))
            if not better > worth + 1e-9:
                break
            worth, chosen = better, exchanged
        return chosen


def choose(
    ranked: Ranked,
    values: Sequence[float],
    standing: Sequence[Standing],
    weights: Mapping[str, float],
    count: int,
    *,
    follows: bool = False,
) -> list[int]:
    """The best set of ``count`` places, rising: every set is looked at, or where they are too many, exchanges improve one.

    ``follows``: whether the reader follows something, which an opening may be silent about.
    """
    able = eligible(ranked, standing)
    opens = not follows and _may_open(ranked, standing, count)
    if len(able) <= count:
        return list(range(count)) if opens else first(ranked, standing, count, MOST_LEANS)
    pool = candidates(ranked, able, count, values)
    search = _Search(ranked, values, standing, weights, pool, count)
    if math.comb(len(pool), count) <= _MOST_SETS:
        fewer = count >= FEWER_FROM and ranked.foreign < FOREIGN_ENOUGH
        chosen = search.of_all([count, count - 1] if fewer else [count])
    else:
        chosen = search.by_exchanges()
    if opens:
        opening = list(range(count))
        whole = _Search(ranked, values, standing, weights, opening, count).worth(np.arange(count).reshape(1, count))
        if float(search.worth(np.array([chosen]))[0] - whole[0]) < BETTER:
            return opening
    return [pool[k] for k in chosen]


def _may_open(ranked: Ranked, standing: Sequence[Standing], count: int) -> bool:
    """Whether an article's first sentences may be shown as they stand, one behind the other: each has what it points back to.

    Only where the page's paragraphs are known and it is not about foreign affairs: there the model was fitted to one source, and
    fitted without it loses against the opening.
    """
    if not ranked.paged or ranked.foreign >= FOREIGN_ENOUGH or len(standing) < count:
        return False
    if sum(standing[k].hangs for k in range(count)) > MOST_HANGING:
        return False
    opening = [standing[k].rules[-1:] for k in range(count)]
    return all(ranked.terms[k].count >= SHORTEST_FIRST and not UNFIT.intersection(opening[k]) for k in range(count))
