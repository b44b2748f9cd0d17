"""The day a page was published: from what it says of itself, its address, or the date it shows beside its headline.

Never a guess: years of copyrights, events and laws, and the dates of pictures and posts, are none of these.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import urlsplit

from lxml.etree import XPath
from lxml.html import HtmlElement

from bot.articles.tree import following, own_text, preceding, stands_in, text_of_element

#: Years a web page may be published in.
_YEARS = range(1990, 2101)
#: Elements looked at before and behind the headline for the date the page shows.
_ELEMENTS_BEFORE, _ELEMENTS_BEHIND = 25, 150
#: Longest piece of text, in characters, that is a line of date and author and no prose.
_DATE_LINE = 160
#: Words of a paragraph with which the article's body begins; of one that may be a deck, and how many of those may be.
_PROSE_WORDS = 30
_LINE_WORDS, _LINES_OF_DECK = 10, 1
#: Days between a page's first publication and the change it shows, from which on it is another text.
_REWRITTEN_DAYS = 30
#: Longest stretch of a page, in characters, that is searched for a line "Published: …".
_SEARCHED = 300_000

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_DATE = re.compile(
    rf"(?<![\w-])(?:(?P<month1>{_MONTH})\.?\s{{1,3}}(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}(?P<year1>\d{{4}})"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?[\s-]{{1,3}}(?:of )?(?P<month2>{_MONTH})\.?,?[\s-]{{1,3}}(?P<year2>\d{{4}})"
    rf"|(?P<year3>\d{{4}})[-/. ](?P<month3>\d{{1,2}}|{_MONTH})[-/. ](?P<day3>\d{{1,2}})"
    r"|(?P<one>\d{1,2})(?P<mark>[./-])(?P<two>\d{1,2})(?P=mark)(?P<year4>\d{4}))(?![\w-]*\d)",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"\b(?:(?:first |originally )?(?:published|posted|released|issued)|publication date|date published|release date)"
    r"(?: on| at)?\s{0,3}[:|–—-]?\s{0,3}(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s{1,3})?$",
    re.IGNORECASE,
)
_CHANGED_WORD = re.compile(r"\b(?:updated|modified|revised|reviewed|edited|amended)\b", re.IGNORECASE)
_CHANGED = re.compile(rf"{_CHANGED_WORD.pattern}\D{{0,25}}$", re.IGNORECASE)
_ADDRESS = re.compile(
    rf"/(?P<year1>(?:19|20)\d\d)[/-](?P<month1>\d{{1,2}}|{_MONTH})[/-](?P<day1>\d{{1,2}})(?=/|$)"
    r"|/(?P<year2>(?:19|20)\d\d)(?P<month2>\d\d)(?P<day2>\d\d)(?=/|$)"
    r"|[/-](?P<year3>(?:19|20)\d\d)-(?P<month3>\d\d)-(?P<day3>\d\d)(?=[/.]|$)",
    re.IGNORECASE,
)
#: Elements that a page marks as holding the time of its publication (microdata, HTML 5 drafts, microformats).
_MARKED = XPath(
    "//*[@itemprop='datePublished']|//time[@pubdate or contains(@class,'publish')]|//abbr[contains(@class,'published')]"
)
#: What holds other pages' dates, or none that is the article's.
_ELSEWHERE = frozenset({"nav", "aside", "script", "style", "noscript", "figure", "blockquote", "form", "template"})
#: What an article's own footer stands in; every other footer is the site's.
_ARTICLE = frozenset({"article", "main"})


def instant_of(written: str) -> dt.datetime | None:
    """A time in ISO 8601, with or without its zone; None for anything else or for a year nobody published in."""
    text = re.sub(r"\s+(?=[+-]\d\d:?\d\d$)", "", written.strip())
    try:
        instant = dt.datetime.fromisoformat(re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", text))
    except ValueError:
        return None
    return instant if instant.year in _YEARS else None


def day_of(written: str) -> dt.date | None:
    """The day of a time as metadata write it: ISO 8601, or a day in English words or in figures; None for neither."""
    instant = instant_of(written)
    return instant.date() if instant is not None else next((day for _, day in _dates_in(written[:_DATE_LINE])), None)


def day_in_address(url: str | None) -> dt.date | None:
    """The day an address holds as parts of its path (``/2026/11/02/``, ``/2026/nov/02/``, ``-2026-11-02``), or None."""
    try:
        found = _ADDRESS.search(urlsplit(url or "").path)
    except ValueError:
        return None
    if found is None:
        return None
    form = next(n for n in "123" if found[f"year{n}"])
    return _day(found[f"year{form}"], found[f"month{form}"], found[f"day{form}"])


def publication(
    tree: HtmlElement, headline: HtmlElement | None, url: str | None, published: Sequence[str], changed: Sequence[str]
) -> tuple[dt.date | None, dt.datetime | None]:
    """Day and, where the page gives the hour with its zone, instant of publication; None for what it does not tell.

    ``published`` and ``changed`` are times as the page's metadata write them, the surest first; ``headline`` is the
    heading beside which a page shows its date, ``url`` the address.
    """
    address = day_in_address(url)
    written = next((w for w in published if day_of(w)), None)
    day = day_of(written) if written else None
    if written is None or day is None:
        return address or shown_dates(tree, headline)[0] or labelled_date(tree), None
    changes = [change for change in map(day_of, changed) if change is not None]
    if any((change - day).days > _REWRITTEN_DAYS for change in changes):
        rewritten = _rewritten(day, changes, *shown_dates(tree, headline))
        if rewritten is not None:
            return rewritten, None
    if address is not None and abs((address - day).days) <= 1:
        # Metadata in UTC may give the day after the one on the page.
        day = address
    instant = instant_of(written)
    return day, instant if instant is not None and instant.tzinfo is not None else None


def _rewritten(
    day: dt.date, changes: Sequence[dt.date], shown: dt.date | None, changed: dt.date | None
) -> dt.date | None:
    """The day of a change long after the first publication ``day``, where it is the one the page shows; else None.

    A text that was rewritten and re-dated is read as one of its new day. ``changes`` are the metadata's.
    """
    last = changed or shown
    if last is None or shown not in (None, last) or (last - day).days <= _REWRITTEN_DAYS:
        return None
    return last if any(abs((last - change).days) <= 1 for change in changes) else None


def shown_dates(tree: HtmlElement, headline: HtmlElement | None) -> tuple[dt.date | None, dt.date | None]:
    """The days a page shows beside its headline: of publication, and of its last change; None for none of a kind."""
    published: list[dt.date] = []
    unlabelled: list[dt.date] = []
    changed: list[dt.date] = []
    for element in _around(headline) if headline is not None else ():
        for label, day in _dates_of(element):
            {"published": published, "changed": changed}.get(label, unlabelled).append(day)
    marked = [d for d in map(_day_of_element, _MARKED(tree)) if d is not None]
    return next(iter((*published, *unlabelled, *marked)), None), next(iter(changed), None)


def labelled_date(tree: HtmlElement) -> dt.date | None:
    """The one day that stands behind "Published:" or its like anywhere on the page, None where there are several."""
    body = tree.find(".//body")
    text = " ".join(body.itertext()) if body is not None else ""
    text = re.sub(r"\s+", " ", text[:_SEARCHED])
    days = {day for label, day in _dates_in(text) if label == "published"}
    return days.pop() if len(days) == 1 else None


def _around(headline: HtmlElement) -> Iterator[HtmlElement]:
    """Elements close to the headline: behind it as far as the first paragraph of prose, then the ones before it."""
    for elements in (islice(following(headline), _ELEMENTS_BEHIND), islice(preceding(headline), _ELEMENTS_BEFORE)):
        left = _LINES_OF_DECK
        for element in elements:
            words = text_of_element(element).count(" ") + 1 if element.tag == "p" else 0
            left -= words >= _LINE_WORDS
            if words >= _PROSE_WORDS or left < 0:
                break
            yield element


def _dates_of(element: HtmlElement) -> Iterator[tuple[str, dt.date]]:
    """(label, day) for the dates an element shows itself; none for one that stands in a sidebar or the like."""
    if element.tag == "time":
        label, text = _label_before(element), text_of_element(element, _DATE_LINE)
        written = instant_of(element.get("datetime") or "")
        if written is not None and not _is_elsewhere(element):
            yield label or ("changed" if _CHANGED_WORD.search(text) else _label_of(text)), written.date()
            return
    text = own_text(element)
    if not any(map(str.isdigit, text)) or len(text) > _DATE_LINE or _is_elsewhere(element):
        return
    before = _label_before(element)
    for label, day in _dates_in(text):
        yield label or before, day


def _is_elsewhere(element: HtmlElement) -> bool:
    """Whether an element stands where a page shows other dates than its article's."""
    footer = stands_in(element, frozenset({"footer"})) and not stands_in(element, _ARTICLE)
    return footer or stands_in(element, _ELSEWHERE)


def _label_before(element: HtmlElement) -> str:
    """The label that stands just before an element: at the end of the text before it."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        text = (previous.tail or "").strip() or text_of_element(previous, _DATE_LINE)
    else:
        text = (parent.text or "").strip() if parent is not None else ""
    return _label_of(text[-_DATE_LINE:] + " ") if len(text) <= _DATE_LINE else ""


def _label_of(text: str) -> str:
    """What a text says of the date behind it: "published", "changed", or "" for nothing."""
    if _CHANGED.search(text):
        return "changed"
    return "published" if _PUBLISHED.search(text) else ""


def _dates_in(text: str) -> Iterator[tuple[str, dt.date]]:
    """(label, day) for every date written out in a text. What could be two days (03/04/2026) is none."""
    for found in _DATE.finditer(text):
        form = next((n for n in "123" if found[f"year{n}"]), None)
        if form:
            day = _day(found[f"year{form}"], found[f"month{form}"], found[f"day{form}"])
        else:
            day = _numeric_day(found["one"], found["two"], found["year4"], found["mark"])
        if day is not None:
            yield _label_of(text[max(0, found.start() - 60) : found.start()]), day


def _numeric_day(one: str, two: str, year: str, mark: str) -> dt.date | None:
    """A day in figures: with dots the day stands first; else only what can be read in one way."""
    if mark == "." or int(one) > 12 or one == two:
        return _day(year, two, one)
    return _day(year, one, two) if int(two) > 12 else None


def _day(year: str, month: str, day: str) -> dt.date | None:
    """A day from its parts, the month in figures or by its name; None when there is no such day."""
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    try:
        return dt.date(int(year), number, int(day)) if int(year) in _YEARS else None
    except ValueError:
        return None


def _day_of_element(element: HtmlElement) -> dt.date | None:
    """The day of an element that the page marks as its publication (itemprop, pubdate, a class of that name)."""
    if _is_elsewhere(element) or _CHANGED_WORD.search(text_of_element(element, _DATE_LINE)):
        return None
    values = (element.get(name) for name in ("datetime", "content", "title"))
    return next((day for day in map(day_of, filter(None, values)) if day), None)
