"""The pronouns of a sentence: whether what they mean stands in it, is certain, or is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from summarizers import lexicon
from summarizers.coreference.antecedents import Antecedents
from summarizers.lexicon import idf as termweights
from summarizers.lexicon import word_class
from summarizers.people.entities import PersonEntity
from summarizers.text import noun_chunks as w

#: What ends a phrase without being a thing.
_NO_THINGS = frozenset(
    "rest start end moment meantime day days time times year years week month police people analysts".split()
)
#: Words by which "it is clear" says what is clear.
_TIES = frozenset("that to whether if how what who when why where for".split())
#: Verbs that say something of something else: "called it a step back".
_JUDGING = frozenset(
    "called condemned criticised criticized denounced described dismissed hailed praised rejected welcomed".split()
)

_BEING = frozenset("is 's was be been isn't wasn't are were".split())
#: Words between "it is" and what it is.
_DEGREES = frozenset("too so very more still now also just a lot bit much far less even only not yet".split())


@dataclass(slots=True)
class Scan:
    """One pass over a sentence outside its quotes: what was found so far, and its pronouns."""

    look: Antecedents
    number: int
    #: First token with a letter or person.
    first: int
    inserts: list[tuple[int, str]] = field(default_factory=list)
    #: People the sentence has named or a bracket names so far.
    told: list[PersonEntity] = field(default_factory=list)
    leans: int = 0
    mild: int = 0
    reason: str = ""
    hangs: bool = False
    #: Whether the sentence opens by going on from another.
    continues: bool = False
    #: Whether a bracket has named somebody who has no name.
    somebody: bool = False

    def _lean(self, reason: str, weight: int = 1) -> None:
        self.leans += weight
        self.reason = self.reason or reason

    def _mild(self, reason: str, weight: int = 1) -> None:
        self.mild += weight
        self.reason = self.reason or reason

    def _hang(self, reason: str) -> None:
        self.hangs = True
        self.reason = reason

    def _show(self, k: int, words: str, entities: Sequence[PersonEntity] = ()) -> None:
        doc = self.look.doc
        if doc.low[k] in w.SUBJECTS and doc.low[k + 1 : k + 2] == ["'s"]:
            k += 1  # "He's [Trevor Noah] been": behind the contraction
        self.inserts.append((doc.ends[k], words))
        self.told.extend(entities)
        self.reason = self.reason or "shown"

    def _opening(self, k: int) -> bool:
        """Whether nothing but an introduction stands before token ``k`` outside quotes."""
        doc = self.look.doc
        return not any(not self.look.quoted[j] and doc.tokens[j][0].isalnum() for j in range(self.first, k))

    def _after_introduction(self, k: int) -> bool:
        """Whether token ``k`` follows the comma of a short introduction: "Since March, the bank …"."""
        doc = self.look.doc
        if k <= self.first or doc.low[k - 1] != "," or k - self.first > 16:
            return False
        opener = doc.low[self.first]
        return opener in word_class("preposition") or opener in word_class("clause") or doc.kind(self.first) == "month"

    # -- pronouns -----------------------------------------------------------------------------------------------------

    def _pronoun(self, k: int, stop: int) -> None:
        doc = self.look.doc
        word = doc.low[k]
        kind = w.PRONOUNS[word]
        if kind == "n":
            self._thing(k, stop)
            return
        if kind in {"m", "f"}:
            if self._person_inside(k, kind) or self._named_after(k, stop):
                return
            if not self._opening(k) and self._unknown_name_before(k):
                return
            entity = self.look.person(k, kind)
            unnamed = self.look.unnamed(k) if entity is None and self._opening(k) else None
            if unnamed is not None:
                self._show(k, owner(unnamed) if word in w.POSSESSIVES else unnamed)
                self.somebody = True
                return
            if entity is None:
                if self._opening(k) or self._after_introduction(k) or self._nobody_before(k):
                    self._hang("unresolved pronoun")
                elif not self.look.flat:
                    self._lean("unresolved pronoun")
                return
            possessive = word in w.POSSESSIVES and not (word == "her" and self._object(k, stop))
            self._show(k, owner(entity.name) if possessive else entity.name, [entity])
            return
        if self._plural_inside(k) or self._named_after(k, stop):
            return
        if not self._opening(k) and word in {"them", "their"}:
            self._lean("unresolved pronoun", 2)
            return
        if not self._opening(k) and not self._after_introduction(k) and not self._nobody_before(k):
            self._lean("unresolved pronoun")
            return
        entities = self.look.several(k)
        meant = join([f.name for f in entities]) if entities else self.look.body(k, plural=True)
        if meant is None or (not self._opening(k) and not entities):
            self._hang("unresolved pronoun")
        else:
            self._show(k, owner(meant) if word == "their" else meant, entities)

    def _object(self, k: int, stop: int) -> bool:
        """Whether "her" is no possessive: nothing it could own follows."""
        doc = self.look.doc
        return k + 1 >= stop or w.ends_phrase(doc, k + 1, k + 1)

    def _person_inside(self, k: int, gender: str) -> bool:
        """Whether somebody before token ``k`` in the sentence may be meant."""
        doc = self.look.doc
        if self._beside(k):
            return False
        if self.somebody or any(f.gender in {None, gender} for f in self.told):
            return True
        for j in range(self.first, k):
            if self.look.quoted[j]:
                continue
            tag = doc.tags[j]
            if (doc.low[j] in word_class("person_noun") and not w.plural(doc.low[j])) or (
                tag is not None
                and tag.entry.kind == "title"
                and not tag.entry.plural
                and tag.entry.gender in {None, "", gender}
            ):
                return True
        return False

    def _unknown_name_before(self, k: int) -> bool:
        """Whether a capital before token ``k`` may be the name of somebody the people room does not know."""
        doc = self.look.doc
        for j in range(self.first, k):
            word = doc.low[j]
            if self.look.quoted[j] or not doc.tokens[j][0].isupper() or doc.tags[j] is not None or len(word) < 2:
                continue
            if self.look.people.at(doc.begins[j]) is not None or word in lexicon.time_words():
                continue
            if j == self.first and (lexicon.is_ordinary(word) or termweights.is_common(word) or word in w.PRONOUNS):
                continue
            return True
        return False

    def _nobody_before(self, k: int) -> bool:
        """Whether nothing before token ``k`` outside quotes can be a person, known as one or not."""
        doc = self.look.doc
        return not any(
            doc.low[j] in {"a", "an", "the"}
            or (doc.tokens[j][0].isupper() and doc.tags[j] is None and doc.low[j] not in w.PRONOUNS)
            for j in range(self.first, k)
            if not self.look.quoted[j] and doc.low[j] not in w.joints()
        )

    def _beside(self, k: int) -> bool:
        """Whether the people before token ``k`` are only those it did something with: "With Mr. Doval, he reviewed"."""
        doc = self.look.doc
        return doc.low[self.first] in {"with", "alongside", "like", "unlike"} and k > 0 and doc.low[k - 1] == ","

    def _named_after(self, k: int, stop: int) -> bool:
        """Whether the pronoun looks forward: "In his speech, Mr. Smith said"."""
        doc = self.look.doc
        if k - self.first > 12 or doc.low[self.first] in w.SUBJECTS or k == self.first:
            return False
        early = [doc.low[j] for j in range(self.first, k)]
        if not any(x in word_class("preposition") or x in word_class("clause") or x.endswith("ing") for x in early):
            return False
        comma = next((j for j in range(k + 1, min(stop, k + 24)) if doc.low[j] == ","), None)
        if comma is None:
            return False
        after = range(comma + 1, min(stop, comma + 8))
        if w.PRONOUNS[doc.low[k]] == "n":
            near = [j for j in after if j <= comma + 3]
            return any(doc.kind(j) in {"organisation", "country", "capital", "place"} for j in near)
        return any(self.look.people.at(doc.begins[j]) is not None for j in after)

    def _plural_inside(self, k: int) -> bool:
        doc = self.look.doc
        for j in range(self.first, k):
            if self.look.quoted[j]:
                continue
            many = w.plural(doc.low[j]) and not w.is_verb(doc.low[j])
            if many or doc.low[j] in word_class("collective") or doc.kind(j) in {"organisation", "country", "demonym"}:
                return True
        return len(self.told) > 1

    def _thing(self, k: int, stop: int) -> None:
        """ "it" and "its"."""
        doc = self.look.doc
        if doc.low[k] == "it" and (
            self._means_nothing(k, stop) or doc.low[k - 1] in {"make", "makes", "making", "made"}
        ):
            return
        if self._named_after(k, stop):
            return
        before = [j for j in range(self.first, k) if not self.look.quoted[j] and doc.tokens[j][0].isalnum()]
        participle = before and doc.low[k - 1] == "," and doc.low[self.first].endswith(("ed", "ing"))
        if any(self._could_be_it(j) for j in before) and not participle:
            if doc.low[k] == "it" and doc.low[k - 1] in _JUDGING and len(before) <= 6:
                self._hang("unresolved pronoun")
            return
        if not self._opening(k):
            if participle or self._after_introduction(k) or len(before) < 4:
                self._hang("unresolved pronoun")
            else:
                self._lean("unresolved pronoun")
            return
        event = k + 1 < stop and doc.low[k + 1] in {
            "comes",
            "came",
            "follows",
            "followed",
            "means",
            "meant",
            "happened",
        }
        meant = None if event else self.look.body(k, plural=False)
        if meant is None:
            self._hang("unresolved pronoun")
        else:
            self._show(k, owner(meant) if doc.low[k] == "its" else meant)

    def _could_be_it(self, j: int) -> bool:
        """Whether token ``j`` is, or opens, a singular thing an "it" may mean."""
        doc = self.look.doc
        if self.look.people.at(doc.begins[j]) is not None:
            return False
        kind = doc.kind(j)
        if kind in {"organisation", "country", "capital", "place"}:
            return True
        if doc.tokens[j][0].isupper() and j > self.first and kind not in {"title", "demonym", "month"}:
            return doc.low[j] not in lexicon.time_words()
        if doc.low[j] in {"a", "an", "the"} or (j == self.first and doc.low[j] not in word_class("clause")):
            first = j + 1 if doc.low[j] in {"a", "an", "the"} else j
            end = w.phrase_end(doc, first, doc.first_token[self.number + 1])
            return (
                end > first
                and not w.plural(doc.low[end - 1])
                and doc.kind(end - 1) != "title"
                and doc.low[end - 1] not in _NO_THINGS
            )
        return False

    def _means_nothing(self, k: int, stop: int) -> bool:
        """ "It is clear that", "It took years to", "when it comes to": an "it" without a meaning."""
        doc = self.look.doc
        j = k + 1
        while j < stop and (
            doc.low[j] in word_class("auxiliary") or doc.low[j] in {"'s", "not", "be", "been", "no", "longer"}
        ):
            j += 1
        being = any(x in _BEING for x in doc.low[k + 1 : j])
        if j >= stop:
            return False
        rest = doc.low[j + 1 : j + 14]
        if doc.low[j] in word_class("expletive_verb") and not being:
            if doc.low[j] in {"look", "looked", "looks", "sound", "sounded", "sounds"}:
                return rest[:1] == ["like"] or rest[:2] in (["as", "if"], ["as", "though"])
            return doc.low[j] not in {"comes", "came", "follows", "takes", "took"} or (
                "to" in rest[:1] if doc.low[j] in {"comes", "came"} else "to" in rest
            )
        if doc.low[j : j + 3] == ["used", "to", "be"]:
            j, being = j + 3, True
        if not being:
            return False
        while j < stop and (doc.low[j].endswith("ly") or doc.low[j] in _DEGREES):
            j += 1
        if j >= stop:
            return False
        if self._dates(j, stop) or self._cleft(j, stop):
            return True
        if doc.low[j].endswith("ed") and doc.low[j + 1 : j + 2] == ["that"]:
            return True
        if doc.low[j] not in word_class("expletive"):
            return False
        if doc.low[j] in {"believed", "thought", "understood", "claimed", "hoped", "said", "reported"}:
            return True
        return any(x in _TIES for x in doc.low[j + 1 : j + 6])

    def _dates(self, j: int, stop: int) -> bool:
        """ "It was March 11", "It has been years since", "It will be months before", "It is the first time the bank"."""
        doc = self.look.doc
        near = doc.low[j : min(stop, j + 8)]
        if near[:1] == ["the"] and near[2:3] == ["time"] and near[1] in {"first", "second", "third", "last", "only"}:
            return j + 3 < stop and near[3:4] != ["."]
        if doc.kind(j) == "month" or near[0] in lexicon.time_words():
            return True
        at = next((i for i, x in enumerate(near) if x in word_class("time_noun")), None)
        return at is not None and any(x in {"since", "before", "until"} for x in near[at + 1 :])

    def _cleft(self, j: int, stop: int) -> bool:
        """ "It was Smith who said": the clause says what "it" is."""
        doc = self.look.doc
        end = next((i for i in range(j, min(stop, j + 7)) if doc.low[i] == "who"), None)
        return end is not None and "," not in doc.low[j:end]


def owner(name: str) -> str:
    """The possessive of a name, as news style writes it."""
    return name + ("’" if name.endswith("s") else "’s")


def join(names: list[str]) -> str:
    """Names in a row: "A, B and C"."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
