"""The summary: a few verbatim sentences that stand on their own, in page order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sumy.summarizers._summarizer import AbstractSummarizer

from summarizers import lexicon
from summarizers.coreference.antecedents import Antecedents
from summarizers.coreference.references import References
from summarizers.coreference.standalone import judge
from summarizers.errors import BadInput
from summarizers.model import SummarySentence
from summarizers.people.entities import People
from summarizers.summary import features as ranker
from summarizers.summary import select, sumymodel
from summarizers.summary.sumymodel import METHODS, PlacedSentence
from summarizers.text.document import Document
from summarizers.text.quoted_spans import QuotedSpan, QuotedSpans

if TYPE_CHECKING:
    pass

__all__ = ["METHODS", "NewsSummarizer", "allowed_sentences", "pick"]

#: Articles under this many words get their first sentences.
SHORT_ARTICLE = 120
#: Only this many sentences of a very long text are judged.
HORIZON = 400


class NewsSummarizer(AbstractSummarizer):  # type: ignore[misc]
    """Sumy's interface over our linear model: anchored on the opening, diverse, only sentences that stand alone."""

    def __init__(
        self,
        doc: Document,
        people: People,
        references: References,
        spans: Sequence[QuotedSpan],
        interests: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self._doc = doc
        self._cast = people
        self._references = references
        self._spans = spans
        self._interests = frozenset(lexicon.fold(w) for phrase in interests for w in phrase.split())
        #: Whether the article is too short to choose from: its first sentences are taken.
        self.short = False
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
        doc = self._doc
        look = Antecedents(doc, self._references, self._spans)
        standing = [judge(look, n) for n in numbers]
        ranked = ranker.features(doc, self._cast, self._spans, numbers, doc.article.title, standing)
        table = ranker.weights()
        own = ranker.scores(ranked.rows, table)
        values = ranker.interest(doc, numbers, own, self._interests)
        if self.short:
            chosen = select.first(ranked, standing, count)
        else:
            chosen = select.choose(ranked, values, standing, table, count)
        for place in chosen:
            if standing[place].inserts:
                sentence = doc.sentences[numbers[place]]
                text = doc.text[sentence.start : sentence.end]
                self.displays[numbers[place]] = standing[place].shown(text, sentence.start)
        return [numbers[place] for place in chosen]


def pick(
    doc: Document,
    people: People,
    references: References,
    quoted: QuotedSpans,
    *,
    method: str = "news",
    count: int = 3,
    interests: Sequence[str] = (),
) -> tuple[tuple[SummarySentence, ...], tuple[str, ...]]:
    """The summary by the chosen method, and notices about it. Raises BadInput for an unknown method."""
    if method not in METHODS:
        raise BadInput(f"“{method}” is not a method. Choose one of: {', '.join(METHODS)}.")
    article = doc.article
    allowed = allowed_sentences(doc)
    if not allowed:
        return (), ()
    displays: dict[int, str] = {}
    notices: tuple[str, ...] = ()
    words = sum(doc.tokens[k][0].isalnum() for n in allowed for k in doc.sentence_tokens(n))
    document = sumymodel.build(article, doc.sentences, allowed)
    if method == "news":
        news = NewsSummarizer(doc, people, references, quoted.spans, interests)
        news.short = words < SHORT_ARTICLE
        if news.short:
            notices = ("short article: its first sentences are shown",)
        numbers = [s.number for s in news(document, count)]
        displays = news.displays
    else:
        made = sumymodel.summarizer(method)
        numbers = sorted(s.number for s in made(document, count))
    picked = []
    for number in numbers:
        sentence = doc.sentences[number]
        text = article.text[sentence.start : sentence.end]
        picked.append(SummarySentence(sentence.start, sentence.end, displays.get(number, text)))
    return tuple(picked), notices


def allowed_sentences(doc: Document) -> list[int]:
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
