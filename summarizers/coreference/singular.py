"""The singular pronouns of an article, answered in text order: each answer is a place at which the next may look back."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from summarizers import lexicon
from summarizers.coreference import ranking
from summarizers.coreference.ranking import SEX, Discourse, Place
from summarizers.linear import interpolated
from summarizers.people.entities import People, PersonEntity
from summarizers.text.document import Document
from summarizers.text.quoted_spans import QuotedSpans

#: How sure it is that the "he" of "he added" is the one who spoke just before (57 of 62 in briefs, where the five others report
#: nothing but what "he meant"): set by hand.
REPORTING_CONFIDENCE = 0.97
#: The same of the only one in it who may be meant.
ONLY_CONFIDENCE = 0.88
#: The most where a list of given names says that the person is of another sex.
CLASH_CONFIDENCE = 0.4
#: The same of the subject of the sentence before, where nobody spoke there.
SUBJECT_CONFIDENCE = 0.93
#: Code points before a speech in which nobody else may stand for a list of given names to be overruled.
_ALONE = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """Whom a pronoun means."""

    #: Index of an entity, a negative number for somebody without a name, or None for nobody who is told of.
    who: int | None
    #: How often such an answer is right, 0 to 1.
    confidence: float


@dataclass(frozen=True, slots=True)
class Speech:
    """A quote and who said it."""

    #: First code point of the quote.
    start: int
    #: Index of an entity, a negative number, or None where it is nobody known.
    who: int | None
    #: First and last sentence.
    first: int
    #: Last sentence.
    last: int
    #: First token of the mention that speaks, or -1.
    mention: int = -1


class SingularPronouns:
    """Whom each "he" and "she" means, by what is known of who speaks."""

    def __init__(
        self,
        document: Document,
        people: People,
        quoted: QuotedSpans,
        titles: Sequence[tuple[int, int, PersonEntity]],
    ) -> None:
        """``titles`` are (first token, last token, person) of titles alone that mean one person."""
        self._document = document
        self._quoted = quoted.masked
        self._discourse = Discourse(document, people, quoted, titles)
        self._tokens = [k for k, word in enumerate(document.low) if word in SEX]
        self._answers: list[Answer] = []
        #: The answered pronouns as places, and how many of the tokens each of them needed.
        self._places: list[Place] = []
        self._counts: list[int] = []
        self._speeches: list[Speech] = []

    def copy(self) -> SingularPronouns:
        """The same pronouns, to which speeches can be added without touching these."""
        made = SingularPronouns.__new__(SingularPronouns)
        made._document, made._quoted, made._discourse = self._document, self._quoted, self._discourse
        made._tokens, made._speeches = self._tokens, list(self._speeches)
        made._answers, made._places, made._counts = [], [], []
        return made

    def person_at(self, token: int) -> int | None:
        """Who stands at a token, as :class:`Answer` numbers people; None for nobody."""
        return self._discourse.who_at(token)

    def add(self, speech: Speech) -> None:
        """Note who said a quote; the pronouns behind its beginning are answered anew."""
        self._speeches.append(speech)
        kept = bisect_left(self._tokens, speech.start, key=lambda k: self._document.begins[k])
        del self._answers[kept:]
        places = bisect_left(self._counts, kept)
        del self._counts[places:], self._places[places:]

    def at(self, token: int) -> Answer:
        """Whom the pronoun at a token means; every pronoun before it is answered first, in text order."""
        number = bisect_left(self._tokens, token)
        for n in range(len(self._answers), number + 1):
            answer = self._answer(self._tokens[n])
            self._answers.append(answer)
            if answer.who is not None:
                self._places.append(self._discourse.place_of(self._tokens[n], answer.who))
                self._counts.append(n)
        return self._answers[number]

    def knows(self, token: int) -> bool:
        """Whether a token is such a pronoun."""
        return self._document.low[token] in SEX

    def _answer(self, k: int) -> Answer:
        reporting = self._reporting(k)
        if reporting is not None:
            return reporting
        last = self._last_report(k)
        choice, _ = self._discourse.answer(k, self._places, (last.who, last.start) if last else None)
        confidence = interpolated(choice.probability, _calibration())
        clash = choice.who is not None and not self._discourse.fits(choice.who, SEX[self._document.low[k]])
        return Answer(choice.who, min(confidence, CLASH_CONFIDENCE) if clash else confidence)

    def _last_speech(self, k: int) -> Speech | None:
        """The last quote before the pronoun at token ``k``, but for those the pronoun itself is the speaker of."""
        before = bisect_left(self._speeches, self._document.begins[k], key=lambda s: s.start)
        others = (s for s in reversed(self._speeches[max(0, before - ranking.ANSWERS) : before]) if s.mention != k)
        return next(others, None)

    def _reporting(self, k: int) -> Answer | None:
        """Whom the pronoun at token ``k`` means where it reports ("he added"): who spoke, or acted, in the latest sentence with anybody.

        None where that is left to the model: nobody is the subject there, or only a list of given names speaks for it.
        """
        document, sentence = self._document, self._document.sentence_of[k]
        if not self._reports(k):
            return None
        sex, passed = SEX[document.low[k]], False
        for back in range(sentence, max(-1, sentence - ranking.SENTENCES), -1):
            if document.begins[k] - document.sentences[back].start > ranking.REACH and back < sentence:
                return None
            speech = self._last_speech(k)
            if speech is not None and back < sentence and speech.last >= back:
                return self._doubted(self._said_by(speech, k, sex), sex, passed=passed)
            start = document.sentences[back].start
            stop = document.begins[k] if back == sentence else document.sentences[back].end
            who = self._subject_in(start, stop, sex)
            if who is not None:
                return self._doubted(Answer(who, SUBJECT_CONFIDENCE), sex, passed=passed)
            if self._discourse.anybody_in(start, stop, sex):
                only = self._discourse.only_in(start, stop, sex)
                return self._doubted(Answer(only, ONLY_CONFIDENCE), sex, passed=passed) if only is not None else None
            passed = passed or self._discourse.only_listed_in(start, stop, sex)
        return None

    def _doubted(self, answer: Answer | None, sex: str, *, passed: bool) -> Answer | None:
        """An answer, not sure where a subject nearer by was ``passed`` over for his given name alone and nothing tells this one's sex."""
        if answer is None or answer.who is None or not passed or self._discourse.told(answer.who, sex):
            return answer
        return Answer(answer.who, CLASH_CONFIDENCE)

    def _subject_in(self, start: int, stop: int, sex: str) -> int | None:
        """The subject of ``text[start:stop]``: somebody named or told of, else a pronoun that was answered."""
        who = self._discourse.subject_in(start, stop, sex)
        if who is not None:
            return who
        pronouns = (p for p in self._places[-ranking.ANSWERS :] if start <= p.start < stop and not p.quoted)
        return next((p.who for p in pronouns if p.role == "subject" and self._discourse.fits(p.who, sex)), None)

    def _said_by(self, speech: Speech, k: int, sex: str) -> Answer | None:
        """The speaker just before, unless he is of another sex; a list of given names is overruled where nobody else is near."""
        if speech.who is None:
            return None
        if self._discourse.fits(speech.who, sex):
            return Answer(speech.who, REPORTING_CONFIDENCE)
        since = max(0, speech.start - _ALONE)
        alone = not self._discourse.anybody_in(since, self._document.begins[k], sex)
        return Answer(speech.who, SUBJECT_CONFIDENCE) if alone and self._discourse.listed(speech.who) else None

    def _reports(self, k: int) -> bool:
        """Whether the pronoun at token ``k`` is the subject of a reporting verb, outside quotation marks."""
        document = self._document
        stop = document.first_token[document.sentence_of[k] + 1]
        verb = k + 1 + (k + 1 < stop and document.low[k + 1] in ranking.ADVERBS)
        subject = not self._quoted[k] and ranking.part_of(document, k) == "subject"
        return subject and verb < stop and document.low[verb] in lexicon.speech_verbs()

    def _last_report(self, k: int) -> Speech | None:
        """Who said something last before the pronoun at token ``k``: a quote's speaker, or "X said that …"."""
        position = self._document.begins[k]
        found = [
            s for s in (self._last_speech(k), self._reported(self._discourse.last_reporter(position))) if s is not None
        ]
        place = next((p for p in reversed(self._places[-ranking.ANSWERS :]) if self._discourse.reports(p)), None)
        if place is not None:
            found.append(Speech(place.start, place.who, place.sentence, place.sentence))
        return max(found, key=lambda s: s.start, default=None)

    def _reported(self, place: Place | None) -> Speech | None:
        return Speech(place.start, place.who, place.sentence, place.sentence) if place is not None else None


@cache
def _calibration() -> tuple[tuple[float, float], ...]:
    return ranking.model()[2]
