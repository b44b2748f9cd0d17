"""The page of metrics has a fixed size: labels take listed values alone."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import generate_latest

from bot.articles import PageState
from bot.ops import metrics
from bot.slack.bolt import _type_of
from bot.slack.manifests import LINKS_MANIFEST, MANIFEST
from bot.slack.sender import Outcome
from bot.store.deliveries import Kind

ROOT = Path(__file__).resolve().parents[2]
LABELLED = {name: value for name, value in vars(metrics).items() if isinstance(value, metrics.Labelled)}


def test_every_metric_with_labels_has_its_list() -> None:
    """No metric takes labels past the lists."""
    for name, value in vars(metrics).items():
        assert not getattr(value, "_labelnames", ()), f"{name} has labels without a list"
    assert len(LABELLED) >= 7


@pytest.mark.parametrize("name", sorted(LABELLED))
def test_invented_values_add_no_line(name: str) -> None:
    """A thousand invented values leave one line, "other"."""
    metric = LABELLED[name]
    labels = list(metric._values)
    metric.labels(**dict.fromkeys(labels, "invented"))
    size = len(generate_latest(metrics.REGISTRY).splitlines())
    for number in range(1_000):
        metric.labels(**dict.fromkeys(labels, f"invented-{number}"))
    assert len(generate_latest(metrics.REGISTRY).splitlines()) == size


def test_the_lists_hold_what_the_program_counts() -> None:
    """Every kind and outcome the program knows has a line of its own."""
    assert frozenset(get_args(Kind)) == metrics.MESSAGES
    assert frozenset(get_args(Outcome)) == metrics.DELIVERY_OUTCOMES
    assert {state.value for state in PageState} <= metrics.REASONS
    assert job_kinds() == metrics.JOB_KINDS
    for manifest in (MANIFEST, LINKS_MANIFEST):
        events = json.loads(manifest.read_text("utf-8"))["settings"]["event_subscriptions"]["bot_events"]
        assert {event.split(".")[0] for event in events} <= metrics.TYPES


def job_kinds() -> set[str]:
    """The kinds of jobs the bot puts together, read from its tables of them."""
    tables: list[ast.Dict] = []
    for node in ast.walk(ast.parse((ROOT / "bot/app.py").read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name.endswith("_kinds"):
            tables += [n.value for n in ast.walk(node) if isinstance(n, ast.Return) and isinstance(n.value, ast.Dict)]
    return {str(key.value) for table in tables for key in table.keys if isinstance(key, ast.Constant)}


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["type", "event", "command"]), inner)
        ),
        max_leaves=5,
    )
)
def test_any_body_has_a_type(body: object) -> None:
    """What is counted of a request is a text, whatever the body."""
    assert isinstance(_type_of(body), str)
    assert _type_of({"type": "event_callback", "event": {"type": "message"}}) == "message"
    assert _type_of({"command": "/brief"}) == "command"
