"""The knowledge files as the rooms need them: one phrase table for tagging, and small questions about words.

Nothing here knows an article; everything is loaded once and cached.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from summarizers import termweights
from summarizers.directory import Directory, Term

if TYPE_CHECKING:
    from summarizers.people import Figure

#: "R-Texas", "D-N.C.", "R., Ohio": party and state of a US legislator.
PARTY_STATE = re.compile(r"(?:R|D|I)[-–‑](?:[A-Z][a-z]+\.?(?: [A-Z][a-z]+)?|(?:[A-Z]\.? ?){2})|(?:R|D|I)\., [A-Z]")

#: Words that make a capitalised run an organisation, a law or an event, never a person.
_BODY_WORDS = frozenset(
    """party ministry department office agency bureau commission committee council congress parliament senate house assembly
    court tribunal bank fund union league alliance coalition front movement brotherhood army navy force forces guard guards
    corps command brigade battalion division police service services authority administration government cabinet embassy
    consulate mission delegation university college school institute institution centre center foundation association
    federation confederation organisation organization society club group company corporation corp inc ltd co llc plc
    industries holdings airlines airways motors energy petroleum oil gas times post journal tribune herald gazette news
    press daily weekly magazine review observer guardian telegraph chronicle radio television tv channel network agency
    agreement treaty accord act bill law convention protocol charter resolution declaration summit conference forum
    programme program project plan initiative strategy doctrine policy report affairs board trust hospital church mosque
    cathedral temple museum library airport station port bridge street road avenue square park hotel tower palace building
    stadium theatre theater river lake mountain mountains sea ocean island islands peninsula valley gulf strait bay desert
    province region district county city town village republic kingdom empire war wars battle revolution spring uprising
    crisis day week month year prize award awards cup championship games olympics festival democrats republicans
    conservatives liberals democratic republican conservative labour labor socialist communist national international
    general federal supreme royal united north south east west northern southern eastern western central upper lower
    security defence defense foreign interior treasury intelligence parliamentary presidential world global state states
    first second third former internet google facebook twitter""".split()
)
#: Capitalised words that never belong to a name, besides function words.
_NEVER = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december mr mrs ms dr sir christian christians muslim muslims islam islamic islamist jewish jews jew
    catholic catholics protestant orthodox sunni shia shiite shi'ite kurd kurds arab arabs hindu hindus buddhist christmas
    easter ramadan god internet english rt hon""".split()
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase of the table means."""

    #: "title", "country", "demonym", "capital", "place", "organisation" or "month".
    kind: str
    #: Normal form.
    name: str
    #: Country it stands for or lies in.
    country: str | None = None
    #: Role class of a title.
    role: str = ""
    #: Normalised office of a title.
    office: str | None = None
    #: Whether the title is a public office.
    public: bool = False
    #: Ordering weight of a title, 0 to 100.
    rank: int = 0
    #: Whether the phrase is plural.
    plural: bool = False
    #: Gender the phrase tells.
    gender: str | None = None
    #: Whether an "of", "for" or "to" tail is part of the office.
    composes: bool = False
    #: Singular wording of a plural title.
    singular: str | None = None
    #: Whether the body's name belongs into the office label ("White House Press Secretary").
    keep_in_office: bool = False
    #: Whether the body is a newspaper, broadcaster or agency.
    media: bool = False
    #: Whether the phrase is also a given name, a surname or an ordinary word.
    ambiguous: bool = False
    #: "any" case; "capital": first letter up; "exact": capitals as listed.
    case: str = "any"

    def fits(self, tokens: list[str], start: int, stop: int) -> bool:
        """Whether the capitals of ``tokens[start:stop]`` allow this reading."""
        if self.case == "any":
            return True
        if self.case == "exact":
            return all(t.isupper() or not t[0].isalpha() for t in tokens[start:stop])
        first = tokens[start][:1]
        return first.isupper() or first.isdigit()


@dataclass(frozen=True, slots=True)
class GivenName:
    """A given name of the list."""

    #: "m", "f", or None when both or unknown.
    gender: str | None
    #: Whether it is also a word or a place, and so weak evidence.
    weak: bool


@dataclass(frozen=True, slots=True)
class Verb:
    """A form of a reporting verb."""

    #: Whether it reports speech even where no comma stands beside it.
    strong: bool
    #: Class: say, write, ask, read, call, believe, urge, present, gesture.
    kind: str
    #: Whether it is the base form, which may be a noun too ("a report").
    base: bool = False


@dataclass(frozen=True, slots=True)
class Modifier:
    """A word before a title that changes it."""

    #: "former", "acting", "designate", "deceased", or None for no change of standing.
    status: str | None
    #: Whether it is part of the office ("deputy").
    keep: bool
    #: Whether the word often means something else and needs a title right after it.
    weak: bool = False


# --- the phrase table ------------------------------------------------------------------------------------------------


def _words(phrase: str) -> tuple[str, ...]:
    """A phrase as lower-case tokens, cut the way documents are."""
    out: list[str] = []
    for word in phrase.lower().replace("’", "'").split():
        if word.endswith("'s") and len(word) > 2:
            out += [word[:-2], "'s"]
            continue
        out.append(word.replace(".", "") if len(word) > 1 and word.endswith(".") else word)
    flat: list[str] = []
    for word in out:
        for prefix in ("vice-", "deputy-", "under-", "ex-", "co-", "sub-"):
            if word.startswith(prefix) and len(word) > len(prefix):
                flat += [prefix, word[len(prefix) :]]
                break
        else:
            if word.endswith(","):
                flat += [word[:-1], ","]
            elif word.endswith("-elect") or word.endswith("-designate"):
                head, _, tail = word.rpartition("-")
                flat += [head, "-" + tail]
            else:
                flat.append(word)
    return tuple(flat)


@cache
def phrases() -> dict[str, list[tuple[tuple[str, ...], Entry]]]:
    """Every phrase by its first word, longest first; titles before places of the same length."""
    table: dict[str, list[tuple[tuple[str, ...], Entry]]] = defaultdict(list)
    seen: dict[tuple[tuple[str, ...], str], int] = {}

    def add(phrase: str, entry: Entry) -> None:
        words = _words(phrase)
        if not words or (words, entry.kind) in seen:
            return
        seen[words, entry.kind] = 1
        table[words[0]].append((words, entry))

    for phrase, entry in _title_entries():
        add(phrase, entry)
        if "-" in phrase:
            add(phrase.replace("-", " "), entry)
    for phrase, entry in _place_entries():
        add(phrase, entry)
    order = {"organisation": 0, "title": 1, "country": 2, "demonym": 3, "capital": 4, "place": 5, "month": 6}
    for options in table.values():
        options.sort(key=lambda o: (-len(o[0]), order[o[1].kind]))
    return dict(table)


# --- rows ------------------------------------------------------------------------------------------------------------

_DATA = Path(__file__).parent / "knowledge" / "data"


def _rows(name: str) -> list[list[str]]:
    """The rows of a knowledge table, comment and column lines left out, short rows filled up."""
    lines = [
        line for line in (_DATA / f"{name}.tsv").read_text(encoding="utf-8").splitlines() if line and line[0] != "#"
    ]
    width = lines[0].count("\t") + 1
    rows = []
    for line in lines[1:]:
        cells = line.split("\t")
        rows.append(cells if len(cells) >= width else cells + [""] * (width - len(cells)))
    return rows


_LETTERS = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "`": "'",
        "ʻ": "'",
        "ı": "i",
        "ł": "l",
        "Ł": "L",
        "ø": "o",
        "Ø": "O",
        "đ": "d",
        "Đ": "D",
        "ß": "ss",
        "æ": "ae",
        "Æ": "Ae",
        "œ": "oe",
        "ð": "d",
        "þ": "th",
        "ə": "a",
        "Ə": "A",
    }
)
_ARTICLES = ("al-", "el-", "as-", "ash-", "ad-", "an-", "ar-", "at-", "az-", "ul-", "ur-")
_ENDING = re.compile(r"(?:iy|yy|ii|ij|yi|i|y)$")
_DOUBLED = re.compile(r"(.)\1")


@cache
def fold(word: str) -> str:
    """A word without accents, case, possessive, full stops and a joined Arabic article: "al-Assad’s" is "assad"."""
    plain = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower().strip(".,'")
    if plain.endswith("'s"):
        plain = plain[:-2]
    for article in _ARTICLES:
        if plain.startswith(article) and len(plain) > len(article) + 2:
            return plain[len(article) :].replace("'", "")
    return plain.replace("'", "").replace(".", "")


@cache
def name_key(word: str) -> str:
    """A name part under which spellings meet: Zelensky, Zelenskiy and Zelenskyy; Assad and Asad; Sergei and Sergey."""
    folded = fold(word)
    if len(folded) < 4:
        return folded
    return _DOUBLED.sub(r"\1", _ENDING.sub("y", folded))


# --- titles ----------------------------------------------------------------------------------------------------------

#: Leading words of listed titles that are modifiers with a standing of their own.
_STANDING_WORDS = frozenset({"acting", "former", "interim", "late", "outgoing", "then", "incoming"})
#: Roles that are public only with a state or an international body behind them.
ARMED = "armed_group"


#: First words of listed titles whose holders work for an international body.
_BODY_INITIALS = frozenset({"imf", "un", "u.n.", "who", "eu", "nato", "ecb", "oecd", "wto", "iaea"})


@cache
def _heads() -> dict[str, list[str]]:
    """Words that may head a composed title, with plural, role, public, rank, gender."""
    return {row[0]: row[1:] for row in _rows("title_heads")}


def _title_entries() -> Iterator[tuple[str, Entry]]:
    heads = _heads()
    seen = set()
    for phrase, office, role, public, _, rank, plural, country, gender in _rows("titles"):
        words = phrase.split()
        if len(words) > 1 and words[0] in _STANDING_WORDS:
            continue
        head = next((words[k - 1] for k, w in enumerate(words) if k and w in {"of", "for", "to"}), words[-1]).rstrip(
            "."
        )
        composes = head in heads or head in {"director-general", "secretary-general", "under-secretary"}
        seen.add(phrase)
        if role in {"academic", "analyst"} and words[0] in _BODY_INITIALS:
            role, public, rank = "international", "1", "55"
        made = Entry(
            "title",
            office or phrase,
            country or None,
            role,
            office or None,
            public == "1",
            int(rank or 0),
            False,
            gender or None,
            composes,
        )
        yield phrase, made
        if plural and plural != phrase:
            yield plural, replace(made, plural=True, singular=phrase)
    for word, (plural, role, public, rank, gender) in heads.items():
        if word in seen:
            continue
        made = Entry(
            "title", word, None, role, word.capitalize(), public == "1", int(rank or 0), False, gender or None, True
        )
        yield word, made
        if plural:
            yield plural, replace(made, plural=True, singular=word)


@cache
def _title_words() -> frozenset[str]:
    found = set()
    for phrase, _ in _title_entries():
        words = phrase.replace(".", "").split()
        found.add(words[-1])
        found.update(words[k - 1] for k, w in enumerate(words) if k and w in {"of", "for", "to"})
    return frozenset(found)


#: Nouns that speak without being a title: documents and groups.
_SPEAKING_NOUNS = frozenset(
    """statement report source sources group newspaper letter aide aides official officials lawmaker lawmakers leader leaders
    analyst analysts expert experts critic critics document memo indictment filing complaint study poll survey website paper
    article editorial story tweet post email e-mail video release""".split()
)


def title_word(word: str) -> str | None:
    """The word when it can head a person's title or a speaking noun phrase, else None."""
    plain = word.replace(".", "")
    return plain if plain in _title_words() or plain in _SPEAKING_NOUNS else None


@cache
def title_abbreviations() -> frozenset[str]:
    """Title abbreviations written with a full stop, capitalised, without it: "Sen", "Gen"."""
    return frozenset(word.capitalize() for word, kind in abbreviations().items() if kind == "title" and "." not in word)


@cache
def _modifiers() -> dict[str, Modifier]:
    standing = {"former": "former", "deceased": "deceased", "acting": "acting", "designate": "designate"}
    found: dict[str, Modifier] = {}
    for word, position, effect, weak in _rows("modifiers"):
        if position not in {"before", "prefix"} or " " in word or word == "under":
            continue
        made = Modifier(standing.get(effect), effect in {"deputy", "shadow"}, weak == "1")
        found[word.rstrip("-")] = made
        if position == "prefix":
            found[word.rstrip("-") + "-"] = made
    for word in ("then", "then-"):
        found[word] = Modifier("former", False, False)
    return found


def modifier(word: str) -> Modifier | None:
    """What a lower-case word before a title does to it, or None."""
    return _modifiers().get(word)


@cache
def _department_words() -> frozenset[str]:
    words = {w for row in _rows("departments") for w in row[0].split()}
    return frozenset(
        words
        | {
            "affairs",
            "policy",
            "chief",
            "senior",
            "joint",
            "press",
            "media",
            "general",
            "deputy",
            "vice",
            "assistant",
            "under",
            "personal",
            "private",
            "executive",
            "majority",
            "minority",
            "opposition",
            "cabinet",
            "campaign",
            "communications",
            "political",
            "special",
            "permanent",
            "prime",
            "shadow",
            "house",
            "state",
            "regional",
            "national",
            "presidential",
            "parliamentary",
            "nuclear",
            "human",
            "rights",
            "top",
            "lead",
            "public",
            "prosecution",
            "prosecutions",
        }
    ) - {"the", "of", "and", "for", "to"}


def is_department(word: str) -> bool:
    """Whether a lower-case word can belong to the name of a department or a post."""
    return word in _department_words()


_PARTIES = frozenset(
    """republican democratic democrat gop labour conservative tory liberal socialist communist christian green far-right far-left
    right-wing left-wing centre-right centre-left center-right center-left pro-european islamist nationalist social populist hardline
    moderate reformist ultra-orthodox leftist rightist centrist independent""".split()
)


def is_party(word: str) -> bool:
    """Whether a lower-case word is a party or camp, which stands before titles without being part of them."""
    return word in _PARTIES


# --- places and bodies -----------------------------------------------------------------------------------------------


def _forms(cell: str) -> Iterator[tuple[str, bool]]:
    """(form, ambiguous) of a |-separated cell."""
    for form in cell.split("|"):
        if form:
            yield form.rstrip("?"), form.endswith("?")


def _case(form: str) -> str:
    letters = [c for c in form if c.isalpha()]
    return "exact" if letters and all(c.isupper() for c in letters) else "capital"


#: Institutions of countries.tsv that are armed or political movements rather than the state.
_MOVEMENTS = frozenset(
    """taliban hezbollah hizbollah hizbullah hamas farc eln houthis houthi ansarullah hashd fatah""".split()
)


#: Countries whose names are given names or surnames of people in the news.
_COUNTRY_NAMES = frozenset({"Jordan", "Chad", "Georgia", "Israel", "Cuba", "Ireland", "Holland", "England"})


def _place_entries() -> Iterator[tuple[str, Entry]]:
    countries = set()
    for _, name, aliases, adjectives, people, capitals, metonyms, institutions in _rows("countries"):
        countries.add(name)
        for form, doubt in [(name, False), *_forms(aliases)]:
            if not doubt or form in _COUNTRY_NAMES:
                yield form, Entry("country", name, name, case=_case(form), ambiguous=form in _COUNTRY_NAMES)
        for form, doubt in _forms(adjectives):
            if not doubt:
                yield form, Entry("demonym", name, name, case=_case(form))
        for form, doubt in _forms(people):
            if not doubt:
                yield form, Entry("demonym", name, name, case="capital")
        for form, doubt in _forms(capitals):
            yield (
                form,
                Entry(
                    "capital",
                    form,
                    None if doubt and form != "Washington" else name,
                    case="capital",
                    ambiguous=doubt or given_name(form) is not None,
                ),
            )
        for form, _ in _forms(metonyms):
            yield form, Entry("organisation", form, name, case=_case(form), keep_in_office=True)
            if not form.startswith("The "):
                yield "the " + form, Entry("organisation", form, name, case="any", keep_in_office=True)
        for form, doubt in _forms(institutions):
            if doubt and " " not in form:
                continue
            armed = form.lower().split()[0] in _MOVEMENTS
            yield (
                form,
                Entry(
                    "organisation",
                    form,
                    None if doubt else name,
                    role=ARMED if armed else "government",
                    case=_case(form),
                    keep_in_office=True,
                ),
            )
    for name, kind, country, aliases, adjective in _rows("organisations"):
        media = kind in {"newspaper", "agency", "broadcaster"}
        role = ARMED if kind == "armed_group" else kind
        for form, doubt in [(name, False), *_forms(aliases), *_forms(adjective)]:
            if doubt or len(form) < 2:
                continue
            lower = form.lower() in {
                "foreign ministry",
                "defence ministry",
                "defense ministry",
                "interior ministry",
                "finance ministry",
                "state department",
                "justice department",
                "trade ministry",
            }
            made = Entry(
                "organisation",
                name,
                country or None,
                role,
                case="any" if lower else _case(form),
                media=media,
                keep_in_office=kind == "government" or not country,
            )
            yield form, made
    for name, kind, country, aliases, demonyms in _rows("places"):
        for form, doubt in [(name, name.endswith("?")), *_forms(aliases)]:
            plain = form.rstrip("?")
            if doubt and len(plain) <= 3:
                continue
            yield (
                plain,
                Entry(
                    "place",
                    plain,
                    country or None,
                    kind,
                    case=_case(plain) if len(plain) <= 4 else "capital",
                    ambiguous=doubt or given_name(plain) is not None,
                ),
            )
        for form, doubt in _forms(demonyms):
            if not doubt:
                yield form, Entry("demonym", name.rstrip("?"), country or None, case="capital")
    for month in _MONTHS:
        yield month, Entry("month", month, case="capital", ambiguous=month in {"may", "april", "june", "august"})


_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


@cache
def never_names() -> frozenset[str]:
    """Lower-case words that never begin, end or join a name: bodies, days, function words."""
    departments = _department_words() - surname_words() - {"justice", "science"}
    return organisation_words() | _NEVER | departments | frozenset(w for w in termweights.STOP_WORDS if "'" not in w)


@cache
def organisation_words() -> frozenset[str]:
    """Lower-case words that make a capitalised run a body, a document, a place or an event."""
    return (_BODY_WORDS | frozenset(row[0] for row in _rows("organisation_words"))) - surname_words()


@cache
def surname_words() -> frozenset[str]:
    """Words of bodies and titles that are common surnames too: part of a name only after a given name."""
    return frozenset(
        """day house power law park west east banks lake rivers bridge street church temple force post bush wood field hill price gates
        march may small young black white brown green grey gray marshall bishop king prince abbot dean judge page pope parent powers
        crown castle hall chambers short long rich strong frost snow winter summers winters field fields ford reed stone waters
        wells moon starr starmer cook baker butler carter cooper fisher fowler hunter mason miller parker porter potter sawyer shepherd
        smith taylor turner walker weaver major sergeant constable steward stewart spears wall walls""".split()
    )


def is_country(phrase: str) -> bool:
    """Whether a lower-case phrase is a country's name or adjective."""
    words = _words(phrase)
    return bool(words) and any(
        entry.kind in {"country", "demonym"} and known == words for known, entry in phrases().get(words[0], [])
    )


# --- given names and surnames ----------------------------------------------------------------------------------------


@cache
def _given() -> dict[str, GivenName]:
    found: dict[str, GivenName] = {}
    for gender, weak, names in _rows("given_names"):
        for name in names.split():
            made = GivenName(gender if gender in {"m", "f"} else None, weak == "1")
            known = found.get(fold(name))
            if known is None or (known.weak and not made.weak):
                found[fold(name)] = made
    return found


@cache
def given_name(token: str) -> GivenName | None:
    """What the list says of a capitalised word as a given name, or None; double names go by their first part."""
    key = fold(token)
    found = _given().get(key)
    if found is None and "-" in key:
        found = _given().get(key.partition("-")[0])
    return found


def name_prefixes() -> frozenset[str]:
    """Lower-case parts joined to a capitalised name by a hyphen or apostrophe: al-Abadi, d'Escoto."""
    return frozenset(
        {
            "al",
            "el",
            "as",
            "ash",
            "ad",
            "an",
            "ar",
            "at",
            "az",
            "bin",
            "ibn",
            "abu",
            "ben",
            "o",
            "d",
            "l",
            "mc",
            "mac",
            "de",
            "ul",
            "ur",
        }
    )


@cache
def _family_first() -> frozenset[str]:
    return frozenset(fold(name) for row in _rows("family_first") for name in row[1].split())


def is_family_first(token: str) -> bool:
    """Whether a word is a family name that stands first: Wang, Kim, Nguyen."""
    return fold(token) in _family_first()


@cache
def _nicknames() -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for name, variants in _rows("nicknames"):
        forms = {name_key(name), *(name_key(v) for v in variants.split("|"))}
        for form in forms:
            groups[form] |= forms
    return {form: frozenset(forms) for form, forms in groups.items()}


def same_given(a: str, b: str) -> bool:
    """Whether two folded given names can be one: a nickname, or one spelling of the other."""
    return b in _nicknames().get(a, ()) or (
        len(a) >= 5 and len(b) >= 5 and a[:4] == b[:4] and abs(len(a) - len(b)) <= 2
    )


@cache
def _ordinary() -> frozenset[str]:
    lines = (_DATA / "common_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def is_ordinary(word: str) -> bool:
    """Whether a lower-case word is everyday English, so that its capital may come from its place."""
    return word in _ordinary()


# --- verbs and small words -------------------------------------------------------------------------------------------


@cache
def speech_verbs() -> dict[str, Verb]:
    """Every form of the reporting verbs."""
    found: dict[str, Verb] = {}
    for row in _rows("speech_verbs"):
        for column, cell in enumerate(row[:5]):
            for form in cell.split("|"):
                if form:
                    base = column == 0 and form not in row[2:4]
                    found.setdefault(form, Verb(row[5] == "strong", row[6], base))
    return found


@cache
def person_verbs() -> frozenset[str]:
    """Past and present forms of what only people do."""
    return frozenset(
        """born died married divorced resigned retired graduated studied served serves campaigned joined ran runs elected appointed
        sworn defeated lost won became met meets told travelled traveled flew visited visits attended succeeded replaced nominated
        arrested jailed imprisoned convicted sentenced testified tweeted spoke speaks thinks believes wrote writes grew moved worked
        returned left hopes wants refused declined stood led leads headed heads criticised criticized praised thanked urged vowed
        arrived phoned received""".split()
    )


@cache
def time_words() -> frozenset[str]:
    """Words of time that may stand between a subject and its verb."""
    return frozenset(
        """monday tuesday wednesday thursday friday saturday sunday today yesterday tonight week month year morning afternoon evening
        day night late early earlier later last this""".split()
    ) | frozenset(_MONTHS)


@cache
def abbreviations() -> dict[str, str]:
    """Abbreviations, lower case without their last full stop, with their class."""
    return {row[0]: row[1] for row in _rows("abbreviations")}


def singular(word: str) -> str:
    """The singular of a regular plural, or of -men."""
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("men"):
        return word[:-3] + "man"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def office_words(figure: Figure) -> set[str]:
    """Lower-case words of every office the article or the directory gives a figure."""
    texts = [t.office for t in figure.titles if t.office and t.public]
    if figure.office:
        texts.append(figure.office)
    found = {w for text in texts for w in text.lower().replace("-", " ").split()}
    if found & {"spokesperson", "spokesman", "spokeswoman"}:
        found |= {"spokesperson", "spokesman", "spokeswoman"}
    if "premier" in found:
        found.add("minister")
    return found


# --- the directory ---------------------------------------------------------------------------------------------------


@cache
def directory() -> Directory:
    """The bundled office-holders, with the user's own file when one was set."""
    return Directory.load(_DATA / "office_holders", countries=frozenset(row[1] for row in _rows("countries")))


def prominent(token: str, on: dt.date | None) -> list[Term]:
    """Terms of the one person a bare surname means in world news of a day, or nothing."""
    if on is None:
        return []
    found = [
        t
        for t in directory().find_surname(token)
        if t.prominent and (t.start is None or int(t.start[:4]) <= on.year + 1)
    ]
    persons = {t.person for t in found}
    return found if len(persons) == 1 else []
