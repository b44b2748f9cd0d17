"""Stories: articles about one event together, others apart, yesterday's story told on."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizers.lexicon.stem import rough
from summarizers.model import Article, Paragraph, Story
from summarizers.stories import StoryInput, continued, group, similarity, story_input, terms_of

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "eval" / "data"
DAY = dt.date(2026, 11, 2)

TALKS = StoryInput(
    "Reyes says Geneva talks on Karvelia go on",
    "Spain’s foreign minister, Ana Reyes, said on Monday that the talks in Geneva on a ceasefire in Karvelia would go "
    "on for as long as needed. The envoys of Karvelia and Ostrava met for six hours. Reyes, who leads the mediation, "
    "said the monitors’ mandate was the last open point.",
    DAY,
)
TALKS_AGAIN = StoryInput(
    "Mediator: Karvelia ceasefire talks continue in Geneva",
    "Talks on a Karvelia ceasefire will continue in Geneva, the mediator Ana Reyes said after a six-hour meeting of "
    "Karvelian and Ostravan envoys. The mandate of monitors is still open, she said. Reyes has been mediating since "
    "spring.",
    DAY,
)
TALKS_BACKGROUND = StoryInput(
    "What to know about the Geneva talks",
    "Karvelia and Ostrava have fought over the river valley for nine years. Ana Reyes of Spain mediates in Geneva, "
    "where envoys discuss a ceasefire and the mandate of monitors. A harvest festival opened in the capital meanwhile, "
    "and the national theatre shows a comedy about a baker.",
    DAY,
)
TARIFFS = StoryInput(
    "Morita announces tariffs on steel",
    "Japan’s trade minister, Kenji Morita, announced tariffs of 12 per cent on steel from Norland on Tuesday. "
    "Norland’s ambassador in Tokyo called the measure unfriendly and asked for talks at the trade organisation.",
    DAY,
)


def test_one_event_is_one_story() -> None:
    """Articles about one event come together whatever their wording; another event stays apart."""
    stories = group([TALKS, TARIFFS, TALKS_AGAIN])
    assert [sorted(story.articles) for story in stories] == [[0, 2], [1]]


def test_every_article_is_in_one_story() -> None:
    """Empty and equal texts have a place too, and nothing at all gives nothing."""
    empty = StoryInput(None, "")
    assert group([]) == []
    assert [sorted(s.articles) for s in group([empty, TALKS, empty, TALKS])] == [[0], [1, 3], [2]]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            StoryInput,
            st.none() | st.text(max_size=20),
            st.lists(st.sampled_from(["reyes", "geneva", "talks", "tariff", "steel", "’s", "12", "é", "\n"])).map(
                " ".join
            )
            | st.text(max_size=80),
            st.none() | st.dates(dt.date(2026, 11, 1), dt.date(2026, 11, 12)),
        ),
        max_size=12,
    )
)
def test_stories_part_the_articles_and_keep_the_window(articles: list[StoryInput]) -> None:
    """Whatever the texts: each article once, its story's lead among them, known dates at most three days apart."""
    stories = group(articles)
    assert sorted(k for story in stories for k in story.articles) == list(range(len(articles)))
    for story in stories:
        assert story.lead == story.articles[0]
        days = [day for k in story.articles if (day := articles[k].published) is not None]
        assert not days or max(days) - min(days) <= dt.timedelta(days=3)


def test_dates_part_what_words_do_not() -> None:
    """The same words four days on are another story; three days on, or without a date, they are the same."""

    def on(day: int | None) -> StoryInput:
        return StoryInput(TALKS.title, TALKS.text, None if day is None else DAY + dt.timedelta(days=day))

    assert len(group([on(0), on(4)])) == 2
    assert len(group([on(0), on(3)])) == 1
    assert len(group([on(0), on(None)])) == 1


def test_a_chain_of_days_does_not_outgrow_the_window() -> None:
    """Articles a day apart do not bind the first to the last over a week."""
    week = [StoryInput(TALKS.title, TALKS.text, DAY + dt.timedelta(days=n)) for n in range(8)]
    for story in group(week):
        assert max(story.articles) - min(story.articles) <= 3


def test_the_lead_article_opens_with_the_story() -> None:
    """The article whose first sentences say what all say leads; one that opens with something else does not."""
    articles = [TALKS_BACKGROUND, TALKS, TALKS_AGAIN]
    (story,) = group(articles)
    assert story.lead in (1, 2)
    assert story.articles[-1] == 0


def test_a_known_story_is_told_on() -> None:
    """Today's articles find yesterday's story by its centroid; an unrelated one finds none."""
    known = group([TARIFFS, TALKS])
    stories = group([TALKS_AGAIN, StoryInput("Storm closes port", "A storm closed the port of Halvik.", DAY)], known)
    assert continued(stories, known) == [1, None]
    assert continued(stories, []) == [None, None]


def test_a_known_story_brings_its_continuations_together() -> None:
    """Two articles of the same story are one entry although each takes up another half of it."""
    known = group(
        [
            StoryInput(
                "Reyes and Morita meet",
                "Ana Reyes and Kenji Morita met in Halvik. Reyes spoke of monitors and envoys in Karvelia. "
                "Morita spoke of steel tariffs and quotas in Norland.",
            )
        ]
    )
    today = [
        StoryInput("Reyes on Karvelia monitors", "Ana Reyes spoke of monitors and envoys in Karvelia, in Halvik."),
        StoryInput("Morita on Norland steel", "Kenji Morita spoke of steel tariffs and quotas in Norland."),
    ]
    assert len(group(today)) == 2
    assert [sorted(story.articles) for story in group(today, known)] == [[0, 1]]


def test_a_centroid_survives_being_kept() -> None:
    """A story read back from JSON joins the same articles: its centroid is numbers by term, bounded in number."""
    (story,) = group([StoryInput(None, " ".join(f"word{n}x" for n in range(150)) + " " + TALKS.text)])
    assert len(story.centroid) <= 300
    kept = Story((0,), 0, json.loads(json.dumps(story.centroid)))
    assert kept.centroid == story.centroid
    assert 0.95 < similarity(story.centroid, kept.centroid) <= 1.001


def test_datelines_are_no_part_of_a_story() -> None:
    """Where an agency sits does not bring articles together."""
    text = "HALVIK (Courier) — Ana Reyes met envoys on Monday."
    article = Article(text, (Paragraph(0, len(text), body_start=text.index("Ana")),))
    assert story_input(article).text == "Ana Reyes met envoys on Monday."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("minister", "ministers"),
        ("treaty", "treaties"),
        ("negotiate", "negotiating"),
        ("negotiate", "negotiated"),
        ("talk", "talks"),
        ("sanction", "sanctioned"),
        ("plan", "planned"),
        ("pass", "passes"),
    ],
)
def test_forms_of_a_word_are_one_term(one: str, other: str) -> None:
    """Plural, past and progress do not part two articles."""
    assert rough(one) == rough(other)


@pytest.mark.parametrize("word", ["texas", "paris", "congress", "crisis", "beijing", "sing", "us"])
def test_words_that_only_look_inflected_stay_distinct(word: str) -> None:
    """A stem is the same each time it is taken of the whole word and never empty."""
    assert rough(word) == rough(word)
    assert len(rough(word)) >= min(4, len(word))


def test_abbreviations_and_names_weigh() -> None:
    """ "U.S." is one term, possessives fall, unknown names weigh most and function words nothing."""
    terms = terms_of("The U.S. envoy met Karvelia’s minister")
    assert "the" not in terms
    assert "karvelia" in terms
    assert terms["karvelia"] > terms["minister"]


def test_products_with_the_articles_before_are_cosines() -> None:
    """What is multiplied over lists of users is the product of the vectors, for words of many articles and of few."""
    from summarizers.stories import _likenesses

    chance = random.Random(3)
    words = [f"w{number}" for number in range(40)]
    vectors = [{word: chance.random() for word in chance.sample(words, 1 + number % 9)} for number in range(60)]
    vectors[7] = {}
    for row, likeness in enumerate(_likenesses(vectors)):
        expected = [similarity(vectors[row], vectors[k]) for k in range(row)]
        assert likeness.tolist() == pytest.approx(expected, abs=1e-5)


def test_hostile_text_costs_little() -> None:
    """A megabyte without blanks, or of one sign, is looked at only in its opening."""
    texts = ["a" * 1_000_000, "." * 1_000_000, "A." * 500_000, "1," * 500_000, "’" * 500_000]
    assert len(group([StoryInput(text[:5_000], text) for text in texts])) == 5


def test_many_articles_in_bounds() -> None:
    """500 articles become the stories they are, beside told ones too, in 300 MB with the whole process counted."""
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.stories", "speed", "500"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    rounds = re.findall(r"(\d+) articles beside (\d+) told stories, (\d+) stories: ", run.stdout)
    assert rounds == [("500", "0", "125"), ("500", "300", "125")]
    peak = re.search(r"peak (\d+) MB", run.stdout)
    assert peak is not None
    assert int(peak[1]) < 300


def test_quality_on_the_development_set() -> None:
    """B-cubed F1 of at least .95 on 40 events in three outlets each, dates withheld."""
    path = SHARED / "stories_dev.jsonl"
    if not path.exists():
        pytest.skip("the development set is not on this machine")
    from benchmarks.stories import score
    from summarizers.stories import THRESHOLD

    documents = [json.loads(line) for line in path.open(encoding="utf-8")]
    assert score(documents, THRESHOLD) >= 0.95
