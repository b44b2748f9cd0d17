"""Classes of words the stand-alone rules ask about, and where a noun phrase ends.

There is no part-of-speech tagger in the house: a phrase ends at a word that can hardly be part of one.
"""

from __future__ import annotations

from functools import cache

from summarizers import lexicon
from summarizers.caching import by_word
from summarizers.lexicon import word_class
from summarizers.text.document import Document

#: Words that open a noun phrase.
DETERMINERS = frozenset("the a an this that these those his her their its my our your some any no every each".split())
#: Pronouns of the third person, with gender and number.
SUBJECTS = {"he": "m", "she": "f", "they": "p", "it": "n"}
OBJECTS = {"him": "m", "them": "p"}
POSSESSIVES = {"his": "m", "her": "f", "their": "p", "its": "n"}
PRONOUNS = {**SUBJECTS, **OBJECTS, **POSSESSIVES}
_NUMBERS = {"two": 2, "three": 3, "four": 4, "both": 2, "pair": 2, "couple": 2, "duo": 2, "trio": 3}


@cache
def joints() -> frozenset[str]:
    """Prepositions and words that open a clause."""
    return word_class("preposition") | word_class("clause")


@by_word
def is_verb(word: str) -> bool:
    """Whether a lower-case word ends a subject: an auxiliary, a reporting verb, or a form that is hardly a noun."""
    if word in word_class("auxiliary") or word in word_class("verb") or word in lexicon.person_verbs():
        return True
    verb = lexicon.speech_verbs().get(word)
    if verb is not None:
        return not verb.base and word not in _NOUN_FORMS
    return len(word) > 4 and word.endswith("ed") and "-" not in word and word not in _NO_VERBS


#: Words in -ed that are no verbs.
_NO_VERBS = frozenset({"hundred", "indeed", "breed", "speed", "united", "alleged", "so-called", "armed"})
#: Forms of reporting verbs that are nouns far more often.
_NOUN_FORMS = frozenset(
    """calls charges claims comments concerns demands describes doubts estimates notes offers orders plans promises proposals protests
    questions reports requests reviews statements talks tweets votes warnings warning findings meeting reporting writing
    saying feeling setting hearing briefing ruling""".split()
)


def number_of(word: str) -> int:
    """How many a number word means; 0 where it says nothing."""
    return _NUMBERS.get(word, 0)


def ends_phrase(doc: Document, k: int, first: int) -> bool:
    """Whether token ``k`` cannot belong to the noun phrase whose first word after the determiner is token ``first``."""
    word = doc.low[k]
    if word == "-" and k > first and doc.ends[k - 1] == doc.begins[k] and k + 1 < len(doc.low):
        return doc.begins[k + 1] != doc.ends[k]  # "the 48-year-old"
    if not word[0].isalnum():
        return not (word in {"“", '"', "‘"} and k == first)
    if doc.tokens[k][0].isupper() and k > first:
        return False
    if word in joints() or word in DETERMINERS or word in PRONOUNS:
        return True
    if word in {
        "also",
        "not",
        "never",
        "already",
        "still",
        "now",
        "then",
        "later",
        "again",
        "just",
        "reportedly",
        "only",
    }:
        return True
    if k == first and (word.endswith("ed") or word.endswith("ing")):
        return False
    if word.endswith("ly") and k > first:
        return True
    if word.endswith("ing") and k > first and k + 1 < len(doc.low) and doc.low[k + 1] in DETERMINERS:
        return True  # "a video containing a …"
    return is_verb(word)


def phrase_end(doc: Document, first: int, stop: int, limit: int = 7) -> int:
    """One past the last token of the noun phrase whose first word is token ``first`` (the determiner left out)."""
    k = first
    while k < stop and k - first < limit and not ends_phrase(doc, k, first):
        k += 1
    return k


def stem(word: str) -> str:
    """Singular of a regular plural."""
    return lexicon.singular(word) if len(word) > 3 else word


def plural(word: str) -> bool:
    """Whether a lower-case noun looks plural."""
    return word in {"men", "women", "people", "children", "police"} or (
        len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    )
