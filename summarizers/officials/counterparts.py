"""Counterparts: "her Cypriot counterpart, X" holds her office in Cyprus."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from summarizers import lexicon
from summarizers.officials.offices import Office
from summarizers.people.entities import NameMention, People, PersonEntity
from summarizers.people.titles import place_behind
from summarizers.text.document import Document
from summarizers.text.walk import WalkBack

#: Possessives before a counterpart, and the gender each tells.
_POSSESSIVES = {"his": "m", "her": "f", "their": None, "its": None}
#: Most tokens from the possessive to "counterpart", from it to a name before or behind it, and back to whose it is.
_BETWEEN, _NEAR, _BACK = 4, 6, 60
#: Most tokens from "counterparts" to the last of their names.
_SEVERAL = 36
#: Offices that only some states have, and what a counterpart of their kind holds elsewhere; None where it varies.
_ELSEWHERE = {
    "foreign": "Foreign Minister",
    "defence": "Defense Minister",
    "finance": "Finance Minister",
    "interior": "Interior Minister",
    "head_of_government": "Prime Minister",
}


def with_counterparts(doc: Document, people: People) -> list[PersonEntity]:
    """The people, counterparts of an official holding the same office in their country."""
    known = list(people.entities)
    for k, person in enumerate(known):
        courtesy = person.held is None or person.held.role == "royal"  # "his Saudi counterpart, Prince X"
        if courtesy and (office := _office(doc, people, person, known)) is not None:
            known[k] = replace(person, held=office, roles=person.roles | {office.role})
    return known


def _office(doc: Document, people: People, person: PersonEntity, known: list[PersonEntity]) -> Office | None:
    """The office a person has by being somebody's counterpart, or None."""
    for mention in person.mentions[:_NEAR]:
        found = _counterpart(doc, mention) or _one_of_several(doc, people, mention)
        if found is None:
            continue
        possessive, country = found
        other = _whose(doc, people, possessive, person)
        held = known[other.index].held if other is not None else None
        if held is not None and held.name is not None and held.country != country:
            return _same_office(held, country)
    return None


def _same_office(held: Office, country: str) -> Office | None:
    """An office as another country has it."""
    name = held.name or ""
    general = _ELSEWHERE.get(held.role)
    if general is not None and not name.endswith("Minister"):
        name = general
    if lexicon.is_country(name.split()[0].lower()) or " of " in name or " to " in name:
        return None
    return replace(held, name=name, country=country, status="current", source="text", why="counterpart of an official")


# --- the phrase ------------------------------------------------------------------------------------------------------


def _counterpart(doc: Document, mention: NameMention) -> tuple[int, str] | None:
    """The possessive and the country of the counterpart a name is said to be, or None."""
    for k in _near(doc, mention):
        if doc.low[k] == "counterpart":
            possessive = _possessive(doc, k)
            country = _country_of(doc, mention, possessive, k) if possessive is not None else None
            return (possessive, country) if possessive is not None and country is not None else None
    return None


def _country_of(doc: Document, mention: NameMention, possessive: int, k: int) -> str | None:
    """The country of the counterpart at token ``k``, told before it, behind it, or behind the name: "his counterpart, X of Chile"."""
    found = _country(doc, possessive + 1, k) or _country_behind(doc, k + 1)
    place = place_behind(doc, mention.last, doc.first_token[mention.sentence + 1])
    return found or (place.entry.country if place is not None else None)


def _one_of_several(doc: Document, people: People, mention: NameMention) -> tuple[int, str] | None:
    """The same of "her Latvian and Lithuanian counterparts, X and Y": as many names as countries, in their order."""
    low, high = doc.first_token[mention.sentence], doc.first_token[mention.sentence + 1]
    back = WalkBack(mention.first - 1, max(low, mention.first - _SEVERAL))
    k = next((j for j in back if doc.low[j] == "counterparts"), None)
    possessive = _possessive(doc, k, _SEVERAL) if k is not None else None
    if k is None or possessive is None:
        return None
    start, countries = k + 1, _countries(doc, possessive + 1, k)
    if not countries and doc.low[start] in {"from", "in"}:
        start = people.between(doc.begins[start], mention.end)[0][0].first
        countries = _countries(doc, k + 2, start)
    names = _listed(doc, people, start, mention.sentence)
    behind = [place_behind(doc, name.last, high) for name in names]
    if all(place is not None for place in behind):
        countries = [place.entry.country or "" for place in behind if place is not None]
    places = [n for n, name in enumerate(names) if name is mention]
    return (possessive, countries[places[0]]) if places and len(names) == len(countries) > 1 else None


def _countries(doc: Document, start: int, end: int) -> list[str]:
    """The countries named between two tokens, in their order, each once."""
    tags = (doc.tags[k] for k in range(start, end))
    return list(dict.fromkeys(tag.entry.country for tag in tags if tag is not None and tag.entry.country))


def _listed(doc: Document, people: People, start: int, sentence: int) -> list[NameMention]:
    """The names of a list that begins at token ``start``, each behind a comma or "and"."""
    names: list[NameMention] = []
    k, high = start, doc.first_token[sentence + 1]
    for mention, _ in people.between(doc.begins[start], doc.sentences[sentence].end):
        if any(doc.tokens[j] not in {",", "and"} for j in range(k, min(mention.first, high))):
            break
        names.append(mention)
        place = place_behind(doc, mention.last, high)
        k = (place.last if place is not None else mention.last) + 1
    return names


def _near(doc: Document, mention: NameMention) -> Iterator[int]:
    """Tokens before a name back to "counterpart", then those of its apposition."""
    low, high = doc.first_token[mention.sentence], doc.first_token[mention.sentence + 1]
    first = doc.token_at(mention.titled_start)
    for k in WalkBack(first - 1, max(low, first - _NEAR)):
        if doc.low[k] == "counterpart":
            yield k
        elif doc.tokens[k] != "," and doc.low[k] not in {"from", "in", "the"} and doc.tags[k] is None:
            break
    if mention.last + 1 < high and doc.tokens[mention.last + 1] == ",":
        for k in range(mention.last + 2, min(high, mention.last + 2 + _NEAR)):
            if not doc.tokens[k][0].isalnum():
                break
            yield k


def _possessive(doc: Document, k: int, reach: int = _BETWEEN) -> int | None:
    """The possessive before the counterpart at token ``k``, or None."""
    low = doc.first_token[doc.sentence_of[k]]
    return next((j for j in WalkBack(k - 1, max(low, k - reach)) if doc.low[j] in _POSSESSIVES), None)


def _country(doc: Document, start: int, end: int) -> str | None:
    """The country named by an adjective between two tokens."""
    tags = (doc.tags[k] for k in range(start, end))
    return next((tag.entry.country for tag in tags if tag is not None and tag.entry.country), None)


def _country_behind(doc: Document, k: int) -> str | None:
    """The country of "counterpart from Turkey"."""
    if doc.low[k : k + 1] not in (["from"], ["in"]) or k + 1 >= len(doc.tokens):
        return None
    tag = doc.tags[k + 1] or doc.tags[min(k + 2, len(doc.tags) - 1)]
    return tag.entry.country if tag is not None else None


# --- whose counterpart -----------------------------------------------------------------------------------------------


def _whose(doc: Document, people: People, possessive: int, person: PersonEntity) -> PersonEntity | None:
    """The official whose counterpart the possessive means; None where several could be meant."""
    sentence = doc.sentence_of[possessive]
    low = doc.first_token[sentence]
    near = _officials(doc, people, max(low, possessive - _BACK), possessive, person)
    if not near and possessive == low and sentence:
        near = _officials(doc, people, max(doc.first_token[sentence - 1], low - _BACK), low, person)[:1]
    gender = _POSSESSIVES[doc.low[possessive]]
    fitting = [other for _, other in near if gender is None or other.gender in {None, gender}]
    if not fitting and len(near) == 1 and possessive == low:
        fitting = [near[0][1]]  # the gender of a given name is a guess, and nobody else was told of
    if not fitting:
        return None
    last, latest = near[-1]
    if last.last + 2 == possessive and doc.low[last.last + 1] in {"and", "with"} and latest in fitting:
        return latest
    several = doc.low[possessive] == "their"
    offices = {(o.held.role, "" if several else o.held.country) for o in fitting if o.held is not None}
    return fitting[-1] if len(offices) == 1 else None


def _officials(
    doc: Document, people: People, first: int, end: int, person: PersonEntity
) -> list[tuple[NameMention, PersonEntity]]:
    """The officials named among tokens ``first`` to ``end - 1``, but for those who only own something."""
    return [
        (mention, other)
        for mention, other in people.between(doc.begins[first], doc.begins[end])
        if other is not person and other.held is not None and doc.low[mention.last + 1] != "'s"
    ]
