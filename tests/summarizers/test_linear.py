"""Linear models: features and weights meet by name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizers.errors import BadInput
from summarizers.linear import Feature, Linear, interpolated, softmax

FEATURES = (Feature[float]("double", lambda x: 2 * x), Feature[float]("square", lambda x: x * x))
WEIGHTS = {"double": 1.0, "square": -3.0}


@given(st.floats(-100, 100))
def test_the_order_of_features_and_weights_says_nothing(x: float) -> None:
    """Only names tie a weight to its feature."""
    turned = Linear(FEATURES[::-1], dict(reversed(WEIGHTS.items())))
    assert turned.score(x) == pytest.approx(Linear(FEATURES, WEIGHTS).score(x))
    assert turned.vector(x) == Linear(FEATURES, WEIGHTS).vector(x)[::-1]


def test_two_swapped_names_give_another_score() -> None:
    """A name that stands at the wrong function changes what is computed."""
    swapped = (Feature("square", FEATURES[0].value), Feature("double", FEATURES[1].value))
    assert Linear(swapped, WEIGHTS).score(3.0) != Linear(FEATURES, WEIGHTS).score(3.0)


@pytest.mark.parametrize(
    ("features", "weights"),
    [(FEATURES, {"double": 1.0}), (FEATURES[:1], WEIGHTS), ((*FEATURES, FEATURES[0]), WEIGHTS)],
    ids=["without a weight", "unknown", "twice"],
)
def test_names_that_only_one_side_knows_are_an_error(
    features: tuple[Feature[float], ...], weights: dict[str, float]
) -> None:
    """A missing weight, a weight of nothing and a feature given twice raise."""
    with pytest.raises(BadInput):
        Linear(features, weights)


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=20), st.floats(0.2, 5))
def test_softmax_gives_probabilities_in_the_order_of_the_scores(scores: list[float], temperature: float) -> None:
    """They add up to one and the best score is the likeliest."""
    chances = softmax(scores, temperature)
    assert sum(chances) == pytest.approx(1)
    assert chances[scores.index(max(scores))] == max(chances)


def test_interpolation_is_exact_at_its_points_and_flat_beyond_them() -> None:
    """Points are met, the middle is between, the ends go on."""
    points = ((0.2, 0.1), (0.6, 0.5), (0.6, 0.7))
    assert [interpolated(x, points) for x in (0.0, 0.2, 0.4, 0.6, 0.9)] == pytest.approx([0.1, 0.1, 0.3, 0.5, 0.7])
    assert interpolated(0.3, ()) == 0.3
