"""What was typed behind /brief: pure rules, no Slack."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

#: Sentences and quotes of a short and a long brief.
SHORT, LONG = (2, 2), (6, 6)
#: Words /brief knows beside a link.
WORDS = ("help", "settings", "short", "long", "private")


@dataclass(frozen=True, slots=True)
class BriefCommand:
    """/brief with a link."""

    #: Canonical address.
    url: str
    #: Sentences and quotes, or None for the channel's own.
    size: tuple[int, int] | None = None
    #: Whether only the person who asked sees the answer.
    private: bool = False


@dataclass(frozen=True, slots=True)
class PlainCommand:
    """/brief with a word, or alone."""

    #: "ask" is /brief alone: a form opens.
    name: Literal["help", "settings", "ask"]


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """/brief with something else."""

    #: What was typed.
    given: str
    #: The nearest command that works, complete.
    nearest: str


def parse_brief(text: str, links_of: Callable[[str], list[str]]) -> BriefCommand | PlainCommand | NotUnderstood:
    """Read the words behind /brief."""
    text = text.strip()
    if not text:
        return PlainCommand("ask")
    links = links_of(text)
    words = [word.lower().strip(".,;:") for word in text.split() if "://" not in word and not word.startswith("<")]
    if not links:
        if words and words[0] in ("help", "settings"):
            return PlainCommand("help" if words[0] == "help" else "settings")
        return NotUnderstood(text, _nearest(text, words))
    size: tuple[int, int] | None = None
    private = False
    for word in words:
        if word == "short":
            size = SHORT
        elif word == "long":
            size = LONG
        elif word == "private":
            private = True
        else:
            close = difflib.get_close_matches(word, ("short", "long", "private"), n=1, cutoff=0.5)
            return NotUnderstood(text, f"/brief {links[0]}" + (f" {close[0]}" if close else ""))
    return BriefCommand(links[0], size, private)


def _nearest(text: str, words: list[str]) -> str:
    first = words[0] if words else text.lower()
    bare = text.split()[0].strip("<>")
    if "." in bare.strip(".") and "/" not in bare.split(".")[0]:
        return f"/brief https://{bare}"
    close = difflib.get_close_matches(first, ("help", "settings"), n=1, cutoff=0.6)
    return f"/brief {close[0]}" if close else "/brief https://…"
