"""What typed and posted texts become."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_slack import mrkdwn

USERS = {"attache": "U0ATTACHE1"}
CHANNELS = {"general": "C0GENERAL1"}


@pytest.mark.parametrize(
    ("line", "wire"),
    [
        ("see https://example.org/a?b=1&c=2.", "see <https://example.org/a?b=1&amp;c=2>."),
        ("(https://example.org/a_(b))", "(<https://example.org/a_(b)>)"),
        ("“https://example.org/a”", "“<https://example.org/a>”"),
        ("read example.org/a, now", "read <http://example.org/a|example.org/a>, now"),
        ("the file notes.txt and e.g. this", "the file notes.txt and e.g. this"),
        ("mail press@example.org please", "mail press@example.org please"),
        ("@attache hello @nobody", "<@U0ATTACHE1> hello @nobody"),
        ("to #general and #nowhere", "to <#C0GENERAL1|general> and #nowhere"),
        ("`https://example.org` stays", "`https://example.org` stays"),
        ("a < b && c > d", "a &lt; b &amp;&amp; c &gt; d"),
        ("@here now", "<!here> now"),
        ("<!channel> typed", "&lt;!channel&gt; typed"),
    ],
)
def test_typed_line_becomes_wire_text(line: str, wire: str) -> None:
    """The composer escapes, links addresses and names it knows, and leaves the rest as typed."""
    assert mrkdwn.typed(line, USERS, CHANNELS).text == wire


@given(st.text())
def test_typed_text_never_brings_a_token_to_life(line: str) -> None:
    """Whatever is typed, every live token comes from an address; nothing else can ping."""
    wire = mrkdwn.typed(line.replace("@", ""), {}, {}).text
    assert all(token.kind == "link" for token in mrkdwn.tokens(wire))


@given(st.text())
def test_escaped_text_is_inert_and_comes_back(text: str) -> None:
    """Escaping leaves no token, and unescaping gives the same text."""
    assert list(mrkdwn.tokens(mrkdwn.escape(text))) == []
    assert mrkdwn.unescape(mrkdwn.escape(text)) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<!channel> <!here|x>", [("broadcast", "channel"), ("broadcast", "here")]),
        ("<@U123ABC> <#C123ABC|x>", [("user", "U123ABC"), ("channel", "C123ABC")]),
        ("<!subteam^S123> <!date^1^{date}|x>", [("usergroup", "S123"), ("date", "date^1^{date}")]),
        ("<https://a.example/?x=1&amp;y|click>", [("link", "https://a.example/?x=1&y")]),
        ("<b>bold</b> 3 < 4 > 2 &lt;!channel&gt;", []),
    ],
)
def test_live_tokens_are_found(text: str, found: list[tuple[str, str]]) -> None:
    """Only Slack's own tokens are live; other angle brackets and entities are not."""
    assert [(token.kind, token.target) for token in mrkdwn.tokens(text)] == found


@pytest.mark.parametrize(
    ("posted", "stored"),
    [
        ("at https://example.org/x, ok", "at <https://example.org/x>, ok"),
        ("<https://example.org|here> & there", "<https://example.org|here> &amp; there"),
        ("&amp; stays, 1 < 2", "&amp; stays, 1 &lt; 2"),
        ("> quoted", "> quoted"),
    ],
)
def test_posted_text_is_normalised(posted: str, stored: str) -> None:
    """Bare addresses of a posted text become tokens and stray marks are escaped, once."""
    assert mrkdwn.normalise(posted) == stored
    assert mrkdwn.normalise(stored) == stored
