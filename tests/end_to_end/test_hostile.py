"""What is built to hold its reader costs its worker, its own lane and one kind line; everybody else is answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot import brief_maker
from bot.articles.worker import WARM_UP
from bot.workers import Limits, WorkerPool
from tests.databases import emptied_database
from tests.end_to_end.site import STORY, page
from tests.end_to_end.world import WAYS, World, words_of, world
from tests.workers.tasks import MARK

HOSTILE = 9


@pytest.fixture(scope="module")
def here(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A bot whose workers are held for ever by what bears the mark, and let go after a second of CPU time."""
    home = tmp_path_factory.mktemp("home")
    warm_ups = (WARM_UP, f"bot.brief_maker:warm_up={home}", "tests.workers.tasks:hold_marked")
    mode, kind = request.param
    with (
        pytest.MonkeyPatch.context() as patch,
        WorkerPool(2, warm_ups=warm_ups) as workers,
        emptied_database(kind) as database,
    ):
        patch.setattr(brief_maker, "LIMITS", Limits(cpu_seconds=1.0))
        with world(home, database=database, mode=mode, http_port=0, workers=workers) as running:
            limits = running.bot._reader._extractor._limits
            running.bot._reader._extractor._limits = replace(limits, cpu_seconds=1.0)
            yield running


pytestmark = pytest.mark.parametrize("here", WAYS, indirect=True)


def hostile_link(here: World) -> str:
    """Address of a page whose text holds whoever makes a brief of it."""
    link = here.page("hostile")
    here.site.pages[f"/{link.rsplit('/', 1)[1]}"] = page("A trap", (MARK, *STORY))
    return link


def test_a_crowd_of_hostile_links_delays_nobody_else(here: World) -> None:
    """One person pastes traps: a colleague in the same channel, and one elsewhere, are answered long before they are done.

    The traps are told one by one with a kind line; nothing is lost or told twice.
    """
    channel, elsewhere = here.channel(), here.channel()
    person, colleague = here.slack.viewer, here.slack.add_user("colleague", "A Colleague")
    traps = [here.slack.say(hostile_link(here), channel, person) for _ in range(HOSTILE)]
    here.wait(lambda: here.site.asked)
    mine = here.slack.say(here.page(), channel, colleague)
    other = here.slack.say(here.page(), elsewhere, person)
    for place, ts in ((channel, mine), (elsewhere, other)):
        (brief,) = here.replies(place, ts)
        assert "Ana Reyes" in words_of(brief)
    answered = sum(len(here.slack.messages(channel, ts)) > 1 for ts in traps)
    assert answered <= HOSTILE // 2
    for ts in traps:
        (line,) = here.replies(channel, ts)
        assert "could not read" in words_of(line)
    here.quiet()
    assert all(len(here.slack.messages(channel, ts)) == 2 for ts in traps)


def test_a_hostile_text_in_a_direct_message(here: World) -> None:
    """Pasted text is read in a worker too: the next message of the same person is answered."""
    direct = here.slack.dm_channel()
    trap = here.slack.dm("\n\n".join((MARK, *STORY)))
    text = here.slack.dm("\n\n".join(STORY))
    (line,) = here.replies(direct, trap)
    assert "could not read" in words_of(line)
    (brief,) = here.replies(direct, text)
    assert "Ana Reyes" in words_of(brief)


def test_words_with_an_end_of_many_dots(here: World) -> None:
    """Thirty thousand dots are answered, with a brief or with what was wrong, and a link meanwhile as ever."""
    direct, channel = here.slack.dm_channel(), here.channel()
    dots = here.slack.dm("\n\n".join(STORY) + "." * 30_000)
    link = here.slack.say(here.page(), channel)
    (brief,) = here.replies(channel, link)
    assert "Ana Reyes" in words_of(brief)
    (answer,) = here.replies(direct, dots)
    assert "Ana Reyes" in words_of(answer) or "could not read" in words_of(answer)


def test_hostile_briefs_never_run_in_the_bots_own_process(here: World, tmp_path: Path) -> None:
    """The library's brief is not even loaded here by a link, a text or a digest's page: workers make them all."""
    import summarizers.pipeline as library

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a brief in the bot's own process")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library, "brief", refuse)
        channel = here.channel()
        for ts in (here.slack.say(here.page(), channel), here.slack.mention(here.page(), channel)):
            (brief,) = here.replies(channel, ts)
            assert "Ana Reyes" in words_of(brief)
