"""Other articles on an article's page: the next one appended below it, teasers built as articles."""

from __future__ import annotations

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
