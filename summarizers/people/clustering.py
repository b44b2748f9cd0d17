"""Gathers candidates into figures: who is one person, and whose a bare surname is."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict

from summarizers import lexicon
from summarizers.directory import index
from summarizers.model import Gender
from summarizers.people.candidates import MAX_TOKENS, PARTICLES, surname_tokens
from summarizers.people.entities import NameMention, PersonEntity
from summarizers.people.scoring import Candidate
from summarizers.text.document import Document

#: How many times as often as any namesake the main bearer of a surname must have been named before the
#: surname alone is surely that person; the second person where a namesake's full name stands close by.
_CLEAR, _CLEAR_NEAR = 2.0, 3.0
#: Most figures kept in mind under one part of a name, the latest ones; no article has so many namesakes.
_NAMESAKES = 60


class _Seen:
    """What the choice between bearers of a surname asks of one person, kept in order so that long texts stay cheap."""

    def __init__(self) -> None:
        #: Starts of all mentions, and of those that surely mean the person.
        self.starts: list[int] = []
        self.sure: list[int] = []
        #: Sentences with a name of several parts.
        self.fuller: list[int] = []
        #: Roles of the titles.
        self.roles: set[str] = set()

    def add(self, mention: NameMention, candidate: Candidate) -> None:
        """Take one more mention."""
        insort(self.starts, mention.start)
        if not mention.ambiguous:
            insort(self.sure, mention.start)
        if len(mention.parts) > 1:
            insort(self.fuller, mention.sentence)
        self.roles |= {t.role for t in candidate.titles}

    def last_before(self, position: int) -> int:
        """Start of the last mention before a place, or -1."""
        k = bisect_left(self.starts, position) - 1
        return self.starts[k] if k >= 0 else -1


class Merger:
    """Gathers candidates into figures."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self._figures: list[PersonEntity] = []
        self._by_key: dict[str, list[PersonEntity]] = defaultdict(list)
        self._seen: dict[int, _Seen] = defaultdict(_Seen)

    def entities(self) -> list[PersonEntity]:
        """Everyone named, numbered in the order they were found; mentions in text order."""
        kept = [f for f in self._figures if f.mentions or f.from_title]
        for number, entity in enumerate(kept):
            entity.index = number
            entity.mentions.sort(key=lambda m: m.start)
        return kept

    # -- full names ---------------------------------------------------------------------------------------------------

    def add_full(self, candidate: Candidate) -> None:
        """A name of several parts: joins the person it agrees with, or makes one."""
        mention = self._mention(candidate)
        parts = mention.parts
        family_first = self._is_family_first(candidate)
        surname = parts[0] if family_first else parts[-1]
        given = parts[1:] if family_first else parts[:-1]
        entity = self._match_full(parts, surname, given, candidate.gender)
        if entity is None:
            entity = PersonEntity(len(self._figures), surname=surname, given=given, family_first=family_first)
            self._figures.append(entity)
            self._register(entity)
        self._attach(entity, mention, candidate, full=True)

    def _is_family_first(self, candidate: Candidate) -> bool:
        tokens = [self.doc.tokens[k] for k in surname_tokens(self.doc, candidate.run)]
        if len(tokens) not in {2, 3} or not lexicon.is_family_first(tokens[0]):
            return False
        first = lexicon.given_name(tokens[0])
        last = lexicon.given_name(tokens[-1])
        if first is not None and not first.weak and not lexicon.is_family_first(tokens[-1]):
            return "-" in tokens[-1]
        # "Eui-yong Chung" and "Kevin Wang" are in Western order
        return not (
            last is not None and not last.weak and "-" not in tokens[-1] and first is not None and not first.weak
        )

    def _match_full(
        self, parts: tuple[str, ...], surname: str, given: tuple[str, ...], gender: str | None
    ) -> PersonEntity | None:
        for entity in self._by_key.get(surname, []):
            if entity.surname != surname:
                if set(parts) == {entity.surname, *entity.given}:
                    return entity
                continue
            if gender and entity.gender and gender != entity.gender:
                continue
            if _given_agree(given, entity.given):
                return entity
        for entity in self._by_key.get(parts[0], []):
            # "Mohammed bin Salman" / "Mohammed bin Salman Al Saud"; "Luiz Inácio Lula da Silva" / "Lula da Silva"
            whole = {*entity.given, entity.surname}
            if len(parts) >= 2 and len(whole) >= 2 and (set(parts) <= whole or whole <= set(parts)):
                return entity
        return None

    def add_alias(self, full: str) -> None:
        """A full name learnt from a removed link widget completes the person of the same surname, or waits for one."""
        words = [lexicon.name_key(w) for w in full.replace("(", " ").replace(")", " ").split()]
        words = [w for w in words if w and w.rstrip(".") not in {"jr", "sr", "ii", "iii", "iv"}]
        if len(words) < 2:
            return
        surname, given = words[-1], tuple(w for w in words[:-1] if w not in PARTICLES)
        for entity in self._by_key.get(surname, []):
            if entity.surname == surname and _given_agree(given, entity.given):
                return
        entity = PersonEntity(len(self._figures), surname=surname, given=given)
        entity.name = full
        info = lexicon.given_name(full.split()[0])
        entity.gender = _gender(info.gender if info else None)
        self._figures.append(entity)
        self._register(entity)

    def add_from_title(self, entity: PersonEntity) -> None:
        """A person of the headline: joins the person of the text, or waits for a short form."""
        for known in self._by_key.get(entity.surname, []):
            if known.surname == entity.surname and _given_agree(known.given, entity.given):
                known.titles.extend(entity.titles)
                known.from_title = entity.from_title
                if not known.given:
                    known.given, known.name = entity.given, entity.name
                    self._register(known)
                return
        self._figures.append(entity)
        self._register(entity)

    def add_known(self, sentence: int) -> None:
        """In a headline only names known from the text count."""
        doc = self.doc
        tokens = doc.sentence_tokens(sentence)
        for k in tokens:
            word = lexicon.name_key(doc.tokens[k])
            options = [f for f in self._by_key.get(word, []) if f.surname == word and f.mentions]
            if len(options) != 1 or not doc.tokens[k][0].isupper():
                continue
            first = k
            floor = max(tokens.start, k - MAX_TOKENS)
            while first - 1 >= floor and lexicon.name_key(doc.tokens[first - 1]) in options[0].given:
                first -= 1
            parts = tuple(lexicon.name_key(doc.tokens[j]) for j in range(first, k + 1))
            options[0].mentions.append(
                NameMention(doc.begins[first], doc.ends[k], first, k, sentence, parts, (), doc.begins[first])
            )

    def add_hidden(self) -> None:
        """Surnames of known people that the gazetteers read as a title, a trade or a place: "Baker said", "Mr. King"."""
        doc = self.doc
        taken = {k for f in self._figures for m in f.mentions for k in range(m.first, m.last + 1)}
        known = {f.surname: f for f in self._figures if f.mentions and f.given}
        for k, tag in enumerate(doc.tags):
            token = doc.tokens[k]
            if k in taken or not token[0].isupper() or token.isupper() or not token.isalpha():
                continue
            if tag is not None and (tag.first != tag.last or tag.entry.kind not in {"title", "place", "capital"}):
                continue
            if tag is None and doc.low[k] not in lexicon.never_names():
                continue
            entity = known.get(lexicon.name_key(token))
            if entity is None or len(self._by_key[entity.surname]) != 1:
                continue
            sentence = doc.sentence_of[k]
            after = doc.low[k + 1] if k + 1 < doc.first_token[sentence + 1] else ""
            before = doc.tags[k - 1] if k > doc.first_token[sentence] else None
            honoured = before is not None and before.entry.kind == "title" and before.last == k - 1
            beyond = doc.low[k + 2] if k + 2 < doc.first_token[sentence + 1] else ""
            apposed = after == "," and beyond in {"a", "an", "the", "who", "whose", "former"}
            if honoured or apposed or after in lexicon.speech_verbs() or after == "'s":
                part = lexicon.name_key(token)
                start = doc.begins[before.first] if before is not None and honoured else doc.begins[k]
                entity.mentions.append(NameMention(doc.begins[k], doc.ends[k], k, k, sentence, (part,), (), start))

    # -- short forms --------------------------------------------------------------------------------------------------

    def add_short(self, candidate: Candidate, *, strong: bool) -> None:
        """One word of a name: a known person's, or, where the evidence is ``strong``, somebody new."""
        mention = self._mention(candidate)
        if not mention.parts:
            return
        parts = mention.parts
        options = self._options(parts, candidate)
        if not options and len(parts) > 1:
            # an unaccepted longer run that ends or begins with a known name: "Brussels Merkel", "Blinken Monday"
            return
        if options:
            if len(parts) == 1 and not strong and not self._plausible(candidate, options):
                return
            entity, ambiguous = self._choose(options, mention, candidate)
            mention.ambiguous = ambiguous
            self._attach(entity, mention, candidate, full=False)
            return
        if not strong:
            prominent = len(parts) == 1 and self._prominent(candidate)
            if not prominent:
                return
        entity = PersonEntity(len(self._figures), surname=parts[-1], given=())
        self._figures.append(entity)
        self._register(entity)
        self._attach(entity, mention, candidate, full=True)

    def _options(self, parts: tuple[str, ...], candidate: Candidate) -> list[PersonEntity]:
        key = parts[-1]
        options = [f for f in self._by_key.get(key, []) if set(parts) <= f.keys()]
        if candidate.gender:
            options = [f for f in options if f.gender in {None, candidate.gender}]
        surnames = [f for f in options if f.surname == key]
        if len(parts) == 1 and surnames:
            return surnames
        return options

    def _plausible(self, candidate: Candidate, options: list[PersonEntity]) -> bool:
        """Whether a bare word that equals a known name is that name here: not "Austin, Texas", not "the Hill"."""
        doc, run = self.doc, candidate.run
        low = doc.first_token[run.sentence]
        high = doc.first_token[run.sentence + 1]
        token = doc.tokens[run.first]
        if not token[0].isupper() and "-" not in token:
            return False
        before = doc.low[run.first - 1] if run.first > low else ""
        by_surname = any(f.surname == lexicon.name_key(token) for f in options)
        if before == "the" and not candidate.titled:
            return False
        tag = doc.tags[run.first]
        if tag is not None and before in {"in", "at", "near", "from", "to", "outside"}:
            return False
        nxt = run.last + 1
        if nxt < high and doc.low[nxt] in lexicon.organisation_words() and doc.tokens[nxt][0].isupper():
            return False
        if not by_surname and (tag is not None or lexicon.is_ordinary(doc.low[run.first])):
            return False
        return not (token.isupper() and len(token) > 1 and not candidate.titled)

    def _prominent(self, candidate: Candidate) -> bool:
        """A world-famous surname with no full form in the article: "Modi", "Putin"."""
        doc, run = self.doc, candidate.run
        if doc.tags[run.first] is not None or lexicon.is_ordinary(doc.low[run.first]):
            return False
        before = doc.low[run.first - 1] if run.first > doc.first_token[run.sentence] else ""
        if before == "the" or doc.tokens[run.first].isupper():
            return False
        return bool(index.prominent(doc.tokens[run.first], doc.article.published))

    def _choose(
        self, options: list[PersonEntity], mention: NameMention, candidate: Candidate
    ) -> tuple[PersonEntity, bool]:
        if len(options) == 1:
            return options[0], False
        if candidate.titles:
            roles = {t.role for t in candidate.titles if t.public}
            fitting = [f for f in options if roles & self._seen[id(f)].roles]
            if len(fitting) == 1:
                return fitting[0], False
        # the surname alone is the main bearer's; relatives and namesakes are called by their given names
        weights = {f.index: self._weight_before(f, mention.start) for f in options}
        order = sorted(options, key=lambda f: (-weights[f.index], f.mentions[0].start if f.mentions else 0))
        first, second = order[0], order[1]
        if not weights[second.index]:
            return first, not weights[first.index] and len(first.mentions) <= len(second.mentions)
        related = [f for f in options if "family" in self._seen[id(f)].roles]
        if first not in related and len(related) == len(options) - 1:
            return first, False  # "Bill Clinton … his wife Hillary Clinton … Clinton said"
        named = [f for f in options if weights[f.index]]
        latest = max(named, key=lambda f: self._seen[id(f)].last_before(mention.start))
        near = latest is not first and self._introduced_near(latest, mention)
        if weights[first.index] >= (_CLEAR_NEAR if near else _CLEAR) * weights[second.index]:
            return first, False
        return latest, True

    def _weight_before(self, entity: PersonEntity, position: int) -> int:
        """Mentions of a person before a place that surely mean it."""
        return bisect_left(self._seen[id(entity)].sure, position)

    def _introduced_near(self, entity: PersonEntity, mention: NameMention) -> bool:
        """Whether the person's fuller name stands in this sentence or one of the two before."""
        fuller = self._seen[id(entity)].fuller
        k = bisect_left(fuller, mention.sentence + 1) - 1
        return k >= 0 and mention.sentence - fuller[k] <= 2

    # -- shared -------------------------------------------------------------------------------------------------------

    def _mention(self, candidate: Candidate) -> NameMention:
        doc, run = self.doc, candidate.run
        parts = tuple(lexicon.name_key(doc.tokens[k]) for k in surname_tokens(doc, run))
        end = doc.ends[run.last]
        before = [t for t in candidate.titles if t.last < run.first and (not t.plural or t.last == run.first - 1)]
        titled = min((doc.begins[t.first] for t in before), default=doc.begins[run.first])
        return NameMention(
            start=doc.begins[run.first],
            end=end,
            first=run.first,
            last=run.last,
            sentence=run.sentence,
            parts=tuple(p for p in parts if p),
            titles=candidate.titles,
            titled_start=titled,
        )

    def _register(self, entity: PersonEntity) -> None:
        for key in {entity.surname, *entity.given}:
            known = self._by_key[key]
            if not any(entity is other for other in known):
                known.append(entity)
                del known[:-_NAMESAKES]

    def _attach(self, entity: PersonEntity, mention: NameMention, candidate: Candidate, *, full: bool) -> None:
        entity.mentions.append(mention)
        entity.titles.extend(candidate.titles)
        self._seen[id(entity)].add(mention, candidate)
        if candidate.gender and entity.gender is None:
            entity.gender = _gender(candidate.gender)
        if full:
            shown = self.doc.text[mention.start : mention.end]
            if _fuller(mention.parts, entity, shown):
                entity.name = shown
                family_first = entity.family_first
                if len(mention.parts) > 1:
                    entity.surname = mention.parts[0] if family_first else mention.parts[-1]
                    entity.given = mention.parts[1:] if family_first else mention.parts[:-1]
                    self._register(entity)


def _gender(told: str | None) -> Gender | None:
    return "m" if told == "m" else "f" if told == "f" else None


def _fuller(parts: tuple[str, ...], entity: PersonEntity, shown: str) -> bool:
    if not entity.name:
        return True
    have = 1 + len(entity.given)
    if any(len(p) == 1 for p in entity.given) and len(parts) >= have and all(len(p) > 1 for p in parts):
        return True
    return len(parts) > have and len(entity.mentions) < 3 and not shown.isupper()


def _given_agree(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two sets of given names can be one person's: equal, initial, nickname, or one a part of the other."""
    if not a or not b:
        return True
    x, y = a[0], b[0]
    if x == y or x in b or y in a:
        return True
    if len(x) <= 2 or len(y) <= 2:
        return x[:1] == y[:1]
    return lexicon.same_given(x, y)
