"""Offices: the words a person's offices go by, and the directory of office-holders."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from summarizers.directory import Directory, Term
from summarizers.knowledge import tables

if TYPE_CHECKING:
    from summarizers.people import Figure


def office_words(figure: Figure) -> set[str]:
    """Lower-case words of every office the article or the directory gives a figure."""
    texts = [t.office for t in figure.titles if t.office and t.public]
    if figure.office:
        texts.append(figure.office)
    found = {w for text in texts for w in text.lower().replace("-", " ").split()}
    if found & {"spokesperson", "spokesman", "spokeswoman"}:
        found |= {"spokesperson", "spokesman", "spokeswoman"}
    if "premier" in found:
        found.add("minister")
    return found


#: The file of fetched office-holders, once one was named.
_fetched: list[Path] = []


def use_fetched_directory(path: Path | None) -> None:
    """Lay a file written by ``attache directory update`` beside the bundled ones from now on; None: the bundled alone."""
    _fetched[:] = [path] if path is not None else []
    directory.cache_clear()


@cache
def directory() -> Directory:
    """The bundled office-holders, with the fetched ones when their file was named."""
    countries = frozenset(row[1] for row in tables.rows("countries"))
    return Directory.load(tables.OFFICE_HOLDERS, countries=countries, extra=_fetched[0] if _fetched else None)


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
