"""What a person's choice in an interactive element looks like on the wire, and what an input starts with."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from local_slack import block_kit
from local_slack.errors import Refused

JsonDict = dict[str, Any]
#: Element type -> (field of the answer, field of the starting value), for elements that carry plain values.
_PLAIN = {
    "plain_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "timepicker": ("selected_time", "initial_time"),
    "datepicker": ("selected_date", "initial_date"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "users_select": ("selected_user", "initial_user"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_users_select": ("selected_users", "initial_users"),
}
_ONE_OPTION = ("static_select", "radio_buttons", "external_select", "overflow")
_MANY_OPTIONS = ("multi_static_select", "checkboxes")
_FORMS = {"timepicker": r"([01]\d|2[0-3]):[0-5]\d", "datepicker": r"\d{4}-\d\d-\d\d", "number_input": r"-?\d+(\.\d+)?"}


def answer(element: JsonDict, value: Any) -> JsonDict:
    """A choice as it stands in ``state.values`` and in an action.

    ``value`` is a text, an option's value (or its words), or a list of these for elements that take several.

    Raises:
        Refused: there is no such option, or the text does not fit the input.
    """
    kind = element["type"]
    if kind in _MANY_OPTIONS:
        chosen = (
            [] if value is None else [_option(element, one) for one in ([value] if isinstance(value, str) else value)]
        )
        if len(chosen) > element.get("max_selected_items", len(chosen)):
            raise Refused("That is more than this input takes.")
        return {"type": kind, "selected_options": chosen}
    if kind in _ONE_OPTION:
        return {"type": kind, "selected_option": None if value in (None, "") else _option(element, value)}
    if kind not in _PLAIN:
        return {"type": kind}
    if kind.startswith("multi_"):
        return {"type": kind, _PLAIN[kind][0]: list(value or [])}
    text = None if value in (None, "") else str(value)
    if text is not None:
        _fits(element, text)
    return {"type": kind, _PLAIN[kind][0]: text}


def start(element: JsonDict, conversation: str | None = None) -> JsonDict:
    """What an element holds before anybody touches it; ``conversation`` is where the person stands."""
    kind = element["type"]
    if kind in _MANY_OPTIONS:
        return {"type": kind, "selected_options": element.get("initial_options", [])}
    if kind in _ONE_OPTION:
        return {"type": kind, "selected_option": element.get("initial_option")}
    if kind not in _PLAIN:
        return {"type": kind}
    key, initial = _PLAIN[kind]
    value = element.get(initial, [] if kind.startswith("multi_") else None)
    if value is None and kind == "conversations_select" and element.get("default_to_current_conversation"):
        value = conversation
    return {"type": kind, key: value}


def is_empty(state: JsonDict) -> bool:
    """Whether an input holds nothing."""
    return not any(value for key, value in state.items() if key != "type")


def starting_values(blocks: list[JsonDict], conversation: str | None = None) -> JsonDict:
    """``state.values`` of fresh blocks: block id -> action id -> what the element holds."""
    values: JsonDict = {}
    for block in blocks:
        for element in block_kit.elements(block):
            if element["type"] in (*_PLAIN, *_ONE_OPTION, *_MANY_OPTIONS) and element["type"] != "overflow":
                values.setdefault(block["block_id"], {})[element["action_id"]] = start(element, conversation)
    return values


def _option(element: JsonDict, wanted: Any) -> JsonDict:
    groups = element.get("option_groups", [])
    pool: list[JsonDict] = [*element.get("options", []), *(option for group in groups for option in group["options"])]
    for option in pool:
        if wanted == option or str(wanted) in (option.get("value"), option["text"]["text"]):
            return option
    raise Refused("There is no such option.")


def _fits(element: JsonDict, text: str) -> None:
    kind = element["type"]
    if len(text) < element.get("min_length", 0) or len(text) > element.get("max_length", 3000):
        raise Refused("The text is too short or too long for this input.")
    if kind == "url_text_input" and (urlsplit(text).scheme not in ("http", "https") or not urlsplit(text).netloc):
        raise Refused("This input takes a full web address.")
    if kind in _FORMS and not re.fullmatch(_FORMS[kind], text):
        raise Refused("This input takes another form of value.")
