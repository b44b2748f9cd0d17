"""Noun phrases that may speak: what stands left of a verb, right of it, over appositions and modifiers.

Where :mod:`summarizers.text.noun_chunks` asks where a known phrase ends, this follows a phrase of any length back from its verb,
over prepositions and names, and so has classes of words of its own.
"""

from __future__ import annotations

from summarizers import lexicon
from summarizers.lexicon import word_class
from summarizers.people.titles import place_behind
from summarizers.quotes.mentions import PREPOSITIONS, Mention, MentionList
from summarizers.text.walk import WalkBack

PRONOUNS = word_class("speaking_pronoun")
DETERMINERS = word_class("phrase_determiner")
#: Auxiliaries and adverbs between a subject and its verb.
BEFORE_VERB = word_class("before_verb")
CLAUSE_BREAKS = word_class("clause_break")
_ARTICLES = word_class("leading_article")
_SOMEBODY = word_class("somebody")
_SPEAKER_NOUNS = word_class("speaker_noun")
_NO_HEAD = word_class("no_head")
_TIME_JOINTS = word_class("time_joint") | {","}
_NOUN_JOINTS = word_class("noun_joint")
#: Prepositions behind which an apposition leads to another title: "a spokesman for the minister, Y".
_NESTING = frozenset({"for", "of", "to"})
#: Prepositions whose object never speaks: "a critic of Holm", "a petition against Holm".
_COMPLEMENT_JOINTS = word_class("complement_joint")
_LEADING = word_class("leading_article", "leading_possessor")
_PARTICIPLE_JOINTS = word_class("participle_joint")
#: Words that end the phrase behind a verb.
_OBJECT_ENDS = CLAUSE_BREAKS | word_class("place_preposition")
#: Words a noun phrase left of a verb never ends in.
_NO_PHRASE_END = CLAUSE_BREAKS | PREPOSITIONS | (DETERMINERS - word_class("standing_quantity"))
_CLAUSE_OR_PREPOSITION = CLAUSE_BREAKS | PREPOSITIONS
_PREPOSITION_OR_DETERMINER = PREPOSITIONS | DETERMINERS
#: Words that end a phrase followed to the right up to a name.
_NO_MODIFIER = CLAUSE_BREAKS | PREPOSITIONS | BEFORE_VERB | PRONOUNS
_NO_NOUN = BEFORE_VERB | PRONOUNS
_PHRASE_MARKS = frozenset(",;:.(—–-?!")
#: Endings of nouns for people that stand before a name they belong to: "Holm backer Ana Reyes".
_AGENT_ENDINGS = tuple(sorted(word_class("agent_ending")))
#: Endings of participles.
_PARTICIPLE_ENDINGS = tuple(sorted(word_class("participle_ending")))
_INNER_MARKS = frozenset(["'s", "’", "'", "&", "-", "."])
#: What a phrase cut on its left does not begin with.
_LOOSE_OPENINGS = PREPOSITIONS | {"'s", "’", "-", "."}
#: The mark that opens an apposition, by the one that closes it; a comma else.
_OPENERS = {")": "(", "—": "—", "–": "–", "--": "--"}
#: How far, in tokens, a noun phrase is followed to the left of its verb, and inside one phrase.
_REACH, _PHRASE_REACH = 30, 16
#: How far, in tokens, one is followed to the right, and the longest that may be an inverted subject.
_REACH_RIGHT, _LONGEST_INVERTED = 14, 11
#: Most tokens from a noun back to its determiner.
_ADJECTIVES = 4
#: Most participles gone back over for one subject: "notes shown to Holm", "aides told by Reyes of notes shown to Holm".
_MOST_PARTICIPLES = 8


def reports(word: str) -> bool:
    """Whether a lower-case word is a form of a reporting verb and heads no title ("a report", but not "judge")."""
    return word in lexicon.speech_verbs() and lexicon.title_word(word) is None


def is_person_noun(word: str) -> bool:
    """Whether a lower-case word can head a phrase for somebody who speaks."""
    return lexicon.title_word(word) is not None or word in _SPEAKER_NOUNS


def _may_speak(word: str) -> bool:
    """Whether a noun is one for people, so that "in the port" after it only says which."""
    return is_person_noun(word) or word in _SOMEBODY


class NounPhrases(MentionList):
    """The mentions of one document and the noun phrases around its verbs; what is found new becomes a mention."""

    # -- to the right -------------------------------------------------------------------------------------------------

    def phrase_after(self, start: int, *, inverted: bool = False) -> int:
        """The mention or noun phrase that begins at token ``start``: "said Foreign Minister X", "according to a report"; or -1."""
        doc = self.doc
        if start >= len(doc.tokens) or self.quoted[start]:
            return -1
        limit = min(doc.first_token[doc.sentence_of[start] + 1], start + _REACH_RIGHT)
        found = self.by_token.get(start)
        if found is not None:
            return self._whole(found, limit)
        token, word = doc.tokens[start], doc.low[start]
        if not token[0].isalnum() or word in _CLAUSE_OR_PREPOSITION:
            return -1
        if inverted and word not in DETERMINERS and not token[0].isupper() and lexicon.title_word(word) is None:
            return self._name_ahead(start, limit)
        return self._new_phrase(start, limit, inverted)

    def _whole(self, number: int, limit: int) -> int:
        """The mention that a phrase begun by mention ``number`` is about."""
        mention = self.mentions[number]
        if mention.kind == "name":
            named = self.modified_by(number, limit)
            return named if named != number or not mention.possessive else self._owned(number, limit)
        if mention.kind == "body" and mention.last + 1 < limit:
            return self._widen_right(number, limit)
        return number

    def _owned(self, number: int, limit: int) -> int:
        """ "said Holm's spokesman": the phrase of what a possessive name owns, or the name where nothing follows."""
        doc, end = self.doc, self.mentions[number].last + 1
        for k in range(end + 1, limit):
            word = doc.low[k]
            if self.quoted[k] or not doc.tokens[k][0].isalpha() or word in _CLAUSE_OR_PREPOSITION or reports(word):
                break
            if word in lexicon.time_words() or word in BEFORE_VERB:
                break
            end = k
        owned = end > self.mentions[number].last + 1 and is_person_noun(doc.low[end])
        return self.add_nominal(self.mentions[number].first, end) if owned else number

    def _new_phrase(self, start: int, limit: int, inverted: bool) -> int:
        """The noun phrase from a token on that begins no mention, or the name it leads to; or -1."""
        doc = self.doc
        end, joint = start, -1
        word = doc.low[start]
        for k in range(start, limit):
            if self.quoted[k]:
                break
            inside = self.name_at(k)
            if inside >= 0 and self._heads(inside, start, joint):
                return inside  # "said the ministry's spokesman Per Holm": the name is the mention
            word = doc.low[k]
            if inside < 0 and self._ends_at_mark(k):
                named = self.name_at(k + 1) if doc.tokens[k] == "," and k + 1 < limit else -1
                if named >= 0:
                    return named
                break
            if k > start and word in _COMPLEMENT_JOINTS and inside < 0:
                joint = k  # "said a critic of Holm": whoever is named behind it only says whose
            if k > start and (word in _OBJECT_ENDS or reports(word) or (joint >= 0 and word in BEFORE_VERB)):
                break
            end = k
        while end > start and (doc.low[end] in _PREPOSITION_OR_DETERMINER or doc.low[end] in lexicon.time_words()):
            end -= 1
        if end == start and doc.low[start] in DETERMINERS:
            return -1
        if inverted and word in DETERMINERS and end - start > _LONGEST_INVERTED:
            return -1
        return self.add("nominal", start, end)

    def _heads(self, number: int, start: int, joint: int) -> bool:
        """Whether a name is what the phrase from token ``start`` on is about, given the preposition at ``joint`` before it or -1.

        "the ministry's spokesman Per Holm", "master of ceremonies Per Holm", but not "a critic of Per Holm", "Holm's critics".
        """
        doc, mention = self.doc, self.mentions[number]
        if joint < 0:
            return not mention.possessive
        return doc.low[joint] == "of" and doc.low[start] not in DETERMINERS and mention.first > joint + 1

    def _ends_at_mark(self, k: int) -> bool:
        """Whether token ``k`` is a mark that ends a phrase, and no hyphen inside a word: "the 36-year-old"."""
        doc = self.doc
        if doc.tokens[k] not in _PHRASE_MARKS:
            return False
        inner = doc.tokens[k] == "-" and k and k + 1 < len(doc.tokens)
        return not (inner and doc.ends[k - 1] == doc.begins[k] and doc.ends[k] == doc.begins[k + 1])

    def modified_by(self, number: int, limit: int, *, subject: bool = False) -> int:
        """ "Holm ally Ana Reyes", "Holm’s press aide Ana Reyes": a name that only stands before another's noun.

        Where it may be the ``subject`` of a verb, only a noun for people ties it to the next name.
        """
        doc, mention = self.doc, self.mentions[number]
        k = mention.last + 1
        if k < limit and (doc.low[k] == "'s" or doc.tokens[k] in {"’", "'"}):
            k += 1
        if k >= limit or not doc.tokens[k].islower():
            return number
        titled = self.name_at(k)
        if titled >= 0 and self.mentions[titled].first == k:
            return titled  # "Holm ally Ana Reyes", where the trade belongs to the name
        ahead = self._name_ahead(k, min(limit, k + 7))
        tied = ahead >= 0 and (not subject or self._is_agent(self.mentions[ahead].first - 1))
        return ahead if tied else number

    def _is_agent(self, k: int) -> bool:
        """Whether token ``k`` is a noun for people, and no verb before its object: "Holm brushed Reyes off"."""
        word = self.doc.low[k]
        return is_person_noun(word) or word.endswith(_AGENT_ENDINGS) or not word[0].isalpha()

    def _name_ahead(self, start: int, limit: int) -> int:
        """The name that ends a noun phrase begun at ``start`` in small letters: "former Reyes adviser Per Holm"; or -1."""
        doc = self.doc
        for k in range(start, limit):
            if self.quoted[k]:
                return -1
            found = self.name_at(k)
            if found >= 0:
                last = self.modified_by(found, limit) if self.mentions[found].first == k else found
                return last if k > start else -1
            word = doc.low[k]
            joined = doc.tokens[k][0].isalnum() or doc.tokens[k] in {"/", "-"}
            if not joined or word in _NO_MODIFIER or reports(word):
                return -1
        return -1

    def _widen_right(self, number: int, limit: int) -> int:
        """ "the State Department official": a body that only begins a longer noun phrase."""
        doc, mention = self.doc, self.mentions[number]
        k = mention.last + 1
        end = mention.last
        while k < limit and not self.quoted[k]:
            inside = self.name_at(k)
            if inside >= 0:
                return inside
            word = doc.low[k]
            if doc.tokens[k] == "," and self.name_at(k + 1) >= 0 and lexicon.title_word(doc.low[k - 1]):
                return self.name_at(k + 1)
            if not doc.tokens[k][0].isalpha() or word in _CLAUSE_OR_PREPOSITION or word in lexicon.speech_verbs():
                break
            end = k
            k += 1
        return self.add("nominal", mention.first, end) if end > mention.last else number

    # -- to the left --------------------------------------------------------------------------------------------------

    def ending_at(self, k: int, floor: int, participles: int = 0) -> int:
        """The mention or noun phrase whose last token is ``k``, over phrases of time: "Blinken on Monday"; or -1.

        ``floor`` is the first token of the sentence, ``participles`` how many participles were gone back over to come here.
        """
        doc = self.doc
        walk = WalkBack(k, max(floor, k - _REACH))
        for k in walk:
            found = self._phrase_ending(k, floor, participles)
            if found is not None:
                return found
            j = k - 1
            while j >= floor and doc.low[j] in _TIME_JOINTS:
                j -= 1
            walk.to(j)
        return -1

    def _phrase_ending(self, k: int, floor: int, participles: int) -> int | None:
        """The mention or noun phrase whose last token is ``k``; -1 for none, and None for a word of time alone."""
        doc = self.doc
        if self.quoted[k]:
            return -1
        found = self._known_ending(k, floor, participles)
        if found >= 0:
            return found
        headed = self._headed(k, floor, participles)
        if headed is not None:
            return headed
        if not doc.tokens[k][0].isalnum() or doc.low[k] in _NO_PHRASE_END:
            return -1
        start = self._phrase_start(k, floor)
        if start > k or not self._may_head(start, k):
            return -1
        described = self._described_name(start, k, floor)
        if described >= 0:
            return described
        named = self._left_open(start, floor)
        if named >= 0:
            return named
        if start == k and doc.low[start] in lexicon.time_words():
            return None  # a time phrase is no subject: "Blinken on Monday said"
        inside = self._name_before_time(start, k)
        if inside >= 0:
            return inside
        existing = self.ending_with(k)
        return existing if existing >= 0 and self.mentions[existing].first == start else self.add_nominal(start, k)

    def _known_ending(self, k: int, floor: int, participles: int) -> int:
        """The mention that ends with token ``k`` and stands for its whole phrase, or the phrase it only ends; or -1."""
        found = self.ending_with(k)
        if found < 0:
            return -1
        mention = self.mentions[found]
        if mention.kind == "pronoun":
            return found
        if mention.kind in {"name", "body"} and participles < _MOST_PARTICIPLES:
            head = self._before_participle(mention, floor, participles)
            if head >= 0:
                return head
        if (
            mention.kind == "name"
            and self._joint_before(mention.first, floor) < 0
            and self._gerund_before(mention, floor) < 0
        ):
            return found
        if mention.kind == "body" and self._phrase_start(k, floor) >= mention.first:
            return found if self._gerund_before(mention, floor) < 0 else -1
        return -1

    def _left_open(self, start: int, floor: int) -> int:
        """ "Sam Lo, the director for the north said": the name before an apposition from ``start`` on that nothing closes; or -1."""
        doc = self.doc
        comma = start - 1
        if comma - 1 < floor or doc.tokens[comma] != "," or doc.low[start] not in DETERMINERS:
            return -1
        named = self.name_at(comma - 1)
        if named < 0:
            return -1
        first = self.mentions[named].first
        return named if first == floor or self.quoted[first - 1] else -1

    def _name_before_time(self, start: int, end: int) -> int:
        """The name that begins a phrase and is followed by nothing but a time or "of" its country in it, or -1."""
        doc = self.doc
        inside = next((self.by_token[j] for j in range(start, end + 1) if j in self.by_token), -1)
        if inside < 0:
            return -1
        mention = self.mentions[inside]
        if mention.kind != "name" or mention.first > start or mention.possessive:
            return -1
        timed = all(
            doc.low[j] in lexicon.time_words() or doc.low[j] in PREPOSITIONS for j in range(mention.last + 1, end + 1)
        )
        place = place_behind(doc, mention.last, end + 1)
        return inside if timed or (place is not None and place.last == end) else -1

    def _may_head(self, start: int, end: int) -> bool:
        """Whether tokens ``start`` to ``end`` can be a noun phrase that speaks: no bare number, question or participle."""
        doc = self.doc
        word, head = doc.low[start], doc.tokens[end]
        if word in _NO_HEAD:
            return False
        if word.endswith("ing") and doc.tokens[start].islower() and start < end and lexicon.title_word(word) is None:
            return False
        return head[0].isalpha() or "year-old" in head or end > start

    def _before_participle(self, mention: Mention, floor: int, participles: int) -> int:
        """ "documents leaked to Holm have shown": the phrase before a participle whose object the mention is, or -1."""
        doc = self.doc
        k = mention.first - 1
        if k >= floor and doc.low[k] in _ARTICLES:
            k -= 1
        if k - 1 <= floor or doc.low[k] not in _PARTICIPLE_JOINTS or self.quoted[k - 1]:
            return -1
        word, noun = doc.low[k - 1], doc.low[k - 2]
        if not word.endswith(_PARTICIPLE_ENDINGS) or noun in _NO_NOUN:
            return -1
        if not (noun.endswith("s") or (k - 3 >= floor and (doc.low[k - 3] in DETERMINERS or doc.low[k - 3] == "'s"))):
            return -1
        return self.ending_at(k - 2, floor, participles + 1)

    def _headed(self, k: int, floor: int, participles: int) -> int | None:
        """The head of "a critic of Holm" where a name ends at token ``k``; -1 where it is none, None to go on otherwise."""
        found = self.ending_with(k)
        if found < 0 or self.mentions[found].kind not in {"name", "body"} or participles >= _MOST_PARTICIPLES:
            return None  # nor is a chain followed further than this
        mention = self.mentions[found]
        gerund = self._gerund_before(mention, floor)
        if gerund < 0 and (mention.kind == "body" or self._inside_phrase(mention, floor)):
            return None  # the whole of "a spokesman for Holm" is shown
        before = gerund if gerund >= 0 else self._joint_before(mention.first, floor)
        if self._only_leads(mention, floor):
            return found
        head = self.ending_at(before - 1, floor, participles + 1) if before > floor else -1
        if head >= 0 and self.mentions[head].kind == "name":
            return head
        start = self.mentions[head].first if head >= 0 else self._determined(before - 1, floor)
        return self.add_nominal(start, k) if start >= 0 else -1

    def _determined(self, k: int, floor: int) -> int:
        """The determiner of the noun at token ``k``, over adjectives: where the phrase begins, whatever else the noun may be; or -1."""
        doc = self.doc
        for j in range(k - 1, max(floor, k - _ADJECTIVES) - 1, -1):
            if doc.low[j] in DETERMINERS:
                return j
            if not doc.tokens[j].islower() or self.quoted[j] or doc.low[j] in _CLAUSE_OR_PREPOSITION:
                return -1
        return -1

    def _only_leads(self, mention: Mention, floor: int) -> bool:
        """Whether "In a rebuke of the businessman, Senator Holm said" opens with a phrase of its own before the name."""
        doc = self.doc
        return doc.low[floor] in PREPOSITIONS and "," in doc.tokens[mention.first : mention.last]

    def _joint_before(self, first: int, floor: int) -> int:
        """The preposition that makes the phrase from token ``first`` on part of another, behind a noun of that; or -1."""
        doc = self.doc
        k = first - 1
        while k > floor and first - k < 4 and doc.low[k] in _LEADING:
            k -= 1
        if k - 1 < floor or doc.low[k] not in _COMPLEMENT_JOINTS or self.quoted[k - 1]:
            return -1
        word = doc.low[k - 1]
        post = doc.tokens[k - 1][0].isupper() and lexicon.title_word(word) is not None
        if post and doc.low[k] == "of" and not word.endswith("s"):
            return -1  # "Speaker of the House Ana Reyes", but "Critics of Ana Reyes"
        joins = word[0].isalnum() and word not in CLAUSE_BREAKS and word not in PREPOSITIONS
        return k if joins else -1

    def _gerund_before(self, mention: Mention, floor: int) -> int:
        """The participle of "a lawyer representing Holm said", "a source speaking to Holm": the token in -ing behind a noun; or -1."""
        doc = self.doc
        k = mention.first - 1
        if k - 1 > floor and doc.low[k] in PREPOSITIONS:
            k -= 1
        if k - 2 < floor or not doc.low[k].endswith("ing") or not doc.tokens[k].islower() or self.quoted[k - 1]:
            return -1
        return k if is_person_noun(doc.low[k - 1]) and self._determined(k - 1, floor) >= 0 else -1

    def _described_name(self, start: int, end: int, floor: int) -> int:
        """The name in "Sam Lo of Norland" and "Sam Lo from the Norland Institute in Oslo", where tokens ``start`` to ``end`` end it."""
        doc = self.doc
        opening = self.name_at(start)
        if opening >= 0 and self.mentions[opening].first == start:
            after = self.mentions[opening].last + 1
            return opening if after < end and doc.low[after] in _COMPLEMENT_JOINTS else -1
        joint = self._joint_before(start, floor)
        named = self.ending_with(joint - 1) if joint > floor else -1
        if named < 0 or self.mentions[named].kind != "name":
            return -1
        first = self.mentions[named].first
        free = first == floor or not doc.tokens[first - 1][0].isalnum() or doc.low[first - 1] in CLAUSE_BREAKS
        return named if free or self.quoted[first - 1] else -1

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
        while j >= floor and k - j < _PHRASE_REACH and not self.quoted[j]:
            word = doc.low[j]
            if word in DETERMINERS:
                determiner = j
                if self._joins_noun(j - 1, floor):
                    j -= 2  # "a spokesman for the ministry": go on over the preposition
                    continue
                doubled = j - 1 >= floor and doc.low[j - 1] in DETERMINERS and not self.quoted[j - 1]
                return j - 1 if doubled else j
            if not (doc.tokens[j][0].isalnum() or word in _INNER_MARKS) or self._breaks_phrase(j, floor):
                break
            j -= 1
        start = j + 1
        while start < k and doc.low[start] in _LOOSE_OPENINGS:
            start += 1
        return determiner if 0 <= determiner < start else start

    def _joins_noun(self, j: int, floor: int) -> bool:
        """Whether token ``j`` is a preposition outside quotes behind a noun for people."""
        if j < floor or self.doc.low[j] not in _NOUN_JOINTS or self.quoted[j]:
            return False
        return j - 1 >= floor and _may_speak(self.doc.low[j - 1])

    def _breaks_phrase(self, j: int, floor: int) -> bool:
        """Whether a noun phrase cannot hold the word at token ``j``: a verb, a conjunction, a preposition that joins no nouns."""
        doc = self.doc
        word = doc.low[j]
        if word in CLAUSE_BREAKS or word in BEFORE_VERB or reports(word):
            return True
        if word not in PREPOSITIONS:
            return False
        if j - 1 < floor or not doc.tokens[j - 1][0].isalpha():
            return True
        return word != "of" and not (word in _NOUN_JOINTS and _may_speak(doc.low[j - 1]))

    def antecedent(self, k: int, floor: int) -> int:
        """Whom "who" means behind token ``k``: the name that ends there, or the noun phrase; or -1."""
        found = self.ending_with(k)
        if found >= 0 and self.mentions[found].kind == "name" and not self._inside_phrase(self.mentions[found], floor):
            return found
        return self.ending_at(k, floor)

    def over_apposition(self, comma: int, floor: int) -> int:
        """Step back over ", a spokesman for Y," or ", who is 48," to the noun before it; -1 behind an introductory phrase."""
        doc = self.doc
        opener = _OPENERS.get(doc.tokens[comma], ",")
        k = comma - 1
        opening = -1
        while k >= floor and comma - k < _REACH:
            if self.quoted[k]:
                return -1
            if doc.tokens[k] == opener or (opener == "," and doc.tokens[k] == "("):
                opening = k
                found = self._apposed(k, comma, floor)
                if found >= 0:
                    return found
            k -= 1
        return self.ending_at(opening - 1, floor) if opening > floor else -1

    def _outer_name(self, opening: int, floor: int) -> int:
        """The name whose apposition leads to another name behind ``opening``: "X, a spokesman for the minister, Y, said"; or -1."""
        doc = self.doc
        joined = False
        for k in WalkBack(opening - 1, max(floor, opening - _REACH)):
            if self.quoted[k]:
                return -1
            joined = joined or (doc.low[k] in _NESTING and lexicon.title_word(doc.low[k - 1]) is not None)
            if doc.tokens[k] == ",":
                named = self.name_at(k - 1) if k > floor else -1
                whole = joined and named >= 0 and self.mentions[named].last == k - 1
                return named if whole and doc.low[k + 1] in DETERMINERS else -1
            if not doc.tokens[k][0].isalnum() and doc.low[k] != "'s":
                return -1
        return -1

    def _apposed(self, opening: int, comma: int, floor: int) -> int:
        """The name inside or before an apposition between two marks, or -1."""
        inside = self.name_at(opening + 1)
        if inside >= 0 and self.mentions[inside].last == comma - 1:
            if self.mentions[inside].first < opening and self._joint_before(self.mentions[inside].first, floor) >= 0:
                return self.ending_at(comma - 1, floor)  # "the brother of the president, Holm, said"
            outer = self._outer_name(opening, floor)
            return outer if outer >= 0 else inside  # "his predecessor, Ada Holm, had …"
        before = self.name_at(opening - 1) if opening - 1 >= floor else -1
        if before < 0 or self.mentions[before].last != opening - 1:
            return -1
        another = inside >= 0 and self.mentions[inside].last >= comma - 1
        if another and self.doc.low[opening + 1] not in DETERMINERS:
            return -1
        owner = self.ending_at(opening - 1, floor)  # "the letter to Holm, the commissioner, said"
        return owner if owner >= 0 else before
