"""The app's manifest: what it registered and was granted, as Slack would hold it to."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local_slack.errors import BadManifest

JsonDict = dict[str, Any]
#: Scopes of messages in conversations that not every app reads.
_SCOPE_OF = {"message.groups": "groups:history", "message.mpim": "mpim:history"}


@dataclass(frozen=True, slots=True)
class Command:
    """A registered slash command."""

    #: With its slash: "/brief".
    name: str
    #: What it does, in a few words.
    description: str = ""
    #: What may follow it.
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A registered shortcut."""

    #: Words in the menu.
    name: str
    #: "message" or "global".
    kind: str
    #: What its payload is recognised by.
    callback_id: str
    #: What it does, in a few words.
    description: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The parts of a manifest that the local Slack enforces, and what the app is called."""

    #: Name of the app as shown, or "".
    name: str
    #: Name people mention the bot by, lower case, without "@", or "".
    bot_name: str
    #: Slash commands.
    commands: tuple[Command, ...]
    #: Shortcuts.
    shortcuts: tuple[Shortcut, ...]
    #: Bot scopes.
    scopes: frozenset[str]
    #: Event subscriptions.
    events: frozenset[str]
    #: Domains for ``link_shared``.
    unfurl_domains: frozenset[str]
    #: What a direct message with the app suggests to write, as (title, message), where it has the view of an agent.
    prompts: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, source: Path | JsonDict, declined: Collection[str] = ()) -> Manifest:
        """Read a manifest (a JSON file or its content), installed by somebody who declined some optional scopes.

        Optional scopes (``bot_optional``) stand among the others too, as the manifest reference asks. Events whose scope was
        declined do not come.

        Raises:
            BadManifest: it is no manifest, an optional scope is not among the others, or one declined is not optional.
        """
        try:
            data = source if isinstance(source, dict) else json.loads(source.read_text("utf-8"))
            features, settings = data.get("features", {}), data.get("settings", {})
            asked = data.get("oauth_config", {}).get("scopes", {})
            optional = frozenset(asked.get("bot_optional", []))
            if not set(declined) <= optional or not optional <= set(asked.get("bot", [])):
                raise ValueError("optional scopes")
            granted = frozenset(asked.get("bot", [])) - set(declined)
            events = settings.get("event_subscriptions", {}).get("bot_events", [])
            return cls(
                name=data.get("display_information", {}).get("name", ""),
                bot_name=features.get("bot_user", {}).get("display_name", "").lower(),
                commands=tuple(
                    Command(one["command"], one.get("description", ""), one.get("usage_hint", ""))
                    for one in features.get("slash_commands", [])
                ),
                shortcuts=tuple(
                    Shortcut(one["name"], one["type"], one["callback_id"], one.get("description", ""))
                    for one in features.get("shortcuts", [])
                ),
                scopes=granted,
                events=frozenset(event for event in events if _SCOPE_OF.get(event) not in declined),
                unfurl_domains=frozenset(features.get("unfurl_domains", [])),
                prompts=tuple(
                    (one["title"], one["message"])
                    for one in features.get("agent_view", {}).get("suggested_prompts", [])
                    if "assistant:write" in granted
                ),
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadManifest("The manifest cannot be read as a Slack app manifest.") from error
