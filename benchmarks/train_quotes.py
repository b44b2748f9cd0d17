"""Fit the speaker ranker's weights: ``python -m benchmarks.train_quotes DATA_FOLDER [--write]``.

DATA_FOLDER holds quotes_train.jsonl and quotes_dev.jsonl (see benchmarks/README.md). Each quoted stretch gives one
choice among its candidates and "nobody"; a multinomial logistic model with a ridge penalty is fitted by L-BFGS-free
full-batch gradient descent (Adam) in numpy. Five-fold cross-validation over articles gives the calibration points.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from summarizers.analysis import DOCUMENT, OFFICES, PEOPLE, QUOTED, Analysis
from summarizers.model import Article, Paragraph
from summarizers.quotes import attribution as quotes
from summarizers.quotes import context as context_module
from summarizers.quotes import features as ranker
from summarizers.quotes.candidates import Scene
from summarizers.quotes.context import Choice
from summarizers.text.cleaning import read_text

NAMES = [*ranker.FEATURES, *ranker.NONE_FEATURES]
INDEX = {name: k for k, name in enumerate(NAMES)}
OUT = Path(ranker.__file__).parent.parent / "knowledge" / "models" / "quote_weights.tsv"
RIDGE = 2e-4
STEPS = 400
FOLDS = 5


@dataclass
class Example:
    """One choice: a row of features per candidate, the last row being "nobody"."""

    rows: Any
    #: Right rows; several where mentions overlap.
    right: list[int]
    #: Number of the article.
    article: int


def plain_article(document: dict[str, Any]) -> Article:
    """The document as the batch command reads it, or as it stands where cleaning would move the labels' offsets."""
    text = document["text"]
    cleaned = read_text(text, title=document.get("title"))
    if cleaned.text == text:
        return cleaned
    blocks = tuple(Paragraph(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text))
    return Article(text, blocks, title=document.get("title"))


def prepare(document: dict[str, Any]) -> tuple[Scene, list[Any]]:
    """Scene and spans of one document."""
    article = plain_article(document)
    analysis = Analysis(article).run(DOCUMENT, PEOPLE, OFFICES, QUOTED)
    found = list(analysis[QUOTED].spans)
    return Scene(analysis[DOCUMENT], analysis[OFFICES], found), found


def dice(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Overlap of two spans, 0 to 1."""
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return 2 * shared / ((a[1] - a[0]) + (b[1] - b[0])) if shared else 0.0


def examples(path: Path) -> list[Example]:
    """Every aligned quoted stretch of a data file as a choice."""
    out: list[Example] = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            document = json.loads(line)
            scene, found = prepare(document)
            starts = [s.start for s in found]
            previous: Choice | None = None
            speaking: set[int] = set()
            negative = [(q["start"], q["end"]) for q in document.get("nonspeech", [])]
            for index, span in enumerate(found):
                where = (span.start, span.end)
                gold = max(document["quotes"], key=lambda q: dice(where, (q["start"], q["end"])), default=None)
                matched = gold is not None and dice(where, (gold["start"], gold["end"])) >= 0.5
                is_negative = any(dice(where, n) >= 0.5 for n in negative)
                if not matched and not is_negative:
                    continue
                context = context_module.build(scene, index, starts)
                context.previous = previous
                context.speaking = set(speaking)
                numbers = quotes.candidates(scene, context)
                rows = np.zeros((len(numbers) + 1, len(NAMES)), dtype=np.float32)
                for r, n in enumerate(numbers):
                    for name, value in ranker.features(scene, context, n).items():
                        rows[r, INDEX[name]] = value
                for name, value in ranker.none_features(context, numbers).items():
                    rows[-1, INDEX[name]] = value
                right: list[int] = []
                if gold is not None and matched and gold["speaker_text"]:
                    s, e = gold["speaker_start"], gold["speaker_end"]
                    right = [
                        r for r, n in enumerate(numbers) if scene.mentions[n].start < e and s < scene.mentions[n].end
                    ]
                    if not right:
                        previous = None
                        continue
                    best = max(
                        right,
                        key=lambda r: dice((s, e), (scene.mentions[numbers[r]].start, scene.mentions[numbers[r]].end)),
                    )
                    mention = scene.mentions[numbers[best]]
                    previous = Choice(numbers[best], mention.entity, span.paragraph)
                    if mention.entity is not None:
                        speaking.add(mention.entity.index)
                else:
                    right = [len(numbers)]
                out.append(Example(rows, right, number))
    return out


def fit(data: list[Example], ridge: float = RIDGE, steps: int = STEPS) -> Any:
    """Weights that maximise the likelihood of the right choices."""
    rows = np.concatenate([e.rows for e in data])
    offsets = np.cumsum([0, *[len(e.rows) for e in data]])
    owner = np.repeat(np.arange(len(data)), [len(e.rows) for e in data])
    target = np.zeros(len(rows), dtype=np.float32)
    for k, example in enumerate(data):
        for r in example.right:
            target[offsets[k] + r] = 1.0
    w = np.zeros(rows.shape[1], dtype=np.float64)
    m, v = np.zeros_like(w), np.zeros_like(w)
    for step in range(1, steps + 1):
        scores = rows @ w
        top = np.maximum.reduceat(scores, offsets[:-1])
        raised = np.exp(scores - top[owner])
        total = np.add.reduceat(raised, offsets[:-1])
        p = raised / total[owner]
        good = p * target
        mass = np.add.reduceat(good, offsets[:-1])
        q = good / np.maximum(mass[owner], 1e-9)
        gradient = rows.T @ (p - q) / len(data) + ridge * w
        m = 0.9 * m + 0.1 * gradient
        v = 0.999 * v + 0.001 * gradient**2
        rate = 0.1 if step < steps * 0.7 else 0.02
        w -= rate * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return w


def judge(data: list[Example], w: Any) -> list[tuple[float, bool]]:
    """(probability of the choice, whether it is right) of every example."""
    out = []
    for example in data:
        scores = example.rows @ w
        p = np.exp(scores - scores.max())
        p /= p.sum()
        best = int(scores.argmax())
        out.append((float(p[best]), best in example.right))
    return out


def calibration(judged: list[tuple[float, bool]], bins: int = 12) -> list[tuple[float, float]]:
    """Isotonic points (probability, share right) of equal-sized bins."""
    judged = sorted(judged)
    size = max(1, len(judged) // bins)
    points = []
    for k in range(0, len(judged), size):
        part = judged[k : k + size]
        points.append([float(np.mean([p for p, _ in part])), float(np.mean([ok for _, ok in part])), len(part)])
    merged: list[list[float]] = []
    for point in points:
        merged.append(point)
        while len(merged) > 1 and merged[-2][1] > merged[-1][1]:
            a, b = merged[-2], merged.pop()
            n = a[2] + b[2]
            merged[-1] = [(a[0] * a[2] + b[0] * b[2]) / n, (a[1] * a[2] + b[1] * b[2]) / n, n]
    return [(p, share) for p, share, _ in merged]


def main(folder: Path, write: bool) -> None:
    """Fit, cross-validate, and print (and with ``write`` store) the weights."""
    train = examples(folder / "quotes_train.jsonl")
    dev = examples(folder / "quotes_dev.jsonl")
    print(f"choices: train {len(train)}, dev {len(dev)}; features {len(NAMES)}")
    held: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        w = fit([e for e in train if e.article % FOLDS != fold])
        held += judge([e for e in train if e.article % FOLDS == fold], w)
    print(f"cross-validated choice accuracy {np.mean([ok for _, ok in held]):.4f}")
    w = fit(train)
    judged = judge(dev, w)
    print(f"dev choice accuracy {np.mean([ok for _, ok in judged]):.4f}")
    points = calibration(held)
    if write:
        head = [
            "# Weights of the speaker ranker: feature<TAB>weight. What each feature means: summarizers/quotes/ranker.py.",
            "# Few and non-lexical. Fitted by benchmarks/train_quotes.py on the PolNeAR training split (840 articles,",
            "# human labels); no word of those texts is stored. Calibration points: five-fold, over articles.",
        ]
        body = [f"{name}\t{value:.3f}" for name, value in zip(NAMES, w, strict=True)]
        body += ["temperature\t1.0", *[f"calibration:{p:.4f}\t{share:.4f}" for p, share in points]]
        OUT.write_text("\n".join([*head, *body]) + "\n", encoding="utf-8")
    for name, value in sorted(zip(NAMES, w, strict=True), key=lambda x: -abs(x[1])):
        print(f"  {name:32s} {value:7.3f}")
    print("calibration", [(round(a, 3), round(b, 3)) for a, b in points])


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--write" in sys.argv)
