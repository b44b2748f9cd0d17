"""Files given to the command line."""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path

import pytest

from bot.articles import read_file as read_file_with
from summarizers.errors import AttacheError, BadInput, NoArticle
from summarizers.model import Article
from tests.articles.pages import STORY, page

TEXT = "\n\n".join(STORY)


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def read_file(path: Path) -> Article:
    """The file as the command line reads it, with a reader of documents that must not be asked."""

    def no_documents(_data: bytes, name: str) -> Article:
        raise AssertionError(name)

    return read_file_with(path, no_documents)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("story.txt", TEXT.encode()),
        ("story", TEXT.encode()),
        ("story.txt.gz", gzip.compress(TEXT.encode())),
        ("story.html", page()),
        ("story.htm.gz", gzip.compress(page())),
        ("story-with-a-wrong-name.txt", page()),
        ("windows.txt", TEXT.replace("\n", "\r\n").encode("utf-8-sig")),
        ("utf16.txt", TEXT.encode("utf-16")),
        ("old.txt", TEXT.encode("cp1252")),
    ],
)
def test_text_and_pages_are_told_by_content(tmp_path: Path, name: str, data: bytes) -> None:
    """Text or HTML, packed or not, whatever its name and encoding: the same article."""
    assert read_file(write(tmp_path, name, data)).text.split("\n\n") == list(STORY)


def test_a_scraped_file_has_its_header_as_data(tmp_path: Path) -> None:
    """The header line of scraped files is metadata, not text."""
    head = " date 2024-05-06 https://www.harborpost.example/world/talks\n\n"
    article = read_file(write(tmp_path, "a.txt", (head + TEXT).encode()))
    assert (article.published, article.site) == (dt.date(2024, 5, 6), "harborpost.example")
    assert article.url == "https://www.harborpost.example/world/talks"
    assert article.text.split("\n\n") == list(STORY)


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("empty.txt", b"", NoArticle),
        ("blank.txt", b" \n\t\n", NoArticle),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + b"\x00\x01" * 100, BadInput),
        ("program", b"\x7fELF" + b"\x00" * 50, BadInput),
        ("noise.bin", bytes(range(256)) * 20, BadInput),
        ("cut.txt.gz", gzip.compress(TEXT.encode())[:-20], BadInput),
        ("broken.gz", b"\x1f\x8b" + b"nonsense", BadInput),
        ("wall.html", b"<html><title>Access denied</title><p>no</p>", NoArticle),
        ("header-only.txt", b" date 2024-05-06 https://a.example/x\n", NoArticle),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, name: str, data: bytes, error: type[AttacheError]) -> None:
    """What is no article gives a short clear error."""
    with pytest.raises(error) as caught:
        read_file(write(tmp_path, name, data))
    assert 0 < len(str(caught.value)) < 150


def test_missing_files_and_folders(tmp_path: Path) -> None:
    """A missing file and a folder are named as what they are, without the path to them."""
    with pytest.raises(BadInput, match=r"no file no\.txt"):
        read_file(tmp_path / "no.txt")
    for folder, name in ((tmp_path, tmp_path.name), (Path(), "."), (Path("/"), "/")):
        with pytest.raises(BadInput) as caught:
            read_file(folder)
        assert str(caught.value) == f"{name} is a folder, not a file."


def test_a_packed_bomb_stops_at_the_limit(tmp_path: Path) -> None:
    """A small file that unpacks without end is refused at the limit."""
    bomb = write(tmp_path, "bomb.gz", gzip.compress(b"a " * 20_000_000))
    with pytest.raises(BadInput, match="too large"):
        read_file(bomb)
