"""Draws docs/digest.png: the digest of a simulated day, its thread beside it, in the demo's page.

``python -m scripts.digest_picture [FILE]`` runs thirty invented feeds for two days, posts the digests into a local Slack
as the bot would, and takes a picture of the second with Chromium.
"""

from __future__ import annotations

import datetime as dt
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from bot.app import Bot
from bot.settings import load_settings
from bot.slack.sender import web_client
from bot.store import open_store
from bot.store.digests import Schedule
from local_slack.slack import LocalSlack
from tests.clock import FakeClock
from tests.digest.digest_bench import Office
from tests.digest.news import NEXT_DAY, REPORTS
from tests.digest.press import ADDRESSES, HOPELESS, Press

ROOT = Path(__file__).resolve().parents[1]
#: Eight in the morning in Madrid.
MORNING = dt.datetime(2026, 11, 3, 7, 0, tzinfo=dt.UTC)
#: Size of the window, in points.
WIDTH, HEIGHT = 1480, 1400


def main(target: Path) -> None:
    """Run the day and take the picture."""
    clock = FakeClock((MORNING - dt.timedelta(hours=26)).timestamp())
    press = Press(clock)
    with tempfile.TemporaryDirectory() as home, LocalSlack(rate_limits=False) as slack:
        channel = slack.add_channel("morning-digest")
        store = open_store(Path(home), clock=clock)
        client = web_client(slack.bot_token, slack.base_url)
        with press.reader() as reader:
            office = Office(store, clock, press.fetcher(), reader, client=client)
            wish = Schedule(zone="Europe/Madrid", weekdays=frozenset(range(7)), interests=("Canada",))
            store.digests.set_schedule(slack.team_id, channel, wish, "U1")
            for address in set(ADDRESSES) - HOPELESS:
                store.feeds.follow(slack.team_id, channel, address, "U1")
            for day, reports in enumerate((REPORTS, NEXT_DAY)):
                morning = MORNING + day * dt.timedelta(days=1)
                press.publish(reports, morning.timestamp())
                office.until(morning + dt.timedelta(minutes=1))
        bot = Bot(load_settings(**_settings(slack, Path(home) / "bot")))
        bot.start()
        picture(slack, channel, target)
        bot.stop(grace=1.0)
        store.close()
    press.close()


def _settings(slack: LocalSlack, home: Path) -> dict[str, Any]:
    """Settings of a bot that is only there to be connected."""
    return {
        "slack_bot_token": slack.bot_token,
        "slack_app_token": slack.app_token,
        "slack_api_url": slack.base_url,
        "home": home,
        "database_url": "",
        "executor_id": "picture",
    }


def picture(slack: LocalSlack, channel: str, target: Path) -> None:
    """Open the page at the channel's first message, its thread beside it, and save what is seen."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-quic"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=1.2)
        page.goto(slack.page_url)
        page.wait_for_selector("#composer-text")
        page.get_by_text("morning-digest").first.click()
        page.get_by_text("Digest for").last.wait_for()
        page.get_by_text("1 reply").last.click()
        page.locator("#thread .message").last.wait_for()
        # A week in which somebody stands out ends with a chart; in others the thread is read from its beginning.
        charts = page.locator(".picture img")
        if charts.count():
            charts.last.evaluate("image => image.decode().then(() => image.scrollIntoView({block: 'end'}))")
        # In the channel, which comes first on the page, the second digest begins.
        page.get_by_text("Digest for Wednesday").first.evaluate("title => title.scrollIntoView({block: 'start'})")
        page.mouse.move(1, 1)
        page.wait_for_timeout(500)
        page.screenshot(path=str(target))
        browser.close()
    print(target, channel)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "digest.png")
