"""Walking over the tokens of a window: every turn moves on, and none leaves the window."""

from __future__ import annotations


class Walk:
    """The places from ``start`` up to ``stop`` (left out), one by one, or on from where :meth:`to` says.

    Meant for ``for k in walk``: a turn that says nothing goes on to the next place, so that a loop over a walk ends
    after at most ``stop - start`` turns whatever its body does.
    """

    __slots__ = ("_next", "at", "stop")

    def __init__(self, start: int, stop: int) -> None:
        #: Where the walk stands: the place of this turn; ``stop`` once it has come to its end.
        self.at = start
        #: One past the last place.
        self.stop = stop
        self._next = start

    def __iter__(self) -> Walk:
        return self

    def __next__(self) -> int:
        if self._next >= self.stop:
            self.at = max(self.at, self.stop)
            raise StopIteration
        self.at = self._next
        self._next += 1
        return self.at

    def to(self, place: int) -> None:
        """Go on at ``place``, or end where it lies outside; raises AssertionError when that is no step forward."""
        if place <= self.at:
            raise AssertionError(f"a walk at {self.at} cannot go on at {place}")
        self._next = place


class WalkBack:
    """The places from ``start`` down to ``floor`` (included), one by one, or on from where :meth:`to` says."""

    __slots__ = ("_next", "at", "floor")

    def __init__(self, start: int, floor: int) -> None:
        #: Where the walk stands: the place of this turn; ``floor - 1`` once it has come to its end.
        self.at = start
        #: The last place.
        self.floor = floor
        self._next = start

    def __iter__(self) -> WalkBack:
        return self

    def __next__(self) -> int:
        if self._next < self.floor:
            self.at = min(self.at, self.floor - 1)
            raise StopIteration
        self.at = self._next
        self._next -= 1
        return self.at

    def to(self, place: int) -> None:
        """Go on at ``place``, or end where it lies outside; raises AssertionError when that is no step back."""
        if place >= self.at:
            raise AssertionError(f"a walk back at {self.at} cannot go on at {place}")
        self._next = place
