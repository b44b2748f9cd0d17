"""Fit the weights of the evidence for names: ``python -m benchmarks.train_people DATA_FOLDER [--write]``.

DATA_FOLDER holds persons_dev.jsonl: texts with the spans of the people named in them (see benchmarks/README.md). Each
candidate is an example, a person where it overlaps a span. A plain logistic regression with a ridge penalty is fitted by
Newton's method in numpy; the thresholds of scoring.py stay, a point being a unit of log odds. It is judged on sources left
out of the fit, beside the shipped weights. Modifiers ("the Obama administration") are decided without points.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from summarizers.knowledge import tables
from summarizers.model import Article, Paragraph
from summarizers.people import recognition, scoring
from summarizers.people.evidence import EVIDENCE, model
from summarizers.text import sentences
from summarizers.text.document import Document

NAMES = [piece.name for piece in EVIDENCE]
OUT = tables.MODELS / "people_weights.tsv"
#: Penalty of a weight's square, in examples.
RIDGE = 1.0
STEPS = 100
#: Farthest one step moves a weight.
LONGEST = 0.5
#: Least overlap of a candidate and a span (Dice) to be the same name.
SAME = 0.5


@dataclass(frozen=True)
class Examples:
    """Candidates as rows: the evidence, and the threshold with a minus as the last column."""

    #: (candidates, evidence + 1)
    rows: Any
    #: 1 where a candidate is a person.
    person: Any
    #: The source of each.
    source: Any
    #: How many labelled people no candidate overlaps.
    missed: int

    def part(self, chosen: Any) -> Examples:
        """Some of the candidates."""
        return Examples(self.rows[chosen], self.person[chosen], self.source[chosen], self.missed)


def documents(path: Path) -> Iterator[tuple[str, Document, list[tuple[int, int]]]]:
    """(source, document, spans of people) of each text."""
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        text = record["text"]
        blocks = tuple(Paragraph(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text))
        article = Article(text, blocks)
        source = record.get("set") or record["id"].partition("-")[0]
        yield (
            source,
            Document(article, sentences.split(article)),
            [(start, end) for start, end, *_ in record["persons"]],
        )


def dice(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Overlap of two spans, 0 to 1."""
    return 2 * max(0, min(a[1], b[1]) - max(a[0], b[0])) / ((a[1] - a[0]) + (b[1] - b[0]))


def examples(path: Path) -> Examples:
    """Every candidate of a data file."""
    rows, person, source, missed = [], [], [], 0
    for name, doc, spans in documents(path):
        found = set()
        for around in recognition.surroundings_of(doc):
            where = (doc.begins[around.run.first], doc.ends[around.run.last])
            same = {k for k, span in enumerate(spans) if dice(where, span) >= SAME}
            found |= same
            if around.following.noun != "modified" and around.carrying:
                rows.append(
                    [
                        *model().vector(around),
                        -scoring.threshold(full=around.several or around.initials > 0, titled=around.adjacent),
                    ]
                )
                person.append(bool(same))
                source.append(name)
        missed += len(spans) - len(found)
    return Examples(np.array(rows, dtype=float), np.array(person, dtype=float), np.array(source), missed)


def fit(data: Examples) -> Any:
    """Weights in points, by Newton's method: the log odds of being a person are the points beyond the threshold."""
    evidence, below = data.rows[:, :-1], data.rows[:, -1]
    weights = np.zeros(evidence.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(evidence @ weights + below, -30, 30)))
        slope = evidence.T @ (chance - data.person) + RIDGE * weights
        curve = (evidence * (chance * (1 - chance))[:, None]).T @ evidence + RIDGE * np.eye(len(weights))
        step = np.linalg.solve(curve, slope)
        weights = weights - step * min(1.0, LONGEST / np.abs(step).max())  # far from its goal the method overshoots
    return weights


def accepted(data: Examples, weights: Any) -> Any:
    """Which candidates reach their threshold, by weights in points."""
    return data.rows[:, :-1] @ weights + data.rows[:, -1] >= -1e-9


def figures(data: Examples, chosen: Any) -> str:
    """Precision, recall and F1 of the candidates chosen."""
    right = float((chosen * data.person).sum())
    precision, recall = right / max(1, chosen.sum()), right / max(1, data.person.sum())
    return f"P {precision:.4f}  R {recall:.4f}  F1 {2 * precision * recall / max(1e-9, precision + recall):.4f}"


def main(folder: Path, write: bool) -> None:
    """Fit, cross-validate by source, and print (and with ``write`` store) the weights."""
    data = examples(folder / "persons_dev.jsonl")
    shipped = np.array([tables.weights("people")[name] for name in NAMES])
    print(f"candidates {len(data.rows)}, people {int(data.person.sum())}, no candidate for {data.missed}")
    held = np.zeros(len(data.rows), dtype=bool)
    for source in sorted(set(data.source)):
        out = data.source == source
        held[out] = accepted(data.part(out), fit(data.part(~out)))
        part, now = data.part(out), accepted(data.part(out), shipped)
        print(f"  {source:12s} fitted without it {figures(part, held[out])}   shipped {figures(part, now)}")
    print(f"  {'all':12s} fitted without it {figures(data, held)}   shipped {figures(data, accepted(data, shipped))}")
    weights = fit(data)
    print(f"  {'fitted on all':30s} {figures(data, accepted(data, weights))}")
    for name, value, now in zip(NAMES, weights, shipped, strict=True):
        print(f"  {name:20s} {value:7.2f}   shipped {now:5.1f}")
    if write:
        head = [line for line in OUT.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
        body = [f"{name}\t{value:.2f}" for name, value in zip(NAMES, weights, strict=True)]
        OUT.write_text("\n".join([*head, *body]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--write" in sys.argv)
