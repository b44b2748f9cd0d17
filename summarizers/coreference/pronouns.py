"""Whom "he", "she" and "they" mean, when the text makes it certain enough.

Pronouns go back sentence by sentence, subjects first. What is not certain stays unresolved.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping

from summarizers.coreference.stretches import Stretches
from summarizers.lexicon import speech_verbs, word_class
from summarizers.people.entities import PersonEntity
from summarizers.text.noun_chunks import ARTICLES, PRONOUNS

#: How far back, in code points, a pronoun may look (attribution practice in news: about two short paragraphs).
REACH = 900
#: Most people, titles and pronouns of one sentence a pronoun is held against, the nearest ones: sentences of hostile texts never end.
NEAREST = 40
_GENDER = {**{word: kind for word, kind in PRONOUNS.items() if kind in {"m", "f"}}, "hers": "f"}
_SUBJECTS = frozenset({"he", "she"})
_PREPOSITIONS = word_class("object_preposition")
_SUBJECT_VERBS = word_class("subject_auxiliary")
#: Kinds of gazetteer matches that stand before a name and belong to its phrase.
_BEFORE_NAME = frozenset({"title", "demonym", "country", "organisation"})
#: How likely a mention is meant by a later pronoun: an owner, behind a preposition, anything else, a subject.
_OWNER, _OBJECT, _BARE, _SUBJECT = range(4)

Persons = tuple[PersonEntity, ...]


class Pronouns:
    """Resolves the pronouns of one article, as far as it is known who speaks."""

    def __init__(self, stretches: Stretches, speakers: Mapping[int, Persons]) -> None:
        self._doc = stretches.doc
        self._people = stretches.people
        self._stretches = stretches
        self._speakers = dict(speakers)
        #: Answers by sentence and token, and the last sentence with any; the subject of a whole sentence, by gender.
        self._memo: dict[int, dict[int, Persons]] = {}
        self._subjects: dict[int, dict[str, PersonEntity | None]] = {}
        self._furthest = -1

    @property
    def speakers(self) -> Mapping[int, Persons]:
        """Speakers of the last quote of a sentence, as far as they are known."""
        return self._speakers

    def add_speakers(self, first: int, last: int, entities: Persons) -> None:
        """Note who speaks in sentences ``first`` and ``last``; what was answered from there on is answered anew."""
        self._speakers[first] = self._speakers[last] = entities
        sentence = min(first, last)
        for number in range(sentence, self._furthest + 2):
            self._memo.pop(number, None)
            self._subjects.pop(number, None)
        self._furthest = min(self._furthest, sentence - 1)

    def at(self, k: int) -> Persons:
        """Whom the pronoun at token ``k`` means; empty when that is not certain."""
        sentence = self._doc.sentence_of[k]
        if k not in self._memo.get(sentence, ()):
            # those before it first, in their order: a chain of pronouns is as deep as the text is long
            for before in range(self._furthest + 1, sentence):
                self._settle(before)
            self._settle(sentence, k)
            self._memo.setdefault(sentence, {}).setdefault(k, self._resolve(k))
        return self._memo[sentence][k]

    def _settle(self, sentence: int, before: int | None = None) -> None:
        """Answer the "he" and "she" of a sentence, up to token ``before``, and note it as answered where that is the whole."""
        tokens = self._doc.sentence_tokens(sentence)
        known = self._memo.setdefault(sentence, {})
        for k in self._stretches.persons_between(tokens.start, tokens.stop if before is None else before):
            if self._doc.low[k] in _SUBJECTS and k not in known:
                known[k] = self._resolve(k)
        if before is None:
            self._furthest = max(self._furthest, sentence)

    def _resolve(self, k: int) -> Persons:
        word = self._doc.low[k]
        if PRONOUNS.get(word) == "p":
            return self._plural(k)
        gender = _GENDER.get(word)
        return self._singular(k, gender) if gender is not None else ()

    # -- he, she ------------------------------------------------------------------------------------------------------

    def _singular(self, k: int, gender: str) -> Persons:
        """The likeliest person before it in its sentence, else the speaker or the likeliest one of those before."""
        doc = self._doc
        sentence = doc.sentence_of[k]
        here = self._subject_in(sentence, gender, before=k)
        if here is not None:
            return (here,)
        for back in range(sentence - 1, -1, -1):
            if doc.begins[k] - doc.sentences[back].start > REACH:
                break
            spoken = self._speakers.get(back, ())
            if len(spoken) == 1 and spoken[0].gender in {None, gender}:
                return spoken
            subject = self._subject_of(back, gender)
            if subject is not None:
                return (subject,)
        return ()

    def _subject_of(self, number: int, gender: str) -> PersonEntity | None:
        """The likeliest person of a gender in a whole sentence."""
        known = self._subjects.setdefault(number, {})
        if gender not in known:
            known[gender] = self._subject_in(number, gender)
        return known[gender]

    def _subject_in(self, number: int, gender: str, before: int | None = None) -> PersonEntity | None:
        """The likeliest person of a gender in a sentence, up to token ``before``: subject first, then whoever is alone."""
        tokens = self._doc.sentence_tokens(number)
        stop = before if before is not None else tokens.stop
        options: dict[int, tuple[int, PersonEntity]] = {}
        for first, last, entity in self._persons_in(tokens.start, stop, gender):
            if entity.gender in {None, gender} and entity.index not in options:
                options[entity.index] = self._weight(first, last, tokens.start, stop), entity
        if not options:
            return None
        best = max(weight for weight, _ in options.values())
        likeliest = [entity for weight, entity in options.values() if weight == best]
        known = [entity for entity in likeliest if entity.gender == gender]
        return known[0] if len(known) == 1 else likeliest[0]

    def _persons_in(self, start: int, stop: int, gender: str) -> Iterator[tuple[int, int, PersonEntity]]:
        """First token, last token and entity of the persons named, or meant by titles and pronouns, between two tokens."""
        passed = -1
        for i in self._stretches.persons_between(start, stop)[-NEAREST:]:
            if i > passed:
                entity, last = self._person_at(i, stop, gender)
                if entity is not None:
                    passed = last
                    yield i, last, entity

    def _person_at(self, i: int, stop: int, gender: str) -> tuple[PersonEntity | None, int]:
        """Who is named or meant at token ``i``, and the last token of the mention."""
        doc = self._doc
        offset = doc.begins[i]
        named = self._people.at(offset)
        if named is not None:
            end = i
            while end + 1 < stop and self._people.at(doc.begins[end + 1]) is named:
                end += 1
            return named, end
        reference = self._stretches.title_reference_at(offset)
        if reference is not None and len(reference.entities) == 1:
            return reference.entities[0], max(i, min(stop, bisect_left(doc.begins, reference.end)) - 1)
        if doc.low[i] in _SUBJECTS and _GENDER[doc.low[i]] == gender:
            resolved = self.at(i)
            return (resolved[0] if len(resolved) == 1 else None), i
        return None, i

    def _weight(self, i: int, end: int, floor: int, stop: int) -> int:
        """How likely the mention in tokens ``i`` to ``end`` is meant later."""
        doc = self._doc
        before = i - 1
        while before >= floor and (doc.low[before] in ARTICLES or doc.kind(before) in _BEFORE_NAME):
            before -= 1
        following = doc.low[end + 1] if end + 1 < stop else ""
        if following == "'s":
            return _OWNER
        preceding = doc.low[before] if before >= floor else ""
        if preceding in _PREPOSITIONS:
            return _OBJECT
        speaks = following in speech_verbs() or following in _SUBJECT_VERBS or (following and before < floor)
        return _SUBJECT if speaks or preceding in {"said", "says"} else _BARE

    # -- they ---------------------------------------------------------------------------------------------------------

    def _plural(self, k: int) -> Persons:
        """Joint speakers or writers named together shortly before."""
        doc = self._doc
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
        return latest.entities if latest is not None else ()
