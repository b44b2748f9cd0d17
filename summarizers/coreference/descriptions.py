"""Things a text has spoken of before, and how it introduced them: the ground the antecedents stand on."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizers import lexicon
from summarizers.coreference.references import References
from summarizers.lexicon import word_class
from summarizers.text import noun_chunks as w
from summarizers.text.document import Document
from summarizers.text.quoted_spans import QuotedSpan

#: A label of who speaks, or of a question, in a transcript.
LABEL = re.compile(r"(?:[A-Z][A-Z.’' -]{2,30}:|Q:?\s)")
#: Words of time that stand between a noun and what describes it.
_TIMES = word_class("time_between")
#: Determiners that introduce a thing anew.
_INTRODUCING = word_class("introducing")
#: Prepositions of a tail that the noun before "of" may own.
_PLACING = word_class("placing_preposition")
#: Longest description shown, in words.
_LONGEST = 14


@dataclass(frozen=True, slots=True)
class _History:
    """A word's places in the text, in order, and what was known of it before each of them and at the end."""

    #: The first place outside quotes, or None.
    first: int | None
    #: Every place.
    places: list[int]
    #: How often it was introduced anew ("a motion"), and behind how many different names.
    fresh: list[int]
    names: list[int]


class Lookback:
    """Looks back from one place of an article."""

    def __init__(self, doc: Document, references: References, spans: Sequence[QuotedSpan]) -> None:
        self.doc = doc
        self.references = references
        self.people = references.people
        self.spans = spans
        self._starts = [s.start for s in spans]
        names = sum(t[0].isupper() for t in doc.tokens) - len(doc.sentences)
        #: Whether the text has lost its capitals, so that names cannot be seen.
        self.flat = len(doc.sentences) > 5 and names < 0.02 * len(doc.tokens)
        #: The first sentence that is no heading.
        self.opening = next(
            (s.index for s in doc.sentences if doc.article.paragraphs[s.paragraph].kind != "heading"), 0
        )
        speakers = [f for f in self.people.entities if f.from_title]
        labelled = sum(LABEL.match(doc.text, s.start) is not None for s in doc.sentences)
        #: Whose statement the whole text is, where the headline says so and nobody else speaks.
        self.author = speakers[0] if len(speakers) == 1 and labelled < 2 else None
        #: Whether the text is a transcript with labels, in which everybody says "I" and "we".
        self.transcript = labelled >= 2
        #: For each token, whether it stands inside a quote.
        self.quoted: list[bool] = [False] * len(doc.tokens)
        for span in spans:
            k = doc.token_at(span.start)
            while k < len(doc.tokens) and doc.begins[k] < span.end:
                self.quoted[k] = doc.begins[k] >= span.start
                k += 1
        #: Whether the text is told by somebody who says "I" or "we" from the start: a column, a statement, a transcript.
        self.personal = (
            self.transcript
            or self._speaks(self.opening)
            or sum(self._speaks(n) for n in range(self.opening, min(self.opening + 8, len(doc.sentences)))) > 2
        )
        self._nouns: dict[str, list[int]] | None = None
        self._endings: list[tuple[str, str]] | None = None
        self._compounds: dict[str, list[int]] = {}
        self._histories: dict[str, _History] = {}
        self._descriptions: dict[int, str | None] = {}
        self._bodies: dict[tuple[int, str], dict[str, int]] = {}

    def spans_in(self, start: int, end: int) -> Sequence[QuotedSpan]:
        """The quotes that share something with a stretch of the text, which begins at ``start`` and is over at ``end``."""
        low = max(0, bisect_right(self._starts, start) - 1)
        return [s for s in self.spans[low : bisect_left(self._starts, end)] if s.end > start]

    def inside_quote(self, offset: int) -> bool:
        """Whether a quote that began before a place goes on there."""
        k = bisect_left(self._starts, offset) - 1
        return k >= 0 and offset < self.spans[k].end

    def _speaks(self, number: int) -> bool:
        """Whether a sentence says "I" or "we" outside quotes."""
        doc = self.doc
        if number >= len(doc.sentences):
            return False
        own = word_class("first_person")
        return any(
            doc.low[k].split("'")[0].split("’")[0] in own and doc.tokens[k] != "US" and not self.quoted[k]
            for k in doc.sentence_tokens(number)
        )

    # -- things -------------------------------------------------------------------------------------------------------

    def _index(self) -> dict[str, list[int]]:
        if self._nouns is None:
            found = defaultdict(list)
            for k, word in enumerate(self.doc.low):
                found[word].append(k)
            self._nouns = {word: places for word, places in found.items() if len(word) > 2 and word[0].isalpha()}
        return self._nouns

    def seen_before(self, word: str, k: int) -> bool:
        """Whether a lower-case noun, or its other number, stands in an earlier sentence than token ``k``'s."""
        start = self.doc.first_token[self.doc.sentence_of[k]]
        index = self._index()
        return any(places[0] < start for form in {word, w.stem(word), word + "s"} if (places := index.get(form)))

    def introduced(self, head: int, *, term: bool = False) -> str | None:
        """How the thing "the <head>" was introduced: "a motion for the adjournment of the session".

        A ``term`` of a document has a capital: "the Agreement".
        """
        doc = self.doc
        word = doc.low[head]
        known = word_class("unique") | word_class("time_noun")
        if (len(word) < 4 and word not in word_class("person_noun")) or word in known:
            return None
        if doc.tokens[head][0].isupper() and not term:
            return None
        start = doc.first_token[doc.sentence_of[head]]
        place = self._history(word).first
        if place is None or place >= start:
            place = self._compound(word, start)
        if place is None or self._rivals(doc.low[place], start):
            return None
        if place not in self._descriptions:
            self._descriptions[place] = None if self._in_heading(place) else self._description(place)
        described = self._descriptions[place]
        if described is None:
            return None
        here = set(doc.low[w.words_before(doc, head, start) : head + 1]) | w.DETERMINERS
        return described if any(x not in here for x in described.lower().split()) else None

    def _history(self, word: str) -> _History:
        """Where a lower-case word stands, and how it was introduced up to each place."""
        known = self._histories.get(word)
        if known is not None:
            return known
        doc = self.doc
        places = self._index().get(word, [])
        made = self._histories[word] = _History(next((k for k in places if not self.quoted[k]), None), places, [0], [0])
        names: set[str] = set()
        for k in places:
            made.fresh.append(made.fresh[-1] + (w.determiner_of(doc, k) in _INTRODUCING))
            if doc.tokens[k][0].isupper() and k and doc.tokens[k - 1][0].isupper():
                names.add(doc.low[k - 1])
            made.names.append(len(names))
        return made

    def _compound(self, word: str, stop: int) -> int | None:
        """The first place of the one earlier word that ends in a noun, "airstrike" for "the strike"; None for none or several."""
        if len(word) < 4 or w.plural(word):
            return None
        if word not in self._compounds:
            self._compounds[word] = sorted(self._longer_forms(word))[:2]
        before = [place for place in self._compounds[word] if place < stop]
        return before[0] if len(before) == 1 else None

    def _longer_forms(self, word: str) -> Iterator[int]:
        """The first place outside quotes of each word that ends in ``word`` behind three letters or more."""
        if self._endings is None:
            self._endings = sorted((form[::-1], form) for form in self._index() if "-" not in form)
        turned = word[::-1]
        for k in range(bisect_left(self._endings, (turned, "")), len(self._endings)):
            backwards, form = self._endings[k]
            if not backwards.startswith(turned):
                return
            place = next((p for p in self._index()[form] if not self.quoted[p]), None)
            if len(form) - len(word) >= 3 and place is not None:
                yield place

    def _rivals(self, word: str, stop: int) -> bool:
        """Whether the noun was introduced more than once, or in both numbers, before token ``stop``."""
        other = self._index().get(w.stem(word) if w.plural(word) else word + "s")
        if other and other[0] < stop:
            return True
        history = self._history(word)
        before = bisect_left(history.places, stop)
        return history.fresh[before] > 1 or history.names[before] > 1

    def _description(self, head: int) -> str | None:
        """The noun phrase around a first mention, when it says more than the noun."""
        doc = self.doc
        tokens = doc.sentence_tokens(doc.sentence_of[head])
        proper = doc.tokens[head][0].isupper() and head > tokens.start
        after = head + 1  # "an attack Thursday on the camp": the day stands between
        while (
            not proper and after < tokens.stop and after - head < 4 and doc.low[after] in lexicon.time_words() | _TIMES
        ):
            after += 1
        if after < tokens.stop and (doc.low[after] == "'s" or not w.ends_phrase(doc, after, after)):
            return None  # the noun is part of a longer name: "the motion picture"
        first = w.phrase_start(doc, head, tokens.start)
        determiner = doc.low[first - 1] if first - 1 >= tokens.start else ""
        if determiner in w.ARTICLES | {"another"}:
            begin = first - 1
        elif determiner in w.DETERMINERS or determiner == "'s":
            return None
        else:
            # without a determiner a verb could stand before a plural, and part of a phrase says something else than all of it
            if not proper and first < head:
                return None
            begin = first = self._before_hyphens(first, tokens.start)
            if not (w.plural(doc.low[head]) or (proper and first < head)):
                return None
            tag = doc.tags[head]
            if tag is not None and tag.entry.media:
                return None
        if self._is_cut(head, first, tokens.start) or self._belongs_outside(head, after, tokens.start):
            return None
        end = w.tail_end(doc, after, tokens.stop, self.quoted)
        if end == after:
            end = head + 1
        end = w.clause_end(doc, begin, end, tokens.stop, _LONGEST + 2)
        words = [doc.low[k] for k in range(begin, end) if doc.tokens[k][0].isalnum()]
        if len(words) > _LONGEST or any(word in w.PRONOUNS for word in words):
            return None
        shown = doc.words(begin, end - 1)
        if any(mark in shown for mark in "()[];:“”‘") or shown.count('"') % 2:
            return None
        fresh = determiner in {"a", "an", "another"}
        named = any(doc.tokens[k][0].isupper() and k > tokens.start for k in range(first, head))
        tail = end > head + 1 and (
            fresh
            or doc.low[head + 1] in {"of", "for", "that"}
            or any(doc.tokens[k][0].isupper() for k in range(head + 1, end))
        )
        told = tail or (head > first and (fresh or named) and (begin < first or proper))
        return shown if told else None

    def _is_cut(self, head: int, first: int, floor: int) -> bool:
        """Whether a name from token ``first`` to ``head`` is half of one: "Khan’s Grill and Balti Takeaway"."""
        doc = self.doc
        proper = doc.tokens[head][0].isupper() and doc.tokens[first][0].isupper()
        return proper and first - 1 > floor and doc.low[first - 1] == "and" and doc.tokens[first - 2][0].isupper()

    def _belongs_outside(self, head: int, after: int, floor: int) -> bool:
        """Whether the tail of a noun may be another noun's: "the expulsion of six diplomats from Norland"."""
        doc = self.doc
        if after >= len(doc.low) or doc.low[after] not in _PLACING:
            return False
        k = w.phrase_start(doc, head, floor) - 1
        while k > floor and (doc.low[k] in w.DETERMINERS or w.number_of(doc.low[k]) > 1):
            k -= 1
        return k > floor and doc.low[k] == "of"

    def _in_heading(self, k: int) -> bool:
        """Whether a token stands in a heading, whose capitals are no names."""
        return self.doc.article.paragraphs[self.doc.sentences[self.doc.sentence_of[k]].paragraph].kind == "heading"

    def _before_hyphens(self, first: int, floor: int) -> int:
        """The first token of what is tied to token ``first`` by hyphens: "the U.S.-Fiji Agreement"."""
        doc = self.doc
        while first - 2 >= floor and doc.low[first - 1] == "-" and doc.ends[first - 1] == doc.begins[first]:
            first -= 2
        return first

    def _bodies_in(self, number: int, kind: str) -> dict[str, int]:
        """The bodies or countries a sentence names outside quotes, with the token where each is first named."""
        found: dict[str, int] = {}
        for k in self.doc.sentence_tokens(number):
            tag = self.doc.tags[k]
            if tag is not None and tag.first == k and tag.entry.kind == kind and not self.quoted[k]:
                found.setdefault(tag.entry.name, k)
        return found

    def institution(self, first: int, end: int) -> str | None:
        """The body or country "the group", "the newspaper", "the country" means: the only one just before."""
        doc = self.doc
        head = doc.low[end - 1]
        if head in word_class("medium"):
            kind, media = "organisation", True
        elif head in word_class("institution"):
            kind, media = "organisation", False
        elif head in word_class("state"):
            kind, media = "country", False
        else:
            return None
        number = doc.sentence_of[first]
        for back in range(number - 1, max(-1, number - 3), -1):
            if (back, kind) not in self._bodies:
                self._bodies[back, kind] = self._bodies_in(back, kind)
            found = self._bodies[back, kind]
            if len(found) > 1:
                return None
            if found:
                ((_, k),) = found.items()
                tag = doc.tags[k]
                if tag is None or (tag.entry.kind == "organisation" and tag.entry.media != media):
                    return None
                if head == "court" and head not in tag.entry.name.lower():
                    return None  # "a return to the court"
                if tag.first and doc.tokens[tag.first - 1][0].isupper() and doc.tags[tag.first - 1] is None:
                    return None  # the tail of a longer name: "the Salvation Army"
                return doc.words(tag.first, tag.last)
        return None
