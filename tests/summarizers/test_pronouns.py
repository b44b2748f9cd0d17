"""Whom "he" and "she" mean: everybody competes, also those whom the article leaves without a name."""

from __future__ import annotations

import re

import pytest

from summarizers.pipeline import BriefOptions, brief
from summarizers.text.cleaning import read_text

#: So that no text is too short to be read as an article.
REST = (
    "\n\nThe border post was built forty years ago and has been painted twice since. Lorries wait there for a day in "
    "summer and for two days in winter."
)


def speaker(text: str, words: str) -> list[str]:
    """Who is named as the speaker of the quote that begins with some words."""
    made = brief(read_text(text + REST), BriefOptions(max_quotes=9))
    (quote,) = [q for q in made.quotes if made.article.text[q.start : q.end].lstrip('“"').startswith(words)]
    return [s.name for s in quote.speakers]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Defence Minister Ulla Brandt flew to Vilnius on Monday.\n\nA ministry spokeswoman said: “We will answer every "
            "letter that we get.”\n\nShe went on: “It takes a week, not a year.”",
            "It takes a week",
        ),
        (
            "Foreign Minister Pavel Horak met his Slovak counterpart in Brno.\n\nA Western diplomat said the mood was bad. He "
            "added: “They did not even finish the soup that was served.”",
            "They did not",
        ),
        (
            "President Ismet Kaya opened the bridge.\n\nOne of his guards was less cheerful. “I have stood here since four "
            "in the morning,” he told a reporter.",
            "I have stood",
        ),
        (
            "Prime Minister Teodor Vance is on his way to Lisbon. The head of the port authority said the ships were late. He "
            "said they would “come when the wind lets them”.",
            "come when",
        ),
        (
            "Chancellor Greta Lindholm praised the deal. A farmer from the valley did not. “Nobody asked us anything at all,” "
            "she said.",
            "Nobody asked",
        ),
        (
            "Interior Minister Juan Robledo spoke to the mayors.\n\nA survivor of the flood, in tears, interrupted him. “You "
            "came on Tuesday, the water came on Sunday,” she said.",
            "You came",
        ),
        (
            "Ambassador Otto Kranz left the hall. The interpreter stayed behind. He called the evening “the longest of my "
            "whole working life”.",
            "the longest",
        ),
        (
            "King Haakon Dahl was greeted by Prime Minister Ewa Nowicka. An aide to the prime minister said the talks had gone "
            "well. “There was cake, and there was no shouting,” he said.",
            "There was cake",
        ),
        (
            "Finance Minister Bruno Keller will resign. A person close to the party leadership said the decision had been made "
            "on Friday. “He had no friends left in the room,” he said.",
            "He had no friends",
        ),
        (
            "Trade Minister Aiko Mori and her Thai colleague signed the text. A senior official at the ministry said the last "
            "hour was hard. “We counted every single tin of fish,” she recalled.",
            "We counted",
        ),
    ],
)
def test_somebody_without_a_name_is_an_antecedent(text: str, words: str) -> None:
    """The words of a spokeswoman, a diplomat, a guard go to nobody who is named."""
    assert speaker(text, words) == []


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (
            "Foreign Minister Pavel Horak came late, with a Slovak diplomat. Horak said the road was icy. He added: “I would "
            "walk the last mile if I had to.”",
            "I would walk",
            "Pavel Horak",
        ),
        (
            "A ministry spokeswoman announced the visit on Monday. Defence Minister Ulla Brandt will lead it. “I go there to "
            "listen,” she told state radio.",
            "I go there",
            "Ulla Brandt",
        ),
        (
            "Interior Minister Juan Robledo met the guards of the palace. “You have the hardest job in this town,” he told them.",
            "You have the hardest",
            "Juan Robledo",
        ),
        (
            "“The port is open to everybody who pays,” Ambassador Otto Kranz said. “It was never closed to our friends,” he added.",
            "It was never closed",
            "Otto Kranz",
        ),
        (
            "President Ismet Kaya criticised Prime Minister Ewa Nowicka on Monday. She answered at once. “He should look at "
            "his own roads first,” she said.",
            "He should look",
            "Ewa Nowicka",
        ),
    ],
)
def test_the_one_who_was_named_last_still_speaks(text: str, words: str, name: str) -> None:
    """Look-alikes: somebody without a name stands near, and the named person is meant."""
    assert speaker(text, words) == [name]


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (
            "Energy Minister Andrea Colombo of Italy told the Greek minister, Nikos Laskaris, that he would come to Athens. “I "
            "want to see the harbour with my own eyes,” he said.",
            "I want to see",
            "Andrea Colombo",
        ),
        (
            "Senator Lindsay Hartman brokered the peace with Governor Ray Tolliver. Hartman said he was worried. “We were ahead "
            "by six points in May,” he said.",
            "We were ahead",
            "Lindsay Hartman",
        ),
        (
            "Foreign Ministry spokesperson Mei Guodong spoke in Beijing. “China opposes this,” Mei said. “We are willing to "
            "work with all sides,” he added.",
            "We are willing",
            "Mei Guodong",
        ),
    ],
)
def test_a_list_of_given_names_does_not_overrule_the_text(text: str, words: str, name: str) -> None:
    """Andrea, Lindsay and Mei may be men: "X said … he" beats the list."""
    assert speaker(text, words) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Health Minister Tamsi Orlokan opened the hearing. “I could not believe it,” Orlokan said.\n\nSenator Marcus Dellwani "
        "said the call was odd.\n\n“I had never heard such a thing,” she said.",
        "Envoy Keltu Vorbasi spoke first. “The port is closed,” Vorbasi said.\n\nJudge Peter Hulmeru said the order was "
        "void.\n\n“I had never heard such a thing,” she added.",
    ],
)
def test_nobody_is_meant_where_a_given_name_alone_speaks_against_the_one_who_spoke_last(text: str) -> None:
    """Somebody of unknown sex farther away is no better guess than a woman called Marcus."""
    assert speaker(text, "I had never heard") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Ambassador Ingrid Selmani met President Orlokan in the port. “I had never heard such a thing,” he told reporters.",
            "Orlokan",
        ),
        (
            "Deputy Minister Anna Vorbasi opened the hearing. “I was there,” Vorbasi said.\n\nSenator Marcus Dellwani said the "
            "call was odd.\n\n“I had never heard such a thing,” she said.",
            "Anna Vorbasi",
        ),
    ],
)
def test_a_given_name_decides_between_those_told_of_together(text: str, name: str) -> None:
    """Look-alikes: the other one stands in the same sentence, or is known to be of that sex."""
    assert speaker(text, "I had never heard") == [name]


def test_the_president_elect_with_a_name_is_nobody_else() -> None:
    """A title's "-elect" stands between it and the name."""
    text = (
        "Governor Rodrigo Salas spoke on Monday. “I regret it,” Salas said. The board will be led by the "
        "vice-president-elect, Elena Munoz, and two judges.\n\n“We will pay,” he said."
    )
    assert speaker(text, "We will pay") == ["Rodrigo Salas"]


def titles_of(text: str) -> dict[str, list[str]]:
    """The titles that stand alone, with the people they mean."""
    made = brief(read_text(text + REST))
    found: dict[str, list[str]] = {}
    for person in made.people:
        for reference in person.references:
            if reference.kind == "title":
                found.setdefault(made.article.text[reference.start : reference.end], []).append(person.name)
    return found


MAIN = (
    "President Ismet Kaya of Turkey flew to Baku on Monday. Kaya met soldiers, and Kaya met students. Kaya then wrote to "
    "President Nurlan Akhmetov of Kazakhstan. The letter was short. It was read out on the radio, once in the morning and once "
    "more at night, and it was printed by every newspaper of the capital on the following day, with a map of the new road and a "
    "list of the towns it will pass. Kaya went home. Late in the evening the president called it a good day."
)


def test_a_title_several_hold_means_the_one_the_text_is_about() -> None:
    """Named again and again, and nobody else near: "the president" is the main one."""
    assert titles_of(MAIN)["the president"] == ["Ismet Kaya"]


@pytest.mark.parametrize(
    "text",
    [
        MAIN.replace("Kaya went home.", "Akhmetov went home."),
        MAIN.replace("Kaya met soldiers, and Kaya met students. Kaya then", "He then").replace("Kaya went home. ", ""),
    ],
    ids=["another bearer is nearer", "nobody is named more often"],
)
def test_a_title_several_hold_means_nobody_where_it_is_not_clear(text: str) -> None:
    """A doubtful title is no reference."""
    assert "the president" not in titles_of(text)


def test_an_adviser_to_the_president_is_not_the_president() -> None:
    """Whom somebody serves is not what he is."""
    text = (
        "President Ismet Kaya flew to Baku. Emine Sezer, an adviser to the president, stayed at home. “It was snowing there,” the "
        "president said."
    )
    assert titles_of(text)["the president"] == ["Ismet Kaya"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Senators Ada Voss and Ivo Lund spoke in the port. “We paid,” they said.", ["Ada Voss", "Ivo Lund"]),
        ("Senators Ada Voss and Ivo Lund met. Their plan has a price. “We paid,” they said.", ["Ada Voss", "Ivo Lund"]),
        ("Senators Ada Voss and Ivo Lund met Karl Orm. Orm left with two guards. “We paid,” they said.", []),
        ("Senators Ada Voss and Ivo Lund spoke. Thousands of fans were there. “We paid,” they said.", []),
        ("Senators Ada Voss and Ivo Lund spoke. The nurses of the port heard it. “We paid,” they said.", []),
        ("Senators Ada Voss and Ivo Lund spoke. Men and women wept. “We paid,” they said.", []),
    ],
)
def test_they_are_those_named_together_unless_others_stand_nearer(text: str, names: list[str]) -> None:
    """People without names, and people named alone, are nearer."""
    assert speaker(text, "We paid") == names


def test_a_pronoun_is_no_surer_than_the_doubtful_one_it_hangs_on() -> None:
    """Whose interests they were is not known, so nor is who spoke German."""
    made = brief(
        read_text(
            "Hesko Vorn won the Lorimer Prize in 1910 and went to Bern, where he met Tivra Dumen, the head of the movement. He "
            "then turned to music. His tastes had changed.\n\nHe liked German and French." + REST
        ),
        BriefOptions(),
    )
    told = {(r.start, r.kind) for p in made.people for r in p.references if r.kind == "pronoun"}
    first, *later = sorted(m.start() for m in re.finditer(r"\b[Hh](?:e|is)\b", made.article.text))
    assert (first, "pronoun") not in told or all((k, "pronoun") in told for k in later)


LEDES = [
    ("The head of the port says he is “appalled” at the fire.\n\nPort Director Ana Reyes said on Monday that one ship sank.", ["Ana Reyes"]),
    ("The head of the port says he is “appalled” at the fire.\n\nMany ships sank, Port Director Ana Reyes said.", []),
    ("The head of the port says he is “appalled” at the fire.\n\nForeign Minister Ana Reyes met Ivo Lund on Monday.", []),
    ("The army's commander, Ivo Lund, was there. The head of the port says he is “appalled” at the fire.\n\nPort Director Ana Reyes said so.", []),
    ("The foreign minister has said the raid was “appalling” and costly.\n\nForeign Minister Ana Reyes also said two ships sank.", ["Ana Reyes"]),
    ("A foreign minister has said the raid was “appalling” and costly.\n\nForeign Minister Ana Reyes also said two ships sank.", []),
    ("The foreign minister has said the raid was “appalling” and costly.\n\nDefence Minister Ana Reyes also said two ships sank.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), LEDES)
def test_a_lede_leaves_the_name_to_the_next_paragraph(text: str, names: list[str]) -> None:
    """The one whom it opens with, who fits, and says something too; nobody else."""
    made = brief(read_text(text + REST), BriefOptions(max_quotes=9))
    (quote,) = [q for q in made.quotes if "appall" in made.article.text[q.start : q.end]]
    assert [s.name for s in quote.speakers] == names


DIPLOMATS = (
    "Secretary of State Alan Voss of the United States met Russian Foreign Minister Pavel Orlin in Bern on Monday. Two other "
    "diplomats of the town were there. "
)


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("“The road is open,” the chief U.S. diplomat wrote in a guest book.", ["Alan Voss"]),
        ("“The road is open,” said the top American diplomat.", ["Alan Voss"]),
        ("“The road is open,” Moscow's top diplomat said.", ["Pavel Orlin"]),
        ("“The road is open,” the Russian top diplomat added.", ["Pavel Orlin"]),
        ("“The road is open,” said Russia’s chief diplomat.", ["Pavel Orlin"]),
        ("“The road is open,” the top U.S. diplomat in Bern said.", []),
        ("“The road is open,” said the top Russian diplomat for the north.", []),
        ("“The road is open,” a top Russian diplomat said.", []),
        ("“The road is open,” the Swiss top diplomat said.", []),
        ("“The road is open,” a senior U.S. diplomat said.", []),
        ("“The road is open,” one of the top U.S. diplomats said.", []),
    ],
)
def test_the_top_diplomat_of_a_country_is_its_foreign_minister(sentence: str, names: list[str]) -> None:
    """Where one is named, and no post or place makes him somebody else."""
    assert speaker(DIPLOMATS + sentence, "The road is open") == names


def test_a_leader_is_whoever_leads_that_country() -> None:
    """ "The Kazakh leader" is its president."""
    text = "Kazakh President Nurlan Akhmetov met Turkish President Ismet Kaya in Baku. The Kazakh leader spoke first."
    assert titles_of(text).get("The Kazakh leader") == ["Nurlan Akhmetov"]


def test_an_official_without_a_name_is_nobody_who_is_named() -> None:
    """ "The senior official" hides somebody, and never means the official named before."""
    text = "Norwegian finance ministry official Lars Lund spoke in Oslo. “The list is long,” the senior Norwegian official said."
    assert titles_of(text) == {}
