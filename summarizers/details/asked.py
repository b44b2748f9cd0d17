"""Which question an answer that is shown follows, and who asks in an interview."""

from __future__ import annotations

from bisect import bisect_right

from summarizers import lexicon
from summarizers.details.reading import Reading
from summarizers.model import Detail, Turn

#: Shortest and longest question shown, in words.
_WORDS = (4, 45)
#: Labels that say only that somebody asks.
_ASKING = lexicon.word_class("asker")


def questions(reading: Reading) -> list[Detail]:
    """For each turn of which something is shown, the last question asked right before it."""
    found = []
    for before, turn in zip(reading.turns, reading.turns[1:], strict=False):
        asks = before.role == "question" and turn.role == "speaker" and bool(turn.passages)
        question = _last_question(reading, before) if asks else None
        if question is not None:
            found.append(question)
    return found


def interview(reading: Reading) -> list[Detail]:
    """The questions, and the one label of those who ask where it says who they are ("COASTAL REVIEW")."""
    labels = {
        reading.doc.text[t.label.start : t.label.end]: t.label
        for t in reading.turns
        if t.role == "question" and t.label
    }
    names = [span for label, span in labels.items() if not _ASKING.intersection(label.lower().strip(".").split())]
    asker = [Detail("asker", names[0].start, names[0].end)] if len(names) == len(labels) == 1 else []
    return asker + questions(reading)


def _last_question(reading: Reading, turn: Turn) -> Detail | None:
    """The last sentence of a turn that asks."""
    sentences = reading.doc.sentences
    number = bisect_right(sentences, turn.end - 1, key=lambda s: s.start) - 1
    while number >= 0 and sentences[number].end > turn.start:
        start, end = max(sentences[number].start, turn.start), sentences[number].end
        text = reading.doc.text[start:end]
        if text.endswith("?"):
            start = _with_context(reading, turn, number, end)
            fits = start >= turn.start and _WORDS[0] <= len(reading.doc.text[start:end].split()) <= _WORDS[1]
            return Detail("question", start, end, turn.label) if fits else None
        number -= 1
    return None


def _with_context(reading: Reading, turn: Turn, number: int, end: int) -> int:
    """Where a question begins that ends at ``end``: with the sentence before it where it is short ("Why now?")."""
    sentences = reading.doc.sentences
    start = max(sentences[number].start, turn.start)
    short = len(reading.doc.text[start:end].split()) < _WORDS[0]
    return max(sentences[number - 1].start, turn.start) if short and number and start > turn.start else start
