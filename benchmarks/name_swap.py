"""Offices without the directory: every official of the labelled articles gets an invented name, and the text alone must say the rest.

    python -m benchmarks.name_swap [-v] [--all] [SET …]

Prints how many officials whose office stands in the text are found, of how many of those the country is right, wrong or
missing, and how many quotations show another speaker than before. ``--all`` counts officials whose office the text leaves out too.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from typing import Any

from benchmarks.data import documents
from summarizers import lexicon
from summarizers.directory import index
from summarizers.model import Brief, Official, Quote
from summarizers.pipeline import brief
from summarizers.text.cleaning import read_text

SETS = ("briefs_dev", "briefs2_dev")
#: Parts names are put together from: given names of many origins and of either gender, and surnames that nobody bears.
_GIVEN = "Tamsi Oruni Keltu Andari Ilmo Sarike Bunovi Yolti Maruk Edani Rovi Nilau Hesko Tivra Dumeni Askeru Pellu Zarin".split()
_HEADS = "Vor Kel Tam Bra Os Mor Lin Gar Hul Den Pra Sik Ul Nab Wes Jor Rud Fen".split()
_TAILS = "dasi lovat meru kanto bekul ruvik tashe nolum gari pesko lindu raveth".split()
#: Small words of names, which stay, and titles that mentions hold.
_KEPT = lexicon.word_class("name_particle") | lexicon.word_class("name_suffix")
_WORD = re.compile(r"[^\W\d_][\w’'\-]*")


@dataclass
class Swap:
    """The names of one article and what they are called instead."""

    #: Old word: new word, as written.
    words: dict[str, str] = field(default_factory=dict)
    #: New full name by old one.
    names: dict[str, str] = field(default_factory=dict)
    #: Names that begin with the family's, as they are to be written before their words are changed: the family's last.
    turned: dict[str, str] = field(default_factory=dict)

    def text(self, text: str) -> str:
        """A text with every word of an official's name changed."""
        for old, new in self.turned.items():
            text = text.replace(old, new)
        return _WORD.sub(self._word, text)

    def _word(self, match: re.Match[str]) -> str:
        word, tail = match.group(), ""
        for mark in ("’s", "'s", "’", "'"):
            if word not in self.words and word.endswith(mark):
                word, tail = word[: -len(mark)], mark
        return self.words.get(word, word) + tail


def swap_of(officials: list[dict[str, Any]], number: int) -> Swap:
    """Invented names for the officials of the article of a number; shared surnames stay shared."""
    swap, taken = Swap(), set[str]()
    for place, official in enumerate(officials):
        if _family_first(official):
            family, *given = official["name"].split()
            swap.turned[official["name"]] = " ".join([*given, family])
        words = [
            w for w in _parts(official) if not {w.lower(), w.lower().rstrip(".")} & _KEPT and len(w.rstrip(".")) > 1
        ]
        for part, word in enumerate(words):
            if word in swap.words:
                continue
            surname = part == len(words) - 1
            swap.words[word] = _invented(31 * number + 7 * place + part, surname=surname, taken=taken)
            swap.words.setdefault(word.upper(), swap.words[word].upper())
            taken.add(swap.words[word])
    for official in officials:
        swap.names[official["name"]] = swap.text(official["name"])
    return swap


def _family_first(official: dict[str, Any]) -> bool:
    """Whether the article calls somebody by the first word of his name alone."""
    return len(official["name"].split()) > 1 and official["name"].split()[0] in official["mentions"]


def _parts(official: dict[str, Any]) -> list[str]:
    """The words of all forms of a name, those of the name itself last; in capitals ("MR. HOLM") they are the same words."""
    name = official["name"].split()
    if _family_first(official):
        name = [*name[1:], name[0]]
    known = {word.lower() for word in name}
    forms = (word.strip(",:;()’'") for mention in official["mentions"] for word in mention.split())
    return [
        *(w for w in forms if w.lower() not in known and w[:1].isupper() and not lexicon.modifier(w.lower())),
        *name,
    ]


def _invented(seed: int, *, surname: bool, taken: Set[str]) -> str:
    """A name the directory does not know, and nobody else of the article bears as a surname."""
    for k in range(seed, seed + 1000):
        word = _HEADS[k % len(_HEADS)] + _TAILS[k * 5 % len(_TAILS)] if surname else _GIVEN[k % len(_GIVEN)]
        if not surname or not (word in taken or index.directory().find_surname(word)):
            return word
    raise AssertionError("every invented name is borne by somebody")


def main() -> None:
    """Print the figures of the sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=SETS)
    parser.add_argument("-v", action="store_true")
    parser.add_argument("--all", action="store_true")
    chosen = parser.parse_args()
    seen: Counter[str] = Counter()
    for name in chosen.sets or SETS:
        for number, row in enumerate(documents(name)):
            for outcome, note in measured(row, number, everyone=chosen.all):
                seen[outcome] += 1
                if chosen.v and note:
                    print(f"{row['id']}  {outcome}: {note}")
    placed = sum(seen[key] for key in ("right", "wrong", "missing"))
    print(f"name_swap.found {(placed + seen['unplaced']) / max(1, placed + seen['unplaced'] + seen['unfound']):.4f}")
    for key in ("right", "wrong", "missing"):
        print(f"name_swap.country_{key} {seen[key] / max(1, placed):.4f}  {seen[key]} of {placed}")
    quotes = seen["same speakers"] + seen["other speakers"]
    print(
        f"name_swap.speakers_changed {seen['other speakers'] / max(1, quotes):.4f}  {seen['other speakers']} of {quotes}"
    )


def measured(row: dict[str, Any], number: int, *, everyone: bool) -> Iterator[tuple[str, str]]:
    """Outcomes of one labelled article, each with a note."""
    swap = swap_of(row["officials"], number)
    after = _brief({**row, "text": swap.text(row["text"]), "title": swap.text(row.get("title") or "") or None})
    for official in row["officials"]:
        if everyone or official.get("office_from_text"):
            yield _country(official, swap, after)
    yield from _speakers(_brief(row), after, swap)


def _brief(row: dict[str, Any]) -> Brief:
    day = dt.date.fromisoformat(row["date"]) if row.get("date") else None
    return brief(read_text(row["text"], url=row.get("url"), title=row.get("title"), date=day, site=None))


def _country(official: dict[str, Any], swap: Swap, after: Brief) -> tuple[str, str]:
    want: set[str] = {place for place in (official.get("country"), official.get("org")) if place}
    name = swap.names[official["name"]]
    found = _found(name, after)
    if found is None:
        return "unfound", f"{name} ({official['name']})"
    have: set[str] = {place for place in (found.country, found.organisation) if place}
    note = f"{name} ({official['name']}), {found.office}: {sorted(want)} / {sorted(have)}"
    if not want:
        return "unplaced", ""
    if not have:
        return "missing", note
    return ("right", "") if {_key(w) for w in want} & {_key(h) for h in have} else ("wrong", note)


def _found(name: str, after: Brief) -> Official | None:
    """The official of an invented name, or of its surname."""
    surname = name.split()[-1]
    return next((o for o in after.officials if o.name.split()[-1].casefold() == surname.casefold()), None)


#: Other words for the same state or body in the labels.
_SAME = {"UN": "United Nations", "EU": "European Union", "Vatican": "Vatican City"}


def _key(place: str) -> str:
    return _SAME.get(place, place).casefold()


def _speakers(before: Brief, after: Brief, swap: Swap) -> Iterator[tuple[str, str]]:
    """Whether each quotation shows the same speakers."""
    then: dict[str, list[list[str]]] = {}
    for quote in reversed(after.quotes):
        then.setdefault(_words(quote, after), []).append([s.name for s in quote.speakers])
    for quote in before.quotes:
        old = [swap.text(s.name).split()[-1] for s in quote.speakers]
        same_words = then.get(swap.text(_words(quote, before)))
        new = [name.split()[-1] for name in (same_words.pop() if same_words else ())]
        same = old == new
        yield (
            "same speakers" if same else "other speakers",
            "" if same else f"{old} / {new}: {_words(quote, before)[:60]}",
        )


def _words(quote: Quote, made: Brief) -> str:
    return made.article.text[quote.start : quote.end]


if __name__ == "__main__":
    main()
