"""The plain rules of attribution, in the order news English makes them reliable; the ranker weighs their choice."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

from summarizers.lexicon import word_class
from summarizers.quotes import context as contexts
from summarizers.quotes.annotations import NEAR_CUES, Annotations
from summarizers.quotes.context import Context, Form, Near, Place, RuleChoice
from summarizers.quotes.mentions import Cue
from summarizers.text.quoted_spans import QuotedSpan
from summarizers.values import value_class

#: Strength of adjacent patterns, and of the rest.
STRONG, WEAK = 2, 1
#: Most tokens from a verb to a quote that it introduces directly, and from a quote to the name behind its dash.
_DIRECT = 3
#: Most tokens between "as saying" and the quote whose speaker it tells, and a further piece of the same sentence.
_RELAYED, _RELAYED_PIECE = 16, 32
_ADDRESSING, _QUOTING = word_class("addressing_verb"), word_class("quoting_verb")
#: Words that open a clause of time or cause behind another verb's.
_ADVERBIAL = word_class("time_or_cause")
#: Words before a term in marks, and its longest, in words.
_SO_CALLED, _TERM = word_class("so_called"), 8
#: Nouns for words that stand on something, and what stands two words before one.
_BEARING_NOUNS = word_class("bearing_noun")
_INSCRIPTIONS, _BEARING = word_class("inscription"), word_class("bearing")
#: Forms of denying, and most tokens from one to the verb denied.
_DENYING, _DENIED = word_class("denying"), 4
_AS = frozenset({"as", "having"})
_JOINING = frozenset({"and", "but"})


@value_class
class Situation:
    """What the rules decide by."""

    #: The document.
    annotations: Annotations
    #: Where the quote stands.
    place: Place
    #: How it is set.
    form: Form
    #: What stands near it.
    near: Near


#: A rule: the choice it makes for a quote, or None.
Rule = Callable[[Situation], RuleChoice | None]


def context_of(annotations: Annotations, span: QuotedSpan) -> Context:
    """The context of one quote."""
    place = contexts.place_of(annotations.doc, span)
    form = contexts.form_of(annotations.doc, place)
    near = contexts.near(annotations, place, form)
    return Context(place, form, near, choose(Situation(annotations, place, form, near)))


def choose(situation: Situation) -> RuleChoice:
    """What the first rule that holds chooses."""
    for rule in RULES:
        found = rule(situation)
        if found is not None:
            return found
    return RuleChoice()


def _by_cue(cue: Cue, number: int, strength: int) -> RuleChoice:
    return RuleChoice(number, strength, cue.strong, cue.kind)


def _relayed_before(at: Situation) -> RuleChoice | None:
    """ "X quoted Y as saying “…”": Y."""
    annotations, place = at.annotations, at.place
    if at.near.cue_before < 0:
        return None
    cue = annotations.cues[at.near.cue_before]
    between = any(annotations.quoted.masked[cue.token : place.first])  # as calling it “…” and “…”
    if not cue.relays or (at.form.fragment and cue.right >= 0) or (between and not at.form.fragment):
        return None
    if place.first - cue.token > (_RELAYED_PIECE if between else _RELAYED):
        return None
    return RuleChoice(max(cue.left, cue.right), STRONG, cue.strong, cue.kind, certain=True)


def _added_to_relayed(at: Situation) -> RuleChoice | None:
    """ "X quoted Y as saying “…,” but added: “…”": X."""
    annotations, low = at.annotations, at.annotations.doc.low
    if at.near.cue_before < 1:
        return None
    cue, other = annotations.cues[at.near.cue_before], annotations.cues[at.near.cue_before - 1]
    shared = cue.strong and cue.left >= 0 and not cue.participle and low[cue.token - 1] in _JOINING
    if (
        not shared
        or at.place.first - cue.token > _DIRECT
        or other.token < annotations.doc.first_token[at.place.sentence_first]
    ):
        return None
    return (
        RuleChoice(cue.left, STRONG, True, cue.kind, certain=True) if other.relays and other.left != cue.left else None
    )


def _relayed_behind(at: Situation) -> RuleChoice | None:
    """ "“…,” X quoted Y as saying": Y."""
    annotations, place = at.annotations, at.place
    stop = min(annotations.doc.first_token[place.sentence_last + 1], place.last + _RELAYED)
    if at.form.ends_stop:
        return None
    for cue in annotations.cues_between(place.last + 1, stop)[:2]:
        if cue.relays and annotations.doc.low[cue.token - 1] in _AS:
            free = not any(annotations.quoted.masked[place.last + 1 : cue.token])
            return RuleChoice(cue.left, STRONG, cue.strong, cue.kind, certain=True) if free else None
        if annotations.doc.low[cue.token] not in _QUOTING:
            return None
    return None


def _asked(at: Situation) -> RuleChoice | None:
    """ "X was asked, “…?”": nobody named."""
    annotations, place = at.annotations, at.place
    if at.near.cue_before < 0:
        return None
    cue = annotations.cues[at.near.cue_before]
    reach = _RELAYED if at.form.fragment else _DIRECT  # X was told he was “not welcome”
    if not cue.passive or place.first - cue.token > reach or annotations.doc.low[cue.token] not in _ADDRESSING:
        return None
    if at.form.fragment and at.form.ends_comma:
        return None  # they are asked to be “brave,” X said
    return RuleChoice(-1, STRONG, cue.strong, cue.kind, certain=True)


def _cue_behind(at: Situation) -> RuleChoice | None:
    """ ",” said X", ",” X said", ",” according to X"."""
    annotations, place = at.annotations, at.place
    doc = annotations.doc
    stop = doc.first_token[place.sentence_last + 1]
    k = place.last + 1
    while k < stop and not doc.low[k][0].isalnum():
        k += 1
    after = bisect_left(annotations.cue_tokens, place.last + 1)
    for cue in annotations.cues[after : after + NEAR_CUES]:
        if cue.token >= stop:
            break
        if cue.token == k and cue.right >= 0:
            return _by_cue(cue, cue.right, STRONG)
        if cue.left >= 0 and annotations.mentions[cue.left].first == k:
            return _by_cue(cue, cue.left, STRONG)
        if doc.low[cue.token] == "according" and cue.right >= 0 and cue.token <= k + 1:
            return _by_cue(cue, cue.right, WEAK)
    return None


def _dash_behind(at: Situation) -> RuleChoice | None:
    """ "“…” – X"."""
    annotations, place = at.annotations, at.place
    number = bisect_left(annotations.mention_starts, place.span.end)
    if not at.form.dash_after or number >= len(annotations.mentions):
        return None
    touches = annotations.mentions[number].first - place.last <= _DIRECT
    return RuleChoice(number, STRONG, certain=True) if touches else None


def _signed_below(at: Situation) -> RuleChoice | None:
    """A paragraph under the quote's that is only a signature."""
    signed = at.near.signature >= 0 or at.near.posted  # a post that nobody named signs has no speaker
    return RuleChoice(at.near.signature, STRONG, certain=True) if signed else None


def _denied(at: Situation) -> RuleChoice | None:
    """ "X denied ever having said that “…”": nobody is shown to say it."""
    if at.near.cue_before < 0:
        return None
    cue, low = at.annotations.cues[at.near.cue_before], at.annotations.doc.low
    denied = cue.participle or "having" in low[max(0, cue.token - 1) : cue.token]
    if not denied or _DENYING.isdisjoint(low[max(0, cue.token - _DENIED) : cue.token]):
        return None
    return RuleChoice(-1, STRONG, cue.strong, cue.kind, certain=True)


def _in_clause(at: Situation) -> RuleChoice | None:
    """ "X said so when doctors told those there: “…”": the subject of the clause that introduces the quote."""
    annotations, place = at.annotations, at.place
    doc = annotations.doc
    if at.near.cue_before < 0 or at.form.fragment or doc.low[place.first - 1] not in {",", ":"}:
        return None
    cue = annotations.cues[at.near.cue_before]
    if not cue.strong or cue.participle or cue.passive or cue.left < 0:
        return None
    subject = annotations.mentions[cue.left]
    opened = subject.first > doc.first_token[place.sentence_first] and doc.low[subject.first - 1] in _ADVERBIAL
    led = annotations.cues_between(doc.first_token[place.sentence_first], subject.first)
    inner = opened and subject.last == cue.token - 1 and any(c.left >= 0 for c in led)
    return RuleChoice(cue.left, STRONG, cue.strong, cue.kind, certain=True) if inner else None


def _by_name(at: Situation) -> RuleChoice | None:
    """ "considers firing ‘the Baker’ Per Holm", "the so-called “salt tax”": nobody says it."""
    doc, first = at.annotations.doc, at.place.first
    if first > 0 and doc.low[first - 1] in _SO_CALLED and at.form.words <= _TERM:
        return RuleChoice(-1, STRONG, certain=True)
    if first > 2 and doc.low[first - 1] in _INSCRIPTIONS and doc.low[first - 3] in _BEARING:
        return RuleChoice(-1, STRONG, certain=True)  # "missiles emblazoned with the phrase “…”"
    if first > 2 and doc.low[first - 1].endswith("ing") and doc.low[first - 2] in _BEARING_NOUNS:
        return RuleChoice(-1, STRONG, certain=True)  # "held up a sign saying “…”"
    if not at.form.epithet or first + 1 >= len(doc.low) or doc.low[first + 1] != "the":
        return None
    named = at.near.cue_before >= 0 and at.annotations.cues[at.near.cue_before].strong
    return None if named else RuleChoice(-1, STRONG, certain=True)


def _labelled(at: Situation) -> RuleChoice | None:
    """ "X: “…”"."""
    return RuleChoice(at.near.label, STRONG, certain=True) if at.near.label >= 0 else None


def _cue_before(at: Situation) -> RuleChoice | None:
    """The nearest cue with a subject before the quote in its sentence."""
    annotations, place = at.annotations, at.place
    low = annotations.doc.first_token[place.sentence_first]
    before = bisect_left(annotations.cue_tokens, place.first)
    nearest = max(bisect_left(annotations.cue_tokens, low), before - NEAR_CUES)
    for cue in reversed(annotations.cues[nearest:before]):
        number = cue.left if cue.left >= 0 else cue.right
        if number >= 0:
            return _by_cue(cue, number, STRONG if place.first - cue.token <= _DIRECT else WEAK)
    return None


def _stated_by(at: Situation) -> RuleChoice | None:
    """ "the following statement by X:", before the quote or in the paragraph above."""
    annotations, place, form = at.annotations, at.place, at.form
    doc = annotations.doc
    if not (form.colon_before or form.colon_previous):
        return None
    colon = place.first - 1
    if doc.tokens[colon] != ":":
        return None
    number = bisect_left(annotations.mention_starts, doc.begins[colon]) - 1
    if number < 0 or annotations.mentions[number].kind != "name" or annotations.mentions[number].last != colon - 1:
        return None
    mention = annotations.mentions[number]
    stated = any(annotations.cues[i].kind == "noun" for i in annotations.cues_near(mention, place.first))
    given = stated and mention.first > 0 and doc.low[mention.first - 1] in {"by", "from"}
    return RuleChoice(number, STRONG, certain=True) if given else None


def _colon_above(at: Situation) -> RuleChoice | None:
    """The subject of the sentence before, where that ends with a colon."""
    number = _last_subject(at.annotations, at.place.sentence_first - 1) if at.form.colon_previous else -1
    return RuleChoice(number, WEAK) if number >= 0 else None


def _last_subject(annotations: Annotations, sentence: int) -> int:
    """A subject of a cue, else the first mention, of one sentence; -1 for none."""
    doc = annotations.doc
    if sentence < 0:
        return -1
    low, high = doc.first_token[sentence], doc.first_token[sentence + 1]
    for cue in annotations.cues_between(low, high):
        if max(cue.left, cue.right) >= 0:
            return cue.left if cue.left >= 0 else cue.right
    if low >= len(doc.begins):
        return -1
    number = bisect_left(annotations.mention_starts, doc.begins[low])
    inside = number < len(annotations.mentions) and annotations.mentions[number].first < high
    return number if inside and high else -1


#: The rules; the first that chooses somebody wins.
RULES: tuple[Rule, ...] = (
    _relayed_before,
    _added_to_relayed,
    _relayed_behind,
    _asked,
    _denied,
    _in_clause,
    _by_name,
    _cue_behind,
    _dash_behind,
    _signed_below,
    _labelled,
    _stated_by,
    _cue_before,
    _colon_above,
)
