"""A burst of links: 300 messages in 10 seconds from 20 channels, each page taking 2 seconds.

Starts a local Slack here and the bot as a process of its own, and reports how fast events were acknowledged, whether
an answer was lost or given twice, how far posts to one channel stood apart, and how the bot's memory went.

    python -m benchmarks.burst [--messages 300] [--seconds 10] [--channels 20] [--page 2] [--postgres URL]
"""

from __future__ import annotations

import argparse
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import psutil

from bot.slack.manifests import MANIFEST
from local_slack.slack import LocalSlack

ROOT = Path(__file__).resolve().parents[1]
_RUN = "import sys; from bot.run import run; from bot.settings import load_settings; sys.exit(run(load_settings()))"
_STORY = [
    "The foreign minister of Spain, Ana Reyes, said on Monday that talks number {n} would go on until all had spoken.",
    "“We will stay as long as it takes,” Reyes said at the airport. “Nobody leaves the table before the work is done.”",
    "Her Japanese colleague, Foreign Minister Kenji Morita, is expected on Tuesday with a proposal on fishing rights.",
    "“The sea belongs to those who protect it,” Morita told reporters in Tokyo before he left for the talks.",
    "The talks began in March after a trawler was stopped in disputed waters, and both sides have kept at home since.",
]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256


def _site(host: str, seconds: float) -> _Server:
    """A slow news site on one loopback address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            time.sleep(seconds)
            n = self.path.strip("/")
            paragraphs = "".join(f"<p>{p.format(n=n)}</p>" for p in _STORY)
            body = f"<html lang=en><head><title>Talks {n}</title></head><body><article><h1>Talks {n}</h1>{paragraphs}"
            data = f"{body}</article></body></html>".encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    server = _Server((host, 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class _Memory(threading.Thread):
    """Watches the resident memory of a process and its children, in MB."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._process = psutil.Process(pid)
        self.samples: list[float] = []
        self.stop = threading.Event()

    def now(self) -> float:
        family = [self._process, *self._process.children(recursive=True)]
        return float(sum(p.memory_info().rss for p in family if p.is_running()) / 1e6)

    def run(self) -> None:
        while not self.stop.wait(0.5):
            try:
                self.samples.append(self.now())
            except psutil.Error:
                return


def main() -> int:
    """Run the burst; the exit status is 1 when a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--channels", type=int, default=20)
    parser.add_argument("--page", type=float, default=2.0, help="seconds a page takes")
    parser.add_argument("--postgres", default="", help="DATABASE_URL to use in place of SQLite files")
    options = parser.parse_args()
    sites = [_site(f"127.0.1.{n + 1}", options.page) for n in range(options.channels)]
    hosts = [f"127.0.1.{n + 1}:{site.server_port}" for n, site in enumerate(sites)]
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
            "ATTACHE_LOG_LEVEL": "warning",
            "DATABASE_URL": options.postgres,
        }
        bot = subprocess.Popen([sys.executable, "-c", _RUN], cwd=home, env=environment, stdout=subprocess.DEVNULL)
        try:
            return _burst(slack, hosts, bot.pid, options)
        finally:
            bot.terminate()
            bot.wait(30)


def _burst(slack: LocalSlack, hosts: list[str], pid: int, options: argparse.Namespace) -> int:
    slack.wait_for(lambda: slack.connections == 1, 60)
    channels = [slack.add_channel(f"desk-{n}") for n in range(options.channels)]
    memory = _Memory(pid)
    warm = slack.say(f"http://{hosts[0]}/warm", channels[0])
    slack.wait_for(lambda: len(slack.messages(channels[0], warm)) > 1, 60)
    before = memory.now()
    memory.start()
    seen = len(slack.deliveries)
    began = time.monotonic()
    asked: list[tuple[str, str]] = []
    for n in range(options.messages):
        channel = channels[n % len(channels)]
        asked.append((channel, slack.say(f"http://{hosts[n % len(hosts)]}/story-{n}", channel)))
        pause = began + (n + 1) * options.seconds / options.messages - time.monotonic()
        time.sleep(max(0.0, pause))
    sent_in = time.monotonic() - began

    def answered() -> int:
        return sum(len(slack.messages(channel, ts)) > 1 for channel, ts in asked)

    deadline = time.monotonic() + 600
    while answered() < len(asked) and time.monotonic() < deadline:
        time.sleep(0.5)
    took = time.monotonic() - began
    time.sleep(3)
    memory.stop.set()

    own = [d for d in slack.deliveries[seen:] if d.name == "message"]
    latencies = sorted(d.latency for d in own if d.latency is not None)
    answers = Counter(len(slack.messages(channel, ts)) - 1 for channel, ts in asked)
    gaps = _gaps(slack, channels)
    refused = sum(c.status == 429 and c.method == "chat.postMessage" for c in slack.calls)
    lost, doubled = answers.get(0, 0), sum(count for n, count in answers.items() if n > 1)
    p99 = latencies[int(len(latencies) * 0.99)]
    print(
        f"messages            {len(asked)} in {sent_in:.1f} s from {len(channels)} channels, {options.page:g} s a page"
    )
    print(f"acknowledged        {len(latencies)} of {len(own)} message events")
    print(
        f"ack median / p99    {statistics.median(latencies) * 1000:.0f} ms / {p99 * 1000:.0f} ms (most {latencies[-1]:.2f} s)"
    )
    print(f"lost / twice        {lost} / {doubled}")
    print(f"last answer after   {took:.0f} s")
    print(f"posts apart         {min(gaps):.2f} s at least; refused for pace: {refused}")
    print(f"memory              {before:.0f} MB before, {max(memory.samples):.0f} most, {memory.samples[-1]:.0f} after")
    return 0 if not lost and not doubled and p99 <= 1.0 and min(gaps) >= 0.99 else 1


def _gaps(slack: LocalSlack, channels: list[str]) -> list[float]:
    """Seconds between neighbouring posts of the bot to one channel."""
    gaps = [10.0]
    for channel in channels:
        stamps: list[float] = []
        for head in slack.messages(channel):
            stamps += [float(m["ts"]) for m in slack.messages(channel, head["ts"]) if m["user"] == slack.bot_user_id]
        stamps.sort()
        gaps += [later - earlier for earlier, later in itertools.pairwise(stamps)]
    return gaps


if __name__ == "__main__":
    sys.exit(main())
