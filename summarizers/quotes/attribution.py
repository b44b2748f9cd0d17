"""Who said what: quoted stretches, the mention that speaks, and the person behind it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from summarizers.coreference.references import References
from summarizers.model import Quote, QuoteKind, Span, Speaker, Turn
from summarizers.people.entities import People, PersonEntity
from summarizers.quotes import context as context_module
from summarizers.quotes import features as ranker
from summarizers.quotes import turns
from summarizers.quotes.candidates import Mention, Scene
from summarizers.quotes.context import Choice, Context
from summarizers.text.document import Document
from summarizers.text.quoted_spans import QuotedSpans

#: Shortest stretch, in words, that is speech without a speaker; shorter ones are terms.
SPEECH_WORDS = 5
#: Below this calibrated confidence a name is not shown.
NAME_CONFIDENCE = 0.68
#: Below this one not even the mention is shown.
MENTION_CONFIDENCE = 0.62
#: The same for pieces under ``SPEECH_WORDS``, which a brief never shows by themselves.
FRAGMENT_CONFIDENCE = 0.5
#: What the agency that only relays somebody's words loses against that person.
RELAYED_COST = 6.0
#: Longest name, in words, that a verb of naming gives, and what is left of the confidence in a nested reading.
NAMING_WORDS, NESTED_SHARE = 6, 0.9
#: Most mentions weighed for one quote, the nearest ones.
CANDIDATES = 60
#: The same for a text of so many quotes that weighing them would take minutes: mentions weighed for all together, and for each at least.
CANDIDATES_IN_ALL, FEWEST_CANDIDATES = 60_000, 12
#: A quote signed with a dash and a name leaves no doubt; too rare in the training data for the model to know.
SIGNED_CONFIDENCE = 0.95

_TITLED = re.compile(
    r"\b(?:called|titled|entitled|named|headlined|dubbed|known as|film|movie|book|song|show|novel|album|play|magazine|on|"
    r"hashtag)\s*,?\s*(?:the|a|an|his|her|its)?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said what, and what follows from it for who is meant elsewhere."""

    #: Every quoted stretch, in text order.
    quotes: tuple[Quote, ...]
    #: The references, knowing who speaks.
    references: References


def attribute(
    doc: Document, people: People, quoted: QuotedSpans, references: References, spoken: Sequence[Turn] = ()
) -> Attribution:
    """Every quoted stretch with its kind, mention, persons and confidence, in text order.

    Inside a labelled turn of ``spoken`` marks set off terms and other people's words, and get no speaker. Who speaks tells
    whom later pronouns mean, so the references grow with the quotes; those given stay as they are.
    """
    references = references.copy()
    found = quoted.spans
    scene = Scene(doc, people, list(found))
    starts = [s.start for s in found]
    table, temperature, points = ranker.weights()
    previous: Choice | None = None
    speaking: set[int] = set()
    out: list[Quote] = []
    utterance = -1
    for index, span in enumerate(found):
        if turns.covering(spoken, span.start) is not None:
            out.append(Quote(span.start, span.end, "scare"))
            continue
        context = context_module.build(scene, index, starts)
        context.previous = previous
        context.speaking = speaking
        number, probability = choose(scene, context, references, table, temperature)
        confidence = ranker.calibrate(probability, points)
        if (
            context.whole_fragment
            and number >= 0
            and not span.reopened
            and scene.doc.sentence_of[scene.mentions[number].first]
            not in {context.sentence_first, context.sentence_last}
        ):
            confidence = min(confidence, FRAGMENT_CONFIDENCE)
        if context.certain >= 0 and number == context.certain:
            confidence = max(confidence, SIGNED_CONFIDENCE)
        kind = _kind(doc, context, number, confidence)
        if kind in {"scare", "title"}:
            out.append(Quote(span.start, span.end, kind, confidence=confidence))
            continue
        if number < 0:
            out.append(Quote(span.start, span.end, kind, confidence=confidence, utterance=utterance))
            continue
        mention = scene.mentions[number]
        entities = resolve(scene, references, number)
        if previous is None or previous.number != number or previous.paragraph != span.paragraph:
            utterance += not (span.reopened and previous is not None)
        previous = Choice(number, entities[0] if len(entities) == 1 else None, span.paragraph)
        if entities:
            speaking |= {f.index for f in entities}
            references.add_speakers(context.sentence_first, context.sentence_last, entities)
        named = entities and confidence >= NAME_CONFIDENCE and not _doubtful(mention)
        mention_shown = confidence >= (MENTION_CONFIDENCE if context.words >= SPEECH_WORDS else FRAGMENT_CONFIDENCE)
        out.append(
            Quote(
                start=span.start,
                end=span.end,
                kind=kind,
                speakers=tuple(speaker_of(f) for f in entities) if named else (),
                speaker_span=_shown_span(references, mention, entities) if mention_shown else None,
                cue=_cue_word(scene, context, number),
                confidence=confidence,
                utterance=utterance,
            )
        )
    return Attribution(tuple(out), references)


def choose(
    scene: Scene, context: Context, references: References, table: dict[str, float], temperature: float
) -> tuple[int, float]:
    """The best candidate (mention index, or -1 for nobody) and the probability of whom it means.

    Mentions of one person, or of people named together, count for each other.
    """
    numbers = candidates(scene, context)
    if context.certain in numbers:
        return context.certain, 1.0
    scores = []
    for n in numbers:
        found = ranker.features(scene, context, n)
        # ",” X said, according to Y": Y only carried the words, whatever annotators call it
        scores.append(ranker.score(found, table) - (RELAYED_COST if "according_relayed" in found else 0.0))
    scores.append(ranker.score(ranker.none_features(context, numbers), table))
    probabilities = ranker.softmax(scores, temperature)
    best = max(range(len(scores)), key=scores.__getitem__)
    if best == len(numbers):
        return -1, probabilities[best]
    probability = probabilities[best]
    nested = _nested(scene, context, numbers[best])
    if nested in numbers:
        best = numbers.index(nested)
        probability = max(probability, probabilities[best]) * NESTED_SHARE
    meant = _meant(scene, references, numbers[best])
    if meant and probability < 0.97:
        probability += sum(
            probabilities[k]
            for k, n in enumerate(numbers)
            if k != best and probabilities[k] > 0.01 and meant & _meant(scene, references, n)
        )
    return numbers[best], min(1.0, probability)


def _nested(scene: Scene, context: Context, chosen: int) -> int:
    """Whose words a piece is in "X said that Y had dubbed it “…”" or "X said when Y asked about “…”", where X was chosen.

    Y's mention, or -1: the nearest verb of naming, or a verb of asking, with a subject of its own between X and the piece.
    """
    if context.nearest_cue_before < 0 or not context.fragment:
        return -1
    mention = scene.mentions[chosen]
    for index in range(context.nearest_cue_before, -1, -1):
        cue = scene.cues[index]
        if context.first_token - cue.token > 14 or scene.doc.begins[cue.token] < mention.end:
            return -1
        names = cue.kind == "call" and not cue.strong and index == context.nearest_cue_before
        if cue.left < 0 or cue.left == chosen or not (cue.kind == "ask" or (names and context.words <= NAMING_WORDS)):
            continue
        subject = scene.mentions[cue.left]
        outer = bool(mention.cues) and scene.cues[mention.cues[0]].token < subject.first
        return cue.left if outer and subject.kind in {"name", "nominal"} and mention.end <= subject.start else -1
    return -1


def _meant(scene: Scene, references: References, number: int) -> set[int]:
    """Indices of the figures a mention may stand for, those named together with it included."""
    mention = scene.mentions[number]
    if mention.kind == "name" and mention.entity is not None and mention.name is not None:
        group = references.group_at(mention.name.start)
        return {f.index for f in group.entities} if group is not None else {mention.entity.index}
    if mention.kind == "pronoun":
        return {f.index for f in references.pronoun_at(mention.first)}
    reference = references.title_reference_at(mention.start)
    return {f.index for f in reference.entities} if reference is not None else set()


def candidates(scene: Scene, context: Context) -> list[int]:
    """Mention indices of the quote's paragraph and the one before, and the speaker before."""
    most = max(FEWEST_CANDIDATES, min(CANDIDATES, CANDIDATES_IN_ALL // len(scene.spans)))
    paragraphs = scene.doc.article.paragraphs
    here = context.span.paragraph
    low = bisect_left(scene.mention_starts, paragraphs[max(0, here - 1)].start)
    high = bisect_left(scene.mention_starts, paragraphs[here].end)
    if context.signed_below:
        high = max(high, context.rule + 1)
    at = bisect_left(scene.mention_starts, context.span.start)
    numbers = list(range(max(low, at - most), min(high, at + most)))
    if context.previous is not None and context.previous.number < low:
        numbers.insert(0, context.previous.number)
    if len(numbers) > most:
        nearest = sorted(numbers, key=lambda n: abs(scene.mentions[n].start - context.span.start))[:most]
        numbers = sorted(nearest)
    return numbers


def resolve(scene: Scene, references: References, number: int) -> tuple[PersonEntity, ...]:
    """The persons behind a mention; empty for bodies, unnamed sources and what is not certain."""
    mention = scene.mentions[number]
    if mention.kind == "name" and mention.entity is not None:
        group = references.group_at(mention.name.start if mention.name else mention.start)
        if group is not None and _speaks_jointly(scene, mention, group.start, group.end):
            return group.entities
        return (mention.entity,)
    if mention.kind == "pronoun":
        return references.pronoun_at(mention.first)
    reference = references.title_reference_at(mention.start)
    if reference is not None and reference.end >= mention.end - 1:
        return reference.entities
    return references.aged_at(mention.first, mention.last)


def _speaks_jointly(scene: Scene, mention: Mention, start: int, end: int) -> bool:
    """Whether the whole group is the subject: its last or first member touches the cue and no preposition leads it."""
    doc = scene.doc
    first = bisect_left(doc.begins, start)
    if first > doc.first_token[doc.sentence_of[first]] and doc.low[first - 1] in {
        "with",
        "between",
        "to",
        "of",
        "for",
        "by",
        "from",
        "against",
        "about",
        "and",
    }:
        return doc.low[first - 1] in {"by"}
    for index in scene.cues_near(mention, mention.first):
        cue = scene.cues[index]
        if cue.left >= 0 and scene.mentions[cue.left] is mention and mention.end >= end - 1:
            return True
        if cue.right >= 0 and scene.mentions[cue.right] is mention and mention.start <= start + 1:
            return True
        # "X and Y called …": the cue's subject may be taken as the first member for participles
        if cue.left >= 0 and scene.mentions[cue.left] is mention and doc.begins[cue.token] >= end:
            return True
    return False


def _doubtful(mention: Mention) -> bool:
    return mention.name is not None and mention.name.ambiguous


def _shown_span(references: References, mention: Mention, entities: tuple[PersonEntity, ...]) -> Span:
    if len(entities) > 1 and mention.kind == "name":
        group = references.group_at(mention.name.start if mention.name else mention.start)
        if group is not None:
            return Span(group.start, group.end)
    return Span(mention.start, mention.end)


def speaker_of(entity: PersonEntity) -> Speaker:
    """How a person is shown as a speaker."""
    return Speaker(entity.name, entity.office, entity.country, entity.organisation)


def _cue_word(scene: Scene, context: Context, number: int) -> str | None:
    """The reporting verb that ties the mention to the quote: the nearest of its cues."""
    mention = scene.mentions[number]
    if not mention.cues:
        return None
    nearest = min(
        (scene.cues[i].token for i in scene.cues_near(mention, context.first_token)),
        key=lambda k: min(abs(k - context.first_token), abs(k - context.last_token)),
    )
    word = scene.doc.low[nearest]
    return "according to" if word == "according" else word


def _kind(doc: Document, context: Context, number: int, confidence: float) -> QuoteKind:
    span = context.span
    text = doc.text[span.start : span.end]
    inner = text.strip("“”\"'‘’«»„ \u00a0")
    before = doc.text[max(doc.article.paragraphs[span.paragraph].start, span.start - 40) : span.start]
    words = inner.split()
    if (
        context.title_cased
        and 1 < len(words) <= 12
        and not context.ends_stop
        and (_TITLED.search(before) or (number < 0 and len(words) > 1))
    ):
        return "title"
    if context.title_cased and len(words) >= 3 and not context.ends_stop and confidence < 0.9:
        return "title"
    if span.single and context.whole_paragraph and len(words) <= 8:
        return "title"  # a subheading set in single marks
    if number < 0 and len(words) < SPEECH_WORDS:
        return "scare"
    if context.attributive and len(words) <= 3 and context.rule_cue_kind not in {"say", "call", "write", "read", "ask"}:
        return "scare"  # wants a “coast first” agenda
    if span.block or context.whole_paragraph:
        return "direct"
    if inner[:1].isupper() and (context.ends_comma or context.ends_stop or len(words) >= 8) and len(words) >= 2:
        return "direct"
    if not context.fragment and len(words) >= SPEECH_WORDS and not inner[:1].islower():
        return "direct"
    return "partial"
