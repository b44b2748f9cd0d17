"""How events reach the bot: shapes, acks, retries, echoes, connections."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect as dial

from local_slack.clock import ManualClock
from local_slack.errors import NotDelivered, NotThere
from local_slack.slack import GENERAL, LocalSlack
from tests.local_slack.conftest import Connect, bolt, by_http, by_socket, running

JsonDict = dict[str, Any]


def listen(app: App, *kinds: str, fail: int = 0) -> list[JsonDict]:
    """Note every event of these kinds with its retry headers; the first ``fail`` of them are not acked."""
    heard: list[JsonDict] = []
    left = [fail]

    def hear(event: JsonDict, body: JsonDict, request: Any) -> None:
        retry = (request.headers.get("x-slack-retry-num", [None])[0], request.headers.get("x-slack-retry-reason"))
        heard.append({**event, "event_id": body["event_id"], "retry": retry[0]})
        if left[0]:
            left[0] -= 1
            raise RuntimeError("the store is down")

    for kind in kinds:
        app.event(kind)(hear)
    return heard


def types(slack: LocalSlack) -> list[str]:
    """Names of everything sent so far, retries left out."""
    return [delivery.name for delivery in slack.deliveries if delivery.attempt == 0]


def test_message_reaches_the_bot_and_is_answered(slack: LocalSlack, app: App, connect: Connect) -> None:
    """A typed link comes as a token in an event of Slack's shape, is acked, and the answer stands in the thread."""

    @app.event("message")
    def answer(event: JsonDict, client: WebClient) -> None:
        if "bot_id" not in event:
            client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text="heard")

    connect(app)
    ts = slack.say("see https://example.org/a?b=1&c=2")
    slack.wait_for(lambda: len(slack.messages(thread_ts=ts)) == 2)
    event = slack.event(slack.event_ids[0])["event"]
    assert event["text"] == "see <https://example.org/a?b=1&amp;c=2>"
    assert (event["channel_type"], event["event_ts"], event["user"]) == ("channel", ts, slack.viewer)
    ack = slack.wait_for(lambda: next((one for one in slack.acks if one.event_id == slack.event_ids[0]), None))
    assert (ack.name, ack.attempt) == ("message", 0)
    assert ack.latency is not None
    assert ack.latency >= 0


def test_mention_comes_twice_with_one_ts(slack: LocalSlack, app: App, connect: Connect) -> None:
    """A mention in a channel is a message and an app_mention with the same ts and different event ids."""
    heard = listen(app, "message", "app_mention")
    connect(app)
    ts = slack.mention("https://example.org/a")
    slack.wait_for(lambda: len(heard) >= 2)
    mention, message = sorted(heard, key=lambda event: event["type"])  # either may overtake the other over HTTP
    assert (mention["type"], message["type"]) == ("app_mention", "message")
    assert mention["ts"] == message["ts"] == ts
    assert mention["event_id"] != message["event_id"]
    assert mention["text"].startswith(f"<@{slack.bot_user_id}> <https")


def test_direct_message_is_no_mention(slack: LocalSlack, app: App, connect: Connect) -> None:
    """In a direct message there is one event, of channel type im, also when the bot is named."""
    heard = listen(app, "message", "app_mention")
    connect(app)
    slack.dm("@testapp hello")
    slack.dm("second")
    slack.wait_for(lambda: len(heard) == 2)
    assert [(event["type"], event["channel_type"]) for event in heard] == [("message", "im")] * 2
    assert heard[0]["channel"] == slack.dm_channel()


def test_bot_hears_only_where_it_is(slack: LocalSlack) -> None:
    """Nothing is sent from a channel the bot is not in; when invited it is told and then hears."""
    slack.say("unheard", channel="random")
    assert slack.deliveries == []
    slack.invite_bot("random")
    assert types(slack) == ["message.channel_join", "member_joined_channel"]
    slack.say("heard", channel="random")
    assert types(slack)[2:] == ["message"]


def test_edit_delete_and_reaction_events(slack: LocalSlack) -> None:
    """Editing sends message_changed with both versions, deleting message_deleted, reacting reaction_added."""
    ts = slack.say("before")
    slack.edit(ts, "after")
    slack.react(ts, "eyes")
    slack.react(ts, "eyes", add=False)
    slack.delete(ts)
    assert types(slack) == [
        "message",
        "message.message_changed",
        "reaction_added",
        "reaction_removed",
        "message.message_deleted",
    ]
    changed = slack.event(slack.event_ids[1])["event"]
    assert (changed["previous_message"]["text"], changed["message"]["text"]) == ("before", "after")
    assert changed["message"]["edited"]["user"] == slack.viewer
    assert changed["ts"] != ts
    assert slack.event(slack.event_ids[4])["event"]["deleted_ts"] == ts
    with pytest.raises(NotThere):
        slack.edit(ts, "too late")


def test_preview_echo_a_second_later() -> None:
    """A message with a link comes back a second later as message_changed with the same words, once."""
    with running(clock=ManualClock()) as slack:
        ts = slack.say("https://example.org/a")
        slack.say("no link")
        slack.advance(0.9)
        assert "message.message_changed" not in types(slack)
        slack.advance(0.2)
        echoes = [slack.event(i)["event"] for i in slack.event_ids if "previous_message" in slack.event(i)["event"]]
        assert len(echoes) == 1
        assert echoes[0]["message"]["ts"] == ts
        assert echoes[0]["message"]["text"] == echoes[0]["previous_message"]["text"]
        assert "edited" not in echoes[0]["message"]
        slack.advance(60)
        assert types(slack).count("message.message_changed") >= 1
        assert len(slack.messages()[0]["attachments"]) == 1


def test_own_links_echo_unless_turned_off() -> None:
    """The bot's own links are previewed too, unless it posts with both kinds turned off."""
    with running(clock=ManualClock(), rate_limits=False) as slack:
        client = WebClient(base_url=slack.base_url, token=slack.bot_token)
        link = "https://example.org/a"
        client.chat_postMessage(channel=GENERAL, text=link, unfurl_links=False, unfurl_media=False)
        client.chat_postMessage(channel=GENERAL, text=link)
        slack.advance(2)
        assert ["attachments" in message for message in slack.messages()] == [False, True]


def test_unacked_event_is_retried_at_once_after_one_and_after_five_minutes() -> None:
    """Three retries at 0, 60 and 300 seconds, with retry headers, then no more; acked ones are not retried."""
    with running(clock=ManualClock()) as slack:
        app = bolt(slack)
        heard = listen(app, "message", fail=10)
        with by_socket(slack, app):
            slack.say("x")
            slack.wait_for(lambda: len(heard) == 1)
            slack.advance(2.9)
            assert len(slack.deliveries) == 1
            slack.advance(0.1)
            slack.wait_for(lambda: len(heard) == 2)
            slack.advance(3)
            assert len(slack.deliveries) == 2
            slack.advance(60)
            slack.wait_for(lambda: len(heard) == 3)
            slack.advance(3 + 300)
            slack.wait_for(lambda: len(heard) == 4)
            slack.advance(3600)
            assert [event["retry"] for event in heard] == ["0", "1", "2", "3"]
            assert len({event["event_id"] for event in heard}) == 1
            assert [delivery.failure for delivery in slack.deliveries] == ["timeout"] * 4


def test_http_error_is_retried_with_headers() -> None:
    """Over HTTP an answer other than 200 is retried with Slack's retry headers, until one is acked."""
    with running(retry_schedule=(0, 0.01, 0.01)) as slack:
        app = bolt(slack)
        heard = listen(app, "message", fail=2)
        with by_http(slack, app):
            slack.say("x")
            slack.wait_for(lambda: slack.acks)
            assert [event["retry"] for event in heard] == [None, "1", "2"]
            assert [delivery.failure for delivery in slack.deliveries] == ["http_error", "http_error", None]


def test_no_retry_header_stops_retries() -> None:
    """An error answer with X-Slack-No-Retry is not tried again; one without is."""

    class Refusing(BaseHTTPRequestHandler):
        no_retry = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200 if b"challenge" in body else 500)
            if self.no_retry:
                self.send_header("X-Slack-No-Retry", "1")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as server, running(retry_schedule=(0.01,)) as slack:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        slack.use_http(f"http://127.0.0.1:{server.server_address[1]}/")
        slack.say("x")
        slack.wait_for(lambda: slack.deliveries[0].failure == "http_error")
        Refusing.no_retry = False
        slack.say("y")
        slack.wait_for(lambda: len(slack.deliveries) == 3 and slack.deliveries[2].failure)
        assert [delivery.attempt for delivery in slack.deliveries] == [0, 0, 1]
        server.shutdown()


def test_unmatched_event_is_not_acked(slack: LocalSlack, app: App) -> None:
    """Bolt answers 404 to an event without a listener, and Slack retries it: a trap worth keeping."""
    with by_http(slack, app):
        slack.say("x")
        slack.wait_for(lambda: len(slack.deliveries) >= 2)
        assert slack.deliveries[0].failure == "http_error"
        assert slack.deliveries[1].attempt == 1


def test_redelivery_on_request(slack: LocalSlack, app: App, connect: Connect) -> None:
    """An event can be sent again as often as wanted, with and without the retry headers, under its own id."""
    heard = listen(app, "message")
    connect(app)
    slack.say("x")
    slack.wait_for(lambda: len(heard) == 1)
    slack.redeliver(slack.event_ids[0], times=2)
    slack.redeliver(slack.event_ids[0], with_retry_headers=False)
    slack.wait_for(lambda: len(heard) == 4)
    assert sorted(str(event["retry"]) for event in heard[1:])[:2] in (["0", "1"], ["1", "2"])
    assert len({event["event_id"] for event in heard}) == 1
    with pytest.raises(NotDelivered):
        slack.redeliver("Ev0")


def test_refresh_and_cut_connections(slack: LocalSlack, app: App) -> None:
    """After a refresh the bot comes back by itself and events flow again; a cut one is seen at once."""
    heard = listen(app, "message")
    with by_socket(slack, app):
        opened = len([call for call in slack.calls if call.method == "apps.connections.open"])
        slack.refresh_connections()
        slack.wait_for(lambda: len([c for c in slack.calls if c.method == "apps.connections.open"]) > opened)
        slack.wait_for(lambda: slack.connections == 1)
        slack.say("after the refresh")
        slack.wait_for(lambda: len(heard) == 1)
        slack.drop_connections()
        slack.wait_for(lambda: slack.connections == 0)


def test_event_unacked_on_a_cut_connection_comes_again() -> None:
    """What a cut connection had not acked is sent again over the next one."""
    with running(retry_schedule=(0.1,) * 100) as slack:
        ticket = WebClient(base_url=slack.base_url, token=slack.app_token).apps_connections_open(
            app_token=slack.app_token
        )["url"]
        with dial(ticket) as first:
            assert "hello" in str(first.recv())
            slack.say("x")
            assert '"retry_attempt":0' in str(first.recv()).replace(" ", "")
            slack.drop_connections()
            slack.wait_for(lambda: slack.connections == 0)
        app = bolt(slack)
        heard = listen(app, "message")
        with by_socket(slack, app):
            slack.wait_for(lambda: heard)
            assert int(heard[0]["retry"]) >= 1


def test_without_a_bot_nothing_is_lost_silently() -> None:
    """With no connection each try fails and is recorded as such."""
    with running(clock=ManualClock()) as slack:
        slack.say("x")
        slack.advance(400)
        assert [delivery.failure for delivery in slack.deliveries] == ["connection_failed"] * 4


def test_a_used_address_is_not_taken_again(slack: LocalSlack) -> None:
    """A Socket Mode address is good once; a made-up one never."""
    opener = WebClient(base_url=slack.base_url, token=slack.app_token)
    ticket = opener.apps_connections_open(app_token=slack.app_token)["url"]
    with dial(ticket):
        pass
    for address in (ticket, ticket.rsplit("/", 1)[0] + "/made-up"):
        with pytest.raises(InvalidStatus):
            dial(address)


def test_signed_delivery_only_to_this_machine(slack: LocalSlack) -> None:
    """HTTP delivery goes to loopback only, and only after the address gave the challenge back."""
    with pytest.raises(NotDelivered, match="only sends to this machine"):
        slack.use_http("http://192.0.2.1/slack/events")
    with pytest.raises(NotDelivered, match="challenge"):
        slack.use_http(slack.page_url)


def test_wrong_secret_is_turned_away(slack: LocalSlack, app: App) -> None:
    """The bot refuses deliveries signed with another secret."""
    with by_http(slack, app):
        slack.components.deliveries.signed_http.secret = "another"
        slack.say("x")
        slack.wait_for(lambda: slack.deliveries and slack.deliveries[0].failure)
        assert slack.deliveries[0].failure == "http_error"


def test_links_of_registered_domains() -> None:
    """link_shared names registered domains only, from the composer too, never for the app's own messages."""
    manifest = {
        "features": {"unfurl_domains": ["example.org"]},
        "oauth_config": {"scopes": {"bot": ["chat:write", "links:write"]}},
        "settings": {"event_subscriptions": {"bot_events": ["link_shared"]}},
    }
    with running(manifest=manifest) as slack:
        client = WebClient(base_url=slack.base_url, token=slack.bot_token)
        ts = slack.say("https://news.example.org/a and https://other.example/b")
        event = slack.event(slack.event_ids[0])["event"]
        assert event["links"] == [{"domain": "example.org", "url": "https://news.example.org/a"}]
        assert (event["message_ts"], event["source"]) == (ts, "conversations_history")
        client.chat_postMessage(channel=GENERAL, text="https://example.org/own")
        assert len(slack.event_ids) == 1
        assert slack.compose("https://example.org/c")
        assert slack.event(slack.event_ids[1])["event"]["source"] == "composer"
        client.chat_unfurl(channel=GENERAL, ts=ts, unfurls={"https://news.example.org/a": {"text": "Preview"}})
        preview = slack.messages()[0]["attachments"][0]
        assert (preview["text"], preview["is_app_unfurl"]) == ("Preview", True)


def test_only_subscribed_events_are_sent() -> None:
    """With a manifest, an event nobody subscribed to is not sent."""
    with running(manifest={"settings": {"event_subscriptions": {"bot_events": ["message.im"]}}}) as slack:
        slack.mention("x")
        slack.dm("y")
        assert [(d.name, slack.event(d.event_id or "")["event"]["channel_type"]) for d in slack.deliveries] == [
            ("message", "im")
        ]


def test_uninstalling(slack: LocalSlack) -> None:
    """Uninstalling revokes the token and says so by two events."""
    slack.uninstall()
    assert types(slack) == ["tokens_revoked", "app_uninstalled"]


def test_other_shapes_of_message(slack: LocalSlack) -> None:
    """Messages of other bots and subtypes can be made, in Slack's shapes."""
    slack.say("feed item", extra={"subtype": "bot_message", "bot_id": "B0OTHER001", "username": "feeds"})
    event = slack.event(slack.event_ids[0])["event"]
    assert (event["subtype"], event["bot_id"], "user" in event) == ("bot_message", "B0OTHER001", False)
    slack.say("<!channel> <https://example.org|x>", raw=True)
    assert slack.messages()[1]["text"] == "<!channel> <https://example.org|x>"
