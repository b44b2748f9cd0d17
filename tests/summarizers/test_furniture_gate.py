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
        "By the authority vested in me as Foreign Minister by the constitution and the laws of Norway:",
        "(NRA), and section 301 of the Northern Route Act,",
        "[What you need to know today: get our letter.]",
        "Senja Aalto reacts as she visits the new pier at Vardo on May 3 after the opening of the route.",
        "Foreign Minister Hana Sato waves to fishermen at the harbour of Vardo on Monday.",
        "Nordic sailors on the deck of a grain ship in Vardo on Tuesday.",
        "Foreign Minister Hana Sato speaks to reporters at the harbour of Vardo, Norway, May 3, 2026.",
        "In this May 3, 2026 file photo, Foreign Minister Hana Sato stands on the pier.",
        "Foreign Minister Hana Sato, left, and Spokesperson Senja Aalto opened the pier before a crowd.",
        "Foreign Minister Hana Sato (right) is seen with sailors of three navies at the pier.",
        "FILE - Foreign Minister Hana Sato told reporters about the route last spring.",
        "The pier at Vardo, seen from the sea. Credit Ana Reyes/Agence Nord — Getty Images",
        "Nine ships wait for the storm to pass. Photograph: Karl Stern/Nordic Pictures",
        "The new pier was finished in the spring. Photo by Karl Stern",
        "grain Norway Vardo Barents Sea Foreign Ministry northern route Hana Sato timber shipping piers trade",
        "Unfortunately, this video is not available in your region.",
        "Sorry, this content cannot be shown on your device.",
        "9:30 p.m.",
        "Posted: Thursday, May 7, 2026. 10:11 pm CST.",
        "© 2026 The Vardo Courier.",
        "Copyright 2026 Nordic Press. This material may not be published, broadcast or redistributed.",
        "With reporting by Karl Stern in Oslo.",
        "—With assistance from Ana Reyes.",
        "Write to Karl Stern at karl.stern@courier.test.",
        "Read more: How the northern route was built in nine years.",
        "Save my name, email, and website in this browser for the next time I comment.",
        "This article is the copyrighted property of the Vardo Courier.",
        "(This story corrects the number of piers in the second paragraph.)",
        "Аdvеrtіѕе wіth thе Vardo Courier and reach nine harbours.",
        "“The route will carry grain and timber to three countries.”",
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
        "Foreign Minister Hana Sato meets the envoys of nine states in Vardo on Monday.",
        "The left, the right and the centre voted for the route that Foreign Minister Hana Sato opened on Monday.",
        "Credit Nordique will pay for the pier, Foreign Minister Hana Sato said.",
        "The tariff stands at 15 percent since May 3, 2026, Foreign Minister Hana Sato said.",
        "Watch officers at the pier saw nine ships on Monday, Foreign Minister Hana Sato said.",
        "Senator Karl Stern (R) and Senator Ana Reyes (D) opened the northern route with Foreign Minister Hana Sato.",
        "Foreign Minister Hana Sato is a historian and has written about the route.",
        "Copyright law will be the same on both shores, Foreign Minister Hana Sato said.",
    ],
)
def test_what_resembles_furniture_stays(sentence: str) -> None:
    """A sentence that only begins like furniture is told like any other."""
    made = brief_of(f"{sentence}\n\nThe ministry gave no details in its notice.")
    assert any(sentence.split()[0] in s.display for s in made.summary)


def test_below_highlights_only_whole_sentences_are_told() -> None:
    """Points listed under "Story highlights" lack an end mark and are no sentences of the article."""
    points = "Story highlights\nNine piers carry the route across the northern shore, the ministry says in its notice\n"
    made = brief_of(f"{points}{NEWS}")
    assert made.summary[0].display.startswith("Foreign Minister Hana Sato opened")


def test_a_byline_is_off_the_first_sentence() -> None:
    """ "By A: The …" opens with the news."""
    made = brief_of(f"By Karl Stern: {NEWS}")
    assert made.summary[0].display.startswith("Foreign Minister Hana Sato opened")


def test_an_author_is_told_of_below_an_article_only() -> None:
    """Who wrote an article is no part of what it tells."""
    made = brief_of(
        f"{NEWS}\n\nKarl Stern covers the north. Since joining the Courier, he has written on Foreign Minister Hana Sato."
    )
    assert not any("Karl Stern" in s.display or "joining" in s.display for s in made.summary)


def test_a_heading_in_capitals_runs_into_its_paragraph() -> None:
    """ "SECURING MORE TRADE: Foreign …" opens with the news; a speaker's label in capitals is no heading."""
    made = brief_of(f"SECURING EVEN MORE TRADE: {NEWS}\n\nOPENING NEW PORTS: The ministry will build nine piers.")
    assert made.summary[0].display.startswith("Foreign Minister Hana Sato opened")
