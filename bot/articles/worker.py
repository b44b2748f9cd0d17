"""Extraction in a process of its own: a page that takes too long or too much memory costs a worker, never the bot.

The worker gets a page on its standard input and answers with JSON; it has no network (an audit hook refuses sockets),
cannot start programs or write files, and holds none of the parent's environment, so no secret either.
"""

from __future__ import annotations

import json
import os
import queue
import selectors
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import structlog

from bot.articles.limits import FetchSettings
from bot.articles.states import PageState, Unreadable
from bot.articles.wire import article_from_dict
from bot.articles.worker_frames import FRAME
from summarizers.model import Article

log = structlog.get_logger(__name__)

#: Longest a fresh worker may take to say that it is ready, in seconds; not counted as the page's time.
START_SECONDS = 30.0
#: Pages after which a worker is replaced, so that what parsers leave behind cannot pile up.
PAGES_A_WORKER = 500
#: Largest answer taken from a worker, in bytes.
_MAX_ANSWER = 32_000_000
#: What a worker's process inherits from the environment.
_ENVIRONMENT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "VIRTUAL_ENV")


class _Gone(Exception):
    """The worker ended or broke its protocol."""


class _Late(Exception):
    """The worker did not answer in time."""


class _Worker:
    """One worker process and its pipes."""

    def __init__(self, megabytes: int) -> None:
        root = str(Path(__file__).resolve().parents[2])
        environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        environment |= {"PYTHONPATH": root, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}
        self.pages = 0
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
            [sys.executable, "-m", "bot.articles.worker_process", str(megabytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            cwd=root,
            # Ctrl-C in a terminal goes to the whole foreground group; the worker ends when its pipe does.
            start_new_session=True,
        )
        self._in, self._out = _pipe(self._process.stdin), _pipe(self._process.stdout)
        try:
            self._answer(START_SECONDS)
        except (_Gone, _Late):
            self.kill()
            raise

    @property
    def pid(self) -> int:
        """Process id, for measuring."""
        return self._process.pid

    def ask(self, request: dict[str, Any], page: bytes, seconds: float) -> dict[str, Any]:
        """Send a page and wait for its answer. Raises _Gone or _Late; the worker is then of no more use."""
        self.pages += 1
        head = json.dumps(request).encode()
        try:
            # The worker reads a whole frame before it starts, so this cannot block on a page it is busy with.
            self._in.write(FRAME.pack(len(head), len(page)) + head + page)
            self._in.flush()
        except OSError as error:
            raise _Gone from error
        return self._answer(seconds)

    def _answer(self, seconds: float) -> dict[str, Any]:
        end = time.monotonic() + seconds
        size, _ = FRAME.unpack(self._read(FRAME.size, end))
        if size > _MAX_ANSWER:
            raise _Gone
        try:
            answer = json.loads(self._read(size, end))
        except ValueError as error:
            raise _Gone from error
        if not isinstance(answer, dict):
            raise _Gone
        return answer

    def _read(self, size: int, end: float) -> bytes:
        """Exactly ``size`` bytes before the moment ``end``."""
        data = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(self._out, selectors.EVENT_READ)
            while len(data) < size:
                if not selector.select(max(0.0, end - time.monotonic())):
                    raise _Late
                chunk = os.read(self._out.fileno(), min(size - len(data), 1 << 20))
                if not chunk:
                    raise _Gone
                data += chunk
        return bytes(data)

    def kill(self) -> None:
        """End the process and close its pipes."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._in, self._out):
            try:
                pipe.close()
            except OSError:
                # Unsent bytes of a page cannot be flushed to a dead worker.
                continue


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream


class ExtractionPool:
    """A few workers, started when needed, reused between pages and replaced after a kill. Safe between threads."""

    def __init__(self, settings: FetchSettings) -> None:
        self._settings = settings
        self._slots: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        for _ in range(max(1, settings.extract_workers)):
            self._slots.put(None)
        self._closed = threading.Event()

    def __enter__(self) -> ExtractionPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def extract(self, page: bytes, *, url: str | None, content_type: str | None = None, plain: bool = False) -> Article:
        """Read a page, or with ``plain`` a text, in a worker.

        Raises Unreadable: the page's own state, or TOO_HEAVY when the worker had to go.
        """
        request = {"url": url, "content_type": content_type, "plain": plain}
        worker = self._slots.get()
        try:
            if worker is None:
                worker = _Worker(self._settings.extract_megabytes)
            answer = worker.ask(request, page, self._settings.extract_seconds)
            if answer.get("worn"):
                worker.kill()
                worker = None
        except (_Gone, _Late, OSError) as error:
            event = "extraction worker replaced" if worker else "extraction worker did not start"
            log.warning(event, cause=type(error).__name__, bytes=len(page))
            if worker is not None:
                worker.kill()
            worker = None
            raise Unreadable(PageState.TOO_HEAVY) from error
        finally:
            self._give_back(worker)
        return _read_answer(answer)

    def _give_back(self, worker: _Worker | None) -> None:
        if worker is not None and (self._closed.is_set() or worker.pages >= PAGES_A_WORKER):
            worker.kill()
            worker = None
        self._slots.put(worker)

    def close(self) -> None:
        """End all workers; the pool may be used again afterwards only by what is already under way."""
        self._closed.set()
        for _ in range(self._slots.qsize()):
            try:
                worker = self._slots.get_nowait()
            except queue.Empty:
                break
            if worker is not None:
                worker.kill()
            self._slots.put(None)


def _read_answer(answer: dict[str, Any]) -> Article:
    """The article a worker sent, or the state it found. Raises Unreadable."""
    try:
        if "state" in answer:
            raise Unreadable(PageState(answer["state"]))
        return article_from_dict(answer["article"])
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable(PageState.TOO_HEAVY) from error


_shared_lock = threading.Lock()
_shared: ExtractionPool | None = None


def extract_in_worker(html: bytes, *, url: str | None, content_type: str | None = None) -> Article:
    """Read a page in this process's shared worker, with the default limits. Raises Unreadable."""
    global _shared
    with _shared_lock:
        if _shared is None:
            _shared = ExtractionPool(FetchSettings())
    return _shared.extract(html, url=url, content_type=content_type)
