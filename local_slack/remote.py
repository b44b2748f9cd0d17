"""A client of a local Slack in a process of its own.

What is done with it survives the death of the bot and, with a state file, of the local Slack itself.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import requests

from local_slack.control import FACTS, LONGEST_POLL, METHODS, PROPERTIES
from local_slack.errors import CannotStart, Refused

JsonDict = dict[str, Any]
T = TypeVar("T")


class RemoteSlack:
    """A local Slack in a process of its own, started and stopped from here.

    Every method named in ``METHODS`` can be called as on ``LocalSlack``, every property in ``PROPERTIES`` read; values
    come back as plain JSON (objects as dictionaries).
    """

    def __init__(self, state: Path, port: int = 0, *, session: requests.Session | None = None) -> None:
        """``state`` is the file that holds messages and tokens over restarts."""
        self._state = state
        self._port = port
        self._session = session or requests.Session()
        self._session.trust_env = False
        self._process: subprocess.Popen[str] | None = None
        self._facts: JsonDict = {}

    def start(self) -> RemoteSlack:
        """Start the process; a second start after ``kill`` serves on the same port with the same tokens.

        Raises:
            CannotStart: the process did not come up.
        """
        options = ["--port", str(self._port), "--state", str(self._state), "--json"]
        command = [sys.executable, "-m", "local_slack", *options]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own module
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise CannotStart("The local Slack did not start.")
        self._facts = json.loads(line)
        self._port = int(self._facts["base_url"].split(":")[2].split("/")[0])
        return self

    def stop(self) -> None:
        """Ask the process to end, and wait for it."""
        self._end(subprocess.Popen.terminate)

    def kill(self) -> None:
        """End the process without a word, as a crash would."""
        self._end(subprocess.Popen.kill)

    def __enter__(self) -> RemoteSlack:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def wait_for(self, predicate: Callable[[], T | None], timeout: float = 120.0) -> T:
        """Wait until ``predicate()`` is true and give back what it gave; asked again at each change and every 0.2 s.

        Raises:
            TimeoutError: it was not true within ``timeout`` seconds.
        """
        deadline = time.monotonic() + timeout
        since = self._change(-1, 0)
        while not (found := predicate()):
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError("the local Slack waited in vain")
            since = self._change(since, min(left, 0.2))
        return found

    def __getattr__(self, name: str) -> Any:
        if name in FACTS:
            return self._facts[name]
        if name in PROPERTIES:
            return self._post(name, {})
        if name in METHODS:
            return lambda **arguments: self._post(name, arguments)
        raise AttributeError(name)

    def _post(self, name: str, arguments: JsonDict) -> Any:
        return self._answer(self._session.post(self._url(name), json=arguments, headers=self._headers(), timeout=30))

    def _change(self, since: int, seconds: float) -> int:
        query = {"since": str(since), "timeout": str(min(seconds, LONGEST_POLL))}
        answer = self._session.get(self._url("revision"), params=query, headers=self._headers(), timeout=30)
        return int(self._answer(answer))

    @staticmethod
    def _answer(answer: requests.Response) -> Any:
        body = answer.json()
        if "error" in body:
            raise Refused(body["error"])
        return body["value"]

    def _url(self, name: str) -> str:
        return f"{self._facts['page_url']}control/{name}"

    def _headers(self) -> dict[str, str]:
        return {"X-Control-Key": self._facts["control_key"]}

    def _end(self, how: Callable[[subprocess.Popen[str]], None]) -> None:
        if self._process is not None:
            how(self._process)
            self._process.wait(timeout=10)
            if self._process.stdout is not None:
                self._process.stdout.close()
            self._process = None
