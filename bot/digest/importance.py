"""How high a story stands in a digest: a sum of weighted features, so that it can be said why.

The features ask what a desk asks: is it about foreign affairs, between which countries, who acts, how many report it.
Weights are data (``data/importance_weights.tsv``), fitted by ``benchmarks/train_digest.py``.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.digest.edition import Candidate
from bot.digest.subjects import NO_NEWS, OPENING_CHARACTERS, has_shape, subject_counts, table
from summarizers.caching import by_word
from summarizers.knowledge import tables
from summarizers.model import Brief, Official, Speaker
from summarizers.stories import story_input

#: What a word of a headline and one of an opening count.
_IN_HEADLINE, _IN_OPENING = 1.5, 0.5
#: Classes of ``data/subject_words.tsv``, each a feature.
SUBJECTS = (
    "diplomacy",
    "government",
    "conflict",
    "disaster",
    "economy",
    "crime",
    "accident",
    "business",
    "technology",
    "leisure",
    "campaign",
    "colloquial",
)
#: Kinds of documents that hold many stories or none.
_NO_NEWS_KINDS = frozenset({"live", "newsletter", "oped", "analysis"})
#: A country that more than this share of the day's stories are about is, by what it exceeds, the reader's home.
HOME = 0.3
#: Countries of an article that count as what it is about.
_ABOUT = 3
#: What an office weighs of somebody who does not speak.
_SILENT = 0.6
#: What an office weighs at most that is no state's.
ANY_OFFICE = 0.5
#: Characters before and behind a name within which its state is named, and mentions looked at.
_BESIDE, _MENTIONS = 70, 8


@dataclass(frozen=True, slots=True)
class StoryFacts:
    """What importance asks of a story beside its articles."""

    #: Outlets that have it.
    outlets: int
    #: Whether somebody shared a link to it in the channel.
    shared: bool
    #: Interests of the reader it touches.
    interests: int
    #: Whether no page of it could be read.
    unread: bool
    #: The moment of the digest (aware).
    until: dt.datetime


@dataclass(frozen=True, slots=True)
class Home:
    """How much of a day's news each country has."""

    #: Share of the day's stories that are about a country first, by country.
    shares: Mapping[str, float]

    def is_abroad(self, country: str) -> float:
        """1 for a country few stories are about, down to 0 for one all are about."""
        return 1.0 - max(0.0, self.shares.get(country, 0.0) - HOME) / (1.0 - HOME)


def home_of(stories: Iterable[Sequence[Candidate]]) -> Home:
    """What countries a day's stories, each given by its articles, are about first: one event counts once."""
    counts: Counter[str] = Counter()
    total = 0
    for members in stories:
        total += 1
        first = Counter(c.brief.countries[0] for c in members if c.brief and c.brief.countries)
        if first:
            counts[first.most_common(1)[0][0]] += 1
    return Home({country: count / total for country, count in counts.items()})


def features_of(members: Sequence[Candidate], facts: StoryFacts, home: Home) -> dict[str, float]:
    """The features of a story by name; those of articles are the mean of those that bring news, or of all if none does."""
    news = [member for member in members if not brings_no_news(member)]
    rows = [_features_of_article(member, home) for member in news or members]
    latest = max(c.published or c.seen for c in members)
    age = max(0.0, (facts.until - latest).total_seconds() / 86_400)
    return {name: sum(row[name] for row in rows) / len(rows) for name in rows[0]} | {
        "no_news": float(not news),
        "office": max((office_weight(o, c.brief) for c in members if c.brief for o in c.brief.officials), default=0.0),
        "outlets": math.log2(facts.outlets),
        "articles": math.log2(len(members)),
        "recent": max(0.0, 1.0 - age),
        "shared": float(facts.shared),
        "followed": min(2, facts.interests) ** 0.5,
        "unread": float(facts.unread),
    }


def parts_of(features: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """What each feature adds to a story's importance, nothing left out that is not nothing; the weightiest first."""
    parts = [(name, weights()[name] * value) for name, value in features.items()]
    return tuple(sorted((part for part in parts if part[1]), key=lambda part: (-abs(part[1]), part[0])))


@cache
def weights() -> Mapping[str, float]:
    """Weight of each feature."""
    return {name: float(weight) for name, _prior, weight in table("importance_weights.tsv")}


# -- an article ------------------------------------------------------------------------------------------------------


def _features_of_article(candidate: Candidate, home: Home) -> dict[str, float]:
    brief = candidate.brief
    headline = subject_counts(candidate.title)
    opening = subject_counts(opening_of(candidate))
    countries = brief.countries[:_ABOUT] if brief else ()
    found = {name: math.log1p(_IN_HEADLINE * headline[name] + _IN_OPENING * opening[name]) for name in SUBJECTS}
    return found | {
        "two_countries": float(len(countries) > 1),
        "abroad": max(map(home.is_abroad, countries), default=0.0),
        "first_abroad": home.is_abroad(countries[0]) if countries else 0.0,
    }


def opening_of(candidate: Candidate) -> str:
    """The first words of an article without its headline, or the feed's words on it."""
    text = story_input(candidate.brief.article).text if candidate.brief else candidate.description
    return text[:OPENING_CHARACTERS]


def brings_no_news(candidate: Candidate) -> bool:
    """Whether an article is a round-up, a list, an explainer, an opinion, a running text or a look back."""
    kind = candidate.brief.kind if candidate.brief else "news"
    return kind in _NO_NEWS_KINDS or has_shape(candidate.title, *NO_NEWS)


# -- offices ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Rank:
    """A row of ``data/office_ranks.tsv``."""

    #: What an office must be, whole.
    pattern: re.Pattern[str]
    #: What it weighs.
    weight: float
    #: Whether others than states have such offices.
    shared: bool


def office_weight(official: Official, brief: Brief) -> float:
    """What an official adds: by office, less for who does not speak, nothing for an office that ended.

    The office of a state counts as that only for a state or a body of states; where others have such offices too, only where
    the directory knows the person or the text names the state beside the name.
    """
    if not official.office or official.status not in ("current", "acting"):
        return 0.0
    weight = min(_rank(official.office).weight, _most(official, brief))
    return weight * (1.0 if official.spoke else _SILENT)


def speaker_weight(speaker: Speaker, brief: Brief) -> float:
    """What the office of somebody who speaks weighs."""
    known = next((o for o in brief.officials if o.name == speaker.name), None)
    made = Official(
        speaker.name, speaker.office, speaker.country, speaker.organisation, "current", "text", 1, spoke=True
    )
    return office_weight(known or made, brief)


def _most(official: Official, brief: Brief) -> float:
    """What an office may weigh at most by what is known of its state."""
    from summarizers.directory.index import directory

    rank = _rank(official.office or "")
    if official.organisation:
        return rank.weight if official.organisation in _international() else ANY_OFFICE
    if official.office_source == "directory" or directory().find(official.name):
        return rank.weight
    named = official.country is not None and (
        not rank.shared or _names_beside(brief.article.text, official.name, official.country)
    )
    return rank.weight if named else ANY_OFFICE


@cache
def _ranks() -> list[_Rank]:
    return [
        _Rank(re.compile(pattern, re.IGNORECASE), float(weight), shared == "yes")
        for pattern, weight, shared in table("office_ranks.tsv")
    ]


@by_word
def _rank(office: str) -> _Rank:
    """The first row that fits an office; that of any other public office where none does."""
    known = _ranks()
    return next((rank for rank in known if rank.pattern.fullmatch(office[:200])), known[-1])


def _names_beside(text: str, name: str, country: str) -> bool:
    """Whether a country is named close to one of the first mentions of a name."""
    pattern = _country(country)
    for number, match in enumerate(re.finditer(re.escape(name.split()[-1]), text)):
        if number == _MENTIONS:
            break
        if pattern.search(text, max(0, match.start() - _BESIDE), match.end() + _BESIDE):
            return True
    return False


@cache
def _international() -> frozenset[str]:
    """Names of the bodies that states make together."""
    return frozenset(row[0] for row in tables.rows("organisations") if row[1] == "international")


@cache
def _forms() -> Mapping[str, tuple[str, ...]]:
    """What a country and its people are called, by its name."""
    found = {}
    for _iso, name, aliases, adjectives, people, *_more in tables.rows("countries"):
        forms = (name, *aliases.split("|"), *adjectives.split("|"), *people.split("|"))
        found[name] = tuple(form for form in forms if form and not form.endswith("?"))
    return found


@cache
def words_of_states() -> frozenset[str]:
    """Every word in the names of states, their peoples and their capitals, as written."""
    found: set[str] = set()
    for _iso, name, aliases, adjectives, people, capitals, *_more in tables.rows("countries"):
        for forms in (name, aliases, adjectives, people, capitals):
            found.update(word for form in forms.split("|") for word in form.rstrip("?").split())
    return frozenset(found)


@by_word
def _country(country: str) -> re.Pattern[str]:
    forms = sorted(_forms().get(country, (country,)), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, forms)) + r")(?!\w)")
