"""Who speaks in wire reports: names in appositions, reports before a quote, names that are words too; each with look-alikes."""

from __future__ import annotations

import pytest

from tests.summarizers.helpers import brief_of, official, speakers

#: Each row: a text, words of its quote, and who is named as its speaker.
Rows = list[tuple[str, str, list[str]]]

#: A name between commas is the subject of the verb behind it, whatever noun phrase stands before.
APPOSITIONS: Rows = [
    (
        "Lind's lawyer, Pedro Avila, said his client was at the embassy. “She is calm and well,” he said.",
        "calm",
        ["Pedro Avila"],
    ),
    (
        "The representative of Chad, Peter Novak, said that the vote was late. “We have named it at last,” he declared.",
        "named it",
        ["Peter Novak"],
    ),
    (
        "The Special Envoy of the Secretary-General for Chad, Peter Novak, said they were close. “We are nearly there now,” he said.",
        "nearly",
        ["Peter Novak"],
    ),
    (
        "The union's chief negotiator, Pedro Avila, later said a driver had left. “We go on without him,” he said.",
        "go on",
        ["Pedro Avila"],
    ),
    # who is meant stays open: the spokesman, or the minister whose he is
    (
        "A spokesman for the foreign minister, Peter Novak, said the talks were over. “We are done with it,” he said.",
        "We are done",
        [],
    ),
    (
        "A driver of the embassy said the gate was shut. Peter Novak was inside. “We waited for hours there,” the driver said.",
        "waited",
        [],
    ),
]

#: A list of given names is overruled by who alone reports in the paragraph (the list knows Jean as a man's name).
REPORTS: Rows = [
    (
        "“It is late,” said Peter Novak.\n\nHarold Lind, the water minister, was there."
        "\n\nLind said the river was low. “This is a matter of years,” she said.",
        "matter of",
        ["Harold Lind"],
    ),
    (
        "Harold Lind, the water minister, met a nurse on Friday."
        "\n\nLind said the nurse was late. “This is a matter of years,” she said.",
        "matter of",
        [],
    ),
]

#: Names of peoples and faiths are names behind a given name where an office stands before it.
PEOPLES: Rows = [
    (
        "The veto falls, Prime Minister Péter Magyar said.\n\n“We are back at the table,” Magyar, 45, told reporters.",
        "back at",
        ["Péter Magyar"],
    ),
    ("“The price is fair,” Finance Minister Karim Shia al-Haddad said on Friday.", "price", ["Karim Shia al-Haddad"]),
]


@pytest.mark.parametrize("text, words, expected", APPOSITIONS + REPORTS + PEOPLES)
def test_the_speaker_of_a_wire_report(text: str, words: str, expected: list[str]) -> None:
    """The quote with the words has this speaker, or none where it is open."""
    assert speakers(brief_of(text), words) == expected


def test_peoples_next_to_a_name_are_no_part_of_it() -> None:
    """An adjective behind a given name belongs to the noun behind it."""
    made = brief_of(
        "Foreign Minister Ana Holm met Minister Peter Novak in Oslo. She told Peter Polish farmers were angry. Shia clerics met Karim on Friday."
    )
    assert {p.name for p in made.people} == {"Ana Holm", "Peter Novak"}


def test_places_of_prisons_and_dams_are_nobody() -> None:
    """What a prison or a dam stands in says nothing."""
    made = brief_of(
        "In a letter smuggled out of Wadi el-Tarin prison last year, the writer Karim Mansour wrote: “Hope is a muscle of mine.” "
        "Men were taken to Tal Amar prison and to Deir Halim dam."
    )
    assert speakers(made, "Hope") == ["Karim Mansour"]
    assert {p.name for p in made.people} == {"Karim Mansour"}


def test_a_title_alone_before_a_bearer_in_one_sentence_is_somebody_else() -> None:
    """ "The President will meet President X": the first is another president, here and below."""
    made = brief_of(
        "The President will meet President Haddad on Tuesday. Will the President raise the case? The minister met him too."
    )
    assert not [r for p in made.people for r in p.references if r.kind == "title"]
    same = brief_of("President Haddad came on Tuesday. Then the President met the press.")
    assert [r.kind for p in same.people for r in p.references] == ["title"]


def test_whom_an_envoy_serves_is_not_his_office() -> None:
    """The office behind "of" is another one's."""
    made = brief_of(
        "The Special Envoy of the Secretary-General for Chad, Peter Novak, told the Council so. The foreign minister, Ana Holm, agreed."
    )
    assert all((o.office or "").split(" for ")[0] != "Secretary-General" for o in made.officials)
    assert official(made, "Ana Holm").office == "Foreign Minister"
