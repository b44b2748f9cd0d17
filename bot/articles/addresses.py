"""One article, one address: links out of Slack text, tracking off, forwarders unwrapped, `rel=canonical` weighed."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from urllib.parse import SplitResult, parse_qs, quote, unquote, urljoin, urlsplit, urlunsplit

from tld import get_fld, get_tld

#: First labels of hosts that serve the same articles to phones.
_MOBILE = ("m", "mobile", "amp")
_AMP_PATH = re.compile(r"(?:/amp|\.amp|\.amp\.html)/?$|^/amp(?=/.)")
#: Characters a path keeps as they are.
_PATH_SAFE = "/%:;,=@!$&'()*+~-._"


def table(name: str) -> list[list[str]]:
    """Rows of one of this folder's tab-separated data files, without comments and the line of column names."""
    text = resources.files("bot.articles").joinpath(f"data/{name}").read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")][1:]


#: Numbers that name articles; longer ones may as well be keys.
_PLAIN_NUMBER = re.compile(r"[0-9]{0,10}")


@lru_cache(maxsize=1)
def _hosts() -> dict[str, list[tuple[str, str]]]:
    """Host rules by role: (host pattern, rule)."""
    rules: dict[str, list[tuple[str, str]]] = {}
    for role, host, rule in table("hosts.tsv"):
        rules.setdefault(role, []).append((host, rule))
    return rules


@lru_cache(maxsize=1)
def _tracking() -> dict[str, re.Pattern[str]]:
    """Query parameters to cut, one expression for each domain and "*"."""
    names: dict[str, list[str]] = {}
    for host, name in table("tracking.tsv"):
        pattern = re.escape(name.removesuffix("*")) + (".*" if name.endswith("*") else "")
        names.setdefault(host, []).append(pattern)
    return {host: re.compile("|".join(patterns)) for host, patterns in names.items()}


@lru_cache(maxsize=1)
def _secrets() -> dict[str, re.Pattern[str]]:
    """Names of parameters that carry a right: "cut" whatever their value, "keep" where it is a plain number."""
    rules: dict[str, list[str]] = {}
    for name, numbers in table("secrets.tsv"):
        rules.setdefault(numbers, []).append(re.escape(name).replace(r"\*", ".*"))
    return {numbers: re.compile("|".join(names), re.IGNORECASE) for numbers, names in rules.items()}


def _is_secret(parameter: str) -> bool:
    """Whether a parameter as it stands in an address looks as if it gave its holder a right."""
    name, _, value = (unquote(part) for part in parameter.partition("="))
    if _secrets()["cut"].fullmatch(name):
        return True
    return _secrets()["keep"].fullmatch(name) is not None and not _PLAIN_NUMBER.fullmatch(value)


def _host_matches(host: str, pattern: str) -> bool:
    """Whether a host fits a pattern: exact, "name.*" (any ending, www. or not), or "*.name" (any subdomain)."""
    if pattern.endswith(".*"):
        return host.removeprefix("www.").startswith(pattern[:-1])
    return host.endswith(pattern[1:]) if pattern.startswith("*.") else host == pattern


def registrable_domain(url: str) -> str | None:
    """The part of the host somebody registered ("bbc.co.uk"), None without a host.

    Where the public suffix list does not know the ending (intranets), the last two labels; an address is itself.
    """
    try:
        host = urlsplit(url).hostname
        known: str | None = get_fld(url, fail_silently=True)
    except ValueError:
        return None
    if known or not host or ":" in host or host.replace(".", "").isdigit():
        return known or host
    return ".".join(host.rstrip(".").split(".")[-2:])


def _split(url: str) -> SplitResult | None:
    """Parts of a web address, or None for anything else."""
    try:
        parts = urlsplit(url.strip())
        return parts if parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 else None
    except ValueError:
        return None


def unwrap(url: str) -> str:
    """The address inside a forwarder's link (Google AMP, AMP caches, mail and Slack redirectors), else the address."""
    for _ in range(3):
        parts = _split(url)
        inner = _inner(parts) if parts else None
        if not inner:
            break
        url = inner
    return url


def _inner(parts: SplitResult) -> str | None:
    """The target a forwarder's address holds, or None."""
    host = (parts.hostname or "").lower()
    for pattern, rule in _hosts()["unwrap"]:
        if not _host_matches(host, pattern):
            continue
        if rule.startswith("?"):
            target = parse_qs(parts.query).get(rule[1:], [""])[0]
        elif parts.path.startswith(rule):
            target = parts.path.removeprefix(rule) + (f"?{parts.query}" if parts.query else "")
            if "://" not in target:
                target = f"https://{target}"
        else:
            continue
        inner = _split(target)
        if inner and "." in (inner.hostname or ""):
            return target
    return None


def hides_target(url: str) -> bool:
    """Whether an address is of a kind that does not tell where it leads (Google News)."""
    parts = _split(url)
    host = (parts.hostname or "").lower() if parts else ""
    return any(_host_matches(host, pattern) for pattern, _ in _hosts()["hidden"])


def leads_into_slack(url: str) -> bool:
    """Whether an address leads into Slack, where only members can read: a message, file, canvas, huddle, a workspace."""
    parts = _split(unwrap(url))
    if parts is None:
        return False
    host, path = (parts.hostname or "").lower().rstrip(".").removeprefix("www."), parts.path or "/"
    return any(_host_matches(host, pattern) and path.startswith(rule) for pattern, rule in _hosts()["slack"])


def is_no_article(url: str) -> bool:
    """Whether an address is known to lead to a form, a web app, a video, a picture or a file to download."""
    parts = _split(unwrap(url))
    if parts is None:
        return False
    host, path = (parts.hostname or "").lower().rstrip(".").removeprefix("www."), parts.path or "/"
    tools = _hosts()["tool"]
    if any(_host_matches(host, pattern) and path.startswith(rule) for pattern, rule in tools):
        return True
    return path.lower().endswith(tuple(rule for _, rule in _hosts()["ending"]))


def is_consent_host(url: str, asked: str) -> bool:
    """Whether a visit to ``asked`` ended at a host that only asks for consent."""
    parts, first = _split(url), _split(asked)
    if not parts or not first or parts.hostname == first.hostname:
        return False
    return any(_host_matches((parts.hostname or "").lower(), p) for p, _ in _hosts()["consent"])


def canonical_url(url: str) -> str:
    """The address as it is shown and recorded: no tracking, fragment, default port, forwarder or mobile host.

    Text that is no web address comes back stripped, otherwise as it was.
    """
    url = unwrap(url.strip())
    parts = _split(url)
    if parts is None:
        return url
    host = _canonical_host((parts.hostname or "").lower().rstrip("."))
    port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    path = _AMP_PATH.sub("", quote(parts.path, safe=_PATH_SAFE)) or "/"
    return urlunsplit((parts.scheme.lower(), f"{host}{port}", path, _without_tracking(parts.query, url), ""))


def _canonical_host(host: str) -> str:
    """The host an article's main address has."""
    for pattern, target in _hosts()["alias"]:
        if host == pattern:
            return target
    first, _, rest = host.partition(".")
    suffix = get_tld(f"https://{host}", fail_silently=True)
    return rest if first in _MOBILE and "." in rest and rest != suffix else host


def _without_tracking(query: str, url: str) -> str:
    """The query without the parameters of the tracking table, the rest as it was and in its order."""
    rules = [r for r in (_tracking().get("*"), _tracking().get(registrable_domain(url) or "")) if r]
    pieces = [piece for piece in query.split("&") if piece]
    names = [unquote(piece.partition("=")[0]) for piece in pieces]
    kept = [p for p, name in zip(pieces, names, strict=True) if not any(rule.fullmatch(name) for rule in rules)]
    return quote("&".join(kept), safe=_PATH_SAFE + "?[]")


def without_secrets(url: str) -> str:
    """The canonical address without what gives its holder a right: secret-looking parameters, session ids in the path.

    It is fit to be shown where the link was not pasted; where a site lets nobody in without them, it leads to its door.
    """
    url = canonical_url(url)
    parts = _split(url)
    if parts is None:
        return url
    pieces = [piece for piece in re.split("[&;]", parts.query) if piece]
    kept = [piece for piece in pieces if not _is_secret(piece)]
    query = parts.query if len(kept) == len(pieces) else "&".join(kept)
    segments = [_without_session(segment) for segment in parts.path.split("/")]
    return urlunsplit((parts.scheme, parts.netloc, "/".join(segments), query, ""))


def _without_session(segment: str) -> str:
    """A part of a path without parameters of its own that carry a right (``;jsessionid=…``)."""
    name, *parameters = segment.split(";")
    kept = [parameter for parameter in parameters if not _is_secret(parameter)]
    return ";".join([name, *kept])


def address_key(url: str) -> str:
    """What is equal for all addresses of one article: canonical, without scheme, "www." and a last slash.

    The order of the query does not count.
    """
    parts = _split(canonical_url(url))
    if parts is None:
        return url.strip()
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    return f"{parts.netloc.removeprefix('www.')}{unquote(parts.path).rstrip('/')}{'?' if query else ''}{query}"


def page_address(final: str, canonical: str | None, og_url: str | None) -> str:
    """The address a page gives itself where it may: on its own registrable domain, and not the site's front page.

    Secret-looking parameters are left out of it: a page may well repeat the address it was asked for.
    """
    own = registrable_domain(final)
    for claim in (canonical, og_url):
        if not claim or len(claim) > 2048:
            continue
        try:
            target = urljoin(final, claim.strip())
        except ValueError:
            continue
        parts, here = _split(target), _split(final)
        if parts is None or here is None or parts.username is not None or registrable_domain(target) != own:
            continue
        if parts.path.strip("/") or parts.query or not here.path.strip("/"):
            return without_secrets(target)
    return canonical_url(final)


_SLACK_LINK = re.compile(r"<([^<>|]*)(?:\|[^<>]*)?>")
_BARE_LINK = re.compile(r"https?://[^\s<>|\"“”`]+", re.IGNORECASE)


def links_in_slack_text(text: str) -> list[str]:
    """The web addresses in a Slack message, in order, each article once.

    Undoes Slack's markup (``<url|label>``, ``&amp;``); mail and phone links, users, channels and groups are no links.
    """
    found: list[tuple[int, str]] = []
    for token in _SLACK_LINK.finditer(text):
        if _BARE_LINK.fullmatch(token[1]):
            found.append((token.start(), token[1]))
    rest = _SLACK_LINK.sub(lambda token: " " * len(token[0]), text)
    found += [(link.start(), _trimmed(link[0])) for link in _BARE_LINK.finditer(rest)]
    links: dict[str, str] = {}
    for _, link in sorted(found):
        url = link.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        parts = _split(url)
        if parts:
            links.setdefault(address_key(url), url)
    return list(links.values())


def articles_in_slack_text(text: str) -> list[str]:
    """Canonical addresses in a message's text, each once, in order."""
    return list(dict.fromkeys(map(canonical_url, links_in_slack_text(text))))


def host_of(url: str) -> str:
    """Host of an address without "www."; "" where it has none."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _trimmed(link: str) -> str:
    """A bare link without the punctuation of the sentence around it."""
    while link:
        last = link[-1]
        if last in ".,;:!?'’*_~…" or (last in ")]" and link.count(last) > link.count("(" if last == ")" else "[")):
            link = link[:-1]
        else:
            break
    return link
