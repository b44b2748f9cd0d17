"""What is remembered of the words of articles is bounded, in number and in size."""

from __future__ import annotations

import functools
import importlib
import inspect
import pkgutil
import random
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bot
import summarizers
from summarizers.caching import LONGEST_WORD, MOST_WORDS, Remembered, by_word
from summarizers.pipeline import brief
from summarizers.text.cleaning import read_text

#: Caches of few answers whose questions are not the words of a text, with how many they keep at most.
FEW = {
    "bot.articles.extraction._prune_rules": 64,
    "summarizers.text.cleaning._furniture": 2,
    "summarizers.quotes.features._tables": 512,
}


def modules() -> list[ModuleType]:
    """Every module of the two packages."""
    return [
        importlib.import_module(found.name)
        for package in (summarizers, bot)
        for found in pkgutil.walk_packages(package.__path__, package.__name__ + ".")
        if not found.name.rpartition(".")[2].startswith(("__main__", "v0", "env"))
    ]


def caches() -> Iterator[tuple[str, Any]]:
    """Every function that remembers answers, in modules and in classes, by its full name."""
    for module in modules():
        owners = [module, *(value for value in vars(module).values() if inspect.isclass(value))]
        for owner in owners:
            for name, value in vars(owner).items():
                inner = inspect.unwrap(getattr(value, "__func__", value), stop=lambda f: hasattr(f, "cache_parameters"))
                if hasattr(inner, "cache_parameters") and inner.__module__.startswith(("bot", "summarizers")):
                    yield f"{inner.__module__}.{name}", inner
                elif isinstance(getattr(value, "__self__", None), Remembered):
                    yield f"{module.__name__}.{name}", value.__self__


def test_every_cache_is_bounded() -> None:
    """One that takes nothing keeps one answer; one asked about words keeps so many; the rest are few and listed."""
    found = dict(caches())
    assert sum(isinstance(value, Remembered) for value in found.values()) >= 8
    assert sum(not isinstance(value, Remembered) for value in found.values()) > 20
    for name, value in found.items():
        if isinstance(value, Remembered) or not inspect.signature(value.__wrapped__).parameters:
            continue
        most = value.cache_parameters()["maxsize"]
        assert most is not None, f"{name} keeps every answer: use summarizers.remembered.by_word"
        assert most <= FEW.get(name, 0), f"{name} is not among the listed caches of few answers"


def test_the_look_finds_a_cache_that_has_no_bound() -> None:
    """The test above would fail for functools.cache over a word."""

    @functools.cache
    def kept(word: str) -> str:
        return word

    assert kept.cache_parameters()["maxsize"] is None
    assert inspect.signature(kept.__wrapped__).parameters


@settings(deadline=None)
@given(st.lists(st.text(max_size=60), max_size=60), st.integers(1, 5))
def test_answers_are_right_and_few(words: list[str], most: int) -> None:
    """Whatever is asked in whatever order, the answer is the function's, and no more than twice ``most`` are kept."""
    ask = Remembered(str.upper, most)
    for word in words:
        assert ask[word] == word.upper()
        assert ask.kept() <= 2 * most
        assert all(len(known) <= LONGEST_WORD for known in ask)


def test_common_words_stay() -> None:
    """What is asked between many new words is not worked out again each time."""
    asked: list[str] = []

    def told(word: str) -> int:
        asked.append(word)
        return len(word)

    answer = by_word(told)
    for number in range(10 * MOST_WORDS):
        answer(f"new{number}")
        answer("minister")
    assert asked.count("minister") == 1


@pytest.mark.parametrize("length", [7, 5_000])
def test_a_page_of_new_words_leaves_little_behind(length: int) -> None:
    """A page of 20,000 different words, short or endless, fills no cache beyond its bound."""
    stir = random.Random(length)
    count = 20_000 if length < 100 else 60
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(stir.choice(letters) for _ in range(length)).capitalize() for _ in range(count)]
    brief(read_text(". ".join(" ".join(words[k : k + 10]) for k in range(0, count, 10)) + "."))
    for name, value in caches():
        if isinstance(value, Remembered):
            assert value.kept() <= 2 * MOST_WORDS, name
            assert not any(len(word) > LONGEST_WORD for word in value), name
