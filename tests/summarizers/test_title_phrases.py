"""Title phrases as governments write them: further portfolios, predicates, long posts, names that are small words too."""

from __future__ import annotations

import pytest

from tests.summarizers.helpers import brief_of

AFTER = " Nobody spoke of money after that."

#: (sentence, name, office, country)
OFFICES = [
    ("Minister of State and Foreign Affairs Rui Calado left.", "Rui Calado", "Minister of State and Foreign Affairs", None),
    ("The Minister of State and Foreign Affairs of Portugal, Rui Calado, left.", "Rui Calado", "Minister of State and Foreign Affairs", "Portugal"),
    ("The Minister of Economy and Sea of Portugal, Rui Calado, left.", "Rui Calado", "Minister of Economy and Sea", "Portugal"),
    ("The Minister of Agriculture, Fisheries and Food of Chile, Eva Soto, left.", "Eva Soto", None, "Chile"),
    ("Marta Lindholm is Sweden's minister for defence.", "Marta Lindholm", "Defence Minister", "Sweden"),
    ("Marta Lindholm is Brazil’s minister of finance.", "Marta Lindholm", "Finance Minister", "Brazil"),
    ("Tomas Rask was Finland's ambassador to Chile.", "Tomas Rask", "Ambassador to Chile", "Finland"),
    ("Marta Lindholm is foreign minister of Sweden.", "Marta Lindholm", "Foreign Minister", "Sweden"),
    ("Jonas Petraitis is Lithuanian ambassador to Georgia.", "Jonas Petraitis", "Ambassador to Georgia", "Lithuania"),
    ("“Go,” said Under Secretary of the Treasury for Terrorism and Financial Intelligence Paul Reinhart.", "Paul Reinhart", "Under Secretary of the Treasury for Terrorism and Financial Intelligence", None),
    ("“Go,” said Under Secretary of the Treasury Paul Reinhart.", "Paul Reinhart", "Under Secretary of the Treasury", None),
    ("“Go,” said Assistant Secretary of State for European and Eurasian Affairs Clara Holm on Monday.", "Clara Holm", "Assistant Secretary of State for European and Eurasian Affairs", "United States"),
    ("Assistant Secretary of State for African Affairs Clara Holm left.", "Clara Holm", "Assistant Secretary of State for African Affairs", "United States"),
    ("Swedish Defence Minister Per Lindqvist told Swedish radio that Stockholm was ready.", "Per Lindqvist", "Defence Minister", "Sweden"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "name", "office", "country"), OFFICES, ids=[row[0][:40] for row in OFFICES])
def test_the_office_and_the_country_are_those_of_the_phrase(
    sentence: str, name: str, office: str | None, country: str | None
) -> None:
    """Nothing of the phrase is cut, and a continent is no state."""
    official = {o.name: o for o in brief_of(sentence + AFTER).officials}[name]
    assert official.office == office or office is None
    assert official.country == country or country is None
    assert official.country not in {"Europe", "Africa", "Asia"}


#: (sentence, the offices shown), in which today's reading is right.
LOOK_ALIKES = [
    ("Minister of Defence and Deputy Prime Minister Rui Calado left.", {"Rui Calado": "Deputy Prime Minister"}),
    ("The minister of finance and Foreign Minister Rui Calado of Chile left.", {"Rui Calado": "Foreign Minister"}),
    ("Marta Lindholm is Sweden's best known singer.", {}),
    ("The talks are Sweden's problem, Marta Lindholm wrote.", {}),
    ("The prime minister paid 40 kroner per ticket, Marta Lindholm wrote.", {}),
]


@pytest.mark.parametrize(("sentence", "shown"), LOOK_ALIKES, ids=[row[0][:40] for row in LOOK_ALIKES])
def test_look_alikes_stay(sentence: str, shown: dict[str, str]) -> None:
    """Two titles are two, and what is no office is none."""
    assert {o.name: o.office for o in brief_of(sentence + AFTER).officials} == shown


#: (sentence, the states of the officials shown by name).
COUNTERPARTS = [
    ("Estonian Foreign Minister Liisa Tamm met her Latvian and Lithuanian counterparts, Janis Ozols and Ruta Petrauskaite, in Riga.", {"Janis Ozols": "Latvia", "Ruta Petrauskaite": "Lithuania"}),
    ("Estonian Foreign Minister Liisa Tamm met her counterparts from Latvia, Lithuania and Poland, Janis Ozols, Ruta Petrauskaite and Adam Nowak.", {"Janis Ozols": "Latvia", "Ruta Petrauskaite": "Lithuania", "Adam Nowak": "Poland"}),
    ("Chilean Defence Minister Eva Soto and her Peruvian, Bolivian and Argentine counterparts, Juan Rios, Marta Paz and Luis Vera, signed.", {"Juan Rios": "Peru", "Marta Paz": "Bolivia", "Luis Vera": "Argentina"}),
    ("Egyptian Foreign Minister Karim Nasr will host his Jordanian and Iraqi counterparts Omar Hadid and Sara Jaber on Monday.", {"Omar Hadid": "Jordan", "Sara Jaber": "Iraq"}),
    ("Estonian Foreign Minister Liisa Tamm met her Latvian and Lithuanian counterparts, Janis Ozols, in Riga.", {}),
    ("Estonian Foreign Minister Liisa Tamm met her Latvian and Lithuanian counterparts in Riga, where Janis Ozols and Ruta Petrauskaite spoke.", {}),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "states"), COUNTERPARTS, ids=[row[0][-50:] for row in COUNTERPARTS])
def test_counterparts_hold_the_office_in_their_order(sentence: str, states: dict[str, str]) -> None:
    """As many names as states, in their order; anything else is left open."""
    officials = brief_of(sentence + AFTER).officials
    host = officials[0].name if officials else None
    found = {o.name: o for o in officials}
    first = next(o for o in officials if o.country in {"Estonia", "Chile", "Egypt"})
    assert {name: o.country for name, o in found.items() if o is not first} == states, host
    assert all(o.office == first.office for o in officials)


#: (sentence, the states of those shown as officials, by name).
OF_SEVERAL_STATES = [
    ("The foreign ministers of Estonia and Latvia, Liisa Tamm and Janis Ozols, met in Riga on Monday.", {"Liisa Tamm": "Estonia", "Janis Ozols": "Latvia"}),
    ("The presidents of Chile and Peru, Eva Soto and Juan Rios, signed a treaty.", {"Eva Soto": "Chile", "Juan Rios": "Peru"}),
    ("Foreign Ministers of Estonia and Latvia Liisa Tamm and Janis Ozols met.", {"Liisa Tamm": "Estonia", "Janis Ozols": "Latvia"}),
    ("The prime ministers of Norway, Sweden and Finland, Olav Lund, Karl Stern and Anna Virta, opened the base.", {"Olav Lund": "Norway", "Karl Stern": "Sweden", "Anna Virta": "Finland"}),
    ("The foreign ministers of Estonia, Latvia and Poland, Liisa Tamm and Janis Ozols, met.", {"Liisa Tamm": None, "Janis Ozols": None}),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "states"), OF_SEVERAL_STATES, ids=[row[0][:50] for row in OF_SEVERAL_STATES])
def test_holders_of_one_office_in_several_states_have_one_each(sentence: str, states: dict[str, str | None]) -> None:
    """Nobody is the foreign minister of two states, and a state that is not told is none."""
    officials = {o.name: o for o in brief_of(sentence + AFTER).officials}
    for name, state in states.items():
        if name in officials:
            assert officials[name].country == state
            assert " and " not in (officials[name].office or "")
    assert officials.keys() <= states.keys()
    assert officials or not all(states.values()) or not states
