"""Bare surnames in a summary: the full name in brackets where nothing shown before says it ("Hua [Hua Minzhi] told …")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

from summarizers.coreference.definite_phrases import MOST_BRACKETS
from summarizers.coreference.rules import owner
from summarizers.coreference.standalone import Standing
from summarizers.people.entities import NameMention, People, PersonEntity
from summarizers.text.document import Document
from summarizers.text.noun_chunks import ends_phrase


def inserts(
    doc: Document, people: People, quoted: Sequence[bool], shown: Mapping[int, Standing]
) -> dict[int, tuple[tuple[int, str], ...]]:
    """What is to be shown in each sentence of a summary (number → how it stands, in text order), full names among it.

    A name is completed once, from the article's own words, outside quotes, where no office stands beside it and nobody else of
    the article bears it. Each insert is (offset in the article's text, words).
    """
    bearers = Counter(chain.from_iterable(entity.keys() for entity in people.entities))
    told: set[int] = set()
    found = {}
    for number, standing in shown.items():
        made = list(standing.inserts)
        brackets = " ".join(words for _, words in made)
        sentence = doc.sentences[number]
        for mention, entity in people.between(sentence.start, sentence.end):
            new = entity.index not in told and entity.name not in brackets and not quoted[mention.first]
            if (
                new
                and _stands_for_itself(doc, mention)
                and len(made) < MOST_BRACKETS
                and _is_bare(mention, entity, bearers)
            ):
                made.append(_behind(doc, mention, entity.name))
            told.add(entity.index)
        told |= {entity.index for entity in people.entities if entity.name in brackets}
        found[number] = tuple(sorted(made))
    return found


def _stands_for_itself(doc: Document, mention: NameMention) -> bool:
    """Whether a name describes no noun behind it: not "an Aalto supporter"."""
    after = mention.last + 1
    return after >= len(doc.low) or doc.low[after] == "'s" or ends_phrase(doc, after, after)


def _is_bare(mention: NameMention, entity: PersonEntity, bearers: Mapping[str, int]) -> bool:
    """Whether a mention is one word of a longer name that the article says elsewhere, and can mean nobody else."""
    if len(mention.parts) != 1 or mention.ambiguous or mention.titles or " " not in entity.name:
        return False
    if mention.parts[0] != entity.surname or bearers[mention.parts[0]] > 1:
        return False
    return any(len(other.parts) > 1 for other in entity.mentions)


def _behind(doc: Document, mention: NameMention, name: str) -> tuple[int, str]:
    """The bracket behind a name, as an owner's where it is one."""
    after = mention.last + 1
    if after < len(doc.low) and doc.low[after] == "'s":
        return doc.ends[after], owner(name)
    return mention.end, name
