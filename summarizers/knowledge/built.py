"""Tables built from the data files, kept between starts: reading one back takes a fraction of the time of building it.

Nothing is kept until a folder is named with :func:`keep_in`. A kept table is used only where it was built from the same data
files, by the same code and Python, and is whole; else it is built again, and where the folder cannot be written, kept by nobody.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from summarizers.knowledge import tables

Plain = TypeVar("Plain")
#: The packages whose code builds tables.
_BUILDERS = ("knowledge", "lexicon", "directory")
#: Bytes of a SHA-256 digest.
_DIGEST = 32
#: Where tables are kept, once a folder was named.
_folder: list[Path] = []


def keep_in(folder: Path | None) -> None:
    """Keep the tables built from now on in a folder, and take those kept there; None: keep none."""
    _folder[:] = [folder] if folder is not None else []


def kept(name: str, build: Callable[[], Plain], also: Iterable[Path] = ()) -> Plain:
    """The table of a name: plain values (tuples, lists, dicts, sets, strings, numbers), kept before or built now.

    ``also`` are files it is built from beside the bundled ones.
    """
    if not _folder:
        return build()
    file = _folder[0] / f"{name}-{_digest_of(also)}.table"
    try:
        whole = file.read_bytes()
        if hashlib.sha256(whole[_DIGEST:]).digest() == whole[:_DIGEST]:
            found: Plain = marshal.loads(whole[_DIGEST:])  # noqa: S302  # plain values alone, from the user's own folder
            return found
    except (OSError, ValueError, EOFError, TypeError):
        pass
    made = build()
    plain: Any = made
    with suppress(OSError, ValueError):
        _write(file, name, marshal.dumps(plain))
    return made


def _write(file: Path, name: str, content: bytes) -> None:
    """Write a table whole or not at all, and take away those of earlier data. Raises OSError."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(hashlib.sha256(content).digest() + content)
        Path(draft).replace(file)
    except OSError:
        Path(draft).unlink(missing_ok=True)
        raise
    for old in file.parent.glob(f"{name}-*.table"):
        if old != file:
            old.unlink(missing_ok=True)


def _digest_of(also: Iterable[Path]) -> str:
    found = hashlib.sha256(_bundled())
    for path in also:
        with suppress(OSError):
            found.update(path.read_bytes())
    return found.hexdigest()[:32]


@cache
def _bundled() -> bytes:
    """The digest of every data file, of the code that builds tables, and of the Python that runs it."""
    found = hashlib.sha256(sys.version.encode())
    for package in _BUILDERS:
        for path in sorted((tables.DATA.parent / package).rglob("*")):
            if path.suffix in {".py", ".tsv", ".txt"}:
                found.update(path.name.encode() + path.read_bytes())
    return found.digest()
