"""`slack run` and `slack install`: the hooks of the Slack CLI."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from local_slack.slack import LocalSlack
from tests.hung import HUNG

ROOT = Path(__file__).resolve().parents[1]
HOOKS = json.loads((ROOT / ".slack" / "hooks.json").read_text("utf-8"))["hooks"]


def command(hook: str) -> list[str]:
    """A hook's command, run by this Python."""
    return [sys.executable, *shlex.split(HOOKS[hook])[1:]]


@pytest.mark.parametrize("boundary", ["", "line-of-the-cli"])
def test_the_manifest_hook(boundary: str) -> None:
    """It prints the manifest, between the boundaries where the CLI names one."""
    asked = [f"--boundary={boundary}"] if boundary else []
    run = subprocess.run([*command("get-manifest"), *asked], cwd=ROOT, capture_output=True, text=True, check=True)
    text = run.stdout.split(boundary)[1] if boundary else run.stdout
    assert json.loads(text)["display_information"]["name"] == "Attaché"


def test_the_start_hook_runs_the_bot_with_the_cli_s_tokens(tmp_path: Path) -> None:
    """It connects to Slack, and ends when the CLI ends it."""
    with LocalSlack() as slack:
        environment = {
            **os.environ,
            "SLACK_CLI_XOXB": slack.bot_token,
            "SLACK_CLI_XAPP": slack.app_token,
            "SLACK_API_URL": slack.base_url,
            "ATTACHE_HOME": str(tmp_path),
        }
        for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "DATABASE_URL"):
            environment.pop(name, None)
        with subprocess.Popen(command("start"), cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as bot:
            try:
                slack.wait_for(lambda: slack.connections, HUNG)
            finally:
                bot.terminate()
            assert bot.wait(HUNG) == 0
