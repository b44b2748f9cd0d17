"""Evidence for names: each piece holds where it should and not beside it, and meets its weight by name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from summarizers.errors import BadInput
from summarizers.knowledge import tables
from summarizers.linear import Linear
from summarizers.people.candidates import Run
from summarizers.people.evidence import EVIDENCE, Surroundings, model, surroundings, traits
from summarizers.text import cleaning, sentences
from summarizers.text.document import Document

#: (evidence, a text in which it holds for the run between brackets, one in which it does not)
CASES = [
    ("title_adjacent", "On Monday President [Marlow] spoke.", "On Monday old [Marlow] spoke."),
    ("title_apart", "The minister, [Ana Marlow], left.", "Old house, [Ana Marlow], left."),
    ("titled_thing", "It was General [Start] again.", "It was General [Brzk] again."),
    ("is_official", "[Ana Marlow] is the foreign minister of Chile.", "[Ana Marlow] is the old house of Chile."),
    ("title_after", "[Ana Marlow], the foreign minister, left.", "[Ana Marlow], the old house, left."),
    ("given_name_weak", "[Paris Marlow] left.", "[Elena Marlow] left."),
    ("given_name", "[Elena Marlow] left.", "[Elena] left."),
    ("given_name_later", "[Brzk Elena Marlow] left.", "[Brzk Marlow] left."),
    ("family_first", "Then [Wang Zixuo] left.", "Then [Marlow Wang] left."),
    ("initial", "Then [B. Marlow] left.", "Then [Bo Marlow] left."),
    ("joined_particle", "Then [Omar al-Marlow] left.", "Then [Omar Marlow] left."),
    ("hyphen", "Then [Omar Marlow-Stern] left.", "Then [Marlow-Stern] left."),
    ("particle", "Then [Omar bin Marlow] left.", "Then [Omar Marlow] left."),
    ("surname_ending", "Then [Omar Marlovich] left.", "Then [Marlovich] left."),
    ("surname_cued", "Then [Omar Marlow] left.", "Then [Omar Stern] left."),
    ("then_speech_verb", "Then [Marlow] also said no.", "Then [Marlow] also left."),
    ("then_who", "Then [Marlow], who left, spoke.", "Then [Marlow], which left, spoke."),
    ("then_apposition", "Then [Marlow], a friend, spoke.", "Then [Marlow], my friend, spoke."),
    ("then_age", "Then [Marlow], 47, spoke.", "Then [Marlow], 107, spoke."),
    ("then_bracket", "Then [Marlow] (left) spoke.", "Then [Marlow] spoke (left)."),
    ("then_possessive", "Then [Marlow]'s friend spoke.", "Then [Marlow] spoke."),
    ("joined_body_word", "Then [Marlow] University spoke.", "Then [Marlow], University of Ghent, spoke."),
    ("joined_body", "Then [Marlow] Hezbollah spoke.", "Then [Ana Marlow] Hezbollah spoke."),
    ("naming_before", "It was made by [Marlow].", "It was made of [Marlow]."),
    ("article_before", "It was the [Marlow].", "It was a [Marlow]."),
    ("place_before", "It came to [Marlow].", "It came to [Ana Marlow]."),
    ("inside_before", "It was in [Marlow].", "It came to [Marlow]."),
    ("body_of_before", "The University of [Marlow] left.", "The friends of [Marlow] left."),
    ("possessor_before", "It is Norway's [Marlow].", "It is Norway's [Ana Marlow]."),
    ("opens_ordinary", "[House] left.", "Then [House] left."),
    ("reflexive", "Then [Marlow] himself left.", "Then [Marlow] left."),
    ("life_verb", "Then [Marlow] was born.", "Then [Marlow] was there."),
    ("person_verb", "Then [Marlow] later declined.", "Then [Marlow] later broke."),
    ("pronoun_later", "Then [Marlow] broke his arm.", "Then [Marlow] broke its arm."),
    ("unknown_alone", "Then [Marlow] left.", "Then [House] left."),
    ("capitals", "Then [ANA MARLOW] left.", "Then President [ANA MARLOW] left."),
    ("month", "Then [April Marlow] left.", "Then [Ana Marlow] left."),
    ("place_alone", "Then [Paris] left.", "Then [Ana Paris] left."),
    ("place_part", "Then [Ana Paris] left.", "Then [Paris] left."),
    ("ordinary_whole", "Then [House Table] left.", "Then [House Marlow] left."),
    ("ordinary_part", "Then [House Marlow] left.", "Then President [House Marlow] left."),
    ("ordinary_given", "Then [Elena House] left.", "Then [Elena Marlow] left."),
    ("unknown_part", "Then [Brzk Marlow] left.", "[Brzk Marlow] left."),
    ("quoted_several", "“We go,” [Ana Marlow] said.", "“We go,” [Ana Marlow] said in a statement."),
    ("quoted_alone", "“We go,” [Marlow] said.", "We go, [Marlow] said."),
]
PIECES = {piece.name: piece for piece in EVIDENCE}


def around(marked: str) -> Surroundings:
    """The surroundings of the run a text holds between brackets; "marlow" speaks elsewhere."""
    start, end = marked.index("["), marked.index("]") - 1
    article = cleaning.read_text(marked.replace("[", "").replace("]", ""))
    doc = Document(article, sentences.split(article))
    run = Run(doc.token_at(start), doc.token_at(end - 1), doc.sentence_at(start))
    assert doc.words(run.first, run.last) == marked[start + 1 : end + 1]
    return surroundings(doc, run, frozenset({"marlow"}))


@pytest.mark.parametrize(("name", "holds", "fails"), CASES, ids=[name for name, _, _ in CASES])
def test_a_piece_of_evidence_holds_here_and_not_there(name: str, holds: str, fails: str) -> None:
    """One text for each piece of evidence, and one beside it."""
    assert PIECES[name].value(around(holds)) == 1
    assert PIECES[name].value(around(fails)) == 0


def test_every_piece_of_evidence_is_tried() -> None:
    """None is added without its texts."""
    assert [name for name, _, _ in CASES] == [piece.name for piece in EVIDENCE]


def test_two_swapped_names_give_another_score() -> None:
    """Evidence and weights meet by name: a name at the wrong function changes what is decided."""
    title, article = PIECES["title_adjacent"], PIECES["article_before"]
    swap = {title.name: replace(title, name=article.name), article.name: replace(article, name=title.name)}
    swapped = Linear([swap.get(piece.name, piece) for piece in EVIDENCE], tables.weights("people"))
    subject = around("On Monday President [Marlow] spoke.")
    assert model().score(subject) - swapped.score(subject) == pytest.approx(6.0)
    assert Linear(EVIDENCE[::-1], tables.weights("people")).score(subject) == pytest.approx(model().score(subject))


def test_a_weight_of_no_evidence_and_evidence_without_weight_are_errors() -> None:
    """A file that does not fit the table is refused when it is read."""
    weights = tables.weights("people")
    with pytest.raises(BadInput, match="month"):
        Linear(EVIDENCE, {name: weight for name, weight in weights.items() if name != "month"})
    with pytest.raises(BadInput, match="luck"):
        Linear(EVIDENCE, {**weights, "luck": 1.0})


def test_no_evidence_is_left_out_that_would_count() -> None:
    """What is not asked for want of a trait is 0: the score by traits is the score of all."""
    for _, holds, fails in CASES:
        for subject in (around(holds), around(fails)):
            assert model().score(subject, traits(subject)) == model().score(subject)
