"""Whether a text is English, and how much of a text there is in scripts that put no blanks between words."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from summarizers.knowledge import tables

#: Share of function words above which a text is English.
ENGLISH_SHARE = 0.1
#: Text from which it is said that a language is not English, in letters.
_TELLING = 250
#: Letters of English that say as much as one character of Chinese or Japanese.
_LETTERS = 3
#: Chinese and Japanese characters: each is a word or a syllable.
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")

#: What a reader is told of a text in another language.
NOT_ENGLISH = "the text does not seem to be in English"


@lru_cache(maxsize=1)
def _function_words() -> frozenset[str]:
    """The commonest English words, read once."""
    source = tables.path_of("function_words.txt").read_text("utf-8")
    return frozenset(word for line in source.splitlines() if not line.startswith("#") for word in line.split())


def guess_language(text: str, declared: str | None = None) -> str | None:
    """``"en"`` when the text's commonest words are English, else None: another language, or too short to tell.

    A page that is ``declared`` English needs fewer of them: tables and lists hold hardly any.
    """
    words = re.findall(r"[^\W\d_]+", text[:6000].casefold())
    if len(words) < 8:
        return None
    counts = Counter(words)
    share = sum(counts[word] for word in _function_words()) / len(words)
    return "en" if share >= (ENGLISH_SHARE / 2 if declared == "en" else ENGLISH_SHARE) else None


def is_foreign(text: str, language: str | None) -> bool:
    """Whether a text of a guessed ``language`` is long enough to say that it is not English."""
    return language != "en" and len(text) + (_LETTERS - 1) * unspaced(text) >= _TELLING


def unspaced(text: str) -> int:
    """Characters of Chinese and Japanese in a text: it is measured by them where most of it is such."""
    return len(_UNSPACED.findall(text))


def is_unspaced(text: str) -> bool:
    """Whether most of a text's letters are Chinese or Japanese."""
    return _UNSPACED.search(text) is not None and 2 * unspaced(text) > sum(map(str.isalpha, text))
