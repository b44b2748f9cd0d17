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


#: Whoever goes to a state, meets its people or gives it something is none of its own, though no other state is named.
VISITORS = (
    "President {} visited Peru on Monday. Peru's new left-wing government praised the visit.",
    "President {} flew to Lima. Peruvian officials met the plane. The Peruvian army stood by.",
    "Prime Minister {} announced nine ferries for Kyiv. Ukrainian forces need them. The Ukrainian army said so.",
    "Prime Minister {} pledged loans to Kenya. The Kenyan government was glad. Kenyan officials said so.",
    "Foreign Minister {} met Danish lawmakers. The Danish parliament heard the case. Danish officials agreed.",
    "Foreign Minister {} will travel to Chad on Friday. The Chadian government confirmed it. Chadian police are ready.",
    "Latvian President Ilze Karna hosted Prime Minister {} in Riga. The Latvian government called it a success.",
    "Chilean Foreign Minister Paz Rivera held talks with Defence Minister {}. The Chilean government said so.",
    "Sen. {} spoke about a trip to Norway. The hills were steep.",
    "Treasury minister {} said the U.S. duties would hurt. The American government disagreed.",
)


@pytest.mark.parametrize("text", VISITORS)
def test_a_visitor_or_giver_is_not_placed_where_the_visit_goes(text: str) -> None:
    """A guest is not of the state that is visited, met or helped."""
    assert _country(text.format("Olvar Rendik"), "Rendik") is None


#: Where the words around tell, in shapes of their own.
SHAPES = (
    ("Nordic fish rules were read in Oslo. Norwegian lawmakers met. “No,” Fisheries Minister {} told them.", "Norway"),
    ("Harbor police met. Ghana's public auditor's office shut the port. State Prosecutor {} gave no reason.", "Ghana"),
    ("International Atomic Energy Agency (IAEA) chief {} said the site was shut.", "IAEA"),
    ("World Food Programme (WFP) spokesperson {} said the road was open.", "World Food Programme"),
    ("The European Commission will write. “We wait,” said EC spokesman {}.", "European Commission"),
    ("U.S President, {}, spoke of the storm.", "United States"),
    ("U.K Prime Minister {} spoke of the storm.", "United Kingdom"),
    ("The U.S. envoy {} left Geneva.", "United States"),
    ("UAE envoy {} left Geneva.", "United Arab Emirates"),
    ("Pakistan army chief Gen {} left for Beijing to meet Chinese leaders.", "Pakistan"),
    ("Kenya army chief {} left for Beijing to meet Chinese leaders.", "Kenya"),
    ("{}, Unasur's secretary general, spoke in Quito.", "UNASUR"),
    ("Nato chief {} spoke in Oslo.", "NATO"),
    ("South Africa said its men had called President {} by telephone.", "South Africa"),
    ("Lisbon said on Monday that Foreign Minister {} would not sign.", "Portugal"),
    ("The Philippine army and the Philippine senate waited. The {last} administration and the Philippine police met. President {} left.", "Philippines"),
    ("Ona Kesik, the Polish foreign minister, was envoy to Chile under President {}.", "Poland"),
    ("THE WHITE HOUSE\n\nOffice of the Press Secretary\n\nPress Secretary {} spoke to reporters on the plane.", "United States"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "owner"), SHAPES)
def test_the_words_around_an_office_tell_whose_it_is(text: str, owner: str) -> None:
    """Short forms, letterheads, states that speak, predecessors: each tells the state or body."""
    assert _country(text.format("Olvar Rendik", last="Rendik"), "Rendik") in {owner, _short(owner)}


def _short(owner: str) -> str:
    """The short form a body is shown by where it has one."""
    return {"IAEA": "International Atomic Energy Agency", "World Food Programme": "WFP"}.get(owner, owner)


def test_a_headline_tells_the_state_behind_a_surname() -> None:
    """ "Talks with Prime Minister X of Y" in the headline places the X of the text."""
    text = (
        "The President spoke with Prime Minister Rendik. They agreed to meet again. Afghanistan was not on the table."
    )
    made = brief(
        read_text(
            text, url=None, title="Call with Prime Minister Rendik of Slovenia", date=dt.date(2026, 11, 3), site=None
        )
    )
    assert [(o.name, o.country) for o in made.officials] == [("Rendik", "Slovenia")]


#: What must stay open or with its own: look-alikes of the shapes above.
OPEN_STILL = (
    ("Iran envoy {} left Geneva.", None),
    ("Judges met. Defence Minister {} signed the Rome Statute.", None),
    ("Ministers met. Interior Minister {} praised the Geneva Conventions.", None),
    ("The Election Commission of India met. EC spokesman {} left.", None),
    ("Russia struck Warsaw's port. President {} was woken at once.", None),
    ("Officials said that a man told Peru's neighbours so. Trade Minister {} of Chile left.", "Chile"),
)


@pytest.mark.parametrize(("text", "owner"), OPEN_STILL)
def test_look_alikes_of_those_shapes(text: str, owner: str | None) -> None:
    """A treaty's city, a post's subject and somebody else's initials tell no state."""
    assert _country(text.format("Olvar Rendik"), "Rendik") == owner


@pytest.mark.parametrize(
    "opening", ["Let us begin with the ports.", "Let’s take a look at the ports.", "LET THEM BEGIN WITH THE PORTS."]
)
def test_an_abbreviation_with_a_small_letter_is_no_word(opening: str) -> None:
    """ "LeT" is a group of Pakistan, "Let" a verb."""
    text = f"{opening} The crews of three ships waited for the gates to open on Monday."
    assert brief(read_text(text)).countries == ()
    told = "Officials in the region said LeT was behind the attack. The crews of three ships waited on Monday."
    assert brief(read_text(told)).countries == ("Pakistan",)
