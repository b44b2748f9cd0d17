"""Who is there: people, the bot, the team."""

from __future__ import annotations

from typing import Any

from local_slack.api.base import Args, Context, Method
from local_slack.api.pagination import paginated
from local_slack.errors import ApiError
from local_slack.model import User

JsonDict = dict[str, Any]


def users_info(context: Context, args: Args) -> JsonDict:
    """users.info."""
    return {"user": _person(context, context.user(args.text("user", missing="user_not_found")), args)}


def users_list(context: Context, args: Args) -> JsonDict:
    """users.list."""
    with context.workspace.changed:
        people = sorted(context.workspace.users.values(), key=lambda user: user.id)
    listed = paginated(args, "members", [_person(context, person, args) for person in people], default=1000)
    return {**listed, "cache_ts": int(context.workspace.clock.now())}


def _person(context: Context, user: User, args: Args) -> JsonDict:
    record = context.workspace.user_record(user)
    if not args.flag("include_locale"):
        del record["locale"]
    return record


def bots_info(context: Context, args: Args) -> JsonDict:
    """bots.info."""
    app = context.workspace.app
    if args.text("bot", app["bot_id"]) != app["bot_id"]:
        raise ApiError("bot_not_found")
    bot = {"id": app["bot_id"], "app_id": app["id"], "user_id": app["bot_user"], "name": app["bot_real_name"]}
    return {"bot": {**bot, "deleted": False, "updated": 0, "icons": {}}}


def team_info(context: Context, _args: Args) -> JsonDict:
    """team.info."""
    team = context.workspace.team
    return {"team": {**team, "email_domain": "", "icon": {"image_default": True}, "url": f"{context.root}/"}}


METHODS = {
    "users.info": Method(users_info, ("users:read",), per_minute=100),
    "users.list": Method(users_list, ("users:read",), per_minute=20),
    "bots.info": Method(bots_info, ("users:read",)),
    "team.info": Method(team_info, ("team:read",)),
}
