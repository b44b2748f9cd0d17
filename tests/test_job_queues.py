"""Places for jobs: who begins, who waits, in which order."""

from __future__ import annotations

import threading

import pytest

from bot.job_queues import Bell, Closed, Places, Queue
from tests.hung import HUNG, until

WIDE, LANES = Queue("wide", 2), Queue("lanes", 3, lanes=1)


def test_as_many_begin_as_there_are_places() -> None:
    """The third of two waits, and whoever leaves is told so."""
    places = Places()
    assert [places.begin(WIDE, None, id) for id in ("a", "b", "c")] == [True, True, False]
    assert places.waiting() == {("wide", None, "c")}
    assert places.leave(WIDE, None) is True
    places.take(WIDE, None, "c")
    assert places.waiting() == set()
    assert [places.leave(WIDE, None), places.leave(WIDE, None)] == [False, False]


def test_queues_and_lanes_have_places_of_their_own() -> None:
    """A full lane holds up neither another lane nor another queue."""
    places = Places()
    assert places.begin(LANES, "x", "x1")
    assert not places.begin(LANES, "x", "x2")
    assert places.begin(LANES, "y", "y1")
    assert places.begin(WIDE, None, "w1")
    assert not places.is_free(LANES, "x")
    assert places.is_free(LANES, "z")


def test_nobody_is_overtaken() -> None:
    """While one of a lane waits, later ones wait behind it, although a place is free just then."""
    places = Places()
    assert places.begin(LANES, "x", "x1")
    assert not places.begin(LANES, "x", "x2")
    places.leave(LANES, "x")
    assert not places.begin(LANES, "x", "x3")
    assert not places.begin(LANES, "y", "y1"), "x2 may begin first, of whatever lane"
    places.take(LANES, "x", "x2")
    assert places.waiting() == {("lanes", "x", "x3"), ("lanes", "y", "y1")}


def test_a_place_is_held_once_for_a_job() -> None:
    """Two who hand in the same job at one moment do not take two places for it."""
    places = Places()
    assert places.begin(WIDE, None, "a")
    assert not places.begin(WIDE, None, "a")
    assert [places.has_begun("a"), places.has_begun("a")] == [True, False]
    places.leave(WIDE, None)
    assert places.is_free(WIDE, None)


def test_what_another_replica_took_waits_no_longer() -> None:
    """So it holds nobody up."""
    places = Places()
    assert places.begin(LANES, "x", "x1")
    assert not places.begin(LANES, "x", "x2")
    places.leave(LANES, "x")
    places.gone(places.waiting())
    assert places.begin(LANES, "x", "x3")


def test_who_waits_for_a_place_hears_of_the_end() -> None:
    """Its job is left for the next start: nothing an engine would write down as the job's end."""
    places = Places()
    assert places.begin(LANES, "x", "x1")
    heard: list[type[BaseException]] = []

    def wait() -> None:
        try:
            places.take(LANES, "x", "x2")
        except BaseException as error:
            heard.append(type(error))

    waiting = threading.Thread(target=wait)
    waiting.start()
    places.close()
    waiting.join(HUNG)
    assert heard == [Closed]
    assert not issubclass(Closed, Exception)
    assert not places.begin(WIDE, None, "w")


@pytest.mark.parametrize("first", ["wait", "ring"])
def test_a_bell_rings_whoever_waits_and_whoever_comes(first: str) -> None:
    """A ring before the wait is not lost; being set ends everything."""
    bell, heard = Bell(), []
    if first == "ring":
        bell.ring()

    def wait() -> None:
        heard.append(bell.wait(HUNG))
        heard.append(bell.wait(HUNG))

    waiting = threading.Thread(target=wait)
    waiting.start()
    bell.ring()
    until(lambda: heard)
    bell.set()
    waiting.join(HUNG)
    assert heard[0] is False or first == "ring"
    assert heard[-1] is True
    assert bell.is_set()
