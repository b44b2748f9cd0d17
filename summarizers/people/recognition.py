"""Who is named: candidates scored, accepted, and merged into persons."""

from __future__ import annotations

from summarizers import lexicon
from summarizers.people import candidates
from summarizers.people.candidates import PARTICLES, Run
from summarizers.people.clustering import Merger
from summarizers.people.entities import People
from summarizers.people.evidence import Surroundings
from summarizers.people.headline_names import named_in_title
from summarizers.people.listed_names import in_lists
from summarizers.people.scoring import Candidate, around, weigh
from summarizers.people.shared_titles import shared
from summarizers.text import title_case
from summarizers.text.document import Document

#: Tokens of a line in which "Nominee" is looked for.
_LINE = 30
#: Most words of the name in a signature.
_SIGNED = 4
#: What parts the name from the office in a line of its own.
_PARTING = frozenset({",", "–", "—"})
#: Words behind a title that tell whose or of what.
_TAILS = lexicon.word_class("tail_preposition")
#: Verbs behind which a speaker stands.
_SAYING = lexicon.word_class("saying")


def find(doc: Document) -> People:
    """Find, score and merge the people of an article."""
    headlines = _headlines(doc)
    scored = [weigh(surroundings) for surroundings in _surroundings(doc, headlines)]
    found, certain = shared(doc, in_lists(doc, scored))
    certain |= {c.run.first for c in found if c.full and _opens_name_line(doc, c.run)}
    return People(doc, _merged(doc, found, certain, sorted(headlines)).entities())


def surroundings_of(doc: Document) -> list[Surroundings]:
    """What stands around every candidate of an article, in text order."""
    return _surroundings(doc, _headlines(doc))


def _headlines(doc: Document) -> frozenset[int]:
    """Indices of the sentences whose capitals say nothing about names."""
    paragraphs = doc.article.paragraphs
    found = title_case.find(doc) | {s.index for s in doc.sentences if paragraphs[s.paragraph].kind == "heading"}
    return frozenset(k for k in found if not (_lists_nominee(doc, k) or _is_signature(doc, k) or _is_name_line(doc, k)))


def _lists_nominee(doc: Document, sentence: int) -> bool:
    """Whether a line in capitals is of a list: "Ana Reyes, Nominee for Ambassador to Chile"."""
    tokens = doc.sentence_tokens(sentence)[:_LINE]
    return any(
        doc.tokens[k - 1] == "," and (doc.low[k] == "nominee" or doc.low[k : k + 2] == ["to", "be"]) for k in tokens[1:]
    )


def _is_signature(doc: Document, sentence: int) -> bool:
    """Whether the last line of a text, in capitals, is whose words it holds: "– National Security Adviser Ana Reyes"."""
    tokens = doc.sentence_tokens(sentence)
    tag = doc.tags[tokens.start] if sentence == len(doc.sentences) - 1 else None
    if tag is None or tag.entry.kind != "title" or not 2 <= tokens.stop - tag.last - 1 <= _SIGNED:
        return False
    return all(doc.tags[k] is None and doc.tokens[k][0].isupper() for k in range(tag.last + 1, tokens.stop))


def _is_name_line(doc: Document, sentence: int) -> bool:
    """Whether a line of its own names somebody and the office: "Dana Ortiz, Department Spokesperson".

    The first word must be a given name, or the last of the name stand elsewhere in the text, so that "Late Talks, Minister"
    is nobody.
    """
    tokens = doc.sentence_tokens(sentence)[:_LINE]
    comma = next((k for k in tokens if doc.tokens[k] in _PARTING), tokens.start)
    title = next(
        (tag for k in range(comma + 1, tokens.stop) if (tag := doc.tags[k]) and tag.entry.kind == "title"), None
    )
    first, last = _behind_honorifics(doc, tokens.start, comma), _before_letters(doc, comma)
    if title is None or not 2 <= last + 1 - first <= _SIGNED:
        return False
    ends = title.last + 1 == tokens.stop or doc.low[title.last + 1] in _TAILS
    parts = [k for k in range(first, last + 1) if doc.tokens[k] not in PARTICLES]
    free = all(doc.tags[k] is None and doc.tokens[k][0].isupper() for k in parts)
    known = first > tokens.start or lexicon.given_name(doc.tokens[first].capitalize()) is not None
    return ends and free and (known or doc.low.count(doc.low[last]) > 1)


def _behind_honorifics(doc: Document, first: int, comma: int) -> int:
    """The first token behind the honorifics that open a line: "The Honourable Senator", "H.E. Mr."; ``first`` without any."""
    k, honoured = first, False
    for k in range(first + (doc.low[first] == "the"), comma):
        tag = doc.tags[k]
        if tag is None or tag.entry.kind != "title" or (tag.entry.role != "honorific" and not honoured):
            break
        honoured = True
    return k if honoured else first


def _before_letters(doc: Document, comma: int) -> int:
    """The last token of a name, without the letters behind it: "Yvette Cooper MP,"."""
    tag = doc.tags[comma - 1] if comma else None
    return comma - 2 if tag is not None and tag.entry.kind == "title" and doc.tokens[comma - 1].isupper() else comma - 1


def _opens_name_line(doc: Document, run: Run) -> bool:
    first = run.first == doc.first_token[run.sentence]
    return (
        first
        and doc.article.paragraphs[doc.sentences[run.sentence].paragraph].kind == "heading"
        and _is_name_line(doc, run.sentence)
    )


def _surroundings(doc: Document, headlines: frozenset[int]) -> list[Surroundings]:
    runs = [run for run in candidates.find(doc) if run.sentence not in headlines]
    cued = _person_cued(doc, runs)
    return [around(doc, run, cued) for run in runs]


def _merged(doc: Document, found: list[Candidate], certain: set[int], headlines: list[int]) -> Merger:
    """The persons of all candidates: full names first, then other forms in text order, then headlines."""
    merger = Merger(doc)
    full = {c.run.first for c in found if c.run.first in certain and c.full}
    for candidate in found:
        if candidate.run.first in full:
            merger.add_full(candidate)
    for _, name in doc.article.aliases:
        merger.add_alias(name)
    for person in named_in_title(doc):
        merger.add_from_title(person)
    for candidate in found:
        if candidate.run.first not in full and not candidate.modifier:
            merger.add_short(candidate, strong=candidate.run.first in certain)
    for sentence in headlines:
        merger.add_known(sentence)
    merger.add_hidden()
    return merger


def _person_cued(doc: Document, runs: list[Run]) -> frozenset[str]:
    """Single capitalised words that somewhere speak, or follow "Mr" or "Ms"."""
    return frozenset(
        doc.low[run.first] for run in runs if run.first == run.last and _cued(doc, run.first, run.sentence)
    )


def _cued(doc: Document, k: int, sentence: int) -> bool:
    """Whether the words around a token say that it names a person."""
    after = doc.low[k + 1] if k + 1 < doc.first_token[sentence + 1] else ""
    if after in lexicon.speech_verbs():
        return True
    if k == doc.first_token[sentence]:
        return False
    if doc.low[k - 1] in _SAYING and after not in lexicon.organisation_words():
        return True
    tag = doc.tags[k - 1]
    return tag is not None and tag.entry.kind == "title" and tag.entry.role == "honorific"
