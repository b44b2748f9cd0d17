"""The summary: a few verbatim sentences that stand on their own, in page order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sumy.summarizers._summarizer import AbstractSummarizer

from summarizers import lexicon
from summarizers.document import Document
from summarizers.errors import BadInput
from summarizers.model import SummarySentence
from summarizers.people import Cast
from summarizers.quotes.spans import QuotedSpan
from summarizers.references import References
from summarizers.summary import ranker, select, sumymodel
from summarizers.summary.standalone import Standing, judge
from summarizers.summary.sumymodel import METHODS, PlacedSentence

if TYPE_CHECKING:
    from summarizers.brief import BriefOptions

__all__ = ["METHODS", "NewsSummarizer", "pick"]

#: Articles under this many words get their first sentences.
SHORT_ARTICLE = 120
#: Only this many sentences of a very long text are judged.
HORIZON = 400


class NewsSummarizer(AbstractSummarizer):  # type: ignore[misc]
    """Sumy's interface over our linear model: anchored on the opening, diverse, only sentences that stand alone."""

    def __init__(
        self,
        doc: Document,
        cast: Cast,
        references: References,
        spans: Sequence[QuotedSpan],
        interests: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self._doc = doc
        self._cast = cast
        self._references = references
        self._spans = spans
        self._interests = frozenset(lexicon.fold(w) for phrase in interests for w in phrase.split())
        #: How the chosen sentences are shown, by number.
        self.displays: dict[int, str] = {}

    def __call__(self, document: Any, sentences_count: int) -> tuple[PlacedSentence, ...]:
        """The best ``sentences_count`` sentences of a sumy document, in page order."""
        placed: list[PlacedSentence] = list(document.sentences)
        numbers = [s.number for s in placed]
        chosen = self._choose(numbers, sentences_count)
        by_number = {s.number: s for s in placed}
        return tuple(by_number[n] for n in sorted(chosen))

    def _choose(self, numbers: list[int], count: int) -> list[int]:
        rows, vectors = ranker.features(self._doc, self._cast, self._spans, numbers, self._doc.article.title)
        table = ranker.weights()
        values = [
            ranker.score(row, table) + ranker.interest(self._doc, number, self._interests)
            for row, number in zip(rows, numbers, strict=True)
        ]
        known: dict[int, Standing] = {}

        def standing(number: int) -> Standing:
            if number not in known:
                known[number] = judge(self._doc, self._references, self._spans, number)
            return known[number]

        chosen = select.choose(numbers, values, vectors, standing, count)
        for number in chosen:
            repaired = known[number].repaired
            if known[number].level == 2 and repaired:
                self.displays[number] = repaired
        return chosen


def pick(
    doc: Document, cast: Cast, references: References, spans: Sequence[QuotedSpan], options: BriefOptions
) -> tuple[tuple[SummarySentence, ...], tuple[str, ...]]:
    """The summary by the chosen method, and notices about it. Raises BadInput for an unknown method."""
    if options.method not in METHODS:
        raise BadInput(f"“{options.method}” is not a method. Choose one of: {', '.join(METHODS)}.")
    article = doc.article
    allowed = _allowed(doc)
    if not allowed:
        return (), ()
    displays: dict[int, str] = {}
    notices: tuple[str, ...] = ()
    words = sum(doc.tokens[k][0].isalnum() for n in allowed for k in doc.sentence_tokens(n))
    document = sumymodel.build(article, doc.sentences, allowed)
    if options.method == "news" and words < SHORT_ARTICLE:
        numbers = [s.number for s in sumymodel.LeadSummarizer()(document, options.sentences)]
        notices = ("short article: its first sentences are shown",)
    elif options.method == "news":
        news = NewsSummarizer(doc, cast, references, spans, options.interests)
        numbers = [s.number for s in news(document, options.sentences)]
        displays = news.displays
    else:
        made = sumymodel.summarizer(options.method)
        numbers = sorted(s.number for s in made(document, options.sentences))
    picked = []
    for number in numbers:
        sentence = doc.sentences[number]
        text = article.text[sentence.start : sentence.end]
        picked.append(SummarySentence(sentence.start, sentence.end, displays.get(number, text)))
    return tuple(picked), notices


def _allowed(doc: Document) -> list[int]:
    """Sentences that may be shown: no headings, no transcripts' labels, nothing without words."""
    article = doc.article
    found = []
    for sentence in doc.sentences:
        if article.paragraphs[sentence.paragraph].kind == "heading":
            continue
        if not any(c.isalnum() for c in article.text[sentence.start : sentence.end]):
            continue
        found.append(sentence.index)
        if len(found) >= HORIZON:
            break
    if not found:
        found = [s.index for s in doc.sentences[:HORIZON]]
    return found
