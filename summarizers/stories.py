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
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summarizers.caching import Remembered, by_word
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
#: Characters that mostly hold the opening: looked at first.
_USUAL_OPENING = 1_600
#: Terms kept of a centroid, the weightiest first; more do not change what joins it.
CENTROID_TERMS = 300
#: Terms multiplied at a time, which bounds memory.
_CHUNK = 2_048
#: Articles whose products with all others are held at a time, which bounds memory.
_ROWS = 256
#: Share of the articles from which on a term is multiplied as a column of a table, not by its list of users: quicker so.
_COMMON = 0.05
#: Rounding of products: what is this much below the threshold is looked at closely all the same.
_ROUNDING = 1e-4

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
    # Every word of the articles is stemmed once: their words are too many for what is remembered between calls.
    telling = Remembered(_telling_word, most=OPENING_CHARACTERS * (len(articles) + 1)).__getitem__
    vectors = _vectors([_terms(article, telling) for article in articles])
    groups = _clusters(vectors, articles, threshold)
    if known:
        groups = _joined(groups, vectors, articles, known, threshold)
    return [_story(members, vectors, articles, telling) for members in groups]


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


_Telling = Callable[[str], tuple[str, float] | None]


def _telling_word(token: str) -> tuple[str, float] | None:
    """Stem and background weight of a word as it stands in a text; None for one that tells nothing."""
    word = token.lower().replace("’", "'").removesuffix("'s")
    if len(word) > 1 and "." in word and not word[0].isdigit():
        word = word.replace(".", "")
    if len(word) < 2 or word in STOP_WORDS:
        return None
    telling = weight(word)
    return (rough(word), telling) if telling > 0 else None


_telling = by_word(_telling_word)


def _stems(text: str) -> Iterator[tuple[str, float]]:
    """Stems of a text's telling words, with the background weight of the word."""
    return (found for match in _WORD.finditer(text) if (found := _telling(match.group())) is not None)


@dataclass(frozen=True, slots=True)
class _Terms:
    """Terms of one article's opening."""

    #: How often each stands there, title words counted twice.
    counts: Mapping[str, int]
    #: Background weight of each.
    weights: Mapping[str, float]


def _terms(article: StoryInput, telling: _Telling) -> _Terms:
    counts: dict[str, int] = {}
    weights: dict[str, float] = {}
    for tokens, times in ((_WORD.findall(article.title or ""), TITLE_WEIGHT), (_opening(article.text), 1)):
        # Every word once: a text says most of its words several times.
        for token, number in Counter(tokens).items():
            found = telling(token)
            if found is not None:
                term, weight_ = found
                counts[term] = counts.get(term, 0) + times * number
                weights[term] = min(weights.get(term, weight_), weight_)
    return _Terms(counts, weights)


def _opening(text: str) -> list[str]:
    """The first words of a text."""
    stop = min(len(text), OPENING_CHARACTERS)
    first: list[str] = _WORD.findall(text, 0, min(stop, _USUAL_OPENING))
    if len(first) <= OPENING_WORDS and stop > _USUAL_OPENING:  # the last of them may be cut
        first = _WORD.findall(text, 0, stop)
    return first[:OPENING_WORDS]


def _vectors(documents: Sequence[_Terms]) -> list[dict[str, float]]:
    """Unit vectors: logarithmic counts times weights mixed from the background and the articles at hand."""
    usage = Counter(term for document in documents for term in document.counts)
    mixed: dict[tuple[str, float], float] = {}
    vectors = []
    for document in documents:
        vector: dict[str, float] = {}
        for term, count in document.counts.items():
            known = (term, document.weights[term])
            value = mixed.get(known)
            if value is None:
                users = BACKGROUND * math.exp(-known[1]) + usage[term]
                value = mixed[known] = max(0.0, math.log((BACKGROUND + len(documents)) / users))
            vector[term] = (1 + math.log(count)) * value if count > 1 else value
        length = math.sqrt(sum(value * value for value in vector.values()))
        vectors.append({term: value / length for term, value in vector.items()} if length else {})
    return vectors


# -- clusters --------------------------------------------------------------------------------------------------------


def _clusters(
    vectors: Sequence[Mapping[str, float]], articles: Sequence[StoryInput], threshold: float
) -> list[list[int]]:
    """Average-link clusters, members in input order, clusters by their first member.

    An average reaches the threshold only where one of its pairs does, so what no chain of such pairs binds together is
    never one cluster: the tables of all pairs stay as small as those chains.
    """
    found: list[list[int]] = []
    for together in _bound(vectors, articles, threshold):
        if len(together) == 1:
            found.append(together)
            continue
        part = [vectors[k] for k in together]
        inner = _cluster(_similarities(part), [articles[k] for k in together], threshold)
        found += [[together[k] for k in members] for members in inner]
    return sorted(found)


def _bound(vectors: Sequence[Mapping[str, float]], articles: Sequence[StoryInput], threshold: float) -> list[list[int]]:
    """Articles bound together by chains of pairs that are alike and near enough in time, each in input order."""
    days = _days(articles)
    label = np.arange(len(vectors))
    for number, likeness in enumerate(_likenesses(vectors)):
        alike = np.flatnonzero(likeness >= threshold - _ROUNDING)
        alike = alike[~(np.abs(days[alike] - days[number]) > WINDOW_DAYS)]
        labels = np.unique(label[alike])
        if labels.size == 1:
            label[number] = labels[0]
        elif labels.size:
            label[: number + 1][np.isin(label[: number + 1], [*labels, number])] = labels[0]
    chains: dict[int, list[int]] = {}
    for number, of in enumerate(label.tolist()):
        chains.setdefault(of, []).append(number)
    return list(chains.values())


def _likenesses(vectors: Sequence[Mapping[str, float]]) -> Iterator[NDArray[np.float64]]:
    """Of each article the cosines with all before it.

    What many articles use is multiplied as a table, what few use by the lists of those who do.
    """
    size = len(vectors)
    usage = Counter(term for vector in vectors for term in vector)
    often = sorted((term for term, users in usage.items() if users > _COMMON * size), key=lambda term: -usage[term])
    common = {term: number for number, term in enumerate(often[:_CHUNK])}
    table = _block(vectors, common)
    index = _Index(vectors, {term for term, users in usage.items() if users > 1 and term not in common})
    for first in range(0, size, _ROWS):
        block = table[first : first + _ROWS] @ table[: first + _ROWS].T
        for row in range(first, min(first + _ROWS, size)):
            yield block[row - first, :row] + index.products_before(row)


class _Index:
    """Which articles use a term and how much it weighs there, articles added one after the other."""

    def __init__(self, vectors: Sequence[Mapping[str, float]], terms: set[str]) -> None:
        number = {term: k for k, term in enumerate(terms)}
        kept = [[(number[term], value) for term, value in vector.items() if term in number] for vector in vectors]
        #: Term numbers and values of all articles behind one another, and where each article's begin.
        self._terms = np.array([term for pairs in kept for term, _ in pairs], dtype=np.int64)
        self._values = np.array([value for pairs in kept for _, value in pairs], dtype=np.float32)
        self._bounds = np.concatenate(([0], np.cumsum([len(pairs) for pairs in kept], dtype=np.int64)))
        users = np.bincount(self._terms, minlength=len(number))
        #: Where each term's users begin in the two below, and how many of them are there.
        self._begins = np.concatenate(([0], np.cumsum(users)))[:-1]
        self._filled = np.zeros(len(number), dtype=np.int64)
        self._users = np.zeros(len(self._terms), dtype=np.int32)
        self._weights = np.zeros(len(self._terms), dtype=np.float32)

    def products_before(self, row: int) -> NDArray[np.float64]:
        """Products of an article with all added before, which it joins; rows are asked for one after the other."""
        own = slice(self._bounds[row], self._bounds[row + 1])
        terms, values = self._terms[own], self._values[own]
        begins, filled = self._begins[terms], self._filled[terms]
        ends = np.cumsum(filled)
        # Places of all users of all its terms: a run of consecutive numbers for each term.
        places = np.repeat(begins - ends + filled, filled) + np.arange(ends[-1] if ends.size else 0)
        weights = self._weights[places] * np.repeat(values, filled)
        products = np.asarray(np.bincount(self._users[places], weights=weights, minlength=row), dtype=np.float64)
        self._users[begins + filled], self._weights[begins + filled] = row, values
        self._filled[terms] += 1
        return products


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
    days = _days(articles)
    return np.asarray(np.abs(days[:, None] - days[None, :]) > WINDOW_DAYS)


def _days(articles: Sequence[StoryInput]) -> NDArray[np.float64]:
    """Days of publication by number; what is not known is no number, and no more than any days from another."""
    return np.array([a.published.toordinal() if a.published else np.nan for a in articles], dtype=np.float64)


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


def _story(
    members: Sequence[int], vectors: Sequence[Mapping[str, float]], articles: Sequence[StoryInput], telling: _Telling
) -> Story:
    centroid = _centroid(members, vectors)
    closeness = {k: _closeness(articles[k], centroid, telling) for k in members} if len(members) > 1 else {}
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


def _closeness(article: StoryInput, centroid: Mapping[str, float], telling: _Telling) -> float:
    """Cosine between the first sentences of an article and its story's centroid."""
    terms = _terms(StoryInput(None, _lede(article.text)), telling)
    opening = {term: (1 + math.log(count)) * terms.weights[term] for term, count in terms.counts.items()}
    length = math.sqrt(sum(value * value for value in opening.values()))
    return similarity(opening, centroid) / length if length else 0.0


def _lede(text: str) -> str:
    """The first sentences of a text, as far as their words are compared."""
    opening = text[:OPENING_CHARACTERS]
    first = split_text(opening[:_USUAL_OPENING])
    lede = " ".join(first[:LEDE_SENTENCES])
    # The last sentence of a part may be cut, and where one ends may hang on what follows.
    if len(first) > LEDE_SENTENCES + 1 or len(_WORD.findall(lede)) > OPENING_WORDS:
        return lede
    return " ".join(split_text(opening)[:LEDE_SENTENCES])
