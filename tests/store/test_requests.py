"""Claims: what people asked for, once."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.store import Store
from bot.store.requests import BriefRequest, digest_of
from tests.clock import FakeClock

REQUEST = BriefRequest(
    "T1", "C1", "1800000000.000100", "U1", "message", url="https://a.example/x", thread_ts="1800000000.000100"
)


def test_a_request_is_claimed_once(store: Store) -> None:
    """A redelivered event finds its claim there."""
    assert [store.requests.claim(REQUEST), store.requests.claim(REQUEST)] == [True, False]
    assert store.requests.get(REQUEST.key) == REQUEST


def test_mention_and_message_are_one_request(store: Store) -> None:
    """A mention arrives as two events with one ts: the second is the same claim."""
    store.requests.claim(REQUEST)
    assert not store.requests.claim(replace(REQUEST, source="mention"))


def test_other_message_link_attempt_or_preview_is_another_request() -> None:
    """Each part of the claim counts."""
    others = [
        replace(REQUEST, ts="1800000000.000200"),
        replace(REQUEST, url="https://a.example/y"),
        replace(REQUEST, channel="C2"),
        replace(REQUEST, team="T2"),
        REQUEST.again(),
        replace(REQUEST, source="unfurl", unfurl=("Uxyz", "composer")),
    ]
    assert len({REQUEST.key, *(other.key for other in others)}) == 7


@given(st.lists(st.text(max_size=5), min_size=1, max_size=4), st.lists(st.text(max_size=5), min_size=1, max_size=4))
def test_keys_keep_their_parts_apart(one: list[str], other: list[str]) -> None:
    """("ab", "c") and ("a", "bc") have different keys, whatever the text; lone surrogates do no harm."""
    has_seam = any("\0" in part or "\ufffd" in part or max(part, default="") >= "\ud800" for part in one + other)
    assert one == other or has_seam or digest_of(*one) != digest_of(*other)


def test_every_field_survives_the_store(store: Store) -> None:
    """A request comes back as it went in, hostile text included."""
    request = replace(
        REQUEST, url=None, text="a\0b \ud800 “q”", place="private", sentences=6, quotes=0, unfurl=("U1", "composer")
    )
    store.requests.claim(request)
    assert request == store.requests.get(request.key)


def test_unsettled_requests_are_found_again(store: Store, clock: FakeClock) -> None:
    """A request whose job got lost shows up after a while; a settled one never."""
    store.requests.claim(REQUEST)
    store.requests.claim(REQUEST.again())
    store.requests.settle(REQUEST.again().key)
    assert store.requests.unsettled(60) == []
    clock.pass_by(61)
    assert [REQUEST.key] == store.requests.unsettled(60)


def test_the_first_message_with_a_link_has_it(store: Store, clock: FakeClock) -> None:
    """A second message with the link learns of the first; the first itself, asking again, does not."""
    second = replace(REQUEST, ts="1800000009.000100")
    assert store.requests.first_share(REQUEST, "a.example/x", 3) is None
    assert store.requests.first_share(REQUEST, "a.example/x", 3) is None
    first = store.requests.first_share(second, "a.example/x", 3)
    assert first is not None
    assert (REQUEST.ts, REQUEST.key) == (first.ts, first.request_key)
    clock.pass_by(4 * 86_400)
    assert store.requests.first_share(second, "a.example/x", 3) is None


def test_other_channels_share_their_own_links(store: Store) -> None:
    """The same link in another channel or workspace is new there."""
    store.requests.first_share(REQUEST, "a.example/x", 3)
    assert store.requests.first_share(replace(REQUEST, channel="C2", ts="1.2"), "a.example/x", 3) is None
    assert store.requests.first_share(replace(REQUEST, team="T2", ts="1.2"), "a.example/x", 3) is None


def test_a_released_link_is_free(store: Store) -> None:
    """After a failure the next message with the link may try."""
    store.requests.first_share(REQUEST, "a.example/x", 3)
    store.requests.release_link(REQUEST.key)
    assert store.requests.first_share(replace(REQUEST, ts="1.2"), "a.example/x", 3) is None
