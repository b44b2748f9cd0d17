"""How the local Slack refuses: people, the bot, and tests."""

from __future__ import annotations

from typing import Any


class LocalSlackError(Exception):
    """Base of every error raised here on purpose; ``str(error)`` is a sentence that can be shown to a person."""


class CannotStart(LocalSlackError):
    """The port is taken, or the server did not come up."""


class BadManifest(LocalSlackError):
    """What was given as an app manifest is none."""


class NotThere(LocalSlackError):
    """The local Slack was asked about something it does not hold."""


class Refused(LocalSlackError):
    """A person cannot do that: Slack's own client would not let them."""


class NotDelivered(LocalSlackError):
    """Something could not be handed to the bot."""


class ApiError(LocalSlackError):
    """A Web API method refuses; ``code`` is the word Slack answers with."""

    def __init__(self, code: str, **more: Any) -> None:
        super().__init__(f"Slack answered {code}.")
        #: Slack's error word, such as "channel_not_found".
        self.code = code
        #: Further fields of the answer, such as ``response_metadata``.
        self.more = more

    @classmethod
    def worded(cls, code: str, reasons: list[str]) -> ApiError:
        """A refusal with reasons, each ending in a JSON pointer, given twice as Slack does."""
        return cls(code, errors=reasons, response_metadata={"messages": [f"[ERROR] {one}" for one in reasons]})
