"""A brief for people: on the terminal, and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.surfaces import markdown_link, markdown_text, terminal
from summarizers.model import Brief, Official, Quote, Speaker
from summarizers.quotes.selection import deep_link
from summarizers.quotes.selection import lines as quoted_lines

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

#: Officials listed for people; the JSON has all of them.
OFFICIALS_SHOWN = 6


def described(office: str | None, country: str | None, organisation: str | None, status: str = "current") -> str:
    """ "former President, United States" from the parts that are known."""
    words = []
    if office:
        prefix = {"former": "former ", "acting": "acting ", "designate": "", "deceased": "late "}.get(status, "")
        suffix = "-designate" if status == "designate" else ""
        repeated = prefix.strip() and office.lower().startswith(prefix.strip())
        words.append(("" if repeated else prefix) + office + suffix)
    words += [part for part in (country, organisation) if part and part not in (office or "")]
    return ", ".join(words)


def speaker_line(speaker: Speaker, status: str = "current") -> str:
    """A speaker with office and country; ``status`` is the official's standing, for "former" and the like."""
    rest = described(speaker.office, speaker.country, speaker.organisation, status)
    return f"{speaker.name}, {rest}" if rest else speaker.name


def official_line(official: Official) -> str:
    """ "Donald Trump — former President, United States"."""
    rest = described(official.office, official.country, official.organisation, official.status)
    return f"{official.name} — {rest}" if rest else official.name


def who_said(quote: Quote, brief: Brief) -> str:
    """The speakers as shown, or the article's own words for who spoke."""
    if quote.speakers:
        standing = {o.name: o.status for o in brief.officials}
        return " and ".join(speaker_line(s, standing.get(s.name, "current")) for s in quote.speakers)
    span = quote.speaker_span
    return brief.article.text[span.start : span.end] if span else ""


def utterances(brief: Brief, *, key_only: bool) -> list[list[Quote]]:
    """Quotes to show in text order, neighbouring pieces of one utterance together."""
    groups: list[list[Quote]] = []
    for quote in brief.shown() if key_only else brief.spoken():
        same = groups and quote.utterance >= 0 and groups[-1][-1].utterance == quote.utterance
        if same and groups[-1][-1].speakers == quote.speakers:
            groups[-1].append(quote)
        else:
            groups.append([quote])
    return groups


def source_line(brief: Brief) -> str:
    """Site, day and length."""
    article = brief.article
    parts = [article.site, article.published.isoformat() if article.published else None, f"{brief.words} words"]
    return " · ".join(part for part in parts if part)


def markdown(brief: Brief) -> str:
    """The brief as Markdown, article text escaped."""
    text = brief.article.text
    url = brief.article.url
    lines = [f"# {markdown_link(brief.article.title or 'Untitled', url)}", "", markdown_text(source_line(brief)), ""]
    lines += [f"> {markdown_text(notice)}" for notice in brief.notices]
    lines += ["", *(markdown_text(s.display) for s in brief.summary)]
    groups = utterances(brief, key_only=True)
    if groups:
        lines += ["", "## Quotes", ""]
        for group in groups:
            for quote, words in zip(group, quoted_lines(text, group), strict=True):
                link = deep_link(url, text, quote.start, quote.end)
                lines.append(f"> {markdown_text(words)}" + (f" {markdown_link('↗', link)}" if link else ""))
            lines += [f"> — {markdown_text(who_said(group[0], brief))}", ""]
    if brief.officials:
        lines += ["## Officials", "", *(f"- {markdown_text(official_line(o))}" for o in brief.officials), ""]
    if brief.countries:
        lines += ["Countries: " + ", ".join(map(markdown_text, brief.countries)), ""]
    return "\n".join(lines)


def show_brief(console: Console, brief: Brief) -> None:
    """Print a brief for a person."""
    from rich.padding import Padding
    from rich.text import Text

    article, text = brief.article, brief.article.text
    console.print()
    if article.title:
        console.print(Text(terminal(article.title), style="bold"))
    console.print(Text(terminal(source_line(brief)), style="dim"))
    for notice in brief.notices:
        console.print(Text(f"({terminal(notice)})", style="yellow"))
    console.print()
    for sentence in brief.summary:
        console.print(Padding(_with_brackets(text[sentence.start : sentence.end], sentence.display), (0, 0, 1, 2)))
    groups = utterances(brief, key_only=True)
    if groups:
        console.print(Text("Quotes", style="bold"))
        for group in groups:
            for words in quoted_lines(text, group):
                console.print(Padding(Text(terminal(words), style="italic"), (0, 0, 0, 2)))
            console.print(Padding(Text(terminal("— " + who_said(group[0], brief)), style="cyan"), (0, 0, 1, 4)))
    if brief.officials:
        console.print(Text("Officials", style="bold"))
        for official in brief.officials[:OFFICIALS_SHOWN]:
            spoke = " (quoted)" if official.spoke else ""
            console.print(Padding(Text(terminal(official_line(official)) + spoke), (0, 0, 0, 2)))
        more = len(brief.officials) - OFFICIALS_SHOWN
        if more > 0:
            console.print(Padding(Text(f"and {more} more", style="dim"), (0, 0, 0, 2)))
        console.print()
    if brief.countries:
        console.print(Text("Countries: " + ", ".join(map(terminal, brief.countries)), style="dim"))
    if article.url:
        console.print(Text(terminal(article.url), style="dim"))
    console.print()


def _with_brackets(text: str, display: str) -> RenderableType:
    """The displayed sentence, what we put in brackets dimmed."""
    from rich.text import Text

    text, display = terminal(text), terminal(display)
    shown = Text(display)
    if display != text:
        start = next((k for k, (a, b) in enumerate(zip(text, display, strict=False)) if a != b), len(text))
        shown.stylize("dim", start, start + len(display) - len(text))
    return shown


def show_quotes(console: Console, brief: Brief) -> None:
    """Print every quote with speaker, kind and confidence."""
    from rich.table import Table
    from rich.text import Text

    text = brief.article.text
    table = Table(show_edge=False, pad_edge=False, expand=True, row_styles=["", "dim"])
    for name, ratio in (("quote", 5), ("who", 3), ("cue", 1), ("kind", 1), ("sure", 1)):
        table.add_column(name, ratio=ratio, overflow="fold")
    for quote in brief.quotes:
        cells: Sequence[str] = (
            text[quote.start : quote.end],
            who_said(quote, brief),
            quote.cue or "",
            quote.kind + (" ★" if quote.key else ""),
            f"{quote.confidence:.2f}" if quote.kind in {"direct", "partial"} else "",
        )
        table.add_row(*(Text(terminal(cell)) for cell in cells))
    for passage in (q for q in brief.spoken() if q not in brief.quotes):
        cells = (
            text[passage.start : passage.end],
            who_said(passage, brief),
            "",
            "spoken" + (" ★" if passage.key else ""),
            "",
        )
        table.add_row(*(Text(terminal(cell)) for cell in cells))
    console.print(table)
    if not brief.quotes and not brief.turns:
        console.print(Text("No quoted words in this article.", style="dim"))
