"""The guard: nothing a stranger pastes reaches an address that is not on the public internet."""

from __future__ import annotations

import ipaddress
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles import Fetched, FetchSettings, PageState, Unreadable
from bot.articles.guard import Deadline, check_url, guarded_session, is_public
from bot.articles.metadata import is_metadata_address
from tests.articles.conftest import PageServer
from tests.articles.net import PUBLIC_V4, PUBLIC_V6, Net
from tests.hung import HUNG

NAMES: dict[str, list[list[str]]] = {
    "public.test": [[PUBLIC_V4]],
    "public6.test": [[PUBLIC_V6]],
    "loop.test": [["127.0.0.1"]],
    "loop6.test": [["::1"]],
    "loop.test.": [["127.0.0.1"]],
    "zero.test": [["0.0.0.0"]],
    "metadata.test": [["169.254.169.254"]],
    "private.test": [["10.1.2.3"]],
    "private172.test": [["172.20.0.9"]],
    "private192.test": [["192.168.7.7"]],
    "ula.test": [["fd12:3456::1"]],
    "linklocal.test": [["fe80::1"]],
    "scoped.test": [["fe80::1%eth0"]],
    "sitelocal.test": [["fec0::1"]],
    "mapped.test": [["::ffff:127.0.0.1"]],
    "mappedprivate.test": [["::ffff:10.0.0.1"]],
    "nat64.test": [["64:ff9b::7f00:1"]],
    "nat64local.test": [["64:ff9b:1::7f00:1"]],
    "sixtofour.test": [["2002:7f00:1::1"]],
    "cgn.test": [["100.64.1.1"]],
    "compat.test": [["::127.0.0.1"]],
    "teredo.test": [["2001:0:1::1"]],
    "bench.test": [["198.18.0.5"]],
    "multicast.test": [["224.0.0.251"]],
    "multicast6.test": [["ff02::1"]],
    "broadcast.test": [["255.255.255.255"]],
    "reserved.test": [["240.0.0.1"]],
    "doc6.test": [["3fff::1"]],
    "discard.test": [["100::1"]],
    "mixed1.test": [[PUBLIC_V4, "127.0.0.1"]],
    "mixed2.test": [["127.0.0.1", PUBLIC_V4]],
    "mixed6.test": [[PUBLIC_V4, "fd00::1"]],
    "nothing.test": [[]],
}

FORBIDDEN = [
    # plain loopback
    "http://127.0.0.1/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://0.0.0.0/",
    "http://0/",
    "http://[::1]/",
    "http://[::]/",
    "https://127.0.0.1/",
    # short, decimal, hexadecimal, octal
    "http://127.1/",
    "http://127.0.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://2852039166/",
    "http://0xA9FEA9FE/",
    "http://127.0.0.1./",
    # IPv4 inside IPv6
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[0:0:0:0:0:ffff:127.0.0.1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[::ffff:169.254.169.254]/",
    "http://[2001:0:1::1]/",
    # private and local
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://[fd00::1]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    # cloud metadata, carrier-grade NAT
    "http://169.254.169.254/latest/meta-data/",
    "http://100.100.100.200/",
    # special
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    # user info and parser confusion
    "http://public.test@127.0.0.1/",
    "http://public.test:80@127.0.0.1/",
    "http://127.0.0.1#@public.test/",
    "http://127.0.0.1\\@public.test/",
    "http://public.test\\@127.0.0.1/",
    "http://127.0.0.1%2f@public.test/",
    "http://user:secret@public.test/",
    "http://public.test\t@127.0.0.1/",
    "http://public.test\r\nHost: x/",
    # Unicode digits and dots
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
    "http://１２７.0.0.1/",
    # schemes
    "file:///etc/passwd",
    "gopher://127.0.0.1/",
    "ftp://127.0.0.1/",
    "dict://127.0.0.1/",
    "javascript:alert(1)",
    "data:text/html,x",
    # ports
    "http://public.test:22/",
    "http://public.test:6379/",
    "https://public.test:8443/",
    "http://public.test:0/",
    "http://public.test:99999/",
    # names that resolve to each class
    *(f"http://{name}/" for name in NAMES if not name.startswith("public")),
    "https://loop.test/",
    # nonsense
    "http:///path",
    "http://",
    "//public.test/",
    "http://public.test/" + "a" * 2100,
]


def fetch(net: Net, url: str, settings: FetchSettings | None = None) -> Fetched:
    return net.fetcher(settings).fetch(url)


def test_table_is_as_long_as_the_rule_asks() -> None:
    """At least 66 hostile addresses are tried."""
    assert len(FORBIDDEN) == len(set(FORBIDDEN)) >= 66


@pytest.mark.parametrize("url", FORBIDDEN)
def test_no_connection_to_a_forbidden_address(url: str) -> None:
    """A hostile address is refused before anything connects, with a kind line that does not repeat it."""
    net = Net(NAMES)
    with pytest.raises(Unreadable) as caught:
        fetch(net, url)
    assert net.attempts == []
    assert caught.value.state in (PageState.BAD_LINK, PageState.REFUSED_ADDRESS, PageState.UNKNOWN_HOST)
    assert "127" not in str(caught.value) and "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "attempt"),
    [
        ("http://public.test/", (PUBLIC_V4, 80)),
        ("https://public.test/", (PUBLIC_V4, 443)),
        ("http://public6.test/", (PUBLIC_V6, 80)),
        (f"https://[{PUBLIC_V6}]/", (PUBLIC_V6, 443)),
        (f"http://{PUBLIC_V4}/", (PUBLIC_V4, 80)),
        ("https://public.test:443/a?b=c", (PUBLIC_V4, 443)),
        ("http://[64:ff9b::5db8:d70e]/", ("64:ff9b::5db8:d70e", 80)),
    ],
)
def test_public_addresses_go_through(url: str, attempt: tuple[str, int]) -> None:
    """Public IPv4, IPv6 and https addresses are connected to, at exactly the address that was checked."""
    net = Net(NAMES)
    with pytest.raises(Unreadable) as caught:
        fetch(net, url)
    assert caught.value.state is PageState.UNREACHABLE
    assert net.attempts == [attempt]


@pytest.mark.parametrize("second", ["127.0.0.1", "169.254.169.254"])
def test_rebinding_changes_nothing(second: str) -> None:
    """A name that answers a public address first and a forbidden one next is looked up once and connected to once."""
    net = Net({"rebind.test": [[PUBLIC_V4], [second]]})
    with pytest.raises(Unreadable):
        fetch(net, "http://rebind.test/")
    assert net.attempts == [(PUBLIC_V4, 80)]
    assert net.lookups["rebind.test"] == 1


def test_at_most_four_addresses_are_tried() -> None:
    """A name with many addresses does not make the bot knock at all of them."""
    net = Net({"many.test": [[f"93.184.215.{n}" for n in range(1, 30)]]})
    with pytest.raises(Unreadable):
        fetch(net, "http://many.test/")
    assert len(net.attempts) == 4


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/",
        "http://0x7f000002/",
        "http://10.0.0.8:8080/",
        "file:///etc/passwd",
        "ftp://public.test/",
        "//169.254.169.254/",
        "http://user:pw@public.test/",
        "http://localhost:22/",
        "http://loop.test/",
        "http://mixed1.test/",
        "http://[::ffff:127.0.0.1]/",
        "http://[bad/",
        "",
        "http://\x01/",
    ],
)
def test_redirects_are_checked_at_every_hop(target: str, page_server: PageServer) -> None:
    """A public page that forwards to a forbidden address gets no further than itself."""
    page_server.routes["/go"] = lambda handler: handler.redirect(target)
    net = Net(NAMES, server=page_server.address)
    with pytest.raises(Unreadable) as caught:
        fetch(net, "http://public.test/go")
    expected = (PageState.REFUSED_ADDRESS, PageState.BAD_REDIRECT, PageState.TOO_MANY_REDIRECTS)
    assert caught.value.state in expected
    assert {address for address, _ in net.attempts} == {PUBLIC_V4}


def test_allowed_hosts_are_exempt_only_as_named(page_server: PageServer) -> None:
    """An allow-list entry opens its host and port, nothing beside it."""
    host, port = page_server.address
    page_server.routes["/page"] = lambda handler: handler.html("<p>hello</p>")
    net = Net(server=page_server.address)
    settings = FetchSettings(host_gap_seconds=0.0, allowed_hosts=frozenset({f"{host}:{port}"}))
    assert fetch(net, f"http://{host}:{port}/page", settings).status == 200
    for other in (f"http://{host}:{port + 1}/", f"http://{host}/", "http://10.0.0.1/"):
        with pytest.raises(Unreadable):
            fetch(net, other, settings)
    assert net.attempts == [(host, port)]


def test_environment_proxies_are_ignored(monkeypatch: pytest.MonkeyPatch, page_server: PageServer) -> None:
    """A proxy in the environment is never connected to, and never sees the request."""
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    page_server.routes["/page"] = lambda handler: handler.html("<p>hello</p>")
    net = Net(NAMES, server=page_server.address)
    assert fetch(net, "http://public.test/page").body == b"<p>hello</p>"
    assert net.attempts == [(PUBLIC_V4, 80)]


def test_an_explicit_proxy_is_refused() -> None:
    """Even a caller who asks for a proxy does not get one: it would connect past the guard."""
    net = Net(NAMES)
    settings = FetchSettings()
    with Deadline(5) as deadline:
        session = guarded_session(settings, deadline, resolver=net.resolve, connector=net.connect)
        with pytest.raises(Unreadable):
            session.get("http://public.test/", proxies={"http": "http://127.0.0.1:3128"})
    assert net.attempts == []


def test_credentials_of_the_environment_are_not_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page_server: PageServer
) -> None:
    """A .netrc file gives nothing away to the sites that are read."""
    (tmp_path / ".netrc").write_text("machine public.test login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    page_server.routes["/page"] = lambda handler: handler.html("<p>hello</p>")
    fetch(Net(NAMES, server=page_server.address), "http://public.test/page")
    assert "Authorization" not in page_server.requests[0].headers


def test_certificates_are_checked(page_server: PageServer) -> None:
    """A server that cannot prove its name over TLS is not read."""
    net = Net(NAMES, server=page_server.address)
    with pytest.raises(Unreadable) as caught:
        fetch(net, "https://public.test/")
    assert caught.value.state in (PageState.INSECURE, PageState.UNREACHABLE)


def test_slow_name_servers_do_not_hold_the_bot() -> None:
    """A name server that never answers costs the resolving limit, no more."""
    stuck = threading.Event()

    def resolver(host: str, port: int) -> list[str]:
        stuck.wait(HUNG)
        return ["93.184.215.14"]

    settings = FetchSettings(resolve_seconds=0.2)
    with Deadline(5) as deadline:
        session = guarded_session(settings, deadline, resolver=resolver, connector=Net().connect)
        with pytest.raises(Unreadable) as caught:
            session.get("http://slow.test/")
    stuck.set()
    assert caught.value.state is PageState.UNREACHABLE


@given(st.text(max_size=80))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    """No text makes the check fail in any other way than by refusing it."""
    try:
        parts = check_url(text)
    except Unreadable:
        return
    assert parts.scheme in ("http", "https") and parts.hostname


@given(
    st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="fc00::/7") | st.ip_addresses(network="127.0.0.0/8")
)
def test_private_networks_are_never_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    """No address of the private and loopback networks passes, plain, mapped or translated."""
    assert not is_public(str(address))
    if address.version == 4:
        assert not is_public(f"::ffff:{address}") and not is_public(f"64:ff9b::{address}")


def test_https_uses_the_name_that_was_asked_for(tls_server: PageServer) -> None:
    """Over TLS the certificate is held against the host's name though the connection goes to a checked address."""
    net = Net(NAMES, server=tls_server.address)
    settings = FetchSettings(host_gap_seconds=0.0, ca_bundle=tls_server.authority)
    assert fetch(net, "https://public.test/page", settings).body == b"<p>secure</p>"
    with pytest.raises(Unreadable) as caught:
        fetch(net, "https://public6.test/page", settings)
    assert caught.value.state is PageState.INSECURE


# -- clouds' metadata -------------------------------------------------------------------------------------------------

#: One address of each cloud, as its documentation gives it.
METADATA = [
    "169.254.169.254",
    "169.254.170.2",
    "169.254.170.23",
    "169.254.0.23",
    "169.254.42.42",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "161.26.0.10",
    "166.9.14.2",
    "fd00:ec2::254",
    "fd00:ec2::23",
    "fd20:ce::254",
    "fd00:c1::a9fe:a9fe",
    "fe80::a9fe:a9fe",
    "fe80::a9fe:a9fe%eth0",
    "fd00:a9fe:a9fe::1",
    "fd00:42::42",
    "fd00:100::100:200",
]
#: The IPv6 spellings of an IPv4 address: mapped, compatible, translated, 6to4, Teredo, ISATAP, a translator's own network.
FORMS: dict[str, Callable[[int], str]] = {
    "mapped": lambda n: f"::ffff:{n >> 16:x}:{n & 0xFFFF:x}",
    "compatible": lambda n: f"::{n >> 16:x}:{n & 0xFFFF:x}",
    "translated": lambda n: f"::ffff:0:{n >> 16:x}:{n & 0xFFFF:x}",
    "nat64": lambda n: f"64:ff9b::{n >> 16:x}:{n & 0xFFFF:x}",
    "local nat64": lambda n: f"64:ff9b:1::{n >> 16:x}:{n & 0xFFFF:x}",
    "local nat64 /48": lambda n: f"64:ff9b:1:{n >> 16:x}:{n >> 8 & 0xFF:x}:{(n & 0xFF) << 8:x}::",
    "6to4": lambda n: f"2002:{n >> 16:x}:{n & 0xFFFF:x}::1",
    "teredo": lambda n: f"2001:0:1:1::{n >> 16 ^ 0xFFFF:x}:{n & 0xFFFF ^ 0xFFFF:x}",
    "isatap": lambda n: f"2001:db8:1:1:0:5efe:{n >> 16:x}:{n & 0xFFFF:x}",
    "own translator": lambda n: f"2a00:1:2:3::{n >> 16:x}:{n & 0xFFFF:x}",
}
SPELLINGS = [
    *METADATA,
    *(form(int(ipaddress.IPv4Address(a))) for a in METADATA[:8] for form in FORMS.values()),
]


@pytest.mark.parametrize("address", SPELLINGS)
def test_metadata_is_never_reached_not_even_by_an_allowed_host(address: str) -> None:
    """A cloud's own address is refused in every spelling, also under the name of an intranet host that is allowed."""
    net = Net({"intranet.test": [[address]], "mixed.test": [["10.1.2.3", address]]})
    literal = f"[{address.partition('%')[0]}]" if ":" in address else address
    allowed = frozenset({"intranet.test", "mixed.test", literal.strip("[]"), f"{literal}:80"})
    settings = FetchSettings(host_gap_seconds=0.0, allowed_hosts=allowed)
    for url in ("http://intranet.test/", "https://intranet.test/", "http://mixed.test/", f"http://{literal}/latest/"):
        with pytest.raises(Unreadable) as caught:
            fetch(net, url, settings)
        assert caught.value.state is PageState.REFUSED_ADDRESS
    assert net.attempts == []


@pytest.mark.parametrize(
    "host", ["metadata.google.internal", "METADATA.goog.", "metadata", "api.metadata.cloud.ibm.com", "instance-data"]
)
def test_metadata_names_are_not_even_looked_up(host: str) -> None:
    """The names clouds give to these services are refused before any name server hears of them."""
    net = Net({host: [[PUBLIC_V4]]})
    settings = FetchSettings(host_gap_seconds=0.0, allowed_hosts=frozenset({host.lower().rstrip(".")}))
    with pytest.raises(Unreadable) as caught:
        fetch(net, f"http://{host}/", settings)
    assert caught.value.state is PageState.REFUSED_ADDRESS
    assert not net.lookups and net.attempts == []


@pytest.mark.parametrize("address", ["10.1.2.3", "fd12:3456::1", "192.168.7.7", PUBLIC_V4, PUBLIC_V6, "168.63.129.17"])
def test_other_addresses_are_no_metadata(address: str) -> None:
    """Intranet and public addresses beside the listed ones stay what they were."""
    assert not is_metadata_address(address)
