"""The Web API of the local Slack: one function per method, found by name."""

from __future__ import annotations

from local_slack.api import chat, conversations, misc
from local_slack.api.base import App, Args, Context, Method

#: Every method known, by its Slack name.
METHODS: dict[str, Method] = {**chat.METHODS, **conversations.METHODS, **misc.METHODS}

__all__ = ["METHODS", "App", "Args", "Context", "Method"]
