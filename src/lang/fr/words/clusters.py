"""Word clusters from running text: the exchange algorithm for bigram class models.

Martin, Liermann, Ney, "Algorithms for bigram and trigram word clustering", Speech Communication 24 (1998). It climbs the
same objective as Brown clusters: the mutual information of the classes of neighbouring words. Every word in turn moves
to the class that gains most, until nothing moves or the rounds are over. Deterministic. Needs numpy and numba.
"""
import numpy as np
from numba import njit


@njit()
def _entropy(n):
    return n * np.log(n) if n > 0 else 0.0


@njit()
def _exchange(first, left_start, left_word, left_count, right_start, right_word, right_count, count, self_count, cls,
              classes, rounds):
    words = len(count)
    pair = np.zeros((classes, classes), np.int64)
    left = np.zeros(classes, np.int64)   # how often a class stands first in a bigram
    right = np.zeros(classes, np.int64)  # and second
    for w in range(words):
        for k in range(right_start[w], right_start[w + 1]):
            pair[cls[w], cls[right_word[k]]] += right_count[k]
            left[cls[w]] += right_count[k]
            right[cls[right_word[k]]] += right_count[k]
    after = np.zeros(classes, np.int64)
    before = np.zeros(classes, np.int64)
    for turn in range(rounds):
        moved = 0
        for w in range(first, words):
            old = cls[w]
            after[:] = 0
            before[:] = 0
            for k in range(right_start[w], right_start[w + 1]):
                if right_word[k] != w:
                    after[cls[right_word[k]]] += right_count[k]
            for k in range(left_start[w], left_start[w + 1]):
                if left_word[k] != w:
                    before[cls[left_word[k]]] += left_count[k]
            own = self_count[w]
            out, into = after.sum() + own, before.sum() + own
            # Take the word out of its class.
            for c in range(classes):
                pair[old, c] -= after[c]
                pair[c, old] -= before[c]
            pair[old, old] -= own
            left[old] -= out
            right[old] -= into
            afters = np.nonzero(after)[0]
            befores = np.nonzero(before)[0]
            best, gain = old, -1e300
            for c in range(first, classes):
                delta = 0.0
                for a in afters:
                    if a != c:
                        delta += _entropy(pair[c, a] + after[a]) - _entropy(pair[c, a])
                for b in befores:
                    if b != c:
                        delta += _entropy(pair[b, c] + before[b]) - _entropy(pair[b, c])
                inner = pair[c, c] + after[c] + before[c] + own
                delta += _entropy(inner) - _entropy(pair[c, c])
                delta -= _entropy(left[c] + out) - _entropy(left[c])
                delta -= _entropy(right[c] + into) - _entropy(right[c])
                if delta > gain + 1e-9:
                    best, gain = c, delta
            cls[w] = best
            moved += best != old
            for c in range(classes):
                pair[best, c] += after[c]
                pair[c, best] += before[c]
            pair[best, best] += own
            left[best] += out
            right[best] += into
        print("clusters: round", turn + 1, "moved", moved)
        if moved * 200 < words:
            break
    return cls


def _by(key, other, size):
    """Start, other word and count of the bigrams of each word."""
    codes, counts = np.unique(key.astype(np.int64) * size + other, return_counts=True)
    start = np.searchsorted(codes // size, np.arange(size + 1))
    return start.astype(np.int64), (codes % size).astype(np.int64), counts.astype(np.int64)


def cluster(sentences, classes=512, minimum=3, rounds=20):
    """Class (1-based) of every word met at least `minimum` times in the sentences, lists of words. Words 0 and 1 are
    the end of a sentence and the rare word, which have classes of their own that are not given back."""
    counts = {}
    for sentence in sentences:
        for word in sentence:
            counts[word] = counts.get(word, 0) + 1
    kept = sorted((w for w, n in counts.items() if n >= minimum), key=lambda w: (-counts[w], w))
    number = {w: i + 2 for i, w in enumerate(kept)}
    size = len(kept) + 2
    stream = [0]
    for sentence in sentences:
        stream.extend(number.get(word, 1) for word in sentence)
        stream.append(0)
    stream = np.array(stream, np.int64)
    right = _by(stream[:-1], stream[1:], size)
    left = _by(stream[1:], stream[:-1], size)
    same = stream[:-1][stream[:-1] == stream[1:]]
    self_count = np.bincount(same, minlength=size).astype(np.int64)
    count = np.bincount(stream, minlength=size).astype(np.int64)
    cls = np.array([0, 1] + [2 + i % classes for i in range(len(kept))], np.int64)
    cls = _exchange(2, *left, *right, count, self_count, cls, classes + 2, rounds)
    return {w: int(cls[number[w]]) - 1 for w in kept}
