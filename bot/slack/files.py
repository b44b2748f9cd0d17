"""Files people send to the bot: fetched from Slack alone, with the bot's token."""

from __future__ import annotations

from urllib.parse import urlsplit

import requests
from slack_sdk import WebClient

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
