"""Files to articles: PDF, Word, mail, pages and plain text, told apart by their bytes first, by what is declared second.

In process. Files come from strangers: the bot calls this in a worker (:meth:`bot.articles.worker.Extractor.document`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from bot.articles.addresses import canonical_url
from bot.articles.charset import decode
from bot.articles.dates import day_of
from bot.articles.sniff import looks_binary, looks_like_html, looks_like_mail
from bot.articles.states import NOTICE_ATTACHMENTS, NOTICE_PICTURES, PageState, Unreadable
from summarizers.errors import NoArticle
from summarizers.model import Article, ParagraphKind
from summarizers.text.cleaning import clean_blocks, host_of, read_text
from summarizers.text.language import NOT_ENGLISH, guess_language, is_foreign

FileKind = Literal["pdf", "word", "mail", "html", "text"]
Block = tuple[ParagraphKind, str]

#: Longest text of a file, in characters: that of a page.
MAX_TEXT = 400_000
#: Words of a mail from which on they are its message, and an attached file is not.
_MESSAGE_WORDS = 60
#: Blocks at a file's head and foot in which its headline and its day are looked for, and the longest line of a day, in words.
_HEAD, _FOOT, _DAY_WORDS = 10, 3, 9
#: A headline's words, at least and at most.
_TITLE_WORDS = (3, 40)

_OFFICE_FILE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: Lines above a headline that are none: what kind of paper it is, its number, whose it is, how to reach them, when it may be used.
_LABEL = re.compile(
    r"(?:for immediate release|embargo|check against delivery|unofficial translation|translated? from|as delivered|"
    r"(?:press|media|news) (?:release|statement|communiqu[eé]|note|briefing|advisory|office|service|department)|"
    r"no\.? ?\d|nr\.? ?\d|ref(?:erence)?\b|doc(?:ument)?\b|tel(?:ephone)?\b|phone|fax|e-?mail|contact|https?:|www\.|page \d)",
    re.IGNORECASE,
)
_LETTERHEAD = re.compile(
    r"(?:the )?(?:[\w-]+ ){0,2}(?:(?:ministry|department|embassy|office|government|republic|kingdom|state|"
    r"secretariat|delegation|consulate|mission|representation|council|union|bureau|directorate))\b",
    re.IGNORECASE,
)
#: Words that open a headline's predicate, as far as a letterhead has none.
_VERB = re.compile(r"\b(?:[a-z]{2,}s|[a-z]+ed|to|on|calls?|meets?|and .+ (?:agree|meet|sign))\b")


def kind_of(data: bytes, declared: str = "") -> FileKind | None:
    """What bytes are; ``declared`` is a media type or a file's name or ending. None for what cannot be read."""
    from bot.articles.word_files import is_word_file

    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "word" if is_word_file(data) else None
    if looks_binary(data):
        return None
    said = declared.partition(";")[0].strip().lower()
    if said == "message/rfc822" or said.endswith(".eml") or looks_like_mail(data):
        return "mail"
    return "html" if looks_like_html(data) or said.endswith(("html", "htm")) else "text"


def read_document(data: bytes, *, declared: str = "", url: str | None = None) -> Article:
    """Read a file's bytes; ``declared`` is its media type, name or ending, ``url`` where it was found, if anywhere.

    Raises Unreadable with what is the matter: EMPTY_FILE, LOCKED_FILE, SCANNED_FILE, DAMAGED_FILE, NOT_HTML for a kind
    that is not read, TOO_LARGE, NOT_ENGLISH, or a page's own state.
    """
    article = _read(data, declared, url)
    if len(article.text) > MAX_TEXT:
        raise Unreadable(PageState.TOO_LARGE)
    if NOT_ENGLISH in article.notices:
        raise Unreadable(PageState.NOT_ENGLISH)
    return article


def _read(data: bytes, declared: str, url: str | None) -> Article:
    if not data.strip():
        raise Unreadable(PageState.EMPTY_FILE)
    if data.startswith(_OFFICE_FILE) and _ENCRYPTED in data:
        raise Unreadable(PageState.LOCKED_FILE)
    kind, found_at = kind_of(data, declared), url
    url = canonical_url(url) if url else None
    if kind == "pdf":
        return _pdf(data, url)
    if kind == "word":
        from bot.articles.word_files import read_word_file

        title, blocks = read_word_file(data)
        return _article(blocks, title or _headline([(block, 0.0) for block in blocks[:_HEAD]]), url)
    if kind == "mail":
        return _mail(data, url)
    if kind == "html":
        from bot.articles.extraction import extract

        return extract(data, url=found_at, content_type=declared if "/" in declared else None)
    if kind == "text":
        return _text(decode(data, declared if "/" in declared else None), url)
    raise Unreadable(PageState.NOT_HTML)


def _text(text: str, url: str | None) -> Article:
    try:
        return read_text(text, url=url)
    except NoArticle as error:
        raise Unreadable(PageState.EMPTY_FILE) from error


def _pdf(data: bytes, url: str | None) -> Article:
    from bot.articles import pdf, printed

    lines, empty = pdf.lines_of(data)
    made = printed.blocks(lines)
    blocks = printed.with_kinds(made, printed.body_height(lines))
    head = [(block, piece.height) for block, piece in zip(blocks, made, strict=True) if piece.page == 0][:_HEAD]
    article = _article(blocks, _headline(head), url)
    return replace(article, notices=(*article.notices, NOTICE_PICTURES)) if empty else article


def _mail(data: bytes, url: str | None) -> Article:
    """The mail's own words, or the one file it carries where it says next to nothing itself."""
    from bot.articles.mail import read_mail

    mail = read_mail(data)
    article: Article | None = None
    if mail.text.count(" ") >= _MESSAGE_WORDS or not mail.html:
        article = _text(mail.text, url) if mail.text else None
    else:
        article = _page_of_mail(mail.html) or (_text(mail.text, url) if mail.text else None)
    if article is None or article.text.count(" ") < _MESSAGE_WORDS:
        article = _enclosed(mail.files) or article
    elif any(kind_of(body, name) in ("pdf", "word") for _, name, body in mail.files):
        article = replace(article, notices=(*article.notices, NOTICE_ATTACHMENTS))
    if article is None:
        raise Unreadable(PageState.EMPTY_FILE)
    return replace(
        article,
        title=article.title or mail.subject,
        published=article.published or (mail.sent.date() if mail.sent else None),
    )


def _page_of_mail(html: bytes) -> Article | None:
    from bot.articles.extraction import extract

    try:
        return extract(html, url=None)
    except NoArticle:
        return None


def _enclosed(files: Sequence[tuple[str, str, bytes]]) -> Article | None:
    """The article in the first file of a mail that holds one."""
    for _, name, body in files:
        if kind_of(body, name) in ("pdf", "word", "text", "html"):
            try:
                return _read(body, name, None)
            except Unreadable:
                continue
    return None


# --- blocks to article ----------------------------------------------------------------------------------------------


def _article(blocks: Sequence[Block], title: str | None, url: str | None) -> Article:
    """The article of a file's blocks. Raises Unreadable EMPTY_FILE for none."""
    try:
        clean = clean_blocks(blocks, title=title, page=False)
    except NoArticle as error:
        raise Unreadable(PageState.EMPTY_FILE) from error
    language = guess_language(clean.text)
    return Article(
        text=clean.text,
        paragraphs=clean.paragraphs,
        url=url,
        site=host_of(url),
        title=title or clean.title,
        published=clean.day or _day_of(blocks),
        language=language,
        notices=(NOT_ENGLISH,) if is_foreign(clean.text, language) else (),
        aliases=clean.aliases,
    )


def _headline(head: Sequence[tuple[Block, float]]) -> str | None:
    """The headline among a file's first blocks, with the height of their letters (0 where nothing is known of it)."""
    found: list[tuple[float, str]] = []
    for (kind, text), height in head:
        words = text.count(" ") + 1
        if kind in ("paragraph", "quote") and words > _TITLE_WORDS[1] // 2:
            break
        fits = _TITLE_WORDS[0] <= words <= _TITLE_WORDS[1]
        if kind == "heading" and fits and not _LABEL.match(text) and not _is_letterhead(text) and not _is_day(text):
            found.append((round(height), text))
    return max(found, key=lambda one: one[0])[1] if found else None


def _is_letterhead(text: str) -> bool:
    """Whether a line names who writes, and says nothing of them."""
    return _LETTERHEAD.match(text) is not None and _VERB.search(text) is None


def _is_day(text: str) -> bool:
    return text.count(" ") < _DAY_WORDS and len(text) < 80 and day_of(text) is not None


def _day_of(blocks: Sequence[Block]) -> dt.date | None:
    """The day a line of its own gives, at the head of the file or at its foot."""
    foot = blocks[max(_HEAD, len(blocks) - _FOOT) :]
    return next((day_of(text) for _, text in (*blocks[:_HEAD], *foot) if _is_day(text)), None)
