"""The evaluator's figures for every set, from the output of ``attache batch``."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.data import EVAL, SCORER

SETS = ("quotes", "persons", "briefs", "debris", "pages", "summary", "stories")


def main(names: tuple[str, ...] = SETS) -> None:
    """Run the batch command and the scorer on each set; says why when there is none."""
    if not SCORER.exists():
        print("quality: skipped, there is no evaluator beside the project")
        return
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            gold = EVAL / f"{name}_dev.jsonl"
            out = Path(folder) / f"{name}.jsonl"
            print(f"== {name}")
            command = "stories" if name == "stories" else "batch"
            subprocess.run([sys.executable, "-m", "bot.cli", command, str(gold), str(out)], check=False)
            extra = []
            if name == "summary":
                lead = Path(folder) / "lead.jsonl"
                subprocess.run(
                    [sys.executable, "-m", "bot.cli", "batch", str(gold), str(lead), "--method", "lead"], check=False
                )
                extra = [str(lead)]
            subprocess.run([sys.executable, str(SCORER), name, str(gold), str(out), *extra], check=False)


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or SETS)
