"""Rules on the word a sentence opens with."""

from __future__ import annotations

from re import IGNORECASE

from summarizers.coreference.reading import TIME_NOUNS, Reading
from summarizers.coreference.rules import HANGS, STANDS, Rule, Shown, Verdict, decide, join
from summarizers.lexicon import time_words, word_class
from summarizers.lexicon.words import pattern
from summarizers.text import noun_chunks
from summarizers.values import value_class

_CONNECTIVES = word_class("connective")
_UNLESS_TIME = word_class("unless_time")
_JOINING = word_class("joining")
_POINTING = word_class("pointing")
_GROUPS = word_class("group")
#: Phrases that open a continuation as those words do, and the longest of them in code points.
_HANGING_PHRASE, _JOINING_PHRASE = pattern("hanging_phrase", IGNORECASE), pattern("joining_phrase", IGNORECASE)
_PHRASE_ROOM = 40
_ADDRESSED = frozenset({"you", "your"})
_REASONS = frozenset({"because", "although", "though"})
_ORDINALS = word_class("opening_ordinal")
_DATING = word_class("dating")
_NEXT_OR_LAST = word_class("next_or_last")
_DEFINED_BY = word_class("defines_those")
#: Numbers and quantities that open a sentence about what was told before.
_QUANTITIES = word_class("quantity")
#: Those of them that may count a plural behind them: "Three cables were cut".
_COUNTS = word_class("counting_quantity")
#: Adverbs between such a quantity and its verb: "All now have been freed".
_BETWEEN = word_class("phrase_adverb") | word_class("also") | {"now"}
#: Tokens in which a name behind "another", and the "and" of "both … and …", are looked for.
_ANOTHER, _BOTH = 12, 8


@value_class
class Opening:
    """The first words of a sentence."""

    #: The sentence.
    reading: Reading
    #: First token.
    first: int
    #: Its word and the two behind it, lower case, "" behind the sentence.
    word: str
    second: str
    third: str

    @property
    def noun(self) -> str:
        """The word behind "this" or "these", behind "past" or "coming" too: "these past weeks"."""
        return self.third if self.word in {"this", "these"} and self.second in _NEXT_OR_LAST else self.second


def _of(reading: Reading) -> Opening:
    k = reading.first
    return Opening(reading, k, reading.doc.low[k], reading.word(k + 1), reading.word(k + 2))


def judge(reading: Reading) -> str | None:
    """Note what the opening ties the sentence to; the name of the rule by which it hangs, or None."""
    for _ in range(2):  # behind "But" the next word is the opening
        found = decide(RULES, _of(reading))
        if found is None:
            return None
        if found[1].hangs:
            return found[0]
        reading.apply(*found)
        if found[1].goes_on is None or reading.quoted[reading.first]:
            return None
    return None


def _connective(o: Opening) -> Verdict | None:
    """ "Meanwhile, fishing crews worry." hangs; "But the bank paid." goes on; "Earlier this week, …" says its time."""
    if o.word not in _CONNECTIVES or _says_when(o) or (o.second in {"of", "to"} and o.word in _ORDINALS):
        return None
    if o.word not in _JOINING:
        return HANGS
    reading, k = o.reading, o.first + 1
    while k < reading.stop and reading.doc.tokens[k] == ",":
        k += 1
    if k >= reading.stop or not reading.doc.tokens[k][0].isalnum() or reading.continues:
        return HANGS
    return Verdict(mild=1, goes_on=k)


def _says_when(o: Opening) -> bool:
    """Whether a connective stands before a time, place or reason of its own: "Later on Monday", "Because of the storm"."""
    told = o.second in _DATING or o.second in time_words() or o.word in _REASONS
    return told and o.word in _UNLESS_TIME


def _phrase(o: Opening) -> Verdict | None:
    """ "By contrast, the north …", "Since then the talks …" hang; "In addition, Norway …" goes on."""
    text = o.reading.doc.text[o.reading.doc.begins[o.first] : o.reading.doc.begins[o.first] + _PHRASE_ROOM]
    if _HANGING_PHRASE.match(text):
        return HANGS
    found = _JOINING_PHRASE.match(text)
    if found is None or o.reading.continues:
        return None
    doc, k = o.reading.doc, o.first
    while k < o.reading.stop and (doc.begins[k] < doc.begins[o.first] + found.end() or not doc.tokens[k][0].isalnum()):
        k += 1
    return HANGS if k >= o.reading.stop else Verdict(mild=1, goes_on=k)


def _reader(o: Opening) -> Verdict | None:
    """ "You have gathered a hundred states.": said to people of whom the sentence knows nothing."""
    return HANGS if o.word in _ADDRESSED else None


def _date(o: Opening) -> Verdict | None:
    """ "This week the parliament votes." """
    dated = o.word in {"this", "these"} and (o.noun in TIME_NOUNS or o.noun in time_words())
    return STANDS if dated or (o.word in {"this", "that"} and o.noun == "time") else None


def _example(o: Opening) -> Verdict | None:
    """ "Such as it is, the deal holds." """
    return STANDS if o.word == "such" and o.noun == "as" else None


def _defined(o: Opening) -> Verdict | None:
    """ "Those who fled to Norway found work." """
    if o.word not in {"those", "these"} or not o.second:
        return None
    low, k = o.reading.doc.low, o.first + 1
    participle = o.second.endswith("ing") and len(o.second) > 4
    said = o.second in _DEFINED_BY or participle or (o.second == "of" and "who" in low[k : k + 4])
    return STANDS if said else None


def _another(o: Opening) -> Verdict | None:
    """ "Another minister, Karl Stern, resigned." """
    if o.word != "another":
        return None
    reading = o.reading
    near = range(o.first + 1, min(reading.stop, o.first + _ANOTHER))
    named = any(reading.look.people.at(reading.doc.begins[j]) is not None for j in near)
    return Verdict(leans=1) if named else None


def _together(o: Opening) -> Verdict | None:
    """ "Both men left early.": shown when exactly so many people were named together."""
    if o.word not in {"both", "these", "those"}:
        return None
    reading, k = o.reading, o.first
    doc = reading.doc
    end = noun_chunks.phrase_end(doc, k + 1, reading.stop)
    if end <= k + 1 or doc.low[end - 1] not in _GROUPS:
        return None
    numbers = (noun_chunks.number_of(doc.low[j]) for j in range(k, end))
    entities = reading.look.several(k, noun_chunks.number_of(o.word) or max(numbers, default=0))
    if not entities or noun_chunks.is_described(doc, end, reading.stop):
        return None
    return Verdict(shown=Shown(end - 1, join(entities), tuple(entities)))


def _pair(o: Opening) -> Verdict | None:
    """ "Both Norway and Germany paid." """
    if o.word != "both" or not o.second:
        return None
    doc, k = o.reading.doc, o.first + 1
    joined = "and" in doc.low[k : min(o.reading.stop, k + _BOTH)]
    return STANDS if joined and (doc.tokens[k][0].isupper() or o.second == "the") else None


def _pointing(o: Opening) -> Verdict | None:
    """ "This surprised the envoy." """
    return HANGS if o.word in _POINTING else None


def _author(o: Opening) -> Verdict | None:
    """ "I [Adam Hale] signed an order." in a statement by Adam Hale."""
    return o.reading.author_says(o.first) if o.reading.in_first_person(o.first) else None


def _first_person(o: Opening) -> Verdict | None:
    """ "We will wait for the summit.": hangs unless the whole text says "we"."""
    if not o.reading.in_first_person(o.first):
        return None
    look = o.reading.look
    return HANGS if not look.personal else Verdict(mild=1 if look.transcript else 2)


def _quantity(o: Opening) -> Verdict | None:
    """ "Two were wounded.", "Some of them fled."; but "Three cables were cut." """
    if o.word not in _QUANTITIES:
        return None
    counted = o.word in _COUNTS and noun_chunks.plural(o.noun)
    behind = o.third if o.noun in _BETWEEN else o.noun
    bare = (noun_chunks.is_verb(behind) and not counted) or (o.noun == "of" and o.third in {"them", "those", "these"})
    return HANGS if bare else None


#: In their order; the first that says something decides.
RULES: tuple[Rule[Opening], ...] = (
    Rule("connective", _connective),
    Rule("connecting phrase", _phrase),
    Rule("said to somebody", _reader),
    Rule("date", _date),
    Rule("example", _example),
    Rule("those who", _defined),
    Rule("another, named", _another),
    Rule("both men", _together),
    Rule("both … and …", _pair),
    Rule("pointing word", _pointing),
    Rule("author’s I", _author),
    Rule("first person", _first_person),
    Rule("bare quantity", _quantity),
)
