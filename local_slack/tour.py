"""A tour of the page: steps that a person takes with one click each. What the steps do is the app's own business."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from local_slack.errors import Refused
from local_slack.model import Change
from local_slack.workspace import Workspace

JsonDict = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do, and to see."""

    #: What it is, in a few words.
    title: str
    #: What to look at once it is done.
    words: str
    #: Words of the button.
    button: str
    #: Where the answer is seen.
    seen_in: Literal["thread", "window", "channel"]
    #: Does it and waits for the answer, a message or a view. Raises LocalSlackError or TimeoutError when none comes.
    take: Callable[[], JsonDict]


class Tour:
    """How far somebody is in the steps; outlives the process."""

    def __init__(self, workspace: Workspace, steps: Sequence[Step], channel: str) -> None:
        """``channel`` is where the steps happen."""
        self._workspace = workspace
        #: All of them, in order.
        self.steps = tuple(steps)
        self._channel = channel
        self._done = min(int(workspace.state_file.fact("tour_done", "0")), len(self.steps))
        self._taking = threading.Lock()

    def take(self, number: int) -> JsonDict:
        """Take the step of that number, counted from 0; its answer.

        Raises:
            Refused: it is not the next one, another is being taken, or no answer came.
        """
        if not self._taking.acquire(blocking=False):
            raise Refused("One step at a time.")
        try:
            if number != self._done or number >= len(self.steps):
                raise Refused("That step was taken before.")
            try:
                answer = self.steps[number].take()
            except TimeoutError as error:
                raise Refused("No answer came. Please try the step again.") from error
            self._done += 1
            self._workspace.state_file.put_fact("tour_done", str(self._done))
            with self._workspace.changed:
                self._workspace.publish(Change("tour", {"tour": self.shown()}))
            return answer
        finally:
            self._taking.release()

    def shown(self) -> JsonDict:
        """As the page draws it."""
        steps = [
            {"title": one.title, "words": one.words, "button": one.button, "seen_in": one.seen_in} for one in self.steps
        ]
        return {"steps": steps, "done": self._done, "channel": self._channel, "user": self._workspace.viewer}
