"""Tasks that behave badly, for the workers under test."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path
from typing import Any

#: See :func:`hold_marked` and :func:`hold_marked_lines`.
MARK, FAULT = "HOLD THE LINE", "STUMBLE HERE"

_loaded = 0


def load(number: str = "1") -> None:
    """A warm-up."""
    global _loaded
    _loaded += int(number)


def hold_marked() -> None:
    """A warm-up: texts and pages with the mark hold whoever reads them, for ever, as hostile ones would."""
    from bot import brief_maker
    from bot.articles import tasks

    tasks.pasted = _held(tasks.pasted)
    brief_maker.make = _held(brief_maker.make)


def hold_marked_lines(home: str) -> None:
    """The same for the lines of a batch; those with the other mark meet a fault of ours."""
    from bot import batch, brief_maker

    brief_maker.warm_up(home)
    batch.work = _held(batch.work)


def _held(work: Any) -> Any:
    def maybe(request: dict[str, Any], body: bytes) -> Any:
        if MARK.encode() in body:
            return burn(request, body)
        return raises(request, body) if FAULT.encode() in body else work(request, body)

    return maybe


def echo(request: dict[str, Any], body: bytes) -> dict[str, Any]:
    """Give back what came, and what is known of the worker."""
    return {"request": request, "body": body.decode(), "pid": os.getpid(), "parent": os.getppid(), "loaded": _loaded}


def environment(_request: dict[str, Any], _body: bytes) -> dict[str, Any]:
    """The names of all that the worker's environment holds."""
    return {"names": sorted(os.environ)}


def burn(_request: dict[str, Any], _body: bytes) -> dict[str, Any]:
    """Use the processor without end."""
    while True:
        pass


def backtrack(_request: dict[str, Any], _body: bytes) -> dict[str, Any]:
    """Be stuck inside one call of a C library, where no Python code runs."""
    re.fullmatch(r"(a+)+b", "a" * 60)
    return {}


def swell(request: dict[str, Any], _body: bytes) -> dict[str, Any]:
    """Take memory, in MiB."""
    held = [bytearray(1 << 20) for _ in range(request["megabytes"])]
    return {"held": len(held)}


def sleep(_request: dict[str, Any], _body: bytes) -> dict[str, Any]:
    """Wait for what never comes, without using the processor."""
    time.sleep(3600)
    return {}


def die(request: dict[str, Any], _body: bytes) -> dict[str, Any]:
    """End as a crashing library does: always, or the first time only."""
    first = Path(request["seen"])
    if request["always"] or not first.exists():
        # A worker may not write; a folder of the test stands for what it cannot remember.
        first.mkdir(exist_ok=True)
        os.kill(os.getpid(), signal.SIGSEGV)
    return {"pid": os.getpid()}


def raises(_request: dict[str, Any], body: bytes) -> dict[str, Any]:
    """Fail by a fault of ours."""
    raise ValueError(body.decode())


def nothing(_request: dict[str, Any], _body: bytes) -> Any:
    """Give no object."""
    return None


def attempt(request: dict[str, Any], _body: bytes) -> dict[str, Any]:
    """Run forbidden code; whether it was refused."""
    try:
        exec(request["code"], {})
    except (PermissionError, OSError) as error:
        return {"refused": type(error).__name__}
    return {"refused": None}
