"""One article, one address; and the links people paste in Slack."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles import address_key, canonical_url, links_in_slack_text
from bot.articles.addresses import (
    hides_target,
    is_consent_host,
    page_address,
    registrable_domain,
    table,
    unwrap,
    without_secrets,
)


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://news.example/a?utm_source=x&utm_medium=y&id=7", "https://news.example/a?id=7"),
        ("https://news.example/a?fbclid=1&gclid=2", "https://news.example/a"),
        (
            "https://www.nytimes.com/2024/05/06/a.html?smid=tw-share&partner=rss",
            "https://www.nytimes.com/2024/05/06/a.html",
        ),
        ("https://www.reuters.com/a/?feedType=RSS&feedName=worldNews&il=0", "https://www.reuters.com/a/"),
        ("https://www.bbc.com/news/1?at_medium=RSS&xtor=AL-72&ns_mchannel=social", "https://www.bbc.com/news/1"),
        ("https://x.com/someone/status/1?s=20&t=abc", "https://x.com/someone/status/1"),
        ("https://news.example/a?s=20", "https://news.example/a?s=20"),
        ("https://news.example/story.asp?12345", "https://news.example/story.asp?12345"),
        ("https://news.example/index.php?action=show&page=2", "https://news.example/index.php?action=show&page=2"),
        ("https://news.example/a#comments", "https://news.example/a"),
        ("HTTPS://News.Example:443/a", "https://news.example/a"),
        ("https://news.example:8080/a", "https://news.example:8080/a"),
        ("https://news.example", "https://news.example/"),
        ("https://www.google.com/amp/s/www.news.example/world/a.amp", "https://www.news.example/world/a"),
        ("https://www-news-example.cdn.ampproject.org/c/s/www.news.example/a", "https://www.news.example/a"),
        ("https://www.google.com/url?q=https://news.example/a&sa=D", "https://news.example/a"),
        ("https://amp.theguardian.com/world/2024/a", "https://www.theguardian.com/world/2024/a"),
        ("https://m.news.example/a", "https://news.example/a"),
        ("https://mobile.news.example/a/amp/", "https://news.example/a"),
        ("https://news.example/caf\u00e9 a", "https://news.example/caf%C3%A9%20a"),
    ],
)
def test_canonical_address(url: str, canonical: str) -> None:
    """Tracking, fragments, forwarders, AMP and mobile hosts go; what selects the article stays."""
    assert canonical_url(url) == canonical


def test_one_article_under_many_addresses_has_one_key() -> None:
    """Scheme, www, mobile host, last slash, tracking and the order of the query do not make another article."""
    addresses = [
        "https://www.news.example/world/talks?id=1&b=2",
        "http://news.example/world/talks/?b=2&id=1",
        "https://m.news.example/world/talks?id=1&b=2&utm_source=feed#top",
        "https://www.google.com/amp/s/www.news.example/world/talks/amp/?id=1&b=2",
    ]
    assert {address_key(a) for a in addresses} == {"news.example/world/talks?b=2&id=1"}
    assert address_key("https://news.example/world/talks?id=2&b=2") != address_key(addresses[0])


@pytest.mark.parametrize(
    ("final", "canonical", "og_url", "expected"),
    [
        ("https://news.example/a?x=1", "https://www.news.example/a", None, "https://www.news.example/a"),
        ("https://news.example/a", "/b", None, "https://news.example/b"),
        ("https://news.example/a", "https://evil.test/a", "https://news.example/c", "https://news.example/c"),
        ("https://a.news.co.uk/x", "https://b.news.co.uk/y", None, "https://b.news.co.uk/y"),
        ("https://one.co.uk/x", "https://two.co.uk/y", None, "https://one.co.uk/x"),
        ("https://news.example/a", "https://news.example/", None, "https://news.example/a"),
        ("https://news.example/a", "javascript:alert(1)", "mailto:a@b.c", "https://news.example/a"),
        ("https://news.example/a", "https://user@news.example/b", None, "https://news.example/a"),
        ("https://news.example/a", "http://[bad", None, "https://news.example/a"),
        ("https://news.example/a?token=x&id=4", "/a?token=x&id=4", None, "https://news.example/a?id=4"),
        ("https://news.example/a?token=x&id=4", None, None, "https://news.example/a?token=x&id=4"),
    ],
)
def test_a_page_names_its_address_on_its_own_domain_only(
    final: str, canonical: str | None, og_url: str | None, expected: str
) -> None:
    """rel=canonical counts within the registrable domain, then og:url, then where the page was found."""
    assert page_address(final, canonical, og_url) == expected


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.example/x?id=4&access_token=e30&utm_source=y#z", "https://a.example/x?id=4"),
        ("https://a.example/x?Signature=a%2Fb&X-Amz-Date=20261130&p=2", "https://a.example/x?p=2"),
        ("https://a.example/x;jsessionid=0A1?sid=1432", "https://a.example/x?sid=1432"),
        ("https://a.example/x?sid=9f86d081884c7d65", "https://a.example/x"),
        ("https://a.example/x?unlocked_article_code=1.kk4&p=2", "https://a.example/x?p=2"),
        ("https://user:pass@a.example/x?q=a;b", "https://a.example/x?q=a;b"),
        ("https://a.example/x?id=4&%74oken=e30;auth=1", "https://a.example/x?id=4"),
        (
            "https://a.example/x?session=12&author=reyes&keyword=fish",
            "https://a.example/x?session=12&author=reyes&keyword=fish",
        ),
        ("no address", "no address"),
    ],
)
def test_shown_links_give_nobody_a_right(url: str, shown: str) -> None:
    """Tokens, signatures, sessions, gift codes and passwords stay where they were pasted; what names the article is kept."""
    assert without_secrets(url) == shown
    assert without_secrets(shown) == shown


def test_registrable_domain() -> None:
    """The registered part of a host, also under two-part endings; hosts without one stand for themselves."""
    assert registrable_domain("https://www.bbc.co.uk/x") == "bbc.co.uk"
    assert registrable_domain("http://127.0.0.1:8000/x") == "127.0.0.1"
    assert registrable_domain("http://intranet/x") == "intranet"


def test_google_news_hides_its_target() -> None:
    """Google News links are recognised before anything is fetched."""
    assert hides_target("https://news.google.com/rss/articles/CBMiabc?oc=5")
    assert not hides_target("https://news.example/google.com")


def test_consent_hosts() -> None:
    """A visit that ends at a consent host did not reach the article, unless that host was asked for."""
    assert is_consent_host("https://consent.news.example/v2/collect", "https://www.news.example/a")
    assert is_consent_host("https://guce.news.example/x", "https://news.example/a")
    assert not is_consent_host("https://news.example/a", "https://m.news.example/a")
    assert not is_consent_host("https://consent.news.example/a", "https://consent.news.example/b")


def test_unwrapping_ends() -> None:
    """A forwarder inside a forwarder is opened a few times, never without end."""
    url = "https://news.example/a"
    for _ in range(9):
        url = f"https://www.google.com/amp/s/{url.removeprefix('https://')}"
    assert unwrap(url).startswith("https://")


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("<https://news.example/a>", ["https://news.example/a"]),
        ("look: <https://news.example/a?x=1&amp;y=2|news.example/a>!", ["https://news.example/a?x=1&y=2"]),
        ("<mailto:a@news.example|a@news.example> <tel:+123|call>", []),
        ("<@U123> <#C123|general> <!here> <!subteam^S1|@desk>", []),
        ("https://news.example/a, and (https://news.example/b).", ["https://news.example/a", "https://news.example/b"]),
        ("https://news.example/x_(y)", ["https://news.example/x_(y)"]),
        ("<https://news.example/a> <https://www.news.example/a/?utm_source=x>", ["https://news.example/a"]),
        ("<https://b.example/2> https://a.example/1", ["https://b.example/2", "https://a.example/1"]),
        ("`https://news.example/a`", ["https://news.example/a"]),
        ("“https://news.example/a”", ["https://news.example/a"]),
        ("ftp://news.example/a file:///etc/passwd", []),
        ("https:// http://", []),
        ("no link at all", []),
        ("", []),
    ],
)
def test_links_in_slack_text(text: str, links: list[str]) -> None:
    """Slack's markup is undone; only web links count, in order, each article once."""
    assert links_in_slack_text(text) == links


@given(st.text(max_size=200))
def test_links_of_any_text(text: str) -> None:
    """Any message gives a list of web addresses without repeats, never an error."""
    links = links_in_slack_text(text)
    assert all(link.lower().startswith(("http://", "https://")) for link in links)
    assert len({address_key(link) for link in links}) == len(links)


@given(st.text(max_size=120) | st.text(max_size=60).map("https://news.example/".__add__))
def test_canonical_addresses_are_stable(text: str) -> None:
    """Any text can be made canonical, and doing it twice changes nothing."""
    once = canonical_url(text)
    assert canonical_url(once) == once
    assert address_key(once) == address_key(text)


@given(st.lists(st.sampled_from("abcxyz0123456789-_"), min_size=1, max_size=20).map("".join))
def test_links_survive_slacks_markup(path: str) -> None:
    """A link comes back out of Slack's markup as it went in."""
    url = f"https://news.example/{path}?a=1&b=2"
    marked = f"see <{url.replace('&', '&amp;')}|the story> now"
    assert links_in_slack_text(marked) == [url]


@pytest.mark.parametrize(
    ("name", "columns"), [("tracking.tsv", 2), ("secrets.tsv", 2), ("hosts.tsv", 3), ("prune.tsv", 3), ("walls.tsv", 4)]
)
def test_data_files_are_well_formed(name: str, columns: int) -> None:
    """Every row of a data file has its columns and stands there once."""
    rows = table(name)
    assert rows and all(len(row) == columns for row in rows)
    assert len({tuple(row) for row in rows}) == len(rows)
