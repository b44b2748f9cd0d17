"""Fit what makes a story important: ``python -m benchmarks.train_digest DATA_FOLDER [--write]``.

DATA_FOLDER holds days as ``*.jsonl``: lines for ``attache digest --articles`` with ``label`` (must, good or off) and ``event``.
Of each pair of a day's stories the one with the higher label should stand higher: a logistic model of the difference of their
features, held near the priors of ``bot/digest/data/importance_weights.tsv`` and never of the other sign; each day weighs the
same. Stories much like a labelled one of their day are no examples, as only one article of each event was labelled.

Leaving one day out at a time, with the real selection, gives the honest figures.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot import article_digest
from bot.digest import compose, importance
from bot.digest.edition import Candidate
from bot.digest.lead import lead_first
from bot.digest.subjects import table
from bot.settings import load_settings
from summarizers.model import Story
from summarizers.stories import group, similarity

#: How firmly weights are held to their priors, in units of the standardised weights.
RIDGE = 1.0
STEPS = 80
#: What a pair weighs whose better story is a must.
MUST = 2.0
#: Likeness from which an unlabelled story may be of a labelled event.
DOUBTFUL = 0.12
#: Features that no labelled day can tell of: the days have one channel, one reader, and hours of publication that were spread.
KEPT = frozenset({"recent", "shared", "followed", "unread"})
WEIGHTS = Path(importance.__file__).with_name("data") / "importance_weights.tsv"
RANKS = {"off": 0, "good": 1, "must": 2}

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A story of a labelled day."""

    #: Its articles, the lead first.
    members: tuple[Candidate, ...]
    #: Story as grouped.
    story: Story
    #: Features by name.
    features: Mapping[str, float]
    #: 0 off, 1 good, 2 must.
    rank: int
    #: Events its articles are labelled with.
    events: frozenset[str]
    #: Whether it may be of an event that another story was labelled for.
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Day:
    """One labelled day."""

    #: Name of its file.
    name: str
    #: Its stories.
    examples: tuple[Example, ...]
    #: Events that must be told.
    musts: frozenset[str]


def read_day(path: Path) -> Day:
    """Group and look at the articles of a labelled day."""
    gold = {str(line["id"]): line for line in map(json.loads, path.read_text("utf-8").splitlines())}
    lines, _ = article_digest.lines_of(path)
    until = article_digest.moment_of(lines)
    candidates = article_digest.candidates_of(path, lines, until, load_settings().fetching())[0]
    ids = {line.url: line.id for line in lines}
    stories = group([compose.input_of(c) for c in candidates])
    members = [lead_first([candidates[k] for k in story.articles]) for story in stories]
    home = importance.home_of(members)
    raw = []
    for story, articles in zip(stories, members, strict=True):
        labelled = [gold[ids[c.url]] for c in articles]
        facts = importance.StoryFacts(len({c.site for c in articles}), False, 0, articles[0].brief is None, until)
        rank = max(RANKS[line["label"]] for line in labelled)
        events = frozenset(str(line["event"]) for line in labelled if line["label"] != "off")
        raw.append((story, articles, importance.features_of(articles, facts, home), rank, events))
    wanted = [story for story, _, _, rank, _ in raw if rank]
    return Day(
        path.stem,
        tuple(
            Example(
                tuple(articles),
                story,
                features,
                rank,
                events,
                not rank and any(similarity(story.centroid, other.centroid) >= DOUBTFUL for other in wanted),
            )
            for story, articles, features, rank, events in raw
        ),
        frozenset(str(line["event"]) for line in gold.values() if line["label"] == "must"),
    )


def fit(days: Sequence[Day], priors: Mapping[str, float], spread: Mapping[str, float]) -> dict[str, float]:
    """Weights of the features, by Newton's method; a weight that would change its sign stays at nothing."""
    names = [name for name in priors if name not in KEPT]
    scale = np.array([spread[name] for name in names])
    prior = np.array([priors[name] for name in names]) * scale
    rows, shares = _pairs(days, names, scale)
    weights, free = prior.copy(), np.ones(len(names), dtype=bool)
    for _ in range(STEPS):
        wrong = 1.0 / (1.0 + np.exp(rows @ weights))
        slope = -(rows * (shares * wrong)[:, None]).sum(0) + RIDGE * (weights - prior)
        bend = (rows * (shares * wrong * (1 - wrong))[:, None]).T @ rows + RIDGE * np.eye(len(names))
        weights[free] -= np.linalg.solve(bend[np.ix_(free, free)], slope[free])
        turned = free & (np.sign(prior) * weights < 0)
        weights[turned] = 0.0
        free &= ~turned
    return dict(priors) | {name: float(w) for name, w in zip(names, weights / scale, strict=True)}


def _pairs(days: Sequence[Day], names: Sequence[str], scale: Vector) -> tuple[Vector, Vector]:
    """Differences of the features of pairs, the better story first, and what each pair weighs."""
    rows, shares = [], []
    for day in days:
        sure = [e for e in day.examples if not e.doubtful]
        pairs = [(one, other) for one in sure for other in sure if one.rank > other.rank]
        for one, other in pairs:
            rows.append(np.array([one.features[n] - other.features[n] for n in names]) / scale)
            shares.append((MUST if one.rank == RANKS["must"] else 1.0) / len(pairs))
    weights = np.array(shares)
    return np.array(rows), weights / weights.sum()


def judge(day: Day, weights: Mapping[str, float], stories: int = 5) -> tuple[int, int]:
    """How many of a day's first stories belong there (an event counts once), and how many musts are among them."""
    left = [(sum(weights[n] * v for n, v in e.features.items()), k) for k, e in enumerate(day.examples)]
    above: list[Story] = []
    seen: set[str] = set()
    belong = 0
    for _ in range(min(stories, len(left))):
        _, k = max((v + compose.loss(day.examples[k].story.centroid, [s.centroid for s in above]), k) for v, k in left)
        left = [(v, other) for v, other in left if other != k]
        new = day.examples[k].events - seen
        belong += bool(new)
        seen |= new
        above.append(day.examples[k].story)
    return belong, len(seen & day.musts)


def main(folder: Path, *, write: bool) -> None:
    """Fit, tell the figures, and write the weights where asked."""
    rows = table("importance_weights.tsv")
    priors = {name: float(prior) for name, prior, _ in rows}
    days = [read_day(path) for path in sorted(folder.glob("*.jsonl"))]
    columns: dict[str, list[float]] = defaultdict(list)
    for day in days:
        for example in day.examples:
            for name, value in example.features.items():
                columns[name].append(value)
    spread = {name: float(np.std(values)) + 1e-6 for name, values in columns.items()}
    held = [judge(day, fit([other for other in days if other is not day], priors, spread)) for day in days]
    weights = fit(days, priors, spread)
    for name, scores in (
        ("priors", [judge(day, priors) for day in days]),
        ("a day left out", held),
        ("all days", [judge(day, weights) for day in days]),
    ):
        belong, musts = map(sum, zip(*scores, strict=True))
        total = sum(len(day.musts) for day in days)
        print(f"{name}: {belong} of {5 * len(days)} belong, {musts} of {total} musts  {scores}")
    for name in priors:
        print(f"{name}\t{priors[name]}\t{weights[name]:.2f}")
    if write:
        kept = [line for line in WEIGHTS.read_text("utf-8").splitlines() if line.startswith("#")]
        made = [f"{name}\t{priors[name]}\t{weights[name]:.2f}" for name in priors]
        WEIGHTS.write_text("\n".join([*kept, "feature\tprior\tweight", *made]) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), write="--write" in sys.argv)
