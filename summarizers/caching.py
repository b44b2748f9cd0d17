"""Remembering answers about the words of articles: so many, and none about a very long one, whatever strangers send."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Answer = TypeVar("Answer")

#: Words whose answers one function keeps, at most twice as many: a hundred articles have some 15,000 different ones, and with
#: half as many kept their briefs cost 6 % more.
MOST_WORDS = 8192
#: Longest word kept, in characters; longer ones are no words, and are answered anew each time.
LONGEST_WORD = 40


class Remembered(dict[str, Answer], Generic[Answer]):
    """Answers of ``ask`` by word. When ``most`` are kept they become the older ones, and the older ones go.

    What is asked again and again comes back from the older answers, so that common words stay.
    """

    def __init__(self, ask: Callable[[str], Answer], most: int = MOST_WORDS) -> None:
        super().__init__()
        self.ask = ask
        self._most = most
        self._older: dict[str, Answer] = {}

    def __missing__(self, word: str) -> Answer:
        older = self._older
        answer = older[word] if word in older else self.ask(word)
        if len(word) <= LONGEST_WORD:
            if len(self) >= self._most:
                self._older = dict(self)
                self.clear()
            self[word] = answer
        return answer

    def kept(self) -> int:
        """How many answers are kept."""
        return len(self) + len(self._older)


def by_word(ask: Callable[[str], Answer]) -> Callable[[str], Answer]:
    """Let a function of one word remember its answers, within bounds."""
    return Remembered(ask).__getitem__
