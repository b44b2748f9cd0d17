"""Slack in trouble, the network gone, the workspace leaving."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
import structlog.testing

from bot.app import Bot
from bot.slack.manifests import LINKS_MANIFEST
from bot.slack.sender import UNKNOWN_TRIES
from bot.start_retries import CannotConnect, StoppedEarly
from local_slack.slack import LocalSlack
from tests.end_to_end.site import Site
from tests.end_to_end.world import World, settings_for, words_of, world
from tests.hung import HUNG
from tests.workers.shared import shared_workers


def test_slack_asks_to_slow_down(here: World) -> None:
    """429s are waited out; the brief arrives once."""
    channel = here.channel()
    here.slack.fail_next("chat.postMessage", status=429, retry_after=1, times=2)
    ts = here.slack.say(here.page(), channel)
    here.replies(channel, ts)
    here.quiet()
    assert len(here.slack.messages(channel, ts)) == 2


def test_slack_breaks_down(here: World) -> None:
    """5xx and a lost answer: backed off, looked for, said once."""
    channel = here.channel()
    here.slack.fail_next("chat.postMessage", status=503)
    ts = here.slack.say(here.page(), channel)
    here.replies(channel, ts)
    other = here.channel()
    here.slack.drop_next("chat.postMessage", after=True)
    second = here.slack.say(here.page(), other)
    here.replies(other, second)
    here.wait(lambda: here.bot.store.deliveries.overdue()[0] == 0 and here.bot.jobs.waiting()[0] == 0)
    here.wait(
        lambda: (
            all(d.state == "sent" for d in [here.bot.store.deliveries.at(here.slack.team_id, other, m["ts"])] if d)
            if (m := here.slack.messages(other, second)[1])
            else False
        ),
    )
    assert len(here.slack.messages(other, second)) == 2
    assert len(here.slack.messages(channel, ts)) == 2


def test_posts_to_one_channel_are_a_second_apart(here: World) -> None:
    """The local Slack refuses faster ones; none is refused."""
    channel = here.channel()
    refused = sum(call.status == 429 for call in here.slack.calls)
    ts = [here.slack.say(here.page(), channel) for _ in range(4)]
    for one in ts:
        here.replies(channel, one)
    assert sum(call.status == 429 for call in here.slack.calls) == refused


def test_the_connection_drops(tmp_path: Path, database: str | None) -> None:
    """Refreshed or cut without a word, Socket Mode comes back, and what was sent meanwhile is answered once."""
    with world(tmp_path, database=database, retries=(0.0, 1.0, 2.0)) as here:
        here.slack.refresh_connections()
        channel = here.channel()
        first = here.slack.say(here.page(), channel)
        here.replies(channel, first)
        here.slack.drop_connections()
        here.wait(lambda: here.slack.connections == 0)
        here.wait(lambda: here.slack.connections > 0)
        second = here.slack.say(here.page(), channel)
        here.replies(channel, second)
        here.quiet()
        assert len(here.slack.messages(channel, second)) == 2


def test_a_command_where_the_bot_cannot_post(here: World) -> None:
    """The person hears why, alone."""
    outside = here.channel(kind="group", bot=False)
    here.slack.command("/brief", here.page(), outside)
    here.wait(lambda: any("cannot post there" in m["text"] for m in here.slack.ephemerals()))
    closed = here.channel()
    here.slack.archive(closed)
    here.slack.command("/brief", here.page(), closed)
    here.wait(lambda: any("archived" in m["text"] for m in here.slack.ephemerals()))


def test_a_code_nobody_knows_is_told_to_whoever_asked(here: World) -> None:
    """After some tries: by the command's own address, else in a direct message; the log has its name."""
    with structlog.testing.capture_logs() as logged:
        _refused_with_a_code_nobody_knows(here)
    given_up = [entry for entry in logged if entry["event"] == "not delivered"]
    assert [(entry["error"], entry["log_level"]) for entry in given_up] == [("flux_capacitor_low", "error")] * 2


def _refused_with_a_code_nobody_knows(here: World) -> None:
    channel = here.channel()
    here.slack.fail_next("chat.postMessage", error="flux_capacitor_low", times=UNKNOWN_TRIES)
    here.slack.command("/brief", here.page(), channel)
    here.wait(lambda: any("would not let me post" in m["text"] for m in here.slack.ephemerals()), 40)
    direct = here.slack.dm_channel()
    here.slack.fail_next("chat.postMessage", error="flux_capacitor_low", times=UNKNOWN_TRIES)
    here.slack.mention(here.page(), channel)
    here.wait(
        lambda: any(f"could not post a brief in <#{channel}>" in m["text"] for m in here.slack.messages(direct)), 40
    )
    refused = [call for call in here.slack.calls if call.error == "flux_capacitor_low"]
    assert len(refused) == 2 * UNKNOWN_TRIES


def test_previews_of_links(tmp_path: Path, database: str | None) -> None:
    """With the manifest for links alone: a small brief under the link, none for pages that cannot be read."""
    import json

    manifest = json.loads(LINKS_MANIFEST.read_text("utf-8"))
    manifest["features"]["unfurl_domains"] = ["127.0.0.1"]
    with world(tmp_path, database=database, manifest=manifest) as here:
        channel = here.channel()
        url = here.page()
        ts = here.slack.say(url, channel)

        def preview() -> str:
            (message,) = [m for m in here.slack.messages(channel) if m["ts"] == ts]
            return str(message.get("attachments") or "")

        here.wait(lambda: "Ana Reyes" in preview())
        here.slack.say(here.page("missing"), channel)
        here.quiet()
        assert [m for m in here.slack.messages(channel) if m.get("user") == here.slack.bot_user_id] == []
        assert here.slack.pings == [] or all(p.kind == "link" for p in here.slack.pings)


def test_a_forged_request_is_refused(tmp_path: Path, database: str | None) -> None:
    """HTTP mode takes nothing without Slack's signature, nor oversized or garbled bodies."""
    import requests

    with world(tmp_path, database=database, mode="http", http_port=0) as here:
        address = f"http://127.0.0.1:{here.bot.http_port}/slack/events"
        body = '{"type":"event_callback","event":{"type":"message"}}'
        assert requests.post(address, data=body, timeout=HUNG).status_code == 401
        forged = {"X-Slack-Signature": "v0=00", "X-Slack-Request-Timestamp": "1"}
        assert requests.post(address, data=body, headers=forged, timeout=HUNG).status_code == 401
        assert requests.post(address, data=b"\xff\xfe", timeout=HUNG).status_code == 401
        shaped = {"X-Slack-Signature": "v0=" + "0" * 64, "X-Slack-Request-Timestamp": "1"}
        assert requests.post(address, data="x" * 1_100_000, headers=shaped, timeout=HUNG).status_code == 413
        assert requests.get(address, timeout=HUNG).status_code == 405
        assert words_of({"text": "x"}) == "x"


@pytest.mark.parametrize(
    ("tokens", "line"),
    [({"slack_bot_token": "xoxb-wrong"}, "SLACK_BOT_TOKEN"), ({"slack_app_token": "xapp-wrong"}, "refused to connect")],
)
def test_wrong_tokens_are_said_in_one_line(
    tmp_path: Path, database: str | None, tokens: dict[str, str], line: str
) -> None:
    """The start ends with what to put right, and leaves nothing running."""
    with Site() as site, LocalSlack() as slack:
        for _ in range(2):  # a second try finds the home free
            with pytest.raises(CannotConnect, match=line) as error:
                Bot(
                    settings_for(slack, site, tmp_path, database_url=database or "", **tokens), workers=shared_workers()
                ).start()
            assert "wrong" not in str(error.value)


def test_slack_is_waited_for_at_the_start(tmp_path: Path, database: str | None) -> None:
    """Started before the network is there, the bot connects when it is."""
    with Site() as site, LocalSlack() as slack:
        settings = settings_for(slack, site, tmp_path, database_url=database or "")
        slack.stop()
        bot = Bot(settings, workers=shared_workers())
        starting = threading.Thread(target=bot.start)
        starting.start()
        slack.start()
        slack.wait_for(lambda: slack.connections == 1)
        starting.join(HUNG)
        bot.stop(grace=0.0)


def test_stopping_ends_the_waiting(tmp_path: Path, database: str | None) -> None:
    """SIGTERM is heard while Slack is out of reach."""
    with Site() as site, LocalSlack() as slack:
        settings = settings_for(slack, site, tmp_path, database_url=database or "")
    bot = Bot(settings, workers=shared_workers())
    bot.ask_to_stop()
    with pytest.raises(StoppedEarly, match="stopped"):
        bot.start()


def test_health_of_a_running_bot(tmp_path: Path, database: str | None) -> None:
    """Ready while connected, counted what it did; not ready once the token is gone."""
    import socket

    import requests

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with world(tmp_path, database=database, health_port=port) as here:
        base = f"http://127.0.0.1:{port}"
        channel = here.channel()
        ts = here.slack.say(here.page(), channel)
        here.replies(channel, ts)
        here.quiet()
        assert requests.get(f"{base}/readyz", timeout=HUNG).json() == {"database": True, "slack": True}
        figures = requests.get(f"{base}/metrics", timeout=HUNG).text
        assert 'attache_answers_total{kind="brief"}' in figures
        assert "attache_overdue_deliveries 0.0" in figures
        here.slack.fail_next("chat.postMessage", error="token_revoked")
        here.slack.say(here.page(), channel)
        here.wait(lambda: requests.get(f"{base}/readyz", timeout=HUNG).status_code == 503)
