"""The one exception tree of Attaché: every message can be shown to the person who caused it."""

from __future__ import annotations


class AttacheError(Exception):
    """Base of every error Attaché raises on purpose.

    ``str(error)`` is one short, kind sentence for the person; technical causes go in ``__cause__`` and the log.
    """

    #: Stable machine name, used as ``error.kind`` in batch output and in metrics.
    kind: str = "error"


class BadInput(AttacheError):
    """The input cannot be read as what it should be (a file, a line of JSON, an option)."""

    kind = "bad-input"


class NoArticle(AttacheError):
    """There was something to read, but no article text in it."""

    kind = "no-article"
