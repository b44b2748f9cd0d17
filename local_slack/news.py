"""The sample world: four invented newspapers with their feeds, served under ``/news/``, and their two days.

A file of ``data/news`` has lines ``key: value``, a blank line and the piece's paragraphs: ``outlet``, ``title``, ``author``,
``line`` (what the feed says of it), ``day`` (1 for the eve of the first start, 2 for what comes later, 0 with a ``date``),
``time`` (of the first day's pieces; of the second day's, minutes before they came out), ``shape`` (what the page is like) and
``feed: no`` for what no feed lists. ``{weekday}`` in it is the day the piece came out.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import format_datetime
from functools import cache
from html import escape
from importlib import resources

from local_slack.clock import Clock
from local_slack.state_file import StateFile

#: Where they are served.
PLACE = "/news/"
#: Seconds after which a first day that was not followed by the second begins anew.
STALE = 18 * 3600.0
#: A link of the newspapers that leads nowhere.
DEAD_LINK = "courier/2019-02-30/this-page-was-taken-down"
_WIDGET = re.compile(r"\{widget:([^{}]{1,60})\}")


@dataclass(frozen=True, slots=True)
class Outlet:
    """A newspaper."""

    #: Its name in addresses.
    key: str
    #: Its name.
    name: str
    #: What stands under the name.
    line: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Something a newspaper published."""

    #: The last part of its address.
    name: str
    #: Key of its newspaper.
    outlet: str
    title: str
    author: str
    #: What the feed says of it.
    line: str
    #: 0 long ago, 1 the first day, 2 the second.
    day: int
    #: "HH:MM" UTC, or "-H:MM" before the second day came.
    time: str
    #: "YYYY-MM-DD" of a piece of long ago, else "".
    date: str
    #: Key of ``_SHAPES``.
    shape: str
    #: Whether the newspaper's feed lists it.
    listed: bool
    #: Paragraphs as HTML.
    body: str


@cache
def outlets() -> Mapping[str, Outlet]:
    """The newspapers by key."""
    table = json.loads(_file("outlets.json"))
    return {key: Outlet(key, **facts) for key, facts in table.items() if isinstance(facts, dict)}


@cache
def pieces() -> tuple[Piece, ...]:
    """All of both days, by name."""
    names = sorted(entry.name for entry in resources.files("local_slack").joinpath("data", "news").iterdir())
    return tuple(_read(name.removesuffix(".html")) for name in names if name.endswith(".html"))


class News:
    """The newspapers as they stand on the present day."""

    def __init__(self, clock: Clock, state_file: StateFile) -> None:
        """The first day lasts in ``state_file``, unless it is over without a second one."""
        self._clock = clock
        self._state = state_file
        now = clock.now()
        #: "http://127.0.0.1:PORT", once known.
        self.root = ""
        self._began = float(state_file.fact("news_began", repr(now)))
        self._turned = float(state_file.fact("news_turned", "0"))
        if not self._turned and now - self._began > STALE:
            self._began = now
            state_file.put_fact("news_began", repr(now))

    @property
    def day(self) -> int:
        """1, or 2 once the second day has come."""
        return 2 if self._turned else 1

    def turn(self) -> None:
        """Let the second day come: its pieces are out from now on."""
        if not self._turned:
            self._turned = self._clock.now()
            self._state.put_fact("news_turned", repr(self._turned))

    # -- addresses ---------------------------------------------------------------------------------------------------

    def address(self, name: str) -> str:
        """Address of a piece by its name. Raises KeyError."""
        piece = next((piece for piece in pieces() if piece.name == name), None)
        if piece is None:
            raise KeyError(name)
        return f"{self.root}{PLACE}{self._path(piece)}"

    @property
    def feeds_url(self) -> str:
        """Address of the list (OPML) of the newspapers' feeds."""
        return f"{self.root}{PLACE}feeds.opml"

    def page(self, path: str) -> tuple[str, str] | None:
        """(media type, text) of what stands at a path behind "/news/", or None."""
        if path == "":
            return "text/html", self._all()
        if path == "feeds.opml":
            return "text/x-opml", self._opml()
        key, _, rest = path.partition("/")
        outlet = outlets().get(key)
        if outlet is None:
            return None
        if rest == "":
            return "text/html", self._front(outlet)
        if rest == "feed.xml":
            return "application/rss+xml", self._feed(outlet)
        piece = self._at(path)
        return None if piece is None else ("text/html", self._html(piece, outlet))

    def preview(self, url: str) -> dict[str, str] | None:
        """Title and newspaper of a piece, for a link's preview; None for any other address."""
        piece = self._at(url.partition(PLACE)[2])
        if piece is None:
            return None
        return {"title": piece.title, "service_name": outlets()[piece.outlet].name}

    def _at(self, path: str) -> Piece | None:
        return next((piece for piece in self._out() if self._path(piece) == path), None)

    def _path(self, piece: Piece) -> str:
        return f"{piece.outlet}/{self._moment(piece):%Y-%m-%d}/{piece.name}"

    def _out(self) -> list[Piece]:
        """What is out by now, the newest first."""
        out = [piece for piece in pieces() if piece.day <= self.day]
        return sorted(out, key=self._moment, reverse=True)

    def _moment(self, piece: Piece) -> dt.datetime:
        """When a piece came out (UTC)."""
        hours, minutes = map(int, piece.time.removeprefix("-").split(":"))
        if piece.day == 2:
            return dt.datetime.fromtimestamp(self._turned, dt.UTC) - dt.timedelta(hours=hours, minutes=minutes)
        eve = dt.datetime.fromtimestamp(self._began, dt.UTC).date() - dt.timedelta(days=1)
        day = dt.date.fromisoformat(piece.date) if piece.date else eve
        return dt.datetime.combine(day, dt.time(hours, minutes), dt.UTC)

    # -- pages -------------------------------------------------------------------------------------------------------

    def _html(self, piece: Piece, outlet: Outlet) -> str:
        moment = self._moment(piece)
        body = piece.body.replace("{weekday}", f"{moment:%A}")
        body = _WIDGET.sub(lambda found: _widget(found[1]), body)
        facts = {
            "title": piece.title,
            "site": outlet.name,
            "line": piece.line,
            "author": piece.author,
            "published": moment.isoformat(timespec="minutes"),
            "day": f"{moment.day} {moment:%B %Y}",
        }
        page = _file("page.tpl").replace("{body}", _SHAPES[piece.shape])
        for key, value in facts.items():
            page = page.replace(f"{{{key}}}", escape(value))
        return page.replace("{words}", body)

    def _feed(self, outlet: Outlet) -> str:
        items = "".join(
            f"<item><title>{escape(piece.title)}</title><link>{escape(self.root + PLACE + self._path(piece))}</link>"
            f"<guid isPermaLink='false'>{escape(self._path(piece))}</guid>"
            f"<description>{escape(piece.line)}</description>"
            f"<pubDate>{format_datetime(self._moment(piece))}</pubDate></item>"
            for piece in self._out()
            if piece.outlet == outlet.key and piece.listed
        )
        return (
            f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{escape(outlet.name)}</title>'
            f"<link>{escape(f'{self.root}{PLACE}{outlet.key}/')}</link><description>{escape(outlet.line)}</description>"
            f"<language>en</language>{items}</channel></rss>"
        )

    def _opml(self) -> str:
        rows = "".join(
            f'<outline type="rss" text="{escape(outlet.name)}" '
            f'xmlUrl="{escape(f"{self.root}{PLACE}{outlet.key}/feed.xml")}"/>'
            for outlet in outlets().values()
        )
        head = '<?xml version="1.0" encoding="utf-8"?><opml version="2.0"><head><title>Sample newspapers</title></head>'
        return f"{head}<body>{rows}</body></opml>"

    def _front(self, outlet: Outlet) -> str:
        rows = "".join(
            f'<li><a href="{escape(PLACE + self._path(piece))}">{escape(piece.title)}</a></li>'
            for piece in self._out()
            if piece.outlet == outlet.key
        )
        feed = f'<link rel="alternate" type="application/rss+xml" href="{PLACE}{outlet.key}/feed.xml">'
        return _listing(outlet.name, outlet.line, f"<ul>{rows}</ul>", feed)

    def _all(self) -> str:
        parts = []
        for outlet in outlets().values():
            own = [piece for piece in self._out() if piece.outlet == outlet.key]
            rows = "".join(
                f'<li><a href="{escape(PLACE + self._path(piece))}">{escape(piece.title)}</a></li>' for piece in own
            )
            parts.append(f'<h2><a href="{PLACE}{outlet.key}/">{escape(outlet.name)}</a></h2><ul>{rows}</ul>')
        dead = f'<p><a href="{PLACE}{DEAD_LINK}">A link that leads nowhere</a></p>'
        return _listing("Newspapers", "Copy a link and paste it into the chat.", "".join(parts) + dead)


# -- parts of pages ----------------------------------------------------------------------------------------------------


_ARTICLE = (
    '<header><strong>{site}</strong>Sample page: everything on it is invented. <a href="/news/">All newspapers</a></header>\n'
    "<article><h1>{title}</h1>\n{words}\n</article>\n"
    "<footer>{site}, {day}. This newspaper does not exist.</footer>"
)
_LOCKED = (
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", '
    '"isAccessibleForFree": false}</script>'
    '<div class="paywall"><p>This article is for subscribers. Subscribe to read on, or log in.</p></div>'
)
_CONSENT = (
    "<div><h1>We value your privacy</h1><p>We and our 312 partners use cookies to store personal data on your device. "
    "With your consent our partners may process it; some vendors rely on legitimate interest.</p>"
    "<p>You can accept cookies, reject them or manage your privacy settings at any time.</p>"
    "<p>Accept all · Reject all · Manage settings</p></div>"
)
_SCRIPT = '<div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript>'
#: What a page is like: the parts of an article, or what stands in its place.
_SHAPES: Mapping[str, str] = {
    "article": _ARTICLE,
    "subscriber": _ARTICLE + _LOCKED,
    "consent": _CONSENT,
    "script": _SCRIPT,
}


def _widget(name: str) -> str:
    """A name with a box of links glued to it, as some sites have them."""
    surname = name.rpartition(" ")[2]
    links = "".join(
        f'<a class="people-articles" href="#">{escape(text)}</a> '
        for text in (f"{surname}: Winter will test us", f"What {surname} reads on the train", "Survey of the month")
    )
    return (
        f'<span class="rollover-people"><a class="rollover-people-link" href="#">{escape(name)}</a>'
        f'<span class="rollover-people-block"><span class="rollover-block"><a class="name" href="#">{escape(name)}</a>'
        f'{links}<a class="more" href="#">MORE</a></span></span></span>'
    )


def _listing(title: str, line: str, body: str, head: str = "") -> str:
    page = _file("list.tpl")
    for key, value in (("title", escape(title)), ("line", escape(line)), ("head", head), ("body", body)):
        page = page.replace(f"{{{key}}}", value)
    return page


def _read(name: str) -> Piece:
    head, _, body = _file(f"{name}.html").partition("\n\n")
    facts = dict(line.split(": ", 1) for line in head.splitlines())
    return Piece(
        name=name,
        outlet=facts["outlet"],
        title=facts["title"],
        author=facts.get("author", ""),
        line=facts["line"],
        day=int(facts["day"]),
        time=facts["time"],
        date=facts.get("date", ""),
        shape=facts.get("shape", "article"),
        listed=facts.get("feed") != "no",
        body=body.strip(),
    )


def _file(name: str) -> str:
    return resources.files("local_slack").joinpath("data", "news", name).read_text("utf-8")
