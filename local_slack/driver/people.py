"""What people write, share and react with."""

from __future__ import annotations

from local_slack.driver.base import GENERAL, Driver, JsonDict


class PeopleDriver(Driver):
    """People at their keyboards; without a ``user`` the person the chat page is shown as."""

    def say(
        self,
        text: str,
        channel: str = GENERAL,
        user: str | None = None,
        thread_ts: str | None = None,
        *,
        raw: bool = False,
        extra: JsonDict | None = None,
    ) -> str:
        """Post a typed line as a person; gives back its ts.

        ``raw`` sends the text over the wire as it is; ``extra`` adds fields, such as a ``subtype`` or ``bot_id``.
        """
        return self.components.people.say(text, channel, user or self.viewer, thread_ts, raw=raw, extra=extra)

    def share_text(
        self, text: str, channel: str = GENERAL, user: str | None = None, *, comment: str = "", name: str = "text.txt"
    ) -> str:
        """Paste a text so long that Slack makes a snippet of it, with a line beside it; gives back the message's ts."""
        person = self.components.workspace.user(user or self.viewer).id
        file = self.components.context.files.share(name, text.encode(), person, "snippet")
        files = [self.components.context.files.record(file, self.components.context.root)]
        extra: JsonDict = {"subtype": "file_share", "files": files, "upload": False}
        return self.components.people.say(comment, channel, person, extra=extra)

    def forward(self, ts: str, channel: str, to: str, user: str | None = None, comment: str = "") -> str:
        """Forward a message of a channel to another conversation; gives back the new message's ts."""
        place = self.components.workspace.channel(channel)
        message = self.components.workspace.message(place.id, ts)
        address = (
            f"https://{self.components.workspace.team['domain']}.slack.com/archives/{place.id}/p{ts.replace('.', '')}"
        )
        told = {"team": self.components.workspace.team["id"], "channel": place.id, "ts": ts}
        share: JsonDict = {
            "is_share": True,
            "is_msg_unfurl": True,
            "from_url": address,
            "original_url": address,
            "fallback": message["text"],
            "text": message["text"],
            "ts": ts,
            "channel_id": place.id,
            "message_blocks": [{**told, "message": {"blocks": message.get("blocks", [])}}],
        }
        return self.components.people.say(comment, to, user or self.viewer, extra={"attachments": [share]})

    def huddle(self, channel: str = GENERAL, user: str | None = None) -> str:
        """Begin a huddle; gives back the ts of Slack's own line about it."""
        return self.components.people.huddle(channel, user or self.viewer)

    def edit(self, ts: str, text: str, channel: str = GENERAL, *, raw: bool = False) -> None:
        """Change the words of a person's message."""
        self.components.people.edit(ts, text, channel, raw=raw)

    def delete(self, ts: str, channel: str = GENERAL) -> None:
        """Take a person's message away."""
        self.components.people.delete(ts, channel)

    def mention(self, text: str, channel: str = GENERAL, user: str | None = None, thread_ts: str | None = None) -> str:
        """Post a line that begins by naming the bot: a ``message`` and an ``app_mention`` with one ts."""
        return self.say(f"@{self.components.workspace.app['bot_name']} {text}", channel, user, thread_ts)

    def dm(self, text: str, user: str | None = None, thread_ts: str | None = None) -> str:
        """Write to the bot in a direct message; gives back the ts."""
        return self.say(text, self.dm_channel(user), user, thread_ts)

    def dm_channel(self, user: str | None = None) -> str:
        """Id of the direct message between a person and the bot."""
        return self.components.workspace.direct_channel(user or self.viewer).id

    def react(self, ts: str, name: str, channel: str = GENERAL, user: str | None = None, *, add: bool = True) -> bool:
        """Add or take back a person's reaction; False when it was so already."""
        return self.components.people.react(ts, name, channel, user or self.viewer, add=add)

    def compose(self, text: str, user: str | None = None) -> str | None:
        """Paste links into the composer without posting; the ``link_shared`` event id, or None."""
        return self.components.people.compose(text, user or self.viewer)

    def composer_previews(self, event_id: str) -> JsonDict:
        """Previews made for what was pasted into a composer (the event of ``compose``), by address."""
        unfurl_id = self.components.deliveries.events[event_id]["event"]["unfurl_id"]
        with self.components.workspace.changed:
            return dict(self.components.events.composer_previews.get(unfurl_id, {}))
