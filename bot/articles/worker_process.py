"""The worker's side: read a frame, extract, answer, again. Started by `bot.articles.worker`, never by hand."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import resource
import sys
from typing import IO, Any

from bot.articles.worker_frames import FRAME

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


def _answer(out: IO[bytes], value: dict[str, Any]) -> None:
    data = json.dumps(value).encode()
    out.write(FRAME.pack(len(data), 0) + data)
    out.flush()


def _handle(request: dict[str, Any], page: bytes) -> dict[str, Any]:
    """The article, or the state that kept the page from being one. Never raises."""
    from bot.articles.extraction import extract
    from bot.articles.states import PageState, Unreadable
    from bot.articles.wire import article_to_dict

    try:
        article = extract(page, url=request["url"], content_type=request["content_type"])
        return {"article": article_to_dict(article)}
    except Unreadable as error:
        return {"state": error.state.value}
    except (MemoryError, RecursionError):
        return {"state": PageState.TOO_HEAVY.value, "exhausted": True}
    except Exception:
        # A parser's own failure on a broken page is the page's state, not the bot's.
        return {"state": PageState.NO_ARTICLE.value, "failed": True}


def main() -> None:
    """Serve pages until the parent closes the pipe."""
    # Nothing a library prints may end up between the frames.
    source, out = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    logging.disable(logging.CRITICAL)
    from bot.articles import extraction

    extraction.warm_up()
    _confine(int(sys.argv[1]))
    _answer(out, {"ready": True})
    while True:
        head = source.read(FRAME.size)
        if len(head) < FRAME.size:
            return
        size, page_size = FRAME.unpack(head)
        request = json.loads(source.read(size))
        answer = _handle(request, source.read(page_size))
        _answer(out, answer)
        if answer.get("exhausted"):
            # Memory ran out once: a fresh process is better than what is left of this one.
            return


if __name__ == "__main__":
    main()
