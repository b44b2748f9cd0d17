"""Offices, countries and standing as texts say them: by kind of phrase, ten shapes of each and five look-alikes."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.summarizers.helpers import brief_of, official

DAY = dt.date(2026, 11, 3)
#: A row: text, then for each official the name with what must hold of it as "office | country | status"; parts left empty
#: may be anything, "-" is none. A name with "!" must be no official.
Row = tuple[str, dict[str, str]]

OF_COUNTRY: list[Row] = [
    ("President Edda Holm of Norway met Prime Minister Ivo Marek of Slovakia in Vienna on Monday.",
     {"Edda Holm": "President|Norway", "Ivo Marek": "Prime Minister|Slovakia"}),
    ("In Lima, Defence Minister Sione Taufa of Tonga said the ships would sail.", {"Sione Taufa": "Defence Minister|Tonga"}),
    ("The treaty was signed by President Davit Beridze of the Republic of Georgia.", {"Davit Beridze": "President|Georgia"}),
    ("King Aleksander of the Kingdom of Norway opened the dam.", {"Aleksander": "King|Norway"}),
    ("Foreign Ministers Ana Reyes of Chile, Lars Lund of Denmark and Kofi Mensah of Ghana signed the text.",
     {"Ana Reyes": "Foreign Minister|Chile", "Lars Lund": "Foreign Minister|Denmark", "Kofi Mensah": "Foreign Minister|Ghana"}),
    ("Presidents Ana Reyes of Peru and Davit Beridze of Georgia spoke by phone.",
     {"Ana Reyes": "President|Peru", "Davit Beridze": "President|Georgia"}),
    ("They were received by President Edda Holm and Prime Minister Lars Lund of Iceland.",
     {"Edda Holm": "President|Iceland", "Lars Lund": "Prime Minister|Iceland"}),
    ("Turkey hosted President Edda Holm, Prime Minister Lars Lund and Foreign Minister Ana Reyes of Malta.",
     {"Edda Holm": "President|Malta", "Lars Lund": "Prime Minister|Malta", "Ana Reyes": "Foreign Minister|Malta"}),
    ("“We are close,” Chancellor Resi Aigner of Austria told reporters.", {"Resi Aigner": "Chancellor|Austria"}),
    ("The Security Council's president, Ambassador Leila Haddad (Jordan), closed the meeting.",
     {"Leila Haddad": "|Jordan"}),
]  # fmt: skip
OF_COUNTRY_NOT: list[Row] = [
    ("Norway's President Edda Holm spoke of the Sweden of her childhood.", {"Edda Holm": "President|Norway"}),
    ("The president of Norway, Edda Holm, spoke in Rome.", {"Edda Holm": "President|Norway"}),
    ("European Commission President Maaike Brandt of the Netherlands flew to Oslo.", {"Maaike Brandt": "|-"}),
    ("French President Luc Arnaud and Prime Minister Lars Lund of Denmark met.",
     {"Luc Arnaud": "President|France", "Lars Lund": "Prime Minister|Denmark"}),
    ("Foreign Ministers Ana Reyes of Chile and Lars Lund met in Bonn.", {"Ana Reyes": "Foreign Minister|Chile"}),
]  # fmt: skip

APPOSITION: list[Row] = [
    ("The Swedish ambassador, Lena Storm, met the president on Monday in Larnaca.", {"Lena Storm": "Ambassador|Sweden"}),
    ("Lena Storm, the Swedish ambassador, toured the port with the prime minister.", {"Lena Storm": "Ambassador|Sweden"}),
    ("The Kenyan envoy, Otieno Barasa, hugged the president.", {"Otieno Barasa": "Envoy|Kenya"}),
    ("The Swedish ambassador, Lena Storm, drove the interior minister to Larnaca.", {"Lena Storm": "Ambassador|Sweden"}),
    ("In a post after a meeting with Dutch Foreign Minister Jan Verbeek, the French president said it was late.",
     {"Jan Verbeek": "Foreign Minister|Netherlands"}),
    ("Standing next to Claire Aubrac, the French foreign minister, the prime minister said it was late.",
     {"Claire Aubrac": "Foreign Minister|France"}),
    ("Before talks with Ambassador Lena Storm, the foreign minister of Cyprus told reporters to wait.",
     {"Lena Storm": "Ambassador"}),
    ("Unlike Defence Minister Lars Lund, the Danish prime minister keeps no dog.", {"Lars Lund": "Defence Minister"}),
    ("Claire Morvan, France's ambassador to Iraq, and Swiss envoy Reto Keller hosted a lunch.",
     {"Claire Morvan": "Ambassador to Iraq|France", "Reto Keller": "Envoy|Switzerland"}),
    ("The Japanese foreign minister, Fumiko Hara, met the Swiss president, Peter Shamir, and the French president, Claire "
     "Morvan, in Amman.",
     {"Fumiko Hara": "Foreign Minister|Japan", "Peter Shamir": "President|Switzerland", "Claire Morvan": "President|France"}),
]  # fmt: skip
APPOSITION_NOT: list[Row] = [
    ("In an article, Jan Verbeek, the Dutch foreign minister and a former banker, asked for calm.",
     {"Jan Verbeek": "Foreign Minister|Netherlands"}),
    ("The Swedish ambassador, Lena Storm, the dean of the diplomats, left on Monday.", {"Lena Storm": "Ambassador|Sweden"}),
    ("Ana Reyes, the recently appointed Chilean foreign minister, spoke.", {"Ana Reyes": "Foreign Minister|Chile"}),
    ("Lars Lund, Denmark's longest-serving defence minister, spoke.", {"Lars Lund": "Defence Minister|Denmark"}),
    ("Edvard Lorne, his secretary, his cook and two students shared the room.", {"!Edvard Lorne": ""}),
]  # fmt: skip

NESTED: list[Row] = [
    ("Kenji Mori, a spokesman for the Japanese prime minister, Sayuri Kondo, said: “It is done.”",
     {"Kenji Mori": "Spokesperson|Japan", "Sayuri Kondo": "Prime Minister|Japan"}),
    ("“It is done,” said Pema Tobgay, an adviser to the Bhutanese farm minister, Dorji Wangdi.",
     {"Pema Tobgay": "Adviser|Bhutan", "Dorji Wangdi": "Farm Minister|Bhutan"}),
    ("Mika Ando, an adviser to the Japanese foreign minister, Rei Fujimoto, told reporters to wait.",
     {"Rei Fujimoto": "Foreign Minister|Japan", "Mika Ando": "Adviser|Japan"}),
    ("Ana Reyes, a spokeswoman for the Chilean president, Luis Rojas, told reporters to wait.",
     {"Luis Rojas": "President|Chile", "Ana Reyes": "Spokesperson|Chile"}),
    ("Lars Lund, an adviser to the Danish defence minister, Ida Krogh, declined to speak.",
     {"Ida Krogh": "Defence Minister|Denmark", "Lars Lund": "Adviser|Denmark"}),
]  # fmt: skip
NESTED_NOT: list[Row] = [
    ("“The money is there,” said the Slovak justice minister, Jana Hruska, standing beside Ivo Marek, her adviser.",
     {"Jana Hruska": "Justice Minister|Slovakia"}),
    ("Lars Holm, spokesman for the foreign ministry, spoke.", {"Lars Holm": "Spokesman for the Foreign Ministry"}),
]  # fmt: skip

COUNTERPART: list[Row] = [
    ("Malta's foreign minister, Clarissa Zahra, met her Cypriot counterpart, Leandros Ioannou, in Valletta.",
     {"Leandros Ioannou": "Foreign Minister|Cyprus"}),
    ("China's new foreign minister, Liu Haotian, met his Indian counterpart, Arvind Rao, in Astana.",
     {"Arvind Rao": "Foreign Minister|India"}),
    ("Kenya's defence minister, Otieno Kamau, flew to Kampala. His Ugandan counterpart, Moses Okello, was waiting.",
     {"Moses Okello": "Defence Minister|Uganda"}),
    ("Danish Foreign Minister Lars Lund and his Swedish counterpart Lena Storm signed.",
     {"Lena Storm": "Foreign Minister|Sweden"}),
    ("Lena Storm, her Swedish counterpart, had asked Danish Interior Minister Ida Krogh to come.", {"Ida Krogh": "Interior Minister|Denmark"}),
    ("Norwegian Prime Minister Edda Holm rang Peter Novak, her Czech counterpart.", {"Peter Novak": "Prime Minister|Czech Republic"}),
    ("Peru's president, Luis Rojas, embraced his Chilean counterpart, Ana Reyes.", {"Ana Reyes": "President|Chile"}),
    ("Finnish Finance Minister Aino Virta wrote to her Greek counterpart Nikos Laskaris.",
     {"Nikos Laskaris": "Finance Minister|Greece"}),
    ("Ghana's foreign minister, Kofi Mensah, and his new Togolese counterpart, Sena Amegan, met.",
     {"Sena Amegan": "Foreign Minister|Togo"}),
    ("Danish Defence Minister Lars Lund met his counterpart from Poland, Jan Sobota, on Friday.",
     {"Jan Sobota": "Defence Minister|Poland"}),
]  # fmt: skip
COUNTERPART_NOT: list[Row] = [
    ("Kenya's defence minister, Otieno Kamau, met Ugandan President Moses Okello. His counterpart was ill.",
     {"Moses Okello": "President|Uganda"}),
    ("Danish Foreign Minister Lars Lund told President Sven Holm that his Turkish counterpart, Murat Demirel, was ill.",
     {"!Murat Demirel": ""}),
    ("The painter Lars Lund met his Turkish counterpart, Murat Demirel.", {"!Murat Demirel": ""}),
    ("Danish Foreign Minister Lars Lund met his counterparts. Later Murat Demirel sang.", {"!Murat Demirel": ""}),
    ("Danish Foreign Minister Lars Lund met the former Turkish prime minister Murat Demirel.",
     {"Murat Demirel": "Prime Minister|Turkey|former"}),
]  # fmt: skip

TITLE_END: list[Row] = [
    ("France named Claire Aubrac as ambassador to Chile on Monday.", {"Claire Aubrac": "Ambassador to Chile|France"}),
    ("Britain's new prime minister, Clara Voss, named Boris Halden as foreign secretary in her Cabinet on Wednesday.",
     {"Boris Halden": "Foreign Secretary", "Clara Voss": "Prime Minister|United Kingdom"}),
    ("He led the Pentagon under President Aaron Obadele.", {"Aaron Obadele": "President"}),
    ("Aaron Obadele, vice president of electrical engineering for Con Power, spoke.", {"!Aaron Obadele": ""}),
    ("“It is odd,” said Uri Gilad, a former soldier and director for Breaking the Wall.", {"!Uri Gilad": ""}),
    ("Foreign Minister Petr Dvorak, leader of the Civic List, resigned.", {"Petr Dvorak": "Foreign Minister"}),
    ("China's State Councilor and Foreign Minister Zhou Wenbin will visit Oslo.", {"Zhou Wenbin": "Foreign Minister|China"}),
    ("The Prime Minister and Minister of Foreign Affairs HE Sheikh Salem Al Hamad met reporters.",
     {"Salem Al Hamad": "Prime Minister"}),
    ("Swiss Federal Councillor Reto Keller and Council President Agil Mehdi (Azerbaijan) spoke.",
     {"Reto Keller": "Federal Councillor|Switzerland", "Agil Mehdi": "Council President|Azerbaijan"}),
    ("Ana Reyes, the UN special representative for Libya, met Emils Kalnins, the EU's special envoy for the Sahel.",
     {"Ana Reyes": "UN Special Representative for Libya|-", "Emils Kalnins": "|-"}),
]  # fmt: skip
TITLE_END_NOT: list[Row] = [
    ("Egypt chose Mona Sirry as ambassador to the African Union last week.", {"Mona Sirry": "Ambassador to the African Union"}),
    ("Under Secretary of State Ana Reyes spoke in Oslo.", {"Ana Reyes": "Under Secretary of State"}),
    ("Lars Lund, a special adviser on climate, spoke for Denmark's government.", {"Lars Lund": ""}),
    ("Prime Minister Salem Al Hamad and Foreign Minister Yousef Al Kubaisi flew home.",
     {"Salem Al Hamad": "Prime Minister", "Yousef Al Kubaisi": "Foreign Minister"}),
    ("Denmark's secretary of state for trade, Ida Krogh, spoke.", {"Ida Krogh": "Trade Secretary|Denmark"}),
]  # fmt: skip

POSTED: list[Row] = [
    ("Aroha Tamihere was appointed ambassador to Chile in February by New Zealand.",
     {"Aroha Tamihere": "Ambassador to Chile|New Zealand"}),
    ("Otieno Barasa was named special envoy for Sudan by the African Union.", {"Otieno Barasa": "Special Envoy for Sudan|-"}),
    ("Denmark has named Ida Krogh as its ambassador to the United Nations.", {"Ida Krogh": "|Denmark|designate"}),
    ("He would meet Dale Whitcomb, the president’s nominee for United States trade representative, next week.",
     {"Dale Whitcomb": "Trade Representative|United States|designate"}),
    ("Her choice for foreign minister, the historian Liilia Saar, must still be approved.",
     {"Liilia Saar": "Foreign Minister||designate"}),
    ("Ana Reyes, of Ohio, to be an Assistant Secretary of Labor, vice Lars Lund, resigned.",
     {"Ana Reyes": "||designate", "Lars Lund": "||former"}),
    ("Michael Battler, Nominee for Ambassador Extraordinary and Plenipotentiary to Tanzania\n\nMichael Battler is a lawyer.",
     {"Michael Battler": "Ambassador to Tanzania||designate"}),
    ("The president tapped Ana Reyes for defense secretary.", {"Ana Reyes": "Secretary of Defense||designate"}),
    ("On Friday the king appointed Davit Beridze prime minister.", {"Davit Beridze": "Prime Minister||designate"}),
    ("Lars Lund, a lawyer, has been nominated as defence minister.", {"Lars Lund": "Defence Minister||designate"}),
]  # fmt: skip
POSTED_NOT: list[Row] = [
    ("Estonia's foreign minister, Liilia Saar, was approved by parliament in May.", {"Liilia Saar": "Foreign Minister|Estonia|current"}),
    ("Lars Lund, who was appointed defence minister in 2019, spoke.", {"Lars Lund": "Defence Minister||current"}),
    ("The newly named ambassador of Italy, Nadia Ferro, will leave.", {"Nadia Ferro": "Ambassador|Italy"}),
    ("Foreign Minister Ana Reyes was named in a report of the auditors.", {"Ana Reyes": "Foreign Minister||current"}),
    ("The report named Foreign Minister Ana Reyes as a witness.", {"Ana Reyes": "Foreign Minister||current"}),
]  # fmt: skip

DISMISSED: list[Row] = [
    ("Protests grew over the dismissal of Defence Minister Ivan Petrenko in Kyiv.", {"Ivan Petrenko": "Defence Minister||former"}),
    ("President Vasyl Hnatiuk fired Defence Minister Ivan Petrenko on Thursday.",
     {"Ivan Petrenko": "Defence Minister||former", "Vasyl Hnatiuk": "President||current"}),
    ("Defence Minister Ivan Petrenko was sacked on Thursday.", {"Ivan Petrenko": "||former"}),
    ("Finance Minister Ana Reyes, who was dismissed in May, spoke.", {"Ana Reyes": "||former"}),
    ("The Nato chief at the time, Jonas Stoltz, said Ukraine could join.", {"Jonas Stoltz": "||former"}),
    ("Jonas Stoltz, the defence minister at the time, said no.", {"Jonas Stoltz": "Defence Minister||former"}),
    ("The ouster of Prime Minister Lars Lund ended the crisis.", {"Lars Lund": "||former"}),
    ("The king has dismissed the finance minister, Ana Reyes.", {"Ana Reyes": "Finance Minister||former"}),
    ("Ida Krogh replaces Interior Minister Lars Lund.", {"Lars Lund": "||former"}),
    ("Defence Minister Ivan Petrenko has been ousted by parliament.", {"Ivan Petrenko": "||former"}),
]  # fmt: skip
DISMISSED_NOT: list[Row] = [
    ("Crowds called for the dismissal of Defence Minister Ivan Petrenko.", {"Ivan Petrenko": "||current"}),
    ("The envoy dismissed Foreign Minister Ana Reyes's claims.", {"Ana Reyes": "||current"}),
    ("Foreign Minister Ana Reyes dismissed the claims.", {"Ana Reyes": "||current"}),
    ("The president vowed not to fire Defence Minister Ivan Petrenko.", {"Ivan Petrenko": "||current"}),
    ("He dismissed Foreign Minister Ana Reyes as a fool.", {"Ana Reyes": "||current"}),
]  # fmt: skip

SUPPOSED: list[Row] = [
    ("Maeve Corrigan leads in the polls. Diplomats fear that a President Corrigan might confuse the world.",
     {"!Maeve Corrigan": ""}),
    ("Would a Prime Minister Haraldsson leave Nato? The economist Ketill Haraldsson will not say.", {"!Ketill Haraldsson": ""}),
    ("A Foreign Minister Brekkan would close the base. For now Halldór Brekkan teaches Latin.", {"!Halldór Brekkan": ""}),
    ("Voters dread a President Ana Reyes, who could raise taxes.", {"!Ana Reyes": ""}),
    ("A retired diplomat, Hugh Tarrant, called on Sunday.", {"!Hugh Tarrant": ""}),
    ("She met her father, the retired judge Hugh Tarrant.", {"!Hugh Tarrant": ""}),
    ("Lawmaker Hugh Tarrant leads in the polls.", {"!Hugh Tarrant": ""}),
]  # fmt: skip
SUPPOSED_NOT: list[Row] = [
    ("President Corrigan might confuse the world. Maeve Corrigan spoke on Friday.", {"Maeve Corrigan": "President"}),
    ("A former president, Maeve Corrigan, spoke.", {"Maeve Corrigan": "President||former"}),
    ("A foreign ministry spokesman, Lars Lund, said Denmark would wait.", {"Lars Lund": ""}),
    ("A Danish foreign minister, Lars Lund, once drove here.", {"Lars Lund": "Foreign Minister|Denmark"}),
    ("A retired Swedish diplomat, Hugh Tarrant, called on Sunday.", {"Hugh Tarrant": "|Sweden|former"}),
]  # fmt: skip

STANDING: list[Row] = [
    ("Lars Lund, who was ousted as vice president this month, spoke.", {"Lars Lund": "Vice President||former"}),
    ("Ana Reyes stepped down as mayor of Lima.", {"Ana Reyes": "||former"}),
    ("It belongs to then-U.S. Secretary of Defense Ana Reyes.", {"Ana Reyes": "Secretary of Defense|United States|former"}),
    ("He told the then prime minister, Edda Holm, to wait.", {"Edda Holm": "Prime Minister||former"}),
    ("Prime Minister Yitzhak Maron was assassinated in 1995.", {"Yitzhak Maron": "Prime Minister||deceased"}),
    ("It will be led by the vice-president-elect, Ana Reyes, and will include two banks.", {"Ana Reyes": "Vice President||designate"}),
    ("“They are on their way.”\n\n– National Security Advisor Lars Lund", {"Lars Lund": "National Security Adviser||current"}),
    ("“We wait,” said White House Press Secretary Karine Jean-Pierre.", {"Karine Jean-Pierre": "||current"}),
    ("White House Press Secretary Karine Jean-Pierre told reporters to wait.", {"Karine Jean-Pierre": "||current"}),
    ("Of the three, former mayor Ana Reyes was dismissed as Interior Minister.", {"Ana Reyes": "Interior Minister||former"}),
]  # fmt: skip
STANDING_NOT: list[Row] = [
    ("And then President Ana Reyes flew out.", {"Ana Reyes": "President||current"}),
    ("He met the Crown Prince, Sheikh Tahnoon Al Amri, and Mr. Doval.", {"!Tahnoon Al Amri": ""}),
    ("We wait for the speaker, Mr. Lars Lund.", {"!Lars Lund": ""}),
    ("White House Press Secretary Karine Jean-Pierre said in 2023 that it was late.", {"Karine Jean-Pierre": "||former"}),
    ("Lars Lund, who serves as vice president, spoke.", {"Lars Lund": "Vice President||current"}),
]  # fmt: skip

NEIGHBOURS_NOT: list[Row] = [
    ("Deputy National Security Advisor for Strategic Communication Lars Lund spoke to reporters in Bonn.",
     {"Lars Lund": "", "!Communication Lars Lund": ""}),
    ("President Macron and Prime Minister Lars Lund of Iceland planted a tree.",
     {"Emmanuel Macron": "President|France", "Lars Lund": "Prime Minister|Iceland"}),
    ("Ana Reyes, who served three presidents, said the lift was broken.", {"!Ana Reyes": ""}),
    ("Ana Reyes, who served as vice president of Peru, said the lift was broken.", {"Ana Reyes": "Vice President|Peru|former"}),
]  # fmt: skip

ROWS = [
    *NEIGHBOURS_NOT, *OF_COUNTRY, *OF_COUNTRY_NOT, *APPOSITION, *APPOSITION_NOT, *NESTED, *NESTED_NOT, *COUNTERPART, *COUNTERPART_NOT,
    *TITLE_END, *TITLE_END_NOT, *POSTED, *POSTED_NOT, *DISMISSED, *DISMISSED_NOT, *SUPPOSED, *SUPPOSED_NOT,
    *STANDING, *STANDING_NOT,
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[row[0][:60] for row in ROWS])
def test_offices_are_what_the_text_says(text: str, expected: dict[str, str]) -> None:
    """Office, country and standing of everybody a row names."""
    made = brief_of(text, date=DAY)
    for name, wanted in expected.items():
        if name.startswith("!"):
            assert name[1:] not in {found.name for found in made.officials}
            continue
        found = official(made, name)
        shown = (found.office, found.country, found.status)
        for value, want in zip(shown, wanted.split("|"), strict=False):
            assert want in {"", value} or (want == "-" and value is None), shown


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("The text was weak. CAROLYN PEREIRA (Guyana) recalled the flood.", ["Carolyn Pereira"]),
        ("The text was weak. OLUSEUN BELLO (Nigeria), speaking for the Group, agreed.", ["Oluseun Bello"]),
        ("12:00 PM PT -- Officers stood at the gate.", []),
        ("UPDATE 3:15 PM ET: the parcel held books.", []),
        ("The minister met HE Murat Demirel in Doha.", ["Murat Demirel"]),
        ("The minister met H.E. Murat Demirel in Doha.", ["Murat Demirel"]),
    ],
)
def test_marks_of_records_and_times_are_no_part_of_names(text: str, named: list[str]) -> None:
    """Delegates in capitals are people, times of day none, and "HE" before a name is no pronoun of it."""
    people = brief_of(text, date=DAY).people
    assert [person.name for person in people] == named
    assert not any(person.references for person in people)
