"""A small made-up internet for the tests: names that resolve as told, connections that are written down."""

from __future__ import annotations

import socket
from collections import defaultdict

import requests

from bot.articles.fetch import Fetcher
from bot.articles.guard import Deadline, guarded_session
from bot.articles.limits import FetchSettings
from tests.hung import HUNG

#: Addresses of documentation-like hosts that really are global unicast.
PUBLIC_V4, PUBLIC_V6 = "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"


class Net:
    """Resolver and connector: answers from a table, every connection attempt recorded."""

    def __init__(self, names: dict[str, list[list[str]]] | None = None, server: tuple[str, int] | None = None) -> None:
        #: For each name the answers it gives, one list a look-up; the last is repeated.
        self.names = names or {}
        #: Where connections to public addresses are led, or None to refuse them all.
        self.server = server
        #: (address, port) of every attempt.
        self.attempts: list[tuple[str, int]] = []
        #: Look-ups made, by name.
        self.lookups: dict[str, int] = defaultdict(int)

    def resolve(self, host: str, port: int) -> list[str]:
        count = self.lookups[host]
        self.lookups[host] += 1
        if host in self.names:
            answers = self.names[host]
            return answers[min(count, len(answers) - 1)]
        try:
            # Numeric forms (octal, short, decimal) are read as the system reads them, without a name server.
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
            return [str(entry[4][0]) for entry in found]
        except OSError:
            if host.rstrip(".").lower() == "localhost":
                return ["127.0.0.1", "::1"]
            raise

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        self.attempts.append((address, port))
        if self.server is None:
            raise ConnectionRefusedError(address)
        return socket.create_connection(self.server, timeout=seconds)

    def fetcher(self, settings: FetchSettings | None = None) -> Fetcher:
        """A fetcher on this network that never waits between visits."""
        chosen = settings or FetchSettings(
            host_gap_seconds=0.0, fetch_seconds=HUNG, read_seconds=HUNG, connect_seconds=HUNG
        )

        def session(limits: FetchSettings, deadline: Deadline) -> requests.Session:
            return guarded_session(limits, deadline, resolver=self.resolve, connector=self.connect)

        return Fetcher(chosen, session=session)
