"""Where the measuring data lies: a ``shared`` folder beside the project, which not every checkout has."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
EVAL = SHARED / "eval" / "data"
SCORER = SHARED / "eval" / "score.py"


def documents(name: str) -> list[dict[str, Any]]:
    """The lines of one data file; empty when it is not there."""
    path = EVAL / f"{name}.jsonl"
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def page(document: dict[str, Any]) -> bytes:
    """The HTML of a line of pages_dev."""
    return gzip.decompress((EVAL / document["html_gz"]).read_bytes())


def percentile(values: list[float], share: float) -> float:
    """The value below which ``share`` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
