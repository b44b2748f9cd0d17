"""After a workspace took the bot out: what its last jobs left behind is swept up, in our tables and in the engine's."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol

import structlog

from bot.store import Store

#: Seconds after a departure within which a listener may still have taken on a job.
LATE = 60.0
_SEAMS = re.compile(r"[:|/~]")


class Engine(Protocol):
    """The job engine's tables: see :class:`bot.jobs.Jobs`."""

    def has_open(self, before: float) -> bool:
        """Whether a job from before a moment is not finished."""
        ...

    def forget(self, belongs: Callable[[str, str, str | None], bool]) -> int:
        """Delete finished jobs."""
        ...


def sweep_departed(store: Store, engine: Engine) -> None:
    """Sweep behind workspaces that left, once every job from before is done; called from time to time."""
    for team, left_at in store.workspaces.leaving():
        if engine.has_open(left_at + LATE):
            continue
        # First the jobs: while the note stands with its name, a sweep that was cut off begins again.
        jobs = engine.forget(lambda kind, key, lane, team=team: _is_of(store, team, kind, key, lane))  # type: ignore[misc]
        store.workspaces.sweep(team)
        structlog.get_logger("attache.departures").info("swept", team=team, jobs=jobs)


def _is_of(store: Store, team: str, kind: str, key: str, lane: str | None) -> bool:
    """Whether a finished job was a workspace's: its key or lane names it, or what it was about is gone."""
    if team in _SEAMS.split(key) or team in _SEAMS.split(lane or ""):
        return True
    about = _SEAMS.split(key)[0]
    if kind in ("brief", "hourglass"):
        return not store.requests.known([about])
    if kind == "feed":
        return store.feeds.get(int(about)) is None
    return kind == "article" and store.feeds.article(about) is None
