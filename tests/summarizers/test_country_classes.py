"""The country of an office comes from evidence: the words, what is in reach, who publishes; a guest never gets the host's."""

from __future__ import annotations

import datetime as dt

import pytest

from summarizers.model import Brief
from summarizers.pipeline import brief
from summarizers.text.cleaning import read_text

_FILLER = "\n\nThe two sides have met four times since the spring. No date for another meeting has been set so far."


def _brief(text: str, *, url: str | None = None) -> Brief:
    return brief(read_text(text + _FILLER, url=url, title=None, date=dt.date(2026, 11, 3), site=None))


def _country(text: str, surname: str, *, url: str | None = None) -> str | None:
    found = [o for o in _brief(text, url=url).officials if o.name.split()[-1] == surname]
    assert found, f"{surname} is no official of: {text}"
    return found[0].country or found[0].organisation


#: A guest, or somebody whose state is not told, among the names of another state.
GUESTS = (
    ("OSLO, Nov. 2 — Ukraine will get nine boats. “We stand by Ukraine,” Prime Minister Sella Torvik said.", "Torvik", "Norway"),
    ("WELLINGTON, Nov. 2 — China must answer. Foreign Minister Rua Pakeha will visit China.", "Pakeha", "New Zealand"),
    ("Chad freed four sailors. Foreign Minister Dov Marren welcomed it in N'Djamena.", "Marren", None),
    ("Foreign Minister Ulla Brant said on Monday in Beijing that Vienna would not sign.", "Brant", "Austria"),
    ("Belgium and Chile agreed, Prime Minister Nilo Varga and President Edda Roon said in Brussels.", "Roon", "Chile"),
    ("LISBON, Nov. 2 — President-elect Mira Salt met the Kenyan president.", "Salt", "Portugal"),
    ("The river was crossed at night. “Peru must stop,” Defense Minister Ada Quill said.", "Quill", None),
    ("RIGA, Nov. 2 — Georgia asked for help. Interior Minister Vilis Kalen said Georgia would get it.", "Kalen", "Latvia"),
    ("Trade Minister Oto Lund arrived in Hanoi and praised Vietnam.", "Lund", None),
    ("Finance Minister Bea Falk flew to Ankara for talks with Turkey.", "Falk", None),
)  # fmt: skip


@pytest.mark.parametrize(("text", "surname", "own"), GUESTS)
def test_a_guest_never_gets_the_hosts_country(text: str, surname: str, own: str | None) -> None:
    assert _country(text, surname) in {own, None}


#: What tells the country, and which.
TOLD = (
    ("Cuba let two men go. Secretary of State Dan Pruett welcomed it.", "Pruett", "United States"),
    ("The talks in Tunis failed, Chancellor of the Exchequer Una Marlow said.", "Marlow", "United Kingdom"),
    ("External Affairs Minister Ravi Sethuk spoke in Tallinn on Monday.", "Sethuk", "India"),
    ("The talks in Minsk failed, Foreign Secretary Nora Balfry said in London.", "Balfry", "United Kingdom"),
    ("The talks in Riga failed, Foreign Secretary Imran Qadeer said in Islamabad.", "Qadeer", "Pakistan"),
    ("Irish harbor board spokesman Colm Dreen said in Oslo that the pier was shut.", "Dreen", "Ireland"),
    ("VIENNA — The barracks will close, Austria's interior minister said. “It is old,” Interior Minister Jutta Krell said.", "Krell", "Austria"),
    ("President Ilse Marrow of Latvia met reporters in Rome.", "Marrow", "Latvia"),
    ("“It is over,” Foreign Office spokesperson Samina Rafiq said in Islamabad. Pakistan will write to India.", "Rafiq", "Pakistan"),
    ("NAIROBI, Nov. 2 — Kenya's parliament met. “Sign it,” Transport Minister Peter Oruko told the Kenyan parliament.", "Oruko", "Kenya"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "surname", "country"), TOLD)
def test_evidence_tells_the_country(text: str, surname: str, country: str) -> None:
    assert _country(text, surname) == country


#: The same words where they tell another country or none.
LOOK_ALIKES = (
    ("The Vatican's secretary of state, Cardinal Pietro Brunal, met bishops in Havana.", "Brunal", {"Vatican"}),
    ("The Philippine foreign secretary, Tess Ilagan, spoke in London.", "Ilagan", {"Philippines"}),
    ("Foreign Secretary Nora Balfry will speak on Monday.", "Balfry", {None}),
    ("Irish Justice Minister Orla Lyon flew to Milan and Lyon.", "Lyon", {"Ireland"}),
    ("Georgia's foreign minister, Lado Mcheli, met the governor of Ohio in Tbilisi.", "Mcheli", {"Georgia"}),
)


@pytest.mark.parametrize(("text", "surname", "countries"), LOOK_ALIKES)
def test_look_alikes(text: str, surname: str, countries: set[str | None]) -> None:
    assert _country(text, surname) in countries


@pytest.mark.parametrize(
    ("url", "country"),
    [
        ("https://www.mofa.go.jp/press/a.html", "Japan"),
        ("https://www.state.gov/b", "United States"),
        ("https://www.gov.uk/c", "United Kingdom"),
        ("https://www.auswaertiges-amt.de/d", "Germany"),
        ("https://www.example.com/e", None),
    ],
)
def test_a_governments_page_tells_its_own_country(url: str, country: str | None) -> None:
    text = "Spokesperson Robin Hallow met envoys on Monday and said the road was open."
    assert _country(text, "Hallow", url=url) == country


def test_a_page_of_a_state_without_the_office_does_not_place_it() -> None:
    text = "Prime Minister Dana Orvell met envoys on Monday and said the road was open."
    assert _country(text, "Orvell", url="https://www.whitehouse.gov/x") is None


def test_two_presidents_are_not_both_the_publishers() -> None:
    text = "President Ana Kells spoke on Monday. President Bo Trask spoke on Tuesday."
    assert {_country(text, name, url="https://www.whitehouse.gov/x") for name in ("Kells", "Trask")} == {None}


@pytest.mark.parametrize(
    ("text", "countries", "absent"),
    [
        ("Minister Luzia Caflin of Angola answered in Portuguese and in French.", ["Angola"], ["Portugal", "France"]),
        ("Finland's clerk read the Swedish version, and the English one was handed out.", ["Finland"], ["Sweden"]),
        ("Peru's envoy, who speaks Russian and Dutch, smiled.", ["Peru"], ["Russia", "Netherlands"]),
        ("The Home Office in Suva and the Treasury of Fiji denied it.", ["Fiji"], ["United Kingdom"]),
        ("Chile's deputies met at the Pentagon Café in Santiago.", ["Chile"], ["United States"]),
        ("Kenya's senator, Irene Rosario, and Peter Lincoln, a minister of Kenya, spoke.", ["Kenya"], ["Argentina"]),
        ("Georgia Gov. Ray Tolman met mayors in Atlanta on Monday.", ["United States"], ["Georgia"]),
        ("The French and English delegations met in Bern.", ["France", "Switzerland"], []),
        ("Boats were seen in French waters. France said nothing.", ["France"], []),
        ("Iran's envoy went to the Foreign Office in London.", ["Iran", "United Kingdom"], []),
        ("Georgia's parliament met in Tbilisi.", ["Georgia"], ["United States"]),
        ("The White House praised Japan.", ["United States", "Japan"], []),
    ],
)
def test_countries_of_a_story(text: str, countries: list[str], absent: list[str]) -> None:
    found = _brief(text).countries
    assert not set(countries) - set(found)
    assert not set(absent) & set(found)


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("GENEVA President Edvard Tal of Estonia hailed the deal.", True),
        ("MOSCOW U.S. Secretary of State Dan Pruett arrived.", True),
        ("NATO Secretary General Marco Rund hailed the deal.", False),
        ("LAGOS Nigeria signed the pact on Sunday.", True),
        ("ROME IS BURNING, the banner said.", False),
    ],
)
def test_a_city_in_capitals_opens_the_text(text: str, dateline: bool) -> None:
    article = read_text(text + _FILLER, url=None, title=None, date=None, site=None)
    assert (article.paragraphs[0].body_start > 0) == dateline
