"""People, offices, quotations and days: decided once, shown alike in Slack, on the terminal, as Markdown and HTML."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from html import unescape as html_unescape
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot import presentation, rendering
from bot.digest import rendering as digest_rendering
from bot.digest.edition import Edition, ShownQuote, StoryEntry
from bot.presentation import office_with_standing, official_shown, person_shown, says, speaker_shown, utterances
from bot.slack import blocks
from bot.slack.digest import blocks as digest_blocks
from bot.surfaces import clean
from summarizers.model import Official, Quote, Span, Speaker, Status, Turn
from tests.briefs import TEXT, article, brief, span_of

#: (office, standing, how it is shown): each standing against offices that say it already, or something else.
OFFICES: list[tuple[str, Status, str]] = [
    ("President", "current", "President"),
    ("President", "former", "former President"),
    ("President", "acting", "acting President"),
    ("President", "designate", "President-designate"),
    ("President", "deceased", "late President"),
    ("former President", "former", "former President"),
    ("Former President", "former", "Former President"),
    ("ex-President", "former", "ex-President"),
    ("then-President", "former", "then-President"),
    ("Acting Head", "acting", "Acting Head"),
    ("Deputy Acting Head", "acting", "Deputy Acting Head"),
    ("interim President", "acting", "interim President"),
    ("Caretaker Prime Minister", "acting", "Caretaker Prime Minister"),
    ("President-elect", "designate", "President-elect"),
    ("President-designate", "designate", "President-designate"),
    ("Ambassador-Designate", "designate", "Ambassador-Designate"),
    ("incoming Foreign Minister", "designate", "incoming Foreign Minister"),
    ("late President", "deceased", "late President"),
    ("Secretary of State-designate", "designate", "Secretary of State-designate"),
    # What an office is about says nothing of who holds it.
    ("Head of the Transitional Council", "acting", "acting Head of the Transitional Council"),
    ("Chief Adviser to the Interim Government", "acting", "acting Chief Adviser to the Interim Government"),
    ("Minister for Future Affairs", "designate", "Minister for Future Affairs-designate"),
    ("Commissioner for Past Wrongs", "former", "former Commissioner for Past Wrongs"),
    # Said of today, it would be untrue.
    ("Acting Head", "former", "former Acting Head"),
    ("President-elect", "former", "former President-elect"),
    ("former President", "deceased", "late former President"),
    # The article's words win over a standing they rule out.
    ("former President", "acting", "former President"),
    ("former President", "designate", "former President"),
    # No standing inside a longer word, and "current" changes nothing.
    ("Minister of Formerly Used Lands", "former", "former Minister of Formerly Used Lands"),
    ("Acting Head", "current", "Acting Head"),
    ("Minister for Platelets", "deceased", "late Minister for Platelets"),
]
#: (office, country, organisation, standing, what stands behind the name).
DETAILS: list[tuple[str | None, str | None, str | None, Status, tuple[str, ...]]] = [
    ("Foreign Minister", "Estonia", None, "current", ("Foreign Minister", "Estonia")),
    ("Foreign Minister of Estonia", "Estonia", None, "current", ("Foreign Minister of Estonia",)),
    ("Foreign Minister of Estonia", "Estonia", None, "former", ("former Foreign Minister of Estonia",)),
    ("President of Nigeria", "Niger", None, "current", ("President of Nigeria", "Niger")),
    ("President of Guinea-Bissau", "Guinea", None, "current", ("President of Guinea-Bissau", "Guinea")),
    ("Secretary-General of NATO", None, "NATO", "current", ("Secretary-General of NATO",)),
    ("High Representative", None, "European Union", "current", ("High Representative", "European Union")),
    ("Spokesperson", "Norway", "Foreign Ministry", "current", ("Spokesperson", "Foreign Ministry", "Norway")),
    ("Spokesperson", "Norway", "Foreign Ministry of Norway", "current", ("Spokesperson", "Foreign Ministry of Norway")),
    ("Head of the United Nations", None, "the United Nations", "acting", ("acting Head of the United Nations",)),
    ("Ambassador to Japan", "Portugal", None, "designate", ("Ambassador to Japan-designate", "Portugal")),
    (None, "Atlantis", None, "former", ("Atlantis",)),
    (None, None, "NATO", "current", ("NATO",)),
    (None, None, None, "deceased", ()),
    ("\u200e", "Estonia", "\x00", "former", ("Estonia",)),
]


@pytest.mark.parametrize(("office", "status", "shown"), OFFICES)
def test_a_standing_is_said_once(office: str, status: Status, shown: str) -> None:
    """An office has its standing before or behind it, unless its words say so already."""
    assert office_with_standing(office, status) == shown


@pytest.mark.parametrize(("office", "country", "organisation", "status", "details"), DETAILS)
def test_no_part_of_an_office_is_said_twice(
    office: str | None, country: str | None, organisation: str | None, status: Status, details: tuple[str, ...]
) -> None:
    """Office, organisation, country: each as far as no part before it says it."""
    shown = person_shown("Ana Reyes", office, country, organisation, status)
    assert shown.details == details
    assert (shown.standing is None) == (shown.office is not None or status == "current")


def test_a_standing_without_an_office_stands_in_brackets() -> None:
    """Who is known to be former, and nothing else, is shown as that."""
    assert person_shown("Gus Roe", None, "Atlantis", None, "former").line() == "Gus Roe (former), Atlantis"
    assert person_shown("Gus Roe", None, None, None, "deceased").line(" — ") == "Gus Roe (deceased)"


@given(st.text(max_size=40), st.sampled_from(get_args(Status)))
def test_every_word_of_an_office_is_shown_and_a_standing_added_only_once(office: str, status: Status) -> None:
    """The article's words stay as they are, and nothing is added to what was shown before."""
    once = office_with_standing(office, status)
    assert office in once
    assert office_with_standing(once, status) == once


@given(st.text(max_size=20), st.text(max_size=60))
def test_any_name_may_be_looked_for(name: str, words: str) -> None:
    """Nothing in a name is read as a pattern."""
    assert says(f"{words} {name.strip()} {words}", name) or not re.fullmatch(r"[\w ]+", name.strip() or "-")


# -- every surface ---------------------------------------------------------------------------------------------------


def _flat(value: Any) -> str:
    """The words of Slack's elements in order, flags left out."""
    if isinstance(value, dict):
        parts = [_flat(item) for item in value.values() if isinstance(item, dict | list)]
        own = value["text"] if isinstance(value.get("text"), str) else ""
        return own + "".join(parts)
    return "".join(map(_flat, value)) if isinstance(value, list | tuple) else ""


def _printed(show: Any) -> str:
    out = io.StringIO()
    show(Console(file=out, width=400, highlight=False))
    return " ".join(out.getvalue().split())


def _edition(speaker: Speaker) -> Edition:
    day = dt.date(2026, 11, 2)
    quote = ShownQuote(("“We will stay.”",), (speaker,), "news.example", "https://news.example/x")
    entry = StoryEntry(
        title="Talks",
        url="https://news.example/x",
        site="news.example",
        published=day,
        sentences=("They talked.",),
        basis="brief",
        quote=quote,
        others=(),
        articles=1,
        told_before=None,
        countries=(),
        spoke=(speaker,),
        interests=(),
        shared=False,
        importance=1.0,
        brief=None,
        centroid=(),
        terms=(),
    )
    start = dt.datetime(2026, 11, 1, 7, 0, tzinfo=dt.UTC)
    return Edition(day, start, start + dt.timedelta(days=1), (entry,), (), (speaker,), (), 1, 1)


@pytest.mark.parametrize(("office", "country", "organisation", "status", "_details"), DETAILS)
def test_officials_are_shown_alike(
    office: str | None, country: str | None, organisation: str | None, status: Status, _details: tuple[str, ...]
) -> None:
    """Slack, terminal and Markdown say the same of an official."""
    official = Official("Ana Reyes", office, country, organisation, status, "text", 1, False)
    made = brief(officials=(official,), quotes=())
    shown = official_shown(official)
    line = clean(shown.line(" — "))
    slack = _flat(blocks.person_elements(shown, 120)).replace("\u00a0", "")
    assert slack == clean(shown.line())
    assert slack in _flat(list(blocks.brief_message(made).blocks)).replace("\u00a0", "")
    assert line in _printed(lambda console: rendering.show_brief(console, made))
    assert line in rendering.markdown(made).replace("\\", "")


@pytest.mark.parametrize(("office", "country", "organisation", "status", "_details"), DETAILS)
def test_speakers_are_shown_alike(
    office: str | None, country: str | None, organisation: str | None, status: Status, _details: tuple[str, ...]
) -> None:
    """A quote's speaker has the same words on every surface, with their standing among the officials."""
    speaker = Speaker("Ana Reyes", office, country, organisation)
    official = Official("Ana Reyes", office, country, organisation, status, "text", 1, True)
    quote = Quote(*span_of("“Nobody leaves this table.”"), "direct", (speaker,), key=True)
    made = brief(officials=(official,), quotes=(quote,))
    line = clean(speaker_shown(speaker, status).line())
    assert f"— {line}" in _flat(list(blocks.brief_message(made).blocks)).replace("\u00a0", "")
    assert f"— {line}" in _printed(lambda console: rendering.show_brief(console, made))
    assert line in _printed(lambda console: rendering.show_quotes(console, made))
    assert f"— {line}" in rendering.markdown(made).replace("\\", "")


@pytest.mark.parametrize(("office", "country", "organisation", "_status", "_details"), DETAILS)
def test_a_digest_shows_speakers_alike(
    office: str | None, country: str | None, organisation: str | None, _status: Status, _details: tuple[str, ...]
) -> None:
    """Slack, terminal, Markdown and HTML say the same of who spoke, under the quote and at the foot."""
    speaker = Speaker("Ana Reyes", office, country, organisation)
    shown = speaker_shown(speaker)
    line = clean(shown.line())
    edition = _edition(speaker)
    slack = _flat(list(digest_blocks.digest_messages(edition, zone="UTC").main.blocks)).replace("\u00a0", "")
    assert f"— {line}" in slack
    details = ", ".join(map(clean, shown.details))
    assert (f"Ana Reyes ({details})" if details else "Ana Reyes") in slack
    page = html_unescape(digest_rendering.html(edition, "UTC"))
    markdown = digest_rendering.markdown(edition, "UTC").replace("\\", "")
    printed = _printed(lambda console: digest_rendering.show(console, edition, "UTC"))
    for surface in (page, markdown, printed):
        assert surface.count(line) == 2


def test_several_speakers_are_listed_alike() -> None:
    """ "A, B and C" in Slack and on the terminal."""
    three = tuple(Speaker(name) for name in ("Ana Reyes", "Kenji Morita", "Ada Holm"))
    quote = Quote(*span_of("“Nobody leaves this table.”"), "direct", three, key=True)
    made = brief(quotes=(quote,))
    line = "— Ana Reyes, Kenji Morita and Ada Holm"
    assert line in _flat(list(blocks.brief_message(made).blocks))
    assert line in _printed(lambda console: rendering.show_brief(console, made))
    assert line in rendering.markdown(made)


def test_who_is_not_known_is_as_the_article_says_it() -> None:
    """The article's own words, else the words for nobody, on every surface; never a guess."""
    start, end = span_of("“the mood is good”")
    for span, words in ((Span(*span_of("A senior official")), "A senior official"), (None, presentation.UNATTRIBUTED)):
        made = brief(quotes=(Quote(start, end, "partial", (), span, key=True),))
        assert f"— {words}" in _flat(list(blocks.brief_message(made).blocks))
        assert f"— {words}" in _printed(lambda console, made=made: rendering.show_brief(console, made))
        assert f"— {words}" in rendering.markdown(made)


def test_a_pronoun_alone_is_no_speaker() -> None:
    """ "— he" would say less than nothing."""
    text = "The representative of Chile spoke first. “We stay,” he said."
    (start, end), he = span_of("“We stay,”", text), span_of(" he ", text)
    made = brief(article=article(text), quotes=(Quote(start, end, "direct", (), Span(he[0] + 1, he[1] - 1), key=True),))
    assert presentation.attribution(made, made.quotes).line == presentation.UNATTRIBUTED


def test_split_quotes_are_one_utterance_on_every_surface() -> None:
    """Stretches of one utterance stand together with one line for their speaker."""
    made = brief()
    assert [len(group) for group in utterances(made)] == [2, 1]
    assert rendering.markdown(made).count("— Ana Reyes, Foreign Minister, Spain") == 1
    assert _flat(list(blocks.brief_message(made).blocks)).count("— Ana Reyes") == 1


def test_quotes_prints_the_passages_of_a_transcript() -> None:
    """`attache quotes` lists speech without marks: words, speaker (or label) and paragraph."""
    text = "MS REYES: We will stay as long as it takes.\n\nMR PRICE: Nobody leaves this table."
    label, words = span_of("MS REYES", text), span_of("We will stay as long as it takes.", text)
    other, answer = span_of("MR PRICE", text), span_of("Nobody leaves this table.", text)
    turns = (
        Turn(*words, "speaker", Span(*label), (Speaker("Ana Reyes", "Foreign Minister", "Spain"),), (Span(*words),)),
        Turn(*answer, "speaker", Span(*other), (), (Span(*answer),)),
    )
    made = brief(article=article(text), quotes=(), summary=(), people=(), officials=(), turns=turns)
    printed = _printed(lambda console: rendering.show_quotes(console, made))
    assert "We will stay as long as it takes. │ Ana Reyes, Foreign Minister, Spain │ ¶1 │ │ spoken ★" in printed
    assert "Nobody leaves this table. │ MR PRICE │ ¶2 │ │ spoken ★" in printed


def test_passages_stand_between_the_quotes_in_text_order() -> None:
    """An article with both lists them as they are said."""
    passage = span_of("Her Japanese colleague, Kenji Morita, arrives on Tuesday.")
    made = brief(turns=(Turn(*passage, "speaker", None, (), (Span(*passage),)),))
    printed = _printed(lambda console: rendering.show_quotes(console, made))
    assert printed.index("the mood is good") < printed.index("Her Japanese colleague")
    assert len(re.findall("¶", printed)) == len(made.quotes) + 1


def test_links_lead_to_the_same_words() -> None:
    """The fragment of a quote's link is the same in Slack and Markdown."""
    made = brief()
    slack = json.dumps(blocks.brief_message(made).blocks)
    markdown = rendering.markdown(made)
    for group in utterances(made):
        link = presentation.link_to_words(made.article.url, TEXT[group[0].start : group[0].end])
        assert link is not None
        assert link in slack
        assert link in markdown


@pytest.mark.parametrize(
    ("style", "day", "weekday"),
    [
        ("en-GB", "2 November 2026", "Monday, 2 November 2026"),
        ("en-US", "November 2, 2026", "Monday, November 2, 2026"),
        ("iso", "2026-11-02", "Monday 2026-11-02"),
    ],
)
def test_days_have_three_styles(style: presentation.DateStyle, day: str, weekday: str) -> None:
    """With and without the weekday."""
    date = dt.date(2026, 11, 2)
    assert presentation.day_shown(date, style) == day
    assert presentation.weekday_shown(date, style) == weekday
    assert presentation.day_shown(None, style) is None
    assert blocks.alternative_text(brief(), style).startswith(f"Geneva talks go on (news.example, {day})")


def test_a_digest_counts_alike() -> None:
    """The line under a digest's title is the same in Slack and outside."""
    edition = _edition(Speaker("Ana Reyes"))
    counts = digest_rendering.counts(edition, "UTC")
    assert counts == "1 story from 1 article of 1 outlet since Sunday 07:00"
    assert counts in _flat(list(digest_blocks.digest_messages(edition, zone="UTC").main.blocks))
