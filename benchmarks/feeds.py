"""Five hundred feeds in an hour: how long their looks take, and how much memory one process needs for them.

``python -m benchmarks.feeds [--feeds 500] [--articles 2]`` serves feeds of 40 items (about 30 KB each) and their pages
from a process of its own, on a hundred invented hosts, and lets the bot's digest jobs look at all of them three times
over the durable jobs, as many at once as the bot does, reading every new article the second time; the third time most
feeds have not changed. Prints seconds, requests, and the peak memory of this process and of its extraction workers.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import psutil
import requests

ROOT = Path(__file__).resolve().parents[1]
#: Hosts the feeds are spread over, and items of a feed.
HOSTS, ITEMS = 100, 40
_WORDS = (
    "minister talks treaty border envoy summit sanctions ceasefire harbour railway parliament budget vote delegation "
    "neighbour river cable fleet grain quota visa court judge museum storm island fund accord protocol mandate"
).split()


def main() -> int:
    """Run and print; status 1 when the process needs 250 MB or more, or a round an hour or more."""
    parser = argparse.ArgumentParser(description="Polling many feeds in one process.")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--articles", type=int, default=2, help="new articles of each feed at the second look")
    asked = parser.parse_args()
    if asked.serve:
        _serve(asked.articles)
        return 0
    with tempfile.TemporaryDirectory(prefix="attache-feeds-") as home:
        peak, longest = _run(Path(home), asked.feeds, asked.articles)
    return 0 if peak < 250 and longest < 3600 else 1


# -- the bot's side --------------------------------------------------------------------------------------------------


def _run(home: Path, feeds: int, articles: int) -> tuple[float, float]:
    """Peak memory of this process in MB, and seconds of the longest round."""
    from slack_sdk import WebClient

    from bot.app import FEEDS_AT_ONCE, READINGS_AT_ONCE
    from bot.articles import ArticleReader, Fetcher, FetchSettings
    from bot.articles.guard import Deadline, guarded_session
    from bot.brief_maker import worker_pool
    from bot.digest.scheduler import DigestScheduler
    from bot.digest.source_jobs import SourceJobs
    from bot.digest.worker_tasks import TasksInWorkers
    from bot.job_arguments import ArticleReading, FeedCheck
    from bot.job_queues import Queue
    from bot.jobs import Jobs, Kind, with_argument
    from bot.slack.digest.posting import DigestPosting
    from bot.store import open_store
    from bot.workers import default_workers

    command = [sys.executable, "-m", "benchmarks.feeds", "--serve", "--articles", str(articles)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert server.stdout is not None
    port = int(server.stdout.readline())

    def connect(_address: str, _port: int, seconds: float) -> socket.socket:
        return socket.create_connection(("127.0.0.1", port), timeout=seconds)

    def session(settings: FetchSettings, deadline: Deadline) -> requests.Session:
        return guarded_session(settings, deadline, resolver=lambda _host, _port: ["93.184.216.34"], connector=connect)

    settings = FetchSettings()
    workers = worker_pool(default_workers(), home)
    reader = ArticleReader(settings, fetcher=Fetcher(settings, session=session), pool=workers)
    store = open_store(home)
    client: Any = WebClient()
    readings = Queue("readings", READINGS_AT_ONCE, lanes=1)
    jobs = Jobs(store.executors, home=home, database_url=None, executor_id="feeds")
    posting = DigestPosting(store, jobs.enqueue, lambda _team: client)
    sources = SourceJobs(store, reader.fetcher, reader, TasksInWorkers(workers), posting.report_dead_feed)
    jobs.register(
        {
            "feed": Kind(with_argument(FeedCheck.read, sources.check), Queue("feeds", FEEDS_AT_ONCE)),
            "article": Kind(with_argument(ArticleReading.read, sources.read), readings),
        },
        every_beat=(DigestScheduler(store, jobs.enqueue).tick,),
    )
    memory = _Memory({server.pid})
    jobs.launch()
    for number in range(feeds):
        store.feeds.follow("T1", "C1", f"http://desk-{number % HOSTS}.example/feed/{number}", "U1")
    longest = 0.0
    try:
        for name in ("first looks", "second looks and readings", "third looks"):
            began = time.perf_counter()
            _wait(store, feeds, began_at=time.time())
            seconds = time.perf_counter() - began
            read = len(store.feeds.ready("T1", "C1", 0, time.time() + 9e9, 10_000))
            longest = max(longest, seconds)
            print(f"{name}: {seconds:.0f} s, {feeds / seconds:.1f} feeds a second, {read} articles read", flush=True)
            print(f"  memory so far: {memory.own:.0f} MB, extraction workers {memory.children:.0f} MB", flush=True)
            _due_again(store)
    finally:
        jobs.stop(1.0)
        workers.close()
        store.close()
        server.kill()
        memory.stop()
    print(f"peak memory: {memory.own:.0f} MB, extraction workers {memory.children:.0f} MB")
    return memory.own, longest


def _wait(store: Any, feeds: int, began_at: float) -> None:
    """Until every feed was looked at since then and nothing is left to read."""
    import sqlalchemy as sa

    from bot.store.tables import feed_articles
    from bot.store.tables import feeds as table

    looked = sa.select(sa.func.count()).where(table.c.checked_at >= began_at)
    open_ = sa.select(sa.func.count()).where(feed_articles.c.state == "new")
    while True:
        with store.engine.connect() as connection:
            if connection.execute(looked).scalar() == feeds and connection.execute(open_).scalar() == 0:
                return
        time.sleep(0.2)


def _due_again(store: Any) -> None:
    """All feeds are due now."""
    import sqlalchemy as sa

    from bot.store.tables import feeds

    with store.engine.begin() as connection:
        connection.execute(sa.update(feeds).values(next_check=0.0))


class _Memory:
    """Watches the resident memory of this process and of its children, but for the server."""

    def __init__(self, others: set[int]) -> None:
        self.own = self.children = 0.0
        self._others = others
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        own = psutil.Process()
        while not self._stop.wait(0.2):
            self.own = max(self.own, own.memory_info().rss / 1e6)
            size = 0.0
            for child in own.children(recursive=True):
                try:
                    size += child.memory_info().rss / 1e6 if child.pid not in self._others else 0.0
                except psutil.Error:
                    continue  # it ended meanwhile
            self.children = max(self.children, size)

    def stop(self) -> None:
        """Watch no more."""
        self._stop.set()
        self._thread.join()


# -- the sites -------------------------------------------------------------------------------------------------------


def _serve(articles: int) -> None:
    """Serve feeds and pages until killed; a feed brings new articles from its second look on."""
    looks: dict[str, int] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, _, name = self.path.strip("/").partition("/")
            if kind == "feed":
                looks[name] = looks.get(name, 0) + 1
                fresh = articles if looks[name] > 1 else 0
                body, media = _feed(f"http://{self.headers['Host']}", name, fresh), "application/rss+xml"
                tag = f'"{name}-{fresh}"'
                if self.headers.get("If-None-Match") == tag:
                    self.send_response(304)
                    self.end_headers()
                    return
            elif kind == "page":
                body, media = _page(name), "text/html; charset=utf-8"
            else:
                body, media = b"User-agent: *\nAllow: /\n", "text/plain"
            self.send_response(200)
            self.send_header("Content-Type", media)
            if kind == "feed":
                self.send_header("ETag", tag)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    print(server.server_port, flush=True)
    server.serve_forever()


def _text(name: str, words: int) -> str:
    chance = random.Random(name)
    sentences = (
        "The {} of the {} said on Monday that it would {} the {} and the {} in the {}.".format(
            *chance.choices(_WORDS, k=6)
        )
        for _ in range(words // 18)
    )
    return f"The {name.replace('-', ' ')} commission said so on Monday. " + " ".join(sentences)


def _feed(site: str, name: str, fresh: int) -> bytes:
    now = dt.datetime.now(dt.UTC)
    items = []
    for number in range(ITEMS):
        new = number < fresh
        at = now - dt.timedelta(minutes=5) if new else now - dt.timedelta(days=30 + number)
        slug = f"{name}-{'new' if new else 'old'}-{number}"
        items.append(
            f"<item><title>The {slug} story</title><link>{site}/page/{slug}</link><guid>{slug}</guid>"
            f"<pubDate>{format_datetime(at)}</pubDate><description>{_text(slug, 60)}</description></item>"
        )
    head = f"<title>Desk {name}</title><link>{site}/</link><description>News</description>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'.encode()


def _page(name: str) -> bytes:
    paragraphs = "".join(f"<p>{_text(f'{name}-{n}', 90)}</p>" for n in range(6))
    return (
        f'<!doctype html><html lang="en"><head><title>The {name} story</title></head><body><main><article>'
        f"<h1>The {name} story</h1>{paragraphs}</article></main></body></html>"
    ).encode()


if __name__ == "__main__":
    sys.exit(main())
