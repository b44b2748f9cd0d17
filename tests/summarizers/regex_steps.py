"""A regular expression run step by step, so that what happens inside one call of ``re`` can be counted.

Backtracks as ``re`` does, without its shortcuts: the steps bound the work of the real engine but for a constant.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from re import _constants as sre  # type: ignore[attr-defined]  # private, so without types
from re import _parser as parser  # type: ignore[attr-defined]  # private, so without types
from typing import Any

Next = Callable[[int], int | None]
_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    sre.CATEGORY_DIGIT: str.isdecimal,
    sre.CATEGORY_NOT_DIGIT: lambda c: not c.isdecimal(),
    sre.CATEGORY_SPACE: str.isspace,
    sre.CATEGORY_NOT_SPACE: lambda c: not c.isspace(),
    sre.CATEGORY_WORD: lambda c: c.isalnum() or c == "_",
    sre.CATEGORY_NOT_WORD: lambda c: not (c.isalnum() or c == "_"),
}
_SINGLE = {sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN}
_REPEATS = {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}


class Machine:
    """One pattern over one text at a time; ``steps`` counts the characters looked at and the choices made."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.tree = parser.parse(pattern.pattern, pattern.flags)
        self.flags = pattern.flags
        self.text = ""
        self.steps = 0
        self.groups: dict[int, tuple[int, int]] = {}
        self._known: dict[tuple[int, str], bool] = {}

    def run(self, text: str, *, anchored: bool = False) -> list[tuple[int, int]]:
        """Spans found one after another (only at the start, if ``anchored``)."""
        self.text, self.steps = text, 0
        found = []
        position = 0
        sys.setrecursionlimit(max(sys.getrecursionlimit(), 20_000))
        while position <= len(text):
            self.groups = {}
            end = self._sequence(list(self.tree), 0, position, self.flags, lambda i: i)
            if end is not None:
                found.append((position, end))
            if anchored:
                break
            position = end if end is not None and end > position else position + 1
        return found

    def _sequence(self, nodes: list[Any], k: int, i: int, flags: int, then: Next) -> int | None:
        if k == len(nodes):
            return then(i)
        return self._node(nodes[k], i, flags, lambda j: self._sequence(nodes, k + 1, j, flags, then))

    def _node(self, node: Any, i: int, flags: int, then: Next) -> int | None:
        op, value = node
        if op in _SINGLE:
            return then(i + 1) if self._single(node, i, flags) else None
        if op is sre.AT:
            self.steps += 1
            return then(i) if self._at(value, i) else None
        if op is sre.SUBPATTERN:
            return self._group(value, i, flags, then)
        if op is sre.BRANCH:
            for option in value[1]:
                end = self._sequence(list(option), 0, i, flags, then)
                if end is not None:
                    return end
            return None
        if op in _REPEATS:
            return self._repeat(op, value, i, flags, then)
        if op in {sre.ASSERT, sre.ASSERT_NOT}:
            held = self._ahead_or_behind(value, i, flags)
            return then(i) if held == (op is sre.ASSERT) else None
        if op is sre.ATOMIC_GROUP:
            end = self._sequence(list(value), 0, i, flags, lambda j: j)
            return None if end is None else then(end)
        if op is sre.GROUPREF:
            a, b = self.groups[value]
            self.steps += b - a + 1
            return then(i + b - a) if self.text.startswith(self.text[a:b], i) else None
        raise NotImplementedError(op)

    def _group(self, value: Any, i: int, flags: int, then: Next) -> int | None:
        number, added, removed, inner = value

        def close(j: int) -> int | None:
            before = self.groups.get(number)
            self.groups[number] = (i, j)
            end = then(j)
            if end is None and before is not None:
                self.groups[number] = before
            return end

        return self._sequence(list(inner), 0, i, (flags | added) & ~removed, close)

    def _repeat(self, op: Any, value: Any, i: int, flags: int, then: Next) -> int | None:
        least, most, inner = value
        nodes = list(inner)
        if len(nodes) == 1 and nodes[0][0] in _SINGLE and op is not sre.MIN_REPEAT:
            stop = i
            while stop - i < most and self._single(nodes[0], stop, flags):
                stop += 1
            if stop - i < least:
                return None
            if op is sre.POSSESSIVE_REPEAT:
                return then(stop)
            for j in range(stop, i + least - 1, -1):
                self.steps += 1
                end = then(j)
                if end is not None:
                    return end
            return None
        if op is sre.POSSESSIVE_REPEAT:
            end = self._times(nodes, 0, least, most, i, flags, lambda j: j, greedy=True)
            return None if end is None else then(end)
        return self._times(nodes, 0, least, most, i, flags, then, greedy=op is sre.MAX_REPEAT)

    def _times(
        self, nodes: list[Any], done: int, least: int, most: Any, i: int, flags: int, then: Next, *, greedy: bool
    ) -> int | None:
        def more() -> int | None:
            if done >= most:
                return None

            def again(j: int) -> int | None:
                if j == i and done >= least:
                    return None
                return self._times(nodes, done + 1, least, most, j, flags, then, greedy=greedy)

            return self._sequence(nodes, 0, i, flags, again)

        self.steps += 1
        if done < least:
            return more()
        if greedy:
            end = more()
            return then(i) if end is None else end
        end = then(i)
        return more() if end is None else end

    def _ahead_or_behind(self, value: Any, i: int, flags: int) -> bool:
        direction, inner = value
        if direction < 0:
            i -= inner.getwidth()[0]
            if i < 0:
                return False
        return self._sequence(list(inner), 0, i, flags, lambda j: j) is not None

    def _at(self, where: Any, i: int) -> bool:
        text = self.text
        if where in {sre.AT_BEGINNING, sre.AT_BEGINNING_STRING}:
            return i == 0
        if where is sre.AT_END:
            return i == len(text) or (i == len(text) - 1 and text[i] == "\n")
        if where is sre.AT_END_STRING:
            return i == len(text)
        sides = [0 <= k < len(text) and _CATEGORIES[sre.CATEGORY_WORD](text[k]) for k in (i - 1, i)]
        return (sides[0] != sides[1]) == (where is sre.AT_BOUNDARY)

    def _single(self, node: Any, i: int, flags: int) -> bool:
        self.steps += 1
        if i >= len(self.text):
            return False
        key = (id(node), self.text[i])
        if key not in self._known:
            self._known[key] = fits(node, self.text[i], flags)
        return self._known[key]


def fits(node: Any, char: str, flags: int) -> bool:
    """Whether a node of one character fits one."""
    chars = {char, char.lower(), char.upper()} if flags & re.IGNORECASE else {char}
    op, value = node
    if op is sre.ANY:
        return bool(flags & re.DOTALL) or char != "\n"
    if op is sre.LITERAL:
        return chr(value) in chars
    if op is sre.NOT_LITERAL:
        return chr(value) not in chars
    negated = value[0][0] is sre.NEGATE
    return negated != any(_holds(item, c) for item in value if item[0] is not sre.NEGATE for c in chars)


def _holds(item: Any, char: str) -> bool:
    op, value = item
    if op is sre.LITERAL:
        return char == chr(value)
    if op is sre.RANGE:
        low, high = value
        return bool(low <= ord(char) <= high)
    return _CATEGORIES[value](char)


def classes(tree: Any) -> Iterator[Any]:
    """Every node of one character inside a pattern, those of its lookarounds too."""
    for op, value in tree:
        if op in _SINGLE:
            yield (op, value)
        elif op is sre.SUBPATTERN:
            yield from classes(value[3])
        elif op is sre.BRANCH:
            for option in value[1]:
                yield from classes(option)
        elif op in _REPEATS:
            yield from classes(value[2])
        elif op in {sre.ASSERT, sre.ASSERT_NOT}:
            yield from classes(value[1])
        elif op is sre.ATOMIC_GROUP:
            yield from classes(value)
