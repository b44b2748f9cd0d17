"""The weighted terms of sentences and how alike two sentences are by them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from summarizers.caching import by_word
from summarizers.lexicon import idf
from summarizers.lexicon.stem import light
from summarizers.text.document import Document
from summarizers.values import value_class

_TITLE_WORD = re.compile(r"\w+(?:[’'-]\w+)*")


@value_class
class SentenceTerms:
    """Weighted terms of one sentence."""

    #: Weight of each term (lower-case words, inverse document frequency), counts included.
    terms: dict[str, float]
    #: Euclidean length of ``terms``.
    norm: float
    #: Words.
    count: int


def of_sentence(doc: Document, number: int) -> SentenceTerms:
    """The weighted terms of sentence ``number``."""
    tokens = doc.sentence_tokens(number)
    weighted: dict[str, float] = {}
    words = 0
    for word in doc.low[tokens.start : tokens.stop]:
        term = _term(word)
        if term is None:
            continue
        words += 1
        if term[1]:
            weighted[term[0]] = weighted.get(term[0], 0.0) + term[1]
    return SentenceTerms(weighted, norm(weighted.values()), words)


def of_title(title: str | None) -> SentenceTerms | None:
    """The weighted terms of a headline; None where it has none."""
    weighted: dict[str, float] = {}
    for word in _TITLE_WORD.findall((title or "").lower()):
        value = idf.weight(word)
        if value:
            weighted[light(word)] = weighted.get(light(word), 0.0) + value
    return SentenceTerms(weighted, norm(weighted.values()), len(weighted)) if weighted else None


@by_word
def _term(word: str) -> tuple[str, float] | None:
    """The term a lower-case token is counted as, and its weight; None for what is no word."""
    if not word[0].isalnum():
        return None
    term = light(word)
    return term, idf.weight(term) if len(word) > 1 else 0.0


def cosine(a: SentenceTerms, b: SentenceTerms) -> float:
    """Cosine of two term vectors, 0 to 1."""
    small, large = (a.terms, b.terms) if len(a.terms) <= len(b.terms) else (b.terms, a.terms)
    shared = small.keys() & large.keys()
    return sum([small[w] * large[w] for w in shared]) / (a.norm * b.norm) if shared else 0.0


def norm(weights: Iterable[float]) -> float:
    """Euclidean length of a vector's values; 1 for an empty one, so that it divides."""
    return math.sqrt(sum([v * v for v in weights])) or 1.0
