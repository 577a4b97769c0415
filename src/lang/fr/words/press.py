"""Reading the texts that the word tables are counted from, cut into tokens nearly as src/text cuts them.

A text source is an xz-packed JSON Lines file of articles (members `title`, `text`), a folder of annotated articles
(*.ann), or a folder of lexicons (*.tsv). Python 3, standard library only.
"""
import glob
import json
import lzma
import os
import re
import unicodedata

APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " "})
SETS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "sets")


def read_set(name):
    """The members of a word set of the language."""
    with open(os.path.join(SETS, name + ".txt"), encoding="utf-8") as file:
        return {line.rstrip("\n") for line in file if not line.startswith("# ")}


ELISIONS = read_set("tokens.elisions")
CLITICS = sorted(read_set("tokens.clitics"), key=lambda c: (-len(c), c))
WHOLE = read_set("tokens.whole")
# Those that are words too ("dans la mer.") are left out here, titles excepted.
ABBREVIATIONS = read_set("tokens.abbreviations") & (read_set("titles.person") | (
    read_set("tokens.abbreviations") - read_set("tokens.finals")))
TOKEN = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.\w+|[@#]\w+"
    r"|\d+(?:[.,'  ]\d{3})+(?:,\d+)?|\d+(?:[.,h:]\d+)*(?:er|re|ers|e|ème|èmes|es|nd|nde|h|bis)?(?!\w)|\d\w*"
    r"|(?:[^\W\d_]\.){2,}"
    r"|[^\W\d_][\w]*(?:['\-·.](?=[^\W_])[\w]+)*'?"
    r"|\.\.\.|[^\w\s]|_")
ENDS = set(".!?…")
OPENERS = set("«»\"“”()[]–—-•*:|/'")
TAG = re.compile(r"<[^>]*>")


def normal(text):
    """NFC, straight apostrophes, plain spaces."""
    return unicodedata.normalize("NFC", text).translate(APOSTROPHES)


def split_word(word):
    """The tokens of a run of letters: elided words with their apostrophe, clitics with their hyphen."""
    before, after = [], []
    while "'" in word and word.lower() not in WHOLE:
        head, tail = word.split("'", 1)
        if head.lower() + "'" not in ELISIONS:
            break
        before.append(head + "'")
        word = tail
    if word.endswith("'"):
        before += [word[:-1]] if len(word) > 1 else []
        after, word = ["'"], ""
    while "-" in word and word.lower() not in WHOLE:
        clitic = next((c for c in CLITICS if word.lower().endswith(c) and len(word) > len(c)), None)
        if clitic is None:
            break
        after.insert(0, word[-len(clitic):])
        word = word[:-len(clitic)]
    return before + ([word] if word else []) + after


def tokens(text):
    """The tokens of a text."""
    found = []
    for match in TOKEN.finditer(normal(text)):
        word = match.group()
        if word[0].isalpha() and "://" not in word and "@" not in word:
            dotted = len(word) > 3 and "." in word and not re.fullmatch(r"(?:[^\W\d_]\.)+", word)
            for part in (re.split(r"(\.)", word) if dotted else [word]):
                if part == ".":
                    found.append(part)
                elif part:
                    found.extend(split_word(part))
        else:
            found.append(word)
    return join_abbreviations(found)


def join_abbreviations(found):
    """M and a full stop become M. where the two are an abbreviation."""
    joined = []
    for token in found:
        if token == "." and joined and joined[-1].lower() + "." in ABBREVIATIONS:
            joined[-1] += "."
        else:
            joined.append(token)
    return joined


def sentences(text):
    """Lists of tokens, one a sentence; an approximation that is good enough for counting."""
    for block in text.split("\n"):
        sentence = []
        parts = tokens(block)
        for at, token in enumerate(parts):
            sentence.append(token)
            if token not in ENDS and token != "...":
                continue
            if token == "." and at and len(parts[at - 1]) == 1:
                continue
            following = next((t for t in parts[at + 1:at + 4] if t not in OPENERS), "")
            if following[:1].islower():
                continue
            yield sentence
            sentence = []
        if sentence:
            yield sentence


def press_documents(path):
    """Title and text of every article of the file, exact repetitions left out."""
    seen = set()
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            text = (article.get("title") or "") + "\n" + (article.get("text") or "")
            if text not in seen:
                seen.add(text)
                yield text


def corpus_documents(folder):
    """The plain text of every annotated article of the folder."""
    for path in sorted(glob.glob(os.path.join(folder, "*.ann"))):
        with open(path, encoding="utf-8") as file:
            body = file.read().split("\n\n", 1)[1]
        yield TAG.sub("", body).replace("## ", "", 1)


def lexicon_rows(path):
    """The rows of a table, without comments."""
    with open(path, encoding="utf-8") as file:
        for line in file:
            if not line.startswith("# ") and line.strip():
                yield line.rstrip("\n").split("\t")


# The columns of each lexicon that hold forms of the language.
LEXICON_COLUMNS = {"persons": (0, 4), "demonyms": (0, 2, 3, 4, 5), "events": (0, 2), "groups": (0, 1),
                   "organizations-business": (0, 2, 4), "organizations-public": (0, 2, 4), "places": (0, 3),
                   "products": (0, 2), "roles": (0, 1, 2, 3), "sport": (0, 3), "units": (0, 1), "works": (0, 3)}


def lexicon_forms(folder):
    """Every name or word of the lexicons, as written there, with the name of its table."""
    for path in sorted(glob.glob(os.path.join(folder, "*.tsv"))):
        name = os.path.basename(path)[:-4]
        for row in lexicon_rows(path):
            for column in LEXICON_COLUMNS.get(name, (0,)):
                if column < len(row):
                    for form in row[column].split("|"):
                        if form and form != "-":
                            yield name, form


def is_word(form):
    """Whether a lower-case form is worth a line of a word table."""
    return 0 < len(form) <= 40 and any(c.isalpha() for c in form) and not any(c.isspace() for c in form) and \
        "://" not in form and "@" not in form and not form.startswith(("#", "www.")) and "\t" not in form


def write_table(path, header, rows):
    """Writes rows (tuples of strings) under `#` header lines, in byte order of the first column; rows that are alike
    there keep their order."""
    rows = sorted(rows, key=lambda row: row[0].encode("utf-8"))
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        for line in header:
            file.write("# " + line + "\n")
        for row in rows:
            file.write("\t".join(row) + "\n")
    print(f"{path}: {len(rows)} rows, {os.path.getsize(path)} bytes")
