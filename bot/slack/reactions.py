"""The reaction that shows that a brief is being made; it may fail without harm."""

from __future__ import annotations

import structlog
from slack_sdk.errors import SlackClientError

from bot.slack.errors import trouble_of
from bot.slack.sender import Clients

#: Reaction shown while a brief is being made.
WORKING = "hourglass_flowing_sand"
#: Answers that mean the reaction is as we want it.
_FINE = {"already_reacted", "no_reaction", "message_not_found"}


class Reactions:
    """Puts reactions on messages and takes them off."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._log = structlog.get_logger("attache.reactions")

    def show_working(self, team: str, channel: str, ts: str) -> bool:
        """Put the hourglass on a message; whether it is there."""
        try:
            self._clients(team).reactions_add(channel=channel, timestamp=ts, name=WORKING)
        except (SlackClientError, OSError) as error:
            return self._excuse("reactions.add", error)
        return True

    def hide_working(self, team: str, channel: str, ts: str) -> bool:
        """Take the hourglass off a message; whether it is gone."""
        try:
            self._clients(team).reactions_remove(channel=channel, timestamp=ts, name=WORKING)
        except (SlackClientError, OSError) as error:
            return self._excuse("reactions.remove", error)
        return True

    def _excuse(self, method: str, error: Exception) -> bool:
        trouble = trouble_of(error)
        if trouble.code in _FINE:
            return trouble.code != "message_not_found"
        self._log.info("reaction failed", method=method, error=trouble.code)
        return False
