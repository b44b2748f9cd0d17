"""Which sentences are headlines: their capitals say nothing about names."""

from __future__ import annotations

from itertools import groupby

from summarizers import lexicon
from summarizers.text.document import Document
from summarizers.text.noun_chunks import is_verb

#: A headline in capitals has at least this many words of more than three letters ...
_WORDS = 4
#: ... of which this share begins with a capital; the second share where a full stop ends it.
_SHARE, _SHARE_ENDED = 0.8, 0.9
_ENDS = frozenset({".", "!", "?", "”", '"', "’", "'", ":", ";"})


def find(doc: Document) -> frozenset[int]:
    """Indices of the sentences whose capitals come from a headline's style."""
    found = set()
    for _, group in groupby(range(len(doc.sentences)), key=lambda n: doc.sentences[n].paragraph):
        numbers = list(group)
        alone = len(numbers) == 1 and len(numbers) < len(doc.sentences)
        found |= {n for n in numbers if _title_cased(doc, n, alone=alone)}
    return frozenset(found)


def _title_cased(doc: Document, number: int, *, alone: bool) -> bool:
    tokens = doc.sentence_tokens(number)
    words = [k for k in tokens if len(doc.tokens[k]) > 3 and doc.tokens[k].isalpha()]
    if len(words) < _WORDS:
        return False
    capitals = [k for k in words if doc.tokens[k][0].isupper()]
    share = len(capitals) / len(words)
    heading = doc.article.paragraphs[doc.sentences[number].paragraph].kind == "heading"
    if heading or doc.tokens[tokens[-1]] not in _ENDS:
        return share >= _SHARE
    if any(doc.tokens[k].islower() and len(doc.tokens[k]) > 2 and is_verb(doc.low[k]) for k in tokens):
        return False  # a headline's verb has a capital: "The Minister of Foreign Affairs of Chile, X, met in Lima"
    # a sentence of names alone is no headline: some of its capitals must stand on everyday words
    everyday = [k for k in capitals if k != tokens[0] and doc.tags[k] is None and _everyday(doc.low[k])]
    return alone and share >= _SHARE_ENDED and len(everyday) >= 2


def _everyday(word: str) -> bool:
    return lexicon.is_ordinary(word) or word in lexicon.speech_verbs()
