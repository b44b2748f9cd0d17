"""The summarizers as a library: public names, stages, and what importing costs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import summarizers
from summarizers.analysis import (
    ATTRIBUTION,
    DOCUMENT,
    KIND,
    LABELS,
    OFFICES,
    PEOPLE,
    QUOTED,
    REFERENCES,
    STAGES,
    TURNS,
    Analysis,
    Stage,
)
from summarizers.text.cleaning import read_text
from tests.hung import HUNG

ROOT = Path(__file__).resolve().parents[2]
TEXT = (
    "Foreign Minister Elena Marlow of Norway met reporters in Oslo on Monday. “We do this together,” Marlow said. "
    "She left for Berlin."
)


def test_every_public_name_is_there() -> None:
    """``from summarizers import *`` gives all names of ``__all__``, and an unknown one is an AttributeError."""
    for name in summarizers.__all__:
        assert getattr(summarizers, name).__name__ == name
    with pytest.raises(AttributeError):
        summarizers.nothing  # noqa: B018


def test_importing_the_package_loads_no_room() -> None:
    """``import summarizers`` alone loads none of its modules and no library."""
    code = "import sys, summarizers; print(sorted(m for m in sys.modules if m.startswith(('summarizers.', 'sumy', 'numpy'))))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=HUNG)
    assert done.stdout.strip() == "[]", done.stderr


def test_stages_stand_in_an_order_that_works() -> None:
    """Each stage finds what it needs before it."""
    for k, stage in enumerate(STAGES):
        assert set(stage.needs) <= set(STAGES[:k])


@pytest.mark.parametrize("stage", [s for s in STAGES if s.needs], ids=lambda s: s.name)
def test_a_stage_without_its_needs_is_an_error(stage: Stage[Any]) -> None:
    """Order is never hidden: a stage whose needs have not run raises and names them."""
    with pytest.raises(ValueError, match="needs what is not there yet"):
        Analysis(read_text(TEXT)).run(stage)


def test_a_result_that_is_not_there_is_an_error_and_no_stage_runs_twice() -> None:
    """Asking too early raises; running twice, which once doubled references, raises too."""
    analysis = Analysis(read_text(TEXT)).run(DOCUMENT, PEOPLE)
    with pytest.raises(ValueError, match="has not run yet"):
        analysis[OFFICES]
    with pytest.raises(ValueError, match="has run already"):
        analysis.run(PEOPLE)


def test_no_stage_writes_into_another_ones_result() -> None:
    """Offices leave the people as they were, and attribution the references."""
    analysis = Analysis(read_text(TEXT)).run(DOCUMENT, PEOPLE)
    before = [(e.name, e.office, e.official, len(e.mentions)) for e in analysis[PEOPLE].entities]
    analysis.run(OFFICES, QUOTED, REFERENCES, LABELS, KIND, TURNS)
    assert [(e.name, e.office, e.official, len(e.mentions)) for e in analysis[PEOPLE].entities] == before
    assert analysis[OFFICES].entities[0].official
    analysis.run(ATTRIBUTION)
    assert analysis[REFERENCES].speakers == {}
    assert analysis[ATTRIBUTION].references.speakers


def test_the_example_of_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """What the README shows of the library works as it stands there."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    exec(compile(example, "README.md", "exec"), {})
    shown = capsys.readouterr().out
    assert "“We do this together,” ['Elena Marlow']" in shown
    assert "('Elena Marlow', 'Foreign Minister', 'Norway')" in shown
