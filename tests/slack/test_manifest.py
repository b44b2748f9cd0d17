"""The manifests hold exactly what the program uses."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.slack.manifests import AGENT_MANIFEST, LINKS_MANIFEST, MANIFEST
from bot.slack.spoken import understood
from local_slack.api import METHODS

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "bot").rglob("*.py"))
LISTENERS = sorted((ROOT / "bot" / "slack" / "listeners").rglob("*.py"))
MANIFESTS = {path.name: json.loads(path.read_text("utf-8")) for path in (MANIFEST, LINKS_MANIFEST, AGENT_MANIFEST)}
#: Scopes that subscriptions and features ask for by themselves (docs.slack.dev, event and feature pages).
SCOPE_OF = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "link_shared": "links:read",
    "member_joined_channel": "channels:read",
}
#: Scopes of the Web API methods called (docs.slack.dev, method pages); private channels need the second.
SCOPES_OF = {
    # Without a bot token: whether Slack answers, and by the app-level token whether it may open a socket.
    "assistant_threads_setStatus": {"chat:write"},
    "api_test": set(),
    "apps_connections_open": set(),
    "auth_test": set(),
    "chat_postMessage": {"chat:write", "chat:write.public"},
    "chat_postEphemeral": {"chat:write"},
    "chat_delete": {"chat:write"},
    "chat.unfurl": {"links:write"},
    "conversations_history": {"channels:history", "groups:history", "im:history", "mpim:history"},
    "conversations_replies": {"channels:history", "groups:history", "im:history", "mpim:history"},
    "conversations_info": {"channels:read", "groups:read"},
    "conversations_open": {"im:write"},
    "files_info": {"files:read"},
    "files_upload_v2": {"files:write"},
    "reactions_add": {"reactions:write"},
    "reactions_remove": {"reactions:write"},
    "users_conversations": {"channels:read", "groups:read"},
    "users_info": {"users:read"},
    "views_open": set(),
    "views_update": set(),
    "views_publish": set(),
}


def called_methods() -> set[str]:
    """Web API methods the program calls, read from its source."""
    known = {name.replace(".", "_"): name for name in METHODS} | {m: m for m in SCOPES_OF}
    found: set[str] = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in known:
                found.add(node.attr)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in METHODS:
                parent_call = f'api_call("{node.value}"' in path.read_text("utf-8")
                found |= {node.value} if parent_call else set()
    return found


def registered(kind: str) -> set[str]:
    """What listeners are registered for: ``app.<kind>("name")``."""
    pattern = re.compile(rf'app\.{kind}\("([^"]+)"\)')
    return {name for path in LISTENERS for name in pattern.findall(path.read_text("utf-8"))}


def subscribed(manifest: dict[str, Any]) -> set[str]:
    """Event types a manifest asks for, without the part of "message.channels" behind the dot."""
    return {event.split(".")[0] for event in manifest["settings"]["event_subscriptions"]["bot_events"]}


def test_every_called_method_is_known_here() -> None:
    """A new method needs its scopes in this test's table, and then in the manifest."""
    assert called_methods() == set(SCOPES_OF)


def test_scopes_are_exactly_those_needed() -> None:
    """By the methods called, the events and the commands; the link manifest leaves reading messages out."""
    methods = set().union(*(scopes for name, scopes in SCOPES_OF.items() if name != "chat.unfurl"))
    full = MANIFESTS["manifest.json"]
    events = full["settings"]["event_subscriptions"]["bot_events"]
    needed = methods | {SCOPE_OF[event] for event in events if event in SCOPE_OF} | {"commands"}
    # Lists of feeds sent as files are fetched from their private address, which is no method.
    needed |= {"files:read"}
    assert set(full["oauth_config"]["scopes"]["bot"]) == needed
    links = set(MANIFESTS["manifest.links.json"]["oauth_config"]["scopes"]["bot"])
    assert links == needed - {"channels:history", "groups:history", "mpim:history", "app_mentions:read"} | {
        "links:read",
        "links:write",
    }


@pytest.mark.parametrize("name", MANIFESTS)
def test_what_may_be_declined(name: str) -> None:
    """Optional scopes stand among the others too, as Slack asks; the set-up page says what each carries."""
    scopes = MANIFESTS[name]["oauth_config"]["scopes"]
    assert set(scopes["bot_optional"]) <= set(scopes["bot"])
    told = set(re.findall(r"^\| `([a-z:.]+)` \|", (ROOT / "docs" / "slack-setup.md").read_text("utf-8"), re.MULTILINE))
    assert set(scopes["bot_optional"]) <= told
    if name == MANIFEST.name:
        assert told == set(scopes["bot_optional"])


def test_the_agents_manifest_is_the_whole_apps_and_a_view() -> None:
    """What a paid plan adds, and nothing else; Slack shows four prompts at most (docs.slack.dev)."""
    agent, full = MANIFESTS[AGENT_MANIFEST.name], MANIFESTS[MANIFEST.name]
    view = agent["features"]["agent_view"]
    without = {name: part for name, part in agent["features"].items() if name != "agent_view"}
    assert without == full["features"]
    assert set(agent["oauth_config"]["scopes"]["bot"]) == {*full["oauth_config"]["scopes"]["bot"], "assistant:write"}
    assert agent["settings"] == full["settings"]
    assert len(view["suggested_prompts"]) <= 4
    assert {understood(prompt["message"]).wish for prompt in view["suggested_prompts"]} == {"help", "quotes", "digest"}


def test_events_are_those_listened_to() -> None:
    """Nothing is subscribed that nobody handles, and the other way round."""
    asked = set().union(*(subscribed(manifest) for manifest in MANIFESTS.values()))
    assert asked == registered("event")


@pytest.mark.parametrize("name", MANIFESTS)
def test_commands_and_shortcuts(name: str) -> None:
    """Commands and shortcuts are those with listeners."""
    features = MANIFESTS[name]["features"]
    assert {one["command"] for one in features["slash_commands"]} == registered("command")
    by_type = {
        kind: {s["callback_id"] for s in features["shortcuts"] if s["type"] == kind} for kind in ("global", "message")
    }
    assert by_type == {"global": registered("global_shortcut"), "message": registered("message_shortcut")}


@pytest.mark.parametrize("name", MANIFESTS)
def test_lengths(name: str) -> None:
    """Slack's limits on a manifest (docs.slack.dev, app manifest reference)."""
    manifest = MANIFESTS[name]
    about = manifest["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 175 <= len(about["long_description"]) <= 4000
    for command in manifest["features"]["slash_commands"]:
        assert len(command["command"]) <= 32
        assert len(command["description"]) <= 2000
        assert len(command["usage_hint"]) <= 1000
    for shortcut in manifest["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
    assert len(manifest["features"]["bot_user"]["display_name"]) <= 80
    assert len(manifest["settings"]["event_subscriptions"]["bot_events"]) <= 100
