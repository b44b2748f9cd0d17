"""Milliseconds of every stage on real pages, and the whole as a ratio to trafilatura's extraction alone."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from benchmarks.data import SHARED, documents, page, percentile

T = TypeVar("T")


def main() -> None:
    """Print the table; says why when there are no pages to measure on."""
    pages = documents("pages_dev")
    if not pages:
        print("speed: skipped, there is no pages_dev.jsonl beside the project")
        return
    from trafilatura import bare_extraction

    from bot.articles import extract
    from summarizers.analysis import STAGES, Analysis
    from summarizers.errors import AttacheError
    from summarizers.pipeline import BriefOptions, brief, select

    spent: dict[str, list[float]] = defaultdict(list)

    def timed(name: str, call: Callable[[], T]) -> T:
        start = time.perf_counter()
        result = call()
        spent[name].append((time.perf_counter() - start) * 1000)
        return result

    for document in [*pages[:5], *pages]:  # the first five warm the caches up and are counted out below
        html = page(document)
        timed(
            "trafilatura alone",
            lambda: bare_extraction(html, url=document["url"], with_metadata=True, include_comments=False),
        )
        begun = time.perf_counter()
        try:
            article = timed("our extraction", lambda: extract(html, url=document["url"]))
        except AttacheError:
            for name in spent:
                spent[name] = spent[name][: len(spent["our extraction"])]
            continue
        analysis = Analysis(article)
        for stage in STAGES:
            timed(stage.name, lambda: analysis.run(stage))
        timed("selection", lambda: select(analysis, BriefOptions()))
        spent["page to brief, stage by stage"].append((time.perf_counter() - begun) * 1000)
        timed("brief of the text", lambda: brief(article))
    print(f"{'stage':32s} {'median ms':>10s} {'p95 ms':>10s}   ({len(pages)} pages)")
    for name, values in spent.items():
        values = values[5:]
        print(f"{name:32s} {statistics.median(values):10.2f} {percentile(values, 0.95):10.2f}")
    alone, whole = sum(spent["trafilatura alone"][5:]), sum(spent["page to brief, stage by stage"][5:])
    print(f"whole brief over trafilatura alone: {whole / alone:.2f}")
    _process()


def _process() -> None:
    """Wall-clock time of ``attache brief`` on a text file, as a process."""
    seeds = sorted((SHARED / "seeds").glob("*.txt"))
    sample = seeds[0] if seeds else Path(__file__).parent.parent / "README.md"
    times = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "bot.cli", "brief", str(sample), "--json"], check=True, capture_output=True
        )
        times.append(time.perf_counter() - start)
    print(f"attache brief of a text file, whole process: {statistics.median(times) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
