"""Invented articles for days of news, briefed as the bot briefs them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from bot.digest.compose import Wishes, compose
from bot.digest.edition import Candidate, Edition
from bot.digest.reading import brief_for_digest
from bot.digest.telling import told_in
from bot.store.digests import Told
from summarizers.text.cleaning import read_text

#: The morning of the second day.
MORNING = dt.datetime(2026, 11, 3, 7, 0, tzinfo=dt.UTC)


def report(title: str, text: str, site: str = "courier.example", *, hours: float = 5.0, days: int = 0) -> Candidate:
    """An article published ``hours`` before the morning, or that of ``days`` before it."""
    published = MORNING - dt.timedelta(days=days, hours=hours)
    paragraphs = "\n\n".join(text.strip().split("\n"))
    slug = "-".join(title.lower().split())[:80]
    url = f"https://{site}/{published:%Y%m%d}/{slug}"
    article = read_text(paragraphs, url=url, title=title, date=published.date())
    return Candidate(url, title, "", site, published, published, brief_for_digest(article))


def morning(*candidates: Candidate, told: tuple[Told, ...] = (), days: int = 0, **wishes: Any) -> Edition:
    """The digest of the morning, or that of ``days`` before it."""
    until = MORNING - dt.timedelta(days=days)
    since = until - dt.timedelta(days=1)
    return compose(candidates, told, Wishes(**wishes), date=until.date(), since=since, until=until)


def yesterday(*candidates: Candidate, **wishes: Any) -> tuple[Told, ...]:
    """What the digest of the day before told."""
    return told_in(morning(*candidates, days=1, **wishes))
