#!/usr/bin/env python3
"""check-import.py - hold tools/import-openapi.py to what it says of itself

usage: check-import.py SOURCE_ROOT

testdata/openapi/minors is a made-up history of two minors: --rebuild makes made.json of it, and
next.json brought in as the third makes with-next.json and says report.txt (BERTH_UPDATE=1 writes
them). tools/go-facts.py makes go.json of testdata/openapi/go. schemas/kubernetes.json stays the
same when any of its minors is brought in once more: from a specification that says what the file
says, and for the newest in Go's module cache from the published one.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(sys.argv[1])
TESTDATA = ROOT / "testdata" / "openapi"
COMMITTED = ROOT / "schemas" / "kubernetes.json"
sys.dont_write_bytecode = True
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "src/tests")]

import made_swagger  # pylint: disable=wrong-import-position
import openapi_table  # pylint: disable=wrong-import-position

faults = []


def run(tool, *arguments):
    """What a tool prints, and its exit code."""
    done = subprocess.run([sys.executable, str(ROOT / "tools" / tool), *map(str, arguments)],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.stdout, done.returncode


def expect(name, text):
    path = TESTDATA / name
    if os.environ.get("BERTH_UPDATE"):
        path.write_text(text, encoding="utf-8")
    elif path.read_text(encoding="utf-8") != text:
        faults.append(f"{path} is not what comes out:\n{text}")


def expect_code(wanted, printed, code):
    if code != wanted:
        faults.append(f"exit {code}, not {wanted}: {printed}")
    return printed


def check_made_up(folder):
    table, checks = folder / "kubernetes.json", folder / "checks.json"
    expect_code(0, *run("import-openapi.py", "--into", table, "--rebuild", TESTDATA / "minors"))
    expect("made.json", table.read_text(encoding="utf-8"))
    expect_code(0, *run("import-openapi.py", "--into", table, "--verify", TESTDATA / "minors"))

    refused = expect_code(1, *run("import-openapi.py", "--into", table, "1.38",
                                  TESTDATA / "next.json"))
    if "neither of them nor the next" not in refused:
        faults.append(f"a gap is refused with: {refused}")
    refused = expect_code(1, *run("import-openapi.py", "--into", table, "1.37",
                                  TESTDATA / "minors/1.36/facts.json"))
    if "no swagger.json" not in refused:
        faults.append(f"another file is refused with: {refused}")

    report = expect_code(0, *run("import-openapi.py", "--into", table, "1.37",
                                 TESTDATA / "next.json"))
    expect("report.txt", report)
    expect("with-next.json", table.read_text(encoding="utf-8"))
    expect_code(1, *run("import-openapi.py", "--into", table, "--verify", TESTDATA / "minors"))
    checks.write_text('{"fields": {}}', encoding="utf-8")
    expect_code(0, *run("compile-schema.py", table, checks, folder / "tables.c"))


def check_go():
    printed = expect_code(0, *run("go-facts.py", f"k8s.io/api/harbour/v1={TESTDATA / 'go/harbour'}",
                                  f"k8s.io/api/shared={TESTDATA / 'go/shared'}"))
    expect("go.json", json.dumps(json.loads(printed), indent=1) + "\n")


def import_again(folder, number, specification):
    """Brings a minor into a copy of the committed file, which is to stay as it is."""
    copy = folder / "again.json"
    copy.write_bytes(COMMITTED.read_bytes())
    printed = expect_code(0, *run("import-openapi.py", "--into", copy, number, specification))
    if copy.read_bytes() != COMMITTED.read_bytes():
        faults.append(f"{specification} changes {COMMITTED}: {printed}")


def check_committed(folder):
    table = json.loads(COMMITTED.read_text(encoding="utf-8"))
    minors = openapi_table.unfold(table)
    for minor in (minors[0], minors[len(minors) // 2], minors[-1]):
        made = folder / "made.json"
        made.write_text(json.dumps(made_swagger.swagger_of(minor)), encoding="utf-8")
        import_again(folder, minor.number, made)
    check_published(folder, minors)


def check_published(folder, minors):
    cache = os.environ.get("GOMODCACHE") or pathlib.Path.home() / "go/pkg/mod"
    for minor in reversed(minors):
        module = re.sub(r" (v[\d.]+)$", r"@\1", minor.source)
        specification = pathlib.Path(cache, module, "api/openapi-spec/swagger.json")
        if specification.exists():
            import_again(folder, minor.number, specification)
            return
    print("skipped: no published specification, as Go's module cache has no k8s.io/kubernetes")


with tempfile.TemporaryDirectory() as name:
    check_made_up(pathlib.Path(name))
    check_go()
    check_committed(pathlib.Path(name))
print(*faults, sep="\n", end="\n" if faults else "")
sys.exit(bool(faults))
