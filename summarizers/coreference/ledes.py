"""Whom a lede leaves without a name: "the head of the port has said" ¶ "Harbour master Ana Reyes also said"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from summarizers import lexicon
from summarizers.coreference.ranking import ADVERBS
from summarizers.lexicon import word_class
from summarizers.people.entities import NameMention, People, PersonEntity
from summarizers.people.titles import ParsedTitle, parse
from summarizers.text.document import Document

#: What somebody at the top of a body is called, whatever his title.
_HEADS = word_class("head_noun")
_BETWEEN = word_class("before_verb") | ADVERBS
#: Longest line that only parts what stands above from a new report, in code points; most tokens before a name at the head of a paragraph.
_LINE, _LEADING = 16, 8
#: How far, in tokens, a verb stands behind its subject's auxiliaries, and the longest "of the port" behind a title.
_AUXILIARIES, _LONGEST = 4, 9
_OF = frozenset({"of", "for", "in"})


def find(doc: Document, people: People) -> Iterator[tuple[int, int, PersonEntity]]:
    """(first token, last token, person) of each description in a lede whose bearer the next paragraph names first, with a title."""
    paragraphs = doc.article.paragraphs
    for number in range(len(paragraphs) - 1):
        lede, below = paragraphs[number], paragraphs[number + 1]
        parted = not number or paragraphs[number - 1].end - paragraphs[number - 1].start <= _LINE
        if not parted and people.between(0, lede.start):
            continue
        if people.between(lede.start, lede.end):
            continue
        described = list(_described(doc, lede.start, lede.end))
        named = _named(doc, people, below.start, below.end) if len(described) == 1 else None
        if named is not None and _fits(doc, described[0][2], named):
            yield described[0][0], described[0][1], named


def _described(doc: Document, start: int, end: int) -> Iterator[tuple[int, int, ParsedTitle]]:
    """(first token, last token, title) of every "the …" of one office that says something in ``text[start:end]``."""
    last = -1
    for k in range(bisect_left(doc.begins, start), bisect_left(doc.begins, end)):
        tag = doc.tags[k]
        if tag is None or tag.entry.kind != "title" or tag.first != k or k <= last or tag.entry.plural:
            continue
        sentence = doc.sentence_of[k]
        parsed = parse(doc, tag, doc.first_token[sentence], doc.first_token[sentence + 1])
        last = parsed.last
        if parsed.determiner == "the" and parsed.public:
            subject_end = _subject_end(doc, parsed.last + 1, doc.first_token[sentence + 1])
            if subject_end >= 0:
                yield parsed.first - 1, subject_end, parsed


def _subject_end(doc: Document, k: int, stop: int) -> int:
    """Last token of the phrase whose title ends before token ``k``, "of the port" included, where its verb is one of saying; or -1."""
    end = k
    if k < stop and doc.low[k] in _OF:
        phrase = range(k + 1, min(stop, k + _LONGEST))
        end = next((j for j in phrase if doc.low[j] in _BETWEEN or doc.low[j] in lexicon.speech_verbs()), stop)
        if not all(doc.tokens[j][0].isalnum() or doc.low[j] == "'s" for j in range(phrase.start, min(end, stop))):
            return -1
    verb = end
    while verb < min(stop, end + _AUXILIARIES) and doc.low[verb] in _BETWEEN:
        verb += 1
    found = lexicon.speech_verbs().get(doc.low[verb]) if verb < stop else None
    return end - 1 if found is not None and found.strong else -1


def _named(doc: Document, people: People, start: int, end: int) -> PersonEntity | None:
    """Who opens ``text[start:end]`` with a title and a name not heard before, and says something; or None."""
    named = people.between(start, end)
    if not named:
        return None
    mention, entity = named[0]
    opens = mention.first - bisect_left(doc.begins, start) <= _LEADING and _titled(doc, mention, start)
    first = entity.mentions[0].start == mention.start
    says = _subject_end(doc, mention.last + 1, doc.first_token[mention.sentence + 1]) >= 0
    return entity if opens and first and says else None


def _titled(doc: Document, mention: NameMention, start: int) -> bool:
    """Whether nothing but a title and words with capitals stands between a code point and a name."""
    before = doc.tokens[bisect_left(doc.begins, start) : bisect_left(doc.begins, mention.titled_start)]
    return mention.titled_start < mention.start and all(word[0].isupper() for word in before)


def _fits(doc: Document, parsed: ParsedTitle, entity: PersonEntity) -> bool:
    """Whether a description may be somebody's: of the same class as one of his titles, or of a head, and of no other country."""
    roles = entity.roles | {title.role for title in entity.titles}
    if parsed.role not in roles and doc.low[parsed.head_first] not in _HEADS:
        return False
    return not (parsed.country and entity.country and parsed.country != entity.country)
