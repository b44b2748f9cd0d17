"""Who the bot is, how it connects, who is there, views, files, installing."""

from __future__ import annotations

from typing import Any

from local_slack.api.base import Args, Context, Method
from local_slack.api.conversations import cut
from local_slack.errors import ApiError
from local_slack.workspace import User

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


def users_info(context: Context, args: Args) -> JsonDict:
    """users.info."""
    return {"user": _person(context, context.user(args.text("user", missing="user_not_found")), args)}


def users_list(context: Context, args: Args) -> JsonDict:
    """users.list."""
    with context.workspace.changed:
        people = sorted(context.workspace.users.values(), key=lambda user: user.id)
    listed = cut(args, "members", [_person(context, person, args) for person in people], default=1000)
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


def views_open(context: Context, args: Args) -> JsonDict:
    """views.open."""
    view = args.structure("view", "invalid_arguments")
    return {"view": context.views.open(args.text("trigger_id", missing="invalid_trigger_id"), view)}


def views_push(context: Context, args: Args) -> JsonDict:
    """views.push."""
    view = args.structure("view", "invalid_arguments")
    return {"view": context.views.push(args.text("trigger_id", missing="invalid_trigger_id"), view)}


def views_update(context: Context, args: Args) -> JsonDict:
    """views.update."""
    view = args.structure("view", "invalid_arguments")
    updated = context.views.update(view, args.optional("view_id"), args.optional("external_id"), args.optional("hash"))
    return {"view": updated}


def views_publish(context: Context, args: Args) -> JsonDict:
    """views.publish."""
    user = context.user(args.text("user_id", missing="invalid_arguments"))
    view = args.structure("view", "invalid_arguments")
    return {"view": context.views.publish(user.id, view, args.optional("hash"))}


def upload_address(context: Context, args: Args) -> JsonDict:
    """files.getUploadURLExternal."""
    length = args.number("length", 0, 0, 10**12)
    if length == 0:
        raise ApiError("invalid_arguments")
    file_id, key = context.files.announce(args.text("filename"), length, context.bot)
    return {"upload_url": f"{context.root}/upload/{key}", "file_id": file_id}


def upload_complete(context: Context, args: Args) -> JsonDict:
    """files.completeUploadExternal: with a channel the files appear there as one message."""
    wanted = args.structure("files", "invalid_arguments")
    if not isinstance(wanted, list) or not wanted or not all(isinstance(one, dict) for one in wanted):
        raise ApiError("invalid_arguments")
    place = None
    if args.has("channel_id"):
        place = context.channel(args.text("channel_id"))
        if context.bot not in place.members:
            raise ApiError("not_in_channel")
    done = [context.files.complete(str(one.get("id")), one.get("title")) for one in wanted]
    if place is not None:
        app = context.workspace.app
        message: JsonDict = {
            "type": "message",
            "user": context.bot,
            "bot_id": app["bot_id"],
            "app_id": app["id"],
            "upload": True,
            "text": args.text("initial_comment", ""),
            "files": done,
            "ts": context.workspace.new_ts(),
        }
        if args.has("thread_ts"):
            message["thread_ts"] = args.text("thread_ts")
        context.workspace.store(place.id, message)
        context.people.announce(place, message)
    return {"files": done}


def files_info(context: Context, args: Args) -> JsonDict:
    """files.info."""
    file = context.files.get(args.text("file", missing="file_not_found"))
    if file is None:
        raise ApiError("file_not_found")
    return {"file": context.files.record(file, context.root)}


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
    "users.info": Method(users_info, ("users:read",), per_minute=100),
    "users.list": Method(users_list, ("users:read",), per_minute=20),
    "bots.info": Method(bots_info, ("users:read",)),
    "team.info": Method(team_info, ("team:read",)),
    "views.open": Method(views_open, per_minute=100),
    "views.push": Method(views_push, per_minute=100),
    "views.update": Method(views_update, per_minute=100),
    "views.publish": Method(views_publish, per_minute=100),
    "files.info": Method(files_info, ("files:read",), per_minute=100),
    "files.getUploadURLExternal": Method(upload_address, ("files:write",), per_minute=100),
    "files.completeUploadExternal": Method(upload_complete, ("files:write",), per_minute=100),
    "oauth.v2.access": Method(oauth_access, token="none", per_minute=600),  # noqa: S106 - a kind of token
}
