"""Exactly once, wherever a scheduler dies: every dangerous place of benchmarks/digest_faults.py, on a clock moved by hand.

The deaths of whole processes, at random moments and with answers that are late or lost, are in that experiment.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.digest_scheduler import POINTS, Minefield
from bot.store import Store
from bot.store.digests import Schedule
from tests.clock import FakeClock
from tests.digest.digest_bench import DigestSlack, Office
from tests.digest.fakes import FakeFetcher, FakeReader, reply
from tests.digest.shapes import rss
from tests.digest.test_jobs import EIGHT, FEED, TOPICS, publish, story

CHANNELS = ("C1", "C2", "C3")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock((EIGHT - dt.timedelta(hours=19)).timestamp())


class Death(BaseException):
    """The end of a scheduler: nothing of it catches this, and what it had begun in the database is rolled back."""


class Mined(Minefield):
    """Where a scheduler dies, once."""

    def __init__(self, slack: DigestSlack) -> None:
        super().__init__(Path())
        self._slack = slack
        #: The place; None once it was deadly.
        self.place: str | None = None

    def step(self, point: str) -> None:
        if self._takes(point):
            raise Death

    def step_in_flight(self, point: str) -> None:
        if self._takes(point):
            self._slack.loses_answer("chat.postMessage", Death())

    def _takes(self, point: str) -> bool:
        if point != self.place:
            return False
        self.place = None
        return True


class Schedulers:
    """One scheduler after the other over the same store and Slack."""

    def __init__(self, store: Store, clock: FakeClock) -> None:
        self.store, self.clock = store, clock
        self.slack = DigestSlack()
        self.mined = Mined(self.slack)
        self.mined.lay(store, self.slack)
        fetcher = FakeFetcher()
        fetcher.replies[FEED] = reply(rss([]))
        self._parts = (fetcher, FakeReader())
        self.born = 0
        self.now = self._new()

    def _new(self) -> Office:
        self.born += 1
        return Office(self.store, self.clock, *self._parts, slack=self.slack, owner=f"scheduler/{self.born}")

    def dies_at(self, place: str, *, jobs_survive: bool) -> None:
        """Lay a mine, work until it is stepped on, and start the next one."""
        self.mined.place = place
        with pytest.raises(Death):
            for _ in range(10):
                self.work()
        dead, self.now = self.now, self._new()
        self.store.deliveries.orphaned(f"scheduler/{self.born - 1}", self.clock() + 2.0)
        if jobs_survive:
            self.now.inherit(dead)

    def work(self) -> None:
        """A minute goes by: a tick, and rows of the outbox that should have moved."""
        self.now.tick()
        self.clock.pass_by(60)
        for key, _team, _channel in self.store.deliveries.due(1.0):
            self.now.enqueue("deliver", key, again=str(self.clock()))
        self.now.run()

    def said(self) -> Counter[str]:
        """Delivery ids of everything that was posted, with how often."""
        posted = (message for place in self.slack.posted.values() for message in place)
        return Counter(message["metadata"]["event_payload"]["delivery_id"] for message in posted)


@pytest.mark.parametrize("place", POINTS)
def test_every_due_digest_is_posted_once(store: Store, clock: FakeClock, place: str) -> None:
    """None missing, none twice, threads complete, nothing owed: killed there on a day whose jobs are taken over, and on
    one whose jobs are lost with it."""
    schedulers = Schedulers(store, clock)
    for channel in CHANNELS:
        wish = Schedule(dt.time(8), "UTC", frozenset(range(7)), stories=1, skip_quiet=False)
        store.digests.set_schedule("T1", channel, wish, "U1")
        store.feeds.follow("T1", channel, FEED, "U1", "The Courier")
    schedulers.work()
    for day, jobs_survive in enumerate((True, False)):
        publish(schedulers.now, *(story(topic) for topic in TOPICS[day * 5 : day * 5 + 5]))
        clock.now = (EIGHT + dt.timedelta(days=day)).timestamp()
        if place == "looking":  # somebody else's orphan is what is looked for
            schedulers.dies_at("claimed", jobs_survive=jobs_survive)
        schedulers.dies_at(place, jobs_survive=jobs_survive)
        for _ in range(5):
            schedulers.work()
    said = schedulers.said()
    heads = [f"digest:T1:{channel}:{date}" for channel in CHANNELS for date in ("2026-11-03", "2026-11-04")]
    assert [said[head] for head in heads] == [1] * 6
    assert set(said.values()) == {1}
    assert all(said[f"{head}:1"] for head in heads), "each has further stories, in its thread"
    assert store.deliveries.overdue()[0] == 0
    assert store.digests.unfinished() == []
    assert {row.state for row in map(store.deliveries.get, said) if row} == {"sent"}
