"""Word endings cut: the singular of a noun, and two stems, one among the words of an article and one across articles."""

from __future__ import annotations

import re
from functools import cache

from summarizers.lexicon.words import word_class

_PLURAL = re.compile(r"(?<!s)(?<!u)(?<!i)s$")
_VERBAL = re.compile(r"(?<=\w{4})(?:ing|ed)$")
_DOUBLED = re.compile(r"([bcdfgmnprtvz])\1$")


def singular(word: str) -> str:
    """The singular of a regular plural, or of -men."""
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("men"):
        return word[:-3] + "man"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


@cache
def _light_endings() -> tuple[str, ...]:
    return tuple(sorted(word_class("light_ending"), key=lambda ending: (-len(ending), ending)))


def light(word: str) -> str:
    """A light plural and participle cut, enough to match words of one article; the summary's weights are fitted with it."""
    for ending in _light_endings():
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def rough(word: str) -> str:
    """A lower-case word without plural and the endings of verbs: rough, but the same for all articles."""
    if len(word) > 4:
        if word.endswith("ies"):
            word = word[:-3] + "y"
        elif word.endswith("sses"):
            word = word[:-2]
        else:
            word = _PLURAL.sub("", word)
    shorter = _VERBAL.sub("", word)
    if shorter != word:
        word = _DOUBLED.sub(r"\1", shorter)
    return word[:-1] if len(word) > 4 and word.endswith("e") else word
