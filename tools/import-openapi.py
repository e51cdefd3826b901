#!/usr/bin/env python3
"""import-openapi.py - brings the facts of Kubernetes minors into schemas/kubernetes.json

usage: import-openapi.py [options] MINOR SWAGGER.JSON
       import-openapi.py [options] --rebuild FOLDER
       import-openapi.py [options] --verify FOLDER

The first adds the minor behind the newest, or replaces one that is there, from the specification
that each release publishes as api/openapi-spec/swagger.json. What lies beside it is used as well:
v3/ for defaults, facts.json for the values of strings, ../../pkg/controlplane/instance.go for what
is served unasked. What is not there is carried over from the neighbouring minor, and said.

The second makes the file anew from a folder of all minors, the third compares the two; exit 1 means
that they differ. How such a folder is laid out is told in schemas/README.md.

options:
  --into FILE       the file, in place of schemas/kubernetes.json
  --source TEXT     the release that the minor is of, as v1.37.0
  --facts FILE      facts.json, if it does not lie beside the specification
  --lifecycle DIR   Go sources with the API's statements on when kinds came and go: a copy of
                    k8s.io/api, or several, each in a folder NAME@VERSION
  -h, --help        this text
"""
import getopt
import glob
import json
import os
import re
import sys

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
import openapi_carry
import openapi_lifecycle
import openapi_spec
import openapi_table

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
COMMITTED = os.path.join(ROOT, "schemas", "kubernetes.json")
MODULE = "k8s.io/kubernetes"


def fail(message):
    sys.exit(f"import-openapi.py: {message}")


def load(path, facts=None):
    try:
        return openapi_spec.Specification(path, facts)
    except (OSError, ValueError, KeyError) as fault:
        return fail(f"{path}: {fault}")


def read_table(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def write(path, table):
    with open(path, "w", encoding="utf-8") as file:
        file.write(openapi_table.text_of(table))


# ---- one minor ----

def minor_number(text):
    found = re.fullmatch(r"(?:v?1\.)?(\d+)(?:\.\d+)?", text)
    return int(found.group(1)) if found else fail(f"'{text}' is no minor, as 1.37")


def release(options, path, old):
    """'k8s.io/kubernetes v1.37.0', as far as it is known."""
    if "--source" in options:
        return f"{MODULE} {options['--source']}"
    beside = os.path.join(os.path.dirname(path), "VERSION")
    if os.path.isfile(beside):
        with open(beside, encoding="utf-8") as file:
            return f"{MODULE} {file.read().strip()}"
    found = re.search(re.escape(MODULE) + r"@(v[\d.]+)", os.path.abspath(path))
    return f"{MODULE} {found.group(1)}" if found else old


def import_minor(options, word, path):
    into = options.get("--into", COMMITTED)
    number = minor_number(word)
    table = read_table(into)
    minors = {minor.number: minor for minor in openapi_table.unfold(table)}
    newest = max(minors)
    if number not in minors and number != newest + 1:
        fail(f"{into} has 1.{min(minors)} to 1.{newest}; "
             f"1.{number} is neither of them nor the next")
    neighbour = minors.get(number, minors[newest])
    given = load(path, options.get("--facts"))
    old = neighbour.source if neighbour.number == number else f"{MODULE} v1.{number}"
    source = release(options, path, old)
    try:
        minor = openapi_spec.read_minor(number, source, given, given.defaults or {})
    except KeyError as fault:
        fail(f"{path}: it has no {fault}")
    carried = list(openapi_carry.carry(minor, neighbour, given))
    minors[number] = minor
    statements = {}
    if "--lifecycle" in options:
        statements = openapi_lifecycle.read_statements(options["--lifecycle"])
    lifecycle = openapi_lifecycle.with_minor(table["lifecycle"], number, given.spec, statements)
    write(into, openapi_table.fold_minors([minors[key] for key in sorted(minors)], lifecycle))

    print(f"1.{number}, {source}: {len(minor.kinds)} kinds, {len(minor.definitions)} types, "
          f"{sum(1 for _ in minor.fields())} fields")
    print(*carried, sep="\n", end="\n" if carried else "")
    differences = list(openapi_carry.compare(neighbour, minor, bool(given.go)))
    print(*differences or [f"no difference to 1.{neighbour.number} as it was"], sep="\n")


# ---- all minors ----

def read_folder(folder):
    """The minors of a folder, and the rows of their lifecycle."""
    paths = glob.glob(os.path.join(glob.escape(folder), "1.*", "swagger.json"))
    given = {int(os.path.dirname(path).rpartition(".")[2]): load(path) for path in paths}
    if not given:
        fail(f"{folder} has no 1.*/swagger.json")
    first_known = {}
    for number in sorted(given):
        for field, default in (given[number].defaults or {}).items():
            first_known.setdefault(field, default)
    minors = []
    for number in sorted(given):
        folder_of_minor = given[number].folder
        # what version 3 does not describe in a minor is as where it first does
        defaults = {**first_known, **(given[number].defaults or {})}
        source = release({}, os.path.join(folder_of_minor, "swagger.json"),
                         f"{MODULE} v1.{number}")
        minors.append(openapi_spec.read_minor(number, source, given[number], defaults))
    lifecycle = openapi_lifecycle.rows_of(
        openapi_lifecycle.read_statements(os.path.join(folder, "lifecycle")),
        openapi_lifecycle.read_spec_kinds(folder))
    return minors, lifecycle


def rebuild(options, folder):
    into = options.get("--into", COMMITTED)
    minors, lifecycle = read_folder(folder)
    write(into, openapi_table.fold_minors(minors, lifecycle))
    print(f"{into}: {len(minors)} minors, 1.{minors[0].number} to 1.{minors[-1].number}")


def verify(options, folder):
    into = options.get("--into", COMMITTED)
    table = read_table(into)
    minors, lifecycle = read_folder(folder)
    ours = {minor.number: minor for minor in openapi_table.unfold(table)}
    same = openapi_table.text_of(openapi_table.fold_minors(minors, lifecycle)) == \
        openapi_table.text_of(table)
    for minor in minors:
        if minor.number in ours:
            lines = list(openapi_carry.compare(ours[minor.number], minor))
        else:
            lines = ["it is missing"]
        print(f"1.{minor.number}: {len(minor.kinds)} kinds, {len(minor.definitions)} types, "
              f"{sum(1 for _ in minor.fields())} fields; " + ("as the specification" if not lines
                                                              else "differences"))
        print(*lines, sep="\n", end="\n" if lines else "")
    print(f"{into} is " + ("the same, byte for byte" if same else "another than --rebuild makes"))
    return 0 if same else 1


def main(arguments):
    try:
        found, words = getopt.gnu_getopt(arguments, "h", [
            "help", "into=", "source=", "facts=", "lifecycle=", "rebuild=", "verify="])
    except getopt.GetoptError as fault:
        fail(fault)
    options = dict(found)
    if {"-h", "--help"} & set(options):
        print(__doc__.strip())
    elif "--rebuild" in options and not words:
        rebuild(options, options["--rebuild"])
    elif "--verify" in options and not words:
        return verify(options, options["--verify"])
    elif len(words) == 2 and not {"--rebuild", "--verify"} & set(options):
        import_minor(options, *words)
    else:
        fail("MINOR and SWAGGER.JSON are wanted; --help tells more")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
