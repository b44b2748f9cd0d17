"""What /quotes answers with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.blocks import check
from bot.slack.found import Search, answer_quotes, quotes_page, search_of
from bot.slack.text import clean
from bot.store import Store, open_store
from bot.store.quotes import fold_name
from summarizers.model import Quote, Speaker
from tests.briefs import article, brief

TODAY = dt.date(2026, 11, 24)


@pytest.fixture
def store(tmp_path: Path, database: str | None) -> Iterator[Store]:
    opened = open_store(tmp_path, database)
    for n, name in enumerate(["Ana Reyes", "Luis Reyes", *["Ana Reyes"] * 6]):
        text = f"“Number {n} on steel.”"
        speaker = Speaker(name, "Foreign Minister" if "Ana" in name else "Mayor", "Spain")
        made = brief(
            article=article(text, url=f"https://n.example/{n}", published=dt.date(2026, 11, 1 + n)),
            quotes=(Quote(0, len(text), "direct", (speaker,), key=True),),
        )
        opened.quotes.add("T1", opened.briefs.put("T1", str(n), made), made, "2026-11-24")
    yield opened
    opened.close()


def texts(blocks: tuple[dict, ...] | list[dict]) -> str:
    """Everything shown."""
    return str(list(blocks))


def test_an_ambiguous_name_asks_which(store: Store) -> None:
    """A button for each person, with office and country; pressing it gives their quotes."""
    asked = answer_quotes(store, "T1", "Reyes about steel", TODAY)
    assert "Which Reyes" in asked.text
    buttons = asked.blocks[1]["elements"]
    assert [b["text"]["text"] for b in buttons] == [
        "Ana Reyes (Foreign Minister, Spain)",
        "Luis Reyes (Mayor, Spain)",
    ]
    assert check(list(asked.blocks)).errors == []
    search = search_of(buttons[1]["value"])
    assert search is not None
    page = quotes_page(store, "T1", search)
    assert "Number 1 on steel" in texts(page.blocks)
    assert search.about == "steel"


def test_pages_follow_each_other(store: Store) -> None:
    """Older, then newer; nothing twice."""
    first = answer_quotes(store, "T1", "ana reyes", TODAY)
    older = search_of(first.blocks[-1]["elements"][0]["value"])
    assert older is not None
    second = quotes_page(store, "T1", older)
    assert "Number 7" in texts(first.blocks)
    assert "Number 7" not in texts(second.blocks)
    assert "Number 0" in texts(second.blocks)
    assert [b["action_id"] for b in second.blocks[-1]["elements"]] == ["quotes_newer"]
    assert check(list(first.blocks)).errors == check(list(second.blocks)).errors == []


def test_a_quote_has_its_source_and_day(store: Store) -> None:
    """The link goes to the article; the flag stands beside its name."""
    shown = texts(answer_quotes(store, "T1", "Luis Reyes", TODAY).blocks)
    assert "https://n.example/1" in shown
    assert "2 November 2026" in shown
    assert "flag-es" in shown
    assert "Spain" in shown


def test_nothing_that_fits(store: Store) -> None:
    """Said with the name; a name nobody has is said too."""
    assert "nothing that fits" in answer_quotes(store, "T1", "Luis Reyes about fish", TODAY).text
    assert "Nobody called" in answer_quotes(store, "T1", "Morita", TODAY).text
    assert "Nobody called" in answer_quotes(store, "T2", "Reyes", TODAY).text


@given(st.text(), st.none() | st.text(), st.none() | st.dates().map(str), st.integers(0, 10**6))
def test_a_search_travels_in_a_button(name: str, about: str | None, since: str | None, offset: int) -> None:
    """What is read back is what was put in, inside the 2,000 characters a button can carry."""
    search = Search(fold_name(name)[:300], clean(about or "")[:300] or None, since, offset)
    assert len(search.value()) <= 2000
    assert search_of(search.value()) == search


@given(st.text())
def test_a_strange_button_is_no_search(value: str) -> None:
    """Values that are not ours are left alone."""
    search_of(value)
