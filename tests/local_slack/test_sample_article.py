"""The bundled sample article: invented, labelled, and in the shape that needs cleaning."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import requests

from local_slack import sample_article
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


@pytest.mark.parametrize("name", sample_article.KINDS)
def test_a_sample_page_of_each_kind_is_served(slack: LocalSlack, name: str) -> None:
    """Each says that it is invented, loads nothing, and is on the list of all."""
    answer = requests.get(slack.sample_of(name), timeout=HUNG)
    assert answer.status_code == 200
    assert "everything on it is invented" in answer.text
    assert "{" not in answer.text.partition("<body>")[2]
    assert not re.search(r'(?:src|href)="http', answer.text)
    listed = requests.get(slack.page_url + "sample/", timeout=HUNG).text
    assert f'href="{name}"' in listed


def test_previews_of_samples() -> None:
    """Title and site of a sample; of any other page its address and host."""
    shown = sample_article.preview("http://127.0.0.1:1/sample/readout")
    assert shown["service_name"] == "U.S. Department of State"
    assert sample_article.preview("http://x.example/a") == {"title": "http://x.example/a", "service_name": "x.example"}
