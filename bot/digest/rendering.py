"""A digest outside Slack: for the terminal, as Markdown, as an HTML page, as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.digest.edition import Edition, StoryEntry
from bot.digest.reasons import in_words
from bot.digest.telling import told_in
from bot.presentation import counted, people_line, since_shown, speaker_shown, weekday_shown
from bot.store.digests import Told
from bot.surfaces import html_link, html_text, markdown_link, markdown_text, terminal
from summarizers.brief_json import speaker_to_dict
from summarizers.model import Speaker

if TYPE_CHECKING:
    from rich.console import Console

_HEADLINE_ONLY = "Headline and description are the feed’s; the page could not be read."
#: Why stories are left out, before the day they were told.
_WHY = {"told": "nothing new since ", "background": "background on what was told on "}
_STYLE = """
body { font: 1rem/1.5 Georgia, serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; color: #1b1f24; }
h1 { font-size: 1.6rem; margin-bottom: 0; } h2 { font-size: 1.15rem; margin: 1.8rem 0 .3rem; }
.small { color: #57606a; font-size: .88rem; }
blockquote { border-left: 3px solid #1f3a5f; margin: .6rem 0; padding: 0 .9rem; }
a { color: #1f3a5f; } ul { padding-left: 1.2rem; } .update { font-weight: bold; }
@media (prefers-color-scheme: dark) { body { background: #14171a; color: #e6e8ea; } a { color: #8db4e2; } }
"""


def counts(edition: Edition, zone: str) -> str:
    """How much is in a digest and from when on, in one line."""
    since = edition.since.astimezone(ZoneInfo(zone))
    return (
        f"{counted(len(edition.stories) + len(edition.rest), 'story', 'stories')} "
        f"from {counted(edition.articles, 'article', 'articles')} "
        f"of {counted(edition.outlets, 'outlet', 'outlets')} since {since_shown(since, edition.date)}"
    )


# -- JSON ------------------------------------------------------------------------------------------------------------


def edition_to_dict(edition: Edition, ids: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The digest as JSON values: ``date, since, until, articles, outlets, repeated, stories, rest, left_out, spoke,
    countries, told``.

    A story has ``title, url, site, published, sentences, basis, quote, others, articles, told_before, countries,
    spoke, interests, shared, importance, why``. ``articles`` are its articles, the lead first, by ``ids`` of addresses
    or else by address; ``why`` holds the parts of ``importance`` by name. A quote has ``pieces, speakers, site, url``;
    a speaker what a brief's has; what was left out ``title, url, site, why, told_before``. ``told`` is what the digest
    of the next day needs (:func:`told_from_dict`).
    """
    names = ids or {}
    return {
        "date": edition.date.isoformat(),
        "since": edition.since.isoformat(),
        "until": edition.until.isoformat(),
        "articles": edition.articles,
        "outlets": edition.outlets,
        "repeated": edition.repeated,
        "stories": [_story_to_dict(entry, names) for entry in edition.stories],
        "rest": [_story_to_dict(entry, names) for entry in edition.rest],
        "left_out": [
            {
                "title": story.title,
                "url": story.url,
                "site": story.site,
                "why": story.why,
                "told_before": story.told_before.isoformat() if story.told_before else None,
            }
            for story in edition.left_out
        ],
        "spoke": [speaker_to_dict(speaker) for speaker in edition.spoke],
        "countries": list(edition.countries),
        "told": [_told_to_dict(told) for told in told_in(edition)],
    }


def told_from_dict(document: Mapping[str, Any]) -> tuple[Told, ...]:
    """The stories a digest told, from its JSON. Raises KeyError, TypeError or ValueError for other JSON."""
    return tuple(
        Told(
            dt.date.fromisoformat(story["local_date"]),
            str(story["title"]),
            {str(term): float(value) for term, value in story["centroid"].items()},
            tuple(map(str, story["terms"])),
            tuple((str(name), country) for name, country in story["spoke"]),
            bool(story["in_full"]),
            bool(story["announced"]),
        )
        for story in document["told"]
    )


def _told_to_dict(told: Told) -> dict[str, Any]:
    return {
        "local_date": told.local_date.isoformat(),
        "title": told.title,
        "centroid": told.centroid,
        "terms": list(told.terms),
        "spoke": [list(who) for who in told.spoke],
        "in_full": told.in_full,
        "announced": told.announced,
    }


def _story_to_dict(entry: StoryEntry, ids: Mapping[str, str]) -> dict[str, Any]:
    quote = entry.quote
    return {
        "title": entry.title,
        "url": entry.url,
        "site": entry.site,
        "published": entry.published.isoformat() if entry.published else None,
        "sentences": list(entry.sentences),
        "basis": entry.basis,
        "quote": {
            "pieces": list(quote.pieces),
            "speakers": [speaker_to_dict(speaker) for speaker in quote.speakers],
            "site": quote.site,
            "url": quote.url,
        }
        if quote
        else None,
        "others": [{"site": source.site, "url": source.url} for source in entry.others],
        "articles": [ids.get(url, url) for url in entry.members],
        "told_before": entry.told_before.isoformat() if entry.told_before else None,
        "countries": list(entry.countries),
        "spoke": [speaker_to_dict(speaker) for speaker in entry.spoke],
        "interests": list(entry.interests),
        "shared": entry.shared,
        "importance": round(entry.importance, 3),
        "why": {name: round(value, 3) for name, value in entry.parts},
    }


# -- Markdown --------------------------------------------------------------------------------------------------------


def markdown(edition: Edition, zone: str) -> str:
    """The digest as Markdown, words of articles escaped."""
    lines = [f"# Digest for {weekday_shown(edition.date)}", "", counts(edition, zone), ""]
    for entry in edition.stories:
        lines += [*_story_markdown(entry), ""]
    if edition.rest:
        lines += ["## Also in the news", ""]
        for entry in edition.rest:
            update = "Update · " if entry.told_before else ""
            others = f" +{len(entry.others)}" if entry.others else ""
            lines.append(f"- {update}{markdown_link(entry.title, entry.url)} · {markdown_text(entry.site)}{others}")
        lines.append("")
    if edition.repeated:
        lines += ["## Left out", "", *(f"- {markdown_text(words)}" for words in _left_out(edition)), ""]
    lines += [f"**{name}:** {markdown_text(words)}\n" for name, words in _foot(edition)]
    if edition.is_quiet:
        lines.append("Nothing new from these sources.")
    return "\n".join(lines).rstrip() + "\n"


def _story_markdown(entry: StoryEntry) -> Iterator[str]:
    yield f"## {markdown_link(entry.title, entry.url)}"
    yield ""
    if entry.told_before is not None:
        yield f"**Update** · news on a story of {weekday_shown(entry.told_before)}"
        yield ""
    yield " ".join(markdown_text(sentence) for sentence in entry.sentences)
    if entry.basis == "headline":
        yield f"*{_HEADLINE_ONLY}*"
    if entry.quote is not None:
        yield ""
        yield from (f"> {markdown_text(piece)}  " for piece in entry.quote.pieces)
        source = entry.quote.url != entry.url and f" ({markdown_link(entry.quote.site, entry.quote.url)})"
        yield f"> — {markdown_text(_who(entry.quote.speakers))}{source or ''}"
    yield ""
    others = "".join(f" · {markdown_link(source.site, source.url)}" for source in entry.others)
    yield f"{markdown_text(entry.site)}{others}"


# -- HTML ------------------------------------------------------------------------------------------------------------


def html(edition: Edition, zone: str) -> str:
    """The digest as a page that stands alone: no scripts, no outside files."""
    title = f"Digest for {weekday_shown(edition.date)}"
    body = [f"<h1>{html_text(title)}</h1>", f'<p class="small">{html_text(counts(edition, zone))}</p>']
    for entry in edition.stories:
        body += _story_html(entry)
    if edition.rest:
        items = "".join(
            f"<li>{'<span class=update>Update</span> · ' if e.told_before else ''}{html_link(e.title, e.url)} "
            f'<span class="small">{html_text(e.site)}{f" +{len(e.others)}" if e.others else ""}</span></li>'
            for e in edition.rest
        )
        body.append(f"<h2>Also in the news</h2><ul>{items}</ul>")
    if edition.repeated:
        listed = "".join(f"<li>{html_text(words)}</li>" for words in _left_out(edition))
        body.append(f'<h2>Left out</h2><ul class="small">{listed}</ul>')
    body += [f'<p class="small"><b>{html_text(name)}:</b> {html_text(words)}</p>' for name, words in _foot(edition)]
    if edition.is_quiet:
        body.append("<p>Nothing new from these sources.</p>")
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{html_text(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>\n'
        f"<body>\n{chr(10).join(body)}\n</body></html>\n"
    )


def _story_html(entry: StoryEntry) -> Iterator[str]:
    yield f"<h2>{html_link(entry.title, entry.url)}</h2>"
    if entry.told_before is not None:
        yield f'<p><span class="update">Update</span> · news on a story of {html_text(weekday_shown(entry.told_before))}</p>'
    yield f"<p>{html_text(' '.join(entry.sentences))}</p>"
    if entry.basis == "headline":
        yield f'<p class="small"><i>{html_text(_HEADLINE_ONLY)}</i></p>'
    if entry.quote is not None:
        pieces = "<br>".join(html_text(piece) for piece in entry.quote.pieces)
        source = entry.quote.url != entry.url and f" ({html_link(entry.quote.site, entry.quote.url)})"
        yield f"<blockquote>{pieces}<br>— {html_text(_who(entry.quote.speakers))}{source or ''}</blockquote>"
    others = "".join(f" · {html_link(source.site, source.url)}" for source in entry.others)
    yield f'<p class="small">{html_text(entry.site)}{others}</p>'


# -- terminal --------------------------------------------------------------------------------------------------------


def show(console: Console, edition: Edition, zone: str) -> None:
    """Print a digest for a person."""
    from rich.padding import Padding
    from rich.text import Text

    console.print()
    console.print(Text(f"Digest for {weekday_shown(edition.date)}", style="bold"))
    console.print(Text(counts(edition, zone), style="dim"))
    for number, entry in enumerate(edition.stories, 1):
        console.print()
        update = f" (update of {weekday_shown(entry.told_before)})" if entry.told_before else ""
        console.print(Text(f"{number}. {terminal(entry.title)}{update}", style="bold"))
        if entry.sentences:
            console.print(Padding(Text(terminal(" ".join(entry.sentences))), (0, 0, 0, 3)))
        if entry.basis == "headline":
            console.print(Padding(Text(_HEADLINE_ONLY, style="yellow"), (0, 0, 0, 3)))
        if entry.quote is not None:
            console.print(
                Padding(Text("\n".join(terminal(piece) for piece in entry.quote.pieces), style="italic"), (0, 0, 0, 3))
            )
            source = f" ({entry.quote.site})" if entry.quote.url != entry.url else ""
            console.print(
                Padding(Text(terminal(f"— {_who(entry.quote.speakers)}{source}"), style="cyan"), (0, 0, 0, 5))
            )
        if entry.parts:
            why = " · ".join(f"{words} {value:+.1f}" for words, value in in_words(entry.parts))
            console.print(Padding(Text(f"{entry.importance:.1f} = {why}", style="dim"), (0, 0, 0, 3)))
        sites = " · ".join(map(terminal, (entry.site, *(source.site for source in entry.others))))
        console.print(Padding(Text(f"{sites}  {terminal(entry.url)}", style="dim"), (0, 0, 0, 3)))
    if edition.rest:
        console.print()
        console.print(Text("Also in the news", style="bold"))
        for entry in edition.rest:
            console.print(Padding(Text(f"• {terminal(entry.title)} ({terminal(entry.site)})"), (0, 0, 0, 3)))
    if edition.repeated:
        console.print()
        console.print(Text("Left out", style="bold"))
        for words in _left_out(edition):
            console.print(Padding(Text(f"• {terminal(words)}", style="dim"), (0, 0, 0, 3)))
    console.print()
    for name, words in _foot(edition):
        console.print(Text(terminal(f"{name}: {words}"), style="dim"))
    if edition.is_quiet:
        console.print(Text("Nothing new from these sources."))
    console.print()


def _who(speakers: Sequence[Speaker]) -> str:
    return people_line([speaker_shown(speaker) for speaker in speakers])


def _left_out(edition: Edition) -> list[str]:
    """What was told before and brings nothing new, a line each."""
    return [
        f"{story.title} ({_WHY[story.why]}{weekday_shown(story.told_before) if story.told_before else ''})"
        for story in edition.left_out
        if story.why in _WHY
    ]


def _foot(edition: Edition) -> list[tuple[str, str]]:
    parts = [("Who spoke", "; ".join(speaker_shown(speaker).line() for speaker in edition.spoke))]
    parts.append(("Countries", " · ".join(edition.countries)))
    return [(name, words) for name, words in parts if words]
