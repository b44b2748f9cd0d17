"""Posting, changing and deleting messages; reactions; previews."""

from __future__ import annotations

from typing import Any

from local_slack import block_kit, mrkdwn
from local_slack.api.base import Args, Context, Method
from local_slack.errors import ApiError, NotThere
from local_slack.model import Channel, Ping
from local_slack.response_urls import pings_of

JsonDict = dict[str, Any]
#: Longest text of a new message; what is beyond it is cut (docs.slack.dev, "truncating really long messages").
TEXT_LIMIT = 40_000
#: Longest text of an update, in bytes once escaped: beyond it ``msg_too_long``.
UPDATE_BYTES = 4_000
#: Longest ``markdown_text``.
MARKDOWN_LIMIT = 12_000
#: Largest metadata, in characters of JSON.
METADATA_LIMIT = 8_000


def post_message(context: Context, args: Args) -> JsonDict:
    """chat.postMessage."""
    place = _postable(context, args)
    message = bot_message(context, args)
    if args.has("thread_ts"):
        message["thread_ts"] = args.text("thread_ts")
        head = context.workspace.messages[place.id].get(message["thread_ts"])
        if head is not None:
            message["parent_user_id"] = head.get("user")
        if args.flag("reply_broadcast"):
            message["subtype"] = "thread_broadcast"
    context.workspace.store(place.id, message)
    _record_pings(context, place.id, message, args)
    context.events.announce(place, message, unfurl=_unfurls(args))
    return {"channel": place.id, "ts": message["ts"], "message": context.workspace.shown(message)}


def post_ephemeral(context: Context, args: Args) -> JsonDict:
    """chat.postEphemeral."""
    place = _postable(context, args)
    user = context.user(args.text("user", missing="user_not_found"))
    if user.id not in place.members:
        raise ApiError("user_not_in_channel")
    message = bot_message(context, args)
    if args.has("thread_ts"):
        message["thread_ts"] = args.text("thread_ts")
    context.workspace.add_ephemeral(place.id, user.id, message)
    _record_pings(context, place.id, message, args)
    return {"message_ts": message["ts"]}


def update(context: Context, args: Args) -> JsonDict:
    """chat.update: words and blocks are replaced; leaving ``blocks`` out takes them away."""
    place, before = _own_message(context, args, "cant_update_message")
    if len(mrkdwn.normalise(args.text("text", "")).encode()) > UPDATE_BYTES:
        raise ApiError("msg_too_long")
    fresh = bot_message(context, args)
    kept = {key: value for key, value in before.items() if key != "blocks"}
    after: JsonDict = {
        **kept,
        **{key: fresh[key] for key in ("text", "blocks", "attachments", "metadata") if key in fresh},
    }
    after["edited"] = {"user": context.bot, "ts": context.workspace.new_ts()}
    context.workspace.store(place.id, after)
    _record_pings(context, place.id, after, args)
    context.events.announce_change(place, before, after)
    return {"channel": place.id, "ts": after["ts"], "text": after["text"], "message": context.workspace.shown(after)}


def delete(context: Context, args: Args) -> JsonDict:
    """chat.delete."""
    place, before = _own_message(context, args, "cant_delete_message")
    context.workspace.remove(place.id, before["ts"])
    context.events.announce_removal(place, before)
    return {"channel": place.id, "ts": before["ts"]}


def unfurl(context: Context, args: Args) -> JsonDict:
    """chat.unfurl: previews for links of a person's message, found by channel and ts or by ``unfurl_id`` and source.

    The keys are the addresses as ``link_shared`` names them.
    """
    unfurls = args.structure("unfurls", "invalid_unfurls_format")
    if not isinstance(unfurls, dict) or not unfurls:
        raise ApiError("missing_unfurls")
    if args.has("unfurl_id"):
        unfurl_id = args.text("unfurl_id")
        if args.text("source", missing="missing_source") == "composer":
            return _unfurl_composed(context, unfurl_id, unfurls)
        if args.text("source") != "conversations_history":
            raise ApiError("invalid_source")
        channel, _, rest = unfurl_id.partition(".")
        ts = ".".join(rest.split(".")[:2])
    else:
        channel, ts = args.text("channel", missing="missing_channel"), args.text("ts", missing="missing_ts")
    if channel not in context.workspace.channels:
        raise ApiError("cannot_find_channel")
    place = context.workspace.channel(channel)
    try:
        before = context.workspace.message(place.id, ts)
    except NotThere:
        raise ApiError("cannot_find_message") from None
    _check_unfurls(context, unfurls, {mrkdwn.escape(url) for url in mrkdwn.links(before["text"])})
    previews = [one for one in before.get("attachments", []) if one.get("from_url") not in unfurls]
    for url, preview in unfurls.items():
        app = {"app_unfurl_url": url, "is_app_unfurl": True, "app_id": context.workspace.app["id"]}
        previews.append({**preview, "id": len(previews) + 1, "from_url": url, **app})
    after = {**before, "attachments": previews}
    context.workspace.store(place.id, after)
    for preview in unfurls.values():
        context.workspace.record_pings(pings_of(place.id, ts, str(preview.get("text", "")), preview.get("blocks", [])))
    context.events.announce_change(place, before, after)
    return {}


def _unfurl_composed(context: Context, unfurl_id: str, unfurls: JsonDict) -> JsonDict:
    present = context.events.composed.get(unfurl_id)
    if present is None:
        raise ApiError("invalid_unfurl_id")
    _check_unfurls(context, unfurls, set(present))
    with context.workspace.changed:
        context.events.composer_previews.setdefault(unfurl_id, {}).update(unfurls)
        context.workspace.notify()
    return {}


def _check_unfurls(context: Context, unfurls: JsonDict, present: set[str]) -> None:
    for url, preview in unfurls.items():
        if url not in present:
            raise ApiError("cannot_unfurl_url")
        if not isinstance(preview, dict):
            raise ApiError("invalid_unfurls_format")
        where, blocks = f"/unfurls/{url}/blocks", preview.get("blocks", [])
        errors = block_kit.check(blocks, "message", where).errors
        errors += block_kit.refused(blocks, context.workspace.refused_blocks.get("unfurl"), where)
        if errors:
            raise ApiError.worded("invalid_blocks", errors)


def permalink(context: Context, args: Args) -> JsonDict:
    """chat.getPermalink."""
    place = context.place(args.text("channel", missing="channel_not_found"))
    ts = args.text("message_ts", missing="message_not_found")
    if ts not in context.workspace.messages[place.id]:
        raise ApiError("message_not_found")
    return {"channel": place.id, "permalink": f"{context.root}/archives/{place.id}/p{ts.replace('.', '')}"}


def add_reaction(context: Context, args: Args) -> JsonDict:
    """reactions.add."""
    return _react(context, args, add=True)


def remove_reaction(context: Context, args: Args) -> JsonDict:
    """reactions.remove."""
    return _react(context, args, add=False)


def bot_message(context: Context, args: Args) -> JsonDict:
    """A message of the bot's made from a call's arguments.

    Raises:
        ApiError: ``no_text``, ``invalid_blocks_format``, ``invalid_blocks``, ``msg_blocks_too_long``, ``msg_too_long``,
            ``invalid_attachments``, ``invalid_metadata_format``, ``metadata_too_large``.
    """
    text, blocks = _words(args)
    attachments = args.structure("attachments", "invalid_attachments")
    if attachments is not None and not isinstance(attachments, list):
        raise ApiError("invalid_attachments")
    if blocks is not None and not isinstance(blocks, list):
        raise ApiError("invalid_blocks_format")
    if not text and not blocks and not attachments:
        raise ApiError("no_text")
    app = context.workspace.app
    message: JsonDict = {
        "type": "message",
        "user": context.bot,
        "bot_id": app["bot_id"],
        "app_id": app["id"],
        "team": context.workspace.team["id"],
        "bot_profile": {"id": app["bot_id"], "app_id": app["id"], "name": app["bot_real_name"], "deleted": False},
        "text": text,
        "ts": context.workspace.new_ts(),
    }
    if blocks:
        message["blocks"] = _checked_blocks(context, blocks)
    if attachments:
        message["attachments"] = attachments
    metadata = args.structure("metadata", "invalid_metadata_format")
    if metadata is not None:
        message["metadata"] = _checked_metadata(metadata)
    return message


def _words(args: Args) -> tuple[str, Any]:
    """Text and blocks of a call, the blocks as they came; ``markdown_text`` stands in for both."""
    autolink = args.text("parse", "") != "none"
    text = mrkdwn.normalise(args.text("text", "")[:TEXT_LIMIT], autolink=autolink)
    blocks = args.structure("blocks", "invalid_blocks_format")
    if not args.has("markdown_text"):
        return text, blocks
    written = args.text("markdown_text")
    if text or blocks:
        raise ApiError("markdown_text_conflict")
    if len(written) > MARKDOWN_LIMIT:
        raise ApiError("msg_too_long")
    return mrkdwn.normalise(written), [{"type": "markdown", "text": written}]


def _checked_blocks(context: Context, blocks: list[JsonDict]) -> list[JsonDict]:
    """The blocks with the ids Slack gives them, once they keep its rules."""
    checked = block_kit.check(blocks)
    checked.errors += block_kit.refused(blocks, context.workspace.refused_blocks.get("message"))
    if checked.characters > block_kit.TOTAL_TEXT_LIMIT:
        raise ApiError("msg_blocks_too_long")
    if checked.errors:
        raise ApiError.worded("invalid_blocks", checked.errors)
    return block_kit.with_ids(blocks)


def _checked_metadata(metadata: Any) -> JsonDict:
    """Metadata with an event type and a payload, within its limit."""
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
        raise ApiError("invalid_metadata_format")
    if not isinstance(metadata.get("event_payload"), dict):
        raise ApiError("invalid_metadata_format")
    if len(str(metadata)) > METADATA_LIMIT:
        raise ApiError("metadata_too_large")
    return metadata


def _record_pings(context: Context, channel: str, message: JsonDict, args: Args) -> None:
    """Note every live token of a message, also the words that ``parse=full`` or ``link_names`` bring to life."""
    pings = pings_of(channel, message["ts"], args.text("text", ""), message.get("blocks", []))
    if args.text("parse", "") == "full" or args.flag("link_names"):
        names = mrkdwn.plain_broadcasts(message["text"])
        pings += [Ping(channel, message["ts"], "broadcast", name, None, "text") for name in names]
    context.workspace.record_pings(pings)


def _unfurls(args: Args) -> bool:
    """Whether Slack would add previews: it does unless both kinds are turned off."""
    return args.flag("unfurl_links", True) or args.flag("unfurl_media", True)


def _postable(context: Context, args: Args) -> Channel:
    place = context.channel(args.text("channel", missing="channel_not_found"))
    if place.archived:
        raise ApiError("is_archived")
    if context.bot not in place.members:
        if place.kind != "channel":
            raise ApiError("channel_not_found")  # the bot cannot know of a private channel it is not in
        if "chat:write.public" not in context.app.scopes:
            raise ApiError("not_in_channel")
    return place


def _own_message(context: Context, args: Args, refusal: str) -> tuple[Channel, JsonDict]:
    place = context.place(args.text("channel", missing="channel_not_found"))
    try:
        message = context.workspace.message(place.id, args.text("ts", missing="message_not_found"))
    except NotThere:
        raise ApiError("message_not_found") from None
    if message.get("app_id") != context.workspace.app["id"]:
        raise ApiError(refusal)
    return place, message


def _react(context: Context, args: Args, *, add: bool) -> JsonDict:
    place = context.place(args.text("channel", missing="channel_not_found"))
    name = args.text("name", missing="invalid_name").strip(":")
    if not name.replace("_", "").replace("-", "").replace("+", "").replace(":", "").isalnum():
        raise ApiError("invalid_name")
    if place.archived:
        raise ApiError("is_archived")
    if context.bot not in place.members:
        raise ApiError("not_in_channel")
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
    "chat.postEphemeral": Method(post_ephemeral, ("chat:write",), per_minute=100),
    "chat.update": Method(update, ("chat:write",)),
    "chat.delete": Method(delete, ("chat:write",)),
    "chat.unfurl": Method(unfurl, ("links:write",)),
    "chat.getPermalink": Method(permalink, per_minute=None),
    "reactions.add": Method(add_reaction, ("reactions:write",)),
    "reactions.remove": Method(remove_reaction, ("reactions:write",), per_minute=20),
}
