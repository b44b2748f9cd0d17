"""The bot's side: a few workers, forked when needed from a template process that has everything loaded.

A worker that uses too much CPU time or memory costs itself, never the bot; its successor is a fork away. Limits count
the worker's own CPU time, so that a busy machine makes work slow, not refused; wall time is a far backstop.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Literal

import structlog

from bot.workers.frames import END, FRAME, ORDER, READY, SPAWN
from bot.workers.turns import Turns
from summarizers.errors import AttacheError

log = structlog.get_logger(__name__)

#: Longest the template may take to load everything, in seconds of wall time, on however busy a machine.
START_SECONDS = 180.0
#: Tasks after which a worker is replaced, so that what parsers leave behind cannot pile up.
TASKS_A_WORKER = 500
#: Largest answer taken from a worker, in bytes.
MAX_ANSWER = 64_000_000
#: What the template's process inherits from the environment.
_ENVIRONMENT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
#: Times a task is given to a worker: one that was ended from outside is no fault of the task.
_TRIES = 2


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may use."""

    #: CPU time of the worker, user and system, in seconds.
    cpu_seconds: float = 4.0
    #: Memory a worker may add to what the template holds, in MiB.
    megabytes: int = 256
    #: Wall time in seconds: a backstop for a task that waits for something that never comes.
    wall_seconds: float = 90.0


#: The limits where a caller names none.
DEFAULT_LIMITS = Limits()


def default_workers() -> int:
    """As many workers as this process may use cores, and at least two, so that no page holds up all others."""
    return max(2, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


Reason = Literal["cpu", "memory", "wall", "crash"]


class TooHeavy(AttacheError):
    """A task went beyond its limits, or brought its worker down."""

    kind = "too-heavy"

    def __init__(self, reason: Reason) -> None:
        """``reason`` is which limit it was."""
        super().__init__("That is built in a way I could not read in time. Give me a shorter part of it, if you can.")
        #: Which limit it was.
        self.reason = reason


class TaskFailed(Exception):
    """A task raised what it should not: a fault of ours. The text names the exception and its place."""


class WorkersUnavailable(Exception):
    """No worker can be started just now (no memory, no process); the work itself is not to blame."""


class _Gone(Exception):
    """The process at the other end is not there any more, or does not keep to the protocol."""


class _Late(Exception):
    """Nothing came in time."""


class _Template:
    """The process workers are forked from, and the socket orders go over."""

    def __init__(self, warm_ups: Sequence[str]) -> None:
        """``warm_ups`` as :class:`WorkerPool` takes them.

        Raises _Gone or _Late when it does not get ready.
        """
        root = str(Path(__file__).resolve().parents[2])
        environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        # One thread: a process with more cannot be forked safely.
        environment |= {"PYTHONPATH": root, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}
        environment |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
        self._orders, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
                [sys.executable, "-m", "bot.workers.template", str(theirs.fileno()), *warm_ups],
                stdin=subprocess.DEVNULL,
                env=environment,
                cwd=root,
                pass_fds=(theirs.fileno(),),
                # Ctrl-C in the terminal is for the bot, which ends its workers itself.
                start_new_session=True,
            )
        self._orders.settimeout(START_SECONDS)
        try:
            if self._answer()[0] != READY:
                raise _Gone
        except (_Gone, _Late):
            self.end()
            raise

    def spawn(self, read_end: int, write_end: int) -> int:
        """Fork a worker that takes its tasks from one descriptor and answers on the other; its process id."""
        try:
            socket.send_fds(self._orders, [ORDER.pack(SPAWN, 0)], [read_end, write_end])
        except OSError as error:
            raise _Gone from error
        pid = self._answer()[1]
        if pid <= 0:
            raise _Gone
        return pid

    def bury(self, pid: int) -> int:
        """End a worker, if it still runs; its exit code, negative for a signal."""
        try:
            self._orders.sendall(ORDER.pack(END, pid))
        except OSError as error:
            raise _Gone from error
        return self._answer()[1]

    def _answer(self) -> tuple[bytes, int]:
        data = b""
        try:
            while len(data) < ORDER.size:
                chunk = self._orders.recv(ORDER.size - len(data))
                if not chunk:
                    raise _Gone
                data += chunk
        except TimeoutError as error:
            raise _Late from error
        except OSError as error:
            raise _Gone from error
        what, number = ORDER.unpack(data)
        return what, number

    def end(self) -> None:
        """End the template; it takes its workers along."""
        self._orders.close()
        try:
            self._process.wait(2.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class _Worker:
    """One worker process and its pipes."""

    def __init__(self, template: _Template) -> None:
        """Raises _Gone or _Late when the template gives none, OSError without pipes."""
        their_in, our_out = os.pipe()
        try:
            our_in, their_out = os.pipe()
        except OSError:
            os.close(their_in)
            os.close(our_out)
            raise
        try:
            self.pid = template.spawn(their_in, their_out)
        except BaseException:
            os.close(our_in)
            os.close(our_out)
            raise
        finally:
            os.close(their_in)
            os.close(their_out)
        #: Template it came from, which alone may end it: a process id is good only as long as its parent keeps it.
        self.template = template
        #: Tasks it was given.
        self.tasks = 0
        self._out: IO[bytes] = os.fdopen(our_out, "wb")
        self._in = our_in

    def ask(self, head: bytes, body: bytes, seconds: float) -> dict[str, Any]:
        """Give a task and wait for its answer. Raises _Gone or _Late; the worker is then of no more use."""
        self.tasks += 1
        try:
            # The worker reads a whole frame before it starts, so this cannot block on a task it is busy with.
            self._out.write(FRAME.pack(len(head), len(body)) + head + body)
            self._out.flush()
        except OSError as error:
            raise _Gone from error
        end = time.monotonic() + seconds
        size, _ = FRAME.unpack(self._read(FRAME.size, end))
        if size > MAX_ANSWER:
            raise _Gone
        try:
            answer = json.loads(self._read(size, end))
        except ValueError as error:
            raise _Gone from error
        if not isinstance(answer, dict):
            raise _Gone
        return answer

    def _read(self, size: int, end: float) -> bytes:
        """Exactly ``size`` bytes before the moment ``end``."""
        data = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(self._in, selectors.EVENT_READ)
            while len(data) < size:
                if not selector.select(max(0.0, end - time.monotonic())):
                    raise _Late
                chunk = os.read(self._in, min(size - len(data), 1 << 20))
                if not chunk:
                    raise _Gone
                data += chunk
        return bytes(data)

    def close(self) -> None:
        """Close the pipes; the worker ends by itself when it is idle."""
        with suppress(OSError):  # unsent bytes of a task cannot be flushed to a dead worker
            self._out.close()
        os.close(self._in)


class WorkerPool:
    """Runs tasks in workers: forked when needed, reused, replaced after a kill. Safe between threads."""

    def __init__(self, workers: int, *, warm_ups: Sequence[str] = ()) -> None:
        """``warm_ups`` name functions that load what tasks need: ``module:function`` or ``module:function=argument``.

        The template calls each once, before it is ready.
        """
        self._turns = Turns(max(1, workers))
        self._warm_ups = tuple(warm_ups)
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        # Orders to the template are one at a time; so is its start.
        self._orders = threading.Lock()
        self._template: _Template | None = None
        self._closed = False

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def prepare(self) -> None:
        """Start the template in the background, so that the first task need not wait for it."""
        threading.Thread(target=self._prepare, name="attache-workers", daemon=True).start()

    def _prepare(self) -> None:
        with self._orders:
            try:
                self._started()
            except WorkersUnavailable:
                log.warning("workers not started; I try again when there is work", exc_info=True)

    def run(
        self, task: str, request: dict[str, Any], body: bytes = b"", *, lane: str = "", limits: Limits = DEFAULT_LIMITS
    ) -> dict[str, Any]:
        """Run the task ``module:function`` with JSON values and bytes in a worker; the JSON object it gives.

        ``lane`` is whose work it is: lanes take turns. Raises TooHeavy, TaskFailed or WorkersUnavailable.
        """
        head = json.dumps(
            {"task": task, "request": request, "cpu": limits.cpu_seconds, "megabytes": limits.megabytes}
        ).encode()
        with self._turns.turn(lane):
            for last in range(_TRIES):
                answer = self._try(head, body, limits, last == _TRIES - 1, task)
                if answer is not None:
                    break
            else:
                raise TooHeavy("crash")
        if "too_heavy" in answer:
            log.warning("task too heavy", task=task, limit=answer["too_heavy"], place=answer.get("place"))
            raise TooHeavy("cpu" if answer["too_heavy"] == "cpu" else "memory")
        if "failed" in answer:
            raise TaskFailed(str(answer["failed"]))
        given = answer.get("given")
        if not isinstance(given, dict):
            raise TaskFailed(f"{task} gave no JSON object")
        return given

    def _try(self, head: bytes, body: bytes, limits: Limits, last: bool, task: str) -> dict[str, Any] | None:
        """One try: the worker's answer, or None where it was ended from outside and another may do better."""
        worker = self._take()
        try:
            answer = worker.ask(head, body, limits.wall_seconds)
        except (_Gone, _Late, OSError) as error:
            code = self._end(worker)
            late = isinstance(error, _Late)
            log.warning("worker replaced", task=task, late=late, exit_code=code, bytes=len(body))
            if late:
                raise TooHeavy("wall") from error
            if code == -signal.SIGPROF:
                raise TooHeavy("cpu") from error
            if last:
                raise TooHeavy("crash") from error
            return None
        except BaseException:
            self._end(worker)
            raise
        self._give_back(worker, worn=bool(answer.get("worn")))
        return answer

    # -- workers -----------------------------------------------------------------------------------------------------

    def _started(self) -> _Template:
        """The template, started if need be; ``_orders`` is held."""
        if self._closed:
            raise WorkersUnavailable("the pool is closed")
        if self._template is None:
            try:
                self._template = _Template(self._warm_ups)
            except (_Gone, _Late, OSError) as error:
                raise WorkersUnavailable("the template of the workers did not start") from error
        return self._template

    def _take(self) -> _Worker:
        with self._orders:
            while True:
                template = self._started()
                worker = self._idle.pop() if self._idle else None
                if worker is None:
                    try:
                        worker = _Worker(template)
                    except (_Gone, _Late, OSError) as error:
                        log.warning("worker not started", cause=type(error).__name__)
                        self._drop(template)
                        raise WorkersUnavailable("no worker could be started") from error
                self._busy.add(worker)
                return worker

    def _give_back(self, worker: _Worker, *, worn: bool) -> None:
        if worn or worker.tasks >= TASKS_A_WORKER:
            self._end(worker)
            return
        with self._orders:
            self._busy.discard(worker)
            if not self._closed and worker.template is self._template:
                self._idle.append(worker)
                return
        worker.close()

    def _end(self, worker: _Worker) -> int | None:
        """End a worker; its exit code, None where nobody knows it any more."""
        code = None
        with self._orders:
            self._busy.discard(worker)
            if worker.template is self._template:
                try:
                    code = worker.template.bury(worker.pid)
                except (_Gone, _Late):
                    self._drop(worker.template)
        worker.close()
        return code

    def _drop(self, template: _Template) -> None:
        """A template that does not answer takes its workers along; the next task starts another. ``_orders`` is held."""
        self._template = None
        idle, self._idle = self._idle, []
        for worker in idle:
            worker.close()
        template.end()

    def close(self) -> None:
        """End all workers, those at work too; tasks under way and later ones raise."""
        with self._orders:
            self._closed = True
            idle, self._idle = self._idle, []
            for worker in idle:
                worker.close()
            template, self._template = self._template, None
            if template is not None:
                template.end()
