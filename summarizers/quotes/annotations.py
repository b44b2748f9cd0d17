"""Mentions, cues and quotes of one document: what quote attribution chooses from.

Mentions are names, pronouns, noun phrases and bodies around reporting verbs. Quoted words are masked, so nobody inside a quote can
become its speaker.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizers.people.entities import NameMention, People, PersonEntity
from summarizers.quotes import cues as cue_finder
from summarizers.quotes.mentions import Cue, Mention, MentionList
from summarizers.quotes.noun_phrases import PRONOUNS
from summarizers.quotes.subjects import Subjects
from summarizers.text.document import Document, Tag
from summarizers.text.quoted_spans import QuotedSpan, QuotedSpans

#: Most verbs looked at on each side of a quote: sentences of hostile texts never end.
NEAR_CUES = 60
#: Most names inside one quote that tell who does not speak.
NAMED_INSIDE = 12
_BODIES = frozenset({"organisation", "country", "capital"})
#: Longest line in capitals that says whose words a block quotation holds, in words.
_SIGNATURE_WORDS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Annotations:
    """The annotated document; everything in text order."""

    #: Its tokens and sentences.
    doc: Document
    #: Its quotes and the tokens they cover.
    quoted: QuotedSpans
    #: Stretches that may speak.
    mentions: tuple[Mention, ...]
    #: First code point of each mention.
    mention_starts: tuple[int, ...]
    #: Reporting verbs and what stands for them; their sides are indices of mentions.
    cues: tuple[Cue, ...]
    #: Token of each cue.
    cue_tokens: tuple[int, ...]
    #: First code point of each quote.
    quote_starts: tuple[int, ...]
    #: Names inside quotes, in text order, with their persons.
    quoted_names: tuple[tuple[NameMention, PersonEntity], ...]

    def named_inside(self, start: int, end: int) -> Sequence[tuple[NameMention, PersonEntity]]:
        """Who is named in the quote ``text[start:end]``, the first ones."""
        low = bisect_left(self.quoted_names, start, key=lambda named: named[0].start)
        high = bisect_left(self.quoted_names, end, key=lambda named: named[0].start)
        return self.quoted_names[low : min(high, low + NAMED_INSIDE)]

    @classmethod
    def of(cls, doc: Document, people: People, quoted: QuotedSpans) -> Annotations:
        """Find the mentions and cues of a document, given who is named in it and what is quoted."""
        found = Subjects(doc, quoted.masked)
        _add_names(found, people)
        _add_pronouns(found)
        _add_bodies(found)
        _add_signatures(found, quoted.spans)
        for cue in list(cue_finder.find(found)):
            found.attach(cue)
        mentions, cues = _in_text_order(found.mentions, found.attached)
        return cls(
            doc=doc,
            quoted=quoted,
            mentions=mentions,
            mention_starts=tuple(m.start for m in mentions),
            cues=cues,
            cue_tokens=tuple(c.token for c in cues),
            quote_starts=tuple(s.start for s in quoted.spans),
            quoted_names=tuple(pair for pair in people.mentions if found.quoted[pair[0].first]),
        )

    def cues_near(self, mention: Mention, token: int) -> Sequence[int]:
        """The cues a mention is the subject of that stand nearest to a token: the "he" of an endless sentence has any number."""
        cues = mention.cues
        if len(cues) <= 2 * NEAR_CUES:
            return cues
        at = bisect_left(cues, bisect_left(self.cue_tokens, token))
        return cues[max(0, at - NEAR_CUES) : at + NEAR_CUES]

    def cues_between(self, low: int, high: int) -> tuple[Cue, ...]:
        """The cues among tokens ``low`` to ``high - 1``."""
        return self.cues[bisect_left(self.cue_tokens, low) : bisect_left(self.cue_tokens, high)]


def _in_text_order(mentions: Sequence[Mention], cues: Sequence[Cue]) -> tuple[tuple[Mention, ...], tuple[Cue, ...]]:
    """Mentions by their starts, with the cues each is the subject of, and cues that count mentions in that order."""
    order = sorted(range(len(mentions)), key=lambda k: mentions[k].start)
    place = {old: new for new, old in enumerate(order)}
    placed = tuple(c.between(place.get(c.left, -1), place.get(c.right, -1)) for c in cues)
    subject_of: dict[int, list[int]] = {}
    for number, cue in enumerate(placed):
        for side in (cue.left, cue.right):
            if side >= 0:
                subject_of.setdefault(side, []).append(number)
    return tuple(_placed([mentions[k] for k in order], placed, subject_of)), placed


def _placed(mentions: Sequence[Mention], cues: Sequence[Cue], subject_of: dict[int, list[int]]) -> Iterator[Mention]:
    """Mentions in text order as the subjects of cues by index, those marked that only belong to a longer noun phrase with a cue."""
    stop = -1
    for number, mention in enumerate(mentions):
        if number in subject_of:
            numbers = subject_of[number]
            if mention.kind == "nominal":
                stop = max(stop, mention.end)
            yield mention.placed(tuple(numbers), [cues[n] for n in numbers], inside=False)
        elif mention.end <= stop:
            yield mention.placed((), (), inside=True)
        else:
            yield mention


def _add_names(found: MentionList, people: People) -> None:
    doc = found.doc
    for name, entity in people.mentions:
        if found.quoted[name.first]:
            continue
        titled = bisect_left(doc.begins, name.titled_start) if name.titled_start < name.start else name.first
        found.add("name", name.first if found.quoted[titled] else titled, name.last, entity, name)


def _add_pronouns(found: MentionList) -> None:
    for k in [k for k, word in enumerate(found.doc.low) if word in PRONOUNS]:
        if not found.quoted[k] and k not in found.by_token:
            found.add("pronoun", k, k)


def _add_bodies(found: MentionList) -> None:
    for tag in found.doc.matches:
        k = tag.first
        if tag.entry.kind not in _BODIES or found.quoted[k] or k in found.by_token:
            continue
        if tag.last not in found.by_token and not _before_title(found.doc, tag):
            found.add("body", k, tag.last)


def _before_title(doc: Document, tag: Tag) -> bool:
    """Whether a title follows a gazetteer match: "Norland foreign minister"."""
    after = tag.last + 1
    return after < len(doc.tags) and doc.kind(after) == "title"


def _add_signatures(found: MentionList, spans: Sequence[QuotedSpan]) -> None:
    """A short line in capitals under a block quotation says whose words it holds: "A COAST GUARD STATEMENT"."""
    doc = found.doc
    for span in spans:
        if not span.block or span.paragraph + 1 >= len(doc.article.paragraphs):
            continue
        below = doc.article.paragraphs[span.paragraph + 1]
        line = doc.text[below.start : below.end]
        if not line.isupper() or len(line.split()) > _SIGNATURE_WORDS:
            continue
        first, last = bisect_left(doc.begins, below.start), bisect_left(doc.begins, below.end) - 1
        if first <= last:
            found.add("nominal", first, last)
