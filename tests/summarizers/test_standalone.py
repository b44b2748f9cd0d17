"""The rules that say whether a sentence stands: for each a sentence it decides and one that looks alike."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from summarizers.analysis import ATTRIBUTION, DOCUMENT, QUOTED, analyse
from summarizers.coreference import back_references, definite_phrases, openings, standalone
from summarizers.coreference.antecedents import Antecedents
from summarizers.coreference.rules import HANGS, STANDS, Rule, Verdict, decide
from summarizers.coreference.standalone import Standing, judge
from summarizers.text import cleaning

TABLES = (
    standalone.RULES,
    standalone.WORDINGS,
    openings.RULES,
    back_references.PERSON_RULES,
    back_references.PLURAL_RULES,
    back_references.THING_RULES,
    definite_phrases.TITLE_RULES,
    definite_phrases.RULES,
    definite_phrases.DEMONSTRATIVE_RULES,
    definite_phrases.FIRST_PERSON_RULES,
)
#: The one verdict that is no rule of a table: a quote opens the sentence.
QUOTED_OPENING = "quote points back"


@dataclass(frozen=True)
class Case:
    """A rule and two texts whose last sentences are judged."""

    #: Name of the rule.
    rule: str
    #: A text in whose last sentence it decides.
    decides: str
    #: One in which it does not.
    look_alike: str
    #: Headline of the first.
    title: str | None = None


CASES = (
    Case("bare speech", "Norway paid. “It will cost us.”", "Norway paid. “It will cost us,” Karl Stern said."),
    Case(
        "endless", "Norway paid. " + "Oslo, " * 160 + "and Bern pay.", "Norway paid. " + "Oslo, " * 20 + "and Bern pay."
    ),
    Case(
        "furniture",
        "Norway paid. Germany did not respond to a request for comment.",
        "Norway paid. Germany did not pay for the ships of Norway.",
    ),
    Case(
        "goes on with a quote",
        "Norway said: “Our navy sails on Monday. Germany sails on Friday,” and left.",
        "Norway said: “Our navy sails on Monday.” Germany sails on Friday, and left.",
    ),
    Case("no words", "Norway paid.\n\n+ + +", "Norway paid.\n\nOslo + +"),
    Case(
        "small talk",
        "HOST: Norway pays for the ships that sail from Oslo in the spring of next year. GUEST: Norway pays.\n\nHOST: Norway pays for the ships.\n\nSorry, Norway is late.",
        "Norway pays for the ships. Sorry, Norway is late.",
    ),
    Case("first sentence", "Meanwhile, Norway paid.", "Norway paid. Meanwhile, Germany paid."),
    Case(
        "announces what follows",
        "Norway paid. The Senate of Kenya resolves to:",
        "Norway paid. The Senate of Kenya resolves nothing.",
    ),
    Case(
        "was announced",
        "Norway paid. The Senate of Kenya resolves to:\n\nObserve a minute of silence.",
        "Norway paid. The Senate of Kenya resolves to:\n\nKenya was silent.",
    ),
    Case("question", "Norway paid. Who pays for Germany?", "Norway paid. “Who pays for Germany?” asked Karl Stern."),
    Case(
        "fragment",
        "Norway paid. Rooted in what both sides signed in the spring.",
        "Norway paid. Rooted in history, Germany keeps the ferry.",
    ),
    Case("points back inside", "Norway paid. Germany won the same day.", "Norway paid. Germany won the same prize."),
    Case("also", "Norway paid. Germany also closed its airspace.", "Norway paid. Germany closed its airspace."),
    Case(
        "too many brackets",
        "Senator Dana Holt met Secretary of State Adam Hale and Ambassador Luke Orton in Oslo. The senator told the ambassador about the secretary.",
        "Senator Dana Holt met Secretary of State Adam Hale and Ambassador Luke Orton in Oslo. The senator told the ambassador about Oslo.",
    ),
    Case(
        "quote points back",
        "Norway paid. “This is ours,” said Karl Stern of Germany.",
        "Norway paid. “Norway is ours,” said Karl Stern of Germany.",
    ),
    Case(
        "connective",
        "Norway paid. Meanwhile, Germany closed its airspace.",
        "Norway paid. Earlier this week, Germany closed its airspace.",
    ),
    Case("date", "Norway paid. This week Germany votes.", "Norway paid. This vote surprised Germany."),
    Case("example", "Norway paid. Such as it is, Germany signed.", "Norway paid. Such luck helped Germany."),
    Case(
        "those who",
        "Norway paid. Those who fled to Norway have found work.",
        "Norway paid. Those have found work in Oslo.",
    ),
    Case(
        "another, named",
        "Norway paid. Another minister, Karl Stern, resigned.",
        "Norway paid. Another minister resigned.",
    ),
    Case(
        "both men",
        "Adam Hale and Luke Orton met in Oslo. Both men left early.",
        "Adam Hale met reporters in Oslo. Both men left early.",
    ),
    Case("both … and …", "Norway paid. Both Norway and Germany have ships.", "Norway paid. Both have ships in Oslo."),
    Case("pointing word", "Norway paid. This surprised Germany.", "Norway paid. The sum surprised Germany."),
    Case(
        "author’s I",
        "Norway is a friend of the United States and pays for ships. I signed an order on Monday.",
        "Norway is a friend and pays for ships. I signed an order on Monday.",
        title="Statement from President Adam Hale on Norway",
    ),
    Case("first person", "Norway paid. We will wait for Germany.", "Norway paid. US officials will wait for Germany."),
    Case("bare quantity", "Norway paid. Two were wounded in Oslo.", "Norway paid. Three cables were cut in Oslo."),
    Case(
        "somebody in the sentence",
        "Norway paid. A man said he fled from Oslo.",
        "Norway paid. The bank said he fled from Oslo.",
    ),
    Case(
        "named behind",
        "Norway paid. In his speech, Karl Stern promised help.",
        "Norway paid. In his speech, nobody promised help.",
    ),
    Case("unknown name before", "Norway paid. Zorblat says he won.", "Norway paid. Today he won."),
    Case(
        "one certain person",
        "Foreign Minister Elena Marlow arrived in Oslo. She met three bankers.",
        "Norway paid. She met three bankers.",
    ),
    Case(
        "person without a name",
        "Norway paid. A gunman fired twice. He was arrested at once.",
        "Norway paid. Norway fired twice. He was arrested at once.",
    ),
    Case("he at the head", "Norway paid. He declined to comment.", "Karl Stern arrived. He declined to comment."),
    Case(
        "he further on",
        "Norway paid. A bank paid him in Oslo.",
        "Norway paid. The man said the bank paid him in Oslo.",
    ),
    Case(
        "several in the sentence",
        "Norway paid. Miners said they would strike.",
        "Norway paid. Everything they saw was lost.",
    ),
    Case(
        "their further on",
        "Norway paid. Somebody praised their patience.",
        "Norway paid. Miners praised their patience.",
    ),
    Case(
        "they further on", "Norway paid. Over the weekend somebody said they had left.", "Norway paid. They had left."
    ),
    Case(
        "people named together",
        "Adam Hale and Luke Orton wrote to Congress. They asked for help.",
        "Norway paid. They asked for help.",
    ),
    Case(
        "several without names",
        "Norway paid. The two hikers were lost on Monday. They were found.",
        "Norway paid. The tall hiker was lost on Monday. They were found.",
    ),
    Case(
        "they at the head",
        "Norway paid. They left on Monday.",
        "Adam Hale and Luke Orton wrote to Congress. They asked for help.",
    ),
    Case(
        "it without a meaning",
        "Norway paid. It is clear that Norway will pay.",
        "Norway paid. It is a surprise to Norway.",
    ),
    Case("thing in the sentence", "Norway paid. A bank said it would pay.", "Norway paid. It would pay."),
    Case("it near the head", "Norway paid. Since March, it has fallen.", "Norway paid. The bank said it has fallen."),
    Case("it further on", "Norway paid. Miners in three towns said it fell.", "Norway paid. The bank said it fell."),
    Case(
        "it for all that happened", "Norway paid. It comes a day after the vote.", "Norway paid. It has doors of glass."
    ),
    Case(
        "one certain body",
        "Norway paid. The European Commission is suing Hungary. It wants the law repealed.",
        "Adam Hale met Luke Orton. It wants the law repealed.",
    ),
    Case(
        "it at the head",
        "Adam Hale met Luke Orton. It has doors of glass.",
        "The European Commission is suing Hungary. It wants the law repealed.",
    ),
    Case(
        "title further said",
        "Senator Dana Holt of Texas spoke. The senator from Texas left.",
        "Senator Dana Holt of Texas spoke. The senator left.",
    ),
    Case(
        "title without a sure holder",
        "Prime Minister Viktor Malin of Ruritania likes horses. Daniel Carrow was at a race near Bath. The prime minister left.",
        "Prime Minister Viktor Malin of Ruritania likes horses. The prime minister left.",
    ),
    Case(
        "title of somebody named",
        "Senator Dana Holt spoke. Dana Holt said the senator would leave.",
        "Senator Dana Holt spoke. The senator left.",
    ),
    Case("title shown", "Senator Dana Holt spoke. The senator left.", "Senator Dana Holt spoke. The singer left."),
    Case(
        "called by age or calling",
        "The envoy Piers Nolan was born in Cork. The 52-year-old joined the service.",
        "The envoy Piers Nolan was born in Cork. The 52-year-old bridge fell.",
    ),
    Case("holds a name", "Norway paid. The Oslo pact was signed.", "Norway paid. The pact was signed."),
    Case(
        "the two, named together",
        "Adam Hale and Luke Orton met in Oslo. The two men left.",
        "Adam Hale and Luke Orton met in Oslo. The two ships left.",
    ),
    Case("described", "Norway paid. The port of Beirut was closed.", "Norway paid. The port was closed."),
    Case(
        "only one of its kind", "Norway paid. The largest port was closed.", "Norway paid. The large port was closed."
    ),
    Case(
        "new thing",
        "Norway paid. Germany lost sight of the harbour.",
        "Norway paid for a harbour. Germany lost sight of the harbour.",
    ),
    Case("known to everybody", "Norway paid. The government resigned.", "Norway paid. The committee resigned."),
    Case(
        "told in the sentence",
        "Norway paid. A strike closed a port before the strike ended.",
        "Norway paid. A storm closed a port before the strike ended.",
    ),
    Case(
        "the victim, without a name",
        "A Canadian tourist was killed on Thursday. The victim was identified.",
        "Norway paid on Thursday. The victim was identified.",
    ),
    Case(
        "body named before",
        "Amnesty International counted 106 deaths. The organization fears more.",
        "Norway counted 106 deaths. The organization fears more.",
    ),
    Case(
        "thing introduced before",
        "Senator Dana Holt filed a motion for the adjournment of the session. The motion failed.",
        "Norway paid. The motion failed.",
    ),
    Case(
        "phrase that says which",
        "Norway paid. The rush-hour train bombings killed forty.",
        "Norway paid. The bombings killed forty.",
    ),
    Case(
        "the thing at the head",
        "Norway paid. The decision surprised nobody.",
        "Norway paid. The decision of the court surprised nobody.",
    ),
    Case("new thing at the head", "Norway paid. The harbour was closed.", "Norway paid. Germany closed the harbour."),
    Case(
        "the thing as a subject",
        "Norway paid. Officials said the attack was planned.",
        "Norway paid. Germany knew of the attack.",
    ),
    Case(
        "the thing further on",
        "Norway paid. Germany knew of the attack.",
        "Norway paid. Germany knew of the attack on Oslo.",
    ),
    Case("date inside", "Norway paid. Germany votes this week.", "Norway paid. Germany rejects this vote."),
    Case("that decision", "Norway paid. Germany regrets that decision.", "Norway paid. Germany regrets this decision."),
    Case(
        "those who, inside",
        "Norway paid. Germany thanked those who stayed.",
        "Norway paid. Germany thanked those sailors.",
    ),
    Case(
        "connecting phrase",
        "Norway paid. By contrast, Germany bought ships in Bern.",
        "Norway paid. In contrast to Germany, Norway bought ships in Bern.",
    ),
    Case("said to somebody", "Norway paid. You have gathered in Oslo.", "Norway paid. Youth groups gathered in Oslo."),
    Case(
        "defined term",
        "The Norway-Fiji Agreement on Fisheries ends all quotas. The Agreement will cost Norway nine ships.",
        "Norway paid. The Schengen Agreement will cost Norway nine ships.",
    ),
    Case("a pair at the head", "Norway paid. The pair of ships left Oslo.", "Norway paid. A pair of ships left Oslo."),
    Case(
        "comes after what was told",
        "Norway paid. The report comes after a vote in Oslo.",
        "Norway paid. The report covers a vote in Oslo.",
    ),
    Case("this inside", "Norway paid. Germany rejects this vote.", "Norway paid. Germany votes this week."),
    Case(
        "author’s I inside",
        "Norway is a friend of the United States and pays for ships. Today, I signed an order.",
        "Norway is a friend and pays for ships. Today, I signed an order.",
        title="Statement from President Adam Hale on Norway",
    ),
    Case(
        "we in a transcript",
        "HOST: Norway pays for ships.\n\nGUEST: Germany pays for ships.\n\nToday Norway pays for ships that we built in the old yard of Oslo.",
        "Norway pays for ships. Today Norway pays for ships that we built in the old yard of Oslo.",
    ),
    Case("we inside", "Norway paid. Germany told us nothing.", "Norway paid. Germany told Oslo nothing."),
)


def last_of(text: str, title: str | None = None) -> Standing:
    """How the last sentence of a text stands."""
    analysis = analyse(cleaning.read_text(text, title=title))
    doc = analysis[DOCUMENT]
    look = Antecedents(doc, analysis[ATTRIBUTION].references, analysis[QUOTED].spans)
    return judge(look, len(doc.sentences) - 1)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_rule_decides_what_it_is_for_and_not_what_looks_alike(case: Case) -> None:
    """Each rule is named where it decides, and only there."""
    assert case.rule in last_of(case.decides, case.title).rules
    assert case.rule not in last_of(case.look_alike).rules


def test_every_rule_has_its_case() -> None:
    """No rule stands without a sentence that needs it; a name means one rule (or the same one for several pronouns)."""
    names = [rule.name for table in TABLES for rule in table]
    assert {case.rule for case in CASES} == {*names, QUOTED_OPENING}
    twice = {name for name in names if names.count(name) > 1}
    assert twice == {"named behind"}
    assert len(CASES) == len(set(names)) + 1


@pytest.mark.parametrize(
    ("text", "hangs", "leans", "mild"),
    [
        ("Norway paid. Germany bought ships.", False, 0, 0),
        ("Norway paid. This surprised Germany.", True, 0, 0),
        ("Norway paid. Germany knew of the attack.", False, 2, 0),
        ("Norway paid. Germany also paid.", False, 0, 1),
        ("Norway paid. But Germany also paid.", False, 0, 2),
        ("Norway paid. Germany rejects this vote and told us nothing.", False, 2, 2),
    ],
)
def test_verdicts_add_up(text: str, hangs: bool, leans: int, mild: int) -> None:
    """What the rules say of the words of one sentence is added; one that hangs makes it hang."""
    found = last_of(text)
    assert (found.hangs, found.leans, found.mild) == (hangs, leans, mild)


def test_the_first_rule_that_says_something_decides() -> None:
    """The order of a table counts, silence does not."""
    rules = (
        Rule[int]("small", lambda n: STANDS if n < 5 else None),
        Rule[int]("even", lambda n: HANGS if n % 2 == 0 else None),
        Rule[int]("ten", lambda n: Verdict(leans=1) if n == 10 else None),
    )
    assert decide(rules, 4) == ("small", STANDS)
    assert decide(rules, 10) == ("even", HANGS)
    assert decide(rules, 7) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "In comparison, Germany bought nine ships.",
        "As a result, Germany bought nine ships.",
        "Since then Germany has bought nine ships.",
        "With this in mind, Germany bought nine ships.",
        "In return, Germany bought nine ships.",
        "For instance, Germany bought nine ships.",
        "You pay for nine ships of Germany.",
        "The report comes as Germany buys nine ships.",
        "The pair of envoys bought nine ships in Bern.",
        "Germany wants more ships than that, Karl Stern said in Bern.",
        "No one in Germany can say that is the price of nine ships.",
        "All now have been sold in Germany.",
    ],
)
def test_what_points_back_hangs(sentence: str) -> None:
    """Phrases and words that go on from what was told are not shown without it."""
    assert last_of(f"Norway paid. {sentence}").hangs


@pytest.mark.parametrize(
    "sentence",
    [
        "In response to the vote in Oslo, Germany bought nine ships.",
        "As a result of the storm in Oslo, Germany bought nine ships.",
        "In return for nine ships, Germany opened its ports.",
        "In exchange for nine ships, Germany opened its ports.",
        "Before this week Germany had nine ships.",
        "Karl Stern said that Germany is ready for nine ships.",
        "All nine ships have been sold in Germany.",
    ],
)
def test_what_only_resembles_it_stands(sentence: str) -> None:
    """A phrase that says itself what it goes on from stands."""
    assert not last_of(f"Norway paid. {sentence}").hangs


READOUT = "Foreign Minister Karl Stern met today in Oslo with Prime Minister Ana Reyes of Fiji. "


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (READOUT + "They agreed to open nine ports.", "They [Karl Stern and Ana Reyes] agreed"),
        (READOUT + "The two leaders agreed to open nine ports.", "The two leaders [Karl Stern and Ana Reyes] agreed"),
        (
            READOUT + "Mr. Stern spoke of fish. Ms. Reyes spoke of timber. They agreed to open nine ports.",
            "They [Karl Stern and Ana Reyes] agreed",
        ),
        (READOUT + "President Ole Dahl joined the talks. They agreed to open nine ports.", None),
        (READOUT + "Fishermen marched through Oslo. Officials watched. They agreed to open nine ports.", None),
        ("Foreign Minister Karl Stern and nine envoys met with Ana Reyes of Fiji. They agreed to open ports.", None),
    ],
)
def test_two_who_met_are_they(text: str, shown: str | None) -> None:
    """ "They" behind "X met with Y" are the two, unless somebody else has come in."""
    analysis = analyse(cleaning.read_text(text))
    doc = analysis[DOCUMENT]
    look = Antecedents(doc, analysis[ATTRIBUTION].references, analysis[QUOTED].spans)
    sentence = doc.sentences[-1]
    standing = judge(look, sentence.index)
    words = standing.shown(doc.text[sentence.start : sentence.end], sentence.start)
    assert words.startswith(shown) if shown else "[Karl Stern and Ana Reyes]" not in words
