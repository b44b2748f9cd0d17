"""Linear models whose features are a table of (name, function) and whose weights are data, read by name.

A feature's value and its weight meet under the feature's name and nowhere else, so that reordering a table changes nothing,
and a name that only one side knows is an error.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from summarizers.errors import BadInput

Subject = TypeVar("Subject")
#: Every trait a subject may have.
ALL = -1


@dataclass(frozen=True)  # slots and a subscripted generic do not go together in Python 3.11
class Feature(Generic[Subject]):
    """One number about a subject."""

    #: The name the weight is stored under.
    name: str
    #: The number; 0 counts as absent.
    value: Callable[[Subject], float]
    #: Traits, as bits, without which the number is 0.
    needs: int = 0


def checked(names: Iterable[str], weights: Mapping[str, float]) -> dict[str, float]:
    """The weights of ``names``, in their order.

    Raises BadInput when a name has no weight, stands there twice, or a weight belongs to no name.
    """
    listed = list(names)
    twice = sorted({name for name in listed if listed.count(name) > 1})
    missing, unknown = sorted(set(listed) - weights.keys()), sorted(weights.keys() - set(listed))
    if twice or missing or unknown:
        raise BadInput(f"Features and weights differ: twice {twice}, without a weight {missing}, unknown {unknown}.")
    return {name: weights[name] for name in listed}


class Linear(Generic[Subject]):
    """A weighted sum of features."""

    def __init__(self, features: Sequence[Feature[Subject]], weights: Mapping[str, float]) -> None:
        """Raises BadInput unless features and weights have the same names."""
        #: The features, in the order of a vector.
        self.features = tuple(features)
        #: Weight of each feature, by name and in that order.
        self.weights = checked([f.name for f in features], weights)
        #: By traits, the weights and functions of the features that need no others.
        self._terms: dict[int, tuple[tuple[float, Callable[[Subject], float]], ...]] = {}

    def vector(self, subject: Subject) -> list[float]:
        """The value of each feature, in order."""
        return [feature.value(subject) for feature in self.features]

    def values(self, subject: Subject) -> dict[str, float]:
        """The features that are not 0, by name."""
        return {f.name: value for f in self.features if (value := f.value(subject))}

    def score(self, subject: Subject, traits: int = ALL) -> float:
        """The weighted sum; features that need other than the subject's ``traits`` are not asked, for they are 0."""
        terms = self._terms.get(traits)
        if terms is None:
            kept = (f for f in self.features if f.needs & traits == f.needs)
            terms = self._terms[traits] = tuple((self.weights[f.name], f.value) for f in kept)
        return sum([weight * value(subject) for weight, value in terms])


def softmax(scores: Sequence[float], temperature: float = 1.0) -> list[float]:
    """Probabilities of choices by their scores; raises ValueError for no scores."""
    top = max(scores)
    raised = [math.exp((s - top) / temperature) for s in scores]
    total = sum(raised)
    return [r / total for r in raised]


def interpolated(x: float, points: Sequence[tuple[float, float]]) -> float:
    """The value at ``x`` of the line through ``points`` (x rising), flat beyond its ends; ``x`` itself without points."""
    if not points:
        return x
    if x <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0) if x1 > x0 else y1
    return points[-1][1]
