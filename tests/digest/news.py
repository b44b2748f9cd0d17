"""Two days of invented news: a dozen events, told by eight invented outlets in their own words, for simulations.

People and events are made up; countries and offices are real so that flags and offices can be looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

#: Outlets by host.
OUTLETS = (
    "courier.example",
    "northpost.example",
    "daybreak.example",
    "harbour-times.example",
    "globewire.example",
    "meridian.example",
    "eastern-herald.example",
    "capital-brief.example",
)


@dataclass(frozen=True)
class Report:
    """One article."""

    #: Event it is about.
    event: str
    #: Host of the outlet.
    outlet: str
    #: Headline.
    title: str
    #: Paragraphs.
    text: tuple[str, ...]
    #: Hours before the digest it was published.
    hours: float

    @property
    def slug(self) -> str:
        """Path of its page."""
        words = "".join(c if c.isascii() and c.isalnum() else "-" for c in self.title.lower())
        return "/world/" + "-".join(filter(None, words.split("-")))

    @property
    def html(self) -> str:
        """Its page."""
        body = "".join(f"<p>{paragraph}</p>" for paragraph in self.text)
        return (
            f'<!doctype html><html lang="en"><head><title>{self.title}</title></head><body>'
            f"<header><nav><a href='/'>Home</a> <a href='/world'>World</a></nav></header>"
            f"<main><article><h1>{self.title}</h1>{body}</article></main><footer><p>© 2026</p></footer></body></html>"
        )


_RAW: tuple[tuple[str, int, str, float, str], ...] = (
    (
        "cable",
        0,
        "Japan and Portugal sign accord on undersea cables in Lisbon",
        11,
        "Japan and Portugal signed an accord on Monday to protect the undersea cables that carry most of the "
        "data between Europe and East Asia, after nine months of talks in Lisbon.\n"
        "“A cable cut on one side of the world is a silence on the other,” Portuguese Foreign Minister Teresa"
        " Valadares said at the signing. “From today we mend it together.”\n"
        "The accord sets up a joint repair fleet of four ships, to be stationed in the Azores and in Okinawa,"
        " and obliges both governments to report damage within twelve hours.\n"
        "Japanese Foreign Minister Kenji Morita said the fleet would sail from April. Two cables off the "
        "Azores were damaged last winter, and the cause was never established.\n"
        "Officials in Lisbon said that Ireland and South Korea had asked to join.",
    ),
    (
        "cable",
        1,
        "Lisbon accord puts joint fleet on guard over undersea cables",
        10,
        "A fleet of four repair ships will watch over the undersea cables between Europe and East Asia under "
        "an accord that Portugal and Japan signed in Lisbon on Monday.\n"
        "“We have signed an insurance for the whole internet,” Kenji Morita, the Japanese foreign minister, "
        "told reporters after the ceremony.\n"
        "Under the accord both governments must report any damage to a cable within twelve hours, and the "
        "ships, based in Okinawa and the Azores, are to reach a break within five days.\n"
        "Ms. Valadares, his Portuguese counterpart, called the nine months of negotiations patient work. The "
        "damage to two Azores cables last winter had cost banks in Lisbon millions.",
    ),
    (
        "cable",
        2,
        "Undersea cables: Portugal, Japan agree repair fleet",
        9,
        "Portugal and Japan have agreed to run a joint repair fleet for undersea cables, the two foreign "
        "ministers said in Lisbon, ending negotiations that began in February.\n"
        "The accord foresees four ships, two in the Azores and two in Okinawa. Damage has to be reported "
        "within twelve hours, and neither side may keep the cause of a break from the other.\n"
        "“Nobody can fence the sea, but we can keep a lamp lit over it,” said Teresa Valadares, the "
        "Portuguese foreign minister.\n"
        "Japanese diplomats said the costs, some 300 million euros over ten years, would be shared equally.",
    ),
    (
        "cable",
        4,
        "Portugal’s and Japan’s cables get a shared repair fleet",
        8,
        "Japan and Portugal will share four repair ships for undersea cables from April, according to an "
        "accord signed on Monday in Lisbon by Foreign Ministers Kenji Morita and Teresa Valadares.\n"
        "The ships will be stationed in Okinawa and the Azores, where two cables were damaged last winter. "
        "Both countries promise to report damage within twelve hours.\n"
        "South Korea and Ireland want to join, officials said.",
    ),
    (
        "cable",
        6,
        "Tokyo and Lisbon bind themselves to guard data cables",
        6,
        "Tokyo and Lisbon have bound themselves to guard the undersea cables between them: the accord their "
        "foreign ministers signed on Monday creates a common repair fleet and a duty to report damage within "
        "twelve hours.\n"
        "“We looked at the map and saw one line,” Japanese Foreign Minister Kenji Morita said in Lisbon. “So "
        "we decided to keep one fleet.”\n"
        "Analysts in the Azores, where cables broke last winter, said that four ships would not be enough for"
        " the whole distance, but called the accord a beginning.",
    ),
    (
        "fish",
        3,
        "Norway and Iceland freeze mackerel quotas for a year",
        14,
        "Norway and Iceland will keep their mackerel quotas as they are for a year, the two fisheries "
        "ministers agreed in Bergen after a night of talks.\n"
        "“It is a truce, and fish do not know about truces, so we shall have to be quick,” Norwegian "
        "Fisheries Minister Ragnhild Solem said on Monday morning.\n"
        "The freeze gives scientists time to count the stock, which has moved north as the water warms. "
        "Icelandic boats had threatened to fish beyond their quota from January.\n"
        "The Faroe Islands, which took part as observers, have not yet said whether they will follow.",
    ),
    (
        "fish",
        1,
        "Mackerel truce: Oslo and Reykjavík hold quotas",
        12,
        "Norway and Iceland have agreed to freeze their mackerel quotas for twelve months, ending a dispute "
        "that had Icelandic boats preparing to fish beyond their share.\n"
        "Iceland’s fisheries minister, Birna Hallsdóttir, said in Bergen that her country had given up "
        "nothing. “We keep our share and we keep our neighbours,” she said.\n"
        "Scientists of both countries are to count the stock by June. Mackerel have moved north with warmer "
        "water, which made the old quotas worthless in the eyes of Iceland.",
    ),
    (
        "fish",
        7,
        "Bergen talks end with one-year mackerel freeze",
        13,
        "A night of talks in Bergen has ended with a one-year freeze of mackerel quotas, Norwegian and "
        "Icelandic officials said on Monday.\n"
        "Ragnhild Solem, Norway’s fisheries minister, and her Icelandic colleague Birna Hallsdóttir want "
        "scientists to count the stock first. The mackerel has moved north, and both sides had accused each "
        "other of greed.\n"
        "“Counting first and quarrelling later is a good order,” Ms. Solem said.",
    ),
    (
        "visa",
        4,
        "Brazil lifts visas for visitors from eleven African countries",
        16,
        "Visitors from eleven African countries will need no visa for Brazil from January, President Otavio "
        "Brandão announced in Brasília on Monday.\n"
        "“Our history crossed that ocean in chains; let our grandchildren cross it with a ticket,” Mr. "
        "Brandão said at a meeting with ambassadors.\n"
        "The list includes Angola, Mozambique, Senegal and Ghana. Tourists may stay for ninety days. Business"
        " groups had asked for the step for years, and the foreign ministry expects 200,000 visitors more a "
        "year.",
    ),
    (
        "visa",
        5,
        "Brazil to drop visa rule for eleven African states",
        15,
        "Brazil will drop its visa rule for the citizens of eleven African states in January. President "
        "Otávio Brandão told ambassadors of the decision on Monday in Brasília.\n"
        "Angola’s ambassador, Luzia Kiala, called it a door that had been knocked on for a long time. “Today "
        "somebody opened,” she said.\n"
        "The rule covers stays of up to ninety days; Ghana, Senegal and Mozambique are on the list. The "
        "foreign ministry in Brasília expects 200,000 more visitors a year.",
    ),
    (
        "court",
        2,
        "World Court hears Chile and Bolivia on river rights",
        18,
        "The International Court of Justice in The Hague began hearings on Monday in a dispute between Chile "
        "and Bolivia over the waters of a river that rises in Bolivia and crosses the border.\n"
        "“A river is not a tap,” Chile’s agent, Ambassador Ximena Larraín, told the fifteen judges. “Nobody "
        "owns the hand that turns it.”\n"
        "Bolivia says the river was led artificially over the border a century ago and wants compensation. "
        "Hearings last two weeks; a judgment is not expected before summer.",
    ),
    (
        "court",
        0,
        "Chile, Bolivia argue over border river in The Hague",
        17,
        "Chile and Bolivia argued before the International Court of Justice on Monday over who may use the "
        "waters of a river that crosses their border.\n"
        "Bolivian Foreign Minister Edgar Mamani told the judges in The Hague that his country had been paying"
        " for a hundred years with its own water. “We come for a reckoning, not for a quarrel,” he said.\n"
        "Chile maintains that the river flows naturally. The judges will hear both sides for two weeks.",
    ),
    (
        "envoy",
        6,
        "Canada names first envoy for Arctic shipping",
        5,
        "Canada has named a former icebreaker captain, Maude Tremblay, as its first envoy for Arctic "
        "shipping, the prime minister’s office in Ottawa said.\n"
        "“I have seen what happens when nobody answers the radio,” Ms. Tremblay said. “My task is that "
        "somebody does.”\n"
        "She will speak with Denmark, Norway and the United States about rules for the growing number of "
        "cargo ships that take the northern route in late summer.",
    ),
    (
        "envoy",
        3,
        "Icebreaker captain becomes Canada’s Arctic envoy",
        4,
        "Maude Tremblay, who commanded icebreakers for eighteen years, becomes Canada’s first envoy for Arctic "
        "shipping, the office of the prime minister announced in Ottawa on Monday.\n"
        "Prime Minister Douglas Haverley said that the northern route could not stay without rules. “Ships go where "
        "the ice lets them, and law has to go there too,” he said.\n"
        "Ms. Tremblay is to speak with Norway, Denmark and the United States; her first journey leads to Copenhagen. "
        "The number of cargo ships on the route in late summer has doubled within four years.",
    ),
    (
        "grain",
        7,
        "Egypt and India settle on wheat for fertiliser",
        20,
        "Egypt and India have settled on an exchange of wheat for fertiliser worth 900 million dollars, the "
        "trade ministries in Cairo and New Delhi said on Monday.\n"
        "“Two empty barns have made one full one,” said Indian Trade Minister Harish Venkat.\n"
        "India will deliver two million tons of wheat until June; Egypt pays with nitrogen fertiliser. "
        "Bakeries in Cairo had feared shortages after a poor harvest at the Black Sea.",
    ),
    (
        "museum",
        5,
        "Belgium returns forty masks to Congo museum",
        22,
        "Belgium handed forty carved masks back to the national museum in Kinshasa on Monday, the largest "
        "return of its kind.\n"
        "“These are not objects that come home, they are relatives,” the museum’s director, Honorine Mputu, "
        "said.\n"
        "Belgian Culture Minister Joris Verlinden called the return overdue. The masks were taken in 1911 and"
        " had been shown in Tervuren.",
    ),
    (
        "storm",
        1,
        "Storm keeps ministers from Pacific island summit",
        7,
        "A storm has kept the foreign ministers of Australia and New Zealand from a summit of Pacific island "
        "states in Tonga, which began with half of the chairs empty.\n"
        "“The weather has made our argument for us,” Tongan Prime Minister Sione Latukefu told those who had "
        "come.\n"
        "The summit wants to ask for a fund that pays within days after a storm. Flights are to resume on "
        "Wednesday.",
    ),
    (
        "rail",
        0,
        "Kenya and Uganda reopen rail link for freight",
        19,
        "Freight trains will run again between Mombasa and Kampala from next week, Kenya and Uganda said on "
        "Monday, eight years after the line was closed.\n"
        "Ugandan Transport Minister Grace Akello said that the trains would take 400 trucks a day off the "
        "road. “Our border was a queue; it becomes a station,” she said.\n"
        "The track was mended with a loan of 210 million dollars.",
    ),
)

#: The next day: the accord brings news, the quotas only the same once more, some of those quoted speak again elsewhere.
_NEXT_RAW: tuple[tuple[str, int, str, float, str], ...] = (
    (
        "cable",
        5,
        "Parliament in Lisbon stops vote on cable fleet over costs",
        3,
        "The Portuguese parliament has put off its vote on the undersea cable accord with Japan, because the budget "
        "committee found the repair fleet twice as expensive as announced.\n"
        "“I will not sign a bill whose last page is missing,” committee chairwoman Ines Quaresma said on Tuesday after "
        "a stormy session. Opposition parties demanded that Foreign Minister Teresa Valadares resign.\n"
        "The finance ministry now speaks of 640 million euros. A new date was not set, and the socialist group "
        "announced an inquiry into the shipyard contracts.",
    ),
    (
        "cable",
        1,
        "Cable fleet twice as dear as told: Lisbon puts off vote",
        2,
        "Portugal’s parliament will not vote on the cable accord with Japan this week: the repair fleet would cost "
        "640 million euros, the finance ministry admitted on Tuesday, twice what deputies had been told.\n"
        "Portuguese Foreign Minister Teresa Valadares refused to resign over the shipyard contracts. “I gave the "
        "number I was given, and I want to know who gave it,” she said in the chamber.\n"
        "The socialist group wants an inquiry. No new date for the vote was set.",
    ),
    (
        "fish",
        2,
        "Norway, Iceland freeze mackerel quotas",
        5,
        "Norway and Iceland will freeze their mackerel quotas for a year, the fisheries ministers agreed in Bergen "
        "after a night of talks.\n"
        "Scientists are to count the stock, which has moved north with warmer water. Icelandic boats had threatened to "
        "fish beyond their quota.",
    ),
    (
        "ferry",
        6,
        "Japan and South Korea bring back night ferry after nine years",
        6,
        "Japan and South Korea will bring back the night ferry between Fukuoka and Busan, nine years after it stopped, "
        "the two foreign ministries said on Tuesday.\n"
        "“Neighbours should be able to visit each other with a car and a child asleep in it,” Japanese Foreign "
        "Minister Kenji Morita said in Seoul.\n"
        "The first ship is to sail in May with room for 600 passengers. Harbour workers in Busan had asked for the "
        "line since the bridge project was buried.",
    ),
    (
        "ferry",
        0,
        "Night ferry between Fukuoka and Busan to sail again in May",
        5,
        "A ferry will again cross by night between Fukuoka and Busan from May, South Korea and Japan agreed on "
        "Tuesday in Seoul.\n"
        "South Korean Transport Minister Han Seo-yun called it a bridge that needs no pillars. “Ships forgive more "
        "than roads do,” she told reporters.\n"
        "The ship takes 600 passengers and 120 cars. The old line closed nine years ago for want of customers.",
    ),
    (
        "rescue",
        3,
        "Norway builds Arctic rescue harbour in Vardø",
        8,
        "Norway will build a rescue harbour in Vardø for cargo ships on the Arctic route, with two tugs and a "
        "helicopter on call all year.\n"
        "“Whoever opens a road has to sweep it,” Norwegian Fisheries Minister Ragnhild Solem said on Tuesday in "
        "Tromsø.\n"
        "The harbour costs 90 million euros and is to be ready in three years. Finland will send divers.",
    ),
    (
        "rescue",
        4,
        "Two tugs and a helicopter: Norway prepares for Arctic traffic",
        7,
        "Cargo ships in distress on the Arctic route will find help in Vardø: Norway puts two tugs and a rescue "
        "helicopter there, Fisheries Minister Ragnhild Solem announced in Tromsø on Tuesday.\n"
        "The government in Oslo expects the traffic to double once more. Divers come from Finland.",
    ),
    (
        "lithium",
        7,
        "Bolivia and Germany set terms for lithium plant",
        9,
        "Bolivia and Germany have set the terms for a lithium plant at the salt lake of Uyuni, of which Bolivia will "
        "hold 51 per cent, officials in La Paz said on Tuesday.\n"
        "“We sell batteries, not mud,” said Bolivian Foreign Minister Edgar Mamani.\n"
        "The plant is to employ 1,200 people. Villages at the lake demand that no well runs dry.",
    ),
)


def _reports(raw: tuple[tuple[str, int, str, float, str], ...]) -> tuple[Report, ...]:
    return tuple(
        Report(event, OUTLETS[outlet], title, tuple(text.split("\n")), hours)
        for event, outlet, title, hours, text in raw
    )


REPORTS, NEXT_DAY = _reports(_RAW), _reports(_NEXT_RAW)
