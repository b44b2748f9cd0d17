"""One pass over a sentence outside its quotes: what the rules have said so far, and what they ask of the words around a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from summarizers.coreference.antecedents import Antecedents
from summarizers.coreference.rules import STANDS, Rule, Shown, Verdict, View, decide, owner
from summarizers.lexicon import speech_verbs, word_class
from summarizers.people.entities import PersonEntity
from summarizers.text.document import Document
from summarizers.text.noun_chunks import PREPOSITIONS, SUBJECT_PRONOUNS, SUBORDINATORS

_INTRODUCING = PREPOSITIONS | SUBORDINATORS
FIRST_PERSON = word_class("first_person")
TIME_NOUNS = word_class("time_noun")
#: Longest introduction before a subject, and longest beginning before what somebody says, in tokens.
_INTRODUCTION, _SAYING = 16, 14


@dataclass
class Reading:
    """What has been read of a sentence."""

    #: The article, looked at from here.
    look: Antecedents
    #: Number of the sentence.
    number: int
    #: First token with a letter or figure, or the one the opening is judged from.
    first: int
    #: (offset in the article's text, words shown there in brackets).
    inserts: list[tuple[int, str]] = field(default_factory=list)
    #: People the sentence has named or a bracket names so far.
    told: list[PersonEntity] = field(default_factory=list)
    #: What the verdicts add up to.
    leans: int = 0
    mild: int = 0
    hangs: bool = False
    #: Names of the rules that decided, in text order.
    rules: list[str] = field(default_factory=list)
    #: Whether the sentence opens by going on from another.
    continues: bool = False
    #: Whether a bracket has named somebody who has no name.
    somebody: bool = False

    def __post_init__(self) -> None:
        #: The article's tokens, for each whether it is quoted, and one past the sentence's last.
        self.doc: Document = self.look.doc
        self.quoted = self.look.quoted
        self.stop = self.doc.first_token[self.number + 1]

    @cached_property
    def text(self) -> str:
        """The sentence as it stands."""
        sentence = self.doc.sentences[self.number]
        return self.doc.text[sentence.start : sentence.end]

    @cached_property
    def here(self) -> set[str]:
        """Its different tokens, lower case."""
        return set(self.doc.low[self.doc.first_token[self.number] : self.stop])

    def word(self, k: int) -> str:
        """The token at a place of the sentence, lower case; "" behind its end."""
        return self.doc.low[k] if k < self.stop else ""

    def apply(self, rule: str, verdict: Verdict) -> None:
        """Note what a rule of a name has said."""
        self.rules.append(rule)
        if verdict is STANDS:
            return
        if verdict.shown is not None:
            self._show(verdict.shown)
        if verdict.goes_on is not None:
            self.continues, self.first = True, verdict.goes_on
        self.leans += verdict.leans
        self.mild += verdict.mild
        self.hangs = self.hangs or verdict.hangs

    def ask(self, rules: Sequence[Rule[View]], view: View) -> None:
        """Note what the first rule that says something says."""
        found = decide(rules, view)
        if found is not None:
            self.apply(*found)

    def _show(self, shown: Shown) -> None:
        doc, k = self.doc, shown.token
        if doc.low[k] in SUBJECT_PRONOUNS and doc.low[k + 1 : k + 2] == ["'s"]:
            k += 1  # "He's [Trevor Noah] been": behind the contraction
        self.inserts.append((doc.ends[k], shown.words))
        self.told.extend(shown.entities)
        self.somebody = self.somebody or shown.unnamed

    # -- the place of a token -----------------------------------------------------------------------------------------

    def opens(self, k: int) -> bool:
        """Whether nothing but quotes and marks stands before token ``k``."""
        doc = self.doc
        return not any(not self.quoted[j] and doc.tokens[j][0].isalnum() for j in range(self.first, k))

    def after_introduction(self, k: int) -> bool:
        """Whether token ``k`` follows the comma of a short introduction: "Since March, the bank …"."""
        doc = self.doc
        if k <= self.first or doc.low[k - 1] != "," or k - self.first > _INTRODUCTION:
            return False
        return doc.low[self.first] in _INTRODUCING or doc.kind(self.first) == "month"

    def begins_speech(self, k: int) -> bool:
        """Whether token ``k`` begins what somebody says: "Williams said the call …", "Officials say that the cases …"."""
        doc = self.doc
        before = k - 1
        if before > self.first and doc.low[before] == "that":
            before -= 1
        return before > self.first and doc.low[before] in speech_verbs() and k - self.first <= _SAYING

    def author_says(self, k: int) -> Verdict | None:
        """ "I" and "my" at token ``k`` in a statement whose headline names its author: shown once."""
        word, author = self.doc.low[k], self.look.author
        if author is None or word not in {"i", "my"}:
            return None
        if author in self.told:
            return STANDS
        return Verdict(shown=Shown(k, owner(author.name) if word == "my" else author.name, (author,)))

    def in_first_person(self, k: int) -> bool:
        """Whether token ``k`` is "I", "we", "I'm" and the like, and not the country."""
        return self.doc.low[k].split("'")[0] in FIRST_PERSON and self.doc.tokens[k] != "US"
