"""The knowledge files: in order, wide enough, and checked by a validator that sees what it should."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizers.errors import BadInput
from summarizers.knowledge import validate
from summarizers.knowledge.tables import DATA, OFFICE_HOLDERS, forms, read_table, rows, words

ROW = validate.OfficeRow(
    file="x.tsv",
    line=1,
    person="Ada Marek",
    aliases=("A. Marek",),
    prominent="",
    office="Foreign Minister",
    role="foreign",
    jurisdiction="Norway",
    start="2019-03-01",
    end="2021",
    wikidata="Q12",
    gender="f",
)
WHERE = frozenset({"Norway", "Sweden"})

#: Territories of countryinfo that the news hardly names by an office, and states that are no more.
LEFT_OUT = frozenset({"AN", "AQ", "BL", "BQ", "BV", "CC", "CS", "CX", "GS", "HM", "IO", "MF", "NF", "PM", "PN", "SJ", "TF", "UM", "WF"})  # fmt: skip
#: Where our capital is another one, or none because the news does not use the city for the country.
CAPITALS = frozenset({"AG", "DJ", "FK", "GI", "GP", "HK", "LU", "MC", "MS", "PF", "PS", "RE", "SC", "SG", "SH", "SM", "ST", "TK", "VA"})  # fmt: skip
#: Where countryinfo lists no demonym the news uses ("Tadzhik", "Chinese" for Hong Kong, "Welsh" for the United Kingdom).
DEMONYMS = frozenset({"AI", "AG", "BA", "CV", "GG", "GP", "GW", "HK", "JE", "KG", "KN", "MO", "MP", "MQ", "MV", "RE", "SR", "TJ", "VA", "VC", "YT"})  # fmt: skip


def test_every_table_and_the_directory_are_in_order() -> None:
    """The validator finds nothing wrong with what is shipped."""
    assert validate.problems() == []


def test_the_tables_are_wide_enough() -> None:
    """Countries of the whole world, hundreds of titles and verbs, thousands of names and words, 600 terms and more."""
    assert len(rows("countries")) >= 210
    assert len(rows("titles")) >= 600
    assert len(rows("speech_verbs")) >= 250
    assert len(words("common_words")) >= 3000
    assert sum(len(row[2].split()) for row in rows("given_names")) >= 19_000
    terms, _ = validate.office_rows(sorted(OFFICE_HOLDERS.glob("*.tsv")))
    assert len(terms) >= 1000


@pytest.mark.parametrize(
    "country",
    [
        "United States", "United Kingdom", "France", "Russia", "China", "Germany", "Japan", "India", "Brazil", "South Africa",
        "Israel", "Iran", "Turkey", "Saudi Arabia", "South Korea", "Ukraine", "Poland", "Italy", "Canada", "Australia",
        "Mexico", "Argentina", "Indonesia", "Egypt",
    ],
)  # fmt: skip
def test_somebody_speaks_for_each_large_country_in_every_year(country: str) -> None:
    """A head of state or government and a foreign minister for September of every year from 2015 to 2025."""
    terms, _ = validate.office_rows(sorted(OFFICE_HOLDERS.glob("*.tsv")))
    here = [t for t in terms if t.jurisdiction == country]
    for year in range(2015, 2026):
        day = dt.date(year, 9, 15)
        held = {t.role for t in here if _holds(t, day)}
        assert held & {"head_of_state", "head_of_government", "royal"}, year
        assert "foreign" in held, year


def _holds(term: validate.OfficeRow, day: dt.date) -> bool:
    start = validate.day_range(term.start)
    end = validate.day_range(term.end) if term.end else (dt.date.max, dt.date.max)
    return start is not None and end is not None and start[0] <= day <= end[1]


def test_countries_agree_with_countryinfo() -> None:
    """Codes, capitals and demonyms as in countryinfo, but for a list of deliberate differences that is no longer than needed."""
    countryinfo = pytest.importorskip("countryinfo")
    ours = {row[0]: row for row in rows("countries")}
    left_out, capitals, demonyms = set(), set(), set()
    # The parts of the United Kingdom stand under its code too.
    for other in countryinfo.all_countries():
        code = (other.iso() or {}).get("alpha2")
        if not code or other.name() in {"Scotland", "England", "Wales", "Northern Ireland"}:
            continue
        row = ours.get(code)
        if row is None:
            left_out.add(code)
            continue
        theirs = other.capital() or ""
        theirs = {theirs} if isinstance(theirs, str) else set(theirs)
        if theirs != {""} and not theirs & {form for form, _ in forms(row[5])}:
            capitals.add(code)
        if other.demonym() and other.demonym() not in {form for cell in row[3:5] for form, _ in forms(cell)}:
            demonyms.add(code)
    assert left_out == LEFT_OUT
    assert capitals == CAPITALS
    assert demonyms == DEMONYMS
    assert {code for code in ours if code.startswith("X")} == {"XA", "XK", "XN", "XO", "XS"}


def test_words_out_of_country_names_are_no_places() -> None:
    """ "Cook", "Marshall", "George" are surnames: they stand in no table of places by themselves."""
    placed = {form for row in rows("countries") for cell in row[1:6] for form, _ in forms(cell)}
    placed |= {form for row in rows("places") for cell in (row[0], row[3]) for form, _ in forms(cell)}
    surnames = {
        "Cook",
        "Marshall",
        "George",
        "Martin",
        "Vincent",
        "Thomas",
        "John",
        "Louis",
        "Peter",
        "Nelson",
        "Stanley",
    }
    assert not placed & surnames


def test_names_that_are_words_or_places_are_weak() -> None:
    """May, Jordan and Grant alone are weak evidence of a person; Antony and Fatima are strong."""
    strength = {name: row[1] for row in rows("given_names") for name in row[2].split()}
    assert {
        strength[name] for name in ("May", "Will", "Mark", "Grant", "Chase", "Hope", "Jordan", "Georgia", "Paris")
    } == {"1"}
    assert {strength[name] for name in ("Antony", "Fatima", "Volodymyr", "Yoko", "Ursula", "Sergei")} == {"0"}


def test_given_names_tell_the_gender() -> None:
    """Names of many languages carry the gender the news would use."""
    gender = {name: row[0] for row in rows("given_names") for name in row[2].split()}
    assert [gender[n] for n in ("Vladimir", "Xavier", "Narendra", "Recep", "Shinzo", "Kofi")] == ["m"] * 6
    assert [gender[n] for n in ("Svetlana", "Sushma", "Yuriko", "Ayşe", "Ngozi", "Ingrid")] == ["f"] * 6


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (replace(ROW, start="2019-13"), "no such date"),
        (replace(ROW, start="2019-02-30"), "no such date"),
        (replace(ROW, start="2022", end="2021-12-31"), "ends before it starts"),
        (replace(ROW, start="", end=""), "no dates at all"),
        (replace(ROW, jurisdiction="Norge"), "unknown jurisdiction"),
        (replace(ROW, role="wizard"), "role is 'wizard'"),
        (replace(ROW, gender="x"), "gender 'x'"),
        (replace(ROW, wikidata="12"), "no Wikidata id"),
        (replace(ROW, aliases=("Ada Marek",)), "alias given twice"),
        (replace(ROW, office="Foreign  Minister"), "stray blank"),
        (replace(ROW, person=""), "empty cell"),
    ],
)
def test_a_bad_row_is_seen(row: validate.OfficeRow, said: str) -> None:
    """Each kind of mistake in a row of the directory is named; the row without it passes."""
    assert list(validate.office_problems([ROW], WHERE)) == []
    assert any(said in problem for problem in validate.office_problems([row], WHERE))


def test_two_holders_of_one_office_are_seen() -> None:
    """Two foreign ministers at once are a mistake; a handover within weeks, two senators and an acting one are not."""
    other = replace(ROW, person="Jon Rask", aliases=(), wikidata="Q13", start="2020", end="")
    assert any("overlaps" in p for p in validate.office_problems([ROW, replace(other, start="2020-01-01")], WHERE))
    assert not list(validate.office_problems([ROW, replace(other, start="2021-01")], WHERE))
    assert not list(validate.office_problems([ROW, replace(other, office="Acting Foreign Minister")], WHERE))
    senators = [replace(row, office="Senator", role="legislator") for row in (ROW, other)]
    assert not list(validate.office_problems(senators, WHERE))


def test_one_person_twice_in_one_office_is_seen() -> None:
    """The same term written down twice, in two files, is a mistake."""
    again = replace(ROW, file="y.tsv", aliases=())
    assert any("overlaps" in problem for problem in validate.office_problems([ROW, again], WHERE))


def test_names_of_two_people_are_seen() -> None:
    """An alias that is somebody else's full name, and an id two people carry, are mistakes; a shared surname is not."""
    other = replace(ROW, person="Jon Rask", aliases=("Ada Marek",), office="Senator", role="legislator")
    found = list(validate.office_problems([ROW, other], WHERE))
    assert any("name of several people" in problem for problem in found)
    assert any("several people" in problem and "Q12" in problem for problem in found)
    cousin = replace(other, aliases=("Marek",), wikidata="")
    assert not list(validate.office_problems([replace(ROW, aliases=("Marek",)), cousin], WHERE))


def test_a_broken_file_is_seen(tmp_path: Path) -> None:
    """A table without header comment, with ragged rows, unknown values or rows given twice is reported, never raised."""
    path = tmp_path / "modifiers.tsv"
    path.write_text(
        "word\tposition\teffect\tweak\nformer\tbefore\tformer\t\nformer\tover\tnone\t0\nx\n", encoding="utf-8"
    )
    found = " ".join(validate.table_problems(path, "modifiers"))
    assert "no header comment" in found
    assert "weak is ''" in found
    assert "position is 'over'" in found
    assert "given twice" in found
    assert "1 cells instead of 4" in found
    holders = tmp_path / "holders.tsv"
    holders.write_text("# Made up.\nperson\toffice\n", encoding="utf-8")
    terms, reported = validate.office_rows([holders, tmp_path / "missing.tsv"])
    assert terms == []
    assert len(reported) == 2


def test_reading_a_table_that_is_none(tmp_path: Path) -> None:
    """A missing, binary or empty file raises a sentence for the reader, with the cause behind it."""
    for name, content in (("binary.tsv", b"\xff\xfe\x00"), ("empty.tsv", b"# only a comment\n")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BadInput, match=name):
            read_table(tmp_path / name)
    with pytest.raises(BadInput, match="cannot be read"):
        read_table(tmp_path / "none.tsv")


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)), st.sampled_from([4, 7, 10]))
def test_a_date_of_any_precision_contains_its_day(day: dt.date, precision: int) -> None:
    """A date cut to month or year stands for a stretch that holds the day and is no longer than that month or year."""
    stretch = validate.day_range(day.isoformat()[:precision])
    assert stretch is not None
    first, last = stretch
    assert first <= day <= last
    assert (last - first).days <= {4: 365, 7: 30, 10: 0}[precision]
    assert first.isoformat()[:precision] == last.isoformat()[:precision]


@given(st.text(max_size=12))
def test_no_text_breaks_the_date_reader(text: str) -> None:
    """Whatever stands in a date cell is a stretch or None, never an error."""
    stretch = validate.day_range(text)
    assert stretch is None or stretch[0] <= stretch[1]


def test_every_file_says_where_its_facts_come_from() -> None:
    """Each data file opens with a comment, and none names a machine, a site's listing or a person who made it."""
    for path in [*DATA.rglob("*.tsv"), *DATA.rglob("*.txt")]:
        text = path.read_text(encoding="utf-8")
        assert text.startswith("# "), path.name
        assert "/work" not in text, path.name
        header = [line for line in text.splitlines() if line.startswith("#")]
        assert "http" not in "".join(header if path.stem == "furniture" else text), path.name
