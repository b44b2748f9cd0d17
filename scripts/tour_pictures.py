"""Takes the demo's tour on its page, step by step, and keeps a picture of each step.

``python -m scripts.tour_pictures FOLDER [desktop|phone] [light|dark]`` runs the real bot on a local Slack of its own; the
picture docs/tour-phone.png is step 5 on a phone.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bot.app import Bot
from bot.demo_run import TEMPO, demo_settings
from bot.demo_tour import TourSteps
from bot.ops.logs import set_up_logging
from bot.settings import load_settings
from bot.slack.manifests import MANIFEST
from local_slack.slack import LocalSlack

#: Windows by name.
WINDOWS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1380, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 800}, "device_scale_factor": 2, "is_mobile": True},
}


def main(target: Path, window: str = "desktop", colours: str = "light") -> None:
    """Take the tour."""
    set_up_logging("warning", "text")
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, LocalSlack(manifest=MANIFEST) as slack:
        bot = Bot(demo_settings(load_settings(), slack, Path(home)), tempo=TEMPO)
        bot.start()
        tour = TourSteps(slack, bot.store)
        slack.offer_tour(tour.steps())
        tour.prepare()
        try:
            with sync_playwright() as player:
                chromium = shutil.which("chromium") or shutil.which("chromium-browser")
                browser = player.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-quic"])
                page = browser.new_page(color_scheme="dark" if colours == "dark" else "light", **WINDOWS[window])
                page.goto(slack.page_url)
                for number in range(1, len(tour.steps()) + 1):
                    take(page, number, len(tour.steps()))
                    path = target / f"{window}-{colours}-{number}.png"
                    page.screenshot(path=str(path))
                    print(path)
                    page.keyboard.press("Escape" if page.locator("dialog[open]").count() else "Shift")
                browser.close()
        finally:
            bot.stop(grace=1.0)


def take(page: Page, number: int, last: int) -> None:
    """Press the step's button and wait for what it brings."""
    page.locator(".tour-step").click()
    done = "That was the tour" if number == last else f"step {number + 1} of"
    page.locator(".tour-at", has_text=done).wait_for(timeout=120_000)
    page.mouse.move(1, 1)
    page.wait_for_timeout(800)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
