"""What a desk meets every day beside the plain link: threads, forwards, words, code, second thoughts, pages nobody can read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.slack.manifests import MANIFEST
from tests.end_to_end.site import STORY, page
from tests.end_to_end.test_windows import close_all, whispered, window
from tests.end_to_end.world import World, element, words_of, world


def own(here: World, channel: str) -> list[str]:
    """What the bot said in a channel outside threads, all work being done."""
    here.quiet()
    return [words_of(m) for m in here.slack.messages(channel) if m.get("user") == here.slack.bot_user_id]


def in_thread(here: World, channel: str, ts: str) -> list[str]:
    """What the bot said in a thread, all work being done."""
    here.quiet()
    return [words_of(m) for m in here.slack.messages(channel, ts) if m.get("user") == here.slack.bot_user_id]


# -- private answers and several links ---------------------------------------------------------------------------------


def test_a_private_brief_says_where_it_is(here: World) -> None:
    """The line "Reading …" is followed by one that leads to the brief, once it is there."""
    channel = here.channel()
    here.slack.command("/brief", f"{here.page()} private", channel)
    whispered(here, "comes in our direct message")
    whispered(here, "Your brief is there")
    said = [m["text"] for m in here.slack.ephemerals() if "Your brief is there" in m["text"]][-1]
    newest = here.slack.messages(here.slack.dm_channel())[-1]["ts"]
    assert f"/archives/{here.slack.dm_channel()}/p{newest.replace('.', '')}|" in said


def test_two_links_behind_one_command(here: World) -> None:
    """/brief A B briefs both."""
    channel, one, other = here.channel(), here.page("one"), here.page("other")
    here.slack.command("/brief", f"{one} {other}", channel)
    shown = sorted(element(m, "source")["url"] for m in here.posts(channel, 2))
    assert shown == sorted((one, other))


def test_several_links_are_answered_in_their_order(here: World) -> None:
    """However fast their sites are; one that fails holds nobody up."""
    channel = here.channel()
    # Pages of one site are read one after the other: the others are another site's.
    others = [here.page("missing"), here.page("fast")]
    links = [here.page("held"), *(url.replace("127.0.0.1", "localhost") for url in others)]
    here.site.gate.clear()
    ts = here.slack.say(" ".join(links), channel)
    here.wait(lambda: f"/{links[2].rsplit('/', 1)[-1]}" in here.site.asked)
    here.wait(lambda: here.bot.jobs.waiting()[0] <= 1)
    assert len(here.slack.messages(channel, ts)) == 1
    here.site.gate.set()
    first, second, third = here.replies(channel, ts, 3)
    assert element(first, "source")["url"] == links[0]
    assert "no page at that address" in second["text"]
    assert element(third, "source")["url"] == links[2]


def test_a_digest_without_sources_is_told_to_the_person_alone(here: World) -> None:
    """The command was private, and so is that it cannot be done; the form in a direct message says where it is for."""
    channel = here.channel()
    here.slack.command("/digest", "now", channel)
    whispered(here, "No sources are set here yet")
    assert own(here, channel) == []
    here.slack.command("/digest", "", here.slack.dm_channel())
    assert "For our direct message" in json.dumps(window(here, "digest"))
    close_all(here)


# -- mentions ----------------------------------------------------------------------------------------------------------


def test_a_bare_mention_briefs_the_link_of_its_thread(here: World) -> None:
    """Also where links are briefed on wish alone; words that ask for a brief do as well."""
    for words in ("", "please brief this"):
        channel, url = here.channel(), here.page()
        here.slack.command("/brief", "settings", channel)
        window(here, "settings")
        here.slack.submit_view({"mode": "mention"})
        here.wait(lambda: not here.slack.views())
        close_all(here)
        ts = here.slack.say(f"Look at {url}", channel)
        here.slack.mention(words, channel, thread_ts=ts)
        assert len(here.slack.messages(channel, ts)) >= 2
        here.replies(channel, ts, 2)
        (brief,) = in_thread(here, channel, ts)
        assert "Ana Reyes" in brief


def test_a_mention_with_a_forwarded_message(here: World) -> None:
    """The link inside is briefed once; nobody is told that there is none."""
    source, channel = here.channel(bot=False), here.channel()
    told = here.slack.say(f"Seen? {here.page()}", source)
    ts = here.slack.forward(told, source, channel, comment="@attache")
    here.replies(channel, ts)
    (brief,) = in_thread(here, channel, ts)
    assert "Ana Reyes" in brief


def test_a_workflow_that_names_the_bot(here: World) -> None:
    """Its mention is served, its links alone are left alone, and so are its mentions in threads."""
    extra = {"subtype": "bot_message", "bot_id": "B0WORKFLOW", "username": "Morning round"}
    channel = here.channel()
    alone = here.slack.say(here.page(), channel, extra=extra)
    ts = here.slack.say(f"@attache {here.page()}", channel, extra=extra)
    here.replies(channel, ts)
    here.slack.say(f"@attache {here.page()}", channel, thread_ts=ts, extra=extra)
    here.slack.say("@attache what now", channel, extra=extra)
    assert len(in_thread(here, channel, ts)) == 1
    assert in_thread(here, channel, alone) == []
    assert own(here, channel) == []


# -- pasted texts ------------------------------------------------------------------------------------------------------


def test_slacks_marks_are_undone(here: World) -> None:
    """Bold, quotes and emoji go; the first line is the headline."""
    marked = (
        "*Talks in Geneva go on*\n"
        + "\n".join(f"> {line}" for line in STORY)
        + "\n:flag-no: Further talks follow in spring."
    )
    ts = here.slack.dm(marked)
    shown = words_of(here.replies(here.slack.dm_channel(), ts)[0])
    assert shown.startswith("Talks in Geneva go on")
    assert "Ana Reyes" in shown
    assert ":flag-no" not in json.dumps(here.slack.messages(here.slack.dm_channel(), ts)[1])
    assert "> " not in shown


def test_page_source_is_read_as_a_page(here: World) -> None:
    """Its links are not opened, and what address it names is not believed."""
    source = page().replace("<head>", '<head><link rel="canonical" href="https://news.example/told">')
    ts = here.slack.dm(source.replace("</article>", f'<a href="{here.site.url("inside")}">x</a></article>'))
    brief = here.replies(here.slack.dm_channel(), ts)[0]
    assert words_of(brief).startswith("Spain and Japan go on talking in Geneva")
    assert "<p>" not in words_of(brief)
    assert '"source"' not in json.dumps(brief)
    here.slack.command("/brief", "", here.slack.dm_channel())
    window(here, "ask")
    here.slack.submit_view({"what": source, "private": ["private"]})
    here.wait(lambda: "go on talking" in words_of(here.slack.messages(here.slack.dm_channel())[-1]))
    assert "/inside" not in here.site.asked


def test_another_language_is_said(here: World) -> None:
    """A pasted text in Spanish gets a line, not a brief."""
    told = (
        "El ministro de Asuntos Exteriores dijo ayer que las conversaciones continuarán hasta que todos hayan hablado. "
    )
    ts = here.slack.dm(told * 6)
    assert "English" in here.replies(here.slack.dm_channel(), ts)[0]["text"]


# -- the Home tab ------------------------------------------------------------------------------------------------------


def test_help_and_home_tell_of_the_digest(here: World) -> None:
    """Each channel's digest with its time and the next one, paused or not, and a button that opens its form."""
    channel = here.channel()
    here.slack.command("/brief", "help", channel)
    whispered(here, "`/digest help`")
    here.slack.open_home()
    view = here.wait(here.slack.home)
    (own,) = [b for b in view["blocks"] if (b.get("accessory") or {}).get("value") == channel]
    assert "No digest" in own["text"]["text"]
    here.slack.click_in_view("home_digest", value=None, view_id=view["id"])
    form = window(here, "digest")
    assert form["private_metadata"]
    close_all(here)
    here.slack.command("/digest", "", channel)
    window(here, "digest")
    here.slack.submit_view({"time": "07:45", "zone": "Europe/Madrid"})
    here.wait(lambda: not here.slack.views())
    whispered(here, "`/digest status` says when")

    def told(words: str) -> None:
        here.slack.open_home()
        here.wait(lambda: words in json.dumps(here.slack.home(), ensure_ascii=False))

    told("Digest at 07:45 (Europe/Madrid) on weekdays, next ")
    here.slack.command("/digest", "pause 3 days", channel)
    told("Digest paused, next ")
    here.slack.command("/digest", "off", channel)
    told("Digest switched off")


# -- words -------------------------------------------------------------------------------------------------------------


def test_help_in_words(here: World) -> None:
    """In a mention and in a direct message."""
    channel = here.channel()
    ts = here.slack.mention("help", channel)
    assert "What I can do" in here.replies(channel, ts)[0]["text"]
    ts = here.slack.dm("what can you do?")
    assert "What I can do" in here.replies(here.slack.dm_channel(), ts)[0]["text"]


@pytest.mark.parametrize("words", ["quotes Reyes about table", "What did Ana Reyes say about the table?"])
def test_quotes_in_words(here: World, words: str) -> None:
    """As /quotes answers; in a channel from what was briefed there."""
    channel = here.channel()
    ts = here.slack.say(here.page(), channel)
    here.replies(channel, ts)
    asked = here.slack.mention(words, channel)
    (answer,) = here.replies(channel, asked)
    assert "Nobody leaves the table" in words_of(answer)
    assert "We will stay" not in words_of(answer)
    elsewhere = here.channel()
    asked = here.slack.mention(words, elsewhere)
    (answer,) = here.replies(elsewhere, asked)
    assert "this channel alone" in answer["text"]
    asked = here.slack.dm(words)
    (answer,) = here.replies(here.slack.dm_channel(), asked)
    assert "Nobody leaves the table" in words_of(answer)


def test_the_digest_in_words(here: World) -> None:
    """Commands of /digest, done once though a mention arrives twice."""
    channel = here.channel()
    asked = here.slack.mention("digest now", channel)
    assert "No sources are set here yet" in here.replies(channel, asked)[0]["text"]
    asked = here.slack.mention("digest status", channel)
    assert "no digest here yet" in here.replies(channel, asked)[0]["text"]
    asked = here.slack.mention("digest", channel)
    assert "opens the form" in here.replies(channel, asked)[0]["text"]


def test_thanks_get_no_hint(here: World) -> None:
    """Small talk is not answered."""
    channel = here.channel()
    ts = here.slack.mention("thanks, that's very helpful! :+1:", channel)
    told = here.slack.dm("Great, thank you")
    assert in_thread(here, channel, ts) == []
    assert in_thread(here, here.slack.dm_channel(), told) == []


# -- links that are none, and second thoughts --------------------------------------------------------------------------


def test_links_in_code_are_left_alone(here: World) -> None:
    """In code spans and blocks; one outside is briefed."""
    channel = here.channel()
    ts = here.slack.say(f"Call `{here.page()}` or ```\ncurl {here.page()}\n```", channel)
    raw = here.slack.say(f"Call `<{here.page()}>`", channel, raw=True)
    asked = here.slack.say(f"`{here.page()}` and {here.page()}", channel)
    here.replies(channel, asked)
    assert in_thread(here, channel, ts) == []
    assert in_thread(here, channel, raw) == []
    assert len(in_thread(here, channel, asked)) == 1


def test_a_message_deleted_meanwhile_gets_no_brief(here: World) -> None:
    """Nothing is said, and the link is free for the next message."""
    channel, url = here.channel(), here.page("held")
    here.site.gate.clear()
    ts = here.slack.say(url, channel)
    here.site.wait_asked(url.rsplit("/", 1)[-1])
    here.slack.delete(ts, channel)
    here.wait(lambda: all(d.acked_at is not None for d in here.slack.deliveries))
    here.site.gate.set()
    assert own(here, channel) == in_thread(here, channel, ts) == []
    again = here.slack.say(url, channel)
    assert "Ana Reyes" in words_of(here.replies(channel, again)[0])


def test_a_link_edited_away_meanwhile_gets_no_brief(here: World) -> None:
    """The link that came in its place does; the hourglass goes."""
    channel, url, other = here.channel(), here.page("held"), here.page()
    here.site.gate.clear()
    ts = here.slack.say(f"This: {url}", channel)
    here.site.wait_asked(url.rsplit("/", 1)[-1])
    here.slack.edit(ts, f"I meant this: {other}", channel)
    here.replies(channel, ts)
    here.site.gate.set()
    here.quiet()
    (brief,) = here.slack.messages(channel, ts)[1:]
    assert element(brief, "source")["url"] == other
    here.wait(lambda: not here.slack.messages(channel, ts)[0].get("reactions"))


def test_a_preview_takes_nothing_back(here: World) -> None:
    """The echo that carries Slack's preview is no edit."""
    channel, url = here.channel(), here.page("held")
    here.site.gate.clear()
    ts = here.slack.say(url, channel)
    here.site.wait_asked(url.rsplit("/", 1)[-1])
    here.wait(lambda: here.slack.messages(channel)[0].get("attachments"))
    here.site.gate.set()
    assert "Ana Reyes" in words_of(here.replies(channel, ts)[0])


def test_links_to_forms_apps_and_files_get_silence(here: World) -> None:
    """They are not even opened; front pages and pages without an article are, and nothing is said of them."""
    channel = here.channel()
    here.site.pages["/survey-form"] = "<html><head><title>Survey</title></head><body><form><input></form></body></html>"
    ts = here.slack.say(
        f"https://forms.gle/x https://docs.google.com/document/d/1 {here.site.url('clip.mp4')}", channel
    )
    bare = here.slack.say(here.site.url("survey-form"), channel)
    assert in_thread(here, channel, ts) == []
    assert in_thread(here, channel, bare) == []
    assert "/clip.mp4" not in here.site.asked
    here.wait(lambda: not any(m.get("reactions") for m in here.slack.messages(channel)))
    asked = here.slack.mention(here.site.url("survey-form"), channel)
    assert here.replies(channel, asked)[0]["text"]


def test_the_text_instead_of_a_page_that_may_not_be_read(here: World) -> None:
    """ "Paste the text" in place of "Try again"; the brief comes into the same thread."""
    channel = here.channel()
    ts = here.slack.say(here.page("forbidden"), channel)
    (line,) = here.replies(channel, ts)
    assert "again" not in json.dumps(line["blocks"])
    here.slack.click(line["ts"], "paste", channel=channel)
    window(here, "ask")
    here.slack.submit_view({"what": "\n\n".join(STORY)})
    _, brief = here.replies(channel, ts, 2)
    assert "Ana Reyes" in words_of(brief)


def test_trying_again_is_offered_where_it_can_help(here: World) -> None:
    """A site that is down may be up again; a page that is gone stays so, and the line about it has no button."""
    channel = here.channel()
    down = here.slack.say(here.page("down"), channel)
    assert element(here.replies(channel, down)[0], "again")
    gone = here.slack.say(here.page("missing"), channel)
    (line,) = here.replies(channel, gone)
    assert "no page at that address" in line["text"]
    assert not line.get("blocks")


# -- what stands under a brief ------------------------------------------------------------------------------------------


def test_a_brief_is_judged_right(here: World) -> None:
    """It is kept with the brief, and only the person is thanked."""
    channel = here.channel()
    ts = here.slack.say(here.page(), channel)
    (brief,) = here.replies(channel, ts)
    here.slack.click(brief["ts"], "judge", value="positive", channel=channel)
    whispered(here, "Thank you")
    url = element(brief, "source")["url"]
    kept = [entry for entry in here.bot.store.feedback.export() if entry["kind"] == "right"]
    assert kept[-1]["brief"]["url"] == url


def test_a_workspace_without_the_newer_blocks(here: World) -> None:
    """It gets buttons in their place; a refusal to delete is said in the thread where the button is."""
    channel = here.channel()
    here.slack.refuse_blocks(["context_actions"])
    try:
        ts = here.slack.say(here.page(), channel)
        (brief,) = here.replies(channel, ts)
        again = here.slack.say(here.page(), channel)
        here.replies(channel, again)

        def posted() -> list[str | None]:
            calls = [call for call in here.slack.calls if call.method == "chat.postMessage"]
            return [call.error for call in calls if call.args.get("channel") == channel]

        here.wait(lambda: posted().count(None) == 2)  # a call is noted a moment after its message is there
        assert posted().count("invalid_blocks") == 1
    finally:
        here.slack.refuse_blocks([])
    assert "Ana Reyes" in words_of(brief)
    here.slack.click(brief["ts"], "wrong", channel=channel)
    window(here, "wrong")
    close_all(here)
    here.slack.click(brief["ts"], "delete", user="U0TOMAS001", channel=channel)

    def refused() -> list[str]:
        return [m.get("thread_ts", "") for m in here.slack.ephemerals("U0TOMAS001") if "can delete it" in m["text"]]

    assert here.wait(refused)[-1] == ts
    here.slack.click(brief["ts"], "delete", channel=channel)
    here.wait(lambda: len(here.slack.messages(channel, ts)) == 1)


def test_a_brief_as_markdown(here: World) -> None:
    """In a window, to be copied."""
    channel = here.channel()
    ts = here.slack.say(here.page(), channel)
    (brief,) = here.replies(channel, ts)
    choice = element(brief, "take")["options"][0]["value"]
    here.slack.click(brief["ts"], "take", value=choice, channel=channel)
    shown = window(here, "markdown")["blocks"][0]["element"]["initial_value"]
    assert shown.startswith("# [Talks go on")
    assert "Ana Reyes" in shown
    here.slack.submit_view({})
    here.wait(lambda: not here.slack.views())


def test_a_brief_is_shared(here: World) -> None:
    """As a message and a brief of its own, which goes on its own; where it cannot be posted, whoever shared it hears."""
    channel, other, closed = here.channel(), here.channel(), here.channel(kind="group", bot=False)
    ts = here.slack.say(here.page(), channel)
    (brief,) = here.replies(channel, ts)
    choice = element(brief, "take")["options"][1]["value"]
    here.slack.click(brief["ts"], "take", value=choice, channel=channel)
    window(here, "share")
    here.slack.submit_view({"where": other})
    (shared,) = here.posts(other)
    assert "Ana Reyes" in words_of(shared)
    here.slack.click(shared["ts"], "delete", channel=other)
    here.wait(lambda: not here.slack.messages(other))
    here.slack.click(brief["ts"], "more", channel=channel)
    window(here, "more")
    close_all(here)
    here.slack.click(brief["ts"], "take", value=choice, channel=channel)
    window(here, "share")
    here.slack.submit_view({"where": closed})
    told = here.wait(
        lambda: [m["text"] for m in here.slack.messages(here.slack.dm_channel()) if "could not share" in m["text"]]
    )
    assert f"<#{closed}>" in told[0]
    close_all(here)


def test_nothing_is_lost_of_a_page_that_speaks_of_code(here: World) -> None:
    """An article about code is briefed as any other."""
    channel, path = here.channel(), "/on-code"
    here.site.pages[path] = page("Ministers on `code`", STORY)
    ts = here.slack.say(here.site.url(path), channel)
    assert "Ana Reyes" in words_of(here.replies(channel, ts)[0])


# -- permissions that were declined ------------------------------------------------------------------------------------


def test_without_the_optional_permissions(tmp_path: Path) -> None:
    """Briefs come without an hourglass; the Home tab shows public channels; what cannot be done is said."""
    declined = json.loads(MANIFEST.read_text("utf-8"))["oauth_config"]["scopes"]["bot_optional"]
    with world(tmp_path, declined=declined) as here:
        channel, private, foreign = here.channel(), here.channel(kind="group"), here.channel(bot=False)
        ts = here.slack.say(here.page(), channel)
        assert "Ana Reyes" in words_of(here.replies(channel, ts)[0])
        unheard = here.slack.say(here.page(), private)
        asked = here.slack.mention(here.page(), private)
        here.replies(private, asked)
        assert in_thread(here, private, unheard) == []
        here.slack.open_home()
        assert f"<#{channel}>" in json.dumps(here.wait(here.slack.home))
        here.slack.command("/brief", here.page(), foreign)
        whispered(here, "/invite")
        sent = here.slack.share_text("\n\n".join(STORY), here.slack.dm_channel())
        assert "could not get that file" in here.replies(here.slack.dm_channel(), sent)[0]["text"]
        here.slack.command("/quotes", "Ana Reyes", channel)
        found = here.wait(lambda: [m for m in here.slack.ephemerals() if "Ana Reyes" in m["text"] and m.get("blocks")])
        here.slack.click(found[-1]["ts"], "quotes_export_md", channel=channel)
        whispered(here, "lack a permission")
