"""HTTP connections that can be cut in the middle, as a failing network does."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol


class CuttableProtocol(H11Protocol):
    """uvicorn's HTTP protocol, remembering its transports so that a test can have one cut."""

    #: Open transports by the client's (host, port).
    transports: dict[Any, asyncio.Transport] = {}  # noqa: RUF012 - one registry for all connections

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Remember the transport."""
        super().connection_made(transport)
        self.transports[transport.get_extra_info("peername")[:2]] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the transport."""
        for client, transport in list(self.transports.items()):
            if transport is self.transport:
                del self.transports[client]
        super().connection_lost(exc)

    @classmethod
    def cut(cls, client: Any) -> None:
        """Cut a client's connection without a word."""
        transport = cls.transports.pop(tuple(client), None)
        if transport is not None:
            transport.abort()
