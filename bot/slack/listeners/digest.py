"""/digest: what can be answered from our own tables is answered at once, everything else is taken on as a job."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from slack_bolt import Ack, App
from slack_sdk.errors import SlackClientError

from bot.presentation import near_day_shown, near_moment_shown
from bot.slack import messages
from bot.slack.digest.command_text import DigestCommand, DigestUnknown, find_zone, parse_digest
from bot.slack.digest.form import (
    DAYS,
    INTEREST,
    MOST_INTERESTS,
    digest_view,
    feed_name,
    known_feeds,
    wanted_of,
)
from bot.slack.errors import trouble_of
from bot.slack.listeners.windows import open_window
from bot.slack.services import Services
from bot.slack.views import metadata_of, notice_view
from bot.slack.workspace import workspace_of
from bot.store.digests import DigestKey, Schedule
from bot.store.feeds import FeedRow
from bot.store.quotes import fold_name
from bot.store.requests import digest_of
from bot.surfaces import escape, fit, shorten

#: Sources listed in an answer.
MOST_LISTED = 40
#: Endings of files taken for lists of feeds.
_LISTS = (".opml", ".xml")


def register(app: App, services: Services) -> None:
    """Listen to /digest, its form, and OPML files sent to the bot."""

    def digest(ack: Ack, command: dict[str, Any], context: dict[str, Any]) -> None:
        asked = parse_digest(
            str(command.get("text") or ""), _today(_place(command, context), services), services.links_of
        )
        if isinstance(asked, DigestUnknown):
            ack(text=messages.say("digest_unknown", given=asked.given[:100], nearest=asked.nearest))
        elif asked.name == "form":
            ack()
        else:
            ack(text=_answer(asked, command, _place(command, context), services), response_type="ephemeral")

    def digest_form(command: dict[str, Any], context: dict[str, Any]) -> None:
        asked = parse_digest(
            str(command.get("text") or ""), _today(_place(command, context), services), services.links_of
        )
        if not isinstance(asked, DigestCommand) or asked.name != "form":
            return
        team, channel = _place(command, context)
        schedule = services.store.digests.schedule(team, channel)
        if schedule is None:
            schedule = Schedule(zone=_zone_of(team, str(command["user_id"]), services))
        open_window(
            services, context, command, digest_view(channel, schedule, services.store.feeds.followed(team, channel))
        )

    def save(ack: Ack, body: dict[str, Any], view: dict[str, Any], context: dict[str, Any]) -> None:
        carried = metadata_of(view)
        wish = wanted_of(view.get("state") or {}, known_feeds(carried))
        if isinstance(wish, dict):
            ack(response_action="errors", errors=wish)
            return
        team = workspace_of(context)
        channel, user = carried.get("channel", ""), str(body["user"]["id"])
        if channel:
            services.store.digests.set_schedule(team, channel, wish.schedule, user)
            for feed in wish.dropped:
                services.store.feeds.unfollow(team, channel, feed)
            for number, address in enumerate(wish.added):
                _take_on("add", (team, channel, user, f"{view['id']}.{number}"), address, services)
        ack(response_action="update", view=notice_view("digest_form_title", "digest_saved"))

    def holds_list(event: dict[str, Any]) -> bool:
        return bool(_lists_of(event, services))

    def on_list(event: dict[str, Any], context: dict[str, Any]) -> None:
        team = workspace_of(context)
        for number, address in enumerate(_lists_of(event, services)):
            asked = (team, str(event["channel"]), str(event.get("user") or ""), f"{event['ts']}.{number}")
            _take_on("file", asked, address, services)

    app.command("/digest")(ack=digest, lazy=[digest_form])
    app.view("digest")(save)
    # Before the listener for all messages, as Bolt takes the first that matches.
    app.event("message", matchers=[holds_list])(on_list)
    # A file with a mention comes as both; the jobs collapse, and nobody is told that there was no link.
    app.event("app_mention", matchers=[holds_list])(on_list)


def _answer(asked: DigestCommand, command: Mapping[str, Any], place: tuple[str, str], services: Services) -> str:
    """Do what was asked, or take it on; the words for the person."""
    team, channel = place
    user, moment = str(command["user_id"]), str(command.get("trigger_id") or "")
    if asked.name == "now":
        _ask_for(team, channel, moment, services)
        return messages.say("digest_working")
    if asked.name in ("add", "import", "export"):
        if asked.name == "export" and not services.store.feeds.followed(team, channel):
            return messages.say("digest_no_sources")
        _take_on(asked.name, (team, channel, user, moment), asked.argument, services)
        if asked.name == "export":
            return messages.say("digest_exporting")
        return messages.say("digest_looking", site=services.host_of(asked.argument)[:100])
    if asked.name == "sources":
        return _sources(services.store.feeds.followed(team, channel))
    if asked.name == "remove":
        return _remove(asked.argument, team, channel, services)
    if asked.name == "help":
        return messages.say("digest_help")
    schedule = services.store.digests.schedule(team, channel)
    if asked.name == "off":
        switched = services.store.digests.switch_off(team, channel)
        return messages.say("digest_off" if switched else "digest_off_already")
    if schedule is None:
        return messages.say("digest_not_set")
    return _with_schedule(asked, schedule, (team, channel, user), services)


def _with_schedule(asked: DigestCommand, schedule: Schedule, who: tuple[str, str, str], services: Services) -> str:
    team, channel, user = who
    if asked.name == "on":
        changed = replace(schedule, active=True, paused_until=None)
        services.store.digests.set_schedule(team, channel, changed, user)
        return messages.say("digest_on", next=_next(team, channel, services))
    if asked.name == "pause" and asked.until is not None:
        changed = replace(schedule, paused_until=asked.until)
        services.store.digests.set_schedule(team, channel, changed, user)
        return messages.say("digest_paused", day=near_day_shown(asked.until))
    if asked.name in ("follow", "unfollow"):
        return _follow(asked, schedule, who, services)
    return _status(schedule, team, channel, services)


def _follow(asked: DigestCommand, schedule: Schedule, who: tuple[str, str, str], services: Services) -> str:
    team, channel, user = who
    interest = asked.argument[:INTEREST]
    others = tuple(i for i in schedule.interests if fold_name(i) != fold_name(interest))
    if asked.name == "unfollow":
        if len(others) == len(schedule.interests):
            return messages.say("digest_not_followed", interest=interest)
        services.store.digests.set_schedule(team, channel, replace(schedule, interests=others), user)
        return messages.say("digest_unfollowed", interest=interest)
    if len(others) >= MOST_INTERESTS:
        return messages.say("digest_follow_most", most=MOST_INTERESTS)
    services.store.digests.set_schedule(team, channel, replace(schedule, interests=(*others, interest)), user)
    return messages.say("digest_following", interest=interest)


# -- answers ---------------------------------------------------------------------------------------------------------


def _status(schedule: Schedule, team: str, channel: str, services: Services) -> str:
    feeds = services.store.feeds.followed(team, channel)
    failing = sum(feed.fails > 0 for feed in feeds)
    today = _local_today(schedule.zone, services)
    paused = schedule.paused_until is not None and schedule.paused_until > today
    following = _next(team, channel, services)
    text = messages.say(
        "digest_status",
        time=f"{schedule.time:%H:%M}",
        zone=schedule.zone,
        days=_days(schedule.weekdays),
        stories="1 story" if schedule.stories == 1 else f"{schedule.stories} stories",
        next=messages.plain("digest_status_paused", next=following) if paused else following,
        sources=str(len(feeds)) + (f" ({failing} " + messages.plain("digest_source_failing") + ")" if failing else ""),
    )
    if schedule.interests:
        text += "\n" + messages.say("digest_status_interests", interests=", ".join(schedule.interests))
    return text


def _next(team: str, channel: str, services: Services) -> str:
    moment = services.next_digest(team, channel)
    if moment is None:
        return messages.plain("digest_status_never")
    return near_moment_shown(moment)


def _days(weekdays: frozenset[int]) -> str:
    if weekdays == frozenset(range(7)):
        return "every day"
    if weekdays == frozenset(range(5)):
        return "weekdays"
    return ", ".join(DAYS[day] for day in sorted(weekdays))


def _sources(feeds: Sequence[FeedRow]) -> str:
    if not feeds:
        return messages.say("digest_no_sources")
    lines = [messages.say("digest_sources_of")]
    for number, feed in enumerate(feeds[:MOST_LISTED], 1):
        name = escape(shorten(feed_name(feed), 100))
        state = ""
        if feed.fails or feed.checked_at is None:
            words = messages.say("digest_source_failing" if feed.fails else "digest_source_new")
            state = f" · _{words}_"
        lines.append(f"{number}. {name} · {escape(fit(feed.url, 200))}{state}")
    if len(feeds) > MOST_LISTED:
        lines.append(messages.say("digest_sources_more", count=len(feeds) - MOST_LISTED))
    return "\n".join(lines)


def _remove(argument: str, team: str, channel: str, services: Services) -> str:
    """Take off the source that a number, an address or a part of its name means."""
    feeds = services.store.feeds.followed(team, channel)
    if not argument or not feeds:
        return _sources(feeds) + ("\n" + messages.say("digest_remove_which") if feeds else "")
    found = [feed for feed in feeds if feed.url.rstrip("/") == argument.rstrip("/")]
    if argument.isdecimal():
        found = [feeds[int(argument[:6]) - 1]] if 1 <= int(argument[:6]) <= len(feeds) else []
    elif not found:
        wanted = fold_name(argument).strip()
        found = [
            f for f in feeds if wanted and (wanted in fold_name(feed_name(f)) or argument.lower() in f.url.lower())
        ]
    if not found:
        return messages.say("digest_remove_none", given=argument[:80])
    if len(found) > 1:
        return _sources(feeds) + "\n" + messages.say("digest_remove_which")
    services.store.feeds.unfollow(team, channel, found[0].id)
    return messages.say("digest_removed", name=feed_name(found[0]))


# -- taking on -------------------------------------------------------------------------------------------------------


def _take_on(what: str, asked: tuple[str, str, str, str], argument: str, services: Services) -> None:
    """A job that needs the network: its key holds who asked where, and when, so that a redelivery collapses."""
    team, channel, user, moment = asked
    services.enqueue("digest_ask", "|".join((what, team, channel, user, digest_of(moment)[:20], argument)))


def _ask_for(team: str, channel: str, moment: str, services: Services) -> None:
    """A digest out of turn."""
    key = DigestKey(team, channel, f"now:{digest_of(moment)[:20]}")
    schedule = services.store.digests.schedule(team, channel) or Schedule()
    services.store.digests.fall_due(key, _local_today(schedule.zone, services), services.clock())
    services.enqueue("digest", key.written)


def _place(command: Mapping[str, Any], context: Mapping[str, Any]) -> tuple[str, str]:
    return workspace_of(context), str(command["channel_id"])


def _today(place: tuple[str, str], services: Services) -> dt.date:
    schedule = services.store.digests.schedule(*place)
    return _local_today(schedule.zone if schedule else "UTC", services)


def _local_today(zone: str, services: Services) -> dt.date:
    return dt.datetime.fromtimestamp(services.clock(), ZoneInfo(zone)).date()


def _zone_of(team: str, user: str, services: Services) -> str:
    """The time zone a person has in Slack; UTC when Slack does not say."""
    try:
        answer = services.clients(team).users_info(user=user)
    except (SlackClientError, OSError) as error:
        trouble_of(error)
        return "UTC"
    return find_zone(str((answer.get("user") or {}).get("tz") or "")) or "UTC"


def _lists_of(event: Mapping[str, Any], services: Services) -> list[str]:
    """Private addresses of the lists of feeds a person sent to the bot: in a direct message, or with a mention."""
    files = event.get("files")
    if event.get("subtype") not in (None, "file_share") or event.get("bot_id") or not isinstance(files, list):
        return []
    if event.get("user") == services.identity.bot_user:
        return []  # the list we sent ourselves
    direct = event.get("channel_type") == "im" or str(event.get("channel") or "").startswith("D")
    if not direct and f"<@{services.identity.bot_user}" not in str(event.get("text") or ""):
        return []
    found = []
    for file in files[:3]:
        name = str(file.get("name") or "").lower() if isinstance(file, Mapping) else ""
        if name.endswith(_LISTS) and file.get("url_private"):
            found.append(str(file["url_private"]))
    return found
