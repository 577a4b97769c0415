#!/usr/bin/env python3
"""Makes frequency.tsv: how often the press uses each form, and how often with a capital.

    make_frequency.py --press FILE.jsonl.xz --output frequency.tsv

Standard library only; about ten seconds.
"""
import argparse
import collections
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import press  # noqa: E402


def in_capitals(sentence, at):
    """Whether the token stands in a run of words in capitals (a headline), where its case says nothing."""
    def upper(i):
        return 0 <= i < len(sentence) and len(sentence[i]) > 2 and sentence[i].isupper()
    return upper(at) and (upper(at - 1) or upper(at + 1))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--press", required=True)
    parser.add_argument("--output", required=True)
    options = parser.parse_args()
    count, documents, total = collections.Counter(), collections.Counter(), 0
    inside, capital = collections.Counter(), collections.Counter()
    for text in press.press_documents(options.press):
        here = set()
        for sentence in press.sentences(text):
            opened = True
            for at, token in enumerate(sentence):
                if not token[-1].isalpha() and not token[0].isalpha():
                    opened = opened or token in "«»\"“:.!?…(-–—•" or token == "..."
                    continue
                low = token.lower()
                total += 1
                count[low] += 1
                here.add(low)
                if not opened and not in_capitals(sentence, at):
                    inside[low] += 1
                    capital[low] += token.lstrip("-")[:1].isupper()
                opened = False
        documents.update(here)
    rows = []
    for form, n in count.items():
        if n >= 3 and documents[form] >= 2 and press.is_word(form):
            share = str((200 * capital[form] + inside[form]) // (2 * inside[form])) if inside[form] else ""
            rows.append((form, str(round(n * 1e8 / total)), share))
    press.write_table(options.output, [
        f"How often the French-language press uses a form, counted on {total} words of articles of 2008 to 2019 (France,"
        " Belgium, Switzerland, Québec, Algeria).",
        "Columns: form (lower case, straight apostrophes), occurrences per hundred million words, and how many percent of"
        " those inside a sentence have a capital (empty: none was inside a sentence).",
        "Forms met three times or more, in two articles or more. Source: the public corpus feryah/gilets_jaunes, counts"
        " only. Made by make_frequency.py. CC0 1.0."], rows)


if __name__ == "__main__":
    main()
