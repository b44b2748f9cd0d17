"""Fit the sentence ranker's weights: ``python -m benchmarks.train_summary DATA_FOLDER [--write]``.

DATA_FOLDER holds summary_dev.jsonl: articles with a reference summary. Each article gives one distribution over its
sentences: those of the greedy ROUGE-1 oracle. A listwise logistic model with a ridge penalty is fitted in numpy; five-fold
cross-validation over articles, with the real selection, gives the honest figure.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rouge_score import rouge_scorer

from summarizers import brief as brief_module
from summarizers import cleaning, officials, people, quotes, sentences
from summarizers.document import Document
from summarizers.references import References
from summarizers.summary import _allowed, ranker, select
from summarizers.summary.standalone import Standing, judge

OUT = Path(ranker.__file__).parent.parent / "knowledge" / "summary_weights.tsv"
RIDGE = 3e-3
STEPS = 300
FOLDS = 5
#: How much of the target stays on the first three sentences: news opens with what matters.
LEAD_PRIOR = 0.35


@dataclass
class Item:
    """One article, ready to be summarised under any weights."""

    name: str
    numbers: list[int]
    rows: Any
    vectors: list[Any]
    standing: list[Standing]
    texts: list[str]
    reference: str
    target: Any


def item(document: dict[str, Any]) -> Item:
    """Features, standing and target of one article."""
    article = cleaning.read_text(document["text"], title=document.get("title"))
    doc = Document(article, sentences.split(article))
    cast = people.find(doc)
    officials.assign(doc, cast)
    spans = quotes.spans.find(article)
    masked = brief_module._mask(doc, spans)
    references = References(doc, cast, lambda k: masked[k])
    quotes.attribute(doc, cast, spans, references)
    numbers = _allowed(doc)
    rows, vectors = ranker.features(doc, cast, spans, numbers, article.title)
    texts = [article.text[doc.sentences[n].start : doc.sentences[n].end] for n in numbers]
    standing = [judge(doc, references, spans, n) for n in numbers]
    return Item(
        document.get("set", ""),
        numbers,
        np.array(rows, dtype=np.float32),
        vectors,
        standing,
        texts,
        document["summary"],
        oracle(texts, document["summary"]),
    )


def tokens(text: str) -> Counter[str]:
    """Words for the oracle."""
    return Counter(re.findall(r"\w+", text.lower()))


def oracle(texts: list[str], reference: str, size: int = 3) -> Any:
    """Share of each sentence in the greedy ROUGE-1 summary, blended with the opening."""
    wanted = tokens(reference)
    bags = [tokens(t) for t in texts]
    total = sum(wanted.values())
    chosen: list[int] = []
    have: Counter[str] = Counter()
    best = 0.0
    while len(chosen) < size:
        options = []
        for k, bag in enumerate(bags):
            if k in chosen:
                continue
            both = have + bag
            shared = sum((both & wanted).values())
            options.append((2 * shared / (sum(both.values()) + total) if total else 0.0, -k))
        if not options:
            break
        value, k = max(options)
        if value <= best + 1e-9 and chosen:
            break
        best = value
        chosen.append(-k)
        have += bags[-k]
    target = np.zeros(len(texts))
    for k in chosen:
        target[k] += (1 - LEAD_PRIOR) / len(chosen)
    for k, share in enumerate((0.6, 0.25, 0.15)):
        if k < len(texts):
            target[k] += LEAD_PRIOR * share
    return target / target.sum()


def fit(items: list[Item]) -> Any:
    """Weights that give the targets most likelihood."""
    rows = np.concatenate([i.rows for i in items])
    sizes = [len(i.rows) for i in items]
    offsets = np.cumsum([0, *sizes])[:-1]
    owner = np.repeat(np.arange(len(items)), sizes)
    target = np.concatenate([i.target for i in items])
    w = np.zeros(rows.shape[1])
    m, v = np.zeros_like(w), np.zeros_like(w)
    for step in range(1, STEPS + 1):
        scores = rows @ w
        raised = np.exp(scores - np.maximum.reduceat(scores, offsets)[owner])
        p = raised / np.add.reduceat(raised, offsets)[owner]
        gradient = rows.T @ (p - target) / len(items) + RIDGE * w
        m = 0.9 * m + 0.1 * gradient
        v = 0.999 * v + 0.001 * gradient**2
        w -= (0.05 if step < 200 else 0.01) * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return w


def summarise(article: Item, w: Any) -> list[str]:
    """The sentences the product would show under weights ``w``."""
    values = [float(x) for x in article.rows @ w]
    words = sum(v.count for v in article.vectors)
    if words < 120:
        return article.texts[:3]
    place = {n: k for k, n in enumerate(article.numbers)}
    chosen = select.choose(article.numbers, values, article.vectors, lambda n: article.standing[place[n]], 3)
    return [article.texts[place[n]] for n in sorted(chosen)]


def report(items: list[Item], summaries: list[list[str]], label: str) -> None:
    """ROUGE-1 gain over the first three sentences, by set, with a bootstrap interval over all."""
    scorer = rouge_scorer.RougeScorer(["rouge1"], use_stemmer=True)
    gains: dict[str, list[float]] = defaultdict(list)
    lengths = [0, 0]
    for article, picked in zip(items, summaries, strict=True):
        mine = scorer.score(article.reference, "\n".join(picked))["rouge1"].fmeasure
        lead = scorer.score(article.reference, "\n".join(article.texts[:3]))["rouge1"].fmeasure
        lengths[0] += sum(len(s.split()) for s in picked)
        lengths[1] += sum(len(s.split()) for s in article.texts[:3])
        for name in (article.name, "all"):
            gains[name].append(mine - lead)
    rnd = random.Random(0)
    pooled = gains["all"]
    spread = sorted(sum(rnd.choices(pooled, k=len(pooled))) / len(pooled) for _ in range(500))
    print(
        label,
        {k: round(sum(v) / len(v), 4) for k, v in sorted(gains.items())},
        f"interval {spread[12]:.4f}..{spread[487]:.4f}",
        f"length {lengths[0] / lengths[1]:.3f} of lead",
    )


def main(folder: Path, write: bool) -> None:
    """Fit, cross-validate, print, and with ``write`` store the weights."""
    with (folder / "summary_dev.jsonl").open(encoding="utf-8") as lines:
        items = [item(json.loads(line)) for line in lines]
    print(f"articles {len(items)}")
    held: list[list[str]] = [[] for _ in items]
    for fold in range(FOLDS):
        w = fit([i for k, i in enumerate(items) if k % FOLDS != fold])
        for k, article in enumerate(items):
            if k % FOLDS == fold:
                held[k] = summarise(article, w)
    report(items, held, "cross-validated")
    w = fit(items)
    report(items, [summarise(i, w) for i in items], "on its own data")
    for name, value in sorted(zip(ranker.FEATURES, w, strict=True), key=lambda x: -abs(x[1])):
        print(f"  {name:20s} {value:7.3f}")
    if write:
        head = [
            "# Weights of the sentence ranker: feature<TAB>weight. What each feature is: summarizers/summary/ranker.py.",
            "# Fitted by benchmarks/train_summary.py on articles with reference summaries (CNN/DailyMail samples, REALSumm,",
            "# political pages' own descriptions); few and non-lexical, no word of those texts is stored.",
        ]
        body = [f"{name}\t{value:.3f}" for name, value in zip(ranker.FEATURES, w, strict=True)]
        OUT.write_text("\n".join([*head, *body]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--write" in sys.argv)
