"""The command line: settings count for every command, and a bad input gets one kind line."""

from __future__ import annotations

import ast
import functools
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import main
from bot.settings import Settings, load_settings
from tests.articles.conftest import Handler, PageServer, serve
from tests.articles.pages import page

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
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
    assert (made.contact, made.allowed_hosts) == ("a@b.example", {"wiki.intra"})
    assert "a@b.example" in made.user_agent
