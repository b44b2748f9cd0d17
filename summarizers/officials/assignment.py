"""Offices, countries and standing as of the article's date; who is an official; who matters most.

The text decides first. The directory fills the full name, the country and a missing office of somebody it knows for
certain, and says "former" where a bare title ("President Bush") belongs to an ended term; it never overrides a stated
former, then or acting.
"""

from __future__ import annotations

from collections.abc import Sequence

from summarizers import lexicon
from summarizers.directory import index
from summarizers.directory.terms import Term
from summarizers.people.entities import People, PersonEntity, merge
from summarizers.people.titles import ParsedTitle
from summarizers.text.document import Document

#: Roles of people who hold or held public office; everything else is a person, not an official.
PUBLIC_ROLES = frozenset(
    """head_of_state head_of_government foreign defence interior finance minister deputy envoy ambassador spokesperson
    adviser legislator governor mayor judge prosecutor military police royal civil_servant intelligence central_banker
    international""".split()
)
#: Titles under this rank are too loose to outweigh the directory.
_LOW_RANK = 45
_STATUS_ORDER = {"current": 0, "acting": 1, "designate": 2, "deceased": 3, "former": 4}


def assign(doc: Document, people: People) -> People:
    """The same people with office, country, standing and full name; those the directory shows to be one person are one."""
    people = people.copy()
    linked: dict[str, PersonEntity] = {}
    same: list[tuple[PersonEntity, PersonEntity]] = []
    for entity in people.entities:
        terms = _linked_terms(entity, _best_title(entity), doc)
        if not terms:
            continue
        known = linked.setdefault(terms[0].person, entity)
        if known is not entity:
            same.append((known, entity))
    merge(people, same)
    for entity in people.entities:
        best = _best_title(entity)
        terms = _linked_terms(entity, best, doc)
        if terms:
            _complete_name(entity, terms)
        _set_office(entity, best, terms, doc)
        entity.roles = {t.role for t in entity.titles if t.public} | ({entity.role} if entity.role else set())
        entity.name = display_name(entity.name, terms)
        if entity.status != "current" and _died(doc, entity):
            entity.status = "deceased"
    _aides(doc, people)
    _fill_countries(doc, people)
    return people


def _died(doc: Document, entity: PersonEntity) -> bool:
    """Whether the text says that a former office-holder is dead: "the death of X", "X, who died", "X’s funeral"."""
    for mention in entity.mentions:
        before, after = doc.token_at(mention.titled_start) - 1, mention.last + 1
        if before >= 1 and doc.low[before] == "of" and doc.low[before - 1] in {"death", "deaths", "funeral", "murder"}:
            return True
        following = doc.low[after : after + 3]
        if following[:1] == ["died"] or following[:2] == ["has", "died"] or following == [",", "who", "died"]:
            return True
        if following[:1] == ["'s"] and following[1:2] in (["death"], ["funeral"]):
            return True
    return False


def _aides(doc: Document, people: People) -> None:
    """ "the vice president’s aide X": the staff of an official are officials of the same country."""
    for entity in people.entities:
        if entity.official:
            continue
        for title in entity.titles:
            if title.role not in {"aide", "adviser"} or not title.in_text:
                continue
            owner = people.at(doc.begins[title.owner]) if title.owner is not None else _served(doc, people, title)
            if owner is not None and owner.official and owner is not entity:
                entity.official, entity.role, entity.rank = True, "adviser", 30
                entity.office, entity.office_source = f"Aide to {owner.name}", "text"
                entity.country, entity.organisation = owner.country, owner.organisation
                entity.status = title.status
                break


def _served(doc: Document, people: People, title: ParsedTitle) -> PersonEntity | None:
    """The person an "aide to Vice President X" works for."""
    k = title.last + 1
    if k >= len(doc.tokens) or doc.low[k] != "to":
        return None
    near = people.between(doc.begins[k], doc.begins[min(k + 6, len(doc.tokens) - 1)] + 1)
    return near[0][1] if near else None


def _best_title(entity: PersonEntity) -> ParsedTitle | None:
    """The public title that describes the person best: standing now before formerly, then rank, then first given."""
    public = [t for t in entity.titles if t.public and t.role in PUBLIC_ROLES]
    if not public:
        return None
    counterpart = [t for t in public if t.office is not None] or public
    former_roles = {t.role for t in public if t.status == "former"}

    def order(title: ParsedTitle) -> tuple[bool, int, int, int]:
        # "former President X" once makes every later bare "President X" a courtesy
        status = "former" if title.status == "current" and title.role in former_roles else title.status
        return (_courtesy(title), _STATUS_ORDER[status], -_specific(title), title.first)

    return min(counterpart, key=order)


def _courtesy(title: ParsedTitle) -> bool:
    """Whether a title may be kept for life and says nothing of the post: a bare "Ambassador", "General", "diplomat"."""
    bare = not (title.country or title.organisation) and len((title.office or "").split()) <= 2
    return bare and (
        title.role in {"ambassador", "military"} or title.office in {"Diplomat", "Official", "Leader", "Politician"}
    )


def _specific(title: ParsedTitle) -> int:
    """Rank, with a bonus for a country or body and for longer offices."""
    words = len((title.office or "").split())
    bare_rank = 25 if title.role == "military" and words <= 2 else 0
    return title.rank + (8 if title.country or title.organisation else 0) + min(words, 4) * 3 - bare_rank


def _status(entity: PersonEntity, title: ParsedTitle) -> str:
    if title.status == "current" and any(t.status == "former" and t.role == title.role for t in entity.titles):
        return "former"
    if any(t.status == "deceased" for t in entity.titles):
        return "deceased"
    return title.status


# --- the directory ---------------------------------------------------------------------------------------------------


def _linked_terms(entity: PersonEntity, best: ParsedTitle | None, doc: Document) -> tuple[Term, ...]:
    """All terms of the one person the directory and the article agree on, or nothing."""
    name = entity.name
    if not name:
        return ()
    date = doc.article.published
    if entity.given or len(name.split()) > 1:
        found = index.directory().find(name)
        persons = {t.person for t in found}
        if len(persons) > 1:
            found = [t for t in found if _agrees(t, best)]
            persons = {t.person for t in found}
        if len(persons) != 1:
            return ()
        if best is not None and not any(_agrees(t, best) for t in found) and _contradicts(found, best):
            return ()
        if best is None and any(
            (not t.public or t.role not in PUBLIC_ROLES) and t.role not in {"party", "clergy", "family"}
            for t in entity.titles
        ):
            return ()  # the text says what the person is: a namesake journalist or athlete
        return tuple(found)
    if date is None:
        return ()
    found = [t for t in index.directory().find_surname(name) if best is not None and _agrees(t, best)]
    persons = {t.person for t in found}
    if len(persons) > 1 and best is not None:
        holding = {t.person for t in found if t.holds(date)}
        persons = holding if best.status == "current" else persons
        if len(persons) > 1:
            famous = {t.person for t in index.prominent(name, date)}
            persons &= famous
    if not persons and (best is None or best.country is None):
        famous_terms = index.prominent(name, date)
        if best is None or any(_agrees(t, best) for t in famous_terms):
            persons = {t.person for t in famous_terms}
    if len(persons) != 1:
        return ()
    person = persons.pop()
    terms = index.directory().of_person(person)
    if entity.gender and terms and terms[0].gender and terms[0].gender != entity.gender:
        return ()
    return tuple(terms)


def _agrees(term: Term, title: ParsedTitle | None) -> bool:
    """Whether a term and a title can be one person's: same class of office, and no clash of country."""
    if title is None:
        return False
    if title.country and term.jurisdiction != title.country and term.organisation != title.country:
        return False
    if title.organisation and term.organisation and title.organisation != term.organisation and not title.country:
        return False
    if term.role == title.role:
        return True
    words = set((title.office or "").lower().split())
    have = set(term.office.lower().split())
    if words and words <= have | {"us"}:
        return True
    return {term.role, title.role} <= {"head_of_state", "head_of_government", "royal"} and bool(words & have)


def _contradicts(terms: Sequence[Term], title: ParsedTitle) -> bool:
    """Whether the title's country excludes every term."""
    return title.country is not None and all(
        t.jurisdiction not in {title.country, None} and t.organisation is None for t in terms
    )


def _complete_name(entity: PersonEntity, terms: tuple[Term, ...]) -> None:
    person = terms[0].person
    if not entity.given:
        entity.name = person
        parts = [lexicon.name_key(w) for w in person.split()]
        entity.given = tuple(p for p in parts if p != entity.surname)
    if entity.gender is None and terms[0].gender in {"m", "f"}:
        entity.gender = "m" if terms[0].gender == "m" else "f"


def display_name(name: str, terms: tuple[Term, ...] = ()) -> str:
    """A name as shown: no middle initial ("John R. Bolton") unless the directory's own name has it; no shouting."""
    words = name.split()
    if terms:
        kept = terms[0].person.split()
        if len(kept) == len(words) and [w[:1] for w in kept] == [w[:1] for w in words] and any("." in w for w in kept):
            return terms[0].person
        known = [t.person for t in terms[:1]]
        if (
            known
            and lexicon.fold(words[-1]) == lexicon.fold(kept[-1])
            and lexicon.fold(words[0]) == lexicon.fold(kept[0])
        ):
            words = [w for w in words if w in kept or "." not in w or w.rstrip(".") in {"Jr", "Sr"}]
            return " ".join(words)
    if len(words) > 2 and len(words[0].rstrip(".")) > 1:
        words = [words[0], *[w for w in words[1:-1] if not (len(w.replace(".", "")) <= 2 and "." in w)], words[-1]]
    if name.isupper() and len(name) > 3:
        words = [w if w in {"II", "III", "IV"} else w.capitalize() for w in words]
    return " ".join(words)


def _set_office(entity: PersonEntity, best: ParsedTitle | None, terms: tuple[Term, ...], doc: Document) -> None:
    date = doc.article.published
    loose = best is not None and (_courtesy(best) or best.rank < _LOW_RANK)
    if loose and terms and not any(_agrees(t, best) for t in terms):
        # a courtesy ("Lt. Gen. X") or a loose word ("her boss") says less than what the directory knows of the person
        _office_from_directory(entity, terms, doc)
        if entity.office is not None:
            return
    if best is not None:
        entity.official = True
        entity.office = best.office
        entity.country = best.country
        entity.organisation = best.organisation
        if entity.country is None and entity.organisation is None:
            # "Sen. X (R-Texas)": another title of the same kind says where
            entity.country = next((t.country for t in entity.titles if t.role == best.role and t.country), None)
        entity.status = _status(entity, best)
        entity.role = best.role
        entity.rank = best.rank
        entity.office_source = "text" if best.office else None
        agreeing = [t for t in terms if _agrees(t, best)]
        if agreeing and date is not None:
            holding = [t for t in agreeing if t.holds(date)]
            term = holding[0] if holding else max(agreeing, key=lambda t: t.start or "")
            if entity.country is None and entity.organisation is None:
                entity.country, entity.organisation = term.jurisdiction, term.organisation
            if (
                entity.office
                and set(entity.office.lower().split()) <= set(term.office.lower().split())
                and (len(term.office) > len(entity.office))
            ):
                entity.office = term.office
            entity.rank = max(entity.rank, term.rank)
            if entity.status == "current" and not holding and all(t.ended(date) for t in agreeing):
                entity.status = "former"
        elif terms and entity.country is None and entity.organisation is None:
            shared = {t.jurisdiction for t in terms}
            if len(shared) == 1 and (only := shared.pop()):
                entity.country = only
        if entity.office is None and terms and date is not None:
            _office_from_directory(entity, terms, doc)
        return
    if terms and date is not None:
        _office_from_directory(entity, terms, doc)


def _office_from_directory(entity: PersonEntity, terms: tuple[Term, ...], doc: Document) -> None:
    date = doc.article.published
    if date is None:
        return
    held = [t for t in terms if t.holds(date)]
    past = [t for t in terms if t.ended(date)]
    if held:
        term = max(held, key=lambda t: (t.rank, t.start or ""))
        entity.status = "acting" if term.office.lower().startswith("acting") else "current"
    elif past:
        term = max(past, key=lambda t: (t.rank, t.end or ""))
        entity.status = "former"
    else:
        return
    if term.role not in PUBLIC_ROLES and term.role not in {"party", "clergy"}:
        return
    entity.official = True
    entity.office = term.office
    entity.country, entity.organisation = term.jurisdiction, term.organisation
    entity.role, entity.rank, entity.office_source = term.role, term.rank, "directory"


def _fill_countries(doc: Document, people: People) -> None:
    """A country the article itself makes certain: all titled officials of the text who have one share it.

    Only offices of a state's own government are filled, and only where one country dominates the article.
    """
    known = [f.country for f in people.entities if f.official and f.country]
    mentioned: dict[str, int] = {}
    for k, tag in enumerate(doc.tags):
        if (
            tag is not None
            and tag.first == k
            and tag.entry.country
            and tag.entry.kind != "title"
            and not tag.entry.media
        ):
            mentioned[tag.entry.country] = mentioned.get(tag.entry.country, 0) + 1
    if not mentioned:
        return
    top = max(mentioned, key=lambda c: mentioned[c])
    total = sum(mentioned.values())
    dominant = mentioned[top] >= 0.6 * total and (mentioned[top] >= 2 or total == 1) and all(c == top for c in known)
    if not dominant:
        return
    for entity in people.entities:
        if (
            entity.official
            and entity.country is None
            and entity.organisation is None
            and entity.role in PUBLIC_ROLES
            and (entity.role not in {"international", "envoy", "ambassador"})
        ):
            entity.country = top
