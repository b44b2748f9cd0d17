"""The extraction worker: reused, bounded, cut off from the world."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from bot.articles import ExtractionPool, FetchSettings, PageState, Unreadable
from bot.articles import extract as extract_here
from tests.articles.pages import STORY, page, paragraphs

URL = "https://www.harborpost.example/world/norland-sudria-harbor-talks"
ROOT = Path(__file__).resolve().parents[2]
#: 3.9 MB of links: more than the kill timer allows.
LINKS = b"<html><body>" + b"".join(
    b'<p><a href="/story-%d-of-the-day">Ministers meet for the %dth time today</a></p>' % (n, n) for n in range(45_000)
)
TABLE = b"<html><body><table>" + b"<tr><td>cod</td><td>herring</td><td>sprat</td></tr>" * 40_000
NESTED = b"<html><body>" + b"<div>" * 300_000 + b"text"
BREAKS = b"<html><body><p>text" + b"<br>" * 900_000


@pytest.fixture(scope="module")
def pool():
    with ExtractionPool(FetchSettings(extract_seconds=1.5)) as shared:
        yield shared


def worker_of(pool: ExtractionPool) -> psutil.Process:
    """The pool's one worker, started if need be."""
    pool.extract(page(), url=URL)
    (child,) = (c for c in psutil.Process().children() if "bot.articles.worker_process" in " ".join(c.cmdline()))
    return child


def test_a_worker_reads_what_the_process_itself_reads(pool: ExtractionPool) -> None:
    """The article comes through the pipe whole, offsets and all."""
    assert pool.extract(page(), url=URL) == extract_here(page(), url=URL)


def test_plain_text_is_read_in_the_worker_too(pool: ExtractionPool) -> None:
    """Text a server sends is as hostile as a page, so it goes the same way."""
    article = pool.extract("\n\n".join(STORY).encode(), url=URL + "?utm_source=x", plain=True)
    assert (article.text.split("\n\n"), article.url, article.site) == (list(STORY), URL, "harborpost.example")
    with pytest.raises(Unreadable) as caught:
        pool.extract(b"  \n ", url=URL, plain=True)
    assert caught.value.state is PageState.EMPTY


def test_states_come_through_the_pipe(pool: ExtractionPool) -> None:
    """What is the matter with a page is told the same as in process."""
    with pytest.raises(Unreadable) as caught:
        pool.extract(b"<html><title>Just a moment...</title><body><p>wait</p>", url=URL)
    assert caught.value.state is PageState.BOT_WALL


def test_one_worker_serves_many_pages(pool: ExtractionPool) -> None:
    """The worker is kept between pages."""
    first = worker_of(pool).pid
    assert {worker_of(pool).pid for _ in range(5)} == {first}


@pytest.mark.parametrize("bomb", [LINKS, TABLE, NESTED, BREAKS], ids=["links", "table", "nested", "breaks"])
def test_a_heavy_page_costs_bounded_time_and_memory(pool: ExtractionPool, bomb: bytes) -> None:
    """A page built to stop the reader ends at the kill timer or the memory limit; the next page is read as usual."""
    worker = worker_of(pool)
    peak, over = 0, threading.Event()

    def watch() -> None:
        nonlocal peak
        while not over.wait(0.01):
            try:
                peak = max(peak, worker.memory_info().rss)
            except psutil.Error:
                return

    watcher = threading.Thread(target=watch)
    watcher.start()
    began = time.monotonic()
    with pytest.raises(Unreadable) as caught:
        pool.extract(bomb, url=URL)
    assert time.monotonic() - began < 1.5 + 3
    over.set()
    watcher.join()
    assert caught.value.state in (PageState.TOO_HEAVY, PageState.NO_ARTICLE, PageState.HOME_PAGE)
    assert peak < 300_000_000
    assert pool.extract(page(), url=URL).text.split("\n\n") == list(STORY)


def test_a_dead_worker_is_replaced(pool: ExtractionPool) -> None:
    """A worker that was killed costs one page, not the next."""
    worker = worker_of(pool)
    worker.kill()
    worker.wait(5)
    with pytest.raises(Unreadable) as caught:
        pool.extract(page(), url=URL)
    assert caught.value.state is PageState.TOO_HEAVY
    assert worker_of(pool).pid != worker.pid


def test_workers_end_with_the_pool() -> None:
    """Closing the pool leaves no process behind."""
    with ExtractionPool(FetchSettings()) as own:
        own.extract(page(), url=URL)
        mine = [c for c in psutil.Process().children() if "bot.articles.worker_process" in " ".join(c.cmdline())]
        newest = max(mine, key=lambda c: c.create_time())
    assert not newest.is_running() or newest.status() == psutil.STATUS_ZOMBIE


def test_threads_share_the_pool(pool: ExtractionPool) -> None:
    """Many threads at once each get their own page back."""
    found: dict[int, str] = {}

    def read(number: int) -> None:
        text = f"Delegation number {number} arrived in the capital on Monday and left again on the same evening."
        found[number] = pool.extract(page(paragraphs(text, *STORY)), url=URL).text.split("\n\n")[0]

    threads = [threading.Thread(target=read, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert all(f"number {n} " in found[n] for n in range(12))


def test_the_worker_holds_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker's environment is a few paths; no token of the bot is in it."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-not-a-token")
    with ExtractionPool(FetchSettings()) as own:
        own.extract(page(), url=URL)
        environments = [c.environ() for c in psutil.Process().children()]
    assert environments and not any("SLACK_BOT_TOKEN" in e for e in environments)


ATTEMPTS = {
    "socket": "import socket; socket.create_connection(('127.0.0.1', 9), 1)",
    "look-up": "import socket; socket.getaddrinfo('localhost', 80)",
    "program": "import subprocess; subprocess.Popen(['true'])",
    "system": "import os; os.system('true')",
    "urllib": "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
}


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS)
def test_the_worker_cannot_reach_out(attempt: str) -> None:
    """Once confined, the worker's process can neither connect, look up a name nor start a program."""
    code = (
        "from bot.articles import worker_process\n"
        "worker_process._confine(600)\n"
        f"try:\n    {attempt}\nexcept PermissionError:\n    print('refused')\n"
    )
    environment = {"PYTHONPATH": str(ROOT), "PATH": os.environ.get("PATH", "")}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "refused", done.stderr


def test_no_library_opens_a_connection() -> None:
    """Extraction, text reading and address work touch no network: an audit hook sees every attempt of any library."""
    code = (
        "import sys\n"
        "def hook(event, arguments):\n"
        "    if event.startswith(('socket.connect', 'socket.get', 'socket.send', 'urllib.', 'http.client')):\n"
        "        print('NETWORK', event, arguments); raise PermissionError(event)\n"
        "sys.addaudithook(hook)\n"
        "from bot.articles import canonical_url, extract, links_in_slack_text\n"
        "from summarizers.cleaning import read_text\n"
        "from tests.articles.pages import STORY, page\n"
        "html = page(head='<base href=\"http://evil.test/\"><link rel=stylesheet href=http://evil.test/x.css>'\n"
        "  '<!DOCTYPE x SYSTEM \"http://evil.test/x.dtd\">', after='<img src=http://evil.test/x.png><iframe src=http://evil.test>')\n"
        "extract(html, url='https://unknown-ending.zzz/a/b-c-d-e')\n"
        "read_text(chr(10).join(STORY)); canonical_url('https://t.co/abc'); links_in_slack_text('<https://bit.ly/x>')\n"
        "print('done')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
    )
    assert done.stdout.strip() == "done", done.stdout + done.stderr
