"""Where ``python -m local_slack`` begins: Ctrl-C ends it without a traceback, also while the program is being loaded."""

from __future__ import annotations

import sys

#: Exit status of a program ended by SIGINT before it served, as shells count.
INTERRUPTED = 130


def main() -> int:
    """Run the local Slack; gives back the exit status."""
    try:
        from local_slack.command_line import main as serve

        return serve()
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
