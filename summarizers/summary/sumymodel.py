"""Sumy's document model over our sentences, sumy's methods by name, and our own behind sumy's interface.

Built from sentences with offsets rather than by sumy's plain-text parser, which takes all-capital lines for headings;
the tokenizer is ours, because sumy's default needs NLTK data and drops "U.S.", "2021" and "F-35". Loaded for these methods
alone: sumy brings nltk and requests with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module

from sumy.models.dom import ObjectDocumentModel, Paragraph
from sumy.models.dom import Sentence as SumySentence
from sumy.nlp.stemmers import Stemmer
from sumy.summarizers._summarizer import AbstractSummarizer

from summarizers.errors import BadInput
from summarizers.lexicon import word_class
from summarizers.lexicon.idf import STOP_WORDS
from summarizers.model import Article, Sentence
from summarizers.summary.news import News
from summarizers.text.sentences import tokenizer

#: Sumy's methods: the module and the class of each.
_KINDS = {
    "lexrank": ("lex_rank", "LexRankSummarizer"),
    "textrank": ("text_rank", "TextRankSummarizer"),
    "luhn": ("luhn", "LuhnSummarizer"),
    "lsa": ("lsa", "LsaSummarizer"),
    "sumbasic": ("sum_basic", "SumBasicSummarizer"),
    "kl": ("kl", "KLSummarizer"),
    "reduction": ("reduction", "ReductionSummarizer"),
    "edmundson": ("edmundson", "EdmundsonSummarizer"),
}


class PlacedSentence(SumySentence):  # type: ignore[misc]
    """A sumy sentence that knows its number; two sentences with equal words stay two."""

    __slots__ = ("number",)

    def __init__(self, text: str, number: int) -> None:
        super().__init__(text, tokenizer())
        #: Index among the article's sentences.
        self.number = number

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PlacedSentence) and self.number == other.number

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self.number)


def build(article: Article, sentences: Sequence[Sentence], allowed: Sequence[int]) -> ObjectDocumentModel:
    """A sumy document of the allowed sentences (indices), grouped by the article's paragraphs."""
    groups: dict[int, list[PlacedSentence]] = {}
    for number in allowed:
        sentence = sentences[number]
        placed = PlacedSentence(article.text[sentence.start : sentence.end], number)
        groups.setdefault(sentence.paragraph, []).append(placed)
    return ObjectDocumentModel(tuple(Paragraph(group) for group in groups.values()))


class LeadSummarizer(AbstractSummarizer):  # type: ignore[misc]
    """The first sentences: the baseline no general method beats on clean news."""

    def __call__(self, document: ObjectDocumentModel, sentences_count: int) -> tuple[PlacedSentence, ...]:
        """The first ``sentences_count`` sentences of the document."""
        return tuple(document.sentences[:sentences_count])


class NewsSummarizer(AbstractSummarizer):  # type: ignore[misc]
    """Sumy's interface over our own method, for use beside its summarizers."""

    def __init__(self, news: News) -> None:
        super().__init__()
        self._news = news
        #: How the sentences chosen last are shown, by number.
        self.displays: dict[int, str] = {}

    def __call__(self, document: ObjectDocumentModel, sentences_count: int) -> tuple[PlacedSentence, ...]:
        """The best ``sentences_count`` sentences of a document :func:`build` made, in page order."""
        placed = {s.number: s for s in document.sentences}
        self.displays = self._news.choose(sorted(placed), sentences_count)
        return tuple(placed[n] for n in self.displays)


def summarizer(method: str) -> Callable[[ObjectDocumentModel, int], tuple[PlacedSentence, ...]]:
    """The summarizer of "lead" or of one of sumy's methods; raises BadInput for another name."""
    if method == "lead":
        return LeadSummarizer()
    if method not in _KINDS:
        raise BadInput(f"“{method}” is not a method of sumy. Choose one of: lead, {', '.join(_KINDS)}.")
    module, name = _KINDS[method]
    made = getattr(import_module(f"sumy.summarizers.{module}"), name)(Stemmer("english"))
    if method == "edmundson":
        made.bonus_words = tuple(sorted(word_class("bonus")))
        made.stigma_words = tuple(sorted(word_class("stigma")))
        made.null_words = tuple(STOP_WORDS)
    elif method == "kl" or hasattr(made, "stop_words"):
        made.stop_words = STOP_WORDS
    return made  # type: ignore[no-any-return]
