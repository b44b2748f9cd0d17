"""What the program says it needs is what it needs, in versions that are written down."""

from __future__ import annotations

import ast
import functools
import os
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from itertools import chain
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PINNED = {
    re.sub(r"[-_.]+", "-", name).lower(): version
    for name, _, version in (line.partition("==") for line in (ROOT / "constraints.txt").read_text("utf-8").split())
}


def plain(requirement: str) -> str:
    """The distribution a requirement names, as indexes compare names."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found is not None, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


@functools.cache
def modules_of(folder: str) -> frozenset[str]:
    """Top-level names that the files of a folder import."""
    modules: set[str] = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                modules.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                modules.add(node.module.partition(".")[0])
    return frozenset(modules)


def imported(*folders: str) -> set[str]:
    """Distributions whose modules the files of some folders import."""
    modules = set().union(*map(modules_of, folders)) - {
        *sys.stdlib_module_names,
        "bot",
        "local_slack",
        "summarizers",
        "tests",
        "benchmarks",
        "scripts",
    }
    owners = metadata.packages_distributions()
    assert modules <= set(owners), modules - set(owners)
    return {plain(owners[module][0]) for module in modules}


RUNNING = {plain(one) for one in PROJECT["dependencies"]}
EXTRAS = {name: {plain(one) for one in wanted} for name, wanted in PROJECT["optional-dependencies"].items()}


def test_what_runs_is_asked_for_without_extras() -> None:
    """Each package the program imports is its own dependency, not one a dependency happens to bring; the chart's is an extra."""
    assert imported("bot", "local_slack", "summarizers") - RUNNING == EXTRAS["chart"]


def test_tools_of_tests_are_no_part_of_what_runs() -> None:
    """What only tests, benchmarks and scripts import stands in the extra "dev"."""
    tools = imported("tests", "benchmarks", "scripts") - imported("bot", "local_slack", "summarizers")
    assert tools - RUNNING <= EXTRAS["dev"]
    assert not EXTRAS["dev"] & RUNNING


def test_every_package_has_its_exact_version_written_down() -> None:
    """Also what dependencies bring: two installations of one commit are the same."""
    waiting = [Requirement(one) for one in chain(PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())]
    seen: set[tuple[str, str]] = set()
    while waiting:
        wanted = waiting.pop()
        for extra in {"", *wanted.extras}:
            if (plain(wanted.name), extra) in seen:
                continue
            seen.add((plain(wanted.name), extra))
            brought = map(Requirement, metadata.requires(wanted.name) or ())
            waiting += [one for one in brought if one.marker is None or one.marker.evaluate({"extra": extra})]
    missing = {name for name, _ in seen} - set(PINNED)
    assert missing <= {"setuptools"}  # comes with the environment


def test_an_older_python_is_told_in_words(tmp_path: Path) -> None:
    """The set-up runs under any Python 3 as far as its answer: which one is needed, and how to name it."""
    script = ROOT / "scripts" / "set_up.py"
    ast.parse(script.read_text("utf-8"), feature_version=(3, 7))
    code = (
        f"import runpy, sys; sys.version_info = (3, 10, 1); sys.argv = ['set_up.py', {str(tmp_path / 'venv')!r}]; "
        f"runpy.run_path({str(script)!r}, run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("attache: Python 3.11 or newer is needed")
    assert "Traceback" not in done.stderr


def test_what_a_start_loads_is_compiled_at_the_installation(tmp_path: Path) -> None:
    """Modules of the bot, its workers and the demo, and of libraries they load late; what nothing loads is not."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    script = str(ROOT / "scripts" / "first_load.py")
    subprocess.run(
        [sys.executable, script],
        env={**environment, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(tmp_path)},
        check=True,
    )
    kept = {path.name.partition(".")[0] for path in tmp_path.rglob("*.pyc")}
    assert {"app", "demo_run", "extraction", "pipeline", "jobs", "word_files", "core"} <= kept
    assert "test_packaging" not in kept
