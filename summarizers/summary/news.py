"""Our own method: a few sentences that stand on their own, with what they refer to in brackets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from summarizers import lexicon
from summarizers.coreference.antecedents import Antecedents
from summarizers.coreference.references import References
from summarizers.coreference.standalone import Standing, judge
from summarizers.people.entities import People
from summarizers.summary import features, full_names, gate, looking, select, sets
from summarizers.text.document import Document
from summarizers.text.quoted_spans import QuotedSpan

#: Articles under this many words get their first sentences.
SHORT_ARTICLE = 120
#: Only this many sentences of a very long text are judged.
HORIZON = 400


@dataclass(frozen=True, slots=True)
class News:
    """An article as the method sees it."""

    #: Its tokens and sentences.
    document: Document
    #: Who is named.
    people: People
    #: Whom pronouns and titles mean, speakers included.
    references: References
    #: What is quoted.
    spans: Sequence[QuotedSpan]
    #: Words, people and countries the reader follows; sentences with them weigh more.
    interests: Sequence[str] = ()

    def choose(self, numbers: Sequence[int], count: int) -> dict[int, str]:
        """The best ``count`` of the sentences ``numbers`` (article order), each with how it is shown, in page order."""
        doc = self.document
        look = Antecedents(doc, self.references, self.spans)
        ranked = features.rank(doc, self.people, self.spans, numbers, [Standing(False)] * len(numbers))
        weights = sets.weights()
        words = frozenset(lexicon.fold(w) for phrase in self.interests for w in phrase.split())
        bare, short = features.scores(ranked.rows, weights), sum(own.count for own in ranked.terms) < SHORT_ARTICLE
        if words or short:  # every value counts
            standing = [judge(look, n) for n in numbers]
            values = [v + features.tied(how, weights, ranked.foreign) for v, how in zip(bare, standing, strict=True)]
            values = features.interest(doc, numbers, values, words)
        else:
            standing, values = looking.judged(ranked, bare, lambda k: judge(look, numbers[k]), weights, count)
        if short:
            chosen = select.first(ranked, standing, count)
        else:
            chosen = select.choose(ranked, values, standing, weights, count, follows=bool(words))
        shown = {numbers[place]: standing[place] for place in sorted(chosen)}
        found = {}
        for number, brackets in full_names.inserts(doc, self.people, look.quoted, shown).items():
            sentence = doc.sentences[number]
            text = doc.text[sentence.start : sentence.end]
            found[number] = replace(shown[number], inserts=brackets).shown(text, sentence.start)
        return found


def is_short(doc: Document, numbers: Sequence[int]) -> bool:
    """Whether some sentences are too few words to choose from: the first ones are shown."""
    return sum([doc.tokens[k][0].isalnum() for n in numbers for k in doc.sentence_tokens(n)]) < SHORT_ARTICLE


def allowed_sentences(doc: Document) -> list[int]:
    """Sentences that may be shown: no headings, no furniture, nothing without words."""
    article = doc.article
    furniture = gate.Gate(doc)
    found = []
    for sentence in doc.sentences:
        if article.paragraphs[sentence.paragraph].kind == "heading":
            continue
        if not any(map(str.isalnum, article.text[sentence.start : sentence.end])):
            continue
        if furniture.rule(sentence.index) is not None:
            continue
        found.append(sentence.index)
        if len(found) >= HORIZON:
            break
    if not found:
        found = [s.index for s in doc.sentences[:HORIZON]]
    return found
