"""``attache digest --articles``: the digest of articles given as lines, so that anybody can judge one.

Ties two parts together: lines are briefed in workers as by ``attache batch``, and composed as by the bot.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot import batch
from bot.articles.limits import FetchSettings
from bot.digest.command import Form, parse_span, print_edition, zone_name
from bot.digest.compose import SENTENCES, Wishes, compose
from bot.digest.edition import Candidate, Edition
from bot.digest.reading import QUOTES, site_of
from bot.digest.rendering import told_from_dict
from bot.store.digests import Told
from bot.surfaces import terminal
from summarizers.brief_json import brief_from_dict
from summarizers.errors import BadInput
from summarizers.model import Brief

#: Largest file that tells of yesterday, in bytes.
LARGEST_TOLD = 50_000_000


@dataclass(frozen=True, slots=True)
class ArticleDigest:
    """A digest of lines."""

    #: The digest.
    edition: Edition
    #: The lines' ids by address.
    ids: Mapping[str, str]
    #: Lines that could not be read, as sentences.
    troubles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is an article."""

    #: Its id.
    id: str
    #: Its address; where it gives none, its id stands for it.
    url: str
    #: Headline, or "".
    title: str
    #: Host, or "".
    site: str
    #: When it was published (aware), or None.
    published: dt.datetime | None
    #: The moment its digest is for (aware), where it says so.
    now: dt.datetime | None
    #: The document as ``attache batch`` reads it.
    document: dict[str, Any]


def digest_of_articles(
    source: Path, told: Path | None, wishes: Wishes, span: dt.timedelta, fetching: FetchSettings
) -> ArticleDigest:
    """The digest of a file of articles, one a line: ``id`` and ``text``, ``html`` or ``html_gz``; optional are ``url``,
    ``title``, ``site`` and ``published`` (ISO 8601; without a zone UTC).

    It is the digest of the moment the latest article was published, or of the latest ``now`` where lines have that.
    ``told`` is the JSON of the digest before. Bad lines are named, not raised. Raises BadInput for the files.
    """
    lines, troubles = lines_of(source)
    until = moment_of(lines)
    before = _told(told) if told is not None else ()
    candidates, unread = candidates_of(source, lines, until, fetching)
    edition = compose(
        candidates,
        before,
        wishes,
        date=until.astimezone(ZoneInfo(wishes.zone)).date(),
        since=until - span,
        until=until,
    )
    return ArticleDigest(edition, {line.url: line.id for line in lines}, (*troubles, *unread))


def article_digest_command(
    source: Path,
    told: Path | None,
    *,
    since: str,
    form: Form,
    stories: int,
    interests: Sequence[str],
    zone: str | None,
    fetching: FetchSettings,
) -> int:
    """Print the digest of a file of articles; the exit status, 1 when a line could not be read. Raises AttacheError."""
    from bot.home import use_own_directory

    use_own_directory()
    # Whoever judges a digest wants the same one wherever they are.
    wishes = Wishes(stories=stories, interests=tuple(interests), zone=zone_name(zone or "UTC"))
    made = digest_of_articles(source, told, wishes, parse_span(since), fetching)
    print_edition(made.edition, form, wishes.zone, made.ids, troubles=list(made.troubles))
    for trouble in made.troubles:
        print(f"attache: {terminal(trouble)}", file=sys.stderr)
    return 1 if made.troubles else 0


def lines_of(source: Path) -> tuple[list[Line], list[str]]:
    """The lines that are articles, each id once, and what is wrong with the others."""
    found: dict[str, Line] = {}
    troubles = []
    try:
        with source.open("rb") as file:
            for number, raw in enumerate(file, 1):
                if not raw.strip():
                    continue
                try:
                    line = _line(number, raw)
                except BadInput as error:
                    troubles.append(str(error))
                else:
                    found.setdefault(line.id, line)
    except OSError as error:
        raise BadInput(f"The file {source.name} could not be read.") from error
    return list(found.values()), troubles


def _line(number: int, raw: bytes) -> Line:
    try:
        document = json.loads(raw) if len(raw) <= batch.LONGEST_LINE else None
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise BadInput(f"Line {number} is not JSON.")
    if not isinstance(document.get("id"), str | int):
        raise BadInput(f"Line {number} has no id.")
    id = str(document["id"])
    words = {name: _words(document.get(name)) for name in ("url", "title", "site")}
    published = _instant(number, document.get("published") or document.get("date"))
    given = {name: document[name] for name in ("text", "html", "html_gz") if isinstance(document.get(name), str)}
    given |= {"id": id, "title": words["title"], "url": words["url"]}
    if published is not None:
        given["date"] = published.date().isoformat()
    url = words["url"] or id
    now = _instant(number, document.get("now"))
    return Line(id, url, words["title"], words["site"], published, now, given)


def _words(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _instant(number: int, value: object) -> dt.datetime | None:
    if not isinstance(value, str) or not value:
        return None
    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError as error:
        raise BadInput(f"Line {number}: “{value[:30]}” is not a date like 2021-03-14T08:00:00+00:00.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def moment_of(lines: Sequence[Line]) -> dt.datetime:
    """The moment a digest of the lines is for."""
    said = [line.now for line in lines if line.now] or [line.published for line in lines if line.published]
    return max(said, default=dt.datetime.now(dt.UTC))


def candidates_of(
    source: Path, lines: Sequence[Line], until: dt.datetime, fetching: FetchSettings
) -> tuple[list[Candidate], list[str]]:
    """The articles of lines as a digest takes them, and what could not be read."""
    briefs, unread = _briefs(source, lines, fetching)
    return [_candidate(line, briefs[line.id], until) for line in lines if line.id in briefs], unread


def _briefs(source: Path, lines: Sequence[Line], fetching: FetchSettings) -> tuple[dict[str, Brief | None], list[str]]:
    """Briefs by id, None where only headline and address are known; and what could not be read."""
    found: dict[str, Brief | None] = {}
    troubles = []
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder, "in.jsonl"), Path(folder, "out.jsonl")
        rows = (line.document | _beside(line.document, source.parent) for line in lines)
        given.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        options = batch.LineOptions(sentences=SENTENCES, max_quotes=QUOTES)
        batch.run(given, made, options, fetching=fetching, done=_silent)
        with made.open(encoding="utf-8") as out:
            for row in out:
                document = json.loads(row)
                if "error" in document:
                    troubles.append(f"{document['id']}: {document['error']['message']}")
                else:
                    found[document["id"]] = brief_from_dict(document)
    return found, troubles


def _beside(document: Mapping[str, Any], folder: Path) -> dict[str, str]:
    """The page a document names beside its own file, by its full path."""
    packed = document.get("html_gz")
    return {"html_gz": str((folder / packed).absolute())} if isinstance(packed, str) else {}


def _silent(_done: int, _total: int) -> None:
    """Nobody is told how far it is."""


def _candidate(line: Line, brief: Brief | None, until: dt.datetime) -> Candidate:
    title = line.title or (brief.article.title if brief else None) or ""
    site = line.site or (brief.article.site if brief else None) or site_of(line.url)
    return Candidate(line.url, title, "", site.removeprefix("www."), line.published, line.published or until, brief)


def _told(path: Path) -> tuple[Told, ...]:
    """The stories a digest's JSON told. Raises BadInput."""
    try:
        if path.stat().st_size > LARGEST_TOLD:
            raise BadInput(f"The file {path.name} is too large.")
        document = json.loads(path.read_text("utf-8"))
        return told_from_dict(document)
    except OSError as error:
        raise BadInput(f"The file {path.name} could not be read.") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadInput(f"The file {path.name} is not the JSON of a digest.") from error
