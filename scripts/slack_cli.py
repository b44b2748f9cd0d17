"""What the Slack CLI runs (.slack/hooks.json): the app's manifest for `slack install`, the bot itself for `slack run`.

Hooks: docs.slack.dev/tools/slack-cli/reference/hooks. The CLI hands the tokens over as SLACK_CLI_XOXB and SLACK_CLI_XAPP
and reads what a hook prints; with the protocol "message-boundaries" the answer stands between two lines it names.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: Names of the CLI's tokens, and ours.
TOKENS = {"SLACK_CLI_XOXB": "SLACK_BOT_TOKEN", "SLACK_CLI_XAPP": "SLACK_APP_TOKEN"}


def manifest(arguments: list[str]) -> str:
    """The manifest as the hook prints it."""
    text = (ROOT / "bot" / "slack" / "manifest.json").read_text("utf-8")
    boundary = next((a.partition("=")[2] for a in arguments if a.startswith("--boundary=")), "")
    return f"{boundary}{text}{boundary}" if boundary else text


def start() -> None:
    """Become the bot, with the CLI's tokens in the place of ours."""
    environment = dict(os.environ)
    for theirs, ours in TOKENS.items():
        if environment.get(theirs):
            environment[ours] = environment.pop(theirs)
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), environment.get("PYTHONPATH"))))
    own = ROOT / ".venv" / "bin" / "python"
    python = str(own) if own.exists() else sys.executable
    os.execve(python, [python, "-m", "bot.start", "run"], environment)


if __name__ == "__main__":
    if sys.argv[1:2] == ["get-manifest"]:
        print(manifest(sys.argv[2:]))
    elif sys.argv[1:2] == ["start"]:
        start()
    else:
        sys.exit("usage: slack_cli.py get-manifest | start")
