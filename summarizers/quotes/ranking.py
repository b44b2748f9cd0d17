"""The ranker: which mention speaks, by the weighted features of each candidate and of naming nobody."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from operator import mul

from summarizers.coreference.references import References
from summarizers.knowledge import tables
from summarizers.linear import checked, interpolated, softmax
from summarizers.quotes import features
from summarizers.quotes.annotations import Annotations
from summarizers.quotes.context import Context
from summarizers.quotes.features import CandidateView, History, NobodyView

#: What the agency that only relays somebody's words loses against that person.
RELAYED_COST = 6.0
#: Longest name, in words, that a verb of naming gives, and what is left of the confidence in a nested reading.
NAMING_WORDS, NESTED_SHARE = 6, 0.9
#: How far before a piece, in tokens, the verb of a nested reading may stand.
_NESTED_REACH = 14
#: Most mentions weighed for one quote, the nearest ones.
CANDIDATES = 60
#: The same for a text of so many quotes that weighing them would take minutes: mentions weighed for all together, and for each at least.
CANDIDATES_IN_ALL, FEWEST_CANDIDATES = 60_000, 12
#: Above this probability of one mention, and below that of another, mentions of the same person are not counted together.
_SURE, _NEGLIGIBLE = 0.97, 0.01
#: Prefix of the calibration points among the weights: "calibration:0.8674".
CALIBRATION = "calibration:"


@dataclass(frozen=True, slots=True)
class Model:
    """The fitted ranker."""

    #: Weights of all features by name.
    weights: Mapping[str, float]
    #: Weights beside the functions of naming nobody.
    nobody: tuple[tuple[float, Callable[[NobodyView], float]], ...]
    #: What scores are divided by before they become probabilities.
    temperature: float
    #: (probability, share of right choices among those given it), probabilities rising.
    calibration: tuple[tuple[float, float], ...]

    def score(self, view: CandidateView) -> float:
        """The weighted sum of a candidate's features."""
        found = features.values(view)
        total: float = sum(map(mul, map(self.weights.__getitem__, found), found.values()))
        # ",” X said, according to Y": Y only carried the words, whatever annotators call it
        return total - RELAYED_COST if found.get("according_relayed") else total

    def score_nobody(self, view: NobodyView) -> float:
        """The weighted sum of the features of naming nobody."""
        return sum(weight * value(view) for weight, value in self.nobody)

    def calibrated(self, probability: float) -> float:
        """Share of right choices among those the model gave this probability."""
        return interpolated(probability, self.calibration)


def feature_names() -> tuple[str, ...]:
    """The names of all features, candidates' first: the columns of the training data."""
    return (*features.CANDIDATE_FEATURES, *(f.name for f in features.NOBODY_FEATURES))


@cache
def model() -> Model:
    """The model of ``knowledge/models/quote_weights.tsv``; raises BadInput where its names are not those of the features."""
    found = tables.weights("quote")
    temperature = found.pop("temperature", 1.0)
    points = sorted(
        (float(name.removeprefix(CALIBRATION)), share) for name, share in found.items() if CALIBRATION in name
    )
    weights = checked(feature_names(), {name: value for name, value in found.items() if CALIBRATION not in name})
    return Model(
        weights=weights,
        nobody=tuple((weights[f.name], f.value) for f in features.NOBODY_FEATURES),
        temperature=temperature,
        calibration=tuple(points),
    )


def candidates(annotations: Annotations, context: Context, history: History) -> list[int]:
    """Mention indices of the quote's paragraph and the one before, and the speaker before."""
    most = max(FEWEST_CANDIDATES, min(CANDIDATES, CANDIDATES_IN_ALL // len(annotations.quoted.spans)))
    paragraphs = annotations.doc.article.paragraphs
    span = context.place.span
    starts = annotations.mention_starts
    low = bisect_left(starts, paragraphs[max(0, span.paragraph - 1)].start)
    high = bisect_left(starts, paragraphs[span.paragraph].end)
    if context.near.signature >= 0:
        high = max(high, context.rule.number + 1)
    at = bisect_left(starts, span.start)
    numbers = [n for n in range(max(low, at - most), min(high, at + most)) if not annotations.mentions[n].inside]
    if history.previous is not None and history.previous.number < low:
        numbers.insert(0, history.previous.number)
    if len(numbers) > most:
        numbers = sorted(sorted(numbers, key=lambda n: abs(starts[n] - span.start))[:most])
    return numbers


def choose(
    annotations: Annotations, context: Context, history: History, references: References, fitted: Model
) -> tuple[int, float]:
    """The best candidate (mention index, or -1 for nobody) and the probability of whom it means.

    Mentions of one person, or of people named together, count for each other.
    """
    numbers = candidates(annotations, context, history)
    if context.rule.certain and (context.rule.number < 0 or context.rule.number in numbers):
        return context.rule.number, 1.0
    scores = [fitted.score(CandidateView.of(annotations, context, history, n)) for n in numbers]
    scores.append(fitted.score_nobody(NobodyView(context, history, len(numbers))))
    probabilities = softmax(scores, fitted.temperature)
    best = max(range(len(scores)), key=scores.__getitem__)
    probability = probabilities[best]
    if best == len(numbers):
        return -1, probability
    nested = _nested(annotations, context, numbers[best])
    if nested in numbers:
        best = numbers.index(nested)
        probability = max(probability, probabilities[best]) * NESTED_SHARE
    if probability < _SURE:
        probability += _of_the_same(annotations, references, numbers, probabilities, best)
    return numbers[best], min(1.0, probability)


def _of_the_same(
    annotations: Annotations, references: References, numbers: list[int], probabilities: list[float], best: int
) -> float:
    """The probability of the other mentions that may stand for the person the best one means."""
    whom = meant(annotations, references, numbers[best])
    if not whom:
        return 0.0
    return sum(
        probabilities[k]
        for k, n in enumerate(numbers)
        if k != best and probabilities[k] > _NEGLIGIBLE and whom & meant(annotations, references, n)
    )


def _nested(annotations: Annotations, context: Context, chosen: int) -> int:
    """Whose words a piece is in "X said that Y had dubbed it “…”" or "X said when Y asked about “…”", where X was chosen.

    Y's mention, or -1: the nearest verb of naming, or a verb of asking, with a subject of its own between X and the piece.
    """
    if not context.form.fragment:
        return -1
    mention = annotations.mentions[chosen]
    nearest = context.near.cue_before
    for index in range(nearest, -1, -1):
        cue = annotations.cues[index]
        if context.place.first - cue.token > _NESTED_REACH or annotations.doc.begins[cue.token] < mention.end:
            return -1
        names = cue.kind == "call" and not cue.strong and index == nearest and context.form.words <= NAMING_WORDS
        if cue.left >= 0 and cue.left != chosen and (names or cue.kind == "ask"):
            return cue.left if _encloses(annotations, chosen, cue.left) else -1
    return -1


def _encloses(annotations: Annotations, outer: int, inner: int) -> bool:
    """Whether mention ``outer`` and a verb of its own stand before mention ``inner``, which names somebody."""
    mention, subject = annotations.mentions[outer], annotations.mentions[inner]
    if not mention.cues or annotations.cues[mention.cues[0]].token >= subject.first:
        return False
    return subject.kind in {"name", "nominal"} and mention.end <= subject.start


def meant(annotations: Annotations, references: References, number: int) -> set[int]:
    """Indices of the people a mention may stand for, those named together with it included."""
    mention = annotations.mentions[number]
    if mention.kind == "name" and mention.entity is not None and mention.name is not None:
        group = references.group_at(mention.name.start)
        return {f.index for f in group.entities} if group is not None else {mention.entity.index}
    if mention.kind == "pronoun":
        return {f.index for f in references.pronoun_at(mention.first, at_least=0.0)}
    reference = references.title_reference_at(mention.start)
    return {f.index for f in reference.entities} if reference is not None else set()
