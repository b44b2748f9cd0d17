"""Who is named: candidates scored, accepted, and merged into persons.

Working values (:class:`Figure`, :class:`Cast`) are mutable and stay inside the summarizers; the brief gets
:class:`~summarizers.model.Person`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from summarizers import headlines, lexicon
from summarizers.document import Document
from summarizers.model import Article, Gender, Paragraph, Person, Sentence, Span, TitleMention
from summarizers.people import runs as runs_module
from summarizers.people.runs import PARTICLES, is_initial
from summarizers.people.scoring import Candidate, accepted, evaluate, surname_tokens
from summarizers.people.titles import ParsedTitle

#: How many times as often as any namesake the main bearer of a surname must have been named before the
#: surname alone is surely that person; the second figure where a namesake's full name stands close by.
_CLEAR, _CLEAR_NEAR = 2.0, 3.0


@dataclass(slots=True)
class NameMention:
    """One accepted place where a person is named."""

    #: First code point.
    start: int
    #: One past the last code point.
    end: int
    #: First and last token.
    first: int
    #: Last token.
    last: int
    #: Index of the sentence.
    sentence: int
    #: Name parts, folded, initials and particles left out.
    parts: tuple[str, ...]
    #: Titles around this mention.
    titles: list[ParsedTitle]
    #: First code point of the title before the name, or ``start``.
    titled_start: int
    #: Whether more than one person could be meant.
    ambiguous: bool = False


@dataclass(slots=True)
class Figure:
    """A person in the making: mentions, titles and what the directory adds."""

    #: Position in the cast.
    index: int
    #: Mentions in text order.
    mentions: list[NameMention] = field(default_factory=list)
    #: Fullest name as shown.
    name: str = ""
    #: Folded given-name parts of the fullest form.
    given: tuple[str, ...] = ()
    #: Folded surname, the key of back-references.
    surname: str = ""
    #: Whether the family name comes first ("Wang Yi").
    family_first: bool = False
    #: Gender, where something tells.
    gender: Gender | None = None
    #: Titles the text gives, with the mention's sentence.
    titles: list[ParsedTitle] = field(default_factory=list)
    #: Title-only references tied to the figure.
    references: list[Span] = field(default_factory=list)
    #: Office fields, filled by the officials room.
    office: str | None = None
    #: Country of the office.
    country: str | None = None
    #: Organisation of the office.
    organisation: str | None = None
    #: Standing at the article's date.
    status: str = "current"
    #: Where the office comes from.
    office_source: str | None = None
    #: Role class of the shown office.
    role: str | None = None
    #: All role classes held, for references.
    roles: set[str] = field(default_factory=set)
    #: Ordering weight of the office.
    rank: int = 0
    #: Whether the person holds or held public office.
    official: bool = False
    #: Whether the headline says that the text is this person's statement.
    from_title: bool = False

    def keys(self) -> set[str]:
        """Folded single words by which the article may call the person."""
        return {self.surname, *self.given}


class Cast:
    """Everyone named in one article."""

    def __init__(self, doc: Document, figures: list[Figure]) -> None:
        self.doc = doc
        self.replace(figures)

    def replace(self, figures: list[Figure]) -> None:
        """Take these figures for the whole cast."""
        self.figures = figures
        pairs = sorted(((m, f) for f in figures for m in f.mentions), key=lambda pair: pair[0].start)
        #: All mentions in text order, each with its figure.
        self.mentions: list[tuple[NameMention, Figure]] = pairs
        self._starts = [m.start for m, _ in pairs]

    def between(self, start: int, end: int) -> list[tuple[NameMention, Figure]]:
        """Mentions that begin inside ``text[start:end]``."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def at(self, offset: int) -> Figure | None:
        """The figure named at a text offset, or None."""
        k = bisect_right(self._starts, offset) - 1
        if k >= 0:
            mention, figure = self.mentions[k]
            if mention.start <= offset < mention.end:
                return figure
        return None

    def persons(self) -> tuple[Person, ...]:
        """The frozen values, in order of first mention."""
        ordered = sorted(self.figures, key=lambda f: f.mentions[0].start if f.mentions else -1)
        return tuple(_freeze(f, self.doc) for f in ordered if f.mentions)


def _freeze(figure: Figure, doc: Document) -> Person:
    titles = tuple(
        TitleMention(
            start=doc.begins[t.first],
            end=doc.ends[t.last],
            office=t.office,
            role=t.role,
            public=t.public,
            status=t.status,
            country=t.country,
            organisation=t.organisation,
        )
        for t in sorted(figure.titles, key=lambda t: t.first)
    )
    return Person(
        name=figure.name,
        mentions=tuple(Span(m.start, m.end) for m in figure.mentions),
        titles=titles,
        gender=figure.gender,
        references=tuple(sorted(figure.references)),
    )


def find(doc: Document) -> Cast:
    """Find, score and merge the people of an article."""
    paragraphs = doc.article.paragraphs
    shouted = headlines.find(doc) | {s.index for s in doc.sentences if paragraphs[s.paragraph].kind == "heading"}
    runs = [r for r in runs_module.find(doc) if r.sentence not in shouted]
    cued = _person_cued(doc, runs)
    strong: list[Candidate] = []
    waiting: list[Candidate] = []
    for run in runs:
        candidate = evaluate(doc, run, cued)
        if candidate.modifier:
            waiting.append(candidate)
        elif accepted(candidate, doc):
            strong.append(candidate)
        else:
            waiting.append(candidate)
    _share_plural_titles(doc, strong, waiting)
    table = _Merger(doc)
    for candidate in strong:
        if len(surname_tokens(doc, candidate.run)) > 1 or _has_initial(doc, candidate):
            table.add_full(candidate)
    for _, full in doc.article.aliases:
        table.add_alias(full)
    for figure in _named_in_title(doc):
        table.add_from_title(figure)
    singles = [c for c in strong if len(surname_tokens(doc, c.run)) == 1 and not _has_initial(doc, c)]
    for candidate in sorted([*singles, *waiting], key=lambda c: c.run.first):
        if candidate.modifier:
            continue
        table.add_short(candidate, strong=candidate in singles)
    for sentence in sorted(shouted):
        table.add_known(sentence)
    table.add_hidden()
    return Cast(doc, table.figures())


#: Headlines of government pages whose person speaks the whole text.
_STATEMENT = re.compile(
    r"\b(?:statements?|remarks|readout|press (?:briefing|gaggle|conference|availability|statement)|speech|address|testimony|"
    r"interview|op-ed|letter|message|conversation|transcript|q ?(?:&|and) ?a)\b",
    re.IGNORECASE,
)


def _named_in_title(doc: Document) -> list[Figure]:
    """People the headline names in full, with their titles: they complete short forms of the text."""
    title = doc.article.title
    if not title or len(title) > 300:
        return []
    if title == doc.text[: len(title)] and doc.article.paragraphs[0].kind != "heading":
        return []
    article = Article(title, (Paragraph(0, len(title)),), published=doc.article.published)
    small = Document(article, (Sentence(0, len(title), 0, 0),))
    table = _Merger(small)
    for run in runs_module.find(small):
        candidate = evaluate(small, run, frozenset())
        office = any(t.public and t.last == run.first - 1 for t in candidate.titles)
        known = office or lexicon.given_name(small.tokens[run.first]) is not None
        if known and not candidate.modifier and accepted(candidate, small) and len(surname_tokens(small, run)) > 1:
            table.add_full(candidate)
    figures = table.figures()
    speaks = bool(_STATEMENT.search(title))
    for figure in figures:
        figure.from_title = speaks and any(t.public for t in figure.titles)
        figure.mentions = []
    return figures


def _share_plural_titles(doc: Document, strong: list[Candidate], waiting: list[Candidate]) -> None:
    """ "Senators Ana Reyes and Per Holm": the names joined to a plural title hold it too."""
    order = sorted([*strong, *waiting], key=lambda c: c.run.first)
    for before, after in pairwise(order):
        plural = [t for t in before.titles if t.plural and t.last < before.run.first]
        if not plural or before not in strong or before.run.sentence != after.run.sentence:
            continue
        gap = doc.text[doc.ends[before.run.last] : doc.begins[after.run.first]].strip(" ")
        if gap not in {",", "and", ", and", "&"} or after.titled:
            continue
        after.titles.extend(plural)
        after.score += 3.0
        after.titled = True
        if after in waiting and accepted(after, doc):
            waiting.remove(after)
            strong.append(after)
    strong.sort(key=lambda c: c.run.first)


def _has_initial(doc: Document, candidate: Candidate) -> bool:
    return any(is_initial(doc.tokens[k]) for k in range(candidate.run.first, candidate.run.last + 1))


def _person_cued(doc: Document, runs: list[runs_module.Run]) -> frozenset[str]:
    """Single capitalised words that somewhere speak, or follow "Mr" or "Ms"."""
    found = set()
    verbs = lexicon.speech_verbs()
    for run in runs:
        if run.first != run.last:
            continue
        k = run.first
        after = doc.low[k + 1] if k + 1 < len(doc.low) and doc.sentence_of[k + 1] == run.sentence else ""
        before = doc.low[k - 1] if k > doc.first_token[run.sentence] else ""
        tag = doc.tags[k - 1] if k > doc.first_token[run.sentence] else None
        if (
            after in verbs
            or (before in {"said", "says", "told"} and after not in lexicon.organisation_words())
            or (tag is not None and tag.entry.kind == "title" and tag.entry.role == "honorific")
        ):
            found.add(doc.low[k])
    return frozenset(found)


def merge(cast: Cast, keep: Figure, other: Figure) -> None:
    """Make two figures one, in place: used when the directory shows that they are one person."""
    keep.mentions = sorted([*keep.mentions, *other.mentions], key=lambda m: m.start)
    keep.titles += other.titles
    keep.gender = keep.gender or other.gender
    keep.from_title = keep.from_title or other.from_title
    figures = [f for f in cast.figures if f is not other]
    for number, figure in enumerate(figures):
        figure.index = number
    cast.replace(figures)


class _Merger:
    """Gathers candidates into figures."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self._figures: list[Figure] = []
        self._by_key: dict[str, list[Figure]] = defaultdict(list)

    def figures(self) -> list[Figure]:
        kept = [f for f in self._figures if f.mentions or f.from_title]
        for number, figure in enumerate(kept):
            figure.index = number
            figure.mentions.sort(key=lambda m: m.start)
        return kept

    # -- full names ---------------------------------------------------------------------------------------------------

    def add_full(self, candidate: Candidate) -> None:
        mention = self._mention(candidate)
        parts = mention.parts
        family_first = self._is_family_first(candidate)
        surname = parts[0] if family_first else parts[-1]
        given = parts[1:] if family_first else parts[:-1]
        figure = self._match_full(parts, surname, given, candidate.gender)
        if figure is None:
            figure = Figure(len(self._figures), surname=surname, given=given, family_first=family_first)
            self._figures.append(figure)
            self._register(figure)
        self._attach(figure, mention, candidate, full=True)

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
    ) -> Figure | None:
        for figure in self._by_key.get(surname, []):
            if figure.surname != surname:
                if set(parts) == {figure.surname, *figure.given}:
                    return figure
                continue
            if gender and figure.gender and gender != figure.gender:
                continue
            if _given_agree(given, figure.given):
                return figure
        for figure in self._by_key.get(parts[0], []):
            # "Mohammed bin Salman" / "Mohammed bin Salman Al Saud"; "Luiz Inácio Lula da Silva" / "Lula da Silva"
            whole = {*figure.given, figure.surname}
            if len(parts) >= 2 and len(whole) >= 2 and (set(parts) <= whole or whole <= set(parts)):
                return figure
        return None

    def add_alias(self, full: str) -> None:
        """A full name learnt from a removed link widget completes the figure of the same surname, or waits for one."""
        words = [lexicon.name_key(w) for w in full.replace("(", " ").replace(")", " ").split()]
        words = [w for w in words if w and w.rstrip(".") not in {"jr", "sr", "ii", "iii", "iv"}]
        if len(words) < 2:
            return
        surname, given = words[-1], tuple(w for w in words[:-1] if w not in PARTICLES)
        for figure in self._by_key.get(surname, []):
            if figure.surname == surname and _given_agree(given, figure.given):
                return
        figure = Figure(len(self._figures), surname=surname, given=given)
        figure.name = full
        info = lexicon.given_name(full.split()[0])
        figure.gender = _gender(info.gender if info else None)
        self._figures.append(figure)
        self._register(figure)

    def add_from_title(self, figure: Figure) -> None:
        """A person of the headline: joins the figure of the text, or waits for a short form."""
        for known in self._by_key.get(figure.surname, []):
            if known.surname == figure.surname and _given_agree(known.given, figure.given):
                known.titles.extend(figure.titles)
                known.from_title = figure.from_title
                if not known.given:
                    known.given, known.name = figure.given, figure.name
                    self._register(known)
                return
        self._figures.append(figure)
        self._register(figure)

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
            while first - 1 >= tokens.start and lexicon.name_key(doc.tokens[first - 1]) in options[0].given:
                first -= 1
            parts = tuple(lexicon.name_key(doc.tokens[j]) for j in range(first, k + 1))
            options[0].mentions.append(
                NameMention(doc.begins[first], doc.ends[k], first, k, sentence, parts, [], doc.begins[first])
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
            figure = known.get(lexicon.name_key(token))
            if figure is None or len(self._by_key[figure.surname]) != 1:
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
                figure.mentions.append(NameMention(doc.begins[k], doc.ends[k], k, k, sentence, (part,), [], start))

    # -- short forms --------------------------------------------------------------------------------------------------

    def add_short(self, candidate: Candidate, *, strong: bool) -> None:
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
            figure, ambiguous = self._choose(options, mention, candidate)
            mention.ambiguous = ambiguous
            self._attach(figure, mention, candidate, full=False)
            return
        if not strong:
            prominent = len(parts) == 1 and self._prominent(candidate)
            if not prominent:
                return
        figure = Figure(len(self._figures), surname=parts[-1], given=())
        self._figures.append(figure)
        self._register(figure)
        self._attach(figure, mention, candidate, full=True)

    def _options(self, parts: tuple[str, ...], candidate: Candidate) -> list[Figure]:
        key = parts[-1]
        options = [f for f in self._by_key.get(key, []) if set(parts) <= f.keys()]
        if candidate.gender:
            options = [f for f in options if f.gender in {None, candidate.gender}]
        surnames = [f for f in options if f.surname == key]
        if len(parts) == 1 and surnames:
            return surnames
        return options

    def _plausible(self, candidate: Candidate, options: list[Figure]) -> bool:
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
        return bool(lexicon.prominent(doc.tokens[run.first], doc.article.published))

    def _choose(self, options: list[Figure], mention: NameMention, candidate: Candidate) -> tuple[Figure, bool]:
        if len(options) == 1:
            return options[0], False
        if candidate.titles:
            roles = {t.role for t in candidate.titles if t.public}
            fitting = [f for f in options if roles & {t.role for t in f.titles}]
            if len(fitting) == 1:
                return fitting[0], False
        # the surname alone is the main bearer's; relatives and namesakes are called by their given names
        weights = {f.index: self._weight_before(f, mention.start) for f in options}
        order = sorted(options, key=lambda f: (-weights[f.index], f.mentions[0].start if f.mentions else 0))
        first, second = order[0], order[1]
        if not weights[second.index]:
            return first, not weights[first.index] and len(first.mentions) <= len(second.mentions)
        related = [f for f in options if any(t.role == "family" for t in f.titles)]
        if first not in related and len(related) == len(options) - 1:
            return first, False  # "Bill Clinton … his wife Hillary Clinton … Clinton said"
        named = [f for f in options if weights[f.index]]
        latest = max(named, key=lambda f: max(m.start for m in f.mentions if m.start < mention.start))
        near = latest is not first and self._introduced_near(latest, mention)
        if weights[first.index] >= (_CLEAR_NEAR if near else _CLEAR) * weights[second.index]:
            return first, False
        return latest, True

    def _weight_before(self, figure: Figure, position: int) -> int:
        """Mentions of a figure before a place that surely mean it."""
        return sum(m.start < position and not m.ambiguous for m in figure.mentions)

    def _introduced_near(self, figure: Figure, mention: NameMention) -> bool:
        """Whether the figure's fuller name stands in this sentence or one of the two before."""
        return any(len(m.parts) > 1 and 0 <= mention.sentence - m.sentence <= 2 for m in figure.mentions)

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

    def _register(self, figure: Figure) -> None:
        for key in {figure.surname, *figure.given}:
            if figure not in self._by_key[key]:
                self._by_key[key].append(figure)

    def _attach(self, figure: Figure, mention: NameMention, candidate: Candidate, *, full: bool) -> None:
        figure.mentions.append(mention)
        figure.titles.extend(candidate.titles)
        if candidate.gender and figure.gender is None:
            figure.gender = _gender(candidate.gender)
        if full:
            shown = self.doc.text[mention.start : mention.end]
            if _fuller(mention.parts, figure, shown):
                figure.name = shown
                family_first = figure.family_first
                if len(mention.parts) > 1:
                    figure.surname = mention.parts[0] if family_first else mention.parts[-1]
                    figure.given = mention.parts[1:] if family_first else mention.parts[:-1]
                    self._register(figure)


def _gender(told: str | None) -> Gender | None:
    return "m" if told == "m" else "f" if told == "f" else None


def _fuller(parts: tuple[str, ...], figure: Figure, shown: str) -> bool:
    if not figure.name:
        return True
    have = 1 + len(figure.given)
    if any(len(p) == 1 for p in figure.given) and len(parts) >= have and all(len(p) > 1 for p in parts):
        return True
    return len(parts) > have and len(figure.mentions) < 3 and not shown.isupper()


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
