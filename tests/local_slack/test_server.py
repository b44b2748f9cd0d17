"""The edges of the server: who may speak to it, what the page's endpoints give, and control from another process."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

import pytest
import requests
from slack_sdk import WebClient
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect as dial

from local_slack.clock import ManualClock, Timers
from local_slack.errors import BadManifest, CannotStart, Refused
from local_slack.manifest import Manifest
from local_slack.remote import RemoteSlack
from local_slack.slack import GENERAL, LocalSlack
from tests.hung import HUNG
from tests.local_slack.conftest import bolt, by_socket, running


def key(slack: LocalSlack) -> str:
    """The page's key, as a browser reads it."""
    found = re.search(r'name="page-key" content="([^"]+)"', requests.get(slack.page_url, timeout=HUNG).text)
    assert found
    return found.group(1)


@pytest.mark.parametrize("path", ["", "api/auth.test", "page/state", "control/pings", "static/app.js"])
def test_only_loopback_names_are_answered(slack: LocalSlack, path: str) -> None:
    """A request under another host name, as after DNS rebinding, or from another page's origin gets nothing."""
    url = slack.page_url + path
    assert requests.get(url, headers={"Host": "rebound.example"}, timeout=HUNG).status_code == 421
    assert requests.get(url, headers={"Origin": "http://evil.example"}, timeout=HUNG).status_code == 421
    assert requests.get(url, headers={"Origin": "null"}, timeout=HUNG).status_code == 421


def test_websocket_is_guarded_too(slack: LocalSlack) -> None:
    """A websocket from another page's origin is refused."""
    opener = WebClient(base_url=slack.base_url, token=slack.app_token)
    ticket = opener.apps_connections_open(app_token=slack.app_token)["url"]
    with pytest.raises(InvalidStatus):
        dial(ticket, additional_headers={"Origin": "http://evil.example"})


def test_page_needs_its_key(slack: LocalSlack) -> None:
    """State, stream and actions are refused without the key of this start; the key is new at each start."""
    assert requests.get(slack.page_url + "page/state", timeout=HUNG).status_code == 403
    assert requests.get(slack.page_url + "page/stream?key=guess", timeout=HUNG).status_code == 403
    act = {"do": "say", "text": "x", "channel": GENERAL}
    assert requests.post(slack.page_url + "page/act", json=act, timeout=HUNG).status_code == 403
    assert slack.messages() == []
    with running() as other:
        assert key(other) != key(slack)


def test_page_carries_a_strict_policy(slack: LocalSlack) -> None:
    """The page may load its own files only; nothing in it points outside."""
    answer = requests.get(slack.page_url, timeout=HUNG)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "http://" not in answer.text
    assert "https://" not in answer.text
    files = Path("local_slack/static")
    root = Path(__file__).parents[2] / files
    for file in root.glob("*.js"):
        text = file.read_text("utf-8")
        assert "innerHTML" not in text, file.name
        assert "eval(" not in text, file.name


def test_static_files_are_listed_not_found_by_path(slack: LocalSlack) -> None:
    """Only the page's own files are served."""
    for name in ("../sample.html", "..%2Fslack.py", "index.html", "nothing.js"):
        assert requests.get(slack.page_url + "static/" + name, timeout=HUNG).status_code == 404
    assert requests.get(slack.page_url + "sample/other", timeout=HUNG).status_code == 404


def test_page_actions(slack: LocalSlack) -> None:
    """What the page sends is done for its person; what cannot be is refused in words."""
    headers = {"X-Page-Key": key(slack)}

    def act(**action: Any) -> dict[str, Any]:
        answer: dict[str, Any] = requests.post(
            slack.page_url + "page/act", json=action, headers=headers, timeout=HUNG
        ).json()
        return answer

    ts = act(do="say", text="hello", channel=GENERAL, user="U0AIKO0001")["done"]
    assert slack.messages()[0]["user"] == "U0AIKO0001"
    assert act(do="edit", ts=ts, text="x", channel=GENERAL)["error"] == "Only its author can do that."
    assert act(do="react", ts=ts, name="eyes", channel=GENERAL)["ok"]
    assert act(do="say", text="/invite @testapp", channel="C0OUTSIDE1")["ok"]
    assert act(do="say", text="  ", channel=GENERAL)["ok"] is False
    assert act(do="say", text="x", channel="C0NOWHERE1")["error"].startswith("There is no channel")
    assert act(do="fly")["error"] == "The page asked for something unknown."
    assert act(do="say", text=["x"], channel=GENERAL)["ok"] is False
    assert act(do="say", text="x", channel=GENERAL, user="U0NOBODY01")["ok"] is False


def test_state_is_one_persons(slack: LocalSlack) -> None:
    """The page's state holds what its person may see: own ephemerals and direct messages, no metadata, no token."""
    client = WebClient(base_url=slack.base_url, token=slack.bot_token)
    client.chat_postEphemeral(channel=GENERAL, user="U0AIKO0001", text="for Aiko")
    slack.dm("from Aiko", user="U0AIKO0001")
    metadata = {"event_type": "brief", "event_payload": {"delivery_id": "secret-key"}}
    client.chat_postMessage(channel=GENERAL, text="x", metadata=metadata)
    headers = {"X-Page-Key": key(slack)}
    mine = requests.get(slack.page_url + "page/state", headers=headers, timeout=HUNG).text
    hers = requests.get(slack.page_url + "page/state?user=U0AIKO0001", headers=headers, timeout=HUNG).text
    assert "Aiko" in hers
    assert "for Aiko" in hers
    assert "from Aiko" in hers
    assert "for Aiko" not in mine
    assert "from Aiko" not in mine
    for secret in ("secret-key", slack.bot_token, slack.app_token, slack.signing_secret):
        assert secret not in mine


def test_stream_tells_of_changes(slack: LocalSlack) -> None:
    """The live stream begins with ready and then tells each change the person may see."""
    url = f"{slack.page_url}page/stream?key={key(slack)}"
    with requests.get(url, stream=True, timeout=HUNG) as answer:
        lines = (line for line in answer.iter_lines(decode_unicode=True, chunk_size=1) if line.startswith("data: "))
        assert "ready" in next(lines)
        slack.dm("not for Nadia", user="U0AIKO0001")
        slack.say("hello")
        change = next(change for line in lines if (change := json.loads(line[6:]))["kind"] == "message")
    assert change["message"]["text"] == "hello"


def test_retried_timers_keep_their_order() -> None:
    """Due actions run in order of their time, each at its own instant; a failing or cancelled one stops nothing."""
    clock = ManualClock(100.0)
    timers = Timers(clock)
    ran: list[tuple[str, float]] = []
    timers.after(5, lambda: ran.append(("late", clock.now())))
    timers.after(1, lambda: ran.append(("early", clock.now())))
    timers.after(2, lambda: 1 / 0)
    timers.after(3, lambda: ran.append(("never", clock.now()))).cancel()
    timers.after(1, lambda: timers.after(1, lambda: ran.append(("nested", clock.now()))))
    timers.advance(10)
    assert ran == [("early", 101.0), ("nested", 102.0), ("late", 105.0)]
    assert clock.now() == 110.0


def test_bad_manifest_is_refused(tmp_path: Path) -> None:
    """Something that is no manifest is refused in words."""
    path = tmp_path / "manifest.json"
    for content in ("not json", "[]", '{"features": {"slash_commands": [{}]}}'):
        path.write_text(content)
        with pytest.raises(BadManifest):
            Manifest.read(path)


def test_port_in_use_is_said(slack: LocalSlack, capsys: pytest.CaptureFixture[str]) -> None:
    """A taken port is a clear message and exit status 1."""
    port = slack.page_url.rsplit(":", 1)[1].rstrip("/")
    with pytest.raises(CannotStart, match="taken"):
        LocalSlack(port=int(port)).start()


def test_run_as_a_program_says_where_it_is(tmp_path: Path) -> None:
    """Its first and last line say the address; Ctrl-C ends it with status 0, a taken port with 1; no traceback."""
    command = [sys.executable, "-m", "local_slack", "--port", "0", "--state", str(tmp_path / "s.db")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        port = first.rsplit(":", 1)[1].strip().rstrip("/")
        assert requests.get(f"http://127.0.0.1:{port}/", timeout=HUNG).status_code == 200
        again = subprocess.run([*command[:4], port], capture_output=True, text=True, timeout=HUNG, check=False)
        rest = until(process.stdout, "Ctrl-C")
        assert f"http://127.0.0.1:{port}/" in rest[-1]
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=HUNG)
    assert process.returncode == 0
    assert f"http://127.0.0.1:{port}/" in out.splitlines()[-1]
    assert err == ""
    assert again.returncode == 1
    assert "taken" in again.stderr
    assert "Traceback" not in again.stderr


def until(stream: IO[str], words: str) -> list[str]:
    """Lines up to the one that holds ``words``."""
    lines = [""]
    while words not in lines[-1]:
        lines.append(stream.readline())
        assert lines[-1], lines
    return lines


def test_control_from_another_process(tmp_path: Path) -> None:
    """A test drives a Slack in another process; messages, tokens and address survive its being killed."""
    state = tmp_path / "slack.db"
    remote = RemoteSlack(state).start()
    try:
        client = WebClient(base_url=remote.base_url, token=remote.bot_token)
        ts = remote.say(text="https://example.org/a")
        remote.delay_next(method="chat.postMessage", seconds=0.01)
        client.chat_postMessage(channel=GENERAL, thread_ts=ts, text="answer")
        found = remote.wait_for(lambda: len(remote.messages(channel=GENERAL, thread_ts=ts)) == 2)
        assert found
        assert [call["method"] for call in remote.calls] == ["chat.postMessage"]
        with pytest.raises(Refused, match="no channel"):
            remote.say(text="x", channel="C0NOWHERE1")
        with pytest.raises(Refused, match="not the arguments"):
            remote.say(words="x")
        with pytest.raises(TimeoutError):
            remote.wait_for(lambda: remote.connections, timeout=0.3)
        token, url = remote.bot_token, remote.base_url
        remote.kill()
        remote.start()
        assert (remote.bot_token, remote.base_url) == (token, url)
        assert [m["text"] for m in remote.messages(thread_ts=ts)] == ["<https://example.org/a>", "answer"]
        app = bolt(remote)
        with by_socket(remote, app):
            assert remote.connections == 1
    finally:
        remote.stop()


def test_control_needs_its_key(slack: LocalSlack) -> None:
    """Without the key nothing is done, and only named controls exist."""
    url = slack.page_url + "control/"
    assert requests.post(url + "say", json={"text": "x"}, timeout=HUNG).status_code == 403
    headers = {"X-Control-Key": slack.facts["control_key"]}
    assert requests.post(url + "stop", json={}, headers=headers, timeout=HUNG).status_code == 404
    assert requests.post(url + "__class__", json={}, headers=headers, timeout=HUNG).status_code == 404
    assert slack.messages() == []
