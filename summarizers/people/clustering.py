"""Gathers candidates into persons: who is one person, and whose a bare surname is."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from dataclasses import dataclass, field, replace

from summarizers import lexicon
from summarizers.directory import index
from summarizers.model import Gender
from summarizers.people.candidates import MAX_TOKENS, PARTICLES, SUFFIXES, surname_tokens
from summarizers.people.entities import NameMention, PersonEntity
from summarizers.people.scoring import Candidate
from summarizers.people.titles import ParsedTitle
from summarizers.text.document import Document

#: How many times as often as any namesake the main bearer of a surname must have been named before the
#: surname alone is surely that person; the second person where a namesake's full name stands close by.
_CLEAR, _CLEAR_NEAR = 2.0, 3.0
#: Sentences before a mention in which a fuller name stands close by.
_NEAR = 2
#: Most persons kept in mind under one part of a name, the latest ones; no article has so many namesakes.
_NAMESAKES = 60
#: A name as first shown is completed by a longer form among its first mentions, up to this one.
_EARLY = 3
#: How the son of a namesake is told apart.
_JUNIOR = lexicon.word_class("junior")
#: Things that bear a name behind them.
_NAMED_THINGS = lexicon.word_class("named_thing")
#: Words behind the comma after a name; words behind which a place stands that a name may be.
_APPOSED, _BESIDE_PLACE = lexicon.word_class("apposed_opening"), lexicon.word_class("beside_place")


@dataclass(slots=True, eq=False)
class _Draft:
    """A person in the making."""

    surname: str
    given: tuple[str, ...] = ()
    family_first: bool = False
    name: str = ""
    gender: Gender | None = None
    from_title: bool = False
    #: Whether the full name ends in "Jr.": whoever bears the same name without it is somebody else.
    junior: bool = False
    mentions: list[NameMention] = field(default_factory=list)
    titles: list[ParsedTitle] = field(default_factory=list)
    #: Starts of the mentions of candidates, of those that surely mean the person, and sentences with a name of several parts;
    #: each kept in order, so that long texts stay cheap.
    starts: list[int] = field(default_factory=list)
    sure: list[int] = field(default_factory=list)
    fuller: list[int] = field(default_factory=list)
    #: Roles of the titles at those mentions.
    roles: set[str] = field(default_factory=set)

    def keys(self) -> set[str]:
        """Folded single words by which the article may call the person."""
        return {self.surname, *self.given}

    def take(self, mention: NameMention, candidate: Candidate) -> None:
        """Take one more mention."""
        self.mentions.append(mention)
        self.titles.extend(candidate.titles)
        self.gender = self.gender or _gender(candidate.gender)
        insort(self.starts, mention.start)
        if not mention.ambiguous:
            insort(self.sure, mention.start)
        if len(mention.parts) > 1:
            insort(self.fuller, mention.sentence)
        self.roles |= {t.role for t in candidate.titles}

    def sure_before(self, position: int) -> int:
        """How many mentions before a place surely mean the person."""
        return bisect_left(self.sure, position)

    def last_before(self, position: int) -> int:
        """Start of the last mention before a place, or -1."""
        k = bisect_left(self.starts, position) - 1
        return self.starts[k] if k >= 0 else -1

    def introduced_near(self, sentence: int) -> bool:
        """Whether the person's fuller name stands in a sentence or one of the two before."""
        k = bisect_left(self.fuller, sentence + 1) - 1
        return k >= 0 and sentence - self.fuller[k] <= _NEAR

    def entity(self, number: int) -> PersonEntity:
        """The person as others see it, with its position among the people."""
        return PersonEntity(
            index=number,
            mentions=tuple(sorted(self.mentions, key=lambda m: m.start)),
            name=self.name,
            given=self.given,
            surname=self.surname,
            family_first=self.family_first,
            gender=self.gender,
            titles=tuple(self.titles),
            from_title=self.from_title,
        )


class Merger:
    """Gathers candidates into persons."""

    def __init__(self, doc: Document) -> None:
        #: The article.
        self.doc = doc
        self._drafts: list[_Draft] = []
        self._by_key: dict[str, list[_Draft]] = defaultdict(list)

    def entities(self) -> list[PersonEntity]:
        """Everyone named, numbered in the order they were found; mentions in text order."""
        kept = [draft for draft in self._drafts if draft.mentions or draft.from_title]
        return [draft.entity(number) for number, draft in enumerate(kept)]

    # -- full names ---------------------------------------------------------------------------------------------------

    def add_full(self, candidate: Candidate) -> None:
        """A name of several parts: joins the person it agrees with, or makes one."""
        mention = _mention(self.doc, candidate)
        parts = mention.parts
        family_first = _is_family_first(self.doc, candidate)
        surname, given = _split(parts, family_first)
        junior = is_junior(self.doc.text[mention.start : mention.end])
        draft = self._same_name(surname, given, parts, candidate.gender, junior) or self._longer_or_shorter(
            parts, junior
        )
        if draft is None:
            draft = self._new(_Draft(surname, given, family_first, junior=junior))
        self._attach_full(draft, mention, candidate)

    def _same_name(
        self, surname: str, given: tuple[str, ...], parts: tuple[str, ...], gender: str | None, junior: bool
    ) -> _Draft | None:
        """The person whose surname and given names agree with a name; or whose parts are the same in another order."""
        for draft in self._by_key.get(surname, []):
            if draft.junior != junior and draft.given:
                continue
            if draft.surname != surname:
                if set(parts) == draft.keys():
                    return draft
            elif not (gender and draft.gender and gender != draft.gender) and _given_agree(given, draft.given):
                return draft
        return None

    def _longer_or_shorter(self, parts: tuple[str, ...], junior: bool) -> _Draft | None:
        """The person whose name holds all parts of another, or the other way round.

        "Mohammed bin Salman" / "Mohammed bin Salman Al Saud"; "Luiz Inácio Lula da Silva" / "Lula da Silva".
        """
        if len(parts) < 2:
            return None
        for draft in self._by_key.get(parts[0], []):
            whole = draft.keys()
            if draft.junior == junior and len(whole) >= 2 and (set(parts) <= whole or whole <= set(parts)):
                return draft
        return None

    def add_alias(self, full: str) -> None:
        """A full name learnt from a removed link widget completes the person of the same surname, or waits for one."""
        keys = [lexicon.name_key(word) for word in full.replace("(", " ").replace(")", " ").split()]
        words = [key for key in keys if key and key.rstrip(".") not in SUFFIXES]
        if len(words) < 2:
            return
        surname, given = words[-1], tuple(w for w in words[:-1] if w not in PARTICLES)
        if self._bearer(surname, given) is None:
            info = lexicon.given_name(full.split()[0])
            self._new(_Draft(surname, given, name=full, gender=_gender(info.gender if info else None)))

    def add_from_title(self, person: PersonEntity) -> None:
        """A person of the headline: joins the person of the text, or waits for a short form."""
        known = self._bearer(person.surname, person.given)
        if known is None:
            known = self._new(_Draft(person.surname, person.given, person.family_first, person.name, person.gender))
        known.titles.extend(person.titles)
        known.from_title = person.from_title
        if not known.given:
            known.given, known.name = person.given, person.name
            self._register(known)

    def _bearer(self, surname: str, given: tuple[str, ...]) -> _Draft | None:
        """The person of a surname whose given names agree."""
        bearers = (draft for draft in self._by_key.get(surname, []) if draft.surname == surname)
        return next((draft for draft in bearers if _given_agree(given, draft.given)), None)

    # -- known names --------------------------------------------------------------------------------------------------

    def add_known(self, sentence: int) -> None:
        """In a headline only names known from the text count."""
        doc = self.doc
        tokens = doc.sentence_tokens(sentence)
        for k in tokens:
            word = lexicon.name_key(doc.tokens[k])
            options = [draft for draft in self._by_key.get(word, []) if draft.surname == word and draft.mentions]
            if len(options) == 1 and doc.tokens[k][0].isupper():
                first = _first_given(doc, k, max(tokens.start, k - MAX_TOKENS), options[0])
                options[0].mentions.append(_bare_mention(doc, first, k))

    def add_hidden(self) -> None:
        """Surnames of known people that the gazetteers read as a title, a trade or a place: "Baker said", "Mr. King"."""
        doc = self.doc
        taken = {k for draft in self._drafts for m in draft.mentions for k in range(m.first, m.last + 1)}
        known = {draft.surname: draft for draft in self._drafts if draft.mentions and draft.given}
        for k, token in enumerate(doc.tokens):
            if not token[0].isupper() or k in taken:
                continue
            draft = known.get(lexicon.name_key(token))
            if draft is None or not _may_hide_surname(doc, k):
                continue
            if len(self._by_key[draft.surname]) == 1 and _acts_as_name(doc, k):
                mention = _bare_mention(doc, k, k)
                start = _honoured_start(doc, k)
                draft.mentions.append(mention if start is None else replace(mention, titled_start=start))

    # -- short forms --------------------------------------------------------------------------------------------------

    def add_short(self, candidate: Candidate, *, strong: bool) -> None:
        """One word of a name: a known person's, or, where the evidence is ``strong``, somebody new."""
        if not candidate.titled and _word_before(self.doc, candidate) in _NAMED_THINGS:
            return  # "the destroyers Stern and Vella"
        mention = _mention(self.doc, candidate)
        parts = mention.parts
        options = self._options(parts, candidate) if parts else []
        if options:
            if strong or len(parts) > 1 or _plausible(self.doc, candidate, options):
                draft, ambiguous = _choose(options, mention, candidate)
                draft.take(replace(mention, ambiguous=ambiguous), candidate)
        elif len(parts) == 1 and (strong or _prominent(self.doc, candidate)):
            # a longer run that ends or begins with a known name is none: "Brussels Merkel", "Blinken Monday"
            self._attach_full(self._new(_Draft(parts[-1])), mention, candidate)

    def _options(self, parts: tuple[str, ...], candidate: Candidate) -> list[_Draft]:
        """The persons some parts of a name may mean; the bearers of a surname before those of a given name."""
        key = parts[-1]
        options = [draft for draft in self._by_key.get(key, []) if set(parts) <= draft.keys()]
        if candidate.gender:
            options = [draft for draft in options if draft.gender in {None, candidate.gender}]
        surnames = [draft for draft in options if draft.surname == key]
        return surnames if len(parts) == 1 and surnames else options

    # -- shared -------------------------------------------------------------------------------------------------------

    def _new(self, draft: _Draft) -> _Draft:
        self._drafts.append(draft)
        self._register(draft)
        return draft

    def _register(self, draft: _Draft) -> None:
        """Let a person be found under every part of its name."""
        for key in {draft.surname, *draft.given}:
            known = self._by_key[key]
            if draft not in known:
                known.append(draft)
                del known[:-_NAMESAKES]

    def _attach_full(self, draft: _Draft, mention: NameMention, candidate: Candidate) -> None:
        """Take a mention that may show the name more fully."""
        draft.take(mention, candidate)
        shown = self.doc.text[mention.start : mention.end]
        if not _is_fuller(mention.parts, draft, shown):
            return
        draft.name = shown
        if len(mention.parts) > 1:
            draft.surname, draft.given = _split(mention.parts, draft.family_first)
            draft.junior = is_junior(shown)
            self._register(draft)


# --- mentions --------------------------------------------------------------------------------------------------------


def _mention(doc: Document, candidate: Candidate) -> NameMention:
    """A candidate as a mention."""
    run = candidate.run
    parts = (lexicon.name_key(doc.tokens[k]) for k in surname_tokens(doc, run))
    before = [t for t in candidate.titles if t.last < run.first and (not t.plural or t.last == run.first - 1)]
    return NameMention(
        start=doc.begins[run.first],
        end=doc.ends[run.last],
        first=run.first,
        last=run.last,
        sentence=run.sentence,
        parts=tuple(part for part in parts if part),
        titles=candidate.titles,
        titled_start=min((doc.begins[t.first] for t in before), default=doc.begins[run.first]),
    )


def _bare_mention(doc: Document, first: int, last: int) -> NameMention:
    """Tokens that are a known person's name, without titles."""
    return NameMention(
        start=doc.begins[first],
        end=doc.ends[last],
        first=first,
        last=last,
        sentence=doc.sentence_of[first],
        parts=tuple(lexicon.name_key(doc.tokens[k]) for k in range(first, last + 1)),
        titles=(),
        titled_start=doc.begins[first],
    )


def _first_given(doc: Document, k: int, floor: int, draft: _Draft) -> int:
    """The first of the person's given names that stand before the surname at token ``k``."""
    first = k
    while first - 1 >= floor and lexicon.name_key(doc.tokens[first - 1]) in draft.given:
        first -= 1
    return first


def _may_hide_surname(doc: Document, k: int) -> bool:
    """Whether a capitalised token is what the gazetteers read as something else than a name."""
    tag, token = doc.tags[k], doc.tokens[k]
    if token.isupper() or not token.isalpha():
        return False
    if tag is None:
        return doc.low[k] in lexicon.never_names()
    return tag.first == tag.last and tag.entry.kind in {"title", "place", "capital", "demonym"}


def _acts_as_name(doc: Document, k: int) -> bool:
    """Whether the words around a token show that it is a name: an honorific, a verb of speech, an apposition."""
    stop = doc.first_token[doc.sentence_of[k] + 1]
    after, beyond = (doc.low[j] if j < stop else "" for j in (k + 1, k + 2))
    if after == "'s" or after in lexicon.speech_verbs() or (after == "," and beyond in _APPOSED):
        return True
    if after == "," and len(beyond) == 2 and beyond.isdecimal() and k + 3 < stop and doc.low[k + 3] == ",":
        return True  # "Magyar, 45, said"
    return _honoured_start(doc, k) is not None


def _honoured_start(doc: Document, k: int) -> int | None:
    """Where the title right before a token begins, as a text offset; None for none."""
    before = doc.tags[k - 1] if k > doc.first_token[doc.sentence_of[k]] else None
    return doc.begins[before.first] if before is not None and before.entry.kind == "title" else None


# --- whose a name is -------------------------------------------------------------------------------------------------


def _is_family_first(doc: Document, candidate: Candidate) -> bool:
    """Whether the family name of a name of two or three words stands first: "Eui-yong Chung", "Kevin Wang" do not."""
    tokens = [doc.tokens[k] for k in surname_tokens(doc, candidate.run)]
    if _in_capitals(tokens[0]) and not any(map(_in_capitals, tokens[1:])):
        return len(tokens) > 1  # "MORITA Kaoru", as ministries of East Asia write names
    if len(tokens) not in {2, 3} or not lexicon.is_family_first(tokens[0]):
        return False
    if not _surely_given(tokens[0]):
        return True
    hyphen = "-" in tokens[-1]
    return hyphen or (lexicon.is_family_first(tokens[-1]) and not _surely_given(tokens[-1]))


def _in_capitals(token: str) -> bool:
    """Whether a part of a name is written in capitals, and is no initial."""
    return len(token) > 2 and token.isupper()


def _surely_given(token: str) -> bool:
    info = lexicon.given_name(token)
    return info is not None and not info.weak


def _split(parts: tuple[str, ...], family_first: bool) -> tuple[str, tuple[str, ...]]:
    """Surname and given names of the parts of a name."""
    return (parts[0], parts[1:]) if family_first else (parts[-1], parts[:-1])


def _plausible(doc: Document, candidate: Candidate, options: list[_Draft]) -> bool:
    """Whether a bare word that equals a known name is that name here: not "Austin, Texas", not "the Hill"."""
    run = candidate.run
    token, tag = doc.tokens[run.first], doc.tags[run.first]
    if not token[0].isupper() and "-" not in token:
        return False
    if not candidate.titled and (_word_before(doc, candidate) == "the" or (token.isupper() and len(token) > 1)):
        return False
    if tag is not None and _word_before(doc, candidate) in _BESIDE_PLACE:
        return False
    if _body_word_follows(doc, candidate):
        return False
    by_surname = any(draft.surname == lexicon.name_key(token) for draft in options)
    return by_surname or not (tag is not None or lexicon.is_ordinary(doc.low[run.first]))


def _word_before(doc: Document, candidate: Candidate) -> str:
    """The lower-case word before a candidate in its sentence, or ""."""
    first = candidate.run.first
    return doc.low[first - 1] if first > doc.first_token[candidate.run.sentence] else ""


def _body_word_follows(doc: Document, candidate: Candidate) -> bool:
    """Whether "University" or the like stands behind a candidate."""
    k = candidate.run.last + 1
    if k >= doc.first_token[candidate.run.sentence + 1]:
        return False
    return doc.low[k] in lexicon.organisation_words() and doc.tokens[k][0].isupper()


def _prominent(doc: Document, candidate: Candidate) -> bool:
    """Whether one word is a world-famous surname with no full form in the article: "Modi", "Putin"."""
    first = candidate.run.first
    token = doc.tokens[first]
    if doc.tags[first] is not None or token.isupper() or lexicon.is_ordinary(doc.low[first]):
        return False
    if _word_before(doc, candidate) == "of" and _capital_before_of(doc, candidate):
        return False  # "the Plains of Arafat"
    return _word_before(doc, candidate) != "the" and bool(index.prominent(token, doc.article.published))


def _capital_before_of(doc: Document, candidate: Candidate) -> bool:
    """Whether an unknown capitalised word stands before the "of" in front of a candidate."""
    k = candidate.run.first - 2
    return k >= doc.first_token[candidate.run.sentence] and doc.tokens[k][:1].isupper() and doc.tags[k] is None


def _choose(options: list[_Draft], mention: NameMention, candidate: Candidate) -> tuple[_Draft, bool]:
    """Whom a name means that several people may bear, and whether that stays unsure."""
    if len(options) == 1:
        return options[0], False
    roles = {t.role for t in candidate.titles if t.public}
    fitting = [draft for draft in options if roles & draft.roles]
    return (fitting[0], False) if len(fitting) == 1 else _main_bearer(options, mention)


def _main_bearer(options: list[_Draft], mention: NameMention) -> tuple[_Draft, bool]:
    """The surname alone is the main bearer's; relatives and namesakes are called by their given names."""
    weights = {draft: draft.sure_before(mention.start) for draft in options}
    order = sorted(options, key=lambda d: (-weights[d], d.mentions[0].start if d.mentions else 0))
    first, second = order[0], order[1]
    if not weights[second]:
        return first, not weights[first] and len(first.mentions) <= len(second.mentions)
    related = [draft for draft in options if "family" in draft.roles]
    if first not in related and len(related) == len(options) - 1:
        return first, False  # "Bill Clinton … his wife Hillary Clinton … Clinton said"
    latest = max((d for d in options if weights[d]), key=lambda d: d.last_before(mention.start))
    near = latest is not first and latest.introduced_near(mention.sentence)
    if weights[first] >= (_CLEAR_NEAR if near else _CLEAR) * weights[second]:
        return first, False
    return latest, True


def is_junior(name: str) -> bool:
    """Whether a name as written ends in "Jr."."""
    return name.rstrip(".").rpartition(" ")[2].lower() in _JUNIOR


def _gender(told: str | None) -> Gender | None:
    return "m" if told == "m" else "f" if told == "f" else None


def _is_fuller(parts: tuple[str, ...], draft: _Draft, shown: str) -> bool:
    """Whether a mention shows a person's name more fully than before."""
    if not draft.name:
        return True
    have = 1 + len(draft.given)
    spelt_out = all(len(part) > 1 for part in parts) and any(len(part) == 1 for part in draft.given)
    if spelt_out and len(parts) >= have:
        return True
    return len(parts) > have and len(draft.mentions) < _EARLY and not shown.isupper()


def _given_agree(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two sets of given names can be one person's: equal, initial, nickname, or one a part of the other."""
    if not a or not b or a[0] in b or b[0] in a:
        return True
    x, y = a[0], b[0]
    return x[:1] == y[:1] if len(x) <= 2 or len(y) <= 2 else lexicon.same_given(x, y)
