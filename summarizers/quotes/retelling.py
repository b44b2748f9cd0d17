"""Whose words somebody who speaks gives in marks: "the minister, Ana Reyes, said “…”", "I told them, “…”"."""

from __future__ import annotations

from summarizers.quotes.annotations import Annotations
from summarizers.quotes.context import Context

#: Most tokens from a verb to the words in marks where "I" is its subject, and where a name is.
_OWN, _NAMED = 6, 12


def subject(annotations: Annotations, context: Context) -> int:
    """The mention, a name or "I", that a strong verb of the same sentence makes the source of a quote; -1 where it is not plain.

    The verb is the nearest one before the quote, stands right behind its subject, and nobody else is the subject of another.
    """
    place, nearest = context.place, context.near.cue_before
    if nearest < 0 or context.near.subjects != 1:
        return -1
    cue = annotations.cues[nearest]
    if not cue.strong or cue.passive or cue.participle or cue.left < 0 or cue.kind == "ask":
        return -1
    mention, distance = annotations.mentions[cue.left], place.first - cue.token
    if mention.last != cue.token - 1 or any(annotations.quoted.masked[cue.token : place.first]):
        return -1
    if mention.kind == "name":
        return cue.left if distance <= _NAMED and not mention.after_preposition else -1
    introduced = annotations.doc.low[place.first - 1] in {",", ":"}
    own = annotations.doc.low[mention.first] == "i"
    return cue.left if own and introduced and distance <= _OWN else -1
