"""How a person, an office, a quotation, a date and a link are shown, on every surface alike.

Pure words and values without markup; :mod:`bot.surfaces` makes words safe for a surface, and each surface (Slack blocks,
terminal, Markdown, HTML) only lays out what stands here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.surfaces import clean, fit
from summarizers.lexicon import word_class
from summarizers.model import Brief, Kind, Official, Quote, Speaker, Status
from summarizers.quotes.selection import QuoteLine, deep_link
from summarizers.text.language import is_unspaced

#: How days are written: "2 November 2026", "November 2, 2026", "2026-11-02".
DateStyle = Literal["en-GB", "en-US", "iso"]

#: What stands in place of a speaker the article does not make plain.
UNATTRIBUTED = "speaker not made plain"
#: What stands in place of a name that has no characters to show.
NAMELESS = "?"

# -- offices ---------------------------------------------------------------------------------------------------------

#: An office with its standing at the article's date; "current" adds nothing.
_WITH_STANDING: dict[Status, str] = {
    "former": "former {}",
    "acting": "acting {}",
    "designate": "{}-designate",
    "deceased": "late {}",
}
#: Words inside an office that say a standing already, lower case (as summarizers/knowledge/data/modifiers.tsv has them).
_SAYS: dict[Status, frozenset[str]] = {
    "former": frozenset("former ex erstwhile onetime past then emeritus retired".split()),
    "acting": frozenset("acting interim caretaker provisional transitional temporary".split()),
    "designate": frozenset(
        "designate designated designee elect nominee incoming prospective presumptive future".split()
    ),
    "deceased": frozenset("late deceased slain assassinated murdered".split()),
}
#: Standing in brackets behind a name without an office.
_ALONE: dict[Status, str] = {
    "former": "former",
    "acting": "acting",
    "designate": "designate",
    "deceased": "deceased",
}
#: Standings that cannot be added to an office whose words say that it ended: the article's words win.
_NOT_OF_ENDED: frozenset[Status] = frozenset({"acting", "designate"})
_WORDS = re.compile(r"[^\W\d_]+")
#: Behind the first of these an office names its field or place, whose words say nothing of a standing.
_OF = re.compile(r"\s(?:of|for|to|in|at|on)\s", re.IGNORECASE)
#: What says at the very end that an office is still to be taken up: "Secretary of State-designate".
_DESIGNATE_END = re.compile(r"[-\s](?:elect|designate|designee|nominee)$", re.IGNORECASE)
_ARTICLE = re.compile(r"the\s+", re.IGNORECASE)


def office_with_standing(office: str, status: Status) -> str:
    """An office with its standing, unless its words say one already: "former President", "President-elect".

    "former" and "late" are added to whatever does not say them ("former Acting Head"), as leaving them out would make a
    claim about today; "acting" and "-designate" are not added where the words say that the office ended.
    """
    if status == "current":
        return office
    ended = status in _NOT_OF_ENDED and (_is_said(office, "former") or _is_said(office, "deceased"))
    return office if ended or _is_said(office, status) else _WITH_STANDING[status].format(office)


def _is_said(office: str, status: Status) -> bool:
    """Whether the words of an office say a standing: not those of its field ("Head of the Transitional Council")."""
    head = _OF.split(office.lower(), maxsplit=1)[0]
    if set(_WORDS.findall(head)) & _SAYS[status]:
        return True
    return status == "designate" and _DESIGNATE_END.search(office) is not None


def says(words: str, name: str) -> bool:
    """Whether ``words`` hold a country or body as whole words, whatever the case and a leading "the"."""
    bare = _ARTICLE.sub("", name.strip(), count=1) if _ARTICLE.match(name.strip()) else name.strip()
    return bool(re.search(rf"(?<![\w-]){re.escape(bare)}(?![\w-])", words, re.IGNORECASE))


# -- people ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A person as every surface shows them; words as they are in the article, not yet safe for a surface."""

    #: Full name, never blank.
    name: str
    #: Standing alone ("former") where no office is known, else None.
    standing: str | None
    #: Office with its standing, or None.
    office: str | None
    #: Body of the office, or None where none is known or the office says it.
    organisation: str | None
    #: Country of the office, or None where none is known or the office or organisation says it.
    country: str | None

    @property
    def named(self) -> str:
        """The name, with the standing of an unknown office: "Gus Roe (former)"."""
        return f"{self.name} ({self.standing})" if self.standing else self.name

    @property
    def details(self) -> tuple[str, ...]:
        """Office, organisation and country, as far as they are shown, in the order they are shown in."""
        return tuple(part for part in (self.office, self.organisation, self.country) if part)

    def line(self, joint: str = ", ") -> str:
        """Name and details in one line; ``joint`` stands behind the name."""
        details = ", ".join(self.details)
        return f"{self.named}{joint}{details}" if details else self.named


def person_shown(
    name: str, office: str | None, country: str | None, organisation: str | None, status: Status = "current"
) -> PersonShown:
    """How somebody is shown: office with standing, then organisation, then country, none of them said twice."""
    office, organisation, country = map(_shown, (office, organisation, country))
    if organisation and office and says(office, organisation):
        organisation = None
    if country and any(says(part, country) for part in (office, organisation) if part):
        country = None
    return PersonShown(
        name=_shown(name) or NAMELESS,
        standing=None if office else _ALONE.get(status),
        office=office_with_standing(office, status) if office else None,
        organisation=organisation,
        country=country,
    )


def speaker_shown(speaker: Speaker, status: Status = "current") -> PersonShown:
    """A speaker; ``status`` is their standing as an official of the article."""
    return person_shown(speaker.name, speaker.office, speaker.country, speaker.organisation, status)


def official_shown(official: Official) -> PersonShown:
    """An official of an article."""
    return person_shown(official.name, official.office, official.country, official.organisation, official.status)


def standing_of(brief: Brief, name: str) -> Status:
    """Standing of somebody among a brief's officials; "current" for who is none."""
    return next((official.status for official in brief.officials if official.name == name), "current")


def _shown(part: str | None) -> str | None:
    """A part that has something to show, else None."""
    return part if part and clean(part).strip() else None


# -- quotations ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whom a quotation is attributed to."""

    #: The speakers; empty where none is known well enough.
    people: tuple[PersonShown, ...]
    #: The article's own words for who spoke, where ``people`` is empty and it has any; else None.
    words: str | None

    @property
    def line(self) -> str:
        """Everything in one line: "Ana Reyes, Foreign Minister, Spain and Kenji Morita"."""
        return people_line(self.people) or self.words or UNATTRIBUTED


def attribution(brief: Brief, stretches: Sequence[Quote]) -> Attribution:
    """Who said the stretches of one utterance (at least one): its speakers, or what the article calls them."""
    quote = next((q for q in stretches if q.speakers), stretches[0])
    people = tuple(speaker_shown(s, standing_of(brief, s.name)) for s in quote.speakers)
    span = quote.speaker_span
    words = _shown(brief.article.text[span.start : span.end]) if span and not people else None
    if words is not None and words.lower() in word_class("lone_pronoun"):
        words = None  # "— he" says less than nothing
    return Attribution(people, words)


def people_line(people: Sequence[PersonShown]) -> str:
    """Several people who said something together, in one line; "" for nobody."""
    return "".join(f"{before(k, len(people))}{person.line()}" for k, person in enumerate(people))


def listed(names: Sequence[str]) -> str:
    """Names in one line: "Chile, Peru and New Zealand"."""
    return "".join(f"{before(k, len(names))}{name}" for k, name in enumerate(names))


def before(position: int, count: int) -> str:
    """What stands before item ``position`` (from 0) of ``count`` that are listed: nothing, ", " or " and "."""
    if position == 0:
        return ""
    return " and " if position == count - 1 else ", "


def utterances(brief: Brief, most: int | None = None) -> list[tuple[Quote, ...]]:
    """The quotes a brief shows, each as the stretches of one utterance, in text order; at most ``most``."""
    groups: dict[int, list[Quote]] = {}
    for position, quote in enumerate(brief.shown()):
        # Stretches that belong to no utterance stand alone.
        groups.setdefault(quote.utterance if quote.utterance >= 0 else -1 - position, []).append(quote)
    return [tuple(group) for group in groups.values()][:most]


def marked_parts(line: QuoteLine, room: int | None = None) -> list[tuple[str, bool]]:
    """A line of a quotation in parts, each with whether it is marked; cut to ``room`` code points where given."""
    words = fit(line.words, room) if room is not None else line.words
    parts: list[tuple[str, bool]] = []
    done = 0
    for marked in line.marked:
        piece = fit(marked, len(marked) + 8) if room is not None else marked
        at = words.find(piece, done)
        if at < 0:
            continue  # cut off, or altered to fit
        parts += [(words[done:at], False), (piece, True)]
        done = at + len(piece)
    parts.append((words[done:], False))
    return [(part, bold) for part, bold in parts if part] or [(words, False)]


def link_to_words(url: str | None, words: str) -> str | None:
    """A link to where an article says ``words``, or None without an http(s) address; see :mod:`bot.surfaces` for safety."""
    shown = clean(words)
    return deep_link(url, shown, 0, len(shown))


def paragraph_of(brief: Brief, at: int) -> int:
    """Number of the paragraph, from 1, that holds the code point ``at`` of the text."""
    return max(1, sum(paragraph.start <= at for paragraph in brief.article.paragraphs))


# -- numbers and days ------------------------------------------------------------------------------------------------


def counted(number: int, one: str, many: str) -> str:
    """ "1 story", "1,200 stories"."""
    return f"{number:,} {one if number == 1 else many}"


#: What kinds of documents are called under the headline; "news" and "other" go without saying.
_KINDS: dict[Kind, str] = {
    "transcript": "Transcript",
    "interview": "Interview",
    "remarks": "Remarks",
    "oped": "Opinion",
    "statement": "Statement",
    "joint_statement": "Joint statement",
    "readout": "Readout",
    "sanctions": "Sanctions",
    "nominations": "Nominations",
    "factsheet": "Fact sheet",
    "un_meeting": "UN meeting",
    "live": "Live page",
    "newsletter": "Newsletter",
    "analysis": "Analysis",
}


def kind_shown(brief: Brief) -> str | None:
    """What kind of document a brief is of, and who speaks in it: "Transcript; answers: Ana Reyes, spokesperson, Spain"."""
    kind = _KINDS.get(brief.kind)
    if kind is None:
        return None
    if brief.authors:
        return f"{kind} by {people_line([speaker_shown(s, standing_of(brief, s.name)) for s in brief.authors])}"
    if brief.kind == "joint_statement":
        title = brief.article.title or ""
        parties = sorted(
            (c for c in brief.countries if says(title, c)), key=lambda country: title.lower().find(country.lower())
        )
        return f"{kind} of {listed(parties)}" if len(parties) > 1 else kind
    asker = next((brief.article.text[d.start : d.end] for d in brief.details if d.role == "asker"), None)
    if asker is not None:
        kind = f"{kind} by {asker}"
    answering = {s.name: s for turn in brief.turns if turn.role == "speaker" for s in turn.speakers}
    if brief.kind in {"transcript", "interview"} and len(answering) == 1:
        [speaker] = answering.values()
        return f"{kind}; answers: {speaker_shown(speaker, standing_of(brief, speaker.name)).line()}"
    return kind


def origin_of(brief: Brief, dates: DateStyle) -> tuple[str, ...]:
    """What a brief is of and where it comes from: kind, site, day and length, as far as they are known."""
    article = brief.article
    parts = (
        kind_shown(brief),
        article.site,
        day_shown(article.published, dates),
        length_shown(brief),
    )
    return tuple(part for part in parts if part)


def length_shown(brief: Brief) -> str:
    """How long the text is: "1,200 words", and of Chinese or Japanese "1,200 characters"."""
    if is_unspaced(brief.article.text):
        return counted(brief.words, "character", "characters")
    return counted(brief.words, "word", "words")


def day_shown(day: dt.date | None, style: DateStyle) -> str | None:
    """A day: "2 November 2026" in the style asked for; None for None."""
    if day is None:
        return None
    if style == "iso":
        return day.isoformat()
    return f"{day:%B} {day.day}, {day.year}" if style == "en-US" else f"{day.day} {day:%B} {day.year}"


def weekday_shown(day: dt.date, style: DateStyle = "en-GB") -> str:
    """A day with its weekday: "Monday, 2 November 2026", "Monday 2026-11-02"."""
    return f"{day:%A}{' ' if style == 'iso' else ', '}{day_shown(day, style)}"


def near_day_shown(day: dt.date) -> str:
    """A day of the weeks to come, without its year: "Monday, 2 November"."""
    return f"{day:%A}, {day.day} {day:%B}"


def near_moment_shown(moment: dt.datetime) -> str:
    """A moment of the days to come, in its own zone: "Monday, 2 November at 08:00"."""
    return f"{near_day_shown(moment)} at {moment:%H:%M}"


def since_shown(since: dt.datetime, day: dt.date) -> str:
    """The moment news begins, in its own zone: "08:00" on the day itself, else "Monday 08:00"."""
    return f"{since:%H:%M}" if since.date() == day else f"{since:%A} {since:%H:%M}"
