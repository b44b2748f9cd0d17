"""What a page says of itself: its own article among others, its headline, its day."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from bot.articles import extract
from bot.articles.dates import day_in_address, day_of
from bot.articles.titles import outlet_name
from summarizers.model import Article
from tests.articles.pages import STORY, json_ld, page, paragraphs

URL = "https://www.harborpost.example/world/norland-sudria-talks"
TITLE = "Norland and Sudria to resume harbor talks"
OWN = {
    "@type": "NewsArticle",
    "headline": TITLE,
    "datePublished": "2026-03-09T07:00:00Z",
    "author": {"name": "Nora Felt"},
}
OTHER = {
    "@type": "NewsArticle",
    "headline": "Nine quiet beaches for the summer",
    "datePublished": "2019-05-01",
    "author": {"name": "Jon Aas"},
}


def read(body: str = "", **parts: str) -> Article:
    return extract(page(body or paragraphs(*STORY), **parts), url=URL)


def heads(*values: Any) -> str:
    return "".join(json_ld(json.dumps(value)) for value in values)


@pytest.mark.parametrize(
    "head",
    [
        heads({"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": OTHER}]}, OWN),
        heads(OTHER | {"url": "https://www.harborpost.example/beaches"}, OWN | {"url": URL}),
        heads(OTHER | {"url": "https://www.harborpost.example/beaches"}, OWN),
        heads({"@graph": [OTHER | {"mainEntityOfPage": {"@id": "https://www.harborpost.example/b"}}, OWN]}),
        heads({"@type": "WebPage", "hasPart": [OTHER]}, OWN),
        heads([OTHER | {"@id": "https://www.harborpost.example/b#article"}, OWN | {"mainEntityOfPage": URL}]),
        # The page's address alone tells, where the headline is written for search engines.
        heads(OTHER, OWN | {"headline": "Harbor talks: what we know", "url": URL}),
    ],
)
def test_other_articles_objects_are_not_the_pages(head: str) -> None:
    """Of several articles in the JSON-LD the one with the page's address or headline is its own."""
    article = read(head=head)
    assert article.title == TITLE
    assert article.published == dt.date(2026, 3, 9)
    assert article.authors == ("Nora Felt",)


def test_a_listed_article_alone_is_not_the_pages() -> None:
    """Teasers in lists give a page without an article object neither date nor author."""
    article = read(head=heads({"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": OTHER}]}))
    assert (article.title, article.published, article.authors) == (TITLE, None, ())


def test_the_next_article_on_a_page_is_not_the_pages() -> None:
    """An article appended below has a first-level heading of its own; its object tells nothing of the page's."""
    below = f"<article><h1>{OTHER['headline']}</h1>{paragraphs('The beaches are quiet.')}</article>"
    article = read(
        f"<article><h1>{TITLE}</h1>{paragraphs(*STORY)}</article>{below}",
        head=heads(OTHER | {"url": "https://www.harborpost.example/beaches"}),
    )
    assert (article.title, article.published, article.authors) == (TITLE, None, ())


def test_an_own_object_with_another_headline_counts() -> None:
    """A headline written for search engines does not make the page's only object another's."""
    article = read(head=heads(OWN | {"headline": "Harbor talks: what we know"}))
    assert article.published == dt.date(2026, 3, 9)


@pytest.mark.parametrize(
    "body",
    [
        paragraphs(*STORY) + '<p class="copyright">© 2001–2026 Harbor Post</p>',
        paragraphs(*STORY) + "<p>FILE PHOTO: The harbor of Relk, October 3, 2026. Desk/File Photo</p>",
        paragraphs(*STORY[:3], "The law of March 12, 2019 forbids it, and so does that of 4 May 2021.", *STORY[3:]),
        paragraphs(*STORY)
        + '<blockquote class="twitter-tweet"><p>It is over.</p>— A. B. (@ab) <a href="/s">March 8, 2024</a></blockquote>',
        paragraphs(*STORY) + "<h3>Harbor Forum, Oslo 2026</h3><p>The forum opens on 5 September 2026.</p>",
        "<figure><img src=x><figcaption>The strait on June 1, 2025</figcaption></figure>" + paragraphs(*STORY),
        paragraphs(*STORY)
        + '<aside><ul><li><a href="/b">Beaches</a> <time datetime="2019-05-01">1 May 2019</time></ul></aside>',
        "<p>Last updated: 3 March 2026</p>" + paragraphs(*STORY),
        "<p>03/04/2026</p>" + paragraphs(*STORY),
        paragraphs(*STORY) + "<div>Published May 3, 2026</div><div>Published May 4, 2026</div>",
    ],
)
def test_no_date_is_guessed(body: str) -> None:
    """Years of copyrights, pictures, posts, laws and events are no date of publication; none is better than wrong."""
    assert read(body).published is None


@pytest.mark.parametrize(
    "body",
    [
        '<p class="date">Published: 9 March 2026</p>' + paragraphs(*STORY),
        "<div><span>By Nora Felt</span> <span>Mar. 9, 2026</span></div>" + paragraphs(*STORY),
        "<div>Updated March 11, 2026 | Posted on March 9, 2026</div>" + paragraphs(*STORY),
        '<header><time datetime="2026-03-09T10:00:00+02:00">Monday</time></header>' + paragraphs(*STORY),
        "<p>09.03.2026</p>" + paragraphs(*STORY),
        "<p>Monday, 9th March 2026, 10:20</p>" + paragraphs(*STORY),
        "<p>2026-03-09</p>" + paragraphs(*STORY),
        paragraphs(*STORY) + "<div>Publication date: March 9, 2026</div>",
        paragraphs(*STORY) + '<meta itemprop="datePublished" content="2026-03-09">',
    ],
)
def test_the_date_a_page_shows(body: str) -> None:
    """The date beside the headline, or one that is called the date of publication, is taken where metadata give none."""
    assert read(body).published == dt.date(2026, 3, 9)


def test_the_pages_day_wins_over_utc() -> None:
    """An evening's article whose metadata are in UTC keeps the day of its address, and its instant."""
    head = heads({"@type": "NewsArticle", "datePublished": "2026-03-10T02:15:00Z"})
    article = extract(page(head=head), url="https://harborpost.example/2026/03/09/talks")
    assert article.published == dt.date(2026, 3, 9)
    assert article.published_at == dt.datetime(2026, 3, 10, 2, 15, tzinfo=dt.UTC)


def test_a_rewritten_text_has_the_day_it_shows() -> None:
    """A text changed long after its first publication, which shows that day only, is of that day; a later touch is not."""
    dates = {"datePublished": "2021-08-12T08:00:00Z", "dateModified": "2026-03-09T08:00:00Z"}
    head = heads(OWN | dates)
    assert read("<p>Last updated: March 9, 2026</p>" + paragraphs(*STORY), head=head).published == dt.date(2026, 3, 9)
    assert read("<p>August 12, 2021</p>" + paragraphs(*STORY), head=head).published == dt.date(2021, 8, 12)
    assert read(paragraphs(*STORY), head=head).published == dt.date(2021, 8, 12)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2026/03/09/talks", dt.date(2026, 3, 9)),
        ("https://a.example/world/2026/mar/09/talks", dt.date(2026, 3, 9)),
        ("https://a.example/world/20260309/talks", dt.date(2026, 3, 9)),
        ("https://a.example/story/2026-03-09/talks", dt.date(2026, 3, 9)),
        ("https://a.example/talks-2026-03-09.html", dt.date(2026, 3, 9)),
        ("https://a.example/2026/13/40/talks", None),
        ("https://a.example/summit-2026-agenda", None),
        ("https://a.example/20260309123/talks", None),
        ("https://a.example/2026/03/talks", None),
        (None, None),
    ],
)
def test_day_in_address(url: str | None, day: dt.date | None) -> None:
    """Only a whole day counts: not a year in a headline, nor the beginning of a number."""
    assert day_in_address(url) == day


@pytest.mark.parametrize(
    "written", ["2026-03-09", "2026-03-09T23:10:00-0500", "March 9, 2026", "9 Mar 2026", "2026 Mar 9"]
)
def test_days_as_metadata_write_them(written: str) -> None:
    assert day_of(written) == dt.date(2026, 3, 9)


def shown(headings: str, *, title: str, og: str = "") -> str | None:
    head = f'<meta property="og:title" content="{og}">' if og else ""
    body = f"{headings}{paragraphs(*STORY)}"
    html = f"<html><head><title>{title}</title>{head}</head><body><main>{body}</main></body></html>"
    return extract(html.encode(), url=URL).title


@pytest.mark.parametrize(
    ("headings", "title", "og", "expected"),
    [
        # The heading the page shows, worded otherwise than for search engines.
        ("<h1>Harbor talks to resume in spring, Norland says</h1>", "x", "Norland: harbor talks resume", None),
        ("<h1>Harbor Post</h1><h1>Talks to resume in spring</h1>", "Talks to resume in spring | Harbor Post", "", None),
        ("<h1>Talks to resume in spring</h1><h1>Subscribe to our letter</h1>", "Talks to resume in spring", "", None),
        ("<h1>Talks to resume in spring</h1>", "Talks to resume in spring - World - A Site", "", None),
    ],
)
def test_the_pages_own_heading_is_its_headline(headings: str, title: str, og: str, expected: str | None) -> None:
    wanted = expected or next(h for h in headings.replace("<h1>", "").split("</h1>") if "alks" in h)
    assert shown(headings, title=title, og=og) == wanted


@pytest.mark.parametrize(
    ("headings", "title", "og"),
    [
        ("<h1>Harbor Post</h1>", "Talks to resume in spring", "Talks to resume in spring"),
        ("<h1>Get our morning letter</h1>", "Talks to resume in spring", "Talks to resume in spring"),
        ("<h1>World</h1>", "Talks to resume in spring", ""),
        ("", "Talks to resume in spring", ""),
    ],
)
def test_names_of_sites_and_sections_are_no_headline(headings: str, title: str, og: str) -> None:
    assert shown(headings, title=title, og=og) == "Talks to resume in spring"


def test_a_label_of_kind_stays() -> None:
    """What the page's title calls an opinion keeps that label; the site's name is none."""
    heading = "<h1>The strait is not for sale</h1>"
    assert shown(heading, title="Opinion | The strait is not for sale") == "Opinion | The strait is not for sale"
    assert shown(heading, title="The strait is not for sale | Quay") == "The strait is not for sale"


@pytest.mark.parametrize(
    ("url", "named", "expected"),
    [
        ("https://www.courier.example/a", "The Courier", "courier.example"),
        ("http://10.0.0.7:8080/a", "The Courier", "The Courier"),
        ("http://localhost/a", "The Courier", "The Courier"),
        ("http://[::1]/a", None, "::1"),
        (None, "The Courier", "The Courier"),
        (None, None, None),
    ],
)
def test_an_outlet_is_its_host_where_that_is_a_name(url: str | None, named: str | None, expected: str | None) -> None:
    """A bare address says nothing of whom one reads."""
    assert outlet_name(url, named) == expected
