"""What stands high in a digest: foreign affairs before the rest, and why it can be told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.digest.importance import StoryFacts as Facts
from bot.digest.importance import brings_no_news, features_of, home_of, office_weight, parts_of, weights
from bot.digest.lead import is_preview, lead_first
from bot.digest.subjects import has_shape, subject_counts
from summarizers.model import Official
from tests.digest.days import MORNING, morning, report

TALKS = report(
    "Ceasefire talks between Armenia and Azerbaijan resume in Tbilisi",
    """Armenia and Azerbaijan resumed ceasefire talks in Tbilisi on Monday, mediated by Georgia, after a week of shelling on the border.
“We are closer than we were in spring,” Armenian Foreign Minister Hayk Petrosyan said.""",
)
ROBBERY = report(
    "Police arrest teenager over robbery at petrol station in Leeds",
    """Police in Leeds arrested a teenager on Monday over an armed robbery at a petrol station.
Detective Joan Firth said the suspect had been charged and would stand trial in January.""",
)
PHONE = report(
    "New phone has a brighter screen and a bigger battery",
    """The new phone went on sale on Monday with a brighter screen, a bigger battery and three cameras.
Analysts expect the company to sell forty million devices this quarter.""",
)
CUP = report(
    "Striker scores twice as Porto reach cup final",
    """Porto reached the cup final on Monday with two goals of their new striker before 40,000 fans.
“The team played the best game of the season,” coach Rui Braga said.""",
)
CARS = report(
    "Two dead as car leaves motorway near Graz",
    """Two people died on Monday when their car left the motorway near Graz in heavy rain, firefighters said.
Rescuers needed three hours to free a third passenger.""",
)
PRIMARY = report(
    "Governor leads senator in Iowa poll before primary",
    """The governor leads the senator by four points in a poll of Republican voters in Iowa before the primary.
The candidate's campaign has spent nine million dollars on television.""",
)
BOMBING = report(
    "Suicide bomber kills 30 at mosque in Kandahar",
    """A suicide bomber killed 30 people at a mosque in Kandahar in southern Afghanistan on Monday, officials said.
Taliban fighters closed the roads into the city.""",
)
GUILD = report(
    "Film guild president Otto Brand remembered by stars",
    """Actors and directors remembered Otto Brand, president of the film guild of Austria, at a gala on Monday.
“He opened every door twice,” guild president Lena Moser said.""",
)
OFF = (ROBBERY, PHONE, CUP, CARS, PRIMARY, GUILD)


@pytest.mark.parametrize("story", [TALKS, BOMBING])
@pytest.mark.parametrize("other", OFF)
def test_foreign_affairs_come_first(story: object, other: object) -> None:
    """Talks between states and attacks stand above crime, gadgets, sport, accidents, campaigns and guilds."""
    edition = morning(other, story)  # type: ignore[arg-type]
    assert edition.stories[0].url == story.url  # type: ignore[attr-defined]


def test_it_can_be_said_why() -> None:
    """The parts of a story's weight make its importance, the weightiest first."""
    (entry,) = morning(TALKS).stories
    assert entry.importance == pytest.approx(sum(value for _, value in entry.parts))
    sizes = [abs(value) for _, value in entry.parts]
    assert sizes == sorted(sizes, reverse=True)
    assert "diplomacy" in dict(entry.parts)


def test_every_feature_has_a_weight() -> None:
    """And every weight a feature, so that a refit cannot drop one unseen."""
    facts = Facts(1, False, 0, False, MORNING)
    assert set(features_of([TALKS], facts, home_of([[TALKS]]))) == set(weights())
    assert parts_of(dict.fromkeys(weights(), 0.0)) == ()


@pytest.mark.parametrize(
    "headline",
    [
        "Five things to know about the budget",
        "7 takeaways from the summit in Lima",
        "Why Hungary blocks the loan",
        "How a night of terror unfolded in Lyon",
        "The Latest: Talks enter third day",
        "Live updates: vote in Peru",
        "Opinion: The treaty nobody wanted",
        "Ten years after the flood, Pakistan still builds",
        "Press review: what the papers say",
        "Week in pictures",
        "What did the minister know?",
        "Strike highlights rift between Rome and Paris",
    ],
)
def test_no_news_by_headline(headline: str) -> None:
    """Round-ups, lists, explainers, opinions, running texts, looks back and analyses are told from news."""
    assert brings_no_news(replace(TALKS, title=headline))


@pytest.mark.parametrize(
    "headline",
    [
        "WHO says outbreak in Congo is over",
        "Pope meets patriarch nearly 1,000 years after split",
        "Airport evacuated a day after bombings in Lyon",
        "Seven soldiers killed in ambush in Mali",
        "Japan and Portugal sign accord on undersea cables",
        "Iran's latest missile test condemned by France",
        "Explosion near embassy in Ankara injures 5 people",
        "Minister explains budget to parliament",
        "Sudan expels UN envoy",
        "US lifts sanctions on Myanmar after 20 years",
    ],
)
def test_news_by_headline(headline: str) -> None:
    """And news from those."""
    assert not brings_no_news(replace(TALKS, title=headline))


@pytest.mark.parametrize(
    ("headline", "is_one"),
    [
        ("Iran to free four prisoners", True),
        ("Sanctions on Mali to be lifted", True),
        ("Foreign ministers to discuss Sudan in Cairo", True),
        ("Leaders arrive in Rome ahead of summit", True),
        ("Plane with freed prisoners has left Tehran", False),
        ("Sanctions on Mali lifted", False),
        ("Foreign ministers discuss Sudan in Cairo", False),
        ("Macron travels to Chad", False),
        ("Troops move to the border", False),
    ],
)
def test_previews_by_headline(headline: str, is_one: bool) -> None:
    """What is to come is told from what was done."""
    assert has_shape(headline, "preview") is is_one


def test_a_preview_by_its_first_sentence() -> None:
    """Where the headline does not say, the first verb does; a verb of something done before it decides otherwise."""
    coming = report(
        "Lisbon signing for cable accord", "Japan and Portugal will sign an accord on cables in Lisbon on Friday."
    )
    done = report(
        "Cable accord in Lisbon", "Japan and Portugal signed an accord on cables, which will be ratified in May."
    )
    assert is_preview(coming)
    assert not is_preview(done)


def test_words_count_by_their_stems() -> None:
    """Plurals and phrases are found, parts of words and of phrases are not."""
    assert subject_counts("Ambassadors discussed cease-fires and sanctions")["diplomacy"] == 3
    assert subject_counts("The state of the department store")["diplomacy"] == 0
    assert subject_counts("U.N. envoy")["diplomacy"] == 2
    assert subject_counts("") == {}


def test_home_news_sinks_only_where_there_is_a_home() -> None:
    """A country that most of a day's stories are about weighs less; one large event does not make its country home."""
    home = home_of([[report(f"Story {n}", f"Canada did thing number {n} in Ottawa.")] for n in range(8)] + [[TALKS]])
    assert home.is_abroad("Canada") < 0.4
    assert home.is_abroad("Armenia") > 0.9
    large = [report(f"Kandahar {n}", BOMBING.brief.article.text) for n in range(8)]  # type: ignore[union-attr]
    assert home_of([large, *([story] for story in OFF)]).is_abroad("Afghanistan") > 0.9


@pytest.mark.parametrize(
    ("text", "official", "weighs"),
    [
        ("Chilean President Otto Brand spoke.", ("President", "Chile", None, "text"), True),
        ("Otto Brand, president of Chile, spoke.", ("President", "Chile", None, "text"), True),
        ("President Otto Brand of the guild spoke in a hall that the mayor had lent it. " + "It rained. " * 20 + "Chile won.",
         ("President", "Chile", None, "text"), False),
        ("Otto Brand, president of Andes Telecom, spoke.", ("President", "Chile", "Andes Telecom", "text"), False),
        ("Otto Brand spoke.", ("President", "Chile", None, "directory"), True),
        ("Otto Brand spoke.", ("President", None, None, "text"), False),
        ("Otto Brand spoke.", ("Foreign Minister", "Chile", None, "text"), True),
        ("Otto Brand spoke.", ("Secretary-General", None, "United Nations", "text"), True),
        ("Otto Brand, secretary of the club.", ("Secretary", "Chile", None, "text"), False),
    ],
)  # fmt: skip
def test_presidents_of_guilds_weigh_little(
    text: str, official: tuple[str, str | None, str | None, str], weighs: bool
) -> None:
    """An office others have too counts as a state's where the directory or the text says so."""
    made = report("News", text).brief
    assert made is not None
    office, country, organisation, source = official
    who = Official("Otto Brand", office, country, organisation, "current", source, 2, True)  # type: ignore[arg-type]
    assert (office_weight(who, made) > 0.5) is weighs
    assert office_weight(replace(who, status="former"), made) == 0.0


# -- the lead --------------------------------------------------------------------------------------------------------


def test_news_leads_over_what_explains_it() -> None:
    """Also where the explainer is closest to the story's centre, which comes first."""
    explainer = replace(BOMBING, title="Why Kandahar is bombed again", url="https://a.example/1")
    assert lead_first([explainer, BOMBING])[0] is BOMBING


def test_the_later_state_leads() -> None:
    """What is done before what was to come; of two reports the one of the evening before that of the morning."""
    to_come = report("Ethiopia to free six pilots", "Ethiopia will free six pilots.", hours=15)
    done = report("Freed pilots leave Addis Ababa", "Six pilots left Addis Ababa.", hours=3)
    assert lead_first([to_come, done])[0] is done
    early = report("Gunfire heard in Lomé", "Gunfire was heard in Lomé.", hours=20)
    late = report("Army says Lomé is quiet again", "Lomé is quiet again.", hours=2)
    assert lead_first([early, late])[0] is late
    assert lead_first([late, early])[0] is late


def test_an_article_that_was_read_leads() -> None:
    """Over one that stands there by its headline, whatever else speaks for that."""
    unread = replace(TALKS, brief=None, url="https://walled.example/1")
    assert lead_first([unread, TALKS])[0] is TALKS
    assert lead_first([unread])[0] is unread
