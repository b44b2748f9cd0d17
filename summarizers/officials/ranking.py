"""Which officials matter most to a story."""

from __future__ import annotations

from collections.abc import Sequence

from summarizers.coreference.references import References
from summarizers.model import Contradicted, Official, Quote, Turn
from summarizers.people.entities import People, PersonEntity
from summarizers.text.document import Document

#: Sentences of the opening, where being named counts double.
_LEAD_SENTENCES = 3


def rank(
    doc: Document, people: People, references: References, quotes: Sequence[Quote], turns: Sequence[Turn] = ()
) -> tuple[Official, ...]:
    """The officials, most involved first: quoted 3, in the opening 2, named 1, by title only 0.5, once a sentence."""
    spoke = {s.name for q in quotes if q.kind in {"direct", "partial"} for s in q.speakers}
    spoke |= {s.name for t in turns for s in t.speakers}
    scored = []
    for entity in people.entities:
        if not entity.official:
            continue
        sentences = {m.sentence for m in entity.mentions}
        referred = {doc.sentence_at(r.start) for r in references.spans_of(entity)} - sentences
        value = sum(2.0 if s < _LEAD_SENTENCES else 1.0 for s in sentences) + 0.5 * len(referred)
        if entity.name in spoke:
            value += 3.0
        value += entity.rank / 100
        scored.append((-value, entity.mentions[0].start if entity.mentions else 0, entity))
    scored.sort(key=lambda x: x[:2])
    return tuple(
        Official(
            name=entity.name,
            office=entity.office,
            country=entity.country,
            organisation=entity.organisation,
            status=entity.status,
            office_source=entity.office_source,
            mentions=len(entity.mentions),
            spoke=entity.name in spoke,
            wikidata=entity.wikidata,
            contradicts=_contradicted(entity),
        )
        for _, _, entity in scored
    )


def _contradicted(entity: PersonEntity) -> Contradicted | None:
    """What the directory says against the office the article gives somebody."""
    term = entity.held.contradicts if entity.held is not None else None
    return Contradicted(term.person, term.office, term.end) if term is not None else None
