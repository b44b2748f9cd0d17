"""Builds the wheel, installs it into a clean environment outside the checkout, and uses it there.

``python -m scripts.try_wheel`` fails with the words of what went wrong: a file of the program that the wheel leaves out,
a package it needs and does not ask for, a command that fails, a demo without its page, commands or first brief.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parents[1]
#: Seconds after which the demo is taken to hang.
HUNG = 240.0
TEXT = (
    "Ministers agree on the strait\n\nOSLO, 14 October 2026 - Foreign Minister Ingrid Solheim met her colleagues on Monday. "
    "“We will go on with the talks next week,” Solheim said after the meeting. The agreement covers fishing and rescue at sea."
)
PAGE = f"""<!doctype html><html lang="en"><head><title>Ministers agree on the strait</title></head><body><nav><a href="/">Start</a></nav>
<article><h1>Ministers agree on the strait</h1><p>{TEXT.partition(chr(10) * 2)[2]}</p>
<p>The two countries have argued about the strait for eleven years, and both lost catches to it.</p></article></body></html>"""


def main() -> None:
    """Build, install, try."""
    with tempfile.TemporaryDirectory(prefix="attache-wheel-") as folder:
        place = Path(folder)
        began = time.monotonic()
        wheel = build(place / "dist")
        holds_every_file(wheel)
        venv = installed(wheel, place / "venv")
        took = time.monotonic() - began
        packages = len(list(venv.glob("lib/python3*/site-packages/*.dist-info")))
        size = sum(path.lstat().st_size for path in venv.rglob("*")) / 1e6
        print(f"wheel {wheel.stat().st_size / 1e6:.1f} MB; installed: {packages} packages, {size:.0f} MB, {took:.0f} s")
        attache = venv / "bin" / "attache"
        briefs(attache, place)
        commands(attache, place)
        demo(attache, place)
    print("the wheel works outside the checkout")


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Standard output of a command that must succeed; nothing of the checkout is on its path."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "VIRTUAL_ENV", "ATTACHE_", "SLACK_"))
    }
    clean.pop("DATABASE_URL", None)
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def build(target: Path) -> Path:
    """The project's wheel."""
    run(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "-w",
        target,
        ROOT,
        cwd=ROOT,
    )
    (wheel,) = target.glob("*.whl")
    return wheel


def holds_every_file(wheel: Path) -> None:
    """Whatever stands in the program's folders is in the wheel, and the licence and the manifest are."""
    kept = run("git", "ls-files", "bot", "local_slack", "summarizers", cwd=ROOT).splitlines()
    names = set(zipfile.ZipFile(wheel).namelist())
    missing = [name for name in kept if name not in names]
    assert not missing, f"not in the wheel: {missing}"
    assert any(name.endswith("licenses/LICENSE") for name in names), "the wheel has no licence"


def installed(wheel: Path, venv: Path) -> Path:
    """A clean environment that holds the wheel and what it asks for, in the pinned versions."""
    run(sys.executable, "-m", "venv", venv, cwd=venv.parent)
    pip = (venv / "bin" / "python", "-m", "pip")
    run(
        *pip,
        "install",
        "--quiet",
        "--no-compile",
        "--disable-pip-version-check",
        "-c",
        ROOT / "constraints.txt",
        wheel,
        cwd=venv.parent,
    )
    run(*pip, "check", cwd=venv.parent)
    return venv


def briefs(attache: Path, place: Path) -> None:
    """A brief of a text and one of an HTML page: the words, and who said them in which office."""
    for name, content in (("strait.txt", TEXT), ("strait.html", PAGE)):
        (place / name).write_text(content, encoding="utf-8")
        made = json.loads(run(attache, "brief", name, "--json", cwd=place))
        (quote,) = made["quotes"]
        assert "We will go on with the talks" in quote["text"], quote
        assert quote["speakers"][0]["name"] == "Ingrid Solheim", quote
        assert quote["speakers"][0]["office"] == "Foreign Minister", quote
        assert made["summary"], made
        assert "Ingrid Solheim" in run(attache, "brief", name, cwd=place)


def commands(attache: Path, place: Path) -> None:
    """The rest of the command line finds its data and its migrations."""
    assert "Lavrov" in run(attache, "directory", "show", "Sergey Lavrov", cwd=place)
    (place / "in.jsonl").write_text(json.dumps({"id": "1", "text": TEXT}) + "\n", encoding="utf-8")
    run(attache, "batch", "in.jsonl", "out.jsonl", cwd=place)
    assert len((place / "out.jsonl").read_text("utf-8").splitlines()) == 1
    run(attache, "feedback", "export", cwd=place, ATTACHE_HOME=str(place / "home"))


@contextmanager
def started(attache: Path, place: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The demo, and the address of its page once the first brief stands there."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(place), "PYTHONUNBUFFERED": "1", "LANG": "C.UTF-8"}
    process = subprocess.Popen(
        [str(attache), "demo"], cwd=place, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    hung = threading.Timer(HUNG, process.kill)
    hung.start()
    try:
        said: list[str] = []
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            found = re.search(r"The same, as a chat: (http://\S+)", line)
            if found:
                yield process, found[1]
                return
        raise SystemExit("the demo did not come to its first brief:\n" + "".join(said))
    finally:
        hung.cancel()
        if process.poll() is None:
            process.kill()
        process.wait()


def demo(attache: Path, place: Path) -> None:
    """The demo briefs its sample, serves its page with all it loads, knows the app's commands, and stops when told."""
    with started(attache, place) as (process, address):
        index = requests.get(address, timeout=30).text
        for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', index):
            requests.get(address.rstrip("/") + path, timeout=30).raise_for_status()
        key = re.search(r'name="page-key" content="([^"]+)"', index)
        assert key is not None, index
        state = requests.get(f"{address.rstrip('/')}/page/state", params={"key": key[1]}, timeout=30).json()
        named = [command["name"] for command in state["commands"]]
        assert "/brief" in named, f"the demo does not know the app's commands: {named}"
        assert state["shortcuts"], "the demo does not know the app's shortcuts"
        process.send_signal(signal.SIGINT)
        assert process.stdout is not None
        rest = process.stdout.read()
        assert process.wait() == 0, f"the demo did not stop cleanly:\n{rest}"


if __name__ == "__main__":
    main()
