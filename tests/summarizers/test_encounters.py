"""Whom a writer met and asks is who answers, whoever else the question names; in sentences of ours."""

from __future__ import annotations

import pytest

from tests.summarizers.helpers import brief_of

REST = "\n\nThe ferry has been tied up since the spring. The council will meet again before the winter, and nobody knows who will pay."


def speakers(text: str) -> list[list[str]]:
    """The speakers of each quote, in text order."""
    return [[s.name for s in quote.speakers] for quote in brief_of(text + REST, title="A morning in Vardo").quotes]


@pytest.mark.parametrize(
    "text",
    [
        "As I sit opposite Sir Rowan Blakely in his office, I ask if Prime Minister Karl Tamm will last two years.\n\n“Yes, of course, he is only beginning to rule,” he snaps.",
        "I met Minister Rowan Blakely in the harbour. I asked him whether Prime Minister Karl Tamm was tired.\n\n“He has slept well for the whole of this week,” he said.",
        "Sitting opposite Sir Rowan Blakely, I wonder aloud if Karl Tamm has read the report.\n\n“He reads every report that we send to his office,” he says.",
        "I visited Foreign Secretary Rowan Blakely in Vardo last week. Is Prime Minister Karl Tamm a friend of the fishermen?\n\n“I am not going to answer for him on that,” he said.",
        "Seated opposite Ambassador Rowan Blakely, I ask what Karl Tamm wants from the north.\n\n“What everybody wants from the north: fish and quiet.”",
    ],
)  # fmt: skip
def test_who_was_met_answers(text: str) -> None:
    """A pronoun or no word at all behind the writer's question means who was met, and nobody whom the question names."""
    assert speakers(text) == [["Rowan Blakely"]]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ambassador Rowan Blakely met Prime Minister Karl Tamm in Vardo. “He is patient, and that is rarer than courage,” Tamm told reporters.", ["Karl Tamm"]),
        ("I met Minister Rowan Blakely in the harbour. I asked him about the report.\n\n“It was written in a hurry by people who were cold,” Karl Tamm told the council.", ["Karl Tamm"]),
        ("I met Minister Rowan Blakely and later I met Prime Minister Karl Tamm. I asked about the report.\n\n“Nobody reads such reports in the north any more.”", []),
        ("I met Minister Rowan Blakely in the harbour, and it rained.\n\n“Why do they never build the roof that they promised us?” I asked.", []),
    ],
)  # fmt: skip
def test_others_keep_their_words(text: str, names: list[str]) -> None:
    """A name beside the quote, two who were met, and the writer's own questions are not the answerer's."""
    assert speakers(text) == [names]
