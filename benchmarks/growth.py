"""How the cost of a brief grows with the length of hostile texts: CPU seconds at two lengths and their ratio, a shape a line.

    python -m benchmarks.growth [--size N] [--setting NAME] [--only TEXT] [--largest]

Linear is a ratio of 2. ``--largest`` measures each shape once at the longest text the bot reads instead.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import signal
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from bot.articles.extraction import MAX_TEXT
from tests.summarizers.hostile import SETTINGS, SHAPES, work

#: CPU seconds after which a shape is given up.
MOST = 60


def spent(setting: str, name: str, size: int) -> float:
    """CPU seconds of everything done with one text."""
    text = SETTINGS[setting](SHAPES[name], size)
    start = time.process_time()
    work(text)
    return time.process_time() - start


def measure(sizes: tuple[int, ...], place: tuple[str, str]) -> tuple[str, str, list[float], str]:
    """(setting, name, seconds at each size, what went wrong)."""
    setting, name = place
    found: list[float] = []
    signal.signal(signal.SIGPROF, _give_up)
    signal.setitimer(signal.ITIMER_PROF, MOST)
    try:
        for size in sizes:
            found.append(min(spent(setting, name, size) for _ in range(1 if size > 50_000 else 2)))
    except TimeoutError:
        return setting, name, found, f"over {MOST} s"
    except Exception as error:
        return setting, name, found, type(error).__name__
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return setting, name, found, ""


def _give_up(_number: int, _frame: object) -> None:
    raise TimeoutError


def main() -> None:
    """Print the table, worst last."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--setting", choices=SETTINGS, action="append")
    parser.add_argument("--only", default="")
    parser.add_argument("--largest", action="store_true")
    parser.add_argument("--live", action="store_true")
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args()
    sizes = (MAX_TEXT - 1_000,) if chosen.largest else (chosen.size, 2 * chosen.size)
    places = [(s, n) for s in chosen.setting or SETTINGS for n in SHAPES if chosen.only in n]
    work("Warm up.")
    results = []
    with ProcessPoolExecutor(
        chosen.workers, mp_context=multiprocessing.get_context("fork"), max_tasks_per_child=None
    ) as pool:
        for result in pool.map(partial(measure, sizes), places):
            results.append(result)
            if chosen.live:
                print(*result, flush=True)
    results.sort(key=lambda r: r[2][-1] if r[2] and not r[3] else MOST)
    for setting, name, seconds, wrong in results:
        ratio = f"{seconds[-1] / seconds[0]:6.2f}" if len(seconds) > 1 else ""
        print(f"{setting:20} {name:30} {' '.join(f'{s:8.3f}' for s in seconds)} {ratio} {wrong}")
    print(f"{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024} MB at most")


if __name__ == "__main__":
    main()
