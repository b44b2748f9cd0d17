"""Whether a sentence stands on its own, and what has to be shown for it to stand.

A sentence hangs when its subject points back ("He", "They", "The secretaries", "Both men"), when it opens with a
connective ("Meanwhile", "But"), or when it is a piece of somebody's speech whose speaker stands elsewhere. What a
reference means is shown in brackets where it is certain; otherwise the sentence hangs, or leans where less depends on it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from summarizers import lexicon, termweights
from summarizers.document import Document
from summarizers.people import Figure
from summarizers.quotes.spans import QuotedSpan
from summarizers.references import TitleReference
from summarizers.summary import words as w
from summarizers.summary.antecedents import Antecedents

#: Most brackets one sentence may need; with more it is no reading.
MOST_BRACKETS = 2
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
#: A label of who speaks, or of a question, in a transcript.
_LABEL = re.compile(r"(?:[A-Z][A-Z.’' -]{2,30}:|Q:?\s)")
_ALSO = re.compile(r"\b(?:also|too|however|in turn|in response|as well)\b", re.IGNORECASE)
#: Words of a quote that open it pointing back.
_QUOTED_BACK = frozenset("this that these those it they he she him them and but so or yet because".split())
#: Numbers and quantities that open a sentence about what was told before.
_QUANTITIES = frozenset("all both several some many most others none one two three four five half each few neither".split())
#: Words behind a noun that begin to say which one is meant.
_DESCRIBING = frozenset("of for between against that who which where whose from to on in at with by behind".split())
#: What ends a phrase without being a thing.
_NO_THINGS = frozenset("day days time times year years week month police people analysts".split())
#: Verbs that say something of something else: "called it a step back".
_JUDGING = frozenset("called condemned criticised criticized denounced described dismissed hailed praised rejected welcomed".split())


@dataclass(frozen=True, slots=True)
class Standing:
    """How a sentence stands."""

    #: Whether it cannot be shown: it points back, and what to is not certain.
    hangs: bool
    #: How many lesser back-references it holds ("also", "the deal").
    leans: int = 0
    #: (offset in the article's text, words shown there in brackets), in text order.
    inserts: tuple[tuple[int, str], ...] = ()
    #: What makes it hang or lean, for tests and for reading errors.
    reason: str = ""

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
    doc, spans = look.doc, look.spans
    sentence = doc.sentences[number]
    if _bare_speech(doc, spans, sentence.start, sentence.end):
        return Standing(True, reason="bare speech")
    text = doc.text[sentence.start : sentence.end]
    if _FURNITURE.search(text) or _LABEL.match(text):
        return Standing(True, reason="furniture")
    if any(s.start < sentence.start < s.end for s in spans):
        return Standing(True, reason="goes on with a quote")
    tokens = doc.sentence_tokens(number)
    first = next((k for k in tokens if doc.tokens[k][0].isalnum()), None)
    if first is None:
        return Standing(True, reason="no words")
    if number == look.opening:
        return Standing(False)  # nothing stands before it
    if doc.text[sentence.end - 1] == ":":
        return Standing(True, reason="announces what follows")
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


@dataclass(slots=True)
class _Reading:
    """One pass over a sentence outside its quotes."""

    look: Antecedents
    number: int
    #: First token with a letter or figure.
    first: int
    inserts: list[tuple[int, str]] = field(default_factory=list)
    #: People the sentence has named or a bracket names so far.
    told: list[Figure] = field(default_factory=list)
    leans: int = 0
    reason: str = ""
    hangs: bool = False
    #: Whether a bracket has named somebody who has no name.
    somebody: bool = False

    def judge(self) -> Standing:
        """The verdict."""
        doc = self.look.doc
        tokens = doc.sentence_tokens(self.number)
        word = doc.low[self.first]
        if self.look.quoted[self.first]:
            if word in _QUOTED_BACK:
                self._lean("quote points back")
        elif self._opens_badly(word, tokens.stop):
            return Standing(True, reason=self.reason)
        k = self.first
        while k < tokens.stop and not self.hangs:
            k = self._step(k, tokens.stop) if not self.look.quoted[k] else k + 1
        sentence = doc.sentences[self.number]
        text = doc.text[sentence.start : sentence.end]
        if _POINTS_BACK.search(text):
            self._lean("points back inside")
        if _ALSO.search(text[: max(60, len(text) // 2)]):
            self._lean("also")
        if len(self.inserts) > MOST_BRACKETS:
            return Standing(True, reason="too many brackets")
        return Standing(self.hangs, self.leans, () if self.hangs else tuple(self.inserts), self.reason)

    def _lean(self, reason: str, weight: int = 1) -> None:
        self.leans += weight
        self.reason = self.reason or reason

    def _hang(self, reason: str) -> None:
        self.hangs = True
        self.reason = reason

    def _opens_badly(self, word: str, stop: int) -> bool:
        doc, k = self.look.doc, self.first
        following = doc.low[k + 1] if k + 1 < stop else ""
        after = doc.low[k + 2] if k + 2 < stop else ""
        if word in w.word_class("connective"):
            dated = following in {"this", "in", "on", "last"} or following in lexicon.time_words()
            if word not in w.word_class("unless_time") or not (dated or word in {"because", "although", "though"}):
                if not (following in {"of", "to"} and word in {"because", "first", "second", "third", "further"}):
                    self.reason = "connective"
                    return True
        if word in {"this", "these"} and following in {"past", "coming", "last", "next"}:
            following = after
        if word in {"this", "these"} and (following in w.word_class("time_noun") or following in lexicon.time_words()):
            return False
        if word == "such" and following == "as":
            return False
        if word == "another" and any(self.look.cast.at(doc.begins[j]) for j in range(k + 1, min(stop, k + 12))):
            self._lean("pointing word")
            return False
        if word in w.word_class("pointing"):
            if word in {"both", "these", "those"} and self._people_together(k, stop):
                return False
            if word == "both" and self._joined(k + 1, stop):
                return False
            self.reason = "pointing word"
            return True
        if word.split("'")[0] in w.word_class("first_person") and doc.tokens[k] != "US" and not self._author(k):
            self.reason = "first person"
            if not self.look.transcript:
                return True
            self._lean("first person")
        if word in _QUANTITIES and (w.is_verb(following) or (following == "of" and after in {"them", "those", "these"})):
            self.reason = "quantity"
            return True
        return False

    def _joined(self, k: int, stop: int) -> bool:
        """Whether "both" opens a pair: "Both Clinton and Trump"."""
        doc = self.look.doc
        end = min(stop, k + 8)
        return "and" in doc.low[k:end] and (doc.tokens[k][0].isupper() or doc.low[k] == "the")

    def _people_together(self, k: int, stop: int) -> bool:
        """ "Both men", "these two leaders": shown when exactly so many people were named together."""
        doc = self.look.doc
        end = w.phrase_end(doc, k + 1, stop)
        if end <= k + 1 or doc.low[end - 1] not in w.word_class("group"):
            return False
        count = w.number_of(doc.low[k]) or max((w.number_of(doc.low[j]) for j in range(k, end)), default=0)
        figures = self.look.several(k, count)
        if not figures or self._described(end, stop):
            return False
        self._show(end - 1, _join([f.name for f in figures]), figures)
        return True

    def _show(self, k: int, words: str, figures: Sequence[Figure] = ()) -> None:
        self.inserts.append((self.look.doc.ends[k], words))
        self.told.extend(figures)
        self.reason = self.reason or "shown"

    # -- one token ----------------------------------------------------------------------------------------------------

    def _step(self, k: int, stop: int) -> int:
        """Judge what begins at token ``k``; the next token to look at."""
        doc = self.look.doc
        word = doc.low[k]
        named = self.look.cast.at(doc.begins[k])
        if named is not None:
            self.told.append(named)
            return k + 1
        if word in w.PRONOUNS:
            self._pronoun(k, stop)
        elif word == "the":
            return self._definite(k, stop)
        elif word in {"this", "these", "those", "that"} and k > self.first:
            self._demonstrative(k, stop)
        elif word.split("'")[0] in w.word_class("first_person") and k > self.first and doc.tokens[k] != "US":
            if not self._author(k) and not self.look.transcript:
                self._lean("first person", 2)
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
            self._show(k, _owner(author.name) if word == "my" else author.name, [author])
        return True

    def _title_alone(self, k: int) -> str:
        """The token's word when a resolved plural title begins at it: "Secretaries …"."""
        reference = self.look.references.title_reference_at(self.look.doc.begins[k])
        return self.look.doc.low[k] if reference is not None and reference.start == self.look.doc.begins[k] else ""

    def _opening(self, k: int) -> bool:
        """Whether nothing but an introduction stands before token ``k`` outside quotes."""
        doc = self.look.doc
        outside = [j for j in range(self.first, k) if not self.look.quoted[j] and doc.tokens[j][0].isalnum()]
        return not outside

    def _after_introduction(self, k: int) -> bool:
        """Whether token ``k`` follows the comma of a short introduction: "Since March, the bank …"."""
        doc = self.look.doc
        if k <= self.first or doc.low[k - 1] != "," or k - self.first > 16:
            return False
        opener = doc.low[self.first]
        return opener in w.word_class("preposition") or opener in w.word_class("clause") or doc.kind(self.first) == "month"

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
            figure = self.look.person(k, kind)
            unnamed = self.look.unnamed(k) if figure is None and self._opening(k) else None
            if unnamed is not None:
                self._show(k, _owner(unnamed) if word in w.POSSESSIVES else unnamed)
                self.somebody = True
                return
            if figure is None:
                if self._opening(k) or self._after_introduction(k) or self._nobody_before(k):
                    self._hang("unresolved pronoun")
                elif not self.look.flat:
                    self._lean("unresolved pronoun")
                return
            possessive = word in w.POSSESSIVES and not (word == "her" and self._object(k, stop))
            self._show(k, _owner(figure.name) if possessive else figure.name, [figure])
            return
        if self._plural_inside(k) or self._named_after(k, stop):
            return
        if not self._opening(k) and word in {"them", "their"}:
            self._lean("unresolved pronoun", 2)
            return
        if not self._opening(k) and not self._after_introduction(k) and not self._nobody_before(k):
            self._lean("unresolved pronoun")
            return
        figures = self.look.several(k)
        meant = _join([f.name for f in figures]) if figures else self.look.body(k, plural=True)
        if meant is None or (not self._opening(k) and not figures):
            self._hang("unresolved pronoun")
        else:
            self._show(k, _owner(meant) if word == "their" else meant, figures)

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
            if (doc.low[j] in w.word_class("person_noun") and not w.plural(doc.low[j])) or (
                tag is not None and tag.entry.kind == "title" and not tag.entry.plural and tag.entry.gender in {None, "", gender}
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
            if self.look.cast.at(doc.begins[j]) is not None or word in lexicon.time_words():
                continue
            if j == self.first and (lexicon.is_ordinary(word) or termweights.is_common(word) or word in w.PRONOUNS):
                continue
            return True
        return False

    def _nobody_before(self, k: int) -> bool:
        """Whether nothing before token ``k`` outside quotes can be a person, known as one or not."""
        doc = self.look.doc
        return not any(
            doc.low[j] in {"a", "an", "the"} or (doc.tokens[j][0].isupper() and doc.tags[j] is None and doc.low[j] not in w.PRONOUNS)
            for j in range(self.first, k)
            if not self.look.quoted[j] and doc.low[j] not in w.word_class("preposition") | w.word_class("clause")
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
        if not any(x in w.word_class("preposition") or x in w.word_class("clause") or x.endswith("ing") for x in early):
            return False
        comma = next((j for j in range(k + 1, min(stop, k + 20)) if doc.low[j] == ","), None)
        if comma is None:
            return False
        return any(self.look.cast.at(doc.begins[j]) is not None for j in range(comma + 1, min(stop, comma + 8)))

    def _plural_inside(self, k: int) -> bool:
        doc = self.look.doc
        for j in range(self.first, k):
            if self.look.quoted[j]:
                continue
            if doc.low[j] in w.word_class("collective") or (w.plural(doc.low[j]) and not w.is_verb(doc.low[j])) or doc.kind(j) in {"organisation", "country", "demonym"}:
                return True
        return len(self.told) > 1

    def _thing(self, k: int, stop: int) -> None:
        """ "it" and "its"."""
        doc = self.look.doc
        if doc.low[k] == "it" and (self._means_nothing(k, stop) or doc.low[k - 1] in {"make", "makes", "making", "made"}):
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
        event = k + 1 < stop and doc.low[k + 1] in {"comes", "came", "follows", "followed", "means", "meant", "happened"}
        meant = None if event else self.look.body(k, plural=False)
        if meant is None:
            self._hang("unresolved pronoun")
        else:
            self._show(k, _owner(meant) if doc.low[k] == "its" else meant)

    def _could_be_it(self, j: int) -> bool:
        """Whether token ``j`` is, or opens, a singular thing an "it" may mean."""
        doc = self.look.doc
        if self.look.cast.at(doc.begins[j]) is not None:
            return False
        kind = doc.kind(j)
        if kind in {"organisation", "country", "capital", "place"}:
            return True
        if doc.tokens[j][0].isupper() and j > self.first and kind not in {"title", "demonym", "month"}:
            return doc.low[j] not in lexicon.time_words()
        if doc.low[j] in {"a", "an", "the"} or (j == self.first and doc.low[j] not in w.word_class("clause")):
            first = j + 1 if doc.low[j] in {"a", "an", "the"} else j
            end = w.phrase_end(doc, first, doc.first_token[self.number + 1])
            return end > first and not w.plural(doc.low[end - 1]) and doc.kind(end - 1) != "title" and doc.low[end - 1] not in _NO_THINGS
        return False

    def _means_nothing(self, k: int, stop: int) -> bool:
        """ "It is clear that", "It took years to", "when it comes to": an "it" without a meaning."""
        doc = self.look.doc
        j = k + 1
        while j < stop and (doc.low[j] in w.word_class("auxiliary") or doc.low[j] in {"'s", "not", "be", "been", "no", "longer"}):
            j += 1
        if j >= stop:
            return False
        if j == k + 1:
            if doc.low[j] not in w.word_class("expletive_verb"):
                return False
            rest = doc.low[j + 1 : j + 14]
            return doc.low[j] not in {"comes", "came", "follows", "takes", "took"} or (
                "to" in rest[:1] if doc.low[j] in {"comes", "came"} else "to" in rest
            )
        if j + 1 < stop and doc.low[j].endswith("ed") and doc.low[j + 1] == "that":
            return True
        while j < stop and (doc.low[j].endswith("ly") or doc.low[j] in {"too", "so", "very", "more", "still", "now", "also"}):
            j += 1
        if j >= stop or doc.low[j] not in w.word_class("expletive"):
            return False
        if doc.low[j] in {"believed", "thought", "understood", "claimed", "hoped", "said", "reported"}:
            return True
        return any(x in {"that", "to", "whether", "if", "how", "what", "who", "when", "why", "where", "for"} for x in doc.low[j + 1 : j + 6])

    # -- definite phrases ---------------------------------------------------------------------------------------------

    def _demonstrative(self, k: int, stop: int) -> None:
        doc = self.look.doc
        following = doc.low[k + 1] if k + 1 < stop else ""
        if following in w.word_class("time_noun") or following in lexicon.time_words():
            return
        if doc.low[k] == "that":
            if following in w.word_class("event") and not w.plural(following):
                self._lean("points back inside", 2)
            return
        if doc.low[k] == "those" and (following in {"who", "whose", "with", "in", "of", "from"} or w.is_verb(following)):
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
        subject = opening or self._after_introduction(k)
        figure = self.look.called(first, end) if subject else None
        if figure is not None and not self._apposed(k, end, stop):
            if figure not in self.told:
                self._show(end - 1, figure.name, [figure])
            return end
        if not self._inside_name(k, end):
            if doc.low[end - 1] in w.word_class("group") and subject:
                count = max((w.number_of(doc.low[j]) for j in range(first, end)), default=0)
                figures = self.look.several(k, count) if count or doc.low[end - 1] in {"men", "women", "pair", "duo"} else ()
                if figures and not self._described(end, stop):
                    self._show(end - 1, _join([f.name for f in figures]), figures)
                    return end
            self._common(k, first, end, stop, opening=opening, subject=subject)
        return end

    def _title(self, k: int, reference: TitleReference, stop: int) -> int:
        """A title whose holder is known: shown unless the sentence has named the holder."""
        doc = self.look.doc
        last = k
        while last + 1 < stop and doc.begins[last + 1] < reference.end:
            last += 1
        figures = self.look.holders(reference)
        if last + 1 < stop and doc.low[last + 1] in {"from", "for", "who", "whose", "of"}:
            return last + 1  # "the senator from Texas"
        sentence = doc.sentences[self.number]
        around = [f for _, f in self.look.cast.between(sentence.start, sentence.end)]
        if not figures:
            if self._opening(k):
                self._hang("definite phrase")
            else:
                self._lean("definite phrase")
        elif not all(f in self.told for f in figures) and not (len(figures) == 1 and figures[0] in around):
            self._show(last, _join([f.name for f in figures]), figures)
        return last + 1

    def _inside_name(self, k: int, end: int) -> bool:
        """Whether a phrase holds a name, which says what is meant."""
        doc = self.look.doc
        for j in range(k + 1, end):
            aged = any(doc.low[x].endswith("year-old") for x in range(k + 1, end))
            if aged:
                return False
            if any(c.isupper() for c in doc.tokens[j]) or doc.kind(j) in {"country", "demonym", "organisation", "capital", "place"}:
                return True
        return False

    def _apposed(self, k: int, end: int, stop: int) -> bool:
        """Whether the phrase stands beside the name it explains: "Smith, the singer," or "the singer Smith"."""
        doc = self.look.doc
        if k >= 2 and doc.low[k - 1] == "," and self.look.cast.at(doc.begins[k - 2]) is not None:
            return True
        return end < stop and (doc.low[end] == "'s" or self.look.cast.at(doc.begins[end]) is not None)

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
        vague = any(doc.low[j] in w.word_class("vague") for j in range(first, end))
        ranked = any(doc.low[j] in {"first", "only", "most", "largest", "biggest", "last"} or doc.low[j].endswith("est") for j in range(first, end))
        if self._described(end, stop) and not vague:
            return
        if ranked and not vague and end - first > 1:
            return
        tag = doc.tags[head]
        who = noun in w.word_class("person_noun") or noun in w.word_class("group") or (tag is not None and tag.entry.kind == "title")
        seen = any(self.look.seen_before(doc.low[j], k) for j in range(max(first, end - 2), end))
        event = noun in w.word_class("event")
        if not (seen or event or vague or who) and not subject:
            return
        if noun in w.word_class("unique"):
            if opening and seen:
                self._lean("definite phrase")
            return
        if self._owned_or_named_before(k, noun):
            return
        if opening and noun in w.word_class("sole_person"):
            unnamed = self.look.unnamed(self.first)
            if unnamed is not None and not (end < stop and doc.low[end] == "'s"):
                self._show(head, unnamed)
                self.somebody = True
                return
        named = self.look.institution(first, end) if len(self.inserts) < MOST_BRACKETS else None
        if named is not None:
            owned = end < stop and doc.low[end] == "'s"
            self._show(end if owned else head, _owner(named) if owned else named)
            return
        meant = self.look.introduced(head) if seen and not vague and len(self.inserts) < MOST_BRACKETS else None
        if meant is not None and (end >= stop or doc.low[end] != "'s"):
            self._show(head, meant)
            return
        if opening and (seen or event or who or vague):
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


def _owner(name: str) -> str:
    return name + ("’" if name.endswith("s") else "’s")


def _join(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
