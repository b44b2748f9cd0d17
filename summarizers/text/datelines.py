"""Datelines: the place, day and agency, or the author, that open a report, off its first sentence and kept as data."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from summarizers import lexicon
from summarizers.knowledge import tables
from summarizers.model import ParagraphKind

#: Longest dateline with what follows it, in code points.
WINDOW = 160
#: Blocks from the first in which a dateline may be a place alone, without a dash: only openings of reports have those.
_OPENING_BLOCKS = 3

UPPER = "".join(chr(c) for c in (*range(0x530), *range(0x1E00, 0x2000)) if chr(c).isupper())
_AGENCY = (
    r"\((?:[A-Z][\w.&’' -]{1,30}/)?(?:Reuters|REUTERS|AP|AFP|UPI|CNN|JTA|IPS|ANI|PTI|IANS|dpa|DPA|TASS|Xinhua|XINHUA|"
    r"Bloomberg|BBC|RFE/RL|VOA|Kyodo|Yonhap|Interfax|EFE|ANSA|AA|MEE|WAFA|KUNA|SPA|Thomson Reuters Foundation|"
    r"[A-Z][\w.]*(?: [A-Z][\w.]*){0,2} (?:News|Business|Post|Times|Herald|Agency|Service))\)"
)
#: One or two words in brackets behind a place in capitals: an agency no list knows. More spell an abbreviation out.
_UNKNOWN_AGENCY = rf"\([{UPPER}][\w.&’'/-]{{1,20}}(?: [{UPPER}][\w.&’'/-]{{1,20}})?\)"
_CAPS = rf"[{UPPER}]{{2}}[{UPPER}.’'-]*|[{UPPER}]\.(?:[{UPPER}]\.)*"
_PLACE = rf"(?:[{UPPER}][’'])?[{UPPER}]{{2}}[{UPPER}.’'-]*(?:(?: |/|, ?| and )(?:{_CAPS})){{0,3}}"
_REGION = rf"(?:, [{UPPER}][\w.’'-]*(?: (?:[{UPPER}][\w.’'-]*|of|and|the|\d{{1,2}})){{0,3}}){{0,2}}"
_DAY = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.? \d{1,2}"
_DASH = r"(?:\s*(?:—|–|―|--)\s*|\s+-\s+|-\s+)"
#: After an agency the dash may be missing: "(CNN)The president ...".
_AFTER_AGENCY = rf"(?:{_DASH}|\s*(?=[{UPPER}“\"‘]))"
_DATELINE = re.compile(
    rf"(?:{_PLACE}{_REGION}(?:\s{_AGENCY})?{_DASH}"
    rf"|(?=[{UPPER}][{UPPER}’' ]{{2}}[{UPPER}’']){_PLACE}{_REGION}\s{_UNKNOWN_AGENCY}{_DASH}(?=[“\"‘]?[{UPPER}])"
    rf"|(?:(?:[{UPPER}][\w.’'/-]*(?: [{UPPER}][\w.’'/-]*){{0,3}}{_REGION}|{_PLACE}{_REGION}|{_DAY})\s)?"
    rf"{_AGENCY}{_AFTER_AGENCY}"
    rf"|(?:{_PLACE}{_REGION})?\s?{_AGENCY}\s*:\s)"
)
#: Capital words before a colon that are no place.
_NO_PLACE = re.compile(
    r"(?:QUESTION|ANSWER|FILE|STATEMENT|ANALYSIS|OPINION|EXCLUSIVE|BREAKING|UPDATED?|CORRECTION|NOTE)\b"
)
_COLON_OPENING = re.compile(rf"(?:{_PLACE}): (?=[{UPPER}“\"‘])")

_MONTH = tables.patterns()["month"]
_FULL_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?),?(?: \d{{4}})?"
_NAMED_PLACE = rf"[{UPPER}][\w.’'/-]*(?: (?:[{UPPER}][\w.’'/-]*|de|la|el|al)){{0,3}}"
#: "LONDON, 12 November 2026 — ", "GENEVA (12 November 2026) – ", "Doha, October 10 (QNA) - ".
_DATED = re.compile(rf"{_NAMED_PLACE}{_REGION}(?:, ?| ?\()(?P<day>{_FULL_DAY})\)?(?: \([\w/ .]{{2,30}}\))?{_DASH}")
#: "DAKAR A vehicle …": a place in capitals, and its country, before the first word of a sentence.
_BARE = re.compile(
    rf"(?P<place>(?:{_CAPS})(?:[ /](?:{_CAPS})){{0,3}}?)(?:, (?P<region>[{UPPER}][\w.’'-]+(?: [{UPPER}][\w.’'-]+)??))? "
    rf"(?=[“\"‘]?[{UPPER}](?:[a-z]|[ ’'])|U\.S\. |U\.N\. )"
)
#: The place from which reports on it come, and words that make it the name of a body.
_UN, _UN_BODIES = "UNITED NATIONS", lexicon.word_class("un_body")
#: "By Ana Reyes: The ministers …", "By Ana Reyes and Karl Stern — The …".
_BYLINE = re.compile(
    rf"By {_NAMED_PLACE}(?:(?:, and |, | and ){_NAMED_PLACE}){{0,2}}(?:, [\w ]{{2,30}})?(?::\s+|{_DASH}|\s+\|\s+)(?=[“\"‘]?[{UPPER}])"
)
#: "SECURING MORE TRADE: The ministry …": a heading in capitals that runs into its paragraph, by its first word no speaker.
_RUN_IN = re.compile(rf"[{UPPER}]{{2,20}}ING(?: [{UPPER}\d][{UPPER}\d’'&,-]*){{1,12}}: ?(?=[“\"‘]?[{UPPER}])")
#: What agencies put before the caption of an old picture.
_CAPTION = "FILE"
#: Words that open a sentence with a day, and no dateline.
_NO_PLACES = lexicon.word_class("preposition", "time", "month")
_DAY_PARTS = re.compile(r"(?P<number>\d{1,2})(?!\d)|(?P<year>\d{4})|(?P<month>[A-Z][a-z]{2})")
_MONTHS = {name: n for n, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), start=1)}


@dataclass(frozen=True, slots=True)
class Dateline:
    """What opens a block before its first sentence."""

    #: Code points it takes, 0 for none.
    length: int = 0
    #: The day it gives, where it gives the year as well.
    day: dt.date | None = None


def find(blocks: Sequence[tuple[ParagraphKind, str]]) -> list[Dateline]:
    """The dateline of each block."""
    found = [Dateline()] * len(blocks)
    openers = [i for i, (_, text) in enumerate(blocks) if _COLON_OPENING.match(text[:WINDOW])]
    for i, (kind, text) in enumerate(blocks):
        if kind == "heading":
            continue
        head = text[:WINDOW]
        dated = _dated(head)
        match = (
            dated
            or _DATELINE.match(head)
            or _RUN_IN.match(head)
            or (_BYLINE.match(head) if i < _OPENING_BLOCKS else None)
            or (_bare(head) if i < _OPENING_BLOCKS and len(blocks) > 1 else None)
        )
        if match is None and openers == [i] and i < _OPENING_BLOCKS and len(blocks) > 1:
            # One "ISLAMABAD: ..." opens a story; several are the speakers of a transcript.
            match = None if _NO_PLACE.match(head) else _COLON_OPENING.match(head)
        if match and match.end() < len(text) and not head.startswith(_CAPTION):
            found[i] = Dateline(match.end(), _day(dated["day"]) if dated else None)
    return found


def _dated(head: str) -> re.Match[str] | None:
    """A place and a day before a dash; None for "On Friday, 12 May – …", which opens a sentence."""
    match = _DATED.match(head)
    first = head.split(" ", 1)[0].rstrip(",").lower()
    return None if first in _NO_PLACES else match


def _bare(head: str) -> re.Match[str] | None:
    """A known place in capitals that no dash follows; None for bodies and headings in capitals."""
    match = _BARE.match(head)
    if match is None:
        return None
    region = match["region"]
    if region is not None:
        return match if lexicon.is_place(region.lower()) else None
    if match["place"] == _UN and lexicon.title_word(head[match.end() :].split(" ")[0].lower()) is None:
        follows = re.split(r"[ ’'-]", head[match.end() :], maxsplit=1)[0].lower()
        return match if follows not in _UN_BODIES else None
    return match if all(place in _cities() for place in match["place"].split("/")) else None


@lru_cache(maxsize=1)
def _cities() -> frozenset[str]:
    """Names of capitals and other cities of some length, in capitals."""
    capitals = (form for row in tables.rows("countries") for form in row[5].split("|"))
    others = (row[0] for row in tables.rows("places") if row[1] == "city")
    names = (name.rstrip("?").upper() for name in (*capitals, *others))
    return frozenset(name for name in names if len(name) > 3)


def _day(text: str) -> dt.date | None:
    """The day of "12 November 2026" or "Nov. 12, 2026"; None without a year, or where there is no such day."""
    found = {m.lastgroup: m.group() for m in _DAY_PARTS.finditer(text)}
    if not {"number", "year", "month"} <= found.keys():
        return None
    try:
        return dt.date(int(found["year"]), _MONTHS[found["month"]], int(found["number"]))
    except (KeyError, ValueError):
        return None
