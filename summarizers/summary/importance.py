"""How likely each word of an article is to stand in a summary of it: a logistic model over where and how often it stands.

After Hong and Nenkova, "Improving the Estimation of Word Importance for News Multi-Document Summarization" (EACL 2014):
a set of sentences is worth the importance of the words it covers. The weights are data
(summarizers/knowledge/models/importance_weights.tsv, whose header says how they were fitted); no word is among them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from summarizers.caching import by_word
from summarizers.knowledge import tables
from summarizers.lexicon import idf
from summarizers.lexicon.stem import light
from summarizers.linear import checked
from summarizers.summary.columns import Column, matrix, names, vector
from summarizers.text.document import Document

#: How many occurrences of one word count.
COPIES = 3
#: Words of a usual summary: what the length of a chosen one is weighed against, as in an F measure.
USUAL = 45
#: Sentences from the start in which a word is "early".
_EARLY = 5
_PART = re.compile(r"[^\W_]+")


@dataclass(slots=True)
class Importance:
    """The words of an article's sentences and how likely each is to be in a summary."""

    #: For each sentence, (number of a word, how often it stands there).
    bags: list[list[tuple[int, int]]]
    #: For each sentence, its words altogether.
    sizes: list[int]
    #: Row per word: expected occurrences in a summary when the chosen sentences hold it 0, 1, 2, 3 or more times.
    worth: Any
    #: Forms behind the rows of ``worth``.
    forms: list[str]


@by_word
def parts(word: str) -> tuple[str, ...]:
    """The stems a lower-case token is counted as: its parts of letters and figures, lightly cut."""
    return tuple(light(part) for part in _PART.findall(word))


@dataclass(frozen=True, slots=True, eq=False)
class Occurrences:
    """First, second and third occurrences of the words of an article: arrays with one number an occurrence, or plain numbers."""

    #: Which occurrence, from 1.
    copy: Any
    #: Sentence in which its word stands first, last; how often it stands, in how many sentences, in how many early ones.
    first: Any
    last: Any
    often: Any
    within: Any
    early: Any
    #: How often it has a capital inside a sentence.
    capital: Any
    #: Weight of the word, and 1 where it starts with a figure.
    weight: Any
    digit: Any
    #: Whether it stands in the first, second and third sentence: three columns.
    inside: Any
    #: Sentences, at least 1, and words of the article.
    sentences: int
    size: int
    #: 1 where the page's paragraphs are known, else 0.
    paged: float

    @property
    def logs(self) -> Any:
        """Logarithm of the number of sentences the word stands in."""
        return np.log(np.maximum(1, self.within))

    @property
    def stop(self) -> Any:
        """1 for a word that carries no subject."""
        return (self.weight == 0).astype(float)

    @property
    def opening(self) -> Any:
        """1 for a word of the first sentence."""
        return (self.first == 0).astype(float)

    @property
    def repeated(self) -> Any:
        """1 for a second or third occurrence."""
        return (self.copy > 1).astype(float)


#: Features of one occurrence (first, second or third) of a word.
FEATURES: tuple[Column[Occurrences], ...] = (
    Column("bias", lambda _: 1.0),
    Column("sentences", lambda o: o.logs),
    Column("first_in_0", lambda o: o.opening),
    Column("first_in_1", lambda o: o.first == 1),
    Column("first_in_2", lambda o: o.first == 2),
    Column("first_in_3_4", lambda o: (o.first >= 3) & (o.first <= 4)),
    Column("first_in_5_7", lambda o: (o.first >= 5) & (o.first <= 7)),
    Column("first_in_8_14", lambda o: (o.first >= 8) & (o.first <= 14)),
    Column("in_0", lambda o: o.inside[:, 0]),
    Column("in_1", lambda o: o.inside[:, 1]),
    Column("in_2", lambda o: o.inside[:, 2]),
    Column("last", lambda o: o.last / max(1, o.sentences - 1)),
    Column("weight", lambda o: o.weight),
    Column("weight_square", lambda o: o.weight * o.weight),
    Column("stop", lambda o: o.stop),
    Column("capital", lambda o: o.capital / np.maximum(1, o.often)),
    Column("digit", lambda o: o.digit),
    Column("paged", lambda o: o.paged),
    Column("weight_sentences", lambda o: o.weight * o.logs),
    Column("first_in_0_weight", lambda o: o.opening * o.weight),
    Column("early", lambda o: np.log1p(o.early)),
    Column("length", lambda o: math.log(max(10, o.size)) / 6 - 1),
    Column("stop_sentences", lambda o: o.stop * o.logs),
    Column("stop_sentences_square", lambda o: o.stop * o.logs * o.logs),
    Column("share", lambda o: o.within / o.sentences),
    Column("stop_share", lambda o: o.stop * o.within / o.sentences),
    Column("paged_first_in_0", lambda o: o.paged * o.opening),
    Column("paged_sentences", lambda o: o.paged * o.logs),
    Column("second", lambda o: o.copy == 2),
    Column("third", lambda o: o.copy == 3),
    Column("repeated_stop", lambda o: o.repeated * o.stop),
    Column("repeated_count", lambda o: o.repeated * np.log(o.often)),
    Column("repeated_stop_count", lambda o: o.repeated * o.stop * np.log(o.often)),
)


@cache
def weights() -> dict[str, float]:
    """Weights by name; raises BadInput unless the file and :data:`FEATURES` have the same names."""
    return checked(names(FEATURES), tables.weights("importance"))


def of(doc: Document, allowed: Sequence[int]) -> Importance:
    """Importance of the words of the ``allowed`` sentences (indices, article order)."""
    table = tabulate(doc, allowed)
    table.weigh(weights())
    return table.words


@dataclass(slots=True)
class Table:
    """The words of an article with the features of each one's first occurrences."""

    #: The words; their worth is known once they are weighed.
    words: Importance
    #: One row of :data:`FEATURES` per occurrence.
    rows: Any
    #: Number of the word of each row.
    owner: Any
    #: Which occurrence each row is, from 1.
    copy: Any

    def weigh(self, by_name: Mapping[str, float]) -> None:
        """Set the words' worth; raises BadInput when a feature has no weight."""
        worth = np.zeros((len(self.words.forms), COPIES + 1))
        worth[self.owner, self.copy] = 1 / (1 + np.exp(-(self.rows @ vector(FEATURES, by_name))))
        self.words.worth = worth.cumsum(1)


class _Counts:
    """Where and how often each word of an article stands, word by word in the order of their first places."""

    def __init__(self, doc: Document, allowed: Sequence[int]) -> None:
        self.number: dict[str, int] = {}
        self._numbers: dict[str, tuple[int, ...]] = {}
        self.weight: list[float] = []
        self.capital: list[int] = []
        #: For each sentence, (number of a word, how often it stands there).
        self.bags = [list(self._bag(doc, doc.sentence_tokens(index)).items()) for index in allowed]
        words = len(self.number)
        number, count = np.array([pair for bag in self.bags for pair in bag], dtype=int).reshape(-1, 2).T
        place = np.repeat(np.arange(len(allowed)), [len(bag) for bag in self.bags])
        self.often = np.bincount(number, count, minlength=words)
        self.within = np.bincount(number, minlength=words)
        self.early = np.bincount(number[place < _EARLY], minlength=words)
        self.first, self.last = np.full(words, len(allowed)), np.zeros(words, dtype=int)
        np.minimum.at(self.first, number, place)
        np.maximum.at(self.last, number, place)

    def _bag(self, doc: Document, tokens: range) -> dict[int, int]:
        """How often each word stands in a sentence; new ones get a number, capitals inside it are counted."""
        bag: dict[int, int] = {}
        numbers, often, capital, opens = self._numbers, bag.get, self.capital, True
        start, stop = tokens.start, tokens.stop
        for word, written in zip(doc.low[start:stop], doc.tokens[start:stop], strict=True):
            known = numbers[word] if word in numbers else self._numbered(word)
            for n in known:
                bag[n] = often(n, 0) + 1
                if not opens and written[0].isupper():
                    capital[n] += 1
            opens = False
        return bag

    def _numbered(self, word: str) -> tuple[int, ...]:
        """The numbers of a token's parts, new ones among them."""
        number = self.number
        found = tuple([number[p] if p in number else self._add(p, word) for p in parts(word)])
        self._numbers[word] = found
        return found

    def _add(self, part: str, word: str) -> int:
        """A new word's number."""
        number = self.number[part] = len(self.number)
        self.weight.append(idf.weight(word) / 8)
        self.capital.append(0)
        return number


def tabulate(doc: Document, allowed: Sequence[int]) -> Table:
    """The words of the ``allowed`` sentences (indices, article order), not yet weighed."""
    counts = _Counts(doc, allowed)
    sizes = [sum(c for _, c in bag) for bag in counts.bags]
    words = len(counts.number)
    often = counts.often
    repeated = [np.nonzero(often >= occurrence)[0] for occurrence in range(2, COPIES + 1)]
    owner = np.concatenate([np.arange(words), *repeated])
    copy = np.concatenate([np.full(words, 1), *(np.full(len(r), k) for k, r in enumerate(repeated, 2))])
    inside = np.zeros((words, 3))
    for place, bag in enumerate(counts.bags[:3]):
        inside[[n for n, _ in bag], place] = 1

    def spread(values: Any) -> Any:
        return np.asarray(values, dtype=float)[owner]

    occurrences = Occurrences(
        copy,
        spread(counts.first),
        spread(counts.last),
        often[owner],
        spread(counts.within),
        spread(counts.early),
        spread(counts.capital),
        spread(counts.weight),
        spread([part[0].isdigit() for part in counts.number]),
        inside[owner],
        max(1, len(allowed)),
        sum(sizes),
        float(len({doc.sentences[n].paragraph for n in allowed}) > 1),
    )
    bare = Importance(counts.bags, sizes, None, list(counts.number))
    return Table(bare, matrix(FEATURES, occurrences, len(owner)), owner, copy)
