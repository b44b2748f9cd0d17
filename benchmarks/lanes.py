"""Who waits for whom: a normal link alone, beside 50 hostile ones, and beside 300 of one channel.

Starts a local Slack here and the bot as a process of its own. A hostile page is one whose extraction runs into the
limit of CPU time. Prints how long each normal link waited for its answer, and what became of the crowd.

    python -m benchmarks.lanes [--hostile 50] [--crowd 300] [--postgres URL]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bot.slack.manifests import MANIFEST
from local_slack.slack import LocalSlack

ROOT = Path(__file__).resolve().parents[1]
_RUN = "import sys; from bot.run import run; from bot.settings import load_settings; sys.exit(run(load_settings()))"
_STORY = (
    "The foreign minister of Spain, Ana Reyes, said on Monday that talks number {n} would go on until all had spoken.",
    "“We will stay as long as it takes,” Reyes said at the airport. “Nobody leaves the table before the work is done.”",
    "The talks began in March after a trawler was stopped in disputed waters, and both sides have kept at home since.",
)
#: 3.9 MB that take several seconds of CPU time to read.
_TRAP = (
    "<html><body>"
    + "".join(
        f'<p><a href="/story-{n}-of-the-day">Ministers meet for the {n}th time today</a></p>' for n in range(45_000)
    )
).encode()


def _site(host: str) -> ThreadingHTTPServer:
    """A site of short stories, and of traps under ``/trap…``."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            number = self.path.strip("/")
            text = "".join(f"<p>{p.format(n=number)}</p>" for p in _STORY)
            story = f"<html lang=en><title>Talks {number}</title><body><article><h1>Talks {number}</h1>{text}"
            data = _TRAP if number.startswith("trap") else story.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer((host, 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class _Desk:
    """Says links and times their answers."""

    def __init__(self, slack: LocalSlack, hosts: Iterator[str]) -> None:
        self.slack = slack
        self._hosts = hosts
        self._number = 0

    def say(self, channel: str, kind: str = "story", user: str | None = None) -> str:
        """Paste the link of a page nobody asked for yet; its ts."""
        self._number += 1
        return self.slack.say(f"http://{next(self._hosts)}/{kind}-{self._number}", channel, user)

    def wait(self, channel: str, ts: str) -> None:
        """Wait for the answer."""
        self.slack.wait_for(lambda: len(self.slack.messages(channel, ts)) > 1, 900)

    def seconds(self, channel: str, user: str | None = None) -> float:
        """How long one normal link takes."""
        began = time.perf_counter()
        self.wait(channel, self.say(channel, user=user))
        return time.perf_counter() - began


def main() -> int:
    """Run the experiment; the exit status is 1 when something was lost or told twice."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hostile", type=int, default=50)
    parser.add_argument("--crowd", type=int, default=300)
    parser.add_argument("--postgres", default="", help="DATABASE_URL to use in place of SQLite files")
    options = parser.parse_args()
    # A visit to one host waits for the one before: many hosts, so that manners are not what is measured.
    sites = [_site(f"127.0.2.{n + 1}") for n in range(40)]
    hosts = [f"127.0.2.{n + 1}:{site.server_port}" for n, site in enumerate(sites)]
    with tempfile.TemporaryDirectory() as home, LocalSlack(manifest=MANIFEST) as slack:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "HOME": home,
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.base_url,
            "ATTACHE_HOME": home,
            "ATTACHE_ALLOWED_HOSTS": ",".join(hosts),
            "ATTACHE_LOG_LEVEL": "error",
            "DATABASE_URL": options.postgres,
        }
        bot = subprocess.Popen([sys.executable, "-c", _RUN], cwd=home, env=environment, stdout=subprocess.DEVNULL)
        try:
            return _experiment(_Desk(slack, _turning(hosts)), options)
        finally:
            bot.terminate()
            bot.wait(60)


def _turning(hosts: list[str]) -> Iterator[str]:
    while True:
        yield from hosts


def _experiment(desk: _Desk, options: argparse.Namespace) -> int:
    slack = desk.slack
    slack.wait_for(lambda: slack.connections == 1, 120)
    colleague = slack.add_user("colleague", "A Colleague")
    here, elsewhere = slack.add_channel("desk"), slack.add_channel("elsewhere")
    desk.seconds(here)
    alone = [desk.seconds(elsewhere) for _ in range(5)]
    print(f"alone                              {statistics.median(alone):.1f} s (most {max(alone):.1f})", flush=True)
    bad = 0
    for name, count, kind in (("hostile", options.hostile, "trap"), ("crowd", options.crowd, "story")):
        crowd = [desk.say(here, kind) for _ in range(count)]
        desk.wait(here, crowd[0])
        same = [desk.seconds(here, colleague) for _ in range(3)]
        other = [desk.seconds(elsewhere) for _ in range(3)]
        done = sum(len(slack.messages(here, ts)) > 1 for ts in crowd)
        print(f"beside {count} {name}, same channel     {statistics.median(same):.1f} s (most {max(same):.1f})")
        print(f"beside {count} {name}, other channel    {statistics.median(other):.1f} s (most {max(other):.1f})")
        print(f"  of the crowd {done} were answered by then", flush=True)
        for ts in crowd:
            desk.wait(here, ts)
        time.sleep(3)
        answers = Counter(len(slack.messages(here, ts)) - 1 for ts in crowd)
        print(f"  answers to each of the crowd: {dict(answers)}", flush=True)
        bad += count - answers[1]
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
