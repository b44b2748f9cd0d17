"""Who may read what was said where."""

from __future__ import annotations

from typing import Any

import pytest

from bot.slack.conversation_access import FRESH, MOST_ASKED, ConversationAccess, is_full_member, kind_of
from bot.store import Store
from bot.store.conversations import BELIEVED, Asker
from summarizers.model import Quote, Speaker
from tests.briefs import article, brief
from tests.clock import FakeClock
from tests.slack.fakes import FakeSlack, refusal

PUBLIC = {"is_channel": True, "is_private": False}
PRIVATE = {"is_channel": True, "is_private": True}
KEY = " ana reyes "


@pytest.fixture
def slack() -> FakeSlack:
    return FakeSlack()


@pytest.fixture
def access(store: Store, slack: FakeSlack, clock: FakeClock) -> ConversationAccess:
    return ConversationAccess(store, slack.clients, clock)


def said_in(store: Store, channel: str, *, person: str | None = None, team: str = "T1") -> str:
    """Ana Reyes is quoted in a conversation; the address of the article."""
    url = f"https://n.example/{channel}"
    text = f"“We stay in {channel}.”"
    quote = Quote(0, len(text), "direct", (Speaker("Ana Reyes", "Foreign Minister", "Spain"),), key=True)
    made = brief(article=article(text, url=url), quotes=(quote,))
    store.quotes.add(team, store.briefs.put(team, channel, made), made, "2026-11-30", channel=channel, person=person)
    return url


def seen(store: Store, asker: Asker) -> set[str]:
    """Addresses of the articles whose quotes somebody is shown."""
    lines, _ = store.quotes.said(asker, KEY, limit=50)
    counted = sum(person.quotes for person in store.quotes.speakers(asker, "reyes"))
    assert counted == len(lines), "what is counted is what is shown"
    return {line.url.rsplit("/", 1)[1] for line in lines}


@pytest.fixture
def everywhere(store: Store, slack: FakeSlack) -> Store:
    """The same person quoted in a public channel, two private ones, and two direct messages."""
    slack.conversations = {"CPUBLIC": PUBLIC, "CPRIVATE": PRIVATE, "GOTHER": {"is_group": True, "is_private": True}}
    for channel in slack.conversations:
        said_in(store, channel)
    said_in(store, "DANA", person="UANA")
    said_in(store, "DLEA", person="ULEA")
    return store


@pytest.mark.parametrize(
    ("user", "here", "shown"),
    [
        ("UANA", "CPUBLIC", {"CPUBLIC", "DANA"}),
        ("ULEA", "CPRIVATE", {"CPUBLIC", "CPRIVATE", "DLEA"}),
        ("UANA", "DANA", {"CPUBLIC", "DANA"}),
        ("ULEA", "CELSEWHERE", {"CPUBLIC", "DLEA"}),
        ("UGUEST", "CPRIVATE", {"CPRIVATE"}),
        ("USTRANGER", "CPUBLIC", {"CPUBLIC"}),
        ("UGUEST", "CELSEWHERE", set()),
        # A person in somebody else's direct message cannot be; a forged channel would still not open it.
        ("ULEA", "DANA", {"CPUBLIC", "DLEA"}),
    ],
)
def test_one_sees_public_channels_this_channel_and_ones_own_messages(
    everywhere: Store, access: ConversationAccess, slack: FakeSlack, user: str, here: str, shown: set[str]
) -> None:
    """Nothing of other private channels and other people's messages; guests and strangers see this channel alone."""
    slack.people = {"UGUEST": {"is_ultra_restricted": True}, "USTRANGER": {"team_id": "T9"}}
    asker = access.asker("T1", user, here)
    access.refresh(asker, "reyes")
    assert seen(everywhere, asker) == shown


def test_what_is_not_known_is_private(everywhere: Store, access: ConversationAccess, slack: FakeSlack) -> None:
    """Before Slack was asked, while it does not answer, and of other workspaces, nothing of other channels is shown."""
    asker = access.asker("T1", "U1", "C1")
    assert seen(everywhere, asker) == set()
    slack.raises("conversations.info", *[refusal("", status=503)] * 3)
    access.refresh(asker, "reyes")
    assert seen(everywhere, asker) == set()
    slack.raises("users.info", refusal("", status=503))
    unknown = access.asker("T1", "U2", "C1")
    access.refresh(asker, "reyes")
    assert seen(everywhere, asker) == {"CPUBLIC"}
    assert seen(everywhere, unknown) == set()
    assert seen(everywhere, Asker("T2", "U1", "C1", member=True)) == set()


def test_a_channel_made_private_is_closed(
    everywhere: Store, access: ConversationAccess, slack: FakeSlack, clock: FakeClock
) -> None:
    """Slack is asked again after a while; what it does not confirm for a day is believed no longer."""
    asker = access.asker("T1", "U1", "C1")
    access.refresh(asker, "reyes")
    asked = slack.count("conversations.info")
    access.refresh(asker, "reyes")
    assert slack.count("conversations.info") == asked, "once an hour is enough"
    slack.conversations["CPUBLIC"] = PRIVATE
    clock.pass_by(FRESH)
    access.refresh(asker, "reyes")
    assert seen(everywhere, asker) == set()

    slack.conversations["CPUBLIC"] = PUBLIC
    clock.pass_by(FRESH)
    access.refresh(asker, "reyes")
    assert seen(everywhere, asker) == {"CPUBLIC"}
    clock.pass_by(BELIEVED)
    assert seen(everywhere, asker) == set()
    slack.raises("conversations.info", *[refusal("channel_not_found")] * 3)
    access.refresh(asker, "reyes")
    assert seen(everywhere, asker) == set()


def test_one_question_does_not_use_up_what_slack_allows(
    store: Store, access: ConversationAccess, slack: FakeSlack
) -> None:
    """Of many channels the ones asked about longest ago come first; the next question goes on."""
    for n in range(MOST_ASKED + 5):
        slack.conversations[f"C{n}"] = PUBLIC
        said_in(store, f"C{n}")
    asker = access.asker("T1", "U1", "C0")
    access.refresh(asker, "reyes")
    assert slack.count("conversations.info") == MOST_ASKED
    access.refresh(asker, "reyes")
    assert len(seen(store, asker)) == MOST_ASKED + 5


def test_an_article_of_two_places_counts_once(store: Store, access: ConversationAccess, slack: FakeSlack) -> None:
    """Briefed in a private and in a public channel, it is shown once, to each reader by the place they may read."""
    slack.conversations = {"CPUBLIC": PUBLIC}
    text = "“We stay.”"
    quote = Quote(0, len(text), "direct", (Speaker("Ana Reyes"),), key=True)
    made = brief(article=article(text, url="https://n.example/both"), quotes=(quote,))
    ids = {}
    for channel in ("CPUBLIC", "CPRIVATE"):
        ids[channel] = store.briefs.put("T1", channel, made)
        store.quotes.add("T1", ids[channel], made, "2026-11-30", channel=channel)
    inside, outside = access.asker("T1", "U1", "CPRIVATE"), access.asker("T1", "U2", "C2")
    for asker in (inside, outside):
        access.refresh(asker, "reyes")
        assert seen(store, asker) == {"both"}
    store.briefs.delete("T1", ids["CPUBLIC"])
    assert seen(store, inside) == {"both"}
    assert seen(store, outside) == set()


def test_links_give_nobody_a_right(store: Store) -> None:
    """A quote's link and a list's lead to the article, without tokens or whence somebody came."""
    url = "https://n.example/a?id=7&access_token=e30.x&utm_source=mail"
    quote = Quote(0, 10, "direct", (Speaker("Ana Reyes"),), key=True)
    made = brief(article=article("“We stay.”", url=url), quotes=(quote,))
    id = store.briefs.put("T1", "r", made)
    store.quotes.add("T1", id, made, "2026-11-30", channel="C1")
    (line,), _ = store.quotes.said(Asker("T1", "U1", "C1", member=False), KEY)
    assert line.url == store.briefs.lines("T1", [id])[id].url == "https://n.example/a?id=7"


@pytest.mark.parametrize(
    ("about", "kind"),
    [
        (
            {"id": "C1", "is_channel": True, "is_group": False, "is_im": False, "is_mpim": False, "is_private": False},
            "public",
        ),
        # A channel shared by Slack Connect is public where its workspace says so.
        ({"id": "C2", "is_channel": True, "is_private": False, "is_shared": True, "is_ext_shared": True}, "public"),
        ({"id": "C3", "is_channel": True, "is_group": False, "is_private": True}, "private"),
        ({"id": "G4", "is_channel": False, "is_group": True, "is_private": True}, "private"),
        ({"id": "C5", "is_channel": True, "is_mpim": True, "is_private": True}, "private"),
        ({"id": "C6", "is_channel": True}, "private"),
        ({}, "private"),
    ],
)
def test_what_slack_says_of_a_conversation(about: dict[str, Any], kind: str) -> None:
    """Public only where Slack says so in so many words; ids prove nothing."""
    assert kind_of(about) == (kind, None)


def test_a_direct_message_has_its_person() -> None:
    """The other one in it."""
    assert kind_of({"id": "D1", "is_im": True, "user": "U1"}) == ("direct", "U1")


@pytest.mark.parametrize(
    ("about", "member"),
    [
        ({"team_id": "T1"}, True),
        ({"team_id": "T1", "is_restricted": True}, False),
        ({"team_id": "T1", "is_restricted": True, "is_ultra_restricted": True}, False),
        ({"team_id": "T2", "is_stranger": True}, False),
        ({"team_id": "T2"}, False),
        ({"team_id": "T2", "enterprise_user": {"teams": ["T2", "T1"]}}, True),
        ({"team_id": "T1", "deleted": True}, False),
        ({}, False),
    ],
)
def test_who_may_read_public_channels(about: dict[str, Any], member: bool) -> None:
    """Full members of the workspace; no guests, no people of other workspaces."""
    assert is_full_member(about, "T1") is member
