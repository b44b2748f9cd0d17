"""Texts that are not English are said to be so, and Chinese is measured in characters."""

from __future__ import annotations

import pytest

from bot.articles.tasks import pasted
from bot.digest.feeds import FeedItem
from bot.digest.reading import is_feed_foreign, is_foreign
from bot.presentation import length_shown
from summarizers.pipeline import brief
from summarizers.text.cleaning import read_text
from summarizers.text.language import NOT_ENGLISH

ENGLISH = (
    "The minister said on Monday that the port would open again in the spring, and that the ferry would follow. " * 4
)
DANISH = (
    "Udenrigsministeren sagde mandag, at forhandlingerne om havnen vil blive genoptaget til foråret i hovedstaden. " * 4
)
CHINESE = "外交部长周一表示，有关港口的谈判将于明年春天在首都恢复举行，双方都希望尽快达成协议。" * 4


@pytest.mark.parametrize(("text", "notices"), [(ENGLISH, ()), (DANISH, (NOT_ENGLISH,)), (CHINESE, (NOT_ENGLISH,)), ("Ja.", ()), ("港口。", ())])  # fmt: skip
def test_a_text_in_another_language_says_so(text: str, notices: tuple[str, ...]) -> None:
    """One line, also for a pasted text or a file; a few words say nothing."""
    assert read_text(text).notices == notices
    assert brief(read_text(text)).notices[: len(notices)] == notices


@pytest.mark.parametrize(("text", "refused"), [(ENGLISH, False), (DANISH, True), (CHINESE, True)])
def test_a_pasted_text_in_another_language_is_refused(text: str, refused: bool) -> None:
    """As a page in another language is."""
    assert ("English" in pasted({}, text.encode()).get("no_article", "")) is refused


def test_chinese_counts_characters() -> None:
    """Its words are not told apart by blanks."""
    count = sum("\u4e00" <= c <= "\u9fff" for c in CHINESE)
    made = brief(read_text(CHINESE))
    assert made.words == count
    assert length_shown(made) == f"{count} characters"
    assert length_shown(brief(read_text(ENGLISH))) == "80 words"


def test_a_feed_in_another_language_is_told() -> None:
    """By all its items together; one short headline says nothing."""

    def items(*texts: str) -> list[FeedItem]:
        return [FeedItem(guid=str(k), url=f"https://x.example/{k}", title=t[:60], description=t, published=None) for k, t in enumerate(texts)]  # fmt: skip

    assert is_feed_foreign(items(DANISH, DANISH))
    assert is_feed_foreign(items(CHINESE))
    assert not is_feed_foreign(items(ENGLISH, DANISH, ENGLISH))
    assert not is_feed_foreign([])
    assert not is_foreign("Havnen", "")
