"""Workers: reused, bounded in CPU time and memory, replaced at once, cut off from the world."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from bot.workers import Limits, TaskFailed, TooHeavy, WorkerPool, WorkersUnavailable
from tests.hung import HUNG

TASKS = "tests.workers.tasks"
QUICK = Limits(cpu_seconds=0.3)


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(2, warm_ups=(f"{TASKS}:load=7",)) as shared:
        yield shared


def pid_of(pool: WorkerPool) -> int:
    """The worker that takes the next task when nothing else is under way."""
    return int(pool.run(f"{TASKS}:echo", {})["pid"])


def test_a_task_gets_json_and_bytes_and_gives_json(pool: WorkerPool) -> None:
    """Values come through the pipe as they are."""
    given = pool.run(f"{TASKS}:echo", {"a": ["ü", None, 1.5]}, "Zürich".encode())
    assert (given["request"], given["body"]) == ({"a": ["ü", None, 1.5]}, "Zürich")


def test_workers_are_kept_and_share_what_the_template_loaded(pool: WorkerPool) -> None:
    """One worker serves many tasks; warm-ups, with their argument, ran before it was forked, once."""
    given = [pool.run(f"{TASKS}:echo", {}) for _ in range(4)]
    assert len({g["pid"] for g in given}) == 1
    assert {g["loaded"] for g in given} == {7}


@pytest.mark.parametrize("task", ["burn", "backtrack"])
def test_cpu_time_beyond_the_limit_costs_the_worker(pool: WorkerPool, task: str) -> None:
    """A loop ends at the limit, also one inside a single call of a C library; the next task has another worker."""
    before = pid_of(pool)
    with pytest.raises(TooHeavy) as caught:
        pool.run(f"{TASKS}:{task}", {}, limits=QUICK)
    assert caught.value.reason == "cpu"
    assert pid_of(pool) != before


def test_the_log_names_where_a_task_stood(pool: WorkerPool, capsys: pytest.CaptureFixture[str]) -> None:
    """Module, line and function, so that what is slow can be found."""
    with pytest.raises(TooHeavy):
        pool.run(f"{TASKS}:burn", {}, limits=QUICK)
    logged = capsys.readouterr()
    assert re.search(r"tests\.workers\.tasks, line \d+, in burn", logged.out + logged.err)


def test_a_limit_is_for_one_task(pool: WorkerPool) -> None:
    """CPU time of earlier tasks does not count: many small ones pass where one long one would not."""
    for _ in range(200):
        pool.run(f"{TASKS}:echo", {}, b"x" * 20_000, limits=QUICK)


def test_memory_beyond_the_limit_costs_the_task(pool: WorkerPool) -> None:
    """Too much memory is refused inside the worker, which is replaced; less passes."""
    small = Limits(megabytes=64)
    with pytest.raises(TooHeavy) as caught:
        pool.run(f"{TASKS}:swell", {"megabytes": 500}, limits=small)
    assert caught.value.reason == "memory"
    assert pool.run(f"{TASKS}:swell", {"megabytes": 20}, limits=small) == {"held": 20}


def test_a_task_that_waits_for_ever_ends_at_the_backstop(pool: WorkerPool) -> None:
    """Wall time is a far backstop for what uses no CPU."""
    with pytest.raises(TooHeavy) as caught:
        pool.run(f"{TASKS}:sleep", {}, limits=Limits(wall_seconds=0.2))
    assert caught.value.reason == "wall"


def test_a_worker_ended_from_outside_costs_nothing(pool: WorkerPool, tmp_path: Path) -> None:
    """The task is given to another worker; one that brings down every worker is too heavy."""
    assert pool.run(f"{TASKS}:die", {"seen": str(tmp_path / "once"), "always": False})["pid"]
    with pytest.raises(TooHeavy) as caught:
        pool.run(f"{TASKS}:die", {"seen": str(tmp_path / "always"), "always": True})
    assert caught.value.reason == "crash"


def test_an_idle_worker_that_was_killed_costs_nothing(pool: WorkerPool) -> None:
    """The next task does not even see it."""
    pid = pid_of(pool)
    os.kill(pid, 9)
    assert pid_of(pool) != pid


def test_a_template_that_was_killed_is_started_again(pool: WorkerPool) -> None:
    """Its death costs a start, not a task."""
    template = int(pool.run(f"{TASKS}:echo", {})["parent"])
    process = psutil.Process(template)
    process.kill()
    process.wait(HUNG)
    try:
        first = pool.run(f"{TASKS}:echo", {})
    except WorkersUnavailable:
        first = pool.run(f"{TASKS}:echo", {})
    assert first["parent"] != template
    assert first["loaded"] == 7


def test_a_fault_of_ours_is_told_by_its_place_not_its_words(pool: WorkerPool) -> None:
    """The log learns type, file and function; the text may hold what a stranger wrote."""
    with pytest.raises(TaskFailed) as caught:
        pool.run(f"{TASKS}:raises", {}, b"a stranger's words")
    assert "ValueError at tests.workers.tasks, line " in str(caught.value)
    assert "in raises" in str(caught.value)
    assert "stranger" not in str(caught.value)


@pytest.mark.parametrize("task", [f"{TASKS}:nothing", f"{TASKS}:missing", "os:getcwd"])
def test_only_our_functions_that_give_an_object_are_tasks(pool: WorkerPool, task: str) -> None:
    """Anything else is a fault of ours, and costs nobody else anything."""
    with pytest.raises(TaskFailed):
        pool.run(task, {})
    assert pid_of(pool)


def test_the_worker_holds_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker's environment is a few names; no token of the bot is among them."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-not-a-token")
    with WorkerPool(1) as own:
        names = own.run(f"{TASKS}:environment", {})["names"]
    assert "PATH" in names
    assert "SLACK_BOT_TOKEN" not in names


ATTEMPTS = {
    "socket": "import socket; socket.create_connection(('127.0.0.1', 9), 1)",
    "look-up": "import socket; socket.getaddrinfo('localhost', 80)",
    "program": "import subprocess; subprocess.Popen(['true'])",
    "system": "import os; os.system('true')",
    "fork": "import os; os.fork()",
    "urllib": "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
}


@pytest.mark.parametrize("code", ATTEMPTS.values(), ids=ATTEMPTS)
def test_the_worker_cannot_reach_out(pool: WorkerPool, code: str) -> None:
    """It can neither connect, look up a name nor start a program."""
    assert pool.run(f"{TASKS}:attempt", {"code": code}) == {"refused": "PermissionError"}


def test_the_worker_cannot_write_files(pool: WorkerPool, tmp_path: Path) -> None:
    """A file it opens stays empty: writing beyond size 0 is refused by the system."""
    code = f"import os; os.write(os.open({str(tmp_path / 'x')!r}, os.O_WRONLY | os.O_CREAT), b'x')"
    assert pool.run(f"{TASKS}:attempt", {"code": code})["refused"] == "OSError"


def test_processes_end_with_the_pool() -> None:
    """Closing leaves no process behind, not even one in the middle of a task, and later tasks are told."""
    own = WorkerPool(2)
    family = [psutil.Process(int(own.run(f"{TASKS}:echo", {})[who])) for who in ("pid", "parent")]
    ended = threading.Event()

    def busy() -> None:
        with pytest.raises((TooHeavy, WorkersUnavailable)):
            own.run(f"{TASKS}:sleep", {})
        ended.set()

    threading.Thread(target=busy, daemon=True).start()
    while not family[1].children():
        pass
    own.close()
    assert ended.wait(HUNG)
    psutil.wait_procs(family, timeout=HUNG)
    assert not any(process.is_running() for process in family)
    with pytest.raises(WorkersUnavailable):
        own.run(f"{TASKS}:echo", {})


def test_processes_end_with_the_bot() -> None:
    """A bot that was killed leaves no process behind: the template sees its socket close."""
    import subprocess
    import sys

    code = (
        "import os, sys\n"
        "from bot.workers import WorkerPool\n"
        "pool = WorkerPool(1)\n"
        f"given = pool.run('{TASKS}:echo', {{}})\n"
        "print(given['pid'], given['parent'], flush=True)\n"
        "sys.stdin.read()\n"
    )
    bot = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    )
    assert bot.stdout is not None
    family = [psutil.Process(int(pid)) for pid in bot.stdout.readline().split()]
    bot.kill()
    bot.wait()
    _, alive = psutil.wait_procs(family, timeout=HUNG)
    assert not alive or all(process.status() == psutil.STATUS_ZOMBIE for process in alive)
