"""Counted work: what a brief costs in steps instead of seconds, the same on every machine however busy.

Counted are the lines run in the summarizers (each turn of a loop is one), the characters handed to regular expressions
and the characters that slices and searches of the text pass over. What one expression does inside is counted elsewhere.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any, SupportsIndex

import summarizers

#: Where a search may begin or end.
Place = SupportsIndex | None
_ROOT = str(Path(summarizers.__file__).parent)


class Meter:
    """Counts while :meth:`counting` is entered."""

    def __init__(self) -> None:
        self.steps = 0

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Trace the summarizers and put counting expressions in the place of theirs."""
        replaced = [(m, n, p) for m in _modules() for n, p in vars(m).items() if isinstance(p, re.Pattern)]
        before = sys.gettrace()
        for module, name, pattern in replaced:
            setattr(module, name, _Counted(pattern, self))
        sys.settrace(self._enter)
        try:
            yield
        finally:
            sys.settrace(before)
            for module, name, pattern in replaced:
                setattr(module, name, pattern)

    def _enter(self, frame: FrameType, _event: str, _arg: object) -> Callable[..., Any] | None:
        self.steps += 1
        return self._line if frame.f_code.co_filename.startswith(_ROOT) else None

    def _line(self, _frame: FrameType, _event: str, _arg: object) -> Callable[..., Any]:
        self.steps += 1
        return self._line


def _modules() -> list[ModuleType]:
    names = [m.name for m in pkgutil.walk_packages(summarizers.__path__, "summarizers.")]
    return [importlib.import_module(name) for name in names if "validate" not in name]


class _Counted:
    """A compiled expression that counts how far it reads: to the end of what it finds, or of where it may look."""

    def __init__(self, pattern: re.Pattern[str], meter: Meter) -> None:
        self._pattern, self._meter = pattern, meter

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pattern, name)

    def _read(self, start: int, stop: int) -> None:
        self._meter.steps += max(1, stop - start) // 8

    def search(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        """As ``re`` does."""
        found = self._pattern.search(text, pos, endpos)
        self._read(pos, found.end() if found else min(endpos, len(text)))
        return found

    def match(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        """As ``re`` does."""
        found = self._pattern.match(text, pos, endpos)
        self._read(pos, found.end() if found else pos)
        return found

    def finditer(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """As ``re`` does."""
        for found in self._pattern.finditer(text, pos, endpos):
            self._read(pos, found.end())
            pos = found.end()
            yield found
        self._read(pos, min(endpos, len(text)))

    def findall(self, text: str) -> list[Any]:
        """As ``re`` does."""
        self._read(0, len(text))
        return self._pattern.findall(text)

    def sub(self, new: str, text: str) -> str:
        """As ``re`` does."""
        self._read(0, len(text))
        return self._pattern.sub(new, text)


def counted_text(text: str, meter: Meter) -> str:
    """The text as a string that counts what its slices and searches pass over."""

    class Text(str):
        __slots__ = ()

        def __getitem__(self, key: Any) -> str:
            found = str.__getitem__(self, key)
            meter.steps += len(found) // 8
            return found

        def find(self, mark: str, start: Place = None, stop: Place = None, /) -> int:
            k = str.find(self, mark, start, stop)
            first, last, _ = slice(start, stop).indices(len(self))
            meter.steps += ((k if k >= 0 else last) - first) // 8
            return k

        def rfind(self, mark: str, start: Place = None, stop: Place = None, /) -> int:
            k = str.rfind(self, mark, start, stop)
            first, last, _ = slice(start, stop).indices(len(self))
            meter.steps += (last - max(k, first)) // 8
            return k

    return Text(text)
