"""Countries, places and named organisations, with the words news uses for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Generic, Literal, TypeVar

from summarizers.knowledge.tables import forms, rows

CountryFormKind = Literal["name", "alias", "adjective", "people", "capital", "metonym", "institution"]
PlaceKind = Literal["state", "nation", "province", "region", "area", "sea", "city"]
OrganisationKind = Literal[
    "international", "government", "armed_group", "newspaper", "agency", "broadcaster", "company", "think_tank", "ngo", "university"
]  # fmt: skip
#: Kinds of organisation that publish news.
MEDIA_KINDS: frozenset[str] = frozenset({"newspaper", "agency", "broadcaster"})
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory. Forms are as written, capitals included; those in ``ambiguous`` mean other things too."""

    #: ISO 3166-1 alpha-2 code, or a user-assigned one (header of countries.tsv).
    iso2: str
    #: Short English name: "South Korea".
    name: str
    #: Other names and short forms: "UK", "Britain".
    aliases: tuple[str, ...]
    #: Adjectives as they stand before a title: "Saudi", "New Zealand", "Philippine".
    adjectives: tuple[str, ...]
    #: People nouns, singular and plural: "Iraqi", "Iraqis".
    people: tuple[str, ...]
    #: Capitals and seats of government, with spelling variants.
    capitals: tuple[str, ...]
    #: Buildings and places that stand for the government, without "the": "Kremlin".
    metonyms: tuple[str, ...]
    #: Bodies, parties and groups that imply the country: "Knesset".
    institutions: tuple[str, ...]
    #: Forms of the above that also mean something else.
    ambiguous: frozenset[str]


@dataclass(frozen=True, slots=True)
class Form(Generic[_T]):
    """What one written form may stand for."""

    #: The country, place or organisation.
    of: _T
    #: Which kind of form it is ("name", "alias", "adjective", "demonym", ...).
    kind: str
    #: Whether the form also means something else.
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a country, a world region, waters or a city."""

    #: Usual English name.
    name: str
    #: What sort of place it is.
    kind: PlaceKind
    #: Short name of the country it lies in, None when there are several or none.
    country: str | None
    #: Other names and abbreviations: "Ala.".
    aliases: tuple[str, ...]
    #: Adjectives and people nouns: "Catalan".
    demonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Organisation:
    """A named organisation."""

    #: Usual name, as shown.
    name: str
    #: What sort of organisation it is.
    kind: OrganisationKind
    #: Short name of its country; None for international bodies and where several countries have one.
    country: str | None
    #: Other names and abbreviations.
    aliases: tuple[str, ...]
    #: Forms that stand right before a title: "UN" in "UN envoy".
    adjectives: tuple[str, ...]

    @property
    def media(self) -> bool:
        """Whether it publishes news."""
        return self.kind in MEDIA_KINDS


@cache
def countries() -> tuple[Country, ...]:
    """Every country and territory of countries.tsv, by name."""
    out = []
    for row in rows("countries"):
        cells = [forms(cell) for cell in row[2:8]]
        ambiguous = frozenset(form for cell in cells for form, doubtful in cell if doubtful)
        aliases, adjectives, people, capitals, metonyms, institutions = (
            tuple(form for form, _ in cell if form != row[1]) if i == 0 else tuple(form for form, _ in cell)
            for i, cell in enumerate(cells)
        )
        out.append(Country(row[0], row[1], aliases, adjectives, people, capitals, metonyms, institutions, ambiguous))
    return tuple(out)


@cache
def country_forms() -> Mapping[str, tuple[Form[Country], ...]]:
    """Written form ("Saudi", "Kyiv", "Downing Street", without "the") -> the countries it may stand for."""
    table: dict[str, list[Form[Country]]] = {}
    for country in countries():
        kinds: tuple[tuple[CountryFormKind, tuple[str, ...]], ...] = (
            ("name", (country.name,)), ("alias", country.aliases), ("adjective", country.adjectives), ("people", country.people),
            ("capital", country.capitals), ("metonym", country.metonyms), ("institution", country.institutions),
        )  # fmt: skip
        for kind, written in kinds:
            for form in written:
                readings = table.setdefault(form, [])
                if all(reading.of is not country for reading in readings):
                    readings.append(Form(country, kind, form in country.ambiguous))
    return {form: tuple(readings) for form, readings in table.items()}


def _only(form: str, kinds: frozenset[str]) -> Country | None:
    """The one country a form of these kinds means, None when unknown or shared by several."""
    fitting = [reading for reading in country_forms().get(form, ()) if reading.kind in kinds]
    if len(fitting) > 1:
        fitting = [reading for reading in fitting if not reading.ambiguous]
    return fitting[0].of if len(fitting) == 1 else None


def country_by_adjective(form: str) -> Country | None:
    """"Saudi" -> Saudi Arabia; None for unknown adjectives and for those two countries share ("Congolese")."""
    return _only(form, frozenset({"name", "alias", "adjective", "people"}))


def country_named(form: str) -> Country | None:
    """"Britain", "UK", "United Kingdom" -> United Kingdom; None for unknown names and shared ones ("Congo")."""
    return _only(form, frozenset({"name", "alias"}))


@cache
def places() -> tuple[Place, ...]:
    """Every place of places.tsv: states and provinces first, cities last."""
    out = []
    for name, kind, country, aliases, demonyms in (row[:5] for row in rows("places")):
        out.append(
            Place(
                name.rstrip("?"), _place_kind(kind), country or None,
                tuple(form for form, _ in forms(aliases)), tuple(form for form, _ in forms(demonyms)),
            )
        )  # fmt: skip
    return tuple(out)


def _place_kind(kind: str) -> PlaceKind:
    """The kind as a literal; unknown kinds are caught by the validator and read as regions."""
    kinds: dict[str, PlaceKind] = {
        "state": "state", "nation": "nation", "province": "province", "area": "area", "sea": "sea", "city": "city"
    }  # fmt: skip
    return kinds.get(kind, "region")


@cache
def place_forms() -> Mapping[str, tuple[Form[Place], ...]]:
    """Written form ("Ala.", "Alabamian", "Hodeida") -> the places it may stand for; kinds are name, alias, demonym."""
    table: dict[str, list[Form[Place]]] = {}
    for place, row in zip(places(), rows("places"), strict=True):
        for kind, cell in (("name", row[0]), ("alias", row[3]), ("demonym", row[4])):
            for form, doubtful in forms(cell):
                table.setdefault(form, []).append(Form(place, kind, doubtful))
    return {form: tuple(readings) for form, readings in table.items()}


@cache
def organisations() -> tuple[Organisation, ...]:
    """Every organisation of organisations.tsv."""
    out = []
    for name, kind, country, aliases, adjectives in (row[:5] for row in rows("organisations")):
        out.append(
            Organisation(
                name, _organisation_kind(kind), country or None,
                tuple(form for form, _ in forms(aliases)), tuple(form for form, _ in forms(adjectives)),
            )
        )  # fmt: skip
    return tuple(out)


def _organisation_kind(kind: str) -> OrganisationKind:
    """The kind as a literal; unknown kinds are caught by the validator and read as companies."""
    kinds: dict[str, OrganisationKind] = {
        "international": "international", "government": "government", "armed_group": "armed_group", "newspaper": "newspaper",
        "agency": "agency", "broadcaster": "broadcaster", "think_tank": "think_tank", "ngo": "ngo", "university": "university",
    }  # fmt: skip
    return kinds.get(kind, "company")


@cache
def organisation_forms() -> Mapping[str, tuple[Form[Organisation], ...]]:
    """Written form ("UN", "AP", "Washington Post") -> the organisations it may stand for; kinds are name and alias."""
    table: dict[str, list[Form[Organisation]]] = {}
    for organisation, row in zip(organisations(), rows("organisations"), strict=True):
        for kind, cell in (("name", row[0]), ("alias", row[3])):
            for form, doubtful in forms(cell):
                table.setdefault(form, []).append(Form(organisation, kind, doubtful))
    return {form: tuple(readings) for form, readings in table.items()}


@cache
def organisation_words() -> Mapping[str, str]:
    """Word, lower case -> class (government, military, company, media, education, association, document, place, event)."""
    return {row[0]: row[1] for row in rows("organisation_words")}
