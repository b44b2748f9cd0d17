"""Choosing among candidates: few, non-lexical features and a linear model with calibrated confidence.

The weights are data (summarizers/knowledge/models/quote_weights.tsv, whose header says how they were fitted); this module only
computes features and scores, in plain Python.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from functools import cache
from itertools import pairwise

from summarizers import lexicon
from summarizers.knowledge import tables
from summarizers.quotes.candidates import NEAR_CUES, Mention, Scene
from summarizers.quotes.context import Context

_DETERMINERS = frozenset(
    "the a an his her its their one another some several many few two three four both these those".split()
)
_WEIGHTS = tables.MODELS / "quote_weights.tsv"

#: Feature names, in the order of a feature vector. Source of the choice: attribution patterns of news English.
FEATURES = (
    # where a cue with this subject stands before the quote: verb strength, words between, fragment or whole clause
    *(
        f"before_{verb}_{reach}_{shape}"
        for verb in ("strong", "weak")
        for reach in ("direct", "near", "far")
        for shape in ("piece", "clause")
    ),
    "before_nearest_piece",
    "before_nearest_clause",
    "before_outer_piece",  # X said that Y calls it “
    "before_outer_clause",
    "before_outer_weak",  # X laughed when Y said, “
    "before_outer_names",  # X said Y, a friend, had called it “
    "before_outer_asks",  # X said when Y asked about “
    "before_inverted",
    "before_participle",
    "before_names",  # X called it “
    "before_names_piece",
    "before_comma",  # X said, “ / X said: “
    "before_said",  # the same with a verb of saying and nothing between
    "before_object",  # X urged voters, “
    "passive",  # X was told
    # after it
    "after_verb_subject",  # ,” said X
    "after_verb_subject_strong",
    "after_subject_verb",  # ,” X said
    "after_subject_verb_strong",
    "after_later",
    "after_later_strong",
    "after_stop",  # .” X said “…”: that verb belongs to the next quote
    "according_after",
    "according_relayed",  # ,” X said, according to Y
    "according_before",
    "noun_cue_before",  # X’s pledge to “
    "unlisted_verb",  # ,” X retaliated
    "colon_before",
    "colon_previous_paragraph",
    "label_before",  # X: “
    "dash_after",
    "signed_below",  # “…” and the next paragraph "- X"
    "reported_before",  # X said so. ¶ “…”
    "same_sentence",
    "side_after",
    "next_sentence",
    "previous_sentence",
    "same_paragraph",
    "previous_paragraph",
    "distance",
    "log_distance",
    "mentions_between",
    "quotes_between",
    "sentences_between",
    "after_preposition",
    "possessive",
    "opens_sentence",
    "subject_of_cue",
    "subject_of_any",
    "subject_of_strong",
    "kind_name",
    "kind_pronoun",
    "kind_nominal",
    "kind_body",
    "kind_it",
    "kind_first_person",
    "nominal_speaks",  # its head is a person, a body or a document
    "nominal_bare",  # it has no determiner and no such head
    "same_as_previous",
    "same_figure_as_previous",
    "previous_in_paragraph_same",
    "whole_paragraph_previous_same",
    "speaks_elsewhere",
    "quote_ends_comma_and_after",
    "quote_ends_stop_and_after",
    "quote_short_and_far",
    "quote_fragment_and_before",
    "reopened_previous_same",
    "rule_choice",
    "rule_choice_strong",
    "cued_closer_exists",
    "in_cue_object",
    "first_in_paragraph",
    "only_cued",
)
#: Features of the choice "nobody is named".
NONE_FEATURES = (
    "none_bias",
    "none_no_cue_in_paragraph",
    "none_short",
    "none_fragment",
    "none_whole_paragraph",
    "none_no_candidates",
    "none_previous_none",
    "none_cue_adjacent",
    "none_rule_none",
    "none_block",
    "none_single_marks",
    "none_rule_strong",
    "none_rule_weak",
    "none_strong_verb",
    "none_names_verb",
    "none_one_word",
    "none_three_words",
    "none_title_cased",
    "none_lower_no_comma",
    "none_attributive",
    "none_attributive_short",
    "none_whole_fragment",
    "none_reported_before",
    "none_noun_cue",
)


@cache
def weights() -> tuple[dict[str, float], float, tuple[tuple[float, float], ...]]:
    """Weights by feature, the temperature, and calibration points (probability, share right)."""
    found: dict[str, float] = {}
    temperature = 1.0
    points: list[tuple[float, float]] = []
    for line in _WEIGHTS.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        name, value = line.split("\t")[:2]
        if name == "temperature":
            temperature = float(value)
        elif name.startswith("calibration:"):
            points.append((float(name.partition(":")[2]), float(value)))
        else:
            found[name] = float(value)
    return found, temperature, tuple(sorted(points))


def calibrate(probability: float, points: tuple[tuple[float, float], ...]) -> float:
    """Share of right choices among those the model gave this probability, by linear interpolation."""
    if not points:
        return probability
    if probability <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if probability <= x1:
            return y0 + (y1 - y0) * (probability - x0) / (x1 - x0) if x1 > x0 else y1
    return points[-1][1]


def features(scene: Scene, context: Context, number: int) -> dict[str, float]:
    """The non-zero features of one candidate (by mention index) for one quote."""
    mention = scene.mentions[number]
    doc = scene.doc
    span = context.span
    out: dict[str, float] = {}
    before = mention.end <= span.start
    first, last = context.first_token, context.last_token
    gap = (first - mention.last - 1) if before else (mention.first - last - 1)
    gap = max(0, gap)
    same_paragraph = mention.paragraph == span.paragraph
    sentence = doc.sentence_of[mention.first]
    in_sentence = context.sentence_first <= sentence <= context.sentence_last
    out["same_paragraph"] = float(same_paragraph)
    out["previous_paragraph"] = float(mention.paragraph < span.paragraph)
    out["side_after"] = float(not before)
    out["distance"] = min(gap, 60) / 60
    out["log_distance"] = math.log1p(gap) / 4
    out["same_sentence"] = float(in_sentence)
    out["next_sentence"] = float(not before and sentence == context.sentence_last + 1)
    out["previous_sentence"] = float(before and sentence == context.sentence_first - 1)
    lo, hi = (mention.end, span.start) if before else (span.end, mention.start)
    between = bisect_left(scene.mention_starts, hi) - bisect_left(scene.mention_starts, lo)
    out["mentions_between"] = min(max(between, 0), 6) / 6
    out["quotes_between"] = min(context.quotes_between(lo, hi), 3) / 3
    out["sentences_between"] = min(abs((context.sentence_first if before else context.sentence_last) - sentence), 6) / 6
    out["after_preposition"] = float(mention.after_preposition)
    out["possessive"] = float(mention.possessive)
    out["opens_sentence"] = float(mention.opens)
    out["first_in_paragraph"] = float(same_paragraph and context.first_mention == number)
    word = doc.low[mention.first]
    out["kind_" + mention.kind] = 1.0
    if mention.kind == "nominal":
        _nominal(scene, mention, out)
    if mention.kind == "pronoun":
        out["kind_it"] = float(word == "it")
        out["kind_first_person"] = float(word in {"i", "we"})
    _cue_features(scene, context, number, mention, before, in_sentence, out)
    previous = context.previous
    if previous is not None:
        same = previous.number == number
        entity = mention.entity is not None and previous.entity is mention.entity
        out["same_as_previous"] = float(same)
        out["same_figure_as_previous"] = float(entity and not same)
        out["previous_in_paragraph_same"] = float(same and previous.paragraph == span.paragraph)
        out["whole_paragraph_previous_same"] = float((same or entity) and context.whole_paragraph)
        out["reopened_previous_same"] = float(same and span.reopened)
    out["speaks_elsewhere"] = float(mention.entity is not None and mention.entity.index in context.speaking)
    out["quote_ends_comma_and_after"] = float(context.ends_comma and not before and in_sentence)
    out["quote_ends_stop_and_after"] = float(context.ends_stop and not before)
    out["quote_short_and_far"] = float(context.words < 5) * out["log_distance"]
    out["quote_fragment_and_before"] = float(context.fragment and before and in_sentence)
    out["label_before"] = float(context.label == number)
    out["signed_below"] = float(context.signed_below and context.rule == number)
    out["reported_before"] = float(context.reported_before == number)
    out["rule_choice"] = float(context.rule == number)
    out["rule_choice_strong"] = float(context.rule == number and context.rule_strength >= 2)
    return {k: v for k, v in out.items() if v}


def _cue_features(
    scene: Scene,
    context: Context,
    number: int,
    mention: Mention,
    before: bool,
    in_sentence: bool,
    out: dict[str, float],
) -> None:
    doc = scene.doc
    first, last = context.first_token, context.last_token
    sentence_before = doc.sentence_of[mention.first] == context.sentence_first - 1
    out["subject_of_any"] = float(bool(mention.cues))
    out["subject_of_strong"] = float(mention.strongly)
    nearest = context.nearest_cue_before
    shape = "piece" if context.fragment else "clause"
    best = -1
    for index in scene.cues_near(mention, first):
        cue = scene.cues[index]
        k = cue.token
        according = doc.low[k] == "according"
        if cue.kind == "unlisted":
            out["unlisted_verb"] = 1.0
        if in_sentence and _passive(doc.low, k, doc.first_token[doc.sentence_of[k]]):
            out["passive"] = 1.0
        if k > last:
            _after(scene, context, number, mention, index, in_sentence, out)
        elif k < first and in_sentence:
            if according:
                out["according_before"] = 1.0
            elif cue.kind == "noun":
                out["noun_cue_before"] = float(nearest == index)
            elif best < 0 or (cue.strong, k) >= (scene.cues[best].strong, scene.cues[best].token):
                best = index
        if in_sentence:
            out["subject_of_cue"] = 1.0
            out["only_cued"] = float(context.cued_in_sentence == 1)
    if best >= 0:
        cue = scene.cues[best]
        distance = first - cue.token - 1
        reach = "direct" if distance <= 2 else "near" if distance <= 8 else "far"
        out[f"before_{'strong' if cue.strong else 'weak'}_{reach}_{shape}"] = 1.0
        out["before_nearest_" + shape] = float(best == nearest)
        other = scene.cues[nearest]
        outer = best != nearest and number not in (other.left, other.right) and max(other.left, other.right) >= 0
        out["before_outer_" + shape] = float(outer)
        out["before_outer_weak"] = float(
            outer and not cue.strong and (other.strong or cue.kind in {"gesture", "present"})
        )
        out["before_outer_names"] = float(outer and other.kind == "call")
        out["before_outer_asks"] = float(outer and _asked_between(scene, cue.token, first, number))
        out["before_inverted"] = float(cue.left != number)
        out["before_participle"] = float(cue.participle)
        out["before_names"] = float(cue.kind == "call")
        out["before_names_piece"] = float(cue.kind == "call" and context.fragment)
        touching = cue.left == number and mention.last == cue.token - 1
        out["before_comma"] = float(distance == 1 and doc.low[first - 1] in {",", ":"})
        out["before_said"] = float(distance == 1 and cue.strong and touching and doc.low[first - 1] in {",", ":"})
        out["before_object"] = float(not cue.participle and 1 < distance <= 5 and doc.low[first - 1] in {",", ":"})
    if before and context.colon_before and in_sentence:
        out["colon_before"] = 1.0
    in_paragraph_before = mention.paragraph == context.span.paragraph - 1
    if before and context.colon_previous and in_paragraph_before and sentence_before:
        out["colon_previous_paragraph"] = 1.0
    if not before and context.dash_after and mention.first - last <= 3:
        out["dash_after"] = 1.0
    if not mention.cues and context.cued_in_sentence and in_sentence:
        out["cued_closer_exists"] = 1.0
    if before and nearest >= 0 and scene.cues[nearest].token < mention.first and in_sentence:
        out["in_cue_object"] = float(number not in (scene.cues[nearest].left, scene.cues[nearest].right))


def _asked_between(scene: Scene, start: int, stop: int, number: int) -> bool:
    """Whether somebody else asks between two tokens."""
    high = bisect_left(scene.cue_tokens, stop)
    low = max(bisect_left(scene.cue_tokens, start + 1), high - NEAR_CUES)
    return any(c.kind == "ask" and c.left >= 0 and c.left != number for c in scene.cues[low:high])


def _after(
    scene: Scene, context: Context, number: int, mention: Mention, index: int, in_sentence: bool, out: dict[str, float]
) -> None:
    """Features of a cue that stands after the quote."""
    doc, last, cue = scene.doc, context.last_token, scene.cues[index]
    gap = min(mention.first, cue.token) - last - 1
    touching = _only_marks(doc.low, last + 1, min(mention.first, cue.token))
    if doc.low[cue.token] == "according":
        relayed = context.rule_strength >= 2 and context.rule != number
        out["according_relayed" if relayed else "according_after"] = float(in_sentence or gap <= 2)
        return
    if touching or cue.kind == "unlisted":
        name = "after_subject_verb" if cue.left == number else "after_verb_subject"
        out[name] = 1.0
        out[name + "_strong"] = float(cue.strong)
        out["after_stop"] = float(context.ends_stop and cue.left == number)
    elif in_sentence:
        out["after_later"] = 1.0
        out["after_later_strong"] = float(cue.strong)


def _passive(low: list[str], k: int, floor: int) -> bool:
    """Whether a form of "to be" makes the verb at token ``k`` passive: "was asked", "been told"."""
    j = k - 1
    while j >= floor and k - j < 8 and (low[j].endswith("ly") or low[j] in {"also", "then", "later", "not"}):
        j -= 1
    return j >= floor and low[j] in {"was", "were", "been", "be", "is", "are", "being"} and not low[k].endswith("ing")


def _nominal(scene: Scene, mention: Mention, out: dict[str, float]) -> None:
    """Whether a noun phrase names somebody who can speak."""
    doc = scene.doc
    head = mention.last
    for k in range(mention.first, mention.last + 1):
        if doc.low[k] in {"of", "for", "from", "at", "with", "in", "to", "who", "on"} and k > mention.first:
            head = k - 1
            break
    word = doc.low[head]
    person = lexicon.word_class("speaker_noun")
    speaks = (
        lexicon.title_word(word) is not None
        or word in person
        or ((tag := doc.tags[head]) is not None and tag.entry.kind in {"title", "organisation"})
        or word.endswith(("-old", "ist", "ists"))
        or word in lexicon.organisation_words()
    )
    out["nominal_speaks"] = float(speaks)
    opening = doc.low[mention.first]
    out["nominal_bare"] = float(not speaks and not doc.tokens[head][0].isupper() and opening not in _DETERMINERS)


def _only_marks(low: list[str], start: int, stop: int) -> bool:
    """Whether tokens ``start`` to ``stop - 1`` are punctuation, at most two."""
    return stop - start <= 2 and all(not low[k][0].isalnum() for k in range(start, stop))


def none_features(context: Context, candidates: list[int]) -> dict[str, float]:
    """The features of naming nobody."""
    out = {"none_bias": 1.0}
    out["none_no_cue_in_paragraph"] = float(not context.cue_in_paragraph)
    out["none_short"] = float(context.words < 5)
    out["none_fragment"] = float(context.fragment)
    out["none_whole_paragraph"] = float(context.whole_paragraph)
    out["none_no_candidates"] = float(not candidates)
    out["none_previous_none"] = float(context.previous is None)
    out["none_cue_adjacent"] = float(context.cued_in_sentence > 0)
    out["none_rule_none"] = float(context.rule < 0)
    out["none_block"] = float(context.span.block)
    out["none_single_marks"] = float(context.span.single)
    out["none_rule_strong"] = float(context.rule_strength >= 2)
    out["none_rule_weak"] = float(context.rule_strength == 1)
    out["none_strong_verb"] = float(context.rule_cue_strong)
    out["none_names_verb"] = float(context.rule_cue_kind == "call")
    out["none_one_word"] = float(context.words == 1)
    out["none_three_words"] = float(context.words in {2, 3})
    out["none_title_cased"] = float(context.title_cased)
    out["none_lower_no_comma"] = float(context.fragment and not context.ends_comma and not context.ends_stop)
    out["none_attributive"] = float(context.attributive)
    out["none_whole_fragment"] = float(context.whole_fragment)
    out["none_reported_before"] = float(context.reported_before >= 0)
    out["none_noun_cue"] = float(context.rule_cue_kind == "noun")
    out["none_attributive_short"] = float(context.attributive and context.words <= 3)
    return {k: v for k, v in out.items() if v}


def score(found: dict[str, float], table: dict[str, float]) -> float:
    """Dot product of a feature dict and the weights."""
    return sum(table.get(name, 0.0) * value for name, value in found.items())


def softmax(scores: list[float], temperature: float) -> list[float]:
    """Probabilities of the candidates."""
    top = max(scores)
    raised = [math.exp((s - top) / temperature) for s in scores]
    total = sum(raised)
    return [r / total for r in raised]
