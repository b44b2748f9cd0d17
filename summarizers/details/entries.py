"""Entries of live pages by their times, and items of digests."""

from __future__ import annotations

import itertools
import re

from summarizers.details.reading import Reading
from summarizers.lexicon.words import pattern
from summarizers.model import Detail, Paragraph, Sentence, Span
from summarizers.quotes.turns import says_nothing

#: Entries and items kept.
_MOST_ENTRIES, _MOST_ITEMS = 6, 12
#: Shortest item that is no greeting or heading, in words.
_ITEM_WORDS = 5
#: Longest sentence that heads the next one, in words.
_RUN_IN_WORDS = 6
#: Longest words in capitals that say what an item is about, in code points.
_SLUG = 60
_FURNITURE = pattern("furniture_begins", re.IGNORECASE)
#: A time that heads an entry, and what may stand between it and the entry's words.
_TIME = re.compile(
    r"(?P<time>(?P<hour>\d{1,2})(?:(?:[:.h](?P<minute>\d\d))(?: ?(?P<half>[ap])\.?m\.?)?|(?: ?(?P<only>[ap])\.?m\.?))"
    r"(?: ?\(?[A-Z]{2,4}\)?)?)(?:$|\s*[-–—:|.]\s+|\s+(?=[A-Z“]))",
    re.IGNORECASE,
)


def live(reading: Reading) -> list[Detail]:
    """The latest entries, whichever end of the page they stand at: the first sentence of each, under its time."""
    found: list[tuple[int, Detail]] = []
    paragraphs = reading.doc.article.paragraphs
    for number, paragraph in enumerate(paragraphs):
        match = _TIME.match(reading.doc.text, paragraph.start, paragraph.end)
        if match is None:
            continue
        start = match.end() if match.end() < paragraph.end else _next_start(paragraphs, number)
        sentence = _sentence_from(reading, start) if start is not None else None
        if sentence is not None and start is not None and not _idle(reading, sentence):
            label = Span(*match.span("time"))
            found.append((_minutes(match), Detail("entry", max(start, sentence.start), sentence.end, label)))
    rises = sum(a[0] <= b[0] for a, b in itertools.pairwise(found))
    latest = found[-_MOST_ENTRIES:] if 2 * rises > len(found) - 1 else found[:_MOST_ENTRIES]
    return [detail for _, detail in latest]


def _next_start(paragraphs: tuple[Paragraph, ...], number: int) -> int | None:
    """Where the paragraph behind a time begins, a heading as well; None at the end."""
    return paragraphs[number + 1].start if number + 1 < len(paragraphs) else None


def _minutes(match: re.Match[str]) -> int:
    """Minutes since midnight of a time."""
    hour = int(match["hour"]) % 24
    half = (match["half"] or match["only"] or "").lower()
    if half:
        hour = hour % 12 + 12 * (half == "p")
    return 60 * hour + int(match["minute"] or 0)


def _sentence_from(reading: Reading, offset: int) -> Sentence | None:
    """The sentence that covers or follows an offset."""
    sentences = reading.doc.sentences
    number = reading.doc.sentence_at(offset)
    if sentences and sentences[number].end <= offset and number + 1 < len(sentences):
        number += 1
    return sentences[number] if sentences and sentences[number].end > offset else None


def newsletter(reading: Reading) -> list[Detail]:
    """One line an item: the first sentence below each heading, or of each paragraph where there are none."""
    paragraphs = reading.doc.article.paragraphs
    headed = [k for k, p in enumerate(paragraphs[:-1]) if p.kind == "heading" and paragraphs[k + 1].kind != "heading"]
    places: list[tuple[int, Span | None]] = [(k + 1, Span(paragraphs[k].start, paragraphs[k].end)) for k in headed]
    below = {k for k, _ in places}
    slugged = [k for k, p in enumerate(paragraphs) if k not in below and _opens_in_capitals(reading.words(p))]
    places = sorted([*places, *((k, None) for k in slugged)]) if len(slugged) > 1 or places else places
    found = []
    for number, label in places or [(k, None) for k in range(len(paragraphs))]:
        sentence = _sentence_from(reading, paragraphs[number].start)
        if sentence is None or sentence.paragraph != number:
            continue
        if label is None and len(reading.words(sentence).split()) <= _RUN_IN_WORDS:
            label, sentence = _run_in(reading, sentence)
        if _idle(reading, sentence):
            continue
        if label is not None or len(reading.words(sentence).split()) >= _ITEM_WORDS:
            found.append(Detail("item", sentence.start, sentence.end, label))
    return found[:_MOST_ITEMS]


def _opens_in_capitals(text: str) -> bool:
    """Whether an item says in capitals what it is about: "ORBÁN’S VETO: …"."""
    slug, colon, _ = text[:_SLUG].partition(": ")
    return bool(colon) and slug.isupper()


def _run_in(reading: Reading, sentence: Sentence) -> tuple[Span | None, Sentence]:
    """A short first sentence as the heading of the next one of its paragraph: "Talks move. Delegations will meet …"."""
    sentences = reading.doc.sentences
    behind = sentences[sentence.index + 1 : sentence.index + 2]
    goes_on = bool(behind) and behind[0].paragraph == sentence.paragraph and not _idle(reading, sentence)
    return (Span(sentence.start, sentence.end), behind[0]) if goes_on else (None, sentence)


def _idle(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence greets, or says how the page is to be read."""
    text = reading.words(sentence)
    return says_nothing(text) or _FURNITURE.match(text) is not None
