"""Tokens of the app, and the codes they are exchanged for."""

from __future__ import annotations

import secrets

from local_slack.state_file import StateFile


class Tokens:
    """What the app signs in with; kept in the state file, so that a restart takes nobody's token away."""

    def __init__(self, state_file: StateFile) -> None:
        #: Token of the bot, "xoxb-…".
        self.bot = state_file.fact("bot_token", "xoxb-local-" + secrets.token_hex(16))
        #: App-level token for Socket Mode, "xapp-…".
        self.app = state_file.fact("app_token", "xapp-local-" + secrets.token_hex(16))
        #: Key of the signatures in HTTP mode.
        self.signing_secret = state_file.fact("signing_secret", secrets.token_hex(16))
        self._kinds = {self.bot: "bot", self.app: "app"}
        self._codes: set[str] = set()

    def kind(self, token: str) -> str | None:
        """What a token is: "bot", "app", "revoked", or None for one that was never given out."""
        return self._kinds.get(token)

    def revoke_bot(self) -> None:
        """Take the bot's token away."""
        self._kinds[self.bot] = "revoked"

    def new_code(self) -> str:
        """A one-time code for ``oauth.v2.access``."""
        code = secrets.token_urlsafe(12)
        self._codes.add(code)
        return code

    def exchange(self, code: str) -> str | None:
        """The bot's token, good again, for a one-time code; None when the code is not good."""
        if code not in self._codes:
            return None
        self._codes.discard(code)
        self._kinds[self.bot] = "bot"
        return self.bot
