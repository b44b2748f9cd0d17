"""The directory of office-holders: who held which office, when.

For linking names the article already gives, never for recognising them; always asked as of a date.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

#: Ordering weight of an office by role class, 0 to 100, on the scale of titles.tsv.
RANKS = {
    "head_of_state": 100,
    "head_of_government": 96,
    "foreign": 86,
    "defence": 84,
    "international": 84,
    "royal": 80,
    "finance": 78,
    "interior": 76,
    "minister": 70,
    "adviser": 70,
    "deputy": 66,
    "ambassador": 62,
    "envoy": 62,
    "intelligence": 62,
    "central_banker": 60,
    "military": 60,
    "legislator": 55,
    "spokesperson": 50,
    "governor": 50,
    "party": 48,
    "judge": 48,
}


@dataclass(frozen=True, slots=True)
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
        return RANKS.get(self.role, 45)

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


def _rows(file: Path) -> list[list[str]]:
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


def _terms(rows: Iterable[list[str]], countries: frozenset[str]) -> list[Term]:
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


def _full_key(name: str) -> tuple[str, ...]:
    """A full name under which spellings meet; initials are left out where two words remain, "Jr." always."""
    from summarizers.lexicon import name_key

    words = name.split()
    if "." in name or "," in name or name.endswith((" Jr", " Sr")) or any(len(word) < 2 for word in words):
        words = [word for word in words if word.lower().rstrip(".,") not in {"jr", "sr"}]
        full = [word for word in words if len(word.rstrip(".")) > 1]
        words = full if len(full) > 1 else words
    return tuple(map(name_key, words))


class Directory:
    """Terms by name, looked up under every spelling."""

    def __init__(self, terms: Iterable[Term]) -> None:
        from summarizers.lexicon import is_family_first, name_key

        #: Every term, in file order.
        self.terms: tuple[Term, ...] = tuple(terms)
        self._by_person: dict[str, list[Term]] = defaultdict(list)
        for term in self.terms:
            self._by_person[term.person].append(term)
        self._full: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._surname: dict[str, set[str]] = defaultdict(set)
        for person, held in self._by_person.items():
            names = {person, *(a for t in held for a in t.aliases)}
            for name in names:
                words = name.split()
                keys = _full_key(name)
                self._full[keys].add(person)
                if len(keys) > 2:
                    self._full[keys[0], keys[-1]].add(person)
                self._surname[name_key(words[-1])].add(person)
                if len(words) > 1 and is_family_first(words[0]):
                    self._surname[name_key(words[0])].add(person)

    @classmethod
    def load(cls, folder: Path, *, countries: frozenset[str], extra: Path | None = None) -> Directory:
        """Read every ``*.tsv`` of a folder, and lay a fetched file of the same columns beside them.

        Malformed rows are left out. A fetched file that is missing or unreadable counts as empty: the bot never needs it.
        """
        bundled = [row for file in sorted(folder.glob("*.tsv")) for row in _rows(file)]
        terms = _terms(bundled, countries)
        if extra is not None:
            try:
                fetched = _rows(extra)
            except (OSError, UnicodeDecodeError):
                fetched = []
            if fetched:
                from summarizers.knowledge.merging import merged

                terms = merged(terms, _terms(fetched, countries), _full_key)
        return cls(terms)

    def of_person(self, person: str) -> list[Term]:
        """Every term of one person, by the exact name of the directory."""
        return list(self._by_person.get(person, ()))

    def find(self, name: str) -> list[Term]:
        """Terms of everyone a full name may mean: accents, particles, middle names and spellings set aside."""
        keys = _full_key(name)
        persons = self._full.get(keys)
        if persons is None and len(keys) > 2:
            persons = self._full.get((keys[0], keys[-1]))
        if persons and len(persons) > 1:
            initials = [w[0] for w in name.split()[1:-1]]
            if initials:  # "George W. Bush" is not "George H.W. Bush"
                closer = {p for p in persons if [w[0] for w in p.split()[1:-1]][: len(initials)] == initials}
                persons = closer or persons
        return [t for p in sorted(persons or ()) for t in self._by_person[p]]

    def find_surname(self, name: str) -> list[Term]:
        """Terms of everyone with a surname (or a family name that stands first)."""
        from summarizers.lexicon import name_key

        return [t for p in sorted(self._surname.get(name_key(name.split()[-1]), ())) for t in self._by_person[p]]

    def holders(self, role: str, jurisdiction: str, on: dt.date) -> list[Term]:
        """Who held an office of a role class in a country or body on a day."""
        return [
            t for t in self.terms if t.role == role and jurisdiction in {t.jurisdiction, t.organisation} and t.holds(on)
        ]
