"""The demo's sample pages are briefed as what they are."""

from __future__ import annotations

import pytest

from bot.articles import extract
from bot.layouts import layout_of
from local_slack.sample_article import KINDS, html
from summarizers.pipeline import brief

#: The kind of each page, and what its brief shows first or above the summary.
EXPECTED = {
    "transcript": ("transcript", "Answers"),
    "interview": ("interview", "Answers"),
    "opinion": ("oped", "Leonie Hartwell"),
    "remarks": ("remarks", "Tomás Vilar, Foreign Minister"),
    "statement": ("statement", "Katja Lindqvist, Prime Minister"),
    "joint-statement": ("joint_statement", "Commitments"),
    "readout": ("readout", "Both sides"),
    "sanctions": ("sanctions", "Targets"),
    "nominations": ("nominations", "Withdrawn"),
    "un-meeting": ("un_meeting", "Positions"),
    "live": ("live", "Latest entries"),
    "newsletter": ("newsletter", "In this issue"),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_sample_page_is_of_its_kind(name: str) -> None:
    """Kind and layout of each page."""
    made = brief(extract(html(name).encode(), url=f"http://localhost.example/sample/{name}"))
    layout = layout_of(made)
    kind, shown = EXPECTED[name]
    headings = {layout.heading, *(section.heading for section in layout.first)}
    assert made.kind == kind
    assert shown in headings or layout.over_summary.startswith(shown)
    assert made.article.published is not None
