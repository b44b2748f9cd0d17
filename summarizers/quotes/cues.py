"""The cues of one document: reporting verbs, nouns of speech and "according to", outside quotes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from summarizers import lexicon
from summarizers.lexicon import Verb, word_class
from summarizers.quotes.mentions import PREPOSITIONS, Cue
from summarizers.quotes.noun_phrases import (
    BEFORE_VERB,
    CLAUSE_BREAKS,
    DETERMINERS,
    PRONOUNS,
    NounPhrases,
    is_person_noun,
)
from summarizers.text.document import Document

_SPEECH_NOUNS = word_class("speech_noun")
_PLURAL_NOUNS = word_class("plural_noun")
_GERUND_NOUNS = word_class("gerund_noun")
_PLURAL_DETERMINERS = word_class("plural_determiner")
#: Words behind which a weak verb form is a noun: "the call", "a claim".
_NOUN_MARKERS = word_class("leading_article", "leading_possessor") | {"no"}
#: Words behind which a base form is one.
_NOUN_OPENINGS = word_class("noun_opening")
_PASSIVE_AUXILIARIES = word_class("passive_auxiliary")
_VERB_ADVERBS = word_class("verb_adverb")
_RECALLING = word_class("recalling_verb")
_NO_HOLDER = PREPOSITIONS | DETERMINERS | CLAUSE_BREAKS
_NO_NOUN_PHRASE = PREPOSITIONS | CLAUSE_BREAKS | PRONOUNS
_PLURAL_BREAKS = PREPOSITIONS | CLAUSE_BREAKS | BEFORE_VERB
#: Marks that end a quote before its reporting clause.
_QUOTE_ENDS = frozenset(",!?—–")
#: How far back, in tokens, the words around a form tell what it is.
_REACH = 5
#: How far, in tokens, adverbs may part a verb from its form of "to be".
_ADVERBS = 8
#: Shortest past tense taken for an unlisted verb, in letters.
_UNLISTED_LETTERS = 5


def find(phrases: NounPhrases) -> Iterator[Cue]:
    """Every cue in text order, without subjects but for nouns of speech; their holders may become mentions."""
    verbs, words = lexicon.speech_verbs(), _cue_words()
    low = phrases.doc.low
    here = {word for word in set(low) if word in words or word.endswith("ed")}
    for k, word in enumerate(low):
        if word in here and not phrases.quoted[k]:
            cue = _cue(phrases, k, word, verbs.get(word))
            if cue is not None:
                yield cue


@cache
def _cue_words() -> frozenset[str]:
    """Every word that can be a cue, but for past tenses outside the list of reporting verbs."""
    return _SPEECH_NOUNS | lexicon.speech_verbs().keys() | {"according"}


def _cue(phrases: NounPhrases, k: int, word: str, verb: Verb | None) -> Cue | None:
    """The cue that a token outside quotes is, or None."""
    if word in _SPEECH_NOUNS and (verb is None or _in_noun_phrase(phrases, k)):
        holder = _holder(phrases, k)
        if holder >= 0:
            return Cue(k, False, False, "noun", holder, _is_passive(phrases.doc, k))
    if verb is not None:
        noun = _is_noun(phrases, k, word, verb)
        return None if noun else Cue(k, verb.strong, word.endswith("ing"), verb.kind, -1, _is_passive(phrases.doc, k))
    if _is_unlisted_verb(phrases, k):
        return Cue(k, False, False, "unlisted", -1, _is_passive(phrases.doc, k))
    low = phrases.doc.low
    if word == "according" and k + 1 < len(low) and low[k + 1] == "to":
        return Cue(k, True, False, "say", -1, _is_passive(phrases.doc, k))
    return None


def _is_noun(phrases: NounPhrases, k: int, word: str, verb: Verb) -> bool:
    """Whether a form of a reporting verb is a noun or a name where it stands."""
    doc = phrases.doc
    if k and doc.low[k - 1] in _NOUN_MARKERS and not verb.strong:
        return True  # "the call", "a claim"
    if (verb.base or word in _GERUND_NOUNS) and _in_noun_phrase(phrases, k):
        return True  # "according to a radio report", "at a press briefing"
    if word in _PLURAL_NOUNS and _is_plural_noun(phrases, k):
        return True
    return doc.tokens[k][0].isupper() and k != doc.first_token[doc.sentence_of[k]]


def _holder(phrases: NounPhrases, k: int) -> int:
    """Whose words a noun of speech names: "Holm’s pledge", "a warning from Holm"; a mention index or -1."""
    doc = phrases.doc
    sentence = doc.sentence_of[k]
    floor, stop = doc.first_token[sentence], doc.first_token[sentence + 1]
    j = k - 1
    while j >= floor and k - j < _REACH and not phrases.quoted[j]:
        if doc.low[j] == "'s" or (doc.tokens[j] in {"’", "'"} and j and doc.begins[j] == doc.ends[j - 1]):
            return phrases.ending_with(j - 1)
        if not doc.tokens[j][0].isalpha() or doc.low[j] in _NO_HOLDER:
            break
        j -= 1
    if k + 2 < stop and doc.low[k + 1] in {"from", "by"}:
        return phrases.phrase_after(k + 2)
    return -1


def _is_unlisted_verb(phrases: NounPhrases, k: int) -> bool:
    """A past tense outside the list of reporting verbs, where one is due: ",” Holm retaliated", "Holm resisted: “"."""
    doc = phrases.doc
    word = doc.tokens[k]
    if not (word.endswith("ed") and word.islower() and word.isalpha() and len(word) >= _UNLISTED_LETTERS):
        return False
    number = phrases.by_token.get(k - 1, -1) if k else -1
    if number < 0 or phrases.mentions[number].kind not in {"name", "pronoun"}:
        return False
    before, after = phrases.mentions[number].first - 1, k + 1
    while before >= 0 and k - before < _REACH and doc.tokens[before].islower() and not phrases.quoted[before]:
        before -= 1  # ",” an angry Holm retorted"
    if before >= 0 and phrases.quoted[before] and doc.tokens[before - 1] in _QUOTE_ENDS:
        return after >= len(doc.low) or doc.low[after] != "by"
    return after + 1 < len(doc.tokens) and doc.tokens[after] == ":" and phrases.quoted[after + 1]


def _is_plural_noun(phrases: NounPhrases, k: int) -> bool:
    """Whether a form in -s ends a phrase of small words without a subject: "his emphasis on justice issues"."""
    doc = phrases.doc
    floor = doc.first_token[doc.sentence_of[k]]
    for j in range(k - 1, max(floor, k - _REACH) - 1, -1):
        token, word = doc.tokens[j], doc.low[j]
        if word in DETERMINERS or word in PRONOUNS:
            return word in _PLURAL_DETERMINERS
        if token[0].isupper() or phrases.quoted[j]:
            return False
        if not token[0].isalpha() or word in _PLURAL_BREAKS:
            return True
    return False


def _in_noun_phrase(phrases: NounPhrases, k: int) -> bool:
    """Whether a base form ends a phrase opened by a singular determiner, and so is a noun."""
    doc = phrases.doc
    floor = doc.first_token[doc.sentence_of[k]]
    if k > floor and _acts(phrases, k, floor):
        return False
    for j in range(k - 1, max(floor, k - _REACH) - 1, -1):
        word = doc.low[j]
        if word in _NOUN_OPENINGS:
            return True
        if word == "to" or not doc.tokens[j][0].isalnum() or word in _NO_NOUN_PHRASE:
            return False
    return False


def _names_agent(doc: Document, k: int) -> bool:
    """Whether "by" and a phrase for somebody stand at token ``k``: "the tariffs announced by President Holm"."""
    if k + 1 >= len(doc.tokens) or doc.low[k] != "by":
        return False
    return doc.tokens[k + 1][0].isupper() or doc.low[k + 1] in DETERMINERS


def _acts(phrases: NounPhrases, k: int, floor: int) -> bool:
    """Whether people stand right before a base form and do it: "Holm's critics call", "heard a guard shout"."""
    low = phrases.doc.low
    if not is_person_noun(low[k - 1]):
        return False
    return low[k - 1].endswith("s") or not _RECALLING.isdisjoint(low[max(floor, k - _REACH) : k - 1])


def _is_passive(doc: Document, k: int) -> bool:
    """Whether a form of "to be" makes the verb at token ``k`` passive: "was asked", "been told"."""
    low = doc.low
    if low[k].endswith("ing"):
        return False
    if low[k].endswith("ed") and _names_agent(doc, k + 1):
        return True
    floor = doc.first_token[doc.sentence_of[k]]
    j = k - 1
    while j >= floor and k - j < _ADVERBS and (low[j].endswith("ly") or low[j] in _VERB_ADVERBS):
        j -= 1
    return j >= floor and low[j] in _PASSIVE_AUXILIARIES
