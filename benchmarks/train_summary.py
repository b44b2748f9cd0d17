"""Fit the sentence ranker's weights: ``python -m benchmarks.train_summary DATA_FOLDER [--write]``.

DATA_FOLDER holds summary_dev.jsonl: articles with a reference summary. Every three of an article's leading candidates are
a possible summary; the weights are those under which a summary drawn with probability softmax(value) gains most ROUGE-1
over the article's first three sentences, less what lesser back-references and brackets cost, with a ridge penalty, in
numpy. Five-fold cross-validation over articles, with the real selection, gives the honest figure.
"""

from __future__ import annotations

import itertools
import json
import random
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
from summarizers.summary import SHORT_ARTICLE, allowed_sentences, ranker, select
from summarizers.summary.antecedents import Antecedents
from summarizers.summary.standalone import Standing, judge

OUT = Path(ranker.__file__).parent.parent / "knowledge" / "summary_weights.tsv"
NAMES = (*ranker.FEATURES, *ranker.SET_FEATURES)
RIDGE = 1e-4
STEPS, RATE = 200, 0.1
FOLDS = 5
#: Candidates combined in fitting: the opening's and the most central others.
OPENING, OTHERS = 8, 3
#: What one lesser back-reference ("the deal", "also") and one bracket cost, in ROUGE-1.
LEAN_COST, BRACKET_COST = 0.012, 0.012
#: What a sentence from behind the opening costs, and what a summary of the full budget is worth: ROUGE with short references
#: would have ever shorter and later sentences.
LATE_COST, LENGTH_WORTH = 0.006, 0.025
_SCORER = rouge_scorer.RougeScorer(["rouge1"], use_stemmer=True)


@dataclass
class Item:
    """One article, ready to be summarised under any weights."""

    #: The set it belongs to.
    name: str
    #: Its sentences as the model sees them.
    ranked: ranker.Ranked
    #: Which of them stand.
    standing: list[Standing]
    #: Their words.
    texts: list[str]
    #: ROUGE's words of each sentence, and of the reference.
    bags: list[Counter[str]]
    #: ROUGE's words of the reference summary.
    reference: Counter[str]
    #: Candidate triples, their features, and what each gains over the opening.
    triples: Any = None
    #: One row of features per triple.
    rows: Any = None
    #: One gain per triple, costs taken off.
    gains: Any = None


def item(document: dict[str, Any]) -> Item:
    """Features, standing and gains of one article."""
    article = cleaning.read_text(document["text"], title=document.get("title"))
    doc = Document(article, sentences.split(article))
    cast = people.find(doc)
    officials.assign(doc, cast)
    spans = quotes.spans.find(article)
    masked = brief_module._mask(doc, spans)
    references = References(doc, cast, lambda k: masked[k])
    quotes.attribute(doc, cast, spans, references)
    numbers = allowed_sentences(doc)
    look = Antecedents(doc, references, spans)
    standing = [judge(look, n) for n in numbers]
    ranked = ranker.features(doc, cast, spans, numbers, article.title, [(s.bracket_words, s.leans) for s in standing])
    texts = [article.text[doc.sentences[n].start : doc.sentences[n].end] for n in numbers]
    made = Item(
        document.get("set", ""), ranked, standing, texts,
        [words(t) for t in texts], words(document["summary"]),
    )  # fmt: skip
    add_triples(made)
    return made


def words(text: str) -> Counter[str]:
    """ROUGE's stemmed words of a text."""
    return Counter(_SCORER._tokenizer.tokenize(text))


def rouge(bags: list[Counter[str]], reference: Counter[str]) -> float:
    """ROUGE-1 F1 of sentences' words together."""
    have: Counter[str] = Counter()
    for bag in bags:
        have.update(bag)
    total = sum(have.values()) + sum(reference.values())
    return 2 * sum((have & reference).values()) / total if total else 0.0


def is_short(article: Item) -> bool:
    """Whether the product shows its first sentences."""
    return sum(v.count for v in article.ranked.terms) < SHORT_ARTICLE


def add_triples(article: Item) -> None:
    """The candidate triples of an article; none for one too short to choose from."""
    able = select.eligible(article.ranked, article.standing)
    place = ranker.FEATURES.index("centroid")
    late = sorted(able[OPENING:], key=lambda k: -article.ranked.rows[k][place])[:OTHERS]
    pool = sorted({*able[:OPENING], *late})
    if len(pool) < 4 or is_short(article):
        return
    article.triples = np.array(list(itertools.combinations(pool, 3)))
    rows = np.array(article.ranked.rows, dtype=np.float32)
    likeness: dict[tuple[int, int], float] = {}
    own = [ranker.set_features(article.ranked, [int(p) for p in t], likeness) for t in article.triples]
    article.rows = np.concatenate([rows[article.triples].sum(1), np.array(own, dtype=np.float32)], 1)
    base = rouge(article.bags[:3], article.reference)
    article.gains = np.array([rouge([article.bags[p] for p in t], article.reference) - base for t in article.triples])


def cost(article: Item) -> Any:
    """What the back-references and brackets of each triple cost."""
    leans = np.array([s.leans for s in article.standing])
    brackets = np.array([len(s.inserts) for s in article.standing])
    length = np.array([v.count for v in article.ranked.terms])
    late = np.array([float(k >= OPENING) for k in range(len(leans))])
    return (
        LEAN_COST * leans[article.triples].sum(1)
        + BRACKET_COST * brackets[article.triples].sum(1)
        + LATE_COST * late[article.triples].sum(1)
        - LENGTH_WORTH * np.minimum(length[article.triples].sum(1) / (3 * ranker.BUDGET), 1.2)
    )


def fit(items: list[Item]) -> Any:
    """Weights of the greatest expected gain."""
    used = [i for i in items if i.triples is not None]
    rows = np.concatenate([i.rows for i in used])
    gains = np.concatenate([i.gains - cost(i) for i in used])
    sizes = [len(i.gains) for i in used]
    offsets = np.cumsum([0, *sizes])[:-1]
    owner = np.repeat(np.arange(len(used)), sizes)
    spread = rows.std(0) + 1e-6
    rows = (rows - rows.mean(0)) / spread
    w = np.zeros(rows.shape[1])
    m, v = np.zeros_like(w), np.zeros_like(w)
    for step in range(1, STEPS + 1):
        values = rows @ w
        raised = np.exp(values - np.maximum.reduceat(values, offsets)[owner])
        p = raised / np.add.reduceat(raised, offsets)[owner]
        expected = np.add.reduceat(p * gains, offsets)
        gradient = -(rows.T @ (p * (gains - expected[owner]))) / len(used) + RIDGE * w
        m = 0.9 * m + 0.1 * gradient
        v = 0.999 * v + 0.001 * gradient**2
        w -= RATE * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return w / spread


def summarise(article: Item, w: Any) -> list[int]:
    """The places the product would show under weights ``w``."""
    if is_short(article):
        return select.first(article.ranked, article.standing, 3)
    table = dict(zip(NAMES, (float(x) for x in w), strict=True))
    values = [ranker.score(row, table) for row in article.ranked.rows]
    return select.choose(article.ranked, values, article.standing, table, 3)


def report(items: list[Item], picked: list[list[int]], label: str) -> None:
    """ROUGE-1 gain over the first three sentences, by set, with a bootstrap interval over all."""
    gains: dict[str, list[float]] = defaultdict(list)
    lengths = [0, 0]
    shown = [0, 0, 0]
    for article, places in zip(items, picked, strict=True):
        mine = rouge([article.bags[p] for p in places], article.reference)
        lead = rouge(article.bags[:3], article.reference)
        lengths[0] += sum(len(article.texts[p].split()) for p in places)
        lengths[1] += sum(len(t.split()) for t in article.texts[:3])
        shown[0] += len(places)
        shown[1] += sum(article.standing[p].leans for p in places)
        shown[2] += sum(bool(article.standing[p].inserts) for p in places)
        for name in (article.name, "all"):
            gains[name].append(mine - lead)
    rnd = random.Random(0)
    pooled = gains["all"]
    spread = sorted(sum(rnd.choices(pooled, k=len(pooled))) / len(pooled) for _ in range(500))
    print(label, {k: round(sum(v) / len(v), 4) for k, v in sorted(gains.items())},
          f"interval {spread[12]:.4f}..{spread[487]:.4f}", f"length {lengths[0] / lengths[1]:.3f} of lead",
          f"leans {shown[1] / shown[0]:.3f} brackets {shown[2] / shown[0]:.3f} a sentence", flush=True)  # fmt: skip


def cross_validate(items: list[Item]) -> list[list[int]]:
    """Each article's summary under weights fitted without its fold."""
    held: list[list[int]] = [[] for _ in items]
    for fold in range(FOLDS):
        w = fit([i for k, i in enumerate(items) if k % FOLDS != fold])
        for k, article in enumerate(items):
            if k % FOLDS == fold:
                held[k] = summarise(article, w)
    return held


def main(folder: Path, write: bool) -> None:
    """Fit, cross-validate, print, and with ``write`` store the weights."""
    with (folder / "summary_dev.jsonl").open(encoding="utf-8") as lines:
        items = [item(json.loads(line)) for line in lines]
    print(f"articles {len(items)}")
    report(items, cross_validate(items), "cross-validated")
    w = fit(items)
    report(items, [summarise(i, w) for i in items], "on its own data")
    scale = np.concatenate([i.rows for i in items if i.rows is not None]).std(0)
    for name, value, size in sorted(zip(NAMES, w, w * scale, strict=True), key=lambda x: -abs(x[2])):
        print(f"  {name:20s} {value:7.3f} {size:7.3f}")
    if write:
        head = [
            "# Weights of the summary's model: feature<TAB>weight. What each feature is: summarizers/summary/ranker.py.",
            "# Fitted by benchmarks/train_summary.py on articles with reference summaries (CNN/DailyMail samples, REALSumm,",
            "# political pages' own descriptions); few and non-lexical, no word of those texts is stored.",
        ]
        body = [f"{name}\t{value:.3f}" for name, value in zip(NAMES, w, strict=True)]
        OUT.write_text("\n".join([*head, *body]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--write" in sys.argv)
