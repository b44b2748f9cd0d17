"""Installs the project into its environment, with one line that says how far it is; standard library only.

``python3.11 scripts/set_up.py .venv [EXTRA …]`` makes the environment where there is none, and installs what running
needs and the extras, in the versions of constraints.txt. What is there already in its version is left alone.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: Lines of pip shown after a failure, and seconds between two looks at how far it is.
LAST_LINES, PAUSE = 15, 0.3


class Progress:
    """How far pip is: packages looked up (by its output), then installed (by the folders it leaves)."""

    def __init__(self, site: Path, pip: subprocess.Popen[str]) -> None:
        self._site = site
        self._pip = pip
        self._before = self._count()
        self._seen = 0
        self._shown = ""
        self._wanted = 0
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def follow(self) -> int:
        """Show the progress until pip ends; its exit status."""
        while self._pip.poll() is None:
            self._show()
            time.sleep(PAUSE)
        self._reader.join()
        self._show()
        if self._shown and sys.stdout.isatty():
            print()
        return self._pip.returncode

    def _read(self) -> None:
        assert self._pip.stdout is not None
        for line in self._pip.stdout:
            self.lines.append(line.rstrip())
            if re.match(r"(?:Collecting|Requirement already satisfied|Obtaining|Processing)\b", line):
                self._seen += 1
            elif line.startswith("Installing collected packages:"):
                self._wanted = line.count(",") + 1

    def _count(self) -> int:
        return sum(1 for _ in self._site.glob("*.dist-info"))

    def _show(self) -> None:
        on_terminal = sys.stdout.isatty()
        if not self._wanted:
            text = f"looked up {self._seen} packages" if on_terminal else "looking up packages"
        elif on_terminal:
            done = min(max(self._count() - self._before, 0), self._wanted)
            text = f"installed {done} of {self._wanted} packages"
        else:
            text = f"installing {self._wanted} packages"
        if text != self._shown:
            print(f"\r  {text}   " if on_terminal else f"  {text}", end="" if on_terminal else "\n", flush=True)
            self._shown = text


def main(arguments: list[str]) -> int:
    """Set up; the exit status."""
    if sys.version_info < (3, 11):  # noqa: UP036, this file alone is run by whatever Python there is
        print(
            "attache: Python 3.11 or newer is needed; say which with  make PYTHON=/path/to/python3.11", file=sys.stderr
        )
        return 1
    venv, extras = Path(arguments[0]), arguments[1:]
    began = time.monotonic()
    python = venv / "bin" / "python"
    print(
        f"attache: installing {' and '.join(extras or ['what runs'])} (again only when dependencies change)", flush=True
    )
    if not python.exists() and subprocess.run([sys.executable, "-m", "venv", str(venv)], check=False).returncode:
        print(
            "attache: the environment could not be made; on Debian and Ubuntu python3.11-venv is needed",
            file=sys.stderr,
        )
        return 1
    site = next((venv / "lib").glob("python3*/site-packages"))
    wanted = f"{ROOT}[{','.join(extras)}]" if extras else str(ROOT)
    command = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off"]
    # What is never loaded need not be compiled; the rest is, once, below.
    command += ["--no-compile", "--constraint", str(ROOT / "constraints.txt"), "--editable", wanted]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    # pip's warnings about indexes and extras are no news to whoever only wants to run this; a failure shows them.
    pip = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=environment,
    )
    progress = Progress(site, pip)
    try:
        status = progress.follow()
    except KeyboardInterrupt:
        pip.terminate()
        pip.wait()
        print("\nattache: stopped; the next make goes on", file=sys.stderr)
        return 130
    if status:
        print("\n".join(progress.lines[-LAST_LINES:]), file=sys.stderr)
        print("attache: pip could not install what is needed; its own words stand above", file=sys.stderr)
        return status
    print("  loading everything once", flush=True)
    loads = [str(python), str(ROOT / "scripts" / "first_load.py")]
    compiles = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    loaded = subprocess.run(loads, env=compiles, stderr=subprocess.PIPE, text=True, check=False)
    if loaded.returncode:
        print("\n".join(loaded.stderr.splitlines()[-LAST_LINES:]), file=sys.stderr)
        print("attache: what was installed cannot be loaded; Python's own words stand above", file=sys.stderr)
        return loaded.returncode
    size = sum(path.lstat().st_size for path in venv.rglob("*"))
    count = sum(1 for _ in site.glob("*.dist-info"))
    print(f"attache: ready, {count} packages, {size / 1e6:.0f} MB, {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
