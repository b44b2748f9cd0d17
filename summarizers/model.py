"""The values the rooms hand to each other: frozen, with offsets.

All offsets count Unicode code points into ``Article.text`` and are half open: ``text[start:end]``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from summarizers.values import value_class

ParagraphKind = Literal["paragraph", "quote", "heading", "item"]
QuoteKind = Literal["direct", "partial", "scare", "title"]
#: What a reader is told where the summary is a short text's opening.
NOTICE_SHORT = "short article: its first sentences are shown"
TurnRole = Literal["speaker", "question", "statement"]
#: What kind of document an article is.
Kind = Literal[
    "news",
    "transcript",
    "interview",
    "remarks",
    "oped",
    "statement",
    "joint_statement",
    "readout",
    "sanctions",
    "nominations",
    "factsheet",
    "un_meeting",
    "live",
    "newsletter",
    "analysis",
    "other",
]
#: What a detail is: a question that an answer shown follows, who asks, who met whom, a side's point, a commitment, somebody or
#: something sanctioned, a post and who is for it or withdrawn from it, the legal basis, a vote, who proposed a text, a state's
#: position, an entry of a live page, an item of a digest.
DetailRole = Literal[
    "question",
    "asker",
    "meeting",
    "point",
    "joint_point",
    "commitment",
    "target",
    "nominee",
    "withdrawn",
    "basis",
    "vote",
    "sponsor",
    "position",
    "entry",
    "item",
]
Gender = Literal["m", "f"]
Status = Literal["current", "former", "acting", "designate", "deceased"]
OfficeSource = Literal["text", "directory"]
ReferenceKind = Literal["title", "pronoun", "description"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of ``Article.text``."""

    #: First code point.
    start: int
    #: One past the last code point.
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of the article; blocks are joined by a blank line in ``Article.text``."""

    #: First code point of the block.
    start: int
    #: One past its last code point.
    end: int
    #: What the page marked it as.
    kind: ParagraphKind = "paragraph"
    #: Where the first sentence begins: after a dateline such as "WASHINGTON (Reuters) — ", else ``start``.
    body_start: int = -1

    def __post_init__(self) -> None:
        if self.body_start < 0:
            object.__setattr__(self, "body_start", self.start)


@dataclass(frozen=True, slots=True)
class Article:
    """A cleaned article, ready for the summarizers."""

    #: Cleaned text, blocks joined by a blank line. Every offset in a brief counts into this.
    text: str
    #: Blocks in page order; they cover the text except the joints.
    paragraphs: tuple[Paragraph, ...]
    #: Canonical address, or None for pasted text.
    url: str | None = None
    #: Host without "www.", for example "thehill.com".
    site: str | None = None
    #: Headline as the page gives it.
    title: str | None = None
    #: Authors as the page gives them.
    authors: tuple[str, ...] = ()
    #: Day of publication.
    published: dt.date | None = None
    #: Instant of publication (aware), where the page gives the hour.
    published_at: dt.datetime | None = None
    #: ISO 639-1 code, or None when it could not be told.
    language: str | None = None
    #: What the reader should know about how the text was got, one short line each.
    notices: tuple[str, ...] = ()
    #: (short form in the text, full name) pairs learnt from removed link widgets: ("Biden", "Joe Biden").
    aliases: tuple[tuple[str, str], ...] = ()


@value_class
class Sentence:
    """A sentence, inside one paragraph."""

    #: First code point.
    start: int
    #: One past the last code point.
    end: int
    #: Index into ``Article.paragraphs``.
    paragraph: int
    #: Position among the article's sentences, from 0.
    index: int


@dataclass(frozen=True, slots=True)
class TitleMention:
    """An office or role the text gives a person at one place."""

    #: Span of the title's words as they stand in the text.
    start: int
    #: One past the last code point of the title.
    end: int
    #: Normalised office: "Secretary of State", "Foreign Minister"; None when only a role ("spokesperson's aide").
    office: str | None
    #: Class from knowledge/titles: "foreign", "defence", "head_of_government", "journalist", "business", ...
    role: str
    #: Whether the class is a public office.
    public: bool
    #: Status the words give: "former", "acting", "designate", "deceased", or "current" where nothing is said.
    status: Status = "current"
    #: Country the words give, by its short English name.
    country: str | None = None
    #: International organisation, body or region the words give.
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A place where somebody is meant without being named."""

    #: First code point.
    start: int
    #: One past the last code point.
    end: int
    #: What stands there: "title" ("the secretary", also jointly), "pronoun" ("he") or "description" ("the 56-year-old").
    kind: ReferenceKind
    #: How often such a reference is right, 0 to 1.
    confidence: float


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named in the article: all mentions merged."""

    #: The fullest form the text (or a removed link widget) gives, without titles.
    name: str
    #: Spans of the name as written each time, titles left out, in text order.
    mentions: tuple[Span, ...]
    #: Titles and roles the text gives, in text order.
    titles: tuple[TitleMention, ...] = ()
    #: Grammatical gender where a given name, "Mr/Ms" or a pronoun tells.
    gender: Gender | None = None
    #: Where titles, pronouns and descriptions mean this person, alone or jointly, in text order.
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said a quote, as it is shown."""

    #: Full name.
    name: str
    #: Office at the article's date, or None.
    office: str | None = None
    #: Country of the office, or None.
    country: str | None = None
    #: International organisation or body of the office, or None.
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """One quoted stretch inside one paragraph, marks included."""

    #: First code point (the opening mark).
    start: int
    #: One past the last code point (the closing mark, where there is one).
    end: int
    #: What kind of stretch it is.
    kind: QuoteKind
    #: Who said it; empty when unnamed, a body, or not known well enough.
    speakers: tuple[Speaker, ...] = ()
    #: Span of the speaker's mention in the text, or None.
    speaker_span: Span | None = None
    #: The word that reports the speech ("said", "wrote"), or None.
    cue: str | None = None
    #: Calibrated probability that the attribution is right, 0 to 1.
    confidence: float = 0.0
    #: Whether the brief shows it.
    key: bool = False
    #: Stretches of one utterance share a number (split quotes, reopened paragraphs).
    utterance: int = -1
    #: The sentence a key piece of speech (``partial``) is shown in; None for everything else.
    sentence: Span | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of speech without quotation marks: a turn of a transcript or interview, or a whole statement."""

    #: First code point of the speech, the label left out.
    start: int
    #: One past its last code point.
    end: int
    #: Whether somebody answers, asks, or the whole text is one statement.
    role: TurnRole
    #: Span of the label ("MR PRICE"), without its colon, or None.
    label: Span | None = None
    #: Who speaks; empty when the label names nobody known.
    speakers: tuple[Speaker, ...] = ()
    #: Spans of the sentences that a brief shows of it, in text order.
    passages: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """What kind of document an article is, and whose own words it holds."""

    #: The kind.
    name: Kind
    #: Whose words a statement, remarks or an op-ed are; several for a joint statement; empty elsewhere and where unknown.
    authors: tuple[Speaker, ...] = ()


@dataclass(frozen=True, slots=True)
class Detail:
    """One line of what a document of its kind tells first: a target of sanctions, a vote, an entry of a live page."""

    #: What it is.
    role: DetailRole
    #: First code point of the words shown.
    start: int
    #: One past the last code point.
    end: int
    #: Span of what heads it in the text (the time of an entry, the state of a position, the name for a post), or None.
    label: Span | None = None
    #: Whose point or position it is; empty where nobody is named with certainty.
    people: tuple[Speaker, ...] = ()


@dataclass(frozen=True, slots=True)
class Contradicted:
    """What the directory of office-holders says where an article says otherwise."""

    #: Whom the directory has in the office.
    person: str
    #: The office.
    office: str
    #: Last day, month or year of the term, or None where it has no end.
    end: str | None


@dataclass(frozen=True, slots=True)
class Official:
    """A person who holds or held public office, as of the article's date."""

    #: Full name.
    name: str
    #: Office, or None when not known well enough.
    office: str | None
    #: Country of the office, by its short English name.
    country: str | None
    #: International organisation or body, when the office is not a state's.
    organisation: str | None
    #: Standing at the article's date.
    status: Status
    #: Whether the office comes from the text or from the bundled directory; None without an office.
    office_source: OfficeSource | None
    #: How often the article names the person.
    mentions: int
    #: Whether a quote is theirs.
    spoke: bool
    #: Wikidata id of the person, where the directory links one and has it.
    wikidata: str | None = None
    #: What the directory says, where the article gives this office as held and the directory has it ended or somebody else in it.
    contradicts: Contradicted | None = None


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """A sentence of the summary: verbatim span, and how it is shown."""

    #: First code point.
    start: int
    #: One past the last code point.
    end: int
    #: ``text[start:end]``, with a resolved reference in [ ] where the sentence would hang in the air.
    display: str


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything said about one article."""

    #: What was read.
    article: Article
    #: Words in the text; characters of one that is Chinese or Japanese.
    words: int
    #: Summary sentences in page order.
    summary: tuple[SummarySentence, ...]
    #: Every quoted stretch in text order; those with ``key`` are shown.
    quotes: tuple[Quote, ...]
    #: Everyone named, in order of first mention.
    people: tuple[Person, ...]
    #: Officials, most involved first.
    officials: tuple[Official, ...]
    #: Countries the story is about, most prominent first.
    countries: tuple[str, ...]
    #: What the reader should know, one short line each.
    notices: tuple[str, ...] = ()
    #: Speech without marks: the turns of a transcript, or one statement.
    turns: tuple[Turn, ...] = ()
    #: What kind of document it is.
    kind: Kind = "news"
    #: Whose words it is: one for a statement, remarks or an op-ed, several for a joint statement; empty elsewhere.
    authors: tuple[Speaker, ...] = ()
    #: What a document of its kind tells first, in text order; empty for news.
    details: tuple[Detail, ...] = ()

    def shown(self) -> tuple[Quote, ...]:
        """What the brief shows as said: its key quotes, or where there is none, the passages of its turns."""
        text = self.article.text
        shown: list[Quote] = []
        for number, quote in enumerate(self.quotes):
            before = self.quotes[number - 1] if number else None
            goes_on = before is not None and bool(shown) and shown[-1] is before and _goes_on(text, before, quote)
            if quote.key or goes_on:
                shown.append(quote)
        return tuple(shown) or self._passages(key=True)

    def spoken(self) -> tuple[Quote, ...]:
        """All reported speech, in text order: quotes that are no terms or titles, and the passages of turns."""
        quoted = [q for q in self.quotes if q.kind in {"direct", "partial"}]
        passages = self._passages(key=not any(q.key for q in quoted))
        return tuple(sorted([*quoted, *passages], key=lambda q: q.start))

    def _passages(self, *, key: bool) -> tuple[Quote, ...]:
        return tuple(
            Quote(p.start, p.end, "direct", t.speakers, t.label, None, 1.0, key) for t in self.turns for p in t.passages
        )


#: Most code points of the reporter's words inside one split quote.
_CUE_ROOM = 120


def _goes_on(text: str, before: Quote, quote: Quote) -> bool:
    """Whether a quote is the rest of a sentence that the reporting verb broke off: “We are ready,” X said, “for all.”"""
    gap = text[before.end : quote.start]
    inner = text[before.start : before.end].rstrip("”\"’'» ")
    return (
        before.utterance == quote.utterance >= 0
        and quote.kind in {"direct", "partial"}
        and before.speakers == quote.speakers
        and len(gap) <= _CUE_ROOM
        and "\n" not in gap
        and inner[-1:] not in {".", "!", "?", "…"}
        and not any(mark in gap for mark in ".!?;")
    )


@dataclass(frozen=True, slots=True)
class Story:
    """Articles about one event."""

    #: Positions of its articles in the input, lead article first.
    articles: tuple[int, ...]
    #: Position of the lead article: the one whose opening is closest to the whole.
    lead: int
    #: Weighted terms of the centroid, for joining tomorrow's articles to it.
    centroid: dict[str, float] = field(default_factory=dict, hash=False)
