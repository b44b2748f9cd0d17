"""The frames between the bot and its extraction worker."""

from __future__ import annotations

import struct

#: Header of a frame: length of the JSON that follows, and of the raw bytes after it.
FRAME = struct.Struct("!II")
