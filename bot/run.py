"""The running program: the bot on Slack, or the local demo, until it is interrupted."""

from __future__ import annotations

import threading

from bot.app import Bot, Tempo
from bot.ops.logs import set_up_logging
from bot.settings import Settings
from bot.signals import on_signals
from bot.start_retries import StoppedEarly


def run(
    settings: Settings,
    *,
    demo: bool = False,
    show: bool = False,
    reset: bool = False,
    script: bool = False,
    tempo: Tempo | None = None,
) -> int:
    """Run until SIGINT or SIGTERM: on Slack when there are tokens, else (or with ``demo``) as the local demo.

    ``show`` opens the demo's page in the browser, ``reset`` begins the demo afresh, ``script`` takes its tour in the terminal.
    ``tempo`` is the bot's on Slack. Gives the exit status. Raises :class:`AttacheError` for what the person has to put right.
    """
    demo = demo or not settings.has_slack
    # The demo's terminal is for the brief; whoever wants the log there asks for it.
    chosen = "log_level" in settings.model_fields_set or not demo
    set_up_logging(settings.log_level if chosen else "warning", settings.log_format)
    if demo:
        # Who runs on Slack loads no emulator of it.
        from bot.demo_run import run_demo, run_script

        return run_script(settings) if script else run_demo(settings, show=show, reset=reset)
    print(f"Attaché connects to Slack by {'Socket Mode' if settings.mode == 'socket' else 'HTTP'}.")
    print("For the local demo without Slack run `attache demo`.")
    stopping = threading.Event()
    on_signals(stopping.set)
    try:
        bot = Bot(settings, tempo=tempo, stopping=stopping)
        bot.start()
    except StoppedEarly:
        print("Stopped.", flush=True)
        return 0
    print("Connected. Stop me with Ctrl-C.", flush=True)
    bot.wait()
    print("Stopping …", flush=True)
    bot.stop()
    print("Stopped.", flush=True)
    return 0
