"""What goes over the pipes: frames between the bot and a worker, orders between the bot and the template process."""

from __future__ import annotations

import struct

#: Header of a frame: length in bytes of the JSON that follows, and of the raw bytes after it.
FRAME = struct.Struct("!II")
#: An order to the template, or its answer: what (one letter), and a process id or an exit code.
ORDER = struct.Struct("!cq")
#: Order: fork a worker on the two pipe ends that come along; the answer holds its process id.
SPAWN = b"S"
#: Order: end the worker of this process id; the answer holds its exit code, a signal's number negative.
END = b"E"
#: Answer at the start: everything is loaded.
READY = b"R"
