"""/digest in the local Slack, by the real bot: form, sources, digests now and due."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from bot.digest.opml import ListedFeed, write_opml
from bot.store.digests import Schedule
from bot.store.tables import digest_schedules
from tests.databases import emptied_database
from tests.digest.shapes import Entry, page, rss
from tests.end_to_end.world import WAYS, World, words_of, world


@pytest.fixture(scope="module", params=WAYS)
def here(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A running world whose bot looks at its feeds when told."""
    mode, kind = request.param
    with (
        emptied_database(kind) as database,
        world(tmp_path_factory.mktemp("home"), database=database, mode=mode, http_port=0) as running,
    ):
        yield running


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No setting of the person who runs the tests gets in."""
    monkeypatch.chdir(tmp_path_factory.getbasetemp())


def feed(here: World, name: str, *pages: str, dated: bool = True) -> str:
    """A feed that lists pages of the site as an hour old; its address."""
    at = dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)
    entries = [Entry(f"News {name} {n}", page, "Words.", at if dated else None) for n, page in enumerate(pages)]
    here.site.pages[f"/{name}"] = rss(entries, title=f"Feed {name}")
    return here.site.url(name)


def whispered(here: World, words: str) -> str:
    """What only this person was told, once it holds some words."""

    def found() -> str | None:
        return next((m["text"] for m in here.slack.ephemerals() if words in m["text"]), None)

    return str(here.wait(found))


def tick(here: World) -> None:
    """What the bot does every ten seconds."""
    here.bot._digests.tick()
    here.quiet()


def read_up(here: World, channel: str) -> None:
    """Look at the channel's feeds and read what they list; the bot's own ticker may have taken on part of it."""
    tick(here)
    here.wait(lambda: here.bot.store.feeds.waiting(here.slack.team_id, channel) == 0)


def window(here: World, callback: str) -> dict[str, Any]:
    """The window in front, once it is this one."""

    def found() -> dict[str, Any] | None:
        views = here.slack.views()
        return views[-1] if views and views[-1]["callback_id"] == callback else None

    return dict(here.wait(found))


def test_from_the_form_to_a_digest(here: World) -> None:
    """The form knows the person's zone; what is filled in holds; the source is looked at; /digest now posts its news."""
    channel = here.channel()
    ana = here.slack.add_user("ana", "Ana", tz="America/Bogota")
    here.slack.command("/digest", "", channel, user=ana)

    def form() -> dict[str, Any] | None:
        views = here.slack.views(ana)
        return views[-1] if views and views[-1]["callback_id"] == "digest" else None

    assert "America/Bogota" in json.dumps(here.wait(form))
    source = feed(here, "form-feed", here.page())
    here.slack.submit_view({"zone": "nowhere", "add": source}, user=ana)
    here.wait(lambda: "zone" in (here.slack.views(ana)[-1].get("errors") or {}))
    here.slack.submit_view(
        {"zone": "Bogota", "time": "06:15", "days": ["0", "6"], "stories": "2", "interests": "Spain", "add": source},
        user=ana,
    )
    here.wait(lambda: not here.slack.views(ana))
    team = here.slack.team_id
    schedule = here.bot.store.digests.schedule(team, channel)
    assert schedule is not None
    assert (schedule.zone, schedule.time, schedule.weekdays) == ("America/Bogota", dt.time(6, 15), frozenset({0, 6}))
    here.wait(lambda: any("Added: Feed form-feed" in m["text"] for m in here.slack.ephemerals(ana)))

    read_up(here, channel)
    here.slack.command("/digest", "now", channel)
    (post,) = here.posts(channel)
    words = words_of(post)
    assert "Digest for" in words
    assert "Ana Reyes" in words
    here.slack.click(post["ts"], "more", channel=channel)
    assert "Kenji Morita" in json.dumps(window(here, "more"), ensure_ascii=False)
    here.slack.close_view(clear=True)
    here.slack.command("/quotes", "Reyes", channel)
    whispered(here, "Ana Reyes")


def test_a_due_digest_is_posted_once(here: World) -> None:
    """Its time has come: one message in the channel, however many ticks; then not again that day."""
    channel, team = here.channel(), here.slack.team_id
    now = dt.datetime.now(dt.UTC)
    here.bot.store.feeds.follow(team, channel, feed(here, "due-feed", here.page()), "U1")
    read_up(here, channel)
    wish = Schedule(time=now.time().replace(second=0, microsecond=0), zone="UTC", weekdays=frozenset(range(7)))
    here.bot.store.digests.set_schedule(team, channel, wish, "U1")
    with here.bot.store.engine.begin() as connection:
        connection.execute(
            sa.update(digest_schedules)
            .where(digest_schedules.c.channel == channel)
            .values(since=now.timestamp() - 3600)
        )
    for _ in range(3):
        tick(here)
    assert len(here.posts(channel)) == 1
    tick(here)
    here.quiet()
    assert len(here.posts(channel)) == 1


def test_sources_by_command(here: World) -> None:
    """Add, list, remove; the first one sets the usual schedule; slips are answered."""
    channel = here.channel()
    first, second = feed(here, "cmd-one", here.page()), feed(here, "cmd-two", here.page())
    here.slack.command("/digest", f"add {first}", channel)
    assert "The digest comes on weekdays at 08:00" in whispered(here, "Added: Feed cmd-one.")
    here.slack.command("/digest", f"add {second}", channel)
    whispered(here, "Added: Feed cmd-two (1 item in its list).")
    here.slack.command("/digest", "sources", channel)
    listed = whispered(here, "Sources of the digest here")
    assert "1. Feed cmd-one" in listed and "2. Feed cmd-two" in listed
    here.slack.command("/digest", "remove cmd-one", channel)
    whispered(here, "Feed cmd-one is off the list.")
    here.slack.command("/digest", "remove 9", channel)
    whispered(here, "No source here fits “9”.")
    here.slack.command("/digest", f"add {here.page('missing')}", channel)
    whispered(here, "I could not add")
    here.slack.command("/digest", "ad x", channel)
    whispered(here, "Did you mean `/digest add ")


def test_sources_of_a_site_and_of_a_list(here: World) -> None:
    """A site's address leads to the feed it names; a list's address brings all its feeds, those that are new."""
    channel = here.channel()
    here.site.pages["/front"] = page(feed(here, "site-one", here.page()))
    here.slack.command("/digest", f"add {here.site.url('front')}", channel)
    whispered(here, "Added: Feed site-one.")
    listed = [ListedFeed(here.site.url("site-one")), ListedFeed(feed(here, "site-two", here.page()), "Two")]
    here.site.pages["/list.opml"] = write_opml(listed, "Ours").decode()
    here.slack.command("/digest", f"import {here.site.url('list.opml')}", channel)
    whispered(here, "Imported: 1 new source; already there: 1.")
    assert len(here.bot.store.feeds.followed(here.slack.team_id, channel)) == 2


def test_schedule_by_command(here: World) -> None:
    """Status, follow, pause, off and on; before anything is set the bot says how to begin."""
    channel = here.channel()
    here.slack.command("/digest", "status", channel)
    whispered(here, "There is no digest here yet")
    here.bot.store.digests.set_schedule(here.slack.team_id, channel, Schedule(zone="Asia/Tokyo"), "U1")
    here.slack.command("/digest", "follow Ana <b>Reyes</b> & Co", channel)
    whispered(here, "Stories with “Ana &lt;b&gt;Reyes&lt;/b&gt; &amp; Co” come first")
    here.slack.command("/digest", "status", channel)
    told = whispered(here, "at 08:00 (Asia/Tokyo) on weekdays")
    assert "*Next:*" in told and "at 08:00" in told and "*Follows:*" in told
    here.slack.command("/digest", "pause 3 days", channel)
    whispered(here, "No digest before")
    here.slack.command("/digest", "off", channel)
    whispered(here, "No more digests here.")
    here.slack.command("/digest", "off", channel)
    whispered(here, "There is no digest here to switch off.")
    here.slack.command("/digest", "on", channel)
    whispered(here, "Digests come again here: next on")
    here.slack.command("/digest", "unfollow nobody", channel)
    whispered(here, "is not followed here")
    here.slack.command("/digest", "help", channel)
    whispered(here, "*The daily digest*")


def test_a_list_goes_out_and_comes_back(here: World) -> None:
    """Export sends a file to the person; sent back with a mention elsewhere, it is imported there."""
    channel, other, team = here.channel(), here.channel(), here.slack.team_id
    for name in ("out-one", "out-two"):
        here.bot.store.feeds.follow(team, channel, feed(here, name, here.page()), "U1", f"Feed {name}")
    here.slack.command("/digest", "export", channel)

    def file() -> dict[str, Any] | None:
        sent = [m for m in here.slack.messages(here.slack.dm_channel()) if m.get("files")]
        return dict(sent[-1]["files"][0]) if sent else None

    exported = here.wait(file)
    # The local Slack keeps its files behind the page's key, not behind the bot's token.
    address = f"{here.slack.page_url.rstrip('/')}{exported['url_private']}?key={here.slack.page_key}"
    here.slack.say(
        f"<@{here.slack.bot_user_id}> our sources",
        other,
        raw=True,
        extra={"subtype": "file_share", "files": [{"name": "sources.opml", "url_private": address}]},
    )
    whispered(here, "Imported: 2 new sources; already there: 0.")
    assert len(here.bot.store.feeds.followed(team, other)) == 2
    here.quiet()
    assert not [m for m in here.slack.messages(other) if m.get("user") == here.slack.bot_user_id], "no hint beside it"


def test_other_files_are_none_of_its_business(here: World) -> None:
    """A list posted without a mention is left alone, and so is a file on a foreign host."""
    channel = here.channel()
    before = len(here.slack.ephemerals())
    files = [{"name": "sources.opml", "url_private": "https://evil.example/x.opml"}]
    here.slack.say("look", channel, extra={"subtype": "file_share", "files": files})
    here.quiet()
    assert len(here.slack.ephemerals()) == before
    here.slack.say(
        f"<@{here.slack.bot_user_id}> look", channel, raw=True, extra={"subtype": "file_share", "files": files}
    )
    whispered(here, "I could not get that file from Slack")
