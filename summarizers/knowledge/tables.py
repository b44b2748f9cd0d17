"""Reading the data files of this folder: header comments, one line of column names, rows parted by tabs.

What holds in every language (countries, places, names of people, office-holders) lies in the folder itself, what belongs to one
language (titles, verbs, classes of words, abbreviations) in a folder of its own, fitted weights in ``models``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from summarizers.errors import BadInput

#: Where the data files lie.
DATA = Path(__file__).parent
#: The language read.
LANGUAGE = "en"
#: Where the fitted weights lie.
MODELS = DATA / "models"
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


def path_of(file: str, data: Path = DATA) -> Path:
    """Where a bundled file lies: for all languages, or in the folder of the language read."""
    shared = data / file
    return shared if shared.exists() else data / LANGUAGE / file


def rows(name: str) -> list[list[str]]:
    """Rows of a bundled table, for example ``rows("countries")``."""
    return read_table(path_of(f"{name}.tsv"))[1]


@cache
def classes() -> dict[str, frozenset[str]]:
    """Every class of words of the language read, by name; each file of ``classes`` says in its header what its classes are.

    Raises BadInput for a name given twice.
    """
    found: dict[str, frozenset[str]] = {}
    for file in sorted((DATA / LANGUAGE / "classes").glob("*.tsv")):
        for name, words in read_table(file)[1]:
            if name in found:
                raise BadInput(f"The class {name} of {file.name} is given twice.")
            found[name] = frozenset(words.split())
    return found


@cache
def patterns() -> dict[str, str]:
    """Regular expressions that hold words of the language read, by name."""
    return dict(rows("patterns"))


def weights(name: str) -> dict[str, float]:
    """Fitted weights by name: the file ``name_weights.tsv`` of ``models``, whose header says how they were fitted."""
    lines = (MODELS / f"{name}_weights.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t")[:2] for line in lines if line and not line.startswith("#"))
    return {key: float(value) for key, value in pairs}


def words(name: str) -> list[str]:
    """Words of a bundled text file, parted by white space; comment lines are left out."""
    text = path_of(f"{name}.txt").read_text(encoding="utf-8")
    return [word for line in text.split("\n") if not line.startswith("#") for word in line.split()]


def forms(cell: str) -> list[tuple[str, bool]]:
    """(form, ambiguous) of a cell whose forms are parted by "|"; a closing "?" marks the ambiguous ones."""
    return [(form.rstrip("?"), form.endswith("?")) for form in cell.split("|")] if cell else []
