"""The app's manifests: the scopes, events, commands and shortcuts it asks Slack for."""

from __future__ import annotations

from pathlib import Path

#: The whole app.
MANIFEST = Path(__file__).with_name("manifest.json")
#: The app that reads no messages and answers links with previews.
LINKS_MANIFEST = Path(__file__).with_name("manifest.links.json")
#: The whole app, and in direct messages the view of an agent, with prompts to begin with (paid plans).
AGENT_MANIFEST = Path(__file__).with_name("manifest.agent.json")
