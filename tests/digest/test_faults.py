"""Exactly once under kill -9: a short run of the experiment in benchmarks/digest_faults.py, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.digest_faults import experiment

#: Places every short run has a death in; the others, and one for good, are in the long one.
PLACES = ("composing", "posting", "posted")


@pytest.mark.timeout(180)
def test_every_due_digest_is_posted_once(tmp_path: Path, database: str | None) -> None:
    """Two schedulers, killed in the worst places and at random while answers are late or lost: none missing or twice."""
    outcome = experiment(
        tmp_path, database=database, channels=6, period=2.0, kills=1, places=PLACES, for_good=False, seed=3
    )
    assert outcome.places == dict.fromkeys(PLACES, 1)
    assert outcome.kills == 4
    assert outcome.due >= 6 * 3
    assert (outcome.posted, outcome.missing, outcome.owed) == (outcome.due, {}, {})
    assert (outcome.doubled, outcome.doubled_parts) == (0, 0)
    assert outcome.parts > 0
