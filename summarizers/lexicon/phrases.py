"""The phrase table: titles, countries, places, bodies and months, as documents are tagged with them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import cache
from typing import Any

from summarizers.knowledge import built, tables
from summarizers.lexicon.names import given_name
from summarizers.lexicon.words import abbreviations, word_class
from summarizers.values import value_class

#: "R-Texas", "D-N.C.", "R., Ohio": party and state of a US legislator.
PARTY_STATE = re.compile(r"(?:R|D|I)[-–‑](?:[A-Z][a-z]+\.?(?: [A-Z][a-z]+)?|(?:[A-Z]\.? ?){2})|(?:R|D|I)\., [A-Z]")
#: Titles that are words of their own in small letters: "HE Sheikh X" and "he".
_CAPITALS_ONLY = frozenset({"h.e."})
#: What is joined to a title by a hyphen.
_PREFIXES = tuple(sorted(word_class("title_prefix")))
#: Longest abbreviation written with a small letter inside, in code points.
_SHORT = 5
#: Roles that are public only with a state or an international body behind them.
ARMED = "armed_group"
#: Parties whose name does not say so, and kinds of organisations that report.
_PARTIES = frozenset({"GOP", "G.O.P.", "DNC", "RNC"})
#: Initials that are a word of their own in small letters.
_SPELT_WORDS = frozenset({"PACE"})
_MEDIA = frozenset({"newspaper", "agency", "broadcaster"})


@value_class
class Entry:
    """What a phrase of the table means."""

    #: "title", "country", "demonym", "capital", "place", "organisation" or "month".
    kind: str
    #: Normal form.
    name: str
    #: Country it stands for or lies in.
    country: str | None = None
    #: Role class of a title.
    role: str = ""
    #: Normalised office of a title.
    office: str | None = None
    #: Whether the title is a public office.
    public: bool = False
    #: Ordering weight of a title, 0 to 100.
    rank: int = 0
    #: Whether the phrase is plural.
    plural: bool = False
    #: Gender the phrase tells.
    gender: str | None = None
    #: Whether an "of", "for" or "to" tail is part of the office.
    composes: bool = False
    #: Singular wording of a plural title.
    singular: str | None = None
    #: Whether the body's name belongs into the office label ("White House Press Secretary").
    keep_in_office: bool = False
    #: Whether the body is a newspaper, broadcaster or agency.
    media: bool = False
    #: Whether the phrase is also a given name, a surname or an ordinary word.
    ambiguous: bool = False
    #: "any" case; "capital": first letter up; "exact": capitals as listed; "mixed": a capital inside.
    case: str = "any"

    def fits(self, tokens: list[str], start: int, stop: int) -> bool:
        """Whether the capitals of ``tokens[start:stop]`` allow this reading."""
        if self.case == "any":
            return True
        if self.case == "mixed":
            return not tokens[start].isupper() and not tokens[start][1:].islower()
        if self.case == "exact":
            return all(t.isupper() or not t[0].isalpha() for t in tokens[start:stop])
        first = tokens[start][:1]
        return first.isupper() or first.isdigit()


def _words(phrase: str) -> tuple[str, ...]:
    """A phrase as lower-case tokens, cut the way documents are."""
    parts = phrase.lower().split()
    if all(map(str.isalpha, parts)):  # most phrases, and nothing below has anything to cut
        return tuple(parts)
    out: list[str] = []
    for word in phrase.lower().replace("’", "'").split():
        if word.endswith("'s") and len(word) > 2:
            out += [word[:-2], "'s"]
            continue
        out.append(word.replace(".", "") if len(word) > 1 and word.endswith(".") else word)
    flat: list[str] = []
    for word in out:
        for prefix in _PREFIXES:
            if word.startswith(prefix) and len(word) > len(prefix):
                flat += [prefix, word[len(prefix) :]]
                break
        else:
            if word.endswith(","):
                flat += [word[:-1], ","]
            elif word.endswith("-elect") or word.endswith("-designate"):
                head, _, tail = word.rpartition("-")
                flat += [head, "-" + tail]
            else:
                flat.append(word)
    return tuple(flat)


#: Phrases that begin with one word, with what each means.
Options = list[tuple[tuple[str, ...], Entry]]


@cache
def phrases() -> dict[str, Options]:
    """Every phrase by its first word, longest first; titles before places of the same length."""
    entries, numbered = built.kept("phrases", _plain_phrases)
    made = [Entry(*entry) for entry in entries]
    return {first: [(words, made[n]) for words, n in options] for first, options in numbered.items()}


def _plain_phrases() -> tuple[list[tuple[Any, ...]], dict[str, list[tuple[tuple[str, ...], int]]]]:
    """The phrases as plain values: the fields of every entry, and the table with entries by number."""
    number: dict[int, int] = {}
    entries: list[tuple[Any, ...]] = []
    numbered: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    names = [field.name for field in fields(Entry)]
    for first, options in _table().items():
        for words, entry in options:
            if id(entry) not in number:
                number[id(entry)] = len(entries)
                entries.append(tuple(getattr(entry, name) for name in names))
            numbered.setdefault(first, []).append((words, number[id(entry)]))
    return entries, numbered


def _table() -> dict[str, Options]:
    table: dict[str, Options] = defaultdict(list)
    seen: dict[tuple[tuple[str, ...], str], int] = {}

    def add(phrase: str, entry: Entry) -> None:
        words = _words(phrase)
        if not words or (words, entry.kind) in seen:
            return
        seen[words, entry.kind] = 1
        table[words[0]].append((words, entry))

    for phrase, entry in _title_entries():
        add(phrase, entry)
        if "-" in phrase:
            add(phrase.replace("-", " "), entry)
    for phrase, entry in _place_entries():
        add(phrase, entry)
    order = {"organisation": 0, "title": 1, "country": 2, "demonym": 3, "capital": 4, "place": 5, "month": 6}
    for options in table.values():
        options.sort(key=lambda o: (-len(o[0]), order[o[1].kind]))
    return dict(table)


@cache
def phrases_by_two() -> dict[str, dict[str, Options]]:
    """The same by first and second word; those of one word alone stand under "" and among those of every second word."""
    found: dict[str, dict[str, Options]] = {}
    for word, options in phrases().items():
        alone = [option for option in options if len(option[0]) == 1]
        branches: dict[str, Options] = {"": alone}
        for option in options:  # the longest first, so that those of one word come last
            if len(option[0]) > 1:
                branches.setdefault(option[0][1], []).append(option)
        found[word] = {second: [*branch, *alone] if second else alone for second, branch in branches.items()}
    return found


@cache
def _heads() -> dict[str, list[str]]:
    """Words that may head a composed title, with plural, role, public, rank, gender."""
    return {row[0]: row[1:] for row in tables.rows("title_heads")}


def _title_entries() -> Iterator[tuple[str, Entry]]:
    heads = _heads()
    seen = set()
    for phrase, office, role, public, _, rank, plural, country, gender in tables.rows("titles"):
        words = phrase.split()
        if len(words) > 1 and words[0] in word_class("standing"):
            continue
        head = next((words[k - 1] for k, w in enumerate(words) if k and w in {"of", "for", "to"}), words[-1]).rstrip(
            "."
        )
        composes = head in heads or head in {"director-general", "secretary-general", "under-secretary"}
        seen.add(phrase)
        if words[0] in word_class("movement"):
            public = "0"
        if role in {"academic", "analyst"} and words[0] in word_class("body_initials"):
            role, public, rank = "international", "1", "55"
        made = Entry(
            "title",
            office or phrase,
            country or None,
            role,
            office or None,
            public == "1",
            int(rank or 0),
            False,
            gender or None,
            composes,
            case="exact" if phrase in _CAPITALS_ONLY else "any",
        )
        yield phrase, made
        if plural and plural != phrase:
            yield plural, replace(made, plural=True, singular=phrase)
    for word, (plural, role, public, rank, gender) in heads.items():
        if word in seen:
            continue
        made = Entry(
            "title", word, None, role, word.capitalize(), public == "1", int(rank or 0), False, gender or None, True
        )
        yield word, made
        if plural:
            yield plural, replace(made, plural=True, singular=word)


@cache
def _title_words() -> frozenset[str]:
    return built.kept("title_words", _listed_title_words)


def _listed_title_words() -> frozenset[str]:
    found = set()
    for phrase, _ in _title_entries():
        words = phrase.replace(".", "").split()
        found.add(words[-1])
        found.update(words[k - 1] for k, w in enumerate(words) if k and w in {"of", "for", "to"})
    return frozenset(found)


def title_word(word: str) -> str | None:
    """The word when it can head a person's title or a speaking noun phrase, else None."""
    plain = word.replace(".", "")
    return plain if plain in _title_words() or plain in word_class("speaking_noun") else None


@cache
def title_abbreviations() -> frozenset[str]:
    """Title abbreviations written with a full stop, capitalised, without it: "Sen", "Gen"."""
    return frozenset(word.capitalize() for word, kind in abbreviations().items() if kind == "title" and "." not in word)


def _forms(cell: str) -> Iterator[tuple[str, bool]]:
    """(form, ambiguous) of a |-separated cell."""
    for form in cell.split("|"):
        if form:
            yield form.rstrip("?"), form.endswith("?")


def _case(form: str) -> str:
    letters = [c for c in form if c.isalpha()]
    if len(form) <= _SHORT and form.isalpha() and not form.isupper() and not form[1:].islower():
        return "mixed"  # "LeT" is no "Let"
    return "exact" if letters and all(c.isupper() for c in letters) else "capital"


def _place_entries() -> Iterator[tuple[str, Entry]]:
    """(form, entry) of countries, bodies, places and months."""
    for row in tables.rows("countries"):
        yield from _country_entries(*row[1:])
    for row in tables.rows("organisations"):
        yield from _body_entries(*row)
    for row in tables.rows("places"):
        yield from _town_entries(*row)
    for month in sorted(word_class("month")):
        yield month, Entry("month", month, case="capital", ambiguous=month in word_class("given_month"))


def _country_entries(
    name: str, aliases: str, adjectives: str, people: str, capitals: str, metonyms: str, institutions: str
) -> Iterator[tuple[str, Entry]]:
    """A country: its names, adjectives and people, its capitals, and what speaks for it."""
    borne = word_class("country_name")
    for form, doubt in [(name, False), *_forms(aliases)]:
        if not doubt or form in borne:
            yield form, Entry("country", name, name, case=_case(form), ambiguous=form in borne)
    for form, doubt in _forms(adjectives):  # an adjective that two states share is of none
        if not doubt or " " not in form:
            yield form, Entry("demonym", form if doubt else name, None if doubt else name, case=_case(form))
    for form in _certain(people):
        yield form, Entry("demonym", name, name, case="capital")
    for form, doubt in _forms(capitals):
        country = None if doubt and form != "Washington" else name
        ambiguous = doubt or given_name(form) is not None
        yield form, Entry("capital", form, country, case="capital", ambiguous=ambiguous)
    yield from _metonym_entries(metonyms, name)
    for form, doubt in _forms(institutions):
        if not doubt or " " in form:
            country = None if doubt else name
            yield form, Entry("organisation", form, country, _institution(form), case=_case(form), keep_in_office=True)


def _metonym_entries(metonyms: str, country: str) -> Iterator[tuple[str, Entry]]:
    """Houses and offices that stand for a government; an ambiguous one ("Foreign Office") is one's, but not whose."""
    for form, doubt in _forms(metonyms):
        owner, role = (None, "government") if doubt else (country, "")
        yield form, Entry("organisation", form, owner, role, case=_case(form), keep_in_office=True)
        if not form.startswith("The "):
            yield "the " + form, Entry("organisation", form, owner, role, case="any", keep_in_office=True)


def _institution(form: str) -> str:
    """The kind of a country's institution: a movement, a party, or the government's."""
    if form.lower().split()[0] in word_class("movement"):
        return ARMED
    return "party" if form.endswith("Party") or form in _PARTIES else "government"


def _body_entries(name: str, kind: str, country: str, aliases: str, adjective: str) -> Iterator[tuple[str, Entry]]:
    """An organisation: international, a company, a newspaper …"""
    role = ARMED if kind == "armed_group" else kind
    for form, doubt in [(name, False), *_forms(aliases), *_forms(adjective)]:
        if not doubt and len(form) > 1:
            case = "any" if form.lower().replace(" ", "_") in word_class("lower_case_body") else _case(form)
            if kind == "international" and len(form) > 3 and form.isupper() and form not in _SPELT_WORDS:
                case = "capital"  # "Nato", "Unasur", as British pages write them
            media, kept = kind in _MEDIA, kind == "government" or not country
            yield form, Entry("organisation", name, country or None, role, case=case, media=media, keep_in_office=kept)


def _town_entries(name: str, kind: str, country: str, aliases: str, demonyms: str) -> Iterator[tuple[str, Entry]]:
    """A town, region or sea, and its people."""
    for form, doubt in [(name, name.endswith("?")), *_forms(aliases)]:
        plain = form.rstrip("?")
        if not doubt or len(plain) > 3:
            case = _case(plain) if len(plain) <= 4 else "capital"
            ambiguous = doubt or given_name(plain) is not None
            yield plain, Entry("place", plain, country or None, kind, case=case, ambiguous=ambiguous)
    for form in _certain(demonyms):
        yield form, Entry("demonym", name.rstrip("?"), country or None, case="capital")


def _certain(cell: str) -> Iterator[str]:
    """The forms of a |-separated cell that are not ambiguous."""
    return (form for form, doubt in _forms(cell) if not doubt)


@cache
def _shared_adjectives() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in tables.rows("countries"):
        for form, doubt in _forms(row[3]):
            if doubt:
                found.setdefault(form.lower(), set()).add(row[1])
    return {form: frozenset(states) for form, states in found.items()}


def sharing_adjective(adjective: str) -> frozenset[str]:
    """The states that a lower-case adjective may mean, where it is that of several: "congolese"; empty for any other word."""
    return _shared_adjectives().get(adjective, frozenset())


def is_country(phrase: str) -> bool:
    """Whether a lower-case phrase is a country's name or adjective."""
    words = _words(phrase)
    return bool(words) and any(
        entry.kind in {"country", "demonym"} and known == words for known, entry in phrases().get(words[0], [])
    )


def is_place(phrase: str) -> bool:
    """Whether a lower-case phrase is a capital's, a town's, a region's or a country's name."""
    words = _words(phrase)
    return bool(words) and any(
        entry.kind in {"country", "capital", "place"} and known == words for known, entry in phrases().get(words[0], [])
    )
