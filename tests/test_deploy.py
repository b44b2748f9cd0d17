"""What stands in the Dockerfile, the compose files and the unit agrees with the program; linters find nothing in them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import Settings
from scripts.try_deploy import instructions

ROOT = Path(__file__).parent.parent
DOCKERFILE = instructions((ROOT / "Dockerfile").read_text("utf-8"))
COMPOSE = sorted((ROOT / "deploy").glob("compose*.yaml"))
UNIT = (ROOT / "deploy" / "attache.service").read_text("utf-8")
VARIABLES = {str(field.validation_alias) for field in Settings.model_fields.values()}


def said(word: str) -> list[str]:
    """What the Dockerfile says behind an instruction, in order."""
    return [rest for one, rest in DOCKERFILE if one == word]


def services(path: Path) -> dict[str, dict[str, Any]]:
    """Our services of a compose file; the database is not ours."""
    loaded = yaml.safe_load(path.read_text("utf-8"))["services"]
    return {name: service for name, service in loaded.items() if name.startswith("attache")}


def test_the_image_holds_the_program() -> None:
    """Every package the wheel is made of, and all the build reads, is copied and let through to the builder."""
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    copied = {name for rest in said("COPY") if "--from" not in rest for name in rest.split()[:-1]}
    assert {*packages["packages"], "pyproject.toml", "constraints.txt", "README.md", "LICENSE"} == copied
    let_through = {
        line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")
    }
    assert let_through == copied


def test_nobody_in_particular_runs_it() -> None:
    """Two stages, the second by number of user, on the data that user owns."""
    assert len(said("FROM")) == 2
    user, _, group = said("USER")[-1].partition(":")
    assert int(user) > 0 and int(group) > 0
    assert f"--uid {user}" in said("RUN")[-1] and said("VOLUME") == ['["/data"]']


@pytest.mark.parametrize("path", COMPOSE, ids=lambda path: path.name)
def test_compose_files_keep_the_root_read_only(path: Path) -> None:
    """Each replica: read-only, without rights, its own name, the health check's port whatever .env says."""
    image = dict(re.findall(r'(\w+)="?([^\s"]+)', " ".join(said("ENV"))))
    found = services(path)
    assert found
    for service in found.values():
        assert service["read_only"] is True and service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert str(service["environment"]["ATTACHE_HEALTH_PORT"]) == image["ATTACHE_HEALTH_PORT"]
        assert service["environment"]["ATTACHE_HOME"] == image["ATTACHE_HOME"]
        assert set(service["environment"]) <= VARIABLES
        mounted = [str(one).split(":")[0] for one in (*service["tmpfs"], *service.get("volumes", ()))]
        assert "/tmp" in mounted
    names = [service["hostname"] for service in found.values()]
    assert len(set(names)) == len(names)


def test_the_health_check_asks_where_the_bot_answers() -> None:
    image = dict(re.findall(r'(\w+)="?([^\s"]+)', " ".join(said("ENV"))))
    assert f"http://127.0.0.1:{image['ATTACHE_HEALTH_PORT']}/healthz" in said("HEALTHCHECK")[0]
    assert {name for name in image if name.startswith("ATTACHE_")} <= VARIABLES


def test_replicas_share_one_database_under_names_of_their_own() -> None:
    replicas = services(ROOT / "deploy" / "compose.postgres.yaml").values()
    assert len(replicas) == 2
    assert len({one["environment"]["ATTACHE_EXECUTOR_ID"] for one in replicas}) == 2
    assert len({one["environment"]["DATABASE_URL"] for one in replicas}) == 1


def test_the_unit_sets_what_there_is() -> None:
    """Its variables are settings, or Python's and matplotlib's; it writes to its own state alone."""
    named = set(re.findall(r"(?:^Environment=|env )(\w+)=", UNIT, re.MULTILINE))
    assert {name for name in named if name.startswith("ATTACHE_")} <= VARIABLES
    assert "ProtectSystem=strict" in UNIT and "DynamicUser=yes" in UNIT
    assert re.search(r"^ExecStart=.*/attache run$", UNIT, re.MULTILINE)


def test_linters_find_nothing(tmp_path: Path) -> None:
    """hadolint for the Dockerfile, the schema of compose files, systemd's own check of units where it is at hand."""
    tools = Path(sys.executable).parent
    checks = [
        [str(tools / "hadolint"), str(ROOT / "Dockerfile")],
        [str(tools / "check-jsonschema"), "--builtin-schema", "vendor.compose-spec", *map(str, COMPOSE)],
    ]
    verifies = shutil.which("systemd-analyze")
    if verifies is not None:
        unit = tmp_path / "attache.service"
        unit.write_text(UNIT.replace("/opt/attache/bin/attache", "/bin/true"), encoding="utf-8")
        checks.append([verifies, "verify", str(unit)])
    for check in checks:
        done = subprocess.run(
            check, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"}
        )
        assert done.returncode == 0, done.stdout + done.stderr
