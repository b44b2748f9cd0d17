"""Requests to the bot over HTTP, signed as Slack signs them (docs.slack.dev, "Verifying requests from Slack")."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from typing import Any, Literal
from urllib.parse import urlencode

import requests
from slack_sdk.signature import SignatureVerifier

from local_slack.errors import NotDelivered

JsonDict = dict[str, Any]
Kind = Literal["events_api", "slash_commands", "interactive"]
_FORM = "application/x-www-form-urlencoded"


class SignedHttp:
    """Posts to the bot's addresses."""

    def __init__(self, session: requests.Session | None, wall: Callable[[], float], seconds: float) -> None:
        """``wall`` gives the real time, which the bot checks signatures against; ``seconds`` is the longest wait."""
        self._session = session or requests.Session()
        self._session.trust_env = False
        self._wall = wall
        self._seconds = seconds
        #: Key of the signatures.
        self.secret = ""

    def post(self, url: str, body: str, content_type: str, headers: dict[str, str]) -> requests.Response:
        """Post a signed ``body``. Raises requests.RequestException."""
        stamp = str(int(self._wall()))
        signature = SignatureVerifier(self.secret).generate_signature(timestamp=stamp, body=body)
        signed = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature or "",
            "User-Agent": "Slackbot 1.0 (local)",
            **headers,
        }
        return self._session.post(
            url, data=body.encode("utf-8"), headers=signed, timeout=self._seconds, allow_redirects=False
        )

    def check(self, url: str) -> None:
        """Ask an address to give a challenge back (``url_verification``).

        Raises:
            NotDelivered: it does not answer, or gives something else back.
        """
        challenge = secrets.token_hex(16)
        body = json.dumps({"token": "local", "challenge": challenge, "type": "url_verification"})
        try:
            answer = self.post(url, body, "application/json", {})
            passed = answer.status_code == 200 and challenge in answer.text
        except requests.RequestException as error:
            raise NotDelivered("The request address did not answer.") from error
        if not passed:
            raise NotDelivered("The request address did not give the challenge back.")


def encoded(kind: Kind, payload: JsonDict) -> tuple[str, str]:
    """Body and content type of a request."""
    if kind == "events_api":
        return json.dumps(payload), "application/json"
    if kind == "slash_commands":
        return urlencode(payload), _FORM
    return urlencode({"payload": json.dumps(payload)}), _FORM


def retry_headers(attempt: int, reason: str | None) -> dict[str, str]:
    """What a repeated request says of itself; nothing for the first try, whose ``attempt`` is 0."""
    if not attempt:
        return {}
    return {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason or "unknown_error"}


def answer_payload(answer: requests.Response) -> JsonDict:
    """What an ack carries: JSON, or plain words for a command."""
    if not answer.text:
        return {}
    try:
        parsed = answer.json()
    except ValueError:
        return {"text": answer.text}
    return parsed if isinstance(parsed, dict) else {"text": answer.text}
