"""The subject of a reporting verb: before it, over apposition, participle and coordination, or after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from summarizers import lexicon
from summarizers.lexicon import word_class
from summarizers.quotes.mentions import Cue
from summarizers.quotes.noun_phrases import BEFORE_VERB, NounPhrases, is_person_noun, reports
from summarizers.text.document import Document

_ADDRESSING = word_class("addressing_verb")
_OPENING_DETERMINERS = word_class("leading_article", "leading_possessor")
_BEARING = word_class("bearing_noun")
#: Verbs that give somebody else's words, those of remembering and hearing, and forms that may be passive.
_QUOTING, _RECALLING = word_class("quoting_verb"), word_class("recalling_verb")
_QUOTED_FORMS = frozenset(word for word in _QUOTING if word.endswith("ed"))
_PASSIVE = word_class("passive_auxiliary")
#: Prepositions whose object a participle behind it does not belong to.
_ADDRESSED = word_class("addressed_preposition")
_CITING = frozenset({"quoting", "citing"})
#: Marks that close an apposition.
_CLOSING = frozenset([",", "—", "–", "--", ")"])
_DASHES_OR_COMMA = frozenset(",—–")
#: Words before a verb whose subject is that of the main clause: "he agreed to say", "… and said".
_SHARED_SUBJECT = frozenset({"to", "and", "but"})
_RELATIVE = frozenset({"who", "which", "that"})
#: Words between a verb and the participle that goes on with it: "the paper wrote while noting".
_ADDED = word_class("added_participle")
#: How far, in tokens, the first verb of a sentence is looked for, and the noun it opens with.
_FIRST_VERB, _OPENING = 14, 4
#: How far, in tokens, "who" stands before the phrase that ends its clause, and "with" before a participle.
_RELATIVE_REACH, _BOUND_REACH = 10, 6
#: How far, in tokens, "quoted" stands before "as saying".
_QUOTING_REACH = 20


class Subjects(NounPhrases):
    """The mentions of one document and the subjects of its cues."""

    def __init__(self, doc: Document, masked: Sequence[bool]) -> None:
        super().__init__(doc, masked)
        #: By first token of a sentence: where its words begin.
        self._opens: dict[int, int] = {}
        #: The cues that have their subjects, in text order.
        self.attached: list[Cue] = []

    def attach(self, cue: Cue) -> None:
        """Find the subjects of the next cue in text order."""
        self.attached.append(self._with_subjects(cue))

    def _with_subjects(self, cue: Cue) -> Cue:
        doc, k = self.doc, cue.token
        if cue.kind == "noun":
            return cue
        if doc.low[k] == "according":
            return cue.between(-1, self.phrase_after(k + 2))
        if cue.passive and doc.low[k + 1 : k + 2] == ["by"]:
            return self._of_agent(cue)
        quoted = self._quoted(cue)
        if quoted >= 0:
            return replace(cue, left=quoted, relays=True)
        own = self._with_own_subject(cue)
        source = self._source_of(own) if not cue.participle and not cue.passive else -1
        return replace(own, left=source, right=-1, relays=True) if source >= 0 else own

    def _with_own_subject(self, cue: Cue) -> Cue:
        """A verb of speech with the phrase before or behind it."""
        doc, k = self.doc, cue.token
        left = self._subject_before(cue)
        after = k + 1
        if (left >= 0 or doc.low[k] in _ADDRESSING) and not self._follows_quote(k):
            return cue.between(left, -1)  # "Holm told the radio": what follows is who was told
        if after < len(doc.tokens) and doc.sentence_of[after] == doc.sentence_of[k]:
            return cue.between(left, self.phrase_after(after, inverted=True))
        return cue.between(left, -1)

    def _source_of(self, cue: Cue) -> int:
        """The person a medium gives the words of: "Quoting Holm, the radio said", "the radio said, citing Holm"; or -1."""
        doc, number = self.doc, max(cue.left, cue.right)
        if number < 0 or self.mentions[number].kind not in {"body", "nominal"}:
            return -1
        subject = self.mentions[number]
        floor = doc.first_token[doc.sentence_of[cue.token]]
        behind = max(cue.token, subject.last) + 1
        if behind < len(doc.tokens) and doc.tokens[behind] == ",":
            behind += 1
        for verb in (floor, behind):
            if verb + 1 >= len(doc.tokens) or doc.low[verb] not in _CITING or self.quoted[verb]:
                continue
            if doc.low[verb] == "citing" and is_person_noun(doc.low[subject.last]):
                continue  # "the ministry said, citing Holm": those are the ministry's words
            named = self.phrase_after(verb + 1)
            if named >= 0 and self.mentions[named].kind == "name" and self._closed(named):
                return named
        return -1

    def _closed(self, number: int) -> bool:
        """Whether a mark follows a mention, or the end."""
        after = self.mentions[number].last + 1
        return after >= len(self.doc.tokens) or not self.doc.tokens[after][0].isalnum()

    def _of_agent(self, cue: Cue) -> Cue:
        """A passive cue with its agent: "was told by the guard"; the one told speaks only where no agent stands."""
        agent = self.phrase_after(cue.token + 2)
        if agent < 0:
            return cue.between(self._subject_before(cue), -1)
        told = self.doc.low[cue.token] in _ADDRESSING
        finite = told and self._is_passive(cue.token, self.doc.first_token[self.doc.sentence_of[cue.token]])
        return replace(cue, left=-1, right=agent, passive=False, relays=finite)

    def _quoted(self, cue: Cue) -> int:
        """Whose words another verb gives: "quoted Holm as saying", "Holm was cited as saying", "recalled Holm telling him"; or -1."""
        doc, k = self.doc, cue.token
        floor = doc.first_token[doc.sentence_of[k]]
        form = lexicon.speech_verbs().get(doc.low[k])
        if k - 2 < floor or not (cue.participle or (form is not None and form.base)):
            return -1
        joint = k - 2 if doc.low[k - 1] == "having" else k - 1
        if doc.low[joint] != "as":
            return self._recalled(cue, floor)
        verb = self._quoting_before(joint, floor)
        if verb < 0:
            return -1
        if doc.low[verb] in _QUOTED_FORMS and self._is_passive(verb, floor):
            return self._subject_before(replace(cue, token=verb, participle=False))
        if verb == joint - 1:
            return -1  # "whom the radio quoted as saying"
        return (
            self.over_apposition(joint - 1, floor) if doc.tokens[joint - 1] == "," else self.ending_at(joint - 1, floor)
        )

    def _recalled(self, cue: Cue, floor: int) -> int:
        """Who says in "heard a guard shout", "recalled his father telling him", "with Holm adding"; or -1."""
        doc, k = self.doc, cue.token
        bound = self.name_at(k - 1)
        first = self.mentions[bound].first if bound >= 0 else self._determined(k - 1, floor)
        if first <= floor:
            return -1
        before = doc.low[first - 1]
        if before in _RECALLING:
            return bound if bound >= 0 else self.add_nominal(first, k - 1)
        return bound if before == "with" and cue.strong and cue.participle else -1

    def _quoting_before(self, k: int, floor: int) -> int:
        """The verb of quoting before token ``k`` of its sentence, outside quotes; or -1."""
        for j in range(k - 1, max(floor, k - _QUOTING_REACH) - 1, -1):
            if self.quoted[j]:
                return -1
            if self.doc.low[j] in _QUOTING:
                return j
        return -1

    def _is_passive(self, verb: int, floor: int) -> bool:
        """Whether a form of "to be" stands before a participle, over adverbs."""
        k = verb - 1
        while k >= floor and self.doc.low[k].endswith("ly"):
            k -= 1
        return k >= floor and self.doc.low[k] in _PASSIVE

    def _follows_quote(self, verb: int) -> bool:
        """Whether a verb follows a quote directly, so that its subject may come after it."""
        k = verb - 1
        while k >= 0 and not self.doc.tokens[k][0].isalnum():
            if self.quoted[k]:
                return True
            k -= 1
        return k >= 0 and self.quoted[k]

    def _subject_before(self, cue: Cue) -> int:
        """The subject of a cue: the noun phrase to its left, over apposition, participle and coordination; or -1."""
        doc = self.doc
        floor = doc.first_token[doc.sentence_of[cue.token]]
        if cue.participle:
            return self._subject_of_participle(cue.token, floor)
        k = self._over_auxiliaries(cue.token - 1, floor)
        if k < floor or self.quoted[k]:
            return -1
        word = doc.low[k]
        if word in _SHARED_SUBJECT:
            return self._main_subject(cue.token, floor)
        if word in _RELATIVE:
            behind_comma = k - 1 >= floor and doc.tokens[k - 1] == ","
            return self.antecedent(k - 2 if behind_comma else k - 1, floor)
        if doc.tokens[k] in _CLOSING:
            return self.over_apposition(k, floor)
        return self._over_relative(self.ending_at(k, floor), floor)

    def _over_relative(self, number: int, floor: int) -> int:
        """ "an official who spoke of the plan said": the official, where the phrase before the verb ends a clause with "who"."""
        doc = self.doc
        if number < 0 or self.mentions[number].kind == "pronoun":
            return number
        first = self.mentions[number].first
        if first > floor and doc.low[first - 1] == "who":
            return number  # "the man who Holm said was there"
        for k in range(first - 1, max(floor, first - _RELATIVE_REACH), -1):
            if self.quoted[k] or not doc.tokens[k][0].isalnum():
                return number
            if doc.low[k] == "who":
                found = self.antecedent(k - 1, floor)
                return found if found >= 0 else number
        return number

    def _over_auxiliaries(self, k: int, floor: int) -> int:
        """The last token up to ``k`` that is no auxiliary or adverb outside quotes."""
        doc = self.doc
        while (
            k >= floor
            and not self.quoted[k]
            and (doc.low[k] in BEFORE_VERB or (doc.low[k].endswith("ly") and doc.tokens[k].islower()))
        ):
            k -= 1
        return k

    def _subject_of_participle(self, verb: int, floor: int) -> int:
        """Who says in "with Holm warning of", "…, Holm said, adding" and "Holm left …, saying"; or -1."""
        bound = self.ending_with(verb - 1) if verb - 1 >= floor else -1
        if bound >= 0 and self.mentions[bound].kind in {"name", "nominal"}:
            joint = self._joint_before(self.mentions[bound].first, floor)
            # "a letter to Holm demanding": those are the words of the letter
            return bound if joint < 0 or self.doc.low[joint] not in _ADDRESSED else self._main_subject(verb, floor)
        if verb - 1 >= floor and self.doc.low[verb - 1] in _BEARING:
            first = self._determined(verb - 1, floor)  # "a sign saying"
            return self.add_nominal(first if first >= 0 else verb - 1, verb - 1)
        if self._bound_by_with(verb, floor):
            return self.ending_at(verb - 1, floor)  # "with one of her ads asking"
        reported = self._reported_just_before(verb)
        return reported if reported >= 0 else self._main_subject(verb, floor)

    def _bound_by_with(self, verb: int, floor: int) -> bool:
        """Whether "with" and a phrase of its own stand right before a participle."""
        doc = self.doc
        for k in range(verb - 1, max(floor, verb - _BOUND_REACH) - 1, -1):
            if self.quoted[k] or not doc.tokens[k][0].isalpha():
                return False
            if doc.low[k] == "with":
                return k < verb - 1
        return False

    def _reported_just_before(self, verb: int) -> int:
        """The subject of the strong cue that ends right before ", adding" or "and adding"; -1 without one."""
        doc = self.doc
        j = verb - 1
        while j >= 0 and verb - j < 4 and (doc.tokens[j] in _DASHES_OR_COMMA or doc.low[j] in _ADDED):
            j -= 1
        cue = next((c for c in reversed(self.attached) if c.token <= j), None)
        if cue is None or cue.token != j or not cue.strong or doc.sentence_of[j] != doc.sentence_of[verb]:
            return -1
        return cue.right if cue.right >= 0 else cue.left

    def _main_subject(self, verb: int, floor: int) -> int:
        """The subject of the main clause for "…, saying" and "… and said": the first mention not after a preposition."""
        opening = self._opening_phrase(floor, verb)
        if opening >= 0:
            return opening
        named = self._first_free_mention(verb, floor)
        return named if named >= 0 else self._before_first_verb(verb, floor)

    def _first_free_mention(self, verb: int, floor: int) -> int:
        """The first mention of the sentence that no preposition or possessive mark makes part of another phrase; or -1."""
        # tokens of the sentence that began no subject for the cue before begin none for this one, unless mentions were added
        for k in range(self.no_subject.get(floor, floor), verb):
            self.no_subject[floor] = k
            number = self.by_token.get(k, -1)
            if number < 0 or self.mentions[number].first != k or self.quoted[k]:
                continue
            mention = self.mentions[number]
            if mention.after_preposition or mention.possessive or self._modifies_capital(number, verb):
                continue
            return self.modified_by(number, verb, subject=True) if mention.kind == "name" else number
        return -1

    def _modifies_capital(self, number: int, verb: int) -> bool:
        """Whether a body stands before another capitalised word: "the Norland Coast Guard"."""
        mention = self.mentions[number]
        after = mention.last + 1
        return mention.kind == "body" and after < verb and self.doc.tokens[after][0].isupper()

    def _before_first_verb(self, verb: int, floor: int) -> int:
        """A nominal subject: the words from the sentence start to the first word like a verb; or -1."""
        for k in range(floor, min(verb, floor + _FIRST_VERB)):
            if self.quoted[k]:
                return -1
            if self.doc.low[k] in BEFORE_VERB or reports(self.doc.low[k]):
                return self.ending_at(k - 1, floor) if k > floor else -1
        return -1

    def _opening_phrase(self, floor: int, stop: int) -> int:
        """ "The spokesman refused …, adding", "Holm’s spokeswoman denied … and said": a sentence that opens with one; or -1."""
        doc = self.doc
        start = self._after_possessor(floor, stop)
        if start < 0:
            return -1
        for j in range(start, min(stop, start + _OPENING)):
            if self.quoted[j] or not doc.tokens[j][0].isalpha() or not doc.tokens[j].islower():
                return -1
            if not is_person_noun(doc.low[j]):
                continue
            after = j + 1
            if after in self.by_token or (after < stop and doc.tokens[after][0].isupper()):
                return -1
            if not (after < stop and self._goes_on(doc.low[after])):
                return self.ending_at(j, floor)
        return -1

    def _after_possessor(self, floor: int, stop: int) -> int:
        """Where the noun begins behind the article or the name’s possessive that opens a sentence; -1 without one."""
        doc = self.doc
        k = min(self._opens.get(floor, floor), stop)
        while k < stop and not doc.tokens[k][0].isalnum() and not self.quoted[k]:
            k += 1
        self._opens[floor] = k
        named = self.name_at(k)
        if named >= 0 and self.mentions[named].possessive:
            return self.mentions[named].last + 2
        return k + 1 if k < stop and doc.low[k] in _OPENING_DETERMINERS else -1

    @staticmethod
    def _goes_on(word: str) -> bool:
        """Whether a noun for people goes on with this word: "the ministry spokesman", "the head of"."""
        return lexicon.title_word(word) is not None or word in {"of", "for", "'s"}
