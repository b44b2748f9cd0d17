"""The command line's side: the same digest without Slack, and grouping a file."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.digest import rendering
from bot.digest.command import Form, digest_command, make_digest, parse_span, stories_command, zone_name
from bot.digest.compose import Wishes
from bot.digest.opml import ListedFeed, write_opml
from summarizers.errors import BadInput
from tests.clock import FakeClock
from tests.digest.fakes import FakeFetcher, FakeReader, reply
from tests.digest.news import REPORTS
from tests.digest.press import ADDRESSES, HOPELESS, Press
from tests.digest.shapes import Entry, rss

NOW = dt.datetime(2026, 11, 3, 7, 0, tzinfo=dt.UTC)


@pytest.fixture
def press() -> Iterator[Press]:
    running = Press(FakeClock(NOW.timestamp()))
    running.publish(REPORTS, NOW.timestamp())
    yield running
    running.close()


def test_the_same_digest_on_the_command_line(press: Press) -> None:
    """Thirty feeds, a day of news: one entry a story, troubles named, progress told; JSON, Markdown and HTML agree."""
    heard: list[tuple[str, int, int]] = []
    with press.reader() as reader:
        made = make_digest(
            [ListedFeed(address) for address in ADDRESSES],
            fetcher=press.fetcher(),
            reader=reader,
            now=NOW,
            span=dt.timedelta(hours=24),
            wishes=Wishes(stories=4, zone="Europe/Madrid"),
            progress=lambda what, done, total: heard.append((what, done, total)),
        )
    assert {trouble.url for trouble in made.troubles} == HOPELESS
    assert all(trouble.message for trouble in made.troubles)
    assert made.unread == 1
    edition = made.edition
    assert len(edition.stories) == 4
    by_title = {report.title: report.event for report in REPORTS}
    told = [by_title[entry.title] for entry in (*edition.stories, *edition.rest)]
    assert sorted(told) == sorted({report.event for report in REPORTS})
    assert ("feeds", 30, 30) in heard
    assert heard[-1][0] == "articles" and heard[-1][1] == heard[-1][2]
    document = json.loads(json.dumps(rendering.edition_to_dict(edition)))
    for text in (rendering.markdown(edition, "Europe/Madrid"), rendering.html(edition, "Europe/Madrid")):
        for entry in document["stories"]:
            assert entry["url"] in text
        assert "Tuesday, 3 November 2026" in text
    assert document["stories"][0]["others"]


def test_a_feed_that_knows_the_date_is_believed() -> None:
    """An article two feeds list, one of them without dates, counts as dated, whichever is read first."""
    link = "https://n.example/new"
    first, second = "https://n.example/undated", "https://n.example/dated"
    replies = {
        first: reply(rss([Entry("New", link, "x", None)])),
        second: reply(rss([Entry("New", link, "x", NOW - dt.timedelta(hours=1))])),
    }
    for feeds in ((first, second), (second, first)):
        made = make_digest(
            [ListedFeed(feed) for feed in feeds],
            fetcher=FakeFetcher(dict(replies)),
            reader=FakeReader(),
            now=NOW,
            span=dt.timedelta(hours=24),
            wishes=Wishes(),
        )
        assert [entry.title for entry in made.edition.stories] == ["New"]


def test_old_news_stays_out() -> None:
    """What is older than the stretch asked for is not read; without any date the page has to tell."""
    feed, reader = "https://n.example/feed", FakeReader()
    entries = [
        Entry("New", "https://n.example/new", "x", NOW - dt.timedelta(hours=1)),
        Entry("Old", "https://n.example/old", "x", NOW - dt.timedelta(hours=30)),
        Entry("Undated", "https://n.example/undated", "x", None),
    ]
    made = make_digest(
        [ListedFeed(feed)],
        fetcher=FakeFetcher({feed: reply(rss(entries))}),
        reader=reader,
        now=NOW,
        span=dt.timedelta(hours=24),
        wishes=Wishes(),
    )
    assert {url for url, _ in reader.visits} == {"https://n.example/new", "https://n.example/undated"}
    assert all(robots for _, robots in reader.visits)
    assert [entry.title for entry in made.edition.stories] == ["New"]
    assert made.edition.stories[0].basis == "headline"


@pytest.mark.parametrize(
    ("text", "hours"), [("24h", 24), ("90 min", 1.5), ("3d", 72), ("2 days", 48), ("1w", 168), (" 5 hours ", 5)]
)
def test_stretches_of_time(text: str, hours: float) -> None:
    """As people write them."""
    assert parse_span(text) == dt.timedelta(hours=hours)


@pytest.mark.parametrize("text", ["", "h", "24", "-3h", "0h", "9999d", "yesterday", "1y"])
def test_no_stretch_of_time(text: str) -> None:
    """Everything else is refused with an example."""
    with pytest.raises(BadInput, match="24h"):
        parse_span(text)


def test_zones() -> None:
    """A name that is no zone is refused; the machine's own is some zone."""
    assert zone_name("Europe/Madrid") == "Europe/Madrid"
    assert zone_name(None)
    for wrong in ("Atlantis", "../etc/passwd", ""):
        with pytest.raises(BadInput):
            zone_name(wrong)


def test_a_list_that_cannot_be_read(tmp_path: Path) -> None:
    """A missing file and a file that is no list are refused in one sentence."""
    with pytest.raises(BadInput, match="could not be read"):
        digest_command(tmp_path / "none.opml")
    path = tmp_path / "list.opml"
    path.write_text("hello")
    with pytest.raises(Exception, match="I found no feeds"):
        digest_command(path)


@pytest.mark.parametrize("form", ["text", "json", "markdown", "html"])
@pytest.mark.usefixtures("lent_workers")
def test_a_run_where_nothing_answers(tmp_path: Path, capsys: pytest.CaptureFixture[str], form: Form) -> None:
    """Every output stands also for an empty digest; troubles go to standard error and the status is 1."""
    path = tmp_path / "list.opml"
    path.write_bytes(write_opml([ListedFeed("http://127.0.0.1:9/feed")], "x"))
    assert digest_command(path, form=form, zone="UTC") == 1
    told = capsys.readouterr()
    assert "http://127.0.0.1:9/feed: That link does not lead to the public internet" in told.err
    assert "digest" in told.out.lower() or json.loads(told.out)["troubles"]


def test_grouping_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line each, in order, stories named by their lead; bad lines become errors and the status is 1."""
    talks = "Talks on a ceasefire in Karvelia go on in Geneva, Ana Reyes told envoys of Ostrava after six hours."
    lines = [
        {"id": "a", "text": talks, "title": "Geneva talks on Karvelia go on"},
        "not json",
        {"id": "b", "text": "Norland taxes steel: a tariff of twelve per cent, Kenji Morita announced in Tokyo."},
        {"text": "no id"},
        {"id": 7, "text": talks + " The monitors’ mandate is open.", "date": "2026-11-02"},
        {"id": "c"},
        {"id": "d", "text": talks, "date": "yesterday"},
        ["a", "list"],
        {"id": "e", "text": ""},
    ]
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    assert stories_command(source, target) == 1
    out = [json.loads(line) for line in target.read_text().splitlines()]
    assert [row["id"] for row in out] == ["a", "line-3", "b", "line-7", "7", "c", "d", "line-15", "e"]
    assert out[0]["story"] == out[4]["story"] in ("a", "7")
    assert out[2]["story"] == "b"
    assert all(set(row["error"]) == {"kind", "message"} for row in out if "error" in row)
    assert sum("error" in row for row in out) == 6
    assert "6 lines could not be read" in capsys.readouterr().err
    source.write_text(json.dumps(lines[0]))
    assert stories_command(source, target) == 0
    with pytest.raises(BadInput):
        stories_command(tmp_path / "none", target)
