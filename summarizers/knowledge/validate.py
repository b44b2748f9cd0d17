"""Checks the data files: ``python -m summarizers.knowledge.validate`` prints what is wrong and exits 1, or says all is well."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from summarizers.errors import BadInput
from summarizers.knowledge.tables import (
    DATA,
    LANGUAGE,
    OFFICE_HOLDER_COLUMNS,
    OFFICE_HOLDERS,
    forms,
    path_of,
    read_table,
    rows,
)

#: Role classes that are public offices; "aide" is public with the office it serves.
PUBLIC_ROLES = (
    frozenset(
        [
            "head_of_state",
            "head_of_government",
            "foreign",
            "defence",
            "interior",
            "finance",
            "minister",
            "deputy",
            "envoy",
        ]
    )
    | frozenset(
        ["ambassador", "spokesperson", "adviser", "legislator", "governor", "mayor", "judge", "prosecutor", "military"]
    )
    | frozenset(
        [
            "police",
            "royal",
            "clergy",
            "party",
            "civil_servant",
            "intelligence",
            "central_banker",
            "international",
            "aide",
        ]
    )
)
#: Role classes that are not; "private" are witnesses, victims and workers, "armed_group" leads no recognised state.
OTHER_ROLES = frozenset(
    ["journalist", "academic", "analyst", "business", "activist", "lawyer", "honorific", "family", "celebrity", "sport"]
) | frozenset(["private", "armed_group"])
#: Columns of each table.
COLUMNS: dict[str, tuple[str, ...]] = {
    "abbreviations": ("abbreviation", "class"),
    "countries": ("iso2", "name", "aliases", "adjectives", "people", "capitals", "metonyms", "institutions"),
    "departments": ("department", "class"),
    "family_first": ("language", "names"),
    "given_names": ("gender", "weak", "names"),
    "hosts": ("class", "labels"),
    "modifiers": ("word", "position", "effect", "weak"),
    "nicknames": ("name", "variants"),
    "organisation_words": ("word", "class"),
    "organisations": ("name", "kind", "country", "aliases", "adjective"),
    "places": ("name", "kind", "country", "aliases", "demonyms"),
    "patterns": ("name", "pattern"),
    "speech_verbs": ("lemma", "third_person", "past", "participle", "gerund", "strength", "class"),
    "title_heads": ("word", "plural", "role", "public", "rank", "gender"),
    "titles": ("phrase", "office", "role", "public", "scope", "rank", "plural", "country", "gender"),
}
#: Columns of each file of classes of words.
CLASSES = ("class", "words")
#: (table, column) -> values a cell may have.
VALUES: dict[tuple[str, str], frozenset[str]] = {
    ("abbreviations", "class"): frozenset(
        ["title", "month", "day", "number", "place", "initialism", "time", "company", "other"]
    ),
    ("departments", "class"): frozenset(["foreign", "defence", "interior", "finance", "minister"]),
    ("given_names", "gender"): frozenset(["m", "f", "u"]),
    ("given_names", "weak"): frozenset(["0", "1"]),
    ("modifiers", "position"): frozenset(["before", "after", "prefix", "suffix"]),
    ("modifiers", "effect"): frozenset(
        ["former", "deceased", "acting", "designate", "current", "deputy", "shadow", "none"]
    ),
    ("modifiers", "weak"): frozenset(["0", "1"]),
    ("organisation_words", "class"): frozenset(
        ["government", "military", "company", "media", "education", "association", "document", "place", "event"]
    ),
    ("organisations", "kind"): (
        frozenset(
            [
                "international",
                "government",
                "armed_group",
                "newspaper",
                "agency",
                "broadcaster",
                "company",
                "think_tank",
            ]
        )
        | frozenset(["ngo", "university"])
    ),
    ("places", "kind"): frozenset(["state", "nation", "province", "region", "area", "sea", "city"]),
    ("speech_verbs", "strength"): frozenset(["strong", "weak"]),
    ("speech_verbs", "class"): frozenset(
        ["say", "write", "ask", "read", "call", "believe", "urge", "present", "gesture"]
    ),
    ("title_heads", "role"): PUBLIC_ROLES | OTHER_ROLES,
    ("titles", "role"): PUBLIC_ROLES | OTHER_ROLES,
    ("titles", "scope"): frozenset(["national", "subnational", "international", "none"]),
    ("titles", "gender"): frozenset(["", "m", "f"]),
    ("title_heads", "gender"): frozenset(["", "m", "f"]),
    ("titles", "public"): frozenset(["0", "1"]),
    ("title_heads", "public"): frozenset(["0", "1"]),
}
#: Days two holders of an exclusive office may overlap: handovers, and dates known by the month.
HANDOVER_DAYS = 45
#: Role classes whose offices have one holder at a time.
EXCLUSIVE_ROLES = frozenset(["head_of_state", "head_of_government", "foreign", "defence", "finance", "interior"])
#: Offices of those classes that several people hold at once, or that are claimed by rivals.
SHARED_OFFICES = re.compile(
    r"Member|Minister of State|State Secretary|Deputy|Assistant|Acting|Interim|Captain Regent|Presidency|Co-|Commissioner"
    r"|Junior|Delegate|Leader|Prince|Minister-Delegate|Vice|Undersecretary|Under-Secretary|Opposition",
    re.IGNORECASE,
)
#: States that are no more, or that few or no states recognise, and self-ruled parts: their office-holders are in the news.
PARTIAL_STATES = frozenset(
    {
        "Donetsk People's Republic",
        "Iraqi Kurdistan",
        "Luhansk People's Republic",
        "Nagorno-Karabakh",
        "Soviet Union",
        "Tibet",
        "Transnistria",
        "Yugoslavia",
    }
)
#: Names the news gives to two people of different countries; a lookup by name alone returns both.
SHARED_NAMES = frozenset({"King Abdullah"})
#: Offices two people claimed at once: (office, jurisdiction, the two).
RIVALS = frozenset({("President", "Ivory Coast", frozenset({"Laurent Gbagbo", "Alassane Ouattara"}))})
_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?")
_WIKIDATA = re.compile(r"Q[1-9]\d*")


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One row of an office-holder file, as written."""

    #: File it stands in.
    file: str
    #: Line number in the file's table, from 1, comments not counted.
    line: int
    #: Full name.
    person: str
    #: Other names.
    aliases: tuple[str, ...]
    #: "1" or "".
    prominent: str
    #: The office.
    office: str
    #: Role class.
    role: str
    #: Country or organisation.
    jurisdiction: str
    #: First day, month or year, or "".
    start: str
    #: Last day, month or year, or "".
    end: str
    #: Wikidata id, or "".
    wikidata: str
    #: "m", "f" or "".
    gender: str

    def __str__(self) -> str:
        return f"{self.file}: {self.person}, {self.office} of {self.jurisdiction} ({self.start}–{self.end})"


def day_range(date: str) -> tuple[dt.date, dt.date] | None:
    """(first, last) day a date of day, month or year precision may mean; None when it is no date."""
    match = _DATE.fullmatch(date)
    if match is None:
        return None
    year, month, day = int(match["year"]), match["month"], match["day"]
    try:
        first = dt.date(year, int(month or 1), int(day or 1))
        if day:
            return first, first
        following = dt.date(year + (month == "12" or not month), int(month or 12) % 12 + 1, 1)
    except ValueError:
        return None
    return first, following - dt.timedelta(days=1)


def problems(data: Path = DATA, holders: Path = OFFICE_HOLDERS) -> list[str]:
    """Everything wrong with the tables and the directory, one sentence each."""
    found = [problem for name in COLUMNS for problem in table_problems(path_of(f"{name}.tsv", data), name)]
    for file in sorted((data / LANGUAGE / "classes").glob("*.tsv")):
        found += table_problems(file, "classes")
    found += geography_problems()
    known = frozenset(row[1] for row in rows("countries"))
    terms, unreadable = office_rows(sorted(holders.glob("*.tsv")))
    return found + unreadable + list(office_problems(terms, known | bodies() | PARTIAL_STATES))


def table_problems(path: Path, name: str) -> Iterator[str]:
    """Missing header comment, wrong columns, ragged rows, stray blanks, unknown values, rows given twice."""
    try:
        columns, table = read_table(path)
    except BadInput as error:
        yield str(error)
        return
    if not path.read_text(encoding="utf-8").startswith("# "):
        yield f"{path.name}: no header comment that says where the facts come from"
    if columns != (CLASSES if name == "classes" else COLUMNS[name]):
        yield f"{path.name}: columns are {columns}"
        return
    seen: set[str] = set()
    for row in table:
        where = f"{path.name}: {row[0]!r}"
        if len(row) != len(columns):
            yield f"{where}: {len(row)} cells instead of {len(columns)}"
            continue
        if any(cell != cell.strip() or "||" in cell or cell.startswith("|") or cell.endswith("|") for cell in row):
            yield f"{where}: stray blank or bar"
        for column, cell in zip(columns, row, strict=True):
            allowed = VALUES.get((name, column))
            if allowed is not None and cell not in allowed:
                yield f"{where}: {column} is {cell!r}"
            if column == "rank" and not (cell.isdigit() and int(cell) <= 100):
                yield f"{where}: rank is {cell!r}"
        key = "\t".join(row[:2]) if name in {"given_names", "places"} else row[0]
        if key in seen:
            yield f"{where}: given twice"
        seen.add(key)


def geography_problems() -> Iterator[str]:
    """Codes given twice, countries the other tables name but countries.tsv does not."""
    table = rows("countries")
    names = {row[1] for row in table}
    for k in (0, 1):
        values = [row[k] for row in table]
        yield from (f"countries.tsv: {v!r} given twice" for v in sorted({v for v in values if values.count(v) > 1}))
    for row in table:
        if not re.fullmatch(r"[A-Z]{2}", row[0]):
            yield f"countries.tsv: {row[0]!r} is no code"
    for name, column in (("places", 2), ("organisations", 2), ("titles", 7)):
        for row in rows(name):
            if len(row) > column and row[column] and row[column] not in names:
                yield f"{name}.tsv: {row[0]!r}: unknown country {row[column]!r}"


def bodies() -> frozenset[str]:
    """Organisations whose offices the directory may hold."""
    return frozenset(row[0] for row in rows("organisations") if row[1] in {"international", "armed_group", "ngo"})


def office_rows(files: Sequence[Path]) -> tuple[list[OfficeRow], list[str]]:
    """(rows, problems) of office-holder files; ragged rows are reported and left out."""
    terms: list[OfficeRow] = []
    found: list[str] = []
    for path in files:
        try:
            columns, table = read_table(path)
        except BadInput as error:
            found.append(str(error))
            continue
        if not path.read_text(encoding="utf-8").startswith("# "):
            found.append(f"{path.name}: no header comment that says where the facts come from")
        if columns != OFFICE_HOLDER_COLUMNS:
            found.append(f"{path.name}: columns are {columns}")
            continue
        for line, row in enumerate(table, 1):
            if len(row) != len(columns):
                found.append(f"{path.name}: row {line} ({row[0]}): {len(row)} cells instead of {len(columns)}")
                continue
            person, aliases, *rest = row
            terms.append(OfficeRow(path.name, line, person, tuple(a for a, _ in forms(aliases)), *rest))
    return terms, found


def office_problems(terms: Sequence[OfficeRow], jurisdictions: frozenset[str]) -> Iterator[str]:
    """Bad cells, dates that cannot be, one person under two ids, names two people share, offices held by two at once."""
    for term in terms:
        yield from _row_problems(term, jurisdictions)
    yield from _identity_problems(terms)
    yield from _overlaps(terms)


def _row_problems(term: OfficeRow, jurisdictions: frozenset[str]) -> Iterator[str]:
    cells = (term.person, *term.aliases, term.office, term.jurisdiction)
    if any(not cell or cell != cell.strip() or "  " in cell for cell in cells):
        yield f"{term}: empty cell or stray blank"
    if term.person in term.aliases or len(set(term.aliases)) != len(term.aliases):
        yield f"{term}: alias given twice"
    if term.role not in PUBLIC_ROLES | {"armed_group"}:
        yield f"{term}: role is {term.role!r}"
    if term.jurisdiction not in jurisdictions:
        yield f"{term}: unknown jurisdiction"
    if term.gender not in {"", "m", "f"} or term.prominent not in {"", "1"}:
        yield f"{term}: gender {term.gender!r}, prominent {term.prominent!r}"
    if term.wikidata and not _WIKIDATA.fullmatch(term.wikidata):
        yield f"{term}: {term.wikidata!r} is no Wikidata id"
    start, end = (day_range(date) if date else None for date in (term.start, term.end))
    if (term.start and start is None) or (term.end and end is None):
        yield f"{term}: no such date"
    if start and end and start[0] > end[1]:
        yield f"{term}: ends before it starts"
    if not term.start and not term.end:
        yield f"{term}: no dates at all"


def _identity_problems(terms: Sequence[OfficeRow]) -> Iterator[str]:
    ids: defaultdict[str, set[str]] = defaultdict(set)
    people: defaultdict[str, set[str]] = defaultdict(set)
    genders: defaultdict[str, set[str]] = defaultdict(set)
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for term in terms:
        if term.wikidata:
            ids[term.person].add(term.wikidata)
            people[term.wikidata].add(term.person)
        if term.gender:
            genders[term.person].add(term.gender)
        for name in (term.person, *term.aliases):
            owners[name].add(term.person)
    for label, table in (("ids", ids), ("people", people), ("genders", genders)):
        for key, values in sorted(table.items()):
            if len(values) > 1:
                yield f"{key}: several {label}: {', '.join(sorted(values))}"
    for name, persons in sorted(owners.items()):
        # A bare surname or nickname may belong to several; a full name may not.
        if len(persons) > 1 and " " in name and name not in SHARED_NAMES:
            yield f"{name}: name of several people: {', '.join(sorted(persons))}"


def _overlaps(terms: Sequence[OfficeRow]) -> Iterator[str]:
    offices: defaultdict[tuple[str, str], list[tuple[dt.date, dt.date, OfficeRow]]] = defaultdict(list)
    for term in terms:
        start = day_range(term.start) if term.start else None
        end = day_range(term.end) if term.end else (dt.date.max, dt.date.max)
        if start and end and start[0] <= end[1]:
            # The shortest stretch the dates allow: a year alone says little about a handover.
            first, last = start[1], max(start[1], end[0])
            offices[term.office, term.jurisdiction].append((first, last, term))
    for (office, _), held in sorted(offices.items()):
        held.sort(key=lambda item: (item[0], item[1], item[2].person))
        for k, (_, last, term) in enumerate(held):
            for start_next, last_next, other in held[k + 1 :]:
                overlap = min(last, last_next) - start_next
                same = other.person == term.person
                exclusive = term.role in EXCLUSIVE_ROLES and not SHARED_OFFICES.search(office)
                exclusive &= (office, term.jurisdiction, frozenset({term.person, other.person})) not in RIVALS
                if overlap > dt.timedelta(days=0 if same else HANDOVER_DAYS) and (same or exclusive):
                    yield f"{term} overlaps {other.person} ({other.start}–{other.end}, {other.file})"


def main() -> int:
    """Print every problem; the exit status is 1 when there is one."""
    found = problems()
    for problem in found:
        print(problem)
    print(f"{len(found)} problems" if found else "The knowledge files are in order.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
