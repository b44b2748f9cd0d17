"""The one sender: takes messages from the outbox to Slack, each exactly once, at the pace Slack allows.

Slack has no key against doubles, so the outbox row is claimed before the call and the message carries its
``delivery_id`` as metadata. A row whose sender died, or whose answer got lost, is looked for in the conversation
before it is said again.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Literal, Protocol

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.slack.errors import ADVICE, Trouble, trouble_of
from bot.slack.plain_fallback import older_message, plain_message, plain_previews
from bot.store.database_errors import is_own_trouble
from bot.store.deliveries import Deliveries, Delivery

Outcome = Literal["sent", "later", "failed", "busy", "done"]

#: ``event_type`` of our messages' metadata.
METADATA_TYPE = "attache_delivery"
#: Seconds a claimed row is ours; longer than the longest stay inside one claim (waits plus calls with their timeouts).
LEASE = 90.0
#: Seconds between two messages to one conversation (Slack: about one a second).
PACE = 1.0
#: Times a "come back later" is followed inside one claim, and the longest wait there, in seconds.
RATE_LIMIT_TRIES, LONGEST_WAIT = 3, 10.0
#: First and longest pause before a message is tried again, in seconds.
BACK_OFF, LONGEST_BACK_OFF = 5.0, 300.0
#: Seconds after which a message that never got through is given up.
GIVE_UP = 24 * 3600.0
#: Seconds after which a digest is not said any more, and the error it then has: it would be yesterday's paper.
GIVE_UP_DIGEST, TOO_LATE = 6 * 3600.0, "too_late"
#: Times a message is tried that Slack refuses with a code we do not know.
UNKNOWN_TRIES = 4
#: Seconds before a lost answer is looked for: time for the message to appear in the conversation.
LOOK_AFTER = 5.0
#: Pages of 100 messages read when looking for one of ours.
LOOK_PAGES = 5
#: First letters of people's ids ("W" on Enterprise Grid).
PEOPLE = ("U", "W")
#: Seconds one Web API call may take.
CALL_TIMEOUT = 10

_NETWORK = (SlackClientError, OSError)
#: What Slack answers to a type of block it does not take.
_UNKNOWN_BLOCKS = ("invalid_blocks", "invalid_blocks_format")


class Clients(Protocol):
    """Gives the Web API client of a workspace."""

    def __call__(self, team: str) -> WebClient:
        """The client with that workspace's bot token."""
        ...


def web_client(token: str, base_url: str) -> WebClient:
    """A client that repeats nothing on its own: a silent second try of a post could say it twice."""
    return WebClient(token=token, base_url=base_url, timeout=CALL_TIMEOUT, retry_handlers=[])


class Pace:
    """Hands out the moments at which a conversation may be written to, at least a second apart."""

    def __init__(
        self,
        seconds: float = PACE,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._seconds = seconds
        self._monotonic = monotonic
        self._sleep = sleep
        self._next: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait(self, place: str) -> None:
        """Take the next free moment of a conversation and sleep until then."""
        with self._lock:
            now = self._monotonic()
            moment = max(now, self._next.get(place, 0.0))
            self._next[place] = moment + self._seconds
            if len(self._next) > 10_000:
                self._next = {key: at for key, at in self._next.items() if at > now}
        if moment > now:
            self._sleep(moment - now)

    def hold(self, place: str, seconds: float) -> None:
        """Nobody writes to this conversation for so many seconds from now."""
        with self._lock:
            self._next[place] = max(self._next.get(place, 0.0), self._monotonic() + seconds)


class Sender:
    """Delivers outbox rows."""

    def __init__(
        self,
        clients: Clients,
        deliveries: Deliveries,
        *,
        owner: str,
        clock: Callable[[], float] = time.time,
        pace: Pace | None = None,
        back_off: float = BACK_OFF,
        look_after: float = LOOK_AFTER,
        on_failure: Callable[[Delivery, str], None] | None = None,
        on_revoked: Callable[[str], None] | None = None,
    ) -> None:
        """``owner`` names this process; ``on_failure`` hears of messages given up, ``on_revoked`` of lost teams.

        ``back_off`` and ``look_after``: see :data:`BACK_OFF` and :data:`LOOK_AFTER`.
        """
        self._clients = clients
        self._deliveries = deliveries
        self._owner = owner
        self._clock = clock
        self._pace = pace or Pace()
        self._first_pause = back_off
        self._look_after = look_after
        self._on_failure = on_failure
        self._on_revoked = on_revoked
        #: Workspaces that refused the newer blocks and took the message without them.
        self._older: set[str] = set()
        self._under_way: set[str] = set()
        self._lock = threading.Lock()
        self._log = structlog.get_logger("attache.sender")

    def deliver(self, key: str) -> Outcome:
        """Say one message of the outbox; safe to call for the same key at any time, from anywhere.

        "done": it was settled before; "busy": somebody else has it, or it is not due; "later": it stays in the outbox.
        """
        row = self._deliveries.get(key)
        if row is None or row.state in ("sent", "failed"):
            return "done"
        if row.due_at > self._clock():
            return "busy"
        # The wait comes before the claim, so that it does not eat into the lease.
        self._pace.wait(_place(row))
        with self._lock:
            if key in self._under_way:
                return "busy"
            self._under_way.add(key)
        try:
            return self._claim(row)
        except Exception as error:
            if is_own_trouble(error):
                # What became of the message is not written down: look for it soon, not at the end of the lease.
                self._deliveries.let_go(key, self._owner, self._clock() + self._look_after)
            raise
        finally:
            self._under_way.discard(key)

    def _claim(self, row: Delivery) -> Outcome:
        claimed = self._deliveries.begin(row.key, self._owner, LEASE)
        if claimed is None:
            claimed = self._deliveries.take_over(row.key, self._owner, LEASE)
            if claimed is None:
                return "busy"
            answer = self._look_for(claimed)
            if answer is not None:
                return answer
        if claimed.kind == "digest" and not claimed.thread_ts and self._clock() - claimed.created_at > GIVE_UP_DIGEST:
            return self._give_up(claimed, Trouble("failed", TOO_LATE))
        return self._post(claimed)

    def _look_for(self, row: Delivery) -> Outcome | None:
        """Settle a row that was said already, or that cannot be looked for; None when it is certainly not there."""
        if row.kind == "unfurl":
            return None  # a second chat.unfurl edits the same preview
        try:
            ts = self._find(row)
        except _NETWORK as error:
            trouble = trouble_of(error)
            if self._is_final(row, trouble):
                return self._give_up(row, trouble)
            self._deliveries.unsure(row.key, self._clock() + self._back_off(row), trouble.code)
            return "later"
        if ts is None:
            return None
        self._deliveries.sent(row.key, ts)
        self._log.info("found", delivery=row.key, ts=ts)
        return "sent"

    def _find(self, row: Delivery) -> str | None:
        """ts of the message that carries the row's delivery_id, or None."""
        client = self._clients(row.team)
        channel = row.channel
        if channel.startswith(PEOPLE):
            # Slack takes a person's id for posting, and for nothing else.
            channel = str(client.conversations_open(users=channel)["channel"]["id"])
        cursor: str | None = None
        oldest = f"{row.created_at - 60:.6f}"
        for _page in range(LOOK_PAGES):
            if row.thread_ts:
                answer = client.conversations_replies(
                    channel=channel,
                    ts=row.thread_ts,
                    oldest=oldest,
                    limit=100,
                    cursor=cursor,
                    include_all_metadata=True,
                )
            else:
                answer = client.conversations_history(
                    channel=channel, oldest=oldest, limit=100, cursor=cursor, include_all_metadata=True
                )
            for message in answer.get("messages") or ():
                payload = (message.get("metadata") or {}).get("event_payload") or {}
                if payload.get("delivery_id") == row.key:
                    return str(message["ts"])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                break
        return None

    def _post(self, row: Delivery) -> Outcome:
        waited = 0.0
        payload: Mapping[str, Any] = (row.team in self._older and older_message(row.payload)) or row.payload
        older: Mapping[str, Any] | None = None
        tries = 0
        while True:
            try:
                ts = self._call(row, payload)
            except _NETWORK as error:
                trouble = trouble_of(error)
                self._pace.hold(_place(row), PACE)
            else:
                # Counted from the answer: Slack counts from when it took the message, some time before.
                self._pace.hold(_place(row), PACE)
                self._deliveries.sent(row.key, ts)
                if payload is older:
                    self._older.add(row.team)
                self._log.info("sent", delivery=row.key, channel=row.channel, ts=ts, kind=row.kind)
                return "sent"
            if trouble.code in _UNKNOWN_BLOCKS and row.kind != "unfurl" and (older := older_message(payload)):
                payload = older
                continue
            plainer = _plainer(row, payload) if trouble.meaning == "too_long" else None
            if plainer is not None:
                self._log.warning("too long", delivery=row.key, error=trouble.code, advice=ADVICE["msg_too_long"])
                payload = plainer
                continue
            if trouble.meaning == "later" and trouble.retry_after:
                self._pace.hold(_place(row), trouble.retry_after)
                tries += 1
                if tries <= RATE_LIMIT_TRIES and waited + trouble.retry_after <= LONGEST_WAIT:
                    waited += trouble.retry_after
                    self._pace.wait(_place(row))
                    continue
            return self._settle(row, trouble)

    def _settle(self, row: Delivery, trouble: Trouble) -> Outcome:
        now = self._clock()
        if self._is_final(row, trouble):
            return self._give_up(row, trouble)
        pause = max(trouble.retry_after, self._back_off(row))
        if trouble.meaning == "later":
            self._deliveries.later(row.key, now + pause, trouble.code)
        else:
            self._deliveries.unsure(row.key, now + max(self._look_after, pause), trouble.code)
        self._log.warning("put off", delivery=row.key, error=trouble.code, seconds=round(pause, 1))
        return "later"

    def _is_final(self, row: Delivery, trouble: Trouble) -> bool:
        """Whether a message is not tried again. A code we do not know has to come twice, after a few tries in all."""
        if trouble.meaning in ("failed", "revoked", "too_long") or self._clock() - row.created_at > GIVE_UP:
            return True
        return trouble.meaning == "unknown" and row.attempts >= UNKNOWN_TRIES and row.error == trouble.code

    def _give_up(self, row: Delivery, trouble: Trouble) -> Outcome:
        self._log.error(
            "not delivered",
            delivery=row.key,
            channel=row.channel,
            kind=row.kind,
            error=trouble.code,
            advice=ADVICE.get(trouble.code),
        )
        if trouble.meaning == "revoked" and self._on_revoked is not None:
            self._on_revoked(row.team)
        elif self._on_failure is not None:
            self._on_failure(row, trouble.code)
        # Last, so that somebody is told even when we are cut off in between.
        self._deliveries.failed(row.key, trouble.code)
        return "failed"

    def _call(self, row: Delivery, payload: Mapping[str, Any]) -> str | None:
        client = self._clients(row.team)
        if row.kind == "unfurl":
            client.api_call("chat.unfurl", json=dict(payload))
            return None
        answer = client.chat_postMessage(
            channel=row.channel,
            thread_ts=row.thread_ts,
            text=payload["text"],
            blocks=payload.get("blocks"),
            metadata={"event_type": METADATA_TYPE, "event_payload": {"delivery_id": row.key}},
            unfurl_links=False,
            unfurl_media=False,
        )
        ts = answer.get("ts")
        if not ts:
            raise SlackApiError("the answer holds no ts", answer)  # type: ignore[no-untyped-call]
        return str(ts)

    def _back_off(self, row: Delivery) -> float:
        """Pause before the next try: doubling, with jitter so that rows do not come back in step."""
        pause = min(LONGEST_BACK_OFF, self._first_pause * 2.0 ** min(10, max(0, row.attempts - 1)))
        return pause * random.uniform(0.8, 1.2)  # noqa: S311 - jitter, not a secret


def _plainer(row: Delivery, payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What to try when Slack refuses a payload's blocks or its length; None when there is nothing plainer."""
    if row.kind == "unfurl":
        return plain_previews(payload)
    if payload.get("blocks"):
        return plain_message(payload)
    # All words were too many: the one line for notifications stays.
    short = {"text": row.payload["text"]}
    return short if payload != short else None


def _place(row: Delivery) -> str:
    return f"{row.team}/{row.channel}"
