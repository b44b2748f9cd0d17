"""Fit the speaker ranker's weights: ``python -m benchmarks.train_quotes DATA_FOLDER [--write]``.

DATA_FOLDER holds quotes_train.jsonl and quotes_dev.jsonl (see benchmarks/README.md). Each quoted stretch gives one
choice among its candidates and "nobody"; a multinomial logistic model with a ridge penalty is fitted by L-BFGS-free
full-batch gradient descent (Adam) in numpy. Five-fold cross-validation over articles gives the calibration points.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from summarizers.analysis import DOCUMENT, OFFICES, PEOPLE, QUOTED, Analysis
from summarizers.knowledge import tables
from summarizers.model import Article, Paragraph
from summarizers.quotes import features, ranking, rules
from summarizers.quotes.annotations import Annotations
from summarizers.quotes.context import Context
from summarizers.quotes.features import CandidateView, Choice, History, NobodyView
from summarizers.text.cleaning import read_text
from summarizers.text.quoted_spans import QuotedSpan

NAMES = ranking.feature_names()
INDEX = {name: k for k, name in enumerate(NAMES)}
OUT = tables.MODELS / "quote_weights.tsv"
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


def prepare(document: dict[str, Any]) -> Annotations:
    """Mentions, cues and quotes of one document."""
    analysis = Analysis(plain_article(document)).run(DOCUMENT, PEOPLE, OFFICES, QUOTED)
    return Annotations.of(analysis[DOCUMENT], analysis[OFFICES], analysis[QUOTED])


def dice(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Overlap of two spans, 0 to 1."""
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return 2 * shared / ((a[1] - a[0]) + (b[1] - b[0])) if shared else 0.0


def examples(path: Path) -> list[Example]:
    """Every aligned quoted stretch of a data file as a choice."""
    with path.open(encoding="utf-8") as lines:
        return [e for number, line in enumerate(lines) for e in examples_of(json.loads(line), number)]


def examples_of(document: dict[str, Any], article: int) -> Iterator[Example]:
    """The choices of one document; each quote's history is the annotators' choices before it."""
    annotations = prepare(document)
    history = History()
    for span in annotations.quoted.spans:
        gold = aligned(document, span)
        if gold is None:
            continue
        context = rules.context_of(annotations, span)
        numbers = ranking.candidates(annotations, context, history)
        rows = vectors(annotations, context, history, numbers)
        decided = context.rule.certain  # by a rule: no choice of the model's
        if not gold.get("speaker_text"):
            if not decided:
                yield Example(rows, [len(numbers)], article)
            continue
        said = (gold["speaker_start"], gold["speaker_end"])
        spans = [(annotations.mentions[n].start, annotations.mentions[n].end) for n in numbers]
        right = [r for r, (start, end) in enumerate(spans) if start < said[1] and said[0] < end]
        if not right:
            history = replace(history, previous=None)
            continue
        best = numbers[max(right, key=lambda r: dice(said, spans[r]))]
        entity = annotations.mentions[best].entity
        history = history.then(Choice(best, entity, span.paragraph), [] if entity is None else [entity.index])
        if not decided:
            yield Example(rows, right, article)


def aligned(document: dict[str, Any], span: QuotedSpan) -> dict[str, Any] | None:
    """The annotated quotation a stretch is, an empty one where annotators say that it is no speech, or None."""
    where = (span.start, span.end)
    gold = max(document["quotes"], key=lambda q: dice(where, (q["start"], q["end"])), default=None)
    if gold is not None and dice(where, (gold["start"], gold["end"])) >= 0.5:
        found: dict[str, Any] = gold
        return found
    nonspeech = any(dice(where, (q["start"], q["end"])) >= 0.5 for q in document.get("nonspeech", []))
    return {} if nonspeech else None


def vectors(annotations: Annotations, context: Context, history: History, numbers: list[int]) -> Any:
    """A row of features per candidate, and the row of "nobody"."""
    rows = np.zeros((len(numbers) + 1, len(NAMES)), dtype=np.float32)
    found = [features.values(CandidateView.of(annotations, context, history, n)) for n in numbers]
    found.append(features.nobody_values(NobodyView(context, history, len(numbers))))
    for row, values in zip(rows, found, strict=True):
        for name, value in values.items():
            row[INDEX[name]] = value
    return rows


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
            "# Weights of the speaker ranker: feature<TAB>weight. What each feature means: summarizers/quotes/features.py.",
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
