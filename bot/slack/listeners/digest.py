"""/digest, its form, and lists of feeds people send to the bot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App
from slack_sdk.errors import SlackClientError

from bot.slack import messages
from bot.slack.digest.answers import DigestAnswers, DigestAsker
from bot.slack.digest.command_text import DigestCommand, DigestUnknown, find_zone, parse_digest
from bot.slack.digest.form import digest_view, known_feeds, wanted_of
from bot.slack.errors import trouble_of
from bot.slack.listeners.answers import acknowledge, say_aside
from bot.slack.listeners.windows import open_window
from bot.slack.services import Services
from bot.slack.views import metadata_of
from bot.slack.workspace import workspace_of
from bot.store.digests import Schedule

#: Endings of files taken for lists of feeds, and files of one message that are looked at.
_LISTS, _MOST_FILES = (".opml", ".xml"), 3


def register(app: App, services: Services) -> None:
    """Listen to /digest, its form, and OPML files sent to the bot."""
    digest = DigestListeners(services)
    app.command("/digest")(ack=digest.command, lazy=[digest.open_form])
    app.view("digest")(ack=digest.save_form, lazy=[digest.form_kept])
    app.action("home_digest")(ack=acknowledge, lazy=[digest.open_from_home])
    # Before the listener for all messages, as Bolt takes the first that matches.
    app.event("message", matchers=[digest.holds_list])(digest.import_list)
    # A file with a mention comes as both; the jobs collapse, and nobody is told that there was no link.
    app.event("app_mention", matchers=[digest.holds_list])(digest.import_list)


class DigestListeners:
    """A method for each thing that is listened to."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._answers = DigestAnswers(services)

    def _asked(self, command: Mapping[str, Any], context: Mapping[str, Any]) -> DigestCommand | DigestUnknown:
        today = self._answers.today(workspace_of(context), str(command["channel_id"]))
        return parse_digest(str(command.get("text") or ""), today, self._services.links_of)

    def command(self, ack: Ack, command: dict[str, Any], context: dict[str, Any]) -> None:
        """Answer /digest; what opens the form is acknowledged here."""
        asked = self._asked(command, context)
        if isinstance(asked, DigestUnknown):
            ack(text=messages.say("digest_unknown", given=asked.given[:100], nearest=asked.nearest))
        elif asked.name == "form":
            ack()
        else:
            ack(text=self._answers.answer(asked, _asker(command, context)), response_type="ephemeral")

    def open_form(self, command: dict[str, Any], context: dict[str, Any]) -> None:
        """Open the form, filled with what holds now."""
        asked = self._asked(command, context)
        if not isinstance(asked, DigestCommand) or asked.name != "form":
            return
        self._open(_asker(command, context), context, command)

    def open_from_home(self, body: dict[str, Any], action: dict[str, Any], context: dict[str, Any]) -> None:
        """Open the form of the channel beside whose line the button stands."""
        channel = str(action.get("value") or "")
        if channel:
            self._open(DigestAsker(workspace_of(context), channel, str(body["user"]["id"]), ""), context, body)

    def _open(self, who: DigestAsker, context: Mapping[str, Any], body: Mapping[str, Any]) -> None:
        store = self._services.store
        schedule = store.digests.schedule(who.team, who.channel) or Schedule(zone=self._zone_of(who))
        view = digest_view(who.channel, schedule, store.feeds.followed(who.team, who.channel))
        open_window(self._services, context, body, view)

    def save_form(self, ack: Ack, body: dict[str, Any], view: dict[str, Any], context: dict[str, Any]) -> None:
        """Keep what the form says, and look at the sources it adds."""
        carried = metadata_of(view)
        wish = wanted_of(view.get("state") or {}, known_feeds(carried))
        if isinstance(wish, dict):
            ack(response_action="errors", errors=wish)
            return
        team = workspace_of(context)
        channel, user = carried.get("channel", ""), str(body["user"]["id"])
        if channel:
            self._services.store.digests.set_schedule(team, channel, wish.schedule, user)
            for feed in wish.dropped:
                self._services.store.feeds.unfollow(team, channel, feed)
            for number, address in enumerate(wish.added):
                self._answers.take_on("add", DigestAsker(team, channel, user, f"{view['id']}.{number}"), address)
        ack()

    def form_kept(self, body: dict[str, Any], view: dict[str, Any], context: dict[str, Any]) -> None:
        """Say so to the person alone; a form that holds a mistake stays open and says it itself."""
        carried = metadata_of(view)
        wish, channel = wanted_of(view.get("state") or {}, known_feeds(carried)), carried.get("channel", "")
        if channel and not isinstance(wish, dict):
            line = "digest_saved" if wish.added else "digest_kept"
            say_aside(self._services, context, channel, str(body["user"]["id"]), line)

    def holds_list(self, event: dict[str, Any]) -> bool:
        """Whether a message to the bot has a list of feeds with it."""
        return bool(self._lists_of(event))

    def import_list(self, event: dict[str, Any], context: dict[str, Any]) -> None:
        """Take the import of each list on."""
        team, channel, user = workspace_of(context), str(event["channel"]), str(event.get("user") or "")
        for number, address in enumerate(self._lists_of(event)):
            self._answers.take_on("file", DigestAsker(team, channel, user, f"{event['ts']}.{number}"), address)

    def _lists_of(self, event: Mapping[str, Any]) -> list[str]:
        """Private addresses of the lists of feeds a person sent to the bot."""
        files = event.get("files")
        if not isinstance(files, list) or not self._is_to_the_bot(event):
            return []
        return [address for file in files[:_MOST_FILES] if (address := _list_address(file))]

    def _is_to_the_bot(self, event: Mapping[str, Any]) -> bool:
        """Whether a person wrote a message to the bot: directly, or with a mention."""
        bot_user = self._services.identity.bot_user
        if event.get("subtype") not in (None, "file_share") or event.get("bot_id"):
            return False
        if event.get("user") == bot_user:
            return False  # the list we sent ourselves
        direct = event.get("channel_type") == "im" or str(event.get("channel") or "").startswith("D")
        return direct or f"<@{bot_user}" in str(event.get("text") or "")

    def _zone_of(self, who: DigestAsker) -> str:
        """The time zone a person has in Slack; UTC when Slack does not say."""
        try:
            answer = self._services.clients(who.team).users_info(user=who.user)
        except (SlackClientError, OSError) as error:
            trouble_of(error)
            return "UTC"
        return find_zone(str((answer.get("user") or {}).get("tz") or "")) or "UTC"


def _asker(command: Mapping[str, Any], context: Mapping[str, Any]) -> DigestAsker:
    return DigestAsker(
        team=workspace_of(context),
        channel=str(command["channel_id"]),
        user=str(command["user_id"]),
        moment=str(command.get("trigger_id") or ""),
    )


def _list_address(file: object) -> str:
    """Private address of a file whose name says that it is a list of feeds, else ""."""
    if not isinstance(file, Mapping):
        return ""
    name = str(file.get("name") or "").lower()
    return str(file["url_private"]) if name.endswith(_LISTS) and file.get("url_private") else ""
