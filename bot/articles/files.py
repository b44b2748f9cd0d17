"""A file, or bytes that are already here, to an `Article`; a text file costs no HTML parser and no HTTP library."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path
from typing import BinaryIO, cast

from bot.articles.sniff import looks_binary, looks_like_html
from summarizers.errors import BadInput, NoArticle
from summarizers.model import Article
from summarizers.text.cleaning import read_text

#: Largest file read from disk, unpacked, in bytes.
MAX_FILE = 16_000_000


def read_file(path: Path) -> Article:
    """Read a text or HTML file, also gzipped, told apart by its content.

    Raises BadInput for a file that is missing, unreadable, binary or too large, NoArticle for one without text.
    """
    return read_bytes(_file_bytes(path), what="file")


def read_bytes(data: bytes, *, what: str = "input") -> Article:
    """Read text or HTML that is already here, in this process; ``what`` is its name in messages.

    Raises BadInput for what is binary, NoArticle for what holds no text.
    """
    if not data.strip():
        raise NoArticle(f"The {what} is empty.")
    if looks_binary(data):
        raise BadInput(f"The {what} is not text or HTML.")
    if looks_like_html(data):
        from bot.articles.extraction import extract

        return extract(data, url=None)
    from bot.articles.charset import decode

    return read_text(decode(data))


def read_stream(stream: BinaryIO, *, what: str = "input") -> Article:
    """Read text or HTML, also gzipped, from an open stream; raises as :func:`read_file` does."""
    try:
        data = _unpacked(stream)
    except (OSError, EOFError, zlib.error) as error:
        raise BadInput(f"The {what} could not be read.") from error
    if len(data) > MAX_FILE:
        raise BadInput(f"The {what} is too large: the limit is {MAX_FILE // 1_000_000} MB.")
    return read_bytes(data, what=what)


def _unpacked(stream: BinaryIO) -> bytes:
    """At most one byte more than may be read; packed streams are told by their first bytes, without going back in them."""
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", stream))
    packed = buffered.peek(2)[:2] == b"\x1f\x8b"
    return (gzip.GzipFile(fileobj=buffered) if packed else buffered).read(MAX_FILE + 1)


def _file_bytes(path: Path) -> bytes:
    """The file's bytes, unpacked. Raises BadInput."""
    try:
        with path.open("rb") as file:
            data = _unpacked(file)
    except FileNotFoundError as error:
        raise BadInput(f"There is no file {path.name}.") from error
    except IsADirectoryError as error:
        raise BadInput(f"{path.name} is a folder, not a file.") from error
    except (OSError, ValueError, EOFError, zlib.error) as error:
        # ValueError: a null character in the name.
        raise BadInput(f"The file {path.name} could not be read.") from error
    if len(data) > MAX_FILE:
        raise BadInput(f"The file {path.name} is too large: the limit is {MAX_FILE // 1_000_000} MB.")
    return data
