"""How much speaks for a capitalised run being a person.

Additive evidence; the starting weights were measured on government and diplomatic news (accept at 2.5, one word alone
needs a title or 4.5), then adjusted on the development data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from summarizers import lexicon
from summarizers.lexicon import idf as termweights
from summarizers.people.candidates import CLOSING, PARTICLES, Run, is_initial, spoken_before
from summarizers.people.titles import ParsedTitle, left_of, right_of
from summarizers.text.document import Document

#: Particles that keep their capital at the head of a sentence and still are none of the name's parts.
_OPENING_PARTICLES = frozenset({"von", "van", "de", "della", "al", "el", "dos", "di", "du"})
ACCEPT = 2.5
ACCEPT_SINGLE = 4.5
#: What speaking words in quotation marks adds to a run of several words, and to one word alone: bodies speak too.
SPEAKS, SPEAKS_SINGLE = 1.5, 2.5
_OPENING = frozenset({"“", '"', "‘", "'", "``"})

#: Nouns after a surname that make it a modifier of something else: "the Obama administration".
NOT_A_MENTION = frozenset(
    """administration administrations regime campaign government era presidency doctrine family dynasty brothers
    supporters loyalists forces rally rallies foundation organization organisation library center centre institute
    university school airport tower hotel hotels street avenue building hospital prize award act bill amendment
    commission committee report rule rules test line plan team transition voters voter""".split()
)
_SURNAME_SHAPE = re.compile(
    r"(?:ov|ova|ev|eva|enko|ić|ić|ich|ski|sky|skiy|ska|skaya|wicz|dze|shvili|yan|ian|oğlu|oglu|sson|ssen|poulos|"
    r"akis|ides|escu|ianu|zadeh|pour|ullah|uddin|wala|swamy|aswamy|nathan|kumar|yev|yeva|vych|chuk)$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Candidate:
    """A run with the evidence around it."""

    #: The tokens.
    run: Run
    #: Evidence, in points.
    score: float = 0.0
    #: Titles before and after, nearest first.
    titles: list[ParsedTitle] = field(default_factory=list)
    #: Whether a title or honorific stands directly before.
    titled: bool = False
    #: Gender told by an honorific or title.
    gender: str | None = None
    #: Whether it only modifies another noun ("the Obama administration").
    modifier: bool = False


def surname_tokens(doc: Document, run: Run) -> list[int]:
    """Indices of the tokens that carry the name: suffixes, initials and particles left out."""
    keep = []
    for k in range(run.first, run.last + 1):
        low = doc.low[k]
        if low.rstrip(".") in {"jr", "sr", "ii", "iii", "iv"} or low in {",", "."} or is_initial(doc.tokens[k]):
            continue
        if low in PARTICLES and (doc.tokens[k].islower() or (k == run.first < run.last and low in _OPENING_PARTICLES)):
            continue
        if not doc.tokens[k][0].isalpha():
            continue
        keep.append(k)
    return keep


def evaluate(doc: Document, run: Run, person_cued: frozenset[str]) -> Candidate:
    """Score one run; ``person_cued`` are words that elsewhere in the article speak or carry "Mr"."""
    low_bound, high = doc.first_token[run.sentence], doc.first_token[run.sentence + 1]
    _trim(doc, run, low_bound)
    candidate = Candidate(run)
    left = left_of(doc, run.first, low_bound)
    for title in left:
        if title.gender:
            candidate.gender = candidate.gender or title.gender
    honorific = any(t.role == "honorific" for t in left)
    adjacent = [t for t in left if t.last == run.first - 1]
    candidate.titled = bool(adjacent)
    right = right_of(doc, run.last, high)
    candidate.titles = [t for t in [*left, *right] if t.role != "honorific"]
    for title in right:
        candidate.gender = candidate.gender or title.gender
    score = 0.0
    tokens = range(run.first, run.last + 1)
    carrying = surname_tokens(doc, run)
    count = len(carrying) + sum(is_initial(doc.tokens[k]) for k in tokens)
    first_word = doc.tokens[run.first]
    info = lexicon.given_name(first_word)
    if adjacent or honorific:
        score += 3.0
    elif left:
        score += 2.0
    if right:
        score += 1.5
    if info is not None and len(carrying) > 1:
        place_like = doc.tags[run.first] is not None
        score += 1.5 if info.weak or place_like else 3.0
        candidate.gender = candidate.gender or info.gender
    elif len(carrying) > 1 and any(
        (g := lexicon.given_name(doc.tokens[k])) is not None and not g.weak for k in carrying[1:]
    ):
        score += 1.0
    if len(carrying) in {2, 3} and lexicon.is_family_first(doc.tokens[carrying[0]]):
        score += 2.5
    if any(is_initial(doc.tokens[k]) for k in tokens):
        score += 2.0
    for k in carrying:
        token = doc.tokens[k]
        head, dash, rest = token.partition("-")
        if dash and rest:
            if rest[0].islower() or head.lower() in lexicon.name_prefixes():
                score += 1.5
            elif len(carrying) > 1:
                score += 0.5
    if any(doc.low[k] in PARTICLES and doc.tokens[k].islower() for k in tokens):
        score += 1.0
    if len(carrying) > 1:
        if _SURNAME_SHAPE.search(doc.tokens[carrying[-1]]):
            score += 1.0
        if doc.low[carrying[-1]] in person_cued:
            score += 2.0
    nxt = run.last + 1
    if nxt < high:
        word, token = doc.low[nxt], doc.tokens[nxt]
        after = doc.low[nxt + 1] if nxt + 1 < high else ""
        if word in lexicon.speech_verbs() or (
            word in {"has", "had", "also", "later"} and after in lexicon.speech_verbs()
        ):
            score += 1.5
        elif word == "who" or (token == "," and after == "who"):
            score += 2.5  # only people are "who"
        elif token == "," and after in {"the", "a", "an", "whose"}:
            score += 1.0
        elif token == "," and after.isdecimal() and 15 < int(after[:3] or 0) < 105:
            score += 2.0
        elif token == "(":
            score += 0.5
        elif word == "'s":
            score += 0.2
        if _joined(doc, run.last, nxt):
            if word in lexicon.organisation_words() and token[0].isupper():
                score -= 4.0
            elif word in NOT_A_MENTION and (count == 1 or token.islower()):
                candidate.modifier = True
            elif token[:1].isupper() and doc.kind(nxt) == "organisation" and count == 1:
                score -= 1.0
    if run.first > low_bound:
        before = doc.low[run.first - 1]
        if before in {"said", "says", "by", "told", "with", "asked"}:
            score += 0.5
        elif before == "the" and not left:
            score -= 3.0
        elif before in {"in", "at", "of", "from", "near", "to", "outside", "around"} and count == 1:
            score -= 1.5
            if before in {"in", "at", "near", "outside", "around"}:
                score -= 1.0
        if before == "of" and run.first - 2 >= low_bound and doc.low[run.first - 2] in lexicon.organisation_words():
            score -= 3.0
        if before == "'s" and count == 1 and not left:
            score -= 0.5
    elif count == 1 and not left and lexicon.is_ordinary(doc.low[run.first]):
        score -= 1.5
    if count == 1 and not left and nxt < high:
        score += _acts_like_a_person(doc, nxt, high)
        if doc.tags[run.first] is None and not lexicon.is_ordinary(doc.low[run.first]):
            score += 0.6
    if all(doc.tokens[k].isupper() and len(doc.tokens[k]) > 1 for k in carrying) and not (adjacent or honorific):
        score -= 2.5
    if any(doc.kind(k) == "month" for k in carrying[:1]):
        score -= 2.0
    places = sum(doc.kind(k) in {"place", "country", "capital"} for k in carrying)
    if places:
        score -= 3.0 if count == 1 else 0.8
    ordinary = sum(lexicon.is_ordinary(doc.low[k]) for k in carrying)
    if ordinary and not (adjacent or honorific):
        score -= (1.5 if ordinary == len(carrying) else 0.6) if info is None or info.weak else 0.3
    elif len(carrying) in {2, 3} and info is None and run.first > low_bound and not ordinary:
        score += 0.6
    if (
        _speaks(doc, run.first, run.last, high)
        and not _in_statement(doc, nxt, high)
        and not any("'" in doc.low[k][-3:] for k in carrying)
        and not (info is None and any(doc.low[k] in termweights.STOP_WORDS for k in carrying))
        and not (count == 1 and lexicon.is_ordinary(doc.low[run.first]))
    ):
        score += SPEAKS if count > 1 else SPEAKS_SINGLE
    candidate.score = score
    return candidate


def _speaks(doc: Document, first: int, last: int, high: int) -> bool:
    """Whether a direct quote touches the run and its reporting verb: ",” said X", ",” X said", "X said, “"."""
    verbs = lexicon.speech_verbs()
    before = first - 1
    if spoken_before(doc, first):
        return True
    after = last + 1
    if before > 1 and doc.tokens[before] in {"—", "–", "―", "-"} and doc.tokens[before - 1] in CLOSING:
        return True  # “…” ― X
    due = before > 0 and doc.tokens[before] in CLOSING and doc.ends[before - 1] == doc.begins[before]
    if due and after < high and doc.tokens[after] == ",":
        # ",” X, head of the institute, told …"
        return any((v := verbs.get(doc.low[k])) is not None and v.strong for k in range(after, min(high, after + 30)))
    if after >= high or (verb := verbs.get(doc.low[after])) is None or not verb.strong:
        return False
    if due:
        return True
    return after + 2 < high and doc.tokens[after + 1] in {",", ":"} and doc.tokens[after + 2] in _OPENING


def _in_statement(doc: Document, k: int, high: int) -> bool:
    """Whether "in a statement" or "in its report" follows within a few words, as after bodies."""
    return any(
        doc.low[j] in {"statement", "report", "its", "spokesman", "spokeswoman"} for j in range(k, min(high, k + 7))
    )


def _acts_like_a_person(doc: Document, k: int, high: int) -> float:
    """What only people do: "was born", "resigned", "served as"; and "his" or "herself" later in the sentence."""
    points = 0.0
    word = doc.low[k]
    ahead = 0
    while (
        word
        in {
            "also",
            "later",
            "then",
            "once",
            "never",
            "himself",
            "herself",
            "has",
            "had",
            "was",
            "is",
            "been",
            "be",
            "re-elected",
            "first",
        }
        and ahead < 4
        and k + 1 < high
    ):
        if word in {"himself", "herself"}:
            points += 3.0
        k += 1
        ahead += 1
        word = doc.low[k]
    if word in lexicon.word_class("life_verb"):
        points += 4.0
    elif word in lexicon.person_verbs():
        points += 3.0
    if any(doc.low[j] in {"his", "her", "he", "she", "himself", "herself"} for j in range(k, min(high, k + 25))):
        points += 1.0
    return points


def _joined(doc: Document, a: int, b: int) -> bool:
    return doc.text[doc.ends[a] : doc.begins[b]].strip() == ""


def _trim(doc: Document, run: Run, low_bound: int) -> None:
    """Drop a sentence's first word that is only capitalised by its place: "Asked Merkel …"."""
    if run.last > run.first and run.first == low_bound:
        word = doc.low[run.first]
        info = lexicon.given_name(doc.tokens[run.first])
        if info is None and lexicon.is_ordinary(word) and not is_initial(doc.tokens[run.first]):
            run.first += 1


def accepted(candidate: Candidate, doc: Document) -> bool:
    """Whether the evidence is enough to call the run a person."""
    count = len(surname_tokens(doc, candidate.run))
    if count == 0:
        return False
    if count == 1 and not any(is_initial(doc.tokens[k]) for k in range(candidate.run.first, candidate.run.last + 1)):
        if candidate.titled:
            return candidate.score >= 1.5
        return candidate.score >= ACCEPT_SINGLE
    return candidate.score >= ACCEPT
