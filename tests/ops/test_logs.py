"""Logging: one pipe, no secrets."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.ops.logs import set_up_logging, strike


@pytest.fixture(autouse=True)
def _put_back() -> Iterator[None]:
    """Leave logging as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-123-abc",
        "xapp-1-A0-9-abcdef",
        "xoxe.xoxp-1-abc",
        "https://hooks.slack.com/commands/T1/2/abc",
        "postgresql://user:hunter2@db/x",
    ],
)
def test_secrets_are_struck_out(secret: str) -> None:
    """Tokens, response addresses, passwords in addresses."""
    struck = strike(f"before {secret} after")
    assert "[secret]" in struck
    assert not {"abc", "hunter2", "abcdef"} & set(struck.replace("/", " ").replace("-", " ").replace("@", " ").split())


def test_lines_are_json_for_collectors() -> None:
    """Ours and the libraries' alike, with the exception in one line and no secret anywhere."""
    stream = io.StringIO()
    set_up_logging("info", "json", stream)
    structlog.get_logger("attache.x").info("posted", channel="C1", token="xoxb-123-abc", nested={"t": "xoxb-123-abc"})
    try:
        raise ValueError("xoxb-123-abc")
    except ValueError:
        logging.getLogger("library").exception("failed with %s", "xoxb-123-abc")
    ours, theirs = map(json.loads, stream.getvalue().splitlines())
    assert (ours["event"], ours["channel"], ours["level"], ours["logger"]) == ("posted", "C1", "info", "attache.x")
    assert "ValueError" in theirs["exception"]
    assert "xoxb" not in stream.getvalue()


def test_levels() -> None:
    """Libraries are heard from warning on, ours from the chosen level."""
    stream = io.StringIO()
    set_up_logging("info", "text", stream)
    structlog.get_logger("attache.x").debug("quiet")
    structlog.get_logger("attache.x").info("said")
    logging.getLogger("slack_bolt").info("quiet")
    logging.getLogger("slack_bolt").warning("heard")
    shown = stream.getvalue()
    assert "said" in shown
    assert "heard" in shown
    assert "quiet" not in shown
