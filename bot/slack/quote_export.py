"""Quotes that were found as a file, Markdown or CSV, for the person who asked."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence

from slack_sdk import WebClient

from bot.presentation import day_shown, person_shown
from bot.slack import messages
from bot.slack.quote_search import Search, title_of
from bot.store import Store
from bot.store.conversations import Asker
from bot.store.quotes import QuoteLine
from bot.surfaces import csv_cell, markdown_link, markdown_text

#: Quotes in one file at most.
MOST_EXPORTED = 500
_COLUMNS = "day speaker office country organisation quote headline site address others"


def export(store: Store, client: WebClient, asker: Asker, search: Search, form: str) -> int:
    """Send what ``search`` finds for the asker as a file in their direct message; how many quotes.

    ``form`` is "md" or "csv". Raises SlackClientError or OSError where Slack does not take it.
    """
    lines, _more = store.quotes.said(
        asker,
        search.person,
        about=search.about,
        since=search.since,
        country=search.country,
        office=search.office,
        limit=MOST_EXPORTED,
    )
    title = title_of(search, lines[0].speaker if lines else None)
    content = as_markdown(title, lines) if form == "md" else as_csv(lines)
    direct = str(client.conversations_open(users=asker.user)["channel"]["id"])
    client.files_upload_v2(
        channel=direct, content=content, filename=f"quotes.{form}", title=messages.plain("quotes_file", name=title)
    )
    return len(lines)


def as_markdown(title: str, lines: Sequence[QuoteLine]) -> str:
    """The quotes under their speakers, each with day and sources, words of articles escaped."""
    parts = [f"# {markdown_text(title)}", ""]
    for line in lines:
        speaker = person_shown(line.speaker, line.office, line.country, line.organisation)
        day = day_shown(dt.date.fromisoformat(line.said_on), "iso")
        about = ", ".join([speaker.name, *speaker.details])
        sources = [(line.title or line.site or line.url, line.url), *((s.site or s.url, s.url) for s in line.others)]
        linked = ", ".join(markdown_link(name, url) for name, url in sources)
        parts += [f"> {markdown_text(line.text)}", ">", f"> — {markdown_text(about)}, {day}, {linked}", ""]
    return "\n".join(parts)


def as_csv(lines: Sequence[QuoteLine]) -> str:
    """The quotes as a table with a line of column names; no cell is a formula to a spreadsheet."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(_COLUMNS.split())
    for line in lines:
        cells = [line.said_on, line.speaker, line.office, line.country, line.organisation, line.text]
        cells += [line.title, line.site, line.url, " ".join(source.url for source in line.others)]
        table.writerow([csv_cell(cell or "") for cell in cells])
    return out.getvalue()
