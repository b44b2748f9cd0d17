"""Who said what on which side: points of a readout, commitments of a joint text, votes and positions of a meeting."""

from __future__ import annotations

import re

from summarizers.details.reading import Reading, speaker
from summarizers.lexicon.words import pattern
from summarizers.model import Detail, DetailRole, Sentence, Span
from summarizers.people.entities import PersonEntity

#: Points shown of a side, commitments, and positions of states, at most.
_MOST_POINTS, _MOST_COMMITMENTS, _MOST_POSITIONS = 2, 6, 8
#: Shortest and longest sentence shown, in words.
_WORDS = (6, 70)
_MEETS = pattern("meets", re.IGNORECASE)
_JOINTLY = pattern("joint_subject", re.IGNORECASE)
_MAKES_POINT = pattern("makes_point", re.IGNORECASE)
_COMMITS = pattern("commits")
_RECITAL = pattern("recital", re.IGNORECASE)
_DATED = re.compile(r"\b(?:by|until|before|within|from|in|on)\b[^.]{0,30}\d")
_VOTE = pattern("vote", re.IGNORECASE)
_SPONSOR = pattern("sponsors", re.IGNORECASE)
_DELEGATE = pattern("delegate_of", re.IGNORECASE)
_PRONOUN = re.compile(r"(?:He|She) ")


def readout(reading: Reading) -> list[Detail]:
    """Who met or called whom, and what each side and both together said."""
    found: list[Detail] = []
    counts: dict[object, int] = {}
    before: PersonEntity | None = None
    for sentence in _fit(reading):
        text = reading.words(sentence)
        if not found and _MEETS.search(text) and reading.references.people.between(sentence.start, sentence.end):
            found.append(Detail("meeting", sentence.start, sentence.end))
            before = reading.subject(_body(reading, sentence))
            continue
        subject = _point_of(reading, sentence, text, before)
        joint = subject is None and (_JOINTLY.match(text) is not None or _both(reading, sentence))
        title = reading.title(_body(reading, sentence)) if subject is None and not joint else None
        title = title if _MAKES_POINT.search(text[:_POINT_ROOM]) else None
        before = subject
        if subject is None and not joint and title is None:
            continue
        key = subject.index if subject is not None else reading.doc.text[title.start : title.end] if title else "joint"
        counts[key] = counts.get(key, 0) + 1
        if counts[key] <= _MOST_POINTS:
            people = (speaker(subject),) if subject is not None else ()
            role: DetailRole = "joint_point" if joint else "point"
            found.append(Detail(role, sentence.start, sentence.end, title, people))
    return found


def _both(reading: Reading, sentence: Sentence) -> bool:
    """Whether two people are a sentence's subject: "The Secretary and the Minister discussed …"."""
    start, text = _body(reading, sentence), reading.words(sentence)
    joined = _JOINED.search(text[:_JOINED_ROOM])
    one, other = reading.subject(start), reading.subject(sentence.start + joined.end()) if joined else None
    return one is not None and other is not None and one is not other


def _fit(reading: Reading) -> list[Sentence]:
    """Sentences long and short enough to be shown."""
    return [s for s in reading.told() if _WORDS[0] <= len(reading.words(s).split()) <= _WORDS[1]]


def _body(reading: Reading, sentence: Sentence) -> int:
    """Where a sentence's own words begin, behind "Today, "."""
    today = _OPENS.match(reading.doc.text, sentence.start, sentence.end)
    return today.end() if today else sentence.start


_OPENS = re.compile(r"(?:Today|Yesterday|Earlier today|This (?:morning|afternoon|evening)),? ")


def _point_of(reading: Reading, sentence: Sentence, text: str, before: PersonEntity | None) -> PersonEntity | None:
    """Whose point a sentence is: its subject's, by name, title alone, or a pronoun for who was the subject just before."""
    start = _body(reading, sentence)
    if _PRONOUN.match(text):
        meant = reading.references.pronoun_at(reading.doc.token_at(start))
        return before if before is not None and meant == (before,) else None
    subject = reading.subject(start)
    joined = _JOINED.search(text[:_JOINED_ROOM])
    other = reading.subject(sentence.start + joined.end()) if joined else None
    if other is not None and other is not subject:
        return None  # "The Secretary and the Minister discussed …" is nobody's point alone
    return subject if subject is not None and _MAKES_POINT.search(text[:_POINT_ROOM]) else None


#: What joins two subjects, and where the second one begins at the latest, in code points.
_JOINED, _JOINED_ROOM = re.compile(r" and (?=the |[A-Z])"), 90
#: Code points in which a sentence's subject and verb stand.
_POINT_ROOM = 160


def commitments(reading: Reading) -> list[Detail]:
    """The sentences that say what is to be done, those with a time first; never a recital."""
    fit = [s for s in _fit(reading) if _COMMITS.search(reading.words(s)) and not _RECITAL.match(reading.words(s))]
    fit = [s for s in fit if reading.words(s)[-1:] in ".;"]
    best = sorted(fit, key=lambda s: (_DATED.search(reading.words(s)) is None, s.start))[:_MOST_COMMITMENTS]
    return [Detail("commitment", s.start, s.end) for s in best]


def meeting(reading: Reading) -> list[Detail]:
    """The vote, who proposed the text, and one sentence of each state's representative."""
    found: list[Detail] = []
    states: set[str] = set()
    for sentence in _fit(reading):
        text = reading.words(sentence)
        roles = {detail.role for detail in found}
        position = _position(reading, sentence)
        if position is not None:
            state, detail = position
            if state not in states and len(states) < _MOST_POSITIONS:
                found.append(detail)
                states.add(state)
        elif "vote" not in roles and _VOTE.search(text):
            found.append(Detail("vote", sentence.start, sentence.end))
        elif "sponsor" not in roles and _SPONSOR.search(text):
            found.append(Detail("sponsor", sentence.start, sentence.end))
    return found


def _position(reading: Reading, sentence: Sentence) -> tuple[str, Detail] | None:
    """The state whose representative is the subject of a sentence, and the sentence under its name."""
    doc = reading.doc
    leads = _DELEGATE.match(doc.text, sentence.start, sentence.end)
    first = doc.token_at(leads.end() if leads else sentence.start)
    if not leads and doc.tokens[first].lower() == "the":
        first += 1
    tag = doc.tags[first] if first < len(doc.tags) else None
    if tag is None or tag.entry.kind != "country" or tag.first != first or not tag.entry.country:
        return None
    if not leads and not _OF_STATE.match(doc.text, doc.ends[tag.last], sentence.end):
        return None
    label = Span(doc.begins[tag.first], doc.ends[tag.last])
    named = {f.index: f for _, f in reading.references.people.between(sentence.start, sentence.end)}
    own = [f for f in named.values() if f.country == tag.entry.country and f.official]
    people = (speaker(own[0]),) if len(named) == len(own) == 1 else ()
    return tag.entry.country, Detail("position", sentence.start, sentence.end, label, people)


#: What makes a state's name at the head of a sentence its representative.
_OF_STATE = pattern("state_delegate", re.IGNORECASE)
