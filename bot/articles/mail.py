"""A saved mail (.eml): its subject, its day, its own words and the files it carries, by the standard library."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from bot.articles.charset import decode

_REPLY = re.compile(r"^(?:(?:re|fwd?|aw|wg|tr)\s*:\s*|\[[^\]]{1,40}\]\s*)+", re.IGNORECASE)
#: Where the writer's own words end: the signature's mark (RFC 3676).
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_QUOTED = re.compile(r"^> ?", re.MULTILINE)
#: Parts of a mail that are looked at, at most.
MAX_PARTS = 100


@dataclass(frozen=True, slots=True)
class Mail:
    """What a mail holds."""

    #: The subject without "Re:" and the list's name, or None.
    subject: str | None
    #: When it was sent, or None.
    sent: dt.datetime | None
    #: Its words as text, "" for none, and as a page, b"" for none.
    text: str
    html: bytes
    #: (media type, name, bytes) of the files it carries.
    files: tuple[tuple[str, str, bytes], ...]


def read_mail(data: bytes) -> Mail:
    """Take a mail apart. Broken ones are read as far as the standard library can."""
    message = BytesParser(policy=policy.default).parsebytes(data)
    texts: list[str] = []
    pages: list[bytes] = []
    files: list[tuple[str, str, bytes]] = []
    for part in _parts(message):
        kind, name = part.get_content_type(), part.get_filename() or ""
        body = part.get_payload(decode=True)
        if not isinstance(body, bytes):
            continue
        if part.is_attachment() or (name and part.get_content_maintype() != "text"):
            files.append((kind, name, body))
        elif kind == "text/plain":
            texts.append(decode(body, part.get("content-type")))
        elif kind == "text/html":
            pages.append(body)
    return Mail(
        _subject(message), _sent(message), _own_words("\n\n".join(texts)), pages[0] if pages else b"", tuple(files)
    )


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts that hold something, in order."""
    for number, part in enumerate(message.walk()):
        if number >= MAX_PARTS:
            return
        if not part.is_multipart():
            yield part


def _subject(message: EmailMessage) -> str | None:
    try:
        subject = " ".join(str(message.get("subject", "")).split())
    except (ValueError, IndexError, AttributeError):
        # The library's parser of encoded words gives up on some.
        return None
    return _REPLY.sub("", subject).strip() or None


def _sent(message: EmailMessage) -> dt.datetime | None:
    try:
        sent: dt.datetime | None = getattr(message.get("date"), "datetime", None)
    except (ValueError, IndexError, TypeError):
        return None
    return sent


def _own_words(text: str) -> str:
    """The text without the signature; a mail that is quoted whole loses the marks of quotation."""
    words = text.replace("\r\n", "\n")
    signature = _SIGNATURE.search(words)
    if signature is not None and words[: signature.start()].strip():
        words = words[: signature.start()]
    lines = [line for line in words.split("\n") if line.strip()]
    if sum(line.startswith(">") for line in lines) * 2 > len(lines):
        words = _QUOTED.sub("", words)
    return words.strip()
