"""Articles about one event become one story: average-link clustering over weighted words.

Words weigh by the background table (names, which the table does not list, weigh most), adjusted by how many of the
articles at hand use them, so that on a day full of one subject its words stop binding everything together. Title and
first words are compared; articles more than three days apart never share a story.

Method and figures were chosen on news of 40 events in three outlets each: B-cubed F1 .986 where the threshold was
tuned on half of the events and tested on the other half (``benchmarks/stories.py``).
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summarizers.lexicon.idf import STOP_WORDS, weight
from summarizers.lexicon.stem import rough
from summarizers.model import Article, Story
from summarizers.text.sentences import split_text

#: Words of the text compared; what comes later is background, which other events share.
OPENING_WORDS = 200
#: How often a word of the title counts.
TITLE_WEIGHT = 2
#: Least average similarity (cosine) of two groups that are one story; within .025 of the best from .22 to .30.
THRESHOLD = 0.25
#: Most days between two articles of one story, where both dates are known.
WINDOW_DAYS = 3
#: Documents the background table stands for when it is mixed with the counts of the articles at hand.
BACKGROUND = 10_000
#: Sentences of an article held against the story's centroid when its lead article is chosen.
LEDE_SENTENCES = 3
#: Characters of the text looked at for the opening: bounds the work on a page without blanks.
OPENING_CHARACTERS = 6_000
#: Terms kept of a centroid, the weightiest first; more do not change what joins it.
CENTROID_TERMS = 300
#: Terms multiplied at a time, which bounds memory.
_CHUNK = 2_048

_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class StoryInput:
    """What grouping looks at of one article."""

    #: Headline, or None.
    title: str | None
    #: Text from its first sentence on; only the opening is used.
    text: str
    #: Day of publication, or None when it is not known.
    published: dt.date | None = None


def story_input(article: Article) -> StoryInput:
    """An article as grouping sees it: datelines stand outside."""
    opening = [article.text[p.body_start : p.end] for p in article.paragraphs if p.kind != "heading"]
    return StoryInput(article.title, "\n".join(opening), article.published)


def group(articles: Sequence[StoryInput], known: Sequence[Story] = (), *, threshold: float = THRESHOLD) -> list[Story]:
    """The stories the articles tell, in the order of their first articles; each article is in exactly one.

    Articles that continue the same story of ``known`` (yesterday's, by its centroid) are one story even where they
    have little in common with each other; :func:`continued` tells which. Positions count in ``articles``.
    """
    vectors = _vectors([_terms(article) for article in articles])
    groups = _cluster(_similarities(vectors), articles, threshold)
    if known:
        groups = _joined(groups, vectors, articles, known, threshold)
    return [_story(members, vectors, articles) for members in groups]


def continued(stories: Sequence[Story], known: Sequence[Story], *, threshold: float = THRESHOLD) -> list[int | None]:
    """For each story the position of the story in ``known`` it continues, or None."""
    return _nearest([story.centroid for story in stories], known, threshold)


def similarity(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Average cosine of the articles behind two centroids, 0 to 1."""
    if len(other) < len(one):
        one, other = other, one
    return sum(value * other.get(term, 0.0) for term, value in one.items())


def terms_of(text: str) -> dict[str, float]:
    """The telling terms of a text (stems, lower case) with their background weights."""
    weights: dict[str, float] = {}
    for term, telling in _stems(text):
        weights[term] = min(weights.get(term, telling), telling)
    return weights


# -- words -----------------------------------------------------------------------------------------------------------


def _stems(text: str) -> Iterator[tuple[str, float]]:
    """Stems of a text's telling words, with the background weight of the word."""
    for match in _WORD.finditer(text):
        word = match.group().lower().replace("’", "'").removesuffix("'s")
        if len(word) > 1 and "." in word and not word[0].isdigit():
            word = word.replace(".", "")
        if len(word) < 2 or word in STOP_WORDS:
            continue
        telling = weight(word)
        if telling > 0:
            yield rough(word), telling


@dataclass(frozen=True, slots=True)
class _Terms:
    """Terms of one article's opening."""

    #: How often each stands there, title words counted twice.
    counts: Mapping[str, int]
    #: Background weight of each.
    weights: Mapping[str, float]


def _terms(article: StoryInput) -> _Terms:
    counts: Counter[str] = Counter()
    weights: dict[str, float] = {}
    for text, times in ((article.title or "", TITLE_WEIGHT), (_opening(article.text), 1)):
        for term, telling in _stems(text):
            counts[term] += times
            weights[term] = min(weights.get(term, telling), telling)
    return _Terms(counts, weights)


def _opening(text: str) -> str:
    """The first words of a text."""
    text = text[:OPENING_CHARACTERS]
    for number, match in enumerate(_WORD.finditer(text)):
        if number == OPENING_WORDS:
            return text[: match.start()]
    return text


def _vectors(documents: Sequence[_Terms]) -> list[dict[str, float]]:
    """Unit vectors: logarithmic counts times weights mixed from the background and the articles at hand."""
    usage = Counter(term for document in documents for term in document.counts)
    vectors = []
    for document in documents:
        vector: dict[str, float] = {}
        for term, count in document.counts.items():
            users = BACKGROUND * math.exp(-document.weights[term]) + usage[term]
            vector[term] = (1 + math.log(count)) * max(0.0, math.log((BACKGROUND + len(documents)) / users))
        length = math.sqrt(sum(value * value for value in vector.values()))
        vectors.append({term: value / length for term, value in vector.items()} if length else {})
    return vectors


# -- clusters --------------------------------------------------------------------------------------------------------


def _similarities(vectors: Sequence[Mapping[str, float]]) -> NDArray[np.float32]:
    """Cosines of all pairs."""
    usage = Counter(term for vector in vectors for term in vector)
    # A term of one article alone binds it to no other.
    return _products(vectors, vectors, [term for term, users in usage.items() if users > 1])


def _products(
    rows: Sequence[Mapping[str, float]], columns: Sequence[Mapping[str, float]], terms: Sequence[str]
) -> NDArray[np.float32]:
    """Products of each of ``rows`` with each of ``columns`` over ``terms``, a slice of these at a time."""
    table = np.zeros((len(rows), len(columns)), dtype=np.float32)
    for first in range(0, len(terms), _CHUNK):
        slice_ = {term: number for number, term in enumerate(terms[first : first + _CHUNK])}
        left = _block(rows, slice_)
        table += left @ (left if columns is rows else _block(columns, slice_)).T
    return table


def _block(vectors: Sequence[Mapping[str, float]], terms: Mapping[str, int]) -> NDArray[np.float32]:
    """Vectors over some terms, by their numbers."""
    block = np.zeros((len(vectors), len(terms)), dtype=np.float32)
    for row, vector in enumerate(vectors):
        for term, value in vector.items():
            number = terms.get(term)
            if number is not None:
                block[row, number] = value
    return block


def _cluster(table: NDArray[np.float32], articles: Sequence[StoryInput], threshold: float) -> list[list[int]]:
    """Average-link clusters of at least ``threshold``, members in input order, clusters by their first member."""
    size = len(articles)
    if not size:
        return []
    apart = _too_far_apart(articles)
    # Minus infinity survives every average: what must not meet never does, also not by way of others.
    table[apart] = -np.inf
    np.fill_diagonal(table, -np.inf)
    members: list[list[int]] = [[number] for number in range(size)]
    best, where = table.max(axis=1), table.argmax(axis=1)
    for _ in range(size):  # each turn makes one of two groups
        i = int(best.argmax())
        j = int(where[i])
        if not best[i] >= threshold:
            break
        a, b = len(members[i]), len(members[j])
        row = (a * table[i] + b * table[j]) / (a + b)
        row[i] = row[j] = -np.inf
        table[i, :] = table[:, i] = row
        table[j, :] = table[:, j] = -np.inf
        members[i] += members[j]
        members[j] = []
        best[j] = -np.inf
        # Rows whose best was one of the two look again; the others may only have gained the new group.
        stale = np.flatnonzero((where == i) | (where == j) | (np.arange(size) == i))
        best[stale], where[stale] = table[stale].max(axis=1), table[stale].argmax(axis=1)
        better = row > best
        best[better], where[better] = row[better], i
    return sorted(sorted(group) for group in members if group)


def _too_far_apart(articles: Sequence[StoryInput]) -> NDArray[np.bool_]:
    days = np.array([a.published.toordinal() if a.published else np.nan for a in articles], dtype=np.float64)
    return np.asarray(np.abs(days[:, None] - days[None, :]) > WINDOW_DAYS)


def _joined(
    groups: Sequence[list[int]],
    vectors: Sequence[Mapping[str, float]],
    articles: Sequence[StoryInput],
    known: Sequence[Story],
    threshold: float,
) -> list[list[int]]:
    """Groups that continue the same known story, put together where their dates allow it."""
    made: list[list[int]] = []
    continuing: dict[int, list[int]] = {}
    stories = _nearest([_centroid(members, vectors) for members in groups], known, threshold)
    for members, story in zip(groups, stories, strict=True):
        if story is not None and story in continuing:
            together = continuing[story]
            if not _too_far_apart([articles[k] for k in (*together, *members)]).any():
                together.extend(members)
                continue
        made.append(list(members))
        if story is not None:
            continuing.setdefault(story, made[-1])
    return sorted(sorted(members) for members in made)


def _nearest(centroids: Sequence[Mapping[str, float]], known: Sequence[Story], threshold: float) -> list[int | None]:
    """For each centroid the position of the known story most like it, or None where none is like enough."""
    if not centroids or not known:
        return [None] * len(centroids)
    kept = [story.centroid for story in known]
    terms = {term for centroid in kept for term in centroid}
    shared = sorted(terms.intersection(term for centroid in centroids for term in centroid))
    table = _products(centroids, kept, shared)
    best, where = table.max(axis=1), table.argmax(axis=1)
    return [int(at) if value >= threshold else None for value, at in zip(best, where, strict=True)]


# -- one story -------------------------------------------------------------------------------------------------------


def _story(members: Sequence[int], vectors: Sequence[Mapping[str, float]], articles: Sequence[StoryInput]) -> Story:
    centroid = _centroid(members, vectors)
    closeness = {k: _closeness(articles[k], centroid) for k in members} if len(members) > 1 else {}
    order = sorted(members, key=lambda k: (-closeness.get(k, 0.0), k))
    kept = sorted(centroid.items(), key=lambda item: (-item[1], item[0]))[:CENTROID_TERMS]
    return Story(articles=tuple(order), lead=order[0], centroid={term: round(value, 5) for term, value in kept})


def _centroid(members: Sequence[int], vectors: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The mean of the members' vectors: its product with another is the average likeness of their members."""
    total: dict[str, float] = {}
    for k in members:
        for term, value in vectors[k].items():
            total[term] = total.get(term, 0.0) + value / len(members)
    return total


def _closeness(article: StoryInput, centroid: Mapping[str, float]) -> float:
    """Cosine between the first sentences of an article and its story's centroid."""
    lede = " ".join(split_text(article.text[:OPENING_CHARACTERS])[:LEDE_SENTENCES])
    terms = _terms(StoryInput(None, lede))
    opening = {term: (1 + math.log(count)) * terms.weights[term] for term, count in terms.counts.items()}
    length = math.sqrt(sum(value * value for value in opening.values()))
    return similarity(opening, centroid) / length if length else 0.0
