"""Terms looked up by name: who held which office, when.

For linking names the article already gives; for recognising one only where it is whole and other evidence nearly suffices.
Offices are always asked as of a date.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

from summarizers.directory.merging import merged
from summarizers.directory.terms import Term, read_rows, terms_of
from summarizers.knowledge import built, tables
from summarizers.lexicon.names import is_family_first, name_key

#: Persons by the words of a full name, and by surname, under which spellings meet.
Keys = tuple[dict[tuple[str, ...], set[str]], dict[str, set[str]]]


def _full_key(name: str) -> tuple[str, ...]:
    """A full name under which spellings meet; initials are left out where two words remain, "Jr." always."""
    words = name.split()
    if "." in name or "," in name or name.endswith((" Jr", " Sr")) or any(len(word) < 2 for word in words):
        words = [word for word in words if word.lower().rstrip(".,") not in {"jr", "sr"}]
        full = [word for word in words if len(word.rstrip(".")) > 1]
        words = full if len(full) > 1 else words
    return tuple(map(name_key, words))


class Directory:
    """Terms by name, looked up under every spelling."""

    def __init__(self, terms: Iterable[Term], keys: Keys | None = None) -> None:
        """``keys`` are those the terms were found under before, if they are known."""
        #: Every term, in file order.
        self.terms: tuple[Term, ...] = tuple(terms)
        self._by_person: dict[str, list[Term]] = defaultdict(list)
        self._by_post: dict[tuple[str, str], list[Term]] = defaultdict(list)
        for term in self.terms:
            self._by_person[term.person].append(term)
            self._by_post[term.role, term.jurisdiction or term.organisation or ""].append(term)
        self._full, self._surname = self._keys() if keys is None else keys

    def _keys(self) -> Keys:
        """The persons by full name and by surname, in every spelling."""
        full: dict[tuple[str, ...], set[str]] = defaultdict(set)
        surname: dict[str, set[str]] = defaultdict(set)
        for person, held in self._by_person.items():
            names = {person, *(a for t in held for a in t.aliases)}
            for name in names:
                words = name.split()
                keys = _full_key(name)
                full[keys].add(person)
                if len(keys) > 2:
                    full[keys[0], keys[-1]].add(person)
                surname[name_key(words[-1])].add(person)
                if len(words) > 1 and is_family_first(words[0]):
                    surname[name_key(words[0])].add(person)
        return dict(full), dict(surname)

    def plain(self) -> tuple[list[tuple[Any, ...]], Keys]:
        """The directory as plain values: the fields of every term, and the keys they are found under."""
        names = [field.name for field in fields(Term)]
        return [tuple(getattr(term, name) for name in names) for term in self.terms], (self._full, self._surname)

    @classmethod
    def load(cls, folder: Path, *, countries: frozenset[str], extra: Path | None = None) -> Directory:
        """Read every ``*.tsv`` of a folder, and lay a fetched file of the same columns beside them.

        Malformed rows are left out. A fetched file that is missing or unreadable counts as empty: the bot never needs it.
        """
        bundled = [row for file in sorted(folder.glob("*.tsv")) for row in read_rows(file)]
        terms = terms_of(bundled, countries)
        if extra is not None:
            try:
                fetched = read_rows(extra)
            except (OSError, UnicodeDecodeError):
                fetched = []
            if fetched:
                terms = merged(terms, terms_of(fetched, countries), _full_key)
        return cls(terms)

    def posts(self) -> dict[tuple[str, str], list[Term]]:
        """Terms by role class and country or body."""
        return dict(self._by_post)

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
        return [t for p in sorted(self._surname.get(name_key(name.split()[-1]), ())) for t in self._by_person[p]]

    def holders(self, role: str, jurisdiction: str, on: dt.date) -> list[Term]:
        """Who held an office of a role class in a country or body on a day."""
        return [term for term in self._by_post.get((role, jurisdiction), ()) if term.holds(on)]


#: The file of fetched office-holders, once one was named.
_fetched: list[Path] = []


def use_fetched_directory(path: Path | None) -> None:
    """Lay a file written by ``attache directory update`` beside the bundled ones from now on; None: the bundled alone."""
    _fetched[:] = [path] if path is not None else []
    directory.cache_clear()


@cache
def directory() -> Directory:
    """The bundled office-holders, with the fetched ones when their file was named."""
    terms, keys = built.kept("directory", _loaded, _fetched)
    return Directory([Term(*term) for term in terms], keys)


def _loaded() -> tuple[list[tuple[Any, ...]], Keys]:
    countries = frozenset(row[1] for row in tables.rows("countries"))
    extra = _fetched[0] if _fetched else None
    return Directory.load(tables.OFFICE_HOLDERS, countries=countries, extra=extra).plain()


def prominent(token: str, on: dt.date | None) -> list[Term]:
    """Terms of the one person a bare surname means in world news of a day, or nothing."""
    if on is None:
        return []
    found = [
        t
        for t in directory().find_surname(token)
        if t.prominent and (t.start is None or int(t.start[:4]) <= on.year + 1)
    ]
    persons = {t.person for t in found}
    return found if len(persons) == 1 else []
