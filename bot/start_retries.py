"""Waiting at the start: for a database that is not up yet and for Slack; what waiting cannot mend is told at once."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from typing import TypeVar

import structlog
from slack_sdk.errors import SlackClientError

from bot.jobs import JobsUnavailable
from bot.slack.errors import ADVICE, trouble_of
from bot.slack.sender import UNKNOWN_TRIES
from bot.store.database_errors import is_worth_waiting
from bot.store.engine import StoreUnavailable
from summarizers.errors import AttacheError

_T = TypeVar("_T")

#: Pauses between tries at the start, in seconds; the last one repeats.
CONNECT_PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0)

_log = structlog.get_logger("attache.app")


class CannotConnect(AttacheError):
    """Slack refused the tokens."""

    kind = "cannot-connect"


class StoppedEarly(AttacheError):
    """Stopped by a signal while waiting at the start."""

    kind = "stopped"


class StartRetries:
    """Tries a step of the start until it works, cannot work, or somebody stops the bot."""

    def __init__(self, stopping: threading.Event) -> None:
        """``stopping`` set ends all waiting."""
        self._stopping = stopping

    def with_slack(self, call: Callable[[], _T]) -> _T:
        """What ``call`` gives. Raises :class:`CannotConnect` or :class:`StoppedEarly`."""
        for attempt in itertools.count():
            try:
                return call()
            except (SlackClientError, OSError) as error:
                trouble = trouble_of(error)
                last = trouble.meaning == "unknown" and attempt >= UNKNOWN_TRIES
                if trouble.meaning in ("revoked", "failed") or last:
                    advice = ADVICE.get(trouble.code, "check the tokens in .env")
                    raise CannotConnect(f"Slack refused to connect ({trouble.code}): {advice}.") from error
                pause = max(trouble.retry_after, _pause(attempt))
                _log.warning("Slack is out of reach; I keep trying", error=trouble.code, seconds=pause)
                self._wait(pause, "Slack")
        raise AssertionError("counting does not end")

    def with_database(self, call: Callable[[], _T]) -> _T:
        """What ``call`` gives. Raises StoreUnavailable or JobsUnavailable for what has to be put right, StoppedEarly."""
        for attempt in itertools.count():
            try:
                return call()
            except (StoreUnavailable, JobsUnavailable) as error:
                cause = error.__cause__
                if cause is None or not is_worth_waiting(cause):
                    raise
                pause = _pause(attempt)
                said = str(getattr(cause, "orig", None) or cause).strip().replace("\n", " ")
                _log.warning("the database is out of reach; I keep trying", error=said[:300], seconds=pause)
                self._wait(pause, "my database")
        raise AssertionError("counting does not end")

    def _wait(self, seconds: float, whom: str) -> None:
        if self._stopping.wait(seconds):
            raise StoppedEarly(f"I was stopped before I could reach {whom}.")


def _pause(attempt: int) -> float:
    return CONNECT_PAUSES[min(attempt, len(CONNECT_PAUSES) - 1)]
