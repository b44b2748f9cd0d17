"""The digest's jobs with everything around it by hand: a clock that is moved, jobs that run when told, a fake Slack."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable
from typing import Any, cast

from slack_sdk import WebClient

from bot.digest.compose_job import ComposeJob
from bot.digest.polling import Fetches
from bot.digest.scheduler import DigestScheduler
from bot.digest.source_jobs import Reads, SourceJobs
from bot.digest.worker_tasks import TasksInProcess
from bot.job_arguments import ArticleReading, FeedCheck, SourceRequest
from bot.slack.digest.posting import DigestLayout, DigestPosting
from bot.slack.digest.source_requests import SourceRequests
from bot.slack.sender import Pace, Sender
from bot.store import Store
from bot.store.digests import DigestKey
from tests.clock import FakeClock
from tests.slack.fakes import FakeSlack

JsonDict = dict[str, Any]


class DigestSlack(FakeSlack):
    """A fake Slack that also takes files and knows time zones."""

    token = "xoxb-test"
    base_url = "https://slack.example/api/"

    def files_upload_v2(self, **arguments: Any) -> JsonDict:
        self._call("files.upload", arguments)
        return {"ok": True}

    def conversations_open(self, **arguments: Any) -> JsonDict:
        self._call("conversations.open", arguments)
        return {"ok": True, "channel": {"id": f"D{arguments['users'][1:]}"}}

    def users_info(self, **arguments: Any) -> JsonDict:
        self._call("users.info", arguments)
        return {"ok": True, "user": {"id": arguments["user"], "tz": "Europe/Madrid"}}


class Office:
    """Scheduler, jobs, sender and a queue; ``run`` works until nothing is left to do."""

    def __init__(
        self,
        store: Store,
        clock: FakeClock,
        fetcher: Fetches,
        reader: Reads,
        *,
        client: WebClient | None = None,
        slack: DigestSlack | None = None,
        owner: str = "e/b",
    ) -> None:
        """``client`` speaks to a local Slack in place of the fake one, which offices may share as ``slack``.

        ``owner`` is the process whose leases the sender's are.
        """
        self.store = store
        self.clock = clock
        self.slack = slack or DigestSlack()
        self._client = client or cast(WebClient, self.slack)
        self._queue: deque[tuple[str, str]] = deque()
        self._taken: set[tuple[str, str, str]] = set()
        #: Jobs done so far, (kind, key).
        self.done: list[tuple[str, str]] = []
        #: The job under way, or the last one.
        self.doing: tuple[str, str] | None = None
        tasks = TasksInProcess()
        self.scheduler = DigestScheduler(store, self.enqueue)
        self.composing = ComposeJob(store, self.enqueue, tasks, DigestLayout())
        self.posting = DigestPosting(store, self.enqueue, self._client_of)
        self.sources = SourceJobs(store, fetcher, reader, tasks, self.posting.report_dead_feed)
        self.requests = SourceRequests(store, fetcher, self.enqueue, self._client_of, tasks)
        self.sender = Sender(
            self._client_of, store.deliveries, owner=owner, clock=clock, pace=Pace(monotonic=clock, sleep=clock.pass_by)
        )

    def _client_of(self, team: str) -> WebClient:
        return self._client

    def enqueue(self, kind: str, key: str, *, lane: str | None = None, again: str = "") -> None:
        """Take a job on, once per key and ``again``."""
        if (kind, key, again) not in self._taken:
            self._taken.add((kind, key, again))
            self._queue.append((kind, key))

    def run(self) -> None:
        """Do every job, also those that jobs take on."""
        work: dict[str, Callable[[str], object]] = {
            "digest": lambda key: self.composing.compose(DigestKey.read(key)),
            "digest_thread": lambda key: self.posting.complete_thread(DigestKey.read(key)),
            "digest_ask": lambda key: self.requests.work(SourceRequest.read(key)),
            "feed": lambda key: self.sources.check(FeedCheck.read(key)),
            "article": lambda key: self.sources.read(ArticleReading.read(key)),
            "deliver": self.sender.deliver,
        }
        while self._queue:
            self.doing = kind, key = self._queue.popleft()
            work[kind](key)
            self.done.append((kind, key))

    def lose_jobs(self) -> None:
        """A crash: what was taken on but not done is gone, and may be taken on again."""
        for kind, key in self._queue:
            self._taken = {job for job in self._taken if job[:2] != (kind, key)}
        self._queue.clear()

    def inherit(self, dead: Office) -> None:
        """Take over the jobs of a process that died, the one it was doing first."""
        for kind, key in (*filter(None, [dead.doing]), *dead._queue):
            self.enqueue(kind, key, again="inherited")

    def tick(self) -> None:
        """One tick, and everything it leads to; a digest's thread comes with the second."""
        self.scheduler.tick()
        self.run()
        self.scheduler.tick()
        self.run()

    def until(self, moment: dt.datetime, step: float = 3600.0) -> None:
        """Let time go by to ``moment``, ticking."""
        while self.clock() < moment.timestamp():
            self.clock.pass_by(min(step, moment.timestamp() - self.clock()))
            self.tick()

    def posts(self, channel: str = "C1") -> list[JsonDict]:
        """Messages in a channel outside threads."""
        return [m for m in self.slack.posted.get(channel, []) if not m.get("thread_ts")]

    def thread(self, channel: str = "C1") -> list[JsonDict]:
        """Messages in threads of a channel."""
        return [m for m in self.slack.posted.get(channel, []) if m.get("thread_ts")]


def words_of(value: Any) -> str:
    """All text shown in blocks, in order."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        parts = [value[name] for name in ("text", "elements", "accessory") if name in value]
        return " ".join(filter(None, map(words_of, parts)))
    return " ".join(filter(None, map(words_of, value))) if isinstance(value, (list, tuple)) else ""
