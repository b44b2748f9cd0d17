"""Who could have said it: the mentions near a quote, with what speaks for each.

Candidates are names, pronouns, noun phrases and bodies around the reporting verbs of the quote's paragraph and the one
before. Quoted words are masked, so nobody inside a quote can become its speaker.
"""

from __future__ import annotations

from bisect import bisect_left

from summarizers import lexicon
from summarizers.people.entities import People
from summarizers.quotes.mentions import (
    AUXILIARIES,
    CLAUSE_BREAKS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    Cue,
    Mention,
    Phrases,
)
from summarizers.text.document import Document
from summarizers.text.quoted_spans import QuotedSpan

__all__ = ["Cue", "Mention", "Scene"]

#: Most verbs looked at on each side of a quote: sentences of hostile texts never end.
NEAR_CUES = 60
#: Cues that are not verbs.
_NOUN_CUES = frozenset({"according"})
_PLURAL_DETERMINERS = frozenset(
    "his her their its our my some many few these those no both all several two three four five other".split()
)
#: Verbs whose object is who is spoken to.
_ADDRESSING = frozenset("told tell tells telling asked asks asking urged urges urging reminded warned assured".split())


class Scene(Phrases):
    """Tokens, quotes, cues and mentions of one article, ready for ranking."""

    def __init__(self, doc: Document, people: People, spans: list[QuotedSpan]) -> None:
        super().__init__(doc, _mask(doc, spans))
        self.people = people
        self.spans = spans
        self._collect_names()
        self._collect_pronouns()
        self._collect_bodies()
        self._collect_signatures()
        self.cues: list[Cue] = self._collect_cues()
        self._attached: list[Cue] = []
        for cue in self.cues:
            self._attach(cue)
            self._attached.append(cue)
        order = sorted(range(len(self.mentions)), key=lambda k: self.mentions[k].start)
        place = {old: new for new, old in enumerate(order)}
        self.mentions = [self.mentions[k] for k in order]
        for cue in self.cues:
            cue.left = place.get(cue.left, -1)
            cue.right = place.get(cue.right, -1)
        for number, cue in enumerate(self.cues):
            for side in (cue.left, cue.right):
                if side >= 0:
                    self.mentions[side].cues.append(number)
                    self.mentions[side].strongly |= cue.strong
        self.mention_starts = [m.start for m in self.mentions]
        self.cue_tokens = [c.token for c in self.cues]

    def cues_near(self, mention: Mention, token: int) -> list[int]:
        """The verbs a mention is the subject of that stand nearest to a token: the "he" of an endless sentence has any number."""
        cues = mention.cues
        if len(cues) <= 2 * NEAR_CUES:
            return cues
        at = bisect_left(cues, bisect_left(self.cue_tokens, token))
        return cues[max(0, at - NEAR_CUES) : at + NEAR_CUES]

    # -- mentions -----------------------------------------------------------------------------------------------------

    def _collect_names(self) -> None:
        doc = self.doc
        for name, entity in self.people.mentions:
            if self.quoted[name.first]:
                continue
            first = name.first
            if name.titled_start < name.start:
                first = bisect_left(doc.begins, name.titled_start)
                if self.quoted[first]:
                    first = name.first
            self._add(Mention(doc.begins[first], name.end, first, name.last, "name", entity=entity, name=name))

    def _collect_signatures(self) -> None:
        """A short line in capitals under a block quotation says whose words it holds: "A COAST GUARD STATEMENT"."""
        doc = self.doc
        for span in self.spans:
            if not span.block or span.paragraph + 1 >= len(doc.article.paragraphs):
                continue
            below = doc.article.paragraphs[span.paragraph + 1]
            line = doc.text[below.start : below.end]
            if not line.isupper() or len(line.split()) > 12:
                continue
            first, last = bisect_left(doc.begins, below.start), bisect_left(doc.begins, below.end) - 1
            if first <= last:
                self._add(Mention(doc.begins[first], doc.ends[last], first, last, "nominal"))

    def _collect_pronouns(self) -> None:
        doc = self.doc
        for k, word in enumerate(doc.low):
            if word in PRONOUNS and not self.quoted[k] and k not in self._by_token:
                self._add(Mention(doc.begins[k], doc.ends[k], k, k, "pronoun"))

    def _collect_bodies(self) -> None:
        doc = self.doc
        done = -1
        for k, tag in enumerate(doc.tags):
            if tag is None or k <= done or self.quoted[k] or k in self._by_token:
                continue
            if tag.entry.kind in {"organisation", "country", "capital"} and tag.first == k:
                done = tag.last
                if tag.last in self._by_token:
                    continue
                nxt = tag.last + 1
                if nxt < len(doc.tags) and (following := doc.tags[nxt]) is not None and following.entry.kind == "title":
                    continue
                self._add(Mention(doc.begins[k], doc.ends[tag.last], k, tag.last, "body"))

    # -- cues ---------------------------------------------------------------------------------------------------------

    def _collect_cues(self) -> list[Cue]:
        doc = self.doc
        verbs = lexicon.speech_verbs()
        nouns, plurals = lexicon.word_class("speech_noun"), lexicon.word_class("plural_noun")
        cues = []
        for k, word in enumerate(doc.low):
            if self.quoted[k]:
                continue
            verb = verbs.get(word)
            if word in nouns and (verb is None or self._in_noun_phrase(k)) and (number := self._holder(k)) >= 0:
                cues.append(Cue(k, self.paragraph_of[k], strong=False, participle=False, kind="noun", left=number))
                continue
            if verb is None and self._unlisted_verb(k):
                cues.append(Cue(k, self.paragraph_of[k], strong=False, participle=False, kind="unlisted"))
                continue
            if verb is None:
                if word in _NOUN_CUES and k + 1 < len(doc.low) and doc.low[k + 1] == "to":
                    cues.append(Cue(k, self.paragraph_of[k], strong=True, participle=False))
                continue
            if k and doc.low[k - 1] in {"the", "a", "an", "his", "her", "their", "its", "no"} and not verb.strong:
                continue  # "the call", "a claim"
            if (verb.base or word in lexicon.word_class("gerund_noun")) and self._in_noun_phrase(k):
                continue  # "according to a radio report", "at a press briefing"
            if word in plurals and self._plural_noun(k):
                continue
            if doc.tokens[k][0].isupper() and k != doc.first_token[doc.sentence_of[k]]:
                continue
            cues.append(Cue(k, self.paragraph_of[k], verb.strong, word.endswith("ing"), verb.kind))
        return cues

    def _reported_just_before(self, k: int) -> int:
        """The subject of the strong cue that ends right before ", adding" or "and adding"; -1 without one."""
        doc = self.doc
        j = k - 1
        while j >= 0 and k - j < 4 and (doc.tokens[j] in {",", "—", "–"} or doc.low[j] in {"and", "but"}):
            j -= 1
        cue = next((c for c in reversed(self._attached) if c.token <= j), None)
        if cue is None or cue.token != j or not cue.strong or doc.sentence_of[j] != doc.sentence_of[k]:
            return -1
        return cue.right if cue.right >= 0 else cue.left

    def _holder(self, k: int) -> int:
        """Whose words a noun of speech names: "Holm’s pledge", "a warning from Holm"; a mention index or -1."""
        doc = self.doc
        sentence = doc.sentence_of[k]
        floor, stop = doc.first_token[sentence], doc.first_token[sentence + 1]
        j = k - 1
        while j >= floor and k - j < 5 and not self.quoted[j]:
            if doc.low[j] == "'s" or (doc.tokens[j] in {"’", "'"} and j and doc.begins[j] == doc.ends[j - 1]):
                found = self._by_token.get(j - 1, -1)
                return found if found >= 0 and self.mentions[found].last == j - 1 else -1
            if not doc.tokens[j][0].isalpha() or doc.low[j] in PREPOSITIONS | DETERMINERS | CLAUSE_BREAKS:
                break
            j -= 1
        if k + 2 < stop and doc.low[k + 1] in {"from", "by"}:
            return self._phrase_after(k + 2)
        return -1

    def _unlisted_verb(self, k: int) -> bool:
        """A past tense outside the list of reporting verbs, where one is due: ",” Holm retaliated", "Holm resisted: “"."""
        doc = self.doc
        word = doc.tokens[k]
        if not (word.islower() and word.isalpha() and len(word) > 4 and word.endswith("ed")):
            return False
        number = self._by_token.get(k - 1, -1) if k else -1
        if number < 0 or self.mentions[number].kind not in {"name", "pronoun"}:
            return False
        before, after = self.mentions[number].first - 1, k + 1
        while before >= 0 and k - before < 5 and doc.tokens[before].islower() and not self.quoted[before]:
            before -= 1  # ",” an angry Holm retorted"
        if before >= 0 and self.quoted[before] and doc.tokens[before - 1] in {",", "!", "?", "—", "–"}:
            return after >= len(doc.low) or doc.low[after] != "by"
        return after + 1 < len(doc.tokens) and doc.tokens[after] == ":" and self.quoted[after + 1]

    def _plural_noun(self, k: int) -> bool:
        """Whether a form in -s ends a phrase of small words without a subject: "his emphasis on justice issues"."""
        doc = self.doc
        floor = doc.first_token[doc.sentence_of[k]]
        for j in range(k - 1, max(floor, k - 5) - 1, -1):
            token, word = doc.tokens[j], doc.low[j]
            if word in DETERMINERS or word in PRONOUNS:
                return word in _PLURAL_DETERMINERS
            if token[0].isupper() or self.quoted[j]:
                return False
            if not token[0].isalpha() or word in PREPOSITIONS | CLAUSE_BREAKS | AUXILIARIES:
                return True
        return False

    def _in_noun_phrase(self, k: int) -> bool:
        """Whether a base form ends a phrase opened by a singular determiner, and so is a noun."""
        doc = self.doc
        floor = doc.first_token[doc.sentence_of[k]]
        for j in range(k - 1, max(floor, k - 5) - 1, -1):
            word = doc.low[j]
            if word in {"a", "an", "the", "his", "her", "its", "their", "this", "that", "no", "another", "'s"}:
                return True
            if word == "to" or not doc.tokens[j][0].isalnum() or word in PREPOSITIONS | CLAUSE_BREAKS | PRONOUNS:
                return False
        return False

    def _attach(self, cue: Cue) -> None:
        doc = self.doc
        k = cue.token
        if cue.kind == "noun":
            return
        if doc.low[k] == "according":
            cue.right = self._phrase_after(k + 2)
            return
        cue.left = self._subject_before(cue)
        nxt = k + 1
        if (cue.left >= 0 or doc.low[k] in _ADDRESSING) and not self._may_invert(cue):
            return  # "Holm told the radio": what follows is who was told
        if nxt < len(doc.tokens) and doc.sentence_of[nxt] == doc.sentence_of[k]:
            cue.right = self._phrase_after(nxt, inverted=True)

    def _may_invert(self, cue: Cue) -> bool:
        """Whether the verb follows a quote directly, so that its subject may come after it."""
        k = cue.token - 1
        while k >= 0 and not self.doc.tokens[k][0].isalnum():
            if self.quoted[k]:
                return True
            k -= 1
        return k >= 0 and self.quoted[k]

    def _subject_before(self, cue: Cue) -> int:
        """The subject of a cue: the noun phrase to its left, over apposition, participle and coordination."""
        doc = self.doc
        k = cue.token - 1
        floor = doc.first_token[doc.sentence_of[cue.token]]
        if cue.participle:
            bound = self._by_token.get(k, -1) if k >= floor else -1
            if bound >= 0 and self.mentions[bound].last == k and self.mentions[bound].kind in {"name", "nominal"}:
                return bound  # "with Holm warning of"
            reported = self._reported_just_before(cue.token)
            if reported >= 0:
                return reported  # "…, Holm said, adding"
            return self._main_subject(cue, floor)
        while (
            k >= floor
            and not self.quoted[k]
            and (doc.low[k] in AUXILIARIES or (doc.low[k].endswith("ly") and doc.tokens[k].islower()))
        ):
            k -= 1
        if k < floor or self.quoted[k]:
            return -1
        word, token = doc.low[k], doc.tokens[k]
        if word in {"to"}:
            return self._main_subject(cue, floor)
        if word in {"and", "but"}:
            return self._main_subject(cue, floor)
        if word in {"who", "which", "that"}:
            j = k - 1
            if j >= floor and doc.tokens[j] == ",":
                j -= 1
            return self._ending_at(j, floor)
        if token in {",", "—", "–", "--", ")"}:
            return self._over_apposition(k, floor)
        return self._ending_at(k, floor)

    def _main_subject(self, cue: Cue, floor: int) -> int:
        """The subject of the main clause for "…, saying" and "… and said": the first mention not after a preposition."""
        doc = self.doc
        best = -1
        opening = self._opening_phrase(floor, cue.token)
        if opening >= 0:
            return opening
        # tokens of the sentence that began no subject for the cue before begin none for this one, unless mentions were added
        known = self._no_subject.get(floor, floor)
        for k in range(known, cue.token):
            self._no_subject[floor] = k
            number = self._by_token.get(k)
            if number is None or self.mentions[number].first != k:
                continue
            mention = self.mentions[number]
            if mention.after_preposition or mention.possessive or self.quoted[k]:
                continue
            nxt = mention.last + 1
            if mention.kind == "body" and best >= 0:
                continue
            if nxt < cue.token and doc.tokens[nxt][0].isupper() and mention.kind == "body":
                continue
            best = self._modified_by(number, cue.token) if mention.kind == "name" else number
            break
        if best >= 0:
            return best
        # a nominal subject: the words from the sentence start to the first verb-like word
        for k in range(floor, min(cue.token, floor + 14)):
            if self.quoted[k]:
                return -1
            if doc.low[k] in AUXILIARIES or (
                doc.low[k] in lexicon.speech_verbs() and lexicon.title_word(doc.low[k]) is None
            ):
                return self._ending_at(k - 1, floor) if k > floor else -1
        return -1

    def _opening_phrase(self, floor: int, stop: int) -> int:
        """ "The spokesman refused …, adding", "Holm’s spokeswoman denied … and said": a sentence that opens with one; or -1."""
        doc = self.doc
        k = min(self._opens.get(floor, floor), stop)
        while k < stop and not doc.tokens[k][0].isalnum() and not self.quoted[k]:
            k += 1
        self._opens[floor] = k
        named = self._by_token.get(k)
        if named is not None and self.mentions[named].kind == "name" and self.mentions[named].possessive:
            k = self.mentions[named].last + 2
        elif k < stop and doc.low[k] in {"the", "a", "an"}:
            k += 1
        else:
            return -1
        for j in range(k, min(stop, k + 4)):
            if self.quoted[j] or not doc.tokens[j][0].isalpha() or not doc.tokens[j].islower():
                return -1
            if lexicon.title_word(doc.low[j]) is not None or doc.low[j] in lexicon.word_class("speaker_noun"):
                after = j + 1
                if after in self._by_token or (after < stop and doc.tokens[after][0].isupper()):
                    return -1
                if after < stop and (
                    lexicon.title_word(doc.low[after]) is not None or doc.low[after] in {"of", "for", "'s"}
                ):
                    continue
                return self._ending_at(j, floor)
        return -1


def _mask(doc: Document, spans: list[QuotedSpan]) -> list[bool]:
    """For each token, whether it stands inside a quote."""
    masked = [False] * len(doc.tokens)
    for span in spans:
        for k in range(bisect_left(doc.begins, span.start), bisect_left(doc.begins, span.end)):
            masked[k] = True
    return masked
