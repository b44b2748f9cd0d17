"""Whatever a person of another workspace does in a shared channel belongs to the workspace the app is installed in."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.slack.required_fields import missing
from bot.store import open_store
from bot.store.channels import Preferences
from tests.slack import payloads
from tests.slack.listening import Listening
from tests.slack.payloads import CHANNEL, GUEST, MESSAGE_TS, OURS, THEIRS

JsonDict = dict[str, Any]
LINK = "<https://a.example/x>"


def option(value: str) -> JsonDict:
    return {"selected_option": {"value": value}}


def shapes(grid: bool) -> dict[str, JsonDict]:
    """Every kind of request that makes the bot keep something, from a shared channel."""
    text = {"type": "plain_text_input", "value": "https://a.example/form"}
    return {
        "message": payloads.message(LINK, grid=grid),
        "mention": payloads.mention(LINK, grid=grid),
        "edit": payloads.message(
            "",
            grid=grid,
            subtype="message_changed",
            message={"type": "message", "user": GUEST, "ts": MESSAGE_TS, "text": LINK, "edited": {}, "team": THEIRS},
            previous_message={"type": "message", "user": GUEST, "ts": MESSAGE_TS, "text": "", "team": THEIRS},
        ),
        "link_shared": payloads.link_shared("https://a.example/x"),
        "ask": payloads.form("ask", {"what": {"what": text}, "where": {}, "private": {}}, "{}", grid=grid),
        "settings": payloads.form(
            "settings", {"mode": {"mode": option("mention")}}, json.dumps({"channel": CHANNEL}), grid=grid
        ),
        "wrong": payloads.form("wrong", {"kind": {"kind": option("other")}}, json.dumps({"brief": "b1"}), grid=grid),
        "digest": payloads.form(
            "digest",
            {
                "time": {"time": {"selected_time": "08:00"}},
                "zone": {"zone": {"value": "Europe/Madrid"}},
                "days": {"days": {"selected_options": [{"value": "1"}]}},
                "stories": {"stories": option("5")},
            },
            json.dumps({"channel": CHANNEL}),
            grid=grid,
        ),
        "shortcut": payloads.shortcut(LINK),
        "brief": payloads.command("/brief", "https://a.example/x"),
        "now": payloads.command("/digest", "now"),
        "welcome": payloads.event(
            {"type": "member_joined_channel", "user": payloads.BOT_USER, "channel": CHANNEL, "event_ts": "1.1"}
        ),
        "home": payloads.home_opened(),
        "delete": payloads.click("delete", "b1", grid=grid),
    }


@pytest.mark.parametrize("grid", [False, True], ids=["workspace", "grid"])
@pytest.mark.parametrize("kind", shapes(False))
def test_rows_and_jobs_are_ours(bot: Listening, kind: str, grid: bool) -> None:
    """Each is acknowledged and kept under our id, and nothing of it outlives our leaving."""
    bot.store.feeds.follow(OURS, CHANNEL, "https://a.example/feed", "U0OURS0001")
    assert bot.hear(shapes(grid)[kind]).status == 200
    named = [key for job, key in bot.jobs if job in ("home", "delete", "digest", "digest_ask")]
    assert all(OURS in key and THEIRS not in key for key in named)
    assert bot.jobs or bot.rows_by_team()
    assert all(teams == {OURS} for teams in bot.rows_by_team().values())
    bot.store.workspaces.leaves(OURS)
    bot.store.workspaces.sweep(OURS)
    assert bot.rows_by_team() == {}


@pytest.mark.parametrize("action", ["more", "wrong", "home_ask"])
def test_windows_open_with_our_token(bot: Listening, action: str) -> None:
    """A button they use opens its window for them."""
    bot.hear(payloads.click(action, "b1"))
    assert bot.teams == [OURS]
    assert bot.slack.count("views.open") == 1


def test_their_settings_hold_in_the_channel(bot: Listening) -> None:
    """A form they sent changes what the shared channel gets."""
    bot.hear(shapes(False)["settings"])
    assert bot.store.channels.get(OURS, CHANNEL).mode == "mention"
    assert bot.store.channels.get(THEIRS, CHANNEL) == Preferences()


def test_what_belongs_to_another_installation_is_let_go(bot: Listening) -> None:
    """Another workspace has the app too: its requests are acknowledged, said in the log, and kept nowhere."""
    foreign = payloads.form("ask", {"what": {"what": {"value": "https://a.example/x"}}})
    foreign["view"]["app_installed_team_id"] = THEIRS
    bodies = [foreign, payloads.command("/brief", "https://a.example/x", team_id=THEIRS)]
    bodies.append(payloads.click("delete", "b1", team={"id": THEIRS, "domain": "theirs"}))
    event = payloads.message(LINK)
    event["authorizations"][0]["team_id"] = THEIRS
    with capture_logs() as logs:
        answers = [bot.hear(body) for body in [*bodies, event]]
    assert {answer.status for answer in answers} == {200}
    assert "not work in this workspace" in str(answers[1].body)
    assert [entry["team"] for entry in logs if entry["event"] == "for another workspace"] == [THEIRS] * 4
    assert (bot.jobs, bot.rows_by_team()) == ([], {})


def test_leaving_forgets_us(bot: Listening) -> None:
    """app_uninstalled carries no authorizations; its team is the one that left."""
    assert bot.hear(payloads.gone()).status == 200
    ((kind, key),) = bot.jobs
    assert (kind, key.split("|")[0]) == ("forget", OURS)


def test_events_held_back_are_acknowledged(bot: Listening) -> None:
    """app_rate_limited is no event_callback: without an answer Slack would repeat it."""
    body = {"token": "x", "type": "app_rate_limited", "team_id": OURS, "minute_rate_limited": 1, "api_app_id": "A1"}
    with capture_logs() as logs:
        assert bot.hear(body).status == 200
    assert [entry["event"] for entry in logs] == ["Slack holds events back"]


def paths(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Places of all values in a document."""
    found: list[tuple[Any, ...]] = [at] if at else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return found + [place for key, item in items for place in paths(item, (*at, key))]


def without(body: JsonDict, place: tuple[Any, ...], *, null: bool) -> JsonDict:
    """A copy with null, or nothing, at one place."""
    made = copy.deepcopy(body)
    inner: Any = made
    for key in place[:-1]:
        inner = inner[key]
    if null:
        inner[place[-1]] = None
    else:
        del inner[place[-1]]
    return made


#: Places Bolt itself needs, before any of ours is asked.
BOLT = {("type",), ("command",), ("event",), ("authorizations", 0), ("response_urls",)}
CASES = [(body, at) for grid in (False, True) for body in shapes(grid).values() for at in paths(body) if at not in BOLT]


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Any:
    store = open_store(tmp_path_factory.mktemp("home"))
    yield Listening(store)
    store.close()


@pytest.mark.parametrize("null", [True, False], ids=["null", "gone"])
def test_a_field_that_is_null_or_not_there_breaks_nothing(heard: Listening, null: bool) -> None:
    """Acknowledged, or refused where nobody could be answered; never kept under another id than ours."""
    for body, place in CASES:
        made = without(body, place, null=null)
        assert heard.hear(made).status == (200 if missing(made) is None else 400), place
    assert all(teams == {OURS} for teams in heard.rows_by_team().values())
