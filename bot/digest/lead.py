"""Which article of a story is shown: news of the event in its latest state, not what explains or announces it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.digest.edition import Candidate
from bot.digest.importance import brings_no_news, opening_of
from bot.digest.subjects import has_shape, shape
from summarizers.text.sentences import split_text

#: What speaks for and against an article, by judgement on labelled days: that it brings no news of its own, announces what
#: others tell as done, is the farthest from the story's centre, came first where others came later, has hardly any text.
_NO_NEWS, _PREVIEW, _FAR, _EARLY, _SCRAP = -2.0, -0.8, -0.7, -0.8, -0.5
#: Characters of a text below which it is hardly any.
_SHORT = 400
#: Characters of a sentence within which its first verb begins.
_FIRST_VERB = 110
#: Hours that make a difference of their full weight between two articles.
_HOURS = 12.0


def lead_first(members: Sequence[Candidate]) -> list[Candidate]:
    """A story's articles, the one to show first; the others stay in order, which is closest to the story's centre first.

    One whose page could be read comes before those that could not be.
    """
    readable = [c for c in members if c.brief is not None] or list(members)
    previews = {c.url: is_preview(c) for c in readable}
    announced_only = all(previews.values())
    latest = max(c.published or c.seen for c in readable)

    def value(number: int, candidate: Candidate) -> float:
        hours = (latest - (candidate.published or candidate.seen)).total_seconds() / 3_600
        text = candidate.brief.article.text if candidate.brief else candidate.description
        return (
            _NO_NEWS * brings_no_news(candidate)
            + _PREVIEW * (previews[candidate.url] and not announced_only)
            + _FAR * number / len(readable)
            + _EARLY * min(1.0, hours / _HOURS)
            + _SCRAP * (len(text) < _SHORT)
        )

    lead = max(enumerate(readable), key=lambda at: (value(*at), -at[0]))[1]
    return [lead, *(c for c in members if c is not lead)]


def is_preview(candidate: Candidate) -> bool:
    """Whether an article tells of what is to come: by its headline, or where that does not say by its first sentence."""
    if has_shape(candidate.title, "preview"):
        return True
    first = next(iter(split_text(opening_of(candidate)[:600])), "")
    return announces(first)


def announces(sentence: str) -> bool:
    """Whether a sentence tells first of what is to come: its first verb does, as far as words before it show."""
    found = shape(sentence, "future")
    return found is not None and found.start() <= _FIRST_VERB and not has_shape(sentence[: found.start()], "done")
