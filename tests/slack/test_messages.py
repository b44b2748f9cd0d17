"""What the bot says: one table, one voice, one page of documentation."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from bot.slack import messages
from bot.slack.messages import LINES, as_markdown, refusal, say

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_is_up_to_date() -> None:
    """docs/messages.md is made by ``python -m scripts.write_messages``."""
    assert (ROOT / "docs" / "messages.md").read_text() == as_markdown()


def test_every_line_is_said_somewhere() -> None:
    """A line nobody says is taken out."""
    table = ROOT / "bot" / "slack" / "messages.py"
    program = "\n".join(path.read_text() for path in (ROOT / "bot").rglob("*.py") if path != table)
    program += table.read_text().split("def say", 1)[1]
    patterned = {"mode_every", "mode_sites", "mode_mention", "place_thread", "place_channel"}
    patterned |= {f"{part}_{end}" for part in ("length", "quotes") for end in ("one", "many", "none")}
    assert [name for name in LINES if f'"{name}"' not in program and name not in patterned] == []


@pytest.mark.parametrize("name", LINES)
def test_values_are_escaped(name: str) -> None:
    """No value of a line can become markup."""
    fields = {field for _, field, _, _ in Formatter().parse(LINES[name].text) if field}
    filled = say(name, **dict.fromkeys(fields, "<!channel> & <@U1>"))
    assert not re.search(r"<[!@]", filled)


@pytest.mark.parametrize("line", LINES.values(), ids=lambda line: line.when)
def test_one_voice(line: messages.Line) -> None:
    """No shouting, no apology without need, no exclamation beyond the greeting."""
    assert not line.text.isupper()
    assert line.text.count("!") <= (1 if line.text.startswith("Hello") else 0)
    assert line.when.endswith(".")


def test_refusals_have_words() -> None:
    """Each of Slack's codes gets a line, known or not."""
    assert "/invite" in refusal("channel_not_found")
    assert "archived" in refusal("is_archived")
    assert refusal("whatever") == say("cannot_post")
