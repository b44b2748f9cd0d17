"""Offices, countries and standing as of the article's date; who is an official; who matters most.

The text decides first. The directory fills the full name, the country and a missing office of somebody it knows for
certain, and says "former" where a bare title ("President Bush") belongs to an ended term; it never overrides a stated
former, then or acting.
"""

from __future__ import annotations

from collections.abc import Sequence

from summarizers import lexicon
from summarizers.directory import Term
from summarizers.document import Document
from summarizers.model import Official, Quote, Turn
from summarizers.people import Cast, Figure, merge
from summarizers.people.titles import ParsedTitle

#: Roles of people who hold or held public office; everything else is a person, not an official.
PUBLIC_ROLES = frozenset(
    """head_of_state head_of_government foreign defence interior finance minister deputy envoy ambassador spokesperson
    adviser legislator governor mayor judge prosecutor military police royal civil_servant intelligence central_banker
    international""".split()
)
#: Officials listed at most; the involvement rule of the design caps a brief.
_LEAD_SENTENCES = 3
#: Titles under this rank are too loose to outweigh the directory.
_LOW_RANK = 45
_STATUS_ORDER = {"current": 0, "acting": 1, "designate": 2, "deceased": 3, "former": 4}


def assign(doc: Document, cast: Cast) -> None:
    """Give every figure its office, country, standing and full name, in place."""
    linked: dict[str, Figure] = {}
    same: list[tuple[Figure, Figure]] = []
    for figure in cast.figures:
        terms = _linked_terms(figure, _best_title(figure), doc)
        if not terms:
            continue
        known = linked.setdefault(terms[0].person, figure)
        if known is not figure:
            same.append((known, figure))
    merge(cast, same)
    for figure in cast.figures:
        best = _best_title(figure)
        terms = _linked_terms(figure, best, doc)
        if terms:
            _complete_name(figure, terms)
        _set_office(figure, best, terms, doc)
        figure.roles = {t.role for t in figure.titles if t.public} | ({figure.role} if figure.role else set())
        figure.name = display_name(figure.name, terms)
        if figure.status != "current" and _died(doc, figure):
            figure.status = "deceased"
    _aides(doc, cast)
    _fill_countries(doc, cast)


def _died(doc: Document, figure: Figure) -> bool:
    """Whether the text says that a former office-holder is dead: "the death of X", "X, who died", "X’s funeral"."""
    for mention in figure.mentions:
        before, after = doc.token_at(mention.titled_start) - 1, mention.last + 1
        if before >= 1 and doc.low[before] == "of" and doc.low[before - 1] in {"death", "deaths", "funeral", "murder"}:
            return True
        following = doc.low[after : after + 3]
        if following[:1] == ["died"] or following[:2] == ["has", "died"] or following == [",", "who", "died"]:
            return True
        if following[:1] == ["'s"] and following[1:2] in (["death"], ["funeral"]):
            return True
    return False


def _aides(doc: Document, cast: Cast) -> None:
    """ "the vice president’s aide X": the staff of an official are officials of the same country."""
    for figure in cast.figures:
        if figure.official:
            continue
        for title in figure.titles:
            if title.role not in {"aide", "adviser"} or not title.in_text:
                continue
            owner = cast.at(doc.begins[title.owner]) if title.owner is not None else _served(doc, cast, title)
            if owner is not None and owner.official and owner is not figure:
                figure.official, figure.role, figure.rank = True, "adviser", 30
                figure.office, figure.office_source = f"Aide to {owner.name}", "text"
                figure.country, figure.organisation = owner.country, owner.organisation
                figure.status = title.status
                break


def _served(doc: Document, cast: Cast, title: ParsedTitle) -> Figure | None:
    """The person an "aide to Vice President X" works for."""
    k = title.last + 1
    if k >= len(doc.tokens) or doc.low[k] != "to":
        return None
    near = cast.between(doc.begins[k], doc.begins[min(k + 6, len(doc.tokens) - 1)] + 1)
    return near[0][1] if near else None


def _best_title(figure: Figure) -> ParsedTitle | None:
    """The public title that describes the person best: standing now before formerly, then rank, then first given."""
    public = [t for t in figure.titles if t.public and t.role in PUBLIC_ROLES]
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


def _status(figure: Figure, title: ParsedTitle) -> str:
    if title.status == "current" and any(t.status == "former" and t.role == title.role for t in figure.titles):
        return "former"
    if any(t.status == "deceased" for t in figure.titles):
        return "deceased"
    return title.status


# --- the directory ---------------------------------------------------------------------------------------------------


def _linked_terms(figure: Figure, best: ParsedTitle | None, doc: Document) -> tuple[Term, ...]:
    """All terms of the one person the directory and the article agree on, or nothing."""
    name = figure.name
    if not name:
        return ()
    date = doc.article.published
    if figure.given or len(name.split()) > 1:
        found = lexicon.directory().find(name)
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
            for t in figure.titles
        ):
            return ()  # the text says what the person is: a namesake journalist or athlete
        return tuple(found)
    if date is None:
        return ()
    found = [t for t in lexicon.directory().find_surname(name) if best is not None and _agrees(t, best)]
    persons = {t.person for t in found}
    if len(persons) > 1 and best is not None:
        holding = {t.person for t in found if t.holds(date)}
        persons = holding if best.status == "current" else persons
        if len(persons) > 1:
            famous = {t.person for t in lexicon.prominent(name, date)}
            persons &= famous
    if not persons and (best is None or best.country is None):
        famous_terms = lexicon.prominent(name, date)
        if best is None or any(_agrees(t, best) for t in famous_terms):
            persons = {t.person for t in famous_terms}
    if len(persons) != 1:
        return ()
    person = persons.pop()
    terms = lexicon.directory().of_person(person)
    if figure.gender and terms and terms[0].gender and terms[0].gender != figure.gender:
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


def _complete_name(figure: Figure, terms: tuple[Term, ...]) -> None:
    person = terms[0].person
    if not figure.given:
        figure.name = person
        parts = [lexicon.name_key(w) for w in person.split()]
        figure.given = tuple(p for p in parts if p != figure.surname)
    if figure.gender is None and terms[0].gender in {"m", "f"}:
        figure.gender = "m" if terms[0].gender == "m" else "f"


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


def _set_office(figure: Figure, best: ParsedTitle | None, terms: tuple[Term, ...], doc: Document) -> None:
    date = doc.article.published
    loose = best is not None and (_courtesy(best) or best.rank < _LOW_RANK)
    if loose and terms and not any(_agrees(t, best) for t in terms):
        # a courtesy ("Lt. Gen. X") or a loose word ("her boss") says less than what the directory knows of the person
        _office_from_directory(figure, terms, doc)
        if figure.office is not None:
            return
    if best is not None:
        figure.official = True
        figure.office = best.office
        figure.country = best.country
        figure.organisation = best.organisation
        if figure.country is None and figure.organisation is None:
            # "Sen. X (R-Texas)": another title of the same kind says where
            figure.country = next((t.country for t in figure.titles if t.role == best.role and t.country), None)
        figure.status = _status(figure, best)
        figure.role = best.role
        figure.rank = best.rank
        figure.office_source = "text" if best.office else None
        agreeing = [t for t in terms if _agrees(t, best)]
        if agreeing and date is not None:
            holding = [t for t in agreeing if t.holds(date)]
            term = holding[0] if holding else max(agreeing, key=lambda t: t.start or "")
            if figure.country is None and figure.organisation is None:
                figure.country, figure.organisation = term.jurisdiction, term.organisation
            if (
                figure.office
                and set(figure.office.lower().split()) <= set(term.office.lower().split())
                and (len(term.office) > len(figure.office))
            ):
                figure.office = term.office
            figure.rank = max(figure.rank, term.rank)
            if figure.status == "current" and not holding and all(t.ended(date) for t in agreeing):
                figure.status = "former"
        elif terms and figure.country is None and figure.organisation is None:
            shared = {t.jurisdiction for t in terms}
            if len(shared) == 1 and (only := shared.pop()):
                figure.country = only
        if figure.office is None and terms and date is not None:
            _office_from_directory(figure, terms, doc)
        return
    if terms and date is not None:
        _office_from_directory(figure, terms, doc)


def _office_from_directory(figure: Figure, terms: tuple[Term, ...], doc: Document) -> None:
    date = doc.article.published
    if date is None:
        return
    held = [t for t in terms if t.holds(date)]
    past = [t for t in terms if t.ended(date)]
    if held:
        term = max(held, key=lambda t: (t.rank, t.start or ""))
        figure.status = "acting" if term.office.lower().startswith("acting") else "current"
    elif past:
        term = max(past, key=lambda t: (t.rank, t.end or ""))
        figure.status = "former"
    else:
        return
    if term.role not in PUBLIC_ROLES and term.role not in {"party", "clergy"}:
        return
    figure.official = True
    figure.office = term.office
    figure.country, figure.organisation = term.jurisdiction, term.organisation
    figure.role, figure.rank, figure.office_source = term.role, term.rank, "directory"


def _fill_countries(doc: Document, cast: Cast) -> None:
    """A country the article itself makes certain: all titled officials of the text who have one share it.

    Only offices of a state's own government are filled, and only where one country dominates the article.
    """
    known = [f.country for f in cast.figures if f.official and f.country]
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
    for figure in cast.figures:
        if (
            figure.official
            and figure.country is None
            and figure.organisation is None
            and figure.role in PUBLIC_ROLES
            and (figure.role not in {"international", "envoy", "ambassador"})
        ):
            figure.country = top


# --- ranking ---------------------------------------------------------------------------------------------------------


def rank(doc: Document, cast: Cast, quotes: Sequence[Quote], turns: Sequence[Turn] = ()) -> tuple[Official, ...]:
    """The officials, most involved first: quoted 3, in the opening 2, named 1, by title only 0.5, once a sentence."""
    spoke = {s.name for q in quotes if q.kind in {"direct", "partial"} for s in q.speakers}
    spoke |= {s.name for t in turns for s in t.speakers}
    scored = []
    for figure in cast.figures:
        if not figure.official:
            continue
        sentences = {m.sentence for m in figure.mentions}
        referred = {doc.sentence_at(r.start) for r in figure.references} - sentences
        value = sum(2.0 if s < _LEAD_SENTENCES else 1.0 for s in sentences) + 0.5 * len(referred)
        if figure.name in spoke:
            value += 3.0
        value += figure.rank / 100
        scored.append((-value, figure.mentions[0].start if figure.mentions else 0, figure))
    scored.sort(key=lambda x: x[:2])
    return tuple(
        Official(
            name=figure.name,
            office=figure.office,
            country=figure.country,
            organisation=figure.organisation,
            status=figure.status,  # type: ignore[arg-type]
            office_source=figure.office_source,  # type: ignore[arg-type]
            mentions=len(figure.mentions),
            spoke=figure.name in spoke,
        )
        for _, _, figure in scored
    )
