"""A small query service on loopback: the real result format, the real ways of refusing."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.hung import HUNG

#: What the service's time limit looks like: a Java stack trace as text.
TIMEOUT = (
    b"SPARQL-QUERY: queryStr=SELECT ...\njava.util.concurrent.TimeoutException\n"
    b"\tat java.util.concurrent.FutureTask.get(FutureTask.java:205)\n"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One term the service knows."""

    #: ISO code of the country.
    code: str
    #: Wikidata id.
    person: str
    #: English label.
    label: str
    #: Label of the position.
    position: str
    #: Which branch of the query it fits.
    role: str
    #: Time and precision of the start.
    start: tuple[str, str]
    #: Time and precision of the end, or None.
    end: tuple[str, str] | None = None
    #: Id of the gender.
    gender: str = "Q6581072"

    def binding(self) -> dict[str, Any]:
        """The row in the shape of SPARQL 1.1 Query Results JSON."""
        entity = "http://www.wikidata.org/entity/"
        number = "http://www.w3.org/2001/XMLSchema#integer"
        cells: dict[str, Any] = {
            "person": {"type": "uri", "value": entity + self.person},
            "personLabel": {"xml:lang": "en", "type": "literal", "value": self.label},
            "positionLabel": {"xml:lang": "en", "type": "literal", "value": self.position},
            "code": {"type": "literal", "value": self.code},
            "role": {"type": "literal", "value": self.role},
            "gender": {"type": "uri", "value": entity + self.gender},
        }
        for name, precision, moment in (("start", "sp", self.start), ("end", "ep", self.end)):
            if moment is not None:
                time = {"datatype": "http://www.w3.org/2001/XMLSchema#dateTime", "type": "literal", "value": moment[0]}
                cells[name] = time
                cells[precision] = {"datatype": number, "type": "literal", "value": moment[1]}
        return cells


@dataclass(slots=True)
class Service:
    """What the server knows, what it will refuse next, and what it was asked."""

    #: Terms it answers with.
    rows: list[Row]
    #: (id, other name) pairs.
    aliases: list[tuple[str, str]] = field(default_factory=list)
    #: Answers given before any real one: status, headers, body.
    refusals: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    #: Most countries it can do in its time; more end in a timeout.
    capacity: int = 1000
    #: Countries it never finishes.
    heavy: set[str] = field(default_factory=set)
    #: Whether its answers break off in the middle.
    breaks_off: bool = False
    #: Headers of every request.
    asked: list[dict[str, str]] = field(default_factory=list)
    #: Countries of every answered query, in order.
    answered: list[list[str]] = field(default_factory=list)
    #: Requests being answered at this moment, and the most there ever were.
    busy: int = 0
    most_busy: int = 0
    #: Address of the running server.
    endpoint: str = ""

    def answer(self, query: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body for a query."""
        if self.refusals:
            return self.refusals.pop(0)
        if "altLabel" in query:
            people = re.findall(r"wd:(Q\d+)", query)
            bindings = [
                {
                    "person": {"type": "uri", "value": f"http://www.wikidata.org/entity/{person}"},
                    "alias": {"xml:lang": "en", "type": "literal", "value": alias},
                }
                for person, alias in self.aliases
                if person in people
            ]
            return self._result(["person", "alias"], bindings)
        codes = re.findall(r'"([A-Z]{2})"', query)
        if len(codes) > self.capacity or self.heavy & set(codes):
            return 500, {"Content-Type": "text/plain"}, TIMEOUT
        self.answered.append(codes)
        names = ["person", "personLabel", "positionLabel", "code", "role", "start", "sp", "end", "ep", "gender"]
        return self._result(names, [row.binding() for row in self.rows if row.code in codes])

    def _result(self, names: list[str], bindings: list[dict[str, Any]]) -> tuple[int, dict[str, str], bytes]:
        body = json.dumps({"head": {"vars": names}, "results": {"bindings": bindings}}).encode()
        if self.breaks_off:
            body = body[: len(body) // 2] + b"\njava.util.concurrent.TimeoutException\n"
        return 200, {"Content-Type": "application/sparql-results+json;charset=utf-8"}, body


@contextmanager
def serve(service: Service) -> Iterator[Service]:
    """The service on a free port of loopback."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with lock:
                service.busy += 1
                service.most_busy = max(service.most_busy, service.busy)
                service.asked.append(dict(self.headers.items()))
            address = urlsplit(self.path)
            status, headers, body = service.answer(parse_qs(address.query)["query"][0])
            with lock:
                service.busy -= 1
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.endpoint = f"http://127.0.0.1:{server.server_address[1]}/sparql"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join(HUNG)
