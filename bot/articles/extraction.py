"""HTML to `Article`: trafilatura finds the text, its tree is walked here so that kinds and quotation marks survive.

In process and without any network. A hostile page may take long: use `bot.articles.worker` for what strangers paste.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml.etree import XPath, XPathError, _Element
from lxml.html import HtmlElement
from resiliparse.extract.html2text import extract_plain_text
from trafilatura import bare_extraction
from trafilatura.metadata import examine_meta, extract_author, extract_meta_json
from trafilatura.settings import Document
from trafilatura.utils import load_html

from bot.articles.addresses import canonical_url, page_address, registrable_domain, table
from bot.articles.charset import decode
from bot.articles.furniture import line_kind
from bot.articles.gaps import fill_gaps
from bot.articles.json_ld import linked_objects
from bot.articles.live import is_live, live_blocks
from bot.articles.marks import cut_notes, mark_posts, without_hints
from bot.articles.others import cut_other_articles, cut_teasers
from bot.articles.page import PageFacts, authors_of, page_facts
from bot.articles.page_kinds import state_of_page
from bot.articles.split_bodies import join_split_body
from bot.articles.states import NOTICE_LIVE, NOTICE_OUTLINE, NOTICE_SUBSCRIBER, PageState, Unreadable
from bot.articles.titles import outlet_name
from summarizers.errors import NoArticle
from summarizers.model import Article, ParagraphKind
from summarizers.text.cleaning import CleanText, clean_blocks, fold_title, read_text
from summarizers.text.language import NOT_ENGLISH, guess_language, is_foreign

#: Text shorter than this, in characters, is looked for again elsewhere in the page.
SHORT_TEXT = 250
#: Text longer than this, in characters, is a book or an attack, not an article.
MAX_TEXT = 400_000
#: Table cells longer than this, in words, are prose in a layout table.
CELL_WORDS = 20

#: Headings with nothing below them at the end of a text, at most.
MOST_LABELS = 4
#: A block this long, in words, is not repeated by an author; shorter ones (a question, a chorus) may be.
REPEAT_WORDS = 20

#: Words of a block that is nothing but a link, from which on it is another article's headline; fewer are a name.
_LEADING_WORDS = 5

Block = tuple[ParagraphKind, str]
_SPACE = re.compile(r"[ \t\r\n\f]+")


@lru_cache(maxsize=64)
def _prune_rules(domain: str) -> tuple[tuple[str, XPath], ...]:
    """(use, expression) for a registrable domain, the common rules included."""
    return tuple((use, XPath(xpath)) for host, use, xpath in table("prune.tsv") if host in ("*", domain))


def extract(html: bytes, *, url: str | None, content_type: str | None = None) -> Article:
    """Read a page. ``url`` is where it was found; ``content_type`` the header, for its charset.

    Raises Unreadable with the page's state when there is no article in it.
    """
    page = without_hints(decode(html, content_type))
    tree = load_html(page) if page.strip() else None
    if tree is None:
        raise Unreadable(PageState.EMPTY if not page.strip() else PageState.NO_ARTICLE)
    facts = page_facts(tree, url)
    live = is_live(facts.types, url or facts.canonical)
    entries = live_blocks(tree, list(linked_objects(tree))) if live else []
    address = page_address(url, facts.canonical, facts.og_url) if url else facts.canonical or facts.og_url
    aliases = _prepare(tree, registrable_domain(address) or "" if address else "")
    cut_other_articles(tree, facts.headline.element)
    cut_teasers(tree)
    if facts.locked:
        _hide_json_ld_body(tree)
    document = _document(tree, url or address)
    if document is not None and join_split_body(tree, document.body):
        document = _document(tree, url or address)
    title = facts.headline.text
    found = list(_walk(document.body)) if document else []
    found = fill_gaps(tree, found, facts.headline.element)
    lines = [(block, line_kind(block[1])) for block in found]
    held_back = any(kind == "offer" for _, kind in lines)
    blocks = _own_blocks([block for block, kind in lines if kind is None], facts.link_lines, title)
    clean, outline = _best_text(blocks, facts, title, page)
    told = _cleaned(entries, title)
    if told is not None:
        clean, outline = told, False
    length = len(clean.text) if clean else 0
    leading = sum(fold_title(text) in facts.link_lines for _, text in found)
    teasers = leading / len(found) if found else 0.0
    state = state_of_page(
        facts, clean.text if clean else "", title, address or url, teasers=teasers, live=live and not entries
    )
    if state is not None:
        raise Unreadable(state)
    if clean is None or length == 0:
        raise Unreadable(PageState.NO_ARTICLE)
    if length > MAX_TEXT:
        raise Unreadable(PageState.TOO_LARGE)
    notices = [NOTICE_OUTLINE] if outline else [NOTICE_LIVE] if live else []
    if facts.is_subscriber_page(clean.text, held_back=held_back):
        notices.append(NOTICE_SUBSCRIBER)
    language = guess_language(clean.text, facts.language) or _other_language(facts.language)
    if is_foreign(clean.text, language):
        notices.append(NOT_ENGLISH)
    authors = facts.authors or authors_of(_author(tree))
    day, instant = facts.published
    return Article(
        text=clean.text,
        paragraphs=clean.paragraphs,
        url=address,
        site=outlet_name(address, facts.site_name),
        title=title,
        authors=authors,
        published=day,
        published_at=instant,
        language=language,
        notices=tuple(notices),
        aliases=tuple(dict.fromkeys((*aliases, *clean.aliases))),
    )


def extract_text(text: bytes, *, url: str | None, content_type: str | None = None) -> Article:
    """Read a plain text that a server sent. Raises Unreadable when there is nothing to read, or too much."""
    try:
        article = read_text(decode(text, content_type), url=canonical_url(url) if url else None)
    except NoArticle as error:
        raise Unreadable(PageState.EMPTY) from error
    if len(article.text) > MAX_TEXT:
        raise Unreadable(PageState.TOO_LARGE)
    return article


def _document(tree: HtmlElement, url: str | None) -> Document | None:
    """What trafilatura finds in the tree, which stays as it is; None when it finds nothing."""
    found = bare_extraction(tree, url=url, include_comments=False)
    return found if isinstance(found, Document) else None


def _author(tree: HtmlElement) -> str | None:
    """What the library reads as authors, from metadata or else from a byline; its other metadata are not wanted."""
    found = examine_meta(tree)
    try:
        found = extract_meta_json(tree, found)
    except (AttributeError, KeyError, TypeError, ValueError, IndexError):
        # JSON-LD of a shape that the library does not foresee names no author.
        found.author = None
    return found.author or extract_author(tree)


def _other_language(declared: str | None) -> str | None:
    """The language a page declares, unless it claims English for a text that is not."""
    return None if declared == "en" else declared


# --- before: the page's tree --------------------------------------------------------------------------------------


def _prepare(tree: HtmlElement, domain: str) -> list[tuple[str, str]]:
    """Cut what the prune table names, learning full names from it, and put marks around inline quotations."""
    aliases: list[tuple[str, str]] = []
    for use, expression in _prune_rules(domain):
        try:
            nodes = list(expression(tree))
        except XPathError:
            continue
        for node in nodes:
            if use == "alias":
                aliases += _alias(node)
            elif node.getparent() is not None:
                node.drop_tree()
    cut_notes(tree)
    mark_posts(tree)
    for q in list(tree.iter("q")):
        _mark_quotation(q)
    return aliases


def _hide_json_ld_body(tree: HtmlElement) -> None:
    """Take the article body out of a locked page's JSON-LD, where trafilatura would find it."""
    for script in tree.iter("script"):
        if "articleBody" in (script.text or ""):
            script.text = None


def _alias(node: HtmlElement) -> list[tuple[str, str]]:
    """(name shown, full name) of a people widget: the shown name is the link before the widget's block."""
    full = _SPACE.sub(" ", node.text_content()).strip()
    for block in node.iterancestors("span"):
        before = block.getprevious()
        if before is not None and before.tag == "a":
            shown = _SPACE.sub(" ", before.text_content()).strip()
            return [(shown, full)] if shown and full else []
    return []


def _mark_quotation(q: HtmlElement) -> None:
    """Turn ``<q>`` into a span that carries its quotation marks as text, as a browser shows them."""
    content = q.text_content().strip()
    nested = next(q.iterancestors("q"), None) is not None or q.get("data-nested") is not None
    opening, closing = "‘’" if nested else "“”"
    for inner in q.iter("q"):
        if inner is not q:
            inner.set("data-nested", "1")
    if content[:1] not in '“‘"«':
        q.text = opening + (q.text or "").lstrip()
        if len(q):
            q[-1].tail = (q[-1].tail or "").rstrip() + closing
        else:
            q.text = q.text.rstrip() + closing
    q.tag = "span"


# --- after: trafilatura's tree ------------------------------------------------------------------------------------

_KINDS: dict[str, ParagraphKind] = {"p": "paragraph", "head": "heading", "item": "item", "quote": "quote"}
_BLOCKS = frozenset({"p", "head", "item", "quote", "list", "table", "row", "cell", "div", "body", "ab", "code"})


def _walk(element: _Element, kind: ParagraphKind = "paragraph") -> Iterator[Block]:
    """Blocks of trafilatura's tree in page order."""
    kind = _inner_kind(element.tag, kind)
    if element.tag == "row":
        yield from _row(element)
        return
    line: list[str] = [element.text or ""]
    for child in element:
        if not isinstance(child.tag, str):
            line.append(child.tail or "")
        elif child.tag == "lb":
            yield from _flush(line, kind)
            line = [child.tail or ""]
        elif child.tag in _BLOCKS:
            yield from _flush(line, kind)
            yield from _walk(child, kind)
            line = [child.tail or ""]
        else:
            nested = list(_inline(child))
            for i, piece in enumerate(nested):
                if i:
                    yield from _flush(line, kind)
                    line = []
                line.append(piece)
            line.append(child.tail or "")
    yield from _flush(line, kind)


def _inner_kind(tag: str, outer: ParagraphKind) -> ParagraphKind:
    """Kind of what stands in an element: a quotation's or list's paragraphs keep its kind."""
    own = _KINDS.get(tag, outer)
    return outer if own == "paragraph" and outer in ("quote", "item") else own


def _inline(element: _Element) -> Iterator[str]:
    """Text of an inline element, one piece for each stretch between line breaks."""
    piece = [element.text or ""]
    for child in element:
        if child.tag == "lb":
            yield "".join(piece)
            piece = []
        elif isinstance(child.tag, str):
            first, *others = list(_inline(child)) or [""]
            piece.append(first)
            for other in others:
                yield "".join(piece)
                piece = [other]
        piece.append(child.tail or "")
    yield "".join(piece)


def _row(row: _Element) -> Iterator[Block]:
    """A table row: prose cells as paragraphs, the others as one item."""
    cells = [_SPACE.sub(" ", " ".join(cell.itertext())).strip() for cell in row.iter("cell")]
    if any(cell.count(" ") >= CELL_WORDS for cell in cells):
        for cell in row.iter("cell"):
            yield from _walk(cell)
    else:
        yield from _flush([" ".join(filter(None, cells))], "item")


def _flush(line: list[str], kind: ParagraphKind) -> Iterator[Block]:
    """A collected line as a block, when there is anything in it."""
    text = _SPACE.sub(" ", "".join(line)).strip()
    if text:
        yield kind, text


def _own_blocks(blocks: list[Block], link_lines: frozenset[str], title: str | None) -> list[Block]:
    """Blocks without those that only lead elsewhere, the page's own headline, and headings with nothing below them."""
    kept: list[Block] = []
    seen: set[str] = set()
    headline = fold_title(title or "")
    for place, (kind, text) in enumerate(blocks):
        folded = fold_title(text)
        words = text.count(" ") + 1
        leads = kind != "heading" and words >= _LEADING_WORDS and folded in link_lines and not text.endswith(".")
        if leads or folded == headline:
            continue
        if words >= REPEAT_WORDS:
            if folded in seen:
                continue
            seen.add(folded)
        if kind == "heading" and place == 0 and len(blocks) > 1:
            continue
        kept.append((kind, text))
    return _without_labels(kept, link_lines) or blocks


def _without_labels(blocks: list[Block], link_lines: frozenset[str]) -> list[Block]:
    """Blocks without headings that nothing stands below: labels of lists that were left out, and their links.

    Many headings in a row at the end, none of which leads elsewhere, are a list set in headings and stay.
    """
    labels = next((i for i, (kind, _) in enumerate(reversed(blocks)) if kind != "heading"), len(blocks))
    end = blocks[len(blocks) - labels :]
    if labels > MOST_LABELS and not any(fold_title(text) in link_lines for _, text in end):
        return blocks
    return blocks[: len(blocks) - labels]


def _best_text(blocks: list[Block], facts: PageFacts, title: str | None, page: str) -> tuple[CleanText | None, bool]:
    """The article's text: trafilatura's, or where that is too short the page's own JSON-LD, or a second extractor's.

    The flag says that only the page's description was found.
    """
    clean = _cleaned(blocks, title)
    if clean is not None and len(clean.text) >= SHORT_TEXT:
        # trafilatura falls back on the JSON-LD body too, but runs its paragraphs together.
        same = facts.body is not None and fold_title(facts.body) == fold_title(clean.text)
        return (_cleaned(facts.body_blocks(), title) if same else None) or clean, False
    candidates = [clean, _cleaned(facts.body_blocks(), title), _cleaned(_second_extractor(page), title)]
    best = max((c for c in candidates if c), key=lambda c: len(c.text), default=None)
    if best is None and facts.description and len(facts.description.split()) >= 12:
        return _cleaned([("paragraph", facts.description)], None), True
    return best, False


def _cleaned(blocks: list[Block], title: str | None) -> CleanText | None:
    """Cleaned blocks, or None when there is nothing in them."""
    try:
        return clean_blocks(blocks, title=title) if blocks else None
    except NoArticle:
        return None


def _second_extractor(page: str) -> list[Block]:
    """Paragraphs as resiliparse finds them; only wanted where trafilatura finds next to nothing."""
    text = extract_plain_text(page, main_content=True, alt_texts=False, list_bullets=False, comments=False)
    return [("paragraph", line) for line in re.split(r"\n\s*\n|\n", text) if line.strip()]
