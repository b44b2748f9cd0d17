"""Extraction in workers: what comes through the pipe, and pages built to stop a reader."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from bot.articles import Extractor, FetchSettings, PageState, Unreadable
from bot.articles import extract as extract_here
from bot.articles.worker import WARM_UP
from bot.workers import WorkerPool
from summarizers.errors import NoArticle
from summarizers.text.cleaning import read_text
from tests.articles.pages import STORY, page, paragraphs
from tests.hung import HUNG

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
def workers() -> Iterator[WorkerPool]:
    with WorkerPool(1, warm_ups=(WARM_UP,)) as shared:
        yield shared


@pytest.fixture(scope="module")
def pool(workers: WorkerPool) -> Extractor:
    return Extractor(FetchSettings(extract_seconds=1.5), workers)


def worker_of(workers: WorkerPool) -> psutil.Process:
    """The pool's one worker, started if need be."""
    return psutil.Process(int(workers.run("tests.workers.tasks:echo", {})["pid"]))


def test_a_worker_reads_what_the_process_itself_reads(pool: Extractor) -> None:
    """The article comes through the pipe whole, offsets and all."""
    assert pool.extract(page(), url=URL) == extract_here(page(), url=URL)


def test_plain_text_is_read_in_the_worker_too(pool: Extractor) -> None:
    """Text a server sends is as hostile as a page, so it goes the same way."""
    article = pool.extract("\n\n".join(STORY).encode(), url=URL + "?utm_source=x", plain=True)
    assert (article.text.split("\n\n"), article.url, article.site) == (list(STORY), URL, "harborpost.example")
    with pytest.raises(Unreadable) as caught:
        pool.extract(b"  \n ", url=URL, plain=True)
    assert caught.value.state is PageState.EMPTY


def test_states_come_through_the_pipe(pool: Extractor) -> None:
    """What is the matter with a page is told the same as in process."""
    with pytest.raises(Unreadable) as caught:
        pool.extract(b"<html><title>Just a moment...</title><body><p>wait</p>", url=URL)
    assert caught.value.state is PageState.BOT_WALL


def test_pasted_text_is_read_in_the_worker_too(pool: Extractor) -> None:
    """Whatever a person can paste comes out as the process itself reads it; nothing in it is told as ever."""
    text = "\n\n".join(STORY) + "\n\nHe said: \u201cGr\u00fc\u00dfe \U0001f1f3\U0001f1f4\u201d \ud83d and left.\0"
    assert pool.pasted(text) == read_text(text)
    with pytest.raises(NoArticle, match=str(_refusal(" \n "))):
        pool.pasted(" \n ")


def _refusal(text: str) -> NoArticle:
    with pytest.raises(NoArticle) as caught:
        read_text(text)
    return caught.value


@pytest.mark.parametrize("bomb", [LINKS, TABLE, NESTED, BREAKS], ids=["links", "table", "nested", "breaks"])
def test_a_heavy_page_costs_bounded_time_and_memory(pool: Extractor, workers: WorkerPool, bomb: bytes) -> None:
    """A page built to stop the reader ends at the kill timer or the memory limit; the next page is read as usual."""
    worker = worker_of(workers)
    before = worker.memory_info().rss
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
    with pytest.raises(Unreadable) as caught:
        pool.extract(bomb, url=URL)
    over.set()
    watcher.join()
    assert caught.value.state in (PageState.TOO_HEAVY, PageState.NO_ARTICLE, PageState.HOME_PAGE)
    assert peak - before < FetchSettings().extract_megabytes << 20
    assert pool.extract(page(), url=URL).text.split("\n\n") == list(STORY)


def test_threads_share_the_pool(pool: Extractor) -> None:
    """Many threads at once each get their own page back."""
    found: dict[int, str] = {}

    def read(number: int) -> None:
        text = f"Delegation number {number} arrived in the capital on Monday and left again on the same evening."
        found[number] = pool.extract(page(paragraphs(text, *STORY)), url=URL).text.split("\n\n")[0]

    threads = [threading.Thread(target=read, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(HUNG)
    assert all(f"number {n} " in found[n] for n in range(12))


def test_no_library_opens_a_connection() -> None:
    """Extraction, text reading and address work touch no network: an audit hook sees every attempt of any library."""
    code = (
        "import sys\n"
        "def hook(event, arguments):\n"
        "    if event.startswith(('socket.connect', 'socket.get', 'socket.send', 'urllib.', 'http.client')):\n"
        "        print('NETWORK', event, arguments); raise PermissionError(event)\n"
        "sys.addaudithook(hook)\n"
        "from bot.articles import canonical_url, extract, links_in_slack_text\n"
        "from summarizers.text.cleaning import read_text\n"
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
        timeout=HUNG,
        cwd=ROOT,
    )
    assert done.stdout.strip() == "done", done.stdout + done.stderr
