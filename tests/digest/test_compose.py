"""Composing: one entry a story, the weightiest first, told ones only with news; and how it is shown."""

from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from bot.digest import chart, rendering
from bot.digest.compose import Wishes, compose
from bot.digest.edition import Candidate, Edition, ShownQuote, Source, StoryEntry
from bot.digest.key_quote import LONGEST_QUOTE
from bot.digest.telling import told_of
from bot.slack.blocks import characters
from bot.slack.digest.blocks import MOST_BLOCKS, MOST_CHARACTERS, alternative_text, digest_messages, quiet_message
from bot.store.digests import Told
from local_slack.block_kit import check
from summarizers.model import Article, Brief, Official, Paragraph, Person, Quote, Span, Speaker, SummarySentence
from tests.digest.news import NEXT_DAY, REPORTS, Report

NOW = dt.datetime(2026, 11, 3, 7, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 3)
SINCE = NOW - dt.timedelta(days=1)
REYES = Speaker("Ana Reyes", "Foreign Minister", "Spain")
MORITA = Speaker("Kenji Morita", "Foreign Minister", "Japan")

TALKS = (
    "Talks on a ceasefire in Karvelia will go on in Geneva, the mediator said on Monday after six hours with envoys.",
    "“We will stay as long as it takes, and then a day longer,” Ana Reyes said.",
    "The mandate of the monitors in the river valley is the last open point between Karvelia and Ostrava.",
)
STEEL = (
    "Norland will put a tariff of twelve per cent on imported steel from January, its trade minister announced.",
    "Mills in the north had asked for protection against cheap imports for years.",
)


def brief_of(text: tuple[str, ...], url: str, title: str, **more: Any) -> Brief:
    """A brief of paragraphs: the first and last are its summary."""
    joined = "\n\n".join(text)
    spans, at = [], 0
    for paragraph in text:
        spans.append(Paragraph(at, at + len(paragraph)))
        at += len(paragraph) + 2
    site = url.split("/")[2]
    values: dict[str, Any] = {
        "article": Article(joined, tuple(spans), url=url, site=site, title=title, published=dt.date(2026, 11, 2)),
        "words": len(joined.split()),
        "summary": tuple(
            SummarySentence(p.start, p.end, joined[p.start : p.end]) for p in dict.fromkeys((spans[0], spans[-1]))
        ),
        "quotes": (),
        "people": (),
        "officials": (),
        "countries": (),
    }
    return Brief(**(values | more))


def quote_in(text: tuple[str, ...], words: str, *speakers: Speaker, **more: Any) -> Quote:
    """A key quote that stands in the paragraphs."""
    start = "\n\n".join(text).index(words)
    values: dict[str, Any] = {"kind": "direct", "speakers": speakers, "confidence": 0.95, "key": True, "utterance": 0}
    return Quote(start, start + len(words), **(values | more))


def candidate(text: tuple[str, ...], site: str, title: str, *, hours: float = 5, **more: Any) -> Candidate:
    """An article that was read."""
    url = f"https://{site}/{abs(hash((text, title))) % 10**6}"
    published = NOW - dt.timedelta(hours=hours)
    made = more.pop("brief", None) or brief_of(text, url, title, **more.pop("parts", {}))
    return Candidate(url, title, text[0], site, published, published, made, **more)


def make(*candidates: Candidate, told: tuple[Told, ...] = (), **wishes: Any) -> Edition:
    """The digest of TODAY."""
    return compose(candidates, told, Wishes(**wishes), date=TODAY, since=SINCE, until=NOW)


def talks(site: str = "news.example", **more: Any) -> Candidate:
    """The talks as one outlet tells them, with a quote."""
    quote = quote_in(TALKS, "“We will stay as long as it takes, and then a day longer,”", REYES)
    parts = {"quotes": (quote,)} | more.pop("parts", {})
    return candidate(TALKS, site, "Geneva talks on Karvelia go on", parts=parts, **more)


def steel(site: str = "post.example", **more: Any) -> Candidate:
    """The tariff."""
    return candidate(STEEL, site, "Norland taxes steel", **more)


# -- composing -------------------------------------------------------------------------------------------------------


def test_one_entry_a_story() -> None:
    """Two outlets on one event are one entry: a lead, the other by name; another event is its own."""
    edition = make(talks("a.example"), steel(), talks("b.example"))
    assert [entry.title for entry in edition.stories] == ["Geneva talks on Karvelia go on", "Norland taxes steel"]
    first = edition.stories[0]
    assert {first.site, *(s.site for s in first.others)} == {"a.example", "b.example"}
    assert (first.articles, edition.articles, edition.outlets) == (2, 3, 3)


def test_an_entry_stands_alone() -> None:
    """Headline and link of the lead, two verbatim sentences, the key quote with office and country."""
    (entry,) = make(talks()).stories
    assert entry.sentences == (TALKS[0], TALKS[2])
    assert entry.quote is not None
    assert entry.quote.pieces == ("“We will stay as long as it takes, and then a day longer,”",)
    assert entry.quote.speakers == (REYES,)
    assert entry.spoke == (REYES,)
    assert entry.basis == "brief"


def test_a_quote_without_a_name_is_no_key_quote() -> None:
    """ "A senior official" may be right in a brief; a digest's one quote names its speaker."""
    unnamed = quote_in(TALKS, "“We will stay as long as it takes, and then a day longer,”")
    (entry,) = make(candidate(TALKS, "a.example", "Talks", parts={"quotes": (unnamed,)})).stories
    assert entry.quote is None


def test_a_quote_the_summary_holds_is_not_shown_twice() -> None:
    """When the sentences bring the words already, another quote is taken, or none."""
    text = (TALKS[1], TALKS[0], TALKS[2])
    shown = quote_in(text, "“We will stay as long as it takes, and then a day longer,”", REYES)
    (entry,) = make(candidate(text, "a.example", "Talks", parts={"quotes": (shown,)})).stories
    assert entry.quote is None


def test_the_higher_office_is_quoted() -> None:
    """Of two quotes the foreign minister's is shown before the spokeswoman's; too long ones are not."""
    text = (
        TALKS[0],
        f"“The tea was cold, the soup was warm,” a woman said. “{'Very long. ' * 60}”",
        TALKS[1],
        TALKS[2],
    )
    quotes = (
        quote_in(text, "“The tea was cold, the soup was warm,”", Speaker("Mia Lund", "Spokeswoman", "Norway")),
        quote_in(text, f"“{'Very long. ' * 60}”", Speaker("Otto Brand", "President", "Norland"), utterance=1),
        quote_in(text, "“We will stay as long as it takes, and then a day longer,”", REYES, utterance=2),
    )
    (entry,) = make(candidate(text, "a.example", "Talks", parts={"quotes": quotes})).stories
    assert entry.quote is not None
    assert entry.quote.speakers == (REYES,)
    assert sum(map(len, entry.quote.pieces)) <= LONGEST_QUOTE


def test_an_ended_office_says_so() -> None:
    """A former minister's quote is shown as that."""
    former = Official("Ana Reyes", "Foreign Minister", "Spain", None, "former", "text", 2, True)
    quote = quote_in(TALKS, "“We will stay as long as it takes, and then a day longer,”", REYES)
    (entry,) = make(candidate(TALKS, "a.example", "Talks", parts={"quotes": (quote,), "officials": (former,)})).stories
    assert entry.quote is not None
    assert entry.quote.speakers[0].office == "former Foreign Minister"


def test_what_makes_a_story_important() -> None:
    """More outlets, shared in the channel, an interest, a higher office, more recent: each moves a story up."""

    def stands(*candidates: Candidate, **wishes: Any) -> float:
        return make(*candidates, **wishes).stories[0].importance

    plain, text = stands(steel()), (f"{STEEL[0]} President Otto Brand of Chile spoke.", STEEL[1])
    president = {"officials": (Official("Otto Brand", "President", "Chile", None, "current", "text", 2, True),)}
    aide = {"officials": (Official("Otto Brand", "Aide", "Chile", None, "current", "text", 2, True),)}
    named = candidate(text, "post.example", "Norland taxes steel", parts=president)
    assert stands(steel(), steel("b.example")) > plain
    assert stands(replace(steel(), shared=True)) > plain
    assert stands(steel(), interests=("norland",)) > plain
    assert stands(named) > stands(candidate(text, "post.example", "Norland taxes steel", parts=aide)) > plain
    assert stands(steel(hours=1)) > stands(steel(hours=20))


def test_a_followed_country_chooses_the_sentences() -> None:
    """A story is told with the sentence about what the channel follows, where the article has one."""
    text = (
        "Foreign ministers opened talks on the river treaty in Geneva on Monday, and the mediator spoke of a good first day for all.",
        "The delegations will meet every day this week, and the mediator hopes for a text that all parliaments can accept by June.",
        "Fishing fleets on both banks have asked for licences, for new nets, and for a share of the fees that the ports take in.",
        "Norway has offered to send monitors to the river valley and to pay for the boats that the monitors will need in winter.",
        "The last treaty of this kind was signed in 1994, and it took nine years until the parliaments of the region ratified it.",
        "Engineers say that the dams in the upper valley need repairs which would cost the governments forty million euros a year.",
    )
    parts = {"countries": ("Norway",)}
    article = candidate(text, "a.example", "Talks on the river treaty open in Geneva", parts=parts)
    plain = make(article).stories[0].sentences
    followed = make(article, interests=("Norway",)).stories[0].sentences
    assert not any("Norway" in sentence for sentence in plain)
    assert any("Norway" in sentence for sentence in followed)
    assert make(article, interests=("Peru",)).stories[0].sentences == plain


@pytest.mark.parametrize(
    ("interest", "fits"),
    [
        ("Karvelia", True),
        ("karvelia", True),
        ("Ana Reyes", True),
        ("reyes", True),
        ("river valley", True),
        ("valley river", False),
        ("Karvel", False),
        ("  ", False),
        ("Spain", True),
    ],
)
def test_interests_are_whole_words(interest: str, fits: bool) -> None:
    """People, countries and phrases are found in headline, summary, people and countries, never inside a word."""
    parts = {"people": (Person("Ana Reyes", (Span(0, 1),)),), "countries": ("Spain",)}
    (entry,) = make(candidate(TALKS, "a.example", "Talks", parts=parts), interests=(interest,)).stories
    assert (entry.interests == (interest,)) is fits


def test_only_so_many_are_told_in_full() -> None:
    """The others are named."""
    edition = make(talks(), steel(), stories=1)
    assert (len(edition.stories), len(edition.rest)) == (1, 1)


def test_what_could_not_be_read_stands_by_its_headline() -> None:
    """Headline and description of the feed, marked; a readable article of the same story leads instead."""
    unread = replace(talks("walled.example"), brief=None, description=" ".join(TALKS))
    (entry,) = make(unread).stories
    assert (entry.basis, entry.site) == ("headline", "walled.example")
    assert entry.sentences[0] == TALKS[0]
    assert len(entry.sentences) == 2
    (entry,) = make(unread, talks("open.example")).stories
    assert (entry.basis, entry.site) == ("brief", "open.example")
    assert [s.site for s in entry.others] == ["walled.example"]


def test_two_addresses_of_one_article_are_one() -> None:
    """What turned out to be the same page after reading is not another outlet."""
    one = talks("a.example")
    twin = replace(one, url="https://a.example/print/1", shared=True)
    edition = make(one, twin)
    assert edition.articles == 1
    assert edition.stories[0].shared


def test_a_page_date_that_cannot_be_is_none() -> None:
    """Where the feed gives no date, the page's counts only near the day it was listed: footers lie about the year."""
    old = dt.date(2026, 1, 1)
    one, other = talks("a.example"), talks("b.example")
    assert other.brief is not None
    aged = replace(other.brief, article=replace(other.brief.article, published=old))
    (entry,) = make(one, replace(other, published=None, brief=aged)).stories
    assert entry.articles == 2
    (entry,) = make(replace(other, published=None, brief=aged)).stories
    assert entry.published is None


def test_countries_of_the_day_begin_with_what_each_story_is_about() -> None:
    """A country one story turns on stands before those that others mention in passing."""
    stories = (
        talks(parts={"countries": ("Norway", "Iceland", "Denmark")}),
        steel(parts={"countries": ("Canada", "Denmark")}),
    )
    assert make(*stories).countries == ("Norway", "Canada", "Denmark", "Iceland")


def test_articles_at_odds_over_a_speaker() -> None:
    """A speaker stands as most articles have them; a country they are at odds over is left out, never guessed."""
    silent, former = Speaker("Ana Reyes", "Foreign Minister"), Speaker("Ana Reyes", "former Envoy", "Spain")
    abroad = replace(REYES, country="Peru")

    def spoke(*said: Speaker) -> tuple[Speaker, ...]:
        words = "“We will stay as long as it takes, and then a day longer,”"
        return make(
            *(
                candidate(TALKS, f"{number}.example", "Talks", parts={"quotes": (quote_in(TALKS, words, speaker),)})
                for number, speaker in enumerate(said)
            )
        ).spoke

    assert spoke(silent, REYES) == (REYES,)
    assert spoke(REYES, abroad) == (silent,)
    assert spoke(abroad, REYES, REYES) == (REYES,)
    assert spoke(former, silent, REYES) == (REYES,)


# -- told before -----------------------------------------------------------------------------------------------------


def yesterday(*candidates: Candidate) -> tuple[Told, ...]:
    """What was told the day before."""
    return tuple(told_of(entry, TODAY - dt.timedelta(days=1)) for entry in make(*candidates).stories)


def test_a_story_told_yesterday_is_left_out() -> None:
    """Another outlet that says the same brings nothing; it is counted, not shown."""
    edition = make(talks("late.example"), steel(), told=yesterday(talks("a.example")))
    assert [entry.title for entry in edition.stories] == ["Norland taxes steel"]
    assert edition.repeated == 1


def test_news_on_a_told_story_is_marked() -> None:
    """A turn in the story is told again, with the day it was told before."""
    news = (
        "Geneva: the Karvelia ceasefire talks collapsed on Tuesday when Ostrava’s delegation walked out in protest.",
        "Ana Reyes left for Brussels to consult allies about sanctions on weapons smugglers and frozen bank accounts.",
        "Karvelian envoys accused Ostrava of shelling a hospital overnight.",
    )
    told = yesterday(talks("a.example"))
    (entry,) = make(candidate(news, "b.example", "Karvelia talks in Geneva collapse"), told=told).stories
    assert entry.told_before == TODAY - dt.timedelta(days=1)
    shown = json.dumps(digest_messages(Edition(TODAY, SINCE, NOW, (entry,), (), (), (), 1, 1), zone="UTC").main.blocks)
    assert "Update" in shown
    assert "Monday, 2 November 2026" in shown


def test_what_outlets_agree_on_is_news() -> None:
    """Outlets that share new words bring news although each repeats much; with details of their own they bring none."""

    def cable(reports: tuple[Report, ...]) -> list[Candidate]:
        return [candidate(r.text, r.outlet, r.title) for r in reports if r.event == "cable"]

    first, *others = cable(REPORTS)
    assert make(*others[1:3], told=yesterday(first, others[0])).stories == ()
    (entry,) = make(*cable(NEXT_DAY), told=yesterday(first, *others)).stories
    assert entry.told_before == TODAY - dt.timedelta(days=1)


def test_what_any_digest_told_is_known() -> None:
    """A story told on two days does not come back on the third with what was said on the first."""
    first = yesterday(talks("a.example"))
    turn = (
        "Geneva: the Karvelia ceasefire talks collapsed on Tuesday when Ostrava’s delegation walked out in protest.",
        "Ana Reyes left for Brussels to consult allies about sanctions on weapons smugglers and frozen bank accounts.",
        "Karvelian envoys accused Ostrava of shelling a hospital overnight.",
    )
    edition = make(candidate(turn, "b.example", "Karvelia talks in Geneva collapse"), told=first)
    second = tuple(told_of(entry, TODAY) for entry in edition.stories)
    both = (turn[0], *TALKS[:1], turn[2], *TALKS[2:])
    again = candidate(both, "c.example", "Karvelia talks in Geneva collapse after six hours")
    assert second
    assert make(again, told=second + first).stories == ()
    assert make(again, told=second + first).repeated == 1


def test_told_stories_survive_the_store() -> None:
    """What is kept of a story is JSON: centroid, terms, people."""
    (story,) = yesterday(talks())
    assert story.spoke == (("Ana Reyes", "Spain"),)
    assert json.loads(json.dumps(story.centroid)) == story.centroid
    assert "karvelia" in story.terms


# -- shown -----------------------------------------------------------------------------------------------------------


def big_edition(stories: int, rest: int = 25, length: int = 600) -> Edition:
    """Far too much of everything."""
    words = "The talks about the sea went on until the morning came. " * (length // 50)
    entry = StoryEntry(
        title="A headline that goes on and on " * 8,
        url="https://news.example/a",
        site="news.example",
        published=TODAY,
        sentences=(words, words),
        basis="headline",
        quote=ShownQuote((f"“{words}”",), (REYES, MORITA), "o.example", "https://o.example/b"),
        others=tuple(Source(f"outlet-{n}.example", f"https://outlet-{n}.example/x") for n in range(20)),
        articles=21,
        told_before=TODAY - dt.timedelta(days=1),
        countries=("Spain",),
        spoke=(REYES,),
        interests=(),
        shared=True,
        importance=1.0,
    )
    urls = [replace(entry, url=f"https://news.example/{n}") for n in range(stories + rest)]
    told, named = tuple(urls[:stories]), tuple(urls[stories:])
    return Edition(TODAY, SINCE, NOW, told, named, (REYES,) * 10, ("Spain",) * 8, 999, 99)


def test_a_digest_in_blocks() -> None:
    """Date line, counts, each story with link, sentences, quote, speaker with flag, other outlets; who spoke last."""
    edition = make(talks("a.example"), talks("b.example"), steel())
    made = digest_messages(edition, zone="Europe/Madrid", brief_ids={edition.stories[0].url: "b1"})
    shown = json.dumps(made.main.blocks, ensure_ascii=False)
    assert "Digest for Tuesday, 3 November 2026" in shown
    assert "2 stories from 3 articles of 3 outlets since Monday 08:00" in shown
    assert '"type": "rich_text_quote"' in shown
    assert "flag-es" in shown
    assert "Who spoke: Ana Reyes (Foreign Minister, Spain)" in shown
    assert '"value": "b1"' in shown
    assert made.thread == ()
    assert check(list(made.main.blocks), "message").errors == []


@pytest.mark.parametrize("stories", [1, 5, 10])
def test_every_message_keeps_slacks_limits(stories: int) -> None:
    """However much there is: 40 blocks and 9,000 characters a message, the rest in the thread, nothing lost."""
    made = digest_messages(big_edition(stories), zone="UTC")
    headlines = 0
    for message in (made.main, *made.thread):
        assert len(message.blocks) <= MOST_BLOCKS
        assert characters(message.blocks) <= MOST_CHARACTERS
        assert check(list(message.blocks), "message").errors == []
        headlines += json.dumps(message.blocks).count("https://news.example/")
    assert headlines == stories + 25
    assert ("More stories are in the thread" in json.dumps(made.main.blocks)) is (stories > 4)


TEXT = st.text(max_size=60) | st.sampled_from(
    ["<!channel>", "<https://evil.example|click>", "*b* _i_ `c`", "a|b", "\u202e", "\0"]
)
SPEAKERS = st.lists(
    st.builds(Speaker, TEXT, TEXT | st.none(), TEXT | st.none(), TEXT | st.none()), min_size=1, max_size=3
)
#: Tags our own pages are made of.
OURS = set("html head meta title style body h1 h2 p a ul li span blockquote br b i".split())


@settings(max_examples=80, deadline=None)
@given(
    st.builds(
        StoryEntry,
        title=TEXT,
        url=TEXT | st.sampled_from(["https://a.example/x?a=1&b=<2>", "javascript:alert(1)", "https://" + "a" * 4000]),
        site=TEXT,
        published=st.none(),
        sentences=st.tuples(TEXT, TEXT),
        basis=st.sampled_from(["brief", "headline"]),
        quote=st.none()
        | st.builds(
            ShownQuote,
            st.lists(TEXT, min_size=1, max_size=3).map(tuple),
            SPEAKERS.map(tuple),
            TEXT,
            TEXT,
        ),
        others=st.lists(st.builds(Source, TEXT, TEXT), max_size=9).map(tuple),
        articles=st.integers(1, 9),
        told_before=st.none() | st.just(TODAY),
        countries=st.just(()),
        spoke=st.just(()),
        interests=st.just(()),
        shared=st.booleans(),
        importance=st.just(1.0),
    )
)
def test_hostile_words_stay_words(entry: StoryEntry) -> None:
    """No word of a feed or page becomes a mention, a link of its own or broken blocks, in any output."""
    spoke = entry.quote.speakers if entry.quote else ()
    edition = Edition(TODAY, SINCE, NOW, (entry,), (entry,), spoke, (entry.site,), 1, 1)
    made = digest_messages(edition, zone="UTC")
    for message in (made.main, *made.thread):
        checked = check(list(message.blocks), "message")
        assert checked.errors == []
        assert {token.kind for token in checked.tokens} <= {"link"}
        assert all(token.target.startswith(("http://", "https://")) for token in checked.tokens)
        assert "<!" not in message.text
    page = rendering.html(edition, "UTC")
    parser = Tags()
    parser.feed(page)
    assert parser.tags <= OURS
    assert all(link.startswith(("http://", "https://")) for link in parser.links)
    json.dumps(rendering.edition_to_dict(edition))
    rendering.markdown(edition, "UTC")


class Tags(HTMLParser):
    """Collects a page's tags and links."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]


def test_a_quote_from_another_outlet_says_so() -> None:
    """Wherever a digest is shown, a quote that does not stand in the linked article names and links its own."""
    elsewhere = candidate(TALKS[:1] + TALKS[2:], "lead.example", "Geneva talks on Karvelia go on")
    edition = make(elsewhere, talks("quoted.example"))
    (entry,) = edition.stories
    assert entry.quote is not None
    own = replace(edition, stories=(replace(entry, quote=replace(entry.quote, url=entry.url)),))
    assert entry.quote.site == "quoted.example" and entry.site == "lead.example"
    for made, told in ((edition, True), (own, False)):
        terminal = Console(width=200, record=True, file=io.StringIO())
        rendering.show(terminal, made, "UTC")
        assert ("Spain (quoted.example)" in terminal.export_text()) is told
        assert (f"Spain ([quoted.example]({entry.quote.url}))" in rendering.markdown(made, "UTC")) is told
        assert (f'Spain (<a href="{entry.quote.url}"' in rendering.html(made, "UTC")) is told


def test_quiet_days_have_one_line() -> None:
    """For those who want to know that there was nothing."""
    assert quiet_message(TODAY).text == "Tuesday, 3 November 2026: nothing new from your sources."
    assert make().is_quiet
    assert "Nothing new" in rendering.markdown(make(), "UTC")
    assert "Nothing new" in rendering.html(make(), "UTC")


def test_the_notification_names_the_headlines() -> None:
    """Notifications and screen readers get day and headlines, escaped and bounded."""
    text = alternative_text(make(talks(), steel()))
    assert text.startswith("Digest for Tuesday, 3 November 2026: Geneva talks on Karvelia go on")
    assert len(alternative_text(big_edition(10))) <= 600


def test_the_chart_of_the_week() -> None:
    """Who was quoted in most stories, longest bar first, each person once; too few people make no chart."""
    told = [
        Told(TODAY, "x", {}, (), (("Ana Reyes", "Spain"), ("Kenji Morita", "Japan"))),
        Told(TODAY, "y", {}, (), (("Ana Reyes", None), ("Ana Reyes", "Spain"))),
    ]
    assert chart.most_quoted(told) is None
    told.append(Told(TODAY, "z", {}, (), (("Mia $Lund_", None),)))
    subject, bars = chart.most_quoted(told) or ("", [])
    assert subject == "people"
    assert bars == [("Ana Reyes (Spain)", 2), ("Kenji Morita (Japan)", 1), ("Mia $Lund_", 1)]
    pytest.importorskip("matplotlib")
    assert chart.draw(bars, "Most quoted").startswith(b"\x89PNG")


def test_a_chart_picks_nobody_by_name() -> None:
    """Where more people share the last place than there is room for, those ahead of them are shown alone."""
    crowd = tuple((name, None) for name in "ABCDEFGHIJ")
    told = [Told(TODAY, "x", {}, (), crowd), Told(TODAY, "y", {}, (), (("X", None), ("Y", None), ("Z", None)))]
    told.append(Told(TODAY, "z", {}, (), (("X", None), ("Y", None), ("Z", None))))
    assert chart.most_quoted(told) == ("people", [("X", 2), ("Y", 2), ("Z", 2)])
    told[1] = replace(told[1], spoke=told[1].spoke[:2])
    _subject, bars = chart.most_quoted(told) or ("", [])
    assert len(bars) == chart.MOST


def test_a_week_in_which_nobody_stands_out_has_no_chart() -> None:
    """Bars of one length tell nothing: countries stand in where some of them were quoted more often."""
    told = [Told(TODAY, name, {}, (), ((name, country),)) for name, country in (("A", "Spain"), ("B", "Japan"))]
    told.append(Told(TODAY, "C", {}, (), (("C", "Chile"),)))
    assert chart.most_quoted(told) is None
    told.append(Told(TODAY, "D", {}, (), (("D", "Spain"), ("E", "Spain"))))
    assert chart.most_quoted(told) == ("countries", [("Spain", 2), ("Chile", 1), ("Japan", 1)])
