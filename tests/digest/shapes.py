"""Feeds in the shapes sites send, about invented events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import format_datetime
from xml.sax.saxutils import escape

NOW = dt.datetime(2026, 11, 2, 6, 0, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Entry:
    """One item of a feed."""

    title: str
    link: str
    text: str = ""
    at: dt.datetime | None = NOW - dt.timedelta(hours=3)
    guid: str | None = None


ENTRIES = (
    Entry("Reyes: Geneva talks go on", "https://news.example/geneva", "Talks on Karvelia will go on, Ana Reyes said."),
    Entry(
        "Morita’s tariffs “unfriendly”", "https://news.example/tariffs", "Norland protests.", NOW - dt.timedelta(days=1)
    ),
    Entry("Łukasz Żak in São Tomé & Príncipe", "https://news.example/zak", "A visit.", NOW - dt.timedelta(hours=1)),
)


def rss(entries: Sequence[Entry] = ENTRIES, *, version: str = "2.0", title: str = "The Courier", head: str = "") -> str:
    """RSS 0.91, 0.92 or 2.0."""
    items = []
    for e in entries:
        date = f"<pubDate>{format_datetime(e.at)}</pubDate>" if e.at and version == "2.0" else ""
        guid = f'<guid isPermaLink="false">{escape(e.guid)}</guid>' if e.guid else ""
        items.append(
            f"<item><title>{escape(e.title)}</title><link>{escape(e.link)}</link>{guid}{date}"
            f"<description>{escape(e.text)}</description></item>"
        )
    return (
        f'<?xml version="1.0"?>{head}<rss version="{version}"><channel><title>{escape(title)}</title>'
        f"<link>https://news.example/</link><description>News</description>{''.join(items)}</channel></rss>"
    )


def rdf(entries: Sequence[Entry] = ENTRIES) -> str:
    """RSS 1.0."""
    items = "".join(
        f'<item rdf:about="{escape(e.link)}"><title>{escape(e.title)}</title><link>{escape(e.link)}</link>'
        f"<description>{escape(e.text)}</description>"
        + (f"<dc:date>{e.at.isoformat()}</dc:date>" if e.at else "")
        + "</item>"
        for e in entries
    )
    return (
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<channel rdf:about="https://news.example/"><title>The Courier</title><link>https://news.example/</link>'
        f"<description>News</description></channel>{items}</rdf:RDF>"
    )


def atom(entries: Sequence[Entry] = ENTRIES, *, old: bool = False) -> str:
    """Atom 1.0, or with ``old`` 0.3."""
    space = 'version="0.3" xmlns="http://purl.org/atom/ns#"' if old else 'xmlns="http://www.w3.org/2005/Atom"'
    stamp = "issued" if old else "published"
    items = "".join(
        f'<entry><title type="html">{escape(escape(e.title))}</title><link rel="alternate" href="{escape(e.link)}"/>'
        f"<id>{escape(e.guid or 'tag:' + e.link)}</id>"
        + (f"<{stamp}>{e.at.isoformat()}</{stamp}><updated>{NOW.isoformat()}</updated>" if e.at else "")
        + f'<summary type="html">&lt;p&gt;{escape(escape(e.text))}&lt;/p&gt;</summary></entry>'
        for e in entries
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><feed {space}><title>The Courier</title>'
        f'<link rel="alternate" href="https://news.example/"/><id>urn:courier</id>{items}</feed>'
    )


def json_feed(entries: Sequence[Entry] = ENTRIES) -> str:
    """JSON Feed 1.1."""
    import json

    items = [
        {
            "id": e.guid or e.link,
            "url": e.link,
            "title": e.title,
            "content_html": f"<p>{escape(e.text)}</p>",
            **({"date_published": e.at.isoformat()} if e.at else {}),
        }
        for e in entries
    ]
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "The Courier",
            "home_page_url": "https://news.example/",
            "items": items,
        }
    )


def page(*links: str, title: str = "The Courier") -> str:
    """A web page whose head names feeds."""
    named = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="Feed {n}" href="{escape(link)}">'
        for n, link in enumerate(links)
    )
    return f"<!doctype html><html><head><title>{title}</title>{named}</head><body><p>Welcome.</p></body></html>"
