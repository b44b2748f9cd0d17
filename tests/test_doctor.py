"""``attache doctor`` over the local Slack: each broken set-up is named, with its mend; a whole one is left alone."""

from __future__ import annotations

import json
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.doctor import Finding, World, examine, new_app_address, report
from bot.settings import BadSettings, Settings, load_settings
from bot.slack.manifests import LINKS_MANIFEST, MANIFEST
from bot.slack.scopes import COSTS, wanted_scopes
from bot.store import open_store
from local_slack.slack import LocalSlack
from tests.workers.shared import Lent


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody's settings, and the shared workers."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.workers.WorkerPool", Lent)
    for setting in Settings.model_fields.values():
        monkeypatch.delenv(str(setting.validation_alias), raising=False)


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack(manifest=MANIFEST) as served:
        yield served


def settings_of(slack: LocalSlack, home: Path, **others: Any) -> Settings:
    values = {
        "slack_bot_token": slack.bot_token,
        "slack_app_token": slack.app_token,
        "slack_api_url": slack.base_url,
        "home": home,
    }
    return load_settings(**(values | others))


def examined(settings: Settings, world: World | None = None) -> dict[str, Finding]:
    return {finding.name: finding for finding in examine(lambda: settings, world)}


def wrong(settings: Settings, world: World | None = None) -> dict[str, Finding]:
    """What is wrong, by name; each with its mend."""
    found = {name: one for name, one in examined(settings, world).items() if one.state == "wrong"}
    assert all(one.mend for one in found.values())
    return found


def manifest_without(*scopes: str) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(MANIFEST.read_text("utf-8"))
    asked = manifest["oauth_config"]["scopes"]
    for kind in asked:
        asked[kind] = [scope for scope in asked[kind] if scope not in scopes]
    return manifest


def test_a_whole_set_up_is_left_alone(slack: LocalSlack, tmp_path: Path) -> None:
    """Everything is looked at, nothing is wrong, nothing is made or posted."""
    found = examined(settings_of(slack, tmp_path / "home"))
    assert not [one for one in found.values() if one.state == "wrong"]
    names = "settings|DNS|network|clock|bot token|app token|scopes|database|migrations|disk|worker|directory".split("|")
    assert [name for name in found if name != "chart"] == names
    assert not (tmp_path / "home").exists()
    assert {call.method for call in slack.calls} <= {"api.test", "auth.test", "apps.connections.open"}


def test_it_works_without_tokens(slack: LocalSlack, tmp_path: Path) -> None:
    """Then the demo is what starts, and where to get tokens is said."""
    settings = load_settings(slack_api_url=slack.base_url, home=tmp_path)
    found = examined(settings)
    assert not wrong(settings)
    assert found["bot token"].state == "note" and "app token" not in found
    assert "local demo" in found["settings"].said


Breaks = Callable[[LocalSlack, Path], tuple[Settings, World | None]]


def _refused_bot_token(slack: LocalSlack, home: Path) -> tuple[Settings, World | None]:
    return settings_of(slack, home, slack_bot_token="xoxb-nobody"), None


def _revoked_token(slack: LocalSlack, home: Path) -> tuple[Settings, World | None]:
    slack.revoke_token()
    return settings_of(slack, home), None


def _refused_app_token(slack: LocalSlack, home: Path) -> tuple[Settings, World | None]:
    return settings_of(slack, home, slack_app_token="xapp-nobody"), None


def _socket_mode_off(slack: LocalSlack, home: Path) -> tuple[Settings, World | None]:
    slack.fail_next("apps.connections.open", error="link_disabled")
    return settings_of(slack, home), None


def _no_name(slack: LocalSlack, home: Path) -> tuple[Settings, World | None]:
    def look_up(host: str, port: int) -> object:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    return settings_of(slack, home), World(look_up=look_up)


def _no_way_out(slack: LocalSlack, home: Path) -> tuple[Settings, World | None]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return settings_of(slack, home, slack_api_url=f"http://127.0.0.1:{taken.getsockname()[1]}/api/"), None


def _late_clock(slack: LocalSlack, home: Path) -> tuple[Settings, World | None]:
    return settings_of(slack, home), World(clock=lambda: time.time() - 400)


def _full_disk(slack: LocalSlack, home: Path) -> tuple[Settings, World | None]:
    return settings_of(slack, home), World(free=lambda _: 40_000_000)


def _a_file_for_a_home(slack: LocalSlack, home: Path) -> tuple[Settings, World | None]:
    home.write_text("not a directory")
    return settings_of(slack, home / "below"), None


def _broken_database(slack: LocalSlack, home: Path) -> tuple[Settings, World | None]:
    home.mkdir()
    (home / "attache.db").write_bytes(b"this is no database at all" * 100)
    return settings_of(slack, home), None


def _no_server(slack: LocalSlack, home: Path) -> tuple[Settings, World | None]:
    return settings_of(slack, home, database_url="postgresql://desk:secret@127.0.0.1:9/attache"), None


def _newer_data(slack: LocalSlack, home: Path) -> tuple[Settings, World | None]:
    open_store(home).close()
    with sqlite3.connect(home / "attache.db") as data:
        data.execute("UPDATE schema_version SET version_num = 'of tomorrow'")
    return settings_of(slack, home), None


def _old_directory(slack: LocalSlack, home: Path) -> tuple[Settings, World | None]:
    home.mkdir()
    (home / "directory.tsv").write_text("# Office-holders …, fetched on 2020-02-29 by `attache directory update`.\n")
    return settings_of(slack, home), None


def _strange_directory(slack: LocalSlack, home: Path) -> tuple[Settings, World | None]:
    home.mkdir()
    (home / "directory.tsv").write_bytes(b"fetched on 2026-99-99")
    return settings_of(slack, home), None


@pytest.mark.parametrize(
    ("breaks", "name", "words"),
    [
        (_refused_bot_token, "bot token", "invalid_auth"),
        (_revoked_token, "bot token", "token_revoked"),
        (_refused_app_token, "app token", "invalid_auth"),
        (_socket_mode_off, "app token", "link_disabled"),
        (_no_name, "DNS", "127.0.0.1"),
        (_no_way_out, "network", "ConnectionRefusedError"),
        (_late_clock, "clock", "behind"),
        (_full_disk, "disk", "0.0 GB"),
        (_a_file_for_a_home, "database", "may not write"),
        (_broken_database, "database", "cannot be opened"),
        (_no_server, "database", "DATABASE_URL"),
        (_newer_data, "migrations", "newer"),
        (_old_directory, "directory", "days old"),
        (_strange_directory, "directory", "directory.tsv"),
    ],
)
def test_a_broken_set_up_is_named(breaks: Breaks, name: str, words: str, slack: LocalSlack, tmp_path: Path) -> None:
    """That thing is wrong, and nothing else; no token or password is told."""
    settings, world = breaks(slack, tmp_path / "home")
    found = wrong(settings, world)
    assert list(found) == [name]
    assert words in found[name].said
    assert not {"secret", "xoxb-", "xapp-nobody"} & set(" ".join(found[name].lines()).replace(":", " ").split())


def test_the_mend_of_a_socket_depends_on_the_refusal(slack: LocalSlack, tmp_path: Path) -> None:
    """Socket Mode that is off is switched on; a token without the scope gets it."""
    slack.fail_next("apps.connections.open", error="link_disabled")
    assert "Switch Socket Mode on" in wrong(settings_of(slack, tmp_path))["app token"].mend
    slack.fail_next("apps.connections.open", error="missing_scope")
    assert "connections:write" in wrong(settings_of(slack, tmp_path))["app token"].mend


def test_missing_scopes_are_told_with_their_cost(tmp_path: Path) -> None:
    """One line each; one that may be declined is a note."""
    with LocalSlack(manifest=manifest_without("commands", "chat:write.public")) as slack:
        found = examined(settings_of(slack, tmp_path))
    assert "scopes" not in found
    assert found["scope commands"].state == "wrong" and "/brief" in found["scope commands"].said
    optional = "chat:write.public" in wanted_scopes()[1]
    assert found["scope chat:write.public"].state == ("note" if optional else "wrong")
    assert COSTS["chat:write.public"] in found["scope chat:write.public"].said


def test_the_app_without_messages_is_held_against_its_own_manifest(tmp_path: Path) -> None:
    """What the small app never asked for is not missing."""
    with LocalSlack(manifest=LINKS_MANIFEST) as slack:
        assert not wrong(settings_of(slack, tmp_path))


@pytest.mark.parametrize("manifest", [MANIFEST, LINKS_MANIFEST])
def test_every_scope_has_its_cost(manifest: Path) -> None:
    wanted, optional = wanted_scopes(manifest)
    assert set(wanted) <= set(COSTS) and optional <= set(wanted)


def test_settings_that_cannot_work_end_it(tmp_path: Path) -> None:
    """What is wrong with them is said, and nothing is asked with them."""

    def load() -> Settings:
        return load_settings(slack_bot_token="hunter2", home=tmp_path)

    with pytest.raises(BadSettings):
        load()
    (only,) = examine(load)
    assert (only.name, only.state) == ("settings", "wrong")
    assert "SLACK_BOT_TOKEN" in only.said and "hunter2" not in only.said


def test_a_worker_that_does_not_start_is_named(
    slack: LocalSlack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a container allows one process."""
    from bot.workers import WorkersUnavailable

    class NoRoom:
        def __init__(self, _workers: int) -> None:
            raise WorkersUnavailable("no process")

    monkeypatch.setattr("bot.workers.WorkerPool", NoRoom)
    assert list(wrong(settings_of(slack, tmp_path))) == ["worker"]


@pytest.mark.postgres
def test_the_data_in_postgres_is_looked_at(slack: LocalSlack, tmp_path: Path, database: str | None) -> None:
    """New, up to date, and of another database that is not there."""
    if database is None:
        pytest.skip("SQLite is looked at above")
    open_store(tmp_path, database).close()
    found = examined(settings_of(slack, tmp_path, database_url=database))
    assert (found["database"].state, found["migrations"].said) == ("ok", "up to date")
    gone = wrong(settings_of(slack, tmp_path, database_url=database + "_none"))
    assert list(gone) == ["database"] and "does not exist" in gone["database"].said


def test_the_address_that_creates_the_app() -> None:
    """It carries the manifest whole, and no character that a terminal would break the link at."""
    address = new_app_address(MANIFEST)
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "api.slack.com", "/apps")
    query = parse_qs(parts.query, strict_parsing=True)
    assert query["new_app"] == ["1"]
    assert json.loads(query["manifest_json"][0]) == json.loads(MANIFEST.read_text("utf-8"))
    assert address.isascii() and not set(address) & set(' "<>')
    assert report([], address)[-1] == address
