"""Lanes take turns, and none takes all."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from bot.workers.turns import Turns
from tests.hung import HUNG


class Taker:
    """A thread that takes a turn, and keeps it until it is told."""

    def __init__(self, turns: Turns, lane: str, order: list[str], known: threading.Condition) -> None:
        self.done = threading.Event()
        self.lane = lane
        self._turns, self._order, self._known = turns, order, known
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        with self._turns.turn(self.lane):
            with self._known:
                self._order.append(self.lane)
                self._known.notify_all()
            self.done.wait()


def reached(order: list[str], count: int) -> bool:
    """Whether so many were served."""
    return len(order) >= count


def release(takers: list[Taker]) -> None:
    """Give every place back."""
    for taker in takers:
        taker.done.set()


def served(lanes: list[str], places: int) -> list[str]:
    """The order in which takers, asking in the order of ``lanes``, are served, one place given back at a time."""
    turns, known = Turns(places), threading.Condition()
    order: list[str] = []
    with ExitStack() as first:
        # Nobody is served before all have asked.
        blockers = [Taker(turns, f"_{n}", order, known) for n in range(places)]
        first.callback(release, blockers)
        with known:
            assert known.wait_for(lambda: len(order) == places, HUNG)
        takers = []
        for n, lane in enumerate(lanes, 1):
            takers.append(Taker(turns, lane, order, known))
            while sum(len(line) for line in turns._waiting.values()) < n:
                pass
    running: list[Taker] = []
    for n in range(len(lanes)):
        with known:
            assert known.wait_for(partial(reached, order, places + n + 1), HUNG)
        lane = order[places + n]
        taker = next(t for t in takers if t.lane == lane)
        takers.remove(taker)
        running.append(taker)
        if len(running) >= places:
            running.pop(0).done.set()
    for taker in running:
        taker.done.set()
    return order[places:]


def test_a_crowd_in_one_lane_does_not_hold_up_another() -> None:
    """Thirty of one lane wait; the one of another, who comes last, is served second."""
    assert served(["crowd"] * 30 + ["other"], places=1).index("other") == 1


def test_lanes_take_turns() -> None:
    """Each lane in its turn, first come first served inside it."""
    assert served(["a", "a", "a", "b", "b", "c"], places=1) == ["a", "b", "c", "a", "b", "a"]


def test_one_lane_leaves_a_place_to_others() -> None:
    """Of two places a lane holds one, however many of it wait: somebody else is served at once."""
    turns, known = Turns(2), threading.Condition()
    order: list[str] = []
    crowd = [Taker(turns, "crowd", order, known) for _ in range(5)]
    other = Taker(turns, "other", order, known)
    with known:
        assert known.wait_for(lambda: "other" in order, HUNG)
    assert order.count("crowd") <= 1
    for taker in (*crowd, other):
        taker.done.set()
    for taker in (*crowd, other):
        taker.thread.join(HUNG)
    assert len(order) == 6


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=12), st.integers(1, 3))
def test_everybody_is_served_once(lanes: list[str], places: int) -> None:
    """Nobody is forgotten, nobody is served twice, and a place given back is given out."""
    turns, known = Turns(places), threading.Condition()
    order: list[str] = []
    takers = [Taker(turns, lane, order, known) for lane in lanes]
    for taker in takers:
        taker.done.set()
    for taker in takers:
        taker.thread.join(HUNG)
    assert sorted(order) == sorted(lanes)
    with turns.turn("a"):
        assert not turns._waiting
