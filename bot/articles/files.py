"""A file, or bytes that are already here, to an `Article`; a text file costs no HTML parser and no HTTP library.

Text and pages are read in this process, at the expense of whoever named them; other files by a reader that is passed in.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, cast

from bot.articles.sniff import looks_binary, looks_like_html, looks_like_mail
from summarizers.errors import BadInput, NoArticle
from summarizers.model import Article
from summarizers.text.cleaning import read_text

#: Largest file read from disk, unpacked, in bytes.
MAX_FILE = 16_000_000
#: Reads a file that is neither text nor a page: its bytes, and its name or what else is declared.
Documents = Callable[[bytes, str], Article]
#: Beginnings of files that a reader of documents may know.
_DOCUMENTS = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def read_file(path: Path, documents: Documents) -> Article:
    """Read a file, text and HTML also gzipped, told apart by its content; ``documents`` reads PDF, Word and mail.

    Raises BadInput for a file that is missing, unreadable, of no kind that is read, or too large; NoArticle for one without
    text; and what ``documents`` raises.
    """
    return read_bytes(_file_bytes(path), documents, what="file", name=path.name)


def read_bytes(data: bytes, documents: Documents, *, what: str = "input", name: str = "") -> Article:
    """Read what is already here; ``what`` it is called in messages, ``name`` is its name. Raises as :func:`read_file`."""
    if not data.strip():
        raise NoArticle(f"The {what} is empty.")
    if data.lstrip()[:8].startswith(_DOCUMENTS) or looks_like_mail(data):
        return documents(data, name)
    if looks_binary(data):
        raise BadInput(f"The {what} is none I can read: text, HTML, PDF, Word (.docx) or mail (.eml).")
    if looks_like_html(data):
        from bot.articles.extraction import extract

        return extract(data, url=None)
    from bot.articles.charset import decode

    return read_text(decode(data))


def read_stream(stream: BinaryIO, documents: Documents, *, what: str = "input") -> Article:
    """Read what an open stream gives, text and HTML also gzipped; raises as :func:`read_file` does."""
    try:
        data = _unpacked(stream)
    except (OSError, EOFError, zlib.error) as error:
        raise BadInput(f"The {what} could not be read.") from error
    if len(data) > MAX_FILE:
        raise BadInput(f"The {what} is too large: the limit is {MAX_FILE // 1_000_000} MB.")
    return read_bytes(data, documents, what=what)


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
        raise BadInput(f"{path.name or path} is a folder, not a file.") from error
    except (OSError, ValueError, EOFError, zlib.error) as error:
        # ValueError: a null character in the name.
        raise BadInput(f"The file {path.name} could not be read.") from error
    if len(data) > MAX_FILE:
        raise BadInput(f"The file {path.name} is too large: the limit is {MAX_FILE // 1_000_000} MB.")
    return data
