"""Choosing a set of sentences by the model's value: only such as stand alone, none too short."""

from __future__ import annotations

from collections.abc import Sequence

from summarizers.summary import ranker
from summarizers.summary.ranker import Ranked
from summarizers.summary.standalone import Standing

#: Shortest sentence shown, in words.
SHORTEST = 5
#: Most back-references of the lesser kind a shown sentence may hold.
MOST_LEANS = 2
#: Of the sentences that may be shown, the first ones and the best valued ones are combined.
_OPENING, _BEST = 8, 6


def eligible(ranked: Ranked, standing: Sequence[Standing]) -> list[int]:
    """Places of the sentences that may be shown: such as stand, and of some length."""
    return [
        k
        for k, how in enumerate(standing)
        if not how.hangs and how.leans <= MOST_LEANS and ranked.terms[k].count >= SHORTEST
    ]


def first(ranked: Ranked, standing: Sequence[Standing], count: int) -> list[int]:
    """The first ``count`` places that stand best; the very first where none may be shown."""
    able = [k for k in eligible(ranked, standing) if standing[k].leans < MOST_LEANS]
    return able[:count] or list(range(min(1, len(standing))))


def choose(
    ranked: Ranked, values: Sequence[float], standing: Sequence[Standing], table: dict[str, float], count: int
) -> list[int]:
    """Up to ``count`` places, rising: a greedy set improved by single exchanges until none helps.

    Starts twice, from nothing and from the opening, and keeps the better set.
    """
    able = eligible(ranked, standing)
    if len(able) <= count:
        return first(ranked, standing, count)
    late = sorted(able[_OPENING:], key=lambda k: -values[k])[:_BEST]
    pool = able[: max(_OPENING, count)] + [k for k in late if k not in able[: max(_OPENING, count)]]
    known: dict[tuple[int, ...], float] = {}
    likeness: dict[tuple[int, int], float] = {}

    def worth(places: list[int]) -> float:
        key = tuple(sorted(places))
        if key not in known:
            own = ranker.set_score(ranker.set_features(ranked, key, likeness), table)
            known[key] = sum(values[p] for p in key) + own
        return known[key]

    def improve(chosen: list[int]) -> list[int]:
        while len(chosen) < count:
            chosen = [*chosen, max((p for p in pool if p not in chosen), key=lambda p: worth([*chosen, p]))]
        while True:
            options = [[*(c for c in chosen if c != out), new] for out in chosen for new in pool if new not in chosen]
            best = max(options, key=worth, default=chosen)
            if worth(best) <= worth(chosen) + 1e-9:
                return sorted(chosen)
            chosen = best

    return max(improve([]), improve(able[:count]), key=worth)
