"""A news site on loopback, written by us: pages of invented stories, slow and broken ones on order."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.hung import HUNG

STORY = (
    "MADRID, Nov. 2 — The foreign minister of Spain, Ana Reyes, said on Monday that the talks in Geneva would go on "
    "until every side had spoken.",
    "“We will stay as long as it takes,” Reyes said at the airport. “Nobody leaves the table before the work is done.”",
    "Her Japanese colleague, Foreign Minister Kenji Morita, is expected to arrive on Tuesday with a new proposal on "
    "fishing rights, according to two officials who were not allowed to speak in public.",
    "“The sea belongs to those who protect it,” Morita told reporters in Tokyo before he left.",
    "A senior official said that “the mood is good” but gave no date for an agreement.",
    "The talks began in March after a Spanish trawler was stopped in disputed waters, and both governments have since "
    "kept their ships at home.",
)


def page(title: str = "Spain and Japan go on talking in Geneva", paragraphs: tuple[str, ...] = STORY) -> str:
    """A page with an article."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>'
        '<meta property="article:published_time" content="2026-11-02T09:30:00Z"></head>'
        f"<body><main><article><h1>{title}</h1>{body}</article></main></body></html>"
    )


#: Beginnings of paths that are refused, and how.
REFUSED = {"/missing": 404, "/forbidden": 403, "/down": 503}


class Site:
    """Serves pages; ``/slow…`` takes ``seconds``, ``/held…`` waits for :attr:`gate`; those of :data:`REFUSED` are not given."""

    def __init__(self, seconds: float = 0.5) -> None:
        #: Opened to let held pages go.
        self.gate = threading.Event()
        #: Paths asked for so far.
        self.asked: list[str] = []
        #: Pages by path that differ from the story.
        self.pages: dict[str, str] = {}
        self._changed = threading.Condition()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.split("?")[0]
                with site._changed:
                    site.asked.append(self.path)
                    site._changed.notify_all()
                refused = next((code for start, code in REFUSED.items() if path.startswith(start)), None)
                if refused is not None:
                    self.send_error(refused)
                    return
                if path.startswith("/held"):
                    site.gate.wait()
                if path.startswith("/slow"):
                    time.sleep(seconds)
                body = site.pages.get(path, page(f"Talks go on {path.strip('/')}")).encode()
                try:
                    self.send_response(200)
                    self.send_header("Content-Type", "text/html; charset=utf-8")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    pass  # the reader is gone

            def log_message(self, *args: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def host(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self._server.server_port}"

    def url(self, path: str) -> str:
        """Address of a page."""
        return f"http://{self.host}/{path.lstrip('/')}"

    def wait_asked(self, path: str, timeout: float = HUNG) -> None:
        """Wait until a page was asked for."""
        with self._changed:
            assert self._changed.wait_for(lambda: f"/{path.lstrip('/')}" in self.asked, timeout), path

    def __enter__(self) -> Site:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.gate.set()
        self._server.shutdown()
        self._server.server_close()
