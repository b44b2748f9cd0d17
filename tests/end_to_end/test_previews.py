"""Previews of links, for workspaces that let the bot see links of registered domains alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.slack.manifests import LINKS_MANIFEST
from tests.end_to_end.site import STORY, page
from tests.end_to_end.world import World, world


@pytest.fixture
def previewing(tmp_path: Path, database: str | None) -> Iterator[World]:
    """A bot that only sees links of registered domains."""
    manifest = json.loads(LINKS_MANIFEST.read_text("utf-8"))
    manifest["features"]["unfurl_domains"] = ["127.0.0.1"]
    with world(tmp_path, manifest=manifest, database=database) as running:
        yield running


def test_previews_as_slack_asks_for_them(previewing: World) -> None:
    """Addresses come escaped and go back so; the page is asked for by its real address. Composers have ids, no message.

    Where Slack does not take rich text in previews, sections say the same.
    """
    here, channel = previewing, previewing.channel()
    asked = "/story-a?x=1&y=2"
    here.site.pages["/story-a"] = page("A story with two parameters", STORY)

    def preview(ts: str) -> str:
        (message,) = [m for m in here.slack.messages(channel) if m["ts"] == ts]
        return json.dumps(message.get("attachments") or "", ensure_ascii=False)

    ts = here.slack.say(here.site.url(asked), channel)
    here.wait(lambda: "Ana Reyes" in preview(ts))
    assert asked in here.site.asked
    event = here.slack.compose(here.page())
    assert event is not None
    here.wait(lambda: "Ana Reyes" in json.dumps(here.slack.composer_previews(event)))
    here.slack.refuse_blocks(["rich_text"], where="unfurl")
    plain = here.slack.say(here.page(), channel)
    here.wait(lambda: "We will stay" in preview(plain))
    assert "rich_text" not in preview(plain)
    inside = here.slack.say("http://127.0.0.1:1/never", channel)
    here.quiet()
    assert "Ana Reyes" not in preview(inside)
