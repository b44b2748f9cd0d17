"""Memory of a process that briefs articles whose words it has never seen: ``python -m benchmarks.memory [ARTICLES]``."""

from __future__ import annotations

import gc
import random
import sys
import time
from pathlib import Path

import numpy as np

from summarizers.pipeline import brief
from summarizers.text.cleaning import read_text

#: Articles briefed, and new words in each.
ARTICLES, WORDS = 5_000, 400
#: Different words of the one hostile page.
PAGE = 150_000
_PARTS = "ba be bo da de do fa ga go ha ji ka ke ko la le lo ma mi mo na ne no pa po ra re ro sa se so ta te to va ve wa ya zo".split()


def resident() -> float:
    """Megabytes of memory the process holds."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * 4096 / 1e6


def invented(stir: random.Random, count: int) -> str:
    """Sentences of ``count`` words nobody has used before, a third of them capitalised like names."""
    words = []
    for _ in range(count):
        word = "".join(stir.choice(_PARTS) for _ in range(stir.randint(3, 6)))
        words.append(word.capitalize() if stir.random() < 0.34 else word)
    lines = [words[k : k + 18] for k in range(0, count, 18)]
    return "\n\n".join(
        f"“{' '.join(line[:6])},” said {' '.join(line[6:8])}, minister of {' '.join(line[8:])}." for line in lines
    )


def main(articles: int = ARTICLES) -> None:
    """Print memory along the way, the slope behind the first fifth, and what one page of new words leaves behind."""
    stir = random.Random(7)
    brief(read_text(invented(stir, WORDS)))
    start = resident()
    print(f"memory: {start:.0f} MB after one article")
    points: list[tuple[int, float]] = []
    began = time.process_time()
    for number in range(1, articles + 1):
        brief(read_text(invented(stir, WORDS)))
        if number % max(1, articles // 20) == 0:
            points.append((number, resident()))
            if number % max(1, articles // 5) == 0:
                print(f"memory: {points[-1][1]:.0f} MB after {number:,} articles of {WORDS} new words")
    late = np.array(points[len(points) // 5 :])
    slope = float(np.polyfit(late[:, 0], late[:, 1], 1)[0]) * 1000
    seconds = (time.process_time() - began) / articles
    print(
        f"memory: {slope:+.2f} MB per 1,000 articles behind the first fifth ({seconds * 1000:.0f} ms of processor time each)"
    )
    for which in ("one page", "a second page", "a third page"):
        before = resident()
        brief(read_text(invented(stir, PAGE)))
        print(f"memory: {resident() - before:+.0f} MB after {which} of {PAGE:,} new words")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES)
