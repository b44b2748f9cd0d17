"""Posting, changing and deleting messages; reactions."""

from __future__ import annotations

from typing import Any

from bot.demo import markup
from bot.demo.api.base import ApiError, Args, Context, Method
from bot.demo.workspace import Channel, NotThere, Ping

JsonDict = dict[str, Any]
#: Longest text of a message; what is beyond it is cut.
TEXT_LIMIT = 40_000


def post_message(context: Context, args: Args) -> JsonDict:
    """chat.postMessage."""
    place = _postable(context, args)
    message = bot_message(context, args)
    context.workspace.store(place.id, message)
    record_pings(context, place.id, message)
    context.people.announce(place, message, unfurl=_unfurls(args))
    return {"channel": place.id, "ts": message["ts"], "message": context.workspace.shown(message)}


def update(context: Context, args: Args) -> JsonDict:
    """chat.update."""
    place, before = _own_message(context, args, "cant_update_message")
    fresh = bot_message(context, args)
    after: JsonDict = {**before}
    after |= {key: fresh[key] for key in ("text", "blocks", "attachments", "metadata") if key in fresh}
    if "blocks" not in fresh and not args.has("blocks"):
        after.pop("blocks", None)
    after["edited"] = {"user": context.bot, "ts": context.workspace.new_ts()}
    context.workspace.store(place.id, after)
    record_pings(context, place.id, after)
    context.people.announce_change(place, before, after)
    return {"channel": place.id, "ts": after["ts"], "text": after["text"], "message": context.workspace.shown(after)}


def delete(context: Context, args: Args) -> JsonDict:
    """chat.delete."""
    place, before = _own_message(context, args, "cant_delete_message")
    context.workspace.remove(place.id, before["ts"])
    context.people.announce_removal(place, before)
    return {"channel": place.id, "ts": before["ts"]}


def add_reaction(context: Context, args: Args) -> JsonDict:
    """reactions.add."""
    return _react(context, args, add=True)


def remove_reaction(context: Context, args: Args) -> JsonDict:
    """reactions.remove."""
    return _react(context, args, add=False)


def bot_message(context: Context, args: Args) -> JsonDict:
    """A message of the bot's made from a call's arguments."""
    text = markup.normalise(args.text("text", "")[:TEXT_LIMIT])
    blocks = args.structure("blocks", "invalid_blocks")
    if not text and not blocks and not args.has("attachments"):
        raise ApiError("no_text")
    message: JsonDict = {
        "type": "message",
        "user": context.bot,
        "bot_id": context.workspace.app["bot_id"],
        "app_id": context.workspace.app["id"],
        "team": context.workspace.team["id"],
        "text": text,
        "ts": context.workspace.new_ts(),
    }
    if blocks:
        message["blocks"] = blocks
    if args.has("thread_ts"):
        message["thread_ts"] = args.text("thread_ts")
    metadata = args.structure("metadata", "invalid_metadata_format")
    if metadata is not None:
        message["metadata"] = metadata
    return message


def record_pings(context: Context, channel: str, message: JsonDict) -> None:
    """Note every live token of a posted text."""
    pings = [
        Ping(channel, message["ts"], token.kind, token.target, token.label, "text")
        for token in markup.tokens(message["text"])
    ]
    with context.workspace.changed:
        context.workspace.pings += pings


def _unfurls(args: Args) -> bool:
    return args.flag("unfurl_links", True) or args.flag("unfurl_media", True)


def _postable(context: Context, args: Args) -> Channel:
    place = context.channel(args.text("channel", missing="channel_not_found"))
    if place.archived:
        raise ApiError("is_archived")
    if context.bot not in place.members:
        raise ApiError("not_in_channel")
    return place


def _own_message(context: Context, args: Args, refusal: str) -> tuple[Channel, JsonDict]:
    place = context.channel(args.text("channel", missing="channel_not_found"))
    try:
        message = context.workspace.message(place.id, args.text("ts", missing="message_not_found"))
    except NotThere:
        raise ApiError("message_not_found") from None
    if message.get("app_id") != context.workspace.app["id"]:
        raise ApiError(refusal)
    return place, message


def _react(context: Context, args: Args, *, add: bool) -> JsonDict:
    place = context.channel(args.text("channel", missing="channel_not_found"))
    name = args.text("name", missing="invalid_name").strip(":")
    ts = args.text("timestamp", missing="no_item_specified")
    try:
        changed = context.people.react(ts, name, place.id, context.bot, add=add)
    except NotThere:
        raise ApiError("message_not_found") from None
    if not changed:
        raise ApiError("already_reacted" if add else "no_reaction")
    return {}


METHODS = {
    "chat.postMessage": Method(post_message, ("chat:write",), per_minute=None),
    "chat.update": Method(update, ("chat:write",)),
    "chat.delete": Method(delete, ("chat:write",)),
    "reactions.add": Method(add_reaction, ("reactions:write",)),
    "reactions.remove": Method(remove_reaction, ("reactions:write",)),
}
