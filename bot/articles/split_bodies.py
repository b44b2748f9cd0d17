"""Article bodies cut into several containers by the advertisements between them."""

from __future__ import annotations

from collections import Counter

from lxml.etree import _Element
from lxml.html import HtmlElement

from summarizers.text.cleaning import fold_title

#: Shortest paragraph, in characters, that counts as text.
_PARAGRAPH = 40
#: Paragraphs outside, and their share of the text found, that show a body cut in parts.
_LEFT_OUT = 3
_SHARE = 0.2
#: Levels above the containers within which they must meet, where no <article> holds them.
_LEVELS = 3


def join_split_body(tree: HtmlElement, body: _Element) -> bool:
    """Move the parts of a body into its first container; says whether there were any.

    Parts are containers of the same tag and class as the one most of the found text stands in, inside the same
    <article> (or close together), with paragraphs that were not found. A part with a headline of its own is another
    article and stays.
    """
    known = {fold_title("".join(p.itertext())) for p in body.iter("p")}
    homes: Counter[tuple[str, str]] = Counter()
    for p in tree.iter("p"):
        parent = p.getparent()
        if parent is not None and parent.get("class") and fold_title(p.text_content()) in known:
            homes[parent.tag, parent.get("class", "")] += len(p.text_content())
    if not homes:
        return False
    (tag, name), found = homes.most_common(1)[0]
    containers = [c for c in tree.iter(tag) if c.get("class") == name and c.find("p") is not None]
    holding = [c for c in containers if any(fold_title(p.text_content()) in known for p in c.iterchildren("p"))]
    if len(containers) < 2 or not holding:
        return False
    first = holding[0]
    parts = [c for c in containers if c is not first and _belongs(c, first)]
    left_out = [len(t) for c in parts for t in _paragraphs(c) if fold_title(t) not in known]
    if len(left_out) < _LEFT_OUT or sum(left_out) < _SHARE * found:
        return False
    for part in [c for c in containers if c is first or c in parts]:
        if part is first:
            continue
        for child in list(part):
            first.append(child)
        part.drop_tree()
    return True


def _paragraphs(container: HtmlElement) -> list[str]:
    """Texts of a container's own paragraphs, the short ones left out."""
    texts = [p.text_content().strip() for p in container.iterchildren("p")]
    return [t for t in texts if len(t) >= _PARAGRAPH]


def _belongs(part: HtmlElement, first: HtmlElement) -> bool:
    """Whether a container is a part of the body that begins in ``first``."""
    if part.find(".//h1") is not None or first in part.iterancestors() or part in first.iterancestors():
        return False
    home = next(first.iterancestors("article"), None)
    if home is not None:
        return next(part.iterancestors("article"), None) is home
    near = list(first.iterancestors())[:_LEVELS]
    return next(part.iterancestors("article"), None) is None and any(
        a in near for a in list(part.iterancestors())[:_LEVELS]
    )
