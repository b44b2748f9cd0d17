"""Speech without marks: transcripts, interviews and statements, in texts of ours."""

from __future__ import annotations

import pytest

from summarizers.brief_json import brief_from_dict, brief_to_dict
from summarizers.model import Brief
from tests.summarizers.helpers import brief_of, quote_with

BRIEFING = """MODERATOR: Good afternoon, everyone, and thank you for joining us today.

MS. AALTO: Thank you. The government has decided to reopen its consulate in the northern port on the first of May.

We expect the first visas to be issued there before the end of the same month.

QUESTION: Does that mean that the dispute over the fishing grounds is settled?

MS. AALTO: It does not. Our position on the fishing grounds has not changed since the talks of last autumn.

QUESTION: And the ferry?"""

INTERVIEW = """The president received us in the old harbour office.

Coastal Review: Mr. President, why did you sign the treaty so late?

Mario Vella: We waited until every island council had voted on the treaty, because nobody here forgets the last one.

Coastal Review: Will the ferries run this winter?

Mario Vella: They will run every day of the winter, and the fares for islanders will not rise at all."""

STATEMENT = """I welcome the agreement that was reached in the northern capital last night. Our two countries have waited for this for ten years.

We will open the border crossing on Monday, and my government will lift the duties on fish before the summer. I thank the negotiators for their patience."""

READOUT = """Foreign Minister Ingrid Solheim met Defence Minister Erik Lunde in the capital on Monday. The two discussed the border crossing.

They agreed to meet again before the summer. The minister underlined the importance of the northern pact."""


def shown(made: Brief) -> list[tuple[str, list[str]]]:
    """Each passage shown as said, with the names of its speakers."""
    return [(made.article.text[q.start : q.end], [s.name for s in q.speakers]) for q in made.shown()]


def test_a_briefing_is_shown_with_the_one_who_answers() -> None:
    """The answers are speech of the person the label names; questions and the moderator are nobody's."""
    made = brief_of(BRIEFING, title="Press briefing by government spokesperson Senja Aalto")
    assert [t.role for t in made.turns] == ["question", "speaker", "question", "speaker", "question"]
    assert shown(made)
    assert all(names == ["Senja Aalto"] for _, names in shown(made))
    assert any("reopen its consulate" in words for words, _ in shown(made))
    assert not any("Does that mean" in words or "Good afternoon" in words for words, _ in shown(made))


def test_an_unknown_label_stays_as_it_is_written() -> None:
    """A surname that nothing completes names nobody; the label is still said."""
    made = brief_of(BRIEFING)
    assert all(names == [] for _, names in shown(made))
    labels = {made.article.text[q.speaker_span.start : q.speaker_span.end] for q in made.shown() if q.speaker_span}
    assert labels == {"MS. AALTO"}


def test_an_interview_knows_its_guest_and_its_paper() -> None:
    """Labels in small letters: the guest speaks, the paper asks."""
    made = brief_of(INTERVIEW)
    by_label = {made.article.text[t.label.start : t.label.end]: t for t in made.turns if t.label}
    assert [s.name for s in by_label["Mario Vella"].speakers] == ["Mario Vella"]
    assert by_label["Coastal Review"].speakers == ()
    assert {
        tuple(names) for words, names in shown(made) if "ferries" in words or "council" in words or "winter" in words
    } == {("Mario Vella",)}


def test_q_and_a_goes_by_the_title() -> None:
    """The one person of the headline answers under "A"."""
    made = brief_of(
        "Q: Why now?\n\nA: The harbour could not wait for another winter without a crane that works.\n\nQ: And then?\n\n"
        "A: Then we will build the second pier with money from the northern fund.",
        title="Q&A with Transport Minister Hana Sato",
    )
    assert {tuple(names) for _, names in shown(made)} == {("Hana Sato",)}


def test_a_statement_is_one_turn_of_the_person_in_its_title() -> None:
    """A text in the first person under "Statement by …" is that person's speech, in whole sentences."""
    made = brief_of(STATEMENT, title="Statement by Foreign Minister Ingrid Solheim on the Northern Agreement")
    assert [(t.role, [s.name for s in t.speakers]) for t in made.turns] == [("statement", ["Ingrid Solheim"])]
    assert any("open the border crossing" in words for words, _ in shown(made))
    assert made.quotes == ()


def test_a_statement_announced_in_the_text() -> None:
    """ "… issued the following statement:" opens one too."""
    made = brief_of("President Mario Vella issued the following statement on Sunday:\n\n" + STATEMENT)
    assert [[s.name for s in t.speakers] for t in made.turns] == [["Mario Vella"]]
    assert not any("issued the following" in words for words, _ in shown(made))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (READOUT, "Readout of Foreign Minister Ingrid Solheim’s Meeting"),
        ("WASHINGTON: The talks failed on Monday.\n\nThe two sides will meet again.", None),
        (STATEMENT, "Agreement reached in the north"),
    ],
)
def test_a_report_is_no_speech(text: str, title: str | None) -> None:
    """Third-person readouts, one dateline and an unsigned first person are nobody's speech."""
    assert brief_of(text, title=title).turns == ()


def test_quoted_speech_comes_before_passages() -> None:
    """Where the article quotes somebody, its quotes are shown and no passage beside them."""
    made = brief_of(
        STATEMENT
        + "\n\n“The crossing will be open to every lorry that carries fish,” Transport Minister Hana Sato said.",
        title="Statement by Foreign Minister Ingrid Solheim on the Northern Agreement",
    )
    assert [names for _, names in shown(made)] == [["Hana Sato"]]


def test_turns_survive_the_contract() -> None:
    """The JSON keeps turns, labels and passages; an older brief without them is read as having none."""
    made = brief_of(BRIEFING, title="Press briefing by government spokesperson Senja Aalto")
    data = brief_to_dict(made, "x")
    assert brief_from_dict(data).turns == made.turns
    del data["turns"]
    assert brief_from_dict(data).turns == ()


@pytest.mark.parametrize(
    ("title", "opening"),
    [
        ("President Mario Vella’s Speech Was a Disappointment for Us All", ""),
        ("Remarks by President Mario Vella leave our port cold", ""),
        (
            "A cold port",
            "President Mario Vella issued the following statement on Sunday, and we read it with care:\n\n",
        ),
    ],
)
def test_a_column_about_a_speech_is_not_that_speech(title: str, opening: str) -> None:
    """Somebody who writes "I" and "our" about the president is not the president."""
    made = brief_of(
        opening
        + "President Mario Vella spoke for an hour, and we who listened learned nothing about our harbour. I had hoped for more.\n\n"
        "Vella promised us a crane. Our port has waited for one since I was a child, and we will wait on. Vella did not say who pays.\n\n"
        "We deserve better than this, and I will say so to Vella when our council meets him.",
        title=title,
    )
    assert made.turns == ()
    assert made.shown() == ()


@pytest.mark.parametrize("labels", [("Pros", "Cons"), ("PROS", "CONS")])
def test_lists_with_labels_are_no_speech(labels: tuple[str, str]) -> None:
    """Labelled lines of a review name nobody and are shown as nobody's words."""
    lines = (
        "The ferry is quick, and its crew helps everybody with the luggage at both of the piers.",
        "The fare is high, and the last boat leaves an hour before the museum closes in summer.",
    )
    made = brief_of(
        "\n\n".join(f"{label}: {line}" for _ in range(3) for label, line in zip(labels, lines, strict=True))
    )
    assert made.shown() == ()


def turns_of(made: Brief) -> list[tuple[str, list[str], str]]:
    """Role, names and first words of each turn."""
    return [
        (t.role, [s.name for s in t.speakers], " ".join(made.article.text[t.start : t.end].split()[:3]))
        for t in made.turns
    ]


@pytest.mark.parametrize(
    "q", ["Q    ", "Q\u00a0\u00a0", "Q. ", "Q ", "Q: ", "QUESTION: ", "REPORTER: ", "Question 2: "]
)
def test_a_question_is_nobody_s_in_every_style_of_its_label(q: str) -> None:
    """ "Q" with and without a colon opens a question, and the answer before it ends there."""
    made = brief_of(
        "MS. AALTO:  We will reopen the consulate in Vardo before the end of the coming winter.\n\n"
        f"{q}Senja, the minister refused to rule out a new quota for herring yesterday?\n\n"
        "MS. AALTO:  The minister will decide on quotas when the council has met in Bergen.",
        title="Press briefing by government spokesperson Senja Aalto",
    )
    assert turns_of(made) == [
        ("speaker", ["Senja Aalto"], "We will reopen"),
        ("question", [], "Senja, the minister"),
        ("speaker", ["Senja Aalto"], "The minister will"),
    ]


def test_outlets_ask() -> None:
    """Labels that fit nobody and stand before questions are those of reporters; the named one answers."""
    made = brief_of(
        "NRK: The envoy of Estonia comes next week. Can you tell us more about the visit?\n\n"
        "Senja Aalto: Estonia is a close neighbour of ours, and the visit will bring our ports together.\n\n"
        "Nordic News Agency: Have the fishermen been told about it?\n\n"
        "Senja Aalto: The fishermen were told on Friday, and their union has welcomed the visit.",
        title="Foreign Ministry Spokesperson Senja Aalto's Regular Press Conference",
    )
    assert [(role, names) for role, names, _ in turns_of(made)] == [
        ("question", []),
        ("speaker", ["Senja Aalto"]),
        ("question", []),
        ("speaker", ["Senja Aalto"]),
    ]


def test_a_comma_title_and_the_president_alone_are_labels() -> None:
    """ "Shri A. B., Official Spokesperson:" names a person, and "THE PRESIDENT:" the one of the headline."""
    made = brief_of(
        "Senja Aalto, Official Spokesperson: We have seen the note, and our answer to it has not changed.\n\n"
        "Rune: Rune from the Daily. What is the answer?\n\n"
        "Senja Aalto, Official Spokesperson: The answer is that the port will stay open for every flag.\n\n"
        "Olga: Olga from the Courier. And in winter?\n\n"
        "Senja Aalto, Official Spokesperson: In winter too, as long as the ice allows it.",
        title="Transcript of Weekly Media Briefing",
    )
    assert {tuple(names) for role, names, _ in turns_of(made) if role == "speaker"} == {("Senja Aalto",)}
    assert [role for role, _, _ in turns_of(made)] == ["speaker", "question", "speaker", "question", "speaker"]
    made = brief_of(
        "THE PRESIDENT: We will build the pier this year.\n\nQ And the crane?\n\nTHE PRESIDENT: The crane comes next.",
        title="Press Gaggle by President Mario Vella Aboard the Ferry",
    )
    assert {tuple(names) for role, names, _ in turns_of(made) if role == "speaker"} == {("Mario Vella",)}


def test_a_heading_is_no_speaker() -> None:
    """A label that stands once, fits nobody and asks nothing is a heading of the text."""
    made = brief_of(
        "OPENING NEW MARKETS: The treaty opens nine ports to the farmers of both countries.\n\n"
        "LOWERING TARIFFS: The two sides will lower the duty on herring by a third.\n\n"
        "BUILDING TRUST: A mission will travel to Oslo in the spring.",
        title="Fact Sheet: A New Treaty",
    )
    assert made.turns == ()


def test_passages_are_about_the_matter_and_spread_over_turns() -> None:
    """Greetings and how the briefing goes are not shown; each answer has its turn before one is shown twice."""
    made = brief_of(
        "MS. AALTO: Thank you all for joining us today, and I am happy to take your questions after my colleague has spoken here.\n\n"
        "Q When will the consulate open?\n\n"
        "MS. AALTO: The consulate in Vardo will open in March, and the consulate will have nine people who know the port.\n\n"
        "Q And the port?\n\n"
        "MS. AALTO: The port of Vardo will be dredged before the consulate opens, and the ministry has set the money aside.",
        title="Press briefing by government spokesperson Senja Aalto on the consulate in Vardo",
        max_quotes=2,
    )
    assert [words.split()[1] for words, _ in shown(made)] == ["consulate", "port"]


def test_a_passage_is_the_news_of_an_answer() -> None:
    """What was decided and who is named come before talk around it, and what stands early in an answer before its end."""
    made = brief_of(
        "Q What did the two discuss?\n\n"
        "MS. AALTO: Estonia and Norway agreed to reopen the crossing at Vardo on the first of May, and both will pay for the guards there. "
        "The crossing, the crossing, it is a thing that people like to talk about when they sit at home in the long winter evenings.\n\n"
        "Q And the ferry?\n\n"
        "MS. AALTO: It is the kind of thing that comes up when people of the coast meet and have a coffee by the window of the old house.\n\n"
        "The ferry will be suspended from June, and the minister told Prime Minister Tamm of the date.",
        title="Press briefing by government spokesperson Senja Aalto",
        max_quotes=2,
    )
    assert [words.split()[0] for words, _ in shown(made)] == ["Estonia", "The"]


def test_the_summary_of_a_transcript_is_what_is_answered() -> None:
    """No greeting, no question and no label stands in it; each sentence is verbatim."""
    made = brief_of(
        "MS. AALTO: Good afternoon, everyone. I am delighted to have you all here in the new press room on the second floor today.\n\n"
        "MS. AALTO: The government will reopen its consulate in Vardo on the first of May, with nine people.\n\n"
        "QUESTION: Will the government then also give the fishermen of the north what they have waited for?\n\n"
        "MS. AALTO: The fishermen will receive the new licences in June, once the council has voted on them.",
        title="Press briefing by government spokesperson Senja Aalto",
    )
    told = [s.display for s in made.summary]
    assert [words.split()[1] for words in told] == ["government", "fishermen"]
    assert all(s.display == made.article.text[s.start : s.end] for s in made.summary)
    assert "AALTO" not in " ".join(told)


def test_thanks_of_a_speech_are_no_summary() -> None:
    """A speech's summary begins behind its thanks."""
    made = brief_of(
        "President Vella, thank you for hosting this meeting in the old harbour of Valletta. " + STATEMENT,
        title="Remarks by Foreign Minister Ingrid Solheim at the Northern Forum",
    )
    assert not any("thank you for hosting" in s.display for s in made.summary)
    assert made.summary


@pytest.mark.parametrize("head", ["Q    Clara, ", "Q\u00a0\u00a0Clara, ", "Q Clara, ", "Q. Clara, "])
def test_the_letter_of_a_question_is_no_given_name(head: str) -> None:
    """ "Q    Clara" names Clara, whoever she is, and nobody called Q."""
    made = brief_of(
        f"MS. HOLLIS:  The list is public.\n\n{head}who signed it?\n\nMS. HOLLIS:  The minister signed it on Monday.",
        title="Press Briefing by Press Secretary Clara Hollis",
    )
    assert not any(p.name.startswith("Q") for p in made.people)


def test_a_half_quoted_line_is_no_passage() -> None:
    """A line that the page repeats in marks, with who said it, is nobody's answer."""
    made = brief_of(
        "Transport Minister Hana Sato received us at the northern port.\n\nMadam Minister, has the route a future?\n\nThe northern route will have nine ferries, and I have said so from the start.\n\n"
        '"It is the route that carries us. We will have nine northern ferries."—Sato, on whether the northern route has a future.\n\n'
        "How will you pay for it?\n\nNine banks have agreed to pay for the northern ferries, and the budget of the route is ready.\n\nWhat do the fishermen say?\n\nThey like the northern crane.",
        title="Hana Sato discusses the future of the northern route",
    )
    assert made.turns
    assert not any("—Sato" in words for words, _ in shown(made))


RETOLD = """MODERATOR: Good afternoon, everyone, and thank you for joining us today.

MS. AALTO: Thank you. President Ivo Maric said last week that the strait is “a road for all and a wall for nobody.”

QUESTION: Foreign Minister Leo Brandt said yesterday: “The consulate will stay closed for years.” Is he wrong?

MS. AALTO: I said in May, “The consulate will open when the ice is gone.” If somebody says, “It is too late for that,” they are wrong.

QUESTION: What did you mean by “an open book”? Critics of President Maric have said it is “the worst of all plans.”"""


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("a road for all", ["Ivo Maric"]),
        ("will stay closed", ["Leo Brandt"]),
        ("when the ice", ["Senja Aalto"]),
        ("too late for that", []),
        ("an open book", []),
        ("worst of all plans", []),
    ],
)
def test_words_retold_in_a_turn_are_theirs_whom_it_names(words: str, names: list[str]) -> None:
    """Who answers tells of others' words, and of her own; neither is a key quote of the briefing."""
    made = brief_of(RETOLD, title="Press briefing by government spokesperson Senja Aalto")
    quote = quote_with(made, words)
    assert ([s.name for s in quote.speakers], quote.key) == (names, False)


@pytest.mark.parametrize("asker", ["Nordic News Agency", "TASS", "Vardo Herald", "Channel Nine"])
def test_a_reporter_who_asks_once_without_a_question_mark(asker: str) -> None:
    """The words of an outlet are never shown under the name of who answers, also where they ask nothing."""
    made = brief_of(
        "NRK: The envoy of Estonia comes next week. Can you tell us more about the visit?\n\n"
        "Senja Aalto: Estonia is a close neighbour of ours, and the visit will bring our ports together.\n\n"
        f"{asker}: We noted that the northern games of the ports opened in the new stadium of Vardo yesterday.\n\n"
        "Senja Aalto: The ministry congratulates Vardo, and the minister will travel to the closing of the games.\n\n"
        "NRK: And the ferry?\n\nSenja Aalto: The ferry will sail again on Friday at noon, as the ministry said on Monday.",
        title="Foreign Ministry Spokesperson Senja Aalto's Regular Press Conference",
        max_quotes=6,
    )
    assert not any("We noted" in words for words, names in shown(made) if names)
    assert not any("We noted" in s.display for s in made.summary)
    assert ("question", [], "We noted that") in turns_of(made)


def test_an_office_alone_labels_answers() -> None:
    """ "Spokesman:" says who speaks, in nobody's name."""
    made = brief_of(
        "Question: Is the siege of the port a crime?\n\nSpokesman: That is for a court to decide. The ministry has asked the court of the north for its opinion.\n\n"
        "Question: Will the minister go to Vardo?\n\nSpokesman: The minister will be in Vardo on Tuesday, and the ministry will announce the hour of the visit.",
        title="Daily Press Briefing by the Office of the Spokesman",
    )
    assert shown(made)
    assert all(names == [] for _, names in shown(made))
    assert not any("Spokesman:" in s.display for s in made.summary)
