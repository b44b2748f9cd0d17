"""Commands, clicks, modals, shortcuts, Home and response_url, with a real Bolt app on both ways of delivery."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from local_slack.clock import ManualClock
from local_slack.errors import NotThere, Refused
from local_slack.slack import GENERAL, LocalSlack
from tests.hung import HUNG
from tests.local_slack.conftest import Connect, running

JsonDict = dict[str, Any]


def plain(text: str) -> JsonDict:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def modal(title: str = "Brief", **more: Any) -> JsonDict:
    """A modal with a needed link and some choices."""
    options = [{"text": plain("Short"), "value": "short"}, {"text": plain("Long"), "value": "long"}]
    inputs: list[JsonDict] = [
        {"type": "url_text_input", "action_id": "link"},
        {"type": "static_select", "action_id": "length", "options": options, "initial_option": options[0]},
        {"type": "checkboxes", "action_id": "extras", "options": options},
        {"type": "timepicker", "action_id": "at", "initial_time": "08:00"},
        {"type": "conversations_select", "action_id": "where", "default_to_current_conversation": True},
    ]
    blocks = [
        {"type": "input", "block_id": i["action_id"], "label": plain(i["action_id"]), "element": i, "optional": n > 0}
        for n, i in enumerate(inputs)
    ]
    return {"type": "modal", "title": plain(title), "submit": plain("Send"), "blocks": blocks, **more}


def buttons(*names: str) -> list[JsonDict]:
    """A row of buttons."""
    made = [{"type": "button", "action_id": name, "text": plain(name), "value": f"v-{name}"} for name in names]
    return [{"type": "actions", "block_id": "row", "elements": made}]


def test_command_ack_and_responses(slack: LocalSlack, app: App, connect: Connect) -> None:
    """The ack is shown to its author alone; response_url may speak to the channel; the payload has Slack's fields."""
    seen: list[JsonDict] = []

    @app.command("/brief")
    def brief(ack: Ack, command: JsonDict, respond: Respond) -> None:
        seen.append(command)
        ack("working on " + command["text"])
        respond("for all", response_type="in_channel")

    connect(app)
    slack.command("/brief", "https://example.org/a short")
    slack.wait_for(lambda: slack.messages() and slack.ephemerals())
    assert [message["text"] for message in slack.ephemerals()] == ["working on <https://example.org/a> short"]
    assert [message["text"] for message in slack.messages()] == ["for all"]
    assert seen[0]["text"] == "https://example.org/a short"
    assert (seen[0]["channel_id"], seen[0]["channel_name"], seen[0]["user_id"]) == (GENERAL, "general", slack.viewer)


def test_command_works_where_the_bot_is_not(slack: LocalSlack, app: App, connect: Connect) -> None:
    """A command can be typed in any channel; posting there is refused but its response_url answers."""
    refusals: list[str] = []

    @app.command("/brief")
    def brief(ack: Ack, command: JsonDict, client: WebClient, respond: Respond) -> None:
        ack()
        try:
            client.chat_postMessage(channel=command["channel_id"], text="x")
        except SlackApiError as error:
            refusals.append(error.response["error"])
        respond("answered")

    connect(app)
    slack.command("/brief", "", channel="random")
    slack.wait_for(lambda: slack.ephemerals())
    assert refusals == ["not_in_channel"]


def test_unanswered_command_says_so() -> None:
    """A command that nobody acks tells its author, once; so does one with no bot at all."""
    with running(clock=ManualClock()) as slack:
        slack.command("/brief", "x")
        assert "dispatch_failed" in slack.ephemerals()[0]["text"]
        assert slack.ephemerals()[0]["user"] == "USLACKBOT"


def test_click_on_a_message(slack: LocalSlack, app: App, connect: Connect) -> None:
    """A click carries message, container and value; its response_url can replace and delete the message."""
    clicks: list[JsonDict] = []

    @app.action("more")
    def more(ack: Ack, body: JsonDict, respond: Respond) -> None:
        ack()
        clicks.append(body)
        respond("replaced", replace_original=True)

    @app.action("delete")
    def delete(ack: Ack, respond: Respond) -> None:
        ack()
        respond(delete_original=True)

    @app.event("message")
    def other() -> None:
        pass

    connect(app)
    head = slack.say("head")
    ts = app.client.chat_postMessage(channel=GENERAL, thread_ts=head, text="x", blocks=buttons("more", "delete"))["ts"]
    slack.click(ts, "more")
    slack.wait_for(lambda: slack.messages(thread_ts=head)[1]["text"] == "replaced")
    body = clicks[0]
    assert body["actions"][0]["value"] == "v-more"
    assert body["container"] | {"type": "message", "message_ts": ts, "thread_ts": head} == body["container"]
    assert body["message"]["blocks"][0]["block_id"] == "row"
    assert body["channel"]["id"] == GENERAL
    with pytest.raises(NotThere):
        slack.click(ts, "more")
    slack.set_limits(posting=False)
    ts = app.client.chat_postMessage(channel=GENERAL, text="y", blocks=buttons("delete"))["ts"]
    slack.click(ts, "delete")
    slack.wait_for(lambda: [message["text"] for message in slack.messages()] == ["head"])


def test_click_on_an_ephemeral(slack: LocalSlack, app: App, connect: Connect) -> None:
    """A click in what one person sees carries no message, and can replace it for that person."""
    clicks: list[JsonDict] = []

    @app.action("more")
    def more(ack: Ack, body: JsonDict, respond: Respond) -> None:
        ack()
        clicks.append(body)
        respond("replaced", replace_original=True)

    connect(app)
    app.client.chat_postEphemeral(channel=GENERAL, user=slack.viewer, text="x", blocks=buttons("more"))
    slack.click(slack.ephemerals()[0]["ts"], "more")
    slack.wait_for(lambda: [message["text"] for message in slack.ephemerals()] == ["replaced"])
    assert "message" not in clicks[0]
    assert clicks[0]["container"]["is_ephemeral"] is True
    with pytest.raises(NotThere):
        slack.click(slack.ephemerals()[0]["ts"], "more", user="U0AIKO0001")


def test_modal_is_opened_filled_in_and_sent(slack: LocalSlack, app: App, connect: Connect) -> None:
    """A command opens a modal; what is filled in arrives in state.values beside what it began with."""
    sent: list[JsonDict] = []

    @app.command("/brief")
    def brief(ack: Ack, command: JsonDict, client: WebClient) -> None:
        client.views_open(trigger_id=command["trigger_id"], view=modal(callback_id="ask", private_metadata="m"))
        ack()

    @app.view("ask")
    def asked(ack: Ack, view: JsonDict) -> None:
        sent.append(view)
        if view["state"]["values"]["link"]["link"]["value"].endswith("bad"):
            ack(response_action="errors", errors={"link": "Not an article."})
        else:
            ack()

    connect(app)
    slack.command("/brief")
    slack.wait_for(lambda: slack.views())
    with pytest.raises(Refused):
        slack.submit_view()
    with pytest.raises(Refused):
        slack.submit_view({"link": "no address"})
    with pytest.raises(Refused):
        slack.submit_view({"link": "https://example.org/a", "length": "huge"})
    slack.submit_view({"link": "https://example.org/bad"})
    slack.wait_for(lambda: slack.views()[0].get("errors") == {"link": "Not an article."})
    slack.submit_view({"link": "https://example.org/a", "extras": ["long"], "length": "Long"})
    slack.wait_for(lambda: slack.views() == [])
    values = sent[-1]["state"]["values"]
    assert values["link"]["link"] == {"type": "url_text_input", "value": "https://example.org/a"}
    assert values["length"]["length"]["selected_option"]["value"] == "long"
    assert [one["value"] for one in values["extras"]["extras"]["selected_options"]] == ["long"]
    assert values["at"]["at"]["selected_time"] == "08:00"
    assert values["where"]["where"]["selected_conversation"] == GENERAL
    assert sent[-1]["private_metadata"] == "m"


def test_modal_stack(slack: LocalSlack, app: App, connect: Connect) -> None:
    """Views are pushed, updated in place with what was filled in kept, cleared together, and closing is told."""
    closed: list[bool] = []

    @app.shortcut("start")
    def start(ack: Ack, shortcut: JsonDict, client: WebClient) -> None:
        client.views_open(trigger_id=shortcut["trigger_id"], view=modal("One", callback_id="one"))
        ack()

    @app.view("one")
    def one(ack: Ack) -> None:
        ack(response_action="push", view=modal("Two", callback_id="two", notify_on_close=True))

    @app.view("two")
    def two(ack: Ack, view: JsonDict) -> None:
        if view["state"]["values"]["length"]["length"]["selected_option"]["value"] == "long":
            ack(response_action="clear")
        else:
            ack(response_action="update", view=modal("Two again", callback_id="two"))

    @app.view_closed("two")
    def gone(ack: Ack, body: JsonDict) -> None:
        ack()
        closed.append(body["is_cleared"])

    connect(app)
    slack.shortcut("start")
    slack.wait_for(lambda: slack.views())
    slack.submit_view({"link": "https://example.org/a"})
    slack.wait_for(lambda: len(slack.views()) == 2)
    assert slack.views()[1]["previous_view_id"] == slack.views()[0]["id"]
    slack.close_view()
    slack.wait_for(lambda: closed == [False])
    slack.submit_view()
    slack.wait_for(lambda: len(slack.views()) == 2)
    slack.submit_view({"link": "https://example.org/b"})
    slack.wait_for(lambda: slack.views()[1]["title"]["text"] == "Two again")
    assert slack.views()[1]["state"]["values"]["link"]["link"]["value"] == "https://example.org/b"
    slack.submit_view({"length": "long"})
    slack.wait_for(lambda: slack.views() == [])


def test_triggers_are_good_once_and_for_three_seconds() -> None:
    """A trigger opens one view within three seconds; views have their own refusals."""
    with running(clock=ManualClock()) as slack:
        client = WebClient(base_url=slack.base_url, token=slack.bot_token)

        def word(trigger: str, view: JsonDict | None = None) -> str:
            with pytest.raises(SlackApiError) as caught:
                client.views_open(trigger_id=trigger, view=view or modal())
            return str(caught.value.response["error"])

        views = slack.components.views
        assert word("1.2.made-up") == "invalid_trigger_id"
        used = views.trigger(slack.viewer)
        client.views_open(trigger_id=used, view=modal())
        assert word(used) == "exchanged_trigger_id"
        late = views.trigger(slack.viewer)
        slack.advance(3.1)
        assert word(late) == "expired_trigger_id"
        fresh = views.trigger(slack.viewer)
        assert word(fresh, modal("x" * 25)) == "invalid_arguments"
        client.views_open(trigger_id=fresh, view=modal())
        for _ in range(2):
            client.views_push(trigger_id=views.trigger(slack.viewer), view=modal())
        with pytest.raises(SlackApiError, match="push_limit_reached"):
            client.views_push(trigger_id=views.trigger(slack.viewer), view=modal())
        top = slack.views()[-1]
        client.views_update(view_id=top["id"], hash=top["hash"], view=modal("New"))
        with pytest.raises(SlackApiError, match="hash_conflict"):
            client.views_update(view_id=top["id"], hash=top["hash"], view=modal("Newer"))


def test_home(slack: LocalSlack, app: App, connect: Connect) -> None:
    """Opening Home is told, the bot publishes it, and its buttons work."""
    clicks: list[JsonDict] = []

    @app.event("app_home_opened")
    def opened(event: JsonDict, client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": buttons("settings")})

    @app.action("settings")
    def settings(ack: Ack, body: JsonDict) -> None:
        ack()
        clicks.append(body)

    connect(app)
    slack.open_home()
    home = slack.wait_for(slack.home)
    slack.click_in_view("settings", view_id=home["id"])
    slack.wait_for(lambda: clicks)
    assert clicks[0]["container"] == {"type": "view", "view_id": home["id"]}
    assert clicks[0]["view"]["type"] == "home"
    slack.open_home()
    slack.wait_for(lambda: len(slack.event_ids) == 2)
    assert slack.event(slack.event_ids[1])["event"]["view"]["type"] == "home"


def test_message_shortcut(slack: LocalSlack, app: App, connect: Connect) -> None:
    """A message shortcut carries the message, its channel and a response_url."""
    used: list[JsonDict] = []

    @app.shortcut("brief_links")
    def brief(ack: Ack, shortcut: JsonDict, respond: Respond) -> None:
        ack()
        used.append(shortcut)
        respond("done")

    @app.event("message")
    def other() -> None:
        pass

    connect(app)
    ts = slack.say("see https://example.org/a")
    slack.shortcut("brief_links", message_ts=ts)
    slack.wait_for(lambda: slack.ephemerals())
    assert (used[0]["type"], used[0]["message"]["ts"], used[0]["channel"]["id"]) == ("message_action", ts, GENERAL)


def test_response_url_works_five_times_in_thirty_minutes() -> None:
    """The sixth use and any use after thirty minutes are refused."""
    with running(clock=ManualClock()) as slack:
        first, second = (slack.components.response_urls.new(GENERAL, slack.viewer) for _ in range(2))
        for number in range(5):
            assert requests.post(first, json={"text": str(number)}, timeout=HUNG).status_code == 200
        sixth = requests.post(first, json={"text": "6"}, timeout=HUNG)
        assert (sixth.status_code, sixth.json()["error"]) == (404, "used_url")
        assert requests.post(second, json={"text": ""}, timeout=HUNG).json()["error"] == "no_text"
        slack.advance(30 * 60 + 1)
        assert requests.post(second, json={"text": "late"}, timeout=HUNG).json()["error"] == "expired_url"
        assert requests.post(second[:-1], json={"text": "x"}, timeout=HUNG).json()["error"] == "invalid_url"
        assert len(slack.ephemerals()) == 5


def test_menus_and_choices_on_messages(slack: LocalSlack, app: App, connect: Connect) -> None:
    """A choice arrives as the chosen option; an overflow menu too; unknown choices are refused."""
    chosen: list[str] = []

    @app.action("pick")
    def pick(ack: Ack, action: JsonDict) -> None:
        ack()
        chosen.append(action["selected_option"]["value"])

    connect(app)
    options = [{"text": plain("Wrong speaker"), "value": "speaker"}, {"text": plain("Other"), "value": "other"}]
    menu = {"type": "overflow", "action_id": "pick", "options": options}
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "x"}, "accessory": menu}
    ts = app.client.chat_postMessage(channel="C0EUROPE01", text="x", blocks=[section])["ts"]
    slack.click(ts, "pick", value="speaker")
    slack.click(ts, "pick", value="Other")
    slack.wait_for(lambda: sorted(chosen) == ["other", "speaker"])
    with pytest.raises(Refused):
        slack.click(ts, "pick", value="nothing")


def test_only_registered_commands_and_shortcuts() -> None:
    """With a manifest, other commands and shortcuts do not exist."""
    with running(manifest={"features": {"slash_commands": [{"command": "/brief"}]}}) as slack:
        slack.command("/brief")
        with pytest.raises(NotThere, match="/digest is not a valid command"):
            slack.command("/digest")
        with pytest.raises(NotThere):
            slack.shortcut("anything")
