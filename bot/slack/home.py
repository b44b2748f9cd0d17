"""The Home tab: what the bot does, this person's channels with their modes, the latest briefs there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.slack import messages
from bot.slack.blocks import SECTION_LIMIT, JsonDict, button, context, header, mrkdwn, plain_text, section
from bot.slack.plain import in_parts
from bot.store.briefs import BriefLine
from bot.store.channels import Preferences
from bot.surfaces import escape, fit, shorten

#: Channels and briefs shown; a Home tab holds 100 blocks.
MOST_CHANNELS, MOST_BRIEFS = 25, 10


def home_view(
    channels: Mapping[str, Preferences], recent: Sequence[tuple[BriefLine, str | None]], more_channels: int = 0
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
    lines = [f"<#{channel}> · {_mode(now)}" for channel, now in list(channels.items())[:MOST_CHANNELS]]
    if more_channels > 0:
        lines.append(f"+ {more_channels}")
    blocks += [section(part) for part in in_parts(lines or [messages.say("home_no_channels")], SECTION_LIMIT)]
    blocks.append(header(messages.plain("home_recent")))
    for line, link in recent[:MOST_BRIEFS]:
        blocks.append(context([mrkdwn(_brief_line(line, link))]))
    if not recent:
        blocks.append(section(messages.say("home_no_recent")))
    blocks += [{"type": "divider"}, section(messages.say("help"))]
    return {"type": "home", "callback_id": "home", "blocks": blocks}


def _mode(now: Preferences) -> str:
    if now.mode == "sites":
        return escape(shorten(", ".join(now.sites), 200))
    return messages.say(f"mode_{now.mode}")


def _brief_line(line: BriefLine, link: str | None) -> str:
    title = escape(fit(line.title or messages.plain("pasted_text"), 150))
    site = f" · {escape(fit(line.site, 60))}" if line.site else ""
    return (f"<{link}|{title.replace('|', '¦')}>" if link else title) + site
