"""Writes summarizers/knowledge/given_names.tsv from Faker's MIT-licensed locale files and our own supplement.

Run ``python -m scripts.make_given_names`` after an upgrade of Faker or a change of the supplement, the place list or
the common words. Faker is a development dependency only: the bot reads the written file.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

from summarizers.knowledge.tables import DATA, forms, rows, words

HERE = Path(__file__).parent
TARGET = DATA / "given_names.tsv"
CURATED = HERE / "given_names_curated.txt"

# One capitalised word in Latin script; hyphens and apostrophes may join parts ("Jean-Claude", "Ya'akov").
NAME = re.compile(
    r"[A-ZÀ-ÞĀ-ŽȘȚƏẠ-Ỹ][a-zß-ÿāăąćċčďđēėęěğģħıīįķļľłńņňőœŕřśşšţťūůűųźżžșțəơưạ-ỹ]{1,19}"
    r"(?:[-'’][A-Za-zÀ-ž]{1,15}){0,2}"
)
#: Lists of a locale's provider and the gender they tell.
SOURCES = {
    "first_names_male": "m",
    "first_names_female": "f",
    "first_names_unisex": "u",
    "first_names_male_common": "m",
    "first_names_female_common": "f",
    "first_names_male_est": "m",
    "first_names_female_est": "f",
    "first_names_male_rus": "m",
    "first_names_female_rus": "f",
    "first_names_male_islamic": "m",
    "first_names_female_islamic": "f",
    "first_names_male_hinduism": "m",
    "first_names_female_hinduism": "f",
    "first_romanized_names_male": "m",
    "first_romanized_names_female": "f",
    "first_names": "u",
    "first_romanized_names": "u",
}


def providers() -> Iterator[tuple[str, ModuleType]]:
    """(locale, module) of every person provider Faker ships."""
    package = importlib.import_module("faker.providers.person")
    for info in pkgutil.iter_modules(package.__path__):
        yield info.name, importlib.import_module(f"faker.providers.person.{info.name}")


def gathered() -> Mapping[str, Counter[str]]:
    """Name -> how many locales list it as male, female, either."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for _, module in providers():
        told: defaultdict[str, set[str]] = defaultdict(set)
        for attribute, gender in SOURCES.items():
            values: object = module.Provider.__dict__.get(attribute, ())
            if isinstance(values, Iterable):
                for name in values:
                    if isinstance(name, str) and NAME.fullmatch(name.strip()):
                        told[name.strip()].add(gender)
        for name, genders in told.items():
            known = genders - {"u"}
            found[name][known.pop() if len(known) == 1 else "u"] += 1
    return found


def curated() -> dict[str, set[str]]:
    """Key of a line of the supplement ("m", "f", "u", "weak", "drop") -> its names."""
    lists: defaultdict[str, set[str]] = defaultdict(set)
    for line in CURATED.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            key, _, names = line.partition(":")
            lists[key].update(names.split())
    return lists


def gender_of(counts: Mapping[str, int]) -> str:
    """ "m" or "f" when at least four locales in five that tell agree, else "u"."""
    male, female = counts.get("m", 0), counts.get("f", 0)
    if male + female and max(male, female) >= 0.8 * (male + female):
        return "m" if male > female else "f"
    return "u"


def place_names() -> frozenset[str]:
    """Every single written form of countries.tsv and places.tsv."""
    cells = [cell for row in rows("countries") for cell in row[1:6]]
    cells += [cell for row in rows("places") for cell in (row[0], *row[3:5])]
    return frozenset(form for cell in cells for form, _ in forms(cell))


def main() -> None:
    """Writes the file: one row for each gender and strength, names separated by spaces."""
    found, extra = gathered(), curated()
    genders = {name: gender_of(counts) for name, counts in found.items()}
    for gender in ("m", "f"):
        for name in extra[gender]:
            genders[name] = "u" if name in extra["m"] and name in extra["f"] else gender
    genders.update(dict.fromkeys(extra["u"], "u"))
    common, placed = frozenset(words("common_words")), place_names()
    lists: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for name, gender in genders.items():
        if name not in extra["drop"]:
            weak = name in extra["weak"] or name.lower() in common or name in placed
            lists[gender, int(weak)].append(name)
    with TARGET.open("w", encoding="utf-8") as out:
        out.write(
            f"# Given names in Latin script, from the locale files of Faker {version('faker')} (MIT licence) and a supplement\n"
            "# written by us (scripts/given_names_curated.txt). Made by scripts/make_given_names.py: do not edit by hand.\n"
            "# gender: m, f, u (either or not told). weak: 1 when the name is also a common word, a place or a title.\n"
            "gender\tweak\tnames\n"
        )
        for (gender, flag), names in sorted(lists.items()):
            out.write(f"{gender}\t{flag}\t{' '.join(sorted(names))}\n")
    print(f"{sum(map(len, lists.values()))} names written to {TARGET.name}")


if __name__ == "__main__":
    main()
