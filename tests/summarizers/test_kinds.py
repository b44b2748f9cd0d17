"""What kind of document an article is, and whose own words it holds: one invented document of each kind, and look-alikes."""

from __future__ import annotations

import pytest

from bot.presentation import kind_shown
from summarizers.brief_json import brief_from_dict, brief_to_dict
from tests.summarizers.helpers import brief_of

OWN = (
    "Our ports have been closed for a year, and I have heard from those who lost their work over it.\n\n"
    "We will open the crossing on the first day of March. I have asked my ministry to publish the timetable.\n\n"
    "I thank our neighbours, and we look forward to the spring."
)
CALLED = (
    "President Rebecca Cole spoke today with President Aslan Tekay of Kazakhstan about grain and about the northern route.\n\n"
    "The two leaders agreed to meet in May, and they welcomed the work of their envoys."
)

DOCUMENTS = [
    ("transcript", "Press Briefing by Press Secretary Clara Hollis", "MS. HOLLIS: The list is public.\n\nQ When was it signed?\n\nMS. HOLLIS: On Monday, at noon."),
    ("interview", "Interview with Foreign Minister Jonas Steinmann", "SPIEGEL: Why now?\n\nSteinmann: The world has changed, and so have we.\n\nSPIEGEL: Is it enough?\n\nSteinmann: It is a start that many have asked for."),
    ("remarks", "Remarks by Foreign Minister Ingrid Solheim at the Northern Forum", OWN),
    ("oped", "Opinion: The port that we forgot", OWN),
    ("statement", "Statement by Foreign Minister Ingrid Solheim on the Northern Agreement", OWN),
    ("joint_statement", "Joint Statement on the Northern Route", "Norway and Estonia have agreed to open the route in May.\n\nBoth sides will report in the autumn."),
    ("readout", "Readout of President Cole’s Call with President Tekay", CALLED),
    ("sanctions", "Sanctions on nine shipping companies", "The Treasury is designating nine companies pursuant to Executive Order 14024.\n\nThe action is taken pursuant to section 1 of the order, and all property is blocked."),
    ("nominations", "Nominations Sent to the Senate", "Ruth Callan, of Ohio, to be Ambassador to Norway.\n\nAdam Pell, of Iowa, to be an Assistant Secretary of State."),
    ("factsheet", "Fact Sheet: The Northern Route", "The route will be nine hundred miles long.\n\nIt will be paid for by three banks."),
    ("un_meeting", "Security Council Extends Mandate of Mission, Adopting Resolution 2799", "The Council extended the mandate by a vote of 13 in favour.\n\nThe representative of Norway welcomed the text."),
    ("live", "The Latest: Ships leave the port", "VARDO — The latest on the convoy (all times local):\n\n9:30 p.m.\n\nThe last ship has left the port.\n\n8:15 p.m.\n\nTwo tugs are waiting.\n\n7 p.m.\n\nThe pilots have boarded."),
    ("newsletter", "Northern Newsletter: what the week brings", "The council meets on Monday.\n\nThe ferry sails again on Friday."),
    ("analysis", "Where does the northern route go after the vote?", "The vote has left the route without a budget.\n\nAnalysts in Oslo expect a second round."),
    ("news", "Italy to escort grain ships", "Italy will escort grain ships from Odesa, Foreign Minister Paolo Renzetti said on Monday.\n\nThe talks went on for three days."),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "title", "text"), DOCUMENTS, ids=[kind for kind, _, _ in DOCUMENTS])
def test_one_document_of_each_kind(kind: str, title: str, text: str) -> None:
    """Headline, labels and the person of the verbs tell the kind, which the JSON keeps."""
    made = brief_of(text, title=title)
    assert made.kind == kind
    again = brief_from_dict(brief_to_dict(made))
    assert (again.kind, again.authors) == (made.kind, made.authors)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Minister’s statement leaves the port cold", "The fishermen said on Monday that they had hoped for more.\n\nThe minister left early."),
        ("Senate rejects nominations for the port council", "Senators voted by 51 to 49 on Monday, an aide said.\n\nA second vote is due in May."),
        ("US puts sanctions on nine companies", "The United States put sanctions on nine companies on Monday, officials said.\n\nThe firms denied it."),
        ("Speech by president draws crowds to the harbour", "Thousands came to hear Mario Vella, police said.\n\nVella spoke for an hour. Vella then left."),
        ("Cole’s call with Tekay leaves the port without an answer", "Rebecca Cole called Aslan Tekay on Monday, her office said.\n\nThe port is shut."),
        ("Ministers issue joint statement after a night of talks", "Two ministers agreed on a text on Monday, officials said.\n\nIt has nine pages."),
        ("Security Council vote delayed", "A vote was put off on Monday, diplomats said.\n\nThe text has nine articles."),
        ("Council to vote on the ferry", "The town council will vote on Friday, its clerk said.\n\nThe ferry is old."),
    ],
)  # fmt: skip
def test_a_report_about_a_document_is_news(title: str, text: str) -> None:
    """Who reports on a statement, a nomination or a speech writes news, and nobody is its author."""
    made = brief_of(text, title=title)
    assert made.kind == "news"
    assert made.authors == ()
    assert kind_shown(made) is None


@pytest.mark.parametrize(
    ("title", "text", "authors"),
    [
        ("Remarks by Foreign Minister Ingrid Solheim at the Northern Forum", OWN, ["Ingrid Solheim"]),
        ("Statement of President Mario Vella on the Passing of Ambassador Karl Stern", "Karl Stern gave his life to peace. Stern built our first pier.\n\nStern will be missed by all who knew him.", ["Mario Vella"]),
        ("Statement from the Foreign Minister", "“The crossing is open again from today. Nobody will be left behind on either side.”\n\n– Foreign Minister Maria Solheim", ["Maria Solheim"]),
        ("Joint Statement on the Northern Route", "We, President of Norway Ingrid Solheim and President of Estonia Karl Tamm, note that our route is open.\n\nWe will meet again in May.", ["Ingrid Solheim", "Karl Tamm"]),
        ("Opinion: The port that we forgot", "By Hana Sato\n\n" + OWN, ["Hana Sato"]),
        ("Readout of President Cole’s Call with President Tekay", CALLED, []),
    ],
)  # fmt: skip
def test_whose_words_a_document_is(title: str, text: str, authors: list[str]) -> None:
    """The headline's "by", "of" and "from", a signature, the opening "We, …" and a byline name the authors."""
    assert [author.name for author in brief_of(text, title=title).authors] == authors


def test_the_kind_stands_under_the_headline() -> None:
    """Who answers in a transcript and whose statement it is are said with the kind."""
    _, title, text = DOCUMENTS[0]
    assert (kind_shown(brief_of(text, title=title)) or "").startswith("Transcript; answers: Clara Hollis")
    made = brief_of(OWN, title="Statement by Foreign Minister Ingrid Solheim on the Northern Agreement")
    assert (kind_shown(made) or "").startswith("Statement by Ingrid Solheim, Foreign Minister")


@pytest.mark.parametrize(
    "line",
    ["Foreign Secretary Helen Marsh said:", "Commenting on the pact, Foreign Secretary Helen Marsh said:", "The Foreign Secretary, Helen Marsh, said:"],
)  # fmt: skip
def test_unmarked_paragraphs_below_said_are_the_speaker_s(line: str) -> None:
    """ "X said:" alone on a line gives X the unmarked words below, and not what follows in the third person."""
    made = brief_of(
        f"The government announced new measures today against those who closed the port.\n\n{line}\n\n"
        "We are going further than ever before against those who profit from the closure of the port.\n\n"
        "I am proud of what our inspectors have done.\n\nThe measures take effect at midnight.",
        title="New measures announced",
    )
    [turn] = made.turns
    assert [s.name for s in turn.speakers] == ["Helen Marsh"]
    assert made.article.text[turn.start : turn.end].startswith("We are going")
    assert made.article.text[turn.start : turn.end].endswith("have done.")


@pytest.mark.parametrize(
    "line",
    ["A spokesperson for Foreign Secretary Helen Marsh said:", "Foreign Secretary Helen Marsh said three things were missing:", "Foreign Secretary Helen Marsh and Minister Paul Denny said:"],
)  # fmt: skip
def test_somebody_else_who_said_gets_no_name(line: str) -> None:
    """Who speaks for the minister, a list, and two together are not the minister's words below."""
    made = brief_of(
        f"The government announced new measures today.\n\n{line}\n\nWe have nothing to add to what our office wrote.",
        title="New measures announced",
    )
    assert not any(s.name == "Helen Marsh" for turn in made.turns for s in turn.speakers)


def test_an_interview_without_labels() -> None:
    """Paragraphs that end in a question are the interviewer's; the one person of the headline answers."""
    made = brief_of(
        "Transport Minister Hana Sato received us at the northern port.\n\nMadam Minister, has the route a future?\n\nIt has one, and I have said so from the start.\n\n"
        "How will you pay for it?\n\nWe have nine banks, and our budget is ready.\n\nWhat do the fishermen say?\n\nI meet them every week, and they want the crane.",
        title="Hana Sato discusses the future of the port",
    )
    said = [([s.name for s in t.speakers], t.role) for t in made.turns]
    assert made.kind == "interview"
    assert said == [([], "question"), (["Hana Sato"], "speaker")] * 3


BIOS = [
    "Lea Brandt was Norway's ambassador to Indonesia from 2014 to 2018.",
    "Lea Brandt is a senior fellow at the Northern Institute.",
    "Lea Brandt, a former minister, teaches law in Bergen.",
    "Lea Brandt served as foreign minister of Norway.",
    "Lea Brandt writes about ports.",
]


@pytest.mark.parametrize("bio", [bio for bio in BIOS if "," not in bio])
def test_a_line_at_the_end_says_who_wrote_it(bio: str) -> None:
    """Somebody first named at the end, by a line about what they are, wrote a text in the first person; the line is not theirs."""
    made = brief_of(
        f"{OWN}\n\nI have told three governments so, and they said that they would think about it.\n\n{bio}",
        title="What ports are for",
    )
    assert made.kind == "oped"
    assert [a.name for a in made.authors] == ["Lea Brandt"]
    [turn] = made.turns
    assert "Brandt" not in made.article.text[turn.start : turn.end]


@pytest.mark.parametrize(
    "end",
    [
        "Lea Brandt said the port would open again.",
        "Lea Brandt is expected to speak on Monday.",
        "The envoy Lea Brandt is a fellow of the institute.",
    ],
)
def test_who_does_something_at_the_end_wrote_nothing(end: str) -> None:
    """A last sentence about what somebody said, or will do, is no line about the author."""
    made = brief_of(f"{OWN}\n\n{end}", title="What ports are for")
    assert all(author.name != "Lea Brandt" for author in made.authors)


@pytest.mark.parametrize(
    "opening",
    [
        "I, MARIO J. VELLA, President of Malta, find",
        "NOW, THEREFORE, I, MARIO J. VELLA, President of Malta, do hereby proclaim",
    ],
)
def test_a_decree_is_the_words_of_who_decrees(opening: str) -> None:
    """ "I, X, President of …," names whose words an order is, also where it imposes sanctions."""
    made = brief_of(
        f"By the authority vested in me as President by the Constitution of Malta,\n\n{opening} that nine ships have broken the embargo.\n\n"
        "All property of the nine owners will be blocked pursuant to this order.",
        title="Imposing Sanctions on Nine Ships",
    )
    assert [(a.name, a.office) for a in made.authors] == [("Mario Vella", "President")]
    assert made.kind in {"sanctions", "statement"}
    assert any("property" in made.article.text[q.start : q.end] for q in made.shown())


@pytest.mark.parametrize(
    "text",
    [
        "“I, Mario J. Vella, swear to keep the port open,” he said at the ceremony on Monday.\n\nThe president then left the hall.",
        "I, Claudius is the novel that the minister likes best, her office said on Monday.\n\nShe has read it twice.",
        "Mario J. Vella, President of Malta, said on Monday that I, the writer, was wrong.\n\nHe did not say why.",
    ],
)
def test_an_oath_and_a_novel_are_no_decree(text: str) -> None:
    """Quoted words, titles of works and "I" elsewhere decree nothing."""
    made = brief_of(text, title="A busy day in Valletta")
    assert made.authors == ()


@pytest.mark.parametrize(
    ("kind", "title", "text"),
    [
        ("readout", "Telephone conversation with President of Estonia Karl Tamm", "The President of Norway had a telephone conversation with President of Estonia Karl Tamm.\n\nThe leaders discussed the ferry."),
        ("readout", "PM meeting with President Tamm of Estonia: 6 November 2026", "The Prime Minister hosted the President of Estonia, Karl Tamm, in Oslo this evening.\n\nThe leaders agreed to meet again."),
        ("sanctions", "Northern ports: Council imposes restrictive measures on seven individuals", "The Council today imposed restrictive measures on seven individuals.\n\nThe legal acts have been published in the Official Journal, pursuant to Regulation (EC) No 765/2006."),
        ("remarks", "Secretary of State Ingrid Solheim At the Northern Security Conference", OWN),
        ("nominations", "President Cole Announces Key Nominations", "Today, President Rebecca Cole announced her intent to nominate the following individuals:\n\nIda Holm, Nominee for Ambassador to Chile."),
        ("news", "Meeting ends without a text", "The meeting ended on Monday without a text, officials said.\n\nThe ministers left early."),
        ("news", "Council restricts measures on ferries", "The town council voted on Monday to restrict ferries, its clerk said.\n\nThe act takes effect in May."),
        ("news", "President Cole at the front: a day in Vardo", "President Rebecca Cole came to Vardo on Monday and met the crews of nine boats, her office said.\n\nShe left at noon."),
    ],
)  # fmt: skip
def test_headlines_of_several_governments(kind: str, title: str, text: str) -> None:
    """Readouts, sanctions, speeches and nominations as different offices head them, and reports headed alike."""
    assert brief_of(text, title=title).kind == kind


def test_two_authors_of_one_text() -> None:
    """ "By X and Y" names both, with the offices the line about them gives."""
    made = brief_of(
        "By Katrin Vogel and Luc Macaire\n\nOur two countries have fought three wars. We now build ferries together.\n\n"
        "We believe that the north must pay for its own ferries, and we have told our parliaments so.\n\n"
        "Katrin Vogel is the foreign minister of Germany. Luc Macaire is the foreign minister of France.",
        title="The north must pay for its ferries",
    )
    assert [(a.name, a.country) for a in made.authors] == [("Katrin Vogel", "Germany"), ("Luc Macaire", "France")]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("President skips daily briefing", "The president skipped the daily briefing on Monday, her office said.\n\nNobody took questions."),
        ("Bank sends newsletter to the wrong people", "A bank sent its newsletter to nine thousand strangers on Monday, it said.\n\nIt has apologised."),
        ("Who is reading your newsletter? Nobody", "A study of nine thousand readers found that few open their mail, its authors said.\n\nThe study took a year."),
        ("Nine tools for the harbour office", "Talent Management: The tool keeps the names of all the crews in one place.\n\nTask Management: The tool hands out the work of the week to the crews.\n\nTalent Management: The second tool does the same, with colours.\n\nTask Management: The second tool sends a letter to each crew."),
        ("A rucksack for the long coast", "Is it heavy?\n\nI carried it for nine days, and my back was fine.\n\nIs it dry?\n\nWe fell into the sea, and my socks stayed dry.\n\nIs it cheap?\n\nNo, and I said so to my wife."),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_newsletter_a_transcript_or_an_interview(title: str, text: str) -> None:
    """News about briefings and newsletters, lists with labels, and questions a writer asks themselves."""
    made = brief_of(text, title=title)
    assert made.kind not in {"newsletter", "transcript", "interview"}
    assert not any(turn.speakers for turn in made.turns if turn.label)


@pytest.mark.parametrize("title", ["EU Newsletter #45", "The Daily Brief", "Foreign Policy Daily Brief: talks collapse", "Northern weekly briefing, 12 November"])  # fmt: skip
def test_headlines_of_digests(title: str) -> None:
    """A digest's own name, with what stands behind it."""
    text = "The council meets on Monday in Vardo.\n\nThe ferry sails again on Friday at noon."
    assert brief_of(text, title=title).kind == "newsletter"


def test_an_interview_whose_answers_alone_have_labels() -> None:
    """The surname before the answers says who speaks, also where the headline does not name them; the label is no speech."""
    made = brief_of(
        "Moldova’s foreign minister, Ana Rusu, spoke to the Courier in the old port.\n\nWhen will Moldova join the union?\n\n"
        "Rusu: We want to be ready by 2028, and I have told Brussels so.\n\nIs the river an obstacle?\n\n"
        "Rusu: It is not, and our neighbours have told me the same.\n\nWhat do you need?\n\nRusu: We need patience, and money for the bridge that we are building.",
        title="“We will not wait”: an interview with Moldova’s foreign minister",
    )
    said = [(t.role, [s.name for s in t.speakers], made.article.text[t.start : t.end].split()[0]) for t in made.turns]
    assert made.kind == "interview"
    assert said == [
        ("question", [], "When"),
        ("speaker", ["Ana Rusu"], "We"),
        ("question", [], "Is"),
        ("speaker", ["Ana Rusu"], "It"),
        ("question", [], "What"),
        ("speaker", ["Ana Rusu"], "We"),
    ]
