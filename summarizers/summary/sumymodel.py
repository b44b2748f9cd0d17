"""Sumy's document model over our sentences, and every summarising method by name.

Built from sentences with offsets rather than by sumy's plain-text parser, which takes all-capital lines for headings;
the tokenizer is ours, because sumy's default needs NLTK data and drops "U.S.", "2021" and "F-35".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sumy.models.dom import ObjectDocumentModel, Paragraph
from sumy.models.dom import Sentence as SumySentence
from sumy.summarizers._summarizer import AbstractSummarizer

from summarizers.errors import BadInput
from summarizers.lexicon.idf import STOP_WORDS
from summarizers.model import Article, Sentence
from summarizers.text.sentences import tokenizer

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


def summarizer(method: str) -> Callable[[Any, int], tuple[PlacedSentence, ...]]:
    """The sumy summarizer of a name in :data:`METHODS` other than "news"; raises BadInput for an unknown one."""
    if method == "lead":
        return LeadSummarizer()
    from sumy.nlp.stemmers import Stemmer

    stemmer = Stemmer("english")
    if method == "lexrank":
        from sumy.summarizers.lex_rank import LexRankSummarizer as Kind
    elif method == "textrank":
        from sumy.summarizers.text_rank import TextRankSummarizer as Kind
    elif method == "luhn":
        from sumy.summarizers.luhn import LuhnSummarizer as Kind
    elif method == "lsa":
        from sumy.summarizers.lsa import LsaSummarizer as Kind
    elif method == "sumbasic":
        from sumy.summarizers.sum_basic import SumBasicSummarizer as Kind
    elif method == "kl":
        from sumy.summarizers.kl import KLSummarizer as Kind
    elif method == "reduction":
        from sumy.summarizers.reduction import ReductionSummarizer as Kind
    elif method == "edmundson":
        from sumy.summarizers.edmundson import EdmundsonSummarizer as Kind
    else:
        raise BadInput(f"“{method}” is not a method. Choose one of: {', '.join(METHODS)}.")
    made = Kind(stemmer)
    if method == "edmundson":
        made.bonus_words = ("significant", "agreed", "announced", "decided", "signed", "warned")
        made.stigma_words = ("perhaps", "hardly", "impossible", "photo", "subscribe")
        made.null_words = tuple(STOP_WORDS)
    elif (hasattr(made, "stop_words") and method not in {"kl"}) or method == "kl":
        made.stop_words = STOP_WORDS
    return made  # type: ignore[no-any-return]
