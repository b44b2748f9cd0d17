"""What the news summarizer's linear model sees of each sentence.

A set of sentences is worth the sum of its sentences' values and of what only the set has (see sets.py). The weights are
data (summarizers/knowledge/models/summary_weights.tsv, whose header says how they were fitted).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from re import IGNORECASE
from statistics import pstdev
from typing import Any

import numpy as np

from summarizers import lexicon
from summarizers.coreference.standalone import Standing
from summarizers.lexicon.words import pattern, word_class
from summarizers.people.entities import People
from summarizers.summary import importance, terms
from summarizers.summary.columns import Column, matrix, vector
from summarizers.summary.importance import Importance
from summarizers.summary.terms import SentenceTerms, cosine
from summarizers.text.document import Document
from summarizers.text.quoted_spans import QuotedSpan
from summarizers.values import value_class

_PRONOUNS = word_class("summary_pronoun")
_FURNITURE = pattern("summary_furniture", IGNORECASE)
#: Without one of these words none of that is there.
_FURNITURE_WORDS = word_class("summary_furniture")
#: Words of what is decided, done or demanded.
_DEED = pattern("deed", IGNORECASE)
_DAYS = word_class("summary_day")
_FUTURE = word_class("future_auxiliary")
_PLANNED = frozenset({"plan", "plans", "expected"})
_PLACES = frozenset({"country", "demonym", "capital"})
_SAID = frozenset({"said", "says", "told"})
_SPEAKING = word_class("speaking_to_reader")
#: Countries, peoples and capitals named a sentence, from which an article counts as about foreign affairs in part, and in full.
_SOME_FOREIGN, _ALL_FOREIGN = 0.2, 0.4
#: Words a sentence may gain by in such an article, and the unit they are counted in.
_FULL, _UNIT = 35, 30
#: Sentences behind a long text's first ones that are compared one by one, and on either side with how many others.
_COMPARED, _BESIDE = 30, 5
#: Words of a sentence the length features are measured by, and those that count.
_LONG, _LONGEST = 40, 60


@dataclass(slots=True)
class Ranked:
    """An article's sentences as the model sees them."""

    #: One row per sentence, one column for each of :data:`FEATURES`.
    rows: Any
    #: Terms of each sentence.
    terms: list[SentenceTerms]
    #: Likeness of each sentence to all of them together, 0 to 1.
    central: list[float]
    #: How often each term stands in these sentences.
    frequency: Counter[str]
    #: The most coverage twenty terms can give.
    most: float
    #: How likely each word is to stand in a summary.
    importance: Importance
    #: How much the article is about foreign affairs, 0 to 1; 0 where the page's paragraphs are lost.
    foreign: float
    #: Whether the page's paragraphs are known.
    paged: bool


@value_class
class View:
    """One sentence with its neighbourhood."""

    #: Its place among the sentences that may be shown.
    place: int
    #: Its words as they stand.
    text: str
    #: Its tokens as they stand, and in lower case.
    tokens: list[str]
    low: list[str]
    #: Its different tokens, lower case.
    here: set[str]
    #: Gazetteer kind of each token, "" for none.
    kinds: list[str]
    #: Its terms.
    terms: SentenceTerms
    #: How often each of its terms stands in the article.
    often: list[int]
    #: Different terms, at least 1.
    content: int
    #: Words, at least 1.
    words: int
    #: Share of its code points that stand in quotes.
    quoted: float
    #: Numbers of the people it names.
    named: set[int]
    #: Whether another paragraph, or nothing, stands before it.
    opens_paragraph: bool
    #: How it stands.
    standing: Standing


class Sentences:
    """The sentences of one article that may be shown: what the features are taken from."""

    def __init__(
        self,
        doc: Document,
        people: People,
        spans: Sequence[QuotedSpan],
        allowed: Sequence[int],
        standing: Sequence[Standing],
    ) -> None:
        #: Terms of each sentence, and of all together.
        self.terms = [terms.of_sentence(doc, n) for n in allowed]
        self.total = _total(self.terms)
        #: How often each term stands in the article, and the highest of these figures.
        self.frequency: Counter[str] = Counter()
        for vector_ in self.terms:
            self.frequency.update(vector_.terms.keys())
        self.peak = max(self.frequency.values(), default=1)
        #: Terms of the headline.
        self.title = terms.of_title(doc.article.title)
        paged = len({doc.sentences[n].paragraph for n in allowed}) > 1
        #: 1 where the page's paragraphs are known, else 0.
        self.paged = float(paged)
        #: How much the article is about foreign affairs, 0 to 1; 0 where the page's paragraphs are lost.
        self.foreign = self.paged * _foreign(doc, allowed)
        named = _named(people)
        #: Numbers of the people the first sentences name, of those named most, and of the officials.
        self.lead_people = {i for n in allowed[:3] for i in named.get(n, ())}
        times = Counter(entity.index for _, entity in people.mentions)
        self.main_people = {i for i, _ in times.most_common(3)}
        self.officials = {e.index for e in people.entities if e.official}
        #: Each sentence.
        self.views = list(self._views(doc, spans, allowed, named, standing))
        #: Place of each sentence, and its logarithm.
        self.place = np.arange(len(allowed), dtype=float)
        self.log_place = np.array([math.log1p(k) / 4 for k in range(len(allowed))])
        #: Words of each sentence.
        self.words = np.array([float(v.count) for v in self.terms])
        #: Likeness of each to all of them, and to the headline.
        self.central = [cosine(v, self.total) for v in self.terms]
        self.titled = self.each(lambda v: cosine(v.terms, self.title) if self.title else 0.0)
        #: Whether it says who said something; shares of the main people and the officials in it; share in quotes; what it leans on.
        self.said = self.each(lambda v: not v.here.isdisjoint(_SAID))
        self.main = self.each(lambda v: len(v.named & self.main_people) / 3)
        self.official = self.each(lambda v: min(1.0, len(v.named & self.officials) / 2))
        self.quoted = self.each(lambda v: v.quoted)
        self.leans = self.each(lambda v: min(3, v.standing.leans) / 3)
        #: Ties of the milder kind, share of terms not told before, figures, and places named.
        self.mild = self.each(lambda v: min(3, v.standing.mild) / 3)
        self.new_terms = np.array(self.fresh())
        self.numbers = self.each(lambda v: min(1.0, sum([w[0].isdigit() for w in v.low]) / 3))
        self.places = self.each(lambda v: min(1.0, sum([kind in _PLACES for kind in v.kinds]) / 4))

    def _views(
        self,
        doc: Document,
        spans: Sequence[QuotedSpan],
        allowed: Sequence[int],
        named: Mapping[int, set[int]],
        standing: Sequence[Standing],
    ) -> Iterator[View]:
        starts = [s.start for s in spans]
        paragraph = None
        for place, number in enumerate(allowed):
            sentence, own = doc.sentences[number], self.terms[place]
            tokens = doc.sentence_tokens(number)
            low = doc.low[tokens.start : tokens.stop]
            length = max(1, sentence.end - sentence.start)
            yield View(
                place,
                doc.text[sentence.start : sentence.end],
                doc.tokens[tokens.start : tokens.stop],
                low,
                set(low),
                ["" if tag is None else tag.entry.kind for tag in doc.tags[tokens.start : tokens.stop]],
                own,
                [self.frequency[w] for w in own.terms],
                max(1, len(own.terms)),
                max(1, own.count),
                _quoted(spans, starts, sentence.start, sentence.end) / length,
                named.get(number, set()),
                sentence.paragraph != paragraph,
                standing[place],
            )
            paragraph = sentence.paragraph

    def each(self, value: Callable[[View], float]) -> Any:
        """One number for each sentence."""
        return np.array([value(view) for view in self.views], dtype=float)

    def forward(self) -> list[float]:
        """Likeness of each sentence to what follows it: the whole less what has passed, kept up to date instead of added up again."""
        rest, square = dict(self.total.terms), self.total.norm**2
        found = []
        for own in self.terms:
            for word, value in own.terms.items():
                left = rest[word]
                square += (left - value) ** 2 - left**2
                rest[word] = left - value
            shared = sum([v * rest[w] for w, v in own.terms.items()])
            found.append(shared / (own.norm * math.sqrt(max(square, 1e-6))))
        return found

    def fresh(self) -> list[float]:
        """Share of each sentence's terms that no sentence before it has."""
        seen: set[str] = set()
        found = []
        for view in self.views:
            found.append(sum([w not in seen for w in view.terms.terms]) / view.content)
            seen.update(view.terms.terms)
        return found

    def likest(self, view: View) -> float:
        """Likeness of a sentence to the one beside it that is most like it; 0 far behind the opening."""
        k = view.place
        near = self.terms[max(0, k - _BESIDE) : k] + self.terms[k + 1 : k + 1 + _BESIDE] if k < _COMPARED else []
        return max([cosine(view.terms, other) for other in near], default=0.0)


def _total(vectors: Sequence[SentenceTerms]) -> SentenceTerms:
    """The terms of all sentences together."""
    total: dict[str, float] = {}
    for vector_ in vectors:
        for word, value in vector_.terms.items():
            total[word] = total.get(word, 0.0) + value
    return SentenceTerms(total, terms.norm(total.values()), 0)


def _named(people: People) -> dict[int, set[int]]:
    """Numbers of the people named in each sentence."""
    found: dict[int, set[int]] = {}
    for mention, entity in people.mentions:
        found.setdefault(mention.sentence, set()).add(entity.index)
    return found


def _first_word(view: View) -> str:
    return next((word for word in view.low if word[0].isalnum()), "")


def _is_future(view: View) -> bool:
    return not view.here.isdisjoint(_FUTURE) or any(a in _PLANNED and b == "to" for a, b in pairwise(view.low))


#: Features of a sentence, most between -1 and 1. "paged" ones are 0 where the page's paragraphs are lost, "foreign" ones are
#: weighed by how much the article is about foreign affairs.
FEATURES: tuple[Column[Sentences], ...] = (
    Column("first", lambda s: s.place == 0),
    Column("second", lambda s: s.place == 1),
    Column("third", lambda s: s.place == 2),
    Column("fourth", lambda s: s.place == 3),
    Column("fifth", lambda s: s.place == 4),
    Column("sixth_to_eighth", lambda s: (s.place >= 5) & (s.place <= 7)),
    Column("after_eighth", lambda s: s.place >= 8),
    Column("after_fifteenth", lambda s: s.place >= 15),
    Column("position", lambda s: s.place / max(1, len(s.place) - 1)),
    Column("log_position", lambda s: s.log_place),
    Column("inverse_position", lambda s: 1.0 / (1 + s.place)),
    Column("paged_first", lambda s: s.paged * (s.place == 0)),
    Column("paged_second", lambda s: s.paged * (s.place == 1)),
    Column("paged_third", lambda s: s.paged * (s.place == 2)),
    Column("paged_log_position", lambda s: s.paged * s.log_place),
    Column("paragraph_start", lambda s: s.each(lambda v: v.opens_paragraph)),
    Column("words", lambda s: np.minimum(s.words, _LONGEST) / _LONG),
    Column("under_10", lambda s: s.words < 10),
    Column("under_15", lambda s: s.words < 15),
    Column("under_20", lambda s: s.words < 20),
    Column("over_25", lambda s: s.words >= 25),
    Column("over_30", lambda s: s.words >= 30),
    Column("over_40", lambda s: s.words >= 40),
    Column("paged_words", lambda s: s.paged * (np.minimum(s.words, _LONGEST) / _LONG)),
    Column("centroid", lambda s: s.central),
    Column("centroid_forward", lambda s: s.forward()),
    Column("lead_overlap", lambda s: s.each(lambda v: cosine(v.terms, s.terms[0]) if v.place else 0.0)),
    Column("title_overlap", lambda s: s.titled),
    Column("likest", lambda s: s.each(s.likest)),
    Column("new_terms", lambda s: s.new_terms),
    Column("weight_mean", lambda s: s.each(lambda v: min(1.0, sum(v.terms.terms.values()) / v.words / 6))),
    Column("recurring_twice", lambda s: s.each(lambda v: sum([c >= 2 for c in v.often]) / v.content)),
    Column("recurring_thrice", lambda s: s.each(lambda v: sum([c >= 3 for c in v.often]) / v.content)),
    Column("recurring_many", lambda s: s.each(lambda v: sum([c >= 4 for c in v.often]) / 10)),
    Column("frequency_mean", lambda s: s.each(lambda v: sum([math.log(c) for c in v.often]) / v.content)),
    Column("frequency_share", lambda s: s.each(lambda v: sum(v.often) / v.content / s.peak)),
    Column("content_share", lambda s: s.each(lambda v: len(v.terms.terms) / v.words)),
    Column("numbers", lambda s: s.numbers),
    Column("quoted_share", lambda s: s.quoted),
    Column("opens_quoted", lambda s: s.each(lambda v: v.text[:1] in {'"', "“", "‘", "'"})),
    Column("question", lambda s: s.each(lambda v: v.text.rstrip("”\"’' ").endswith("?"))),
    Column("first_person", lambda s: s.each(lambda v: v.quoted < 0.5 and not v.here.isdisjoint(_SPEAKING))),
    Column("furniture", lambda s: s.each(
        lambda v: not v.here.isdisjoint(_FURNITURE_WORDS) and _FURNITURE.search(v.text) is not None
    )),
    Column("dash", lambda s: s.each(lambda v: "—" in v.text or " – " in v.text or "--" in v.text)),
    Column("bracketed", lambda s: s.each(lambda v: "(" in v.text)),
    Column("commas", lambda s: s.each(lambda v: min(1.0, v.text.count(",") / 4))),
    Column("pronoun_start", lambda s: s.each(lambda v: _first_word(v) in _PRONOUNS)),
    Column("definite_start", lambda s: s.each(lambda v: _first_word(v) == "the")),
    Column("people", lambda s: s.each(lambda v: min(1.0, len(v.named) / 3))),
    Column("lead_people", lambda s: s.each(lambda v: not v.named.isdisjoint(s.lead_people))),
    Column("main_people", lambda s: s.main),
    Column("officials", lambda s: s.official),
    Column("places", lambda s: s.places),
    Column("names", lambda s: s.each(lambda v: min(1.0, sum([t[0].isupper() for t in v.tokens]) / 10))),
    Column("said", lambda s: s.said),
    Column("according", lambda s: s.each(lambda v: "ccording to " in v.text)),
    Column("future", lambda s: s.each(_is_future)),
    Column("date_words", lambda s: s.each(lambda v: not v.here.isdisjoint(_DAYS))),
    Column("shown_words", lambda s: s.each(lambda v: v.standing.bracket_words / 10)),
    Column("leans", lambda s: s.leans),
    Column("mild", lambda s: s.mild),
    Column("foreign_words", lambda s: s.foreign * np.minimum(s.words, _FULL) / _UNIT),
    Column("foreign_said", lambda s: s.foreign * s.said),
    Column("foreign_officials", lambda s: s.foreign * s.official),
    Column("foreign_main_people", lambda s: s.foreign * s.main),
    Column("foreign_quoted", lambda s: s.foreign * s.quoted),
    Column("foreign_log_position", lambda s: s.foreign * s.log_place),
    Column("foreign_title_overlap", lambda s: s.foreign * s.titled),
    Column("foreign_centroid", lambda s: s.foreign * np.array(s.central)),
    Column("foreign_leans", lambda s: s.foreign * s.leans),
    Column("foreign_first", lambda s: s.foreign * (s.place == 0)),
    Column("foreign_deed", lambda s: s.foreign * s.each(lambda v: _DEED.search(v.text) is not None) if s.foreign else 0.0),
    Column("foreign_numbers", lambda s: s.foreign * s.numbers),
    Column("foreign_places", lambda s: s.foreign * s.places),
    Column("foreign_mild", lambda s: s.foreign * s.mild),
    Column("foreign_new_terms", lambda s: s.foreign * s.new_terms),
)  # fmt: skip


def rank(
    doc: Document,
    people: People,
    spans: Sequence[QuotedSpan],
    allowed: Sequence[int],
    standing: Sequence[Standing],
) -> Ranked:
    """The allowed sentences (article order) as rows of features, with how each one stands."""
    seen = Sentences(doc, people, spans, allowed, standing)
    logs = sorted((math.log(c) for c in seen.frequency.values() if c > 1), reverse=True)[:20]
    return Ranked(
        matrix(FEATURES, seen, len(allowed)),
        seen.terms,
        seen.central,
        seen.frequency,
        sum(logs) or 1.0,
        importance.of(doc, allowed),
        seen.foreign,
        seen.paged > 0,
    )


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


def scores(rows: Any, weights: Mapping[str, float]) -> list[float]:
    """Dot product of each sentence's row and the weights; raises BadInput when a feature has none."""
    found: list[float] = (rows @ vector(FEATURES, weights)).tolist()
    return found


def tied(how: Standing, weights: Mapping[str, float], foreign: float) -> float:
    """What a sentence's ties to others take from its value, or give: its part in the features that are named after them."""
    leans, mild = min(3, how.leans) / 3, min(3, how.mild) / 3
    bare = weights["shown_words"] * how.bracket_words / 10 + weights["leans"] * leans + weights["mild"] * mild
    return bare + foreign * (weights["foreign_leans"] * leans + weights["foreign_mild"] * mild)


def most_tied(weights: Mapping[str, float], foreign: float) -> float:
    """The most that :func:`tied` can give a sentence; infinite where brackets are worth something."""
    if weights["shown_words"] > 0:
        return math.inf
    return sum(max(0.0, weights[name] + foreign * weights["foreign_" + name]) for name in ("leans", "mild"))


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
