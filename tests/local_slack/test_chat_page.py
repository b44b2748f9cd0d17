"""The chat page in a real browser, with a real Bolt app behind it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from local_slack.slack import GENERAL, LocalSlack
from local_slack.tour import Step
from tests.hung import HUNG
from tests.local_slack.conftest import bolt, by_socket, running

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's Chromium is not installed"),
]
JsonDict = dict[str, Any]
HOSTILE = '<img src=x onerror="window.hit=1"><script>window.hit=1</script> & "quoted" </textarea>'
MANIFEST = {
    "display_information": {"name": "Attaché"},
    "features": {
        "bot_user": {"display_name": "attache"},
        "slash_commands": [{"command": "/brief", "description": "Brief an article", "usage_hint": "URL"}],
        "agent_view": {
            "agent_description": "Briefs",
            "suggested_prompts": [{"title": "What can you do?", "message": "help"}],
        },
        "shortcuts": [{"name": "Brief the links", "type": "message", "callback_id": "brief_links"}],
    },
    "oauth_config": {"scopes": {"bot": ["assistant:write", "chat:write", "reactions:write", "commands"]}},
    "settings": {"event_subscriptions": {"bot_events": ["message.channels", "message.im", "app_home_opened"]}},
}


def plain(text: str) -> JsonDict:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def modal() -> JsonDict:
    """A modal with one input of each kind the page draws."""
    options = [{"text": plain("Short"), "value": "short"}, {"text": plain("Long"), "value": "long"}]
    inputs: list[tuple[str, JsonDict]] = [
        ("Link", {"type": "url_text_input", "action_id": "link"}),
        ("Note", {"type": "plain_text_input", "action_id": "note", "multiline": True}),
        ("Length", {"type": "static_select", "action_id": "length", "options": options}),
        ("Parts", {"type": "multi_static_select", "action_id": "parts", "options": options}),
        ("Extras", {"type": "checkboxes", "action_id": "extras", "options": options}),
        ("Seen by", {"type": "radio_buttons", "action_id": "seen", "options": options}),
        ("At", {"type": "timepicker", "action_id": "at", "initial_time": "08:00"}),
        (
            "Where",
            {"type": "conversations_select", "action_id": "where", "default_to_current_conversation": True},
        ),
    ]
    blocks = [
        {"type": "input", "block_id": one["action_id"], "label": plain(label), "element": one, "optional": n > 0}
        for n, (label, one) in enumerate(inputs)
    ]
    return {
        "type": "modal",
        "callback_id": "ask",
        "title": plain("Brief a link"),
        "submit": plain("Send"),
        "blocks": blocks,
    }


def everything(text: str) -> list[JsonDict]:
    """Every block the page draws, with ``text`` in every place that takes text."""
    mrkdwn = {"type": "mrkdwn", "text": text}
    rich = [{"type": "text", "text": text}, {"type": "link", "url": "https://example.org/", "text": text}]
    button = {"type": "button", "action_id": "more", "text": plain(text[:70]), "value": "v"}
    return [
        {"type": "header", "text": plain(text[:140])},
        {"type": "section", "text": mrkdwn, "fields": [mrkdwn, plain(text)], "accessory": button},
        {"type": "context", "elements": [mrkdwn, plain(text)]},
        {"type": "divider"},
        {"type": "markdown", "text": f"# {text}\n\n- {text}\n\n> {text}\n\n`{text}`\n\n[{text}](javascript:alert(1))"},
        {"type": "image", "image_url": "https://example.org/x.png", "alt_text": text},
        {
            "type": "rich_text",
            "elements": [
                {"type": "rich_text_section", "elements": rich},
                {"type": "rich_text_quote", "elements": rich},
                {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": text}]},
                {
                    "type": "rich_text_list",
                    "style": "bullet",
                    "elements": [{"type": "rich_text_section", "elements": rich}],
                },
            ],
        },
        {"type": "actions", "elements": [button]},
        {
            "type": "context_actions",
            "elements": [
                {
                    "type": "feedback_buttons",
                    "action_id": "judge",
                    "positive_button": {"text": plain("Right"), "value": "right"},
                    "negative_button": {"text": plain("Wrong?"), "value": "wrong"},
                },
                {"type": "icon_button", "action_id": "bin", "icon": "trash", "text": plain("Delete")},
            ],
        },
    ]


class Bot:
    """A bot that answers links in their thread and opens a modal; notes what reached it."""

    def __init__(self, slack: LocalSlack) -> None:
        self.app: App = bolt(slack)
        self.clicks: list[JsonDict] = []
        self.sent: list[JsonDict] = []
        self.app.event("message")(self.message)
        self.app.event("app_home_opened")(self.home)
        self.app.command("/brief")(self.command)
        self.app.action("more")(self.more)
        self.app.view("ask")(self.submitted)

    def message(self, event: JsonDict, client: WebClient) -> None:
        """Answer a link in its thread."""
        if "http" in event.get("text", "") and "bot_id" not in event and "subtype" not in event:
            button = {"type": "button", "action_id": "more", "text": plain("More"), "value": "v"}
            blocks: list[JsonDict] = [
                {"type": "section", "text": {"type": "mrkdwn", "text": "*The brief* of it :flag-no:"}},
                {"type": "actions", "elements": [button]},
            ]
            client.chat_postMessage(
                channel=event["channel"], thread_ts=event["ts"], text="x", blocks=blocks, unfurl_links=False
            )

    def home(self, event: JsonDict, client: WebClient) -> None:
        """Publish Home."""
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": everything("Welcome")[:2]})

    def command(self, ack: Ack, command: JsonDict, client: WebClient) -> None:
        """Open the modal, or answer in private."""
        if command["text"]:
            ack(f"reading {command['text']}")
        else:
            client.views_open(trigger_id=command["trigger_id"], view=modal())
            ack()

    def more(self, ack: Ack, body: JsonDict) -> None:
        """Note a click."""
        ack()
        self.clicks.append(body)

    def submitted(self, ack: Ack, view: JsonDict) -> None:
        """Refuse one link, take the others."""
        self.sent.append(view["state"]["values"])
        if view["state"]["values"]["link"]["link"]["value"].endswith("bad"):
            ack(response_action="errors", errors={"link": "There is no article there."})
        else:
            ack()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Debian's Chromium."""
    with playwright_api.sync_playwright() as player:
        arguments = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
        browser = player.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    """A local Slack with a manifest."""
    with running(manifest=MANIFEST, rate_limits=False) as started:
        yield started


@pytest.fixture
def bot(slack: LocalSlack) -> Iterator[Bot]:
    """The bot, connected."""
    made = Bot(slack)
    with by_socket(slack, made.app):
        yield made


@pytest.fixture(params=[(1280, 800), (390, 844)], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest, chromium: Any, slack: LocalSlack) -> Iterator[Any]:
    """The page at desktop or phone width; outside requests, console errors and page errors fail the test."""
    width, height = request.param
    context = chromium.new_context(viewport={"width": width, "height": height})
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    trouble: list[str] = []
    opened.on("pageerror", lambda error: trouble.append(str(error)))
    opened.on("console", lambda line: trouble.append(line.text) if _is_trouble(line) else None)
    opened.on("request", lambda r: None if r.url.startswith(slack.page_url) else trouble.append(r.url))
    opened.goto(slack.page_url)
    opened.wait_for_selector("#composer-text")
    yield opened
    context.close()
    assert trouble == []


def _is_trouble(line: Any) -> bool:
    """Whether a console line is an error of the page's own, not a connection that a test cut."""
    return line.type == "error" and "net::ERR_" not in line.text


def show_places(page: Any) -> None:
    """Bring the list of conversations into view at phone width."""
    if page.locator(".menu-button").is_visible():
        page.locator(".menu-button").click()


def test_link_is_answered_in_a_thread_that_opens_by_itself(slack: LocalSlack, bot: Bot, page: Any) -> None:
    """A pasted link appears, the thread opens by itself with the brief, and its button reaches the bot."""
    page.fill("#composer-text", "https://example.org/a")
    page.press("#composer-text", "Enter")
    page.wait_for_selector("#thread .from-bot strong:has-text('The brief')")
    assert page.locator("#thread .emoji").first.inner_text() == "🇳🇴"
    page.locator("#thread").get_by_role("button", name="More", exact=True).click()
    slack.wait_for(lambda: bot.clicks)
    assert bot.clicks[0]["container"]["thread_ts"] == slack.messages()[0]["ts"]
    page.fill("#thread-text", "thanks")
    page.press("#thread-text", "Enter")
    page.wait_for_selector("#thread .message:has-text('thanks')")
    page.keyboard.press("Escape")
    page.wait_for_selector("#thread", state="hidden")
    assert "2 replies" in page.locator(".thread-chip").inner_text()


def test_modal_is_filled_in_and_sent(slack: LocalSlack, bot: Bot, page: Any) -> None:
    """A command opens a modal; needed inputs and the bot's refusal are shown; every kind of input arrives."""
    page.fill("#composer-text", "/bri")
    page.wait_for_selector(".suggestions .chosen:has-text('/brief')")
    page.press("#composer-text", "Tab")
    page.press("#composer-text", "Enter")
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("Link", exact=True).wait_for()
    dialog.get_by_role("button", name="Send").click()
    dialog.get_by_text("Please fill this in.").wait_for()
    dialog.get_by_label("Link", exact=True).fill("https://example.org/bad")
    dialog.get_by_label("Note").fill(HOSTILE)
    dialog.get_by_label("Length").select_option("long")
    dialog.get_by_role("group", name="Parts").get_by_text("Long").click()
    dialog.get_by_role("group", name="Extras").get_by_text("Short").click()
    dialog.get_by_role("radiogroup", name="Seen by").get_by_text("Long").click()
    dialog.get_by_label("At", exact=True).fill("09:30")
    dialog.get_by_role("button", name="Send").click()
    dialog.get_by_text("There is no article there.").wait_for()
    assert dialog.get_by_label("Note").input_value() == HOSTILE
    dialog.get_by_label("Link", exact=True).fill("https://example.org/good")
    dialog.get_by_role("button", name="Send").click()
    page.wait_for_selector("dialog[open]", state="detached")
    values = bot.sent[-1]
    assert values["link"]["link"]["value"] == "https://example.org/good"
    assert values["note"]["note"]["value"] == HOSTILE
    assert values["length"]["length"]["selected_option"]["value"] == "long"
    assert [one["value"] for one in values["parts"]["parts"]["selected_options"]] == ["long"]
    assert [one["value"] for one in values["extras"]["extras"]["selected_options"]] == ["short"]
    assert values["seen"]["seen"]["selected_option"]["value"] == "long"
    assert values["at"]["at"]["selected_time"] == "09:30"
    assert values["where"]["where"]["selected_conversation"] == GENERAL


def test_hostile_text_is_inert_everywhere(slack: LocalSlack, bot: Bot, page: Any) -> None:
    """Markup in any text of any block, name or message is shown as it is written, and never runs."""
    slack.say(HOSTILE)
    escaped = HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    bot.app.client.chat_postMessage(channel=GENERAL, text="x", blocks=everything(escaped))
    bot.app.client.chat_postMessage(channel=GENERAL, text="x", blocks=everything(HOSTILE))
    bot.app.client.chat_postMessage(
        channel=GENERAL, text="<javascript:alert(1)|click> <https://example.org/?q=%22><b>|x>", unfurl_links=False
    )
    page.wait_for_function("document.querySelectorAll('#timeline .message').length === 4")
    assert page.evaluate("window.hit") is None
    assert page.locator("#timeline img:not(.avatar), #timeline script").count() == 0
    assert HOSTILE in page.locator("#timeline .message").first.inner_text()
    addresses = page.eval_on_selector_all("#timeline a", "links => links.map(link => link.protocol)")
    assert set(addresses) <= {"http:", "https:"}


def test_private_answers_reactions_and_home(slack: LocalSlack, bot: Bot, page: Any) -> None:
    """What only one person sees says so and can be dismissed; reactions appear and can be pressed; Home is drawn."""
    page.fill("#composer-text", "/brief https://example.org/a")
    page.press("#composer-text", "Enter")
    page.wait_for_selector(".ephemeral:has-text('Only visible to you'):has-text('reading')")
    page.get_by_role("button", name="Dismiss").click()
    page.wait_for_selector(".ephemeral", state="detached")
    ts = slack.say("look", user="U0AIKO0001")
    bot.app.client.reactions_add(channel=GENERAL, timestamp=ts, name="hourglass")
    page.locator(".reaction").click()
    page.wait_for_selector(".reaction.mine:has-text('2')")
    show_places(page)
    page.locator(".place", has_text="Home").click()
    page.wait_for_selector("#home .block-header:has-text('Welcome')")
    page.locator("#home").get_by_role("button", name="Welcome").click()
    slack.wait_for(lambda: bot.clicks)
    assert bot.clicks[0]["container"]["type"] == "view"


def test_edit_delete_and_invite(slack: LocalSlack, bot: Bot, page: Any) -> None:
    """Own messages can be edited and deleted; a channel without the bot offers to invite it."""
    page.fill("#composer-text", "see you & <them>")
    page.press("#composer-text", "Enter")
    page.locator(".message").hover()
    page.locator(".message").get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Edit").click()
    box = page.get_by_label("Edit the message")
    assert box.input_value() == "see you & <them>"
    box.fill("changed")
    box.press("Enter")
    page.wait_for_selector(".message:has-text('changed'):has-text('(edited)')")
    page.locator(".message").hover()
    page.locator(".message").get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.wait_for_selector(".message", state="detached")
    show_places(page)
    page.locator(".place", has_text="random").click()
    page.get_by_role("button", name="Invite Attaché").click()
    page.wait_for_selector(".system:has-text('has joined')")
    assert page.get_by_role("button", name="Invite Attaché").count() == 0


def test_page_follows_a_restart_and_another_person(slack: LocalSlack, page: Any) -> None:
    """The page says whether the bot is connected, switches person, and says so when the server is gone."""
    page.wait_for_selector(".status.off")
    slack.dm("for Aiko only", user="U0AIKO0001")
    show_places(page)
    page.get_by_label("Person you are").select_option("U0AIKO0001")
    page.locator(".place", has_text="Attaché").click()
    page.wait_for_selector(".message:has-text('for Aiko only')")
    slack.stop()
    slack.start()
    slack.say("after the restart", channel=slack.dm_channel("U0AIKO0001"), user="U0AIKO0001")
    page.wait_for_selector(".message:has-text('after the restart')", timeout=HUNG * 1000)


def faults(page: Any) -> list[str]:
    """What axe-core finds serious on the page, and headings out of order."""
    # What fades in has no contrast yet; what turns for ever is not waited for.
    page.evaluate(
        "Promise.all(document.getAnimations().filter(a => a.effect.getComputedTiming().endTime < Infinity)"
        ".map(a => a.finished.catch(() => null))).then(() => null)"
    )
    found = axe.Axe().run(page).response["violations"]
    grave = [one for one in found if one["impact"] in ("serious", "critical") or one["id"] == "heading-order"]
    return [f"{one['id']}: {node['html'][:200]}" for one in grave for node in one["nodes"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_serious_fault(slack: LocalSlack, bot: Bot, page: Any, theme: str) -> None:
    """In a channel with every block, in a thread, a form and the Home tab; by day and by night."""
    page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
    bot.app.client.chat_postMessage(channel=GENERAL, text="x", blocks=everything("Some words"))
    page.wait_for_selector(".timeline h2:has-text('Some words')")
    assert not (found := faults(page)), "\n".join(found)
    page.fill("#composer-text", "https://example.org/a")
    page.press("#composer-text", "Enter")
    page.wait_for_selector("#thread .from-bot strong:has-text('The brief')")
    assert not (found := faults(page)), "\n".join(found)
    page.keyboard.press("Escape")
    page.fill("#composer-text", "/brief")
    page.press("#composer-text", "Enter")
    page.wait_for_selector("dialog[open]")
    assert not (found := faults(page)), "\n".join(found)
    page.keyboard.press("Escape")
    slack.open_home()
    show_places(page)
    page.get_by_role("button", name="Home").first.click()
    page.wait_for_selector(".home-body h2:has-text('Welcome')")
    assert not (found := faults(page)), "\n".join(found)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_tour_is_taken_step_by_step(slack: LocalSlack, page: Any, theme: str) -> None:
    """One button a step; at the end and once put away there is none. The bar has no serious fault."""

    def first() -> JsonDict:
        return {"ts": slack.say("Here it is")}

    def second() -> JsonDict:
        return {"ts": slack.say("And the rest")}

    slack.offer_tour(
        [Step("One", "See this.", "Do one", "channel", first), Step("Two", "", "Do two", "thread", second)]
    )
    page.reload()
    page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
    page.get_by_role("button", name="Do one").click()
    page.get_by_role("button", name="Do two").wait_for()
    page.locator(".timeline :text('Here it is')").wait_for()
    assert not (found := faults(page)), "\n".join(found)
    page.get_by_role("button", name="Do two").click()
    page.locator(".tour-at:has-text('That was the tour')").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("button", name="Put the tour away").click()
    page.wait_for_selector("#tour", state="hidden")


def test_an_agents_direct_message_has_prompts_and_a_status(slack: LocalSlack, bot: Bot, page: Any) -> None:
    """A prompt is written with one click; what the bot is doing stands in the thread until it answers."""
    page.goto(f"{slack.page_url}#app")
    page.reload()
    page.get_by_role("button", name="What can you do?").click()
    page.locator(".timeline .message:has-text('help')").wait_for()
    dm = slack.dm_channel()
    ts = slack.messages(dm)[-1]["ts"]
    page.locator(".timeline .message:has-text('help')").hover()
    page.get_by_role("button", name="Reply in thread").click()
    bot.app.client.assistant_threads_setStatus(channel_id=dm, thread_ts=ts, status="is reading …")
    page.locator(".doing:has-text('is reading …')").wait_for()
    bot.app.client.chat_postMessage(channel=dm, thread_ts=ts, text="Done.")
    page.locator("#thread .message:has-text('Done.')").wait_for()
    assert page.locator(".doing").inner_text() == ""
    assert slack.statuses(dm) == {}


def test_links_in_texts_are_underlined(slack: LocalSlack, bot: Bot, page: Any) -> None:
    """They are told from words by more than their colour."""
    bot.app.client.chat_postMessage(channel=GENERAL, text="See <https://example.org/|the page> of it")
    page.locator(".timeline a:has-text('the page')").wait_for()
    # In one look: the message is drawn anew when its preview comes.
    page.wait_for_function(
        "() => [...document.querySelectorAll('.timeline a')].some("
        "link => link.textContent === 'the page' && getComputedStyle(link).textDecorationLine.includes('underline'))"
    )


def test_escape_closes_a_form_each_time(slack: LocalSlack, bot: Bot, page: Any) -> None:
    """The bot's view goes with it, however often it is opened."""
    for _ in range(3):
        slack.command("/brief", "")
        page.wait_for_selector("dialog[open]")
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog[open]", state="hidden")
        slack.wait_for(lambda: not slack.views())


def test_feedback_and_the_bin(slack: LocalSlack, bot: Bot, page: Any) -> None:
    """Clicks carry the verdict; the bin is there for those alone whom it is for."""
    heard: list[JsonDict] = []

    def note(ack: Ack, action: JsonDict) -> None:
        heard.append(action)
        ack()

    bot.app.action("judge")(note)
    bot.app.action("bin")(note)
    blocks = everything("Words")
    blocks[-1]["elements"][1]["visible_to_user_ids"] = ["U0TOMAS001"]
    bot.app.client.chat_postMessage(channel=GENERAL, text="x", blocks=blocks)
    page.locator(".timeline").get_by_role("button", name="Wrong?").click()
    slack.wait_for(lambda: heard)
    assert (heard[0]["type"], heard[0]["value"]) == ("feedback_buttons", "wrong")
    assert page.locator(".timeline [data-action=bin]").count() == 0
