"""What a message holds beside its text, and what of Slack's links is an article."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles import links_in_slack_text
from bot.articles.addresses import leads_into_slack
from bot.slack.intake import articles, said
from bot.slack.message_content import linked_text, pasted_file
from tests.slack.test_intake import MESSAGE, changed, event

URL = "https://a.example/x?a=1&b=2"


@pytest.mark.parametrize(
    "message",
    [
        {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "<https://a.example/x?a=1&amp;b=2|x>"}}]},
        {"blocks": [{"type": "section", "fields": [{"type": "mrkdwn", "text": f"<{URL}>"}]}]},
        {"blocks": [{"type": "markdown", "text": f"[Talks]({URL})"}]},
        {"blocks": [{"type": "rich_text", "elements": [{"elements": [{"type": "link", "url": URL}]}]}]},
        {"blocks": [{"type": "section", "accessory": {"type": "button", "url": URL}}]},
        {"blocks": [{"type": "video", "title_url": URL, "thumbnail_url": "https://a.example/pic.png"}]},
        {"attachments": [{"title_link": URL}]},
        {"attachments": [{"fields": [{"title": "Link", "value": f"<{URL}>"}]}]},
        {"attachments": [{"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": f"<{URL}>"}}]}]},
        {"attachments": [{"message_blocks": [{"message": {"blocks": [{"type": "section", "url": URL}]}}]}]},
    ],
)
def test_links_are_found_where_they_stand(message: dict[str, Any]) -> None:
    """In every kind of block and attachment; addresses of pictures are none."""
    assert links_in_slack_text(linked_text(message)) == [URL]


def test_pictures_and_plain_words_hold_no_links() -> None:
    """What nobody would follow is left alone."""
    image = {"type": "image", "image_url": URL, "alt_text": URL}
    message = {"blocks": [image, {"type": "header", "text": {"type": "plain_text", "text": URL}}]}
    assert linked_text(message) == ""


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["blocks", "attachments", "type", "text", "url", "fields", "message_blocks", "files"]),
            inner,
            max_size=4,
        )
    ),
)


@given(st.dictionaries(st.sampled_from(["blocks", "attachments", "files"]), JSON))
def test_no_shape_breaks_it(message: dict[str, Any]) -> None:
    """Whatever stands where blocks, attachments and files are looked for."""
    linked_text(message)
    pasted_file(message)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ({"id": "F1", "mode": "snippet", "filetype": "text"}, True),
        ({"id": "F1", "mode": "post"}, True),
        ({"id": "F1", "mode": "hosted", "mimetype": "text/plain"}, True),
        ({"id": "F1", "mode": "hosted", "mimetype": "application/pdf"}, False),
        ({"id": "F1", "mode": "tombstone"}, False),
        ({"mode": "snippet"}, False),
    ],
)
def test_which_files_are_text(file: dict[str, Any], text: bool) -> None:
    """Snippets, posts and plain text files; not pictures, documents, or files that were deleted."""
    assert pasted_file({"files": [file]}) == ("F1" if text else None)


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        ("https://desk.slack.com/archives/C01/p1800000000000100", True),
        ("https://desk.enterprise.slack.com/archives/C01", True),
        ("https://desk.slack.com/files/U01/F01/x.pdf", True),
        ("https://desk.slack.com/docs/T01/F01", True),
        ("https://app.slack.com/client/T01/C01", True),
        ("https://app.slack.com/huddle/T01/C01", True),
        ("https://files.slack.com/files-pri/T01-F01/x.txt", True),
        ("https://slack.com/app_redirect?channel=C01", True),
        ("https://slack-redir.net/link?url=https%3A%2F%2Fdesk.slack.com%2Farchives%2FC01", True),
        ("https://slack-redir.net/link?url=https%3A%2F%2Fa.example%2Fx", False),
        ("https://slack.com/blog/news/a-story", False),
        ("https://www.slack.com/intl/en-gb/blog/news/a-story", False),
        ("https://notslack.com/archives/C01", False),
        ("https://slack.com.example/archives/C01", False),
        ("https://a.example/slack.com/archives/C01", False),
    ],
)
def test_which_links_lead_into_slack(url: str, inside: bool) -> None:
    """A workspace's own host, and Slack's addresses of messages, files, canvases and huddles."""
    assert leads_into_slack(url) is inside


def test_links_into_slack_are_none_to_articles() -> None:
    """Each of the others counts once."""
    inside, article = "https://desk.slack.com/archives/C01", "https://a.example/x"
    assert articles([inside, article, inside, article]) == [article]


def test_a_change_that_does_not_tell_what_was_before() -> None:
    """With "edited" it is an edit; without, a preview came in."""
    preview = changed("", "same")
    del preview["previous_message"]
    assert said(preview, "T1", "UBOT") is None
    edit = changed("", "new", edited={"user": "U1", "ts": "1800000001.000200"})
    edit["previous_message"] = None
    words = said(edit, "T1", "UBOT")
    assert words is not None
    assert (words.ts, words.before) == (MESSAGE["ts"], "")


@pytest.mark.parametrize("subtype", ["huddle_thread", "tombstone"])
def test_slacks_own_lines_ask_for_nothing(subtype: str) -> None:
    """A huddle that began, a thread whose head was deleted."""
    assert said(event(subtype=subtype), "T1", "UBOT") is None
    assert said(changed("a", "This message was deleted.", subtype=subtype), "T1", "UBOT") is None
