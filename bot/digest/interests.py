"""Whether an article is about what a reader follows, or only mentions it."""

from __future__ import annotations

from bot.digest.edition import Candidate
from bot.digest.importance import opening_of
from bot.digest.subjects import has_shape
from bot.store.quotes import fold_name
from summarizers.model import Brief
from summarizers.text.sentences import split_text

#: Countries of an article, most prominent first, that it is about.
_COUNTRIES = 3
#: Sentences of the opening in which a name says what an article is about, and mentions from which on somebody acts in it.
_LEDE, _ACTS = 2, 3


def followed_in(interest: str, candidate: Candidate) -> bool:
    """Whether an article is about a person, country or phrase, given as words of any case.

    It stands in the headline, the feed's words or the lede, speaks, is named several times, or is a country it is about; words
    that name nobody may stand in the summary too. In a comparison ("Like Ana Reyes, …") it is only mentioned.
    """
    wanted = fold_name(interest)
    if not wanted.strip():
        return False
    brief = candidate.brief
    lede = split_text(opening_of(candidate))[:_LEDE] if brief is not None else [candidate.description]
    headlines = (candidate.title, (brief.article.title or "") if brief is not None else "")
    names = brief is not None and any(wanted in fold_name(p.name) for p in brief.people)
    shown = [s.display for s in brief.summary] if brief is not None and not names else []
    texts = [*headlines, *(s for s in (*lede, *shown) if not has_shape(s, "comparison"))]
    return any(wanted in fold_name(text) for text in texts) or (brief is not None and _is_in(wanted, brief))


def _is_in(wanted: str, brief: Brief) -> bool:
    """Whether a folded name is a country an article is about, speaks there, or is named several times."""
    if any(wanted in fold_name(country) for country in brief.countries[:_COUNTRIES]):
        return True
    if any(wanted in fold_name(s.name) for quote in brief.spoken() for s in quote.speakers):
        return True
    if any(wanted in fold_name(p.name) and len(p.mentions) + len(p.references) >= _ACTS for p in brief.people):
        return True
    # Folding a whole text is worth its time only where its plain letters hold the name.
    text = brief.article.text.casefold()
    return (not text.isascii() or wanted.split()[0] in text) and fold_name(text).count(wanted) >= _ACTS
