"""Our own network gone."""

from __future__ import annotations

from pathlib import Path

from tests.end_to_end.gate import Gate
from tests.end_to_end.site import Site
from tests.end_to_end.world import words_of, world


def test_our_own_network_is_no_answer(tmp_path: Path) -> None:
    """Neither the site nor Slack can be reached: that says nothing of the site, which is read when both are back."""
    with Site() as site:
        host, _, port = site.host.partition(":")
        gate = Gate(host, int(port))
        with world(tmp_path, allowed_hosts=f"127.0.0.1:{gate.port}") as here:
            channel = here.channel()
            here.slack.drop_next("auth.test", after=False, times=1000)
            ts = here.slack.say(f"http://127.0.0.1:{gate.port}/story", channel)
            here.wait(lambda: any(call.method == "auth.test" and call.error for call in here.slack.calls), 60)
            gate.open()
            (brief,) = here.replies(channel, ts, timeout=60)
            assert "Ana Reyes" in words_of(brief)
        gate.shut()
