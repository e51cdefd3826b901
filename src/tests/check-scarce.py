#!/usr/bin/env python3
"""check-scarce.py - what berth does when an allocation fails: it says so, and leaves no half

usage: check-scarce.py PROGRAM SOURCE_ROOT

PROGRAM is berth linked with scarce_program.c. Each command is run with memory that ends at
the first allocation, at later ones in steps, and at the last. It must exit with 2 and say
"out of memory", or what could not be done without; what it printed is nothing or all, and so is each file that it wrote.
BERTH_STRIDE=1 tries every allocation.
"""

import os
import subprocess
import sys
import tempfile

POINTS = 60

COMMANDS = [
    ["lint", "-v", "@/testdata/seed", "@/testdata/rules/yaml-malformed/bad.yaml"],
    ["lint", "--jobs", "2", "@/testdata/seed"],
    ["lint", "--format", "json", "@/testdata/seed/a-volume.yaml"],
    ["lint", "--baseline", "@/testdata/rules/baseline-stale/baseline.json", "-v",
     "@/testdata/rules/baseline-stale/bad.yaml", "@/testdata/rules/suppression-unused"],
    ["lint", "--output", "sarif=a.sarif", "--output", "junit=b.xml", "@/testdata/seed/a-volume.yaml"],
    ["lint", "--config", "@/testdata/rules/config-pattern-excessive/good.config",
     "@/testdata/rules/config-pattern-excessive/good.yaml"],
    ["lint", "--portable", "@/testdata/rules/yaml-portability/bad.yaml"],
    ["lint", "--stdin-filename", "x.yaml", "-"],
    ["generate", "@/examples/postgres.yaml"],
    ["generate", "-o", "out", "@/examples/postgres.yaml"],
    ["generate", "-o", "missing", "--check", "@/examples/postgres.yaml"],
    ["plan", "@/testdata/seed"],
    ["plan", "--format", "json", "@/testdata/seed"],
    ["plan", "--format", "html", "@/testdata/seed"],
    ["read", "@/testdata/seed"],
    ["read", "--format", "yaml", "@/examples"],
    ["explain", "claim-unreserved"],
    ["explain", "spec.storage"],
    ["rules", "--format", "json"],
    ["schema"],
    ["schema", "config"],
    ["completion", "zsh"],
    ["init", "-o", "db.yaml"],
]


class Outcome:
    def __init__(self, code, out, err, files, count, failed):
        self.code, self.out, self.err, self.files = code, out, err, files
        self.count, self.failed = count, failed


def read_files(folder):
    files = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(parent, name)
            with open(path, "rb") as file:
                files[os.path.relpath(path, folder)] = file.read()
    return files


def run(program, words, at):
    with tempfile.TemporaryDirectory() as scratch:
        folder, log = os.path.join(scratch, "work"), os.path.join(scratch, "log")
        os.mkdir(folder)
        # what a program holds at its end goes with it; test_scarce.c looks for leaks
        options = os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"
        environment = dict(os.environ, ASAN_OPTIONS=options, BERTH_SCARCE_AT=str(at),
                           BERTH_SCARCE_LOG=log)
        done = subprocess.run([program, *words], cwd=folder, env=environment,
                              stdin=subprocess.DEVNULL, capture_output=True, check=False)
        with open(log, encoding="ascii") as file:
            count, failed = map(int, file.read().split())
        return Outcome(done.returncode, done.stdout, done.stderr, read_files(folder), count, failed)


def faults_of(got, whole):
    """What is wrong with a run in which an allocation failed."""
    if got.code != 2:
        yield f"exits with {got.code}"
    if b"out of memory" not in got.err and b"Cannot allocate memory" not in got.err:
        yield f"says {got.err[-200:]!r}"
    if got.out and got.out != whole.out:
        yield f"prints {len(got.out)} of {len(whole.out)} bytes"
    for name, text in got.files.items():
        if whole.files.get(name) != text:
            yield f"leaves {len(text)} bytes in {name}"


def check(program, words):
    whole = run(program, words, 0)
    if whole.code not in (0, 1):
        print(f"{' '.join(words)}: exits with {whole.code}: {whole.err!r}")
        return 1
    stride = int(os.environ.get("BERTH_STRIDE", max(1, whole.count // POINTS)))
    wrong = 0
    for at in [*range(1, whole.count, stride), whole.count]:
        got = run(program, words, at)
        for fault in faults_of(got, whole) if got.failed else ():
            print(f"{' '.join(words)}: allocation {at} of {whole.count} fails: {fault}")
            wrong += 1
        if wrong >= 5:
            break
    print(f"{' '.join(words)}: {whole.count} allocations")
    return wrong


def main():
    program, root = sys.argv[1:]
    wrong = 0
    for command in COMMANDS:
        wrong += check(program, [word.replace("@", root, 1) if word.startswith("@") else word
                                 for word in command])
    sys.exit(1 if wrong else 0)


main()
