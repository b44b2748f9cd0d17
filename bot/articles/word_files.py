"""The text of a Word file (.docx) as blocks: paragraphs by their styles, without headers, footers, notes and deletions.

python-docx opens the package and knows the styles; the body is walked here, as its own paragraph text leaves out words
inserted under tracked changes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from bot.articles.states import PageState, Unreadable
from summarizers.model import ParagraphKind

Block = tuple[ParagraphKind, str]

#: What a package may hold unpacked, in bytes, and in parts: more is a bomb, or a book of pictures.
MAX_UNPACKED, MAX_PARTS = 60_000_000, 2_000
#: The part every Word file has.
BODY = "word/document.xml"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
#: What stands in a paragraph without being its text: deletions, moved-away words, text boxes, their second version, field codes.
_SKIPPED = frozenset(
    (f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent", f"{_W}instrText", f"{_W}pPr", f"{_W}rPr", _FALLBACK)
)
_BREAKS = frozenset((f"{_W}br", f"{_W}cr", f"{_W}p"))
_HEADING = re.compile(r"heading \d|subtitle|title", re.IGNORECASE)
_LIST = re.compile(r"list\b", re.IGNORECASE)
#: Heading styles' own levels that the file's headline may have.
_TITLE = re.compile(r"title|heading 1", re.IGNORECASE)


def is_word_file(data: bytes) -> bool:
    """Whether bytes are a package with a Word document in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return BODY in package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def read_word_file(data: bytes) -> tuple[str | None, list[Block]]:
    """The text in title style, or None, and the blocks of a Word file.

    Raises Unreadable: DAMAGED_FILE, TOO_LARGE for a package that would unpack without measure.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise Unreadable(PageState.TOO_LARGE)
        document = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise Unreadable(PageState.DAMAGED_FILE) from error
    title: str | None = None
    found: list[Block] = []
    for style, is_item, text in _paragraphs(document):
        for line in filter(None, (" ".join(piece.split()) for piece in text.split("\n"))):
            if title is None and _TITLE.fullmatch(style):
                title = line
            found.append((_kind(style, is_item), line))
    return title, found


def _kind(style: str, is_item: bool) -> ParagraphKind:
    if _HEADING.fullmatch(style):
        return "heading"
    if "quote" in style.lower():
        return "quote"
    return "item" if is_item or _LIST.match(style) else "paragraph"


def _paragraphs(document: Document) -> Iterator[tuple[str, bool, str]]:
    """(name of the style, whether it is numbered or has a mark, text) of each paragraph, those in tables too, in order."""
    names = {style.style_id: style.name or "" for style in document.styles}
    for paragraph in document.element.body.iter(f"{_W}p"):
        if any(above.tag in _SKIPPED for above in paragraph.iterancestors()):
            continue
        properties = paragraph.find(f"{_W}pPr")
        style, numbered = "", False
        if properties is not None:
            named = properties.find(f"{_W}pStyle")
            style = names.get(named.get(f"{_W}val"), "") if named is not None else ""
            numbered = properties.find(f"{_W}numPr") is not None
        yield style, numbered, "".join(_text(paragraph))


def _text(element: etree._Element) -> Iterator[str]:
    """What is printed of an element."""
    for child in element:
        if child.tag in _SKIPPED or not isinstance(child.tag, str):
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}tab":
            yield " "
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag in _BREAKS:
            yield "\n"
        else:
            yield from _text(child)
