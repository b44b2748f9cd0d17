"""Who "he", "they", "the secretary" and "the secretaries" are, when the text makes it certain enough.

Title-only references are tied to persons when exactly one fits (or, in the plural, exactly the named set); pronouns go
back sentence by sentence, subjects first. What is not certain stays unresolved.
"""

from __future__ import annotations

import copy
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from summarizers import lexicon
from summarizers.model import Span
from summarizers.people.entities import NameMention, People, PersonEntity, office_words
from summarizers.people.titles import ParsedTitle, parse
from summarizers.text.document import Document
from summarizers.text.quoted_spans import QuotedSpans

#: How far back, in code points, a pronoun may look (attribution practice in news: about two short paragraphs).
REACH = 900
#: Most people, titles and pronouns of one sentence a pronoun is held against, the nearest ones: sentences of hostile texts never end.
NEAREST = 40
#: Most people a plural title means; what would mean more is a crowd that nobody needs named.
MOST_MEANT = 40
_PREPOSITIONS = frozenset(
    "of in on at by for with from to about against into over under after before between among during like despite than as".split()
)
_GENDER = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
_SUBJECTS = frozenset({"he", "she"})
_PLURAL_PRONOUNS = frozenset({"they", "them", "their"})


@dataclass(frozen=True, slots=True)
class TitleReference:
    """ "the secretary" and whom it means."""

    #: First code point, determiner included.
    start: int
    #: One past the last code point.
    end: int
    #: The persons meant.
    entities: tuple[PersonEntity, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Persons named together: "Blinken and Austin"."""

    #: First code point.
    start: int
    #: One past the last code point.
    end: int
    #: Its members, in text order.
    entities: tuple[PersonEntity, ...]
    #: Sentence it stands in.
    sentence: int


class References:
    """Resolves references inside one article."""

    def __init__(self, doc: Document, people: People, quoted: QuotedSpans) -> None:
        self.doc = doc
        self.people = people
        self._quoted = quoted.masked
        self._words = {f.index: office_words(f) for f in people.entities if f.official and f.mentions}
        self._officials: dict[tuple[str, str | None], list[PersonEntity]] = defaultdict(list)
        for entity in people.entities:
            for word in self._words.get(entity.index, ()):
                self._officials[word, None].append(entity)
                if entity.country:
                    self._officials[word, entity.country].append(entity)
        self._fitting: dict[tuple[object, ...], list[PersonEntity]] = {}
        counts = sorted((len(f.mentions) for f in people.entities), reverse=True)
        self._most_named = [*counts, 0, 0][:2]
        #: Groups of persons named together, in text order.
        self.groups: list[Group] = self._find_groups()
        #: Title-only references with their persons, in text order.
        self.titles: list[TitleReference] = self._find_title_references()
        self._title_starts = [t.start for t in self.titles]
        self._group_starts = [g.start for g in self.groups]
        #: References to several people, and where each begins.
        self._plurals = [t for t in self.titles if len(t.entities) > 1]
        self._plural_starts = [t.start for t in self._plurals]
        #: Tokens outside quotes at which somebody may be meant: names, titles that mean one person, "he" and "she".
        self._persons = self._find_persons()
        #: Speaker of the last quote of a sentence, as the quotes room decides them.
        self.speakers: dict[int, tuple[PersonEntity, ...]] = {}
        #: Answers by sentence and token, and the last sentence with any; the subject of a whole sentence, by gender.
        self._memo: dict[int, dict[int, tuple[PersonEntity, ...]]] = {}
        self._subjects: dict[int, dict[str, PersonEntity | None]] = {}
        self._furthest = -1
        self._spans: dict[int, list[Span]] = defaultdict(list)
        for reference in self.titles:
            for entity in reference.entities:
                self._spans[entity.index].append(Span(reference.start, reference.end))

    def copy(self) -> References:
        """The same references, to which speakers can be added without touching these."""
        made = copy.copy(self)
        made.speakers = dict(self.speakers)
        made._memo, made._subjects, made._furthest = {}, {}, -1
        return made

    def add_speakers(self, first: int, last: int, entities: tuple[PersonEntity, ...]) -> None:
        """Note who speaks in sentences ``first`` and ``last``; what was answered from there on is answered anew."""
        self.speakers[first] = self.speakers[last] = entities
        self._forget(min(first, last))

    def spans_of(self, entity: PersonEntity) -> tuple[Span, ...]:
        """Where titles alone mean an entity, alone or jointly, in text order."""
        return tuple(self._spans.get(entity.index, ()))

    # -- groups -------------------------------------------------------------------------------------------------------

    def _find_groups(self) -> list[Group]:
        groups: list[Group] = []
        run: list[tuple[NameMention, PersonEntity]] = []
        for mention, entity in [*self.people.mentions, (None, None)]:
            if run and mention is not None and entity is not None and self._joined(run[-1][0], mention, len(run)):
                run.append((mention, entity))
                continue
            if len(run) > 1 and self._ends_joint(run):
                entities = tuple({member.index: member for _, member in run}.values())
                if len(entities) > 1:
                    groups.append(Group(run[0][0].titled_start, run[-1][0].end, entities, run[0][0].sentence))
            run = [(mention, entity)] if mention is not None and entity is not None else []
        return groups

    def _joined(self, a: NameMention, b: NameMention, length: int) -> bool:
        if a.sentence != b.sentence:
            return False
        gap = self.doc.text[a.end : b.titled_start].strip() if b.titled_start >= a.end else ""
        if gap in {"and", "&"}:
            return True
        return gap in {",", ", and"} and not (gap == ", and" and length < 2)

    def _ends_joint(self, run: list[tuple[NameMention, PersonEntity]]) -> bool:
        a, b = run[-2][0], run[-1][0]
        return "and" in self.doc.text[a.end : b.titled_start] or "&" in self.doc.text[a.end : b.titled_start]

    def group_at(self, offset: int) -> Group | None:
        """The group whose stretch covers a text offset."""
        k = bisect_right(self._group_starts, offset) - 1
        return self.groups[k] if k >= 0 and offset < self.groups[k].end else None

    # -- titles alone -------------------------------------------------------------------------------------------------

    def _find_title_references(self) -> list[TitleReference]:
        doc = self.doc
        found: list[TitleReference] = []
        last = -1
        for k, tag in enumerate(doc.tags):
            if tag is None or tag.entry.kind != "title" or tag.first != k or k <= last:
                continue
            if not tag.entry.public or tag.entry.role in {"honorific", "family"}:
                continue
            sentence = doc.sentence_of[k]
            low, high = doc.first_token[sentence], doc.first_token[sentence + 1]
            parsed = parse(doc, tag, low, high)
            last = parsed.last
            if parsed.determiner != "the" and not (parsed.plural and parsed.determiner is None and parsed.first == low):
                continue
            start_token = parsed.first - 1 if parsed.determiner == "the" else parsed.first
            if parsed.determiner == "the" and (start_token < low or doc.low[start_token] != "the"):
                continue
            after = parsed.last + 1
            if after < high and (self.people.at(doc.begins[after]) is not None or doc.low[after] == "'s"):
                continue
            if after < high and doc.tokens[after][0].isupper() and after == parsed.last + 1 and doc.tags[after] is None:
                continue
            nxt = doc.tags[after] if after < high else None
            if nxt is not None and nxt.entry.kind == "title":
                continue
            entities = self._holders(parsed, doc.begins[start_token], doc.words(tag.first, tag.last).lower())
            if entities:
                found.append(TitleReference(doc.begins[start_token], doc.ends[parsed.last], entities))
        return found

    def _holders(self, parsed: ParsedTitle, position: int, phrase: str) -> tuple[PersonEntity, ...]:
        words = phrase.replace("-", " ").split()
        head = lexicon.singular(words[-1]) if parsed.plural else words[-1]
        wanted = {lexicon.singular(w) if parsed.plural else w for w in words} - {"the", "of", "for", "and"}
        key = (head, parsed.country, parsed.status == "former", frozenset(wanted))
        if key not in self._fitting:
            self._fitting[key] = self._who_fit(head, wanted, parsed)
        # in the order they are first named; one more than is needed tells enough
        named: list[PersonEntity] = []
        for entity in self._fitting[key]:
            if entity.mentions[0].start > position or len(named) > (MOST_MEANT if parsed.plural else 1):
                break
            named.append(entity)
        named.sort(key=lambda f: f.index)
        if parsed.plural:
            return tuple(named) if 1 < len(named) <= MOST_MEANT else ()
        return tuple(named) if len(named) == 1 else ()

    def _who_fit(self, head: str, wanted: set[str], parsed: ParsedTitle) -> list[PersonEntity]:
        """The officials of the article that a title may mean, in the order they are first named."""
        fitting = []
        for entity in self._officials.get((head, parsed.country or None), ()):
            if (parsed.status == "former") != (entity.status == "former"):
                continue
            have = self._words[entity.index]
            if wanted <= have | {head}:
                if "vice" in have and "vice" not in wanted and head == "president":
                    continue
                if "deputy" in have and "deputy" not in wanted:
                    continue
                fitting.append(entity)
        return sorted(fitting, key=lambda f: f.mentions[0].start)

    def titles_between(self, start: int, stop: int) -> list[TitleReference]:
        """Title-only references that begin inside ``text[start:stop]``."""
        return self.titles[bisect_left(self._title_starts, start) : bisect_left(self._title_starts, stop)]

    def groups_between(self, start: int, stop: int) -> list[Group]:
        """Groups that begin inside ``text[start:stop]``."""
        return self.groups[bisect_left(self._group_starts, start) : bisect_left(self._group_starts, stop)]

    def title_reference_at(self, offset: int) -> TitleReference | None:
        """The resolved title-only reference that covers a text offset, or None."""
        k = bisect_left(self._title_starts, offset + 1) - 1
        if k >= 0 and self.titles[k].start <= offset < self.titles[k].end:
            return self.titles[k]
        return None

    def aged_at(self, first: int, last: int) -> tuple[PersonEntity, ...]:
        """Whom "the 56-year-old" between two tokens means: the person the text is about there; empty when unsure."""
        doc = self.doc
        if not any("year-old" in doc.words(k, min(k + 4, last)) for k in range(first, min(last, first + 2) + 1)):
            return ()
        if doc.low[first] != "the":
            return ()
        position = doc.begins[first]
        before = self.people.between(max(0, position - REACH), position)
        if not before:
            return ()
        latest = before[-1][1]
        most, second = self._most_named
        return (latest,) if len(latest.mentions) == most > second else ()

    # -- pronouns -----------------------------------------------------------------------------------------------------

    def pronoun_at(self, k: int) -> tuple[PersonEntity, ...]:
        """Whom the pronoun at token ``k`` means; empty when that is not certain."""
        sentence = self.doc.sentence_of[k]
        if k not in self._memo.get(sentence, ()):
            # those before it first, in their order: a chain of pronouns is as deep as the text is long
            for before in range(self._furthest + 1, sentence):
                self._settle(before)
            self._settle(sentence, k)
            self._memo.setdefault(sentence, {}).setdefault(k, self._resolve(k))
        return self._memo[sentence][k]

    def _find_persons(self) -> list[int]:
        doc = self.doc
        found = {k for k, word in enumerate(doc.low) if word in _SUBJECTS}
        for mention, _ in self.people.mentions:
            found.update(range(mention.first, mention.last + 1))
        for reference in self.titles:
            if len(reference.entities) == 1:
                found.update(range(bisect_left(doc.begins, reference.start), bisect_left(doc.begins, reference.end)))
        return sorted(k for k in found if not self._quoted[k])

    def _settle(self, sentence: int, before: int | None = None) -> None:
        """Answer the "he" and "she" of a sentence, up to token ``before``, and note it as answered where that is the whole."""
        tokens = self.doc.sentence_tokens(sentence)
        known = self._memo.setdefault(sentence, {})
        low, high = (
            bisect_left(self._persons, tokens.start),
            bisect_left(self._persons, tokens.stop if before is None else before),
        )
        for k in self._persons[low:high]:
            if self.doc.low[k] in _SUBJECTS and k not in known:
                known[k] = self._resolve(k)
        if before is None:
            self._furthest = max(self._furthest, sentence)

    def _forget(self, sentence: int) -> None:
        """Drop the answers of a sentence and of those behind it after new speakers of it are known."""
        for number in range(sentence, self._furthest + 2):
            self._memo.pop(number, None)
            self._subjects.pop(number, None)
        self._furthest = min(self._furthest, sentence - 1)

    def _resolve(self, k: int) -> tuple[PersonEntity, ...]:
        doc = self.doc
        word = doc.low[k]
        if word in _PLURAL_PRONOUNS:
            return self._plural(k)
        gender = _GENDER.get(word)
        if gender is None:
            return ()
        position = doc.begins[k]
        sentence = doc.sentence_of[k]
        here = self._subject_in(sentence, gender, before=k)
        if here is not None:
            return (here,)
        back = sentence - 1
        while back >= 0 and position - doc.sentences[back].start <= REACH:
            spoken = self.speakers.get(back)
            if spoken is not None and len(spoken) == 1 and spoken[0].gender in {None, gender}:
                return spoken
            known = self._subjects.setdefault(back, {})
            if gender not in known:
                known[gender] = self._subject_in(back, gender)
            subject = known[gender]
            if subject is not None:
                return (subject,)
            back -= 1
        return ()

    def _subject_in(self, number: int, gender: str, before: int | None = None) -> PersonEntity | None:
        """The likeliest person of a gender in a sentence: subject first, then whoever is alone."""
        doc = self.doc
        tokens = doc.sentence_tokens(number)
        stop = before if before is not None else tokens.stop
        options: list[tuple[int, PersonEntity]] = []
        seen: set[int] = set()
        low, high = bisect_left(self._persons, tokens.start), bisect_left(self._persons, stop)
        passed = -1
        for i in self._persons[max(low, high - NEAREST) : high]:
            entity: PersonEntity | None = None
            if i <= passed:
                continue
            named = self.people.at(doc.begins[i])
            reference = self.title_reference_at(doc.begins[i]) if named is None else None
            end = i
            if named is not None:
                entity = named
                while end + 1 < stop and self.people.at(doc.begins[end + 1]) is named:
                    end += 1
            elif reference is not None and len(reference.entities) == 1:
                entity = reference.entities[0]
                while end + 1 < stop and doc.begins[end + 1] < reference.end:
                    end += 1
            elif doc.low[i] in _SUBJECTS and _GENDER[doc.low[i]] == gender:
                resolved = self.pronoun_at(i)
                entity = resolved[0] if len(resolved) == 1 else None
            if entity is not None:
                if entity.gender in {None, gender} and entity.index not in seen:
                    seen.add(entity.index)
                    options.append((self._weight(i, end, tokens.start, stop), entity))
                passed = end
        if not options:
            return None
        options.sort(key=lambda o: -o[0])
        best_weight, best = options[0]
        if len(options) > 1 and options[1][0] == best_weight:
            same = [f for w, f in options if w == best_weight]
            known = [f for f in same if f.gender == gender]
            if len(known) == 1:
                return known[0]
            return same[0]
        return best

    def _weight(self, i: int, end: int, floor: int, stop: int) -> int:
        """3 for a subject, 2 for a bare mention, 1 after a preposition, 0 for a possessor."""
        doc = self.doc
        before = i - 1
        while before >= floor and (
            doc.low[before] in {"the", "a", "an"}
            or (
                (tag := doc.tags[before]) is not None
                and tag.entry.kind in {"title", "demonym", "country", "organisation"}
            )
        ):
            before -= 1
        if end + 1 < stop and doc.low[end + 1] == "'s":
            return 0
        if before >= floor and doc.low[before] in _PREPOSITIONS:
            return 1
        if end + 1 < stop and (
            doc.low[end + 1] in lexicon.speech_verbs()
            or doc.low[end + 1] in {"has", "had", "is", "was", "will", "would", "did", "also", "could", "may", "might"}
            or before < floor
        ):
            return 3
        if before >= floor and doc.low[before] in lexicon.speech_verbs() and doc.low[before] in {"said", "says"}:
            return 3
        return 2

    def _plural(self, k: int) -> tuple[PersonEntity, ...]:
        """Joint speakers or writers named together shortly before."""
        doc = self.doc
        position = doc.begins[k]
        best: tuple[int, tuple[PersonEntity, ...]] = (-1, ())
        for starts, stretches in ((self._group_starts, self.groups), (self._plural_starts, self._plurals)):
            latest = _latest_before(starts, stretches, position)
            if latest is not None and latest.start > best[0]:
                best = (latest.start, latest.entities)
        number = doc.sentence_of[k]
        while number >= 0 and position - doc.sentences[number].start <= REACH:
            entities = self.speakers.get(number, ())
            start = doc.sentences[number].start
            if len(entities) > 1 and best[0] < start < position:
                return entities
            number -= 1
        return best[1]


def _latest_before(
    starts: Sequence[int], stretches: Sequence[Group] | Sequence[TitleReference], position: int
) -> Group | TitleReference | None:
    """The last of some stretches, in text order, that is over before a place and begins within reach of it."""
    k = bisect_left(starts, position) - 1
    while k >= 0 and position - starts[k] <= REACH:
        if stretches[k].end <= position:
            return stretches[k]
        k -= 1
    return None
