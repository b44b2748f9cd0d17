"""Files people send: the token goes to Slack alone, and what comes back is bounded."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.slack.files import MAX_BYTES, FileOutOfReach, download


class Files:
    """A server of files; ``/moved`` sends elsewhere, ``/big`` never ends, ``/secret`` wants another token,
    ``/broken`` is out of order."""

    def __init__(self) -> None:
        #: Authorization headers received.
        self.tokens: list[str | None] = []
        files = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                files.tokens.append(self.headers.get("Authorization"))
                status = {"/moved": 302, "/secret": 403, "/broken": 503}.get(self.path, 200)
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "/list.opml")
                self.end_headers()
                body = b"x" * (MAX_BYTES + 10) if self.path == "/big" else b"<opml/>"
                try:
                    self.wfile.write(body if status == 200 else b"")
                except OSError:
                    pass  # the reader had enough

            def log_message(self, *args: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def base(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def files() -> Iterator[Files]:
    running = Files()
    yield running
    running.server.shutdown()
    running.server.server_close()


def test_the_file_comes_with_the_token(files: Files) -> None:
    """From the Web API's own host, by the bot's token."""
    client = WebClient(token="xoxb-1", base_url=f"{files.base}/api/")
    assert download(client, f"{files.base}/list.opml") == b"<opml/>"
    assert files.tokens == ["Bearer xoxb-1"]


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/list.opml",
        "http://files.slack.com/list.opml",
        "https://files.slack.com.evil.example/x",
        "https://files.slack.com@evil.example/x",
        "file:///etc/passwd",
        "",
    ],
)
def test_the_token_goes_nowhere_else(files: Files, url: str) -> None:
    """Other hosts, other schemes and hosts in disguise are not even asked."""
    client = WebClient(token="xoxb-1", base_url="https://slack.com/api/")
    with pytest.raises(FileOutOfReach):
        download(client, url)
    assert files.tokens == []


@pytest.mark.parametrize("path", ["/moved", "/secret", "/big"])
def test_what_cannot_be_had(files: Files, path: str) -> None:
    """A redirect is not followed, a refusal and a flood are the same kind sentence."""
    client = WebClient(token="xoxb-1", base_url=f"{files.base}/api/")
    with pytest.raises(FileOutOfReach, match="I could not get that file"):
        download(client, files.base + path)
    assert len(files.tokens) == 1


def test_slack_out_of_reach_says_nothing_of_the_file(files: Files) -> None:
    """Its own trouble and a dead network are no answer: whoever asked for the file tries again."""
    client = WebClient(token="xoxb-t", base_url=files.base + "/api/")
    with pytest.raises(ConnectionError):
        download(client, files.base + "/broken")
    files.server.shutdown()
    files.server.server_close()
    with pytest.raises(ConnectionError):
        download(client, files.base + "/list.opml")
