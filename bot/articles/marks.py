"""Marks of a page that are no part of its words: break hints, footnote numbers, the frames of embedded posts."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from bot.articles.tree import text_of_element

#: Invisible characters that stand inside words: soft hyphen, zero-width space, word joiner, byte order mark.
_HINTS = ("\u00ad", "\u200b", "\u2060", "\ufeff")
_HINT_ENTITIES = re.compile(
    r"&(?:shy|ZeroWidthSpace|NoBreak|#0*(?:173|8203|8288|65279)|#[xX]0*(?:[aA][dD]|200[bB]|2060|[fF][eE][fF][fF]));?"
)
#: A number or sign that leads to a note.
_NOTE = re.compile(r"\[?(?:\d{1,3}|[a-z]|[*†‡§¶])\]?(?:[,\s]+\[?(?:\d{1,3}|[a-z])\]?)*")
#: What a note may stand behind: the end of a word of three letters (shorter ones are units), or a mark.
_BEFORE_NOTE = re.compile(r"(?:[^\W\d_]{3,}|[.,;:!?”’\"')\]])\s?$")
#: Classes of embedded posts in the snippets that networks hand out.
_POST = re.compile(
    r"(?:^|\s)(?:twitter-(?:tweet|video)|bluesky-embed|mastodon-embed|instagram-media|tiktok-embed|fb-post|"
    r"truthsocial-embed|text-post-media)(?:$|\s)"
)
#: Links at the end of a post, and the words around one that are not its author's.
_POST_LINKS = re.compile(r"\s*(?:https?://t\.co/\w+|pic\.(?:twitter|x)\.com/\w+)", re.IGNORECASE)
_FRAME = re.compile(r"(?:View this post on \w+|A post shared by .{0,80}|See more on \w+)\.?", re.IGNORECASE)
_QUOTED = '“‘"«'


def without_hints(page: str) -> str:
    """A page's source without the invisible characters that tell browsers where a word may break."""
    for hint in _HINTS:
        if hint in page:
            page = page.replace(hint, "")
    return _HINT_ENTITIES.sub("", page) if "&" in page else page


def cut_notes(tree: HtmlElement) -> None:
    """Cut the numbers of footnotes out of the text; powers and units (10⁶, m²) and ordinals stay."""
    for sup in list(tree.iter("sup")):
        text = text_of_element(sup, 20)
        if not _NOTE.fullmatch(text):
            continue
        leads = any((a.get("href") or "").find("#") >= 0 for a in sup.iter("a")) or text.startswith("[")
        if leads or _BEFORE_NOTE.search(_text_before(sup)):
            sup.drop_tree()


def mark_posts(tree: HtmlElement) -> None:
    """Give embedded posts the form of a quotation: a paragraph of its words in marks, then who posted it and when."""
    for post in list(tree.iter("blockquote")):
        if _POST.search(post.get("class") or "") and post.getparent() is not None:
            _mark_post(post)


def _mark_post(post: HtmlElement) -> None:
    """Rewrite one embedded post in place; one without words goes."""
    said = [_POST_LINKS.sub("", text_of_element(p)).strip() for p in post.iter("p")]
    said = [text for text in said if text and not _FRAME.fullmatch(text)]
    signed = _signature(post)
    for child in list(post):
        post.remove(child)
    post.text = None
    if not said:
        post.drop_tree()
        return
    text = " ".join(said)
    # Without the frame's class, by which extractors know what to leave out.
    post.attrib.clear()
    post.tag = "p"
    post.text = " ".join(filter(None, (text if text[0] in _QUOTED else f"“{text}”", signed)))


def _signature(post: HtmlElement) -> str:
    """The line "— Name (@handle) day" of a post, "" for none."""
    pieces = [post.text or ""]
    for child in post:
        if child.tag != "p":
            pieces.append(text_of_element(child))
        pieces.append(child.tail or "")
    line = re.sub(r"\s+", " ", " ".join(pieces)).strip()
    return line if re.match(r"[—–-]", line) else ""


def _text_before(element: HtmlElement) -> str:
    """The text just before an element in its block, as far as its parent holds it."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is None:
        return (parent.text or "")[-40:] if parent is not None else ""
    return (previous.tail or text_of_element(previous))[-40:]
