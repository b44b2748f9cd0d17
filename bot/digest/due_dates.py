"""When a digest is due: the local wall time has passed, and nothing was posted for that local date.

Keyed by the local date, never by an instant: an hour that the clocks show twice posts once, an hour they skip posts as
soon as the clocks have passed it, and a date a zone skips altogether has no digest. Pure: the moment is handed in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from bot.store.digests import Schedule

#: How long after its time a digest is still posted; later it would be yesterday's paper.
GRACE = dt.timedelta(hours=6)
#: Days looked back for digests that were missed.
LOOK_BACK = 7
#: Days looked ahead for the next digest: all weekdays, and a date that a zone may skip.
LOOK_AHEAD = 9

_DAY = dt.timedelta(days=1)


def due(now: dt.datetime, schedule: Schedule, last: dt.date | None, grace: dt.timedelta = GRACE) -> dt.date | None:
    """The local date a digest is due for at ``now`` (aware), or None.

    ``last`` is the latest local date that was settled: posted, quiet or missed. A digest due before midnight stays due
    after it while its grace lasts.
    """
    now = now.astimezone(dt.UTC)
    for date in _dates(now, schedule, last, 1 + grace.days):
        if now - moment_of(date, schedule) <= grace:
            return date
    return None


def missed(now: dt.datetime, schedule: Schedule, last: dt.date | None, grace: dt.timedelta = GRACE) -> list[dt.date]:
    """Local dates whose digest was not settled within its grace, oldest first: to be noted, not posted."""
    now = now.astimezone(dt.UTC)
    return [date for date in _dates(now, schedule, last, LOOK_BACK) if now - moment_of(date, schedule) > grace]


def next_moment(now: dt.datetime, schedule: Schedule, last: dt.date | None) -> dt.datetime | None:
    """When the next digest comes, in its own zone; None for a schedule that is off or has no weekday."""
    zone, now = ZoneInfo(schedule.zone), now.astimezone(dt.UTC)
    today = now.astimezone(zone).date()
    for ahead in range(-1, LOOK_AHEAD):
        date = today + ahead * _DAY
        if not _wanted(date, schedule, last):
            continue
        moment = moment_of(date, schedule)
        if now - moment <= GRACE and moment >= _since(schedule):
            return moment.astimezone(zone)
    return None


def moment_of(date: dt.date, schedule: Schedule) -> dt.datetime:
    """When the clocks first show the schedule's time on a date, or pass it where they skip it; aware, UTC."""
    zone = ZoneInfo(schedule.zone)
    wall = dt.datetime.combine(date, schedule.time)
    # Of an hour shown twice the first; of a skipped one, Python's answer lies as far behind the gap as it reaches in.
    moment = wall.replace(tzinfo=zone, fold=0).astimezone(dt.UTC)
    shown = moment.astimezone(zone).replace(tzinfo=None)
    if shown > wall:
        moment = _end_of_gap(moment - (shown - wall), moment, wall, zone)
    return moment


def _end_of_gap(before: dt.datetime, after: dt.datetime, wall: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """The first instant in (before, after] at which the clocks have passed ``wall``, to the second."""
    while after - before > dt.timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(zone).replace(tzinfo=None) >= wall:
            after = middle
        else:
            before = middle
    return after.replace(microsecond=0) if after.replace(microsecond=0) > before else after


def _dates(now: dt.datetime, schedule: Schedule, last: dt.date | None, days: int) -> Iterator[dt.date]:
    """Dates up to today that want a digest and whose moment has come, oldest first."""
    today = now.astimezone(ZoneInfo(schedule.zone)).date()
    for back in range(days, -1, -1):
        date = today - back * _DAY
        if _wanted(date, schedule, last):
            moment = moment_of(date, schedule)
            if _since(schedule) <= moment <= now:
                yield date


def _wanted(date: dt.date, schedule: Schedule, last: dt.date | None) -> bool:
    """Whether a date has a digest by schedule, pause and what was settled. A date not after ``last`` never has."""
    return (
        schedule.active
        and date.weekday() in schedule.weekdays
        and (last is None or date > last)
        and (schedule.paused_until is None or date >= schedule.paused_until)
        and _exists(date, ZoneInfo(schedule.zone))
    )


def _exists(date: dt.date, zone: ZoneInfo) -> bool:
    """Whether the clocks ever show a date: zones that moved over the date line skipped one."""
    noon = dt.datetime.combine(date, dt.time(12), tzinfo=zone)
    return noon.astimezone(dt.UTC).astimezone(zone).date() == date


def _since(schedule: Schedule) -> dt.datetime:
    return dt.datetime.fromtimestamp(schedule.since, dt.UTC)
