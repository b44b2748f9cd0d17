"""Quoted stretches: where speech in marks begins and ends, one span per paragraph piece.

Curly marks say their side; straight marks open after space, bracket or dash and close before space or punctuation, else
by state. An unclosed quote ends with its paragraph and the next paragraph may reopen it. Marks nested in another kind
are part of the outer quote.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from summarizers.model import Article, Paragraph
from summarizers.text.document import Document

#: Doubled single marks close a quote that a double mark opened ("voters,’’"); alone they are not taken for quotation.
_DOUBLE = re.compile(r"[“”„‟«»\"]|(?<=[\w.,!?…])(?:’’|'')")
_OPEN_BEFORE = frozenset(" \t\n\u00a0\u2009\u202f([{—–-/…:")
_CLOSE_AFTER = frozenset(" \t\n\u00a0\u2009\u202f)]}—–-/….,;:!?’'")
_WORD = re.compile(r"\w")
#: What signs an embedded post, and the longest such line, in code points.
_POST_SIGNATURE = re.compile(r"\s{0,4}[—–―-]{1,2}[ \u00a0]?[^(\n]{1,80}\(@\w{1,30}\)")
_POST_LINE = 160
_SINGLE_OPEN = re.compile(r"(?<![\w’'.,!?])[‘'](?=[\w\[(…“\"])")
_SINGLE_CLOSE = re.compile(r"(?<=[\w.,!?…\])”\"—])[’'](?![\w])")
#: Longest stretch between single marks, in code points.
_SINGLE_WINDOW = 1500
#: Clipped words that begin with an apostrophe, not with a quotation mark.
_CLIPPED = re.compile(r"['‘’](?:\d0s|em|til|tis|twas|cause|round|n)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """A quoted stretch inside one paragraph, marks included."""

    #: First code point (the opening mark).
    start: int
    #: One past the last code point.
    end: int
    #: Index into ``Article.paragraphs``.
    paragraph: int
    #: Whether a closing mark was found.
    closed: bool
    #: Whether it goes on from an unclosed quote of the paragraph before.
    reopened: bool = False
    #: Whether single marks (‘…’) delimit it.
    single: bool = False
    #: Whether the page marked the whole paragraph as a quotation and it carries no marks of its own.
    block: bool = False


@dataclass(frozen=True, slots=True)
class QuotedSpans:
    """The quoted stretches of a document, in text order, and which of its tokens they cover."""

    #: The stretches; they never cross or overlap.
    spans: tuple[QuotedSpan, ...]
    #: For each token, whether it begins inside a stretch.
    masked: tuple[bool, ...]

    @classmethod
    def of(cls, document: Document) -> QuotedSpans:
        """Find the stretches of a document."""
        spans = tuple(find(document.article))
        starts = [s.start for s in spans]
        masked = []
        for begin in document.begins:
            k = bisect_right(starts, begin) - 1
            masked.append(k >= 0 and begin < spans[k].end)
        return cls(spans, tuple(masked))


def signs_post(text: str, paragraph: Paragraph) -> bool:
    """Whether a paragraph is the signature of an embedded post: "— Ana Reyes (@anareyes) November 2, 2026"."""
    short = paragraph.end - paragraph.start <= _POST_LINE
    return short and _POST_SIGNATURE.match(text, paragraph.start, paragraph.end) is not None


def find(article: Article) -> list[QuotedSpan]:
    """Every quoted stretch in text order; spans never cross or overlap."""
    text = article.text
    found: list[QuotedSpan] = []
    open_before = False
    for number, paragraph in enumerate(article.paragraphs):
        if paragraph.kind == "heading":
            continue
        spans = _double(text, paragraph, number, open_before)
        spans = _with_singles(text, paragraph, number, spans)
        signs = signs_post(text, paragraph)
        if paragraph.kind == "quote" and not (spans or signs) and _WORD.search(text, paragraph.start, paragraph.end):
            spans = [QuotedSpan(paragraph.start, paragraph.end, number, closed=True, block=True)]
        found.extend(spans)
        open_before = bool(spans) and not spans[-1].closed
    return found


def _double(text: str, paragraph: Paragraph, number: int, open_before: bool) -> list[QuotedSpan]:
    """Stretches between double marks; an unclosed one runs to the end of the paragraph."""
    spans = [s for s in _Reader(text, paragraph, number).read() if _WORD.search(text, s.start + 1, s.end)]
    if spans and open_before and not text[paragraph.start : spans[0].start].strip():
        spans[0] = replace(spans[0], reopened=True)
    return spans


class _Reader:
    """Goes through the double marks of one paragraph, with the quote that is open and how deep marks are nested in it."""

    def __init__(self, text: str, paragraph: Paragraph, number: int) -> None:
        self._text, self._paragraph, self._number = text, paragraph, number
        self._marks = list(_DOUBLE.finditer(text, paragraph.start, paragraph.end))
        self._partnered = _partnered([m.group() for m in self._marks])
        self._passages = _passages(self._marks, paragraph)
        self._spans: list[QuotedSpan] = []
        #: First code point of the open quote, and how many pairs are open inside it.
        self._start: int | None = None
        self._depth = 0

    def read(self) -> list[QuotedSpan]:
        """The stretches, in text order."""
        for index in range(len(self._marks)):
            if not self._take(index):
                break
        if self._start is not None:
            text, end = self._text, self._end_before(self._paragraph.end)
            closed = end > self._start + 1 and text[end - 1] == '"' == text[self._start]
            self._spans.append(QuotedSpan(self._start, end, self._number, closed=closed))
        return self._spans

    def _take(self, index: int) -> bool:
        """Go by one mark; False where the rest of the paragraph is one quoted passage."""
        mark = self._marks[index].group()
        a, b = self._marks[index].span()
        before = self._text[a - 1] if a > self._paragraph.start else "\n"
        after = self._text[b] if b < self._paragraph.end else "\n"
        side = _side(mark, before, after, self._start is not None)
        if side == "measure" or (before.isdigit() and self._start is None and mark == '"'):
            return True
        if self._start is None:
            opens = side == "open" or (side == "either" and after not in " \n")
            if opens or (side == "close" and a == self._paragraph.start):
                self._start, self._depth = a, 0
            return True
        if side == "open":
            return self._open_inside(index, self._start, a)
        if self._depth:
            self._depth -= 1
        else:
            self._spans.append(QuotedSpan(self._start, b, self._number, closed=True))
            self._start = None
        return True

    def _open_inside(self, index: int, start: int, a: int) -> bool:
        """An opening mark inside an open quote: nested, or the open one ends before it."""
        mark = self._marks[index].group()
        straight = self._text[start] == '"' and start == self._paragraph.start
        if mark == "“" and straight and self._passages[index]:
            return False  # a quoted passage, one straight mark a paragraph, with curly quotes of its own
        if mark in "“„«" and self._partnered[index]:
            self._depth += 1
            return True
        self._spans.append(QuotedSpan(start, self._end_before(a), self._number, closed=True))
        self._start, self._depth = a, 0
        return True

    def _end_before(self, end: int) -> int:
        """One past the last code point before ``end`` that is no blank, not before the open quote."""
        begin = self._start or 0
        return begin + len(self._text[begin:end].rstrip())


def _side(mark: str, before: str, after: str, is_open: bool) -> str:
    """ "open", "close" or "either" for one mark between two characters."""
    if mark in "“„«":
        # a wrong-way mark: “word“ then space
        if is_open and not before.isspace() and before not in _OPEN_BEFORE and after in _CLOSE_AFTER:
            return "close"
        return "open"
    if len(mark) == 2:
        return "close"
    if mark in "”»‟":
        if not is_open and before in _OPEN_BEFORE and not after.isspace():
            return "open"
        return "close"
    opens = before in _OPEN_BEFORE and not after.isspace()
    closes = after in _CLOSE_AFTER and not before.isspace()
    if opens and not closes:
        return "open"
    if closes and not opens:
        return "close"
    if is_open:
        return "close"
    return "either" if not after.isspace() else "close"


def _passages(marks: Sequence[re.Match[str]], paragraph: Paragraph) -> list[bool]:
    """For each mark, whether it and all behind it are curly pairs, but for a straight one at the paragraph's end."""
    found = [True] * len(marks)
    paired, half = True, False  # whether the marks behind fit where an opening, and where a closing one is due
    for k in range(len(marks) - 1, -1, -1):
        mark = marks[k].group()
        if mark == "“":
            paired, half = half, False
        elif mark == "”":
            paired, half = False, paired
        elif mark == '"' and marks[k].end() < paragraph.end - 1:
            paired = half = False
        found[k] = paired
    return found


def _partnered(marks: Sequence[str]) -> list[bool]:
    """For each mark, whether an opening one there has a partner behind it and leaves one for the quote around it."""
    depths = [0]
    for mark in marks:
        depths.append(depths[-1] + (mark in "“„«") - (mark in "”»"))
    found = [False] * len(marks)
    least = depths[-1]
    for k in range(len(marks) - 1, -1, -1):
        least = min(least, depths[k + 1])  # how low the marks from here on ever come
        found[k] = least < depths[k]
    return found


def _with_singles(text: str, paragraph: Paragraph, number: int, doubles: list[QuotedSpan]) -> list[QuotedSpan]:
    """Add stretches between single marks that stand outside the double ones."""
    if all(text.find(mark, paragraph.start, paragraph.end) < 0 for mark in "‘'"):
        return doubles
    found: list[QuotedSpan] = []
    starts = [d.start for d in doubles]
    position = paragraph.start
    for opening in _SINGLE_OPEN.finditer(text, paragraph.start, paragraph.end):
        a = opening.start()
        if a < position:
            continue
        after = bisect_right(starts, a)
        if after and a < doubles[after - 1].end:
            position = doubles[after - 1].end
            continue
        if _CLIPPED.match(text, a):
            continue
        limit = starts[after] if after < len(starts) else paragraph.end
        closing = _single_close(text, a, limit)
        if closing is None:
            continue
        found.append(QuotedSpan(a, closing, number, closed=True, single=True))
        position = closing
    return sorted([*doubles, *found], key=lambda s: s.start) if found else doubles


def _single_close(text: str, start: int, limit: int) -> int | None:
    """Where the single-marked stretch opened at ``start`` ends, or None.

    An apostrophe after s ("the ministers' talks") looks like a closing mark, so a mark after punctuation wins over the
    first bare one.
    """
    limit = min(limit, start + _SINGLE_WINDOW)
    reopening = _SINGLE_OPEN.search(text, start + 1, limit)
    candidates = [m.end() for m in _SINGLE_CLOSE.finditer(text, start + 1, reopening.start() if reopening else limit)]
    if not candidates:
        return None
    for end in candidates:
        if text[end - 2] in ".,!?…":
            return end
        if text[end - 2] != "s":
            return end
    return candidates[0] if len(text[start : candidates[0]].split()) <= 8 else None
