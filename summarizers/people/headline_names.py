"""People a headline names: they complete short forms of the text, and may be whose statement it is."""

from __future__ import annotations

import re

from summarizers import lexicon
from summarizers.lexicon import idf as termweights
from summarizers.model import Article, Paragraph, Sentence
from summarizers.people import candidates as runs_module
from summarizers.people.clustering import Merger
from summarizers.people.entities import PersonEntity
from summarizers.people.scoring import accepted, evaluate, surname_tokens
from summarizers.text import title_case as headlines
from summarizers.text.document import Document

#: Headlines of government pages whose person speaks the whole text.
_STATEMENT = re.compile(
    r"\b(?:statements?|remarks|readout|press (?:briefing|gaggle|conference|availability|statement)|speech|address|testimony|"
    r"interview|op-ed|letter|message|conversation|transcript|q ?(?:&|and) ?a)\b",
    re.IGNORECASE,
)


def named_in_title(doc: Document) -> list[PersonEntity]:
    """People the headline names in full, with their titles: they complete short forms of the text."""
    title = doc.article.title
    if not title or len(title) > 300:
        return []
    if title == doc.text[: len(title)] and doc.article.paragraphs[0].kind != "heading":
        return []
    article = Article(title, (Paragraph(0, len(title)),), published=doc.article.published)
    small = Document(article, (Sentence(0, len(title), 0, 0),))
    table = Merger(small)
    confirmed = _capitalised(doc, frozenset(small.low)) if headlines.find(small) else None
    for run in runs_module.find(small):
        if confirmed is not None:
            _trim_headline(small, run, confirmed)
        candidate = evaluate(small, run, frozenset())
        office = any(t.public and t.last == run.first - 1 for t in candidate.titles)
        known = office or lexicon.given_name(small.tokens[run.first]) is not None
        if known and not candidate.modifier and accepted(candidate, small) and len(surname_tokens(small, run)) > 1:
            table.add_full(candidate)
    entities = table.entities()
    speaks = bool(_STATEMENT.search(title))
    for entity in entities:
        entity.from_title = speaks and any(t.public for t in entity.titles)
        for held in entity.titles:
            held.in_text = False
        entity.mentions = []
    return entities


def _capitalised(doc: Document, words: frozenset[str]) -> frozenset[str]:
    """Those of some lower-case words that stand with a capital inside a sentence of the text that is no heading."""
    paragraphs = doc.article.paragraphs
    heads = {s.index for s in doc.sentences if paragraphs[s.paragraph].kind == "heading"}
    return frozenset(
        low
        for j, low in enumerate(doc.low)
        if low in words
        and doc.tokens[j][0].isupper()
        and j > doc.first_token[doc.sentence_of[j]]
        and doc.sentence_of[j] not in heads
    )


def _trim_headline(small: Document, run: runs_module.Run, confirmed: frozenset[str]) -> None:
    """End a name at its headline's verb: "Ana Reyes Finally Backs" is Ana Reyes, unless the text has the longer name."""
    carrying = surname_tokens(small, run)
    for place, k in enumerate(carrying[1:], start=1):
        word = small.low[k]
        english = lexicon.is_ordinary(word) or word in lexicon.speech_verbs() or termweights.is_common(word, 9.0)
        if word not in confirmed and (
            english if place > 1 else lexicon.is_ordinary(word) or word in lexicon.speech_verbs()
        ):
            run.last = carrying[place - 1]
            return
