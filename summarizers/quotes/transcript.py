"""Briefing transcripts and interviews: lines that begin with a speaker label are speech without marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizers.model import Article

#: "MR PRICE:", "QUESTION:", "UNDER SECRETARY BASS:", "Ned Price: (00:03)", "Q:", "Speaker 1:".
_LABEL = re.compile(
    r"[\"“]?(?P<label>(?:[A-Z][A-Z’'.-]+(?: [A-Z][A-Z’'.-]*){0,4}|Q|A|Speaker \d+|"
    r"(?:[A-Z][a-z’'-]+ ){1,3}[A-Z][a-z’'-]+(?=: ?\(\d))):\s"
)
#: Fewer labelled lines than this are a coincidence ("WASHINGTON: …").
MINIMUM = 3


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's stretch of a transcript."""

    #: First code point (of the label).
    start: int
    #: One past the last code point.
    end: int
    #: The label as written, without the colon.
    label: str
    #: First code point of the speech.
    speech_start: int


@dataclass(frozen=True, slots=True)
class Transcript:
    """All turns of an article; empty when it is no transcript."""

    #: Turns in text order.
    turns: tuple[Turn, ...]

    def covers(self, offset: int) -> bool:
        """Whether a text offset stands inside a turn."""
        return any(t.start <= offset < t.end for t in self.turns)


def find(article: Article) -> Transcript:
    """The turns of a transcript: a label opens one, unlabelled paragraphs after it go on with it."""
    labelled = [
        (number, match)
        for number, p in enumerate(article.paragraphs)
        if (match := _LABEL.match(article.text, p.start, p.end))
    ]
    if len(labelled) < MINIMUM:
        return Transcript(())
    turns = []
    for k, (_, match) in enumerate(labelled):
        last = labelled[k + 1][0] - 1 if k + 1 < len(labelled) else len(article.paragraphs) - 1
        turns.append(Turn(match.start(), article.paragraphs[last].end, match["label"], match.end()))
    return Transcript(tuple(turns))
