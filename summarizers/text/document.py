"""One article as tokens with gazetteer tags: the common ground of the people, quotes and officials rooms.

Built once per article; everything in it is an index into the token lists or an offset into the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from summarizers import lexicon
from summarizers.caching import by_word
from summarizers.lexicon import Entry
from summarizers.model import Article, Sentence
from summarizers.values import value_class

#: Prefixes that are words of their own before a capital: "then-President", "ex-minister", "pro-Assad".
_PREFIX = r"(?:[Tt]hen|[Ee]x|[Ff]ormer|[Vv]ice|[Dd]eputy|pro|anti|non|mid|post|pre|[Cc]o|all|un|sub|self)-(?=[A-Za-z])"
_TOKEN = re.compile(
    r"""
    [A-Za-z]+(?=[\s,])                                 # most words: nothing below says otherwise of them
  | (?:[A-Z]\.){2,}(?:[A-Z]\b)?|[A-Z]\.[A-Z]\b       # U.S., H.R., U.S
  | [A-Z]\.(?=[\s\-’']|[A-Z])                        # J.
  | {abbreviations}
  | {prefix}
  | -(?:elect|designate|nominee|to-be)\b             # President-elect
  | [’'](?:s|S)\b                                    # possessive
  | \d+(?:[.,:]\d+)*(?:[a-zA-Z]+\b)?
  | [A-Z]{1,5}\d{1,3}[a-z]{0,3}\b                    # G20, M23, COP30, U23s
  | [^\W\d_]+(?:[-‐‑]\s?(?=al\b|el\b)[^\W\d_]+)?(?:(?:[-‐‑&]|[’'‘](?![sS]\b))[^\W_]+)*
  | \S
    """.replace("{prefix}", _PREFIX),
    re.VERBOSE,
)
#: A title that is a time of day behind a figure.
_AFTERNOON = ("pm",)
#: "HE" before a name, as the gazetteer has it.
_EXCELLENCY = ("he",)
_DESIGNATE_TAIL = re.compile(r"-(?:elect|designate|nominee|to-be)$", re.IGNORECASE)


@value_class
class Tag:
    """A gazetteer match over tokens ``first`` to ``last`` (inclusive)."""

    #: Index of the first token.
    first: int
    #: Index of the last token.
    last: int
    #: What was matched.
    entry: Entry


def _token_pattern() -> re.Pattern[str]:
    titles = sorted(lexicon.title_abbreviations(), key=len, reverse=True)
    alternatives = "|".join(re.escape(t) for t in titles)
    return re.compile(_TOKEN.pattern.replace("{abbreviations}", rf"\b(?:{alternatives}|Jr|Sr)\."), re.VERBOSE)


@by_word
def _low(word: str) -> str:
    lower = word.lower().replace("’", "'")
    return lower.replace(".", "") if lower[-1] == "." and len(lower) > 1 else lower


_pattern: re.Pattern[str] | None = None


class Document:
    """Tokens, sentences and tags of one article."""

    __slots__ = (
        "article",
        "begins",
        "ends",
        "first_token",
        "low",
        "matches",
        "sentence_of",
        "sentences",
        "tags",
        "text",
        "tokens",
    )

    def __init__(self, article: Article, sentences: tuple[Sentence, ...]) -> None:
        global _pattern
        if _pattern is None:
            _pattern = _token_pattern()
        self.article = article
        self.text = article.text
        self.sentences = sentences
        pieces: list[tuple[str, int, int]] = []
        #: Index of the first token of each sentence, and the number of tokens at the end.
        self.first_token: list[int] = []
        #: Index of the sentence each token stands in.
        self.sentence_of: list[int] = []
        for sentence in sentences:
            self.first_token.append(len(pieces))
            for match in _pattern.finditer(self.text, sentence.start, sentence.end):
                word, (start, end) = match.group(), match.span()
                tail = _DESIGNATE_TAIL.search(word) if "-" in word else None
                if tail is not None and tail.start():
                    middle = start + tail.start()
                    pieces.append((word[: tail.start()], start, middle))
                    word, start = tail.group(), middle
                pieces.append((word, start, end))
            self.sentence_of += [sentence.index] * (len(pieces) - len(self.sentence_of))
        self.first_token.append(len(pieces))
        #: Words and marks as written.
        self.tokens: list[str] = [word for word, _, _ in pieces]
        #: The same, lower case, curly apostrophes straightened, full stops of abbreviations dropped.
        self.low: list[str] = [_low(word) for word in self.tokens]
        #: First code point of each token.
        self.begins: list[int] = [start for _, start, _ in pieces]
        #: One past its last code point.
        self.ends: list[int] = [end for _, _, end in pieces]
        #: The longest gazetteer match covering each token, or None.
        self.tags: list[Tag | None] = [None] * len(self.tokens)
        #: Those matches, each once, in text order.
        self.matches: list[Tag] = []
        self._tag()

    def _tag(self) -> None:
        table = lexicon.phrases_by_two()
        low, tokens, tags = self.low, self.tokens, self.tags
        for number in range(len(self.sentences)):
            stop = self.first_token[number + 1]
            after = 0  # the first token behind the last match
            for i in range(self.first_token[number], stop):
                if i < after:
                    continue
                branches = table.get(low[i])
                if branches is not None:
                    second = low[i + 1] if i + 1 < stop else ""
                    for words, entry in branches.get(second) or branches[""]:
                        n = len(words)
                        if (
                            i + n <= stop
                            and (n == 1 or tuple(low[i : i + n]) == words)
                            and entry.fits(tokens, i, i + n)
                        ):
                            if entry.kind == "title" and not self._is_title(words, i, stop):
                                continue
                            tag = Tag(i, i + n - 1, entry)
                            self.matches.append(tag)
                            for k in range(i, i + n):
                                tags[k] = tag
                            after = i + n
                            break

    def _is_title(self, words: tuple[str, ...], i: int, stop: int) -> bool:
        """Whether words of the gazetteer's titles that begin at token ``i`` are one there."""
        if len(words) > 1:
            return not self._runs_on(i + len(words) - 1, stop)  # "IMF chief" of "IMF chief economist"
        if words == _AFTERNOON:
            return not (i and self.tokens[i - 1][0].isdigit())  # "12:00 PM"
        if words == _EXCELLENCY:
            following = self.tokens[i + 1] if i + 1 < stop else ""
            if not following[:1].isupper() or following.isupper():
                return False  # "HE SAID"
            self.low[i] = "h.e."  # no pronoun
        return True

    def _runs_on(self, i: int, stop: int) -> bool:
        """Whether a title of two words or more begins at token ``i``."""
        return any(
            entry.kind == "title"
            and len(words) > 1
            and i + len(words) <= stop
            and tuple(self.low[i : i + len(words)]) == words
            for words, entry in lexicon.phrases().get(self.low[i], ())
        )

    def kind(self, k: int) -> str:
        """Kind of the gazetteer match covering token ``k``, "" for none."""
        tag = self.tags[k]
        return tag.entry.kind if tag is not None else ""

    def sentence_tokens(self, number: int) -> range:
        """Token indices of one sentence."""
        return range(self.first_token[number], self.first_token[number + 1])

    def token_at(self, offset: int) -> int:
        """Index of the token that covers or follows a text offset."""
        return min(
            bisect_right(self.begins, offset) - 1 if self._covers(offset) else bisect_left(self.begins, offset),
            max(0, len(self.tokens) - 1),
        )

    def _covers(self, offset: int) -> bool:
        k = bisect_right(self.begins, offset) - 1
        return k >= 0 and self.ends[k] > offset

    def sentence_at(self, offset: int) -> int:
        """Index of the sentence that covers a text offset, or the nearest one before."""
        k = bisect_right(self.sentences, offset, key=lambda s: s.start) - 1
        return max(0, k)

    def words(self, first: int, last: int) -> str:
        """The text from token ``first`` to token ``last`` (inclusive), as written."""
        return self.text[self.begins[first] : self.ends[last]]
