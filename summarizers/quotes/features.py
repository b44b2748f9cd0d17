"""What tells the speaker of a quote: few, non-lexical features of a candidate, and of naming nobody.

Source of the choice: attribution patterns of news English. Each feature is a name and a function; the weights are data, read by
name (``knowledge/models/quote_weights.tsv``, fitted by ``benchmarks/train_quotes.py``).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import compress

from summarizers import lexicon
from summarizers.lexicon import word_class
from summarizers.linear import Feature
from summarizers.people.entities import NameMention, PersonEntity
from summarizers.quotes.annotations import NEAR_CUES, Annotations
from summarizers.quotes.context import Context
from summarizers.quotes.mentions import Cue, Mention
from summarizers.quotes.noun_phrases import is_person_noun
from summarizers.quotes.rules import STRONG, WEAK
from summarizers.values import value_class

_SPEAKER_DETERMINERS = word_class("speaker_determiner")
#: Words behind the head of a noun phrase.
_HEAD_ENDS = word_class("noun_joint") | {"who", "on"}
_JOINING = frozenset({"and", "but", "while"})
#: Tokens between a verb and a quote that still count as direct, and as near.
_DIRECT, _NEAR = 2, 8
#: Most tokens from a tag's last word to the end of its sentence: "X said Tuesday."
_TAG = 5
#: Words under which a quote counts as short.
_SHORT = 5


# -- what the features read -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choice:
    """The speaker chosen for an earlier quote."""

    #: Mention index.
    number: int
    #: The person behind it, or None.
    entity: PersonEntity | None
    #: Paragraph of the quote.
    paragraph: int


@dataclass(frozen=True, slots=True)
class History:
    """What the quotes before one were found to be; a value, which shares what it holds with the ones it came from."""

    #: The speaker of the last quote that has one, or None.
    previous: Choice | None = None
    #: How many choices were made.
    choices: int = 0
    #: By index of a person, how many choices had been made when he first spoke; later histories may have added to it.
    since: dict[int, int] = field(default_factory=dict)
    #: Entries of ``since`` that belong to this history.
    known: int = 0

    def then(self, choice: Choice, speakers: Iterable[int]) -> History:
        """The history after a quote by ``choice``, behind whom stand the people of these indices."""
        since = self.since
        if len(since) > self.known:  # another history follows this one already
            since = {person: count for person, count in since.items() if count <= self.choices}
        for person in speakers:
            since.setdefault(person, self.choices + 1)
        return History(choice, self.choices + 1, since, len(since))

    def spoke(self, person: int) -> bool:
        """Whether the person of an index is a speaker of an earlier quote."""
        return person in self.since and self.since[person] <= self.choices


@value_class
class Ahead:
    """A candidate's cues before the quote in its sentence."""

    #: Index of the strongest and nearest verb, or -1.
    verb: int = -1
    #: Index of the last noun of speech, or -1.
    noun: int = -1
    #: Whether one is "according to".
    according: bool = False


@value_class
class Behind:
    """A candidate's cues behind the quote; the last one where several do alike."""

    #: The cue that touches the quote, or is an unlisted verb.
    adjacent: Cue | None = None
    #: The same where the candidate stands before its verb, and behind it.
    subject_verb: Cue | None = None
    verb_subject: Cue | None = None
    #: A cue further on in the sentence.
    later: Cue | None = None
    #: Whether "according to" belongs to the quote; None without one.
    according: bool | None = None


@value_class
class Evidence:
    """Which of a candidate's cues tie it to the quote."""

    #: Those before it in its sentence.
    ahead: Ahead = Ahead()
    #: Those behind it.
    behind: Behind = Behind()


#: What there is of a candidate without cues, or without cues on a side.
NO_EVIDENCE, NO_AHEAD, NO_BEHIND = Evidence(), Ahead(), Behind()


@value_class
class CandidateView:
    """One candidate for one quote, with what several features share."""

    #: The document.
    annotations: Annotations
    #: The quote's surroundings.
    context: Context
    #: The quotes before.
    history: History
    #: Index of the candidate.
    number: int
    #: The candidate.
    mention: Mention
    #: Whether it stands before the quote.
    before: bool
    #: Tokens between it and the quote.
    gap: int
    #: Index of its sentence.
    sentence: int
    #: Whether that is a sentence of the quote.
    in_sentence: bool
    #: What its cues say.
    evidence: Evidence
    #: Who is named inside the quote.
    named_inside: Sequence[tuple[NameMention, PersonEntity]]

    @classmethod
    def of(cls, annotations: Annotations, context: Context, history: History, number: int) -> CandidateView:
        """Look at the mention of index ``number`` as the speaker of a quote."""
        mention = annotations.mentions[number]
        place = context.place
        before = mention.end <= place.span.start
        sentence = annotations.doc.sentence_of[mention.first]
        in_sentence = place.sentence_first <= sentence <= place.sentence_last
        gap = place.first - mention.last - 1 if before else mention.first - place.last - 1
        evidence = _evidence(annotations, context, number, in_sentence) if mention.cues else NO_EVIDENCE
        named = annotations.named_inside(place.span.start, place.span.end) if mention.entity is not None else ()
        place_of = (before, max(0, gap), sentence, in_sentence)
        return cls(annotations, context, history, number, mention, *place_of, evidence, named)


@value_class
class NobodyView:
    """The choice "nobody is named" for one quote."""

    #: The quote's surroundings.
    context: Context
    #: The quotes before.
    history: History
    #: How many candidates there are.
    candidates: int


def _evidence(annotations: Annotations, context: Context, number: int, in_sentence: bool) -> Evidence:
    """What the cues of a candidate say of one quote."""
    place, cues = context.place, annotations.cues
    near = annotations.cues_near(annotations.mentions[number], place.first)
    ahead = [i for i in near if cues[i].token < place.first] if in_sentence else []
    behind = [cues[i] for i in near if cues[i].token > place.last]
    return Evidence(
        _ahead(annotations, ahead) if ahead else NO_AHEAD,
        _behind(annotations, context, number, behind, in_sentence) if behind else NO_BEHIND,
    )


def _ahead(annotations: Annotations, numbers: list[int]) -> Ahead:
    """What cues by index say that stand before the quote in its sentence."""
    cues, low = annotations.cues, annotations.doc.low
    verb = noun = -1
    according = False
    for i in numbers:
        cue = cues[i]
        if low[cue.token] == "according":
            according = True
        elif cue.kind == "noun":
            noun = i
        elif verb < 0 or cue.strong >= cues[verb].strong:  # they stand in text order
            verb = i
    return Ahead(verb, noun, according)


def _behind(annotations: Annotations, context: Context, number: int, cues: list[Cue], in_sentence: bool) -> Behind:
    """What cues say that stand behind the quote."""
    low, last, first = annotations.doc.low, context.place.last, annotations.mentions[number].first
    according: bool | None = None
    adjacent = subject_verb = verb_subject = later = None
    for cue in cues:
        start = min(first, cue.token)
        if low[cue.token] == "according":
            according = in_sentence or start - last - 1 <= _DIRECT
        elif cue.kind == "unlisted" or _only_marks(low, last + 1, start):
            adjacent = cue
            if cue.left == number:
                subject_verb = cue
            else:
                verb_subject = cue
        elif in_sentence:
            later = cue
    return Behind(adjacent, subject_verb, verb_subject, later, according)


def _only_marks(low: list[str], start: int, stop: int) -> bool:
    """Whether tokens ``start`` to ``stop - 1`` are punctuation, at most two."""
    return stop - start <= 2 and all(not low[k][0].isalnum() for k in range(start, stop))


# -- where the candidate stands ---------------------------------------------------------------------------------------

#: What the functions of a table give: numbers by name.
Values = dict[str, float]
Nobody = Feature[NobodyView]


@dataclass(frozen=True, slots=True)
class Table:
    """Features computed together, because they share what they read; a test proves that they have just these names."""

    #: Their names.
    names: tuple[str, ...]
    #: All of them for one candidate.
    values: Callable[[CandidateView], Values]


def _starts_between(v: CandidateView, starts: tuple[int, ...]) -> int:
    """How many of ``starts``, offsets in rising order, lie between it and the quote."""
    span = v.context.place.span
    low, high = (v.mention.end, span.start) if v.before else (span.end, v.mention.start)
    return max(0, bisect_left(starts, high) - bisect_left(starts, low))


def _placed(v: CandidateView) -> Values:
    context, mention, far = v.context, v.mention, math.log1p(v.gap) / 4
    edge = context.place.sentence_first if v.before else context.place.sentence_last
    return {
        "label_before": context.near.label == v.number,  # X: “
        "reported_before": context.near.reported_before == v.number,  # X said so. ¶ “…”
        "distance": min(v.gap, 60) / 60,
        "log_distance": far,
        "mentions_between": min(_starts_between(v, v.annotations.mention_starts), 6) / 6,
        "quotes_between": min(_starts_between(v, v.annotations.quote_starts), 3) / 3,
        "sentences_between": min(abs(edge - v.sentence), 6) / 6,
        "after_preposition": mention.after_preposition,
        "possessive": mention.possessive,
        "opens_sentence": mention.opens,
        "quote_short_and_far": far if context.form.words < _SHORT else 0.0,
    }


def _beside(v: CandidateView) -> Values:
    return {"same_paragraph": 1.0, "first_in_paragraph": v.context.near.first_mention == v.number}


def _before_quote(v: CandidateView) -> Values:
    above = v.context.place.span.paragraph - v.mention.paragraph
    previous = v.sentence == v.context.place.sentence_first - 1
    colon = v.context.form.colon_previous and previous and above == 1
    return {"previous_paragraph": above > 0, "previous_sentence": previous, "colon_previous_paragraph": colon}


def _behind_quote(v: CandidateView) -> Values:
    form, place = v.context.form, v.context.place
    return {
        "side_after": 1.0,
        "next_sentence": v.sentence == place.sentence_last + 1,
        "dash_after": form.dash_after and v.mention.first - place.last <= 3,
        "quote_ends_stop_and_after": form.ends_stop,
    }


def _in_cue_object(v: CandidateView) -> bool:
    """Whether it stands between the nearest verb and the quote without being that verb's subject."""
    nearest = v.context.near.cue_before
    if not v.before or nearest < 0:
        return False
    cue = v.annotations.cues[nearest]
    return cue.token < v.mention.first and v.number not in (cue.left, cue.right)


def _in_sentence(v: CandidateView) -> Values:
    form = v.context.form
    return {
        "same_sentence": 1.0,
        "colon_before": form.colon_before and v.before,
        "quote_ends_comma_and_after": form.ends_comma and not v.before,
        "quote_fragment_and_before": form.fragment and v.before,
        "cued_closer_exists": not v.mention.cues and v.context.near.subjects > 0,
        "in_cue_object": _in_cue_object(v),
        # X swiped at Y in a post: “
        "colon_opens": form.colon_before and v.before and v.mention.opens and v.context.near.cue_before < 0,
        "of_others_and_before": form.fragment and form.of_others and v.before,
    }


def _ruled(v: CandidateView) -> Values:
    return {
        "rule_choice": 1.0,
        "rule_choice_strong": v.context.rule.strength >= STRONG,
        "signed_below": v.context.near.signature >= 0,  # “…” and the next paragraph "- X"
    }


# -- what it is -------------------------------------------------------------------------------------------------------


def _head(v: CandidateView) -> int:
    """The token that heads a noun phrase: the last one before a preposition or relative clause."""
    low, mention = v.annotations.doc.low, v.mention
    for k in range(mention.first + 1, mention.last + 1):
        if low[k] in _HEAD_ENDS:
            return k - 1
    return mention.last


def _speaks(v: CandidateView, head: int) -> bool:
    """Whether the head of a noun phrase is a word for somebody, or something, that speaks."""
    word = v.annotations.doc.low[head]
    return (
        is_person_noun(word)
        or v.annotations.doc.kind(head) in {"title", "organisation"}
        or word.endswith(("-old", "ist", "ists"))
        or word in lexicon.organisation_words()
    )


def _named(v: CandidateView) -> Values:
    entity = v.mention.entity
    return {
        "kind_name": 1.0,
        "speaks_elsewhere": entity is not None and v.history.spoke(entity.index),
        "named_inside": any(named is entity for _, named in v.named_inside),  # X said: “X …”
    }


def _nominal(v: CandidateView) -> Values:
    doc, head = v.annotations.doc, _head(v)
    speaks = _speaks(v, head)
    marked = doc.tokens[head][0].isupper() or doc.low[v.mention.first] in _SPEAKER_DETERMINERS
    return {"kind_nominal": 1.0, "nominal_speaks": speaks, "nominal_bare": not speaks and not marked}


def _pronominal(v: CandidateView) -> Values:
    word = v.annotations.doc.low[v.mention.first]
    several = v.context.form.of_oneself and word in {"it", "they", "we"}
    return {
        "kind_pronoun": 1.0,
        "kind_it": word == "it",
        "kind_first_person": word in {"i", "we"},
        "oneself_of_several": several,
    }


def _body(v: CandidateView) -> Values:
    return {"kind_body": 1.0, "oneself_of_body": v.context.form.of_oneself}


# -- its verbs --------------------------------------------------------------------------------------------------------


def _is_outer(v: CandidateView, other: Cue) -> bool:
    """Whether the verb nearest to the quote is another one, with a subject of its own."""
    nearest = v.evidence.ahead.verb == v.context.near.cue_before
    return not nearest and v.number not in (other.left, other.right) and max(other.left, other.right) >= 0


def _asked_between(v: CandidateView, verb: Cue) -> bool:
    """Whether somebody else asks between its verb and the quote."""
    annotations = v.annotations
    high = bisect_left(annotations.cue_tokens, v.context.place.first)
    low = max(bisect_left(annotations.cue_tokens, verb.token + 1), high - NEAR_CUES)
    return any(c.kind == "ask" and c.left >= 0 and c.left != v.number for c in annotations.cues[low:high])


def _setting(verb: Cue, distance: int, shape: str) -> str:
    """The feature of a verb's strength, its distance, and whether the quote is a fragment or a whole clause."""
    reach = "direct" if distance <= _DIRECT else "near" if distance <= _NEAR else "far"
    return f"before_{'strong' if verb.strong else 'weak'}_{reach}_{shape}"


def _verb_before(v: CandidateView) -> Values:
    """Where a verb stands before the quote: X said, “"""
    verb, form = v.annotations.cues[v.evidence.ahead.verb], v.context.form
    shape = "piece" if form.fragment else "clause"
    distance = v.context.place.first - verb.token - 1
    introduced = v.annotations.doc.low[v.context.place.first - 1] in {",", ":"}
    touching = verb.left == v.number and v.mention.last == verb.token - 1
    return {
        _setting(verb, distance, shape): 1.0,
        "before_nearest_" + shape: v.evidence.ahead.verb == v.context.near.cue_before,
        "before_inverted": verb.left != v.number,
        "before_participle": verb.participle,
        "before_names": verb.kind == "call",  # X called it “
        "before_names_piece": verb.kind == "call" and form.fragment,
        "before_comma": introduced and distance == 1,  # X said, “ / X said: “
        "before_said": introduced and distance == 1 and verb.strong and touching,
        "before_object": introduced and 1 < distance <= 5 and not verb.participle,  # X urged voters, “
        "before_far_object": introduced
        and distance > 5
        and not verb.participle
        and touching,  # X told those at the gate: “
        "before_presents": verb.kind in {"present", "gesture"},  # X considers giving up “
        "before_bound": verb.participle
        and touching
        and v.evidence.ahead.verb == v.context.near.cue_before,  # with X adding “
    }


def _verb_outside(v: CandidateView) -> Values:
    """Where another verb stands between: X said that Y calls it “"""
    verb, other = v.annotations.cues[v.evidence.ahead.verb], v.annotations.cues[v.context.near.cue_before]
    if not _is_outer(v, other):
        return {}
    weak = not verb.strong and (other.strong or verb.kind in {"gesture", "present"})
    return {
        "before_outer_" + ("piece" if v.context.form.fragment else "clause"): 1.0,
        "before_outer_weak": weak,  # X laughed when Y said, “
        "before_outer_names": other.kind == "call",  # X said Y, a friend, had called it “
        "before_outer_asks": _asked_between(v, verb),  # X said when Y asked about “
        # X said he was there when Y told them: “
        "before_outer_introduced": other.strong and other.left >= 0 and not other.participle and _is_introduced(v),
        "before_outer_bound": other.participle and _is_bound(v.annotations, other),  # X said so, with Y adding “
    }


def _is_introduced(v: CandidateView) -> bool:
    """Whether a comma or colon stands right before the quote."""
    return v.annotations.doc.low[v.context.place.first - 1] in {",", ":"}


def _is_bound(annotations: Annotations, cue: Cue) -> bool:
    """Whether the subject of a participle stands right before it."""
    return cue.left >= 0 and annotations.mentions[cue.left].last == cue.token - 1


def _cued(v: CandidateView) -> Values:
    evidence, nearest = v.evidence, v.context.near.cue_before
    return {
        "passive": v.in_sentence and v.mention.passively,  # X was told
        "according_before": evidence.ahead.according,
        "noun_cue_before": evidence.ahead.noun >= 0 and evidence.ahead.noun == nearest,  # X’s pledge to “
        "unlisted_verb": v.mention.unlisted,  # ,” X retaliated
        "subject_of_cue": v.in_sentence,
        "subject_of_any": 1.0,
        "subject_of_strong": v.mention.strongly,
        "only_cued": v.in_sentence and v.context.near.subjects == 1,
    }


def _is_relayed(v: CandidateView) -> bool:
    """Whether "according to" the candidate follows words of somebody else, of whom the plain rules are sure."""
    rule = v.context.rule
    return v.evidence.behind.according is True and rule.strength >= STRONG and rule.number != v.number


def _is_tag(v: CandidateView, cue: Cue) -> bool:
    """Whether a strong verb and its subject behind a comma end the sentence."""
    doc = v.annotations.doc
    first = min(cue.token, v.mention.first)
    stop = doc.first_token[v.context.place.sentence_last + 1]
    return (
        cue.strong
        and not cue.participle
        and doc.tokens[first - 1] == ","
        and stop - max(cue.token, v.mention.last) <= _TAG
    )


def _is_joined(v: CandidateView) -> bool:
    """Whether a conjunction right behind the quote opens another clause."""
    after = v.context.place.last + 1
    return after < len(v.annotations.doc.low) and v.annotations.doc.low[after] in _JOINING


def _verb_behind(v: CandidateView) -> Values:
    behind = v.evidence.behind
    said, says, later, adjacent = behind.verb_subject, behind.subject_verb, behind.later, behind.adjacent
    relayed = _is_relayed(v)
    return {
        "after_verb_subject": said is not None,  # ,” said X
        "after_verb_subject_strong": said is not None and said.strong,
        "after_subject_verb": says is not None,  # ,” X said
        "after_subject_verb_strong": says is not None and says.strong,
        # .” X said “…”: that verb belongs to the next quote
        "after_stop": v.context.form.ends_stop and adjacent is not None and adjacent.left == v.number,
        "after_later": later is not None,
        "after_later_strong": later is not None and later.strong,
        "after_joined": later is not None and _is_joined(v),  # called it “…” and Y said so
        "after_tag": later is not None
        and not v.context.form.ends_comma
        and _is_tag(v, later),  # … “…” to them, X said Tuesday.
        "according_after": behind.according is True and not relayed,
        "according_relayed": relayed,  # ,” X said, according to Y
    }


# -- who spoke before -------------------------------------------------------------------------------------------------


def _continued(v: CandidateView) -> Values:
    previous, span = v.history.previous, v.context.place.span
    if previous is None:
        return {}
    same = previous.number == v.number
    person = v.mention.entity is not None and previous.entity is v.mention.entity
    return {
        "same_as_previous": same,
        "same_figure_as_previous": person and not same,
        "previous_in_paragraph_same": same and previous.paragraph == span.paragraph,
        "whole_paragraph_previous_same": (same or person) and v.context.form.whole_paragraph,
        "reopened_previous_same": same and span.reopened,
    }


# -- the tables -------------------------------------------------------------------------------------------------------


_SETTINGS = tuple(
    f"before_{strength}_{reach}_{shape}"
    for strength in ("strong", "weak")
    for reach in ("direct", "near", "far")
    for shape in ("piece", "clause")
)
#: Features of every candidate.
PLACED = Table(
    (
        "label_before",
        "reported_before",
        "distance",
        "log_distance",
        "mentions_between",
        "quotes_between",
        "sentences_between",
        "after_preposition",
        "possessive",
        "opens_sentence",
        "quote_short_and_far",
    ),
    _placed,
)
#: Of one before the quote, and behind it.
AHEAD = Table(("previous_paragraph", "previous_sentence", "colon_previous_paragraph"), _before_quote)
BEHIND = Table(("side_after", "next_sentence", "dash_after", "quote_ends_stop_and_after"), _behind_quote)
#: Of names, noun phrases, pronouns and bodies.
KINDS = {
    "name": Table(("kind_name", "speaks_elsewhere", "named_inside"), _named),
    "nominal": Table(("kind_nominal", "nominal_speaks", "nominal_bare"), _nominal),
    "pronoun": Table(("kind_pronoun", "kind_it", "kind_first_person", "oneself_of_several"), _pronominal),
    "body": Table(("kind_body", "oneself_of_body"), _body),
}
#: Of one in the quote's paragraph, in its sentence, and of the one the plain rules choose.
BESIDE = Table(("same_paragraph", "first_in_paragraph"), _beside)
INSIDE = Table(
    (
        "same_sentence",
        "colon_before",
        "quote_ends_comma_and_after",
        "quote_fragment_and_before",
        "cued_closer_exists",
        "in_cue_object",
        "colon_opens",
        "of_others_and_before",
    ),
    _in_sentence,
)
RULED = Table(("rule_choice", "rule_choice_strong", "signed_below"), _ruled)
#: Where somebody spoke before.
CONTINUED = Table(
    (
        "same_as_previous",
        "same_figure_as_previous",
        "previous_in_paragraph_same",
        "whole_paragraph_previous_same",
        "reopened_previous_same",
    ),
    _continued,
)
#: Of the subject of any cue, of a verb before the quote, and of a cue behind it.
CUED = Table(
    (
        "passive",
        "according_before",
        "noun_cue_before",
        "unlisted_verb",
        "subject_of_cue",
        "subject_of_any",
        "subject_of_strong",
        "only_cued",
    ),
    _cued,
)
VERB_BEFORE = Table(
    (
        *_SETTINGS,
        "before_nearest_piece",
        "before_nearest_clause",
        "before_inverted",
        "before_participle",
        "before_names",
        "before_names_piece",
        "before_comma",
        "before_said",
        "before_object",
        "before_far_object",
        "before_presents",
        "before_bound",
    ),
    _verb_before,
)
VERB_OUTSIDE = Table(
    (
        "before_outer_piece",
        "before_outer_clause",
        "before_outer_weak",
        "before_outer_names",
        "before_outer_asks",
        "before_outer_introduced",
        "before_outer_bound",
    ),
    _verb_outside,
)
VERB_BEHIND = Table(
    (
        "after_verb_subject",
        "after_verb_subject_strong",
        "after_subject_verb",
        "after_subject_verb_strong",
        "after_stop",
        "after_later",
        "after_later_strong",
        "after_joined",
        "after_tag",
        "according_after",
        "according_relayed",
    ),
    _verb_behind,
)
#: Every table of features of a candidate.
CANDIDATE_TABLES: tuple[Table, ...] = (
    PLACED,
    AHEAD,
    BEHIND,
    BESIDE,
    INSIDE,
    RULED,
    *KINDS.values(),
    CONTINUED,
    CUED,
    VERB_BEFORE,
    VERB_OUTSIDE,
    VERB_BEHIND,
)
#: The names of their features.
CANDIDATE_FEATURES: tuple[str, ...] = tuple(name for table in CANDIDATE_TABLES for name in table.names)
#: Every feature of the choice "nobody is named".
NOBODY_FEATURES: tuple[Nobody, ...] = (
    Nobody("none_bias", lambda _: 1.0),
    Nobody("none_no_cue_in_paragraph", lambda v: not v.context.near.cue_in_paragraph),
    Nobody("none_short", lambda v: v.context.form.words < _SHORT),
    Nobody("none_fragment", lambda v: v.context.form.fragment),
    Nobody("none_whole_paragraph", lambda v: v.context.form.whole_paragraph),
    Nobody("none_no_candidates", lambda v: not v.candidates),
    Nobody("none_previous_none", lambda v: v.history.previous is None),
    Nobody("none_cue_adjacent", lambda v: v.context.near.subjects > 0),
    Nobody("none_rule_none", lambda v: v.context.rule.number < 0),
    Nobody("none_block", lambda v: v.context.place.span.block),
    Nobody("none_single_marks", lambda v: v.context.place.span.single),
    Nobody("none_rule_strong", lambda v: v.context.rule.strength >= STRONG),
    Nobody("none_rule_weak", lambda v: v.context.rule.strength == WEAK),
    Nobody("none_strong_verb", lambda v: v.context.rule.cue_strong),
    Nobody("none_names_verb", lambda v: v.context.rule.cue_kind == "call"),
    Nobody("none_one_word", lambda v: v.context.form.words == 1),
    Nobody("none_three_words", lambda v: v.context.form.words in {2, 3}),
    Nobody("none_title_cased", lambda v: v.context.form.title_cased),
    Nobody(
        "none_lower_no_comma",
        lambda v: v.context.form.fragment and not v.context.form.ends_comma and not v.context.form.ends_stop,
    ),
    Nobody("none_epithet", lambda v: v.context.form.epithet),
    Nobody("none_of_others", lambda v: v.context.form.fragment and v.context.form.of_others),
    Nobody("none_attributive", lambda v: v.context.form.attributive),
    Nobody("none_attributive_short", lambda v: v.context.form.attributive and v.context.form.words <= 3),
    Nobody("none_whole_fragment", lambda v: v.context.form.whole_fragment),
    Nobody("none_reported_before", lambda v: v.context.near.reported_before >= 0),
    Nobody("none_noun_cue", lambda v: v.context.rule.cue_kind == "noun"),
)


def _traits(v: CandidateView) -> tuple[str, bool, tuple[bool, ...]]:
    """What tells which tables a candidate needs: its kind, its side, and whether each of :data:`_BY_TRAIT` applies."""
    ahead, behind, nearest = v.evidence.ahead.verb, v.evidence.behind, v.context.near.cue_before
    beside, ruled = v.mention.paragraph == v.context.place.span.paragraph, v.context.rule.number == v.number
    verbs = (bool(v.mention.cues), ahead >= 0, ahead not in (-1, nearest), behind is not NO_BEHIND)
    return v.mention.kind, v.before, (beside, v.in_sentence, ruled, v.history.previous is not None, *verbs)


_BY_TRAIT = (BESIDE, INSIDE, RULED, CONTINUED, CUED, VERB_BEFORE, VERB_OUTSIDE, VERB_BEHIND)


@lru_cache(maxsize=512)  # of 2,048 at most; a hundred articles have some 120
def _tables(traits: tuple[str, bool, tuple[bool, ...]]) -> tuple[Table, ...]:
    """The tables of candidates of some traits; the features of the others are 0 for them."""
    kind, before, applies = traits
    return (PLACED, KINDS[kind], AHEAD if before else BEHIND, *compress(_BY_TRAIT, applies))


def values(view: CandidateView) -> Values:
    """The features of a candidate by name; those left out are 0."""
    found: Values = {}
    for table in _tables(_traits(view)):
        found.update(table.values(view))
    return found


def nobody_values(view: NobodyView) -> Values:
    """The features of naming nobody that are not 0, by name."""
    return {f.name: float(value) for f in NOBODY_FEATURES if (value := f.value(view))}
