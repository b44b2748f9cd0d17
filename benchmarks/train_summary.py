"""Fit the summary's weights: ``python -m benchmarks.train_summary DATA_FOLDER [--write]``.

DATA_FOLDER holds summary_dev.jsonl: articles with a reference summary. First the importance of words is fitted, a logistic
model of whether a word stands in the reference. Then every three of an article's leading candidates are a possible
summary, and the weights of sentences and sets are those under which softmax(value) is nearest to softmax(gain / TEMPERATURE)
in cross-entropy (ListNet: Cao et al., "Learning to Rank: From Pairwise Approach to Listwise Approach", ICML 2007), where a
set's gain is its ROUGE-1 over the article's first three sentences, less what lesser back-references and brackets cost; with
a ridge penalty, in numpy. Five-fold cross-validation over articles, with the real selection and both models fitted without
the fold, gives the honest figure.
"""

from __future__ import annotations

import itertools
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rouge_score import rouge_scorer

from summarizers import brief as brief_module
from summarizers import cleaning, officials, people, quotes, sentences
from summarizers.document import Document
from summarizers.references import References
from summarizers.summary import SHORT_ARTICLE, allowed_sentences, importance, ranker, select, sets
from summarizers.summary.antecedents import Antecedents
from summarizers.summary.standalone import Standing, judge

KNOWLEDGE = Path(ranker.__file__).parent.parent / "knowledge"
NAMES = (*ranker.FEATURES, *sets.FEATURES)
TEMPERATURE, RIDGE = 0.04, 0.03
STEPS, RATE = 120, 0.1
#: Ridge penalty of the importance of words, and Newton steps to fit it.
WORD_RIDGE, WORD_STEPS = 1.0, 7
#: What each article's words weigh together in that fit.
ARTICLE_WEIGHT = 100
FOLDS = 5
#: What one lesser back-reference ("the deal", "also") and one bracket cost, in ROUGE-1.
LEAN_COST, BRACKET_COST = 0.012, 0.012
#: What a sentence from behind the opening costs, and what a summary of the full budget is worth: ROUGE with short references
#: would have ever shorter and later sentences.
LATE_COST, LENGTH_WORTH = 0.006, 0.085
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
    #: Its words, and whether each occurrence of one stands in the reference.
    table: importance.Table
    told: Any
    #: The pool of candidates, and its triples as indices into the pool; None for an article too short to choose from.
    pool: list[int]
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
    table = importance.tabulate(doc, numbers)
    ranked.importance = table.words
    reference = Counter(part for part in importance.parts(document["summary"].lower()))
    told = np.array([reference[table.words.forms[n]] >= c for n, c in zip(table.owner, table.copy, strict=True)])
    made = Item(
        document.get("set", ""), ranked, standing, texts,
        [words(t) for t in texts], words(document["summary"]), table, told, [],
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
    article.pool = select.candidates(article.ranked, able, 3)
    if len(article.pool) < 4 or is_short(article):
        return
    triples = np.array(list(itertools.combinations(range(len(article.pool)), 3)))
    article.triples = triples[[not article.standing[article.pool[t[0]]].continues for t in triples]]
    base = rouge(article.bags[:3], article.reference)
    bags = [article.bags[p] for p in article.pool]
    article.gains = np.array([rouge([bags[p] for p in t], article.reference) - base for t in article.triples])
    article.gains -= cost(article)


def cost(article: Item) -> Any:
    """What the back-references and brackets of each triple cost."""
    leans = np.array([article.standing[p].leans for p in article.pool])
    brackets = np.array([len(article.standing[p].inserts) for p in article.pool])
    length = np.array([article.ranked.terms[p].count for p in article.pool])
    late = np.array([float(p >= select.OPENING) for p in article.pool])
    return (
        LEAN_COST * leans[article.triples].sum(1)
        + BRACKET_COST * brackets[article.triples].sum(1)
        + LATE_COST * late[article.triples].sum(1)
        - LENGTH_WORTH * np.minimum(length[article.triples].sum(1) / (3 * sets.BUDGET), 1.2)
    )


def fit_words(items: list[Item]) -> Any:
    """Weights of the importance of words: logistic regression by Newton's method, over the words of the candidates."""
    rows, told, weight = [], [], []
    for article in items:
        if article.triples is None:
            continue
        used = {n for p in article.pool for n, _ in article.table.words.bags[p]}
        mask = np.isin(article.table.owner, list(used))
        rows.append(article.table.rows[mask])
        told.append(article.told[mask])
        weight.append(np.full(mask.sum(), ARTICLE_WEIGHT / max(1, mask.sum())))
    x, y, each = np.concatenate(rows), np.concatenate(told).astype(float), np.concatenate(weight)
    w = np.zeros(x.shape[1])
    for _ in range(WORD_STEPS):
        p = 1 / (1 + np.exp(-(x @ w)))
        gradient = x.T @ ((p - y) * each) + WORD_RIDGE * w
        bend = (x * (p * (1 - p) * each)[:, None]).T @ x + WORD_RIDGE * np.eye(len(w))
        w -= np.linalg.solve(bend, gradient)
    return w


def weigh(items: list[Item], word_weights: Any) -> None:
    """Set the words' importance, and the features of the triples, which hang on it."""
    for article in items:
        article.table.weigh(word_weights)
        if article.triples is not None:
            own = np.array([article.ranked.rows[p] for p in article.pool])
            judged = sets.Sets(article.ranked, article.pool).features(article.triples)
            article.rows = np.concatenate([own[article.triples].sum(1), judged], 1).astype(np.float32)


def fit(items: list[Item]) -> Any:
    """Weights of sentences and sets; the words are weighed already."""
    used = [i for i in items if i.triples is not None]
    rows = np.concatenate([i.rows for i in used])
    gains = np.concatenate([i.gains for i in used]) / TEMPERATURE
    sizes = [len(i.gains) for i in used]
    offsets = np.cumsum([0, *sizes])[:-1]
    owner = np.repeat(np.arange(len(used)), sizes)
    spread = rows.std(0) + 1e-6
    rows = (rows - rows.mean(0)) / spread
    aim = _softmax(gains, offsets, owner)
    w = np.zeros(rows.shape[1], dtype=np.float32)
    m, v = np.zeros_like(w), np.zeros_like(w)
    for step in range(1, STEPS + 1):
        gradient = rows.T @ (_softmax(rows @ w, offsets, owner) - aim) / len(used) + RIDGE * w
        m = 0.9 * m + 0.1 * gradient
        v = 0.999 * v + 0.001 * gradient**2
        w = (w - RATE * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)).astype(np.float32)
    return w / spread


def _softmax(values: Any, offsets: Any, owner: Any) -> Any:
    raised = np.exp(values - np.maximum.reduceat(values, offsets)[owner])
    return (raised / np.add.reduceat(raised, offsets)[owner]).astype(np.float32)


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
        others = [i for k, i in enumerate(items) if k % FOLDS != fold]
        weigh(items, fit_words(others))
        w = fit(others)
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
    word_weights = fit_words(items)
    weigh(items, word_weights)
    w = fit(items)
    report(items, [summarise(i, w) for i in items], "on its own data")
    scale = np.concatenate([i.rows for i in items if i.rows is not None]).std(0)
    for name, value, size in sorted(zip(NAMES, w, w * scale, strict=True), key=lambda x: -abs(x[2])):
        print(f"  {name:20s} {value:7.3f} {size:7.3f}")
    if write:
        source = [
            "# Fitted by benchmarks/train_summary.py on articles with reference summaries (CNN/DailyMail samples, REALSumm,",
            "# political pages' own descriptions); few and non-lexical, no word of those texts is stored.",
        ]
        _store(
            "summary_weights.tsv",
            ["# Weights of the summary's model: feature<TAB>weight. What each is: summarizers/summary/ranker.py and sets.py.", *source],
            zip(NAMES, w, strict=True),
        )
        _store(
            "importance_weights.tsv",
            ["# Weights of the importance of words: feature<TAB>weight. What each is: summarizers/summary/importance.py.", *source],
            zip(importance.FEATURES, word_weights, strict=True),
        )


def _store(name: str, head: list[str], weights: Iterable[tuple[str, Any]]) -> None:
    body = [f"{feature}\t{value:.3f}" for feature, value in weights]
    (KNOWLEDGE / name).write_text("\n".join([*head, *body]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--write" in sys.argv)
