"""Where clouds serve their own machines: addresses that are never read, whoever allows the host that leads there."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from functools import cache
from importlib import resources

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network

#: Networks whose addresses hold an IPv4 address, and where its four bytes stand (RFC 4291, 6052, 8215, 3056, 4380).
_HOLDING = tuple(
    (ipaddress.IPv6Network(network), places)
    for network, places in (
        ("::/96", (12, 13, 14, 15)),
        ("::ffff:0:0/96", (12, 13, 14, 15)),
        ("::ffff:0:0:0/96", (12, 13, 14, 15)),
        ("64:ff9b::/96", (12, 13, 14, 15)),
        # A translator's own network may be cut at any of four lengths; byte 8 is never part of the address.
        ("64:ff9b:1::/48", (6, 7, 9, 10)),
        ("64:ff9b:1::/48", (7, 9, 10, 11)),
        ("64:ff9b:1::/48", (9, 10, 11, 12)),
        ("64:ff9b:1::/48", (12, 13, 14, 15)),
        ("2002::/16", (2, 3, 4, 5)),
        ("2001::/32", (4, 5, 6, 7)),
    )
)
_TEREDO = ipaddress.IPv6Network("2001::/32")
_LAST_32 = 0xFFFFFFFF
#: Before the IPv4 address of an ISATAP interface (RFC 5214), the 32 bits with and without the "universal" bit.
_ISATAP = (0x00005EFE, 0x02005EFE)


@cache
def _table() -> tuple[tuple[IPNetwork, ...], frozenset[str]]:
    """The networks and the host names of the data file."""
    text = resources.files("bot.articles").joinpath("data/metadata.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")][1:]
    networks = tuple(ipaddress.ip_network(value) for kind, value, _ in rows if kind == "network")
    return networks, frozenset(value for kind, value, _ in rows if kind == "name")


def is_metadata_name(host: str) -> bool:
    """Whether a host name is one of a cloud's for its machines."""
    return host.rstrip(".").lower() in _table()[1]


def is_metadata_address(address: str) -> bool:
    """Whether an address, or an IPv4 address inside it, serves a cloud's machines. Unreadable text does not."""
    try:
        ip: IPAddress = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip.scope_id is not None:
        ip = ipaddress.IPv6Address(int(ip))
    networks = _table()[0]
    if any(form in network for form in (ip, *_inside(ip)) for network in networks if network.version == form.version):
        return True
    # A translator may have a network of its own: the single addresses are refused at the end of any IPv6 address.
    return isinstance(ip, ipaddress.IPv6Address) and any(
        network.version == 4 and network.num_addresses == 1 and int(network.network_address) == int(ip) & _LAST_32
        for network in networks
    )


def _inside(ip: IPAddress) -> Iterator[ipaddress.IPv4Address]:
    """The IPv4 addresses an IPv6 address stands for: mapped, compatible, translated, 6to4, Teredo, ISATAP."""
    if isinstance(ip, ipaddress.IPv4Address):
        return
    value = int(ip)
    for network, places in _HOLDING:
        if ip in network:
            yield ipaddress.IPv4Address(bytes(ip.packed[place] for place in places))
    if ip in _TEREDO:
        # The client's address is written with every bit turned.
        yield ipaddress.IPv4Address(value & _LAST_32 ^ _LAST_32)
    if value >> 32 & _LAST_32 in _ISATAP:
        yield ipaddress.IPv4Address(value & _LAST_32)
