"""Page debris out of article text; paragraphs, datelines and header lines into data.

Pure and quick to import. What stays is verbatim: whole stretches are cut, characters are never rewritten.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import dropwhile, pairwise
from urllib.parse import urlsplit

from summarizers import lexicon
from summarizers.errors import NoArticle
from summarizers.knowledge import tables
from summarizers.model import Article, Paragraph, ParagraphKind
from summarizers.text import datelines
from summarizers.text.language import NOT_ENGLISH, guess_language, is_foreign

#: Longest stretch a link widget may take, in code points before its end mark (measured on real pages, 2017-2021).
WIDGET_WINDOW = 900
#: Shortest headline a widget may hold; anything less is a coincidence of names.
WIDGET_HEADLINE = 8
#: Widest line taken for a hard-wrapped one, and the narrowest wrapping width, in code points.
WRAP_WIDTHS = (40, 100)
#: Longest piece of furniture, in code points.
FURNITURE_LENGTH = 900
#: Longest heading in running text, in words.
HEADING_WORDS = 12
#: Longest first line taken for a heading, in words, and fewest words of a headline besides days and figures.
FIRST_WORDS, HEADLINE_WORDS = 20, 3

Block = tuple[ParagraphKind, str]


@dataclass(frozen=True, slots=True)
class CleanText:
    """Blocks cleaned and joined."""

    #: Blocks joined by a blank line.
    text: str
    #: Spans into ``text``, in order; they cover it except the joints.
    paragraphs: tuple[Paragraph, ...]
    #: (short form in the text, full name) pairs learnt from removed link widgets, in text order.
    aliases: tuple[tuple[str, str], ...]
    #: A headline found printed in the text (twice, or above the body), or None.
    title: str | None = None
    #: The day the first dateline with a full date gives, or None.
    day: dt.date | None = None


# --- link widgets -------------------------------------------------------------------------------------------------

_UPPER = datelines.UPPER
#: Names and surnames are read up to this many code points: of endless words each part would be tried as a name.
_NAME = rf"[{_UPPER}](?:[\w.]|[-'’](?=\w)){{0,60}}"
_PARTICLE = r"(?:de la|de|da|di|du|dos|del|van|von|der|den|la|le|bin|bint|al|el|ben|ibn|y|zu|ter)"
_TOKEN = rf"(?:{_NAME}|{_PARTICLE}|\([^()]{{1,20}}\)|[“\"‘'][{_UPPER}]\w{{1,14}}[”\"’'])"
_SUFFIX = r"(?:,? (?:Jr\.?|Sr\.?|III|II|IV))"
_JOIN = re.compile(
    rf"(?P<surname>(?:[a-z]{{1,3}}[-'’])?[{_UPPER}](?:\w|[-'’]\w)\w{{0,40}}(?:[-'’]\w{{1,40}}){{0,4}})(?P<suffix>{_SUFFIX})?\s?"
    rf"(?P<full>(?:{_TOKEN}\s){{0,5}}(?P=surname){_SUFFIX}?)"
    rf"(?=de |[ie][{_UPPER}]|[^\s\w’'”\"\])}}.,;:!?…–—-]|[\d{_UPPER}]|[‘“\"'](?=\w))"
)
_END = re.compile(rf"(?<![{_UPPER}])MORE(?! Act\b)(?=$|[\s’'.,;:!?(\])…–—-])")
#: How far back a name shown before a widget may reach, in code points.
_SHOWN_WINDOW = 300
_WORD_START = re.compile(r"(?<!\w)(?=\w)")


def cut_widgets(block: str) -> tuple[str, list[tuple[str, str]]]:
    """Cut link widgets out of one paragraph: SHOWN + FULL + headlines + "MORE" becomes SHOWN.

    The grammar is The Hill's, 2017-2021; what tells a widget from a capital word is the surname that comes back
    glued to a headline. Returns the paragraph and the (SHOWN, FULL) pairs in order.
    """
    if "MORE" not in block:
        return block, []
    kept: list[str] = []
    aliases: dict[tuple[str, str], None] = {}
    done = before = 0
    tail = ""
    for end in _END.finditer(block):
        # A widget never reaches back past an earlier end mark, which also keeps hostile text from costing much.
        found = _widget_before(block, max(before, end.start() - WIDGET_WINDOW), end.start())
        before = end.end()
        if found is None:
            continue
        shown_end, full = found
        kept.append(block[done:shown_end])
        tail = (tail + kept[-1])[-_SHOWN_WINDOW:]
        aliases.setdefault((_shown_name(tail, full), full))
        done = end.end()
    kept.append(block[done:])
    return "".join(kept), list(aliases)


def _widget_before(block: str, start: int, end: int) -> tuple[int, str] | None:
    """Where the shown name ends and the full name, for the last widget that opens between start and end."""
    for place in reversed([m.start() for m in _WORD_START.finditer(block, start, end)]):
        join = _JOIN.match(block, place, end)
        if join and end - join.end() >= WIDGET_HEADLINE:
            return join.end("suffix") if join["suffix"] else join.end("surname"), join["full"]
    return None


def _shown_name(before: str, full: str) -> str:
    """The name as shown: the last word of ``before`` and the words left of it that the full name holds too."""
    known = {re.sub(r"\W", "", word).casefold() for word in full.split()}
    words = before.split(" ")
    at = len(words) - 1
    if re.fullmatch(r"(?:Jr|Sr|II|III|IV)\.?", words[at]) and at:
        at -= 1
    while at > 0 and re.sub(r"\W", "", words[at - 1]).casefold() in known:
        at -= 1
    return " ".join(words[at:])


# --- furniture ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Furniture:
    inline: re.Pattern[str]
    edge: re.Pattern[str]
    #: (longest match in words, whether the last paragraph is spared, rule)
    blocks: tuple[tuple[int, bool, re.Pattern[str]], ...]


@lru_cache(maxsize=2)
def _furniture(page: bool) -> _Furniture:
    """The furniture table, read once, with or without the rules for web pages."""
    source = tables.path_of("furniture.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in source.splitlines() if line and not line.startswith("#")][1:]

    def joined(where: str) -> str:
        return "|".join(pattern for place, _, pattern in rows if place == where)

    edge = joined("edge")
    return _Furniture(
        inline=re.compile(joined("inline")),
        edge=re.compile(rf"^(?:{edge})\s*(?=[“‘\"{_UPPER}])|(?<=[.!?”’\"])\s*(?:{edge})$"),
        blocks=tuple(
            (int(words), place == "inside", re.compile(p))
            for place, words, p in rows
            if int(words) and (page or place != "page")
        ),
    )


def is_furniture(block: str, *, last: bool = False, page: bool = False) -> bool:
    """Whether a whole paragraph is page furniture: an advertisement mark, a link line, a photo credit, a banner.

    The ``last`` paragraph may be a rights or credit line: there it is the text's own sign-off. Paragraphs of a web
    ``page`` are held against further rules.
    """
    words = block.count(" ") + 1
    return len(block) <= FURNITURE_LENGTH and any(
        words <= most and not (last and spared) and rule.fullmatch(block)
        for most, spared, rule in _furniture(page).blocks
    )


# --- blocks to text -----------------------------------------------------------------------------------------------


def fold_title(title: str) -> str:
    """A headline reduced to its letters and digits, for telling whether two are the same."""
    return re.sub(r"\W+", "", title).casefold()


def _repeats_title(block: str, folded: str) -> bool:
    """Whether a block is the headline again, also with the site's name after it; ``folded`` is the headline, "" for none."""
    if not folded:
        return False
    a, b = fold_title(block), folded
    return bool(a) and (a == b or (len(a) > 20 and (b.startswith(a) or a.startswith(b)) and abs(len(a) - len(b)) < 40))


def clean_blocks(blocks: Iterable[Block], *, title: str | None = None, page: bool = True) -> CleanText:
    """Clean page blocks and join them: widgets, advertisement marks, credits, link lines and doubled titles go.

    ``title`` is the headline as known; a block of a web ``page`` that repeats it is dropped, in plain text it becomes a
    heading, and one printed twice is dropped once. Never drops everything: what would leave nothing stays as it was.
    Raises NoArticle when there is nothing to read.
    """
    given = [(kind, text.strip()) for block in blocks for kind, text in _pull_quote(block)]
    given = [(kind, text) for kind, text in given if text]
    cleaned: list[Block] = []
    aliases: dict[tuple[str, str], None] = {}
    rules = _furniture(page)
    for place, (kind, text) in enumerate(given, start=1):
        for piece in rules.inline.split(text):
            piece, found = cut_widgets(rules.edge.sub("", piece.strip()))
            aliases.update(dict.fromkeys(found))
            piece = piece.strip()
            headline = (
                place == 1 and not page and title is None and piece.count(" ") >= _KICKED
            )  # "Opinion | Why we left"
            if piece and (headline or not is_furniture(piece, last=place == len(given), page=page)):
                cleaned.append((kind, piece))
    cleaned = cleaned or given
    if not cleaned:
        raise NoArticle("There is no text to read.")
    kept, found_title = _without_doubles(cleaned, title, page)
    text = "\n\n".join(block for _, block in kept)
    paragraphs = []
    start = 0
    openings = datelines.find(kept)
    for (kind, block), dateline in zip(kept, openings, strict=True):
        paragraphs.append(Paragraph(start, start + len(block), kind, start + dateline.length))
        start += len(block) + 2
    day = next((d.day for d in openings if d.day is not None), None)
    return CleanText(text, tuple(paragraphs), tuple(aliases), found_title, day)


#: A widget for a pulled quote has its marks spelt out for screen readers.
_QUOTE_OPENS, _QUOTE_CLOSES = "Open quote", re.compile(r"Close quote\b")


def _pull_quote(block: Block) -> list[Block]:
    """The block, or the pulled quote without its spelt-out marks, and what stands after it."""
    kind, text = block
    text = text.strip()
    if not text.startswith(_QUOTE_OPENS):
        return [block]
    begins = len(text) - len(text[len(_QUOTE_OPENS) :].lstrip())
    closing = _QUOTE_CLOSES.search(text, begins + 1)
    if closing is None:
        return [block]
    return [("quote", text[begins : closing.start()].rstrip()), (kind, text[closing.end() :].lstrip())]


def _without_doubles(blocks: list[Block], title: str | None, page: bool) -> tuple[list[Block], str | None]:
    """Drop repeated headlines and blocks printed twice in a row; say which headline the text shows."""
    kept: list[Block] = []
    shown: str | None = None
    folded = fold_title(title or "")
    for i, (kind, text) in enumerate(blocks):
        if kept and fold_title(kept[-1][1]) == fold_title(text) and text.count(" ") >= 2:
            shown = shown or (text if i == 1 else None)
            if i == 1 and _is_headline(text):
                kept[-1] = ("heading", kept[-1][1])
            continue
        if len(kept) < 3 and len(blocks) > 1 and _repeats_title(text, folded):
            if page or any(_repeats_title(block, folded) for _, block in kept):
                continue
            kind = "heading"
        kept.append((kind, text))
    return (kept, shown) if kept else (blocks, shown)


# --- plain text ---------------------------------------------------------------------------------------------------

_HEADER = re.compile(r"\s*date\s+(\d{4}-\d{2}-\d{2})(?:[T ]\d\S*)?(?:\s+(https?://\S+))?\s*")
_NEWLINES = re.compile(r"\r\n?|[\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
#: Control characters, and what nobody sees: soft hyphens, zero-width spaces, marks of direction; joiners between Latin letters.
_CONTROLS = re.compile(
    "[\\x00-\\x08\\x0e-\\x1b\\x7f\\u00ad\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060\\u2066-\\u2069\\ufeff]"
    "|(?<=[A-Za-z])[\\u200c\\u200d](?=[A-Za-z])"
)
_ENDS_SENTENCE = re.compile(r"[.!?:;…][”\"’')\]]*\s*$")
_MARKED_HEADING = re.compile(r"#{1,6}\s+(?=\S)")
#: Blanks in the first line of a plain text from which it is a headline, whatever word stands above it.
_KICKED = 4
_BULLET = re.compile(r"(?:[•▪◦‣●■]\s*|[-*–]\s+|\d{1,2}[.)]\s+)\S")


def _is_headline(text: str) -> bool:
    """Whether a line reads as a headline: short, not closed as a sentence, not speech."""
    return text.count(" ") < 25 and not re.search(r"[.!?:;,…”\"]\s*$", text)


def read_text(
    raw: str, *, url: str | None = None, title: str | None = None, date: dt.date | None = None, site: str | None = None
) -> Article:
    """Read a text file or pasted text as an article.

    A first line `` date 2021-03-14 https://…`` becomes ``published``, ``url`` and ``site`` where these were not
    given. Lines are paragraphs, unless the text is hard-wrapped; blocks are joined by a blank line and otherwise
    stay as they are, inner spaces and marks included. Without a ``title`` a headline above the text is one; it stays in
    the text, as a heading. Raises NoArticle when there is nothing to read.
    """
    lines = _CONTROLS.sub("", _NEWLINES.sub("\n", raw)).split("\n")
    lines = list(dropwhile(lambda line: not line.strip(), lines))
    header = _HEADER.fullmatch(lines[0]) if lines else None
    if header:
        del lines[0]
        date = date or _day(header[1])
        url = url or header[2]
    clean = clean_blocks(_text_blocks(lines), title=title, page=False)
    language = guess_language(clean.text)
    return Article(
        text=clean.text,
        paragraphs=clean.paragraphs,
        url=url,
        site=site or host_of(url),
        title=title or clean.title or _headline(clean),
        published=date or clean.day,
        language=language,
        notices=(NOT_ENGLISH,) if is_foreign(clean.text, language) else (),
        aliases=clean.aliases,
    )


def _headline(clean: CleanText) -> str | None:
    """The first line of a text where it reads as a headline of what follows: several words, and no author or day alone."""
    first = clean.paragraphs[0]
    line = clean.text[first.start : first.end].strip()
    follows = any(p.kind != "heading" for p in clean.paragraphs[1:])
    words = [word.strip(",.") for word in line.lower().split()]
    telling = [word for word in words if word not in lexicon.time_words() and not word.isdigit()]
    if first.kind != "heading" or not follows or len(telling) < HEADLINE_WORDS or words[0] == "by":
        return None
    return line


def _day(text: str) -> dt.date | None:
    """A day written as ISO 8601, or None when there is no such day."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def host_of(url: str | None) -> str | None:
    """Host of an address without "www.", or None."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _text_blocks(lines: Sequence[str]) -> list[Block]:
    """Paragraphs of a plain text with their kinds."""
    stretches: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            stretches[-1].append(line)
        elif stretches[-1]:
            stretches.append([])
    stretches = [s for s in stretches if s]
    width = _wrap_width(stretches)
    texts = [t for s in stretches for t in (_unwrap(s, width) if width else s)]
    return [_block(text.strip(), alone=len(texts) == 1, first=i == 0) for i, text in enumerate(texts)]


def _block(text: str, *, alone: bool, first: bool) -> Block:
    """A paragraph of plain text with its kind; the marks of a heading in Markdown go."""
    marked = _MARKED_HEADING.match(text)
    return ("heading", text[marked.end() :]) if marked else (_kind(text, alone=alone, first=first), text)


def _kind(text: str, *, alone: bool, first: bool) -> ParagraphKind:
    """Kind of a paragraph of plain text."""
    if _BULLET.match(text):
        return "item"
    if (
        not alone
        and text.count(" ") < (FIRST_WORDS if first else HEADING_WORDS)
        and _is_headline(text)
        and text[:1] not in "“\"‘'"
    ):
        return "heading"
    return "paragraph"


def _wrap_width(stretches: Sequence[Sequence[str]]) -> int:
    """The width a text was hard-wrapped to, or 0.

    A wrapped line is full: the next line's first word would not have fitted. Where nearly all lines inside paragraphs
    are full, and many stop inside a sentence, the line breaks are the wrapping's, not the author's.
    """
    lines = [line.rstrip() for s in stretches for line in s if " " in line.strip()]
    width = max(map(len, lines), default=0)
    if not WRAP_WIDTHS[0] <= width <= WRAP_WIDTHS[1]:
        return 0
    pairs = [(a, b) for s in stretches for a, b in pairwise(s)]
    inside = [(a, b) for a, b in pairs if not _opens_paragraph(a, b, width)]
    full = sum(not _is_short(a, b, width) for a, b in inside)
    broken = sum(not _ENDS_SENTENCE.search(a) for a, _ in inside)
    wrapped = len(inside) >= max(2, 0.4 * len(pairs)) and full >= 0.75 * len(inside) and broken >= 0.5 * len(inside)
    return width if wrapped else 0


def _is_short(before: str, line: str, width: int) -> bool:
    """Whether the first word of a line would have fitted on the line before it."""
    return len(before.rstrip()) + 1 + len(line.split()[0]) <= width - 2


def _opens_paragraph(before: str, line: str, width: int) -> bool:
    """Whether a line begins a paragraph: indented, an item, or after a short line that ends a sentence."""
    indented = len(line) - len(line.lstrip()) >= 2 and not before.startswith("  ")
    closed = _is_short(before, line, width) and _ENDS_SENTENCE.search(before)
    return bool(indented or closed or _BULLET.match(line.strip()))


def _unwrap(lines: Sequence[str], width: int) -> list[str]:
    """Join the lines of one hard-wrapped stretch into its paragraphs."""
    paragraphs = [[lines[0].strip()]]
    for before, line in pairwise(lines):
        if _opens_paragraph(before, line, width):
            paragraphs.append([line.strip()])
        else:
            # A word broken at its own hyphen keeps the hyphen and takes no space.
            joint = "" if re.search(r"\w-$", paragraphs[-1][-1]) else " "
            paragraphs[-1].append(joint + line.strip())
    return ["".join(pieces) for pieces in paragraphs]
