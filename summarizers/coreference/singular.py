"""The singular pronouns of an article, answered in text order: each answer is a place at which the next may look back."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence, Set
from functools import cache

from summarizers import lexicon
from summarizers.coreference import ranking
from summarizers.coreference.ranking import SEX, Discourse, Option, Place
from summarizers.linear import interpolated
from summarizers.people.entities import People, PersonEntity
from summarizers.text.document import Document
from summarizers.text.quoted_spans import QuotedSpans
from summarizers.values import value_class

#: How sure it is that the "he" of "he added" is the one who spoke just before (57 of 62 in briefs, where the five others report
#: nothing but what "he meant"): set by hand.
REPORTING_CONFIDENCE = 0.97
#: The same of the only one in it who may be meant; and where nothing tells his sex and other sentences stand between (3 of 7 on
#: automatic labels, which say .82 of the rest).
ONLY_CONFIDENCE, FAR_CONFIDENCE = 0.82, 0.6
#: The most where a list of given names says that the person is of another sex.
CLASH_CONFIDENCE = 0.4
#: The same of the subject of the sentence before, where nobody spoke there.
SUBJECT_CONFIDENCE = 0.93
#: Most words behind "he said" at the end of a sentence: "he said on Monday".
_TAG = 3
#: Sentences back to somebody's name, or title, from which a pronoun needs no other pronoun between to be trusted.
_TOLD = 1
#: Below this one an answer is in doubt, and so is the next one that hangs on it alone.
DOUBTFUL_CONFIDENCE = 0.6
#: Code points before a speech in which nobody else may stand for a list of given names to be overruled.
_ALONE = 300


@value_class
class Answer:
    """Whom a pronoun means."""

    #: Index of an entity, a negative number for somebody without a name, or None for nobody who is told of.
    who: int | None
    #: How often such an answer is right, 0 to 1.
    confidence: float


@value_class
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
        choice, options = self._discourse.answer(k, self._places, (last.who, last.start) if last else None)
        confidence = interpolated(choice.probability, _calibration())
        chosen = next((o for o in options if o.who == choice.who), None)
        if chosen is not None and chosen.last.kind == "pronoun" and chosen.before:
            confidence = min(confidence, self._trusted(chosen, self._document.sentence_of[k]))
        clash = choice.who is not None and not self._discourse.fits(choice.who, SEX[self._document.low[k]])
        clash = clash or (self._reports(k) and choice.who in self._told_of(k))
        return Answer(choice.who, min(confidence, CLASH_CONFIDENCE) if clash else confidence)

    def _trusted(self, option: Option, sentence: int) -> float:
        """The most that an answer is sure of where only pronouns before mean that person, and the last of them is in doubt; else 1."""
        named = self._discourse.last_told(option.who, option.last.start)
        if named is not None and sentence - named.sentence <= _TOLD:
            return 1.0
        confidence = self._confidence_at(option.last.first)
        return confidence if confidence < DOUBTFUL_CONFIDENCE else 1.0

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
        told = self._told_of(k)
        for back in range(sentence - bool(told), max(-1, sentence - ranking.SENTENCES), -1):
            if document.begins[k] - document.sentences[back].start > ranking.REACH and back < sentence:
                return None
            speech = self._last_speech(k)
            if speech is not None and back < sentence and speech.last >= back:
                return self._doubted(self._said_by(speech, k, sex), sex, passed=passed, told=told)
            start = document.sentences[back].start
            stop = document.begins[k] if back == sentence else document.sentences[back].end
            before = self._reported_before(k, back, sex) if back >= sentence - 1 else None
            if before is not None:
                return before
            subject = self._subject_in(start, stop, sex)
            if subject is not None:
                return self._doubted(subject, sex, passed=passed, told=told)
            if self._discourse.anybody_in(start, stop, sex):
                only = self._discourse.only_in(start, stop, sex)
                sure = only is not None and (back >= sentence - 1 or self._discourse.told(only, sex))
                answer = Answer(only, ONLY_CONFIDENCE if sure else FAR_CONFIDENCE) if only is not None else None
                return self._doubted(answer, sex, passed=passed, told=told)
            passed = passed or self._discourse.only_listed_in(start, stop, sex)
        return None

    def _reported_before(self, k: int, back: int, sex: str) -> Answer | None:
        """Who reports in the sentence ``back`` before a quote's "she said", where only a list of given names says "he".

        None where anybody else in their paragraph may be meant: "Holm said the talks were over. “We failed,” she said."
        """
        document, sentence = self._document, self._document.sentence_of[k]
        paragraph = document.sentences[sentence].paragraph
        start = document.article.paragraphs[paragraph].start
        place = self._discourse.last_reporter(document.begins[k])
        if place is None or place.sentence != back or back == sentence or place.who < 0 or not place.opens:
            return None
        alone = document.sentences[back].paragraph == paragraph and self._discourse.only_person_in(
            start, document.begins[k], place.who
        )
        unlike = not self._discourse.fits(place.who, sex) and self._discourse.listed(place.who)
        return Answer(place.who, SUBJECT_CONFIDENCE) if alone and unlike else None

    def _doubted(self, answer: Answer | None, sex: str, *, passed: bool, told: Set[int]) -> Answer | None:
        """An answer; not sure for somebody ``told`` of in what is reported.

        Nor where a subject nearer by was ``passed`` over for his given name alone and nothing tells this one's sex.
        """
        if answer is None or answer.who is None:
            return answer
        unlike = passed and not self._discourse.told(answer.who, sex)
        return Answer(answer.who, CLASH_CONFIDENCE) if unlike or answer.who in told else answer

    def _told_of(self, k: int) -> Set[int]:
        """Who is named in what "…, he said" at the end of a sentence reports: in "Holm was late, he said" it is not Holm.

        Source: principle C of binding theory (Chomsky, "Lectures on Government and Binding", 1981).
        """
        document = self._document
        first, stop = document.first_token[document.sentence_of[k]], document.first_token[document.sentence_of[k] + 1]
        behind = [word for word in document.low[k + 2 : stop] if word[0].isalnum()]
        if len(behind) > _TAG or not self._closes_clause(k - 1, first):
            return frozenset()
        return self._discourse.named_in(document.begins[first], document.begins[k])

    def _closes_clause(self, k: int, first: int) -> bool:
        """Whether a comma at token ``k``, or in the piece in marks that ends there, closes a clause begun at token ``first``."""
        document, quoted = self._document, self._quoted
        if k <= first or not quoted[k]:
            return k > first and document.low[k] == ","
        comma, opening = k - 1, k
        while opening > first and quoted[opening - 1]:
            opening -= 1
        piece = next((word for word in document.tokens[opening:k] if word[0].isalnum()), "")
        goes_on = opening > first and document.low[opening - 1][0].isalnum() and piece[:1].islower()
        return goes_on and document.low[comma] == ","

    def _subject_in(self, start: int, stop: int, sex: str) -> Answer | None:
        """The subject of ``text[start:stop]``: somebody named or told of, else a pronoun that was answered, as surely as it was."""
        who = self._discourse.subject_in(start, stop, sex)
        if who is not None:
            return Answer(who, SUBJECT_CONFIDENCE)
        for place in self._places[-ranking.ANSWERS :]:
            subject = start <= place.start < stop and not place.quoted and place.role == "subject"
            if subject and self._discourse.fits(place.who, sex):
                doubt = self._confidence_at(place.first)
                return Answer(place.who, SUBJECT_CONFIDENCE if doubt >= DOUBTFUL_CONFIDENCE else doubt)
        return None

    def _confidence_at(self, token: int) -> float:
        """How sure the answer for an earlier pronoun is."""
        return self._answers[bisect_left(self._tokens, token)].confidence

    def _said_by(self, speech: Speech, k: int, sex: str) -> Answer | None:
        """The speaker just before, unless he is of another sex; a list of given names is overruled where nobody else is near."""
        if speech.who is None:
            return None
        if self._discourse.fits(speech.who, sex):
            return Answer(speech.who, REPORTING_CONFIDENCE)
        since, position = max(0, speech.start - _ALONE), self._document.begins[k]
        if not self._discourse.anybody_in(since, position, sex):
            return Answer(speech.who, SUBJECT_CONFIDENCE) if self._discourse.listed(speech.who) else None
        first = self._document.sentences[max(0, self._document.sentence_of[k] - ranking.SENTENCES)].start
        only = self._discourse.only_in(max(first, position - ranking.REACH), position, sex)
        fits = only is not None and self._discourse.told(only, sex)
        return Answer(only, ONLY_CONFIDENCE) if fits else None

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
