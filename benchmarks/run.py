"""``make bench``: every benchmark that takes minutes and needs no server, one after the other, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys

#: Words behind ``python -m benchmarks.``; a benchmark without its data says so and is passed over.
QUICK = (("speed",), ("commands",), ("quality",), ("articles",), ("stories", "speed"))


def main() -> int:
    """Run them; 1 when one of them failed."""
    failed = []
    for module, *arguments in QUICK:
        print(f"\n### {' '.join((module, *arguments))}", flush=True)
        if subprocess.run([sys.executable, "-m", f"benchmarks.{module}", *arguments], check=False).returncode:
            failed.append(module)
    if failed:
        print(f"\nfailed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
