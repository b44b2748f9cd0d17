"""Country names to flags: Slack's emoji names and the Unicode sequences behind them."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def _codes() -> dict[str, str]:
    table: dict[str, str] = {}
    for line in resources.files("bot.slack").joinpath("flags.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            code, _, names = line.partition("\t")
            table |= {name.casefold(): code for name in names.split("|")}
    return table


def flag_code(country: str) -> str | None:
    """The two letters of a country's flag, or None for what has none."""
    return _codes().get(country.casefold())


def flag_emoji(country: str) -> dict[str, str] | None:
    """The rich-text emoji element of a country's flag, or None."""
    code = flag_code(country)
    if code is None:
        return None
    points = "-".join(f"{0x1F1E6 + ord(letter) - ord('a'):x}" for letter in code)
    return {"type": "emoji", "name": f"flag-{code}", "unicode": points}
