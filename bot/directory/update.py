"""``attache directory update``: office-holders fetched from Wikidata into a file beside the bundled ones.

The bot never needs the fetched file. It is written whole or not at all: an answer missing for one country leaves the
old file in place. Wikidata's rules (https://www.mediawiki.org/wiki/Wikidata_Query_Service): one request at a time, 60 seconds
a query, Retry-After obeyed, a User-Agent that says whom to write to.
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Protocol

import structlog

from bot.articles.guard import Deadline, guarded_session
from bot.articles.limits import FetchSettings
from bot.directory import wikidata
from bot.directory.wikidata import Held
from summarizers.errors import AttacheError
from summarizers.knowledge.tables import OFFICE_HOLDER_COLUMNS, read_table, rows

#: Name of the fetched file in the bot's data folder.
FILE_NAME = "office_holders.tsv"
#: Countries asked for in one query: more than this meets the service's limit of 60 seconds.
COUNTRIES_A_QUERY = 10
#: People whose other names are asked for in one query: keeps the address under 8,000 characters.
PEOPLE_A_QUERY = 150
#: Least pause between two requests, in seconds.
PAUSE = 1.5
#: Waits before trying again after an error of the service or the line, in seconds; then the chunk is given up.
RETRIES = (5.0, 30.0)
#: Longest wait the service may ask for, in seconds; beyond it the update is given up and can be run later.
LONGEST_WAIT = 600.0
#: Wait when the service says "too many requests" without saying how long.
DEFAULT_WAIT = 60.0
#: Times the service may ask us to wait, for one query.
MOST_WAITS = 4
#: Fewer terms than this cannot be right: the answer was empty for a reason we do not see.
FEWEST_TERMS = 200
#: Longest time for one query: the service's own 60 seconds and the way there and back.
QUERY_SECONDS = 75.0
#: Largest answer, decoded, in bytes.
MOST_BYTES = 24_000_000

log = structlog.get_logger(__name__)


class Fetch(Protocol):
    """A guarded HTTP GET: (status, headers, body). Raises AttacheError or OSError when nothing came."""

    def __call__(self, url: str, headers: Mapping[str, str]) -> tuple[int, Mapping[str, str], bytes]:
        """Get an address."""
        ...


@dataclass(frozen=True, slots=True)
class UpdateReport:
    """What an update did."""

    #: Whether the file was written; if not, the old one (if any) still stands.
    replaced: bool
    #: Terms in the new file, or received before the update was given up.
    terms: int
    #: People those terms belong to.
    people: int
    #: Requests made, repeated ones included.
    requests: int
    #: Countries for which no answer came, by short name.
    failed: tuple[str, ...]
    #: One sentence for the person who asked.
    message: str


class _GiveUp(AttacheError):
    """No use in asking on: the service refuses us, or asks us to wait longer than we will."""

    kind = "wikidata"


class _TooHeavy(AttacheError):
    """The service did not finish the query in its time: fewer countries may do."""

    kind = "wikidata"


@dataclass(slots=True)
class _Asker:
    """Asks one query at a time, waits when told to, tries again when it makes sense."""

    fetch: Fetch
    clock: Callable[[], dt.datetime]
    sleep: Callable[[float], None]
    endpoint: str
    user_agent: str
    requests: int = field(default=0)

    def ask(self, query: str) -> list[Mapping[str, str]]:
        """Rows of the answer. Raises _TooHeavy, _GiveUp, or AttacheError after the last try."""
        headers = {"Accept": wikidata.ACCEPT, "User-Agent": self.user_agent}
        waits, errors = 0, 0
        while True:
            if self.requests:
                self.sleep(PAUSE)
            self.requests += 1
            try:
                status, answered, body = self.fetch(wikidata.address_of(query, self.endpoint), headers)
                if status == 200:
                    return wikidata.bindings(body)
            except wikidata.BadAnswer as error:
                # A 200 that breaks off in the middle is how the service's time limit shows once it began to answer.
                raise _TooHeavy("Wikidata did not finish its answer in time.") from error
            except (AttacheError, OSError) as error:
                if errors >= len(RETRIES):
                    raise _unanswered(error) from error
                log.info("directory.retry", error=type(error).__name__)
                self.sleep(RETRIES[errors])
                errors += 1
                continue
            if status in (429, 503) and waits < MOST_WAITS:
                wait = _wait(answered, self.clock())
                if wait > LONGEST_WAIT:
                    raise _GiveUp(f"Wikidata asks us to come back in {round(wait / 60)} minutes.")
                log.info("directory.wait", status=status, seconds=wait)
                self.sleep(wait)
                waits += 1
            elif status in (401, 403, 429):
                raise _GiveUp(f"Wikidata refuses to answer us (status {status}).")
            elif status in (500, 502, 504) and b"Timeout" in body[:200_000]:
                raise _TooHeavy("Wikidata did not finish the query in time.")
            elif status >= 500 and errors < len(RETRIES):
                self.sleep(RETRIES[errors])
                errors += 1
            else:
                raise _unanswered(RuntimeError(f"status {status}"))


def _unanswered(cause: Exception) -> AttacheError:
    error = AttacheError("Wikidata did not answer.")
    error.__cause__ = cause
    return error


def _wait(headers: Mapping[str, str], now: dt.datetime) -> float:
    """Seconds a Retry-After asks for: a number or an HTTP date."""
    value = next((v.strip() for k, v in headers.items() if k.lower() == "retry-after"), "")
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        instant = parsedate_to_datetime(value)
    except ValueError:
        return DEFAULT_WAIT
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=dt.UTC)
    return max((instant - now).total_seconds(), 1.0)


def update(
    fetch: Fetch,
    out: Path,
    progress: Callable[[int, int, str], None],
    clock: Callable[[], dt.datetime],
    sleep: Callable[[float], None],
    *,
    user_agent: str,
    endpoint: str = wikidata.ENDPOINT,
    codes: Sequence[str] | None = None,
) -> UpdateReport:
    """Fetch who heads states, governments and foreign ministries, and write them to ``out`` in one stroke.

    ``progress(done, total, what)`` is called after every chunk; ``user_agent`` says whom to write to; ``codes`` are
    ISO 3166-1 alpha-2 codes, by default all countries we know. Never raises for what the service does: the report
    says what happened, and an update that is not complete leaves ``out`` as it was. Raises OSError when ``out`` cannot
    be written.
    """
    names = {row[0]: row[1] for row in rows("countries")}
    wanted = list(codes) if codes is not None else [code for code in names if code[0] != "X" or code == "XK"]
    asker = _Asker(fetch, clock, sleep, endpoint, user_agent)
    held, failed, why = _fetched_terms(asker, wanted, names, progress)
    people = sorted({term.person_id for term in held})
    missing = tuple(names.get(code, code) for code in failed)
    others: dict[str, list[str]] = {}
    if not failed:
        others, lacking = _fetched_names(asker, people, progress)
        why = lacking or why
    if not why and codes is None and len(held) < max(FEWEST_TERMS, previous(out) // 2):
        why = f"Wikidata's answer holds {len(held)} terms only, which cannot be right."
    if why:
        kept = " The old file was kept." if out.exists() else ""
        told = f" Without an answer: {_listed(missing)}." if missing else ""
        message = f"The directory was not updated. {why}{told}{kept}"
        return UpdateReport(False, len(held), len(people), asker.requests, missing, message)
    _write(out, _lines(held, others, names, clock()))
    message = f"{len(held)} terms of {len(people)} people were written."
    return UpdateReport(True, len(held), len(people), asker.requests, (), message)


def _fetched_terms(
    asker: _Asker, wanted: Sequence[str], names: Mapping[str, str], progress: Callable[[int, int, str], None]
) -> tuple[list[Held], list[str], str]:
    """The terms of office of the wanted countries; codes of those without an answer, and why ("" where all answered)."""
    held: list[Held] = []
    failed: list[str] = []
    why, done = "", 0
    queue = [list(wanted[k : k + COUNTRIES_A_QUERY]) for k in range(0, len(wanted), COUNTRIES_A_QUERY)]
    while queue:
        chunk = queue.pop(0)
        try:
            held += wikidata.terms(asker.ask(wikidata.terms_query(chunk)))
        except _TooHeavy as error:
            if len(chunk) > 1:
                middle = len(chunk) // 2
                queue[:0] = [chunk[:middle], chunk[middle:]]
                continue
            why, failed = str(error), [*failed, *chunk]
        except _GiveUp as error:
            why, failed = str(error), [*failed, *chunk, *(code for rest in queue for code in rest)]
            queue.clear()
        except AttacheError as error:
            log.info("directory.chunk_failed", countries=chunk, cause=repr(error.__cause__))
            why, failed = str(error), [*failed, *chunk]
        done += len(chunk)
        first, last = (names.get(code, code) for code in (chunk[0], chunk[-1]))
        progress(min(done, len(wanted)), len(wanted), f"{first} to {last}")
    return _without_shared_crowns(held), failed, why


def _fetched_names(
    asker: _Asker, people: Sequence[str], progress: Callable[[int, int, str], None]
) -> tuple[dict[str, list[str]], str]:
    """Other names of people by id, and why some are missing ("" where none is)."""
    others: dict[str, list[str]] = {}
    try:
        for k in range(0, len(people), PEOPLE_A_QUERY):
            others |= wikidata.aliases(asker.ask(wikidata.aliases_query(people[k : k + PEOPLE_A_QUERY])))
            progress(min(k + PEOPLE_A_QUERY, len(people)), len(people), "other names")
    except AttacheError as error:
        return others, f"{error} The other names of the office-holders are missing."
    return others, ""


def _listed(names: Sequence[str], most: int = 5) -> str:
    """ "Norway, Sweden and 12 more"."""
    if len(names) <= most:
        return ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1]
    return f"{', '.join(names[:most])} and {len(names) - most} more"


def _without_shared_crowns(held: Iterable[Held]) -> list[Held]:
    """The terms without those of a monarch in realms beyond the first: a king of many countries is called by one."""
    kept: dict[tuple[str, str, str, str], Held] = {}
    crowned: dict[str, str] = {}
    for term in sorted(held, key=lambda t: (t.person_id, t.country != "GB", t.country, t.start, t.office)):
        if term.role == "royal" and crowned.setdefault(term.person_id, term.country) != term.country:
            continue
        key = (term.person_id, term.office, term.country, term.start)
        known = kept.get(key)
        if known is None or (not known.end and term.end):
            kept[key] = term
    return sorted(kept.values(), key=lambda t: (t.country, t.role, t.start, t.person))


def _lines(
    held: Iterable[Held], others: Mapping[str, Sequence[str]], names: Mapping[str, str], now: dt.datetime
) -> list[str]:
    """The file's lines: the columns of the bundled files; other names stand on a person's first row."""
    lines = [
        f"# Office-holders from Wikidata's query service (CC0), fetched on {now.date().isoformat()} by `attache directory update`.",
        "# Read beside the bundled files, which decide where both know a term. May be deleted at any time.",
        "\t".join(OFFICE_HOLDER_COLUMNS),
    ]
    named: set[str] = set()
    for term in held:
        alias = (
            "" if term.person_id in named else "|".join(a for a in others.get(term.person_id, ()) if a != term.person)
        )
        named.add(term.person_id)
        where = names.get(term.country, term.country)
        cells = (
            term.person,
            alias,
            "",
            term.office,
            term.role,
            where,
            term.start,
            term.end,
            term.person_id,
            term.gender,
        )
        lines.append("\t".join(cells))
    return lines


def _write(path: Path, lines: Iterable[str]) -> None:
    """Write a file whole: a temporary one beside it, flushed to disk, then renamed over it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def guarded_fetch(settings: FetchSettings) -> Fetch:
    """A :class:`Fetch` through the guard that reads articles: public addresses only, no redirects, bounded in size and time."""
    limits = replace(settings, read_seconds=QUERY_SECONDS, fetch_seconds=QUERY_SECONDS, max_bytes=MOST_BYTES)

    def fetch(url: str, headers: Mapping[str, str]) -> tuple[int, Mapping[str, str], bytes]:
        with Deadline(limits.fetch_seconds) as deadline, guarded_session(limits, deadline) as session:
            times = (limits.connect_seconds, limits.read_seconds)
            with session.get(url, headers=dict(headers), stream=True, allow_redirects=False, timeout=times) as answer:
                body = bytearray()
                for piece in answer.iter_content(65_536):
                    body += piece
                    if len(body) > limits.max_bytes:
                        raise AttacheError("Wikidata's answer is too large.")
                deadline.remaining()
                return answer.status_code, dict(answer.headers), bytes(body)

    return fetch


def previous(path: Path) -> int:
    """Terms in a fetched file, 0 when there is none or it cannot be read."""
    try:
        return len(read_table(path)[1])
    except AttacheError:
        return 0
