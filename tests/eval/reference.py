#!/usr/bin/env python3
"""The measures of `depeche eval` a second time, written apart from the C and as plainly as can be, to compare them with.

  reference.py GOLD.jsonl SYSTEM.jsonl

Prints one JSON object: the figures, and under "errors" how many annotations were missed and wrong.

The definition. Offsets count code points. Entities: exact span and type. Claims: contents as sets of characters that are
no white space; gold and system are paired one to one, greatest intersection over union first (then by order); pairs from
.5 (.8) on count. Of the pairs from .5 on: the cue is right when the two share a character or both have none; the source
when they share at least half of the shorter one's characters or both have none; the speaker when the last words of the
names are the same, where gold has a name (its `who`, else the last person, else the last organisation, inside its
source). `quoted` leaves out the claims whose content is a bare noun phrase. Sentences are cut alike in gold and system.
What is under "optional" counts neither way.
"""
import json
import re
import sys
from collections import Counter

TYPES = "PER ORG LOC EVT MISC GRP DATE MONEY PCT QTY".split()
GROUPS = {"entities": TYPES, "names": TYPES[:3], "values": TYPES[6:]}
SHORT = "M MM Mme Mlle Mgr Dr Pr St Ste cf art vol etc av J.-C env min max no p".split()


def characters(text, spans):
    return {i for span in spans for i in range(span["start"], span["end"]) if not text[i].isspace()}


def is_short(text, stop):
    """Whether the full stop at an offset ends an abbreviation."""
    if text[stop] != ".":
        return False
    words = SHORT + ([text[stop - 1]] if stop and re.match("[A-ZÀ-Ý]", text[stop - 1]) else [])
    for word in words:
        start = stop - len(word)
        if start >= 0 and text[start:stop] == word and (start == 0 or re.match(r"[\s(«\"'’-]", text[start - 1])):
            return True
    return False


def cuts(text):
    """Where the sentences begin."""
    found, at = [0], 0
    begin = re.compile(r"(?:[«\"“—–-]\s*)?[A-ZÀ-Ý0-9]")
    lines, finals, spaces = re.compile(r"\n+"), re.compile(r"[.!?…]+"), re.compile(r"\s+")
    while at < len(text):
        line, run = lines.match(text, at), finals.match(text, at)
        if line:
            at = line.end()
            found.append(at)
            continue
        ends = []  # where white space must follow
        if run:
            gap = spaces.match(text, run.end())
            mark = gap.end() if gap else run.end()
            if text[mark:mark + 1] in ("»", '"', "”"):
                ends.append(mark + 1)
            ends.append(run.end())
        elif text[at] in "»\"”" and at and text[at - 1] in ".!?…":
            ends.append(at + 1)
        start = None
        for end in ends:
            gap = spaces.match(text, end)
            if gap and begin.match(text, gap.end()):
                start = gap.end()
                break
        if start is None:
            at = run.end() if run else at + 1
            continue
        if "\n" in text[at:start] or not is_short(text, at):
            found.append(start)
        at = start
    return found


def pair(gold, system):
    """Pairs (overlap, i, j) of two lists of sets, one to one."""
    overlaps = [(len(g & s) / len(g | s), i, j) for i, g in enumerate(gold) for j, s in enumerate(system) if g & s]
    pairs, left, right = [], set(), set()
    for overlap, i, j in sorted(overlaps, key=lambda o: (-o[0], o[1], o[2])):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            pairs.append((overlap, i, j))
    return pairs


def speaker(document, claim):
    if claim.get("who"):
        return claim["who"]
    source, names = claim.get("source"), {}
    for entity in document["entities"] if source else []:
        if source["start"] <= entity["start"] and entity["end"] <= source["end"]:
            names[entity["type"]] = document["text"][entity["start"]:entity["end"]]
    return names.get("PER") or names.get("ORG")


def last_word(name):
    return (re.findall(r"\w+", (name or "").lower()) or [""])[-1]


def same_part(a, b, needed):
    return not (a or b) or len(a & b) >= max(1, needed)


class Score:
    def __init__(self):
        self.right, self.gold, self.system = Counter(), Counter(), Counter()
        self.parts, self.errors = Counter(), Counter()

    def add_entities(self, gold, system, optional):
        want = {(e["start"], e["end"], e["type"]) for e in gold}
        have = {(e["start"], e["end"], e["type"]) for e in system}
        have -= {h for h in have - want for o in optional if h[0] < o["end"] and o["start"] < h[1]}
        for counter, entities in ((self.gold, want), (self.system, have), (self.right, want & have)):
            counter.update(e[2] for e in entities)
        self.errors["missed"] += len(want - have)
        self.errors["wrong"] += len(have - want)

    def add_claims(self, document, system, optional):
        text, gold = document["text"], document["claims"]
        system = [c for c in system if c.get("content")]
        want = [characters(text, c["content"]) for c in gold]
        have = [characters(text, c["content"]) for c in system]
        spared = {j for o, _, j in pair([characters(text, c) for c in optional], have) if o >= .5}
        spared -= {j for o, _, j in pair(want, have) if o >= .5}
        kept = [j for j in range(len(system)) if j not in spared]
        pairs = pair(want, [have[j] for j in kept])
        close = [(i, kept[j]) for o, i, j in pairs if o >= .5]
        nominal = sum(gold[i]["nominal"] for i, _ in close)
        for name, right, left_out, left_out_gold in (
                ("claims@.5", len(close), 0, 0),
                ("claims@.8", sum(o >= .8 for o, _, _ in pairs), 0, 0),
                ("quoted@.5", len(close) - nominal, nominal, sum(c["nominal"] for c in gold))):
            self.right[name] += right
            self.gold[name] += len(gold) - left_out_gold
            self.system[name] += len(kept) - left_out
        self.errors["missed claim"] += len(gold) - len(close)
        self.errors["wrong claim"] += len(kept) - len(close)
        for i, j in close:
            self.add_parts(document, gold[i], system[j])

    def add_parts(self, document, gold, system):
        text = document["text"]
        cues = [characters(text, c.get("cue") or []) for c in (gold, system)]
        sources = [characters(text, [c["source"]] if c.get("source") else []) for c in (gold, system)]
        name = speaker(document, gold)
        self.parts["pairs"] += 1
        self.parts["cue"] += same_part(*cues, 1)
        self.parts["source"] += same_part(*sources, min(map(len, sources)) / 2)
        self.parts["named"] += bool(name)
        self.parts["speaker"] += bool(name) and last_word(name) == last_word(system.get("who"))

    def add_sentences(self, text, gold, system, optional):
        starts = cuts(text)
        for start, end in zip(starts, starts[1:] + [len(text)]):
            if not text[start:end].strip() or any(start <= o < end for o in optional):
                continue
            want, have = (any(start <= o < end for o in offsets) for offsets in (gold, system))
            self.gold["check_worthy"] += want
            self.system["check_worthy"] += have
            self.right["check_worthy"] += want and have

    def figures(self):
        lines = dict(GROUPS, **{t: [t] for t in TYPES})
        lines.update({n: [n] for n in ("claims@.5", "claims@.8", "quoted@.5", "check_worthy")})
        result = {}
        for name, keys in lines.items():
            right, gold, system = (sum(c[k] for k in keys) for c in (self.right, self.gold, self.system))
            p, r = right / system if system else 0.0, right / gold if gold else 0.0
            f = 2 * p * r / (p + r) if p + r else 0.0
            result[name] = {"p": round(100 * p, 1), "r": round(100 * r, 1), "f1": round(100 * f, 1), "gold": gold,
                            "system": system}
        for part, whole in (("cue", "pairs"), ("source", "pairs"), ("speaker", "named")):
            result[part] = round(100 * self.parts[part] / max(1, self.parts[whole]), 1)
        return result


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def measure(gold, system):
    """The figures of documents against what a system found (both as read from stand-off JSON)."""
    found, score = {d["id"]: d for d in system}, Score()
    for document in gold:
        have, optional = found.get(document["id"], {}), document.get("optional", {})
        score.add_entities(document["entities"], have.get("entities", []), optional.get("entities", []))
        score.add_claims(document, have.get("claims", []), optional.get("claims", []))
        score.add_sentences(document["text"], document["check_worthy"], have.get("check_worthy", []),
                            optional.get("check_worthy", []))
    return dict(score.figures(), documents=len(gold), errors=dict(score.errors))


if __name__ == "__main__":
    print(json.dumps(measure(read(sys.argv[1]), read(sys.argv[2]))))
