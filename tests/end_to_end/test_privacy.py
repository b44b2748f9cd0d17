"""What was said in one place is shown where people may read it, and nowhere else."""

from __future__ import annotations

from html import escape
from typing import Any

import sqlalchemy as sa

from bot.store.engine import reading
from bot.store.tables import requests
from tests.end_to_end.site import STORY, page
from tests.end_to_end.world import World, words_of

TOMAS = "U0TOMAS001"


def story(here: World, name: str, words: str) -> str:
    """Address of a page on which somebody called ``name`` says ``words``; a token is needed to read it."""
    path = here.page().rsplit("/", 1)[1]
    text = (
        f"MADRID, Nov. 2 — The talks in Geneva went on, said {name}, the foreign minister of Spain, on Monday.",
        f"“{words},” {name} told reporters at the airport. “Nobody leaves the table before the work is done.”",
        "Two officials said the next round would be held in March, after a Spanish trawler had been stopped.",
    )
    here.site.pages[f"/{path}"] = page(escape(f"Talks of {name}"), text)
    return here.site.url(f"{path}?access_token=e30.secret&id=4")


def asked(here: World, name: str, channel: str, user: str | None = None) -> str:
    """What /quotes answers one person."""
    person = user or here.slack.viewer
    before = len(here.slack.ephemerals(person))
    here.slack.command("/quotes", name, channel, user=person)

    def answer() -> dict[str, Any] | None:
        found = here.slack.ephemerals(person)
        return found[-1] if len(found) > before else None

    message = here.wait(answer)
    return f"{message['text']} {words_of(message)} {message.get('blocks')}"


def test_a_public_channel_is_open_to_all(here: World) -> None:
    """Quotes of a public channel are found from anywhere, with a link that gives nobody a right."""
    channel = here.channel()
    url = story(here, "Oona Lindqvist", "We stay in the open")
    here.replies(channel, here.slack.say(url, channel))
    for place in (channel, here.channel(), here.slack.dm_channel(TOMAS)):
        answer = asked(here, "Oona Lindqvist", place, TOMAS)
        assert "We stay in the open" in answer
        assert "id=4" in answer
        assert "secret" not in answer


def test_a_private_channel_keeps_its_quotes(here: World) -> None:
    """They are found inside it and nowhere else, by its members too."""
    inside, outside = here.channel(kind="group"), here.channel()
    here.replies(inside, here.slack.say(story(here, "Paul Marchetti", "We stay behind doors"), inside))
    assert "We stay behind doors" in asked(here, "Paul Marchetti", inside)
    for place, user in ((outside, None), (outside, TOMAS), (here.slack.dm_channel(), None)):
        answer = asked(here, "Paul Marchetti", place, user)
        assert "Nobody called" in answer
        assert "behind doors" not in answer
        assert "Talks of" not in answer


def test_direct_messages_are_their_persons_own(here: World) -> None:
    """A brief asked for in a direct message, or privately, is found by that person, wherever they ask."""
    channel = here.channel()
    here.replies(here.slack.dm_channel(), here.slack.dm(story(here, "Dina Haddad", "We stay between us")))
    before = len(here.slack.messages(here.slack.dm_channel()))
    here.slack.command("/brief", story(here, "Della Okafor", "We stay alone") + " private", channel)
    here.wait(lambda: len(here.slack.messages(here.slack.dm_channel())) > before)
    here.quiet()
    for name, words in (("Dina Haddad", "between us"), ("Della Okafor", "We stay alone")):
        assert words in asked(here, name, channel)
        assert words in asked(here, name, here.slack.dm_channel())
        for place in (channel, here.slack.dm_channel(TOMAS)):
            assert "Nobody called" in asked(here, name, place, TOMAS)


def test_a_channel_that_is_made_private_is_closed_at_once(here: World) -> None:
    """Its id stays as it was; made public again, it is open again."""
    channel, outside = here.channel(), here.channel()
    here.replies(channel, here.slack.say(story(here, "Cora Novak", "We stay until told"), channel))
    assert "until told" in asked(here, "Cora Novak", outside)
    here.slack.convert(channel, private=True)
    here.quiet()
    assert "Nobody called" in asked(here, "Cora Novak", outside)
    assert "until told" in asked(here, "Cora Novak", channel)
    here.slack.convert(channel, private=False)
    here.quiet()
    assert "until told" in asked(here, "Cora Novak", outside)


def test_a_deleted_brief_is_gone_everywhere(here: World) -> None:
    """Its quotes, what stands behind "More", the lines that lead to it and its place in the Home tab go with it."""
    channel = here.channel()
    url = story(here, "Dora Jansen", "We stay for now")
    first = here.slack.say(url, channel)
    (brief,) = here.replies(channel, first)
    second = here.slack.say(url, channel)
    (pointer,) = here.replies(channel, second)
    assert "Already briefed" in pointer["text"]
    here.quiet()
    row = here.bot.store.deliveries.at(here.slack.team_id, channel, brief["ts"])
    assert row is not None and row.brief_id is not None
    assert "for now" in asked(here, "Dora Jansen", channel)
    here.slack.click(brief["ts"], "delete", channel=channel)
    here.wait(lambda: len(here.slack.messages(channel, first)) == len(here.slack.messages(channel, second)) == 1)
    here.quiet()
    assert "Nobody called" in asked(here, "Dora Jansen", channel)
    assert here.bot.store.briefs.get(here.slack.team_id, row.brief_id) is None
    here.slack.open_home()
    here.wait(lambda: here.slack.home())
    here.quiet()
    assert "Dora Jansen" not in str(here.slack.home())


def test_a_brief_deleted_in_slack_itself_is_gone_too(here: World) -> None:
    """Whoever takes the bot's message away in Slack's own menu means the brief."""
    channel = here.channel()
    url = story(here, "Mona Keller", "We stay a while")
    ts = here.slack.say(url, channel)
    (brief,) = here.replies(channel, ts)
    here.quiet()
    here.slack.delete(brief["ts"], channel)
    here.quiet()
    assert "Nobody called" in asked(here, "Mona Keller", channel)
    again = here.slack.say(url, channel)
    assert "Already briefed" not in here.replies(channel, again)[0]["text"]


def test_a_brief_that_could_not_be_posted_leaves_no_quotes(here: World) -> None:
    """Slack would not take it: nobody has seen it, and nobody finds it."""
    outside = here.channel(kind="group", bot=False)
    here.slack.command("/brief", story(here, "Rita Santos", "We stay unheard"), outside)
    here.wait(lambda: any("cannot post there" in m["text"] for m in here.slack.ephemerals()))
    here.quiet()
    assert "Nobody called" in asked(here, "Rita Santos", outside)


def test_what_was_pasted_is_kept_until_it_is_answered(here: World) -> None:
    """Afterwards no request holds the text, the address Slack took the answer at, or the link; a failed link stays where it may be tried."""
    channel = here.channel()
    here.replies(here.slack.dm_channel(), here.slack.dm("\n\n".join(STORY)))
    here.slack.command("/brief", here.page("commanded"), channel)
    here.posts(channel)
    here.replies(channel, here.slack.say(here.page("missing"), channel))
    ts = here.slack.say(here.page("down"), channel)
    (line,) = here.replies(channel, ts)
    here.quiet()
    with reading(here.bot.store.engine) as connection:
        documents = (
            connection.execute(sa.select(requests.c.document).where(requests.c.settled_at.is_not(None))).scalars().all()
        )
    assert len(documents) >= 3
    assert [d for d in documents if d["text"] or d["response_url"]] == []
    kept = [d["url"] for d in documents if d["url"]]
    assert kept and all("/down" in url for url in kept)
    here.slack.click(line["ts"], "again", channel=channel)
    here.replies(channel, ts, 2)
