"""Officials whose name or office stands in an unusual place: behind a verb, in capitals, beside a firm's title."""

from __future__ import annotations

import datetime as dt

import pytest

from summarizers.model import Brief
from summarizers.pipeline import brief
from summarizers.text.cleaning import read_text


def _brief(text: str, day: dt.date) -> Brief:
    return brief(read_text(text, url=None, title=None, date=day, site=None))


def _officials(text: str, day: dt.date = dt.date(2026, 11, 3)) -> list[tuple[str, str | None, str | None]]:
    return [(o.name, o.office, o.country) for o in _brief(text, day).officials]


#: (text, name, office, country) of what somebody became.
BECAME = (
    ("Nora Hallin on Monday became the first Estonian foreign minister to visit the cave.", "Nora Hallin", "Foreign Minister", "Estonia"),
    ("Nora Hallin became the first Chilean defence minister to sail there.", "Nora Hallin", "Defence Minister", "Chile"),
    ("Nora Hallin in green became rich. Peter Olsen became the Danish ambassador to Peru.", "Peter Olsen", "Ambassador to Peru", "Denmark"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "name", "office", "country"), BECAME)
def test_what_somebody_became_is_an_office(text: str, name: str, office: str, country: str) -> None:
    """ "X became the first Estonian foreign minister to …" tells the office of X."""
    assert (name, office, country) in _officials(text)


@pytest.mark.parametrize(
    "text",
    [
        "Nora Hallin became the wife of the foreign minister.",
        "Nora Hallin became the first guest the foreign minister met.",
        "Nora Hallin became the foreign minister's friend.",
        "Nora Hallin became the most senior executive of the bank.",
    ],
)
def test_becoming_something_else_is_none(text: str) -> None:
    """Whoever becomes somebody's wife, guest or friend holds no office."""
    assert _officials(text) == []


def test_speakers_announced_in_capitals_are_named() -> None:
    """An opening line in capitals gives the names and offices of those the labels call by surname."""
    text = (
        "PRESS BRIEFING BY FOREIGN MINISTRY SPOKESPERSON NORA HALLIN, AND AMBASSADOR TO PERU PETER OLSEN ON THE TALKS\n\n"
        "MS. HALLIN: Good morning. We will begin with the harbour.\n\nQ Will it open?\n\n"
        "MS. HALLIN: It will open in May.\n\nMR. OLSEN: I can confirm the month."
    )
    found = {name: office for name, office, _ in _officials(text)}
    assert found == {"Nora Hallin": "Foreign Ministry Spokesperson", "Peter Olsen": "Ambassador to Peru"}


def test_a_line_in_capitals_without_a_speaker_names_nobody() -> None:
    """Headings in capitals still say nothing of names."""
    assert _officials("HALLIN AND OLSEN VISIT HARBOUR\n\nThe harbour was shut. It will open again in May.") == []


def test_a_firms_title_before_a_listed_name_may_be_a_governments() -> None:
    """ "Chief Executive John Lee" of Hong Kong is the one the directory lists; a bank's chief executive is not."""
    day = dt.date(2025, 6, 20)
    assert _officials("Chief Executive John Lee opened the council.", day) == [
        ("John Lee", "Chief Executive", "Hong Kong")
    ]
    assert _officials("John Lee, chief executive of a bank in Leeds, opened the vault.", day) == []


def test_initials_are_completed_by_the_directory() -> None:
    """Initials with a surname the directory knows are shown as the full name."""
    text = "Chief Executive C.Y. Leung opened the council. Leung left at noon."
    assert _officials(text, dt.date(2016, 6, 20)) == [("Leung Chun-ying", "Chief Executive", "Hong Kong")]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("And then Scott Bessent actually went there.", True),
        ("And then Grant Hall actually went there.", False),
        ("And then Page Bessent Road was closed.", False),
    ],
)
def test_a_listed_name_needs_little_else(text: str, *, named: bool) -> None:
    """A given name that is also a word is a name where the directory lists the whole."""
    assert bool(_officials(text, dt.date(2025, 6, 20))) == named


def test_a_rank_behind_an_office_does_not_hide_it() -> None:
    """ "Kenyan army chief Gen. X" is the army chief, and "military chief Lt. Gen." makes no new rank."""
    assert _officials("Kenyan army chief Gen. Peter Olsen left.") == [("Peter Olsen", "Army Chief", "Kenya")]
    assert _officials("Israeli military chief Lt. Gen. Peter Olsen left.") == [
        ("Peter Olsen", "Military Chief", "Israel")
    ]


@pytest.mark.parametrize("nation", ["German", "French", "Israeli"])
def test_a_nations_adjective_before_a_title_is_no_given_name(nation: str) -> None:
    """ "“…,” said German Chancellor X" names X, though Germán is a given name."""
    found = _officials(f"“We will wait,” said {nation} Chancellor Peter Olsen on Monday. He left at noon.")
    assert [(name, office) for name, office, _ in found] == [("Peter Olsen", "Chancellor")]


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("“Dig there,” minister of mines and energy Peter Olsen told them.", "Minister of Mines and Energy"),
        ("The minister of trade, industry and tourism Peter Olsen left.", "Minister of Trade, Industry and Tourism"),
        ("Peter Olsen, minister of health and sports, left.", "Minister of Health and Sports"),
        ("Peter Olsen, the minister of trade, and Nora Hallin left.", "Trade Minister"),
    ],
)
def test_portfolios_in_small_letters_are_joined(text: str, office: str) -> None:
    """ "minister of mines and energy X" has two portfolios, "the minister of trade, and Y" one."""
    assert [(name, held) for name, held, _ in _officials(text)] == [("Peter Olsen", office)]


def test_goods_are_no_generals() -> None:
    """ "General Trading" is a firm."""
    assert _officials("The sanctions name Al Basar General Trading of Dubai and its owner.") == []
