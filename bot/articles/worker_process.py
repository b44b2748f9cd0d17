"""The worker's side: read a frame, extract, answer, again. Started by `bot.articles.worker`, never by hand."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import resource
import sys
from pathlib import Path
from typing import IO, Any

from bot.articles.worker_frames import FRAME

#: Share of the memory limit above which a worker is to be replaced after its page.
WORN_SHARE = 0.6
#: Audit events of the interpreter that a reader of pages has no business raising.
_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "urllib.", "ftplib.")


def _no_outside(event: str, _: tuple[Any, ...]) -> None:
    """Audit hook: refuse connections and programs, whatever library asks for them."""
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)


def _confine(megabytes: int) -> None:
    """Give up what is not needed: memory beyond the limit, writing files, dumping core, the outside world."""
    size = megabytes << 20
    for limit, value in ((resource.RLIMIT_AS, size), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):
            # Some systems know a limit but refuse to set it; the kill timer stands either way.
            resource.setrlimit(limit, (value, value))
    sys.addaudithook(_no_outside)


def _resident_megabytes() -> float:
    """Memory this process holds now, in MiB; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def _answer(out: IO[bytes], value: dict[str, Any]) -> None:
    data = json.dumps(value).encode()
    out.write(FRAME.pack(len(data), 0) + data)
    out.flush()


def _handle(request: dict[str, Any], page: bytes) -> dict[str, Any]:
    """The article, or the state that kept the page from being one. Never raises."""
    from bot.articles.extraction import extract, extract_text
    from bot.articles.states import PageState, Unreadable
    from bot.articles.wire import article_to_dict

    try:
        read = extract_text if request["plain"] else extract
        article = read(page, url=request["url"], content_type=request["content_type"])
        return {"article": article_to_dict(article)}
    except Unreadable as error:
        return {"state": error.state.value}
    except (MemoryError, RecursionError):
        return {"state": PageState.TOO_HEAVY.value, "worn": True}
    except Exception:
        # A parser's own failure on a broken page is the page's state, not the bot's.
        return {"state": PageState.NO_ARTICLE.value, "worn": True}


def main() -> None:
    """Serve pages until the parent closes the pipe."""
    # Nothing a library prints may end up between the frames.
    source, out = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    logging.disable(logging.CRITICAL)
    from bot.articles import extraction

    extraction.warm_up()
    megabytes = int(sys.argv[1])
    _confine(megabytes)
    _answer(out, {"ready": True})
    while True:
        head = source.read(FRAME.size)
        if len(head) < FRAME.size:
            return
        size, page_size = FRAME.unpack(head)
        request = json.loads(source.read(size))
        answer = _handle(request, source.read(page_size))
        # Memory that a heavy page leaves behind would be missing for the next one.
        answer["worn"] = answer.get("worn", False) or _resident_megabytes() > WORN_SHARE * megabytes
        _answer(out, answer)


if __name__ == "__main__":
    main()
