"""Paragraphs of an article that the extractor passed over: the lede in a block of its own, what stands behind a box."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from summarizers.model import ParagraphKind
from summarizers.text.cleaning import fold_title

Block = tuple[ParagraphKind, str]

#: Elements that hold one block of text each.
_KINDS: dict[str, ParagraphKind] = {
    "h1": "heading",
    "p": "paragraph",
    "li": "item",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "blockquote": "quote",
    "div": "paragraph",
    "section": "paragraph",
    "dd": "paragraph",
    "dt": "paragraph",
}
#: Elements that are no block of text when one stands inside.
_HOLDING = frozenset(
    {*_KINDS, "article", "main", "ul", "ol", "dl", "table", "tr", "td", "form", "figure", "aside", "nav", "header"}
) | {"footer", "h5", "h6", "iframe", "pre"}
#: Elements whose text is not the article's.
_OTHER = frozenset(
    {"nav", "footer", "aside", "form", "figure", "figcaption", "script", "style", "noscript", "template", "button"}
) | {"select", "textarea", "svg", "iframe", "dialog", "label", "table", "head"}
#: Words in class, id or role of what is not the article's own text.
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:related|recirc\w*|recommend\w*|promo\w*|newsletter\w*|sign-?up|subscri\w+|shar(?:e|ing)\w*|social\w*|"
    r"comments?|sidebar|footer|footnotes?|nav\w*|menu\w*|breadcrumbs?|cookie\w*|consent\w*|banner\w*|advert\w*|ads?|"
    r"sponsor\w*|caption\w*|credits?|authors?|byline|bio|tags?|toc|trending|popular|most-?read|read-?(?:more|also|next)|"
    r"widget\w*|modal|popup|paywall|hidden|sr-only|screen-reader\w*|visually-hidden|teaser\w*|cards?|carousel|gallery|"
    r"disclaimer|copyright|meta|metadata|toolbar|player|video|audio|poll|quiz|correction|topics|pagination|cta|alert)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
#: What speaks to the reader of the site instead of telling the story.
_ADDRESS = re.compile(
    r"\b(?:sign(?:ing)? up|subscribe|newsletters?|your inbox|terms of (?:use|service)|privacy policy|affiliate|"
    r"we may earn|all rights reserved|click (?:here|to)|cookies)\b",
    re.IGNORECASE,
)
#: A line of dates.
_DATED = re.compile(r"^(?:\W*(?:last |latest )?(?:updated|published|posted|received))|\d{4}\s*Updated", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…。][”\"’')\]]*$")
#: Words of prose, at least; and of a deck or lede.
_PROSE_WORDS = 8
#: Words of a known block that shows where the article stands.
_SURE_WORDS = 12
#: Blocks a lede may take before the body.
_LEDE_BLOCKS = 3
#: Words of a link, less one, from which on it is another article's headline.
_HEADLINE_WORDS = 5
#: Levels above the found text within which its other parts must meet it, where no <article> holds them.
_LEVELS = 3
#: How many times the found text the prose passed over must be, for the extractor to have looked in the wrong place.
_FAR_MORE = 1.5
#: Share of a block's runs of words that the text has already, at most.
_REPEATED = 0.5
#: Share of the found text that its home holds.
_NEARLY_ALL = 0.8
#: Levels above a block that are looked at: no page of an article is nested deeper.
_DEEPEST = 60
#: Leaves looked at in one page, and those that are searched for inside the extractor's text.
_MOST_LEAVES, _MOST_SEARCHES = 6000, 400
#: Characters of a leaf that may be prose, at least.
_SHORTEST = 20
#: Letters of a leaf that are searched for, and those it must have.
_SEARCHED_LETTERS, _FOUND_LETTERS = 60, 20


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A block of text in the page's tree."""

    element: HtmlElement
    kind: ParagraphKind
    text: str
    #: Where it stands among the extractor's blocks, or None where that passed it over.
    known: int | None
    #: Whether it is a whole block of the extractor's.
    whole: bool


def fill_gaps(tree: HtmlElement, blocks: Sequence[Block], headline: HtmlElement | None) -> list[Block]:
    """The extractor's blocks with the paragraphs that it passed over put in at their places.

    Taken is prose between the blocks that were found, prose of the same make (tag, and tag and class of its container)
    as two of them, and the first few sentences behind the headline; never what stands in a sidebar, a caption, a form,
    a list of links or the like.
    """
    leaves = _leaves(tree, blocks)
    begins = next((i for i, leaf in enumerate(leaves) if headline in (leaf.element, leaf.element.getparent())), None)
    body = _body(leaves, begins)
    if body is None:
        return list(blocks)
    found: list[tuple[int, Block]] = []
    place, ledes = -1, 0
    for i, leaf in enumerate(leaves):
        if leaf.known is not None:
            place = max(place, leaf.known)
            continue
        lede = begins is not None and begins < i < body.first and ledes < _LEDE_BLOCKS
        if (lede or body.may_hold(i, leaf)) and (_is_prose(leaf) or body.is_heading(i, leaves)):
            within = _common(leaf.element, headline) if lede and headline is not None else body.home
            if not _is_furniture(leaf.element, within):
                ledes += lede
                found.append((place, (leaf.kind, leaf.text)))
    return _merged(blocks, _new_ones(blocks, found))


def _new_ones(blocks: Sequence[Block], found: list[tuple[int, Block]]) -> list[tuple[int, Block]]:
    """The found blocks without those that say mostly what the text says again (points above it, pulled quotes)."""
    if not found:
        return found
    said = {gram for _, text in blocks for gram in _grams(text)}
    return [(place, (kind, text)) for place, (kind, text) in found if _share(_grams(text), said) <= _REPEATED]


def _grams(text: str) -> list[tuple[str, ...]]:
    """Runs of four words of a text, folded."""
    words = re.findall(r"\w+", text.casefold())
    return [tuple(words[i : i + 4]) for i in range(len(words) - 3)]


def _share(grams: list[tuple[str, ...]], said: set[tuple[str, ...]]) -> float:
    """Share of runs of words that were said."""
    return sum(gram in said for gram in grams) / len(grams) if grams else 0.0


@dataclass(frozen=True, slots=True)
class _Body:
    """Where the article's text stands."""

    #: The closest element that holds nearly all of it.
    home: HtmlElement
    #: Its first and last leaf.
    first: int
    last: int
    #: Shapes of its blocks.
    shapes: Counter[tuple[str, str, str]]

    def may_hold(self, i: int, leaf: _Leaf) -> bool:
        """Whether a leaf stands between the text's blocks, or is made and placed like them."""
        return self.first < i < self.last or (
            self.shapes[_shape(leaf.element)] >= 2 and _belongs(leaf.element, self.home)
        )

    def is_heading(self, i: int, leaves: Sequence[_Leaf]) -> bool:
        """Whether a leaf is a heading over the text's prose."""
        return self.first < i < self.last and leaves[i].kind == "heading" and _is_prose(leaves[i + 1])


def _body(leaves: Sequence[_Leaf], begins: int | None) -> _Body | None:
    """Where the text stands that the extractor found; None for nowhere.

    Where far more prose stands between the headline (leaf ``begins``) and it, what was found is a box inside the text.
    """
    sure = [i for i, leaf in enumerate(leaves) if leaf.whole and leaf.text.count(" ") >= _SURE_WORDS]
    if sure and begins is not None:
        between = [i for i in range(begins, sure[-1]) if leaves[i].known is None and _is_prose(leaves[i])]
        missed = [i for i in between if not _is_furniture(leaves[i].element, None)]
        if sum(len(leaves[i].text) for i in missed) > _FAR_MORE * sum(len(leaves[i].text) for i in sure):
            after = range(sure[-1], len(leaves))
            missed += [i for i in after if _is_prose(leaves[i]) and not _is_furniture(leaves[i].element, None)]
            sure = sorted({*sure, *missed})
    if not sure:
        return None
    home = _home([leaves[i] for i in sure])
    sure = [i for i in sure if home in _holders(leaves[i].element)]
    return _Body(home, sure[0], sure[-1], Counter(_shape(leaves[i].element) for i in sure))


def _merged(blocks: Sequence[Block], found: Sequence[tuple[int, Block]]) -> list[Block]:
    """The blocks with each found one behind the place it was found at (-1: before all)."""
    merged: list[Block] = []
    pending = list(found)
    for place in range(-1, len(blocks)):
        if place >= 0:
            merged.append(blocks[place])
        while pending and pending[0][0] == place:
            merged.append(pending.pop(0)[1])
    return merged


def _leaves(tree: HtmlElement, blocks: Sequence[Block]) -> list[_Leaf]:
    """The page's blocks of text in order, with their places among the extractor's."""
    exact: dict[str, int] = {}
    places: dict[str, int] = {}
    ends = [0]
    pieces: list[str] = []
    for i, (_, text) in enumerate(blocks):
        folded = fold_title(text)
        exact.setdefault(" ".join(text.split()), i)
        places.setdefault(folded, i)
        pieces.append(folded)
        ends.append(ends[-1] + len(folded))
    joined = "".join(pieces)
    leaves: list[_Leaf] = []
    searches = 0
    for element, kind in _elements(tree):
        for text in _lines(element):
            if len(text) < _SHORTEST and kind != "heading":
                continue
            known = exact.get(text)
            whole = known is not None
            if known is None and (kind == "heading" or text.count(" ") >= _PROSE_WORDS - 1):
                # The extractor sets blanks and marks otherwise than the page here and there.
                folded = fold_title(text)
                known = places.get(folded)
                whole = known is not None
                if known is None and len(folded) >= _FOUND_LETTERS and searches < _MOST_SEARCHES:
                    searches += 1
                    at = joined.find(folded[:_SEARCHED_LETTERS])
                    known = bisect_right(ends, at) - 1 if at >= 0 else None
            leaves.append(_Leaf(element, kind, text, known, whole))
    return leaves


def _elements(tree: HtmlElement) -> Iterator[tuple[HtmlElement, ParagraphKind]]:
    """Elements that hold a block of text and no other such element."""
    holding: set[HtmlElement] = set()
    for element in tree.iter(*_HOLDING):
        for holder in element.iterancestors():
            if holder in holding:
                break
            holding.add(holder)
    count = 0
    for element in tree.iter(*_KINDS):
        if element not in holding and count < _MOST_LEAVES:
            count += 1
            yield element, _KINDS[element.tag]


def _lines(element: HtmlElement) -> list[str]:
    """The element's text without scripts, one line for each stretch between line breaks."""
    pieces = [element.text or ""]
    if (
        len(element)
        and element.find(".//br") is None
        and element.find(".//script") is None
        and element.find(".//style") is None
    ):
        pieces = [element.text_content()]
    elif len(element):
        pieces = [""]
        for event, node in iterwalk(element, events=("start", "end")):
            if event == "start" and node.tag == "br":
                pieces.append("")
            elif event == "start" and isinstance(node.tag, str) and node.tag not in ("script", "style"):
                pieces[-1] += node.text or ""
            if event == "end" and node is not element:
                pieces[-1] += node.tail or ""
    return [line for line in (" ".join(piece.split()) for piece in pieces) if line]


def _shape(element: HtmlElement) -> tuple[str, str, str]:
    """What paragraphs of one body have in common: their tag, and tag and class of what holds them."""
    parent = element.getparent()
    return (element.tag, parent.tag, parent.get("class") or "") if parent is not None else (element.tag, "", "")


def _home(sure: Sequence[_Leaf]) -> HtmlElement:
    """The closest element that holds nearly all of the text that was found."""
    held: Counter[HtmlElement] = Counter()
    for leaf in sure:
        for holder in _holders(leaf.element):
            held[holder] += len(leaf.text)
    enough = _NEARLY_ALL * max(held.values())
    full = [holder for holder, length in held.items() if length >= enough]
    return max(full, key=lambda holder: sum(1 for _ in holder.iterancestors()))


def _holders(element: HtmlElement) -> Iterator[HtmlElement]:
    """What holds an element, from the inside, as far up as pages of articles are nested."""
    return islice(element.iterancestors(), _DEEPEST)


def _common(one: HtmlElement, other: HtmlElement) -> HtmlElement | None:
    """The closest element that holds both."""
    holders = set(_holders(one))
    return next((a for a in _holders(other) if a in holders), None)


def _belongs(element: HtmlElement, home: HtmlElement | None) -> bool:
    """Whether a block may be a part of the body that stands in ``home``: in the same article, or close to it."""
    if home is None or any(a.text_content().count(" ") >= _HEADLINE_WORDS for a in element.iter("a")):
        return False
    own = next((a for a in _holders(element) if a.tag == "article"), None)
    article = home if home.tag == "article" else next((a for a in _holders(home) if a.tag == "article"), None)
    if article is not None or own is not None:
        return own is article
    near = [home, *islice(home.iterancestors(), _LEVELS)]
    return any(a in near for a in islice(element.iterancestors(), _LEVELS))


def _is_prose(leaf: _Leaf) -> bool:
    """Whether a block is a sentence at least."""
    if leaf.kind == "heading" or leaf.text.count(" ") < _PROSE_WORDS - 1 or not _SENTENCE_END.search(leaf.text):
        return False
    return not _ADDRESS.search(leaf.text) and not _DATED.search(leaf.text)


def _is_furniture(element: HtmlElement, home: HtmlElement | None) -> bool:
    """Whether an element stands in something that is not the article's own text; ``home`` holds the article."""
    links = sum(len(a.text_content()) for a in element.iter("a"))
    if links > 0.5 * len(element.text_content()):
        return True
    for holder in (element, *_holders(element)):
        if holder is home or holder.tag in ("body", "html"):
            return False
        marks = f"{holder.get('class') or ''} {holder.get('id') or ''} {holder.get('role') or ''}"
        if holder.tag in _OTHER or _FURNITURE.search(_CAMEL.sub("-", marks)):
            return True
    return False
