"""The country of an office whose title phrase leaves it open: the office's words, what is in reach, who publishes, whose state acts.

Never from which state is named most: a guest would get the host's country.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from summarizers import lexicon
from summarizers.lexicon import idf
from summarizers.officials import office_states
from summarizers.officials.offices import PUBLIC_ROLES
from summarizers.officials.state_mentions import KINDS, SHARED, StateMention, part_of, state_mentions
from summarizers.people.entities import NameMention, People, PersonEntity
from summarizers.people.titles import ParsedTitle
from summarizers.text.document import Document

#: Roles of offices abroad, which only the office's words and the publisher place.
_ABROAD = frozenset({"envoy", "ambassador"})
#: Roles of offices before which a state may be what the post is about ("Iran envoy").
_TOPICAL = _ABROAD | {"military", "adviser"}
#: How much a state in reach counts: named as such, as a place or goal, and in the sentence before.
_MENTIONED, _ASIDE, _BEFORE = 0.5, 0.2, 0.3
#: Heads of state and government, who are named where their state is.
_HEADS = frozenset({"head_of_state", "head_of_government"})
#: Most words between a state's adjective and the title of its noun phrase; verbs that end a subject.
_PHRASE, _VERBS = 4, lexicon.word_class("verb") | lexicon.word_class("auxiliary")
_BODY_WORDS = lexicon.organisation_words()
_GOVERNING = lexicon.word_class("government_noun") | lexicon.word_class("headed_body")
#: Words between a state and whom it sends; sentences back to what "its" means, and most tokens of what a quotation leaves of one.
_SENDING, _ITS_REACH, _FRAGMENT = lexicon.word_class("sending"), 2, 8
#: Roles one person of a state has at a time.
_SINGLE = frozenset({"head_of_state", "head_of_government", "foreign", "defence", "finance", "interior"})
#: Roles of offices that states, their parts, bodies and parties have alike.
_LOOSE = lexicon.word_class("role_loose")
#: Points from which a state is taken, and how many times those of any other state.
_ENOUGH, _CLEAR = 1.3, 1.5
#: Points from which officials abroad and those of loose offices are placed without anything in reach, and how many times those
#: of any other state; how many times as often as another one the main holder is named;
#: how many times more points a state with another holder may have.
_SURE, _SURELY_CLEAR, _MAIN, _RIVAL = 3.0, 3.0, 2, 1.3
#: Points below which a head of state or government is not placed where no sentence with the title names the state.
_FAR = 2.3
#: Opening paragraphs that may be a letterhead, and the longest headline read, in code points.
_OPENING, _LONGEST_HEADLINE = 8, 300
#: Verbs of who goes to a state or meets its people, and of who gives it something; most words from the name to the verb,
#: and from the first kind of verb to the state.
_VISITING, _GIVING = lexicon.word_class("visiting"), lexicon.word_class("giving")
#: Most tokens from a name to the state its bearer goes home to.
_HOME_REACH = 6
#: Verbs and nouns of receiving somebody from abroad, and of dealing with somebody there.
_RECEIVING = lexicon.word_class("receiving")
_VISIT_REACH, _GOAL_REACH, _MARKS = 9, 5, frozenset({",", ";", ":", "“", "”"})
#: A year, and after how many of them a holder named with one is no rival of today's.
_YEAR, _LONG = re.compile(r"(?:19|20)\d\d"), 8
#: Prepositions of a goal or a partner.
_GOALS = lexicon.word_class("goal_preposition")
#: How often points are counted.
_ROUNDS = 2
#: Most own-government mentions and placed officials that count.
_MOST_OWN, _MOST_PLACED = 4, 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an article says of states, for every person alike."""

    #: The article.
    doc: Document
    #: Every place where a state is named outside of titles, in text order, by sentence.
    named: dict[int, list[StateMention]]
    #: How often each state's own government is named.
    own: Counter[str]
    #: States named at all, those of the headline and the dateline too.
    states: frozenset[str]
    #: International bodies named.
    bodies: frozenset[str]
    #: Those of them, and states' bodies as their states, by the initials of the name the text calls them by.
    initials: dict[str, str]
    #: Folded names that governments are called by: "the Reyes administration".
    administrations: frozenset[str]
    #: How many officials the text or the directory places in each state.
    placed: Counter[str]
    #: How many of those are heads of state or government.
    heads: Counter[str]
    #: The states officials of each sentence are placed in, by its index.
    served: dict[int, set[str]]
    #: (state, role) of offices whose holder today is known.
    held: frozenset[tuple[str, str]]
    #: (state, role) of offices told of without their holder's name.
    unnamed: frozenset[tuple[str, str]]
    #: State by the folded surname it stands behind in the headline or a line in capitals: "Talks with President Reyes of Peru".
    headed: dict[str, str]
    #: State whose government publishes the article, if one does; of the address's ending; of the dateline.
    publisher: str | None
    home: str | None
    dateline: str | None


def fill(doc: Document, people: list[PersonEntity]) -> list[PersonEntity]:
    """The people, offices without country or body placed where the evidence is enough."""
    people = [_of_body(_in_part(doc, person, people)) for person in people]
    if not any(_open(person) for person in people):
        return people
    evidence = _gathered(doc, people)
    by_words = [_by_words(evidence, person) if _open(person) else person for person in people]
    if not any(_open(person) for person in by_words):
        return by_words
    placed = by_words
    for _ in range(_ROUNDS):  # who is placed first may place others
        evidence = replace(
            evidence,
            placed=_placed(placed),
            heads=_placed(_heads(placed)),
            served=_served(placed),
            held=evidence.held | _held(placed),
        )
        by_points = [_by_points(evidence, person) if _open(person) else person for person in placed]
        placed = _one_of_each(doc, placed, by_points)
    return placed


def _one_of_each(doc: Document, before: list[PersonEntity], after: list[PersonEntity]) -> list[PersonEntity]:
    """The placed people; of several placed in one office that one person holds at a time the main one alone, if there is one."""
    rivals: dict[tuple[str, str], list[int]] = defaultdict(list)
    for k, person in enumerate(after):
        post = _post(person) if person is not before[k] and not _long_ago(doc, person) else None
        if post is not None:
            rivals[post].append(k)
    withheld = {k for places in rivals.values() for k in places if k != _main(after, places)}
    return [before[k] if k in withheld else person for k, person in enumerate(after)]


def _long_ago(doc: Document, person: PersonEntity) -> bool:
    """Whether somebody is told of with the title in sentences of years long past only: "In 1991, President X held back"."""
    published = doc.article.published
    if published is None:
        return False
    return all(
        any(
            _YEAR.fullmatch(doc.tokens[k]) and int(doc.tokens[k]) < published.year - _LONG
            for k in doc.sentence_tokens(mention.sentence)
        )
        for mention in _titled(person)
    )


def _main(people: list[PersonEntity], places: list[int]) -> int | None:
    """Which of some people is named clearly more often than the others; the only one of one."""
    order = sorted(places, key=lambda k: -len(people[k].mentions))
    if len(order) == 1:
        return order[0]
    first, second = (len(people[k].mentions) for k in order[:2])
    return order[0] if first >= _MAIN * second else None


def _post(person: PersonEntity) -> tuple[str, str] | None:
    """State and role of an office held today that one person holds at a time, or None."""
    single = person.status == "current" and person.role in _SINGLE and person.country
    return (person.country or "", person.role or "") if single else None


def _in_part(doc: Document, person: PersonEntity, people: list[PersonEntity]) -> PersonEntity:
    """The person, in the United States where "Georgia" is the American one."""
    held = person.held
    if held is None or held.country not in SHARED:
        return person
    return replace(person, held=replace(held, country=part_of(doc, People(doc, people), held.country)))


def _open(person: PersonEntity) -> bool:
    """Whether somebody's public office has neither country nor body."""
    held = person.held
    return held is not None and held.country is None and held.organisation is None and held.role in PUBLIC_ROLES


def _in(person: PersonEntity, owner: str) -> PersonEntity:
    """The person with the office in a state or body."""
    held = person.held
    if held is None:
        return person
    if owner in office_states.bodies() or not lexicon.is_country(owner.lower()):
        return replace(person, held=replace(held, organisation=owner))
    return replace(person, held=replace(held, country=owner))


# --- by the words of the office --------------------------------------------------------------------------------------


def _by_words(evidence: Evidence, person: PersonEntity) -> PersonEntity:
    """A person whose office's own words name a state or body, where the text does not contradict."""
    short = _by_initials(evidence, person)
    if short is not None:
        return _in(person, short)
    owners = _owners(evidence.doc, person)
    if owners is None:
        named = _state_of_words((person.office or "").split()) if person.role not in _TOPICAL else None
        return _in(person, named) if named else person
    told = [name for name in owners.names if name in evidence.states or name in evidence.bodies]
    near = [name for name in told if name in _in_reach(evidence, person, goals=owners.usual > 0)]
    if len(near) == 1 or (len(told) == 1 and (owners.usual or _acts(evidence, told[0]))):
        return _in(person, (near if len(near) == 1 else told)[0])
    first = owners.names[0]
    sure = owners.usual == 2 and not told
    return _in(person, first) if sure or (owners.usual and first in told) else person


def _by_initials(evidence: Evidence, person: PersonEntity) -> str | None:
    """The body of the text whose initials stand before a title: "EC spokesman X", where it tells of the European Commission."""
    doc = evidence.doc
    for title in person.titles:
        k = title.first - 1
        if title.in_text and title.public and k >= 0 and doc.tokens[k] in evidence.initials and doc.tags[k] is None:
            return evidence.initials[doc.tokens[k]]
    return None


def _acts(evidence: Evidence, owner: str) -> bool:
    """Whether a body is named, or a state whose government or officials the text tells of."""
    return owner in evidence.bodies or owner == evidence.publisher or _domestic(evidence, owner)


def _owners(doc: Document, person: PersonEntity) -> office_states.Owners | None:
    """The owners of an office told by its name, or by the words of the title that gave it: "External Affairs Minister"."""
    office = person.office or ""
    spelt = (doc.words(t.head_first, t.last) for t in person.titles if t.in_text and t.office == office)
    found = (office_states.owners_of(words) for words in (*spelt, office))
    return next((owners for owners in found if owners is not None), None)


def _in_reach(evidence: Evidence, person: PersonEntity, *, goals: bool) -> set[str]:
    """States and bodies named in the sentences where somebody stands with the title; those gone to or dealt with if ``goals``."""
    doc = evidence.doc
    tags = [doc.tags[k] for mention in _titled(person) for k in doc.sentence_tokens(mention.sentence)]
    entries = [
        tag.entry
        for tag in tags
        if tag is not None and tag.entry.kind in KINDS
        if goals or doc.low[_determined(doc, tag.first) - 1] not in _GOALS
    ]
    return {name for entry in entries for name in (entry.name, entry.country) if name}


def _of_body(person: PersonEntity) -> PersonEntity:
    """A person whose office names a body of no state first or last: that body's, and not the one it belongs to."""
    held = person.held
    if held is None or held.name is None or held.country is not None:
        return person
    low = held.name.lower().split()
    places = [0, *(k + 1 + (low[k + 1 : k + 2] == ["the"]) for k, word in enumerate(low) if word == "of")]
    for place in places:
        for spelt, entry in lexicon.phrases().get(low[place], ()) if place < len(low) else ():
            body = entry.kind == "organisation" and entry.country is None and entry.role == "international"
            if body and len(spelt) < len(low) and tuple(low[place : place + len(spelt)]) == spelt:
                return replace(person, held=replace(held, organisation=entry.name))
    return person


# --- by points -------------------------------------------------------------------------------------------------------


def _of_unknown_body(office: str) -> bool:
    """Whether an office is of a body that no list knows, which may be anybody's: "Commander of the Amber Force"."""
    words = office.partition(" of the ")[2].split()
    return any(
        word[0].isupper() and not (lexicon.is_department(low) or lexicon.is_ordinary(low) or low in _BODY_WORDS)
        for word in words
        for low in (word.lower(),)
    )


def is_personal(doc: Document, title: ParsedTitle) -> bool:
    """Whether a title is somebody's: "his spokesman", "her deputy"."""
    return title.in_text and any(doc.low[k] in {"his", "her"} for k in (title.first, title.first - 1) if k >= 0)


def _by_points(evidence: Evidence, person: PersonEntity) -> PersonEntity:
    """A person placed in the state that has clearly the most points, if it has enough; never one who is somebody's."""
    if person.role == "international":
        return person
    if person.role not in _SINGLE and any(is_personal(evidence.doc, title) for _, title in _own_titles(person)):
        return person
    owners = _owners(evidence.doc, person)
    if owners is not None and office_states.bodies().issuperset(owners.names):
        return person
    states, taken = _candidates(evidence, person)
    if _of_unknown_body(person.office or ""):
        states = [s for s in states if any(m(evidence, person, s) for m in (_opens_phrase, _behind_of, _sends, _its))]
    order = sorted(((_points(evidence, person, state, len(states)), state) for state in states), reverse=True)
    if not order or not _clear(evidence, person, order):
        return person
    if any(_points(evidence, person, state, 0) > _RIVAL * order[0][0] for state in taken):
        return person  # a former or later holder in the other state
    return _in(person, order[0][1])


def _clear(evidence: Evidence, person: PersonEntity, order: list[tuple[float, str]]) -> bool:
    """Whether the first of the states by points surely has the office; ``order`` is highest first."""
    best, second = order[0][0], order[1][0] if len(order) > 1 else 0.0
    if best >= _SURE and best >= _SURELY_CLEAR * second:
        return True
    if person.role in _ABROAD or best < _ENOUGH or best <= _CLEAR * second:
        return False
    if person.role in _HEADS and best < _FAR and not _near(evidence, person, order[0][1]):
        return False
    if person.role not in _LOOSE:
        return True
    if evidence.states == {order[0][1]} or (len(order) == 1 and _is_left(evidence, person, order[0][1])):
        return True
    reach = [_near(evidence, person, state) for _, state in order]
    return reach[0] >= _MENTIONED > max(reach[1:], default=0.0)


def _candidates(evidence: Evidence, person: PersonEntity) -> tuple[list[str], list[str]]:
    """The states whose the office may be, named or publishing; those with no other holder of it known, and those with one."""
    office, role = person.office or "", person.role or ""
    named = evidence.states | ({evidence.publisher} if evidence.publisher else set())
    states = sorted(s for s in named if office_states.may_have(s, office))
    adjectives = (evidence.doc.low[t.first] for _, t in _own_titles(person) if t.public)
    for sharing in filter(None, map(lexicon.sharing_adjective, adjectives)):
        states = [s for s in states if s in sharing]  # "Congolese" is of two states
    if role in _ABROAD:
        goals = {_state_of_words([word]) for word in office.split()}
        states = [s for s in states if s not in goals]
    single = person.status == "current" and role in _SINGLE
    taken = [s for s in states if single and (s, role) in evidence.held and not _under(evidence, person, s)]
    return [s for s in states if s not in taken], taken


def _points(evidence: Evidence, person: PersonEntity, state: str, several: int) -> float:
    """Points of a state that is one of ``several`` that may have the office."""
    found = sum(weight * measure(evidence, person, state) for _, weight, measure in _MEASURES)
    return found + (several == 1 < len(evidence.states) and _is_left(evidence, person, state))


def _is_left(evidence: Evidence, person: PersonEntity, state: str) -> bool:
    """Whether the only state named that may have the office is more than a place here: it stands in reach, or it acts."""
    if person.role in _HEADS:
        return _near(evidence, person, state) >= _MENTIONED
    telling = office_states.is_telling(person.office or "")
    return telling and (evidence.own[state] > 0 or evidence.placed[state] > 0)


def _own(evidence: Evidence, _: PersonEntity, state: str) -> float:
    return min(evidence.own[state], _MOST_OWN) / _MOST_OWN


def _officials(evidence: Evidence, person: PersonEntity, state: str) -> float:
    """How many officials are placed in the state; two heads of state or government are met as guest and host."""
    heads = evidence.heads[state] if person.role in _HEADS else 0
    return min(evidence.placed[state] - heads, _MOST_PLACED) / _MOST_PLACED


def _near(evidence: Evidence, person: PersonEntity, state: str) -> float:
    """How the state stands in the sentences where the person is named with the title."""
    found = 0.0
    for mention in _titled(person):
        for named in evidence.named.get(mention.sentence, ()):
            if named.state == state:
                found = max(found, 1.0 if named.own else _ASIDE if named.toward else _MENTIONED)
    return found or _just_before(evidence, person, state)


def _just_before(evidence: Evidence, person: PersonEntity, state: str) -> float:
    """How the state stands, alone, in the sentence before one that names the person with the title and no state."""
    alone = (
        evidence.named.get(mention.sentence - 1, ())
        for mention in _titled(person)
        if not evidence.named.get(mention.sentence)
    )
    return _BEFORE * any(
        {named.state for named in before} == {state} and not all(named.toward for named in before) for before in alone
    )


def _visits(evidence: Evidence, person: PersonEntity, state: str) -> float:
    """Whether the person goes to the state, meets its people or gives it something: a guest or a friend, and none of its own."""
    return float(
        any(
            named.state == state and named.first > mention.last and _goes(evidence.doc, mention.last + 1, named)
            for mention in person.mentions
            for named in evidence.named.get(mention.sentence, ())
        )
        or any(
            (state == evidence.publisher or state in evidence.served[mention.sentence])
            and _received(evidence.doc, title.first)
            for mention in person.mentions
            for title in mention.titles
        )
    )


def _received(doc: Document, first: int) -> bool:
    """Whether the title that begins at token ``first`` is whom somebody receives: "hosted President X", "talks with Minister X"."""
    k = first - 1
    k -= k > 0 and doc.low[k] == "with"
    return k >= 0 and doc.low[k] in _RECEIVING


def _goes(doc: Document, start: int, named: StateMention) -> bool:
    """Whether the first verb from token ``start`` makes the state named behind it one that its subject visits or helps."""
    stop = min(named.first, start + _VISIT_REACH)
    verb = next((k for k in range(start, stop) if doc.low[k] in _VISITING or doc.low[k] in _GIVING), None)
    if verb is None or not all(doc.tokens[k][0].isalpha() for k in range(start, verb)):
        return False
    if doc.low[verb] in _GIVING:
        return named.first - verb <= _VISIT_REACH and doc.low[_determined(doc, named.first) - 1] in {"for", "to"}
    near = named.first - verb <= _GOAL_REACH and not any(doc.tokens[k] in _MARKS for k in range(verb, named.first))
    return near and doc.low[_determined(doc, named.first) - 1] != "from"


def _goes_home(evidence: Evidence, person: PersonEntity, state: str) -> float:
    """Whether the person is told to go home there, or to be at home there: "President X went home to Chile"."""
    low = evidence.doc.low
    return float(
        any(
            named.state == state
            and mention.last + 1 < named.first <= mention.last + _HOME_REACH
            and low[_determined(evidence.doc, named.first) - 2] == "home"
            and low[_determined(evidence.doc, named.first) - 1] in {"to", "in"}
            for mention in person.mentions
            for named in evidence.named.get(mention.sentence, ())
        )
    )


def _administration(evidence: Evidence, person: PersonEntity, state: str) -> float:
    """Whether the text calls a government by the person's name, as it does in the state: "the Reyes administration"."""
    return float(state in office_states.administrations() and person.surname in evidence.administrations)


def _under(evidence: Evidence, person: PersonEntity, state: str) -> float:
    """Whether somebody placed in the state is told to have served under the person: "X, envoy to Chile under President Y"."""
    low = evidence.doc.low
    return float(
        any(
            title.first and low[title.first - 1] == "under" and state in evidence.served[mention.sentence]
            for mention in person.mentions
            for title in mention.titles
        )
    )


def _behind_of(evidence: Evidence, person: PersonEntity, state: str) -> float:
    """Whether "of" and the state stand right behind the name, in the text or a heading: "President Reyes of Peru"."""
    return float(
        evidence.headed.get(person.surname) == state
        or any(
            named.state == state
            and _determined(evidence.doc, named.first) == mention.last + 2
            and evidence.doc.low[mention.last + 1] == "of"
            for mention in person.mentions
            for named in evidence.named.get(mention.sentence, ())
        )
    )


def _sends(evidence: Evidence, person: PersonEntity, state: str) -> float:
    """Whether the state is told to send the person: "Chile was represented by Minister X, and Peru by its envoy Y"."""
    doc = evidence.doc
    return float(
        any(
            named.state == state
            and named.kind == "country"
            and {"by", "sent"}.intersection(doc.low[named.last + 1 : title.first])
            and all(doc.low[k] in _SENDING for k in range(named.last + 1, title.first))
            for named, title in _before_titles(evidence, person)
        )
    )


def _its(evidence: Evidence, person: PersonEntity, state: str) -> float:
    """Whether the state, or a body of its, is what "its" before the title means: "Chile’s ministry called … Its spokesman, X"."""
    return float(
        any(_owner(evidence, title.first, mention.sentence) == state for mention, title in _own_titles(person))
    )


def _own_titles(person: PersonEntity) -> Iterable[tuple[NameMention, ParsedTitle]]:
    return ((mention, title) for mention in person.mentions for title in mention.titles if title.in_text)


def _owner(evidence: Evidence, first: int, sentence: int) -> str | None:
    """The state that "its" at the head of the title at token ``first`` means: the only one before it, or the last sentence's subject."""
    doc = evidence.doc
    its = next((k for k in (first, first - 1) if k >= 0 and doc.low[k] == "its"), None)
    if its is None:
        return None
    before = [named for named in evidence.named.get(sentence, ()) if named.last < its]
    if before:
        return before[0].state if len({named.state for named in before}) == 1 else None
    if its != doc.first_token[sentence]:
        return None
    for back in range(1, min(_ITS_REACH, sentence) + 1):
        named = evidence.named.get(sentence - back, ())
        if named:
            opens = _determined(doc, named[0].first) == doc.first_token[sentence - back]
            return named[0].state if opens and named[0].own and not _others(doc, sentence - back, named[0]) else None
        if not _is_fragment(doc, sentence - back):
            return None
    return None


def _others(doc: Document, sentence: int, subject: StateMention) -> bool:
    """Whether a sentence names anybody or any body besides its subject, whose "its" may be too."""
    return any(
        doc.tokens[k][0].isupper() and (doc.tags[k] is None or doc.kind(k) == "organisation")
        for k in range(subject.last + 1, doc.first_token[sentence + 1])
        if k > doc.first_token[sentence] and doc.low[k] not in _GOVERNING
    )


def _is_fragment(doc: Document, sentence: int) -> bool:
    """Whether a sentence is what a quotation left of one: "“a provocation”."."""
    return doc.first_token[sentence + 1] - doc.first_token[sentence] <= _FRAGMENT


def _determined(doc: Document, first: int) -> int:
    """The first token of a name with its "the"."""
    return first - 1 if first and doc.low[first - 1] == "the" else first


def _opens_phrase(evidence: Evidence, person: PersonEntity, state: str) -> float:
    """Whether a state's name or adjective opens the noun phrase of a title: "the Peruvian fisheries bureau spokesman"."""
    return float(
        any(
            named.state == state
            and named.kind in {"country", "demonym"}
            and _only_nouns(evidence.doc, named.last + 1, title.first)
            for named, title in _before_titles(evidence, person)
        )
    )


def _before_titles(evidence: Evidence, person: PersonEntity) -> Iterator[tuple[StateMention, ParsedTitle]]:
    """Each state named a few words before a title of the person, with the title."""
    for mention in person.mentions:
        for title in mention.titles:
            for named in evidence.named.get(mention.sentence, ()):
                if 0 < title.first - named.last - 1 <= _PHRASE:
                    yield named, title


def _only_nouns(doc: Document, first: int, stop: int) -> bool:
    """Whether tokens ``first`` to ``stop - 1`` are words of a noun phrase: no mark, no verb, no small word."""
    return all(
        doc.tokens[k].replace("-", "").isalpha()
        and doc.low[k] not in idf.STOP_WORDS
        and doc.low[k] not in lexicon.speech_verbs()
        and doc.low[k] not in _VERBS
        and doc.tags[k] is None
        for k in range(first, stop)
    )


def _domestic(evidence: Evidence, state: str) -> bool:
    """Whether the text is at home in a state: its government acts in it, or its dateline lies there."""
    return evidence.own[state] > 0 or evidence.placed[state] > 0 or state in {evidence.dateline, evidence.home}


def _titled(person: PersonEntity) -> Iterable[NameMention]:
    return [m for m in person.mentions if m.titles] or person.mentions[:1]


#: What speaks for a state, with its weight and its measure between 0 and 1.
_MEASURES: tuple[tuple[str, float, Callable[[Evidence, PersonEntity, str], float]], ...] = (
    ("its government publishes the text", 3.0, lambda e, _, s: float(e.publisher == s)),
    ("its own government is named", 2.0, _own),
    ("officials are placed there", 2.0, _officials),
    ("its holder of the office is told of", 1.0, lambda e, p, s: float((s, p.role or "") in e.unnamed)),
    ("it stands in reach", 1.0, _near),
    ("the address has its ending", 0.5, lambda e, _, s: float(e.home == s)),
    ("the dateline is there", 1.0, lambda e, _, s: float(e.dateline == s)),
    ("no other state is named", 1.0, lambda e, _, s: float(e.states == {s} and _domestic(e, s))),
    ("the person is a guest or a giver there", -20.0, _visits),
    ("it is where the person goes home", 40.0, _goes_home),
    ("its government is called by the name", 1.0, _administration),
    ("somebody of it serves under the person", 20.0, _under),
    ("it follows the name behind of", 20.0, _behind_of),
    ("its adjective opens the title's noun phrase", 20.0, _opens_phrase),
    ("it is told to send the person", 20.0, _sends),
    ("it is what its means before the title", 20.0, _its),
)


# --- gathering -------------------------------------------------------------------------------------------------------


def _gathered(doc: Document, people: list[PersonEntity]) -> Evidence:
    found = list(state_mentions(doc, People(doc, people)))
    claimed = {k for person in people for t in person.titles if t.in_text for k in range(t.first, t.last + 1)}
    by_sentence: dict[int, list[StateMention]] = defaultdict(list)
    for named in (n for n in found if n.first not in claimed):
        by_sentence[doc.sentence_of[named.first]].append(named)
    dateline = _dateline(doc)
    unnamed, named_holders = _holders(doc, found)
    return Evidence(
        doc=doc,
        named=by_sentence,
        own=Counter(n.state for n in found if n.own),
        states=frozenset([*(n.state for n in found), *([dateline] if dateline else ()), *_of_headline(doc)]),
        bodies=frozenset(t.entry.name for t in doc.tags if t is not None and t.entry.kind == "organisation"),
        initials=_initials(doc),
        administrations=frozenset(
            lexicon.name_key(doc.tokens[k - 1]) for k, low in enumerate(doc.low) if k and low == "administration"
        ),
        placed=_placed(people),
        heads=_placed(_heads(people)),
        served=_served(people),
        held=_held(people) | named_holders,
        unnamed=unnamed,
        headed=_headed(doc),
        publisher=office_states.publisher_state(doc.article.url) or _letterhead(doc),
        home=office_states.home_state(doc.article.url),
        dateline=dateline,
    )


def _initials(doc: Document) -> dict[str, str]:
    """Bodies, and states by their bodies, by the initials of names that several capitalised words make; none that two share."""
    found: dict[str, set[str]] = defaultdict(set)
    for k, tag in enumerate(doc.tags):
        if tag is not None and tag.first == k < tag.last and tag.entry.kind == "organisation" and not tag.entry.media:
            letters = "".join(word[0] for word in doc.tokens[k : tag.last + 1] if word[0].isupper())
            found[letters].add(tag.entry.country or tag.entry.name)
    return {letters: owners.pop() for letters, owners in found.items() if len(letters) > 1 and len(owners) == 1}


def _placed(people: Iterable[PersonEntity]) -> Counter[str]:
    return Counter(person.country for person in people if person.country)


def _served(people: Iterable[PersonEntity]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for person in people:
        for mention in person.mentions if person.country else ():
            found[mention.sentence].add(person.country or "")
    return found


def _heads(people: Iterable[PersonEntity]) -> list[PersonEntity]:
    return [person for person in people if person.role in _HEADS]


def _held(people: Iterable[PersonEntity]) -> frozenset[tuple[str, str]]:
    return frozenset((p.country, p.role or "") for p in people if p.country and p.status == "current")


def _holders(doc: Document, found: list[StateMention]) -> tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]:
    """(state, role) of the titles that stand behind states: those without a name ("Austria’s interior minister said"), and with one."""
    unnamed: set[tuple[str, str]] = set()
    named: set[tuple[str, str]] = set()
    for mention in found:
        k = mention.last + 1
        k += k < len(doc.low) and doc.low[k] == "'s"
        tag = doc.tags[k] if k < len(doc.tags) else None
        if tag is not None and tag.first == k and tag.entry.kind == "title":
            (named if _name_behind(doc, tag.last + 1) else unnamed).add((mention.state, tag.entry.role))
    return frozenset(unnamed), frozenset(named)


def _name_behind(doc: Document, k: int) -> bool:
    """Whether a capitalised word that is no place stands at token ``k``, or behind the comma there."""
    k += k < len(doc.low) and doc.tokens[k] == ","
    return k < len(doc.low) and doc.tokens[k][0].isupper() and doc.kind(k) in {"", "title"}


def _dateline(doc: Document) -> str | None:
    """The state in which the dateline of the text lies, or None."""
    for paragraph in doc.article.paragraphs[:3]:
        if paragraph.body_start > paragraph.start:
            words = doc.text[paragraph.start : paragraph.body_start].split(",")[0].split(" ")
            return _state_of_words([w.strip("—–-().:") for w in words])
    return None


def _state_of_words(words: list[str]) -> str | None:
    """The state of a place that some words begin with."""
    low = [w.lower() for w in words if w]
    for spelt, entry in lexicon.phrases().get(low[0], ()) if low else ():
        if entry.country and entry.kind in {"capital", "place", "country"} and tuple(low[: len(spelt)]) == spelt:
            return entry.country
    return None


def _headed(doc: Document) -> dict[str, str]:
    """States by the folded surnames they stand behind in the headline and in the opening lines in capitals."""
    opening = [doc.text[p.start : p.end] for p in doc.article.paragraphs[:_OPENING]]
    lines = [(doc.article.title or "")[:_LONGEST_HEADLINE], *(line for line in opening if line.isupper())]
    found: dict[str, str] = {}
    for line in lines:
        words = [w.strip(".,:;!?()\"“”‘'").removesuffix("'s") for w in line.replace("’", "'").split()]
        for k in range(1, len(words) - 1):
            if words[k].lower() == "of" and words[k - 1][:1].isupper():
                following = words[k + 1 :]
                state = _state_of_words(following[1:] if following[0].lower() == "the" else following)
                if state is not None:
                    found[lexicon.name_key(words[k - 1])] = state
    return found


def _letterhead(doc: Document) -> str | None:
    """The state whose government's name an opening line is, or that of the speaker whom one in capitals announces.

    "THE WHITE HOUSE"; "PRESS BRIEFING BY WHITE HOUSE PRESS SECRETARY ANA REYES".
    """
    for paragraph in doc.article.paragraphs[:_OPENING]:
        line = doc.text[paragraph.start : paragraph.end]
        words = line[:_LONGEST_HEADLINE].split()
        speaker = words.index("BY") + 1 if line.isupper() and "BY" in words else 0
        low = [word.lower() for word in words[speaker:]]
        low = low[1:] if low[:1] == ["the"] else low
        for spelt, entry in lexicon.phrases().get(low[0], ()) if low else ():
            own = entry.kind == "organisation" and entry.country and entry.role in {"", "government"}
            if own and tuple(low[: len(spelt)]) == spelt and (speaker or len(low) == len(spelt)):
                return entry.country
    return None


def _of_headline(doc: Document) -> list[str]:
    """States the headline names by a word."""
    words = (doc.article.title or "")[:_LONGEST_HEADLINE].replace("’", "'").split()
    found = []
    for word in words:
        plain = word.strip(".,:;!?()\"“”‘'").removesuffix("'s")
        for spelt, entry in lexicon.phrases().get(plain.lower(), ()):
            if len(spelt) == 1 and entry.country and entry.kind in KINDS and entry.fits([plain], 0, 1):
                found.append(entry.country)
    return found
