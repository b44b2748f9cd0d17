"""Stretches of the text that may be a person's name.

Works on the tokens and gazetteer tags of a :class:`~summarizers.document.Document`; says what stands around each
candidate, and leaves the decision to the scorer.
"""

from __future__ import annotations

from dataclasses import dataclass

from summarizers import lexicon
from summarizers.text.document import Document
from summarizers.text.walk import Walk

#: Lower-case words inside names, of Romance, Germanic, Arabic and Hebrew use.
PARTICLES = frozenset(
    """de da di du del della dos das do la le van von der den ter ten zu zum zur bin ibn bint al el ul ud ad as ash an y e
    ben abu af av op 't d' st. mac""".split()
)
#: Marks that may close a quotation.
CLOSING = frozenset({"”", '"', "’", "'", "''", "’’"})
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
#: Longest name, in tokens.
MAX_TOKENS = 7
_LOCATING = frozenset({"of", "in", "to", "at", "from", "near", "for", "between", "outside", "across", "with"})


@dataclass(slots=True)
class Run:
    """A candidate name: tokens ``first`` to ``last`` (inclusive) of one sentence."""

    #: Index of the first token.
    first: int
    #: Index of the last token.
    last: int
    #: Index of the sentence.
    sentence: int


def is_capitalised(token: str) -> bool:
    """Whether a token can stand in a name: a capital first, or a lower-case Arabic article joined to a capital."""
    first = token[0]
    if first.isupper():
        return True
    if "-" in token or "’" in token or "'" in token:
        head, _, tail = token.replace("’", "-").replace("'", "-").partition("-")
        return head.lower() in lexicon.name_prefixes() and tail[:1].isupper()
    return False


def is_initial(token: str) -> bool:
    """Whether a token is one or more initials: "J.", "H.R."."""
    return len(token) >= 2 and token[1] == "." and token[0].isupper()


def spoken_before(doc: Document, i: int) -> bool:
    """Whether a quotation and its reporting verb stand right before token ``i``: ",” said X"."""
    verb = lexicon.speech_verbs().get(doc.low[i - 1]) if i > 1 else None
    return verb is not None and verb.strong and doc.tokens[i - 2] in CLOSING


def find(doc: Document) -> list[Run]:
    """Every candidate in text order; runs never overlap."""
    runs: list[Run] = []
    for sentence in range(len(doc.sentences)):
        walk = Walk(doc.first_token[sentence], doc.first_token[sentence + 1])
        for i in walk:
            if _starts(doc, i, walk.stop):
                last = _extend(doc, i, walk.stop)
                runs.append(Run(i, last, sentence))
                walk.to(last + 1)
    return runs


def _free(doc: Document, i: int) -> bool:
    """Whether a capitalised token may be part of a name as far as the gazetteers know."""
    tag = doc.tags[i]
    token = doc.tokens[i]
    if not is_capitalised(token) or any(c.isdigit() for c in token) or doc.low[i].startswith("i'"):
        return False
    if tag is None:
        return doc.low[i] not in lexicon.never_names()
    entry = tag.entry
    if tag.first != tag.last:
        return False
    if entry.kind == "country":
        return entry.ambiguous
    if entry.kind in {"place", "capital"}:
        return lexicon.given_name(token) is not None or entry.ambiguous
    if entry.kind == "title" and entry.role == "royal":
        # "Foreign Minister Shah Karim Rahimi": a royal word right after another title is a given name
        given = lexicon.given_name(token)
        before = doc.tags[i - 1] if i else None
        return (
            given is not None
            and before is not None
            and before.entry.kind == "title"
            and before.entry.role not in {"honorific", "royal"}
        )
    return False


def _starts(doc: Document, i: int, stop: int) -> bool:
    token = doc.tokens[i]
    if is_initial(token):
        return i + 1 < stop and (_joins(doc, i, i + 1) and (_free(doc, i + 1) or is_initial(doc.tokens[i + 1])))
    word = doc.low[i]
    if (
        doc.tags[i] is None
        and word in lexicon.organisation_words()
        and token[0].isupper()
        and lexicon.given_name(token)
    ):
        # "Bill Burns": a word of laws and bodies that is a given name too, before a name
        return i + 1 < stop and _joins(doc, i, i + 1) and doc.tags[i + 1] is None and _free(doc, i + 1)
    if _free(doc, i):
        tag = doc.tags[i]
        if tag is None:
            return True
        if tag.entry.kind in {"country", "place", "capital"} and i and doc.low[i - 1] in _LOCATING:
            return False
        before = doc.tags[i - 1] if i else None
        if (
            before is not None
            and before.entry.kind == "title"
            and before.last == i - 1
            and doc.tokens[i - 1][0].isupper()
        ):
            return True  # "Secretary Austin"
        # a given name that is also a place starts a name only before an untagged capital
        return i + 1 < stop and _joins(doc, i, i + 1) and doc.tags[i + 1] is None and _free(doc, i + 1)
    tag = doc.tags[i]
    if (
        (spoken_before(doc, i) or (i > 1 and doc.tokens[i - 1] in CLOSING and doc.ends[i - 2] == doc.begins[i - 1]))
        and token[0].isupper()
        and not token.isupper()
        and lexicon.given_name(token) is not None
        and not (tag is not None and (tag.entry.public or tag.entry.role in {"royal", "honorific"}))
    ):
        # ",” said Dean Holm", ",” Will Reyes said": a word that is a given name too, where a speaker is due
        if i + 1 >= stop or not _joins(doc, i, i + 1):
            return False
        given = lexicon.given_name(doc.tokens[i + 1])  # "Dean Ana Holm" has a title before the name
        return (given is None or given.weak) and (_free(doc, i + 1) or _surname_like(doc, i + 1))
    # a title or place word as a surname needs a given name before it; a particle may open a name: "von der Leyen"
    low = doc.low[i]
    return (
        low in {"von", "van", "de", "al", "el"}
        and doc.tags[i] is None
        and _particle_chain(doc, i, stop) is not None
        and low != "de"
    )


def _particle_chain(doc: Document, i: int, stop: int) -> int | None:
    """Index of the capitalised token after one to three particles from ``i``, or None."""
    k = i
    while k < stop and k - i < 3 and doc.low[k] in PARTICLES and doc.tokens[k].islower():
        if k + 1 < stop and doc.low[k] in {"al", "el"} and doc.tokens[k + 1] == "-":
            k += 1
        k += 1
    return k if k > i and k < stop and _joins(doc, k - 1, k) and _free(doc, k) else None


def _joins(doc: Document, a: int, b: int) -> bool:
    """Whether token ``b`` follows token ``a`` with at most blanks between."""
    gap = doc.text[doc.ends[a] : doc.begins[b]]
    return not gap or (gap.isspace() and "\n" not in gap)


def _extend(doc: Document, first: int, stop: int) -> int:
    last = first
    walk = Walk(first + 1, min(stop, first + MAX_TOKENS))
    for k in walk:
        if not _joins(doc, last, k):
            break
        token = doc.tokens[k]
        low = doc.low[k]
        if (
            is_initial(token)
            and not is_initial(doc.tokens[last])
            and k + 1 < stop
            and _joins(doc, k, k + 1)
            and (_free(doc, k + 1) or _surname_like(doc, k + 1))
        ):
            last = k
            continue
        if is_initial(doc.tokens[last]) and is_initial(token):
            last = k
            continue
        if low.rstrip(".") in _SUFFIXES and last > first - 1:
            last = k
            break
        if _free(doc, k) or (
            _surname_like(doc, k) and (_given_before(doc, first, last) or _ends_speaker(doc, first, last, k, stop))
        ):
            last = k
            continue
        after = _particle_chain(doc, k, stop)
        if after is not None and not (low == "e" or low == "y") | (low in {"an", "as", "do"}):
            last = after
            walk.to(last + 1)
            continue
        if after is not None and low in {"y", "e"} and last > first:
            last = after
            walk.to(last + 1)
            continue
        close = _nickname_end(doc, k, first, stop)
        if close and close + 1 < stop and _free(doc, close + 1):
            last = close + 1
            walk.to(last + 1)
            continue
        break
    if last + 2 < stop and doc.tokens[last + 1] == "," and doc.low[last + 2].rstrip(".") in {"jr", "sr"}:
        last += 2
    return last


def _ends_speaker(doc: Document, first: int, last: int, k: int, stop: int) -> bool:
    """Whether token ``k`` is the surname of a speaker of two words: ",” said Soe Min,"."""
    after = doc.tokens[k + 1] if k + 1 < stop else ""
    return first == last == k - 1 and spoken_before(doc, first) and not after[:1].isupper()


def _nickname_end(doc: Document, k: int, first: int, stop: int) -> int:
    """Where a nickname in marks that opens at token ``k`` closes: William “Bill” Carter, Joseph "Fighting Joe" Hill; 0 for none."""
    if doc.tokens[k] not in {"“", '"', "(", "‘"}:
        return 0
    if k + 2 < stop and doc.tokens[k + 2] in {"”", '"', ")", "’"}:
        plain = doc.tags[k + 1] is None and doc.low[k + 1] not in lexicon.never_names()
        given = doc.tokens[k] != "(" and lexicon.given_name(doc.tokens[k + 1]) is not None
        return k + 2 if doc.tokens[k + 1][:1].isupper() and (plain or given) else 0
    if k + 3 < stop and doc.tokens[k] != "(" and doc.tokens[k + 3] in {"”", '"', "’"}:
        capitals = all(doc.tokens[j][:1].isupper() for j in (k + 1, k + 2))
        return k + 3 if capitals and first == k - 1 and lexicon.given_name(doc.tokens[first]) is not None else 0
    return 0


def _surname_like(doc: Document, k: int) -> bool:
    """A single capitalised word the gazetteers call a title or a place, which surnames can be too: King, Holland."""
    tag = doc.tags[k]
    if tag is None and doc.low[k] in lexicon.surname_words():
        return doc.tokens[k][:1].isupper() and not doc.tokens[k].isupper()
    return (
        tag is not None
        and tag.first == tag.last
        and doc.tokens[k][:1].isupper()
        and not doc.tokens[k].isupper()
        and (
            (tag.entry.kind == "title" and tag.entry.role != "honorific" and "." not in doc.tokens[k])
            or tag.entry.kind in {"place", "country", "capital"}
            or tag.entry.kind == "month"
        )
    )


def _given_before(doc: Document, first: int, last: int) -> bool:
    """Whether the run so far is a strong given name (and initials) alone."""
    info = lexicon.given_name(doc.tokens[first])
    if info is None or info.weak:
        return False
    middles = [k for k in range(first + 1, last + 1) if not is_initial(doc.tokens[k])]
    return len(middles) <= 1 and all(
        lexicon.given_name(doc.tokens[k]) is not None or doc.tags[k] is not None for k in middles
    )
