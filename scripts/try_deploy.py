"""Does in a clean folder what the Dockerfile does, and runs the program there as the container would.

``python -m scripts.try_deploy`` needs no container engine: the instructions are read from the Dockerfile, the files from what
.dockerignore lets through, and where the caller is root the program runs as the image's user, who may write to its data
alone. The bot is connected to a local Slack, briefs a link, answers the image's health check, stops on SIGTERM within the
grace of the compose file, and starts again on the same data.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

from bot.slack.manifests import MANIFEST
from local_slack.slack import LocalSlack
from scripts.try_wheel import ROOT, run

#: Where the image has the program and its data.
PROGRAM, DATA = "/opt/attache", "/data"
#: Seconds after which the bot is taken to hang.
HUNG = 240.0


def instructions(dockerfile: str) -> list[tuple[str, str]]:
    """(instruction, rest) of each line of a Dockerfile, continued lines put together."""
    lines = [line for line in dockerfile.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    whole = re.sub(r"\\\n\s*", " ", "\n".join(lines)).splitlines()
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in whole)]


def context(target: Path) -> None:
    """The files .dockerignore lets through: those named behind "!", without what a later line takes out again."""
    for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines():
        if line.startswith("!"):
            source = ROOT / line[1:]
            if source.is_dir():
                shutil.copytree(source, target / line[1:], ignore=shutil.ignore_patterns("__pycache__", ".env*"))
            else:
                shutil.copy(source, target / line[1:])


def main() -> None:
    """Build, run, stop, run again."""
    steps = instructions((ROOT / "Dockerfile").read_text("utf-8"))
    grace = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text("utf-8"))["services"]["attache"][
        "stop_grace_period"
    ]
    with tempfile.TemporaryDirectory(prefix="attache-deploy-") as folder:
        place = Path(folder)
        place.chmod(0o755)
        built(steps, place)
        data = place / "data"
        data.mkdir(mode=0o700)
        user = next(rest for word, rest in steps if word == "USER").partition(":")[0]
        if os.geteuid() == 0 and _may_run(int(user)):
            os.chown(data, int(user), int(user))
        else:
            print("not as the image's user: the caller is not root, or that user may not run this interpreter")
            user = ""
        with LocalSlack(manifest=MANIFEST) as slack:
            for turn in (1, 2):
                lived(steps, place, slack, user, int(grace.rstrip("s")), turn)
    print("the image's steps work in a clean folder")


def _may_run(user: int) -> bool:
    """Whether another user may run the interpreter, which may stand in somebody's home."""
    try:
        done = subprocess.run([sys.executable, "-c", ""], user=user, group=user, extra_groups=[], cwd="/", check=False)
    except OSError:
        return False
    return done.returncode == 0


def built(steps: list[tuple[str, str]], place: Path) -> None:
    """The first stage: its files copied and its commands run, with the program's place in this folder."""
    source = place / "src"
    source.mkdir()
    context(source)
    copied = {name for word, rest in steps if word == "COPY" and "--from" not in rest for name in rest.split()[:-1]}
    missing = [name for name in copied if not (source / name).exists()]
    assert not missing, f".dockerignore keeps out what the Dockerfile copies: {missing}"
    kept = {path.name for path in source.iterdir()}
    assert kept == {Path(name).name for name in copied}, f"sent to the builder and not used: {kept ^ copied}"
    stages = [number for number, (word, _) in enumerate(steps) if word == "FROM"]
    for word, rest in steps[stages[0] : stages[1]]:
        if word == "RUN":
            words = shlex.split(rest.replace(PROGRAM, str(place / "opt")).replace("${EXTRAS}", ""))
            run(*[sys.executable if one == "python" else one for one in words], cwd=source)


def lived(steps: list[tuple[str, str]], place: Path, slack: LocalSlack, user: str, grace: int, turn: int) -> None:
    """One life of the container: healthy, of use, stopped in good order."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    image = dict(re.findall(r'(\w+)="?([^\s"]+)', " ".join(rest for word, rest in steps if word == "ENV")))
    environment = {
        "HOME": "/nonexistent",
        "LANG": "C.UTF-8",
        **{name: value.replace("$PATH", "/usr/bin:/bin") for name, value in image.items()},
        "PATH": f"{place / 'opt' / 'bin'}:/usr/bin:/bin",
        "ATTACHE_HOME": str(place / "data"),
        "ATTACHE_HEALTH_PORT": port,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.base_url,
        "ATTACHE_ALLOWED_HOSTS": slack.page_url.split("://", 1)[1].strip("/"),
    }
    entry, command = (json.loads(next(rest for word, rest in steps if word == name)) for name in ("ENTRYPOINT", "CMD"))
    health = json.loads(next(rest for word, rest in steps if word == "HEALTHCHECK").partition("CMD ")[2])
    health = [str(place / "opt/bin/python"), *(part.replace(image["ATTACHE_HEALTH_PORT"], port) for part in health[1:])]
    program = [str(place / "opt" / "bin" / entry[0]), *entry[1:], *command]
    extra = {"user": int(user), "group": int(user), "extra_groups": []} if user else {}
    with (place / f"log-{turn}").open("w+") as log:
        process = subprocess.Popen(program, cwd=place / "data", env=environment, stdout=log, stderr=log, **extra)  # type: ignore[call-overload]
        try:
            began = time.monotonic()
            while subprocess.run(health, env=environment, capture_output=True, check=False).returncode:
                assert process.poll() is None and time.monotonic() - began < HUNG, _words(log, "is not healthy")
                time.sleep(0.5)
            message = slack.say(slack.sample_url if turn == 1 else slack.sample_url + "?again")
            slack.wait_for(lambda: slack.messages(thread_ts=message)[1:] or process.poll() is not None, HUNG)
            assert process.poll() is None, _words(log, "ended by itself")
            threads = sum(1 for _ in Path(f"/proc/{process.pid}/task").iterdir()) if Path("/proc").exists() else 0
            process.send_signal(signal.SIGTERM)
            assert process.wait(grace) == 0, _words(log, "did not stop in good order")
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
    print(f"life {turn}: healthy, answered in the thread, {threads} threads, stopped")


def _words(log: object, what: str) -> str:
    log.seek(0)  # type: ignore[attr-defined]
    return f"the bot {what}:\n{log.read()}"  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
