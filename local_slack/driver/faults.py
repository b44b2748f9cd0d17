"""What goes wrong with the bot's calls."""

from __future__ import annotations

from collections.abc import Sequence

from local_slack.driver.base import Driver
from local_slack.faults import Fault, Hold


class FaultDriver(Driver):
    """Calls that fail, answers that come late or never, limits, blocks that are refused."""

    def fail_next(
        self,
        method: str,
        *,
        error: str | None = None,
        status: int | None = None,
        retry_after: int | None = None,
        times: int = 1,
    ) -> None:
        """Let the next calls of a method ("*": any; "response_url") fail: with a Slack error word or an HTTP status."""
        self.components.faults.add(Fault(method, times, error=error, status=status, retry_after=retry_after))

    def delay_next(self, method: str, seconds: float, times: int = 1) -> None:
        """Let the next answers come late, after the work was done and stored."""
        self.components.faults.add(Fault(method, times, delay=seconds))

    def hold_next(self, method: str) -> Hold:
        """Keep the next answer back until ``release`` is called, after the work was done and stored."""
        hold = Hold()
        self.components.faults.add(Fault(method, hold=hold))
        return hold

    def drop_next(self, method: str, *, after: bool = True, times: int = 1) -> None:
        """Cut the connection of the next calls: after the work was done and stored, or before."""
        self.components.faults.add(Fault(method, times, drop="after" if after else "before"))

    def clear_faults(self) -> None:
        """Forget every fault ordered and not yet met."""
        self.components.faults.clear()

    def set_limits(self, *, posting: bool | None = None, tiers: bool | None = None) -> None:
        """Turn on or off: one message a second and channel; each method's calls a minute."""
        self.components.rate_limits.posting = self.components.rate_limits.posting if posting is None else posting
        self.components.rate_limits.tiers = self.components.rate_limits.tiers if tiers is None else tiers

    def refuse_blocks(self, types: Sequence[str], where: str = "message") -> None:
        """Take no blocks of these types from now on (``invalid_blocks``) in a "message", an "unfurl" or a "view"."""
        with self.components.workspace.changed:
            self.components.workspace.refused_blocks[where] = frozenset(types)
