"""What is kept of people's words and addresses: only while it is needed, and listed in docs/privacy.md."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from bot.store import Store
from bot.store.deliveries import Delivery
from bot.store.engine import reading
from bot.store.requests import BriefRequest
from bot.store.tables import JsonText, SafeText, SlackId, departures, metadata

PAGE = Path(__file__).resolve().parents[2] / "docs" / "privacy.md"
#: Columns with ids of people; other ids are of workspaces, conversations and messages.
PEOPLE = {"asked_by", "changed_by", "added_by", "author", "person"}
PASTED = BriefRequest(
    "T1",
    "C1",
    "Vform",
    "U1",
    "shortcut",
    text="Nobody needs this any more. " * 20,
    response_url="https://hooks.example/x",
)
LINK = replace(PASTED, text=None, url="https://a.example/x?token=e30")


def test_the_list_of_columns_is_complete() -> None:
    """Every column for free text, documents or people's ids stands in docs/privacy.md, and nothing else does."""
    held = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, SafeText | JsonText)
        and (not isinstance(column.type, SlackId) or column.name in PEOPLE or table is departures)
    }
    rows = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `")]
    listed = [name for row in rows for name in re.findall(r"`(\w+\.\w+)`", row.split("|")[1])]
    assert sorted(listed) == sorted(held)


def document_of(store: Store, key: str) -> str:
    """A request as the database holds it."""
    query = sa.text("SELECT document FROM requests WHERE key = :key")
    with reading(store.engine) as connection:
        return str(connection.execute(query, {"key": key}).scalar())


def test_an_answered_request_keeps_no_words(store: Store) -> None:
    """Text, link and answer address go; the claim stays, so that nothing is answered twice."""
    for request in (PASTED, LINK):
        assert store.requests.claim(request)
        store.requests.blank(request.key, keep_url=False)
        held = document_of(store, request.key)
        assert not any(words in held for words in ("Nobody", "hooks.example", "a.example", "token"))
        kept = store.requests.get(request.key)
        assert kept is not None
        assert (kept.key, kept.user, kept.text, kept.url) == (request.key, "U1", None, None)
        assert not store.requests.claim(request)


def test_a_link_that_may_be_tried_again_is_kept(store: Store) -> None:
    """With all that another attempt needs, whose key is the one it always had."""
    store.requests.claim(LINK)
    store.requests.blank(LINK.key, keep_url=True)
    kept = store.requests.get(LINK.key)
    assert kept is not None
    assert (kept.url, kept.response_url) == (LINK.url, None)
    assert kept.again().key == LINK.again().key != LINK.key


def test_a_message_that_was_settled_keeps_no_words(store: Store) -> None:
    """Said, given up or taken back."""
    for key in ("sent", "failed", "withdrawn"):
        store.deliveries.put(Delivery(key, "T1", "C1", "brief", {"text": "Said to one."}))
        store.deliveries.begin(key, "e/b", 9)
    store.deliveries.sent("sent", "1.1")
    store.deliveries.failed("failed", "is_archived")
    store.deliveries.withdrawn("withdrawn")
    with reading(store.engine) as connection:
        rows = connection.execute(sa.text("SELECT payload FROM deliveries")).scalars().all()
    assert rows == ["{}"] * 3
