"""Fit the weights of whom "he" and "she" mean: ``python -m benchmarks.train_pronouns DATA_FOLDER [--write]``.

DATA_FOLDER holds pronouns_train.jsonl (GAP, GUM, MEANTIME), pronouns_dev.jsonl and briefs2_dev.jsonl (see
benchmarks/README.md). A multinomial logistic model with a ridge penalty over the options of each labelled pronoun and
"nobody"; several right options share their probability. Pronouns before the labelled one count as the labels say, else as
the model of the round before answered them. Printed: precision and share right on each source when it is left out of
the fit, and on the briefs by five folds over documents; the calibration points come from those held-out answers.
"""

from __future__ import annotations

import json
import random
import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from summarizers.analysis import ATTRIBUTION, DOCUMENT, OFFICES, QUOTED, REFERENCES, Analysis, analyse
from summarizers.coreference.ranking import CLASH, FEATURES, NOBODY, SEX, Discourse, Place, values
from summarizers.errors import AttacheError
from summarizers.knowledge import tables
from summarizers.linear import softmax
from summarizers.text.cleaning import read_text

NAMES = [*FEATURES, *(f.name for f in NOBODY)]
OUT = tables.MODELS / "pronoun_weights.tsv"
#: How much a labelled pronoun of a source counts: GAP's are picked to be hard, the briefs' are what the product reads.
WEIGHT = {"gap": 1.0, "gum": 1.0, "meantime": 2.0, "briefs": 3.0}
RIDGE, STEPS, RATE, ROUNDS, FOLDS = 0.01, 400, 0.1, 2, 5
THRESHOLDS = (0.0, 0.6, 0.7, 0.8, 0.9)


@dataclass
class Labelled:
    """A document and whom some of its pronouns mean."""

    id: str
    source: str
    analysis: Analysis
    #: By token: ("person", entity), ("unnamed", None), or ("other", entities that are wrong).
    gold: dict[int, tuple[str, Any]]


@dataclass
class Example:
    """One labelled pronoun: rows of features, the last one "nobody"; which are right; what the clash of sexes adds."""

    id: str
    source: str
    kind: str
    rows: Any
    fixed: Any
    right: Any
    named: list[bool]


def overlap(a: Sequence[int], b: Sequence[int]) -> bool:
    """Whether two stretches share a code point."""
    return a[0] < b[1] and b[0] < a[1]


def read(path: Path) -> Iterator[Labelled]:
    """The documents of a file that have labelled singular pronouns the product can be asked about."""
    for line in path.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        try:
            analysis = analyse(read_text(document["text"], title=document.get("title")))
        except AttacheError:
            continue
        gold = dict(Labels(document, analysis))
        if gold:
            source = document.get("source")
            named = isinstance(source, str) and "pronouns_" in path.name and source != "briefs"
            yield Labelled(document["id"], str(source).split("_")[0] if named else "briefs", analysis, gold)


class Labels:
    """Reads a document's labels into the tokens and people the product finds; what it does not find is left out."""

    def __init__(self, document: dict[str, Any], analysis: Analysis) -> None:
        self._labelled, self._text = document["text"], analysis.article.text
        self._pronouns = document.get("pronouns") or ()
        self._document, self._entities = analysis[DOCUMENT], analysis[OFFICES].entities

    def __iter__(self) -> Iterator[tuple[int, tuple[str, Any]]]:
        """(token, label) of each labelled pronoun that means one person, or somebody without a name."""
        doc = self._document
        for label in self._pronouns:
            start = self._shifted(label["start"])
            k = bisect_left(doc.begins, start) if start is not None else len(doc.begins)
            if (
                k < len(doc.begins)
                and doc.begins[k] == start
                and doc.low[k] in SEX
                and isinstance(label["person"], str)
            ):
                found = self._meant(label)
                if found is not None:
                    yield k, found

    def _shifted(self, start: int) -> int | None:
        """Where a code point of the labelled text stands in the cleaned one."""
        if self._labelled == self._text:
            return start
        around = self._labelled[max(0, start - 25) : start + 25]
        return self._text.index(around) + min(25, start) if self._text.count(around) == 1 else None

    def _named(self, spans: Iterable[Sequence[int]]) -> dict[int, int]:
        """How many of some spans each person is named at."""
        counts: dict[int, int] = {}
        for a, b in spans:
            start = self._shifted(a)
            for e in self._entities:
                if start is not None and any(overlap((m.start, m.end), (start, start + b - a)) for m in e.mentions):
                    counts[e.index] = counts.get(e.index, 0) + 1
        return counts

    def _meant(self, label: dict[str, Any]) -> tuple[str, Any] | None:
        person = label["person"]
        if person == "[other]":
            wrong = set(self._named(label["other_mentions"]))
            return ("other", wrong) if wrong else None
        if person.startswith("["):
            return "unnamed", None
        if label.get("person_mentions"):
            counts = self._named(label["person_mentions"])
            return ("person", max(counts, key=lambda who: counts[who])) if counts else None
        same = [e.index for e in self._entities if e.name.lower() == person.lower()]
        last = person.lower().split()[-1:]
        same = same or [e.index for e in self._entities if e.name.lower().split()[-1:] == last]
        return ("person", same[0]) if len(same) == 1 else None


def examples(documents: Iterable[Labelled], weights: dict[str, float] | None, *, own: bool) -> list[Example]:
    """Every labelled pronoun; ``own``: those before it count as ``weights`` answer them, not as the labels say."""
    out: list[Example] = []
    for document in documents:
        analysis = document.analysis
        doc, people = analysis[DOCUMENT], analysis[OFFICES]
        references = analysis[REFERENCES]
        titles = [
            (
                bisect_left(doc.begins, t.start),
                max(bisect_left(doc.begins, t.end) - 1, bisect_left(doc.begins, t.start)),
                t.entities[0],
            )
            for t in references.titles
            if len(t.entities) == 1
        ]
        discourse = Discourse(doc, people, analysis[QUOTED], titles)
        said = _said(analysis)
        answered: list[Place] = []
        for k, word in enumerate(doc.low):
            if word not in SEX:
                continue
            options = discourse.options(k, answered, _last(said, discourse, doc.begins[k]))
            rows = [values(o) for o in options]
            rows.append({f.name: f.value(discourse.nobody(k, options)) for f in NOBODY})
            fixed = np.array([*(CLASH.get(o.sex, 0.0) for o in options), 0.0])
            label = document.gold.get(k)
            if label is not None:
                right = [_right(label, o.who) for o in options] + [_right(label, None)]
                if not any(right):
                    right[-1] = True  # out of reach: nobody may be named
                made = np.array([[row.get(name, 0.0) for name in NAMES] for row in rows])
                named = [o.named for o in options] + [False]
                out.append(Example(document.id, document.source, label[0], made, fixed, np.array(right, float), named))
            who = None
            if label is not None and not own:
                who = label[1] if label[0] == "person" else None
            elif weights is not None:
                scores = [sum(weights[n] * v for n, v in row.items()) + x for row, x in zip(rows, fixed, strict=True)]
                best = int(np.argmax(scores))
                who = options[best].who if best < len(options) else None
            if who is not None:
                answered.append(discourse.place_of(k, who))
    return out


def _said(analysis: Analysis) -> list[tuple[int | None, int]]:
    """(who, where) of every quote that is speech."""
    bearing: dict[str, list[int]] = {}
    for entity in analysis[OFFICES].entities:
        bearing.setdefault(entity.name, []).append(entity.index)
    found: list[tuple[int | None, int]] = []
    for quote in analysis[ATTRIBUTION].quotes:
        if quote.kind in {"direct", "partial"} and (quote.speakers or quote.speaker_span):
            who = bearing.get(quote.speakers[0].name, []) if len(quote.speakers) == 1 else []
            found.append((who[0] if len(who) == 1 else None, quote.start))
    return found


def _last(said: list[tuple[int | None, int]], discourse: Discourse, position: int) -> tuple[int | None, int] | None:
    """Who said something last before a code point, in quotation marks or without."""
    at = bisect_left(said, position, key=lambda s: s[1]) - 1
    found = said[at : at + 1] if at >= 0 else []
    reporter = discourse.last_reporter(position)
    if reporter is not None:
        found.append((reporter.who, reporter.start))
    return max(found, key=lambda s: s[1], default=None)


def _right(label: tuple[str, Any], who: int | None) -> bool:
    kind, meant = label
    if kind == "person":
        return bool(who == meant)
    if kind == "unnamed":
        return who is None or who < 0
    return bool(who not in meant)


def fit(found: Sequence[Example]) -> dict[str, float]:
    """Weights by name."""
    used = [e for e in found if e.kind != "other"]
    rows = np.concatenate([e.rows for e in used])
    fixed = np.concatenate([e.fixed for e in used])
    right = np.concatenate([e.right for e in used])
    which = np.concatenate([np.full(len(e.rows), n) for n, e in enumerate(used)])
    starts = np.r_[0, np.nonzero(np.diff(which))[0] + 1]
    weight = np.array([WEIGHT[e.source] for e in used])
    w, m, v = np.zeros(len(NAMES)), np.zeros(len(NAMES)), np.zeros(len(NAMES))
    for step in range(1, STEPS + 1):
        scores = rows @ w + fixed
        raised = np.exp(scores - np.maximum.reduceat(scores, starts)[which])
        chance = raised / np.add.reduceat(raised, starts)[which]
        share = chance * right
        share = share / np.maximum(np.add.reduceat(share, starts), 1e-12)[which]
        slope = rows.T @ ((chance - share) * weight[which]) / weight.sum() + RIDGE * w
        m, v = 0.9 * m + 0.1 * slope, 0.999 * v + 0.001 * slope**2
        w = w - RATE * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return dict(zip(NAMES, w.tolist(), strict=True))


def train(documents: Sequence[Labelled]) -> dict[str, float]:
    """Weights fitted in rounds, each with the answers of the one before."""
    weights = fit(examples(documents, None, own=False))
    for _ in range(ROUNDS - 1):
        weights = fit(examples(documents, weights, own=False))
    return weights


def answers(documents: Sequence[Labelled], weights: dict[str, float]) -> list[tuple[Example, float, bool, bool]]:
    """(example, probability, somebody named is chosen, right) of held-out documents."""
    out = []
    w = np.array([weights[name] for name in NAMES])
    for example in examples(documents, weights, own=True):
        chances = softmax((example.rows @ w + example.fixed).tolist())
        best = int(np.argmax(chances))
        right = bool(example.right[best]) and (example.named[best] or example.kind != "person")
        out.append((example, chances[best], example.named[best], right))
    return out


def report(name: str, found: Sequence[tuple[Example, float, bool, bool]]) -> None:
    """Precision, share right and unnamed kept, by threshold."""
    gold = sum(e.kind == "person" for e, *_ in found)
    for threshold in THRESHOLDS:
        ties = [(e, right) for e, p, named, right in found if named and p >= threshold]
        good = sum(right and e.kind == "person" for e, right in ties)
        wrong = sum(not right or e.kind == "unnamed" for e, right in ties)
        kept = [not (named and p >= threshold) for e, p, named, _ in found if e.kind == "unnamed"]
        shown = (
            f"precision {1 - wrong / max(1, len(ties)):.3f} of {len(ties)}, right {good / max(1, gold):.3f} of {gold}"
        )
        print(f"{name:11s} from {threshold:.1f}: {shown}, unnamed kept {sum(kept)} of {len(kept)}")


def calibration(found: Sequence[tuple[Example, float, bool, bool]], bins: int = 8) -> list[tuple[float, float]]:
    """(probability, share right) of named answers in bins of one size, made rising (pool adjacent violators)."""
    pairs = sorted(
        (p, float(right and e.kind == "person")) for e, p, named, right in found if named and e.kind != "other"
    )
    size = max(1, len(pairs) // bins)
    groups = [pairs[k : k + size] for k in range(0, len(pairs), size)]
    pooled: list[list[float]] = []
    for group in groups:
        pooled.append([sum(p for p, _ in group) / len(group), sum(r for _, r in group) / len(group), len(group)])
        while len(pooled) > 1 and pooled[-2][1] > pooled[-1][1]:
            b, a = pooled.pop(), pooled.pop()
            n = a[2] + b[2]
            pooled.append([(a[0] * a[2] + b[0] * b[2]) / n, (a[1] * a[2] + b[1] * b[2]) / n, n])
    return [(p, r) for p, r, _ in pooled]


def main() -> None:
    """Fit, print the held-out figures, and write the weights when asked."""
    folder = Path(sys.argv[1])
    files = ("pronouns_train", "pronouns_dev", "briefs2_dev")
    documents = [d for name in files for d in read(folder / f"{name}.jsonl")]
    print({s: sum(len(d.gold) for d in documents if d.source == s) for s in WEIGHT})
    for source in WEIGHT:
        rest = [d for d in documents if d.source != source]
        report(f"no {source}", answers([d for d in documents if d.source == source], train(rest)))
    ids = sorted({d.id for d in documents})
    random.Random(1).shuffle(ids)
    held: list[tuple[Example, float, bool, bool]] = []
    for fold in range(FOLDS):
        out = set(ids[fold::FOLDS])
        held += answers([d for d in documents if d.id in out], train([d for d in documents if d.id not in out]))
    for source in WEIGHT:
        report(f"cv {source}", [h for h in held if h[0].source == source])
    points = calibration([h for h in held if h[0].source != "gap"])
    weights = train(documents)
    lines = [f"{name}\t{weights[name]:.3f}" for name in NAMES] + [f"calibration:{p:.4f}\t{r:.4f}" for p, r in points]
    print("\n".join(lines))
    if "--write" in sys.argv:
        header = [line for line in OUT.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
        OUT.write_text("\n".join([*header, *lines]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
