"""What kind of document an article is, and whose own words it holds.

Decided in order by a table of rules over headline, opening, labelled turns and the person of the verbs; the first rule that
holds decides, and what none of them knows is news.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from summarizers import lexicon
from summarizers.lexicon.words import pattern
from summarizers.model import DocumentKind, Kind, Speaker, Turn
from summarizers.people.entities import People, PersonEntity
from summarizers.text.document import Document
from summarizers.text.quoted_spans import QuotedSpans

#: Code points of the opening that rules read.
_OPENING = 700
#: How often somebody's own words may name him: the byline or the signature.
_OWN_MENTIONS = 1
#: First-person words in each hundred that make a text somebody's own.
_FIRST_PERSON_SHARE = 0.8
#: The same for a text that nothing else says to be opinion.
_OPED_SHARE = 1.0
#: The share of the text by which a transcript's first turn has begun.
_BEGUN = 0.4
#: Paragraphs that are times alone, by which a page of entries is known.
_TIMES = 3
#: Paragraphs that end in a question, and the share of all, by which an interview without labels is known.
_QUESTIONS, _QUESTION_SHARE = 3, 0.15
#: The same for a text that ends with a line about its author, and the paragraphs at the end where such a line stands.
_BIO_SHARE, _BIO_PARAGRAPHS = 0.3, 3
#: Paragraphs in which a decree says who decrees.
_DECREE_PARAGRAPHS = 8
#: Times the legal basis must be named by a measure of sanctions.
_LEGAL_BASES = 2
#: Lines of a list beside which one legal basis is enough.
_LISTED = 2

#: Words from which a quotation is speech, and how many of them an op-ed may hold.
_SPEECH, _OTHERS_QUOTED = 5, 2
_DELEGATES = re.compile(
    r"\b(?:representatives?|delegates?|delegations?|speakers?) (?:of|for|from|welcomed|said)\b", re.IGNORECASE
)
_REPORTED = re.compile(r"\b(?:said|told|says|tweeted|wrote|according to)\b")

_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur)\b")
#: A reporting verb of the writer's own behind it: "I have told three governments so".
_OWN_VERB = re.compile(r"\b(?:I|[Ww]e)(?: \w+)? $")
_BIO = pattern("bio")
_DECREES = pattern("decrees")
_CLOSING = pattern("letter_closing", re.IGNORECASE)
_SIGNATURE = re.compile(r"[–—-]{1,2}\s*(?P<words>[^.!?\n]{4,100})")
_NAME = r"(?:[A-Z][\w’'.-]+ ){1,3}[A-Z][\w’'-]+"
_BYLINE = re.compile(rf"By (?P<name>{_NAME})(?: and (?P<second>{_NAME}))?(?=$|[,|]| is )")
_BY = re.compile(r"\b(?:by|of|from)\b", re.IGNORECASE)
_ENTRY_TIME = re.compile(
    r"(?:\d{1,2}[:.]\d\d ?(?:[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?)(?: [A-Z]{2,4})?:?$", re.IGNORECASE
)

_LIVE = pattern("kind_live", re.IGNORECASE)
_FACTSHEET = pattern("kind_factsheet", re.IGNORECASE)
_NOMINATIONS = pattern("kind_nominations", re.IGNORECASE)
_READOUT = pattern("kind_readout", re.IGNORECASE)
_JOINT = pattern("kind_joint", re.IGNORECASE)
_STATEMENT = pattern("kind_statement", re.IGNORECASE)
_REMARKS = pattern("kind_remarks", re.IGNORECASE)
_INTERVIEW = pattern("kind_interview", re.IGNORECASE)
_OPED = pattern("kind_oped", re.IGNORECASE)
_MEETING = pattern("kind_meeting", re.IGNORECASE)
_NEWSLETTER = pattern("kind_newsletter", re.IGNORECASE)
_ANALYSIS = pattern("kind_analysis", re.IGNORECASE)
_SANCTIONS = pattern("kind_sanctions", re.IGNORECASE)
_TALKED = pattern("interviewed_here", re.IGNORECASE)
_LEGAL = pattern("legal_basis", re.IGNORECASE)
_BRIEFS = pattern("kind_briefing", re.IGNORECASE)
_HEADED = pattern("briefing_headline", re.IGNORECASE)
#: Labels that say only that somebody asks, or answers.
_ASKING, _ANSWER = lexicon.word_class("asker"), frozenset({"a", "answer"})
#: The end of a line that announces speech without marks, and the first paragraphs among which such a line stands.
_SAID_COLON = re.compile(r"\bsaid(?: in a statement| today)?:$")
_ANNOUNCING = 3


@dataclass(frozen=True, slots=True)
class _Look:
    """What the rules read of an article."""

    #: The article.
    doc: Document
    #: Its people.
    people: People
    #: Its labelled turns.
    turns: Sequence[Turn]
    #: The headline, "" for none.
    title: str
    #: The first words of the text.
    opening: str
    #: The text with a blank for each quotation.
    unquoted: str
    #: Quotations long enough to be speech.
    speeches: int
    #: First-person words in each hundred outside quotation marks.
    first_person: float

    def questions(self) -> int:
        """How many paragraphs end in a question and hold no quotation."""
        ends = [self.doc.text[p.start : p.end].rstrip() for p in self.doc.article.paragraphs]
        return sum(text.endswith("?") and "“" not in text and '"' not in text for text in ends)

    def headliners(self) -> int:
        """How many people the headline names in full."""
        title = {w.strip(".,’':") for w in self.title.lower().split()}
        return sum(bool(f.given) and {f.surname, f.given[0]} <= title for f in self.people.entities)


def find(doc: Document, people: People, quoted: QuotedSpans, turns: Sequence[Turn]) -> DocumentKind:
    """The kind of an article with labelled ``turns``, and its authors where its words are theirs."""
    unquoted = _without(doc.text, quoted)
    speeches = sum(len(doc.text[s.start : s.end].split()) >= _SPEECH for s in quoted.spans)
    share = 100 * len(_FIRST_PERSON.findall(unquoted)) / max(1, len(unquoted.split()))
    look = _Look(doc, people, turns, doc.article.title or "", doc.text[:_OPENING], unquoted, speeches, share)
    kind: Kind = next((name for name, holds in _RULES if holds(look)), "news")
    authors = _AUTHORS[kind](look) if kind in _AUTHORS else ()
    return DocumentKind(kind, authors)


def _without(text: str, quoted: QuotedSpans) -> str:
    """A text with a blank for each quotation."""
    pieces = []
    done = 0
    for span in quoted.spans:
        pieces += [text[done : max(done, span.start)], " "]
        done = max(done, span.end)
    return "".join([*pieces, text[done:]])


# -- kinds -----------------------------------------------------------------------------------------------------------


def _is_live(look: _Look) -> bool:
    paragraphs = look.doc.article.paragraphs
    times = sum(
        p.end - p.start < 20 and _ENTRY_TIME.match(look.doc.text, p.start, p.end) is not None for p in paragraphs
    )
    return times >= _TIMES or _LIVE.search(look.title) is not None


def _is_interview(look: _Look) -> bool:
    """Labels of a headline's interview, or paragraphs of questions and answers in the first person without labels."""
    said = _INTERVIEW.search(look.title) is not None
    if look.turns:
        return said or _one_answers(look)
    many = look.questions() >= max(_QUESTIONS, _QUESTION_SHARE * len(look.doc.article.paragraphs))
    return many and look.first_person >= _FIRST_PERSON_SHARE and (said or look.headliners() == 1 or _introduces(look))


def _introduces(look: _Look) -> bool:
    """Whether the lines before the first question say that one person, alone named there, was interviewed."""
    text, paragraphs = look.doc.text, look.doc.article.paragraphs
    asked = next((p.start for p in paragraphs if text[p.start : p.end].rstrip().endswith("?")), 0)
    named = {f.index for _, f in look.people.between(0, asked) if f.given}
    return len(named) == 1 and _TALKED.search(text, 0, asked) is not None


def _one_answers(look: _Look) -> bool:
    """Whether one person answers under "A", or answers one asker whose label is an outlet's or a person's name."""
    asking = {_label(look, t) for t in look.turns if t.role == "question"}
    answering = {t.speakers for t in look.turns if t.role == "speaker"}
    if len(answering) != 1 or () in answering or not asking:
        return False
    answers = {_label(look, t).split(" ")[0].lower() for t in look.turns if t.role == "speaker"}
    named = len(asking) == 1 and not _ASKING.intersection(asking.copy().pop().lower().replace(".", "").split())
    return answers <= _ANSWER or (named and _BRIEFS.search(look.title) is None)


def _is_transcript(look: _Look) -> bool:
    begun = look.turns and (look.turns[0].start <= _BEGUN * len(look.doc.text) or _HEADED.match(look.title))
    if not begun:
        return False  # a report with some lines of a hearing
    return any(t.role == "question" for t in look.turns) or len({_label(look, t) for t in look.turns}) > 1


def _label(look: _Look, turn: Turn) -> str:
    return look.doc.text[turn.label.start : turn.label.end] if turn.label else ""


def _is_sanctions(look: _Look) -> bool:
    if not _SANCTIONS.search(look.title) and not _SANCTIONS.search(look.opening):
        return False
    bases = len(_LEGAL.findall(look.doc.text))
    listed = sum(p.kind == "item" for p in look.doc.article.paragraphs)
    return bases >= _LEGAL_BASES or (bases > 0 and listed >= _LISTED)


def _unreported(rule: re.Pattern[str]) -> Callable[[_Look], bool]:
    """A rule of headlines that holds at their start, and elsewhere only where the text reports nobody's speech."""

    def holds(look: _Look) -> bool:
        found = rule.search(look.title)
        return found is not None and (found.start() == 0 or _REPORTED.search(look.unquoted) is None)

    return holds


def _is_meeting(look: _Look) -> bool:
    return _MEETING.search(look.title) is not None and _DELEGATES.search(look.doc.text) is not None


def _is_joint(look: _Look) -> bool:
    return _unreported(_JOINT)(look) or look.opening.startswith(("We, the ", "We, "))


def _is_statement(look: _Look) -> bool:
    if _STATEMENT.search(look.title) is not None and (_own(look) or look.opening[:1] in '“"'):
        return True
    return "statement" in look.title.lower() and _announced(look) is not None


def _is_remarks(look: _Look) -> bool:
    return _REMARKS.search(look.title) is not None and _own(look) and look.first_person >= _FIRST_PERSON_SHARE


def _is_oped(look: _Look) -> bool:
    """What is headed or addressed as opinion, and what speaks of itself and reports nobody's speech."""
    if look.turns:
        return False
    if _OPED.search(look.title) or _OPED.search(look.doc.article.url or ""):
        return True
    if look.speeches > _OTHERS_QUOTED:
        return False
    if look.first_person >= _BIO_SHARE and _of_bio(look) is not None:
        return True
    return look.first_person >= _OPED_SHARE and not _reports(look)


def _reports(look: _Look) -> bool:
    """Whether a text reports what others said."""
    text = look.unquoted
    return any(not _OWN_VERB.search(text, max(0, m.start() - 20), m.start()) for m in _REPORTED.finditer(text))


def _own(look: _Look) -> bool:
    """Whether the persons of the headline are hardly named in the text, as in their own words."""
    author = _after_by(look)
    return author is None or len(author.mentions) <= _OWN_MENTIONS


def _title(rule: re.Pattern[str]) -> Callable[[_Look], bool]:
    return lambda look: rule.search(look.title) is not None


#: The rules in order; the first that holds decides.
_RULES: tuple[tuple[Kind, Callable[[_Look], bool]], ...] = (
    ("interview", _is_interview),
    ("transcript", _is_transcript),
    ("live", _is_live),
    ("factsheet", _title(_FACTSHEET)),
    ("nominations", _unreported(_NOMINATIONS)),
    ("un_meeting", _is_meeting),
    ("joint_statement", _is_joint),
    ("readout", _unreported(_READOUT)),
    ("sanctions", _is_sanctions),
    ("remarks", _is_remarks),
    ("statement", lambda look: _is_statement(look) or _decreeing(look) is not None),
    ("newsletter", _title(_NEWSLETTER)),
    ("oped", _is_oped),
    ("analysis", _title(_ANALYSIS)),
)


# -- authors ---------------------------------------------------------------------------------------------------------


def _by_headline(look: _Look) -> tuple[Speaker, ...]:
    author = _after_by(look)
    if author is not None and len(author.mentions) <= _OWN_MENTIONS:
        return (_speaker(author),)
    announced = _announced(look)
    return (_speaker(announced),) if announced is not None else _decreed(look) or _signed(look) or _closed(look)


def _decreeing(look: _Look) -> PersonEntity | None:
    """Who decrees: "I, MARIO VELLA, President of …, hereby order"; a paragraph begins with it, outside quotation marks."""
    for paragraph in look.doc.article.paragraphs[:_DECREE_PARAGRAPHS]:
        decrees = _DECREES.match(look.doc.text, paragraph.start, paragraph.end)
        if decrees:
            named = list(look.people.between(decrees.end(), decrees.end() + 1))
            return named[0][1] if named and named[0][0].start == decrees.end() else None
    return None


def _announced(look: _Look) -> PersonEntity | None:
    """Whose words stand unmarked below a line that ends in his name and "said:"."""
    text, paragraphs = look.doc.text, look.doc.article.paragraphs
    for paragraph, below in itertools.pairwise(paragraphs[: _ANNOUNCING + 1]):
        said = _SAID_COLON.search(text, paragraph.start, paragraph.end)
        named = list(look.people.between(paragraph.start, said.start())) if said else []
        if said and named and not text[named[-1][0].end : said.start()].strip():
            return named[-1][1] if text[below.start] not in "“\"‘'«" else None
    return None


def _decreed(look: _Look) -> tuple[Speaker, ...]:
    author = _decreeing(look)
    return (_speaker(author),) if author is not None else ()


def _of_bio(look: _Look) -> PersonEntity | None:
    """Whom a line at the end is about that names somebody for the first time: "Ana Reyes is a fellow of …"."""
    for paragraph in look.doc.article.paragraphs[1:][-_BIO_PARAGRAPHS:]:
        named = list(look.people.between(paragraph.start, paragraph.end))
        if not named or named[0][1].mentions[0].start < paragraph.start:
            continue
        mention, entity = named[0]
        opens = mention.start == paragraph.start and len(entity.name.split()) > 1
        if opens and _BIO.match(look.doc.text, mention.end, paragraph.end):
            return entity
    return None


def _after_by(look: _Look) -> PersonEntity | None:
    """Whom a headline names first behind "by", "of" or "from"."""
    by = _BY.search(look.title)
    if by is None:
        return None
    words = [lexicon.name_key(_bare(w)) for w in look.title[by.end() :].split()]
    places = [(words.index(f.surname), k) for k, f in enumerate(look.people.entities) if f.surname in words]
    if not places:
        return None
    return look.people.entities[min(places)[1]]


def _closed(look: _Look) -> tuple[Speaker, ...]:
    """Whose name alone ends a letter behind its closing: "Yours sincerely," """
    paragraphs = look.doc.article.paragraphs[-2:]
    lines = [look.doc.text[p.start : p.end].strip() for p in paragraphs]
    words = lines[-1].split() if lines else []
    closes = len(lines) == 2 and _CLOSING.fullmatch(lines[0]) is not None
    named = 2 <= len(words) <= 4 and lexicon.given_name(words[0]) is not None and all(w[0].isupper() for w in words)
    return (_known(look, lines[-1]),) if closes and named else ()


def _bare(word: str) -> str:
    """A word of a headline without marks and possessive."""
    word = word.strip(".,:;").replace("’", "'")
    return word.removesuffix("'s").removesuffix("'")


def _signed(look: _Look) -> tuple[Speaker, ...]:
    """Who signs the last paragraph with a dash: "– Foreign Minister Ana Reyes"."""
    for paragraph in look.doc.article.paragraphs[-2:]:
        match = _SIGNATURE.fullmatch(look.doc.text, paragraph.start, paragraph.end)
        if match is None:
            continue
        named = [f for _, f in look.people.between(paragraph.start, paragraph.end)]
        if len({f.index for f in named}) == 1:
            return (_speaker(named[0]),)
        words = match["words"].split()
        if not named and len(words) > 1 and lexicon.given_name(words[-2]) is not None:
            return (Speaker(" ".join(words[-2:]), " ".join(words[:-2]).strip(" ,") or None),)
    return ()


def _signatories(look: _Look) -> tuple[Speaker, ...]:
    """The persons, each with an office, who open a joint text: "We, President A and President B, …"."""
    if not look.opening.startswith("We,") or not look.doc.sentences:
        return ()
    first = look.doc.sentences[0]
    named = [(m, f) for m, f in look.people.between(first.start, first.end)]
    if not named or any(m.titled_start == m.start and not m.titles for m, _ in named):
        return ()
    return tuple(_speaker(f) for f in dict.fromkeys(f for _, f in named))


def _byline(look: _Look) -> tuple[Speaker, ...]:
    """The author a page or its first or last line names, or the two that a line names."""
    authors = look.doc.article.authors
    if len(authors) == 1 and 2 <= len(authors[0].split()) <= 4:
        return (_known(look, authors[0]),)
    paragraphs = look.doc.article.paragraphs
    for paragraph in (*paragraphs[:2], *paragraphs[-2:]):
        match = _BYLINE.match(look.doc.text, paragraph.start, paragraph.end)
        if match:
            return tuple(_known(look, name) for name in (match["name"], match["second"]) if name)
    written = _of_bio(look)
    return (_speaker(written),) if written is not None else _by_headline(look)


def _known(look: _Look, name: str) -> Speaker:
    """A name as the article's person of that name, with office, or alone."""
    same = [f for f in look.people.entities if f.name == name]
    return _speaker(same[0]) if len(same) == 1 else Speaker(name)


def _speaker(entity: PersonEntity) -> Speaker:
    return Speaker(entity.name, entity.office, entity.country, entity.organisation)


#: How the authors of a kind are found; other kinds have none.
_AUTHORS: dict[Kind, Callable[[_Look], tuple[Speaker, ...]]] = {
    "statement": _by_headline,
    "remarks": _by_headline,
    "joint_statement": _signatories,
    "sanctions": _decreed,
    "oped": _byline,
}
