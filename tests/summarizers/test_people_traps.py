"""The trap table of names and offices: for each row cases that must be found and look-alikes that must not."""

from __future__ import annotations

import pytest

from tests.summarizers.helpers import brief_of

#: (sentence, name, words the office must hold, country, status)
OFFICES = [
    # former, ex-
    ("Former Prime Minister Tomas Novak spoke in Prague on Friday.", "Tomas Novak", "Prime Minister", None, "former"),
    (
        "The former Slovak prime minister Tomas Novak spoke on Friday.",
        "Tomas Novak",
        "Prime Minister",
        "Slovakia",
        "former",
    ),
    ("Ex-foreign minister Carla Weiss told reporters it was late.", "Carla Weiss", "Foreign Minister", None, "former"),
    (
        "Carla Weiss, the former Austrian foreign minister, told reporters it was late.",
        "Carla Weiss",
        "Foreign Minister",
        "Austria",
        "former",
    ),
    (
        "Carla Weiss, a former ambassador to Chile, wrote the report.",
        "Carla Weiss",
        "Ambassador to Chile",
        None,
        "former",
    ),
    ("Former Secretary of State Harold Quist wrote a letter.", "Harold Quist", "Secretary of State", None, "former"),
    # then-
    ("In 1999 then-President Jorge Alvarado signed the treaty.", "Jorge Alvarado", "President", None, "former"),
    ("Then-Serbian leader Dragan Petrovic refused to sign.", "Dragan Petrovic", None, "Serbia", "former"),
    (
        "The pact was signed by the then foreign minister, Jorge Alvarado.",
        "Jorge Alvarado",
        "Foreign Minister",
        None,
        "former",
    ),
    # acting, interim
    ("Acting Defence Minister Petra Lund arrived in Riga.", "Petra Lund", "Defence Minister", None, "acting"),
    ("Interim Prime Minister Samuel Okoro named a cabinet.", "Samuel Okoro", "Prime Minister", None, "acting"),
    ("Samuel Okoro, the acting governor, signed the order.", "Samuel Okoro", "Governor", None, "acting"),
    # -elect, -designate
    ("President-elect Laura Mendez met the ambassadors.", "Laura Mendez", "President", None, "designate"),
    (
        "The prime minister-designate, Nadim Khoury, asked for time.",
        "Nadim Khoury",
        "Prime Minister",
        None,
        "designate",
    ),
    # deputy, vice, under
    ("Deputy Foreign Minister Ivan Horvat left for Geneva.", "Ivan Horvat", "Deputy", None, "current"),
    ("Vice President Teresa Cruz-Santos will attend.", "Teresa Cruz-Santos", "Vice President", None, "current"),
    ("Undersecretary Jose Ramirez denied the report.", "Jose Ramirez", "Undersecretary", None, "current"),
    (
        "Japanese Deputy Prime Minister Kenji Morita said no.",
        "Kenji Morita",
        "Deputy Prime Minister",
        "Japan",
        "current",
    ),
    # plural titles
    ("Presidents Ricardo Fuentes and Monica Bravo met in Lima.", "Ricardo Fuentes", "President", None, "current"),
    ("Presidents Ricardo Fuentes and Monica Bravo met in Lima.", "Monica Bravo", "President", None, "current"),
    ("Senators Ana Reyes and Pia Holm wrote a letter.", "Pia Holm", "Senator", None, "current"),
    (
        "Foreign ministers Ana Reyes, Pia Holm and Jan Kowalski met.",
        "Jan Kowalski",
        "Foreign Minister",
        None,
        "current",
    ),
    # apposition on the right
    (
        "Ines Duarte, the deputy head of the Portuguese Coast Guard, said boats were sent.",
        "Ines Duarte",
        "Deputy",
        "Portugal",
        "current",
    ),
    (
        "Ines Duarte , the Portuguese interior minister , said boats were sent.",
        "Ines Duarte",
        "Interior Minister",
        "Portugal",
        "current",
    ),
    ("Olaf Brandt, who is Germany’s ambassador in Oslo, left.", "Olaf Brandt", "Ambassador", "Germany", "current"),
    ("Olaf Brandt, who was the finance minister until 2015, left.", "Olaf Brandt", "Finance Minister", None, "former"),
    ("Olaf Brandt, 58, the mayor of Hamburg, left.", "Olaf Brandt", "Mayor", "Germany", "current"),
    ("Olaf Brandt is the foreign minister of Norway.", "Olaf Brandt", "Foreign Minister", "Norway", "current"),
    ("Rosa Lind, Finland’s minister for European affairs, agreed.", "Rosa Lind", "Minister", "Finland", "current"),
    # title, NAME,
    ("The minister, Samuel Okoro, left early.", "Samuel Okoro", "Minister", None, "current"),
    ("The Omani foreign minister, Salim al-Harthy, said so.", "Salim al-Harthy", "Foreign Minister", "Oman", "current"),
    ("Poland’s president, Jan Kowalski, signed it.", "Jan Kowalski", "President", "Poland", "current"),
    # ambassador to
    (
        "Kenyan Ambassador to the United Kingdom Grace Wanjala wrote to him.",
        "Grace Wanjala",
        "Ambassador",
        "Kenya",
        "current",
    ),
    ("Ambassador to Chile Ruth Halvorsen wrote to him.", "Ruth Halvorsen", "Ambassador to Chile", None, "current"),
    (
        "Ruth Halvorsen, the Norwegian ambassador to Chile, wrote to him.",
        "Ruth Halvorsen",
        "Ambassador",
        "Norway",
        "current",
    ),
    # envoy
    ("UN special envoy Tarek Mansour flew to Tripoli.", "Tarek Mansour", "Envoy", None, "current"),
    ("Tarek Mansour, the U.N. special envoy for Yemen, flew to Aden.", "Tarek Mansour", "Envoy", None, "current"),
    # royals, clergy
    ("King Oskar II opened the parliament.", "Oskar II", "King", None, "current"),
    ("Crown Prince Khalid bin Nasser received him.", "Khalid bin Nasser", "Crown Prince", None, "current"),
    ("Queen Astrid of Denmark arrived.", "Astrid", "Queen", "Denmark", "current"),
    # ranks
    ("Attorney General Eric Halloran resigned.", "Eric Halloran", "Attorney General", None, "current"),
    ("U.N. Secretary-General Paulo Mendes spoke.", "Paulo Mendes", "Secretary-General", None, "current"),
    ("Lt. Gen. Marcus Boyd commands the force.", "Marcus Boyd", "Lieutenant General", None, "current"),
    ("Gen. Marcus Boyd, chairman of the Joint Chiefs of Staff, spoke.", "Marcus Boyd", "Joint Chiefs", None, "current"),
    # state and country of the office
    ("Alabama Gov. Linda Mercer signed the bill.", "Linda Mercer", "Governor", "United States", "current"),
    ("Sen. Linda Mercer (R-Texas) signed the bill.", "Linda Mercer", "Senator", "United States", "current"),
    ("Rep. Linda Mercer, D-Calif., signed the bill.", "Linda Mercer", "Representative", "United States", "current"),
    ("White House Press Secretary Dana Holt spoke.", "Dana Holt", "Press Secretary", "United States", "current"),
    ("Kremlin spokesman Oleg Sidorov spoke.", "Oleg Sidorov", "Spokesperson", "Russia", "current"),
    ("State Department spokeswoman Dana Holt spoke.", "Dana Holt", "Spokesperson", "United States", "current"),
    ("Chinese foreign ministry spokesman Lin Guowei spoke.", "Lin Guowei", "Spokesperson", "China", "current"),
    (
        "Japan’s Chief Cabinet Secretary Kenji Morita spoke.",
        "Kenji Morita",
        "Chief Cabinet Secretary",
        "Japan",
        "current",
    ),
    (
        "British Foreign Secretary Anne Whitcombe spoke.",
        "Anne Whitcombe",
        "Foreign Secretary",
        "United Kingdom",
        "current",
    ),
    ("EU foreign policy chief Marta Oliveira spoke.", "Marta Oliveira", "Foreign Policy Chief", None, "current"),
    ("NATO Secretary General Lars Bakke spoke.", "Lars Bakke", "Secretary", None, "current"),
    ("IMF chief economist Elena Duarte spoke.", "Elena Duarte", "Economist", None, "current"),
    (
        "National Security Adviser of India Arjun Mehra spoke.",
        "Arjun Mehra",
        "National Security Advis",
        "India",
        "current",
    ),
    ("White House Russia adviser Fiona Marsh spoke.", "Fiona Marsh", "Adviser", "United States", "current"),
    (
        "Saudi Prime Minister and Crown Prince Khalid bin Nasser spoke.",
        "Khalid bin Nasser",
        "Prime Minister",
        "Saudi Arabia",
        "current",
    ),
    # counterpart and lower-case titles
    ("The French foreign minister Luc Marchand spoke.", "Luc Marchand", "Foreign Minister", "France", "current"),
    ("Luc Marchand, foreign minister of France, spoke.", "Luc Marchand", "Foreign Minister", "France", "current"),
    ("Ukraine President Danylo Bondar spoke.", "Danylo Bondar", "President", "Ukraine", "current"),
    ("South Korean President Park Min-seo spoke.", "Park Min-seo", "President", "South Korea", "current"),
    ("Hong Kong Chief Executive Alice Lau spoke.", "Alice Lau", "Chief Executive", "Hong Kong", "current"),
    ("Bank of Canada governor Paul Tremblay spoke.", "Paul Tremblay", "Governor", "Canada", "current"),
    # late
    ("The house paused over the death of former Speaker Mario Vella.", "Mario Vella", "Speaker", None, "deceased"),
    ("Former President Mario Vella, who died in March, signed it.", "Mario Vella", "President", None, "deceased"),
    ("Former President Mario Vella spoke at the funeral of a friend.", "Mario Vella", "President", None, "former"),
    ("The late President Mario Vella signed it.", "Mario Vella", "President", None, "deceased"),
]

#: (sentence, name that must be among the people)
PEOPLE = [
    ("Taiwan’s Chen Shui-bing met reporters.", "Chen Shui-bing"),
    ("Foreign Minister Wang Lei met reporters.", "Wang Lei"),
    ("Kim Jong Ho left the talks.", "Kim Jong Ho"),
    ("Foreign Minister Chung Eui-sung left the talks.", "Chung Eui-sung"),
    ("Ursula von der Heyden said it was over.", "Ursula von der Heyden"),
    ("Minister Luis Inácio da Costa said it was over.", "Luis Inácio da Costa"),
    ("President Hassan al-Nasri said it was over.", "Hassan al-Nasri"),
    ("Prime Minister Haider al-Basri said it was over.", "Haider al-Basri"),
    ("Mevlüt Özdemir, the minister, said it was over.", "Mevlüt Özdemir"),
    ("Joseph R. Halloran said it was over.", "Joseph Halloran"),
    ("H. R. Dunmore said it was over.", "H. R. Dunmore"),
    ("J. D. Carrow, a senator, said it was over.", "J. D. Carrow"),
    ("Minister Jean-Yves Lacombe said it was over.", "Jean-Yves Lacombe"),
    ("Minister Seán Ó Briain said it was over.", "Seán Ó Briain"),
    ("Minister Emma Little-Hart said it was over.", "Emma Little-Hart"),
    ("Mr. Baker, a lawyer, met Paul Baker.", "Paul Baker"),
    ("VOA’s Anna-Lena Voss asked him.", "Anna-Lena Voss"),
    ("Reporter Jim Tennant asked him.", "Jim Tennant"),
    ("Foreign Minister Shah Mahmoud Rahimi said so.", "Shah Mahmoud Rahimi"),
    ("Representative Steve King Harlan said so.", "Steve King Harlan"),
    ("Chancellor Greta Winter said so.", "Greta Winter"),
    ("Jordan’s minister Ayman Haddad said so.", "Ayman Haddad"),
    ("Georgia Melonetti, the prime minister, said so.", "Georgia Melonetti"),
    ("Austin Bergstrom, a spokesman, said so.", "Austin Bergstrom"),
    ("Richard “Dick” Hollander, the envoy, said so.", "Richard “Dick” Hollander"),
    ("Gen. Mark Kellerman Jr. said so.", "Mark Kellerman Jr."),
    ("Nobutaka Machida, the Japanese minister, said so.", "Nobutaka Machida"),
    ("According to Volodymyr Hrytsenko, it was late.", "Volodymyr Hrytsenko"),
]

#: Sentences in which nobody is named, whatever the capitals say.
NOBODY = [
    "The Washington Post reported it.",
    "The Obama administration refused.",
    "The Assad regime refused.",
    "Pro-Assad forces moved north.",
    "The Foreign Relations Committee met in May.",
    "The National Guard was sent.",
    "The General Assembly voted on Monday.",
    "General Electric closed the plant.",
    "General Motors closed the plant.",
    "Prime Minister’s Questions was short.",
    "The White House Rose Garden was empty.",
    "The secretaries of Trade, Health and Transport met.",
    "The Trade, Health and Transport Secretaries met.",
    "WASHINGTON, April 3 (Reuters) - The talks went on.",
    "Sharm el-Sheikh was quiet.",
    "Casa de Campo was quiet.",
    "Beijing has refused to comment.",
    "The White House said it would wait.",
    "The Kremlin said it would wait.",
    "Foggy Bottom was silent.",
    "A Finance Ministry spokeswoman said it would wait.",
    "The prime minister said it would wait.",
    "The two leaders shook hands.",
    "A senior official said it would wait.",
    "The European Union and the African Union met in Brussels.",
    "South Korea and North Korea exchanged fire.",
    "The United States and Saudi Arabia agreed.",
    "The Security Council of the United Nations met.",
    "Interim peace deals were signed.",
    "They re-elected the council.",
    "The then-soaring prices fell.",
    "Clinton-type politics are over.",
    "Executive Order 13582 was signed.",
    "The New York Times and the Wall Street Journal wrote about it.",
    "The Bank of England raised rates.",
    "The University of Oslo opened.",
    "Goldman Sachs and Morgan Stanley lent the money.",
    "The Supreme Court ruled on Tuesday.",
    "Republicans and Democrats voted together.",
    "The Iran nuclear deal was saved.",
    "The Paris climate agreement was saved.",
    "World War II ended in 1945.",
    "The Ministry of Foreign Affairs summoned the ambassador.",
    "North Atlantic allies met in Madrid.",
    "The Labour Party and the Conservative Party argued.",
    "Human Rights Watch published a report.",
    "The Nobel Peace Prize went to nobody.",
    "The Strait of Hormuz was closed.",
]

#: (sentence, name that is a person but no official)
PRIVATE = [
    ("Reporter Jim Tennant asked the minister.", "Jim Tennant"),
    ("Maria Holt, an analyst at a bank, doubted it.", "Maria Holt"),
    ("Maria Holt, a professor at the University of Oslo, doubted it.", "Maria Holt"),
    ("Peter Lang, the chief executive of Daimler, doubted it.", "Peter Lang"),
    ("Taliban spokesman Abdul Karimi said it on Monday.", "Abdul Karimi"),
    ("England captain Harry Marsh scored twice.", "Harry Marsh"),
    ("Actress Maria Holt left the country.", "Maria Holt"),
    ("Vice President Teresa Cruz’s husband, Paul Marsh, left.", "Paul Marsh"),
    ("Maria Holt, a student, was wounded.", "Maria Holt"),
    ("Maria Holt, a lawyer for the family, said so.", "Maria Holt"),
]


@pytest.mark.parametrize(("text", "name", "office", "country", "status"), OFFICES)
def test_offices(text: str, name: str, office: str | None, country: str | None, status: str) -> None:
    """The office, country and standing the text gives."""
    made = brief_of(text, date=None)
    found = next((o for o in made.officials if o.name == name), None)
    assert found is not None, [o.name for o in made.officials]
    assert found.status == status
    if office:
        assert office.lower() in (found.office or "").lower()
    if country:
        assert found.country == country


@pytest.mark.parametrize(("text", "name"), PEOPLE)
def test_names(text: str, name: str) -> None:
    """The whole name, titles left out."""
    assert name in [p.name for p in brief_of(text, date=None).people]


@pytest.mark.parametrize("text", NOBODY)
def test_nobody(text: str) -> None:
    """No person is made up from capitals."""
    assert [p.name for p in brief_of(text, date=None).people] == []


@pytest.mark.parametrize(("text", "name"), PRIVATE)
def test_private_people_are_no_officials(text: str, name: str) -> None:
    """A person, but not one who holds public office."""
    made = brief_of(text, date=None)
    assert name in [p.name for p in made.people]
    assert name not in [o.name for o in made.officials]


#: (text, names by person in the order of their mentions): which mention is whose
MERGED = [
    ("Foreign Minister Ingrid Solheim arrived. Solheim said no. Later Ms. Solheim left.", ["Ingrid Solheim"] * 3),
    ("Foreign Minister Wang Lei arrived. Wang said no.", ["Wang Lei"] * 2),
    ("President Xu Ping and Premier Li Dan met. Xu spoke first.", ["Xu Ping", "Li Dan", "Xu Ping"]),
    ("Volodymyr Zelinskiy spoke. Zelinsky then left.", ["Volodymyr Zelinskiy"] * 2),
    (
        "Senator Bill Harmon and Senator Hilda Harmon met. Mr. Harmon left.",
        ["Bill Harmon", "Hilda Harmon", "Bill Harmon"],
    ),
    ("Prime Minister Haider al-Basri spoke. Al-Basri left.", ["Haider al-Basri"] * 2),
    ("Minister Anthony Marlowe spoke. Tony Marlowe left.", ["Anthony Marlowe"] * 2),
    ("Gen. Joseph “Fighting Joe” Harmon spoke. Harmon left.", ["Joseph “Fighting Joe” Harmon"] * 2),
    ('Senator William "Bill" Marlowe spoke. Marlowe left.', ['William "Bill" Marlowe'] * 2),
    ("Senator Anna Harmon read “The Last Marlowe” aloud.", ["Anna Harmon"]),
    ("Minister Ursula von der Heyden spoke. Von der Heyden left.", ["Ursula von der Heyden"] * 2),
]


@pytest.mark.parametrize(("text", "names"), MERGED)
def test_merging(text: str, names: list[str]) -> None:
    """Mentions of one person meet; people on one surname stay apart."""
    made = brief_of(text, date=None)
    placed = sorted((m.start, p.name) for p in made.people for m in p.mentions)
    assert [name for _, name in placed] == names


def test_what_stands_before_her_colleague_is_hers() -> None:
    """ "The minister, and her Icelandic colleague X": X does not get the minister's office or country."""
    made = brief_of(
        "Ragnhild Moe, Norway’s fisheries minister, and her Icelandic colleague Birna Jonsdottir want a deal by June. "
        "“We are close to one,” Jonsdottir said."
    )
    assert [(o.name, o.country) for o in made.officials] == [("Ragnhild Moe", "Norway")]


def _names(text: str) -> set[str]:
    return {person.name for person in brief_of(text).people}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Present were Kate Henshaw, Omobi Obalu, Teju Babaye and Stella Marsh.", "Omobi Obalu"),
        ("The film stars Karen Gill, Masu Okai and John Holm in leading parts.", "Masu Okai"),
        ("He admired Julia Young, Peter Holm and Mashku Gesten.", "Mashku Gesten"),
        ("Talks were held with UN Special Envoy de Marsura in Geneva.", "de Marsura"),
        ("Ambassador Robert Ford has left Damascus.", "Robert Ford"),
        ("Norway named Piripu Tamaku as ambassador to Peru on Monday.", "Piripu Tamaku"),
        ("Fiji's trade minister, Sukaryo, said on Monday that the quota would stay.", "Sukaryo"),
        ("Special Envoy for Peace Missions Steven Hallock: “We have a deal, and it is a good one.”", "Steven Hallock"),
        ("In 1997 Lengard was re-elected to the Legislature in Regina.", "Lengard"),
        ("Psychology major at University of Texas Arlington Lena Jafran heard of it and wrote.", "Lena Jafran"),
    ],
)
def test_names_that_little_else_speaks_for(text: str, name: str) -> None:
    assert name in _names(text)


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("The Organization of Petroleum Exporting Countries (OPEC) met in Vienna.", "Exporting Countries"),
        ("The visit took place under an official Asean event, an analyst said.", "Asean"),
        ("The bill received Royal Assent on Monday.", "Royal Assent"),
        ("Crowds met on the Plains of Arafat on Thursday.", "Arafat"),
        ("Ballots came from Shinar, Hetzim, Meretzu and Forzu Yarkon.", "Forzu Yarkon"),
    ],
)
def test_things_are_no_people(text: str, thing: str) -> None:
    assert thing not in _names(text)


@pytest.mark.parametrize(
    ("text", "official"),
    [
        ("“Not easy,” said Harlow campaign senior adviser Dana Plowright.", False),
        ("The Treadway campaign’s political director, Jim Blain, disagreed.", False),
        ("“It is old,” said Ama Darku, president of the Oro Press Foundation.", False),
        ("Peter Wolfen, a spokesman for Healers Without Walls, said the road was safe.", False),
        ("Ola Hryn, who heads a bakery in Kyiv, lost two ovens.", False),
        ("Ola Hryn, who heads the Kyiv regional administration, spoke.", True),
        ("Ola Hryn, who heads the Peruvian navy, spoke.", True),
        ("“It is old,” said Ama Darku, Ghana's deputy finance minister.", True),
        ("Peter Wolfen, a spokesman for the Finance Ministry, said so.", True),
        ("“It is old,” said Ama Darku, president of the Swiss Confederation.", True),
    ],
)
def test_whose_staff_are_officials(text: str, official: bool) -> None:
    assert bool(brief_of(text).officials) == official


def test_people_of_the_headline_do_not_share_numbers_with_those_of_the_text() -> None:
    made = brief_of(
        "Minister Hillary Asker of Norway met Bill Asker. Asker spoke. Ana Reyes and Peter Holm listened, and Asker left.",
        title="Ana Reyes meets Peter Holm and Hillary Asker",
    )
    assert {p.name for p in made.people} == {"Hillary Asker", "Bill Asker", "Ana Reyes", "Peter Holm"}
