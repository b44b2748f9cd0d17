"""Lists: whom sanctions are for and on what basis, and who is to take which post."""

from __future__ import annotations

import re

from summarizers.details.reading import Reading
from summarizers.lexicon.words import pattern
from summarizers.model import Detail, Paragraph, Span

#: Targets named one by one in sentences, at most; longest target and longest basis, in words.
_MOST_SENTENCES, _TARGET_WORDS, _BASIS_WORDS = 6, 45, 60
_LISTED = pattern("sanctions_list", re.IGNORECASE)
#: What an entry of a list of names says of each, and a line that opens a list of those taken off.
_ENTRY, _DELISTED = pattern("list_entry"), pattern("delists", re.IGNORECASE)
_DESIGNATED = pattern("designates")
_LEGAL = pattern("legal_basis", re.IGNORECASE)
_BULLET = re.compile(r"(?:[•*–—-]|\(?[0-9ivx]{1,4}[.)]|\([a-z]\))\s+", re.IGNORECASE)
#: "Ruth Callan, of Ohio, a Career Member …, to be Ambassador …"
_TO_BE = pattern("to_be")
#: "Ruth Callan has been appointed Ambassador …", and with the verb before: "appointed Ruth Callan as …".
_APPOINTED = pattern("is_appointed")
#: What ends the words of a post: whose place it is, for how long, from when.
_POST_ENDS = pattern("post_ends")
_WITHDRAWN = pattern("withdrawals", re.IGNORECASE)


def sanctions(reading: Reading) -> list[Detail]:
    """The targets, as a list says them or else as sentences do, and the first sentence that says the legal basis."""
    targets = _listed(reading) or _designated(reading)
    taken = {detail.start for detail in targets}
    for sentence in reading.told():
        text = reading.words(sentence)
        if sentence.start not in taken and _LEGAL.search(text) and len(text.split()) <= _BASIS_WORDS:
            return [*targets, Detail("basis", sentence.start, sentence.end)]
    return targets


def _listed(reading: Reading) -> list[Detail]:
    """The lines of the lists that a line about sanctions opens."""
    found = []
    opened = False
    for paragraph in reading.doc.article.paragraphs:
        text = reading.words(paragraph)
        bullet = _BULLET.match(text)
        entry = opened and _ENTRY.search(text) is not None and text[:2].isupper()
        if entry or (opened and (paragraph.kind == "item" or bullet) and len(text.split()) <= _TARGET_WORDS):
            start = paragraph.start + (bullet.end() if bullet else 0)
            end = min(paragraph.end, paragraph.start + text.index(";")) if entry and ";" in text else paragraph.end
            if not reading.doc.text[start : start + 1].islower():  # a clause of a decree names nobody
                found.append(Detail("target", start, end, _name_at(reading, start)))
        else:
            heads = paragraph.kind == "heading" or text.endswith(":")
            opened = heads and _LISTED.search(text) is not None and not _DELISTED.search(text)
    return found


def _name_at(reading: Reading, start: int) -> Span | None:
    """The name that begins a line."""
    named = reading.references.people.between(start, start + 1)
    return Span(named[0][0].start, named[0][0].end) if named and named[0][0].start == start else None


def _designated(reading: Reading) -> list[Detail]:
    """Sentences that say who is designated or sanctioned."""
    sentences = [s for s in reading.told() if _DESIGNATED.search(reading.words(s))]
    fit = [s for s in sentences if len(reading.words(s).split()) <= _BASIS_WORDS]
    return [Detail("target", s.start, s.end) for s in fit[:_MOST_SENTENCES]]


def nominations(reading: Reading) -> list[Detail]:
    """Each name with the post it is for, or is withdrawn from."""
    found = []
    withdrawn = False
    for paragraph in reading.doc.article.paragraphs:
        detail = _post(reading, paragraph, withdrawn=withdrawn)
        if detail is not None:
            found.append(detail)
            continue
        text = reading.words(paragraph)
        if paragraph.kind == "heading" or text.endswith(":") or text.isupper():
            withdrawn = _WITHDRAWN.search(text) is not None
    return found


def _post(reading: Reading, paragraph: Paragraph, *, withdrawn: bool) -> Detail | None:
    """The name and the post of one line."""
    text, start = reading.doc.text, paragraph.start
    bullet = _BULLET.match(text, start, paragraph.end)
    start = bullet.end() if bullet else start
    match = _TO_BE.match(text, start, paragraph.end) or _APPOINTED.match(text, start, paragraph.end)
    if match is None:
        return None
    ends = _POST_ENDS.search(text, match.start("post"), paragraph.end)
    end = ends.start() if ends else paragraph.end
    if end <= match.start("post"):
        return None
    return Detail("withdrawn" if withdrawn else "nominee", match.start("post"), end, Span(*match.span("name")))
