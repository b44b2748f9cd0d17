"""The one limit of tests that wait."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypedDict

#: Seconds after which whatever is waited for counts as hung. It says nothing about how fast anything should be: on an
#: idle machine no wait takes a hundredth of it.
HUNG = 120.0


class Patience(TypedDict):
    """Options of a local Slack: how long it waits."""

    #: Seconds until an event counts as not acknowledged.
    ack_seconds: float
    #: Seconds in which a trigger opens a window.
    trigger_seconds: float


#: A local Slack that waits as long for acks and for windows, where a test is not about Slack's three seconds.
PATIENT: Patience = {"ack_seconds": HUNG, "trigger_seconds": HUNG}


def until(holds: Callable[[], object], what: str = "it") -> None:
    """Wait for what has no event to wait on.

    Raises:
        TimeoutError: it did not come about before it counted as hung.
    """
    deadline, pause = time.monotonic() + HUNG, threading.Event()
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited in vain for {what}")
        pause.wait(0.02)
