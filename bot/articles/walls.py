"""Telling a wall, a shell or a list page from an article."""

from __future__ import annotations

from bot.articles.page import PageFacts
from bot.articles.states import PageState


def state_of_page(facts: PageFacts, text: str, title: str | None, url: str | None) -> PageState | None:
    """What keeps a page from being an article, or None."""
    del facts, title, url
    return None if text else PageState.NO_ARTICLE
