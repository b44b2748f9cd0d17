"""Bundled pages a demo can be tried with, served under ``/sample/``: an article, and a page of each other kind of document.

Everything and everybody on them is invented. A file of ``data/samples`` has lines ``key: value``, a blank line, and the
page's paragraphs; ``page.html`` there is what stands around them.
"""

from __future__ import annotations

from functools import cache
from html import escape
from importlib import resources

#: The article's name under "/sample/".
NAME = "ministers-urge-a-shared-guard-for-north-sea-cables"
#: The other pages, by name: one of each kind of document.
KINDS = (
    "transcript",
    "interview",
    "opinion",
    "remarks",
    "statement",
    "joint-statement",
    "readout",
    "sanctions",
    "nominations",
    "un-meeting",
    "live",
    "newsletter",
)
#: They have their own inline style and no script at all.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


@cache
def html(name: str = NAME) -> str:
    """A page by its name; KeyError for an unknown one."""
    if name == NAME:
        return _file("sample.html")
    if name not in KINDS:
        raise KeyError(name)
    facts, body = _parts(name)
    page = _file("samples/page.html")
    for key in ("title", "site", "published", "author"):
        page = page.replace(f"{{{key}}}", escape(facts.get(key, "")))
    return page.replace("{body}", body.strip())


@cache
def index() -> str:
    """A page that lists all of them."""
    names = [(NAME, _title(html()))] + [(name, _parts(name)[0]["title"]) for name in KINDS]
    rows = "\n".join(f'<li><a href="{name}">{escape(title)}</a></li>' for name, title in names)
    head = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sample pages</title></head>'
    return f"{head}<body><h1>Sample pages</h1><p>Everything on them is invented.</p><ul>\n{rows}\n</ul></body></html>"


def preview(url: str) -> dict[str, str]:
    """What a link's preview says: title and site of a sample, address and host of any other page."""
    name = url.rpartition("/sample/")[2]
    if name == NAME:
        title, _, site = _title(html()).partition(" | ")
        return {"title": title, "service_name": site}
    if name in KINDS:
        facts, _ = _parts(name)
        return {"title": facts["title"], "service_name": facts["site"]}
    return {"title": url, "service_name": url.split("/")[2]}


def _title(page: str) -> str:
    return page.partition("<title>")[2].partition("</title>")[0]


@cache
def _parts(name: str) -> tuple[dict[str, str], str]:
    """What the first lines of a page's file say, and its paragraphs."""
    head, _, body = _file(f"samples/{name}.html").partition("\n\n")
    facts = dict(line.split(": ", 1) for line in head.splitlines())
    return facts, body


def _file(name: str) -> str:
    return resources.files("local_slack").joinpath("data", *name.split("/")).read_text("utf-8")
