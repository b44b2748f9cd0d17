"""Builds the wheel and the source distribution, installs it into a clean environment outside the checkout, and uses it there.

``python -m scripts.try_wheel`` fails with the words of what went wrong: a file of the program that the wheel leaves out,
a name it exports and should not, a package it needs and does not ask for, a command that fails, a demo without its page,
commands or first brief, a local Slack that does not start alone.
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
from typing import Any

import requests

ROOT = Path(__file__).resolve().parents[1]
#: Packages the wheel exports, and nothing else: other names may be other people's.
PACKAGES = ("bot", "local_slack", "summarizers")
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
        is_made_of_the_sdist_too(wheel, place)
        holds_every_file(wheel)
        exports_its_packages_alone(wheel)
        venv = installed(wheel, place / "venv")
        took = time.monotonic() - began
        packages = len(list(venv.glob("lib/python3*/site-packages/*.dist-info")))
        size = sum(path.lstat().st_size for path in venv.rglob("*")) / 1e6
        print(f"wheel {wheel.stat().st_size / 1e6:.1f} MB; installed: {packages} packages, {size:.0f} MB, {took:.0f} s")
        attache = venv / "bin" / "attache"
        briefs(attache, place)
        commands(attache, place)
        demo(attache, place)
        local_slack(venv / "bin" / "python", place)
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


def is_made_of_the_sdist_too(wheel: Path, place: Path) -> None:
    """The source distribution holds all the wheel is made of: built from it, the wheel has the same files."""
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", place / "sdist", cwd=ROOT)
    (source,) = (place / "sdist").glob("*.tar.gz")
    pip = (sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps")
    run(*pip, "-w", place / "again", source, cwd=place)
    (again,) = (place / "again").glob("*.whl")
    ours, theirs = (set(zipfile.ZipFile(one).namelist()) for one in (wheel, again))
    assert ours == theirs, f"differs between checkout and sdist: {sorted(ours ^ theirs)}"


def holds_every_file(wheel: Path) -> None:
    """Whatever stands in the program's folders is in the wheel, and the licence is."""
    kept = run("git", "ls-files", *PACKAGES, cwd=ROOT).splitlines()
    names = set(zipfile.ZipFile(wheel).namelist())
    missing = [name for name in kept if name not in names]
    assert not missing, f"not in the wheel: {missing}"
    assert any(name.endswith("licenses/LICENSE") for name in names), "the wheel has no licence"


def exports_its_packages_alone(wheel: Path) -> None:
    """No tests, scripts or benchmarks, which many projects have, land beside other people's packages."""
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    others = sorted(top for top in tops - set(PACKAGES) if not top.endswith(".dist-info"))
    assert not others, f"the wheel exports {others}"


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
def started(*command: str | Path, place: Path, until: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A program that serves a page, and the page's address once it says it in the words ``until``."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(place), "PYTHONUNBUFFERED": "1", "LANG": "C.UTF-8"}
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=place,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    hung = threading.Timer(HUNG, process.kill)
    hung.start()
    try:
        said: list[str] = []
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            found = re.search(rf"{until} (http://\S+)", line)
            if found:
                yield process, found[1]
                return
        raise SystemExit(f"{' '.join(map(str, command))} did not come to say “{until}”:\n" + "".join(said))
    finally:
        hung.cancel()
        if process.poll() is None:
            process.kill()
        process.wait()


def demo(attache: Path, place: Path) -> None:
    """The demo briefs its sample, serves its page with all it loads, knows the app's commands, and stops when told."""
    with started(attache, "demo", place=place, until="The same, as a chat:") as (process, address):
        state = page_state(address)
        named = [command["name"] for command in state["commands"]]
        assert "/brief" in named, f"the demo does not know the app's commands: {named}"
        assert state["shortcuts"], "the demo does not know the app's shortcuts"
        stops(process)


def local_slack(python: Path, place: Path) -> None:
    """The local Slack starts without the bot, serves its page and its sample article, and stops when told."""
    with started(python, "-m", "local_slack", "--port", "0", place=place, until="Local workspace:") as (
        process,
        address,
    ):
        sample = page_state(address)["sample"]
        assert "<h1" in requests.get(sample, timeout=30).text, "the local Slack has no sample article"
        stops(process)


def page_state(address: str) -> dict[str, Any]:
    """What the chat page shows, once all it loads was loaded."""
    index = requests.get(address, timeout=30).text
    for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', index):
        requests.get(address.rstrip("/") + path, timeout=30).raise_for_status()
    key = re.search(r'name="page-key" content="([^"]+)"', index)
    assert key is not None, index
    state: dict[str, Any] = requests.get(f"{address.rstrip('/')}/page/state", params={"key": key[1]}, timeout=30).json()
    return state


def stops(process: subprocess.Popen[str]) -> None:
    """Ctrl-C ends a program with status 0 and without a traceback."""
    process.send_signal(signal.SIGINT)
    assert process.stdout is not None
    rest = process.stdout.read()
    assert process.wait() == 0, f"{process.args!r} did not stop cleanly:\n{rest}"
    assert "Traceback" not in rest, rest


if __name__ == "__main__":
    main()
