"""The local Slack as a program: serves until interrupted."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from local_slack.errors import LocalSlackError
from local_slack.slack import LocalSlack


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve a local Slack until interrupted; gives back the exit status."""
    parser = argparse.ArgumentParser(prog="python -m local_slack", description="A local Slack on loopback.")
    parser.add_argument("--port", type=int, default=8765, help="port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--state", type=Path, help="file in which messages and tokens outlive the process")
    parser.add_argument("--manifest", type=Path, help="app manifest (JSON) to enforce")
    parser.add_argument("--json", action="store_true", help="print addresses, tokens and the control key as one line")
    options = parser.parse_args(arguments)
    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: over.set())
    try:
        with LocalSlack(port=options.port, state=options.state, manifest=options.manifest) as slack:
            if options.json:
                print(json.dumps(slack.facts), flush=True)
            else:
                print(f"Local workspace: {slack.page_url}\nSample article:  {slack.sample_url}\n\nFor the bot's .env:")
                print(f"SLACK_API_URL={slack.base_url}\nSLACK_BOT_TOKEN={slack.bot_token}")
                print(f"SLACK_APP_TOKEN={slack.app_token}\nSLACK_SIGNING_SECRET={slack.signing_secret}", flush=True)
            over.wait()
    except LocalSlackError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
