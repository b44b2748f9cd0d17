"""Reading pages: time over trafilatura's own, and what the extraction worker costs."""

from __future__ import annotations

import gzip
import json
import logging
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

Page = tuple[bytes, str]
#: Rounds over all pages; the fastest counts.
ROUNDS = 2


def main(shared: Path) -> None:
    """Print the figures; where the pages are not there, say so and stop."""
    pages = _pages(shared / "eval" / "data")
    if not pages:
        print("skipped: the pages to measure on are not beside this checkout")
        return
    logging.disable(logging.ERROR)
    try:
        table = Table("figure", "value", title=f"Reading {len(pages)} pages")
        _extraction(table, pages)
        _worker(table, pages)
    finally:
        logging.disable(logging.NOTSET)
    Console().print(table)


def _pages(data: Path) -> list[Page]:
    """(HTML, address) of the development pages; empty when they are not there."""
    index = data / "pages_dev.jsonl"
    if not index.exists():
        return []
    rows = [json.loads(line) for line in index.read_text("utf-8").splitlines() if line.strip()]
    return [(gzip.decompress((data / row["html_gz"]).read_bytes()), row["url"]) for row in rows]


def _best(run: Callable[[], object]) -> float:
    """Seconds of processor time of the fastest round."""
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        run()
        times.append(time.process_time() - began)
    return min(times)


def _extraction(table: Table, pages: list[Page]) -> None:
    """Our extraction beside trafilatura's as it comes."""
    from trafilatura import bare_extraction

    from bot.articles import extract

    theirs = _best(lambda: [bare_extraction(h, url=u, include_comments=False, with_metadata=True) for h, u in pages])
    ours = _best(lambda: [extract(h, url=u) for h, u in pages])
    table.add_row("trafilatura alone, ms a page", f"{1000 * theirs / len(pages):.1f}")
    table.add_row("extract(), ms a page", f"{1000 * ours / len(pages):.1f}")
    table.add_row("ratio", f"{ours / theirs:.2f}")


def _worker(table: Table, pages: list[Page]) -> None:
    """The worker process: its start, the way through the pipe, its memory, and the cost of a page built to stop it."""
    import psutil

    from bot.articles import Extractor, FetchSettings, Unreadable
    from bot.articles.worker import WARM_UP
    from bot.workers import WorkerPool

    settings = FetchSettings()
    with WorkerPool(1, warm_ups=(WARM_UP,)) as workers:
        pool = Extractor(settings, workers)
        began = time.perf_counter()
        pool.extract(pages[0][0], url=pages[0][1])
        table.add_row("worker: start and first page, ms", f"{1000 * (time.perf_counter() - began):.0f}")
        worker = max(psutil.Process().children(recursive=True), key=lambda child: child.create_time())
        idle = worker.memory_info().rss
        times = []
        for html, url in pages:
            began = time.perf_counter()
            pool.extract(html, url=url)
            times.append(time.perf_counter() - began)
        times.sort()
        table.add_row("worker: page, median ms", f"{1000 * times[len(times) // 2]:.0f}")
        table.add_row("worker: slowest page, ms", f"{1000 * times[-1]:.0f}")
        table.add_row("worker: memory at start, MB", f"{idle / 1e6:.0f}")
        table.add_row("worker: memory after all pages, MB", f"{worker.memory_info().rss / 1e6:.0f}")
        bomb = b"<html><body>" + b'<p><a href="/x">One of very many links</a></p>' * 80_000
        began = time.perf_counter()
        try:
            pool.extract(bomb, url="https://example.org/a")
            end = "read"
        except Unreadable as error:
            end = error.kind
        table.add_row(f"{len(bomb) / 1e6:.1f} MB of links, s ({end})", f"{time.perf_counter() - began:.1f}")


if __name__ == "__main__":
    from benchmarks.data import SHARED

    main(SHARED)
