"""Draws docs/kinds/*.png and writes docs/kinds.md: the demo's sample page of each kind of document, briefed in Slack.

``python -m scripts.kind_pictures`` runs the demo's bot against a local Slack and takes the pictures with Chromium.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bot.app import Bot
from bot.demo_run import FIRST_BRIEF, demo_settings
from bot.presentation import kind_shown
from bot.settings import load_settings
from bot.slack.manifests import MANIFEST
from local_slack.sample_article import KINDS
from local_slack.slack import GENERAL, LocalSlack
from summarizers.model import Brief

ROOT = Path(__file__).resolve().parents[1]
#: Size of the window, in points: a thread with a long brief in it.
WIDTH, HEIGHT = 1320, 1420
#: Points below the buttons of a brief.
MARGIN = 18

#: What a brief of each kind shows first, for the page.
SHOWN_FIRST = {
    "transcript": (
        "Who answers, in the line under the headline. Then what was answered, each passage under the question"
        " it follows; questions stand under nobody’s name, greetings nowhere."
    ),
    "interview": "Who asks and who answers. Then the answers under their questions.",
    "opinion": (
        "Whose opinion it is, before the sentences in which “I” and “we” speak. The line about the author at "
        "the end is read, and is not theirs."
    ),
    "remarks": "Who speaks, before the sentences; thanks and greetings are left out.",
    "statement": "Whose statement it is, before its sentences.",
    "joint-statement": "The parties, and what is to be done, sentence by sentence; no recitals, no thanks.",
    "readout": (
        "Who met or called whom. Then the points of each side under the person’s name, also where the text "
        "says “the secretary” or “he”, and what both said."
    ),
    "sanctions": "The targets as a list, and the legal basis. Who is only on the list is no official.",
    "nominations": "Each name with the post, and who is withdrawn.",
    "un-meeting": (
        "The vote, who proposed the text, and a sentence of each state’s representative under the state’s name."
    ),
    "live": "The latest entries under their times, at whichever end of the page they stand.",
    "newsletter": "One line an item.",
}


def main(target: Path) -> None:
    """Brief every sample page, take a picture of each, and write the page."""
    target.mkdir(exist_ok=True)
    parts = []
    with tempfile.TemporaryDirectory() as home, LocalSlack(manifest=MANIFEST) as slack:
        bot = Bot(demo_settings(load_settings(), slack, Path(home)))
        bot.start()
        try:
            with sync_playwright() as player:
                chromium = shutil.which("chromium") or shutil.which("chromium-browser")
                browser = player.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-quic"])
                page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
                page.goto(slack.page_url)
                page.wait_for_selector("#composer-text")
                for name in KINDS:
                    brief = briefed(slack, bot, name)
                    picture(page, target / f"{name}.png")
                    parts.append(described(name, brief))
                browser.close()
        finally:
            bot.stop(grace=1.0)
    (target.parent / "kinds.md").write_text(PAGE.format(parts="\n".join(parts)), "utf-8")


def briefed(slack: LocalSlack, bot: Bot, name: str) -> Brief:
    """Paste the link of a sample page and wait for its brief."""
    url = slack.sample_of(name)
    slack.say(url)

    def answer() -> Brief | None:
        rows = bot.store.deliveries.recent(slack.team_id, "brief", [GENERAL], 50)
        briefs = [bot.store.briefs.get(slack.team_id, row.brief_id) for row in rows if row.brief_id]
        return next((b for b in briefs if b is not None and b.article.url and b.article.url.endswith(f"/{name}")), None)

    found = slack.wait_for(answer, FIRST_BRIEF)
    assert found is not None
    return found


def picture(page: Page, target: Path) -> None:
    """Open the newest thread beside the channel, and save the thread."""
    page.get_by_text("1 reply").last.wait_for()
    page.get_by_text("1 reply").last.click()
    thread = page.locator("#thread")
    page.mouse.move(1, 1)
    thread.get_by_text("Source").last.wait_for()
    page.wait_for_timeout(400)
    box, last = thread.bounding_box(), thread.locator(".block").last.bounding_box()
    assert box is not None
    assert last is not None
    height = min(box["height"], last["y"] + last["height"] + MARGIN - box["y"])
    page.screenshot(path=str(target), clip={"x": box["x"], "y": box["y"], "width": box["width"], "height": height})
    print(target)


def described(name: str, brief: Brief) -> str:
    """The part of the page about a kind."""
    heading = (kind_shown(brief) or "News").partition(" by ")[0].partition(";")[0].partition(" of ")[0]
    return f"## {heading}\n\n{SHOWN_FIRST[name]}\n\n![A brief of the sample page “{name}”](kinds/{name}.png)\n"


PAGE = """# Kinds of documents, and what a brief shows of each

Diplomacy is published as transcripts, readouts, joint statements and lists. A brief says under the headline what kind of
document it is of (`kind` in the JSON) and shows first what such a document has to tell (`details` and `turns`); news shows
its summary. Everything shown is verbatim; what is not certain names nobody.

The pictures show the sample pages of the demo, all of them invented: start `attache demo`, open `/sample/` on its page, and
paste a link. `python -m scripts.kind_pictures` draws them and writes this page.

{parts}"""


if __name__ == "__main__":
    main(ROOT / "docs" / "kinds")
