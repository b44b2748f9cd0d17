"""The people of one article in the making: mentions, entities and the collection that holds them.

The brief gets the frozen :class:`~summarizers.model.Person`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from summarizers.model import Gender, Person, Span, TitleMention
from summarizers.people.titles import ParsedTitle
from summarizers.text.document import Document


@dataclass(slots=True)
class NameMention:
    """One accepted place where a person is named."""

    #: First code point.
    start: int
    #: One past the last code point.
    end: int
    #: First and last token.
    first: int
    #: Last token.
    last: int
    #: Index of the sentence.
    sentence: int
    #: Name parts, folded, initials and particles left out.
    parts: tuple[str, ...]
    #: Titles around this mention.
    titles: tuple[ParsedTitle, ...]
    #: First code point of the title before the name, or ``start``.
    titled_start: int
    #: Whether more than one person could be meant.
    ambiguous: bool = False


@dataclass(slots=True)
class PersonEntity:
    """A person in the making: mentions, titles and what the directory adds."""

    #: Position among the people.
    index: int
    #: Mentions in text order.
    mentions: list[NameMention] = field(default_factory=list)
    #: Fullest name as shown.
    name: str = ""
    #: Folded given-name parts of the fullest form.
    given: tuple[str, ...] = ()
    #: Folded surname, the key of back-references.
    surname: str = ""
    #: Whether the family name comes first ("Wang Yi").
    family_first: bool = False
    #: Gender, where something tells.
    gender: Gender | None = None
    #: Titles the text gives, with the mention's sentence.
    titles: list[ParsedTitle] = field(default_factory=list)
    #: Office fields, filled by the officials room.
    office: str | None = None
    #: Country of the office.
    country: str | None = None
    #: Organisation of the office.
    organisation: str | None = None
    #: Standing at the article's date.
    status: str = "current"
    #: Where the office comes from.
    office_source: str | None = None
    #: Role class of the shown office.
    role: str | None = None
    #: All role classes held, for references.
    roles: set[str] = field(default_factory=set)
    #: Ordering weight of the office.
    rank: int = 0
    #: Whether the person holds or held public office.
    official: bool = False
    #: Whether the headline says that the text is this person's statement.
    from_title: bool = False

    def keys(self) -> set[str]:
        """Folded single words by which the article may call the person."""
        return {self.surname, *self.given}


class People:
    """Everyone named in one article."""

    def __init__(self, doc: Document, entities: list[PersonEntity]) -> None:
        self.doc = doc
        self.replace(entities)

    def replace(self, entities: list[PersonEntity]) -> None:
        """Take these figures for all of them."""
        self.entities = entities
        pairs = sorted(((m, f) for f in entities for m in f.mentions), key=lambda pair: pair[0].start)
        #: All mentions in text order, each with its person.
        self.mentions: list[tuple[NameMention, PersonEntity]] = pairs
        self._starts = [m.start for m, _ in pairs]

    def between(self, start: int, end: int) -> list[tuple[NameMention, PersonEntity]]:
        """Mentions that begin inside ``text[start:end]``."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def at(self, offset: int) -> PersonEntity | None:
        """The person named at a text offset, or None."""
        k = bisect_right(self._starts, offset) - 1
        if k >= 0:
            mention, entity = self.mentions[k]
            if mention.start <= offset < mention.end:
                return entity
        return None

    def copy(self) -> People:
        """The same people as values of their own."""
        return People(self.doc, [replace(e, mentions=list(e.mentions), titles=list(e.titles)) for e in self.entities])


def office_words(entity: PersonEntity) -> set[str]:
    """Lower-case words of every office the article or the directory gives a person."""
    texts = [t.office for t in entity.titles if t.office and t.public]
    if entity.office:
        texts.append(entity.office)
    found = {w for text in texts for w in text.lower().replace("-", " ").split()}
    if found & {"spokesperson", "spokesman", "spokeswoman"}:
        found |= {"spokesperson", "spokesman", "spokeswoman"}
    if "premier" in found:
        found.add("minister")
    return found


def persons(people: People, references: Callable[[PersonEntity], tuple[Span, ...]]) -> tuple[Person, ...]:
    """What a brief shows of people, in order of first mention; ``references`` gives where titles alone mean one."""
    ordered = sorted(people.entities, key=lambda e: e.mentions[0].start if e.mentions else -1)
    return tuple(_freeze(e, people.doc, references(e)) for e in ordered if e.mentions)


def _freeze(entity: PersonEntity, doc: Document, references: tuple[Span, ...]) -> Person:
    titles = tuple(
        TitleMention(
            start=doc.begins[t.first],
            end=doc.ends[t.last],
            office=t.office,
            role=t.role,
            public=t.public,
            status=t.status,
            country=t.country,
            organisation=t.organisation,
        )
        for t in sorted(entity.titles, key=lambda t: t.first)
        if t.in_text
    )
    return Person(
        name=entity.name,
        mentions=tuple(Span(m.start, m.end) for m in entity.mentions),
        titles=titles,
        gender=entity.gender,
        references=references,
    )


def merge(people: People, same: Sequence[tuple[PersonEntity, PersonEntity]]) -> None:
    """Make the figures of each pair one, the first, in place: used when the directory shows that they are one person."""
    if not same:
        return
    for keep, other in same:
        keep.mentions += other.mentions
        keep.titles += other.titles
        keep.gender = keep.gender or other.gender
        keep.from_title = keep.from_title or other.from_title
    for keep in {id(keep): keep for keep, _ in same}.values():
        keep.mentions.sort(key=lambda m: m.start)
    gone = {id(other) for _, other in same}
    entities = [f for f in people.entities if id(f) not in gone]
    for number, entity in enumerate(entities):
        entity.index = number
    people.replace(entities)
