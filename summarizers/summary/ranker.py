"""Sentence features and the linear model of the news summarizer.

The weights are data (summarizers/knowledge/summary_weights.tsv, whose header says how they were fitted).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from summarizers import lexicon, termweights
from summarizers.document import Document
from summarizers.people import Cast
from summarizers.quotes.spans import QuotedSpan

_WEIGHTS = Path(__file__).parent.parent / "knowledge" / "summary_weights.tsv"

#: Feature names, in the order of a vector; all between about -1 and 1.
FEATURES = (
    "first",
    "second",
    "third",
    "fourth_fifth",
    "position",
    "inverse_position",
    "early",
    "paragraph_start",
    "log_words",
    "short",
    "long",
    "centroid",
    "centroid_forward",
    "lead_overlap",
    "title_overlap",
    "new_terms",
    "weight_mean",
    "numbers",
    "quoted_share",
    "bare_quote",
    "question",
    "pronoun_start",
    "connective_start",
    "definite_start",
    "people",
    "lead_people",
    "officials",
    "places",
    "said",
    "first_person",
    "furniture",
    "colon_end",
    "date_words",
    "single_paragraph",
)
_PRONOUNS = frozenset(
    {"he", "she", "they", "it", "his", "her", "their", "this", "these", "that", "those", "we", "i", "you"}
)
_CONNECTIVES = frozenset(
    """but and or yet so however meanwhile still also instead moreover furthermore nevertheless therefore thus then later
    earlier although though while""".split()
)
_FURNITURE = re.compile(
    r"\b(?:click|subscribe|sign up|newsletter|follow us|read more|watch|photo|image|video|copyright|all rights reserved|"
    r"e-?mail|twitter\.com|facebook|contributed to this report|share your|download|advertisement|caption|cookies?)\b",
    re.IGNORECASE,
)
_DATE = re.compile(r"\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|yesterday)\b", re.IGNORECASE)


@dataclass(slots=True)
class SentenceTerms:
    """Weighted terms of one sentence."""

    #: Weight of each term (lower-case words, inverse document frequency), counts included.
    terms: dict[str, float]
    #: Euclidean length of ``terms``.
    norm: float
    #: Words.
    count: int


def terms_of(doc: Document, number: int) -> SentenceTerms:
    """The weighted terms of sentence ``number``."""
    counts: Counter[str] = Counter()
    words = 0
    for k in doc.sentence_tokens(number):
        word = doc.low[k]
        if not word[0].isalnum():
            continue
        words += 1
        if len(word) > 1:
            counts[_stem(word)] += 1
    weighted = {w: c * termweights.weight(w) for w, c in counts.items()}
    weighted = {w: v for w, v in weighted.items() if v > 0}
    return SentenceTerms(weighted, math.sqrt(sum(v * v for v in weighted.values())) or 1.0, words)


@cache
def _stem(word: str) -> str:
    """A light plural and participle cut, enough to match words of one article."""
    for ending in ("ies", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def cosine(a: SentenceTerms, b: SentenceTerms) -> float:
    """Cosine of two term vectors, 0 to 1."""
    small, large = (a.terms, b.terms) if len(a.terms) <= len(b.terms) else (b.terms, a.terms)
    return sum(v * large[w] for w, v in small.items() if w in large) / (a.norm * b.norm)


def features(
    doc: Document, cast: Cast, spans: Sequence[QuotedSpan], allowed: Sequence[int], title: str | None
) -> tuple[list[list[float]], list[SentenceTerms]]:
    """One vector per allowed sentence (article order), and the sentences' terms."""
    vectors = [terms_of(doc, n) for n in allowed]
    total: dict[str, float] = {}
    for vector in vectors:
        for word, value in vector.terms.items():
            total[word] = total.get(word, 0.0) + value
    centroid = SentenceTerms(total, math.sqrt(sum(v * v for v in total.values())) or 1.0, 0)
    suffix: list[SentenceTerms] = []
    running: dict[str, float] = {}
    for vector in reversed(vectors):
        suffix.append(SentenceTerms(dict(running) if len(vectors) <= 60 else running, 1.0, 0))
        for word, value in vector.terms.items():
            running[word] = running.get(word, 0.0) + value
    forward_known = len(vectors) <= 60
    suffix.reverse()
    lead = vectors[0] if vectors else centroid
    title_terms = _title_terms(title)
    seen: set[str] = set()
    lead_people = {f.index for m, f in cast.mentions if m.sentence in set(allowed[:3])}
    people: dict[int, set[int]] = {}
    for mention, figure in cast.mentions:
        people.setdefault(mention.sentence, set()).add(figure.index)
    official = {f.index for f in cast.figures if f.official}
    texts = doc.text
    rows: list[list[float]] = []
    count = len(allowed)
    paragraphs = len({doc.sentences[n].paragraph for n in allowed})
    starts = [s.start for s in spans]
    from bisect import bisect_left

    for place, number in enumerate(allowed):
        sentence = doc.sentences[number]
        vector = vectors[place]
        text = texts[sentence.start : sentence.end]
        tokens = doc.sentence_tokens(number)
        words = vector.count
        first = next((doc.low[k] for k in tokens if doc.low[k][0].isalnum()), "")
        quoted = 0
        for s in spans[max(0, bisect_left(starts, sentence.start) - 1) : bisect_left(starts, sentence.end)]:
            quoted += max(0, min(s.end, sentence.end) - max(s.start, sentence.start))
        share = quoted / max(1, sentence.end - sentence.start)
        new = [w for w in vector.terms if w not in seen]
        named = people.get(number, set())
        rest = suffix[place]
        forward = 0.0
        if forward_known and rest.terms:
            norm = math.sqrt(sum(v * v for v in rest.terms.values())) or 1.0
            forward = sum(v * rest.terms.get(w, 0.0) for w, v in vector.terms.items()) / (vector.norm * norm)
        rows.append(
            [
                float(place == 0),
                float(place == 1),
                float(place == 2),
                float(place in {3, 4}),
                place / max(1, count - 1) if count > 1 else 0.0,
                1.0 / (1 + place),
                float(place < max(3, count // 5)),
                float(place == 0 or doc.sentences[allowed[place - 1]].paragraph != sentence.paragraph),
                math.log1p(words) / 4,
                float(words < 8),
                float(words > 42),
                cosine(vector, centroid),
                forward,
                cosine(vector, lead) if place else 0.0,
                cosine(vector, title_terms) if title_terms else 0.0,
                len(new) / max(1, len(vector.terms)) if vector.terms else 0.0,
                min(1.0, sum(vector.terms.values()) / max(1, words) / 6),
                min(1.0, sum(doc.tokens[k][0].isdigit() for k in tokens) / 3),
                share,
                float(share > 0.85),
                float(text.rstrip("”\"’' ").endswith("?")),
                float(first in _PRONOUNS),
                float(first in _CONNECTIVES),
                float(first == "the"),
                min(1.0, len(named) / 3),
                float(bool(named & lead_people)),
                min(1.0, len(named & official) / 2),
                min(
                    1.0,
                    sum(doc.kind(k) in {"country", "demonym", "capital"} for k in tokens) / 4,
                ),
                float(any(doc.low[k] in {"said", "says", "told"} for k in tokens)),
                float(share < 0.5 and any(doc.low[k] in {"i", "we", "my", "our", "you", "your"} for k in tokens)),
                float(bool(_FURNITURE.search(text))),
                float(text.rstrip().endswith(":")),
                float(bool(_DATE.search(text))),
                float(paragraphs == 1),
            ]
        )
        seen.update(vector.terms)
    return rows, vectors


def _title_terms(title: str | None) -> SentenceTerms | None:
    if not title:
        return None
    weighted: dict[str, float] = {}
    for word in re.findall(r"\w+(?:[’'-]\w+)*", title.lower()):
        value = termweights.weight(word)
        if value:
            weighted[_stem(word)] = weighted.get(_stem(word), 0.0) + value
    return (
        SentenceTerms(weighted, math.sqrt(sum(v * v for v in weighted.values())) or 1.0, len(weighted))
        if weighted
        else None
    )


@cache
def weights() -> dict[str, float]:
    """Weights by feature name."""
    found = {}
    for line in _WEIGHTS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, value = line.split("\t")[:2]
            found[name] = float(value)
    return found


def score(row: Sequence[float], table: dict[str, float]) -> float:
    """Dot product of one feature vector and the weights."""
    return sum(value * table.get(name, 0.0) for name, value in zip(FEATURES, row, strict=True))


def interest(doc: Document, number: int, words: frozenset[str]) -> float:
    """Bonus for a reader's own words, the idea of Edmundson's cue method: 0.5 for each one in the sentence, at most 1.5."""
    if not words:
        return 0.0
    hits = sum(lexicon.fold(doc.tokens[k]) in words for k in doc.sentence_tokens(number))
    return min(1.5, 0.5 * hits)
