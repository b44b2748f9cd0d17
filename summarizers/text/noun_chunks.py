"""Noun phrases by the words around them: where one starts and ends, its noun, its determiner, what describes it behind the noun.

No part-of-speech tagger is used: a phrase ends at a word that can hardly be part of one.
"""

from __future__ import annotations

from collections.abc import Sequence

from summarizers import lexicon
from summarizers.caching import by_word
from summarizers.lexicon import word_class
from summarizers.text.document import Document
from summarizers.text.walk import Walk

ARTICLES = frozenset({"the", "a", "an"})
#: Words that open a noun phrase.
DETERMINERS = word_class("determiner")
SUBJECT_PRONOUNS = word_class("subject_pronoun")
POSSESSIVE_PRONOUNS = word_class("possessive_pronoun")
#: Pronouns of the third person, with gender and number: "m", "f", "p" (plural) or "n" (neuter).
PRONOUNS = {
    word: kind
    for kind, name in (("m", "masculine"), ("f", "feminine"), ("p", "plural"), ("n", "neuter"))
    for word in word_class(f"{name}_pronoun")
}
PREPOSITIONS = word_class("preposition")
#: Words that open another clause.
SUBORDINATORS = word_class("clause")
JOINTS = PREPOSITIONS | SUBORDINATORS

_CANNOT_BELONG = JOINTS | DETERMINERS | PRONOUNS.keys() | word_class("phrase_adverb")
_AUXILIARIES = word_class("auxiliary")
_VERBS = word_class("verb") | _AUXILIARIES
#: Words in -ed that are no verbs, and forms of reporting verbs that are nouns far more often.
_NO_VERBS = word_class("no_verb")
_NOUN_FORMS = word_class("noun_form")
_PLURALS = word_class("irregular_plural")
_NUMBERS = {word: n for n in (2, 3, 4) for word in word_class(f"number_{n}")}
_PERSON_NOUNS = word_class("person_noun")
_TIME_NOUNS = word_class("time_noun")
#: Prepositions that describe the noun before them; those that do so where a name follows; those a long description may be cut before.
_TAILS = word_class("describing_preposition")
_PLACING = word_class("placing_preposition")
_CUTS = word_class("cutting_preposition")
_CONJUNCTIONS = word_class("cutting_conjunction")
_MARKS = frozenset(",.!?—–-;")
#: Words behind a noun that begin to say which one is meant; those that say so with a name or a figure alone.
_DESCRIBING = word_class("describing")
_LOCATING = word_class("locating_preposition")
#: Most tokens of a noun phrase without its determiner.
LIMIT = 7
#: Tokens of the "of …" phrases behind a noun that are followed: with more no description is short enough.
_TAIL_REACH = 60
#: Most tokens before a noun that are read as part of its phrase, and in which its determiner is looked for.
_BEFORE, _DETERMINER_REACH = 6, 5


def phrase_end(doc: Document, first: int, stop: int, limit: int = LIMIT) -> int:
    """One past the last token of the noun phrase whose first word is token ``first`` (the determiner left out)."""
    k = first
    while k < stop and k - first < limit and not ends_phrase(doc, k, first):
        k += 1
    return k


def ends_phrase(doc: Document, k: int, first: int) -> bool:
    """Whether token ``k`` cannot belong to the noun phrase whose first word after the determiner is token ``first``."""
    word = doc.low[k]
    if not word[0].isalnum():
        return not _is_joining_mark(doc, k, first)
    if k > first and doc.tokens[k][0].isupper():
        return False
    if word in _CANNOT_BELONG:
        return True
    if k == first:
        return not word.endswith(("ed", "ing")) and is_verb(word)
    return word.endswith("ly") or is_verb(word) or _governs(doc, k)


def _is_joining_mark(doc: Document, k: int, first: int) -> bool:
    """Whether a mark belongs to a phrase: the hyphen of "the 48-year-old", a quote's mark at its start."""
    word = doc.low[k]
    if word == "-" and k > first and doc.ends[k - 1] == doc.begins[k] and k + 1 < len(doc.low):
        return doc.begins[k + 1] == doc.ends[k]
    return k == first and word in {"“", '"', "‘"}


def _governs(doc: Document, k: int) -> bool:
    """Whether a word in -ing has an object: "a video containing a …"."""
    return doc.low[k].endswith("ing") and k + 1 < len(doc.low) and doc.low[k + 1] in DETERMINERS


def phrase_start(doc: Document, head: int, floor: int) -> int:
    """First token, not before ``floor``, of the noun phrase that ends in ``head``, its determiner left out."""
    first = head
    while first - 1 >= floor and head - first < _BEFORE:
        before = doc.low[first - 1]
        if before.endswith(("ed", "ing")) and not _modifies(doc, first - 1, floor):
            break
        if ends_phrase(doc, first - 1, first - 1) and not (
            before == "," and any(x in {"a", "an"} for x in doc.low[max(floor, first - 3) : first - 1])
        ):  # but "a rare, 475-pound leatherback sea turtle"
            break
        first -= 1
    while first < head and doc.low[first] == ",":
        first += 1
    return first


def words_before(doc: Document, head: int, floor: int) -> int:
    """First of the tokens, not before ``floor``, in front of ``head`` none of which can end a noun phrase."""
    first = head
    while first > floor and not ends_phrase(doc, first - 1, first - 1):
        first -= 1
    return first


def determiner_of(doc: Document, head: int) -> str:
    """The determiner, or whatever stands in its place, of the noun at token ``head``, lower case; "" at a sentence's start."""
    low = doc.first_token[doc.sentence_of[head]]
    k = head - 1
    while k >= low and head - k <= _DETERMINER_REACH and not ends_phrase(doc, k, k) and doc.low[k] not in DETERMINERS:
        k -= 1
    return doc.low[k] if k >= low else ""


def _modifies(doc: Document, k: int, floor: int) -> bool:
    """Whether a word in -ed or -ing stands before its noun: "the kidnapped men", not "images showed men"."""
    before = doc.low[k - 1] if k > floor else ""
    if doc.low[k] in _PERSON_NOUNS or before in DETERMINERS:
        return True
    return before.endswith("ly") or before in {",", "'s"}


# -- what describes a noun behind it ----------------------------------------------------------------------------------


def is_described(doc: Document, end: int, stop: int) -> bool:
    """Whether what follows a phrase, from token ``end`` on, says which one is meant: "of …", "that …", "who …"."""
    if end >= stop or doc.low[end] not in _DESCRIBING:
        return False
    near = range(end + 1, min(stop, end + 6))
    if doc.low[end] in _LOCATING and not any(doc.tokens[j][0].isupper() or doc.tokens[j][0].isdigit() for j in near):
        return False
    return any(len(x) > 3 and x not in PRONOUNS for x in doc.low[end + 1 : end + 7])


def tail_end(doc: Document, k: int, stop: int, quoted: Sequence[bool]) -> int:
    """One past the last token of the "of …", "for …", "in London" phrases that begin at token ``k`` behind a noun.

    ``quoted`` says for each token whether it stands in a quote: no phrase is followed into one or out of one.
    """
    end = k
    walk = Walk(k, min(stop, k + _TAIL_REACH))
    for k in walk:
        after = _one_tail(doc, k, stop, quoted)
        if after is None:
            break
        end = after
        walk.to(after)
    return end


def _one_tail(doc: Document, k: int, stop: int, quoted: Sequence[bool]) -> int | None:
    """One past the last token of the describing phrase at token ``k``; None where none begins."""
    if doc.low[k] not in _TAILS:
        return None
    at = k + 2 if k + 1 < stop and doc.low[k + 1] in ARTICLES else k + 1
    after = phrase_end(doc, at, stop, LIMIT + 1)
    if after == at or quoted[k] != quoted[after - 1]:
        return None
    words = range(at, after)
    if any(_is_time(doc.low[j]) for j in words):
        return None
    if doc.low[k] in _PLACING and not any(doc.tokens[j][0].isupper() for j in words):
        return None
    if after + 1 < stop and doc.low[after] == "and" and _are_names(doc, after - 1, after + 1):
        return phrase_end(doc, after + 1, stop)  # "of Arts and Sciences"
    return after


def _is_time(word: str) -> bool:
    return word in lexicon.time_words() or word in _TIME_NOUNS or word[0].isdigit()


def _are_names(doc: Document, *tokens: int) -> bool:
    return all(doc.tokens[j][0].isupper() for j in tokens)


def clause_end(doc: Document, begin: int, end: int, stop: int, most: int) -> int:
    """One past the last token of a clause that describes a noun: "photos that show …", "a man walking …".

    The phrase begins at token ``begin`` and ends before token ``end``; it and the clause have ``most`` tokens at most.
    Where no clause follows, or it has no end, the answer is ``end``.
    """
    if end >= stop or not _opens_clause(doc, end):
        return end
    k, best = end + 1, end
    while k < stop and k - begin < most:
        if doc.tokens[k] in _MARKS or k + 1 == stop:
            best = k
            break
        if k > end + 2 and (doc.low[k] in _CUTS or doc.low[k] in _CONJUNCTIONS):
            best = k
            if doc.low[k] in _CONJUNCTIONS:
                break
        k += 1
    while best > end and (doc.low[best - 1] in PREPOSITIONS or doc.low[best - 1] in _AUXILIARIES):
        best -= 1
    return best if best > end + 2 and not is_verb(doc.low[best - 1]) else end


def _opens_clause(doc: Document, k: int) -> bool:
    word = doc.low[k]
    if word in {"that", "who", "which"} or word.endswith("ing"):
        return True
    return word.endswith("ed") and doc.low[k + 1 : k + 2] == ["by"]


# -- words ------------------------------------------------------------------------------------------------------------


@by_word
def is_verb(word: str) -> bool:
    """Whether a lower-case word ends a subject: an auxiliary, a reporting verb, or a form that is hardly a noun."""
    if word in _VERBS or word in lexicon.person_verbs():
        return True
    verb = lexicon.speech_verbs().get(word)
    if verb is not None:
        return not verb.base and word not in _NOUN_FORMS
    return len(word) > 4 and word.endswith("ed") and "-" not in word and word not in _NO_VERBS


def number_of(word: str) -> int:
    """How many a lower-case number word means; 0 where it says nothing."""
    return _NUMBERS.get(word, 0)


def stem(word: str) -> str:
    """Singular of a regular plural."""
    return lexicon.singular(word) if len(word) > 3 else word


def plural(word: str) -> bool:
    """Whether a lower-case noun looks plural."""
    return word in _PLURALS or (len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")))
