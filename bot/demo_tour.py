"""The demo's tour: a desk's two days with the bot, in six steps that a person takes on the page or a script in the terminal.

Every step does what a person would do in Slack, and waits for what the bot answers.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from bot.store import Store
from local_slack.slack import GENERAL, LocalSlack
from local_slack.tour import Step

JsonDict = dict[str, Any]
#: Longest wait for one answer, and for the newspapers to be read, in seconds.
ANSWER, READING = 90.0, 600.0
#: The link pasted, whom the tour asks about, and who set the digest up.
PASTED, PERSON, COLLEAGUE = "mackerel-talks-break-off", "Birna Hallgrímsdóttir", "U0ILSE0001"


class TourSteps:
    """The steps on a local Slack with the bot connected."""

    def __init__(self, slack: LocalSlack, store: Store) -> None:
        """``store`` says when the bot has read what the newspapers brought."""
        self._slack = slack
        self._store = store
        self._brief: JsonDict = {}

    def steps(self) -> tuple[Step, ...]:
        """All of them, in order."""
        return (
            Step(
                "Paste a link",
                "The brief comes in the thread: a summary, who said what, and in which office.",
                "Paste this link",
                "thread",
                self.paste,
            ),
            Step(
                "Who said it",
                "“More” has every quote with its speaker, and everybody who holds an office. Close the window to go on.",
                "Press More",
                "window",
                self.more,
            ),
            Step(
                "Everything she said",
                "“/quotes” finds what a person, a country or an office said in the articles read here.",
                f"/quotes {PERSON}",
                "channel",
                self.quotes,
            ),
            Step(
                "Follow her",
                "Stories with somebody you follow come first in the channel’s digest.",
                f"/digest follow {PERSON}",
                "channel",
                self.follow,
            ),
            Step(
                "Tomorrow’s digest now",
                "Four newspapers, one entry a story; other outlets on the same story stand under it.",
                "/digest now",
                "channel",
                self.digest,
            ),
            Step(
                "The second day",
                "The talks ended with a signature: the story comes back as an update. What was told in full stays out.",
                "Let a day pass, then /digest now",
                "channel",
                self.second_day,
            ),
        )

    def prepare(self) -> None:
        """A colleague gives the channel its sources."""
        self._slack.command("/digest", f"import {self._slack.news.feeds_url}", GENERAL, COLLEAGUE)

    # -- the steps ---------------------------------------------------------------------------------------------------

    def paste(self) -> JsonDict:
        """Paste a link; its brief."""
        ts = self._slack.say(f"Bergen, last night: {self._slack.news.address(PASTED)}")
        return self._slack.wait_for(lambda: self._brief_under(ts), ANSWER)

    def _brief_under(self, ts: str) -> JsonDict | None:
        replies = self._slack.messages(GENERAL, ts)[1:]
        return next((reply for reply in replies if _has_action(reply, "more")), None)

    def more(self) -> JsonDict:
        """Press "More" under the latest brief; the window."""
        brief = self._latest_brief()
        self._slack.click(brief["ts"], "more", channel=GENERAL)
        return self._slack.wait_for(lambda: next(iter(self._slack.views()), None), ANSWER)

    def _latest_brief(self) -> JsonDict:
        threads = [message["ts"] for message in self._slack.messages(GENERAL) if message.get("reply_count")]
        briefs = (found for ts in reversed(threads) if (found := self._brief_under(ts)) is not None)
        return next(briefs, None) or self.paste()

    def quotes(self) -> JsonDict:
        """Ask for somebody's quotes; the answer."""
        if self._slack.views():
            self._slack.close_view()
        return self._answered("/quotes", PERSON)

    def follow(self) -> JsonDict:
        """Follow somebody; the answer."""
        self._until_read(0.0)
        return self._answered("/digest", f"follow {PERSON}")

    def digest(self) -> JsonDict:
        """The digest of what was read; its message."""
        self._until_read(0.0)
        return self._digest_now()

    def second_day(self) -> JsonDict:
        """A day passes; the digest of what it brought."""
        self._slack.news.turn()
        since = time.time()
        self.prepare()
        self._until_read(since)
        return self._digest_now()

    # -- waiting -----------------------------------------------------------------------------------------------------

    def _answered(self, command: str, text: str) -> JsonDict:
        before = {message["ts"] for message in self._slack.ephemerals()}
        self._slack.command(command, text, GENERAL)
        return self._slack.wait_for(
            lambda: next((one for one in self._slack.ephemerals() if one["ts"] not in before), None), ANSWER
        )

    def _digest_now(self) -> JsonDict:
        before = {message["ts"] for message in self._slack.messages(GENERAL)}
        self._slack.command("/digest", "now", GENERAL)

        def posted() -> JsonDict | None:
            new = (one for one in self._slack.messages(GENERAL) if one["ts"] not in before)
            return next((one for one in new if one.get("user") == self._slack.bot_user_id), None)

        return self._slack.wait_for(posted, ANSWER)

    def _until_read(self, since: float) -> None:
        """Wait until every newspaper was looked at after a moment, and what it listed was read."""

        def read() -> bool:
            followed = self._store.feeds.followed(self._slack.team_id, GENERAL)
            # A demo before this one may have had another port.
            feeds = [feed for feed in followed if feed.url.startswith(self._slack.news.root)]
            looked_at = [feed.checked_at is not None and feed.checked_at >= since for feed in feeds]
            return bool(feeds) and all(looked_at) and not self._store.feeds.waiting(self._slack.team_id, GENERAL)

        _wait(read, READING)


def _wait(done: Callable[[], bool], seconds: float) -> None:
    """Wait for something in the store. Raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError("the newspapers were not read in time")
        time.sleep(0.2)


def _has_action(message: JsonDict, action: str) -> bool:
    return any(element.get("action_id") == action for element in _elements(message))


def _elements(message: JsonDict) -> Iterator[JsonDict]:
    for block in message.get("blocks") or ():
        yield from block.get("elements") or ()
