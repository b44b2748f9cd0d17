"""The local Slack as a program: serves until interrupted."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
import webbrowser
from collections.abc import Sequence
from pathlib import Path

from local_slack.errors import LocalSlackError
from local_slack.slack import LocalSlack


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve a local Slack until SIGINT or SIGTERM; gives back the exit status.

    The first and the last line say its address, unless ``--json`` asks for one line alone.
    """
    options = _parser().parse_args(arguments)
    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: over.set())
    try:
        with LocalSlack(port=options.port, state=options.state, manifest=options.manifest) as slack:
            print(json.dumps(slack.facts) if options.json else _welcome(slack), flush=True)
            if options.open:
                webbrowser.open(slack.page_url)
            over.wait()
    except LocalSlackError as error:
        print(error, file=sys.stderr)
        return 1
    if not options.json:
        print(f"\nStopped: {slack.page_url}", flush=True)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m local_slack", description="A local Slack on loopback.")
    parser.add_argument("--port", type=int, default=8765, help="port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--state", type=Path, help="file in which messages and tokens outlive the process")
    parser.add_argument("--manifest", type=Path, help="app manifest (JSON) to enforce")
    parser.add_argument("--open", action="store_true", help="open the page in the browser")
    parser.add_argument("--json", action="store_true", help="print addresses, tokens and the control key as one line")
    return parser


def _welcome(slack: LocalSlack) -> str:
    """Where to look, and what a bot needs to connect."""
    return "\n".join(
        (
            f"Local workspace: {slack.page_url}",
            f"Sample article:  {slack.sample_url}",
            f"Newspapers:      {slack.page_url}news/",
            "",
            "For the bot's .env:",
            f"SLACK_API_URL={slack.base_url}",
            f"SLACK_BOT_TOKEN={slack.bot_token}",
            f"SLACK_APP_TOKEN={slack.app_token}",
            f"SLACK_SIGNING_SECRET={slack.signing_secret}",
            "",
            f"Open {slack.page_url} in a browser. Stop with Ctrl-C.",
        )
    )
