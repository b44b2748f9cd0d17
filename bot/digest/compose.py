"""Articles of a day to a digest: grouped into stories, told ones left out unless there is news, the weightiest first.

Pure: what is known, the moment and the reader's wishes are handed in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot.digest.edition import Candidate, Edition, LeftOut, LeftOutWhy, Source, StoryEntry
from bot.digest.importance import Home, StoryFacts, features_of, home_of, parts_of
from bot.digest.interests import followed_in
from bot.digest.key_quote import StoryWords, key_quote
from bot.digest.lead import lead_first
from bot.digest.people import most_quoted, speakers_of
from bot.digest.telling import Verdict, judge, told_terms
from bot.store.digests import Told
from summarizers.model import Story
from summarizers.stories import THRESHOLD, StoryInput, continued, group, similarity, story_input, terms_of
from summarizers.text.sentences import split_text

#: Sentences shown of a story, and longest description shown in their place, in characters.
SENTENCES, DESCRIPTION_SHOWN = 2, 500
#: Days a page's own date may lie from when a feed first listed it, where the feed gives none.
LATE_DAYS = 7
#: Further stories named, people who spoke and countries listed.
MOST_REST, MOST_SPEAKERS, MOST_COUNTRIES = 25, 10, 8
#: Likeness of two stories from which the lesser one sinks as the other stands above it, up to where it sinks most, and by how
#: much: two halves of one event would take two of five places.
ALIKE, SINKS = (0.1, THRESHOLD), 1.0
#: Longest text of a page taken for a notice, in code points.
_NOTICE = 1_500
#: Characters by which two pages are known to hold the same text, and in which words of its headline are looked for.
_SAME_TEXT, _OWN_TEXT = 300, 3_000


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
    candidates = _without_notices(_each_once(candidates))
    known = [Story((), 0, dict(story.centroid)) for story in told]
    stories = group([input_of(c) for c in candidates], known)
    articles = [lead_first([candidates[k] for k in story.articles]) for story in stories]
    home = home_of(articles)
    found: list[tuple[StoryEntry, Verdict]] = []
    for story, members, before in zip(stories, articles, continued(stories, known), strict=True):
        entry = _entry(story, members, wishes, until, home)
        verdict = Verdict("") if before is None else judge(entry, members, _same(story, told, before))
        found.append((replace(entry, told_before=None if verdict.why else verdict.told_before), verdict))
    shown, rest, left_out = _ranked_stories(found, wishes.stories)
    entries = (*shown, *rest)
    return Edition(
        date=date,
        since=since,
        until=until,
        stories=tuple(shown),
        rest=tuple(rest),
        spoke=most_quoted(
            [speaker for e in entries for speaker in e.spoke], [s for e in shown for s in e.spoke], MOST_SPEAKERS
        ),
        countries=_ranked([e.countries[:3] for e in entries])[:MOST_COUNTRIES],
        articles=len(candidates),
        outlets=len({c.site for c in candidates}),
        left_out=tuple(left_out),
    )


# -- articles --------------------------------------------------------------------------------------------------------


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


def _without_notices(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Candidates whose pages hold one text under different headlines that it says nothing of lose it: it is a notice.

    What asks to switch off an ad blocker is no story, however many pages say it; a long text that two outlets print is one.
    """
    titles: dict[str, set[str]] = {}
    for candidate in candidates:
        if candidate.brief is not None:
            titles.setdefault(candidate.brief.article.text[:_SAME_TEXT], set()).add(candidate.title)
    return [
        replace(c, brief=None)
        if c.brief is not None
        and len(c.brief.article.text) <= _NOTICE
        and len(titles[c.brief.article.text[:_SAME_TEXT]]) > 1
        and terms_of(c.title).keys().isdisjoint(terms_of(c.brief.article.text[:_OWN_TEXT]))
        else c
        for c in candidates
    ]


def input_of(candidate: Candidate) -> StoryInput:
    """What grouping looks at of a candidate."""
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


# -- stories ---------------------------------------------------------------------------------------------------------


def _same(story: Story, told: Sequence[Told], before: int) -> list[Told]:
    """The told stories a story resembles, the latest first and of one day the likest; at least that at ``before``.

    A story told more than once was told with what was new each time: what any of these said is known.
    """
    likeness = [similarity(story.centroid, t.centroid) for t in told]
    same = [k for k in range(len(told)) if k == before or likeness[k] >= THRESHOLD]
    return [told[k] for k in sorted(same, key=lambda k: (-told[k].local_date.toordinal(), -likeness[k]))]


def _ranked_stories(
    found: Sequence[tuple[StoryEntry, Verdict]], most: int
) -> tuple[list[StoryEntry], list[StoryEntry], list[LeftOut]]:
    """The stories told in full, those named, and those left out."""
    left_out = [_left_out(entry, v.why, v.told_before) for entry, v in found if v.why and not v.only_named]
    # A story that was only named, and brings nothing new since, is told in full where it now stands high enough.
    verdicts = {entry.url: verdict for entry, verdict in found}
    ranked = sorted((e for e, v in found if not v.why or v.only_named), key=lambda e: (-e.importance, e.url))
    shown: list[StoryEntry] = []
    while ranked and len(shown) < most:
        best = max((_sunk(entry, shown) for entry in ranked), key=lambda e: e.importance)
        shown.append(best)
        ranked = [entry for entry in ranked if entry.url != best.url]
    rest: list[StoryEntry] = []
    for entry in ranked:
        verdict = verdicts[entry.url]
        if verdict.why:
            left_out.append(_left_out(entry, verdict.why, verdict.told_before))
        elif len(rest) < MOST_REST:
            rest.append(entry)
        else:
            left_out.append(_left_out(entry, "minor"))
    return shown, rest, left_out


def _sunk(entry: StoryEntry, above: Sequence[StoryEntry]) -> StoryEntry:
    """An entry with what it loses where stories above it are much the same."""
    lost = loss(dict(entry.centroid), [dict(other.centroid) for other in above])
    if not lost:
        return entry
    return replace(entry, importance=entry.importance + lost, parts=(*entry.parts, ("alike", lost)))


def loss(centroid: Mapping[str, float], above: Sequence[Mapping[str, float]]) -> float:
    """What a story loses of its importance where stories above it are much the same, at most 0."""
    low, high = ALIKE
    likeness = max((similarity(centroid, other) for other in above), default=0.0)
    return -SINKS * min(1.0, max(0.0, (likeness - low) / (high - low)))


def _left_out(entry: StoryEntry, why: LeftOutWhy, told_before: dt.date | None = None) -> LeftOut:
    return LeftOut(entry.title, entry.url, entry.site, why, told_before)


def _entry(story: Story, members: Sequence[Candidate], wishes: Wishes, until: dt.datetime, home: Home) -> StoryEntry:
    """A story of articles, the lead first."""
    lead = members[0]
    sites: dict[str, str] = {}
    for member in members:
        sites.setdefault(member.site, member.url)
    interests = tuple(i for i in wishes.interests if any(followed_in(i, c) for c in members))
    title = (lead.brief.article.title if lead.brief else None) or lead.title
    sentences = _sentences(lead, interests)
    shared = any(c.shared for c in members)
    parts = parts_of(
        features_of(members, StoryFacts(len(sites), shared, len(interests), lead.brief is None, until), home)
    )
    entry = StoryEntry(
        title=title,
        url=lead.url,
        site=lead.site,
        published=_day(lead, wishes.zone),
        sentences=sentences,
        basis="brief" if lead.brief else "headline",
        quote=key_quote(members, StoryWords(title, sentences)),
        others=tuple(Source(site, url) for site, url in sites.items() if site != lead.site),
        articles=len(members),
        told_before=None,
        countries=_ranked([c.brief.countries for c in members if c.brief])[:5],
        spoke=most_quoted([s for c in members if c.brief for s in speakers_of(c.brief)], (), MOST_SPEAKERS),
        interests=interests,
        shared=shared,
        importance=sum(value for _, value in parts),
        brief=lead.brief,
        centroid=tuple(story.centroid.items()),
        members=tuple(c.url for c in members),
        parts=parts,
    )
    return replace(entry, terms=told_terms(entry, members))


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
