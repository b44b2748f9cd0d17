"""The arrows between packages and their parts, read from the imports themselves."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from graphlib import CycleError, TopologicalSorter
from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest

from summarizers.knowledge import tables, validate
from summarizers.model import Kind

ROOT = Path(__file__).resolve().parents[1]
#: The packages, and which of the others each may import.
PACKAGES = {"bot": {"summarizers", "local_slack"}, "summarizers": set[str](), "local_slack": set[str]()}
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))

#: Parts of bot/ and the parts each may import beside itself, settings-free and one way.
ALLOWED = {
    "surfaces": set[str](),
    "presentation": {"surfaces"},
    "layouts": {"presentation"},
    "rendering": {"presentation", "layouts", "surfaces"},
    "job_arguments": set[str](),
    "ops": {"surfaces"},
    "workers": set[str](),
    "articles": {"workers"},
    "store": {"articles", "presentation"},
    "directory": {"articles", "presentation"},
    "slack": {
        "digest",
        "store",
        "articles",
        "ops",
        "workers",
        "job_arguments",
        "presentation",
        "layouts",
        "rendering",
        "surfaces",
    },
    "digest": {"store", "articles", "ops", "workers", "job_arguments", "presentation", "layouts", "surfaces"},
}
#: Modules that tie parts together, and what imports them.
TIES = {
    "bot.start": set[str](),
    "bot.cli": {"bot.start"},
    "bot.run": {"bot.cli"},
    "bot.demo_run": {"bot.run"},
    "bot.app": {"bot.run", "bot.demo_run"},
    "bot.inputs": {"bot.cli"},
    "bot.doctor": {"bot.cli"},
    "bot.settings": {"bot.cli", "bot.inputs", "bot.doctor", "bot.run", "bot.demo_run", "bot.app", "bot.connection"},
}
#: What the pure part may not touch.
WORLD = {"requests", "urllib3", "httpx", "socket", "http", "sqlalchemy", "slack_sdk", "slack_bolt", "dbos", "time"}


def module_of(path: Path) -> str:
    """Dotted name of a source file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, also inside functions; type-checking imports count too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            assert node.module is not None
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules_imported(path: Path, modules: Collection[str]) -> set[str]:
    """Those of ``modules`` a file imports: of ``from a import b`` the module ``a.b`` where there is one, else ``a``."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            named = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in modules else str(node.module) for name in named}
    return found & set(modules)


def part_of(module: str) -> str | None:
    """The part of bot/ a module stands in, or None."""
    parts = module.split(".")
    return parts[1] if parts[0] == "bot" and len(parts) > 1 and parts[1] in ALLOWED else None


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: module_of(path))
def test_imports_run_one_way(path: Path) -> None:
    """Between packages as PACKAGES says; inside bot toward store, articles and slack; nothing imports what ties parts."""
    here = module_of(path)
    package = here.split(".")[0]
    for other in imports(path):
        top = other.split(".")[0]
        if top in PACKAGES:
            assert top == package or top in PACKAGES[package], f"{here} imports {other}"
        part, target = part_of(here), part_of(other)
        if part is not None and target is not None and part != target:
            assert target in ALLOWED[part], f"{here} imports {other}"
        if part is not None and other.startswith("bot."):
            assert target is not None, f"{here} imports {other}, which ties parts together"
        for tie, by in TIES.items():
            if other == tie or other.startswith(f"{tie}."):
                assert here == tie or here in by, f"{here} imports {other}"


def test_no_modules_import_each_other() -> None:
    """No circle of imports, wherever in a file they stand: each module can be read after what it builds on."""
    modules = {module_of(path): path for path in SOURCES}
    graph = {module: modules_imported(path, modules) - {module} for module, path in modules.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


def test_a_circle_would_be_found(tmp_path: Path) -> None:
    """Imports inside functions and for type checking count; a name of a module is told from a module of a package."""
    source = tmp_path / "m.py"
    source.write_text(
        "import typing\nfrom a import b, C\nif typing.TYPE_CHECKING:\n    from d import E\n"
        "def f():\n    import a.g\n    from a.g import h\n"
    )
    assert modules_imported(source, {"a", "a.b", "a.g", "d", "m"}) == {"a", "a.b", "a.g", "d"}


@pytest.mark.parametrize("path", [p for p in SOURCES if "summarizers" in p.parts], ids=lambda path: module_of(path))
def test_the_summarizers_are_pure(path: Path) -> None:
    """No network, clock, Slack or database."""
    assert not {name.split(".")[0] for name in imports(path)} & WORLD


def test_the_demo_alone_knows_the_local_slack() -> None:
    """The bot must not lean on the emulator it is tested against."""
    users = {module_of(path) for path in SOURCES if any(name.split(".")[0] == "local_slack" for name in imports(path))}
    assert {name for name in users if not name.startswith("local_slack")} == {"bot.demo_run", "bot.demo_tour"}


def test_no_branch_asks_whether_this_is_the_demo() -> None:
    """The bot runs as on Slack: whoever starts it chooses the settings, and nothing below says or asks "demo"."""
    starters = {"cli", "run", "doctor", "settings", "demo_run", "demo_tour"}
    below = [path for path in sorted((ROOT / "bot").rglob("*.py")) if path.stem not in starters]
    named = {
        module_of(path)
        for path in below
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if "demo" in (getattr(node, "id", None) or getattr(node, "attr", None) or "").lower()
    }
    assert not named


@pytest.mark.parametrize("path", sorted((ROOT / "bot" / "digest").rglob("*.py")), ids=lambda path: module_of(path))
def test_digests_know_no_slack(path: Path) -> None:
    """What composes, schedules and stores digests would serve any place they are posted to."""
    assert not {name.split(".")[0] for name in imports(path)} & {"slack_sdk", "slack_bolt"}


def test_two_modules_know_the_job_engine() -> None:
    """DBOS is imported by bot/jobs.py and by what its jobs wait in, alone."""
    users = {module_of(path) for path in SOURCES if any(name.split(".")[0] == "dbos" for name in imports(path))}
    assert users == {"bot.jobs", "bot.job_queues"}


def test_no_test_asks_how_long_anything_takes() -> None:
    """A busy machine makes every figure of time untrue: they belong to benchmarks. Waits share tests/hung.py."""
    stopwatches = {"perf_counter", "perf_counter_ns", "process_time", "thread_time", "monotonic", "timeit"}
    asking = set()
    for path in (ROOT / "tests").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in stopwatches and ast.unparse(node.value) == "time":
                asking.add(str(path.relative_to(ROOT)))
    assert asking == {"tests/hung.py"}


def test_one_function_knows_the_workspace_of_a_request() -> None:
    """No listener reads a workspace out of a payload: in shared channels it would be somebody else's."""
    names = {
        "team",
        "team_id",
        "user_team",
        "source_team",
        "context_team_id",
        "app_installed_team_id",
        "authorizations",
    }
    readers: set[str] = set()
    for path in sorted((ROOT / "bot" / "slack" / "listeners").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            constant = isinstance(node, ast.Constant) and node.value in names
            identity = (
                isinstance(node, ast.Attribute) and node.attr == "team" and ast.unparse(node).endswith("identity.team")
            )
            if isinstance(node, ast.expr) and (constant or identity):
                readers.add(f"{module_of(path)}:{node.lineno}")
    assert readers == set()


@pytest.mark.parametrize("package", ["bot.articles", "summarizers"])
def test_every_name_a_package_gives_on_demand_is_there(package: str) -> None:
    """What is loaded on first use is found where the package says it lives."""
    module = import_module(package)
    assert module.__all__
    for name in module.__all__:
        assert getattr(module, name) is not None


def _strings(node: ast.AST) -> list[str]:
    """The strings of a collection written out in code."""
    if not isinstance(node, ast.Set | ast.List | ast.Tuple):
        return []
    return [item.value for item in node.elts if isinstance(item, ast.Constant) and isinstance(item.value, str)]


def test_words_of_a_language_are_data() -> None:
    """No list of more than three English words stands in code; roles, kinds and columns of tables, and features, are ours."""
    ours = set(validate.PUBLIC_ROLES | validate.OTHER_ROLES).union(*validate.VALUES.values())
    ours |= {
        "country",
        "demonym",
        "capital",
        "organisation",
        *get_args(Kind),
    }  # kinds of gazetteer phrases and documents
    for path in tables.MODELS.glob("*_weights.tsv"):
        ours.update(word for name in tables.weights(path.stem.removesuffix("_weights")) for word in name.split("_"))
    found = []
    for path in sorted((ROOT / "summarizers").rglob("*.py")):
        if path.name in {"__init__.py", "validate.py", "tables.py", "model.py"}:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        types = [node.slice for node in ast.walk(tree) if isinstance(node, ast.Subscript)]  # Literal["subject", ...]
        types += [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and "__" in ast.unparse(node.targets[0])
        ]
        for node in ast.walk(tree):
            words = [word for word in _strings(node) if word.islower() and not ours.issuperset(re.split("[ _]", word))]
            if len(words) > 3 and node not in types:
                found.append(f"{module_of(path)} {words[:5]}")
    assert found == []


def test_every_class_of_words_is_asked_for() -> None:
    """Words nobody reads are dead code too; names may be put together from a part in braces and one written out."""
    source = "\n".join(path.read_text("utf-8") for path in SOURCES)
    asked = {name for name in tables.classes() if f'"{name}"' in source}
    made = {f"number_{n}" for n in (2, 3, 4)} | {
        f"{form}_pronoun" for form in ("masculine", "feminine", "plural", "neuter")
    }
    assert set(tables.classes()) - asked == made
    assert [name for name in tables.patterns() if f'"{name}"' not in source] == []
