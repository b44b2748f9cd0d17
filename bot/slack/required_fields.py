"""What a request must hold to be one of Slack's: the ids without which nobody could be answered.

Everything else may be missing or null, as it is in channels shared with other workspaces and on Enterprise Grid.
Shapes: docs.slack.dev/reference/interaction-payloads, docs.slack.dev/interactivity/implementing-slash-commands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: Places of needed texts by type of request, parted by dots; a command has no type.
NEEDED: dict[str, tuple[str, ...]] = {
    "command": ("channel_id", "user_id", "trigger_id"),
    "block_actions": ("user.id", "trigger_id", "actions.0.action_id", "actions.0.type"),
    "view_submission": ("user.id", "view.id", "view.type", "view.callback_id"),
    "view_closed": ("user.id", "view.id", "view.type", "view.callback_id"),
    "message_action": ("user.id", "trigger_id", "callback_id", "channel.id", "message.ts"),
    "shortcut": ("user.id", "trigger_id", "callback_id"),
    "event_callback": ("event.type",),
    # Slack's check of the address, and what other apps' forms and menus send: acknowledged, no more.
    "url_verification": (),
    "block_suggestion": (),
    "interactive_message": (),
    "dialog_submission": (),
    "dialog_cancellation": (),
    "dialog_suggestion": (),
    "workflow_step_edit": (),
}
#: The same by type of event.
NEEDED_OF_EVENT: dict[str, tuple[str, ...]] = {
    "app_home_opened": ("event.user",),
    "member_joined_channel": ("event.user", "event.channel"),
}


def missing(body: Mapping[str, Any]) -> str | None:
    """The first place where a request lacks what it needs ("type" for none of Slack's), or None for a whole one."""
    kind = "command" if "command" in body else str(body.get("type"))
    if kind not in NEEDED:
        return "type"
    places = NEEDED[kind]
    if kind == "event_callback":
        event = body.get("event")
        places += NEEDED_OF_EVENT.get(str(event.get("type")) if isinstance(event, Mapping) else "", ())
    return next((place for place in places if not isinstance(_at(body, place), str)), None)


def _at(value: Any, place: str) -> Any:
    for key in place.split("."):
        if isinstance(value, Mapping):
            value = value.get(key)
        elif isinstance(value, list) and key.isdigit():
            value = value[int(key)] if int(key) < len(value) else None
        else:
            return None
    return value
