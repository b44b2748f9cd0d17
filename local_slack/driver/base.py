"""What every part of the driver works with."""

from __future__ import annotations

from typing import Any

from local_slack.components import Components

JsonDict = dict[str, Any]
#: Channel used where none is named.
GENERAL = "C0GENERAL1"


class Driver:
    """Drives a local Slack from the same process."""

    def __init__(self, components: Components) -> None:
        """Drive the Slack made of ``components``."""
        #: What the local Slack is made of; tests may look inside.
        self.components = components
        #: Person who does things where none is named.
        self.viewer = components.workspace.viewer
