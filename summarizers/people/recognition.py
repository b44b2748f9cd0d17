"""Who is named: candidates scored, accepted, and merged into persons.

Working values (:class:`Figure`, :class:`Cast`) are mutable and stay inside the summarizers; the brief gets
:class:`~summarizers.model.Person`.
"""

from __future__ import annotations

from itertools import pairwise

from summarizers import lexicon
from summarizers.people import candidates as runs_module
from summarizers.people.candidates import is_initial
from summarizers.people.clustering import Merger
from summarizers.people.entities import People
from summarizers.people.headline_names import named_in_title
from summarizers.people.scoring import Candidate, accepted, evaluate, surname_tokens
from summarizers.text import title_case as headlines
from summarizers.text.document import Document


def find(doc: Document) -> People:
    """Find, score and merge the people of an article."""
    paragraphs = doc.article.paragraphs
    shouted = headlines.find(doc) | {s.index for s in doc.sentences if paragraphs[s.paragraph].kind == "heading"}
    runs = [r for r in runs_module.find(doc) if r.sentence not in shouted]
    cued = _person_cued(doc, runs)
    strong: list[Candidate] = []
    waiting: list[Candidate] = []
    for run in runs:
        candidate = evaluate(doc, run, cued)
        if candidate.modifier:
            waiting.append(candidate)
        elif accepted(candidate, doc):
            strong.append(candidate)
        else:
            waiting.append(candidate)
    _share_plural_titles(doc, strong, waiting)
    table = Merger(doc)
    for candidate in strong:
        if len(surname_tokens(doc, candidate.run)) > 1 or _has_initial(doc, candidate):
            table.add_full(candidate)
    for _, full in doc.article.aliases:
        table.add_alias(full)
    for entity in named_in_title(doc):
        table.add_from_title(entity)
    singles = [c for c in strong if len(surname_tokens(doc, c.run)) == 1 and not _has_initial(doc, c)]
    certain = {c.run.first for c in singles}
    for candidate in sorted([*singles, *waiting], key=lambda c: c.run.first):
        if candidate.modifier:
            continue
        table.add_short(candidate, strong=candidate.run.first in certain)
    for sentence in sorted(shouted):
        table.add_known(sentence)
    table.add_hidden()
    return People(doc, table.entities())


def _share_plural_titles(doc: Document, strong: list[Candidate], waiting: list[Candidate]) -> None:
    """ "Senators Ana Reyes and Per Holm": the names joined to a plural title hold it too."""
    order = sorted([*strong, *waiting], key=lambda c: c.run.first)
    certain = {c.run.first for c in strong}  # no two runs begin at one token
    for before, after in pairwise(order):
        plural = [t for t in before.titles if t.plural and t.last < before.run.first]
        if not plural or before.run.first not in certain or before.run.sentence != after.run.sentence:
            continue
        gap = doc.text[doc.ends[before.run.last] : doc.begins[after.run.first]].strip(" ")
        if gap not in {",", "and", ", and", "&"} or after.titled:
            continue
        after.titles.extend(plural)
        after.score += 3.0
        after.titled = True
        if accepted(after, doc):
            certain.add(after.run.first)
    strong[:] = [c for c in order if c.run.first in certain]
    waiting[:] = [c for c in order if c.run.first not in certain]


def _has_initial(doc: Document, candidate: Candidate) -> bool:
    return any(is_initial(doc.tokens[k]) for k in range(candidate.run.first, candidate.run.last + 1))


def _person_cued(doc: Document, runs: list[runs_module.Run]) -> frozenset[str]:
    """Single capitalised words that somewhere speak, or follow "Mr" or "Ms"."""
    found = set()
    verbs = lexicon.speech_verbs()
    for run in runs:
        if run.first != run.last:
            continue
        k = run.first
        after = doc.low[k + 1] if k + 1 < len(doc.low) and doc.sentence_of[k + 1] == run.sentence else ""
        before = doc.low[k - 1] if k > doc.first_token[run.sentence] else ""
        tag = doc.tags[k - 1] if k > doc.first_token[run.sentence] else None
        if (
            after in verbs
            or (before in {"said", "says", "told"} and after not in lexicon.organisation_words())
            or (tag is not None and tag.entry.kind == "title" and tag.entry.role == "honorific")
        ):
            found.add(doc.low[k])
    return frozenset(found)
