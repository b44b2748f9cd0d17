"""Where a text means persons: names, groups, titles alone; the ground pronouns are resolved on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence

from summarizers.coreference import groups, ledes, title_references
from summarizers.coreference.groups import Group
from summarizers.coreference.title_references import TitleReference
from summarizers.model import Span
from summarizers.people.entities import People, PersonEntity
from summarizers.text.document import Document


class Stretches:
    """Groups and titles alone of one article, in text order."""

    def __init__(self, doc: Document, people: People) -> None:
        #: The article's tokens, and who is named.
        self.doc = doc
        self.people = people
        #: Groups of persons named together.
        self.groups = groups.find(doc, people)
        #: Title-only references with their persons.
        self.titles = _with_ledes(doc, people, title_references.find(doc, people))
        self._group_starts = [g.start for g in self.groups]
        self._title_starts = [t.start for t in self.titles]
        self._spans: dict[int, list[Span]] = defaultdict(list)
        for reference in self.titles:
            for entity in reference.entities:
                self._spans[entity.index].append(Span(reference.start, reference.end))
        #: References to several people, and where each begins.
        self._plurals = [t for t in self.titles if len(t.entities) > 1]
        self._plural_starts = [t.start for t in self._plurals]

    def group_at(self, offset: int) -> Group | None:
        """The group whose stretch covers a text offset."""
        k = bisect_right(self._group_starts, offset) - 1
        return self.groups[k] if k >= 0 and offset < self.groups[k].end else None

    def groups_between(self, start: int, stop: int) -> Sequence[Group]:
        """Groups that begin inside ``text[start:stop]``."""
        return self.groups[bisect_left(self._group_starts, start) : bisect_left(self._group_starts, stop)]

    def titles_between(self, start: int, stop: int) -> Sequence[TitleReference]:
        """Title-only references that begin inside ``text[start:stop]``."""
        return self.titles[bisect_left(self._title_starts, start) : bisect_left(self._title_starts, stop)]

    def title_reference_at(self, offset: int) -> TitleReference | None:
        """The resolved title-only reference that covers a text offset, or None."""
        k = bisect_left(self._title_starts, offset + 1) - 1
        return self.titles[k] if k >= 0 and offset < self.titles[k].end else None

    def spans_of(self, entity: PersonEntity) -> tuple[Span, ...]:
        """Where titles alone mean an entity, alone or jointly."""
        return tuple(self._spans.get(entity.index, ()))

    def several_before(self, position: int, reach: int) -> Group | TitleReference | None:
        """The last group or plural title that is over before a text offset and begins at most ``reach`` before it."""
        found = (
            _latest_before(self._group_starts, self.groups, position, reach),
            _latest_before(self._plural_starts, self._plurals, position, reach),
        )
        return max((s for s in found if s is not None), key=lambda s: s.start, default=None)


def _with_ledes(doc: Document, people: People, titles: tuple[TitleReference, ...]) -> tuple[TitleReference, ...]:
    """Titles alone with those of ledes whose bearers are named below, in text order."""
    found = [TitleReference(doc.begins[a], doc.ends[b], (entity,)) for a, b, entity in ledes.find(doc, people)]
    free = [t for t in found if not any(t.start < other.end and other.start < t.end for other in titles)]
    return tuple(sorted((*titles, *free), key=lambda t: t.start)) if free else titles


def _latest_before(
    starts: Sequence[int], stretches: Sequence[Group] | Sequence[TitleReference], position: int, reach: int
) -> Group | TitleReference | None:
    k = bisect_left(starts, position) - 1
    while k >= 0 and position - starts[k] <= reach:
        if stretches[k].end <= position:
            return stretches[k]
        k -= 1
    return None
