#!/usr/bin/env python3
"""Validates the enriched articles that the tests produced.

validate.py SCHEMA FOLDER    every line of every *.jsonl in FOLDER against the JSON Schema, and what a schema cannot say:
                             excerpts are the text at their offsets, ids are in order, references lead somewhere.
Fails when there is no document at all. The schema's own examples are validated too.
"""
import json
import pathlib
import sys

import jsonschema


def unique(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("two members of one name")
    return members


def refuse(constant):
    raise ValueError(f"{constant} is no JSON number")


def excerpts(document):
    """Everything in our part of the document that has start and end."""
    stack = [document[name] for name in ("sentences", "entities", "values", "claims")]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, dict):
            if "start" in item:
                yield item
            stack.extend(item.values())


def faults(document):
    """What is wrong with a document that is valid after the schema."""
    text = document["text"]
    for item in excerpts(document):
        if not 0 <= item["start"] <= item["end"] <= len(text):
            yield f"offsets {item['start']} to {item['end']} are outside of the text"
        elif "text" in item and text[item["start"]:item["end"]] != item["text"]:
            yield f"the excerpt at {item['start']} is not the text there"
    known = {None}
    for kind, letter in (("entities", "e"), ("values", "v"), ("claims", "c")):
        ids = [item["id"] for item in document[kind]]
        known.update(ids)
        if ids != [f"{letter}{number + 1}" for number in range(len(ids))]:
            yield f"the ids of {kind} are not {letter}1, {letter}2..."
    for claim in document["claims"]:
        references = [claim.get("reported_by"), claim.get("said_at"), claim.get("speaker", {}).get("entity")]
        references += claim.get("entities", []) + claim.get("values", [])
        for reference in references:
            if reference not in known:
                yield f"{claim['id']} refers to {reference}, which is not there"
    title = document.get("title")
    if title is not None and not text.startswith(title):
        yield "the text does not begin with the title"
    places = [sentence["start"] for sentence in document["sentences"]]
    if places != sorted(places):
        yield "the sentences are not in the order of the text"


def check_examples(validator, schema):
    """Fails where an example in the schema is none of what it is an example of."""
    stack = [schema]
    while stack:
        part = stack.pop()
        if isinstance(part, dict):
            for example in part.get("examples", []):
                validator.evolve(schema={**part, "$defs": schema["$defs"]}).validate(example)
            stack.extend(value for name, value in part.items() if name != "examples")
        elif isinstance(part, list):
            stack.extend(part)
    for example in schema["examples"]:
        for what in faults(example):
            sys.exit(f"the schema's example: {what}")


def main():
    schema_path, folder = map(pathlib.Path, sys.argv[1:3])
    schema = json.loads(schema_path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    check_examples(validator, schema)
    count, bad = 0, 0
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_bytes().split(b"\n")[:-1], 1):
            count += 1
            try:
                document = json.loads(line.decode("utf-8"), object_pairs_hook=unique, parse_constant=refuse)
                wrong = [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
                         for error in validator.iter_errors(document)] or list(faults(document))
            except ValueError as error:
                wrong = [str(error)]
            for what in wrong:
                print(f"{path}:{number}: {what}")
            bad += bool(wrong)
    print(f"{count} documents, {bad} bad")
    sys.exit(1 if bad or not count else 0)


if __name__ == "__main__":
    main()
