"""What the local Slack learned of the real one: shapes and refusals beside the plain case."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from local_slack.errors import NotThere
from local_slack.slack import GENERAL, LocalSlack
from tests.local_slack.conftest import running

JsonDict = dict[str, Any]
BLOCKS = [
    {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}]}
]


def sent(slack: LocalSlack, kind: str) -> JsonDict:
    """The last event of a type."""
    bodies = [slack.event(event) for event in slack.event_ids]
    return [body for body in bodies if body["event"]["type"] == kind][-1]


def refused(code: str, call: Any, **arguments: Any) -> None:
    """The call is refused with this word."""
    with pytest.raises(SlackApiError) as error:
        call(**arguments)
    assert error.value.response["error"] == code


def test_people_of_other_workspaces(slack: LocalSlack, client: WebClient) -> None:
    """Their messages come under their workspace, ours stands in authorizations; Grid names their organisation."""
    guest = slack.add_guest("gil", GENERAL)
    slack.say("hello", user=guest)
    body = sent(slack, "message")
    assert (body["team_id"], body["context_team_id"]) == ("T0PARTNER1", slack.team_id)
    assert body["authorizations"][0]["team_id"] == slack.team_id
    assert (body["event"]["team"], body["is_ext_shared_channel"]) == ("T0PARTNER1", True)
    grid = slack.add_guest("gro", GENERAL, "T0PARTNER2", "E0PARTNER2")
    slack.mention("hello", user=grid)
    event = sent(slack, "app_mention")["event"]
    assert (event["team"], event["user_team"], grid[0]) == (slack.team_id, "E0PARTNER2", "W")
    assert client.users_info(user=guest)["user"]["team_id"] == "T0PARTNER1"
    assert client.conversations_info(channel=GENERAL)["channel"]["is_ext_shared"] is True
    with pytest.raises(NotThere):
        slack.command("/brief", "x", user=guest)


def test_forms_and_clicks_of_theirs(slack: LocalSlack, app: App, client: WebClient, connect: Any) -> None:
    """A click names our workspace and their person; a form names theirs, and ours beside it."""
    heard: list[JsonDict] = []

    @app.action("open")
    def clicked(ack: Any, body: JsonDict) -> None:
        heard.append(body)
        ack()
        view = {"type": "modal", "callback_id": "f", "title": {"type": "plain_text", "text": "F"}, "blocks": []}
        client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.view("f")
    def submitted(ack: Any, body: JsonDict) -> None:
        heard.append(body)
        ack()

    connect(app)
    guest = slack.add_guest("gil", GENERAL, "T0PARTNER2", "E0PARTNER2")
    button = {"type": "button", "action_id": "open", "text": {"type": "plain_text", "text": "Open"}}
    ts = client.chat_postMessage(channel=GENERAL, text="x", blocks=[{"type": "actions", "elements": [button]}])["ts"]
    slack.click(str(ts), "open", guest)
    slack.wait_for(lambda: slack.views(guest))
    slack.submit_view({}, guest)
    slack.wait_for(lambda: len(heard) == 2)
    click, form = heard
    assert (click["team"]["id"], click["user"]["team_id"]) == (slack.team_id, "E0PARTNER2")
    assert (form["team"]["id"], form["view"]["app_installed_team_id"]) == ("T0PARTNER2", slack.team_id)
    assert (form["enterprise"]["id"], form["team"]["enterprise_id"]) == ("E0PARTNER2", "E0PARTNER2")


def test_group_direct_messages(slack: LocalSlack, client: WebClient) -> None:
    """Several people and the bot: one conversation, found again, with a type of its own."""
    people = ["U0NADIA001", "U0TOMAS001"]
    group = client.conversations_open(users=people)["channel"]["id"]
    assert group == slack.group_dm(people)
    slack.say("hello", group)
    assert sent(slack, "message")["event"]["channel_type"] == "mpim"
    assert client.conversations_info(channel=group)["channel"]["is_mpim"] is True
    assert [c["id"] for c in client.users_conversations(types="mpim")["channels"]] == [group]
    assert group not in str(client.conversations_list(types="public_channel,private_channel")["channels"])


def test_only_posting_takes_a_persons_id(slack: LocalSlack, client: WebClient) -> None:
    """Every other method knows the direct message by its own id."""
    ts = client.chat_postMessage(channel=slack.viewer, text="hello")["ts"]
    refused("channel_not_found", client.conversations_history, channel=slack.viewer)
    refused("channel_not_found", client.conversations_replies, channel=slack.viewer, ts=ts)
    refused("channel_not_found", client.chat_delete, channel=slack.viewer, ts=ts)
    assert len(client.conversations_history(channel=slack.dm_channel())["messages"]) == 1


def test_channels_name_who_opened_them(slack: LocalSlack, client: WebClient) -> None:
    """conversations.info tells the creator."""
    place = slack.add_channel("desk", creator="U0TOMAS001")
    assert client.conversations_info(channel=place)["channel"]["creator"] == "U0TOMAS001"


def test_whose_conversations(slack: LocalSlack, client: WebClient) -> None:
    """Of a person: the public ones they are in, and private ones the bot is in as well."""
    both, without = slack.add_channel("both", "group"), slack.add_channel("without", "group", bot=False)
    kinds = "public_channel,private_channel"
    theirs = {c["id"] for c in client.users_conversations(user=slack.viewer, types=kinds)["channels"]}
    assert {both, "C0OUTSIDE1"} <= theirs
    assert without not in theirs
    own = {c["id"] for c in client.users_conversations(types=kinds)["channels"]}
    assert "C0OUTSIDE1" not in own


def test_addresses_of_link_shared_are_escaped() -> None:
    """As in the message's text; previews are known by them and by nothing else. Composers have an id of their own."""
    manifest: JsonDict = {
        "features": {"unfurl_domains": ["a.example"]},
        "oauth_config": {"scopes": {"bot": ["links:read", "links:write", "chat:write"]}},
        "settings": {"event_subscriptions": {"bot_events": ["link_shared"]}},
    }
    with running(manifest=manifest) as slack:
        client = WebClient(base_url=slack.base_url, token=slack.bot_token)
        ts = slack.say("https://a.example/x?a=1&b=2")
        event = sent(slack, "link_shared")["event"]
        (link,) = event["links"]
        assert link["url"] == "https://a.example/x?a=1&amp;b=2"
        preview = {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "x"}}]}
        raw = {"https://a.example/x?a=1&b=2": preview}
        refused("cannot_unfurl_url", client.chat_unfurl, channel=GENERAL, ts=ts, unfurls=raw)
        named = {"unfurl_id": event["unfurl_id"], "unfurls": {link["url"]: preview}}
        refused("missing_source", client.chat_unfurl, **named)
        assert client.chat_unfurl(**named, source="conversations_history")["ok"]
        composed = slack.compose("https://a.example/y")
        assert composed is not None
        asked = slack.event(composed)["event"]
        assert (asked["channel"], asked["source"]) == ("COMPOSER", "composer")
        unfurls = {"https://a.example/y": preview}
        refused("invalid_unfurl_id", client.chat_unfurl, unfurl_id="x", source="composer", unfurls=unfurls)
        client.chat_unfurl(unfurl_id=asked["unfurl_id"], source="composer", unfurls=unfurls)
        assert slack.composer_previews(composed) == unfurls
        slack.refuse_blocks(["section"], where="unfurl")
        again = {"unfurl_id": asked["unfurl_id"], "source": "composer", "unfurls": unfurls}
        refused("invalid_blocks", client.chat_unfurl, **again)


@pytest.mark.parametrize("types", [["rich_text"], []])
def test_block_types_are_refused_on_order(slack: LocalSlack, client: WebClient, types: list[str]) -> None:
    """In messages and in views, until they are taken again."""
    slack.refuse_blocks(types)
    slack.refuse_blocks(types, where="view")
    home = {"type": "home", "blocks": BLOCKS}
    if types:
        refused("invalid_blocks", client.chat_postMessage, channel=GENERAL, text="x", blocks=BLOCKS)
        refused("invalid_arguments", client.views_publish, user_id=slack.viewer, view=home)
    else:
        client.chat_postMessage(channel=GENERAL, text="x", blocks=BLOCKS)
        client.views_publish(user_id=slack.viewer, view=home)


def test_long_pastes_become_snippets(slack: LocalSlack, client: WebClient) -> None:
    """The message holds a file; its bytes are for the bot's token."""
    slack.share_text("one\ntwo", comment="look")
    event = sent(slack, "message")["event"]
    (file,) = event["files"]
    assert (event["subtype"], file["mode"], file["lines"]) == ("file_share", "snippet", 2)
    known = client.files_info(file=file["id"])["file"]
    assert known["url_private"] == file["url_private"]
    headers = {"Authorization": f"Bearer {slack.bot_token}"}
    assert requests.get(file["url_private"], headers=headers, timeout=5).text == "one\ntwo"
    assert requests.get(file["url_private"], timeout=5).status_code == 404
    refused("file_not_found", client.files_info, file="F0NOTHING1")


def test_forwarded_messages(slack: LocalSlack) -> None:
    """The message told again stands in an attachment, with its address and blocks."""
    ts = slack.say("see https://a.example/x")
    slack.forward(ts, GENERAL, slack.dm_channel(), comment="for you")
    event = sent(slack, "message")["event"]
    (share,) = event["attachments"]
    assert share["is_share"]
    assert share["from_url"].endswith(f"/archives/{GENERAL}/p{ts.replace('.', '')}")
    assert "https://a.example/x" in str(share["message_blocks"])


def test_huddles_and_tombstones(slack: LocalSlack) -> None:
    """Slack's own line; a deleted message with a thread is changed, one without is gone."""
    slack.huddle()
    assert sent(slack, "message")["event"]["subtype"] == "huddle_thread"
    head = slack.say("head")
    slack.say("reply", thread_ts=head)
    slack.delete(head)
    event = sent(slack, "message")["event"]
    assert (event["subtype"], event["message"]["subtype"], event["message"]["ts"]) == (
        "message_changed",
        "tombstone",
        head,
    )
    lone = slack.say("lone")
    slack.delete(lone)
    assert sent(slack, "message")["event"]["subtype"] == "message_deleted"


def test_changes_may_not_tell_what_was_before(slack: LocalSlack) -> None:
    """On order, as Slack leaves it out at times."""
    ts = slack.say("one")
    slack.edit(ts, "two")
    assert sent(slack, "message")["event"]["previous_message"]["text"] == "one"
    slack.tell_previous(False)
    slack.edit(ts, "three")
    assert "previous_message" not in sent(slack, "message")["event"]


def test_socket_mode_switched_off(slack: LocalSlack, client: WebClient) -> None:
    """No new connection is given out until it is on again."""
    slack.disable_link()
    refused("access_denied", client.apps_connections_open, app_token=slack.app_token)
    slack.disable_link(False)
    assert client.apps_connections_open(app_token=slack.app_token)["url"].startswith("ws://")
