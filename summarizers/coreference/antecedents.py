"""What a back-reference means, where that is certain: persons, bodies, and things introduced with the same noun.

Every answer is shown to the reader in brackets, so a doubtful one is no answer.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import chain

from summarizers import lexicon
from summarizers.coreference.descriptions import LABEL, Lookback
from summarizers.coreference.ranking import SEX
from summarizers.coreference.references import References, TitleReference
from summarizers.lexicon import word_class
from summarizers.people.entities import PersonEntity
from summarizers.text import noun_chunks as w
from summarizers.text.document import Document
from summarizers.text.quoted_spans import QuotedSpan

__all__ = ["LABEL", "Antecedents"]

#: Roles a person may be called by after being named ("the singer"), besides public offices, which the references room resolves.
_CALLING_ROLES = frozenset({"celebrity", "sport", "journalist", "activist", "academic"})
#: What somebody is called with the nation before it: "the Portuguese boss".
_NAMED_BY_NATION = word_class("called_by_nation")
#: Determiners that introduce a thing anew.
_INTRODUCING = word_class("introducing")
#: How far behind a description, in tokens, a pronoun tells the sex of whom it means.
_OWN_REACH = 8
#: How many sentences back a person is looked for.
_PERSON_REACH = 3
#: How many sentences back two who met are looked for, tokens between "with" and a name, and behind it where more may be named.
_MEETING_REACH, _WITH_REACH, _BEHIND_REACH = 8, 9, 4
#: Marks a description may not hold.
_MARKS = frozenset('"“”‘’()[];:')
#: Words that open a sentence without being its subject.
_EMPTY = word_class("no_subject")


#: Words that may point back, and those somebody speaks of themselves with.
_FIRST_PERSON = word_class("first_person")
_TELLING = frozenset(w.PRONOUNS) | word_class("demonstrative") | _FIRST_PERSON | {"the"}
#: How sure a pronoun must be to be shown with its person in brackets.
SHOWN = 0.7

#: Words behind "it" with which a thing just brought up may be meant as well.
_SUPPOSING = word_class("future_auxiliary")


class Antecedents(Lookback):
    """Looks back from one place of an article for persons and for the subject just before."""

    def __init__(self, doc: Document, references: References, spans: Sequence[QuotedSpan]) -> None:
        super().__init__(doc, references, spans)
        self._people: dict[int, list[PersonEntity]] = {}
        self._unnamed: dict[int, str | None] = {}
        self._meant: dict[tuple[int, bool], str | None] = {}
        #: How many people bear each part of a name.
        self._bearers = Counter(chain.from_iterable(entity.keys() for entity in self.people.entities))

    @cached_property
    def telling(self) -> list[int]:
        """The tokens that may point back, or name whom others point to, in order; all others stand by themselves."""
        doc = self.doc
        named = {k for mention, _ in self.people.mentions for k in range(mention.first, mention.last + 1)}
        titled = {t.start for t in self.references.titles_between(0, len(doc.text))}
        return [
            k
            for k, (word, begins) in enumerate(zip(doc.low, doc.begins, strict=True))
            if word in _TELLING
            or k in named
            or begins in titled
            or ("'" in word and word.split("'")[0] in _FIRST_PERSON)
        ]

    # -- persons ------------------------------------------------------------------------------------------------------

    def people_in(self, number: int, before: int | None = None) -> list[PersonEntity]:
        """Everyone named or meant by a title outside the quotes of a sentence, in text order, each once."""
        if before is not None:
            return self._people_between(self.doc.sentences[number].start, self.doc.begins[before])
        if number not in self._people:
            sentence = self.doc.sentences[number]
            self._people[number] = self._people_between(sentence.start, sentence.end)
        return self._people[number]

    def _people_between(self, start: int, stop: int) -> list[PersonEntity]:
        named = (f for m, f in self.people.between(start, stop) if not self.quoted[m.first])
        meant = (t.entities[0] for t in self.references.titles_between(start, stop) if len(t.entities) == 1)
        return list({entity.index: entity for entity in chain(named, meant)}.values())

    def person(self, k: int, gender: str) -> PersonEntity | None:
        """Whom a "he" or "she" at token ``k`` means: the references room's choice, when no other person competes."""
        doc = self.doc
        chosen = self.references.pronoun_at(k, at_least=SHOWN)
        if len(chosen) != 1:
            return None
        entity = chosen[0]
        if entity.gender is None and not entity.official and " " not in entity.name:
            return None  # one bare word of unknown kind may be no person
        number = doc.sentence_of[k]
        if self._shares_name(entity, k) or self._another_reports(entity, k, gender):
            return None
        for back in range(number, max(-1, number - 1 - _PERSON_REACH), -1):
            people = self.people_in(back, k if back == number else None)
            fitting = [f for f in people if f.gender in {None, gender}]
            if not fitting:
                if back < number and self._unnamed_person(back):
                    return None
                continue
            if fitting == [entity]:
                if back < number and (
                    self._unnamed_subject(back) or (self._only_reports(back, entity) and not self._reports(k))
                ):
                    return None
                return entity
            return entity if self._opens_with(back, entity) else None
        return None

    def _another_reports(self, entity: PersonEntity, k: int, gender: str) -> bool:
        """Whether somebody else says something outside quotes in the two sentences before token ``k``'s, or in it.

        Told of by a pronoun that means another ("…, he said"), or by a name that is nobody's known ("Norland said").
        """
        doc = self.doc
        number = doc.sentence_of[k]
        for j in range(doc.first_token[max(0, number - 2)], k - 1):
            verb = lexicon.speech_verbs().get(doc.low[j + 1])
            if verb is None or not verb.strong or verb.kind != "say" or self.quoted[j]:
                continue
            if w.PRONOUNS.get(doc.low[j]) == gender and doc.low[j] in w.SUBJECT_PRONOUNS:
                if self.references.pronoun_at(j) != (entity,):
                    return True
            elif doc.tokens[j][0].isupper() and self.people.at(doc.begins[j]) is None and j + 1 < k - 1:
                alone = doc.low[j] not in w.PRONOUNS and doc.kind(j) in {"", "country"}
                if alone and j > doc.first_token[doc.sentence_of[j]]:
                    return True
        return False

    def _only_reports(self, number: int, entity: PersonEntity) -> bool:
        """Whether a person stands in a sentence only as its source: "The jogger broke a leg, Smith said"."""
        doc = self.doc
        if self._opens_with(number, entity):
            return False
        sentence = doc.sentences[number]
        for mention, named in self.people.between(sentence.start, sentence.end):
            if named is entity:
                near = doc.low[max(0, mention.first - 3) : mention.first] + doc.low[mention.last + 1 : mention.last + 2]
                verbs = lexicon.speech_verbs()
                if not any(x in verbs and verbs[x].kind == "say" for x in near):
                    return False
        return True

    def _reports(self, k: int) -> bool:
        """Whether the pronoun at token ``k`` speaks: "he said", "he also told"."""
        return any(x in lexicon.speech_verbs() for x in self.doc.low[k + 1 : k + 3])

    def _shares_name(self, entity: PersonEntity, k: int) -> bool:
        """Whether the last mention before token ``k`` is one bare name that two people of the article bear."""
        before = bisect_right(entity.mentions, self.doc.begins[k], key=lambda m: m.end)
        last, own = entity.mentions[before - 1] if before else None, entity.keys()
        if last is None or len(last.parts) > 1:
            return False
        return last.ambiguous or any(self._bearers[part] > (part in own) for part in last.parts)

    def holders(self, reference: TitleReference) -> tuple[PersonEntity, ...]:
        """The people a title alone means, unless somebody else stands nearer who may hold it unsaid."""
        if len(reference.entities) != 1:
            return reference.entities
        entity = reference.entities[0]
        number = self.doc.sentence_at(reference.start)
        if entity.office_source == "text":
            near = self.people_in(number - 1) if number else []
            return () if len(near) == 1 and near[0] is not entity and not near[0].official else reference.entities
        for back in range(number - 1, max(-1, number - 3), -1):
            people = self.people_in(back)
            if people:
                return reference.entities if entity in people else ()
        return reference.entities

    def _opens_with(self, number: int, entity: PersonEntity) -> bool:
        """Whether a sentence's subject, its first phrase, is ``person``."""
        doc = self.doc
        tokens = doc.sentence_tokens(number)
        for k in range(tokens.start, min(tokens.start + 8, tokens.stop)):
            named = self.people.at(doc.begins[k])
            if named is not None:
                after = k + 1
                while after < tokens.stop and self.people.at(doc.begins[after]) is named:
                    after += 1
                return named is entity and not (after < tokens.stop and doc.low[after] == "'s")
            if doc.low[k] in {"he", "she"}:
                return self.references.pronoun_at(k) == (entity,)
            if doc.low[k] in word_class("preposition") and k == tokens.start:
                return False
        return False

    def _unnamed_person(self, number: int) -> bool:
        """Whether a sentence speaks of somebody without a name ("a gunman"), whom a pronoun could mean."""
        doc = self.doc
        for k in doc.sentence_tokens(number):
            if self.quoted[k]:
                continue
            if doc.low[k] in word_class("person_noun"):
                return True
            tag = doc.tags[k]
            if tag is not None and tag.entry.kind == "title" and tag.first == k and not tag.entry.plural:
                previous = doc.low[k - 1] if k else ""
                if previous in _INTRODUCING:
                    return True
        return False

    def _unnamed_subject(self, number: int) -> bool:
        """Whether a sentence opens with somebody without a name: "A man said that Smith …"."""
        doc = self.doc
        tokens = doc.sentence_tokens(number)
        if tokens.start >= tokens.stop or doc.low[tokens.start] not in _INTRODUCING | {"the"}:
            return False
        end = w.phrase_end(doc, tokens.start + 1, tokens.stop)
        if any(self.people.at(doc.begins[k]) is not None for k in range(tokens.start, end)):
            return False
        return any(
            doc.low[k] in word_class("person_noun") or doc.kind(k) == "title" for k in range(tokens.start + 1, end)
        )

    def called(self, first: int, end: int) -> PersonEntity | None:
        """Whom "the 52-year-old" or "the singer" (tokens ``first`` to ``end``, determiner left out) means."""
        doc = self.doc
        if not self._calls_a_person(first, end):
            return None
        number = doc.sentence_of[first]
        for back in range(number, max(-1, number - 3), -1):
            people = self.people_in(back, first if back == number else None)
            if (
                back < number
                and self._unnamed_person(back)
                and not (len(people) == 1 and self._opens_with(back, people[0]))
            ):
                return None
            if people:
                sole = len(people) == 1 and not (back < number and self._only_reports(back, people[0]))
                fits = sole and not self._shares_name(people[0], first) and not self._told_otherwise(people[0], end)
                return people[0] if fits else None
        return None

    def _told_otherwise(self, entity: PersonEntity, k: int) -> bool:
        """Whether the first "he" or "she" behind token ``k`` in its sentence is of another sex: "the ambassador spoke of her own"."""
        stop = min(self.doc.first_token[self.doc.sentence_of[k - 1] + 1], k + _OWN_REACH)
        told = next((SEX[word] for word in self.doc.low[k:stop] if word in SEX), None)
        return told is not None and entity.gender not in {None, told}

    def _calls_a_person(self, first: int, end: int) -> bool:
        doc = self.doc
        if end <= first or w.plural(doc.low[end - 1]):
            return False
        if any(doc.low[k].endswith(("year-old", "-old")) for k in range(first, end)) or (
            doc.low[first].isdigit() and "year" in doc.low[first + 1 : end] and "old" in doc.low[first + 1 : end]
        ):
            return (
                doc.low[end - 1].endswith("old")
                or doc.kind(end - 1) in {"title", "demonym"}
                or (doc.low[end - 1] in word_class("person_noun") | {"star", "leader", "native"})
            )
        tag = doc.tags[end - 1]
        if any(doc.kind(k) == "demonym" for k in range(first, end - 1)) and doc.low[end - 1] in _NAMED_BY_NATION:
            return True
        if tag is None or tag.entry.kind != "title" or tag.entry.plural:
            return False
        return tag.entry.role in _CALLING_ROLES and not tag.entry.public

    def several(self, k: int, count: int = 0) -> tuple[PersonEntity, ...]:
        """The named people "they", "both men" or "the two leaders" mean; ``count`` where the words say how many."""
        doc = self.doc
        number = doc.sentence_of[k]
        start = doc.sentences[max(0, number - 2)].start
        groups = [
            g for g in self.references.groups_between(start, doc.begins[k])
            if g.end <= doc.begins[k] and number - g.sentence <= 2
        ]  # fmt: skip
        titles = [
            t for t in self.references.titles_between(start, doc.begins[k])
            if t.end <= doc.begins[k] and len(t.entities) > 1
        ]  # fmt: skip
        options = [(g.start, g.entities) for g in groups] + [(t.start, t.entities) for t in titles]
        if not options:
            return self._met(k, count)
        start, entities = max(options, key=lambda o: o[0])
        if count and len(entities) != count:
            return ()
        near = [fs for s, fs in options if doc.sentence_at(s) == doc.sentence_at(start)]
        if any({id(f) for f in fs} != {id(f) for f in entities} for fs in near):
            return ()
        if not count and self._plural_between(doc.token_at(start), k, len(entities)):
            return ()
        return entities

    def _met(self, k: int, count: int) -> tuple[PersonEntity, ...]:
        """The two of "X met with Y", where nobody else has been told of since."""
        number, since = self.doc.sentence_of[k], set[int]()
        if count not in {0, 2}:
            return ()
        for back in range(number - 1, max(-1, number - 1 - _MEETING_REACH), -1):
            people = self.people_in(back)
            pair = self._pair_of(back, people)
            if pair is not None:
                others = not since <= {f.index for f in people} or self._plural_between(pair, k, 1)
                return () if others else (people[0], people[1])
            since |= {f.index for f in people}
        return ()

    def _pair_of(self, number: int, people: Sequence[PersonEntity]) -> int | None:
        """The token of the second of the two people of a sentence that its subject is "with"; None where there are no such two."""
        if len(people) != 2 or not self._opens_with(number, people[0]):
            return None
        sentence = self.doc.sentences[number]
        named = list(self.people.between(sentence.start, sentence.end))
        subject = next((m for m, f in named if f is people[0]), None)
        other = next((m for m, f in named if f is people[1]), None)
        if subject is None or other is None or other.first <= subject.last:
            return None
        between = self.doc.low[subject.last + 1 : other.first]
        behind = self.doc.low[other.last + 1 : other.last + 1 + _BEHIND_REACH]
        more = "and" in between or "and" in behind  # "X and nine envoys met with Y", "X met with Y and his aides"
        return (
            other.first if "with" in between[-_WITH_REACH:] and "," not in between[-_WITH_REACH:] and not more else None
        )

    def _plural_between(self, first: int, k: int, skip: int) -> bool:
        """Whether other plural people stand between a group and a pronoun."""
        people = word_class("people_plural")
        return any(
            (self.doc.low[j] in people or self.doc.low[j] == "people") and not self.quoted[j]
            for j in range(first + skip, k)
        )

    # -- subjects -----------------------------------------------------------------------------------------------------

    def subject(self, number: int) -> tuple[int, int] | None:
        """First and one-past-last token of the phrase a sentence opens with, when it can be the subject."""
        doc = self.doc
        tokens = doc.sentence_tokens(number)
        k = next((j for j in tokens if doc.tokens[j][0].isalnum()), tokens.stop)
        if k >= tokens.stop or self.quoted[k] or doc.low[k] in _EMPTY or doc.low[k].endswith(("ing", "ed")):
            return None
        article = doc.low[k] in {"the", "a", "an"}
        first = k + 1 if article else k
        end = w.phrase_end(doc, first, tokens.stop)
        if end > first and end < tokens.stop and doc.low[end] == "of":
            end = w.tail_end(doc, end, tokens.stop, self.quoted)
        while end + 1 < tokens.stop and doc.low[end].endswith("ing") and w.is_verb(doc.low[end + 1]):
            end += 1  # "Machine learning is"
        if end <= first or end >= tokens.stop or end - k > 12 or any(doc.tokens[j] in _MARKS for j in range(k, end)):
            return None
        goes_on = w.is_verb(doc.low[end]) or doc.low[end] == "who"
        if not goes_on and not (article and doc.low[end] in w.JOINTS):
            return None
        return k, end

    def unnamed(self, k: int) -> str | None:
        """The person without a name that "he" or "the victim" at the head of a sentence means: the subject just before."""
        asked, meant = [], None
        for back in range(self.doc.sentence_of[k] - 1, -1, -1):
            asked.append(k)
            if k in self._unnamed or not self._near(back):
                meant = self._unnamed.get(k)
                break
            tokens = self.doc.sentence_tokens(back)
            if not tokens or self.doc.low[tokens.start] != self.doc.low[k]:
                meant = self._unnamed_subject_of(back)
                break
            k = tokens.start  # "He … He …": the same one
        self._unnamed.update(dict.fromkeys(asked, meant))
        return meant

    def _near(self, number: int) -> bool:
        """Whether the sentence behind a sentence stands in its paragraph or in the one below."""
        sentences = self.doc.sentences
        return sentences[number].paragraph >= sentences[number + 1].paragraph - 1

    def _unnamed_subject_of(self, number: int) -> str | None:
        doc = self.doc
        tokens = doc.sentence_tokens(number)
        found = self.subject(number)
        if found is None or self.people_in(number):
            return None
        first, end = found
        if doc.low[first] == "the" and number and self.people_in(number - 1):
            return None  # somebody named may go on
        if doc.low[first] not in {"a", "an", "the"} or any(doc.low[j] == "'s" for j in range(first, end)):
            return None
        stop = next((j for j in range(first + 1, end) if doc.low[j] == "of"), end)
        head, kind = doc.low[stop - 1], doc.tags[stop - 1]
        person = head in word_class("person_noun") or head.endswith("-old") or (
            kind is not None and kind.entry.kind == "title" and not kind.entry.plural
        )  # fmt: skip
        others = sum(
            doc.low[j] in word_class("person_noun") and not w.plural(doc.low[j]) and doc.low[j] not in {"who", "one"}
            for j in range(end, tokens.stop)
        )
        return doc.words(first, end - 1) if person and not w.plural(head) and not others else None

    def body(self, k: int, plural: bool) -> str | None:
        """What "it" or "they" at the head of token ``k``'s sentence means: the subject of the sentence just before."""
        doc = self.doc
        asked, meant = [], None
        for back in range(doc.sentence_of[k] - 1, -1, -1):
            asked.append((k, plural))
            if (k, plural) in self._meant or not self._near(back):
                meant = self._meant.get((k, plural))
                break
            tokens = doc.sentence_tokens(back)
            opener = next((j for j in tokens if doc.tokens[j][0].isalnum()), tokens.start)
            if not tokens or doc.low[opener] != ("they" if plural else "it") or self.quoted[opener]:
                meant = self._body_of(back, k, plural)
                break
            k = opener  # "They … They …": the same ones
        self._meant.update(dict.fromkeys(asked, meant))
        return meant

    def _brings(self, number: int, end: int) -> bool:
        """Whether a sentence brings up one thing behind its subject, which ends at token ``end``: "a new fleet"."""
        doc = self.doc
        stop = doc.sentence_tokens(number).stop
        return any(doc.low[j] in {"a", "an"} and not self.quoted[j] for j in range(end, stop))

    def _body_of(self, number: int, k: int, plural: bool) -> str | None:
        doc = self.doc
        found = self.subject(number)
        if found is None:
            return None
        first, end = found
        if any(self.people.at(doc.begins[j]) is not None for j in range(first, end)):
            return None
        head, kind = doc.low[end - 1], doc.kind(end - 1)
        if doc.low[end] in lexicon.speech_verbs() and not self._reports(k):
            return None  # "The bank said growth was strong. It …": may be what the bank spoke of
        if (
            head.split("'")[0] in w.PRONOUNS
            or head.split("'")[0] in word_class("first_person")
            or head in word_class("time_noun")
            or head in lexicon.time_words()
            or doc.low[first] in _EMPTY
        ):
            return None
        if plural:
            sure = head in word_class("people_plural") or doc.low[first] == "the" or w.number_of(doc.low[first]) > 1
            sure = sure and w.plural(head) and kind not in {"organisation", "country"}
            return doc.words(first, end - 1) if sure else None
        if doc.tokens[end - 1][0].isupper() and end - 1 > first and kind not in {"organisation", "country", "place"}:
            return None  # a capital may be somebody's name
        people = word_class("person_noun") | word_class("people_plural")
        if (
            head in people
            or kind in {"title", "demonym"}
            or (w.plural(head) and kind not in {"organisation", "country"})
        ):
            return None
        body = kind in {"organisation", "country"} or head in word_class("institution") | word_class("collective")
        if doc.low[k] == "its" and not body:
            return None  # "its fleet" behind "the order …": the owner stands elsewhere
        reported = lexicon.speech_verbs().get(doc.low[end]) if end < len(doc.low) else None
        if reported is not None and reported.kind == "say" and doc.low[k] == "it" and not self._reports(k):
            return None  # "The institute said growth was strong. It marked": what it said
        follows = doc.low[k + 1 : k + 3]
        if len(follows) > 1 and follows[0] in {"is", "'s", "was"} and follows[1] in w.DETERMINERS:
            return None  # "It is the commonest kind": hardly the subject that said so
        if doc.low[k] == "it" and follows[:1] and follows[0] in _SUPPOSING and self._brings(number, end):
            return None  # "Europe should build a fleet. It would cost": may be the fleet
        return doc.words(first, end - 1)
