"""The status of a thread while an app works on its answer (docs.slack.dev, assistant.threads.setStatus)."""

from __future__ import annotations

from local_slack.api.base import Args, Context, JsonDict, Method
from local_slack.errors import ApiError, NotThere


def set_status(context: Context, args: Args) -> JsonDict:
    """assistant.threads.setStatus: words beside the app's name until it answers; none takes them away."""
    channel, thread_ts = args.text("channel_id"), args.text("thread_ts")
    if channel not in context.workspace.channels:
        raise ApiError("channel_not_found")
    try:
        context.workspace.message(channel, thread_ts)
    except NotThere:
        raise ApiError("invalid_thread_ts") from None
    context.workspace.set_status(channel, thread_ts, args.text("status", ""))
    return {}


METHODS = {
    "assistant.threads.setStatus": Method(set_status, ("chat:write", "assistant:write"), per_minute=None),
}
