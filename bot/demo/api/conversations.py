"""Reading conversations."""

from __future__ import annotations

from typing import Any

from bot.demo.api.base import ApiError, Args, Context, Method
from bot.demo.workspace import Channel

JsonDict = dict[str, Any]


def history(context: Context, args: Args) -> JsonDict:
    """conversations.history: newest first."""
    place = _readable(context, args)
    found = context.workspace.history(place.id)[::-1]
    return _page(args, found, default=100)


def replies(context: Context, args: Args) -> JsonDict:
    """conversations.replies: oldest first, the thread's head included."""
    place = _readable(context, args)
    found = context.workspace.thread(place.id, args.text("ts", missing="thread_not_found"))
    if not found:
        raise ApiError("thread_not_found")
    return _page(args, found, default=1000)


def _readable(context: Context, args: Args) -> Channel:
    place = context.channel(args.text("channel", missing="channel_not_found"))
    if context.bot not in place.members:
        raise ApiError("not_in_channel")
    return place


def _page(args: Args, found: list[JsonDict], default: int) -> JsonDict:
    oldest, latest = args.text("oldest", "0"), args.text("latest", "9" * 16)
    inclusive = args.flag("inclusive")

    def inside(message: JsonDict) -> bool:
        ts = message["ts"]
        return oldest < ts < latest or (inclusive and ts in (oldest, latest))

    kept = [message for message in found if inside(message)]
    start = args.number("cursor", 0, 0, len(kept))
    limit = args.number("limit", default, 1, 1000)
    page = kept[start : start + limit]
    if not args.flag("include_all_metadata"):
        for message in page:
            message.pop("metadata", None)
    more = start + limit < len(kept)
    answer: JsonDict = {"messages": page, "has_more": more}
    if more:
        answer["response_metadata"] = {"next_cursor": str(start + limit)}
    return answer


METHODS = {
    "conversations.history": Method(history, ("channels:history", "groups:history", "im:history")),
    "conversations.replies": Method(replies, ("channels:history", "groups:history", "im:history")),
}
