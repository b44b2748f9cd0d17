"""Features in numpy: a table of (name, function that gives a number a row), met with weights by name as in ``linear``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np

from summarizers.errors import BadInput

Subject = TypeVar("Subject")


@dataclass(frozen=True)
class Column(Generic[Subject]):
    """One number about each of many things."""

    #: The name the weight is stored under.
    name: str
    #: The numbers, an array with one a row, or one number for all rows.
    values: Callable[[Subject], Any]


def names(columns: Sequence[Column[Subject]]) -> tuple[str, ...]:
    """The names, in the order of a row."""
    return tuple(column.name for column in columns)


def matrix(columns: Sequence[Column[Subject]], subject: Subject, rows: int) -> Any:
    """An array of ``rows`` rows with one column for each of ``columns``."""
    made = np.empty((rows, len(columns)))
    for k, column in enumerate(columns):
        made[:, k] = column.values(subject)
    return made


def vector(columns: Sequence[Column[Subject]], weights: Mapping[str, float]) -> Any:
    """The weights as an array in the order of a row; raises BadInput for a column without a weight."""
    missing = [column.name for column in columns if column.name not in weights]
    if missing:
        raise BadInput(f"Features without a weight: {', '.join(missing)}.")
    return np.array([weights[column.name] for column in columns])
