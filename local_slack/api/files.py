"""Files: uploads in three steps, and what is known of one."""

from __future__ import annotations

from typing import Any

from local_slack.api.base import Args, Context, Method
from local_slack.errors import ApiError

JsonDict = dict[str, Any]


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
        context.events.announce(place, message)
    return {"files": done}


def files_info(context: Context, args: Args) -> JsonDict:
    """files.info."""
    file = context.files.get(args.text("file", missing="file_not_found"))
    if file is None:
        raise ApiError("file_not_found")
    return {"file": context.files.record(file, context.root)}


METHODS = {
    "files.info": Method(files_info, ("files:read",), per_minute=100),
    "files.getUploadURLExternal": Method(upload_address, ("files:write",), per_minute=100),
    "files.completeUploadExternal": Method(upload_complete, ("files:write",), per_minute=100),
}
