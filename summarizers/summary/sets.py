"""What only a set of sentences has: likeness among them, the words they cover together, how long they run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from summarizers.summary import importance
from summarizers.summary.features import Ranked, cosine

#: Features of a set of sentences.
FEATURES = (
    "likeness", "length", "overrun", "adjacent", "coverage", "coverage_rate", "rare_rate", "repeated", "importance", "fewer",
)  # fmt: skip
#: Words a sentence may take on average.
BUDGET = 30
#: Sets times words looked at in one go; a usual article needs a tenth.
_CELLS = 2_000_000


class Sets:
    """Judges sets of sentences drawn from a pool, many at once."""

    def __init__(self, ranked: Ranked, pool: Sequence[int]) -> None:
        vectors = [ranked.terms[p] for p in pool]
        size = len(pool)
        #: Places of the pool, rising: a set is given as indices into it.
        self.pool = list(pool)
        self._alike = np.zeros((size, size))
        for b in range(size):
            for a in range(b):
                self._alike[a, b] = self._alike[b, a] = cosine(vectors[a], vectors[b])
        self._words = np.array([v.count for v in vectors], dtype=float)
        self._places = np.array(self.pool)
        terms: dict[str, int] = {}
        for vector in vectors:
            for term in vector.terms:
                terms.setdefault(term, len(terms))
        self._has = np.zeros((size, max(1, len(terms))), dtype=bool)
        for row, vector in enumerate(vectors):
            self._has[row, [terms[t] for t in vector.terms]] = True
        often = np.array([ranked.frequency[t] for t in terms] or [1], dtype=float)
        self._logs = np.log(often)
        self._rare = (often == 1).astype(float)
        self._count = np.array([len(v.terms) for v in vectors], dtype=float)
        self._most = ranked.most
        bags = [ranked.importance.bags[p] for p in pool]
        used = sorted({n for bag in bags for n, _ in bag})
        column = {n: k for k, n in enumerate(used)}
        self._bags = np.zeros((size, max(1, len(used))), dtype=np.int16)
        for row, bag in enumerate(bags):
            for n, c in bag:
                self._bags[row, column[n]] = c
        worth = ranked.importance.worth[used] if used else np.zeros((1, importance.COPIES + 1))
        #: Gain of the first, second and third occurrence of each word.
        self._gains = np.diff(worth, axis=1)
        self._sizes = np.array([ranked.importance.sizes[p] for p in pool], dtype=float)

    def features(self, sets: Any, asked: int) -> Any:
        """One row of :data:`FEATURES` per set; ``sets`` is an array of rising indices into the pool, one set a row.

        ``asked`` is how many sentences a summary is to have; a set may have fewer.
        """
        amount, count = sets.shape
        columns = self._has.shape[1] + self._bags.shape[1]
        part = max(1, _CELLS // columns)
        if amount > part:  # endless sentences of ever new words: a few sets at a time
            return np.concatenate([self.features(sets[at : at + part], asked) for at in range(0, amount, part)])
        words = self._words[sets].sum(1)
        alike = np.zeros(amount)
        adjacent = np.zeros(amount)
        for b in range(count):
            for a in range(b):
                alike += self._alike[sets[:, a], sets[:, b]]
            if b:
                adjacent += self._places[sets[:, b]] - self._places[sets[:, b - 1]] == 1
        merged = np.zeros((amount, self._has.shape[1]), dtype=bool)
        bag = np.zeros((amount, self._bags.shape[1]), dtype=np.int16)
        for a in range(count):
            merged |= self._has[sets[:, a]]
            bag += self._bags[sets[:, a]]
        covered = merged @ self._logs
        rare = merged @ self._rare
        expected = np.zeros(amount)
        for occurrence in range(importance.COPIES):
            expected += (bag > occurrence) @ self._gains[:, occurrence]
        size = self._sizes[sets].sum(1)
        limit = BUDGET * asked
        return np.stack(
            [
                alike,
                words / limit,
                np.maximum(0, words - limit) / limit,
                adjacent,
                covered / self._most,
                covered / np.maximum(1, words),
                rare / np.maximum(1, words),
                (self._count[sets].sum(1) - merged.sum(1)) / 10,
                20 * expected / (size + importance.USUAL * asked / 3),
                np.full(amount, float(asked - count)),
            ],
            1,
        )
