"""Where an article names states: by their names, adjectives, capitals, places and bodies, and not where a word means something else.

A language is no state ("said in English"), nor is the name of a person ("Grace Rosario") or of a house ("the Pentagon Café"),
and a newspaper speaks for none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from summarizers import lexicon
from summarizers.lexicon import idf
from summarizers.people.entities import People
from summarizers.text.document import Document, Tag
from summarizers.text.noun_chunks import SUBORDINATORS
from summarizers.values import value_class

#: Kinds of gazetteer entries that name a state.
KINDS = frozenset({"country", "demonym", "capital", "place", "organisation"})
#: Nouns behind a state's name or adjective that make it the state's own: "the Danish parliament".
_OWN_NOUNS = lexicon.word_class("government_noun")
#: Nouns that do so behind a possessive alone: "Chile's public defender's office".
_BODIES = lexicon.word_class("headed_body")
#: Prepositions behind which a state is a place or a goal, and not whose office it is.
_TOWARD = lexicon.word_class("toward_state")
#: Adjectives that are languages, words before a language, and nouns of what is written or said in one.
_LANGUAGES, _BEFORE = lexicon.word_class("language"), lexicon.word_class("before_language")
_OF_LANGUAGE = lexicon.word_class("language_noun")
#: Words behind a language after "in": anything else is a noun, and the adjective a state's ("in French waters").
_BEHIND = lexicon.word_class("behind_language")
#: Nouns of treaties, which bear the name of the city they were made in: "the Rome Statute", "the Paris climate agreement".
_TREATIES, _TREATY_REACH = lexicon.word_class("treaty_noun"), 3
#: Words before the subject of a clause.
_CLAUSE_OPENING = SUBORDINATORS | {"and", "but", "or"}
#: Most words of a state's noun phrase up to the noun of its government; verbs, which end it.
_OWN_REACH, _VERBS = 5, lexicon.word_class("verb") | lexicon.word_class("auxiliary")
#: Kinds of bodies that speak for no state.
_PRIVATE = frozenset({"company", "university", "think_tank"})
#: What joins two languages.
_JOINTS = lexicon.word_class("language_joint")
#: Names that a state shares with a part of another one: the other one, and titles that only the part has.
SHARED = {"Georgia": "United States"}
_PART_TITLES = lexicon.word_class("part_title")


@value_class
class StateMention:
    """One place where a state is named."""

    #: The state, by short English name.
    state: str
    #: Kind of the gazetteer entry.
    kind: str
    #: First and last token.
    first: int
    last: int
    #: Whether it is the state's own government, or its name or adjective before one.
    own: bool
    #: Whether it stands behind a preposition of place or direction.
    toward: bool


def state_mentions(doc: Document, people: People) -> Iterator[StateMention]:
    """Every place where a state is named, in text order."""
    names = {k for mention, _ in people.mentions for k in range(mention.first, mention.last + 1)}
    parts = _parts(doc)
    languages: set[int] = set()
    for k, tag in enumerate(doc.tags):
        if tag is None or tag.first != k or not _names_state(tag) or not names.isdisjoint(range(k, tag.last + 1)):
            continue
        if _is_language(doc, tag, languages):
            languages.add(k)
        elif not _is_house(doc, tag) and not _is_surname(doc, tag) and not _is_treaty(doc, tag):
            yield _mention(doc, tag, parts)


def _names_state(tag: Tag) -> bool:
    entry = tag.entry
    return entry.country is not None and entry.kind in KINDS and not entry.media and entry.role not in _PRIVATE


def _mention(doc: Document, tag: Tag, parts: Collection[str]) -> StateMention:
    state = tag.entry.country or ""
    if state in parts or (state in SHARED and _before_part_title(doc, tag)):
        state = SHARED[state]
    before = doc.low[tag.first - 1] if tag.first else ""
    if before == "the" and tag.first > 1:
        before = doc.low[tag.first - 2]
    return StateMention(state, tag.entry.kind, tag.first, tag.last, _is_own(doc, tag), before in _TOWARD)


def _is_own(doc: Document, tag: Tag) -> bool:
    """Whether a tag is a state's government, parliament or army, or the state's name or adjective before one.

    "Chile's new left-wing government", "the Danish parliament", "Chile's public defender's office"; a state that speaks is its
    government too: "Oslo said".
    """
    if tag.entry.kind == "organisation":
        return tag.entry.role in {"", "government"}
    owner = doc.low[tag.last + 1 : tag.last + 2] == ["'s"]
    nouns = _OWN_NOUNS | _BODIES if owner else _OWN_NOUNS
    return _speaks(doc, tag) or any(doc.low[k] in nouns for k in _noun_phrase(doc, tag))


def _speaks(doc: Document, tag: Tag) -> bool:
    """Whether a state is the subject of a verb of speech right behind its name."""
    k = tag.last + 1
    if tag.entry.kind not in {"country", "capital"} or k >= len(doc.low):
        return False
    verb = lexicon.speech_verbs().get(doc.low[k])
    before = doc.tokens[tag.first - 1] if tag.first else ""
    return verb is not None and verb.strong and (not before[:1].isalpha() or doc.low[tag.first - 1] in _CLAUSE_OPENING)


def _noun_phrase(doc: Document, tag: Tag) -> Iterator[int]:
    """The tokens of a noun phrase that a state's name or adjective opens, up to its end."""
    first = tag.last + 1
    owner = doc.low[first : first + 1] == ["'s"]
    reach = _OWN_REACH if owner else 2
    for k in range(first + owner, min(len(doc.low), first + owner + reach)):
        word = doc.low[k]
        if doc.low[k] == "'s" and k > first:
            continue
        if not word.replace("-", "").isalpha() or word in idf.STOP_WORDS or (k > first + owner and word in _VERBS):
            return
        yield k


# --- what is no state ------------------------------------------------------------------------------------------------


def _is_language(doc: Document, tag: Tag, languages: Collection[int]) -> bool:
    """Whether an adjective is a language: "in English", "speaks French and Spanish", "the Swedish version"."""
    k = tag.first
    if tag.entry.kind not in {"demonym", "organisation"} or tag.last != k or doc.low[k] not in _LANGUAGES:
        return False
    after = doc.low[k + 1] if k + 1 < len(doc.low) else ""
    if after in _OF_LANGUAGE:
        return True
    if after.isalpha() and after not in _BEHIND:
        return False
    before = doc.low[k - 1] if k else ""
    if before not in _JOINTS:
        return before in _BEFORE
    first = k - 2 if k > 1 and doc.low[k - 2] != "," else k - 3
    return first in languages or (first > 0 and doc.tags[first] is None and doc.low[first] in _LANGUAGES)


def _is_house(doc: Document, tag: Tag) -> bool:
    """Whether a body's name goes on as the name of a house: "the Pentagon Café"."""
    k = tag.last + 1
    if tag.entry.kind != "organisation" or k >= len(doc.tokens) or doc.tags[k] is not None:
        return False
    return doc.tokens[k][0].isupper() and doc.low[k] in lexicon.word_class("house_noun")


def _is_treaty(doc: Document, tag: Tag) -> bool:
    """Whether a city's name is that of a treaty made there: "the Rome Statute", "the Paris climate agreement"."""
    if tag.entry.kind not in {"capital", "place"}:
        return False
    after = range(tag.last + 1, min(len(doc.low), tag.last + 1 + _TREATY_REACH))
    for k in after:
        if doc.low[k] in _TREATIES:
            return True
        if not doc.low[k].isalpha() or doc.low[k] in idf.STOP_WORDS or doc.low[k] in _VERBS:
            return False
    return False


def _is_surname(doc: Document, tag: Tag) -> bool:
    """Whether a given name stands right before a place's name: "Grace Rosario"."""
    k = tag.first - 1
    if tag.entry.kind not in {"place", "capital"} or k < 0 or doc.tags[k] is not None or not doc.tokens[k][0].isupper():
        return False
    given = lexicon.given_name(doc.tokens[k])
    return given is not None and not given.weak


# --- one name for a state and a part of another ----------------------------------------------------------------------


def _parts(doc: Document) -> frozenset[str]:
    """Names that mean a part of another state throughout: places of the other one are named, and none of the state."""
    found = set()
    for name, other in SHARED.items():
        tags = [tag for k, tag in enumerate(doc.tags) if tag is not None and tag.first == k and tag.entry.country]
        if any(
            tag.entry.country == name and tag.entry.kind != "country" and doc.low[tag.first] != "georgian"
            for tag in tags
        ):
            continue
        if any(tag.entry.country == other and tag.entry.kind == "place" for tag in tags):
            found.add(name)
    return frozenset(found)


def _before_part_title(doc: Document, tag: Tag) -> bool:
    """Whether a title that only a part of a state has stands right behind: "Georgia Gov."."""
    after = doc.low[tag.last + 1 : tag.last + 3]
    return any(word.rstrip(".") in _PART_TITLES for word in after[:2])


def part_of(doc: Document, people: People, state: str) -> str:
    """The state of an office whose words name ``state``, where the name is that of a part of another one here."""
    if state not in SHARED:
        return state
    meant = [m.state for m in state_mentions(doc, people) if doc.low[m.first] == state.lower()]
    return meant[0] if meant and len(set(meant)) == 1 else state
