"""Briefs made by hand, about invented people, for tests of what is shown and kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

from summarizers.model import Article, Brief, Official, Paragraph, Person, Quote, Span, Speaker, SummarySentence

TEXT = (
    "The foreign minister of Spain, Ana Reyes, said on Monday that the talks in Geneva would go on.\n\n"
    "“We will stay as long as it takes,” Reyes said. “Nobody leaves this table.”\n\n"
    "A senior official said “the mood is good” but gave no date.\n\n"
    "Her Japanese colleague, Kenji Morita, arrives on Tuesday."
)


def span_between(places: tuple[int, int]) -> Span:
    """The stretch between two places, in whichever order."""
    return Span(min(places), max(places))


def span_of(words: str, text: str = TEXT) -> tuple[int, int]:
    """Where some words stand in the text."""
    start = text.index(words)
    return start, start + len(words)


def article(text: str = TEXT, **more: Any) -> Article:
    """An article of blocks parted by blank lines."""
    paragraphs, at = [], 0
    for block in text.split("\n\n"):
        paragraphs.append(Paragraph(at, at + len(block)))
        at += len(block) + 2
    values: dict[str, Any] = {
        "url": "https://news.example/world/geneva",
        "site": "news.example",
        "title": "Geneva talks go on",
        "published": dt.date(2026, 11, 2),
        "language": "en",
    }
    return Article(text=text, paragraphs=tuple(paragraphs), **(values | more))


def brief(**more: Any) -> Brief:
    """A brief of :data:`TEXT` with two speakers, one of them unnamed."""
    first, last = span_of(TEXT.split("\n\n")[0]), span_of(TEXT.split("\n\n")[3])
    reyes = Speaker("Ana Reyes", "Foreign Minister", "Spain", None)
    values: dict[str, Any] = {
        "article": article(),
        "words": len(TEXT.split()),
        "summary": (
            SummarySentence(*first, TEXT[slice(*first)]),
            SummarySentence(*last, "[Ana Reyes’s] Japanese colleague, Kenji Morita, arrives on Tuesday."),
        ),
        "quotes": (
            Quote(*span_of("“We will stay as long as it takes,”"), "direct", (reyes,), None, "said", 0.97, True, 0),
            Quote(*span_of("“Nobody leaves this table.”"), "direct", (reyes,), None, "said", 0.97, True, 0),
            Quote(
                *span_of("“the mood is good”"), "partial", (), Span(*span_of("A senior official")), "said", 0.9, True, 1
            ),
        ),
        "people": (
            Person("Ana Reyes", (Span(*span_of("Ana Reyes")), Span(*span_of("Reyes said")))),
            Person("Kenji Morita", (Span(*span_of("Kenji Morita")),)),
        ),
        "officials": (
            Official("Ana Reyes", "Foreign Minister", "Spain", None, "current", "text", 2, True),
            Official("Kenji Morita", None, "Japan", None, "current", None, 1, False),
        ),
        "countries": ("Spain", "Japan"),
    }
    return Brief(**(values | more))
