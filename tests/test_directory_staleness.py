"""Where the directory is out of date: offices nobody holds today, and what articles contradict."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from bot.directory.staleness import contradictions, vacancies
from summarizers.brief_json import brief_from_dict, brief_to_dict
from summarizers.directory.index import Directory, directory
from summarizers.directory.terms import terms_of
from summarizers.pipeline import brief
from summarizers.text.cleaning import read_text

TODAY = dt.date(2026, 11, 3)
ROWS = [
    ["Ada Holm", "", "", "Prime Minister", "head_of_government", "Norway", "2019", "2026-07-01", "Q1", "f"],
    ["Kaj Storm", "", "", "Foreign Minister", "foreign", "Norway", "2019", "", "", "m"],
    ["Per Rask", "", "", "Foreign Minister", "foreign", "Norway", "2012", "2018", "", "m"],
    ["Eva Lund", "", "", "President", "head_of_state", "Chile", "2010", "2014", "", "f"],
    ["Ole Vik", "", "", "Secretary-General", "international", "NATO", "2020", "2026-09", "", "m"],
    ["Ina Moe", "", "", "Defence Minister", "defence", "Norway", "2020", "2026-10", "", "f"],
    ["Jan Moe", "", "", "Defence Minister", "defence", "Norway", "2026-12", "", "", "m"],
    ["Bo Dahl", "", "", "Mayor of Oslo", "mayor", "Norway", "2019", "2026", "", "m"],
]
SMALL = Directory(terms_of(ROWS, frozenset({"Norway", "Chile"})))


def test_offices_nobody_holds_are_listed_the_latest_first() -> None:
    """Held ones, those to be filled, those long gone and small ones are not listed."""
    assert list(vacancies(SMALL, TODAY)) == [
        "nobody today: Secretary-General, NATO: Ole Vik until September 2026",
        "nobody today: Prime Minister, Norway: Ada Holm until 1 July 2026",
    ]


def test_the_bundled_directory_can_be_asked() -> None:
    """Every line names an office and its last holder."""
    assert all(": " in line for line in vacancies(directory(), TODAY))


def _officials(text: str, day: dt.date) -> list[dict[str, Any]]:
    made = brief(read_text(text, url="https://example.org/a", title=None, date=day, site=None))
    data = json.loads(json.dumps(brief_to_dict(made, "a")))
    assert brief_to_dict(brief_from_dict(data), "a") == data
    officials: list[dict[str, Any]] = data["officials"]
    return officials


def test_a_new_holder_contradicts_the_directory() -> None:
    """Whoever the article has in an office is recorded beside whom the directory has there."""
    day = dt.date(2024, 3, 5)
    (official,) = _officials("“We will wait,” French President Odile Marchais said in Lyon.", day)
    assert official["contradicts"] == {"person": "Emmanuel Macron", "office": "President", "end": None}
    assert official["wikidata"] is None
    lines = list(contradictions([{"url": "https://example.org/a", "officials": [official]}, {"error": {}}]))
    assert lines == [
        "articles say: Odile Marchais is President, France; the directory has Emmanuel Macron (1: https://example.org/a)"
    ]


def test_a_plain_present_title_over_an_ended_term_is_recorded() -> None:
    """ "Foreign Minister X said" years after the term shows X in office and notes the directory's end."""
    day = dt.date(2026, 3, 5)
    found = _officials("“We will wait,” said German Chancellor Olaf Scholz on Monday. He left.", day)
    assert [(o["status"], o["contradicts"]["person"]) for o in found] == [("current", "Olaf Scholz")]
    assert found[0]["contradicts"]["end"].startswith("2025")


def test_known_holders_former_ones_and_lesser_offices_contradict_nothing() -> None:
    """Where article and directory agree, or the article tells of the past, of deputies or of hopes, nothing is recorded."""
    day = dt.date(2024, 3, 5)
    for text in (
        "French President Emmanuel Macron said so in Lyon.",
        "Former French President Odile Marchais said so in Lyon.",
        "Deputy Norwegian Foreign Minister Odile Marchais said so.",
        "French presidential candidate Odile Marchais said so.",
        "French Finance Minister Odile Marchais said so.",
    ):
        assert [o["contradicts"] for o in _officials(text, day)] in ([None], []), text


def test_a_linked_person_has_the_directorys_id() -> None:
    """The JSON carries the Wikidata id of who is linked, and none of a namesake with another office."""
    day = dt.date(2005, 3, 5)
    (official,) = _officials("South African President Thabo Mbeki and Nelson Mandela's office met.", day)[:1]
    assert official["name"] == "Thabo Mbeki"
    (mandela,) = _officials("Nelson Mandela spoke in Pretoria.", day)
    assert mandela["wikidata"] == "Q8023"


def test_contradictions_gather_articles(tmp_path: Path) -> None:
    """The same contradiction of several articles is one line, most articles first."""
    against = {"person": "Kaj Storm", "office": "Foreign Minister", "end": "2026-01"}
    one = {"name": "Ida Berg", "office": "Foreign Minister", "country": "Norway", "contradicts": against}
    two = {"name": "Liv Dal", "office": "President", "country": "Chile", "contradicts": {**against, "end": None}}
    briefs = [{"id": k, "officials": [one]} for k in "abcd"] + [{"id": "e", "officials": [two]}]
    first, second = contradictions(briefs)
    assert first == (
        "articles say: Ida Berg is Foreign Minister, Norway; the directory has Kaj Storm until January 2026 (4: a, b, c)"
    )
    assert second.startswith("articles say: Liv Dal is President, Chile; the directory has Kaj Storm (1")
