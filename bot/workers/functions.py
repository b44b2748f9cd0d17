"""Functions by name: what may run in a worker, and how it is found."""

from __future__ import annotations

from importlib import import_module
from typing import Any

#: Modules whose functions may be named as tasks or warm-ups.
OURS = ("bot.", "summarizers.", "tests.")


def function_of(name: str) -> Any:
    """The function ``module:function``. Raises ValueError for a module that is not ours."""
    module, _, function = name.partition(":")
    if not module.startswith(OURS):
        raise ValueError(f"{module} is none of our modules")
    return getattr(import_module(module), function)
