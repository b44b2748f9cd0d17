"""Values made by the thousand for each article: frozen for the type checker, which reads every line, and cheap to make.

A dataclass frozen at run time too sets its fields one by one through ``object.__setattr__``: making one costs four times as much.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar, dataclass_transform

Made = TypeVar("Made")


@dataclass_transform(frozen_default=True)
def value_class(made: type[Made]) -> type[Made]:
    """A dataclass with slots, compared and hashed by its fields, whose fields are set once."""
    plain: Any = dataclass(slots=True, unsafe_hash=True)
    return plain(made)  # type: ignore[no-any-return]


@dataclass_transform(frozen_default=True, eq_default=False)
def identity_class(made: type[Made]) -> type[Made]:
    """The same for what is compared and hashed as the one thing it is."""
    plain: Any = dataclass(slots=True, eq=False)
    return plain(made)  # type: ignore[no-any-return]
