"""Time for the local Slack: the system's, or one that a test moves by hand."""

from __future__ import annotations

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable
from typing import Protocol

_log = logging.getLogger(__name__)


class Clock(Protocol):
    """Where the local Slack reads the time."""

    def now(self) -> float:
        """Seconds since 1970 (UTC)."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> float:
        """Seconds since 1970 (UTC)."""
        return time.time()


class ManualClock:
    """A clock that stands still until ``LocalSlack.advance`` moves it."""

    def __init__(self, start: float | None = None) -> None:
        self._now = time.time() if start is None else start

    def now(self) -> float:
        """Seconds since 1970 (UTC)."""
        return self._now

    def set(self, instant: float) -> None:
        """Move to ``instant`` (seconds since 1970); never backwards."""
        self._now = max(self._now, instant)


class Timer:
    """One thing to do later; ``cancel`` makes it a no-op."""

    def __init__(self, due: float, action: Callable[[], object]) -> None:
        #: Instant it is due, seconds since 1970.
        self.due = due
        self._action: Callable[[], object] | None = action

    def cancel(self) -> None:
        """Forget the action; cancelling twice, or after it ran, does nothing."""
        self._action = None

    def fire(self) -> None:
        """Run the action unless cancelled; its failure is logged, so one bad action cannot stop the rest."""
        action, self._action = self._action, None
        if action is not None:
            try:
                action()
            except Exception:
                _log.exception("a timer of the local Slack failed")


class Timers:
    """Actions ordered by due time: a thread runs them on the system clock, ``advance`` on a manual one."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._heap: list[tuple[float, int, Timer]] = []
        self._order = itertools.count()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._running = False

    def after(self, seconds: float, action: Callable[[], object]) -> Timer:
        """Run ``action`` once, ``seconds`` from now."""
        timer = Timer(self._clock.now() + seconds, action)
        with self._changed:
            heapq.heappush(self._heap, (timer.due, next(self._order), timer))
            self._changed.notify_all()
        return timer

    def start(self) -> None:
        """Start the thread that runs due actions; a manual clock needs none."""
        if isinstance(self._clock, ManualClock) or self._thread is not None:
            return
        self._running = True
        self._thread = threading.Thread(target=self._run, name="local-slack-timers", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop the thread; actions not yet due stay for the next start."""
        with self._changed:
            self._running = False
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(timeout=5)
            self._thread = None

    def advance(self, seconds: float) -> None:
        """Move a manual clock forward, running each due action at its own instant, in order.

        Raises:
            TypeError: when the clock is not a ``ManualClock``.
        """
        if not isinstance(self._clock, ManualClock):
            raise TypeError("only a manual clock can be advanced")
        target = self._clock.now() + seconds
        while (timer := self._pop(target)) is not None:
            self._clock.set(timer.due)
            timer.fire()
        self._clock.set(target)

    def _pop(self, until: float) -> Timer | None:
        with self._changed:
            if self._heap and self._heap[0][0] <= until:
                return heapq.heappop(self._heap)[2]
        return None

    def _run(self) -> None:
        while True:
            with self._changed:
                if not self._running:
                    return
                now = self._clock.now()
                if not self._heap or self._heap[0][0] > now:
                    self._changed.wait(self._heap[0][0] - now if self._heap else None)
                    continue
            timer = self._pop(now)
            if timer is not None:
                timer.fire()
