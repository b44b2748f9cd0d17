"""What only a set of sentences has: likeness among them, the words they cover together, how long they run."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from summarizers.knowledge import tables
from summarizers.linear import checked
from summarizers.summary import features, importance
from summarizers.summary.columns import Column, matrix, names
from summarizers.summary.features import Ranked
from summarizers.summary.terms import cosine

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
        self.places = np.array(self.pool)
        #: Cosine of each pair.
        self.alike = np.zeros((size, size))
        for b in range(size):
            for a in range(b):
                self.alike[a, b] = self.alike[b, a] = cosine(vectors[a], vectors[b])
        #: Words, and different terms, of each sentence.
        self.words = np.array([v.count for v in vectors], dtype=float)
        self.count = np.array([len(v.terms) for v in vectors], dtype=float)
        columns: dict[str, int] = {}
        for vector in vectors:
            for term in vector.terms:
                columns.setdefault(term, len(columns))
        #: Which terms stand in each sentence.
        self.has = np.zeros((size, max(1, len(columns))), dtype=bool)
        for row, vector in enumerate(vectors):
            self.has[row, [columns[t] for t in vector.terms]] = True
        often = np.array([ranked.frequency[t] for t in columns] or [1], dtype=float)
        #: Logarithm of how often each term stands in the article, and 1 for those that stand once.
        self.logs = np.log(often)
        self.rare = (often == 1).astype(float)
        #: The most coverage twenty terms can give.
        self.most = ranked.most
        #: Words of each sentence as importance counts them, all together and one by one, and what each occurrence gains.
        self.sizes = np.array([ranked.importance.sizes[p] for p in pool], dtype=float)
        self.bags, self.gains = self._bags_of(ranked)

    def _bags_of(self, ranked: Ranked) -> tuple[Any, Any]:
        """How often each word of the pool stands in each sentence; gain of the first, second and third occurrence of each."""
        bags = [ranked.importance.bags[p] for p in self.pool]
        used = sorted({n for bag in bags for n, _ in bag})
        column = {n: k for k, n in enumerate(used)}
        counts = np.zeros((len(bags), max(1, len(used))), dtype=np.int16)
        for row, bag in enumerate(bags):
            for n, c in bag:
                counts[row, column[n]] = c
        worth = ranked.importance.worth[used] if used else np.zeros((1, importance.COPIES + 1))
        return counts, np.diff(worth, axis=1)

    def features(self, sets: Any, asked: int) -> Any:
        """One row of :data:`FEATURES` per set; ``sets`` is an array of rising indices into the pool, one set a row.

        ``asked`` is how many sentences a summary is to have; a set may have fewer.
        """
        amount = len(sets)
        part = max(1, _CELLS // (self.has.shape[1] + self.bags.shape[1]))
        if amount > part:  # endless sentences of ever new words: a few sets at a time
            return np.concatenate([self.features(sets[at : at + part], asked) for at in range(0, amount, part)])
        return matrix(FEATURES, Drawn(self, sets, asked), amount)


class Drawn:
    """Some sets of one size, drawn from a pool: arrays with one number a set, or plain numbers."""

    def __init__(self, judge: Sets, sets: Any, asked: int) -> None:
        #: Sets, and sentences of each.
        self.amount, self.count = sets.shape
        #: Sentences a summary is to have, and the words it may then have.
        self.asked, self.limit = asked, BUDGET * asked
        self._judge, self._sets = judge, sets
        #: Words, and different terms counted sentence by sentence.
        self.words = judge.words[sets].sum(1)
        self.terms = judge.count[sets].sum(1)
        #: Which terms stand in any of the sentences, one row a set.
        self.merged = np.zeros((self.amount, judge.has.shape[1]), dtype=bool)
        for a in range(self.count):
            self.merged |= judge.has[sets[:, a]]
        #: Logarithms of the counts of those terms, added up.
        self.covered = self.merged @ judge.logs
        #: The most coverage twenty terms can give.
        self.most = judge.most

    def likeness(self) -> Any:
        """Cosines of all pairs, added up."""
        alike = np.zeros(self.amount)
        for b in range(self.count):
            for a in range(b):
                alike += self._judge.alike[self._sets[:, a], self._sets[:, b]]
        return alike

    def adjacent(self) -> Any:
        """Pairs that stand side by side in the article."""
        beside = np.zeros(self.amount)
        for b in range(1, self.count):
            beside += self._judge.places[self._sets[:, b]] - self._judge.places[self._sets[:, b - 1]] == 1
        return beside

    def rare(self) -> Any:
        """Terms that stand in no other sentence of the article."""
        return self.merged @ self._judge.rare

    def importance(self) -> Any:
        """Words expected in a summary by those that stand here, against the length of both, as in an F measure."""
        judge = self._judge
        bag = np.zeros((self.amount, judge.bags.shape[1]), dtype=np.int16)
        for a in range(self.count):
            bag += judge.bags[self._sets[:, a]]
        expected = np.zeros(self.amount)
        for occurrence in range(importance.COPIES):
            expected += (bag > occurrence) @ judge.gains[:, occurrence]
        size = judge.sizes[self._sets].sum(1)
        return 20 * expected / (size + importance.USUAL * self.asked / 3)


#: Features of a set of sentences.
FEATURES: tuple[Column[Drawn], ...] = (
    Column("likeness", lambda d: d.likeness()),
    Column("length", lambda d: d.words / d.limit),
    Column("overrun", lambda d: np.maximum(0, d.words - d.limit) / d.limit),
    Column("adjacent", lambda d: d.adjacent()),
    Column("coverage", lambda d: d.covered / d.most),
    Column("coverage_rate", lambda d: d.covered / np.maximum(1, d.words)),
    Column("rare_rate", lambda d: d.rare() / np.maximum(1, d.words)),
    Column("repeated", lambda d: (d.terms - d.merged.sum(1)) / 10),
    Column("importance", lambda d: d.importance()),
    Column("fewer", lambda d: float(d.asked - d.count)),
)


@cache
def weights() -> dict[str, float]:
    """Weights of sentences' and sets' features by name.

    Raises BadInput unless the file and the two tables have the same names.
    """
    return checked((*names(features.FEATURES), *names(FEATURES)), tables.weights("summary"))
