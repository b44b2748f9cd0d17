"""Word soups: headlines, sentences and paragraphs stirred from the product's own words, which no writer would write.

Run as a program it stirs many: ``python -m tests.summarizers.word_soup 10000 --seed 3``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
import signal
import sys
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, SupportsIndex

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from summarizers.brief_json import brief_from_dict, brief_to_dict
from summarizers.errors import NoArticle
from summarizers.knowledge import tables
from summarizers.model import Article, ParagraphKind
from summarizers.pipeline import BriefOptions, brief
from summarizers.summary import methods as summary
from summarizers.text.cleaning import clean_blocks, read_text
from summarizers.text.document import Document
from summarizers.text.language import guess_language

#: Most seconds of processor time a soup may take when many are stirred; a soup needs some thousandths.
PATIENCE = 30


def _column(table: str, *columns: int) -> list[str]:
    found: dict[str, None] = {}
    for row in tables.rows(table):
        for column in columns:
            for form, _ in tables.forms(row[column]):
                found[form] = None
    return [form for form in found if form]


_TITLES = _column("titles", 0) + _column("title_heads", 0, 1)
_GIVEN = [name for row in tables.rows("given_names") for name in row[2].split()]
_FAMILY = [name for row in tables.rows("family_first") for name in row[1].split()]
_BODIES = _column("organisations", 0, 3, 4) + _column("countries", 6, 7)
_COUNTRIES = _column("countries", 1, 2, 3, 4, 5)
_PLACES = _column("places", 0, 3, 4)
_VERBS = _column("speech_verbs", 0, 1, 2, 3, 4)
_SMALL = (
    "the a an his her its their our my this that these those both one two of in on at by for with from to about as and "
    "or but & who which that's 's ’s is was are has had will also then now not said says told asked according to he she "
    "they it we i him them former acting deputy late then- ex- vice- -elect -designate serves served as heads leads "
    "been currently representing de von van bin al al- el der e y jr sr III Jr. Sr."
).split()
_MARKS = [
    ".", ",", ";", ":", "?", "!", "…", "...", ". . .", "-", "–", "—", "--", "/", "(", ")", "[", "]", "“", "”", '"',
    "‘", "’", "'", "''", "’’", "«", "»", "„", "&", "•", "%", "$", "*", "_", "#", "@",
]  # fmt: skip
_INITIALS = [
    "A.",
    "J.",
    "J.B.",
    "H.R.",
    "U.S.",
    "U.N.",
    "D.C.",
    "St.",
    "Mt.",
    "O'",
    "d'",
    "Mc",
    "(R-Texas)",
    "(D-N.C.)",
]
_FIGURES = ["1", "48", "56-year-old", "the 52-year-old", "2021", "1,000", "3.5", "No. 10", "7th", "F-35", "11:30", "½"]
_SHAPES = [
    "-", "’s", "'s", "\u00a0", "\u202e", "\u200b", "\u0301", "ß", "İ", "ﬁ", "😀", "中国", "Ж", "ª", "²", "ⅷ", "\ufeff",
    "_x", "a_b", "https://example.org/x.y", "x@y.org", "QUESTION:", "Q:", "A:", "MR PRICE:", "HOLM:", "Per Holm:",
    "- Per Holm", "Open quote", "Close quote", "WASHINGTON (AP) —", "Holm", "Reyes", "Ana Reyes", "Per Holm", "Holm’s",
    "issued the following statement:", "Remarks by", "Statement by", "Readout of", "On-the-Record Call by", "the following",
]  # fmt: skip
_CLASSES = [word for words in tables.classes().values() for word in sorted(words)]

#: What titles are read over, word by word.
_LINKS = "of for to in at with on the the its and & , -elect 's".split()
#: Shapes of grammar, whose gaps any word may fill: {t} title, {n} given name, {f} family name, {b} body, {c} country, {p} place,
#: {v} speech verb, {s} small word, {d} department, {m} modifier, {x} anything.
_PHRASES = [
    "{t} for the {x} the", "{t} to the {t} and {t} for the {p}", "{n} {f}, {t} to the {b} and {t} for {c}", "the {t} of {d} and",
    "{n} {f}, {t} of the {x} of the {x},", "{m} {c} {t} {n} {f}", "{c}’s {t} for {d} and {d}", "“{x} {x},” {v} {n} {f}, {t} of",
    "{n} {f}, who is the {t}", "{n} {f}, 48, was {m} {t} at the {b}", "{f} (R-Texas)", "{n} {f}, D-Calif., {v} that", "{t}-elect {f}",
    "the {t}s {v}", "{n} {f} and {n} {f} {v}", "{v} {t} {f}: “{x} {x}", "“{x} {x}” {x} ‘{x}’", "{n} “{n}” {f}", "{n} al-{f}", "{t}, {t} and {t}",
    "he {v} that it is the {x}", "they {v} the {x}, and", "the {d} {t}, {n} {f}, and", "{n} {f} is the {t} and the {t} for the",
    "as {t} for the for the {b}", "{b}’s {t} to the the {x}", "{n} {f} as {t} in the {s} {s}", "{n}, {f}, and the {t} {v}", "{c} {v} {s} the {x}",
]  # fmt: skip
_FILLERS = {
    "t": _TITLES, "n": _GIVEN, "f": _FAMILY, "b": _BODIES, "c": _COUNTRIES, "p": _PLACES, "v": _VERBS, "s": _SMALL,
    "d": _column("departments", 0), "m": _column("modifiers", 0),
}  # fmt: skip
_GAP = re.compile(r"\{(\w)\}")

_KINDS: list[list[str]] = [
    _SMALL, _SMALL, _SMALL, _SMALL, _LINKS, _LINKS, _PHRASES, _PHRASES, _PHRASES, _PHRASES, _TITLES, _TITLES, _MARKS, _MARKS, _GIVEN, _GIVEN, _FAMILY, _BODIES, _COUNTRIES, _PLACES, _VERBS,
    _column("modifiers", 0), _column("departments", 0), _column("organisation_words", 0), _column("nicknames", 0, 1),
    _column("abbreviations", 0), _INITIALS, _FIGURES, _SHAPES, _CLASSES,
]  # fmt: skip


_WORDS = [kind for kind in _KINDS if kind is not _PHRASES]
#: What stands between two words: mostly a blank.
_GAPS = [" "] * 24 + ["", "", "", "  ", "\u00a0", "-", ", ", " and "]
#: How words end a sentence or a block, every so often.
_ENDS = [". ", ". ", ".\n\n", "\n\n", ".” ", ",” said ", ",” ", "? ", "! ", ": ", "\n", " “", ", “", ' "']
_BIG = 1 << 30


def piece(number: int) -> str:
    """One word or mark and what follows it, by number: its kind first, so that the few prepositions come as often as the many names."""
    number, kind = divmod(number, len(_KINDS))
    number, how = divmod(number, 8)
    number, gap = divmod(number, len(_GAPS))
    number, ends = divmod(number, 12)
    word = _KINDS[kind][number % len(_KINDS[kind])]
    if "{" in word:
        stir = random.Random(number)
        word = _GAP.sub(lambda gap: stir.choice(_FILLERS.get(gap[1]) or stir.choice(_WORDS)), word)
    cased = (
        word,
        word,
        word,
        word,
        word[:1].upper() + word[1:],
        word[:1].upper() + word[1:],
        word.title(),
        word.upper(),
    )[how]
    return cased + (_GAPS[gap] if ends else _ENDS[(number // 7) % len(_ENDS)])


def _woven(numbers: list[int]) -> str:
    return "".join(map(piece, numbers))


def _stirred(seed: int, words: int) -> str:
    stir = random.Random(seed)
    return _woven([stir.randrange(_BIG) for _ in range(words)])


_NUMBER = st.integers(0, _BIG)
#: Long texts by one number, short ones word by word, which shrink to the words that matter.
_TEXT = st.builds(_stirred, _NUMBER, st.integers(1, 90)) | st.lists(_NUMBER, min_size=1, max_size=12).map(_woven)
_LINE = st.builds(_stirred, _NUMBER, st.integers(1, 16))
_KIND = st.sampled_from(["paragraph"] * 5 + ["quote", "heading", "item"])


@dataclass(frozen=True, slots=True)
class Soup:
    """One invented article and how it is read."""

    text: str
    #: Kinds of the blocks, taken in turn, of a web page; none: lines of one text.
    kinds: tuple[ParagraphKind, ...]
    title: str | None
    date: dt.date | None
    options: BriefOptions


SOUPS = st.builds(
    Soup,
    _TEXT,
    st.just(()) | st.lists(_KIND, min_size=1, max_size=4).map(tuple),
    st.none() | _LINE,
    st.sampled_from([None, dt.date(2021, 3, 14), dt.date(1995, 1, 1), dt.date(9999, 12, 31), dt.date(1, 1, 1)]),
    st.builds(
        BriefOptions,
        sentences=st.sampled_from([3, 3, 3, 1, 8]),
        max_quotes=st.sampled_from([4, 4, 0, 1, 20]),
        method=st.sampled_from(["news"] * 12 + sorted(summary.METHODS)),
        interests=st.just(()) | st.lists(_NUMBER.map(piece), max_size=3).map(tuple),
    ),
)


class _Window(list[Any]):
    """A list of a document that is never read from its end: an index below nought is a fault, not the last token."""

    def __getitem__(self, at: SupportsIndex | slice) -> Any:
        if not isinstance(at, slice) and at.__index__() < 0:
            raise IndexError(f"index {at!r} runs below the window")
        return super().__getitem__(at)


def guard(doc: Document) -> None:
    """Make reading before a document's first token a fault."""
    for name in ("tokens", "low", "begins", "ends", "tags", "sentence_of", "first_token"):
        setattr(doc, name, _Window(getattr(doc, name)))


def read(soup: Soup) -> Article | None:
    """The article of a soup, or None where nothing is left of it."""
    try:
        if not soup.kinds:
            return read_text(soup.text, title=soup.title, date=soup.date)
        blocks = [(soup.kinds[k % len(soup.kinds)], text) for k, text in enumerate(soup.text.split("\n\n"))]
        clean = clean_blocks(blocks, title=soup.title)
    except NoArticle:
        return None
    title = soup.title or clean.title
    return Article(
        clean.text,
        clean.paragraphs,
        title=title,
        published=soup.date,
        language=guess_language(clean.text),
        aliases=clean.aliases,
    )


def taste(soup: Soup) -> None:
    """Brief a soup, as a whole: raises what the summarizers raise, or AssertionError where the brief is not whole."""
    article = read(soup)
    if article is None:
        return
    made = brief(article, soup.options)
    text = article.text
    for start, end in _spans(made):
        assert 0 <= start < end <= len(text), (start, end)
    for sentence in made.summary:
        shown = text[sentence.start : sentence.end]
        assert shown.strip()
        assert sentence.display == shown or "[" in sentence.display
    stored = brief_to_dict(made, "x")
    assert brief_to_dict(brief_from_dict(stored), "x") == stored


def _spans(made: Any) -> Iterator[tuple[int, int]]:
    for quote in (*made.quotes, *made.shown(), *made.spoken()):
        yield quote.start, quote.end
        if quote.speaker_span is not None:
            yield quote.speaker_span.start, quote.speaker_span.end
    for person in made.people:
        for mention in person.mentions:
            yield mention.start, mention.end


class _Hung(BaseException):
    """A soup took far longer than any needs; no ``except Exception`` swallows it."""


def _stop(_number: int, frame: Any) -> None:
    raise _Hung(
        f"{frame.f_code.co_qualname if hasattr(frame.f_code, 'co_qualname') else frame.f_code.co_name}:{frame.f_lineno}"
    )


def main() -> int:
    """Stir many soups, count the faults by their place."""
    from tests.summarizers.test_word_soup import guarded_documents

    parser = argparse.ArgumentParser()
    parser.add_argument("examples", type=int)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    faults: Counter[str] = Counter()
    stirred = 0
    signal.signal(signal.SIGVTALRM, _stop)

    @seed(chosen.seed)
    @settings(
        max_examples=chosen.examples, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(SOUPS)
    def stir(soup: Soup) -> None:
        nonlocal stirred
        stirred += 1
        signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
        try:
            taste(soup)
        except (Exception, _Hung) as error:
            place = traceback.extract_tb(error.__traceback__)[-1 if not isinstance(error, _Hung) else -2]
            lines = [
                f
                for f in traceback.extract_tb(error.__traceback__)
                if "/summarizers/" in f.filename and "/tests/" not in f.filename
            ]
            place = lines[-1] if lines else place
            key = f"{type(error).__name__} {place.filename.rpartition('/')[2]}:{place.name}:{place.lineno} {error}"[
                :160
            ]
            faults[key] += 1
            if faults[key] == 1:
                print(key, repr(soup), sep="\n  ", flush=True)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)

    with guarded_documents():
        stir()
    print(f"{stirred} soups, seed {chosen.seed}, {sum(faults.values())} faults", *faults.items(), sep="\n  ")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
