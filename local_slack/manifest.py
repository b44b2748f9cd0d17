"""The app's manifest: what it registered and was granted, as Slack would hold it to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local_slack.errors import BadManifest

JsonDict = dict[str, Any]


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

    @classmethod
    def read(cls, source: Path | JsonDict) -> Manifest:
        """Read a manifest (a JSON file or its content).

        Raises:
            BadManifest: it is no manifest.
        """
        try:
            data = source if isinstance(source, dict) else json.loads(source.read_text("utf-8"))
            features, settings = data.get("features", {}), data.get("settings", {})
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
                scopes=frozenset(data.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
                events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
                unfurl_domains=frozenset(features.get("unfurl_domains", [])),
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadManifest("The manifest cannot be read as a Slack app manifest.") from error
