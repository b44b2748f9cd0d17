"""Things that bear a title are nobody, and people whose names are words stay people."""

from __future__ import annotations

import pytest

from tests.summarizers.helpers import brief_of

THINGS = [
    "A Gen Z-led revolt brought the colonels to power in October. “We were not asked,” Gen Z Mada said in a statement on Monday.",
    "Gen Z protesters in Madagascar forced the government out on Tuesday, and Gen X voters stayed at home in the capital.",
    "Gen Alpha pupils marched in Lima on Tuesday with Gen-Z groups against the education law of the interim government.",
    "The General Data Protection Regulation applies to all platforms, the European Commission said in Brussels on Monday.",
    "The United States named Kenya a Major Defense Partner in a ceremony on Monday in Washington, the embassy said.",
    "Two missiles hit Prince Sultan Air Base on Monday, and King Khalid Military City was evacuated, Saudi Arabia said.",
    "The King Hussein Bridge and Queen Alia International Airport were closed on Monday, Jordan said in a statement.",
    "The Head Start programme was cut by the Senate on Monday, and Private Equity firms met in Davos with Chief Digital Officers.",
    "The carrier Admiral Kuznetsov left port on Monday, and the frigate Marshal Shaposhnikov followed it, the Russian navy said.",
    "The Speaker Series of the institute welcomed guests on Monday in King Edward Hall, not far from the parliament of Estonia.",
    "Corporal Punishment was banned in Zambia on Monday, and the Prince George Bridge was opened to the lorries of Lusaka again.",
    "Private AI and General AI were talked about on Monday in Seoul, where ministers of sixteen countries had come together.",
]

PEOPLE = [
    ("General Flowers said on Monday that troops would stay in the valley until the talks in Geneva had ended.", "Flowers"),
    ("Prime Minister Lagos thanked General Young on Monday for his work in the valley and the towns behind it.", "Young"),
    ("“We stay,” said General Rice in the camp on Monday. The soldiers had waited for the order since the summer.", "Rice"),
    ("The soldiers of Gen. Stone, the commander, had left the camp on Monday before the talks in Geneva began.", "Stone"),
    ("Private Manning was moved on Monday to another prison, and the trial would go on in spring, the army said.", "Manning"),
    ("Gen Dan Hartwell told reporters on Monday that the strikes had worked and that nobody had been hurt there.", "Dan Hartwell"),
    ("King Felipe received Chief Justice Hall on Monday in Madrid, and both went to the opening of the museum.", "Hall"),
]  # fmt: skip


@pytest.mark.parametrize("text", THINGS)
def test_a_thing_named_after_somebody_is_nobody(text: str) -> None:
    """Bridges, bases, ships, laws, programmes and generations: neither people nor officials."""
    made = brief_of(text)
    assert [person.name for person in made.people] == []
    assert made.officials == ()


@pytest.mark.parametrize(("text", "name"), PEOPLE)
def test_whoever_bears_a_word_as_a_name_stays(text: str, name: str) -> None:
    """A surname that is a word behind a rank that is a word."""
    assert name in [person.name for person in brief_of(text).people]


@pytest.mark.parametrize(
    ("text", "name", "office", "country"),
    [
        ("Bogolo Kenewendo is Botswana's minister of minerals.", "Bogolo Kenewendo", "Minerals Minister", "Botswana"),
        ("Lesego Motsumi is the foreign minister of Botswana.", "Lesego Motsumi", "Foreign Minister", "Botswana"),
        ("Tumelo Segokgo was the ambassador of Lesotho to Chile.", "Tumelo Segokgo", "Ambassador to Chile", "Lesotho"),
        ("President Duma Boko met ministers in Gaborone.", "Duma Boko", "President", "Botswana"),
    ],
)
def test_names_no_list_knows(text: str, name: str, office: str, country: str) -> None:
    """Whoever a sentence says holds an office is a person; so is whom the directory lists, whatever body has the name too."""
    made = brief_of(
        f"{text} The talks about mines and metals went on until late in the evening, and nobody spoke to the press."
    )
    assert [(o.name, o.country) for o in made.officials] == [(name, country)]
    assert made.officials[0].office in {office, "Minister of Minerals", "Ambassador"}


@pytest.mark.parametrize(
    "text",
    [
        "Svenska Handelsbanken is a member of the group.",
        "Blue Origin was the first company of its kind.",
        "Burj Khalifa is the tower of the minister.",
        "Motel Six is the leader in its market.",
        "Operation Horizon was the mission of the army.",
    ],
)
def test_what_is_no_office_makes_nobody(text: str) -> None:
    """Firms, towers and operations."""
    made = brief_of(
        f"{text} The talks about mines and metals went on until late in the evening, and nobody spoke to the press."
    )
    assert made.people == ()
