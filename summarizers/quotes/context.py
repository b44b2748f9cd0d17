"""What stands around one quote: its sentence, neighbours, cues and the choice of the plain rules."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from summarizers.people.entities import PersonEntity
from summarizers.quotes.candidates import NEAR_CUES, Cue, Scene
from summarizers.text.quoted_spans import QuotedSpan

_STRONG = 2
#: A dash and what follows it are a signature where they are shorter, in code points.
_SIGNATURE = 80
_SMALL_WORDS = frozenset({"of", "the", "a", "an", "and", "in", "on", "for", "to", "with", "at", "by"})


@dataclass(slots=True)
class Choice:
    """The speaker chosen for an earlier quote."""

    #: Mention index.
    number: int
    #: The person behind it, or None.
    entity: PersonEntity | None
    #: Paragraph of the quote.
    paragraph: int


@dataclass(slots=True)
class Context:
    """Everything the features need to know of one quote."""

    #: The quote.
    span: QuotedSpan
    #: Its position among the article's quotes.
    index: int
    #: First and last token inside.
    first_token: int
    #: Last token inside.
    last_token: int
    #: Index of the sentence it begins in.
    sentence_first: int
    #: Index of the sentence it ends in.
    sentence_last: int
    #: Words inside.
    words: int
    #: Whether the quote fills its paragraph but for marks.
    whole_paragraph: bool
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
    #: Whether it fills its paragraph and the next one is a signature: a dash and a name, or a name and a post.
    signed_below: bool = False
    #: Mention that labels it before a colon ("Ana Reyes: “"), or -1.
    label: int = -1
    #: Mention that a signature or a label leaves no doubt about, or -1.
    certain: int = -1
    #: Mention that is the subject of a reporting verb in the paragraph before, where the quote fills its own, or -1.
    reported_before: int = -1
    #: Whether it fills its paragraph and still begins like the middle of a sentence.
    whole_fragment: bool = False
    #: Index of the nearest cue before it in its sentence, or -1.
    nearest_cue_before: int = -1
    #: Candidates of its sentence that are subjects of cues.
    cued_in_sentence: int = 0
    #: Whether its paragraph has any cue.
    cue_in_paragraph: bool = False
    #: Index of the first mention of its paragraph, or -1.
    first_mention: int = -1
    #: The speaker of the quote before, or None.
    previous: Choice | None = None
    #: Indices of figures already chosen as speakers.
    speaking: set[int] = field(default_factory=set)
    #: What the plain rules choose, by mention index, or -1.
    rule: int = -1
    #: 2 for adjacent patterns, 1 for the rest, 0 for none.
    rule_strength: int = 0
    #: Whether the verb behind the rules' choice is a strong one.
    rule_cue_strong: bool = False
    #: Class of that verb, or "".
    rule_cue_kind: str = ""
    #: Whether it modifies the noun after it: a “coast first” agenda.
    attributive: bool = False
    #: Whether all its words but small ones begin with a capital.
    title_cased: bool = False
    #: Starts of all quotes.
    quote_starts: list[int] = field(default_factory=list)

    def quotes_between(self, start: int, end: int) -> int:
        """Quotes that begin inside ``text[start:end]``."""
        return max(0, bisect_left(self.quote_starts, end) - bisect_left(self.quote_starts, start))


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


def build(scene: Scene, index: int, starts: list[int]) -> Context:
    """The context of quote ``index``; ``previous`` and ``speaking`` are filled in by the caller."""
    doc = scene.doc
    span = scene.spans[index]
    text = doc.text
    first = bisect_left(doc.begins, span.start)
    last = bisect_left(doc.begins, span.end) - 1
    last = max(first, last)
    first = min(first, len(doc.tokens) - 1)
    last = min(last, len(doc.tokens) - 1)
    paragraph = doc.article.paragraphs[span.paragraph]
    inner = text[span.start : span.end].strip("“”\"'‘’«»„ \u00a0")
    # only the edges of what stands around: paragraphs may hold any number of quotes
    led, ahead = _ends_before(text, paragraph.start, span.start), _begins_after(text, span.end, paragraph.end)
    lead = text[max(paragraph.start, led - 1) : led]
    tail = inner[-1:] if inner else ""
    after = text[span.end : span.end + 1]
    context = Context(
        span=span,
        index=index,
        first_token=first,
        last_token=last,
        sentence_first=doc.sentence_of[first] if doc.tokens else 0,
        sentence_last=doc.sentence_of[last] if doc.tokens else 0,
        words=len(inner.split()),
        whole_paragraph=not lead and not text[ahead : paragraph.end].strip().strip(".,;"),
        fragment=bool(lead) and inner[:1].islower(),
        ends_comma=tail in ",?!—–-" or (tail not in ".…" and after == ","),
        ends_stop=tail in ".…",
        colon_before=lead.endswith(":"),
        colon_previous=False,
        dash_after=text[ahead : min(ahead + 1, paragraph.end)] in {"—", "–", "―", "-"}
        and _begins_after(text, ahead + _SIGNATURE - 1, paragraph.end) >= paragraph.end,
        title_cased=title_cased(inner.split()),
        attributive=_attributive(
            doc.low, doc.tokens, first, last, doc.first_token[doc.sentence_of[last] + 1] if doc.tokens else 0
        ),
        quote_starts=starts,
    )
    if not lead and span.paragraph:
        before = doc.article.paragraphs[span.paragraph - 1]
        context.colon_previous = text[before.start : before.end].rstrip().endswith(":")
    context.whole_fragment = context.whole_paragraph and (inner[:1].islower() or inner[:1] in {"…", "."})
    if context.whole_paragraph:
        context.signed_below = _signed_below(scene, span)
        context.reported_before = _reported_before(scene, span)
    if context.colon_before:
        context.label = _label(scene, first)
    _cues(scene, context)
    return context


def _signed_below(scene: Scene, span: QuotedSpan) -> bool:
    """Whether the paragraph under a quoted one only says whose words they were: "- Ana Reyes", "Per Holm, institute"."""
    paragraphs = scene.doc.article.paragraphs
    if span.paragraph + 1 >= len(paragraphs):
        return False
    below = paragraphs[span.paragraph + 1]
    text = scene.doc.text[below.start : below.end].strip().rstrip('."”')
    if not text or len(text) > 90 or "“" in text or '"' in text:
        return False
    number = bisect_left(scene.mention_starts, below.start)
    if number >= len(scene.mentions) or scene.mentions[number].paragraph != span.paragraph + 1:
        return False
    mention = scene.mentions[number]
    lead = scene.doc.text[below.start : mention.start].strip()
    dashed = bool(lead) and not lead.strip("-–—―").strip()
    after = scene.doc.text[mention.end : below.end].strip()
    if span.block and mention.kind == "nominal" and text.isupper():
        return True
    return mention.kind == "name" and (dashed or (not lead and after[:1] == ",")) and not mention.cues


def _reported_before(scene: Scene, span: QuotedSpan) -> int:
    """The subject of the only reporting verbs of the paragraph before, if that has no quote of its own; or -1."""
    doc = scene.doc
    if not span.paragraph:
        return -1
    before = doc.article.paragraphs[span.paragraph - 1]
    low, high = bisect_left(doc.begins, before.start), bisect_left(doc.begins, before.end)
    if any(scene.quoted[low:high]):
        return -1
    subjects = {
        side
        for cue in scene.cues[bisect_left(scene.cue_tokens, low) : bisect_left(scene.cue_tokens, high)]
        for side in (cue.left, cue.right)
        if side >= 0 and cue.strong
    }
    persons = {id(scene.mentions[s].entity) if scene.mentions[s].entity is not None else s for s in subjects}
    return max(subjects) if len(persons) == 1 else -1


def _label(scene: Scene, first: int) -> int:
    """The mention that ends right before the colon before token ``first``, or -1."""
    k = first - 1
    while k >= 0 and first - k <= 2 and scene.doc.tokens[k] != ":":
        k -= 1
    if k < 1 or first - k > 2:
        return -1
    number = bisect_left(scene.mention_starts, scene.doc.begins[k]) - 1
    if number < 0 or scene.mentions[number].last != k - 1 or scene.mentions[number].kind != "name":
        return -1
    opening = scene.mentions[number].first
    floor = scene.doc.first_token[scene.doc.sentence_of[opening]]
    led = opening == floor or scene.doc.low[opening - 1] in {"-", "–", "—", "―", "from", "per", "via"}
    return number if led else -1


def _attributive(low: list[str], tokens: list[str], first: int, last: int, stop: int) -> bool:
    """Whether a short stretch stands between a determiner or adjective and its noun."""
    if last - first > 7 or first == 0 or last + 1 >= stop:
        return False
    before, after = low[first - 1], tokens[last + 1]
    return (
        after[:1].islower()
        and after
        not in {
            "and",
            "or",
            "but",
            "in",
            "on",
            "at",
            "to",
            "for",
            "of",
            "with",
            "by",
            "from",
            "as",
            "that",
            "said",
            "when",
            "while",
            "if",
            "because",
            "after",
            "before",
            "about",
        }
        and (
            before
            in {
                "a",
                "an",
                "the",
                "this",
                "that",
                "its",
                "his",
                "her",
                "their",
                "so-called",
                "what",
                "any",
                "no",
                "some",
                "of",
                "called",
            }
            or before.isalpha()
        )
        and tokens[last] in {"”", '"', "’", "'"}
        and tokens[last - 1][:1] not in {",", ".", "?", "!"}
    )


def _cues(scene: Scene, context: Context) -> None:
    doc = scene.doc
    span = context.span
    low = doc.first_token[context.sentence_first]
    high = doc.first_token[context.sentence_last + 1]
    at = bisect_left(scene.cue_tokens, context.first_token)
    lo = max(bisect_left(scene.cue_tokens, low), at - NEAR_CUES)
    hi = min(bisect_left(scene.cue_tokens, high), at + NEAR_CUES)
    subjects = set()
    for k in range(lo, hi):
        cue = scene.cues[k]
        if cue.token < context.first_token:
            context.nearest_cue_before = k
        for side in (cue.left, cue.right):
            if side >= 0:
                subjects.add(side)
    context.cued_in_sentence = len(subjects)
    sentences = doc.sentences
    start = bisect_left(sentences, span.paragraph, key=lambda s: s.paragraph)
    stop = bisect_right(sentences, span.paragraph, key=lambda s: s.paragraph)
    p_low, p_high = doc.first_token[start], doc.first_token[stop]
    lo, hi = bisect_left(scene.cue_tokens, p_low), bisect_left(scene.cue_tokens, p_high)
    context.cue_in_paragraph = hi > lo
    paragraph = doc.article.paragraphs[span.paragraph]
    first = bisect_left(scene.mention_starts, paragraph.start)
    if first < len(scene.mentions) and scene.mentions[first].paragraph == span.paragraph:
        context.first_mention = first
    _rule(scene, context)


def _rule(scene: Scene, context: Context) -> None:
    """The plain rules, in the order news English makes them reliable."""
    doc = scene.doc
    first, last = context.first_token, context.last_token
    after_high = doc.first_token[context.sentence_last + 1]
    k = last + 1
    while k < after_high and not doc.low[k][0].isalnum():
        k += 1
    after = bisect_left(scene.cue_tokens, last + 1)
    for index in range(after, min(len(scene.cues), after + NEAR_CUES)):
        cue = scene.cues[index]
        if cue.token >= after_high:
            break
        if cue.token == k and cue.right >= 0:
            _take(context, cue, cue.right, _STRONG)
            return
        if cue.left >= 0 and scene.mentions[cue.left].first == k:
            _take(context, cue, cue.left, _STRONG)
            return
        if doc.low[cue.token] == "according" and cue.right >= 0 and cue.token <= k + 1:
            _take(context, cue, cue.right, 1)
            return
    if context.dash_after:
        number = bisect_left(scene.mention_starts, context.span.end)
        if number < len(scene.mentions) and scene.mentions[number].first - last <= 3:
            context.rule, context.rule_strength = number, _STRONG
            context.certain = number
            return
    if context.signed_below:
        number = bisect_left(scene.mention_starts, doc.article.paragraphs[context.span.paragraph + 1].start)
        context.rule, context.rule_strength = number, _STRONG
        context.certain = number
        return
    if context.label >= 0:
        context.rule, context.rule_strength = context.label, _STRONG
        context.certain = context.label
        return
    low = doc.first_token[context.sentence_first]
    best = -1
    before = bisect_left(scene.cue_tokens, first)
    for index in range(max(bisect_left(scene.cue_tokens, low), before - NEAR_CUES), before):
        cue = scene.cues[index]
        if cue.left >= 0 or cue.right >= 0:
            best = index
    if best >= 0:
        cue = scene.cues[best]
        _take(context, cue, cue.left if cue.left >= 0 else cue.right, _STRONG if first - cue.token <= 3 else 1)
        return
    if context.colon_previous:
        number = _last_subject(scene, context.sentence_first - 1)
        if number >= 0:
            context.rule, context.rule_strength = number, 1
            return


def _take(context: Context, cue: Cue, number: int, strength: int) -> None:
    context.rule, context.rule_strength = number, strength
    context.rule_cue_strong, context.rule_cue_kind = cue.strong, cue.kind


def title_cased(words: list[str]) -> bool:
    """Whether all but the small words begin with a capital: the name of a work, a bill, a show."""
    big = [w for w in words if w[:1].isalpha() and w.lower() not in _SMALL_WORDS]
    return len(big) >= 2 and all(w[0].isupper() for w in big) and words[0][:1].isupper()


def _last_subject(scene: Scene, sentence: int) -> int:
    """A subject of a cue, else the first mention, of one sentence; -1 for none."""
    doc = scene.doc
    if sentence < 0:
        return -1
    low, high = doc.first_token[sentence], doc.first_token[sentence + 1]
    for index in range(bisect_left(scene.cue_tokens, low), bisect_left(scene.cue_tokens, high)):
        cue = scene.cues[index]
        if cue.left >= 0:
            return cue.left
        if cue.right >= 0:
            return cue.right
    if low >= len(doc.begins):
        return -1
    number = bisect_left(scene.mention_starts, doc.begins[low])
    if number < len(scene.mentions) and high and scene.mentions[number].first < high:
        return number
    return -1
