"""Titles that stand without a name ("the secretary", "the secretaries") and the persons they mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from summarizers import lexicon
from summarizers.people.entities import People, PersonEntity, office_words
from summarizers.people.titles import ParsedTitle, parse
from summarizers.text.document import Document, Tag

#: Most people a plural title means; what would mean more is a crowd that nobody needs named.
MOST_MEANT = 40
_LINKS = lexicon.word_class("title_link")


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
    found = []
    for tag, parsed in _titles(doc):
        start = _start(doc, people, parsed)
        if start is not None:
            entities = officials.meant_by(parsed, doc.begins[start], doc.words(tag.first, tag.last).lower())
            if entities:
                found.append(TitleReference(doc.begins[start], doc.ends[parsed.last], entities))
    return tuple(found)


def _titles(doc: Document) -> Iterator[tuple[Tag, ParsedTitle]]:
    """Titles of public offices, each with what surrounds it; none begins inside another."""
    last = -1
    for k, tag in enumerate(doc.tags):
        if tag is None or tag.entry.kind != "title" or tag.first != k or k <= last:
            continue
        if tag.entry.public and tag.entry.role not in {"honorific", "family"}:
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
        most = MOST_MEANT if parsed.plural else 1
        named: list[PersonEntity] = []
        for entity in self._fitting[key]:
            if entity.mentions[0].start > position or len(named) > most:
                break
            named.append(entity)
        named.sort(key=lambda e: e.index)
        fits = 1 < len(named) <= MOST_MEANT if parsed.plural else len(named) == 1
        return tuple(named) if fits else ()

    def _who_fit(self, head: str, wanted: frozenset[str], parsed: ParsedTitle) -> list[PersonEntity]:
        """The officials of the article that a title may mean, in the order they are first named."""
        options = self._by_word.get((head, parsed.country or None), ())
        fitting = [e for e in options if self._fits(e, head, wanted, former=parsed.status == "former")]
        return sorted(fitting, key=lambda e: e.mentions[0].start)

    def _fits(self, entity: PersonEntity, head: str, wanted: frozenset[str], *, former: bool) -> bool:
        have = self._words[entity.index]
        if former != (entity.status == "former") or not wanted <= have | {head}:
            return False
        if "vice" in have and "vice" not in wanted and head == "president":
            return False
        return not ("deputy" in have and "deputy" not in wanted)
