"""The template process: loads everything once, then forks a worker whenever the bot orders one.

Started by :mod:`bot.workers.pool`, never by hand. It alone ends its workers and learns how they ended, so that a
process id never means another process. It ends, and takes its workers along, when the bot closes the socket or dies.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import socket
import sys
from contextlib import suppress
from typing import NoReturn

from bot.workers.child import serve
from bot.workers.frames import END, ORDER, READY, SPAWN
from bot.workers.functions import function_of


def warm(named: str) -> None:
    """Call the warm-up ``module:function``, or ``module:function=argument`` with a string."""
    name, has_argument, argument = named.partition("=")
    function_of(name)(*([argument] if has_argument else []))


def main() -> None:
    """Load, say so, then follow orders until the bot is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What libraries have to say of hostile pages is no news to the person at the terminal.
    logging.disable(logging.CRITICAL)
    orders = socket.socket(fileno=int(sys.argv[1]))
    # What is loaded now is never collected: looking for garbage meanwhile would cost a fifth of the time.
    gc.disable()
    for warm_up in sys.argv[2:]:
        warm(warm_up)
    gc.collect()
    # Pages of memory stay shared with the workers.
    gc.freeze()
    gc.enable()
    _follow(orders)


def _follow(orders: socket.socket) -> None:
    workers: set[int] = set()
    try:
        orders.sendall(ORDER.pack(READY, 0))
        while True:
            data, descriptors, _, _ = socket.recv_fds(orders, ORDER.size, 2)
            if len(data) < ORDER.size:
                break
            what, pid = ORDER.unpack(data)
            if what == SPAWN:
                number = _spawn(orders, descriptors)
                if number > 0:
                    workers.add(number)
            elif what == END and pid in workers:
                workers.discard(pid)
                number = _end(pid)
            else:
                number = 0
            orders.sendall(ORDER.pack(what, number))
    except OSError:
        pass  # the bot is gone
    finally:
        for pid in workers:
            _end(pid)


def _spawn(orders: socket.socket, descriptors: list[int]) -> int:
    """Fork a worker on two pipe ends; its process id, or -1 where the system has no room for it."""
    try:
        pid = os.fork() if len(descriptors) == 2 else -1
    except OSError:
        pid = -1
    if pid == 0:
        _become_worker(orders, *descriptors)
    for descriptor in descriptors:
        os.close(descriptor)
    return pid


def _become_worker(orders: socket.socket, source: int, target: int) -> NoReturn:
    code = 1
    try:
        orders.close()
        serve(source, target)
        code = 0
    finally:
        # Nothing of the template's own ending is the worker's business.
        os._exit(code)


def _end(pid: int) -> int:
    """End a child, if it still runs; its exit code, negative for a signal."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    try:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    except ChildProcessError:
        return 0


if __name__ == "__main__":
    main()
