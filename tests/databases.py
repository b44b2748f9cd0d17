"""PostgreSQL databases for single tests; skips with a reason where no server answers."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

#: A server for tests; the database named in it must exist, each test makes its own beside it.
SERVER = os.environ.get("ATTACHE_TEST_POSTGRES", "postgresql://root@127.0.0.1:5432/test")


@functools.cache
def _trouble() -> str | None:
    try:
        psycopg.connect(SERVER, connect_timeout=3).close()
    except psycopg.Error as error:
        return str(error).splitlines()[0]
    return None


@contextmanager
def postgres_database(name: str) -> Iterator[str]:
    """A fresh database, dropped at the end; its address."""
    trouble = _trouble()
    if trouble is not None:
        pytest.skip(f"no PostgreSQL server answers: {trouble}")
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    try:
        yield f"{SERVER.rsplit('/', 1)[0]}/{name}"
    finally:
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
