"""The bundled sample article: invented, labelled, and in the shape that needs cleaning."""

from __future__ import annotations

import json
import re
from pathlib import Path

import requests

from local_slack.slack import LocalSlack
from tests.hung import HUNG

PAGE = (Path(__file__).parents[2] / "local_slack/data/sample.html").read_text("utf-8")


def test_sample_is_served_and_labelled_as_invented(slack: LocalSlack) -> None:
    """It is served under its own address, says that it is invented, and loads nothing."""
    answer = requests.get(slack.sample_url, timeout=HUNG)
    assert answer.text == PAGE
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    footer = PAGE.partition("<footer>")[2]
    assert "does not exist" in footer
    assert "invented" in footer
    assert not re.search(r'(?:src|href)="http', PAGE)


def test_sample_has_the_shape_that_needs_work() -> None:
    """Date and author in JSON-LD, names glued to link widgets, an op-ed of two, reported speech of every kind."""
    written = re.search(r'ld\+json">(.*?)</script>', PAGE, re.S)
    assert written is not None
    data = json.loads(written[1])
    assert data["datePublished"].startswith("2026-10-14")
    assert data["author"][0]["name"]
    paragraphs = re.findall(r"<p>(.*?)</p>", PAGE.partition("<article>")[2].partition("</article>")[0], re.S)
    assert 9 <= len(paragraphs) <= 12
    assert PAGE.count('class="rollover-people-block"') == 4
    for words in ("the ministers wrote", "they added", "they continued", "he said", "Former Swedish Prime Minister"):
        assert words in " ".join(paragraphs)
