"""What bytes are, whatever their label says: HTML, text, or something that is neither."""

from __future__ import annotations

import re

#: Beginnings of files that are no text: PDF, ZIP and office files, pictures, sound, film, archives, programs.
_BINARY = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"7z\xbc\xaf",
    b"\x7fELF",
    b"MZ\x90",
    b"\xd0\xcf\x11\xe0",
    b"ID3",
    b"OggS",
    b"\x00\x00\x00\x18ftyp",
    b"\x00\x00\x00\x20ftyp",
    b"\x28\xb5\x2f\xfd",
    b"{\\rtf",
)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|meta|title|script|div|p|h1)\b", re.IGNORECASE)


def looks_binary(data: bytes) -> bool:
    """Whether bytes are no text: a known signature, or many control bytes (UTF-16 with its mark is text)."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    if data.lstrip()[:8].startswith(_BINARY):
        return True
    head = data[:4096]
    controls = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)
    return controls * 20 > len(head)


def looks_like_html(data: bytes) -> bool:
    """Whether bytes are an HTML page: its tags stand near the beginning (also in UTF-16)."""
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\x00", b"")
    return bool(_HTML.search(head))


#: Header fields of which a mail has two at least before its first empty line, the first of them in its first line.
_FIELD = re.compile(
    rb"^(from|to|date|subject|received|message-id|mime-version|return-path|delivered-to|reply-to)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_ANY_FIELD = re.compile(rb"[A-Za-z][A-Za-z-]{1,60}[ \t]*:")


def looks_like_mail(data: bytes) -> bool:
    """Whether bytes are a mail: a block of header fields opens it, two at least of those every mail has."""
    head = data[:16_000].replace(b"\r\n", b"\n").lstrip().partition(b"\n\n")[0]
    return _ANY_FIELD.match(head) is not None and len({name.lower() for name in _FIELD.findall(head)}) >= 2
