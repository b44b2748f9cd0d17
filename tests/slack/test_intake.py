"""What counts as a request."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles import links_in_slack_text
from bot.slack.intake import links_asked, said, wanted_here
from bot.store.channels import Preferences

MESSAGE: dict[str, Any] = {
    "type": "message",
    "channel": "C1",
    "channel_type": "channel",
    "user": "U1",
    "ts": "1800000000.000100",
    "text": "Look: <https://a.example/x|a.example/x>",
}


def event(**more: Any) -> dict[str, Any]:
    """A message event with some fields changed; None leaves one out."""
    return {key: value for key, value in (MESSAGE | more).items() if value is not None}


def changed(before: str, after: str, **more: Any) -> dict[str, Any]:
    """The event of an edit."""
    message = {"type": "message", "user": "U1", "ts": MESSAGE["ts"], "text": after} | more
    return event(
        subtype="message_changed",
        user=None,
        text=None,
        ts="1800000001.000200",
        message=message,
        previous_message={**message, "text": before},
    )


@pytest.mark.parametrize(
    "more",
    [{}, {"subtype": "thread_broadcast"}, {"subtype": "file_share"}, {"channel_type": "im", "channel": "D1"}],
)
def test_people_are_heard(more: dict[str, Any]) -> None:
    """Messages people write, however posted."""
    words = said(event(**more), "T1", "UBOT")
    assert words is not None
    assert (words.user, words.ts, words.direct) == ("U1", MESSAGE["ts"], "channel_type" in more)


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B1"},
        {"bot_id": "B1", "subtype": "bot_message", "user": None},
        {"user": "UBOT"},
        {"user": "USLACKBOT"},
        {"user": None},
        {"subtype": "channel_join"},
        {"subtype": "message_deleted"},
        {"subtype": "reminder_add"},
        {"bot_profile": {"id": "B1"}},
        {"ts": "yesterday"},
        {"channel": None},
    ],
)
def test_everything_else_is_not(more: dict[str, Any]) -> None:
    """Bots, ourselves, Slack's own notes, malformed events."""
    assert said(event(**more), "T1", "UBOT") is None


def test_an_unfurl_is_no_edit() -> None:
    """A message_changed with the same words is Slack's preview coming in."""
    assert said(changed("same", "same", attachments=[{"id": 1}]), "T1", "UBOT") is None
    assert said(changed("a", "b", bot_id="B1"), "T1", "UBOT") is None


def test_an_edit_asks_for_the_links_it_adds() -> None:
    """The request keeps the original message's ts."""
    words = said(changed("<https://a.example/x>", "<https://a.example/x> <https://b.example/y>"), "T1", "UBOT")
    assert words is not None
    assert words.ts == MESSAGE["ts"]
    assert links_asked(words, links_in_slack_text) == ["https://b.example/y"]


@given(st.dictionaries(st.sampled_from([*MESSAGE, "subtype", "message", "bot_id"]), st.none() | st.text(max_size=5)))
def test_no_event_breaks_the_rules(odd: dict[str, Any]) -> None:
    """Whatever the fields hold, the answer is a request or none."""
    for subject in (odd, {**odd, "subtype": "message_changed", "message": odd, "previous_message": {}}):
        if subject.get("message") is not None and not isinstance(subject["message"], dict):
            continue
        words = said(subject, "T1", "UBOT")
        assert words is None or words.user not in ("UBOT", "USLACKBOT", "")


def test_modes() -> None:
    """Every link, those to chosen sites and their subdomains, or none."""
    links = ["https://news.example/a", "https://live.news.example/b", "https://fakenews.example/c"]

    def host_of(url: str) -> str:
        return url.split("/")[2]

    assert wanted_here(links, Preferences(), host_of) == links
    assert wanted_here(links, Preferences(mode="sites", sites=("news.example",)), host_of) == links[:2]
    assert wanted_here(links, Preferences(mode="mention"), host_of) == []
