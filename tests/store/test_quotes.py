"""Quotes with their speakers, found again by person, words and day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.store import Store
from bot.store.conversations import Asker
from bot.store.engine import reading
from bot.store.quotes import fold_name
from bot.store.tables import quote_names
from summarizers.model import Brief, Official, Quote, Speaker
from tests.briefs import article, brief
from tests.clock import FakeClock

REYES = Speaker("Ana Reyes", "Foreign Minister", "Spain")
OTHER = Speaker("Luis Reyes", "Mayor", None)


def said(words: str, *speakers: Speaker, day: dt.date | None = dt.date(2026, 11, 2), url: str = "") -> Brief:
    """A brief of an article that is one quote."""
    text = f"“{words}”"
    paper = article(text, url=url or f"https://n.example/{abs(hash(words))}", published=day)
    return brief(
        article=paper, summary=(), officials=(), people=(), quotes=(Quote(0, len(text), "direct", speakers, key=True),)
    )


#: Somebody who asks where everything was briefed unless a test says otherwise.
HERE = Asker("T1", "U1", "C1", member=False)


def keep(store: Store, made: Brief, team: str = "T1", channel: str = "C1", person: str | None = None) -> int:
    """Store a brief and its quotes."""
    id = store.briefs.put(team, f"{channel}{made.article.url}{made.article.text}", made)
    return store.quotes.add(team, id, made, "2026-11-20", channel=channel, person=person)


def test_a_person_is_found_by_any_part_of_the_name(store: Store) -> None:
    """All words must be there, in any order and case, accents or not; an exact name stands alone."""
    keep(store, said("We stay.", REYES))
    keep(store, said("So do we.", OTHER))
    keep(store, said("Non.", Speaker("José Reyes Ortiz")))
    assert [line.name for line in store.quotes.speakers(HERE, "ana REYES")] == ["Ana Reyes"]
    assert len(store.quotes.speakers(HERE, "reyes")) == 3
    assert [line.name for line in store.quotes.speakers(HERE, "jose")] == ["José Reyes Ortiz"]
    assert store.quotes.speakers(HERE, "rey") == []
    assert store.quotes.speakers(HERE, " % _") == []
    assert store.quotes.speakers(replace(HERE, team="T2"), "reyes") == []


def test_quotes_come_newest_first_page_by_page(store: Store) -> None:
    """Each page says whether another follows; an article without a day counts from the day it was briefed."""
    for n in range(7):
        keep(store, said(f"Number {n}.", REYES, day=dt.date(2026, 10, 10 + n)))
    keep(store, said("No day.", REYES, day=None))
    first, more = store.quotes.said(HERE, fold_name("Ana Reyes"))
    assert more
    assert [line.text for line in first] == ["“No day.”", "“Number 6.”", "“Number 5.”", "“Number 4.”", "“Number 3.”"]
    rest, more = store.quotes.said(HERE, fold_name("Ana Reyes"), offset=5)
    assert not more
    assert len(rest) == 3
    since, _ = store.quotes.said(HERE, fold_name("Ana Reyes"), since="2026-10-16")
    assert len(since) == 2


def test_an_office_that_had_ended_is_kept_as_that(store: Store) -> None:
    """/quotes says of a former minister what the brief said: the standing at the article's date."""
    official = Official("Ana Reyes", "Foreign Minister", "Spain", None, "former", "text", 1, True)
    keep(store, replace(said("We stayed.", REYES), officials=(official,)))
    (quote,), _ = store.quotes.said(HERE, fold_name("Ana Reyes"))
    assert quote.office == "former Foreign Minister"


def test_the_same_words_in_several_articles_are_one_quote(store: Store) -> None:
    """However each outlet prints the marks; its other sources stand with it, as far as the asker may read them."""
    copies = (("“We will stay,”", "https://a.example/1"), ("“We will stay.”", "https://b.example/2"))
    for n, (words, url) in enumerate(copies):
        paper = article(words, url=url, published=dt.date(2026, 11, 2 + n))
        made = brief(
            article=paper,
            summary=(),
            officials=(),
            people=(),
            quotes=(Quote(0, len(words), "direct", (REYES,), key=True),),
        )
        keep(store, made)
    keep(store, said("We will stay", REYES, url="https://c.example/3"), channel="C2")
    keep(store, said("We will stay", OTHER, url="https://d.example/4"))
    (line,), more = store.quotes.said(HERE, fold_name("Ana Reyes"))
    assert not more
    assert line.url == "https://b.example/2"
    assert [source.url for source in line.others] == ["https://a.example/1"]


def test_people_of_a_country_and_with_an_office(store: Store) -> None:
    """Each word of the office must be there."""
    keep(store, said("Steel.", REYES))
    keep(store, said("Streets.", OTHER))
    keep(store, said("Cars.", Speaker("Kenji Morita", "Minister of Foreign Affairs", "Japan")))
    find = store.quotes.said
    assert [q.speaker for q in find(HERE, "", country="Spain")[0]] == ["Ana Reyes"]
    assert {q.speaker for q in find(HERE, "", office="foreign minister")[0]} == {"Ana Reyes", "Kenji Morita"}
    assert find(HERE, "", country="Spain", office="mayor")[0] == []
    assert {q.speaker for q in find(HERE, "")[0]} == {"Ana Reyes", "Luis Reyes", "Kenji Morita"}


def test_words_are_searched_by_stem(store: Store) -> None:
    """ "about sanctions" finds "sanction"; all words must be there; operators are words like any other."""
    keep(store, said("A new sanction on steel is wrong.", REYES))
    keep(store, said("The harvest was good.", REYES))
    find = store.quotes.said
    assert [q.text for q in find(HERE, fold_name("Ana Reyes"), about="sanctions")[0]] == [
        "“A new sanction on steel is wrong.”"
    ]
    assert find(HERE, fold_name("Ana Reyes"), about="steel harvest")[0] == []
    for hostile in ('"', "steel OR harvest'; --", "NEAR(", "* ^ -", "a:b", "\0", "steel AND NOT"):
        find(HERE, fold_name("Ana Reyes"), about=hostile)


def test_an_article_briefed_twice_is_kept_once(store: Store) -> None:
    """The same quote of the same article is not doubled; two speakers of one quote both have it."""
    made = said("We agree.", REYES, OTHER, url="https://n.example/joint")
    assert keep(store, made) == 2
    assert keep(store, made) == 0
    assert keep(store, made, team="T2") == 2


def test_pasted_text_and_nameless_quotes_stay_out(store: Store) -> None:
    """Nothing without a source or a speaker can be found."""
    assert keep(store, brief(article=article(url=None))) == 0
    assert keep(store, said("Who?")) == 0


def test_forgotten_quotes_leave_the_index(store: Store, clock: FakeClock) -> None:
    """After the keeping time neither table nor search index holds the words."""
    keep(store, said("A new sanction.", REYES))
    clock.pass_by(10)
    store.quotes.forget_before(clock())
    assert store.quotes.said(HERE, fold_name("Ana Reyes"), about="sanction") == ([], False)


def test_nothing_is_left_of_a_name_whose_quotes_went(store: Store) -> None:
    """With a brief its quotes go, and with them the words they were found by; another's stay."""
    keep(store, said("We stay.", REYES))
    keep(store, said("So do we.", OTHER))
    made = said("We stay.", REYES)
    store.briefs.delete("T1", store.briefs.put("T1", f"C1{made.article.url}{made.article.text}", made))
    assert [line.name for line in store.quotes.speakers(HERE, "reyes")] == ["Luis Reyes"]
    with reading(store.engine) as connection:
        assert set(connection.execute(sa.select(quote_names.c.word)).scalars()) == {"luis", "reyes"}


@pytest.mark.parametrize(("written", "key"), [("Ana  Reyes", " ana reyes "), ("O’Néill-Ruiz", " o neill ruiz ")])
def test_names_fold(written: str, key: str) -> None:
    """Case, accents and punctuation do not part a name from itself."""
    assert fold_name(written) == key


def test_feedback_is_exported_with_its_brief(store: Store, clock: FakeClock) -> None:
    """Oldest first, without the author, from a day on."""
    id = store.briefs.put("T1", "r", brief())
    store.feedback.add("T1", id, "U1", "wrong-speaker", "It was \0 Morita")
    clock.pass_by(100)
    store.feedback.add("T1", "gone", "U2", "other", "")
    first, second = store.feedback.export()
    assert (first["kind"], first["details"], first["brief"]["title"]) == (
        "wrong-speaker",
        "It was \ufffd Morita",
        "Geneva talks go on",
    )
    assert second["brief"] is None
    assert "U1" not in str(first)
    assert len(list(store.feedback.export(since=clock()))) == 1
