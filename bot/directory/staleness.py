"""``attache directory stale``: where the directory of office-holders is out of date."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.directory.lookup import day_in_words
from summarizers.directory.index import Directory
from summarizers.directory.terms import Term

#: Offices looked at: those a state or body has one holder of at a time.
_ROLES = ("head_of_state", "royal", "head_of_government", "foreign", "defence", "international")
#: Years after which an office without a holder is one that is no more.
_GONE = 6
#: Most articles told for one contradiction.
_MOST_ARTICLES = 3


def vacancies(directory: Directory, on: dt.date) -> Iterator[str]:
    """A line for each office that has holders in the directory and none on a day, the latest ended first."""
    found: list[tuple[str, str]] = []
    for (role, where), terms in directory.posts().items():
        for office, held in _by_office(terms).items() if role in _ROLES else ():
            if any(term.holds(on) or (term.start or "") > on.isoformat() for term in held):
                continue
            last = max(held, key=lambda term: term.end or "")
            if int((last.end or "0")[:4]) > on.year - _GONE:
                found.append((last.end or "", f"{office}, {where}: {last.person} until {day_in_words(last.end or '')}"))
    for _, line in sorted(found, reverse=True):
        yield f"nobody today: {line}"


def _by_office(terms: Iterable[Term]) -> Mapping[str, list[Term]]:
    """The terms by office, "Acting" set aside."""
    found: defaultdict[str, list[Term]] = defaultdict(list)
    for term in terms:
        found[term.office.removeprefix("Acting ")].append(term)
    return found


def contradictions(briefs: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """A line for each office in which articles name somebody the directory does not have there, most articles first.

    ``briefs`` are as docs/brief-format.md says; what has no officials is passed over.
    """
    found: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for brief in briefs:
        for official in brief.get("officials") or ():
            against = official.get("contradicts")
            if against:
                where = official.get("country") or official.get("organisation") or ""
                end = f" until {day_in_words(against['end'])}" if against.get("end") else ""
                key = (official["name"], official.get("office") or "", where, f"{against['person']}{end}")
                found[key].append(str(brief.get("url") or brief.get("id") or ""))
    for (name, office, where, known), articles in sorted(found.items(), key=lambda item: (-len(item[1]), item[0])):
        shown = ", ".join(sorted(set(articles))[:_MOST_ARTICLES])
        yield f"articles say: {name} is {office}, {where}; the directory has {known} ({len(articles)}: {shown})"
