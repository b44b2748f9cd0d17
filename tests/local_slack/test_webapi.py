"""The Web API: what it takes, refuses, stores and gives back, spoken to by Slack's own client."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import requests
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from local_slack.clock import ManualClock
from local_slack.slack import GENERAL, LocalSlack
from tests.hung import HUNG
from tests.local_slack.conftest import running


def refused(call: Any, **arguments: Any) -> str:
    """The error word a call is refused with."""
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return str(caught.value.response["error"])


def test_who_am_i(slack: LocalSlack, client: WebClient) -> None:
    """auth.test names bot and team and lists the scopes in a header, as Bolt expects."""
    answer = client.auth_test()
    assert (answer["user_id"], answer["team_id"]) == (slack.bot_user_id, slack.team_id)
    assert "chat:write" in answer.headers["x-oauth-scopes"]


@pytest.mark.parametrize("way", ["form", "json", "query", "argument"])
def test_arguments_come_by_form_json_or_query(slack: LocalSlack, way: str) -> None:
    """A call is the same whichever way arguments and token come."""
    url, bearer = slack.base_url + "chat.postMessage", {"Authorization": f"Bearer {slack.bot_token}"}
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "block"}}
    plain = {"channel": GENERAL, "text": "hello", "blocks": json.dumps([block])}
    if way == "form":
        answer = requests.post(url, data=plain, headers=bearer, timeout=HUNG)
    elif way == "json":
        answer = requests.post(url, json={**plain, "blocks": [block]}, headers=bearer, timeout=HUNG)
    elif way == "query":
        answer = requests.get(url, params=plain, headers=bearer, timeout=HUNG)
    else:
        answer = requests.post(url, data={**plain, "token": slack.bot_token}, timeout=HUNG)
    assert answer.json()["ok"] is True
    assert slack.messages()[0]["text"] == "hello"
    assert slack.messages()[0]["blocks"][0]["text"]["text"] == "block"
    assert slack.bot_token not in str(slack.calls)


def test_tokens_are_checked(slack: LocalSlack) -> None:
    """No token, a wrong one, one of the wrong kind, a revoked one and an unknown method each have their word."""

    def word(token: str, method: str = "auth.test") -> str:
        return str(requests.post(slack.base_url + method, data={"token": token}, timeout=HUNG).json().get("error"))

    assert word("") == "not_authed"
    assert word("xoxb-wrong") == "invalid_auth"
    assert word(slack.app_token) == "not_allowed_token_type"
    assert word(slack.bot_token, "apps.connections.open") == "not_allowed_token_type"
    assert word(slack.bot_token, "chat.shout") == "unknown_method"
    slack.revoke_token()
    assert word(slack.bot_token) == "token_revoked"


def test_posting_is_refused_where_slack_refuses(slack: LocalSlack, client: WebClient) -> None:
    """Unknown, foreign, archived and private channels, and messages without words, are refused."""
    slack.set_limits(posting=False)
    private = slack.add_channel("embassy", "group", bot=False)
    assert refused(client.chat_postMessage, channel="C0NOWHERE1", text="x") == "channel_not_found"
    assert refused(client.chat_postMessage, channel="C0OUTSIDE1", text="x") == "not_in_channel"
    assert refused(client.chat_postMessage, channel=private, text="x") == "channel_not_found"
    assert refused(client.chat_postMessage, channel=GENERAL, text="") == "no_text"
    slack.archive(GENERAL)
    assert refused(client.chat_postMessage, channel=GENERAL, text="x") == "is_archived"
    assert slack.messages() == []


def test_blocks_are_checked(slack: LocalSlack, client: WebClient) -> None:
    """Bad blocks are refused with the reason, too much text in all as msg_blocks_too_long; nothing is stored."""
    slack.set_limits(posting=False)
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=GENERAL, text="x", blocks=[{"type": "section"}])
    assert caught.value.response["error"] == "invalid_blocks"
    reasons = caught.value.response["response_metadata"]["messages"]
    assert reasons == ["[ERROR] missing required field: text or fields [json-pointer:/blocks/0]"]
    long = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2999}}] * 5
    assert refused(client.chat_postMessage, channel=GENERAL, text="x", blocks=long) == "msg_blocks_too_long"
    assert refused(client.chat_postMessage, channel=GENERAL, text="x", blocks="{}") == "invalid_blocks_format"
    assert slack.messages() == []


def test_long_texts(slack: LocalSlack, client: WebClient) -> None:
    """A new text is cut at 40,000 characters; an update may have 4,000 bytes once escaped."""
    posted = client.chat_postMessage(channel=GENERAL, text="é" * 41_000)
    assert len(slack.messages()[0]["text"]) == 40_000
    assert refused(client.chat_update, channel=GENERAL, ts=posted["ts"], text="é" * 2001) == "msg_too_long"
    client.chat_update(channel=GENERAL, ts=posted["ts"], text="é" * 2000)


def test_one_message_a_second_and_channel(slack: LocalSlack, client: WebClient) -> None:
    """The second message within a second gets 429 with Retry-After; another channel is free; it can be turned off."""
    client.chat_postMessage(channel=GENERAL, text="one")
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=GENERAL, text="two")
    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "1")
    client.chat_postMessage(channel="C0EUROPE01", text="elsewhere")
    slack.set_limits(posting=False)
    client.chat_postMessage(channel=GENERAL, text="three")
    assert [message["text"] for message in slack.messages()] == ["one", "three"]


def test_limit_is_on_the_clock_passed_in() -> None:
    """The second is counted on the given clock."""
    with running(clock=ManualClock()) as slack:
        client = WebClient(base_url=slack.base_url, token=slack.bot_token)
        client.chat_postMessage(channel=GENERAL, text="one")
        assert refused(client.chat_postMessage, channel=GENERAL, text="two") == "ratelimited"
        slack.advance(1)
        client.chat_postMessage(channel=GENERAL, text="two")


def test_calls_a_minute_by_tier() -> None:
    """With tiers on, a method's calls a minute are limited, and free again a minute later."""
    with running(clock=ManualClock()) as slack:
        slack.set_limits(tiers=True)
        client = WebClient(base_url=slack.base_url, token=slack.bot_token)
        for _ in range(20):
            client.users_list()
        assert refused(client.users_list) == "ratelimited"
        client.users_info(user="U0NADIA001")
        slack.advance(60)
        client.users_list()


def test_metadata_is_kept_and_given_on_request(slack: LocalSlack, client: WebClient) -> None:
    """Metadata comes back from history and replies with include_all_metadata, never otherwise."""
    metadata = {"event_type": "brief", "event_payload": {"delivery_id": "k1"}}
    head = slack.say("head")
    client.chat_postMessage(channel=GENERAL, thread_ts=head, text="reply", metadata=metadata)
    asked = client.conversations_replies(channel=GENERAL, ts=head, include_all_metadata=True)["messages"]
    assert asked[1]["metadata"] == metadata
    assert "metadata" not in client.conversations_replies(channel=GENERAL, ts=head)["messages"][1]
    bad = {"event_type": "brief", "event_payload": "k1"}
    slack.set_limits(posting=False)
    assert refused(client.chat_postMessage, channel=GENERAL, text="x", metadata=bad) == "invalid_metadata_format"


def test_threads(slack: LocalSlack, client: WebClient) -> None:
    """Replies stay out of the history unless broadcast, the head counts them, deleting one uncounts it."""
    slack.set_limits(posting=False)
    head = slack.say("head")
    reply = client.chat_postMessage(channel=GENERAL, thread_ts=head, text="reply")["ts"]
    client.chat_postMessage(channel=GENERAL, thread_ts=head, text="for all", reply_broadcast=True)
    history = client.conversations_history(channel=GENERAL)["messages"]
    assert [message["text"] for message in history] == ["for all", "head"]
    assert (history[1]["reply_count"], history[1]["thread_ts"]) == (2, head)
    client.chat_delete(channel=GENERAL, ts=reply)
    assert client.conversations_history(channel=GENERAL)["messages"][1]["reply_count"] == 1
    assert refused(client.conversations_replies, channel=GENERAL, ts="1.000001") == "thread_not_found"


def test_history_is_paged(slack: LocalSlack, client: WebClient) -> None:
    """History comes newest first in pages, within oldest and latest."""
    stamps = [slack.say(str(number)) for number in range(5)]
    first = client.conversations_history(channel=GENERAL, limit=2)
    assert [message["text"] for message in first["messages"]] == ["4", "3"]
    cursor = first["response_metadata"]["next_cursor"]
    second = client.conversations_history(channel=GENERAL, limit=2, cursor=cursor)
    assert [message["text"] for message in second["messages"]] == ["2", "1"]
    within = client.conversations_history(channel=GENERAL, oldest=stamps[1], latest=stamps[3])
    assert [message["text"] for message in within["messages"]] == ["2"]
    inclusive = client.conversations_history(channel=GENERAL, oldest=stamps[1], latest=stamps[3], inclusive=True)
    assert [message["text"] for message in inclusive["messages"]] == ["3", "2", "1"]


def test_only_own_messages_change(slack: LocalSlack, client: WebClient) -> None:
    """The bot changes and deletes its own messages only; an update without blocks takes the blocks away."""
    theirs = slack.say("theirs")
    assert refused(client.chat_update, channel=GENERAL, ts=theirs, text="x") == "cant_update_message"
    assert refused(client.chat_delete, channel=GENERAL, ts=theirs) == "cant_delete_message"
    assert refused(client.chat_update, channel=GENERAL, ts="1.000001", text="x") == "message_not_found"
    own = client.chat_postMessage(channel=GENERAL, text="own", blocks=[{"type": "divider"}])["ts"]
    client.chat_update(channel=GENERAL, ts=own, text="changed")
    changed = slack.messages()[1]
    assert (changed["text"], "blocks" in changed, "edited" in changed) == ("changed", False, True)


def test_reactions(slack: LocalSlack, client: WebClient) -> None:
    """A reaction can be added once and removed once."""
    ts = slack.say("x")
    client.reactions_add(channel=GENERAL, timestamp=ts, name="hourglass")
    assert slack.messages()[0]["reactions"] == [{"name": "hourglass", "users": [slack.bot_user_id], "count": 1}]
    assert refused(client.reactions_add, channel=GENERAL, timestamp=ts, name="hourglass") == "already_reacted"
    client.reactions_remove(channel=GENERAL, timestamp=ts, name="hourglass")
    assert refused(client.reactions_remove, channel=GENERAL, timestamp=ts, name="hourglass") == "no_reaction"
    assert refused(client.reactions_add, channel=GENERAL, timestamp="1.000001", name="eyes") == "message_not_found"
    assert "reactions" not in slack.messages()[0]


def test_ephemerals_are_for_one(slack: LocalSlack, client: WebClient) -> None:
    """An ephemeral message is seen by one person and is in no history."""
    client.chat_postEphemeral(channel=GENERAL, user="U0AIKO0001", text="psst")
    assert [message["text"] for message in slack.ephemerals("U0AIKO0001")] == ["psst"]
    assert slack.ephemerals("U0NADIA001") == []
    assert slack.messages() == []
    assert refused(client.chat_postEphemeral, channel=GENERAL, user="U0NOBODY01", text="x") == "user_not_found"


def test_pings_are_recorded(slack: LocalSlack, client: WebClient) -> None:
    """Every live token the bot posts is recorded; escaped text makes none."""
    slack.set_limits(posting=False)
    client.chat_postMessage(channel=GENERAL, text="&lt;!channel&gt; A &amp; B &lt;@U0NADIA001&gt; https://example.org")
    assert slack.pings == []
    assert slack.messages()[0]["text"].endswith("<https://example.org>")
    client.chat_postMessage(channel=GENERAL, text="https://example.org", parse="none")
    assert slack.messages()[1]["text"] == "https://example.org"
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "<https://evil.example|trust me>"}}
    client.chat_postMessage(channel=GENERAL, text="<!channel> <@U0NADIA001>", blocks=[section])
    client.chat_postMessage(channel=GENERAL, text="@here", link_names=True)
    assert [(ping.kind, ping.target, ping.where) for ping in slack.pings] == [
        ("broadcast", "channel", "text"),
        ("user", "U0NADIA001", "text"),
        ("link", "https://evil.example", "/blocks/0/text"),
        ("broadcast", "here", "text"),
    ]


def test_conversations_and_people(slack: LocalSlack, client: WebClient) -> None:
    """Listing, looking up and opening conversations; people with their time zones."""
    names = {one["name"]: one["is_member"] for one in client.conversations_list()["channels"]}
    assert names["general"] is True
    assert names["random"] is False
    assert "random" not in [one["name"] for one in client.users_conversations()["channels"]]
    assert client.conversations_info(channel=GENERAL)["channel"]["name"] == "general"
    assert refused(client.conversations_info, channel="C0NOWHERE1") == "channel_not_found"
    direct = client.conversations_open(users="U0AIKO0001")["channel"]["id"]
    assert direct == slack.dm_channel("U0AIKO0001")
    person = client.users_info(user="U0AIKO0001", include_locale=True)["user"]
    assert (person["tz"], person["tz_offset"], person["locale"]) == ("Asia/Tokyo", 9 * 3600, "en-US")
    assert refused(client.users_info, user="U0NOBODY01") == "user_not_found"
    assert client.bots_info(bot="B0LOCAL001")["bot"]["user_id"] == slack.bot_user_id
    assert client.team_info()["team"]["id"] == slack.team_id


def test_listing_is_paged(client: WebClient) -> None:
    """A cursor leads through the list without loss; a made-up one is refused."""
    first = client.conversations_list(limit=3)
    second = client.conversations_list(limit=3, cursor=first["response_metadata"]["next_cursor"])
    assert [len(first["channels"]), len(second["channels"])] == [3, 1]
    assert second["response_metadata"]["next_cursor"] == ""
    assert refused(client.conversations_list, cursor="zzz") == "invalid_cursor"


def test_files_are_uploaded_and_shared(slack: LocalSlack, client: WebClient) -> None:
    """Slack's client uploads a file in three steps and it stands in the thread."""
    head = slack.say("head")
    client.files_upload_v2(channel=GENERAL, thread_ts=head, filename="brief.md", content="# Brief", title="Brief")
    shared = slack.messages(thread_ts=head)[1]["files"][0]
    assert (shared["name"], shared["title"], shared["size"]) == ("brief.md", "Brief", 7)


def test_a_picture_is_shown_and_other_files_are_downloads(slack: LocalSlack, client: WebClient) -> None:
    """What begins like a PNG may be drawn on the page, whatever its name; everything else stays a download."""
    import requests

    for name, content, kind in (
        ("chart.png", b"\x89PNG\r\n\x1a\n...", "image/png"),
        ("false.png", b"<script>alert(1)</script>", "application/octet-stream"),
    ):
        client.files_upload_v2(channel=GENERAL, filename=name, content=content, title="File")
        file = slack.messages(GENERAL)[-1]["files"][0]
        address = f"{slack.page_url.rstrip('/')}{file['url_private']}"
        answer = requests.get(address, params={"key": slack.page_key}, timeout=HUNG)
        assert (answer.status_code, answer.headers["content-type"], answer.content) == (200, kind, content)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert requests.get(address, timeout=HUNG).status_code == 404


def test_installing(slack: LocalSlack) -> None:
    """A one-time code gives the bot's token, once."""
    client_id, secret = slack.client_credentials
    code, client = slack.oauth_code(), WebClient(base_url=slack.base_url)
    answer = client.oauth_v2_access(client_id=client_id, client_secret=secret, code=code)
    assert (answer["access_token"], answer["team"]["id"]) == (slack.bot_token, slack.team_id)
    again = {"client_id": client_id, "client_secret": secret, "code": code}
    assert refused(client.oauth_v2_access, **again) == "invalid_code"


def test_the_manifest_names_the_app() -> None:
    """The bot is mentioned and shown by the names of its manifest; a local Slack without one holds a test app."""
    manifest = {"display_information": {"name": "News Desk"}, "features": {"bot_user": {"display_name": "Newsdesk"}}}
    with running(manifest=manifest) as slack:
        slack.say("@newsdesk good morning")
        assert f"<@{slack.bot_user_id}>" in slack.messages()[0]["text"]
        assert slack.components.workspace.user("News Desk").id == slack.bot_user_id
    with running() as slack:
        assert slack.components.workspace.user("testapp").id == slack.bot_user_id


def test_manifest_limits_scopes(tmp_path: Path) -> None:
    """With a manifest, a method whose scope is not granted answers missing_scope and says which."""
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps({"oauth_config": {"scopes": {"bot": ["chat:write"]}}}))
    with running(manifest=manifest) as slack:
        client = WebClient(base_url=slack.base_url, token=slack.bot_token)
        client.chat_postMessage(channel=GENERAL, text="x")
        with pytest.raises(SlackApiError) as caught:
            client.users_list()
        assert caught.value.response["error"] == "missing_scope"
        assert (caught.value.response["needed"], caught.value.response["provided"]) == ("users:read", "chat:write")


def test_faults_on_order(slack: LocalSlack, client: WebClient) -> None:
    """The next calls fail as ordered, then all is well; a 429 is retried by Slack's own handler."""
    slack.set_limits(posting=False)
    slack.fail_next("chat.postMessage", error="fatal_error")
    assert refused(client.chat_postMessage, channel=GENERAL, text="x") == "fatal_error"
    slack.fail_next("chat.postMessage", status=503)
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=GENERAL, text="x")
    assert caught.value.response.status_code == 503
    slack.fail_next("chat.postMessage", status=429, retry_after=1)
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=1))
    client.chat_postMessage(channel=GENERAL, text="came through")
    assert [message["text"] for message in slack.messages()] == ["came through"]
    assert [call.status for call in slack.calls] == [200, 503, 429, 200]


@pytest.mark.parametrize(("after", "stored"), [(True, 1), (False, 0)])
def test_dropped_connection(slack: LocalSlack, after: bool, stored: int) -> None:
    """A cut connection leaves the message behind or not, as ordered; the caller only sees the cut."""
    slack.drop_next("chat.postMessage", after=after)
    body = {"token": slack.bot_token, "channel": GENERAL, "text": "x"}
    with pytest.raises(requests.ConnectionError):
        requests.post(slack.base_url + "chat.postMessage", data=body, timeout=HUNG)
    assert len(slack.messages()) == stored
    assert [call.error for call in slack.calls] == [None if after else "dropped"]


def test_answer_held_back(slack: LocalSlack) -> None:
    """A held answer comes only when released, though the message is there at once."""
    hold = slack.hold_next("chat.postMessage")
    body = {"token": slack.bot_token, "channel": GENERAL, "text": "x"}
    with pytest.raises(requests.Timeout):
        requests.post(slack.base_url + "chat.postMessage", data=body, timeout=0.2)
    assert slack.wait_for(lambda: len(slack.messages()) == 1, HUNG)
    hold.release()
    assert requests.post(slack.base_url + "auth.test", data=body, timeout=HUNG).json()["ok"] is True


def test_messages_outlive_the_process(tmp_path: Path) -> None:
    """With a state file, messages, reactions, members and tokens are there after a restart; stamps go on."""
    state = tmp_path / "slack.db"
    with running(state=state) as slack:
        token, ts = slack.bot_token, slack.say("kept", channel="C0OUTSIDE1")
        slack.react(ts, "eyes", "C0OUTSIDE1")
        slack.invite_bot("C0OUTSIDE1")
    with running(state=state) as slack:
        assert slack.bot_token == token
        kept = slack.messages("C0OUTSIDE1")[0]
        assert (kept["text"], kept["reactions"][0]["name"]) == ("kept", "eyes")
        client = WebClient(base_url=slack.base_url, token=token)
        assert client.chat_postMessage(channel="C0OUTSIDE1", text="x")["ts"] > ts


def test_server_comes_back_on_its_port(slack: LocalSlack, client: WebClient) -> None:
    """Stopped, it cannot be reached; started again, it has the same address and the same messages."""
    slack.say("before")
    url = slack.base_url
    slack.stop()
    with pytest.raises(requests.ConnectionError):
        requests.get(url + "api.test", timeout=HUNG)
    slack.start()
    assert slack.base_url == url
    assert [message["text"] for message in slack.messages()] == ["before"]
    assert client.auth_test()["ok"] is True
