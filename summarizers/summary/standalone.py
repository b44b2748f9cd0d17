"""Whether a sentence stands on its own, and how to make it.

A sentence hangs when its subject points back ("He", "They", "The secretaries", "Both men"), when it opens with a
connective ("Meanwhile", "But"), or when it is a piece of somebody's speech whose speaker stands elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summarizers import lexicon
from summarizers.document import Document
from summarizers.quotes.spans import QuotedSpan
from summarizers.references import References

_CONNECTIVES = frozenset(
    """but and or yet so however meanwhile still also instead moreover furthermore nevertheless nonetheless therefore thus
    hence otherwise besides afterward afterwards later earlier then too similarly likewise consequently additionally
    elsewhere separately finally secondly thirdly critically again further conversely rather indeed nor plus
    """.split()
)
_POINTING = frozenset({"this", "these", "those", "that", "such", "both", "another", "neither", "either"})
_PERSONAL = frozenset({"he", "she", "they", "it", "him", "her", "them"})
_POSSESSIVE = frozenset({"his", "her", "their", "its"})
_SELF = frozenset({"i", "we", "you", "my", "our", "your", "me", "us"})
_HANGING_INSIDE = re.compile(
    r"\b(?:as noted|as mentioned|the former|the latter|the same day|the next day|the following (?:day|year|month|week)|"
    r"(?:was|were|is|are|been) there\b|at the time|those (?:talks|remarks|comments))\b",
    re.IGNORECASE,
)
_ALSO = re.compile(r"\b(?:also|too|in turn|in response|as well)\b[,.]?", re.IGNORECASE)


#: Verbs that end a subject in news English, besides reporting verbs and those in -ed.
_PLAIN_VERBS = frozenset(
    """comes came took takes follows marks puts put means began begins makes made gives gave brings brought goes went falls fell
    rises rose stands stood remains grew won lost met sent left led""".split()
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a sentence stands."""

    #: 0 stands alone; 1 leans (a definite phrase, "also"); 2 hangs.
    level: int
    #: ``text`` with the reference resolved in brackets, where that mends it; else None.
    repaired: str | None
    #: What makes it hang, for tests and error reading.
    reason: str


def judge(doc: Document, references: References, spans: Sequence[QuotedSpan], number: int) -> Standing:
    """Judge sentence ``number``."""
    sentence = doc.sentences[number]
    text = doc.text[sentence.start : sentence.end]
    tokens = doc.sentence_tokens(number)
    inside = next((s for s in spans if s.start < sentence.end and s.end > sentence.start), None)
    if inside is not None and _bare_speech(doc, spans, sentence.start, sentence.end):
        return Standing(2, None, "bare speech")
    i = tokens.start
    while i < tokens.stop and not doc.tokens[i][0].isalnum():
        i += 1
    if i >= tokens.stop:
        return Standing(2, None, "no words")
    if number == 0:
        return Standing(0, None, "")  # nothing stands before it
    word = doc.low[i]
    opening_quoted = any(s.start <= doc.begins[i] < s.end for s in spans)
    if opening_quoted:
        return _speech_first(doc, references, spans, number, text)
    if word in _CONNECTIVES and not (
        word in {"later", "earlier", "further", "still"} and doc.low[min(i + 1, tokens.stop - 1)] in {"this", "in"}
    ):
        return Standing(2, None, "connective")
    if word in _PERSONAL:
        return _pronoun(doc, references, number, i, text)
    if word in _POSSESSIVE:
        return _pronoun(doc, references, number, i, text, possessive=True)
    if word in _POINTING:
        return Standing(2, None, "pointing word")
    if word in _SELF:
        return Standing(2, None, "first person")
    resolved = references.title_reference_at(doc.begins[i])
    if resolved is not None:
        return _bracket(doc, number, text, resolved.end, [f.name for f in resolved.figures], "title reference")
    if word in {"the", "a"}:
        level = _definite(doc, i, tokens.stop)
        if level and number:
            return Standing(level, None, "definite phrase")
    # a subordinate or introductory opening before a pronoun subject: "When he arrived", "In Berlin, she said"
    pronoun = _early_pronoun(doc, i, tokens.stop, spans)
    if pronoun is not None:
        return _pronoun(doc, references, number, pronoun, text, possessive=doc.low[pronoun] in _POSSESSIVE)
    if number and _ALSO.search(text[: max(60, len(text) // 2)]):
        return Standing(1, None, "also")
    if _HANGING_INSIDE.search(text):
        return Standing(1, None, "points back inside")
    return Standing(0, None, "")


def _bare_speech(doc: Document, spans: Sequence[QuotedSpan], start: int, end: int) -> bool:
    """Whether nearly all of a sentence is quoted, with no reporting clause in it."""
    outside = []
    position = start
    for span in spans:
        if span.end <= start or span.start >= end:
            continue
        outside.append(doc.text[position : max(position, span.start)])
        position = max(position, span.end)
    outside.append(doc.text[position:end])
    words = re.findall(r"\w+", " ".join(outside))
    return len(words) < 2


def _speech_first(
    doc: Document, references: References, spans: Sequence[QuotedSpan], number: int, text: str
) -> Standing:
    """A sentence that opens with speech stands when its reporting clause names somebody."""
    sentence = doc.sentences[number]
    for k in doc.sentence_tokens(number):
        if any(s.start <= doc.begins[k] < s.end for s in spans):
            continue
        word = doc.low[k]
        if word in _PERSONAL:
            standing = _pronoun(doc, references, number, k, text)
            return standing if standing.repaired else Standing(2, None, "speaker is a pronoun")
        resolved = references.title_reference_at(doc.begins[k])
        if resolved is not None:
            return _bracket(doc, number, text, resolved.end, [f.name for f in resolved.figures], "title reference")
        if references.cast.at(doc.begins[k]) is not None:
            before = doc.text[sentence.start - 1 : sentence.start] if sentence.start else ""
            return Standing(0 if before != "”" else 1, None, "")
        if doc.kind(k) in {"organisation", "country"}:
            return Standing(0, None, "")
    return Standing(2, None, "speaker unclear")


def _pronoun(
    doc: Document, references: References, number: int, k: int, text: str, *, possessive: bool = False
) -> Standing:
    figures = references.pronoun_at(k)
    if not figures:
        return Standing(2, None, "unresolved pronoun")
    sentence = doc.sentences[number]
    inside = {id(f) for _, f in references.cast.between(sentence.start, sentence.end)}
    if any(id(f) in inside for f in figures) and doc.low[k] not in {"he", "she", "they"}:
        return Standing(1, None, "")
    names = [f.name for f in figures]
    if possessive:
        names = [names[0] + ("’" if names[0].endswith("s") else "’s")] if len(names) == 1 else names
    return _bracket(doc, number, text, doc.ends[k], names, "pronoun")


def _bracket(doc: Document, number: int, text: str, at: int, names: list[str], reason: str) -> Standing:
    """Insert the names in brackets at a text offset."""
    sentence = doc.sentences[number]
    where = at - sentence.start
    joined = names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
    return Standing(2, f"{text[:where]} [{joined}]{text[where:]}", reason)


def _definite(doc: Document, i: int, stop: int) -> int:
    """How much "The …" leans on what came before: 0 for proper or fully described phrases, 1 or 2 otherwise."""
    if doc.low[i] != "the":
        return 0
    k = i + 1
    if k >= stop:
        return 0
    if doc.tokens[k][0].isupper() or doc.kind(k) in {"country", "demonym", "organisation"}:
        return 0
    # a proper name or figure inside the phrase, before its verb, describes it
    for j in range(k, min(stop, k + 12)):
        low = doc.low[j]
        if low in lexicon.speech_verbs() or low in {
            "is",
            "was",
            "are",
            "were",
            "has",
            "have",
            "had",
            "will",
            "would",
            "can",
            "could",
            "may",
        }:
            break
        if low in _PLAIN_VERBS or (low.endswith("ed") and j > k):
            break
        if doc.tokens[j][0].isupper():
            return 0
        if low in {"who", "that", "which", "of", "for"} and j > k:
            rest = doc.low[j + 1 : j + 5]
            if low in {"who", "which"} or any(w not in {"the", "a"} and len(w) > 3 for w in rest):
                return 1
    return 2


def _early_pronoun(doc: Document, i: int, stop: int, spans: Sequence[QuotedSpan]) -> int | None:
    """A subject pronoun in the opening clause with no name before it."""
    for k in range(i, min(stop, i + 12)):
        if any(s.start <= doc.begins[k] < s.end for s in spans):
            return None
        if doc.low[k] in {"he", "she", "they", "it"}:
            return k
        if k > i and doc.tokens[k][0].isupper():
            return None
    return None
