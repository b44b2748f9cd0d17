"""The office of a person: which rule wins between what the text says and what the directory knows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from summarizers.directory.terms import Term
from summarizers.officials.offices import aide_of, office_of
from summarizers.people.titles import ParsedTitle

DAY = dt.date(2021, 3, 14)
MINISTER = ParsedTitle(0, 1, 0, "Foreign Minister", "foreign", public=True, rank=86)
GENERAL = ParsedTitle(0, 0, 0, "General", "military", public=True, rank=60)
SENATOR = ParsedTitle(3, 3, 3, None, "legislator", public=True, rank=40, country="United States")
AUTHOR = ParsedTitle(0, 0, 0, "Author", "celebrity", public=False, rank=10)
TERM = Term("Elena Marlow", (), False, "Foreign Minister", "foreign", "Norway", None, "2019", "2022-05", None, "f")
ENVOY = replace(TERM, office="Special Envoy to Chile", role="envoy")

#: (titles, terms, date, the rule that wins, office, country, standing)
CASES = [
    ([MINISTER], [], DAY, "title", "Foreign Minister", None, "current"),
    ([replace(MINISTER, status="former")], [], None, "title", "Foreign Minister", None, "former"),
    ([MINISTER], [TERM], DAY, "title and term", "Foreign Minister", "Norway", "current"),
    ([MINISTER], [TERM], dt.date(2023, 1, 1), "title and term", "Foreign Minister", "Norway", "former"),
    ([MINISTER], [TERM], None, "title in the terms' country", "Foreign Minister", "Norway", "current"),
    ([MINISTER], [ENVOY], DAY, "title in the terms' country", "Foreign Minister", "Norway", "current"),
    ([GENERAL], [ENVOY], DAY, "term over a loose title", "Special Envoy to Chile", "Norway", "current"),
    ([GENERAL], [ENVOY], None, "title in the terms' country", "General", "Norway", "current"),
    ([SENATOR], [replace(TERM, role="legislator", jurisdiction="United States")], DAY,
     "term for a title without office", "Foreign Minister", "United States", "current"),
    ([AUTHOR], [TERM], DAY, "term", "Foreign Minister", "Norway", "current"),
    ([], [TERM], dt.date(2022, 6, 1), "term", "Foreign Minister", "Norway", "former"),
    ([], [replace(TERM, office="Acting Foreign Minister")], DAY, "term", "Acting Foreign Minister", "Norway", "acting"),
]  # fmt: skip


@pytest.mark.parametrize(("titles", "terms", "date", "why", "name", "country", "status"), CASES)
def test_one_rule_wins_and_is_named(
    titles: list[ParsedTitle],
    terms: list[Term],
    date: dt.date | None,
    why: str,
    name: str,
    country: str | None,
    status: str,
) -> None:
    """The office, where it is and its standing, with the rule that chose it."""
    office = office_of(titles, terms, date)
    assert office is not None
    assert (office.why, office.name, office.country, office.status) == (why, name, country, status)


@pytest.mark.parametrize(
    ("titles", "terms", "date"),
    [([], [], DAY), ([AUTHOR], [], DAY), ([], [TERM], None), ([], [TERM], dt.date(2018, 1, 1))],
    ids=["nothing", "no public title", "no date", "before the term"],
)
def test_nobody_is_made_an_official(titles: list[ParsedTitle], terms: list[Term], date: dt.date | None) -> None:
    """Without public title, and without a term that has begun by a known day, there is no office."""
    assert office_of(titles, terms, date) is None


def test_a_stated_former_office_is_not_overridden() -> None:
    """The directory's running term does not bring back whom the text calls former."""
    office = office_of([replace(MINISTER, status="former")], [TERM], DAY)
    assert office is not None
    assert (office.status, office.source) == ("former", "text")


def test_an_aide_stands_where_the_official_does() -> None:
    """Country and body are the official's, the standing the aide's own."""
    principal = office_of([MINISTER], [TERM], DAY)
    assert principal is not None
    aide = aide_of("Elena Marlow", principal, "former")
    assert (aide.name, aide.country, aide.status) == ("Aide to Elena Marlow", "Norway", "former")
    assert aide.why == "aide of an official"
