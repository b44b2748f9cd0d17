"""How the local Slack refuses: people, the bot, and tests."""

from __future__ import annotations

from typing import Any

from summarizers.errors import AttacheError


class NotThere(AttacheError):
    """The local Slack was asked about something it does not hold."""

    kind = "not-there"


class Refused(AttacheError):
    """A person cannot do that: Slack's own client would not let them."""

    kind = "refused"


class NotDelivered(AttacheError):
    """Something could not be handed to the bot."""

    kind = "not-delivered"


class ApiError(AttacheError):
    """A Web API method refuses; ``code`` is the word Slack answers with."""

    kind = "slack-api"

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
