"""What Slack sends beside the plain case: shared channels, forwards, snippets, huddles, refused blocks, lost answers."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa

from bot.slack.messages import say
from bot.store.channels import Preferences
from bot.store.deliveries import Delivery
from bot.store.engine import reading
from bot.store.tables import metadata
from tests.end_to_end.site import STORY
from tests.end_to_end.test_windows import close_all, whispered
from tests.end_to_end.world import World, element, words_of

JsonDict = dict[str, Any]
PERMALINK = "https://local.slack.com/archives/C0GENERAL1/p1800000000000100"
#: Links that lead into Slack, in the forms people copy.
INSIDE = (
    PERMALINK,
    "https://local.enterprise.slack.com/docs/T0LOCAL001/F0CANVAS01",
    "https://app.slack.com/huddle/T0LOCAL001/C0GENERAL1",
    "https://files.slack.com/files-pri/T0LOCAL001-F0FILE0001/x.pdf",
    "https://slack.com/app_redirect?channel=C0GENERAL1",
)


def window(here: World, callback: str, user: str) -> JsonDict:
    """The window this person has in front, once it is this one."""

    def found() -> JsonDict | None:
        views = here.slack.views(user)
        return views[-1] if views and views[-1]["callback_id"] == callback else None

    return here.wait(found)


def teams(here: World) -> set[str]:
    """Every workspace that some row names."""
    found: set[str] = set()
    with reading(here.bot.store.engine) as connection:
        for table in metadata.sorted_tables:
            if "team" in table.c:
                found |= set(
                    connection.execute(sa.select(table.c.team).where(table.c.team.is_not(None)).distinct()).scalars()
                )
    return found


def silent(here: World, channel: str) -> bool:
    """Whether the bot said nothing in a channel, all work being done."""
    here.quiet()
    return not [m for m in here.slack.messages(channel) if m.get("user") == here.slack.bot_user_id]


# -- people of other workspaces --------------------------------------------------------------------------------------


@pytest.mark.parametrize("enterprise", ["", "E0PARTNER1"], ids=["workspace", "grid"])
def test_people_of_other_workspaces(here: World, enterprise: str) -> None:
    """A link, a mention, a button and a form of theirs work in a shared channel, and every row is ours."""
    channel = here.channel()
    guest = here.slack.add_guest(f"gil{len(enterprise)}", channel, enterprise=enterprise)
    ts = here.slack.say(here.page(), channel, guest)
    (brief,) = here.replies(channel, ts)
    assert "Ana Reyes" in words_of(brief)
    asked = here.slack.mention(here.page(), channel, guest)
    here.replies(channel, asked)
    here.slack.click(brief["ts"], "judge", guest, "negative", channel=channel)
    window(here, "wrong", guest)
    here.slack.submit_view({"kind": "other", "details": f"Seen by a guest {enterprise}."}, guest)
    window(here, "notice", guest)
    here.slack.close_view(guest, clear=True)
    here.slack.open_home(guest)
    here.wait(lambda: here.slack.home(guest))
    here.quiet()
    assert any(entry["details"] == f"Seen by a guest {enterprise}." for entry in here.bot.store.feedback.export())
    assert teams(here) == {here.slack.team_id}
    assert len(here.slack.messages(channel, ts)) == 2


def test_settings_sent_by_a_guest_hold_in_the_channel(here: World) -> None:
    """From the Home tab they see: the form names their workspace, the channel is ours."""
    channel = here.channel()
    guest = here.slack.add_guest("gro", channel)
    here.slack.open_home(guest)
    view = here.wait(lambda: here.slack.home(guest))
    here.slack.click_in_view("home_settings", guest, channel, view["id"])
    window(here, "settings", guest)
    here.slack.submit_view({"mode": "mention"}, guest)
    here.wait(lambda: not here.slack.views(guest))
    assert here.bot.store.channels.get(here.slack.team_id, channel).mode == "mention"
    assert teams(here) == {here.slack.team_id}


def test_an_admin_of_another_workspace_is_none_here(here: World) -> None:
    """Rights over their own workspace do not reach ours; whoever opened the channel may delete."""
    channel = here.channel(creator="U0TOMAS001")
    guest = here.slack.add_guest("gea", channel, admin=True)
    ts = here.slack.say(here.page(), channel)
    (brief,) = here.replies(channel, ts)
    here.slack.click(brief["ts"], "more", guest, channel=channel)
    window(here, "more", guest)
    here.quiet()
    assert "delete_here" not in json.dumps(here.slack.views(guest))
    here.slack.click(brief["ts"], "more", "U0TOMAS001", channel=channel)
    here.wait(lambda: "delete_here" in json.dumps(here.slack.views("U0TOMAS001")))
    here.slack.click_in_view("delete_here", "U0TOMAS001")
    here.wait(lambda: len(here.slack.messages(channel, ts)) == 1)


def test_a_group_direct_message(here: World) -> None:
    """A link there is briefed like in a channel."""
    group = here.slack.group_dm(["U0NADIA001", "U0TOMAS001"])
    ts = here.slack.say(here.page(), group)
    assert "Ana Reyes" in words_of(here.replies(group, ts)[0])


# -- links that are no articles --------------------------------------------------------------------------------------


@pytest.mark.parametrize("link", INSIDE)
def test_links_into_slack_are_passed_over(here: World, link: str) -> None:
    """Nobody asked: nothing is said, and nothing is fetched."""
    channel = here.channel()
    here.slack.say(f"See {link} and {link}?x=1", channel)
    assert silent(here, channel)


def test_links_into_slack_get_a_kind_line_when_asked_for(here: World) -> None:
    """By mention, by command, in the form; beside an article's link they are passed over."""
    channel, line = here.channel(), say("slack_link")
    ts = here.slack.mention(PERMALINK, channel)
    assert here.replies(channel, ts)[0]["text"] == line
    here.slack.command("/brief", PERMALINK, channel)
    whispered(here, line)
    here.slack.command("/brief", "", channel)
    here.wait(lambda: here.slack.views())
    here.slack.submit_view({"what": PERMALINK})
    here.wait(lambda: "leads into Slack" in str(here.slack.views()[-1].get("errors")))
    close_all(here)
    both = here.slack.mention(f"{PERMALINK} {here.page()}", channel)
    here.quiet()
    (brief,) = here.replies(channel, both)
    assert "Ana Reyes" in words_of(brief)
    here.slack.command("/brief", f"{PERMALINK} {here.page()}", channel)
    assert "Ana Reyes" in words_of(here.posts(channel)[0])


def test_a_message_forwarded_to_the_bot(here: World) -> None:
    """The article it links to is briefed, not the message's own address."""
    channel = here.channel()
    here.slack.command("/brief", "settings", channel)
    ts = here.slack.say(here.page("held"), channel, extra={"bot_id": "B0OTHER001", "subtype": "bot_message"})
    here.site.gate.set()
    told = here.slack.forward(ts, channel, here.slack.dm_channel())
    (brief,) = here.replies(here.slack.dm_channel(), told)
    assert "Ana Reyes" in words_of(brief)
    close_all(here)


# -- links and texts that do not stand in the text -------------------------------------------------------------------


@pytest.mark.parametrize("place", ["section", "rich_text", "button", "attachment"])
def test_brief_the_links_reads_blocks_and_attachments(here: World, place: str) -> None:
    """What feed bots post: a link in a block, in an attachment's block, behind a button."""
    channel, url = here.channel(), here.page()
    shapes: JsonDict = {
        "section": {"type": "section", "text": {"type": "mrkdwn", "text": f"<{url}|Talks>"}},
        "rich_text": {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "link", "url": url, "text": "Talks"}]}],
        },
        "button": {
            "type": "actions",
            "elements": [
                {"type": "button", "action_id": "x", "url": url, "text": {"type": "plain_text", "text": "Read"}}
            ],
        },
    }
    block = shapes.get(place) or shapes["section"]
    extra: JsonDict = {"bot_id": "B0OTHER001", "subtype": "bot_message"}
    extra |= {"attachments": [{"id": 1, "blocks": [block]}]} if place == "attachment" else {"blocks": [block]}
    ts = here.slack.say("News", channel, extra=extra)
    here.slack.shortcut("brief_links", message_ts=ts, channel=channel)
    (brief,) = here.replies(channel, ts)
    assert element(brief, "source")["url"] == url


def test_a_long_paste_that_became_a_snippet(here: World) -> None:
    """Sent to the bot, with a mention, or by hand from the message's menu: its text is briefed."""
    text, channel = "\n\n".join(STORY), here.channel()
    ts = here.slack.share_text(text, here.slack.dm_channel())
    assert "Ana Reyes" in words_of(here.replies(here.slack.dm_channel(), ts)[0])
    asked = here.slack.share_text(text, channel, comment="@attache this please")
    assert "Ana Reyes" in words_of(here.replies(channel, asked)[0])
    shared = here.slack.share_text(text, channel)
    here.quiet()
    assert len(here.slack.messages(channel, shared)) == 1  # nobody asked
    here.slack.shortcut("brief_links", message_ts=shared, channel=channel)
    assert "Pasted text" in words_of(here.replies(channel, shared)[0])


# -- events that ask for nothing -------------------------------------------------------------------------------------


def test_huddles_tombstones_and_previews_ask_for_nothing(here: World) -> None:
    """Slack's own lines, a deleted thread, and a preview that does not say what was there before."""
    channel = here.channel()
    here.slack.huddle(channel)
    assert silent(here, channel)
    here.slack.command("/brief", "settings", channel)
    here.wait(lambda: here.slack.views())
    here.slack.submit_view({"mode": "mention"})
    here.wait(lambda: not here.slack.views())
    close_all(here)
    ts = here.slack.say(f"{here.page()} with a thread", channel)
    here.slack.say("a reply", channel, thread_ts=ts)
    here.slack.delete(ts, channel)
    here.bot.store.channels.set(here.slack.team_id, channel, Preferences(), "U0NADIA001")
    assert silent(here, channel)


def test_edits_that_do_not_tell_what_was_before(here: World) -> None:
    """A preview without previous_message is no edit; an edit without it is one, and asks once."""
    channel = here.channel()
    team = here.slack.team_id
    here.bot.store.channels.set(team, channel, Preferences(mode="mention"), "U0NADIA001")
    here.slack.tell_previous(False)
    try:
        seen = len(here.slack.event_ids)
        here.slack.say(here.page(), channel)
        here.bot.store.channels.set(team, channel, Preferences(), "U0NADIA001")

        def echoed() -> bool:
            return any(
                here.slack.event(event)["event"].get("subtype") == "message_changed"
                for event in here.slack.event_ids[seen:]
            )

        here.wait(echoed)
        assert silent(here, channel)
        ts = here.slack.say("A link follows", channel)
        here.slack.edit(ts, f"A link follows: {here.page()}", channel)
        here.replies(channel, ts)
        here.quiet()
        assert len(here.slack.messages(channel, ts)) == 2
    finally:
        here.slack.tell_previous(True)


def test_events_held_back_are_acknowledged(here: World) -> None:
    """app_rate_limited gets its answer, by each way."""
    envelope = here.slack.rate_limit_events()
    here.wait(lambda: any(d.envelope_id == envelope and d.acked_at is not None for d in here.slack.deliveries))


# -- what Slack refuses or loses -------------------------------------------------------------------------------------


def test_refused_blocks_leave_all_words(here: World) -> None:
    """A brief whose blocks Slack does not take is said as text: summary, quotes, speakers and the source."""
    channel, url = here.channel(), here.page()
    here.slack.refuse_blocks(["rich_text"])
    try:
        ts = here.slack.say(url, channel)
        (brief,) = here.replies(channel, ts)
    finally:
        here.slack.refuse_blocks([])
    assert "blocks" not in brief
    for words in ("Talks go on", "“We will stay as long as it takes,”", "Kenji Morita", "2 November 2026"):
        assert words in brief["text"], words
    assert f"<{url}|Source>" in brief["text"]


def test_a_lost_answer_to_a_direct_message_is_found_there(here: World) -> None:
    """The row is addressed to the person; the conversation is looked up before it is said again."""
    user = here.slack.add_user(f"una{here.slack.connections}", "Una Berg")
    key = f"lost:{user}"
    row = Delivery(key, here.slack.team_id, user, "notice", {"text": "Only once"}, asked_by=user)
    here.slack.drop_next("chat.postMessage", after=True)
    here.bot.store.deliveries.put(row)
    here.bot.jobs.enqueue("deliver", key, lane=f"{row.team}/{user}")

    def settled() -> bool:
        kept = here.bot.store.deliveries.get(key)
        return kept is not None and kept.state == "sent"

    here.wait(settled)
    assert [m["text"] for m in here.slack.messages(here.slack.dm_channel(user))] == ["Only once"]


def test_the_home_tab_of_many_channels_with_long_lists(here: World) -> None:
    """Twenty-five channels with fifty sites each fit Slack's limits."""
    sites = tuple(f"newspaper-of-record-{n}.example" for n in range(50))
    user = here.slack.add_user(f"hom{here.slack.connections}", "Hom Lind")
    for _ in range(25):
        channel = here.channel()
        here.bot.store.channels.set(here.slack.team_id, channel, Preferences(mode="sites", sites=sites), user)
    here.slack.open_home(user)
    view = here.wait(lambda: here.slack.home(user))
    assert "newspaper-of-record-0.example" in json.dumps(view)
    assert max(len(block["text"]["text"]) for block in view["blocks"] if block["type"] == "section") <= 3000
