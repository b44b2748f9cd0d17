"""Names: spellings that meet, given names with gender, family names that stand first."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from summarizers.caching import by_word
from summarizers.knowledge import built, tables
from summarizers.lexicon.words import word_class


@dataclass(frozen=True, slots=True)
class GivenName:
    """A given name of the list."""

    #: "m", "f", or None when both or unknown.
    gender: str | None
    #: Whether it is also a word or a place, and so weak evidence.
    weak: bool


#: All that may be known of a given name.
_KINDS = tuple(GivenName(gender, weak) for gender in ("m", "f", None) for weak in (False, True))
_LETTERS = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "`": "'",
        "ʻ": "'",
        "ı": "i",
        "ł": "l",
        "Ł": "L",
        "ø": "o",
        "Ø": "O",
        "đ": "d",
        "Đ": "D",
        "ß": "ss",
        "æ": "ae",
        "Æ": "Ae",
        "œ": "oe",
        "ð": "d",
        "þ": "th",
        "ə": "a",
        "Ə": "A",
    }
)
_ARTICLES = tuple(sorted(word_class("arabic_article")))
_ENDING = re.compile(r"(?:iy|yy|ii|ij|yi|i|y)$")
_DOUBLED = re.compile(r"(.)\1")


@by_word
def fold(word: str) -> str:
    """A word without accents, case, possessive, full stops and a joined Arabic article: "al-Assad’s" is "assad"."""
    if word.isascii() and word.isalnum():  # most words, and nothing below has anything to do
        return word.lower()
    plain = word.translate(_LETTERS).replace("‑", "-").replace("‐", "-")
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    plain = plain.lower().strip(".,'")
    if plain.endswith("'s"):
        plain = plain[:-2]
    if "-" in plain:
        for article in _ARTICLES:
            if plain.startswith(article) and len(plain) > len(article) + 2:
                return plain[len(article) :].replace("'", "")
    return plain.replace("'", "").replace(".", "")


def _once(doubled: re.Match[str]) -> str:
    """One of two equal letters: several times quicker than a template."""
    return doubled[1]


@by_word
def name_key(word: str) -> str:
    """A name part under which spellings meet: Zelensky, Zelenskiy and Zelenskyy; Assad and Asad; Sergei and Sergey."""
    folded = fold(word)
    if len(folded) < 4:
        return folded
    return _DOUBLED.sub(_once, _ENDING.sub("y", folded))


@cache
def _given() -> dict[str, GivenName]:
    return {name: _KINDS[kind] for name, kind in built.kept("given_names", _kinds_of_given).items()}


def _kinds_of_given() -> dict[str, int]:
    """Given names, folded, with the place of what is known of each among :data:`_KINDS`."""
    return {name: _KINDS.index(made) for name, made in _listed_given().items()}


def _listed_given() -> dict[str, GivenName]:
    found: dict[str, GivenName] = {}
    for gender, weak, names in tables.rows("given_names"):
        for name in names.split():
            made = GivenName(gender if gender in {"m", "f"} else None, weak == "1")
            known = found.get(fold(name))
            if known is None or (known.weak and not made.weak):
                found[fold(name)] = made
    return found


@by_word
def given_name(token: str) -> GivenName | None:
    """What the list says of a capitalised word as a given name, or None; double names go by their first part."""
    key = fold(token)
    found = _given().get(key)
    if found is None and "-" in key:
        found = _given().get(key.partition("-")[0])
    return found


def name_prefixes() -> frozenset[str]:
    """Lower-case parts joined to a capitalised name by a hyphen or apostrophe: al-Abadi, d'Escoto."""
    return word_class("name_prefix")


@cache
def _family_first() -> frozenset[str]:
    return frozenset(fold(name) for row in tables.rows("family_first") for name in row[1].split())


def is_family_first(token: str) -> bool:
    """Whether a word is a family name that stands first: Wang, Kim, Nguyen."""
    return fold(token) in _family_first()


@cache
def _nicknames() -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for name, variants in tables.rows("nicknames"):
        forms = {name_key(name), *(name_key(v) for v in variants.split("|"))}
        for form in forms:
            groups[form] |= forms
    return {form: frozenset(forms) for form, forms in groups.items()}


def same_given(a: str, b: str) -> bool:
    """Whether two folded given names can be one: a nickname, or one spelling of the other."""
    return b in _nicknames().get(a, ()) or (
        len(a) >= 5 and len(b) >= 5 and a[:4] == b[:4] and abs(len(a) - len(b)) <= 2
    )
