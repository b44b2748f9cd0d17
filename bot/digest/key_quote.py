"""The one quote of a story: somebody who acts in it, on what it is about, early in the article that is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.digest.edition import Candidate, ShownQuote
from bot.digest.importance import speaker_weight
from bot.digest.people import with_standing
from bot.presentation import utterances
from bot.store.quotes import fold_name
from summarizers.model import Brief, Quote
from summarizers.quotes.selection import lines
from summarizers.stories import terms_of

#: Shortest and longest key quote, in characters; the best are a sentence or two.
SHORTEST_QUOTE, LONGEST_QUOTE = 25, 420
#: Utterances of an article looked at.
_MOST = 6
#: What speaks for a quote, by judgement: its speaker stands in the headline, in the sentences shown, has a weighty office (for
#: each of its points) or any at all; it uses the story's words (all of them), stands early in its article, is whole, is a
#: sentence or two, is certain; what speaks against one of another article than the shown, for each before it, and of one from
#: so many hours before it.
_IN_HEADLINE, _IN_SENTENCES, _OFFICE, _ANY_OFFICE = 1.2, 0.8, 0.5, 0.3
_ON_SUBJECT, _EARLY, _WHOLE, _FIT, _CERTAIN, _ELSEWHERE, _STALE = 1.5, 0.7, 0.5, 0.4, 0.5, -0.5, -3.0
_STALE_HOURS = 12.0
#: Value below which a story is shown without a quote.
_LEAST = 1.6
#: Shortest piece of one, in characters: a shorter one is a scrap.
_SHORTEST_PIECE = 12
#: Lengths that fit best, in characters.
_BEST_LENGTH = range(60, 241)


@dataclass(frozen=True, slots=True)
class StoryWords:
    """What a story says to its reader beside the quote."""

    #: Headline shown.
    title: str
    #: Sentences shown.
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """The same, ready for comparing."""

    #: Headline, folded.
    title: str
    #: Sentences, folded.
    sentences: str
    #: The telling terms of both, with their weights.
    terms: Mapping[str, float]


def key_quote(members: Sequence[Candidate], shown: StoryWords) -> ShownQuote | None:
    """The best quote of a story, whose shown article comes first, with a known speaker; None where none is good enough.

    What the sentences shown hold already is not shown again.
    """
    sentences = " ".join(shown.sentences)
    said = _Said(fold_name(shown.title), fold_name(sentences), terms_of(f"{shown.title}\n{sentences}"))
    best: tuple[float, ShownQuote] | None = None
    for number, member in enumerate(members):
        if member.brief is None:
            continue
        elsewhere = _ELSEWHERE * min(number, 3) + _STALE * _staleness(member, members[0])
        for stretches in utterances(member.brief, _MOST):
            pieces = tuple(lines(member.brief.article.text, stretches))
            value = _value(stretches, pieces, member.brief, said) + elsewhere
            if value >= _LEAST and (best is None or value > best[0]) and not any(p in sentences for p in pieces):
                quote = next(q for q in stretches if q.speakers)
                speakers = tuple(with_standing(s, member.brief) for s in quote.speakers)
                best = value, ShownQuote(pieces, speakers, member.site, member.url)
    return best[1] if best else None


def _value(stretches: Sequence[Quote], pieces: Sequence[str], brief: Brief, said: _Said) -> float:
    """How well an utterance serves as a story's one quote; minus one for one without a speaker or of the wrong length."""
    quote = next((q for q in stretches if q.speakers), None)
    length = sum(q.end - q.start for q in stretches)
    if quote is None or not SHORTEST_QUOTE <= length <= LONGEST_QUOTE or len(stretches) > 3:
        return -1.0
    if min(map(len, pieces)) < _SHORTEST_PIECE:
        return -1.0
    # The last part of a name, as headlines call people.
    surnames = [fold_name(s.name.split()[-1]) for s in quote.speakers]
    return (
        _IN_HEADLINE * any(name in said.title for name in surnames)
        + _IN_SENTENCES * any(name in said.sentences for name in surnames)
        + _OFFICE * max(speaker_weight(s, brief) for s in quote.speakers)
        + _ANY_OFFICE * any(s.office for s in quote.speakers)
        + _ON_SUBJECT * _overlap(terms_of(" ".join(pieces)), said.terms)
        + _EARLY * (1.0 - stretches[0].start / max(1, len(brief.article.text)))
        + _WHOLE * all(q.kind == "direct" for q in stretches)
        + _FIT * (length in _BEST_LENGTH)
        + _CERTAIN * quote.confidence
    )


def _staleness(member: Candidate, lead: Candidate) -> float:
    """How far an article lies before the shown one, 0 to 1: what was said before the event is no word on it."""
    moments = [c.published or c.seen for c in (member, lead)]
    hours = (moments[1] - moments[0]).total_seconds() / 3_600
    return min(1.0, max(0.0, hours / _STALE_HOURS))


def _overlap(terms: Mapping[str, float], subject: Mapping[str, float]) -> float:
    """How much of a quote's telling words a story's headline and sentences have, 0 to 1; half of them is all."""
    total = sum(terms.values())
    shared = sum(weight for term, weight in terms.items() if term in subject)
    return min(1.0, 2.0 * shared / total) if total else 0.0
