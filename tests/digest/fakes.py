"""Hand-written stand-ins for the network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.articles.fetch import Fetched
from bot.articles.states import PageState, Unreadable
from summarizers.errors import AttacheError
from summarizers.model import Article
from summarizers.text.cleaning import read_text

Reply = Fetched | Unreadable | Callable[[dict[str, str]], Fetched]


def reply(
    body: str | bytes = b"",
    *,
    url: str = "",
    status: int = 200,
    content_type: str = "application/rss+xml",
    **headers: str,
) -> Fetched:
    """What a server answers; header names with "_" for "-"."""
    data = body.encode() if isinstance(body, str) else body
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return Fetched(url, status, content_type.partition(";")[0], content_type, data, names)


@dataclass
class FakeFetcher:
    """Answers from a table; everything else is gone."""

    #: By address.
    replies: dict[str, Reply] = field(default_factory=dict)
    #: (address, headers, robots) of every visit.
    visits: list[tuple[str, dict[str, str], bool]] = field(default_factory=list)

    def fetch(
        self,
        url: str,
        *,
        types: frozenset[str] = frozenset(),
        headers: dict[str, str] | None = None,
        robots: bool = False,
    ) -> Fetched:
        """Answer as the table says."""
        self.visits.append((url, dict(headers or {}), robots))
        found = self.replies.get(url, Unreadable(PageState.GONE))
        if isinstance(found, Unreadable):
            raise found
        answer = found if isinstance(found, Fetched) else found(dict(headers or {}))
        return Fetched(
            answer.url or url, answer.status, answer.media_type, answer.content_type, answer.body, answer.headers
        )


@dataclass
class FakeReader:
    """Reads articles from a table of texts or errors; everything else is forbidden."""

    #: Text (or trouble) by address.
    pages: dict[str, str | AttacheError] = field(default_factory=dict)
    #: Addresses read, with whether robots.txt was asked.
    visits: list[tuple[str, bool]] = field(default_factory=list)

    def read(self, url: str, *, robots: bool = False, lane: str = "") -> Article:
        """The article, or the trouble."""
        self.visits.append((url, robots))
        found = self.pages.get(url, Unreadable(PageState.FORBIDDEN))
        if isinstance(found, AttacheError):
            raise found
        return read_text(found, url=url, title=None, date=None)
