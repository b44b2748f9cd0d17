"""One spelling for many: accents, apostrophes, Arabic articles and hyphens folded away."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that have no decomposition in Unicode, and the apostrophes of transliterations.
_LETTERS = str.maketrans(
    {
        "ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe",
        "Œ": "Oe", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ə": "a", "Ə": "A", "ħ": "h", "Ħ": "H", "ŋ": "n",
        "’": None, "‘": None, "'": None, "ʼ": None, "ʻ": None, "ʿ": None, "ʾ": None, "`": None, "´": None, ".": None,
        "‐": "-", "‑": "-", "–": "-",
    }
)  # fmt: skip
# The Arabic article and its assimilated forms, joined by a hyphen (a stray space may follow).
_ARTICLE = re.compile(r"(?<![a-z])(?:al|el|ul|ad|an|ar|as|ash|at|az)-\s*(?=[a-z]{3})")
_ENDING = re.compile(r"(?:iy|yy|ii|ij|yi|ey|y|i)$")
_DOUBLED = re.compile(r"([a-z])\1")
# Suffixes that are no part of the name's identity.
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """A name part in lower case without accents, apostrophes, full stops and a joined Arabic article; hyphens stay.

    "Çavuşoğlu" -> "cavusoglu", "al-Abadi" -> "abadi", "Eui-yong" -> "eui-yong", "Biden’s" -> "biden".
    """
    if word.endswith(("'s", "’s")):
        word = word[:-2]
    word = word.translate(_LETTERS)
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    word = word.lower()
    if "-" in word:
        word = _ARTICLE.sub("", word)
    return word


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """A whole name in the one spelling the directory compares: words parted by single spaces, hyphens as spaces.

    "Haider al-Abadi", "Haider Al-Abadi" and "Haider Al Abadi" all become "haider abadi"; "Chung Eui-yong" and
    "Chung Eui Yong" become "chung eui yong". A detached article stays when it opens a two-word name ("Al Gore").
    """
    folded = fold_word(name).replace("-", " ")
    parts = folded.split()
    if len(parts) > 2 or (len(parts) == 2 and parts[0] not in {"al", "el"}):
        kept = [part for part in parts if part not in {"al", "el"}]
        parts = kept if len(kept) > 1 else parts
    while len(parts) > 2 and parts[-1] in _SUFFIXES:
        parts.pop()
    return " ".join(parts)


@lru_cache(maxsize=65536)
def spelling_key(word: str) -> str:
    """A folded name part under which transliterations meet: Zelensky and Zelenskyy, Assad and Asad, Sergei and Sergey."""
    folded = fold_word(word)
    if len(folded) < 4:
        return folded
    return _DOUBLED.sub(r"\1", _ENDING.sub("y", folded))
