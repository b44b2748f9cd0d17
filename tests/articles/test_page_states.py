"""Each page state on a page written for it, and pages that must not be mistaken for one."""

from __future__ import annotations

import json
import pickle

import pytest

from bot.articles import MESSAGES, NOTICES, PageState, Unreadable, extract
from bot.articles.states import NOTICE_OUTLINE, NOTICE_SUBSCRIBER, PASSING
from summarizers.errors import AttacheError, NoArticle
from summarizers.text.language import NOT_ENGLISH
from tests.articles.pages import STORY, json_ld, page, paragraphs

URL = "https://www.harborpost.example/world/norland-sudria-harbor-talks"


def state(html: bytes, url: str = URL) -> PageState | None:
    try:
        extract(html, url=url)
    except Unreadable as error:
        return error.state
    return None


def shell(title: str, body: str, head: str = "") -> bytes:
    """A page without an article element, as walls are."""
    return f"<html lang=en><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()


COOKIES = paragraphs(
    "We and our 843 partners store and access personal data, like cookies, on your device.",
    "Selecting Accept All enables tracking technologies to support the purposes shown under we and our partners.",
    "You can change your choices or withdraw your consent at any time by clicking the Manage Preferences link.",
    "Some vendors process your personal data on the basis of legitimate interest, to which you may object.",
)
TEASERS = "".join(
    f'<div><h3><a href="/world/story-{n}-of-today">Ministers meet for round {n}</a></h3><p>The {n}th day.</p></div>'
    for n in range(80)
)


@pytest.mark.parametrize(
    ("html", "url", "expected"),
    [
        (shell("Harbor Post", COOKIES), URL, PageState.CONSENT_WALL),
        (shell("Before you continue", paragraphs(*STORY[:2])), URL, PageState.CONSENT_WALL),
        (shell("We value your privacy", "<p>Accept or leave.</p>"), URL, PageState.CONSENT_WALL),
        (shell("Just a moment...", "<p>Enable JavaScript and cookies to continue</p>"), URL, PageState.BOT_WALL),
        (
            shell("Access Denied", "<p>You don't have permission to access this.</p>"),
            URL,
            PageState.BOT_WALL,
        ),
        (
            shell("harborpost.example", "<p>Please verify you are a human.</p>"),
            URL,
            PageState.BOT_WALL,
        ),
        (
            shell("Page not found | Harbor Post", "<p>Sorry, that page is not here.</p>"),
            URL,
            PageState.GONE,
        ),
        (shell("404", "<p>Nothing.</p>"), URL, PageState.GONE),
        (
            shell("Harbor Post", f"<div id=app></div><script>{'a=1;' * 20000}</script>"),
            URL,
            PageState.NEEDS_JAVASCRIPT,
        ),
        (
            shell("Harbor Post", "<noscript>You need to enable JavaScript.</noscript><div id=root></div>"),
            URL,
            PageState.NEEDS_JAVASCRIPT,
        ),
        (shell("Harbor Post - news from the coast", TEASERS), "https://www.harborpost.example/", PageState.HOME_PAGE),
        (shell("World news", TEASERS), "https://www.harborpost.example/world", PageState.HOME_PAGE),
        (page(), "https://www.harborpost.example/", PageState.HOME_PAGE),
        (
            page(paragraphs("Watch the signing."), head=json_ld('{"@type": "VideoObject", "name": "Signing"}')),
            "https://www.harborpost.example/video/signing-of-the-harbor-accord",
            PageState.VIDEO,
        ),
        (
            page(
                paragraphs(
                    "The envoy speaks with our correspondent in the capital of Norland about what was said this week."
                )
            ),
            "https://www.harborpost.example/podcasts/the-envoy-speaks-to-us",
            PageState.VIDEO,
        ),
        (
            page(
                paragraphs(
                    "Boats leave the harbor at dawn.",
                    "The ministers shake hands on the quay, watched by a band from the town.",
                )
            ),
            "https://www.harborpost.example/gallery/2024/harbor-talks-in-pictures",
            PageState.GALLERY,
        ),
        (page(paragraphs(STORY[0], STORY[3]), head=json_ld('{"@type": "LiveBlogPosting"}')), URL, PageState.LIVE_BLOG),
        (
            page(paragraphs(STORY[0], STORY[3])),
            "https://www.harborpost.example/world/live/2024/may/06/harbor-talks",
            PageState.LIVE_BLOG,
        ),
        (
            page(
                paragraphs(
                    "The talks are about to begin again: what you should know about the strait and its two coasts."
                ),
                head=json_ld('{"@type": "NewsArticle", "isAccessibleForFree": false}'),
            ),
            URL,
            PageState.SUBSCRIBERS_ONLY,
        ),
        (
            shell(
                "Harbor Post",
                "<p>Subscribe to read this story. Already a subscriber? Sign in now to go on.</p>",
            ),
            URL,
            PageState.SUBSCRIBERS_ONLY,
        ),
        (shell("Harbor Post", "<p>Hello.</p>"), URL, PageState.NO_ARTICLE),
        (b"", URL, PageState.EMPTY),
        (b"   \n ", URL, PageState.EMPTY),
        (page(paragraphs("a " * 450_000)), URL, PageState.TOO_LARGE),
    ],
)
def test_state(html: bytes, url: str, expected: PageState) -> None:
    """The page is told for what it is; no brief is made of it."""
    assert state(html, url) is expected


@pytest.mark.parametrize(
    "html",
    [
        page(),
        page(title="Access denied: how the strait between Norland and Sudria was closed"),
        page(
            paragraphs(
                *STORY,
                "The law on cookies and consent makes sites ask first, officials said.",
            )
        ),
        page(head='<noscript>Please enable JavaScript</noscript><meta property="og:type" content="article">'),
        page(paragraphs(*STORY, *STORY[:3]), head=json_ld('{"@type": "VideoObject"}')),
        page(after=f"<aside>{TEASERS}</aside>"),
        page(head=json_ld(json.dumps({"@type": "NewsArticle", "isAccessibleForFree": True}))),
    ],
)
def test_articles_are_not_mistaken(html: bytes) -> None:
    """An article about a wall, beside a film or above a list of teasers is an article."""
    assert state(html) is None


def test_consent_banner_beside_an_article_is_left_out() -> None:
    """A cookie banner on the page of an article does not get into the text."""
    text = extract(page(before=f'<div id="consent-banner">{COOKIES}</div>'), url=URL).text
    assert text.split("\n\n") == list(STORY)


def test_subscriber_page_is_read_as_far_as_it_shows() -> None:
    """The visible part of a locked page is read, and said to be only that."""
    head = '<meta property="article:content_tier" content="metered">'
    article = extract(page(paragraphs(*STORY[:3]), head=head), url=URL)
    assert article.notices == (NOTICE_SUBSCRIBER,)
    whole = extract(page(paragraphs(*STORY * 3), head=head), url=URL)
    assert NOTICE_SUBSCRIBER not in whole.notices or len(whole.text.split()) < 250


def test_another_language_is_noticed() -> None:
    """A page in another language is read, with a notice; an English page that declares nothing has none."""
    danish = (
        "Udenrigsministeren sagde mandag, at forhandlingerne om havnen vil blive genoptaget til foråret.",
        "Vi har ikke forladt bordet, og det har vi heller ikke tænkt os at gøre, sagde hun i hovedstaden.",
        "De to regeringer har siden 2019 været uenige om retten til at fiske i det stræde mellem deres kyster.",
    )
    article = extract(page(paragraphs(*danish), lang="da", title="Havneforhandlinger genoptages"), url=URL)
    assert (article.language, article.notices) == ("da", (NOT_ENGLISH,))
    assert extract(page(lang=""), url=URL).notices == ()
    claimed = extract(page(paragraphs(*danish), lang="en"), url=URL)
    assert (claimed.language, claimed.notices) == (None, (NOT_ENGLISH,))


def test_a_page_known_only_by_its_outline_says_so() -> None:
    """Where nothing but the description for search engines can be read, the notice says it."""
    words = "The ministers of Norland and Sudria agreed on Monday to resume their talks about the harbor in the spring."
    article = extract(
        shell("Talks to resume", "<div></div>", f'<meta property="og:description" content="{words}">'), url=URL
    )
    assert (article.text, article.notices) == (words, (NOTICE_OUTLINE,))


def test_every_state_has_one_kind_line() -> None:
    """Each state has a line of its own: whole sentences, short, without markup, technical words or blame."""
    assert set(MESSAGES) == set(PageState)
    assert len(set(MESSAGES.values())) == len(MESSAGES)
    for line in (*MESSAGES.values(), *NOTICES):
        assert 15 < len(line) < 150
        assert not any(mark in line for mark in "<>&*_`{}") and "\n" not in line
        assert not any(word in line.lower() for word in ("error", "exception", "http ", "timeout", "invalid", "failed"))
    assert all(line[0].isupper() and line.endswith(".") for line in MESSAGES.values())


def test_passing_states_are_worth_another_try() -> None:
    """Only what may pass by itself asks the person to try again."""
    for found in PageState:
        assert ("try again" in MESSAGES[found]) == (found in PASSING), found


def test_the_error_carries_state_and_kind() -> None:
    """The error is one of the house's, keeps state and wait, and survives a trip between processes."""
    error = pickle.loads(pickle.dumps(Unreadable(PageState.BUSY_SITE, retry_after=9.0)))
    assert isinstance(error, Unreadable)
    assert isinstance(error, NoArticle) and isinstance(error, AttacheError)
    assert (error.state, error.kind, error.retry_after, error.passing) == (PageState.BUSY_SITE, "busy-site", 9.0, True)
    assert str(error) == MESSAGES[PageState.BUSY_SITE]
