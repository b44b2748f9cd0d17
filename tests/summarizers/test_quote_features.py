"""The speaker ranker: features and weights meet by name, and the quick score is the sum the names say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import FrozenInstanceError

import pytest

from summarizers.analysis import DOCUMENT, OFFICES, PEOPLE, QUOTED, Analysis
from summarizers.errors import BadInput
from summarizers.knowledge import tables
from summarizers.linear import checked
from summarizers.quotes import features, ranking, rules
from summarizers.quotes.annotations import Annotations
from summarizers.quotes.features import CandidateView, Choice, History, NobodyView
from summarizers.text.cleaning import read_text

TEXT = """Foreign Minister Elena Marlow of Norland met reporters in Oslo on Monday. She called the plan “a way out of the war”.

“We will go on,” said Marlow, and her spokesman Per Holm added that the ministry had “no other plan”.

The aide was told: “Wait for the vote.” According to the ministry, talks resume on Friday.

“It is late,” Holm retorted, according to Norland Radio. “Very late.”"""


def views(text: str = TEXT) -> Iterator[CandidateView]:
    """Every candidate of every quote, as if the first mention had spoken before."""
    analysis = Analysis(read_text(text)).run(DOCUMENT, PEOPLE, OFFICES, QUOTED)
    annotations = Annotations.of(analysis[DOCUMENT], analysis[OFFICES], analysis[QUOTED])
    first = annotations.mentions[0]
    history = History().then(Choice(0, first.entity, first.paragraph), [0])
    for span in annotations.quoted.spans:
        context = rules.context_of(annotations, span)
        for number in ranking.candidates(annotations, context, history):
            yield CandidateView.of(annotations, context, history, number)


def view_of(quote: str, words: str) -> CandidateView:
    """The candidate written ``words`` for the quote that begins so."""
    for view in views():
        text = view.annotations.doc.text
        if text[view.context.place.span.start :].startswith(quote):
            mention = view.mention
            if text[mention.start : mention.end] == words:
                return view
    raise AssertionError(f"no candidate {words!r} for {quote!r}")


def binary(view: CandidateView) -> set[str]:
    """Names of the features of a candidate that are 1, distances left out."""
    return {name for name, value in features.values(view).items() if value == 1.0}


SAID_BEHIND = {
    "same_paragraph",
    "first_in_paragraph",
    "side_after",
    "same_sentence",
    "quote_ends_comma_and_after",
    "rule_choice",
    "rule_choice_strong",
    "kind_name",
    "same_figure_as_previous",
    "speaks_elsewhere",
    "subject_of_cue",
    "subject_of_any",
    "subject_of_strong",
    "after_verb_subject",
    "after_verb_subject_strong",
}


def test_a_features_name_says_what_it_computes() -> None:
    """ ",” said X": exactly these features, by name."""
    assert binary(view_of("“We will go on", "Marlow")) >= SAID_BEHIND
    assert "speaks_elsewhere" not in binary(view_of("“It is late", "Holm"))
    assert "before_weak_direct_clause" not in binary(view_of("“We will go on", "Marlow"))
    assert {"before_names", "before_names_piece", "kind_pronoun"} <= binary(view_of("“a way out", "She"))
    assert {"passive", "kind_nominal", "nominal_speaks"} <= binary(view_of("“Wait for", "The aide"))
    assert {"after_subject_verb", "rule_choice"} <= binary(view_of("“It is late", "Holm"))
    assert "according_relayed" in binary(view_of("“It is late", "Norland Radio"))


def test_two_swapped_names_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above would fail with the names of two features exchanged."""
    given = features.KINDS["name"]

    def swapped(view: CandidateView) -> dict[str, float]:
        found = given.values(view)
        return {"kind_name": found["speaks_elsewhere"], "speaks_elsewhere": found["kind_name"]}

    monkeypatch.setitem(features.KINDS, "name", features.Table(given.names, swapped))
    features._tables.cache_clear()
    try:
        assert "speaks_elsewhere" in binary(view_of("“It is late", "Holm")), "Holm never spoke before"
    finally:
        features._tables.cache_clear()


@pytest.mark.parametrize("table", features.CANDIDATE_TABLES, ids=lambda table: table.names[0])
def test_a_table_gives_the_names_it_declares(table: features.Table) -> None:
    """No candidate gets a feature of another name, and each name is given to some candidate or depends on the quote."""
    given: set[str] = set()
    for view in views():
        if table in features._tables(features._traits(view)):
            given |= table.values(view).keys()
    assert given <= set(table.names)
    assert given or table.names[0] == "same_as_previous"


def test_the_score_is_the_weighted_sum_of_the_named_values() -> None:
    """What the model computes table by table is the sum over names, but for what a relaying agency loses."""
    fitted = ranking.model()
    weights = tables.weights("quote")
    seen: set[str] = set()
    for view in views():
        found = features.values(view)
        seen |= found.keys()
        total = sum(weights[name] * value for name, value in found.items())
        cost = ranking.RELAYED_COST if found.get("according_relayed") else 0.0
        assert fitted.score(view) == pytest.approx(total - cost)
        nobody = NobodyView(view.context, view.history, 3)
        named = features.nobody_values(nobody)
        assert fitted.score_nobody(nobody) == pytest.approx(sum(weights[n] * v for n, v in named.items()))
    assert len(seen) > 50
    assert seen <= set(ranking.feature_names())


def test_features_and_weights_have_the_same_names() -> None:
    """A feature without a weight, a weight of no feature and a name given twice are errors."""
    names = ranking.feature_names()
    weights = dict.fromkeys(names, 0.0)
    assert checked(names, weights) == weights
    for wrong in (names[1:], (*names, names[0]), (*names, "unknown")):
        with pytest.raises(BadInput):
            checked(wrong, weights)


def test_what_the_ranker_reads_is_frozen() -> None:
    """Neither the context nor the history can be written into; a history grows by being made anew."""
    view = next(views())
    for value, field in ((view.context, "rule"), (view.history, "previous")):
        with pytest.raises(FrozenInstanceError):
            setattr(value, field, None)
    before = History()
    one, other = before.then(Choice(3, None, 0), [7]), before.then(Choice(4, None, 0), [8])
    assert [h.spoke(7) for h in (before, one, other)] == [False, True, False]
    assert [h.spoke(8) for h in (before, one, other, one.then(Choice(4, None, 0), [8]))] == [False, False, True, True]
