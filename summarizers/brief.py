"""Text in, brief out: the rooms in their order."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from summarizers import countries, officials, people, quotes, sentences, summary
from summarizers.document import Document
from summarizers.model import Article, Brief
from summarizers.references import References

_WORD = re.compile(r"\w+(?:[-’'.]\w+)*")


@dataclass(frozen=True, slots=True)
class BriefOptions:
    """What a reader may choose."""

    #: Sentences of the summary.
    sentences: int = 3
    #: Most quotes shown.
    max_quotes: int = 4
    #: Summarising method, a name of ``summary.METHODS``.
    method: str = "news"
    #: Words, people and countries the reader follows; sentences with them weigh more.
    interests: tuple[str, ...] = ()


def brief(article: Article, options: BriefOptions | None = None) -> Brief:
    """The brief of a cleaned article.

    Raises BadInput for an unknown method. Never touches the network, the clock or a database.
    """
    options = options or BriefOptions()
    doc = Document(article, sentences.split(article))
    cast = people.find(doc)
    officials.assign(doc, cast)
    spans = quotes.spans.find(article)
    quoted = _mask(doc, spans)
    references = References(doc, cast, lambda k: quoted[k])
    turns = quotes.turns.find(doc, cast)
    found = quotes.attribute(doc, cast, spans, references, turns)
    picked, notices = summary.pick(doc, cast, references, spans, options)
    shown = quotes.choose_key(found, doc, cast, options.max_quotes, picked)
    turns = quotes.turns.choose_key(turns, doc, options.max_quotes)
    ranked = officials.rank(doc, cast, shown, turns)
    return Brief(
        article=article,
        words=len(_WORD.findall(article.text)),
        summary=picked,
        quotes=shown,
        people=cast.persons(),
        officials=ranked,
        countries=countries.prominent(doc, ranked),
        notices=(*article.notices, *notices),
        turns=turns,
    )


def _mask(doc: Document, spans: list[quotes.spans.QuotedSpan]) -> list[bool]:
    """For each token, whether it stands inside a quote."""
    starts = [s.start for s in spans]
    masked = []
    for begin in doc.begins:
        k = bisect_right(starts, begin) - 1
        masked.append(k >= 0 and begin < spans[k].end)
    return masked
