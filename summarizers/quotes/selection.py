"""Which quotes a brief shows: direct speech of weighty, well supported speakers, spread and not repeated."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from summarizers.lexicon import idf as termweights
from summarizers.model import Quote, SummarySentence
from summarizers.people.entities import People, PersonEntity
from summarizers.text.document import Document

#: Below this confidence a quote is not shown as key.
KEY_CONFIDENCE = 0.8
#: Shortest and longest key quote, in words; longer ones do not fit a Slack message.
KEY_WORDS = (6, 90)
#: What is left of the weight of a quote whose words the summary shows.
TOLD_SHARE = 0.6
#: Most quotes of one speaker while others wait.
PER_SPEAKER = 2

_WORD = re.compile(r"\w+(?:[’'-]\w+)*")


def choose_key(
    found: tuple[Quote, ...], doc: Document, people: People, limit: int, summary: Sequence[SummarySentence] = ()
) -> tuple[Quote, ...]:
    """The same quotes with ``key`` set on up to ``limit`` of them; words the ``summary`` shows already weigh less."""
    weighed = []
    bearing: dict[str, list[PersonEntity]] = {}
    for entity in people.entities:
        bearing.setdefault(entity.name, []).append(entity)
    for k, quote in enumerate(found):
        told = any(s.start <= quote.start and quote.end <= s.end for s in summary)
        value = _value(quote, doc, bearing) * (TOLD_SHARE if told else 1.0)
        if value > 0:
            weighed.append((value, k))
    weighed.sort(key=lambda pair: (-pair[0], pair[1]))
    taken: list[int] = []
    counts: dict[tuple[str, ...], int] = {}
    for _, k in weighed:
        if len(taken) >= limit:
            break
        who = _who(found[k], doc)
        if counts.get(who, 0) >= PER_SPEAKER or any(_alike(found[k], found[j], doc) for j in taken):
            continue
        taken.append(k)
        counts[who] = counts.get(who, 0) + 1
    chosen = set(taken)
    return tuple(replace(q, key=True) if k in chosen else q for k, q in enumerate(found))


def _who(quote: Quote, doc: Document) -> tuple[str, ...]:
    if quote.speakers:
        return tuple(s.name for s in quote.speakers)
    span = quote.speaker_span
    return (doc.text[span.start : span.end].lower(),) if span else ()


def _value(quote: Quote, doc: Document, bearing: Mapping[str, Sequence[PersonEntity]]) -> float:
    """Weight of one quote, by the figures ``bearing`` each name; 0 for what is never shown as key."""
    if quote.kind != "direct" or quote.confidence < KEY_CONFIDENCE or quote.speaker_span is None:
        return 0.0
    words = _WORD.findall(doc.text[quote.start : quote.end])
    if not KEY_WORDS[0] <= len(words) <= KEY_WORDS[1]:
        return 0.0
    length = 1.0 if 10 <= len(words) <= 45 else 0.8 if len(words) <= 60 else 0.6
    telling = sum(termweights.weight(w.lower()) for w in words) / len(words)
    entities = [f for s in quote.speakers for f in bearing.get(s.name, ())]
    office = max((f.rank for f in entities), default=0) / 100
    named = 1.0 if quote.speakers else 0.35
    mentions = max((len(f.mentions) for f in entities), default=0)
    place = 1.0 - 0.5 * quote.start / max(1, len(doc.text))
    return length * (named + 0.6 * office + 0.15 * min(telling, 4.0) + 0.05 * min(mentions, 8) + 0.7 * place)


def _alike(a: Quote, b: Quote, doc: Document) -> bool:
    """Whether two quotes say nearly the same words."""
    x = {w.lower() for w in _WORD.findall(doc.text[a.start : a.end])} - termweights.STOP_WORDS
    y = {w.lower() for w in _WORD.findall(doc.text[b.start : b.end])} - termweights.STOP_WORDS
    return bool(x and y) and len(x & y) / min(len(x), len(y)) > 0.6


def lines(text: str, stretches: Sequence[Quote]) -> list[str]:
    """The stretches of one utterance as they are shown: verbatim, "… " before one that other words of the source precede."""
    shown = []
    for number, quote in enumerate(stretches):
        words = text[quote.start : quote.end]
        apart = number and text[stretches[number - 1].end : quote.start].strip()
        shown.append(f"… {words}" if apart else words)
    return shown


def deep_link(url: str | None, text: str, start: int, end: int) -> str | None:
    """A link to the quote's place in its source (text fragment), or None without an http(s) address.

    Source: the WICG "Scroll To Text Fragment" draft: percent-encode, and "-", "," and "&" too; long stretches are given
    by their first and last words.
    """
    if not url or not url.startswith(("http://", "https://")):
        return None
    from urllib.parse import quote as percent

    words = text[start:end].strip("“”\"'‘’«»„ ").split()
    if not words:
        return None

    def encoded(part: Sequence[str]) -> str:
        return percent(" ".join(part), safe="", errors="replace").replace("-", "%2D")

    fragment = encoded(words) if len(words) <= 8 else f"{encoded(words[:4])},{encoded(words[-4:])}"
    joiner = ":~:" if "#" in url else "#:~:"
    return f"{url}{joiner}text={fragment}"
