"""What the extractor passes over and what it takes too much: ledes, boxes, other articles, links."""

from __future__ import annotations

import pytest

from bot.articles import extract
from tests.articles.pages import STORY, page, paragraphs

URL = "https://www.harborpost.example/world/2024/05/06/norland-sudria-talks"
LEDE = "Norland and Sudria will sit down again in April, Foreign Minister Ilsa Brandvold said in Vardholm on Monday."
#: The story with its links to the lede cut, long enough for an extractor to be content with it.
REST = (
    *STORY[1:],
    *(f"On day {n} of the strike the {n} ferries of the line stayed in port, the harbor said." for n in range(9)),
)
SHARE = '<div class="share">Share</div>'


def texts(body: str, **parts: str) -> list[str]:
    return extract(page(body, **parts), url=URL).text.split("\n\n")


@pytest.mark.parametrize(
    "lede",
    [
        f'<div class="lead"><p>{LEDE}</p></div>{SHARE}',
        f'<div class="article__intro"><p>{LEDE}</p></div>{SHARE}',
        f'<p class="dek">{LEDE}</p>{SHARE}',
        f'<div class="StoryTop-summary__x1">{LEDE}</div>{SHARE}',
        f"<section><p><b>{LEDE}</b></p></section>{SHARE}",
        f"<header><p>{LEDE}</p></header>{SHARE}",
        f'<p class="standfirst">{LEDE}</p>',
    ],
)
def test_a_lede_in_a_block_of_its_own_is_read(lede: str) -> None:
    """The first sentence stands first wherever its block is, and once."""
    got = texts(f'{lede}<div class="article-body">{paragraphs(*REST)}</div>')
    assert got[0] == LEDE
    assert got[1:] == list(REST)


@pytest.mark.parametrize(
    "before",
    [
        '<div class="newsletter"><p>Our letter brings you the five stories of the day, every day at seven.</p></div>',
        '<p class="byline">By Nora Felt in Vardholm and Jon Aas in the capital of Sudria</p>',
        "<figure><figcaption>Ilsa Brandvold waves to the band on the quay of Vardholm on Monday.</figcaption></figure>",
        '<div class="photo-caption">Ilsa Brandvold waves to the band on the quay of Vardholm on Monday.</div>',
        '<p><a href="/b">Nine quiet beaches for the summer that nobody has heard of so far.</a></p>',
        "<p>Sign up for the letter that brings you the five stories of the day.</p>",
        "<p>Last updated on May 6, 2024, at nine in the morning by Nora Felt.</p>",
    ],
)
def test_what_is_no_lede_stays_out(before: str) -> None:
    """Bylines, captions, links and invitations before the body are not its first sentence."""
    got = texts(f'{before}{SHARE}<div class="article-body">{paragraphs(*REST)}</div>')
    assert got == list(REST)


def test_text_behind_a_box_is_read() -> None:
    """Where a box parts the body in differently made containers, both parts are read, without the box."""
    box = '<aside class="related"><h3>Also</h3><p>The strike of the ferry crews went on for a ninth day on Friday.</p></aside>'
    body = f"<div class=a><p>{LEDE}</p>{paragraphs(*REST[:5])}</div>{box}<div class=a>{paragraphs(*REST[5:])}</div>"
    got = texts(body)
    assert got == [LEDE, *REST]


def test_a_description_is_no_text() -> None:
    """What the page tells search engines is not put into its text."""
    about = "All the news from the strait, every day, in the Harbor Post."
    assert about not in texts(paragraphs(LEDE, *REST), head=f'<meta name="description" content="{about}">')


@pytest.mark.parametrize(
    "other",
    [
        "<article><h1>Ferry crews end strike</h1>{}</article>",
        '<article><h2><a href="/ferry">Ferry crews end strike</a></h2>{}</article>',
        '<article><a href="/ferry"><h3>Ferry crews end strike</h3></a>{}</article>',
        '<article><a href="/ferry" rel="bookmark"><img src=x></a>{}</article>',
    ],
)
def test_the_next_article_is_left_out(other: str) -> None:
    """An article with a headline of its own below the page's own, or inside it, is another one."""
    crews = [f"The crew of ferry {n} will be back at work by Monday, the line’s director said." for n in range(8)]
    appended = other.format(paragraphs(*crews))
    assert texts(paragraphs(LEDE, *REST), after=appended) == [LEDE, *REST]
    assert texts(paragraphs(LEDE, *REST) + appended) == [LEDE, *REST]


def test_parts_of_a_list_built_as_articles_stay() -> None:
    """Sections without a link of their own are the page's."""
    parts = "".join(f"<article><h2>Point {n}</h2><p>{text}</p></article>" for n, text in enumerate(REST))
    got = texts(f"<p>{LEDE}</p>{parts}")
    assert all(text in got for text in REST)


def test_headings_that_link_stay() -> None:
    """A heading that leads to what it names, or that a table of contents leads to, is the article's own."""
    contents = '<ul><li><a href="#terms">What the two sides have agreed on</a></li></ul>'
    body = (
        contents
        + paragraphs(*REST[:6])
        + '<h2 id="terms">What the two sides have agreed on</h2>'
        + paragraphs(*REST[6:])
    )
    assert texts(body).count("What the two sides have agreed on") >= 1
    linked = (
        paragraphs(*REST[:6]) + '<h2><a href="/accord">The accord of the two coasts</a></h2>' + paragraphs(*REST[6:])
    )
    assert "The accord of the two coasts" in texts(linked)


def test_script_inside_a_block_is_no_text() -> None:
    """What scripts and styles hold is never read."""
    lede = f'<div class="lead"><script>var talk = "The minister said on Monday that it is over.";</script>{LEDE}</div>'
    got = texts(f'{lede}{SHARE}<div class="article-body">{paragraphs(*REST)}</div>')
    assert got == [LEDE, *REST]
