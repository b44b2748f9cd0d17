"""Bytes of a page to text, the way browsers do it: byte order mark, UTF-8 if it is UTF-8, else what is declared."""

from __future__ import annotations

import codecs
import re

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_PARAMETER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
#: Labels browsers read as the wider Windows code page (WHATWG Encoding Standard).
_WIDER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
#: Byte order marks and what follows them.
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(page: bytes, content_type: str | None = None) -> str:
    """The page's text. Never fails: bytes that fit no declared charset are read as Windows-1252, with marks for holes.

    UTF-8 wins over a declaration when the bytes are UTF-8, because declarations lie more often than bytes.
    """
    for mark, name in _MARKS:
        if page.startswith(mark):
            return page.decode(name, "replace")
    declared = [m[1] for m in [_PARAMETER.search(content_type or "")] if m]
    declared += [m[1].decode("ascii", "replace") for m in [_META.search(page[:4096])] if m]
    for name in ("utf-8", *declared):
        try:
            codec = codecs.lookup(name).name
            return page.decode(_WIDER.get(codec, codec))
        except (LookupError, UnicodeError):
            continue
    # A page cut inside a character, or with a few bad bytes, is still UTF-8 when most of its high bytes agree.
    text = page.decode("utf-8", "replace")
    return text if text.count("\ufffd") * 20 < sum(c > "\x7f" for c in text) else page.decode("cp1252", "replace")
