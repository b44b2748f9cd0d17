"""What every Web API method works with: its arguments, the workspace, and how it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from local_slack.errors import ApiError, NotThere
from local_slack.events import Events
from local_slack.files import Files
from local_slack.model import Channel, User
from local_slack.people import People
from local_slack.response_urls import ResponseUrls
from local_slack.views import Views
from local_slack.workspace import Workspace

JsonDict = dict[str, Any]


class Args:
    """Arguments of one call, whether they came by query, form or JSON."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def text(self, name: str, default: str | None = None, *, missing: str = "invalid_arguments") -> str:
        """A text argument; without a default it must be there.

        Raises:
            ApiError: ``missing`` when it is not there, ``invalid_arguments`` when it is no text.
        """
        value = self._values.get(name)
        if value is None or value == "":
            if default is None:
                raise ApiError(missing, response_metadata={"messages": [f"[ERROR] missing required field: {name}"]})
            return default
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise ApiError("invalid_arguments", response_metadata={"messages": [f"[ERROR] {name} must be a string"]})
        return str(value)

    def optional(self, name: str) -> str | None:
        """A text argument, or None."""
        return self.text(name, "") or None

    def flag(self, name: str, default: bool = False) -> bool:
        """A yes-or-no argument: true, 1, "true", "1"."""
        value = self._values.get(name)
        if value is None or value == "":
            return default
        return value is True or str(value).lower() in ("1", "true")

    def number(self, name: str, default: int, low: int, high: int) -> int:
        """A whole number, kept between ``low`` and ``high``.

        Raises:
            ApiError: ``invalid_limit`` when it is no number.
        """
        value = self._values.get(name)
        if value is None or value == "":
            return default
        try:
            return max(low, min(high, int(value)))
        except (TypeError, ValueError):
            raise ApiError("invalid_limit") from None

    def structure(self, name: str, error: str) -> Any:
        """A nested argument: a JSON body's own value, or JSON in a form's field; None when absent.

        Raises:
            ApiError: ``error`` when it is not JSON.
        """
        value = self._values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, str):
            try:
                return json.loads(value)
            except ValueError:
                raise ApiError(error, response_metadata={"messages": [f"[ERROR] {name} is not JSON"]}) from None
        return value

    def has(self, name: str) -> bool:
        """Whether the argument was sent and is not empty."""
        return self._values.get(name) not in (None, "")


@dataclass(frozen=True, slots=True)
class App:
    """What the app was granted and registered."""

    #: Scopes the bot token has.
    scopes: frozenset[str]
    #: Client id and secret for ``oauth.v2.access``.
    client_id: str = "local.client"
    #: Secret that goes with it.
    client_secret: str = field(default="", repr=False)


@dataclass(slots=True)
class Context:
    """What a method may use."""

    #: The workspace.
    workspace: Workspace
    #: What people do.
    people: People
    #: Events sent for what happens in conversations.
    events: Events
    #: Modals and Homes.
    views: Views
    #: Addresses that commands and clicks may be answered at.
    response_urls: ResponseUrls
    #: Files being uploaded and shared.
    files: Files
    #: What the app was granted.
    app: App
    #: Issue an address for a Socket Mode connection.
    ticket: Callable[[], str]
    #: Exchange a one-time code for the bot's token; None when the code is not good.
    exchange: Callable[[str], str | None]
    #: Whether Socket Mode is switched on for the app.
    link_enabled: Callable[[], bool]
    #: Whether a token is the bot's, and good.
    is_bot: Callable[[str], bool]
    #: Whether there is a bot to send to.
    reachable: Callable[[], bool]
    #: "http://127.0.0.1:PORT".
    root: str = ""

    @property
    def bot(self) -> str:
        """User id of the bot."""
        return str(self.workspace.app["bot_user"])

    def channel(self, name: str) -> Channel:
        """Where to post: a conversation by id or name; a person's id means the direct message, as Slack allows here.

        Raises:
            ApiError: ``channel_not_found``.
        """
        try:
            if name in self.workspace.users and name != self.bot:
                return self.workspace.direct_channel(name)
            return self.workspace.channel(name)
        except NotThere:
            raise ApiError("channel_not_found") from None

    def place(self, channel_id: str) -> Channel:
        """A conversation by its own id, as every method but those that post wants it.

        Raises:
            ApiError: ``channel_not_found``, for a person's id too.
        """
        with self.workspace.changed:
            found = self.workspace.channels.get(channel_id)
        if found is None:
            raise ApiError("channel_not_found")
        return found

    def user(self, user_id: str) -> User:
        """A person by id.

        Raises:
            ApiError: ``user_not_found``.
        """
        found = self.workspace.users.get(user_id)
        if found is None:
            raise ApiError("user_not_found")
        return found


@dataclass(frozen=True, slots=True)
class Method:
    """A Web API method."""

    #: Does the work; gives back the answer without ``ok``.
    run: Callable[[Context, Args], JsonDict]
    #: Scopes of which one must be granted; empty when none is needed.
    scopes: tuple[str, ...] = ()
    #: Which token it wants.
    token: Literal["bot", "app", "any", "none"] = "bot"  # noqa: S105 - a kind of token
    #: Calls a minute for one workspace (docs.slack.dev/apis/web-api/rate-limits), None when not counted by tier.
    per_minute: int | None = 50
