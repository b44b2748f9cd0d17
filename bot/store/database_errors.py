"""Which errors are trouble of our own side that passes: the database cut off, locked or full, the machine out of means.

Such trouble says nothing about what somebody asked for, so it is never an answer: whoever meets it tries again later.
"""

from __future__ import annotations

import errno
import re
import socket
import sqlite3

import psycopg
import sqlalchemy as sa

#: SQLite's primary result codes that pass (sqlite.org/rescode.html): busy, locked, out of memory, read-only (a disk
#: remounted after errors), interrupted, input/output error, full, cannot open, lock protocol. SQLITE_ERROR is a fault.
_SQLITE = frozenset({5, 6, 7, 8, 9, 10, 13, 14, 15})
#: Those of them that another process causes: busy, locked, lock protocol.
_LOCKED = frozenset({5, 6, 15})
#: Classes of PostgreSQL's error codes that pass (postgresql.org, appendix A): connection, rollback of a transaction,
#: insufficient resources, operator intervention, trouble of the system; a server that became a standby (25006).
_POSTGRES = ("08", "40", "53", "57", "58", "25006", "25P03")
#: What the operating system says when memory, disk, processes, files or the network are missing.
_SYSTEM = frozenset(
    {
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EIO,
        errno.EMFILE,
        errno.ENFILE,
        errno.ENOMEM,
        errno.EAGAIN,
        errno.ENETDOWN,
        errno.ENETUNREACH,
        errno.EHOSTUNREACH,
    }
)


def is_own_trouble(error: BaseException) -> bool:
    """Whether an error is trouble of our own side that may pass by itself."""
    if isinstance(error, sa.exc.DBAPIError):
        return error.connection_invalidated or (error.orig is not None and is_own_trouble(error.orig))
    if isinstance(error, sa.exc.TimeoutError | sa.exc.DisconnectionError):
        return True
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)
        return code is not None and code & 0xFF in _SQLITE
    if isinstance(error, psycopg.Error):
        # Without a code the server did not say it: the connection was lost, or never made.
        state = error.sqlstate
        return (
            state.startswith(_POSTGRES)
            if state
            else isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
        )
    if isinstance(error, ConnectionError | TimeoutError | socket.gaierror):
        return True
    return isinstance(error, OSError) and error.errno in _SYSTEM


#: What a server that is up says of an address or a sign-in it will not take, as libpq tells it: such an answer has no
#: code. A server that is starting, stopping or full says so in the words of :data:`_NOT_NOW`.
_NEVER = re.compile(
    r"FATAL|no password|authentication|certificate|invalid|does not exist|does not support|not allowed", re.IGNORECASE
)
_NOT_NOW = re.compile(
    r"database system is|starting up|shutting down|recovery|too many|remaining connection slots|terminating connection",
    re.IGNORECASE,
)


def is_worth_waiting(error: BaseException) -> bool:
    """Whether a database that did not open at the start may do so later: not with a wrong password or a full disk."""
    cause = getattr(error, "orig", None) or error
    if not is_own_trouble(error):
        return False
    if isinstance(cause, sqlite3.Error):
        return cause.sqlite_errorcode & 0xFF in _LOCKED
    if isinstance(cause, psycopg.Error) and not cause.sqlstate:
        return _NEVER.search(str(cause)) is None or _NOT_NOW.search(str(cause)) is not None
    return True
