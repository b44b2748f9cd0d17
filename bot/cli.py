"""The ``attache`` command. Heavy parts are imported by the command that needs them."""

from __future__ import annotations

import datetime as dt
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.surfaces import json_text, terminal
from summarizers.errors import AttacheError, BadInput

if TYPE_CHECKING:
    from bot.digest.command import Form
    from summarizers.model import Brief

app = typer.Typer(
    name="attache",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Briefs of diplomatic news: who said what, in which office, and three sentences that stand alone.",
)


def _tell_version(wanted: bool) -> None:
    if wanted:
        from importlib import metadata

        print(f"attache {metadata.version('attache')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Tell the version and stop.")
    ] = False,
) -> None:
    """Briefs of diplomatic news: who said what, in which office, and three sentences that stand alone."""


#: Sentences by length.
LENGTHS = {"short": 1, "normal": 3, "long": 5}


class Length(StrEnum):
    """How long a summary is."""

    short = "short"
    normal = "normal"
    long = "long"


#: Names of the summarising methods; a test compares them with ``summarizers.summary.methods.METHODS``.
METHOD_HELP = (
    "How sentences are chosen: news (default: the opening and what carries the story), lead, or one of sumy's own: "
    "lexrank, textrank, luhn, lsa, edmundson, sumbasic, kl, reduction."
)
Source = Annotated[
    str,
    typer.Argument(
        metavar="PATH|URL|-", help="A file (text, HTML, PDF, .docx, .eml), an address, or - for standard input."
    ),
]
Method = Annotated[str, typer.Option("--method", help=METHOD_HELP)]
Day = Annotated[
    str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="Day of the article, where the text does not say.")
]
Title = Annotated[str | None, typer.Option("--title", help="Headline, where the text does not give one.")]


@app.command("brief")
def brief_command(
    source: Source,
    as_json: Annotated[bool, typer.Option("--json", help="Print the JSON of docs/brief-format.md.")] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
    length: Annotated[Length, typer.Option("--length", help="short: 1 sentence, normal: 3, long: 5.")] = Length.normal,
    quotes: Annotated[int, typer.Option("--quotes", min=0, max=12, help="Most quotes shown.")] = 4,
    method: Method = "news",
    date: Day = None,
    title: Title = None,
) -> None:
    """Brief one article."""
    if as_json and as_markdown:
        raise typer.BadParameter("Choose one of --json and --markdown.")
    made = _brief(source, date, title, length, quotes, method)
    if as_json:
        from summarizers.brief_json import brief_to_dict

        print(json_text(brief_to_dict(made, _name(source)), indent=2))
    elif as_markdown:
        from bot.rendering import markdown

        print(markdown(made))
    else:
        from bot.rendering import show_brief

        show_brief(_console(), made)


@app.command("quotes")
def quotes_command(
    source: Source,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON: one object, its quotes in text order.")] = False,
    date: Day = None,
    title: Title = None,
) -> None:
    """List every quote of an article with speaker and confidence."""
    from bot.rendering import quotes_to_dict, show_quotes

    made = _brief(source, date, title)
    if as_json:
        print(json_text(quotes_to_dict(made, _name(source)), indent=2))
    else:
        show_quotes(_console(), made)


@app.command("batch")
def batch_command(
    source: Annotated[
        Path, typer.Argument(metavar="IN.jsonl", help="One document a line: id, and text, html, html_gz or url.")
    ],
    target: Annotated[
        Path, typer.Argument(metavar="OUT.jsonl", help="Where the briefs go, one a line, in the same order.")
    ],
    length: Annotated[Length, typer.Option("--length", help="short: 1 sentence, normal: 3, long: 5.")] = Length.normal,
    method: Method = "news",
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, max=64, help="Processes; all cores by default.")
    ] = None,
) -> None:
    """Brief many documents; a bad line becomes an error line and the exit status 1."""
    from bot import batch
    from bot.settings import load_settings
    from summarizers.summary.methods import METHODS

    if method not in METHODS:
        raise typer.BadParameter(
            f"“{method}” is not a method. Choose one of: {', '.join(METHODS)}.", param_hint="--method"
        )
    options = batch.LineOptions(sentences=LENGTHS[length], method=method)
    fetching = load_settings().fetching()
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("Briefs", total=None)
            errors = batch.run(
                source,
                target,
                options,
                fetching=fetching,
                workers=workers,
                done=lambda n, all_: bar.update(task, completed=n, total=all_),
            )
    else:
        errors = batch.run(source, target, options, fetching=fetching, workers=workers, done=_silent)
    if errors:
        print(
            f"{errors} {'line' if errors == 1 else 'lines'} could not be read; see the errors in {terminal(target.name)}.",
            file=sys.stderr,
        )
        raise typer.Exit(1)


@app.command("run")
def run_command() -> None:
    """Run the bot: on Slack when .env holds its tokens, otherwise the local demo."""
    from bot.run import run
    from bot.settings import load_settings

    raise typer.Exit(run(load_settings()))


@app.command("demo")
def demo_command(
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help="Port of the page on 127.0.0.1; 0 takes a free one.")
    ] = None,
    show: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    reset: Annotated[bool, typer.Option("--reset", help="Begin afresh: forget what earlier demos were shown.")] = False,
    script: Annotated[
        bool,
        typer.Option("--script", help="Take the tour here and stop; the exit status says whether every answer came."),
    ] = False,
) -> None:
    """Start the local demo, even when .env holds tokens; it goes on where the last one stopped."""
    from bot.run import run
    from bot.settings import load_settings

    settings = load_settings() if port is None else load_settings(demo_port=port)
    if script and (show or reset):
        raise typer.BadParameter("--script begins afresh and shows no page.")
    raise typer.Exit(run(settings, demo=True, show=show, reset=reset, script=script))


@app.command("doctor")
def doctor_command() -> None:
    """Look at settings, tokens, scopes, database, network and the rest, and say what mends what is wrong."""
    from bot.doctor import Finding, examine, new_app_address, report
    from bot.ops.logs import quiet_logs, strike
    from bot.settings import load_settings
    from bot.slack.manifests import MANIFEST

    quiet_logs()
    findings: list[Finding] = []
    for finding in examine(load_settings):
        findings.append(finding)
        for line in finding.lines():
            print(terminal(strike(line)), flush=True)
    for line in report(findings, new_app_address(MANIFEST)):
        print(line)
    if any(finding.state == "wrong" for finding in findings):
        raise typer.Exit(1)


@app.command("stories")
def stories_command(
    source: Annotated[Path, typer.Argument(metavar="IN.jsonl", help="One article a line: id, text, title, date.")],
    target: Annotated[Path, typer.Argument(metavar="OUT.jsonl", help="One line each: id, story.")],
) -> None:
    """Group articles about one event into stories."""
    from bot.digest.command import stories_command as group

    raise typer.Exit(group(source, target))


@app.command("digest")
def digest_command(
    opml: Annotated[Path | None, typer.Option("--opml", help="The feeds, as an OPML file.")] = None,
    articles: Annotated[
        Path | None,
        typer.Option("--articles", metavar="DAY.jsonl", help="Articles, one a line: id, text or html, url, title, …"),
    ] = None,
    told: Annotated[
        Path | None,
        typer.Option("--told", metavar="YESTERDAY.json", help="With --articles: the JSON of the digest before."),
    ] = None,
    since: Annotated[str, typer.Option("--since", help="How far back: 24h, 3d, 1w.")] = "24h",
    stories: Annotated[int, typer.Option("--stories", min=1, max=20, help="Most stories told.")] = 5,
    follow: Annotated[
        list[str] | None, typer.Option("--follow", help="A person, country or words; may be repeated.")
    ] = None,
    zone: Annotated[str | None, typer.Option("--zone", help="Time zone of the dates, like Europe/Paris.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
    as_html: Annotated[bool, typer.Option("--html", help="Print a page of HTML.")] = False,
) -> None:
    """Make a digest without Slack, one entry per story: of the feeds in an OPML file, or of articles given as lines."""
    forms: dict[Form, bool] = {"json": as_json, "markdown": as_markdown, "html": as_html}
    chosen = [form for form, asked in forms.items() if asked]
    if len(chosen) > 1:
        raise typer.BadParameter("Choose one of --json, --markdown and --html.")
    if (opml is None) == (articles is None):
        raise typer.BadParameter("Give one of --opml and --articles.")
    if told is not None and articles is None:
        raise typer.BadParameter("--told goes with --articles.")
    from bot.ops.logs import quiet_logs
    from bot.settings import load_settings

    settings = load_settings()
    quiet_logs(settings.log_level)
    form: Form = chosen[0] if chosen else "text"
    if opml is not None:
        from bot.digest.command import digest_command as make

        status = make(
            opml,
            since=since,
            form=form,
            stories=stories,
            interests=follow or (),
            zone=zone,
            fetching=settings.fetching(),
        )
    else:
        assert articles is not None
        from bot.article_digest import article_digest_command

        status = article_digest_command(
            articles,
            told,
            since=since,
            form=form,
            stories=stories,
            interests=follow or (),
            zone=zone,
            fetching=settings.fetching(),
        )
    raise typer.Exit(status)


directory_app = typer.Typer(no_args_is_help=True, help="Who held which office, when.", rich_markup_mode=None)
app.add_typer(directory_app, name="directory")


@directory_app.command("show")
def directory_show_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A full name or a surname.")],
    on: Annotated[
        str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="The day asked about; today by default.")
    ] = None,
) -> None:
    """Tell which offices somebody held, and which on a day."""
    from bot.directory.lookup import describe, show
    from bot.home import use_own_directory
    from summarizers.directory.index import directory

    use_own_directory()
    day = _day(on, "--on") if on else dt.datetime.now(dt.UTC).date()
    for shown in show(name, day, directory()):
        print("\n".join(map(terminal, describe(shown))))


@directory_app.command("stale")
def directory_stale_command(
    batch: Annotated[
        Path | None,
        typer.Argument(metavar="[OUT.jsonl]", help="Output of attache batch; by default the briefs the bot keeps."),
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="The day asked about; today by default.")
    ] = None,
) -> None:
    """List offices without a holder today, and those in which articles name somebody else than the directory."""
    from bot.directory.staleness import contradictions, vacancies
    from bot.home import use_own_directory
    from summarizers.directory.index import directory

    use_own_directory()
    day = _day(on, "--on") if on else dt.datetime.now(dt.UTC).date()
    for line in (*vacancies(directory(), day), *contradictions(_lines_of(batch) if batch else _kept_briefs())):
        print(terminal(line))


def _lines_of(batch: Path) -> Iterator[dict[str, Any]]:
    """The briefs of a batch's output. Raises AttacheError when the file cannot be read; other lines are passed over."""
    import json

    try:
        with batch.open(encoding="utf-8") as lines:
            for line in lines:
                try:
                    made = json.loads(line)
                except ValueError:
                    continue
                if isinstance(made, dict):
                    yield made
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{batch} cannot be read.") from error


def _kept_briefs() -> Iterator[dict[str, Any]]:
    """The briefs the bot keeps; none where it never ran."""
    from bot.settings import load_settings
    from bot.store import open_store

    settings = load_settings()
    database = settings.database_url.get_secret_value() if settings.database_url else None
    if database is not None or (settings.home / "attache.db").exists():
        yield from open_store(settings.home, database).briefs.documents(0.0)


@directory_app.command("update")
def directory_update_command() -> None:
    """Ask Wikidata for office-holders, and keep them beside the bundled ones. Never needed for the bot to work."""
    import time

    from bot.directory.update import guarded_fetch, update
    from bot.home import DIRECTORY_FILE
    from bot.ops.logs import quiet_logs
    from bot.settings import load_settings

    settings = load_settings()
    quiet_logs(settings.log_level)
    limits = settings.fetching()
    settings.home.mkdir(parents=True, exist_ok=True)

    def progress(done: int, total: int, what: str) -> None:
        print(f"{done} of {total}: {terminal(what)}", file=sys.stderr)

    report = update(
        guarded_fetch(limits),
        settings.home / DIRECTORY_FILE,
        progress,
        lambda: dt.datetime.now(dt.UTC),
        time.sleep,
        user_agent=limits.user_agent,
    )
    print(terminal(report.message))
    raise typer.Exit(0 if report.replaced else 1)


feedback_app = typer.Typer(no_args_is_help=True, help="What people said of the briefs.", rich_markup_mode=None)
app.add_typer(feedback_app, name="feedback")


@feedback_app.command("export")
def feedback_export_command(
    since: Annotated[str | None, typer.Option("--since", metavar="YYYY-MM-DD", help="Only from this day on.")] = None,
) -> None:
    """Print the feedback given in Slack, one JSON object a line, each with its brief."""
    from bot.settings import load_settings
    from bot.store import open_store

    settings = load_settings()
    start = dt.datetime.combine(_day(since, "--since"), dt.time(), dt.UTC).timestamp() if since else 0.0
    database = settings.database_url.get_secret_value() if settings.database_url else None
    for line in open_store(settings.home, database).feedback.export(start):
        print(json_text(line))


def _silent(_done: int, _total: int) -> None:
    """No progress bar: the output is not a terminal."""


# --- helpers ---------------------------------------------------------------------------------------------------------


def _name(source: str) -> str:
    """What a document is called in JSON: a file without its ending, an address or "-" as it is."""
    return Path(source).stem if source != "-" and "://" not in source else source


def _day(text: str, option: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"“{text}” is not a date like 2021-03-14.", param_hint=option) from error


def _brief(
    source: str,
    date: str | None,
    title: str | None,
    length: Length = Length.normal,
    quotes: int = 4,
    method: str = "news",
) -> Brief:
    """The brief of what ``source`` names. Raises AttacheError."""
    with _nothing_collected():
        return _made(source, date, title, length, quotes, method)


def _made(source: str, date: str | None, title: str | None, length: Length, quotes: int, method: str) -> Brief:
    from bot.home import cache_folder, use_own_directory
    from bot.inputs import read_input
    from summarizers.knowledge.built import keep_in
    from summarizers.pipeline import BriefOptions, brief

    keep_in(cache_folder())
    article = read_input(source, date=_day(date, "--date") if date else None, title=title)
    use_own_directory()
    return brief(article, BriefOptions(sentences=LENGTHS[length], max_quotes=quotes, method=method))


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """No search for garbage while one article is briefed: what is loaded for it stays to the end, and the search costs a fifth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _console() -> Any:
    from rich.console import Console

    return Console(highlight=False, soft_wrap=False)


def main() -> None:
    """Entry point: every AttacheError becomes one line on stderr and exit status 1."""
    try:
        app()
    except AttacheError as error:
        print(f"attache: {terminal(str(error))}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)


if __name__ == "__main__":
    main()
