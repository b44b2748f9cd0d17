"""Checks blocks and views against Block Kit's documented rules, and lists the texts and live tokens in them.

The shapes and limits are in ``data/blocks.json``. Refusals are worded and pointed at as Slack does:
``must be less than 3001 characters [json-pointer:/blocks/0/text/text]``.
"""

from __future__ import annotations

import copy
import json
import secrets
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Literal
from urllib.parse import urlsplit

from local_slack import mrkdwn

JsonDict = dict[str, Any]
Surface = Literal["message", "modal", "home"]
#: Most blocks of a message, and of a modal or App Home.
BLOCK_LIMIT = {"message": 50, "modal": 100, "home": 100}
#: All text of one message's blocks together; Slack does not document it (bolt-js issues 2509 and 2867).
TOTAL_TEXT_LIMIT = 12_000
#: Largest view, in bytes of JSON.
VIEW_BYTES = 250_000


@dataclass(frozen=True, slots=True)
class Found:
    """A live token inside blocks."""

    #: "user", "channel", "broadcast", "usergroup", "date" or "link".
    kind: str
    #: Id, broadcast name or address.
    target: str
    #: Words shown in its place, or None.
    label: str | None
    #: JSON pointer to the text or element.
    where: str


@dataclass(slots=True)
class Checked:
    """What a check found."""

    #: Refusals in Slack's words, each with a JSON pointer.
    errors: list[str] = field(default_factory=list)
    #: Characters of all shown text together.
    characters: int = 0
    #: Live tokens, in reading order.
    tokens: list[Found] = field(default_factory=list)


@cache
def rules() -> JsonDict:
    """The tables of ``data/blocks.json``."""
    loaded: JsonDict = json.loads(resources.files("local_slack").joinpath("data/blocks.json").read_text("utf-8"))
    return loaded


def check(blocks: Any, surface: Surface = "message", where: str = "/blocks") -> Checked:
    """Check the blocks of a message, modal or App Home."""
    checker = _Checker(surface)
    checker.blocks(blocks, where)
    return checker.out


def check_view(view: Any) -> Checked:
    """Check a view as ``views.open`` and ``views.publish`` take it."""
    checker = _Checker("modal")
    checker.view(view)
    return checker.out


def refused(blocks: Any, types: Collection[str] | None, where: str = "/blocks") -> list[str]:
    """Refusals, in Slack's words, of blocks whose type a workspace does not take (yet)."""
    return [
        f"unsupported type: {_kind(block)} [json-pointer:{where}/{number}/type]"
        for number, block in enumerate(_array(blocks))
        if types and _kind(block) in types
    ]


def with_ids(blocks: list[JsonDict]) -> list[JsonDict]:
    """A copy in which each block has a ``block_id`` and each interactive element an ``action_id``, as in Slack."""
    blocks = copy.deepcopy(blocks)
    for block in blocks:
        block.setdefault("block_id", secrets.token_urlsafe(4))
        for element in elements(block):
            if element.get("type") in rules()["groups"]["interactive"] + rules()["groups"]["input"]:
                element.setdefault("action_id", secrets.token_urlsafe(4))
    return blocks


def elements(block: JsonDict) -> Iterator[JsonDict]:
    """The elements of one block that may be interactive."""
    if block.get("type") in ("actions", "context_actions"):
        yield from (element for element in _array(block.get("elements")) if isinstance(element, dict))
    for key in ("accessory", "element"):
        if isinstance(block.get(key), dict):
            yield block[key]


class _Checker:
    """Walks blocks once, gathering refusals, text and tokens."""

    def __init__(self, surface: Surface) -> None:
        self.out = Checked()
        self._surface = surface
        self._block_ids: set[str] = set()
        self._fields: dict[str, Callable[[Any, str, JsonDict], None]] = {
            "text": self._text,
            "plain": self._plain,
            "texts": self._texts,
            "string": self._string,
            "markdown": self._markdown,
            "url": self._url,
            "flag": self._flag,
            "number": self._number,
            "enum": self._enum,
            "any": lambda *_whatever: None,
            "element": self._element,
            "elements": self._elements,
            "context": self._context,
            "option": self._option,
            "options": self._options,
            "groups": self._option_groups,
            "confirm": self._confirm,
            "judgement": self._judgement,
            "strings": self._strings,
            "rich": self._rich,
        }

    def blocks(self, blocks: Any, at: str) -> None:
        if not isinstance(blocks, list):
            self._refuse("must be an array", at)
            return
        limit = BLOCK_LIMIT[self._surface]
        if len(blocks) > limit:
            self._refuse(f"no more than {limit} items allowed", at)
        for number, block in enumerate(blocks):
            self._block(block, f"{at}/{number}")

    def view(self, view: Any) -> None:
        if not isinstance(view, dict):
            self._refuse("must be an object", "/view")
            return
        self._surface = "home" if view.get("type") == "home" else "modal"
        self._object(view, rules()["view"], "/view", extra=("blocks",))
        if self._surface == "modal" and not isinstance(view.get("title"), dict):
            self._refuse("missing required field: title", "/view")
        if "blocks" not in view:
            self._refuse("missing required field: blocks", "/view")
            return
        self.blocks(view["blocks"], "/view/blocks")
        blocks = view["blocks"] if isinstance(view["blocks"], list) else []
        inputs = any(isinstance(block, dict) and block.get("type") == "input" for block in blocks)
        if self._surface == "modal" and inputs and not view.get("submit"):
            self._refuse("missing required field: submit (there is an input block)", "/view")

    def _block(self, block: Any, at: str) -> None:
        if not isinstance(block, dict):
            self._refuse("must be an object", at)
            return
        kind = block.get("type")
        if kind is None:
            self._refuse("missing required field: type", at)
            return
        if kind not in rules()["surfaces"][self._surface]:
            self._refuse(f"unsupported type: {kind}", f"{at}/type")
            return
        self._object(block, rules()["blocks"][kind], at, extra=("type", "block_id"))
        block_id = block.get("block_id")
        if block_id is not None:
            self._string(block_id, f"{at}/block_id", {"max": 255})
            if str(block_id) in self._block_ids:
                self._refuse(f"`block_id` has to be unique, {block_id} is there twice", f"{at}/block_id")
            self._block_ids.add(str(block_id))
        if kind == "section" and not block.get("text") and not block.get("fields"):
            self._refuse("missing required field: text or fields", at)
        if kind == "image" and not block.get("image_url") and not block.get("slack_file"):
            self._refuse("missing required field: image_url or slack_file", at)
        seen: set[str] = set()
        for element in elements(block):
            action_id = element.get("action_id")
            if isinstance(action_id, str) and action_id in seen:
                self._refuse(f'`action_id` "{action_id}" already exists in this block', at)
            seen.add(str(action_id))

    def _object(self, value: JsonDict, fields: JsonDict, at: str, extra: tuple[str, ...] = ()) -> None:
        for name, (kind, options) in fields.items():
            if value.get(name) is None:
                if options.get("required"):
                    self._refuse(f"missing required field: {name}", at)
                continue
            self._fields[kind](value[name], f"{at}/{name}", options)
        for name in value:
            if name not in fields and name not in extra:
                self._refuse(f"invalid additional property: {name}", at)

    # texts

    def _text(self, value: Any, at: str, options: JsonDict) -> None:
        if not isinstance(value, dict) or value.get("type") not in ("mrkdwn", "plain_text"):
            self._refuse("must be a text object", at)
            return
        allowed = ("type", "text", "emoji") if value["type"] == "plain_text" else ("type", "text", "verbatim")
        for name in value:
            if name not in allowed:
                self._refuse(f"invalid additional property: {name}", at)
        if self._length(value.get("text"), f"{at}/text", options.get("max", 3000)) and value["type"] == "mrkdwn":
            self._tokens(value["text"], at)

    def _plain(self, value: Any, at: str, options: JsonDict) -> None:
        if isinstance(value, dict) and value.get("type") == "mrkdwn":
            self._refuse("must be a plain_text object", at)
            return
        self._text(value, at, options)

    def _texts(self, value: Any, at: str, options: JsonDict) -> None:
        for number, one in enumerate(self._list(value, at, options)):
            self._text(one, f"{at}/{number}", {"max": options["max_each"]})

    def _markdown(self, value: Any, at: str, options: JsonDict) -> None:
        if self._length(value, at, options["max"]):
            self._tokens(value, at)

    def _length(self, value: Any, at: str, limit: int) -> bool:
        if not isinstance(value, str):
            self._refuse("must be a string", at)
            return False
        if not value:
            self._refuse("must be more than 0 characters", at)
        if len(value) > limit:
            self._refuse(f"must be less than {limit + 1} characters", at)
        self.out.characters += len(value)
        return True

    def _tokens(self, text: str, at: str) -> None:
        self.out.tokens += [Found(token.kind, token.target, token.label, at) for token in mrkdwn.tokens(text)]

    # plain values

    def _string(self, value: Any, at: str, options: JsonDict) -> None:
        if not isinstance(value, str):
            self._refuse("must be a string", at)
        elif len(value) > options.get("max", 10**9):
            self._refuse(f"must be less than {options['max'] + 1} characters", at)

    def _url(self, value: Any, at: str, options: JsonDict) -> None:
        self._string(value, at, options)
        if isinstance(value, str) and not _is_address(value):
            self._refuse("must be a valid URL", at)

    def _flag(self, value: Any, at: str, _options: JsonDict) -> None:
        if not isinstance(value, bool):
            self._refuse("must be a boolean", at)

    def _number(self, value: Any, at: str, options: JsonDict) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            self._refuse("must be an integer", at)
        elif value > options.get("max", value):
            self._refuse(f"must be at most {options['max']}", at)

    def _enum(self, value: Any, at: str, options: JsonDict) -> None:
        if value not in options["of"]:
            self._refuse(f"value not allowed, must be one of {', '.join(options['of'])}", at)

    def _list(self, value: Any, at: str, options: JsonDict) -> list[Any]:
        if not isinstance(value, list):
            self._refuse("must be an array", at)
            return []
        if len(value) > options.get("max", len(value)):
            self._refuse(f"no more than {options['max']} items allowed", at)
        if len(value) < options.get("min", 1 if options.get("required") else 0):
            self._refuse("at least 1 item is needed", at)
        return value

    # elements

    def _element(self, value: Any, at: str, options: JsonDict) -> None:
        kind = _kind(value)
        if kind not in rules()["groups"][options["allow"]]:
            self._refuse(f"unsupported type: {kind}", f"{at}/type")
            return
        extra = ("type",) if kind == "image" else ("type", "action_id")
        self._object(value, rules()["elements"][kind], at, extra=extra)
        if "action_id" in value:
            self._string(value["action_id"], f"{at}/action_id", {"max": 255})
        if kind in ("static_select", "multi_static_select"):
            if ("options" in value) == ("option_groups" in value):
                self._refuse("either options or option_groups is needed", at)
            self._initial(value, at)

    def _initial(self, value: JsonDict, at: str) -> None:
        groups = [group for group in _array(value.get("option_groups")) if isinstance(group, dict)]
        pool = [*_array(value.get("options")), *(option for group in groups for option in _array(group.get("options")))]
        first = value.get("initial_option")
        for chosen in [*([first] if first is not None else []), *_array(value.get("initial_options"))]:
            if chosen not in pool:
                self._refuse("the initial option is not among the options", at)

    def _elements(self, value: Any, at: str, options: JsonDict) -> None:
        for number, element in enumerate(self._list(value, at, options)):
            self._element(element, f"{at}/{number}", options)

    def _context(self, value: Any, at: str, options: JsonDict) -> None:
        for number, element in enumerate(self._list(value, at, options)):
            if isinstance(element, dict) and element.get("type") == "image":
                self._object(element, rules()["elements"]["image"], f"{at}/{number}", extra=("type",))
            else:
                self._text(element, f"{at}/{number}", {"max": 3000})

    def _option(self, value: Any, at: str, _options: JsonDict) -> None:
        if not isinstance(value, dict):
            self._refuse("must be an object", at)
            return
        fields = {
            "text": ["text", {"max": 75, "required": True}],
            "value": ["string", {"max": 150, "required": True}],
            "description": ["text", {"max": 75}],
            "url": ["url", {"max": 3000}],
        }
        self._object(value, fields, at)

    def _options(self, value: Any, at: str, options: JsonDict) -> None:
        found = self._list(value, at, options)
        for number, option in enumerate(found):
            self._option(option, f"{at}/{number}", {})
        values = [option.get("value") for option in found if isinstance(option, dict)]
        if len(set(map(str, values))) < len(values):
            self._refuse("duplicate option values", at)

    def _option_groups(self, value: Any, at: str, options: JsonDict) -> None:
        fields = {
            "label": ["plain", {"max": 75, "required": True}],
            "options": ["options", {"max": 100, "required": True}],
        }
        for number, group in enumerate(self._list(value, at, options)):
            if isinstance(group, dict):
                self._object(group, fields, f"{at}/{number}")
            else:
                self._refuse("must be an object", f"{at}/{number}")

    def _confirm(self, value: Any, at: str, _options: JsonDict) -> None:
        fields = {
            "title": ["plain", {"max": 100, "required": True}],
            "text": ["text", {"max": 300, "required": True}],
            "confirm": ["plain", {"max": 30, "required": True}],
            "deny": ["plain", {"max": 30, "required": True}],
            "style": ["enum", {"of": ["primary", "danger"]}],
        }
        if isinstance(value, dict):
            self._object(value, fields, at)
        else:
            self._refuse("must be an object", at)

    def _judgement(self, value: Any, at: str, _options: JsonDict) -> None:
        """One of the two buttons of ``feedback_buttons``."""
        fields = {
            "text": ["plain", {"max": 75, "required": True}],
            "value": ["string", {"max": 2000, "required": True}],
            "accessibility_label": ["string", {"max": 75}],
        }
        if isinstance(value, dict):
            self._object(value, fields, at)
        else:
            self._refuse("must be an object", at)

    def _strings(self, value: Any, at: str, options: JsonDict) -> None:
        for number, one in enumerate(self._list(value, at, options)):
            self._string(one, f"{at}/{number}", {})

    # rich text

    def _rich(self, value: Any, at: str, options: JsonDict) -> None:
        for number, container in enumerate(self._list(value, at, options)):
            self._rich_container(container, f"{at}/{number}", nested=False)

    def _rich_container(self, value: Any, at: str, nested: bool) -> None:
        kinds = rules()["rich_containers"]
        kind = _kind(value)
        if kind not in kinds or (nested and kind != "rich_text_section"):
            self._refuse(f"unsupported type: {kind}", f"{at}/type")
            return
        for name in value:
            if name not in ("type", "elements", *kinds[kind]):
                self._refuse(f"invalid additional property: {name}", at)
        if kind == "rich_text_list" and value.get("style") not in ("bullet", "ordered"):
            self._refuse("value not allowed, must be one of bullet, ordered", f"{at}/style")
        for number, one in enumerate(self._list(value.get("elements"), f"{at}/elements", {})):
            here = f"{at}/elements/{number}"
            if kind == "rich_text_list":
                self._rich_container(one, here, nested=True)
            else:
                self._rich_inline(one, here)

    def _rich_inline(self, value: Any, at: str) -> None:
        kinds = rules()["rich_inline"]
        kind = _kind(value)
        if kind not in kinds:
            self._refuse(f"unsupported type: {kind}", f"{at}/type")
            return
        for name in value:
            if name not in ("type", "style", *kinds[kind]):
                self._refuse(f"invalid additional property: {name}", at)
        style = value.get("style", {})
        if not isinstance(style, dict):
            self._refuse("must be an object", f"{at}/style")
            return
        for name, on in style.items():
            if name not in rules()["rich_styles"] or not isinstance(on, bool):
                self._refuse(f"invalid additional property: {name}", f"{at}/style")
        needed = kinds[kind][0]
        if value.get(needed) in (None, ""):
            self._refuse(f"missing required field: {needed}", at)
        elif kind == "link":
            self._url(value["url"], f"{at}/url", {"max": 3000})
        if isinstance(value.get("text"), str):
            self.out.characters += len(value["text"])
        if kind in ("user", "usergroup", "channel", "broadcast", "link"):
            self.out.tokens.append(Found(kind, str(value.get(needed)), value.get("text"), at))

    def _refuse(self, words: str, at: str) -> None:
        self.out.errors.append(f"{words} [json-pointer:{at}]")


def _kind(value: Any) -> str:
    """The type of an element, or "" when it has none."""
    kind = value.get("type") if isinstance(value, dict) else None
    return kind if isinstance(kind, str) else ""


def _array(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    if any(character.isspace() for character in text):
        return False
    return (parts.scheme in ("http", "https") and bool(parts.hostname)) or parts.scheme in ("mailto", "slack", "tel")
