"""What bears a title and is nobody: things named after somebody, and titles that are everyday words before a noun.

"King Hussein Bridge", "Prince Sultan Air Base", "the carrier Admiral Gorshkov"; "General Data Protection Regulation", "Gen Z".
"""

from __future__ import annotations

import re

from summarizers import lexicon
from summarizers.directory import index
from summarizers.lexicon.words import pattern
from summarizers.people.candidates import Run, joined
from summarizers.people.title_parser import ParsedTitle
from summarizers.text.document import Document
from summarizers.text.noun_chunks import is_verb

#: Titles of one word that is an everyday adjective or noun too; nouns of ships; what "Gen" numbers.
_EVERYDAY, _VESSELS = lexicon.word_class("everyday_title"), lexicon.word_class("vessel_noun")
_GENERATIONS = lexicon.word_class("generation")
#: Endings of nouns that are hardly anybody's surname.
_NOUN_ENDING = pattern("noun_ending", re.IGNORECASE)
#: Roles whose names things bear most; only of those may a word that is a surname too be the thing's.
_NAMESAKES = frozenset({"royal", "military"})
#: Tokens behind a name in which the noun of a thing may stand; letters of an abbreviation.
_REACH, _ABBREVIATION = 3, 4


def names_thing(doc: Document, run: Run, title: ParsedTitle, carrying: tuple[int, ...]) -> bool:
    """Whether a run behind a title, with it, names a thing: a bridge, a base, a ship, a law."""
    return (
        _thing_within(doc, title, carrying)
        or _thing_behind(doc, run.last, doc.first_token[run.sentence + 1])
        or _vessel_before(doc, title)
        or _word_behind_word(doc, title, carrying)
    )


def is_generation(doc: Document, run: Run, title: ParsedTitle) -> bool:
    """Whether "Gen" numbers a generation, also one that speaks: "Gen Z", "Gen Z-led", "Gen Z Mada said"."""
    return doc.low[run.first].partition("-")[0] in _GENERATIONS and doc.tokens[title.last] == "Gen"


def _thing_within(doc: Document, title: ParsedTitle, carrying: tuple[int, ...]) -> bool:
    """Whether the last of several words is a thing: "King Hussein Bridge", "King Arthur Flour"."""
    if len(carrying) < 2 or title.role not in _NAMESAKES:
        return False
    word = doc.low[carrying[-1]]
    if title.role == "royal":
        return word in lexicon.organisation_words() or word in lexicon.surname_words() or lexicon.is_ordinary(word)
    return word in lexicon.organisation_words()


def _thing_behind(doc: Document, last: int, high: int) -> bool:
    """Whether capitals go on behind the run up to the noun of a thing: "Prince Sultan Air Base"."""
    bodies = lexicon.organisation_words()
    for k in range(last + 1, min(high, last + 1 + _REACH)):
        word = doc.tokens[k]
        if not word.istitle() or not joined(doc, k - 1, k) or is_verb(doc.low[k]):
            return False
        if doc.low[k] in bodies:
            return k > last + 1
    return False


def _vessel_before(doc: Document, title: ParsedTitle) -> bool:
    """Whether a ship bears the name: "the carrier Admiral Gorshkov"."""
    return title.role in _NAMESAKES and title.first > 0 and doc.low[title.first - 1] in _VESSELS


def _word_behind_word(doc: Document, title: ParsedTitle, carrying: tuple[int, ...]) -> bool:
    """Whether a title that is an everyday word stands before nouns: "Private Equity", "Gen Z", "Head Start"."""
    word = doc.tokens[title.first]
    if title.first != title.last or word.lower() not in _EVERYDAY or not word[0].isupper() or not carrying:
        return False
    return all(_no_name(doc, k) for k in carrying)


def _no_name(doc: Document, k: int) -> bool:
    word = doc.tokens[k]
    if lexicon.given_name(word) is not None:
        return False
    if word.isupper():
        return len(word) <= _ABBREVIATION
    noun = lexicon.is_ordinary(doc.low[k]) or _NOUN_ENDING.search(word) is not None
    return noun and doc.low[k] not in lexicon.surname_words() and not index.directory().find_surname(word)
