"""The monthly update: once a month, in the background, where allowed; a failure changes nothing and stops nothing."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.articles.limits import FetchSettings
from bot.directory import update as updating
from bot.directory.monthly import MONTH, MonthlyUpdate, monthly_update
from bot.directory.update import UpdateReport
from summarizers.errors import AttacheError
from tests.sparql_server import Row, Service, serve

NOW = 1_800_000_000.0
DAY = 86_400.0


class Updates:
    """Counts updates and does what a test says."""

    def __init__(self, deed: Callable[[Callable[[float], None]], UpdateReport]) -> None:
        self.begun = 0
        self._deed = deed

    def __call__(self, sleep: Callable[[float], None]) -> UpdateReport:
        self.begun += 1
        return self._deed(sleep)


def _done(_sleep: Callable[[float], None]) -> UpdateReport:
    return UpdateReport(True, 3, 2, 1, (), "3 terms of 2 people were written.")


def _file(folder: Path, *, age_days: float) -> Path:
    file = folder / "directory.tsv"
    file.write_text("old")
    os.utime(file, (NOW - age_days * DAY,) * 2)
    return file


@pytest.mark.parametrize(("age", "due"), [(0.0, False), (MONTH - 1, False), (MONTH + 1, True), (400.0, True)])
def test_a_file_is_fetched_anew_after_a_month(tmp_path: Path, age: float, *, due: bool) -> None:
    """A young file is left alone, an old one is fetched anew."""
    updates = Updates(_done)
    monthly = MonthlyUpdate(_file(tmp_path, age_days=age), updates, lambda: NOW, threading.Event())
    monthly.look()
    monthly.wait(30)
    assert updates.begun == due


def test_without_a_file_the_first_update_begins_at_once(tmp_path: Path) -> None:
    """No file is as good as an old one."""
    updates = Updates(_done)
    monthly = MonthlyUpdate(tmp_path / "none.tsv", updates, lambda: NOW, threading.Event())
    monthly.look()
    monthly.wait(30)
    assert updates.begun == 1


def test_one_update_runs_at_a_time(tmp_path: Path) -> None:
    """A look while an update runs begins no second one."""
    under_way, go_on = threading.Event(), threading.Event()

    def slow(_sleep: Callable[[float], None]) -> UpdateReport:
        under_way.set()
        assert go_on.wait(30)
        return _done(_sleep)

    updates = Updates(slow)
    monthly = MonthlyUpdate(tmp_path / "none.tsv", updates, lambda: NOW, threading.Event())
    monthly.look()
    assert under_way.wait(30)
    monthly.look()
    go_on.set()
    monthly.wait(30)
    assert updates.begun == 1


@pytest.mark.parametrize("error", [AttacheError("Wikidata did not answer."), OSError("disk full")])
def test_a_failure_is_logged_and_harmless(tmp_path: Path, error: Exception) -> None:
    """What goes wrong is one line of the log; the next look tries again."""

    def failing(_sleep: Callable[[float], None]) -> UpdateReport:
        raise error

    updates = Updates(failing)
    monthly = MonthlyUpdate(tmp_path / "none.tsv", updates, lambda: NOW, threading.Event())
    with capture_logs() as logs:
        for _ in range(2):
            monthly.look()
            monthly.wait(30)
    assert updates.begun == 2
    assert [(line["event"], line["log_level"]) for line in logs] == [("directory not updated", "warning")] * 2


def test_a_stop_ends_an_update_at_its_next_pause(tmp_path: Path) -> None:
    """The bot does not wait for Wikidata when it ends."""
    stopping, under_way = threading.Event(), threading.Event()

    def waiting(sleep: Callable[[float], None]) -> UpdateReport:
        under_way.set()
        sleep(3_600)
        return _done(sleep)

    updates = Updates(waiting)
    monthly = MonthlyUpdate(tmp_path / "none.tsv", updates, lambda: NOW, stopping)
    with capture_logs() as logs:
        monthly.look()
        assert under_way.wait(30)
        stopping.set()
        monthly.wait(30)
        monthly.look()
    assert updates.begun == 1
    assert [line["event"] for line in logs] == ["directory not updated"]


def test_the_service_is_asked_and_an_incomplete_answer_keeps_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real update over a local service: too few terms cannot be right, so the old file stands."""
    monkeypatch.setattr(updating, "PAUSE", 0.0)
    since = ("2021-10-14T00:00:00Z", "11")
    rows = [Row("NO", "Q101", "Ada Mareková", "Minister of Foreign Affairs of Norway", "foreign", since)]
    with serve(Service(rows, [])) as service:
        fetching = FetchSettings(allowed_hosts=frozenset({service.endpoint.split("/")[2]}))
        file = _file(tmp_path, age_days=MONTH + 1)
        with capture_logs() as logs:
            monthly = monthly_update(file, fetching, lambda: NOW, threading.Event(), service.endpoint)
            monthly.look()
            monthly.wait(120)
        assert service.asked
    assert file.read_text() == "old"
    assert "cannot be right" in next(line["message"] for line in logs if line["event"] == "directory not updated")
