"""The digest of articles given as lines: what it prints, what it takes of the day before, what it says of bad lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.digest.edition import Candidate
from summarizers.errors import BadInput
from tests.digest.test_days import BLASTS, BORDER, TOLL
from tests.digest.test_importance import CUP
from tests.digest.test_telling import FREED, PREVIEW, SAME_WORDS, SEIZED, SIGNED
from tests.workers.shared import Lent


def line(id: str, candidate: Candidate, **more: Any) -> dict[str, Any]:
    """An article as a line."""
    assert candidate.brief is not None
    assert candidate.published is not None
    return {
        "id": id,
        "url": candidate.url,
        "title": candidate.title,
        "site": candidate.site,
        "published": candidate.published.isoformat(),
        "text": candidate.brief.article.text,
    } | more


def write(path: Path, lines: Sequence[dict[str, Any] | str]) -> Path:
    """A file of lines."""
    path.write_text("\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines) + "\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def run() -> Iterator[Any]:
    """Run the command; its workers are the shared ones, as starting some takes seconds."""
    patch = pytest.MonkeyPatch()
    patch.setattr("bot.batch.WorkerPool", Lent)

    def ran(*arguments: object) -> Any:
        return CliRunner().invoke(app, ["digest", *map(str, arguments)])

    yield ran
    patch.undo()


def test_a_day_as_json(run: Any, tmp_path: Path) -> None:
    """Each story names its articles by id, the lead first, and why it stands where it does."""
    day = write(tmp_path / "day.jsonl", [line("b", BLASTS), line("t", TOLL), line("e", BORDER), line("c", CUP)])
    ran = run("--articles", day, "--json")
    assert ran.exit_code == 0, ran.output
    made = json.loads(ran.stdout)
    named = [story["articles"] for story in (*made["stories"], *made["rest"])]
    assert sorted(id for ids in named for id in ids) == ["b", "c", "e", "t"]
    for story in made["stories"]:
        by_id = {"b": BLASTS, "t": TOLL, "e": BORDER, "c": CUP}
        assert by_id[story["articles"][0]].title == story["title"]
        assert sum(story["why"].values()) == pytest.approx(story["importance"], abs=0.05)
    assert made["stories"][-1]["articles"] == ["c"]
    assert made["date"] == "2026-11-03"
    assert made["left_out"] == []


def test_the_day_after(run: Any, tmp_path: Path) -> None:
    """The JSON of one day tells the next what was told."""
    first = write(tmp_path / "1.jsonl", [line("p", PREVIEW), line("s", SEIZED)])
    told = tmp_path / "told.json"
    told.write_text(run("--articles", first, "--json").stdout, "utf-8")
    second = write(tmp_path / "2.jsonl", [line("d", SIGNED), line("w", SAME_WORDS)])
    made = json.loads(run("--articles", second, "--told", told, "--json").stdout)
    assert [(story["articles"], story["told_before"]) for story in made["stories"]] == [(["d"], "2026-11-02")]
    assert [(story["title"], story["why"]) for story in made["left_out"]] == [(SAME_WORDS.title, "told")]
    third = write(tmp_path / "3.jsonl", [line("f", FREED)])
    text = " ".join(run("--articles", third, "--told", told).stdout.split())
    assert "update of Monday" in text
    assert "diplomacy" in text or "war and attacks" in text


def test_pages_and_moments(run: Any, tmp_path: Path) -> None:
    """A line may hold a page, no address, and the moment its digest is for."""
    assert BLASTS.brief is not None
    paragraphs = "".join(f"<p>{p}</p>" for p in BLASTS.brief.article.text.split("\n\n"))
    page = f"<html lang=en><head><title>{BLASTS.title}</title></head><body><article><h1>{BLASTS.title}</h1>{paragraphs}</article></body></html>"
    day = write(tmp_path / "day.jsonl", [{"id": 7, "html": page, "now": "2026-11-05T06:00:00+00:00"}])
    made = json.loads(run("--articles", day, "--json").stdout)
    assert made["until"] == "2026-11-05T06:00:00+00:00"
    assert made["stories"][0]["articles"] == ["7"]
    assert made["stories"][0]["title"] == BLASTS.title


def test_bad_lines_are_named(run: Any, tmp_path: Path) -> None:
    """The others make the digest; the exit status is 1."""
    bad: list[dict[str, Any] | str] = ["{", "[]", {"text": "x"}, line("x", CUP, published="soon"), {"id": "empty"}]
    day = write(tmp_path / "day.jsonl", [*bad, line("b", BLASTS), line("b", CUP)])
    ran = run("--articles", day, "--json")
    assert ran.exit_code == 1
    made = json.loads(ran.stdout)
    assert [story["articles"] for story in made["stories"]] == [["b"]]
    assert len(made["troubles"]) == 5


@pytest.mark.parametrize("told", ["{", "[]", "{}", '{"told": [{"title": 1}]}', '{"told": 3}'])
def test_what_is_no_digest(run: Any, tmp_path: Path, told: str) -> None:
    """A file of the day before that is none is refused in one sentence."""
    day = write(tmp_path / "day.jsonl", [line("b", BLASTS)])
    ran = run("--articles", day, "--told", write(tmp_path / "told.json", [told]))
    assert isinstance(ran.exception, BadInput)
    assert "not the JSON of a digest" in str(ran.exception)


def test_files_that_are_not_there(run: Any, tmp_path: Path) -> None:
    """Are refused in one sentence, and so are options that do not go together."""
    assert isinstance(run("--articles", tmp_path / "none.jsonl").exception, BadInput)
    assert run().exit_code == 2
    assert run("--articles", "a", "--opml", "b").exit_code == 2
    assert run("--opml", "b", "--told", "c").exit_code == 2
    assert run("--articles", "b", "--json", "--html").exit_code == 2
