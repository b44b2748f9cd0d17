"""Writes docs/messages.md from the table of everything the bot can say."""

from __future__ import annotations

from pathlib import Path

from bot.slack.messages import as_markdown

if __name__ == "__main__":
    Path(__file__).resolve().parents[1].joinpath("docs", "messages.md").write_text(as_markdown(), encoding="utf-8")
