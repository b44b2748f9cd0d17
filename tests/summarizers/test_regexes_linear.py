"""No regular expression of the summarizers takes more than linear steps, whatever is repeated in front of it."""

from __future__ import annotations

import ast
import importlib
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import summarizers
from summarizers.text import cleaning, document
from tests.summarizers.regex_steps import Machine, classes, fits

ROOT = Path(summarizers.__file__).parent
#: Patterns that only ever see a short stretch, with what bounds it; within it they may take their time.
WINDOWED = {
    "summarizers.quotes.kinds._TITLED": "40 code points before a quote",
    "summarizers.text.sentences._LAST_WORD": "40 code points before a full stop",
    "summarizers.text.cleaning._ENDS_SENTENCE": "lines of at most 100 code points",
    "summarizers.text.cleaning._JOIN": "the 900 code points before an end mark, which are looked at once",
    "summarizers.text.datelines._DATELINE": "the first 160 code points of a paragraph",
    "summarizers.text.datelines._DATED": "the first 160 code points of a paragraph",
    "summarizers.text.datelines._COLON_OPENING": "the first 160 code points of a paragraph",
    "summarizers.text.datelines._NO_PLACE": "the first 160 code points of a paragraph",
    "summarizers.text.document._TOKEN": "the template of document._pattern",
    "summarizers.people.headline_names._STATEMENT": "headlines of at most 300 code points",
    "summarizers.knowledge.validate._DATE": "our own data",
    "summarizers.knowledge.validate._WIKIDATA": "our own data",
    "summarizers.knowledge.validate.SHARED_OFFICES": "our own data",
    "summarizers.directory.terms._DATE": "our own data",
}
#: Patterns handed to a function that tries them at one place only.
HANDED_ON = {"summarizers.quotes.turns._LABEL", "summarizers.quotes.turns._NAMED_LABEL"}
#: Methods that try a pattern at one place only.
ANCHORED = {"match", "fullmatch"}
#: Most steps at twice the length, in steps at the length: linear is 2.
GROWTH = 2.6
LENGTHS = 26, 52
#: The patterns are taken in so many parts: naming each would mean reading the whole source before any test runs.
PARTS = 24


def _sources() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT.parent).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), ast.parse(path.read_text("utf-8"))


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], bool]]:
    """Every pattern by dotted name or place, with whether it is tried at one place only."""
    used: dict[str, set[str]] = defaultdict(set)
    found: dict[str, re.Pattern[str]] = {}
    for module, tree in _sources():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            owner, method = node.func.value, node.func.attr
            name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            if name == "re" and method != "compile" and node.args and isinstance(node.args[0], ast.Constant):
                place = f"{module}:{node.lineno}"
                written = node.args[0].value
                assert isinstance(written, str), place
                found[place] = re.compile(written)
                used[place].add(method)
            elif name:
                used[name].add(method)
        for name, value in vars(importlib.import_module(module)).items():
            if isinstance(value, re.Pattern):
                found[f"{module}.{name}"] = value
    for page in (False, True):
        rules = cleaning._furniture(page)
        found[f"inline {page}"], found[f"edge {page}"] = rules.inline, rules.edge
    document.Document(cleaning.read_text("Warm up."), ())
    assert document._pattern is not None
    found["document._pattern"] = document._pattern
    return {
        name: (pattern, name in HANDED_ON or ANCHORED >= used[name.rpartition(".")[2]] != set())
        for name, pattern in found.items()
    }


def _alphabet(pattern: re.Pattern[str]) -> list[str]:
    """Characters that tell the pattern's classes apart: one more for each that fits something else than those before."""
    nodes = list(classes(Machine(pattern).tree))
    chosen: dict[tuple[bool, ...], str] = {}
    for char in "a A.1 \n,“”’'\"-—(:!?…)M\x00é/@&":
        told = tuple(fits(node, char, pattern.flags) for node in nodes)
        chosen.setdefault(told, char)
    return list(chosen.values())[:9]


def _hostile(alphabet: list[str], length: int) -> Iterator[str]:
    for a, b in product(alphabet, alphabet):
        yield (a + b) * (length // 2)
        if a != b:
            yield a + b * length
            yield a * (length // 2) + b * (length // 2)


def _steps(machine: Machine, text: str, anchored: bool) -> int:
    machine.run(text, anchored=anchored)
    return machine.steps


@pytest.mark.parametrize("part", range(PARTS))
def test_a_pattern_takes_linear_steps(part: int) -> None:
    """Twice as much of anything costs about twice the steps."""
    short, long = LENGTHS
    for name in sorted(set(_patterns()) - set(WINDOWED))[part::PARTS]:
        pattern, anchored = _patterns()[name]
        machine, alphabet = Machine(pattern), _alphabet(pattern)
        for one, two in zip(_hostile(alphabet, short), _hostile(alphabet, long), strict=True):
            before, after = _steps(machine, one, anchored), _steps(machine, two, anchored)
            assert after <= GROWTH * before + 60, f"{name}: {one[:12]!r}: {before} steps, twice as long {after}"


def test_the_windows_are_of_patterns_that_exist() -> None:
    """What is excused is there, and says why."""
    assert set(_patterns()) >= set(WINDOWED)
    assert all(WINDOWED.values())


def test_the_steps_see_what_is_quadratic() -> None:
    """A run of dots that ends no sentence, read again from each of its dots: the machine that counts must see it."""
    careless = Machine(re.compile(r"[.!?]+\s+\w"))
    assert _steps(careless, "." * LENGTHS[1], False) > 3 * _steps(careless, "." * LENGTHS[0], False)


TEXTS = st.text(alphabet="aB .!“”’1-\n,(", max_size=14)


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.deferred(lambda: st.sampled_from([n for n in sorted(_patterns()) if not n.startswith("document")])))
def test_the_steps_are_those_of_the_real_engine(text: str, name: str) -> None:
    """The machine that counts finds what ``re`` finds."""
    pattern, _ = _patterns()[name]
    spans: list[Any] = [m.span() for m in pattern.finditer(text) if m.end() > m.start()]
    assert [s for s in Machine(pattern).run(text) if s[1] > s[0]] == spans
