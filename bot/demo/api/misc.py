"""Who the bot is, and how it connects."""

from __future__ import annotations

from typing import Any

from bot.demo.api.base import Args, Context, Method

JsonDict = dict[str, Any]


def auth_test(context: Context, _args: Args) -> JsonDict:
    """auth.test."""
    app, team = context.workspace.app, context.workspace.team
    return {
        "url": f"{context.root}/",
        "team": team["name"],
        "user": app["bot_name"],
        "team_id": team["id"],
        "user_id": app["bot_user"],
        "bot_id": app["bot_id"],
        "is_enterprise_install": False,
    }


def connections_open(context: Context, _args: Args) -> JsonDict:
    """apps.connections.open."""
    return {"url": context.ticket()}


METHODS = {
    "auth.test": Method(auth_test, per_minute=None),
    "apps.connections.open": Method(connections_open, token="app", per_minute=None),  # noqa: S106 - a kind of token
}
