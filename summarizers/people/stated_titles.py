"""All that the words around one name say of an office: titles, the country behind the name, posts given and taken."""

from __future__ import annotations

import re
from dataclasses import replace

from summarizers import lexicon
from summarizers.people import postings
from summarizers.people.title_parser import ParsedTitle
from summarizers.people.titles import left_of, place_behind, placed, right_of
from summarizers.text.document import Document

#: Auxiliaries of what is only thought of: "a President X might".
_SUPPOSING = lexicon.word_class("supposing")
#: Who holds the like office in another state.
_COLLEAGUES = lexicon.word_class("colleague")
#: Most words of further portfolios before a title.
_PORTFOLIO_REACH = 4
#: Possessives before a counterpart, and the tokens before it in which they are looked for.
_POSSESSIVES, _OWNER_REACH = lexicon.word_class("possessive_pronoun"), 4
#: A year, and the tokens around a name in which an earlier one makes a sentence history.
_YEAR, _YEAR_REACH = re.compile(r"(?:19|20)\d\d"), 30
#: What a speaker with a country in a record is, and the tokens behind the country in which the verb is looked for.
_DELEGATE, _RECORD_REACH = "representative", 12
#: Tokens behind a name in which such an auxiliary is looked for.
_SUPPOSING_REACH = 25


def around(doc: Document, first: int, last: int, low: int, high: int) -> tuple[list[ParsedTitle], list[ParsedTitle]]:
    """The titles before and after the name of tokens ``first`` to ``last``, inside tokens ``low`` to ``high - 1``."""
    left = left_of(doc, first, low)
    right = right_of(doc, _behind_letters(doc, last, high), high) or right_of(doc, last, high)
    left = [_colleague_s(doc, title, low) for title in left]
    place = place_behind(doc, last, high) if left else None
    if place is not None:
        left = [placed(doc, title, place) for title in left]
    if left and _supposed(doc, left[0], first, last, high):
        left = [replace(left[0], public=False)]
    start = min((title.first for title in left), default=first)
    if not left and (counterpart := _counterpart_before(doc, first, low)) is not None:
        left, start = [counterpart], counterpart.first
    elif not left and (delegate := _delegate(doc, first, last, high)) is not None:
        left = [delegate]
    elif left and first < last and _speaks(doc, left[0], first, last, low, high):
        left = [replace(left[0], speaks=True), *left[1:]]
    posted = postings.given(doc, start, last, low, high)
    if posted is not None and not left and doc.low[first - 1] == "vice":
        left = [_honour(first - 1)]  # ", vice X, resigned": only people hold posts
    if posted is not None:
        right = [title for title in right if title.head_first != posted.head_first] + [posted]
    if postings.sought(doc, start, low):
        left = [_with_status(title, "designate") for title in left]
    elif postings.lost(doc, start, last, low, high):
        left, right = ([_with_status(title, "former") for title in side] for side in (left, right))
    return left, right


def _colleague_s(doc: Document, title: ParsedTitle, low: int) -> ParsedTitle:
    """A title with the state of the colleague whose it is: "his Ugandan colleague, Transport Minister X"."""
    behind = range(title.first - 1, max(low, title.first - 1 - _PORTFOLIO_REACH), -1)
    comma = next((k for k in behind if not (doc.tokens[k][0].isupper() or doc.low[k] == "and")), low)
    k = comma - 1  # "his Ugandan colleague, Works and Transport Minister X"
    if k <= low or doc.tokens[comma] != "," or doc.low[k] not in _COLLEAGUES or title.country or title.organisation:
        return title
    tag = doc.tags[k - 1]
    named = tag is not None and title.public and tag.entry.kind == "demonym"
    return replace(title, country=tag.entry.country) if named and tag is not None else title


def _behind_letters(doc: Document, last: int, high: int) -> int:
    """The last token of a name with the letters of a parliament behind it, where a comma follows: "Yvette Cooper MP,"."""
    k = last + 1
    tag = doc.tags[k] if k + 1 < high else None
    letters = tag is not None and tag.entry.role == "legislator" and tag.last == k and doc.tokens[k].isupper()
    return k if letters and doc.tokens[k + 1] == "," else last


def _counterpart_before(doc: Document, first: int, low: int) -> ParsedTitle | None:
    """ "her Cypriot counterpart, X": no title, but what follows is a name as behind an honorific."""
    k = first - 1 - (first - 1 > low and doc.tokens[first - 1] == ",")
    if k <= low or doc.low[k] != "counterpart":
        return None
    owned = any(doc.low[j] in _POSSESSIVES for j in range(max(low, k - _OWNER_REACH), k))
    return _honour(k) if owned else None


def _speaks(doc: Document, title: ParsedTitle, first: int, last: int, low: int, high: int) -> bool:
    """Whether a name right behind a plain title is a speaker of these days: "Minister X said", “…,” said Minister X."""
    parted = title.last == first - 2 and doc.tokens[first - 1] == ","  # "The minister, X, said"
    if not (title.last == first - 1 or parted) or title.status != "current" or not title.public:
        return False
    behind = last + 1 + (parted and doc.tokens[last + 1 : last + 2] == [","])
    beside = {doc.low[k] for k in (title.first - 1, behind) if low <= k < high}
    verbs = lexicon.speech_verbs()
    if not any(word in verbs and verbs[word].strong for word in beside):
        return False
    published = doc.article.published
    window = doc.tokens[max(low, first - _YEAR_REACH) : min(high, last + _YEAR_REACH)]
    return published is not None and not any(
        _YEAR.fullmatch(token) and token != str(published.year) for token in window
    )


def _delegate(doc: Document, first: int, last: int, high: int) -> ParsedTitle | None:
    """What a name in capitals with its country says of a speaker in a record: "ANA REYES (Chile) said", a representative."""
    place = place_behind(doc, last, high) if last > first and doc.tokens[last + 1 : last + 2] == ["("] else None
    if place is None or not all(doc.tokens[k].isupper() and len(doc.tokens[k]) > 1 for k in (first, last)):
        return None
    behind = doc.low[place.last + 2 : min(high, place.last + 2 + _RECORD_REACH)]
    if not any(word in lexicon.speech_verbs() for word in behind):
        return _honour(first)
    entry = next(entry for words, entry in lexicon.phrases()[_DELEGATE] if len(words) == 1)
    made = _honour(first)
    return replace(
        made,
        office=entry.office,
        role="ambassador",
        public=True,
        rank=entry.rank,
        country=place.entry.name,
        last=first - 1,
    )


def _honour(k: int) -> ParsedTitle:
    """What token ``k`` is before a name when it says as much of it as an honorific."""
    return ParsedTitle(k, k, k, None, "honorific", public=False, rank=0)


def _with_status(title: ParsedTitle, status: postings.Standing) -> ParsedTitle:
    return replace(title, status=status) if title.status == "current" else title


def _supposed(doc: Document, title: ParsedTitle, first: int, last: int, high: int) -> bool:
    """Whether a title before a name is only thought of: "a President Holm might", "would a Prime Minister Holm"."""
    if title.determiner not in {"a", "an"} or title.last != first - 1 or title.status != "current":
        return False
    if not title.public or not doc.tokens[title.head_first][0].isupper():
        return False
    low = doc.first_token[doc.sentence_of[first]]
    window = (*doc.low[last + 1 : min(high, last + 1 + _SUPPOSING_REACH)], doc.low[low])
    return first == last or any(word in _SUPPOSING for word in window)
