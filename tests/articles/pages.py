"""Pages for the tests, written by us: invented people, places and outlets."""

from __future__ import annotations

#: Six plain paragraphs: enough text to be an article.
STORY = (
    "Foreign Minister Ilsa Brandvold of Norland said on Monday that the harbor talks would resume in the spring.",
    "“We have not left the table, and we do not intend to leave it,” Brandvold told reporters in the capital.",
    "Her counterpart from Sudria, Tomas Relk, called the announcement “a welcome first step” after months of silence.",
    "The two governments have argued since 2019 over fishing rights in the strait that lies between their coasts.",
    "Officials on both sides said that a small working group would meet every month until an accord was reached.",
    "A spokesman for the regional council declined to say whether observers would be invited to the first round.",
)


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>\n" for text in texts)


def page(
    body: str = "",
    *,
    head: str = "",
    title: str = "Norland and Sudria to resume harbor talks",
    lang: str = "en",
    after: str = "",
    before: str = "",
) -> bytes:
    """A whole page around the article's inner HTML; without any, the story."""
    inner = body or paragraphs(*STORY)
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>'
        f'<header><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav></header>{before}'
        f"<main><article><h1>{title}</h1>{inner}</article></main>{after}"
        '<footer><p><a href="/about">About us</a> <a href="/privacy">Privacy</a></p></footer></body></html>'
    ).encode()


def json_ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'
