"""Whom of the directory an article names: certain links only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from summarizers.directory import index
from summarizers.directory.terms import Term
from summarizers.officials.offices import BESIDE_OFFICE, PUBLIC_ROLES, agrees, best_title
from summarizers.people.clustering import is_junior
from summarizers.people.entities import PersonEntity
from summarizers.people.titles import ParsedTitle


def linked_terms(person: PersonEntity, date: dt.date | None) -> tuple[Term, ...]:
    """All terms of the one person the directory and the article agree on, or nothing."""
    best = best_title(person.titles)
    if person.given or len(person.name.split()) > 1:
        return _by_full_name(person, best)
    return _by_surname(person, best, date) if person.name and date is not None else ()


def _by_full_name(person: PersonEntity, best: ParsedTitle | None) -> tuple[Term, ...]:
    if not person.name:
        return ()
    found = index.directory().find(person.name)
    if len({t.person for t in found}) > 1:
        found = [t for t in found if agrees(t, best)]
    if len({t.person for t in found}) != 1:
        return ()
    if is_junior(person.name) and not (_known_as_junior(found) or any(agrees(t, best) for t in found)):
        return ()  # his father's office is not his
    if best is None:
        # the text may say what the person is: a namesake journalist or athlete
        return () if any(_says_otherwise(person, title, found) for title in person.titles) else tuple(found)
    return () if _contradicts(found, best) and not any(agrees(t, best) for t in found) else tuple(found)


def _known_as_junior(terms: Sequence[Term]) -> bool:
    """Whether the directory gives the person of some terms a name that ends in "Jr."."""
    return any(is_junior(name) for term in terms for name in (term.person, *term.aliases))


def _says_otherwise(person: PersonEntity, title: ParsedTitle, terms: Sequence[Term]) -> bool:
    """Whether a title makes its holder no official; one right before the name may be a government's: "Chief Executive X"."""
    before = title.role == "business" and any(title.last == mention.first - 1 for mention in person.mentions)
    if before and any(title.office == term.office for term in terms):
        return False
    return (not title.public or title.role not in PUBLIC_ROLES) and title.role not in BESIDE_OFFICE


def _contradicts(terms: Sequence[Term], title: ParsedTitle) -> bool:
    """Whether the title's country excludes every term."""
    return title.country is not None and all(
        t.jurisdiction not in {title.country, None} and t.organisation is None for t in terms
    )


def _by_surname(person: PersonEntity, best: ParsedTitle | None, date: dt.date) -> tuple[Term, ...]:
    bearers = _titled_bearers(person.name, best, date)
    if not bearers and (best is None or best.country is None):
        famous = index.prominent(person.name, date)
        if best is None or any(agrees(t, best) for t in famous):
            bearers = {t.person for t in famous}
    terms = index.directory().of_person(bearers.pop()) if len(bearers) == 1 else []
    other_gender = person.gender and terms and terms[0].gender not in {None, person.gender}
    return () if other_gender else tuple(terms)


def _titled_bearers(surname: str, best: ParsedTitle | None, date: dt.date) -> set[str]:
    """Those of a surname who have held what the title says; of several, who holds it, and who is famous."""
    found = [t for t in index.directory().find_surname(surname) if agrees(t, best)]
    persons = {t.person for t in found}
    if len(persons) > 1 and best is not None and best.status == "current":
        persons = {t.person for t in found if t.holds(date)}
    if len(persons) > 1:
        persons &= {t.person for t in index.prominent(surname, date)}
    return persons
