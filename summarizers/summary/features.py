"""Sentence features and the linear model of the news summarizer.

A set of sentences is worth the sum of its sentences' values and of what only the set has (see sets.py). The weights are
data (summarizers/knowledge/models/summary_weights.tsv, whose header says how they were fitted).
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import pstdev

import numpy as np

from summarizers import lexicon
from summarizers.caching import by_word
from summarizers.coreference.standalone import Standing
from summarizers.knowledge import tables
from summarizers.lexicon import idf as termweights
from summarizers.people.entities import People
from summarizers.summary import importance
from summarizers.summary.importance import Importance
from summarizers.text.document import Document
from summarizers.text.quoted_spans import QuotedSpan

_WEIGHTS = tables.MODELS / "summary_weights.tsv"

#: Features of a sentence, in the order of a vector; most between -1 and 1. "paged" ones are 0 where the page's paragraphs
#: are lost, "foreign" ones are weighed by how much the article is about foreign affairs.
FEATURES = (
    "first", "second", "third", "fourth", "fifth", "sixth_to_eighth", "after_eighth", "after_fifteenth", "position",
    "log_position", "inverse_position", "paged_first", "paged_second", "paged_third", "paged_log_position", "paragraph_start",
    "words", "under_10", "under_15", "under_20", "over_25", "over_30", "over_40", "paged_words",
    "centroid", "centroid_forward", "lead_overlap", "title_overlap", "likest", "new_terms", "weight_mean",
    "recurring_twice", "recurring_thrice", "recurring_many", "frequency_mean", "frequency_share", "content_share",
    "numbers", "quoted_share", "opens_quoted", "question", "first_person", "furniture", "dash", "bracketed", "commas",
    "pronoun_start", "definite_start", "people", "lead_people", "main_people", "officials", "places", "names",
    "said", "according", "future", "date_words", "shown_words", "leans", "mild",
    "foreign_words", "foreign_said", "foreign_officials", "foreign_main_people", "foreign_quoted", "foreign_log_position",
    "foreign_title_overlap", "foreign_centroid", "foreign_leans",
)  # fmt: skip
_PRONOUNS = frozenset(
    {"he", "she", "they", "it", "his", "her", "their", "this", "these", "that", "those", "we", "i", "you"}
)
_FURNITURE = re.compile(
    r"\b(?:click|subscribe|sign up|newsletter|follow us|read more|watch|photo|image|video|copyright|all rights reserved|"
    r"e-?mail|twitter\.com|facebook|contributed to this report|share your|download|advertisement|caption|cookies?)\b",
    re.IGNORECASE,
)
#: Without one of these words none of that is there.
_FURNITURE_WORDS = frozenset(
    "click subscribe sign newsletter follow read watch photo image video copyright rights email e-mail mail twitter facebook "
    "contributed share download advertisement caption cookie cookies".split()
)
_DATE = frozenset("monday tuesday wednesday thursday friday saturday sunday today yesterday".split())
_FUTURE = frozenset("will would could may might".split())
_PLANNED = frozenset({"plan", "plans", "expected"})
_PLACES = frozenset({"country", "demonym", "capital"})
_SAID = frozenset({"said", "says", "told"})
_SPEAKING = frozenset({"i", "we", "my", "our", "you", "your"})
#: Countries, peoples and capitals named a sentence, from which an article counts as about foreign affairs in part, and in full.
_SOME_FOREIGN, _ALL_FOREIGN = 0.2, 0.4
#: Words a sentence may gain by in such an article, and the unit they are counted in.
_FULL, _UNIT = 35, 30
#: Sentences behind a long text's first ones that are compared one by one.
_COMPARED = 30
#: Words of a sentence the length features are measured by.
_LONG = 40


@dataclass(slots=True)
class SentenceTerms:
    """Weighted terms of one sentence."""

    #: Weight of each term (lower-case words, inverse document frequency), counts included.
    terms: dict[str, float]
    #: Euclidean length of ``terms``.
    norm: float
    #: Words.
    count: int


@dataclass(slots=True)
class Ranked:
    """An article's sentences as the model sees them."""

    #: One vector per sentence, in the order of :data:`FEATURES`.
    rows: list[list[float]]
    #: Terms of each sentence.
    terms: list[SentenceTerms]
    #: How often each term stands in these sentences.
    frequency: Counter[str]
    #: The most coverage twenty terms can give.
    most: float
    #: How likely each word is to stand in a summary.
    importance: Importance
    #: How much the article is about foreign affairs, 0 to 1; 0 where the page's paragraphs are lost.
    foreign: float


def terms_of(doc: Document, number: int) -> SentenceTerms:
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
    return SentenceTerms(weighted, _norm(weighted), words)


@by_word
def _term(word: str) -> tuple[str, float] | None:
    """The term a lower-case token is counted as, and its weight; None for what is no word."""
    if not word[0].isalnum():
        return None
    term = importance.stem(word)
    return term, termweights.weight(term) if len(word) > 1 else 0.0


def cosine(a: SentenceTerms, b: SentenceTerms) -> float:
    """Cosine of two term vectors, 0 to 1."""
    small, large = (a.terms, b.terms) if len(a.terms) <= len(b.terms) else (b.terms, a.terms)
    shared = small.keys() & large.keys()
    return sum([small[w] * large[w] for w in shared]) / (a.norm * b.norm) if shared else 0.0


def _norm(terms: dict[str, float]) -> float:
    return math.sqrt(sum([v * v for v in terms.values()])) or 1.0


def features(
    doc: Document,
    people: People,
    spans: Sequence[QuotedSpan],
    allowed: Sequence[int],
    title: str | None,
    standing: Sequence[Standing],
) -> Ranked:
    """The allowed sentences (article order) as vectors; with how each one stands."""
    vectors = [terms_of(doc, n) for n in allowed]
    frequency: Counter[str] = Counter()
    total: dict[str, float] = {}
    for vector in vectors:
        frequency.update(vector.terms.keys())
        for word, value in vector.terms.items():
            total[word] = total.get(word, 0.0) + value
    centroid = SentenceTerms(total, _norm(total), 0)
    rest, rest_square = dict(total), centroid.norm**2
    lead = vectors[0] if vectors else centroid
    title_terms = _title_terms(title)
    seen: set[str] = set()
    named_in: dict[int, set[int]] = {}
    times: Counter[int] = Counter()
    for mention, entity in people.mentions:
        named_in.setdefault(mention.sentence, set()).add(entity.index)
        times[entity.index] += 1
    lead_people = {i for n in allowed[:3] for i in named_in.get(n, ())}
    main_people = {i for i, _ in times.most_common(3)}
    official = {f.index for f in people.entities if f.official}
    peak = max(frequency.values(), default=1)
    paged = float(len({doc.sentences[n].paragraph for n in allowed}) > 1)
    count = len(allowed)
    foreign = paged * _foreign(doc, allowed)
    starts = [s.start for s in spans]
    rows: list[list[float]] = []
    for place, number in enumerate(allowed):
        sentence, vector = doc.sentences[number], vectors[place]
        text = doc.text[sentence.start : sentence.end]
        tokens = doc.sentence_tokens(number)
        words = vector.count
        content = max(1, len(vector.terms))
        first = next((doc.low[k] for k in tokens if doc.low[k][0].isalnum()), "")
        share = _quoted(spans, starts, sentence.start, sentence.end) / max(1, sentence.end - sentence.start)
        new = sum(w not in seen for w in vector.terms)
        seen.update(vector.terms)
        # what follows: the whole less what has passed, kept up to date instead of added up again
        for word, value in vector.terms.items():
            left = rest[word]
            rest_square += (left - value) ** 2 - left**2
            rest[word] = left - value
        forward = sum([v * rest[w] for w, v in vector.terms.items()]) / (
            vector.norm * math.sqrt(max(rest_square, 1e-6))
        )
        named = named_in.get(number, set())
        often = [frequency[w] for w in vector.terms]
        logs = math.log1p(place) / 4
        length = min(words, 60) / _LONG
        near = vectors[max(0, place - 5) : place] + vectors[place + 1 : place + 6] if place < _COMPARED else []
        how = standing[place]
        low = doc.low[tokens.start : tokens.stop]
        here = set(low)
        said = float(not here.isdisjoint(_SAID))
        future = not here.isdisjoint(_FUTURE) or any(a in _PLANNED and b == "to" for a, b in pairwise(low))
        central, titled = cosine(vector, centroid), cosine(vector, title_terms) if title_terms else 0.0
        main, officials = len(named & main_people) / 3, min(1.0, len(named & official) / 2)
        rows.append(
            [
                float(place == 0),
                float(place == 1),
                float(place == 2),
                float(place == 3),
                float(place == 4),
                float(5 <= place <= 7),
                float(place >= 8),
                float(place >= 15),
                place / max(1, count - 1),
                logs,
                1.0 / (1 + place),
                paged * (place == 0),
                paged * (place == 1),
                paged * (place == 2),
                paged * logs,
                float(place == 0 or doc.sentences[allowed[place - 1]].paragraph != sentence.paragraph),
                length,
                float(words < 10),
                float(words < 15),
                float(words < 20),
                float(words >= 25),
                float(words >= 30),
                float(words >= 40),
                paged * length,
                central,
                forward,
                cosine(vector, lead) if place else 0.0,
                titled,
                max((cosine(vector, v) for v in near), default=0.0),
                new / content,
                min(1.0, sum(vector.terms.values()) / max(1, words) / 6),
                sum(c >= 2 for c in often) / content,
                sum(c >= 3 for c in often) / content,
                sum(c >= 4 for c in often) / 10,
                sum(math.log(c) for c in often) / content,
                sum(often) / content / peak,
                len(vector.terms) / max(1, words),
                min(1.0, sum([w[0].isdigit() for w in low]) / 3),
                share,
                float(text[:1] in {'"', "“", "‘", "'"}),
                float(text.rstrip("”\"’' ").endswith("?")),
                float(share < 0.5 and not here.isdisjoint(_SPEAKING)),
                float(not here.isdisjoint(_FURNITURE_WORDS) and bool(_FURNITURE.search(text))),
                float("—" in text or " – " in text or "--" in text),
                float("(" in text),
                min(1.0, text.count(",") / 4),
                float(first in _PRONOUNS),
                float(first == "the"),
                min(1.0, len(named) / 3),
                float(bool(named & lead_people)),
                main,
                officials,
                min(1.0, sum([doc.kind(k) in _PLACES for k in tokens]) / 4),
                min(1.0, sum([t[0].isupper() for t in doc.tokens[tokens.start : tokens.stop]]) / 10),
                said,
                float("ccording to " in text),
                float(future),
                float(not here.isdisjoint(_DATE)),
                how.bracket_words / 10,
                min(3, how.leans) / 3,
                min(3, how.mild) / 3,
                foreign * min(words, _FULL) / _UNIT,
                foreign * said,
                foreign * officials,
                foreign * main,
                foreign * share,
                foreign * logs,
                foreign * titled,
                foreign * central,
                foreign * min(3, how.leans) / 3,
            ]
        )
    ranked = sorted((math.log(c) for c in frequency.values() if c > 1), reverse=True)[:20]
    return Ranked(rows, vectors, frequency, sum(ranked) or 1.0, importance.of(doc, allowed), foreign)


def _foreign(doc: Document, allowed: Sequence[int]) -> float:
    """How much of an article is about foreign affairs, by the countries, peoples and capitals it names a sentence."""
    named = 0
    for n in allowed:
        for k in doc.sentence_tokens(n):
            tag = doc.tags[k]
            named += tag is not None and tag.first == k and tag.entry.kind in _PLACES
    rate = named / max(1, len(allowed))
    return min(1.0, max(0.0, (rate - _SOME_FOREIGN) / (_ALL_FOREIGN - _SOME_FOREIGN)))


def _quoted(spans: Sequence[QuotedSpan], starts: list[int], start: int, end: int) -> int:
    """Code points of ``start:end`` that stand in quotes."""
    near = spans[max(0, bisect_left(starts, start) - 1) : bisect_left(starts, end)]
    return sum(max(0, min(s.end, end) - max(s.start, start)) for s in near)


def _title_terms(title: str | None) -> SentenceTerms | None:
    if not title:
        return None
    weighted: dict[str, float] = {}
    for word in re.findall(r"\w+(?:[’'-]\w+)*", title.lower()):
        value = termweights.weight(word)
        if value:
            weighted[importance.stem(word)] = weighted.get(importance.stem(word), 0.0) + value
    return SentenceTerms(weighted, _norm(weighted), len(weighted)) if weighted else None


@cache
def weights() -> dict[str, float]:
    """Weights by feature name."""
    found = {}
    for line in _WEIGHTS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, value = line.split("\t")[:2]
            found[name] = float(value)
    return found


def scores(rows: Sequence[Sequence[float]], table: dict[str, float]) -> list[float]:
    """Dot product of each sentence's vector and the weights."""
    if not rows:
        return []
    found: list[float] = (np.array(rows) @ np.array([table.get(name, 0.0) for name in FEATURES])).tolist()
    return found


#: What each of a reader's own words in a sentence adds to its value, and the most they add together, in standard
#: deviations of the article's values.
INTEREST, MOST_INTEREST = 2.0, 4.0


def interest(doc: Document, numbers: Sequence[int], values: Sequence[float], words: frozenset[str]) -> list[float]:
    """``values`` with a bonus for the reader's own words, the idea of Edmundson's cue method."""
    if not words or len(values) < 2:
        return list(values)
    spread = pstdev(values) or 1.0
    hits = [sum(lexicon.fold(doc.tokens[k]) in words for k in doc.sentence_tokens(n)) for n in numbers]
    return [v + spread * min(MOST_INTEREST, INTEREST * h) for v, h in zip(values, hits, strict=True)]
