"""What we ask Wikidata's query service, and how its answers are read. Nothing here opens a connection.

The result format is SPARQL 1.1 Query Results JSON. Every text in it is somebody's edit: it is cut to size and cleaned.
Properties: P297 ISO 3166-1 alpha-2 code, P1906 office held by head of state, P1313 office held by head of government,
P1001 applies to jurisdiction, P279 subclass of, P39 position held, P580 start, P582 end, P576 dissolved, P21 sex or gender.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from summarizers.errors import AttacheError

#: The query service.
ENDPOINT = "https://query.wikidata.org/sparql"
#: The answer we ask for.
ACCEPT = "application/sparql-results+json"
#: Terms that ended before this year are left out.
FIRST_YEAR = 2015
#: Longest name, office or alias taken, in code points.
MAX_TEXT = 80
#: Most aliases kept for a person.
MAX_ALIASES = 8

_ENTITY = re.compile(r"https?://www\.wikidata\.org/entity/(Q[1-9]\d{0,11})")
_TIME = re.compile(r"\+?(\d{4})-(\d\d)-(\d\d)T")
#: wikibase:timePrecision -> how much of the date is known.
_PRECISION = {"9": 4, "10": 7, "11": 10}
_GENDERS = {"Q6581097": "m", "Q6581072": "f"}
_ROLES = frozenset({"head_of_state", "head_of_government", "foreign"})
#: Titles at the head of a position's label, and the role class they have whatever branch brought them.
_HEADS = re.compile(
    r"(?P<president>(?:federal |state )?president)|(?P<royal>king|queen|emperor|sultan|emir|grand duke|prince)\b"
    r"|(?P<monarch>monarch)|(?P<prime>prime minister|premier|chancellor|taoiseach|governor-general|pope|supreme leader)",
    re.IGNORECASE,
)
#: What the foreign minister is called where the label alone would mislead.
_FOREIGN = {"US": "Secretary of State", "GB": "Foreign Secretary", "PH": "Foreign Secretary"}


class BadAnswer(AttacheError):
    """The query service answered with something that is no result: cut off, an error page, another format."""

    kind = "bad-answer"


@dataclass(frozen=True, slots=True)
class Held:
    """One person's time in one office, as Wikidata has it."""

    #: Wikidata id of the person.
    person_id: str
    #: English label of the person.
    person: str
    #: Office, without the country.
    office: str
    #: Role class, as in titles.tsv.
    role: str
    #: ISO 3166-1 alpha-2 code of the country.
    country: str
    #: First day, month or year (ISO 8601).
    start: str
    #: Last day, month or year, or "" while in office.
    end: str
    #: "m", "f" or "".
    gender: str


def terms_query(codes: Sequence[str]) -> str:
    """Who headed the state, the government and the foreign ministry of these countries (ISO 3166-1 alpha-2)."""
    if not all(re.fullmatch(r"[A-Z]{2}", code) for code in codes):
        raise ValueError("codes are two capital letters each")
    values = " ".join(f'"{code}"' for code in codes)
    return f"""SELECT DISTINCT ?person ?personLabel ?positionLabel ?code ?role ?start ?sp ?end ?ep ?gender WHERE {{
  VALUES ?code {{ {values} }}
  ?country wdt:P297 ?code .
  FILTER NOT EXISTS {{ ?country wdt:P576 ?gone }}
  {{ ?country wdt:P1906 ?position . BIND("head_of_state" AS ?role) }}
  UNION {{ ?country wdt:P1313 ?position . BIND("head_of_government" AS ?role) }}
  UNION {{ ?position wdt:P279* wd:Q7330070 ; wdt:P1001 ?country . BIND("foreign" AS ?role) }}
  ?person wdt:P31 wd:Q5 ; p:P39 ?held .
  ?held ps:P39 ?position .
  FILTER NOT EXISTS {{ ?held wikibase:rank wikibase:DeprecatedRank }}
  ?held pqv:P580 [ wikibase:timeValue ?start ; wikibase:timePrecision ?sp ] .
  OPTIONAL {{ ?held pqv:P582 [ wikibase:timeValue ?end ; wikibase:timePrecision ?ep ] }}
  OPTIONAL {{ ?person wdt:P21 ?gender }}
  FILTER(!BOUND(?end) || YEAR(?end) >= {FIRST_YEAR})
  SERVICE wikibase:label {{ bd:serviceParam wikibase:language "en" }}
}}"""


def aliases_query(people: Sequence[str]) -> str:
    """Other English names of these people (Wikidata ids)."""
    if not all(re.fullmatch(r"Q[1-9]\d*", person) for person in people):
        raise ValueError("people are Wikidata ids")
    values = " ".join(f"wd:{person}" for person in people)
    return f"""SELECT ?person ?alias WHERE {{
  VALUES ?person {{ {values} }}
  ?person skos:altLabel ?alias .
  FILTER(LANG(?alias) = "en")
}}"""


def address_of(query: str, endpoint: str = ENDPOINT) -> str:
    """The address that asks a query by GET."""
    return f"{endpoint}?{urlencode({'query': query, 'format': 'json'})}"


def bindings(body: bytes) -> list[Mapping[str, str]]:
    """Rows of a result: variable -> value, unbound ones left out.

    Raises BadAnswer for anything else: the service cuts its answer off in the middle when its 60 seconds are over.
    """
    try:
        rows = json.loads(body)["results"]["bindings"]
        return [{name: _value(cell) for name, cell in row.items()} for row in rows]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadAnswer("Wikidata's answer was cut off or is no result.") from error


def _value(cell: Mapping[str, object]) -> str:
    """The value of one cell; an unknown value ("some date") is no value, and marked as such by its type."""
    value = cell["value"]
    if not isinstance(value, str):
        raise TypeError("a cell's value is a string")
    return "?" if cell.get("type") == "bnode" or "/.well-known/genid/" in value else value


def terms(rows: Iterable[Mapping[str, str]]) -> Iterator[Held]:
    """The terms of a result; rows without a name, an id, a country or a date that can be are left out."""
    for row in rows:
        person_id = _entity(row.get("person", ""))
        person, label = clean(row.get("personLabel", "")), clean(row.get("positionLabel", ""))
        start = date_of(row.get("start", ""), row.get("sp", ""))
        end = date_of(row["end"], row.get("ep", "")) if "end" in row else ""
        code, role = row.get("code", ""), row.get("role", "")
        if (
            not person_id
            or not is_name(person)
            or not label
            or re.fullmatch(r"Q\d+", label)
            or start is None
            or end is None
        ):
            continue
        if not re.fullmatch(r"[A-Z]{2}", code) or role not in _ROLES or (end and end[:4] < start[:4]):
            continue
        gender = _GENDERS.get(_entity(row.get("gender", "")) or "", "")
        office, role = office_of(label, role, code, gender)
        yield Held(person_id, person, office, role, code, start, end, gender)


def aliases(rows: Iterable[Mapping[str, str]]) -> dict[str, list[str]]:
    """Wikidata id -> other names of at least two words, a few."""
    found: dict[str, list[str]] = {}
    for row in rows:
        person, alias = _entity(row.get("person", "")), clean(row.get("alias", ""))
        if person and is_name(alias) and " " in alias:
            names = found.setdefault(person, [])
            if alias not in names and len(names) < MAX_ALIASES:
                names.append(alias)
    return found


def _entity(value: str) -> str | None:
    match = _ENTITY.fullmatch(value)
    return match[1] if match else None


def date_of(value: str, precision: str) -> str | None:
    """ "2021-01-26T00:00:00Z" with precision 11 -> "2021-01-26", 10 -> "2021-01", 9 -> "2021"; None when it says no date."""
    match, length = _TIME.match(value), _PRECISION.get(precision)
    if match is None or length is None:
        return None
    try:
        return dt.date(int(match[1]), int(match[2]) or 1, int(match[3]) or 1).isoformat()[:length]
    except ValueError:
        return None


def clean(text: str) -> str:
    """One line without control characters, tabs and bars, which part cells and forms in our files."""
    text = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(text.replace("|", " ").split())


def is_name(text: str) -> bool:
    """Whether a label can be a person's name: not too long, no id, letters of the Latin alphabet, no figures or marks of code."""
    if not 2 <= len(text) <= MAX_TEXT or re.search(r"[\d<>{}\[\]()=/\\@#*_:;,\"]", text):
        return False
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 2 and all(unicodedata.name(c, "").startswith("LATIN") for c in letters) and text[0].isalpha()


def office_of(label: str, role: str, code: str, gender: str) -> tuple[str, str]:
    """(office, role class) of a position's label: "President of the French Republic" -> ("President", "head_of_state")."""
    if role == "foreign":
        return _FOREIGN.get(code, "Foreign Minister"), role
    match = _HEADS.match(label)
    if match is None:
        plain = re.split(r" (?:of|for|in) | \(", label)[0]
        return plain[:1].upper() + plain[1:], role
    if match["monarch"]:
        return {"m": "King", "f": "Queen"}.get(gender, "Monarch"), "royal"
    office = "-".join(part.title() for part in match[0].split("-"))
    return office, "royal" if match["royal"] else role
