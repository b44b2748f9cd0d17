"""Modals and App Home: triggers, stacks of views, what people fill in and send."""

from __future__ import annotations

import copy
import json
import secrets
from dataclasses import dataclass
from typing import Any

from local_slack import block_kit, inputs
from local_slack.delivery import Deliveries
from local_slack.errors import ApiError, NotThere, Refused
from local_slack.model import Change
from local_slack.workspace import Workspace

JsonDict = dict[str, Any]
#: Seconds a trigger lives, and how many views one stack holds.
TRIGGER_SECONDS, STACK_LIMIT = 3.0, 3


@dataclass(slots=True)
class _Trigger:
    user: str
    made_at: float
    used: bool = False
    conversation: str | None = None


class Views:
    """Open modals by person (bottom first) and published Homes."""

    def __init__(self, workspace: Workspace, deliveries: Deliveries, trigger_seconds: float = TRIGGER_SECONDS) -> None:
        self._workspace = workspace
        self._deliveries = deliveries
        self._triggers: dict[str, _Trigger] = {}
        self._trigger_seconds = trigger_seconds
        self._serial = 0
        #: Stacks of open modals by person, bottom first.
        self.stacks: dict[str, list[JsonDict]] = {}
        #: Published Home by person.
        self.homes: dict[str, JsonDict] = {}
        self._conversations: dict[str, str | None] = {}

    # for the Web API

    def trigger(self, user: str, conversation: str | None = None) -> str:
        """A fresh trigger id, good once and for three seconds."""
        with self._workspace.changed:
            self._serial += 1
            trigger_id = f"{self._serial}.{int(self._workspace.clock.now())}.{secrets.token_hex(16)}"
            self._triggers[trigger_id] = _Trigger(user, self._workspace.clock.now(), conversation=conversation)
            return trigger_id

    def open(self, trigger_id: str, view: Any) -> JsonDict:
        """views.open: a new stack with this view.

        Raises:
            ApiError: ``invalid_trigger_id``, ``expired_trigger_id``, ``exchanged_trigger_id``, ``invalid_arguments``.
        """
        with self._workspace.changed:
            checked = self._checked(view, "modal")
            trigger = self._redeem(trigger_id)
            self._conversations[trigger.user] = trigger.conversation
            self.stacks[trigger.user] = []
            return self._push(trigger.user, checked)

    def push(self, trigger_id: str, view: Any) -> JsonDict:
        """views.push: one more view on the stack.

        Raises:
            ApiError: as ``open``, and ``push_limit_reached`` with three views open, ``not_found`` with none.
        """
        with self._workspace.changed:
            checked = self._checked(view, "modal")
            trigger = self._redeem(trigger_id)
            stack = self.stacks.get(trigger.user, [])
            if not stack:
                raise ApiError("not_found")
            if len(stack) >= STACK_LIMIT:
                raise ApiError("push_limit_reached")
            return self._push(trigger.user, checked)

    def update(self, view: Any, view_id: str | None, external_id: str | None, known_hash: str | None) -> JsonDict:
        """views.update: another content for an open view; what was filled in stays where block and action ids stay.

        Raises:
            ApiError: ``not_found``, ``hash_conflict``, ``invalid_arguments``.
        """
        with self._workspace.changed:
            for user, stack in self.stacks.items():
                for number, old in enumerate(stack):
                    if old["id"] == view_id or (external_id and old["external_id"] == external_id):
                        if known_hash and known_hash != old["hash"]:
                            raise ApiError("hash_conflict")
                        fresh = self._made(self._checked(view, old["type"]), old, user)
                        self._keep_filled(old, fresh)
                        stack[number] = fresh
                        self._show(user)
                        updated: JsonDict = copy.deepcopy(fresh)
                        return updated
            for user, home in self.homes.items():
                if home["id"] == view_id:
                    return self.publish(user, view, known_hash)
        raise ApiError("not_found")

    def publish(self, user: str, view: Any, known_hash: str | None = None) -> JsonDict:
        """views.publish: the Home of one person.

        Raises:
            ApiError: ``hash_conflict``, ``invalid_arguments``.
        """
        with self._workspace.changed:
            old = self.homes.get(user)
            if known_hash and old is not None and known_hash != old["hash"]:
                raise ApiError("hash_conflict")
            made = self.homes[user] = self._made(self._checked(view, "home"), old, user)
            self._workspace.publish(Change("home", {"view": copy.deepcopy(made)}, user))
            return copy.deepcopy(made)

    # for people

    def top(self, user: str, view_id: str | None = None) -> JsonDict:
        """The view a person has in front of them, or the one of that id.

        Raises:
            NotThere: nothing is open.
        """
        with self._workspace.changed:
            stack: list[JsonDict] = [
                *self.stacks.get(user, []),
                *([self.homes[user]] if view_id and user in self.homes else []),
            ]
            for view in reversed(stack):
                if view_id is None or view["id"] == view_id:
                    return view
        raise NotThere("That person has no such view open.")

    def fill(self, user: str, values: JsonDict, view_id: str | None = None) -> None:
        """Fill inputs in: action id or block id -> value.

        Raises:
            Refused: a value does not fit its input.
            NotThere: there is no such view or input.
        """
        with self._workspace.changed:
            view = self.top(user, view_id)
            for key, value in values.items():
                found = [
                    (block["block_id"], element)
                    for block in view["blocks"]
                    for element in block_kit.elements(block)
                    if key in (element.get("action_id"), block["block_id"])
                ]
                if not found:
                    raise NotThere(f"There is no input {key} in that view.")
                block_id, element = found[0]
                filled = view["state"]["values"].setdefault(block_id, {})
                filled[element["action_id"]] = inputs.answer(element, value)

    def submit(self, user: str, values: JsonDict | None = None, view_id: str | None = None) -> str:
        """Fill in and send a modal; gives back the envelope id.

        Raises:
            Refused: a needed input is empty, or a value does not fit.
        """
        with self._workspace.changed:
            self.fill(user, values or {}, view_id)
            view = self.top(user, view_id)
            for block in view["blocks"]:
                if block["type"] == "input" and not block.get("optional"):
                    element = block["element"]
                    state = view["state"]["values"].get(block["block_id"], {}).get(element["action_id"], {})
                    if inputs.is_empty(state):
                        raise Refused(f"Please fill in “{block['label']['text']}”.")
            view.pop("errors", None)
            payload = self._payload("view_submission", user, view) | {"response_urls": []}
            payload["trigger_id"] = self.trigger(user, self._conversations.get(user))
        shown = view["id"]
        return self._deliveries.once(
            "interactive",
            payload,
            "view_submission",
            lambda answer: self._submitted(user, shown, answer),
            lambda _why: self._toast(user, "We had some trouble connecting. Try again?"),
        )

    def close(self, user: str, view_id: str | None = None, clear: bool = False) -> str | None:
        """Close the view in front, or all with ``clear``; the envelope id where the app asked to be told."""
        with self._workspace.changed:
            view = self.top(user, view_id)
            clear = clear or bool(view.get("clear_on_close"))
            self.stacks[user] = [] if clear else [v for v in self.stacks[user] if v["id"] != view["id"]]
            self._show(user)
        if not view.get("notify_on_close"):
            return None
        payload = self._payload("view_closed", user, view) | {"is_cleared": clear}
        return self._deliveries.once("interactive", payload, "view_closed", lambda _a: None, lambda _w: None)

    def open_home(self, user: str, tab: str = "home") -> str:
        """Go to the app's Home (or its Messages tab); gives back the event id."""
        with self._workspace.changed:
            event: JsonDict = {
                "type": "app_home_opened",
                "user": user,
                "channel": self._workspace.direct_channel(user).id,
                "tab": tab,
                "event_ts": self._workspace.new_ts(),
            }
            if tab == "home" and user in self.homes:
                event["view"] = copy.deepcopy(self.homes[user])
        return self._deliveries.event(event, actor=user)

    def person(self, user: str) -> JsonDict:
        """A person as interaction payloads name them."""
        one = self._workspace.users[user]
        team = one.enterprise or one.team or self._workspace.team["id"]
        return {"id": user, "username": one.name, "name": one.name, "team_id": team}

    def payload_head(self, kind: str, user: str) -> JsonDict:
        """What every interaction payload begins with; ``team`` is the workspace the app is installed in."""
        team = self._workspace.team
        return {
            "type": kind,
            "token": "local",
            "team": {"id": team["id"], "domain": team["domain"]},
            "user": self.person(user),
            "api_app_id": self._workspace.app["id"],
            "enterprise": None,
            "is_enterprise_install": False,
        }

    # answers to a submission

    def _submitted(self, user: str, view_id: str, answer: JsonDict) -> None:
        with self._workspace.changed:
            stack = self.stacks.get(user, [])
            number = next((n for n, view in enumerate(stack) if view["id"] == view_id), None)
            if number is None:
                return
            action = answer.get("response_action")
            try:
                if action == "errors":
                    known = {block["block_id"] for block in stack[number]["blocks"]}
                    errors = answer.get("errors") or {}
                    if not errors or not set(errors) <= known:
                        raise ApiError("invalid_arguments")
                    stack[number]["errors"] = errors
                elif action == "update":
                    fresh = self._made(self._checked(answer.get("view"), "modal"), stack[number], user)
                    self._keep_filled(stack[number], fresh)
                    stack[number] = fresh
                elif action == "push":
                    if len(stack) >= STACK_LIMIT:
                        raise ApiError("push_limit_reached")
                    self._push(user, self._checked(answer.get("view"), "modal"))
                elif action == "clear":
                    self.stacks[user] = []
                elif action is None:
                    del stack[number]
                else:
                    raise ApiError("invalid_arguments")
            except ApiError:
                self._toast(user, "We had some trouble connecting. Try again?")
                return
            self._show(user)

    # inside

    def _redeem(self, trigger_id: str) -> _Trigger:
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise ApiError("invalid_trigger_id")
        if trigger.used:
            raise ApiError("exchanged_trigger_id")
        if self._workspace.clock.now() - trigger.made_at > self._trigger_seconds:
            raise ApiError("expired_trigger_id")
        trigger.used = True
        return trigger

    def _checked(self, view: Any, kind: str) -> JsonDict:
        errors = block_kit.check_view(view).errors
        errors += block_kit.refused(view.get("blocks"), self._workspace.refused_blocks.get("view"))
        if not errors and view["type"] != kind:
            errors = [f"must be a view of type {kind} [json-pointer:/view/type]"]
        if errors:
            raise ApiError.worded("invalid_arguments", errors)
        if len(json.dumps(view)) > block_kit.VIEW_BYTES:
            raise ApiError("view_too_large")
        checked: JsonDict = copy.deepcopy(view)
        return checked

    def _made(self, view: JsonDict, old: JsonDict | None, user: str) -> JsonDict:
        """A view with everything Slack adds; an update keeps its identity."""
        app = self._workspace.app
        blocks = block_kit.with_ids(view["blocks"])
        made = {
            "title": None,
            "submit": None,
            "close": None,
            "private_metadata": "",
            "callback_id": "",
            "external_id": "",
            "clear_on_close": False,
            "notify_on_close": False,
            **view,
            "id": old["id"] if old else "V" + secrets.token_hex(5).upper(),
            "team_id": (guest.team if (guest := self._workspace.guest(user)) else self._workspace.team["id"]),
            "app_id": app["id"],
            "bot_id": app["bot_id"],
            "app_installed_team_id": self._workspace.team["id"],
            "blocks": blocks,
            "hash": f"{int(self._workspace.clock.now())}.{secrets.token_hex(4)}",
            "state": {"values": inputs.starting_values(blocks, self._conversations.get(user))},
        }
        made["root_view_id"] = old["root_view_id"] if old else made["id"]
        made["previous_view_id"] = old["previous_view_id"] if old else None
        return made

    def _push(self, user: str, view: JsonDict) -> JsonDict:
        stack = self.stacks.setdefault(user, [])
        taken = {v["external_id"] for views in self.stacks.values() for v in views if v["external_id"]}
        if view.get("external_id") in taken:
            raise ApiError("duplicate_external_id")
        made = self._made(view, None, user)
        if stack:
            made["root_view_id"], made["previous_view_id"] = stack[0]["id"], stack[-1]["id"]
        stack.append(made)
        self._show(user)
        return copy.deepcopy(made)

    @staticmethod
    def _keep_filled(old: JsonDict, fresh: JsonDict) -> None:
        for block_id, actions in fresh["state"]["values"].items():
            before = old["state"]["values"].get(block_id, {})
            for action_id, state in actions.items():
                if action_id in before and before[action_id]["type"] == state["type"]:
                    actions[action_id] = before[action_id]

    def _payload(self, kind: str, user: str, view: JsonDict) -> JsonDict:
        shown = {key: value for key, value in copy.deepcopy(view).items() if key != "errors"}
        payload = {**self.payload_head(kind, user), "view": shown}
        guest = self._workspace.guest(user)
        if guest is not None:
            # Forms name the workspace of whoever sends them; the app's own stands in app_installed_team_id.
            payload["team"] = {"id": guest.team, "domain": guest.team.lower()}
            if guest.enterprise:
                payload["team"] |= {"enterprise_id": guest.enterprise, "enterprise_name": guest.enterprise}
                payload["enterprise"] = {"id": guest.enterprise, "name": guest.enterprise}
        return payload

    def _show(self, user: str) -> None:
        self._workspace.publish(Change("view", {"stack": copy.deepcopy(self.stacks.get(user, []))}, user))

    def _toast(self, user: str, words: str) -> None:
        self._workspace.publish(Change("toast", {"text": words}, user))
