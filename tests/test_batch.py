"""Many documents at once: in order, and no line costs another."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot import batch
from bot.articles.limits import FetchSettings
from tests.articles.pages import STORY, page
from tests.end_to_end.site import Site
from tests.workers.tasks import FAULT, MARK

TEXT = "\n\n".join(STORY)


def briefs(
    tmp_path: Path, *lines: dict[str, Any] | str, allowed: str = "", workers: int = 2
) -> tuple[list[dict[str, Any]], int, list[tuple[int, int]]]:
    """Output lines, errors counted and progress told for input lines."""
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines) + "\n\n")
    told: list[tuple[int, int]] = []
    errors = batch.run(
        source,
        target,
        batch.LineOptions(sentences=3),
        fetching=FetchSettings(allowed_hosts=frozenset({allowed})),
        workers=workers,
        done=lambda *progress: told.append(progress),
    )
    return [json.loads(line) for line in target.read_text().splitlines()], errors, told


def test_every_kind_of_line_in_order(tmp_path: Path) -> None:
    """Text, page, packed page and link become the same brief; bad lines become errors in their place."""
    (tmp_path / "story.html.gz").write_bytes(gzip.compress(page()))
    with Site() as site:
        site.pages["/world/norland-sudria-harbor-talks"] = page().decode()
        made, errors, told = briefs(
            tmp_path,
            {"id": "text", "text": TEXT, "date": "2026-11-02"},
            "not json",
            {"id": "page", "html": page().decode()},
            {"id": 7, "html_gz": "story.html.gz"},
            {"id": "link", "url": site.url("world/norland-sudria-harbor-talks")},
            {"text": "without an id"},
            {"id": "empty"},
            {"id": "gone", "html_gz": "none.gz"},
            {"id": "day", "text": TEXT, "date": "yesterday"},
            allowed=site.host,
        )
    assert [line["id"] for line in made] == ["text", "line-2", "page", "7", "link", "line-6", "empty", "gone", "day"]
    kinds = [line.get("error", {}).get("kind") for line in made]
    assert kinds == [None, "bad-input", None, None, None, "bad-input", "bad-input", "bad-input", "bad-input"]
    assert {line["text"] for line in made if "text" in line} == {TEXT}
    assert errors == 5
    assert told == [(n, 9) for n in range(1, 10)]


def test_a_line_that_holds_its_reader_costs_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One goes on for ever, one meets a fault of ours: both become error lines, the log names the fault's place."""
    monkeypatch.setattr(batch, "BRIEF_WARM_UP", "tests.workers.tasks:hold_marked_lines")
    monkeypatch.setattr(batch, "BUDGET", 1.0)
    lines = [
        {"id": "a", "text": TEXT},
        {"id": "b", "text": MARK},
        {"id": "c", "text": FAULT},
        {"id": "d", "text": TEXT},
    ]
    made, errors, _ = briefs(tmp_path, *lines)
    assert [line.get("error", {}).get("kind") for line in made] == [None, "too-heavy", "unexpected", None]
    assert "ValueError" in made[2]["error"]["message"]
    assert errors == 2
    logged = capsys.readouterr()
    told = logged.out + logged.err
    assert re.search(r"ValueError at tests\.workers\.tasks, line \d+, in raises", told)
    assert re.search(r"tests\.workers\.tasks, line \d+, in burn", told)
    assert FAULT not in told
    assert MARK not in told


def test_the_budget_grows_with_the_document() -> None:
    """The longest text allowed has minutes; an ordinary one some twenty seconds."""
    assert batch._limits(batch.LONGEST_TEXT).cpu_seconds > 100
    assert batch._limits(10_000).cpu_seconds < 30


def test_pages_are_prepared_for_only_where_there_are_some(tmp_path: Path) -> None:
    """Text files need no HTML parser: their workers start without it."""
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"id": "a", "text": TEXT}) + "\n\n")
    assert batch._counted(source) == (1, False)
    source.write_text(
        json.dumps({"id": "a", "html": "<p>x"}) + "\n" + json.dumps({"id": "b", "url": "https://a.example"})
    )
    assert batch._counted(source) == (2, True)
