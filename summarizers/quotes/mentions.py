"""Noun phrases that may speak: what stands left of a verb, right of it, over appositions and modifiers.

The word sets of the quotes room's grammar live here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from summarizers import lexicon
from summarizers.people.entities import NameMention, PersonEntity
from summarizers.text.document import Document
from summarizers.text.walk import WalkBack

PRONOUNS = frozenset({"he", "she", "they", "it", "i", "we"})
DETERMINERS = frozenset(
    """the a an his her its their our my this that these those one another some several many few two three four five both all
    no each every most other""".split()
)
PREPOSITIONS = frozenset(
    """of in on at by for with from to about against into over under after before between among during through near
    without within toward towards including like despite than as upon around across""".split()
)
AUXILIARIES = frozenset(
    """has have had is was were are be been being will would could should can may might must did does do n't not also
    later then now again once further often always never even just still recently previously repeatedly reportedly
    publicly privately famously himself herself themselves""".split()
)
CLAUSE_BREAKS = frozenset(
    """and but or that which who whom while when where after before because as if although though since until unless
    whether so""".split()
)
_SOMEBODY = frozenset("nobody somebody someone everybody everyone anybody anyone people none those".split())
#: How far, in tokens, a noun phrase is followed to the left of its verb.
_REACH = 30
#: Most participles gone back over for one subject: "notes shown to Holm", "aides told by Reyes of notes shown to Holm".
_MOST_PARTICIPLES = 8


@dataclass(slots=True)
class Cue:
    """A reporting verb (or "according to") outside quotes."""

    #: Token index.
    token: int
    #: Index of the paragraph.
    paragraph: int
    #: Whether the verb reports speech even without a comma ("said").
    strong: bool
    #: Whether it is a participle in -ing ("saying").
    participle: bool
    #: Verb class of the knowledge room: say, write, ask, read, call, believe, urge, present, gesture.
    kind: str = "say"
    #: Mention before it, by index into the mention list, or -1.
    left: int = -1
    #: Mention after it ("said Blinken"), or -1.
    right: int = -1


@dataclass(slots=True)
class Mention:
    """A stretch that may be a speaker."""

    #: First code point, title included.
    start: int
    #: One past the last code point.
    end: int
    #: First token.
    first: int
    #: Last token.
    last: int
    #: "name", "pronoun", "nominal" or "body".
    kind: str
    #: The person named, for names.
    entity: PersonEntity | None = None
    #: The name mention, for names.
    name: NameMention | None = None
    #: Index of the paragraph.
    paragraph: int = -1
    #: Whether a preposition stands before it.
    after_preposition: bool = False
    #: Whether a possessive mark follows.
    possessive: bool = False
    #: Whether it opens its sentence.
    opens: bool = False
    #: Subject of a cue (by token), when one was found.
    cues: list[int] = field(default_factory=list)
    #: Whether one of them is strong.
    strongly: bool = False


class Phrases:
    """The mentions of one article and the noun phrases around its verbs; what is found new becomes a mention."""

    def __init__(self, doc: Document, quoted: list[bool]) -> None:
        self.doc = doc
        #: For each token, whether it stands inside a quote.
        self.quoted = quoted
        #: Index of the paragraph of each token.
        self.paragraph_of = [doc.sentences[s].paragraph for s in doc.sentence_of]
        #: Stretches that may speak, in the order they were found.
        self.mentions: list[Mention] = []
        self._by_token: dict[int, int] = {}
        #: By first token of a sentence: where its words begin, and how far it was searched for the subject of its main clause.
        self._opens: dict[int, int] = {}
        self._no_subject: dict[int, int] = {}

    def _add(self, mention: Mention) -> int:
        number = len(self.mentions)
        doc = self.doc
        mention.paragraph = self.paragraph_of[mention.first]
        floor = doc.first_token[doc.sentence_of[mention.first]]
        before = mention.first - 1
        while before >= floor and doc.low[before] in {"the", "a", "an", "his", "her", "their", "its"}:
            before -= 1
        mention.after_preposition = before >= floor and doc.low[before] in PREPOSITIONS
        mention.opens = mention.first == floor or (before < floor)
        after = mention.last + 1
        mention.possessive = after < len(doc.tokens) and (
            doc.low[after] == "'s" or (doc.tokens[after] in {"’", "'"} and doc.begins[after] == mention.end)
        )
        self.mentions.append(mention)
        if mention.first < self._no_subject.get(floor, floor):
            self._no_subject[floor] = mention.first
        for k in range(mention.first, mention.last + 1):
            self._by_token[k] = number
        return number

    def _phrase_after(self, start: int, *, inverted: bool = False) -> int:
        """The mention or noun phrase that begins at token ``start``: "said Foreign Minister X", "according to a report"."""
        doc = self.doc
        if start >= len(doc.tokens) or self.quoted[start]:
            return -1
        sentence = doc.sentence_of[start]
        stop = doc.first_token[sentence + 1]
        limit = min(stop, start + 14)
        found = self._by_token.get(start)
        if found is not None:
            mention = self.mentions[found]
            if mention.kind == "name":
                return self._modified_by(found, limit)
            if mention.kind == "body" and mention.last + 1 < limit:
                return self._widen_right(found, limit)
            return found
        token, word = doc.tokens[start], doc.low[start]
        if not token[0].isalnum() or word in PREPOSITIONS or word in CLAUSE_BREAKS:
            return -1
        if inverted and word not in DETERMINERS and not token[0].isupper() and lexicon.title_word(word) is None:
            return self._name_ahead(start, limit)
        end = start
        for k in range(start, limit):
            if self.quoted[k]:
                break
            inside = self._by_token.get(k)
            if inside is not None and self.mentions[inside].kind == "name":
                # "said the ministry's spokesman, Per Holm": the name is the mention
                return inside
            token, word = doc.tokens[k], doc.low[k]
            if token in {",", ";", ":", ".", "(", "—", "–", "-", "?", "!"}:
                if token == "," and k + 1 < limit and self._name_at(k + 1) >= 0:
                    return self._name_at(k + 1)
                break
            if k > start and (
                word in CLAUSE_BREAKS
                or word in {"in", "on", "at", "during", "to", "about"}
                or (word in lexicon.speech_verbs() and lexicon.title_word(word) is None)
            ):
                break
            end = k
        while end > start and doc.low[end] in PREPOSITIONS | DETERMINERS:
            end -= 1
        if end == start and doc.low[start] in DETERMINERS:
            return -1
        if inverted and word in DETERMINERS and end - start > 11:
            return -1
        return self._add(Mention(doc.begins[start], doc.ends[end], start, end, "nominal"))

    def _modified_by(self, number: int, limit: int) -> int:
        """ "Holm ally Ana Reyes", "Holm’s press aide Ana Reyes": a name that only stands before another's noun."""
        doc, mention = self.doc, self.mentions[number]
        k = mention.last + 1
        if k < limit and (doc.low[k] == "'s" or doc.tokens[k] in {"’", "'"}):
            k += 1
        if k >= limit or not doc.tokens[k].islower():
            return number
        titled = self._name_at(k)
        if titled >= 0 and self.mentions[titled].first == k:
            return titled  # "Holm ally Ana Reyes", where the trade belongs to the name
        ahead = self._name_ahead(k, min(limit, k + 7))
        return ahead if ahead >= 0 else number

    def _name_ahead(self, start: int, limit: int) -> int:
        """The name that ends a noun phrase begun at ``start`` in small letters: "former Reyes adviser Per Holm"; or -1."""
        doc = self.doc
        for k in range(start, limit):
            if self.quoted[k]:
                return -1
            found = self._by_token.get(k)
            if found is not None and self.mentions[found].kind == "name":
                last = self._modified_by(found, limit) if self.mentions[found].first == k else found
                return last if k > start else -1
            word = doc.low[k]
            if (
                not (doc.tokens[k][0].isalnum() or doc.tokens[k] in {"/", "-"})
                or word in CLAUSE_BREAKS | PREPOSITIONS | AUXILIARIES | PRONOUNS
                or (word in lexicon.speech_verbs() and lexicon.title_word(word) is None)
            ):
                return -1
        return -1

    def _name_at(self, k: int) -> int:
        found = self._by_token.get(k)
        return found if found is not None and self.mentions[found].kind == "name" else -1

    def _widen_right(self, number: int, limit: int) -> int:
        """ "the State Department official": a body that only begins a longer noun phrase."""
        doc, mention = self.doc, self.mentions[number]
        k = mention.last + 1
        end = mention.last
        while k < limit and not self.quoted[k]:
            inside = self._by_token.get(k)
            if inside is not None and self.mentions[inside].kind == "name":
                return inside
            word = doc.low[k]
            if doc.tokens[k] == "," and self._name_at(k + 1) >= 0 and lexicon.title_word(doc.low[k - 1]):
                return self._name_at(k + 1)
            if not doc.tokens[k][0].isalpha() or word in CLAUSE_BREAKS | PREPOSITIONS or word in lexicon.speech_verbs():
                break
            end = k
            k += 1
        if end == mention.last:
            return number
        return self._add(Mention(mention.start, doc.ends[end], mention.first, end, "nominal"))

    def _ending_at(self, k: int, floor: int, participles: int = 0) -> int:
        """The mention or noun phrase whose last token is ``k``, over phrases of time: "Blinken on Monday"; or -1.

        ``participles`` is how many participles were gone back over to come here.
        """
        doc = self.doc
        walk = WalkBack(k, max(floor, k - _REACH))
        for k in walk:
            found = self._phrase_ending(k, floor, participles)
            if found is not None:
                return found
            j = k - 1
            while j >= floor and doc.low[j] in {"on", "in", "at", "late", "early", ","}:
                j -= 1
            walk.to(j)
        return -1

    def _phrase_ending(self, k: int, floor: int, participles: int) -> int | None:
        """The mention or noun phrase whose last token is ``k``; -1 for none, and None for a word of time alone."""
        doc = self.doc
        if self.quoted[k]:
            return -1
        found = self._by_token.get(k)
        if found is not None and self.mentions[found].last == k:
            mention = self.mentions[found]
            if mention.kind in {"pronoun"}:
                return found
            if mention.kind in {"name", "body"} and participles < _MOST_PARTICIPLES:
                head = self._before_participle(mention, floor, participles)
                if head >= 0:
                    return head
            if mention.kind == "name" and not self._inside_phrase(mention, floor):
                return found
            if mention.kind == "body":
                start = self._phrase_start(k, floor)
                if start >= mention.first:
                    return found
        if not (doc.tokens[k][0].isalnum()):
            return -1
        if doc.low[k] in CLAUSE_BREAKS | PREPOSITIONS | DETERMINERS - {
            "some",
            "several",
            "many",
            "few",
            "both",
            "one",
            "most",
            "others",
        }:
            return -1
        start = self._phrase_start(k, floor)
        if start > k or not self._may_head(start, k):
            return -1
        comma = start - 1
        if comma - 1 >= floor and doc.tokens[comma] == "," and doc.low[start] in DETERMINERS:
            # "Sam Lo, the director for the north said": an apposition that was left open
            named = self._by_token.get(comma - 1, -1)
            if named >= 0 and self.mentions[named].kind == "name":
                first = self.mentions[named].first
                if first == floor or self.quoted[first - 1]:
                    return named
        # a time phrase is no subject: "Blinken on Monday said"
        if start < k or doc.low[start] not in lexicon.time_words():
            inside = next((self._by_token[j] for j in range(start, k + 1) if j in self._by_token), None)
            if inside is not None:
                mention = self.mentions[inside]
                if (
                    mention.kind == "name"
                    and mention.first <= start
                    and not mention.possessive
                    and all(
                        doc.low[j] in lexicon.time_words() or doc.low[j] in PREPOSITIONS
                        for j in range(mention.last + 1, k + 1)
                    )
                ):
                    return inside
            existing = self._by_token.get(k)
            if existing is not None and self.mentions[existing].first == start and self.mentions[existing].last == k:
                return existing
            return self._add_nominal(start, k)
        return None

    def _may_head(self, start: int, end: int) -> bool:
        """Whether tokens ``start`` to ``end`` can be a noun phrase that speaks: no bare number, question or participle."""
        doc = self.doc
        word, head = doc.low[start], doc.tokens[end]
        if word in {"what", "why", "how", "when", "where", "here", "there", "if", "more", "less", "other than"}:
            return False
        if word.endswith("ing") and doc.tokens[start].islower() and start < end and lexicon.title_word(word) is None:
            return False
        return head[0].isalpha() or "year-old" in head or end > start

    def _before_participle(self, mention: Mention, floor: int, participles: int) -> int:
        """ "documents leaked to Holm have shown": the phrase before a participle whose object the mention is, or -1."""
        doc = self.doc
        k = mention.first - 1
        if k >= floor and doc.low[k] in {"the", "a", "an"}:
            k -= 1
        if k - 1 <= floor or doc.low[k] not in {"to", "by", "from", "with", "in"} or self.quoted[k - 1]:
            return -1
        word, noun = doc.low[k - 1], doc.low[k - 2]
        if not word.endswith(("ed", "en", "wn")) or not noun.endswith("s") or noun in AUXILIARIES | PRONOUNS:
            return -1
        return self._ending_at(k - 2, floor, participles + 1)

    def _add_nominal(self, start: int, end: int) -> int:
        doc = self.doc
        kept = {k: self._by_token[k] for k in range(start, end + 1) if k in self._by_token}
        number = self._add(Mention(doc.begins[start], doc.ends[end], start, end, "nominal"))
        for k, v in kept.items():
            if self.mentions[v].kind != "nominal":
                self._by_token[k] = v
        return number

    def _inside_phrase(self, mention: Mention, floor: int) -> bool:
        """Whether a name only ends a longer phrase: "a spokesman for Blinken said", "the aide to Merkel"."""
        doc = self.doc
        k = mention.first - 1
        if k < floor or doc.low[k] not in {"for", "of", "to"}:
            return False
        j = k - 1
        while j >= floor and j > k - 6 and (doc.tokens[j][0].isalpha() and doc.low[j] not in CLAUSE_BREAKS):
            if lexicon.title_word(doc.low[j]) is not None:
                return True
            j -= 1
        return False

    def _phrase_start(self, k: int, floor: int) -> int:
        """First token of the noun phrase that ends at ``k``."""
        doc = self.doc
        j = k
        determiner = -1
        while j >= floor and k - j < 16:
            if self.quoted[j]:
                break
            token, word = doc.tokens[j], doc.low[j]
            if word in DETERMINERS:
                determiner = j
                # "a spokesman for the ministry": go on over the preposition
                if (
                    j - 1 >= floor
                    and doc.low[j - 1] in {"of", "for", "from", "at", "with", "in", "to"}
                    and not self.quoted[j - 1]
                    and (j - 2 >= floor and _may_speak(doc.low[j - 2]))
                ):
                    j -= 2
                    continue
                if j - 1 >= floor and doc.low[j - 1] in DETERMINERS and not self.quoted[j - 1]:
                    j -= 1
                return j
            if not (token[0].isalnum() or word in {"'s", "’", "'", "&", "-", "."}):
                break
            if (
                word in CLAUSE_BREAKS
                or (word in lexicon.speech_verbs() and lexicon.title_word(word) is None)
                or word in AUXILIARIES
            ):
                break
            if (
                word in PREPOSITIONS
                and not (
                    word in {"of", "for", "from", "at", "with", "in", "to"}
                    and j - 1 >= floor
                    and doc.tokens[j - 1][0].isalpha()
                    and _may_speak(doc.low[j - 1])
                )
                and not (word == "of" and j - 1 >= floor and doc.tokens[j - 1][0].isalpha())
            ):
                break
            j -= 1
        start = j + 1
        while start < k and doc.low[start] in PREPOSITIONS | {"'s", "’", "-", "."}:
            start += 1
        return determiner if determiner >= 0 and determiner < start else start

    def _over_apposition(self, comma: int, floor: int) -> int:
        """Step back over ", a spokesman for Y," or ", who is 48," to the noun before it."""
        doc = self.doc
        closing = doc.tokens[comma]
        opener = {")": "(", "—": "—", "–": "–", "--": "--"}.get(closing, ",")
        k = comma - 1
        last_comma = -1
        while k >= floor and comma - k < _REACH:
            if self.quoted[k]:
                return -1
            if doc.tokens[k] == opener or (opener == "," and doc.tokens[k] == "("):
                last_comma = k
                inside = self._by_token.get(k + 1)
                if (
                    inside is not None
                    and self.mentions[inside].kind == "name"
                    and self.mentions[inside].last == comma - 1
                ):
                    return inside  # "his predecessor, Ada Holm, had …"
                before = self._by_token.get(k - 1) if k - 1 >= floor else None
                if before is not None and self.mentions[before].kind == "name" and self.mentions[before].last == k - 1:
                    inner = self._by_token.get(k + 1)
                    if (
                        inner is None
                        or self.mentions[inner].kind != "name"
                        or doc.low[k + 1] in DETERMINERS
                        or self.mentions[inner].last < comma - 1
                    ):
                        return before
            k -= 1
        if last_comma > floor:
            return self._ending_at(last_comma - 1, floor)
        # an introductory phrase: "In Brussels on Monday, said X" has no subject on this side
        return -1


def _may_speak(word: str) -> bool:
    """Whether a noun is one for people, so that "in the port" after it only says which."""
    return lexicon.title_word(word) is not None or word in lexicon.word_class("speaker_noun") or word in _SOMEBODY
