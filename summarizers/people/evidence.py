"""What speaks for a capitalised run being a person's name, and against it: the run's surroundings, and a table of evidence.

Each piece of evidence meets its weight (knowledge/models/people_weights.tsv) under its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from summarizers import lexicon
from summarizers.knowledge import tables
from summarizers.lexicon import GivenName
from summarizers.lexicon import idf as termweights
from summarizers.lexicon.words import pattern
from summarizers.linear import Feature, Linear
from summarizers.people.candidates import (
    CLOSING,
    PARTICLES,
    Run,
    closed_before,
    is_initial,
    spoken_before,
    surname_tokens,
)
from summarizers.people.namesakes import is_generation, names_thing
from summarizers.people.stated_titles import around
from summarizers.people.titles import ParsedTitle
from summarizers.text.document import Document
from summarizers.values import value_class

#: Endings of surnames in languages that have them.
_SURNAME_ENDING = pattern("surname_ending", re.IGNORECASE)
#: Nouns after a surname that make it a modifier of something else: "the Obama administration".
_MODIFIED = lexicon.word_class("modified_noun")
#: What stands in a place of that name: prisons, dams.
_SITES = lexicon.word_class("site_noun")
#: Words before somebody's name; before a place; those of them before little else.
_NAMING, _AT_PLACE, _IN_PLACE = (lexicon.word_class(name) for name in ("naming", "at_place", "in_place"))
#: Nouns of what bodies give, soon behind their reporting verb.
_STATEMENT_NOUNS = lexicon.word_class("statement_noun")
#: What only people do; words between a name and that verb; pronouns of one person.
_LIFE_VERBS, _DEED_OPENING = lexicon.word_class("life_verb"), lexicon.word_class("deed_opening")
#: Words between a name and its verb of speech; words behind a name's comma that begin an apposition.
_VERB_OPENING, _APPOSITION_OPENING = lexicon.word_class("verb_opening"), lexicon.word_class("apposition_opening")
_PRONOUNS = lexicon.word_class("personal_pronoun")
_OPENING_MARKS = frozenset({"“", '"', "‘", "'", "``"})
#: Verbs that say what somebody is; roles whose words are said of firms and teams too.
_COPULAS, _LED = frozenset({"is", "was"}), frozenset({"party", "international", "legislator"})
#: What stands behind somebody who acts or is told of, and hardly behind a thing.
_ACTING = frozenset({"speech_verb", "who", "age"})
_DASHES = frozenset({"—", "–", "―", "-"})
#: Years of an age that stands behind a name: more than, less than.
_AGES = 15, 105
#: Tokens looked at: behind ",” X," for its verb; for a statement; for a deed; for a pronoun.
_VERB_REACH, _STATEMENT_REACH, _DEED_REACH, _PRONOUN_REACH = 30, 7, 4, 25


@value_class
class Following:
    """What stands behind a run in its sentence."""

    #: What the next words are: "speech_verb", "who", "apposition", "age", "bracket", "possessive" or "".
    kind: str = ""
    #: What the noun is that follows with blanks alone between: "body_word", "modified", "body" or "".
    noun: str = ""


@value_class
class Deed:
    """What the bearer of a name is said to do."""

    #: How often "himself" or "herself" stands between the name and the verb.
    reflexive: int = 0
    #: Class of the verb: "life" (nothing but people is born), "person" or "".
    verb: str = ""
    #: Whether a pronoun of one person stands later in the sentence.
    pronoun: bool = False


@value_class
class Surroundings:
    """A run with everything around it that the evidence asks for."""

    #: The article.
    doc: Document
    #: The run.
    run: Run
    #: First token of the sentence, and one past its last.
    low: int
    high: int
    #: Titles before, nearest first, and after.
    left: tuple[ParsedTitle, ...]
    right: tuple[ParsedTitle, ...]
    #: Whether a title stands directly before the run; whether one does or an honorific stands before it.
    adjacent: bool
    titled: bool
    #: Tokens that carry the name.
    carrying: tuple[int, ...]
    #: Number of those and of initials.
    count: int
    #: Number of initials.
    initials: int
    #: The first token as a given name.
    given: GivenName | None
    #: Words that elsewhere in the article speak or carry "Mr".
    cued: frozenset[str]
    #: Lower-case word before the run in its sentence, "" at its head.
    before: str
    #: What stands behind.
    following: Following
    #: What its bearer does; looked for behind one word alone that has no title before it.
    deed: Deed
    #: How many of the carrying tokens are places, and how many are everyday words.
    places: int
    ordinary: int

    @property
    def several(self) -> bool:
        """Whether several tokens carry the name."""
        return len(self.carrying) > 1

    @property
    def alone(self) -> bool:
        """Whether the run is one word without a title before it."""
        return self.count == 1 and not self.left


def surroundings(doc: Document, run: Run, cued: frozenset[str]) -> Surroundings:
    """Everything around a run; ``cued`` are words that elsewhere in the article speak or carry "Mr"."""
    low, high = doc.first_token[run.sentence], doc.first_token[run.sentence + 1]
    left, right = map(tuple, around(doc, run.first, run.last, low, high))
    adjacent = any(t.last == run.first - 1 for t in left) or _enclosed(doc, run, left, high)
    carrying = tuple(surname_tokens(doc, run))
    initials = sum(is_initial(doc.tokens[k]) for k in range(run.first, run.last + 1))
    count = len(carrying) + initials
    return Surroundings(
        doc=doc,
        run=run,
        low=low,
        high=high,
        left=left,
        right=right,
        adjacent=adjacent,
        titled=adjacent or any(t.role == "honorific" for t in left),
        carrying=carrying,
        count=count,
        initials=initials,
        given=lexicon.given_name(doc.tokens[run.first]),
        cued=cued,
        before=doc.low[run.first - 1] if run.first > low else "",
        following=_with_apposition(doc, run.last, right, _following(doc, run.last, high, alone=count == 1)),
        deed=_deed(doc, run.last + 1, high) if count == 1 and not left else Deed(),
        places=sum(doc.kind(k) in {"place", "country", "capital"} for k in carrying),
        ordinary=sum(lexicon.is_ordinary(doc.low[k]) for k in carrying),
    )


def _enclosed(doc: Document, run: Run, left: Sequence[ParsedTitle], high: int) -> bool:
    """Whether commas enclose one word behind an office that says of what: "Indonesia’s trade minister, Suharyono, said"."""
    if run.first != run.last or not left or run.last + 1 >= high or doc.tokens[run.last + 1] != ",":
        return False
    title = left[0]
    return doc.tokens[run.first - 1] == "," and title.last == run.first - 2 and title.public and bool(title.country)


# --- behind the run --------------------------------------------------------------------------------------------------


def _following(doc: Document, last: int, high: int, *, alone: bool) -> Following:
    k = last + 1
    if k >= high:
        return Following()
    beyond = doc.low[k + 1] if k + 1 < high else ""
    noun = "" if doc.text[doc.ends[last] : doc.begins[k]].strip() else _noun(doc, k, alone=alone)
    return Following(_kind(doc.low[k], beyond), noun)


def _with_apposition(doc: Document, last: int, right: Sequence[ParsedTitle], following: Following) -> Following:
    """What stands behind a run: "X, Japan's prime minister", "X, Japanese prime minister", "X, NATO's chief" are appositions too."""
    apposed = any(t.first == last + 2 for t in right) and doc.tokens[last + 1] == ","
    owned = doc.kind(last + 2) in {"country", "demonym", "organisation"} if apposed else False
    return replace(following, kind="apposition") if owned else following


def _kind(word: str, beyond: str) -> str:
    """What two lower-case words behind a run are."""
    verbs = lexicon.speech_verbs()
    if word in verbs or (beyond in verbs and word in _VERB_OPENING):
        return "speech_verb"
    if word == "who" or (word == "," and beyond == "who"):
        return "who"
    if word == ",":
        return _apposed(beyond)
    return {"(": "bracket", "'s": "possessive"}.get(word, "")


def _apposed(word: str) -> str:
    """What a word behind a name's comma begins."""
    if word in _APPOSITION_OPENING:
        return "apposition"
    return "age" if word.isdecimal() and _AGES[0] < int(word[:3]) < _AGES[1] else ""


def _noun(doc: Document, k: int, *, alone: bool) -> str:
    """What the noun is that stands at token ``k``, right behind a run that is one word alone or not."""
    word, token = doc.low[k], doc.tokens[k]
    if word in lexicon.organisation_words() and token[0].isupper():
        return "body_word"
    if word in _MODIFIED and (alone or token.islower()):
        return "modified"
    if word in _SITES and token.islower():
        return "body_word"  # "Tal Afar prison"
    return "body" if alone and token[:1].isupper() and doc.kind(k) == "organisation" else ""


def _deed(doc: Document, k: int, high: int) -> Deed:
    """What only people do: "was born", "resigned", "served as"; and "his" or "herself" later in the sentence."""
    if k >= high:
        return Deed()
    reflexive, stop, before = 0, min(high - 1, k + _DEED_REACH), ""
    while k < stop and doc.low[k] in _DEED_OPENING:
        reflexive += doc.low[k] in {"himself", "herself"}
        before = doc.low[k]
        k += 1
    word = before if before in _LIFE_VERBS else doc.low[k]
    verb = "life" if word in _LIFE_VERBS else "person" if word in lexicon.person_verbs() else ""
    return Deed(reflexive, verb, any(low in _PRONOUNS for low in doc.low[k : min(high, k + _PRONOUN_REACH)]))


# --- quotations ------------------------------------------------------------------------------------------------------


def speaks(doc: Document, first: int, last: int, high: int) -> bool:
    """Whether a direct quote touches the run and its reporting verb: ",” said X", ",” X said", "X said, “"."""
    if spoken_before(doc, first) or _dash_after_quote(doc, first):
        return True
    after = last + 1
    if after >= high:
        return False
    due = closed_before(doc, first)
    if due and doc.tokens[after] == ",":  # ",” X, head of the institute, told …"
        return any(_strong(word) for word in doc.low[after : min(high, after + _VERB_REACH)])
    return _strong(doc.low[after]) and (due or _opens_quote(doc, after + 1, high))


def _dash_after_quote(doc: Document, first: int) -> bool:
    """“…” ― X."""
    return first > 2 and doc.tokens[first - 1] in _DASHES and doc.tokens[first - 2] in CLOSING


def _strong(word: str) -> bool:
    verb = lexicon.speech_verbs().get(word)
    return verb is not None and verb.strong


def _opens_quote(doc: Document, k: int, high: int) -> bool:
    return k + 1 < high and doc.tokens[k] in {",", ":"} and doc.tokens[k + 1] in _OPENING_MARKS


def _quoted(s: Surroundings) -> bool:
    """Whether the run speaks words in quotation marks, as people do and bodies less."""
    doc, words = s.doc, [s.doc.low[k] for k in s.carrying]
    after = s.run.last + 1
    return (
        speaks(doc, s.run.first, s.run.last, s.high)
        and not any(word in _STATEMENT_NOUNS for word in doc.low[after : min(s.high, after + _STATEMENT_REACH)])
        and not any("'" in word[-3:] for word in words)
        and not (s.given is None and any(word in termweights.STOP_WORDS for word in words))
        and not (s.count == 1 and lexicon.is_ordinary(doc.low[s.run.first]))
    )


# --- the pieces of evidence ------------------------------------------------------------------------------------------


def _given_weak(s: Surroundings) -> bool:
    """Whether the given name is also a word or a place."""
    return s.given is not None and (s.given.weak or s.doc.tags[s.run.first] is not None)


def _given_later(s: Surroundings) -> bool:
    """Whether a sure given name stands behind a first word that is none."""
    if s.given is not None or not s.several:
        return False
    later = (lexicon.given_name(s.doc.tokens[k]) for k in s.carrying[1:])
    return any(given is not None and not given.weak for given in later)


def _family_first(s: Surroundings) -> bool:
    return len(s.carrying) in {2, 3} and lexicon.is_family_first(s.doc.tokens[s.carrying[0]])


def _joined_particles(s: Surroundings) -> int:
    """How many tokens join a particle or a lower-case part: "al-Abadi", "Eui-yong"."""
    return sum(_joins_particle(s.doc.tokens[k]) is True for k in s.carrying)


def _hyphens(s: Surroundings) -> int:
    """How many of several tokens join two capitalised parts."""
    return sum(_joins_particle(s.doc.tokens[k]) is False for k in s.carrying) if s.several else 0


def _joins_particle(token: str) -> bool | None:
    """Whether the hyphen of a token joins a particle or a lower-case part; None without hyphen."""
    head, _, rest = token.partition("-")
    return (rest[0].islower() or head.lower() in lexicon.name_prefixes()) if rest else None


def _particle(s: Surroundings) -> bool:
    doc = s.doc
    return any(doc.low[k] in PARTICLES and doc.tokens[k].islower() for k in range(s.run.first, s.run.last + 1))


def _surname_ending(s: Surroundings) -> bool:
    return s.several and _SURNAME_ENDING.search(s.doc.tokens[s.carrying[-1]]) is not None


def _body_of_before(s: Surroundings) -> bool:
    """Whether "University of" or the like stands before."""
    second = s.run.first - 2
    nouns = lexicon.organisation_words() | lexicon.word_class("land_noun")
    return s.before == "of" and second >= s.low and s.doc.low[second] in nouns and s.doc.tokens[second][0].isupper()


def _opens_ordinary(s: Surroundings) -> bool:
    """Whether the run is one everyday word at the head of its sentence."""
    return s.alone and s.run.first == s.low and lexicon.is_ordinary(s.doc.low[s.run.first])


def _unknown_alone(s: Surroundings) -> bool:
    """Whether one word alone, with something behind it, is neither in the gazetteers nor everyday English."""
    first = s.run.first
    known = s.doc.tags[first] is not None or lexicon.is_ordinary(s.doc.low[first])
    return s.alone and s.run.last + 1 < s.high and not known


def _capitals(s: Surroundings) -> bool:
    """Whether every word is in capitals, and no title says that it is a name."""
    words = [s.doc.tokens[k] for k in s.carrying]
    return not s.titled and all(word.isupper() and len(word) > 1 for word in words)


def _month(s: Surroundings) -> bool:
    return bool(s.carrying) and s.doc.kind(s.carrying[0]) == "month"


def _ordinary_untitled(s: Surroundings) -> bool:
    """Whether everyday words stand in a run without title whose first word is no sure given name."""
    return bool(s.ordinary) and not s.titled and (s.given is None or s.given.weak)


def _unknown_part(s: Surroundings) -> bool:
    """Whether two or three words inside a sentence are all unknown to the lists."""
    return len(s.carrying) in {2, 3} and s.given is None and s.run.first > s.low and not s.ordinary


def _thing(s: Surroundings) -> bool:
    """Whether the run and the title before it name a thing, and nobody acts."""
    if not s.left or not s.adjacent:
        return False
    if is_generation(s.doc, s.run, s.left[0]):
        return True
    return s.following.kind not in _ACTING and names_thing(s.doc, s.run, s.left[0], s.carrying)


def _is_official(s: Surroundings) -> bool:
    """Whether several words open a sentence that says which public office they hold: "X Y is the foreign minister of Chile"."""
    if not s.several or s.run.first != s.low or not s.right or s.ordinary:
        return False
    title, doc = s.right[0], s.doc
    return title.public and title.role not in _LED and doc.low[s.run.last + 1] in _COPULAS and title.in_text


def _followed_by(kind: str) -> Callable[[Surroundings], float]:
    return lambda s: s.following.kind == kind


#: Traits of surroundings, without which much of the evidence need not be looked for.
_SEVERAL, _ONE, _LEFT, _GIVEN, _FOLLOWED, _JOINED, _PRECEDED, _PLACES, _ORDINARY = (1 << bit for bit in range(9))


def traits(s: Surroundings) -> int:
    """Which traits a run's surroundings have."""
    found = _SEVERAL if len(s.carrying) > 1 else 0
    for holds, trait in (
        (s.count == 1, _ONE),
        (s.left, _LEFT),
        (s.given is not None, _GIVEN),
        (s.following.kind, _FOLLOWED),
        (s.following.noun, _JOINED),
        (s.before, _PRECEDED),
        (s.places, _PLACES),
        (s.ordinary, _ORDINARY),
    ):
        if holds:
            found |= trait
    return found


Evidence = Feature[Surroundings]
#: Every piece of evidence, each 0 or 1 but for those that count tokens.
EVIDENCE: tuple[Evidence, ...] = (
    Evidence("title_adjacent", lambda s: s.titled),
    Evidence("title_apart", lambda s: bool(s.left) and not s.titled, _LEFT),
    Evidence("titled_thing", _thing, _LEFT),
    Evidence("is_official", _is_official, _SEVERAL),
    Evidence("title_after", lambda s: bool(s.right)),
    Evidence("given_name_weak", lambda s: s.several and s.given is not None and _given_weak(s), _SEVERAL | _GIVEN),
    Evidence("given_name", lambda s: s.several and s.given is not None and not _given_weak(s), _SEVERAL | _GIVEN),
    Evidence("given_name_later", _given_later, _SEVERAL),
    Evidence("family_first", _family_first),
    Evidence("initial", lambda s: s.initials > 0),
    Evidence("joined_particle", _joined_particles),
    Evidence("hyphen", _hyphens, _SEVERAL),
    Evidence("particle", _particle),
    Evidence("surname_ending", _surname_ending, _SEVERAL),
    Evidence("surname_cued", lambda s: s.several and s.doc.low[s.carrying[-1]] in s.cued, _SEVERAL),
    # behind it
    Evidence("then_speech_verb", _followed_by("speech_verb"), _FOLLOWED),
    Evidence("then_who", _followed_by("who"), _FOLLOWED),  # only people are "who"
    Evidence("then_apposition", _followed_by("apposition"), _FOLLOWED),
    Evidence("then_age", _followed_by("age"), _FOLLOWED),
    Evidence("then_bracket", _followed_by("bracket"), _FOLLOWED),
    Evidence("then_possessive", _followed_by("possessive"), _FOLLOWED),
    Evidence("joined_body_word", lambda s: s.following.noun == "body_word", _JOINED),
    Evidence("joined_body", lambda s: s.following.noun == "body", _JOINED),
    # before it
    Evidence("naming_before", lambda s: s.before in _NAMING, _PRECEDED),
    Evidence("article_before", lambda s: s.before == "the" and not s.left, _PRECEDED),
    Evidence("place_before", lambda s: s.count == 1 and s.before in _AT_PLACE, _ONE | _PRECEDED),
    Evidence("inside_before", lambda s: s.count == 1 and s.before in _IN_PLACE, _ONE | _PRECEDED),
    Evidence("body_of_before", _body_of_before, _PRECEDED),
    Evidence("possessor_before", lambda s: s.alone and s.before == "'s", _ONE | _PRECEDED),
    Evidence("opens_ordinary", _opens_ordinary, _ONE),
    # what its bearer does
    Evidence("reflexive", lambda s: s.deed.reflexive, _ONE),
    Evidence("life_verb", lambda s: s.deed.verb == "life", _ONE),
    Evidence("person_verb", lambda s: s.deed.verb == "person", _ONE),
    Evidence("pronoun_later", lambda s: s.deed.pronoun, _ONE),
    # the words themselves
    Evidence("unknown_alone", _unknown_alone, _ONE),
    Evidence("capitals", _capitals),
    Evidence("month", _month),
    Evidence("place_alone", lambda s: s.places > 0 and s.count == 1, _PLACES | _ONE),
    Evidence("place_part", lambda s: s.places > 0 and s.count != 1, _PLACES),
    Evidence("ordinary_whole", lambda s: _ordinary_untitled(s) and s.ordinary == len(s.carrying), _ORDINARY),
    Evidence("ordinary_part", lambda s: _ordinary_untitled(s) and s.ordinary != len(s.carrying), _ORDINARY),
    Evidence("ordinary_given", lambda s: s.ordinary > 0 and not s.titled and not _ordinary_untitled(s), _ORDINARY),
    Evidence("unknown_part", _unknown_part, _SEVERAL),
    # it speaks words in quotation marks: bodies speak too, and do it in several words
    Evidence("quoted_several", lambda s: s.count > 1 and _quoted(s)),
    Evidence("quoted_alone", lambda s: s.count <= 1 and _quoted(s)),
)


@cache
def model() -> Linear[Surroundings]:
    """The evidence with its shipped weights."""
    return Linear(EVIDENCE, tables.weights("people"))
