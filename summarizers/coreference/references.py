"""Who "he", "they", "the secretary" and "the secretaries" are, when the text makes it certain enough.

Title-only references are tied to persons when exactly one fits (or, in the plural, exactly the named set). What is not
certain stays unresolved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from summarizers.coreference.groups import Group
from summarizers.coreference.pronouns import REACH, SURE, Pronouns
from summarizers.coreference.ranking import SEX
from summarizers.coreference.stretches import Stretches
from summarizers.coreference.title_references import TitleReference
from summarizers.model import Reference, Span
from summarizers.people.entities import People, PersonEntity
from summarizers.text.document import Document
from summarizers.text.quoted_spans import QuotedSpans

__all__ = ["Group", "GrowingReferences", "References", "TitleReference"]

#: Tokens in which an age may stand: from the first ones of a phrase, and so many further on.
_AGE_FROM, _AGE_LENGTH = 2, 4
#: How often a title alone that fits one named official means that one: 35 of 35 on labelled news.
TITLE_CONFIDENCE = 0.98
_PRONOUNS = SEX.keys() | {"they", "them", "their"}


class References:
    """What the references of one article mean; a value that nothing is added to."""

    def __init__(self, doc: Document, people: People, quoted: QuotedSpans) -> None:
        stretches = Stretches(doc, people)
        self._set(stretches, Pronouns(stretches, quoted))

    def _set(self, stretches: Stretches, pronouns: Pronouns) -> None:
        self._stretches = stretches
        self._pronouns = pronouns
        self._all: dict[int, list[Reference]] | None = None
        #: The article's tokens, and who is named.
        self.doc, self.people = stretches.doc, stretches.people
        #: Groups of persons named together, and title-only references with their persons, in text order.
        self.groups, self.titles = stretches.groups, stretches.titles
        self._most_named = sorted((*(len(e.mentions) for e in self.people.entities), 0, 0), reverse=True)[:2]

    @property
    def speakers(self) -> Mapping[int, tuple[PersonEntity, ...]]:
        """Speakers of the last quote of a sentence, as far as they are known."""
        return self._pronouns.speakers

    def copy(self) -> GrowingReferences:
        """The same references, to which speakers can be added without touching these."""
        made = GrowingReferences.__new__(GrowingReferences)
        made._set(self._stretches, self._pronouns.copy())
        return made

    def pronoun_at(self, k: int, *, at_least: float = SURE) -> tuple[PersonEntity, ...]:
        """Whom the pronoun at token ``k`` means; empty when that is less sure than ``at_least``, or nobody who is named."""
        return self._pronouns.at(k, at_least)

    def pronoun_confidence(self, k: int) -> float:
        """How often an answer such as that of :meth:`pronoun_at` is right, 0 to 1."""
        return self._pronouns.confidence(k)

    def all_of(self, entity: PersonEntity) -> tuple[Reference, ...]:
        """Every place where an entity is meant without being named, in text order."""
        if self._all is None:
            self._all = self._collect()
        return tuple(self._all.get(entity.index, ()))

    def _collect(self) -> dict[int, list[Reference]]:
        found = [(Reference(t.start, t.end, "title", TITLE_CONFIDENCE), t.entities) for t in self.titles]
        for k, word in enumerate(self.doc.low):
            if word in _PRONOUNS:
                meant, begin = self.pronoun_at(k), self.doc.begins[k]
                if meant:
                    found.append((Reference(begin, begin + len(word), "pronoun", self.pronoun_confidence(k)), meant))
        by_entity: dict[int, list[Reference]] = defaultdict(list)
        for reference, entities in sorted(found, key=lambda pair: pair[0].start):
            for entity in entities:
                by_entity[entity.index].append(reference)
        return by_entity

    def group_at(self, offset: int) -> Group | None:
        """The group whose stretch covers a text offset."""
        return self._stretches.group_at(offset)

    def groups_between(self, start: int, stop: int) -> Sequence[Group]:
        """Groups that begin inside ``text[start:stop]``."""
        return self._stretches.groups_between(start, stop)

    def title_reference_at(self, offset: int) -> TitleReference | None:
        """The resolved title-only reference that covers a text offset, or None."""
        return self._stretches.title_reference_at(offset)

    def titles_between(self, start: int, stop: int) -> Sequence[TitleReference]:
        """Title-only references that begin inside ``text[start:stop]``."""
        return self._stretches.titles_between(start, stop)

    def spans_of(self, entity: PersonEntity) -> tuple[Span, ...]:
        """Where titles alone mean an entity, alone or jointly, in text order."""
        return self._stretches.spans_of(entity)

    def aged_at(self, first: int, last: int) -> tuple[PersonEntity, ...]:
        """Whom "the 56-year-old" between two tokens means: the person the text is about there; empty when unsure."""
        doc = self.doc
        starts = range(first, min(last, first + _AGE_FROM) + 1)
        if doc.low[first] != "the" or not any("year-old" in doc.words(k, min(k + _AGE_LENGTH, last)) for k in starts):
            return ()
        position = doc.begins[first]
        before = self.people.between(max(0, position - REACH), position)
        if not before:
            return ()
        latest = before[-1][1]
        most, second = self._most_named
        return (latest,) if len(latest.mentions) == most > second else ()


class GrowingReferences(References):
    """References to which who speaks is added quote by quote, as later pronouns go by it."""

    def add_speech(
        self, start: int, sentences: tuple[int, int], entities: tuple[PersonEntity, ...], mention: int
    ) -> None:
        """Note who says the quote that begins at code point ``start`` and stands in these sentences or between them.

        ``mention`` is the first token of who speaks, named or not; pronouns behind the quote are answered anew.
        """
        self._pronouns.add_speech(start, sentences, entities, mention)
