"""Forms, shortcuts, buttons, the Home tab and /quotes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from local_slack.errors import NotThere
from tests.end_to_end.site import STORY, page
from tests.end_to_end.world import World, element, words_of


def window(here: World, callback: str) -> dict[str, Any]:
    """The window in front, once it is this one."""

    def found() -> dict[str, Any] | None:
        views = here.slack.views()
        return views[-1] if views and views[-1]["callback_id"] == callback else None

    return here.wait(found)


def close_all(here: World) -> None:
    """Put every window away."""
    if here.slack.views():
        here.slack.close_view(clear=True)


def whispered(here: World, words: str) -> None:
    """Wait until only this person was told something."""
    here.wait(lambda: any(words in words_of(m) or words in m["text"] for m in here.slack.ephemerals()))


def test_brief_alone_opens_a_form(here: World) -> None:
    """A link pasted there is briefed in the channel it was opened in."""
    channel, url = here.channel(), here.page()
    here.slack.command("/brief", "", channel)
    window(here, "ask")
    here.slack.submit_view({"what": url})
    (brief,) = here.posts(channel)
    assert "Ana Reyes" in words_of(brief)
    here.wait(lambda: not here.slack.views())


def test_the_form_takes_text_and_may_answer_privately(here: World) -> None:
    """Pasted text is briefed as it is; the answer comes as a direct message."""
    channel = here.channel()
    before = len(here.slack.messages(here.slack.dm_channel()))
    here.slack.command("/brief", "", channel)
    window(here, "ask")
    here.slack.submit_view({"what": "\n\n".join(STORY), "private": ["private"]})
    here.wait(lambda: len(here.slack.messages(here.slack.dm_channel())) > before)
    brief = here.slack.messages(here.slack.dm_channel())[-1]
    assert "Pasted text" in words_of(brief)
    assert "Ana Reyes" in words_of(brief)
    here.quiet()
    assert here.slack.messages(channel) == []


def test_the_form_says_what_is_missing(here: World) -> None:
    """Neither link nor enough text: the form stays open with a line."""
    here.slack.command("/brief", "", here.channel())
    window(here, "ask")
    here.slack.submit_view({"what": "hello"})
    here.wait(lambda: "few sentences" in str(here.slack.views()[-1].get("errors")))
    close_all(here)


def test_private_briefs_go_to_the_person_alone(here: World) -> None:
    """/brief URL private."""
    channel, url = here.channel(), here.page()
    before = len(here.slack.messages(here.slack.dm_channel()))
    here.slack.command("/brief", f"{url} private", channel)
    here.wait(lambda: len(here.slack.messages(here.slack.dm_channel())) > before)
    here.quiet()
    assert here.slack.messages(channel) == []


def test_short_and_long(here: World) -> None:
    """The words change how much is shown."""
    channel, url = here.channel(), here.page()
    here.slack.command("/brief", f"{url} short", channel)
    here.posts(channel)
    here.slack.command("/brief", f"long {url}", channel)
    short, long = here.posts(channel, 2)
    assert len(words_of(short)) < len(words_of(long))


def test_help_and_wrong_input(here: World) -> None:
    """Every command with an example; a slip gets the nearest right command; /brief mistyped is not silent."""
    channel = here.channel()
    here.slack.command("/brief", "help", channel)
    whispered(here, "/quotes Ana Reyes")
    here.slack.command("/brief", "setings", channel)
    whispered(here, "Did you mean `/brief settings`")


def test_settings_change_what_the_channel_gets(here: World) -> None:
    """Mode, sites and length hold from the next link on; mistakes are said in the form."""
    channel = here.channel()
    here.slack.command("/brief", "settings", channel)
    window(here, "settings")
    here.slack.submit_view({"mode": "sites", "sites": "not a site!"})
    here.wait(lambda: "sites" in (here.slack.views()[-1].get("errors") or {}))
    here.slack.submit_view(
        {"mode": "sites", "sites": "https://www.News.Example/world", "sentences": "1", "quotes": "0"}
    )
    here.wait(lambda: not here.slack.views())
    close_all(here)
    ignored = here.slack.say(here.page(), channel)
    here.quiet()
    assert len(here.slack.messages(channel, ignored)) == 1
    asked = here.slack.mention(here.page(), channel)
    (brief,) = here.replies(channel, asked)
    assert not [b for b in brief["blocks"] if "rich_text_quote" in json.dumps(b)]
    here.slack.command("/brief", "settings", channel)
    view = window(here, "settings")
    assert "news.example" in json.dumps(view)
    close_all(here)


def test_the_mention_mode_and_the_channel_as_place(here: World) -> None:
    """Only mentions are answered, in the channel itself."""
    channel = here.channel()
    here.slack.command("/brief", "settings", channel)
    window(here, "settings")
    here.slack.submit_view({"mode": "mention", "place": "channel"})
    here.wait(lambda: not here.slack.views())
    whispered(here, "They hold from the next link on")
    close_all(here)
    here.slack.say(here.page(), channel)
    here.slack.mention(here.page(), channel)
    here.posts(channel)
    here.quiet()
    assert len([m for m in here.slack.messages(channel) if m.get("user") == here.slack.bot_user_id]) == 1


def test_settings_belong_to_channels(here: World) -> None:
    """In a direct message the command says so."""
    here.slack.command("/brief", "settings", here.slack.dm_channel())
    whispered(here, "Settings belong to channels")


def test_more_shows_everything_to_one_person(here: World) -> None:
    """All quotes and people, in a window."""
    channel = here.channel()
    ts = here.slack.say(here.page(), channel)
    (brief,) = here.replies(channel, ts)
    here.slack.click(brief["ts"], "more", channel=channel)
    view = window(here, "more")
    shown = json.dumps(view, ensure_ascii=False)
    assert "Kenji Morita" in shown
    assert "“Nobody leaves the table before the work is done.”" in shown
    close_all(here)


def test_wrong_is_kept_with_the_brief(here: World) -> None:
    """The form's answer can be exported."""
    channel = here.channel()
    ts = here.slack.say(here.page(), channel)
    (brief,) = here.replies(channel, ts)
    here.slack.click(brief["ts"], "judge", value="negative", channel=channel)
    window(here, "wrong")
    here.slack.submit_view({"kind": "wrong-office", "details": "He is the deputy minister."})
    window(here, "notice")
    close_all(here)
    said = [entry for entry in here.bot.store.feedback.export() if entry["details"] == "He is the deputy minister."]
    assert said[0]["kind"] == "wrong-office"
    assert said[0]["brief"]["url"] == element(brief, "source")["url"]


def test_deleting_a_brief(here: World) -> None:
    """Whoever asked sees the bin, others do not, nor a button behind "More"; afterwards the link can be briefed again."""
    channel, url = here.channel(), here.page()
    ts = here.slack.say(url, channel)
    (brief,) = here.replies(channel, ts)
    with pytest.raises(NotThere):
        here.slack.click(brief["ts"], "delete", user="U0TOMAS001", channel=channel)
    here.slack.click(brief["ts"], "more", user="U0TOMAS001", channel=channel)
    here.wait(lambda: here.slack.views("U0TOMAS001"))
    here.quiet()
    assert "delete_here" not in json.dumps(here.slack.views("U0TOMAS001"))
    here.slack.close_view("U0TOMAS001", clear=True)
    here.slack.click(brief["ts"], "delete", channel=channel)
    here.wait(lambda: len(here.slack.messages(channel, ts)) == 1)
    here.quiet()
    again = here.slack.say(url, channel)
    assert "Ana Reyes" in words_of(here.replies(channel, again)[0])


def test_an_admin_may_delete(here: World) -> None:
    """A workspace admin finds the button behind "More"."""
    channel = here.channel()
    admin = here.slack.add_user("ada", "Ada Holm", admin=True)
    ts = here.slack.say(here.page(), channel)
    (brief,) = here.replies(channel, ts)
    here.slack.click(brief["ts"], "more", user=admin, channel=channel)
    here.wait(lambda: "delete_here" in json.dumps(here.slack.views(admin)))
    here.slack.click_in_view("delete_here", admin)
    here.wait(lambda: "being deleted" in json.dumps(here.slack.views(admin)))
    here.wait(lambda: len(here.slack.messages(channel, ts)) == 1)


def test_the_message_shortcut(here: World) -> None:
    """What a bot posted can be briefed by hand; a message without a link says so."""
    channel = here.channel()
    ts = here.slack.say(here.page(), channel, extra={"bot_id": "B0OTHER001", "subtype": "bot_message"})
    here.slack.shortcut("brief_links", message_ts=ts, channel=channel)
    assert "Ana Reyes" in words_of(here.replies(channel, ts)[0])
    plain = here.slack.say("nothing here", channel)
    here.slack.shortcut("brief_links", message_ts=plain, channel=channel)
    whispered(here, "no link to an article there")


def test_the_global_shortcut(here: World) -> None:
    """It opens the form; without a conversation the answer goes to the person."""
    url = here.page()
    before = len(here.slack.messages(here.slack.dm_channel()))
    here.slack.shortcut("brief_a_link")
    window(here, "ask")
    here.slack.submit_view({"what": url, "where": here.slack.dm_channel()})
    here.wait(lambda: len(here.slack.messages(here.slack.dm_channel())) > before)


def test_a_hint_for_a_bare_mention(here: World) -> None:
    """One line, once."""
    channel = here.channel()
    ts = here.slack.mention("hello there", channel)
    (hint,) = here.replies(channel, ts)
    assert "Paste a link" in hint["text"]
    here.quiet()
    assert len(here.slack.messages(channel, ts)) == 2


def test_text_in_a_direct_message(here: World) -> None:
    """Long enough text is briefed itself."""
    ts = here.slack.dm("\n\n".join(STORY))
    assert "Ana Reyes" in words_of(here.replies(here.slack.dm_channel(), ts)[0])


def test_the_welcome_line(here: World) -> None:
    """One line when invited."""
    channel = here.channel(bot=False)
    here.slack.invite_bot(channel)
    (line,) = here.posts(channel)
    assert line["text"].startswith("Hello!")


def test_the_home_tab(here: World) -> None:
    """What the bot does, the person's channels with their modes, recent briefs; settings and the form open from it."""
    channel = here.channel()
    ts = here.slack.say(here.page(), channel)
    here.replies(channel, ts)
    here.quiet()
    here.slack.open_home()
    view = here.wait(lambda: here.slack.home())
    shown = json.dumps(view, ensure_ascii=False)
    assert f"<#{channel}>" in shown
    assert "Talks go on" in shown
    here.slack.click_in_view("home_ask", view_id=view["id"])
    window(here, "ask")
    close_all(here)
    here.slack.click_in_view("home_settings", value=channel, view_id=view["id"])
    window(here, "settings")
    close_all(here)


def test_quotes(here: World) -> None:
    """Somebody's quotes with their source, page by page; an unknown name and a bad day are said."""
    channel = here.channel()
    for n in range(6):
        told = f"“Number {n} is on the table,” the foreign minister of Spain, Ana Reyes, said in Madrid."
        here.site.pages[f"/numbered-{id(channel)}-{n}"] = page(f"Talks on number {n}", (told, *STORY))
        ts = here.slack.say(here.site.url(f"numbered-{id(channel)}-{n}"), channel)
        here.replies(channel, ts)
    here.slack.command("/quotes", "Reyes", channel)
    here.wait(lambda: any("Ana Reyes" in m["text"] and m.get("blocks") for m in here.slack.ephemerals()))
    found = [m for m in here.slack.ephemerals() if "Ana Reyes" in m["text"] and m.get("blocks")][-1]
    assert "is on the table" in words_of(found)  # the quotes of one day, in an order nobody promises
    here.slack.click(found["ts"], "quotes_older", channel=channel)
    here.wait(lambda: any("Newer" in words_of(m) for m in here.slack.ephemerals()))
    here.slack.command("/quotes", "Spain about table", channel)
    whispered(here, "is on the table")
    here.slack.command("/quotes", "Ana Reyez", channel)
    whispered(here, "Did you mean")
    here.slack.click(found["ts"], "quotes_export_csv", channel=channel)
    whispered(here, "as a file")
    sent = [m for m in here.slack.messages(here.slack.dm_channel()) if m.get("files")][-1]
    assert sent["files"][0]["name"] == "quotes.csv"
    here.slack.command("/quotes", "Nobody Atall", channel)
    whispered(here, "Nobody called")
    here.slack.command("/quotes", "Reyes since someday", channel)
    whispered(here, "could not read the day")
    here.slack.command("/quotes", "", channel)
    whispered(here, "Try `/quotes Ana Reyes`")
