"""One person's time in one office, and the rows of the files it is written in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from pathlib import Path

from summarizers.knowledge import tables
from summarizers.values import value_class

#: Ordering weight of an office by role class, 0 to 100, on the scale of titles.tsv; of the classes the file does not list.
_RANKS = {role: int(rank) for role, rank in tables.weights("role").items()}
_OTHER_RANK = 45


@value_class
class Term:
    """One person's time in one office."""

    #: Full name as English-language news writes it.
    person: str
    #: Other spellings, nicknames and fuller forms.
    aliases: tuple[str, ...]
    #: Whether the bare surname means this person in world news.
    prominent: bool
    #: The office.
    office: str
    #: Role class, as in titles.tsv.
    role: str
    #: Country of the office, by its short English name, or None.
    jurisdiction: str | None
    #: Organisation of the office, when it is not a state's, or None.
    organisation: str | None
    #: First day, month or year (ISO 8601, as precise as known), or None.
    start: str | None
    #: Last day, month or year, or None while in office.
    end: str | None
    #: Wikidata id, or None.
    wikidata: str | None
    #: "m", "f", or None.
    gender: str | None

    @property
    def rank(self) -> int:
        """Ordering weight of the office."""
        return _RANKS.get(self.role, _OTHER_RANK)

    def holds(self, on: dt.date) -> bool:
        """Whether the office was held on a day; a date known by month or year counts whole."""
        day = on.isoformat()
        begun = self.start is None or self.start <= day[: len(self.start)]
        return begun and (self.end is None or self.end >= day[: len(self.end)])

    def ended(self, on: dt.date) -> bool:
        """Whether the term was over before a day."""
        return self.end is not None and self.end < on.isoformat()[: len(self.end)]


#: A date as precise as known.
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


def read_rows(file: Path) -> list[list[str]]:
    """Rows of ten cells with dates that can be compared; comments and the line of column names are no rows."""
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").split("\n")[1:] if line[:1] != "#"]
    return [
        row
        for row in rows
        if len(row) == 10
        and row[0] != "person"
        and row[0].strip()
        and all(not d or _DATE.fullmatch(d) for d in row[6:8])
    ]


def terms_of(rows: Iterable[list[str]], countries: frozenset[str]) -> list[Term]:
    """Terms of rows; other names and fame, given once, hold for all terms of a person."""
    rows = list(rows)
    aliases: dict[str, tuple[str, ...]] = {}
    famous: set[str] = set()
    for row in rows:
        if row[1]:
            aliases[row[0]] = (*aliases.get(row[0], ()), *(name for name in row[1].split("|") if name.strip()))
        if row[2] == "1":
            famous.add(row[0])
    terms = []
    for person, _, _, office, role, where, start, end, wikidata, gender in rows:
        state = where in countries
        terms.append(
            Term(
                person,
                aliases.get(person, ()),
                person in famous,
                office,
                role,
                where if state else None,
                None if state else where or None,
                start or None,
                end or None,
                wikidata or None,
                gender or None,
            )
        )
    return terms
