"""The people of one article: where each is named, what the text and the directory say of them, and the collection.

The brief gets the :class:`~summarizers.model.Person`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from summarizers import lexicon
from summarizers.model import Gender, OfficeSource, Person, Reference, Span, Status, TitleMention
from summarizers.officials.offices import Office
from summarizers.people.titles import ParsedTitle
from summarizers.text.document import Document
from summarizers.values import identity_class, value_class

#: Words of an office that stand for each other.
_SPOKESPERSON = lexicon.word_class("spokesperson")


@value_class
class NameMention:
    """One accepted place where a person is named."""

    #: First code point.
    start: int
    #: One past the last code point.
    end: int
    #: First token.
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


@identity_class
class PersonEntity:
    """A person of the article."""

    #: Position among the people.
    index: int
    #: Mentions in text order.
    mentions: tuple[NameMention, ...]
    #: Fullest name as shown.
    name: str
    #: Folded given-name parts of the fullest form.
    given: tuple[str, ...]
    #: Folded surname, the key of back-references.
    surname: str
    #: Whether the family name comes first ("Wang Yi").
    family_first: bool
    #: Gender, where something tells.
    gender: Gender | None
    #: Titles the text gives, in the order they were found.
    titles: tuple[ParsedTitle, ...]
    #: Whether the headline says that the text is this person's statement.
    from_title: bool
    #: The public office held at the article's date or before; None until the offices are known, and for everybody else.
    held: Office | None = None
    #: Wikidata id of the person the directory links, where it has one.
    wikidata: str | None = None
    #: All role classes held, for references; empty until the offices are known.
    roles: frozenset[str] = frozenset()

    @property
    def official(self) -> bool:
        """Whether the person holds or held public office."""
        return self.held is not None

    @property
    def office(self) -> str | None:
        """The office as shown."""
        return self.held.name if self.held is not None else None

    @property
    def country(self) -> str | None:
        """Country of the office."""
        return self.held.country if self.held is not None else None

    @property
    def organisation(self) -> str | None:
        """Organisation of the office."""
        return self.held.organisation if self.held is not None else None

    @property
    def status(self) -> Status:
        """Standing at the article's date."""
        return self.held.status if self.held is not None else "current"

    @property
    def office_source(self) -> OfficeSource | None:
        """Where the office comes from: "text", "directory", or None for none that has a name."""
        return self.held.source if self.held is not None else None

    @property
    def role(self) -> str | None:
        """Role class of the office."""
        return self.held.role if self.held is not None else None

    @property
    def rank(self) -> int:
        """Ordering weight of the office, 0 to 100."""
        return self.held.rank if self.held is not None else 0

    def keys(self) -> set[str]:
        """Folded single words by which the article may call the person."""
        return {self.surname, *self.given}

    def joined(self, other: PersonEntity) -> PersonEntity:
        """This person with what the article says of them under another name."""
        return replace(
            self,
            mentions=tuple(sorted((*self.mentions, *other.mentions), key=lambda m: m.start)),
            titles=(*self.titles, *other.titles),
            gender=self.gender or other.gender,
            from_title=self.from_title or other.from_title,
        )


class People:
    """Everyone named in one article."""

    __slots__ = ("_starts", "doc", "entities", "mentions")

    def __init__(self, doc: Document, entities: Iterable[PersonEntity]) -> None:
        #: The article.
        self.doc = doc
        #: Everyone, by index.
        self.entities: tuple[PersonEntity, ...] = tuple(entities)
        pairs = sorted(((m, f) for f in self.entities for m in f.mentions), key=lambda pair: pair[0].start)
        #: All mentions in text order, each with its person.
        self.mentions: tuple[tuple[NameMention, PersonEntity], ...] = tuple(pairs)
        self._starts = tuple(m.start for m, _ in pairs)

    def between(self, start: int, end: int) -> Sequence[tuple[NameMention, PersonEntity]]:
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


def office_words(entity: PersonEntity) -> set[str]:
    """Lower-case words of every office the article or the directory gives a person."""
    texts = [t.office for t in entity.titles if t.office and t.public]
    if entity.office:
        texts.append(entity.office)
    found = {w for text in texts for w in text.lower().replace("-", " ").split()}
    if found & _SPOKESPERSON:
        found |= _SPOKESPERSON
    if "premier" in found:
        found.add("minister")
    return found


def persons(people: People, references: Callable[[PersonEntity], tuple[Reference, ...]]) -> tuple[Person, ...]:
    """What a brief shows of people, in order of first mention; ``references`` gives where titles alone mean one."""
    ordered = sorted(people.entities, key=lambda e: e.mentions[0].start if e.mentions else -1)
    return tuple(_person(e, people.doc, references(e)) for e in ordered if e.mentions)


def _person(entity: PersonEntity, doc: Document, references: tuple[Reference, ...]) -> Person:
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
