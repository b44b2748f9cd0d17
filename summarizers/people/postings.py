"""Posts that a text says somebody is given, put up for, or has lost: "was named ambassador", "nominee for", "fired X"."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from summarizers import lexicon
from summarizers.people.title_parser import DETERMINERS, JURISDICTIONS, ParsedTitle, parse
from summarizers.people.titles import apposition_head, name_follows, title_at, title_ending
from summarizers.text.document import Document, Tag
from summarizers.text.walk import WalkBack

#: What becomes of a current office by what stands around its holder's name.
Standing = Literal["designate", "former"]

#: Verbs that give a post, as participles and as verbs with an object; nouns for somebody put up for one.
_GIVEN, _GIVES = lexicon.word_class("post_given"), lexicon.word_class("post_giving")
_PUT_UP = lexicon.word_class("post_candidate")
#: Verbs that take a post, as verbs with an object and as participles; nouns for the loss of one.
_TAKES, _TAKEN, _LOSS = (lexicon.word_class(name) for name in ("post_taking", "post_taken", "post_loss"))
#: Verbs behind a name that end a post, before "as".
_LEFT = _TAKEN | lexicon.word_class("post_left")
#: Words before such a noun that make it a wish: "called for the dismissal of".
_WISH = lexicon.word_class("post_wish")
#: Forms of "to be" behind a name, adverbs behind them, words between a verb and the post.
_PERFECT, _PERFECT_OR_PASSIVE = lexicon.word_class("perfect"), lexicon.word_class("perfect_or_passive")
_BEING, _ADVERBS = lexicon.word_class("passive_auxiliary"), lexicon.word_class("post_adverb")
_OPENING = lexicon.word_class("post_opening")
#: Most tokens: of a phrase between commas behind a name; of words before a post; of its head; from the post to "by".
_CLAUSE, _OPENS, _HEAD, _BY = 16, 6, 8, 12
#: Tokens before a verb in which its subject is looked for, before a noun of loss for a wish, and back to "to be".
_SUBJECT, _WISHED, _BACK = 6, 6, 70


# --- given -----------------------------------------------------------------------------------------------------------


def given(doc: Document, start: int, last: int, low: int, high: int) -> ParsedTitle | None:
    """The post a text says the bearer of a name is given or put up for.

    The name ends at token ``last`` and begins, titles included, at token ``start``.
    """
    if start > low and doc.low[start - 1] == "vice":
        return _predecessor(doc, start, low, high)
    left = _left_as(doc, last, high)
    if left is not None:
        return left
    post = _passive(doc, last, high) or _nominee(doc, last, high) or _to_be(doc, last, high)
    if post is not None:
        return _of_country(post, _by_whom(doc, post.last + 1, high))
    if start <= low:
        return None
    if doc.low[start - 1] not in _GIVES:
        return chosen_for(doc, start, low)
    post = _post_at(doc, _past_clause(doc, last + 1, high), high, opened=False)
    return _of_country(post, _subject(doc, start - 2, low)) if post is not None else None


def _passive(doc: Document, last: int, high: int) -> ParsedTitle | None:
    """ "X was named ambassador to Chile", "X, a lawyer, has been appointed", "X, named envoy in May"."""
    k = last + 1
    relative = doc.low[k : k + 2] == [",", "who"] or doc.low[k : k + 1] == ["who"]
    k = k + 1 + (doc.low[k] == ",") if relative else _past_clause(doc, k, high)
    auxiliary = k
    while k < high and (doc.low[k] in _BEING or doc.low[k] in _ADVERBS):
        k += 1
    if k >= high or doc.low[k] not in _GIVEN:
        return None
    if auxiliary == k:  # without "was" only between commas: "X, named envoy in May, said"
        if doc.low[k - 1] != ",":
            return None
        relative = True
    post = _post_at(doc, k + 1, high, opened=False)
    return replace(post, status="current") if post is not None and relative else post


def _left_as(doc: Document, last: int, high: int) -> ParsedTitle | None:
    """ "X, who was ousted as vice president", "X stepped down as mayor": the post X has left."""
    k = _verb_behind(doc, last, high)
    if k >= high or doc.low[k] not in _LEFT:
        return None
    k += 1 + (doc.low[k + 1 : k + 2] == ["down"])
    post = _post_at(doc, k + 1, high, opened=False) if k < high and doc.low[k] == "as" else None
    return replace(post, status="former") if post is not None else None


def _verb_behind(doc: Document, last: int, high: int) -> int:
    """The token of the verb behind a name, over "who" and its auxiliaries."""
    k = last + 1
    k += doc.low[k : k + 1] == [","] and doc.low[k + 1 : k + 2] != ["who"]  # "the minister, X, has been dismissed"
    k += 2 if doc.low[k : k + 2] == [",", "who"] else doc.low[k : k + 1] == ["who"]
    while k < high and (doc.low[k] in _PERFECT or doc.low[k] in _ADVERBS):
        k += 1
    return k


def _nominee(doc: Document, last: int, high: int) -> ParsedTitle | None:
    """ "X, the president's nominee for trade representative"."""
    k = last + 2
    if k >= high or doc.tokens[last + 1] not in {",", "–", "—", "-"}:
        return None
    stop = min(high - 1, k + _OPENS)
    while k < stop and doc.low[k] not in _PUT_UP:
        if doc.tokens[k] == ",":
            return None
        k += 1
    if k >= stop or doc.low[k] not in _PUT_UP or doc.low[k + 1] not in {"for", "as"}:
        return None
    return _post_at(doc, k + 2, high, opened=True)


def _to_be(doc: Document, last: int, high: int) -> ParsedTitle | None:
    """ "X, of Ohio, to be Under Secretary of Commerce"."""
    k = last + 1
    if k + 1 >= high or doc.tokens[k] != ",":
        return None
    stop = min(high - 1, k + 2 * _CLAUSE)
    while k < stop and doc.low[k : k + 3] != [",", "to", "be"]:
        k += 1
    return _post_at(doc, k + 3, high, opened=True) if k < stop else None


def _predecessor(doc: Document, start: int, low: int, high: int) -> ParsedTitle | None:
    """ ", to be a Commissioner of …, vice X, resigned": the post X has left."""
    if start - 2 < low or doc.tokens[start - 2] != ",":
        return None
    for k in WalkBack(start - 3, max(low, start - _BACK)):
        if doc.low[k : k + 2] == ["to", "be"]:
            post = _post_at(doc, k + 2, min(high, start - 2), opened=True)
            return replace(post, status="former") if post is not None else None
    return None


def _past_clause(doc: Document, k: int, high: int) -> int:
    """The token behind a phrase between commas that opens at token ``k``, or ``k`` where none does."""
    if k >= high or doc.tokens[k] != ",":
        return k
    stop = min(high, k + _CLAUSE)
    close = next((j for j in range(k + 1, stop) if doc.tokens[j] == ","), None)
    if doc.low[k + 1 : k + 2] and doc.low[k + 1] in _GIVEN:
        return k + 1
    return close + 1 if close is not None else k


def _post_at(doc: Document, k: int, high: int, *, opened: bool) -> ParsedTitle | None:
    """The post named from token ``k``, designate; small words may stand before it, and must not be missed if ``opened``."""
    stop = min(high, k + _OPENS)
    while k < stop and (doc.low[k] in _OPENING or doc.low[k] in DETERMINERS):
        k += 1
    if k >= high or (opened and doc.tokens[k] == ","):
        return None
    post = apposition_head(doc, k, min(high, k + _HEAD), high)
    if post is None or post.plural or name_follows(doc, post.last, high):
        return None
    if post.last + 1 < high and doc.low[post.last + 1] == "'s":
        return None
    return replace(post, status="designate") if post.status == "current" else post


def chosen_for(doc: Document, start: int, low: int) -> ParsedTitle | None:
    """The post before the comma in "her choice for foreign minister, the historian X"; X begins at ``start``, titles included."""
    comma = next((k for k in WalkBack(start - 1, max(low, start - _OPENS)) if not doc.tokens[k][0].isalnum()), low)
    tag = title_ending(doc, comma - 1, low) if comma > low and doc.tokens[comma] == "," else None
    post = parse(doc, tag, low, comma) if tag is not None else None
    if post is None or post.last != comma - 1 or not sought(doc, post.first, low):
        return None
    return replace(post, status="designate")


# --- whose post ------------------------------------------------------------------------------------------------------


def _of_country(post: ParsedTitle, state: Tag | None) -> ParsedTitle:
    """A post in the state or body that gives it, unless it has one of its own."""
    if state is None or post.country or post.organisation:
        return post
    if state.entry.kind == "organisation" and not state.entry.country:
        return post if state.entry.role == "government" else replace(post, organisation=state.entry.name)
    return replace(post, country=state.entry.country or state.entry.name)


def _by_whom(doc: Document, k: int, high: int) -> Tag | None:
    """The country or body behind "by" that soon follows a post: "in February by New Zealand"."""
    stop = min(high - 1, k + _BY)
    while k < stop and doc.low[k] != "by":
        if doc.tokens[k] in {",", ";", "“"}:
            return None
        k += 1
    if k >= stop:
        return None
    k += 1 + (doc.low[k + 1] == "the")
    return _state(doc.tags[k]) if k < high else None


def _subject(doc: Document, k: int, low: int) -> Tag | None:
    """The country that is the subject of a verb behind token ``k``: "Denmark has", "Mexico's government on Tuesday"."""
    for j in WalkBack(k, max(low, k - _SUBJECT)):
        if doc.tokens[j] in {",", "“", "”"}:
            return None
        state = _state(doc.tags[j])
        if state is not None and state.first == doc.first_token[doc.sentence_of[j]]:
            return state
    return None


def _state(tag: Tag | None) -> Tag | None:
    """A tag that names a country, or a body that may give a post."""
    return tag if tag is not None and tag.entry.kind in JURISDICTIONS - {"place"} else None


# --- sought and lost -------------------------------------------------------------------------------------------------


def sought(doc: Document, start: int, low: int) -> bool:
    """Whether the title that begins at token ``start`` is one its bearer is put up for: "her choice for minister, X"."""
    k = start - 1
    return k - 1 >= low and doc.low[k] in {"for", "as"} and doc.low[k - 1] in _PUT_UP


def lost(doc: Document, start: int, last: int, low: int, high: int) -> bool:
    """Whether the text says that the bearer of a name, titles included from token ``start``, lost the office."""
    return _taken_from(doc, start, last, low, high) or _lost_noun(doc, start, low) or _removed(doc, last, high)


def _taken_from(doc: Document, start: int, last: int, low: int, high: int) -> bool:
    """ "fired X", "has dismissed Defence Minister X", but not "dismissed X's claims" or "dismissed X as a fool"."""
    k = start - 1
    while k > low and doc.low[k] in DETERMINERS:
        k -= 1
    if k < low or doc.low[k] not in _TAKES or (k > low and doc.low[k - 1] in {"to", "not", *_BEING}):
        return False
    after = doc.low[last + 1] if last + 1 < high else ""
    return after != "'s" and not (after == "as" and not _title_soon(doc, last + 2, high))


def _title_soon(doc: Document, k: int, high: int) -> bool:
    return any(title_at(doc, j) is not None for j in range(k, min(high, k + 3)))


def _lost_noun(doc: Document, start: int, low: int) -> bool:
    """ "the dismissal of Defence Minister X", which nobody asks for only."""
    k = start - 1
    while k > low and doc.low[k] in DETERMINERS:
        k -= 1
    if k - 1 < low or doc.low[k] != "of" or doc.low[k - 1] not in _LOSS:
        return False
    return not any(word in _WISH for word in doc.low[max(low, k - _WISHED) : k])


def _removed(doc: Document, last: int, high: int) -> bool:
    """ "X was fired", "X, who has been dismissed"."""
    k = last + 1
    k += doc.low[k : k + 1] == [","] and doc.low[k + 1 : k + 2] != ["who"]  # "the minister, X, has been dismissed"
    k += 2 if doc.low[k : k + 2] == [",", "who"] else doc.low[k : k + 1] == ["who"]
    past = k
    while k < high and (doc.low[k] in _PERFECT_OR_PASSIVE or doc.low[k] in _ADVERBS):
        k += 1
    if not past < k < high or doc.low[k] not in _TAKEN or doc.low[past] not in {"was", "has", "had"}:
        return False
    passive = doc.low[past] == "was" or "been" in doc.low[past:k]
    return passive or doc.low[k] not in _TAKES  # "the prime minister has sacked his minister"
