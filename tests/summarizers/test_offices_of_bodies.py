"""Offices of states' bodies, of lists of states, of those who serve or are sent: each with its own state, or with none."""

from __future__ import annotations

import pytest

from tests.summarizers.helpers import brief_of

#: Documents with (name, office, country, body) of those shown; an office of None shows nobody.
DOCUMENTS: list[tuple[str, list[tuple[str, str | None, str | None, str | None]]]] = [
    (
        "“The nets are torn,” said Ama Mensah, president of Ghana's parliament.\n\n"
        "Juma Barasa, head of Kenya's election commission, came late. The head of Ukraine's presidential office, Oleh "
        "Savchuk, left. Ali Rahmani, deputy head of Iran's Atomic Energy Organization, wrote a letter. Nils Lunde, the "
        "governor of Norway's central bank, was silent. The chief of Pakistan's army, Gen. Asad Mirza, flew home. Igor "
        "Sorokin, the chairman of Russia's upper house, slept. The new director of the Ugandan intelligence service, "
        "Ruth Okello, spoke.\n\n"
        "Rosa Mella, head of Chile's biggest union, and Peter Kamau, director of Kenya's largest bank, spoke. Sam Kiprono, "
        "head of the Kenyan football federation, sang.",
        [
            ("Ama Mensah", "President of the Parliament", "Ghana", None),
            ("Juma Barasa", "Head of the Election Commission", "Kenya", None),
            ("Oleh Savchuk", "Head of the Presidential Office", "Ukraine", None),
            ("Ali Rahmani", "Deputy Head of the Atomic Energy Organization", "Iran", None),
            ("Nils Lunde", "Governor of the Central Bank", "Norway", None),
            ("Asad Mirza", "Chief of the Army", "Pakistan", None),
            ("Igor Sorokin", "Chairman of the Upper House", "Russia", None),
            ("Ruth Okello", "Director of the Intelligence Service", "Uganda", None),
            ("Rosa Mella", None, None, None),
            ("Peter Kamau", None, None, None),
            ("Sam Kiprono", None, None, None),
        ],
    ),
    (
        "Foreign Ministers Marko Saar of Estonia and Ieva Liepa of Latvia met on Thursday with their Nordic counterparts, "
        "Henrik Aas of Norway, Linnea Ek of Sweden and Pekka Salo of Finland.\n\n"
        "The defence ministers of Norway, Sweden and the United Kingdom, Tore Moen, Karl Berg and Aidan Poole, will meet. "
        "The Danish, Dutch and Belgian interior ministers, Jens Holm, Piet Vos and Luc Maes, wrote a letter.",
        [
            ("Henrik Aas", "Foreign Minister", "Norway", None),
            ("Linnea Ek", "Foreign Minister", "Sweden", None),
            ("Pekka Salo", "Foreign Minister", "Finland", None),
            ("Aidan Poole", "Defence Minister", "United Kingdom", None),
            ("Karl Berg", "Defence Minister", "Sweden", None),
            ("Jens Holm", "Interior Minister", "Denmark", None),
            ("Luc Maes", "Interior Minister", "Belgium", None),
        ],
    ),
    (
        "The Under-Secretary to the President, Irene Savva, took part. Bahrain's foreign ministry hosted the talks on Monday. The UAE was represented by Minister of State Khalid "
        "Al Nuaimi, and Oman by Undersecretary for Political Affairs Salim Al Harthi. Denmark was represented by its "
        "Permanent Secretary of State for Foreign Policy, Karsten Friis; Namibia, by Vice President Lucia Amadhila. "
        "Tanzania sent Deputy Prime Minister Daudi Mushi.",
        [
            ("Irene Savva", "Under-Secretary to the President", None, None),
            ("Khalid Al Nuaimi", "Minister of State", "United Arab Emirates", None),
            ("Salim Al Harthi", "Undersecretary for Political Affairs", "Oman", None),
            ("Karsten Friis", "Permanent Secretary of State for Foreign Policy", "Denmark", None),
            ("Lucia Amadhila", "Vice President", "Namibia", None),
            ("Daudi Mushi", "Deputy Prime Minister", "Tanzania", None),
        ],
    ),
    (
        "Norway's Foreign Ministry called the talks “businesslike”. Its spokeswoman, Mari Haugen, agreed.\n\n"
        "Russia's Foreign Ministry called the pact “a provocation”. Its spokeswoman, Irina Orlova, said Moscow would answer.\n\n"
        "Sudan was condemned by Amnesty International. Its spokesman, Carl Borgen, left Khartoum.",
        [
            ("Mari Haugen", "Spokesperson", "Norway", None),
            ("Irina Orlova", "Spokesperson", "Russia", None),
            ("Carl Borgen", "Spokesperson", None, None),
        ],
    ),
    (
        "The Special Representative of the UN "
        "Secretary-General for Libya, Hanna Mekonnen, spoke. Tom Ashby, UN special rapporteur on Myanmar, agreed. Denise "
        "Hale, the UN's resident and humanitarian coordinator in Sudan, left. The head of the EU Delegation, Francesca "
        "Neri, stayed. The high representative of the European Union for Foreign Affairs and Security Policy, Maren Kask, "
        "wrote. Commander of the US Naval Forces Central Command Vice Admiral George Wexler gave a briefing.\n\n"
        "Treasury Board President Sofia Amir of Canada paid. Harvard University President Alan Grover taught. Behnam "
        "Shokri, a commander of the Amber-Kord Force, was listed by the U.S. Treasury Department.",
        [
            ("Hanna Mekonnen", "Special Representative of the UN Secretary-General for Libya", None, "United Nations"),
            ("Tom Ashby", "UN Special Rapporteur", None, "United Nations"),
            ("Denise Hale", "UN Resident and Humanitarian Coordinator in Sudan", None, "United Nations"),
            ("Francesca Neri", "Head of the EU Delegation", None, "European Union"),
            (
                "Maren Kask",
                "High Representative of the European Union for Foreign Affairs and Security Policy",
                None,
                "European Union",
            ),
            ("Sofia Amir", "Treasury Board President", "Canada", None),
            ("Alan Grover", None, None, None),
            ("Behnam Shokri", "Commander of the Amber-Kord Force", None, None),
        ],
    ),
    (
        "Kenyan President Joseph Karanja spoke. Ivan Mwangi, President Joseph Karanja's special adviser on water, agreed. "
        "Karanja has sacked his Minister of Internal Affairs, Andrew Naputa, over a contract.\n\n"
        "The African Union Commission Chairperson Musa Elmi called for restraint, his spokesperson Nuur Farah said. "
        "Opposition Leader Inia Vakatawa, a former army officer, warned against haste.\n\n"
        "Turkish Defence Minister Kerem Aydin met Georgian Deputy Defence Minister Levan Beridze and Congolese Deputy "
        "Trade Minister Jean Mbala.",
        [
            ("Joseph Karanja", "President", "Kenya", None),
            ("Ivan Mwangi", "Special Adviser on Water", "Kenya", None),
            ("Andrew Naputa", "Internal Affairs Minister", "Kenya", None),
            ("Nuur Farah", "Spokesperson", None, "African Union"),
            ("Inia Vakatawa", "Opposition Leader", None, None),
            ("Levan Beridze", "Deputy Defence Minister", "Georgia", None),
            ("Jean Mbala", "Deputy Trade Minister", None, None),
        ],
    ),
]


@pytest.mark.parametrize(("text", "wanted"), DOCUMENTS, ids=[row[0][:30] for row in DOCUMENTS])
def test_every_office_is_its_own_states(
    text: str, wanted: list[tuple[str, str | None, str | None, str | None]]
) -> None:
    """The office as the text has it; a state or body only where the text ties it to the office."""
    officials = {o.name: o for o in brief_of(text).officials}
    found = [
        (name, o.office, o.country, o.organisation) if (o := officials.get(name)) else (name, None, None, None)
        for name, *_ in wanted
    ]
    assert found == wanted


def test_who_dismisses_a_minister_is_in_office_and_the_minister_is_not() -> None:
    """ "has sacked" takes an object, "has been sacked" does not; a post between two years is a former one."""
    text = (
        "Vanuatu's Prime Minister Jonah Tabi has sacked his Minister of Lands, Andrew Kalo, over a deal. Chile's foreign "
        "minister, Ana Saez, has been dismissed. Reza Talebi, the governor of Iran's central bank from 2018 to 2021, wept."
    )
    standing = {o.name: o.status for o in brief_of(text).officials}
    assert standing == {"Jonah Tabi": "current", "Andrew Kalo": "former", "Ana Saez": "former", "Reza Talebi": "former"}
