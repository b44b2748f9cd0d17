"""People with their offices: who is one person by the directory, what each holds, and where."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from summarizers import lexicon
from summarizers.directory import index
from summarizers.directory.terms import Term
from summarizers.officials import country_evidence
from summarizers.officials.counterparts import with_counterparts
from summarizers.officials.linking import linked_terms
from summarizers.officials.offices import aide_of, office_of
from summarizers.people.entities import People, PersonEntity
from summarizers.people.titles import ParsedTitle
from summarizers.text.document import Document

#: Nouns whose "of" names somebody dead.
_DEATH_NOUNS = lexicon.word_class("death_noun")
#: Participles of violent deaths.
_KILLED = frozenset({"assassinated", "murdered", "slain"})
#: What a name may keep in capitals, and what its middle may keep behind a full stop.
_NUMERALS, _KEPT = frozenset({"II", "III", "IV"}), frozenset({"Jr", "Sr"})
#: Roles one person of a state has at a time.
_ONE_HOLDER = lexicon.word_class("role_single")
#: Roles of the staff of an official.
_STAFF = frozenset({"aide", "adviser"})
#: Most tokens from an aide's "to" to the name of the official.
_AIDE_REACH = 6


def assign(doc: Document, people: People) -> People:
    """The same people with office, country, standing and full name; those the directory shows to be one person are one."""
    linked = _united([(person, linked_terms(person, doc.article.published)) for person in people.entities], doc)
    named = People(
        doc, (_with_office(doc, replace(person, index=k), terms) for k, (person, terms) in enumerate(linked))
    )
    placed = country_evidence.fill(doc, with_counterparts(doc, People(doc, _with_aides(doc, named))))
    placed = _with_principals(doc, People(doc, placed))
    return People(doc, (_contradicting(person, doc.article.published) for person in placed))


def _contradicting(person: PersonEntity, date: dt.date | None) -> PersonEntity:
    """The person, noting whom the directory has in the office the text gives somebody it does not know there."""
    held = person.held
    if held is None or date is None or held.why != "title" or held.status != "current" or not held.country:
        return person
    if held.role not in _ONE_HOLDER:
        return person
    others = [t for t in index.directory().holders(held.role, held.country, date) if t.office == held.name]
    latest = max(others, key=lambda term: term.start or "", default=None)
    return replace(person, held=replace(held, contradicts=latest)) if latest is not None else person


def _united(
    linked: list[tuple[PersonEntity, tuple[Term, ...]]], doc: Document
) -> list[tuple[PersonEntity, tuple[Term, ...]]]:
    """The people with their terms, those linked to one person of the directory made one, the first."""
    kept: list[tuple[PersonEntity, tuple[Term, ...]]] = []
    place: dict[str, int] = {}
    joined: set[int] = set()
    for person, terms in linked:
        known = place.setdefault(terms[0].person, len(kept)) if terms else len(kept)
        if known < len(kept):
            kept[known] = (kept[known][0].joined(person), ())
            joined.add(known)
        else:
            kept.append((person, terms))
    for k in joined:
        kept[k] = (kept[k][0], linked_terms(kept[k][0], doc.article.published))
    return kept


def _with_office(doc: Document, person: PersonEntity, terms: tuple[Term, ...]) -> PersonEntity:
    """A person with full name, office and roles."""
    person = _completed(person, terms)
    held = office_of(person.titles, terms, doc.article.published)
    if held is not None and (_killed(doc, person) or (held.status != "current" and _died(doc, person))):
        held = replace(held, status="deceased")
    roles = {t.role for t in person.titles if t.public} | ({held.role} if held is not None else set())
    known = next((term.wikidata for term in terms if term.wikidata), None)
    return replace(person, name=display_name(person.name, terms), held=held, wikidata=known, roles=frozenset(roles))


def _died(doc: Document, person: PersonEntity) -> bool:
    """Whether the text says that a former office-holder is dead: "the death of X", "X, who died", "X’s funeral"."""
    return any(
        _death_before(doc, doc.token_at(m.titled_start)) or _death_after(doc, m.last + 1) for m in person.mentions
    )


def _killed(doc: Document, person: PersonEntity) -> bool:
    """Whether the text says that an office-holder was killed: "X was assassinated"."""
    return any(
        doc.low[m.last + 1 : m.last + 2] == ["was"]
        and doc.low[m.last + 2 : m.last + 3]
        and doc.low[m.last + 2] in _KILLED
        for m in person.mentions
    )


def _death_before(doc: Document, k: int) -> bool:
    return k >= 2 and doc.low[k - 1] == "of" and doc.low[k - 2] in _DEATH_NOUNS


def _death_after(doc: Document, k: int) -> bool:
    following = doc.low[k : k + 3]
    if following[:1] == ["'s"]:
        return following[1:2] in (["death"], ["funeral"])
    return following[:1] == ["died"] or following[:2] == ["has", "died"] or following == [",", "who", "died"]


# --- names -----------------------------------------------------------------------------------------------------------


def _completed(person: PersonEntity, terms: tuple[Term, ...]) -> PersonEntity:
    """A person with the directory's full name where the text has a surname or initials alone, and its gender where nothing tells."""
    if not terms:
        return person
    full, told = terms[0].person, terms[0].gender
    initials = all(_is_initials(word) for word in person.name.split()[:-1])
    if not person.given or initials:
        parts = (lexicon.name_key(word) for word in full.split())
        person = replace(person, name=full, given=tuple(part for part in parts if part != person.surname))
    if person.gender is None and told in {"m", "f"}:
        person = replace(person, gender="m" if told == "m" else "f")
    return person


def display_name(name: str, terms: tuple[Term, ...] = ()) -> str:
    """A name as shown: no middle initial ("John R. Bolton") unless the directory's own name has it; no shouting."""
    words = name.split()
    if name.isupper() and len(name) > 3:
        words = [w if w in _NUMERALS else w.capitalize() for w in words]
    if terms:
        listed = terms[0].person.split()
        if "." in terms[0].person and [w[:1] for w in listed] == [w[:1] for w in words]:
            return terms[0].person
        if all(lexicon.fold(words[end]) == lexicon.fold(listed[end]) for end in (0, -1)):
            return " ".join(w for w in words if w in listed or "." not in w or w.rstrip(".") in _KEPT)
    if len(words) > 2 and len(words[0].rstrip(".")) > 1:
        words = [words[0], *(w for w in words[1:-1] if not _is_initials(w)), words[-1]]
    return " ".join(words)


def _is_initials(word: str) -> bool:
    return "." in word and len(word.replace(".", "")) <= 2 and word != "St."


# --- what the article itself makes certain ---------------------------------------------------------------------------


def _with_aides(doc: Document, people: People) -> list[PersonEntity]:
    """ "the vice president’s aide X": the staff of an official are officials of the same country."""
    known = list(people.entities)
    for k, person in enumerate(known):
        for title in person.titles if person.held is None else ():
            principal = _principal(doc, people, title)
            office = known[principal.index].held if principal is not None else None
            if principal is not None and office is not None and principal.index != k:
                known[k] = replace(person, held=aide_of(principal.name, office, title.status))
                break
    return _with_principals(doc, People(doc, known))


def _with_principals(doc: Document, people: People) -> list[PersonEntity]:
    """The people, those whose title belongs to an official in the official's state or body."""
    known = list(people.entities)
    for k, person in enumerate(known):
        if person.held is not None and not (person.held.country or person.held.organisation):
            known[k] = _where_the_principal_is(doc, people, known, person)
    return known


def _where_the_principal_is(
    doc: Document, people: People, known: list[PersonEntity], person: PersonEntity
) -> PersonEntity:
    """Somebody whose title belongs to an official, in the official's state or body: "President X’s spokesman, Y"."""
    for title in person.titles:
        if title.in_text and title.public and person.held is not None:
            principal = _owner(doc, people, title)
            office = known[principal.index].held if principal is not None else None
            if office is not None and principal is not None and principal.name != person.name:
                held = replace(person.held, country=office.country, organisation=office.organisation)
                return replace(person, held=held)
    return person


def _owner(doc: Document, people: People, title: ParsedTitle) -> PersonEntity | None:
    """Whose a title is: the person before its "'s", or the only official of the sentence before "his" and "her"."""
    if title.owner is not None:
        return people.at(doc.begins[title.owner])
    if not country_evidence.is_personal(doc, title):
        return None
    sentence = doc.sentence_of[title.first]
    opens = (
        sentence and title.first - doc.first_token[sentence] <= 1
    )  # "Her deputy, X," whom the last sentence is about
    low = doc.first_token[sentence - 1 if opens else sentence]
    named = [
        person for _, person in people.between(doc.begins[low], doc.begins[title.first]) if person.held is not None
    ]
    return named[0] if len({person.index for person in named}) == 1 else None


def _principal(doc: Document, people: People, title: ParsedTitle) -> PersonEntity | None:
    """The person an aide's title names: "X’s aide", "aide to Vice President X"."""
    if title.role not in _STAFF or not title.in_text:
        return None
    if title.owner is not None:
        return people.at(doc.begins[title.owner])
    k = title.last + 1
    if k >= len(doc.tokens) or doc.low[k] != "to":
        return None
    near = people.between(doc.begins[k], doc.begins[min(k + _AIDE_REACH, len(doc.tokens) - 1)] + 1)
    return near[0][1] if near else None
