"""The command line: settings count for every command, and a bad input gets one kind line."""

from __future__ import annotations

import ast
import functools
import gzip
import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.demo_run import demo_home
from bot.inputs import web_address
from bot.settings import Settings, load_settings
from bot.store.engine import hold_home
from summarizers.errors import AttacheError
from summarizers.model import Article
from tests.articles.conftest import Handler, PageServer, serve
from tests.articles.documents import LEFT, mail, pdf, set_in_type, word_file
from tests.articles.pages import STORY, page

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str], lent_workers: None) -> Run:
    """Runs a command as the installed program would, in an empty directory without anybody's settings."""
    monkeypatch.chdir(tmp_path)
    for field in Settings.model_fields.values():
        monkeypatch.delenv(str(field.validation_alias), raising=False)
    monkeypatch.setenv("ATTACHE_HOME", str(tmp_path / "home"))

    def command(*words: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["attache", *words])
        status = 0
        try:
            main()
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
        printed = capsys.readouterr()
        return Ran(status, printed.out, printed.err)

    return command


@pytest.fixture
def site() -> Iterator[PageServer]:
    """A site on the loopback, with the story, and a feed of it."""
    for server in serve():
        host = "{}:{}".format(*server.address)
        feed = (
            f"<rss version='2.0'><channel><title>Post</title><item><title>Talks</title><link>http://{host}/story</link>"
            "</item></channel></rss>"
        )
        server.routes["/story"] = lambda handler: handler.answer(200, page(), "text/html; charset=utf-8")
        server.routes["/feed"] = functools.partial(_answer_feed, feed)
        yield server


def _answer_feed(feed: str, handler: Handler) -> None:
    handler.answer(200, feed.encode(), "application/rss+xml")


def commands(url: str, folder: Path) -> dict[str, list[str]]:
    """Every command that reads the web, pointed at an address."""
    (folder / "in.jsonl").write_text(json.dumps({"id": "a", "url": f"{url}/story"}) + "\n")
    (folder / "feeds.opml").write_text(
        f'<opml version="2.0"><body><outline type="rss" xmlUrl="{url}/feed"/></body></opml>'
    )
    return {
        "brief": ["brief", f"{url}/story"],
        "quotes": ["quotes", f"{url}/story"],
        "batch": ["batch", "in.jsonl", "out.jsonl", "--workers", "1"],
        "digest": ["digest", "--opml", "feeds.opml", "--json"],
    }


@pytest.mark.parametrize("name", ["brief", "quotes", "batch", "digest"])
def test_every_command_reads_by_the_settings(
    name: str, run: Run, site: PageServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An allowed intranet host is read by every command, and sees whom to write to; without the setting, by none."""
    words = commands("http://{}:{}".format(*site.address), tmp_path)[name]
    refused = run(*words)
    assert refused.status == 1
    assert site.requests == []
    monkeypatch.setenv("ATTACHE_ALLOWED_HOSTS", "{}:{}".format(*site.address))
    monkeypatch.setenv("ATTACHE_CONTACT", "desk@norland.example")
    read = run(*words)
    assert read.status == 0, read.err
    assert site.requests
    assert all("desk@norland.example" in request.headers["User-Agent"] for request in site.requests)


def test_readers_are_built_from_the_settings_alone() -> None:
    """Outside the room of articles nothing makes limits of its own, or a reader without limits."""
    for path in (ROOT / "bot").rglob("*.py"):
        if path.is_relative_to(ROOT / "bot/articles") or path.name == "settings.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                given = bool(node.args or node.keywords)
                assert not (node.func.id == "FetchSettings" and given), f"{path.name}:{node.lineno}"
                assert given or node.func.id not in ("ArticleReader", "Fetcher"), f"{path.name}:{node.lineno}"


def test_the_settings_say_how_to_fetch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Contact and allowed hosts become the fetcher's; the other limits are the measured ones."""
    monkeypatch.chdir(tmp_path)
    made = load_settings(contact="a@b.example", allowed_hosts="wiki.intra").fetching()
    assert (made.contact, made.allowed_hosts) == ("a@b.example", frozenset({"wiki.intra"}))
    assert "a@b.example" in made.user_agent


# -- inputs ----------------------------------------------------------------------------------------------------------


def is_one_kind_line(ran: Ran) -> None:
    """Status 1, nothing on standard output, and one line that is no traceback."""
    assert ran.status == 1 and ran.out == ""
    assert ran.err.count("\n") == 1 and ran.err.startswith("attache: "), ran.err
    assert len(ran.err) < 400


@pytest.mark.parametrize("name", ["brief", "quotes"])
@pytest.mark.parametrize(
    "source",
    [
        "none.txt",
        ".",
        "picture.png",
        "huge.txt",
        "bomb.gz",
        "empty",
        "a" * 300,
        "gopher://x",
        "\x1b[31mnone",
        "/dev/zero",
    ],
)
def test_a_bad_file_gets_one_kind_line(name: str, source: str, run: Run, tmp_path: Path) -> None:
    """Missing, a folder, binary, huge, a bomb, empty, a name no file can have, a device without end."""
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9)
    (tmp_path / "empty").write_bytes(b"")
    with (tmp_path / "huge.txt").open("wb") as huge:
        huge.truncate(300_000_000)
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(b"a " * 10_000_000))
    ran = run(name, source)
    is_one_kind_line(ran)
    assert "\x1b" not in ran.err


def no_documents(_data: bytes, name: str) -> Article:
    """A reader of documents that must not be asked."""
    raise AssertionError(name)


def test_a_null_character_in_a_name_is_a_bad_name() -> None:
    """No shell can pass it, a program can."""
    from bot.articles import read_file
    from summarizers.errors import BadInput

    with pytest.raises(BadInput):
        read_file(Path("a\0b"), no_documents)


def test_standard_input_is_read_to_the_limit() -> None:
    """A stream without end is refused at the limit; a packed one is unpacked."""
    import io

    from bot.articles import read_stream
    from summarizers.errors import BadInput

    class Endless(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            buffer[:] = b"a" * len(buffer)
            self.given += len(buffer)
            return len(buffer)

    endless = Endless()
    with pytest.raises(BadInput, match="too large"):
        read_stream(io.BufferedReader(endless), no_documents)
    assert endless.given < 100_000_000
    text = "\n\n".join(STORY)
    assert read_stream(io.BytesIO(gzip.compress(text.encode())), no_documents).text == text


LINES: list[tuple[bytes, str]] = [
    (b"{", "not JSON"),
    (b"[" * 100_000, "not JSON"),
    (b"\xff\xfe", "not JSON"),
    (b"\x00\x00", "not JSON"),
    (b'{"id":' + b"9" * 5000 + b"}", "not JSON"),
    (b"5", "no id"),
    (b'{"id": null}', "no id"),
    (b'{"id": "a"}', "none of text"),
    (b'{"id": "a", "html_gz": "."}', "could not be read"),
    (b'{"id": "a", "html_gz": "none.gz"}', "could not be read"),
    (b'{"id": "a", "html_gz": "a\\u0000b"}', "could not be read"),
    (b'{"id": "a", "html_gz": "bomb.gz"}', "too large"),
    (b'{"id": "a", "text": "' + b"a " * 2_600_000 + b'"}', "longer than"),
    (b'{"id": "a", "text": "' + b"a" * 33_000_000 + b'"}', "longer than"),
    (b'{"id": "a", "text": "x", "date": "yesterday"}', "not a date"),
]


def test_bad_lines_become_error_lines(run: Run, tmp_path: Path) -> None:
    """Each bad line costs itself, in order, and the good one after it is briefed; every line written is JSON in UTF-8."""
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(b"<p>" + b"a " * 3_000_000))
    text = "\n\n".join(STORY)
    odd = text.replace("harbor", "har\x9bbor\ud800 \x00\u202e")
    good = [
        json.dumps({"id": "odd", "text": odd, "url": "https://a.example/x"}),
        json.dumps({"id": "good", "text": text}),
    ]
    (tmp_path / "in.jsonl").write_bytes(b"\n".join([*(line for line, _ in LINES), *map(str.encode, good)]) + b"\n")
    assert run("batch", "in.jsonl", "out.jsonl", "--workers", "1").status == 1
    written = (tmp_path / "out.jsonl").read_bytes().decode().split("\n")
    answers = [json.loads(line) for line in written[:-1]]
    for (_line, words), answer in zip(LINES, answers, strict=False):
        assert words in answer["error"]["message"], answer
    odd_one, good_one = answers[len(LINES) :]
    assert odd_one["id"] == "odd" and "error" not in odd_one
    assert good_one["id"] == "good" and good_one["summary"]
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", "\n".join(written))


@pytest.mark.parametrize(
    "words",
    [
        ["none.jsonl", "out.jsonl"],
        [".", "out.jsonl"],
        ["in.jsonl", "."],
        ["in.jsonl", "no/out"],
        ["in.jsonl", "in.jsonl"],
    ],
)
def test_batch_names_the_file_that_is_wrong(words: list[str], run: Run, tmp_path: Path) -> None:
    """A missing input, a folder, an output that cannot be written, and an output that would overwrite the input."""
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "a", "text": "x"}) + "\n")
    is_one_kind_line(run("batch", *words))
    assert (tmp_path / "in.jsonl").read_text()


def test_what_a_page_says_steers_no_terminal(run: Run, tmp_path: Path) -> None:
    """A saved page full of escape sequences is shown without one, by every form of the brief."""
    body = page(title="Talks \x1b]0;x\x07\u202eevil\x9b2J resume").decode().replace("Monday", "Mon\x1b[2Jday\x9b31m")
    (tmp_path / "page.html").write_text(body)
    for form in ([], ["--json"], ["--markdown"]):
        ran = run("brief", "page.html", *form)
        assert ran.status == 0 and "Brandvold" in ran.out
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", ran.out), ascii(ran.out)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", run("quotes", "page.html").out)


# -- files, addresses, quotes as JSON ----------------------------------------------------------------------------------


def test_papers_and_mails_are_briefed(run: Run, tmp_path: Path) -> None:
    """A PDF, a Word file and a mail are told by their content; what they say comes out as from text."""
    title = "Norland and Sudria to resume harbor talks"
    paper = pdf([[(LEFT, 740.0, 16.0, title), *set_in_type(STORY)]])
    (tmp_path / "a.pdf").write_bytes(paper)
    (tmp_path / "a.docx").write_bytes(word_file(("Title", title), *(("", text) for text in STORY)))
    (tmp_path / "a.eml").write_bytes(mail("\n\n".join(STORY), subject=title))
    (tmp_path / "locked.pdf").write_bytes(pdf([set_in_type(STORY)], locked=True))
    for name in ("a.pdf", "a.docx", "a.eml"):
        ran = run("brief", name, "--json")
        assert ran.status == 0, ran.err
        made = json.loads(ran.out)
        assert (made["id"], made["title"]) == ("a", title)
        assert [paragraph for paragraph in made["text"].split("\n\n") if paragraph != title] == list(STORY)
    locked = run("brief", "locked.pdf")
    is_one_kind_line(locked)
    assert "password" in locked.err


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("www.harborpost.example", None),
        ("www.harborpost.org", "https://www.harborpost.org"),
        ("harborpost.org/world/talks?page=2", "https://harborpost.org/world/talks?page=2"),
        ("harborpost.co.uk", "https://harborpost.co.uk"),
        ("HTTPS://harborpost.org/A", "HTTPS://harborpost.org/A"),
        ("here.org", None),
        ("notes.md", None),
        ("story.txt", None),
        ("folder/harborpost.org", None),
        ("-", None),
        (".", None),
        ("10.0.0.1/x", None),
    ],
)
def test_addresses_without_their_beginning(
    source: str, address: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A host that can be one is read as a link, unless a file has that name or files end so."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here.org").write_text("a file")
    assert web_address(source) == address


def test_a_folder_is_named(run: Run) -> None:
    """The folder one is in has a name too."""
    assert run("brief", ".").err == "attache: . is a folder, not a file.\n"


def test_quotes_as_json(run: Run, tmp_path: Path) -> None:
    """The quotes as a brief's JSON has them, each with its paragraph."""
    (tmp_path / "talks.txt").write_text("\n\n".join(STORY))
    made = json.loads(run("quotes", "talks.txt", "--json").out)
    brief = json.loads(run("brief", "talks.txt", "--json").out)
    assert made["id"] == "talks" and made["title"] == brief["title"]
    assert [{k: v for k, v in quote.items() if k != "paragraph"} for quote in made["quotes"]] == brief["quotes"]
    assert [quote["paragraph"] for quote in made["quotes"]] == [2, 3]


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120, 200])
def test_tables_break_no_word(width: int, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal of any width every word of the quotes stands in one piece."""
    monkeypatch.setenv("COLUMNS", str(width))
    (tmp_path / "talks.txt").write_text("\n\n".join(STORY))
    shown = run("quotes", "talks.txt").out.split()
    for word in ("“We", "intend", "Ilsa", "Brandvold,", "Minister", "direct", "partial"):
        assert word in shown, word


def test_stale_offices_are_listed_from_a_batch_or_the_store(run: Run, tmp_path: Path) -> None:
    """Without briefs the directory's own gaps are told; a batch's output adds what its articles contradict."""
    alone = run("directory", "stale", "--on", "2026-11-03")
    assert alone.status == 0
    assert "nobody today: " in alone.out
    assert not (tmp_path / "home" / "attache.db").exists(), "asking makes no store"
    against = {"person": "Kaj Storm", "office": "Foreign Minister", "end": None}
    official = {"name": "Ida Berg", "office": "Foreign Minister", "country": "Norway", "contradicts": against}
    batch = tmp_path / "out.jsonl"
    batch.write_text("no json\n[]\n" + json.dumps({"id": "a", "officials": [official]}) + "\n")
    told = run("directory", "stale", str(batch))
    assert told.status == 0
    assert "articles say: Ida Berg is Foreign Minister, Norway; the directory has Kaj Storm (1: a)" in told.out
    assert run("directory", "stale", str(tmp_path / "none.jsonl")).status == 1


def test_the_version_is_told(run: Run) -> None:
    """As installed, and nothing is started."""
    assert re.fullmatch(r"attache \d+\.\d+\S*\n", run("--version").out)


def test_shells_can_complete(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The script that completes commands is printed for the shell that asks."""
    monkeypatch.setattr("shellingham.detect_shell", lambda *_: ("bash", "/bin/bash"))
    shown = run("--show-completion")
    assert shown.status == 0 and "complete" in shown.out


def test_the_demo_keeps_its_data_below_the_bots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It goes on there; reset empties that and nothing else; what a running demo holds is left alone."""
    monkeypatch.chdir(tmp_path)
    settings = load_settings(home=tmp_path / "home")
    (settings.home / "demo").mkdir(parents=True)
    (settings.home / "attache.db").write_text("the bot's own")
    (settings.home / "demo" / "workspace.db").touch()
    home = demo_home(settings)
    assert home == settings.home / "demo" and (home / "workspace.db").exists()
    held = hold_home(home)
    with pytest.raises(AttacheError, match="running"):
        demo_home(settings, reset=True)
    held.close()
    assert list(demo_home(settings, reset=True).iterdir()) == []
    assert (settings.home / "attache.db").exists()


@pytest.mark.parametrize(
    ("words", "port", "asked"),
    [
        (["demo"], 0, {"demo": True, "show": False, "reset": False, "script": False}),
        (["demo", "--script"], 0, {"demo": True, "show": False, "reset": False, "script": True}),
        (
            ["demo", "--port", "8123", "--open", "--reset"],
            8123,
            {"demo": True, "show": True, "reset": True, "script": False},
        ),
    ],
)
def test_the_demos_options_reach_it(
    words: list[str], port: int, asked: dict[str, bool], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The port wins over the setting; the others are passed on."""
    seen: list[tuple[int, dict[str, bool]]] = []

    def started(settings: Settings, **options: bool) -> int:
        seen.append((settings.demo_port, options))
        return 0

    monkeypatch.setattr("bot.run.run", started)
    assert run(*words).status == 0
    assert seen == [(port, asked)]
