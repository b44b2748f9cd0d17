"""The scopes the app asks for, and what does not work without each."""

from __future__ import annotations

import json
from pathlib import Path

from bot.slack.manifests import MANIFEST

#: What each scope that is not granted costs.
COSTS = {
    "app_mentions:read": "mentions of the bot are not heard",
    "channels:history": "links pasted in public channels are not seen, and a message whose answer was lost is not looked for",
    "channels:read": "nobody knows which channels are public, so /quotes shows only what was said in the channel one asks in",
    "chat:write": "no brief, digest or answer can be posted: the bot is of no use",
    "chat:write.public": "/brief works only in channels the bot was invited to",
    "commands": "/brief, /quotes, /digest and the shortcuts are not there",
    "files:read": "files and long pastes sent to the bot are not read",
    "files:write": "the digest comes without its chart, and lists of sources are not exported",
    "groups:history": "links pasted in private channels are not seen",
    "groups:read": "the settings and digests of private channels do not follow the channel",
    "im:history": "direct messages to the bot are not heard",
    "im:write": "the bot cannot write to a person first: failures of a digest are not told to who set it",
    "links:read": "links are not announced, so no previews are made",
    "links:write": "no previews are shown",
    "mpim:history": "links pasted in group messages are not seen",
    "reactions:write": "nothing shows that a link is being read",
    "users:read": "times are not shown in a person's own time zone",
}


def wanted_scopes(manifest: Path = MANIFEST) -> tuple[list[str], frozenset[str]]:
    """The bot scopes of a manifest, in its order, and those of them that may be declined."""
    scopes = json.loads(manifest.read_text("utf-8")).get("oauth_config", {}).get("scopes", {})
    optional = scopes.get("bot_optional", ())
    return list(dict.fromkeys((*scopes.get("bot", ()), *optional))), frozenset(optional)
