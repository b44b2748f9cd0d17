"""Reading the data files of this folder: header comments, one line of column names, rows parted by tabs."""

from __future__ import annotations

from pathlib import Path

from summarizers.errors import BadInput

#: Where the data files lie.
DATA = Path(__file__).parent / "data"
#: Where the office-holders lie, a file a region.
OFFICE_HOLDERS = DATA / "office_holders"
#: Columns of an office-holder file, bundled or fetched.
OFFICE_HOLDER_COLUMNS = (
    "person", "aliases", "prominent", "office", "role", "jurisdiction", "start", "end", "wikidata", "gender"
)  # fmt: skip


def read_table(path: Path) -> tuple[tuple[str, ...], list[list[str]]]:
    """(column names, rows) of a table; rows are as long as written.

    Raises BadInput when the file cannot be read or holds no line of column names.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"The file {path.name} cannot be read.") from error
    lines = [line for line in text.split("\n") if line and not line.startswith("#")]
    if not lines:
        raise BadInput(f"The file {path.name} holds no table.")
    return tuple(lines[0].split("\t")), [line.split("\t") for line in lines[1:]]


def rows(name: str) -> list[list[str]]:
    """Rows of a bundled table, for example ``rows("countries")``."""
    return read_table(DATA / f"{name}.tsv")[1]


def words(name: str) -> list[str]:
    """Words of a bundled text file, parted by white space; comment lines are left out."""
    text = (DATA / f"{name}.txt").read_text(encoding="utf-8")
    return [word for line in text.split("\n") if not line.startswith("#") for word in line.split()]


def forms(cell: str) -> list[tuple[str, bool]]:
    """(form, ambiguous) of a cell whose forms are parted by "|"; a closing "?" marks the ambiguous ones."""
    return [(form.rstrip("?"), form.endswith("?")) for form in cell.split("|")] if cell else []
