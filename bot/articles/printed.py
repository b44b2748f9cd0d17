"""Lines of printed pages to paragraphs: what a layout shows by gaps, indents and widths, told again as blocks of text.

Pure geometry over lines as a reader of PDFs gives them. Lengths are in points, heights count upwards from a page's foot.
Works on any layout whose lines come in reading order, as they do in files made by word processors and browsers.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median, quantiles

from summarizers.model import ParagraphKind

Block = tuple[ParagraphKind, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line."""

    #: Page, counted from 0, and that page's height.
    page: int
    page_height: float
    #: What stands in it.
    text: str
    #: Its edges.
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        """Height of its letters, ascenders and descenders included: what tells sizes of type apart."""
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class PrintedBlock:
    """Lines that belong together."""

    #: The lines' text, joined.
    text: str
    #: Height of its letters.
    height: float
    #: Page it begins on, counted from 0.
    page: int
    #: Lines it takes.
    lines: int


#: Lines at each edge of a page that may be running heads, feet or numbers.
_EDGE_LINES = 3
#: Part of a page's height at each edge in which small type is no text of the document.
_MARGIN = 0.085
#: Share of the pages on which the same line makes a running head, and how far apart it may stand on them.
_RUNNING_SHARE, _RUNNING_DRIFT = 0.4, 14.0
#: Type smaller than this share of the text's is that of notes; larger than the second, that of headings.
_SMALL, _LARGE = 0.88, 1.08
#: Heights of letters that differ by more than this share are of two sizes.
_SAME_SIZE = 0.12
#: A gap this many times the usual step from line to line parts paragraphs.
_GAP = 1.25
#: An indent this many letter heights deep begins a paragraph.
_INDENT = 0.7
#: Words of a numbered paragraph, at least; a shorter one is an item of a list. How many in a row are a numbered text.
_NUMBERED_WORDS, _NUMBERED = 12, 3
#: Longest heading, in words.
HEADING_WORDS = 30

_PAGE_NUMBER = re.compile(
    r"(?:page|p\.|seite)?\s*[-–—|]?\s*(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:/|of|\|)\s*\d{1,4})?\s*[-–—|]?", re.IGNORECASE
)
_ENDS_SENTENCE = re.compile(r"[.!?:;…][”\"’')\]]*$")
_NOTE = re.compile(r"(?:\d{1,3}|[*†‡])(?=\s|[A-Z“])")
_BULLET = re.compile(r"(?:[•▪◦‣●■▸►\uf0b7\uf0a7\u2043]\s*|[-*–—o]\s+|\(?(?:\d{1,3}|[a-z]|[ivx]{2,4})[.)]\s+)(?=\S)")
_NUMBER = re.compile(r"\(?(\d{1,3})[.)]\s+(?=\S)")
_HYPHEN = re.compile(r"(?P<head>[^\W\d_]+)[-\u2010\u00ad]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")


def blocks(lines: Sequence[Line]) -> list[PrintedBlock]:
    """The paragraphs, headings and items of a document; running heads, page numbers and footnotes left out."""
    body = body_height(lines)
    kept = _without_notes(_without_running(lines, body), body)
    step = _usual_step(kept)
    known = Counter(word.casefold() for line in kept for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text))
    made: list[PrintedBlock] = []
    open_end: tuple[Line, float] | None = None
    for column in _columns(kept):
        groups = list(_paragraphs(column, step))
        if open_end is not None and _goes_on(open_end[0], open_end[1], groups[0][0]):
            before = made.pop()
            text = _joined([before.text, *(line.text for line in groups.pop(0))], known)
            made.append(replace(before, text=text, lines=before.lines + 1))
        for group in groups:
            made.append(
                PrintedBlock(_joined([line.text for line in group], known), group[0].height, group[0].page, len(group))
            )
        open_end = (column[-1], _margins(column)[_size(column[-1])])
    return made


def body_height(lines: Sequence[Line]) -> float:
    """Height of the letters most of the text is set in; 0 for no lines."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.height * 2) / 2] += len(line.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


# --- what is on a page beside the text ------------------------------------------------------------------------------


def _without_running(lines: Sequence[Line], body: float) -> list[Line]:
    """Lines without running heads and feet, page numbers, and small type in a page's outer margin."""
    edges = {id(line) for page in _pages(lines) for line in _edges(page)}
    pages = len({line.page for line in lines})
    seen: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if id(line) in edges:
            seen[_likeness(line.text)].append(line)
    running = {
        id(line)
        for same in seen.values()
        if len({line.page for line in same}) >= max(2, _RUNNING_SHARE * pages)
        for line in same
        if sum(abs(line.top - other.top) <= _RUNNING_DRIFT for other in same) > 1
    }
    return [
        line
        for line in lines
        if not (
            id(line) in running
            or (id(line) in edges and _PAGE_NUMBER.fullmatch(line.text))
            or (line.height < 0.92 * body and _in_margin(line))
        )
    ]


def _pages(lines: Sequence[Line]) -> Iterator[list[Line]]:
    for _, page in groupby(lines, key=lambda line: line.page):
        yield list(page)


def _edges(page: list[Line]) -> list[Line]:
    """The lines nearest to the head and the foot of a page."""
    by_height = sorted(page, key=lambda line: line.top)
    return by_height[:_EDGE_LINES] + by_height[-_EDGE_LINES:]


def _in_margin(line: Line) -> bool:
    return line.bottom > (1 - _MARGIN) * line.page_height or line.top < _MARGIN * line.page_height


def _likeness(text: str) -> str:
    """A line reduced to what does not change from page to page."""
    return re.sub(r"[\d\W]+", "#", text).casefold()


def _without_notes(lines: Sequence[Line], body: float) -> list[Line]:
    """Lines without the footnotes: small type at a page's foot that begins with a number or a star."""
    kept: list[Line] = []
    for page in _pages(lines):
        large = [line.bottom for line in page if line.height >= _SMALL * body]
        foot = min(large, default=0.0)
        below = [line for line in page if line.height < _SMALL * body and line.top <= foot + 1]
        notes: set[int] = set()
        if below and _NOTE.match(below[0].text):
            notes = set(map(id, below))
        kept += [line for line in page if id(line) not in notes]
    return kept


# --- lines to paragraphs --------------------------------------------------------------------------------------------


def _usual_step(lines: Sequence[Line]) -> float:
    """Distance from line to line inside paragraphs, in heights of letters."""
    steps = [
        (a.top - b.top) / a.height
        for a, b in pairwise(lines)
        if a.page == b.page and 0.5 * a.height < a.top - b.top < 3.2 * a.height and _same_size(a, b)
    ]
    if len(steps) < 2:
        return steps[0] if steps else 1.2
    return quantiles(steps, n=4)[0]


def _same_size(a: Line, b: Line) -> bool:
    return abs(a.height - b.height) <= _SAME_SIZE * max(a.height, b.height)


def _columns(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Stretches of lines that stand below one another."""
    column: list[Line] = []
    for line in lines:
        before = column[-1] if column else None
        if before is not None and (
            line.page != before.page
            or line.top > before.top + 0.5 * before.height
            or line.left > max(one.right for one in column[-4:])
            or line.right < min(one.left for one in column[-4:])
        ):
            yield column
            column = []
        column.append(line)
    if column:
        yield column


def _margins(column: list[Line]) -> dict[int, float]:
    """Where the widest line of a column ends, for each size of type in it."""
    margins: dict[int, float] = {}
    for line in column:
        margins[_size(line)] = max(line.right, margins.get(_size(line), line.right))
    return margins


def _size(line: Line) -> int:
    """The size of a line's type, in whole points."""
    return round(line.height)


def _paragraphs(column: list[Line], step: float) -> Iterator[list[Line]]:
    """The lines of a column by paragraph."""
    left = median(line.left for line in column)
    margins = _margins(column)
    group = [column[0]]
    for a, b in pairwise(column):
        if _parts(group, a, b, step, margins[_size(a)], left):
            yield group
            group = []
        group.append(b)
    yield group


def _parts(group: list[Line], a: Line, b: Line, step: float, margin: float, left: float) -> bool:
    """Whether a paragraph ends between two lines of a column; ``group`` are the lines it has so far."""
    if not _same_size(a, b) or a.top - b.top > _GAP * step * a.height or _BULLET.match(b.text):
        return True
    if _HYPHEN.search(a.text[-60:]) and b.text[:1].isalpha():
        return False
    if _is_centred(a, b, margin, left) and not _ENDS_SENTENCE.search(a.text):
        return False
    if b.left - a.left > _INDENT * b.height and not _BULLET.match(group[0].text):
        return True
    if b.text[:1].islower() and not _ENDS_SENTENCE.search(a.text):
        return False
    return _would_have_fitted(a, b, margin)


def _would_have_fitted(a: Line, b: Line, margin: float) -> bool:
    """Whether the first word of ``b`` had room on the line before: then the author ended that line, not its width."""
    width = (b.right - b.left) / max(1, len(b.text)) * (len(b.text.split(maxsplit=1)[0]) + 1)
    return a.right + width < margin - 0.4 * a.height


def _is_centred(a: Line, b: Line, margin: float, left: float) -> bool:
    """Whether two lines are set around one middle, both off the left edge, the first of some length."""
    off = min(a.left, b.left) > left + _INDENT * a.height
    wide = a.right - a.left > 0.5 * (margin - left)
    return off and wide and abs((a.left + a.right) - (b.left + b.right)) < 2 * a.height


def _goes_on(a: Line, margin: float, b: Line) -> bool:
    """Whether a paragraph runs on from the end of one column or page, whose widest line ends at ``margin``, to ``b``."""
    if not _same_size(a, b) or _ENDS_SENTENCE.search(a.text) or _BULLET.match(b.text):
        return False
    return b.text[:1].islower() or not _would_have_fitted(a, b, margin)


def _joined(lines: Sequence[str], known: Counter[str]) -> str:
    """Lines as one text; a word parted at a line's end is put together as the document writes it elsewhere."""
    text = lines[0].strip()
    for line in map(str.strip, lines[1:]):
        parted, follows = _HYPHEN.search(text[-60:]), _FIRST_WORD.match(line)
        if parted is None or follows is None:
            text += " " + line
            continue
        head, tail = parted["head"].casefold(), follows[0].casefold()
        whole, with_hyphen = known[head + tail], known[f"{head}-{tail}"]
        keeps = follows[0][0].isupper() or with_hyphen > whole or (parted["head"].isupper() and not whole)
        text = text.rstrip("\u00ad") + line if keeps else text[:-1] + line
    return text


# --- blocks to text -------------------------------------------------------------------------------------------------


def with_kinds(made: Sequence[PrintedBlock], body: float) -> list[Block]:
    """Blocks with their kinds, the marks of lists and the numbers of numbered paragraphs taken off."""
    numbered = _numbered([block.text for block in made])
    found: list[Block] = []
    for place, block in enumerate(made):
        text = block.text
        if place in numbered:
            text = _NUMBER.sub("", text, count=1)
        found.append((_kind(text, block.height > _LARGE * body), text))
    return found


def _kind(text: str, large: bool) -> ParagraphKind:
    words = text.count(" ") + 1
    if _BULLET.match(text):
        return "item"
    if words <= (HEADING_WORDS if large else 12) and not re.search(r"[.!?:;,…”\"]$", text) and text[:1] not in '“"‘':
        return "heading"
    return "paragraph"


def _numbered(texts: Sequence[str]) -> set[int]:
    """Places of paragraphs that carry the numbers 1, 2, 3 …, three at least, most of them long."""
    places: list[int] = []
    for place, text in enumerate(texts):
        found = _NUMBER.match(text)
        if found and int(found[1]) == len(places) + 1:
            places.append(place)
    long = sum(texts[place].count(" ") >= _NUMBERED_WORDS for place in places)
    return set(places) if len(places) >= _NUMBERED and 2 * long >= len(places) else set()
