"""Text in, brief out: pure functions over frozen values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizers.errors import AttacheError, BadInput, NoArticle
from summarizers.model import Article, Brief

if TYPE_CHECKING:
    from summarizers.brief import BriefOptions

__all__ = ["Article", "AttacheError", "BadInput", "Brief", "BriefOptions", "NoArticle"]
