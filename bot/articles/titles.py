"""A page's headline: what it shows as one, supported by what it calls itself, without the site's name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from itertools import islice

from lxml.html import HtmlElement

from bot.articles.tree import line_of, text_of_element
from summarizers.text.cleaning import fold_title, host_of

#: Headings looked at.
_MOST_HEADINGS = 20
#: Share of the shorter one's words that two wordings of one headline have in common.
_SHARED = 0.5
#: A ``<title>`` of no more words than this may be the site's name alone; a heading of at least this many is none.
_NAME_WORDS, _HEADLINE_WORDS = 3, 4

#: Letters a heading must have to be found inside a longer wording of it.
_WHOLE = 16
#: Words any two headlines may share.
_LITTLE = frozenset(
    "a an and are as at by for from how in is it of on or s t the this to what why with you your".split()
)

#: Labels of kinds of articles before or after a headline.
_LABEL = re.compile(
    r"(?:Opinion|Analysis|Editorial|Commentary|Column|Op-?Ed|Interview|Explainer|Live|Transcript)", re.IGNORECASE
)

_PARTS = re.compile(r"\s+(?:\||-|–|—|::|»|·|•)\s+")


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline and where it stands."""

    #: Its text on one line, or None for a page without any.
    text: str | None
    #: The heading that shows it, or None.
    element: HtmlElement | None


def plain_title(title: str | None, site_name: str | None, url: str | None) -> str | None:
    """A headline without the site's name before or after it."""
    text = line_of(title)
    if text is None:
        return None
    site = {fold_title(site_name or ""), fold_title((host_of(url) or "").rpartition(".")[0])} - {""}
    cuts = list(_PARTS.finditer(text))
    after = [(text[: cut.start()], text[cut.end() :]) for cut in cuts[-1:]]
    before = [(text[cut.end() :], text[: cut.start()]) for cut in cuts[:1]]
    for rest, other in after + before:
        name = fold_title(other)
        if name and any(name in s or s in name for s in site) and len(rest.split()) >= 3 and len(other.split()) <= 6:
            return rest.strip()
    return text


def headings_of(tree: HtmlElement) -> list[tuple[str, HtmlElement]]:
    """The page's first-level headings that hold text, in order."""
    found = ((line_of(h.text_content()), h) for h in islice(tree.iter("h1"), _MOST_HEADINGS))
    return [(text, h) for text, h in found if text]


def choose_headline(
    tree: HtmlElement,
    headings: Sequence[tuple[str, HtmlElement]],
    claimed: Sequence[str | None],
    plain: Callable[[str | None], str | None],
) -> Headline:
    """The headline of a page from its headings and what it calls itself.

    ``claimed`` are headline of its JSON-LD, og:title and ``<title>``, the best first; ``plain`` takes the site's name
    off a headline. A heading counts when one of them holds half of its words, or the other way round (the title, which
    may hold the site's name, only where it is needed or the heading is long): that leaves out names of sites and
    sections. Of several, the one most alike is taken. Without such a heading, the best claim.
    """
    claims = [plain(c) for c in claimed]
    *firsts, title = claims
    supports = [c for c in firsts if c] or [c for c in (title,) if c]
    scored = [(_likeness(text, _supports(text, supports, title)), text, element) for text, element in headings]
    alike, text, element = max(scored, key=lambda s: s[0], default=(0.0, None, None))
    if text and (alike > 0 or not supports or _is_only_name(supports, text, len(headings))):
        fuller = next((c for c in claims if c and _adds_label(c, text)), None)
        fuller = fuller or next((c for c in firsts if c and _says_more(c, text)), None)
        return Headline(fuller or plain(text), element)
    first = next((c for c in claims if c), None)
    return Headline(first, _lower_heading(tree, first) if first else None)


def _lower_heading(tree: HtmlElement, headline: str) -> HtmlElement | None:
    """The second- or third-level heading that shows a headline, None for none among the first ones."""
    folded = fold_title(headline)
    found = islice(tree.iter("h2", "h3"), _MOST_HEADINGS)
    return next((h for h in found if fold_title(text_of_element(h)) == folded), None)


def _adds_label(claim: str, heading: str) -> bool:
    """Whether a claim is the heading with the label of its kind ("Opinion | …")."""
    parts = _PARTS.split(claim)
    return any(fold_title(part) == fold_title(heading) for part in parts) and any(_LABEL.fullmatch(p) for p in parts)


def _says_more(claim: str, heading: str) -> bool:
    """Whether a claim is the whole heading and more of the same sentence: no part set off as sites set off their names."""
    words = fold_title(re.sub(r"^(?:The|A|An) ", "", heading))
    return _PARTS.search(claim) is None and len(words) >= _WHOLE and words in fold_title(claim) != fold_title(heading)


def _supports(heading: str, supports: Sequence[str], title: str | None) -> Sequence[str]:
    """What may support a heading: for one of more words than a site's name, ``<title>`` as well."""
    return [*supports, title] if title and len(heading.split()) > _HEADLINE_WORDS else supports


def _is_only_name(supports: Sequence[str], heading: str, headings: int) -> bool:
    """Whether what a page calls itself is no more than a name, and its only heading reads as a headline."""
    name = all(len(s.split()) <= _NAME_WORDS for s in supports)
    return name and headings == 1 and len(heading.split()) >= _HEADLINE_WORDS


def _likeness(heading: str, supports: Sequence[str]) -> float:
    """How alike a heading is to the most similar wording, 0 to 1; 0 where they share less than half of the shorter."""
    words = _words(heading)
    best = 0.0
    for other in map(_words, supports):
        shared = len(words & other)
        if shared and shared >= _SHARED * min(len(words), len(other)):
            best = max(best, shared / len(words | other))
    return best


def _words(text: str) -> set[str]:
    """The words of a headline that carry its meaning, folded; all of them where none does."""
    words = set(re.findall(r"\w+", text.casefold()))
    return words - _LITTLE or words


def outlet_name(url: str | None, named: str | None) -> str | None:
    """What the outlet of a page is called: its host, or what it calls itself where the host is no name (an IP address)."""
    host = host_of(url)
    return (named or host) if not host or _is_nameless(host) else host


def _is_nameless(host: str) -> bool:
    """Whether a host says nothing of whom one reads."""
    if host == "localhost":
        return True
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
