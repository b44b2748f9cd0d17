"""What stands around one quote: where it stands, how it is set, the cues near it and the choice of the plain rules."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from summarizers.lexicon import word_class
from summarizers.model import Paragraph
from summarizers.quotes.annotations import NEAR_CUES, Annotations
from summarizers.quotes.mentions import Mention
from summarizers.text.document import Document
from summarizers.text.quoted_spans import QuotedSpan, signs_post
from summarizers.values import value_class

#: Marks at the edges of a quote that are no words of it.
QUOTE_MARKS = "“”\"'‘’«»„ \u00a0"
#: A dash and what follows it are a signature where they are shorter, in code points.
_SIGNATURE = 80
#: Longest line under a quote that only says whose words it is, in code points.
_SIGNATURE_LINE = 90
#: Most paragraphs of an embedded post.
_POST_PARAGRAPHS = 6
#: Longest quote taken for an attribute of the noun after it, in tokens.
_ATTRIBUTE = 8
#: Longest by-name, in words, and how many tokens of a quote tell of which person it speaks.
_EPITHET, _PERSONS = 4, 60
_THIRD_PERSON, _FIRST_PERSON = word_class("third_person"), word_class("speaking_person")
_ONESELF = frozenset({"i", "my", "me"})
#: Verbs before a predicate, which is no attribute: would be “very unusual” given that.
_COPULAS = word_class("passive_auxiliary", "seeming_copula")
_DASHES = frozenset("—–―-")
_CLOSING_MARKS = frozenset("”\"’'")
_SPEECH_ENDS = frozenset(",.?!")
_SENTENCE_ENDS, _EXCLAIMED = frozenset('.!?”"'), frozenset("?!")
#: What stands before a name that labels a quote.
_LABEL_LEADS = frozenset("-–—―") | {"from", "per", "via"}
_TITLE_SMALL = word_class("title_small")
#: Words that are not the noun behind a quoted attribute: “bad deal” during a speech, “relax” the rules.
_NO_ATTRIBUTED_NOUN = word_class(
    "after_attribute", "phrase_preposition", "phrase_determiner", "clause_break", "before_verb"
)
_ATTRIBUTE_LEADS = word_class("before_attribute")


@value_class
class Place:
    """Where a quote stands."""

    #: The quote.
    span: QuotedSpan
    #: First token inside.
    first: int
    #: Last token inside.
    last: int
    #: Index of the sentence it begins in.
    sentence_first: int
    #: Index of the sentence it ends in.
    sentence_last: int


@value_class
class Form:
    """How a quote is set and punctuated."""

    #: Words inside.
    words: int
    #: Whether it fills its paragraph but for marks.
    whole_paragraph: bool
    #: Whether it does and still begins like the middle of a sentence.
    whole_fragment: bool
    #: Whether it is a piece of the reporter's sentence.
    fragment: bool
    #: Whether its last words end in a comma, question or exclamation mark or dash.
    ends_comma: bool
    #: Whether they end in a full stop.
    ends_stop: bool
    #: Whether a colon stands right before it.
    colon_before: bool
    #: Whether it opens its paragraph and the previous one ends with a colon.
    colon_previous: bool
    #: Whether a dash and a name fill the rest of the paragraph.
    dash_after: bool
    #: Whether it modifies the noun after it: a “coast first” agenda.
    attributive: bool
    #: Whether all its words but small ones begin with a capital.
    title_cased: bool
    #: Whether it stands right before a capitalised word, as a by-name does: ‘the Baker’ Per Holm.
    epithet: bool
    #: Whether it speaks of a "he" or "she" and of no "I" or "we".
    of_others: bool
    #: Whether one person speaks of himself in it: "I", "my".
    of_oneself: bool


@value_class
class Near:
    """The mentions and cues near a quote, by index, -1 for none."""

    #: The nearest cue before it in its sentence.
    cue_before: int
    #: How many mentions of its sentence are subjects of cues.
    subjects: int
    #: Whether its paragraph has any cue.
    cue_in_paragraph: bool
    #: The first mention of its paragraph.
    first_mention: int
    #: The mention that labels it before a colon ("Ana Reyes: “").
    label: int
    #: The mention that signs it in a paragraph of its own below: a dash and a name, or a name and a post.
    signature: int
    #: The subject of the reporting verbs in the paragraph before, where the quote fills its own.
    reported_before: int
    #: Whether it is an embedded post that a line with a handle signs.
    posted: bool


@value_class
class RuleChoice:
    """What the plain rules choose."""

    #: Mention index, or -1.
    number: int = -1
    #: 2 for adjacent patterns, 1 for the rest, 0 for none.
    strength: int = 0
    #: Whether the verb behind the choice is a strong one.
    cue_strong: bool = False
    #: Class of that verb, or "".
    cue_kind: str = ""
    #: Whether a signature or a label leaves no doubt.
    certain: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """Everything the features need to know of one quote, whoever spoke before."""

    #: Where it stands.
    place: Place
    #: How it is set.
    form: Form
    #: What stands near it.
    near: Near
    #: What the plain rules choose.
    rule: RuleChoice


def place_of(doc: Document, span: QuotedSpan) -> Place:
    """Where a quote stands."""
    end = len(doc.tokens) - 1
    first = bisect_left(doc.begins, span.start)
    last = min(max(first, bisect_left(doc.begins, span.end) - 1), end)
    first = min(first, end)
    sentences = (doc.sentence_of[first], doc.sentence_of[last]) if doc.tokens else (0, 0)
    return Place(span, first, last, *sentences)


class _Edges:
    """The words of a quote, and what stands right before and behind it in its paragraph."""

    def __init__(self, doc: Document, span: QuotedSpan) -> None:
        self._text = text = doc.text
        self._span = span
        self._paragraph = paragraph = doc.article.paragraphs[span.paragraph]
        self.inner = text[span.start : span.end].strip(QUOTE_MARKS)
        # only the edges of what stands around: paragraphs may hold any number of quotes
        led = _ends_before(text, paragraph.start, span.start)
        self._ahead = _begins_after(text, span.end, paragraph.end)
        #: The last code point before it in its paragraph that is no blank, or "".
        self.lead = text[max(paragraph.start, led - 1) : led]

    @cached_property
    def whole_paragraph(self) -> bool:
        """Whether nothing but marks stands beside it."""
        return not self.lead and not self._text[self._ahead : self._paragraph.end].strip().strip(".,;")

    def ends_comma(self) -> bool:
        """Whether its last words, or the mark behind it, leave the sentence open."""
        tail, after = self.inner[-1:], self._text[self._span.end : self._span.end + 1]
        return tail in ",?!—–-" or (tail not in ".…" and after == ",")

    def ends_stop(self) -> bool:
        """Whether its last words end in a full stop."""
        return self.inner[-1:] in ".…"

    def exclaimed(self) -> bool:
        """Whether it is a question or exclamation of its own at the end of a paragraph, behind another sentence: no title of a work."""
        return self.lead in _SENTENCE_ENDS and self.inner[-1:] in _EXCLAIMED and self._ahead >= self._paragraph.end

    def dash_after(self) -> bool:
        """Whether a dash and a few words fill the rest of the paragraph."""
        ahead, stop = self._ahead, self._paragraph.end
        if self._text[ahead : min(ahead + 1, stop)] not in _DASHES:
            return False
        return _begins_after(self._text, ahead + _SIGNATURE - 1, stop) >= stop


def _ends_before(text: str, floor: int, position: int) -> int:
    """One past the last code point before a place that is no blank; ``floor`` where there is none."""
    while position > floor and text[position - 1].isspace():
        position -= 1
    return position


def _begins_after(text: str, position: int, stop: int) -> int:
    """The first code point from a place on that is no blank; ``stop`` where there is none."""
    while position < stop and text[position].isspace():
        position += 1
    return position


def form_of(doc: Document, place: Place) -> Form:
    """How a quote is set."""
    edges = _Edges(doc, place.span)
    words = edges.inner.split()
    opening = edges.inner[:1]
    whole = edges.whole_paragraph
    return Form(
        words=len(words),
        whole_paragraph=whole,
        whole_fragment=whole and (opening.islower() or opening in {"…", "."}),
        fragment=bool(edges.lead) and opening.islower(),
        ends_comma=edges.ends_comma(),
        ends_stop=edges.ends_stop(),
        colon_before=edges.lead == ":",
        colon_previous=not edges.lead and _colon_above(doc, place.span),
        dash_after=edges.dash_after(),
        attributive=_is_attributive(doc, place),
        title_cased=is_title_cased(words) and not edges.exclaimed(),
        epithet=len(words) <= _EPITHET and _before_capital(doc, place),
        of_others=_is_of_others(doc, place),
        of_oneself=not _ONESELF.isdisjoint(doc.low[place.first : min(place.last, place.first + _PERSONS) + 1]),
    )


def _before_capital(doc: Document, place: Place) -> bool:
    """Whether a capitalised word follows a quote of its sentence without a mark between or inside its end."""
    after = place.last + 1
    if after >= doc.first_token[place.sentence_last + 1] or doc.tokens[max(0, place.last - 1)][:1] in _SPEECH_ENDS:
        return False
    return doc.tokens[after][:1].isupper()


def _is_of_others(doc: Document, place: Place) -> bool:
    """Whether the first words of a quote have a third person and no first one."""
    words = set(doc.low[place.first : min(place.last, place.first + _PERSONS) + 1])
    return not words.isdisjoint(_THIRD_PERSON) and words.isdisjoint(_FIRST_PERSON)


def _colon_above(doc: Document, span: QuotedSpan) -> bool:
    """Whether the paragraph before a quote's ends with a colon."""
    if not span.paragraph:
        return False
    above = doc.article.paragraphs[span.paragraph - 1]
    return doc.text[above.start : above.end].rstrip().endswith(":")


def is_title_cased(words: list[str]) -> bool:
    """Whether all but the small words begin with a capital: the name of a work, a bill, a show."""
    big = [w for w in words if w[:1].isalpha() and w.lower() not in _TITLE_SMALL]
    return len(big) >= 2 and all(w[0].isupper() for w in big) and words[0][:1].isupper()


def _is_attributive(doc: Document, place: Place) -> bool:
    """Whether a short stretch stands between a determiner or adjective and its noun."""
    first, last = place.first, place.last
    if last - first >= _ATTRIBUTE or first <= 0 or last + 1 >= doc.first_token[place.sentence_last + 1]:
        return False
    before, after = doc.low[first - 1], doc.tokens[last + 1]
    if not after[:1].islower() or after in _NO_ATTRIBUTED_NOUN:
        return False
    if before in _COPULAS or (before not in _ATTRIBUTE_LEADS and not before.isalpha()):
        return False
    return doc.tokens[last] in _CLOSING_MARKS and doc.tokens[last - 1][:1] not in _SPEECH_ENDS


def near(annotations: Annotations, place: Place, form: Form) -> Near:
    """The mentions and cues near a quote."""
    doc = annotations.doc
    cue_before, subjects = _cues_of_sentence(annotations, place)
    number = place.span.paragraph
    start = bisect_left(doc.sentences, number, key=lambda s: s.paragraph)
    stop = bisect_right(doc.sentences, number, key=lambda s: s.paragraph)
    mention = _first_mention(annotations, number)
    return Near(
        cue_before=cue_before,
        subjects=subjects,
        cue_in_paragraph=_any_cue(annotations, doc.first_token[start], doc.first_token[stop]),
        first_mention=mention,
        label=_label(annotations, place.first) if form.colon_before else -1,
        signature=_signature_below(annotations, place.span) if form.whole_paragraph else -1,
        reported_before=_reported_before(annotations, place.span) if form.whole_paragraph else -1,
        posted=form.whole_paragraph and _posted(doc, place.span),
    )


def _cues_of_sentence(annotations: Annotations, place: Place) -> tuple[int, int]:
    """(index of the last cue before the quote or -1, number of subjects of cues) in the quote's sentence."""
    doc, cue_tokens = annotations.doc, annotations.cue_tokens
    at = bisect_left(cue_tokens, place.first)
    low = max(bisect_left(cue_tokens, doc.first_token[place.sentence_first]), at - NEAR_CUES)
    high = min(bisect_left(cue_tokens, doc.first_token[place.sentence_last + 1]), at + NEAR_CUES)
    subjects = {side for cue in annotations.cues[low:high] for side in (cue.left, cue.right) if side >= 0}
    return (at - 1 if at > low else -1), len(subjects)


def _any_cue(annotations: Annotations, low: int, high: int) -> bool:
    """Whether a cue stands among tokens ``low`` to ``high - 1``."""
    return bisect_left(annotations.cue_tokens, high) > bisect_left(annotations.cue_tokens, low)


def _first_mention(annotations: Annotations, paragraph: int) -> int:
    """Index of the first mention of a paragraph, or -1."""
    number = bisect_left(annotations.mention_starts, annotations.doc.article.paragraphs[paragraph].start)
    inside = number < len(annotations.mentions) and annotations.mentions[number].paragraph == paragraph
    return number if inside else -1


def _label(annotations: Annotations, first: int) -> int:
    """The name that ends right before the colon before token ``first``, or -1."""
    doc = annotations.doc
    k = first - 1
    while k >= 0 and first - k <= 2 and doc.tokens[k] != ":":
        k -= 1
    if k < 1 or first - k > 2:
        return -1
    number = bisect_left(annotations.mention_starts, doc.begins[k]) - 1
    if number < 0:
        return -1
    mention = annotations.mentions[number]
    if mention.last != k - 1 or mention.kind != "name":
        return -1
    floor = doc.first_token[doc.sentence_of[mention.first]]
    return number if mention.first == floor or doc.low[mention.first - 1] in _LABEL_LEADS else -1


def _signature_below(annotations: Annotations, span: QuotedSpan) -> int:
    """The mention in the paragraph under a quoted one that only says whose words they were, or -1.

    "- Ana Reyes", "Per Holm, institute".
    """
    doc = annotations.doc
    at = _below(doc, span)
    if at >= len(doc.article.paragraphs):
        return -1
    below = doc.article.paragraphs[at]
    line = doc.text[below.start : below.end].strip().rstrip('."”')
    if not line or len(line) > _SIGNATURE_LINE or "“" in line or '"' in line:
        return -1
    number = _first_mention(annotations, at)
    if number < 0:
        return -1
    mention = annotations.mentions[number]
    if span.block and mention.kind == "nominal" and line.isupper():
        return number
    return number if _signs(doc, mention, below) else -1


def _below(doc: Document, span: QuotedSpan) -> int:
    """Index of the paragraph that may sign a quote: the next one, behind the other paragraphs of the same post."""
    paragraphs = doc.article.paragraphs
    at = span.paragraph + 1
    if not span.block:
        return at
    for k in range(at, min(len(paragraphs), at + _POST_PARAGRAPHS)):
        if signs_post(doc.text, paragraphs[k]):
            return k
        if paragraphs[k].kind != "quote":
            break
    return at


def _posted(doc: Document, span: QuotedSpan) -> bool:
    """Whether a line with a handle signs a quote."""
    at = _below(doc, span)
    return at < len(doc.article.paragraphs) and signs_post(doc.text, doc.article.paragraphs[at])


def _signs(doc: Document, mention: Mention, paragraph: Paragraph) -> bool:
    """Whether a name is the signature a paragraph consists of."""
    lead = doc.text[paragraph.start : mention.start].strip()
    dashed = bool(lead) and not lead.strip("-–—―").strip()
    after = doc.text[mention.end : paragraph.end].strip()
    return mention.kind == "name" and (dashed or (not lead and after[:1] == ",")) and not mention.cues


def _reported_before(annotations: Annotations, span: QuotedSpan) -> int:
    """The subject of the only reporting verbs of the paragraph before, if that has no quote of its own; or -1."""
    doc = annotations.doc
    if not span.paragraph:
        return -1
    above = doc.article.paragraphs[span.paragraph - 1]
    low, high = bisect_left(doc.begins, above.start), bisect_left(doc.begins, above.end)
    if any(annotations.quoted.masked[low:high]):
        return -1
    subjects = {
        side
        for cue in annotations.cues_between(low, high)
        for side in (cue.left, cue.right)
        if side >= 0 and cue.strong
    }
    entities = {s: annotations.mentions[s].entity for s in subjects}
    persons = {id(entity) if entity is not None else number for number, entity in entities.items()}
    return max(subjects) if len(persons) == 1 else -1
