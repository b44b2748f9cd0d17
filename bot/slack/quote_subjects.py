"""Whom /quotes is about where no person is named: a country, an office, or both ("foreign minister of Japan")."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from bot.store.quotes import fold_name
from summarizers.knowledge import tables

#: Words of the longest name of a country that is looked for at the beginning of what was typed.
_LONGEST = 5


@dataclass(frozen=True, slots=True)
class Subject:
    """A country, an office, or the office of a country."""

    #: Name of the country as briefs show it, or None.
    country: str | None
    #: Words of the office, "" for any.
    office: str


@cache
def _countries() -> tuple[dict[str, str], dict[str, str]]:
    """Countries by folded name or alias, and by folded adjective; what may mean something else is left out."""
    names: dict[str, str] = {}
    adjectives: dict[str, str] = {}
    for _iso, name, aliases, own, *_rest in tables.rows("countries"):
        names[fold_name(name)] = name
        for table, cell in ((names, aliases), (adjectives, own)):
            for form, is_doubtful in tables.forms(cell):
                if not is_doubtful:
                    table.setdefault(fold_name(form), name)
    return names, adjectives


def subject_of(text: str) -> Subject | None:
    """The country, or the office of a country, that is meant; None where no country is named."""
    names, adjectives = _countries()
    words = [word for word in fold_name(text).split() if word != "the"]
    whole = f" {' '.join(words)} "
    if whole in names or whole in adjectives:
        return Subject(names.get(whole) or adjectives[whole], "")
    for at, word in enumerate(words):
        country = names.get(f" {' '.join(words[at + 1 :])} ")
        if word == "of" and at and country:
            return Subject(country, " ".join(words[:at]))
    for length in range(min(_LONGEST, len(words) - 1), 0, -1):
        before = f" {' '.join(words[:length])} "
        country = names.get(before) or adjectives.get(before)
        # "Japan's" folds to "japan s".
        office = words[length + 1 :] if words[length] == "s" else words[length:]
        if country and office:
            return Subject(country, " ".join(office))
    return None
