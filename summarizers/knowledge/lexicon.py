"""Titles, modifiers, reporting verbs, names and common words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from summarizers.knowledge.folding import fold_word
from summarizers.knowledge.tables import rows, words

Effect = Literal["former", "deceased", "acting", "designate", "current", "deputy", "shadow", "none"]
Position = Literal["before", "after", "prefix", "suffix"]
Tense = Literal["base", "third_person", "past", "participle", "gerund"]

#: Role classes that are public offices.
PUBLIC_ROLES: frozenset[str] = frozenset(
    {
        "head_of_state", "head_of_government", "foreign", "defence", "interior", "finance", "minister", "deputy", "envoy",
        "ambassador", "spokesperson", "adviser", "legislator", "governor", "mayor", "judge", "prosecutor", "military", "police",
        "royal", "clergy", "party", "civil_servant", "intelligence", "central_banker", "international", "aide",
    }
)  # fmt: skip
#: Role classes that are not; "private" are witnesses, victims, workers; "armed_group" leads no recognised state.
OTHER_ROLES: frozenset[str] = frozenset(
    {
        "journalist", "academic", "analyst", "business", "activist", "lawyer", "honorific", "family", "celebrity", "sport",
        "private", "armed_group",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Title:
    """A title, office or role that stands beside a name."""

    #: The words, lower case, full stops as usual: "lt. gen.".
    phrase: str
    #: Normalised office, None for honorifics and kinship: "Lieutenant General".
    office: str | None
    #: Role class, one of PUBLIC_ROLES or OTHER_ROLES.
    role: str
    #: Whether it is a public office.
    public: bool
    #: "national", "subnational", "international" or "none".
    scope: str
    #: How high the office stands, 0 to 100.
    rank: int
    #: Plural of the phrase, None where none is used.
    plural: str | None
    #: Country, where the phrase alone implies one.
    country: str | None
    #: "m" or "f" where the word tells.
    gender: str | None


@dataclass(frozen=True, slots=True)
class TitleHead:
    """A word that may head a title composed with a department ("trade envoy", "minister for ports")."""

    #: The word, lower case.
    word: str
    #: Its plural.
    plural: str
    #: Role class when the department gives no other.
    role: str
    #: Whether such titles are public offices.
    public: bool
    #: How high such an office stands, 0 to 100.
    rank: int
    #: "m" or "f" where the word tells.
    gender: str | None


@dataclass(frozen=True, slots=True)
class Modifier:
    """A word that changes an office."""

    #: The word, lower case, with the hyphen of a prefix or suffix: "ex-", "-elect".
    word: str
    #: Where it stands: a word before or after the title, or joined to it.
    position: Position
    #: What it does to the office or the holder's standing.
    effect: Effect
    #: Whether the word often means something else.
    weak: bool


@dataclass(frozen=True, slots=True)
class VerbForm:
    """A form of a reporting verb."""

    #: Base form: "say".
    lemma: str
    #: Which form it is; forms that coincide are given as the first of base, past, participle.
    tense: Tense
    #: Whether it reports speech even where no comma stands beside it.
    strong: bool
    #: say, write, ask, read, call, believe, urge, present or gesture (header of speech_verbs.tsv).
    kind: str


@dataclass(frozen=True, slots=True)
class GivenName:
    """What a given name tells."""

    #: "m", "f", or None when either or unknown.
    gender: str | None
    #: Whether it is also a common word, a place or a title, and so weak evidence of a person.
    weak: bool


@cache
def titles() -> Mapping[str, Title]:
    """Phrase, lower case -> title; the parser takes the longest phrase that matches."""
    return {
        row[0]: Title(row[0], row[1] or None, row[2], row[3] == "1", row[4], int(row[5]), row[6] or None, row[7] or None, row[8] or None)
        for row in rows("titles")
    }


@cache
def title_plurals() -> Mapping[str, Title]:
    """Plural phrase, lower case -> the singular title ("foreign ministers" -> "foreign minister")."""
    return {title.plural: title for title in titles().values() if title.plural and title.plural != title.phrase}


@cache
def title_heads() -> Mapping[str, TitleHead]:
    """Singular and plural head words, lower case -> how titles they head are read."""
    out: dict[str, TitleHead] = {}
    for row in rows("title_heads"):
        head = TitleHead(row[0], row[1], row[2], row[3] == "1", int(row[4]), row[5] or None)
        out[row[0]] = head
        out.setdefault(row[1], head)
    return out


@cache
def departments() -> Mapping[str, str]:
    """Department word or phrase, lower case -> role class of its minister (foreign, defence, interior, finance, minister)."""
    return {row[0]: row[1] for row in rows("departments")}


@cache
def office_forms() -> Mapping[tuple[str, str], str]:
    """(office, country) -> what the office is called there."""
    return {(row[0], row[1]): row[2] for row in rows("office_forms")}


def office_in(office: str, country: str | None) -> str:
    """An office as its country calls it: "Defence Secretary" of the United States -> "Secretary of Defense"."""
    return office_forms().get((office, country or ""), office)


@cache
def modifiers() -> Mapping[str, Modifier]:
    """Word, lower case -> modifier."""
    positions: dict[str, Position] = {"before": "before", "after": "after", "prefix": "prefix", "suffix": "suffix"}
    effects: dict[str, Effect] = {
        "former": "former", "deceased": "deceased", "acting": "acting", "designate": "designate", "current": "current",
        "deputy": "deputy", "shadow": "shadow", "none": "none",
    }  # fmt: skip
    return {row[0]: Modifier(row[0], positions[row[1]], effects[row[2]], row[3] == "1") for row in rows("modifiers")}


@cache
def speech_verbs() -> Mapping[str, VerbForm]:
    """Every form of every reporting verb, lower case ("said", "says") -> what it is."""
    out: dict[str, VerbForm] = {}
    for lemma, third, past, participle, gerund, strength, kind in (row[:7] for row in rows("speech_verbs")):
        strong = strength == "strong"
        cells: tuple[tuple[Tense, str], ...] = (
            ("base", lemma), ("past", past), ("third_person", third), ("participle", participle), ("gerund", gerund)
        )  # fmt: skip
        for tense, cell in cells:
            for form in cell.split("|"):
                known = out.get(form)
                # "found" is the past of "find": a form two verbs share goes to the stronger one.
                if known is None or (strong and not known.strong):
                    out[form] = VerbForm(lemma, tense, strong, kind)
    return out


@cache
def given_names() -> Mapping[str, GivenName]:
    """Given name folded by ``fold_word`` -> gender and strength."""
    out: dict[str, GivenName] = {}
    for gender, weak, names in (row[:3] for row in rows("given_names")):
        out.update(dict.fromkeys(names.split(" "), GivenName(gender if gender in "mf" else None, weak == "1")))
    return out


def given_name(word: str) -> GivenName | None:
    """A written word as a given name; of an unknown hyphened name ("Jean-Noël") the first part decides."""
    folded = fold_word(word)
    known = given_names().get(folded)
    if known is None and "-" in folded:
        known = given_names().get(folded.partition("-")[0])
    return known


@cache
def nicknames() -> Mapping[str, frozenset[str]]:
    """Folded given name -> folded names that may stand for it, both ways; siblings of one name included."""
    groups: dict[str, set[str]] = {}
    for name, variants in (row[:2] for row in rows("nicknames")):
        group = [fold_word(part) for part in (name, *variants.split("|"))]
        for i, one in enumerate(group):
            # A nickname reaches its own full names, a full name all of its nicknames.
            groups.setdefault(one, set()).update(group if i == 0 else (group[0],))
    return {name: frozenset(group - {name}) for name, group in groups.items()}


@cache
def family_first_names() -> Mapping[str, frozenset[str]]:
    """Folded family name that stands first ("wang") -> languages that use it (chinese, korean, vietnamese, khmer)."""
    out: dict[str, set[str]] = {}
    for language, names in (row[:2] for row in rows("family_first")):
        for name in names.split(" "):
            out.setdefault(fold_word(name), set()).add(language)
    return {name: frozenset(languages) for name, languages in out.items()}


@cache
def common_words() -> frozenset[str]:
    """Frequent English words, lower case: capitalised at a sentence start they are no names."""
    return frozenset(words("common_words"))


@cache
def abbreviations() -> Mapping[str, str]:
    """Abbreviation, lower case without its last full stop -> class (header of abbreviations.tsv)."""
    return {row[0]: row[1] for row in rows("abbreviations")}
