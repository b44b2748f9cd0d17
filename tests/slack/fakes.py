"""A Slack Web API by hand: answers on order, remembers what was asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

JsonDict = dict[str, Any]


def refusal(error: str, *, status: int = 200, retry_after: int | None = None) -> SlackApiError:
    """What the client raises for an answer with ``ok: false``."""
    headers = {"Retry-After": str(retry_after)} if retry_after is not None else {}
    answer = SlackResponse(
        client=None,
        http_verb="POST",
        api_url="https://slack.example/api/x",
        req_args={},
        data={"ok": False, "error": error} if error else {},
        headers=headers,
        status_code=status,
    )
    return SlackApiError("no", answer)  # type: ignore[no-untyped-call]  # the library's own has no annotations


class FakeSlack:
    """Stands in for a WebClient; keeps conversations, so that posts can be looked for."""

    def __init__(self) -> None:
        #: (method, arguments) in order.
        self.calls: list[tuple[str, JsonDict]] = []
        #: Conversations each person is in; None is the bot.
        self.member_of: dict[str | None, list[str]] = {}
        #: Workspace admins.
        self.admins: set[str] = set()
        #: What is said of people and conversations beside their ids.
        self.people: dict[str, JsonDict] = {}
        self.conversations: dict[str, JsonDict] = {}
        #: Messages posted, by conversation.
        self.posted: dict[str, list[JsonDict]] = {}
        #: Direct messages by person.
        self.direct: dict[str, str] = {}
        self._orders: dict[str, list[Callable[[], None]]] = {}

    def clients(self, team: str) -> WebClient:
        """Itself, as what gives a workspace's client: it has the methods the bot calls, and no others."""
        return cast(WebClient, self)

    def raises(self, method: str, *errors: BaseException) -> FakeSlack:
        """The next calls of a method fail, one error each."""

        def order(error: BaseException) -> Callable[[], None]:
            def fail() -> None:
                raise error

            return fail

        self._orders.setdefault(method, []).extend(map(order, errors))
        return self

    def loses_answer(self, method: str, error: BaseException) -> FakeSlack:
        """The next post is made, but its answer gets lost."""
        return self.raises(f"{method}:after", error)

    def _take(self, method: str) -> None:
        if self._orders.get(method):
            self._orders[method].pop(0)()

    def _call(self, method: str, arguments: JsonDict) -> None:
        self.calls.append((method, {key: value for key, value in arguments.items() if value is not None}))
        self._take(method)

    def count(self, method: str) -> int:
        """How often a method was called."""
        return sum(name == method for name, _ in self.calls)

    def auth_test(self) -> JsonDict:
        self._call("auth.test", {})
        return {"ok": True}

    def chat_postMessage(self, **arguments: Any) -> JsonDict:
        self._call("chat.postMessage", arguments)
        place = self.direct.get(arguments["channel"], arguments["channel"])
        messages = self.posted.setdefault(place, [])
        messages.append({"ts": f"18000000{len(messages):02}.000100", **arguments})
        self._take("chat.postMessage:after")
        return {"ok": True, "ts": messages[-1]["ts"]}

    def conversations_open(self, **arguments: Any) -> JsonDict:
        self._call("conversations.open", arguments)
        return {"ok": True, "channel": {"id": self.direct[arguments["users"]]}}

    def conversations_history(self, **arguments: Any) -> JsonDict:
        self._call("conversations.history", arguments)
        if arguments["channel"].startswith(("U", "W")):
            raise refusal("channel_not_found")
        return {"ok": True, "messages": list(self.posted.get(arguments["channel"], []))}

    def conversations_replies(self, **arguments: Any) -> JsonDict:
        self._call("conversations.replies", arguments)
        found = [m for m in self.posted.get(arguments["channel"], []) if m.get("thread_ts") == arguments["ts"]]
        return {"ok": True, "messages": found}

    def views_open(self, **arguments: Any) -> JsonDict:
        self._call("views.open", arguments)
        return {"ok": True}

    def api_call(self, method: str, *, json: JsonDict) -> JsonDict:
        self._call(method, json)
        return {"ok": True}

    def users_conversations(self, **arguments: Any) -> JsonDict:
        self._call("users.conversations", arguments)
        start = int(arguments.get("cursor") or 0)
        mine = self.member_of.get(arguments.get("user"), [])
        more = str(start + 2) if len(mine) > start + 2 else ""
        return {
            "ok": True,
            "channels": [{"id": id} for id in mine[start : start + 2]],
            "response_metadata": {"next_cursor": more},
        }

    def views_publish(self, **arguments: Any) -> JsonDict:
        self._call("views.publish", arguments)
        return {"ok": True}

    def users_info(self, **arguments: Any) -> JsonDict:
        self._call("users.info", arguments)
        about = {"id": arguments["user"], "team_id": "T1", "is_admin": arguments["user"] in self.admins}
        return {"ok": True, "user": about | self.people.get(arguments["user"], {})}

    def conversations_info(self, **arguments: Any) -> JsonDict:
        self._call("conversations.info", arguments)
        about = {"id": arguments["channel"], "creator": "UMAKER"}
        return {"ok": True, "channel": about | self.conversations.get(arguments["channel"], {})}

    def chat_delete(self, **arguments: Any) -> JsonDict:
        self._call("chat.delete", arguments)
        return {"ok": True}

    def chat_postEphemeral(self, **arguments: Any) -> JsonDict:
        self._call("chat.postEphemeral", arguments)
        return {"ok": True}
