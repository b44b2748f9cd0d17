"""Titles and roles around a name: the words to the left, the apposition to the right, and what they say.

Longest match in the title lexicon gives the head; modifiers, jurisdiction and tail ("of Foreign Affairs", "to the United
Nations") are read outward from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from summarizers import lexicon
from summarizers.lexicon import Entry
from summarizers.model import Status
from summarizers.text.document import Document, Tag
from summarizers.text.walk import Walk, WalkBack

_DETERMINERS = frozenset({"the", "a", "an", "his", "her", "its", "their", "our", "my", "one", "another"})
_TAIL_PREPOSITIONS = frozenset({"of", "for", "to", "on", "in", "at", "with", "representing"})
_TO_ROLES = frozenset({"ambassador", "envoy", "adviser", "diplomat", "legislator"})
_SMALL = frozenset({"of", "for", "to", "the", "and", "on", "in", "at", "with", "de", "&"})
#: Roles before which a bare country is the subject of the post: "Ukraine specialist", "Iran envoy".
_TOPIC_ROLES = frozenset({"analyst", "academic", "adviser", "envoy", "civil_servant", "journalist"})
#: Most tokens between a name and the head of its apposition, of a title's tail, and from an apposition's "and" to its second head.
_APPOSITION_REACH, _TAIL_REACH, _SECOND_REACH = 14, 9, 6
#: Most titles read before one name.
_MOST_TITLES = 3
#: Most tokens of a title phrase on each side of its head: a chain of "deputy" or "of …" without end is no title.
_PHRASE_REACH = 40


@dataclass(slots=True)
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
    #: Whether a determiner stands before it.
    determiner: str | None = None
    #: Surname of a possessor: "Clinton’s" aide.
    owner: int | None = None
    #: Kind of the body met inside: international, government, armed_group, company, …, or "".
    body: str = ""
    #: Whether its tokens are the article's; those of a title in the headline are the headline's own.
    in_text: bool = True
    #: Names of countries and bodies met inside, for evidence.
    seen: list[str] = field(default_factory=list)


def title_at(doc: Document, i: int) -> Tag | None:
    """The title tag covering token ``i``, or None."""
    tag = doc.tags[i]
    return tag if tag is not None and tag.entry.kind == "title" else None


def parse(doc: Document, tag: Tag, low: int, high: int, *, stop_at_names: bool = True) -> ParsedTitle:
    """Read a title phrase outward from its lexicon match, inside tokens ``low`` to ``high - 1``."""
    entry = tag.entry
    low, high = max(low, tag.first - _PHRASE_REACH), min(high, tag.last + 1 + _PHRASE_REACH)
    parsed = ParsedTitle(
        first=tag.first,
        last=tag.last,
        head_first=tag.first,
        office=entry.office,
        role=entry.role,
        public=entry.public,
        rank=entry.rank,
        country=entry.country,
        gender=entry.gender,
        plural=entry.plural,
    )
    words: list[str] = []
    _read_left(doc, tag, low, parsed, words)
    tail = _read_tail(doc, tag, high, parsed, stop_at_names)
    _compose(doc, tag, parsed, words, tail)
    if parsed.office == "Captain" and parsed.country and doc.tokens[tag.first].islower():
        parsed.public = False  # "England captain" leads a team
    _settle_public(parsed)
    return parsed


def _settle_public(parsed: ParsedTitle) -> None:
    """Who employs decides: an economist of the IMF is an official, a spokesman of a militia is not."""
    if parsed.body == lexicon.ARMED or (parsed.body == "party" and parsed.role not in {"party", "legislator"}):
        parsed.public = False
    elif parsed.body in {"company", "ngo", "think_tank", "university", "newspaper", "agency", "broadcaster"}:
        if parsed.role not in {"judge", "legislator", "head_of_state", "head_of_government"}:
            parsed.public = False
    elif not parsed.public and parsed.role in {"analyst", "academic", "lawyer", "business", "aide"}:
        if parsed.body == "international":
            parsed.public, parsed.role, parsed.rank = True, "international", max(parsed.rank, 55)
        elif parsed.body == "government":
            parsed.public, parsed.role, parsed.rank = True, "civil_servant", max(parsed.rank, 40)


def _read_left(doc: Document, tag: Tag, low: int, parsed: ParsedTitle, words: list[str]) -> None:
    """Modifiers, departments and jurisdiction before the head; office words go to ``words`` in text order."""
    topic: tuple[str, str] | None = None
    walk = WalkBack(tag.first - 1, low)
    for i in walk:
        token, word, here = doc.tokens[i], doc.low[i], doc.tags[i]
        gap = doc.text[doc.ends[i] : doc.begins[i + 1]]
        if "\n" in gap:
            break
        modifier = lexicon.modifier(word)
        if modifier is not None:
            if modifier.status:
                parsed.status = cast(Status, modifier.status)
            if modifier.keep:
                words.insert(0, word.rstrip("-"))
                parsed.head_first = i
            parsed.first = i
        elif here is not None and here.entry.kind in {"country", "demonym", "capital", "place", "organisation"}:
            entry = here.entry
            if here.last != i or here.first < low:
                break
            if entry.kind == "organisation" and entry.country and topic is not None and parsed.country == topic[0]:
                # "White House Russia adviser": the bare country is what the post is about
                parsed.country = None
                parsed.seen.clear()
                words.insert(0, topic[1])
                topic = None
            if entry.kind == "country" and _has_topic(doc, tag) and tag.first == here.last + 1:
                words.insert(0, doc.words(here.first, here.last))
                parsed.first = parsed.head_first = here.first
                walk.to(here.first - 1)
                continue
            if not _jurisdiction(entry, parsed, before=True):
                break
            if entry.kind == "country" and not doc.tokens[i].isupper():
                topic = (entry.name, doc.words(here.first, here.last))
            if entry.kind == "organisation" and entry.keep_in_office:
                words.insert(0, doc.words(here.first, here.last))
                parsed.head_first = here.first
            parsed.first = here.first
            walk.to(here.first - 1)
        elif word == "'s" or (token in "’'" and i > low and doc.low[i - 1].endswith("s")):
            owner = doc.tags[i - 1] if i > low else None
            if owner is not None and owner.entry.kind in {"country", "capital", "place", "organisation"}:
                continue
            parsed.owner = i - 1 if i > low else None
            parsed.determiner = "'s"
            break
        elif lexicon.is_department(word) and (token[0].isupper() or token.islower()):
            words.insert(0, word)
            parsed.first = parsed.head_first = i
        elif word in _DETERMINERS:
            parsed.determiner = word
            break
        elif word in {"and", "&"} and i - 1 >= low and lexicon.is_department(doc.low[i - 1]) and words:
            words.insert(0, "and")
        elif lexicon.is_party(word) or word in {"then", "now"}:
            parsed.first = i
        elif word == "-" and i - 1 >= low and doc.low[i - 1] in {"then", "ex", "vice", "deputy"}:
            pass
        else:
            break


def _has_topic(doc: Document, tag: Tag) -> bool:
    """Whether a bare country before a title is what the post is about."""
    role = tag.entry.role
    return role in _TOPIC_ROLES or (role == "military" and doc.tokens[tag.last].islower())


def _jurisdiction(entry: Entry, parsed: ParsedTitle, *, before: bool) -> bool:
    """Note the country or body an entry stands for; False when the title already has another one."""
    if entry.kind == "organisation":
        parsed.seen.append(entry.name)
        parsed.body = parsed.body or entry.role
        if entry.country:
            parsed.country = parsed.country or entry.country
        elif entry.role != "government":
            # a ministry or senate of no named country is part of the office, not an organisation of its own
            parsed.organisation = parsed.organisation or entry.name
        return True
    country = entry.country or (entry.name if entry.kind in {"country", "demonym"} else None)
    if country is None:
        return True
    if parsed.country is not None and parsed.country != country and before and parsed.seen and not parsed.organisation:
        return False
    if parsed.country is None or not before or parsed.country == country:
        parsed.country = country
    parsed.seen.append(country)
    return True


def _read_tail(doc: Document, tag: Tag, high: int, parsed: ParsedTitle, stop_at_names: bool) -> str:
    """ "of Foreign Affairs", "to the United Nations", "for Europe and Eurasia": the words, and their jurisdiction."""
    i = tag.last + 1
    end = tag.last
    sends = tag.entry.role in {"ambassador", "envoy"}
    while i < high and doc.low[i] in {"-elect", "-designate", "-nominee", "-to-be"}:
        parsed.status = "designate"
        parsed.last = end = i
        i += 1
    pieces: list[str] = []
    phrases = Walk(i, high)
    for i in phrases:
        preposition = doc.low[i]
        if preposition not in _TAIL_PREPOSITIONS:
            break
        if (preposition == "to" and tag.entry.role not in _TO_ROLES) or (
            preposition == "representing" and tag.entry.role != "legislator"
        ):
            break
        if preposition in {"in", "at", "with"} and pieces:
            break
        k = i + 1
        while k < high and doc.low[k] in {"the", "its", "his", "her", "their"}:
            k += 1
        start, content = k, 0
        inside = Walk(start, high)
        for k in inside:
            if k - start >= _TAIL_REACH:
                break
            token, word, here = doc.tokens[k], doc.low[k], doc.tags[k]
            if here is not None and here.last >= high:
                break
            if here is not None and here.entry.kind in {"country", "demonym", "capital", "place", "organisation"}:
                if (
                    here.entry.kind in {"country", "capital", "place"}
                    and content
                    and not _after_joint(doc, k)
                    and pieces == []
                    and start != k
                    and doc.low[k - 1] not in {"and", ",", "of"}
                ):
                    break
                told = parsed.country is None or here.entry.kind == "organisation"
                if told and not (sends and preposition == "to") and here.entry.kind != "capital":
                    _jurisdiction(here.entry, parsed, before=False)
                inside.to(here.last + 1)
                content += 1
                continue
            if here is not None and here.entry.kind == "title" and content == 0 and not token[0].isupper():
                break
            if lexicon.is_department(word):
                content += 1
                continue
            if (
                word in {"and", "&", "of", "the", ",", "for"}
                and content
                and k + 1 < high
                and (
                    lexicon.is_department(doc.low[k + 1])
                    or (_is_body(doc, k + 1) and word != ",")
                    or (word in {"of", "and"} and doc.low[k + 1] == "the" and k + 2 < high and _is_body(doc, k + 2))
                    or (word == "the" and _is_body(doc, k + 1))
                )
            ):
                continue
            if token[0].isupper() and here is None and preposition != "with":
                given = lexicon.given_name(token)
                if stop_at_names and given is not None and not given.weak and content:
                    break
                if stop_at_names and content and word not in lexicon.never_names():
                    break
                content += 1
                continue
            if (
                preposition in {"for", "of"}
                and content == 0
                and token.islower()
                and token.isalpha()
                and (tag.entry.role in {"spokesperson", "executive", "academic"} and k + 1 < high)
            ):
                content += 1
                continue
            break
        k = inside.at
        while k > start and doc.low[k - 1] in {"and", "&", "of", "the", ",", "for"}:
            k -= 1
        if not content or k == start:
            break  # nothing, or small words alone: "for the For the"
        pieces.append(doc.words(i, k - 1))
        end = k - 1
        phrases.to(k)
    if pieces:
        parsed.last = end
    return " ".join(pieces)


def _after_joint(doc: Document, k: int) -> bool:
    return doc.low[k - 1] in {"and", "&", ","}


def _is_body(doc: Document, k: int) -> bool:
    tag = doc.tags[k]
    return (tag is not None and tag.entry.kind in {"country", "demonym", "organisation", "place"}) or (
        doc.tokens[k][:1].isupper() and doc.low[k] in lexicon.never_names()
    )


def _compose(doc: Document, tag: Tag, parsed: ParsedTitle, words: list[str], tail: str) -> None:
    entry = tag.entry
    if entry.office is None:
        return
    if not words and not tail:
        return
    head = entry.office
    if tail and entry.composes:
        head = doc.words(tag.first, tag.last)
        if tag.entry.singular:
            head = tag.entry.singular
    left = " ".join(w for w in words if w.lower() not in head.lower().split())
    text = " ".join(part for part in (left, head, tail if entry.composes or not _redundant(head, tail) else "") if part)
    parsed.office = office_case(text)
    if words and words[0] in {"deputy", "vice", "assistant", "under", "shadow"}:
        parsed.rank = max(0, parsed.rank - 20)


def _redundant(head: str, tail: str) -> bool:
    """Whether the tail only repeats a country, which has a field of its own."""
    rest = [w for w in tail.lower().split() if w not in _SMALL]
    return not rest or all(w in head.lower() for w in rest) or lexicon.is_country(" ".join(rest))


def office_case(text: str) -> str:
    """An office as a label: first letters up, small words down, acronyms kept."""
    out = []
    for number, word in enumerate(text.replace("‑", "-").split()):
        if number and word.lower() in _SMALL:
            out.append(word.lower())
        elif word.islower():
            out.append(word[:1].upper() + word[1:])
        else:
            out.append(word)
    return " ".join(out)


def left_of(doc: Document, first: int, low: int) -> list[ParsedTitle]:
    """The titles directly before the name that begins at token ``first``, nearest first.

    Handles "Secretary of State X", "Ambassador to Chile X", "Prime Minister and Crown Prince X", "The Minister, X,".
    """
    found: list[ParsedTitle] = []
    i = first - 1
    if i >= low and doc.tokens[i] in {",", "-", "–", "—", ":"} and i - 1 >= low:
        tag = _title_ending(doc, i - 1, low)
        if tag is None or tag.entry.role == "honorific" or "." in doc.tokens[tag.first]:
            return found
        parsed = parse(doc, tag, low, i)
        after = first
        after_name = _end_of_name(doc, first)
        if doc.tokens[after_name : after_name + 1] == [","] and doc.low[after_name + 1 : after_name + 2] == ["and"]:
            return found  # "the crown prince, Sheikh X, and Y": a list
        if (
            parsed.last == i - 1
            and (parsed.determiner or parsed.country or parsed.organisation or parsed.first == low)
            and (doc.tokens[i] == "," and after < len(doc.tokens))
        ):
            found.append(parsed)
        return found
    walk = WalkBack(i, low)
    for i in walk:
        if doc.tokens[i] in {"“", '"', "‘"} or "\n" in doc.text[doc.ends[i] : doc.begins[i + 1]]:
            break
        tag = _title_ending(doc, i, low)
        if tag is None:
            break
        parsed = parse(doc, tag, low, i + 1)
        if parsed.last != i:
            break
        found.append(parsed)
        before = parsed.first - 1
        if {doc.low[parsed.first], doc.low[max(before, low)], parsed.determiner} & {"his", "her", "their", "its"}:
            break  # "the minister and her colleague X": what stands before is hers
        if before >= low and doc.low[before] in {"and", "&", ",", "/"}:
            before -= 1
            if before >= low and doc.low[before] == ",":
                before -= 1
        elif before >= low and title_at(doc, before) is None:
            break
        if len(found) == _MOST_TITLES:
            break
        walk.to(before)
    return found


def _end_of_name(doc: Document, first: int) -> int:
    """The first token after the capitalised stretch of one sentence that begins at ``first``."""
    k, stop = first, doc.first_token[doc.sentence_of[first] + 1]
    while k < stop and (
        doc.tokens[k][0].isupper() or doc.low[k] in {"bin", "al", "de", "von", "van", "der", "el", "da"}
    ):
        k += 1
    return k


def _title_ending(doc: Document, i: int, low: int) -> Tag | None:
    """The title tag whose phrase, tail included, could end at token ``i``."""
    here = doc.tags[i]
    if here is not None and here.entry.kind == "title":
        return here if here.last == i else None
    if doc.low[i] in {"-elect", "-designate", "-nominee"} and i - 1 >= low:
        return title_at(doc, i - 1)
    k, steps = i, 0
    while k >= low and steps < 12:
        tag = doc.tags[k]
        if tag is not None and tag.entry.kind == "title":
            return tag if steps and doc.low[tag.last + 1] in _TAIL_PREPOSITIONS else None
        if tag is not None and tag.entry.kind in {"country", "demonym", "capital", "place", "organisation"}:
            k = tag.first
        elif not (
            doc.low[k] in _SMALL
            or lexicon.is_department(doc.low[k])
            or doc.low[k] in {",", "'s"}
            or (doc.tokens[k][:1].isupper() and doc.tags[k] is None and steps and doc.low[k] in lexicon.never_names())
        ):
            return None
        k -= 1
        steps += 1
    return None


def right_of(doc: Document, last: int, high: int) -> list[ParsedTitle]:
    """Titles in the apposition after a name: ", the deputy head of …,", ", who is …", " is the …", "(R-Texas)"."""
    found: list[ParsedTitle] = []
    walk = Walk(last + 1, high)
    for i in walk:
        party = _party_bracket(doc, i, high)
        if party is None:
            return [*found, *_right_of_name(doc, i, high)]
        legislator, after = party
        found.append(legislator)
        walk.to(after)
    return found


def _right_of_name(doc: Document, i: int, high: int) -> list[ParsedTitle]:
    """Titles in the apposition that opens at token ``i``."""
    if doc.tokens[i] == "(":
        return []
    copula = False
    if doc.tokens[i] == ",":
        i += 1
        if i + 1 < high and doc.tokens[i].isdigit() and doc.tokens[i + 1] == ",":
            i += 2  # an age
        if i + 1 < high and doc.low[i] == "who":
            if doc.low[i + 1] in {"is", "was", "heads", "leads", "chairs", "serves", "served", "has"}:
                copula = True
                i += 1
            else:
                return []
        elif i < high and doc.low[i] in {"now", "then", "currently"}:
            i += 1
    elif doc.tokens[i] in {"—", "–", "--"}:
        i += 1
    elif doc.low[i] in {"is", "was"} and i + 1 < high and doc.low[i + 1] in {"the", "a", "an", "currently"}:
        copula = True
    elif doc.low[i] == "as" and i + 1 < high:
        copula = False
        if title_at(doc, i + 1) is None and doc.low[i + 1] not in {"the", "its", "his", "her"}:
            return []
        i += 1
    else:
        return []
    if copula:
        was = doc.low[i] in {"was", "served"}
        heads = doc.low[i] in {"heads", "leads", "chairs"}
        i += 1
        while i < high and doc.low[i] in {"been", "served", "as", "currently", "also", "now"}:
            i += 1
        found = _apposition(doc, i, high)
        if heads:
            return []
        if was:
            for title in found:
                if title.status == "current":
                    title.status = "former"
        return found
    return _apposition(doc, i, high)


_STOP_WORDS = frozenset(
    """is was were are be been has had have will would said says told who which that when where while after before with
    by from but because if as into over under about against than so not""".split()
)


def _apposition(doc: Document, start: int, high: int) -> list[ParsedTitle]:
    """Title phrases of a noun phrase that begins at token ``start``."""
    walk = Walk(start, min(high, start + _APPOSITION_REACH))
    for i in walk:
        tag = doc.tags[i]
        word = doc.low[i]
        if tag is not None and tag.entry.kind == "title":
            if tag.entry.role == "honorific" or tag.first < start or tag.last >= high:
                return []
            parsed = parse(doc, tag, start, high, stop_at_names=False)
            after = parsed.last + 1
            if _name_follows(doc, parsed.last, high):
                return []  # ", French President Emmanuel Macron and …" opens the next name
            if after < high and (doc.low[after] == "'s" or doc.tokens[after] == "’"):
                return []
            if parsed.plural and doc.low[start] not in {"one", "two", "three", "four", "both", "all"}:
                return []
            # the true head may come later: "the foreign ministry spokesman", "the president's chief of staff"
            if (
                after < high
                and (nxt := doc.tags[after]) is not None
                and nxt.entry.kind == "title"
                and nxt.entry.role != "honorific"
            ):
                walk.to(nxt.first)
                continue
            result = [parsed]
            if after + 1 < high and doc.low[after] in {"and", ","}:
                k = after + 1
                while k < high and doc.low[k] in {"a", "an", "the", "and"}:
                    k += 1
                second = _apposition_head(doc, k, min(high, k + _SECOND_REACH), high)
                if second is not None and not _name_follows(doc, second.last, high) and doc.low[k] not in _STOP_WORDS:
                    result.append(second)
            return result
        if word in _STOP_WORDS or doc.tokens[i] in {".", ";", ":", "“", '"', "(", ")", "”", ","}:
            return []
        if word in lexicon.speech_verbs() and not (tag is not None):
            return []
        if word in {"of", "for", "to", "in", "on", "at", "and", "or"}:
            return []
    return []


def _apposition_head(doc: Document, start: int, limit: int, high: int) -> ParsedTitle | None:
    """The title whose head stands first in tokens ``start`` to ``limit - 1``, read up to token ``high - 1``; or None."""
    for i in range(start, limit):
        tag = title_at(doc, i)
        if tag is not None and tag.entry.role != "honorific":
            return parse(doc, tag, min(start, tag.first), min(high, limit + _SECOND_REACH), stop_at_names=False)
        if doc.low[i] in _STOP_WORDS or not doc.tokens[i][0].isalnum():
            return None
        if doc.tokens[i][0].isupper() and doc.tags[i] is None and doc.low[i] not in lexicon.never_names():
            return None
    return None


def _name_follows(doc: Document, last: int, high: int) -> bool:
    k = last + 1
    if k >= high or not doc.tokens[k][:1].isupper() or doc.low[k] in lexicon.never_names():
        return False
    tag = doc.tags[k]
    return tag is None or (
        tag.entry.kind in {"place", "country", "capital"} and lexicon.given_name(doc.tokens[k]) is not None
    )


def _party_bracket(doc: Document, i: int, high: int) -> tuple[ParsedTitle, int] | None:
    """ "(R-Texas)", "(D-N.C.)", ", D-Calif.,": a US legislator."""
    opener = doc.tokens[i]
    if opener not in {"(", ","} or i + 1 >= high:
        return None
    text = doc.text[doc.begins[i + 1] : doc.begins[i + 1] + 16]
    match = lexicon.PARTY_STATE.match(text)
    if not match:
        if opener == "(" and doc.tokens[i + 1] in {"R", "D", "I"} and i + 2 < high and doc.tokens[i + 2] == ")":
            end = i + 3
        else:
            return None
    else:
        stop = doc.begins[i + 1] + match.end()
        end = i + 1
        while end < high and doc.begins[end] < stop:
            end += 1
        if end < high and doc.tokens[end] in {")", ","} and opener == "(":
            end += 1
    parsed = ParsedTitle(
        first=i + 1,
        last=end - 1,
        head_first=i + 1,
        office=None,
        role="legislator",
        public=True,
        rank=40,
        country="United States",
    )
    return parsed, end
