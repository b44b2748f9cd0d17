"""Whether an "it" means nothing: "It is clear that", "It took years to", "It was Smith who"."""

from __future__ import annotations

from summarizers.lexicon import time_words, word_class
from summarizers.text.document import Document

_AUXILIARIES = word_class("auxiliary")
_BETWEEN = _AUXILIARIES | word_class("it_between")
_BEING = word_class("being")
#: Words between "it is" and what it is.
_DEGREES = word_class("degree")
#: Verbs whose "it" means nothing: those that take "like", those that take "to".
_VERBS = word_class("expletive_verb")
_SEEMING = word_class("seeming_verb")
_WITH_TO = word_class("expletive_with_to")
#: Words behind "it is" that make "it" mean nothing: those that need no "that", and those that do.
_REPORTED = word_class("expletive_reported")
_ADJECTIVES = word_class("expletive")
#: Words by which "it is clear" says what is clear.
_TIES = word_class("expletive_tie")
_TIME_NOUNS = word_class("time_noun")
_TURNS = word_class("time_rank")
#: What stands behind "it is" and before "that" without being what is said of a clause; "it is high time".
_NOT_SAID = word_class("determiner", "preposition", "subject_pronoun")
_DUE = (["high", "time"], ["about", "time"])
_UNTIL = frozenset({"since", "before", "until"})


def means_nothing(doc: Document, k: int, stop: int) -> bool:
    """Whether the "it" at token ``k`` of a sentence that is over at token ``stop`` has no meaning."""
    j = k + 1
    while j < stop and doc.low[j] in _BETWEEN:
        j += 1
    if j >= stop:
        return False
    being = any(x in _BEING for x in doc.low[k + 1 : j])
    if doc.low[j] in _VERBS and not being:
        return _verb_means_nothing(doc, j)
    if doc.low[j : j + 3] == ["used", "to", "be"]:
        j, being = j + 3, True
    return being and _is_said_of_nothing(doc, j, stop)


def _verb_means_nothing(doc: Document, j: int) -> bool:
    """ "It looks like", "when it comes to", "It took years to", "It seems"."""
    verb, rest = doc.low[j], doc.low[j + 1 : j + 14]
    if verb in _SEEMING:
        return rest[:1] == ["like"] or rest[:2] in (["as", "if"], ["as", "though"])
    if verb in {"comes", "came"}:
        return "to" in rest[:1]
    return "to" in rest if verb in _WITH_TO else True


def _is_said_of_nothing(doc: Document, j: int, stop: int) -> bool:
    """ "It is (still) … clear that", "… March 11", "… Smith who", "… believed"."""
    while j < stop and (doc.low[j].endswith("ly") or doc.low[j] in _DEGREES):
        j += 1
    if j >= stop:
        return False
    word = doc.low[j]
    if (
        _is_date(doc, j, stop)
        or _is_cleft(doc, j, stop)
        or (word.endswith("ed") and doc.low[j + 1 : j + 2] == ["that"])
    ):
        return True
    if doc.low[j + 1 : j + 2] == ["that"] and doc.tokens[j].islower() and word not in _NOT_SAID:
        return True  # "it is not surprising that"
    if doc.low[j : j + 2] in _DUE:
        return True
    return word in _ADJECTIVES and (word in _REPORTED or any(x in _TIES for x in doc.low[j + 1 : j + 6]))


def _is_date(doc: Document, j: int, stop: int) -> bool:
    """ "It was March 11", "It has been years since", "It will be months before", "It is the first time the bank"."""
    near = doc.low[j : min(stop, j + 8)]
    if near[:1] == ["the"] and near[2:3] == ["time"] and near[1] in _TURNS:
        return j + 3 < stop and near[3:4] != ["."]
    if doc.kind(j) == "month" or near[0] in time_words():
        return True
    at = next((i for i, x in enumerate(near) if x in _TIME_NOUNS), None)
    return at is not None and any(x in _UNTIL for x in near[at + 1 :])


def _is_cleft(doc: Document, j: int, stop: int) -> bool:
    """ "It was Smith who said": the clause says what "it" is."""
    end = next((i for i in range(j, min(stop, j + 7)) if doc.low[i] == "who"), None)
    return end is not None and "," not in doc.low[j:end]
