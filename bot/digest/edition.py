"""A digest as a value: stories told, stories named, who spoke; made by compose, shown by rendering and blocks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from summarizers.model import Brief, Speaker

#: Why a story is left out: "told" (nothing of it is new), "background" (told, and now only explained or looked back on) or
#: "minor" (too many others are more important).
LeftOutWhy = Literal["told", "background", "minor"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article a digest may be about."""

    #: Canonical address.
    url: str
    #: Headline of the feed.
    title: str
    #: The feed's own words on it, "" where there are none.
    description: str
    #: Host without "www.".
    site: str
    #: When it was published (aware), or None.
    published: dt.datetime | None
    #: When a feed first listed it (aware).
    seen: dt.datetime
    #: Its brief, or None where its page could not be read.
    brief: Brief | None = None
    #: Whether a message in the channel held its link.
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Another outlet that has the story."""

    #: Host without "www.".
    site: str
    #: Address of its article.
    url: str


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """One utterance, verbatim, with who said it."""

    #: Its stretches in text order, marks included.
    pieces: tuple[str, ...]
    #: Who said it; never empty.
    speakers: tuple[Speaker, ...]
    #: Host of the article it stands in.
    site: str
    #: Address of the article it stands in.
    url: str


@dataclass(frozen=True, slots=True)
class StoryEntry:
    """One story of a digest."""

    #: Headline of its lead article.
    title: str
    #: Address of its lead article.
    url: str
    #: Host of its lead article.
    site: str
    #: Local day of the lead article, or None.
    published: dt.date | None
    #: At most two sentences that stand alone; of the description where no page could be read.
    sentences: tuple[str, ...]
    #: "brief", or "headline" where no page of the story could be read: headline and description are the feed's.
    basis: Literal["brief", "headline"]
    #: Its key quote, or None.
    quote: ShownQuote | None
    #: Other outlets that have it, each once, closest to the story first.
    others: tuple[Source, ...]
    #: Articles about it.
    articles: int
    #: The local date it was told before, where there is news since; else None.
    told_before: dt.date | None
    #: Countries it is about, most prominent first.
    countries: tuple[str, ...]
    #: Everybody with an office who is quoted in it, most quoted first.
    spoke: tuple[Speaker, ...]
    #: The reader's interests it touches.
    interests: tuple[str, ...]
    #: Whether its link was shared in the channel.
    shared: bool
    #: How important it is; stories are in falling order.
    importance: float
    #: Brief of the lead article, or None.
    brief: Brief | None = None
    #: Centroid of its articles, for recognising what continues it.
    centroid: tuple[tuple[str, float], ...] = ()
    #: Terms of what a reader is told of it: headline, sentences, quote and the openings of its articles.
    terms: tuple[str, ...] = ()
    #: Addresses of its articles, the lead's first.
    members: tuple[str, ...] = ()
    #: Why it stands where it does: the parts of ``importance`` that are not nothing, by name, the weightiest first.
    parts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A story that is not told."""

    #: Headline of its lead article.
    title: str
    #: Address of its lead article.
    url: str
    #: Host of its lead article.
    site: str
    #: Why.
    why: LeftOutWhy
    #: The local date it was told before, or None.
    told_before: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """One digest."""

    #: The local date it is for.
    date: dt.date
    #: News from here (aware).
    since: dt.datetime
    #: News up to here (aware).
    until: dt.datetime
    #: Stories told in full, most important first.
    stories: tuple[StoryEntry, ...]
    #: Further stories, named by headline.
    rest: tuple[StoryEntry, ...]
    #: People with an office quoted in the stories, most quoted first.
    spoke: tuple[Speaker, ...]
    #: Countries the stories are about, most frequent first.
    countries: tuple[str, ...]
    #: Articles looked at.
    articles: int
    #: Outlets they came from.
    outlets: int
    #: Stories left out, with why.
    left_out: tuple[LeftOut, ...] = ()

    @property
    def repeated(self) -> int:
        """Stories left out because they bring nothing that was not told before."""
        return sum(story.why != "minor" for story in self.left_out)

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to tell."""
        return not self.stories and not self.rest
