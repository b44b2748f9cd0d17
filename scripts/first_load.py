"""Loads what a start of the bot loads, once, right after the installation: Python keeps it compiled for every start that follows.

Whatever is never loaded is never compiled, which spares the installation some 50 MB and an eighth of its CPU time.
"""

from __future__ import annotations

import tempfile
from importlib import import_module

#: What the bot, its workers and the demo load, beside what the two warm-ups below do.
MODULES = (
    "bot.cli",
    "bot.app",
    "bot.run",
    "bot.demo_run",
    "bot.doctor",
    "bot.digest.worker_tasks",
    "bot.articles.pdf",
    "bot.articles.word_files",
    "bot.articles.mail",
)


def main() -> None:
    """Load it all."""
    for module in MODULES:
        import_module(module)
    from bot.articles.tasks import warm_up_shortly
    from bot.brief_maker import warm_up

    warm_up_shortly()
    warm_up(tempfile.gettempdir())


if __name__ == "__main__":
    main()
