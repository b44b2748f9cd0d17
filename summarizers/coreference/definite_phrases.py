"""Rules on "the …", titles alone, "this …" and "we" inside a sentence: described, known, shown in brackets, or pointing back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from summarizers.coreference.reading import TIME_NOUNS, Reading
from summarizers.coreference.references import TitleReference
from summarizers.coreference.rules import HANGS, STANDS, Rule, Shown, Verdict, join, owner
from summarizers.lexicon import speech_verbs, time_words, word_class
from summarizers.people.entities import PersonEntity
from summarizers.text import noun_chunks

_GROUPS = word_class("group")
_VAGUE = word_class("vague")
_EVENTS = word_class("event")
_UNIQUE = word_class("unique")
_PERSON_NOUNS = word_class("person_noun")
_SOLE_PERSONS = word_class("sole_person")
#: Words that make a phrase the only one of its kind.
_RANKING = word_class("ranking")
#: Words behind a title that say which holder is meant, and behind "those" that say which ones.
_TITLE_TAILS = word_class("title_tail")
_DEFINED_BY = word_class("defines_those") | {"of"}
#: Verbs of what "comes" after what was told, and what follows them; bodies; terms that documents give a capital.
_EVENT_VERBS, _COMING = word_class("event_verb"), word_class("coming_behind")
_INSTITUTIONS, _TERMS = word_class("institution"), word_class("defined_term")
_AUXILIARIES = word_class("auxiliary")
_BE, _THAN = frozenset({"is", "was"}), frozenset({"than"})
#: Groups that mean people named together without a number.
_PAIRS = word_class("named_group")
#: Kinds of gazetteer matches that say which one is meant.
_NAMED_KINDS = frozenset({"country", "demonym", "organisation", "capital", "place"})
#: Most brackets one sentence may need; with more it is no reading.
MOST_BRACKETS = 2


# -- titles alone -----------------------------------------------------------------------------------------------------


@dataclass
class TitleAlone:
    """ "the secretary", "Secretaries": a title whose holders the text names elsewhere."""

    #: The sentence.
    reading: Reading
    #: First and last token.
    k: int
    last: int
    #: The title and whom it may mean.
    reference: TitleReference

    @cached_property
    def holders(self) -> tuple[PersonEntity, ...]:
        """The people it means; none where somebody else stands nearer."""
        return self.reading.look.holders(self.reference)


def _further_said(t: TitleAlone) -> Verdict | None:
    """ "the senator from Texas" """
    return STANDS if t.reading.word(t.last + 1) in _TITLE_TAILS else None


def _no_sure_holder(t: TitleAlone) -> Verdict | None:
    """ "The prime minister" behind a sentence about somebody else."""
    if t.holders:
        return None
    return HANGS if t.reading.opens(t.k) else Verdict(leans=1)


def _holder_named(t: TitleAlone) -> Verdict | None:
    """ "Marlow, the foreign minister, left." """
    reading = t.reading
    if all(entity in reading.told for entity in t.holders):
        return STANDS
    sentence = reading.doc.sentences[reading.number]
    around = [entity for _, entity in reading.look.people.between(sentence.start, sentence.end)]
    return STANDS if len(t.holders) == 1 and t.holders[0] in around else None


def _holder_shown(t: TitleAlone) -> Verdict | None:
    """ "The secretaries [Adam Hale and Luke Orton] asked for help." """
    return Verdict(shown=Shown(t.last, join(t.holders), t.holders))


#: A title alone; the first rule that says something decides.
TITLE_RULES: tuple[Rule[TitleAlone], ...] = (
    Rule("title further said", _further_said),
    Rule("title without a sure holder", _no_sure_holder),
    Rule("title of somebody named", _holder_named),
    Rule("title shown", _holder_shown),
)


def judge_title(reading: Reading, k: int, reference: TitleReference) -> int:
    """Note what a title alone at token ``k`` ties a sentence to; the token behind it."""
    last, doc = k, reading.doc
    while last + 1 < reading.stop and doc.begins[last + 1] < reference.end:
        last += 1
    reading.ask(TITLE_RULES, TitleAlone(reading, k, last, reference))
    return last + 1


# -- the … ------------------------------------------------------------------------------------------------------------


@dataclass
class Definite:
    """A phrase that begins with "the" and is no title of somebody named."""

    #: The sentence.
    reading: Reading
    #: Token of "the", and one past the phrase's last.
    k: int
    end: int

    def __post_init__(self) -> None:
        self.doc = self.reading.doc
        #: First word behind "the", and the noun.
        self.first, self.head = self.k + 1, self.end - 1
        self.noun = self.doc.low[self.head]
        self.words = self.doc.low[self.first : self.end]
        #: Whether an owner's "'s" follows.
        self.owns = self.reading.word(self.end) == "'s"

    @cached_property
    def opens(self) -> bool:
        """Whether nothing stands before it."""
        return self.reading.opens(self.k)

    @cached_property
    def subject(self) -> bool:
        """Whether it opens the sentence or what somebody says, or speaks itself."""
        reading = self.reading
        speaks = reading.word(self.end) in speech_verbs()
        return self.opens or speaks or reading.after_introduction(self.k) or reading.begins_speech(self.k)

    @cached_property
    def vague(self) -> bool:
        """Whether a word makes it point back whatever follows: "the latter"."""
        return any(word in _VAGUE for word in self.words)

    @cached_property
    def who(self) -> bool:
        """Whether it means people."""
        return self.noun in _PERSON_NOUNS or self.noun in _GROUPS or self.doc.kind(self.head) == "title"

    @cached_property
    def seen(self) -> bool:
        """Whether one of its last two words stands in an earlier sentence."""
        look = self.reading.look
        return any(look.seen_before(self.doc.low[j], self.k) for j in range(max(self.first, self.end - 2), self.end))

    @property
    def event(self) -> bool:
        """Whether its noun is one for what has been told: "the attack"."""
        return self.noun in _EVENTS

    @cached_property
    def described(self) -> bool:
        """Whether what follows says which one is meant."""
        return noun_chunks.is_described(self.doc, self.end, self.reading.stop)

    @property
    def may_show(self) -> bool:
        """Whether the sentence has room for one more bracket."""
        return len(self.reading.inserts) < MOST_BRACKETS


def _called(d: Definite) -> Verdict | None:
    """ "The 52-year-old [Piers Nolan] joined the service."; not "the singer Smith"."""
    entity = d.reading.look.called(d.first, d.end) if d.subject else None
    if entity is None or _apposed(d):
        return None
    return STANDS if entity in d.reading.told else Verdict(shown=Shown(d.head, entity.name, (entity,)))


def _apposed(d: Definite) -> bool:
    """Whether it stands beside the name it explains: "Smith, the singer," or "the singer Smith"."""
    doc, people = d.doc, d.reading.look.people
    if d.k >= 2 and doc.low[d.k - 1] == "," and people.at(doc.begins[d.k - 2]) is not None:
        return True
    return d.end < d.reading.stop and (d.owns or people.at(doc.begins[d.end]) is not None)


def _defined_term(d: Definite) -> Verdict | None:
    """ "The Agreement [The Norway-Fiji Agreement on Fisheries] will …": a term of a document, with a capital."""
    if len(d.words) != 1 or d.noun not in _TERMS or not d.doc.tokens[d.head][0].isupper() or not d.may_show or d.owns:
        return None
    meant = None if d.described else d.reading.look.introduced(d.head, term=True)
    return None if meant is None else Verdict(shown=Shown(d.head, meant))


def _holds_name(d: Definite) -> Verdict | None:
    """ "the Oslo pact", "the German navy"; not "the 48-year-old German"."""
    doc = d.doc
    if any(word.endswith("year-old") for word in d.words):
        return None
    named = any(any(c.isupper() for c in doc.tokens[j]) or doc.kind(j) in _NAMED_KINDS for j in range(d.first, d.end))
    return STANDS if named else None


def _together(d: Definite) -> Verdict | None:
    """ "The two men [Adam Hale and Luke Orton] left." """
    if d.noun not in _GROUPS or not d.subject:
        return None
    count = max((noun_chunks.number_of(word) for word in d.words), default=0)
    entities = d.reading.look.several(d.k, count) if count or d.noun in _PAIRS else ()
    if not entities or d.described:
        return None
    return Verdict(shown=Shown(d.head, join(entities), tuple(entities)))


def _pair(d: Definite) -> Verdict | None:
    """ "The pair of veterans left.": whom it is said of stands before."""
    return HANGS if d.opens and d.noun in _PAIRS and not d.vague and d.described else None


def _described(d: Definite) -> Verdict | None:
    """ "the port of Beirut", "the men who fled"; not "directed the demand to Norway"."""
    given = d.event and d.reading.word(d.end) == "to" and not d.opens
    return STANDS if d.described and not d.vague and not given else None


def _comes(d: Definite) -> Verdict | None:
    """ "The report comes after the vote.": means all that was told."""
    if not d.opens or d.owns or d.reading.word(d.end) not in _EVENT_VERBS:
        return None
    return HANGS if d.reading.word(d.end + 1) in _COMING else None


def _ranked(d: Definite) -> Verdict | None:
    """ "the largest port" """
    ranked = any(word in _RANKING or word.endswith("est") for word in d.words)
    return STANDS if ranked and not d.vague and d.end - d.first > 1 else None


def _new_thing(d: Definite) -> Verdict | None:
    """ "Norway closed the harbour." where no harbour was spoken of; "the company" and "the body" are bodies told of."""
    if len(d.words) == 1 and d.noun in _INSTITUTIONS and d.noun not in _UNIQUE and not d.subject:
        return None
    return None if d.seen or d.event or d.vague or d.who or d.subject else STANDS


def _unique(d: Definite) -> Verdict | None:
    """ "The government resigned." leans where it has been spoken of, "the sky" does not."""
    if d.noun not in _UNIQUE:
        return None
    return Verdict(leans=1) if d.opens and d.seen else STANDS


def _told_before(d: Definite) -> Verdict | None:
    """ "A strike closed the port before the strike ended." """
    other = {d.noun, noun_chunks.stem(d.noun), d.noun + "s"}
    return STANDS if any(d.doc.low[j] in other for j in range(d.reading.first, d.k)) else None


def _unnamed_person(d: Definite) -> Verdict | None:
    """ "A Canadian tourist was killed. The victim [A Canadian tourist] was identified." """
    if not d.opens or d.noun not in _SOLE_PERSONS or d.owns:
        return None
    unnamed = d.reading.look.unnamed(d.reading.first)
    return None if unnamed is None else Verdict(shown=Shown(d.head, unnamed, unnamed=True))


def _institution(d: Definite) -> Verdict | None:
    """ "The organization [Amnesty International] fears …" """
    named = d.reading.look.institution(d.first, d.end) if d.may_show else None
    if named is None:
        return None
    return Verdict(shown=Shown(d.end, owner(named)) if d.owns else Shown(d.head, named))


def _introduced(d: Definite) -> Verdict | None:
    """ "The motion [a motion for the adjournment of the session] failed." """
    if d.vague or not d.may_show or d.owns:
        return None
    meant = d.reading.look.introduced(d.head)
    return None if meant is None else Verdict(shown=Shown(d.head, meant))


def _says_which(d: Definite) -> Verdict | None:
    """ "The rush-hour train bombings killed forty.": in two of three a reader asks which."""
    return Verdict(leans=2) if d.opens and len(d.words) > 1 + 1 and not d.vague and not d.who else None


def _points_back(d: Definite) -> Verdict | None:
    """ "The decision surprised nobody." """
    return HANGS if d.opens and (d.seen or d.event or d.who or d.vague) else None


def _opening_thing(d: Definite) -> Verdict | None:
    """ "The harbour was closed." where no harbour was spoken of: other words spoke of it."""
    return HANGS if d.opens else None


def _subject(d: Definite) -> Verdict | None:
    """ "Officials said the attack was planned." """
    if not d.subject:
        return None
    return Verdict(leans=2 if d.seen or d.who or d.event else 1)


def _inside(d: Definite) -> Verdict | None:
    """ "Norway condemned the attack." """
    if d.vague:
        return Verdict(leans=2 if "same" in d.words else 3)
    return Verdict(leans=2 if (d.who or d.event) and not d.seen else 1)


#: "the …"; the first rule that says something decides.
RULES: tuple[Rule[Definite], ...] = (
    Rule("called by age or calling", _called),
    Rule("defined term", _defined_term),
    Rule("holds a name", _holds_name),
    Rule("a pair at the head", _pair),
    Rule("the two, named together", _together),
    Rule("described", _described),
    Rule("only one of its kind", _ranked),
    Rule("new thing", _new_thing),
    Rule("known to everybody", _unique),
    Rule("told in the sentence", _told_before),
    Rule("the victim, without a name", _unnamed_person),
    Rule("body named before", _institution),
    Rule("comes after what was told", _comes),
    Rule("thing introduced before", _introduced),
    Rule("phrase that says which", _says_which),
    Rule("the thing at the head", _points_back),
    Rule("new thing at the head", _opening_thing),
    Rule("the thing as a subject", _subject),
    Rule("the thing further on", _inside),
)


def judge(reading: Reading, k: int) -> int:
    """Note what "the …" at token ``k`` ties a sentence to; the token behind it."""
    doc = reading.doc
    reference = reading.look.references.title_reference_at(doc.begins[k])
    if reference is not None:
        return judge_title(reading, k, reference)
    end = noun_chunks.phrase_end(doc, k + 1, reading.stop)
    if end <= k + 1:
        return k + 1
    reading.ask(RULES, Definite(reading, k, end))
    return end


# -- this …, we -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """A word inside a sentence."""

    #: The sentence.
    reading: Reading
    #: Its token, its word and the next one, lower case.
    k: int
    word: str
    following: str


def _date(p: Place) -> Verdict | None:
    """ "Norway votes this week." """
    return STANDS if p.following in TIME_NOUNS or p.following in time_words() else None


def _that(p: Place) -> Verdict | None:
    """ "Norway regrets that decision."; elsewhere "that" opens a clause."""
    if p.word != "that":
        return None
    if _stands_for_something(p):
        return HANGS
    return Verdict(leans=2) if p.following in _EVENTS and not noun_chunks.plural(p.following) else STANDS


def _stands_for_something(p: Place) -> bool:
    """Whether "that" is a thing: "more than that — 65 million —", "after that, …", "nobody can say that is fair"."""
    before = p.reading.word(p.k - 1) if p.k > p.reading.first else ""
    ends = not p.following or not p.following[0].isalnum()
    if before in _THAN or (before in noun_chunks.PREPOSITIONS and ends):
        return ends or p.following in _AUXILIARIES
    return p.following in _BE and before in speech_verbs()


def _defined(p: Place) -> Verdict | None:
    """ "Norway thanked those who stayed." """
    defined = p.word == "those" and (p.following in _DEFINED_BY or noun_chunks.is_verb(p.following))
    return STANDS if defined else None


def _demonstrative(_: Place) -> Verdict | None:
    """ "Norway rejects this." """
    return Verdict(leans=2)


#: "this", "these", "those" and "that" inside a sentence.
DEMONSTRATIVE_RULES: tuple[Rule[Place], ...] = (
    Rule("date inside", _date),
    Rule("that decision", _that),
    Rule("those who, inside", _defined),
    Rule("this inside", _demonstrative),
)


def _author(p: Place) -> Verdict | None:
    """ "Today, I [Adam Hale] signed an order." in a statement by Adam Hale."""
    return p.reading.author_says(p.k)


def _transcript(p: Place) -> Verdict | None:
    """In a transcript everybody says "we"."""
    return STANDS if p.reading.look.transcript else None


def _first_person(_: Place) -> Verdict | None:
    """ "Norway told us nothing." """
    return Verdict(mild=2)


#: "I", "we", "our" inside a sentence.
FIRST_PERSON_RULES: tuple[Rule[Place], ...] = (
    Rule("author’s I inside", _author),
    Rule("we in a transcript", _transcript),
    Rule("we inside", _first_person),
)


def judge_demonstrative(reading: Reading, k: int) -> None:
    """Note what "this …" or "that …" at token ``k`` ties a sentence to."""
    reading.ask(DEMONSTRATIVE_RULES, Place(reading, k, reading.doc.low[k], reading.word(k + 1)))


def judge_first_person(reading: Reading, k: int) -> None:
    """Note what "I" or "we" at token ``k`` ties a sentence to."""
    reading.ask(FIRST_PERSON_RULES, Place(reading, k, reading.doc.low[k], reading.word(k + 1)))
