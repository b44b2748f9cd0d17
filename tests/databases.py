"""PostgreSQL databases for single tests; skips with a reason where no server answers."""

from __future__ import annotations

import atexit
import functools
import os
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

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


@functools.cache
def _kept_database() -> str:
    """Address of a database that lasts as long as this process."""
    stack = ExitStack()
    url = stack.enter_context(postgres_database(f"attache_{uuid.uuid4().hex[:10]}"))
    atexit.register(stack.close)
    return url


def emptied_database() -> str:
    """Address of a database whose tables are empty, for tests that leave the schema alone: far quicker than a new one."""
    url = _kept_database()
    with psycopg.connect(url, autocommit=True) as connection:
        tables = connection.execute(
            "SELECT format('%I', tablename) FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_version'"
        ).fetchall()
        if tables:
            connection.execute(f"TRUNCATE {', '.join(name for (name,) in tables)} RESTART IDENTITY CASCADE")
    return url
