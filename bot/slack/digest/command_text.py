"""What was typed behind /digest: pure rules, no Slack."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

from bot.slack.commands import read_day
from bot.surfaces import clean

Name = Literal[
    "form",
    "now",
    "status",
    "why",
    "off",
    "on",
    "pause",
    "add",
    "remove",
    "sources",
    "import",
    "export",
    "follow",
    "unfollow",
    "help",
]

#: First words, and what they mean; the others are what people type as well.
WORDS: dict[str, Name] = {
    "now": "now",
    "today": "now",
    "status": "status",
    "why": "why",
    "off": "off",
    "stop": "off",
    "on": "on",
    "resume": "on",
    "start": "on",
    "pause": "pause",
    "add": "add",
    "remove": "remove",
    "delete": "remove",
    "sources": "sources",
    "list": "sources",
    "feeds": "sources",
    "import": "import",
    "export": "export",
    "follow": "follow",
    "unfollow": "unfollow",
    "settings": "form",
    "help": "help",
}
#: Words that need something behind them.
_NEEDS = {"add", "import", "follow", "unfollow"}
#: What may stand behind them.
_EXAMPLES = {"add": " https://…", "import": " https://…", "follow": " Ana Reyes", "unfollow": " Ana Reyes"}
#: Longest pause, and the pause of "/digest pause" alone, in days.
LONGEST_PAUSE, PAUSE = 365, 7
_PAUSE = re.compile(r"(?:for\s+)?(\d{1,3}|an?|one|two|three)?\s*(day|week|month)s?", re.IGNORECASE)
_COUNT = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
_DAYS = {"day": 1, "week": 7, "month": 30}


@dataclass(frozen=True, slots=True)
class DigestCommand:
    """/digest with a word the bot knows, or alone."""

    #: What is wanted.
    name: Name
    #: What stands behind it: an address for "add" and "import", words for the others.
    argument: str = ""
    #: First local date with a digest again, for "pause".
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class DigestUnknown:
    """/digest with something else."""

    #: What was typed.
    given: str
    #: The nearest command that works, complete.
    nearest: str


def parse_digest(text: str, today: dt.date, links_of: Callable[[str], list[str]]) -> DigestCommand | DigestUnknown:
    """Read the words behind /digest; ``today`` is the reader's local date."""
    text = clean(text).strip()
    if not text:
        return DigestCommand("form")
    first, _, rest = text.partition(" ")
    rest = rest.strip()
    name = WORDS.get(first.lower().strip(".,;:"))
    if name is None:
        return DigestUnknown(text, _nearest(text, links_of))
    if name == "pause":
        until = _pause(rest, today)
        return DigestCommand("pause", rest, until) if until else DigestUnknown(text, "/digest pause 3 days")
    if name in ("add", "import"):
        address = address_in(rest, links_of)
        return DigestCommand(name, address) if address else DigestUnknown(text, f"/digest {name}{_EXAMPLES[name]}")
    if name == "remove":
        # An address as Slack sends it, else a number or a name.
        return DigestCommand(name, address_in(rest, links_of) if "://" in rest else rest)
    if name in _NEEDS and not rest:
        return DigestUnknown(text, f"/digest {name}{_EXAMPLES[name]}")
    return DigestCommand(name, rest.strip("\"“”'").strip()[:80])


def address_in(text: str, links_of: Callable[[str], list[str]]) -> str:
    """The address in a text as typed; with the scheme added where somebody left it out; "" where there is none.

    Feeds keep every part of their address: ``links_of`` would take tracking parameters away, which feeds may need.
    """
    found = re.search(r"https?://[^\s<>|\"]+", text, re.IGNORECASE)
    if found:
        return found[0]
    bare = text.strip("<> ").split(" ")[0].split("|")[0]
    if re.fullmatch(r"(?:[\w-]+\.)+[a-zA-Z]{2,}(?:/[^\s<>|\"]*)?", bare):
        return f"https://{bare}"
    links = links_of(text)
    return links[0] if links else ""


def _pause(text: str, today: dt.date) -> dt.date | None:
    """ "3 days", "until 10 November", "" (a week): the first day with a digest again."""
    if not text:
        return today + dt.timedelta(days=PAUSE)
    span = _PAUSE.fullmatch(text)
    if span:
        count = span[1].lower() if span[1] else "1"
        days = (_COUNT.get(count) or int(count)) * _DAYS[span[2].lower()]
        return today + dt.timedelta(days=days) if 0 < days <= LONGEST_PAUSE else None
    day = read_day(re.sub(r"^(?:until|till|to)\s+", "", text, flags=re.IGNORECASE), today)
    return day if day and today < day <= today + dt.timedelta(days=LONGEST_PAUSE) else None


def _nearest(text: str, links_of: Callable[[str], list[str]]) -> str:
    address = address_in(text, links_of)
    if address:
        return f"/digest add {address}"[:190]
    close = difflib.get_close_matches(text.split()[0].lower(), list(WORDS), n=1, cutoff=0.6)
    return f"/digest {close[0]}{_EXAMPLES.get(close[0], '')}" if close else "/digest help"


# -- time zones ------------------------------------------------------------------------------------------------------


@cache
def _zones() -> dict[str, str]:
    """Zones by what people type, lower case: the whole name, and the city alone where it is one zone's."""
    names = sorted(n for n in zoneinfo.available_timezones() if "/" in n or n == "UTC")
    places = [n for n in names if not n.startswith(("Etc/", "SystemV/", "US/", "posix/", "right/"))]
    found: dict[str, str] = {}
    for name in places:
        city = _spoken(name.rsplit("/", 1)[-1])
        # Of two zones with one city ("Asia/Kolkata" has no twin, "America/Indiana/Knox" has) none is meant by it alone.
        found[city] = "" if city in found else name
    found |= {_spoken(name): name for name in names}
    found |= {"utc": "UTC", "gmt": "UTC"}
    return {words: name for words, name in found.items() if name}


def _spoken(name: str) -> str:
    return name.replace("_", " ").lower()


def find_zone(text: str) -> str | None:
    """The IANA zone somebody means by its name or a city's ("Europe/Madrid", "madrid"), or None."""
    name = _zones().get(_spoken(text.strip()))
    if name is None:
        return None
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):
        return None


def zones_like(text: str, most: int = 3) -> list[str]:
    """Zones whose names come close to what was typed."""
    table = _zones()
    wanted = _spoken(text.strip())
    close = [key for key in table if wanted and wanted in key][:most]
    close += difflib.get_close_matches(wanted, list(table), n=most, cutoff=0.6)
    return list(dict.fromkeys(table[key] for key in close))[:most]
