"""The styles in which ministries and offices publish: labels, asides, announcements, run-in heads. Texts of ours."""

from __future__ import annotations

import pytest

from summarizers.knowledge import tables
from summarizers.model import Brief
from summarizers.text import datelines
from tests.summarizers.helpers import brief_of


def roles(made: Brief) -> list[tuple[str, str, list[str]]]:
    """Of each turn its role, its label, and the names of its speakers."""
    return [
        (t.role, made.article.text[t.label.start : t.label.end] if t.label else "", [s.name for s in t.speakers])
        for t in made.turns
    ]


def passages(made: Brief) -> list[str]:
    """The passages shown."""
    return [made.article.text[s.start : s.end] for t in made.turns for s in t.passages]


def test_who_asks_may_say_so_in_brackets() -> None:
    """ "Reporter (Harbour Press, Nes):" asks, and so does "Question (from the hall):"; the aside is no question."""
    made = brief_of(
        "1. Opening Remarks\n\n"
        "Mr. SOLBERG Arvid, Minister for Foreign Affairs: Next week I will visit Latvia and open the new consulate in Riga.\n\n"
        "Reporter (Harbour Press, Nes): The fishing treaty with Iceland has been signed. When will it enter into force?\n\n"
        "Minister Solberg: We will send the treaty to parliament in June, and it will enter into force on the first of July.\n\n"
        "Question (from the hall): Will the ferry to Riga run again?\n\n"
        "Minister Solberg: The ferry will run from May, and Latvia will pay a third of its costs.",
        title="Press Conference by Foreign Minister SOLBERG Arvid",
    )
    assert [role for role, _, _ in roles(made)] == ["speaker", "question", "speaker", "question", "speaker"]
    assert {tuple(names) for role, _, names in roles(made) if role == "speaker"} == {("SOLBERG Arvid",)}
    assert not any("has been signed" in words for words in passages(made))
    assert any(
        made.article.text[d.start : d.end] == "Will the ferry to Riga run again?"
        for d in made.details
        if d.role == "question"
    )


def test_a_question_after_the_briefing_is_nobodys_answer() -> None:
    """ "The spokesperson was asked: …" opens a question under whoever spoke before."""
    made = brief_of(
        "Harbour Daily: Will the minister travel to Chile in May?\n\n"
        "Nora Dahl: The minister will visit Chile from May 4 to 6 and sign an agreement on copper.\n\n"
        "Island Post: Do you have a comment on the new tariffs?\n\n"
        "Nora Dahl: We regret the tariffs, and the government will answer them within a month.\n\n"
        "After the press conference, the spokesperson was asked: The coast guard of Vardo has stopped two trawlers. What is the response?\n\n"
        "Nora Dahl: The government has summoned the ambassador of Vardo and demands that both trawlers are released.",
        title="Foreign Ministry Spokesperson Nora Dahl’s Regular Press Conference",
    )
    assert [role for role, _, _ in roles(made)] == ["question", "speaker"] * 3
    assert not any("has stopped two trawlers" in words for words in passages(made))


def test_a_journalist_with_a_name_asks() -> None:
    """A name with an outlet behind it asks, although it is a person's; an official who asks in turn still answers."""
    made = brief_of(
        "Shri Arvid Nes, Official Spokesperson: The trade commission will meet in Quito on Monday and sign a treaty on bananas.\n\n"
        "Ana Reyes, Coast TV: Sir, has the consulate in Quito reopened?\n\n"
        "Shri Arvid Nes, Official Spokesperson: The consulate reopened on Monday and issues forty visas a day.\n\n"
        "Omar, Island Post: Will India buy more oil from Vardo?",
        title="Weekly Media Briefing by the Official Spokesperson",
    )
    assert [role for role, _, _ in roles(made)] == ["speaker", "question", "speaker", "question"]
    assert {tuple(names) for role, _, names in roles(made) if role == "question"} == {()}


def test_remarks_before_the_first_question_are_the_headlines() -> None:
    """ "X’s remarks and answers": what stands before the first label is X’s; where X is told about, it is nobody’s."""
    below = (
        "Question: Is there a date for the talks?\n\n"
        "Arvid Nes: No date has been proposed to us by the other side.\n\n"
        "Question: Will you go to Oslo?\n\n"
        "Arvid Nes: We will go to Oslo in the first week of March."
    )
    title = "Foreign Minister Arvid Nes’s remarks and answers to questions, Vardo, 3 March"
    own = brief_of(
        f"We have held long talks and agreed that the border at Vardo will open on the first of April.\n\n{below}",
        title=title,
    )
    assert roles(own)[0] == ("speaker", "", ["Arvid Nes"])
    told = brief_of(
        f"We met Arvid Nes in his office on Monday. He had come straight from the harbour.\n\n{below}", title=title
    )
    assert roles(told)[0][0] == "question"


def test_two_presidents_who_meet_speak_under_their_names() -> None:
    """Three labels of known people make a transcript where one comes back; a list of people in a report does not."""
    made = brief_of(
        "Mario Vella: Mr. President, our trade has grown by a fifth, and our ships call at your harbours every week.\n\n"
        "President of Latvia Janis Ozols: Thank you. Latvia will open a consulate in your capital in April.\n\n"
        "Mario Vella: We will build the pier for it before the summer.",
        title="Meeting of President Mario Vella with President of Latvia Janis Ozols",
    )
    assert made.kind == "transcript"
    assert [names for _, _, names in roles(made)] == [["Mario Vella"], ["Janis Ozols"], ["Mario Vella"]]
    listed = brief_of(
        "Two presidents will meet in Riga on Monday.\n\n"
        "Mario Vella: The president of Malta has led his country since 2019.\n\n"
        "Janis Ozols: The president of Latvia was an engineer before."
    )
    assert listed.turns == ()


@pytest.mark.parametrize(
    ("intro", "name"),
    [
        ("João Brandt has been the envoy to the Sahel since May. He spoke to us in Lomé.", "João Brandt"),
        ("Interview by Karl Stern\n\nJoão Brandt has been the envoy to the Sahel since May.", "João Brandt"),
        ("João Brandt and Ana Reyes have been envoys to the Sahel since May.", None),
    ],
)
def test_the_only_one_who_is_introduced_answers(intro: str, name: str | None) -> None:
    """Under "A" answers whom the lines before the first question name alone; it is an interview whatever the headline says."""
    made = brief_of(
        f"{intro}\n\nQ: Did the generals receive you?\n\n"
        "A: The foreign minister received me for two hours, and we agreed that the air bridge will reopen in March.\n\n"
        "Q: Is there room for Europe?\n\n"
        "A: There is, because Europe has paid for more schools than anybody else in the region.",
        title="“We are not leaving the Sahel to the highwaymen”",
    )
    assert {tuple(names) for role, _, names in roles(made) if role == "speaker"} == {(name,) if name else ()}
    assert (made.kind == "interview") == (name is not None)


def test_a_statement_below_who_said_it_is_theirs() -> None:
    """ "Responding to …, Minister X said:" opens X’s statement, which ends where the office’s notes begin."""
    made = brief_of(
        "Responding to the sentencing of Pavel Orlov in Vardo, Foreign Minister Ana Reyes said:\n\n"
        "The trial of Pavel Orlov was political, and my government rejects the sentence.\n\n"
        "I have raised his case with the ambassador and ask again for his release.\n\n"
        "Notes to editors\n\nPavel Orlov is a founder of the Harbour Press.",
        title="Foreign Minister statement on the sentencing of Pavel Orlov",
    )
    assert made.kind == "statement"
    assert [a.name for a in made.authors] == ["Ana Reyes"]
    assert passages(made)
    assert not any("founder of the Harbour Press" in words or "said:" in words for words in passages(made))
    assert not any(s.display.endswith(":") for s in made.summary)


def test_a_news_report_on_a_statement_is_no_statement() -> None:
    """Quoted words below "X said:" are a report."""
    made = brief_of(
        "Foreign Minister Ana Reyes said:\n\n“The trial was political, and we reject the sentence.”\n\n"
        "The ministry in Vardo did not answer. The statement was the third this month.",
        title="Minister withdraws statement on Orlov",
    )
    assert made.kind == "news"


def test_a_readout_may_open_with_its_subject() -> None:
    """ "Iran: High Representative X speaks with …" is a readout where the text reports nobody's words."""
    text = (
        "High Representative/Vice-President Kaja Kallas held a phone call with Chilean Foreign Minister Pablo Rojas.\n\n"
        "The High Representative urged Chile to join the fisheries treaty.\n\n"
        "The Foreign Minister set out the conditions of his government. Both agreed to stay in contact."
    )
    made = brief_of(text, title="Chile: High Representative Kallas speaks with Foreign Minister Rojas")
    assert made.kind == "readout"
    office = {o.name: (o.office, o.country, o.organisation) for o in made.officials}
    assert office["Kaja Kallas"][1:] == (None, "European Union")
    assert "Vice" not in (office["Kaja Kallas"][0] or "")


def test_two_offices_before_the_next_name_are_not_the_last_names() -> None:
    """ "Minister X, Deputy Prime Minister and Foreign Minister Y will meet": both offices are Y's."""
    made = brief_of(
        "At the invitation of Foreign Minister Ingrid Solheim of Norway, Deputy Prime Minister and Foreign Minister Janis Ozols of Latvia "
        "will visit Oslo in May. Fishing is on the agenda."
    )
    assert {o.name: o.office for o in made.officials}["Ingrid Solheim"] == "Foreign Minister"


def test_a_name_in_capitals_is_the_family_name() -> None:
    """ "MORITA Kaoru" is Minister Morita; "Kaoru MORITA" too."""
    for name in ("MORITA Kaoru", "Kaoru MORITA"):
        made = brief_of(
            f"Foreign Minister {name} of Japan arrived in Riga on Monday. Minister Morita said that the talks “will take a week”."
        )
        assert [o.name for o in made.officials] == [name]


def test_short_heads_stand_over_the_items_of_a_letter() -> None:
    """ "Talks move to Riga. Delegations will …" is one item under its head; greetings and thanks are none."""
    made = brief_of(
        "Good morning. Here is what you need to know today.\n\n"
        "Talks move to Riga. Delegations from Norway and Latvia will meet in the castle on Thursday, the ministry said.\n\n"
        "Vardo frees six sailors. The releases came a week after the visit of the envoy of Latvia.\n\n"
        "What we’re reading: a life of the first harbour master.\n\nThanks for reading. Write to us.",
        title="The Morning Brief: Tuesday, March 10",
    )
    labels = [made.article.text[d.label.start : d.label.end] for d in made.details if d.label]
    assert labels == ["Talks move to Riga.", "Vardo frees six sailors."]
    assert len(made.details) == 2
    assert not any("need to know" in s.display for s in made.summary)


def test_names_of_patterns_are_given_once() -> None:
    """A second pattern of a name would silently win."""
    names = [name for name, _ in tables.rows("patterns")]
    assert len(names) == len(set(names))


def test_nobody_named_in_a_briefing_answers_under_a() -> None:
    """In a briefing the minister whose journey is announced does not answer under "A"; the answers stay without a name."""
    made = brief_of(
        "Good afternoon. Foreign Minister Nora Dahl will visit Riga on Monday and sign a treaty on fishing.\n\n"
        "Q: What is the position on the tariffs?\n\n"
        "A: The government rejects the tariffs and will answer them within a month.\n\n"
        "Q: Has Vardo freed the sailors?\n\n"
        "A: The six sailors came home by sea on Tuesday, and the government thanks Vardo.",
        title="Spokesperson’s Press Briefing (March 5)",
    )
    assert made.kind == "transcript"
    assert {tuple(names) for _, _, names in roles(made)} == {()}


def test_the_one_unknown_label_of_an_interview_asks() -> None:
    """ "HARBOUR POST:" and "Nes:" in turns: the paper asks, also where it states."""
    made = brief_of(
        "Arvid Nes has been foreign minister of Norway since May.\n\n"
        "HARBOUR POST: Minister Nes, are the talks more than theatre?\n\n"
        "Nes: They are work. On Tuesday we agreed on an exchange of thirty sailors with Vardo.\n\n"
        "HARBOUR POST: Vardo says that you refuse to discuss the islands.\n\n"
        "Nes: We discuss everything, but we sign nothing that our constitution forbids.",
        title="Interview with Norway’s foreign minister",
    )
    assert [role for role, _, _ in roles(made)] == ["question", "speaker"] * 2
    assert not any("refuse to discuss" in words for words in passages(made))


def test_an_office_alone_is_the_headlines() -> None:
    """ "NATO Secretary General:" is whom the headline names with that office; an office of nobody there names nobody."""
    text = (
        "{label} Mark Ruud: Allies have agreed to station a brigade in Romania by the end of 2027.\n\n"
        "Question: Which country will lead the brigade?\n\n"
        "{label}: France will lead the brigade, with troops from Belgium and Luxembourg.\n\n"
        "Question: Has Spain agreed?\n\n"
        "{label}: Spain has signed the text, as all the others did in May."
    )
    made = brief_of(
        text.format(label="NATO Secretary General"), title="Press conference by NATO Secretary General Mark Ruud"
    )
    assert {tuple(names) for role, _, names in roles(made) if role == "speaker"} == {("Mark Ruud",)}


def test_lists_of_designations_and_appointments() -> None:
    """Entries of a list are targets up to their data, deletions are none; "X as Ambassador to Y" is an appointment."""
    made = brief_of(
        "The following individuals have been added to the SDN List:\n\n"
        "VELLA, Mario, Beirut; DOB 04 Feb 1977; nationality Lebanon [SDGT].\n\n"
        "CEDAR PIER SARL, Hamra Street, Beirut; Secondary sanctions risk: section 1(b) of Executive Order 13224 [SDGT].\n\n"
        "The following deletions have been made to the SDN List:\n\n"
        "HARBOUR OIL COMPANY, Damascus; Organization Type: Oil [SYRIA].",
        title="Counter Terrorism Designations; Removal",
    )
    targets = [made.article.text[d.start : d.end] for d in made.details if d.role == "target"]
    assert targets == ["VELLA, Mario, Beirut", "CEDAR PIER SARL, Hamra Street, Beirut"]
    named = brief_of(
        "Today I announce the appointment of two officials.\n\n"
        "- Ms Ruth Callan as Ambassador to Chile. Ms Callan is a career officer.\n- Mr Omar Nes as Consul-General in Riga.",
        title="Diplomatic appointments",
    )
    assert [
        named.article.text[d.label.start : d.label.end] for d in named.details if d.role == "nominee" and d.label
    ] == [
        "Ruth Callan",
        "Omar Nes",
    ]


@pytest.mark.parametrize(
    ("opening", "kept"),
    [
        (
            "UNITED NATIONS Syria’s northeast is short of water, an envoy said.",
            "Syria’s northeast is short of water, an envoy said.",
        ),
        (
            "MANILA/ULAANBAATAR The bank will lend Mongolia a billion on Monday.",
            "The bank will lend Mongolia a billion on Monday.",
        ),
        (
            "UNITED NATIONS Security Council members met in the castle on Monday.",
            "UNITED NATIONS Security Council members met in the castle on Monday.",
        ),
    ],
)
def test_places_in_capitals_without_a_dash(opening: str, kept: str) -> None:
    """Two cities, and the United Nations, open a report without a dash; the name of a body is none."""
    found = datelines.find(
        [("paragraph", opening), ("paragraph", "Najat Dahl said that the pumps had stood still for a month.")]
    )
    assert opening[found[0].length :] == kept


def test_an_author_presented_above_is_not_the_authors_words() -> None:
    """ "Ms. Solheim is a former minister." below a byline is furniture; a letter is whose name closes it."""
    made = brief_of(
        "By Ingrid Solheim\n\nMs. Solheim is a former foreign minister of Norway.\n\n"
        "Each spring, ministers fly to the north and promise to work together. Each autumn, the promises are forgotten.\n\n"
        "We propose one step: the council should meet in Vardo, with its scientists and without its cameras.",
        title="Opinion | The north needs fewer speeches",
    )
    assert not any("is a former" in s.display for s in made.summary)
    assert not any("is a former" in words for words in passages(made))
    letter = brief_of(
        "Dear Karl,\n\nI am writing before our meeting in Vardo to set out what we propose for the ferry.\n\n"
        "We propose a joint fund, open to companies of both our countries.\n\nYours sincerely,\n\nAnna Sorensen",
        title="Letter from the Prime Minister to the President of the Council",
    )
    assert [a.name for a in letter.authors] == ["Anna Sorensen"]


def test_a_ship_is_not_whom_it_is_named_after() -> None:
    """ "The destroyers Carney and Mason" are ships, also where the article names somebody of that name."""
    made = brief_of(
        "The destroyers Carney and Mason will return to Norfolk in April. Canada sends a frigate of its own."
    )
    assert made.people == ()


def test_a_titled_label_of_an_official_answers() -> None:
    """ "PENNY DAHL, MINISTER FOR FOREIGN AFFAIRS:" is no outlet, and an office alone that nobody known holds is nobody."""
    made = brief_of(
        "PENNY DAHL, MINISTER FOR FOREIGN AFFAIRS: Today we signed an agreement that will bring two hundred police officers to Suva.\n\n"
        "JOURNALIST: Minister, will the islands take part?\n\n"
        "FOREIGN MINISTER: I spoke with the prime minister of the islands last week, and the door is open.\n\n"
        "JOURNALIST: When does the visa begin?\n\n"
        "FOREIGN MINISTER: The visa begins on the first of July for everybody under thirty.",
        title="Transcript - Doorstop, Suva",
    )
    assert [(role, names) for role, _, names in roles(made)][::2] == [
        ("speaker", ["Penny Dahl"]),
        *[("speaker", [])] * 2,
    ]


def test_a_question_among_somebodys_words_is_not_theirs() -> None:
    """ "Q. …" in remarks is a question, also where it does not ask."""
    made = brief_of(
        "Today we have a full agenda. I will propose to ministers a ban on services for the oil of Vardo.\n\n"
        "Q. On the ban, two member states have told us that they will never agree to it.\n\n"
        "I have heard so too, but I am hopeful that we will agree before the summit in June.",
        title="Doorstep remarks by Foreign Minister Ana Reyes",
    )
    assert made.kind == "remarks"
    assert [role for role, _, _ in roles(made)] == ["statement", "question", "statement"]
    assert not any("never agree" in words for words in passages(made))


def test_one_person_introduced_answers_without_labels() -> None:
    """Questions and answers without labels are an interview where the opening says who was interviewed."""
    opening = "In an interview in Oslo, Foreign Minister Arvid Nes {} in his office.\n\n"
    asked = (
        "You said that the rules are gone. What do you mean by that?\n\n"
        "I mean that nobody pays for them. Our navy will add a fourth patrol in June, and I expect others to follow.\n\n"
        "Is Vardo part of the problem?\n\n"
        "We have told Vardo that a code of conduct must be binding, and I will say so again.\n\n"
        "What keeps you awake?\n\n"
        "I sleep well, but my staff does not."
    )
    made = brief_of(opening.format("spoke with us") + asked, title="Norway’s top diplomat on trade and war")
    assert made.kind == "interview"
    assert {tuple(names) for role, _, names in roles(made) if role == "speaker"} == {("Arvid Nes",)}
    both = brief_of(
        opening.format("and Ana Reyes spoke with us") + asked, title="Norway’s top diplomat on trade and war"
    )
    assert both.turns == ()


def test_a_thing_just_brought_up_may_be_meant() -> None:
    """ "Norway should build a fleet. It would cost …": no bracket says that it is Norway."""
    made = brief_of(
        "Norway should build a fleet of ferries for the north before the winter comes. "
        "It would cost four hundred million crowns, less than the storms of last year have cost the towns."
    )
    assert not any("It [" in s.display for s in made.summary)


def test_a_side_without_a_name_stands_under_its_office() -> None:
    """ "The Secretary-General expressed …" where nobody is named, and "Prime Minister conveyed …"."""
    made = brief_of(
        "The Secretary-General met today with H.E. Mr. Janis Ozols, President of the Republic of Latvia. "
        "The Secretary-General expressed his condolences for the victims of the storm in Riga. "
        "The President called for the release of the second part of the fund.",
        title="Readout of the Secretary-General’s meeting with H.E. Mr. Janis Ozols, President of the Republic of Latvia",
    )
    text = made.article.text
    points = [
        ([p.name for p in d.people], text[d.label.start : d.label.end] if d.label else "")
        for d in made.details
        if d.role == "point"
    ]
    assert points == [([], "Secretary-General"), (["Janis Ozols"], "")]


def test_two_subjects_make_no_side() -> None:
    """ "The Secretary-General and the President discussed …" is both sides' point; a name with two offices is one side's."""
    made = brief_of(
        "Secretary-General António Guterres spoke by phone today with H.E. Mr. Janis Ozols, President of the Republic of Latvia.\n\n"
        "The Secretary-General and the President discussed the situation at the border.\n\n"
        "The Secretary-General thanked Latvia for hosting refugees from the region.",
        title="Readout of the Secretary-General’s phone call with H.E. Mr. Janis Ozols, President of the Republic of Latvia",
    )
    text = made.article.text
    assert [text[d.start : d.end].split()[-1] for d in made.details if d.role == "joint_point"] == ["border."]
    assert [[p.name for p in d.people] for d in made.details if d.role == "point"] == [["António Guterres"]]


def test_labels_of_hearings_end_in_a_full_stop() -> None:
    """ "Mr. NES. Yes, Senator." and "THE CHAIRMAN. …" open turns."""
    made = brief_of(
        "THE CHAIRMAN. The committee will come to order, and we turn to the nomination of Arvid Nes.\n\n"
        "Senator HOLT. Thank you. Mr. Nes, will you raise the case of the mayor?\n\n"
        "Mr. NES. I will raise the case in my first week, and I will attend the trial.\n\n"
        "THE CHAIRMAN. Thank you. We stand adjourned until Monday.",
        title="Hearing: Nomination of Arvid Nes to be Ambassador to Turkey",
    )
    assert made.kind == "transcript"
    assert [label for _, label, _ in roles(made)] == ["THE CHAIRMAN", "Senator HOLT", "Mr. NES", "THE CHAIRMAN"]
    assert roles(made)[2][2] == ["Arvid Nes"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The envoy spent three hours with Amir Khan Nuristani in Doha.", "Amir Khan Nuristani"),
        ("The Amir of Kuwait, Sheikh Mishal Al-Ahmad, received the envoy in the palace.", "Mishal Al-Ahmad"),
    ],
)
def test_amir_is_a_name_unless_an_article_or_a_state_makes_it_a_title(text: str, name: str) -> None:
    """ "Amir Khan X" keeps his name; "the Amir of Kuwait" is an office."""
    assert name in {p.name for p in brief_of(text).people}


BRIEFED = """Noon briefing of the Council's spokesperson

The following is a near-verbatim transcript of the briefing by {above}.

Question: Has the envoy left for the talks?

Deputy Spokesman: She has left for Oslo, and she will be back on Friday with the new list of ports.

Question: And when will that list be shown to us?

Deputy Spokesman: We will publish the list in spring, as we have said before in this very room.

Question: When in spring will that be?

Deputy Spokesman: In April, after the holidays, and not a day earlier than that, as far as we know."""


@pytest.mark.parametrize(
    ("above", "name"),
    [
        ("Farid Holm, Deputy Spokesman for the Secretary-General", "Farid Holm"),
        ("Ana Holm, Deputy Spokesman of the Council", "Ana Holm"),
        ("Ana Holm, Deputy Spokesman of the Council, and Per Lund, Deputy Spokesman of the fund", None),
        ("the office of the Council", None),
    ],
)
def test_a_label_of_an_office_is_whoever_is_presented_with_it(above: str, name: str | None) -> None:
    """One person of that office above the first label answers; of two nobody does."""
    made = brief_of(BRIEFED.format(above=above))
    answers = {speaker.name for turn in made.turns if turn.role == "speaker" for speaker in turn.speakers}
    assert made.kind == "transcript"
    assert answers == ({name} if name else set())
