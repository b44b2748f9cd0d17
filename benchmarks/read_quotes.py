"""Read the errors of quote attribution one by one: ``python -m benchmarks.read_quotes DATA_FOLDER [--set train|dev]``.

DATA_FOLDER holds quotes_train.jsonl and quotes_dev.jsonl. Prints, for every quoted stretch that was missed, is extra, or got
another speaker than the annotators', its class, the mention and the person on both sides, the confidence, and the
surrounding text with the quote between ⟦ ⟧, the annotated mention between ⟨ ⟩ and ours between { }. ``--class NAME`` keeps
one class, ``--full`` only stretches of five words and more that lie wholly inside marks, ``--count`` only the counts.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.train_quotes import dice
from summarizers.model import Quote, Span
from summarizers.pipeline import brief
from summarizers.text.cleaning import read_text

#: Code points shown on each side of an error.
AROUND = 420


def errors(document: dict[str, Any], full: bool) -> Iterator[tuple[str, str, str]]:
    """(class, head line, marked text) of every error in one document."""
    text = document["text"]
    article = read_text(text, title=document.get("title"))
    found = [
        placed
        for q in brief(article).quotes
        if q.kind in {"direct", "partial"} and (placed := _place(q, article.text, text)) is not None
    ]
    used: set[int] = set()
    for gold in document["quotes"]:
        where = (gold["start"], gold["end"])
        number = max(
            (k for k in range(len(found)) if k not in used),
            key=lambda k: dice((found[k].start, found[k].end), where),
            default=-1,
        )
        if number < 0 or dice((found[number].start, found[number].end), where) < 0.5:
            if not full or (gold["words"] >= 5 and gold["pure"]):
                yield "missed", f"gold {gold['speaker_text']!r}", _marked(text, where, gold, None)
            continue
        used.add(number)
        if full and (gold["words"] < 5 or not gold["pure"]):
            continue
        label = _class(gold, found[number])
        if label is not None:
            quote = found[number]
            span = quote.speaker_span
            head = (
                f"gold {gold['speaker_text']!r} = {gold.get('speaker_resolved')!r}; "
                f"ours {text[span.start : span.end] if span else None!r} = {[s.name for s in quote.speakers]} "
                f"{quote.confidence:.2f} {quote.kind} cue {quote.cue}"
            )
            yield label, head, _marked(text, where, gold, quote)
    for number, quote in enumerate(found):
        if number not in used and (not full or len(text[quote.start : quote.end].split()) >= 5):
            head = f"ours {[s.name for s in quote.speakers]} {quote.confidence:.2f} {quote.kind} cue {quote.cue}"
            yield "extra", head, _marked(text, (quote.start, quote.end), None, quote)


def _place(quote: Quote, cleaned: str, text: str) -> Quote | None:
    """The quote with its offsets carried over to the document as it stands, or None where cleaning left no trace of it."""
    if cleaned == text:
        return quote
    words = cleaned[quote.start : quote.end]
    start = text.find(words)
    if start < 0:
        return None
    near = quote.speaker_span
    if near is not None:
        around = cleaned[min(near.start, quote.start) : max(near.end, quote.end)]
        at = text.find(around)
        shift = at - min(near.start, quote.start) if at >= 0 else None
        near = Span(near.start + shift, near.end + shift) if shift is not None else None
    return replace(quote, start=start, end=start + len(words), speaker_span=near)


def _class(gold: dict[str, Any], quote: Quote) -> str | None:
    """The class of an attribution error, or None for a right one."""
    span = quote.speaker_span
    names = {s.name.split()[-1].lower() for s in quote.speakers}
    resolved = (gold.get("speaker_resolved") or "").split()
    named = bool(resolved) and resolved[-1].lower() in names
    kind = gold["speaker_kind"]
    if not gold["speaker_text"]:
        return "none-claimed" if span or names else None
    if span is not None and span.start < gold["speaker_end"] and gold["speaker_start"] < span.end:
        return "name" if gold.get("resolved_by") == "self" and not named else None
    if named or any(name in gold["speaker_text"].lower() for name in names):
        return None
    return f"{'silent' if span is None else 'wrong'}-{kind}"


def _marked(text: str, where: tuple[int, int], gold: dict[str, Any] | None, quote: Quote | None) -> str:
    """The text around an error with quote, annotated mention and our mention marked."""
    marks = [(where[0], "⟦"), (where[1], "⟧")]
    if gold is not None and gold["speaker_text"]:
        marks += [(gold["speaker_start"], "⟨"), (gold["speaker_end"], "⟩")]
    if quote is not None and quote.speaker_span is not None:
        marks += [(quote.speaker_span.start, "{"), (quote.speaker_span.end, "}")]
    low = max(0, min(a for a, _ in marks) - AROUND)
    high = min(len(text), max(a for a, _ in marks) + AROUND // 2)
    out, at = [], low
    for place, mark in sorted(marks):
        out += [text[at:place], mark]
        at = place
    return "".join([*out, text[at:high]])


def main() -> None:
    """Print the errors and how many there are of each class."""
    parser = argparse.ArgumentParser(description="Read the errors of quote attribution.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--set", default="train", choices=["train", "dev"])
    parser.add_argument("--class", dest="only")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--count", action="store_true")
    asked = parser.parse_args()
    counts: Counter[str] = Counter()
    with (asked.folder / f"quotes_{asked.set}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            for label, head, text in errors(document, asked.full):
                counts[label] += 1
                if not asked.count and asked.only in {None, label}:
                    print(f"--- {label} [{document['id']}] {head}\n{text}\n")
    for label, number in counts.most_common():
        print(f"{number:5d} {label}")


if __name__ == "__main__":
    main()
