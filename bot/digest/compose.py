"""Articles of a day to a digest: grouped into stories, told ones left out unless there is news, the weightiest first.

Pure: what is known, the moment and the reader's wishes are handed in.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

from bot.digest.edition import Candidate, Edition, ShownQuote, Source, StoryEntry
from bot.presentation import office_with_standing, standing_of, utterances
from bot.store.digests import Told
from bot.store.quotes import fold_name
from summarizers.caching import by_word
from summarizers.model import Brief, Quote, Speaker, Story
from summarizers.quotes.selection import lines
from summarizers.stories import THRESHOLD, StoryInput, continued, group, similarity, story_input, terms_of
from summarizers.text.sentences import split_text

#: Sentences shown of a story, and longest description shown in their place, in characters.
SENTENCES, DESCRIPTION_SHOWN = 2, 500
#: Shortest and longest key quote, in characters; the best are a sentence or two.
SHORTEST_QUOTE, LONGEST_QUOTE = 25, 420
#: Share of the weight of what a continued story now says that must be new for it to be told again. Reports of another
#: outlet on the same event came to .46 (median) against one told article and .33 against two; other events to .87.
NEWS_SHARE = 0.55
#: The same for the words that several outlets' openings share: against one told article reports on the same event came
#: to .23 (median, .44 at the ninth decile), other events to .71 and more in nine of ten.
SHARED_NEWS, OPENING_WORDS = 0.45, 250
#: Days a page's own date may lie from when a feed first listed it, where the feed gives none.
LATE_DAYS = 7
#: Terms kept of everything a story's articles say.
MOST_TERMS = 1_500
#: Further stories named, people who spoke and countries listed.
MOST_REST, MOST_SPEAKERS, MOST_COUNTRIES = 25, 10, 8
#: Weights of importance; the number of outlets enters as a logarithm.
_OUTLETS, _SHARED, _INTEREST, _RECENT, _UNREAD = 2.0, 2.5, 3.0, 1.0, -1.0


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the reader wants."""

    #: Stories told in full.
    stories: int = 5
    #: People, countries and words whose stories come first.
    interests: tuple[str, ...] = ()
    #: IANA time zone of the reader's dates.
    zone: str = "UTC"


def compose(
    candidates: Sequence[Candidate],
    told: Sequence[Told],
    wishes: Wishes,
    *,
    date: dt.date,
    since: dt.datetime,
    until: dt.datetime,
) -> Edition:
    """The digest for a local date: news of (``since``, ``until``], both aware. ``told`` are stories told before."""
    candidates = _each_once(candidates)
    known = [Story((), 0, dict(story.centroid)) for story in told]
    stories = group([_input(c) for c in candidates], known)
    entries, repeated = [], 0
    for story, before in zip(stories, continued(stories, known), strict=True):
        entry = _entry(story, candidates, wishes, until)
        if before is not None:
            # Told more than once, with what was new each time: what any of these said is known.
            same = [t for t in told if t is told[before] or similarity(story.centroid, t.centroid) >= THRESHOLD]
            if not _brings_news(entry, [candidates[k] for k in story.articles], {w for t in same for w in t.terms}):
                repeated += 1
                continue
            entry = replace(entry, told_before=max(t.local_date for t in same))
        entries.append(entry)
    entries.sort(key=lambda e: (-e.importance, e.url))
    shown = tuple(entries[: wishes.stories])
    return Edition(
        date=date,
        since=since,
        until=until,
        stories=shown,
        rest=tuple(entries[wishes.stories : wishes.stories + MOST_REST]),
        spoke=_most(
            [speaker for e in entries for speaker in e.spoke], [s for e in shown for s in e.spoke], MOST_SPEAKERS
        ),
        countries=_ranked([e.countries[:3] for e in entries])[:MOST_COUNTRIES],
        articles=len(candidates),
        outlets=len({c.site for c in candidates}),
        repeated=repeated,
    )


def told_of(entry: StoryEntry, date: dt.date) -> Told:
    """A story as it is remembered once it was told on a local date."""
    spoke = tuple((speaker.name, speaker.country) for speaker in entry.spoke)
    return Told(date, entry.title, dict(entry.centroid), entry.terms, spoke)


def _each_once(candidates: Sequence[Candidate]) -> list[Candidate]:
    """One candidate per address, also where two addresses turned out to be one article."""
    found: dict[str, Candidate] = {}
    for candidate in candidates:
        address = candidate.brief.article.url if candidate.brief and candidate.brief.article.url else candidate.url
        kept = found.get(address)
        if kept is None:
            found[address] = candidate
        elif candidate.shared and not kept.shared:
            found[address] = replace(kept, shared=True)
    return list(found.values())


def _input(candidate: Candidate) -> StoryInput:
    day = candidate.published.date() if candidate.published else _page_day(candidate)
    if candidate.brief is None:
        return StoryInput(candidate.title, candidate.description, day)
    read = story_input(candidate.brief.article)
    return StoryInput(read.title or candidate.title, read.text, day)


def _page_day(candidate: Candidate) -> dt.date | None:
    """The day an article's page gives, unless it is far from when a feed first listed it: then it is no date of it."""
    day = candidate.brief.article.published if candidate.brief else None
    near = day is not None and abs((candidate.seen.date() - day).days) <= LATE_DAYS
    return day if near else None


# -- one story -------------------------------------------------------------------------------------------------------


def _entry(story: Story, candidates: Sequence[Candidate], wishes: Wishes, until: dt.datetime) -> StoryEntry:
    members = [candidates[k] for k in story.articles]
    # The lead article is the closest to the story of those that could be read.
    lead = next((c for c in members if c.brief is not None), members[0])
    sites: dict[str, str] = {}
    for member in members:
        sites.setdefault(member.site, member.url)
    spoke = _most([s for c in members if c.brief for s in _speakers(c.brief)], (), MOST_SPEAKERS)
    touched = tuple(i for i in wishes.interests if any(_touches(i, c) for c in members))
    sentences = _sentences(lead, touched)
    entry = StoryEntry(
        title=(lead.brief.article.title if lead.brief else None) or lead.title,
        url=lead.url,
        site=lead.site,
        published=_day(lead, wishes.zone),
        sentences=sentences,
        basis="brief" if lead.brief else "headline",
        quote=_key_quote([lead, *(c for c in members if c is not lead)], " ".join(sentences)),
        others=tuple(Source(site, url) for site, url in sites.items() if site != lead.site),
        articles=len(members),
        told_before=None,
        countries=_ranked([c.brief.countries for c in members if c.brief])[:5],
        spoke=spoke,
        interests=touched,
        shared=any(c.shared for c in members),
        importance=0.0,
        brief=lead.brief,
        centroid=tuple(story.centroid.items()),
        terms=_all_terms(members),
    )
    return replace(entry, importance=_importance(entry, members, len(sites), until))


def _ranked(lists: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Names of several ranked lists, first those that stand high in many of them."""
    weights: dict[str, float] = {}
    for names in lists:
        for position, name in enumerate(names):
            weights[name] = weights.get(name, 0.0) + 1.0 / (1 + position)
    return tuple(sorted(weights, key=lambda name: -weights[name]))


def _day(candidate: Candidate, zone: str) -> dt.date | None:
    if candidate.published is not None:
        return candidate.published.astimezone(ZoneInfo(zone)).date()
    return _page_day(candidate)


def _sentences(candidate: Candidate, interests: Sequence[str] = ()) -> tuple[str, ...]:
    """What is shown of an article: its brief's sentences, chosen anew where the channel follows something in it."""
    if candidate.brief is not None and interests:
        from summarizers.pipeline import BriefOptions, brief

        options = BriefOptions(sentences=SENTENCES, max_quotes=0, interests=tuple(interests))
        return tuple(sentence.display for sentence in brief(candidate.brief.article, options).summary)
    if candidate.brief is not None:
        return tuple(sentence.display for sentence in candidate.brief.summary[:SENTENCES])
    shown: list[str] = []
    for sentence in split_text(candidate.description)[:SENTENCES]:
        if sum(map(len, shown)) + len(sentence) > DESCRIPTION_SHOWN and shown:
            break
        shown.append(sentence)
    return tuple(shown)


def _all_terms(members: Sequence[Candidate]) -> tuple[str, ...]:
    weights: dict[str, float] = {}
    for member in members:
        text = member.brief.article.text if member.brief else member.description
        weights |= terms_of(f"{member.title}\n{text}"[:60_000])
    return tuple(sorted(weights, key=lambda term: (-weights[term], term))[:MOST_TERMS])


def _brings_news(entry: StoryEntry, members: Sequence[Candidate], told: Set[str]) -> bool:
    """Whether a story says enough that was not said when it was told: what is shown of it, or what its outlets agree on.

    Of an event that was told each outlet has details of its own; on news they use the same new words.
    """
    quote = " ".join(entry.quote.pieces) if entry.quote else ""
    if _new_share(terms_of(" ".join((entry.title, *entry.sentences, quote))), told) >= NEWS_SHARE:
        return True
    if not entry.others:
        return False
    openings = [terms_of(_opening(member)) for member in members]
    users = Counter(term for opening in openings for term in opening)
    shared = {term: weight for opening in openings for term, weight in opening.items() if users[term] > 1}
    return _new_share(shared, told) >= SHARED_NEWS


def _new_share(terms: Mapping[str, float], told: Set[str]) -> float:
    """Share of the weight of terms that were not told."""
    total = sum(terms.values())
    return sum(weight for term, weight in terms.items() if term not in told) / total if total else 0.0


def _opening(candidate: Candidate) -> str:
    """Headline and first words of an article."""
    text = candidate.brief.article.text if candidate.brief else candidate.description
    return f"{candidate.title}\n{' '.join(text[:8_000].split()[:OPENING_WORDS])}"


# -- quotes and people -----------------------------------------------------------------------------------------------


def _key_quote(members: Sequence[Candidate], shown: str) -> ShownQuote | None:
    """The best quote of a story with a known speaker that ``shown`` does not hold already.

    Quotes of the lead article, which comes first, win a tie.
    """
    best: tuple[float, ShownQuote] | None = None
    for number, member in enumerate(members):
        if member.brief is None:
            continue
        for stretches in utterances(member.brief, 6):
            value = _quote_value(stretches) - min(number, 3) * 0.3
            text = member.brief.article.text
            pieces = tuple(lines(text, stretches))
            if value > 0 and (best is None or value > best[0]) and not any(piece in shown for piece in pieces):
                quote = next(q for q in stretches if q.speakers)
                speakers = tuple(_standing(s, member.brief) for s in quote.speakers)
                best = value, ShownQuote(pieces, speakers, member.site, member.url)
    return best[1] if best else None


def _quote_value(stretches: Sequence[Quote]) -> float:
    """How well an utterance serves as a story's one quote; 0 for one without a speaker or of the wrong length."""
    quote = next((q for q in stretches if q.speakers), None)
    length = sum(q.end - q.start for q in stretches)
    if quote is None or not SHORTEST_QUOTE <= length <= LONGEST_QUOTE or len(stretches) > 3:
        return 0.0
    rank = max((_office_rank(s.office) if s.office else 0.0) for s in quote.speakers)
    whole = 0.6 if all(q.kind == "direct" for q in stretches) else 0.0
    # A sentence or two: 60 to 240 characters.
    fit = 0.5 if 60 <= length <= 240 else 0.0
    return 0.5 + rank + whole + fit + 0.3 * quote.confidence


def _speakers(brief: Brief) -> list[Speaker]:
    """Speakers with an office of a brief's quotes."""
    quoted = [s for q in brief.spoken() for s in q.speakers if s.office]
    return [_standing(speaker, brief) for speaker in quoted]


def _standing(speaker: Speaker, brief: Brief) -> Speaker:
    """A speaker whose office says "former" where it ended."""
    if not speaker.office:
        return speaker
    return replace(speaker, office=office_with_standing(speaker.office, standing_of(brief, speaker.name)))


def _most(speakers: Sequence[Speaker], first: Sequence[Speaker], most: int) -> tuple[Speaker, ...]:
    """Speakers by how often they speak, each once; those of ``first`` before others."""
    known: dict[str, list[Speaker]] = {}
    for speaker in speakers:
        known.setdefault(fold_name(speaker.name), []).append(speaker)
    ahead = {fold_name(s.name) for s in first}
    order = sorted(known, key=lambda name: (name not in ahead, -len(known[name])))
    return tuple(_agreed(known[name]) for name in order[:most])


def _agreed(said: Sequence[Speaker]) -> Speaker:
    """One speaker as most articles have it; a country or organisation they are at odds over is left out."""
    office = Counter(s.office for s in said).most_common(1)[0][0]
    same = [s for s in said if s.office == office]
    return replace(
        same[0],
        country=_majority(s.country for s in same),
        organisation=_majority(s.organisation for s in same),
    )


def _majority(values: Iterable[str | None]) -> str | None:
    """What most of those say that say anything, or None where as many say something else."""
    counts = Counter(value for value in values if value).most_common(2)
    return counts[0][0] if counts and (len(counts) == 1 or counts[0][1] > counts[1][1]) else None


# -- importance ------------------------------------------------------------------------------------------------------


def _importance(entry: StoryEntry, members: Sequence[Candidate], outlets: int, until: dt.datetime) -> float:
    """How high a story stands: outlets, shared here, the reader's interests, offices involved, how recent it is."""
    offices = [
        _office_rank(official.office) * (1.0 if official.spoke else 0.6)
        for member in members
        if member.brief
        for official in member.brief.officials
        if official.office and official.status in ("current", "acting")
    ]
    latest = max(c.published or c.seen for c in members)
    age = max(0.0, (until - latest).total_seconds() / 86_400)
    return (
        _OUTLETS * math.log2(1 + outlets)
        + _SHARED * entry.shared
        + _INTEREST * min(2, len(entry.interests))
        + max(offices, default=0.0)
        + _RECENT * max(0.0, 1.0 - age)
        + (_UNREAD if entry.basis == "headline" else 0.0)
    )


@cache
def _offices() -> list[tuple[re.Pattern[str], float]]:
    text = resources.files("bot.digest").joinpath("data/office_ranks.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")][1:]
    return [(re.compile(pattern, re.IGNORECASE), float(weight)) for pattern, weight in rows]


@by_word
def _office_rank(office: str) -> float:
    """Weight of an office; of any other public office where no pattern fits."""
    table = _offices()
    return next((weight for pattern, weight in table if pattern.fullmatch(office[:200])), table[-1][1])


def _touches(interest: str, candidate: Candidate) -> bool:
    """Whether an article is about a person, country or phrase: in headline, summary, people, countries, description."""
    wanted = fold_name(interest)
    if not wanted.strip():
        return False
    texts = [candidate.title, candidate.description]
    if candidate.brief is not None:
        texts += [candidate.brief.article.title or "", *(s.display for s in candidate.brief.summary)]
        texts += [*(p.name for p in candidate.brief.people), *candidate.brief.countries]
    return any(wanted in fold_name(text) for text in texts)
