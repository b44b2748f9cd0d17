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
    ("a spokesman for the Kenyan army", "Spokesman for the Army"),
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


@pytest.mark.parametrize(
    "title", ["Kenyan rebel spokesman", "hospital spokeswoman", "union spokesman", "airline spokesman"]
)
def test_whose_spokesperson_stands_before(title: str) -> None:
    """The group before the word."""
    made = brief_of(
        f"{OPENING}\n\n“We will not stop,” {title} Akelo Misori said. The march went on until late in the night."
    )
    assert made.officials == ()


@pytest.mark.parametrize(
    ("title", "office"),
    [
        ("Taliban Foreign Minister", "Taliban Foreign Minister"),
        ("Houthi foreign minister", "Houthi Foreign Minister"),
        ("Taliban commander", None),
        ("Taliban spokesman", None),
    ],
)
def test_ministers_of_an_armed_group_are_not_the_state_s(title: str, office: str | None) -> None:
    """They have an office and a body, and no country; who fights or speaks for it has none."""
    made = brief_of(
        f"{OPENING}\n\n“We will not stop,” {title} Akelo Misori said. The march went on until late in the night."
    )
    assert [(official.office, official.country) for official in made.officials] == ([(office, None)] if office else [])


@pytest.mark.parametrize(
    "line",
    [
        "The Honourable Senator Akelo Misori, Minister for Foreign Affairs of Kenya",
        "H.E. Mr. Akelo Misori, Minister of Foreign Affairs of the Republic of Kenya",
        "The Rt Hon Akelo Misori MP, Minister of Foreign Affairs of Kenya",
        "H.E. Dr. Akelo Misori – Minister of Foreign Affairs of Kenya",
        "Mr. Akelo Misori, Minister of Foreign Affairs of Kenya",
    ],
)
def test_a_line_of_a_list_of_signatories(line: str) -> None:
    """Honorifics before the name and letters behind it."""
    made = brief_of(f"The statement was signed in Oslo on Tuesday by the ministers.\n\n{line}\n\nThey will meet again.")
    assert [(o.name, o.office, o.country) for o in made.officials] == [("Akelo Misori", "Foreign Minister", "Kenya")]


@pytest.mark.parametrize(
    "line", ["Mr. Speaker, President of the Chamber", "The Honourable Members, Ministers and Guests"]
)
def test_a_salutation_is_no_signatory(line: str) -> None:
    """Nobody is named."""
    assert (
        brief_of(f"The statement was read in Oslo on Tuesday by a clerk.\n\n{line}\n\nThey will meet again.").people
        == ()
    )


@pytest.mark.parametrize("name", ["G20", "G7"])
def test_letters_and_figures_are_one_word(name: str) -> None:
    """Bodies whose names hold figures are found."""
    made = brief_of(
        f"{OPENING}\n\n“We agree,” {name} spokesman Pedro Lima said on Tuesday. The talks will go on in spring."
    )
    assert name in [speaker.organisation for quote in made.quotes for speaker in quote.speakers]


@pytest.mark.parametrize(
    ("before", "country"),
    [
        ("His Ugandan colleague, Works and Transport Minister", "Uganda"),
        ("His Ugandan counterpart, Defence Minister", "Uganda"),
        ("Her Danish colleague, Prime Minister", "Denmark"),
        ("His colleague, Defence Minister", "Kenya"),
    ],
)
def test_a_colleague_s_state_is_the_one_before_the_word(before: str, country: str | None) -> None:
    """Not the state of the one whose colleague it is."""
    made = brief_of(
        f"Kenyan Foreign Minister Ana Holm spoke first. {before} Akelo Misori said the talks would go on in May."
    )
    assert next(o.country for o in made.officials if o.name == "Akelo Misori") == country
