"""A link becomes one brief, however it is asked for."""

from __future__ import annotations

from urllib.parse import urlsplit

from tests.end_to_end.world import World, element, words_of


def test_a_pasted_link_gets_one_brief_in_its_thread(here: World) -> None:
    """Headline, origin, sentences, quotes with speaker and office, officials, a button to the source."""
    channel, url = here.channel(), here.page()
    ts = here.slack.say(f"Worth a look: {url}", channel)
    (brief,) = here.replies(channel, ts)
    shown = words_of(brief)
    assert "Talks go on" in shown
    assert "2 November 2026" in shown
    assert "Ana Reyes" in shown
    assert "“We will stay as long as it takes,”" in shown
    assert element(brief, "source")["url"] == url
    assert brief["text"].startswith("Talks go on")
    here.quiet()
    assert len(here.slack.messages(channel, ts)) == 2


def test_a_mention_gets_one_brief(here: World) -> None:
    """The pair of message and app_mention is one request."""
    channel = here.channel()
    ts = here.slack.mention(here.page(), channel)
    here.replies(channel, ts)
    here.quiet()
    assert len(here.slack.messages(channel, ts)) == 2


def test_a_direct_message_gets_a_brief(here: World) -> None:
    """A link sent to the bot alone is answered there."""
    ts = here.slack.dm(here.page())
    (brief,) = here.replies(here.slack.dm_channel(), ts)
    assert "Ana Reyes" in words_of(brief)


def test_a_command_gets_a_brief_in_the_channel(here: World) -> None:
    """/brief answers the person at once and puts the brief into the channel."""
    channel, url = here.channel(), here.page()
    here.slack.command("/brief", url, channel)
    (brief,) = here.posts(channel)
    assert "Ana Reyes" in words_of(brief)
    assert any("Reading" in message["text"] for message in here.slack.ephemerals())


def test_a_page_that_cannot_be_read_gets_one_kind_line(here: World) -> None:
    """It says why, and offers to try again where that may help."""
    channel = here.channel()
    ts = here.slack.say(here.page("down"), channel)
    (line,) = here.replies(channel, ts)
    assert "a problem of its own" in line["text"]
    assert element(line, "again")
    here.quiet()
    assert len(here.slack.messages(channel, ts)) == 2


def test_a_redelivered_event_adds_nothing(here: World) -> None:
    """With and without retry headers, three times each."""
    channel = here.channel()
    ts = here.slack.say(here.page(), channel)
    here.replies(channel, ts)
    event = here.last_event(ts)
    here.slack.redeliver(event, 3, with_retry_headers=True)
    here.slack.redeliver(event, 3, with_retry_headers=False)
    here.quiet()
    assert len(here.slack.messages(channel, ts)) == 2


def test_nobody_else_triggers_a_brief(here: World) -> None:
    """Bots, joins, deleted messages, unfurls and text without a link stay unanswered, but are acknowledged."""
    channel = here.channel()
    link = here.page()
    seen = len(here.slack.deliveries)
    here.slack.say(link, channel, extra={"bot_id": "B0OTHER001", "subtype": "bot_message"})
    here.slack.say("joined", channel, extra={"subtype": "channel_join"})
    here.slack.say("no link here", channel)
    ts = here.slack.say("gone soon", channel)
    here.slack.delete(ts, channel)
    here.quiet()
    assert all(delivery.acked_at is not None for delivery in here.slack.deliveries[seen:])
    assert not [m for m in here.slack.messages(channel) if m.get("user") == here.slack.bot_user_id]
    assert here.site.asked.count(f"/{link.rsplit('/', 1)[1]}") == 0


def test_an_edit_that_adds_a_link_counts_and_an_unfurl_does_not(here: World) -> None:
    """Only links that are new in the text are briefed."""
    channel, url = here.channel(), here.page()
    ts = here.slack.say("A link follows", channel)
    here.slack.edit(ts, f"A link follows: {url}", channel)
    here.replies(channel, ts)
    here.slack.edit(ts, f"Here is the link: {url}", channel)
    here.quiet()
    assert len(here.slack.messages(channel, ts)) == 2


def test_a_second_paste_points_to_the_first(here: World) -> None:
    """The same article under another address is not briefed twice in one channel; an explicit wish is heard."""
    channel, url = here.channel(), here.page()
    first = here.slack.say(url, channel)
    here.replies(channel, first)
    second = here.slack.say(f"{url}?utm_source=x#top", channel)
    (pointer,) = here.replies(channel, second)
    assert f"p{first.replace('.', '')}" in pointer["text"]
    third = here.slack.mention(url, channel)
    (brief,) = here.replies(channel, third)
    assert "Ana Reyes" in words_of(brief)
    elsewhere = here.channel()
    again = here.slack.say(url, elsewhere)
    assert "Ana Reyes" in words_of(here.replies(elsewhere, again)[0])


def test_three_links_at_once_and_the_others_behind_a_button(here: World) -> None:
    """The button briefs the rest, once."""
    channel = here.channel()
    links = [here.page() for _ in range(5)]
    ts = here.slack.say(" ".join(links), channel)
    answers = here.replies(channel, ts, 4)
    (offer,) = [a for a in answers if "first 3 links" in a["text"]]
    here.slack.click(offer["ts"], "brief_others", channel=channel)
    here.replies(channel, ts, 6)
    here.slack.click(offer["ts"], "brief_others", channel=channel)
    here.quiet()
    assert len(here.slack.messages(channel, ts)) == 7


def test_the_hourglass_shows_and_goes(here: World) -> None:
    """It is on the message while the brief is made, and gone when it is there."""
    channel = here.channel()
    here.site.gate.clear()
    ts = here.slack.say(here.page("held"), channel)

    def reactions() -> list[str]:
        return [r["name"] for m in here.slack.messages(channel) if m["ts"] == ts for r in m.get("reactions") or []]

    here.wait(lambda: "hourglass_flowing_sand" in reactions())
    here.site.gate.set()
    here.replies(channel, ts)
    here.wait(lambda: not reactions())


def test_a_direct_message_says_what_the_bot_does(here: World) -> None:
    """Its status stands in the thread until the answer is there; where Slack knows none, the hourglass does."""
    dm = here.slack.dm_channel()
    here.site.gate.clear()
    ts = here.slack.dm(here.page("held"))
    here.wait(lambda: here.slack.statuses(dm).get(ts))
    here.slack.fail_next("assistant.threads.setStatus", error="unknown_method")
    older = here.slack.dm(here.page("held"))

    def reactions() -> list[str]:
        return [r["name"] for m in here.slack.messages(dm) if m["ts"] == older for r in m.get("reactions") or []]

    here.wait(reactions)
    here.site.gate.set()
    here.replies(dm, ts)
    here.replies(dm, older)
    here.wait(lambda: not reactions() and not here.slack.statuses(dm))


def test_trying_again_after_a_failure(here: World) -> None:
    """The button makes one more attempt; a second click on it adds nothing."""
    channel = here.channel()
    url = here.page("down")
    ts = here.slack.say(url, channel)
    (line,) = here.replies(channel, ts)
    here.slack.click(line["ts"], "again", channel=channel)
    here.slack.click(line["ts"], "again", channel=channel)
    here.replies(channel, ts, 2)
    here.quiet()
    assert len(here.slack.messages(channel, ts)) == 3


def test_nothing_the_bot_says_pings(here: World) -> None:
    """Article text with Slack's own markup in it stays text."""
    channel, path = here.channel(), "/hostile"
    evil = "“Ask <!channel> and <@U0NADIA001> & <https://evil.example|click here>,” the minister, Ana Reyes, said."
    from html import escape

    from tests.end_to_end.site import STORY, page

    here.site.pages[path] = page(escape("<!here> talks & <b>bold</b>"), (escape(evil, quote=False), *STORY))
    before = len(here.slack.pings)
    ts = here.slack.say(here.site.url(path), channel)
    here.replies(channel, ts)
    assert [
        p for p in here.slack.pings[before:] if p.kind != "link" or "evil" in (urlsplit(p.target).hostname or "")
    ] == []
