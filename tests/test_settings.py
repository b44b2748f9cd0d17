"""Settings: documented, kind about mistakes, silent about secrets."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from bot.settings import BadSettings, Settings, load_settings

ROOT = Path(__file__).resolve().parents[1]
VARIABLES = {str(field.validation_alias): field for field in Settings.model_fields.values()}


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the person who runs the tests gets in."""
    monkeypatch.chdir(tmp_path)
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def example() -> dict[str, tuple[str, str]]:
    """Value and comment of each variable in .env.example."""
    found: dict[str, tuple[str, str]] = {}
    comment: list[str] = []
    for line in (ROOT / ".env.example").read_text().splitlines():
        if line.startswith("#"):
            comment.append(line.removeprefix("# "))
        elif "=" in line:
            name, _, value = line.partition("=")
            found[name] = (value, " ".join(comment))
            comment = []
        else:
            comment = []
    return found


def test_the_example_lists_every_setting_and_no_other() -> None:
    """.env.example and the settings are equal: names, order and descriptions."""
    listed = example()
    assert list(listed) == list(VARIABLES)
    assert {name: text for name, (_, text) in listed.items()} == {n: f.description for n, f in VARIABLES.items()}


def test_the_example_holds_the_defaults(tmp_path: Path) -> None:
    """Copied to .env as it is, it changes nothing."""
    before = load_settings()
    (tmp_path / ".env").write_text((ROOT / ".env.example").read_text())
    assert load_settings() == before


def test_environment_wins_over_file_and_code_over_both(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The order people expect."""
    (tmp_path / ".env").write_text("ATTACHE_WORKERS=2\nATTACHE_CONTACT=desk@a.example\n")
    monkeypatch.setenv("ATTACHE_WORKERS", "3")
    assert load_settings().workers == 3
    assert load_settings().contact == "desk@a.example"
    assert load_settings(workers=5).workers == 5


def test_other_variables_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """MODE or HOME of the machine are no settings of ours."""
    monkeypatch.setenv("MODE", "x")
    monkeypatch.setenv("WORKERS", "x")
    assert load_settings().mode == "socket"
    assert load_settings().home.name == "attache"


@pytest.mark.parametrize(
    ("variables", "line"),
    [
        ({"SLACK_BOT_TOKEN": "hunter2"}, "SLACK_BOT_TOKEN: should begin with xoxb-"),
        ({"SLACK_APP_TOKEN": "hunter2"}, "SLACK_APP_TOKEN: should begin with xapp-"),
        ({"SLACK_BOT_TOKEN": "xoxb-hunter2"}, "SLACK_APP_TOKEN is not; Socket Mode needs both"),
        ({"SLACK_APP_TOKEN": "xapp-hunter2"}, "SLACK_BOT_TOKEN is not"),
        ({"SLACK_BOT_TOKEN": "xoxb-hunter2", "ATTACHE_MODE": "http"}, "needs SLACK_SIGNING_SECRET"),
        ({"ATTACHE_MODE": "hunter2"}, "ATTACHE_MODE: "),
        ({"DATABASE_URL": "mysql://u:hunter2@h/d"}, "DATABASE_URL: should begin with postgresql://"),
        ({"ATTACHE_WORKERS": "hunter2"}, "ATTACHE_WORKERS: "),
        ({"ATTACHE_WORKERS": "0"}, "ATTACHE_WORKERS: "),
        ({"ATTACHE_CACHE_HOURS": "-1"}, "ATTACHE_CACHE_HOURS: "),
        ({"SLACK_API_URL": "http://hunter2.example/"}, "SLACK_API_URL: should be an https address"),
    ],
)
def test_bad_values_give_one_clear_line(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], line: str) -> None:
    """It names the setting and what it should be, and never repeats the value."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as error:
        load_settings()
    assert line in str(error.value)
    assert "\n" not in str(error.value)
    assert "hunter2" not in str(error.value)


def test_secrets_stay_out_of_reprs() -> None:
    """Printed settings show neither tokens nor the database's password."""
    settings = load_settings(
        slack_bot_token="xoxb-hunter2",
        slack_app_token="xapp-hunter2",
        slack_signing_secret="hunter2",
        database_url="postgresql://u:hunter2@h/d",
    )
    assert "hunter2" not in repr(settings) + str(settings) + str(settings.model_dump())
    assert settings.has_slack


def test_lists_and_paths_are_read() -> None:
    """Hosts part at commas, in lower case; ~ is the home directory; the API address ends with a slash."""
    settings = load_settings(allowed_hosts=" Wiki.Intra , b.intra ", home="~/x", slack_api_url="http://127.0.0.1:9/api")
    assert settings.allowed_hosts == ("wiki.intra", "b.intra")
    assert settings.home == Path.home() / "x"
    assert settings.slack_api_url == "http://127.0.0.1:9/api/"


def test_every_setting_is_used() -> None:
    """No setting that does nothing: each field is read somewhere in the program."""
    program = "\n".join(path.read_text() for path in (ROOT / "bot").rglob("*.py") if path.name != "settings.py")
    program += inspect.getsource(Settings.fetching).replace("self.", "settings.")
    unused = [name for name in Settings.model_fields if not re.search(rf"settings\.{name}\b", program)]
    assert unused == []
