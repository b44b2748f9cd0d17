"""Every loop of the summarizers ends whatever the text: read from the code itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizers.text.walk import Walk, WalkBack

ROOT = Path(__file__).resolve().parents[2] / "summarizers"
SOURCES = sorted(ROOT.rglob("*.py"))


def _names(node: ast.expr) -> set[str]:
    """The variables and attributes an expression reads."""
    return {ast.unparse(part) for part in ast.walk(node) if isinstance(part, ast.Name | ast.Attribute)}


def _slope(node: ast.expr, name: str) -> int | None:
    """How an expression grows with a variable (1, 0, -1), where it is a sum of it and other things; None if unknown."""
    if ast.unparse(node) == name:
        return 1
    if name not in _names(node):
        return 0
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        left, right = _slope(node.left, name), _slope(node.right, name)
        if left is None or right is None:
            return None
        return left + right if isinstance(node.op, ast.Add) else left - right
    return None


def _conjuncts(test: ast.expr) -> list[ast.expr]:
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        return [part for value in test.values for part in _conjuncts(value)]
    return [test]


def _own(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """Everything in the body of a loop but what belongs to functions in it."""
    for statement in body:
        if not isinstance(statement, ast.FunctionDef):
            yield from ast.walk(statement)


def _moves(statement: ast.stmt) -> tuple[str, int] | None:
    """(variable, direction) of ``k += 1`` and the like."""
    if (
        isinstance(statement, ast.AugAssign)
        and isinstance(statement.op, ast.Add | ast.Sub)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, int)
        and statement.value.value > 0
    ):
        return ast.unparse(statement.target), 1 if isinstance(statement.op, ast.Add) else -1
    return None


def _assigned(body: list[ast.stmt]) -> list[tuple[str, ast.AST]]:
    found: list[tuple[str, ast.AST]] = []
    for node in _own(body):
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            found.append((ast.unparse(node), node))
    return found


def _blocks(body: list[ast.stmt]) -> Iterator[list[ast.stmt]]:
    """The lists of statements of a loop's body, those of loops in it left out."""
    yield body
    for statement in body:
        if isinstance(statement, ast.If):
            yield from _blocks(statement.body)
            yield from _blocks(statement.orelse)
        elif not isinstance(statement, ast.While | ast.For | ast.Continue):
            assert not any(isinstance(node, ast.Continue) for node in ast.walk(statement)), "a jump out of with or try"


def ends(loop: ast.While) -> bool:
    """Whether a ``while`` is a count: each turn moves one variable by a constant toward a bound that stays.

    Its test compares the variable with a bound, nothing else in the loop sets either, and a move stands on every way
    back to the test.
    """
    candidates = {m for block in _blocks(loop.body) for s in block if (m := _moves(s)) is not None}
    assigned = _assigned(loop.body)
    for name, direction in candidates:
        targets = {
            id(node.target)
            for node in _own(loop.body)
            if isinstance(node, ast.AugAssign) and _moves(node) == (name, direction)
        }
        if any(other == name and id(node) not in targets for other, node in assigned):
            continue
        if not _bounded(loop.test, name, direction, {other for other, _ in assigned} - {name}):
            continue
        if _moves_always(loop.body, name, direction):
            return True
    return False


def _bounded(test: ast.expr, name: str, direction: int, changing: set[str]) -> bool:
    for part in _conjuncts(test):
        if not isinstance(part, ast.Compare) or len(part.ops) != 1:
            continue
        left, right = _slope(part.left, name), _slope(part.comparators[0], name)
        if left is None or right is None:
            continue
        if _names(part) & changing:
            continue
        toward = {ast.Lt: 1, ast.LtE: 1, ast.Gt: -1, ast.GtE: -1}.get(type(part.ops[0]))
        if toward is not None and (left - right) * direction == toward:
            return True
    return False


def _moves_always(body: list[ast.stmt], name: str, direction: int) -> bool:
    """Whether a move stands before every ``continue`` and on the way through the body."""
    through = any(_moves(s) == (name, direction) for s in body) or isinstance(
        body[-1], ast.Break | ast.Return | ast.Raise
    )
    jumps = [(block, k) for block in _blocks(body) for k, s in enumerate(block) if isinstance(s, ast.Continue)]
    return through and all(any(_moves(s) == (name, direction) for s in block[:k]) for block, k in jumps)


def loops() -> list[tuple[str, ast.While]]:
    """Every ``while`` of the package with its place."""
    return [
        (f"{path.relative_to(ROOT)}:{node.lineno}", node)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.While)
    ]


def test_every_while_counts_toward_a_bound() -> None:
    """What jumps walks by a ``for`` over a Walk, which ends by itself; what is left counts."""
    found = loops()
    assert found
    assert [place for place, loop in found if not ends(loop)] == [], "may stand still: use summarizers.walk"


@pytest.mark.parametrize(
    ("source", "holds"),
    [
        ("while k < stop and low[k]:\n    k += 1", True),
        ("while k < stop:\n    if low[k]:\n        k += 2\n        continue\n    k += 1", True),
        ("while k < stop:\n    if low[k]:\n        continue\n    k += 1", False),
        ("while k < stop:\n    k = end", False),
        ("while k < stop:\n    k += 1\n    stop += 1", False),
        ("while k < stop:\n    k -= 1", False),
        ("while k < stop:\n    if low[k]:\n        k += 1", False),
        ("while low[k - 1]:\n    k -= 1", False),
        ("while True:\n    k += 1", False),
        ("while k - j < 4:\n    j -= 1", True),
        ("while k - j < 4:\n    j += 1", False),
    ],
)
def test_the_proof_tells_loops_that_end_from_such_as_may_not(source: str, holds: bool) -> None:
    """The test above would fail for a loop that may stand still."""
    loop = ast.parse(source).body[0]
    assert isinstance(loop, ast.While)
    assert ends(loop) is holds


@settings(deadline=None)
@given(st.integers(0, 30), st.integers(0, 30), st.lists(st.integers(-5, 40), max_size=60))
def test_a_walk_moves_on_inside_its_window_or_says_so(start: int, stop: int, jumps: list[int]) -> None:
    """Whatever a body asks for, places rise inside the window, and a step back is an error, not a standstill."""
    seen = []
    walk = Walk(start, stop)
    for turn, k in enumerate(walk):
        seen.append(k)
        if turn < len(jumps):
            if jumps[turn] > k:
                walk.to(jumps[turn])
            else:
                with pytest.raises(AssertionError):
                    walk.to(jumps[turn])
    assert seen == sorted(set(seen))
    assert all(start <= k < stop for k in seen)
    assert walk.at == (stop if start < stop else start)


@settings(deadline=None)
@given(st.integers(0, 30), st.integers(0, 30), st.lists(st.integers(-5, 40), max_size=60))
def test_a_walk_back_moves_back_inside_its_window_or_says_so(start: int, floor: int, jumps: list[int]) -> None:
    """The same the other way."""
    seen = []
    walk = WalkBack(start, floor)
    for turn, k in enumerate(walk):
        seen.append(k)
        if turn < len(jumps):
            if jumps[turn] < k:
                walk.to(jumps[turn])
            else:
                with pytest.raises(AssertionError):
                    walk.to(jumps[turn])
    assert seen == sorted(set(seen), reverse=True)
    assert all(floor <= k <= start for k in seen)
    assert walk.at == (floor - 1 if start >= floor else start)
