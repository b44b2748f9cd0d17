"""Titles around a name: the words before it, the apposition after it, and a party in brackets."""

from __future__ import annotations

from dataclasses import replace

from summarizers import lexicon
from summarizers.people.title_parser import (
    AT_THE_TIME,
    DESIGNATE,
    DETERMINERS,
    JURISDICTIONS,
    SMALL,
    TAIL_PREPOSITIONS,
    ParsedTitle,
    at_the_time,
    given_behind,
    has_further_portfolios,
    is_rank,
    office_case,
    owned_body,
    parse,
)
from summarizers.text.document import Document, Tag
from summarizers.text.noun_chunks import PREPOSITIONS, SUBORDINATORS, is_verb
from summarizers.text.walk import Walk, WalkBack

__all__ = [
    "ParsedTitle",
    "apposition_head",
    "left_of",
    "name_follows",
    "office_case",
    "parse",
    "place_behind",
    "placed",
    "right_of",
    "title_at",
    "title_ending",
]

#: Lower-case words read over in a name of any length.
_NAME_LINKS = lexicon.word_class("name_link")
#: Possessives after which a title is another person's.
_POSSESSIVES = lexicon.word_class("possessive_pronoun")
#: Verbs behind "who" that lead to an office; those of them in the past; those whose object is a body; words behind them.
_OFFICE_VERBS, _HEADING = lexicon.word_class("office_verb"), lexicon.word_class("heading_verb")
_OFFICE_OPENING = lexicon.word_class("office_opening")
#: Words behind "is" and "as" that open an office, words that count, and words before a second office.
_COPULA_OPENING, _AS_OPENING = lexicon.word_class("copula_opening"), lexicon.word_class("as_opening")
_BECOMING, _WEEKDAYS = lexicon.word_class("becoming"), lexicon.word_class("weekday")
_COUNTS, _SECOND_OPENING = lexicon.word_class("apposition_count"), lexicon.word_class("second_opening")
#: Words and marks that end an apposition before its head.
_APPOSITION_END = lexicon.word_class("apposition_end")
_APPOSITION_SMALL = lexicon.word_class("apposition_small")
#: Words before the name of a state: "the Republic of"; first words of a phrase before the subject of a sentence.
_STATE_FORMS, _FRONTING = lexicon.word_class("state_form"), lexicon.word_class("fronting")
#: Lower-case words, besides prepositions and subordinators, that may follow an apposition no comma closes.
_APPOSITION_CLOSE = lexicon.word_class("apposition_close") | lexicon.word_class("time")
_END_MARKS = frozenset({".", ";", ":", "“", '"', "(", ")", "”", ","})
_OPENING_QUOTES = frozenset({"“", '"', "‘"})
_DASHES = frozenset({"—", "–", "--"})
#: Marks between a title and the name behind it: "The Minister, X,".
_PARTING = frozenset({",", "-", "–", "—", ":"})
#: What joins an office to the one it serves.
_SERVED = frozenset({"of", "for", "to"})
#: What may stand between two titles of one person.
_TITLE_JOINTS = frozenset({"and", "&", ",", "/"})
#: Most tokens between a name and the head of its apposition, and from an apposition's "and" to its second head.
_APPOSITION_REACH, _SECOND_REACH = 14, 6
#: Most tokens from "of" behind a name to the country, and from a fronted phrase's first word to a name in it.
_PLACE_REACH, _FRONT_REACH = 8, 25
#: Most titles read before one name; most words of the tail of a title before a name.
_MOST_TITLES, _TAIL_STEPS = 5, 12
#: Most tokens of a name with its "'s", and roles of those who work for its bearer.
_OWNER_NAME, _STAFF_ROLES = 7, lexicon.word_class("role_staff")
#: Most tokens from a body's last one back to whose it is.
_OWNED_REACH = 7
#: Most tokens of a body that somebody heads, nouns of a government's bodies, and the rank of who heads one.
_HEADED_REACH, _HEADED_BODIES, _HEAD_RANK = 7, lexicon.word_class("headed_body"), 46
#: Code points in which the party and state of a US legislator stand; the rank of one.
_PARTY_REACH, _PARTY_RANK = 16, 40


def title_at(doc: Document, i: int) -> Tag | None:
    """The title tag covering token ``i``, or None."""
    tag = doc.tags[i]
    return tag if tag is not None and tag.entry.kind == "title" else None


# --- where the office is ---------------------------------------------------------------------------------------------


def place_behind(doc: Document, last: int, high: int) -> Tag | None:
    """The country, place or body behind a name that ends at token ``last``: "of the Republic of Chile", "(Chile)"."""
    k = last + 1
    if k >= high:
        return None
    if doc.tokens[k] == "(":
        tag = doc.tags[k + 1] if k + 1 < high else None
        closed = tag is not None and tag.last + 1 < high and doc.tokens[tag.last + 1] == ")"
        return tag if tag is not None and closed and tag.entry.kind == "country" else None
    if doc.low[k] != "of":
        return None
    k += 1
    stop = min(high, k + _PLACE_REACH)
    while k < stop and (doc.low[k] == "the" or (doc.low[k] in _STATE_FORMS and doc.kind(k) not in JURISDICTIONS)):
        k += 1
    tag = doc.tags[k] if k < stop else None
    if tag is None or tag.first != k or tag.entry.kind not in JURISDICTIONS - {"demonym"}:
        return None
    return tag if tag.last + 1 >= high or doc.low[tag.last + 1] != "'s" else None


def placed(doc: Document, title: ParsedTitle, place: Tag) -> ParsedTitle:
    """A title before a name with the country or body that stands behind the name, unless it has one of its own."""
    tag = title_at(doc, title.head_first) or title_at(doc, title.last)
    implied = tag.entry.country if tag is not None else None
    if title.role == "honorific" or title.organisation or title.country not in {None, implied}:
        return title
    entry = place.entry
    if title.role == "international" and entry.kind != "organisation" and doc.tokens[place.first - 1] != "(":
        return title  # "the Commission's president, X of the Netherlands": where the person is from
    if entry.kind == "organisation" and not entry.country:
        return replace(title, organisation=entry.name)
    return replace(title, country=entry.country or implied)


# --- before the name -------------------------------------------------------------------------------------------------


def left_of(doc: Document, first: int, low: int) -> list[ParsedTitle]:
    """The titles directly before the name that begins at token ``first``, nearest first.

    Handles "Secretary of State X", "Ambassador to Chile X", "Prime Minister and Crown Prince X", "The Minister, X,".
    """
    if first - 1 > low and doc.tokens[first - 1] in _PARTING:
        parted = _parted_title(doc, first, low)
        return [parted] if parted is not None else []
    found: list[ParsedTitle] = []
    walk = WalkBack(first - 1, low)
    for i in walk:
        title = _adjoining_title(doc, i, low)
        if title is None:
            break
        if found and not _one_person(doc, title, found[-1]):
            break
        if found and doc.tokens[title.last + 1] == "/":
            found.clear()  # "High Representative/Vice-President X": the first of them
        found.append(title)
        before = _before_title(doc, title, low)
        if before is not None and doc.low[before + 1] == "," and _list_goes_on(doc, _end_of_name(doc, first)):
            break  # "the Crown Prince, Sheikh X, and Mr. Y"
        if before is None or len(found) == _MOST_TITLES:
            break
        walk.to(before)
    return _sharing_state(doc, found)


def _sharing_state(doc: Document, titles: list[ParsedTitle]) -> list[ParsedTitle]:
    """Titles of one person joined by "and", nearest first, all in the state one of them tells."""
    told = {title.country for title in titles if title.country}
    joined = len(titles) > 1 and all(doc.low[title.last + 1] in {"and", "&"} for title in titles[1:])
    if not joined or len(told) != 1 or any(title.organisation for title in titles):
        return titles
    country = told.pop()
    return [
        title if title.country or title.role == "honorific" else replace(title, country=country) for title in titles
    ]


def _parted_title(doc: Document, first: int, low: int) -> ParsedTitle | None:
    """The title a comma parts from the name at token ``first``: "The Minister, X,"."""
    mark = first - 1
    tag = title_ending(doc, mark - 1, low)
    if doc.tokens[mark] != "," or tag is None or tag.entry.role == "honorific" or "." in doc.tokens[tag.first]:
        return None
    title = _sent(doc, tag, parse(doc, tag, low, mark), low)
    if _principal_of_post(doc, title, low):
        return _servant(doc, title, low)
    if title.last != mark - 1 or _in_list(doc, title, first) or _states_go_on(doc, title) or _serves(doc, title, low):
        return None
    owned = title.determiner or {doc.low[title.first], doc.low[max(low, title.first - 1)]} & _POSSESSIVES
    return title if owned or title.country or title.organisation or title.first == low else None


def _principal_of_post(doc: Document, title: ParsedTitle, low: int) -> bool:
    """Whether a title is of whom another title before it serves: "the Under-Secretary to the President, X"."""
    k = title.first - 1
    k -= k > low and doc.low[k] == "the"
    tag = title_at(doc, k - 1) if k > low and doc.low[k] == "to" else None
    if tag is None:
        return False
    before = tag.first - 1 - (tag.first > low and doc.low[tag.first - 1] in DETERMINERS)
    return before < low or doc.tokens[before] != ","  # "X, an adviser to the minister, Y": Y is the minister


def _servant(doc: Document, title: ParsedTitle, low: int) -> ParsedTitle | None:
    """The title of who serves, with the words of the other one, if it is a post's; None where it stays open whose name it is."""
    k = title.first - 1 - (doc.low[title.first - 1] == "the")
    tag = title_at(doc, k - 1)
    if tag is None or not doc.tokens[tag.first][0].isupper():
        return None  # "An adviser to the prime minister, X, left"
    servant = parse(doc, tag, low, k)
    office = office_case(doc.words(servant.head_first, title.last))
    return replace(servant, last=title.last, office=office, country=servant.country or title.country)


def _states_go_on(doc: Document, title: ParsedTitle) -> bool:
    """Whether what follows a title of several states goes on with them, no "and" before the last: "the ministers of Chile, Peru, X"."""
    last = doc.tags[title.last]
    if not title.plural or last is None or "," not in doc.tokens[title.head_first : title.last]:
        return False
    return "and" not in doc.low[max(title.first, last.first - 2) : last.first]


def _serves(doc: Document, title: ParsedTitle, low: int) -> bool:
    """Whether a title is whom another one with a capital serves: "the Special Envoy of the Secretary-General for Chad"."""
    k = title.first - 1 - (title.determiner == "the")
    return k > low and doc.low[k] in _SERVED and title_at(doc, k - 1) is not None and doc.tokens[k - 1][0].isupper()


def _in_list(doc: Document, title: ParsedTitle, first: int) -> bool:
    """Whether a title and the name at token ``first`` are two of a list: "the crown prince, Sheikh X, and Y"."""
    end = _end_of_name(doc, first)
    if not _list_goes_on(doc, end):
        return False
    return title_at(doc, first) is not None or end == first + 1 or not (title.country or title.organisation)


def _list_goes_on(doc: Document, end: int) -> bool:
    """Whether ", and" and another member of a list stand behind a name, and no verb: "X, and will include"."""
    return doc.low[end : end + 2] == [",", "and"] and not any(map(is_verb, doc.low[end + 2 : end + 3]))


def _end_of_name(doc: Document, first: int) -> int:
    """The first token after the capitalised stretch of one sentence that begins at ``first``."""
    k, stop = first, doc.first_token[doc.sentence_of[first] + 1]
    while k < stop and (doc.tokens[k][0].isupper() or doc.low[k] in _NAME_LINKS):
        k += 1
    return k


def _adjoining_title(doc: Document, i: int, low: int) -> ParsedTitle | None:
    """The title whose phrase ends at token ``i``, or None."""
    if doc.tokens[i] in _OPENING_QUOTES or "\n" in doc.text[doc.ends[i] : doc.begins[i + 1]]:
        return None
    tag = title_ending(doc, i, low)
    title = _sent(doc, tag, parse(doc, tag, low, i + 1), low) if tag is not None else None
    return title if title is not None and title.last == i else None


def _sent(doc: Document, head: Tag, title: ParsedTitle, low: int) -> ParsedTitle:
    """The envoy's title that a title of who sent the envoy belongs to: "Special Envoy of the Union's President for Chad"; or itself."""
    k = title.first - 1
    k -= k > low and doc.low[k] == "the"
    tag = title_at(doc, k - 1) if k > low and doc.low[k] == "of" and title.office else None
    if tag is None or tag.entry.role != "envoy" or tag.last != k - 1 or title.last == head.last:
        return title  # "a special envoy of the Turkish president, X": whose name it is stays open
    envoy = parse(doc, tag, low, k)
    office, body = office_case(doc.words(envoy.head_first, title.last)), envoy.organisation or title.organisation
    return replace(envoy, last=title.last, office=office, organisation=body)


def _one_person(doc: Document, title: ParsedTitle, after: ParsedTitle) -> bool:
    """Whether two titles before one name are both its bearer's: not of two states, not "the minister and Senator X"."""
    if doc.low[title.last + 1] not in {"and", "&"}:
        return True
    if title.country and after.country and title.country != after.country:
        return False
    small = doc.tokens[title.head_first].islower() and title.role != "honorific"
    return not (small and doc.tokens[after.head_first][0].isupper() and after.role != "honorific")


def _before_title(doc: Document, title: ParsedTitle, low: int) -> int | None:
    """Where a title before this one of the same person would end, or None."""
    before = title.first - 1
    if {doc.low[title.first], doc.low[max(before, low)], title.determiner} & _POSSESSIVES:
        return None  # "the minister and her colleague X": what stands before is hers
    if before < low:
        return before
    if doc.low[before] in _TITLE_JOINTS:
        comma = before - 1 >= low and doc.low[before - 1] == ","
        return None if comma else before - 1  # ", the ambassador to X, and envoy Y": a list
    tag = title_at(doc, title.head_first) or title_at(doc, title.last)
    courteous = title.role == "honorific" or (tag is not None and is_rank(doc, tag))
    if courteous and title_ending(doc, before, low) is not None:
        return before
    return before if title_at(doc, before) is not None else None


def title_ending(doc: Document, i: int, low: int) -> Tag | None:
    """The title tag whose phrase, tail included, could end at token ``i``."""
    here = doc.tags[i]
    if here is not None and here.entry.kind == "title":
        return here if here.last == i else None
    if doc.low[i] in DESIGNATE and doc.low[i] != "-to-be" and i > low:
        return title_at(doc, i - 1)
    if doc.low[i] == "time" and i - AT_THE_TIME >= low and at_the_time(doc, i + 1 - AT_THE_TIME, i + 1):
        return title_at(doc, i - AT_THE_TIME)
    opening = _owner_of_body(doc, i, low)
    if opening is not None:
        return title_at(doc, opening - 1)
    walk = WalkBack(i, low)
    for steps, k in enumerate(walk):
        tag = doc.tags[k]
        kind = tag.entry.kind if tag is not None else ""
        if steps == _TAIL_STEPS:
            return None
        if kind == "title" and tag is not None:
            opens = doc.low[tag.last + 1] in TAIL_PREPOSITIONS or has_further_portfolios(doc, tag, i + 1)
            return tag if steps and opens else None
        if kind in JURISDICTIONS and tag is not None:
            walk.to(tag.first - 1)
        elif not _in_tail(doc, k, last=not steps):
            return None
    return None


def _owner_of_body(doc: Document, i: int, low: int) -> int | None:
    """The "of" or "for" before a state's body that ends at token ``i``: "of Kenya's election commission"; None for none."""
    for k in WalkBack(i - 1, max(low, i - _OWNED_REACH)):
        possessive = doc.low[k] == "'s"
        owner = doc.tags[k - possessive] if k >= possessive else None
        if owner is not None and (possessive or doc.kind(k) in {"demonym", "organisation"}):
            end = owned_body(doc, k if possessive else k + 1, i + 1)
            first = max(owner.first - 1, low)
            first -= first > low and doc.low[first] == "the"
            return first if end == i and first > low and doc.low[first] in {"of", "for"} else None
        if not doc.tokens[k].replace("-", "").isalpha():
            return None
    return None


def _in_tail(doc: Document, k: int, *, last: bool) -> bool:
    """Whether token ``k``, the ``last`` before the name or not, may stand in a title's tail."""
    word = doc.low[k]
    if word in SMALL or word in {",", "'s"} or lexicon.is_department(word):
        return True
    if last and k > 1 and doc.tokens[k][0].isupper() and doc.low[k - 1] == "of":
        tag = title_at(doc, k - 2)
        return tag is not None and tag.entry.role in {"governor", "mayor"}  # "the governor of Cauca, X"
    if last and doc.tokens[k][0].isupper() and word.endswith("s") and lexicon.is_ordinary(word):
        return given_behind(doc, k)  # "Envoy for Peace Missions Steven Hall"
    return not last and doc.tags[k] is None and doc.tokens[k][:1].isupper() and word in lexicon.never_names()


# --- after the name --------------------------------------------------------------------------------------------------


def right_of(doc: Document, last: int, high: int) -> list[ParsedTitle]:
    """Titles in the apposition after a name: ", the deputy head of …,", ", who is …", " is the …", "(R-Texas)"."""
    found: list[ParsedTitle] = []
    walk = Walk(last + 1, high)
    for i in walk:
        party = _party_bracket(doc, i, high)
        if party is None:
            return [*found, *_described(doc, i, high)]
        legislator, after = party
        found.append(legislator)
        walk.to(after)
    return found


def _described(doc: Document, i: int, high: int) -> list[ParsedTitle]:
    """Titles of the description of a person that opens at token ``i``."""
    token, word = doc.tokens[i], doc.low[i]
    beyond = doc.low[i + 1] if i + 1 < high else ""
    if token == ",":
        return _after_comma(doc, i + 1, high)
    if token in _DASHES:
        return _apposition(doc, i + 1, high)
    if word in {"is", "was"} and _opens_predicate(doc, i + 1, high):
        return _after_verb(doc, i, high)
    became = _past_day(doc, i, high)
    if became + 1 < high and doc.low[became] in _BECOMING and _opens_predicate(doc, became + 1, high):
        return _after_verb(doc, became, high)
    if word == "as" and beyond and (title_at(doc, i + 1) is not None or beyond in _AS_OPENING):
        return _apposition(doc, i + 1, high)
    return []


def _past_day(doc: Document, i: int, high: int) -> int:
    """The token behind a day at token ``i``: "on Monday", "this week" is none."""
    k = i + (doc.low[i] == "on")
    return k + 1 if k < high and doc.low[k] in _WEEKDAYS else i


def _opens_predicate(doc: Document, k: int, high: int) -> bool:
    """Whether what somebody is may begin at token ``k``: "the minister", "Sweden's minister", "foreign minister of Sweden"."""
    if k >= high:
        return False
    if doc.low[k] in _COPULA_OPENING or title_at(doc, k) is not None:
        return True
    tag = doc.tags[k]
    if tag is None or tag.entry.kind not in JURISDICTIONS or tag.last + 1 >= high:
        return False
    return tag.entry.kind == "demonym" or doc.low[tag.last + 1] == "'s" or title_at(doc, tag.last + 1) is not None


def _after_comma(doc: Document, i: int, high: int) -> list[ParsedTitle]:
    """Titles behind the comma after a name: an apposition, or what "who" opens; an age may stand before it."""
    if i + 1 < high and doc.tokens[i].isdigit() and doc.tokens[i + 1] == ",":
        i += 2
    if i + 1 < high and doc.low[i] == "who":
        return _after_verb(doc, i + 1, high) if doc.low[i + 1] in _OFFICE_VERBS else []
    return _apposition(doc, i + (i < high and doc.low[i] in {"now", "then", "currently"}), high)


def _after_verb(doc: Document, i: int, high: int) -> list[ParsedTitle]:
    """Titles behind a verb that says what a person is or was; "who heads …" names no office."""
    verb = doc.low[i]
    i += 1
    while i < high and doc.low[i] in _OFFICE_OPENING:
        i += 1
    if verb in _HEADING:
        return _headed(doc, i, high)
    # "who served three presidents" tells whom he served
    found = [title for title in _apposition(doc, i, high) if not title.plural]
    return [_former(title) for title in found] if verb in {"was", "served"} else found


def _headed(doc: Document, start: int, high: int) -> list[ParsedTitle]:
    """The office of somebody who heads the government's body that begins at token ``start``: "the Kyiv regional administration"."""
    walk = Walk(start, min(high, start + _HEADED_REACH))
    for i in walk:
        tag = doc.tags[i]
        if tag is not None and tag.entry.kind not in JURISDICTIONS:
            return []
        if doc.low[i] in _HEADED_BODIES:
            places = [doc.tags[k] for k in range(start, i + 1)]
            country = next((t.entry.country for t in places if t is not None and t.entry.country), None)
            return [_head_of(doc, start, i, country)]
        if not doc.tokens[i][0].isalpha() or doc.low[i] in _APPOSITION_END or doc.low[i] in lexicon.speech_verbs():
            return []
    return []


def _head_of(doc: Document, start: int, last: int, country: str | None) -> ParsedTitle:
    return ParsedTitle(
        first=start,
        last=last,
        head_first=start,
        office=f"Head of the {office_case(doc.words(start, last))}",
        role="civil_servant",
        public=True,
        rank=_HEAD_RANK,
        country=country,
    )


def _former(title: ParsedTitle) -> ParsedTitle:
    return replace(title, status="former") if title.status == "current" else title


def _apposition(doc: Document, start: int, high: int) -> list[ParsedTitle]:
    """Title phrases of a noun phrase that begins at token ``start``."""
    walk = Walk(start, min(high, start + _APPOSITION_REACH))
    for i in walk:
        tag = title_at(doc, i)
        if tag is None:
            if _ends_apposition(doc, start, i):
                return []
            continue
        if tag.entry.role == "honorific" or tag.first < start or tag.last >= high:
            return []
        title = parse(doc, tag, start, high, stop_at_names=False)
        principal = _owner_named(doc, title, high)
        if principal is not None:
            return _owned_title(doc, principal, high)
        if not _describes(doc, title, start, high):
            return []
        later = _later_head(doc, title.last + 1, high)
        if later is None:
            if _opens_clause(doc, start, title.last + 1, high) or _in_household(doc, start, title.last + 1, high):
                return []
            return [title, *_second_title(doc, title.last + 1, high)]
        walk.to(later)
    return []


def _owner_named(doc: Document, title: ParsedTitle, high: int) -> int | None:
    """The token behind "'s" of a person whom a title opens in an apposition: ", President Ana Reyes's spokesman,"; or None."""
    if not name_follows(doc, title.last, high) or not title.public:
        return None
    for k in range(title.last + 2, min(high, title.last + 1 + _OWNER_NAME)):
        if doc.low[k] == "'s":
            return k + 1
        if not doc.tokens[k][0].isupper() and doc.low[k] not in _NAME_LINKS:
            return None
    return None


def _owned_title(doc: Document, start: int, high: int) -> list[ParsedTitle]:
    """The title of somebody's staff that begins at token ``start`` and ends the apposition."""
    title = apposition_head(doc, start, min(high, start + _SECOND_REACH), high)
    if title is None or title.role not in _STAFF_ROLES or not _describes(doc, title, start, high):
        return []
    after = title.last + 1
    closed = after >= high or doc.tokens[after] in _END_MARKS or doc.low[after] in PREPOSITIONS
    return [replace(title, determiner="'s", owner=start - 2)] if closed else []


def _ends_apposition(doc: Document, start: int, i: int) -> bool:
    """Whether a token that is no title ends an apposition from token ``start`` before its head.

    A verb does, and a second determiner: a noun phrase has one at most.
    """
    word = doc.low[i]
    if word == "under" and doc.low[i + 1 : i + 2] and doc.low[i + 1].startswith("secretar"):
        return False
    if word in _APPOSITION_END or word in _APPOSITION_SMALL or doc.tokens[i] in _END_MARKS:
        return True
    if i > start and word in DETERMINERS:
        return True
    if doc.tags[i] is not None or lexicon.modifier(word) is not None:
        return False
    if word in lexicon.speech_verbs():
        return True
    return doc.tokens[i].islower() and is_verb(word) and (i == start or not word.endswith("ed"))


def _opens_clause(doc: Document, start: int, after: int, high: int) -> bool:
    """Whether the noun phrase from token ``start`` up to ``after`` is the subject of a clause and no apposition.

    "He met X, the president said"; "Like X, the British minister acts as"; "After talks with X, the president, Y, said".
    """
    low = doc.first_token[doc.sentence_of[start]]
    fronted = _fronted(doc, low, start)
    if after >= high:
        return False
    word, token = doc.low[after], doc.tokens[after]
    if token == ",":
        return fronted and _enclosed_name(doc, after + 1, high)
    if not token.isalpha() or not token.islower():
        return False
    if word in PREPOSITIONS or word in SUBORDINATORS or word in _APPOSITION_CLOSE:
        return False
    return fronted or (is_verb(word) and not _opens_sentence(doc, low, start))


def _in_household(doc: Document, start: int, after: int, high: int) -> bool:
    """Whether a list goes on with another possessive: "X, his secretary, his cook and two students"."""
    if doc.low[start] not in _POSSESSIVES or after + 1 >= high or doc.low[after] not in {",", "and"}:
        return False
    return doc.low[after + 1] in _POSSESSIVES


def _fronted(doc: Document, low: int, start: int) -> bool:
    """Whether the sentence begins with a phrase before its subject that goes on up to the comma before ``start``."""
    opening = doc.low[low]
    if start - low > _FRONT_REACH or not (opening in _FRONTING or (opening.endswith("ing") and doc.tags[low] is None)):
        return False
    return not any(doc.tokens[k] in _END_MARKS for k in range(low, start - 1))


def _enclosed_name(doc: Document, k: int, high: int) -> bool:
    """Whether a name between commas begins at token ``k``."""
    end = k
    while end < high and (doc.tokens[end][0].isupper() or doc.low[end] in _NAME_LINKS):
        end += 1
    return k < end < high and doc.tokens[end] == "," and doc.tags[k] is None


def _opens_sentence(doc: Document, low: int, start: int) -> bool:
    """Whether nothing but a name and its titles stands from token ``low`` up to the comma before token ``start``."""
    return all(
        doc.tokens[k][0].isupper() or doc.tags[k] is not None or doc.low[k] in _NAME_LINKS
        for k in range(max(low, start - _FRONT_REACH), start - 1)
    )


def _describes(doc: Document, title: ParsedTitle, start: int, high: int) -> bool:
    """Whether a title in the noun phrase from ``start`` is the person's before it, and not the next name's or an owner's."""
    after = title.last + 1
    if name_follows(doc, title.last, high) or _shares_next_name(doc, title, start, high):
        return False  # ", French President Emmanuel Macron and …" opens the next name
    if after < high and (doc.low[after] == "'s" or doc.tokens[after] == "’"):
        return False
    return not title.plural or doc.low[start] in _COUNTS


def _shares_next_name(doc: Document, title: ParsedTitle, start: int, high: int) -> bool:
    """Whether a title in capitals and the one joined to it stand before the next name: ", Deputy Premier and Foreign Minister X"."""
    after = title.last + 1
    if not doc.tokens[start][0].isupper() or after + 1 >= high or doc.low[after] != "and":
        return False
    tag = title_at(doc, after + 1)
    return tag is not None and tag.first == after + 1 and name_follows(doc, parse(doc, tag, after + 1, high).last, high)


def _later_head(doc: Document, after: int, high: int) -> int | None:
    """Where the true head of a phrase stands behind another title: "the foreign ministry spokesman"; or None."""
    tag = title_at(doc, after) if after < high else None
    return tag.first if tag is not None and tag.entry.role != "honorific" else None


def _second_title(doc: Document, after: int, high: int) -> list[ParsedTitle]:
    """The second title of an apposition, joined at token ``after``: ", the minister and a deputy of …"."""
    if after + 1 >= high or doc.low[after] not in {"and", ","} or doc.low[after : after + 2] == [",", "and"]:
        return []
    k = after + 1
    while k < high and doc.low[k] in _SECOND_OPENING:
        k += 1
    title = apposition_head(doc, k, min(high, k + _SECOND_REACH), high)
    if title is None or doc.low[k] in _APPOSITION_END or name_follows(doc, title.last, high):
        return []
    return [] if _opens_clause(doc, after + 1, title.last + 1, high) else [title]


def apposition_head(doc: Document, start: int, limit: int, high: int) -> ParsedTitle | None:
    """The title whose head stands first in tokens ``start`` to ``limit - 1``, read up to token ``high - 1``; or None."""
    for i in range(start, limit):
        tag = title_at(doc, i)
        if tag is not None and tag.entry.role != "honorific":
            title = parse(doc, tag, min(start, tag.first), high, stop_at_names=False)
            if _later_head(doc, title.last + 1, high) is None:
                return title
            continue
        if not doc.tokens[i][0].isalnum() or _ends_apposition(doc, start, i):
            return None
        if doc.tokens[i][0].isupper() and doc.tags[i] is None and doc.low[i] not in lexicon.never_names():
            return None
    return None


def name_follows(doc: Document, last: int, high: int) -> bool:
    """Whether a name begins behind token ``last``."""
    k = last + 1
    if k >= high or not doc.tokens[k][:1].isupper() or doc.low[k] in lexicon.never_names():
        return False
    tag = doc.tags[k]
    return tag is None or (
        tag.entry.kind in {"place", "country", "capital"} and lexicon.given_name(doc.tokens[k]) is not None
    )


def _party_bracket(doc: Document, i: int, high: int) -> tuple[ParsedTitle, int] | None:
    """ "(R-Texas)", "(D-N.C.)", ", D-Calif.,": a US legislator, and the token behind."""
    if doc.tokens[i] not in {"(", ","} or i + 1 >= high:
        return None
    end = _party_end(doc, i, high)
    if end is None:
        return None
    title = ParsedTitle(
        first=i + 1,
        last=end - 1,
        head_first=i + 1,
        office=None,
        role="legislator",
        public=True,
        rank=_PARTY_RANK,
        country="United States",
    )
    return title, end


def _party_end(doc: Document, i: int, high: int) -> int | None:
    """The token behind a party and state that open with the mark at token ``i``, or None."""
    bracket = doc.tokens[i] == "("
    begin = doc.begins[i + 1]
    match = lexicon.PARTY_STATE.match(doc.text[begin : begin + _PARTY_REACH])
    if match is None:
        alone = bracket and i + 2 < high and doc.tokens[i + 1] in {"R", "D", "I"} and doc.tokens[i + 2] == ")"
        return i + 3 if alone else None
    stop, end = begin + match.end(), i + 1
    while end < high and doc.begins[end] < stop:
        end += 1
    return end + 1 if bracket and end < high and doc.tokens[end] in {")", ","} else end
