"""The websocket of Socket Mode."""

from __future__ import annotations

import asyncio
import json
import secrets
from contextlib import suppress
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from local_slack.connections import CuttableProtocol
from local_slack.delivery import Deliveries, Socket
from local_slack.workspace import Workspace

JsonDict = dict[str, Any]
#: Most connections of one app at a time.
CONNECTION_LIMIT = 10


class SocketMode:
    """Issues one-time addresses and serves the connections made to them."""

    def __init__(self, workspace: Workspace, deliveries: Deliveries) -> None:
        self._workspace = workspace
        self._deliveries = deliveries
        self._tickets: set[str] = set()
        #: Whether Socket Mode is switched on for the app.
        self.enabled = True
        #: "http://127.0.0.1:PORT".
        self.root = ""

    def ticket(self) -> str:
        """A one-time address for a connection."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return f"{self.root.replace('http', 'ws', 1)}/link/{ticket}"

    async def serve(self, websocket: WebSocket) -> None:
        """Serve one connection until either side ends it."""
        ticket = websocket.path_params["ticket"]
        if ticket not in self._tickets or len(self._deliveries.sockets) >= CONNECTION_LIMIT:
            await websocket.close(1008)
            return
        self._tickets.discard(ticket)
        await websocket.accept()
        loop = asyncio.get_running_loop()
        outgoing: asyncio.Queue[JsonDict | None] = asyncio.Queue()
        client = tuple(websocket.client or ())

        def run(action: Any, *values: Any) -> None:
            with suppress(RuntimeError):  # the loop is gone: the server stopped
                loop.call_soon_threadsafe(action, *values)

        socket = Socket(lambda message: run(outgoing.put_nowait, message), lambda: run(CuttableProtocol.cut, client))
        # Counted in before it is greeted: whoever read the greeting can be sent events.
        count = self._deliveries.connected(socket)
        hello = {
            "type": "hello",
            "num_connections": count,
            "debug_info": {"host": "local", "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": self._workspace.app["id"]},
        }
        reader = asyncio.create_task(self._read(websocket))
        try:
            await websocket.send_json(hello)
            await self._write(websocket, outgoing, reader)
        except (WebSocketDisconnect, RuntimeError):
            pass  # the bot went away while something was on its way
        finally:
            reader.cancel()
            CuttableProtocol.transports.pop(client, None)
            self._deliveries.disconnected(socket)
            with suppress(RuntimeError, WebSocketDisconnect):
                await websocket.close()

    @staticmethod
    async def _write(
        websocket: WebSocket, outgoing: asyncio.Queue[JsonDict | None], reader: asyncio.Task[None]
    ) -> None:
        while not reader.done():
            getter = asyncio.create_task(outgoing.get())
            await asyncio.wait({reader, getter}, return_when=asyncio.FIRST_COMPLETED)
            if not getter.done():
                getter.cancel()
                return
            message = getter.result()
            if message is None:
                return
            await websocket.send_json(message)

    async def _read(self, websocket: WebSocket) -> None:
        with suppress(WebSocketDisconnect, RuntimeError):
            while True:
                text = (await websocket.receive()).get("text")
                if text is None:
                    return
                with suppress(ValueError):
                    answer = json.loads(text)
                    if isinstance(answer, dict) and "envelope_id" in answer:
                        payload = answer.get("payload")
                        carried = payload if isinstance(payload, dict) else None
                        self._deliveries.ack(str(answer["envelope_id"]), carried)
