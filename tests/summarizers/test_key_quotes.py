"""Which quotes a brief shows: utterances, telling pieces of speech in their sentence, speakers spread over sides."""

from __future__ import annotations

import pytest

from bot.presentation import marked_parts, utterances
from bot.rendering import markdown
from bot.slack.blocks import brief_message
from summarizers.brief_json import brief_from_dict, brief_to_dict
from summarizers.model import Brief
from summarizers.quotes.selection import quote_lines
from tests.summarizers.helpers import brief_of, quote_with

#: Paragraphs without speech, so that a summary has other things to show.
FILLER = (
    "The crossing has handled nine hundred lorries a day since the bridge was widened in the spring of last year.\n\n"
    "Hauliers on both banks have asked for scanners and for longer hours at the gate, which closes at dusk.\n\n"
    "Trade between the two countries fell by a tenth last year after a dispute over quotas for frozen fish.\n\n"
    "A working group of lawyers and engineers will meet every second Wednesday until the annexes are settled."
)


def keys(made: Brief) -> list[str]:
    """The words of a brief's key quotes, without marks."""
    return [made.article.text[q.start : q.end].strip("“”,.") for q in made.quotes if q.key]


PIECES = [
    ("Foreign Minister Lado Abashvili of Georgia said the treaty was “the fairest bargain that any government could sign.”", "the fairest"),
    ("Foreign Minister Lado Abashvili of Georgia warned that there “will be no second chance for those who stay away.”", "will be no second"),
    ("The gate stays shut “until every fisherman in their prisons is home,” Foreign Minister Lado Abashvili of Georgia said.", "until every fisherman"),
    ("Georgia “hopes the pact will not harm any neighbour of ours,” Foreign Minister Lado Abashvili said.", "hopes the pact"),
    ("Foreign Minister Lado Abashvili of Georgia told the envoys that his country “cannot pay twice for the same reservoir.”", "cannot pay twice"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "opening"), PIECES)
def test_a_telling_piece_of_speech_is_shown_in_its_sentence(sentence: str, opening: str) -> None:
    """Where the news is said in a piece of speech, the sentence is shown with the quoted words marked."""
    made = brief_of(f"{FILLER}\n\n{sentence}")
    assert [key.startswith(opening) for key in keys(made)] == [True]
    quote = quote_with(made, opening)
    assert quote.kind == "partial"
    assert quote.sentence is not None
    assert made.article.text[quote.sentence.start : quote.sentence.end] == sentence
    [group] = utterances(made)
    [line] = quote_lines(made.article.text, group)
    assert line.words == sentence
    assert [part for part, marked in marked_parts(line) if marked] == [made.article.text[quote.start : quote.end]]
    assert "".join(part for part, _ in marked_parts(line)) == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Foreign Minister Lado Abashvili of Georgia called it “a good day.”",
        "Foreign Minister Lado Abashvili of Georgia spoke of the so-called “river of the two crowns” in his toast.",
        "Foreign Minister Lado Abashvili of Georgia said “of course” when he was asked.",
        "Foreign Minister Lado Abashvili of Georgia was “more or less” content.",
    ],
)
def test_a_fragment_that_says_nothing_is_not_shown(sentence: str) -> None:
    """A few small words in marks tell nothing by themselves."""
    assert keys(brief_of(f"{FILLER}\n\n{sentence}")) == []


def test_the_pieces_of_a_split_quote_are_one_utterance() -> None:
    """Both halves are shown, and neither takes the place of the next utterance."""
    made = brief_of(
        f"{FILLER}\n\n“We will keep the gate open through the winter,” Foreign Minister Lado Abashvili of Georgia said. "
        "“Nobody on either bank will be left in the snow.”\n\n"
        "“The lorries will be counted by both of our services,” Foreign Minister Aysel Rzayeva of Azerbaijan said. "
        "“The counting begins on the first of the month.”",
        max_quotes=2,
    )
    assert [len(group) for group in utterances(made)] == [2, 2]


def test_ministers_come_before_bystanders() -> None:
    """What two ministers say is shown rather than more of what a bystander near the top says."""
    made = brief_of(
        "“It has been raining on our fields for a week now,” a farmer, Giorgi Beruash, said.\n\n"
        f"“My well has been dry since the month of August,” Beruash said.\n\n{FILLER}\n\n"
        "“We will measure every litre of it and publish the tables,” Foreign Minister Aysel Rzayeva of Azerbaijan said.\n\n"
        "“Each bank will have its own gauge before the spring floods come,” Foreign Minister Lado Abashvili of Georgia said.",
        max_quotes=2,
    )
    assert [key[:10] for key in keys(made)] == ["We will me", "Each bank "]


def test_a_sentence_is_marked_on_every_surface() -> None:
    """Slack and Markdown show the sentence with the quoted words in bold; JSON keeps where the sentence is."""
    made = brief_of(f"{FILLER}\n\n{PIECES[0][0]}", title="Rivers")
    words = "“the fairest bargain that any government could sign.”"
    assert f"said the treaty was **{words}**" in markdown(made)
    quoted = [
        element
        for block in brief_message(made).blocks
        if block["type"] == "rich_text"
        for part in block["elements"]
        if part["type"] == "rich_text_quote"
        for element in part["elements"]
    ]
    assert [(e["text"], e.get("style")) for e in quoted] == [
        ("Foreign Minister Lado Abashvili of Georgia said the treaty was ", None),
        (words, {"bold": True}),
    ]
    again = brief_from_dict(brief_to_dict(made))
    assert [(q.key, q.sentence) for q in again.quotes] == [(q.key, q.sentence) for q in made.quotes]
