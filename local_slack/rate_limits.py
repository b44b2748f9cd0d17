"""Slack's own limits on how often one may call."""

from __future__ import annotations

from collections import deque

from local_slack.workspace import Workspace


class RateLimits:
    """Slack's limits: one message a second and channel; calls a minute and method by tier."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        #: Hold the bot to one message a second in each channel.
        self.posting = True
        #: Hold the bot to each method's calls a minute.
        self.tiers = False
        self._last_post: dict[str, float] = {}
        self._recent: dict[str, deque[float]] = {}

    def post(self, channel: str) -> int | None:
        """Count a message for a channel; None when it may go, else seconds to wait."""
        if not self.posting:
            return None
        with self._workspace.changed:
            now = self._workspace.clock.now()
            last = self._last_post.get(channel)
            if last is not None and now - last < 1.0:
                return 1
            self._last_post[channel] = now
            return None

    def call(self, method: str, per_minute: int | None) -> int | None:
        """Count a call; None when it may go, else seconds to wait."""
        if not self.tiers or per_minute is None:
            return None
        with self._workspace.changed:
            now = self._workspace.clock.now()
            recent = self._recent.setdefault(method, deque())
            while recent and now - recent[0] >= 60.0:
                recent.popleft()
            if len(recent) >= per_minute:
                return max(1, int(60.0 - (now - recent[0])) + 1)
            recent.append(now)
            return None
