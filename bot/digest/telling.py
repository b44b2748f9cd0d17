"""What a digest told, and whether a story that goes on brings news.

Only what was shown counts as told: headline, sentences, quote and the openings of its articles, not all they say further down,
where a preview names everything its event will be made of.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal

from bot.digest.edition import Candidate, Edition, LeftOutWhy, StoryEntry
from bot.digest.importance import brings_no_news, opening_of, words_of_states
from bot.digest.lead import announces, is_preview
from bot.digest.subjects import has_shape, shape_words, stem
from bot.store.digests import Told
from summarizers.stories import terms_of

#: Words of an opening that count as told.
TOLD_WORDS = 80
#: Terms kept of what was told, the weightiest first, and of each kind of mark.
MOST_TERMS, MOST_MARKS = 600, 80
#: Marks among what was told: verbs of what is announced, numbers, words that may say how a story goes on.
_MARKS = {"coming": "~", "number": "#", "turn": "!"}
#: The mark of a name that is none of a state, its people or its capital.
_NAME = "@"
#: Least sum of the shares of weight that are new in the headline, and in headline, sentences and quote: what outlets say on the
#: same event came to 1.07 (median) against one told article and .90 against two; turns of a story to 1.25 and more.
NEWS = 1.05
#: The same where the headline has a word or a number that may say how a story goes on, and that was not told.
TURN = 0.5
#: Share that must be new of the words several outlets' openings have in common: on the same event they came to .50 (median,
#: .70 at the ninth decile) against one told article, on other events to .84 and more in nine of ten.
SHARED_NEWS, OPENING_WORDS = 0.65, 250
#: Share of what is shown above which a story does not go on from what was told: it only resembles it.
ANOTHER = 0.9


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a story that resembles told ones."""

    #: Why it is left out: "told" (nothing of it is new) or "background" (told, and now only explained or looked back on);
    #: "" where it is told.
    why: LeftOutWhy | Literal[""]
    #: The local date it was told in full before, where it goes on from that; None for one that only resembles it.
    told_before: dt.date | None = None
    #: Whether it was named by its headline alone before: then it may still be told in full once.
    only_named: bool = False


def told_in(edition: Edition) -> tuple[Told, ...]:
    """What a digest tells, as it is remembered."""
    in_full = [told_of(entry, edition.date) for entry in edition.stories]
    return (*in_full, *(told_of(entry, edition.date, in_full=False) for entry in edition.rest))


def told_of(entry: StoryEntry, date: dt.date, *, in_full: bool = True) -> Told:
    """A story as it is remembered once it was told on a local date: ``in_full``, or by its headline alone."""
    spoke = tuple((speaker.name, speaker.country) for speaker in entry.spoke)
    announced = has_shape(entry.title, "preview") or announces(" ".join(entry.sentences[:1]))
    return Told(date, entry.title, dict(entry.centroid), entry.terms, spoke, in_full, announced)


def told_terms(entry: StoryEntry, members: Sequence[Candidate]) -> tuple[str, ...]:
    """The terms a reader was told with a story shown in full, and marks of what was announced, numbers and turns."""
    openings = (f"{member.title}\n{' '.join(opening_of(member).split()[:TOLD_WORDS])}" for member in members)
    told = "\n".join((_shown(entry), *openings))
    weights = terms_of(told)
    terms = sorted(weights, key=lambda term: (-weights[term], term))[:MOST_TERMS]
    marks = (mark for name in _MARKS for mark in sorted(_marks(told, name))[:MOST_MARKS])
    names = _names("\n".join((*entry.sentences, *(opening_of(m) for m in members))))
    return (*terms, *marks, *sorted(names)[:MOST_MARKS])


def judge(entry: StoryEntry, members: Sequence[Candidate], same: Sequence[Told]) -> Verdict:
    """Whether a story brings news that resembles told stories: ``same``, at least one, the latest first.

    A story somebody follows is told in any case; so are the event behind a preview, and a correction.
    """
    known = {term for told in same for term in told.terms}
    shown = _new_share(terms_of(_shown(entry)), known)
    in_full = [told.local_date for told in same if told.in_full]
    numbers = _marks(entry.title, "number") - known
    goes_on = bool(in_full) and shown <= ANOTHER and _shares_names(members, known, unknown=not numbers)
    before = max(in_full) if goes_on else None
    if before is not None and all(map(brings_no_news, members)) and not entry.interests:
        return Verdict("background", before)
    if _has_come(entry, members[0], same[0]) or has_shape(entry.title, "correction"):
        return Verdict("", before)
    turns = numbers | (_marks(entry.title, "turn") - known)
    new = shown + _new_share(terms_of(entry.title), known)
    if new >= (TURN if turns else NEWS) or _outlets_agree(entry, members, known):
        return Verdict("", before)
    if entry.interests:
        return Verdict("")
    return Verdict("told", max(told.local_date for told in same), only_named=not in_full)


def _has_come(entry: StoryEntry, lead: Candidate, told: Told) -> bool:
    """Whether a story tells as done what a told one announced: by its headline, or by a verb its headline now has."""
    if is_preview(lead):
        return False
    words = {_MARKS["coming"] + stem(word) for word in shape_words(entry.title, "word")}
    return told.announced or not words.isdisjoint(told.terms)


def _marks(text: str, name: str) -> set[str]:
    """The marks of a kind in a text: stems, with what tells them from terms in front."""
    return {_MARKS[name] + stem(words) for words in shape_words(text, name)}


def _shares_names(members: Sequence[Candidate], known: Set[str], *, unknown: bool) -> bool:
    """Whether articles name somebody or some place that was named in what was told, other than states and capitals.

    Two attacks in one capital are told in the same words, and are two stories. ``unknown`` is the answer where nothing else was
    named.
    """
    names = {term for term in known if term.startswith(_NAME)}
    texts = (c.brief.article.text if c.brief else c.description for c in members)
    if not names:
        return unknown
    return any(not names.isdisjoint(_names(f"{c.title}\n{text}")) for c, text in zip(members, texts, strict=True))


def _names(text: str) -> set[str]:
    """Marks of the names in a text."""
    states = words_of_states()
    return {_NAME + stem(w) for w in shape_words(text, "name") if w not in states and not has_shape(w, "date")}


def _outlets_agree(entry: StoryEntry, members: Sequence[Candidate], known: Set[str]) -> bool:
    """Whether several outlets use the same new words: of an event that was told each has details of its own."""
    if not entry.others:
        return False
    openings = [terms_of(_opening(member)) for member in members]
    users = Counter(term for opening in openings for term in opening)
    shared = {term: weight for opening in openings for term, weight in opening.items() if users[term] > 1}
    return _new_share(shared, known) >= SHARED_NEWS


def _shown(entry: StoryEntry) -> str:
    """Headline, sentences and quote."""
    return " ".join((entry.title, *entry.sentences, *(entry.quote.pieces if entry.quote else ())))


def _opening(candidate: Candidate) -> str:
    """Headline and first words of an article."""
    text = candidate.brief.article.text if candidate.brief else candidate.description
    return f"{candidate.title}\n{' '.join(text[:8_000].split()[:OPENING_WORDS])}"


def _new_share(terms: Mapping[str, float], known: Set[str]) -> float:
    """Share of the weight of terms that are not known."""
    total = sum(terms.values())
    return sum(weight for term, weight in terms.items() if term not in known) / total if total else 0.0
