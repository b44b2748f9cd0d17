"""Which states and bodies have an office: by its words, by the directory of offices, and by the address a page is published at."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from summarizers import lexicon
from summarizers.directory import index
from summarizers.knowledge import tables


def _phrases(*names: str) -> frozenset[str]:
    """The phrases of classes of words, which low lines join there."""
    return frozenset(words.replace("_", " ") for words in lexicon.word_class(*names))


def _longer_first(words: str) -> tuple[int, str]:
    return -len(words.split()), words


#: Words of offices by which states differ in whether they have one; heads of state and government first, longer ones first.
_OF_HEADS = _phrases("head_office")
_TELLING = (*sorted(_OF_HEADS, key=_longer_first), *sorted(_phrases("minister_office"), key=_longer_first))
#: Roles of those heads, whose words presidents of parliaments and banks do not count for.
_HEAD_ROLES = frozenset({"head_of_state", "head_of_government", "royal", "deputy"})
#: Offices that hold "secretary" and are no minister's, and that hold "minister" and are no minister's.
_NO_MINISTERS = _phrases("no_minister")
#: States and bodies that have an office of a name the directory lists in so few states are hardly all that have it.
_FEW = 3


@dataclass(frozen=True, slots=True)
class Owners:
    """The states and bodies that have an office of some words."""

    #: The usual one first.
    names: tuple[str, ...]
    #: When the first stands for all of them: 2 unless the text names another one, 1 where the text names it, 0 never.
    usual: int


@cache
def _owner_rows() -> tuple[dict[str, Owners], tuple[tuple[str, Owners], ...]]:
    """Owners by whole office, and those of offices that only begin, end or hold some words (with their stars)."""
    whole: dict[str, Owners] = {}
    parts: list[tuple[str, Owners]] = []
    for words, names, usual in tables.rows("office_states"):
        owners = Owners(tuple(names.split("|")), int(usual))
        if "*" in words:
            parts.append((words, owners))
        else:
            whole[words] = owners
    return whole, tuple(parts)


@cache
def administrations() -> frozenset[str]:
    """The states whose government news calls by the name of its president: "the X administration"."""
    codes = tables.classes()["administration_state"]
    return frozenset(row[1] for row in tables.rows("countries") if row[0].lower() in codes)


@cache
def bodies() -> frozenset[str]:
    """Names of owners that are no state."""
    states = {row[1] for row in tables.rows("countries")}
    whole, parts = _owner_rows()
    return frozenset(n for o in (*whole.values(), *(o for _, o in parts)) for n in o.names if n not in states)


def owners_of(office: str) -> Owners | None:
    """The owners of an office whose words tell them, or None."""
    low = _plain(office)
    whole, parts = _owner_rows()
    if low in whole:
        return whole[low]
    return next((owners for words, owners in parts if _matches(low, words)), None)


def _matches(low: str, words: str) -> bool:
    """Whether an office fits words with a star where more may stand."""
    plain = words.strip("*").strip()
    if words.startswith("*") and words.endswith("*"):
        return plain in low
    if words.startswith("*"):
        return low.endswith(plain)
    return low.startswith(plain) and (low == plain or not low[len(plain)].isalnum())


def _plain(office: str) -> str:
    return " ".join(office.lower().split())


@cache
def _states_by_word() -> dict[str, frozenset[str]]:
    """States by each telling word of the offices the directory lists for them."""
    found: dict[str, set[str]] = defaultdict(set)
    for term in index.directory().terms:
        if term.jurisdiction:
            word = _telling(term.office)
            if word is not None and (word not in _OF_HEADS or term.role in _HEAD_ROLES):
                found[word].add(term.jurisdiction)
    found["ministry"] = found["minister"]
    return {word: frozenset(states) for word, states in found.items()}


def _telling(office: str) -> str | None:
    """The telling word of an office, or None."""
    low = f" {office.lower().replace('-', ' ')} "
    if any(words in low for words in _NO_MINISTERS):
        return None
    return next((word for word in _TELLING if f" {word} " in low), None)


def is_telling(office: str) -> bool:
    """Whether an office's words tell which states may have it."""
    return _telling(office) is not None


def may_have(state: str, office: str) -> bool:
    """Whether a state may have an office, as far as the directory knows it and its words tell."""
    word = _telling(office)
    if word is None:
        return True
    states = _states_by_word().get(word, frozenset())
    return state in states or len(states) < _FEW


# --- publishers ------------------------------------------------------------------------------------------------------


@cache
def _publishers() -> tuple[tuple[str, str], ...]:
    """(end of a host, state) of governments' pages."""
    return tuple((host, state) for host, state in tables.rows("publishers"))


@cache
def _state_of_ending() -> dict[str, str]:
    """State by the last label of its hosts."""
    found = {row[0].lower(): row[1] for row in tables.rows("countries")}
    return {**{k: v for k, v in found.items() if len(k) == 2}, "uk": found.get("gb", "United Kingdom")}


@cache
def _host_labels() -> dict[str, frozenset[str]]:
    """Labels before the last one that are a government's own, and endings sold to anybody, which say nothing of a state."""
    return {name: frozenset(labels.split()) for name, labels in tables.rows("hosts")}


def publisher_state(url: str | None) -> str | None:
    """The state whose government publishes an address, or None."""
    host = _host(url)
    for end, state in _publishers():
        if host == end or host.endswith(f".{end}"):
            return state
    labels = host.split(".")
    if len(labels) > 2 and labels[-2] in _host_labels()["government"]:
        return _state_of_ending().get(labels[-1])
    return None


def home_state(url: str | None) -> str | None:
    """The state whose ending an address has, or None."""
    ending = _host(url).rpartition(".")[2]
    return None if ending in _host_labels()["open"] else _state_of_ending().get(ending)


def _host(url: str | None) -> str:
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
