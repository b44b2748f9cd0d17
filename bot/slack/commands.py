"""What was typed behind /brief and /quotes: pure rules, no Slack."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

#: Sentences and quotes of a short and a long brief.
SHORT, LONG = (2, 2), (6, 6)
#: Words /brief knows beside a link.
WORDS = ("help", "settings", "short", "long", "private")


@dataclass(frozen=True, slots=True)
class BriefCommand:
    """/brief with links."""

    #: Canonical addresses, each once, in order.
    urls: tuple[str, ...]
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
    return BriefCommand(tuple(links), size, private)


def _nearest(text: str, words: list[str]) -> str:
    first = words[0] if words else text.lower()
    bare = text.split()[0].strip("<>")
    if "." in bare.strip(".") and "/" not in bare.split(".")[0]:
        return f"/brief https://{bare}"
    close = difflib.get_close_matches(first, ("help", "settings"), n=1, cutoff=0.6)
    return f"/brief {close[0]}" if close else "/brief https://…"


@dataclass(frozen=True, slots=True)
class QuotesCommand:
    """/quotes with a name, a country, an office or a subject."""

    #: Name, country or office as typed, "" for none.
    name: str
    #: Words the quotes must hold, or None.
    about: str | None = None
    #: First day, ISO 8601, or None.
    since: str | None = None


@dataclass(frozen=True, slots=True)
class BadDay:
    """/quotes with a day that cannot be read."""

    #: What was typed.
    given: str


_CLAUSE = re.compile(r"\s*\b(about|since)\b\s*", re.IGNORECASE)
#: How days are read; the last two mean the first day of the month and of the year.
_DAYS = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y", "%d.%m.%Y", "%B %Y", "%b %Y", "%Y-%m", "%Y")
_AGO = re.compile(r"(?:last\s+)?(\d{0,4})\s*(day|week|month|year)s?(?:\s+ago)?", re.IGNORECASE)
_DAYS_IN = {"day": 1, "week": 7, "month": 30, "year": 365}


def parse_quotes(text: str, today: dt.date) -> QuotesCommand | BadDay | None:
    """Read the words behind /quotes: ``[WHO] [about WORDS] [since DAY]``; None without a person or words."""
    parts = _CLAUSE.split(text.strip().replace("@", " "))
    name = parts[0].strip(" \"“”'.,")
    clauses = {word.lower(): value.strip(" \"“”'.,") for word, value in zip(parts[1::2], parts[2::2], strict=True)}
    if not re.search(r"\w", name + clauses.get("about", "")):
        return None
    since: str | None = None
    if "since" in clauses:
        day = read_day(clauses["since"], today)
        if day is None:
            return BadDay(clauses["since"])
        since = day.isoformat()
    return QuotesCommand(name[:100] if re.search(r"\w", name) else "", clauses.get("about") or None, since)


def read_day(text: str, today: dt.date) -> dt.date | None:
    """A day as people type it: ISO, "1 October 2026", "October 2026", "yesterday", "last week", "3 days ago"."""
    words = " ".join(text.replace(",", " ").split())
    if words.lower() in ("today", "yesterday"):
        return today - dt.timedelta(days=words.lower() == "yesterday")
    for form in _DAYS:
        try:
            return dt.datetime.strptime(words, form).date()
        except ValueError:
            continue
    ago = _AGO.fullmatch(words)
    if ago is None:
        return None
    days = int(ago[1] or 1) * _DAYS_IN[ago[2].lower()]
    return today - dt.timedelta(days=days) if days < today.toordinal() else dt.date.min
