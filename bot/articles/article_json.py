"""`Article` as plain JSON values and back: for the extraction worker's pipe and for the store's cache."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any, cast

from summarizers.model import Article, Paragraph, ParagraphKind


def article_to_dict(article: Article) -> dict[str, Any]:
    """The article as JSON values; days and instants are ISO 8601 strings."""
    values = asdict(article)
    values["published"] = article.published.isoformat() if article.published else None
    values["published_at"] = article.published_at.isoformat() if article.published_at else None
    values["paragraphs"] = [[p.start, p.end, p.kind, p.body_start] for p in article.paragraphs]
    return values


def article_from_dict(values: dict[str, Any]) -> Article:
    """The article `article_to_dict` wrote. Raises KeyError, TypeError or ValueError on anything else."""
    day, instant = values["published"], values["published_at"]
    return Article(
        text=values["text"],
        paragraphs=tuple(Paragraph(s, e, cast(ParagraphKind, kind), b) for s, e, kind, b in values["paragraphs"]),
        url=values["url"],
        site=values["site"],
        title=values["title"],
        authors=tuple(values["authors"]),
        published=dt.date.fromisoformat(day) if day else None,
        published_at=dt.datetime.fromisoformat(instant) if instant else None,
        language=values["language"],
        notices=tuple(values["notices"]),
        aliases=tuple((shown, full) for shown, full in values["aliases"]),
    )
