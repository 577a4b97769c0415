#!/usr/bin/env python3
"""Checks that deploy/faults.md speaks of what there is: its tests, events and metrics.   table.py SOURCE"""
import pathlib
import re
import sys

SOURCE = pathlib.Path(sys.argv[1])
COLUMNS = ["fault", "what the worker does", "told", "exit", "what to do", "shown by"]
CODES = range(9)


def texts(folder, *patterns):
    return "\n".join(path.read_text(encoding="utf-8") for pattern in patterns for path in (SOURCE / folder).rglob(pattern))


def rows(document):
    for line in document.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if cells and cells != COLUMNS and cells[0].strip("-"):
            yield cells


def names(cell):
    return re.findall(r"`([^`]+)`", cell)


def main():
    document = (SOURCE / "deploy/faults.md").read_text(encoding="utf-8")
    tests = texts("tests", "*.c", "CMakeLists.txt")
    sources = texts("src", "*.c")
    status = (SOURCE / "src/stream/worker.h").read_text(encoding="utf-8")
    wrong, count = [], 0
    for cells in rows(document):
        count += 1
        if len(cells) != len(COLUMNS):
            wrong.append(f"{cells[0]}: {len(cells)} columns")
            continue
        if not names(cells[5]):
            wrong.append(f"{cells[0]}: no test shows it")
        for name in names(cells[5]):
            if not re.search(rf"(?i:_test)\({name}\)|\bNAME {name} ", tests):
                wrong.append(f"{cells[0]}: there is no test {name}")
        for name in names(cells[2]):
            if f'"{name}"' not in sources and f"DP_WORKER_{name.upper()}" not in status:
                wrong.append(f"{cells[0]}: there is no event or metric {name}")
        for code in re.findall(r"\d+", cells[3]):
            if int(code) not in CODES and int(code) != 137:
                wrong.append(f"{cells[0]}: there is no exit code {code}")
    if count < 20:
        wrong.append(f"only {count} rows")
    for line in wrong:
        print(f"deploy/faults.md: {line}", file=sys.stderr)
    print(f"{count} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
