"""What people do with the app, and what becomes of its installation."""

from __future__ import annotations

from typing import Any

from local_slack.driver.base import GENERAL, Driver, JsonDict


class AppDriver(Driver):
    """Commands, buttons, forms, shortcuts, the Home tab; tokens taken away and given."""

    def command(self, name: str, text: str = "", channel: str = GENERAL, user: str | None = None) -> str:
        """Type a slash command; gives back the envelope id of its delivery."""
        return self.components.interactions.command(name, text, channel, user or self.viewer)

    def click(
        self,
        message_ts: str,
        action_id: str,
        user: str | None = None,
        value: Any = None,
        channel: str | None = None,
        block_id: str | None = None,
    ) -> str:
        """Use a button or other element of a message (``value``: the choice, where there is one); the envelope id."""
        person = user or self.viewer
        return self.components.interactions.click(
            message_ts, action_id, person, value, channel=channel, block_id=block_id
        )

    def click_in_view(
        self, action_id: str, user: str | None = None, value: Any = None, view_id: str | None = None
    ) -> str:
        """Use an element of the modal in front, or of the view of that id (a Home too); the envelope id."""
        return self.components.interactions.click_in_view(view_id, action_id, user or self.viewer, value)

    def fill_view(self, values: JsonDict, user: str | None = None, view_id: str | None = None) -> None:
        """Fill inputs of a modal in (action or block id -> value) without sending it."""
        self.components.views.fill(user or self.viewer, values, view_id)

    def submit_view(self, values: JsonDict | None = None, user: str | None = None, view_id: str | None = None) -> str:
        """Fill in and send the modal in front; the envelope id. Needed inputs must be filled, as in Slack's client."""
        return self.components.views.submit(user or self.viewer, values, view_id)

    def close_view(self, user: str | None = None, view_id: str | None = None, clear: bool = False) -> str | None:
        """Close the modal in front (all with ``clear``); the envelope id where the app asked to be told."""
        return self.components.views.close(user or self.viewer, view_id, clear)

    def shortcut(
        self, callback_id: str, user: str | None = None, message_ts: str | None = None, channel: str | None = None
    ) -> str:
        """Use a message shortcut (with ``message_ts``) or a global one; the envelope id."""
        return self.components.interactions.shortcut(callback_id, user or self.viewer, message_ts, channel)

    def open_home(self, user: str | None = None, tab: str = "home") -> str:
        """Go to the app's Home tab; the event id."""
        return self.components.views.open_home(user or self.viewer, tab)

    def revoke_token(self) -> str:
        """Revoke the bot's token: calls answer ``token_revoked`` from now on; the event id of ``tokens_revoked``."""
        self.components.tokens.revoke_bot()
        return self.components.deliveries.event(
            {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.components.context.bot]}}
        )

    def uninstall(self) -> str:
        """Take the app out of the workspace; the event id of ``app_uninstalled``."""
        self.revoke_token()
        return self.components.deliveries.event({"type": "app_uninstalled"})

    def oauth_code(self) -> str:
        """A one-time code for ``oauth.v2.access``."""
        return self.components.tokens.new_code()

    @property
    def client_credentials(self) -> tuple[str, str]:
        """Client id and secret for ``oauth.v2.access``."""
        return self.components.context.app.client_id, self.components.context.app.client_secret
