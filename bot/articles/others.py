"""Other articles on an article's page: the next one appended below it, teasers built as articles."""

from __future__ import annotations

import re
from itertools import islice

from lxml.etree import XPath
from lxml.html import HtmlElement

#: An article with a headline of its own: a first-level heading, or one that leads to the article, or its permalink.
_HEADLINED = XPath(
    ".//h1|.//a[contains(@rel,'bookmark')]|.//h2//a[@href and not(starts-with(@href,'#'))]|.//h3//a[@href and not(starts-with(@href,'#'))]"
    "|.//a[@href and not(starts-with(@href,'#'))]//h2|.//a[@href and not(starts-with(@href,'#'))]//h3"
)
#: Characters of paragraphs the page's own article must have without them.
_OWN_TEXT = 600
#: Articles looked at in one page.
_MOST = 200
#: A link at the end of a teaser.
_READ_ON = re.compile(
    r"(?:continue reading|keep reading|read (?:more|on|the (?:full|whole) story)|full story)\W*", re.IGNORECASE
)
#: Words a teaser has before that link, at least; and levels up to the block that holds it.
_TEASER_WORDS, _TEASER_LEVELS = 6, 3
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})


def cut_teasers(tree: HtmlElement) -> None:
    """Cut paragraphs that end in a link "Continue reading": they tell of another article. So goes a heading over one.

    Nothing is cut where next to no text would be left.
    """
    links = [a for a in tree.iter("a") if len(a) <= 1 and _READ_ON.fullmatch((a.text_content() or "")[:40].strip())]
    blocks = {block: None for a in links for block in [_teaser_of(a)] if block is not None}
    if not blocks:
        return
    inside = sum(len(block.text_content()) for block in blocks)
    if sum(len(p.text_content()) for p in tree.iter("p")) - inside < _OWN_TEXT:
        return
    for block in blocks:
        before = block.getprevious()
        if before is not None and before.tag in _HEADINGS and block.getnext() is None:
            before.drop_tree()
        if block.getparent() is not None:
            block.drop_tree()


def _teaser_of(link: HtmlElement) -> HtmlElement | None:
    """The paragraph that a link closes, with words of its own before it; None for none."""
    if (link.tail or "").strip():
        return None
    block = next((a for a in islice(link.iterancestors(), _TEASER_LEVELS) if a.tag in ("p", "li")), None)
    if block is None:
        return None
    text, last = block.text_content().strip(), link.text_content().strip()
    return block if text.endswith(last) and text.count(" ") - last.count(" ") >= _TEASER_WORDS else None


def cut_other_articles(tree: HtmlElement, headline: HtmlElement | None) -> None:
    """Cut ``<article>`` elements with another headline than the page's own out of the tree.

    Nothing is cut where the page's own headline stands in no such element, or where next to no text would be left.
    """
    if headline is None:
        return
    articles = list(tree.iter("article"))
    if len(articles) < 2 or len(articles) > _MOST:
        return
    own = {headline, *headline.iterancestors()}
    if own.isdisjoint(articles):
        return
    others = [a for a in articles if a not in own and _HEADLINED(a)]
    outer = [a for a in others if not any(holder in others for holder in a.iterancestors())]
    inside = sum(len(p.text_content()) for a in outer for p in a.iter("p"))
    if outer and sum(len(p.text_content()) for p in tree.iter("p")) - inside >= _OWN_TEXT:
        for article in outer:
            article.drop_tree()
