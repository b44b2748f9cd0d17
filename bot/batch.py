"""Many documents at once: JSON lines in, briefs out, in order, on every core, surviving bad lines.

Each line is worked on in a worker that can be killed, so one that is built to hold its reader costs itself alone.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import structlog

from bot.articles.article_json import article_from_dict, article_to_dict
from bot.articles.limits import FetchSettings
from bot.articles.worker import SHORT_WARM_UP
from bot.brief_maker import WARM_UP as BRIEF_WARM_UP
from bot.home import default_home
from bot.ops.logs import set_up_logging
from bot.surfaces import json_text
from bot.workers import Limits, TaskFailed, WorkerPool, WorkersUnavailable
from summarizers.errors import AttacheError, BadInput
from summarizers.model import Article

#: Lines under way at once, per worker; enough to keep all cores busy without holding the whole input.
AHEAD = 8
#: Largest document in one line, in characters.
LONGEST_TEXT = 5_000_000
#: Longest line, in bytes: the largest document with every character escaped.
LONGEST_LINE = 6 * LONGEST_TEXT + 2_000_000
#: Seconds of CPU time one document may take, and how many more for each byte of its line: some hundred times what ordinary
#: ones need.
BUDGET, BUDGET_PER_BYTE = 20.0, 20.0 / 1_000_000
#: Memory one document may take, in MiB.
MEGABYTES = 2048

log = structlog.get_logger("attache.batch")


class LineOptions(dict[str, Any]):
    """Options of the briefs, as keyword arguments of ``BriefOptions``."""


def run(
    source: Path,
    target: Path,
    options: LineOptions,
    *,
    fetching: FetchSettings,
    workers: int | None = None,
    done: Callable[[int, int], None],
) -> int:
    """Write one line per line of ``source`` to ``target``, in order; returns how many became errors.

    Lines with an address are read under ``fetching``. ``done`` is told (lines finished, lines in all).
    Raises BadInput when a file cannot be opened.
    """
    try:
        total, has_pages = _counted(source)
        if target.exists() and target.samefile(source):
            raise BadInput("The briefs cannot be written over the documents; please name another file.")
        lines = source.open("rb")
    except (OSError, ValueError) as error:
        raise BadInput(f"The file {source.name} could not be read.") from error
    set_up_logging("warning", "auto")
    workers = min(workers or max(1, os.cpu_count() or 1), max(1, total))
    home = os.environ.get("ATTACHE_HOME") or default_home()
    warm_ups = (*((SHORT_WARM_UP,) if has_pages else ()), f"{BRIEF_WARM_UP}={home}")
    errors = finished = 0
    try:
        # One worker is asked for beside those at work: a lane alone never gets the last one.
        with lines, target.open("w", encoding="utf-8") as out, WorkerPool(workers + 1, warm_ups=warm_ups) as pool:
            for text in _in_order(_numbered(lines), _Lines(pool, fetching, source.parent, options), workers):
                out.write(text + "\n")
                errors += '"error": {' in text[:4000] and "error" in json.loads(text)
                finished += 1
                done(finished, total)
    except OSError as error:
        raise BadInput(f"The file {target.name} could not be written.") from error
    return errors


def _counted(source: Path) -> tuple[int, bool]:
    """How many lines there are, and whether some may hold pages."""
    total, has_pages = 0, False
    with source.open("rb") as lines:
        for _, line in _numbered(lines):
            total += 1
            has_pages = has_pages or b'"html' in line or b'"url"' in line
    return total, has_pages


def _numbered(lines: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers; b"" stands for one that is too long to be held."""
    number = 0
    while line := lines.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            while line and not line.endswith(b"\n"):
                line = lines.readline(1_000_000)
            yield number, b""
        elif line.strip():
            yield number, line


def _in_order(items: Iterator[tuple[int, bytes]], lines: _Lines, workers: int) -> Iterator[str]:
    """Results in the order of the input."""
    waiting: deque[Future[str]] = deque()
    threads = ThreadPoolExecutor(workers)
    try:
        for number, line in items:
            waiting.append(threads.submit(lines.line, number, line))
            if len(waiting) >= workers * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        lines.close()


class _Lines:
    """Turns input lines into output lines. Safe between threads."""

    def __init__(self, pool: WorkerPool, fetching: FetchSettings, base: Path, options: LineOptions) -> None:
        self._pool = pool
        self._fetching = fetching
        self._request = {"base": str(base.absolute()), "options": dict(options)}
        self._reader: Any = None

    def line(self, number: int, line: bytes) -> str:
        """One input line as one output line; never raises AttacheError."""
        try:
            document = _document(number, line)
            request = self._request | {"number": number}
            if _is_link(document):
                request["article"] = article_to_dict(self._read(str(document["url"])))
            return str(self._pool.run("bot.batch:work", request, line, limits=_limits(len(line)))["line"])
        except AttacheError as error:
            return _error_line(number, line, error.kind, str(error))
        except TaskFailed as error:
            # Type, file, line and function; the person's text stays out of the log.
            log.error("document could not be read", line=number, fault=str(error))
            what = str(error).partition(" ")[0]
            return _error_line(number, line, "unexpected", f"This document could not be read ({what}).")
        except WorkersUnavailable as error:
            log.error("no worker for a document", line=number, fault=str(error))
            return _error_line(number, line, "unavailable", "There was no room for a process to read this document.")

    def _read(self, url: str) -> Article:
        if self._reader is None:
            from bot.articles import ArticleReader

            self._reader = ArticleReader(self._fetching, pool=self._pool)
        article: Article = self._reader.read(url)
        return article

    def close(self) -> None:
        """End what was opened for reading links."""
        if self._reader is not None:
            self._reader.close()


def _limits(size: int) -> Limits:
    """What a line of so many bytes may use."""
    seconds = BUDGET + BUDGET_PER_BYTE * size
    return Limits(cpu_seconds=seconds, megabytes=MEGABYTES, wall_seconds=20 * seconds)


def work(request: dict[str, Any], body: bytes) -> dict[str, Any]:
    """Inside a worker: the output line of an input line, ``body``."""
    from summarizers.brief_json import brief_to_dict
    from summarizers.pipeline import BriefOptions, brief

    try:
        document = _document(request["number"], body)
        article = _article(document, Path(request["base"]), request.get("article"))
        made = brief_to_dict(brief(article, BriefOptions(**request["options"])), str(document["id"]))
        return {"line": json_text(made)}
    except AttacheError as error:
        return {"line": _error_line(request["number"], body, error.kind, str(error))}


def _is_link(document: dict[str, Any]) -> bool:
    """Whether all there is of a document is its address."""
    return isinstance(document.get("url"), str) and not any(
        isinstance(document.get(k), str) for k in ("text", "html", "html_gz")
    )


def _document(number: int, line: bytes) -> dict[str, Any]:
    if not line:
        raise BadInput(f"Line {number} is longer than {LONGEST_LINE // 1_000_000} MB.")
    try:
        document = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"Line {number} is not JSON.") from error
    if not isinstance(document, dict) or not isinstance(document.get("id"), str | int):
        raise BadInput(f"Line {number} has no id.")
    return document


def _article(document: dict[str, Any], base: Path, read: dict[str, Any] | None) -> Article:
    """The article of a line; ``read`` is what its address led to, where that is all it has."""
    from summarizers.text.cleaning import read_text

    text, html, packed, url = (document.get(k) for k in ("text", "html", "html_gz", "url"))
    if isinstance(text, str):
        if len(text) > LONGEST_TEXT:
            raise BadInput(f"The text is longer than {LONGEST_TEXT:,} characters.")
        return read_text(
            text, url=_text(url), title=_text(document.get("title")), date=_day(document.get("date")), site=None
        )
    if read is not None:
        article = article_from_dict(read)
    elif isinstance(html, str) or isinstance(packed, str):
        article = _page(html.encode() if isinstance(html, str) else _unpacked(base / str(packed)), _text(url))
    else:
        raise BadInput("There is none of text, html, html_gz and url.")
    day = article.published or _day(document.get("date"))
    return replace(article, published=day, title=article.title or _text(document.get("title")))


def _page(page: bytes, url: str | None) -> Article:
    """The article of a page; a parser's own failure on a broken one is the page's state. Raises Unreadable."""
    from bot.articles.extraction import extract
    from bot.articles.states import PageState, Unreadable

    try:
        return extract(page, url=url)
    except (AttacheError, MemoryError, RecursionError):
        raise
    except Exception as error:
        raise Unreadable(PageState.NO_ARTICLE) from error


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _day(value: object) -> dt.date | None:
    if not isinstance(value, str) or not value:
        return None
    try:
        return dt.date.fromisoformat(value[:10])
    except ValueError as error:
        raise BadInput(f"“{value[:30]}” is not a date like 2021-03-14.") from error


def _unpacked(path: Path) -> bytes:
    import gzip
    import zlib

    try:
        with gzip.open(path) as file:
            page = file.read(LONGEST_TEXT + 1)
    except (OSError, ValueError, EOFError, zlib.error) as error:
        raise BadInput(f"The page {path.name} could not be read.") from error
    if len(page) > LONGEST_TEXT:
        raise BadInput(f"The page {path.name} is too large: the limit is {LONGEST_TEXT // 1_000_000} MB.")
    return page


def _error_line(number: int, line: bytes, kind: str, message: str) -> str:
    try:
        document = json.loads(line)
        name = document.get("id") if isinstance(document, dict) else None
    except (ValueError, RecursionError):
        name = None
    return json_text(
        {"id": str(name) if name is not None else f"line-{number}", "error": {"kind": kind, "message": message}}
    )
