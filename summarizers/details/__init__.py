"""What a document of a kind tells first: its targets, votes, points, entries; each a verbatim stretch of the text.

A table names for each kind who looks for what; kinds without a row have none.
"""

from __future__ import annotations

from collections.abc import Callable

from summarizers.coreference.references import References
from summarizers.details import asked, entries, lists, sides
from summarizers.details.reading import Reading
from summarizers.model import Detail, Kind, Turn
from summarizers.text.document import Document

#: Which details a document of a kind has.
_FINDERS: dict[Kind, Callable[[Reading], list[Detail]]] = {
    "transcript": asked.questions,
    "interview": asked.interview,
    "joint_statement": sides.commitments,
    "readout": sides.readout,
    "sanctions": lists.sanctions,
    "nominations": lists.nominations,
    "un_meeting": sides.meeting,
    "live": entries.live,
    "newsletter": entries.newsletter,
}


def find(doc: Document, references: References, kind: Kind, turns: tuple[Turn, ...]) -> tuple[Detail, ...]:
    """The details of a document of a kind, in text order; ``turns`` have their passages."""
    finder = _FINDERS.get(kind)
    if finder is None:
        return ()
    return tuple(sorted(finder(Reading(doc, references, turns)), key=lambda detail: (detail.start, detail.end)))
