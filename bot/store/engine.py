"""Opening the database: the SQLite file under ATTACHE_HOME, or PostgreSQL by its URL."""

from __future__ import annotations

import fcntl
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy import event

from summarizers.errors import AttacheError

#: How long a SQLite writer waits for another, in milliseconds (facts measured with two processes writing).
BUSY_TIMEOUT_MS = 30_000
#: libpq's limits on a server that does not answer, in seconds (and milliseconds for the last): without them a worker
#: hangs for a quarter of an hour on a connection the network swallowed.
CONNECTION = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
#: Number under which PostgreSQL serialises migrations of several replicas starting at once; any constant serves.
_MIGRATION_LOCK = 4_242_001
#: Table in which migrations note how far they have come.
VERSION_TABLE = "schema_version"


class StoreUnavailable(AttacheError):
    """The database cannot be opened."""

    kind = "store-unavailable"


def postgres_url(url: str) -> str:
    """``postgres://`` and ``postgresql://`` with the driver that is installed."""
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else url


def sqlite_path(home: Path, name: str) -> Path:
    """The file ``name`` under ``home``, which is made, readable by its owner alone.

    Raises :class:`StoreUnavailable` when the directory cannot be made or written.
    """
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = home / name
        path.touch(mode=0o600)
    except OSError as error:
        raise StoreUnavailable(f"I cannot write my data to {home}; please check ATTACHE_HOME.") from error
    return path


def set_wal(path: Path) -> None:
    """Put a SQLite file in write-ahead mode; it stays so."""
    engine = sa.create_engine(f"sqlite:///{path}")
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    finally:
        engine.dispose()


def sqlite_engine(path: Path) -> sa.Engine:
    """An engine on a SQLite file: WAL, a patient busy timeout, foreign keys; writers take their lock at BEGIN."""
    engine = sa.create_engine(f"sqlite:///{path}", pool_size=20, max_overflow=20)

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        # The driver would begin transactions on its own and late; "begin" below does it, once and at the start.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def _begun(connection: sa.Connection) -> None:
        reads = connection.get_execution_options().get("reads", False)
        connection.exec_driver_sql("BEGIN DEFERRED" if reads else "BEGIN IMMEDIATE")

    return engine


def open_engine(home: Path, database_url: str | None) -> sa.Engine:
    """The engine for Attaché's own data, with the schema brought up to date.

    Raises :class:`StoreUnavailable`.
    """
    try:
        if database_url is None:
            engine = sqlite_engine(sqlite_path(home, "attache.db"))
            with _file_lock(home / "attache.lock"):
                migrate(engine)
        else:
            engine = sa.create_engine(
                postgres_url(database_url),
                pool_size=10,
                max_overflow=20,
                pool_pre_ping=True,
                hide_parameters=True,
                connect_args=CONNECTION,
            )
            with engine.connect() as lock:
                lock.execute(sa.select(sa.func.pg_advisory_lock(_MIGRATION_LOCK)))
                try:
                    migrate(engine)
                finally:
                    lock.execute(sa.select(sa.func.pg_advisory_unlock(_MIGRATION_LOCK)))
    except sa.exc.SQLAlchemyError as error:
        where = "ATTACHE_HOME" if database_url is None else "DATABASE_URL"
        raise StoreUnavailable(f"I cannot open my database; please check {where}.{_said_by(error)}") from error
    return engine


def _said_by(error: sa.exc.SQLAlchemyError) -> str:
    """The last line of what the server said, which names the role or database it has not; never a password."""
    lines = str(getattr(error, "orig", None) or "").strip().splitlines()
    found = re.search(r"FATAL:\s*(.+)", lines[-1]) if lines else None
    return f" The server says: {found[1]}." if found else ""


def migrate(engine: sa.Engine) -> None:
    """Bring the schema up to date with the migrations that ship with the program.

    Raises :class:`StoreUnavailable` when the data is of a newer program.
    """
    # Alembic is needed here alone, and its import costs start-up time elsewhere.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            # Alembic does not know the revision the data is at.
            raise StoreUnavailable(
                "My database was written by a newer Attaché; please install that one, or restore a backup."
            ) from error


def schema_version(home: Path, database_url: str | None) -> tuple[str | None, str, bool]:
    """(the data's revision, the newest one, whether the data's is known); None for a database that is new.

    Looks only: makes no file and changes no table. Raises SQLAlchemyError where the database cannot be opened.
    """
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)
    newest = scripts.get_current_head() or ""
    known = {script.revision for script in scripts.walk_revisions()}
    if database_url is None:
        file = home / "attache.db"
        if not file.exists() or not file.stat().st_size:
            return None, newest, True
        engine = sa.create_engine(f"sqlite:///file:{quote(str(file))}?mode=ro&uri=true")
    else:
        engine = sa.create_engine(postgres_url(database_url), hide_parameters=True, connect_args=CONNECTION)
    try:
        with engine.connect() as connection:
            found = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_revision()
    finally:
        engine.dispose()
    return found, newest, found is None or found in known


def hold_home(home: Path) -> IO[str]:
    """Keep other bots off the data under ``home`` until the file given back is closed (or this process dies).

    Two processes with one executor id would recover each other's jobs. Raises :class:`StoreUnavailable`.
    """
    lock = sqlite_path(home, "running.lock").open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise StoreUnavailable(
            f"Another Attaché is running with the data in {home}; give this one its own ATTACHE_HOME."
        ) from error
    return lock


@contextmanager
def _file_lock(path: Path) -> Iterator[None]:
    """Two processes starting on one home migrate one after the other."""
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that only reads: it waits for nobody."""
    with engine.connect().execution_options(reads=True) as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that writes: committed at the end, rolled back on an error."""
    with engine.begin() as connection:
        yield connection
