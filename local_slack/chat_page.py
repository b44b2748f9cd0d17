"""The chat page: its files, the state it draws, its live stream, and what a person does on it."""

from __future__ import annotations

import asyncio
import copy
import json
import secrets
from collections.abc import AsyncIterator, Callable
from importlib import resources
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from local_slack import sample_article
from local_slack.api import Context
from local_slack.errors import LocalSlackError, NotThere, Refused
from local_slack.interactions import Interactions
from local_slack.manifest import Manifest
from local_slack.model import Change, Channel
from local_slack.news import PLACE, News
from local_slack.server import body_of
from local_slack.tour import Tour

JsonDict = dict[str, Any]
#: What the page may load and reach: its own files and this server, nothing else.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_TYPES = {"css": "text/css", "js": "text/javascript", "json": "application/json", "svg": "image/svg+xml"}
#: How a PNG begins.
_PNG = b"\x89PNG\r\n\x1a\n"
#: Seconds between signs of life on the stream.
_BEAT_SECONDS = 15.0


class ChatPage:
    """The page and its endpoints; every action needs the key that is made anew at each start."""

    def __init__(self, context: Context, interactions: Interactions, manifest: Manifest | None, news: News) -> None:
        self._context = context
        self._interactions = interactions
        self._manifest = manifest
        self._news = news
        #: Key every request of the page must carry.
        self.key = secrets.token_urlsafe(24)
        #: What the page leads people through, where it does.
        self.tour: Tour | None = None
        self._streams: set[Callable[[Change | None], None]] = set()
        self._actions: dict[str, Callable[[JsonDict, str], Any]] = {
            "say": self._say,
            "edit": lambda a, u: context.people.edit(_text(a, "ts"), _text(a, "text"), _text(a, "channel"), by=u),
            "delete": lambda a, u: context.people.delete(_text(a, "ts"), _text(a, "channel"), by=u),
            "react": self._react,
            "click": self._click,
            "click_in_view": lambda a, u: interactions.click_in_view(
                _text(a, "view_id"), _text(a, "action_id"), u, a.get("value")
            ),
            "submit": lambda a, u: context.views.submit(u, _object(a, "values"), _text(a, "view_id")),
            "close": lambda a, u: context.views.close(u, _text(a, "view_id"), bool(a.get("clear"))),
            "shortcut": lambda a, u: interactions.shortcut(_text(a, "callback_id"), u, a.get("ts"), a.get("channel")),
            "home": lambda a, u: context.views.open_home(u, "messages" if a.get("tab") == "messages" else "home"),
            "dismiss": self._dismiss,
            "tour": self._take_step,
        }

    def routes(self) -> list[Route]:
        """Routes of the page."""
        return [
            Route("/", self._index),
            Route("/static/{name}", self._static),
            Route("/sample/{name:path}", self._sample),
            Route(PLACE + "{path:path}", self._newspaper),
            Route("/files/{file_id}/download", self._file),
            Route("/page/state", self._state),
            Route("/page/stream", self._stream),
            Route("/page/act", self._act, methods=["POST"]),
        ]

    def stop(self) -> None:
        """End the open streams, so that the server can stop."""
        for push in list(self._streams):
            push(None)

    # files

    async def _index(self, _request: Request) -> Response:
        html = _read_static("index.html").replace("{{key}}", self.key)
        return HTMLResponse(html, headers={**_HEADERS, "Content-Security-Policy": POLICY, "X-Frame-Options": "DENY"})

    async def _static(self, request: Request) -> Response:
        name = request.path_params["name"]
        found = {entry.name for entry in resources.files("local_slack").joinpath("static").iterdir()}
        ending = name.rsplit(".", 1)[-1]
        if name not in found or ending not in _TYPES:
            return PlainTextResponse("There is nothing here.", 404, headers=_HEADERS)
        return Response(_read_static(name), media_type=_TYPES[ending], headers=_HEADERS)

    async def _sample(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in {"", sample_article.NAME, *sample_article.KINDS}:
            return PlainTextResponse("There is nothing here.", 404, headers=_HEADERS)
        page = sample_article.html(name) if name else sample_article.index()
        return HTMLResponse(page, headers={**_HEADERS, "Content-Security-Policy": sample_article.POLICY})

    async def _newspaper(self, request: Request) -> Response:
        found = self._news.page(request.path_params["path"])
        if found is None:
            return PlainTextResponse("There is nothing here.", 404, headers=_HEADERS)
        media, text = found
        return Response(text, media_type=media, headers={**_HEADERS, "Content-Security-Policy": sample_article.POLICY})

    async def _file(self, request: Request) -> Response:
        file = self._context.files.get(request.path_params["file_id"])
        if not (self._allowed(request) or self._is_bot(request)) or file is None or file.content is None:
            return PlainTextResponse("There is no such file.", 404, headers=_HEADERS)
        plain = "".join(c for c in file.name if c.isalnum() or c in "._- ") or "file"
        disposition = f'attachment; filename="{plain.encode("ascii", "replace").decode()}"'
        headers = {**_HEADERS, "Content-Disposition": disposition}
        # Pictures of one kind are shown, as Slack shows them; nothing else is ever more than a download.
        media = "image/png" if file.content.startswith(_PNG) else "application/octet-stream"
        return Response(file.content, media_type=media, headers=headers)

    # state and stream

    async def _state(self, request: Request) -> Response:
        if not self._allowed(request):
            return _refusal("This page is from before a restart. Please reload it.", 403)
        try:
            return JSONResponse(self.state(self._viewer(request.query_params.get("user"))), headers=_HEADERS)
        except NotThere as error:
            return _refusal(str(error), 404)

    def state(self, user: str) -> JsonDict:
        """Everything the page draws for one person, JSON-ready."""
        workspace, views = self._context.workspace, self._context.views
        with workspace.changed:
            direct = workspace.direct_channel(user).id
            places = [
                self._place(place) for place in workspace.channels.values() if _is_open(place) or user in place.members
            ]
            visible = {place["id"] for place in places}
            manifest = self._manifest
            return {
                "me": user,
                "team": workspace.team["name"],
                "bot": {
                    "user": self._context.bot,
                    "name": workspace.app["bot_real_name"],
                    "id": workspace.app["bot_id"],
                },
                "users": {
                    u.id: {"name": u.real_name, "handle": u.name, "bot": u.is_bot} for u in workspace.users.values()
                },
                "channels": places,
                "dm": direct,
                "messages": {
                    place: [workspace.shown(message) for _ts, message in sorted(messages.items())]
                    for place, messages in workspace.messages.items()
                    if place in visible
                },
                "ephemerals": [
                    {"channel": e.channel, "message": copy.deepcopy(e.message)}
                    for e in workspace.ephemerals
                    if e.user == user
                ],
                "stack": copy.deepcopy(views.stacks.get(user, [])),
                "home": copy.deepcopy(views.homes.get(user)),
                "commands": [
                    {"name": c.name, "description": c.description, "hint": c.hint}
                    for c in (manifest.commands if manifest else ())
                ],
                "shortcuts": [
                    {"name": s.name, "kind": s.kind, "callback_id": s.callback_id}
                    for s in (manifest.shortcuts if manifest else ())
                ],
                "connected": self._context.reachable(),
                "prompts": [
                    {"title": title, "message": message} for title, message in (manifest.prompts if manifest else ())
                ],
                "doing": {place: workspace.statuses(place) for place in visible},
                "tour": self.tour.shown() if self.tour else None,
                "sample": f"{self._context.root}/sample/{sample_article.NAME}",
            }

    def _place(self, place: Channel) -> JsonDict:
        """A conversation as the sidebar and header draw it."""
        return {
            "id": place.id,
            "name": place.name,
            "kind": place.kind,
            "topic": place.topic,
            "archived": place.archived,
            "bot": self._context.bot in place.members,
        }

    async def _stream(self, request: Request) -> Response:
        if not self._allowed(request):
            return PlainTextResponse("", 403, headers=_HEADERS)
        try:
            user = self._viewer(request.query_params.get("user"))
        except NotThere as error:
            return _refusal(str(error), 404)
        return StreamingResponse(self._events(user), media_type="text/event-stream", headers=_HEADERS)

    async def _events(self, user: str) -> AsyncIterator[str]:
        loop = asyncio.get_running_loop()
        queue: asyncio.Queue[Change | None] = asyncio.Queue()

        def push(change: Change | None) -> None:
            try:
                loop.call_soon_threadsafe(queue.put_nowait, change)
            except RuntimeError:  # the loop is gone: the server stopped
                pass

        stop = self._context.workspace.watch(push)
        self._streams.add(push)
        try:
            yield 'event: ready\ndata: {"ready": true}\n\n'
            while True:
                try:
                    change = await asyncio.wait_for(queue.get(), _BEAT_SECONDS)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if change is None:
                    return
                if self._may_see(user, change):
                    yield f"data: {json.dumps(self._line(change))}\n\n"
        finally:
            self._streams.discard(push)
            stop()

    def _line(self, change: Change) -> JsonDict:
        """A change as the page reads it; of a conversation, all that is drawn of it."""
        if change.kind == "channel":
            return {"kind": "place", "place": self._place(self._context.workspace.channels[change.data["channel"]])}
        return {"kind": change.kind, **change.data}

    def _may_see(self, user: str, change: Change) -> bool:
        if change.user not in (None, user):
            return False
        place = self._context.workspace.channels.get(str(change.data.get("channel", "")))
        return place is None or _is_open(place) or user in place.members

    # actions

    async def _act(self, request: Request) -> Response:
        if not self._allowed(request):
            return _refusal("This page is from before a restart. Please reload it.", 403)
        try:
            action = json.loads(await body_of(request))
            run = self._actions[action["do"]]
        except (ValueError, KeyError, TypeError):
            return _refusal("The page asked for something unknown.", 400)
        try:
            done = await run_in_threadpool(run, action, self._viewer(action.get("user")))
        except LocalSlackError as error:
            return _refusal(str(error), 400)
        return JSONResponse({"ok": True, "done": done if isinstance(done, str | bool) else None}, headers=_HEADERS)

    def _say(self, action: JsonDict, user: str) -> str:
        text, channel, thread = _text(action, "text"), _text(action, "channel"), action.get("thread_ts")
        if not text.strip():
            raise Refused("There is nothing to send.")
        if self._context.workspace.channel(channel).archived:
            raise Refused("Nobody can post in an archived channel.")
        bot = f"@{self._context.workspace.app['bot_name']}"
        if text.startswith("/") and not text.startswith("//"):
            name, _, rest = text.partition(" ")
            if name == "/invite" and rest.strip() in (bot, f"@{self._context.workspace.app['bot_real_name']}"):
                return self._context.people.invite_bot(channel, user) or ""
            if thread:
                raise Refused("Slack takes no commands inside threads.")
            return self._interactions.command(name, rest.strip(), channel, user)
        return self._context.people.say(text, channel, user, str(thread) if thread else None)

    def _react(self, action: JsonDict, user: str) -> bool:
        ts, name, channel = _text(action, "ts"), _text(action, "name"), _text(action, "channel")
        people = self._context.people
        return people.react(ts, name, channel, user) or people.react(ts, name, channel, user, add=False)

    def _click(self, action: JsonDict, user: str) -> str:
        ts, name, channel = _text(action, "ts"), _text(action, "action_id"), _text(action, "channel")
        block = action.get("block_id")
        return self._interactions.click(ts, name, user, action.get("value"), channel=channel, block_id=block)

    def _dismiss(self, action: JsonDict, user: str) -> None:
        ts = _text(action, "ts")
        with self._context.workspace.changed:
            if any(e.ts == ts and e.user == user for e in self._context.workspace.ephemerals):
                self._context.workspace.drop_ephemeral(ts)

    def _take_step(self, action: JsonDict, _user: str) -> str:
        number = action.get("step")
        if self.tour is None or not isinstance(number, int):
            raise Refused("There is no such step.")
        return str(self.tour.take(number).get("ts", ""))

    def _viewer(self, user: Any) -> str:
        return self._context.workspace.user(str(user) if user else self._context.workspace.viewer).id

    def _is_bot(self, request: Request) -> bool:
        """Whether the request carries the bot's token, and the app may read files."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        granted = "files:read" in self._context.app.scopes
        return granted and scheme == "Bearer" and self._context.is_bot(token.strip())

    def _allowed(self, request: Request) -> bool:
        given = request.headers.get("x-page-key") or request.query_params.get("key") or ""
        return secrets.compare_digest(given.encode(), self.key.encode())


def _is_open(place: Channel) -> bool:
    """Whether the page shows a conversation to everybody; direct messages are for those in them."""
    return place.kind in ("channel", "group")


def _read_static(name: str) -> str:
    return resources.files("local_slack").joinpath("static", name).read_text("utf-8")


def _refusal(words: str, status: int) -> Response:
    return JSONResponse({"ok": False, "error": words}, status, headers=_HEADERS)


def _text(action: JsonDict, name: str) -> str:
    value = action.get(name)
    if not isinstance(value, str):
        raise Refused(f"The page did not say {name}.")
    return value


def _object(action: JsonDict, name: str) -> JsonDict:
    value = action.get(name)
    return value if isinstance(value, dict) else {}
