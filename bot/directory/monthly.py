"""The directory brought up to date once a month, in the background, where the settings allow it.

A failure is logged and changes nothing: the file is written whole or not at all, and the bot never needs it.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from pathlib import Path

import structlog

from bot.articles.limits import FetchSettings
from bot.directory import wikidata
from bot.directory.update import UpdateReport, guarded_fetch, update
from summarizers.errors import AttacheError

#: Days after which a fetched file is asked for anew.
MONTH = 30.0
_DAY_SECONDS = 86_400.0

#: An update of the file: given how to wait (seconds), it tells what it did. Raises AttacheError or OSError.
Update = Callable[[Callable[[float], None]], UpdateReport]


class _Stopped(AttacheError):
    """The bot ends while an update waits."""

    kind = "stopped"


class MonthlyUpdate:
    """Looks once in a while whether the fetched file is a month old, and has it fetched by a thread of its own."""

    def __init__(self, file: Path, fetched: Update, clock: Callable[[], float], stopping: threading.Event) -> None:
        """``clock`` gives seconds since 1970; ``stopping``, when set, ends a running update at its next pause."""
        self._file = file
        self._fetched = fetched
        self._clock = clock
        self._stopping = stopping
        self._running: threading.Thread | None = None
        self._log = structlog.get_logger("attache.directory")

    def look(self) -> None:
        """Begin an update when one is due and none is running; comes back at once."""
        if self._stopping.is_set() or not self.is_due() or (self._running is not None and self._running.is_alive()):
            return
        self._running = threading.Thread(target=self._run, name="directory-update", daemon=True)
        self._running.start()

    def is_due(self) -> bool:
        """Whether there is no fetched file, or one a month old."""
        try:
            return self._clock() - self._file.stat().st_mtime >= MONTH * _DAY_SECONDS
        except OSError:
            return True

    def wait(self, seconds: float) -> None:
        """Wait for a running update to end."""
        if self._running is not None:
            self._running.join(seconds)

    def _run(self) -> None:
        try:
            report = self._fetched(self._pause)
        except (AttacheError, OSError) as error:
            self._log.warning("directory not updated", error=str(error)[:300])
            return
        told = self._log.info if report.replaced else self._log.warning
        told("directory updated" if report.replaced else "directory not updated", message=report.message)

    def _pause(self, seconds: float) -> None:
        if self._stopping.wait(seconds):
            raise _Stopped("The bot is stopping.")


def monthly_update(
    file: Path,
    fetching: FetchSettings,
    clock: Callable[[], float],
    stopping: threading.Event,
    endpoint: str = wikidata.ENDPOINT,
) -> MonthlyUpdate:
    """A :class:`MonthlyUpdate` of a file that asks Wikidata, through the guard that reads articles."""

    def fetched(sleep: Callable[[float], None]) -> UpdateReport:
        return update(
            guarded_fetch(fetching),
            file,
            _nobody,
            lambda: dt.datetime.fromtimestamp(clock(), dt.UTC),
            sleep,
            user_agent=fetching.user_agent,
            endpoint=endpoint,
        )

    return MonthlyUpdate(file, fetched, clock, stopping)


def _nobody(_done: int, _total: int, _what: str) -> None:
    """Tell nobody how far an update is."""
