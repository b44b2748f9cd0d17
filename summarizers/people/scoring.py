"""Whether a capitalised run is a person: the evidence weighed, and the decision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from summarizers import lexicon
from summarizers.directory import index
from summarizers.people.candidates import Run, is_initial
from summarizers.people.evidence import Surroundings, model, surroundings, traits
from summarizers.people.titles import ParsedTitle
from summarizers.text.document import Document
from summarizers.values import value_class

#: Least points of a name of several parts; of one word alone; of one word behind a title.
ACCEPT, ACCEPT_SINGLE, ACCEPT_TITLED = 2.5, 4.5, 1.5
#: Points of a name joined to a plural title: "Senators Ana Reyes and Per Holm".
SHARES_TITLE = 3.0
#: Points of a name of several parts between two people of a list, and beside one.
IN_LIST, BESIDE_LISTED = 3.0, 2.0
#: Points of a name of several parts that the directory lists: enough where the given name is also a word ("Scott Bessent").
LISTED = 2.0


@value_class
class Candidate:
    """A run with what the words around it say."""

    #: The tokens.
    run: Run
    #: Evidence, in points.
    score: float
    #: Titles before and after, nearest first.
    titles: tuple[ParsedTitle, ...]
    #: Whether a title or honorific stands directly before.
    titled: bool
    #: How many tokens carry the name.
    carrying: int
    #: Whether it is more than one word: several tokens carry the name, or initials stand in it.
    full: bool
    #: Gender told by an honorific, a title or the given name.
    gender: str | None
    #: Whether it only modifies another noun ("the Obama administration").
    modifier: bool

    def sharing(self, titles: Iterable[ParsedTitle]) -> Candidate:
        """The same candidate holding a plural title that stands before another name."""
        return replace(self, titles=(*self.titles, *titles), titled=True, score=self.score + SHARES_TITLE)


def evaluate(doc: Document, run: Run, person_cued: frozenset[str]) -> Candidate:
    """Score one run; ``person_cued`` are words that elsewhere in the article speak or carry "Mr"."""
    return weigh(around(doc, run, person_cued))


def around(doc: Document, run: Run, person_cued: frozenset[str]) -> Surroundings:
    """What stands around a run once its sentence's opening word is left out."""
    return surroundings(doc, _without_tail(doc, _without_opening(doc, run)), person_cued)


def weigh(around: Surroundings) -> Candidate:
    """Score a run by its surroundings."""
    titles = (*around.left, *around.right)
    score = model().score(around, traits(around))
    if around.several and ACCEPT - LISTED <= score < ACCEPT and _is_listed(around):
        score += LISTED
    return Candidate(
        run=around.run,
        score=score,
        titles=tuple(t for t in titles if t.role != "honorific"),
        titled=around.adjacent,
        carrying=len(around.carrying),
        full=around.several or around.initials > 0,
        gender=_gender(around),
        modifier=around.following.noun == "modified",
    )


def _is_listed(around: Surroundings) -> bool:
    """Whether the directory lists exactly one person of the whole name."""
    name = around.doc.words(around.run.first, around.run.last)
    return len({term.person for term in index.directory().find(name)}) == 1


def _gender(around: Surroundings) -> str | None:
    """The gender the nearest title tells, or else the given name of a name of several parts."""
    told = next((t.gender for t in (*around.left, *around.right) if t.gender), None)
    given = around.given if around.several else None
    return told or (given.gender if given is not None else None)


def _without_opening(doc: Document, run: Run) -> Run:
    """The run without a sentence's first word that is only capitalised by its place: "Asked Merkel …"."""
    first = run.first
    if run.last == first or first != doc.first_token[run.sentence] or not lexicon.is_ordinary(doc.low[first]):
        return run
    if is_initial(doc.tokens[first]) or lexicon.given_name(doc.tokens[first]) is not None:
        return run
    return replace(run, first=first + 1)


def _without_tail(doc: Document, run: Run) -> Run:
    """The run without a plural noun that ends the title before it: "Special Envoy for Peace Missions Steven Hall"."""
    first = run.first
    if run.last < first + 2 or first < 2 or not doc.low[first].endswith("s") or not lexicon.is_ordinary(doc.low[first]):
        return run
    given, behind = lexicon.given_name(doc.tokens[first]), lexicon.given_name(doc.tokens[first + 1])
    title_before = any(tag is not None and tag.entry.kind == "title" for tag in doc.tags[first - 3 : first])
    ends = given is None and behind is not None and not behind.weak and title_before
    return replace(run, first=first + 1) if ends else run


def threshold(*, full: bool, titled: bool) -> float:
    """The points from which a run is a person: more for one word alone, less where a title stands before it."""
    if full:
        return ACCEPT
    return ACCEPT_TITLED if titled else ACCEPT_SINGLE


def accepted(candidate: Candidate) -> bool:
    """Whether the evidence is enough to call the run a person."""
    return candidate.carrying > 0 and candidate.score >= threshold(full=candidate.full, titled=candidate.titled)
