"""The sample world: four newspapers, their feeds, their two days."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import requests

from bot.articles import extract
from bot.articles.states import PageState, Unreadable
from bot.digest.feeds import parse_feed
from bot.digest.opml import read_opml
from local_slack.clock import ManualClock
from local_slack.news import DEAD_LINK, PLACE, STALE, News, outlets, pieces
from local_slack.slack import LocalSlack
from local_slack.state_file import StateFile
from summarizers.model import Brief
from summarizers.pipeline import brief
from tests.hung import HUNG

#: Noon of Tuesday, 1 December 2026 (UTC).
NOON = dt.datetime(2026, 12, 1, 12, 0, tzinfo=dt.UTC).timestamp()
ROOT = "http://127.0.0.1:8080"
#: What cannot be read of them, and why.
WALLS = {
    "harbours-of-the-adriatic-in-pictures": PageState.CONSENT_WALL,
    "live-map-of-grain-ships": PageState.NEEDS_JAVASCRIPT,
}


def news(clock: ManualClock | None = None, state: StateFile | None = None) -> News:
    """The newspapers on the first day."""
    made = News(clock or ManualClock(NOON), state or StateFile())
    made.root = ROOT
    return made


def page_of(world: News, name: str) -> bytes:
    """A piece as it is served."""
    found = world.page(world.address(name).partition(PLACE)[2])
    assert found is not None
    return found[1].encode()


def brief_of(world: News, name: str) -> Brief:
    """A piece's brief."""
    return brief(extract(page_of(world, name), url=world.address(name)))


def guids(world: News, outlet: str) -> list[str]:
    """What a newspaper's feed lists."""
    found = world.page(f"{outlet}/feed.xml")
    assert found is not None
    now = dt.datetime.fromtimestamp(NOON, dt.UTC)
    feed = parse_feed(found[1].encode(), url=f"{ROOT}{PLACE}{outlet}/feed.xml", content_type=found[0], now=now)
    assert feed.title == outlets()[outlet].name
    return [item.guid.rpartition("/")[2] for item in feed.items]


def test_four_newspapers_with_a_feed_each() -> None:
    """The list names four feeds; they hold what is out, the newest first, and no wall, nothing of long ago."""
    world = news()
    found = world.page("feeds.opml")
    assert found is not None
    assert [feed.url for feed in read_opml(found[1].encode())] == [
        f"{ROOT}{PLACE}{key}/feed.xml" for key in ("courier", "wire", "ledger", "atlas")
    ]
    listed = [name for key in outlets() for name in guids(world, key)]
    assert "mackerel-talks-break-off" in listed
    assert not {*WALLS, "island-quays-a-plan-without-a-harbour"} & set(listed)
    assert len(pieces()) >= 14


def test_the_second_day_comes_once_and_stays() -> None:
    """Its pieces are not there before; the address of the first day's stay what they were."""
    clock, state = ManualClock(NOON), StateFile()
    world = news(clock, state)
    address = world.address("mackerel-talks-break-off")
    late = "norway-and-iceland-sign-mackerel-accord"
    assert late not in guids(world, "courier")
    world.turn()
    assert guids(world, "courier")[0] == late
    again = news(ManualClock(NOON + 3 * STALE), state)
    assert again.day == 2
    assert again.address("mackerel-talks-break-off") == address


def test_a_first_day_left_lying_begins_anew() -> None:
    """Whoever comes back days later finds news of yesterday, not of last week."""
    state = StateFile()
    assert "/2026-11-30/" in news(state=state).address("mackerel-talks-break-off")
    later = news(ManualClock(NOON + 86_400), state)
    assert "/2026-12-01/" in later.address("mackerel-talks-break-off")


def test_names_and_offices_of_the_pieces() -> None:
    """Who said what, in the shapes that matter: glued link boxes, family names first, two authors, days by their names."""
    world = news()
    made = brief_of(world, "mackerel-talks-break-off")
    assert made.article.site == "The Halden Courier"
    assert "on Monday" in made.article.text
    offices = {official.name: (official.office, official.country) for official in made.officials}
    assert offices["Birna Hallgrímsdóttir"] == ("Foreign Minister", "Iceland")
    assert offices["Oliver Penhallow"] == ("Fisheries Minister", "United Kingdom")
    shared = brief_of(world, "two-ministers-on-the-price-of-a-cold-winter")
    assert "reads on the train" not in shared.article.text
    assert {s.name for q in shared.quotes for s in q.speakers} >= {"Ilze Grantiņa", "Rokas Vaitkevičius"}
    meeting = brief_of(world, "ministers-in-brussels-split-over-harbour-fees")
    assert ("Kovácsházy Eszter", "Hungary") in {(o.name, o.country) for o in meeting.officials}


@pytest.mark.parametrize("name", WALLS)
def test_walls_are_walls(name: str) -> None:
    """A cookie question and a page that only a browser fills."""
    with pytest.raises(Unreadable) as refused:
        brief_of(news(), name)
    assert refused.value.state is WALLS[name]


def test_they_are_served_and_previewed(slack: LocalSlack) -> None:
    """Front pages name the feed and link the pieces; the dead link is dead; previews name the newspaper."""
    address = slack.news.address("mackerel-talks-break-off")
    assert "everything on it is invented" in requests.get(address, timeout=HUNG).text
    front = requests.get(f"{slack.page_url}news/courier/", timeout=HUNG).text
    assert 'href="/news/courier/feed.xml"' in front
    assert "mackerel-talks-break-off" in front
    overview = requests.get(f"{slack.page_url}news/", timeout=HUNG).text
    assert "Vigil &amp; Atlas" in overview
    assert requests.get(f"{slack.page_url}news/{DEAD_LINK}", timeout=HUNG).status_code == 404
    shown = slack.news.preview(address)
    assert shown is not None
    assert shown["service_name"] == "The Halden Courier"


def test_the_port_stays_where_it_is_free(tmp_path: Path) -> None:
    """Addresses of one day lead somewhere the next; where somebody else has the port, another is taken."""
    state = tmp_path / "workspace.db"
    with LocalSlack(state=state) as first:
        address = first.news.address("mackerel-talks-break-off")
    with LocalSlack(state=state) as second:
        assert requests.get(address, timeout=HUNG).status_code == 200
        with LocalSlack(state=state) as third:
            assert third.page_url != second.page_url
