"""Jobs beside briefs: the Home tab, deleting a brief, forgetting a workspace."""

from __future__ import annotations

import json

import pytest

from bot.departures import forget_departed
from bot.job_arguments import BriefDeletion, Departure, HomeTabVisit
from bot.slack.deletions import Deletions
from bot.slack.home_tab import HomeTab
from bot.store import Store
from bot.store.deliveries import Delivery
from bot.store.requests import BriefRequest
from tests.briefs import brief
from tests.slack.fakes import FakeSlack, refusal

REQUEST = BriefRequest("T1", "C1", "1800000000.000100", "U1", "message", url="https://a.example/x")


@pytest.fixture
def slack() -> FakeSlack:
    return FakeSlack()


@pytest.fixture
def home_tab(store: Store, slack: FakeSlack) -> HomeTab:
    return HomeTab(
        store,
        slack.clients,
        link_to=lambda channel, ts: f"https://w.example/archives/{channel}/p{ts}",
        next_digest=lambda _team, _channel: None,
    )


@pytest.fixture
def deletions(store: Store, slack: FakeSlack) -> Deletions:
    return Deletions(store, slack.clients)


def briefed(store: Store, channel: str, title: str) -> str:
    """Keep a brief as posted in a channel; its message's ts."""
    from tests.briefs import article

    store.requests.claim(REQUEST)
    id = store.briefs.put("T1", f"{channel}{title}", brief(article=article(title=title)))
    key = f"brief:{channel}"
    row = Delivery(key, "T1", channel, "brief", {"text": "x"}, request_key=REQUEST.key, brief_id=id, asked_by="U1")
    store.deliveries.put(row)
    store.deliveries.begin(key, "e/b", 9)
    store.deliveries.sent(key, f"{channel}.1")
    return f"{channel}.1"


def test_the_home_tab_shows_only_what_the_person_may_see(store: Store, slack: FakeSlack, home_tab: HomeTab) -> None:
    """Channels both are in, over all pages; briefs of other channels stay out of sight."""
    slack.member_of = {None: ["C1", "C2", "C3", "G9"], "U1": ["C0", "C1", "C3"]}
    for channel in ("C1", "G9"):
        briefed(store, channel, f"Headline in {channel}")
    home_tab.publish(HomeTabVisit("T1", "U1", "1.1"))
    view = json.dumps(slack.calls[-1][1]["view"])
    assert "<#C1>" in view
    assert "<#C3>" in view
    assert "<#C2>" not in view
    assert "Headline in C1" in view
    assert "G9" not in view


def test_a_home_tab_that_fails_harms_nothing(slack: FakeSlack, home_tab: HomeTab) -> None:
    """It is drawn anew at the next visit."""
    slack.raises("views.publish", refusal("hash_conflict"))
    home_tab.publish(HomeTabVisit("T1", "U1", "1.1"))


@pytest.mark.parametrize(("user", "may"), [("U1", True), ("UADMIN", True), ("UMAKER", True), ("U2", False)])
def test_who_may_delete(store: Store, slack: FakeSlack, deletions: Deletions, user: str, may: bool) -> None:
    """The person who asked, an admin, the channel's creator; others are told."""
    slack.admins = {"UADMIN"}
    ts = briefed(store, "C1", "x")
    store.requests.first_share(REQUEST, "a.example/x", 3)
    deletions.delete(BriefDeletion("T1", "C1", ts, user))
    assert slack.count("chat.delete") == int(may)
    assert slack.count("chat.postEphemeral") == int(not may)
    row = store.deliveries.get("brief:C1")
    assert row is not None
    assert row.state == ("failed" if may else "sent")


def test_a_refused_deletion_is_said(store: Store, slack: FakeSlack, deletions: Deletions) -> None:
    """Slack would not: the person hears of it, and nothing is marked as gone."""
    ts = briefed(store, "C1", "x")
    slack.raises("chat.delete", refusal("cant_delete_message"))
    deletions.delete(BriefDeletion("T1", "C1", ts, "U1"))
    assert slack.count("chat.postEphemeral") == 1
    row = store.deliveries.at("T1", "C1", ts)
    assert row is not None


def test_a_message_deleted_before_counts_as_deleted(store: Store, slack: FakeSlack, deletions: Deletions) -> None:
    """Running the chore twice does no harm."""
    ts = briefed(store, "C1", "x")
    slack.raises("chat.delete", refusal("message_not_found"))
    deletions.delete(BriefDeletion("T1", "C1", ts, "U1"))
    assert slack.count("chat.postEphemeral") == 0


def test_forgetting_a_workspace(store: Store, slack: FakeSlack) -> None:
    """Its rows go; not when its token works, as the news is older than its coming back then."""
    briefed(store, "C1", "x")
    forget_departed(store, slack.clients, Departure("T1", "1.1"))
    assert store.deliveries.get("brief:C1") is not None
    slack.raises("auth.test", refusal("account_inactive"))
    forget_departed(store, slack.clients, Departure("T1", "1.2"))
    assert store.deliveries.get("brief:C1") is None


def test_deleting_takes_brief_and_pointers_along(store: Store, slack: FakeSlack, deletions: Deletions) -> None:
    """The brief is gone, and the lines that lead to it."""
    ts = briefed(store, "C1", "x")
    row = store.deliveries.at("T1", "C1", ts)
    assert row is not None and row.brief_id is not None
    for key in ("one", "two"):
        store.deliveries.put(Delivery(key, "T1", "C1", "pointer", {"text": "x"}, brief_id=row.brief_id))
        store.deliveries.begin(key, "e/b", 9)
        store.deliveries.sent(key, f"{key}.1")
    deletions.delete(BriefDeletion("T1", "C1", ts, "U2"))
    assert store.briefs.get("T1", row.brief_id) is not None, "others may not"
    deletions.delete(BriefDeletion("T1", "C1", ts, "U1"))
    assert store.briefs.get("T1", row.brief_id) is None
    assert [call["ts"] for method, call in slack.calls if method == "chat.delete"] == [ts, "one.1", "two.1"]
    assert store.deliveries.pointers("T1", row.brief_id) == []
