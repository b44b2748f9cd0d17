"""Whether a sentence stands on its own, and what has to be shown for it to stand.

A sentence hangs when its subject points back ("He", "They", "The secretaries", "Both men"), when it opens with a
connective ("Meanwhile", "But"), or when it is a piece of somebody's speech whose speaker stands elsewhere. What a
reference means is shown in brackets where it is certain; otherwise the sentence hangs, or leans where less depends on it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summarizers import lexicon
from summarizers.coreference.antecedents import LABEL, Antecedents
from summarizers.coreference.back_references import Scan, join, owner
from summarizers.coreference.references import TitleReference
from summarizers.lexicon import word_class
from summarizers.text import noun_chunks as w
from summarizers.text.document import Document
from summarizers.text.quoted_spans import QuotedSpan
from summarizers.text.walk import Walk

#: Most brackets one sentence may need; with more it is no reading.
MOST_BRACKETS = 2
#: Longest sentence that may be shown, in tokens: what is longer is a list or a page without full stops.
LONGEST = 300
#: Sentences of a transcript under this many words are greetings and turns ("Sorry, we are running late").
SHORTEST_SPOKEN = 12
_POINTS_BACK = re.compile(
    r"\b(?:as noted|as mentioned|the former|the latter|at the time|(?:was|were|is|are|been|held|went|arrived|live[sd]?) there)\b"
    r"|\b(?:had|has|have) then\b|\b(?:the same|the next|the following) (?:day|night|week|month|year)\b|\blater (?:in|on) the day\b",
    re.IGNORECASE,
)
#: What a page says of itself or of its own reporting.
_FURNITURE = re.compile(
    r"\bindependently (?:verif|confirm)|\b(?:did not|didn[’']t|has not|have not) (?:immediately )?(?:respond|return|repl)(?:y|ied|ed|s)?\b"
    r"|\bcontributed to this (?:report|story|article)|\b(?:views|opinions) expressed\b|\ball rights reserved\b|\bsign up (?:for|to)\b"
    r"|\bsubscribe (?:to|now)\b|\bclick here\b|\bread more\b|\bfollow (?:us|me|him|her|@)|\b(?:this|the) (?:article|story|piece|column) "
    r"(?:was|has been|is) (?:originally|first|adapted|updated|published|written|syndicated)",
    re.IGNORECASE,
)
#: Without one of these words none of a pattern's phrases is there: asked first, as patterns are slow.
_FURNITURE_WORDS = frozenset(
    "independently respond responded return returned reply replied contributed views opinions rights sign subscribe click read "
    "follow article story piece column".split()
)
_POINTS_BACK_WORDS = frozenset("noted mentioned former latter time there then same next following later".split())
_ALSO_WORDS = frozenset("also too however turn response well".split())
_ALSO = re.compile(r"\b(?:also|too|however|in turn|in response|as well)\b", re.IGNORECASE)
#: Words of a quote that open it pointing back.
_QUOTED_BACK = frozenset("this that these those it they he she him them and but so or yet because".split())
#: Numbers and quantities that open a sentence about what was told before.
_QUANTITIES = frozenset(
    "all both several some many most others none one two three four five half each few neither".split()
)
#: Those of them that may count a plural behind them: "Three cables were cut".
_COUNTS = frozenset("all several some many most two three four five few".split())
#: Words that make a phrase the only one of its kind.
_RANKING = frozenset({"first", "only", "most", "largest", "biggest", "last"})
#: Words behind a noun that begin to say which one is meant.
_DESCRIBING = frozenset("of for between against that who which where whose from to on in at with by behind".split())


@dataclass(frozen=True, slots=True)
class Standing:
    """How a sentence stands."""

    #: Whether it cannot be shown: it points back, and what to is not certain.
    hangs: bool
    #: How many lesser back-references it holds ("the deal").
    leans: int = 0
    #: How much else ties it to its neighbours or to somebody speaking: "But", "also", "we".
    mild: int = 0
    #: (offset in the article's text, words shown there in brackets), in text order.
    inserts: tuple[tuple[int, str], ...] = ()
    #: What makes it hang or lean, for tests and for reading errors.
    reason: str = ""
    #: Whether it opens by going on from another sentence ("But the bank …"): such a one never opens a summary.
    continues: bool = False

    @property
    def bracket_words(self) -> int:
        """Words its brackets hold."""
        return sum(len(words.split()) for _, words in self.inserts)

    def shown(self, text: str, start: int) -> str:
        """``text``, which begins at offset ``start`` of the article, with the brackets."""
        return bracketed(text, start, self.inserts)


def bracketed(text: str, start: int, inserts: Sequence[tuple[int, str]]) -> str:
    """``text``, which begins at offset ``start`` of the article, with the words of ``inserts`` in brackets."""
    for at, words in sorted(inserts, reverse=True):
        text = f"{text[: at - start]} [{words}]{text[at - start :]}"
    return text


def judge(look: Antecedents, number: int) -> Standing:
    """Judge sentence ``number``."""
    doc = look.doc
    sentence = doc.sentences[number]
    if _bare_speech(doc, look.spans_in(sentence.start, sentence.end), sentence.start, sentence.end):
        return Standing(True, reason="bare speech")
    text = doc.text[sentence.start : sentence.end]
    tokens = doc.sentence_tokens(number)
    if len(tokens) > LONGEST:
        return Standing(True, reason="endless")
    here = set(doc.low[tokens.start : tokens.stop])
    if LABEL.match(text) or (not here.isdisjoint(_FURNITURE_WORDS) and _FURNITURE.search(text)):
        return Standing(True, reason="furniture")
    if look.inside_quote(sentence.start):
        return Standing(True, reason="goes on with a quote")
    first = next((k for k in tokens if doc.tokens[k][0].isalnum()), None)
    if first is None:
        return Standing(True, reason="no words")
    if look.transcript and sum(doc.tokens[k][0].isalnum() for k in tokens) < SHORTEST_SPOKEN:
        return Standing(True, reason="small talk")
    if number == look.opening:
        return Standing(False)  # nothing stands before it
    if doc.text[sentence.end - 1] == ":":
        return Standing(True, reason="announces what follows")
    if _announced(doc, number):
        return Standing(True, reason="was announced")
    if text.rstrip("\"”’') ").endswith("?") and not look.quoted[first]:
        return Standing(True, reason="question")
    return _Reading(look, number, first).judge()


def _bare_speech(doc: Document, spans: Sequence[QuotedSpan], start: int, end: int) -> bool:
    """Whether nearly all of a sentence is quoted, with no reporting clause in it."""
    outside, position, inside = [], start, False
    for span in spans:
        if span.end <= start or span.start >= end:
            continue
        inside = True
        outside.append(doc.text[position : max(position, span.start)])
        position = max(position, span.end)
    outside.append(doc.text[position:end])
    return inside and len(re.findall(r"\w+", " ".join(outside))) < 2


def _announced(doc: Document, number: int) -> bool:
    """Whether a sentence is what the one before it announces: "The Senate resolves to: Observe a minute of silence."."""
    if number == 0 or doc.text[doc.sentences[number - 1].end - 1] != ":":
        return False
    return not doc.tokens[doc.first_token[number]][0].isalpha() or not any(
        doc.low[k] in word_class("auxiliary") or doc.low[k] in lexicon.person_verbs()
        for k in doc.sentence_tokens(number)
    )


class _Reading(Scan):
    """The whole pass: openings, titles, definite phrases."""

    __slots__ = ()

    def judge(self) -> Standing:
        """The verdict."""
        doc = self.look.doc
        tokens = doc.sentence_tokens(self.number)
        word = doc.low[self.first]
        if self.look.quoted[self.first]:
            if word in _QUOTED_BACK:
                self._mild("quote points back")
        elif self._opens_badly(word, tokens.stop):
            return Standing(True, reason=self.reason)
        walk = Walk(self.first, tokens.stop)
        for k in walk:
            if self.hangs:
                break
            if not self.look.quoted[k]:
                walk.to(self._step(k, tokens.stop))
        sentence = doc.sentences[self.number]
        text = doc.text[sentence.start : sentence.end]
        here = set(doc.low[tokens.start : tokens.stop])
        if not here.isdisjoint(_POINTS_BACK_WORDS) and _POINTS_BACK.search(text):
            self._lean("points back inside")
        if not here.isdisjoint(_ALSO_WORDS) and _ALSO.search(text[: max(60, len(text) // 2)]):
            self._mild("also")
        if len(self.inserts) > MOST_BRACKETS:
            return Standing(True, reason="too many brackets")
        inserts = () if self.hangs else tuple(self.inserts)
        return Standing(self.hangs, self.leans, self.mild, inserts, self.reason, self.continues)

    def _opens_badly(self, word: str, stop: int) -> bool:
        doc, k = self.look.doc, self.first
        following = doc.low[k + 1] if k + 1 < stop else ""
        after = doc.low[k + 2] if k + 2 < stop else ""
        if word in word_class("connective"):
            dated = following in {"this", "in", "on", "last"} or following in lexicon.time_words()
            if word in {"because", "although", "though"}:
                dated = True  # "Because of the storm, …" says its reason itself
            joined = following in {"of", "to"} and word in {"first", "second", "third", "further"}
            if not joined and not (dated and word in word_class("unless_time")):
                self.reason = "connective"
                return word not in word_class("joining") or self._goes_on(stop)
        if word in {"this", "these"} and following in {"past", "coming", "last", "next"}:
            following = after
        if word in {"this", "these"} and (following in word_class("time_noun") or following in lexicon.time_words()):
            return False
        if word == "such" and following == "as":
            return False
        if word in {"this", "that"} and following == "time":
            return False
        if word in {"those", "these"} and self._which(k + 1, stop):
            return False
        if word == "another" and any(self.look.people.at(doc.begins[j]) for j in range(k + 1, min(stop, k + 12))):
            self._lean("pointing word")
            return False
        if word in word_class("pointing"):
            if word in {"both", "these", "those"} and self._people_together(k, stop):
                return False
            if word == "both" and self._joined(k + 1, stop):
                return False
            self.reason = "pointing word"
            return True
        if word.split("'")[0] in word_class("first_person") and doc.tokens[k] != "US" and not self._author(k):
            self.reason = "first person"
            if not self.look.personal:
                return True
            self._mild("first person", 1 if self.look.transcript else 2)
        counted = w.plural(following) and word in _COUNTS
        if word in _QUANTITIES and (
            (w.is_verb(following) and not counted) or (following == "of" and after in {"them", "those", "these"})
        ):
            self.reason = "quantity"
            return True
        return False

    def _goes_on(self, stop: int) -> bool:
        """Leave the connective aside and judge what follows it as the opening."""
        doc = self.look.doc
        k = self.first + 1
        while k < stop and doc.tokens[k] == ",":
            k += 1
        if k >= stop or not doc.tokens[k][0].isalnum() or self.continues:
            return True
        self.continues = True
        self._mild("connective")
        self.first = k
        return not self.look.quoted[k] and self._opens_badly(doc.low[k], stop)

    def _joined(self, k: int, stop: int) -> bool:
        """Whether "both" opens a pair: "Both Clinton and Trump"."""
        doc = self.look.doc
        end = min(stop, k + 8)
        return "and" in doc.low[k:end] and (doc.tokens[k][0].isupper() or doc.low[k] == "the")

    def _which(self, k: int, stop: int) -> bool:
        """Whether "those" is said to be which: "those who fled", "those of us who", "those being moved"."""
        doc = self.look.doc
        if k >= stop:
            return False
        word = doc.low[k]
        return word in {"who", "whose", "with", "in", "from"} or (
            (word.endswith("ing") and len(word) > 4) or (word == "of" and "who" in doc.low[k : k + 4])
        )

    def _people_together(self, k: int, stop: int) -> bool:
        """ "Both men", "these two leaders": shown when exactly so many people were named together."""
        doc = self.look.doc
        end = w.phrase_end(doc, k + 1, stop)
        if end <= k + 1 or doc.low[end - 1] not in word_class("group"):
            return False
        count = w.number_of(doc.low[k]) or max((w.number_of(doc.low[j]) for j in range(k, end)), default=0)
        entities = self.look.several(k, count)
        if not entities or self._described(end, stop):
            return False
        self._show(end - 1, join([f.name for f in entities]), entities)
        return True

    # -- one token ----------------------------------------------------------------------------------------------------

    def _step(self, k: int, stop: int) -> int:
        """Judge what begins at token ``k``; the next token to look at."""
        doc = self.look.doc
        word = doc.low[k]
        named = self.look.people.at(doc.begins[k])
        if named is not None:
            self.told.append(named)
            return k + 1
        if word in w.PRONOUNS:
            self._pronoun(k, stop)
        elif word == "the":
            return self._definite(k, stop)
        elif word in {"this", "these", "those", "that"} and k > self.first:
            self._demonstrative(k, stop)
        elif word.split("'")[0] in word_class("first_person") and k > self.first and doc.tokens[k] != "US":
            if not self._author(k) and not self.look.transcript:
                self._mild("first person", 2)
        elif word in lexicon.word_class("time") or word[0].isdigit():
            return k + 1
        elif word == self._title_alone(k):
            reference = self.look.references.title_reference_at(doc.begins[k])
            if reference is not None:
                return self._title(k, reference, stop)
        return k + 1

    def _author(self, k: int) -> bool:
        """ "I" in a statement whose headline names its author: shown."""
        word = self.look.doc.low[k]
        author = self.look.author
        if author is None or word not in {"i", "my"}:
            return False
        if author not in self.told:
            self._show(k, owner(author.name) if word == "my" else author.name, [author])
        return True

    def _title_alone(self, k: int) -> str:
        """The token's word when a resolved plural title begins at it: "Secretaries …"."""
        reference = self.look.references.title_reference_at(self.look.doc.begins[k])
        return self.look.doc.low[k] if reference is not None and reference.start == self.look.doc.begins[k] else ""

    # -- definite phrases ---------------------------------------------------------------------------------------------

    def _demonstrative(self, k: int, stop: int) -> None:
        doc = self.look.doc
        following = doc.low[k + 1] if k + 1 < stop else ""
        if following in word_class("time_noun") or following in lexicon.time_words():
            return
        if doc.low[k] == "that":
            if following in word_class("event") and not w.plural(following):
                self._lean("points back inside", 2)
            return
        if doc.low[k] == "those" and (
            following in {"who", "whose", "with", "in", "of", "from"} or w.is_verb(following)
        ):
            return
        self._lean("points back inside", 2)

    def _definite(self, k: int, stop: int) -> int:
        """Judge "the …" at token ``k``; the token after it."""
        doc = self.look.doc
        reference = self.look.references.title_reference_at(doc.begins[k])
        if reference is not None:
            return self._title(k, reference, stop)
        first = k + 1
        end = w.phrase_end(doc, first, stop)
        if end <= first:
            return k + 1
        opening = self._opening(k)
        speaks = end < stop and doc.low[end] in lexicon.speech_verbs()
        subject = opening or speaks or self._after_introduction(k) or self._told(k)
        entity = self.look.called(first, end) if subject else None
        if entity is not None and not self._apposed(k, end, stop):
            if entity not in self.told:
                self._show(end - 1, entity.name, [entity])
            return end
        if not self._inside_name(k, end):
            if doc.low[end - 1] in word_class("group") and subject:
                count = max((w.number_of(doc.low[j]) for j in range(first, end)), default=0)
                entities = (
                    self.look.several(k, count) if count or doc.low[end - 1] in {"men", "women", "pair", "duo"} else ()
                )
                if entities and not self._described(end, stop):
                    self._show(end - 1, join([f.name for f in entities]), entities)
                    return end
            self._common(k, first, end, stop, opening=opening, subject=subject)
        return end

    def _told(self, k: int) -> bool:
        """Whether token ``k`` begins what somebody says: "Williams said the call …", "Officials say that the cases …"."""
        doc = self.look.doc
        before = k - 1
        if before > self.first and doc.low[before] == "that":
            before -= 1
        verb = lexicon.speech_verbs().get(doc.low[before]) if before > self.first else None
        return verb is not None and k - self.first <= 14

    def _title(self, k: int, reference: TitleReference, stop: int) -> int:
        """A title whose holder is known: shown unless the sentence has named the holder."""
        doc = self.look.doc
        last = k
        while last + 1 < stop and doc.begins[last + 1] < reference.end:
            last += 1
        entities = self.look.holders(reference)
        if last + 1 < stop and doc.low[last + 1] in {"from", "for", "who", "whose", "of"}:
            return last + 1  # "the senator from Texas"
        sentence = doc.sentences[self.number]
        around = [f for _, f in self.look.people.between(sentence.start, sentence.end)]
        if not entities:
            if self._opening(k):
                self._hang("definite phrase")
            else:
                self._lean("definite phrase")
        elif not all(f in self.told for f in entities) and not (len(entities) == 1 and entities[0] in around):
            self._show(last, join([f.name for f in entities]), entities)
        return last + 1

    def _inside_name(self, k: int, end: int) -> bool:
        """Whether a phrase holds a name, which says what is meant."""
        doc = self.look.doc
        for j in range(k + 1, end):
            aged = any(doc.low[x].endswith("year-old") for x in range(k + 1, end))
            if aged:
                return False
            if any(c.isupper() for c in doc.tokens[j]) or doc.kind(j) in {
                "country",
                "demonym",
                "organisation",
                "capital",
                "place",
            }:
                return True
        return False

    def _apposed(self, k: int, end: int, stop: int) -> bool:
        """Whether the phrase stands beside the name it explains: "Smith, the singer," or "the singer Smith"."""
        doc = self.look.doc
        if k >= 2 and doc.low[k - 1] == "," and self.look.people.at(doc.begins[k - 2]) is not None:
            return True
        return end < stop and (doc.low[end] == "'s" or self.look.people.at(doc.begins[end]) is not None)

    def _described(self, end: int, stop: int) -> bool:
        """Whether what follows a phrase says which one is meant: "of …", "that …", "who …"."""
        doc = self.look.doc
        if end >= stop:
            return False
        word = doc.low[end]
        if word in _DESCRIBING:
            rest = doc.low[end + 1 : end + 7]
            bare = word in {"on", "in", "at", "with", "to", "from", "by"} and not any(
                doc.tokens[j][0].isupper() or doc.tokens[j][0].isdigit() for j in range(end + 1, min(stop, end + 6))
            )
            return not bare and any(len(x) > 3 and x not in w.PRONOUNS for x in rest)
        if word == "'s":
            return False
        return False

    def _common(self, k: int, first: int, end: int, stop: int, *, opening: bool, subject: bool) -> None:
        """A definite phrase without a name: described, explained in brackets, or pointing back."""
        doc = self.look.doc
        head = end - 1
        noun = doc.low[head]
        vague = any(doc.low[j] in word_class("vague") for j in range(first, end))
        ranked = any(doc.low[j] in _RANKING or doc.low[j].endswith("est") for j in range(first, end))
        if self._described(end, stop) and not vague:
            return
        if ranked and not vague and end - first > 1:
            return
        tag = doc.tags[head]
        who = (
            noun in word_class("person_noun")
            or noun in word_class("group")
            or (tag is not None and tag.entry.kind == "title")
        )
        seen = any(self.look.seen_before(doc.low[j], k) for j in range(max(first, end - 2), end))
        event = noun in word_class("event")
        if not (seen or event or vague or who) and not subject:
            return
        if noun in word_class("unique"):
            if opening and seen:
                self._lean("definite phrase")
            return
        if self._owned_or_named_before(k, noun):
            return
        if opening and noun in word_class("sole_person"):
            unnamed = self.look.unnamed(self.first)
            if unnamed is not None and not (end < stop and doc.low[end] == "'s"):
                self._show(head, unnamed)
                self.somebody = True
                return
        named = self.look.institution(first, end) if len(self.inserts) < MOST_BRACKETS else None
        if named is not None:
            owned = end < stop and doc.low[end] == "'s"
            self._show(end if owned else head, owner(named) if owned else named)
            return
        meant = self.look.introduced(head) if not vague and len(self.inserts) < MOST_BRACKETS else None
        if meant is not None and (end >= stop or doc.low[end] != "'s"):
            self._show(head, meant)
            return
        if opening and end - first > 2 and not vague and not who:
            self._lean("definite phrase", 2)  # "the rush-hour train bombings" says which
        elif opening and (seen or event or who or vague):
            self._hang("definite phrase")
        elif opening:
            self._lean("definite phrase", 2)
        elif subject:
            self._lean("definite phrase", 2 if seen or who or event else 1)
        else:
            self._lean("definite phrase", 3 if vague else 2 if (who or event) and not seen else 1)

    def _owned_or_named_before(self, k: int, noun: str) -> bool:
        """Whether the sentence itself has spoken of the thing before."""
        doc = self.look.doc
        other = {noun, w.stem(noun), noun + "s"}
        return any(doc.low[j] in other for j in range(self.first, k))
