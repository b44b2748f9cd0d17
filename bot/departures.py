"""A workspace takes the bot out: its data goes, nothing more is taken on for it, and what its last jobs left is swept up."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol

import structlog
from slack_sdk.errors import SlackClientError

from bot.job_arguments import Departure, Enqueue
from bot.slack.errors import trouble_of
from bot.slack.sender import Clients
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


def forget_departed(store: Store, clients: Clients, departure: Departure) -> None:
    """The job "forget": delete a workspace's data.

    News that came late, after the bot was let in again, is known by a token that works.
    """
    log = structlog.get_logger("attache.departures")
    try:
        clients(departure.team).auth_test()
    except (SlackClientError, OSError) as error:
        store.workspaces.leaves(departure.team)
        log.info("forgot", team=departure.team, error=trouble_of(error).code)
    else:
        log.warning("not forgotten: its token works", team=departure.team)


def unless_departed(store: Store, enqueue: Enqueue, team: str) -> Enqueue:
    """``enqueue`` for listeners: nothing but its forgetting is taken on for a workspace that left."""

    def take_on(kind: str, key: str, *, lane: str | None = None, again: str = "") -> None:
        if kind == "forget" or not store.workspaces.has_left(team):
            enqueue(kind, key, lane=lane, again=again)

    return take_on


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
