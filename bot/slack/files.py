"""Files people send to the bot: fetched from Slack alone, with the bot's token."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import requests
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.errors import is_passing
from summarizers.errors import AttacheError

#: Host of Slack's private files.
SLACK_FILES = "files.slack.com"
#: Seconds one file may take, and its largest size in bytes.
TIMEOUT, MAX_BYTES = 15, 2_000_000


class FileOutOfReach(AttacheError):
    """A file sent to the bot cannot be read."""

    kind = "file-out-of-reach"

    def __init__(self) -> None:
        super().__init__("I could not get that file from Slack. It may be too large, or I lack the permission.")


def download(client: WebClient, url: str, session: requests.Session | None = None) -> bytes:
    """The bytes behind a file's private address. Raises FileOutOfReach, or ConnectionError where Slack is.

    The token goes to Slack's own hosts alone (and to that of the Web API in use), never along a redirect.
    """
    parts, api = urlsplit(url), urlsplit(client.base_url)
    ours = parts.netloc == api.netloc and parts.scheme == api.scheme
    if not ours and (parts.scheme, parts.netloc) != ("https", SLACK_FILES):
        raise FileOutOfReach
    try:
        with (
            session or requests.Session() as opened,
            opened.get(
                url,
                headers={"Authorization": f"Bearer {client.token}"},
                timeout=TIMEOUT,
                stream=True,
                allow_redirects=False,
            ) as answer,
        ):
            if answer.status_code == 429 or answer.status_code >= 500:
                raise ConnectionError(f"Slack answered {answer.status_code}")
            if answer.status_code != 200:
                raise FileOutOfReach
            body = b""
            for chunk in answer.iter_content(65_536):
                body += chunk
                if len(body) > MAX_BYTES:
                    raise FileOutOfReach
            return body
    except (requests.ConnectionError, requests.Timeout) as error:
        raise ConnectionError("Slack's files are out of reach") from error
    except (requests.RequestException, ValueError) as error:
        raise FileOutOfReach from error


def text_of_file(client: WebClient, file_id: str) -> str:
    """The text of a file in Slack: a snippet, a post or a plain text file.

    Raises FileOutOfReach, and slack_sdk's and the network's own errors where Slack cannot be reached.
    """
    try:
        # Messages of other workspaces' people name a file without its address (file_access "check_file_info").
        file = client.files_info(file=file_id).get("file") or {}
    except SlackApiError as error:
        if is_passing(error):
            raise
        raise FileOutOfReach from error
    body = download(client, str(file.get("url_private_download") or file.get("url_private") or ""))
    text = body.decode("utf-8", "replace")
    if file.get("mode") != "post":
        return text
    try:
        return "\n\n".join(_texts(json.loads(text)))
    except ValueError:
        return text


def _texts(value: Any, depth: int = 0) -> Iterator[str]:
    """Texts of a post's document, paragraph by paragraph."""
    if isinstance(value, dict) and depth < 20:
        text = value.get("text")
        if isinstance(text, str):
            yield text
        for inner in value.values():
            yield from _texts(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, depth + 1)
