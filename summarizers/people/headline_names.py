"""People a headline names: they complete short forms of the text, and may be whose statement it is."""

from __future__ import annotations

import re
from dataclasses import replace

from summarizers import lexicon
from summarizers.lexicon import idf as termweights
from summarizers.lexicon.words import pattern
from summarizers.model import Article, Paragraph, Sentence
from summarizers.people import candidates
from summarizers.people.candidates import Run, surname_tokens
from summarizers.people.clustering import Merger
from summarizers.people.entities import PersonEntity
from summarizers.people.scoring import Candidate, accepted, evaluate
from summarizers.people.title_parser import SMALL
from summarizers.text import title_case
from summarizers.text.document import Document
from summarizers.text.noun_chunks import PREPOSITIONS

#: Headlines of government pages whose person speaks the whole text.
_STATEMENT = pattern("statement_headline", re.IGNORECASE)
#: Small words a title-cased headline writes with a capital behind a name: "Clara Hollis En Route to Oslo".
_ENDS_NAME = lexicon.word_class("headline_joint")
#: Longest headline read, in code points; opening paragraphs that may be one, and the word before who speaks.
_LONGEST, _OPENING, _BY = 300, 8, "BY"
#: A word listed with at most this inverse document frequency is English enough to be a headline's verb.
_ENGLISH = 9.0


def named_in_title(doc: Document) -> list[PersonEntity]:
    """People the headline names in full, or an opening line in capitals, with their titles: they complete short forms of the text."""
    title = doc.article.title
    lines = [title] if title and len(title) <= _LONGEST and not _opens_text(doc, title) else []
    listed = [person for line in _capital_lines(doc) for person in _named_in(doc, line, listing=True)]
    return [person for line in lines for person in _named_in(doc, line)] + listed


def _capital_lines(doc: Document) -> list[str]:
    """Opening lines in capitals that say whose words follow, as headlines: "PRESS BRIEFING BY PRESS SECRETARY ANA REYES"."""
    found = []
    opening = [doc.text[p.start : p.end] for p in doc.article.paragraphs[:_OPENING]]
    for line in (doc.article.title or "", *opening):
        words = line.split() if len(line) <= _LONGEST and line.isupper() else []
        if _BY in words[1:]:
            found.append(" ".join(_in_title_case(word) for word in words))
    return found


def _in_title_case(word: str) -> str:
    """A word in capitals as a headline writes it; short forms with stops stay."""
    low = word.lower()
    return low if low in PREPOSITIONS or low in SMALL else word if "." in word else low.capitalize()


def _named_in(doc: Document, title: str, *, listing: bool = False) -> list[PersonEntity]:
    """The people of a headline; in a ``listing`` each title is that of the name behind it."""
    article = Article(title, (Paragraph(0, len(title)),), published=doc.article.published)
    small = Document(article, (Sentence(0, len(title), 0, 0),))
    confirmed = _capitalised(doc, frozenset(small.low)) if title_case.find(small) else None
    merger = Merger(small)
    for run in candidates.find(small):
        named = run if confirmed is None else _without_verb(small, run, confirmed)
        candidate = evaluate(small, named, frozenset())
        if listing:
            candidate = replace(candidate, titles=tuple(t for t in candidate.titles if t.last < candidate.run.first))
        if _is_full_name(small, candidate):
            merger.add_full(candidate)
    speaks = _STATEMENT.search(title) is not None
    return [_headline_person(person, speaks=speaks) for person in merger.entities()]


def _headline_person(person: PersonEntity, *, speaks: bool) -> PersonEntity:
    """A person without mentions, whose titles are the headline's own; ``speaks``: whether the text is a statement."""
    return replace(
        person,
        mentions=(),
        titles=tuple(replace(title, in_text=False) for title in person.titles),
        from_title=speaks and any(title.public for title in person.titles),
    )


def _opens_text(doc: Document, title: str) -> bool:
    """Whether the headline is how the text itself begins, and no heading of it."""
    return title == doc.text[: len(title)] and doc.article.paragraphs[0].kind != "heading"


def _is_full_name(small: Document, candidate: Candidate) -> bool:
    """Whether a headline surely names a person in full: behind a public office, or with a known given name."""
    run = candidate.run
    office = any(t.public and t.last == run.first - 1 for t in candidate.titles)
    if candidate.modifier or not (office or lexicon.given_name(small.tokens[run.first]) is not None):
        return False
    return candidate.carrying > 1 and accepted(candidate)


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


def _without_verb(small: Document, run: Run, confirmed: frozenset[str]) -> Run:
    """The run up to its headline's verb: "Ana Reyes Finally Backs" is Ana Reyes, unless the text has the longer name."""
    carrying = surname_tokens(small, run)
    for place, k in enumerate(carrying[1:], start=1):
        verb = small.low[k] not in confirmed and _may_be_verb(small.low[k], surely=place == 1)
        if verb or small.low[k] in _ENDS_NAME:
            return replace(run, last=carrying[place - 1])
    return run


def _may_be_verb(word: str, *, surely: bool) -> bool:
    """Whether a lower-case word is English enough to be a verb; everyday English if ``surely``."""
    if lexicon.is_ordinary(word) or word in lexicon.speech_verbs():
        return True
    return not surely and termweights.is_common(word, _ENGLISH)
