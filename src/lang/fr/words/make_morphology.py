#!/usr/bin/env python3
"""Makes morphology.tsv: lemma, parts of speech and grammar of French forms, from the Dicollecte dictionary for Hunspell.

    make_morphology.py --aff fr.aff --dic fr.dic --press FILE.jsonl.xz --corpus FOLDER --lexicon FOLDER
                       --vectors VOCAB --output morphology.tsv

fr.aff and fr.dic: Debian package hunspell-fr-comprehensive 1:7.0, MPL 2.0. VOCAB as for make_classes.py: a form that has
a vector is usual enough to be kept. morphology.extra.tsv beside this file overrules the dictionary. Needs numpy, numba
and msgpack; about two minutes.
"""
import argparse
import collections
import math
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import clusters  # noqa: E402
import make_classes  # noqa: E402
import press  # noqa: E402

POS = {"nom": "n", "titr": "n", "loc.nom": "n", "adj": "a", "loc.adj": "a", "adv": "r", "loc.adv": "r", "advint": "r",
       "negadv": "r", "prep": "e", "prepv": "e", "loc.prep": "e", "det": "d", "detpos": "d", "detind": "d",
       "detdem": "d", "detneg": "d", "nb": "d", "properobj": "o", "propersuj": "o", "prodem": "o", "proind": "o",
       "prorel": "o", "proint": "o", "proneg": "o", "proadv": "o", "cjsub": "c", "cjco": "c", "cj": "c",
       "loc.cj": "c", "interj": "j", "npr": "N", "prn": "N", "patr": "N"}
VERBAL = {"infi": ("i", ""), "ppre": ("g", ""), "ppas": ("p", ""), "ipre": ("v", "P"), "iimp": ("v", "I"),
          "ipsi": ("v", "S"), "ifut": ("v", "F"), "cond": ("v", "C"), "spre": ("v", "J"), "simp": ("v", "J"),
          "impe": ("v", "M"), "1sg": ("", "1s"), "2sg": ("", "2s"), "3sg": ("", "3s"), "1pl": ("", "1p"),
          "2pl": ("", "2p"), "3pl": ("", "3p"), "3pl!": ("", "3p"), "1pe": ("", "1"), "2pe": ("", "2"),
          "3pe": ("", "3")}
NUMBER = {"mas": "m", "fem": "f", "epi": "mf", "sg": "s", "pl": "p", "inv": "sp"}
POS_ORDER, GRAMMAR_ORDER = "navipgredocjN", "mfspPISFCJM123"
# Verbs of which every form is kept, beside those of the cues.
ALL_FORMS = {"être", "avoir", "faire", "aller", "pouvoir", "devoir", "vouloir", "laisser", "venir", "falloir", "savoir"}


def read_affixes(path):
    """Suffix rules by flag: (strip, add, condition, tags); and what can stand before a unit (kilo, nothing)."""
    rules, before_unit = collections.defaultdict(list), []
    with open(path, encoding="utf-8") as file:
        for line in file:
            part = line.split()
            if len(part) > 4 and part[0] == "SFX":
                add = part[3].split("/")[0]
                condition = None if part[4] == "." else re.compile(part[4] + "$")
                strip = "" if part[2] == "0" else part[2]
                rules[part[1]].append((strip, "" if add == "0" else add, condition, part[5:]))
            elif len(part) > 4 and part[:2] == ["PFX", "Um"] and "'" not in part[3]:
                front = part[3].split("/")[0]
                before_unit.append("" if front == "0" else front)
    return rules, before_unit


def expand(path, rules, before_unit):
    """Every form of the dictionary: form, lemma, tags of the entry, tags of the rule."""
    with open(path, encoding="utf-8") as file:
        next(file)
        for line in file:
            head, *tags = line.split()
            word, _, flags = head.partition("/")
            flags = [flags[i:i + 2] for i in range(0, len(flags), 2)]
            stem = next((t[3:] for t in tags if t.startswith("st:")), word)
            if any(t in ("po:pfx", "po:sfx", "po:err", "po:nbro") for t in tags) or "||" in flags:
                continue
            for front in before_unit if "Um" in flags else ():
                yield front + word, front + word, tags, ["is:sg"]
                yield front + word + "s", front + word, tags, ["is:pl"]
            if "()" not in flags:
                yield word, stem, tags, []
            for flag in flags:
                for strip, add, condition, more in rules.get(flag, ()):
                    if word.endswith(strip) and (condition is None or condition.search(word)):
                        yield word[:len(word) - len(strip)] + add, stem, tags, more


def letters(form, tags, more):
    """Parts of speech and grammar of a form, as sets of letters."""
    pos, grammar = set(), set()
    verb = any(t.startswith("po:v") and t[4:5].isdigit() for t in tags)
    rule = [t.split(":", 1) for t in more]
    if verb and (not rule or "po:1isg" in more):
        return pos, grammar
    participle = any(v == "ppas" for _, v in rule)
    verb = verb or any(v in VERBAL and VERBAL[v][0] for _, v in rule)
    values = rule if verb and rule else rule + [t.split(":", 1) for t in tags]
    if not verb and any(k == "is" and v in ("mas", "fem") for k, v in rule):
        values = [(k, v) for k, v in values if (k, v) != ("is", "epi")]
    for key, value in values:
        if key in ("po", "is") and value in VERBAL:
            pos.update(VERBAL[value][0])
            grammar.update(VERBAL[value][1])
        elif key == "po" and value in POS and not (participle and value == "adj"):
            pos.update(POS[value])
        elif key == "is" and value in NUMBER:
            grammar.update(NUMBER[value])
    if "n" in pos and not verb and form[0].isupper():
        pos = pos - {"n"} | {"N"}
    if pos == {"N"}:
        grammar -= set("sp")
        if {"m", "f"} <= grammar:
            grammar -= set("mf")
    return pos, grammar


def written(found, order):
    return "".join(c for c in order if c in found)


def cue_verbs(folder):
    """The verbs among the cues, without se, y, en, ne pas and what follows the verb."""
    for row in press.lexicon_rows(os.path.join(folder, "cues.tsv")):
        if row[1] == "verb":
            lemma = re.sub(r"^(?:ne pas |n'|ne )?(?:se |s')?(?:en |y |l')?(?:pas )?", "", row[0])
            if lemma:
                yield lemma.split(" ")[0].lower()


def lexicon_readings(folder):
    """Nouns and adjectives of one word among the roles and demonyms, which the dictionary may lack."""
    for table, first, pos in (("roles", 0, "n"), ("demonyms", 2, "na")):
        for row in press.lexicon_rows(os.path.join(folder, table + ".tsv")):
            order = (0, 2, 1, 3) if table == "roles" else (0, 1, 2, 3)
            cells = [row[first + c].split("|") for c in order]
            for cell, grammar in zip(cells, ("ms", "mp", "fs", "fp")):
                for at, form in enumerate(cell):
                    base = cells[0] if cells[0] != ["-"] else cells[2]
                    if form != "-" and form == form.lower() and press.tokens(form) == [form]:
                        yield form, base[min(at, len(base) - 1)].lower(), pos, grammar


def lemma_weights(readings, count):
    """How often the press uses each lemma, judged by all forms of it in turn."""
    weight = collections.defaultdict(lambda: 1.0)
    for _ in range(8):
        total = collections.defaultdict(float)
        for form, lemmas in readings.items():
            if count[form]:
                whole = sum(weight[l] for l in lemmas)
                for lemma in lemmas:
                    total[lemma] += count[form] * weight[lemma] / whole
        weight = collections.defaultdict(float, total)
    return weight


def company(readings, count, classes):
    """Share of each part of speech among the plain words of each class: classes maps forms to tuples of class names."""
    shares = collections.defaultdict(collections.Counter)
    for form, lemmas in readings.items():
        letters_of = set().union(*(pos for pos, _ in lemmas.values()))
        if len(lemmas) == 1 and len(letters_of) == 1 and form in classes:
            for name in classes[form]:
                shares[name][next(iter(letters_of))] += math.log(2 + count[form])
    return shares


def usual_first(readings, count, capital, classes):
    """Orders the lemmas of each form, the most usual first. Which part of speech a form mostly is shows in the words of
    its classes: police stands among nouns, estime among verbs."""
    weight = lemma_weights(readings, count)
    shares = company(readings, count, classes)

    def evidence(form, pos):
        found = 0.0
        for name in classes.get(form, ()):
            whole = sum(shares[name].values()) + 1
            found += (sum(shares[name][p] for p in sorted(pos)) + 0.5) / whole
        return round(found, 6)

    for form, lemmas in readings.items():
        def rank(lemma):
            pos = lemmas[lemma][0]
            mostly_name = capital[form] * 2 > count[form]
            closed = bool(pos & set("ecdo")) and not any("p" in p for p, _ in lemmas.values())
            return ((pos == {"N"}) != mostly_name, not closed, -evidence(form, pos), "n" in pos and lemma != form,
                    -weight[lemma], lemma.encode("utf-8"))
        yield form, sorted(lemmas, key=rank)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("aff", "dic", "press", "corpus", "lexicon", "vectors", "output"):
        parser.add_argument("--" + name, required=True)
    options = parser.parse_args()
    count, documents, capital, seen = collections.Counter(), collections.Counter(), collections.Counter(), set()
    for text in press.press_documents(options.press):
        here = press.tokens(text)
        capital.update(t.lower() for t in here if t[0].isupper())
        here = [t.lower() for t in here]
        count.update(here)
        documents.update(set(here))
    seen.update(w for w, n in count.items() if n >= 3 and documents[w] >= 2)
    for text in press.corpus_documents(options.corpus):
        seen.update(t.lower() for t in press.tokens(text))
    for name, form in press.lexicon_forms(options.lexicon):
        if name in ("cues", "roles", "groups", "demonyms", "institution-heads", "units", "number-words", "time-words"):
            seen.update(t.lower() for t in press.tokens(form))
    verbs = ALL_FORMS | set(cue_verbs(options.lexicon))
    vectors = make_classes.Vectors(options.vectors)

    everything, own = collections.defaultdict(dict), set()
    for form, lemma, tags, more in expand(options.dic, *read_affixes(options.aff)):
        pos, grammar = letters(form, tags, more)
        name = pos == {"N"}
        if not pos:
            continue
        low, lemma = press.normal(form).lower(), press.normal(lemma).lower()
        if press.is_word(low):
            old = everything[low].setdefault(lemma, (set(), set()))
            old[0].update(pos)
            old[1].update(grammar)
    # Capitals often lose their accent, and œ is often written oe.
    for form in list(everything):
        plain = [form.replace("œ", "oe")] if "œ" in form else []
        if form[0] in "àâéèêëîïôûç":
            plain.append(dict(zip("àâéèêëîïôûç", "aaeeeeiiouc"))[form[0]] + form[1:])
        for other in plain:
            if other in seen and other not in everything:
                everything[other] = everything[form]

    for form, lemma, pos, grammar in lexicon_readings(options.lexicon):
        if form not in own and form in everything:
            continue
        own.add(form)
        old = everything[form].setdefault(lemma, (set(), set()))
        old[0].update(pos)
        old[1].update(grammar)

    def kept(form, lemmas):
        """Whether a form is worth a line; rare persons of bookish tenses (déclarassions) are not, unless met."""
        if form in seen:
            return True
        for lemma, (pos, grammar) in lemmas.items():
            bookish = pos == {"v"} and grammar <= set("JSsp12")
            if lemma in verbs and pos & set("vipg") and not bookish:
                return True
        names = all(p == {"N"} for p, _ in lemmas.values())
        return not names and vectors.has(form)

    table = {form: lemmas for form, lemmas in everything.items() if kept(form, lemmas)}
    for lemmas in list(table.values()):
        for lemma in lemmas:
            if lemma in everything:
                table.setdefault(lemma, everything[lemma])
    extra = {row[0]: row for row in press.lexicon_rows(os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                                                     "morphology.extra.tsv"))}
    cluster = clusters.cluster(list(make_classes.running_words(options)))
    grain = make_classes.spherical_k_means(vectors.rows, 1024)
    classes = collections.defaultdict(tuple)
    for form in table:
        row = vectors.find(form, ())
        classes[form] += (("class", int(grain[row])),) if row is not None else ()
        classes[form] += (("cluster", cluster[form]),) if form in cluster else ()
    rows = []
    for form, ordered in usual_first(table, count, capital, classes):
        if form not in extra:
            for lemma in ordered:
                pos, grammar = table[form][lemma]
                rows.append((form, lemma, written(pos, POS_ORDER), written(grammar, GRAMMAR_ORDER)))
    rows.extend(tuple(row) for row in extra.values())
    press.write_table(options.output, [
        "French forms with lemma, parts of speech and grammar; one line a lemma, the most usual lemma of a form first.",
        "Columns: form (lower case, straight apostrophes), lemma, parts of speech, grammar.",
        "Parts of speech: n noun, a adjective, v finite verb, i infinitive, p past participle, g present participle,"
        " r adverb, e preposition, d determiner, o pronoun, c conjunction, j interjection, N proper name.",
        "Grammar: m f gender, s p number, P present, I imperfect, S simple past, F future, C conditional, J subjunctive,"
        " M imperative, 1 2 3 person; all readings of a line together.",
        "Forms of the press, of corpus/ and of lexicon/, other usual forms, and all forms of the verbs that are cues."
        " Sorted by form, in byte order.",
        "Source: French dictionary for Hunspell, all variants, 7.0, by Olivier R. and the contributors of Dicollecte and"
        " Grammalecte, Mozilla Public License 2.0 (https://mozilla.org/MPL/2.0/), expanded by make_morphology.py; roles and"
        " demonyms of lexicon/ that it lacks, and morphology.extra.tsv (both CC0). This table: MPL 2.0."], rows)


if __name__ == "__main__":
    main()
