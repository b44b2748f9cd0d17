"""Furniture is never chosen for a summary, in short texts neither; sentences that only resemble it may be."""

from __future__ import annotations

import pytest

from tests.summarizers.helpers import brief_of

NEWS = (
    "Foreign Minister Hana Sato opened the northern route on Monday after nine years of work on its piers.\n\n"
    "The route will carry grain and timber to three countries, her ministry said in a notice."
)


@pytest.mark.parametrize(
    "line",
    [
        "An earlier version said that the route would open on Sunday.",
        "Correction (May 3): The route has nine piers and not eight.",
        "Nordic Press | Vardo | Updated: 29-04-2024 12:43",
        "Press Release | 4 May 2026",
        "(Reporting by Karl Stern in Oslo; editing by Ana Reyes)",
        "Check against delivery.",
        "The following is attributable to Spokesperson Senja Aalto:",
        "Image caption The new pier was finished in the spring.",
        "A file picture of the pier, taken before the storm.",
        "The pier at Vardo before the storm. (Karl Stern/AFP/Getty Images)",
        "PRESS BRIEFING BY SPOKESPERSON SENJA AALTO ON THE ROUTE",
        "Recalling the treaty of 1994 and the friendship of both peoples;",
        "Here’s what we know about the route so far.",
        "[What you need to know today: get our letter.]",
    ],
)
def test_furniture_opens_no_summary(line: str) -> None:
    """The first sentence shown is the news, whatever stands before it."""
    made = brief_of(f"{line}\n\n{NEWS}")
    assert made.summary[0].display.startswith("Foreign Minister Hana Sato opened")


@pytest.mark.parametrize(
    "sentence",
    [
        "Story highlights from the opening included a ferry race that Foreign Minister Hana Sato started.",
        "Correction of the river bed at Vardo will cost Norway nine million euros, Foreign Minister Hana Sato said.",
        "Considering the cost, Foreign Minister Hana Sato put off the second pier.",
        "NATO and the EU welcomed the route that Foreign Minister Hana Sato opened.",
        "Reporting from the pier is banned, Foreign Minister Hana Sato said.",
    ],
)
def test_what_resembles_furniture_stays(sentence: str) -> None:
    """A sentence that only begins like furniture is told like any other."""
    made = brief_of(f"{sentence}\n\nThe ministry gave no details in its notice.")
    assert any(sentence.split()[0] in s.display for s in made.summary)
