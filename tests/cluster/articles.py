"""Small articles, made of sentences of a few articles of the corpus, each with a number of its own; a few are broken,
a few are tombstones. The same seed makes the same articles."""
import dataclasses
import json
import random
import re

SOURCES = ["fr-c2-016", "fr-a1-001", "fr-b2-007", "fr-d6-012", "fr-f2-030"]
BROKEN, TOMBSTONES, KEYLESS = 0.03, 0.005, 0.1  # shares of all
KEYS = 97


@dataclasses.dataclass(frozen=True)
class Article:
    key: str | None
    value: bytes | None  # None: a tombstone
    refusal: str | None  # the reason that its dead letter must give


def sentences(corpus):
    found = []
    for source in SOURCES:
        with open(f"{corpus}/{source}.ann", encoding="utf-8") as file:
            text = re.sub(r"<[^>]*>", "", "".join(line for line in file if not line.startswith("#")))
        found += [sentence.strip() for sentence in re.findall(r"[^.\n]{30,200}\.", text)]
    return found


def document(identifier, text):
    return {"id": identifier, "published_at": "2025-09-04", "source": "Agence", "language": "fr", "title": "Dépêche",
            "text": text}


def encode(article):
    return json.dumps(article, ensure_ascii=False).encode()


# Ways to break an article, by the reason that they must be refused for.
BREAKS = {
    "invalid_json": lambda article: encode(article)[:-2],
    "invalid_utf8": lambda article: encode(article).replace(b"\xc3", b"\xff", 1),
    "no_text": lambda article: encode({"id": article["id"], "title": "", "text": " "}),
    "nested_too_deep": lambda article: encode(article)[:-1] + b',"deep":' + b"[" * 100 + b"]" * 100 + b"}",
}


def make(corpus, seed, count):
    """Yields `count` articles. A value is one line."""
    chance = random.Random(f"articles {seed}")
    stock = sentences(corpus)
    for number in range(count):
        identifier = f"n-{number:07}"
        key = None if chance.random() < KEYLESS else f"k{chance.randrange(KEYS)}"
        article = document(identifier, f"Article {number}. " + " ".join(chance.sample(stock, chance.randint(1, 4))))
        fate = chance.random()
        if fate < TOMBSTONES:
            yield Article(f"t-{number:07}", None, None)
        elif fate < TOMBSTONES + BROKEN:
            reason = chance.choice(sorted(BREAKS))
            yield Article(key, BREAKS[reason](article), reason)
        else:
            yield Article(key, encode(article), None)
