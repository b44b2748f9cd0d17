"""``attache directory``: polite to the service, whole or not at all on disk, and right about who was in office when."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles.limits import FetchSettings
from bot.directory import update as directory
from bot.directory import wikidata
from bot.directory.lookup import UnknownPerson, describe, show
from bot.directory.update import UpdateReport, guarded_fetch, update
from summarizers.directory.index import Directory
from summarizers.errors import AttacheError
from summarizers.knowledge import validate
from summarizers.knowledge.tables import OFFICE_HOLDER_COLUMNS, read_table
from tests.sparql_server import TIMEOUT, Row, Service, serve

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
AGENT = "Attache/test (link briefs in Slack; +desk@example.org)"
DAY = ("2021-10-14T00:00:00Z", "11")
ROWS = [
    Row("NO", "Q101", "Ada Mareková", "Minister of Foreign Affairs of Norway", "foreign", DAY),
    Row("NO", "Q102", "Jon Rask", "Prime Minister of Norway", "head_of_government", ("2018-01-01T00:00:00Z", "9"), DAY),
    Row("SE", "Q103", "Eva Holm", "Minister for Foreign Affairs", "foreign", ("2019-05-01T00:00:00Z", "10")),
    Row("FR", "Q104", "Luc Arnaud", "President of the French Republic", "head_of_state", DAY, None, "Q6581097"),
    Row("US", "Q105", "Ann Cole", "United States Secretary of State", "foreign", DAY),
]


class Sleeper:
    """Remembers how long somebody would have slept."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)


@pytest.fixture
def service() -> Iterator[Service]:
    """A query service that knows five invented people."""
    with serve(Service(list(ROWS), [("Q101", "Ada B. Marek"), ("Q101", "Ada\tMa|rek"), ("Q101", "Ada")])) as running:
        yield running


def run(
    service: Service, out: Path, codes: list[str] | None = None, sleep: Sleeper | None = None, **more: Any
) -> UpdateReport:
    """An update over the real guard, with loopback allowed."""
    host = service.endpoint.split("/")[2]
    fetch = guarded_fetch(FetchSettings(allowed_hosts=frozenset({host})))
    return update(
        more.pop("fetch", fetch),
        out,
        more.pop("progress", lambda *_: None),
        lambda: NOW,
        sleep or Sleeper(),
        user_agent=AGENT,
        endpoint=service.endpoint,
        codes=["NO", "SE", "FR", "US"] if codes is None else codes,
    )


def test_the_file_has_the_columns_of_the_bundled_ones(service: Service, tmp_path: Path) -> None:
    """What is fetched is written in the bundled format: short country names, dates as precise as known, cleaned names."""
    out = tmp_path / "new" / directory.FILE_NAME
    report = run(service, out)
    assert (report.replaced, report.terms, report.people, report.failed) == (True, 5, 5, ())
    columns, table = read_table(out)
    assert columns == OFFICE_HOLDER_COLUMNS
    by_name = {row[0]: row for row in table}
    assert by_name["Ada Mareková"][1:] == [
        "Ada B. Marek|Ada Ma rek", "", "Foreign Minister", "foreign", "Norway", "2021-10-14", "", "Q101", "f"
    ]  # fmt: skip
    assert by_name["Jon Rask"][3:8] == ["Prime Minister", "head_of_government", "Norway", "2018", "2021-10-14"]
    assert by_name["Eva Holm"][6] == "2019-05"
    assert by_name["Luc Arnaud"][3:6] == ["President", "head_of_state", "France"]
    assert by_name["Luc Arnaud"][9] == "m"
    assert by_name["Ann Cole"][3] == "Secretary of State"
    terms, ragged = validate.office_rows([out])
    assert ragged == []
    assert list(validate.office_problems(terms, frozenset({"Norway", "Sweden", "France", "United States"}))) == []


def test_the_written_file_is_read_beside_the_bundled_ones(service: Service, tmp_path: Path) -> None:
    """The directory finds a fetched person as of a date, under either name."""
    out = tmp_path / directory.FILE_NAME
    run(service, out)
    loaded = Directory.load(tmp_path / "none", countries=frozenset({"Norway"}), extra=out)
    (term,) = loaded.find("Ada B. Marek")
    assert term.holds(dt.date(2022, 1, 1))
    assert not term.holds(dt.date(2021, 10, 13))


def test_one_request_at_a_time_with_a_contact(service: Service, tmp_path: Path) -> None:
    """Requests come one after the other, with a pause, the User-Agent that says whom to write to, and the format asked for."""
    sleep = Sleeper()
    report = run(service, tmp_path / "d.tsv", sleep=sleep)
    assert service.most_busy == 1
    assert len(service.asked) == report.requests == 2
    assert all(headers["User-Agent"] == AGENT for headers in service.asked)
    assert all(headers["Accept"] == wikidata.ACCEPT for headers in service.asked)
    assert sleep.slept == [directory.PAUSE]


def test_countries_are_asked_in_chunks_with_progress(service: Service, tmp_path: Path) -> None:
    """Every country we know is asked once, ten at a time, and progress says how far it is."""
    seen: list[tuple[int, int]] = []
    service.rows = [
        Row(
            "NO",
            f"Q{2000 + k}",
            f"Ada {'Mar' + 'e' * (k % 40)}k{chr(97 + k // 40)}",
            "Foreign Minister",
            "foreign",
            DAY,
        )
        for k in range(directory.FEWEST_TERMS)
    ]
    out = tmp_path / "d.tsv"
    report = update(
        guarded_fetch(FetchSettings(allowed_hosts=frozenset({service.endpoint.split("/")[2]}))),
        out,
        lambda done, total, _: seen.append((done, total)),
        lambda: NOW,
        Sleeper(),
        user_agent=AGENT,
        endpoint=service.endpoint,
    )
    assert report.replaced, report.message
    asked = [code for chunk in service.answered for code in chunk]
    assert len(asked) == len(set(asked)) > 200
    assert max(len(chunk) for chunk in service.answered) == directory.COUNTRIES_A_QUERY
    assert not {"XA", "XN", "XO", "XS"} & set(asked), "codes Wikidata does not know"
    countries = [pair for pair in seen if pair[1] == len(asked)]
    assert countries[-1] == (len(asked), len(asked))
    assert [done for done, _ in countries] == sorted(done for done, _ in countries)


@pytest.mark.parametrize(
    ("value", "seconds"), [("7", 7.0), ("Tue, 24 Nov 2026 09:02:00 GMT", 120.0), ("soon", 60.0), ("", 60.0)]
)
def test_retry_after_is_obeyed(service: Service, tmp_path: Path, value: str, seconds: float) -> None:
    """A 429 is waited out for as long as the service says, as a number or a date; without a word, a minute."""
    service.refusals = [(429, {"Retry-After": value} if value else {}, b"Too Many Requests")]
    sleep = Sleeper()
    assert run(service, tmp_path / "d.tsv", sleep=sleep).replaced
    assert sleep.slept[0] == seconds


def test_a_service_that_refuses_is_left_alone(service: Service, tmp_path: Path) -> None:
    """A 403, or a wait of an hour, ends the update at once: who does not back off is banned for a day."""
    refusals: list[tuple[int, dict[str, str], bytes]] = [(403, {}, b"banned"), (429, {"Retry-After": "3600"}, b"")]
    for refusal in refusals:
        service.asked.clear()
        service.refusals = [refusal]
        report = run(service, tmp_path / "d.tsv", codes=["NO", "SE", *["FR"] * 30])
        assert not report.replaced
        assert len(service.asked) == 1
        assert "was not updated" in report.message
    service.refusals = [(429, {"Retry-After": "1"}, b"")] * 50
    service.asked.clear()
    assert not run(service, tmp_path / "d.tsv").replaced
    assert len(service.asked) == directory.MOST_WAITS + 1


def test_a_query_too_heavy_is_cut_in_half(service: Service, tmp_path: Path) -> None:
    """When ten countries time out, five are asked, and so on; nothing is lost and nothing asked twice."""
    service.capacity = 1
    report = run(service, tmp_path / "d.tsv")
    assert report.replaced
    assert service.answered == [["NO"], ["SE"], ["FR"], ["US"]]


def test_an_answer_that_breaks_off_is_no_answer(service: Service, tmp_path: Path) -> None:
    """A 200 cut off by the time limit counts as a timeout, never as a short list."""
    service.breaks_off = True
    out = tmp_path / "d.tsv"
    report = run(service, out)
    assert not report.replaced
    assert set(report.failed) == {"Norway", "Sweden", "France", "United States"}
    assert not out.exists()


def test_the_old_file_stays_when_one_country_fails(service: Service, tmp_path: Path) -> None:
    """One country without an answer: the old file is kept byte for byte, and the report names the country."""
    out = tmp_path / "d.tsv"
    assert run(service, out).replaced
    before = out.read_bytes()
    service.heavy = {"SE"}
    service.rows = ROWS[:1]
    report = run(service, out)
    assert (report.replaced, report.failed) == (False, ("Sweden",))
    assert "Sweden" in report.message
    assert "old file was kept" in report.message
    assert out.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["d.tsv"]


def test_errors_of_the_service_are_tried_again(service: Service, tmp_path: Path) -> None:
    """Two bad gateways are waited out; three are too many."""
    sleep = Sleeper()
    service.refusals = [(502, {}, b"Bad Gateway")] * 2
    assert run(service, tmp_path / "d.tsv", sleep=sleep).replaced
    assert [s for s in sleep.slept if s != directory.PAUSE] == list(directory.RETRIES)
    service.refusals = [(502, {}, b"Bad Gateway")] * 3
    assert not run(service, tmp_path / "e.tsv").replaced


def test_a_broken_line_is_tried_again(service: Service, tmp_path: Path) -> None:
    """A connection that fails once is no reason to give up; one that always fails ends in a report, not an error."""
    real = guarded_fetch(FetchSettings(allowed_hosts=frozenset({service.endpoint.split("/")[2]})))
    failures = [OSError("reset"), AttacheError("closed")]

    def fetch(url: str, headers: Mapping[str, str]) -> tuple[int, Mapping[str, str], bytes]:
        if failures:
            raise failures.pop()
        return real(url, headers)

    assert run(service, tmp_path / "d.tsv", fetch=fetch).replaced

    def dead(url: str, headers: Mapping[str, str]) -> tuple[int, Mapping[str, str], bytes]:
        raise OSError("no route to host")

    report = run(service, tmp_path / "e.tsv", fetch=dead)
    assert not report.replaced
    assert len(report.failed) == 4


def test_failing_aliases_keep_the_old_file(service: Service, tmp_path: Path) -> None:
    """The second kind of query counts as much as the first."""
    answered = service.answer

    class Half(Service):
        def answer(self, query: str) -> tuple[int, dict[str, str], bytes]:
            return (500, {}, TIMEOUT) if "altLabel" in query else answered(query)

    with serve(Half(list(ROWS))) as half:
        report = run(half, tmp_path / "d.tsv")
    assert not report.replaced
    assert "other names" in report.message


def test_an_answer_far_too_short_changes_nothing(service: Service, tmp_path: Path) -> None:
    """All countries answered, five terms in all: something is wrong that no status told us."""
    out = tmp_path / "d.tsv"
    out.write_text("# Old.\nperson\n", encoding="utf-8")
    fetch = guarded_fetch(FetchSettings(allowed_hosts=frozenset({service.endpoint.split("/")[2]})))
    report = update(
        fetch, out, lambda *_: None, lambda: NOW, Sleeper(), user_agent=AGENT, endpoint=service.endpoint
    )  # fmt: skip
    assert not report.replaced
    assert "cannot be right" in report.message
    assert out.read_text(encoding="utf-8") == "# Old.\nperson\n"


def test_a_write_that_fails_leaves_the_old_file(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk is the caller's to tell; the old file stands and no half-written one is left."""
    out = tmp_path / "d.tsv"
    out.write_text("old", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        run(service, out)
    assert out.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["d.tsv"]


def test_the_guard_stands_before_the_query(service: Service, tmp_path: Path) -> None:
    """Without the exemption the guard lets nobody on loopback be asked."""
    report = run(service, tmp_path / "d.tsv", fetch=guarded_fetch(FetchSettings()))
    assert not report.replaced
    assert service.asked == []


def test_hostile_labels_do_not_reach_the_file(service: Service, tmp_path: Path) -> None:
    """Tabs, line ends, bars, markup, ids and other scripts in somebody's edit make no new cell, row or name."""
    bad = ["Q4711", "<b>Jo</b>", "Ян Ковальский", "A" * 200, "x", "Jon *Rask*", "Jon\u202eksaR (bot)", ""]
    service.rows = [Row("NO", f"Q{300 + k}", label, "Foreign Minister", "foreign", DAY) for k, label in enumerate(bad)]
    service.rows.append(Row("NO", "Q400", "Jon\tRa\nsk|x", "Foreign Minister", "foreign", DAY))
    service.rows.append(Row("NO", "Q401", "Per Lie", "Foreign Minister", "foreign", ("t123", "11")))
    service.rows.append(
        Row("NO", "Q402", "Per Lie", "Foreign Minister", "foreign", DAY, ("2011-01-01T00:00:00Z", "11"))
    )
    out = tmp_path / "d.tsv"
    assert run(service, out, codes=["NO"]).replaced
    _, table = read_table(out)
    assert [row[0] for row in table] == ["Jon Ra sk x"]
    assert all(len(row) == 10 for row in table)


def test_a_monarch_of_many_realms_is_named_by_one(service: Service, tmp_path: Path) -> None:
    """The head of state of many realms stands once, as King of the first."""
    service.rows = [
        Row(code, "Q43", "Carl Edmund", f"monarch of {code}", "head_of_state", DAY, None, "Q6581097")
        for code in ("AU", "CA", "GB")
    ]
    out = tmp_path / "d.tsv"
    assert run(service, out, codes=["AU", "CA", "GB"]).replaced
    _, table = read_table(out)
    assert [(row[3], row[4], row[5]) for row in table] == [("King", "royal", "United Kingdom")]


def test_the_query_asks_for_what_the_sheet_says() -> None:
    """Statements of every rank but the deprecated, ended ones since 2015 included; codes are checked before they are put in."""
    query = wikidata.terms_query(["NO", "SE"])
    assert 'VALUES ?code { "NO" "SE" }' in query
    for part in (
        "p:P39",
        "ps:P39",
        "wikibase:DeprecatedRank",
        "pqv:P580",
        "pqv:P582",
        "P1906",
        "P1313",
        "wd:Q7330070",
        "2015",
    ):
        assert part in query
    with pytest.raises(ValueError, match="two capital letters"):
        wikidata.terms_query(['N" }'])
    with pytest.raises(ValueError, match="ids"):
        wikidata.aliases_query(["Q1 } DROP"])
    longest = wikidata.aliases_query([f"Q{10**9 + k}" for k in range(directory.PEOPLE_A_QUERY)])
    assert len(wikidata.address_of(longest)) < 8000


@pytest.mark.parametrize(
    ("value", "precision", "date"),
    [
        ("2021-01-26T00:00:00Z", "11", "2021-01-26"),
        ("+2021-01-26T00:00:00Z", "10", "2021-01"),
        ("2021-00-00T00:00:00Z", "9", "2021"),
        ("2021-13-01T00:00:00Z", "11", None),
        ("-0044-03-15T00:00:00Z", "11", None),
        ("2021-01-26T00:00:00Z", "7", None),
        ("?", "11", None),
        ("", "", None),
    ],
)
def test_dates_are_as_precise_as_known(value: str, precision: str, date: str | None) -> None:
    """Day, month or year by the stated precision; centuries, unknown values and impossible dates are no dates."""
    assert wikidata.date_of(value, precision) == date


@given(st.binary(max_size=300) | st.from_type(dict).map(lambda d: json.dumps(d, default=str, skipkeys=True).encode()))
def test_no_answer_breaks_the_reader(body: bytes) -> None:
    """Any bytes are rows or BadAnswer."""
    try:
        rows = wikidata.bindings(body)
    except wikidata.BadAnswer:
        return
    assert list(wikidata.terms(rows)) == []


VALUES = st.text(max_size=30) | st.sampled_from(
    ["http://www.wikidata.org/entity/Q5", "2021-10-14T00:00:00Z", "11", "NO", "foreign"]
)
NAMES = ["person", "personLabel", "positionLabel", "code", "role", "start", "sp", "end", "ep", "gender"]


@given(st.dictionaries(st.sampled_from(NAMES), VALUES))
def test_no_row_breaks_the_reader(row: dict[str, str]) -> None:
    """Whatever the cells hold, a term has one line of text in each field and dates that can be."""
    for term in wikidata.terms([row]):
        assert validate.day_range(term.start)
        assert all("\t" not in part and "\n" not in part and "|" not in part for part in (term.person, term.office))


# --- who was that then -----------------------------------------------------------------------------------------------

BUNDLED = """# Invented.
person\taliases\tprominent\toffice\trole\tjurisdiction\tstart\tend\twikidata\tgender
Ada Marek\tA. B. Marek\t1\tForeign Minister\tforeign\tNorway\t2019-03\t2021-10-14\t\tf
Ada Marek\t\t\tPrime Minister\thead_of_government\tNorway\t2021-10-14\t\t\tf
Ada Marek\t\t\tAmbassador to the United Nations\tambassador\tNorway\t2015\t2018\t\tf
Olav Marek\t\t\tSecretary-General\tinternational\tNordic Council\t2012-05-01\t2016\t\tm
"""


@pytest.fixture
def people(tmp_path: Path) -> Directory:
    """Two invented people on one surname."""
    (tmp_path / "north.tsv").write_text(BUNDLED, encoding="utf-8")
    return Directory.load(tmp_path, countries=frozenset({"Norway"}))


def test_show_answers_as_of_a_date(people: Directory) -> None:
    """The same name is a minister on one day and a former one on another; the future is told apart."""
    (then,) = show("ada marek", dt.date(2020, 6, 1), people)
    assert [t.office for t in then.current] == ["Foreign Minister"]
    assert [t.office for t in then.former] == ["Ambassador to the United Nations"]
    assert [t.office for t in then.later] == ["Prime Minister"]
    (now,) = show("Ada Marek", dt.date(2022, 6, 1), people)
    assert [t.office for t in now.current] == ["Prime Minister"]
    assert [t.office for t in now.former] == ["Foreign Minister", "Ambassador to the United Nations"]


def test_show_by_surname_gives_everybody(people: Directory) -> None:
    """A surname alone brings all who bear it, those in office first."""
    assert [s.person for s in show("Marek", dt.date(2022, 6, 1), people)] == ["Ada Marek", "Olav Marek"]
    assert [s.person for s in show("Marek", dt.date(2013, 1, 1), people)] == ["Olav Marek", "Ada Marek"]


def test_describe_says_office_country_and_dates(people: Directory) -> None:
    """One line an office, dates in words and as precise as known."""
    assert describe(show("A. B. Marek", dt.date(2022, 6, 1), people)[0]) == [
        "Ada Marek",
        "  in office: Prime Minister, Norway (since 14 October 2021)",
        "  former:    Foreign Minister, Norway (March 2019 – 14 October 2021)",
        "  former:    Ambassador to the United Nations, Norway (2015 – 2018)",
    ]
    assert "Nordic Council (1 May 2012 – 2016)" in describe(show("Olav Marek", dt.date(2022, 6, 1), people)[0])[1]


@pytest.mark.parametrize("name", ["Nobody Atall", "", "   ", "x" * 500])
def test_show_of_nobody_says_so(people: Directory, name: str) -> None:
    """A name the directory lacks is a short sentence, not silence."""
    with pytest.raises(UnknownPerson, match="stands in the directory") as caught:
        show(name, dt.date(2022, 6, 1), people)
    assert len(str(caught.value)) < 120
