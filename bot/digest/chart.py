"""The small chart of a week: who was quoted most, as a PNG. Needs the extra ``chart`` (matplotlib)."""

from __future__ import annotations

import importlib.util
import io
from collections import Counter
from collections.abc import Iterable

from bot.digest.compose import MOST_SPEAKERS
from bot.slack.text import clean, shorten
from bot.store.digests import Told

#: Fewest people worth a chart, most shown, and characters of a label.
FEWEST, MOST, LABEL = 3, min(8, MOST_SPEAKERS), 44
#: Size in inches and dots an inch: 960 points wide, read well beside text.
_WIDTH, _ROW, _DOTS = 6.4, 0.36, 150
_INK, _BAR = "#1b1f24", "#1f3a5f"


def is_available() -> bool:
    """Whether the extra is installed."""
    return importlib.util.find_spec("matplotlib") is not None


def most_quoted(told: Iterable[Told]) -> list[tuple[str, int]]:
    """(name and country, stories they were quoted in) of a week's told stories, most first; [] for too few people."""
    counts: Counter[tuple[str, str | None]] = Counter()
    for story in told:
        counts.update(set(story.spoke))
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0][0]))[:MOST]
    if len(ranked) < FEWEST:
        return []
    return [(f"{name} ({country})" if country else name, count) for (name, country), count in ranked]


def draw(bars: list[tuple[str, int]], title: str) -> bytes:
    """A PNG of horizontal bars, longest on top. Raises ImportError without the extra."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    # A figure of its own, without pyplot: no global state, safe in a thread.
    figure = Figure(figsize=(_WIDTH, 0.9 + _ROW * len(bars)), dpi=_DOTS, layout="constrained")
    axes = figure.subplots()
    # "$" begins a formula in labels.
    labels = [shorten(clean(name), LABEL).replace("$", r"\$") for name, _ in bars]
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
