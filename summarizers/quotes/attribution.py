"""Who said what: quoted stretches, the mention that speaks, and the person behind it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from summarizers.coreference.references import GrowingReferences, References
from summarizers.lexicon import word_class
from summarizers.model import Quote, Span, Speaker, Turn
from summarizers.people.entities import People, PersonEntity
from summarizers.quotes import inside, kinds, ranking, retelling, rules, turns
from summarizers.quotes.annotations import Annotations
from summarizers.quotes.context import Context
from summarizers.quotes.encounters import Encounter
from summarizers.quotes.features import Choice, History
from summarizers.quotes.mentions import Cue, Mention
from summarizers.text.document import Document
from summarizers.text.quoted_spans import QuotedSpan, QuotedSpans
from summarizers.values import value_class

#: Below this calibrated confidence a name is not shown.
NAME_CONFIDENCE = 0.68
#: Below this one not even the mention is shown.
MENTION_CONFIDENCE = 0.62
#: The same for pieces under :data:`summarizers.quotes.kinds.SPEECH_WORDS`, which a brief never shows by themselves.
FRAGMENT_CONFIDENCE = 0.5
#: A quote signed with a dash and a name leaves no doubt; too rare in the training data for the model to know.
SIGNED_CONFIDENCE = 0.95
#: Whoever the writer met answers the writer's questions.
MET_CONFIDENCE = 0.9
#: What somebody tells of another's words is named, and below what a brief shows as a key quote.
RETOLD_CONFIDENCE = 0.75
#: Words before people named together that make them no subject.
_JOINT_BREAKS = word_class("joint_break")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said what, and what follows from it for who is meant elsewhere."""

    #: Every quoted stretch, in text order.
    quotes: tuple[Quote, ...]
    #: The references, knowing who speaks.
    references: References


@value_class
class _State:
    """What the quotes so far leave to the next one."""

    #: Who spoke.
    history: History = field(default_factory=History)
    #: Number of the last utterance; one speaker's pieces of one paragraph share it. -1 before the first.
    utterance: int = -1


def attribute(
    doc: Document, people: People, quoted: QuotedSpans, references: References, spoken: Sequence[Turn] = ()
) -> Attribution:
    """Every quoted stretch with its kind, mention, persons and confidence, in text order.

    Inside a labelled turn of ``spoken`` marks set off terms and other people's words, and get a speaker only where the turn
    says whose they are. Who speaks tells whom later pronouns mean, so the references grow with the quotes; those given stay
    as they are.
    """
    decoder = _Decoder(Annotations.of(doc, people, quoted), references.copy())
    state = _State()
    quotes: list[Quote] = []
    for span in quoted.spans:
        turn = turns.covering(spoken, span.start)
        if turn is not None:
            quotes.append(decoder.retold(span, turn))
        else:
            quote, state = decoder.step(span, state)
            quotes.append(quote)
    return Attribution(tuple(quotes), decoder.references)


class _Decoder:
    """Attributes the quotes of one document one by one; each step turns a state into the next."""

    def __init__(self, annotations: Annotations, references: GrowingReferences) -> None:
        self._annotations = annotations
        self._encounter = Encounter(annotations.doc, references.people, annotations.quoted)
        self._model = ranking.model()
        #: The references, which learn who speaks.
        self.references = references

    def step(self, span: QuotedSpan, state: _State) -> tuple[Quote, _State]:
        """The next quote, and the state behind it."""
        annotations = self._annotations
        context = rules.context_of(annotations, span)
        number, probability = ranking.choose(annotations, context, state.history, self.references, self._model)
        confidence = self._confidence(context, number, probability)
        kind = kinds.kind_of(annotations.doc, context, number, confidence)
        if kind in {"scare", "title"}:
            return Quote(span.start, span.end, kind, confidence=confidence), state
        if number < 0:
            met = self._encounter.person if self._encounter.answers(span, None) else None
            if met is not None:
                return Quote(span.start, span.end, kind, (speaker_of(met),), confidence=MET_CONFIDENCE), state
            return Quote(span.start, span.end, kind, confidence=confidence, utterance=state.utterance), state
        mention, own = annotations.mentions[number], inside.self_named(annotations, span)
        entities = inside.speaking(mention, resolve(annotations, self.references, number), own)
        answering = self._encounter.person if self._encounter.answers(span, mention) else None
        if answering is not None:
            entities, confidence = (answering,), max(confidence, MET_CONFIDENCE)
        state = _after(state, span, number, entities)
        certain = answering is not None or entities == (own,)
        sure = confidence * (1.0 if certain else self._certainty(mention, entities))
        sentences = (context.place.sentence_first, context.place.sentence_last)
        self.references.add_speech(span.start, sentences, entities, mention.first)
        speakers = _shown_speakers(mention, entities, sure)
        quote = Quote(
            start=span.start,
            end=span.end,
            kind=kind,
            speakers=speakers,
            speaker_span=self._shown_mention(context, mention, entities, confidence),
            cue=_cue_word(annotations, context, number),
            confidence=sure if speakers else confidence,
            utterance=state.utterance,
        )
        return quote, state

    def retold(self, span: QuotedSpan, turn: Turn) -> Quote:
        """A quote inside somebody's turn: "President Holm said “…”" names its speaker, "I said, “…”" means who speaks there."""
        annotations = self._annotations
        context = rules.context_of(annotations, span)
        number = retelling.subject(annotations, context)
        if number < 0:
            return Quote(span.start, span.end, "scare")
        mention = annotations.mentions[number]
        speakers = turn.speakers if mention.entity is None else (speaker_of(mention.entity),)
        kind = kinds.kind_of(annotations.doc, context, number, RETOLD_CONFIDENCE)
        if kind in {"scare", "title"} or len(speakers) != 1 or (mention.name is not None and mention.name.ambiguous):
            return Quote(span.start, span.end, "scare")
        return Quote(
            start=span.start,
            end=span.end,
            kind=kind,
            speakers=speakers,
            speaker_span=Span(mention.start, mention.end),
            cue=_cue_word(annotations, context, number),
            confidence=RETOLD_CONFIDENCE,
        )

    def _confidence(self, context: Context, number: int, probability: float) -> float:
        """How sure the choice of a mention is, by the share of right ones."""
        confidence = self._model.calibrated(probability)
        if number < 0:
            return confidence
        if context.form.whole_fragment and not context.place.span.reopened and not self._in_sentence(context, number):
            confidence = min(confidence, FRAGMENT_CONFIDENCE)
        if context.rule.certain and number == context.rule.number:
            confidence = max(confidence, SIGNED_CONFIDENCE)
        return confidence

    def _certainty(self, mention: Mention, entities: tuple[PersonEntity, ...]) -> float:
        """How sure the step from a mention to the persons is: what is shown is the persons."""
        return self.references.pronoun_confidence(mention.first) if entities and mention.kind == "pronoun" else 1.0

    def _in_sentence(self, context: Context, number: int) -> bool:
        """Whether a mention stands in the sentence a quote begins or ends in."""
        sentence = self._annotations.doc.sentence_of[self._annotations.mentions[number].first]
        return sentence in {context.place.sentence_first, context.place.sentence_last}

    def _shown_mention(
        self, context: Context, mention: Mention, entities: tuple[PersonEntity, ...], confidence: float
    ) -> Span | None:
        """The words shown for a speaker, or None where the choice is not sure enough."""
        speech = context.form.words >= kinds.SPEECH_WORDS
        if confidence < (MENTION_CONFIDENCE if speech else FRAGMENT_CONFIDENCE):
            return None
        return _shown_span(self.references, mention, entities)


def _after(state: _State, span: QuotedSpan, number: int, entities: tuple[PersonEntity, ...]) -> _State:
    """The state behind a quote that mention ``number``, for ``entities``, speaks."""
    previous = state.history.previous
    goes_on = previous is not None and (
        span.reopened or (previous.number == number and previous.paragraph == span.paragraph)
    )
    choice = Choice(number, entities[0] if len(entities) == 1 else None, span.paragraph)
    history = state.history.then(choice, [f.index for f in entities])
    return _State(history, state.utterance if goes_on else state.utterance + 1)


# -- persons ----------------------------------------------------------------------------------------------------------


def resolve(annotations: Annotations, references: References, number: int) -> tuple[PersonEntity, ...]:
    """The persons behind a mention; empty for bodies, unnamed sources and what is not certain."""
    mention = annotations.mentions[number]
    if mention.kind == "name" and mention.entity is not None:
        group = references.group_at(mention.name.start if mention.name else mention.start)
        if group is not None and _speaks_jointly(annotations, number, group.start, group.end):
            return group.entities
        return (mention.entity,)
    if mention.kind == "pronoun":
        return _surely(references.pronoun_at(mention.first, at_least=0.0), mention.start)
    reference = references.title_reference_at(mention.start)
    if reference is not None and reference.end >= mention.end - 1:
        return reference.entities
    return references.aged_at(mention.first, mention.last)


def _surely(entities: tuple[PersonEntity, ...], position: int) -> tuple[PersonEntity, ...]:
    """The people a pronoun at a text offset means, but for one last called by a surname that another bears too."""
    for entity in entities:
        before = bisect_left(entity.mentions, position, key=lambda m: m.start) - 1
        if before >= 0 and entity.mentions[before].ambiguous:
            return ()
    return entities


def _speaks_jointly(annotations: Annotations, number: int, start: int, end: int) -> bool:
    """Whether the whole group ``text[start:end]`` is the subject: its last or first member touches the cue, no preposition leads it."""
    doc = annotations.doc
    first = bisect_left(doc.begins, start)
    if first > doc.first_token[doc.sentence_of[first]] and doc.low[first - 1] in _JOINT_BREAKS:
        return doc.low[first - 1] == "by"
    mention = annotations.mentions[number]
    near = annotations.cues_near(mention, mention.first)
    return any(_joins(doc, annotations.cues[i], mention, number, Span(start, end)) for i in near)


def _joins(doc: Document, cue: Cue, mention: Mention, number: int, group: Span) -> bool:
    """Whether a cue of one member has the whole group as its subject."""
    if cue.right == number and mention.start <= group.start + 1:
        return True
    # "X and Y called …": the cue's subject may be taken as the first member for participles
    return cue.left == number and (mention.end >= group.end - 1 or doc.begins[cue.token] >= group.end)


def _shown_speakers(mention: Mention, entities: tuple[PersonEntity, ...], confidence: float) -> tuple[Speaker, ...]:
    """The people behind a mention, where the choice is sure enough to name them."""
    ambiguous = mention.name is not None and mention.name.ambiguous
    return tuple(map(speaker_of, entities)) if confidence >= NAME_CONFIDENCE and not ambiguous else ()


def _shown_span(references: References, mention: Mention, entities: tuple[PersonEntity, ...]) -> Span:
    """The words shown for a speaker: the mention, or the whole group that speaks."""
    if len(entities) > 1 and mention.kind == "name":
        group = references.group_at(mention.name.start if mention.name else mention.start)
        if group is not None:
            return Span(group.start, group.end)
    return Span(mention.start, mention.end)


def speaker_of(entity: PersonEntity) -> Speaker:
    """How a person is shown as a speaker."""
    return Speaker(entity.name, entity.office, entity.country, entity.organisation)


def _cue_word(annotations: Annotations, context: Context, number: int) -> str | None:
    """The reporting verb that ties the mention to the quote: the nearest of its cues."""
    mention = annotations.mentions[number]
    if not mention.cues:
        return None
    place = context.place
    nearest = min(
        (annotations.cues[i].token for i in annotations.cues_near(mention, place.first)),
        key=lambda k: min(abs(k - place.first), abs(k - place.last)),
    )
    word = annotations.doc.low[nearest]
    return "according to" if word == "according" else word
