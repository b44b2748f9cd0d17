"""Who gets the next free worker: lanes take turns, and no lane ever holds the last worker while there are others."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """Hands out ``places``, fairly between lanes. Safe between threads.

    Of ``n`` places one lane holds at most ``n - 1`` (one, where there is only one), so what is slow or hostile in one
    lane leaves a worker to everybody else.
    """

    def __init__(self, places: int) -> None:
        """``places`` is at least 1."""
        self._free = places
        self._most = max(1, places - 1)
        self._lock = threading.Lock()
        # Lanes in the order of their turns; each with those who wait, first come first served.
        self._waiting: OrderedDict[str, deque[threading.Event]] = OrderedDict()
        self._held: Counter[str] = Counter()

    @contextmanager
    def turn(self, lane: str) -> Iterator[None]:
        """Wait for a place, hold it while the block runs."""
        called = threading.Event()
        with self._lock:
            self._waiting.setdefault(lane, deque()).append(called)
            self._hand_out()
        try:
            called.wait()
        except BaseException:
            self._leave(lane, called)
            raise
        try:
            yield
        finally:
            self._give_back(lane)

    def _leave(self, lane: str, called: threading.Event) -> None:
        """Somebody stopped waiting (an interrupt in the main thread)."""
        with self._lock:
            if not called.is_set():
                self._waiting[lane].remove(called)
                return
        self._give_back(lane)

    def _give_back(self, lane: str) -> None:
        with self._lock:
            self._free += 1
            self._held[lane] -= 1
            if self._held[lane] <= 0:
                del self._held[lane]
            self._hand_out()

    def _hand_out(self) -> None:
        while self._free > 0:
            lane = next((name for name, line in self._waiting.items() if line and self._held[name] < self._most), None)
            if lane is None:
                break
            self._waiting[lane].popleft().set()
            self._waiting.move_to_end(lane)
            self._held[lane] += 1
            self._free -= 1
        for name in [name for name, line in self._waiting.items() if not line]:
            del self._waiting[name]
