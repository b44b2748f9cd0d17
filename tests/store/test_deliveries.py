"""The outbox: every message claimed by one sender at a time, and never lost."""

from __future__ import annotations

import threading

from bot.store import Store
from bot.store.deliveries import Delivery
from tests.clock import FakeClock

ROW = Delivery("brief:k", "T1", "C1", "brief", {"text": "Hello \0 “x”"}, thread_ts="1.2", brief_id="b1", asked_by="U1")


def test_a_key_is_taken_once(store: Store) -> None:
    """The second row with a key is refused and changes nothing."""
    assert store.deliveries.put(ROW)
    assert not store.deliveries.put(Delivery("brief:k", "T1", "C9", "failure", {"text": "other"}))
    row = store.deliveries.get("brief:k")
    assert row is not None
    assert (row.channel, row.state, row.payload) == ("C1", "new", {"text": "Hello \0 “x”"})


def test_one_sender_gets_the_row(store: Store) -> None:
    """Of many senders at once exactly one claims."""
    store.deliveries.put(ROW)
    claimed: list[Delivery | None] = []
    threads = [
        threading.Thread(target=lambda n=n: claimed.append(store.deliveries.begin("brief:k", f"e{n}/b", 90)))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(row is not None for row in claimed) == 1


def test_a_lease_is_respected_and_ends(store: Store, clock: FakeClock) -> None:
    """While a lease runs nobody takes over; afterwards one may."""
    store.deliveries.put(ROW)
    store.deliveries.begin("brief:k", "e1/b", 90)
    assert store.deliveries.take_over("brief:k", "e2/b", 90) is None
    clock.pass_by(90)
    taken = store.deliveries.take_over("brief:k", "e2/b", 90)
    assert taken is not None
    assert (taken.owner, taken.attempts) == ("e2/b", 2)


def test_a_dead_process_loses_its_leases_at_once(store: Store, clock: FakeClock) -> None:
    """When a replica comes back, what it was sending can be looked for without waiting for the lease."""
    store.deliveries.put(ROW)
    store.deliveries.begin("brief:k", "e1/old", 90)
    store.deliveries.orphaned("e1/other", clock() + 2)
    clock.pass_by(3)
    assert store.deliveries.take_over("brief:k", "e1/new", 90) is None
    store.deliveries.orphaned("e1/old", clock() + 2)
    clock.pass_by(2)
    assert store.deliveries.take_over("brief:k", "e1/new", 90) is not None


def test_sent_stays_sent(store: Store) -> None:
    """A slow second process cannot bring a sent message back; its text is dropped."""
    store.deliveries.put(ROW)
    store.deliveries.begin("brief:k", "e1/b", 90)
    store.deliveries.sent("brief:k", "1.5")
    store.deliveries.later("brief:k", 0.0, "ratelimited")
    store.deliveries.failed("brief:k", "x")
    row = store.deliveries.get("brief:k")
    assert row is not None
    assert (row.state, row.slack_ts, row.payload) == ("sent", "1.5", {})
    assert row == store.deliveries.at("T1", "C1", "1.5")


def test_due_rows_are_found(store: Store, clock: FakeClock) -> None:
    """Half-sent and put-off rows come back when due, rows never tried after a grace; settled ones never."""
    for key in ("new", "sending", "sent", "later", "future"):
        store.deliveries.put(Delivery(key, "T1", "C1", "notice", {"text": "x"}))
    for key in ("sending", "sent", "later", "future"):
        store.deliveries.begin(key, "e/b", 5)
    store.deliveries.sent("sent", "1.1")
    store.deliveries.later("later", clock() + 2, "x")
    store.deliveries.later("future", clock() + 1000, "x")
    assert store.deliveries.due(60) == []
    clock.pass_by(5)
    assert {key for key, _team, _channel in store.deliveries.due(60)} == {"sending", "later"}
    clock.pass_by(55)
    assert {key for key, _team, _channel in store.deliveries.due(60)} == {"new", "sending", "later"}
    assert store.deliveries.overdue()[0] == 3


def test_lists_of_sent_messages(store: Store, clock: FakeClock) -> None:
    """Recent briefs come newest first, of the team and channels asked for."""
    for key, channel in (("a", "C1"), ("b", "C2"), ("c", "C1")):
        store.deliveries.put(Delivery(key, "T1", channel, "brief", {"text": "x"}))
        store.deliveries.begin(key, "e/b", 5)
        store.deliveries.sent(key, f"{key}.1")
        clock.pass_by(1)
    assert [row.key for row in store.deliveries.recent("T1", "brief", ["C1", "C2"])] == ["c", "b", "a"]
    assert [row.key for row in store.deliveries.recent("T1", "brief", ["C1"])] == ["c", "a"]
    assert store.deliveries.recent("T2", "brief", ["C1", "C2"]) == []
