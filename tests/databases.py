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

#: Both kinds of database, as parameters of a fixture.
DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@functools.cache
def _trouble() -> str | None:
    try:
        psycopg.connect(SERVER, connect_timeout=30).close()
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


#: Databases of this process that no test uses now; they last as long as the process.
_free: list[str] = []


def _new_database() -> str:
    stack = ExitStack()
    url = stack.enter_context(postgres_database(f"attache_{uuid.uuid4().hex[:10]}"))
    atexit.register(stack.close)
    return url


@contextmanager
def emptied_database(kind: str) -> Iterator[str | None]:
    """A database whose tables are empty, for whoever leaves the schema alone: far quicker than a new one.

    ``kind`` is one of :data:`DATABASES`. Its address, or None for SQLite files, which each test makes of its own.
    """
    if kind == "sqlite":
        yield None
        return
    url = _free.pop() if _free else _new_database()
    _empty(url)
    try:
        yield url
    finally:
        _free.append(url)


def _empty(url: str) -> None:
    """Empty the tables of the bot and of its job engine; both keep their schema."""
    with psycopg.connect(url, autocommit=True) as connection:
        # Who still listens or idles in a transaction belongs to a test that is over.
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        tables = connection.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables "
            "WHERE schemaname IN ('public', 'dbos') AND tablename NOT IN ('schema_version', 'dbos_migrations')"
        ).fetchall()
        if tables:
            connection.execute(f"TRUNCATE {', '.join(name for (name,) in tables)} RESTART IDENTITY CASCADE")
