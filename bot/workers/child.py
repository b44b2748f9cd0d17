"""The worker's side: read a task, run it within its limits, answer, again.

A worker has no network (an audit hook refuses sockets), cannot start programs or write files, and holds none of the
bot's environment, so no secret either.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from bot.workers.frames import FRAME
from bot.workers.functions import OURS, function_of

#: Share of its allowance of memory above which a worker is to be replaced after its task.
WORN_SHARE = 0.6
#: Audit events of the interpreter that a reader of pages has no business raising.
_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "urllib.", "ftplib.")


def _no_outside(event: str, _: tuple[Any, ...]) -> None:
    """Audit hook: refuse connections and programs, whatever library asks for them."""
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)


def confine() -> None:
    """Give up what is not needed: writing files, dumping core, the outside world."""
    for limit in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        with contextlib.suppress(ValueError, OSError):
            # Some systems know a limit but refuse to set it.
            resource.setrlimit(limit, (0, 0))
    sys.addaudithook(_no_outside)


def _pages() -> tuple[int, int]:
    """Bytes of address space and of memory this process holds now; zeros where the system does not tell."""
    try:
        size, resident = Path("/proc/self/statm").read_text("ascii").split()[:2]
    except (OSError, ValueError):
        return 0, 0
    page = os.sysconf("SC_PAGE_SIZE")
    return int(size) * page, int(resident) * page


def _allow(megabytes: int, held: int) -> None:
    """Set the limit of the address space, ``megabytes`` above what the template ``held`` (bytes)."""
    with contextlib.suppress(ValueError, OSError):
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (held + (megabytes << 20), hard))


def serve(source: int, target: int) -> None:
    """Run tasks from one descriptor, answer on the other, until the bot closes the pipe."""
    with os.fdopen(source, "rb") as tasks, os.fdopen(target, "wb") as answers:
        # Nothing a library prints may reach the terminal.
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
        confine()
        size, resident = _pages()
        while True:
            head = tasks.read(FRAME.size)
            if len(head) < FRAME.size:
                return
            head_size, body_size = FRAME.unpack(head)
            order = json.loads(tasks.read(head_size))
            body = tasks.read(body_size)
            _allow(order["megabytes"], size)
            with _budget(order["cpu"]):
                answer = _answered(order, body)
            # Memory that a heavy task leaves behind would be missing for the next one.
            added = _pages()[1] - resident
            answer["worn"] = answer.get("worn", False) or added > WORN_SHARE * (order["megabytes"] << 20)
            _send(answers, answer)


class _OverBudget(BaseException):
    """The task's CPU time is used up; not an Exception, so that no library takes it for its own trouble."""


def _over_budget(_number: int, _frame: Any) -> None:
    raise _OverBudget


@contextlib.contextmanager
def _budget(seconds: float) -> Iterator[None]:
    """Count this process's CPU time: at the limit the code is stopped where it stands, so that the log can say where.

    What stands inside one call of a library hears nothing; a little later it is ended by a signal nobody handles.
    """
    signal.signal(signal.SIGVTALRM, _over_budget)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    signal.setitimer(signal.ITIMER_PROF, 1.25 * seconds + 0.1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)


def _answered(order: dict[str, Any], body: bytes) -> dict[str, Any]:
    """What the task gives, or what became of it. Never raises."""
    try:
        return {"given": function_of(order["task"])(order["request"], body)}
    except _OverBudget as over:
        # What was stopped in the middle may have left tables half filled: another worker goes on.
        return {"too_heavy": "cpu", "place": place(over, leave_out=_over_budget.__name__), "worn": True}
    except (MemoryError, RecursionError) as error:
        return {"too_heavy": "memory", "place": place(error), "worn": True}
    except Exception as error:
        return {"failed": f"{type(error).__name__} at {place(error)}", "worn": True}


def place(error: BaseException, *, leave_out: str = "") -> str:
    """Module, line and function an exception comes from; never its text, which may hold what a stranger wrote.

    Frames of the function ``leave_out`` do not count; a frame of ours is named rather than a library's.
    """
    frames = [(f, line) for f, line in traceback.walk_tb(error.__traceback__) if f.f_code.co_name != leave_out]
    if not frames:
        return "?"
    names = [(str(f.f_globals.get("__name__", "?")), line, f.f_code.co_name) for f, line in frames]
    module, line, function = next((n for n in reversed(names) if n[0].startswith(OURS)), names[-1])
    return f"{module}, line {line}, in {function}"


def _send(answers: IO[bytes], value: dict[str, Any]) -> None:
    data = json.dumps(value).encode()
    answers.write(FRAME.pack(len(data), 0) + data)
    answers.flush()
