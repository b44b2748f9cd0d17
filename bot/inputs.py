"""What a person pointed a command at: a file, an address, or standard input, read as an article."""

from __future__ import annotations

import datetime as dt
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from summarizers.errors import BadInput

if TYPE_CHECKING:
    from bot.articles import ArticleReader
    from summarizers.model import Article

#: A host with a path, a port or a name that begins "www.", or a host alone.
_HOST = re.compile(
    r"(?P<host>(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?P<end>[a-z]{2,24}))(?P<rest>(?::\d{1,5})?(?:[/?#]\S*)?)",
    re.I,
)
#: Endings that are a country's or a company's domain, and far more often a file's.
_FILE_ENDINGS = frozenset("cc md mov pl ps py rs sh zip".split())


def read_input(source: str, *, date: dt.date | None = None, title: str | None = None) -> Article:
    """The article behind a path, an address ("https://…", "www.…", a bare host with a path) or "-", standard input.

    ``date`` and ``title`` take the place of its own. Raises AttacheError.
    """
    address = web_address(source)
    if source == "-":
        from bot.articles import read_stream

        article = read_stream(sys.stdin.buffer, _document)
    elif address is not None:
        with _reader() as reader:
            article = reader.read(address)
    elif "://" in source:
        raise BadInput("Only http and https addresses can be read.")
    else:
        from bot.articles import read_file

        article = read_file(Path(source), _document)
    return replace(article, published=date or article.published, title=title or article.title)


def web_address(source: str) -> str | None:
    """The address a person means, "https://" put before a host that stands alone; None for what is no address.

    A file of that name wins, and so does an ending that files have.
    """
    if source.lower().startswith(("http://", "https://")):
        return source
    found = _HOST.fullmatch(source)
    if found is None or Path(source).exists():
        return None
    if not found["rest"] and not source.lower().startswith("www.") and found["end"].lower() in _FILE_ENDINGS:
        return None
    from tld import get_fld

    address = f"https://{source}"
    return address if get_fld(address, fail_silently=True) else None


def _document(data: bytes, name: str) -> Article:
    """Read a file that is neither text nor a page, in a worker."""
    with _reader() as reader:
        return reader.document(data, declared=name)


def _reader() -> ArticleReader:
    """A reader under the settings; what it logs goes to standard error."""
    from bot.articles import ArticleReader
    from bot.ops.logs import quiet_logs
    from bot.settings import load_settings

    settings = load_settings()
    quiet_logs(settings.log_level)
    return ArticleReader(settings.fetching())
