"""Whole days: a quiet one, one of one large event; interests, quotes and speakers on them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.digest.days import morning, report
from tests.digest.test_importance import CARS, CUP, PHONE, ROBBERY, TALKS

BLASTS = report(
    "Blasts at Riga airport kill at least 26",
    """Two explosions tore through the departure hall of Riga airport on Monday and killed at least 26 people, Latvian police said.
“This is an attack on all of us, and we will find who planned it,” Latvian Prime Minister Andris Kalnins said in a televised address.
Trains to Lithuania and Estonia were stopped, and NATO ambassadors met in Brussels.
The first explosion came at 6.40 beside the desks for flights to Oslo, the second eleven minutes later at the taxi rank, police said.
Hospitals in the city asked for blood, and the airport will stay closed until Thursday at least, its manager told reporters.
“There were two bombs, and we do not think that there is a third,” police chief Rihards Berzins said on Monday evening in Riga.
A woman who sold coffee in the hall said her cups had jumped from the shelf.""",
)
TOLL = report(
    "Latvia mourns 26 dead of airport attack, three arrested",
    """Latvian police arrested three men on Monday night over the explosions that killed 26 people at Riga airport.
President Ilze Ozola declared three days of mourning.
“We bow before the dead,” Ozola said at the airport.""",
    "northpost.example",
    hours=2,
)
BORDER = report(
    "Estonia and Lithuania close borders with Latvia after airport blasts",
    """Estonia and Lithuania closed their borders with Latvia to travellers on Monday evening after the blasts at Riga airport.
“The measure is for three days,” Estonian Interior Minister Mart Saar said in Tallinn.""",
    "eastern-herald.example",
    hours=3,
)
WITNESS = report(
    "‘My cups jumped from the shelf’: how the Riga airport blasts felt",
    """The coffee seller at Riga airport counted her cups after the blasts. There were eleven, and each had a crack.
She had opened at five, as on every day, and sold two teas.""",
    "capital-brief.example",
)
ROUNDUP = report(
    "Five things you need to know this Tuesday",
    """Blasts kill 26 at Riga airport in Latvia, and Estonia and Lithuania close borders. Armenia and Azerbaijan talk in Tbilisi.
Also: a storm in Denmark, a vote in Peru, sanctions on Myanmar, and the president of Chile on a horse.""",
    "daybreak.example",
)


def test_a_quiet_day_is_short() -> None:
    """What there is comes in order, nothing is made up, and a day without articles is quiet."""
    edition = morning(CUP, TALKS)
    assert [entry.title for entry in edition.stories] == [TALKS.title, CUP.title]
    assert edition.left_out == () and not edition.is_quiet
    assert morning().is_quiet


def test_a_day_of_one_large_event() -> None:
    """The event leads as news, other stories of it and of elsewhere follow, and no round-up or colour piece stands above them."""
    edition = morning(ROUNDUP, WITNESS, BLASTS, TOLL, BORDER, TALKS, CUP, CARS, PHONE, ROBBERY)
    first = edition.stories[0]
    assert first.title in {BLASTS.title, TOLL.title}
    above = [entry.title for entry in edition.stories]
    assert TALKS.title in above
    assert ROUNDUP.title not in above[:2]
    leads = {entry.title for entry in (*edition.stories, *edition.rest)}
    assert WITNESS.title not in leads or above.index(TALKS.title) < 3


def test_the_quote_is_of_who_acts() -> None:
    """The prime minister's on the attack, or who leads the search; never the coffee seller's."""
    (entry,) = morning(BLASTS).stories
    assert entry.quote is not None
    assert entry.quote.speakers[0].name in {"Andris Kalnins", "Rihards Berzins"}


def test_one_person_has_one_name() -> None:
    """Under whatever names outlets call them, and people without an office did not speak as officials."""
    other = report(
        "Latvian leader promises answers after blasts at Riga airport",
        """Prime Minister Andris Juris Kalnins promised answers after the two explosions at Riga airport that killed 26 people.
“We will find who planned it,” Prime Minister Andris Juris Kalnins said. Police in Latvia look for a grey van.
“I saw nothing,” taxi driver Juris Ozols said.""",
        "northpost.example",
    )
    spoke = morning(BLASTS, other).spoke
    assert len([s for s in spoke if s.name.endswith("Kalnins")]) == 1
    assert all(s.office for s in spoke)


@pytest.mark.parametrize(
    ("text", "follows"),
    [
        ("Foreign Minister Ana Reyes of Spain opened the fair on Monday.\nIt has nine halls.", True),
        ("Like Ana Reyes, the tailor likes grey wool.\nHis shop in Madrid has nine tables and a cat.", False),
        ("The tailor likes grey wool.\nHis shop in Madrid has nine tables and a cat that sleeps on them.\nHe learned the craft in Lisbon "
         "from his uncle, who made uniforms for the navy for thirty years.\nA coat for Ana Reyes hangs there.", False),
        ("The fair opened.\nIt has nine halls.\n“We sell ships,” Ana Reyes said.", True),
    ],
)  # fmt: skip
def test_a_passing_mention_is_not_what_is_followed(text: str, follows: bool) -> None:
    """Who acts, speaks or stands in the lede is; who is compared with or named once is not."""
    edition = morning(report("A fair in Madrid", text), interests=("Ana Reyes",))
    assert (edition.stories[0].interests == ("Ana Reyes",)) is follows


def test_followed_stories_come_first() -> None:
    """Before what is more important."""
    edition = morning(BLASTS, TALKS, CUP, interests=("Porto",))
    assert edition.stories[0].title == CUP.title


def test_two_pages_with_one_notice_are_no_story() -> None:
    """Pages that hold the same text, which says nothing of their headlines, stand by these alone."""
    notice = "We noticed that you use an ad blocker. Please switch it off to go on reading, or sign in. Thank you for your support."
    one = report("Kenya expels two diplomats of Sudan", notice, "walled.example")
    two = report("Peru elects a new president", notice, "walled.example")
    edition = morning(one, two)
    assert [entry.articles for entry in edition.stories] == [1, 1]
    assert all(notice[:30] not in " ".join(entry.sentences) for entry in edition.stories)
    assert {entry.basis for entry in edition.stories} == {"headline"}
    # The same report under two headlines stays what it is.
    same = replace(BLASTS, url="https://courier.example/2", title="At least 26 dead as blasts hit Riga airport")
    assert {entry.basis for entry in morning(BLASTS, same).stories} == {"brief"}
