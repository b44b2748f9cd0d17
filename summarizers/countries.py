"""Which countries a story is about."""

from __future__ import annotations

from collections import defaultdict

from summarizers.model import Official
from summarizers.text.document import Document

#: Shown at most.
LIMIT = 5
#: A country needs this share of the first one's weight to be shown.
SHARE = 0.18


def prominent(doc: Document, ranked: tuple[Official, ...]) -> tuple[str, ...]:
    """Countries by weight, most prominent first: names, adjectives, capitals and metonyms, the opening counting most."""
    weights: dict[str, float] = defaultdict(float)
    first: dict[str, int] = {}
    for k, tag in enumerate(doc.tags):
        if (
            tag is None
            or tag.first != k
            or tag.entry.kind not in {"country", "demonym", "capital", "place", "organisation"}
        ):
            continue
        country = tag.entry.country
        if country is None:
            continue
        sentence = doc.sentence_of[k]
        value = {"country": 1.0, "demonym": 0.9, "capital": 0.7, "place": 0.5, "organisation": 0.6}[tag.entry.kind]
        weights[country] += value * (2.0 if sentence < 3 else 1.0)
        first.setdefault(country, k)
    for official in ranked:
        if official.country:
            weights[official.country] += min(official.mentions, 4) * 0.5
            first.setdefault(official.country, len(doc.tokens))
    if not weights:
        return ()
    order = sorted(weights, key=lambda c: (-weights[c], first[c]))
    top = weights[order[0]]
    return tuple(c for c in order if weights[c] >= SHARE * top and (weights[c] >= 1.0 or c == order[0]))[:LIMIT]
