"""The work of a digest's jobs, cut off anywhere: settled once, nothing lost, nothing twice."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.articles.fetch import Fetched
from bot.articles.states import PageState, Unreadable
from bot.digest.source_jobs import TRIES
from bot.job_arguments import FeedCheck, SourceRequest
from bot.slack import messages
from bot.slack.digest.answers import DigestAnswers, DigestAsker
from bot.slack.digest.command_text import DigestCommand
from bot.slack.errors import trouble_of
from bot.slack.sender import TOO_LATE
from bot.store import Store
from bot.store.digests import DigestKey, Schedule
from bot.store.feeds import NewItem
from tests.clock import FakeClock
from tests.digest.digest_bench import Office, words_of
from tests.digest.fakes import FakeFetcher, FakeReader, reply
from tests.digest.press import FRENCH
from tests.digest.shapes import Entry, page, rss
from tests.slack.fakes import refusal

FEED = "https://news.example/feed.xml"
DAILY = Schedule(dt.time(8), "UTC", frozenset(range(7)))
EIGHT = dt.datetime(2026, 11, 3, 8, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
TALKS = (
    "Talks on a ceasefire in Karvelia will go on in Geneva, the mediator said after six hours with the envoys.\n\n"
    "“We will stay as long as it takes, and then a day longer,” said the foreign minister of Spain, Ana Reyes.\n\n"
    "The mandate of the monitors in the river valley is the last open point."
)
#: Ten stories that have nothing in common, by the word their headline begins with.
STORIES = {
    "harvest": "Harvest of olives doubles in Andalusia after autumn rain, farmers in Jaen told a fair.",
    "railway": "Railway tunnel under the Brenner opens for goods; engineers from Innsbruck cheered the first wagons.",
    "museum": "Museum of masks in Kinshasa shows forty carvings that Brussels gave back to Congolese elders.",
    "volcano": "Volcano on Java sends ash over Yogyakarta, and schools close while geologists watch the crater.",
    "parliament": "Parliament in Ottawa elects Maude Tremblay speaker by two votes in a secret ballot.",
    "vaccine": "Vaccine against dengue passes its last trial, a laboratory near Recife reports.",
    "satellite": "Satellite built by Kenyan students reaches orbit aboard an Indian rocket from Sriharikota.",
    "orchestra": "Orchestra of Reykjavik cancels its tour because two cellos were damaged at an airport.",
    "bridge": "Bridge across the Bosporus stays shut to lorries until welders have mended a cable.",
    "census": "Census workers count nomads in Mongolia with the help of drones, statisticians say.",
}
TOPICS = tuple(STORIES)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock((EIGHT - dt.timedelta(hours=19)).timestamp())


@pytest.fixture
def fetcher() -> FakeFetcher:
    return FakeFetcher()


@pytest.fixture
def reader() -> FakeReader:
    return FakeReader()


@pytest.fixture
def office(store: Store, clock: FakeClock, fetcher: FakeFetcher, reader: FakeReader) -> Office:
    made = Office(store, clock, fetcher, reader)
    store.digests.set_schedule("T1", "C1", DAILY, "U1")
    store.feeds.follow("T1", "C1", FEED, "U1", "The Courier")
    fetcher.replies[FEED] = reply(rss([]))
    made.tick()
    return made


def publish(office: Office, *texts: str, names: tuple[str, ...] = ()) -> list[str]:
    """Articles that a feed of C1 listed and that were read; their addresses."""
    feed = office.store.feeds.followed("T1", "C1")[0]
    items, made = [], []
    for number, text in enumerate(texts):
        name = names[number] if names else f"{office.clock():.0f}-{number}"
        url = f"https://news.example/{name}"
        made.append(url)
        items.append(NewItem(url, url, text.split(".")[0][:80], text, office.clock(), fresh=True))
    keys = office.store.feeds.answered(
        feed.id, pause=3600, next_check=office.clock() + 9e9, etag=None, last_modified=None, items=items
    )
    for key in keys:
        office.store.feeds.keep_headline(key, "test")
    return made


def story(topic: str) -> str:
    """The text of a story."""
    return STORIES[topic]


def digest_row(office: Office, date: dt.date) -> Any:
    """The digest of a date."""
    return office.store.digests.get(DigestKey("T1", "C1", date.isoformat()))


# -- due, quiet, missed ----------------------------------------------------------------------------------------------


def test_a_digest_is_posted_at_its_time(office: Office) -> None:
    """Not before eight; at eight once, however often the tick comes."""
    publish(office, story("harvest"))
    office.until(EIGHT - dt.timedelta(seconds=1), 7200)
    assert office.posts() == []
    office.until(EIGHT + dt.timedelta(minutes=1), 10)
    (post,) = office.posts()
    assert "Harvest" in words_of(post["blocks"])
    assert post["metadata"]["event_payload"] == {"delivery_id": "digest:T1:C1:2026-11-03"}
    office.until(EIGHT + DAY - dt.timedelta(minutes=1), 7200)
    assert len(office.posts()) == 1


def test_quiet_days(office: Office, store: Store) -> None:
    """Without news nothing is posted, or one line where the channel wants that."""
    office.until(EIGHT + dt.timedelta(minutes=1), 7200)
    assert office.posts() == []
    assert digest_row(office, EIGHT.date()).state == "quiet"
    store.digests.set_schedule("T1", "C1", replace(DAILY, skip_quiet=False), "U1")
    office.until(EIGHT + DAY + dt.timedelta(minutes=1), 7200)
    (post,) = office.posts()
    assert post["text"] == "Wednesday, 4 November 2026: nothing new from your sources."


def test_a_long_outage_is_noted_not_made_up_for(office: Office, clock: FakeClock) -> None:
    """Nobody was there from eight to three: no digest at three; the next one has the news of both days."""
    publish(office, story("harvest"))
    clock.now = (EIGHT + dt.timedelta(hours=7)).timestamp()
    office.tick()
    assert office.posts() == []
    assert digest_row(office, EIGHT.date()).state == "missed"
    publish(office, story("railway"))
    office.until(EIGHT + DAY + dt.timedelta(minutes=1), 7200)
    (post,) = office.posts()
    words = words_of(post["blocks"])
    assert "Railway" in words
    assert "2 stories" not in words, "a first digest goes back a day"


def test_a_short_outage_is_made_up_for(office: Office, clock: FakeClock) -> None:
    """Back at noon, within the grace: the digest of eight is posted then, once."""
    publish(office, story("harvest"))
    clock.now = (EIGHT + dt.timedelta(hours=4)).timestamp()
    office.tick()
    office.tick()
    assert len(office.posts()) == 1


def test_news_since_the_last_digest(office: Office, store: Store) -> None:
    """On Monday the digest has the weekend; after a month off, five days."""
    week = replace(DAILY, weekdays=frozenset(range(5)))
    store.digests.set_schedule("T1", "C1", week, "U1")
    friday = EIGHT + 3 * DAY
    publish(office, story("census"))
    office.until(friday + dt.timedelta(minutes=1), 7200)
    for topic, hours in (("harvest", 10), ("railway", 34), ("museum", 58)):
        office.until(friday + dt.timedelta(hours=hours), 7200)
        publish(office, story(topic))
    before = len(office.posts())
    office.until(friday + 3 * DAY + dt.timedelta(minutes=1), 7200)
    words = words_of(office.posts()[before]["blocks"])
    assert all(name in words for name in ("Harvest", "Railway", "Museum", "since Friday 08:0"))


def test_told_stories_do_not_come_back(office: Office) -> None:
    """The same again the next day brings no digest; another story does."""
    publish(office, story("harvest"))
    office.until(EIGHT + dt.timedelta(minutes=1), 7200)
    publish(office, story("harvest"))
    office.until(EIGHT + DAY + dt.timedelta(minutes=1), 7200)
    assert len(office.posts()) == 1
    publish(office, story("harvest"), story("volcano"))
    office.until(EIGHT + 2 * DAY + dt.timedelta(minutes=1), 7200)
    words = words_of(office.posts()[1]["blocks"])
    assert "Volcano" in words
    assert "Harvest" not in words


def test_shared_links_come_first(office: Office, store: Store) -> None:
    """A link somebody pasted in the channel lifts its story."""
    from bot.articles.addresses import address_key
    from bot.store.requests import BriefRequest

    _first, second = publish(office, story("harvest"), story("railway"))
    request = BriefRequest("T1", "C1", "1.1", "U2", "message", url=second)
    store.requests.first_share(request, address_key(second), 3)
    office.until(EIGHT + dt.timedelta(minutes=1), 7200)
    words = words_of(office.posts()[0]["blocks"])
    assert words.index("Railway") < words.index("Harvest")


# -- now -------------------------------------------------------------------------------------------------------------


def now(office: Office, moment: str = "abc") -> None:
    """Ask for a digest out of turn."""
    key = DigestKey("T1", "C1", f"now:{moment}")
    office.store.digests.fall_due(key, dt.date(2026, 11, 2), office.clock())
    office.enqueue("digest", key.written())
    office.tick()


def test_now_does_not_stand_for_the_day(office: Office) -> None:
    """What was asked for out of turn is told, and the day's digest comes all the same, with what is new."""
    publish(office, story("harvest"))
    now(office)
    assert "Harvest" in words_of(office.posts()[0]["blocks"])
    office.clock.pass_by(60)
    publish(office, story("railway"))
    office.until(EIGHT + dt.timedelta(minutes=1), 7200)
    words = words_of(office.posts()[1]["blocks"])
    assert "Railway" in words
    assert "Harvest" not in words


def test_now_always_answers(office: Office, store: Store) -> None:
    """Nothing new, sources not read yet, or no sources: the person hears so."""
    now(office)
    assert "nothing new from your sources" in office.posts()[0]["text"]
    store.feeds.follow("T1", "C1", "https://other.example/feed", "U1")
    key = DigestKey("T1", "C1", "now:ghi")
    store.digests.fall_due(key, dt.date(2026, 11, 2), office.clock())
    office.composing.compose(key)
    office.run()
    assert "I am still reading" in office.posts()[1]["text"]
    for source in store.feeds.followed("T1", "C1"):
        store.feeds.unfollow("T1", "C1", source.id)
    now(office, "def")
    assert "No sources are set here yet" in office.posts()[2]["text"]


# -- crashes ---------------------------------------------------------------------------------------------------------


def test_a_digest_noted_but_not_taken_on(office: Office, clock: FakeClock) -> None:
    """Killed between the note and the job: the next tick takes it on."""
    publish(office, story("harvest"))
    clock.now = EIGHT.timestamp()
    office.scheduler.take_on_digests()
    office.lose_jobs()
    assert digest_row(office, EIGHT.date()).state == "due"
    office.tick()
    assert len(office.posts()) == 1


def test_a_digest_left_lying_for_hours(office: Office, clock: FakeClock) -> None:
    """Killed behind the note, and nobody there until the afternoon: missed, as if it had never been noted."""
    publish(office, story("harvest"))
    clock.now = EIGHT.timestamp()
    office.scheduler.take_on_digests()
    office.lose_jobs()
    clock.pass_by(6 * 3600 + 60)
    office.tick()
    assert office.posts() == []
    assert digest_row(office, EIGHT.date()).state == "missed"
    publish(office, story("railway"))
    office.until(EIGHT + DAY + dt.timedelta(minutes=1), 7200)
    (post,) = office.posts()
    assert "Railway" in words_of(post["blocks"])


def test_a_digest_slack_did_not_take_for_hours(office: Office, clock: FakeClock) -> None:
    """In the outbox all day: not said in the evening, and what it held is told the next morning."""
    publish(office, story("harvest"))
    office.until(EIGHT + dt.timedelta(minutes=1), 7200)
    publish(office, story("railway"))
    clock.now = (EIGHT + DAY).timestamp()
    office.scheduler.take_on_digests()
    office.composing.compose(DigestKey("T1", "C1", "2026-11-04"))
    office.lose_jobs()
    clock.pass_by(6 * 3600 + 60)
    office.enqueue("deliver", "digest:T1:C1:2026-11-04")
    office.run()
    row = office.store.deliveries.get("digest:T1:C1:2026-11-04")
    assert row is not None
    assert (row.state, row.error) == ("failed", TOO_LATE)
    office.until(EIGHT + 2 * DAY + dt.timedelta(minutes=1), 7200)
    first, second = office.posts()
    assert "Harvest" in words_of(first["blocks"])
    assert "Railway" in words_of(second["blocks"])


def test_a_late_digest_that_was_said_is_found(office: Office, clock: FakeClock) -> None:
    """Said before the crash, looked for hours later: it is found, and counts as told."""
    from urllib.error import URLError

    publish(office, story("harvest"))
    office.slack.loses_answer("chat.postMessage", URLError(TimeoutError("late")))
    clock.now = EIGHT.timestamp()
    office.tick()
    clock.pass_by(7 * 3600)
    office.enqueue("deliver", "digest:T1:C1:2026-11-03", again="x")
    office.run()
    row = office.store.deliveries.get("digest:T1:C1:2026-11-03")
    assert row is not None
    assert row.state == "sent"
    assert [told.title for told in office.store.digests.told("T1", "C1", 0)]


def test_a_channel_that_refuses_is_reported_to_whoever_set_it(office: Office, clock: FakeClock) -> None:
    """The bot was put out of the channel: its keeper hears why, once a week; the stories count as untold."""
    publish(office, story("harvest"))
    office.slack.raises("chat.postMessage", refusal("not_in_channel"))
    clock.now = EIGHT.timestamp()
    office.tick()
    for day in (EIGHT, EIGHT + DAY, EIGHT + 7 * DAY):
        row = office.store.deliveries.get("digest:T1:C1:2026-11-03")
        assert row is not None and row.state == "failed"
        office.posting.report_refused(replace(row, local_date=day.date().isoformat()), "not_in_channel")
    office.run()
    notices = office.slack.posted["U1"]
    assert len(notices) == 2
    assert notices[0]["text"].startswith("I could not post the digest in <#C1>. I cannot post there yet.")
    assert office.store.digests.told("T1", "C1", 0) == []


def test_a_digest_settled_but_not_handed_on(office: Office, clock: FakeClock) -> None:
    """Killed after settling: the message stands in the outbox, and the same job hands it on."""
    publish(office, story("harvest"))
    clock.now = EIGHT.timestamp()
    office.scheduler.take_on_digests()
    office.lose_jobs()
    key = DigestKey("T1", "C1", "2026-11-03")
    office.composing.compose(key)
    office.lose_jobs()
    assert office.store.deliveries.get(key.delivery) is not None
    office.composing.compose(key)
    office.run()
    assert len(office.posts()) == 1


def test_two_replicas_compose_at_once(office: Office, store: Store, clock: FakeClock) -> None:
    """Of many settling the same digest one wins: one message, each story told once."""
    publish(office, *map(story, TOPICS))
    clock.now = EIGHT.timestamp()
    office.scheduler.take_on_digests()
    office.lose_jobs()
    key = DigestKey("T1", "C1", "2026-11-03")
    threads = [threading.Thread(target=office.composing.compose, args=(key,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    office.run()
    assert len(office.posts()) == 1
    titles = [told.title for told in store.digests.told("T1", "C1", 0)]
    assert len(titles) == len(set(titles)) == len(TOPICS)


def test_the_thread_is_completed_once(office: Office, clock: FakeClock) -> None:
    """Further stories go into the thread, also when the job runs again after a crash halfway."""
    publish(office, *map(story, TOPICS))
    clock.now = EIGHT.timestamp()
    office.scheduler.tick()
    office.run()
    assert office.thread() == []
    key = DigestKey("T1", "C1", "2026-11-03")
    office.posting.complete_thread(key)
    office.lose_jobs()
    office.posting.complete_thread(key)
    for delivery in ("digest:T1:C1:2026-11-03:1",):
        office.enqueue("deliver", delivery)
    office.run()
    office.tick()
    (part,) = office.thread()
    assert part["thread_ts"] == "1800000000.000100"
    told = words_of(office.posts()[0]["blocks"]) + words_of(part["blocks"])
    assert all(topic.capitalize() in told for topic in TOPICS)


def test_a_lost_answer_of_slack(office: Office, clock: FakeClock) -> None:
    """The digest was posted but the answer never came: it is found, not posted again."""
    from urllib.error import URLError

    publish(office, story("harvest"))
    office.slack.loses_answer("chat.postMessage", URLError(TimeoutError("late")))
    clock.now = EIGHT.timestamp()
    office.tick()
    clock.pass_by(120)
    office.enqueue("deliver", "digest:T1:C1:2026-11-03", again="x")
    office.run()
    assert len(office.posts()) == 1
    row = office.store.deliveries.get("digest:T1:C1:2026-11-03")
    assert row is not None
    assert row.state == "sent"


def test_the_chart_comes_once(office: Office, clock: FakeClock) -> None:
    """With people quoted more than once in the week a picture goes into the thread; a second run sends no second."""
    pytest.importorskip("matplotlib")
    publish(office, *map(story, TOPICS))
    told = [("Ana Reyes", "Spain"), ("Kenji Morita", "Japan"), ("Mia Lund", "Norway")]
    from bot.store.digests import Settled, Told

    key, key_date = DigestKey("T1", "C1", "2026-11-02"), dt.date(2026, 11, 2)
    office.store.digests.fall_due(key, key_date, clock())
    stories = (Told(key_date, "x", {}, (), tuple(told)), Told(key_date, "y", {}, (), tuple(told[:1])))
    office.store.digests.settle(key, Settled(None, told=stories))
    clock.now = EIGHT.timestamp()
    office.tick()
    office.posting.complete_thread(DigestKey("T1", "C1", "2026-11-03"))
    office.run()
    assert office.slack.count("files.upload") == 1
    upload = next(arguments for method, arguments in office.slack.calls if method == "files.upload")
    assert upload["content"].startswith(b"\x89PNG")
    assert "Ana Reyes (Spain): 2" in upload["alt_txt"]


def test_a_chart_slack_refuses_costs_nothing(office: Office, clock: FakeClock) -> None:
    """Without the permission the digest and its thread stand all the same."""
    publish(office, *map(story, TOPICS))
    office.slack.raises("files.upload", refusal("missing_scope"))
    assert trouble_of(refusal("missing_scope")).code == "missing_scope"
    clock.now = EIGHT.timestamp()
    office.tick()
    assert len(office.posts()) == 1
    assert len(office.thread()) == 1


# -- reading ---------------------------------------------------------------------------------------------------------


def listed(office: Office, fetcher: FakeFetcher, *urls: str) -> None:
    """The feed lists articles from now on."""
    entries = [Entry(f"Title {n}", url, f"Words {n}.", None, guid=url) for n, url in enumerate(urls)]
    fetcher.replies[FEED] = reply(rss(entries))
    office.until(dt.datetime.fromtimestamp(office.clock(), dt.UTC) + dt.timedelta(hours=5), 1800)


def state_of(store: Store, url: str) -> tuple[str, int]:
    """State and tries of an article."""
    from bot.articles.addresses import address_key
    from bot.store.requests import digest_of

    article = store.feeds.article(digest_of(address_key(url)))
    assert article is not None
    return article.state, article.tries


def test_what_a_feed_lists_is_read_once(office: Office, fetcher: FakeFetcher, reader: FakeReader, store: Store) -> None:
    """A page listed by two feeds, at every look, is fetched once, with robots.txt asked; its brief is kept."""
    url = "https://news.example/talks"
    reader.pages[url] = TALKS
    other = "https://other.example/feed"
    store.feeds.follow("T1", "C1", other, "U1")
    fetcher.replies[other] = reply(rss([]))
    office.tick()
    fetcher.replies[other] = reply(rss([Entry("Same", f"{url}?utm_source=o", "x", None)]))
    listed(office, fetcher, url)
    assert reader.visits == [(url, True)]
    (article,) = store.feeds.ready("T1", "C1", 0, office.clock())
    assert article.brief is not None
    assert article.source in ("The Courier", None)
    office.until(EIGHT + dt.timedelta(minutes=1), 7200)
    words = words_of(office.posts()[0]["blocks"])
    assert "ceasefire in Karvelia" in words


def test_pages_that_cannot_be_read(office: Office, fetcher: FakeFetcher, reader: FakeReader, store: Store) -> None:
    """Walls leave the headline at once, trouble that may pass is tried three times, other languages are left out."""
    reader.pages |= {
        "https://news.example/wall": Unreadable(PageState.SUBSCRIBERS_ONLY),
        "https://news.example/slow": Unreadable(PageState.TOO_SLOW),
        "https://news.example/autre": Unreadable(PageState.NOT_ENGLISH),
    }
    listed(office, fetcher, *reader.pages)
    assert state_of(store, "https://news.example/wall") == ("headline", 1)
    assert state_of(store, "https://news.example/slow") == ("headline", TRIES)
    assert state_of(store, "https://news.example/autre") == ("skipped", 1)
    assert [url for url, _ in reader.visits].count("https://news.example/slow") == TRIES


def test_an_article_one_feed_dates_is_not_lost_to_one_that_does_not(
    office: Office, fetcher: FakeFetcher, reader: FakeReader, store: Store
) -> None:
    """Passed over at the first look at a feed without dates, it is read once another feed says that it is of today."""
    url, old = "https://news.example/both", "https://news.example/old"
    reader.pages |= {url: TALKS, old: TALKS}
    today = dt.datetime.fromtimestamp(office.clock(), dt.UTC) - dt.timedelta(hours=2)
    undated, dated = "https://a.example/feed", "https://b.example/feed"
    fetcher.replies[undated] = reply(rss([Entry("Both", url, "x", None), Entry("Old", old, "x", None)]))
    fetcher.replies[dated] = reply(rss([Entry("Both", url, "x", today), Entry("Old", old, "x", today - 9 * DAY)]))
    for address in (undated, dated):
        store.feeds.follow("T1", "C1", address, "U1")
        office.tick()
    assert state_of(store, url) == ("read", 1)
    assert state_of(store, old) == ("skipped", 0)
    assert [visited for visited, _ in reader.visits] == [url]


def test_a_headline_in_another_language_is_left_out(
    office: Office, fetcher: FakeFetcher, reader: FakeReader, store: Store
) -> None:
    """A page behind a wall leaves its feed's words, but not where these are in another language."""
    english = (
        "The ministers met in Geneva to talk about the fishing of mackerel and about the cables at the bottom of the "
        "sea, after nine months."
    )
    for name, words, state in (("fr", FRENCH, "skipped"), ("en", english, "headline"), ("court", "Accord", "headline")):
        url = f"https://news.example/{name}"
        reader.pages[url] = Unreadable(PageState.SUBSCRIBERS_ONLY)
        at = dt.datetime.fromtimestamp(office.clock(), dt.UTC)
        fetcher.replies[FEED] = reply(rss([Entry("Mackerel", url, words, at)]))
        office.until(at + dt.timedelta(hours=5), 1800)
        assert state_of(store, url) == (state, 1)


def test_a_reading_that_was_lost_is_taken_on_again(
    office: Office, fetcher: FakeFetcher, reader: FakeReader, store: Store, clock: FakeClock
) -> None:
    """Killed before the page was read: after a while it is read."""
    url = "https://news.example/talks"
    reader.pages[url] = TALKS
    fetcher.replies[FEED] = reply(rss([Entry("Talks", url, "x", None)]))
    clock.pass_by(2 * 3600)
    office.scheduler.tick()
    office.run()
    office.scheduler.tick()
    office.lose_jobs()
    assert state_of(store, url)[0] == "new"
    clock.pass_by(3600)
    office.tick()
    assert state_of(store, url)[0] == "read"


def test_a_feed_that_waits_for_its_host_does_not_fail(office: Office, fetcher: FakeFetcher, store: Store) -> None:
    """Our own queue at a host is no failure of the feed: it is asked again in minutes."""
    fetcher.replies[FEED] = Unreadable(PageState.QUEUED, retry_after=30.0)
    (feed,) = store.feeds.followed("T1", "C1")
    office.until(dt.datetime.fromtimestamp(feed.next_check, dt.UTC) + dt.timedelta(seconds=1), 600)
    (after,) = store.feeds.followed("T1", "C1")
    assert (after.fails, after.failing_since) == (0, None)
    assert 60 < after.next_check - office.clock() < 300


def test_a_look_happens_once(office: Office, fetcher: FakeFetcher, store: Store, clock: FakeClock) -> None:
    """The job of a look that was done meanwhile asks nothing; validators go out with the next look."""
    fetcher.visits.clear()
    clock.pass_by(5 * 3600)
    fetcher.replies[FEED] = reply(rss([]), etag='"v"')
    ((feed, moment),) = store.feeds.take_due(900)
    assert store.feeds.take_due(900) == []
    office.sources.check(FeedCheck(feed, moment))
    office.sources.check(FeedCheck(feed, moment))
    assert len(fetcher.visits) == 1
    clock.pass_by(5 * 3600)
    office.tick()
    assert fetcher.visits[-1][1]["If-None-Match"] == '"v"'


def test_what_was_listed_stays_known(office: Office, fetcher: FakeFetcher, reader: FakeReader, store: Store) -> None:
    """An item that stays in a feed for months is not news again after our own clearing."""
    url = "https://news.example/talks"
    reader.pages[url] = TALKS
    listed(office, fetcher, url)
    for _ in range(10):
        office.until(dt.datetime.fromtimestamp(office.clock(), dt.UTC) + 10 * DAY, 24 * 3600)
        store.feeds.forget_old()
    assert len(reader.visits) == 1


# -- asks ------------------------------------------------------------------------------------------------------------


def asked(office: Office, what: str, argument: str = "", *, channel: str = "C2", moment: str = "m") -> list[str]:
    """Do what somebody asked; what they were told in the channel."""
    before = office.slack.count("chat.postEphemeral")
    office.requests.work(SourceRequest(what, "T1", channel, "U7", moment, argument))
    office.run()
    told = [arguments["text"] for method, arguments in office.slack.calls if method == "chat.postEphemeral"]
    return told[before:]


def test_adding_the_first_source(office: Office, fetcher: FakeFetcher, store: Store) -> None:
    """A site's feed is found; the channel gets the usual schedule in the person's time zone, and hears of it."""
    site = "https://news.example/world"
    fetcher.replies |= {site: reply(page("/feed.xml"), content_type="text/html"), FEED: reply(rss())}
    (told,) = asked(office, "add", site)
    assert told.startswith("Added: The Courier. The digest comes on weekdays at 08:00 (Europe/Madrid)")
    assert [feed.url for feed in store.feeds.followed("T1", "C2")] == [FEED]
    assert asked(office, "add", site, moment="n") == ["The Courier is among the sources already."]


def test_adding_what_is_no_source(office: Office, fetcher: FakeFetcher, store: Store) -> None:
    """A page without a feed, a site out of reach: one kind line, nothing kept, no markup from the address."""
    fetcher.replies["https://a.example/<!channel>"] = reply(page(), content_type="text/html")
    (told,) = asked(office, "add", "https://a.example/<!channel>")
    assert "I found no feed there" in told
    assert "<!channel>" not in told
    (told,) = asked(office, "add", "https://gone.example/")
    assert "I could not add https://gone.example/." in told
    assert store.feeds.followed("T1", "C2") == []


def test_an_answer_that_cannot_be_whispered_goes_direct(office: Office, fetcher: FakeFetcher) -> None:
    """Where the bot may not speak the person gets a direct message, once."""
    office.slack.raises("chat.postEphemeral", refusal("not_in_channel"), refusal("not_in_channel"))
    fetcher.replies[FEED] = reply(rss())
    asked(office, "add", FEED, channel="C9")
    asked(office, "add", FEED, channel="C9")
    assert len(office.posts("U7")) == 1
    assert office.posts("U7")[0]["text"].startswith("Added: The Courier")


def test_importing_a_list(office: Office, fetcher: FakeFetcher, store: Store) -> None:
    """By link: new feeds are followed, known ones counted; what is no list is refused kindly."""
    from bot.digest.opml import ListedFeed, write_opml

    feeds = [ListedFeed(f"https://site-{n}.example/feed", f"Site {n}") for n in range(3)]
    fetcher.replies["https://o.example/list"] = reply(write_opml(feeds, "x"), content_type="text/x-opml")
    store.feeds.follow("T1", "C2", feeds[0].url, "U1")
    (told,) = asked(office, "import", "https://o.example/list")
    assert told.startswith("Imported: 2 new sources; already there: 1.")
    assert len(store.feeds.followed("T1", "C2")) == 3
    fetcher.replies["https://o.example/page"] = reply(page(), content_type="text/html")
    assert "I found no feeds in that list" in asked(office, "import", "https://o.example/page")[0]


def test_exporting_goes_to_the_person_once(office: Office, store: Store) -> None:
    """A file in their direct message, also when the job runs twice."""
    store.feeds.follow("T1", "C2", FEED, "U1", "The Courier")
    asked(office, "export")
    asked(office, "export")
    assert office.slack.count("files.upload") == 1
    upload = next(arguments for method, arguments in office.slack.calls if method == "files.upload")
    assert upload["channel"] == "D7"
    assert FEED.encode() in upload["content"]
    assert len(office.posts("U7")) == 1


def test_wishes_that_fail_on_our_side_are_answered(office: Office, fetcher: FakeFetcher) -> None:
    """A defect of ours is logged and said, never silence."""

    def broken(_headers: dict[str, str]) -> Fetched:
        raise ZeroDivisionError

    fetcher.replies[FEED] = broken
    assert asked(office, "add", FEED) == ["Sorry, something went wrong on my side with that."]


def test_a_channel_has_a_bounded_list(office: Office, fetcher: FakeFetcher, store: Store) -> None:
    """Two hundred sources, then no more."""
    for n in range(200):
        store.feeds.follow("T1", "C2", f"https://site-{n}.example/feed", "U1")
    assert asked(office, "add", FEED) == ["A channel can have 200 sources."]


# -- why -------------------------------------------------------------------------------------------------------------


def why(office: Office) -> str:
    """What /digest why answers."""
    answers = DigestAnswers(cast(Any, SimpleNamespace(store=office.store, clock=office.clock)))
    return answers.answer(DigestCommand("why"), DigestAsker("T1", "C1", "U1", "1.1"))


def test_why_a_digest_is_as_it_is(office: Office) -> None:
    """Each story with what speaks for it; the day after what was left out, also where that left nothing to post."""
    assert why(office) == messages.say("digest_why_none")
    publish(office, story("harvest"), story("parliament"))
    office.until(EIGHT + dt.timedelta(minutes=1), 7200)
    answer = why(office)
    assert answer.index("Parliament in Ottawa") < answer.index("Harvest of olives")
    assert "government and elections +" in answer
    assert len(answer) < 4_000
    publish(office, story("harvest"))
    office.until(EIGHT + DAY + dt.timedelta(minutes=1), 7200)
    assert len(office.posts()) == 1
    assert "Harvest of olives doubles" in why(office)
    assert "nothing new since Tuesday, 3 November 2026" in why(office)


def test_what_was_left_out_stands_in_the_thread(office: Office) -> None:
    """With the day it was told."""
    publish(office, story("harvest"))
    office.until(EIGHT + dt.timedelta(minutes=1), 7200)
    publish(office, story("harvest"), story("volcano"))
    office.until(EIGHT + DAY)
    office.until(EIGHT + DAY + dt.timedelta(minutes=5), 60)
    (thread,) = office.thread()
    assert "Harvest" not in words_of(office.posts()[1]["blocks"])
    assert "Left out: Harvest" in words_of(thread["blocks"])


def test_a_source_given_again_is_looked_at_at_once(office: Office, clock: FakeClock, store: Store) -> None:
    """Whoever names it wants its news now; one that fails keeps its pause."""
    before = store.feeds.followed("T1", "C1")[0]
    assert before.next_check > clock()
    assert not store.feeds.follow("T1", "C1", FEED, "U2")
    assert store.feeds.followed("T1", "C1")[0].next_check == clock()
    store.feeds.failed(before.id, "gone", clock() + 900.0)
    store.feeds.follow("T1", "C1", FEED, "U2")
    assert store.feeds.followed("T1", "C1")[0].next_check == clock() + 900.0
