"""Which quotes a brief shows: utterances of weighty, well supported speakers, spread over sides and not repeated.

An utterance is what somebody said in one go; the pieces of a split quote are one. Direct speech is shown by itself; a piece
of speech inside a reporter's sentence is shown with that sentence, where its words tell something.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from summarizers.lexicon import idf as termweights
from summarizers.lexicon import word_class
from summarizers.model import Quote, Span, SummarySentence
from summarizers.people.entities import People, PersonEntity
from summarizers.quotes.kinds import SPEECH_WORDS
from summarizers.text.document import Document

#: Below this confidence a quote is not shown as key.
KEY_CONFIDENCE = 0.8
#: Shortest and longest key utterance, in words; longer ones do not fit a Slack message.
KEY_WORDS = (6, 125)
#: Longest sentence, in words, that a piece of speech is shown in.
SENTENCE_WORDS = 60
#: Fewest words of a telling piece of speech that are not stop words, and the least rarity of the rarest of them.
TELLING_WORDS, TELLING_WEIGHT = 2, 3.0
#: How many utterances a brief has before it stops taking pieces of speech that hold a clause; what the summary shows
#: already; and pieces without a clause.
ENOUGH_CLAUSES, ENOUGH_TOLD, ENOUGH_PIECES = 3, 2, 1
#: Most utterances of one speaker while others wait, and afterwards.
PER_SPEAKER, MOST_PER_SPEAKER = 2, 4
#: What is left of an utterance's weight for each one shown of the same speaker, and of the same country.
SAME_SPEAKER, SAME_COUNTRY = 0.75, 0.92
#: What is left of the weight of a piece of speech.
PIECE_SHARE = 0.7
#: How soon, in words, the verb of a sentence-like piece of speech comes.
_VERB_WITHIN = 7

_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
#: Words that open a sentence as its subject, those that open a clause inside a phrase, finite verbs, and "I" and "we".
_SUBJECT_OPENINGS = word_class("subject_opening")
_INNER_CLAUSE = word_class("inner_clause")
_FINITE = word_class("auxiliary") - word_class("no_finite")
_SPEAKING = frozenset(["i", "we"])


@dataclass(frozen=True, slots=True)
class _Utterance:
    """The pieces of one utterance that can be shown together."""

    #: Positions among the article's quotes, in text order.
    numbers: tuple[int, ...]
    #: What decides between utterances; higher is better.
    weight: float
    #: Who said it, by name or by the article's words.
    speakers: tuple[str, ...]
    #: Countries of the speakers' offices.
    countries: frozenset[str]
    #: Whether the summary shows all its words.
    told: bool
    #: Whether it is direct speech, or a piece of speech that reads as a sentence.
    sentence_like: bool
    #: Whether it is direct speech, or a piece of speech that holds a clause.
    clause: bool
    #: Its words that are not stop words, lower case.
    terms: frozenset[str]


class _Weighing:
    """What the utterances of one article weigh."""

    def __init__(self, doc: Document, people: People, summary: Sequence[SummarySentence]) -> None:
        self._doc = doc
        self._summary = summary
        self._bearing: dict[str, list[PersonEntity]] = {}
        for entity in people.entities:
            self._bearing.setdefault(entity.name, []).append(entity)

    def utterance(self, found: Sequence[Quote], numbers: Sequence[int]) -> _Utterance | None:
        """The pieces of one utterance of ``found`` that can be shown; None where nothing of it can."""
        chosen = self._within_room(found, [k for k in numbers if self._can_show(found[k])])
        if not chosen:
            return None
        first = found[chosen[0]]
        direct = first.kind == "direct"
        words = [word for k in chosen for word in self._words(found[k])]
        if direct and not KEY_WORDS[0] <= len(words) <= KEY_WORDS[1]:
            return None
        return _Utterance(
            numbers=chosen,
            weight=self._weight(first, words),
            speakers=_who(first, self._doc),
            countries=frozenset(s.country for s in first.speakers if s.country),
            told=all(self._told(found[k]) for k in chosen),
            sentence_like=direct or _reads_as_sentence(words),
            clause=direct or any(word in _FINITE or word in _SPEAKING for word in words),
            terms=frozenset(words) - termweights.STOP_WORDS,
        )

    def sentence(self, quote: Quote) -> Span:
        """The sentence, or sentences, that a quote stands in."""
        doc = self._doc
        first = doc.sentences[doc.sentence_at(quote.start)]
        last = doc.sentences[doc.sentence_at(quote.end - 1)]
        return Span(min(first.start, quote.start), max(last.end, quote.end))

    def _words(self, quote: Quote) -> list[str]:
        text = self._doc.text[quote.start : quote.end].lower().replace("’", "'")
        return _WORD.findall(text)

    def _can_show(self, quote: Quote) -> bool:
        if quote.confidence < KEY_CONFIDENCE or quote.speaker_span is None:
            return False
        return quote.kind == "direct" or self._telling(quote, quote.speaker_span)

    def _telling(self, quote: Quote, speaker: Span) -> bool:
        """Whether a piece of speech says something by itself, in a sentence short enough that says who said it."""
        words = self._words(quote)
        if not SPEECH_WORDS <= len(words) <= KEY_WORDS[1]:
            return False
        telling = [word for word in words if word not in termweights.STOP_WORDS]
        if len(telling) < TELLING_WORDS or max(map(termweights.weight, telling)) < TELLING_WEIGHT:
            return False
        shown = self.sentence(quote)
        if not shown.start <= speaker.start < shown.end:
            return False
        return len(_WORD.findall(self._doc.text[shown.start : shown.end])) <= SENTENCE_WORDS

    def _within_room(self, found: Sequence[Quote], pieces: Sequence[int]) -> tuple[int, ...]:
        """Of an utterance's pieces, the direct ones as far as there is room, else the longest alone."""
        direct = [k for k in pieces if found[k].kind == "direct"]
        if not direct:
            longest = sorted(pieces, key=lambda k: found[k].start - found[k].end)
            return tuple(longest[:1])
        chosen: list[int] = []
        room = KEY_WORDS[1]
        for k in direct:
            room -= len(self._words(found[k]))
            if chosen and room < 0:
                break
            chosen.append(k)
        return tuple(chosen)

    def _told(self, quote: Quote) -> bool:
        return any(s.start <= quote.start and quote.end <= s.end for s in self._summary)

    def _weight(self, first: Quote, words: Sequence[str]) -> float:
        """Weight by length, kind, place, rarity of the words, and the speakers' part in the story."""
        entities = [f for s in first.speakers for f in self._bearing.get(s.name, ())]
        length = 1.0 if 10 <= len(words) <= 60 else 0.8 if len(words) >= 8 else 0.7
        kind = 1.0 if first.kind == "direct" else PIECE_SHARE
        named = 1.0 if first.speakers else 0.35
        office = max((f.rank for f in entities), default=0) / 100
        mentions = max((len(f.mentions) for f in entities), default=0)
        telling = sum(map(termweights.weight, words)) / len(words)
        place = 1.0 - 0.5 * first.start / max(1, len(self._doc.text))
        part = named + 0.6 * office + 0.05 * min(mentions, 8)
        return kind * length * (part + 0.15 * min(telling, 4.0) + 0.7 * place)


def _reads_as_sentence(words: Sequence[str]) -> bool:
    """Whether lower-case words begin with a subject whose finite verb follows soon: "it would be helpful if …"."""
    if not words or words[0] not in _SUBJECT_OPENINGS:
        return False
    for word in words[1:_VERB_WITHIN]:
        if word in _INNER_CLAUSE:
            return False
        if word in _FINITE:
            return True
    return words[0] in _SPEAKING


def choose_key(
    found: tuple[Quote, ...], doc: Document, people: People, limit: int, summary: Sequence[SummarySentence] = ()
) -> tuple[Quote, ...]:
    """The same quotes with ``key`` set on the pieces of up to ``limit`` utterances.

    Whole sentences come first, then pieces of speech, more of the same speakers, and last what the ``summary`` shows
    already, each only while too few others are there. A piece of speech that is key gets the sentence it is shown in.
    """
    weighing = _Weighing(doc, people, summary)
    options = [u for numbers in _utterances(found) if (u := weighing.utterance(found, numbers)) is not None]
    fresh = [u for u in options if not u.told]
    direct = [u for u in fresh if found[u.numbers[0]].kind == "direct"]
    taken: list[_Utterance] = []
    for among, most, per_speaker in (
        ([u for u in fresh if u.sentence_like], limit, PER_SPEAKER),
        ([u for u in fresh if u.clause], min(limit, ENOUGH_CLAUSES), PER_SPEAKER),
        (fresh, min(limit, ENOUGH_PIECES), PER_SPEAKER),
        (direct, limit, MOST_PER_SPEAKER),
        ([u for u in options if u.told], min(limit, ENOUGH_TOLD), PER_SPEAKER),
    ):
        _take(taken, among, most, per_speaker)
    chosen = {k for utterance in taken for k in utterance.numbers}
    return tuple(_as_key(q, weighing) if k in chosen else q for k, q in enumerate(found))


def _as_key(quote: Quote, weighing: _Weighing) -> Quote:
    return replace(quote, key=True, sentence=weighing.sentence(quote) if quote.kind == "partial" else None)


def _take(taken: list[_Utterance], options: Sequence[_Utterance], most: int, per_speaker: int) -> None:
    """Add the weightiest ``options`` to ``taken`` until it has ``most``; each one taken makes its side weigh less."""
    for _ in range(most - len(taken)):
        speakers = Counter(u.speakers for u in taken)
        countries = Counter(country for u in taken for country in u.countries)
        left = [
            u
            for u in options
            if speakers[u.speakers] < per_speaker and not any(u is other or _alike(u, other) for other in taken)
        ]
        if not left:
            return
        taken.append(max(left, key=lambda u: _value(u, speakers, countries)))


def _value(option: _Utterance, speakers: Counter[tuple[str, ...]], countries: Counter[str]) -> float:
    """The weight of an utterance beside those shown already, counted by speakers and by countries."""
    same = max((countries[country] for country in option.countries), default=0)
    return option.weight * SAME_SPEAKER ** speakers[option.speakers] * SAME_COUNTRY**same


def _utterances(found: Sequence[Quote]) -> Iterator[list[int]]:
    """The positions of each utterance's speech; quotes outside all utterances stand alone."""
    speech = [k for k, quote in enumerate(found) if quote.kind in {"direct", "partial"}]
    for _, group in groupby(speech, key=lambda k: found[k].utterance if found[k].utterance >= 0 else -1 - k):
        yield list(group)


def _who(quote: Quote, doc: Document) -> tuple[str, ...]:
    if quote.speakers:
        return tuple(s.name for s in quote.speakers)
    span = quote.speaker_span
    return (doc.text[span.start : span.end].lower(),) if span else ()


def _alike(a: _Utterance, b: _Utterance) -> bool:
    """Whether two utterances say nearly the same words."""
    return bool(a.terms and b.terms) and len(a.terms & b.terms) / min(len(a.terms), len(b.terms)) > 0.6


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """How one quote, or the pieces of speech of one sentence, is shown."""

    #: Verbatim words, "… " before those that other words of the source precede.
    words: str
    #: The quoted words inside ``words``, marks included, where they are shown in their sentence; else empty.
    marked: tuple[str, ...] = ()


def quote_lines(text: str, stretches: Sequence[Quote]) -> list[QuoteLine]:
    """The stretches of one utterance as they are shown; those that share a sentence share a line."""
    shown: list[QuoteLine] = []
    done = -1
    for quote in stretches:
        words = text[quote.start : quote.end]
        if quote.sentence is None and quote.start < done:
            shown[-1] = replace(shown[-1], marked=(*shown[-1].marked, words))
            continue
        span = quote.sentence or Span(quote.start, quote.end)
        marked = (words,) if quote.sentence else ()
        apart = bool(shown) and bool(text[done : span.start].strip()) and not marked
        shown.append(QuoteLine(("… " if apart else "") + text[span.start : span.end], marked))
        done = span.end
    return shown


def lines(text: str, stretches: Sequence[Quote]) -> list[str]:
    """The words of :func:`quote_lines`."""
    return [line.words for line in quote_lines(text, stretches)]


def deep_link(url: str | None, text: str, start: int, end: int) -> str | None:
    """A link to the quote's place in its source (text fragment), or None without an http(s) address.

    Source: the WICG "Scroll To Text Fragment" draft: percent-encode, and "-", "," and "&" too; long stretches are given
    by their first and last words.
    """
    if not url or not url.startswith(("http://", "https://")):
        return None
    from urllib.parse import quote as percent

    words = text[start:end].strip("“”\"'‘’«»„ ").split()
    if not words:
        return None

    def encoded(part: Sequence[str]) -> str:
        return percent(" ".join(part), safe="", errors="replace").replace("-", "%2D")

    fragment = encoded(words) if len(words) <= 8 else f"{encoded(words[:4])},{encoded(words[-4:])}"
    joiner = ":~:" if "#" in url else "#:~:"
    return f"{url}{joiner}text={fragment}"
