"""Telling again: what was told stays away, what has moved on comes back, and only what was told is an update."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.digest.edition import Edition
from tests.digest.days import MORNING, morning, report, yesterday

DAY_BEFORE = (MORNING - dt.timedelta(days=1)).date()

PREVIEW = report(
    "Norway and Chile to sign fisheries treaty in Oslo on Tuesday",
    """Norway and Chile will sign a treaty on fisheries research in the Southern Ocean in Oslo on Tuesday, the Norwegian foreign ministry said.
The treaty sets up a joint fleet of three ships and a laboratory in Punta Arenas, and shares the catch of krill between both countries.
“This treaty ends a quarrel of eleven years,” Chilean Foreign Minister Ignacio Vidal told reporters in Santiago.
Fishing unions in Bergen have asked for compensation of forty million euros.""",
    days=1,
)
SIGNED = report(
    "Norway and Chile sign fisheries treaty in Oslo",
    """Norway and Chile signed a treaty on fisheries research in the Southern Ocean in Oslo on Tuesday.
The treaty sets up a joint fleet of three ships and a laboratory in Punta Arenas, and shares the catch of krill between both countries.
“This treaty ends a quarrel of eleven years,” Chilean Foreign Minister Ignacio Vidal said at the ceremony.
Fishing unions in Bergen have asked for compensation of forty million euros.""",
    "northpost.example",
)
SEIZED = report(
    "Gunmen seize cargo ship with crew of 21 off Oman",
    """Gunmen boarded a cargo ship off the coast of Oman on Monday and took its crew of 21 hostage, the Omani coast guard said.
The ship, the Vega Star, was carrying grain from Romania to Kenya when it was attacked forty miles from Salalah.
“We have sent two patrol boats and ask all vessels to keep away,” said Omani Foreign Minister Salim al-Harthy.
No group claimed the attack.""",
    days=1,
)
FREED = report(
    "Six sailors of seized ship reach Salalah as talks begin with gunmen",
    """Six sailors from the Vega Star, the cargo ship gunmen hold off Oman, were put ashore in Salalah on Tuesday after a Kenyan mediator reached the hijackers by radio.
Doctors at the port hospital treated two of them for burns; the other fifteen remain on board, and the hijackers demand the release of relatives jailed in Nairobi.
“They let the sick go, which is a beginning,” mediator Grace Wanjiru said.
Insurers advised shipowners to route around the Arabian Sea.""",
    "northpost.example",
)
SAME_WORDS = report(
    "Cargo ship with crew of 21 seized by gunmen off Oman",
    """Gunmen boarded a cargo ship off the coast of Oman and took its crew of 21 hostage, the Omani coast guard said on Monday.
The ship, the Vega Star, was attacked forty miles from Salalah, carrying grain from Romania to Kenya.
“We have sent two patrol boats and ask all vessels to keep away,” Foreign Minister Salim al-Harthy said.
No group claimed the attack.""",
    "northpost.example",
)
CORRECTION = report(
    "Correction: crew of ship seized by gunmen off Oman is 12, not 21",
    """Gunmen who boarded a cargo ship off the coast of Oman on Monday took a crew of 12 hostage, the Omani coast guard said, correcting the figure of 21 it gave before.
The ship, the Vega Star, was attacked forty miles from Salalah, carrying grain from Romania to Kenya.
No group claimed the attack.""",
    "northpost.example",
)
EXPLAINED = report(
    "Why gunmen seize cargo ships off Oman: the Vega Star and its crew",
    """Piracy off Oman has a long history, and the seizure of the cargo ship Vega Star with its crew of 21 shows why gunmen still go to sea.
Salalah lies where the lanes from Romania and Kenya cross, and grain ships are slow and low in the water.
Patrol boats are few, said a retired captain of the coast guard, and the hostage trade pays better than fishing.""",
    "eastern-herald.example",
)
LOOKED_BACK = report(
    "A week after gunmen seized cargo ship off Oman, families wait",
    """A week after gunmen boarded the cargo ship Vega Star off Oman and took its crew of 21 hostage, the families in Constanta wait.
In the kitchen of Elena Pop the radio is never switched off, and neighbours bring soup in the evening.
Salalah is a word she had never heard before, and now it is the first thing she says.""",
    "eastern-herald.example",
)
OTHER = report(
    "Bolivia and Germany agree terms of lithium plant",
    """Bolivia and Germany agreed on Monday on the terms of a lithium plant at the salt lake of Uyuni, of which Bolivia will hold 51 per cent.
The plant is to employ 1,200 people, and villages at the lake demand that no well runs dry.""",
    "capital-brief.example",
)


def titles(edition: Edition) -> list[str]:
    """Headlines of what is told."""
    return [entry.title for entry in (*edition.stories, *edition.rest)]


def test_the_event_comes_after_its_preview() -> None:
    """What was told as to come is told as done, though the words are the same, and is an update."""
    (entry,) = morning(SIGNED, told=yesterday(PREVIEW)).stories
    assert (entry.title, entry.told_before) == (SIGNED.title, DAY_BEFORE)


def test_a_preview_told_again_is_left_out() -> None:
    """Another outlet that announces the same brings nothing."""
    again = report(
        "Chile and Norway to sign treaty on fisheries in Oslo",
        PREVIEW.brief.article.text.replace("the Norwegian foreign ministry said", "officials said")  # type: ignore[union-attr]
        .replace("\n\n", "\n"),
        "northpost.example",
    )  # fmt: skip
    edition = morning(again, told=yesterday(PREVIEW))
    assert titles(edition) == []
    assert [(story.why, story.told_before) for story in edition.left_out] == [("told", DAY_BEFORE)]


def test_the_event_is_told_once() -> None:
    """A preview told two days ago does not bring the event back that was told yesterday."""
    first = yesterday(PREVIEW)
    second = yesterday(SIGNED)
    edition = morning(SIGNED, told=(*second, *(t for t in first)))
    assert titles(edition) == []


def test_a_follow_up_is_an_update() -> None:
    """A turn of a told story, with the day it was told."""
    (entry,) = morning(FREED, told=yesterday(SEIZED)).stories
    assert entry.told_before == DAY_BEFORE


def test_the_same_words_stay_away() -> None:
    """Another outlet's words on the same are left out, with why."""
    edition = morning(SAME_WORDS, OTHER, told=yesterday(SEIZED))
    assert titles(edition) == [OTHER.title]
    assert [(story.title, story.why) for story in edition.left_out] == [(SAME_WORDS.title, "told")]
    assert edition.repeated == 1


def test_a_correction_is_told() -> None:
    """Though nearly all its words were told."""
    (entry,) = morning(CORRECTION, told=yesterday(SEIZED)).stories
    assert entry.told_before == DAY_BEFORE


@pytest.mark.parametrize("piece", [EXPLAINED, LOOKED_BACK])
def test_background_on_a_told_story_is_no_update(piece: object) -> None:
    """What explains a told story or looks back on it is left out; where nothing was told of it, it is told unmarked."""
    edition = morning(piece, told=yesterday(SEIZED))  # type: ignore[arg-type]
    assert titles(edition) == []
    assert [story.why for story in edition.left_out] == ["background"]
    (entry,) = morning(piece).stories  # type: ignore[arg-type]
    assert entry.told_before is None


def test_an_anniversary_of_another_event_is_no_update() -> None:
    """A piece on an event of years ago shares words with what was told; it is a story of its own or none, never an update."""
    piece = report(
        "Ten years after ship was seized off Oman, sailors remember",
        """Ten years after gunmen seized the tanker Morning Glory off Oman, three of its sailors met in Mumbai on Tuesday to remember.
Captain Ravi Menon, now 68, kept the log of the 143 days they were held in the hills above the coast.
A school in his village bears the name of the cook, who did not come back.""",
        "eastern-herald.example",
    )
    edition = morning(piece, told=yesterday(SEIZED))
    assert all(entry.told_before is None for entry in (*edition.stories, *edition.rest))


@pytest.mark.parametrize("interest", ["Oman", "Salim al-Harthy"])
def test_what_is_followed_is_never_left_out(interest: str) -> None:
    """A followed story comes though nothing is new, and does not claim to be an update."""
    (entry,) = morning(SAME_WORDS, told=yesterday(SEIZED), interests=(interest,)).stories
    assert (entry.interests, entry.told_before) == ((interest,), None)


def test_what_was_only_named_is_no_update() -> None:
    """A story whose headline alone was told yesterday is told in full today, unmarked, and not named once more."""
    named = yesterday(OTHER, SEIZED, stories=1)
    assert [told.in_full for told in named] == [True, False]
    lesser, seized = (OTHER, SAME_WORDS) if named[0].title == OTHER.title else (SEIZED, OTHER)
    (entry,) = morning(seized, told=named).stories
    assert entry.told_before is None
    more = morning(seized, FREED if seized is OTHER else SIGNED, told=named, stories=1)
    assert seized.title not in [entry.title for entry in more.rest]
    assert lesser.title not in titles(more)


def test_a_second_day() -> None:
    """Told, moved on, new and repeated stories of one morning, each treated as it should be."""
    told = yesterday(PREVIEW, SEIZED, OTHER)
    repeated = report(
        "Terms of lithium plant agreed by Bolivia and Germany",
        "\n".join(OTHER.brief.article.text.split("\n\n")),  # type: ignore[union-attr]
        "northpost.example",
    )
    new = report(
        "Kenya expels two diplomats of Sudan over weapons flights",
        """Kenya expelled two diplomats of Sudan on Tuesday over flights that carried weapons through Mombasa.
“Our airports are no depots,” Kenyan Foreign Minister Amina Otieno said.
Sudan called the expulsion baseless and recalled its ambassador.""",
    )
    edition = morning(SIGNED, FREED, repeated, new, told=told)
    marks = {entry.title: entry.told_before for entry in edition.stories}
    assert marks == {SIGNED.title: DAY_BEFORE, FREED.title: DAY_BEFORE, new.title: None}
    assert [story.title for story in edition.left_out] == [repeated.title]


#: Two reports of following days, and what becomes of the second: "update", "story" (told unmarked) or "told" (left out).
TURNS: dict[str, tuple[tuple[str, str], tuple[str, str], str]] = {
    "a vote that was due": (
        ("Turkey's parliament votes on Sweden's NATO bid on Thursday",
         "Turkey's parliament votes on Thursday on Sweden's bid to join NATO, the speaker said, ending a delay of a year.\n"
         "The ruling party holds a majority and is expected to approve the protocol.\n“We will do what we promised,” Speaker Kemal Aydin said."),
        ("Turkey's parliament approves Sweden's NATO bid",
         "Turkey's parliament approved Sweden's bid to join NATO, ending a delay of a year.\n"
         "The protocol passed after a debate of four hours.\n“We did what we promised,” Speaker Kemal Aydin said."),
        "update",
    ),
    "a deal that was near": (
        ("Kenya and lenders near deal in Nairobi",
         "Kenya and its lenders are close to a deal on two billion dollars and may announce it on Tuesday.\nFinance Minister Peter Ouma "
         "has promised to cut fuel subsidies, and the lenders will visit Mombasa."),
        ("Kenya and lenders announce deal on two billion dollars",
         "Kenya and its lenders announced a deal on two billion dollars on Tuesday.\nFinance Minister Peter Ouma has promised to cut fuel "
         "subsidies, and the lenders visited Mombasa."),
        "update",
    ),
    "a toll that rises": (
        ("Ferry with 300 aboard sinks off Sulawesi",
         "A ferry with some 300 people aboard sank in a storm off the Indonesian island of Sulawesi on Sunday, the rescue agency said.\n"
         "Fishing boats pulled 48 people from the water. The ferry had left Kendari for Baubau at noon."),
        ("Death toll of ferry off Sulawesi rises to 87",
         "Divers have recovered 87 bodies from the ferry that sank off Sulawesi on Sunday, Indonesia's rescue agency said on Monday.\n"
         "The ferry had left Kendari for Baubau with some 300 people aboard."),
        "update",
    ),
    "a denial": (
        ("Envoy: Iran agrees to inspectors at Fordow",
         "Iran has agreed to admit inspectors to its Fordow plant, the envoy of the atomic agency said on Sunday in Vienna.\n"
         "The visit is to take place within two weeks."),
        ("Iran denies it agreed to inspectors at Fordow",
         "Iran denied on Monday that it has agreed to admit inspectors to its plant at Fordow.\n"
         "“There is no such agreement,” Foreign Minister Hossein Karimi said in Tehran."),
        "update",
    ),
    "an admission": (
        ("Army says 40 rebels killed in raid in Mali",
         "Mali's army said on Sunday that its soldiers killed 40 rebels in a raid on a camp near Kidal.\nFrench drones took part in the raid."),
        ("Mali's army admits those killed in Kidal raid were wedding guests",
         "Mali's army admitted on Monday that the 40 people its soldiers killed near Kidal were guests of a wedding, not rebels.\n"
         "It withdrew its statement of Sunday."),
        "update",
    ),
    "another attack in the same town": (
        ("Suicide bomber kills 12 in Kabul mosque",
         "A suicide bomber killed 12 people at a mosque in Kabul on Sunday, police said.\nIslamic State claimed the attack."),
        ("Bomb kills five at Kabul market",
         "A bomb in a parked car killed five people at a market in Kabul on Monday, police said.\nNobody claimed the attack at first."),
        "story",
    ),
    "a memorial day": (
        ("Earthquake of magnitude 7 shakes western Turkey",
         "An earthquake of magnitude 7.0 shook western Turkey on Sunday and killed at least 12 people in Izmir, officials said.\n"
         "Rescuers searched three collapsed buildings."),
        ("Turkey marks third anniversary of earthquake that killed 50,000",
         "Turkey marked the third anniversary on Monday of the earthquake that killed more than 50,000 people in the south of the country.\n"
         "In Antakya thousands fell silent at 4.17 in the morning."),
        "story",
    ),
    "other words for the same": (
        ("EU imposes tariffs on Chinese electric cars",
         "The European Union imposed tariffs of up to 38 percent on Chinese electric cars on Sunday after talks with Beijing failed.\n"
         "Carmakers in Germany had warned of retaliation."),
        ("Brussels hits Chinese electric cars with tariffs of up to 38%",
         "Tariffs of up to 38 percent on Chinese electric cars were imposed by the European Union on Sunday after talks with Beijing failed.\n"
         "Germany's carmakers had warned of retaliation."),
        "told",
    ),
    "the same the other way round": (
        ("Sweden expels three Iranian diplomats",
         "Sweden expelled three Iranian diplomats on Sunday over a plot against dissidents in Malmo, Foreign Minister Karin Lund said.\n"
         "The three must leave within 48 hours. Iran's ambassador was summoned."),
        ("Three diplomats of Iran must leave Sweden",
         "Three Iranian diplomats must leave Sweden within 48 hours over a plot against dissidents in Malmo, Foreign Minister Karin Lund "
         "said on Sunday.\nShe summoned Iran's ambassador."),
        "told",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TURNS)
def test_the_day_after(name: str) -> None:
    """What of two reports on following days is an update, a story of its own, or nothing new."""
    (title, text), (later, more), expected = TURNS[name]
    edition = morning(report(later, more, "northpost.example"), told=yesterday(report(title, text, days=1)))
    told = [*edition.stories, *edition.rest]
    assert ("told" if not told else "update" if told[0].told_before else "story") == expected
