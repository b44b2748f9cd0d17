"""The tour's steps: taken once each, in order, one at a time."""

from __future__ import annotations

from typing import Any

import pytest

from local_slack.errors import Refused
from local_slack.slack import LocalSlack
from local_slack.tour import Step


def test_a_step_without_an_answer_may_be_taken_again(slack: LocalSlack) -> None:
    """Then the next one comes; what was taken is not taken again, and a tour goes on where it was left."""
    tries: list[int] = []

    def slow() -> dict[str, Any]:
        tries.append(1)
        if len(tries) == 1:
            raise TimeoutError("nothing came")
        return {"ts": "1.0"}

    steps = [Step("One", "", "Go", "channel", slow), Step("Two", "", "Go", "channel", lambda: {"ts": "2.0"})]
    tour = slack.offer_tour(steps)
    with pytest.raises(Refused, match="try the step again"):
        tour.take(0)
    with pytest.raises(Refused):
        tour.take(1)
    assert tour.take(0) == {"ts": "1.0"}
    with pytest.raises(Refused):
        tour.take(0)
    assert slack.offer_tour(steps).shown()["done"] == 1
    assert tour.take(1) == {"ts": "2.0"}


def test_one_step_at_a_time(slack: LocalSlack) -> None:
    """A click that comes while another step is being taken is refused."""
    inside: list[Exception] = []

    def again() -> dict[str, Any]:
        try:
            tour.take(0)
        except Refused as error:
            inside.append(error)
        return {"ts": "1.0"}

    tour = slack.offer_tour([Step("One", "", "Go", "channel", again)])
    tour.take(0)
    assert "One step at a time" in str(inside[0])
