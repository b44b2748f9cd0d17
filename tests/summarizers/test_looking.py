"""Sentences are judged only where it can matter: what is chosen is what would be chosen had all been judged."""

from __future__ import annotations

import random

from summarizers.analysis import ATTRIBUTION, DOCUMENT, OFFICES, QUOTED, analyse
from summarizers.coreference.antecedents import Antecedents
from summarizers.coreference.standalone import Standing, judge
from summarizers.summary import features, looking, select, sets
from summarizers.text.cleaning import read_text

SUBJECTS = ("Norway", "He", "The deal", "Chile", "Foreign Minister Ana Reyes", "Sweden", "The harbour of Vardo", "Peru")
VERBS = ("sent three ships to", "also spoke of", "closed its border with", "did not mention", "paid 40 million for")
OBJECTS = ("Chile", "the agreement", "her counterpart in Lima", "grain from the Black Sea", "the talks of last week")
TAILS = ("on Monday", "", "after a week of storms and long meetings", "as winter came and ferries stopped")


def article(seed: int) -> str:
    """Some sixty invented sentences, a few a paragraph."""
    pick = random.Random(seed)
    said = [" ".join(filter(None, map(pick.choice, (SUBJECTS, VERBS, OBJECTS, TAILS)))) + "." for _ in range(60)]
    return "\n\n".join(" ".join(said[k : k + 3]) for k in range(0, len(said), 3))


def test_unseen_sentences_change_no_choice() -> None:
    """For every length of a summary, and with fewer judgements than sentences."""
    assert sum(unseen_of(seed) for seed in range(3))


def unseen_of(seed: int) -> int:
    """How many sentences of an article were not judged for summaries of one to five sentences, all as if they had been."""
    unseen = 0
    analysis = analyse(read_text(article(seed)))
    doc, said, spans = analysis[DOCUMENT], analysis[ATTRIBUTION], analysis[QUOTED].spans
    numbers = [s.index for s in doc.sentences]
    look = Antecedents(doc, said.references, spans)
    ranked = features.rank(doc, analysis[OFFICES], spans, numbers, [Standing(False)] * len(numbers))
    weights = sets.weights()
    bare = features.scores(ranked.rows, weights)
    every = [judge(look, n) for n in numbers]
    values = [v + features.tied(how, weights, ranked.foreign) for v, how in zip(bare, every, strict=True)]
    for count in range(1, 6):
        seen, worth = looking.judged(ranked, bare, lambda k: every[k], weights, count)
        unseen += seen.count(looking.UNSEEN)
        chosen = select.choose(ranked, worth, seen, weights, count)
        assert chosen == select.choose(ranked, values, every, weights, count)
    return unseen
