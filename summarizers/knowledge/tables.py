"""Reading the data files of this folder: header comments, one line of column names, rows parted by tabs."""

from __future__ import annotations

from pathlib import Path

from summarizers.errors import BadInput

#: Where the data files lie.
DATA = Path(__file__).parent / "data"


def read_rows(path: Path) -> tuple[tuple[str, ...], list[list[str]]]:
    """(column names, rows) of a table; short rows are filled up with empty cells.

    Raises BadInput when the file cannot be read or holds no column line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"The file {path.name} cannot be read.") from error
    lines = [line for line in text.split("\n") if line and not line.startswith("#")]
    if not lines:
        raise BadInput(f"The file {path.name} holds no table.")
    columns = tuple(lines[0].rstrip("\r").split("\t"))
    width = len(columns)
    rows = [line.rstrip("\r").split("\t") for line in lines[1:]]
    for row in rows:
        if len(row) < width:
            row += [""] * (width - len(row))
    return columns, rows


def rows(name: str) -> list[list[str]]:
    """Rows of a bundled table, for example ``rows("countries")``."""
    return read_rows(DATA / f"{name}.tsv")[1]


def words(name: str) -> list[str]:
    """Words of a bundled text file: parted by white space, comment lines left out."""
    text = (DATA / f"{name}.txt").read_text(encoding="utf-8")
    return [word for line in text.split("\n") if not line.startswith("#") for word in line.split()]


def forms(cell: str) -> list[tuple[str, bool]]:
    """(form, ambiguous) of a cell whose forms are parted by "|"; a closing "?" marks the ambiguous ones."""
    return [(form.rstrip("?"), form.endswith("?")) for form in cell.split("|")] if cell else []
