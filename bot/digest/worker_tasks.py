"""The parts of a digest that work on what strangers send: done here, or in workers that can be killed.

A feed's bytes, a page that should name feeds, a list of feeds, and the texts a digest is composed from.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any, Protocol

import structlog

from bot.articles.charset import decode
from bot.digest.compose import Wishes, compose
from bot.digest.discovery import feed_links
from bot.digest.edition import Candidate, Edition, LeftOut, ShownQuote, Source, StoryEntry
from bot.digest.feeds import FeedItem, NotAFeed, ParsedFeed, parse_feed
from bot.digest.opml import ListedFeed, NotAList, read_opml
from bot.store.digests import Told
from bot.workers import Limits, TooHeavy, WorkerPool
from summarizers.brief_json import brief_from_dict, brief_to_dict, speaker_to_dict
from summarizers.model import Speaker

#: Whose turn it is when a digest wants a worker: all digests of all channels share one lane beside the links of people.
LANE = "digest"
#: What reading one feed or list may use. The worst 2 MB took 8 s of the bot's own time before there were workers.
FEED_LIMITS = Limits(cpu_seconds=10.0, megabytes=512)
#: What composing one digest may use: 800 articles take about 5 s.
COMPOSE_LIMITS = Limits(cpu_seconds=60.0, megabytes=2048, wall_seconds=600.0)
#: Articles below which a digest that cannot be composed is given up.
FEWEST_ARTICLES = 50

_log = structlog.get_logger("attache.digest")


class DigestTasks(Protocol):
    """Does the parts."""

    def feed(self, body: bytes, *, url: str, content_type: str | None, now: dt.datetime) -> ParsedFeed:
        """See :func:`bot.digest.feeds.parse_feed`."""
        ...

    def links(self, body: bytes, *, url: str, content_type: str | None) -> list[str]:
        """See :func:`bot.digest.discovery.feed_links`; ``url`` is where the page was found."""
        ...

    def listed(self, data: bytes) -> tuple[ListedFeed, ...]:
        """See :func:`bot.digest.opml.read_opml`."""
        ...

    def compose(
        self,
        candidates: Sequence[Candidate],
        told: Sequence[Told],
        wishes: Wishes,
        *,
        date: dt.date,
        since: dt.datetime,
        until: dt.datetime,
    ) -> Edition:
        """See :func:`bot.digest.compose.compose`."""
        ...


class TasksInProcess:
    """Does them in this process: for the command line, where a person can stop what takes too long."""

    feed = staticmethod(parse_feed)
    listed = staticmethod(read_opml)
    compose = staticmethod(compose)

    def links(self, body: bytes, *, url: str, content_type: str | None) -> list[str]:
        """See :class:`DigestTasks`."""
        return feed_links(decode(body, content_type), url)


class TasksInWorkers:
    """Does them in a pool of workers: for the bot. What goes beyond the limits raises TooHeavy beside what is usual."""

    def __init__(self, pool: WorkerPool) -> None:
        self._pool = pool

    def _run(self, task: str, request: dict[str, Any], body: bytes, limits: Limits = FEED_LIMITS) -> dict[str, Any]:
        return self._pool.run(f"bot.digest.worker_tasks:{task}", request, body, lane=LANE, limits=limits)

    def feed(self, body: bytes, *, url: str, content_type: str | None, now: dt.datetime) -> ParsedFeed:
        """See :class:`DigestTasks`."""
        given = self._run("feed_task", {"url": url, "content_type": content_type, "now": now.isoformat()}, body)
        if "items" not in given:
            raise NotAFeed
        return ParsedFeed(
            given["title"],
            given["site_url"],
            tuple(FeedItem(**item | {"published": _instant(item["published"])}) for item in given["items"]),
        )

    def links(self, body: bytes, *, url: str, content_type: str | None) -> list[str]:
        """See :class:`DigestTasks`."""
        return list(self._run("links_task", {"url": url, "content_type": content_type}, body)["links"])

    def listed(self, data: bytes) -> tuple[ListedFeed, ...]:
        """See :class:`DigestTasks`."""
        given = self._run("listed_task", {}, data)
        if "feeds" not in given:
            raise NotAList
        return tuple(ListedFeed(**feed) for feed in given["feeds"])

    def compose(
        self,
        candidates: Sequence[Candidate],
        told: Sequence[Told],
        wishes: Wishes,
        *,
        date: dt.date,
        since: dt.datetime,
        until: dt.datetime,
    ) -> Edition:
        """See :class:`DigestTasks`; where all articles are too much it is made of the first half of them, and so on."""
        while True:
            try:
                return self._composed(candidates, told, wishes, date, since, until)
            except TooHeavy:
                if len(candidates) <= FEWEST_ARTICLES:
                    raise
                candidates = candidates[: len(candidates) // 2]
                _log.warning("digest too heavy; made of fewer articles", articles=len(candidates))

    def _composed(
        self,
        candidates: Sequence[Candidate],
        told: Sequence[Told],
        wishes: Wishes,
        date: dt.date,
        since: dt.datetime,
        until: dt.datetime,
    ) -> Edition:
        request = {
            "told": [asdict(story) | {"local_date": story.local_date.isoformat()} for story in told],
            "wishes": asdict(wishes),
            "date": date.isoformat(),
            "since": since.isoformat(),
            "until": until.isoformat(),
        }
        body = json.dumps([_candidate_to_dict(candidate) for candidate in candidates]).encode()
        given = self._run("compose_task", request, body, COMPOSE_LIMITS)
        briefs = {candidate.url: candidate.brief for candidate in candidates}
        entries = [_entry_from_dict(entry) for entry in given["entries"]]
        entries = [replace(e, brief=briefs.get(e.url) if e.basis == "brief" else None) for e in entries]
        shown = int(given["shown"])
        return Edition(
            date=date,
            since=since,
            until=until,
            stories=tuple(entries[:shown]),
            rest=tuple(entries[shown:]),
            spoke=_speakers(given["spoke"]),
            countries=tuple(given["countries"]),
            articles=given["articles"],
            outlets=given["outlets"],
            left_out=tuple(_left_out_from_dict(story) for story in given["left_out"]),
        )


# -- inside a worker ---------------------------------------------------------------------------------------------------


def warm_up() -> None:
    """Load what the first feed would otherwise load."""
    import feedparser  # noqa: F401
    import listparser  # noqa: F401


def feed_task(request: dict[str, Any], body: bytes) -> dict[str, Any]:
    """A feed as JSON, or an empty object where it is none."""
    now = dt.datetime.fromisoformat(request["now"])
    try:
        feed = parse_feed(body, url=request["url"], content_type=request["content_type"], now=now)
    except NotAFeed:
        return {}
    items = [asdict(item) | {"published": item.published and item.published.isoformat()} for item in feed.items]
    return {"title": feed.title, "site_url": feed.site_url, "items": items}


def links_task(request: dict[str, Any], body: bytes) -> dict[str, Any]:
    """The feeds a page names."""
    return {"links": TasksInProcess().links(body, url=request["url"], content_type=request["content_type"])}


def listed_task(_request: dict[str, Any], body: bytes) -> dict[str, Any]:
    """The feeds of a list, or an empty object where it is none."""
    try:
        return {"feeds": [asdict(feed) for feed in read_opml(body)]}
    except NotAList:
        return {}


def compose_task(request: dict[str, Any], body: bytes) -> dict[str, Any]:
    """A digest as JSON, its stories without their briefs: those are the caller's."""
    told = [
        Told(**story | {"local_date": dt.date.fromisoformat(story["local_date"])} | _tuples(story))
        for story in request["told"]
    ]
    wishes = Wishes(**request["wishes"] | {"interests": tuple(request["wishes"]["interests"])})
    edition = compose(
        [_candidate_from_dict(values) for values in json.loads(body)],
        told,
        wishes,
        date=dt.date.fromisoformat(request["date"]),
        since=dt.datetime.fromisoformat(request["since"]),
        until=dt.datetime.fromisoformat(request["until"]),
    )
    return {
        "entries": [_entry_to_dict(entry) for entry in (*edition.stories, *edition.rest)],
        "shown": len(edition.stories),
        "spoke": [speaker_to_dict(speaker) for speaker in edition.spoke],
        "countries": list(edition.countries),
        "articles": edition.articles,
        "outlets": edition.outlets,
        "left_out": [
            asdict(s) | {"told_before": s.told_before and s.told_before.isoformat()} for s in edition.left_out
        ],
    }


# -- values as JSON ----------------------------------------------------------------------------------------------------


def _instant(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


def _tuples(story: dict[str, Any]) -> dict[str, Any]:
    return {"terms": tuple(story["terms"]), "spoke": tuple((name, country) for name, country in story["spoke"])}


def _speakers(values: list[dict[str, Any]]) -> tuple[Speaker, ...]:
    return tuple(Speaker(**value) for value in values)


def _candidate_to_dict(candidate: Candidate) -> dict[str, Any]:
    return {
        "url": candidate.url,
        "title": candidate.title,
        "description": candidate.description,
        "site": candidate.site,
        "published": candidate.published and candidate.published.isoformat(),
        "seen": candidate.seen.isoformat(),
        "brief": candidate.brief and brief_to_dict(candidate.brief),
        "shared": candidate.shared,
    }


def _candidate_from_dict(values: dict[str, Any]) -> Candidate:
    return Candidate(
        **values
        | {
            "published": _instant(values["published"]),
            "seen": dt.datetime.fromisoformat(values["seen"]),
            "brief": brief_from_dict(values["brief"]) if values["brief"] else None,
        }
    )


def _entry_to_dict(entry: StoryEntry) -> dict[str, Any]:
    values = asdict(replace(entry, brief=None))
    values["published"] = entry.published and entry.published.isoformat()
    values["told_before"] = entry.told_before and entry.told_before.isoformat()
    return values


def _entry_from_dict(values: dict[str, Any]) -> StoryEntry:
    quote = values["quote"]
    return StoryEntry(
        **values
        | {
            "published": dt.date.fromisoformat(values["published"]) if values["published"] else None,
            "told_before": dt.date.fromisoformat(values["told_before"]) if values["told_before"] else None,
            "sentences": tuple(values["sentences"]),
            "quote": ShownQuote(tuple(quote["pieces"]), _speakers(quote["speakers"]), quote["site"], quote["url"])
            if quote
            else None,
            "others": tuple(Source(**other) for other in values["others"]),
            "countries": tuple(values["countries"]),
            "spoke": _speakers(values["spoke"]),
            "interests": tuple(values["interests"]),
            "centroid": tuple((term, weight) for term, weight in values["centroid"]),
            "terms": tuple(values["terms"]),
            "members": tuple(values["members"]),
            "parts": tuple((name, weight) for name, weight in values["parts"]),
        }
    )


def _left_out_from_dict(values: dict[str, Any]) -> LeftOut:
    day = values["told_before"]
    return LeftOut(**values | {"told_before": dt.date.fromisoformat(day) if day else None})
