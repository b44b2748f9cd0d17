"""The office of a person as of the article's date: built from a title or from the directory's terms by the rule that wins.

The text decides first. The directory fills the country and a missing office of somebody it knows for certain, and says
"former" where a bare title ("President Bush") belongs to an ended term; it never overrides a stated former, then or acting.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from summarizers import lexicon
from summarizers.directory.terms import Term
from summarizers.model import OfficeSource, Status
from summarizers.people.titles import ParsedTitle

#: Roles of people who hold or held public office; everything else is a person, not an official.
PUBLIC_ROLES = lexicon.word_class("role_public")
#: Roles that say who somebody is besides an office, and those of them the directory lists.
BESIDE_OFFICE, _BESIDE_LISTED = frozenset({"party", "clergy", "family"}), frozenset({"party", "clergy"})
#: Titles under this rank are too loose to outweigh the directory.
_LOW_RANK = 45
#: The rank of an official's aide.
_AIDE_RANK = 30
#: Points of a title that says more: for a country or body, for each word of the office up to so many.
_PLACED, _PER_WORD, _MOST_WORDS = 8, 3, 4
#: Points less for a military rank of at most this many words.
_BARE_RANK, _BARE_WORDS = 25, 2
#: Which standing describes a person first.
_STATUS_ORDER = {"current": 0, "acting": 1, "designate": 2, "deceased": 3, "former": 4}
#: Offices that say nothing of a post; roles whose title is kept for life; roles that may be one person's at once.
_VAGUE_OFFICES = lexicon.word_class("vague_office")
#: Trades rather than offices where no country or body is told: of who left them, of anybody.
_TRADES = _VAGUE_OFFICES | frozenset({"judge"})
_ROYAL_HONOURS = frozenset({"prince", "princess"})
#: Words of the title of who leads a party, and of what is led.
_LEADING, _LED = lexicon.word_class("party_leader"), lexicon.word_class("party_led")
_NO_OFFICES = frozenset({"lawmaker", "politician"})
_FOR_LIFE = frozenset({"ambassador", "military"})
_OF_STATE = frozenset({"head_of_state", "head_of_government", "royal"})


@dataclass(frozen=True, slots=True)
class Office:
    """A public office somebody holds or held."""

    #: The office as shown; None where the words give only its kind ("(R-Texas)").
    name: str | None
    #: Country, by short English name.
    country: str | None
    #: International organisation or body.
    organisation: str | None
    #: Standing at the article's date.
    status: Status
    #: Where the office comes from; None for none that has a name.
    source: OfficeSource | None
    #: Role class, as in titles.tsv.
    role: str
    #: Ordering weight, 0 to 100.
    rank: int
    #: The rule that won: "title", "title and term", "title over an ended term", "title in the terms' country", "term over a loose title",
    #: "term for a title without office", "term", "aide of an official".
    why: str
    #: The directory's term that the text contradicts, or None.
    contradicts: Term | None = None


def office_of(titles: Sequence[ParsedTitle], terms: Sequence[Term], date: dt.date | None) -> Office | None:
    """The office of somebody the text gives ``titles`` and the directory ``terms``, on the article's date if known."""
    best, listed = best_title(titles), _from_terms(terms, date)
    if best is None or (_says_nothing(best) and not terms):
        return listed
    agreeing = [term for term in terms if agrees(term, best)]
    if listed is not None and not agreeing and (is_courtesy(best) or best.rank < _LOW_RANK):
        # a courtesy ("Lt. Gen. X") or a loose word ("her boss") says less than what the directory knows of the person
        return replace(listed, why="term over a loose title")
    stated = _from_title(titles, best)
    if agreeing and date is not None:
        present = any(title.speaks and title.role == best.role for title in titles)
        stated = _with_term(stated, agreeing, date, present=present)
    elif terms and stated.country is None and stated.organisation is None:
        stated = _in_their_country(stated, terms)
    if stated.name is None and listed is not None:
        return replace(listed, why="term for a title without office")
    return stated


def _says_nothing(title: ParsedTitle) -> bool:
    """Whether a title tells of no post at all: "a retired diplomat", "lawmaker X", without country or body."""
    name = (title.office or "").lower()
    vague = name in _NO_OFFICES or (name in _TRADES and title.status == "former")
    return vague and not (title.country or title.organisation)


def aide_of(name: str, principal: Office, status: Status) -> Office:
    """The office of somebody who works for the official of a name: "the vice president’s aide X"."""
    return Office(
        name=f"Aide to {name}",
        country=principal.country,
        organisation=principal.organisation,
        status=status,
        source="text",
        role="adviser",
        rank=_AIDE_RANK,
        why="aide of an official",
    )


# --- titles ----------------------------------------------------------------------------------------------------------


def best_title(titles: Sequence[ParsedTitle]) -> ParsedTitle | None:
    """The public title that describes a person best: standing now before formerly, then rank, then first given."""
    public = [t for t in titles if t.public and (t.role in PUBLIC_ROLES or _leads_party(t))]
    if not public:
        return None
    former_roles = {t.role for t in public if t.status == "former"}

    def order(title: ParsedTitle) -> tuple[bool, int, bool, int, int]:
        # "former President X" once makes every later bare "President X" a courtesy
        status = "former" if title.status == "current" and title.role in former_roles else title.status
        return (is_courtesy(title), _STATUS_ORDER[status], title.role == "party", -_specific(title), title.first)

    return min([t for t in public if t.office is not None] or public, key=order)


def _leads_party(title: ParsedTitle) -> bool:
    """Whether a title is that of who leads a party or an opposition: "Opposition Leader", "leader of the Green Party"."""
    words = set((title.office or "").lower().split())
    return title.role == "party" and title.status == "current" and bool(words & _LED) and bool(words & _LEADING)


def is_courtesy(title: ParsedTitle) -> bool:
    """Whether a title may be kept for life and says nothing of the post: a bare "Ambassador", "General", "diplomat"."""
    if (title.office or "").lower() in _ROYAL_HONOURS:
        return True  # "Prince Faisal" is a minister
    bare = not (title.country or title.organisation) and len((title.office or "").split()) <= _BARE_WORDS
    return bare and (title.role in _FOR_LIFE or (title.office or "").lower() in _VAGUE_OFFICES)


def _specific(title: ParsedTitle) -> int:
    """Rank, with a bonus for a country or body and for longer offices."""
    words = len((title.office or "").split())
    bare_rank = _BARE_RANK if title.role == "military" and words <= _BARE_WORDS else 0
    placed = _PLACED if title.country or title.organisation else 0
    return title.rank + placed + min(words, _MOST_WORDS) * _PER_WORD - bare_rank


def _from_title(titles: Sequence[ParsedTitle], best: ParsedTitle) -> Office:
    """The office the best of the titles gives."""
    country = best.country
    if country is None and best.organisation is None:
        # "Sen. X (R-Texas)": another title of the same kind says where
        country = next((t.country for t in titles if t.role == best.role and t.country), None)
    return Office(
        name=best.office,
        country=country,
        organisation=best.organisation,
        status=_status(titles, best),
        source="text" if best.office else None,
        role=best.role,
        rank=best.rank,
        why="title",
    )


def _status(titles: Sequence[ParsedTitle], best: ParsedTitle) -> Status:
    """The standing the titles give together."""
    if best.status == "current" and any(t.status == "former" and t.role == best.role for t in titles):
        return "former"
    return "deceased" if any(t.status == "deceased" for t in titles) else best.status


# --- terms -----------------------------------------------------------------------------------------------------------


def agrees(term: Term, title: ParsedTitle | None) -> bool:
    """Whether a term and a title can be one person's: same class of office, and no clash of country."""
    if title is None or _clashes(term, title):
        return False
    if term.role == title.role:
        return True
    words, have = set((title.office or "").lower().split()), set(term.office.lower().split())
    if words and words <= have | {"us"}:
        return True
    return {term.role, title.role} <= _OF_STATE and bool(words & have)


def _clashes(term: Term, title: ParsedTitle) -> bool:
    """Whether a term is of another country or body than a title."""
    if title.country:
        return title.country not in {term.jurisdiction, term.organisation}
    return bool(title.organisation and term.organisation and title.organisation != term.organisation)


def _with_term(stated: Office, agreeing: Sequence[Term], date: dt.date, *, present: bool) -> Office:
    """A stated office completed by the term that agrees: the one held on the day, or the latest.

    Who speaks under a plain title is in office, though the directory may not know: ``present``.
    """
    holding = [term for term in agreeing if term.holds(date)]
    term = holding[0] if holding else max(agreeing, key=lambda t: t.start or "")
    country, organisation = stated.country, stated.organisation
    if country is None and organisation is None:
        country, organisation = term.jurisdiction, term.organisation
    over = stated.status == "current" and not holding and all(t.ended(date) for t in agreeing)
    return replace(
        stated,
        name=term.office if _says_more(term.office, stated.name) else stated.name,
        country=country,
        organisation=organisation,
        rank=max(stated.rank, term.rank),
        status="former" if over and not present else stated.status,
        why="title over an ended term" if over and present else "title and term",
        contradicts=term if over and present else None,
    )


def _says_more(office: str, stated: str | None) -> bool:
    """Whether an office holds every word of a stated one and more."""
    if not stated or len(office) <= len(stated):
        return False
    return set(stated.lower().split()) <= set(office.lower().split())


def _in_their_country(stated: Office, terms: Sequence[Term]) -> Office:
    """A stated office in the one country of all terms, if they have one."""
    shared = {term.jurisdiction for term in terms}
    country = shared.pop() if len(shared) == 1 else None
    return replace(stated, country=country, why="title in the terms' country") if country else stated


def _from_terms(terms: Sequence[Term], date: dt.date | None) -> Office | None:
    """The office the directory gives on a day: the highest one held, or else the highest of the past."""
    if date is None:
        return None
    held = [term for term in terms if term.holds(date)]
    past = [term for term in terms if term.ended(date)]
    if not held and not past:
        return None
    term = max(held or past, key=lambda t: (t.rank, (t.start if held else t.end) or ""))
    if term.role not in PUBLIC_ROLES and term.role not in _BESIDE_LISTED:
        return None
    acting = term.office.lower().startswith("acting")
    return Office(
        name=term.office,
        country=term.jurisdiction,
        organisation=term.organisation,
        status=("acting" if acting else "current") if held else "former",
        source="directory",
        role=term.role,
        rank=term.rank,
        why="term",
    )
