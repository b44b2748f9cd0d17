"""The due clock: one digest per local date, whatever the clocks do."""

from __future__ import annotations

import datetime as dt
import functools
import zoneinfo
from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.digest.due_dates import GRACE, due, missed, moment_of, next_moment
from bot.store.digests import Schedule

DAILY = Schedule(weekdays=frozenset(range(7)))
SECOND, HOUR, DAY = dt.timedelta(seconds=1), dt.timedelta(hours=1), dt.timedelta(days=1)
ZONES = sorted(zoneinfo.available_timezones() - {"localtime", "Factory"})


def at(zone: str, year: int, month: int, day: int, hour: int, minute: int) -> dt.datetime:
    """An instant by a zone's clocks (of two the first)."""
    return dt.datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)


def offset(zone: ZoneInfo, moment: dt.datetime) -> dt.timedelta:
    """How far a zone's clocks are ahead of UTC at an instant."""
    found = moment.astimezone(zone).utcoffset()
    assert found is not None
    return found


def run(
    schedule: Schedule, start: dt.datetime, end: dt.datetime, tick: dt.timedelta
) -> list[tuple[dt.date, dt.datetime]]:
    """(date, moment) of the digests posted by a scheduler that looks every ``tick``."""
    posted: list[tuple[dt.date, dt.datetime]] = []
    now = start
    while now <= end:
        date = due(now, schedule, posted[-1][0] if posted else None)
        if date is not None:
            posted.append((date, now))
        now += tick
    return posted


def dates_shown(zone: ZoneInfo, start: dt.datetime, end: dt.datetime) -> Iterator[dt.date]:
    """Local dates whose noon lies in a stretch of time: all but those the zone skips."""
    date = start.astimezone(zone).date() - DAY
    while date <= end.astimezone(zone).date() + DAY:
        noon = dt.datetime.combine(date, dt.time(12), tzinfo=zone).astimezone(dt.UTC)
        if noon.astimezone(zone).date() == date and start <= noon <= end:
            yield date
        date += DAY


def shown(moment: dt.datetime, zone: str) -> dt.datetime:
    """What the clocks of a zone show."""
    return moment.astimezone(dt.UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


@functools.cache
def changes(zone: str) -> tuple[dt.datetime, ...]:
    """Days from 1990 to 2037 on which a zone's offset changes."""
    info, found = ZoneInfo(zone), []
    day, end = dt.datetime(1990, 1, 1, tzinfo=dt.UTC), dt.datetime(2037, 12, 30, tzinfo=dt.UTC)
    before = day.astimezone(info).utcoffset()
    while day < end:
        day += DAY
        offset = day.astimezone(info).utcoffset()
        if offset != before:
            found.append(day)
        before = offset
    return tuple(found)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_one_digest_per_local_date_in_every_zone(data: st.DataObject) -> None:
    """Over all zones, most of all around their changes: each date gets its digest, once, at its time or just after."""
    zone = data.draw(st.sampled_from(ZONES))
    days = changes(zone)
    around = st.sampled_from(days) if days else st.nothing()
    anywhere = st.datetimes(dt.datetime(1990, 1, 4), dt.datetime(2037, 12, 20), timezones=st.just(dt.UTC))
    start = data.draw(around | anywhere) - data.draw(st.integers(30, 60)) * HOUR
    time = data.draw(st.times().map(lambda t: t.replace(second=0, microsecond=0)))
    tick = data.draw(st.integers(1, 50)) * dt.timedelta(minutes=1) + dt.timedelta(seconds=data.draw(st.integers(0, 59)))
    schedule = replace(DAILY, zone=zone, time=time)
    end = start + 6 * DAY
    posted = run(schedule, start, end, tick)
    dates = [date for date, _moment in posted]
    assert len(set(dates)) == len(dates)
    assert dates == sorted(dates)
    for date, moment in posted:
        due_at, wall = moment_of(date, schedule), dt.datetime.combine(date, time)
        # The clocks pass the time there, for the first time.
        assert shown(due_at, zone) >= wall > shown(due_at - SECOND, zone)
        assert due_at <= moment
        assert moment - due_at < tick or moment == start
    whole = set(dates_shown(ZoneInfo(zone), start + 2 * DAY, end - 2 * DAY))
    assert whole <= set(dates)


def rules_of(zone: str, year: int) -> tuple[tuple[dt.datetime, dt.timedelta | None], ...]:
    """Every change of a zone's offset in three years, to the hour, with what it changes to."""
    info, found = ZoneInfo(zone), []
    moment, end = dt.datetime(year - 1, 1, 1, tzinfo=dt.UTC), dt.datetime(year + 2, 1, 1, tzinfo=dt.UTC)
    before = moment.astimezone(info).utcoffset()
    days = [moment + n * DAY for n in range(1, (end - moment).days)]
    for day in days:
        offset = day.astimezone(info).utcoffset()
        if offset != before:
            hours = (day - DAY + n * HOUR for n in range(25))
            found.append((next(h for h in hours if h.astimezone(info).utcoffset() != before), offset))
        before = offset
    return tuple(found)


@pytest.mark.parametrize("year", [2011, 2026])
def test_every_change_of_every_zone(year: int) -> None:
    """All zones there are, all their changes in three years, hour by hour: times that are skipped, that come twice, and
    those around them give each date one digest, when the clocks first show or pass its time."""
    seen: set[object] = set()
    for zone in ZONES:
        for moment, after in rules_of(zone, year):
            before = (moment - HOUR).astimezone(ZoneInfo(zone)).utcoffset()
            if (moment, before, after) in seen:  # zones that share their rules
                continue
            seen.add((moment, before, after))
            for minutes in (-30, 0, 30):
                time = (shown(moment, zone) + dt.timedelta(minutes=minutes)).time()
                schedule = replace(DAILY, zone=zone, time=time)
                posted = run(schedule, moment - 40 * HOUR, moment + 40 * HOUR, dt.timedelta(minutes=30))
                dates = [date for date, _ in posted]
                assert dates == sorted(set(dates)), zone
                assert set(dates_shown(ZoneInfo(zone), moment - 15 * HOUR, moment + 15 * HOUR)) <= set(dates), zone
                for date, when in posted[1:]:
                    wall = dt.datetime.combine(date, time)
                    due_at = moment_of(date, schedule)
                    assert dt.timedelta(0) <= when - due_at < dt.timedelta(minutes=30), zone
                    assert shown(due_at, zone) >= wall > shown(due_at - SECOND, zone), zone
    assert len(seen) > 60


def skipped_dates() -> set[tuple[str, dt.date]]:
    """(zone, date) of every date a zone left out between 1990 and 2037: its offset jumped by most of a day."""
    found = set()
    for zone in ZONES:
        info, month = ZoneInfo(zone), 30 * DAY
        moment = dt.datetime(1990, 1, 1, tzinfo=dt.UTC)
        while moment < dt.datetime(2037, 11, 1, tzinfo=dt.UTC):
            later = moment + month
            if abs(offset(info, moment) - offset(info, later)) > 20 * HOUR:
                there = {(moment + n * HOUR).astimezone(info).date() for n in range(31 * 24)}
                span = range((max(there) - min(there)).days)
                found |= {(zone, min(there) + n * DAY) for n in span if min(there) + n * DAY not in there}
            moment = later
    return found


def test_zones_that_skipped_a_date() -> None:
    """Every date that any zone left out, Samoa's of 2011 among them, has no digest; its neighbours have."""
    skipped = skipped_dates()
    assert {("Pacific/Apia", dt.date(2011, 12, 30)), ("Pacific/Kwajalein", dt.date(1993, 8, 21))} <= skipped
    for zone, date in skipped:
        noon = dt.datetime.combine(date, dt.time(12), dt.UTC)
        dates = [posted for posted, _ in run(replace(DAILY, zone=zone), noon - 3 * DAY, noon + 3 * DAY, HOUR)]
        assert date not in dates
        assert {date - DAY, date + DAY} <= set(dates)
        assert dates == sorted(set(dates))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(ZONES), st.data())
def test_a_scheduler_that_dies_and_comes_back_posts_no_date_twice(zone: str, data: st.DataObject) -> None:
    """Looks at any moments whatever: never a date twice, never later than the grace, and what was missed is named."""
    days = changes(zone)
    assume(days)
    start = data.draw(st.sampled_from(days)) - 2 * DAY
    minutes = sorted(data.draw(st.lists(st.integers(0, 5 * 1440), min_size=1, max_size=30)))
    schedule = replace(DAILY, zone=zone, time=data.draw(st.times()).replace(second=0, microsecond=0))
    schedule = replace(schedule, since=start.timestamp())
    last: dt.date | None = None
    settled: list[dt.date] = []
    for minute in minutes:
        now = start + dt.timedelta(minutes=minute)
        for date in missed(now, schedule, last):
            assert now - moment_of(date, schedule) > GRACE
            settled.append(date)
            last = date
        date_due = due(now, schedule, last)
        if date_due is not None:
            assert dt.timedelta(0) <= now - moment_of(date_due, schedule) <= GRACE
            settled.append(date_due)
            last = date_due
    assert settled == sorted(set(settled))


@pytest.mark.parametrize(
    ("zone", "date", "time", "expected"),
    [
        ("America/New_York", (2026, 11, 1), (1, 30), "2026-11-01T05:30"),  # 01:30 comes twice: the first
        ("America/New_York", (2027, 3, 14), (2, 30), "2027-03-14T07:00"),  # 02:30 is skipped: as soon as it is 03:00
        ("Africa/Cairo", (2026, 4, 24), (0, 0), "2026-04-23T22:00"),  # midnight is skipped
        ("Europe/Kyiv", (2026, 3, 29), (3, 15), "2026-03-29T01:00"),
        ("America/Santiago", (2026, 9, 6), (0, 30), "2026-09-06T04:00"),
        ("Asia/Tehran", (2022, 3, 22), (0, 10), "2022-03-21T20:30"),
        ("Australia/Lord_Howe", (2026, 10, 4), (2, 15), "2026-10-03T15:30"),  # clocks move half an hour
        ("America/Nuuk", (2026, 3, 28), (23, 30), "2026-03-29T01:00"),  # the gap ends on the next date
    ],
)
def test_changes_of_the_clocks(zone: str, date: tuple[int, ...], time: tuple[int, int], expected: str) -> None:
    """Twice-shown and skipped hours of zones known for them: the first showing, the end of the gap; posted once."""
    schedule = replace(DAILY, zone=zone, time=dt.time(*time))
    day = dt.date(*date)
    moment = moment_of(day, schedule).astimezone(dt.UTC)
    assert moment.isoformat(timespec="minutes")[:16] == expected
    posted = run(schedule, moment - 30 * HOUR, moment + 30 * HOUR, dt.timedelta(minutes=1))
    assert [when for posted_date, when in posted if posted_date == day] == [moment]


def test_a_date_a_zone_skipped_has_no_digest() -> None:
    """Samoa went from 29 to 31 December 2011 over night."""
    schedule = replace(DAILY, zone="Pacific/Apia")
    start = at("Pacific/Apia", 2011, 12, 28, 0, 0)
    dates = [date.day for date, _ in run(schedule, start, start + 4 * DAY, dt.timedelta(minutes=7))]
    assert dates == [28, 29, 31, 1]


def test_the_grace_reaches_over_midnight() -> None:
    """A digest of 22:00 is still posted at 03:59 for the day before, not at 04:01; then it counts as missed."""
    schedule = replace(DAILY, zone="Europe/Madrid", time=dt.time(22))
    monday = dt.date(2026, 11, 2)
    before, after = at("Europe/Madrid", 2026, 11, 3, 3, 59), at("Europe/Madrid", 2026, 11, 3, 4, 1)
    schedule = replace(schedule, since=at("Europe/Madrid", 2026, 11, 2, 12, 0).timestamp())
    assert due(before, schedule, None) == monday
    assert missed(before, schedule, None) == []
    assert due(after, schedule, None) is None
    assert missed(after, schedule, None) == [monday]
    assert missed(after, schedule, monday) == []


def test_weekdays_pause_and_off() -> None:
    """Days off, a pause and a schedule switched off bring nothing, nor count as missed."""
    saturday = at("UTC", 2026, 11, 7, 9, 0)
    week = Schedule(zone="UTC", weekdays=frozenset(range(5)), since=saturday.timestamp() - 86_400 * 0.9)
    assert due(saturday, week, None) is None
    assert due(saturday, replace(week, weekdays=frozenset({5})), None) == dt.date(2026, 11, 7)
    monday = saturday + 2 * DAY
    assert due(monday, week, None) == dt.date(2026, 11, 9)
    assert due(monday, replace(week, active=False), None) is None
    assert due(monday, replace(week, paused_until=dt.date(2026, 11, 10)), None) is None
    assert due(monday, replace(week, paused_until=dt.date(2026, 11, 9)), None) == dt.date(2026, 11, 9)
    assert missed(monday, replace(week, active=False), None) == []


def test_a_time_set_after_it_passed_counts_from_the_next_day() -> None:
    """Who sets 08:00 at ten o'clock gets the first digest tomorrow."""
    ten = at("Asia/Tokyo", 2026, 11, 2, 10, 0)
    schedule = replace(DAILY, zone="Asia/Tokyo", since=ten.timestamp())
    assert due(ten, schedule, None) is None
    assert next_moment(ten, schedule, None) == dt.datetime(2026, 11, 3, 8, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert due(ten + 22 * HOUR, schedule, None) == dt.date(2026, 11, 3)


def test_moving_west_does_not_repeat_a_date() -> None:
    """A date that was settled in one zone is not told again in another."""
    now = at("Pacific/Kiritimati", 2026, 11, 3, 8, 0)
    assert due(now, replace(DAILY, zone="Pacific/Kiritimati"), None) == dt.date(2026, 11, 3)
    honolulu = replace(DAILY, zone="Pacific/Honolulu")
    told = run(replace(honolulu), now, now + 3 * DAY, dt.timedelta(minutes=5))
    assert due(now + 2 * HOUR, honolulu, dt.date(2026, 11, 3)) is None
    assert dt.date(2026, 11, 3) in [date for date, _ in told]


def test_the_next_moment_is_when_it_becomes_due() -> None:
    """What /digest status promises is the first minute the scheduler would post."""
    for zone in ("America/New_York", "Asia/Kathmandu", "Africa/Cairo", "Australia/Lord_Howe"):
        schedule = replace(DAILY, zone=zone, time=dt.time(7, 40), weekdays=frozenset({1, 4}))
        now = at("UTC", 2026, 10, 30, 15, 0)
        last: dt.date | None = None
        for _ in range(4):
            promised = next_moment(now, schedule, last)
            assert promised is not None
            assert due(promised - dt.timedelta(minutes=1), schedule, last) is None
            last = due(promised, schedule, last)
            assert last is not None
            now = promised
    assert next_moment(now, replace(schedule, active=False), None) is None
    assert next_moment(now, replace(schedule, weekdays=frozenset()), None) is None
