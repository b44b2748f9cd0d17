"""The Home tab: what the bot does, this person's channels with their modes and digests, the latest briefs there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import structlog
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.job_arguments import HomeTabVisit
from bot.slack import messages
from bot.slack.blocks import JsonDict, button, context, header, mrkdwn, plain_text, section
from bot.slack.digest.answers import digest_line
from bot.slack.errors import trouble_of
from bot.slack.sender import Clients
from bot.store import Store
from bot.store.briefs import BriefLine
from bot.store.channels import Preferences
from bot.surfaces import escape, fit, shorten

#: Pages of 200 conversations read for a Home tab.
_PAGES = 5
#: Channels and briefs shown; a Home tab holds 100 blocks.
MOST_CHANNELS, MOST_BRIEFS = 25, 10


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """A channel as the Home tab shows it."""

    #: What it asked for.
    preferences: Preferences
    #: Its digest in a line of mrkdwn.
    digest: str


def home_view(
    channels: Mapping[str, ChannelLine], recent: Sequence[tuple[BriefLine, str | None]], more_channels: int = 0
) -> JsonDict:
    """The view; ``recent`` pairs each brief with the address of its message."""
    blocks: list[JsonDict] = [
        section(messages.say("home_hello")),
        {
            "type": "actions",
            "elements": [
                button(messages.plain("button_ask"), "home_ask", style="primary"),
                {
                    "type": "conversations_select",
                    "action_id": "home_settings",
                    "placeholder": plain_text(messages.plain("home_pick")),
                    "filter": {"include": ["public", "private"], "exclude_bot_users": True},
                },
            ],
        },
        header(messages.plain("home_channels")),
    ]
    for channel, now in list(channels.items())[:MOST_CHANNELS]:
        text = f"<#{channel}> · {_mode(now.preferences)}\n{now.digest}"
        beside = button(messages.plain("button_digest"), "home_digest", channel)
        blocks.append(section(text, accessory=beside))
    if more_channels > 0:
        blocks.append(section(f"+ {more_channels}"))
    if not channels:
        blocks.append(section(messages.say("home_no_channels")))
    blocks.append(header(messages.plain("home_recent")))
    for line, link in recent[:MOST_BRIEFS]:
        blocks.append(context([mrkdwn(_brief_line(line, link))]))
    if not recent:
        blocks.append(section(messages.say("home_no_recent")))
    blocks += [{"type": "divider"}, section(messages.say("help")), section(messages.say("digest_help"))]
    return {"type": "home", "callback_id": "home", "blocks": blocks}


def _mode(now: Preferences) -> str:
    if now.mode == "sites":
        return escape(shorten(", ".join(now.sites), 200))
    return messages.say(f"mode_{now.mode}")


def _brief_line(line: BriefLine, link: str | None) -> str:
    title = escape(fit(line.title or messages.plain("pasted_text"), 150))
    site = f" · {escape(fit(line.site, 60))}" if line.site else ""
    return (f"<{link}|{title.replace('|', '¦')}>" if link else title) + site


class HomeTab:
    """The work of the job "home"."""

    def __init__(
        self,
        store: Store,
        clients: Clients,
        *,
        link_to: Callable[[str, str], str],
        next_digest: Callable[[str, str], dt.datetime | None],
    ) -> None:
        """``link_to(channel, ts)`` gives the address of a message, ``next_digest(team, channel)`` when the next digest comes."""
        self._next_digest = next_digest
        self._store = store
        self._clients = clients
        self._link_to = link_to
        self._log = structlog.get_logger("attache.home")

    def publish(self, visit: HomeTabVisit) -> None:
        """Publish the Home tab of whoever opened it."""
        team, user = visit.team, visit.user
        try:
            seen = set(self._conversations(team, user)) if user else set()
            channels = [channel for channel in self._conversations(team, None) if channel in seen]
            lines = self._lines(team, channels[:MOST_CHANNELS])
            view = home_view(lines, self._recent(team, channels), len(channels) - MOST_CHANNELS)
            self._clients(team).views_publish(user_id=user, view=view)
        except (SlackClientError, OSError) as error:
            # The tab is drawn anew each time it is opened.
            self._log.warning("no home tab", error=trouble_of(error).code)

    def _conversations(self, team: str, user: str | None) -> Iterator[str]:
        """Channels of a person (of the bot itself for None); of private ones only those shared with the bot.

        Where the permission for private channels was declined, the public ones alone.
        """
        try:
            yield from self._pages(team, user, "public_channel,private_channel")
        except SlackApiError as error:
            if trouble_of(error).code != "missing_scope":
                raise
            yield from self._pages(team, user, "public_channel")

    def _pages(self, team: str, user: str | None, types: str) -> Iterator[str]:
        cursor: str | None = None
        for _page in range(_PAGES):
            answer = self._clients(team).users_conversations(
                user=user, types=types, exclude_archived=True, limit=200, cursor=cursor
            )
            yield from (str(channel["id"]) for channel in answer.get("channels") or ())
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return

    def _lines(self, team: str, channels: list[str]) -> dict[str, ChannelLine]:
        own = self._store.channels.of_team(team)
        return {
            channel: ChannelLine(own.get(channel, Preferences()), self._digest(team, channel)) for channel in channels
        }

    def _digest(self, team: str, channel: str) -> str:
        schedule = self._store.digests.schedule(team, channel)
        return digest_line(schedule, self._next_digest(team, channel) if schedule else None, self._store.clock())

    def _recent(self, team: str, channels: list[str]) -> list[tuple[BriefLine, str | None]]:
        rows = self._store.deliveries.recent(team, "brief", channels, MOST_BRIEFS)
        lines = self._store.briefs.lines(team, [row.brief_id for row in rows if row.brief_id])
        return [
            (lines[row.brief_id], self._link_to(row.channel, row.slack_ts) if row.slack_ts else None)
            for row in rows
            if row.brief_id in lines
        ]
