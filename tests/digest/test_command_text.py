"""What people type behind /digest, and what they fill into its form."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.digest.command_text import DigestCommand, DigestUnknown, find_zone, parse_digest, zones_like
from bot.slack.digest.form import Wanted, addresses, digest_view, interests_of, known_feeds, wanted_of
from bot.slack.views import metadata_of
from bot.store.digests import Schedule
from bot.store.feeds import FeedRow
from local_slack.block_kit import check_view

TODAY = dt.date(2026, 11, 3)


def parse(text: str) -> DigestCommand | DigestUnknown:
    """Read the words as of TODAY."""
    return parse_digest(text, TODAY, lambda words: [w.strip("<>") for w in words.split() if "://" in w])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", DigestCommand("form")),
        ("  settings ", DigestCommand("form")),
        ("now", DigestCommand("now")),
        ("NOW", DigestCommand("now")),
        ("status", DigestCommand("status")),
        ("why", DigestCommand("why")),
        ("off", DigestCommand("off")),
        ("resume", DigestCommand("on")),
        ("pause", DigestCommand("pause", "", dt.date(2026, 11, 10))),
        ("pause 3 days", DigestCommand("pause", "3 days", dt.date(2026, 11, 6))),
        ("pause for two weeks", DigestCommand("pause", "for two weeks", dt.date(2026, 11, 17))),
        ("pause until 2026-12-01", DigestCommand("pause", "until 2026-12-01", dt.date(2026, 12, 1))),
        (
            "add https://news.example/feed?a=1&utm_source=x",
            DigestCommand("add", "https://news.example/feed?a=1&utm_source=x"),
        ),
        ("add <https://news.example/feed|news.example>", DigestCommand("add", "https://news.example/feed")),
        ("add news.example", DigestCommand("add", "https://news.example")),
        ("add news.example/world/rss.xml", DigestCommand("add", "https://news.example/world/rss.xml")),
        ("import https://o.example/list.opml", DigestCommand("import", "https://o.example/list.opml")),
        ("export", DigestCommand("export")),
        ("sources", DigestCommand("sources")),
        ("list", DigestCommand("sources")),
        ("remove", DigestCommand("remove")),
        ("remove 2", DigestCommand("remove", "2")),
        ("remove The Courier", DigestCommand("remove", "The Courier")),
        ("remove <https://news.example/feed>", DigestCommand("remove", "https://news.example/feed")),
        ("follow Ana Reyes", DigestCommand("follow", "Ana Reyes")),
        ("follow “grain corridor”", DigestCommand("follow", "grain corridor")),
        ("unfollow Japan", DigestCommand("unfollow", "Japan")),
        ("help", DigestCommand("help")),
    ],
)
def test_commands(text: str, expected: DigestCommand) -> None:
    """Every documented form, and what people type instead; feeds keep every part of their address."""
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("staus", "/digest status"),
        ("https://news.example/feed", "/digest add https://news.example/feed"),
        ("news.example", "/digest add https://news.example"),
        ("add", "/digest add https://…"),
        ("ad x", "/digest add https://…"),
        ("folow x", "/digest follow Ana Reyes"),
        ("add the guardian", "/digest add https://…"),
        ("follow", "/digest follow Ana Reyes"),
        ("pause forever", "/digest pause 3 days"),
        ("pause until 2020-01-01", "/digest pause 3 days"),
        ("pause 900 days", "/digest pause 3 days"),
        ("gibberish", "/digest help"),
    ],
)
def test_slips_get_the_nearest_command(text: str, nearest: str) -> None:
    """What is not understood is answered with a command that works."""
    asked = parse(text)
    assert isinstance(asked, DigestUnknown)
    assert asked.nearest == nearest


@given(st.text(max_size=80))
def test_anything_typed_is_answered(text: str) -> None:
    """No input is an error, and what is suggested is understood."""
    asked = parse(text)
    if isinstance(asked, DigestUnknown) and "…" not in asked.nearest:
        assert isinstance(parse(asked.nearest.removeprefix("/digest ")), DigestCommand)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Madrid", "Europe/Madrid"),
        ("europe/madrid", "Europe/Madrid"),
        ("Madrid", "Europe/Madrid"),
        ("new york", "America/New_York"),
        ("UTC", "UTC"),
        ("gmt", "UTC"),
        ("Asia/Kolkata", "Asia/Kolkata"),
        ("Etc/GMT+5", "Etc/GMT+5"),
        ("Atlantis", None),
        ("", None),
        ("../../etc/passwd", None),
        ("/etc/localtime", None),
        ("Europe", None),
        ("a" * 500, None),
    ],
)
def test_time_zones(typed: str, zone: str | None) -> None:
    """By name or by a large city, in any case; anything else is none, paths above all."""
    assert find_zone(typed) == zone


def test_zones_that_come_close() -> None:
    """A slip gets suggestions."""
    assert "Europe/Madrid" in zones_like("madird")
    assert zones_like("zzzzzz") == []


# -- the form --------------------------------------------------------------------------------------------------------


def feed(n: int) -> FeedRow:
    """A feed."""
    return FeedRow(n, f"https://site-{n}.example/feed", f"Feed {n}", None, None, None, 0, 0, None, 0, None, None, None)


def state(**values: Any) -> dict[str, Any]:
    """A form filled in."""
    blocks: dict[str, dict[str, Any]] = {
        "time": {"selected_time": "07:30"},
        "zone": {"value": "Europe/Madrid"},
        "days": {"selected_options": [{"value": "0"}, {"value": "4"}]},
        "stories": {"selected_option": {"value": "3"}},
        "feeds": {"selected_options": [{"value": "1"}]},
        "add": {"value": ""},
        "interests": {"value": "Ana Reyes, Japan; grain corridor"},
        "quiet": {"selected_options": [{"value": "skip"}]},
    }
    blocks |= values
    return {"values": {name: {name: value} for name, value in blocks.items()}}


def test_the_form_reads_back_what_it_shows() -> None:
    """Time, zone, days, sources and interests stand in the form, and come back as they were."""
    now = Schedule(dt.time(6, 45), "Asia/Tokyo", frozenset({1, 3}), stories=7, interests=("Ana Reyes", "Japan"))
    view = digest_view("C1", now, [feed(1), feed(2)])
    assert check_view(view).errors == []
    assert known_feeds(metadata_of(view)) == [1, 2]
    values: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            values[block["block_id"]] = {
                "selected_time": element.get("initial_time"),
                "value": element.get("initial_value"),
                "selected_options": element.get("initial_options", []),
                "selected_option": element.get("initial_option"),
            }
    assert wanted_of(state(**values), [1, 2]) == Wanted(now, (), ())


def test_the_form_filled_in() -> None:
    """Sources taken out are dropped, new ones added, interests parted."""
    wish = wanted_of(state(add={"value": "news.example\nhttps://o.example/feed"}), [1, 2])
    assert isinstance(wish, Wanted)
    assert wish.schedule == Schedule(
        dt.time(7, 30),
        "Europe/Madrid",
        frozenset({0, 4}),
        stories=3,
        interests=("Ana Reyes", "Japan", "grain corridor"),
    )
    assert wish.dropped == (2,)
    assert wish.added == ("https://news.example", "https://o.example/feed")


@pytest.mark.parametrize(
    ("values", "block"),
    [
        ({"zone": {"value": "Madird"}}, "zone"),
        ({"zone": {"value": "nowhere at all"}}, "zone"),
        ({"zone": {}}, "zone"),
        ({"time": {"selected_time": None}}, "time"),
        ({"time": {"selected_time": "25:00"}}, "time"),
        ({"days": {"selected_options": []}}, "days"),
        ({"add": {"value": "the guardian"}}, "add"),
        ({"add": {"value": " ".join(f"https://s{n}.example" for n in range(21))}}, "add"),
        ({"interests": {"value": ",".join(map(str, range(60)))}}, "interests"),
    ],
)
def test_what_is_wrong_is_said_beside_it(values: dict[str, Any], block: str) -> None:
    """Each mistake names its place in the form."""
    wrong = wanted_of(state(**values), [])
    assert isinstance(wrong, dict)
    assert list(wrong) == [block]


def test_a_form_from_outside_is_read_with_care() -> None:
    """Values no form of ours holds change nothing beyond their place."""
    wish = wanted_of(
        state(
            days={"selected_options": [{"value": "9"}, {"value": "1"}, "x"]},
            stories={"selected_option": {"value": "9999"}},
            feeds={"selected_options": [{"value": "x"}]},
        ),
        [1],
    )
    assert isinstance(wish, Wanted)
    assert (wish.schedule.weekdays, wish.schedule.stories, wish.dropped) == (frozenset({1}), 10, (1,))
    assert isinstance(wanted_of({}, []), dict)


def test_many_sources_still_make_a_form() -> None:
    """A form offers at most a hundred; the others stay."""
    view = digest_view("C1", Schedule(interests=("x" * 80,) * 50), [feed(n) for n in range(150)])
    assert check_view(view).errors == []
    assert len(known_feeds(metadata_of(view))) == 100


@given(st.text(max_size=200))
def test_lists_are_parted_without_harm(text: str) -> None:
    """Interests and addresses: bounded, each once, never empty."""
    found = interests_of(text)
    assert len(set(found)) == len(found)
    assert all(0 < len(interest) <= 80 for interest in found)
    good, _bad = addresses(text)
    assert all(address.startswith(("http", "HTTP")) for address in good)


@pytest.mark.parametrize("figure", ["²", "①", "", "x"])
def test_a_figure_that_is_no_number_is_left_out(figure: str) -> None:
    """Superscripts and circled figures are digits to Unicode, and no whole number."""
    assert known_feeds({"feeds": f"1,{figure},3"}) == [1, 3]
