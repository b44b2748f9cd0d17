"""Which sentences are furniture of a page or document rather than what it tells.

Credits, captions with and without one, corrections, time stamps, tag lines, rights, addresses, authors' notes, recitals: a table
of named rules, those on the sentence first, then those on its paragraph, which are asked once a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from summarizers.lexicon.words import pattern, word_class
from summarizers.text.document import Document
from summarizers.text.noun_chunks import is_verb

#: How furniture begins, what a page says of itself anywhere, and how a paragraph that is a picture's caption ends.
_BEGINS = pattern("furniture_begins", re.IGNORECASE)
_ITSELF = pattern("furniture", re.IGNORECASE)
_ITSELF_WORDS = word_class("standing_furniture")
_CREDIT = pattern("picture_credit")
#: Without one of these at its end a paragraph has none.
_CREDIT_SIGNS = ("(", ":", "/", " by ", " courtesy of ", "Credit")
#: How captions begin, and the places in a picture they tell ("left,").
_CAPTION = pattern("caption_begins", re.IGNORECASE)
_IN_PICTURE = pattern("caption_inside")
#: What is said of an author below an article.
_BIO = pattern("author_note")
#: How the recitals of an agreement begin; they end in a comma or semicolon.
_RECITAL = pattern("recital", re.IGNORECASE)
#: What an entry of a list of names says, and how an author is presented above an article.
_ENTRY, _PRESENTED = pattern("list_entry"), pattern("presented_author")
_POSING, _APPEARING = word_class("posing"), word_class("appearing")
_MONTHS, _STAMP = word_class("month"), word_class("stamp")
_DAYS = _MONTHS | word_class("summary_day")
_HIGHLIGHT = word_class("highlight")
#: Letters of two scripts in one word: text disguised from filters.
_DISGUISED = re.compile(r"[A-Za-z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][A-Za-z]")
_MAIL = re.compile(r"(?<=\w)@[\w-]{2,40}\.[a-z]{2}")
_WORD = re.compile(r"[^\W\d_]+")
_ENDED = re.compile(r"[.!?:;…][”\"’')\]]*$")
#: Longest time stamp, and longest credit, in code points.
_STAMP_LENGTH = 80
_CREDIT_ROOM = 120
#: Words from which a line in capitals is a heading.
_CAPITAL_WORDS = 5
#: Longest caption, and longest paragraph that is one because a sentence of it is, in words.
_CAPTION_WORDS, _CAPTION_PARAGRAPH = 40, 80
#: Words in which a caption's verb stands, and words before its end in which its day stands.
_VERB_REACH, _DAY_REACH = 14, 8
#: Paragraphs at an article's head, where pages have their first picture.
_HEAD = 2
#: Paragraphs at an article's end where its author may be told of.
_AUTHOR_ROOM = 4
#: Words of a sentence that is hardly said twice by chance, and what opens a quote.
_PULLED_WORDS = 5
_OPENING_MARKS = frozenset("“\"‘'")
#: Words in two scripts that show a disguise.
_DISGUISED_WORDS = 2


@dataclass
class Line:
    """A sentence, or the first one of a paragraph, as the rules see it."""

    #: The article.
    doc: Document
    #: Number of the sentence.
    number: int

    def __post_init__(self) -> None:
        sentence = self.doc.sentences[self.number]
        #: Its words as they stand.
        self.text = self.doc.text[sentence.start : sentence.end]
        #: Its paragraph.
        self.paragraph = self.doc.article.paragraphs[sentence.paragraph]
        #: Its tokens.
        self.tokens = self.doc.sentence_tokens(self.number)

    @cached_property
    def words(self) -> list[int]:
        """Tokens that are words."""
        return [k for k in self.tokens if self.doc.tokens[k][0].isalnum()]

    @cached_property
    def verb(self) -> int | None:
        """The first token that is a verb for certain, or one of captions."""
        doc = self.doc
        for k in self.words[1:]:
            word = doc.low[k]
            if word in _POSING or word in _APPEARING or is_verb(word) or word.endswith(("'s", "n't")):
                return k
        return None

    @cached_property
    def dated(self) -> bool:
        """Whether it ends in a day or a year: "on Monday.", "on March 18, 2016.", "in 2012"."""
        last = {self.doc.low[k] for k in self.words[-_DAY_REACH:]}
        return not last.isdisjoint(_DAYS) or any(len(w) == 4 and w.isdigit() for w in last)

    @cached_property
    def by_month(self) -> bool:
        """Whether a month with its day stands in it."""
        low = self.doc.low
        return any(
            low[k] in _MONTHS and any(w.isdigit() for w in low[max(0, k - 1) : k + 3] if w != low[k])
            for k in self.words
        )

    @cached_property
    def alone(self) -> bool:
        """Whether it is all of its paragraph, or stands at the head of the article."""
        sentence = self.doc.sentences[self.number]
        return self.paragraph.end == sentence.end or sentence.paragraph < _HEAD


@dataclass(frozen=True)
class Rule:
    """One rule."""

    #: What it finds.
    name: str
    #: Whether a line is that.
    holds: Callable[[Line], bool]


# -- on the sentence --------------------------------------------------------------------------------------------------


def _begins(line: Line) -> bool:
    """ "(Reporting by …)", "Correction: …", "© 2026 …" """
    return _BEGINS.match(line.text) is not None


def _itself(line: Line) -> bool:
    """ "Ana Reyes contributed to this report.": what a page says of itself."""
    here = line.doc.low[line.tokens.start : line.tokens.stop]
    return not _ITSELF_WORDS.isdisjoint(here) and _ITSELF.search(line.text) is not None


def _heading(line: Line) -> bool:
    """A sentence written in capitals throughout."""
    return line.text.isupper() and len(line.text.split()) >= _CAPITAL_WORDS


def _recital(line: Line) -> bool:
    """ "Recalling the treaty of 1994;", and pieces of a sentence that lines have cut: "(NEA), and section 3 of that act," """
    fragment = line.text[:1].islower() or line.text[:1] == "("
    return line.text[-1:] in ";," and (fragment or _RECITAL.match(line.text) is not None)


def _bracketed(line: Line) -> bool:
    """ "[Watch the hearing here.]" """
    return line.text[:1] == "[" and line.text[-1:] == "]"


def _stamp(line: Line) -> bool:
    """ "9:30 p.m.", "Posted: Thursday, April 21, 2022.": a time and a day, and nothing else."""
    if len(line.text) > _STAMP_LENGTH or not any(c.isdigit() for c in line.text):
        return False
    return all(word in _STAMP for word in _WORD.findall(line.text.lower()))


def _disguised(line: Line) -> bool:
    """Advertising whose letters are of two alphabets."""
    if line.text.isascii() or _DISGUISED.search(line.text) is None:
        return False
    return sum(_DISGUISED.search(word) is not None for word in line.text.split()) >= _DISGUISED_WORDS


def _address(line: Line) -> bool:
    """A mail address: whom to write to."""
    return "@" in line.text and _MAIL.search(line.text) is not None


#: On a sentence.
RULES: tuple[Rule, ...] = (
    Rule("begins as furniture", _begins),
    Rule("page speaks of itself", _itself),
    Rule("heading in capitals", _heading),
    Rule("recital", _recital),
    Rule("in square brackets", _bracketed),
    Rule("time stamp", _stamp),
    Rule("disguised letters", _disguised),
    Rule("mail address", _address),
)


# -- on the paragraph, by its first sentence --------------------------------------------------------------------------


def _credited(line: Line) -> bool:
    """ "The pier at Vardo. (Karl Stern/AFP)", "The pier. Credit Ana Reyes for The Courier": it ends in a picture's credit."""
    start, end = max(line.paragraph.start, line.paragraph.end - _CREDIT_ROOM), line.paragraph.end
    closing = line.doc.text[start:end]
    return any(sign in closing for sign in _CREDIT_SIGNS) and _CREDIT.search(line.doc.text, start, end) is not None


def _captioned(line: Line) -> bool:
    """ "In this file photo, …", "Ana Reyes, left, and …", "The minister waves to the crowd in Oslo on May 3." """
    if len(line.words) > _CAPTION_WORDS or line.text[:1] in _OPENING_MARKS:
        return False
    if _CAPTION.match(line.text) or _IN_PICTURE.search(line.text):
        return True
    return line.dated and line.alone and _shows(line)


def _shows(line: Line) -> bool:
    """Whether a dated line tells what a picture shows: no verb, or one of captions in the present."""
    doc, verb = line.doc, line.verb
    if verb is None:
        return (
            line.text.endswith(".") and len(line.words) > 4 and not any(doc.low[k].endswith("ed") for k in line.words)
        )
    if verb - line.tokens.start > _VERB_REACH or any(doc.low[k] == "," for k in range(line.tokens.start, verb)):
        return False
    return doc.low[verb] in _POSING or (doc.low[verb] in _APPEARING and line.by_month)


def _label(line: Line) -> bool:
    """ "grain Italy Odesa Black Sea shipping": a tag line or a heading, without a verb and without an end."""
    paragraph = line.paragraph
    if line.doc.sentences[line.number].end != paragraph.end or _ENDED.search(line.text[-6:]):
        return False
    return line.verb is None and line.text[:1] not in _OPENING_MARKS


def _entry(line: Line) -> bool:
    """ "NES, Arvid, Oslo; DOB 4 Feb 1977; …": an entry of a list of names."""
    return _ENTRY.search(line.doc.text, line.paragraph.start, line.paragraph.end) is not None


def _presented(line: Line) -> bool:
    """ "Ms. Solheim is a former minister.": whoever is presented by the surname alone at an article's head wrote it."""
    return line.doc.sentences[line.number].paragraph < _HEAD and _PRESENTED.match(line.text) is not None


#: On a paragraph, which goes as a whole.
PARAGRAPH_RULES: tuple[Rule, ...] = (
    Rule("credit", _credited),
    Rule("caption", _captioned),
    Rule("label", _label),
    Rule("entry of a list", _entry),
    Rule("presented author", _presented),
)


class Gate:
    """Tells the furniture among an article's sentences; each paragraph is looked at once."""

    def __init__(self, doc: Document) -> None:
        self._doc = doc
        #: The rule that holds for each paragraph, None for none; asked when a sentence of it is.
        self._paragraphs: dict[int, str | None] = {}
        self._listed = _highlights(doc)
        self._pulled = _pulled(doc)

    def rule(self, number: int) -> str | None:
        """The rule by which a sentence is furniture, or None."""
        line = Line(self._doc, number)
        found = next((rule.name for rule in RULES if rule.holds(line)), None)
        return found or self._of_paragraph(self._doc.sentences[number].paragraph, line)

    def _of_paragraph(self, paragraph: int, line: Line) -> str | None:
        if paragraph in self._listed:
            return "highlights"
        if paragraph in self._pulled:
            return "pulled quote"
        if paragraph not in self._paragraphs:
            self._paragraphs[paragraph] = self._judge(paragraph, line)
        return self._paragraphs[paragraph]

    def _judge(self, paragraph: int, first: Line) -> str | None:
        """The rule that holds for a paragraph, by the first of its sentences that is asked about."""
        span = first.paragraph
        if self._doc.text.count(" ", span.start, span.end) >= _CAPTION_PARAGRAPH:
            return None
        found = next((rule.name for rule in PARAGRAPH_RULES if rule.holds(first)), None)
        if found is None and len(self._doc.article.paragraphs) - paragraph <= _AUTHOR_ROOM and paragraph:
            found = "author’s note" if _BIO.match(first.text) else None
        return found


def _highlights(doc: Document) -> frozenset[int]:
    """Paragraphs without an end mark below "Story highlights" and the like."""
    found: set[int] = set()
    below = False
    for number, paragraph in enumerate(doc.article.paragraphs):
        text = doc.text[paragraph.start : paragraph.end]
        if _ENDED.search(text[-6:]):
            below = False
        elif len(text) < _CREDIT_ROOM // 4 and text.lower().split()[-1:] and text.lower().split()[-1] in _HIGHLIGHT:
            below = True
        elif below:
            found.add(number)
    return frozenset(found)


def _pulled(doc: Document) -> frozenset[int]:
    """Paragraphs in marks whose first sentence the article says somewhere else too: a quote set large beside the text."""
    places: dict[str, list[int]] = {}
    opened: set[int] = set()
    seen = -1
    for sentence in doc.sentences:
        if sentence.paragraph != seen and doc.text[sentence.start] in _OPENING_MARKS:
            opened.add(sentence.paragraph)
        seen = sentence.paragraph
    for sentence in doc.sentences if opened else ():
        text = doc.text[sentence.start : sentence.end]
        said = " ".join(_WORD.findall(text))
        if said.count(" ") >= _PULLED_WORDS - 1:
            places.setdefault(said, []).append(sentence.paragraph)
    return frozenset(p for found in places.values() if len(set(found)) > 1 for p in found if p in opened)
