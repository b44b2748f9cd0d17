"""Blocks that Slack refuses are said as text, every word of them."""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.slack.blocks import SECTION_LIMIT, brief_message, preview_blocks
from bot.slack.plain_fallback import in_parts, plain_message, plain_previews, plain_text_of
from bot.surfaces import escape
from local_slack import block_kit
from tests.briefs import brief


def words(value: Any) -> list[str]:
    """All text in blocks."""
    if isinstance(value, dict):
        own = [value["text"]] if isinstance(value.get("text"), str) else []
        return own + [text for key, item in value.items() if key != "text" or not own for text in words(item)]
    return [text for item in value for text in words(item)] if isinstance(value, list) else []


def test_every_word_of_a_brief_stays() -> None:
    """Headline, origin, sentences, quotes, speakers, officials, the source's link; buttons that need blocks go."""
    message = brief_message(brief())
    plain = plain_message(message.payload())
    assert plain is not None
    assert list(plain) == ["text"]
    for text in words([block for block in message.blocks if block["type"] != "actions"]):
        for line in text.split("\n"):
            assert (escape(line) if "flag-" not in line else line) in plain["text"], line
    assert re.search(r"<https://[^|>]+\|Source>", plain["text"])
    assert plain_message(plain) is None


def test_a_preview_becomes_sections() -> None:
    """Of the same words, inside Slack's limits; sections are not made plainer."""
    payload = {"channel": "C1", "ts": "1.2", "unfurls": {"https://a.example/": {"blocks": [*preview_blocks(brief())]}}}
    plain = plain_previews(payload)
    assert plain is not None
    blocks = plain["unfurls"]["https://a.example/"]["blocks"]
    assert {block["type"] for block in blocks} == {"section"}
    assert block_kit.check(blocks).errors == []
    assert "rich_text" not in json.dumps(plain)
    assert (plain["channel"], plain_previews(plain)) == ("C1", None)


@given(st.text(max_size=60), st.sampled_from(["rich_text_section", "rich_text_quote"]))
def test_nothing_in_it_is_markup(text: str, kind: str) -> None:
    """Words of an article ping nobody and hide no link, as in blocks."""
    inline = [
        {"type": "text", "text": f"<!channel> {text} <@U1>"},
        {"type": "link", "url": "https://a.example/|x>", "text": text},
    ]
    made = plain_text_of([{"type": "rich_text", "elements": [{"type": kind, "elements": inline}]}])
    assert not re.search(r"<[!@#]", made)
    assert [target for target in re.findall(r"<([^|<>]*)\|", made) if not target.startswith("https://a.example/")] == []


@given(st.lists(st.text(st.characters(exclude_characters="\n"), max_size=400), max_size=40), st.integers(10, 500))
def test_lines_are_put_together_inside_a_limit(lines: list[str], limit: int) -> None:
    """In order, none lost, in as few parts as a line after a line allows."""
    parts = in_parts(lines, limit)
    assert all(len(part) <= limit for part in parts)
    cut = [line if len(line) <= limit else line[: limit - 1] + "…" for line in lines]
    assert "\n".join(parts) == "\n".join(cut)
    assert SECTION_LIMIT == 3000
