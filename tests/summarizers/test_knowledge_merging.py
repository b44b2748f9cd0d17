"""Fetched office-holders beside the bundled ones: they add, they never rename, and they never break the bot."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizers.directory import index
from summarizers.directory.index import Directory
from summarizers.knowledge.tables import OFFICE_HOLDER_COLUMNS

COUNTRIES = frozenset({"Norway", "Sweden", "Denmark"})
BUNDLED = """# Invented.
person\taliases\tprominent\toffice\trole\tjurisdiction\tstart\tend\twikidata\tgender
Ada Marek\tA. B. Marek|Ada Marekova\t1\tForeign Minister\tforeign\tNorway\t2019-03\t\tQ12\tf
Jon Rask\t\t\tPresident\thead_of_state\tSweden\t2015\t2020-01-05\t\tm
Olga Lind\t\t\tQueen\troyal\tDenmark\t1990-01\t\t\tf
"""


def directory(tmp_path: Path, *fetched: str) -> Directory:
    """The invented bundled file with these fetched rows beside it."""
    folder = tmp_path / "bundled"
    folder.mkdir(exist_ok=True)
    (folder / "north.tsv").write_text(BUNDLED, encoding="utf-8")
    extra = tmp_path / "fetched.tsv"
    extra.write_text("\n".join(["# Fetched.", "\t".join(OFFICE_HOLDER_COLUMNS), *fetched]) + "\n", encoding="utf-8")
    return Directory.load(folder, countries=COUNTRIES, extra=extra)


def test_a_fetched_end_fills_a_missing_one(tmp_path: Path) -> None:
    """Somebody who left office since the bundled files were written is former, under the bundled name."""
    row = "Ada Mareková\tA Marek Jr\t\tMinister\tforeign\tNorway\t2019-03-11\t2026-02-01\tQ12\tf"
    found = directory(tmp_path, row)
    (term,) = found.find("Ada Marek")
    assert (term.person, term.office, term.end) == ("Ada Marek", "Foreign Minister", "2026-02-01")
    assert term.prominent
    assert len(found.terms) == 3


def test_a_new_term_of_a_known_person_is_added(tmp_path: Path) -> None:
    """A later office of a bundled person stands under the bundled name; an id that is lacking is no hindrance."""
    found = directory(tmp_path, "Jon Rask\t\t\tPresident\thead_of_state\tSweden\t2024-05\t\tQ77\tm")
    terms = found.find("Jon Rask")
    assert [(t.start, t.holds(dt.date(2025, 1, 1))) for t in terms] == [("2015", False), ("2024-05", True)]


def test_a_successor_is_added(tmp_path: Path) -> None:
    """A person the bundled files do not know is found by name and by office."""
    found = directory(tmp_path, "Kaj Storm\tKaj E. Storm\t1\tForeign Minister\tforeign\tNorway\t2026-02-01\t\tQ99\tm")
    (holder,) = found.find("Kaj E. Storm")
    assert holder in found.holders("foreign", "Norway", dt.date(2027, 1, 1))
    assert holder.person == "Kaj Storm"
    assert not holder.prominent, "fame is ours to give"


def test_a_wrong_edit_turns_nobody_into_another(tmp_path: Path) -> None:
    """Another id under a known name, and an alias that is somebody else's name, change nothing about that person."""
    namesake = "Ada Marek\t\t\tPresident\thead_of_state\tDenmark\t2020\t\tQ500\tf"
    thief = "Kaj Storm\tJon Rask|Storm the Third\t\tPresident\thead_of_state\tDenmark\t2021\t\tQ501\tm"
    found = directory(tmp_path, namesake, thief)
    assert {t.jurisdiction for t in found.find("Ada Marek")} == {"Norway"}
    assert {t.person for t in found.find("Jon Rask")} == {"Jon Rask"}
    assert {t.person for t in found.find("Storm the Third")} == {"Kaj Storm"}


def test_a_monarch_is_one_person_in_one_office(tmp_path: Path) -> None:
    """A queen bundled as royal and fetched as head of state holds one office, not two."""
    found = directory(tmp_path, "Olga Lind\t\t\tMonarch\thead_of_state\tDenmark\t1990-01-14\t\tQ31\tf")
    assert [t.office for t in found.find("Olga Lind")] == ["Queen"]


@pytest.mark.parametrize(
    "row",
    [
        "Kaj Storm\tPresident",
        "\t\t\tPresident\thead_of_state\tNorway\t2020\t\t\tm",
        "Kaj Storm\t\t\tPresident\thead_of_state\tNorway\tlong ago\t\t\tm",
        "Kaj Storm\t\t\tPresident\thead_of_state\tNorway\t2020-14\t\t\tm",
        "Kaj Storm\t\t\tPresident\thead_of_state\tNorway\t2020\tsoon\t\tm",
    ],
)
def test_malformed_rows_are_left_out(tmp_path: Path, row: str) -> None:
    """A row with missing cells, no name or an impossible date is skipped; the others stay."""
    good = "Eva Holm\t\t\tForeign Minister\tforeign\tSweden\t2022\t\t\tf"
    found = directory(tmp_path, row, good)
    assert len(found.terms) == 4
    assert found.find("Eva Holm")


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe\x00binary", b"no table at all"])
def test_a_missing_or_broken_fetched_file_counts_as_empty(tmp_path: Path, content: bytes | None) -> None:
    """The bot never needs the fetched file and never fails on it."""
    directory(tmp_path)
    extra = tmp_path / "broken.tsv"
    if content is not None:
        extra.write_bytes(content)
    assert len(Directory.load(tmp_path / "bundled", countries=COUNTRIES, extra=extra).terms) == 3


def test_the_fetched_file_is_used_once_named(tmp_path: Path) -> None:
    """Naming the file makes its people known to the rooms; naming none goes back to the bundled ones."""

    extra = tmp_path / "fetched.tsv"
    row = "Zebulon Quistgaard\t\t\tForeign Minister\tforeign\tNorway\t2031\t\t\tm"
    extra.write_text("\n".join(["# Fetched.", "\t".join(OFFICE_HOLDER_COLUMNS), row]), encoding="utf-8")
    try:
        index.use_fetched_directory(extra)
        assert [t.office for t in index.directory().find("Zebulon Quistgaard")] == ["Foreign Minister"]
    finally:
        index.use_fetched_directory(None)
    assert not index.directory().find("Zebulon Quistgaard")


CELL = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELL, min_size=8, max_size=11), max_size=5))
def test_no_fetched_row_breaks_the_directory(tmp_path_factory: pytest.TempPathFactory, table: list[list[str]]) -> None:
    """Whatever stands in the file, the bundled people are found as before."""
    found = directory(tmp_path_factory.mktemp("d"), *("\t".join(row) for row in table))
    assert {t.office for t in found.find("Ada Marek")} >= {"Foreign Minister"}
    assert {t.person for t in found.find_surname("Rask")} >= {"Jon Rask"}
