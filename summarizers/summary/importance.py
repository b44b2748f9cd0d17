"""How likely each word of an article is to stand in a summary of it: a logistic model over where and how often it stands.

After Hong and Nenkova, "Improving the Estimation of Word Importance for News Multi-Document Summarization" (EACL 2014):
a set of sentences is worth the importance of the words it covers. The weights are data
(summarizers/knowledge/models/importance_weights.tsv, whose header says how they were fitted); no word is among them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from summarizers.caching import by_word
from summarizers.knowledge import tables
from summarizers.lexicon import idf as termweights
from summarizers.text.document import Document

_WEIGHTS = tables.MODELS / "importance_weights.tsv"

#: Features of one occurrence (first, second or third) of a word, in the order of a row.
FEATURES = (
    "bias", "sentences", "first_in_0", "first_in_1", "first_in_2", "first_in_3_4", "first_in_5_7", "first_in_8_14",
    "in_0", "in_1", "in_2", "last", "weight", "weight_square", "stop", "capital", "digit", "paged",
    "weight_sentences", "first_in_0_weight", "early", "length", "stop_sentences", "stop_sentences_square",
    "share", "stop_share", "paged_first_in_0", "paged_sentences",
    "second", "third", "repeated_stop", "repeated_count", "repeated_stop_count",
)  # fmt: skip
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
    return tuple(stem(part) for part in _PART.findall(word))


@by_word
def stem(word: str) -> str:
    """A light plural and participle cut, enough to match words of one article."""
    for ending in ("ies", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


@cache
def weights() -> Any:
    """Weights in the order of :data:`FEATURES`."""
    found = {}
    for line in _WEIGHTS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, value = line.split("\t")[:2]
            found[name] = float(value)
    return np.array([found.get(name, 0.0) for name in FEATURES])


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

    def weigh(self, weights: Any) -> None:
        """Set the words' worth by ``weights`` (order of :data:`FEATURES`)."""
        worth = np.zeros((len(self.words.forms), COPIES + 1))
        worth[self.owner, self.copy] = 1 / (1 + np.exp(-(self.rows @ weights)))
        self.words.worth = worth.cumsum(1)


def tabulate(doc: Document, allowed: Sequence[int]) -> Table:
    """The words of the ``allowed`` sentences (indices, article order), not yet weighed."""
    number: dict[str, int] = {}
    bags: list[list[tuple[int, int]]] = []
    weight: list[float] = []
    digit: list[bool] = []
    first: list[int] = []
    last: list[int] = []
    total: list[int] = []
    within: list[int] = []
    capital: list[int] = []
    early: list[int] = []
    low, written, get = doc.low, doc.tokens, number.get
    for place, index in enumerate(allowed):
        bag: dict[int, int] = {}
        tokens = doc.sentence_tokens(index)
        opening = tokens.start
        for k in tokens:
            word = low[k]
            for part in parts(word):
                n = get(part)
                if n is None:
                    n = number[part] = len(number)
                    weight.append(termweights.weight(word) / 8)
                    digit.append(part[0].isdigit())
                    first.append(place)
                    last.append(place)
                    total.append(0)
                    within.append(0)
                    capital.append(0)
                    early.append(0)
                bag[n] = bag.get(n, 0) + 1
                if k > opening and written[k][0].isupper():
                    capital[n] += 1
        near = place < _EARLY
        for n, c in bag.items():
            total[n] += c
            within[n] += 1
            last[n] = place
            early[n] += near
        bags.append(list(bag.items()))
    sizes = [sum(c for _, c in bag) for bag in bags]
    counts = Importance(bags, sizes, None, list(number))
    words, sentences = len(number), max(1, len(allowed))
    inside = np.zeros((words, 3))
    for place, held in enumerate(bags[:3]):
        inside[[n for n, _ in held], place] = 1
    at, often = np.array(first, dtype=float), np.array(total, dtype=float)
    spread, logs = np.array(within, dtype=float), np.log(np.maximum(1, within))
    idf = np.array(weight)
    stop, opening = (idf == 0).astype(float), (at == 0).astype(float)
    paged = float(len({doc.sentences[n].paragraph for n in allowed}) > 1)
    one = np.ones(words)
    zero = np.zeros(words)
    columns = [
        one,
        logs,
        opening,
        at == 1,
        at == 2,
        (at >= 3) & (at <= 4),
        (at >= 5) & (at <= 7),
        (at >= 8) & (at <= 14),
        inside[:, 0],
        inside[:, 1],
        inside[:, 2],
        np.array(last) / max(1, sentences - 1),
        idf,
        idf * idf,
        stop,
        np.array(capital) / np.maximum(1, often),
        np.array(digit, dtype=float),
        paged * one,
        idf * logs,
        opening * idf,
        np.log1p(np.array(early)),
        (math.log(max(10, sum(sizes))) / 6 - 1) * one,
        stop * logs,
        stop * logs * logs,
        spread / sentences,
        stop * spread / sentences,
        paged * opening,
        paged * logs,
        zero,
        zero,
        zero,
        zero,
        zero,
    ]
    base = np.stack(columns, 1).astype(float) if words else np.zeros((0, len(FEATURES)))
    rows, owner, copy = [base], [np.arange(words)], [np.ones(words, dtype=int)]
    place_of = FEATURES.index("second")
    for occurrence in range(2, COPIES + 1):
        kept = np.nonzero(often >= occurrence)[0]
        more = base[kept]
        more[:, place_of] = occurrence == 2
        more[:, place_of + 1] = occurrence == 3
        more[:, place_of + 2] = stop[kept]
        more[:, place_of + 3] = np.log(often[kept])
        more[:, place_of + 4] = stop[kept] * np.log(often[kept])
        rows.append(more)
        owner.append(kept)
        copy.append(np.full(len(kept), occurrence))
    return Table(counts, np.concatenate(rows), np.concatenate(owner), np.concatenate(copy))
