"""Choosing sentences by value: diverse, within a length, only such as stand alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from summarizers.summary.ranker import SentenceTerms, cosine
from summarizers.summary.standalone import Standing

#: Words a sentence, on average, that a summary may run to.
WORDS_A_SENTENCE = 30
#: Shortest sentence shown, in words.
SHORTEST = 5
#: How much likeness to a chosen sentence costs (maximal marginal relevance, Carbonell and Goldstein 1998).
REDUNDANCY = 1.0
#: What a sentence that leans on its neighbours, and one shown with a bracket, cost.
LEAN_COST, REPAIR_COST = 0.5, 0.2
#: What each word over the budget costs.
OVERRUN_COST = 0.04


def choose(
    numbers: Sequence[int],
    values: Sequence[float],
    vectors: Sequence[SentenceTerms],
    standing_of: Callable[[int], Standing],
    count: int,
) -> list[int]:
    """Up to ``count`` of ``numbers`` (article order in, order of choice out).

    Greedy: at each step the sentence with the greatest value after its costs; one that hangs and cannot be mended is
    never taken.
    """
    place_of = {n: k for k, n in enumerate(numbers)}
    order = sorted(numbers, key=lambda n: -values[place_of[n]])
    budget, used = WORDS_A_SENTENCE * count, 0
    # news opens with what matters: the first sentence is taken unless it is a piece of speech or furniture
    first = next((n for n in numbers[:2] if vectors[place_of[n]].count >= SHORTEST and standing_of(n).level < 2), None)
    chosen: list[int] = [first] if first is not None and count > 0 else []
    used += vectors[place_of[first]].count if chosen and first is not None else 0
    while len(chosen) < count:
        best, best_value = -1, float("-inf")
        for number in order:
            place = place_of[number]
            if values[place] <= best_value:
                break
            if number in chosen or vectors[place].count < SHORTEST:
                continue
            how = standing_of(number)
            if how.level == 2 and how.repaired is None:
                continue
            value = values[place]
            value -= (0.0, LEAN_COST, REPAIR_COST)[how.level]
            value -= REDUNDANCY * max((cosine(vectors[place], vectors[place_of[c]]) for c in chosen), default=0.0)
            over = used + vectors[place].count - budget
            if over > 0 and chosen:
                value -= OVERRUN_COST * over
            if value > best_value:
                best, best_value = number, value
        if best < 0:
            break
        chosen.append(best)
        used += vectors[place_of[best]].count
    return chosen
