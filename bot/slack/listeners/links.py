"""Previews of links (``link_shared``): for workspaces that let the bot see links of registered domains alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt import App

from bot.articles.addresses import leads_into_slack
from bot.slack.intake import MOST_LINKS
from bot.slack.services import Services
from bot.slack.workspace import workspace_of
from bot.store.requests import BriefRequest
from bot.surfaces import unescape


def register(app: App, services: Services) -> None:
    """Listen to shared links."""

    def on_links(event: dict[str, Any], context: dict[str, Any]) -> None:
        team = workspace_of(context)
        # From the composer there is no message yet; the preview is tied to the unfurl id then.
        unfurl = str(event.get("unfurl_id") or ""), str(event.get("source") or "")
        shared = [str(link.get("url") or "") for link in event.get("links") or () if isinstance(link, Mapping)]
        for address in [one for one in shared if one and not leads_into_slack(unescape(one))][:MOST_LINKS]:
            services.intake.take(
                BriefRequest(
                    team=team,
                    channel=str(event.get("channel") or ""),
                    ts=str(event.get("message_ts") or unfurl[0]),
                    user=str(event.get("user") or ""),
                    source="unfurl",
                    # As Slack names it ("&amp;" for "&"), not canonical: it finds the link by it.
                    url=address,
                    unfurl=unfurl,
                )
            )

    app.event("link_shared")(on_links)
