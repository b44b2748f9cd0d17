"""What stands between an article's words on a page: marks, posts, captions, corrections, offers, teasers, walls."""

from __future__ import annotations

import pytest

from bot.articles import PageState, Unreadable, extract
from bot.articles.furniture import line_kind
from bot.articles.marks import without_hints
from bot.articles.states import NOTICE_SUBSCRIBER
from summarizers.model import Article
from tests.articles.pages import STORY, page, paragraphs

URL = "https://www.harborpost.example/world/2024/05/06/norland-sudria-talks"


def read(*inner: str, **parts: str) -> Article:
    return extract(page("".join(inner), **parts), url=URL)


@pytest.mark.parametrize(
    "hint", ["&shy;", "&#173;", "&#xAD;", "\u00ad", "&#8203;", "\u200b", "&ZeroWidthSpace;", "\ufeff"]
)
def test_break_hints_are_no_part_of_words(hint: str) -> None:
    """Invisible characters inside names and words are gone; entities of visible ones are not."""
    first = STORY[0].replace("Brandvold", f"Brand{hint}vold").replace("harbor", f"har{hint}bor")
    assert read(paragraphs(first, *STORY[1:])).text.split("\n\n")[0] == STORY[0]
    assert without_hints("a &amp; b &#8217; &shystem; é") == "a &amp; b &#8217; stem; é"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("the accord<sup>1</sup> of the two", "the accord of the two"),
        ("the accord.<sup>[2]</sup> It", "the accord. It"),
        ('the accord.<sup><a href="#n2">2</a></sup> It', "the accord. It"),
        ("the accord<sup>*</sup> of", "the accord of"),
        ("makes 10<sup>6</sup> watts", "makes 106 watts"),
        ("a field of 40 m<sup>2</sup> there", "a field of 40 m2 there"),
        ("on the 1<sup>st</sup> of May", "on the 1st of May"),
        ("E = mc<sup>2</sup>, he said", "E = mc2, he said"),
    ],
)
def test_footnote_marks_go_and_powers_stay(written: str, shown: str) -> None:
    story = f"Officials wrote that {written} coasts for everybody to read."
    assert (
        f"Officials wrote that {shown} coasts for everybody to read."
        in read(paragraphs(*STORY[:3], story, *STORY[3:])).text
    )


POST = (
    '<blockquote class="{name}"><p lang="en">{text}</p>&mdash; Tomas Relk (@trelk) '
    '<a href="https://twitter.com/trelk/status/1">May 5, 2024</a></blockquote><script src="x.js"></script>'
)


@pytest.mark.parametrize("name", ["twitter-tweet", "twitter-tweet tw-align-center", "bluesky-embed", "mastodon-embed"])
def test_an_embedded_post_is_a_quotation_with_its_author(name: str) -> None:
    """Its words stand in marks, and who posted them behind; links to itself and pictures are gone."""
    text = "The strait is not for sale. It never was. pic.twitter.com/Ab12 https://t.co/Xy9"
    got = read(paragraphs(*STORY[:3]), POST.format(name=name, text=text), paragraphs(*STORY[3:])).text.split("\n\n")
    assert got[3] == "“The strait is not for sale. It never was.” — Tomas Relk (@trelk) May 5, 2024"
    assert [*got[:3], *got[4:]] == list(STORY)


def test_a_block_quotation_is_no_post() -> None:
    """The article's own block quotation keeps its paragraphs and kind."""
    own = "<blockquote><p>“The strait is not for sale,” Relk wrote in his diary in the winter.</p></blockquote>"
    article = read(paragraphs(*STORY[:3]), own, paragraphs(*STORY[3:]))
    assert ("quote", "“The strait is not for sale,” Relk wrote in his diary in the winter.") in [
        (p.kind, article.text[p.start : p.end]) for p in article.paragraphs
    ]


CAPTIONS = [
    "Foreign Minister Ilsa Brandvold, left, waves on the quay of Vardholm on May 5, 2024. (Lena Storm/Desk Pictures)",
    "Foreign Minister Ilsa Brandvold waves to a band on the quay of Vardholm. (AP Photo/Lena Storm)",
    "FILE PHOTO: Foreign Minister Ilsa Brandvold attends a meeting in Vardholm, May 3, 2024. REUTERS/Lena Storm/File Photo",
    "FILE - Foreign Minister Ilsa Brandvold speaks in Vardholm, on May 3, 2024.",
    "Tomas Relk speaks to sailors in the spring. Photo: Lena Storm/Desk",
    "Tomas Relk speaks to sailors in the spring. Photograph by Lena Storm for the Harbor Post",
    "Tomas Relk speaks to sailors in the spring. Lena Storm/Getty Images",
    "Tomas Relk speaks to sailors in the spring. © Lena Storm",
]
CORRECTIONS = [
    "Correction (May 7): An earlier version of this story gave the wrong number of ferries. It is nine, not ninety.",
    "Correction: This article misstated the name of the ferry.",
    "Editor’s note: This story was updated on May 7 to correct the name of the port.",
    "This article has been amended. The original said that Sudria had turned the plan down.",
    "An earlier version of this article misspelled the name of the envoy.",
    "The story was updated to add a statement by the line.",
]
OFFERS = [
    "Keep reading for $1",
    "Already a subscriber? Sign in",
    "Try unlimited access. Only $1 for 4 weeks. Then $69 per month. Cancel any time during your trial.",
    "Subscribe to continue reading this story.",
    "This article is only available to subscribers.",
]
OTHERS = [
    "Sign up for our free World Briefing newsletter and get the five stories that matter.",
    "The Harbor Post is a nonprofit newsroom. If you value reporting like this, please consider a gift today.",
    "Listen to this article (4 minutes).",
    "Unfortunately, this video is not available in your region.",
]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *((text, "caption") for text in CAPTIONS),
        *((text, "correction") for text in CORRECTIONS),
        *((text, "offer") for text in OFFERS),
    ],
)
def test_lines_that_are_not_the_articles(text: str, kind: str) -> None:
    """They are known for what they are, and left out of the text."""
    assert line_kind(text) == kind
    assert text not in read(paragraphs(*STORY[:3], text, *STORY[3:], *STORY[:0])).text


@pytest.mark.parametrize("text", OTHERS)
def test_invitations_are_left_out(text: str) -> None:
    assert line_kind(text) in ("invitation", "audio")
    assert read(paragraphs(*STORY[:3], text, *STORY[3:])).text.split("\n\n") == list(STORY)


@pytest.mark.parametrize(
    "text",
    [
        "Ferries wait off Vardholm on Sunday, as they have since May, because insurers will not cover them.",
        "An earlier version of the plan, which Sudria had turned down, named Vardholm as the port.",
        "The file on the ferry was closed on Monday, the harbor office said.",
        "A poll of sailors showed that six in ten were for the accord (Relk/Brandvold named it so).",
        "The correction of the border took nine years, Relk said.",
        "The line sells a ticket for $9 a month, and sailors ride for free, the director said.",
        "“Already a member?” Brandvold asked the envoy when he joined the talks.",
        "The two sides signed up to a plan that gives every port the same fees.",
        "The letter asks the ministers to consider a donation to the sailors of the strait, Relk said, and to act on it soon.",
        "This story was told in every tavern of the coast that winter.",
        "The treaty is behind a paywall at the ministry, Relk joked.",
        "Relk showed reporters a photo: the harbor lay under ice.",
    ],
)
def test_look_alikes_stay(text: str) -> None:
    """Sentences of an article that speak of versions, prices, pictures and letters are the article's."""
    assert read(paragraphs(*STORY[:3], text, *STORY[3:])).text.split("\n\n") == [*STORY[:3], text, *STORY[3:]]


def test_a_page_that_sells_the_rest_says_so() -> None:
    """An offer below a short text is left out, and the brief is said to be made from the visible part."""
    offer = f'<div class="paywall"><h2>Keep reading for $1</h2>{paragraphs(*OFFERS[1:3])}</div>'
    article = read(paragraphs(*STORY), offer)
    assert article.text.split("\n\n") == list(STORY)
    assert article.notices == (NOTICE_SUBSCRIBER,)


@pytest.mark.parametrize("words", ["Continue reading", "Read more »", "Read the full story →"])
def test_teasers_in_a_box_go(words: str) -> None:
    """A paragraph that ends in a link to the rest of it tells of another article; its heading goes with it."""
    box = (
        "<div><h3>Also in the Harbor Post</h3><p>The queen of Estmark said she would not pay for the ferries of others. "
        f'<a href="/c">{words}</a></p></div>'
    )
    got = read(paragraphs(*STORY[:3]), box, paragraphs(*STORY[3:], *STORY[:0])).text
    assert got.split("\n\n") == list(STORY)


def test_a_link_inside_a_sentence_is_no_teaser() -> None:
    text = "The report of the envoys (<a href='/r'>read more</a>) was signed by both ministers on Friday in Vardholm."
    assert "was signed by both ministers" in read(paragraphs(*STORY, text)).text


def state(title: str, *texts: str) -> PageState | None:
    html = f"<html lang=en><head><title>{title}</title></head><body><h1>{title}</h1>{paragraphs(*texts)}</body></html>"
    try:
        extract(html.encode(), url=URL)
    except Unreadable as error:
        return error.state
    return None


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        (
            "Harbor Post",
            "451: Unavailable due to legal reasons. We see that you come from the European Economic Area.",
            PageState.FORBIDDEN,
        ),
        (
            "Harbor Post",
            "We recognize that you visit us from a country of the European Economic Area, which enforces the GDPR, and "
            "therefore access cannot be granted at this time.",
            PageState.FORBIDDEN,
        ),
        (
            "Talks to resume",
            "We have noticed that you use an ad blocker. Please disable your ad blocker and reload the page to go on.",
            PageState.FORBIDDEN,
        ),
        (
            "Talks to resume",
            "Please enable cookies in your browser and reload this page to see the article that you asked for, thank you.",
            PageState.FORBIDDEN,
        ),
        (
            "Relk draws a line",
            "Harbor Wire is the world's largest sea news agency, for sailors. Quotes delayed by at least 20 minutes. "
            "For a list of exchanges please click here, or write to us.",
            PageState.NO_ARTICLE,
        ),
    ],
)
def test_pages_that_keep_their_text(title: str, text: str, expected: PageState) -> None:
    """What stands instead of an article is told for what it is."""
    assert state(title, text) is expected


def test_articles_about_such_pages_are_articles() -> None:
    """A report about the law on data, blockers of advertisements or a wire is read."""
    about = (
        "The GDPR, the European Economic Area’s law on data, has made nine papers of Norland unavailable to readers, Relk said.",
        "Sites that ask readers to disable an ad blocker lose a third of them, the office of Sudria found in a study.",
    )
    assert state("Law on data turns readers away, envoy says", *STORY, *about, *STORY[::-1]) is None
