"""Which sentences are furniture of a page or document rather than what it tells: credits, captions, corrections, recitals."""

from __future__ import annotations

import re

from summarizers.lexicon.words import pattern
from summarizers.text.document import Document

#: How furniture begins, and how a paragraph that is a picture's caption ends.
_BEGINS = pattern("furniture_begins", re.IGNORECASE)
_CREDIT = pattern("picture_credit")
#: How the recitals of an agreement begin; they end in a comma or semicolon.
_RECITAL = pattern("recital", re.IGNORECASE)
#: Longest credit in brackets, in code points.
_CREDIT_ROOM = 80
#: Words from which a line in capitals is a heading.
_CAPITAL_WORDS = 5


def is_furniture(doc: Document, number: int) -> bool:
    """Whether a sentence is furniture, by its first words, its last mark, its letters, or the credit of its paragraph."""
    sentence = doc.sentences[number]
    text = doc.text[sentence.start : sentence.end]
    if _BEGINS.match(text) or _is_heading(text):
        return True
    if text[-1:] in ";," and (_RECITAL.match(text) or text[:1].islower()):
        return True
    if text[:1] == "[" and text[-1:] == "]":
        return True
    paragraph = doc.article.paragraphs[sentence.paragraph]
    return _CREDIT.search(doc.text, max(paragraph.start, paragraph.end - _CREDIT_ROOM), paragraph.end) is not None


def _is_heading(text: str) -> bool:
    """Whether a sentence is written in capitals throughout."""
    return text.isupper() and len(text.split()) >= _CAPITAL_WORDS
