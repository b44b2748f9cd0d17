"""Logging: structlog for us, the standard library's loggers through the same pipe, secrets struck out of both."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog
from structlog.typing import Processor

from bot.surfaces import log_text

#: Tokens of Slack (xoxb-, xapp-, xoxe. …), its webhook addresses, and passwords inside addresses.
_SECRET = re.compile(
    r"xox[a-z]*[-.][\w.-]+|xapp-[\w-]+|(?<=hooks\.slack\.com/)[\w/+.-]+|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"
)
_STRUCK = "[secret]"


def strike(text: str) -> str:
    """``text`` with tokens and passwords struck out."""
    return _SECRET.sub(_STRUCK, text)


def _strike_all(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = strike(value)
        elif not isinstance(value, int | float | bool | type(None)):
            event[key] = strike(repr(value))
    return event


def _make_visible(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A stranger's words neither steer the terminal nor end the line; a traceback keeps its own lines."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = log_text(value, lines=key in ("exception", "stack"))
    return event


def set_up_logging(level: str, format: str, stream: TextIO | None = None) -> None:
    """Send all logging to ``stream`` (standard error), as text or JSON lines; "auto" is text on a terminal.

    Libraries are heard from warning upwards, unless ``level`` is "debug".
    """
    stream = stream or sys.stderr
    as_text = format == "text" or (format == "auto" and stream.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _strike_all,
    ]
    console = structlog.dev.ConsoleRenderer(colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback)
    # JSON escapes by itself.
    renderers: list[Processor] = [_make_visible, console] if as_text else [structlog.processors.JSONRenderer()]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderers],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.DEBUG if level == "debug" else logging.WARNING)
    for own in ("attache", "bot"):
        logging.getLogger(own).setLevel(level.upper())
    # What strangers send that is no HTTP is counted; a line for each would be theirs to fill a disk with.
    logging.getLogger("uvicorn.error").setLevel(logging.INFO if level == "debug" else logging.ERROR)
    # Socket Mode writes every lost connection at error level; it connects again by itself.
    for noisy in ("slack_bolt", "slack_sdk", "urllib3", "websockets", "alembic"):
        logging.getLogger(noisy).setLevel(logging.INFO if level == "debug" else logging.WARNING)


def quiet_logs(level: str = "warning") -> None:
    """Send what a command logs to standard error, from warning upwards unless more is asked for: standard output is the answer's."""
    set_up_logging("warning" if level == "info" else level, "auto")
