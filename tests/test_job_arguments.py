"""What jobs carry is written and read back, and what the release before wrote is read."""

from __future__ import annotations

from typing import Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.job_arguments import ArticleReading, BriefDeletion, Departure, FeedCheck, HomeTabVisit, SourceRequest
from bot.store.digests import DigestKey


class Argument(Protocol):
    """What all of them can."""

    def written(self) -> str: ...


#: Ids and moments of Slack's: anything without a seam. The last value of a form may hold seams.
IDS = st.text(st.characters(exclude_characters="|"), max_size=20)
ARGUMENTS = st.one_of(
    st.builds(HomeTabVisit, IDS, IDS, IDS),
    st.builds(BriefDeletion, IDS, IDS, IDS, IDS),
    st.builds(Departure, IDS, IDS),
    st.builds(SourceRequest, IDS, IDS, IDS, IDS, IDS, st.text(max_size=60)),
    st.builds(FeedCheck, st.integers(0, 2**53), st.floats(0, 4e9)),
    st.builds(ArticleReading, IDS, st.integers(0, 99)),
    st.builds(DigestKey, IDS, IDS, IDS),
)
#: Keys as the first release wrote them into its databases.
STORED: list[tuple[str, Argument]] = [
    ("T1|U1|1800000000.000100", HomeTabVisit("T1", "U1", "1800000000.000100")),
    ("T1|U1|", HomeTabVisit("T1", "U1", "")),
    ("T1|C1|1800000000.000100|U1", BriefDeletion("T1", "C1", "1800000000.000100", "U1")),
    ("T1|1800000000", Departure("T1", "1800000000")),
    (
        "add|T1|C1|U1|0123456789abcdef0123|https://a.example/x|y",
        SourceRequest("add", "T1", "C1", "U1", "0123456789abcdef0123", "https://a.example/x|y"),
    ),
    ("export|T1|C1|U1|0123|", SourceRequest("export", "T1", "C1", "U1", "0123", "")),
    ("7|1800000000.123", FeedCheck(7, 1_800_000_000.1234)),
    ("0123456789abcdef|2", ArticleReading("0123456789abcdef", 2)),
    ("T1|C1|2026-11-03", DigestKey("T1", "C1", "2026-11-03")),
    ("T1|C1|now:0123", DigestKey("T1", "C1", "now:0123")),
]


@given(ARGUMENTS)
def test_what_is_written_is_read_back(argument: HomeTabVisit) -> None:
    """Of every kind, whatever its values hold."""
    assert type(argument).read(argument.written()) == argument


@pytest.mark.parametrize(("stored", "argument"), STORED)
def test_jobs_of_the_release_before_are_read(stored: str, argument: HomeTabVisit) -> None:
    """The written forms never change: they stand in databases."""
    assert type(argument).read(stored) == argument
    assert argument.written() == stored


@pytest.mark.parametrize("kind", [HomeTabVisit, BriefDeletion, Departure, SourceRequest, FeedCheck, ArticleReading])
def test_what_is_no_argument_is_an_error(kind: type[HomeTabVisit]) -> None:
    """A key with too few parts is none of ours."""
    with pytest.raises(ValueError):
        kind.read("T1")
