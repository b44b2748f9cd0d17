"""The only door to the network: every address checked, every connection bounded in time.

A host name is resolved once; if any of its addresses is not on the public internet the whole name is refused, and the
connection goes to exactly the address that was checked, so a second answer of the name server changes nothing.
"""

from __future__ import annotations

import ipaddress
import os
import queue
import re
import socket
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import SplitResult, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from bot.articles.limits import FetchSettings
from bot.articles.metadata import is_metadata_address, is_metadata_name
from bot.articles.states import PageState, Unreadable

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
#: Resolves (host, port) to the addresses the system would try, as text. May block; raises OSError.
Resolver = Callable[[str, int], list[str]]
#: Opens a connection to (address, port) within a number of seconds. Raises OSError.
Connector = Callable[[str, int, float], socket.socket]

#: Longest address accepted, in characters.
MAX_URL = 2048
#: Ports of the public web.
WEB_PORTS = (80, 443)
#: Addresses of a name that are tried before giving up.
MAX_ATTEMPTS = 4

#: Networks refused beyond what the standard library calls not global (IANA special-purpose address registries).
_REFUSED = tuple(
    ipaddress.ip_network(n)
    for n in (
        "0.0.0.0/8",
        "100.64.0.0/10",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "240.0.0.0/4",
        "::/96",
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",
        "2002::/16",
        "3fff::/20",
        "5f00::/16",
        "fec0::/10",
    )
)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
#: Characters that have no place in a link and that parsers disagree about.
_ODD_CHARACTERS = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\u3000]")
#: A last label that resolvers read as a number: 1, 0x7f, 0177. Only four plain decimals make an IPv4 address.
_NUMERIC_LABEL = re.compile(r"(?:\d+|0x[0-9a-f]*)", re.IGNORECASE)


def is_public(address: str) -> bool:
    """Whether an address is global unicast on the public internet. Unreadable text is not."""
    try:
        ip: IPAddress = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.scope_id is not None:
            return False
        if ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        elif ip in _NAT64:
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if any(ip in network for network in _REFUSED if network.version == ip.version):
        return False
    if is_metadata_address(address):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback)


def _is_allowed(host: str, port: int, allowed: frozenset[str]) -> bool:
    """Whether the settings exempt a host, with any of the web's ports or with the port they name."""
    return f"{host}:{port}" in allowed or (port in WEB_PORTS and host in allowed)


def check_url(url: str, allowed: frozenset[str] = frozenset()) -> SplitResult:
    """Check an address before anything is looked up, and return its parts.

    Raises Unreadable: BAD_LINK for what is no web address, REFUSED_ADDRESS for user info, odd ports and numeric hosts.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        # What the HTTP library will connect to: full-width digits and dots become plain ones.
        host = (parts.hostname or "").encode("idna").decode("ascii") if parts.hostname else ""
    except (ValueError, UnicodeError) as error:
        raise Unreadable(PageState.BAD_LINK) from error
    if len(url) > MAX_URL or parts.scheme not in ("http", "https") or not host or _ODD_CHARACTERS.search(url):
        raise Unreadable(PageState.BAD_LINK)
    if "@" in parts.netloc or "%" in parts.netloc:
        raise Unreadable(PageState.REFUSED_ADDRESS)
    if is_metadata_name(host) or is_metadata_address(host):
        raise Unreadable(PageState.REFUSED_ADDRESS)
    if _is_allowed(host.rstrip("."), port, allowed):
        return parts
    if parts.port is not None and parts.port not in WEB_PORTS:
        raise Unreadable(PageState.REFUSED_ADDRESS)
    literal = _literal(host)
    if literal is not None and not is_public(literal):
        raise Unreadable(PageState.REFUSED_ADDRESS)
    return parts


def _literal(host: str) -> str | None:
    """The IP address a host is written as, "" for one in a form only attackers use, None for a name."""
    if ":" in host:
        return host
    labels = host.rstrip(".").split(".")
    if not _NUMERIC_LABEL.fullmatch(labels[-1]):
        return None
    plain = len(labels) == 4 and all(re.fullmatch(r"0|[1-9]\d{0,2}", label) for label in labels)
    return host if plain and not host.endswith(".") else ""


def system_resolver(host: str, port: int) -> list[str]:
    """The addresses of a host, in the system's order. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def system_connector(address: str, port: int, seconds: float) -> socket.socket:
    """A TCP connection to one address. Raises OSError."""
    return socket.create_connection((address, port), timeout=seconds)


class Deadline:
    """A point in time after which everything of one fetch is cut off, also a server that drips.

    A socket's own time limit starts anew with every byte; here a timer shuts the sockets.
    """

    def __init__(self, seconds: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._end = clock() + seconds
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True
        #: Whether the time has run out.
        self.expired = False

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            for watched in self._sockets:
                watched.close()
            self._sockets.clear()

    def remaining(self) -> float:
        """Seconds left, at least a hundredth. Raises Unreadable TOO_SLOW when there are none."""
        left = self._end - self._clock()
        if self.expired or left <= 0:
            raise Unreadable(PageState.TOO_SLOW)
        return max(left, 0.01)

    def watch(self, connection: socket.socket) -> None:
        """Shut this connection when the time runs out, whatever wraps it later (TLS takes the object, not the line)."""
        twin = socket.socket(fileno=os.dup(connection.fileno()))
        with self._lock:
            if not self.expired:
                self._sockets.append(twin)
                return
        twin.close()
        connection.close()
        raise Unreadable(PageState.TOO_SLOW)

    def _expire(self) -> None:
        with self._lock:
            self.expired = True
            for watched in self._sockets:
                try:
                    watched.shutdown(socket.SHUT_RDWR)
                except OSError:
                    # Already closed by either side.
                    continue


class Guard:
    """Opens checked connections for one fetch."""

    def __init__(
        self,
        settings: FetchSettings,
        deadline: Deadline,
        *,
        resolver: Resolver = system_resolver,
        connector: Connector = system_connector,
    ) -> None:
        self._settings = settings
        self._deadline = deadline
        self._resolver = resolver
        self._connector = connector

    def connect(self, host: str, port: int) -> socket.socket:
        """A connection to the host, made to exactly one of the addresses that were checked.

        Raises Unreadable: UNKNOWN_HOST, REFUSED_ADDRESS, UNREACHABLE or TOO_SLOW.
        """
        addresses = self._resolve(host, port)
        if any(map(is_metadata_address, addresses)):
            raise Unreadable(PageState.REFUSED_ADDRESS)
        # One forbidden answer among good ones is enough to refuse: the next look-up might give it alone.
        public = port in WEB_PORTS and all(is_public(address) for address in addresses)
        if not public and not _is_allowed(host.rstrip("."), port, self._settings.allowed_hosts):
            raise Unreadable(PageState.REFUSED_ADDRESS)
        failure: OSError | None = None
        for address in addresses[:MAX_ATTEMPTS]:
            seconds = min(self._settings.connect_seconds, self._deadline.remaining())
            try:
                connection = self._connector(address, port, seconds)
            except OSError as error:
                failure = error
                continue
            self._deadline.watch(connection)
            connection.settimeout(min(self._settings.read_seconds, self._deadline.remaining()))
            return connection
        raise Unreadable(PageState.UNREACHABLE) from failure

    def _resolve(self, host: str, port: int) -> list[str]:
        """The host's addresses, asked for once, in a thread because the system's resolver cannot be interrupted."""
        answers: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(self._resolver(host, port))
            except (OSError, UnicodeError) as error:
                answers.put(error)

        threading.Thread(target=ask, name="resolve", daemon=True).start()
        try:
            answer = answers.get(timeout=min(self._settings.resolve_seconds, self._deadline.remaining()))
        except queue.Empty as error:
            raise Unreadable(PageState.UNREACHABLE) from error
        if isinstance(answer, Exception):
            raise Unreadable(PageState.UNKNOWN_HOST) from answer
        if not answer:
            raise Unreadable(PageState.UNKNOWN_HOST)
        return answer


class _GuardedAdapter(HTTPAdapter):
    """Transport whose connections come from the guard, and which knows no proxy."""

    def __init__(self, guard: Guard, settings: FetchSettings) -> None:
        self._guard = guard
        self._allowed = settings.allowed_hosts
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools whose connections ask the guard."""
        super().init_poolmanager(*args, **kwargs)
        guard = self._guard

        class GuardedHTTPConnection(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return guard.connect(self._dns_host, self.port or 80)

        class GuardedHTTPSConnection(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return guard.connect(self._dns_host, self.port or 443)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = GuardedHTTPConnection

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = GuardedHTTPSConnection

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}

    def proxy_manager_for(self, *_: Any, **__: Any) -> Any:
        """No proxy is ever used: it would connect for us, past the guard. Raises Unreadable."""
        raise Unreadable(PageState.REFUSED_ADDRESS)

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: bool | str = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Check the address of every request, then send it."""
        check_url(request.url or "", self._allowed)
        return super().send(request, stream=stream, timeout=timeout, verify=verify, cert=cert, proxies=proxies)


class _GuardedSession(requests.Session):
    """A session that never looks at redirects: each hop is a new request, checked by its caller."""

    def get_redirect_target(self, _: requests.Response) -> str | None:
        """No target. The library would read a broken Location even when told not to follow it, and fail."""
        return None


def guarded_session(
    settings: FetchSettings,
    deadline: Deadline,
    *,
    resolver: Resolver = system_resolver,
    connector: Connector = system_connector,
) -> requests.Session:
    """An HTTP session for one fetch: guarded, without the environment's proxies, credentials or certificates."""
    session = _GuardedSession()
    session.trust_env = False
    session.verify = settings.ca_bundle or True
    guard = Guard(settings, deadline, resolver=resolver, connector=connector)
    adapter = _GuardedAdapter(guard, settings)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    session.headers.clear()
    return session
