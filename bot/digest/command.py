"""``attache digest`` and ``attache stories``: the same digest and the same grouping, without Slack or a database."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from bot.digest.compose import Wishes, compose
from bot.digest.edition import Candidate, Edition
from bot.digest.feeds import FeedItem
from bot.digest.opml import ListedFeed, read_opml
from bot.surfaces import json_text, terminal
from summarizers.errors import AttacheError, BadInput

if TYPE_CHECKING:
    from bot.articles import FetchSettings
    from bot.digest.polling import Fetches
    from summarizers.model import Article

Form = Literal["text", "json", "markdown", "html"]
#: Feeds and articles fetched at once; each host sees one visitor at a time all the same.
AT_ONCE = 12
#: Articles read of one feed, and of all feeds together.
MOST_OF_A_FEED, MOST_ARTICLES = 40, 1_000
#: Articles read of a feed that gives no dates.
MOST_UNDATED = 10
#: Largest line of ``attache stories``, in characters.
LONGEST_LINE = 5_000_000
_SPAN = re.compile(r"(\d{1,4})\s*(m|min|h|hour|d|day|w|week)s?", re.IGNORECASE)
_SECONDS = {"m": 60, "h": 3600, "d": 86_400, "w": 604_800}


class Progress(Protocol):
    """Hears how far a digest is."""

    def __call__(self, what: str, done: int, total: int) -> None:
        """``what`` is "feeds" or "articles"."""
        ...


class Reads(Protocol):
    """Reads an article: see :class:`bot.articles.ArticleReader`."""

    def read(self, url: str, *, robots: bool = False) -> Article:
        """The article, or an AttacheError."""
        ...


@dataclass(frozen=True, slots=True)
class Trouble:
    """A feed that could not be read."""

    #: Its address.
    url: str
    #: Why, in one sentence.
    message: str


@dataclass(frozen=True, slots=True)
class Made:
    """A digest and what went wrong on the way."""

    #: The digest.
    edition: Edition
    #: Feeds that could not be read.
    troubles: tuple[Trouble, ...]
    #: Articles whose page could not be read; they are there by headline and description.
    unread: int


def parse_span(text: str) -> dt.timedelta:
    """ "24h", "90 min", "3 days", "1w" as a stretch of time. Raises BadInput."""
    found = _SPAN.fullmatch(text.strip())
    if found is None or not 0 < int(found[1]) * _SECONDS[found[2][0].lower()] <= 31 * 86_400:
        raise BadInput(f"“{text[:30]}” is not a stretch of time like 24h or 3d (at most 31 days).")
    return dt.timedelta(seconds=int(found[1]) * _SECONDS[found[2][0].lower()])


def zone_name(name: str | None) -> str:
    """A time zone by name, the machine's own for None. Raises BadInput."""
    import os
    from zoneinfo import ZoneInfo

    if name is None:
        local = Path("/etc/localtime")
        found = str(local.resolve()).partition("zoneinfo/")[2] if local.is_symlink() else ""
        name = os.environ.get("TZ", "").strip(":") or found or "UTC"
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            return "UTC"
        return name
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError) as error:
        raise BadInput(f"I do not know the time zone “{name[:60]}”. Try one like Europe/Madrid.") from error


def make_digest(
    feeds: Sequence[ListedFeed],
    *,
    fetcher: Fetches,
    reader: Reads,
    now: dt.datetime,
    span: dt.timedelta,
    wishes: Wishes,
    progress: Progress | None = None,
) -> Made:
    """Look at feeds, read what is new in the last ``span``, and compose. ``now`` is aware.

    Whatever cannot be read is named, not raised.
    """
    from zoneinfo import ZoneInfo

    from bot.digest.polling import ask

    since = now - span

    def tell(what: str, done: int, total: int) -> None:
        if progress is not None:
            progress(what, done, total)

    def look(feed: ListedFeed) -> tuple[FeedItem, ...] | Trouble:
        try:
            answer = ask(fetcher, feed.url, now)
        except AttacheError as error:
            return Trouble(feed.url, str(error))
        listed = answer.feed.items if answer.feed else ()
        dated = [i for i in listed if i.published is not None and i.published >= since][:MOST_OF_A_FEED]
        # Feeds without dates list the newest first; the page will tell how old each is.
        return (*dated, *[i for i in listed if i.published is None][:MOST_UNDATED])

    items: dict[str, FeedItem] = {}
    troubles: list[Trouble] = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for number, found in enumerate(pool.map(look, feeds), 1):
            if isinstance(found, Trouble):
                troubles.append(found)
            else:
                for item in found:
                    known = items.setdefault(item.url, item)
                    if known.published is None and item.published is not None:
                        items[item.url] = item  # another feed says when
            tell("feeds", number, len(feeds))
        chosen = sorted(items.values(), key=lambda i: i.published or since, reverse=True)[:MOST_ARTICLES]
        candidates: list[Candidate] = []
        read = pool.map(lambda item: _candidate(item, reader, since, now), chosen)
        for number, candidate in enumerate(read, 1):
            if candidate is not None:
                candidates.append(candidate)
            tell("articles", number, len(chosen))
    edition = compose(candidates, (), wishes, date=now.astimezone(ZoneInfo(wishes.zone)).date(), since=since, until=now)
    return Made(edition, tuple(troubles), sum(c.brief is None for c in candidates))


def _candidate(item: FeedItem, reader: Reads, since: dt.datetime, now: dt.datetime) -> Candidate | None:
    """An item with its brief, with headline and description alone, or None where it is old or no use."""
    from bot.digest.reading import SKIPPED, brief_for_digest, is_foreign, site_of

    brief = None
    try:
        brief = brief_for_digest(reader.read(item.url, robots=True))
    except AttacheError as error:
        if error.kind in SKIPPED or is_foreign(item.title, item.description):
            return None
    if item.published is None and (
        brief is None or brief.article.published is None or brief.article.published < since.date()
    ):
        return None
    site = (brief.article.site if brief else None) or site_of(item.url)
    return Candidate(item.url, item.title, item.description, site, item.published, now, brief)


def digest_command(
    opml: Path,
    *,
    since: str = "24h",
    form: Form = "text",
    stories: int = 5,
    interests: Sequence[str] = (),
    zone: str | None = None,
    fetching: FetchSettings | None = None,
) -> int:
    """Print the digest of the feeds in an OPML file; the exit status (1 when no feed could be read).

    ``fetching`` holds the limits and manners of reading. Progress goes to standard error where that is a terminal. Raises AttacheError.
    """
    from bot.articles import ArticleReader

    try:
        data = opml.read_bytes()
    except OSError as error:
        raise BadInput(f"The file {opml.name} could not be read.") from error
    feeds = read_opml(data)
    wishes = Wishes(stories=stories, interests=tuple(interests), zone=zone_name(zone))
    span = parse_span(since)
    with ArticleReader(fetching) as reader, _progress() as progress:
        made = make_digest(
            feeds,
            fetcher=reader.fetcher,
            reader=reader,
            now=dt.datetime.now(dt.UTC),
            span=span,
            wishes=wishes,
            progress=progress,
        )
    told = [{"url": t.url, "message": t.message} for t in made.troubles]
    print_edition(made.edition, form, wishes.zone, {}, troubles=told)
    for trouble in made.troubles:
        print(f"attache: {terminal(trouble.url)}: {terminal(trouble.message)}", file=sys.stderr)
    if made.unread:
        pages = "1 page is" if made.unread == 1 else f"{made.unread} pages are"
        print(f"attache: {pages} there by headline alone, as the text could not be read.", file=sys.stderr)
    return 1 if feeds and len(made.troubles) == len(feeds) else 0


def print_edition(edition: Edition, form: Form, zone: str, ids: Mapping[str, str], **beside: Any) -> None:
    """Print a digest; ``ids`` names articles in JSON, which has ``beside`` at its end."""
    from bot.digest import rendering

    if form == "json":
        print(json_text(rendering.edition_to_dict(edition, ids) | beside, indent=2))
    elif form == "markdown":
        print(rendering.markdown(edition, zone), end="")
    elif form == "html":
        print(rendering.html(edition, zone), end="")
    else:
        from rich.console import Console

        rendering.show(Console(highlight=False), edition, zone)


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """Bars on standard error where that is a terminal, else silence."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    tasks: dict[str, TaskID] = {}
    with Bars(console=Console(stderr=True), transient=True) as bars:

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what.capitalize(), total=total)
            bars.update(tasks[what], completed=done)

        yield tell


# -- stories ---------------------------------------------------------------------------------------------------------


def stories_command(source: Path, target: Path) -> int:
    """Group the articles of a JSON-lines file: ``{"id", "story"}`` lines in the same order; the exit status.

    A line of ``source`` holds ``id``, ``text`` and optionally ``title`` and ``date``. ``story`` is the id of its
    lead article. A bad line becomes ``{"id", "error": {"kind", "message"}}`` and the status 1. Raises BadInput
    for the files.
    """
    from summarizers.stories import group

    try:
        with source.open("rb") as lines:
            rows = [_row(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    except OSError as error:
        raise BadInput(f"The file {source.name} could not be read.") from error
    good = [row for row in rows if row.input is not None]
    lead_of: dict[int, str] = {}
    for story in group([row.input for row in good if row.input is not None]):
        for position in story.articles:
            lead_of[position] = good[story.lead].id
    named = iter(range(len(good)))
    try:
        with target.open("w", encoding="utf-8") as out:
            for row in rows:
                answer: dict[str, Any] = {"id": row.id}
                if row.input is None:
                    answer["error"] = {"kind": BadInput.kind, "message": row.error}
                else:
                    answer["story"] = lead_of[next(named)]
                out.write(json_text(answer) + "\n")
    except OSError as error:
        raise BadInput(f"The file {target.name} could not be written.") from error
    bad = len(rows) - len(good)
    if bad:
        told = "1 line" if bad == 1 else f"{bad} lines"
        print(f"{told} could not be read; see the errors in {terminal(target.name)}.", file=sys.stderr)
    return 1 if bad else 0


@dataclass(frozen=True, slots=True)
class _Row:
    id: str
    input: Any = None
    error: str = ""


def _row(number: int, line: bytes) -> _Row:
    from summarizers.stories import story_input
    from summarizers.text.cleaning import read_text

    name = f"line-{number}"
    try:
        document = json.loads(line) if len(line) <= LONGEST_LINE else None
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        return _Row(name, error=f"Line {number} is not JSON.")
    if not isinstance(document.get("id"), str | int):
        return _Row(name, error=f"Line {number} has no id.")
    name = str(document["id"])
    text = document.get("text")
    if not isinstance(text, str):
        return _Row(name, error="There is no text.")
    title, day = document.get("title"), document.get("date")
    try:
        date = dt.date.fromisoformat(day[:10]) if isinstance(day, str) and day else None
        article = read_text(text, title=title if isinstance(title, str) and title else None, date=date)
    except AttacheError as error:
        return _Row(name, error=str(error))
    except ValueError:
        return _Row(name, error=f"“{str(day)[:30]}” is not a date like 2021-03-14.")
    return _Row(name, story_input(article))
