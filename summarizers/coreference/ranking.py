"""Whom a "he" or "she" means: every person just before competes, also those whom the article leaves without a name.

A multinomial linear model over a few features that know no word: how far, in which part of the clause, how often, of which
sex, who speaks. The weights are data (``knowledge/models/pronoun_weights.tsv``, whose header says how they were fitted).
The view of a discourse as persons that are mentioned, sink and come back is centering theory's (Grosz, Joshi and Weinstein,
"Centering: A Framework for Modeling the Local Coherence of Discourse", Computational Linguistics 21, 1995).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import Literal

from summarizers import lexicon
from summarizers.knowledge import tables
from summarizers.lexicon import word_class
from summarizers.linear import Feature, Linear, checked, softmax
from summarizers.people.entities import People, PersonEntity
from summarizers.text import noun_chunks
from summarizers.text.document import Document
from summarizers.text.quoted_spans import QuotedSpans
from summarizers.values import value_class

Role = Literal["subject", "object", "preposition", "possessor", "between"]
#: What stands at a place: a name, a title that means one named person, somebody without a name told of for the first time
#: ("a driver") or again ("the driver"), or a pronoun answered before.
Kind = Literal["name", "title", "fresh", "again", "pronoun"]

#: Third-person pronouns that mean one person, with the sex they tell.
SEX = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_SUBJECT, _OBJECT = frozenset({"he", "she"}), frozenset({"him", "himself", "herself"})
#: Sentences and code points looked back, and most persons that compete.
SENTENCES, REACH, MOST = 6, 1100, 10
#: Most places looked at for one pronoun: sentences of hostile texts never end.
PLACES, ANSWERS = 60, 12
#: Longest apposition stepped over on the way to a verb, and longest noun phrase, in tokens.
_APPOSITION, _PHRASE = 14, 6
#: Most tokens of titles before a name: a chain of them without end is no phrase.
_TITLES = 20
#: What counts as just said, in code points.
_SAID_REACH, _SAID_NEAR = 700, 300

_MASCULINE, _FEMININE = word_class("masculine_noun"), word_class("feminine_noun")
_UNNAMED = word_class("unnamed_noun", "masculine_noun", "feminine_noun")
_EITHER_SEX = frozenset(map(lexicon.fold, word_class("either_sex")))
_SPEAKERS = word_class("speaker_noun")
_BORDERS = word_class("clause_border")
_INTRODUCING = word_class("introducing_verb")
_PREPOSITIONS, _AUXILIARIES = word_class("preposition"), word_class("auxiliary")
#: Adverbs that may stand between a subject and its reporting verb.
ADVERBS = frozenset({"also", "then", "later"})
_OPENERS = frozenset({"the", "that", "this"})
#: Forms of asking, the words a question in the third person opens with behind one, and how far, in tokens.
_ASKING, _QUESTIONS, _QUESTION = word_class("asking"), word_class("question_opening"), 5
_RELATIVE = word_class("relative_opening")
#: What joins an office to whose or where it is.
_POSTED = frozenset({"of", "for", "to"})
#: Places behind a pronoun, in its own sentence, that compete too.
_BEHIND = 4
_BEHIND_NAME = word_class("behind_name")
_JOINS = frozenset({",", ";", ":", "and", "but"})
_BEFORE_SUBJECT = word_class("before_subject") | {","}


@value_class
class Place:
    """One place where somebody is meant."""

    #: First code point.
    start: int
    #: First and last token.
    first: int
    #: Last token.
    last: int
    #: Index of the sentence.
    sentence: int
    #: What stands there.
    kind: Kind
    #: Its part in the clause.
    role: Role
    #: Whether it stands in quotation marks.
    quoted: bool
    #: Who: the index of an entity, or a negative number for somebody without a name.
    who: int
    #: Whether it opens its sentence or a clause joined to the main one.
    opens: bool = False


@value_class
class Sex:
    """What an article and the lists tell of somebody's sex."""

    #: "m", "f", or None.
    told: str | None
    #: "title" (Mr, spokeswoman, queen), "list" or "weak list" (a given name), "other", or "nothing".
    by: str


@dataclass(slots=True)
class Option:
    """One person who may be meant, as the features see it."""

    #: The index of an entity, or a negative number.
    who: int
    named: bool
    official: bool
    sex: str
    fits: bool
    last: Place
    places: int
    #: Mentions in the whole article, and whether nobody has more.
    total: int
    most: bool
    #: Position among the options, the latest first; options before it whose sex fits, and all whose sex fits.
    rank: int
    nearer: int
    fitting: int
    #: Sentences and tokens between, and whether it stands before the pronoun.
    sentences: int
    tokens: int
    before: bool
    #: The pronoun: part in its clause, whether it opens its sentence, stands in marks, has a reporting verb behind it.
    part: str
    opens: bool
    quoted: bool
    reports: bool
    #: Whether it is the first subject of the sentence before, or of this one; the nearest subject before the pronoun.
    subject_before: bool
    subject_here: bool
    nearest_subject: bool
    #: The same of somebody else.
    other_before: bool
    other_here: bool
    #: Whether no clause begins between it and the pronoun.
    same_clause: bool
    #: Whether it said the last quote before the pronoun, near it; whether somebody else did.
    said: bool
    said_near: bool
    other_said: bool
    #: Paragraphs between.
    paragraphs: int
    #: Whether it stands in "whose son X", is named with somebody else ("X and Y").
    relative: bool
    joined: bool


@value_class
class _View:
    """A pronoun, and what is the same for everybody who may be meant."""

    token: int
    position: int
    sentence: int
    sex: str
    part: str
    opens: bool
    quoted: bool
    reports: bool
    #: Who is the first subject of its sentence, of the one before, and the nearest subject before it; None for nobody.
    subject_here: int | None
    subject_before: int | None
    nearest: int | None
    #: Who said the last quote, and where it begins; -1 for none within reach.
    speaker: int | None
    spoken: int


@dataclass(slots=True)
class Nobody:
    """The choice that nobody who competes is meant."""

    options: int
    fitting: int
    part: str
    quoted: bool
    first_sentence: bool


Values = dict[str, float]
#: What tells somebody's sex: the features of somebody named.
_SEXES = {
    sex: "sex_" + sex.replace(" ", "_")
    for sex in ("title fits", "list fits", "weak list fits", "other fits", "unknown")
}
_BACK = ("same_sentence", "one_back", "two_back", "three_back")
_WAS: dict[Role, str] = {
    "subject": "was_subject",
    "object": "was_object",
    "preposition": "was_in_preposition",
    "possessor": "was_possessor",
}
_KINDS: dict[Kind, str] = {"fresh": "unnamed_fresh", "pronoun": "was_pronoun", "title": "was_title"}
#: The names of the features of an option, in the order of the training data.
FEATURES: tuple[str, ...] = (
    *_SEXES.values(),
    *("unnamed", "unnamed_fits", "unnamed_unknown", "unnamed_fresh", "unnamed_subject"),
    *_BACK,
    *("behind", "distance", "rank", "latest", "nearer_fitting", "only_fitting"),
    *_WAS.values(),
    *("was_pronoun", "was_title", "places", "total", "most", "official"),
    *("subject_before", "subject_before_of_subject", "subject_before_opening"),
    *("subject_here", "subject_here_of_possessive"),
    *("nearest_subject", "nearest_subject_of_subject", "nearest_subject_of_object"),
    *("other_before", "other_here", "same_clause", "same_clause_object", "same_clause_possessive"),
    *("said", "said_near", "said_reports", "other_said", "other_said_reports"),
    *("quoted_with", "quoted_without", "quoted_speaker", "only_in_quote"),
    *("same_paragraph", "paragraphs_back", "in_relative_clause", "joined"),
)


def values(o: Option) -> Values:
    """The features of an option that are not 0, by name."""
    found = _placed(o)
    _who(o, found)
    if o.subject_before or o.subject_here or o.nearest_subject:
        _subject(o, found)
    if o.same_clause:
        found["same_clause"] = 1.0
        if o.part == "object" and o.last.role != "object":
            found["same_clause_object"] = 1.0
        elif o.part == "possessive":
            found["same_clause_possessive"] = 1.0
    _speech(o, found)
    for name, holds in (
        ("other_before", o.other_before),
        ("other_here", o.other_here),
        ("same_paragraph", o.paragraphs == 0),
        ("paragraphs_back", o.paragraphs > 1),
        ("in_relative_clause", o.relative),
        ("joined", o.joined),
    ):
        if holds:
            found[name] = 1.0
    return found


def _placed(o: Option) -> Values:
    """Where he stands, and how often."""
    found = {
        "distance": math.log1p(o.tokens) / 4,
        "rank": min(o.rank, 6) / 6,
        "nearer_fitting": min(o.nearer, 4) / 4,
        "places": math.log1p(o.places) / 2,
        "total": math.log1p(o.total) / 3,
    }
    if not o.before:
        found["behind"] = 1.0
    if o.before or o.sentences > 0:
        found[_BACK[min(o.sentences, 3)]] = 1.0
    if o.last.role in _WAS:
        found[_WAS[o.last.role]] = 1.0
    if o.last.kind in _KINDS:
        found[_KINDS[o.last.kind]] = 1.0
    return found


def _who(o: Option, found: Values) -> None:
    """Who he is."""
    if o.named:
        if o.sex in _SEXES:
            found[_SEXES[o.sex]] = 1.0
    else:
        found["unnamed"] = 1.0
        if o.sex.endswith("fits"):
            found["unnamed_fits"] = 1.0
        elif o.sex == "unknown":
            found["unnamed_unknown"] = 1.0
        if o.last.role == "subject":
            found["unnamed_subject"] = 1.0
    if o.rank == 0:
        found["latest"] = 1.0
    if o.fits and o.fitting == 1:
        found["only_fitting"] = 1.0
    if o.most:
        found["most"] = 1.0
    if o.official:
        found["official"] = 1.0


def _subject(o: Option, found: Values) -> None:
    """What he is the subject of."""
    if o.subject_before:
        found["subject_before"] = 1.0
        if o.part == "subject":
            found["subject_before_of_subject"] = 1.0
        if o.opens:
            found["subject_before_opening"] = 1.0
    if o.subject_here:
        found["subject_here"] = 1.0
        if o.part == "possessive":
            found["subject_here_of_possessive"] = 1.0
    if o.nearest_subject:
        found["nearest_subject"] = 1.0
        if o.part in _OF_NEAREST:
            found[_OF_NEAREST[o.part]] = 1.0


def _speech(o: Option, found: Values) -> None:
    """Who spoke, and what stands in quotation marks."""
    if o.quoted:
        found["quoted_with" if o.last.quoted else "quoted_without"] = 1.0
        if o.said_near:
            found["quoted_speaker"] = 1.0
    else:
        if o.last.quoted:
            found["only_in_quote"] = 1.0
        if o.said:
            found["said"] = 1.0
        if o.said_near:
            found["said_near"] = 1.0
        if o.other_said:
            found["other_said"] = 1.0
    if o.reports and (o.said or o.other_said):
        found["said_reports" if o.said else "other_said_reports"] = 1.0


_OF_NEAREST = {"subject": "nearest_subject_of_subject", "object": "nearest_subject_of_object"}
NOBODY: tuple[Feature[Nobody], ...] = (
    Feature("nobody", lambda _: 1.0),
    Feature("nobody_fits", lambda n: float(n.fitting == 0)),
    Feature("nobody_of_one", lambda n: float(n.fitting == 1)),
    Feature("nobody_of_many", lambda n: float(n.fitting > 3)),
    Feature("nobody_quoted", lambda n: float(n.quoted)),
    Feature("nobody_first_sentence", lambda n: float(n.first_sentence)),
    Feature("nobody_of_possessive", lambda n: float(n.part == "possessive")),
)
#: What another sex takes from a score, by what tells it; set by hand, for given-name lists are right far more often than
#: a few hundred pronouns can show, and wrong often enough (1.4 % of the directory's people) to be overruled.
CLASH = {"title clash": -6.0, "other clash": -4.0, "list clash": -2.5, "weak list clash": -1.0}


@cache
def model() -> tuple[dict[str, float], Linear[Nobody], tuple[tuple[float, float], ...]]:
    """The weights of the options, those of "nobody", and calibration points (probability, share right)."""
    found = tables.weights("pronoun")
    points = {name: found.pop(name) for name in list(found) if name.startswith("calibration:")}
    nobody = {f.name: found.pop(f.name) for f in NOBODY if f.name in found}
    calibration = sorted((float(name.partition(":")[2]), value) for name, value in points.items())
    return checked(FEATURES, found), Linear(NOBODY, nobody), tuple(calibration)


@value_class
class Choice:
    """Whom a pronoun means."""

    #: The index of an entity, a negative number for somebody without a name, or None.
    who: int | None
    #: The model's probability, not calibrated.
    probability: float


class Discourse:
    """Where people are meant in an article, in text order, and whom its pronouns mean."""

    def __init__(
        self,
        document: Document,
        people: People,
        quoted: QuotedSpans,
        titles: Sequence[tuple[int, int, PersonEntity]],
    ) -> None:
        """``titles`` are (first token, last token, person) of titles alone that mean one person."""
        self._document = document
        self._quoted = quoted.masked
        self._people = people.entities
        self._sexes: dict[int, Sex] = {}
        self._most = max((len(e.mentions) for e in people.entities), default=0)
        self._totals = {e.index: len(e.mentions) for e in people.entities}
        self._unnamed: list[Sex] = []
        places = [self._place(m.first, m.last, "name", e.index) for m, e in people.mentions]
        places += [self._place(first, last, "title", e.index) for first, last, e in titles]
        taken = {k for p in places for k in range(p.first, p.last + 1)}
        places += self._persons_without_names(taken, people)
        #: Every place but pronouns.
        self.places = sorted(places, key=lambda p: p.start)
        self._starts = [p.start for p in self.places]
        #: The places of those who say something outside quotation marks: "X said that …".
        self._reporters = [p for p in self.places if self.reports(p)]
        self._reporter_starts = [p.start for p in self._reporters]
        self._subjects: dict[int, Place] = {}
        for place in self.places:
            if place.role == "subject" and not place.quoted:
                self._subjects.setdefault(place.sentence, place)

        self._asked_about = self._told_in_questions()

    # -- places -------------------------------------------------------------------------------------------------------

    def _told_in_questions(self) -> frozenset[int]:
        """Where the places begin of those whom somebody is asked about: "asked if Holm would go", not "asked Holm if he would go"."""
        document = self._document
        found: set[int] = set()
        for k in [k for k, word in enumerate(document.low) if word in _ASKING and not self._quoted[k]]:
            stop = document.first_token[document.sentence_of[k] + 1]
            opens = next((j for j in range(k + 1, min(stop, k + _QUESTION)) if document.low[j] in _QUESTIONS), stop)
            stop = next((j for j in range(opens, stop) if document.low[j] == "," or self._quoted[j]), stop)
            low, high = (
                bisect_left(self._starts, document.begins[k]),
                bisect_left(self._starts, document.ends[stop - 1]),
            )
            found.update(p.start for p in self.places[low : min(high, low + PLACES)] if p.first > opens)
        return frozenset(found)

    def _place(self, first: int, last: int, kind: Kind, who: int) -> Place:
        document = self._document
        return Place(
            document.begins[first],
            first,
            last,
            document.sentence_of[first],
            kind,
            role_of(document, first, last),
            self._quoted[first],
            who,
            opens_clause(document, first),
        )

    def _persons_without_names(self, taken: set[int], people: People) -> list[Place]:
        """ "a driver", "his mother", "the president" where no name is meant: each head once, told again by the same noun."""
        document = self._document
        found: list[Place] = []
        known: dict[str, int] = {}
        heads = {k for k, word in enumerate(document.low) if word in _UNNAMED or word == "one"}
        heads |= {tag.first for tag in document.matches if tag.entry.kind == "title"}
        for k in sorted(heads - taken):
            tag, word = document.tags[k], document.low[k]
            title = tag is not None and tag.entry.kind == "title"
            if word == "one" and self._one_of(k):
                self._unnamed.append(Sex(None, "nothing"))
                found.append(self._place(k, k + 3, "fresh", -len(self._unnamed)))
                continue
            if title and tag is not None and (tag.first != k or tag.entry.plural or tag.entry.role == "honorific"):
                continue
            if not title and (word not in _UNNAMED or document.tokens[k][0].isupper()):
                continue
            head = tag.last if title and tag is not None else k
            opening = self._opening(k, head, people)
            if opening is None:
                continue
            word = document.low[head]
            fresh = document.low[opening] not in _OPENERS or word not in known
            if document.low[opening] not in _OPENERS or word not in known:
                self._unnamed.append(Sex(tag.entry.gender if title and tag is not None else None, "title"))
                if self._unnamed[-1].told is None:
                    self._unnamed[-1] = Sex("m" if word in _MASCULINE else "f" if word in _FEMININE else None, "title")
                known[word] = -len(self._unnamed)
            found.append(self._place(opening, head, "fresh" if fresh else "again", known[word]))
        return found

    def _one_of(self, k: int) -> bool:
        """Whether "one of his guards" begins at token ``k``."""
        document = self._document
        stop = document.first_token[document.sentence_of[k] + 1]
        if document.low[k : k + 2] != ["one", "of"] or k + 3 >= stop or not self._determines(k + 2):
            return False
        return any(lexicon.singular(word) in _UNNAMED for word in document.low[k + 3 : min(stop, k + 3 + _PHRASE)])

    def _opening(self, k: int, head: int, people: People) -> int | None:
        """The determiner of a noun phrase that means somebody without a name; None where it belongs to a name."""
        document = self._document
        sentence = document.sentence_of[k]
        low, high = document.first_token[sentence], document.first_token[sentence + 1]
        while head + 1 < high and document.low[head + 1].startswith("-"):
            head += 1  # "the president-elect, Ana Reyes"
        if head + 1 < high and (
            document.tokens[head + 1][0].isupper()
            or document.low[head + 1] in _UNNAMED
            or document.kind(head + 1) == "title"
        ):
            return None
        j = k - 1
        while j >= low and k - j < _PHRASE and not self._determines(j) and not noun_chunks.ends_phrase(document, j, -1):
            j -= 1
        if j < low or not self._determines(j):
            return None
        if j - 1 >= low and (
            document.low[j - 1] in _INTRODUCING
            or (document.low[j - 1] == "," and people.at(document.begins[max(low, j - 2)]) is not None)
        ):
            return None
        if self._named_behind(head + 1, high, people, whole=document.tokens[head][0].isupper()):
            return None
        return j

    def _named_behind(self, k: int, high: int, people: People, *, whole: bool) -> bool:
        """Whether a comma and a name follow at token ``k``: "the envoy, Ana Reyes", "the representative of Chad, Ana Reyes".

        An office in between is whose name it is ("an aide to the minister, Ana Reyes"), but not behind a ``whole`` title
        with a capital ("the Special Envoy of the Secretary-General for Chad, Ana Reyes").
        """
        document = self._document
        stop = min(high - 1, k + _APPOSITION)
        comma = next((j for j in range(k, stop) if document.low[j] == ","), stop)
        if comma == stop or people.at(document.begins[comma + 1]) is None:
            return False
        if comma == k:
            return True
        between = range(k, comma)
        told = any(document.kind(j) == "title" for j in between) and not whole
        return (
            document.low[k] in _POSTED and not told and not any(noun_chunks.is_verb(document.low[j]) for j in between)
        )

    def _determines(self, k: int) -> bool:
        word = self._document.low[k]
        return word in noun_chunks.DETERMINERS or word in {"'s", "one", "another"}

    # -- sex ----------------------------------------------------------------------------------------------------------

    def _sex(self, who: int) -> Sex:
        if who < 0:
            return self._unnamed[-who - 1]
        if who not in self._sexes:
            self._sexes[who] = sex_of(self._document, self._people[who])
        return self._sexes[who]

    def fits(self, who: int, sex: str) -> bool:
        """Whether nothing, not even a list of given names, says that somebody is of another sex than "m" or "f"."""
        return self._sex(who).told in {None, sex}

    def listed(self, who: int) -> bool:
        """Whether only a list of given names tells somebody's sex."""
        return self._sex(who).by.endswith("list")

    def last_told(self, who: int, position: int) -> Place | None:
        """Where somebody is named or told of last before a code point."""
        high = bisect_left(self._starts, position)
        return next((p for p in reversed(self.places[max(0, high - PLACES) : high]) if p.who == who), None)

    def told(self, who: int, sex: str) -> bool:
        """Whether something says that somebody is of a sex."""
        return self._sex(who).told == sex

    def who_at(self, token: int) -> int | None:
        """Who is told of at a token, the first one where several are; None for nobody."""
        start = self._document.begins[token]
        k = bisect_left(self._starts, start + 1) - 1
        for place in (self.places[k : k + 1] if k >= 0 else []) + self.places[k + 1 : k + 2]:
            if place.first <= token <= place.last:
                return place.who
        return None

    def reports(self, place: Place) -> bool:
        """Whether somebody is the subject of a reporting verb, outside quotation marks."""
        if place.role != "subject" or place.quoted:
            return False
        document = self._document
        high = document.first_token[place.sentence + 1]
        verb = _over_apposition(document, place.last + 1, high)
        verb += verb < high and document.low[verb] in ADVERBS
        found = lexicon.speech_verbs().get(document.low[verb]) if verb < high else None
        return found is not None and found.strong

    def last_reporter(self, position: int) -> Place | None:
        """Who last said something outside quotation marks before a code point."""
        k = bisect_left(self._reporter_starts, position) - 1
        return self._reporters[k] if k >= 0 else None

    def subject_in(self, start: int, stop: int, sex: str) -> int | None:
        """The last main subject of ``text[start:stop]`` outside quotation marks, else its first subject; None for nobody.

        Who is told of another sex than ``sex`` does not count.
        """
        found = [p for p in self._unquoted(start, stop) if p.role == "subject" and self.fits(p.who, sex)]
        main = [p for p in found if p.opens]
        return main[-1].who if main else found[0].who if found else None

    def only_listed_in(self, start: int, stop: int, sex: str) -> bool:
        """Whether the subject :meth:`subject_in` asks for would be somebody else, did a list of given names not tell his sex."""
        found = [p for p in self._unquoted(start, stop) if p.role == "subject"]
        found = [p for p in found if self.fits(p.who, sex) or self.listed(p.who)]
        main = [p for p in found if p.opens]
        return bool(found) and not self.fits((main[-1] if main else found[0]).who, sex)

    def only_in(self, start: int, stop: int, sex: str) -> int | None:
        """The only one who may be of a sex and is told of in ``text[start:stop]`` outside quotation marks; None for none or several."""
        found = {p.who for p in self._unquoted(start, stop) if self.fits(p.who, sex)}
        return found.pop() if len(found) == 1 else None

    def only_person_in(self, start: int, stop: int, who: int) -> bool:
        """Whether nobody but one person is told of in ``text[start:stop]``, quotations included."""
        begin, end = bisect_left(self._starts, start), bisect_left(self._starts, stop)
        return end - begin <= PLACES and all(p.who == who for p in self.places[begin:end])

    def named_in(self, start: int, stop: int) -> Set[int]:
        """Who is named in ``text[start:stop]`` outside quotation marks."""
        return {p.who for p in self._unquoted(start, stop) if p.kind == "name" and p.role != "possessor"}

    def anybody_in(self, start: int, stop: int, sex: str) -> bool:
        """Whether anybody who may be of a sex is told of in ``text[start:stop]`` outside quotation marks."""
        return any(p.role != "possessor" and self.fits(p.who, sex) for p in self._unquoted(start, stop))

    def _unquoted(self, start: int, stop: int) -> list[Place]:
        begin, end = bisect_left(self._starts, start), bisect_left(self._starts, stop)
        asked = self._asked_about
        return [p for p in self.places[begin : min(end, begin + PLACES)] if not p.quoted and p.start not in asked]

    # -- pronouns -----------------------------------------------------------------------------------------------------

    def answer(
        self, k: int, answered: Sequence[Place], said: tuple[int | None, int] | None
    ) -> tuple[Choice, list[Option]]:
        """Whom the pronoun at token ``k`` means, and who competed.

        ``answered`` are the pronouns before it as places, the latest last; ``said`` is who said the last quote before
        it (None for nobody named) and where that quote begins.
        """
        options = self.options(k, answered, said)
        weights, nobody, _ = model()
        scores = [
            sum([weights[name] * value for name, value in values(o).items()]) + CLASH.get(o.sex, 0.0) for o in options
        ]
        scores.append(nobody.score(self.nobody(k, options)))
        chances = softmax(scores)
        best = max(range(len(scores)), key=scores.__getitem__)
        return Choice(options[best].who if best < len(options) else None, chances[best]), options

    def place_of(self, k: int, who: int) -> Place:
        """A pronoun whose person is known, as a place."""
        document = self._document
        role: Role = {"subject": "subject", "object": "object", "possessive": "possessor"}[part_of(document, k)]  # type: ignore[assignment]
        return Place(document.begins[k], k, k, document.sentence_of[k], "pronoun", role, self._quoted[k], who)

    def nobody(self, k: int, options: Sequence[Option]) -> Nobody:
        """The choice of nobody at token ``k``."""
        fitting = sum(o.fits for o in options)
        document = self._document
        return Nobody(len(options), fitting, part_of(document, k), self._quoted[k], document.sentence_of[k] == 0)

    def options(self, k: int, answered: Sequence[Place], said: tuple[int | None, int] | None) -> list[Option]:
        """Who may be meant at token ``k``, the latest first."""
        by = self._competing(k, answered)
        order = sorted(by, key=lambda who: -by[who][-1].start)[:MOST]
        view = self._view(k, [place for who in order for place in by[who]], said)
        agreements = [self._agreement(who, view.sex) for who in order]
        fitting = [not agreement.endswith("clash") for agreement in agreements]
        return [
            self._option(view, by[who], rank, agreements[rank], sum(fitting[:rank]), sum(fitting))
            for rank, who in enumerate(order)
        ]

    def _competing(self, k: int, answered: Sequence[Place]) -> dict[int, list[Place]]:
        """The places of each person within reach: those before token ``k``, else the first behind it in its sentence."""
        document = self._document
        by: dict[int, list[Place]] = {}
        for place in self._near(k, answered):
            by.setdefault(place.who, []).append(place)
        high = bisect_left(self._starts, document.begins[k])
        for place in self.places[high : high + _BEHIND]:
            if place.sentence == document.sentence_of[k] and place.who not in by:
                by[place.who] = [place]
        return by

    def _view(self, k: int, places: Sequence[Place], said: tuple[int | None, int] | None) -> _View:
        """What is asked of the pronoun at token ``k`` for every option alike."""
        document = self._document
        position, sentence = document.begins[k], document.sentence_of[k]
        here = [p for p in places if p.role == "subject" and p.sentence == sentence and p.start < position]
        first, before = self._subjects.get(sentence), self._subjects.get(sentence - 1)
        part = part_of(document, k)
        reports = part == "subject" and k + 1 < len(document.low) and document.low[k + 1] in lexicon.speech_verbs()
        speaker, spoken = said if said is not None and position - said[1] < _SAID_REACH else (None, -1)
        return _View(
            token=k,
            position=position,
            sentence=sentence,
            sex=SEX[document.low[k]],
            part=part,
            opens=k == document.first_token[sentence],
            quoted=self._quoted[k],
            reports=reports and not self._quoted[k],
            subject_here=first.who if first is not None and first.start < position else None,
            subject_before=before.who if before is not None else None,
            nearest=max(here, key=lambda p: p.start).who if here else None,
            speaker=speaker,
            spoken=spoken,
        )

    def _option(
        self, view: _View, places: Sequence[Place], rank: int, agreement: str, nearer: int, fitting: int
    ) -> Option:
        """One person who may be meant, by the places told of him."""
        document, last, who = self._document, places[-1], places[-1].who
        before = last.start < view.position
        here, subject_before = view.subject_here == who, view.subject_before == who
        said = view.spoken >= 0 and view.speaker == who
        return Option(
            who=who,
            named=who >= 0,
            official=who >= 0 and self._people[who].official,
            sex=agreement,
            fits=not agreement.endswith("clash"),
            last=last,
            places=len(places),
            total=self._totals.get(who, 0),
            most=who >= 0 and self._totals[who] == self._most,
            rank=rank,
            nearer=nearer,
            fitting=fitting,
            sentences=view.sentence - last.sentence,
            tokens=abs(view.token - last.last),
            before=before,
            part=view.part,
            opens=view.opens,
            quoted=view.quoted,
            reports=view.reports,
            subject_before=subject_before,
            subject_here=here,
            nearest_subject=view.nearest == who,
            other_before=view.subject_before is not None and not subject_before and not here,
            other_here=view.subject_here is not None and not here,
            same_clause=before and last.sentence == view.sentence and self._no_border(last.last + 1, view.token),
            said=said,
            said_near=said and view.position - view.spoken < _SAID_NEAR,
            other_said=view.spoken >= 0 and view.speaker != who,
            paragraphs=document.sentences[view.sentence].paragraph - document.sentences[last.sentence].paragraph,
            relative=last.kind == "name" and self._after(last, _RELATIVE),
            joined=last.kind == "name" and (self._after(last, {"and"}, 1) or self._follows(last, "and")),
        )

    def _near(self, k: int, answered: Sequence[Place]) -> list[Place]:
        """The places within reach before token ``k``, in text order."""
        position, sentence = self._document.begins[k], self._document.sentence_of[k]
        high = bisect_left(self._starts, position)
        low = max(bisect_left(self._starts, position - REACH), high - PLACES)
        near = [p for p in self.places[low:high] if sentence - p.sentence <= SENTENCES]
        near += [p for p in answered[-ANSWERS:] if position - p.start <= REACH and sentence - p.sentence <= SENTENCES]
        return sorted(near, key=lambda p: p.start)

    def _agreement(self, who: int, sex: str) -> str:
        told = self._sex(who)
        if told.told is None:
            return "unknown"
        return f"{told.by} {'fits' if told.told == sex else 'clash'}"

    def _no_border(self, start: int, stop: int) -> bool:
        return _BORDERS.isdisjoint(self._document.low[start:stop])

    def _after(self, place: Place, words: Set[str], reach: int = 3) -> bool:
        low = self._document.first_token[place.sentence]
        return not words.isdisjoint(self._document.low[max(low, place.first - reach) : place.first])

    def _follows(self, place: Place, word: str) -> bool:
        return place.last + 1 < len(self._document.low) and self._document.low[place.last + 1] == word


def sex_of(document: Document, entity: PersonEntity) -> Sex:
    """What titles and honorifics before the names tell, else the list of given names, else what clustering learnt."""
    told = 0
    for mention in entity.mentions:
        tag = document.tags[mention.first - 1] if mention.first else None
        if tag is not None and tag.entry.kind == "title" and tag.entry.gender:
            told += 1 if tag.entry.gender == "m" else -1
    for title in entity.titles:
        if title.gender:
            told += 1 if title.gender == "m" else -1
    if told:
        return Sex("m" if told > 0 else "f", "title")
    words = entity.name.split()
    if words and lexicon.fold(words[0]) in _EITHER_SEX:
        return Sex(None, "nothing")
    listed = lexicon.given_name(words[0]) if len(words) > 1 else None
    if listed is not None and listed.gender:
        return Sex(listed.gender, "weak list" if listed.weak else "list")
    return Sex(entity.gender, "other") if entity.gender else Sex(None, "nothing")


def part_of(document: Document, k: int) -> str:
    """The part of a pronoun in its clause: subject, object or possessive."""
    word = document.low[k]
    if word in _SUBJECT:
        return "subject"
    if word in _OBJECT:
        return "object"
    if word != "her":
        return "possessive"
    stop = document.first_token[document.sentence_of[k] + 1]
    following = document.low[k + 1] if k + 1 < stop else "."
    ends = not following[0].isalnum() or following in _PREPOSITIONS or following in _AUXILIARIES
    return (
        "object"
        if ends or following in noun_chunks.DETERMINERS or following in {"and", "but", "that"}
        else "possessive"
    )


def role_of(document: Document, first: int, last: int) -> Role:
    """The part in its clause of the person named from token ``first`` to ``last``, told by the words on both sides."""
    sentence = document.sentence_of[first]
    low, high = document.first_token[sentence], document.first_token[sentence + 1]
    before = _before_phrase(document, first - 1, low)
    after = last + 1
    if after < high and document.low[after] == "'s":
        return "possessor"
    if before >= low and document.low[before] in _PREPOSITIONS:
        return "preposition"
    if after < high and document.kind(after) == "title" and document.tokens[after][0].isupper():
        return "between"  # "Harbour Watch Director Ana Reyes said"
    if _closes_apposition(document, before, after, high):
        return "subject"  # "The minister's lawyer, Ana Reyes, said"
    verb = _over_apposition(document, after, high)
    if verb < high and (_acts(document.low[verb]) or _may_act(document, verb)):
        return "subject"
    if before < low or _reported_before(document, before):
        return "subject"
    return "between" if document.low[before] in _BEFORE_SUBJECT else "object"


def _reported_before(document: Document, k: int) -> bool:
    """Whether token ``k`` is a reporting verb that follows what is reported: ",” said X", "…, noted X"."""
    verb = lexicon.speech_verbs().get(document.low[k])
    return verb is not None and verb.strong and not verb.base


def _before_phrase(document: Document, k: int, low: int) -> int:
    """The token before the titles, nationalities and determiner of a name, a few at most."""
    low = max(low, k - _TITLES)
    while k >= low and (
        document.low[k] in noun_chunks.DETERMINERS
        or document.low[k] == "'s"
        or document.kind(k) in {"title", "demonym", "country", "organisation"}
    ):
        k -= 1
    return k


def opens_clause(document: Document, first: int) -> bool:
    """Whether the name or title at token ``first`` opens its sentence, or a clause joined to the main one."""
    low = document.first_token[document.sentence_of[first]]
    before = _before_phrase(document, first - 1, low)
    return before < low or document.low[before] in _JOINS


def _over_apposition(document: Document, k: int, high: int) -> int:
    """The token behind ", the minister," where such a phrase begins at token ``k``; else ``k``."""
    if k < high and document.low[k] == ",":
        for j in range(k + 1, min(high - 1, k + _APPOSITION)):
            if document.low[j] == ",":
                return j + 1
    return k


def _closes_apposition(document: Document, before: int, after: int, high: int) -> bool:
    """Whether commas at tokens ``before`` and ``after`` enclose a name between a noun phrase and its verb of reporting."""
    verb = after + 1 + (after + 1 < high and document.low[after + 1] in ADVERBS)
    if before < 0 or verb >= high or document.low[before] != "," or document.low[after] != ",":
        return False
    found = lexicon.speech_verbs().get(document.low[verb])
    return found is not None and found.strong and not found.base and not _ends_served(document, before)


def _ends_served(document: Document, comma: int) -> bool:
    """Whether the phrase before a comma ends in whom somebody serves: "an aide to the minister," but not "the Envoy of the Secretary,"."""
    tag = document.tags[comma - 1] if comma else None
    if tag is None or tag.entry.kind != "title":
        return False
    low = document.first_token[document.sentence_of[comma]]
    joint = next(
        (j for j in range(tag.first - 1, max(low, tag.first - _PHRASE), -1) if document.low[j] in _POSTED), low
    )
    return joint > low and not document.tokens[joint - 1][0].isupper()


def _may_act(document: Document, k: int) -> bool:
    """Whether the word behind a name can hardly be but its verb: "took", "met"; no list holds all of them."""
    word = document.tokens[k]
    if word in _UNNAMED or word in _SPEAKERS or document.kind(k) == "title":
        return False
    return (
        word.islower()
        and word.isalpha()
        and word not in _PREPOSITIONS
        and word not in _BORDERS
        and word not in _BEHIND_NAME
    )


def _acts(word: str) -> bool:
    """Whether a word is what a subject does."""
    return (
        noun_chunks.is_verb(word) or word in lexicon.speech_verbs() or word in _AUXILIARIES or word in {"also", "who"}
    )
