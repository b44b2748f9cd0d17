"""Where the command begins: Ctrl-C ends it with one line, also while the program is still being loaded."""

from __future__ import annotations

import gc
import signal
import sys

#: Exit status of a command ended by SIGINT, as shells count: its output is not whole.
INTERRUPTED = 130


def main() -> None:
    """Run ``attache``."""
    try:
        from bot.cli import main as command

        command()
    except KeyboardInterrupt:
        _stopped()
    except SystemExit as error:
        if error.code == INTERRUPTED:
            _stopped()
        raise
    finally:
        # What is still there goes with the process: looking through it for garbage on the way out takes a quarter of a second.
        gc.freeze()


def _stopped() -> None:
    # One Ctrl-C is enough: a second one would only interrupt the tidying up.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    print("attache: stopped", file=sys.stderr)
    sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
