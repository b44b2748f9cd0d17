"""What a brief of each kind of document shows first, on every surface alike: words and values without markup.

:data:`_SECTIONS` says for each kind which details of a brief make a section, and under which heading; surfaces lay them out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.presentation import PersonShown, listed, people_line, speaker_shown, standing_of, utterances
from summarizers.model import (
    NOTICE_SHORT,
    Brief,
    Detail,
    DetailRole,
    Kind,
    Official,
    Paragraph,
    Quote,
    Span,
    Speaker,
    SummarySentence,
)

#: The heading of what is shown as said, of what is shown of somebody's own words, and of a transcript's answers.
QUOTES, PASSAGES, ANSWERS = "Key quotes", "Key passages", "Answers"
#: What stands before the question that an answer follows, and between a line's label and its words.
ASKED, JOINT = "Asked: ", " — "
#: What stands over a summary that does not come first.
SUMMARY = "Summary"
#: Heading of what both sides said.
BOTH = "Both sides"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a section; the words are the article's own, not yet safe for a surface."""

    #: What stands before the words in bold: the time of an entry, a state, who is for a post; "" for nothing.
    label: str
    #: The words.
    words: str


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading."""

    #: The heading, "" for none.
    heading: str
    #: The lines shown, in the order shown.
    lines: tuple[Line, ...]
    #: How many more the document has.
    more: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """One utterance that is shown."""

    #: Its stretches.
    stretches: tuple[Quote, ...]
    #: The question it answers, "" for none and for one that stands above already.
    question: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A brief as it is laid out."""

    #: Sections that stand before the summary.
    first: tuple[Section, ...]
    #: What stands over the summary: whose words it is, where the whole document is somebody's; "" where it comes first.
    over_summary: str
    #: The sentences of the summary that are not shown elsewhere.
    summary: tuple[SummarySentence, ...]
    #: Heading of what is shown as said.
    heading: str
    #: What is shown as said.
    quotes: tuple[Said, ...]
    #: Officials who are more than a line of a list.
    officials: tuple[Official, ...]
    #: The brief's notices, as far as they are about what is shown.
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A section of a kind: the details with ``roles`` under a heading, at most ``most`` of them."""

    heading: str
    roles: frozenset[DetailRole]
    most: int


def _part(heading: str, most: int, *roles: DetailRole) -> _Part:
    return _Part(heading, frozenset(roles), most)


#: The sections of the kinds that have some.
_SECTIONS: dict[Kind, tuple[_Part, ...]] = {
    "joint_statement": (_part("Commitments", 6, "commitment"),),
    "sanctions": (_part("Targets", 10, "target"), _part("Legal basis", 1, "basis")),
    "nominations": (_part("Nominated", 12, "nominee"), _part("Withdrawn", 6, "withdrawn")),
    "un_meeting": (
        _part("Vote", 1, "vote"),
        _part("Text proposed by", 1, "sponsor"),
        _part("Positions", 8, "position"),
    ),
    "live": (_part("Latest entries", 6, "entry"),),
    "newsletter": (_part("In this issue", 10, "item"),),
}
#: Kinds whose sections say what a summary would say.
_INSTEAD_OF_SUMMARY: frozenset[Kind] = frozenset(
    {"nominations", "live", "newsletter", "readout", "un_meeting", "joint_statement"}
)
#: Details of lists of people, who are no officials involved in anything.
_LISTED: frozenset[DetailRole] = frozenset({"target", "nominee", "withdrawn"})
#: Kinds in which somebody answers.
_ASKED: frozenset[Kind] = frozenset({"transcript", "interview"})


def layout_of(brief: Brief, quotes: int | None = None) -> Layout:
    """How a brief is laid out, with at most ``quotes`` utterances."""
    sections = _readout(brief) if brief.kind == "readout" else _sections(brief)
    taken = [Span(d.start, d.end) for d in brief.details if sections and d.role not in {"question", "asker"}]
    said = utterances(brief)
    if brief.kind in _ASKED and said:
        taken += [Span(q.start, q.end) for group in said for q in group]
    summary = tuple(s for s in brief.summary if not _covers(taken, s.start, s.end))
    if sections and brief.kind in _INSTEAD_OF_SUMMARY:
        summary = ()
    own = bool(brief.authors) and brief.kind not in _ASKED
    if own:
        shown = [Span(s.start, s.end) for s in brief.summary]
        said = [group for group in said if not all(_covers([*shown, *taken], q.start, q.end) for q in group)]
    return Layout(
        first=sections,
        over_summary=people_line(people_shown(brief, brief.authors)) if own else SUMMARY if sections else "",
        summary=summary,
        heading=_heading(brief),
        quotes=tuple(_with_questions(brief, said[:quotes])),
        officials=_involved(brief),
        notices=tuple(n for n in brief.notices if summary or n != NOTICE_SHORT),
    )


def _heading(brief: Brief) -> str:
    """The heading of what is shown as said."""
    if brief.kind in _ASKED and brief.turns:
        return ANSWERS
    return QUOTES if any(quote.key for quote in brief.quotes) else PASSAGES


def more_lines(count: int) -> str:
    """What stands for the lines of a section that are not shown."""
    return f"and {count} more"


def people_shown(brief: Brief, people: Sequence[Speaker]) -> list[PersonShown]:
    """Speakers of a brief, each with their standing in it."""
    return [speaker_shown(s, standing_of(brief, s.name)) for s in people]


def _with_questions(brief: Brief, utterances: Sequence[tuple[Quote, ...]]) -> Iterator[Said]:
    """Each utterance with the question it answers, which is not said twice in a row."""
    before = ""
    for stretches in utterances:
        question = _question_before(brief, stretches[0].start)
        yield Said(stretches, question if question != before else "")
        before = question


def _question_before(brief: Brief, offset: int) -> str:
    """The question asked right before the turn that covers an offset; "" for none."""
    turns = brief.turns
    number = next((k for k, t in enumerate(turns) if t.start <= offset < t.end), 0)
    asked = turns[number - 1] if number else None
    if asked is None or asked.role != "question":
        return ""
    inside = (d for d in brief.details if d.role == "question" and asked.start <= d.start < asked.end)
    return next((brief.article.text[d.start : d.end] for d in inside), "")


def _covers(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether one of the spans covers a stretch, but for its edges."""
    return any(span.start <= start + 2 and end - 2 <= span.end for span in spans)


def _sections(brief: Brief) -> tuple[Section, ...]:
    """The sections of a brief's kind that have lines."""
    found = []
    for part in _SECTIONS.get(brief.kind, ()):
        details = [d for d in brief.details if d.role in part.roles]
        if details:
            lines = tuple(_line(brief, d) for d in details[: part.most])
            found.append(Section(part.heading, lines, len(details) - len(lines)))
    return tuple(found)


def _line(brief: Brief, detail: Detail) -> Line:
    """A detail under what heads it; a person of a state's position with name and office."""
    text = brief.article.text
    label = text[detail.label.start : detail.label.end] if detail.label else ""
    if detail.label and detail.start <= detail.label.start < detail.end and detail.role == "target":
        label = ""  # the line begins with the name
    words = text[detail.start : detail.end]
    if detail.people and label:
        label = f"{label} ({listed([person.name for person in people_shown(brief, detail.people)])})"
    return Line(label, words)


def _readout(brief: Brief) -> tuple[Section, ...]:
    """Who met whom, then the points by side, then what both said."""
    sides: dict[str, list[Line]] = {"": []}
    for detail in brief.details:
        words = brief.article.text[detail.start : detail.end]
        if detail.role == "meeting":
            sides[""].append(Line("", words))
        elif detail.role == "point":
            title = brief.article.text[detail.label.start : detail.label.end] if detail.label else ""
            side = people_line(people_shown(brief, detail.people)) or title
            sides.setdefault(side, []).append(Line("", words))
    both = [d for d in brief.details if d.role == "joint_point"]
    sections = [Section(heading, tuple(lines)) for heading, lines in sides.items() if lines]
    if both:
        sections.append(Section(BOTH, tuple(Line("", brief.article.text[d.start : d.end]) for d in both)))
    return tuple(sections)


def _involved(brief: Brief) -> tuple[Official, ...]:
    """The officials, without those whom the document only lists: targets, nominees, and who stands in their lines."""
    listed = [d for d in brief.details if d.role in _LISTED]
    if not listed:
        return brief.officials
    lines = [p for p in brief.article.paragraphs if any(p.start <= d.start < p.end for d in listed)]
    inside = {p.name for p in brief.people if all(_in(lines, m.start) for m in p.mentions)}
    return tuple(o for o in brief.officials if o.name not in inside)


def _in(paragraphs: Sequence[Paragraph], offset: int) -> bool:
    return any(p.start <= offset < p.end for p in paragraphs)
