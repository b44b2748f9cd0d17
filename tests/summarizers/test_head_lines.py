"""What stands above a text: its headline, and the line that names whoever answers."""

from __future__ import annotations

import pytest

from summarizers.text.cleaning import read_text
from tests.summarizers.helpers import brief_of

BODY = "\n\nThe ministers met on Tuesday and agreed on a common list of ports. They will meet again in May.\n\nNobody spoke of money."

HEADLINES = [
    "Estonian minister urges faster deliveries as Baltic talks end",
    "Readout of Secretary Hale's Meeting with Kenyan Foreign Minister Wanjiru",
    "Department Press Briefing – November 3, 2026",
    "Joint Statement of Norway and Chile",
    "Lima: no deal without fishing rights",
    "Why the strait matters now",
    "What the ministers agreed on, and what they left for the summer meeting of all nine in Porto next year",
    "Is the treaty dead?",
    "Remarks by Prime Minister Ingrid Solberg at the Harbour Forum",
    "Three ports, one list",
    "Opinion | Small ports must build their own lists",
    "Explainer: how the list of ports came about",
    "Watch live: ministers of the nine meet in Porto",
]
NO_HEADLINES = [
    "Read more: here",
    "By Ana Reyes and Karl Stern",
    "12 November 2026",
    "Tuesday, 3 November 2026",
    "LISBON",
    "The ministers met on Monday too.",
    "“We will stay as long as we are asked to stay here”",
]


@pytest.mark.parametrize("line", HEADLINES)
def test_a_first_line_that_reads_as_a_headline_is_the_headline(line: str) -> None:
    """It stays in the text, as a heading, so that nothing moves."""
    article = read_text(line + BODY)
    if line.endswith("?"):  # closed as a sentence: a question may open a text as well
        assert article.title is None
        return
    assert article.title == line
    assert article.text.startswith(line)
    assert article.paragraphs[0].kind == "heading"


@pytest.mark.parametrize("line", NO_HEADLINES)
def test_other_first_lines_are_none(line: str) -> None:
    """Authors, days, places, sentences and speech."""
    assert read_text(line + BODY).title is None


def test_a_headline_that_is_given_stands() -> None:
    """The first line is then what it was."""
    assert read_text(HEADLINES[0] + BODY, title="Ports agreed on").title == "Ports agreed on"


def test_a_line_without_anything_below_is_the_text() -> None:
    """One line is no headline of nothing."""
    assert read_text(HEADLINES[0]).title is None


ANSWERS = (
    "\n\n1:15 p.m. EST\n\n{label}: Good afternoon. The grain corridor opens on Monday, and both sides have signed.\n\n"
    "QUESTION: Will the talks go on?\n\n{label}: They will go on in Geneva next week, with all the parties.\n"
)
NAME_LINES = [
    ("Dana Ortiz, Spokesperson", "MS ORTIZ", "Dana Ortiz", "Spokesperson"),
    ("DANA ORTIZ, SPOKESPERSON", "MS ORTIZ", "Dana Ortiz", "Spokesperson"),
    ("Dana Ortiz, Department Spokesperson", "MS. ORTIZ", "Dana Ortiz", "Spokesperson"),
    ("Liisa Tamm, Foreign Minister", "MINISTER TAMM", "Liisa Tamm", "Foreign Minister"),
    ("Liisa Tamm, Foreign Minister of Estonia", "MINISTER TAMM", "Liisa Tamm", "Foreign Minister"),
    ("Karl Stern, Press Secretary", "MR. STERN", "Karl Stern", "Press Secretary"),
    ("Marta Oyelaran, Ambassador to Chile", "AMBASSADOR OYELARAN", "Marta Oyelaran", "Ambassador"),
    ("Petra Novak, Deputy Spokesperson", "MS. NOVAK", "Petra Novak", "Deputy Spokesperson"),
    ("Tomas Rask, Director for Arms Control", "MR. RASK", "Tomas Rask", "Director"),
    ("INGRID SOLBERG, PRIME MINISTER", "PRIME MINISTER SOLBERG", "Ingrid Solberg", "Prime Minister"),
]


@pytest.mark.parametrize(("line", "label", "name", "office"), NAME_LINES)
def test_a_line_of_its_own_names_who_answers(line: str, label: str, name: str, office: str) -> None:
    """The label below, a surname alone, is that person, with the office."""
    made = brief_of(f"Press Briefing on the Grain Corridor\n\n{line}" + ANSWERS.format(label=label))
    answers = [turn for turn in made.turns if turn.role == "speaker"]
    assert {speaker.name for turn in answers for speaker in turn.speakers} == {name}
    found = next(official for official in made.officials if official.name == name)
    assert found.office is not None
    assert office in found.office


@pytest.mark.parametrize(
    "line",
    [
        "After Late Talks, Foreign Minister Resigns",
        "Peace Talks Fail, Minister",
        "Berlin Summit, Foreign Ministers",
        "Grain Corridor, President Says",
        "Harbour Forum, Spokesperson",
    ],
)
def test_headlines_with_a_comma_name_nobody(line: str) -> None:
    """What stands before the comma is no name where nothing else in the text bears it."""
    made = brief_of(f"{line}{BODY}", title="Ports agreed on")
    assert [person.name for person in made.people] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The Minister of Foreign Affairs of Brazil, Helena Duarte, and the Foreign Minister of Portugal, Rui Calado, met in Lisbon on 2 October 2026 for the third Strategic Dialogue.",
        "President Helena Duarte and Prime Minister Rui Calado signed the Treaty of Friendship and Cooperation in Lima on Monday.",
        "Secretary of Defense Rui Calado hosted Defence Minister Helena Duarte at the Pentagon on Thursday.",
        "Foreign Secretary Rui Calado and Trade Minister Helena Duarte opened the Joint Economic Commission in Oslo.",
        "Deputy Foreign Minister Helena Duarte received Ambassador Rui Calado at the Ministry of Foreign Affairs on Friday.",
    ],
)
def test_a_formal_sentence_in_a_paragraph_of_its_own_is_no_headline(sentence: str) -> None:
    """Its verb has no capital, so its other capitals are names."""
    made = brief_of(f"{sentence}\n\nThe two sides agreed to open a port by June.", title="Joint Statement")
    assert {person.name for person in made.people} == {"Helena Duarte", "Rui Calado"}


@pytest.mark.parametrize(
    "line",
    [
        "Ministers Sign Treaty of Friendship and Open Port in Lima.",
        "President Hails Strategic Dialogue With Northern Neighbours.",
        "Late Night Talks Bring Harbour Deal Closer Than Before.",
    ],
)
def test_a_headline_with_a_full_stop_names_nobody(line: str) -> None:
    """Every word of weight has a capital, its verb too."""
    made = brief_of(f"{line}\n\nThe two sides agreed to open a port by June.", title="Joint Statement")
    assert [person.name for person in made.people] == []
