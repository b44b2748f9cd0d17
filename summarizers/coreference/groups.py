"""Persons named together: "Blinken and Austin"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from summarizers.people.entities import NameMention, People, PersonEntity
from summarizers.text.document import Document


@dataclass(frozen=True, slots=True)
class Group:
    """Persons named together: "Blinken and Austin"."""

    #: First code point.
    start: int
    #: One past the last code point.
    end: int
    #: Its members, in text order.
    entities: tuple[PersonEntity, ...]
    #: Sentence it stands in.
    sentence: int


Run = list[tuple[NameMention, PersonEntity]]


def find(doc: Document, people: People) -> tuple[Group, ...]:
    """The groups of a text, in its order."""
    return tuple(group for run in _runs(doc, people) if (group := _group(doc, run)) is not None)


def _runs(doc: Document, people: People) -> Iterator[Run]:
    """Names with nothing but commas and "and" between them."""
    run: Run = []
    for mention, entity in people.mentions:
        if run and not _joined(doc, run[-1][0], mention, len(run)):
            yield run
            run = []
        run.append((mention, entity))
    yield run


def _joined(doc: Document, a: NameMention, b: NameMention, length: int) -> bool:
    if a.sentence != b.sentence:
        return False
    gap = doc.text[a.end : b.titled_start].strip()
    return gap in {"and", "&", ","} or (gap == ", and" and length > 1)


def _group(doc: Document, run: Run) -> Group | None:
    """The group of a run whose last two names are joined by "and"; None for other runs, and for one person named twice."""
    if len(run) < 2:
        return None
    (a, _), (b, _) = run[-2:]
    last = doc.text[a.end : b.titled_start]
    entities = tuple({entity.index: entity for _, entity in run}.values())
    if len(entities) < 2 or not ("and" in last or "&" in last):
        return None
    return Group(run[0][0].titled_start, b.end, entities, a.sentence)
