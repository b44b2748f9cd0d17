"""Quality and speed of grouping articles into stories.

``python -m benchmarks.stories quality SET.jsonl`` (lines with id, title, text, story) tunes the threshold on half of
the stories and tests it on the other half, many times; ``python -m benchmarks.stories speed [ARTICLES]`` groups made-up
articles and prints seconds and peak memory.
"""

from __future__ import annotations

import json
import random
import re
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from summarizers.stories import THRESHOLD, StoryInput, continued, group

#: Thresholds tried.
TRIED = [hundredths / 100 for hundredths in range(14, 40)]


def b_cubed(gold: Sequence[str], labels: Sequence[int]) -> float:
    """B-cubed F1 of labels against gold."""
    precision = recall = 0.0
    for k, label in enumerate(labels):
        together = sum(a == gold[k] and b == label for a, b in zip(gold, labels, strict=True))
        precision += together / labels.count(label)
        recall += together / gold.count(gold[k])
    precision, recall = precision / len(gold), recall / len(gold)
    return 2 * precision * recall / (precision + recall)


def score(documents: Sequence[dict[str, str]], threshold: float) -> float:
    """B-cubed F1 of grouping documents by a threshold."""
    inputs = [StoryInput(d.get("title"), d["text"]) for d in documents]
    labels = [0] * len(documents)
    for number, story in enumerate(group(inputs, threshold=threshold)):
        for k in story.articles:
            labels[k] = number
    return b_cubed([d["story"] for d in documents], labels)


def quality(path: Path, rounds: int = 20) -> None:
    """Print the score at the shipped threshold, and what tuning on halves would give."""
    documents = [json.loads(line) for line in path.open(encoding="utf-8") if line.strip()]
    print(f"threshold {THRESHOLD}: F1 {score(documents, THRESHOLD):.4f} on {len(documents)} articles")
    for threshold in TRIED[::2]:
        print(f"  {threshold:.2f} {score(documents, threshold):.4f}")
    chance = random.Random(1)
    stories = sorted({d["story"] for d in documents})
    tested, chosen = [], []
    for _ in range(rounds):
        half = set(chance.sample(stories, len(stories) // 2))
        tuning = [d for d in documents if d["story"] in half]
        testing = [d for d in documents if d["story"] not in half]
        scores = [score(tuning, threshold) for threshold in TRIED]
        best = [t for t, s in zip(TRIED, scores, strict=True) if s >= max(scores) - 1e-9]
        chosen.append(best[len(best) // 2])
        tested.append(score(testing, chosen[-1]))
    print(f"tuned on halves: F1 on the other half {sum(tested) / rounds:.4f} (lowest {min(tested):.4f})")
    print(f"thresholds chosen: {min(chosen):.2f} to {max(chosen):.2f}, median {sorted(chosen)[rounds // 2]:.2f}")


def peak_megabytes() -> float:
    """Most memory this process held, in MB; ru_maxrss would count the parent's from before the start."""
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def speed(count: int) -> None:
    """Group made-up articles of 600 words, four outlets to an event; alone, and beside 300 stories told before."""
    chance = random.Random(2)
    alphabet = "bcdfghklmnprstvz"
    common = ["".join(chance.choice(alphabet) + chance.choice("aeiou") for _ in range(3)) for _ in range(20_000)]

    def words(vocabulary: Sequence[str], number: int) -> list[str]:
        return [
            vocabulary[min(int(chance.expovariate(6 / len(vocabulary))), len(vocabulary) - 1)] for _ in range(number)
        ]

    def articles(number: int) -> list[StoryInput]:
        made = []
        for event in range(number // 4):
            subject = chance.sample(common, 120)
            for _outlet in range(4):
                text = words(common, 300) + words(subject, 300)
                chance.shuffle(text)
                made.append(StoryInput(" ".join(subject[:8]) + f" {event}", " ".join(text)))
        return made

    known = group(articles(1_200))
    inputs = articles(count)
    for told in ((), known):
        began = time.perf_counter()
        stories = group(inputs, told)
        continued(stories, told)
        seconds = time.perf_counter() - began
        print(f"{len(inputs)} articles beside {len(told)} told stories, {len(stories)} stories: {seconds:.1f} s")
    print(f"peak {peak_megabytes():.0f} MB for the whole process")


if __name__ == "__main__":
    if sys.argv[1:2] == ["quality"] and len(sys.argv) == 3:
        quality(Path(sys.argv[2]))
    elif sys.argv[1:2] == ["speed"]:
        speed(int(sys.argv[2]) if len(sys.argv) > 2 else 1_000)
    else:
        sys.exit(__doc__)
