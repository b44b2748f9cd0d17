"""What a brief of each kind shows first, on every surface: in documents of ours."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from bot.layouts import layout_of
from bot.rendering import markdown, show_brief
from bot.slack.blocks import BRIEF_CHARACTERS, brief_message, characters
from summarizers.model import Brief
from tests.summarizers.helpers import brief_of
from tests.summarizers.test_details import MEETING, READOUT, SANCTIONS
from tests.summarizers.test_quote_turns import BRIEFING, STATEMENT


def surfaces(made: Brief) -> dict[str, str]:
    """A brief on the terminal, as Markdown and as the words of its Slack blocks."""
    console = Console(file=io.StringIO(), width=200)
    show_brief(console, made)
    assert isinstance(console.file, io.StringIO)
    blocks = json.dumps(brief_message(made).blocks, ensure_ascii=False)
    return {"terminal": console.file.getvalue(), "markdown": markdown(made), "slack": blocks}


def nominations(count: int) -> Brief:
    """A list of people for posts."""
    names = ["Ruth Callan", "Adam Pell", "Ida Holm", "Jon Dale", "Lea Brandt", "Tom Vail", "Eva Rand", "Max Orr"]
    lines = [f"{names[k % 8]} of Ohio, to be Consul in Port {k}.".replace(" of", ", of", 1) for k in range(count)]
    return brief_of("\n\n".join(lines), title="Nominations Sent to the Senate")


@pytest.mark.parametrize(
    ("made", "headings"),
    [
        (brief_of(SANCTIONS, title="Sanctions on nine shipping companies"), ["Targets", "Legal basis"]),
        (nominations(3), ["Nominated"]),
        (brief_of(MEETING, title="Security Council Extends Mandate of Mission, Adopting Resolution 2799"), ["Vote", "Text proposed by", "Positions"]),
        (brief_of(READOUT, title="Readout of Foreign Minister Solheim’s Meeting with Foreign Minister Tamm"), ["", "Ingrid Solheim, Foreign Minister", "Karl Tamm, Foreign Minister, Estonia", "Both sides"]),
        (brief_of(STATEMENT, title="Agreement reached in the north"), []),
    ],
)  # fmt: skip
def test_the_sections_of_a_kind_stand_on_every_surface(made: Brief, headings: list[str]) -> None:
    """Headings and lines are the same in the terminal, in Markdown and in Slack."""
    sections = layout_of(made).first
    assert [section.heading for section in sections] == headings
    for shown in surfaces(made).values():
        for section in sections:
            assert section.heading in shown
            assert all(line.words.split()[0] in shown for line in section.lines)


def test_who_is_only_listed_is_no_official() -> None:
    """Nominees and those they follow stand in the list alone; the JSON keeps them."""
    made = brief_of(
        "Ruth Callan, of Ohio, to be Ambassador to Norway, vice Lea Roe, resigned.\n\nEva Rand, of Utah, to be Ambassador to Peru.\n\n"
        "President Rebecca Cole signed the list on Monday.",
        title="Nominations Sent to the Senate",
    )
    assert {o.name for o in made.officials} >= {"Ruth Callan", "Rebecca Cole"}
    assert [o.name for o in layout_of(made).officials] == ["Rebecca Cole"]
    assert "Officials" in surfaces(made)["terminal"]


def test_a_long_list_is_cut_and_says_so() -> None:
    """Twelve lines and how many more; the message stays inside its limit."""
    made = nominations(30)
    assert (len(layout_of(made).first[0].lines), layout_of(made).first[0].more) == (12, 18)
    message = brief_message(made)
    assert characters(message.blocks) <= BRIEF_CHARACTERS
    assert "more" in json.dumps(message.blocks)
    assert "and 18 more" in surfaces(made)["terminal"]


def test_an_answer_stands_under_its_question() -> None:
    """The question is shown once, in nobody's name, and no sentence of the summary is shown twice."""
    made = brief_of(BRIEFING, title="Press briefing by government spokesperson Senja Aalto")
    layout = layout_of(made)
    assert layout.heading == "Answers"
    assert layout.summary == ()
    questions = [said.question for said in layout.quotes]
    assert questions.count("Does that mean that the dispute over the fishing grounds is settled?") == 1
    for shown in surfaces(made).values():
        assert shown.count("Asked: Does that mean") == 1
        assert shown.count("reopen its consulate") == 1


def test_a_statement_is_headed_by_who_makes_it() -> None:
    """The author stands before the sentences, so that "I" and "we" are somebody; nothing is shown twice."""
    made = brief_of(STATEMENT, title="Statement by Foreign Minister Ingrid Solheim on the Northern Agreement")
    layout = layout_of(made)
    assert layout.over_summary == "Ingrid Solheim, Foreign Minister"
    shown = {(s.start, s.end) for s in layout.summary}
    assert not any((q.start, q.end) in shown for said in layout.quotes for q in said.stretches)
    assert all("Ingrid Solheim, Foreign Minister" in words for words in surfaces(made).values())


def test_news_is_laid_out_as_before() -> None:
    """No sections, no author before the summary, and key quotes under their heading."""
    made = brief_of(
        "Italy will escort grain ships from Odesa, Foreign Minister Paolo Renzetti said on Monday.\n\n“We have waited long enough for this,” Renzetti told reporters.",
        title="Italy to escort grain ships",
    )
    layout = layout_of(made)
    assert (layout.first, layout.over_summary, layout.heading) == ((), "", "Key quotes")
    assert layout.summary == made.summary
    assert layout.officials == made.officials
