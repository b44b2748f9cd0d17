"""Which countries a story is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from summarizers.model import Official
from summarizers.officials.state_mentions import state_mentions
from summarizers.people.entities import People
from summarizers.text.document import Document

#: Shown at most.
LIMIT = 6
#: A country needs this share of the first one's weight to be shown: at 0.1 recall on labelled briefs is higher by 5 points and
#: precision lower by 4.
SHARE = 0.16


#: Every country shown but the first has at least this weight.
LEAST = 1.0
#: What one mention is worth by the kind of the gazetteer entry; in the first sentences of the article, times as much.
_WORTH = {"country": 1.0, "demonym": 0.9, "capital": 0.7, "place": 0.5, "organisation": 0.6}
_OPENING_SENTENCES, _OPENING_FACTOR = 3, 2.0
#: What one mention of an official is worth to the official's country, and how many count.
_OFFICIAL_WORTH, _OFFICIAL_MENTIONS = 0.5, 4


def prominent(doc: Document, people: People, ranked: tuple[Official, ...]) -> tuple[str, ...]:
    """Countries by weight, most prominent first: names, adjectives, capitals and metonyms, the opening counting most."""
    weights: dict[str, float] = defaultdict(float)
    for country, worth in (*_named(doc, people), *_of_officials(ranked)):
        weights[country] += worth
    order = sorted(weights, key=lambda country: -weights[country])  # of equals the one named first
    least = max(LEAST, SHARE * weights[order[0]]) if order else LEAST
    return tuple(c for k, c in enumerate(order) if not k or weights[c] >= least)[:LIMIT]


def _named(doc: Document, people: People) -> Iterator[tuple[str, float]]:
    """(country, worth) of every name of a country, place or body, in text order."""
    for mention in state_mentions(doc, people):
        factor = _OPENING_FACTOR if doc.sentence_of[mention.first] < _OPENING_SENTENCES else 1.0
        yield mention.state, _WORTH[mention.kind] * factor


def _of_officials(ranked: tuple[Official, ...]) -> Iterator[tuple[str, float]]:
    for official in ranked:
        if official.country:
            yield official.country, min(official.mentions, _OFFICIAL_MENTIONS) * _OFFICIAL_WORTH
