"""The text of a PDF as printed lines, by PDFium. For workers: what a stranger's file does to the library ends there."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from bot.articles.printed import Line
from bot.articles.states import PageState, Unreadable

#: Most pages read, and most characters: more is a book.
MAX_PAGES, MAX_CHARACTERS = 400, 500_000
#: Characters a page holds on average, at least, where it is text: pictures of pages have none, or a stamp.
_FEW = 40
#: Share of characters without a known letter from which on a text cannot be read.
_UNKNOWN_SHARE = 0.15
#: A raised figure this much smaller than its line's letters is the mark of a note.
_RAISED = 0.8

_BREAKS = frozenset((10, 13))
#: What PDFium puts where a line's end parts a word.
_PARTING = frozenset((2, 0xFFFE))
_UNKNOWN = frozenset((0, 0xFFFD, 0xFFFF))


def lines_of(data: bytes) -> tuple[list[Line], int]:
    """The lines of a PDF in the order of its content, and how many of its pages hold no text.

    Raises Unreadable: LOCKED_FILE for one with a password, DAMAGED_FILE for none at all, SCANNED_FILE for pictures of
    pages or letters without meaning, TOO_LARGE for a book.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise Unreadable(PageState.LOCKED_FILE if locked else PageState.DAMAGED_FILE) from error
    try:
        return _read(document)
    finally:
        document.close()


def _read(document: pdfium.PdfDocument) -> tuple[list[Line], int]:
    pages = len(document)
    if pages > MAX_PAGES:
        raise Unreadable(PageState.TOO_LARGE)
    lines: list[Line] = []
    characters = unknown = empty = 0
    for number in range(pages):
        try:
            page = document[number]
            text = page.get_textpage()
        except pdfium.PdfiumError:
            # One page that cannot be read is told like one that holds a picture.
            empty += 1
            continue
        count = raw.FPDFText_CountChars(text.raw)
        characters += max(count, 0)
        if characters > MAX_CHARACTERS:
            raise Unreadable(PageState.TOO_LARGE)
        empty += count < _FEW
        found = list(_lines(text.raw, count, number, page.get_height()))
        unknown += sum(line.text.count("\ufffd") for line in found)
        lines += found
        text.close()
        page.close()
    if not pages:
        raise Unreadable(PageState.EMPTY_FILE)
    if characters < _FEW * pages / 2 or unknown > _UNKNOWN_SHARE * characters:
        raise Unreadable(PageState.SCANNED_FILE)
    return lines, empty


def _lines(text: ctypes.c_void_p, count: int, page: int, height: float) -> Iterator[Line]:
    """The lines of one page, pieces that stand beside one another put together."""
    pending: Line | None = None
    for places, written in _stretches(text, count):
        line = _line(text, places, written, page, height)
        if line is None:
            continue
        if pending is not None and abs(pending.bottom - line.bottom) < 0.3 * line.height and line.left >= pending.right:
            joined = f"{pending.text} {line.text}"
            top, bottom = max(pending.top, line.top), min(pending.bottom, line.bottom)
            pending = Line(page, height, joined, pending.left, line.right, top, bottom)
            continue
        if pending is not None:
            yield pending
        pending = line
    if pending is not None:
        yield pending


def _stretches(text: ctypes.c_void_p, count: int) -> Iterator[tuple[list[int], list[str]]]:
    """Places and characters of each line, without what is not printed."""
    places: list[int] = []
    written: list[str] = []
    for place in range(count):
        code = raw.FPDFText_GetUnicode(text, place)
        if code in _BREAKS:
            if places:
                yield places, written
            places, written = [], []
        elif code in _PARTING:
            places.append(place)
            written.append("-")
            yield places, written
            places, written = [], []
        elif code >= 32:
            places.append(place)
            written.append("\ufffd" if code in _UNKNOWN else chr(code))
    if places:
        yield places, written


def _line(text: ctypes.c_void_p, places: list[int], written: list[str], page: int, height: float) -> Line | None:
    """A line with its edges, the marks of notes left out; None for one of blanks."""
    inked = [i for i, character in enumerate(written) if not character.isspace()]
    if not inked:
        return None
    first, last = (_box(text, places[i]) for i in (inked[0], inked[-1]))
    tall = first[3] - first[2]
    kept = [c for i, c in enumerate(written) if not _is_note_mark(text, places, written, i, tall)]
    words = " ".join("".join(kept).split())
    if not words:
        return None
    return Line(page, height, words, first[0], max(last[1], first[1]), first[3], first[2])


def _is_note_mark(text: ctypes.c_void_p, places: list[int], written: list[str], place: int, tall: float) -> bool:
    """Whether a figure is set small behind a letter or a mark: the number of a note."""
    if not written[place].isdigit() or place == 0 or written[place - 1].isspace():
        return False
    _, _, bottom, top = _box(text, places[place])
    return top - bottom < _RAISED * tall


def _box(text: ctypes.c_void_p, place: int) -> tuple[float, float, float, float]:
    """Left, right, bottom and top of a character, with the room its typeface gives every letter."""
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(text, place, box)
    return box.left, box.right, box.bottom, box.top
