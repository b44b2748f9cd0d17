"""Built tables kept between starts: taken where they are whole and of the same files, built again everywhere else."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from summarizers.directory import index
from summarizers.knowledge import built
from summarizers.lexicon import idf, names

phrases = import_module("summarizers.lexicon.phrases")
CACHED = (phrases.phrases, phrases.phrases_by_two, phrases._title_words, names._given, idf._table, index.directory)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder named for built tables while one test runs."""
    built.keep_in(tmp_path / "tables")
    yield tmp_path / "tables"
    built.keep_in(None)


class Builder:
    """Gives a table and counts how often it was asked to."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> dict[str, tuple[int, ...]]:
        self.asked += 1
        return {"Vardo": (1, 2), "Oslo": (3,)}


def test_a_table_is_built_once(folder: Path) -> None:
    """The second time it comes from the folder, the same."""
    build = Builder()
    assert built.kept("towns", build) == built.kept("towns", build) == Builder()()
    assert build.asked == 1
    assert len(list(folder.glob("towns-*.table"))) == 1


def test_without_a_folder_nothing_is_kept() -> None:
    """A library that was told no folder writes none."""
    build = Builder()
    assert built.kept("towns", build) == built.kept("towns", build)
    assert build.asked == 2


@pytest.mark.parametrize("damage", [lambda b: b[:-3], lambda b: b"", lambda b: b[:40] + b"x" + b[41:]])
def test_a_damaged_table_is_built_again(folder: Path, damage: object) -> None:
    """What is cut, empty or changed is not believed."""
    assert callable(damage)
    build = Builder()
    built.kept("towns", build)
    file = next(folder.glob("towns-*.table"))
    file.write_bytes(damage(file.read_bytes()))
    assert built.kept("towns", build) == Builder()()
    assert built.kept("towns", build) == Builder()()
    assert build.asked == 2


def test_a_table_of_other_files_is_not_taken(folder: Path, tmp_path: Path) -> None:
    """A changed file beside the bundled ones makes another table, and the older one goes."""
    build, beside = Builder(), tmp_path / "beside.tsv"
    for content in ("one", "two", "two"):
        beside.write_text(content)
        built.kept("towns", build, [beside])
    assert build.asked == 2
    assert len(list(folder.glob("towns-*.table"))) == 1


def test_where_nothing_can_be_written_tables_are_built(tmp_path: Path) -> None:
    """A folder that cannot be made is no error."""
    (tmp_path / "file").write_text("")
    built.keep_in(tmp_path / "file" / "tables")
    try:
        assert built.kept("towns", Builder()) == Builder()()
    finally:
        built.keep_in(None)


def test_tables_read_back_are_those_built(folder: Path) -> None:
    """Phrases, given names, weights and the directory are the same, in the same order, from the folder."""
    found = []
    for _ in range(2):
        for table in CACHED:
            table.cache_clear()
        directory = index.directory()
        found.append(
            (
                list(phrases.phrases().items()),
                list(names._given().items()),
                idf._table(),
                phrases._title_words(),
                directory.plain(),
                directory.posts(),
            )
        )
    assert len(list(folder.glob("*.table"))) == 5
    assert found[0] == found[1]
