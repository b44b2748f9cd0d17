"""The Bolt app: acknowledges only after the listener is done, and asks nothing of the network on the way."""

from __future__ import annotations

import functools
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import structlog
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk import WebClient

from bot.ops import metrics
from bot.slack.listeners import register
from bot.slack.services import Identity, Services
from bot.slack.workspace import Doorkeeper
from bot.store.database_errors import is_own_trouble
from bot.surfaces import keepable

_log = structlog.get_logger("attache.listeners")


#: Pauses between tries of a listener that met trouble of our own, in seconds: Slack waits three for an answer, and
#: commands, forms and clicks come once.
PAUSES = (0.05, 0.3, 0.9)


def patient(listener: Callable[..., Any]) -> Callable[..., Any]:
    """``listener``, tried again when the database was cut off under it; what listeners write, they write once."""

    @functools.wraps(listener)
    def call(*args: Any, **kwargs: Any) -> Any:
        for pause in PAUSES:
            try:
                return listener(*args, **kwargs)
            except Exception as error:
                if not is_own_trouble(error):
                    raise
                _log.warning("listener is tried again", error=type(error).__name__, seconds=pause)
                time.sleep(pause)
        return listener(*args, **kwargs)

    return call


class MeasuredApp(App):
    """Bolt's app with patient listeners, counting what comes in and how long it took to acknowledge."""

    def _register_listener(self, functions: Sequence[Callable[..., Any]], *args: Any, **kwargs: Any) -> Any:
        return super()._register_listener([patient(function) for function in functions], *args, **kwargs)

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Handle one request of Slack's."""
        began = time.perf_counter()
        try:
            # What cannot be kept would be delivered again and again.
            req.body = keepable(req.body)
            answer = super().dispatch(req)
        except RecursionError:
            _log.warning("a request is nested too deep to be read")
            answer = BoltResponse(status=400, body="")
        metrics.INTAKE_SECONDS.observe(time.perf_counter() - began)
        outcome = "ok" if answer.status == 200 else "refused" if answer.status < 500 else "failed"
        metrics.INTAKE.labels(type=_type_of(req.body), outcome=outcome).inc()
        return answer


def _type_of(body: object) -> str:
    """What a request of Slack's is: the event's type, the interaction's, "command", or ""."""
    if not isinstance(body, Mapping):
        return ""
    event = body.get("event")
    inner = event.get("type") if isinstance(event, Mapping) else None
    kind = inner or body.get("type") or ("command" if "command" in body else "")
    return kind if isinstance(kind, str) else ""


def build_app(client: WebClient, services: Services, *, signing_secret: str | None = None) -> App:
    """The app with all listeners; ``signing_secret`` is needed for HTTP mode alone."""
    identity = services.identity
    logging.getLogger("slack_bolt").addFilter(_about_tokens)
    app = MeasuredApp(
        # Listeners get their clients from the services; Bolt warns of a token beside an authorize function.
        client=WebClient(base_url=client.base_url, timeout=client.timeout, retry_handlers=[]),
        signing_secret=signing_secret or "unused-in-socket-mode",
        request_verification_enabled=signing_secret is not None,
        # By default Bolt acknowledges first: what a listener then fails to keep would be lost.
        process_before_response=True,
        # That a message of our own was deleted counts; what we say ourselves each listener leaves alone.
        ignoring_self_events_enabled=False,
        before_authorize=Doorkeeper(identity.team),
        authorize=_authorize(identity, client),
        logger=logging.getLogger("slack_bolt"),
    )
    app.error(_failed)
    register(app, services)
    return app


def _about_tokens(record: logging.LogRecord) -> bool:
    """Keeps out Bolt's warnings that a token in the environment is not used: we hand it to our own clients."""
    return not str(record.msg).startswith(("As you gave `client`", "As `installation_store` or `authorize`"))


def _authorize(identity: Identity, client: WebClient) -> Any:
    """Bolt's own way would call auth.test for an event, and lose the event when the network is down."""

    def authorize() -> AuthorizeResult:
        # Whatever belongs to another workspace was turned away before.
        return AuthorizeResult(
            enterprise_id=None,
            team_id=identity.team,
            bot_token=client.token,
            bot_id=identity.bot_id,
            bot_user_id=identity.bot_user,
        )

    return authorize


def _failed(error: Exception, body: dict[str, Any]) -> BoltResponse:
    """A listener failed: no ack, so that Slack delivers again."""
    _log.error("listener failed", type=body.get("type"), event_id=body.get("event_id"), exc_info=error)
    return BoltResponse(status=500, body="")
