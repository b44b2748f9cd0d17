"""``make bench``: every benchmark that needs no server, one after the other."""

from __future__ import annotations

import importlib
from pathlib import Path

from benchmarks.data import SHARED

#: Modules with a ``main``; those that are not there yet or need a server are run on their own.
QUICK = ("speed", "quality")


def main() -> None:
    """Run them; a benchmark without its data says so and is passed over."""
    for name in QUICK:
        print(f"\n### {name}")
        importlib.import_module(f"benchmarks.{name}").main()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.stem in {"articles", "stories"}:
            print(f"\n### {path.stem}")
            importlib.import_module(f"benchmarks.{path.stem}").main(SHARED)


if __name__ == "__main__":
    main()
