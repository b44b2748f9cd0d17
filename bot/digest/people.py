"""Who spoke in a digest's stories: people with an office, each once, under one name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from bot.presentation import office_with_standing, standing_of
from bot.store.quotes import fold_name
from summarizers.lexicon.names import name_key, same_given
from summarizers.model import Brief, Speaker


def speakers_of(brief: Brief) -> list[Speaker]:
    """Speakers with an office of a brief's quotes, as often as they speak.

    The text must have the name: one that only a headline's capitals make ("Reyes Wins") is nobody's.
    """
    text = brief.article.text
    spoke = [s for q in brief.spoken() for s in q.speakers if s.office]
    return [with_standing(s, brief) for s in spoke if s.name in text or fold_name(s.name) in fold_name(text)]


def with_standing(speaker: Speaker, brief: Brief) -> Speaker:
    """A speaker whose office says "former" where it ended."""
    if not speaker.office:
        return speaker
    return replace(speaker, office=office_with_standing(speaker.office, standing_of(brief, speaker.name)))


@dataclass(slots=True)
class _Person:
    """Somebody under all names met."""

    #: Parts of the fullest name, as keys under which spellings meet.
    parts: tuple[str, ...]
    #: Every time they spoke.
    said: list[Speaker] = field(default_factory=list)


def most_quoted(speakers: Sequence[Speaker], first: Sequence[Speaker], most: int) -> tuple[Speaker, ...]:
    """Speakers by how often they speak, each person once; those of ``first`` before others."""
    people: list[_Person] = []
    # Full names first, so that a surname alone finds whose it is.
    by_length = sorted(enumerate(speakers), key=lambda at: (-len(at[1].name.split()), at[0]))
    for _, speaker in by_length:
        parts = tuple(map(name_key, speaker.name.split()))
        fitting = [p for p in people if _is_one(p, parts, speaker)]
        if len(fitting) != 1:
            fitting = [p for p in fitting if p.parts == parts] or [_Person(parts)]
            if not fitting[0].said:
                people.append(fitting[0])
        fitting[0].said.append(speaker)
    ahead = {fold_name(s.name) for s in first}
    places = {id(speaker): place for place, speaker in enumerate(speakers)}
    people.sort(
        key=lambda p: (
            not any(fold_name(s.name) in ahead for s in p.said),
            -len(p.said),
            min(places[id(s)] for s in p.said),
        )
    )
    return tuple(_agreed(person.said) for person in people[:most])


def _is_one(person: _Person, parts: tuple[str, ...], speaker: Speaker) -> bool:
    """Whether a name may be a person's: the same surname, and given names that go together.

    A part of the name is enough ("Tayyip" of "Recep Tayyip"), and a surname alone where the office is the same.
    """
    longer, shorter = person.parts, parts
    if longer[-1:] != shorter[-1:]:
        return False
    given, other = longer[:-1], shorter[:-1]
    if not other or not given:
        return any(s.office == speaker.office for s in person.said)
    return set(other) <= set(given) or same_given(given[0], other[0])


def _agreed(said: Sequence[Speaker]) -> Speaker:
    """One speaker as most articles have it; a country or organisation they are at odds over is left out."""
    name = Counter(s.name for s in said).most_common(1)[0][0]
    office = Counter(s.office for s in said).most_common(1)[0][0]
    same = [s for s in said if s.office == office]
    return replace(
        same[0],
        name=name,
        country=_majority(s.country for s in same),
        organisation=_majority(s.organisation for s in same),
    )


def _majority(values: Iterable[str | None]) -> str | None:
    """What most of those say that say anything, or None where as many say something else."""
    counts = Counter(value for value in values if value).most_common(2)
    return counts[0][0] if counts and (len(counts) == 1 or counts[0][1] > counts[1][1]) else None
