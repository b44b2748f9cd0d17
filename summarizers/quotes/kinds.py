"""What a quoted stretch is: direct speech, a piece of speech, a term set off by marks, or the title of a work."""

from __future__ import annotations

import re

from summarizers.lexicon.words import pattern
from summarizers.model import QuoteKind
from summarizers.quotes.context import QUOTE_MARKS, Context
from summarizers.text.document import Document

#: Shortest stretch, in words, that is speech without a speaker; shorter ones are terms.
SPEECH_WORDS = 5
#: Shortest piece with an open end that is direct speech, in words.
_DIRECT_WORDS = 8
#: Longest title of a work, longest subheading in single marks, and longest attribute, in words.
_TITLE_WORDS, _SUBHEADING_WORDS, _ATTRIBUTE_WORDS = 12, 8, 3
#: Above this confidence somebody said even what is cased like a title.
_SAID_CONFIDENCE = 0.9
#: How far before a quote words may say that it is a title, in code points.
_TITLED_WINDOW = 40
#: Classes of verbs whose object is what somebody said, not what he wants.
_SPEECH_VERBS = frozenset(["say", "call", "write", "read", "ask"])

_TITLED = pattern("titled", re.IGNORECASE)


def kind_of(doc: Document, context: Context, number: int, confidence: float) -> QuoteKind:
    """The kind of a quote whose speaker is mention ``number`` (-1 for nobody) with a confidence."""
    span = context.place.span
    inner = doc.text[span.start : span.end].strip(QUOTE_MARKS)
    if _is_title(doc, context, number, confidence):
        return "title"
    if _is_term(context, number):
        return "scare"
    if span.block or context.form.whole_paragraph or _is_direct(context, inner[:1]):
        return "direct"
    return "partial"


def _is_title(doc: Document, context: Context, number: int, confidence: float) -> bool:
    """Whether a quote is the title of a work, or a subheading."""
    form, span = context.form, context.place.span
    if span.single and form.whole_paragraph and form.words <= _SUBHEADING_WORDS:
        return True
    if not form.title_cased or form.ends_stop:
        return False
    if form.words >= 3 and confidence < _SAID_CONFIDENCE:
        return True
    paragraph = doc.article.paragraphs[span.paragraph]
    before = doc.text[max(paragraph.start, span.start - _TITLED_WINDOW) : span.start]
    return 1 < form.words <= _TITLE_WORDS and (number < 0 or _TITLED.search(before) is not None)


def _is_term(context: Context, number: int) -> bool:
    """Whether marks only set off a word or two."""
    words = context.form.words
    if number < 0 and words < SPEECH_WORDS:
        return True
    # wants a “coast first” agenda
    return context.form.attributive and words <= _ATTRIBUTE_WORDS and context.rule.cue_kind not in _SPEECH_VERBS


def _is_direct(context: Context, opening: str) -> bool:
    """Whether a quote inside a paragraph is a sentence of its own."""
    form = context.form
    if form.words < 2 or opening.islower():
        return False
    if opening.isupper() and (form.ends_comma or form.ends_stop or form.words >= _DIRECT_WORDS):
        return True
    return not form.fragment and form.words >= SPEECH_WORDS
