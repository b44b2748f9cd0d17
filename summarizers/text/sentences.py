"""Sentence boundaries with offsets, and the tokenizer sumy is given.

A splitter of our own: on hard diplomatic cases (titles, "U.S.", closing quotes before a reporting clause) rules with a
title and abbreviation list measured better than the trained and general-purpose splitters that install plainly.
"""

from __future__ import annotations

import re
from functools import cache

from summarizers import lexicon
from summarizers.lexicon.words import pattern
from summarizers.model import Article, Paragraph, Sentence

#: Every run of end marks, possessively, so that one that ends no sentence is passed over and not read again from each of its marks;
#: "space" is None where no sentence can follow.
_END = re.compile(
    r"""(?P<end>[.!?…]++)(?P<close>["”’'»)\]]*+)(?:(?P<space>\s++)(?=(?P<open>["“‘'«(\[—–-]*+\s?)(?P<next>\w|\$|£|€|\#|@)))?"""
)
#: "Wednesday.The stabbing": a full stop glued to the next sentence by the page.
_GLUED = re.compile(r"(?<=[a-z]{3})[.!?][\"”’]?(?=[A-Z][a-z’']+(?:\s|,))")
#: Longest word looked at across the start of a paragraph's body, in code points.
_WORD_REACH = 200
_LAST_WORD = re.compile(r"[\w.&’'/-]+$")
_FIRST_WORD = re.compile(r"\w[\w’'-]*")
_REPORTING = pattern("reporting_clause")
#: Words that begin sentences and hardly ever follow an abbreviation inside one.
_STARTERS = lexicon.word_class("sentence_starter")
#: Plurals of people that have a capital only where they open a sentence, and such a word before a small letter.
_LOWER_PLURALS = lexicon.word_class("lower_plural")
_COMMON_OPENING = re.compile(r"([A-Z][a-z]{3,20})\s+[a-z]")
_BULLET = re.compile(r"(?:[-•*▪◦‣–—]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+")


def split(article: Article) -> tuple[Sentence, ...]:
    """Every sentence of the article in order; headings are sentences of their own, datelines stand outside."""
    found: list[Sentence] = []
    for number, paragraph in enumerate(article.paragraphs):
        for start, end in _split_paragraph(article.text, paragraph):
            found.append(Sentence(start, end, number, len(found)))
    return tuple(found)


def split_text(text: str) -> list[str]:
    """The sentences of a plain string; line breaks end sentences."""
    found: list[str] = []
    for line in re.finditer(r"[^\n]+", text):
        spans = _split_paragraph(text, Paragraph(line.start(), line.end()))
        found.extend(text[a:b] for a, b in spans)
    return found


def _split_paragraph(text: str, paragraph: Paragraph) -> list[tuple[int, int]]:
    start, stop = paragraph.body_start, paragraph.end
    if paragraph.kind == "heading":
        cuts: list[int] = []
    else:
        ends = (m for m in _END.finditer(text, start, stop) if m["space"] is not None)
        cuts = [m.start("space") for m in ends if _is_boundary(text, start, m)]
        cuts = sorted({*cuts, *_glued(text, start, stop)})
        bullet = _BULLET.match(text, start, stop)
        if bullet:
            cuts = [c for c in cuts if c >= bullet.end()]  # "1. Reopen the border."
    spans = []
    for cut in [*cuts, stop]:
        a, b = start, cut
        while a < b and text[a].isspace():
            a += 1
        bullet = _BULLET.match(text, a, b)
        if bullet and bullet.end() < b:
            a = bullet.end()
        while b > a and text[b - 1].isspace():
            b -= 1
        if b > a:
            spans.append((a, b))
        start = cut
    return spans


def _glued(text: str, start: int, stop: int) -> list[int]:
    """One past each full stop glued to the next sentence, but for those inside web and mail addresses."""
    found = []
    looked, in_address = max(0, start - _WORD_REACH), False
    for match in _GLUED.finditer(text, start, stop):
        # what is new since the stop before: each stretch is looked at once
        blank = max(text.rfind(" ", looked, match.start()), text.rfind("\n", looked, match.start()))
        word = text[max(looked, blank + 1) : match.start()]
        in_address = (in_address and blank < 0) or any(mark in word for mark in "/@.")
        looked = match.start()
        if not in_address:
            found.append(match.end())
    return found


def _is_boundary(text: str, floor: int, match: re.Match[str]) -> bool:
    following = match["next"]
    after = text[match.start("next") + 1 : match.start("next") + 2]
    if (following.islower() and not after.isupper()) or following == "_":  # "iPhone" may open a sentence
        return False
    end, close, opener = match["end"], match["close"], match["open"]
    if end in {"...", "…", ".."} and not close and opener == "" and text[match.start() - 1 : match.start()].isspace():
        return False  # an elision inside a sentence: "we will ... John said"
    word_match = _LAST_WORD.search(text, max(floor, match.start() - 40), match.start())
    word = word_match.group() if word_match else ""
    first = _FIRST_WORD.match(text, match.start("next"))
    next_word = first.group() if first else following
    if end == "." and not close and _is_abbreviation(word, next_word, opener.strip()):
        return _opens_after_initials(text, word, match.start("next"))
    if (
        end == "."
        and close == ")"
        and _is_abbreviation(word, following, "")
        and _in_brackets(text, floor, match.start())
    ):
        return False  # "Executive Order (E.O.) 13382", "(50 U.S.C. 1601 et seq.) (IEEPA)"
    if end == "." and text[max(floor, match.start() - 2) : match.start()] in {". ", " ."}:
        return False  # spaced ellipsis ". . ."
    if close and any(mark in close for mark in "\"”’'»") and (set(end) & set("?!…") or end == "..."):
        return not _reporting_clause_follows(text, match.start("next"), opener)
    return True


def _opens_after_initials(text: str, word: str, position: int) -> bool:
    """Whether "Officials in Kabul" opens a sentence behind "the U.S.": people with a capital that are common nouns, then a small letter."""
    match = _COMMON_OPENING.match(text, position)
    return match is not None and "." in word and match[1].lower() in _LOWER_PLURALS


def _in_brackets(text: str, floor: int, stop: int) -> bool:
    """Whether a bracket opened inside the sentence, not one that holds it whole, is open before ``stop``."""
    opening = text.rfind("(", max(floor, stop - _WORD_REACH), stop)
    return opening > floor and text[opening - 1 : opening] == " " and text[opening - 2 : opening - 1] not in ".!?"


def _is_abbreviation(word: str, next_word: str, opener: str) -> bool:
    bare = word.rstrip(".").lstrip("’'-/")
    kinds = lexicon.abbreviations()
    if "-" in bare and bare.lower() not in kinds:
        bare = bare.rpartition("-")[2]  # "then-U.S.", "ex-Rep."
    low = bare.lower()
    kind = kinds.get(low)
    starter = next_word.lower() in _STARTERS or bool(opener and opener[-1] in '"“‘')
    if kind == "title":
        return True
    if kind == "number":
        return next_word[:1].isdigit() or not starter
    if kind == "month":
        return next_word[:1].isdigit()
    if len(bare) == 1 and bare.isalpha() and bare.isupper():
        return not starter or next_word in {"I"}
    if "." in bare and all(len(part) <= 2 for part in bare.split(".")):
        return not starter
    if kind is not None:
        return not starter
    return False


def _reporting_clause_follows(text: str, position: int, opener: str) -> bool:
    """Whether "Blinken asked" or "the minister said" continues the sentence after a closing mark."""
    if opener.strip():
        return False
    match = _REPORTING.match(text, position)
    if not match or match["verb"] not in lexicon.speech_verbs():
        return False
    between = text[position : match.start("verb")].split()
    return len(between) >= 1 and between[0].lower() not in {"the"} | (
        _STARTERS - lexicon.word_class("reporting_pronoun")
    )


class NewsTokenizer:
    """What sumy asks of a tokenizer, without NLTK data: sentences, and words that keep "U.S.", "2021" and "F-35"."""

    #: One word: abbreviations with stops, words with inner hyphens, apostrophes or figures, figures with separators.
    WORD = re.compile(r"(?:[A-Za-z]\.){2,}|\d+(?:[.,:]\d+)*%?|\w+(?:[-’'&./]\w+)*", re.UNICODE)

    def to_sentences(self, paragraph: str) -> tuple[str, ...]:
        """Sentences of one paragraph."""
        return tuple(split_text(paragraph))

    def to_words(self, sentence: str) -> tuple[str, ...]:
        """Words of one sentence, in order, case kept."""
        return tuple(self.WORD.findall(sentence))


@cache
def tokenizer() -> NewsTokenizer:
    """The one tokenizer every sumy method gets."""
    return NewsTokenizer()
