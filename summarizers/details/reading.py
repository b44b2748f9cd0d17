"""What the finders of details read: one document with who is named and meant in it."""

from __future__ import annotations

from dataclasses import dataclass

from summarizers.coreference.references import References
from summarizers.lexicon import word_class
from summarizers.model import Paragraph, Sentence, Span, Speaker, Turn
from summarizers.people.entities import PersonEntity
from summarizers.people.title_parser import parse
from summarizers.text.document import Document


@dataclass(frozen=True, slots=True)
class Reading:
    """One document."""

    #: Its tokens and sentences.
    doc: Document
    #: Who is named, and whom titles and pronouns mean.
    references: References
    #: Its turns, with their passages.
    turns: tuple[Turn, ...]

    def words(self, part: Sentence | Paragraph) -> str:
        """The text of a sentence or paragraph."""
        return self.doc.text[part.start : part.end]

    def told(self) -> list[Sentence]:
        """The sentences outside headings."""
        paragraphs = self.doc.article.paragraphs
        return [s for s in self.doc.sentences if paragraphs[s.paragraph].kind != "heading"]

    def subject(self, offset: int) -> PersonEntity | None:
        """The one person whose name, or whose title alone, begins at an offset; a title before a name counts."""
        reference = self.references.title_reference_at(offset)
        if reference is not None and reference.start <= offset:
            return reference.entities[0] if len(reference.entities) == 1 else None
        named = self.references.people.between(offset, offset + _TITLE_ROOM)
        if not named:
            return None
        between = self.doc.text[offset : named[0][0].titled_start].strip(" .").lower()
        return named[0][1] if not between or between in _COURTESY else None

    def title(self, offset: int) -> Span | None:
        """The office in capitals that begins at an offset and names nobody: "The Secretary-General", "Prime Minister conveyed"."""
        doc, first = self.doc, self.doc.token_at(offset)
        first += doc.low[first] == "the"
        tag = doc.tags[first] if first < len(doc.tags) else None
        if tag is None or tag.entry.kind != "title" or tag.first != first or not doc.tokens[first][0].isupper():
            return None
        stop = doc.first_token[doc.sentence_of[first] + 1]
        parsed = parse(doc, tag, first, stop)
        named = self.references.people.between(doc.begins[first], doc.ends[parsed.last] + 1)
        bare = doc.low[first - 1] != "the" and not (parsed.last + 1 < stop and doc.low[parsed.last + 1].endswith("ed"))
        return None if named or parsed.plural or bare else Span(doc.begins[first], doc.ends[parsed.last])


#: Longest title before a name, in code points, and words of courtesy that are no title.
_TITLE_ROOM = 90
_COURTESY = word_class("courtesy_label")


def speaker(entity: PersonEntity) -> Speaker:
    """How a person is shown."""
    return Speaker(entity.name, entity.office, entity.country, entity.organisation)
