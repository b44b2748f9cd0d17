"""A brief for people: on the terminal, and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from bot.layouts import ASKED, JOINT, Layout, Section, layout_of, more_lines
from bot.presentation import (
    attribution,
    link_to_words,
    marked_parts,
    official_shown,
    origin_of,
    paragraph_of,
)
from bot.surfaces import markdown_link, markdown_text, terminal
from summarizers.model import Brief, Official, Quote
from summarizers.quotes.selection import QuoteLine, quote_lines

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

#: Officials listed for people; the JSON has all of them.
OFFICIALS_SHOWN = 6
#: Columns of the table of quotes.
QUOTE_COLUMNS = ("quote", "who", "where", "cue", "kind", "sure")


def source_line(brief: Brief) -> str:
    """Site, day and length."""
    return " · ".join(origin_of(brief, "iso"))


def official_line(official: Official) -> str:
    """ "Donald Trump — former President, United States"."""
    return official_shown(official).line(" — ")


def markdown(brief: Brief) -> str:
    """The brief as Markdown, article text escaped."""
    text = brief.article.text
    url = brief.article.url
    lines = [f"# {markdown_link(brief.article.title or 'Untitled', url)}", "", markdown_text(source_line(brief)), ""]
    layout = layout_of(brief)
    lines += [f"> {markdown_text(notice)}" for notice in layout.notices]
    lines.append("")
    for section in layout.first:
        lines += _markdown_section(section)
    if layout.summary and layout.over_summary:
        lines += [f"## {markdown_text(layout.over_summary)}", ""]
    lines += [markdown_text(s.display) for s in layout.summary]
    if layout.quotes:
        lines += ["", f"## {layout.heading}", ""]
        for said in layout.quotes:
            group = said.stretches
            lines += [f"*{markdown_text(ASKED + said.question)}*", ""] if said.question else []
            for quote, line in zip(group, quote_lines(text, group), strict=False):
                link = link_to_words(url, text[quote.start : quote.end])
                lines.append(f"> {_markdown_quote(line)}" + (f" {markdown_link('↗', link)}" if link else ""))
            lines += [f"> — {markdown_text(attribution(brief, group).line)}", ""]
    if layout.officials:
        lines += ["## Officials", "", *(f"- {markdown_text(official_line(o))}" for o in layout.officials), ""]
    if brief.countries:
        lines += ["Countries: " + ", ".join(map(markdown_text, brief.countries)), ""]
    return "\n".join(lines)


def _markdown_section(section: Section) -> list[str]:
    """A section as a heading and a list."""
    lines = [f"## {markdown_text(section.heading)}", ""] if section.heading else []
    for line in section.lines:
        label = f"**{markdown_text(line.label)}**{JOINT}" if line.label else ""
        lines.append(f"- {label}{markdown_text(line.words)}")
    return [*lines, *([f"- {more_lines(section.more)}"] if section.more else []), ""]


def _markdown_quote(line: QuoteLine) -> str:
    """A line of a quotation as Markdown, what is quoted inside a sentence in bold."""
    shown = []
    for part, bold in marked_parts(line):
        words = markdown_text(part)
        # a blank at the edge of a part stands outside its marks
        before, behind = part[:1].isspace() * " ", part[-1:].isspace() * " "
        shown.append(before + (f"**{words}**" if bold and words else words) + behind)
    return "".join(shown).strip()


def show_brief(console: Console, brief: Brief) -> None:
    """Print a brief for a person."""
    from rich.padding import Padding
    from rich.text import Text

    article, text = brief.article, brief.article.text
    console.print()
    if article.title:
        console.print(Text(terminal(article.title), style="bold"))
    console.print(Text(terminal(source_line(brief)), style="dim"))
    layout = layout_of(brief)
    for notice in layout.notices:
        console.print(Text(f"({terminal(notice)})", style="yellow"))
    console.print()
    for section in layout.first:
        _show_section(console, section)
    if layout.summary and layout.over_summary:
        console.print(Text(terminal(layout.over_summary), style="bold"))
    for sentence in layout.summary:
        console.print(Padding(_with_brackets(text[sentence.start : sentence.end], sentence.display), (0, 0, 1, 2)))
    _show_key_quotes(console, brief, layout)
    _show_officials(console, layout.officials)
    if brief.countries:
        console.print(Text("Countries: " + ", ".join(map(terminal, brief.countries)), style="dim"))
    if article.url:
        console.print(Text(terminal(article.url), style="dim"))
    console.print()


def _show_section(console: Console, section: Section) -> None:
    from rich.padding import Padding
    from rich.text import Text

    if section.heading:
        console.print(Text(terminal(section.heading), style="bold"))
    for line in section.lines:
        label = [(terminal(line.label) + JOINT, "bold cyan")] if line.label else []
        console.print(Padding(Text.assemble(*label, terminal(line.words)), (0, 0, 0, 2)))
    if section.more:
        console.print(Padding(Text(more_lines(section.more), style="dim"), (0, 0, 0, 2)))
    console.print()


def _show_key_quotes(console: Console, brief: Brief, layout: Layout) -> None:
    from rich.padding import Padding
    from rich.text import Text

    if not layout.quotes:
        return
    console.print(Text(layout.heading, style="bold"))
    for said in layout.quotes:
        group = said.stretches
        if said.question:
            console.print(Padding(Text(terminal(ASKED + said.question), style="dim"), (0, 0, 0, 2)))
        for line in quote_lines(brief.article.text, group):
            styled = [(terminal(part), "bold italic" if bold else "italic") for part, bold in marked_parts(line)]
            console.print(Padding(Text.assemble(*styled), (0, 0, 0, 2)))
        console.print(Padding(Text(terminal("— " + attribution(brief, group).line), style="cyan"), (0, 0, 1, 4)))


def _show_officials(console: Console, officials: Sequence[Official]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    if not officials:
        return
    console.print(Text("Officials", style="bold"))
    for official in officials[:OFFICIALS_SHOWN]:
        spoke = " (quoted)" if official.spoke else ""
        console.print(Padding(Text(terminal(official_line(official)) + spoke), (0, 0, 0, 2)))
    more = len(officials) - OFFICIALS_SHOWN
    if more > 0:
        console.print(Padding(Text(f"and {more} more", style="dim"), (0, 0, 0, 2)))
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
    """Print every quote and every passage of a transcript's turns: who said it, where, of what kind, how sure."""
    from rich.table import Table
    from rich.text import Text

    rows = _quote_rows(brief)
    if not rows:
        console.print(Text("No quoted words in this article.", style="dim"))
        return
    shown = [tuple(map(terminal, row)) for row in rows]
    widths = _widths(shown, console.width)
    if widths is None:
        _list_quotes(console, shown)
        return
    table = Table(show_edge=False, pad_edge=False, row_styles=["", "dim"])
    for name, width in zip(QUOTE_COLUMNS, widths, strict=True):
        table.add_column(name, width=width)
    for row in shown:
        table.add_row(*map(Text, row))
    console.print(table)


def _widths(rows: Sequence[tuple[str, ...]], room: int) -> list[int] | None:
    """Widths of the columns so that no word is broken: what was said and who said it share what the others leave.

    None where a line of ``room`` letters is too narrow for that.
    """
    columns = list(zip(QUOTE_COLUMNS, *rows, strict=True))
    least = [max(len(word) for cell in column for word in cell.split()) for column in columns]
    short = [max(map(len, column)) for column in columns[2:]]
    left = room - sum(short) - 3 * (len(columns) - 1)
    if left < least[0] + least[1]:
        return None
    who = min(max(least[1], 3 * left // 8), left - least[0])
    return [left - who, who, *short]


def _list_quotes(console: Console, rows: Sequence[tuple[str, ...]]) -> None:
    """The rows below one another, for a terminal too narrow for a table of them; words longer than a line stay whole."""
    from textwrap import wrap

    from rich.text import Text

    for words, who, *rest in rows:
        for text, indent, style in (
            (words, "", ""),
            (who, "  — ", "cyan"),
            (" · ".join(filter(None, rest)), "    ", "dim"),
        ):
            for line in wrap(
                text,
                max(20, console.width),
                initial_indent=indent,
                subsequent_indent=" " * len(indent),
                break_long_words=False,
                break_on_hyphens=False,
            ):
                console.print(Text(line, style=style), soft_wrap=True)
        console.print()


def quotes_to_dict(brief: Brief, id: str = "") -> dict[str, Any]:
    """Every quote and every passage of a transcript's turns as JSON values, in text order, as docs/brief-format.md has quotes.

    A passage has the kind "spoken"; each says in which ``paragraph`` it stands, counted from 1.
    """
    from summarizers.brief_json import quote_to_dict

    article, text = brief.article, brief.article.text
    found = [
        quote_to_dict(quote, text)
        | ({"kind": "spoken"} if is_passage else {})
        | {"paragraph": paragraph_of(brief, quote.start)}
        for quote, is_passage in _quotes_and_passages(brief)
    ]
    return {
        "id": id,
        "url": article.url,
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "quotes": found,
    }


def _quotes_and_passages(brief: Brief) -> Iterator[tuple[Quote, bool]]:
    """Quotes and passages in text order, and whether each is a passage."""
    passages = [quote for quote in brief.spoken() if quote not in brief.quotes]
    spoken = {(passage.start, passage.end) for passage in passages}
    for quote in sorted((*brief.quotes, *passages), key=lambda one: one.start):
        yield quote, (quote.start, quote.end) in spoken


def _quote_rows(brief: Brief) -> list[tuple[str, ...]]:
    """Words, speaker, number of the paragraph, cue, kind and confidence of each quote and passage, in text order."""
    rows: list[tuple[str, ...]] = []
    for quote, is_passage in _quotes_and_passages(brief):
        weighed = quote.kind in {"direct", "partial"} and not is_passage
        # Terms and titles in marks are mostly nobody's.
        is_said = weighed or is_passage or bool(quote.speakers) or quote.speaker_span is not None
        rows.append(
            (
                brief.article.text[quote.start : quote.end],
                attribution(brief, (quote,)).line if is_said else "",
                f"¶{paragraph_of(brief, quote.start)}",
                quote.cue or "",
                ("spoken" if is_passage else quote.kind) + (" ★" if quote.key else ""),
                f"{quote.confidence:.2f}" if weighed else "",
            )
        )
    return rows
