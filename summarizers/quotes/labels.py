"""Turns that labels open, in transcripts and interviews: capitals, small letters, times, comma titles, "Q" without a colon.

Each paragraph is tried against the styles of labels; whether a label is one is decided for the whole text, by what else
bears it and whether it fits a person. A label that fits nobody and stands once is a heading.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from summarizers import lexicon
from summarizers.lexicon.words import pattern
from summarizers.model import Span, Speaker, Turn, TurnRole
from summarizers.people.entities import People, PersonEntity
from summarizers.text.document import Document

_TIME = r"\(\d\d:\d\d(?::\d\d)?\)"
_CAPITAL = r"[A-Z][\w’'.-]*"
#: What a label may say in brackets of the question or of who asks it: "Reporter (Kyodo News, Ito):".
_ASIDE = r"(?: \([^()\n]{2,60}\))?"
#: The styles in the order tried; each gives ``label``, and the speech begins behind the match.
_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("timed", re.compile(rf"(?P<label>(?:{_CAPITAL} ){{0,3}}(?:{_CAPITAL}|\d+))(?::? ?{_TIME}:?)\s*")),
    ("q", re.compile(r"(?P<label>Q(?:uestion)?(?: ?\d+)?|Q&A)" + _ASIDE + r"(?:[.:]\s*|[ \u00a0\t]+(?=\S))")),
    ("asked", pattern("was_asked", re.IGNORECASE)),
    ("hearing", pattern("hearing_label")),
    ("a", re.compile(r"(?P<label>A(?:nswer)?(?: ?\d+)?)[.:]\s+")),
    ("capitals", re.compile(r"[\"“]?(?P<label>[A-Z][A-Z’'.-]+(?: [A-Z][A-Z’'.-]*){0,5})" + _ASIDE + r":\s*")),
    (
        "small",
        re.compile(
            rf"(?P<label>{_CAPITAL}(?: (?:of (?:the )?|and |for )?{_CAPITAL}){{0,7}}(?:, [A-Z][\w ,’'.-]{{2,60}})?){_ASIDE}:\s+"
            r"(?=[“\"(…A-Z])"
        ),
    ),
)
#: Fewer labelled paragraphs than this are a coincidence ("WASHINGTON: …"); labels in small letters need more.
MINIMUM, MINIMUM_SMALL = 3, 4
#: Labels of those who only ask or lead.
_ASKING = lexicon.word_class("asker")
_COURTESY = lexicon.word_class("courtesy_label")
#: Words that open a label of somebody without a name: "THE PRESIDENT", "SENIOR OFFICIAL".
_PLACE_OF_NAME = lexicon.word_class("role_label")


#: Words in the names of those whose reporters ask, and the longest name of one that is letters.
_OUTLET_WORDS = lexicon.word_class("outlet_word")
_ACRONYM = 4
#: What stands behind the name of who speaks in a headline, or before it: "X's remarks and answers", "Statement by Minister Y".
_POSSESSED = re.compile(r"[’'](?:s )? ?(?:opening )?(?:remarks|statement|speech)\b", re.IGNORECASE)
_IN_TITLES = frozenset({"of", "for", "the"})
_BY_WHOM = re.compile(r"\b(?:remarks|statement|speech) by ", re.IGNORECASE)
_BRIEFS = pattern("kind_briefing", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur)\b")
#: A line that names who asks or writes.
_BYLINE = re.compile(r"(?:interview(?:ed)? )?by ", re.IGNORECASE)
#: Most words of a name that only a label gives.
_LONGEST_NAME = 4


@dataclass(frozen=True, slots=True)
class _Opening:
    """A paragraph that may open a turn."""

    #: Index of the paragraph.
    paragraph: int
    #: Name of the style.
    style: str
    #: Span of the label.
    label: Span
    #: First code point of the speech.
    start: int


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a label of a text means."""

    #: Who speaks; empty for nobody known.
    speakers: tuple[Speaker, ...]
    #: Whether it answers or asks.
    role: TurnRole
    #: Whether it surely opens a turn, wherever it stands.
    sure: bool


def labelled(doc: Document, people: People) -> tuple[Turn, ...]:
    """The turns that labels open, in text order; empty where there are none."""
    openings = _openings(doc)
    if len(openings) < MINIMUM:
        return ()
    kept = _Cast(doc, people, openings).kept()
    turns = _opening_remarks(doc, people, kept)
    paragraphs = doc.article.paragraphs
    for k, (opening, reading) in enumerate(kept):
        last = kept[k + 1][0].paragraph - 1 if k + 1 < len(kept) else len(paragraphs) - 1
        end = max(opening.start, paragraphs[last].end)
        turns.append(Turn(opening.start, end, reading.role, opening.label, reading.speakers))
    return tuple(turns)


def _opening_remarks(doc: Document, people: People, kept: Sequence[tuple[_Opening, _Reading]]) -> list[Turn]:
    """What stands before the first label, where the headline says whose remarks those are and he answers below."""
    if not kept or not kept[0][0].paragraph:
        return []
    title = doc.article.title or ""
    whose = _POSSESSED.search(title)
    surname = lexicon.name_key(title[: whose.start()].split(" ")[-1]) if whose else _named_behind(title)
    below = {speaker.name for _, reading in kept for speaker in reading.speakers}
    speakers = [f for f in people.entities if f.surname == surname and f.name in below]
    last = doc.article.paragraphs[kept[0][0].paragraph - 1]
    own = _FIRST_PERSON.search(doc.text, 0, last.end) is not None
    if len(speakers) != 1 or not own or any(f is speakers[0] for _, f in people.between(0, last.end)):
        return []  # who is named there is told about
    return [Turn(doc.article.paragraphs[0].start, last.end, "speaker", None, (_speaker(speakers[0]),))]


def _named_behind(title: str) -> str | None:
    """The surname behind "Remarks by …" in a headline, where no second name is joined to it; None for none."""
    by = _BY_WHOM.search(title)
    words = title[by.end() :].split() if by else []
    capitals = list(itertools.takewhile(lambda word: word[0].isupper() or word in _IN_TITLES, words))
    behind = words[len(capitals) :]
    ends = capitals and (capitals[-1][-1] in ",:;" or behind[:1] != ["and"])
    return lexicon.name_key(capitals[-1].strip(",:;.")) if ends else None


def _openings(doc: Document) -> list[_Opening]:
    found = []
    title = (doc.article.title or "").rstrip(".")
    for number, paragraph in enumerate(doc.article.paragraphs):
        if title and doc.text.startswith(title, paragraph.start):
            continue  # the headline again: "Marlow: We Will Not Pay"
        for style, style_pattern in _STYLES:
            match = style_pattern.match(doc.text, paragraph.start, paragraph.end)
            if match:
                found.append(_Opening(number, style, Span(*match.span("label")), match.end()))
                break
    return found


class _Cast:
    """Whom the labels of one text mean, and which of them open turns."""

    def __init__(self, doc: Document, people: People, openings: Sequence[_Opening]) -> None:
        self._doc = doc
        self._people = people
        self._openings = openings
        self._bearing: dict[str, list[PersonEntity]] = {}
        for entity in people.entities:
            self._bearing.setdefault(entity.surname, []).append(entity)
        self._counts = Counter(map(self._text, openings))
        self._asked = Counter(self._text(o) for k, o in enumerate(openings) if "?" in self._speech(k))
        self._read = {self._text(o): self._reading(o) for o in openings}

    def kept(self) -> list[tuple[_Opening, _Reading]]:
        """The openings that are turns, each with what its label means; empty where the text is no transcript."""
        kept = [(o, self._of_asker(o, r)) for o in self._openings if (r := self._read[self._text(o)]) is not None]
        labels = {self._text(o) for o, _ in kept}
        named = any(r.speakers for _, r in kept)
        if not self._is_transcript(kept, labels, named=named):
            return []
        return kept

    def _of_asker(self, opening: _Opening, reading: _Reading) -> _Reading:
        """What a label of nobody known means beside one that is a person's: who asks that person, first and in turns."""
        speaking = {label for label, r in self._read.items() if r is not None and r.role == "speaker"}
        label = self._text(opening)
        named = [r for other in speaking - {label} if (r := self._read[other]) is not None and r.speakers]
        asks = not reading.speakers and not reading.sure and len(speaking) == 2 and len(named) == 1
        first = label == self._text(self._openings[0]) and 2 * self._asked[label] >= self._counts[label]
        return _Reading((), "question", sure=False) if asks and first else reading

    def _is_transcript(self, kept: Sequence[tuple[_Opening, _Reading]], labels: set[str], *, named: bool) -> bool:
        answers = [r for _, r in kept if r.role == "speaker"]
        if len(kept) < MINIMUM or not answers or not any(r.sure for _, r in kept):
            return False
        if any(o.style != "small" for o, _ in kept):
            return len(labels) > 1 or named
        again = len(labels) < len(kept) and all(
            r.speakers for _, r in kept
        )  # no list of people: one of them comes back
        return (
            named
            and len(kept) >= (MINIMUM if again else MINIMUM_SMALL)
            and len(labels) > 1
            and 3 * len(kept) >= len(self._doc.article.paragraphs)
        )

    def _text(self, opening: _Opening) -> str:
        return self._doc.text[opening.label.start : opening.label.end]

    def _speech(self, k: int) -> str:
        """The words behind a label, up to the next one that may be one."""
        paragraphs = self._doc.article.paragraphs
        behind = self._openings[k + 1].paragraph if k + 1 < len(self._openings) else len(paragraphs)
        return self._doc.text[self._openings[k].start : paragraphs[behind - 1].end]

    def _reading(self, opening: _Opening) -> _Reading | None:
        """What a label means; None for a heading."""
        label = self._text(opening)
        name = label.partition(",")[0]
        words = [w.strip(".,").lower() for w in name.split()]
        if opening.style in {"q", "asked"} or words[0] in _ASKING or words[-1] in _ASKING:
            return _Reading((), "question", sure=True)
        if opening.style == "a":
            return _Reading(self._interviewed(), "speaker", sure=True)
        if self._is_outlet(words):
            return _Reading((), "question", sure=False)
        entity = self._person(name.split(), words)
        if entity is not None and (opening.style != "small" or entity.given or words[0] in _COURTESY):
            # "Talent Management:" in a list of features is nobody, whatever took it for a surname
            if self._asks(label, entity):
                return _Reading((), "question", sure=True)
            return _Reading((_speaker(entity),), "speaker", sure=True)
        return self._unknown(opening, words)

    def _asks(self, label: str, entity: PersonEntity) -> bool:
        """Whether somebody named by a label asks: with an outlet behind the name, or nobody's official who mostly asks."""
        plain = not entity.official and entity.office is None
        outlet = label.partition(", ")[2] if plain else ""
        if outlet and any(_names_outlet(word, [word.lower()]) for word in outlet.split()):
            return True
        title = set((self._doc.article.title or "").lower().replace("’", " ").replace("'", " ").split())
        return plain and not entity.keys() <= title and 2 * self._asked[label] > self._counts[label]

    def _unknown(self, opening: _Opening, words: Sequence[str]) -> _Reading | None:
        """What a label means that fits no person of the text."""
        label = self._text(opening)
        count, asked = self._counts[label], self._asked[label]
        titled = _named_with_title(label) or self._in_headline(words)
        if titled is not None:
            return _Reading((titled,), "speaker", sure=True)
        if words[0] in _COURTESY or words[-1] in _PLACE_OF_NAME:
            return _Reading((), "speaker", sure=True)
        if opening.style == "timed":
            return _Reading((), "question" if 2 * asked > count else "speaker", sure=True)
        if 2 * asked > count:
            return _Reading((), "question", sure=False)
        if count > 1:
            return _Reading((), "speaker", sure=False)
        return _Reading((), "question", sure=False) if _names_outlet(label, words) else None

    def _is_outlet(self, words: Sequence[str]) -> bool:
        """Whether a label names the site the text stands on."""
        site = re.sub(r"\W", "", (self._doc.article.site or "").lower())
        return bool(site) and "".join(words) in site

    def _person(self, written: Sequence[str], words: Sequence[str]) -> PersonEntity | None:
        """The person whose surname ends a label, or whose full name it holds; None where several could be meant."""
        keys = [lexicon.name_key(word.strip(".,")) for word in written]
        bearing = self._bearing.get(keys[-1], [])
        fuller = [f for f in bearing if set(keys[:-1]) & set(f.given)]
        options = fuller or bearing or self._holding(set(keys))
        if options:
            return options[0] if len(options) == 1 else None
        return self._of_office(words)

    def _holding(self, keys: set[str]) -> list[PersonEntity]:
        """Who has a given name and the surname among the words of a label."""
        return [f for f in self._people.entities if f.given and f.surname in keys and keys & set(f.given)]

    def _of_office(self, words: Sequence[str]) -> PersonEntity | None:
        """The one person of the headline or of another label who holds the office that a label alone says: "THE PRESIDENT".

        Or the one above the first label whose title begins with its words: "by X, Deputy Spokesman for the Secretary-General".
        """
        office = _office_words(" ".join(words[1:] if words[0] == "the" else words))
        above = [f for f in self._people.entities if self._presented(f, office)]
        if len(above) == 1 and " " in office and self._above.count(office) == 1:
            return above[0]
        title = {lexicon.name_key(word.strip(".,:;")) for word in (self._doc.article.title or "").split()}
        title |= {lexicon.name_key(word.strip(",.")) for o in self._openings for word in self._text(o).split()}
        holders = [f for f in self._people.entities if office in _offices(f) and f.surname in title]
        return holders[0] if len(holders) == 1 and (" " in office or words[0] == "the") else None

    @property
    def _above(self) -> str:
        """What stands above the first label, as words of offices."""
        return _office_words(self._doc.text[: self._openings[0].start])

    def _presented(self, entity: PersonEntity, office: str) -> bool:
        """Whether a line above the first label gives somebody, named in full, a title that begins with the words of an office."""
        end = self._openings[0].start
        titles = (t for m in entity.mentions if m.end <= end for t in m.titles if t.in_text)
        spelt = (_office_words(self._doc.words(title.head_first, title.last)) for title in titles)
        return bool(entity.given) and any(f"{words} ".startswith(f"{office} ") for words in spelt)

    def _in_headline(self, words: Sequence[str]) -> Speaker | None:
        """The full name that the headline gives the surname behind a courtesy title or office: "MR. NES" is "Arvid Nes"."""
        if len(words) < 2 or words[0] not in _COURTESY:
            return None
        title = [w.strip(".,:;’'") for w in (self._doc.article.title or "").split()]
        places = [k for k, w in enumerate(title) if w.lower() == words[-1]]
        if len(places) != 1:
            return None
        k = places[0]
        for other, name in ((k - 1, f"{title[k - 1]} {title[k]}"), (k + 1, " ".join(title[k : k + 2]))):
            known = 0 <= other < len(title) and lexicon.given_name(title[other]) is not None
            plain = other == k - 1 >= 0 and title[other][:1].isupper() and not _is_title_word(title[other])
            if known or plain:
                return Speaker(name)
        return None

    def _interviewed(self) -> tuple[Speaker, ...]:
        """Who answers: the one whom the headline names, or else the only one whom the lines before the first question name."""
        named = [f for f in self._people.entities if f.from_title] or self._introduced()
        return (_speaker(named[0]),) if len(named) == 1 else ()

    def _introduced(self) -> list[PersonEntity]:
        """Who is told about before the first label; in a briefing, or where somebody speaks there, that is nobody who answers."""
        doc, paragraphs = self._doc, self._doc.article.paragraphs
        before = [p for p in paragraphs[: self._openings[0].paragraph] if not _BYLINE.match(doc.text, p.start)]
        own = any(_FIRST_PERSON.search(doc.text, p.start, p.end) for p in before)
        if own or _BRIEFS.search(doc.article.title or ""):
            return []
        found = [f for p in before for _, f in self._people.between(p.start, p.end)]
        return list({f.index: f for f in found if f.given}.values())


def _offices(entity: PersonEntity) -> set[str]:
    """The words by which a label may say somebody's office: alone, or with the body or state before it."""
    office = _office_words(entity.office or "")
    owners = [owner.lower() for owner in (entity.organisation, entity.country) if owner]
    return {office, *(f"{owner} {office}" for owner in owners)} if office else set()


def _office_words(office: str) -> str:
    return office.lower().replace("-", " ")


def _names_outlet(label: str, words: Sequence[str]) -> bool:
    """Whether a label is a newspaper's, station's or agency's: by a word of such names, or a short name in capitals."""
    return not _OUTLET_WORDS.isdisjoint(words) or (label.isupper() and label.isalpha() and len(label) <= _ACRONYM)


def _is_title_word(word: str) -> bool:
    """Whether a word belongs to titles rather than names."""
    low = word.lower()
    return low in _COURTESY or low in _PLACE_OF_NAME or lexicon.title_word(low) is not None


def _speaker(entity: PersonEntity) -> Speaker:
    return Speaker(entity.name, entity.office, entity.country, entity.organisation)


def _named_with_title(label: str) -> Speaker | None:
    """The person whom a label itself names in full, with what he is: "Shri Arvid Nes, Official Spokesperson"."""
    name, _, title = label.partition(", ")
    words = [w for w in name.split() if w.strip(".").lower() not in _COURTESY]
    roles = {w.strip(".,").lower() for w in title.split()}
    if not roles & _PLACE_OF_NAME or not 2 <= len(words) <= _LONGEST_NAME:
        return None
    name = " ".join(words)
    return Speaker(name.title() if name.isupper() else name, title)
