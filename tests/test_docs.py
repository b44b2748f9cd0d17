"""The documents say what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from bot.settings import Settings
from summarizers.brief_json import brief_to_dict
from tests.summarizers.helpers import brief_of

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_the_readme_lists_every_setting_with_its_description() -> None:
    """A setting that is not in the README cannot be found."""
    for field in Settings.model_fields.values():
        assert f"| `{field.validation_alias}` |" in README
        assert str(field.description) in README


def test_the_readme_names_every_command() -> None:
    """And no command that does not exist."""
    import typer
    from typer.core import TyperGroup

    from bot.cli import app

    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    known = set(group.commands)
    named = set(re.findall(r"attache ([a-z]+)", README))
    assert named == known


def test_the_brief_format_lists_every_field() -> None:
    """docs/brief-format.md and the real output have the same fields."""
    page = (ROOT / "docs" / "brief-format.md").read_text("utf-8")
    made = brief_of(
        "“We will go on with the talks next week,” Foreign Minister Ingrid Solheim said on Monday. She left for Oslo."
    )
    data = brief_to_dict(made, "x")
    for name in (*data, *data["summary"][0], *data["quotes"][0], *data["people"][0], *data["officials"][0]):
        assert re.search(rf"\b{name}\b", page), name


def test_the_documents_link_only_to_files_that_are_there() -> None:
    """No dead link inside the project."""
    for page in (ROOT / "README.md", ROOT / "SECURITY.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), (page.name, target)


def test_the_security_page_names_what_is_there() -> None:
    """Modules and settings it says hold something exist."""
    named = re.findall(r"`([^`]+)`", (ROOT / "SECURITY.md").read_text("utf-8"))
    variables = {str(field.validation_alias) for field in Settings.model_fields.values()}
    for name in named:
        if name.startswith("bot/"):
            assert (ROOT / name).exists(), name
        elif name.startswith("ATTACHE_"):
            assert name in variables, name
    assert len(named) > 10
