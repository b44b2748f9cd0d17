"""Named rules: tried in their order, the first that says something decides, and what it says carries its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from summarizers.people.entities import PersonEntity
from summarizers.values import value_class

View = TypeVar("View")


@dataclass(frozen=True, slots=True)
class Shown:
    """Words to be shown in brackets."""

    #: The token they stand behind.
    token: int
    #: The words.
    words: str
    #: The people they name.
    entities: tuple[PersonEntity, ...] = ()
    #: Whether they name somebody who has no name ("a gunman").
    unnamed: bool = False


@value_class
class Verdict:
    """What a rule says of a sentence or of a place in it; nothing set means that it stands."""

    #: Whether the sentence cannot be shown: it points back, and what to is not certain.
    hangs: bool = False
    #: Lesser back-references ("the deal"), by weight.
    leans: int = 0
    #: What else ties it to its neighbours or to somebody speaking, by weight.
    mild: int = 0
    #: What has to be shown for it to stand.
    shown: Shown | None = None
    #: Token of the word that counts as the opening from here on: the connective before it is left aside.
    goes_on: int | None = None


STANDS = Verdict()
HANGS = Verdict(hangs=True)


@dataclass(frozen=True)  # slots and a subscripted generic do not go together in Python 3.11
class Rule(Generic[View]):
    """One rule."""

    #: What a verdict says decided.
    name: str
    #: The verdict, or None where the rule says nothing.
    judge: Callable[[View], Verdict | None]


def decide(rules: Sequence[Rule[View]], view: View) -> tuple[str, Verdict] | None:
    """Name and verdict of the first rule that says something, or None."""
    for rule in rules:
        verdict = rule.judge(view)
        if verdict is not None:
            return rule.name, verdict
    return None


def owner(name: str) -> str:
    """The possessive of a name, as news style writes it."""
    return name + ("’" if name.endswith("s") else "’s")


def join(entities: Sequence[PersonEntity]) -> str:
    """Names in a row: "A, B and C"."""
    names = [entity.name for entity in entities]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
