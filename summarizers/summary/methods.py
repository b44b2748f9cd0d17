"""The summary: a few verbatim sentences in page order, picked by a method of a name."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from summarizers.coreference.references import References
from summarizers.errors import BadInput
from summarizers.model import NOTICE_SHORT, SummarySentence
from summarizers.people.entities import People
from summarizers.summary.news import News, allowed_sentences, is_short
from summarizers.text.document import Document
from summarizers.text.quoted_spans import QuotedSpans

#: Methods by name, with what they are; "news" is the default and the only one of our own besides "lead".
METHODS: dict[str, str] = {
    "news": "the opening and what carries the story, picked by a small linear model; sentences stand alone",
    "lead": "the first sentences as they stand",
    "lexrank": "sumy: sentences most like the others (graph, eigenvector)",
    "textrank": "sumy: sentences sharing most words with the others (graph)",
    "luhn": "sumy: clusters of frequent words",
    "lsa": "sumy: latent semantic analysis",
    "edmundson": "sumy: cue words, title, place and frequency",
    "sumbasic": "sumy: probable words first, then others",
    "kl": "sumy: smallest divergence from the word distribution of the whole",
    "reduction": "sumy: graph reduction",
}


def pick(
    doc: Document,
    people: People,
    references: References,
    quoted: QuotedSpans,
    *,
    method: str = "news",
    count: int = 3,
    interests: Sequence[str] = (),
    untold: Collection[int] = (),
) -> tuple[tuple[SummarySentence, ...], tuple[str, ...]]:
    """The summary by the chosen method, and notices about it. Raises BadInput for an unknown method.

    ``untold`` are sentences that tell nothing and are not shown where there are others.
    """
    if method not in METHODS:
        raise BadInput(f"“{method}” is not a method. Choose one of: {', '.join(METHODS)}.")
    allowed = allowed_sentences(doc)
    allowed = [number for number in allowed if number not in untold] or allowed
    notices: tuple[str, ...] = ()
    if not allowed:
        return (), notices
    if method == "news":
        shown = News(doc, people, references, quoted.spans, interests).choose(allowed, count)
        if is_short(doc, allowed):
            notices = (NOTICE_SHORT,)
    else:
        shown = _by_sumy(doc, allowed, method, count)
    places = [(doc.sentences[number], display) for number, display in shown.items()]
    return tuple(SummarySentence(s.start, s.end, display) for s, display in places), notices


def _by_sumy(doc: Document, allowed: Sequence[int], method: str, count: int) -> dict[int, str]:
    """The sentences a method of sumy picks, as they stand, in page order."""
    from summarizers.summary import sumymodel  # loads all of nltk and requests, which a brief by the default needs not

    document = sumymodel.build(doc.article, doc.sentences, allowed)
    picked = sorted(s.number for s in sumymodel.summarizer(method)(document, count))
    return {n: doc.text[doc.sentences[n].start : doc.sentences[n].end] for n in picked}
