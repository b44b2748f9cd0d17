"""What a document of each kind tells first: invented documents, and look-alikes that have none of it."""

from __future__ import annotations

import pytest

from summarizers.brief_json import brief_from_dict, brief_to_dict
from summarizers.model import Brief
from tests.summarizers.helpers import brief_of


def told(made: Brief, *roles: str) -> list[tuple[str, str, str]]:
    """Role, label and words of the details with some roles."""
    text = made.article.text
    return [
        (d.role, text[d.label.start : d.label.end] if d.label else "", text[d.start : d.end])
        for d in made.details
        if d.role in roles
    ]


READOUT = (
    "Foreign Minister Ingrid Solheim met today with Foreign Minister Karl Tamm of Estonia in Vardo.\n\n"
    "The two discussed the northern route and the ferry. Minister Solheim thanked Minister Tamm for the pilots. "
    "She underlined that the route would stay open. Mr. Tamm raised the price of the passage. "
    "They agreed to meet again before the winter. The weather was fair on that day in the port."
)


def test_a_readout_has_its_meeting_and_points_by_side() -> None:
    """Who met whom comes first; a point is its subject's, by name, or by a pronoun for the subject just before; "the two" are both."""
    made = brief_of(READOUT, title="Readout of Foreign Minister Solheim’s Meeting with Foreign Minister Tamm")
    said = [(d.role, [p.name for p in d.people], made.article.text[d.start : d.end].split()[1]) for d in made.details]
    assert said == [
        ("meeting", [], "Minister"),
        ("joint_point", [], "two"),
        ("point", ["Ingrid Solheim"], "Solheim"),
        ("point", ["Ingrid Solheim"], "underlined"),
        ("point", ["Karl Tamm"], "Tamm"),
        ("joint_point", [], "agreed"),
    ]


def test_a_pronoun_for_somebody_else_makes_no_point() -> None:
    """ "He" behind a sentence about the other one is shown under nobody's name."""
    made = brief_of(
        "President Rebecca Cole spoke today with President Aslan Tekay of Kazakhstan.\n\n"
        "President Cole welcomed the release of the sailors by Mayor Oleg Dan. Hundreds had come to the port to see the sailors. "
        "He thanked the fishermen for the long wait.",
        title="Readout of President Cole’s Call with President Tekay",
    )
    assert [[p.name for p in d.people] for d in made.details if d.role == "point"] == [["Rebecca Cole"]]


def test_commitments_of_a_joint_text_are_no_recitals() -> None:
    """Sentences that say what is to be done, and never "Recalling …" or thanks."""
    made = brief_of(
        "Norway and Estonia met in Vardo on Monday.\n\nRecalling the agreement of 2019, which both will keep;\n\n"
        "The two sides agreed to open the route by 1 May 2027.\n\nEstonia will send nine pilots to the port.\n\n"
        "The hosts were thanked for the evening.",
        title="Joint Statement on the Northern Route",
    )
    assert [words for _, _, words in told(made, "commitment")] == [
        "The two sides agreed to open the route by 1 May 2027.",
        "Estonia will send nine pilots to the port.",
    ]


SANCTIONS = (
    "The Treasury is designating nine companies pursuant to Executive Order 14024.\n\n"
    "The following persons are listed today:\n\n- Oleg Danov, owner of Danov Shipping\n\n- Mira Petrova, captain of the Severny\n\n"
    "- Severny Shipping LLC, of Vardo\n\nThe action is taken pursuant to section 1 of the order, and all property is blocked."
)


def test_sanctions_have_targets_and_a_legal_basis() -> None:
    """The lines of the list are the targets; the first sentence with the order is the basis."""
    made = brief_of(SANCTIONS, title="Sanctions on nine shipping companies")
    assert [words for _, _, words in told(made, "target")] == [
        "Oleg Danov, owner of Danov Shipping",
        "Mira Petrova, captain of the Severny",
        "Severny Shipping LLC, of Vardo",
    ]
    assert [words for _, _, words in told(made, "basis")] == [
        "The Treasury is designating nine companies pursuant to Executive Order 14024."
    ]


def test_targets_in_sentences_and_clauses_of_a_decree() -> None:
    """Without a list the sentences that designate say the targets; enumerated clauses in small letters name nobody."""
    made = brief_of(
        "OFAC is designating Severny Shipping pursuant to Executive Order 14024 for carrying arms.\n\n"
        "All property of the following persons is blocked under the Ports Act:\n\n(i) any person listed in the annex; and\n\n"
        "(ii) any person determined by the minister.\n\nThis is done pursuant to section 1 of the order.",
        title="Sanctions on a shipping company",
    )
    assert [words.split()[3] for _, _, words in told(made, "target")] == ["Severny"]


@pytest.mark.parametrize(
    ("line", "name", "post"),
    [
        ("Ruth Callan, of Ohio, to be Ambassador to Norway.", "Ruth Callan", "Ambassador to Norway"),
        ("Adam B. Pell, of Iowa, to be an Assistant Secretary of State, vice Lea Roe, resigned.", "Adam B. Pell", "Assistant Secretary of State"),
        ("Ida Holm, of Maine, a Career Member of the Senior Foreign Service, to be Ambassador to Peru.", "Ida Holm", "Ambassador to Peru"),
        ("Mr Jon Dale has been appointed His Majesty’s Ambassador to Chile in succession to Ms Ann Lee.", "Jon Dale", "His Majesty’s Ambassador to Chile"),
        ("Mira Petrova is appointed Consul General in Bergen.", "Mira Petrova", "Consul General in Bergen"),
    ],
)  # fmt: skip
def test_a_nomination_is_a_name_and_a_post(line: str, name: str, post: str) -> None:
    """The post ends before whose place it is, the term and the day."""
    made = brief_of(f"{line}\n\nEva Rand, of Utah, to be Consul in Oslo.", title="Nominations Sent to the Senate")
    assert told(made, "nominee")[0] == ("nominee", name, post)


def test_withdrawals_are_kept_apart() -> None:
    """Below a line that says so, the names are withdrawn."""
    made = brief_of(
        "Ruth Callan, of Ohio, to be Ambassador to Norway.\n\nWITHDRAWALS SENT TO THE SENATE:\n\nEva Rand, of Utah, to be Consul in Oslo.",
        title="Nominations Sent to the Senate",
    )
    assert [(role, label) for role, label, _ in told(made, "nominee", "withdrawn")] == [
        ("nominee", "Ruth Callan"),
        ("withdrawn", "Eva Rand"),
    ]


MEETING = (
    "The Security Council extended the mandate until May, adopting resolution 2799 (2026) by a vote of 13 in favour to none against, with 2 abstentions (China, Russian Federation).\n\n"
    "Introducing the draft, which Norway and Kenya had sponsored, the President of the Council thanked all members.\n\n"
    "The representative of Norway, Ida Solheim, welcomed the text as a step toward peace in the port.\n\n"
    "Kenya’s delegate said that the mission needed ships before the winter began.\n\n"
    "Speaking after the vote, the representative of the Russian Federation regretted the haste of the sponsors.\n\n"
    "Norway has a long coast and many old ports in the north."
)


def test_a_meeting_has_its_vote_and_a_position_for_each_state() -> None:
    """The vote, who proposed the text, and the sentence of each state's representative under the state's name."""
    made = brief_of(MEETING, title="Security Council Extends Mandate of Mission, Adopting Resolution 2799")
    assert made.kind == "un_meeting"
    assert [words.split()[2] for _, _, words in told(made, "vote")] == ["Council"]
    assert [words.split()[0] for _, _, words in told(made, "sponsor")] == ["Introducing"]
    assert [(label, words.split()[-1]) for _, label, words in told(made, "position")] == [
        ("Norway", "port."),
        ("Kenya", "began."),
        ("Russian Federation", "sponsors."),
    ]


def test_the_latest_entries_of_a_live_page() -> None:
    """Each under its time, whichever end of the page the latest stand at; at most six."""
    times = ["9:30 p.m.", "8:15 p.m.", "7 p.m.", "6:45 p.m.", "5 p.m.", "4 p.m.", "3 p.m."]
    entries = [f"{t}\n\nShip number {k} has left the port. Its crew waved." for k, t in enumerate(times)]
    opening = "The latest on the convoy (all times local):"
    newest_first = brief_of("\n\n".join([opening, *entries]), title="The Latest: Ships leave the port")
    oldest_first = brief_of("\n\n".join([opening, *reversed(entries)]), title="The Latest: Ships leave the port")
    for made in (newest_first, oldest_first):
        shown = told(made, "entry")
        assert {label for _, label, _ in shown} == set(times[:6])
        assert all(words.endswith("has left the port.") for _, _, words in shown)


@pytest.mark.parametrize("entry", ["14:05 GMT – The last ship has left.", "14:05: The last ship has left.", "2.05pm\n\nThe last ship has left."])  # fmt: skip
def test_times_of_entries_in_several_styles(entry: str) -> None:
    """A time may stand alone or before the words."""
    made = brief_of(f"{entry}\n\n{entry}\n\n{entry}", title="Live: ships leave the port")
    assert {words for _, _, words in told(made, "entry")} == {"The last ship has left."}


def test_a_digest_has_one_line_an_item() -> None:
    """The first sentence of each paragraph, or of what stands below each heading."""
    made = brief_of(
        "The council meets on Monday in Vardo. It will vote on the ferry.\n\nThe ferry sails again on Friday at noon. Tickets are dear.\n\nSee you.",
        title="Northern Newsletter: what the week brings",
    )
    assert [words.split()[1] for _, _, words in told(made, "item")] == ["council", "ferry"]


def test_the_question_before_an_answer_and_who_asks() -> None:
    """The last question before an answer that is shown; an outlet's one label says who asks."""
    made = brief_of(
        "The president received us in the old harbour office.\n\n"
        "Coastal Review: It rained all night. Mr. President, why did you sign the treaty so late?\n\n"
        "Mario Vella: We waited until every island council had voted on the treaty, because nobody here forgets the last one.\n\n"
        "Coastal Review: Will the ferries run this winter?\n\n"
        "Mario Vella: They will run every day of the winter, and the fares for islanders will not rise at all.",
        title="Interview with President Mario Vella",
    )
    assert made.kind == "interview"
    assert [words for _, _, words in told(made, "asker")] == ["Coastal Review"]
    assert [words for _, _, words in told(made, "question")] == [
        "Mr. President, why did you sign the treaty so late?",
        "Will the ferries run this winter?",
    ]


def test_news_has_no_details_and_the_json_keeps_those_there_are() -> None:
    """A report is read as before; details survive the contract, and a brief stored without them has none."""
    report = "Foreign Minister Ingrid Solheim met Karl Tamm on Monday, officials said. The two agreed to meet again."
    assert brief_of(report, title="Ministers meet in Vardo").details == ()
    made = brief_of(MEETING, title="Security Council Extends Mandate of Mission, Adopting Resolution 2799")
    data = brief_to_dict(made, "x")
    assert made.details
    assert brief_from_dict(data).details == made.details
    del data["details"]
    assert brief_from_dict(data).details == ()
