"""What Slack makes of a pasted text is undone."""

from __future__ import annotations

import pytest

from bot.slack.pasted_text import is_page_source, plain_text, without_marks


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("*Talks go on* in _Geneva_, ~not in Oslo~", "Talks go on in Geneva, not in Oslo"),
        ("_*both*_", "both"),
        ("> “We stay,” she said.\n>>> And so on", "“We stay,” she said.\nAnd so on"),
        (":flag-it: Rome: the minister", "Rome: the minister"),
        ("Well done :+1::skin-tone-2: all", "Well done all"),
        ("`quoted` words\n```\nmore\n```", "quoted words\nmore\n"),
    ],
)
def test_marks_go(marked: str, plain: str) -> None:
    """Bold, italics, strokes, quotes, emoji, code."""
    assert without_marks(marked) == plain


@pytest.mark.parametrize(
    "text",
    [
        "at 10:30:45 in the morning",
        "a snake_case_name and 2 * 3 * 4",
        "The footnote* and another*",
        "Asked: “Why?” Answer: “Why not?”",
        "5 > 3, and a <- b",
        "*two\nlines*",
    ],
)
def test_what_is_no_mark_stays(text: str) -> None:
    """Times, names, sums, footnotes."""
    assert without_marks(text) == text


def test_slacks_own_tokens_are_undone_first() -> None:
    """Links as their labels, entities as characters."""
    assert plain_text("See <https://a.example|*the story*> &amp; more &gt; less") == "See the story & more > less"
    assert plain_text("&gt; *quoted*") == "quoted"


def test_page_source_stays_as_it_is() -> None:
    """Its underscores and stars are no marks."""
    source = '&lt;html&gt;&lt;body&gt;&lt;p class="_a_"&gt;*x*&lt;/p&gt;&lt;/body&gt;&lt;/html&gt;'
    assert plain_text(source) == '<html><body><p class="_a_">*x*</p></body></html>'
    assert is_page_source(plain_text(source))
    assert not is_page_source("The minister said: a < b.")


@pytest.mark.parametrize("piece", ["*a ", "_a ", ":a", "`", "<a|", "> ", "~~", ":a_"])
def test_long_texts_take_linear_time(piece: str) -> None:
    """Marks that never close are looked at once."""
    text = piece * 100_000
    assert len(without_marks(text)) <= len(text)
