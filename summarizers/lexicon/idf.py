"""How telling a word is: inverse document frequencies shipped as numbers."""

from __future__ import annotations

from functools import cache

from summarizers.knowledge import tables

#: Words that carry no subject, whatever their weight.
STOP_WORDS = frozenset(
    """a about above after again against all also am an and any are aren't as at be because been before being below
    between both but by can can't could couldn't did didn't do does doesn't doing don't down during each either even ever
    every few for from further get had hadn't has hasn't have haven't having he he'd he'll he's her here hers herself him
    himself his how however i i'd i'll i'm i've if in into is isn't it it's its itself just let's like made make many may
    me might more most much must my myself no nor not now of off on once one only or other our ours out over own per
    rather re really said same say says she she'd she'll she's should shouldn't since so some still such than that that's
    the their theirs them themselves then there there's these they they'd they'll they're they've this those though
    through to too told two under until up upon us very was wasn't we we'd we'll we're we've were weren't what when where
    whether which while who whom whose why will with within without won't would wouldn't yet you you'd you'll you're your
    yours mr mrs ms dr""".split()
)


@cache
def _table() -> dict[str, float]:
    lines = tables.path_of("word_weights.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if not line.startswith("#"))
    return {word: float(weight) for word, weight in pairs}


@cache
def unseen_weight() -> float:
    """Weight of a word the table does not list: a name, mostly."""
    return max(_table().values())


def weight(word: str) -> float:
    """Inverse document frequency of a lower-case word; 0 for stop words.

    Source: summarizers/knowledge/en/word_weights.tsv, whose header says how the figures were made.
    """
    if word in STOP_WORDS:
        return 0.0
    found = _table().get(word)
    return unseen_weight() if found is None else found


def is_common(word: str, ceiling: float = 6.0) -> bool:
    """Whether a lower-case word is ordinary English: listed with a weight up to ``ceiling``."""
    found = _table().get(word)
    return found is not None and found <= ceiling
