"""The Web API of the local Slack: one function per method, found by name."""

from __future__ import annotations

from local_slack.api import assistant, auth, chat, conversations, files, users, views
from local_slack.api.base import App, Args, Context, Method

#: Every method known, by its Slack name.
METHODS: dict[str, Method] = {
    **assistant.METHODS,
    **auth.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **users.METHODS,
    **views.METHODS,
}

__all__ = ["METHODS", "App", "Args", "Context", "Method"]
