"""The form of /digest: when, where on the clock, what from, how much."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.slack import messages
from bot.slack.blocks import JsonDict, context, mrkdwn
from bot.slack.digest.command_text import address_in, find_zone, zones_like
from bot.slack.views import input_block, label, modal, plain_option, value_of
from bot.store.digests import Schedule
from bot.store.feeds import FeedRow
from bot.surfaces import clean, shorten

#: Stories a channel may choose.
STORIES = tuple(range(1, 11))
#: Interests kept, characters of each, sources offered in the form, and addresses added at once.
MOST_INTERESTS, INTEREST, MOST_OFFERED, MOST_ADDED = 50, 80, 100, 20
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The form, filled in."""

    #: The schedule; its ``since`` is for the store to set.
    schedule: Schedule
    #: Feeds that were offered and taken out.
    dropped: tuple[int, ...]
    #: Addresses to be added.
    added: tuple[str, ...]


def digest_view(channel: str, now: Schedule, feeds: Sequence[FeedRow]) -> JsonDict:
    """The form for a channel, filled with what holds now."""
    days = [plain_option(name, str(number)) for number, name in enumerate(DAYS)]
    stories = [plain_option(str(count), str(count)) for count in STORIES]
    quiet = plain_option(messages.plain("digest_skip_quiet"), "skip")
    offered = [plain_option(_name(feed), str(feed.id)) for feed in feeds[:MOST_OFFERED]]
    blocks = [
        context([mrkdwn(_place(channel))]),
        input_block(
            "time", "digest_time", {"type": "timepicker", "action_id": "time", "initial_time": f"{now.time:%H:%M}"}
        ),
        input_block("zone", "digest_zone", _text("zone", now.zone, most=64), hint="digest_zone_hint"),
        input_block(
            "days",
            "digest_days",
            _many("checkboxes", "days", days, [days[day] for day in sorted(now.weekdays)]),
        ),
        input_block("stories", "digest_stories", _one("stories", stories, stories[min(10, max(1, now.stories)) - 1])),
    ]
    if offered:
        blocks.append(
            input_block("feeds", "digest_feeds", _many("multi_static_select", "feeds", offered, offered), optional=True)
        )
    blocks += [
        input_block("add", "digest_add", _text("add", "", lines=True), hint="digest_add_hint", optional=True),
        input_block(
            "interests",
            "settings_interests",
            _text("interests", ", ".join(now.interests)),
            hint="digest_interests_hint",
            optional=True,
        ),
        input_block(
            "quiet",
            "digest_quiet_days",
            _many("checkboxes", "quiet", [quiet], [quiet] if now.skip_quiet else []),
            optional=True,
        ),
    ]
    known = ",".join(str(feed.id) for feed in feeds[:MOST_OFFERED])
    return modal("digest", "digest_form_title", blocks, "button_save", channel=channel, feeds=known)


def _place(channel: str) -> str:
    """For which conversation it is; a direct message has no name to be linked by."""
    return messages.say("settings_for_us") if channel.startswith("D") else messages.say("settings_for", channel=channel)


def wanted_of(state: Mapping[str, Any], known: Sequence[int]) -> Wanted | dict[str, str]:
    """Read the form: what is wanted, or what is wrong by block id. ``known`` are the feeds that were offered."""
    wrong: dict[str, str] = {}
    time = str(value_of(state, "time", "time").get("selected_time") or "")
    if not re.fullmatch(r"(?:[01]\d|2[0-3]):[0-5]\d", time):
        wrong["time"], time = messages.plain("digest_bad_time"), "08:00"
    written = str(value_of(state, "zone", "zone").get("value") or "")
    zone = find_zone(written)
    if zone is None:
        near = zones_like(written)
        wrong["zone"] = (
            messages.plain("digest_zone_near", given=written[:40], near=", ".join(near))
            if near
            else messages.plain("digest_bad_zone", given=written[:40])
        )
    days = {int(value) for value in _values(state, "days") if value in set("0123456")}
    if not days:
        wrong["days"] = messages.plain("digest_no_days")
    added, bad = addresses(str(value_of(state, "add", "add").get("value") or ""))
    if bad is not None:
        wrong["add"] = messages.plain("digest_bad_address", given=bad[:60])
    elif len(added) > MOST_ADDED:
        wrong["add"] = messages.plain("settings_too_many", most=MOST_ADDED)
    interests = interests_of(str(value_of(state, "interests", "interests").get("value") or ""))
    if len(interests) > MOST_INTERESTS:
        wrong["interests"] = messages.plain("settings_too_many", most=MOST_INTERESTS)
    if wrong:
        return wrong
    chosen = value_of(state, "stories", "stories").get("selected_option") or {}
    stories = int(chosen.get("value") or 5) if str(chosen.get("value") or "5").isdecimal() else 5
    kept = {int(value) for value in _values(state, "feeds") if value.isdecimal()}
    return Wanted(
        schedule=Schedule(
            time=dt.time.fromisoformat(time),
            zone=zone or "UTC",
            weekdays=frozenset(days),
            stories=min(10, max(1, stories)),
            interests=interests,
            skip_quiet="skip" in _values(state, "quiet"),
        ),
        dropped=tuple(feed for feed in known if feed not in kept),
        added=added,
    )


def interests_of(text: str) -> tuple[str, ...]:
    """Interests parted by commas, semicolons or lines; each once."""
    parts = (clean(part).strip()[:INTEREST] for part in re.split(r"[,;\n]+", text))
    return tuple(dict.fromkeys(part for part in parts if part))


def addresses(text: str) -> tuple[tuple[str, ...], str | None]:
    """Addresses parted by blanks, commas or lines, and the first piece that is none."""
    found: dict[str, None] = {}
    for piece in re.split(r"[\s,]+", clean(text)):
        if not piece:
            continue
        address = address_in(piece, lambda _text: [])
        if not address:
            return tuple(found), piece
        found.setdefault(address)
    return tuple(found), None


def known_feeds(metadata: Mapping[str, str]) -> list[int]:
    """The feeds a form offered, from what it carries."""
    return [int(part) for part in metadata.get("feeds", "").split(",") if part.isdecimal()]


def feed_name(feed: FeedRow) -> str:
    """A feed's name as people know it: its own, else its host."""
    return clean(feed.title or "").strip() or (urlsplit(feed.url).hostname or feed.url[:60])


def _name(feed: FeedRow) -> str:
    host = (urlsplit(feed.url).hostname or "").removeprefix("www.")
    name = feed_name(feed)
    return shorten(name if host in name else f"{name} · {host}", 75)


def _text(action: str, now: str, *, lines: bool = False, most: int = 3000) -> JsonDict:
    element: JsonDict = {
        "type": "plain_text_input",
        "action_id": action,
        "multiline": lines,
        "max_length": most,
    }
    if now:
        element["initial_value"] = now[:most]
    return element


def _one(action: str, options: Sequence[JsonDict], now: JsonDict) -> JsonDict:
    return {"type": "static_select", "action_id": action, "options": list(options), "initial_option": now}


def _many(kind: str, action: str, options: Sequence[JsonDict], now: Sequence[JsonDict]) -> JsonDict:
    element: JsonDict = {"type": kind, "action_id": action, "options": list(options)}
    if now:
        element["initial_options"] = list(now)
    if kind == "multi_static_select":
        element["placeholder"] = label(messages.plain("digest_feeds_none"))
    return element


def _values(state: Mapping[str, Any], block: str) -> list[str]:
    options = value_of(state, block, block).get("selected_options") or []
    return [str(option.get("value")) for option in options if isinstance(option, Mapping)]
