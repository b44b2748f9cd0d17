"""Many documents at once: whatever one of them does to the code, the others get their briefs and the log says where."""

from __future__ import annotations

import itertools
import json
import re
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import summarizers.brief
from bot import batch
from bot.articles.limits import FetchSettings
from summarizers.brief import BriefOptions
from summarizers.cleaning import read_text
from summarizers.model import Article, Brief

GOOD = "Foreign Minister Ingrid Solheim of Norway said that the talks would go on."


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., list[dict[str, Any]]]:
    """Briefs texts in worker processes; the lines that came out, in order."""

    summarizers.brief.brief(read_text(GOOD))  # the workers are forked with the tables loaded

    def many(*texts: str) -> list[dict[str, Any]]:
        source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
        lines = [json.dumps({"id": f"d{number}", "text": text}) for number, text in enumerate(texts)]
        source.write_text("\n".join(lines), "utf-8")
        batch.run(
            source, target, batch.LineOptions(), fetching=FetchSettings(), workers=2, done=lambda finished, total: None
        )
        return [json.loads(line) for line in target.read_text("utf-8").splitlines()]

    return many


def faulty(marks: dict[str, Callable[[], object]]) -> Callable[[Article, BriefOptions | None], Brief]:
    """A summarizer that does something else first where a text holds a mark."""
    plain = summarizers.brief.brief

    def brief(article: Article, options: BriefOptions | None = None) -> Brief:
        for mark, deed in marks.items():
            if mark in article.text:
                deed()
        return plain(article, options)

    return brief


def test_an_unexpected_exception_is_a_line_and_the_log_names_its_place(
    run: Callable[..., list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The line has a kind, the log has module, function and line but not the words; the rest of the run is as ever."""

    def stumbles(article: Article, options: object) -> Brief:
        from summarizers import sentences

        sentences.split(None)  # type: ignore[arg-type]
        raise AssertionError

    monkeypatch.setattr(summarizers.brief, "brief", faulty({"Quagmire": lambda: stumbles(None, None)}))  # type: ignore[arg-type]
    first, second, third = run(GOOD, f"Quagmire. {GOOD}", GOOD)
    assert second == {
        "id": "d1",
        "error": {"kind": "unexpected", "message": "This document could not be read (AttributeError)."},
    }
    assert first["summary"] == third["summary"] != []
    told = capfd.readouterr().err
    assert re.search(r"summarizers\.sentences\b", told)
    assert re.search(r"\bsplit\b", told)
    assert re.search(r"\bline\b\W+\d+", told)
    assert "Quagmire" not in told


def _turns() -> None:
    turns = 0
    while True:
        turns += 1


def test_a_document_far_beyond_its_budget_is_a_line_and_the_log_names_where_it_stood(
    run: Callable[..., list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Counted in processor time of its own worker; the rest of the run is as ever."""
    monkeypatch.setattr(batch, "BUDGET", 1.0)
    monkeypatch.setattr(summarizers.brief, "brief", faulty({"Endless": _turns}))
    first, second, third = run(GOOD, f"Endless. {GOOD}", GOOD)
    assert second == {"id": "d1", "error": {"kind": "too-heavy", "message": batch.TOO_MUCH}}
    assert first["summary"] == third["summary"] != []
    told = capfd.readouterr().err
    assert re.search(r"bot\.batch\b", told)
    assert re.search(r"\b_brief\b", told)
    assert re.search(r"\bline\b\W+\d+", told)


def test_a_document_that_stands_in_one_call_of_a_library_costs_its_worker_alone(
    run: Callable[..., list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No handler runs inside such a call; the process ends, its line says so, the others are briefed."""
    monkeypatch.setattr(batch, "BUDGET", 1.0)
    monkeypatch.setattr(
        summarizers.brief, "brief", faulty({"Unheard": lambda: deque(itertools.repeat(None), maxlen=0)})
    )
    first, second, third = run(GOOD, f"Unheard. {GOOD}", GOOD)
    assert second["error"]["kind"] == "crash"
    assert first["summary"] == third["summary"] != []


def test_the_budget_grows_with_the_document() -> None:
    """The longest text allowed has minutes; an ordinary one some twenty seconds."""
    longest = batch.BUDGET + batch.BUDGET_PER_BYTE * batch.LONGEST_TEXT
    assert longest > 100
    assert batch.BUDGET + batch.BUDGET_PER_BYTE * 10_000 < 30
