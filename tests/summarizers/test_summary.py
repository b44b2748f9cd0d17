"""The summary: three sentences that stand on their own, verbatim, in page order."""

from __future__ import annotations

import itertools
import math
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sumy.summarizers._summarizer import AbstractSummarizer

from summarizers.coreference.antecedents import Antecedents
from summarizers.coreference.references import References
from summarizers.coreference.standalone import judge
from summarizers.errors import BadInput
from summarizers.knowledge import tables
from summarizers.model import Brief
from summarizers.people import recognition
from summarizers.summary import features, importance, select, sets, sumymodel
from summarizers.summary.columns import Column, names, vector
from summarizers.summary.methods import METHODS
from summarizers.summary.news import News, allowed_sentences
from summarizers.summary.sets import Sets
from summarizers.summary.sumymodel import NewsSummarizer
from summarizers.summary.terms import cosine
from summarizers.text import cleaning, quoted_spans, sentences
from summarizers.text.document import Document
from summarizers.text.quoted_spans import QuotedSpans
from tests.hung import HUNG
from tests.summarizers.helpers import brief_of

ROOT = Path(__file__).resolve().parents[2]

#: An invented report, long enough to choose from.
REPORT = """Foreign Minister Elena Marlow of Norway and Defense Minister Karl Stern of Germany signed a pact on Arctic patrols in Oslo on Monday.

The ministers said the pact would put twelve ships in the Barents Sea by next spring.

“We do this together or not at all,” Marlow told reporters at City Hall.

“It will cost us.”

But critics in both capitals called the plan expensive.

Stern said Germany would pay for four of the twelve ships and would train their crews at its naval school in Flensburg.

He added that talks with Denmark and Canada would begin in June.

The Russian Foreign Ministry called the patrols a provocation and summoned the ambassadors of Norway and Germany in Moscow.

Norway shares a land border of 198 kilometers with Russia and has kept a base at Kirkenes since the Cold War.

Meanwhile, fishing crews in Tromso worry about their licences.

The Norwegian parliament will vote on the money for the ships in September, and the opposition Progress Party has promised its support.

The two governments did not respond to a request for comment.

Read more: Five things to know about the Arctic"""


def parts_of(text: str) -> tuple[Any, Any, Any, Any]:
    """Document, cast, references and quoted spans of a text."""
    article = cleaning.read_text(text)
    doc = Document(article, sentences.split(article))
    people = recognition.find(doc)
    quoted = QuotedSpans((), (False,) * len(doc.tokens))
    return doc, people, References(doc, people, quoted), quoted_spans.find(article)


def shown(made: Brief) -> list[str]:
    """The sentences as a reader sees them."""
    return [s.display for s in made.summary]


def texts(made: Brief) -> list[str]:
    """The sentences as the article has them."""
    return [made.article.text[s.start : s.end] for s in made.summary]


def display_of(text: str, words: str) -> str:
    """How the summary of a short text shows the sentence that begins with some words."""
    made = brief_of(text, sentences=9)
    for sentence in made.summary:
        if made.article.text[sentence.start : sentence.end].startswith(words):
            return sentence.display
    raise AssertionError(f"{words!r} is not shown: {shown(made)}")


def test_sumy_is_the_base() -> None:
    """Our summarizer is one of sumy's: its interface, its document model."""
    assert issubclass(NewsSummarizer, AbstractSummarizer)


@pytest.mark.parametrize(("count", "wanted"), [(1, 1), (3, 3), (5, 5)])
def test_length(count: int, wanted: int) -> None:
    """Short is one sentence, the default three, long five."""
    assert len(brief_of(REPORT, sentences=count).summary) == wanted


def test_three_sentences_stay_within_a_hundred_words() -> None:
    """Three sentences run to about ninety words where the article's sentences are no longer than news has them."""
    assert sum(len(t.split()) for t in texts(brief_of(REPORT))) <= 100


def test_page_order_and_verbatim() -> None:
    """Sentences keep the page's order and are cut from the text unchanged; a display differs only by brackets."""
    made = brief_of(REPORT)
    assert [s.start for s in made.summary] == sorted(s.start for s in made.summary)
    for sentence in made.summary:
        text = made.article.text[sentence.start : sentence.end]
        assert text in REPORT
        parts = sentence.display
        while " [" in parts:
            before, rest = parts.split(" [", 1)
            parts = before + rest.split("]", 1)[1]
        assert parts == text


def test_opens_with_the_lede_and_names_the_actors() -> None:
    """The story's main actors are named, and nothing that continues another sentence opens the summary."""
    first = shown(brief_of(REPORT))[0]
    assert "Elena Marlow" in first
    assert "Karl Stern" in first


def test_neither_continuations_nor_furniture_are_shown() -> None:
    """ "Meanwhile", bare speech, "did not respond" and "Read more" never reach a summary, however long."""
    joined = "\n".join(shown(brief_of(REPORT, sentences=9)))
    for words in ("Meanwhile", "It will cost us", "did not respond", "Read more"):
        assert words not in joined


def test_never_quotes_alone() -> None:
    """A summary holds more than quotes even of an article that is mostly quotes."""
    text = "\n\n".join(
        ["Prime Minister Ada Quill opened the climate summit in Nairobi on Monday with a call for more money for poor countries."]
        + [f"“We have waited for {n} years and we will not wait for another summit to begin our work,” Quill said." for n in "two three four five six seven eight".split()]
    )  # fmt: skip
    assert any("“" not in t for t in texts(brief_of(text)))


@pytest.mark.parametrize(
    ("text", "words", "wanted"),
    [
        (
            "Foreign Minister Elena Marlow arrived in Oslo on Monday. She met three bankers at noon.",
            "She met",
            "She [Elena Marlow] met three bankers at noon.",
        ),
        (
            "Foreign Minister Elena Marlow arrived in Oslo on Monday. Her visit lasts two days.",
            "Her visit",
            "Her [Elena Marlow’s] visit lasts two days.",
        ),
        (
            "Secretary of State Adam Hale and Secretary of Defense Luke Orton wrote to Congress. The secretaries asked for help.",
            "The secretaries",
            "The secretaries [Adam Hale and Luke Orton] asked for help.",
        ),
        (
            "Secretary of State Adam Hale and Secretary of Defense Luke Orton wrote to Congress. They asked for more help.",
            "They asked",
            "They [Adam Hale and Luke Orton] asked for more help.",
        ),
        (
            "The envoy Piers Nolan was born in Cork. The 52-year-old joined the service in 1994.",
            "The 52-year-old",
            "The 52-year-old [Piers Nolan] joined the service in 1994.",
        ),
        (
            "Senator Dana Holt filed a motion for the adjournment of the session. The motion failed on Tuesday.",
            "The motion",
            "The motion [a motion for the adjournment of the session] failed on Tuesday.",
        ),
        (
            "Amnesty International counted 106 deaths. The organization fears that more died.",
            "The organization",
            "The organization [Amnesty International] fears that more died.",
        ),
        (
            "The European Commission is suing Hungary. It wants the law repealed.",
            "It wants",
            "It [The European Commission] wants the law repealed.",
        ),
        (
            "A Canadian tourist was killed on Thursday. The victim was identified as Jane Roe.",
            "The victim",
            "The victim [A Canadian tourist] was identified as Jane Roe.",
        ),
        (
            "Minister Adam Hale spoke in Oslo. A gunman fired twice. He was arrested at once.",
            "He was",
            "He [A gunman] was arrested at once.",
        ),
        (
            "Syria carried out an airstrike on a refugee camp in Lebanon. The strike destroyed a school.",
            "The strike",
            "The strike [an airstrike on a refugee camp in Lebanon] destroyed a school.",
        ),
        (
            "Police released photos that show a burning car. The photos were taken on Sunday.",
            "The photos",
            "The photos [photos that show a burning car] were taken on Sunday.",
        ),
    ],
)
def test_a_certain_reference_is_shown(text: str, words: str, wanted: str) -> None:
    """Where it is certain whom or what a sentence means, the brackets say so, beside the verbatim words."""
    assert display_of(text, words) == wanted


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # two men, neither the subject
        ("Reporters asked about Adam Hale and about Luke Orton. He declined to comment on the case.", "He declined"),
        # two people share the name
        (
            "Prime Minister Lee Kang met former President Lee Song. Lee left early on Friday. He looked tired.",
            "He looked",
        ),
        # the only name is the source
        ("The jogger broke a leg, Luke Orton said. His injuries are light.", "His injuries"),
        # nothing singular to point at
        ("Adam Hale met Luke Orton. It was raining in Oslo.", "It was raining"),
        ("The talks failed. This surprised the envoy.", "This surprised"),
        # a body that reports is not what "it is the" describes; what "its" owns belongs to another than the subject
        ("The health ministry of Norway reported a case. It is the commonest form of plague.", "It is the"),
        ("Inner Mongolia health authority reported a case. It's the commonest form of plague.", "It's the"),
        ("The order is crucial for the American giant. Its fleet of 400 jets was grounded in March.", "Its fleet"),
        ("The talks failed. The decision surprised nobody.", "The decision"),
        # what a body said; whoever speaks is nobody the text has named
        ("The institute of Norway said exports grew. It was the sixth rise since the plague.", "It was the"),
        ("Ada Holm left in May. The strikes went on, Norland said. She had seen it coming.", "She had"),
        ("Ada Holm had been away for a month, she said. Her niece knew of it.", "Her niece"),
    ],
)
def test_a_doubtful_reference_is_not_guessed(text: str, words: str) -> None:
    """What a sentence points at is never guessed: the sentence is left out."""
    assert not any(t.startswith(words) for t in texts(brief_of(text, sentences=9)))


@pytest.mark.parametrize(
    "sentence",
    [
        "It is clear that the talks between Oslo and Bern will go on.",
        "It is not surprising that Norway closed its airspace.",
        "It was high time that Norway closed its airspace.",
        "It took years to rebuild the port of Beirut.",
        "When it comes to trade, Bern and Oslo agree.",
        "In his speech, President Adam Hale promised help.",
        "Both Norway and Germany have ratified their constitutions.",
        "This week the parliament of Norway votes.",
        "Earlier this week, Norway closed its airspace.",
        "US officials in Oslo praised Norway for its patience.",
        "It is generally accepted that Norway pays for the ships.",
        "It was the first time Norway had asked for help in Brussels.",
        "It was March 11 that the parliament of Norway agreed.",
        "It will be months before Norway has the ships.",
        "It was Karl Stern who asked Norway for help.",
        "It is believed Norway will pay for the ships.",
        "It looks like Norway will pay for the ships.",
        "In its latest report, Amnesty International praised Norway.",
        "By changing its position, Germany has won over Norway.",
        "Those who fled to Norway have found work in Oslo.",
        "Those of us who live in Norway know the sea.",
    ],
)
def test_what_points_forward_or_nowhere_stands(sentence: str) -> None:
    """An "it" without a meaning, a name that follows, a date and a pair are no back-references: shown bare."""
    made = brief_of(f"Norway and Germany signed a pact in Oslo on Monday. {sentence}", sentences=9)
    assert sentence in shown(made)


@pytest.mark.parametrize(
    "sentence",
    [
        "It was a surprise to the envoys.",
        "It put Norway ahead of Germany.",
        "It has doors of glass and a roof of steel.",
        "This is a surprise to Norway.",
        "Yet nobody in Oslo had asked for help.",
        "Meanwhile, Norway closed its airspace to balloons.",
        "Also, Norway closed its airspace to balloons.",
        "But this surprised Norway and its neighbours.",
        "And they asked Norway to pay for the ships.",
        "Or perhaps Norway will pay for the ships.",
    ],
)
def test_what_points_back_hangs(sentence: str) -> None:
    """What an "it", a "this" or a connective means stands in another sentence: not shown."""
    made = brief_of(f"Norway and Germany met in Oslo on Monday, and nobody won. {sentence}", sentences=9)
    assert sentence not in shown(made)


def test_a_continuation_is_shown_only_behind_another_sentence() -> None:
    """ "But …" may stand where the rest says who and what; it never opens a summary, and its pronouns are shown like others."""
    opened = brief_of(
        "But Norway closed its airspace on Monday. Germany sent twelve ships to Kirkenes on Tuesday.", sentences=9
    )
    assert shown(opened)[0].startswith("But Norway")  # nothing stands before the first sentence of an article
    made = brief_of(
        "“We wait.” But Norway closed its airspace on Monday. Germany sent twelve ships to Kirkenes on Tuesday.",
        sentences=9,
    )
    assert not shown(made)[0].startswith("But")
    behind = brief_of(
        "Foreign Minister Elena Marlow arrived in Oslo on Monday. But she sent no ships to the port of Kirkenes.",
        sentences=9,
    )
    assert shown(behind)[1] == "But she [Elena Marlow] sent no ships to the port of Kirkenes."


def test_what_was_announced_is_not_shown_alone() -> None:
    """A resolution's lines hang on the words that announce them."""
    made = brief_of(
        "Senator Dana Holt read the motion on Tuesday. The Senate of Kenya resolves to:\n\n"
        "Observe a minute of silence in honour of the departed souls.",
        sentences=9,
    )
    assert not any("Observe" in t for t in texts(made))


def test_the_tail_of_a_longer_name_is_no_body() -> None:
    """ "The organization" is not "Army" because the Salvation Army was named."""
    made = brief_of(
        "The Salvation Army in Kenya is using the photo. The organization is using it to speak about violence.",
        sentences=9,
    )
    assert not any("[Army]" in line for line in shown(made))


def test_a_title_goes_to_nobody_when_somebody_else_stands_nearer() -> None:
    """ "The prime minister" behind a sentence about another person is not the one who holds the office elsewhere in the text."""
    made = brief_of(
        "Prime Minister Viktor Malin of Ruritania likes horses. This was Daniel Carrow yesterday at a race near Bath. "
        "The Prime Minister sported a bandage on his knee. Malin, the prime minister, rode on.",
        sentences=9,
    )
    assert not any("Prime Minister [Viktor Malin]" in line for line in shown(made))


def test_a_bare_word_of_unknown_kind_is_nobody() -> None:
    """ "She" is not "Nollywood", which a careless reader could take for a surname."""
    made = brief_of(
        "Veteran Nollywood actress, Kate Henshaw, who won the award in 2008, shared photos on Monday. "
        "She flaunted a hand bag which had the colours of the flag.",
        sentences=9,
    )
    assert not any("[Nollywood]" in line for line in shown(made))


def test_brackets_stand_behind_a_contraction() -> None:
    """ "He's [Adam Hale] praised", not "He [Adam Hale]'s praised"."""
    text = "President Adam Hale spoke in Oslo on Monday. He's praised the navy of Norway for its patience."
    assert display_of(text, "He's") == "He's [Adam Hale] praised the navy of Norway for its patience."


def test_two_sentences_are_enough_where_the_third_says_nothing() -> None:
    """A column may get two sentences of three; a report on foreign affairs gets three."""
    assert len(brief_of(REPORT).summary) == 3
    column = "\n\n".join(
        [
            "Nobody reads the small print of a phone contract, and the companies that print it know so.",
            "A judge in the county court ruled on Tuesday that small print nobody can read binds nobody who signed it.",
            *[
                f"Paragraph {n} of the contract says what colour the paper may be and who may fold it."
                for n in range(1, 14)
            ],
        ]
    )
    assert 2 <= len(brief_of(column).summary) <= 3


def test_the_judge_of_sets_counts_what_it_says() -> None:
    """Each feature of a set is what a plain count over its sentences gives."""
    doc, people, references, spans = parts_of(REPORT)
    numbers = allowed_sentences(doc)
    look = Antecedents(doc, references, spans)
    ranked = features.rank(doc, people, spans, numbers, [judge(look, n) for n in numbers])
    pool = list(range(len(numbers)))
    judged = Sets(ranked, pool)
    for chosen in itertools.combinations(pool[:7], 3):
        row = dict(zip(names(sets.FEATURES), judged.features(np.array([chosen]), 3)[0], strict=True))
        words = sum(ranked.terms[k].count for k in chosen)
        merged = set().union(*(ranked.terms[k].terms for k in chosen))
        held = Counter(n for k in chosen for n, c in ranked.importance.bags[k] for _ in range(c))
        expected = sum(ranked.importance.worth[n][min(c, importance.COPIES)] for n, c in held.items())
        size = sum(ranked.importance.sizes[k] for k in chosen)
        assert row["length"] == pytest.approx(words / 90)
        assert row["adjacent"] == sum(b - a == 1 for a, b in itertools.pairwise(chosen))
        assert row["likeness"] == pytest.approx(
            sum(cosine(ranked.terms[a], ranked.terms[b]) for a, b in itertools.combinations(chosen, 2))
        )
        assert row["coverage"] == pytest.approx(sum(math.log(ranked.frequency[t]) for t in merged) / ranked.most)
        assert row["importance"] == pytest.approx(20 * expected / (size + importance.USUAL))
        assert row["fewer"] == 0


def test_the_best_set_is_found_whichever_way_it_is_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Exchanges end at a set no single exchange betters, and looking at every set is never worse."""
    every = texts(brief_of(REPORT))
    monkeypatch.setattr(select, "_MOST_SETS", 0)
    exchanged = texts(brief_of(REPORT))
    assert len(exchanged) == len(every) == 3
    assert exchanged[0] == every[0]


def test_words_of_the_opening_weigh_more_than_those_of_the_end() -> None:
    """A word that opens the article and comes back is likelier to be in a summary than one said once at its end."""
    doc, _, _, _ = parts_of(REPORT)
    found = importance.of(doc, allowed_sentences(doc))
    likely = {form: found.worth[n][1] for n, form in enumerate(found.forms)}
    assert 0 < likely["licenc"] < likely["ship"] < 1
    assert likely["kirken"] < likely["norway"]
    assert all(found.worth[:, k].min() <= found.worth[:, k + 1].min() for k in range(importance.COPIES))


def test_a_statement_says_who_i_is() -> None:
    """In a statement the headline ascribes to one person, "I" is shown with the name."""
    text = (
        "The fighting in Sudan is a tragedy for its people and for the whole region, and it must end without delay.\n\n"
        "Today, I signed an order that lets the United States freeze the accounts of those who threaten the peace of Sudan.\n\n"
        "The United States has flown out thousands of people from Khartoum since the first days of the war in April.\n\n"
        "The African Union will open talks in Addis Ababa in June, and the United States will pay for the delegations from Darfur, "
        "from Kordofan and from the camps in Chad, where four hundred thousand people live in tents without clean water or schools."
    )
    made = brief_of(text, title="Statement from President Adam Hale on Sudan", sentences=5)
    assert any("I [Adam Hale] signed" in line for line in shown(made))


def test_a_short_article_says_so() -> None:
    """Under about 120 words the first sentences are shown, and a notice says it."""
    made = brief_of("Norway and Germany signed a pact on Arctic patrols in Oslo on Monday. Denmark will join in June.")
    assert texts(made) == [
        "Norway and Germany signed a pact on Arctic patrols in Oslo on Monday.",
        "Denmark will join in June.",
    ]
    assert any("short article" in notice for notice in made.notices)
    assert not any("short article" in notice for notice in brief_of(REPORT).notices)


@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_method_runs(method: str) -> None:
    """Each method of the list gives three sentences of the article, in page order."""
    made = brief_of(REPORT, method=method)
    assert len(made.summary) == 3
    assert [s.start for s in made.summary] == sorted(s.start for s in made.summary)


def test_an_unknown_method_is_refused() -> None:
    """A method that does not exist is named in the error, with those that do."""
    with pytest.raises(BadInput, match="lexrank"):
        brief_of(REPORT, method="magic")


def test_interests_weigh() -> None:
    """A reader who follows Denmark gets the sentence about Denmark."""
    assert not any("Denmark" in t for t in texts(brief_of(REPORT, sentences=2)))
    assert any("Denmark" in t for t in texts(brief_of(REPORT, sentences=2, interests=("Denmark", "Canada"))))


def test_endless_articles_are_summarised_from_their_opening() -> None:
    """Fifty thousand words do not stop a brief: the summary sees only the first part of them."""
    long = "\n\n".join(REPORT.replace("Marlow", f"Marlow{n}") for n in range(230))
    made = brief_of(long)
    again = brief_of(REPORT)
    assert len(made.summary) == len(again.summary) == 3
    assert made.summary[-1].end < len(REPORT) * 30


def _ranked(text: str) -> tuple[Any, list[int], Any]:
    """Document, sentences and rows of a text."""
    doc, people, references, spans = parts_of(text)
    numbers = allowed_sentences(doc)
    look = Antecedents(doc, references, spans)
    return doc, numbers, features.rank(doc, people, spans, numbers, [judge(look, n) for n in numbers])


def test_each_feature_is_what_its_name_says() -> None:
    """Plain counts over the report give what the columns of those names hold: two swapped names would be seen."""
    doc, numbers, ranked = _ranked(REPORT)
    rows = [dict(zip(names(features.FEATURES), row, strict=True)) for row in ranked.rows]
    for place, (number, row) in enumerate(zip(numbers, rows, strict=True)):
        sentence = doc.sentences[number]
        text = doc.text[sentence.start : sentence.end]
        words = ranked.terms[place].count
        plain = {
            "first": place == 0,
            "second": place == 1,
            "third": place == 2,
            "after_eighth": place > 7,
            "position": place / (len(numbers) - 1),
            "inverse_position": 1 / (place + 1),
            "log_position": math.log(place + 1) / 4,
            "words": words / 40,
            "under_10": words < 10,
            "under_20": words < 20,
            "over_25": words > 24,
            "commas": min(1, text.count(",") / 4),
            "opens_quoted": text.startswith("“"),
            "definite_start": text.startswith("The"),
            "said": any(word in text.split() for word in ("said", "told")),
            "future": "would" in text or " will " in text,
            "date_words": "Monday" in text,
            "centroid": ranked.central[place],
            "foreign_said": ranked.foreign * row["said"],
            "foreign_log_position": ranked.foreign * row["log_position"],
        }
        assert {name: row[name] for name in plain} == pytest.approx({name: float(v) for name, v in plain.items()})
    assert [k for k, row in enumerate(rows) if row["pronoun_start"]] == [2, 3, 6]
    assert rows[1]["new_terms"] < rows[0]["new_terms"] == 1
    assert rows[2]["quoted_share"] > 0.4 > rows[0]["quoted_share"] == 0
    assert rows[0]["main_people"] > rows[1]["main_people"] == 0


@pytest.mark.parametrize("table", [features.FEATURES, sets.FEATURES, importance.FEATURES])
def test_weights_are_found_by_name(table: tuple[Any, ...]) -> None:
    """Turning a table and the weights round changes nothing; a name that stands at another column does."""
    weights = {**sets.weights(), **importance.weights()}
    right = dict(zip(names(table), vector(table, weights), strict=True))
    assert right == dict(zip(names(table[::-1]), vector(table[::-1], weights), strict=True))
    swapped = (Column(table[1].name, table[0].values), Column(table[0].name, table[1].values), *table[2:])
    assert list(vector(swapped, weights)) != list(vector(table, weights))
    with pytest.raises(BadInput, match=table[0].name):
        vector(table, dict.fromkeys(names(table[1:]), 1.0))


@pytest.mark.parametrize("package", ["summary", "importance"])
@pytest.mark.parametrize("change", [{"first": None, "bias": None}, {"unheard_of": 1.0}], ids=["missing", "unknown"])
def test_a_name_only_one_side_knows_is_an_error(
    package: str, change: dict[str, float | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A weight that is missing, and one that belongs to no feature, stop the program instead of counting as 0."""
    there = tables.weights(package)
    changed = {name: value for name, value in {**there, **change}.items() if value is not None}
    monkeypatch.setattr(tables, "weights", lambda _: changed)
    module = sets if package == "summary" else importance
    module.weights.cache_clear()
    try:
        with pytest.raises(BadInput, match="differ"):
            module.weights()
    finally:
        module.weights.cache_clear()


def test_a_default_brief_loads_no_sumy() -> None:
    """sumy, and nltk and requests which it brings, are loaded for its own methods alone."""
    code = (
        "import sys; from summarizers.pipeline import BriefOptions, brief; from summarizers.text.cleaning import read_text; "
        "text = read_text(sys.argv[1]); brief(text); "
        "before = [m for m in ('sumy', 'nltk', 'requests') if m in sys.modules]; "
        "brief(text, BriefOptions(method='lead')); print(before, 'sumy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, REPORT], cwd=ROOT, capture_output=True, text=True, timeout=HUNG)
    assert done.stdout.strip() == "[] True", done.stderr


def test_our_method_runs_behind_the_interface_of_sumy() -> None:
    """A sumy document in, its sentences out: those the brief shows."""
    doc, people, references, spans = parts_of(REPORT)
    document = sumymodel.build(doc.article, doc.sentences, allowed_sentences(doc))
    summarizer = NewsSummarizer(News(doc, people, references, spans))
    picked = summarizer(document, 3)
    assert all(isinstance(s, sumymodel.PlacedSentence) for s in picked)
    assert list(summarizer.displays) == [s.number for s in picked] == sorted(s.number for s in picked)
    assert len(picked) == 3


@pytest.mark.parametrize(
    ("text", "bracket"),
    [
        ("The expulsion of six diplomats from Bern took a day. Norway revoked the papers of the diplomats.", "[diplomats from Bern]"),
        ("The judge fined Khan Grill and Balti Takeaway in Bern. The mayor of Bern closed the takeaway.", "[Balti Takeaway"),
        ("Machine learning is behind the maps of Norway. It powers the cars of Bern.", "[Machine]"),
        ("Ada Holm wrote of it to the European Commission. The court has a roof of glass.", "[the European Commission]"),
        ("Peter Holm stars in the film. The 24-year-old activist spoke of her own school in Bern.", "[Peter Holm]"),
    ],
)  # fmt: skip
def test_no_half_of_a_phrase_stands_in_brackets(text: str, bracket: str) -> None:
    """A tail of another noun, half of a name, and a name without its noun are left out."""
    assert not any(bracket in sentence.display for sentence in brief_of(text, sentences=9).summary)


DOMESTIC = (
    "The council of the town opened a library near the old mill on Monday after nine years of work.\n\n"
    "{second}\n\n"
    "Readers may borrow nine books at a time from the shelves near the door of the hall.\n\n"
    + "\n\n".join(
        f"Gardeners of nine villages planted {kind} in April and sold baskets of them at fairs along a river in May."
        for kind in ("roses", "tulips", "beans", "lilies", "herbs", "ferns", "leeks", "vines")
    )
)


def _opens_whole(second: str, better: float, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the brief of an article at home shows its first three sentences as they stand."""
    monkeypatch.setattr(select, "BETTER", better)
    shown = [s.display for s in brief_of(DOMESTIC.format(second=second)).summary]
    return len(shown) == 3 and shown[1].startswith(second[:12])


def test_an_opening_stands_together_unless_something_is_much_better(monkeypatch: pytest.MonkeyPatch) -> None:
    """Away from foreign affairs the sentence behind the first may point back to it; one that is furniture may not."""
    assert _opens_whole("It has a hall for readers and a cellar for the books of the mill.", 99.0, monkeypatch)
    assert not _opens_whole("It has a hall for readers and a cellar for the books of the mill.", -99.0, monkeypatch)
    assert not _opens_whole("Did not respond to a request for comment from the town.", 99.0, monkeypatch)
