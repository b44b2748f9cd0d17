"""Requests of Slack's as documented and as recorded by others, for channels shared with another workspace.

The app is installed in OURS. A person of THEIRS acts, or one of OURS; THEIRS is a plain workspace or one of an
Enterprise Grid organisation (ORG). Shapes: docs.slack.dev/apis/slack-connect, docs.slack.dev/reference/interaction-payloads,
bolt-python's recorded requests, java-slack-sdk issue 1041 (clicks), bolt-js issue 1614 (forms).
"""

from __future__ import annotations

from typing import Any

JsonDict = dict[str, Any]
OURS, THEIRS, ORG = "T0OURS0001", "T0THEIRS01", "E0THEIRS01"
APP, BOT, BOT_USER = "A0APP00001", "B0BOT00001", "U0BOT00001"
CHANNEL, GUEST, GRID_GUEST = "C0SHARED01", "U0GUEST001", "W0GUEST001"
MESSAGE_TS = "1800000000.000100"


def event(inner: JsonDict, **more: Any) -> JsonDict:
    """An event somebody of the other workspace caused in a shared channel."""
    return {
        "token": "x",
        "team_id": THEIRS,
        "context_team_id": OURS,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "event": inner,
        "type": "event_callback",
        "event_id": "Ev0000000001",
        "event_time": 1_800_000_000,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": OURS,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": True,
        **more,
    }


def message(text: str, *, grid: bool = False, **more: Any) -> JsonDict:
    """Their message in the shared channel."""
    inner = {
        "type": "message",
        "user": GRID_GUEST if grid else GUEST,
        "text": text,
        "ts": MESSAGE_TS,
        "event_ts": MESSAGE_TS,
        "channel": CHANNEL,
        "channel_type": "channel",
        "team": ORG if grid else THEIRS,
        **more,
    }
    return event(inner, enterprise_id=ORG if grid else None)


def mention(text: str, *, grid: bool = False) -> JsonDict:
    """Their mention of the bot: ``team`` is ours, theirs stands in ``user_team``."""
    inner = {
        "type": "app_mention",
        "user": GRID_GUEST if grid else GUEST,
        "text": f"<@{BOT_USER}> {text}",
        "ts": MESSAGE_TS,
        "event_ts": MESSAGE_TS,
        "channel": CHANNEL,
        "team": OURS,
        "user_team": ORG if grid else THEIRS,
        "source_team": ORG if grid else THEIRS,
    }
    return event(inner, team_id=OURS)


def link_shared(url: str) -> JsonDict:
    """A registered domain in their message."""
    inner = {
        "type": "link_shared",
        "channel": CHANNEL,
        "is_bot_user_member": True,
        "user": GUEST,
        "message_ts": MESSAGE_TS,
        "unfurl_id": f"{CHANNEL}.{MESSAGE_TS}.{'0' * 64}",
        "source": "conversations_history",
        "links": [{"domain": "a.example", "url": url}],
        "event_ts": MESSAGE_TS,
    }
    return event(inner)


def home_opened() -> JsonDict:
    """They open the app's Home."""
    return event(
        {"type": "app_home_opened", "user": GUEST, "channel": "D0GUEST001", "tab": "home", "event_ts": MESSAGE_TS}
    )


def gone() -> JsonDict:
    """The app was taken out of our workspace."""
    body = event({"type": "app_uninstalled"}, team_id=OURS, is_ext_shared_channel=False)
    del body["authorizations"]
    return body


def _person(grid: bool) -> JsonDict:
    name = GRID_GUEST if grid else GUEST
    return {"id": name, "username": "guest", "name": "guest", "team_id": ORG if grid else THEIRS}


def click(action_id: str, value: str, *, grid: bool = False, **more: Any) -> JsonDict:
    """They use a button of the bot's message: ``team`` is ours, the person's stands in ``user``."""
    return {
        "type": "block_actions",
        "user": _person(grid),
        "api_app_id": APP,
        "token": "x",
        "container": {
            "type": "message",
            "message_ts": MESSAGE_TS,
            "channel_id": CHANNEL,
            "is_ephemeral": False,
        },
        "trigger_id": "1.2.abc",
        "team": {"id": OURS, "domain": "ours"},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": CHANNEL, "name": "shared"},
        "message": {"type": "message", "user": BOT_USER, "bot_id": BOT, "ts": MESSAGE_TS, "text": "x", "team": OURS},
        "state": {"values": {}},
        "response_url": "https://hooks.slack.com/actions/T/1/x",
        "actions": [{"action_id": action_id, "block_id": "b", "type": "button", "value": value, "action_ts": "1.1"}],
        **more,
    }


def form(callback_id: str, values: JsonDict, metadata: str = "", *, grid: bool = False, **more: Any) -> JsonDict:
    """They send a form: ``team`` is theirs, ours stands in ``view.app_installed_team_id``."""
    team: JsonDict = {"id": THEIRS, "domain": "theirs"}
    if grid:
        team |= {"enterprise_id": ORG, "enterprise_name": "Their organisation"}
    return {
        "type": "view_submission",
        "team": team,
        "user": _person(grid),
        "api_app_id": APP,
        "token": "x",
        "trigger_id": "1.2.abc",
        "view": {
            "id": "V0000000001",
            "team_id": THEIRS,
            "type": "modal",
            "blocks": [],
            "private_metadata": metadata,
            "callback_id": callback_id,
            "state": {"values": values},
            "hash": "1.a",
            "root_view_id": "V0000000001",
            "previous_view_id": None,
            "app_id": APP,
            "external_id": "",
            "app_installed_team_id": OURS,
            "bot_id": BOT,
        },
        "response_urls": [],
        "is_enterprise_install": False,
        "enterprise": {"id": ORG, "name": "Their organisation"} if grid else None,
        **more,
    }


def shortcut(text: str) -> JsonDict:
    """One of OURS uses "Brief the links" on their message."""
    return {
        "type": "message_action",
        "token": "x",
        "action_ts": "1.1",
        "team": {"id": OURS, "domain": "ours"},
        "user": {"id": "U0OURS0001", "name": "ours", "username": "ours", "team_id": OURS},
        "channel": {"id": CHANNEL, "name": "shared"},
        "is_enterprise_install": False,
        "enterprise": None,
        "callback_id": "brief_links",
        "trigger_id": "1.2.abc",
        "response_url": "https://hooks.slack.com/app/T/1/x",
        "message_ts": MESSAGE_TS,
        "message": {"type": "message", "user": GUEST, "ts": MESSAGE_TS, "text": text, "team": THEIRS},
    }


def command(name: str, text: str, **more: Any) -> JsonDict:
    """One of OURS types a command in the shared channel."""
    return {
        "token": "x",
        "team_id": OURS,
        "team_domain": "ours",
        "channel_id": CHANNEL,
        "channel_name": "shared",
        "user_id": "U0OURS0001",
        "user_name": "ours",
        "command": name,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": "https://hooks.slack.com/commands/T/1/x",
        "trigger_id": "1.2.abc",
        **more,
    }
