"""Sentence boundaries: hard cases of diplomatic news, and the tokenizer sumy gets."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizers.text import sentences
from summarizers.text.cleaning import read_text

#: Each case is one text, its sentences parted by "|".
CASES = [
    # abbreviations of law and resolutions, in brackets and behind a hyphen
    "The order rests on Executive Order (E.O.) 14117, as amended.| Two firms are named.",
    "It cites the Emergency Act (50 U.S.C. 1701 et seq.) (EA), the Order Act (50 U.S.C. 1601 et seq.) and section 3.",
    "The council renewed Res. 2254 on Monday.| Nobody abstained.",
    "The mandate of S.C. Res. 1559 ends in May.",
    "Speaking for the panel was ex-Rep. Ada Quill of Maine.| She left early.",
    "The text, Doc. 14 and Add. 2, was tabled.| It passed.",
    "She praised then-Sen. Karl Stern.",
    "The clause (Art. 5 and Reg. 12) stands.",
    # a common noun with a capital behind initials opens a sentence
    "The ship sailed to the U.S.| Officials in Doha saw it leave.",
    "They met in the U.K.| Analysts had expected no result.",
    "A U.S. Marines base closed.| U.S. Embassy staff had left.",
    "He called the U.S. Officials’ Day a feast.",
    "The pact was signed (in the U.S.) and ratified.",
    "The office closed (it had no staff.)| The guards left.",
    # titles and ranks
    "Sen. J. D. Marlow met Gov. Ada Quill on Monday.| They spoke for an hour.",
    "Lt. Gen. Omar Vance flew to Doha.| He returned on Friday.",
    "Maj. Gen. Ruth Okoye took the salute.",
    "The envoy met Rep. Dana Holt and Amb. Piers Nolan in Vienna.",
    "Mr. Tanaka and Mrs. Tanaka attended.| Ms. Obi did not.",
    "Dr. Lena Fischer, Ph.D., advises the ministry.",
    "Prof. Ivo Maric warned of delays.| Nobody listened.",
    "Col. Idris Bakary said the bridge was safe.",
    "Brig. Gen. Karl Stern declined to comment.",
    "Adm. Sofia Lind commands the fleet.",
    "Capt. Ruiz and Sgt. Mora were honoured.",
    "Sec. Gen. Anders Falk opened the summit.",
    "The Rev. Paul Osei blessed the crowd.",
    "Hon. Grace Mbeki and Rt. Hon. Ian Cole signed.",
    "Gen. Tomas Rey said so.| Gen. Rey then left.",
    # initials
    "J. R. Hale leads the panel.| It meets in May.",
    "The report by A. K. Sen was shelved.",
    "John F. Kerr and George W. Lund spoke.",
    "He quoted T. S. Moran at length.| Few noticed.",
    "Foreign Minister S. Jaishan arrived on Sunday.",
    # initialisms inside a sentence and at its end
    "The U.S. Senate voted on Tuesday.",
    "He was born in the U.S.| He grew up in Spain.",
    "Talks between the U.S. and Iran resumed.| Oman was the host.",
    "The U.N. Security Council met.| It took no vote.",
    "Relations with the U.K. government soured.",
    "She moved to Washington, D.C.| The post suited her.",
    "The D.C. Circuit ruled against them.",
    "The E.U. Commission and the U.S. Treasury agreed.",
    "U.S. Ambassador Neil Park praised the deal.| So did Seoul.",
    "It was signed by the U.S., the U.K. and Canada.",
    # times and dates
    "The vote is at 10 a.m. on Monday.| Results follow.",
    "It began at 3 p.m. Eastern time and ended at 5 p.m.",
    "The truce holds until 6 p.m.| After that nobody knows.",
    "They met on Jan. 6 and again on Feb. 14.",
    "The accord of Nov. 21, 1995, still stands.",
    "He left on Sept. 3.| She stayed.",
    # numbers, money, references
    "Growth slowed to 2.7 percent.| Prices rose 8.1 percent.",
    "The loan is worth $1.5 billion.| Repayment starts in 2030.",
    "No. 10 declined to comment.",
    "He lives near No. 11 Downing Street.",
    "Article 5.2 of the treaty applies.",
    "Resolution 2231 (2015) lapsed.| Nothing replaced it.",
    "Roughly 3.4 million people fled.| Most went west.",
    "It cost about £2.1bn.| Parliament was told in 2019.",
    # places and companies
    "The talks moved to St. Petersburg.| Snow delayed them.",
    "Ft. Bragg was renamed.| Mt. Hermon was not.",
    "Orion Ltd. and Vega Inc. won contracts.",
    "He runs Nordic Steel Co. in Oslo.",
    "The firm, Atlas Corp., denied it.| Its shares fell.",
    # quotes
    "“We will not accept this,” she said.| “We never did.”",
    "“Is this the end?” Minister Okafor asked.",
    "“Is this the end?”| The hall fell silent.",
    "“Enough!” President Varga shouted.",
    "He said: “We are ready.”| Then he left.",
    "“It is over.”| Nobody argued.",
    "“We were pressured to join …” he said.",
    "She called it “a start.”| Others called it a stunt.",
    'The king asked, "Who will pay?"| The answer was silence.',
    "“Why now?” he asked.| “Because we must.”",
    "“No deal,” said Moreno.| “Not today.”",
    "‘We will stay,’ the general said.| ‘We have to.’",
    "He shouted “Stop!” and ran.",
    "“They agreed.| They signed.| They left,” Amara Diallo said.",
    # elisions
    "We hope ... that reason prevails.| It may.",
    "“Peace … is possible,” he said.",
    "They waited. . . and waited.| Nothing came.",
    "The list is long...| Most names are new.",
    # brackets
    "The agency (founded in 1957) has 175 members.| It sits in Vienna.",
    "The minister resigned.| (He was 71.)",
    "He spoke for the bloc (see Annex B.).| Nobody objected.",
    # web and mail addresses, other full stops in words
    "See www.example.org/talks for the text.| It is short.",
    "Write to press@example.gov.| Replies take a day.",
    "The site example.com was blocked.| Others were not.",
    "They use the .ru domain.| We do not.",
    # glued by the page
    "The talks ended on Wednesday.|The ministers left at once.",
    "Nobody was hurt.|The police said so.",
    # abbreviations of other kinds
    "The case of Marlow v. Quill was heard.| It was dismissed.",
    "Oil, gas, coal, etc. are exempt.",
    "The ambassador vs. the minister was a sight.",
    "Robert Hale Jr. and Samuel Lund Sr. were there.",
    "Robert Hale Jr. spoke first.| The crowd cheered.",
    "Roughly est. 400 people came.",
    # one-letter endings and starters
    "They chose Plan B.| The cabinet agreed.",
    "They sell vitamin C.| The label says so.",
    # ends that are no full stop
    "Will it hold?| Perhaps!| Nobody knows.",
    "What now?!| The council meets today.",
    # sentences that open with lower case or figures
    "The iPhone maker agreed.| iPhone prices fell.",
    "They won.| 2024 will be harder.",
    "Costs rose.| $5 million was lost.",
    # dashes and other scripts' marks
    "He paused — then signed.| The room stood.",
    "« Nous sommes prêts », he said.| She nodded.",
]


@pytest.mark.parametrize("case", CASES)
def test_hard_cases(case: str) -> None:
    """A sentence ends where a reader ends it, whatever full stops stand inside it."""
    wanted = [part.strip() for part in case.split("|")]
    assert sentences.split_text(case.replace("|", "")) == wanted


def test_there_are_at_least_eighty_cases() -> None:
    """The list stays as long as the splitter's claim needs, and repeats nothing."""
    assert len(set(CASES)) == len(CASES) >= 80


@pytest.mark.parametrize("mark", ["- ", "• ", "* ", "1. ", "2) ", "(a) "])
def test_bullets(mark: str) -> None:
    """A bullet or number before a list's line is no sentence and no part of one."""
    assert sentences.split_text(f"{mark}Reopen the border.\n{mark}Free the crew.") == [
        "Reopen the border.",
        "Free the crew.",
    ]


def test_offsets_point_into_the_text() -> None:
    """Offsets cut exactly the sentence's words out of the cleaned text, in order and without overlap."""
    article = read_text("LONDON (Reuters) - Mr. Hale spoke.  He left at 3 p.m. on Monday.\n\nNobody followed.")
    found = sentences.split(article)
    cut = [article.text[s.start : s.end] for s in found]
    assert cut == ["Mr. Hale spoke.", "He left at 3 p.m. on Monday.", "Nobody followed."]
    assert [s.index for s in found] == [0, 1, 2]
    assert [s.paragraph for s in found] == [0, 0, 1]
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@given(st.text(alphabet="Ab .!?…”“’\n-1$U.S", max_size=120))
def test_no_word_is_lost(text: str) -> None:
    """Whatever the text, its sentences together hold every letter of it, in order; only a list's numbers and marks are left out."""
    joined = "".join(sentences.split_text(text))
    letters = [c for c in joined if c.isalpha()]
    assert letters == [c for c in text if c.isalpha()]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("The U.S. acted in 2021.", ["The", "U.S.", "acted", "in", "2021"]),
        ("COVID-19 grounded the F-35 fleet.", ["COVID-19", "grounded", "the", "F-35", "fleet"]),
        ("Marlow’s and Quill's aides", ["Marlow’s", "and", "Quill's", "aides"]),
        ("Growth of 2.7% and 1,500 jobs", ["Growth", "of", "2.7%", "and", "1,500", "jobs"]),
        ("AT&T met the G20/G7 sherpas", ["AT&T", "met", "the", "G20/G7", "sherpas"]),
        ("… — “”", []),
    ],
)
def test_words(sentence: str, words: list[str]) -> None:
    """Sumy gets words whole: abbreviations, years, hyphens, possessives, figures; marks are no words."""
    assert list(sentences.tokenizer().to_words(sentence)) == words


def test_sentences_for_sumy() -> None:
    """Sumy's paragraphs are cut as the article's own are."""
    assert sentences.tokenizer().to_sentences("Gen. Rey left. The U.S. stayed.") == (
        "Gen. Rey left.",
        "The U.S. stayed.",
    )
