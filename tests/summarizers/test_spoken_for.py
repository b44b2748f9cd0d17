"""For whom somebody speaks: groups that are no state's get no state, and a body's name is read whole or left out."""

from __future__ import annotations

import pytest

from tests.summarizers.helpers import brief_of

OPENING = "Thousands of people marched through Kenya on Tuesday. Police in Nairobi fired tear gas."

#: What a spokesperson is called, and the office shown, or None for nobody's official.
SPOKEN = [
    ("a spokesman for the teachers' union", None),
    ("a spokeswoman for the Gen Z movement", None),
    ("spokesman for the M23 rebels", None),
    ("spokesperson of the union of miners", None),
    ("a spokesman for the families of the victims", None),
    ("spokeswoman for the relief group in the camp", None),
    ("a spokesman for the company that runs the port", None),
    ("spokeswoman of the protest committee", "Spokeswoman of the Protest Committee"),
    ("spokesperson of the election commission", "Spokesperson of the Election Commission"),
    ("a spokesman for the border guard service", "Spokesman for the Border Guard Service"),
    ("a spokesman for the opposition coalition", "Spokesman for the Opposition Coalition"),
    ("a spokesman for the Kenyan army", "Spokesperson"),
    ("a spokeswoman for the government", "Spokeswoman for the Government"),
    ("spokesman for the Interior Ministry", "Spokesman for the Interior Ministry"),
    ("a spokesman for the UN Refugee Agency", "Spokesman for the UN Refugee Agency"),
]


@pytest.mark.parametrize(("title", "office"), SPOKEN)
def test_for_whom_somebody_speaks(title: str, office: str | None) -> None:
    """Unions, rebels, companies and movements are no state; what a state has is an office, its body's name not cut."""
    made = brief_of(
        f"{OPENING}\n\n“We will not stop,” said Akelo Misori, {title}. The march went on until late in the night."
    )
    assert [official.office for official in made.officials] == ([office] if office else [])
    assert [speaker.name for quote in made.quotes for speaker in quote.speakers] == ["Akelo Misori"]


@pytest.mark.parametrize("name", ["G20", "G7"])
def test_letters_and_figures_are_one_word(name: str) -> None:
    """Bodies whose names hold figures are found."""
    made = brief_of(
        f"{OPENING}\n\n“We agree,” {name} spokesman Pedro Lima said on Tuesday. The talks will go on in spring."
    )
    assert name in [speaker.organisation for quote in made.quotes for speaker in quote.speakers]
