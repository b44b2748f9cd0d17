"""What /digest answers: done at once where our own tables suffice, taken on as a job where the network is needed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot.digest.reasons import Placed, reasons_from_dict
from bot.job_arguments import SourceRequest
from bot.presentation import near_day_shown, near_moment_shown
from bot.slack import messages
from bot.slack.digest.blocks import left_out_why
from bot.slack.digest.command_text import DigestCommand, Name
from bot.slack.digest.form import DAYS, INTEREST, MOST_INTERESTS, feed_name
from bot.slack.services import Services
from bot.store.digests import DigestKey, Schedule
from bot.store.feeds import FeedRow
from bot.store.quotes import fold_name
from bot.store.requests import digest_of
from bot.surfaces import escape, fit, shorten

#: Sources listed in an answer, stories left out that are, and characters of a headline.
MOST_LISTED, MOST_LEFT_OUT, HEADLINE = 40, 10, 120


@dataclass(frozen=True, slots=True)
class DigestAsker:
    """Who asks something of a channel's digest."""

    #: Workspace id.
    team: str
    #: Conversation whose digest it is.
    channel: str
    #: Person id.
    user: str
    #: Slack's id of the asking, so that a redelivery collapses.
    moment: str


class DigestAnswers:
    """Does what a command asks, or takes it on; gives the words for the person."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._store = services.store
        self._by_name: dict[Name, Callable[[DigestCommand, DigestAsker], str]] = {
            "now": self._now,
            "add": self._look_up,
            "import": self._look_up,
            "export": self._export,
            "sources": lambda _asked, who: self._sources(who),
            "remove": self._remove,
            "why": lambda _asked, who: self._why(who),
            "help": lambda _asked, _who: messages.say("digest_help"),
            "off": self._off,
            "on": self._scheduled(self._on),
            "pause": self._scheduled(self._pause),
            "follow": self._scheduled(self._follow),
            "unfollow": self._scheduled(self._unfollow),
            "status": self._scheduled(self._status),
        }

    def answer(self, asked: DigestCommand, who: DigestAsker) -> str:
        """The words, as mrkdwn; not for "form", which opens a window."""
        return self._by_name[asked.name](asked, who)

    def take_on(self, what: str, who: DigestAsker, argument: str) -> None:
        """A job that needs the network; it says what came of it."""
        moment = digest_of(who.moment)[:20]
        request = SourceRequest(what, who.team, who.channel, who.user, moment, argument)
        self._services.enqueue("digest_ask", request.written())

    def today(self, team: str, channel: str) -> dt.date:
        """The local date where a channel's digest is read."""
        schedule = self._store.digests.schedule(team, channel)
        return self._today_in(schedule.zone if schedule else "UTC")

    def _today_in(self, zone: str) -> dt.date:
        return dt.datetime.fromtimestamp(self._services.clock(), ZoneInfo(zone)).date()

    # -- jobs --------------------------------------------------------------------------------------------------------

    def _now(self, _asked: DigestCommand, who: DigestAsker) -> str:
        """A digest out of turn; where there is nothing to make it from, that is said to the person alone."""
        if not self._followed(who):
            return messages.say("digest_no_sources")
        key = DigestKey(who.team, who.channel, f"now:{digest_of(who.moment)[:20]}")
        self._store.digests.fall_due(key, self.today(who.team, who.channel), self._services.clock())
        self._services.enqueue("digest", key.written())
        return messages.say("digest_working")

    def _look_up(self, asked: DigestCommand, who: DigestAsker) -> str:
        self.take_on(asked.name, who, asked.argument)
        return messages.say("digest_looking", site=self._services.host_of(asked.argument)[:100])

    def _export(self, asked: DigestCommand, who: DigestAsker) -> str:
        if not self._followed(who):
            return messages.say("digest_no_sources")
        self.take_on("export", who, asked.argument)
        return messages.say("digest_exporting")

    # -- the schedule ------------------------------------------------------------------------------------------------

    def _scheduled(
        self, answer: Callable[[DigestCommand, DigestAsker, Schedule], str]
    ) -> Callable[[DigestCommand, DigestAsker], str]:
        """``answer`` where the channel has a schedule, else a line that it has none."""

        def answered(asked: DigestCommand, who: DigestAsker) -> str:
            schedule = self._store.digests.schedule(who.team, who.channel)
            return messages.say("digest_not_set") if schedule is None else answer(asked, who, schedule)

        return answered

    def _set(self, who: DigestAsker, schedule: Schedule) -> None:
        self._store.digests.set_schedule(who.team, who.channel, schedule, who.user)

    def _off(self, _asked: DigestCommand, who: DigestAsker) -> str:
        switched = self._store.digests.switch_off(who.team, who.channel)
        return messages.say("digest_off" if switched else "digest_off_already")

    def _on(self, _asked: DigestCommand, who: DigestAsker, schedule: Schedule) -> str:
        self._set(who, replace(schedule, active=True, paused_until=None))
        return messages.say("digest_on", next=self._next(who))

    def _pause(self, asked: DigestCommand, who: DigestAsker, schedule: Schedule) -> str:
        if asked.until is None:
            return self._status(asked, who, schedule)
        self._set(who, replace(schedule, paused_until=asked.until))
        return messages.say("digest_paused", day=near_day_shown(asked.until))

    def _follow(self, asked: DigestCommand, who: DigestAsker, schedule: Schedule) -> str:
        interest, others = _interest(asked, schedule)
        if len(others) >= MOST_INTERESTS:
            return messages.say("digest_follow_most", most=MOST_INTERESTS)
        self._set(who, replace(schedule, interests=(*others, interest)))
        return messages.say("digest_following", interest=interest)

    def _unfollow(self, asked: DigestCommand, who: DigestAsker, schedule: Schedule) -> str:
        interest, others = _interest(asked, schedule)
        if len(others) == len(schedule.interests):
            return messages.say("digest_not_followed", interest=interest)
        self._set(who, replace(schedule, interests=others))
        return messages.say("digest_unfollowed", interest=interest)

    def _status(self, _asked: DigestCommand, who: DigestAsker, schedule: Schedule) -> str:
        feeds = self._followed(who)
        failing = sum(feed.fails > 0 for feed in feeds)
        paused = schedule.paused_until is not None and schedule.paused_until > self._today_in(schedule.zone)
        following = self._next(who)
        text = messages.say(
            "digest_status",
            time=f"{schedule.time:%H:%M}",
            zone=schedule.zone,
            days=_days(schedule.weekdays),
            stories="1 story" if schedule.stories == 1 else f"{schedule.stories} stories",
            next=messages.plain("digest_status_paused", next=following) if paused else following,
            sources=str(len(feeds))
            + (f" ({failing} " + messages.plain("digest_source_failing") + ")" if failing else ""),
        )
        if schedule.interests:
            text += "\n" + messages.say("digest_status_interests", interests=", ".join(schedule.interests))
        return text

    def _next(self, who: DigestAsker) -> str:
        moment = self._services.next_digest(who.team, who.channel)
        return messages.plain("digest_status_never") if moment is None else near_moment_shown(moment)

    def _why(self, who: DigestAsker) -> str:
        """Why the stories of the latest digest stand where they do, and why others were left out."""
        kept = self._store.digests.reasons(who.team, who.channel)
        if kept is None:
            return messages.say("digest_why_none")
        reasons = reasons_from_dict(kept)
        lines = [messages.say("digest_why", day=near_day_shown(reasons.date))]
        lines += [_placed(number, story) for number, story in enumerate(reasons.placed, 1)]
        if reasons.left_out:
            lines.append(messages.say("digest_why_left_out"))
            lines += [
                f"• {escape(shorten(s.title, HEADLINE))} · {left_out_why(s)}" for s in reasons.left_out[:MOST_LEFT_OUT]
            ]
            if len(reasons.left_out) > MOST_LEFT_OUT:
                lines.append(messages.say("digest_why_more", count=len(reasons.left_out) - MOST_LEFT_OUT))
        return "\n".join(lines)

    # -- sources -----------------------------------------------------------------------------------------------------

    def _followed(self, who: DigestAsker) -> list[FeedRow]:
        return self._store.feeds.followed(who.team, who.channel)

    def _sources(self, who: DigestAsker) -> str:
        return _listed(self._followed(who))

    def _remove(self, asked: DigestCommand, who: DigestAsker) -> str:
        """Take off the source that a number, an address or a part of its name means."""
        feeds = self._followed(who)
        if not asked.argument or not feeds:
            return _listed(feeds) + ("\n" + messages.say("digest_remove_which") if feeds else "")
        meant = _meant(asked.argument, feeds)
        if not meant:
            return messages.say("digest_remove_none", given=asked.argument[:80])
        if len(meant) > 1:
            return _listed(feeds) + "\n" + messages.say("digest_remove_which")
        self._store.feeds.unfollow(who.team, who.channel, meant[0].id)
        return messages.say("digest_removed", name=feed_name(meant[0]))


def _placed(number: int, story: Placed) -> str:
    """A story with what speaks for and against it."""
    parts = " · ".join(f"{words} {value:+.1f}" for words, value in story.reasons)
    return f"{number}. {escape(shorten(story.title, HEADLINE))} · *{story.importance:.1f}*\n      {escape(parts)}"


def digest_line(schedule: Schedule | None, following: dt.datetime | None, now: float) -> str:
    """A channel's digest in a line of mrkdwn at ``now`` (seconds since 1970 UTC); ``following`` is the next one, or None."""
    if schedule is None:
        return messages.say("home_digest_none")
    if following is None:
        return messages.say("home_digest_off")
    shown = near_moment_shown(following)
    today = dt.datetime.fromtimestamp(now, ZoneInfo(schedule.zone)).date()
    if schedule.paused_until is not None and schedule.paused_until > today:
        return messages.say("home_digest_paused", next=shown)
    days = _days(schedule.weekdays)
    return messages.say("home_digest", time=f"{schedule.time:%H:%M}", zone=schedule.zone, days=days, next=shown)


def _interest(asked: DigestCommand, schedule: Schedule) -> tuple[str, tuple[str, ...]]:
    """What somebody follows or no longer does, and the interests of a channel without it."""
    interest = asked.argument[:INTEREST]
    return interest, tuple(i for i in schedule.interests if fold_name(i) != fold_name(interest))


def _meant(argument: str, feeds: Sequence[FeedRow]) -> list[FeedRow]:
    """The sources that a number (from 1), an address or a part of a name fits."""
    same = [feed for feed in feeds if feed.url.rstrip("/") == argument.rstrip("/")]
    if argument.isdecimal():
        return [feeds[int(argument[:6]) - 1]] if 1 <= int(argument[:6]) <= len(feeds) else []
    if same:
        return same
    wanted = fold_name(argument).strip()
    return [f for f in feeds if wanted and (wanted in fold_name(feed_name(f)) or argument.lower() in f.url.lower())]


def _days(weekdays: frozenset[int]) -> str:
    if weekdays == frozenset(range(7)):
        return "every day"
    if weekdays == frozenset(range(5)):
        return "weekdays"
    return ", ".join(DAYS[day] for day in sorted(weekdays))


def _listed(feeds: Sequence[FeedRow]) -> str:
    """The sources by number, with what is the matter with them."""
    if not feeds:
        return messages.say("digest_no_sources")
    lines = [messages.say("digest_sources_of")]
    lines += [_line(number, feed) for number, feed in enumerate(feeds[:MOST_LISTED], 1)]
    if len(feeds) > MOST_LISTED:
        lines.append(messages.say("digest_sources_more", count=len(feeds) - MOST_LISTED))
    return "\n".join(lines)


def _line(number: int, feed: FeedRow) -> str:
    name = escape(shorten(feed_name(feed), 100))
    state = ""
    if feed.fails or feed.checked_at is None:
        words = messages.say("digest_source_failing" if feed.fails else "digest_source_new")
        state = f" · _{words}_"
    return f"{number}. {name} · {escape(fit(feed.url, 200))}{state}"
