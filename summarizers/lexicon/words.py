"""Small questions about words: verbs, modifiers, departments, bodies, everyday English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from summarizers.knowledge import tables
from summarizers.lexicon import idf as termweights


@dataclass(frozen=True, slots=True)
class Verb:
    """A form of a reporting verb."""

    #: Whether it reports speech even where no comma stands beside it.
    strong: bool
    #: Class: say, write, ask, read, call, believe, urge, present, gesture.
    kind: str
    #: Whether it is the base form, which may be a noun too ("a report").
    base: bool = False


@dataclass(frozen=True, slots=True)
class Modifier:
    """A word before a title that changes it."""

    #: "former", "acting", "designate", "deceased", or None for no change of standing.
    status: str | None
    #: Whether it is part of the office ("deputy").
    keep: bool
    #: Whether the word often means something else and needs a title right after it.
    weak: bool = False


def word_class(*names: str) -> frozenset[str]:
    """The words of one or more classes of ``knowledge/en/classes``; raises KeyError for an unknown name."""
    classes = tables.classes()
    return classes[names[0]] if len(names) == 1 else frozenset().union(*(classes[name] for name in names))


def pattern(name: str, flags: int = 0) -> re.Pattern[str]:
    """A regular expression of ``knowledge/en/patterns.tsv``, compiled."""
    return re.compile(tables.patterns()[name], flags)


@cache
def _modifiers() -> dict[str, Modifier]:
    standing = {"former": "former", "deceased": "deceased", "acting": "acting", "designate": "designate"}
    found: dict[str, Modifier] = {}
    for word, position, effect, weak in tables.rows("modifiers"):
        if position not in {"before", "prefix"} or " " in word or word == "under":
            continue
        made = Modifier(standing.get(effect), effect in {"deputy", "shadow"}, weak == "1")
        found[word.rstrip("-")] = made
        if position == "prefix":
            found[word.rstrip("-") + "-"] = made
    for word in ("then", "then-"):
        found[word] = Modifier("former", False, False)
    return found


def modifier(word: str) -> Modifier | None:
    """What a lower-case word before a title does to it, or None."""
    return _modifiers().get(word)


@cache
def _department_words() -> frozenset[str]:
    listed = {word for row in tables.rows("departments") for word in row[0].split()}
    return (frozenset(listed) | word_class("department")) - word_class("department_joint")


def is_department(word: str) -> bool:
    """Whether a lower-case word can belong to the name of a department or a post."""
    return word in _department_words()


def is_party(word: str) -> bool:
    """Whether a lower-case word is a party or camp, which stands before titles without being part of them."""
    return word in word_class("party")


@cache
def never_names() -> frozenset[str]:
    """Lower-case words that never begin, end or join a name: bodies, days, function words."""
    departments = _department_words() - surname_words() - {"justice", "science"}
    return (
        organisation_words()
        | word_class("never_name")
        | departments
        | frozenset(w for w in termweights.STOP_WORDS if "'" not in w)
    )


@cache
def organisation_words() -> frozenset[str]:
    """Lower-case words that make a capitalised run a body, a document, a place or an event."""
    return (word_class("body") | frozenset(row[0] for row in tables.rows("organisation_words"))) - surname_words()


def surname_words() -> frozenset[str]:
    """Words of bodies and titles that are common surnames too: part of a name only after a given name."""
    return word_class("surname")


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(tables.words("common_words"))


def is_ordinary(word: str) -> bool:
    """Whether a lower-case word is everyday English, so that its capital may come from its place."""
    return word in _ordinary()


@cache
def speech_verbs() -> dict[str, Verb]:
    """Every form of the reporting verbs."""
    found: dict[str, Verb] = {}
    for row in tables.rows("speech_verbs"):
        for column, cell in enumerate(row[:5]):
            for form in cell.split("|"):
                if form:
                    base = column == 0 and form not in row[2:4]
                    found.setdefault(form, Verb(row[5] == "strong", row[6], base))
    return found


def person_verbs() -> frozenset[str]:
    """Past and present forms of what only people do."""
    return word_class("person_verb")


@cache
def time_words() -> frozenset[str]:
    """Words of time that may stand between a subject and its verb."""
    return word_class("time") | word_class("month")


@cache
def abbreviations() -> dict[str, str]:
    """Abbreviations, lower case without their last full stop, with their class."""
    return {row[0]: row[1] for row in tables.rows("abbreviations")}
