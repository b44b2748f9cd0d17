"""Speech without marks: briefing transcripts, interviews, and statements whose whole body is one person's words.

A turn is one speaker's stretch. Its words are shown like a quote, without marks, because the page has none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from summarizers.lexicon import idf as termweights
from summarizers.lexicon import name_key, word_class
from summarizers.lexicon.words import pattern
from summarizers.model import DocumentKind, Paragraph, Span, Speaker, SummarySentence, Turn
from summarizers.people.entities import People, PersonEntity
from summarizers.text.document import Document

_ISSUED = re.compile(
    r"\b(?:(?:issued|released|made|gave|published) the following (?:joint )?(?:statement|remarks|declaration)|"
    r"the following (?:statement|remarks|declaration) (?:was|were|is|are|has been)\b|"
    r"(?:full )?text of (?:a|the) (?:joint )?(?:statement|remarks))",
    re.IGNORECASE,
)
#: The end of a line that announces unmarked speech, and how long the line may be, in code points.
_SAID_COLON = re.compile(r"\b(?:said|says|added|commented|stated)(?: in a statement| today| that| on \w+)?:\s*$")
_ANNOUNCEMENT = 160
#: What opens the part of a release that is not the statement.
_NOTES = pattern("release_notes", re.IGNORECASE)
#: A question among somebody's own words.
_ASKS = re.compile(r"(?P<label>Q(?:uestion)?)[.:] +")
_PRESENTED = pattern("presented_author")
#: The first paragraphs among which a line announces a whole statement.
_ANNOUNCED_WITHIN = 3
#: First words that may stand before who speaks below; "a spokesperson for X said" is somebody else.
_LEADING = frozenset("commenting in on speaking the following welcoming responding uk uk's british today".split())
_CLAUSE = re.compile(r"[.;:!?]|\b(?:who|which|whose|for|of)\b")
#: Opening marks and bullets by which a paragraph is no unmarked speech.
_NOT_SPOKEN = "“\"‘'«•-–—*"
#: Opening and closing marks of a quotation.
_MARKS, _CLOSING_MARKS = '“"', '”"'
_QUOTE_OPENS = re.compile(r"[“\"]")
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur)\b")
#: First-person words a statement must have for each hundred words, so that no report in the third person is taken for one.
_FIRST_PERSON_SHARE = 0.8
#: How often somebody's own words may name him: the byline or the signature.
_OWN_MENTIONS = 1
#: Paragraphs at the end where a line about the author stands.
_BIO_PARAGRAPHS = 3
#: Shortest and longest passage shown of a turn, in words; most passages of one speaker.
_PASSAGE_WORDS, _PER_SPEAKER = (9, 60), 2
#: How many times the passages of a summary are looked at for such as stand alone.
_CHOICE = 3
#: So many passages that stand alone are a summary; with fewer such as hang are shown too.
_FEW = 2
#: What is left of a passage's weight for each one shown of the same turn.
_SAME_TURN = 0.6
#: Words of a passage that says a whole thing.
_FULL_WORDS = (18, 50)
#: Bounds of a word's rarity and of its count in the text, and what keeps short sentences from winning.
_RAREST, _OFTEN, _SMOOTH = 6.0, 5, 4
#: First words that point out of a passage; words of greetings and of how a briefing goes.
_HANGING = word_class("hanging_opening")
#: Offices that label a turn without a name.
_OFFICES = word_class("role_label")
#: Labels that say only that somebody answers.
_ANSWERS = frozenset({"a", "answer"})
_LOGISTICS = pattern("briefing_logistics", re.IGNORECASE)
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
#: A label that is one surname, and what stands between it and the speech.
_SURNAME_LABEL = re.compile(r"(?P<name>[A-Z][\w’'-]+): ")
_SPEECH_BEGINS = re.compile(r": +")
_IDLE = pattern("idle_opening", re.IGNORECASE)
#: What was decided, done or found, as opposed to what is talked around.
_DEED = pattern("deed")
#: What a passage gains by standing early in its turn, by telling a deed, and by what it names (of at most so many names).
_EARLY, _TELLS, _NAMES, _MOST_NAMES = 0.5, 0.3, 0.4, 4
#: Words that search for words ("I mean", a restart behind a dash), and answers that are none; what either leaves of a passage's weight.
_FALTERS, _DECLINES, _UNSAID = pattern("falters", re.IGNORECASE), pattern("declines", re.IGNORECASE), 0.5


def find(doc: Document, people: People, labelled: tuple[Turn, ...], kind: DocumentKind) -> tuple[Turn, ...]:
    """The turns of an article in text order; empty where nothing is spoken without marks."""
    return labelled or _interview(doc, people, kind) or _statement(doc, people, kind) or _said_below(doc, people)


def covering(turns: Sequence[Turn], offset: int) -> Turn | None:
    """The labelled turn whose stretch covers a text offset, or None; a statement's own quotations stay quotations."""
    # a mark may stand before the label: "WALLACE: …
    k = bisect_right(turns, offset, key=lambda t: t.label.start - 1 if t.label else t.start) - 1
    return turns[k] if k >= 0 and offset < turns[k].end and turns[k].role != "statement" else None


def untold(turns: Sequence[Turn], doc: Document) -> frozenset[int]:
    """Indices of the sentences of turns that tell nothing of the matter: questions, greetings, how the briefing goes."""
    found = set()
    for turn in turns:
        low = bisect_right(doc.sentences, turn.start, key=lambda s: s.end)
        if turn.role == "statement" and low and doc.text[doc.sentences[low - 1].end - 1] == ":":
            found.add(low - 1)  # "Responding to the vote, X said:"
        for number in range(low, len(doc.sentences)):
            sentence = doc.sentences[number]
            if sentence.start >= turn.end:
                break
            text = doc.text[max(sentence.start, turn.start) : sentence.end]
            if turn.role == "question" or says_nothing(text):
                found.add(number)
    return frozenset(found)


def choose_key(turns: tuple[Turn, ...], doc: Document, limit: int) -> tuple[Turn, ...]:
    """The same turns with the passages that a brief shows, at most ``limit`` and two of one speaker."""
    chosen = _chosen(turns, doc, limit)
    return tuple(
        replace(t, passages=tuple(sorted(span for number, span in chosen if number == n))) for n, t in enumerate(turns)
    )


def in_marks(turns: Sequence[Turn], doc: Document) -> bool:
    """Whether the turns are one statement that stands in quotation marks as a whole."""
    return [t.role for t in turns] == ["statement"] and doc.text[max(0, turns[0].start - 1)] in _MARKS


def summary(
    turns: tuple[Turn, ...], doc: Document, count: int, hangs: Callable[[int], bool]
) -> tuple[SummarySentence, ...]:
    """The summary of what is all speech: its best passages, without a word of a label or question; () for none.

    ``hangs`` says of a sentence, by its index, whether it needs its neighbours; such ones are shown only for want of others.
    """
    best = [span for _, span in _chosen(turns, doc, _CHOICE * count)]
    standing = [span for span in best if not hangs(doc.sentence_at(span.start))]
    spans = (standing if len(standing) >= _FEW else standing + [span for span in best if span not in standing])[:count]
    return tuple(SummarySentence(s.start, s.end, doc.text[s.start : s.end]) for s in sorted(spans))


def _chosen(turns: tuple[Turn, ...], doc: Document, limit: int) -> list[tuple[int, Span]]:
    """The best passages, best first, each with the number of its turn: at most ``limit``, two of one speaker among several."""
    options = []
    weights = _Weights(doc)
    for number, turn in enumerate(turns):
        if turn.role == "question" or not (turn.speakers or _says_who(_label_text(doc, turn))):
            continue  # "PROS:" and "UPDATE:" are no speakers; "MS AALTO:" and "Spokesman:" say enough
        options += [(value, number, span) for value, span in _passages(doc, turn, weights)]
    most = _PER_SPEAKER if len({_who(doc, turns[number]) for _, number, _ in options}) > 1 else limit
    chosen: list[tuple[int, Span]] = []
    counts: Counter[str] = Counter()
    of_turn: Counter[int] = Counter()
    for _ in range(limit):
        left = [
            (value * _SAME_TURN ** of_turn[number], -span.start, number, span)
            for value, number, span in options
            if counts[_who(doc, turns[number])] < most and (number, span) not in chosen
        ]
        if not left:
            break
        _, _, number, span = max(left)
        counts[_who(doc, turns[number])] += 1
        of_turn[number] += 1
        chosen.append((number, span))
    return chosen


class _Weights:
    """How much the words of one text tell of what it is about."""

    def __init__(self, doc: Document) -> None:
        self._counts = Counter(word for word in doc.low if word not in termweights.STOP_WORDS)
        self._title = frozenset(_WORD.findall((doc.article.title or "").lower()))

    def of(self, words: Sequence[str]) -> float:
        """The weight of a sentence's words: rare in English, frequent in the text, or in its headline."""
        terms = {w for w in words if w not in termweights.STOP_WORDS}
        told = sum(
            min(termweights.weight(w), _RAREST) * (min(self._counts[w], _OFTEN) + (w in self._title)) for w in terms
        )
        return float(told / (len(terms) + _SMOOTH)) if terms else 0.0


def _says_who(label: str) -> bool:
    """Whether a label that fits nobody known says who speaks: several words, an office, or that it is an answer."""
    return " " in label or label.lower() in _OFFICES or label.lower() in _ANSWERS


def _who(doc: Document, turn: Turn) -> str:
    return turn.speakers[0].name if turn.speakers else _label_text(doc, turn)


def _label_text(doc: Document, turn: Turn) -> str:
    return doc.text[turn.label.start : turn.label.end] if turn.label else ""


def _passages(doc: Document, turn: Turn, weights: _Weights) -> list[tuple[float, Span]]:
    """Sentences of a turn that can stand for it, each with its weight.

    The gains and losses were set by hand on what a reader marked in nine transcripts: an answer begins with its news.
    """
    low = bisect_right(doc.sentences, turn.start, key=lambda s: s.end)
    found = []
    place = 0
    for number in range(low, len(doc.sentences)):
        sentence = doc.sentences[number]
        start = max(sentence.start, turn.start)  # the label belongs to the first sentence
        if start >= turn.end:
            break
        text = doc.text[start : sentence.end]
        paragraph = doc.article.paragraphs[sentence.paragraph]
        if says_nothing(text) or (paragraph.start > turn.start and doc.text[paragraph.start] in _MARKS):
            continue  # a paragraph in marks is a line the page repeats, or somebody else's
        place += 1
        words = _WORD.findall(text.lower())
        if not _PASSAGE_WORDS[0] <= len(words) <= _PASSAGE_WORDS[1] or text[-1:] not in '.!”"':
            continue
        if any(mark in text for mark in "([?") or _is_half_quoted(text):
            continue
        hanging = words[0] in _HANGING
        fit = 1.0 if _FULL_WORDS[0] <= len(words) <= _FULL_WORDS[1] else 0.7
        names = sum(word[:1].isupper() for word in text.split()[1:])
        gain = (1 + _EARLY / place) * (1 + _TELLS * (_DEED.search(text) is not None))
        gain *= 1 + _NAMES * min(names, _MOST_NAMES) / _MOST_NAMES
        gain *= _UNSAID ** ((_FALTERS.search(text) is not None) + (_DECLINES.search(text) is not None))
        found.append((gain * fit * weights.of(words) * (0.5 if hanging else 1.0), Span(start, sentence.end)))
    return found


def _is_half_quoted(text: str) -> bool:
    """Whether a quotation only begins or only ends in a sentence, as where a page sets a line in marks apart."""
    return text.count('"') % 2 == 1 or text.count("“") != text.count("”")


def says_nothing(text: str) -> bool:
    """Whether a spoken sentence greets, thanks, or says how the briefing goes."""
    return _IDLE.match(text) is not None or _LOGISTICS.search(text) is not None


def _speaker(entity: PersonEntity) -> Speaker:
    return Speaker(entity.name, entity.office, entity.country, entity.organisation)


# -- statements ------------------------------------------------------------------------------------------------------


def _interview(doc: Document, people: People, kind: DocumentKind) -> tuple[Turn, ...]:
    """Turns of an interview whose questions have no labels: paragraphs that end in a question ask, the rest is one person's.

    That is the one person of the headline, or the one whose surname labels the answers.
    """
    if kind.name != "interview":
        return ()
    title = {w.strip(".,’'") for w in (doc.article.title or "").lower().split()}
    named = [f for f in people.entities if f.given and {f.surname, f.given[0]} <= title]
    labels = _labels_of_one(doc, people)
    if labels:
        named = [entity for _, entity in labels.values()]
    elif not named:
        asked = next((p.start for p in doc.article.paragraphs if _asks(doc, p)), 0)
        named = list({f.index: f for _, f in people.between(0, asked) if f.given}.values())
    if not labels and len(named) != 1:
        return ()
    turns: list[Turn] = []
    for paragraph in doc.article.paragraphs:
        labelled = paragraph.start in labels
        asks = not labelled and _asks(doc, paragraph)
        if not turns and not asks:
            continue  # what stands before the first question is no answer
        if turns and not asks and not labelled and turns[-1].role == "speaker":
            turns[-1] = replace(turns[-1], end=paragraph.end)
        else:
            speakers = () if asks else (_speaker(named[0]),)
            label = labels[paragraph.start][0] if labelled else None
            start = _SPEECH_BEGINS.match(doc.text, label.end, paragraph.end) if label else None
            begin = start.end() if start else paragraph.start
            turns.append(Turn(begin, paragraph.end, "question" if asks else "speaker", label, speakers))
    return tuple(turns)


def _labels_of_one(doc: Document, people: People) -> dict[int, tuple[Span, PersonEntity]]:
    """The labels ("Rusu:") by where their paragraphs begin, if all that fit a person fit one, twice or oftener."""
    bearing = Counter(f.surname for f in people.entities)
    by_surname = {f.surname: f for f in people.entities if f.given and bearing[f.surname] == 1}
    found = {}
    for paragraph in doc.article.paragraphs:
        match = _SURNAME_LABEL.match(doc.text, paragraph.start, paragraph.end)
        entity = by_surname.get(name_key(match["name"])) if match else None
        if match and entity is not None:
            found[paragraph.start] = (Span(*match.span("name")), entity)
    return found if len(found) > 1 and len({entity.index for _, entity in found.values()}) == 1 else {}


def _asks(doc: Document, paragraph: Paragraph) -> bool:
    return doc.text[paragraph.start : paragraph.end].rstrip().endswith("?")


def _said_below(doc: Document, people: People) -> tuple[Turn, ...]:
    """Unmarked paragraphs below "X said:", as government releases have them; each such line opens a turn."""
    paragraphs = doc.article.paragraphs
    turns: list[Turn] = []
    for number, paragraph in enumerate(paragraphs[:-1]):
        speaker = _announced(doc, people, paragraph)
        if speaker is None:
            continue
        below = paragraphs[number + 1]
        if below.kind in {"heading", "item"} or doc.text[below.start] in _NOT_SPOKEN:
            continue
        end = below.end
        for more in paragraphs[number + 2 :]:
            own = _FIRST_PERSON.search(_unquoted(doc.text[more.start : more.end])) is not None
            if more.kind in {"heading", "item"} or not own or _SAID_COLON.search(doc.text, more.start, more.end):
                break
            end = more.end
        turns.append(Turn(below.start, end, "statement", None, (speaker,)))
    return tuple(turns)


def _announced(doc: Document, people: People, paragraph: Paragraph) -> Speaker | None:
    """Who is the subject of a paragraph that is only "Foreign Secretary X said:"."""
    said = _SAID_COLON.search(doc.text, paragraph.start, paragraph.end)
    if said is None or said.start() - paragraph.start > _ANNOUNCEMENT:
        return None
    named = list(people.between(paragraph.start, said.start()))
    if not named:
        return None
    mention, entity = named[-1]
    before = doc.text[paragraph.start : mention.titled_start].rstrip().lower()
    between = doc.text[mention.end : said.start()]
    alone = len({f.index for _, f in named}) == 1
    if not between.strip() and before.endswith(",") and not doc.text[mention.titled_start].islower():
        return _speaker(entity)  # "Responding to the arrest of Ana Reyes, Foreign Minister X said:"
    if not alone or (before.strip(" ,") and before.split()[0].strip(",") not in _LEADING) or _CLAUSE.search(between):
        return None
    return _speaker(entity)


def _statement(doc: Document, people: People, kind: DocumentKind) -> tuple[Turn, ...]:
    """The one turn of a text that is somebody's statement from its first line, or from "issued the following statement"."""
    paragraphs = [p for p in _before_notes(doc) if p.kind != "heading"]
    if not paragraphs:
        return ()
    for number, paragraph in enumerate(paragraphs[:4]):
        if _ISSUED.search(doc.text, paragraph.start, paragraph.end) and number + 1 < len(paragraphs):
            start, end = paragraphs[number + 1].start, paragraphs[-1].end
            named = [f for _, f in people.between(paragraph.start, paragraph.end)]
            speakers = _certain(named)
            if _first_person(doc, start, end) and doc.text[start] not in '“"':
                own = bool(speakers) and _own_words(people, named[0], start)
                return (Turn(start, end, "statement", None, speakers),) if own else ()
    if kind.authors and doc.text[paragraphs[0].start] not in _NOT_SPOKEN:
        spoken = _without_bio(doc, people, _below_announcement(doc, paragraphs), kind.authors)
        return _with_questions(doc, spoken, kind.authors)
    if kind.authors:
        marked = _in_marks(doc, paragraphs)
        return (Turn(marked.start, marked.end, "statement", None, kind.authors),) if marked else ()
    titled = [f for f in people.entities if f.from_title]
    start, end = paragraphs[0].start, paragraphs[-1].end
    if len(titled) == 1 and _own_words(people, titled[0], start) and _first_person(doc, start, end):
        return (Turn(start, end, "statement", None, (_speaker(titled[0]),)),)
    return ()


def _with_questions(doc: Document, spoken: Sequence[Paragraph], authors: tuple[Speaker, ...]) -> tuple[Turn, ...]:
    """The turns of paragraphs that are the authors' words but for questions that "Q." opens, each a paragraph."""
    turns: list[Turn] = []
    for paragraph in spoken:
        asks = _ASKS.match(doc.text, paragraph.start, paragraph.end) if turns else None
        if asks:
            turns.append(Turn(asks.end(), paragraph.end, "question", Span(*asks.span("label")), ()))
        elif turns and turns[-1].role == "statement":
            turns[-1] = replace(turns[-1], end=paragraph.end)
        else:
            turns.append(Turn(paragraph.start, paragraph.end, "statement", None, authors))
    return tuple(turns)


def _before_notes(doc: Document) -> Sequence[Paragraph]:
    """The paragraphs up to a line that opens what an office adds to a statement: "Notes to editors"."""
    paragraphs = doc.article.paragraphs
    notes = (k for k, p in enumerate(paragraphs) if k > 1 and _NOTES.fullmatch(doc.text, p.start, p.end))
    return paragraphs[: next(notes, len(paragraphs))]


def _below_announcement(doc: Document, paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The paragraphs behind a line among the first ones that announces speech: "Responding to the vote, X said:"."""
    announced = [
        k for k, p in enumerate(paragraphs[:_ANNOUNCED_WITHIN]) if _SAID_COLON.search(doc.text, p.start, p.end)
    ]
    return paragraphs[announced[0] + 1 :] or paragraphs if announced else paragraphs


def _in_marks(doc: Document, paragraphs: Sequence[Paragraph]) -> Span | None:
    """The stretch between the quotation marks that a text opens with and the last paragraph they may close in."""
    if doc.text[paragraphs[0].start] not in _MARKS:
        return None
    ends = [p.end for p in paragraphs if doc.text[p.end - 1] in _CLOSING_MARKS]
    return Span(paragraphs[0].start + 1, ends[-1] - 1) if ends else None


def _without_bio(
    doc: Document, people: People, paragraphs: list[Paragraph], authors: Sequence[Speaker]
) -> list[Paragraph]:
    """Paragraphs without what is said about the authors: above the first, and from where one at the end begins with a name."""
    names = {author.name for author in authors}
    if len(paragraphs) > 1 and _PRESENTED.match(doc.text, paragraphs[0].start, paragraphs[0].end):
        paragraphs = paragraphs[1:]  # "Ms. Solheim is a former minister." below a byline
    for number in range(max(1, len(paragraphs) - _BIO_PARAGRAPHS), len(paragraphs)):
        start = paragraphs[number].start
        if any(m.start == start and f.name in names for m, f in people.between(start, start + 1)):
            return paragraphs[:number]
    return paragraphs


def _own_words(people: People, entity: PersonEntity, start: int) -> bool:
    """Whether a text may be a person's own: hardly anybody names himself in it, but whoever writes about him does."""
    return sum(f is entity and m.start >= start for m, f in people.mentions) <= _OWN_MENTIONS


def _certain(named: list[PersonEntity]) -> tuple[Speaker, ...]:
    """The speaker of a statement whose announcement names one person."""
    persons = {f.index: f for f in named}
    return (_speaker(next(iter(persons.values()))),) if len(persons) == 1 else ()


def _unquoted(text: str) -> str:
    """A text with a blank for each pair of quotation marks and what stands between them."""
    pieces = []
    done = 0
    last = {mark: text.rfind(mark) for mark in '”"'}
    for opening in _QUOTE_OPENS.finditer(text):
        closing = "”" if opening.group() == "“" else '"'
        if opening.start() < done or opening.end() > last[closing]:
            continue  # nothing closes it: the rest is not searched for each of such marks
        pieces += [text[done : opening.start()], " "]
        done = text.index(closing, opening.end()) + 1
    pieces.append(text[done:])
    return "".join(pieces)


def _first_person(doc: Document, start: int, end: int) -> bool:
    """Whether a stretch speaks of itself often enough, outside quotation marks, to be somebody's own words."""
    text = _unquoted(doc.text[start:end])
    words = len(text.split())
    return words > 0 and 100 * len(_FIRST_PERSON.findall(text)) / words >= _FIRST_PERSON_SHARE
