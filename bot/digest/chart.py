"""The small chart of a week: who was quoted most, or which countries, as a PNG. Needs the extra ``chart`` (matplotlib)."""

from __future__ import annotations

import importlib.util
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from bot.digest.compose import MOST_SPEAKERS
from bot.store.digests import Told
from bot.store.quotes import fold_name
from bot.surfaces import fit

#: What a chart is about.
Subject = Literal["people", "countries"]

#: Fewest bars worth a chart, most shown, stories of the first at least, and characters of a label.
FEWEST, MOST, STANDS_OUT, LABEL = 3, min(8, MOST_SPEAKERS), 2, 44
#: Size in inches and dots an inch: 960 points wide, read well beside text.
_WIDTH, _ROW, _DOTS = 6.4, 0.36, 150
_INK, _BAR = "#1b1f24", "#1f3a5f"


def is_available() -> bool:
    """Whether the extra is installed."""
    return importlib.util.find_spec("matplotlib") is not None


def most_quoted(told: Iterable[Told]) -> tuple[Subject, list[tuple[str, int]]] | None:
    """What a chart of a week's told stories is about, and its bars (label, stories they were quoted in), most first.

    People where some of them stand out, else the countries they spoke for; None for a week in which nobody does: bars
    of one length tell nothing.
    """
    names: dict[str, list[tuple[str, str | None]]] = {}
    for story in told:
        for name, country in {fold_name(who[0]): who for who in story.spoke}.values():
            names.setdefault(fold_name(name), []).append((name, country))
    people = Counter({_label(said): len(said) for said in names.values()})
    countries = Counter(
        country for story in told for country in {country for _, country in story.spoke if country is not None}
    )
    subjects: tuple[tuple[Subject, Counter[str]], ...] = ("people", people), ("countries", countries)
    for subject, counts in subjects:
        ranked = _cut(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
        if len(ranked) >= FEWEST and ranked[0][1] >= STANDS_OUT:
            return subject, ranked
    return None


def _cut(ranked: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The first :data:`MOST`; of several that share the last place none is picked by its name, if others are enough."""
    if len(ranked) <= MOST:
        return ranked
    above = [bar for bar in ranked[:MOST] if bar[1] > ranked[MOST][1]]
    return above if len(above) >= FEWEST else ranked[:MOST]


def _label(said: Sequence[tuple[str, str | None]]) -> str:
    """Somebody's name with the country most stories give."""
    countries = Counter(country for _, country in said if country).most_common(1)
    return f"{said[0][0]} ({countries[0][0]})" if countries else said[0][0]


def draw(bars: list[tuple[str, int]], title: str) -> bytes:
    """A PNG of horizontal bars, longest on top. Raises ImportError without the extra."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    # A figure of its own, without pyplot: no global state, safe in a thread.
    figure = Figure(figsize=(_WIDTH, 0.9 + _ROW * len(bars)), dpi=_DOTS, layout="constrained")
    axes = figure.subplots()
    # "$" begins a formula in labels.
    labels = [fit(name, LABEL).replace("$", r"\$") for name, _ in bars]
    positions = range(len(bars))
    axes.barh(positions, [count for _, count in bars], color=_BAR, height=0.62)
    axes.set_yticks(list(positions), labels, color=_INK)
    axes.invert_yaxis()
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("stories", color=_INK)
    axes.set_title(title, loc="left", color=_INK, fontsize=11, fontweight="bold")
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(axis="y", length=0)
    out = io.BytesIO()
    figure.savefig(out, format="png")
    return out.getvalue()
