"""Titles that stand without a name ("the secretary", "the secretaries") and the persons they mean."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizers import lexicon
from summarizers.people.entities import People, PersonEntity, office_words
from summarizers.people.titles import ParsedTitle, parse
from summarizers.text.document import Document, Tag

#: Most people a plural title means; what would mean more is a crowd that nobody needs named.
MOST_MEANT = 40
_LINKS = lexicon.word_class("title_link")
#: What those are called whom the article does not name: "the senior U.S. official" is nobody who is named.
_NAMELESS = frozenset({"official", "source", "diplomat"})
#: What the foreign minister is called with the country and "diplomat", the longest such phrase in tokens, and what ties one to a post.
_TOPMOST, _LONGEST_TOP, _POSTED = lexicon.word_class("topmost"), 6, lexicon.word_class("phrase_preposition")
#: What heads of state and government are called with their country: "the Israeli leader".
_LEADERS = frozenset({"leader", "premier"})
_LEADING_ROLES = frozenset({"head_of_state", "head_of_government"})
#: Where the part of an office begins that says whom it serves or where.
_SERVED = re.compile(r" (?:to|of|for|at|in) ")
#: How often the main bearer of an office is named at least, and how many times as often as any other bearer.
_OFTEN, _CLEAR = 3, 3
#: Code points before a title in which no other bearer may be named after the main one.
_NEAR = 300


@dataclass(frozen=True, slots=True)
class TitleReference:
    """ "the secretary" and whom it means."""

    #: First code point, determiner included.
    start: int
    #: One past the last code point.
    end: int
    #: The persons meant.
    entities: tuple[PersonEntity, ...]


def find(doc: Document, people: People) -> tuple[TitleReference, ...]:
    """The titles alone whose persons are certain, in text order."""
    officials = _Officials(people)
    found = list(_top_diplomats(doc, people))
    alone = [(start, tag, parsed) for tag, parsed in _titles(doc) if (start := _start(doc, people, parsed)) is not None]
    others = _others(doc, people, alone)
    for start, tag, parsed in alone:
        entities = officials.meant_by(parsed, doc.begins[start], doc.words(tag.first, tag.last).lower())
        other = not parsed.country and any((doc.low[tag.last], e.index) in others for e in entities)
        if entities and not other:
            found.append(TitleReference(doc.begins[start], doc.ends[parsed.last], entities))
    return tuple(sorted(found, key=lambda t: t.start))


def _others(doc: Document, people: People, alone: Sequence[tuple[int, Tag, ParsedTitle]]) -> frozenset[tuple[str, int]]:
    """(last word of a title, person) of those first named by a title that stood alone before them in the same sentence.

    In "The President will meet President Haddad" the title alone means somebody else, here and further on.
    """
    first = {e.mentions[0].sentence: e for e in reversed(people.entities) if e.mentions}
    found: set[tuple[str, int]] = set()
    for start, tag, parsed in alone:
        entity = first.get(doc.sentence_of[start])
        if entity is None or parsed.country:
            continue
        mention, head = entity.mentions[0], doc.low[tag.last]
        before = mention.first - 1
        titled = before > parsed.last + 1 and doc.low[before] == head
        if titled and mention.titled_start > doc.ends[parsed.last]:
            found.add((head, entity.index))
    return frozenset(found)


def _top_diplomats(doc: Document, people: People) -> Iterator[TitleReference]:
    """ "the chief U.S. diplomat", "Moscow's top diplomat": the foreign minister of that country, where one is named before."""
    ministers = [
        e for e in people.entities if e.role == "foreign" and e.country and e.status != "former" and e.mentions
    ]
    if not ministers:
        return
    for k, word in enumerate(doc.low):
        if word != "diplomat":
            continue
        start, country = _top_of(doc, k)
        after = doc.low[k + 1] if k + 1 < doc.first_token[doc.sentence_of[k] + 1] else "."
        if start < 0 or after in _POSTED or after == "'s" or doc.tokens[min(k + 1, len(doc.tokens) - 1)][0].isupper():
            continue
        begin = doc.begins[start]
        named = [e for e in ministers if e.country == country and e.mentions[0].start < begin]
        if len(named) == 1:
            yield TitleReference(begin, doc.ends[k], (named[0],))


def _top_of(doc: Document, head: int) -> tuple[int, str | None]:
    """(first token, country) of a phrase for the top diplomat of a country that ends at token ``head``; (-1, None) for another."""
    floor = doc.first_token[doc.sentence_of[head]]
    country, top = None, False
    for j in range(head - 1, max(floor, head - _LONGEST_TOP) - 1, -1):
        tag, word = doc.tags[j], doc.low[j]
        if word in _TOPMOST:
            top = True
        elif tag is not None and tag.entry.kind in {"country", "demonym", "capital"}:
            country = tag.entry.country or tag.entry.name
            if top and doc.low[tag.last + 1] == "'s":
                return tag.first - (tag.first > floor and doc.low[tag.first - 1] == "the"), country
        elif word == "the":
            return (j, country) if top and country else (-1, None)
        elif word != "'s":
            break
    return -1, None


def _titles(doc: Document) -> Iterator[tuple[Tag, ParsedTitle]]:
    """Titles of public offices, each with what surrounds it; none begins inside another."""
    last = -1
    for tag in doc.matches:
        k = tag.first
        if tag.entry.kind != "title" or k <= last:
            continue
        if tag.entry.public and tag.entry.role not in {"honorific", "family"} and doc.low[tag.last] not in _NAMELESS:
            sentence = doc.sentence_of[k]
            parsed = parse(doc, tag, doc.first_token[sentence], doc.first_token[sentence + 1])
            last = parsed.last
            yield tag, parsed


def _start(doc: Document, people: People, parsed: ParsedTitle) -> int | None:
    """First token of a title that stands alone, "the" included; None for one before a name or without its "the"."""
    sentence = doc.sentence_of[parsed.first]
    low, high = doc.first_token[sentence], doc.first_token[sentence + 1]
    if parsed.determiner == "the":
        start = parsed.first - 1
        if start < low or doc.low[start] != "the":
            return None
    elif parsed.plural and parsed.determiner is None and parsed.first == low:
        start = parsed.first
    else:
        return None
    return None if parsed.last + 1 < high and _goes_on(doc, people, parsed.last + 1) else start


def _goes_on(doc: Document, people: People, after: int) -> bool:
    """Whether the token behind a title is a name, an owner's "'s", an unknown capital or another title."""
    tag = doc.tags[after]
    if people.at(doc.begins[after]) is not None or doc.low[after] == "'s":
        return True
    return doc.tokens[after][0].isupper() if tag is None else tag.entry.kind == "title"


class _Officials:
    """The officials of an article by the words of their offices."""

    def __init__(self, people: People) -> None:
        self._words = {e.index: office_words(e) for e in people.entities if e.official and e.mentions}
        self._by_word: dict[tuple[str, str | None], list[PersonEntity]] = defaultdict(list)
        for entity in people.entities:
            for word in self._words.get(entity.index, ()):
                self._by_word[word, None].append(entity)
                if entity.country:
                    self._by_word[word, entity.country].append(entity)
        self._fitting: dict[tuple[object, ...], list[PersonEntity]] = {}
        #: Heads of state and government by country.
        self._leaders: dict[str, list[PersonEntity]] = defaultdict(list)
        for entity in people.entities:
            if entity.index in self._words and entity.country and entity.role in _LEADING_ROLES:
                self._leaders[entity.country].append(entity)

    def meant_by(self, parsed: ParsedTitle, position: int, phrase: str) -> tuple[PersonEntity, ...]:
        """Those a title at a text offset means: the one who fits, or for a plural all who do; of those named before it."""
        words = phrase.replace("-", " ").split()
        if parsed.plural:
            words = [lexicon.singular(w) for w in words]
        wanted = frozenset(words) - _LINKS
        key = (words[-1], parsed.country, parsed.status == "former", wanted)
        if key not in self._fitting:
            self._fitting[key] = self._who_fit(words[-1], wanted, parsed)
        # in the order they are first named; one more than is needed tells enough
        named: list[PersonEntity] = []
        for entity in self._fitting[key]:
            if entity.mentions[0].start > position or len(named) > MOST_MEANT:
                break
            named.append(entity)
        if parsed.plural:
            return tuple(sorted(named, key=lambda e: e.index)) if 1 < len(named) <= MOST_MEANT else ()
        meant = named[0] if len(named) == 1 else _main(named, position)
        return (meant,) if meant is not None else ()

    def _who_fit(self, head: str, wanted: frozenset[str], parsed: ParsedTitle) -> list[PersonEntity]:
        """The officials of the article that a title may mean, in the order they are first named."""
        former = parsed.status == "former"
        options = self._by_word.get((head, parsed.country or None), ())
        fitting = [e for e in options if self._fits(e, head, wanted, former=former)]
        if not fitting and head in _LEADERS and parsed.country and not parsed.plural:
            fitting = [e for e in self._leaders.get(parsed.country, ()) if former == (e.status == "former")]
        return sorted(fitting, key=lambda e: e.mentions[0].start)

    def _fits(self, entity: PersonEntity, head: str, wanted: frozenset[str], *, former: bool) -> bool:
        have = self._words[entity.index]
        if former != (entity.status == "former") or not wanted <= have | {head}:
            return False
        if "vice" in have and "vice" not in wanted and head == "president":
            return False
        return not ("deputy" in have and "deputy" not in wanted) and _heads(entity, head)


def _heads(entity: PersonEntity, head: str) -> bool:
    """Whether a word is what somebody is, and not whom he serves: an "Adviser to the President" is no president."""
    offices = [t.office for t in entity.titles if t.office and t.public]
    if entity.office:
        offices.append(entity.office)
    parts = [_SERVED.split(office.lower().replace("-", " ")) for office in offices]
    return not parts or any(head in part[0].split() or all(head not in p.split() for p in part) for part in parts)


def _main(named: Sequence[PersonEntity], position: int) -> PersonEntity | None:
    """The one the text is about before a text offset, of several whom a title fits; None where it is not clear."""
    counts = sorted(
        ((bisect_left(e.mentions, position, key=lambda m: m.start), -e.index, e) for e in named), reverse=True
    )
    if len(counts) < 2:
        return None
    (most, _, first), (second, _, _) = counts[0], counts[1]
    if most < _OFTEN or most < _CLEAR * second:
        return None
    others = [_last_before(e, position) for e in named if e is not first]
    return first if max(others) < max(position - _NEAR, _last_before(first, position)) else None


def _last_before(entity: PersonEntity, position: int) -> int:
    """Start of an entity's last mention before a text offset, -1 for none."""
    k = bisect_left(entity.mentions, position, key=lambda m: m.start)
    return entity.mentions[k - 1].start if k else -1
