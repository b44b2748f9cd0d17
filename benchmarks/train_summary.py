"""Fit the summary's weights: ``python -m benchmarks.train_summary DATA_FOLDER [--picked] [--write]``.

DATA_FOLDER holds summary_dev.jsonl (articles with a reference summary), briefs_dev.jsonl and briefs2_dev.jsonl (articles and
documents with hand-picked sentences). ``--picked`` fits the third step alone. Three steps, all in numpy:

1. The importance of words: a logistic model of whether a word stands in the reference.
2. The weights of sentences and sets: every two or three of an article's leading candidates are a possible summary, and
   softmax(value) is brought near softmax(gain / TEMPERATURE) in cross-entropy (ListNet: Cao et al., "Learning to Rank: From
   Pairwise Approach to Listwise Approach", ICML 2007). A set's gain is its ROUGE-1 over the article's first three sentences,
   less what back-references, brackets and missing length cost.
3. The "foreign" weights, which only articles about foreign affairs feel: the same on the hand-picked sentences of
   both briefs sets, with the weights of step 2 held fast.

Five-fold cross-validation over articles, with the real selection and every model fitted without the fold, gives the honest
figures.
"""

from __future__ import annotations

import itertools
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from rouge_score import rouge_scorer

from summarizers.analysis import ATTRIBUTION, DOCUMENT, OFFICES, QUOTED, analyse
from summarizers.coreference.antecedents import Antecedents
from summarizers.coreference.standalone import Standing, judge
from summarizers.knowledge import tables
from summarizers.summary import features, importance, select, sets
from summarizers.summary.columns import names
from summarizers.summary.news import SHORT_ARTICLE, allowed_sentences
from summarizers.text import cleaning

#: Features of sentences and sets, in the order of a row.
NAMES = (*names(features.FEATURES), *names(sets.FEATURES))
#: Which weights step 3 fits.
FOREIGN = np.array([name.startswith("foreign_") for name in NAMES])
TEMPERATURE, RIDGE, FOREIGN_RIDGE = 0.04, 0.03, 0.05
STEPS, RATE = 120, 0.1
#: Ridge penalty of the importance of words, and Newton steps to fit it.
WORD_RIDGE, WORD_STEPS = 1.0, 7
#: What each article's words weigh together in that fit.
ARTICLE_WEIGHT = 100
FOLDS = 5
#: What one lesser back-reference ("the deal"), one milder tie ("also") and one bracket cost, in ROUGE-1.
LEAN_COST, MILD_COST, BRACKET_COST = 0.02, 0.004, 0.012
#: What showing two sentences instead of three costs.
FEWER_COST = 0.031
#: What a sentence from behind the opening costs, and what a summary of the full budget is worth: ROUGE with short references
#: would have ever shorter and later sentences.
LATE_COST, LENGTH_WORTH = 0.006, 0.082
#: What three hand-picked sentences gain, what the best of them gains besides, and what a lesser back-reference costs there, and a
#: sentence the reader could not do without its neighbours.
PICKED_WORTH, BEST_WORTH, PICKED_LEAN_COST, DANGLING_COST = 0.3, 0.045, 0.05, 0.1
#: Kinds whose summary is made of their answers.
ANSWERED = frozenset({"transcript", "interview"})
#: What the files of weights say of their source.
SOURCE = (
    "# Fitted by benchmarks/train_summary.py on articles with reference summaries (CNN/DailyMail samples, REALSumm,",
    "# political pages' own descriptions){}; few and non-lexical, no word of those texts is stored.",
)
_SCORER = rouge_scorer.RougeScorer(["rouge1"], use_stemmer=True)


@dataclass
class Item:
    """One article, ready to be summarised under any weights."""

    #: The set it belongs to.
    name: str
    #: Its sentences as the model sees them.
    ranked: features.Ranked
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
    #: Rank of the hand-picked sentence each one is or lies in, from 0; -1 for others.
    picked: list[int]
    #: Which sentences a reader marked as not standing alone, and no bracket helps.
    dangling: list[bool]
    #: The pool of candidates: places.
    pool: list[int] = field(default_factory=list)
    #: Possible summaries as indices into the pool, -1 for a third that is missing; None for an article too short.
    choices: Any = None
    #: One row of features per choice.
    rows: Any = None
    #: One gain per choice, costs taken off.
    gains: Any = None


def item(document: dict[str, Any]) -> Item:
    """Features, standing and gains of one article."""
    article = cleaning.read_text(document["text"], title=document.get("title"))
    analysis = analyse(article)
    doc, people, spans = analysis[DOCUMENT], analysis[OFFICES], analysis[QUOTED].spans
    references = analysis[ATTRIBUTION].references
    numbers = allowed_sentences(doc)
    look = Antecedents(doc, references, spans)
    standing = [judge(look, n) for n in numbers]
    ranked = features.rank(doc, people, spans, numbers, standing)
    texts = [article.text[doc.sentences[n].start : doc.sentences[n].end] for n in numbers]
    table = importance.tabulate(doc, numbers)
    ranked.importance = table.words
    told = Counter(importance.parts(document.get("summary", "").lower()))
    core = [_even(document["text"][a:b]) for a, b in document.get("core", [])]
    alone = {_even(document["text"][a:b]) for a, b in document.get("not_alone", [])}
    made = Item(
        document.get("set", ""),
        ranked,
        standing,
        texts,
        [words(t) for t in texts],
        words(document.get("summary", "")),
        table,
        np.array([told[table.words.forms[n]] >= c for n, c in zip(table.owner, table.copy, strict=True)]),
        [next((k for k, c in enumerate(core) if _even(t) in c or c in _even(t)), -1) for t in texts],
        [_even(t) in alone and not s.inserts for t, s in zip(texts, standing, strict=True)],
    )
    add_choices(made)
    return made


def _even(text: str) -> str:
    return " ".join(text.split())


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


def add_choices(article: Item) -> None:
    """The possible summaries of an article and what each gains; none for one too short to choose from."""
    able = select.eligible(article.ranked, article.standing)
    article.pool = select.candidates(article.ranked, able, 3)
    if len(article.pool) < 4 or is_short(article):
        return
    choices = [
        choice
        for size in (3, 2)
        for choice in itertools.combinations(range(len(article.pool)), size)
        if not article.standing[article.pool[choice[0]]].continues
    ]
    if not choices:
        return
    article.choices = np.array([(*choice, -1)[:3] for choice in choices])
    if article.reference:
        base = rouge(article.bags[:3], article.reference)
        bags = [article.bags[p] for p in article.pool]
        gains = [rouge([bags[k] for k in choice], article.reference) - base for choice in choices]
        article.gains = np.array(gains) - cost(article)
    else:  # hand-picked sentences: three are asked for
        article.choices = article.choices[(article.choices >= 0).all(1)]
        picked = np.array([article.picked[p] for p in article.pool])
        leans = [article.standing[p].leans for p in article.pool]
        article.gains = (
            PICKED_WORTH / 3 * _over(picked >= 0, article.choices)
            + BEST_WORTH * _over(picked == 0, article.choices)
            - PICKED_LEAN_COST * _over(leans, article.choices)
            - DANGLING_COST * _over([float(article.dangling[p]) for p in article.pool], article.choices)
        )


def cost(article: Item) -> Any:
    """What the back-references and brackets of each choice cost, and what it lacks in length."""
    standing = [article.standing[p] for p in article.pool]
    length = _over([article.ranked.terms[p].count for p in article.pool], article.choices)
    return (
        LEAN_COST * _over([s.leans for s in standing], article.choices)
        + MILD_COST * _over([s.mild for s in standing], article.choices)
        + BRACKET_COST * _over([len(s.inserts) for s in standing], article.choices)
        + LATE_COST * _over([p >= select.OPENING for p in article.pool], article.choices)
        + FEWER_COST * (article.choices < 0).any(1)
        - LENGTH_WORTH * np.minimum(length / (3 * sets.BUDGET), 1.2)
    )


def _over(values: Any, choices: Any) -> Any:
    """Sum of ``values`` (one, or one row, per candidate) over the sentences of each choice."""
    padded = np.concatenate([np.array(values, dtype=float), np.zeros((1, *np.shape(values)[1:]))])
    return padded[choices].sum(1)


def fit_words(items: list[Item]) -> dict[str, float]:
    """Weights, by name, of the importance of words: logistic regression by Newton's method, over the words of the candidates."""
    rows, told, weight = [], [], []
    for article in items:
        if article.choices is None:
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
    return dict(zip(names(importance.FEATURES), (float(x) for x in w), strict=True))


def weigh(items: Iterable[Item], word_weights: dict[str, float]) -> None:
    """Set the words' importance, and the features of the choices, which hang on it."""
    for article in items:
        article.table.weigh(word_weights)
        if article.choices is not None:
            own = _over([article.ranked.rows[p] for p in article.pool], article.choices)
            judge_ = sets.Sets(article.ranked, article.pool)
            two = (article.choices < 0).any(1)
            judged = np.zeros((len(own), len(sets.FEATURES)))
            judged[~two] = judge_.features(article.choices[~two], 3)
            judged[two] = judge_.features(article.choices[two, :2], 3)
            article.rows = np.concatenate([own, judged], 1).astype(np.float32)


def fit(items: Sequence[Item], free: Any, base: Any, ridge: float) -> Any:
    """The weights ``base`` with those that are ``free`` fitted to the gains; the words are weighed already."""
    used = [i for i in items if i.choices is not None]
    rows = np.concatenate([i.rows for i in used])
    gains = np.concatenate([i.gains for i in used]) / TEMPERATURE
    sizes = [len(i.gains) for i in used]
    offsets = np.cumsum([0, *sizes])[:-1]
    owner = np.repeat(np.arange(len(used)), sizes)
    held = (rows @ base).astype(np.float32)
    rows = rows[:, free]
    spread = rows.std(0) + 1e-6
    rows = (rows - rows.mean(0)) / spread
    aim = _softmax(gains, offsets, owner)
    w = np.zeros(rows.shape[1], dtype=np.float32)
    m, v = np.zeros_like(w), np.zeros_like(w)
    for step in range(1, STEPS + 1):
        gradient = rows.T @ (_softmax(held + rows @ w, offsets, owner) - aim) / len(used) + ridge * w
        m = 0.9 * m + 0.1 * gradient
        v = 0.999 * v + 0.001 * gradient**2
        w = (w - RATE * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)).astype(np.float32)
    fitted = np.array(base, dtype=float)
    fitted[free] = w / spread
    return fitted


def _softmax(values: Any, offsets: Any, owner: Any) -> Any:
    raised = np.exp(values - np.maximum.reduceat(values, offsets)[owner])
    return (raised / np.add.reduceat(raised, offsets)[owner]).astype(np.float32)


def fit_all(items: list[Item], briefs: list[Item], weighed: list[Item]) -> tuple[dict[str, float], Any]:
    """Steps 1 to 3 on ``items`` and ``briefs``; the words of ``weighed`` are weighed on the way."""
    word_weights = fit_words(items)
    weigh(weighed, word_weights)
    w = fit(items, ~FOREIGN, np.zeros(len(NAMES)), RIDGE)
    return word_weights, fit([b for b in briefs if b.ranked.foreign > 0], FOREIGN, w, FOREIGN_RIDGE)


def summarise(article: Item, w: Any) -> list[int]:
    """The places the product would show under weights ``w``."""
    if is_short(article):
        return select.first(article.ranked, article.standing, 3)
    table = dict(zip(NAMES, (float(x) for x in w), strict=True))
    values = features.scores(article.ranked.rows, table)
    return select.choose(article.ranked, values, article.standing, table, 3)


def report(items: list[Item], shown: list[list[int]], label: str) -> None:
    """ROUGE-1 gain over the first three sentences, by set, with a bootstrap interval over all."""
    gains: dict[str, list[float]] = defaultdict(list)
    mine = lead = 0
    for article, places in zip(items, shown, strict=True):
        gain = rouge([article.bags[p] for p in places], article.reference) - rouge(article.bags[:3], article.reference)
        mine += sum(len(article.texts[p].split()) for p in places)
        lead += sum(len(t.split()) for t in article.texts[:3])
        for name in (article.name, "all"):
            gains[name].append(gain)
    rnd = random.Random(0)
    pooled = gains["all"]
    spread = sorted(sum(rnd.choices(pooled, k=len(pooled))) / len(pooled) for _ in range(500))
    standing = [article.standing[p] for article, places in zip(items, shown, strict=True) for p in places]
    print(
        label,
        {k: round(sum(v) / len(v), 4) for k, v in sorted(gains.items())},
        f"interval {spread[12]:.4f}..{spread[487]:.4f}, length {mine / lead:.3f} of lead,",
        f"{len(standing) / len(items):.2f} sentences, of each: leans {sum(s.leans for s in standing) / len(standing):.3f},",
        f"brackets {sum(bool(s.inserts) for s in standing) / len(standing):.3f}",
        flush=True,
    )


def report_picked(items: list[Item], shown: list[list[int]], label: str) -> None:
    """How many shown sentences a reader picked, in how many articles the best one is shown, and how many dangle."""
    pairs = [(article, p) for article, places in zip(items, shown, strict=True) for p in places]
    core = sum(article.picked[p] >= 0 for article, p in pairs) / len(pairs)
    top = sum(article.picked[p] == 0 for article, p in pairs) / len(items)
    dangling = sum(article.dangling[p] for article, p in pairs) / len(pairs)
    leans = sum(article.standing[p].leans for article, p in pairs) / len(pairs)
    print(
        f"{label} core {core:.3f} top {top:.3f} dangling {dangling:.3f} leans {leans:.3f} of {len(pairs)} sentences",
        flush=True,
    )


def cross_validate(items: list[Item], briefs: list[Item], seed: int) -> None:
    """Print what each article's summary is worth under weights fitted without its fold."""
    order, other = list(range(len(items))), list(range(len(briefs)))
    random.Random(seed).shuffle(order)
    random.Random(seed).shuffle(other)
    fold_of = {k: at % FOLDS for at, k in enumerate(order)}
    brief_fold = {k: at % FOLDS for at, k in enumerate(other)}
    held: list[list[int]] = [[] for _ in items]
    held_briefs: list[list[int]] = [[] for _ in briefs]
    for fold in range(FOLDS):
        known = [i for k, i in enumerate(items) if fold_of[k] != fold]
        _, w = fit_all(known, [b for k, b in enumerate(briefs) if brief_fold[k] != fold], items + briefs)
        for k, article in enumerate(items):
            if fold_of[k] == fold:
                held[k] = summarise(article, w)
        for k, article in enumerate(briefs):
            if brief_fold[k] == fold:
                held_briefs[k] = summarise(article, w)
    report(items, held, f"cross-validated {seed}")
    report_picked(briefs, held_briefs, f"cross-validated {seed}")


def read(folder: Path, sets_too: bool = True) -> tuple[list[Item], list[Item]]:
    """The articles of summary_dev (none unless ``sets_too``), and those of briefs_dev and briefs2_dev that are no transcripts."""
    items = [item(document) for document in _documents(folder / "summary_dev.jsonl")] if sets_too else []
    briefs = []
    for name in ("briefs_dev.jsonl", "briefs2_dev.jsonl"):
        briefs += [item(d) for d in _documents(folder / name) if d.get("doc_kind") not in ANSWERED]
    return items, briefs


def _documents(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def refit_picked(folder: Path, write: bool) -> None:
    """Step 3 alone, on the stored weights of steps 1 and 2: cross-validate, print, and with ``write`` store."""
    _, briefs = read(folder, sets_too=False)
    stored = tables.weights("summary")
    base = np.array([0.0 if free else stored[name] for name, free in zip(NAMES, FOREIGN, strict=True)])
    weigh(briefs, tables.weights("importance"))

    def fitted(known: list[Item]) -> Any:
        return fit([b for b in known if b.ranked.foreign > 0], FOREIGN, base, FOREIGN_RIDGE)

    for seed in range(3):
        order = list(range(len(briefs)))
        random.Random(seed).shuffle(order)
        held: list[list[int]] = [[] for _ in briefs]
        for fold in range(FOLDS):
            w = fitted([briefs[k] for at, k in enumerate(order) if at % FOLDS != fold])
            for k in order[fold::FOLDS]:
                held[k] = summarise(briefs[k], w)
        report_picked(briefs, held, f"cross-validated {seed}")
    w = fitted(briefs)
    report_picked(briefs, [summarise(b, w) for b in briefs], "on its own data")
    if write:
        _store_summary(w)


def main(folder: Path, write: bool) -> None:
    """Fit, cross-validate, print, and with ``write`` store the weights."""
    items, briefs = read(folder)
    print(f"articles {len(items)}, with hand-picked sentences {len(briefs)}")
    for seed in range(2):
        cross_validate(items, briefs, seed)
    word_weights, w = fit_all(items, briefs, items + briefs)
    report(items, [summarise(i, w) for i in items], "on its own data")
    report_picked(briefs, [summarise(i, w) for i in briefs], "on its own data")
    scale = np.concatenate([i.rows for i in items if i.rows is not None]).std(0)
    for name, value, size in sorted(zip(NAMES, w, w * scale, strict=True), key=lambda x: -abs(x[2])):
        print(f"  {name:20s} {value:7.3f} {size:7.3f}")
    if write:
        _store_summary(w)
        _store(
            "importance_weights.tsv",
            [
                "# Weights of the importance of words: feature<TAB>weight. What each is: summarizers/summary/importance.py.",
                SOURCE[0],
                SOURCE[1].format(""),
            ],
            word_weights.items(),
        )


def _store_summary(w: Any) -> None:
    _store(
        "summary_weights.tsv",
        [
            "# Weights of the summary: feature<TAB>weight. What each is: summarizers/summary/features.py and sets.py.",
            SOURCE[0],
            SOURCE[1].format(", the foreign ones on 71 articles and documents with hand-picked sentences"),
        ],
        zip(NAMES, w, strict=True),
    )


def _store(name: str, head: list[str], weights: Iterable[tuple[str, Any]]) -> None:
    body = [f"{feature}\t{value:.3f}" for feature, value in weights]
    (tables.MODELS / name).write_text("\n".join([*head, *body]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    work = refit_picked if "--picked" in sys.argv else main
    work(Path(sys.argv[1]), "--write" in sys.argv)
