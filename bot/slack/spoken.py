"""What people write to the bot in words, in a mention or a direct message: pure rules, no Slack."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

#: What somebody wants: help; the quotes or the digest that ``words`` ask for; a brief of the thread; nothing, being polite.
Wish = Literal["help", "quotes", "digest", "thread", "nothing", "unknown"]


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was understood."""

    #: What is wanted.
    wish: Wish
    #: What stands behind it, as the command of that name takes it.
    words: str = ""


_QUOTES = re.compile(r"/?quotes?\b\s*(?:of|by|from)?\b\s*(.*)", re.IGNORECASE | re.DOTALL)
_DIGEST = re.compile(r"/?digest\b\s*(.*)", re.IGNORECASE | re.DOTALL)
_SAID = re.compile(
    r"what\s+(?:did|does|do|has|have|was|is)\s+(.+?)\s+(?:say|said|saying)\b\s*(.*)", re.IGNORECASE | re.DOTALL
)
_ON = re.compile(r"^(?:on|regarding)\s+", re.IGNORECASE)
_EMOJI = re.compile(r":[a-z0-9_+'-]+:", re.IGNORECASE)
_WORD = re.compile(r"[^\W_](?:[\w;'’]*[^\W_])?")


@cache
def _all_phrases() -> dict[str, frozenset[str]]:
    """Phrases by what they are; read once."""
    lines = resources.files("bot.slack").joinpath("phrases.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    found: dict[str, set[str]] = {}
    for kind, phrase in rows:
        found.setdefault(kind, set()).add(phrase)
    return {kind: frozenset(phrases) for kind, phrases in found.items()}


def _phrases(role: str) -> frozenset[str]:
    return _all_phrases()[role]


def understood(text: str) -> Spoken:
    """What a message to the bot asks for; "thread" for one that says nothing, or asks for a brief without a link."""
    text = text.strip()
    words = [word.replace("’", "'") for word in _WORD.findall(_EMOJI.sub(" ", text.lower()))]
    said = " ".join(words)
    if said.removeprefix("brief ") in _phrases("help"):
        return Spoken("help")
    for wish, pattern in _COMMANDS:
        command = pattern.fullmatch(text)
        if command:
            return Spoken(wish, command[1].strip(" ?!."))
    asked = _SAID.fullmatch(text.rstrip(" ?!."))
    if asked:
        about = _ON.sub("about ", asked[2].strip())
        return Spoken("quotes", f"{asked[1]} {about}".strip())
    if not text or not _phrases("wish").isdisjoint(words):
        return Spoken("thread")
    return Spoken("nothing" if set(words) <= _phrases("courtesy") else "unknown")


_COMMANDS: tuple[tuple[Wish, re.Pattern[str]], ...] = (("quotes", _QUOTES), ("digest", _DIGEST))
