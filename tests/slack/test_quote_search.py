"""What /quotes answers with."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.blocks import Message
from bot.slack.quote_export import as_csv, as_markdown
from bot.slack.quote_search import Search, answer_quotes, quotes_page, search_of
from bot.store import Store, open_store
from bot.store.conversations import Asker
from bot.store.quotes import fold_name
from bot.surfaces import clean
from local_slack.block_kit import check
from summarizers.model import Quote, Speaker
from tests.briefs import article, brief

TODAY = dt.date(2026, 11, 24)
HERE = Asker("T1", "U1", "C1", member=False)


def answer(store: Store, text: str, asker: Asker = HERE) -> Message:
    """The answer to /quotes."""
    return answer_quotes(store, asker, text, TODAY, lambda asker, name: None)


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
        opened.quotes.add("T1", opened.briefs.put("T1", str(n), made), made, "2026-11-24", channel="C1")
    yield opened
    opened.close()


def texts(blocks: tuple[dict[str, Any], ...] | list[dict[str, Any]]) -> str:
    """Everything shown."""
    return str(list(blocks))


def test_an_ambiguous_name_asks_which(store: Store) -> None:
    """A button for each person, with office and country; pressing it gives their quotes."""
    asked = answer(store, "Reyes about steel")
    assert "Which Reyes" in asked.text
    buttons = asked.blocks[1]["elements"]
    assert [b["text"]["text"] for b in buttons] == [
        "Ana Reyes (Foreign Minister, Spain)",
        "Luis Reyes (Mayor, Spain)",
    ]
    assert check(list(asked.blocks)).errors == []
    search = search_of(buttons[1]["value"])
    assert search is not None
    page = quotes_page(store, HERE, search)
    assert "Number 1 on steel" in texts(page.blocks)
    assert search.about == "steel"


def test_pages_follow_each_other(store: Store) -> None:
    """Older, then newer; nothing twice."""
    first = answer(store, "ana reyes")
    older = search_of(first.blocks[-1]["elements"][0]["value"])
    assert older is not None
    second = quotes_page(store, HERE, older)
    assert "Number 7" in texts(first.blocks)
    assert "Number 7" not in texts(second.blocks)
    assert "Number 0" in texts(second.blocks)
    assert [b["action_id"] for b in second.blocks[-1]["elements"]] == [
        "quotes_newer",
        "quotes_export_md",
        "quotes_export_csv",
    ]
    assert check(list(first.blocks)).errors == check(list(second.blocks)).errors == []


def test_a_quote_has_its_source_and_day(store: Store) -> None:
    """The link goes to the article; the flag stands beside its name."""
    shown = texts(answer(store, "Luis Reyes").blocks)
    assert "https://n.example/1" in shown
    assert "2 November 2026" in shown
    assert "flag-es" in shown
    assert "Spain" in shown


def test_nothing_that_fits(store: Store) -> None:
    """Said with the name; a name nobody has is said too."""
    assert "nothing that fits" in answer(store, "Luis Reyes about fish").text
    assert "Nobody called" in answer(store, "Morita").text
    assert "Nobody called" in answer(store, "Reyes", Asker("T2", "U1", "C1", member=True)).text


def test_a_button_of_an_earlier_version() -> None:
    """It knows no country and no office."""
    assert search_of('["ana reyes", "steel", "", 5]') == Search("ana reyes", "steel", None, 5)


@pytest.mark.parametrize(
    "typed", ["Spain", "Spanish", "foreign minister of Spain", "Spain's mayor", "mayor", "about steel"]
)
def test_a_country_an_office_a_subject(store: Store, typed: str) -> None:
    """Each quote says who spoke."""
    found = answer(store, typed)
    assert "Number" in texts(found.blocks)
    assert ("Luis Reyes" in texts(found.blocks)) == ("mayor" in typed)
    assert check(list(found.blocks)).errors == []
    export = search_of(found.blocks[-1]["elements"][-1]["value"])
    assert export is not None
    assert "Number" in texts(quotes_page(store, HERE, export).blocks)


def test_nobody_of_a_country(store: Store) -> None:
    """Said with what was asked for."""
    assert "foreign minister, Japan" in answer(store, "foreign minister of Japan").text
    assert "“fish”" in answer(store, "about fish").text


def test_a_slip_in_a_name(store: Store) -> None:
    """Names that come close are offered; pressing one gives the quotes."""
    asked = answer(store, "Ana Reyez")
    assert "Did you mean" in asked.text
    (ana,) = asked.blocks[1]["elements"]
    search = search_of(ana["value"])
    assert search is not None
    assert "Number 7" in texts(quotes_page(store, HERE, search).blocks)
    assert "Nobody called" in answer(store, "Anabel Torres").text
    assert "Did you mean" not in answer(store, "Ana Reyez", Asker("T1", "U2", "C2", member=False)).text


def test_quotes_as_files(store: Store) -> None:
    """Markdown under the speakers; a table whose cells no spreadsheet runs."""
    lines, _ = store.quotes.said(HERE, fold_name("Luis Reyes"))
    assert "> “Number 1 on steel.”\n>\n> — Luis Reyes, Mayor, Spain" in as_markdown("Luis Reyes", lines)
    evil = replace(lines[0], title="=HYPERLINK(1)", text="“Comma, and\nline”")
    table = list(csv.reader(io.StringIO(as_csv([evil]))))
    assert [len(row) for row in table] == [10, 10]
    assert table[1][6] == "'=HYPERLINK(1)"
    assert table[1][5].startswith("“Comma, and")


@given(st.text(), st.none() | st.text(), st.none() | st.dates().map(str), st.integers(0, 10**6))
def test_a_search_travels_in_a_button(name: str, about: str | None, since: str | None, offset: int) -> None:
    """What is read back is what was put in, inside the 2,000 characters a button can carry."""
    search = Search(fold_name(name)[:300], clean(about or "")[:300] or None, since, offset, "Spain", "mayor")
    assert len(search.value()) <= 2000
    assert search_of(search.value()) == search


@given(st.text())
def test_a_strange_button_is_no_search(value: str) -> None:
    """Values that are not ours are left alone."""
    search_of(value)
