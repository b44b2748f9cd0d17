"""``attache directory show``: who held what, when."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from bot.presentation import person_shown
from summarizers.directory.index import Directory
from summarizers.directory.terms import Term
from summarizers.errors import AttacheError


class UnknownPerson(AttacheError):
    """The directory has nobody of that name."""

    kind = "unknown-person"


@dataclass(frozen=True, slots=True)
class Shown:
    """One person's offices, seen from a day."""

    #: Full name.
    person: str
    #: Offices held on the day, the highest first.
    current: tuple[Term, ...]
    #: Offices that had ended by the day, the latest first.
    former: tuple[Term, ...]
    #: Offices that begin after the day, the next first.
    later: tuple[Term, ...]


def show(name: str, on: dt.date, directory: Directory) -> list[Shown]:
    """Everybody of a name (full name, other name or surname), those in office on the day first.

    Raises UnknownPerson when there is nobody.
    """
    wanted = " ".join(name.split())
    found = directory.find(wanted) if wanted else []
    if wanted and " " not in wanted:
        found += directory.find_surname(wanted)
    if not found:
        raise UnknownPerson(f"Nobody called “{wanted[:60]}” stands in the directory.")
    people: defaultdict[str, list[Term]] = defaultdict(list)
    for term in found:
        if term not in people[term.person]:
            people[term.person].append(term)
    shown = []
    for person, held in people.items():
        current = sorted((t for t in held if t.holds(on)), key=lambda t: (-t.rank, t.start or ""))
        former = sorted((t for t in held if t.ended(on)), key=lambda t: (t.end or "", t.start or ""), reverse=True)
        later = sorted((t for t in held if not t.holds(on) and not t.ended(on)), key=lambda t: t.start or "")
        shown.append(Shown(person, tuple(current), tuple(former), tuple(later)))
    return sorted(shown, key=lambda s: (not s.current, -max((t.rank for t in s.current), default=0), s.person))


def describe(shown: Shown) -> list[str]:
    """Lines for the terminal: the name, then every office with its country or body and its dates."""
    lines = [shown.person]
    for label, held in (("in office", shown.current), ("former", shown.former), ("later", shown.later)):
        for term in held:
            office = person_shown(term.person, term.office, term.jurisdiction, term.organisation)
            lines.append(f"  {label + ':':<11}{', '.join(office.details)} ({_span(term)})")
    return lines


def _span(term: Term) -> str:
    """ "26 January 2021 – 20 January 2025", "since May 2019"."""
    start, end = (day_in_words(date) if date else "" for date in (term.start, term.end))
    if not end:
        return f"since {start}" if start else "dates unknown"
    return f"{start} – {end}" if start else f"until {end}"


def day_in_words(date: str) -> str:
    """An ISO date of any precision in words."""
    year, _, rest = date.partition("-")
    if not rest:
        return year
    month, _, day = rest.partition("-")
    label = _MONTHS[int(month) - 1]
    return f"{int(day)} {label} {year}" if day else f"{label} {year}"


#: English whatever the machine's locale.
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"
)  # fmt: skip
