"""What an article is about, by the words of its headline and opening, and what shape its headline has.

Words and patterns are data: ``data/subject_words.tsv`` and ``data/headline_patterns.tsv``.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources

from summarizers.caching import by_word
from summarizers.lexicon.stem import rough

#: Words of an opening looked at, and characters that hold them in any case.
OPENING_WORDS, OPENING_CHARACTERS = 80, 1_500
#: Longest headline looked at, in characters.
HEADLINE = 300
#: Shapes of headlines that bring no news of their own.
NO_NEWS = ("roundup", "listing", "explainer", "opinion", "live", "looking_back", "analysis")

_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’&-][^\W\d_]+)*")


def table(name: str) -> list[list[str]]:
    """The rows of a data file of this folder, without comments and column names."""
    text = resources.files("bot.digest").joinpath(f"data/{name}").read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")][1:]


def subject_counts(text: str, most: int = OPENING_WORDS) -> Counter[str]:
    """How many of the first ``most`` words of a text belong to each class of subject; a phrase counts once."""
    classes, longest = _classes()
    words = [stem(match.group()) for match in _first(text, most)]
    found: Counter[str] = Counter()
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            named = classes.get(tuple(words[at : at + length]))
            if named:
                found.update(named)
                break
        at += length if named else 1
    return found


def has_shape(headline: str, *shapes: str) -> bool:
    """Whether a headline has one of some shapes."""
    return any(shape(headline, name) for name in shapes)


def shape(headline: str, name: str) -> re.Match[str] | None:
    """Where a headline has a shape, or None."""
    found = (pattern.search(headline[:HEADLINE]) for pattern in _shapes()[name])
    return next((match for match in found if match), None)


def _first(text: str, most: int) -> Iterator[re.Match[str]]:
    for number, match in enumerate(_WORD.finditer(text[: 20 * most])):
        if number == most:
            return
        yield match


def shape_words(text: str, name: str) -> Iterator[str]:
    """The words a text has where it has a shape: those of the pattern's first group, or all of it."""
    for pattern in _shapes()[name]:
        for match in pattern.finditer(text):
            yield match[1] if pattern.groups else match.group()


@by_word
def stem(word: str) -> str:
    """A word or phrase for comparing: lower case, without plural and verbal ending, possessive and full stops."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    return rough(word.replace(".", "") if not word[0].isdigit() else word)


@cache
def _classes() -> tuple[Mapping[tuple[str, ...], Sequence[str]], int]:
    """Classes by the stems of a phrase, and the length of the longest phrase."""
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, words in table("subject_words.tsv"):
        for phrase in words.split():
            stems = tuple(map(stem, phrase.split("_")))
            if name not in found[stems]:
                found[stems].append(name)
    return found, max(map(len, found))


@lru_cache(maxsize=1)
def _shapes() -> Mapping[str, Sequence[re.Pattern[str]]]:
    found: dict[str, list[re.Pattern[str]]] = defaultdict(list)
    for name, pattern in table("headline_patterns.tsv"):
        found[name].append(re.compile(pattern))
    return found
