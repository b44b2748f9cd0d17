"""Limits and manners of fetching, as one value."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import metadata


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """How far reading a page may go. The defaults are the measured ones; nothing here is read from the environment."""

    #: Who to write to about the bot's visits, shown in the User-Agent: a mail or web address. Empty = none given.
    contact: str = ""
    #: Longest wait for a host name's addresses, in seconds.
    resolve_seconds: float = 3.0
    #: Longest wait for a connection, in seconds.
    connect_seconds: float = 3.0
    #: Longest silence of the server, in seconds.
    read_seconds: float = 5.0
    #: Longest time for fetching one page, from the first look-up to the last byte, redirects included, in seconds.
    fetch_seconds: float = 8.0
    #: CPU time the extraction of one page may take before its worker is killed, in seconds. The slowest ordinary page of
    #: 331 took .6 on the machine the figure was taken on.
    extract_seconds: float = 4.0
    #: Memory the extraction of one page may add to what a worker has loaded, in MiB.
    extract_megabytes: int = 256
    #: Redirects followed.
    max_redirects: int = 5
    #: Largest page, decoded, in bytes.
    max_bytes: int = 4_000_000
    #: Largest file that is no page (PDF, Word, mail), in bytes.
    max_file_bytes: int = 16_000_000
    #: Least time between two visits to one host, in seconds.
    host_gap_seconds: float = 1.0
    #: Longest a read waits for its turn at a host, in seconds.
    host_wait_seconds: float = 60.0
    #: Hosts exempt from the address rules, as "host" or "host:port": intranet sites, the demo's own page.
    allowed_hosts: frozenset[str] = frozenset()
    #: File of certificate authorities to trust instead of the bundled ones, for intranet hosts, or None.
    ca_bundle: str | None = None

    @property
    def user_agent(self) -> str:
        """An honest User-Agent: what we are, and whom to write to."""
        about = "link briefs in Slack"
        return f"Attache/{_version()} ({about}; +{self.contact})" if self.contact else f"Attache/{_version()} ({about})"


@cache
def _version() -> str:
    """The installed version, or "0" when the project is not installed."""
    try:
        return metadata.version("attache")
    except metadata.PackageNotFoundError:
        return "0"
