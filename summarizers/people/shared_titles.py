"""Titles and countries that several names of one sentence share.

"Senators Ana Reyes and Per Holm", "Foreign Ministers A of Chile, B of Peru and C of Spain", "President A and Prime Minister B of Chile".
"""

from __future__ import annotations

from dataclasses import replace

from summarizers.directory import index
from summarizers.people.scoring import Candidate, accepted
from summarizers.people.titles import ParsedTitle, place_behind, placed
from summarizers.text.document import Document, Tag

#: What may stand between two names that share a plural title, or a country.
_JOINTS = frozenset({",", "and", ", and", "&"})
#: Offices a state has one of, whose holders may stand side by side.
_STATE_ROLES = frozenset({"head_of_state", "head_of_government", "foreign", "defence", "interior", "finance", "deputy"})


def shared(doc: Document, scored: list[Candidate]) -> tuple[list[Candidate], set[int]]:
    """The candidates, those joined to a plural title holding it too, and the first tokens of those that are people.

    ``scored`` is in text order; no two runs begin at one token.
    """
    found = list(scored)
    certain = {c.run.first for c in found if not c.modifier and accepted(c)}
    for k in range(1, len(found)):
        before, after = found[k - 1], found[k]
        if before.run.first in certain and _joined(doc, before, after) and (plural := _plural_before(doc, before)):
            place = _place(doc, after)
            found[k] = after.sharing(plural if place is None else [placed(doc, title, place) for title in plural])
            if accepted(found[k]):
                certain.add(after.run.first)
    _one_state_each(doc, found)
    _share_country(doc, found)
    return found, certain


def _one_state_each(doc: Document, found: list[Candidate]) -> None:
    """Give the holders of "the foreign ministers of Estonia and Latvia, A and B" one state each, in their order.

    Where there are not as many holders as states, whose state is whose stays open.
    """
    holders: dict[int, list[int]] = {}
    for k, candidate in enumerate(found):
        for title in candidate.titles:
            if title.plural:
                holders.setdefault(title.first, []).append(k)
    for first, places in holders.items():
        for n, k in enumerate(places):
            titles = tuple(
                _of_one_state(doc, t, n, len(places)) if t.plural and t.first == first else t for t in found[k].titles
            )
            found[k] = replace(found[k], titles=titles)


def _of_one_state(doc: Document, title: ParsedTitle, number: int, holders: int) -> ParsedTitle:
    """The plural title of several states as its holder ``number`` of ``holders`` has it; of one state as it is."""
    tags = {tag.first: tag for k in range(title.first, title.last + 1) if (tag := doc.tags[k]) is not None}
    named = [tag for tag in tags.values() if tag.entry.kind in {"country", "demonym"} and tag.entry.country]
    states = list(dict.fromkeys(tag.entry.country for tag in named))
    if len(states) < 2 or title.office is None:
        return title
    behind = [doc.words(tag.first, tag.last) for tag in named if tag.first > title.head_first]
    office = title.office
    for opening in (f" of {words}" for words in behind[:1]):
        office = office.partition(opening)[0].removesuffix(" of the")
    return replace(title, office=office, country=states[number] if len(states) == holders else None)


def _place(doc: Document, candidate: Candidate) -> Tag | None:
    """The country or body behind a candidate: "of Chile"."""
    return place_behind(doc, candidate.run.last, doc.first_token[candidate.run.sentence + 1])


def _end(doc: Document, candidate: Candidate) -> int:
    """The last token of a candidate, with the country behind it."""
    place = _place(doc, candidate)
    return place.last if place is not None and doc.low[candidate.run.last + 1] == "of" else candidate.run.last


def _plural_before(doc: Document, candidate: Candidate) -> list[ParsedTitle]:
    """The plural titles a candidate has from before it, without the country that stands behind its own name."""
    plural = [t for t in candidate.titles if t.plural and t.last < candidate.run.first]
    place = _place(doc, candidate) if plural else None
    if place is None:
        return plural
    here = place.entry.country, place.entry.name
    return [
        replace(
            title,
            country=None if title.country in here else title.country,
            organisation=None if title.organisation in here else title.organisation,
        )
        for title in plural
    ]


def _joined(doc: Document, before: Candidate, after: Candidate) -> bool:
    """Whether two names of one sentence are joined, the second without a title of its own."""
    if after.titled or before.run.sentence != after.run.sentence:
        return False
    return doc.text[doc.ends[_end(doc, before)] : doc.begins[after.run.first]].strip(" ") in _JOINTS


# --- a country behind the last of several ----------------------------------------------------------------------------


def _share_country(doc: Document, found: list[Candidate]) -> None:
    """Give "President A" of "President A and Prime Minister B of Chile" the country of B."""
    for k in range(len(found) - 1, 0, -1):
        before, after = found[k - 1], found[k]
        title = _own(after)
        if title is None or not title.country or (_place(doc, after) is None and not _passed_on(doc, found, k)):
            continue
        other = _own(before)
        if other is None or other.country or other.organisation or other.role == title.role:
            continue
        if _side_by_side(doc, before, title) and not _known_elsewhere(doc, before, title.country):
            known = replace(other, country=title.country)
            found[k - 1] = replace(before, titles=tuple(known if t is other else t for t in before.titles))


def _own(candidate: Candidate) -> ParsedTitle | None:
    """The title of a state right before a candidate, or None."""
    title = next((t for t in candidate.titles if t.last == candidate.run.first - 1), None)
    return title if title is not None and title.role in _STATE_ROLES and not title.plural else None


def _passed_on(doc: Document, found: list[Candidate], k: int) -> bool:
    """Whether a candidate's country is that of the next one, which stands behind it: "A, minister B and envoy C of Chile"."""
    if k + 1 >= len(found):
        return False
    after, title = found[k + 1], _own(found[k + 1])
    return title is not None and _place(doc, after) is not None and _side_by_side(doc, found[k], title)


def _side_by_side(doc: Document, before: Candidate, title: ParsedTitle) -> bool:
    """Whether a title of the same sentence follows a name with a joint alone between."""
    if doc.sentence_of[title.first] != before.run.sentence or title.first <= before.run.last:
        return False
    return doc.text[doc.ends[before.run.last] : doc.begins[title.first]].strip(" ") in _JOINTS


def _known_elsewhere(doc: Document, candidate: Candidate, country: str) -> bool:
    """Whether the directory knows a name in other countries alone."""
    name = doc.words(candidate.run.first, candidate.run.last)
    terms = index.directory().find(name) or index.prominent(name, doc.article.published)
    return bool(terms) and all(term.jurisdiction != country for term in terms)
