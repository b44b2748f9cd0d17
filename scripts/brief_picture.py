"""Draws docs/brief.png: the demo's first link and the brief in its thread, in the demo's page.

``python -m scripts.brief_picture [FILE]`` runs the demo's bot against a local Slack and takes a picture with Chromium.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

from bot.app import Bot
from bot.demo_run import demo_settings, show_first_brief
from bot.settings import load_settings
from bot.slack.manifests import MANIFEST
from local_slack.slack import LocalSlack

ROOT = Path(__file__).resolve().parents[1]
#: Size of the window, in points.
WIDTH, HEIGHT = 1320, 1120


def main(target: Path) -> None:
    """Run the demo to its first brief and take the picture."""
    with tempfile.TemporaryDirectory() as home, LocalSlack(manifest=MANIFEST) as slack:
        bot = Bot(demo_settings(load_settings(), slack, Path(home)))
        bot.start()
        try:
            show_first_brief(slack, bot, threading.Event())
            picture(slack.page_url, target)
        finally:
            bot.stop(grace=1.0)


def picture(address: str, target: Path) -> None:
    """Open the page with the thread beside the channel, and save what is seen."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-quic"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(address)
        page.wait_for_selector("#composer-text")
        page.get_by_text("1 reply").first.click()
        page.locator("#thread").get_by_text("Key quotes").wait_for()
        page.locator("#thread").get_by_text("1 reply").evaluate("line => line.scrollIntoView({block: 'start'})")
        page.mouse.move(1, 1)
        page.wait_for_timeout(500)
        page.screenshot(path=str(target))
        browser.close()
    print(target)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "brief.png")
