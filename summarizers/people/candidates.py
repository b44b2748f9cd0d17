"""Stretches of the text that may be a person's name.

Works on the tokens and gazetteer tags of a :class:`~summarizers.document.Document`, and leaves the decision to
:mod:`~summarizers.people.scoring`.
"""

from __future__ import annotations

from summarizers import lexicon
from summarizers.directory import index
from summarizers.text.document import Document, Tag
from summarizers.text.walk import Walk
from summarizers.values import value_class

#: Lower-case words inside names; those that may open one, and those that keep a capital at the head of a sentence.
PARTICLES = lexicon.word_class("name_particle")
_OPENING_PARTICLES = lexicon.word_class("opening_particle")
_CAPITAL_PARTICLES = lexicon.word_class("capital_particle")
#: What follows a surname: "Jr", "III".
SUFFIXES = lexicon.word_class("name_suffix")
#: Words behind which a place stands rather than a name.
_LOCATING = lexicon.word_class("locating")
#: Letters that stand for who asks, at the head of a transcript's line.
_ASKING_LETTERS = frozenset(word.upper() for word in lexicon.word_class("asker") if len(word) == 1)
#: Marks that may close a quotation.
CLOSING = frozenset({"”", '"', "’", "'", "''", "’’"})
#: Marks around nicknames; those in which one of two words may stand.
_NICKNAME_OPENS = frozenset({"“", '"', "(", "‘"})
_NICKNAME_CLOSES = frozenset({"”", '"', ")", "’"})
_QUOTES_CLOSE = _NICKNAME_CLOSES - {")"}
#: Longest name, in tokens.
MAX_TOKENS = 7
#: Most particles in a row.
_MOST_PARTICLES = 3


@value_class
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
    if token[0].isupper():
        return True
    if "-" in token or "’" in token or "'" in token:
        head, _, tail = token.replace("’", "-").replace("'", "-").partition("-")
        return head.lower() in lexicon.name_prefixes() and tail[:1].isupper()
    return False


def is_initial(token: str) -> bool:
    """Whether a token is one or more initials: "J.", "H.R."."""
    return len(token) >= 2 and token[1] == "." and token[0].isupper()


def surname_tokens(doc: Document, run: Run) -> list[int]:
    """Indices of the tokens that carry the name: suffixes, initials and particles left out."""
    return [k for k in range(run.first, run.last + 1) if _carries(doc, run, k)]


def _carries(doc: Document, run: Run, k: int) -> bool:
    token, low = doc.tokens[k], doc.low[k]
    if not token[0].isalpha() or low.rstrip(".") in SUFFIXES or is_initial(token):
        return False
    opens = k == run.first < run.last and low in _CAPITAL_PARTICLES
    return not (low in PARTICLES and (token.islower() or opens))


def spoken_before(doc: Document, i: int) -> bool:
    """Whether a quotation and its reporting verb stand right before token ``i``: ",” said X"."""
    verb = lexicon.speech_verbs().get(doc.low[i - 1]) if i > 1 else None
    return verb is not None and verb.strong and doc.tokens[i - 2] in CLOSING


def closed_before(doc: Document, i: int) -> bool:
    """Whether a mark that closes a quotation stands right before token ``i``."""
    return i > 1 and doc.tokens[i - 1] in CLOSING and doc.ends[i - 2] == doc.begins[i - 1]


def joined(doc: Document, a: int, b: int) -> bool:
    """Whether token ``b`` follows token ``a`` with at most blanks between, on one line."""
    gap = doc.text[doc.ends[a] : doc.begins[b]]
    return not gap or (gap.isspace() and "\n" not in gap)


def find(doc: Document) -> list[Run]:
    """Every candidate in text order; runs never overlap."""
    runs: list[Run] = []
    small = _OPENING_PARTICLES | PARTICLES
    may_begin = [
        k
        for k, token in enumerate(doc.tokens)
        if token[0].isupper()
        or (token in small and (token in _OPENING_PARTICLES or _titled_particle(doc, k)))
        or (len(token) > 1 and not token.isalpha())
    ]
    for i in may_begin:
        sentence = doc.sentence_of[i]
        stop = doc.first_token[sentence + 1]
        if (not runs or i > runs[-1].last) and _begins(doc, i, stop):
            runs.append(Run(i, _end(doc, i, stop), sentence))
    return runs


# --- one token -------------------------------------------------------------------------------------------------------


def _free(doc: Document, i: int) -> bool:
    """Whether a capitalised token may be part of a name as far as the gazetteers know."""
    token, low = doc.tokens[i], doc.low[i]
    if not is_capitalised(token) or low.startswith("i'") or (not token.isalpha() and any(map(str.isdigit, token))):
        return False
    tag = doc.tags[i]
    if tag is None:
        return low not in lexicon.never_names()
    return tag.first == tag.last and _tag_allows(doc, i, tag)


def _heads_line(doc: Document, i: int) -> bool:
    """Whether token ``i`` is the first of its paragraph: "Q    Clara, has he signed?"."""
    paragraph = doc.article.paragraphs[doc.sentences[doc.sentence_of[i]].paragraph]
    return not doc.text[paragraph.start : doc.begins[i]].strip()


def _tag_allows(doc: Document, i: int, tag: Tag) -> bool:
    """Whether what the gazetteers call one token may be a name there."""
    entry = tag.entry
    if entry.kind == "country":
        return entry.ambiguous
    if entry.kind in {"place", "capital"}:
        return lexicon.given_name(doc.tokens[i]) is not None or entry.ambiguous
    if entry.kind == "title" and entry.role == "royal" and lexicon.given_name(doc.tokens[i]) is not None:
        # "Foreign Minister Shah Karim Rahimi": a royal word right after another title is a given name
        before = _title_before(doc, i)
        return before is not None and before.entry.role not in {"honorific", "royal"}
    return entry.kind == "organisation" and _listed_behind_title(doc, i)


def _listed_behind_title(doc: Document, i: int) -> bool:
    """Whether a body's name is a given name of somebody the directory lists, right behind an office: "President Duma Boko"."""
    title = _title_before(doc, i)
    if title is None or not title.entry.public or not doc.tokens[i].istitle() or i + 1 >= len(doc.tokens):
        return False
    return doc.tokens[i + 1][0].isupper() and bool(index.directory().find(doc.words(i, i + 1)))


def _title_before(doc: Document, i: int) -> Tag | None:
    """The title tag that covers the token before ``i``, or None."""
    before = doc.tags[i - 1] if i else None
    return before if before is not None and before.entry.kind == "title" else None


def _surname_like(doc: Document, k: int) -> bool:
    """A single capitalised word the gazetteers call a title or a place, which surnames can be too: King, Holland."""
    tag, token = doc.tags[k], doc.tokens[k]
    if not token[:1].isupper() or token.isupper():
        return False
    if tag is None:
        return doc.low[k] in lexicon.surname_words()
    if tag.first != tag.last:
        return False
    if tag.entry.kind == "title":
        return tag.entry.role != "honorific" and "." not in token
    if tag.entry.kind == "organisation" and tag.entry.role == "company":
        return "." not in token  # Ford
    return tag.entry.kind in {"place", "country", "capital", "month"}


# --- where a name begins ---------------------------------------------------------------------------------------------


def _begins(doc: Document, i: int, stop: int) -> bool:
    """Whether a name may begin at token ``i``: a capitalised word, an initial, or a particle ("von der Leyen")."""
    token = doc.tokens[i]
    if token.rstrip(".") in _ASKING_LETTERS and _heads_line(doc, i):
        return False
    if not token[0].isupper() and not is_capitalised(token):
        opening = doc.low[i] in _OPENING_PARTICLES or _titled_particle(doc, i)
        return opening and doc.tags[i] is None and _particle_chain(doc, i, stop) is not None
    if is_initial(token) and doc.low[i] != "h.e.":
        return i + 1 < stop and joined(doc, i, i + 1) and (_free(doc, i + 1) or is_initial(doc.tokens[i + 1]))
    if _body_word_as_given(doc, i) or _small_word_as_given(doc, i):
        return _before_untagged(doc, i, stop)
    if _free(doc, i):
        return _free_begins(doc, i, stop)
    return _given_word_of_speaker(doc, i) and _speaker_begins(doc, i, stop)


def _body_word_as_given(doc: Document, i: int) -> bool:
    """Whether a word of laws and bodies is a given name too: "Bill Burns"."""
    token = doc.tokens[i]
    return (
        doc.tags[i] is None
        and doc.low[i] in lexicon.organisation_words()
        and token[0].isupper()
        and lexicon.given_name(token) is not None
    )


def _small_word_as_given(doc: Document, i: int) -> bool:
    """Whether a function word is a given name right behind a public office: "Defence Minister Per Lindqvist"."""
    token = doc.tokens[i]
    if doc.tags[i] is not None or not token.istitle() or doc.low[i] not in lexicon.never_names():
        return False
    title = _title_before(doc, i)
    return title is not None and title.last == i - 1 and title.entry.public and lexicon.given_name(token) is not None


def _before_untagged(doc: Document, i: int, stop: int) -> bool:
    """Whether a free word that no gazetteer knows follows."""
    return i + 1 < stop and joined(doc, i, i + 1) and doc.tags[i + 1] is None and _free(doc, i + 1)


def _titled_particle(doc: Document, k: int) -> bool:
    """Whether a particle stands right behind a title with a capital: "UN Special Envoy de Mistura"."""
    if doc.tokens[k] not in PARTICLES or not k or not doc.tokens[k - 1][0].isupper():
        return False
    title = _title_before(doc, k)
    return title is not None and title.last == k - 1 and title.entry.public


def _free_begins(doc: Document, i: int, stop: int) -> bool:
    """Whether a free token begins a name; one that is a place too needs a title before or an untagged capital after."""
    tag = doc.tags[i]
    if tag is None:
        return True
    if tag.entry.kind in {"country", "place", "capital"} and i and doc.low[i - 1] in _LOCATING:
        return False
    if i and doc.kind(i - 1) in {"place", "capital"} and joined(doc, i - 1, i):
        return False  # "Texas Arlington"
    title = _title_before(doc, i)
    if title is not None and title.last == i - 1 and doc.tokens[i - 1][0].isupper():
        return True  # "Secretary Austin"
    return _before_untagged(doc, i, stop)


def _given_word_of_speaker(doc: Document, i: int) -> bool:
    """Whether a given name that is also a word of another kind stands where a speaker is due: ",” said Dean Holm"."""
    token, tag = doc.tokens[i], doc.tags[i]
    if not token[0].isupper() or token.isupper() or not (spoken_before(doc, i) or closed_before(doc, i)):
        return False
    if tag is not None and (tag.entry.public or tag.entry.role in {"royal", "honorific"}):
        return False
    if doc.kind(i) == "demonym" and i + 1 < len(doc.tokens) and doc.kind(i + 1) == "title":
        return False  # ",” said German Chancellor X"
    return lexicon.given_name(token) is not None


def _speaker_begins(doc: Document, i: int, stop: int) -> bool:
    """Whether a surname follows: "Dean Ana Holm" has a title before the name."""
    if i + 1 >= stop or not joined(doc, i, i + 1):
        return False
    given = lexicon.given_name(doc.tokens[i + 1])
    return (given is None or given.weak) and (_free(doc, i + 1) or _surname_like(doc, i + 1))


def _particle_chain(doc: Document, i: int, stop: int) -> int | None:
    """Index of the capitalised token after one to three particles from ``i``, or None."""
    k = i
    while k < stop and k - i < _MOST_PARTICLES and doc.low[k] in PARTICLES and doc.tokens[k].islower():
        if k + 1 < stop and doc.low[k] in {"al", "el"} and doc.tokens[k + 1] == "-":
            k += 1
        k += 1
    return k if i < k < stop and joined(doc, k - 1, k) and _free(doc, k) else None


# --- where it ends ---------------------------------------------------------------------------------------------------


def _end(doc: Document, first: int, stop: int) -> int:
    """The last token of the name that begins at token ``first``."""
    last = first
    walk = Walk(first + 1, min(stop, first + MAX_TOKENS))
    for k in walk:
        end = _part_end(doc, first, last, k, stop) if joined(doc, last, k) else None
        if end is None:
            break
        last = end
        if _is_suffix(doc, k):
            break
        walk.to(last + 1)
    if last + 2 < stop and doc.tokens[last + 1] == "," and doc.low[last + 2].rstrip(".") in {"jr", "sr"}:
        last += 2
    return last


def _part_end(doc: Document, first: int, last: int, k: int, stop: int) -> int | None:
    """Where the next part of the name ``first`` to ``last`` ends when it begins at token ``k``; None for no part."""
    if _initial_joins(doc, last, k, stop) or _is_suffix(doc, k):
        return k
    if _free(doc, k) or _surname_joins(doc, first, last, k, stop) or _people_word_joins(doc, first, last, k, stop):
        return k
    after = _particle_chain(doc, k, stop)
    if after is not None and _particle_joins(doc.low[k], last > first):
        return after
    close = _nickname_end(doc, k, first, stop)
    return close + 1 if close and close + 1 < stop and _free(doc, close + 1) else None


def _is_suffix(doc: Document, k: int) -> bool:
    return doc.low[k].rstrip(".") in SUFFIXES and not is_initial(doc.tokens[k])


def _initial_joins(doc: Document, last: int, k: int, stop: int) -> bool:
    """Whether an initial goes on a name: one more initial, or one before another part."""
    if not is_initial(doc.tokens[k]):
        return False
    if is_initial(doc.tokens[last]):
        return True
    return k + 1 < stop and joined(doc, k, k + 1) and (_free(doc, k + 1) or _surname_like(doc, k + 1))


def _surname_joins(doc: Document, first: int, last: int, k: int, stop: int) -> bool:
    """Whether a title or place word is the surname behind a given name, or of a speaker."""
    return _surname_like(doc, k) and (_given_before(doc, first, last) or _ends_speaker(doc, first, last, k, stop))


def _people_word_joins(doc: Document, first: int, last: int, k: int, stop: int) -> bool:
    """Whether the name of a people or faith is part of a name right behind its given name: "Péter Magyar said".

    It is where the name ends there, so that "told Ana Polish ministers" stays two; and before a part joined by a particle:
    "Karim Shia al-Haddad".
    """
    if first != last or not doc.tokens[k].istitle() or not _given_before(doc, first, last):
        return False
    if doc.low[k] in lexicon.word_class("never_name") and doc.tags[k] is None:
        after = doc.tokens[k + 1] if k + 1 < stop else ""
        return "-" in after and after[:1].islower() and is_capitalised(after)
    tag = doc.tags[k]
    if tag is None or tag.entry.kind != "demonym" or tag.first != tag.last or tag.entry.plural:
        return False
    title = _title_before(doc, first)
    if k + 1 >= stop or not doc.tokens[k + 1][0].isalnum():
        return title is not None
    verb = lexicon.speech_verbs().get(doc.low[k + 1])
    return title is not None and verb is not None and verb.strong and not verb.base


def _particle_joins(low: str, several: bool) -> bool:
    """Whether a particle may stand between parts; "y" and "e" join the surnames of a name of ``several`` parts."""
    return several if low in {"y", "e"} else low not in {"an", "as", "do"}


def _ends_speaker(doc: Document, first: int, last: int, k: int, stop: int) -> bool:
    """Whether token ``k`` is the surname of a speaker of two words: ",” said Soe Min,"."""
    after = doc.tokens[k + 1] if k + 1 < stop else ""
    return first == last == k - 1 and spoken_before(doc, first) and not after[:1].isupper()


def _given_before(doc: Document, first: int, last: int) -> bool:
    """Whether the run so far is a strong given name (and initials) alone."""
    info = lexicon.given_name(doc.tokens[first])
    if info is None or info.weak:
        return False
    middles = [k for k in range(first + 1, last + 1) if not is_initial(doc.tokens[k])]
    return len(middles) <= 1 and all(
        lexicon.given_name(doc.tokens[k]) is not None or doc.tags[k] is not None for k in middles
    )


def _nickname_end(doc: Document, k: int, first: int, stop: int) -> int:
    """Where a nickname in marks that opens at token ``k`` closes, 0 for none.

    William “Bill” Carter; Joseph "Fighting Joe" Hill.
    """
    if doc.tokens[k] not in _NICKNAME_OPENS:
        return 0
    if k + 2 < stop and doc.tokens[k + 2] in _NICKNAME_CLOSES:
        return k + 2 if _is_nickname(doc, k) else 0
    if k + 3 < stop and doc.tokens[k] != "(" and doc.tokens[k + 3] in _QUOTES_CLOSE:
        capitals = all(doc.tokens[j][:1].isupper() for j in (k + 1, k + 2))
        return k + 3 if capitals and first == k - 1 and lexicon.given_name(doc.tokens[first]) is not None else 0
    return 0


def _is_nickname(doc: Document, k: int) -> bool:
    """Whether the word behind the mark at token ``k`` can be a nickname."""
    word = k + 1
    plain = doc.tags[word] is None and doc.low[word] not in lexicon.never_names()
    given = doc.tokens[k] != "(" and lexicon.given_name(doc.tokens[word]) is not None
    return doc.tokens[word][:1].isupper() and (plain or given)
