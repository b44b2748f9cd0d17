"""Bare surnames of a summary get the full name in brackets, once, where nothing shown before says it."""

from __future__ import annotations

import pytest

from summarizers.analysis import ATTRIBUTION, DOCUMENT, OFFICES, QUOTED, analyse
from summarizers.coreference.antecedents import Antecedents
from summarizers.coreference.standalone import Standing
from summarizers.summary import full_names
from summarizers.text import cleaning

INTRODUCED = "“No comment,” said Senja Aalto, 44. "


def shown(text: str, *numbers: int) -> list[str]:
    """Sentences of a text as a summary of them would show them."""
    analysis = analyse(cleaning.read_text(text))
    doc = analysis[DOCUMENT]
    look = Antecedents(doc, analysis[ATTRIBUTION].references, analysis[QUOTED].spans)
    chosen = {n: Standing(hangs=False) for n in numbers}
    found = full_names.inserts(doc, analysis[OFFICES], look.quoted, chosen)
    sentences = [doc.sentences[n] for n in numbers]
    return [Standing(hangs=False, inserts=found[s.index]).shown(doc.text[s.start : s.end], s.start) for s in sentences]


@pytest.mark.parametrize(
    ("sentence", "display"),
    [
        ("Aalto told reporters in Vardo that the pier would open.", "Aalto [Senja Aalto] told reporters"),
        ("Ms. Aalto told reporters in Vardo that the pier would open.", "Ms. Aalto [Senja Aalto] told reporters"),
        ("Reporters in Vardo heard from Aalto that the pier would open.", "heard from Aalto [Senja Aalto] that"),
        ("Aalto’s answer surprised the reporters in Vardo.", "Aalto’s [Senja Aalto’s] answer"),
        ("An Aalto supporter told reporters in Vardo that the pier would open.", "An Aalto supporter told"),
        ("Senja Aalto told reporters in Vardo that the pier would open.", "Senja Aalto told reporters"),
        ("Spokesperson Aalto told reporters in Vardo that the pier would open.", "Spokesperson Aalto told reporters"),
        ("Reporters in Vardo wrote that “Aalto opened the pier” on Monday.", "“Aalto opened the pier”"),
    ],
)
def test_a_bare_surname_is_completed(sentence: str, display: str) -> None:
    """Only outside quotes, and where no office stands beside it."""
    assert display in shown(INTRODUCED + sentence, 1)[0]


def test_once_is_enough() -> None:
    """What the summary has said before is not said again."""
    text = INTRODUCED + "Aalto told reporters about the pier. Aalto left Vardo on Monday."
    assert shown(text, 1, 2) == ["Aalto [Senja Aalto] told reporters about the pier.", "Aalto left Vardo on Monday."]
    assert shown(text, 0, 2)[1] == "Aalto left Vardo on Monday."


def test_a_surname_two_people_bear_is_left_alone() -> None:
    """A bracket that guesses is worse than none."""
    text = INTRODUCED + "Her brother Juhani Aalto heads the port of Vardo. Aalto told reporters about the pier."
    assert "[" not in shown(text, 2)[0]
