"""The figures promised for real pages; the measuring data is not part of the project."""

from __future__ import annotations

import gzip
import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import pytest

from bot.articles import extract
from summarizers.text.cleaning import read_text

SHARED = Path(__file__).resolve().parents[3] / "shared"
DATA = SHARED / "eval" / "data"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the measuring data lies beside the project, and is not here")


def documents(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text("utf-8").splitlines() if line.strip()]


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("measuring_score", SHARED / "eval" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def figures(output: str) -> dict[str, str]:
    return dict(line.split(" ", 1) for line in output.splitlines() if " " in line)


def test_article_text_of_real_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Article text reaches F1 .963 and no page comes back empty."""
    out, gold = tmp_path / "out.jsonl", tmp_path / "gold.jsonl"
    rows = documents("pages_dev")[::3]  # all of them are a benchmark's business
    gold.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    with out.open("w", encoding="utf-8") as file:
        for row in rows:
            article = extract(gzip.decompress((DATA / row["html_gz"]).read_bytes()), url=row["url"])
            file.write(json.dumps({"id": row["id"], "text": article.text}) + "\n")
    scorer().pages(str(gold), str(out))
    value = figures(capsys.readouterr().out)["pages.f1"]
    assert float(value.split()[0]) >= 0.963
    assert "empty 0 " in value


def test_debris_is_cut_exactly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every text with glued widgets comes out clean, every look-alike unchanged."""
    out = tmp_path / "out.jsonl"
    rows = [{"id": row["id"], "text": read_text(row["text"]).text} for row in documents("debris_dev")]
    out.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    scorer().debris(str(DATA / "debris_dev.jsonl"), str(out))
    assert figures(capsys.readouterr().out)["debris.exact"].startswith("1.0000")


#: What nobody sees, and what is dropped from names and words that it would cut: soft hyphens, zero-width marks.
_UNSEEN = re.compile("[\\u00ad\\u200b\\u200e\\u200f\\u2060\\ufeff]")


def _seen(text: str) -> str:
    return re.sub(r"\s+", " ", _UNSEEN.sub("", text)).strip()


def test_clean_texts_are_not_changed() -> None:
    """The rules for plain text change none of the articles people copied by hand, blanks and what nobody sees apart."""
    changed = [
        row["url"]
        for row in documents("pages_dev")
        if _seen(read_text(row["gold_text"]).text) != _seen(row["gold_text"])
    ]
    assert changed == []
