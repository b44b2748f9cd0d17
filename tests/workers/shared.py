"""Workers with everything loaded, shared by all tests of a process: loading takes seconds."""

from __future__ import annotations

import atexit
import functools
import tempfile
from pathlib import Path

from bot.making import worker_pool
from bot.workers import WorkerPool, default_workers


@functools.cache
def shared_workers() -> WorkerPool:
    """The pool; closed when the process ends."""
    pool = worker_pool(default_workers(), Path(tempfile.gettempdir()) / "attache-nowhere", locales=False)
    atexit.register(pool.close)
    return pool
