"""Lists cut into pieces, with cursors."""

from __future__ import annotations

from typing import Any

from local_slack.api.base import Args
from local_slack.errors import ApiError

JsonDict = dict[str, Any]


def paginated(args: Args, name: str, found: list[Any], default: int) -> JsonDict:
    """One piece of a list under ``name``; the cursor is where the next one starts."""
    start = _cursor(args, len(found))
    limit = args.number("limit", default, 1, 1000)
    more = start + limit < len(found)
    cursor = str(start + limit) if more else ""
    return {name: found[start : start + limit], "response_metadata": {"next_cursor": cursor}}


def _cursor(args: Args, length: int) -> int:
    text = args.text("cursor", "0")
    if not text.isascii() or not text.isdigit() or int(text) > length:
        raise ApiError("invalid_cursor")
    return int(text)
