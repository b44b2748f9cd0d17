"""Whom a writer met and asks: "As I sit opposite X, I ask … “Yes,” he snaps." is X, whoever else was named in the question."""

from __future__ import annotations

import re

from summarizers.lexicon import word_class
from summarizers.lexicon.words import pattern
from summarizers.people.entities import People, PersonEntity
from summarizers.quotes.mentions import Mention
from summarizers.text.document import Document
from summarizers.text.quoted_spans import QuotedSpan, QuotedSpans

_MEETS = pattern("encounter")
_ASKS = pattern("writer_asks")
_WRITER = re.compile(r"\bI\b")
_COURTESY = word_class("courtesy_label")
#: Longest title before the name of who is met, in code points.
_TITLE_ROOM = 60
#: Genders that pronouns tell.
_GENDERS = {"he": "m", "she": "f"}


class Encounter:
    """The one person whom the writer of an article met, if there is one, and which quotes are theirs."""

    def __init__(self, doc: Document, people: People, quoted: QuotedSpans) -> None:
        self._doc = doc
        met = {f.index: f for s in doc.sentences for f in _met(doc, people, quoted, s.start, s.end)}
        #: Who was met; None for nobody, or for several.
        self.person: PersonEntity | None = next(iter(met.values())) if len(met) == 1 else None
        self._spoken: set[int] = set()

    def answers(self, span: QuotedSpan, mention: Mention | None) -> bool:
        """Whether a quote is an answer of who was met: right behind the writer's question, by nobody else who is named.

        ``mention`` is who else seems to speak; a further quote of a mention that was the answerer's is theirs too.
        """
        if self.person is None or self._doc.text[span.start : span.end].rstrip("”\"’'").endswith("?"):
            return False
        if mention is None:
            return self._is_asked_before(span)
        if mention.kind != "pronoun":
            return False
        word = self._doc.low[mention.first]
        gender = _GENDERS.get(word)
        if gender is None and word != "i":
            return False
        if gender is not None and self.person.gender not in {None, gender}:
            return False
        if self._is_asked_before(span) or mention.first in self._spoken:
            self._spoken.add(mention.first)
            return True
        return False

    def _is_asked_before(self, span: QuotedSpan) -> bool:
        """Whether the sentence before a quote's own asks something in the writer's name, outside quotation marks."""
        number = self._doc.sentence_at(span.start)
        if not number or self._doc.sentences[number].start < span.start - 1:
            return False
        before = self._doc.sentences[number - 1]
        text = self._doc.text[before.start : before.end]
        return _ASKS.search(text) is not None or text.endswith("?")


def _met(doc: Document, people: People, quoted: QuotedSpans, start: int, end: int) -> list[PersonEntity]:
    """Whom the writer meets in a sentence, outside quotation marks."""
    if not _WRITER.search(doc.text, start, end):
        return []
    found = []
    for met in _MEETS.finditer(doc.text, start, end):
        named = people.between(met.end(), met.end() + _TITLE_ROOM)
        if not named or quoted.masked[doc.token_at(met.start())]:
            continue
        between = doc.text[met.end() : max(met.end(), named[0][0].titled_start)].strip(" .").lower()
        if not between or between in _COURTESY:
            found.append(named[0][1])
    return found
