#!/usr/bin/env python3
"""`depeche eval` and reference.py give the same figures, on the corpus with its annotations disturbed.

  agree.py DEPECHE CORPUS [SEED]

Reads every document of the corpus, of which it makes stand-off JSON Lines by a reader of its own, disturbs the annotations
at random (from a seed that it prints): spans moved, types changed, things left out, doubled or made up, names changed,
sources lost, and some of gold said to be optional. Then it compares all figures and the number of errors.
"""
import copy
import glob
import json
import os
import random
import re
import subprocess
import sys
import tempfile

import reference

TAG = re.compile(r'<(/?)([A-Z]+)(\d*)(?:\s+who="([^"]*)")?\s*/?>')


def read_inline(path):
    """An .ann file as a document of stand-off JSON."""
    with open(path, encoding="utf-8") as file:
        header, _, body = file.read().replace("\r\n", "\n").partition("\n\n## ")
    document = dict(line[2:].split(": ", 1) for line in header.split("\n") if ": " in line)
    text, begun, entities, claims, worthy, at = "", {}, [], {}, [], 0
    body = body.strip("\n")
    for tag in TAG.finditer(body):
        text += body[at:tag.start()]
        at = tag.end()
        closing, name, number, who = tag.groups()
        if name == "CW":
            worthy.append(len(text))
        elif not closing:
            begun[name + number] = (len(text), who)
        else:
            start, who = begun.pop(name + number)
            span = {"start": start, "end": len(text)}
            if not number:
                entities.append(dict(span, type=name))
                continue
            claim = claims.setdefault(int(number), {"id": int(number), "source": None, "cue": [], "content": [],
                                                    "nominal": False, "who": None})
            if name == "S":
                claim["source"] = span
            else:
                claim["cue" if name == "V" else "content"].append(span)
            claim["nominal"] |= name == "N"
            claim["who"] = who or claim["who"]
    text += body[at:]
    entities.sort(key=lambda e: e["start"])
    for claim in claims.values():
        claim["content"].sort(key=lambda s: s["start"])
    return dict(document, text=text, entities=entities, claims=[claims[n] for n in sorted(claims)], check_worthy=worthy)


def move(span, length, dice, most):
    """The span with its ends elsewhere, still inside of the text."""
    start = min(max(0, span["start"] + dice.randint(-most, most)), length - 1)
    return dict(span, start=start, end=min(length, max(start, span["end"] + dice.randint(-most, most))))


def disturb_claim(claim, length, dice):
    claim = copy.deepcopy(claim)
    if dice.random() < .4:
        claim["content"] = [move(s, length, dice, dice.choice([2, 20, 80])) for s in claim["content"]]
    if dice.random() < .1:
        claim["content"] += [move(claim["content"][0], length, dice, 200)]
    if dice.random() < .05:
        claim["content"] = []
    if dice.random() < .2:
        claim["cue"] = dice.choice([[], [move(s, length, dice, 6) for s in claim["cue"]]])
    if claim["source"] and dice.random() < .3:
        claim["source"] = dice.choice([None, move(claim["source"], length, dice, 8)])
    if dice.random() < .5:
        claim["who"] = dice.choice([None, "", "Zoé Ÿvétot", "İNCE", "l'agence", "…", "R2_D2", (claim["who"] or "x").upper()])
    return claim


def disturb(document, dice):
    """A system's findings: the document's annotations with errors."""
    length = len(document["text"])
    entities = []
    for entity in document["entities"]:
        if dice.random() < .15:
            continue
        if dice.random() < .15:
            entity = move(entity, length, dice, 3)
        if dice.random() < .1:
            entity = dict(entity, type=dice.choice(reference.TYPES))
        entities += [entity] * (2 if dice.random() < .03 else 1)
    for _ in range(dice.randint(0, 4)):
        entities.append(move({"type": dice.choice(reference.TYPES), "start": length // 2, "end": length // 2 + 5}, length,
                             dice, length // 2))
    claims = [disturb_claim(c, length, dice) for c in document["claims"] for _ in range(2) if dice.random() < .45]
    dice.shuffle(claims)
    worthy = [o + dice.choice([0, 0, 0, 1, 40]) for o in document["check_worthy"] if dice.random() < .8]
    worthy += [dice.randrange(length) for _ in range(dice.randint(0, 3))]
    return {"id": document["id"], "entities": entities, "claims": claims,
            "check_worthy": [o for o in worthy if o <= length]}


def make_optional(document, dice):
    """Some of the annotations as such that count neither way, near them or in their place."""
    length, optional = len(document["text"]), {"entities": [], "claims": [], "check_worthy": []}
    for kind in ("entities", "claims", "check_worthy"):
        for item in list(document[kind]):
            if dice.random() > .15:
                continue
            if dice.random() < .5:
                document[kind].remove(item)
            optional[kind].append(move(item, length, dice, 2) if kind == "entities" else
                                  disturb_claim(item, length, dice)["content"] if kind == "claims" else item)
    return dict(document, optional=optional)


def write(path, documents):
    with open(path, "w", encoding="utf-8") as file:
        for document in documents:
            print(json.dumps(document, ensure_ascii=False), file=file)


def evaluate(program, gold, system):
    run = subprocess.run([program, "eval", *gold, "--system", system, "--json", "--errors", "1000000"], check=True,
                         stdout=subprocess.PIPE, encoding="utf-8")
    figures, *errors = run.stdout.split("\n")
    figures, counts = json.loads(figures), {}
    whose = re.compile(r"\S+ (missed claim|wrong claim|missed|wrong) ")
    for error in errors:
        kind = whose.match(error)
        if kind:
            counts[kind[1]] = counts.get(kind[1], 0) + 1
    return dict(figures, errors=counts)


def compare(what, ours, theirs):
    theirs["errors"] = {k: v for k, v in theirs["errors"].items() if v}
    if ours == theirs:
        return 0
    for name in sorted(set(ours) | set(theirs)):
        if ours.get(name) != theirs.get(name):
            print(f"{what}: {name}: depeche {ours.get(name)}, reference {theirs.get(name)}")
    return 1


def main(program, corpus, seed):
    print(f"seed {seed}")
    dice, paths = random.Random(seed), sorted(glob.glob(os.path.join(corpus, "*.ann")))
    documents = [read_inline(path) for path in paths]
    with tempfile.TemporaryDirectory() as work:
        gold, system = os.path.join(work, "gold.jsonl"), os.path.join(work, "system.jsonl")
        bad = 0
        findings = [disturb(d, dice) for d in documents]
        write(system, findings)
        bad += compare("inline", evaluate(program, [corpus], system), reference.measure(documents, findings))
        for turn in range(3):
            part = [make_optional(copy.deepcopy(d), dice) for d in dice.sample(documents, min(150, len(documents)))]
            findings = [disturb(d, dice) for d in part if dice.random() < .95]
            write(gold, part)
            write(system, findings)
            bad += compare(f"stand-off {turn}", evaluate(program, [gold], system), reference.measure(part, findings))
        perfect = [{k: d[k] for k in ("id", "entities", "claims", "check_worthy")} for d in documents]
        write(system, perfect)
        figures = evaluate(program, [corpus], system)
        bad += compare("perfect", figures, reference.measure(documents, perfect))
        for name in ("entities", "claims@.8", "check_worthy"):
            if figures[name]["f1"] != 100.0:
                print(f"perfect: {name} is {figures[name]['f1']}, not 100")
                bad += 1
    print(f"{len(documents)} documents: " + ("the figures agree" if not bad else f"{bad} differ"))
    return bad > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 20240314))
