"""The stages that turn an article into what its brief is chosen from, each with what it needs and what it gives.

A stage's result is never written into again: what a later stage learns about it is a new value (offices are new people,
speakers are new references). The pattern is spaCy's ``assigns`` and ``requires``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from summarizers import kinds
from summarizers.coreference.references import References
from summarizers.model import Article, DocumentKind, Turn
from summarizers.officials import assignment
from summarizers.people import recognition
from summarizers.people.entities import People
from summarizers.quotes import attribution, labels, turns
from summarizers.quotes.attribution import Attribution
from summarizers.text import sentences
from summarizers.text.document import Document
from summarizers.text.quoted_spans import QuotedSpans

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, eq=False)
class Stage(Generic[Result]):
    """One step of the analysis."""

    #: What the step gives.
    name: str
    #: The stages whose results ``run`` takes, in its order; a stage without needs takes the article.
    needs: tuple[Stage[Any], ...]
    #: Makes the result from the needed ones.
    run: Callable[..., Result]


def _document(article: Article) -> Document:
    return Document(article, sentences.split(article))


#: Tokens, sentences and gazetteer tags.
DOCUMENT: Stage[Document] = Stage("document", (), _document)
#: Who is named, with the titles the text gives.
PEOPLE: Stage[People] = Stage("people", (DOCUMENT,), recognition.find)
#: The same people with office, country and standing; those the directory shows to be one person are one.
OFFICES: Stage[People] = Stage("offices", (DOCUMENT, PEOPLE), assignment.assign)
#: Stretches between quotation marks.
QUOTED: Stage[QuotedSpans] = Stage("quoted", (DOCUMENT,), QuotedSpans.of)
#: Groups, titles alone and pronouns, as far as they are certain without knowing who speaks.
REFERENCES: Stage[References] = Stage("references", (DOCUMENT, OFFICES, QUOTED), References)
#: Labelled turns of transcripts and interviews.
LABELS: Stage[tuple[Turn, ...]] = Stage("labels", (DOCUMENT, OFFICES), labels.labelled)
#: What kind of document it is, and whose own words.
KIND: Stage[DocumentKind] = Stage("kind", (DOCUMENT, OFFICES, QUOTED, LABELS), kinds.find)
#: The labelled turns, and where there are none, statements and interviews without labels.
TURNS: Stage[tuple[Turn, ...]] = Stage("turns", (DOCUMENT, OFFICES, LABELS, KIND), turns.find)
#: Who said what, and the references that follow from it.
ATTRIBUTION: Stage[Attribution] = Stage(
    "attribution", (DOCUMENT, OFFICES, QUOTED, REFERENCES, TURNS), attribution.attribute
)

#: Every stage in an order in which each finds what it needs.
STAGES: tuple[Stage[Any], ...] = (DOCUMENT, PEOPLE, OFFICES, QUOTED, REFERENCES, LABELS, KIND, TURNS, ATTRIBUTION)


class Analysis:
    """The results of the stages run on one article."""

    def __init__(self, article: Article) -> None:
        #: The article analysed.
        self.article = article
        self._results: dict[Stage[Any], Any] = {}

    def run(self, *stages: Stage[Any]) -> Analysis:
        """Run stages in the order given and return the analysis itself.

        Raises ValueError for a stage whose needs are not there yet, and for one that has run already.
        """
        for stage in stages:
            if stage in self._results:
                raise ValueError(f"the stage “{stage.name}” has run already")
            needed = [self._results[need] for need in stage.needs if need in self._results]
            if len(needed) < len(stage.needs):
                missing = ", ".join(need.name for need in stage.needs if need not in self._results)
                raise ValueError(f"the stage “{stage.name}” needs what is not there yet: {missing}")
            self._results[stage] = stage.run(*needed) if stage.needs else stage.run(self.article)
        return self

    def __getitem__(self, stage: Stage[Result]) -> Result:
        """The result of a stage; raises ValueError when it has not run."""
        if stage not in self._results:
            raise ValueError(f"the stage “{stage.name}” has not run yet")
        result: Result = self._results[stage]
        return result


def analyse(article: Article) -> Analysis:
    """Every stage, run on a cleaned article. Never touches the network, the clock or a database."""
    return Analysis(article).run(*STAGES)
