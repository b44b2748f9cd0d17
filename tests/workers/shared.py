"""Workers with everything loaded, shared by all tests of a process: loading takes seconds."""

from __future__ import annotations

import atexit
import functools
import tempfile
from pathlib import Path
from typing import Any

from bot.brief_maker import worker_pool
from bot.workers import WorkerPool, default_workers


class Lent:
    """The shared pool for a program that thinks it is its own: closing leaves it open."""

    def __init__(self, *_arguments: object, **_options: object) -> None:
        self._pool = shared_workers()

    def __enter__(self) -> Lent:
        return self

    def __exit__(self, *_raised: object) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pool, name)


@functools.cache
def shared_workers() -> WorkerPool:
    """The pool; closed when the process ends."""
    pool = worker_pool(default_workers(), Path(tempfile.gettempdir()) / "attache-nowhere", locales=False)
    atexit.register(pool.close)
    return pool
