"""Text in, brief out: pure functions over frozen values, without network, clock, Slack or database.

    from summarizers import brief, read_text

    made = brief(read_text("…", title="…"))
    for sentence in made.summary:
        print(sentence.display)

Loaded on first use, so that ``import summarizers`` itself costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summarizers.analysis import Analysis, analyse
    from summarizers.brief_json import brief_from_dict, brief_to_dict
    from summarizers.errors import AttacheError, BadInput, NoArticle
    from summarizers.model import Article, Brief, Official, Person, Quote, Speaker, SummarySentence, Turn
    from summarizers.pipeline import BriefOptions, brief
    from summarizers.text.cleaning import clean_blocks, read_text

__all__ = [
    "Analysis",
    "Article",
    "AttacheError",
    "BadInput",
    "Brief",
    "BriefOptions",
    "NoArticle",
    "Official",
    "Person",
    "Quote",
    "Speaker",
    "SummarySentence",
    "Turn",
    "analyse",
    "brief",
    "brief_from_dict",
    "brief_to_dict",
    "clean_blocks",
    "read_text",
]

#: Where each public name lives.
_HOMES = {
    "summarizers.analysis": ("Analysis", "analyse"),
    "summarizers.brief_json": ("brief_from_dict", "brief_to_dict"),
    "summarizers.errors": ("AttacheError", "BadInput", "NoArticle"),
    "summarizers.model": ("Article", "Brief", "Official", "Person", "Quote", "Speaker", "SummarySentence", "Turn"),
    "summarizers.pipeline": ("BriefOptions", "brief"),
    "summarizers.text.cleaning": ("clean_blocks", "read_text"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
