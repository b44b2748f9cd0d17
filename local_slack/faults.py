"""Faults to inject: answers that fail, come late or never."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field, replace

from local_slack.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with the next calls of one method."""

    #: Method, or "*" for any.
    method: str
    #: Calls it still holds for.
    times: int = 1
    #: Slack's error word to answer with, without doing anything.
    error: str | None = None
    #: HTTP status to answer with, without doing anything: 429, 500, 503.
    status: int | None = None
    #: Seconds in the ``Retry-After`` header of a 429.
    retry_after: int | None = None
    #: Cut the connection: before anything is done, or after it was done and stored.
    drop: str | None = None
    #: Seconds to wait with the answer, once the work is done and stored.
    delay: float = 0.0
    #: Answer only when this is set, once the work is done and stored.
    hold: Hold | None = None


class Hold:
    """An answer kept back until ``release``."""

    def __init__(self) -> None:
        #: Done when the answer may go.
        self.released: Future[None] = Future()

    def release(self) -> None:
        """Let the answer go; releasing twice does nothing."""
        if not self.released.done():
            self.released.set_result(None)


@dataclass(slots=True)
class Faults:
    """Faults waiting for their calls, the first added met first."""

    workspace: Workspace
    _waiting: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        """Inject a fault."""
        with self.workspace.changed:
            self._waiting.append(fault)

    def take(self, method: str) -> Fault | None:
        """The fault that meets this call, or None."""
        with self.workspace.changed:
            for number, fault in enumerate(self._waiting):
                if fault.method in (method, "*"):
                    if fault.times > 1:
                        self._waiting[number] = replace(fault, times=fault.times - 1)
                    else:
                        del self._waiting[number]
                    return fault
        return None

    def clear(self) -> None:
        """Forget every fault and let go of every answer kept back."""
        with self.workspace.changed:
            for fault in self._waiting:
                if fault.hold is not None:
                    fault.hold.release()
            self._waiting.clear()
