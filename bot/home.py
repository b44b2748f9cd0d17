"""Where data is kept, told without loading the settings: the command line's fast path needs no more."""

from __future__ import annotations

import os
import sys
from pathlib import Path

#: Name of the file ``attache directory update`` writes under the home.
DIRECTORY_FILE = "directory.tsv"


def default_home() -> Path:
    """Where data is kept when ``ATTACHE_HOME`` is not set: the platform's per-user data directory.

    Linux follows the XDG Base Directory rules; macOS uses Application Support.
    """
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "attache"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "attache"


def cache_folder() -> Path | None:
    """The platform's per-user folder for what can be made again; None where there is no home."""
    try:
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Caches" / "attache"
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "attache"
    except RuntimeError:
        return None


def use_own_directory(home: Path | None = None) -> None:
    """Lay the fetched office-holders under ``home`` (by default ``ATTACHE_HOME``) beside the bundled ones, if there are any."""
    from summarizers.directory.index import use_fetched_directory

    file = (home or Path(os.environ.get("ATTACHE_HOME") or default_home())) / DIRECTORY_FILE
    if file.exists():
        use_fetched_directory(file)
