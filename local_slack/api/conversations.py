"""Reading conversations, and opening direct messages."""

from __future__ import annotations

from typing import Any

from local_slack.api.base import Args, Context, Method
from local_slack.api.pagination import paginated
from local_slack.errors import ApiError
from local_slack.model import Channel

JsonDict = dict[str, Any]
_KINDS = {"public_channel": "channel", "private_channel": "group", "mpim": "mpim", "im": "im"}
#: Scope that listing conversations of a kind needs.
_LISTING = {"channel": "channels:read", "group": "groups:read", "mpim": "mpim:read", "im": "im:read"}


def history(context: Context, args: Args) -> JsonDict:
    """conversations.history: newest first."""
    place = _readable(context, args)
    return _messages(args, context.workspace.history(place.id)[::-1], default=100)


def replies(context: Context, args: Args) -> JsonDict:
    """conversations.replies: oldest first, the thread's head included."""
    place = _readable(context, args)
    found = context.workspace.thread(place.id, args.text("ts", missing="thread_not_found"))
    if not found:
        raise ApiError("thread_not_found")
    return _messages(args, found, default=1000)


def info(context: Context, args: Args) -> JsonDict:
    """conversations.info."""
    place = context.place(args.text("channel", missing="channel_not_found"))
    if place.kind != "channel" and context.bot not in place.members:
        raise ApiError("channel_not_found")
    return {"channel": record(context, place, members=args.flag("include_num_members"))}


def list_all(context: Context, args: Args) -> JsonDict:
    """conversations.list."""
    return _listed(context, args, mine=False)


def list_mine(context: Context, args: Args) -> JsonDict:
    """users.conversations: those the bot is in; of another person's the public ones and those shared with the bot."""
    return _listed(context, args, mine=True)


def members(context: Context, args: Args) -> JsonDict:
    """conversations.members."""
    place = context.place(args.text("channel", missing="channel_not_found"))
    return paginated(args, "members", sorted(place.members), default=100)


def join(context: Context, args: Args) -> JsonDict:
    """conversations.join: public channels only."""
    place = context.place(args.text("channel", missing="channel_not_found"))
    if place.kind != "channel":
        raise ApiError("method_not_supported_for_channel_type")
    if place.archived:
        raise ApiError("is_archived")
    context.people.invite_bot(place.id, context.bot)
    return {"channel": record(context, context.channel(place.id))}


def open_direct(context: Context, args: Args) -> JsonDict:
    """conversations.open: the direct message with one person, or a group's."""
    if args.has("channel"):
        place = context.place(args.text("channel"))
    else:
        people = [one for one in args.text("users", missing="users_list_not_supplied").split(",") if one]
        if len(people) > 1:
            group = context.workspace.group_direct([context.user(one).id for one in people])
            return {"channel": record(context, group) if args.flag("return_im") else {"id": group.id}}
        place = context.workspace.direct_channel(context.user(people[0]).id)
    shown: JsonDict = {"id": place.id}
    if args.flag("return_im"):
        shown = record(context, place)
    return {"channel": shown}


def record(context: Context, place: Channel, members: bool = False) -> JsonDict:
    """A conversation in Slack's shape."""
    if place.kind == "im":
        return {"id": place.id, "is_im": True, "user": place.name, "is_archived": place.archived, "is_open": True}
    shown: JsonDict = {
        "id": place.id,
        "name": place.name,
        "name_normalized": place.name,
        "is_channel": place.kind == "channel",
        "is_group": place.kind in ("group", "mpim"),
        "is_im": False,
        "is_mpim": place.kind == "mpim",
        "is_private": place.kind in ("group", "mpim"),
        "is_ext_shared": context.workspace.is_shared(place.id),
        "creator": place.creator,
        "is_archived": place.archived,
        "is_general": place.name == "general",
        "is_member": context.bot in place.members,
        "topic": {"value": place.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "context_team_id": context.workspace.team["id"],
    }
    if members:
        shown["num_members"] = len(place.members)
    return shown


def _readable(context: Context, args: Args) -> Channel:
    place = context.place(args.text("channel", missing="channel_not_found"))
    if context.bot not in place.members:
        raise ApiError("not_in_channel" if place.kind == "channel" else "channel_not_found")
    return place


def _listed(context: Context, args: Args, *, mine: bool) -> JsonDict:
    kinds = set()
    for name in args.text("types", "public_channel").split(","):
        if name.strip() not in _KINDS:
            raise ApiError("invalid_types")
        kinds.add(_KINDS[name.strip()])
    needed = {_LISTING[kind] for kind in kinds} - context.app.scopes
    if needed:
        raise ApiError("missing_scope", needed=",".join(sorted(needed)), provided=",".join(sorted(context.app.scopes)))
    whose = args.text("user", context.bot)
    with context.workspace.changed:
        places = sorted(context.workspace.channels.values(), key=lambda place: place.id)
    shown = [
        record(context, place, members=not mine)
        for place in places
        if place.kind in kinds
        and not (place.archived and args.flag("exclude_archived"))
        and (context.bot in place.members or (place.kind == "channel" and (not mine or whose != context.bot)))
        and (not mine or whose in place.members)
    ]
    return paginated(args, "channels", shown, default=100)


def _messages(args: Args, found: list[JsonDict], default: int) -> JsonDict:
    """Messages between ``oldest`` and ``latest``, a piece at a time."""
    oldest, latest = args.text("oldest", "0"), args.text("latest", "9" * 16)
    inclusive = args.flag("inclusive")

    def inside(message: JsonDict) -> bool:
        ts = message["ts"]
        return oldest < ts < latest or (inclusive and ts in (oldest, latest))

    kept = [message for message in found if inside(message)]
    piece = paginated(args, "messages", kept, default)
    if not args.flag("include_all_metadata"):
        for message in piece["messages"]:
            message.pop("metadata", None)
    piece["has_more"] = bool(piece["response_metadata"]["next_cursor"])
    if not piece["has_more"]:
        del piece["response_metadata"]
    return piece


_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
METHODS = {
    "conversations.history": Method(history, _HISTORY),
    "conversations.replies": Method(replies, _HISTORY),
    "conversations.info": Method(info, _READ),
    "conversations.list": Method(list_all, _READ, per_minute=20),
    "conversations.members": Method(members, _READ, per_minute=100),
    "conversations.join": Method(join, ("channels:join",)),
    "conversations.open": Method(open_direct, ("im:write", "mpim:write")),
    "users.conversations": Method(list_mine, _READ),
}
