"""Escaping and cuts."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.slack.text import clean, escape, shorten


@given(st.text())
def test_nothing_escaped_is_markup(text: str) -> None:
    """No "<" or ">" is left and every "&" begins one of three entities: Slack finds no token in it."""
    escaped = escape(text)
    assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", escaped)


@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cf", "Cs", "Cn"))))
def test_escaping_can_be_undone(text: str) -> None:
    """A reader sees the text as it was."""
    assert escape(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


@given(st.text(), st.integers(2, 60))
def test_shortened_text_fits_and_is_a_beginning(text: str, limit: int) -> None:
    """Never longer than asked for; what is shown is the text's own beginning, a mark where something is missing."""
    short = shorten(text, limit)
    assert len(short) <= max(limit, 0)
    assert text.strip().startswith(short.removesuffix("…").rstrip()) or short == text.strip()


def test_cuts_come_after_a_sentence() -> None:
    """Where a sentence ends late enough, closing marks included."""
    assert shorten("One is here. “Two is here.” Three is too long.", 33) == "One is here. “Two is here.” …"
    assert shorten("No end in sight for this one at all", 20) == "No end in sight for…"
    assert shorten("Short.", 20) == "Short."


def test_text_cannot_disguise_text() -> None:
    """Marks that turn the direction of writing around and control characters are left out."""
    assert clean("a\u202eb\u2066c\x00d\x1be\ud800f") == "abcdef"
