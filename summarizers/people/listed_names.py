"""Names in a list of people: one that hardly anything else speaks for is a person's where its neighbours are people."""

from __future__ import annotations

from dataclasses import replace

from summarizers.people.scoring import BESIDE_LISTED, IN_LIST, Candidate, accepted
from summarizers.text.document import Document

#: What may stand between two names of a list.
_JOINTS = frozenset({",", "and", ", and", "&"})


def in_lists(doc: Document, scored: list[Candidate]) -> list[Candidate]:
    """The candidates, in text order, names of several parts beside people of a list holding more points.

    "Ana Reyes, Omoni Obolu and Per Holm": a name just raised may raise the next one.
    """
    sure = [accepted(c) and c.full and not c.modifier for c in scored]
    found = list(scored)
    for k, candidate in enumerate(scored):
        if sure[k] or not candidate.full or candidate.modifier or candidate.score <= 0:
            continue
        before = k > 0 and sure[k - 1] and _neighbours(doc, scored[k - 1], candidate)
        after = k + 1 < len(scored) and sure[k + 1] and _neighbours(doc, candidate, scored[k + 1])
        if before or after:
            found[k] = replace(candidate, score=candidate.score + (IN_LIST if before and after else BESIDE_LISTED))
            sure[k] = accepted(found[k])
    return found


def _neighbours(doc: Document, before: Candidate, after: Candidate) -> bool:
    """Whether two candidates of one sentence stand side by side in a list."""
    if before.run.sentence != after.run.sentence:
        return False
    return doc.text[doc.ends[before.run.last] : doc.begins[after.run.first]].strip(" ") in _JOINTS
