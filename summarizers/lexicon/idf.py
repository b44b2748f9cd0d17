"""How telling a word is: inverse document frequencies shipped as numbers."""

from __future__ import annotations

from functools import cache

from summarizers.knowledge import built, tables

#: Words that carry no subject, whatever their weight.
STOP_WORDS = tables.classes()["stop_word"]


@cache
def _table() -> dict[str, float]:
    return built.kept("word_weights", _listed)


def _listed() -> dict[str, float]:
    lines = tables.path_of("word_weights.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if not line.startswith("#"))
    return {word: float(weight) for word, weight in pairs}


@cache
def unseen_weight() -> float:
    """Weight of a word the table does not list: a name, mostly."""
    return max(_table().values())


def weight(word: str) -> float:
    """Inverse document frequency of a lower-case word; 0 for stop words.

    Source: summarizers/knowledge/en/word_weights.tsv, whose header says how the figures were made.
    """
    if word in STOP_WORDS:
        return 0.0
    found = _table().get(word)
    return unseen_weight() if found is None else found


def is_common(word: str, ceiling: float = 6.0) -> bool:
    """Whether a lower-case word is ordinary English: listed with a weight up to ``ceiling``."""
    found = _table().get(word)
    return found is not None and found <= ceiling
