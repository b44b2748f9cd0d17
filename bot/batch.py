"""Many documents at once: JSON lines in, briefs out, in order, on every core, surviving bad lines."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from bot.articles.limits import FetchSettings
from bot.surfaces import json_text
from summarizers.errors import AttacheError, BadInput

#: Lines under way at once, per worker; enough to keep both cores busy without holding the whole input.
AHEAD = 8
#: Largest document in one line, in characters.
LONGEST_TEXT = 5_000_000
#: Longest line, in bytes: the largest document with every character escaped.
LONGEST_LINE = 6 * LONGEST_TEXT + 2_000_000
#: Seconds of processor time one document may take, and how many more for each byte of its line: some hundred times what
#: ordinary ones need.
BUDGET, BUDGET_PER_BYTE = 20.0, 20.0 / 1_000_000
TOO_MUCH = "This document is too much to read."


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
        with source.open("rb") as counted:
            total = sum(1 for _ in _numbered(counted))
        if target.exists() and target.samefile(source):
            raise BadInput("The briefs cannot be written over the documents; please name another file.")
        lines = source.open("rb")
    except (OSError, ValueError) as error:
        raise BadInput(f"The file {source.name} could not be read.") from error
    workers = workers or max(1, os.cpu_count() or 1)
    errors = finished = 0
    try:
        with lines, target.open("w", encoding="utf-8") as out:
            for text in _in_order(_numbered(lines), source.parent, options, fetching, min(workers, max(1, total))):
                out.write(text + "\n")
                errors += '"error": {' in text[:4000] and "error" in json.loads(text)
                finished += 1
                done(finished, total)
    except OSError as error:
        raise BadInput(f"The file {target.name} could not be written.") from error
    return errors


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


def _in_order(
    items: Iterator[tuple[int, bytes]], base: Path, options: LineOptions, fetching: FetchSettings, workers: int
) -> Iterator[str]:
    """Results in the order of the input; a worker that dies costs only the line that killed it."""
    waiting: deque[tuple[int, bytes, Future[str]]] = deque()
    pool = _pool(workers, fetching)
    exhausted = False
    try:
        while True:
            while not exhausted and len(waiting) < workers * AHEAD:
                item = next(items, None)
                if item is None:
                    exhausted = True
                    break
                number, line = item
                waiting.append((number, line, pool.submit(_line, number, line, str(base), dict(options))))
            if not waiting:
                return
            number, line, future = waiting.popleft()
            try:
                yield future.result()
            except BrokenProcessPool:
                pool.shutdown(wait=False, cancel_futures=True)
                yield _alone(number, line, base, options, fetching)
                pool = _pool(workers, fetching)
                waiting = deque((n, b, pool.submit(_line, n, b, str(base), dict(options))) for n, b, _ in waiting)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _pool(workers: int, fetching: FetchSettings) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, initializer=_begin, initargs=(fetching,))


def _begin(fetching: FetchSettings) -> None:
    """Runs first in each worker."""
    global _fetching
    _fetching = fetching
    # Ctrl-C reaches the workers too; they end by it without a word, and the command says that it stopped.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGVTALRM, _over_budget)


class _OverBudget(BaseException):
    """A document takes far longer than any needs; no exception, so that nothing on the way takes it for its own."""


def _over_budget(_number: int, _frame: Any) -> None:
    raise _OverBudget


@contextmanager
def _budget(seconds: float) -> Iterator[None]:
    """Raise _OverBudget where this process is after so much processor time; end it after twice as much.

    The second is for what stands in one call of a library, which no signal's handler interrupts. Waiting costs nothing.
    """
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 1.0)
    signal.setitimer(signal.ITIMER_PROF, 2 * seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)


def _alone(number: int, line: bytes, base: Path, options: LineOptions, fetching: FetchSettings) -> str:
    """Try a line again in a process of its own; if that dies too, the line is to blame."""
    with _pool(1, fetching) as single:
        try:
            return single.submit(_line, number, line, str(base), dict(options)).result()
        except BrokenProcessPool:
            return _error_line(number, line, "crash", TOO_MUCH)


def _line(number: int, line: bytes, base: str, options: dict[str, Any]) -> str:
    """One input line as one output line; never raises."""
    try:
        with _budget(BUDGET + BUDGET_PER_BYTE * len(line)):
            document = _document(number, line)
            return json_text(_brief(document, Path(base), options))
    except AttacheError as error:
        return _error_line(number, line, error.kind, str(error))
    except _OverBudget as error:
        _log_fault("a document takes too long", number, error)
        return _error_line(number, line, "too-heavy", TOO_MUCH)
    except Exception as error:
        _log_fault("a document failed", number, error)
        return _error_line(number, line, "unexpected", f"This document could not be read ({type(error).__name__}).")


def _log_fault(what: str, number: int, error: BaseException) -> None:
    """Say where our code stood; never the exception's text, which may hold the document's words."""
    import structlog

    _logs()
    frames = [(f, at) for f, at in traceback.walk_tb(error.__traceback__) if f.f_code is not _over_budget.__code__]
    ours = [(f, at) for f, at in frames if f.f_globals.get("__name__", "").startswith(("bot.", "summarizers."))]
    frame, at = (ours or frames)[-1]
    structlog.get_logger("bot.batch").error(
        what,
        document=number,
        error=type(error).__name__,
        module=frame.f_globals.get("__name__", "?"),
        function=frame.f_code.co_name,
        line=at,
    )


@cache
def _logs() -> None:
    """Once in each worker that has something to log."""
    from bot.ops.logs import set_up_logging

    set_up_logging("error", "auto")


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


def _brief(document: dict[str, Any], base: Path, options: dict[str, Any]) -> dict[str, Any]:
    from summarizers.brief import BriefOptions, brief
    from summarizers.contract import brief_to_dict

    _prepare()
    return brief_to_dict(brief(_article(document, base), BriefOptions(**options)), str(document["id"]))


@cache
def _prepare() -> None:
    """Once in each worker: the person's own office-holders count here too."""
    from bot.home import use_own_directory

    use_own_directory()


def _article(document: dict[str, Any], base: Path) -> Any:
    from dataclasses import replace

    from summarizers.cleaning import read_text

    text, html, packed, url = (document.get(k) for k in ("text", "html", "html_gz", "url"))
    if isinstance(text, str):
        if len(text) > LONGEST_TEXT:
            raise BadInput(f"The text is longer than {LONGEST_TEXT:,} characters.")
        return read_text(
            text, url=_text(url), title=_text(document.get("title")), date=_day(document.get("date")), site=None
        )
    if isinstance(html, str) or isinstance(packed, str):
        from bot.articles import extract_in_worker

        page = html.encode() if isinstance(html, str) else _unpacked(base / str(packed))
        article = extract_in_worker(page, url=_text(url))
    elif isinstance(url, str):
        article = _reader().read(url)
    else:
        raise BadInput("There is none of text, html, html_gz and url.")
    day = article.published or _day(document.get("date"))
    return replace(article, published=day, title=article.title or _text(document.get("title")))


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


#: How this worker fetches.
_fetching: FetchSettings | None = None
_kept_reader: Any = None


def _reader() -> Any:
    global _kept_reader
    if _kept_reader is None:
        from bot.articles import ArticleReader

        _logs()
        _kept_reader = ArticleReader(_fetching)
    return _kept_reader


def _error_line(number: int, line: bytes, kind: str, message: str) -> str:
    try:
        document = json.loads(line)
        name = document.get("id") if isinstance(document, dict) else None
    except (ValueError, RecursionError):
        name = None
    return json_text(
        {"id": str(name) if name is not None else f"line-{number}", "error": {"kind": kind, "message": message}}
    )
