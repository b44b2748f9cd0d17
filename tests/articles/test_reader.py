"""A pasted link becomes an article: cache, states, one article under many addresses."""

from __future__ import annotations

import threading

import pytest
import structlog

from bot.articles import ArticleReader, PageState, Unreadable, article_from_dict, article_to_dict
from bot.workers import WorkerPool
from summarizers.model import Article
from tests.articles.conftest import PageServer
from tests.articles.net import PUBLIC_V4, Net
from tests.articles.pages import STORY, page, paragraphs
from tests.hung import HUNG
from tests.workers.shared import shared_workers

NAMES = {
    name: [[PUBLIC_V4]]
    for name in ("www.harborpost.example", "harborpost.example", "m.harborpost.example", "short.test")
}
NAMES["consent.harborpost.example"] = [[PUBLIC_V4]]
PATH = "/world/norland-sudria-harbor-talks"


class Shelf:
    """A cache in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, Article] = {}

    def get(self, key: str) -> Article | None:
        return self.kept.get(key)

    def put(self, keys: tuple[str, ...], article: Article) -> None:
        self.kept.update(dict.fromkeys(keys, article))


class ShelvedReader(ArticleReader):
    """A reader whose cache and network can be looked at."""

    def __init__(self, net: Net, pool: WorkerPool) -> None:
        self.net, self.shelf = net, Shelf()
        super().__init__(cache=self.shelf, fetcher=net.fetcher(), pool=pool)


@pytest.fixture(scope="module")
def pool() -> WorkerPool:
    return shared_workers()


@pytest.fixture
def reader(page_server: PageServer, pool: WorkerPool) -> ShelvedReader:
    page_server.routes[PATH] = lambda handler: handler.answer(200, page(), "text/html; charset=utf-8")
    return ShelvedReader(Net(NAMES, server=page_server.address), pool)


def test_a_link_becomes_an_article(reader: ShelvedReader) -> None:
    """The whole way: fetched through the guard, extracted in the worker, with its canonical address."""
    article = reader.read(f"http://www.harborpost.example{PATH}?utm_source=desk#top")
    assert article.text.split("\n\n") == list(STORY)
    assert article.url == f"http://www.harborpost.example{PATH}"
    assert article.site == "harborpost.example"


def test_a_second_paste_costs_no_visit(reader: ShelvedReader, page_server: PageServer) -> None:
    """Three addresses of one article are one article, read once."""
    first = reader.read(f"http://www.harborpost.example{PATH}")
    again = reader.read(f"https://m.harborpost.example{PATH}/?utm_medium=social")
    third = reader.read(f"https://www.google.com/amp/s/harborpost.example{PATH}")
    assert first == again == third
    assert len(page_server.requests) == 1


def test_a_short_link_is_known_by_where_it_led(reader: ShelvedReader, page_server: PageServer) -> None:
    """After a shortener was followed once, both addresses answer from the cache."""
    page_server.routes["/abc"] = lambda handler: handler.redirect(f"http://www.harborpost.example{PATH}", 301)
    article = reader.read("http://short.test/abc")
    assert article.url == f"http://www.harborpost.example{PATH}"
    visits = len(page_server.requests)
    assert reader.read("http://short.test/abc") == reader.read(f"http://harborpost.example{PATH}") == article
    assert len(page_server.requests) == visits


def test_a_page_cannot_answer_for_another(reader: ShelvedReader, page_server: PageServer) -> None:
    """A page that claims another page's address on its domain is not served to those who paste that one."""
    claim = f'<link rel="canonical" href="http://harborpost.example{PATH}">'
    other = page(
        paragraphs("Nothing of what the minister said is true, a stranger wrote on his own page.", *STORY), head=claim
    )
    page_server.routes["/users/stranger/page-of-my-own"] = lambda handler: handler.answer(200, other, "text/html")
    assert "stranger" in reader.read("http://harborpost.example/users/stranger/page-of-my-own").text
    assert reader.read(f"http://harborpost.example{PATH}").text.split("\n\n") == list(STORY)


def test_two_at_once_are_one_visit(reader: ShelvedReader, page_server: PageServer) -> None:
    """Two people pasting one link at the same moment cause one visit."""
    start = threading.Barrier(4)

    def read() -> None:
        start.wait()
        reader.read(f"http://www.harborpost.example{PATH}")

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(HUNG)
    assert len(page_server.requests) == 1
    assert reader._reading == {}


def test_failures_are_not_kept(reader: ShelvedReader, page_server: PageServer) -> None:
    """A page that could not be read is tried anew the next time."""
    page_server.routes["/gone"] = lambda handler: handler.answer(404, b"", "text/html")
    for _ in range(2):
        with pytest.raises(Unreadable) as caught:
            reader.read("http://harborpost.example/gone")
        assert caught.value.state is PageState.GONE
    assert len(page_server.requests) == 2
    assert reader.shelf.kept == {}


def serve(page_server: PageServer, path: str, body: bytes, kind: str = "text/html") -> str:
    page_server.routes[path] = lambda handler: handler.answer(200, body, kind)
    return f"http://harborpost.example{path}"


@pytest.mark.parametrize(
    ("body", "kind", "state"),
    [
        (b"", "text/html", PageState.EMPTY),
        (b"%PDF-1.7 ...", "text/html", PageState.DAMAGED_FILE),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 200, "text/plain", PageState.NOT_HTML),
        (b"PK\x03\x04" + b"x" * 100, "text/html", PageState.NOT_HTML),
        (b"<html><title>Access denied</title><p>no</p>", "text/html", PageState.BOT_WALL),
        (b"word " * 90_000, "text/plain", PageState.TOO_LARGE),
    ],
)
def test_what_comes_back_is_looked_at(
    reader: ShelvedReader, page_server: PageServer, body: bytes, kind: str, state: PageState
) -> None:
    """Labels lie: what the bytes are decides."""
    with pytest.raises(Unreadable) as caught:
        reader.read(serve(page_server, "/x", body, kind))
    assert caught.value.state is state


def test_html_under_the_label_of_text(reader: ShelvedReader, page_server: PageServer) -> None:
    """A page sent as plain text is still a page."""
    article = reader.read(serve(page_server, "/world/a-page-sent-as-text", page(), "text/plain"))
    assert article.text.split("\n\n") == list(STORY)


def test_plain_text_pages(reader: ShelvedReader, page_server: PageServer) -> None:
    """A press release in plain text is read as text."""
    text = "\n".join(STORY).encode()
    assert reader.read(serve(page_server, "/release.txt", text, "text/plain; charset=utf-8")).text.split(
        "\n\n"
    ) == list(STORY)


def test_a_wrong_charset_label_does_no_harm(reader: ShelvedReader, page_server: PageServer) -> None:
    """UTF-8 sent as Latin-1 keeps its quotation marks."""
    url = serve(page_server, "/world/wrong-charset-label-page", page(), "text/html; charset=iso-8859-1")
    assert "“We have not left the table" in reader.read(url).text


def test_consent_hosts_are_walls(reader: ShelvedReader, page_server: PageServer) -> None:
    """A visit that ends at a consent host found no article, whatever the page says."""
    page_server.routes["/a"] = lambda handler: handler.redirect(f"http://consent.harborpost.example{PATH}")
    with pytest.raises(Unreadable) as caught:
        reader.read("http://harborpost.example/a")
    assert caught.value.state is PageState.CONSENT_WALL


def test_google_news_is_told_before_any_visit(reader: ShelvedReader, page_server: PageServer) -> None:
    """Google News links get advice, not a visit."""
    with pytest.raises(Unreadable) as caught:
        reader.read("https://news.google.com/articles/CBMiAbC?hl=en")
    assert caught.value.state is PageState.GOOGLE_NEWS
    assert reader.net.attempts == [] and page_server.requests == []


def test_other_languages_are_declined(reader: ShelvedReader, page_server: PageServer) -> None:
    """A page in another language is not briefed from a link, and not kept."""
    text = "Udenrigsministeren sagde mandag, at forhandling nummer {} vil blive genoptaget til foråret i hovedstaden."
    html = page(paragraphs(*(text.format(n) for n in range(4))), lang="da")
    url = serve(page_server, "/verden/forhandlinger-om-havnen-genoptages", html)
    with pytest.raises(Unreadable) as caught:
        reader.read(url)
    assert caught.value.state is PageState.NOT_ENGLISH
    assert reader.shelf.kept == {}


@pytest.mark.parametrize("text", ["", "hello", "ftp://a.test/x", "javascript:alert(1)", "http://", "https://[bad"])
def test_what_is_no_link(reader: ShelvedReader, text: str) -> None:
    """Anything that is not a web address gets a kind line."""
    with pytest.raises(Unreadable) as caught:
        reader.read(text)
    assert caught.value.state is PageState.BAD_LINK


def test_articles_survive_json(reader: ShelvedReader) -> None:
    """What the worker and the cache carry comes back equal."""
    article = reader.read(f"http://www.harborpost.example{PATH}")
    assert article_from_dict(article_to_dict(article)) == article


def test_addresses_are_not_written_to_the_log(reader: ShelvedReader, page_server: PageServer) -> None:
    """Links may hold keys (gift and session links), so logs name the site and the state, never the address."""
    page_server.routes["/broken"] = lambda handler: handler.raw(b"nonsense")
    with structlog.testing.capture_logs() as lines:
        reader.read(f"http://harborpost.example{PATH}?unlocked=KEY-123")
        for path in ("/broken", "/gone"):
            with pytest.raises(Unreadable):
                reader.read(f"http://harborpost.example{path}?unlocked=KEY-123")
    assert {line["event"] for line in lines} == {"page read", "page not read", "not fetched"}
    assert "KEY-123" not in str(lines)
