"""One title phrase: modifiers, departments and jurisdiction to the left of its head, the tail to the right.

The longest match in the title lexicon gives the head. Outward from it each token has one class, and the class says how
the reading goes on.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import cast

from summarizers import lexicon
from summarizers.lexicon import Entry
from summarizers.lexicon.idf import STOP_WORDS
from summarizers.model import Status
from summarizers.text.document import Document, Tag
from summarizers.text.noun_chunks import is_verb
from summarizers.text.walk import Walk, WalkBack
from summarizers.values import value_class

#: Words that keep an office or a country apart from what stands around it.
DETERMINERS, _TAIL_DETERMINERS = lexicon.word_class("title_determiner"), lexicon.word_class("tail_determiner")
#: Prepositions of a tail; small words of an office; words that join the parts of a tail, and a place to it.
TAIL_PREPOSITIONS, SMALL = lexicon.word_class("tail_preposition"), lexicon.word_class("office_small")
_TAIL_JOINTS, _PLACE_JOINTS = lexicon.word_class("tail_joint"), lexicon.word_class("place_joint")
#: What stands behind a title whose holder is not in office yet.
DESIGNATE = lexicon.word_class("designate_tail")
#: Prefixes a hyphen parts from a title; first words of an office below another one.
_HYPHEN_PREFIXES = lexicon.word_class("hyphen_prefix")
_LOWERING = lexicon.word_class("lowering")
#: Roles: with a tail "to"; with a bare country as subject of the post ("Iran envoy"); whose tail may be any plain word;
#: public whoever employs; public where a government or an international body employs.
_TO_ROLES, _TOPIC_ROLES = lexicon.word_class("role_sent"), lexicon.word_class("role_topic")
_PLAIN_ROLES, _ALWAYS_PUBLIC = lexicon.word_class("role_plain_tail"), lexicon.word_class("role_always_public")
_EMPLOYED = lexicon.word_class("role_employed")
#: Words behind an ambassador that leave the office as it is; number of tokens of "at the time".
_FULL_POWERS = (("extraordinary", "and", "plenipotentiary"), ("extraordinary",), ("plenipotentiary",))
AT_THE_TIME = 3
#: Words of the form of a state before its name: "the Republic of".
_STATE_FORMS = lexicon.word_class("state_form")
#: Days, which end a title; determiners that tell whose cabinet an office is in.
_WEEKDAYS, _PERSONAL = lexicon.word_class("weekday"), frozenset({"her", "his", "their"})
#: Participles before a title that are verbs too: "dismissed Minister X".
_TAKING = lexicon.word_class("post_taking")
#: Words before a participle that they are no subject of.
_SHARED_PARTICIPLE = lexicon.word_class("shared_participle")
#: Words behind which "then" tells an order of events.
_ADVERBIAL = lexicon.word_class("order_then")
#: Roles of ministers.
_MINISTERS = lexicon.word_class("role_minister")
#: Last words of officers' ranks, and words of a service before one: "Air Force General".
_RANKS, _SERVICES = lexicon.word_class("officer_rank"), lexicon.word_class("rank_service")
#: Words around two years, and a year.
_TWO_YEARS = (["from", "to"], ["from", "until"], ["from", "through"], ["between", "and"])
_YEAR = re.compile(r"(?:19|20)\d\d")
#: Roles that a body's president seems to have.
_PRESIDING = frozenset({"head_of_state", "deputy"})
#: Kinds of bodies that are no state's.
_PRIVATE = lexicon.word_class("private_body")
#: Nouns of a government's bodies.
_GOVERNMENT_NOUNS = lexicon.word_class("headed_body") | lexicon.word_class("government_noun")
#: Nouns of bodies that are nobody's government.
_PRIVATE_NOUNS = lexicon.word_class("private_noun")
#: Nouns of groups that somebody speaks for and that are no state's.
_SPOKEN_FOR = lexicon.word_class("spoken_for")
#: Most words of the name of such a group; of a body in lower case; the marks inside them.
_GROUP_REACH, _BODY_REACH, _APOSTROPHES = 7, 4, frozenset({"'", "’"})
#: Prepositions behind which stands where an envoy is sent: "consul in Chicago".
_POSTINGS = lexicon.word_class("posting_preposition")
#: Nouns of a state's bodies that somebody heads, by the role of who does; words that make a body somebody else's, or end its name;
#: kinds of gazetteer entries in such a name, and its most tokens.
_OWNED_ROLES = {
    **dict.fromkeys(lexicon.word_class("owned_civil_servant"), "civil_servant"),
    **dict.fromkeys(lexicon.word_class("owned_legislator"), "legislator"),
    **dict.fromkeys(lexicon.word_class("owned_military"), "military"),
    **dict.fromkeys(lexicon.word_class("owned_judge"), "judge"),
    **dict.fromkeys(lexicon.word_class("owned_police"), "police"),
    **dict.fromkeys(lexicon.word_class("owned_central_banker"), "central_banker"),
}
_OWNED = frozenset(_OWNED_ROLES)
_NO_BODY = lexicon.word_class("no_owned_body")
_BEFORE_BODY = frozenset({"demonym", "organisation"})
_IN_BODY, _OWNED_REACH = frozenset({"", "organisation", "title"}), 6
#: Least and highest rank of who heads one, and words of those who head something.
_OWNED_RANK, _MOST_OWNED, _HEADS_BODY = 46, 74, lexicon.word_class("heads_body")
#: Kinds of gazetteer entries that say where or whose an office is.
JURISDICTIONS = frozenset({"country", "demonym", "capital", "place", "organisation"})
#: Those that may own a title, those that may join its tail, and places.
_OWNERS, _BODIES = JURISDICTIONS - {"demonym"}, JURISDICTIONS - {"capital"}
_PLACES = frozenset({"country", "capital", "place"})
#: What joins portfolios.
_PORTFOLIO_JOINTS = frozenset({"and", ",", "the"})
#: Most tokens of a title's tail, and of that of a title of several states.
_TAIL_REACH, _STATES_REACH = 9, 20
#: Most tokens of a title phrase on each side of its head: a chain of "deputy" or "of …" without end is no title.
_PHRASE_REACH = 40
#: What a deputy's office is worth less than the office.
_DEPUTY_RANK = 20
#: Most a leader is worth of whom only the name of the led is told, which is a party's as a rule.
_LEADER_RANK = 55
#: Lower-case words behind "of" in which a country is looked for before the office counts as a company's.
_COMPANY_REACH = 3
#: A word in capitals with less letters is a short form: "UN".
_SHORT = 4
#: Tokens from the bracket that opens a body's short form to the one that closes it.
_BRACKETED = 2
#: Least rank of those whom an international body or a government employs.
_BODY_RANKS = {"international": ("international", 55), "government": ("civil_servant", 40)}


@value_class
class ParsedTitle:
    """A title phrase: its tokens and what they mean."""

    #: First token, modifiers and jurisdiction included.
    first: int
    #: Last token, tail included.
    last: int
    #: First token of the office words proper.
    head_first: int
    #: Normalised office, or None for a bare honorific.
    office: str | None
    #: Role class.
    role: str
    #: Whether the role is a public office.
    public: bool
    #: Ordering weight, 0 to 100.
    rank: int
    #: Standing the words give.
    status: Status = "current"
    #: Country, by short English name.
    country: str | None = None
    #: International organisation, company or body.
    organisation: str | None = None
    #: Gender the words tell.
    gender: str | None = None
    #: Whether the title is plural ("the secretaries").
    plural: bool = False
    #: Determiner before it, "'s" behind a possessor, or None.
    determiner: str | None = None
    #: Token of a possessor: "Clinton’s" aide.
    owner: int | None = None
    #: Whether its bearer, named in full, speaks right there, in a sentence that tells of no earlier year.
    speaks: bool = False
    #: Whether its tokens are the article's; those of a title in the headline are the headline's own.
    in_text: bool = True


class TokenClass(Enum):
    """What a token is to the title phrase it stands in or beside."""

    MODIFIER = auto()
    JURISDICTION = auto()
    POSSESSOR = auto()
    DEPARTMENT = auto()
    DETERMINER = auto()
    JOINT = auto()
    PARTY = auto()
    HYPHEN = auto()
    BRACKET = auto()
    BODY = auto()
    SERIES = auto()
    NAME = auto()
    WORD = auto()
    END = auto()


@dataclass(slots=True)
class _Phrase:
    """A title phrase while it is read."""

    doc: Document
    tag: Tag
    #: First token it may have, and one past the last.
    low: int
    high: int
    #: Whether a name ends the tail.
    stop_at_names: bool
    first: int
    last: int
    head_first: int
    country: str | None
    status: Status = "current"
    organisation: str | None = None
    determiner: str | None = None
    owner: int | None = None
    #: Kind of the body met inside: international, government, armed_group, company, …, or "".
    body: str = ""
    #: Whether the tail begins with the name of a body no list knows: "director for Breaking the Wall".
    unknown: bool = False
    #: Names of countries and bodies met inside.
    seen: list[str] = field(default_factory=list)
    #: Office words before the head, in text order.
    words: list[str] = field(default_factory=list)
    #: Last token of further portfolios behind the tag's own: "Minister of State and Foreign Affairs"; -1 for none.
    portfolios: int = -1
    #: Whether the tail begins with a noun that is not read: "head of the Kenyan football federation".
    unread: bool = False
    #: Last token of a state's body in the tail: "of Kenya's election commission"; -1 for none.
    headed: int = -1
    #: The last bare country read, with its words: "Russia" of "White House Russia adviser".
    topic: tuple[str, str] | None = None

    def add(self, word: str, first: int) -> None:
        """Take a word that begins at token ``first`` to the office."""
        self.words.insert(0, word)
        self.first = self.head_first = first


def parse(doc: Document, tag: Tag, low: int, high: int, *, stop_at_names: bool = True) -> ParsedTitle:
    """Read a title phrase outward from its lexicon match, inside tokens ``low`` to ``high - 1``."""
    low, high = max(low, tag.first - _PHRASE_REACH), min(high, tag.last + 1 + _PHRASE_REACH)
    phrase = _Phrase(doc, tag, low, high, stop_at_names, tag.first, tag.last, tag.first, tag.entry.country)
    _read_left(phrase)
    tail = _read_tail(phrase)
    office, rank = _office(phrase, tail)
    public, role, rank = _employed(phrase, office, rank)
    if public and phrase.body == lexicon.ARMED:  # its ministers are not the state's
        phrase.country, phrase.organisation = None, phrase.organisation or phrase.seen[-1]
    return ParsedTitle(
        first=phrase.first,
        last=phrase.last,
        head_first=phrase.head_first,
        office=office,
        role=role,
        public=public,
        rank=rank,
        status=phrase.status,
        country=phrase.country,
        organisation=phrase.organisation,
        gender=tag.entry.gender,
        plural=tag.entry.plural,
        determiner=phrase.determiner,
        owner=phrase.owner,
    )


# --- left of the head ------------------------------------------------------------------------------------------------


def _read_left(phrase: _Phrase) -> None:
    """Modifiers, departments and jurisdiction before the head."""
    doc = phrase.doc
    walk = WalkBack(phrase.tag.first - 1, phrase.low)
    for i in walk:
        if "\n" in doc.text[doc.ends[i] : doc.begins[i + 1]]:
            break
        next_token = _LEFT[_left_class(phrase, i)](phrase, i)
        if next_token is None:
            break
        walk.to(next_token)


def _left_class(phrase: _Phrase, i: int) -> TokenClass:
    """What token ``i`` is to the phrase whose words behind it are read."""
    doc, word = phrase.doc, phrase.doc.low[i]
    here = doc.tags[i]
    if here is not None and here.entry.kind == "title" and here.first < here.last:
        return TokenClass.END  # "army chief Gen. X": a title of its own
    if word == "under" and not doc.low[i + 1].startswith("secretar"):
        return TokenClass.END  # "led the Pentagon under President X"
    if word == "then" and (i <= phrase.low or doc.low[i - 1] in _ADVERBIAL):
        return TokenClass.END  # "and then President X flew out"
    if lexicon.modifier(word) is not None:
        return TokenClass.END if word in _TAKING and _has_subject(phrase, i) else TokenClass.MODIFIER
    if (
        word in {"and", ","}
        and phrase.tag.entry.plural
        and doc.kind(i - 1) == doc.kind(i + 1) == "demonym"
        and i > phrase.low
    ):
        return TokenClass.SERIES
    if doc.kind(i) in JURISDICTIONS and not _is_portfolio_name(doc, here):
        command = doc.kind(i) == "organisation" and word not in _SERVICES and is_rank(doc, phrase.tag)
        return TokenClass.END if command else TokenClass.JURISDICTION
    if _is_possessive(phrase, i):
        return TokenClass.POSSESSOR
    honorific = phrase.tag.entry.role == "honorific"  # "the Minister of Foreign Affairs HE X"
    if is_rank(doc, phrase.tag) and word not in _SERVICES:
        honorific = True  # "Commander of the Central Command Vice Admiral X"
    if not honorific and lexicon.is_department(word) and (doc.tokens[i][0].isupper() or doc.tokens[i].islower()):
        return TokenClass.DEPARTMENT
    return TokenClass.DETERMINER if word in DETERMINERS else _small_class(phrase, i)


def is_rank(doc: Document, tag: Tag) -> bool:
    """Whether a title is an officer's rank: "Vice Admiral", and not "Army Chief"."""
    return (
        tag.entry.role == "military" and doc.low[tag.last].rstrip(".") in _RANKS and doc.tokens[tag.last][0].isupper()
    )


def _has_subject(phrase: _Phrase, i: int) -> bool:
    """Whether a word before the participle at token ``i`` makes it a verb: "he dismissed Minister X"."""
    doc = phrase.doc
    if i <= phrase.low or doc.low[i - 1] in DETERMINERS or doc.kind(i - 1) == "demonym":
        return False
    return doc.low[i - 1] not in _SHARED_PARTICIPLE and doc.tokens[i - 1][0].isalnum()


def _small_class(phrase: _Phrase, i: int) -> TokenClass:
    """The same for words that are only read over."""
    word = phrase.doc.low[i]
    before = phrase.doc.low[i - 1] if i > phrase.low else ""
    if word in {"and", "&"} and phrase.words and before and lexicon.is_department(before):
        return TokenClass.JOINT
    if word in {"of", "for"} and phrase.words and before in _OWNED and phrase.doc.tokens[i - 1][0].isupper():
        return TokenClass.BODY
    if word in {"then", "now"} or lexicon.is_party(word):
        return TokenClass.PARTY
    if word == ")" and _abbreviates(phrase, i):
        return TokenClass.BRACKET
    return TokenClass.HYPHEN if word == "-" and before in _HYPHEN_PREFIXES else TokenClass.END


def _abbreviates(phrase: _Phrase, i: int) -> bool:
    """Whether the bracket that token ``i`` closes holds the short form of a body named before it: "the Arctic Council (AC)"."""
    doc, opening = phrase.doc, i - _BRACKETED
    if opening <= phrase.low or doc.tokens[opening] != "(" or not doc.tokens[i - 1].isupper():
        return False
    return "organisation" in {doc.kind(i - 1), doc.kind(opening - 1)}


def _is_possessive(phrase: _Phrase, i: int) -> bool:
    doc = phrase.doc
    return doc.low[i] == "'s" or (doc.tokens[i] in "’'" and i > phrase.low and doc.low[i - 1].endswith("s"))


def _left_modifier(phrase: _Phrase, i: int) -> int | None:
    """ "former", "deputy"."""
    word = phrase.doc.low[i]
    modifier = lexicon.modifier(word)
    if modifier is not None and modifier.status:
        phrase.status = cast(Status, modifier.status)
    if modifier is not None and modifier.keep:
        phrase.add(word.rstrip("-"), i)
    phrase.first = i
    return i - 1


def _left_jurisdiction(phrase: _Phrase, i: int) -> int | None:
    """A country, its adjective, a place or a body."""
    doc, here = phrase.doc, phrase.doc.tags[i]
    if here is None or here.last != i or here.first < phrase.low:
        return None
    entry = here.entry
    if entry.kind == "organisation" and entry.country:
        _take_topic(phrase)
    words = doc.words(here.first, here.last)
    # "the U.S. envoy" is theirs, "the Iran envoy" goes there
    topical = entry.kind == "country" and not doc.tokens[i].isupper()
    if topical and phrase.tag.first == i + 1 and _has_topic(phrase):
        phrase.add(words, here.first)
        return here.first - 1
    if not _note_before(phrase, entry) and not phrase.tag.entry.plural:
        return None
    if topical:
        phrase.topic = (entry.name, words)
    named_for = (
        phrase.tag.entry.role == "party" and entry.kind == "country" and bool(phrase.words)
    )  # "Japan Innovation Party"
    if named_for or (entry.kind == "organisation" and entry.keep_in_office):
        phrase.add(words, here.first)
    phrase.first = here.first
    return here.first - 1


def _take_topic(phrase: _Phrase) -> None:
    """ "White House Russia adviser": before a body of a state the bare country is what the post is about."""
    if phrase.topic is not None and phrase.country == phrase.topic[0]:
        phrase.country = None
        phrase.seen.clear()
        phrase.words.insert(0, phrase.topic[1])
        phrase.topic = None


def _has_topic(phrase: _Phrase) -> bool:
    """Whether a bare country before the title is what the post is about."""
    tag = phrase.tag
    # "the Kosovo commander", not "the Kosovo army chief"
    posted = tag.entry.role == "military" and tag.first == tag.last
    return tag.entry.role in _TOPIC_ROLES or (posted and phrase.doc.tokens[tag.last].islower())


def _left_possessor(phrase: _Phrase, i: int) -> int | None:
    """The mark of a possessor: a country's or a body's is read on, another one's ends the phrase."""
    if i > phrase.low and phrase.doc.kind(i - 1) in _OWNERS:
        return i - 1
    phrase.owner = i - 1 if i > phrase.low else None
    phrase.determiner = "'s"
    return None


def _left_department(phrase: _Phrase, i: int) -> int | None:
    phrase.add(phrase.doc.low[i], i)
    return i - 1


def _left_determiner(phrase: _Phrase, i: int) -> int | None:
    phrase.determiner = phrase.doc.low[i]
    return None


def _left_joint(phrase: _Phrase, i: int) -> int | None:
    phrase.words.insert(0, "and")
    return i - 1


def _left_body(phrase: _Phrase, i: int) -> int | None:
    """The noun of a body and "of": "Department of" before "International Relations director-general"."""
    phrase.add(phrase.doc.words(i - 1, i), i - 1)
    return i - 2


def _left_party(phrase: _Phrase, i: int) -> int | None:
    phrase.first = i
    return i - 1


def _left_bracket(phrase: _Phrase, i: int) -> int | None:
    """The short form of a body in brackets: the body itself is read next, or the short form where no list knows the long one."""
    short, before = phrase.doc.tags[i - 1], i - _BRACKETED - 1
    if phrase.doc.kind(before) != "organisation" and short is not None:
        _note_body(phrase, short.entry)
    phrase.first = i - _BRACKETED
    return before


#: How each class is read before the head: the next token to read, or None at the end.
_LEFT: dict[TokenClass, Callable[[_Phrase, int], int | None]] = {
    TokenClass.MODIFIER: _left_modifier,
    TokenClass.JURISDICTION: _left_jurisdiction,
    TokenClass.POSSESSOR: _left_possessor,
    TokenClass.DEPARTMENT: _left_department,
    TokenClass.DETERMINER: _left_determiner,
    TokenClass.JOINT: _left_joint,
    TokenClass.PARTY: _left_party,
    TokenClass.HYPHEN: lambda _, i: i - 1,
    TokenClass.BODY: _left_body,
    TokenClass.SERIES: lambda _, i: i - 1,
    TokenClass.BRACKET: _left_bracket,
    TokenClass.END: lambda *_: None,
}


# --- jurisdiction ----------------------------------------------------------------------------------------------------


def _note_before(phrase: _Phrase, entry: Entry) -> bool:
    """Note the country or body before the head; False when the title already has another one."""
    if entry.kind == "organisation":
        _note_body(phrase, entry)
        return True
    country = _country(entry)
    if country is None:
        return True
    if phrase.country not in {None, country} and phrase.seen and not phrase.organisation:
        return False
    phrase.country = phrase.country or country
    phrase.seen.append(country)
    return True


def _note_after(phrase: _Phrase, entry: Entry) -> None:
    """Note the country or body of the tail."""
    if entry.kind == "organisation":
        _note_body(phrase, entry)
    elif (country := _country(entry)) is not None:
        phrase.country = country
        phrase.seen.append(country)


def _country(entry: Entry) -> str | None:
    return entry.country or (entry.name if entry.kind == "country" else None)  # "African" is of no state


def _note_body(phrase: _Phrase, entry: Entry) -> None:
    """A ministry or senate of no named country is part of the office, not an organisation of its own."""
    phrase.seen.append(entry.name)
    phrase.body = phrase.body or entry.role
    if entry.country:
        phrase.country = phrase.country or entry.country
    elif entry.role != "government":
        phrase.organisation = phrase.organisation or entry.name


# --- the tail --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Tail:
    """One preposition of a tail with what follows it, while it is read."""

    preposition: str
    #: First token behind the preposition and its determiner.
    start: int
    #: Whether a piece of the tail stands before this one.
    later: bool
    #: How many words carry content, and whether one of them is known as a department or a body.
    content: int = 0
    known: bool = False


def _read_tail(phrase: _Phrase) -> str:
    """ "of Foreign Affairs", "to the United Nations", "for Europe and Eurasia": the words, and their jurisdiction."""
    doc, i = phrase.doc, phrase.tag.last + 1
    while i < phrase.high and doc.low[i] in DESIGNATE:
        phrase.status = "designate"
        phrase.last = i
        i += 1
    for powers in _FULL_POWERS:
        if tuple(doc.low[i : i + len(powers)]) == powers and i + len(powers) <= phrase.high:
            i += len(powers)
            phrase.last = i - 1
            break
    further = _further_portfolios(doc, phrase.tag, i, phrase.high)
    if further is not None:
        phrase.portfolios = phrase.last = further
        i = further + 1
    pieces: list[str] = []
    walk = Walk(i, phrase.high)
    for i in walk:
        if not _opens_tail(phrase, doc.low[i], later=bool(pieces)):
            break
        end = _piece_end(phrase, i, later=bool(pieces))
        if end is None:
            break
        if not _states_country(phrase, i, end):
            pieces.append(_piece(phrase, i, end))
        phrase.last = end - 1
        walk.to(end)
    if at_the_time(doc, phrase.last + 1, phrase.high):
        phrase.status, phrase.last = "former", phrase.last + AT_THE_TIME
    elif phrase.status == "current" and _held_between_years(doc, phrase.last + 1):
        phrase.status = "former"
    return " ".join(pieces)


def _piece(phrase: _Phrase, opening: int, end: int) -> str:
    """The words of a piece of a tail; a body without the state it is of: "of the Election Commission"."""
    doc = phrase.doc
    if phrase.headed != end - 1:
        return doc.words(opening, end - 1)
    first = next(k for k in range(end - 1, opening, -1) if doc.low[k] == "'s" or doc.kind(k) in _BEFORE_BODY)
    owner = doc.tags[first]
    if owner is not None and (not owner.entry.country or owner.entry.kind == "organisation"):
        return doc.words(opening, end - 1)  # "of the European Affairs Bureau"
    return f"{doc.words(opening, opening)} the {doc.words(first + 1, end - 1)}"


def owned_body(doc: Document, k: int, high: int) -> int | None:
    """The last token of a state's body that goes on at token ``k``, "'s" or the word behind the state's adjective; None for none.

    "Kenya's election commission", "the Chilean navy"; not "Kenya's largest bank", which is nobody's government.
    """
    owner = doc.tags[k - 1] if k else None
    if owner is None or owner.last != k - 1 or owner.entry.kind not in JURISDICTIONS:
        return None
    if owner.entry.kind not in _BEFORE_BODY and doc.low[k] != "'s":
        return None
    first, end = k + (doc.low[k] == "'s"), None
    for j in range(first, min(high, first + _OWNED_REACH)):
        word = doc.low[j]
        if not word.replace("-", "").isalpha() or doc.kind(j) not in _IN_BODY or _ends_body(word):
            break
        end = j if word in _OWNED else None
    return end


def _ends_body(word: str) -> bool:
    """Whether a lower-case word ends the name of a body before it, or cannot be in one: a small word, a verb, a superlative."""
    return word in STOP_WORDS or word in _NO_BODY or word in lexicon.speech_verbs()


def has_further_portfolios(doc: Document, tag: Tag, high: int) -> bool:
    """Whether "and" joins further portfolios to a title, inside tokens up to ``high - 1``: "Minister of State and Sea"."""
    return _further_portfolios(doc, tag, tag.last + 1, high) is not None


def _further_portfolios(doc: Document, tag: Tag, i: int, high: int) -> int | None:
    """The last token of the portfolios that "and" joins at token ``i`` to those of a title; None for none.

    "Minister of State and Foreign Affairs" has two, "Minister of Defence and Deputy Prime Minister" two titles.
    """
    if (
        i + 1 >= high
        or tag.entry.plural  # "the ministers of trade and energy, X and Y"
        or doc.low[i] not in _PORTFOLIO_JOINTS
        or not {"of", "for"} & set(doc.low[tag.first : tag.last + 1])
    ):
        return None
    small = doc.tokens[tag.first].islower()  # "minister of mines and energy X"
    kinds = {""} if small else {"", "organisation"}  # the journal "Foreign Affairs"
    behind = range(i + 1, high)
    end = next((k for k in behind if doc.kind(k) not in kinds or not _is_portfolio(doc, k, small=small)), high)
    end = next((k + 1 for k in range(end - 1, i, -1) if doc.low[k] not in _PORTFOLIO_JOINTS), i)
    if "and" not in doc.low[i:end]:
        return None  # "the Minister of Defence, Foreign …": a list of people
    joined_title = end < high and doc.kind(end) == "title"
    return None if end <= i + 1 or joined_title else end - 1


def _is_portfolio(doc: Document, k: int, *, small: bool) -> bool:
    """Whether a token may stand in a list of portfolios: a department with a capital, or a ``small`` one, or a word that joins two."""
    written = doc.tokens[k].islower() if small else doc.tokens[k][0].isupper()
    return doc.low[k] in _PORTFOLIO_JOINTS or (written and lexicon.is_department(doc.low[k]))


def at_the_time(doc: Document, k: int, high: int) -> bool:
    """Whether the tokens from ``k`` say that something was so then: "at the time"."""
    return k + AT_THE_TIME <= high and doc.low[k : k + AT_THE_TIME] in (["at", "the", "time"], ["at", "that", "time"])


def _held_between_years(doc: Document, k: int) -> bool:
    """Whether the tokens from ``k`` tell two years between which a post was held: "from 2018 to 2021"."""
    years = doc.tokens[k + 1 : k + 4 : 2]
    spans = doc.low[k : k + 4 : 2] in _TWO_YEARS
    return spans and len(years) == len(_TWO_YEARS[0]) and all(map(_YEAR.fullmatch, years))


def _states_country(phrase: _Phrase, opening: int, end: int) -> bool:
    """Whether a piece is "of" and the country of the office, which has a field of its own."""
    doc, first = phrase.doc, opening + 1
    forms = _TAIL_DETERMINERS | _STATE_FORMS  # "of the Republic of Kenya"
    while first < end and doc.low[first] in forms and doc.kind(first) not in _PLACES:
        first += 1
    here = doc.tags[first] if first < end else None
    if here is None or here.last != end - 1 or here.entry.kind != "country" or doc.low[opening] != "of":
        return False
    return here.entry.name == phrase.country and phrase.tag.entry.role != "envoy"


def _opens_tail(phrase: _Phrase, preposition: str, *, later: bool) -> bool:
    """Whether a word opens a piece of the tail, the first or a later one."""
    role = phrase.tag.entry.role
    if preposition == "to":
        return role in _TO_ROLES
    if preposition == "representing":
        return role == "legislator"
    return preposition in TAIL_PREPOSITIONS and not (later and preposition in {"in", "at", "with"})


def _piece_end(phrase: _Phrase, opening: int, *, later: bool) -> int | None:
    """One past the last token of a piece whose preposition is token ``opening``; None for none: "for the For the"."""
    doc, start = phrase.doc, opening + 1
    while start < phrase.high and doc.low[start] in _TAIL_DETERMINERS:
        start += 1
    tail = _Tail(doc.low[opening], start, later)
    walk = Walk(start, phrase.high)
    for k in walk:
        kind = _tail_class(phrase, tail, k)
        if kind is TokenClass.END:
            break
        tail.content += kind is not TokenClass.JOINT
        tail.known = tail.known or kind in {TokenClass.DEPARTMENT, TokenClass.JURISDICTION}
        phrase.unknown = phrase.unknown or (kind is TokenClass.NAME and not tail.known and not later)
        if kind is TokenClass.JURISDICTION:
            walk.to(_tail_jurisdiction(phrase, tail, k))
        elif kind is TokenClass.BODY:
            phrase.headed = owned_body(doc, k, phrase.high) or k
            walk.to(phrase.headed + 1)
    end = walk.at
    if _before_title(phrase, tail, end):
        return None  # "an adviser to the Japanese prime minister, X": the country is both's, the office the next one's
    while end > start and doc.low[end - 1] in _TAIL_JOINTS:
        end -= 1
    if doc.kind(end - 1) == "demonym" and end < phrase.high and doc.tokens[end].islower():
        phrase.unread = doc.tokens[end].isalpha()
        return None  # the adjective of a noun that is not read
    return end if tail.content and end > start else None


def _before_title(phrase: _Phrase, tail: _Tail, end: int) -> bool:
    """Whether the words of a piece up to token ``end`` belong to another title that stands behind them in lower case."""
    here = phrase.doc.tags[end] if tail.content and end < phrase.high else None
    if here is None or here.first != end or here.entry.kind != "title" or not phrase.doc.tokens[end].islower():
        return False
    return tail.preposition in {"to", "for", "of"} and here.entry.role != "honorific"


def _tail_class(phrase: _Phrase, tail: _Tail, k: int) -> TokenClass:
    """What token ``k`` is to the piece of a tail whose words before it are read."""
    doc, here = phrase.doc, phrase.doc.tags[k]
    reach = _TAIL_REACH if not phrase.tag.entry.plural else _STATES_REACH
    if k - tail.start >= reach or (here is not None and here.last >= phrase.high):
        return TokenClass.END
    if doc.low[k] in _WEEKDAYS or (tail.preposition == "in" and doc.low[k - 1] in _PERSONAL):
        return TokenClass.END
    kind = here.entry.kind if here is not None else ""
    if k > tail.start and owned_body(doc, k, phrase.high) is not None:
        return TokenClass.BODY
    if kind in JURISDICTIONS and not _is_portfolio_name(doc, here):
        return TokenClass.END if kind in _PLACES and _stands_apart(doc, tail, k) else TokenClass.JURISDICTION
    if kind == "title" and doc.tokens[k].islower() and not (tail.content and _is_department(phrase, k)):
        return TokenClass.END
    if lexicon.is_department(doc.low[k]):
        return TokenClass.DEPARTMENT
    if tail.content and k + 1 < phrase.high and doc.low[k] in _TAIL_JOINTS and _joins(phrase, k):
        return TokenClass.JOINT
    return _word_class(phrase, tail, k)


def _is_portfolio_name(doc: Document, tag: Tag | None) -> bool:
    """Whether the name of a journal is that of a portfolio, and a title's: "Foreign Affairs"."""
    if tag is None or not tag.entry.media:
        return False
    return all(lexicon.is_department(doc.low[k]) for k in range(tag.first, tag.last + 1))


def _is_department(phrase: _Phrase, k: int) -> bool:
    """Whether the title at token ``k`` is one word of departments too: "the general staff"."""
    here = phrase.doc.tags[k]
    return here is not None and here.first == here.last and lexicon.is_department(phrase.doc.low[k])


def _word_class(phrase: _Phrase, tail: _Tail, k: int) -> TokenClass:
    """The same for a word no list knows: part of a body's name, a plain noun, or the end."""
    doc, token = phrase.doc, phrase.doc.tokens[k]
    if token[0].isupper() and doc.tags[k] is None and tail.preposition != "with":
        return TokenClass.END if phrase.stop_at_names and tail.content and _may_name(doc, k) else TokenClass.NAME
    plain = tail.preposition in {"for", "of"} and k + 1 < phrase.high and phrase.tag.entry.role in _PLAIN_ROLES
    if not plain:
        return TokenClass.END
    if k <= _body_noun(doc, tail.start, phrase.high):
        return TokenClass.WORD
    alone = not tail.content and token.islower() and token.isalpha() and not _is_noun(doc, k + 1)
    return TokenClass.WORD if alone else TokenClass.END


def _body_noun(doc: Document, start: int, high: int) -> int:
    """The noun of a body that ends a noun phrase in lower case from token ``start``: "the teachers' union"; -1 for none."""
    bodies = lexicon.organisation_words()
    for k in range(start, min(high, start + _BODY_REACH)):
        if doc.low[k] in bodies and doc.tokens[k].islower() and not (k + 1 < high and _is_noun(doc, k + 1)):
            return k
        if not _is_noun(doc, k) and doc.tokens[k] not in _APOSTROPHES:
            break
    return -1


def _is_noun(doc: Document, k: int) -> bool:
    """Whether a token may be part of a noun phrase in lower case: no function word, no verb, nothing any list knows."""
    token = doc.tokens[k]
    plain = token.islower() and token.replace("-", "").isalpha() and doc.tags[k] is None
    return plain and doc.low[k] not in STOP_WORDS and not is_verb(doc.low[k])


def _may_name(doc: Document, k: int) -> bool:
    """Whether a capitalised word may begin a person's name."""
    given = lexicon.given_name(doc.tokens[k])
    if given is None and lexicon.is_ordinary(doc.low[k]) and doc.low[k].endswith("s") and given_behind(doc, k):
        return False  # "Envoy for Peace Missions Steven Hall"
    return doc.low[k] not in lexicon.never_names() or (given is not None and not given.weak)


def given_behind(doc: Document, k: int) -> bool:
    """Whether a sure given name and another capitalised word stand behind token ``k``."""
    if k + 2 >= len(doc.tokens) or not doc.tokens[k + 2][0].isupper():
        return False
    given = lexicon.given_name(doc.tokens[k + 1])
    return given is not None and not given.weak


def _stands_apart(doc: Document, tail: _Tail, k: int) -> bool:
    """Whether a place behind other words of the first piece belongs to what follows: "of Defence Paris …"."""
    before = k - 1 - (doc.low[k - 1] == "the")
    return not tail.later and tail.content > 0 and k != tail.start and doc.low[before] not in _PLACE_JOINTS


def _joins(phrase: _Phrase, k: int) -> bool:
    """Whether a small word at token ``k`` joins another part of the tail."""
    doc, word, after = phrase.doc, phrase.doc.low[k], phrase.doc.low[k + 1]
    if word == "," and phrase.tag.entry.plural and doc.kind(k + 1) == doc.kind(k - 1) == "country":
        return True  # "the foreign ministers of Chile, Peru and Spain"
    if (lexicon.is_department(after) and after not in _LOWERING) or (word != "," and _is_body(doc, k + 1)):
        return True
    return word in {"of", "and"} and after == "the" and k + 2 < phrase.high and _is_body(doc, k + 2)


def _is_body(doc: Document, k: int) -> bool:
    if doc.kind(k) in _BODIES:
        return True
    return doc.tokens[k][:1].isupper() and doc.low[k] in lexicon.never_names()


def _tail_jurisdiction(phrase: _Phrase, tail: _Tail, k: int) -> int:
    """Note the country or body at token ``k``; where an envoy is sent is no country of the office. The next token."""
    here = phrase.doc.tags[k]
    if here is None:
        raise AssertionError(f"no gazetteer match at token {k}")
    kind, role = here.entry.kind, phrase.tag.entry.role
    sent = tail.preposition in _POSTINGS and role in {"ambassador", "envoy"}
    if kind != "capital" and not sent and (phrase.country is None or kind == "organisation"):
        _note_after(phrase, here.entry)
    return here.last + 1


# --- what the words come to ------------------------------------------------------------------------------------------


def _office(phrase: _Phrase, tail: str) -> tuple[str | None, int]:
    """Office and rank of the words read."""
    entry, words = phrase.tag.entry, phrase.words
    if entry.office is None or not (words or tail or phrase.portfolios >= 0):
        return entry.office, entry.rank
    head = entry.office
    if phrase.portfolios >= 0 or words[:1] == ["under"]:  # "Under Secretary of the Treasury" has no shorter form
        head = phrase.doc.words(phrase.tag.first, max(phrase.tag.last, phrase.portfolios))
    elif tail and entry.composes:
        head = entry.singular or phrase.doc.words(phrase.tag.first, phrase.tag.last)
    left = " ".join(w for w in words if w.lower() not in head.lower().split())
    right = tail if entry.composes or not _redundant(head, tail) else ""
    lowered = _DEPUTY_RANK if words and words[0] in _LOWERING else 0
    office = " ".join(part for part in (left, head, right) if part)
    if phrase.doc.words(phrase.first, phrase.last).isupper():
        office = " ".join(map(_from_capitals, office.split()))
    return office_case(office), max(0, entry.rank - lowered)


def _redundant(head: str, tail: str) -> bool:
    """Whether the tail only repeats a country, which has a field of its own."""
    rest = [w for w in tail.lower().split() if w not in SMALL]
    return not rest or all(w in head.lower() for w in rest) or lexicon.is_country(" ".join(rest))


def _from_capitals(word: str) -> str:
    """A word of an office whose line is in capitals; short forms of bodies stay."""
    known = lexicon.phrases().get(word.lower(), ())
    short = len(word) < _SHORT or any(entry.kind == "organisation" and entry.name.isupper() for _, entry in known)
    return word if not word.isupper() or short else word.lower()


def office_case(text: str) -> str:
    """An office as a label: first letters up, small words down, acronyms kept."""
    words = text.replace("‑", "-").split()
    return " ".join(_word_case(word, first=not number) for number, word in enumerate(words))


def _word_case(word: str, *, first: bool) -> str:
    if not first and word.lower() in SMALL:
        return word.lower()
    return word[:1].upper() + word[1:] if word.islower() else word


def _employed(phrase: _Phrase, office: str | None, rank: int) -> tuple[bool, str, int]:
    """Whether the office is public, its role and rank.

    Who employs decides: an economist of the IMF is an official, a spokesman of a militia is not.
    """
    entry, body = phrase.tag.entry, phrase.body
    public, role = entry.public, entry.role
    if phrase.headed >= 0 and phrase.doc.low[phrase.tag.last] in _HEADS_BODY:
        return True, _OWNED_ROLES[phrase.doc.low[phrase.headed]], min(max(rank, _OWNED_RANK), _MOST_OWNED)
    if office == "Speaker" and phrase.doc.tokens[phrase.tag.first].islower() and not (phrase.seen or phrase.words):
        return False, role, rank  # whoever speaks
    private = entry.role == "civil_servant" and phrase.unknown and not (phrase.seen or phrase.words)
    private = private or (role in _PRESIDING and _after_body(phrase))
    private = private or (phrase.unread and phrase.doc.low[phrase.tag.last] in _HEADS_BODY)
    if public and (private or _of_company(phrase) or _for_private(phrase, office)):
        return False, "business", rank
    if office is not None and office.startswith("Leader of ") and not phrase.seen:
        rank = min(rank, _LEADER_RANK)
    if office == "Captain" and phrase.country and phrase.doc.tokens[phrase.tag.first].islower():
        public = False  # "England captain" leads a team
    if body == lexicon.ARMED:
        return public and role in _MINISTERS, role, rank  # the Taliban have ministers, a militia has none
    if body == "party" and role not in {"party", "legislator"}:
        return False, role, rank
    if body in _PRIVATE:
        return public and role in _ALWAYS_PUBLIC and role not in _PRESIDING, role, rank
    if not public and role in _EMPLOYED and body in _BODY_RANKS:
        role, least = _BODY_RANKS[body]
        return True, role, max(rank, least)
    return public, role, rank


def _after_body(phrase: _Phrase) -> bool:
    """Whether the word before a title is one of a body's name: "Treasury Board President", "Harvard University President"."""
    doc, k = phrase.doc, phrase.first - 1
    return k >= phrase.low and doc.tokens[k][0].isupper() and doc.low[k] in lexicon.organisation_words() and k > 0


def _for_private(phrase: _Phrase, office: str | None) -> bool:
    """Whether an office is a campaign's, foundation's or the like: "campaign senior adviser", "president of the Oro Foundation"."""
    doc, role = phrase.doc, phrase.tag.entry.role
    if phrase.body or (role in _ALWAYS_PUBLIC and role != "head_of_state"):
        return False
    words = {word.strip(",") for word in (office or "").lower().split()}
    if role == "spokesperson" and _for_group(phrase):
        return True
    if phrase.owner is not None:
        words.add(doc.low[phrase.owner])
    if words & _PRIVATE_NOUNS:
        return True
    tail = range(phrase.tag.last + 1, phrase.last + 1)
    named = [k for k in tail if doc.tokens[k][0].isupper()]
    unread = sum(doc.tags[k] is None and not lexicon.is_department(doc.low[k]) for k in named) > 1
    unread = unread and not any(doc.low[k] in _GOVERNMENT_NOUNS for k in named)
    return role == "spokesperson" and unread and not phrase.country


def _for_group(phrase: _Phrase) -> bool:
    """Whether somebody speaks for people who are no state: "militia spokesman", "for the Gen Z movement", "of the miners' union"."""
    doc, first = phrase.doc, phrase.tag.last + 1
    if any(word in _SPOKEN_FOR for word in doc.low[max(phrase.low, phrase.tag.first - 1) : phrase.tag.last]):
        return True
    if first >= phrase.high or doc.low[first] not in {"for", "of"}:
        return False
    for k in range(first + 1, min(phrase.high, first + 1 + _GROUP_REACH)):
        if doc.low[k] in _SPOKEN_FOR:
            return True
        if not (doc.tokens[k][0].isalnum() or doc.tokens[k] in _APOSTROPHES) or is_verb(doc.low[k]):
            return False
    return False


def _of_company(phrase: _Phrase) -> bool:
    """Whether an unread lower-case "of …" makes a president a company's: "vice president of electrical engineering"."""
    doc, k = phrase.doc, phrase.last + 1
    if phrase.tag.entry.role not in {"head_of_state", "deputy"} or phrase.last != phrase.tag.last or phrase.country:
        return False
    if k + 1 >= phrase.high or doc.low[k] != "of":
        return False
    following = range(k + 1, min(phrase.high, k + 1 + _COMPANY_REACH))
    if not doc.tokens[k + 1].islower() or doc.low[k + 1] in DETERMINERS:
        return False
    return all(doc.kind(j) not in JURISDICTIONS for j in following)
