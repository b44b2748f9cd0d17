"""Whom "he", "she" and "they" mean, as far as it is known who speaks; what is not certain stays unresolved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

from summarizers import lexicon
from summarizers.coreference.singular import SingularPronouns, Speech
from summarizers.coreference.stretches import Stretches
from summarizers.lexicon import word_class
from summarizers.people.entities import PersonEntity
from summarizers.text.noun_chunks import PRONOUNS
from summarizers.text.quoted_spans import QuotedSpans

#: How far back, in code points, a plural pronoun may look (attribution practice in news: about two short paragraphs).
REACH = 900
#: From this confidence on a pronoun means somebody: right in .92 on texts of every kind (GUM), .97 on news.
SURE = 0.66
#: How often a plural that is answered means those persons: 20 of 21 in the briefs.
PLURAL_CONFIDENCE = 0.95

#: Words for one of several people, and plurals without -s.
_CROWD = word_class("unnamed_noun", "masculine_noun", "feminine_noun", "speaker_noun")
_CROWDS = word_class("irregular_plural", "people_plural")

Persons = tuple[PersonEntity, ...]


class Pronouns:
    """Resolves the pronouns of one article."""

    def __init__(self, stretches: Stretches, quoted: QuotedSpans) -> None:
        doc = stretches.doc
        self._stretches = stretches
        titles = []
        for title in stretches.titles:
            if len(title.entities) == 1:
                first = bisect_left(doc.begins, title.start)
                titles.append((first, max(first, bisect_left(doc.begins, title.end) - 1), title.entities[0]))
        self._singular = SingularPronouns(doc, stretches.people, quoted, titles)
        self._speakers: dict[int, Persons] = {}

    def copy(self) -> Pronouns:
        """The same pronouns, to which speeches can be added without touching these."""
        made = Pronouns.__new__(Pronouns)
        made._stretches, made._singular, made._speakers = self._stretches, self._singular.copy(), dict(self._speakers)
        return made

    @property
    def speakers(self) -> Mapping[int, Persons]:
        """Speakers of the last quote of a sentence, as far as they are known."""
        return self._speakers

    def add_speech(self, start: int, sentences: tuple[int, int], entities: Persons, mention: int) -> None:
        """Note who says the quote that begins at code point ``start`` and stands in these sentences or between them.

        ``mention`` is the first token of who speaks, named or not; pronouns behind the quote are answered anew.
        """
        if entities:
            self._speakers[sentences[0]] = self._speakers[sentences[1]] = entities
        who = entities[0].index if len(entities) == 1 else None
        if not entities:
            found = self._singular.person_at(mention)
            who = found if found is not None and found < 0 else None
        self._singular.add(Speech(start, who, *sentences, mention))

    def at(self, k: int, at_least: float) -> Persons:
        """Whom the pronoun at token ``k`` means; empty when that is less sure than ``at_least``, or nobody who is named."""
        word = PRONOUNS.get(self._stretches.doc.low[k])
        if word == "p":
            return self._plural(k)
        if not self._singular.knows(k):
            return ()
        answer = self._singular.at(k)
        if answer.who is None or answer.who < 0 or answer.confidence < at_least:
            return ()
        return (self._stretches.people.entities[answer.who],)

    def confidence(self, k: int) -> float:
        """How often an answer such as that for token ``k`` is right, 0 to 1."""
        return self._singular.at(k).confidence if self._singular.knows(k) else PLURAL_CONFIDENCE

    def _plural(self, k: int) -> Persons:
        """Joint speakers or writers named together shortly before."""
        doc = self._stretches.doc
        position = doc.begins[k]
        latest = self._stretches.several_before(position, REACH)
        start = latest.start if latest is not None else -1
        for number in range(doc.sentence_of[k], -1, -1):
            begins = doc.sentences[number].start
            if position - begins > REACH:
                break
            entities = self._speakers.get(number, ())
            if len(entities) > 1 and start < begins < position:
                return entities
        return () if latest is None or self._others_since(latest.end, k, latest.entities) else latest.entities

    def _others_since(self, start: int, k: int, entities: Persons) -> bool:
        """Whether others are told of between a code point and token ``k``: several people without names, or somebody named.

        Those of ``entities`` and those who speak do not count.
        """
        doc = self._stretches.doc
        words = doc.low[bisect_left(doc.begins, start) : k]
        if any(word in _CROWDS or (word.endswith("s") and lexicon.singular(word) in _CROWD) for word in words):
            return True
        named = {entity.index for _, entity in self._stretches.people.between(start, doc.begins[k])}
        spoke = {entity.index for persons in self._speakers.values() for entity in persons}
        return bool(named - spoke - {entity.index for entity in entities})
