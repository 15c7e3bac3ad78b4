#!/usr/bin/env python3
"""Build the tables of this folder from a folder of world facts.

    build.py WORLD_FOLDER

WORLD_FOLDER holds names.tsv, organisations.tsv, groups.tsv, people.tsv, spellings.tsv and titles.tsv, whose columns are
described in README.md here, together with their origin and licence. Written are forms.tsv, people.tsv and titles.tsv
beside this script; the other tables of the folder (roles.tsv, given.tsv, leaders.tsv) are kept by hand.
"""

import csv
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent

# One letter per kind of form; `Kind::from_letter` in src/tables.rs reads them.
KINDS = {"name": "n", "demonym": "d", "adjective": "a", "capital": "c", "institution": "i", "metonym": "m", "venue": "v"}

# Notes that the way of matching already answers: upper and lower case, longest match, or what the words are used for.
SETTLED = re.compile(
    r"^(match |also inside|one letter from|contains |also the language|as a speaker|same as the name|also an image|"
    r"one word from|also used of|also Native American|may be private|Turkish Cypriot is|also a US state and a surname|"
    r"also the continent|also an English period|not when it stands|until 1991|also Serbs of|also a river|also a bird|"
    r"also a minority|the army leadership|a party of its own|may mean the devolved|also the airline|coded as)"
)


# Doubtful by the facts' own note, yet nearly always the actor where news has the words.
FIRM = {
    "Abkhazia", "Hong Kong", "Islamic Jihad", "Macedonia", "Macedonian", "PLO", "Palestine Liberation Organisation",
    "Palestine Liberation Organization", "Puntland", "Red Cross", "Republic of Congo", "Republic of the Congo", "Singapore",
    "Somaliland", "South Ossetia", "Syrian opposition", "Transnistria", "Turkish Cypriot", "Venezuelan opposition",
    "Bosnian Serb", "Workers' Party of Korea",
}


def rows(folder, name):
    with open(folder / name, encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def write(name, header, lines):
    lines = sorted(set(lines))
    (HERE / name).write_text("\n".join(["\t".join(header), *("\t".join(line) for line in lines)]) + "\n", encoding="utf-8")
    print(f"{name}: {len(lines)} lines")


def doubtful(row):
    """Whether the form needs support from elsewhere in the report."""
    if row["form"] in FIRM:
        return ""
    return "?" if row["ambiguous"] == "yes" and not SETTLED.match(row["note"]) else ""


def forms(folder):
    for row in rows(folder, "names.tsv"):
        mark = doubtful(row)
        if row["type"] == "capital" and row["ambiguous"] == "yes" and row["form"] != "Washington":
            mark = "?"
        # In a report on either Korea both halves are known by their side.
        beside = "KOR+PRK" if row["form"] in ("the North", "the South") else ""
        yield row["iso3"], row["form"], KINDS[row["type"]] + mark, beside
    for row in rows(folder, "organisations.tsv"):
        yield row["code"], row["form"], ("h" if row["type"] == "head" else "o") + doubtful(row), ""
    for row in rows(folder, "groups.tsv"):
        kind = "p" if row["kind"] == "political" else "g"
        yield row["code"], row["form"], kind + doubtful(row), row["countries"]


def people(folder):
    spellings = {}
    for row in rows(folder, "spellings.tsv"):
        spellings.setdefault(row["name"], []).append(row["form"])
    for row in rows(folder, "people.tsv"):
        yield (row["party"], row["name"], row["surname"], "1" if row["alone"] == "yes" else "", row["since"], row["until"],
               "|".join(sorted(spellings.get(row["name"], []))))


def titles(folder):
    for row in rows(folder, "titles.tsv"):
        speaks_for = re.match(r"speaks for ((?:IGO|NSA):\w+)$", row["note"])
        yield row["phrase"], row["role"], "1" if row["speaks_for_state"] == "yes" else "", speaks_for[1] if speaks_for else ""


def main(arguments):
    if len(arguments) != 1:
        sys.exit(__doc__.strip())
    folder = pathlib.Path(arguments[0])
    write("forms.tsv", ("code", "form", "kind", "countries"), forms(folder))
    write("people.tsv", ("party", "name", "surname", "alone", "since", "until", "spellings"), people(folder))
    write("titles.tsv", ("phrase", "role", "speaks_for_state", "organisation"), titles(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
