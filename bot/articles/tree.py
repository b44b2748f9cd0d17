"""Small questions about elements of a page's tree, in steps that grow with the page and no faster."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from lxml.html import HtmlElement

#: Longest line kept of a page's statement about itself, in characters.
_LINE = 1000
#: Levels above an element that are asked what it stands in.
_LEVELS = 25


def line_of(value: str | None) -> str | None:
    """One line of text with entities read and blanks collapsed, or None when nothing is left."""
    text = re.sub(r"\s+", " ", unescape(value or "")).strip()
    return text[:_LINE] or None


def text_of_element(element: HtmlElement, most: int = _LINE) -> str:
    """An element's text with blanks collapsed, read no further than needed for ``most`` characters."""
    pieces: list[str] = []
    length = 0
    for piece in element.itertext():
        pieces.append(piece)
        length += len(piece)
        if length > 4 * most:
            break
    return re.sub(r"\s+", " ", "".join(pieces)).strip()[:most]


def own_text(element: HtmlElement) -> str:
    """What stands in an element itself, without its children's texts, blanks collapsed."""
    pieces = [element.text or "", *(child.tail or "" for child in element)]
    return re.sub(r"\s+", " ", " ".join(pieces)).strip()


def following(element: HtmlElement) -> Iterator[HtmlElement]:
    """Elements behind an element in document order, its own children first; comments are passed over."""
    node: HtmlElement | None = element
    while node is not None:
        step = next(iter(node), None)
        while step is None and node is not None:
            step = node.getnext()
            if step is None:
                node = node.getparent()
        node = step
        if node is not None and isinstance(node.tag, str):
            yield node


def preceding(element: HtmlElement) -> Iterator[HtmlElement]:
    """Elements before an element in reverse document order, those that hold it included; comments are passed over."""
    node: HtmlElement | None = element
    while node is not None:
        step = node.getprevious()
        while step is not None and len(step):
            step = step[-1]
        node = step if step is not None else node.getparent()
        if node is not None and isinstance(node.tag, str):
            yield node


def stands_in(element: HtmlElement, tags: frozenset[str]) -> bool:
    """Whether an element is, or stands a few levels inside, one of the tags."""
    node: HtmlElement | None = element
    for _ in range(_LEVELS):
        if node is None:
            return False
        if node.tag in tags:
            return True
        node = node.getparent()
    return False
