"""Slash commands, clicks and shortcuts: what people do with the app itself, beyond talking."""

from __future__ import annotations

import copy
from typing import Any

from local_slack import block_kit, inputs
from local_slack.delivery import Deliveries
from local_slack.errors import NotThere
from local_slack.model import Change, Channel, Ephemeral, User
from local_slack.response_urls import ResponseUrls
from local_slack.views import Views
from local_slack.workspace import Workspace

JsonDict = dict[str, Any]
#: Elements that hold nothing.
_STATELESS = ("button", "icon_button", "feedback_buttons", "overflow")
_TROUBLE = "We had some trouble connecting. Try again?"


class Interactions:
    """Sends what people do with commands, buttons and shortcuts to the bot."""

    def __init__(self, workspace: Workspace, deliveries: Deliveries, views: Views, response_urls: ResponseUrls) -> None:
        self._workspace = workspace
        self._deliveries = deliveries
        self._views = views
        self._response_urls = response_urls
        #: Commands the app registered ("/brief"); None takes any.
        self.commands: frozenset[str] | None = None
        #: Callback ids of the registered shortcuts; None takes any.
        self.shortcuts: frozenset[str] | None = None

    def command(self, name: str, text: str, channel: str, user: str) -> str:
        """Type a slash command; gives back the envelope id.

        Raises:
            NotThere: the app did not register the command.
        """
        place, person = self._workspace.channel(channel), self._workspace.user(user)
        self._refuse_guests(person)
        if self.commands is not None and name not in self.commands:
            raise NotThere(f"{name} is not a valid command.")
        url = self._response_urls.new(place.id, person.id)
        payload = {
            "token": "local",
            "team_id": self._workspace.team["id"],
            "team_domain": self._workspace.team["domain"],
            "channel_id": place.id,
            "channel_name": _channel_name(place),
            "user_id": person.id,
            "user_name": person.name,
            "command": name,
            "text": text,
            "api_app_id": self._workspace.app["id"],
            "is_enterprise_install": "false",
            "response_url": url,
            "trigger_id": self._views.trigger(person.id, place.id),
        }

        def acked(answer: JsonDict) -> None:
            if answer and self._response_urls.answered(url, answer) is not None:
                self._response_urls.say_privately(
                    place.id, person.id, f"{name} failed with the error “dispatch_failed”."
                )

        def failed(why: str) -> None:
            word = "operation_timeout" if "timeout" in why else "dispatch_failed"
            self._response_urls.say_privately(place.id, person.id, f"{name} failed with the error “{word}”.")

        return self._deliveries.once("slash_commands", payload, name, acked, failed)

    def click(
        self,
        ts: str,
        action_id: str,
        user: str,
        value: Any = None,
        *,
        channel: str | None = None,
        block_id: str | None = None,
    ) -> str:
        """Use a button, menu or other element of a message; gives back the envelope id.

        ``value`` is the choice for elements that have one: an option's value or words, a list of them, a text; of
        ``feedback_buttons`` "positive" or "negative".

        Raises:
            NotThere: there is no such message, or nothing of that name in it that this person sees.
        """
        person = self._workspace.user(user)
        with self._workspace.changed:
            place_id, message, ephemeral = self._find(ts, person.id, channel)
            block, element = _element(message.get("blocks", []), action_id, block_id)
            if person.id not in element.get("visible_to_user_ids", [person.id]):
                raise NotThere(f"There is nothing called {action_id} that this person sees.")
            place = self._workspace.channel(place_id)
            action = _action(block, element, value, self._workspace.new_ts())
            thread = message.get("thread_ts")
            container: JsonDict = {
                "type": "message",
                "message_ts": ts,
                "channel_id": place.id,
                "is_ephemeral": ephemeral is not None,
            }
            if thread:
                container["thread_ts"] = thread
            payload = {
                **self._views.payload_head("block_actions", person.id),
                "container": container,
                "trigger_id": self._views.trigger(person.id, place.id),
                "channel": {"id": place.id, "name": _channel_name(place)},
                "state": {"values": self._state(message, block, element, action)},
                "response_url": self._response_urls.new(place.id, person.id, ts, thread, ephemeral is not None),
                "actions": [action],
            }
            if ephemeral is None:  # Slack leaves the message out of clicks in what only one person sees
                payload["message"] = self._workspace.shown(message)
        return self._send(payload, "block_actions", person.id)

    def click_in_view(self, view_id: str | None, action_id: str, user: str, value: Any = None) -> str:
        """Use an element of the modal in front, or of the view (Home too) of that id; gives back the envelope id.

        Raises:
            NotThere: there is no such view or element.
        """
        person = self._workspace.user(user)
        with self._workspace.changed:
            view = self._views.top(person.id, view_id)
            block, element = _element(view["blocks"], action_id, None)
            action = _action(block, element, value, self._workspace.new_ts())
            if element["type"] not in _STATELESS:
                filled = view["state"]["values"].setdefault(block["block_id"], {})
                filled[action_id] = inputs.answer(element, value)
            payload = {
                **self._views.payload_head("block_actions", person.id),
                "container": {"type": "view", "view_id": view["id"]},
                "trigger_id": self._views.trigger(person.id),
                "view": copy.deepcopy(view),
                "actions": [action],
            }
        return self._send(payload, "block_actions", person.id)

    def shortcut(self, callback_id: str, user: str, ts: str | None = None, channel: str | None = None) -> str:
        """Use a shortcut: a message's when ``ts`` is given, else a global one; gives back the envelope id.

        Raises:
            NotThere: there is no such message, or the app did not register the shortcut.
        """
        person = self._workspace.user(user)
        self._refuse_guests(person)
        if self.shortcuts is not None and callback_id not in self.shortcuts:
            raise NotThere("There is no such shortcut.")
        with self._workspace.changed:
            stamp = self._workspace.new_ts()
            if ts is None:
                payload = {
                    **self._views.payload_head("shortcut", person.id),
                    "action_ts": stamp,
                    "callback_id": callback_id,
                    "trigger_id": self._views.trigger(person.id),
                }
            else:
                place_id, message, _ephemeral = self._find(ts, person.id, channel)
                place = self._workspace.channel(place_id)
                payload = {
                    **self._views.payload_head("message_action", person.id),
                    "action_ts": stamp,
                    "callback_id": callback_id,
                    "trigger_id": self._views.trigger(person.id, place.id),
                    "message_ts": ts,
                    "message": self._workspace.shown(message),
                    "channel": {"id": place.id, "name": place.name},
                    "response_url": self._response_urls.new(place.id, person.id, ts, message.get("thread_ts")),
                }
        return self._send(payload, payload["type"], person.id)

    @staticmethod
    def _refuse_guests(person: User) -> None:
        """Commands and shortcuts are offered only in the workspace the app is installed in; buttons work for all."""
        if person.team:
            raise NotThere("The app offers its commands and shortcuts only in its own workspace.")

    def _send(self, payload: JsonDict, name: str, user: str) -> str:
        return self._deliveries.once(
            "interactive",
            payload,
            name,
            lambda _answer: None,
            lambda _why: self._workspace.publish(Change("toast", {"text": _TROUBLE}, user)),
        )

    def _find(self, ts: str, user: str, channel: str | None) -> tuple[str, JsonDict, Ephemeral | None]:
        if channel is not None:
            place = self._workspace.channel(channel)
            if ts in self._workspace.messages[place.id]:
                return place.id, self._workspace.message(place.id, ts), None
        else:
            for place_id, messages in self._workspace.messages.items():
                if ts in messages:
                    return place_id, self._workspace.message(place_id, ts), None
        for ephemeral in self._workspace.ephemerals:
            if ephemeral.ts == ts and ephemeral.user == user:
                return ephemeral.channel, copy.deepcopy(ephemeral.message), ephemeral
        raise NotThere("There is no such message for that person.")

    @staticmethod
    def _state(message: JsonDict, block: JsonDict, element: JsonDict, action: JsonDict) -> JsonDict:
        values = inputs.starting_values(message.get("blocks", []))
        if element["type"] not in _STATELESS:
            kept = {key: action[key] for key in action if key.startswith(("selected_", "value"))}
            values.setdefault(block["block_id"], {})[element["action_id"]] = {"type": element["type"], **kept}
        return values


def _channel_name(place: Channel) -> str:
    return {"group": "privategroup", "im": "directmessage"}.get(place.kind, place.name)


def _element(blocks: list[JsonDict], action_id: str, block_id: str | None) -> tuple[JsonDict, JsonDict]:
    for block in blocks:
        for element in block_kit.elements(block):
            if element.get("action_id") == action_id and block_id in (None, block.get("block_id")):
                return block, element
    raise NotThere(f"There is nothing called {action_id} to click there.")


def _action(block: JsonDict, element: JsonDict, value: Any, stamp: str) -> JsonDict:
    action: JsonDict = {"action_id": element["action_id"], "block_id": block["block_id"], "type": element["type"]}
    if element["type"] == "feedback_buttons":
        chosen = element["negative_button" if value == "negative" else "positive_button"]
        action |= {"text": chosen["text"], "value": chosen["value"]}
    elif element["type"] in ("button", "icon_button"):
        action |= {key: element[key] for key in ("text", "value", "style", "url") if key in element}
    else:
        action |= inputs.answer(element, value)
    return {**action, "action_ts": stamp}
