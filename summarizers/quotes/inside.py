"""What the names inside a quote tell of who says it: "I, Ana Reyes, swear"; somebody named in the third person."""

from __future__ import annotations

from bisect import bisect_left

from summarizers.people.entities import PersonEntity
from summarizers.quotes.annotations import Annotations
from summarizers.quotes.mentions import Mention
from summarizers.text.document import Document
from summarizers.text.quoted_spans import QuotedSpan

#: Words right before one's own name, the nearest last; a name behind the first is closed by a comma.
_OWN = (("i", ","), ("my", "name", "is"), ("my", "name", "'s"), ("name", "’s"))
#: Words that give one's own name where they open a quote.
_OPENING = (("i", "am"), ("i", "'m"), ("i'm",), ("i’m",), ("this", "is"))
_MARKS = frozenset("“”\"'‘’,.!: ")


def self_named(annotations: Annotations, span: QuotedSpan) -> PersonEntity | None:
    """The person who gives his own name in a quote, or None."""
    doc = annotations.doc
    for name, entity in annotations.named_inside(span.start, span.end):
        if _gives_own(doc, bisect_left(doc.begins, span.start), name.first, name.last):
            return entity
    return None


def named(annotations: Annotations, span: QuotedSpan) -> set[int]:
    """Indices of the people a quote names in the third person."""
    return {entity.index for _, entity in annotations.named_inside(span.start, span.end)}


def speaking(
    mention: Mention, entities: tuple[PersonEntity, ...], own: PersonEntity | None
) -> tuple[PersonEntity, ...]:
    """Who speaks through a mention that stands for some people, where a quote gives its speaker's ``own`` name or None."""
    if own is None or entities == (own,):
        return entities
    return () if mention.kind in {"name", "body"} else (own,)


def _gives_own(doc: Document, floor: int, first: int, last: int) -> bool:
    """Whether the words before a name in a quote from token ``floor`` on, and the mark behind it, make it the speaker's."""
    before = tuple(doc.low[max(floor, first - 3) : first])
    closed = last + 1 < len(doc.tokens) and not doc.tokens[last + 1][0].isalnum() and doc.low[last + 1] != "'s"
    if before[-2:] == _OWN[0]:
        return last + 1 < len(doc.tokens) and doc.tokens[last + 1] == ","
    if any(before[-len(words) :] == words for words in _OWN[1:]):
        return True
    opening = tuple(word for word in before if word not in _MARKS)
    return closed and first - floor <= 3 and opening in _OPENING
