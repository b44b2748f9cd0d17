"""Article in, brief out: analyse, then select what is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizers import countries, details
from summarizers.analysis import ATTRIBUTION, DOCUMENT, KIND, OFFICES, QUOTED, TURNS, Analysis, analyse
from summarizers.coreference.antecedents import Antecedents
from summarizers.coreference.standalone import speech_hangs
from summarizers.model import Article, Brief, SummarySentence
from summarizers.officials import ranking
from summarizers.people.entities import persons
from summarizers.quotes import selection, turns
from summarizers.summary import methods
from summarizers.text.language import is_unspaced, unspaced

#: Kinds in which somebody asks and somebody answers.
_ASKED = frozenset({"transcript", "interview"})
_WORD = re.compile(r"\w+(?:[-’'.]\w+)*")


@dataclass(frozen=True, slots=True)
class BriefOptions:
    """What a reader may choose."""

    #: Sentences of the summary.
    sentences: int = 3
    #: Most quotes shown.
    max_quotes: int = 4
    #: Summarising method, a name of ``summary.methods.METHODS``.
    method: str = "news"
    #: Words, people and countries the reader follows; sentences with them weigh more.
    interests: tuple[str, ...] = ()


def brief(article: Article, options: BriefOptions | None = None) -> Brief:
    """The brief of a cleaned article.

    Raises BadInput for an unknown method. Never touches the network, the clock or a database.
    """
    return select(analyse(article), options or BriefOptions())


def select(analysis: Analysis, options: BriefOptions) -> Brief:
    """What is shown of an analysis whose stages have all run. Raises BadInput for an unknown method."""
    article, document, people = analysis.article, analysis[DOCUMENT], analysis[OFFICES]
    said = analysis[ATTRIBUTION]
    picked, notices = _summary(analysis, options)
    quotes = selection.choose_key(said.quotes, document, people, options.max_quotes, picked)
    spoken = turns.choose_key(analysis[TURNS], document, options.max_quotes)
    ranked = ranking.rank(document, people, said.references, quotes, spoken)
    return Brief(
        article=article,
        words=len(_WORD.findall(article.text)) if not is_unspaced(article.text) else unspaced(article.text),
        summary=picked,
        quotes=quotes,
        people=persons(people, said.references.all_of),
        officials=ranked,
        countries=countries.prominent(document, people, ranked),
        notices=(*article.notices, *notices),
        turns=spoken,
        kind=analysis[KIND].name,
        authors=analysis[KIND].authors,
        details=details.find(document, said.references, analysis[KIND].name, spoken),
    )


def _summary(analysis: Analysis, options: BriefOptions) -> tuple[tuple[SummarySentence, ...], tuple[str, ...]]:
    """The summary, and notices about it: of a transcript or interview what its answers say, of all else by the method.

    A statement all in quotation marks is treated like an answer.
    """
    document, spoken = analysis[DOCUMENT], analysis[TURNS]
    if options.method == "news" and (analysis[KIND].name in _ASKED or turns.in_marks(spoken, document)):
        look = Antecedents(document, analysis[ATTRIBUTION].references, analysis[QUOTED].spans)
        answers = turns.summary(spoken, document, options.sentences, lambda number: speech_hangs(look, number))
        if answers:
            return answers, ()
    return methods.pick(
        document,
        analysis[OFFICES],
        analysis[ATTRIBUTION].references,
        analysis[QUOTED],
        method=options.method,
        count=options.sentences,
        interests=options.interests,
        untold=turns.untold(spoken, document),
    )
