"""The bundled article a demo can be tried with, served under ``/sample/``; the article and everybody in it is invented."""

from __future__ import annotations

from functools import cache
from importlib import resources

#: Its name under "/sample/".
NAME = "ministers-urge-a-shared-guard-for-north-sea-cables"
#: It has its own inline style and no script at all.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


@cache
def html() -> str:
    """The article's page."""
    return resources.files("local_slack").joinpath("data", "sample.html").read_text("utf-8")


def preview(url: str) -> dict[str, str]:
    """What a link's preview says: title and site of the sample article, address and host of any other page."""
    if url.endswith(f"/sample/{NAME}"):
        title, _, site = html().partition("<title>")[2].partition("</title>")[0].partition(" | ")
        return {"title": title, "service_name": site}
    return {"title": url, "service_name": url.split("/")[2]}
