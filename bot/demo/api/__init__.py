"""The Web API of the local Slack: one function per method, found by name."""

from __future__ import annotations

from bot.demo.api import chat, conversations, misc
from bot.demo.api.base import App, Args, Context, Method

#: Every method known, by its Slack name.
METHODS: dict[str, Method] = {**chat.METHODS, **conversations.METHODS, **misc.METHODS}

__all__ = ["METHODS", "App", "Args", "Context", "Method"]
