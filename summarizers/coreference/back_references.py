"""Rules on the pronouns of a sentence: whether what they mean stands in it, is certain, or is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from summarizers.coreference.expletives import means_nothing
from summarizers.coreference.reading import Reading
from summarizers.coreference.rules import HANGS, STANDS, Rule, Shown, Verdict, join, owner
from summarizers.lexicon import idf, is_ordinary, time_words, word_class
from summarizers.text.document import Document
from summarizers.text.noun_chunks import (
    ARTICLES,
    JOINTS,
    POSSESSIVE_PRONOUNS,
    PREPOSITIONS,
    PRONOUNS,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    ends_phrase,
    is_verb,
    phrase_end,
    plural,
)

_OPENS_CLAUSE = PREPOSITIONS | SUBORDINATORS
_PERSON_NOUNS = word_class("person_noun")
_COLLECTIVES = word_class("collective")
#: What ends a phrase without being a thing.
_NO_THINGS = word_class("no_thing")
#: Verbs that say something of something else: "called it a step back", and those that make something so: "made it clear".
_JUDGING = word_class("judging_verb")
_MAKING = word_class("making_verb")
#: Verbs of an "it" that is all that was told before: "It comes as".
_EVENT_VERBS = word_class("event_verb")
#: Prepositions that set somebody beside the subject: "With Mr. Doval, he reviewed".
_BESIDE = word_class("accompanying")
#: Kinds of gazetteer matches: what "they" and what "it" may mean, and what is no thing.
_BODIES = frozenset({"organisation", "country", "demonym"})
_NAMED_KINDS = frozenset({"organisation", "country", "capital", "place"})
_NO_THING_KINDS = frozenset({"title", "demonym", "month"})
#: Tokens in which a name behind a pronoun is looked for: before the pronoun, up to the comma, behind the comma.
_EARLY, _COMMA, _BEHIND, _BODY_BEHIND = 12, 24, 8, 3


@dataclass
class Pronoun:
    """A pronoun of the third person."""

    #: The sentence.
    reading: Reading
    #: Its token.
    k: int
    #: Its word, lower case.
    word: str
    #: "m", "f", "p" (plural) or "n" (neuter).
    kind: str

    def __post_init__(self) -> None:
        #: The article's tokens.
        self.doc: Document = self.reading.doc

    @cached_property
    def opens(self) -> bool:
        """Whether nothing stands before it."""
        return self.reading.opens(self.k)

    @cached_property
    def leads(self) -> bool:
        """Whether nothing, only an introduction, or nothing that can be a person stands before it."""
        return self.opens or self.reading.after_introduction(self.k) or self._nobody_before()

    def _nobody_before(self) -> bool:
        doc, quoted = self.doc, self.reading.quoted
        return not any(
            doc.low[j] in ARTICLES
            or (doc.tokens[j][0].isupper() and doc.tags[j] is None and doc.low[j] not in PRONOUNS)
            for j in range(self.reading.first, self.k)
            if not quoted[j] and doc.low[j] not in JOINTS
        )

    def before(self) -> list[int]:
        """Words before it outside quotes."""
        doc, quoted = self.doc, self.reading.quoted
        return [j for j in range(self.reading.first, self.k) if not quoted[j] and doc.tokens[j][0].isalnum()]

    def participle(self) -> bool:
        """Whether it follows a phrase like "Asked in Oslo," or "Sitting there,"."""
        doc, first = self.doc, self.reading.first
        return self.k > first and doc.low[self.k - 1] == "," and doc.low[first].endswith(("ed", "ing"))

    def show(self, words: str, *, possessive: bool, **more: object) -> Verdict:
        """The words in brackets behind it, as an owner's where it is one."""
        return Verdict(shown=Shown(self.k, owner(words) if possessive else words, **more))  # type: ignore[arg-type]


# -- all pronouns -----------------------------------------------------------------------------------------------------


def _named_after(p: Pronoun) -> Verdict | None:
    """ "In his speech, Mr. Smith promised help." """
    doc, first, k = p.doc, p.reading.first, p.k
    if k - first > _EARLY or doc.low[first] in SUBJECT_PRONOUNS or k == first:
        return None
    if not any(x in _OPENS_CLAUSE or x.endswith("ing") for x in doc.low[first:k]):
        return None
    comma = next((j for j in range(k + 1, min(p.reading.stop, k + _COMMA)) if doc.low[j] == ","), None)
    if comma is None:
        return None
    after = range(comma + 1, min(p.reading.stop, comma + _BEHIND))
    if p.kind == "n":
        named = any(doc.kind(j) in _NAMED_KINDS for j in after if j <= comma + _BODY_BEHIND)
    else:
        named = any(p.reading.look.people.at(doc.begins[j]) is not None for j in after)
    return STANDS if named else None


# -- he, she ----------------------------------------------------------------------------------------------------------


def _somebody_inside(p: Pronoun) -> Verdict | None:
    """ "Marlow said she would go.", "A man said he fled." """
    doc, reading = p.doc, p.reading
    if doc.low[reading.first] in _BESIDE and p.k > 0 and doc.low[p.k - 1] == ",":
        return None
    if reading.somebody or any(entity.gender in {None, p.kind} for entity in reading.told):
        return STANDS
    inside = (j for j in range(reading.first, p.k) if not reading.quoted[j])
    return STANDS if any(_may_be_person(doc, j, p.kind) for j in inside) else None


def _may_be_person(doc: Document, j: int, gender: str) -> bool:
    """Whether token ``j`` is one person without a name, of a gender or of any."""
    if doc.low[j] in _PERSON_NOUNS and not plural(doc.low[j]):
        return True
    tag = doc.tags[j]
    if tag is None or tag.entry.kind != "title" or tag.entry.plural:
        return False
    return tag.entry.gender in {None, "", gender}


def _unknown_name(p: Pronoun) -> Verdict | None:
    """ "Zorblat said he won.": a capital may be the name of somebody the people stage does not know."""
    if p.opens:
        return None
    inside = (j for j in range(p.reading.first, p.k) if not p.reading.quoted[j])
    return STANDS if any(_may_be_name(p, j) for j in inside) else None


def _may_be_name(p: Pronoun, j: int) -> bool:
    doc, word = p.doc, p.doc.low[j]
    if not doc.tokens[j][0].isupper() or doc.tags[j] is not None or len(word) < 2:
        return False
    if p.reading.look.people.at(doc.begins[j]) is not None or word in time_words():
        return False
    return j != p.reading.first or not (is_ordinary(word) or idf.is_common(word) or word in PRONOUNS or plural(word))


def _certain_person(p: Pronoun) -> Verdict | None:
    """ "She [Elena Marlow] met three bankers." """
    entity = p.reading.look.person(p.k, p.kind)
    if entity is None:
        return None
    doc, k = p.doc, p.k
    is_object = p.word == "her" and (k + 1 >= p.reading.stop or ends_phrase(doc, k + 1, k + 1))
    possessive = p.word in POSSESSIVE_PRONOUNS and not is_object
    return p.show(entity.name, possessive=possessive, entities=(entity,))


def _unnamed_person(p: Pronoun) -> Verdict | None:
    """ "A gunman fired. He [A gunman] was arrested." """
    unnamed = p.reading.look.unnamed(p.k) if p.opens else None
    if unnamed is None:
        return None
    return p.show(unnamed, possessive=p.word in POSSESSIVE_PRONOUNS, unnamed=True)


def _leading_person(p: Pronoun) -> Verdict | None:
    """ "He declined to comment." """
    return HANGS if p.leads else None


def _later_person(p: Pronoun) -> Verdict | None:
    """ "The bank paid him.": leans, but in a text without capitals, where no name can be seen."""
    return STANDS if p.reading.look.flat else Verdict(leans=1)


#: "he", "she" and their forms.
PERSON_RULES: tuple[Rule[Pronoun], ...] = (
    Rule("somebody in the sentence", _somebody_inside),
    Rule("named behind", _named_after),
    Rule("unknown name before", _unknown_name),
    Rule("one certain person", _certain_person),
    Rule("person without a name", _unnamed_person),
    Rule("he at the head", _leading_person),
    Rule("he further on", _later_person),
)


# -- they -------------------------------------------------------------------------------------------------------------


def _several_inside(p: Pronoun) -> Verdict | None:
    """ "The miners said they would strike.", "Norway said they …" """
    doc, reading = p.doc, p.reading
    for j in range(reading.first, p.k):
        if reading.quoted[j]:
            continue
        many = plural(doc.low[j]) and not is_verb(doc.low[j])
        if many or doc.low[j] in _COLLECTIVES or doc.kind(j) in _BODIES:
            return STANDS
    return STANDS if len(reading.told) > 1 else None


def _their_further_on(p: Pronoun) -> Verdict | None:
    """ "The envoy praised their patience." """
    return Verdict(leans=2) if p.word in {"them", "their"} and not p.opens else None


def _they_further_on(p: Pronoun) -> Verdict | None:
    """ "The envoy said they had left." """
    return None if p.leads else Verdict(leans=1)


def _people_together(p: Pronoun) -> Verdict | None:
    """ "They [Adam Hale and Luke Orton] asked for help." """
    entities = p.reading.look.several(p.k)
    return p.show(join(entities), possessive=p.word == "their", entities=tuple(entities)) if entities else None


def _several_without_names(p: Pronoun) -> Verdict | None:
    """ "The two hikers fled. They [The two hikers] were found." """
    meant = p.reading.look.body(p.k, plural=True) if p.opens else None
    return p.show(meant, possessive=p.word == "their") if meant is not None else None


def _hangs(_: Pronoun) -> Verdict | None:
    """ "They left on Monday.", "It has doors of glass." behind nothing they can mean."""
    return HANGS


#: "they", "them", "their".
PLURAL_RULES: tuple[Rule[Pronoun], ...] = (
    Rule("several in the sentence", _several_inside),
    Rule("named behind", _named_after),
    Rule("their further on", _their_further_on),
    Rule("they further on", _they_further_on),
    Rule("people named together", _people_together),
    Rule("several without names", _several_without_names),
    Rule("they at the head", _hangs),
)


# -- it ---------------------------------------------------------------------------------------------------------------


def _empty_it(p: Pronoun) -> Verdict | None:
    """ "It is clear that the talks go on.", "The vote made it clear." """
    if p.word != "it":
        return None
    return STANDS if means_nothing(p.doc, p.k, p.reading.stop) or p.doc.low[p.k - 1] in _MAKING else None


def _thing_inside(p: Pronoun) -> Verdict | None:
    """ "The bank said it would pay."; but "Critics called it a step back." hangs."""
    before = p.before()
    if p.participle() or not any(_could_be_it(p, j) for j in before):
        return None
    judged = p.word == "it" and p.doc.low[p.k - 1] in _JUDGING and len(before) <= 6
    return HANGS if judged else STANDS


def _could_be_it(p: Pronoun, j: int) -> bool:
    """Whether token ``j`` is, or opens, a singular thing an "it" may mean."""
    doc, first = p.doc, p.reading.first
    if p.reading.look.people.at(doc.begins[j]) is not None:
        return False
    kind = doc.kind(j)
    if kind in _NAMED_KINDS:
        return True
    if doc.tokens[j][0].isupper() and j > first and kind not in _NO_THING_KINDS:
        return doc.low[j] not in time_words()
    if doc.low[j] in ARTICLES or (j == first and doc.low[j] not in SUBORDINATORS):
        return _opens_thing(doc, j + 1 if doc.low[j] in ARTICLES else j, p.reading.stop)
    return False


def _opens_thing(doc: Document, first: int, stop: int) -> bool:
    """Whether the noun phrase whose first word is token ``first`` is one thing."""
    end = phrase_end(doc, first, stop)
    if end <= first or plural(doc.low[end - 1]):
        return False
    return doc.kind(end - 1) != "title" and doc.low[end - 1] not in _NO_THINGS


def _early_it(p: Pronoun) -> Verdict | None:
    """ "Since March, it has fallen.": hangs where hardly anything stands before it."""
    if p.opens:
        return None
    close = p.participle() or p.reading.after_introduction(p.k) or len(p.before()) < 4
    return HANGS if close else None


def _it_further_on(p: Pronoun) -> Verdict | None:
    """ "Miners in three towns said it was late." """
    return None if p.opens else Verdict(leans=1)


def _event(p: Pronoun) -> Verdict | None:
    """ "It comes a day after the vote.": means all that was told."""
    return HANGS if p.reading.word(p.k + 1) in _EVENT_VERBS else None


def _certain_body(p: Pronoun) -> Verdict | None:
    """ "It [The European Commission] wants the law repealed." """
    meant = p.reading.look.body(p.k, plural=False)
    return p.show(meant, possessive=p.word == "its") if meant is not None else None


#: "it", "its".
THING_RULES: tuple[Rule[Pronoun], ...] = (
    Rule("it without a meaning", _empty_it),
    Rule("named behind", _named_after),
    Rule("thing in the sentence", _thing_inside),
    Rule("it near the head", _early_it),
    Rule("it further on", _it_further_on),
    Rule("it for all that happened", _event),
    Rule("one certain body", _certain_body),
    Rule("it at the head", _hangs),
)

#: Rules by kind of pronoun; in each the first that says something decides.
RULES: Mapping[str, tuple[Rule[Pronoun], ...]] = {
    "m": PERSON_RULES,
    "f": PERSON_RULES,
    "p": PLURAL_RULES,
    "n": THING_RULES,
}


def judge(reading: Reading, k: int) -> None:
    """Note what the pronoun at token ``k`` ties a sentence to."""
    word = reading.doc.low[k]
    kind = PRONOUNS[word]
    reading.ask(RULES[kind], Pronoun(reading, k, word, kind))
