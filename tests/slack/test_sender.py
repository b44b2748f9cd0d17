"""The sender: each message exactly once, at Slack's pace, with every refusal understood."""

from __future__ import annotations

import socket
from http.client import RemoteDisconnected
from typing import Any
from urllib.error import URLError

import psycopg
import pytest
import sqlalchemy as sa

from bot.slack.sender import GIVE_UP, LEASE, LOOK_AFTER, METADATA_TYPE, UNKNOWN_TRIES, Pace, Sender
from bot.store import Store
from bot.store.deliveries import Deliveries, Delivery
from tests.clock import FakeClock
from tests.slack.fakes import FakeSlack, refusal

ROW = Delivery("brief:k", "T1", "C1", "brief", {"text": "Hello", "blocks": [{"type": "divider"}]}, thread_ts="1.2")


class Desk:
    """A sender with a store, a fake Slack and a clock that sleeping moves."""

    def __init__(self, store: Store, clock: FakeClock) -> None:
        self.store = store
        self.clock = clock
        self.slack = FakeSlack()
        self.failed: list[tuple[str, str]] = []
        self.revoked: list[str] = []
        self.pace = Pace(monotonic=clock, sleep=clock.pass_by)
        self.sender = self.another("e1/b1")
        store.deliveries.put(ROW)

    def another(self, owner: str, outbox: Any = None) -> Sender:
        """One more process with the same outbox."""
        return Sender(
            self.slack.clients,
            outbox or self.store.deliveries,
            owner=owner,
            clock=self.clock,
            pace=self.pace,
            on_failure=lambda row, code: self.failed.append((row.key, code)),
            on_revoked=self.revoked.append,
        )

    def state(self, key: str = ROW.key) -> str:
        """State of a row."""
        row = self.store.deliveries.get(key)
        assert row is not None
        return row.state

    def due_in(self) -> float:
        """Seconds until the row is due."""
        row = self.store.deliveries.get(ROW.key)
        assert row is not None
        return row.due_at - self.clock()


@pytest.fixture
def desk(store: Store, clock: FakeClock) -> Desk:
    return Desk(store, clock)


def test_a_message_is_said_with_its_key(desk: Desk) -> None:
    """In its thread, without unfurling, its delivery_id as metadata."""
    assert desk.sender.deliver(ROW.key) == "sent"
    ((_, call),) = desk.slack.calls
    assert call["metadata"] == {"event_type": METADATA_TYPE, "event_payload": {"delivery_id": ROW.key}}
    assert (call["thread_ts"], call["unfurl_links"], call["unfurl_media"]) == ("1.2", False, False)
    assert desk.sender.deliver(ROW.key) == "done"
    assert desk.slack.count("chat.postMessage") == 1


def test_an_unknown_key_is_nothing(desk: Desk) -> None:
    """A row that was forgotten meanwhile."""
    assert desk.sender.deliver("brief:gone") == "done"


def test_a_lost_answer_is_looked_for(desk: Desk) -> None:
    """The connection broke after Slack took the message: it is found in the thread, not said again."""
    desk.slack.loses_answer("chat.postMessage", RemoteDisconnected("gone"))
    assert desk.sender.deliver(ROW.key) == "later"
    assert desk.state() == "sending"
    assert desk.sender.deliver(ROW.key) == "busy"
    desk.clock.pass_by(desk.due_in())
    assert desk.sender.deliver(ROW.key) == "sent"
    assert desk.slack.count("chat.postMessage") == 1
    assert desk.slack.calls[-1][1]["include_all_metadata"] is True


def test_a_lost_request_is_sent_again(desk: Desk) -> None:
    """Looked for and not found: said."""
    desk.slack.raises("chat.postMessage", TimeoutError())
    assert desk.sender.deliver(ROW.key) == "later"
    desk.clock.pass_by(desk.due_in())
    assert desk.sender.deliver(ROW.key) == "sent"
    assert (desk.slack.count("conversations.replies"), desk.slack.count("chat.postMessage")) == (1, 2)


@pytest.mark.parametrize(
    "error", [URLError(ConnectionRefusedError()), URLError(socket.gaierror()), ConnectionRefusedError()]
)
def test_a_dead_network_needs_no_looking(desk: Desk, error: Exception) -> None:
    """No connection was made, so nothing was said: the history is left alone."""
    desk.slack.raises("chat.postMessage", error)
    assert desk.sender.deliver(ROW.key) == "later"
    assert desk.state() == "new"
    desk.clock.pass_by(desk.due_in())
    assert desk.sender.deliver(ROW.key) == "sent"
    assert desk.slack.count("conversations.replies") == 0


def test_slack_is_waited_for_when_it_asks(desk: Desk) -> None:
    """Retry-After is obeyed, up to three times in one go."""
    began = desk.clock()
    desk.slack.raises("chat.postMessage", *[refusal("ratelimited", status=429, retry_after=3) for _ in range(3)])
    assert desk.sender.deliver(ROW.key) == "sent"
    assert desk.clock() - began >= 9
    assert desk.slack.count("chat.postMessage") == 4


def test_a_long_wait_goes_back_to_the_outbox(desk: Desk) -> None:
    """Nobody sleeps through a minute with a claim in hand, and the pause is kept."""
    desk.slack.raises("chat.postMessage", refusal("ratelimited", status=429, retry_after=60))
    assert desk.sender.deliver(ROW.key) == "later"
    assert desk.due_in() >= 60


@pytest.mark.parametrize(
    "error", [refusal("", status=503), refusal("internal_error"), refusal("fatal_error", status=500)]
)
def test_slack_in_trouble_is_backed_off(desk: Desk, error: Exception) -> None:
    """5xx leave open whether the message is there; pauses grow."""
    desk.slack.raises("chat.postMessage", error, error, error)
    pauses = []
    for _ in range(3):
        assert desk.sender.deliver(ROW.key) == "later"
        pauses.append(desk.due_in())
        desk.clock.pass_by(desk.due_in())
    assert pauses == sorted(pauses)
    assert desk.sender.deliver(ROW.key) == "sent"
    assert len(desk.slack.posted["C1"]) == 1


@pytest.mark.parametrize(
    "code",
    ["channel_not_found", "not_in_channel", "is_archived", "missing_scope", "restricted_action"],
)
def test_refusals_for_good_are_told(desk: Desk, code: str) -> None:
    """The row fails once, and whoever asked can hear of it."""
    desk.slack.raises("chat.postMessage", refusal(code))
    assert desk.sender.deliver(ROW.key) == "failed"
    assert desk.failed == [(ROW.key, code)]
    assert desk.sender.deliver(ROW.key) == "done"


def test_a_code_nobody_knows_is_believed_when_it_comes_again(desk: Desk) -> None:
    """It may be trouble of Slack's own: a few tries, each looking first; then it is a refusal, told by its name."""
    desk.slack.raises("chat.postMessage", *[refusal("flux_capacitor_low") for _ in range(UNKNOWN_TRIES)])
    for _ in range(UNKNOWN_TRIES - 1):
        assert desk.sender.deliver(ROW.key) == "later"
        assert desk.failed == []
        desk.clock.pass_by(desk.due_in())
    assert desk.sender.deliver(ROW.key) == "failed"
    assert desk.failed == [(ROW.key, "flux_capacitor_low")]
    assert desk.slack.count("conversations.replies") == UNKNOWN_TRIES - 1


def test_a_code_nobody_knows_passes_like_other_trouble(desk: Desk) -> None:
    """Refused once with an unknown code, the message is said on the next try; one after long trouble is no proof."""
    desk.slack.raises("chat.postMessage", *[refusal("internal_error") for _ in range(UNKNOWN_TRIES)])
    desk.slack.raises("chat.postMessage", refusal("flux_capacitor_low"))
    for _ in range(UNKNOWN_TRIES + 1):
        assert desk.sender.deliver(ROW.key) == "later"
        desk.clock.pass_by(desk.due_in())
    assert desk.sender.deliver(ROW.key) == "sent"
    assert desk.failed == []


def test_looking_for_a_message_is_given_up_too(desk: Desk) -> None:
    """A code nobody knows, again and again on the way to the conversation, ends the same way."""
    desk.slack.raises("chat.postMessage", TimeoutError())
    desk.slack.raises("conversations.replies", *[refusal("flux_capacitor_low") for _ in range(UNKNOWN_TRIES)])
    for _ in range(UNKNOWN_TRIES - 1):
        assert desk.sender.deliver(ROW.key) == "later"
        desk.clock.pass_by(desk.due_in())
    assert desk.sender.deliver(ROW.key) == "failed"
    assert desk.slack.count("chat.postMessage") == 1


class CutOff:
    """An outbox whose database goes away at one call, before or after it was carried out."""

    def __init__(self, outbox: Deliveries, method: str, *, after: bool) -> None:
        self._outbox = outbox
        self._method = method
        self._after = after

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._outbox, name)
        if name != self._method:
            return real

        def cut(*args: Any) -> None:
            self._method = ""
            if self._after:
                real(*args)
            raise sa.exc.OperationalError("UPDATE", {}, psycopg.OperationalError("the connection is closed"))

        return cut


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("method", ["begin", "sent"])
def test_a_cut_database_costs_seconds(desk: Desk, method: str, after: bool) -> None:
    """Whichever write was cut, the message is looked for soon, not at the end of the lease, and said once."""
    sender = desk.another("e1/b1", CutOff(desk.store.deliveries, method, after=after))
    with pytest.raises(sa.exc.OperationalError):
        sender.deliver(ROW.key)
    assert desk.due_in() <= LOOK_AFTER or desk.state() == "sent"
    desk.clock.pass_by(max(0.0, desk.due_in()))
    sender.deliver(ROW.key)
    assert desk.state() == "sent"
    assert desk.slack.count("chat.postMessage") == 1


def test_a_message_that_is_too_long_goes_as_text(desk: Desk) -> None:
    """Without its blocks; if that is refused too, it fails."""
    desk.slack.raises("chat.postMessage", refusal("msg_blocks_too_long"))
    assert desk.sender.deliver(ROW.key) == "sent"
    assert "blocks" not in desk.slack.calls[-1][1]
    desk.store.deliveries.put(Delivery("brief:2", "T1", "C1", "brief", ROW.payload))
    desk.slack.raises("chat.postMessage", refusal("invalid_blocks"), refusal("msg_too_long"))
    assert desk.sender.deliver("brief:2") == "failed"


@pytest.mark.parametrize("code", ["token_revoked", "invalid_auth", "account_inactive"])
def test_a_revoked_token_is_told_apart(desk: Desk, code: str) -> None:
    """It is the workspace's trouble, not the channel's."""
    desk.slack.raises("chat.postMessage", refusal(code))
    assert desk.sender.deliver(ROW.key) == "failed"
    assert (desk.revoked, desk.failed) == (["T1"], [])


def test_what_cannot_be_looked_for_is_not_said_twice(desk: Desk) -> None:
    """Without the right to read the conversation a half-sent message is given up rather than doubled."""
    desk.slack.raises("chat.postMessage", TimeoutError()).raises("conversations.replies", refusal("missing_scope"))
    desk.sender.deliver(ROW.key)
    desk.clock.pass_by(desk.due_in())
    assert desk.sender.deliver(ROW.key) == "failed"
    assert desk.slack.count("chat.postMessage") == 1


def test_looking_may_have_to_wait(desk: Desk) -> None:
    """Slack is slow to answer there too: the row stays."""
    desk.slack.raises("chat.postMessage", TimeoutError())
    desk.slack.raises("conversations.replies", refusal("ratelimited", status=429, retry_after=5))
    desk.sender.deliver(ROW.key)
    desk.clock.pass_by(desk.due_in())
    assert desk.sender.deliver(ROW.key) == "later"
    desk.clock.pass_by(desk.due_in())
    assert desk.sender.deliver(ROW.key) == "sent"


def test_another_process_takes_over_after_the_lease(desk: Desk) -> None:
    """Not before; and it looks first."""
    desk.store.deliveries.begin(ROW.key, "e9/dead", LEASE)
    other = desk.another("e2/b1")
    assert other.deliver(ROW.key) == "busy"
    desk.clock.pass_by(LEASE)
    assert other.deliver(ROW.key) == "sent"
    assert desk.slack.count("conversations.replies") == 1


def test_messages_outside_threads_are_looked_for_in_the_history(desk: Desk) -> None:
    """A command's answer or a digest stands in the conversation itself."""
    desk.store.deliveries.put(Delivery("digest:1", "T1", "C1", "digest", {"text": "x"}))
    desk.slack.loses_answer("chat.postMessage", TimeoutError())
    assert desk.sender.deliver("digest:1") == "later"
    desk.clock.pass_by(100)
    assert desk.sender.deliver("digest:1") == "sent"
    assert (desk.slack.count("conversations.history"), desk.slack.count("chat.postMessage")) == (1, 1)


def test_a_message_is_given_up_after_a_day(desk: Desk) -> None:
    """Not tried for ever."""
    desk.clock.pass_by(GIVE_UP + 1)
    desk.slack.raises("chat.postMessage", TimeoutError())
    assert desk.sender.deliver(ROW.key) == "failed"


def test_one_message_a_second_and_channel(desk: Desk) -> None:
    """Others do not wait for a busy channel."""
    began = desk.clock()
    for n in range(4):
        desk.store.deliveries.put(Delivery(f"k{n}", "T1", "C1" if n < 3 else "C2", "notice", {"text": "x"}))
    for n in range(3):
        desk.sender.deliver(f"k{n}")
    assert desk.clock() - began == 2
    desk.sender.deliver("k3")
    assert desk.clock() - began == 2


def test_previews_need_no_looking(desk: Desk) -> None:
    """A second chat.unfurl edits the same preview."""
    payload = {"channel": "C1", "ts": "1.2", "unfurls": {"https://a.example": {"blocks": []}}}
    desk.store.deliveries.put(Delivery("brief:u", "T1", "C1", "unfurl", payload))
    desk.slack.raises("chat.unfurl", TimeoutError())
    assert desk.sender.deliver("brief:u") == "later"
    desk.clock.pass_by(100)
    assert desk.sender.deliver("brief:u") == "sent"
    assert desk.slack.calls[-1] == ("chat.unfurl", payload)


def test_a_refused_part_of_a_digest_keeps_its_words(desk: Desk) -> None:
    """What goes on in a thread has one line for notifications; its stories are said all the same."""
    told = {"type": "rich_text_section", "elements": [{"type": "text", "text": "The minister resigned."}]}
    payload = {"text": "Digest for Monday", "blocks": [{"type": "rich_text", "elements": [told]}]}
    desk.store.deliveries.put(Delivery("digest:1", "T1", "C1", "digest", payload, thread_ts="1.2"))
    desk.slack.raises("chat.postMessage", refusal("invalid_blocks"))
    assert desk.sender.deliver("digest:1") == "sent"
    assert desk.slack.calls[-1][1]["text"] == "The minister resigned."


def test_a_refused_preview_goes_as_sections(desk: Desk) -> None:
    """rich_text in chat.unfurl was invalid_blocks once; what sections do not help is given up."""
    told = {"type": "rich_text_section", "elements": [{"type": "text", "text": "The minister resigned."}]}
    unfurls = {"https://a.example/?a=1&amp;b=2": {"blocks": [{"type": "rich_text", "elements": [told]}]}}
    for key in ("unfurl:1", "unfurl:2"):
        payload = {"channel": "C1", "ts": "1.2", "unfurls": unfurls}
        desk.store.deliveries.put(Delivery(key, "T1", "C1", "unfurl", payload))
    desk.slack.raises("chat.unfurl", refusal("invalid_blocks"))
    assert desk.sender.deliver("unfurl:1") == "sent"
    (preview,) = desk.slack.calls[-1][1]["unfurls"].values()
    assert [block["text"]["text"] for block in preview["blocks"]] == ["The minister resigned."]
    desk.slack.raises("chat.unfurl", refusal("invalid_blocks"), refusal("invalid_blocks"))
    assert desk.sender.deliver("unfurl:2") == "failed"
    assert desk.slack.count("chat.unfurl") == 4


@pytest.mark.parametrize("person", ["U0PERSON01", "W0PERSON01"])
def test_a_lost_answer_to_a_person_is_looked_for_in_the_direct_message(desk: Desk, person: str) -> None:
    """conversations.history takes no person's id."""
    desk.store.deliveries.put(Delivery("dm:1", "T1", person, "notice", {"text": "Only once"}))
    desk.slack.direct = {person: "D1"}
    desk.slack.loses_answer("chat.postMessage", RemoteDisconnected("gone"))
    assert desk.sender.deliver("dm:1") == "later"
    desk.clock.pass_by(3600.0)
    assert desk.sender.deliver("dm:1") == "sent"
    assert desk.slack.count("chat.postMessage") == 1
    assert [c["channel"] for method, c in desk.slack.calls if method == "conversations.history"] == ["D1"]
