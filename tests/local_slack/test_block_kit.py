"""Block Kit's rules, as the local Slack enforces them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_slack import block_kit

JsonDict = dict[str, Any]


def section(text: str, **more: Any) -> JsonDict:
    """A section of mrkdwn."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def plain(text: str) -> JsonDict:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def button(**more: Any) -> JsonDict:
    """A button."""
    return {"type": "button", "action_id": "go", "text": plain("Go"), **more}


def rich(*elements: JsonDict) -> JsonDict:
    """A rich_text block with one quotation."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": list(elements)}]}


GOOD: list[JsonDict] = [
    section("x" * 3000),
    {"type": "header", "text": plain("x" * 150)},
    {"type": "divider"},
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}] * 10},
    {"type": "actions", "elements": [button(action_id=f"b{n}") for n in range(25)]},
    rich({"type": "text", "text": "said", "style": {"bold": True}}, {"type": "link", "url": "https://example.org"}),
    {"type": "markdown", "text": "**bold**"},
    {"type": "section", "fields": [plain("x" * 2000)] * 5},
    section("x", accessory={"type": "overflow", "action_id": "o", "options": [{"text": plain("A"), "value": "a"}]}),
]

BAD: list[tuple[JsonDict, str]] = [
    (section("x" * 3001), "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    (section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ({"type": "section"}, "missing required field: text or fields [json-pointer:/blocks/0]"),
    (
        {"type": "header", "text": plain("x" * 151)},
        "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
    ),
    (
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        "must be a plain_text object [json-pointer:/blocks/0/text]",
    ),
    (
        {"type": "context", "elements": [plain("x")] * 11},
        "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ),
    (
        {"type": "actions", "elements": [button(action_id=f"b{n}") for n in range(26)]},
        "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ),
    ({"type": "section", "fields": [plain("x")] * 11}, "no more than 10 items allowed [json-pointer:/blocks/0/fields]"),
    ({"type": "marquee"}, "unsupported type: marquee [json-pointer:/blocks/0/type]"),
    ({"text": "x"}, "missing required field: type [json-pointer:/blocks/0]"),
    (section("x", colour="red"), "invalid additional property: colour [json-pointer:/blocks/0]"),
    (
        {"type": "actions", "elements": [button(text=plain("x" * 76))]},
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
    ),
    (
        {"type": "actions", "elements": [button(url="javascript:alert(1)")]},
        "must be a valid URL [json-pointer:/blocks/0/elements/0/url]",
    ),
    (
        {"type": "actions", "elements": [button(), button()]},
        '`action_id` "go" already exists in this block [json-pointer:/blocks/0]',
    ),
    (rich({"type": "text", "text": ""}), "missing required field: text [json-pointer:/blocks/0/elements/0/elements/0]"),
    (
        rich({"type": "text", "text": "x", "style": {"loud": True}}),
        "invalid additional property: loud [json-pointer:/blocks/0/elements/0/elements/0/style]",
    ),
    ({"type": "markdown", "text": "x" * 12001}, "must be less than 12001 characters [json-pointer:/blocks/0/text]"),
    (
        section("x", accessory={"type": "static_select", "action_id": "s", "placeholder": plain("x")}),
        "either options or option_groups is needed [json-pointer:/blocks/0/accessory]",
    ),
    ({"type": "image", "alt_text": "x"}, "missing required field: image_url or slack_file [json-pointer:/blocks/0]"),
]


@pytest.mark.parametrize("block", GOOD, ids=lambda block: str(block["type"]))
def test_block_at_its_limit_is_taken(block: JsonDict) -> None:
    """A block right at the documented limits is fine."""
    assert block_kit.check([block]).errors == []


@pytest.mark.parametrize(("block", "reason"), BAD, ids=[reason[:40] for _block, reason in BAD])
def test_block_over_a_limit_is_refused_with_the_reason(block: JsonDict, reason: str) -> None:
    """A block beyond a limit is refused in Slack's words, pointing at the place."""
    assert block_kit.check([block]).errors == [reason]


def test_number_of_blocks() -> None:
    """A message holds 50 blocks, a modal 100."""
    assert block_kit.check([{"type": "divider"}] * 50).errors == []
    assert block_kit.check([{"type": "divider"}] * 51).errors == [
        "no more than 50 items allowed [json-pointer:/blocks]"
    ]
    assert block_kit.check([{"type": "divider"}] * 100, "modal").errors == []


def test_block_ids_are_unique() -> None:
    """Two blocks of one id are refused."""
    errors = block_kit.check([section("a", block_id="one"), section("b", block_id="one")]).errors
    assert errors == ["`block_id` has to be unique, one is there twice [json-pointer:/blocks/1/block_id]"]


def test_live_tokens_of_every_carrier_are_listed() -> None:
    """mrkdwn and markdown are read for tokens, rich text for its typed elements; plain text is never read."""
    checked = block_kit.check(
        [
            section("<!channel> and <https://a.example|b>"),
            {"type": "markdown", "text": "<@U123ABC>"},
            {"type": "header", "text": plain("<!here>")},
            rich({"type": "text", "text": "<!everyone>"}, {"type": "user", "user_id": "U9"}),
        ]
    )
    assert [(token.kind, token.target, token.where) for token in checked.tokens] == [
        ("broadcast", "channel", "/blocks/0/text"),
        ("link", "https://a.example", "/blocks/0/text"),
        ("user", "U123ABC", "/blocks/1/text"),
        ("user", "U9", "/blocks/3/elements/0/elements/1"),
    ]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"title": plain("x" * 25)}, "must be less than 25 characters [json-pointer:/view/title/text]"),
        ({"title": None}, "missing required field: title [json-pointer:/view]"),
        ({"submit": None}, "missing required field: submit (there is an input block) [json-pointer:/view]"),
        ({"private_metadata": "x" * 3001}, "must be less than 3001 characters [json-pointer:/view/private_metadata]"),
        ({"type": "page"}, "value not allowed, must be one of modal, home [json-pointer:/view/type]"),
        (
            {"blocks": [{"type": "markdown", "text": "x"}], "submit": plain("x")},
            "unsupported type: markdown [json-pointer:/view/blocks/0/type]",
        ),
    ],
)
def test_view_over_a_limit_is_refused(change: JsonDict, reason: str) -> None:
    """Views have limits of their own."""
    element = {"type": "plain_text_input", "action_id": "a"}
    view = {
        "type": "modal",
        "title": plain("Brief"),
        "submit": plain("Send"),
        "blocks": [{"type": "input", "label": plain("Link"), "element": element}],
    }
    assert block_kit.check_view(view).errors == []
    assert reason in block_kit.check_view({**view, **change}).errors


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.sampled_from([*GOOD, {"type": "rich_text"}, {"type": "input"}, {"type": "image"}]),
    st.sampled_from(["text", "elements", "fields", "accessory", "element", "type", "block_id", "options"]),
    json_values,
)
def test_whatever_comes_is_judged(block: JsonDict, name: str, value: Any) -> None:
    """Any JSON in any place gives a judgement, never an exception."""
    assert isinstance(block_kit.check([{**block, name: value}]).errors, list)
    assert isinstance(block_kit.check_view({"type": "modal", "blocks": [{**block, name: value}]}).errors, list)
