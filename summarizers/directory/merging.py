"""Fetched office-holders laid beside the bundled ones: the bundled names stay, fetched ends and new terms are added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from summarizers.directory.terms import Term


def merged(bundled: Sequence[Term], fetched: Iterable[Term], key: Callable[[str], object]) -> list[Term]:
    """The bundled terms, their missing ends filled, and the fetched terms they lack.

    A fetched person is a bundled one when the Wikidata ids agree or, where one has none, when a name does under ``key``
    (a spelling-tolerant key of a full name) and points to one person only. A fetched alias that is somebody else's name in
    the bundled files is dropped: a wrong edit must not turn one person into another.
    """
    by_id = {term.wikidata: term.person for term in bundled if term.wikidata}
    ids = {term.person: term.wikidata for term in bundled if term.wikidata}
    owners: defaultdict[object, set[str]] = defaultdict(set)
    held: defaultdict[str, list[int]] = defaultdict(list)
    for k, term in enumerate(bundled):
        held[term.person].append(k)
        for name in (term.person, *term.aliases):
            owners[key(name)].add(term.person)
    out = list(bundled)
    for term in fetched:
        person = _bundled_name(term, by_id, ids, owners, key)
        if person is None and owners.get(key(term.person)):
            continue  # A namesake of somebody else: adding the term would make the name ambiguous.
        aliases = tuple(name for name in term.aliases if owners.get(key(name), set()) <= {person})
        made = replace(term, person=person or term.person, aliases=aliases, prominent=False)
        twin = next((k for k in held.get(made.person, ()) if _same_term(out[k], made)), None)
        if twin is None:
            held[made.person].append(len(out))
            out.append(made)
        elif out[twin].end is None and made.end is not None:
            out[twin] = replace(out[twin], end=made.end)
    return out


def _bundled_name(
    term: Term,
    by_id: Mapping[str, str],
    ids: Mapping[str, str],
    owners: Mapping[object, set[str]],
    key: Callable[[str], object],
) -> str | None:
    """The bundled person a fetched term belongs to."""
    if term.wikidata and term.wikidata in by_id:
        return by_id[term.wikidata]
    persons = owners.get(key(term.person), set())
    if len(persons) == 1:
        person = next(iter(persons))
        if not term.wikidata or ids.get(person) in (None, term.wikidata):
            return person
    return None


def _same_term(a: Term, b: Term) -> bool:
    """Whether two rows speak of one time in one office: same class and country, and begun within a year of each other."""
    if (a.jurisdiction, a.organisation) != (b.jurisdiction, b.organisation):
        return False
    # A king is royal in one source and head of state in the other.
    if a.role != b.role and {a.role, b.role} != {"royal", "head_of_state"}:
        return False
    if a.start is None or b.start is None:
        return a.start == b.start
    return abs(_months(a.start) - _months(b.start)) <= 12


def _months(date: str) -> int:
    """Months since year 0; a year alone counts as its middle."""
    year, _, rest = date.partition("-")
    return int(year) * 12 + (int(rest[:2]) if rest else 6)
