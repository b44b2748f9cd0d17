"""More shapes of attribution: each a sentence of ours, with the look-alike that must not be read that way."""

from __future__ import annotations

import pytest

from summarizers.quotes.selection import lines
from tests.summarizers.helpers import brief_of, mention, quote_with, speakers


@pytest.mark.parametrize(
    ("text", "words", "names"),
    [
        # a name that only stands before another's noun
        ("“The harbour will open on time,” said Vella ally Ana Reyes. President Mario Vella was away.", "harbour will open", ["Ana Reyes"]),
        ("President Mario Vella was away. “The harbour will open on time,” said Vella’s chief policy aide Ana Reyes.", "harbour will open", ["Ana Reyes"]),
        ("“The harbour will open on time,” said former Vella adviser Ana Reyes.", "harbour will open", ["Ana Reyes"]),
        ("“The harbour will open on time,” said President Mario Vella before lunch with Ana Reyes.", "harbour will open", ["Mario Vella"]),
        # appositions with a name inside, or left open
        ("“The harbour will open on time,” Jon Weiss, Vella’s campaign manager, said in a speech.", "harbour will open", ["Jon Weiss"]),
        ("“The harbour will open on time,” Will Ostrow, chief executive of the port watchers Full Tide, told the radio.", "harbour will open", ["Will Ostrow"]),
        # a verb outside the list of reporting verbs, right at the quote
        ("“The harbour will open on time,” an angry Mario Vella retaliated on Monday.", "harbour will open", ["Mario Vella"]),
        ("Mario Vella resisted: “The harbour will open on time, whatever the judges say.”", "harbour will open", ["Mario Vella"]),
        # signed below, or under a label
        ("Readers wrote to us.\n\n“The harbour should have opened two years ago.”\n\n- Ana Reyes.", "harbour should", ["Ana Reyes"]),
        ("Others disagree - Ana Reyes: “The harbour should have opened two years ago.”", "harbour should", ["Ana Reyes"]),
        # nouns of speech
        ("The strike followed Mario Vella’s pledge to “open the harbour before the winter storms.”", "open the harbour", ["Mario Vella"]),
        # participles bound to their subject
        ("Both states criticised the shift, with Foreign Minister Ingrid Solheim warning of “dangerous consequences for the region.”", "dangerous consequences", ["Ingrid Solheim"]),
        ("Per Holm will meet Ana Reyes next week, Mario Vella said, adding, “They need to sit down and have a talk.”", "sit down", ["Mario Vella"]),
        # an opening phrase with a name inside that is not the speaker
        ("President Mario Vella was away. Vella’s spokeswoman denied that Vella had left the island, and said he “will be back before the harbour opens again.”", "back before", []),
        ("President Mario Vella was away. The spokesman refused to say whom Vella would meet, adding: “If a meeting is proposed we will consider it.”", "consider it", []),
        ("President Mario Vella was away. Vella spokesman Jon Weiss spoke at noon, explaining, “The harbour needs a crane before it can open.”", "needs a crane", ["Jon Weiss"]),
        # somebody else's words inside a report
        ("Mario Vella said his predecessor, Ana Reyes, had dubbed the plan “the harbour problem.”", "harbour problem", ["Ana Reyes"]),
        ("The bridge is closed, Mario Vella said at a press briefing, when a reporter asked him about “retaliation against the ferry crews.”", "retaliation", []),
        # a paragraph of reported speech, then the words
        ("Foreign Minister Ingrid Solheim said on Monday that the pact would hold.\n\n“We signed it with our eyes open and we will keep it.”", "eyes open", ["Ingrid Solheim"]),
        # the aged reference
        ("Mario Vella became president of the island in May. Vella had waited for nine years. The 56-year-old said: “I am glad to start at last.”", "glad to start", ["Mario Vella"]),
    ],
)  # fmt: skip
def test_shapes_of_attribution(text: str, words: str, names: list[str]) -> None:
    """Who is named, and who is not."""
    assert speakers(brief_of(text), words) == names


def test_the_aged_reference_is_kept_where_two_could_be_meant() -> None:
    """ "The 56-year-old" between two people named alike often stays as it is."""
    made = brief_of(
        "Mario Vella met Per Holm on the island. Vella praised Holm. Holm thanked Vella. Vella waited. Per Holm arrived. "
        "The 56-year-old said: “I am glad to start at last.”"
    )
    assert speakers(made, "glad to start") == []
    assert mention(made, "glad to start") == "The 56-year-old"


def test_a_fragment_alone_in_its_paragraph_is_nobody_s() -> None:
    """A subheading cut out of somebody's words is not given to the last speaker."""
    made = brief_of(
        "“I can say that nobody controls the camp,” Ana Reyes said. “There are no soldiers there.”\n\n"
        "“… prevent the evacuation of the people from the camp”\n\nThe camp lies in the desert."
    )
    assert speakers(made, "prevent the evacuation") == []


def test_a_quoted_passage_with_quotes_of_its_own_is_one_stretch() -> None:
    """One straight mark a paragraph, curly marks inside: the paragraph is the quotation."""
    made = brief_of(
        'The paper wrote on Monday:\n\n"The minister laughed it off by saying, “Only the gulls complain,” and left the room.\n\n'
        '"Nobody in the harbour laughed with him that day."'
    )
    quote = quote_with(made, "laughed it off")
    assert "left the room." in made.article.text[quote.start : quote.end]
    assert len(made.quotes) == 2


@pytest.mark.parametrize(
    ("text", "words", "names"),
    [
        # the main bearer of a surname, and relatives
        ("Senator Paul Reyes wrote the bill. Reyes fought for it. Reyes won. His sister, Mia Reyes, runs the port. “It was a long fight for us,” Reyes said.", "long fight", ["Paul Reyes"]),
        ("Former President Bill Ostrow criticised the act at a rally for his wife Lena Ostrow. “It makes no sense to anybody,” Ostrow said.", "makes no sense", ["Bill Ostrow"]),
        ("The brothers Paul Reyes and Jon Reyes run the port. “It was a long fight for us,” Reyes said.", "long fight", []),
        # one name alone, where somebody must be speaking
        ("“So it is fair to say that nothing was fixed?” Quillon asked. “That is right,” President Mario Vella said.", "nothing was fixed", ["Quillon"]),
        ("“Our profits will rise again next year,” Quillon said in a statement.", "profits will rise", []),
        # words that are names too, where a speaker is due
        ("“The model does not work for us,” said Dean Ostrow, a professor of law.", "does not work", ["Dean Ostrow"]),
        ("“The model does not work for us,” said Dean Ana Holm.", "does not work", ["Ana Holm"]),
    ],
)  # fmt: skip
def test_which_bearer_of_a_name_speaks(text: str, words: str, names: list[str]) -> None:
    """A bare surname is its main bearer's, or nobody's when that is unclear."""
    assert speakers(brief_of(text), words) == names


def test_capitals_of_a_headline_make_no_names() -> None:
    """A headline's verb is no part of the name, and its quote is nobody's speech."""
    made = brief_of(
        "Mario Vella Finally Endorses Harbour Plan: ‘It Will Be Open Soon.’\n\nMario Vella came to the port on Monday.\n\n"
        "“It will be open before the winter comes,” Vella said.",
        title="Mario Vella Finally Endorses Harbour Plan: ‘It Will Be Open Soon’",
    )
    assert [p.name for p in made.people] == ["Mario Vella"]
    assert speakers(made, "before the winter") == ["Mario Vella"]
    assert len(made.quotes) == 1


def test_the_rest_of_a_broken_off_sentence_is_shown_with_it() -> None:
    """“We will,” X said, “do so.” is one utterance; an ellipsis stands where the source has other words, and nothing is altered."""
    made = brief_of(
        "“We will keep the northern harbour open all winter,” Transport Minister Hana Sato said, “for ships of every flag and size.”"
    )
    shown = made.shown()
    assert [made.article.text[q.start : q.end] for q in shown] == [
        "“We will keep the northern harbour open all winter,”",
        "“for ships of every flag and size.”",
    ]
    assert lines(made.article.text, shown) == [
        "“We will keep the northern harbour open all winter,”",
        "… “for ships of every flag and size.”",
    ]


def test_paragraphs_of_one_speech_are_joined_without_an_ellipsis() -> None:
    """A quote that is left open and reopened has no other words between."""
    made = brief_of(
        "Transport Minister Hana Sato said: “We will keep the northern harbour open all winter.\n\n“Ships of every flag may use it.”"
    )
    assert not any(line.startswith("…") for line in lines(made.article.text, made.quotes))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Mario Vella Goes After Rivals at the Harbour Gate", "Mario Vella"),
        ("President Mario Vella Announces New Actions on the Harbour", "Mario Vella"),
        ("Statement by Foreign Minister Mario von der Heyden on the Northern Agreement", "Mario von der Heyden"),
    ],
)
def test_a_name_ends_where_its_headline_s_verb_begins(title: str, name: str) -> None:
    """A title in capitals completes a surname of the text, and lends the name none of its other words."""
    surname = name.split()[-1]
    made = brief_of(f"“We will open the harbour before the winter,” {surname} said. {surname} was tired.", title=title)
    assert speakers(made, "before the winter") == [name]


def test_a_key_quote_says_what_the_summary_does_not() -> None:
    """Of two quotes of one speaker the one whose words the summary shows already steps back."""
    text = (
        "Transport Minister Hana Sato opened the northern harbour on Monday after nine years of work on its piers.\n\n"
        "“The northern harbour is open to ships of every flag from today on,” Sato said on the pier.\n\n"
        "“Whoever comes in a storm will find a light and a crew awake here,” Sato said later.\n\n"
        "The ferry to the outer islands will leave the new pier twice a day, the port authority said in a notice."
    )
    made = brief_of(text, max_quotes=1, sentences=2)
    shown = " ".join(text[s.start : s.end] for s in made.summary)
    key = [text[q.start : q.end] for q in made.quotes if q.key]
    assert len(key) == 1
    assert key[0] not in shown
