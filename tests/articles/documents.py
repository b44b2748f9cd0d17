"""Files for the tests, made on the spot: PDFs by hand, Word files by python-docx, mails by the standard library."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from email.message import EmailMessage
from textwrap import wrap

import docx

#: A place on a page: points from its left and its foot, size of the type, words.
Piece = tuple[float, float, float, str]
#: Width of every letter of Courier, in parts of its size; the page, and the text's left edge, in points.
LETTER, PAGE, LEFT = 0.6, (595, 842), 70.0


def pdf(pages: Sequence[Iterable[Piece]], *, locked: bool = False, title: str = "") -> bytes:
    """A PDF with words at given places, in Courier; ``locked`` asks for a password nobody knows."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    ]
    for n, pieces in enumerate(pages):
        drawn = b"".join(_drawn(*piece) for piece in pieces)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {PAGE[0]} {PAGE[1]}] /Contents {5 + 2 * n} 0 R "
            f"/Resources << /Font << /F 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
    objects.append(f"<< /Title ({title}) >>".encode())
    trailer = f"/Info {len(objects)} 0 R /ID [<{'ab' * 16}> <{'ab' * 16}>]"
    if locked:
        mark = "cd" * 32
        objects.append(f"<< /Filter /Standard /V 1 /R 2 /O <{mark}> /U <{mark}> /P -4 >>".encode())
        trailer += f" /Encrypt {len(objects)} 0 R"
    return _file(objects, trailer)


def _drawn(left: float, height: float, size: float, words: str) -> bytes:
    written = words.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /F %g Tf %g %g Td (%s) Tj ET\n" % (size, left, height, written)


def _file(objects: Sequence[bytes], trailer: str) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    end = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n"
    out.write(end.encode())
    return out.getvalue()


def set_in_type(
    paragraphs: Iterable[str],
    *,
    top: float = 700,
    left: float = LEFT,
    columns: int = 70,
    size: float = 10,
    step: float = 12,
    gap: float = 8,
    indent: float = 0,
) -> list[Piece]:
    """Paragraphs wrapped to a column of so many letters, with a gap between them or an indent."""
    pieces: list[Piece] = []
    letters = int(indent / (size * LETTER))
    for paragraph in paragraphs:
        for place, line in enumerate(wrap(paragraph, columns, initial_indent=" " * letters, break_on_hyphens=False)):
            pieces.append((left + (indent if place == 0 else 0), top, size, line.strip()))
            top -= step
        top -= gap
    return pieces


def word_file(*paragraphs: tuple[str, str], header: str = "", table: Sequence[str] = ()) -> bytes:
    """A Word file of (style, text) paragraphs."""
    document = docx.Document()
    for style, text in paragraphs:
        document.add_paragraph(text, style=style or None)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if table:
        row = document.add_table(rows=1, cols=len(table)).rows[0]
        for cell, text in zip(row.cells, table, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def mail(
    text: str = "", *, subject: str = "", html: str = "", files: Sequence[tuple[str, str, bytes]] = (), date: str = ""
) -> bytes:
    """A saved mail; ``files`` are (name, media type, bytes)."""
    message = EmailMessage()
    message["From"] = "Press Office <press@norland.example>"
    message["To"] = "desk@harborpost.example"
    if subject:
        message["Subject"] = subject
    message["Date"] = date or "Tue, 03 Mar 2026 09:15:00 +0100"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for name, kind, body in files:
        main, _, sub = kind.partition("/")
        message.add_attachment(body, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()
