"""Mentions that may speak and cues that tell speech, as values; the list of mentions while it is made."""

from __future__ import annotations

from collections.abc import Sequence

from summarizers.lexicon import word_class
from summarizers.people.entities import NameMention, PersonEntity
from summarizers.text.document import Document
from summarizers.values import identity_class

PREPOSITIONS = word_class("phrase_preposition")
#: What may stand between a preposition and its noun without a phrase of its own.
_LEADING = word_class("leading_article", "leading_possessor")
_APOSTROPHES = frozenset("’'")


@identity_class
class Cue:
    """A reporting verb, a noun of speech or "according to" outside quotes."""

    #: Token index.
    token: int
    #: Whether the verb reports speech even without a comma ("said").
    strong: bool
    #: Whether it is a participle in -ing ("saying").
    participle: bool
    #: Class of a listed verb (:attr:`summarizers.lexicon.Verb.kind`), "noun", or "unlisted" for a verb outside the list.
    kind: str = "say"
    #: Mention before it, by index into the mentions, or -1.
    left: int = -1
    #: Whether it is passive: its subject was asked or told.
    passive: bool = False
    #: Mention after it ("said Blinken"), or -1.
    right: int = -1
    #: Whether its construction leaves no doubt that its subject's words are given: "quoted Holm as saying".
    relays: bool = False

    def between(self, left: int, right: int) -> Cue:
        """The cue with these mentions before and after it."""
        return Cue(
            self.token, self.strong, self.participle, self.kind, left, self.passive, right, self.relays
        )  # replace() costs five times as much


@identity_class
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
    #: Index of the paragraph.
    paragraph: int
    #: Whether a preposition stands before it.
    after_preposition: bool
    #: Whether a possessive mark follows.
    possessive: bool
    #: Whether it opens its sentence.
    opens: bool
    #: The person named, for names.
    entity: PersonEntity | None = None
    #: The name mention, for names.
    name: NameMention | None = None
    #: Indices of the cues it is the subject of.
    cues: tuple[int, ...] = ()
    #: Whether one of them is strong, one passive, and one no listed verb.
    strongly: bool = False
    passively: bool = False
    unlisted: bool = False
    #: Whether it only belongs to a longer phrase that is the subject of a cue: Holm in "a critic of Holm said".
    inside: bool = False

    def placed(self, numbers: tuple[int, ...], cues: Sequence[Cue], *, inside: bool) -> Mention:
        """The mention as the subject of some cues, given their indices too, and ``inside`` a longer phrase or not."""
        return Mention(
            self.start,
            self.end,
            self.first,
            self.last,
            self.kind,
            self.paragraph,
            self.after_preposition,
            self.possessive,
            self.opens,
            self.entity,
            self.name,
            numbers,
            any(cue.strong for cue in cues),
            any(cue.passive for cue in cues),
            any(cue.kind == "unlisted" for cue in cues),
            inside,
        )


class MentionList:
    """The mentions of one document in the order they are found, and which tokens belong to them."""

    def __init__(self, doc: Document, masked: Sequence[bool]) -> None:
        #: The document.
        self.doc = doc
        #: For each token, whether it stands inside a quote (:attr:`summarizers.text.quoted_spans.QuotedSpans.masked`).
        self.quoted = masked
        #: Stretches that may speak.
        self.mentions: list[Mention] = []
        #: Index of the mention each token belongs to.
        self.by_token: dict[int, int] = {}
        #: By first token of a sentence: the token up to which no subject of its main clause was found.
        self.no_subject: dict[int, int] = {}

    def add(
        self, kind: str, first: int, last: int, entity: PersonEntity | None = None, name: NameMention | None = None
    ) -> int:
        """Make tokens ``first`` to ``last`` (inclusive) a mention and return its index; a name ends where it is written to."""
        number = len(self.mentions)
        doc = self.doc
        sentence = doc.sentence_of[first]
        floor = doc.first_token[sentence]
        before = first - 1
        while before >= floor and doc.low[before] in _LEADING:
            before -= 1
        end = name.end if name is not None else doc.ends[last]
        self.mentions.append(
            Mention(
                doc.begins[first],
                end,
                first,
                last,
                kind,
                doc.sentences[sentence].paragraph,
                before >= floor and doc.low[before] in PREPOSITIONS,
                self._possessive(last + 1, end),
                first == floor or before < floor,
                entity,
                name,
            )
        )
        if first < self.no_subject.get(floor, floor):
            self.no_subject[floor] = first
        for k in range(first, last + 1):
            self.by_token[k] = number
        return number

    def add_nominal(self, start: int, end: int) -> int:
        """Make a noun phrase a mention; tokens that belong to a mention of another kind stay with it."""
        kept = {k: self.by_token[k] for k in range(start, end + 1) if k in self.by_token}
        number = self.add("nominal", start, end)
        for k, v in kept.items():
            if self.mentions[v].kind != "nominal":
                self.by_token[k] = v
        return number

    def _possessive(self, after: int, end: int) -> bool:
        """Whether the token ``after`` a mention that ends at offset ``end`` is a possessive mark."""
        doc = self.doc
        if after >= len(doc.tokens):
            return False
        return doc.low[after] == "'s" or (doc.tokens[after] in _APOSTROPHES and doc.begins[after] == end)

    def name_at(self, k: int) -> int:
        """Index of the name that token ``k`` belongs to, or -1."""
        found = self.by_token.get(k)
        return found if found is not None and self.mentions[found].kind == "name" else -1

    def ending_with(self, k: int) -> int:
        """Index of the mention whose last token is ``k``, or -1."""
        found = self.by_token.get(k, -1)
        return found if found >= 0 and self.mentions[found].last == k else -1
