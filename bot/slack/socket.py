"""Socket Mode: closing the connection without waiting for the client's own second."""

from __future__ import annotations

from slack_bolt.adapter.socket_mode import SocketModeHandler


def close_socket(handler: SocketModeHandler) -> None:
    """Close a handler at once: its client sleeps up to a second for a message, and an empty one wakes it."""
    handler.client.closed = True
    handler.client.message_queue.put(None)
    handler.close()  # type: ignore[no-untyped-call]
