"""Whose token it is, connecting by Socket Mode, installing."""

from __future__ import annotations

from typing import Any

from local_slack.api.base import Args, Context, Method
from local_slack.errors import ApiError

JsonDict = dict[str, Any]
_APP: Any = "app"


def api_test(_context: Context, args: Args) -> JsonDict:
    """api.test."""
    if args.has("error"):
        raise ApiError(args.text("error"))
    return {"args": {}}


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
    if not context.link_enabled():
        # Slack does not document its word for an app whose Socket Mode is off.
        raise ApiError("access_denied")
    return {"url": context.ticket()}


def oauth_access(context: Context, args: Args) -> JsonDict:
    """oauth.v2.access: a one-time code for the bot's token."""
    if args.text("client_id", "") != context.app.client_id:
        raise ApiError("invalid_client_id")
    if args.text("client_secret", "") != context.app.client_secret:
        raise ApiError("bad_client_secret")
    token = context.exchange(args.text("code", missing="invalid_code"))
    if token is None:
        raise ApiError("invalid_code")
    team = context.workspace.team
    return {
        "access_token": token,
        "token_type": "bot",
        "scope": ",".join(sorted(context.app.scopes)),
        "bot_user_id": context.bot,
        "app_id": context.workspace.app["id"],
        "team": {"id": team["id"], "name": team["name"]},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": context.workspace.viewer},
    }


METHODS = {
    "api.test": Method(api_test, token="none", per_minute=100),  # noqa: S106 - a kind of token
    "auth.test": Method(auth_test, per_minute=None),
    "apps.connections.open": Method(connections_open, token=_APP, per_minute=None),
    "oauth.v2.access": Method(oauth_access, token="none", per_minute=600),  # noqa: S106 - a kind of token
}
