#!/usr/bin/env python3
"""compile-types.py - which checks in code a definition has, as a constant table

usage: compile-types.py KUBERNETES.JSON TYPES.DEF OUT.c

The table is in the order of the definitions that compile-schema.py makes. Fails on a type
that there is not, and on lines that are out of order.
"""
import json
import re
import sys

TYPE = re.compile(r'TYPE\(([\w.-]+), (\w+), "([^"]+)"\)')


def fail(message):
    sys.exit(f"compile-types.py: {message}")


def read_rows(path, row):
    """What @row has in groups, of each row of a table, in the order of the file."""
    with open(path, encoding="utf-8") as file:
        text = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.S)
    rows = []
    for line in filter(None, re.sub(r'"\s*\n\s*"', "", text).replace(",\n\t", ", ").splitlines()):
        found = row.fullmatch(line.strip())
        if not found:
            fail(f"{path}: what is '{line}'?")
        rows.append(found.groups())
    return rows


def read_types(path):
    """[(definition, name, what is looked at)] in the order of the file."""
    rows = read_rows(path, TYPE)
    if [row[:2] for row in rows] != sorted({row[:2] for row in rows}):
        fail(f"{path} is not sorted, or has a line twice")
    return rows


def main(arguments):
    if len(arguments) != 3:
        sys.exit(__doc__)
    with open(arguments[0], encoding="utf-8") as file:
        definitions = sorted(json.load(file)["defs"])
    checks = {}
    for definition, name, _ in read_types(arguments[1]):
        if definition not in definitions:
            fail(f"there is no type '{definition}'")
        checks.setdefault(definition, []).append(name)
    with open(arguments[2], "w", encoding="utf-8") as out:
        out.write("/* type_checks.c - made by tools/compile-types.py from src/apis/types.def */\n\n"
                  '#include "apis/checks.h"\n\n')
        for index, definition in enumerate(definitions):
            if definition in checks:
                calls = ", ".join(f"{{bth_check_{name}}}" for name in checks[definition])
                out.write(f"/* {definition} */\nstatic const struct bth_type_check of_{index}[] = "
                          f"{{{calls}, {{0}}}};\n")
        out.write("\nconst struct bth_type_check *const bth_type_checks[] = {\n")
        for index, definition in enumerate(definitions):
            out.write(f"\t{'of_%d' % index if definition in checks else '0'},\n")
        out.write("};\n")


if __name__ == "__main__":
    main(sys.argv[1:])
