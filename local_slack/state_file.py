"""Where messages outlive the process: one SQLite file, or nothing at all."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

JsonDict = dict[str, Any]

_TABLES = """
CREATE TABLE IF NOT EXISTS messages (channel TEXT, ts TEXT, body TEXT, PRIMARY KEY (channel, ts));
CREATE TABLE IF NOT EXISTS channels (id TEXT PRIMARY KEY, body TEXT);
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, body TEXT);
"""


class StateFile:
    """Messages, conversations and a few facts (tokens, ids), written before the call that makes them is answered."""

    def __init__(self, path: Path | None = None) -> None:
        """Open or create ``path``; None keeps everything in memory only."""
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        if path is not None:
            self._db.execute("PRAGMA journal_mode=WAL")
        self._db.executescript(_TABLES)

    def put_message(self, channel: str, ts: str, message: JsonDict) -> None:
        """Write one message, new or changed."""
        self._write("INSERT OR REPLACE INTO messages VALUES (?, ?, ?)", (channel, ts, json.dumps(message)))

    def drop_message(self, channel: str, ts: str) -> None:
        """Forget one message."""
        self._write("DELETE FROM messages WHERE channel = ? AND ts = ?", (channel, ts))

    def messages(self) -> Iterator[tuple[str, str, JsonDict]]:
        """Every message as (channel, ts, message), oldest first."""
        for channel, ts, body in self._read("SELECT channel, ts, body FROM messages ORDER BY ts"):
            yield channel, ts, json.loads(body)

    def put_channel(self, channel: str, record: JsonDict) -> None:
        """Write what is known of a conversation."""
        self._write("INSERT OR REPLACE INTO channels VALUES (?, ?)", (channel, json.dumps(record)))

    def channels(self) -> Iterator[tuple[str, JsonDict]]:
        """Every conversation that was changed since the seed, as (id, record)."""
        for channel, body in self._read("SELECT id, body FROM channels"):
            yield channel, json.loads(body)

    def fact(self, name: str, default: str) -> str:
        """A lasting fact; ``default`` is written when there is none yet."""
        found = self._read("SELECT body FROM facts WHERE name = ?", (name,))
        if found:
            return str(found[0][0])
        self._write("INSERT INTO facts VALUES (?, ?)", (name, default))
        return default

    def put_fact(self, name: str, body: str) -> None:
        """Change a lasting fact."""
        self._write("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, body))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def _write(self, statement: str, values: tuple[str, ...]) -> None:
        with self._lock:
            self._db.execute(statement, values)

    def _read(self, statement: str, values: tuple[str, ...] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._db.execute(statement, values).fetchall()
