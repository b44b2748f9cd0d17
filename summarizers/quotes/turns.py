"""Speech without marks: briefing transcripts, interviews, and statements whose whole body is one person's words.

A turn is one speaker's stretch. Its words are shown like a quote, without marks, because the page has none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from summarizers import lexicon
from summarizers.lexicon import idf as termweights
from summarizers.model import Article, Span, Speaker, Turn, TurnRole
from summarizers.people.entities import People, PersonEntity
from summarizers.text.document import Document

#: "MR PRICE:", "QUESTION:", "UNDER SECRETARY BASS:", "Q:", "Speaker 1:", and "Ned Price: (00:03)".
_LABEL = re.compile(
    r"[\"“]?(?P<label>(?:[A-Z][A-Z’'.-]+(?: [A-Z][A-Z’'.-]*){0,4}|Q|A|Speaker \d+|"
    r"(?:[A-Z][a-z’'-]+ ){1,3}[A-Z][a-z’'-]+(?=: ?\(\d))):\s*(?:\(\d\d:\d\d(?::\d\d)?\)\s*)?"
)
#: "Ana Reyes: We will …", an interview's label in small letters.
_NAMED_LABEL = re.compile(r"(?P<label>(?:[A-Z][\w’'.-]+ ){0,3}[A-Z][\w’'-]+):\s+(?=[“\"A-Z])")
#: Fewer labelled lines than this are a coincidence ("WASHINGTON: …"); labels in small letters need more.
MINIMUM, MINIMUM_NAMED = 3, 4
#: Labels of those who only ask or lead.
_ASKING = frozenset(
    """q question questions moderator operator host interviewer reporter reporters participant journalist announcer
    audience video unknown""".split()
)
_ISSUED = re.compile(
    r"\b(?:(?:issued|released|made|gave|published) the following (?:joint )?(?:statement|remarks|declaration)|"
    r"the following (?:statement|remarks|declaration) (?:was|were|is|are|has been)\b|"
    r"(?:full )?text of (?:a|the) (?:joint )?(?:statement|remarks))",
    re.IGNORECASE,
)
_QUOTE_OPENS = re.compile(r"[“\"]")
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur)\b")
#: First-person words a statement must have for each hundred words, so that no report in the third person is taken for one.
_FIRST_PERSON_SHARE = 0.8
#: How often somebody's own words may name him: the byline or the signature.
_OWN_MENTIONS = 1
#: Shortest and longest passage shown of a turn, in words; most passages of one speaker.
_PASSAGE_WORDS, _PER_SPEAKER = (9, 60), 2
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
_IDLE = re.compile(
    r"^(?:thank|thanks|hey|hi|hello|good (?:morning|afternoon|evening)|okay|ok|all right|yeah|yes|no|sure|well|look|"
    r"and|so|but|again|next|go ahead|sorry|because|or)\b",
    re.IGNORECASE,
)


def find(doc: Document, people: People) -> tuple[Turn, ...]:
    """The turns of an article in text order; empty where nothing is spoken without marks."""
    turns = _labelled(doc, people)
    return turns if turns else _statement(doc, people)


def covering(turns: Sequence[Turn], offset: int) -> Turn | None:
    """The labelled turn whose stretch covers a text offset, or None; a statement's own quotations stay quotations."""
    # a mark may stand before the label: "WALLACE: …
    k = bisect_right(turns, offset, key=lambda t: t.label.start - 1 if t.label else t.start) - 1
    return turns[k] if k >= 0 and offset < turns[k].end and turns[k].role != "statement" else None


def choose_key(turns: tuple[Turn, ...], doc: Document, limit: int) -> tuple[Turn, ...]:
    """The same turns with the passages that a brief shows, at most ``limit`` and two of one speaker."""
    options = []
    for number, turn in enumerate(turns):
        if turn.role == "question" or not (turn.speakers or " " in _label_text(doc, turn)):
            continue  # "PROS:" and "UPDATE:" are no speakers; "MS AALTO:" says enough
        options += [(value, number, span) for value, span in _passages(doc, turn)]
    options.sort(key=lambda o: (-o[0], o[2].start))
    most = _PER_SPEAKER if len({_who(doc, turns[number]) for _, number, _ in options}) > 1 else limit
    chosen: dict[int, list[Span]] = {}
    counts: Counter[str] = Counter()
    for _, number, span in options:
        who = _who(doc, turns[number])
        if sum(counts.values()) >= limit or counts[who] >= most:
            continue
        counts[who] += 1
        chosen.setdefault(number, []).append(span)
    return tuple(replace(t, passages=tuple(sorted(chosen.get(n, [])))) for n, t in enumerate(turns))


def _who(doc: Document, turn: Turn) -> str:
    return turn.speakers[0].name if turn.speakers else _label_text(doc, turn)


def _label_text(doc: Document, turn: Turn) -> str:
    return doc.text[turn.label.start : turn.label.end] if turn.label else ""


def _passages(doc: Document, turn: Turn) -> list[tuple[float, Span]]:
    """Sentences of a turn that can stand for it, each with its weight."""
    low = bisect_right(doc.sentences, turn.start, key=lambda s: s.end)
    found = []
    for number in range(low, len(doc.sentences)):
        sentence = doc.sentences[number]
        start = max(sentence.start, turn.start)  # the label belongs to the first sentence
        if start >= turn.end:
            break
        text = doc.text[start : sentence.end]
        words = _WORD.findall(text)
        if not _PASSAGE_WORDS[0] <= len(words) <= _PASSAGE_WORDS[1] or text[-1:] not in '.!”"':
            continue
        if _IDLE.match(text) or "(" in text or "[" in text or "?" in text:
            continue
        telling = sum(min(termweights.weight(w.lower()), 6.0) for w in words) / len(words)
        first = doc.low[doc.token_at(start)]
        hanging = first in {"he", "she", "they", "it", "this", "that", "these", "those", "there"}
        fit = 1.0 if 14 <= len(words) <= 40 else 0.7
        early = 1.0 - 0.6 * (start - turn.start) / max(1, turn.end - turn.start)
        found.append((fit * (telling + early) * (0.5 if hanging else 1.0), Span(start, sentence.end)))
    return found


# -- labels ----------------------------------------------------------------------------------------------------------


def _labelled(doc: Document, people: People) -> tuple[Turn, ...]:
    article = doc.article
    found = _matches(article, _LABEL)
    if len(found) < MINIMUM:
        named = _matches(article, _NAMED_LABEL)
        counts = Counter(match["label"] for _, match in named)
        repeated = {label for label, n in counts.items() if n > 1}
        found = [(n, match) for n, match in named if match["label"] in repeated]
        if len(found) < MINIMUM_NAMED or len(repeated) < 2 or 3 * len(found) < len(article.paragraphs):
            return ()
    small = found[0][1].re is _NAMED_LABEL
    whom = _Labels(doc, people, [match["label"] for _, match in found])
    if small and not any(whom.of(match["label"])[0] for _, match in found):
        return ()  # "Pros:", "Opening hours:": a list
    turns = []
    for k, (_, match) in enumerate(found):
        last = found[k + 1][0] - 1 if k + 1 < len(found) else len(article.paragraphs) - 1
        speakers, role = whom.of(match["label"])
        turns.append(
            Turn(
                start=match.end(),
                end=max(match.end(), article.paragraphs[last].end),
                role=role,
                label=Span(match.start("label"), match.end("label")),
                speakers=speakers,
            )
        )
    return tuple(turns)


def _matches(article: Article, pattern: re.Pattern[str]) -> list[tuple[int, re.Match[str]]]:
    return [
        (number, match)
        for number, p in enumerate(article.paragraphs)
        if (match := pattern.match(article.text, p.start, p.end))
    ]


class _Labels:
    """Whom the labels of one transcript mean."""

    def __init__(self, doc: Document, people: People, labels: list[str]) -> None:
        self._doc = doc
        self._cast = people
        self._bearing: dict[str, list[PersonEntity]] = {}
        for entity in people.entities:
            self._bearing.setdefault(entity.surname, []).append(entity)
        self._known: dict[str, tuple[tuple[Speaker, ...], TurnRole]] = {}
        for label in labels:
            if label not in self._known:
                self._known[label] = self._read(label)

    def of(self, label: str) -> tuple[tuple[Speaker, ...], TurnRole]:
        """The speakers and the role of a label."""
        return self._known[label]

    def _read(self, label: str) -> tuple[tuple[Speaker, ...], TurnRole]:
        words = [w.strip(".,").lower() for w in label.split()]
        if words[0] in _ASKING or words[-1] in _ASKING:
            return (), "question"
        if words == ["a"]:
            return self._interviewed(), "speaker"
        site = (self._doc.article.site or "").lower()
        if "".join(words) and "".join(words) in re.sub(r"\W", "", site):
            return (), "question"
        key = lexicon.name_key(words[-1])
        given = {lexicon.name_key(w) for w in words[:-1]}
        bearing = self._bearing.get(key, [])
        fuller = [f for f in bearing if given & set(f.given)]
        options = fuller or bearing
        return (_speaker(options[0]),) if len(options) == 1 else (), "speaker"

    def _interviewed(self) -> tuple[Speaker, ...]:
        named = [f for f in self._cast.entities if f.from_title]
        return (_speaker(named[0]),) if len(named) == 1 else ()


def _speaker(entity: PersonEntity) -> Speaker:
    return Speaker(entity.name, entity.office, entity.country, entity.organisation)


# -- statements ------------------------------------------------------------------------------------------------------


def _statement(doc: Document, people: People) -> tuple[Turn, ...]:
    """The one turn of a text that is somebody's statement from its first line, or from "issued the following statement"."""
    paragraphs = [p for p in doc.article.paragraphs if p.kind != "heading"]
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
    titled = [f for f in people.entities if f.from_title]
    start, end = paragraphs[0].start, paragraphs[-1].end
    if len(titled) == 1 and _own_words(people, titled[0], start) and _first_person(doc, start, end):
        return (Turn(start, end, "statement", None, (_speaker(titled[0]),)),)
    return ()


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
